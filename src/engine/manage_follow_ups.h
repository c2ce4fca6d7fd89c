/* manage_follow_ups.h - mails that follow a visit, as a business plans them.
 * SPDX-License-Identifier: MIT
 *
 * A change holds for visits that are completed from then on: mails that are on their way stay as
 * they were. */
#ifndef ENGINE_MANAGE_FOLLOW_UPS_H
#define ENGINE_MANAGE_FOLLOW_UPS_H

#include "engine/paging.h"
#include "engine/work.h"
#include "store/follow_ups.h"

enum follow_up_given {
    FOLLOW_UP_NAME = 1 << 0,
    FOLLOW_UP_SERVICE = 1 << 1,
    FOLLOW_UP_ACTIVE = 1 << 2,
    FOLLOW_UP_STEPS = 1 << 3
};
struct follow_up_wish {
    uint64_t given; /* enum follow_up_given */
    int64_t id;
    const char *name;
    int64_t event_type_id; /* 0: after every visit */
    bool active;
    struct list steps; /* struct follow_up_step; they follow each other by position, and where those
                          are equal or missing as they stand */
    struct paging paging;
};

/* struct follow_up_sequence, by id. */
struct fail list_follow_ups(struct work *work, const struct follow_up_wish *wish,
                            struct listed *sequences) MUST_BE_CHECKED;
/* NO_THING. */
struct fail show_follow_up(struct work *work, const struct follow_up_wish *wish,
                           struct follow_up_sequence *sequence) MUST_BE_CHECKED;
/* NO_SERVICE. Active unless it says otherwise. Inside a transaction, as what follows. */
struct fail create_follow_up(struct work *work, const struct follow_up_wish *wish,
                             struct follow_up_sequence *sequence) MUST_BE_CHECKED;
/* Steps that are given replace all that were there. */
struct fail change_follow_up(struct work *work, const struct follow_up_wish *wish,
                             struct follow_up_sequence *sequence) MUST_BE_CHECKED;
struct fail delete_follow_up(struct work *work, const struct follow_up_wish *wish,
                             struct follow_up_sequence *sequence) MUST_BE_CHECKED;

#endif
