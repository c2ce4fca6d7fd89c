/* people.h - who else comes to a booking. SPDX-License-Identifier: MIT */
#ifndef ENGINE_PEOPLE_H
#define ENGINE_PEOPLE_H

#include "engine/book.h"
#include "engine/work.h"
#include "store/attendees.h"

enum { GUESTS_MOST = 30 }; /* of one booking: contract cal-v2 h */

struct guests_wish {
    uint64_t given;
    const char *uid;
    struct list guests; /* struct attendee_wish; name and zone may be missing */
};
/* For hosts, attendees and those who lead the team. NOT_HOST, GUEST_TWICE, TOO_MANY_GUESTS. */
struct fail add_guests(struct work *work, const struct guests_wish *wish,
                       struct booking_view *booked) MUST_BE_CHECKED;

struct attendee_place {
    uint64_t given;
    const char *uid;
    int64_t id;
    struct attendee_wish who; /* when one is added */
};
struct attendees_found {
    struct booking booking;
    struct list rows; /* struct attendee_row */
};
/* For hosts and those who lead the team; NOT_HOST also for a booking that is not there. */
struct fail list_attendees(struct work *work, const struct attendee_place *place,
                           struct attendees_found *found) MUST_BE_CHECKED;
struct fail find_attendee(struct work *work, const struct attendee_place *place,
                          struct attendees_found *found) MUST_BE_CHECKED;
struct fail add_attendee(struct work *work, const struct attendee_place *place,
                         struct attendees_found *found) MUST_BE_CHECKED;
/* Not the first one: PRIMARY_ATTENDEE. */
struct fail remove_attendee(struct work *work, const struct attendee_place *place,
                            struct attendees_found *found) MUST_BE_CHECKED;

struct location_wish {
    uint64_t given;
    const char *uid;
    struct json_object *location;
};
/* {} leaves it as it is. LOCATION_WRONG. */
struct fail relocate(struct work *work, const struct location_wish *wish,
                     struct booking_view *booked) MUST_BE_CHECKED;

/* A booking by the uid of one of its seats; who may not see the others sees that seat's attendee.
 */
struct fail find_by_seat(struct work *work, const struct uid_wish *wish,
                         struct booking_view *booked) MUST_BE_CHECKED;

#endif
