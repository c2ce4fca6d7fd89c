/* move.c - another time for a booking. SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine/change.h"
#include "engine/limits.h"
#include "engine/move.h"
#include "engine/place.h"
#include "engine/seat.h"
#include "engine/who.h"
#include "store/bookings.h"
#include "store/event_types.h"
#include "store/seats.h"

struct moving {
    struct work *work;
    const struct move_wish *wish;
    struct booking old;
    struct event_type type;
    struct offer offer;
    bool hosts; /* the caller hosts the booking */
};

static struct fail find_old(struct moving *moving)
{
    const char *uid = moving->wish->uid;
    bool found;

    TRY(booking_by_uid(moving->work->store, moving->work->caller->business_id, uid, &moving->old,
                       &found));
    if (!found)
        return (struct fail){.code = NO_BOOKING, .detail = uid};
    TRY(booking_lock(moving->work->store, &moving->old));
    return caller_hosts(moving->work, &moving->old, &moving->hosts);
}

static struct fail check_old(const struct moving *moving)
{
    const struct booking *old = &moving->old;

    if (old->rescheduled_to_uid != NULL)
        return (struct fail){
            .code = MOVED_BEFORE, .field = old->uid, .detail = old->rescheduled_to_uid};
    if (!status_holds_time(old->status))
        return (struct fail){.code = MOVE_CANCELLED, .detail = old->uid};
    if (old->status == BOOKING_COMPLETED ||
        (old->end.us <= moving->work->now.us && !moving->type.moving_past_allowed))
        return (struct fail){.code = MOVE_ENDED, .detail = old->uid};
    if (moving->type.rescheduling_disabled)
        return FAIL(MOVING_DISABLED);
    if (old->start.us - moving->work->now.us < moving->type.moving_notice_minutes * US_A_MINUTE &&
        moving->type.moving_notice_minutes > 0)
        return FAIL(MOVE_TOO_SOON);
    if (old->seats > 0 && moving->wish->seat_uid == NULL)
        return FAIL(SEAT_UNNAMED);
    return NO_FAIL;
}

static struct fail find_type(struct moving *moving)
{
    struct event_type_name name = {.id = moving->old.event_type_id};
    bool found;

    TRY(event_type_by_name(moving->work->store, moving->old.business_id, NULL, &name, &moving->type,
                           &found));
    if (!found)
        return (struct fail){
            .code = NO_EVENT_TYPE,
            .detail = arena_format(moving->work->arena, "with id %lld", (long long)name.id)};
    return offer_lend_hosts_of_link(moving->work, &moving->old, &moving->type);
}

static struct fail open_offer(struct moving *moving)
{
    struct instant start = moving->wish->start;
    struct instant near = offer_is_near(start) ? start : moving->work->now;

    TRY(offer_open(moving->work, &moving->type, moving->old.minutes, (struct range){near, near},
                   &moving->offer));
    struct fail fail = offer_admits(moving->work, &moving->offer, start);
    if (fail.code == TOO_SOON && start.us < offer_notice_end(moving->work, &moving->offer).us)
        fail.code = MOVE_TOO_SOON;
    return fail;
}

static struct booking described(const struct moving *moving)
{
    const struct booking *old = &moving->old;
    struct booking fresh = *old;
    const struct attendee *all = old->attendees.items;
    struct attendee *kept =
        TAKE_MANY(moving->work->arena, old->attendees.count + 1, struct attendee);
    size_t count = 0;

    fresh.id = 0;
    fresh.uid = NULL;
    memset(fresh.walk, 0, sizeof fresh.walk);
    fresh.created = (struct instant){0};
    fresh.updated = (struct instant){0};
    fresh.title = NULL;
    fresh.cancellation_reason = NULL;
    fresh.cancelled_by_email = NULL;
    fresh.version = old->version + 1; /* the calendar entry stays the same */
    fresh.rescheduled_from_uid = old->uid;
    fresh.rescheduled_to_uid = NULL;
    fresh.rescheduling_reason = moving->wish->reason;
    fresh.rescheduled_by_email = moving->wish->by_email;
    fresh.host_absent = false;
    fresh.rating = 0;
    fresh.status = start_waits(moving->work, &moving->type, moving->wish->start) && !moving->hosts
                       ? BOOKING_PENDING
                       : BOOKING_ACCEPTED;
    /* further hosts are added anew with the place that is found */
    for (size_t i = 0; i < old->attendees.count; i++)
        if (all[i].kind != ATTENDEE_HOST)
            kept[count++] = all[i];
    for (size_t i = 0; i < count; i++)
        kept[i].absent = false;
    fresh.attendees = (struct list){kept, count};
    return fresh;
}

static const char *booker_email(const struct booking *booking)
{
    const struct attendee *all = booking->attendees.items;

    return booking->attendees.count > 0 ? all[0].email : "";
}

static struct fail move_whole(struct moving *moving, struct booking *fresh)
{
    struct work *work = moving->work;
    struct booking *old = &moving->old;
    const struct booking before = *old;

    *fresh = described(moving);
    TRY(limits_take_booker(work, &moving->type, booker_email(old), old->uid));
    TRY(limits_take(work, &moving->offer, moving->wish->start, old->uid));
    TRY(change_status(work, old, &(struct change){.to = BOOKING_CANCELLED, .quiet = true}));
    TRY(place_booking(work, &moving->offer, moving->wish->start, old->host_id, fresh));
    TRY(booking_set_moved(work->store, old, fresh->uid, moving->wish->reason,
                          moving->wish->by_email, work->now));
    return note_new_row(work, fresh, &before);
}

static struct fail move_seat(struct moving *moving, struct booking *fresh, const char **seat_uid)
{
    struct work *work = moving->work;
    struct attendee left;

    *fresh = described(moving);
    TRY(leave_seat(work, &moving->old, moving->wish->seat_uid, moving->wish->reason, &left));
    TRY(limits_take_booker(work, &moving->type, left.email, NULL));
    left.absent = false;
    left.created = work->now;
    fresh->attendees = (struct list){&left, 1};
    fresh->recurrence_id = 0;
    fresh->recurrence_uid = NULL;
    fresh->ics_uid = NULL;
    TRY(take_seat(work, &moving->offer, moving->wish->start, fresh, seat_uid));
    struct attendee *kept = TAKE_MANY(work->arena, fresh->attendees.count, struct attendee);
    memcpy(kept, fresh->attendees.items, fresh->attendees.count * sizeof *kept);
    fresh->attendees.items = kept;
    return NO_FAIL;
}

struct fail move(struct work *work, const struct move_wish *wish, struct booking_view *booked)
{
    struct moving moving = {.work = work, .wish = wish};
    struct booking *fresh = TAKE(work->arena, struct booking);

    *booked = (struct booking_view){.bookings = {fresh, 1}};
    TRY(find_old(&moving));
    TRY(find_type(&moving));
    TRY(check_old(&moving));
    TRY(open_offer(&moving));
    if (moving.old.seats == 0)
        return move_whole(&moving, fresh);
    TRY(move_seat(&moving, fresh, &booked->seat_uid));
    return seats_are_hidden(work, fresh, &booked->attendees_hidden);
}
