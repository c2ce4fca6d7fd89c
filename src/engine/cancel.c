/* cancel.c - giving time back. SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine/cancel.h"
#include "engine/change.h"
#include "engine/seat.h"
#include "engine/who.h"
#include "store/attendees.h"
#include "store/bookings.h"
#include "store/event_types.h"
#include "store/seats.h"

static bool is_over(const struct booking *booking, struct instant now)
{
    return booking->end.us <= now.us;
}

static struct fail event_type_of(struct work *work, const struct booking *booking,
                                 struct event_type *event_type)
{
    struct event_type_name name = {.id = booking->event_type_id};
    bool found;

    /* a deleted event type forbids nothing */
    *event_type = (struct event_type){0};
    return event_type_by_name(work->store, booking->business_id, NULL, &name, event_type, &found);
}

static bool has_seat(const struct booking *booking, const char *seat_uid)
{
    const struct attendee *all = booking->attendees.items;

    for (size_t i = 0; i < booking->attendees.count; i++)
        if (all[i].seat_uid != NULL && strcmp(all[i].seat_uid, seat_uid) == 0)
            return true;
    return false;
}

/* The order of the checks is that of contract cal-v2 h. */
static struct fail may_cancel(struct work *work, const struct booking *booking,
                              const struct cancel_wish *wish)
{
    struct event_type event_type;
    bool hosts;

    if (wish->seat_uid != NULL && !has_seat(booking, wish->seat_uid))
        return (struct fail){.code = NO_SEAT, .detail = wish->seat_uid};
    if (!status_holds_time(booking->status))
        return (struct fail){.code = CANCELLED_BEFORE, .detail = booking->uid};
    TRY(event_type_of(work, booking, &event_type));
    if (event_type.cancelling_disabled)
        return FAIL(CANCELLING_DISABLED);
    if (work->caller->user_id == booking->host_id &&
        (wish->reason == NULL || wish->reason[0] == '\0'))
        return FAIL(REASON_MISSING);
    if (is_over(booking, work->now))
        return FAIL(ENDED);
    if (booking->seats == 0 || wish->seat_uid != NULL)
        return NO_FAIL;
    TRY(caller_hosts(work, booking, &hosts));
    return hosts ? NO_FAIL : FAIL(SEAT_OF_STRANGER);
}

/* A host who cancels a seated booking takes away every seat. */
static struct fail empty_seats(struct work *work, struct booking *booking)
{
    TRY(seats_change(work->store, booking, -(int)booking->seats_taken, work->now));
    TRY(seats_remove_all(work->store, booking));
    booking->seats_taken = 0;
    booking->version++;
    booking->attendees.count = 0;
    booking->updated = work->now;
    return people_store(work->store, booking);
}

struct fail cancel_whole(struct work *work, struct booking *booking, const struct change *change)
{
    struct change of_all = *change;

    TRY(booking_lock(work->store, booking));
    const struct list came = booking->attendees;
    if (booking->seats > 0)
        TRY(empty_seats(work, booking));
    of_all.who = &came;
    return change_status(work, booking, &of_all);
}

static struct fail cancel_one(struct work *work, struct booking *booking,
                              const struct cancel_wish *wish, bool of_series)
{
    const struct change change = {
        .to = BOOKING_CANCELLED, .cancellation_reason = wish->reason, .of_series = of_series};
    struct attendee left;

    if (wish->seat_uid != NULL)
        return leave_seat(work, booking, wish->seat_uid, wish->reason, &left);
    return cancel_whole(work, booking, &change);
}

/* Every occurrence that starts at `from` or later and still holds its time. */
static struct fail cancel_series(struct work *work, const char *series_uid, struct instant from,
                                 const struct cancel_wish *wish, struct booking_view *cancelled)
{
    struct bookings *all = &cancelled->bookings;
    struct bookings gone = {0};

    cancelled->series = true;
    TRY(bookings_of_recurrence(work->store, work->caller->business_id, series_uid, all));
    if (all->count == 0)
        return (struct fail){.code = NO_BOOKING, .detail = wish->uid};
    if (wish->subsequent && strcmp(series_uid, wish->uid) == 0)
        return FAIL(SERIES_HAS_NO_REST);
    gone.all = TAKE_MANY(work->arena, all->count, struct booking);
    for (size_t i = 0; i < all->count; i++) {
        if (all->all[i].start.us < from.us || !status_holds_time(all->all[i].status))
            continue;
        TRY(may_cancel(work, &all->all[i], wish));
        TRY(cancel_one(work, &all->all[i], wish, true));
        gone.all[gone.count++] = all->all[i];
    }
    if (gone.count == 0)
        return (struct fail){.code = CANCELLED_BEFORE, .detail = wish->uid};
    return note_series(work, &gone, "booking.cancelled");
}

struct fail cancel(struct work *work, const struct cancel_wish *wish,
                   struct booking_view *cancelled)
{
    struct booking *booking = TAKE(work->arena, struct booking);
    bool found;

    *cancelled = (struct booking_view){0};
    TRY(booking_by_uid(work->store, work->caller->business_id, wish->uid, booking, &found));
    if (!found)
        return cancel_series(work, wish->uid, work->now, wish, cancelled);
    TRY(may_cancel(work, booking, wish));
    if (wish->subsequent && booking->recurrence_uid != NULL)
        return cancel_series(work, booking->recurrence_uid, booking->start, wish, cancelled);
    TRY(cancel_one(work, booking, wish, false));
    cancelled->bookings = (struct bookings){booking, 1};
    return NO_FAIL;
}
