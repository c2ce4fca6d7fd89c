/* limits.h - the rows that hold limits. SPDX-License-Identifier: MIT */
#ifndef STORE_LIMITS_H
#define STORE_LIMITS_H

#include "booking.h"
#include "store/store.h"

/* One limit of an event type: a rule and its period, the first date of a time or a booker's
 * address. */
struct limit_row {
    int64_t business_id, event_type_id;
    const char *rule, *period;
};
/* From here to the end of the transaction nobody else counts against this limit. */
struct fail limit_lock(struct store *store, const struct limit_row *row) MUST_BE_CHECKED;
/* LIMIT_REACHED when more are booked than allowed. */
struct fail limit_set(struct store *store, const struct limit_row *row, int64_t booked,
                      int64_t allowed) MUST_BE_CHECKED;

/* Bookings of an event type that hold their time and start in [from, until), but for the one with
 * the uid `spare` (NULL: none): how many, and their starts. */
struct fail bookings_within(struct store *store, int64_t business_id, int64_t event_type_id,
                            struct instant from, struct instant until, const char *spare,
                            int64_t *count) MUST_BE_CHECKED;
struct fail starts_of_bookings(struct store *store, int64_t business_id, int64_t event_type_id,
                               struct instant from, struct instant until, const char *spare,
                               struct numbers *starts) MUST_BE_CHECKED;
/* Live bookings (not cancelled, rejected or over) that an address holds of an event type. */
struct fail bookings_of_booker(struct store *store, int64_t business_id, int64_t event_type_id,
                               const char *email, struct instant now, const char *spare,
                               int64_t *count) MUST_BE_CHECKED;

/* The next of them, without those of seats. */
struct fail booking_of_booker(struct store *store, int64_t business_id, int64_t event_type_id,
                              const char *email, struct instant now, const char **uid,
                              bool *found) MUST_BE_CHECKED;

extern const struct statement *const limit_statements[];

#endif
