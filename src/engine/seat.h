/* seat.h - seats of one booking. SPDX-License-Identifier: MIT
 *
 * The slot of an event type with seats has one booking, made by whoever takes the first seat; the
 * number of seats taken is a column with a CHECK, so that exactly as many get one as there are. */
#ifndef ENGINE_SEAT_H
#define ENGINE_SEAT_H

#include "engine/offer.h"
#include "engine/work.h"

/* Takes a seat for the one attendee of *booking at the start: in the booking that is there, or by
 * placing *booking. *seat_uid is the seat's. NO_SEATS, SIGNED_UP_BEFORE, or as place_booking(). */
struct fail take_seat(struct work *work, const struct offer *offer, struct instant start,
                      struct booking *booking, const char **seat_uid) MUST_BE_CHECKED;

/* A seat in a booking that is there (locked, of the class that is meant) for an attendee, who is
 * given the seat's uid. NO_SEATS, SIGNED_UP_BEFORE. */
struct fail join_seats(struct work *work, struct booking *booking,
                       struct attendee *attendee) MUST_BE_CHECKED;
/* The uid of a seat that is about to be. */
const char *fresh_seat_uid(struct work *work);

/* Takes an attendee out of its booking (locked and read anew); the last one cancels the booking.
 * NO_SEAT. */
struct fail leave_seat(struct work *work, struct booking *booking, const char *seat_uid,
                       const char *reason, struct attendee *left) MUST_BE_CHECKED;

#endif
