/* openapi_answer.h - what is answered, as responses of OpenAPI. SPDX-License-Identifier: MIT */
#ifndef OPENAPI_ANSWER_H
#define OPENAPI_ANSWER_H

#include "base/arena.h"
#include "openapi_schema.h"

/* The schema of a success, in braces: what it carries, in its dialect's envelope. */
void answer_of_success(struct text *out, const struct endpoint *endpoint);
void answer_headers(struct text *out, const struct dialect *dialect);
/* Every status of a failure that the endpoint can answer with, as its dialect's words have them:
 * each is a member that refers to a response by name. The arena is left as it was. */
void answer_failures(struct text *out, struct arena *arena, const struct endpoint *endpoint);
/* The responses that failures refer to. */
void answer_named_failures(struct text *out, const struct dialect *dialect);

#endif
