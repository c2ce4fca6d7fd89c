/* facts.h - what the service and the history of bookings say about them, for many at once.
 * SPDX-License-Identifier: MIT */
#ifndef STORE_FACTS_H
#define STORE_FACTS_H

#include "booking.h"
#include "store/store.h"

/* Of an event type, deleted ones too. */
struct type_facts {
    int64_t id;
    const char *description;
    int64_t price_minor; /* in hundredths of the business's currency */
    bool cancelling_disabled, rescheduling_disabled, requires_confirmation;
    int64_t moving_notice_minutes;
    int recurrence_frequency; /* enum frequency; -1: it does not recur */
    int64_t recurrence_interval;
};
struct fail facts_of_types(struct store *store, int64_t business_id, const struct numbers *types,
                           struct list *facts) MUST_BE_CHECKED;

struct fail type_with_uid(struct store *store, int64_t business_id, const char *uid, int64_t *id,
                          bool *found) MUST_BE_CHECKED;
/* Those on offer to everybody, by id: neither deleted nor hidden nor only patterns for others. */
struct fail types_on_offer(struct store *store, int64_t business_id,
                           struct numbers *ids) MUST_BE_CHECKED;

/* How many bookings a series has. */
struct series_size {
    int64_t recurrence_id, bookings;
};
struct fail sizes_of_series(struct store *store, int64_t business_id,
                            const struct numbers *recurrences, struct list *sizes) MUST_BE_CHECKED;

/* Which of these bookings were entered with a credential of the staff. */
struct fail entered_by_staff(struct store *store, int64_t business_id,
                             const struct numbers *bookings, struct numbers *ids) MUST_BE_CHECKED;

extern const struct statement *const fact_statements[];

#endif
