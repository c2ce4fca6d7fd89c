/* attendees.h - the people of a booking, as rows and as the JSON beside the booking.
 * SPDX-License-Identifier: MIT */
#ifndef STORE_ATTENDEES_H
#define STORE_ATTENDEES_H

#include "booking.h"
#include "store/store.h"

/* booking->attendees as the JSON of booking.people: written by this function only. */
const char *people_write(struct arena *arena, const struct list *attendees);
/* Fills booking->attendees and booking->guests from booking->people. */
void people_read(struct arena *arena, struct booking *booking);

struct fail attendees_insert(struct store *store, const struct booking *booking) MUST_BE_CHECKED;
/* One more of a booking that is there */
struct fail attendee_insert(struct store *store, const struct booking *booking,
                            const struct attendee *attendee) MUST_BE_CHECKED;
/* Writes booking->attendees beside the booking, as people_write() has them, and counts its version.
 */
struct fail people_store(struct store *store, struct booking *booking) MUST_BE_CHECKED;

/* The rows themselves, in the order of their coming, for those who name attendees by id. */
struct attendee_row {
    int64_t id, booking_id;
    struct attendee attendee;
};
struct fail attendee_rows(struct store *store, const struct booking *booking,
                          struct list *rows) MUST_BE_CHECKED;
struct fail attendee_delete(struct store *store, const struct booking *booking,
                            int64_t id) MUST_BE_CHECKED;
/* Marks as absent or present whoever of the booking has the address; *known is false when nobody
 * has. */
struct fail attendee_absent(struct store *store, const struct booking *booking, const char *email,
                            bool absent, bool *known) MUST_BE_CHECKED;

/* What whoever has the seat says of coming: seat->rsvp, of the row alone. */
struct fail seat_set_rsvp(struct store *store, const struct booking *booking,
                          const struct attendee *seat) MUST_BE_CHECKED;

extern const struct statement *const attendee_statements[];

#endif
