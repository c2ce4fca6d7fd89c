/* book.h - taking slots. SPDX-License-Identifier: MIT */
#ifndef ENGINE_BOOK_H
#define ENGINE_BOOK_H

#include "engine/offer.h"
#include "engine/work.h"

/* Books an event type of any kind for whoever asks: personal, collective (all hosts), round robin
 * (the fixed hosts and the first of the others who is free), recurring (all occurrences or none),
 * with seats (a seat in the booking of the slot, which the first one makes). Inside a transaction:
 * everything is checked there by the rules that slots are offered by, and the claims and counters
 * decide. The failures are those of contract cal-v2 g.2, in its order. */
struct fail book(struct work *work, const struct booking_wish *wish,
                 struct booking_view *booked) MUST_BE_CHECKED;

/* LENGTH_WRONG unless the event type has the length. */
struct fail length_is_offered(struct work *work, const struct event_type *type,
                              int64_t minutes) MUST_BE_CHECKED;

#endif
