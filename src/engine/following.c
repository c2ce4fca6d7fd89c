/* following.c - jobs that follow, and who they are for. SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine/change.h"
#include "engine/following.h"

/* ---- jobs ---- */

static struct job *more_room(struct arena *arena, const struct job *jobs, size_t count,
                             size_t *room)
{
    struct job *more;

    *room = *room == 0 ? 16 : 2 * *room;
    more = TAKE_MANY(arena, *room, struct job);
    if (count > 0)
        memcpy(more, jobs, count * sizeof *more);
    return more;
}

void put(struct following *following, const struct job *job)
{
    if (following->count == following->room)
        following->jobs =
            more_room(following->work->arena, following->jobs, following->count, &following->room);
    following->jobs[following->count++] = *job;
}

void put_once(struct following *following, const struct job *job)
{
    if (following->once_count == following->once_room)
        following->once = more_room(following->work->arena, following->once, following->once_count,
                                    &following->once_room);
    following->once[following->once_count++] = *job;
}

const char *name_of(const struct following *following, const char *kind, bool versioned,
                    const char *part, const char *seat)
{
    struct arena *arena = following->work->arena;
    const struct booking *booking = following->booking;
    const char *name = arena_format(arena, "%s:%s", kind, booking->uid);

    if (versioned)
        name = arena_format(arena, "%s:%lld", name, (long long)booking->version);
    if (part != NULL)
        name = arena_format(arena, "%s:%s", name, part);
    return seat == NULL ? name : arena_format(arena, "%s:%s", name, seat);
}

struct notice notice_to(const struct following *following, const struct list *to)
{
    const struct booking *before = following->event->before;
    const struct booking *booking = following->booking;
    bool moved = before != NULL &&
                 (before->start.us != booking->start.us || before->end.us != booking->end.us);

    return (struct notice){.settings = &following->settings,
                           .booking = booking,
                           .old_start = moved ? before->start : INSTANT_NONE,
                           .old_end = moved ? before->end : INSTANT_NONE,
                           .series = following->series,
                           .to = *to};
}

struct job job_of(const struct following *following, const char *kind, const char *name,
                  const struct notice *notice)
{
    return (struct job){.business_id = following->booking->business_id,
                        .kind = kind,
                        .name = name,
                        .booking_id = following->booking->id,
                        .payload = notice_write(following->work, notice),
                        .due = following->work->now};
}

struct instant later_of(struct instant a, struct instant b)
{
    return a.us > b.us ? a : b;
}

/* ---- who is told ---- */

static bool is_in(const struct attendee *attendee, enum audience audience)
{
    return takes_mail(attendee->email) &&
           (attendee->kind == ATTENDEE_BOOKER ||
            (attendee->kind == ATTENDEE_GUEST && audience == TO_GUESTS));
}

struct group host_of(const struct following *following)
{
    const struct booking *booking = following->booking;
    struct attendee *host = TAKE(following->work->arena, struct attendee);

    *host = (struct attendee){.kind = ATTENDEE_HOST,
                              .name = booking->host_name,
                              .email = booking->host_email,
                              .time_zone = booking->host_time_zone};
    return (struct group){.to = {host, 1}};
}

struct list groups_of(const struct following *following, enum audience audience)
{
    struct arena *arena = following->work->arena;
    struct attendee *all = following->who.items;
    size_t count = 0, told = 0;
    struct group *groups = TAKE_MANY(arena, following->who.count + 1, struct group);
    struct attendee *party = TAKE_MANY(arena, following->who.count + 1, struct attendee);

    if (audience == TO_HOST) {
        groups[0] = host_of(following);
        return (struct list){groups, takes_mail(following->booking->host_email) ? 1 : 0};
    }
    for (size_t i = 0; i < following->who.count; i++) {
        if (!is_in(&all[i], audience))
            continue;
        if (following->booking->seats > 0)
            groups[count++] = (struct group){{&all[i], 1}, all[i].seat_uid};
        else
            party[told++] = all[i];
    }
    if (told > 0)
        groups[count++] = (struct group){{party, told}, NULL};
    return (struct list){groups, count};
}

/* ---- how it stands ---- */

bool in_calendar(const struct booking *booking)
{
    return booking->status == BOOKING_ACCEPTED || booking->status == BOOKING_COMPLETED ||
           booking->status == BOOKING_NO_SHOW;
}

bool is_settled(const struct following *following)
{
    return following->booking->status == BOOKING_COMPLETED ||
           following->booking->status == BOOKING_NO_SHOW ||
           !status_holds_time(following->booking->status);
}
