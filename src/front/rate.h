/* rate.h - how often somebody asks, counted in memory that all processes share.
 * SPDX-License-Identifier: MIT
 *
 * A window begins with somebody's first request and lasts a minute. One request more than the limit
 * blocks for a minute from then on. The table has a fixed size and no locks: a place whose minute
 * is over serves the next who needs one, and where all places in reach are in use, the oldest makes
 * room. Two processes that meet somebody new in the same instant may lose a count, never more. */
#ifndef FRONT_RATE_H
#define FRONT_RATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "booking.h"

struct rate {
    bool counted; /* false: there is no table, or no limit */
    bool refused;
    int64_t limit, remaining;
    int64_t reset_s; /* until the window or the block ends, in whole seconds, at least 1 */
};

/* Shares memory with all that are forked later; false without memory. Before that nothing is
 * counted and everything admitted. */
bool rate_open(void);
void rate_close(void);

/* Counts a request of `who` (any bytes) at a monotonic time. A limit of 0 is none. */
struct rate rate_count(const void *who, size_t length, int64_t limit, int64_t now_us);

#endif
