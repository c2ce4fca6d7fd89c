/* declare_things.h - what a document may hold, as read by declare_read.c. SPDX-License-Identifier:
 * MIT
 *
 * Lists are read from JSON arrays, item by item, so that each complaint has its path. */
#ifndef ENGINE_DECLARE_THINGS_H
#define ENGINE_DECLARE_THINGS_H

#include <json-c/json_object.h>

#include "base/text.h"
#include "booking.h"
#include "engine/declare.h"
#include "engine/settings.h"
#include "store/declared.h"

/* A column of a row as declared: what it is known by, what shall be so, what it is made with. */
#define KEY(name_, value_)                                                                         \
    {                                                                                              \
        name_, DECLARED_KEY, value_                                                                \
    }
#define VALUE(name_, value_)                                                                       \
    {                                                                                              \
        name_, DECLARED_VALUE, value_                                                              \
    }
#define BIRTH(name_, value_)                                                                       \
    {                                                                                              \
        name_, DECLARED_AT_BIRTH, value_                                                           \
    }

/* Whether an optional property stood in the document, where that differs from its zero. */
enum declare_given {
    GIVEN_START = 1 << 0,
    GIVEN_END = 1 << 1,
    GIVEN_ACTIVE = 1 << 2,
    GIVEN_CLAIMS = 1 << 3,
    GIVEN_EXPIRES = 1 << 4,
    GIVEN_PRIORITY = 1 << 5,
    GIVEN_WEIGHT = 1 << 6,
    GIVEN_STATUS = 1 << 7,
    GIVEN_CREATED = 1 << 8,
    GIVEN_SEATS_TAKEN = 1 << 9,
    GIVEN_RATE_LIMIT = 1 << 10,
    GIVEN_REMINDERS = 1 << 11
};

/* An array of the document: the JSON as sent, NULL when it was not, and what was read from it. */
struct declare_list {
    struct json_object *json;
    struct list read;
};

struct declare_window {
    uint64_t given;
    unsigned days;
    int64_t start, end;
};

struct declare_override {
    uint64_t given;
    struct day date;
    int64_t start, end;
    bool closed;
};

struct declare_schedule {
    uint64_t given;
    const char *name, *time_zone;
    bool standard; /* the user's default */
    struct declare_list windows, overrides;
};

struct declare_time_off {
    uint64_t given;
    struct day start, end;
    const char *reason;
};

struct declare_busy {
    uint64_t given;
    const char *calendar;
    struct instant start, end;
};

struct declare_user {
    uint64_t given;
    int64_t id;
    const char *uid, *username, *name, *email, *phone, *time_zone, *locale;
    int role;
    bool active;
    const char *password, *password_hash; /* NULL: as it is */
    bool require_password_change;
    struct declare_list schedules, time_off, busy;
};

struct declare_member {
    uint64_t given;
    const char *username;
    int role;
};

struct declare_team {
    uint64_t given;
    int64_t id;
    const char *slug, *name;
    struct declare_list members;
};

struct declare_holiday {
    uint64_t given;
    struct day date;
    const char *name;
};

struct declare_recurrence {
    uint64_t given;
    int frequency;
    int64_t interval, count;
};

struct declare_type_host {
    uint64_t given;
    const char *username;
    bool fixed;
    int64_t priority, weight;
};

struct declare_event_type {
    uint64_t given;
    int64_t id;
    const char *uid, *slug, *title, *description, *owner, *team, *parent, *schedule;
    int64_t length_minutes, slot_interval_minutes, buffer_before_minutes, buffer_after_minutes;
    int64_t minimum_notice_minutes, booking_window_days, booker_limit, seats, price_minor;
    struct numbers length_options;
    struct day booking_window_start, booking_window_end;
    bool managed, requires_confirmation, requires_authentication, cancelling_disabled;
    bool rescheduling_disabled, seats_show_attendees, hidden, deleted, owner_first;
    int assignment;
    struct declare_recurrence recurrence;
    struct json_object *locations, *fields, *limits, *metadata;
    struct declare_list hosts;
    struct declare_list exceptions; /* struct declare_override */
};

/* An event type by its slug and whose it is. */
struct declare_type_name {
    uint64_t given;
    const char *event_type, *owner, *team;
};

struct declare_link {
    uint64_t given;
    const char *uid, *slug, *title, *event_type, *owner, *team;
    bool active;
    struct numbers reminder_minutes;
    struct declare_list questions; /* struct question */
    struct declare_list rules;     /* struct routing_rule */
    struct declare_list services;  /* struct declare_type_name */
};

struct declare_client {
    uint64_t given;
    int64_t id;
    const char *uid, *name, *email, *phone, *time_zone, *notes;
};

struct declare_token {
    uint64_t given;
    int kind;
    const char *user, *client, *secret, *name;
    struct texts scopes;
    int64_t rate_limit;
    struct instant expires;
    bool revoked;
};

struct declare_attendee {
    uint64_t given;
    int kind;
    const char *name, *email, *phone, *time_zone, *language, *seat_uid;
    bool absent;
    struct json_object *responses, *metadata;
    struct instant created;
};

struct declare_reference {
    uint64_t given;
    int type;
    const char *event_uid, *destination_calendar_id;
};

struct declare_booking {
    uint64_t given;
    int64_t id;
    const char *uid, *event_type, *owner, *team, *host, *recurrence;
    struct texts hosts;
    struct instant start, created, updated;
    int64_t length_minutes, seats, seats_taken, rating;
    int status;
    bool claims, host_absent;
    const char *title, *description, *location, *cancellation_reason, *cancelled_by_email;
    const char *rejection_reason, *rescheduling_reason, *rescheduled_by_email;
    const char *rescheduled_from_uid, *rescheduled_to_uid, *ics_uid, *notes, *internal_notes;
    struct json_object *responses, *metadata;
    struct declare_list attendees, references;
};

/* Which event type, by the user or the team whose it is. */
struct declare_type_of {
    const char *event_type, *owner, *team;
};

struct declare_step {
    uint64_t given;
    int64_t delay_minutes; /* after the visit was completed */
    const char *subject, *body;
};

struct declare_follow_up {
    uint64_t given;
    const char *name;
    struct declare_type_of of; /* without one: after every visit */
    bool active;
    struct declare_list steps;
};

struct declare_waiting {
    uint64_t given;
    const char *client; /* address */
    struct declare_type_of of;
    struct day date;
};

struct declare_business {
    uint64_t given;
    const char *uid, *slug, *name, *time_zone, *currency, *domain;
    struct settings settings;
    struct declare_list users, teams, holidays, event_types, booking_links, clients, tokens,
        bookings;
    struct declare_list follow_up_sequences, waitlist;
};

/* The document as businesses; what is wrong with it goes to problems. */
struct list declare_read(struct arena *arena, struct json_object *document, struct text *problems);
void declare_problem(struct text *problems, const char *path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* ---- while a business is written ---- */

struct declaring {
    struct work *work;
    struct declaration *declaration;
    const struct declare_business *business;
    int64_t business_id;
    const char *path; /* of the thing at hand: businesses[0].users[2] */
};

/* Counts and tells an outcome. */
void declare_tell(struct declaring *declaring, enum declared_outcome outcome, const char *kind,
                  const char *name);
/* A problem of the thing at hand. */
void declare_wrong(struct declaring *declaring, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* declared_put(), where what a key or a CHECK refuses becomes a problem; *id is 0 then. */
struct fail declare_put(struct declaring *declaring, const struct declared_row *row, int64_t *id,
                        enum declared_outcome *outcome) MUST_BE_CHECKED;
/* The same for a part of a thing: a change of it is a change of the thing. */
struct fail declare_part(struct declaring *declaring, const struct declared_row *row, int64_t *id,
                         enum declared_outcome *whole) MUST_BE_CHECKED;
struct fail declare_prune(struct declaring *declaring, const struct declared_set *set,
                          enum declared_outcome *whole) MUST_BE_CHECKED;
/* Ids by natural keys; a problem and 0 when there is none. */
struct fail declare_user_id(struct declaring *declaring, const char *username,
                            int64_t *id) MUST_BE_CHECKED;
struct fail declare_team_id(struct declaring *declaring, const char *slug,
                            int64_t *id) MUST_BE_CHECKED;
/* Of a schedule or of an event type: struct declare_override. */
struct overrides_of {
    const char *table, *column;
    int64_t id;
    const char *list; /* its name in the document */
};
struct fail declare_overrides(struct declaring *declaring, const struct overrides_of *whose,
                              const struct declare_list *said,
                              enum declared_outcome *whole) MUST_BE_CHECKED;
/* A fail of the store that is the document's fault becomes a problem, and *refused true. */
struct fail declare_refusal(struct declaring *declaring, struct fail fail,
                            bool *refused) MUST_BE_CHECKED;

struct fail declare_users(struct declaring *declaring) MUST_BE_CHECKED;
struct fail declare_teams(struct declaring *declaring) MUST_BE_CHECKED;
struct fail declare_holidays(struct declaring *declaring) MUST_BE_CHECKED;
struct fail declare_event_types(struct declaring *declaring) MUST_BE_CHECKED;
struct fail declare_links(struct declaring *declaring) MUST_BE_CHECKED;
struct fail declare_clients(struct declaring *declaring) MUST_BE_CHECKED;
struct fail declare_tokens(struct declaring *declaring) MUST_BE_CHECKED;
struct fail declare_bookings(struct declaring *declaring) MUST_BE_CHECKED;
struct fail declare_follow_ups(struct declaring *declaring) MUST_BE_CHECKED;
struct fail declare_waitlist(struct declaring *declaring) MUST_BE_CHECKED;

/* Calls `one` for each item with declaring->path set; what an item took from the arena is given
 * back. */
typedef struct fail declare_one(struct declaring *declaring, const void *item);
struct fail declare_each(struct declaring *declaring, const char *name, const struct list *list,
                         size_t size, declare_one *one) MUST_BE_CHECKED;

#endif
