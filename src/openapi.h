/* openapi.h - the interface as an OpenAPI document, made from the tables.
 * SPDX-License-Identifier: MIT */
#ifndef OPENAPI_H
#define OPENAPI_H

#include "base/arena.h"
#include "base/text.h"
#include "dialect/dialect.h"

/* OpenAPI 3.0, as JSON: of one dialect, or with NULL of all of them. What is taken from the arena
 * is given back. */
void openapi_write(struct text *out, struct arena *arena, const struct dialect *dialect);

#endif
