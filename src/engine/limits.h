/* limits.h - how many bookings an event type takes. SPDX-License-Identifier: MIT
 *
 * Per day, week (from Monday), month and year on the wall of the offer's zone, and per booker.
 * Each limit is a row with a CHECK (limit_counter): whoever counts holds the row until commit, so
 * that two requests can not both take the last place. */
#ifndef ENGINE_LIMITS_H
#define ENGINE_LIMITS_H

#include "engine/offer.h"

/* Counts one more booking with this start against the periods' limits, inside its transaction;
 * `spare` is a booking that is about to be given back and does not count. A further seat of a
 * booking is no further booking. LIMIT_REACHED. */
struct fail limits_take(struct work *work, const struct offer *offer, struct instant start,
                        const char *spare) MUST_BE_CHECKED;
/* The same for whoever books, or takes a seat. BOOKER_LIMIT, or BOOKER_LIMIT_MOVES. */
struct fail limits_take_booker(struct work *work, const struct event_type *type, const char *email,
                               const char *spare) MUST_BE_CHECKED;

/* The periods within the offer's range that are full: their starts are not offered. */
struct fail limits_full(struct work *work, const struct offer *offer, const char *spare,
                        struct list *ranges) MUST_BE_CHECKED;

#endif
