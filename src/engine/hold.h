/* hold.h - slots held for a while. SPDX-License-Identifier: MIT */
#ifndef ENGINE_HOLD_H
#define ENGINE_HOLD_H

#include "engine/work.h"
#include "store/reservations.h"

/* Releases what stands in the way of a claim on these hosts and may go: holds whose time is over
 * and the claimer's own. *any tells whether there was one. Inside a transaction. */
struct fail holds_release(struct work *work, int64_t business_id, const struct numbers *hosts,
                          const struct own_holds *own, bool *any) MUST_BE_CHECKED;

struct hold_wish {
    uint64_t given;  /* enum hold_given */
    const char *uid; /* when one is moved */
    int64_t event_type_id;
    struct instant start;
    int64_t slot_minutes; /* the event type's own unless given */
    int64_t minutes;      /* to hold it */
};
enum hold_given { HOLD_SLOT_MINUTES = 1 << 0, HOLD_MINUTES = 1 << 1 };

struct held {
    bool found;
    struct reservation reservation;
    int64_t slot_minutes, minutes;
};

/* All inside a transaction. Holding what is booked or held already: SLOT_TAKEN or SLOT_HELD. */
struct fail hold_slot(struct work *work, const struct hold_wish *wish,
                      struct held *held) MUST_BE_CHECKED;
/* Gives back the old time and takes the new one; touching or overlapping its own is fine. NO_HOLD.
 */
struct fail move_hold(struct work *work, const struct hold_wish *wish,
                      struct held *held) MUST_BE_CHECKED;
struct fail drop_hold(struct work *work, const struct uid_wish *wish,
                      struct held *held) MUST_BE_CHECKED;
/* Not found is not a failure: held->found tells. */
struct fail find_hold(struct work *work, const struct uid_wish *wish,
                      struct held *held) MUST_BE_CHECKED;

#endif
