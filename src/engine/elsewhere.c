/* elsewhere.c - bookings in other people's calendars. SPDX-License-Identifier: MIT */
#include "engine/elsewhere.h"
#include "store/bookings.h"
#include "store/event_types.h"
#include "store/references.h"

static struct fail find_booking(struct work *work, const char *uid, struct booking *booking)
{
    bool found;

    TRY(booking_by_uid(work->store, work->caller->business_id, uid, booking, &found));
    return found ? NO_FAIL : (struct fail){.code = NO_BOOKING, .detail = uid};
}

struct fail booking_for_calendars(struct work *work, const struct uid_wish *wish,
                                  struct booking_view *found)
{
    struct booking *booking = TAKE(work->arena, struct booking);
    struct event_type type;
    bool typed;

    *found = (struct booking_view){.bookings = {booking, 1}};
    TRY(find_booking(work, wish->uid, booking));
    struct event_type_name name = {.id = booking->event_type_id};
    TRY(event_type_by_name(work->store, booking->business_id, NULL, &name, &type, &typed));
    return typed ? NO_FAIL : (struct fail){.code = WITHOUT_TYPE, .detail = wish->uid};
}

struct fail find_references(struct work *work, const struct references_wish *wish,
                            struct references_found *found)
{
    struct booking booking;

    TRY(find_booking(work, wish->uid, &booking));
    if (booking.host_id != work->caller->user_id)
        return (struct fail){.code = NOT_OWNER, .detail = wish->uid};
    return references_of_booking(work->store, &booking,
                                 wish->given & REFERENCES_OF_TYPE ? wish->type : -1,
                                 &found->references);
}
