/* elsewhere.h - bookings in other people's calendars. SPDX-License-Identifier: MIT */
#ifndef ENGINE_ELSEWHERE_H
#define ENGINE_ELSEWHERE_H

#include "engine/work.h"

/* A booking that is to be entered into a calendar. NO_BOOKING; WITHOUT_TYPE when its event type is
 * gone. */
struct fail booking_for_calendars(struct work *work, const struct uid_wish *wish,
                                  struct booking_view *found) MUST_BE_CHECKED;

enum references_given { REFERENCES_OF_TYPE = 1 << 0 };

struct references_wish {
    uint64_t given; /* enum references_given */
    const char *uid;
    int type; /* enum reference_type */
};
struct references_found {
    struct list references; /* struct booking_reference */
};
/* What other services know a booking as; for the owner's eyes. NO_BOOKING, NOT_OWNER. */
struct fail find_references(struct work *work, const struct references_wish *wish,
                            struct references_found *found) MUST_BE_CHECKED;

#endif
