/* following_mails.c - mails that tell at once, and calendars. SPDX-License-Identifier: MIT */
#include "engine/booking_tokens.h"
#include "engine/following.h"

#define ANSWER_LEAST US_A_DAY /* the links work so long, or until the start */

/* ---- mails ---- */

static struct fail add_mail(struct following *following, const char *kind, enum audience audience)
{
    struct list groups = groups_of(following, audience);
    const struct group *all = groups.items;

    for (size_t i = 0; i < groups.count; i++) {
        struct notice notice = notice_to(following, &all[i].to);
        struct job job =
            job_of(following, kind,
                   name_of(following, kind, following->event->again, NULL, all[i].seat), &notice);
        put(following, &job);
    }
    return NO_FAIL;
}

struct fail add_confirmation(struct following *following)
{
    return add_mail(following, "mail.confirmation", TO_GUESTS);
}

struct fail add_waitlist_confirmed(struct following *following)
{
    return add_mail(following, "mail.waitlist_confirmed", TO_BOOKER);
}

struct fail add_request(struct following *following)
{
    return add_mail(following, "mail.request", TO_HOST);
}

struct fail add_cancelled(struct following *following)
{
    return add_mail(following, "mail.cancelled", TO_GUESTS);
}

struct fail add_rejected(struct following *following)
{
    return add_mail(following, "mail.rejected", TO_GUESTS);
}

/* The token is there for staff even where nobody can be mailed. */
struct fail add_provisional(struct following *following)
{
    static const char kind[] = "mail.provisional";
    struct work *work = following->work;
    const struct booking *booking = following->booking;
    const char *base =
        booking->base_url != NULL ? booking->base_url : following->settings.public_url;
    struct list groups = groups_of(following, TO_BOOKER);
    const struct group *all = groups.items;
    const char *secret;

    TRY(booking_token_make(work, booking, PURPOSE_ANSWER,
                           later_of(booking->start, (struct instant){work->now.us + ANSWER_LEAST}),
                           &secret));
    for (size_t i = 0; i < groups.count; i++) {
        struct notice notice = notice_to(following, &all[i].to);

        notice.links.accept = notice_link(work, base, "/accept?token=", secret);
        notice.links.decline = notice_link(work, base, "/decline?token=", secret);
        struct job job =
            job_of(following, kind,
                   name_of(following, kind, following->event->again, NULL, all[i].seat), &notice);
        put(following, &job);
    }
    return NO_FAIL;
}

/* ---- calendars ---- */

/* Written and removed share a name, so that only the last one is done. */
void put_calendar(struct following *following, const struct booking *booking, const char *kind)
{
    struct notice notice = notice_to(following, &following->booking->attendees);
    struct job job;

    notice.booking = booking;
    notice.series = (struct bookings){0};
    job = job_of(
        following, kind,
        arena_format(following->work->arena, "calendar:%s:%s", booking->uid, booking->host_uid),
        &notice);
    job.booking_id = booking->id;
    put(following, &job);
}

/* What is handed over leaves the calendar of who had it. */
struct fail add_calendar(struct following *following)
{
    const struct booking *before = following->event->before;
    const struct booking *booking = following->booking;

    if (!in_calendar(booking))
        return NO_FAIL;
    put_calendar(following, booking, "calendar.write");
    if (before != NULL && before->id == booking->id && in_calendar(before) &&
        before->host_id != booking->host_id)
        put_calendar(following, before, "calendar.remove");
    return NO_FAIL;
}

struct fail add_calendar_following(struct following *following)
{
    const struct booking *before = following->event->before;
    bool was = before != NULL && in_calendar(before), is = in_calendar(following->booking);

    if (is && !was)
        put_calendar(following, following->booking, "calendar.write");
    if (was && !is)
        put_calendar(following, following->booking, "calendar.remove");
    return NO_FAIL;
}
