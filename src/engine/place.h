/* place.h - putting a booking on a start of an offer. SPDX-License-Identifier: MIT */
#ifndef ENGINE_PLACE_H
#define ENGINE_PLACE_H

#include "engine/offer.h"
#include "engine/work.h"

/* Chooses hosts for the start, in the order of the offer, and enters the booking with the first
 * choice whose hosts work then and are free; fills in hosts, title, times and claims. `preferred`
 * is a host to try first (0: none). SLOT_TAKEN when all are taken, HOST_CLOSED when none works
 * then. */
struct fail place_booking(struct work *work, const struct offer *offer, struct instant start,
                          int64_t preferred, struct booking *booking) MUST_BE_CHECKED;

/* "Intro between Ann and Bo", by the booking's host; with seats "Class with Ann". */
const char *booking_title(struct arena *arena, const struct event_type *type,
                          const struct booking *booking);

#endif
