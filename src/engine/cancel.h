/* cancel.h - giving time back. SPDX-License-Identifier: MIT */
#ifndef ENGINE_CANCEL_H
#define ENGINE_CANCEL_H

#include "engine/change.h"
#include "engine/work.h"

/* Cancels one booking; with the uid of a series, or wish->subsequent, its occurrences from now or
 * from this one on. *bookings has the booking, or the whole series by start, as it then is; *series
 * tells which. NO_BOOKING, CANCELLED_BEFORE, CANCELLING_DISABLED, REASON_MISSING (contract cal-v2
 * h), ENDED, or EVENT_TYPE_OF_A_KIND for a seat. Inside a transaction. */
struct fail cancel(struct work *work, const struct cancel_wish *wish,
                   struct booking_view *cancelled) MUST_BE_CHECKED;

/* A booking with everybody in it, whoever asks: locked and read anew, its seats emptied, and
 * changed. The failures of change_status(). Inside a transaction. */
struct fail cancel_whole(struct work *work, struct booking *booking,
                         const struct change *change) MUST_BE_CHECKED;

#endif
