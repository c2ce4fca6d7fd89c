/* watch.h - what a worker shows its master, in memory both see. SPDX-License-Identifier: MIT */
#ifndef FRONT_WATCH_H
#define FRONT_WATCH_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Of one worker. A cache line of its own, so that workers do not slow each other. */
struct watch {
    _Alignas(64) _Atomic int64_t since_us; /* start of the present request; 0 between requests */
    _Atomic bool ready;                    /* its service is open */
};

/* Microseconds of the monotonic clock. */
int64_t watch_now(void);

#endif
