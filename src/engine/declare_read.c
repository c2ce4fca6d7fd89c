/* declare_read.c - what `slotd apply` may be told, as rows of tables. SPDX-License-Identifier: MIT
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/param.h"
#include "base/password.h"
#include "engine/declare_things.h"
#include "engine/routing.h"

enum { NAME_MOST = 200, SLUG_MOST = 100, UID_MOST = 36, LONG_MOST = 20000, ID_MOST = 2000000000 };
enum { DAY_MINUTES = 1440, SMALL_MOST = 65535, MONTH_MINUTES = 31 * DAY_MINUTES };

static const struct word weekday_words[] = {
    {"monday", 0}, {"tuesday", 1},  {"wednesday", 2}, {"thursday", 3},
    {"friday", 4}, {"saturday", 5}, {"sunday", 6},    {NULL, 0},
};
static const struct word role_words[] = {{"staff", 0}, {"admin", 1}, {NULL, 0}};
static const struct word member_role_words[] = {
    {"member", 0}, {"admin", 1}, {"owner", 2}, {NULL, 0}};

#define ROWS(S, rows_)                                                                             \
    {                                                                                              \
        .rows = (rows_), .count = COUNT(rows_), .size = sizeof(S), .given = offsetof(S, given),    \
        .refuse_unknown = true                                                                     \
    }
#define REQUIRED           .manner = PARAM_REQUIRED
#define BIT(bit_)          .bit = (bit_)
#define SPAN(a, b)         .least = (a), .most = (b)
#define ID(S)              P_NUMBER(S, id, "id", SPAN(1, ID_MOST))
#define UID(S, long_)      P_TEXT(S, uid, "uid", SPAN(1, long_))
#define SLUG(S, m, n, ...) P_TEXT(S, m, n, SPAN(1, SLUG_MOST), __VA_ARGS__)
#define LONG(S, m, n)      P_TEXT(S, m, n, SPAN(0, LONG_MOST), .manner = PARAM_LINES)
#define ARRAY(S, m, n)     P_JSON(S, m.json, n, .manner = PARAM_ANY_JSON)

/* clang-format off */
#define S struct declare_window
static const struct param window_rows[] = {
    P_WORDS(S, days, "days", weekday_words, REQUIRED),
    P_MINUTE(S, start, "start", REQUIRED),
    P_MINUTE(S, end, "end", REQUIRED),
};
static const struct params window_params = ROWS(S, window_rows);
#undef S
#define S struct declare_override
static const struct param override_rows[] = {
    P_DAY(S, date, "date", REQUIRED),
    P_MINUTE(S, start, "start", BIT(GIVEN_START)),
    P_MINUTE(S, end, "end", BIT(GIVEN_END)),
    P_FLAG(S, closed, "closed"),
};
static const struct params override_params = ROWS(S, override_rows);
#undef S
#define S struct declare_schedule
static const struct param schedule_rows[] = {
    P_TEXT(S, name, "name", REQUIRED, SPAN(1, NAME_MOST)),
    P_ZONE(S, time_zone, "time_zone"),
    P_FLAG(S, standard, "default"),
    ARRAY(S, windows, "windows"),
    ARRAY(S, overrides, "overrides"),
};
static const struct params schedule_params = ROWS(S, schedule_rows);
#undef S
#define S struct declare_time_off
static const struct param time_off_rows[] = {
    P_DAY(S, start, "start", REQUIRED),
    P_DAY(S, end, "end", REQUIRED),
    P_TEXT(S, reason, "reason"),
};
static const struct params time_off_params = ROWS(S, time_off_rows);
#undef S
#define S struct declare_busy
static const struct param busy_rows[] = {
    P_TEXT(S, calendar, "calendar", REQUIRED, SPAN(1, 100)),
    P_INSTANT(S, start, "start", REQUIRED),
    P_INSTANT(S, end, "end", REQUIRED),
};
static const struct params busy_params = ROWS(S, busy_rows);
#undef S
#define S struct declare_user
static const struct param user_rows[] = {
    ID(S),
    UID(S, 16),
    SLUG(S, username, "username", REQUIRED),
    P_TEXT(S, name, "name", REQUIRED, SPAN(1, NAME_MOST)),
    P_MAIL(S, email, "email", REQUIRED),
    P_PHONE(S, phone, "phone"),
    P_ZONE(S, time_zone, "time_zone"),
    P_TEXT(S, locale, "locale", SPAN(2, 16)),
    P_WORD(S, role, "role", role_words),
    P_FLAG(S, active, "active", BIT(GIVEN_ACTIVE)),
    P_TEXT(S, password, "password", SPAN(PASSWORD_LEAST, PASSWORD_MOST)),
    P_TEXT(S, password_hash, "password_hash", SPAN(1, 255)),
    P_FLAG(S, require_password_change, "require_password_change"),
    ARRAY(S, schedules, "schedules"),
    ARRAY(S, time_off, "time_off"),
    ARRAY(S, busy, "busy"),
};
static const struct params user_params = ROWS(S, user_rows);
#undef S
#define S struct declare_member
static const struct param member_rows[] = {
    SLUG(S, username, "username", REQUIRED),
    P_WORD(S, role, "role", member_role_words),
};
static const struct params member_params = ROWS(S, member_rows);
#undef S
#define S struct declare_team
static const struct param team_rows[] = {
    ID(S),
    SLUG(S, slug, "slug", REQUIRED),
    P_TEXT(S, name, "name", REQUIRED, SPAN(1, NAME_MOST)),
    ARRAY(S, members, "members"),
};
static const struct params team_params = ROWS(S, team_rows);
#undef S
#define S struct declare_holiday
static const struct param holiday_rows[] = {
    P_DAY(S, date, "date", REQUIRED),
    P_TEXT(S, name, "name", REQUIRED, SPAN(1, NAME_MOST)),
};
static const struct params holiday_params = ROWS(S, holiday_rows);
#undef S
#define S struct declare_recurrence
static const struct param recurrence_rows[] = {
    P_WORD(S, frequency, "frequency", frequency_words, REQUIRED),
    P_NUMBER(S, interval, "interval", REQUIRED, SPAN(1, 1000)),
    P_NUMBER(S, count, "count", REQUIRED, SPAN(1, 1000)),
};
static const struct params recurrence_params = ROWS(S, recurrence_rows);
#undef S
#define S struct declare_type_host
static const struct param type_host_rows[] = {
    SLUG(S, username, "username", REQUIRED),
    P_FLAG(S, fixed, "fixed"),
    P_NUMBER(S, priority, "priority", SPAN(0, 4), BIT(GIVEN_PRIORITY)),
    P_NUMBER(S, weight, "weight", SPAN(0, 10000), BIT(GIVEN_WEIGHT)),
};
static const struct params type_host_params = ROWS(S, type_host_rows);
#undef S
#define S struct declare_event_type
static const struct param event_type_rows[] = {
    ID(S),
    UID(S, 16),
    SLUG(S, slug, "slug", REQUIRED),
    P_TEXT(S, title, "title", REQUIRED, SPAN(1, NAME_MOST)),
    LONG(S, description, "description"),
    SLUG(S, owner, "owner"),
    SLUG(S, team, "team"),
    SLUG(S, parent, "parent"),
    P_TEXT(S, schedule, "schedule", SPAN(1, NAME_MOST)),
    P_NUMBER(S, length_minutes, "length_minutes", REQUIRED, SPAN(1, MONTH_MINUTES)),
    P_NUMBERS(S, length_options, "length_options", .most = 50),
    P_NUMBER(S, slot_interval_minutes, "slot_interval_minutes", SPAN(1, DAY_MINUTES)),
    P_NUMBER(S, buffer_before_minutes, "buffer_before_minutes", SPAN(0, DAY_MINUTES)),
    P_NUMBER(S, buffer_after_minutes, "buffer_after_minutes", SPAN(0, DAY_MINUTES)),
    P_NUMBER(S, minimum_notice_minutes, "minimum_notice_minutes", SPAN(0, 5256000)),
    P_NUMBER(S, booking_window_days, "booking_window_days", SPAN(1, 3660)),
    P_DAY(S, booking_window_start, "booking_window_start", BIT(GIVEN_START)),
    P_DAY(S, booking_window_end, "booking_window_end", BIT(GIVEN_END)),
    P_NUMBER(S, booker_limit, "booker_limit", SPAN(1, SMALL_MOST)),
    P_FLAG(S, requires_confirmation, "requires_confirmation"),
    P_FLAG(S, requires_authentication, "requires_authentication"),
    P_FLAG(S, cancelling_disabled, "cancelling_disabled"),
    P_FLAG(S, rescheduling_disabled, "rescheduling_disabled"),
    P_NUMBER(S, seats, "seats", SPAN(1, 1000)),
    P_FLAG(S, seats_show_attendees, "seats_show_attendees"),
    P_OBJECT(S, recurrence, "recurrence", struct declare_recurrence, &recurrence_params),
    P_WORD(S, assignment, "assignment", assignment_words),
    P_FLAG(S, hidden, "hidden"),
    P_FLAG(S, managed, "managed"),
    P_FLAG(S, deleted, "deleted"),
    P_NUMBER(S, price_minor, "price_minor", SPAN(0, ID_MOST)),
    P_JSON(S, locations, "locations", .manner = PARAM_ANY_JSON),
    P_JSON(S, fields, "fields", .manner = PARAM_ANY_JSON),
    P_JSON(S, limits, "limits"),
    P_JSON(S, metadata, "metadata"),
    P_FLAG(S, owner_first, "owner_first"),
    ARRAY(S, hosts, "hosts"),
    ARRAY(S, exceptions, "exceptions"),
};
static const struct params event_type_params = ROWS(S, event_type_rows);
#undef S
#define S struct declare_type_name
static const struct param type_name_rows[] = {
    SLUG(S, event_type, "event_type", REQUIRED),
    SLUG(S, owner, "owner"),
    SLUG(S, team, "team"),
};
static const struct params type_name_params = ROWS(S, type_name_rows);
#undef S
#define S struct declare_link
static const struct param link_rows[] = {
    UID(S, 16),
    SLUG(S, slug, "slug", REQUIRED),
    P_TEXT(S, title, "title", REQUIRED, SPAN(1, NAME_MOST)),
    SLUG(S, event_type, "event_type", REQUIRED),
    SLUG(S, owner, "owner"),
    SLUG(S, team, "team"),
    P_FLAG(S, active, "active", BIT(GIVEN_ACTIVE)),
    P_NUMBERS(S, reminder_minutes, "reminder_minutes", BIT(GIVEN_REMINDERS), .items = 20),
    ARRAY(S, questions, "questions"),
    ARRAY(S, rules, "rules"),
    ARRAY(S, services, "services"),
};
static const struct params link_params = ROWS(S, link_rows);
#undef S
#define S struct declare_client
static const struct param client_rows[] = {
    ID(S),
    UID(S, 16),
    P_TEXT(S, name, "name", REQUIRED, SPAN(1, NAME_MOST)),
    P_MAIL(S, email, "email", .manner = PARAM_REQUIRED | PARAM_LOWER_CASE),
    P_PHONE(S, phone, "phone"),
    P_ZONE(S, time_zone, "time_zone"),
    LONG(S, notes, "notes"),
};
static const struct params client_params = ROWS(S, client_rows);
#undef S
#define S struct declare_token
static const struct param token_rows[] = {
    P_WORD(S, kind, "kind", token_kind_words, REQUIRED),
    SLUG(S, user, "user"),
    P_MAIL(S, client, "client", .manner = PARAM_LOWER_CASE),
    P_TEXT(S, secret, "secret", REQUIRED, SPAN(8, 500)),
    P_TEXT(S, name, "name", SPAN(0, NAME_MOST)),
    P_TEXTS(S, scopes, "scopes", SPAN(1, 40)),
    P_NUMBER(S, rate_limit, "rate_limit", SPAN(0, RATE_LIMIT_MOST), BIT(GIVEN_RATE_LIMIT)),
    P_INSTANT(S, expires, "expires", BIT(GIVEN_EXPIRES)),
    P_FLAG(S, revoked, "revoked"),
};
static const struct params token_params = ROWS(S, token_rows);
#undef S
#define S struct declare_attendee
static const struct param attendee_rows[] = {
    P_WORD(S, kind, "kind", attendee_kind_words),
    P_TEXT(S, name, "name", REQUIRED, SPAN(0, NAME_MOST)),
    P_MAIL(S, email, "email", REQUIRED),
    P_PHONE(S, phone, "phone"),
    P_ZONE(S, time_zone, "time_zone"),
    P_TEXT(S, language, "language", SPAN(2, 16)),
    P_FLAG(S, absent, "absent"),
    P_TEXT(S, seat_uid, "seat_uid", SPAN(36, UID_MOST)),
    P_JSON(S, responses, "responses"),
    P_JSON(S, metadata, "metadata"),
    P_INSTANT(S, created, "created", BIT(GIVEN_CREATED)),
};
static const struct params attendee_params = ROWS(S, attendee_rows);
#undef S
#define S struct declare_reference
static const struct param reference_rows[] = {
    P_WORD(S, type, "type", reference_type_words, REQUIRED),
    P_TEXT(S, event_uid, "event_uid", REQUIRED, SPAN(1, 255)),
    P_TEXT(S, destination_calendar_id, "destination_calendar_id", SPAN(1, 255)),
};
static const struct params reference_params = ROWS(S, reference_rows);
#undef S
#define S struct declare_booking
static const struct param booking_rows[] = {
    ID(S),
    P_TEXT(S, uid, "uid", REQUIRED, SPAN(1, UID_MOST)),
    SLUG(S, event_type, "event_type", REQUIRED),
    SLUG(S, owner, "owner"),
    SLUG(S, team, "team"),
    SLUG(S, host, "host"),
    P_TEXTS(S, hosts, "hosts", SPAN(1, SLUG_MOST)),
    P_TEXT(S, recurrence, "recurrence", SPAN(36, UID_MOST)),
    P_INSTANT(S, start, "start", .manner = PARAM_REQUIRED | PARAM_DATE_TIME),
    P_NUMBER(S, length_minutes, "length_minutes", SPAN(1, MONTH_MINUTES)),
    P_WORD(S, status, "status", booking_status_words, BIT(GIVEN_STATUS)),
    P_FLAG(S, claims, "claims", BIT(GIVEN_CLAIMS)),
    P_TEXT(S, title, "title"),
    LONG(S, description, "description"),
    LONG(S, location, "location"),
    LONG(S, cancellation_reason, "cancellation_reason"),
    P_MAIL(S, cancelled_by_email, "cancelled_by_email"),
    LONG(S, rejection_reason, "rejection_reason"),
    LONG(S, rescheduling_reason, "rescheduling_reason"),
    P_MAIL(S, rescheduled_by_email, "rescheduled_by_email"),
    P_TEXT(S, rescheduled_from_uid, "rescheduled_from_uid", SPAN(1, UID_MOST)),
    P_TEXT(S, rescheduled_to_uid, "rescheduled_to_uid", SPAN(1, UID_MOST)),
    P_NUMBER(S, seats, "seats", SPAN(1, 1000)),
    P_NUMBER(S, seats_taken, "seats_taken", SPAN(0, 1000), BIT(GIVEN_SEATS_TAKEN)),
    P_FLAG(S, host_absent, "host_absent"),
    P_NUMBER(S, rating, "rating", SPAN(1, 255)),
    P_TEXT(S, ics_uid, "ics_uid", SPAN(1, 255)),
    LONG(S, notes, "notes"),
    LONG(S, internal_notes, "internal_notes"),
    P_JSON(S, responses, "responses"),
    P_JSON(S, metadata, "metadata"),
    P_INSTANT(S, created, "created"),
    P_INSTANT(S, updated, "updated"),
    ARRAY(S, attendees, "attendees"),
    ARRAY(S, references, "references"),
};
static const struct params booking_params = ROWS(S, booking_rows);
#undef S
#define TYPE_OF(S, ...)                                                                            \
    SLUG(S, of.event_type, "event_type", __VA_ARGS__), SLUG(S, of.owner, "owner"),                 \
        SLUG(S, of.team, "team")
#define S struct declare_step
static const struct param step_rows[] = {
    P_NUMBER(S, delay_minutes, "delay_minutes", REQUIRED, SPAN(0, 366 * DAY_MINUTES)),
    P_TEXT(S, subject, "subject", REQUIRED, SPAN(1, NAME_MOST)),
    P_TEXT(S, body, "body", SPAN(1, LONG_MOST), .manner = PARAM_REQUIRED | PARAM_LINES),
};
static const struct params step_params = ROWS(S, step_rows);
#undef S
#define S struct declare_follow_up
static const struct param follow_up_rows[] = {
    P_TEXT(S, name, "name", REQUIRED, SPAN(1, NAME_MOST)),
    TYPE_OF(S, .manner = 0),
    P_FLAG(S, active, "active", BIT(GIVEN_ACTIVE)),
    ARRAY(S, steps, "steps"),
};
static const struct params follow_up_params = ROWS(S, follow_up_rows);
#undef S
#define S struct declare_waiting
static const struct param waiting_rows[] = {
    P_MAIL(S, client, "client", .manner = PARAM_REQUIRED | PARAM_LOWER_CASE),
    TYPE_OF(S, REQUIRED),
    P_DAY(S, date, "date", REQUIRED),
};
static const struct params waiting_params = ROWS(S, waiting_rows);
#undef S
#define S struct declare_business
static const struct param business_rows[] = {
    UID(S, 16),
    P_TEXT(S, slug, "slug", REQUIRED, SPAN(1, 63)),
    P_TEXT(S, name, "name", REQUIRED, SPAN(1, NAME_MOST)),
    P_ZONE(S, time_zone, "time_zone", REQUIRED),
    P_TEXT(S, currency, "currency", SPAN(3, 3)),
    P_TEXT(S, domain, "domain", SPAN(1, 253), .manner = PARAM_LOWER_CASE),
    P_OBJECT(S, settings, "settings", struct settings, &settings_declared),
    ARRAY(S, users, "users"),
    ARRAY(S, teams, "teams"),
    ARRAY(S, holidays, "holidays"),
    ARRAY(S, event_types, "event_types"),
    ARRAY(S, booking_links, "booking_links"),
    ARRAY(S, clients, "clients"),
    ARRAY(S, tokens, "tokens"),
    ARRAY(S, bookings, "bookings"),
    ARRAY(S, follow_up_sequences, "follow_up_sequences"),
    ARRAY(S, waitlist, "waitlist"),
};
static const struct params business_params = ROWS(S, business_rows);
#undef S
/* clang-format on */

/* ---- what holds lists of what ---- */

struct nest {
    const struct params *params;
    const struct nested *lists;
};
struct nested {
    const char *name; /* NULL ends the table */
    size_t offset;    /* of a struct declare_list */
    const struct nest *nest;
};

static const struct nested no_lists[] = {{0}};
#define LIST(S, m, nest_)                                                                          \
    {                                                                                              \
#m, AT(S, m, struct declare_list), &(nest_)                                                \
    }
#define LEAF(name_, params_) static const struct nest name_ = {&(params_), no_lists}
#define NEST(name_, params_, ...)                                                                  \
    static const struct nested name_##_lists[] = {__VA_ARGS__, {0}};                               \
    static const struct nest name_ = {&(params_), name_##_lists}

LEAF(window_nest, window_params);
LEAF(override_nest, override_params);
LEAF(time_off_nest, time_off_params);
LEAF(busy_nest, busy_params);
LEAF(member_nest, member_params);
LEAF(holiday_nest, holiday_params);
LEAF(type_host_nest, type_host_params);
LEAF(client_nest, client_params);
LEAF(token_nest, token_params);
LEAF(attendee_nest, attendee_params);
LEAF(reference_nest, reference_params);
LEAF(step_nest, step_params);
LEAF(waiting_nest, waiting_params);
NEST(follow_up_nest, follow_up_params, LIST(struct declare_follow_up, steps, step_nest));
NEST(schedule_nest, schedule_params, LIST(struct declare_schedule, windows, window_nest),
     LIST(struct declare_schedule, overrides, override_nest));
NEST(user_nest, user_params, LIST(struct declare_user, schedules, schedule_nest),
     LIST(struct declare_user, time_off, time_off_nest),
     LIST(struct declare_user, busy, busy_nest));
NEST(team_nest, team_params, LIST(struct declare_team, members, member_nest));
LEAF(type_name_nest, type_name_params);
LEAF(question_nest, question_params);
LEAF(rule_nest, routing_rule_params);
NEST(event_type_nest, event_type_params, LIST(struct declare_event_type, hosts, type_host_nest),
     LIST(struct declare_event_type, exceptions, override_nest));
NEST(link_nest, link_params, LIST(struct declare_link, questions, question_nest),
     LIST(struct declare_link, rules, rule_nest),
     LIST(struct declare_link, services, type_name_nest));
NEST(booking_nest, booking_params, LIST(struct declare_booking, attendees, attendee_nest),
     LIST(struct declare_booking, references, reference_nest));
NEST(business_nest, business_params, LIST(struct declare_business, users, user_nest),
     LIST(struct declare_business, teams, team_nest),
     LIST(struct declare_business, holidays, holiday_nest),
     LIST(struct declare_business, event_types, event_type_nest),
     LIST(struct declare_business, booking_links, link_nest),
     LIST(struct declare_business, clients, client_nest),
     LIST(struct declare_business, tokens, token_nest),
     LIST(struct declare_business, bookings, booking_nest),
     LIST(struct declare_business, follow_up_sequences, follow_up_nest),
     LIST(struct declare_business, waitlist, waiting_nest));

/* ---- complaints as sentences ---- */

static const char *const sentences[COMPLAINT_KINDS] = {
    "is missing",
    "is not a property of this",
    "is not a text of this form",
    "is not a number",
    "is not a whole number",
    "is neither true nor false",
    "is none of the words for it",
    "is not a time like 2031-03-03T10:00:00Z",
    "is not a date like 2031-03-03",
    "is not a time zone that is known here",
    "is not a mail address",
    "is not a telephone number like +390612345678",
    "is not an object",
    "is not a list",
    "is too small",
    "is too large",
    "is too short",
    "is too long",
    "has too many items",
    "has control characters",
};

void declare_problem(struct text *problems, const char *path, const char *format, ...)
{
    char sentence[1000];
    va_list values;

    va_start(values, format);
    (void)vsnprintf(sentence, sizeof sentence, format, values);
    va_end(values);
    text_put(problems, path);
    text_put(problems, path[0] == '\0' ? "" : ": ");
    text_put(problems, sentence);
    text_char(problems, '\n');
}

static void put_bounds(struct text *problems, const struct complaint *complaint)
{
    const unsigned bounded = COMPLAINT_TOO_SMALL | COMPLAINT_TOO_LARGE | COMPLAINT_TOO_SHORT |
                             COMPLAINT_TOO_LONG | COMPLAINT_TOO_MANY;

    if (complaint->row != NULL && (complaint->kinds & bounded) && complaint->row->most > 0)
        text_format(problems, " (%lld to %lld)", (long long)complaint->row->least,
                    (long long)complaint->row->most);
}

static void put_words(struct text *problems, const struct complaint *complaint)
{
    if (complaint->row == NULL || !(complaint->kinds & COMPLAINT_NOT_WORD))
        return;
    for (const struct word *word = complaint->row->words; word->word != NULL; word++)
        text_format(problems, "%s%s", word == complaint->row->words ? ": " : ", ", word->word);
}

static void put_complaints(struct text *problems, const char *path, const struct complaints *all)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct complaint *complaint = &all->all[i];
        char inside[300];

        (void)snprintf(inside, sizeof inside, "%s%s%s", path,
                       path[0] != '\0' && complaint->property[0] != '\0' ? "." : "",
                       complaint->property);
        for (int kind = 0; kind < COMPLAINT_KINDS; kind++) {
            if (!(complaint->kinds & 1U << kind))
                continue;
            text_format(problems, "%s%s%s", inside, inside[0] == '\0' ? "" : ": ", sentences[kind]);
            put_bounds(problems, complaint);
            put_words(problems, complaint);
            text_char(problems, '\n');
        }
        if (complaint->inside != NULL)
            put_complaints(problems, inside, complaint->inside);
    }
}

/* ---- reading ---- */

struct reader {
    struct arena *arena;
    struct text *problems;
};

static void read_lists(const struct reader *reader, const struct nest *nest, const char *path,
                       char *thing);

static void read_thing(const struct reader *reader, const struct nest *nest, const char *path,
                       struct json_object *json, void *thing)
{
    struct fail fail = NO_FAIL;

    if (json_object_is_type(json, json_type_object))
        fail = params_from_json(reader->arena, nest->params, json, thing);
    else
        declare_problem(reader->problems, path, "is not an object");
    if (FAILED(fail))
        put_complaints(reader->problems, path, fail.complaints);
    read_lists(reader, nest, path, thing);
}

static struct list read_list(const struct reader *reader, const struct nest *nest, const char *path,
                             struct json_object *json)
{
    if (!json_object_is_type(json, json_type_array)) {
        declare_problem(reader->problems, path, "is not a list");
        return (struct list){0};
    }
    size_t count = json_object_array_length(json);
    char *items = arena_take_many(reader->arena, count + 1, nest->params->size);
    for (size_t i = 0; i < count; i++) {
        const char *inside = arena_format(reader->arena, "%s[%zu]", path, i);

        read_thing(reader, nest, inside, json_object_array_get_idx(json, i),
                   items + i * nest->params->size);
    }
    return (struct list){items, count};
}

static void read_lists(const struct reader *reader, const struct nest *nest, const char *path,
                       char *thing)
{
    for (const struct nested *nested = nest->lists; nested->name != NULL; nested++) {
        struct declare_list *list = (struct declare_list *)(void *)(thing + nested->offset);
        const char *before = path[0] == '\0' ? "" : ".";

        if (list->json != NULL)
            list->read = read_list(
                reader, nested->nest,
                arena_format(reader->arena, "%s%s%s", path, before, nested->name), list->json);
    }
}

struct list declare_read(struct arena *arena, struct json_object *document, struct text *problems)
{
    const struct reader reader = {arena, problems};
    struct json_object *several = NULL;

    if (document != NULL && json_object_is_type(document, json_type_object) &&
        json_object_object_get_ex(document, "businesses", &several)) {
        if (json_object_object_length(document) > 1)
            declare_problem(problems, "", "beside businesses nothing else is known");
        return read_list(&reader, &business_nest, "businesses", several);
    }
    struct declare_business *one = TAKE(arena, struct declare_business);
    if (document == NULL)
        declare_problem(problems, "", "the document is empty");
    else
        read_thing(&reader, &business_nest, "", document, one);
    return (struct list){one, 1};
}
