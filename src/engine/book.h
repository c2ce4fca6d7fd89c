/* book.h - taking a slot. SPDX-License-Identifier: MIT */
#ifndef ENGINE_BOOK_H
#define ENGINE_BOOK_H

#include "engine/work.h"

/* Books an ordinary event type (one host, one booking, no seats) for whoever asks; *booking is the
 * booking as it then is. Inside a transaction: the event type, the hours of its host and every
 * limit are read there, and the claim of the minutes decides. The failures are those of contract
 * cal-v2 g.2, in its order. */
struct fail book(struct work *work, const struct booking_wish *wish,
                 struct booking *booking) MUST_BE_CHECKED;

#endif
