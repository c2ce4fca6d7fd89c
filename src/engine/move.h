/* move.h - another time for a booking. SPDX-License-Identifier: MIT */
#ifndef ENGINE_MOVE_H
#define ENGINE_MOVE_H

#include "engine/book.h"
#include "engine/work.h"

struct move_wish {
    uint64_t given; /* enum wish_given */
    const char *uid;
    struct instant start;
    const char *by_email, *reason;
    const char *seat_uid;
    const char *verification_code;
    struct numbers host_subset;
};

/* A new booking at the new start, with length, people, place and series of the old one, which
 * becomes cancelled; both name each other. The old time is given back and the new one taken in one
 * transaction, so moving by less than its own length works. Of a seated booking one seat moves. The
 * same rules as for booking hold; the booking itself does not stand in its own way. NO_BOOKING,
 * CANCELLED_BEFORE, MOVED_BEFORE, MOVING_DISABLED, SEAT_UNNAMED, NO_SEAT, MOVE_TOO_SOON and those
 * of book(). */
struct fail move(struct work *work, const struct move_wish *wish,
                 struct booking_view *booked) MUST_BE_CHECKED;

#endif
