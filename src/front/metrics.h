/* metrics.h - counters that all processes share. SPDX-License-Identifier: MIT
 *
 * Each process counts in a slot of its own. A slot is used again by the next worker and never set
 * back, so totals only grow while the master lives. Before metrics_open() nothing is counted. */
#ifndef FRONT_METRICS_H
#define FRONT_METRICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

enum { METRICS_ROUTES = 256 };

enum metrics_counter {
    METRICS_DATABASE_RECONNECTS,
    METRICS_TRANSACTION_RETRIES,
    METRICS_SLOT_CONFLICTS,
    METRICS_UNCERTAIN_COMMITS,
    METRICS_REQUESTS_CUT,
    METRICS_WORKER_DEATHS,
    METRICS_WORKER_KILLS,
    METRICS_RELOADS,
    METRICS_RELOADS_REFUSED,
    METRICS_COUNTER__COUNT
};

/* Shares memory for `slots` processes with all that are forked later; false without memory. */
bool metrics_open(unsigned slots);
void metrics_close(void);
/* Which slot this process counts in; 0 until told. */
void metrics_take_slot(unsigned slot);
void metrics_set_workers(unsigned workers);

/* A request of the route was answered. Routes from METRICS_ROUTES on are not counted. */
void metrics_request(unsigned route, int status, int64_t us, size_t bytes);
void metrics_count(enum metrics_counter counter);
uint64_t metrics_value(enum metrics_counter counter);

/* The text format of Prometheus. Only routes that have a name and were asked for are written. */
void metrics_write(struct text *out, const char *(*route_name)(unsigned route));

#endif
