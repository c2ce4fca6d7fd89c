/* change.c - the one door through which a booking's status changes. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/text.h"
#include "base/uid.h"
#include "engine/change.h"
#include "engine/effects.h"
#include "engine/hold.h"
#include "store/attendees.h"
#include "store/bookings.h"
#include "store/claims.h"
#include "store/outbox.h"

/* The only transitions, and the kind of job that tells the world of each. */
enum { NOT_MADE = -1 };
static const struct {
    int from, to;
    const char *job;
    enum { ANYBODY, THE_DESK } by; /* whose dialect asks for it */
} transitions[] = {
    {NOT_MADE, BOOKING_PENDING, "booking.requested", ANYBODY},
    {NOT_MADE, BOOKING_ACCEPTED, "booking.created", ANYBODY},
    {BOOKING_PENDING, BOOKING_ACCEPTED, "booking.confirmed", ANYBODY},
    {BOOKING_PENDING, BOOKING_REJECTED, "booking.rejected", ANYBODY},
    {BOOKING_PENDING, BOOKING_CANCELLED, "booking.cancelled", ANYBODY},
    {BOOKING_AWAITING_HOST, BOOKING_ACCEPTED, "booking.confirmed", ANYBODY},
    {BOOKING_AWAITING_HOST, BOOKING_CANCELLED, "booking.cancelled", ANYBODY},
    {BOOKING_ACCEPTED, BOOKING_CANCELLED, "booking.cancelled", ANYBODY},
    {BOOKING_ACCEPTED, BOOKING_COMPLETED, "booking.completed", ANYBODY},
    {BOOKING_ACCEPTED, BOOKING_NO_SHOW, "booking.no_show", ANYBODY},
    {BOOKING_PENDING, BOOKING_COMPLETED, "booking.completed", THE_DESK},
    {BOOKING_PENDING, BOOKING_NO_SHOW, "booking.no_show", THE_DESK},
    {BOOKING_ACCEPTED, BOOKING_PENDING, "booking.requested_again", THE_DESK},
    {BOOKING_COMPLETED, BOOKING_ACCEPTED, "booking.reopened", THE_DESK},
    {BOOKING_COMPLETED, BOOKING_PENDING, "booking.requested_again", THE_DESK},
    {BOOKING_COMPLETED, BOOKING_NO_SHOW, "booking.no_show", THE_DESK},
    {BOOKING_COMPLETED, BOOKING_CANCELLED, "booking.cancelled", THE_DESK},
    {BOOKING_NO_SHOW, BOOKING_ACCEPTED, "booking.attended", THE_DESK},
    {BOOKING_NO_SHOW, BOOKING_PENDING, "booking.requested_again", THE_DESK},
    {BOOKING_NO_SHOW, BOOKING_COMPLETED, "booking.completed", THE_DESK},
    {BOOKING_NO_SHOW, BOOKING_CANCELLED, "booking.cancelled", ANYBODY},
    {BOOKING_CANCELLED, BOOKING_ACCEPTED, "booking.restored", THE_DESK},
    {BOOKING_CANCELLED, BOOKING_PENDING, "booking.requested_again", THE_DESK},
    {BOOKING_CANCELLED, BOOKING_COMPLETED, "booking.completed", THE_DESK},
    {BOOKING_CANCELLED, BOOKING_NO_SHOW, "booking.no_show", THE_DESK},
    {BOOKING_REJECTED, BOOKING_ACCEPTED, "booking.restored", THE_DESK},
    {BOOKING_REJECTED, BOOKING_PENDING, "booking.requested_again", THE_DESK},
    {BOOKING_REJECTED, BOOKING_CANCELLED, "booking.cancelled", THE_DESK},
};

bool status_holds_time(int status)
{
    return status != BOOKING_CANCELLED && status != BOOKING_REJECTED;
}

static const char *job_of(int from, int to, bool desk)
{
    for (size_t i = 0; i < COUNT(transitions); i++)
        if (transitions[i].from == from && transitions[i].to == to &&
            (desk || transitions[i].by == ANYBODY))
            return transitions[i].job;
    return NULL;
}

static struct fail write_history(struct work *work, const struct booking *booking, int from)
{
    work->changed = true;
    return history_add(work->store, booking,
                       &(struct history_entry){.from = from,
                                               .to = booking->status,
                                               .source = work->source,
                                               .token_id = work->caller->token_id,
                                               .at = work->now,
                                               .transaction_uid = work->transaction_uid});
}

static void put_instant(struct text *payload, const char *name, struct instant instant)
{
    char text[WHEN_ROOM];

    instant_write(text, instant, WHEN_Z_MICROS, 0);
    text_format(payload, ",\"%s\":\"%s\"", name, text);
}

/* Of one that was moved in place nobody else remembers when it was before. */
static void put_before(struct text *payload, const struct booking *booking,
                       const struct booking *before)
{
    if (before == NULL ||
        (before->start.us == booking->start.us && before->end.us == booking->end.us))
        return;
    put_instant(payload, "before_start", before->start);
    put_instant(payload, "before_end", before->end);
}

/* The job is done somewhat later, when the status may be another one already: so it says which one
 * it tells of. A job that may come again for the same booking is named by its version too. */
static struct job job_that_tells(struct work *work, const struct booking *booking,
                                 const struct event *event)
{
    struct text payload;

    text_init(&payload, 4096);
    text_put(&payload, "{\"booking_uid\":");
    text_json(&payload, booking->uid);
    text_put(&payload, ",\"status\":");
    text_json(&payload, word_of(booking_status_words, booking->status));
    put_before(&payload, booking, event->before);
    text_put(&payload, "}");
    struct job job = {.business_id = booking->business_id,
                      .kind = event->told,
                      .name = event->again
                                  ? arena_format(work->arena, "%s:%s:%lld", event->told,
                                                 booking->uid, (long long)booking->version)
                                  : arena_format(work->arena, "%s:%s", event->told, booking->uid),
                      .booking_id = booking->id,
                      .payload = arena_bytes(work->arena, payload.bytes, payload.length),
                      .due = work->now};
    text_free(&payload);
    return job;
}

/* The one place that writes what is told of a booking and what follows. */
static struct fail tell(struct work *work, const struct booking *booking,
                        const struct event *happened)
{
    struct job job = job_that_tells(work, booking, happened);
    struct event event = *happened;

    event.job = &job;
    return effects_of(work, booking, &event);
}

static void fill_in(struct work *work, struct booking *booking)
{
    static const unsigned char no_walk[16];

    if (booking->uid == NULL) {
        char uid[23];

        if (work->short_uids)
            uid_short(uid);
        else
            uid_booking(uid);
        booking->uid = arena_text(work->arena, uid);
    }
    if (memcmp(booking->walk, no_walk, sizeof no_walk) == 0)
        uuid_v7(booking->walk, booking->start);
    if (booking->ics_uid == NULL)
        booking->ics_uid = arena_format(work->arena, "%s@%s", booking->uid, work->ics_domain);
    if (booking->created.us == 0)
        booking->created = work->now;
    if (booking->updated.us == 0)
        booking->updated = booking->created;
    if (booking->answers == NULL)
        booking->answers = "[]";
    booking->cancelled = booking->status == BOOKING_CANCELLED ? booking->updated : INSTANT_NONE;
    booking->source = work->source;
}

struct fail release_host(struct work *work, const struct booking *booking, int64_t host_id)
{
    struct numbers one = {(int64_t[]){host_id}, 1};

    return claims_release(work->store, booking->business_id, &one, booking->claim_start,
                          booking->claim_end);
}

struct fail claim_time(struct work *work, const struct booking *booking,
                       const struct numbers *hosts)
{
    bool released = false;
    struct fail fail = claims_take(work->store, booking->business_id, hosts, booking->claim_start,
                                   booking->claim_end);

    if (fail.code != SLOT_TAKEN)
        return fail;
    /* what stands in the way may be a hold that is over or the caller's own */
    TRY(holds_release(
        work, booking->business_id, hosts,
        &(struct own_holds){work->caller->token_id, booking->claim_start, booking->claim_end},
        &released));
    return released ? claims_take(work->store, booking->business_id, hosts, booking->claim_start,
                                  booking->claim_end)
                    : fail;
}

struct fail note_change(struct work *work, const struct booking *booking, const char *job)
{
    TRY(write_history(work, booking, booking->status));
    return tell(work, booking, &(struct event){.told = job, .again = true, .before = booking});
}

struct fail note_seat(struct work *work, const struct booking *booking, const char *job,
                      const struct attendee *who)
{
    struct attendee seat = *who;
    const struct list one = {&seat, 1};

    TRY(write_history(work, booking, booking->status));
    return tell(work, booking,
                &(struct event){.told = job, .again = true, .before = booking, .who = &one});
}

struct fail note_move(struct work *work, const struct booking *booking,
                      const struct booking *before)
{
    bool moved = booking->start.us != before->start.us || booking->end.us != before->end.us;

    TRY(write_history(work, booking, booking->status));
    return tell(work, booking,
                &(struct event){.told = moved ? "booking.moved" : "booking.reassigned",
                                .again = true,
                                .before = before});
}

struct fail note_edit(struct work *work, const struct booking *booking,
                      const struct booking *before)
{
    TRY(write_history(work, booking, booking->status));
    return tell(work, booking,
                &(struct event){.told = "booking.edited", .again = true, .before = before});
}

struct fail note_new_row(struct work *work, const struct booking *booking,
                         const struct booking *before)
{
    return effects_of_new_row(work, booking,
                              &(struct event){.told = "booking.rescheduled", .before = before});
}

struct fail note_series(struct work *work, const struct bookings *bookings, const char *job)
{
    if (job == NULL)
        job = job_of(NOT_MADE, bookings->all[0].status, false);
    return effects_of_series(work, bookings, job);
}

/* What follows a move is known when the old booking knows of it too: note_new_row(). */
static struct fail tell_of_entry(struct work *work, const struct booking *booking)
{
    bool moved = booking->rescheduled_from_uid != NULL;
    struct event event = {.told = moved ? "booking.rescheduled"
                                        : job_of(NOT_MADE, booking->status, false),
                          .of_series = booking->recurrence_id != 0};

    if (work->source == SOURCE_APPLY || event.told == NULL)
        return NO_FAIL;
    if (!moved)
        return tell(work, booking, &event);
    struct job job = job_that_tells(work, booking, &event);
    return job_add(work->store, &job, work->now);
}

struct fail enter_booking(struct work *work, struct booking *booking, const struct numbers *hosts)
{
    fill_in(work, booking);
    /* the claim comes first: whoever loses the slot has written nothing yet */
    if (booking->claims && status_holds_time(booking->status))
        TRY(claim_time(work, booking, hosts));
    TRY(booking_insert(work->store, booking, work->source, hosts));
    TRY(write_history(work, booking, NOT_MADE));
    return tell_of_entry(work, booking);
}

struct fail release_time(struct work *work, const struct booking *booking)
{
    struct numbers hosts;

    TRY(hosts_of_booking(work->store, booking->business_id, booking->id, &hosts));
    return claims_release(work->store, booking->business_id, &hosts, booking->claim_start,
                          booking->claim_end);
}

/* Time that was given back is taken anew: somebody else may have it now. */
static struct fail take_time_again(struct work *work, const struct booking *booking)
{
    struct numbers hosts;

    TRY(hosts_of_booking(work->store, booking->business_id, booking->id, &hosts));
    return claim_time(work, booking, &hosts);
}

/* A booking of one party that is a no-show has an absent booker, and the other way round; in one
 * with seats each seat is for itself. */
static struct fail note_absence(struct work *work, struct booking *booking, int from)
{
    struct attendee *booker = booking->attendees.items;
    bool absent = booking->status == BOOKING_NO_SHOW, known;

    if ((from == BOOKING_NO_SHOW) == absent || booking->seats > 0 ||
        booking->attendees.count == 0 || booker->absent == absent)
        return NO_FAIL;
    TRY(attendee_absent(work->store, booking, booker->email, absent, &known));
    booker->absent = absent;
    return people_store(work->store, booking);
}

static void bring_up_to_date(struct booking *booking, const struct change *change,
                             struct instant now)
{
    booking->status = change->to;
    booking->provisional =
        change->to == BOOKING_PENDING && (booking->provisional || change->provisional);
    booking->cancelled = change->to == BOOKING_CANCELLED ? now : INSTANT_NONE;
    booking->updated = now;
    booking->version++;
    if (status_holds_time(change->to))
        booking->cancellation_reason = booking->cancelled_by_email = booking->rejection_reason =
            NULL;
    if (change->cancellation_reason != NULL)
        booking->cancellation_reason = change->cancellation_reason;
    if (change->cancelled_by_email != NULL)
        booking->cancelled_by_email = change->cancelled_by_email;
    if (change->rejection_reason != NULL)
        booking->rejection_reason = change->rejection_reason;
}

struct fail change_status(struct work *work, struct booking *booking, const struct change *change)
{
    const struct booking before = *booking;
    int from = booking->status;
    const char *job = job_of(from, change->to, change->desk);
    bool changed = false;

    if (job == NULL)
        return (struct fail){.code = from == BOOKING_CANCELLED || from == BOOKING_REJECTED
                                         ? CANCELLED_BEFORE
                                         : ENDED,
                             .detail = booking->uid};
    if (booking->claims && !status_holds_time(from) && status_holds_time(change->to))
        TRY(take_time_again(work, booking));
    TRY(booking_set_status(work->store, booking,
                           &(struct status_change){from, change->to, change->cancellation_reason,
                                                   change->cancelled_by_email,
                                                   change->rejection_reason, change->provisional,
                                                   work->now},
                           &changed));
    if (!changed)
        return (struct fail){.code = BUSY, .trouble = "the booking changed meanwhile"};
    if (booking->claims && status_holds_time(from) && !status_holds_time(change->to))
        TRY(release_time(work, booking));
    bring_up_to_date(booking, change, work->now);
    TRY(note_absence(work, booking, from));
    TRY(write_history(work, booking, from));
    /* the desk may go back and forth, and each time is news */
    return change->quiet ? NO_FAIL
                         : tell(work, booking,
                                &(struct event){.told = job,
                                                .again = change->desk,
                                                .of_series = change->of_series,
                                                .before = &before,
                                                .who = change->who});
}
