/* reservations.h - slots held for a while. SPDX-License-Identifier: MIT
 *
 * A hold claims the minutes of its hosts in host_hour like a booking does. When its time is over
 * anybody who bumps into it may release it; nothing depends on a job doing so. */
#ifndef STORE_RESERVATIONS_H
#define STORE_RESERVATIONS_H

#include "booking.h"
#include "store/store.h"

/* One host of a hold that may be released: its time is over, or it is the caller's own. */
struct held_host {
    int64_t reservation_id, user_id;
    struct instant claim_start, claim_end;
};
/* Which holds are the claimer's own to give up: those of a credential (0: none) that meet an
 * interval. */
struct own_holds {
    int64_t token_id;
    struct instant start, end;
};
struct fail reservations_to_release(struct store *store, int64_t business_id,
                                    const struct numbers *hosts, struct instant now,
                                    const struct own_holds *own, struct list *held) MUST_BE_CHECKED;

struct fail reservation_insert(struct store *store, struct reservation *reservation,
                               const struct numbers *hosts) MUST_BE_CHECKED;
/* business_id 0: whoever knows the uid. Locks the row when `lock` is set. */
struct fail reservation_by_uid(struct store *store, int64_t business_id, const char *uid, bool lock,
                               struct reservation *reservation, bool *found) MUST_BE_CHECKED;
struct fail hosts_of_reservation(struct store *store, const struct reservation *reservation,
                                 struct numbers *hosts) MUST_BE_CHECKED;
/* Whether a hold of this host meets an interval. */
struct fail reservation_overlaps(struct store *store, int64_t business_id, int64_t host_id,
                                 struct instant start, struct instant end,
                                 bool *overlaps) MUST_BE_CHECKED;
/* Removes the row and says whether it was there; who removes it releases its minutes. */
struct fail reservation_remove(struct store *store, int64_t business_id, int64_t id,
                               bool *was_there) MUST_BE_CHECKED;

extern const struct statement *const reservation_statements[];

#endif
