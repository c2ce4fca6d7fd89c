/* settle.h - what a host decides about a booking: yes, no, who came, who takes it.
 * SPDX-License-Identifier: MIT */
#ifndef ENGINE_SETTLE_H
#define ENGINE_SETTLE_H

#include "engine/book.h"
#include "engine/work.h"

struct settle_wish {
    uint64_t given;
    const char *uid;
    const char *reason;
};
/* A pending booking becomes accepted or rejected; the uid of a series means all of it that is
 * pending. Its time is held since it was asked for, so confirming takes nothing that somebody else
 * has. NO_BOOKING, NOT_HOST, CONFIRMED_BEFORE, NOT_PENDING. Inside a transaction. */
struct fail confirm(struct work *work, const struct settle_wish *wish,
                    struct booking_view *booked) MUST_BE_CHECKED;
struct fail decline(struct work *work, const struct settle_wish *wish,
                    struct booking_view *booked) MUST_BE_CHECKED;

struct absent_attendee {
    const char *email;
    bool absent;
};
struct absent_wish {
    uint64_t given;
    const char *uid;
    bool host;
    struct list attendees; /* struct absent_attendee */
};
/* Only once the booking has begun: NOT_STARTED. `host` false clears nothing. */
struct fail mark_absent(struct work *work, const struct absent_wish *wish,
                        struct booking_view *booked) MUST_BE_CHECKED;

struct reassign_wish {
    uint64_t given;
    const char *uid;
    int64_t user_id; /* 0: whoever is free and next */
    const char *reason;
};
/* Another host of the round robin takes the booking, its minutes claimed and the old one's released
 * in one. NO_OTHER_HOST, NOT_ROUND_ROBIN. */
struct fail reassign(struct work *work, const struct reassign_wish *wish,
                     struct booking_view *booked) MUST_BE_CHECKED;

#endif
