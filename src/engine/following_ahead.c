/* following_ahead.c - what is ahead of a visit: reminders, news of a move, the question whether
 * they came. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/json.h"
#include "engine/following.h"
#include "store/links.h"

/* A booking is dragged about before it stays: one mail, when it has been quiet so long. */
#define UPDATED_AFTER (30 * US_A_MINUTE)

enum { REMINDERS_MOST = 20 };

static struct numbers numbers_read(struct arena *arena, const char *json)
{
    struct numbers numbers = {TAKE_MANY(arena, REMINDERS_MOST, int64_t), 0};
    struct json_walk walk;
    struct json_item item;

    if (json_walk_start(&walk, arena, json, strlen(json)))
        while (numbers.count < REMINDERS_MOST && json_walk_next(&walk, &item))
            numbers.all[numbers.count++] = json_item_number(&item, 0);
    return numbers;
}

/* A link has its own. */
static struct fail reminder_minutes(struct following *following, struct numbers *minutes)
{
    const struct booking *booking = following->booking;
    const struct link *known = following->work->link;
    struct link link;
    bool found = false;

    *minutes = following->settings.reminder_minutes;
    if (booking->link_id == 0)
        return NO_FAIL;
    if (known == NULL || known->id != booking->link_id) {
        TRY(link_by_id(following->work->store, booking->business_id, booking->link_id, &link,
                       &found));
        known = found ? &link : NULL;
    }
    if (known != NULL)
        *minutes = numbers_read(following->work->arena, known->reminder_minutes);
    return NO_FAIL;
}

static void put_reminder(struct following *following, const struct group *group, int64_t minutes)
{
    static const char kind[] = "mail.reminder";
    struct notice notice = notice_to(following, &group->to);
    const char *part = arena_format(following->work->arena, "%lld", (long long)minutes);

    notice.minutes_before = minutes;
    notice.old_start = notice.old_end = INSTANT_NONE;
    struct job job =
        job_of(following, kind, name_of(following, kind, false, part, group->seat), &notice);
    job.due.us = following->booking->start.us - minutes * US_A_MINUTE;
    put(following, &job);
}

struct fail add_reminders(struct following *following)
{
    struct list groups = groups_of(following, TO_GUESTS);
    const struct group *all = groups.items;
    struct numbers minutes;

    if (!in_calendar(following->booking) || is_settled(following) ||
        following->booking->start.us <= following->work->now.us)
        return NO_FAIL;
    TRY(reminder_minutes(following, &minutes));
    for (size_t i = 0; i < minutes.count && i < REMINDERS_MOST; i++) {
        int64_t due = following->booking->start.us - minutes.all[i] * US_A_MINUTE;

        for (size_t j = 0; j < groups.count && due > following->work->now.us; j++)
            put_reminder(following, &all[j], minutes.all[i]);
    }
    return NO_FAIL;
}

static struct instant instant_member(struct arena *arena, const char *payload, const char *name)
{
    struct json_walk walk, inside;
    struct json_item item, member;
    struct instant instant = INSTANT_NONE;

    if (!json_walk_start(&walk, arena, payload, strlen(payload)))
        return instant;
    while (json_walk_next(&walk, &item)) {
        if (item.key == NULL || strcmp(item.key, "booking") != 0 ||
            !json_walk_start(&inside, arena, item.raw, item.raw_length))
            continue;
        while (json_walk_next(&inside, &member))
            if (member.key != NULL && strcmp(member.key, name) == 0) {
                const char *text = json_item_string(&inside, &member);

                if (text != NULL)
                    (void)instant_read(text, strlen(text), INSTANT_DATE_TIME, &instant);
            }
    }
    return instant;
}

/* Whoever has not been told yet is told of all moves at once, from where they know it to be. */
static struct fail merge_update(struct following *following, const char *name,
                                struct notice *notice, bool *back)
{
    struct work *work = following->work;
    const struct booking *booking = following->booking;
    struct job waiting;
    bool found;

    *back = false;
    TRY(job_waiting(work->store, booking->business_id, name, &waiting, &found));
    if (!found)
        return NO_FAIL;
    notice->old_start = instant_member(work->arena, waiting.payload, "old_start");
    notice->old_end = instant_member(work->arena, waiting.payload, "old_end");
    *back = notice->old_start.us / US_A_SECOND == booking->start.us / US_A_SECOND &&
            notice->old_end.us / US_A_SECOND == booking->end.us / US_A_SECOND;
    return *back ? job_withdraw(work->store, booking->business_id, name) : NO_FAIL;
}

struct fail add_updated(struct following *following)
{
    static const char kind[] = "booking.updated";
    struct list groups = groups_of(following, TO_GUESTS);
    const struct group *all = groups.items;

    for (size_t i = 0; i < groups.count; i++) {
        struct notice notice = notice_to(following, &all[i].to);
        const char *name = name_of(following, kind, false, NULL, all[i].seat);
        bool back;

        TRY(merge_update(following, name, &notice, &back));
        if (back)
            continue;
        struct job job = job_of(following, kind, name, &notice);
        job.due.us += UPDATED_AFTER;
        put(following, &job);
    }
    return NO_FAIL;
}

struct fail add_follow_up_notice(struct following *following)
{
    static const char kind[] = "notify.follow_up";
    struct group host = host_of(following);
    struct notice notice = notice_to(following, &host.to);
    struct job job = job_of(following, kind, name_of(following, kind, false, NULL, NULL), &notice);

    job.due = later_of(following->booking->end, following->work->now);
    put(following, &job);
    return NO_FAIL;
}
