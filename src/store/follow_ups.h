/* follow_ups.h - mails that follow a visit, one after the other. SPDX-License-Identifier: MIT */
#ifndef STORE_FOLLOW_UPS_H
#define STORE_FOLLOW_UPS_H

#include "booking.h"
#include "store/store.h"

struct follow_up_step {
    int64_t sequence_id;
    int64_t position;      /* from 1 */
    int64_t delay_minutes; /* after the visit was completed */
    const char *subject, *body;
};
struct follow_up_sequence {
    int64_t id, business_id;
    const char *name;
    int64_t event_type_id; /* 0: after every visit */
    bool active;
    struct list steps; /* struct follow_up_step, by position */
};

/* By id, with their steps. */
struct fail follow_ups_of_business(struct store *store, int64_t business_id,
                                   struct list *sequences) MUST_BE_CHECKED;
/* The active ones that follow a visit of this event type. */
struct fail follow_ups_of_event_type(struct store *store, int64_t business_id,
                                     int64_t event_type_id, struct list *sequences) MUST_BE_CHECKED;
struct fail follow_up_by_id(struct store *store, int64_t business_id, int64_t id,
                            struct follow_up_sequence *sequence, bool *found) MUST_BE_CHECKED;

/* All inside a transaction. */
struct fail follow_up_insert(struct store *store, struct follow_up_sequence *sequence,
                             struct instant now) MUST_BE_CHECKED;
/* Without its steps. */
struct fail follow_up_set(struct store *store,
                          const struct follow_up_sequence *sequence) MUST_BE_CHECKED;
/* Numbers them from 1 in the order in which they stand. */
struct fail follow_up_set_steps(struct store *store,
                                const struct follow_up_sequence *sequence) MUST_BE_CHECKED;
struct fail follow_up_delete(struct store *store,
                             const struct follow_up_sequence *sequence) MUST_BE_CHECKED;

extern const struct statement *const follow_up_statements[];

#endif
