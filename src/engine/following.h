/* following.h - the parts of effects.c: how each thing that follows is written.
 * SPDX-License-Identifier: MIT */
#ifndef ENGINE_FOLLOWING_H
#define ENGINE_FOLLOWING_H

#include "engine/effects.h"
#include "engine/notice.h"

struct following {
    struct work *work;
    const struct booking *booking;
    const struct event *event;
    struct settings settings;
    struct list who; /* struct attendee: whom it is about */
    struct bookings series;
    struct job *jobs, *once; /* to be written */
    size_t count, room, once_count, once_room;
};

/* ---- jobs ---- */

/* To be written with all others; `once`: unless it was written before, done or not. */
void put(struct following *following, const struct job *job);
void put_once(struct following *following, const struct job *job);

/* "kind:uid" and what else there is of version, part and seat. */
const char *name_of(const struct following *following, const char *kind, bool versioned,
                    const char *part, const char *seat);
struct notice notice_to(const struct following *following, const struct list *to);
/* Due now. */
struct job job_of(const struct following *following, const char *kind, const char *name,
                  const struct notice *notice);

struct instant later_of(struct instant a, struct instant b);

/* ---- who is told ---- */

enum audience {
    TO_BOOKER,
    TO_GUESTS, /* and the booker */
    TO_HOST
};

struct group {
    struct list to; /* struct attendee */
    const char *seat;
};
/* struct group. A party is told together, seats each for itself, and nobody who has no address. */
struct list groups_of(const struct following *following, enum audience audience);
struct group host_of(const struct following *following);

/* ---- what follows ---- */

/* Whether bookings of its status stand in calendars. */
bool in_calendar(const struct booking *booking);
/* Whether nothing more is ahead of it. */
bool is_settled(const struct following *following);

struct fail add_confirmation(struct following *following) MUST_BE_CHECKED;
struct fail add_waitlist_confirmed(struct following *following) MUST_BE_CHECKED;
struct fail add_request(struct following *following) MUST_BE_CHECKED;
struct fail add_provisional(struct following *following) MUST_BE_CHECKED;
struct fail add_cancelled(struct following *following) MUST_BE_CHECKED;
struct fail add_rejected(struct following *following) MUST_BE_CHECKED;
struct fail add_calendar(struct following *following) MUST_BE_CHECKED;
struct fail add_calendar_following(struct following *following) MUST_BE_CHECKED;
struct fail add_reminders(struct following *following) MUST_BE_CHECKED;
struct fail add_updated(struct following *following) MUST_BE_CHECKED;
struct fail add_follow_up_notice(struct following *following) MUST_BE_CHECKED;
struct fail add_review_request(struct following *following) MUST_BE_CHECKED;
struct fail add_follow_ups(struct following *following) MUST_BE_CHECKED;
struct fail add_payment(struct following *following) MUST_BE_CHECKED;
struct fail add_fee_mail(struct following *following) MUST_BE_CHECKED;
void put_calendar(struct following *following, const struct booking *booking, const char *kind);

#endif
