/* seats.h - seats, and bookings that are changed in place. SPDX-License-Identifier: MIT */
#ifndef STORE_SEATS_H
#define STORE_SEATS_H

#include "booking.h"
#include "store/store.h"

/* The booking that holds the seats of an event type at a start, locked until the end of the
 * transaction. */
struct fail seated_booking_at(struct store *store, int64_t business_id, int64_t event_type_id,
                              struct instant start, struct booking *booking,
                              bool *found) MUST_BE_CHECKED;
/* Locks a booking that was read without a lock and reads it anew. */
struct fail booking_lock(struct store *store, struct booking *booking) MUST_BE_CHECKED;

/* One seat more or less: NO_SEATS when there are not as many. */
struct fail seats_change(struct store *store, const struct booking *booking, int by,
                         struct instant now) MUST_BE_CHECKED;
struct fail seat_remove(struct store *store, const struct booking *booking,
                        const char *seat_uid) MUST_BE_CHECKED;
struct fail seats_remove_all(struct store *store, const struct booking *booking) MUST_BE_CHECKED;
/* The booking with a seat of this uid. */
struct fail booking_by_seat(struct store *store, int64_t business_id, const char *seat_uid,
                            struct booking *booking, bool *found) MUST_BE_CHECKED;

/* And the booking in which it was one, and was given back. */
struct fail booking_by_seat_left(struct store *store, int64_t business_id, const char *seat_uid,
                                 struct booking *booking, bool *found) MUST_BE_CHECKED;
/* The booking of an event type with seats that starts in the minute from `start` on, whatever its
 * status; not locked. */
struct fail class_booking_at(struct store *store, int64_t business_id, int64_t event_type_id,
                             struct instant start, struct booking *booking,
                             bool *found) MUST_BE_CHECKED;

/* The bookings that hold seats of an event type with starts in [from, until): for slots. */
struct seats_at {
    struct instant start;
    const char *uid;
    int64_t seats, taken;
};
struct fail seats_within(struct store *store, int64_t business_id, int64_t event_type_id,
                         struct instant from, struct instant until,
                         struct list *seats) MUST_BE_CHECKED;

extern const struct statement *const seat_statements[];

#endif
