/* effects.c - what follows when something happens to a booking. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/zone.h"
#include "engine/change.h"
#include "engine/following.h"
#include "engine/waitlist.h"
#include "store/booking_tokens.h"
#include "store/notifications.h"

/* What slotd-jobs tells the host when notify.follow_up is due; gone when it is answered. */
#define FOLLOW_UP_NOTIFICATION "booking.follow_up"

/* ---- what there is ---- */

enum effect {
    CONFIRMATION = 1 << 0,
    WAITLIST_CONFIRMED = 1 << 1,
    REQUEST = 1 << 2,
    PROVISIONAL = 1 << 3,
    CANCELLED = 1 << 4,
    REJECTED = 1 << 5,
    CALENDAR = 1 << 6,         /* written anew */
    CALENDAR_FOLLOWS = 1 << 7, /* written when the booking comes to stand in it, or removed */
    REMINDERS = 1 << 8,
    UPDATED = 1 << 9,
    FOLLOW_UP_NOTICE = 1 << 10, /* did they come? */
    REVIEW_REQUEST = 1 << 11,
    FOLLOW_UPS = 1 << 12,
    PAYMENT = 1 << 13,
    FEE_MAIL = 1 << 14,
    HOST_NOTIFIED = 1 << 15, /* inside the product */
    TIME_OFFERED = 1 << 16,  /* to the waitlist */
    LINKS_ENDED = 1 << 17    /* those that ask for an answer */
};

#define MAILS_OF_SERIES                                                                            \
    ((unsigned)(CONFIRMATION | WAITLIST_CONFIRMED | REQUEST | PROVISIONAL | CANCELLED | REJECTED))
/* Groups that are withdrawn together. */
#define ASKED        (REQUEST | PROVISIONAL)
#define SAID_YES     (CONFIRMATION | WAITLIST_CONFIRMED)
#define SAID_NO      (CANCELLED | REJECTED)
#define AHEAD        (REMINDERS | UPDATED | FOLLOW_UP_NOTICE)
#define AFTER        (REVIEW_REQUEST | FOLLOW_UPS)
#define FEE          (PAYMENT | FEE_MAIL)
#define ASKS_ANOTHER (LINKS_ENDED | PROVISIONAL)
#define STANDS       (CALENDAR_FOLLOWS | REMINDERS | FOLLOW_UP_NOTICE)
#define OFF          (ASKED | SAID_YES | AHEAD | AFTER | FEE)

/* ---- what follows from what ---- */

static bool is_provisional(const struct following *following)
{
    return following->booking->provisional;
}

static bool is_pending(const struct following *following)
{
    return following->booking->status == BOOKING_PENDING;
}

static bool is_from_waitlist(const struct following *following)
{
    return following->booking->waitlist_entry_id != 0;
}

static bool is_answered(const struct following *following)
{
    const struct booking *before = following->event->before;

    return before != NULL && before->provisional && following->work->caller->user_id == 0;
}

/* Whoever it was before has not asked for news of it. */
static bool is_of_another(const struct following *following)
{
    const struct booking *before = following->event->before;

    return before != NULL && before->client_id != following->booking->client_id &&
           following->booking->status == BOOKING_ACCEPTED;
}

/* The booking waits for somebody else's answer than before. */
static bool asks_another(const struct following *following)
{
    const struct booking *before = following->event->before;

    return is_provisional(following) && before != NULL && before->provisional &&
           before->client_id != following->booking->client_id;
}

/* The first row that fits. */
static const struct consequence {
    const char *told;
    bool (*when)(const struct following *following); /* NULL: always */
    unsigned adds, withdraws;                        /* enum effect */
} consequences[] = {
    {"booking.requested", is_provisional, PROVISIONAL, 0},
    {"booking.requested", NULL, REQUEST | HOST_NOTIFIED, 0},
    {"booking.created", is_from_waitlist, WAITLIST_CONFIRMED | STANDS, 0},
    {"booking.created", NULL, CONFIRMATION | STANDS | HOST_NOTIFIED, 0},
    {"booking.confirmed", is_from_waitlist, WAITLIST_CONFIRMED | STANDS, ASKED},
    {"booking.confirmed", is_answered, CONFIRMATION | STANDS | HOST_NOTIFIED, ASKED},
    {"booking.confirmed", NULL, CONFIRMATION | STANDS, ASKED},
    {"booking.rescheduled", is_pending, REQUEST | HOST_NOTIFIED, 0},
    {"booking.rescheduled", NULL,
     CONFIRMATION | CALENDAR | REMINDERS | FOLLOW_UP_NOTICE | HOST_NOTIFIED, 0},
    {"booking.rejected", NULL, REJECTED | CALENDAR_FOLLOWS | TIME_OFFERED, OFF},
    {"booking.cancelled", is_answered, CANCELLED | TIME_OFFERED | HOST_NOTIFIED, OFF | REJECTED},
    {"booking.cancelled", NULL, CANCELLED | CALENDAR_FOLLOWS | TIME_OFFERED, OFF | REJECTED},
    {"booking.completed", NULL, AFTER | CALENDAR_FOLLOWS, ASKED | SAID_NO | AHEAD | FEE},
    {"booking.no_show", NULL, FEE | CALENDAR_FOLLOWS, ASKED | SAID_NO | AHEAD | AFTER},
    {"booking.reopened", NULL, STANDS, AFTER},
    {"booking.attended", NULL, STANDS, FEE},
    {"booking.restored", NULL, CONFIRMATION | STANDS, SAID_NO},
    {"booking.requested_again", is_provisional, PROVISIONAL | CALENDAR_FOLLOWS, OFF | SAID_NO},
    {"booking.requested_again", NULL, CALENDAR_FOLLOWS, OFF | SAID_NO},
    {"booking.moved", asks_another, ASKS_ANOTHER | TIME_OFFERED, PROVISIONAL | UPDATED},
    {"booking.moved", is_settled, CALENDAR | TIME_OFFERED, 0},
    {"booking.moved", is_pending, UPDATED | TIME_OFFERED, 0},
    {"booking.moved", NULL, UPDATED | CALENDAR | REMINDERS | FOLLOW_UP_NOTICE | TIME_OFFERED,
     REMINDERS | FOLLOW_UP_NOTICE},
    {"booking.reassigned", asks_another, ASKS_ANOTHER | HOST_NOTIFIED, PROVISIONAL},
    {"booking.reassigned", is_settled, CALENDAR, 0},
    {"booking.reassigned", is_pending, REQUEST | HOST_NOTIFIED, REQUEST},
    {"booking.reassigned", NULL, CALENDAR | REMINDERS | FOLLOW_UP_NOTICE | HOST_NOTIFIED, 0},
    {"booking.seat_taken", is_pending, REQUEST | HOST_NOTIFIED, 0},
    {"booking.seat_taken", NULL, CONFIRMATION | CALENDAR | REMINDERS | HOST_NOTIFIED, 0},
    {"booking.seat_left", NULL, CANCELLED | CALENDAR | TIME_OFFERED, OFF},
    {"booking.guests_added", NULL, CONFIRMATION | CALENDAR | REMINDERS, 0},
    {"booking.attendee_added", NULL, CONFIRMATION | CALENDAR | REMINDERS, 0},
    {"booking.attendee_removed", NULL, CALENDAR | REMINDERS, 0},
    {"booking.location_updated", NULL, CALENDAR | REMINDERS, 0},
    {"booking.edited", is_of_another, CONFIRMATION | CALENDAR | REMINDERS, SAID_YES},
    {"booking.edited", asks_another, ASKS_ANOTHER, PROVISIONAL | UPDATED},
    {"booking.edited", NULL, CALENDAR | REMINDERS, 0},
};

static const struct consequence *consequence_of(const struct following *following)
{
    for (size_t i = 0; i < COUNT(consequences); i++)
        if (strcmp(consequences[i].told, following->event->told) == 0 &&
            (consequences[i].when == NULL || consequences[i].when(following)))
            return &consequences[i];
    return NULL;
}

/* ---- inside the product ---- */

static const struct {
    const char *told, *did, *when; /* Ann booked Haircut for 2031-03-03 10:00 */
} sentences[] = {
    {"booking.created", "booked", "for"},
    {"booking.requested", "asks for", "on"},
    {"booking.confirmed", "accepted", "on"},
    {"booking.cancelled", "declined", "on"},
    {"booking.rescheduled", "moved", "to"},
    {"booking.reassigned", "comes to you for", "on"},
    {"booking.seat_taken", "booked a seat of", "on"},
};

static const char *local_time(const struct following *following, struct instant instant)
{
    const struct zone *zone = zone_find(following->settings.time_zone);
    char time[WHEN_ROOM];

    wall_write(time, zone == NULL ? wall_of_instant_utc(instant) : zone_wall(zone, instant));
    time[sizeof "2031-03-03 10:00" - 1] = '\0';
    return arena_text(following->work->arena, time);
}

static const char *sentence_of(const struct following *following)
{
    const struct attendee *who = following->who.items;
    const struct booking *booking = following->booking;
    const char *name = following->who.count > 0 && who->name[0] != '\0' ? who->name : "Somebody";
    const char *when = local_time(following, booking->start);
    const char *what = booking->event_type_title;

    for (size_t i = 0; i < COUNT(sentences); i++)
        if (strcmp(sentences[i].told, following->event->told) == 0)
            return arena_format(following->work->arena, "%s %s %s %s %s", name, sentences[i].did,
                                what == NULL ? booking->title : what, sentences[i].when, when);
    return booking->title;
}

static struct fail notify_host(struct following *following)
{
    const struct booking *booking = following->booking;

    return notification_add(following->work->store,
                            &(struct notification){.business_id = booking->business_id,
                                                   .user_id = booking->host_id,
                                                   .kind = following->event->told,
                                                   .booking_id = booking->id,
                                                   .message = sentence_of(following),
                                                   .created = following->work->now});
}

/* ---- time that is free again ---- */

static bool was_moved(const struct following *following)
{
    return strcmp(following->event->told, "booking.moved") == 0;
}

/* A meeting that only grew has freed nothing, nor has one that held no time. */
static struct fail offer_time(struct following *following)
{
    const struct booking *before = following->event->before;
    const struct booking *booking = following->booking;

    if (!status_holds_time(before->status))
        return NO_FAIL;
    if (!was_moved(following))
        return waitlist_offer(following->work, booking);
    if (booking->start.us <= before->start.us && booking->end.us >= before->end.us)
        return NO_FAIL;
    return waitlist_offer(following->work, before);
}

/* ---- all of it ---- */

/* Whoever was asked before has no say any more. */
static struct fail end_links(struct following *following)
{
    return booking_tokens_drop(following->work->store, following->booking, PURPOSE_ANSWER);
}

static const struct {
    unsigned effect;
    const char *kind; /* of the jobs that are withdrawn; NULL: none */
    struct fail (*add)(struct following *following);
} effects[] = {
    {CONFIRMATION, "mail.confirmation", add_confirmation},
    {WAITLIST_CONFIRMED, "mail.waitlist_confirmed", add_waitlist_confirmed},
    {REQUEST, "mail.request", add_request},
    {LINKS_ENDED, NULL, end_links}, /* before others are sent */
    {PROVISIONAL, "mail.provisional", add_provisional},
    {CANCELLED, "mail.cancelled", add_cancelled},
    {REJECTED, "mail.rejected", add_rejected},
    {CALENDAR, "calendar.write", add_calendar},
    {CALENDAR_FOLLOWS, NULL, add_calendar_following},
    {REMINDERS, "mail.reminder", add_reminders},
    {UPDATED, "booking.updated", add_updated},
    {FOLLOW_UP_NOTICE, "notify.follow_up", add_follow_up_notice},
    {REVIEW_REQUEST, "mail.review_request", add_review_request},
    {FOLLOW_UPS, "mail.follow_up", add_follow_ups},
    {PAYMENT, "payment.no_show", add_payment},
    {FEE_MAIL, "mail.no_show_fee", add_fee_mail},
    {HOST_NOTIFIED, NULL, notify_host},
    {TIME_OFFERED, NULL, offer_time},
};

/* What waits of these, also of one seat alone. */
static struct fail withdraw(struct following *following, unsigned which)
{
    const struct booking *booking = following->booking;
    const struct attendee *who = following->who.items;
    bool seat = strcmp(following->event->told, "booking.seat_left") == 0;
    const char *kinds[COUNT(effects)];
    struct texts texts = {kinds, 0};

    for (size_t i = 0; i < COUNT(effects); i++)
        if ((effects[i].effect & which) && effects[i].kind != NULL)
            kinds[texts.count++] = effects[i].kind;
    TRY(jobs_withdraw(following->work->store, booking->business_id, booking->id, &texts,
                      seat ? who->seat_uid : NULL));
    if (!(which & FOLLOW_UP_NOTICE) || seat)
        return NO_FAIL;
    return notification_remove_for(following->work->store, booking->business_id, booking->id,
                                   FOLLOW_UP_NOTIFICATION);
}

static struct fail add(struct following *following, unsigned which)
{
    for (size_t i = 0; i < COUNT(effects); i++)
        if (effects[i].effect & which)
            TRY(effects[i].add(following));
    return NO_FAIL;
}

static struct fail write_jobs(const struct following *following)
{
    const struct list jobs = {following->jobs, following->count};
    const struct list once = {following->once, following->once_count};

    TRY(jobs_add(following->work->store, &jobs, following->work->now));
    return jobs_add_once(following->work->store, &once, following->work->now);
}

/* Who has just come, when others are told already. */
static struct list newcomers(struct work *work, const struct booking *booking)
{
    const struct attendee *all = booking->attendees.items;
    struct attendee *come = TAKE_MANY(work->arena, booking->attendees.count + 1, struct attendee);
    size_t count = 0;

    for (size_t i = 0; i < booking->attendees.count; i++)
        if (all[i].created.us == work->now.us)
            come[count++] = all[i];
    return (struct list){come, count};
}

static bool brings_people(const char *told)
{
    return strcmp(told, "booking.guests_added") == 0 || strcmp(told, "booking.attendee_added") == 0;
}

/* All who come are reminded, whoever it was that came last. */
static struct fail follow(struct following *following, const struct consequence *consequence,
                          unsigned but)
{
    unsigned adds = consequence->adds & ~but;
    struct list all = following->booking->attendees;

    if (consequence->withdraws != 0)
        TRY(withdraw(following, consequence->withdraws));
    if (!brings_people(following->event->told))
        return add(following, adds);
    following->who = newcomers(following->work, following->booking);
    TRY(add(following, adds & MAILS_OF_SERIES));
    following->who = all;
    return add(following, adds & ~MAILS_OF_SERIES);
}

struct fail effects_of(struct work *work, const struct booking *booking, const struct event *event)
{
    struct following following = {
        .work = work,
        .booking = booking,
        .event = event,
        .who = event->who != NULL ? *event->who : booking->attendees,
    };
    const struct consequence *consequence = consequence_of(&following);

    if (event->job != NULL)
        put(&following, event->job);
    if (consequence != NULL) {
        TRY(settings_of(work, booking->business_id, &following.settings));
        TRY(follow(&following, consequence,
                   event->of_series ? MAILS_OF_SERIES | HOST_NOTIFIED : 0));
    }
    return write_jobs(&following);
}

/* ---- moves that make a new booking ---- */

/* A calendar entry that stays with its host keeps its uid and is written anew by its successor. */
static struct fail clear_away(struct following *following, const struct booking *old)
{
    const struct booking *fresh = following->booking;
    struct event gone = {.told = "booking.cancelled", .before = old};
    struct following leaving = *following;
    bool stays = in_calendar(fresh) && fresh->host_id == old->host_id;

    leaving.booking = old;
    leaving.event = &gone;
    TRY(withdraw(&leaving, OFF | CALENDAR));
    if (in_calendar(old) && !stays)
        put_calendar(following, old, "calendar.remove");
    return waitlist_offer(following->work, old);
}

struct fail effects_of_new_row(struct work *work, const struct booking *booking,
                               const struct event *event)
{
    struct following following = {
        .work = work, .booking = booking, .event = event, .who = booking->attendees};
    const struct consequence *consequence = consequence_of(&following);

    TRY(settings_of(work, booking->business_id, &following.settings));
    TRY(clear_away(&following, event->before));
    TRY(follow(&following, consequence, 0));
    return write_jobs(&following);
}

/* ---- series ---- */

/* The mails of a series belong to none of its bookings: what becomes of one of them alone is told
 * by itself. */
static void name_for_series(struct following *following, const struct booking *first)
{
    struct arena *arena = following->work->arena;

    for (size_t i = 0; i < following->count; i++) {
        struct job *job = &following->jobs[i];

        job->booking_id = 0;
        job->name = arena_format(arena, "%s:%s:%s", job->kind, first->recurrence_uid, first->uid);
    }
}

static struct fail withdraw_for_series(const struct following *following,
                                       const struct booking *first, unsigned which)
{
    for (size_t i = 0; i < COUNT(effects); i++)
        if ((effects[i].effect & which & MAILS_OF_SERIES) && effects[i].kind != NULL)
            TRY(job_withdraw(following->work->store, first->business_id,
                             arena_format(following->work->arena, "%s:%s:%s", effects[i].kind,
                                          first->recurrence_uid, first->uid)));
    return NO_FAIL;
}

struct fail effects_of_series(struct work *work, const struct bookings *bookings, const char *told)
{
    const struct booking *first = bookings->all;
    const struct event event = {.told = told};
    struct following following = {.work = work, .booking = first, .event = &event};

    if (bookings->count == 0)
        return NO_FAIL;
    following.who = first->attendees;
    following.series = *bookings;
    const struct consequence *consequence = consequence_of(&following);
    if (consequence == NULL)
        return NO_FAIL;
    TRY(settings_of(work, first->business_id, &following.settings));
    TRY(withdraw_for_series(&following, first, consequence->withdraws));
    TRY(add(&following, consequence->adds & (MAILS_OF_SERIES | HOST_NOTIFIED)));
    name_for_series(&following, first);
    return write_jobs(&following);
}
