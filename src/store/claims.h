/* claims.h - the minutes of hosts that are taken. SPDX-License-Identifier: MIT
 *
 * One row per host and hour holds a mask of minutes and how many are claimed; a CHECK makes a
 * second claim of any minute an error (database-recipe 1). This file is the only one that writes
 * host_hour. */
#ifndef STORE_CLAIMS_H
#define STORE_CLAIMS_H

#include "booking.h"
#include "store/store.h"

/* Both must run inside the transaction of the booking they are for. Instants are taken out to whole
 * minutes; the interval is half-open. Hosts are claimed in ascending order, whatever order they
 * come in. SLOT_TAKEN when any minute of any host is claimed already; the transaction goes on as if
 * the call had not been made. A statement claims at most CLAIM_ROWS hours. */
enum { CLAIM_ROWS = 256 };
struct fail claims_take(struct store *store, int64_t business_id, const struct numbers *hosts,
                        struct instant start, struct instant end) MUST_BE_CHECKED;
/* Releasing what is not held is our bug: OURSELVES. */
struct fail claims_release(struct store *store, int64_t business_id, const struct numbers *hosts,
                           struct instant start, struct instant end) MUST_BE_CHECKED;

#endif
