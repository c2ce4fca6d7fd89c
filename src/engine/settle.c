/* settle.c - what a host decides about a booking. SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine/change.h"
#include "engine/place.h"
#include "engine/settle.h"
#include "engine/who.h"
#include "store/attendees.h"
#include "store/bookings.h"
#include "store/event_types.h"
#include "store/hosts.h"
#include "store/seats.h"

/* ---- yes and no ---- */

static struct fail not_pending(const struct booking *booking)
{
    if (booking->status == BOOKING_ACCEPTED || booking->status == BOOKING_COMPLETED ||
        booking->status == BOOKING_NO_SHOW)
        return FAIL(CONFIRMED_BEFORE);
    return (struct fail){.code = NOT_PENDING,
                         .detail = word_of(booking_status_words, booking->status)};
}

/* Locked, so that of two answers to one request the second sees what the first made of it. */
static struct fail answer_one(struct work *work, struct booking *booking,
                              const struct change *change)
{
    TRY(booking_lock(work->store, booking));
    if (booking->status != BOOKING_PENDING)
        return not_pending(booking);
    return change_status(work, booking, change);
}

static struct fail answer_series(struct work *work, const char *uid, const struct change *change,
                                 struct booking_view *booked)
{
    struct bookings *all = &booked->bookings;
    struct change of_each = *change;
    struct bookings answered = {0};
    bool hosts;

    booked->series = true;
    TRY(bookings_of_recurrence(work->store, work->caller->business_id, uid, all));
    if (all->count == 0)
        return (struct fail){.code = NO_BOOKING, .detail = uid};
    TRY(caller_hosts(work, &all->all[0], &hosts));
    if (!hosts)
        return FAIL(NOT_HOST);
    of_each.of_series = true;
    answered.all = TAKE_MANY(work->arena, all->count, struct booking);
    for (size_t i = 0; i < all->count; i++) {
        if (all->all[i].status != BOOKING_PENDING)
            continue;
        TRY(answer_one(work, &all->all[i], &of_each));
        answered.all[answered.count++] = all->all[i];
    }
    if (answered.count == 0)
        return not_pending(&all->all[0]);
    return note_series(work, &answered,
                       change->to == BOOKING_ACCEPTED ? "booking.confirmed" : "booking.rejected");
}

/* The uid of an occurrence answers for all of its series that is pending: contract cal-v2 h. */
static struct fail answer(struct work *work, const char *uid, const struct change *change,
                          struct booking_view *booked)
{
    struct booking *booking = TAKE(work->arena, struct booking);
    bool found;

    *booked = (struct booking_view){.bookings = {booking, 1}};
    TRY(booking_by_uid(work->store, work->caller->business_id, uid, booking, &found));
    if (!found)
        return answer_series(work, uid, change, booked);
    TRY(hosted_booking(work, uid, FAIL(NOT_HOST), booking));
    if (booking->recurrence_uid == NULL)
        return answer_one(work, booking, change);
    if (booking->status != BOOKING_PENDING)
        return not_pending(booking);
    TRY(answer_series(work, booking->recurrence_uid, change, booked));
    for (size_t i = 0; i < booked->bookings.count; i++)
        if (strcmp(booked->bookings.all[i].uid, uid) == 0)
            *booking = booked->bookings.all[i];
    *booked = (struct booking_view){.bookings = {booking, 1}};
    return NO_FAIL;
}

struct fail confirm(struct work *work, const struct settle_wish *wish, struct booking_view *booked)
{
    return answer(work, wish->uid, &(struct change){.to = BOOKING_ACCEPTED}, booked);
}

struct fail decline(struct work *work, const struct settle_wish *wish, struct booking_view *booked)
{
    return answer(work, wish->uid,
                  &(struct change){.to = BOOKING_REJECTED, .rejection_reason = wish->reason},
                  booked);
}

/* ---- who came ---- */

static struct fail has_begun(struct work *work, const struct booking *booking)
{
    char start[WHEN_ROOM], now[WHEN_ROOM];

    if (booking->start.us <= work->now.us)
        return NO_FAIL;
    instant_write(start, booking->start, WHEN_Z_MILLIS, 0);
    instant_write(now, work->now, WHEN_Z_MILLIS, 0);
    return (struct fail){.code = NOT_STARTED,
                         .detail =
                             arena_format(work->arena, "starts at %s, and it is %s", start, now)};
}

static struct fail mark_attendees(struct work *work, struct booking *booking,
                                  const struct list *wished)
{
    const struct absent_attendee *wishes = wished->items;
    struct attendee *all = booking->attendees.items;

    for (size_t i = 0; i < wished->count; i++) {
        bool known;

        TRY(attendee_absent(work->store, booking, wishes[i].email, wishes[i].absent, &known));
        if (!known)
            return (struct fail){.code = NO_ATTENDEE, .detail = wishes[i].email};
        for (size_t j = 0; j < booking->attendees.count; j++)
            if (strcmp(all[j].email, wishes[i].email) == 0)
                all[j].absent = wishes[i].absent;
    }
    return wished->count == 0 ? NO_FAIL : people_store(work->store, booking);
}

/* Whether the booker came decides whether the booking was a no-show, and that tells of it. */
static struct fail note_absence(struct work *work, struct booking *booking)
{
    const struct attendee *booker = booking->attendees.items;
    bool absent = booking->attendees.count > 0 && booker->absent;
    int to = absent ? BOOKING_NO_SHOW : BOOKING_ACCEPTED;

    if (booking->seats > 0 || absent == (booking->status == BOOKING_NO_SHOW) ||
        !status_holds_time(booking->status))
        return note_change(work, booking, "booking.absent");
    return change_status(work, booking, &(struct change){.to = to, .desk = true});
}

struct fail mark_absent(struct work *work, const struct absent_wish *wish,
                        struct booking_view *booked)
{
    struct booking *booking = TAKE(work->arena, struct booking);

    *booked = (struct booking_view){.bookings = {booking, 1}};
    TRY(hosted_booking(work, wish->uid, FAIL(NOT_HOST), booking));
    TRY(booking_lock(work->store, booking));
    TRY(has_begun(work, booking));
    if (!wish->host && wish->attendees.count == 0)
        return NO_FAIL;
    booking->updated = work->now;
    if (wish->host) {
        booking->host_absent = true;
        TRY(booking_set_host_absent(work->store, booking, work->now));
        booking->version++;
    }
    TRY(mark_attendees(work, booking, &wish->attendees));
    return note_absence(work, booking);
}

/* ---- who takes it ---- */

struct handing {
    struct work *work;
    struct booking *booking;
    struct event_type type;
    struct offer offer;
};

static void rename_host(struct handing *handing, const struct event_host *to)
{
    struct booking *booking = handing->booking;

    booking->host_id = to->id;
    booking->host_uid = to->uid;
    booking->host_name = to->name;
    booking->host_email = to->email;
    booking->host_username = to->username;
    booking->host_time_zone = to->time_zone;
    booking->title = booking_title(handing->work->arena, &handing->type, booking);
    booking->updated = handing->work->now;
}

static struct fail hand_to(struct handing *handing, const struct event_host *to)
{
    struct work *work = handing->work;
    struct booking *booking = handing->booking;
    const struct booking before = *booking;
    int64_t from = booking->host_id;
    struct numbers one = {(int64_t[]){to->id}, 1};

    /* the new host's minutes first: if they are taken, nothing has been given up */
    if (booking->claims) {
        TRY(claim_time(work, booking, &one));
        TRY(release_host(work, booking, from));
    }
    rename_host(handing, to);
    TRY(booking_set_host(work->store, booking, from, to->id, work->now));
    TRY(host_assigned(work->store, &handing->type, to->id, work->now));
    booking->version++;
    return note_move(work, booking, &before);
}

static struct fail open_handing(struct handing *handing)
{
    struct work *work = handing->work;
    const struct booking *booking = handing->booking;
    struct event_type_name name = {.id = booking->event_type_id};
    bool found;

    TRY(event_type_by_name(work->store, booking->business_id, NULL, &name, &handing->type, &found));
    if (!found)
        return FAIL(NOT_ROUND_ROBIN);
    TRY(offer_lend_hosts_of_link(work, booking, &handing->type));
    if (!ASSIGNS_ONE(handing->type.assignment))
        return FAIL(NOT_ROUND_ROBIN);
    return offer_open(work, &handing->type, booking->minutes,
                      (struct range){booking->start, booking->start}, &handing->offer);
}

static struct fail hand_to_next(struct handing *handing)
{
    struct fail fail = FAIL(NO_OTHER_HOST);

    for (size_t i = 0; i < handing->offer.count; i++) {
        const struct event_host *host = &handing->offer.hosts[i].host;

        if (host->fixed || host->id == handing->booking->host_id ||
            !offer_fits(&handing->offer, i, handing->booking->start, false))
            continue;
        fail = hand_to(handing, host);
        if (fail.code != SLOT_TAKEN)
            return fail;
    }
    return FAIL(NO_OTHER_HOST);
}

static struct fail hand_to_named(struct handing *handing, int64_t user_id)
{
    for (size_t i = 0; i < handing->offer.count; i++) {
        const struct event_host *host = &handing->offer.hosts[i].host;

        if (host->id != user_id || host->fixed)
            continue;
        return host->id == handing->booking->host_id ? NO_FAIL : hand_to(handing, host);
    }
    return FAIL(NOT_ROUND_ROBIN);
}

struct fail reassign(struct work *work, const struct reassign_wish *wish,
                     struct booking_view *booked)
{
    struct booking *booking = TAKE(work->arena, struct booking);
    struct handing handing = {.work = work, .booking = booking};

    *booked = (struct booking_view){.bookings = {booking, 1}};
    TRY(hosted_booking(work, wish->uid,
                       (struct fail){.code = NO_PERMISSION, .detail = "reassign this booking"},
                       booking));
    TRY(booking_lock(work->store, booking));
    if (!status_holds_time(booking->status))
        return (struct fail){.code = CANCELLED_BEFORE, .detail = booking->uid};
    TRY(open_handing(&handing));
    return wish->user_id == 0 ? hand_to_next(&handing) : hand_to_named(&handing, wish->user_id);
}
