/* throttle.h - the limits a request stands under. Source: contract cal-v2 j.
 * SPDX-License-Identifier: MIT */
#ifndef FRONT_THROTTLE_H
#define FRONT_THROTTLE_H

#include "base/conf.h"
#include "dialect/dialect.h"
#include "front/reply.h"
#include "front/request.h"

/* Counts a request of the caller, or of its address when nobody is known, and writes the headers
 * that tell how many are left. TOO_OFTEN, with Retry-After, beyond a limit. */
/* Whoever has one address of a network has all of them: of IPv6 the first half counts. In the
 * arena. */
const char *network_of(struct arena *arena, const char *address);

struct fail throttle(const struct conf *conf, const struct request *request,
                     const struct endpoint *endpoint, const struct caller *caller,
                     struct reply *reply) MUST_BE_CHECKED;

#endif
