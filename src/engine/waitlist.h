/* waitlist.h - a time that is freed is offered to whoever waits for it. SPDX-License-Identifier:
 * MIT */
#ifndef ENGINE_WAITLIST_H
#define ENGINE_WAITLIST_H

#include "engine/work.h"

/* The booking's time, or a seat of it, is free again (of one that was moved in place: the booking
 * as it stood before). The first who waits for the same event type and local date, or for a seat of
 * this very booking, is notified and gets a mail: exactly one, by created and id. The next one when
 * time is freed again. What lies in the past is offered to nobody. Called by engine/change.c;
 * inside a transaction. Source: contract appointments 3, links 8. */
struct fail waitlist_offer(struct work *work, const struct booking *booking) MUST_BE_CHECKED;

/* The entry that a booking is made for becomes booked. NO_WAITLIST_ENTRY when the business has none
 * that still waits or was notified, or it is another client's than the booking's. After the booking
 * was entered; inside a transaction. */
struct fail waitlist_take(struct work *work, int64_t entry_id,
                          const struct booking *booking) MUST_BE_CHECKED;

#endif
