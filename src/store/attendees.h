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

#endif
