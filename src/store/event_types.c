/* event_types.c - what can be booked, and when its hosts work. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/text.h"
#include "store/event_types.h"
#include "store/placeholders.h"

struct event_type_row {
    struct event_type event_type;
    bool preferred;
};

#define E struct event_type_row
static const struct column event_type_columns[] = {
    C_NUMBER(E, event_type.id),
    C_NUMBER(E, event_type.business_id),
    C_TEXT(E, event_type.business_zone),
    C_TEXT(E, event_type.uid),
    C_TEXT(E, event_type.slug),
    C_TEXT(E, event_type.title),
    C_TEXT(E, event_type.description),
    C_NUMBER(E, event_type.owner_id),
    C_NUMBER(E, event_type.team_id),
    C_WORD(E, event_type.assignment, assignment_words),
    C_FLAG(E, event_type.owner_first),
    C_FLAG(E, event_type.managed),
    C_NUMBER(E, event_type.schedule_id),
    C_TEXT(E, event_type.schedule_zone),
    C_NUMBER(E, event_type.length_minutes),
    C_TEXT(E, event_type.length_options),
    C_NUMBER(E, event_type.slot_interval_minutes),
    C_NUMBER(E, event_type.buffer_before_minutes),
    C_NUMBER(E, event_type.buffer_after_minutes),
    C_NUMBER(E, event_type.minimum_notice_minutes),
    C_NUMBER(E, event_type.booking_window_days),
    C_FLAG(E, event_type.window_business_days),
    C_DAY(E, event_type.booking_window_start),
    C_FLAG(E, event_type.has_window_start),
    C_DAY(E, event_type.booking_window_end),
    C_FLAG(E, event_type.has_window_end),
    C_NUMBER(E, event_type.booker_limit),
    C_FLAG(E, event_type.booker_limit_offers_move),
    C_FLAG(E, event_type.requires_confirmation),
    C_NUMBER(E, event_type.confirmation_notice_minutes),
    C_FLAG(E, event_type.requires_authentication),
    C_FLAG(E, event_type.cancelling_disabled),
    C_FLAG(E, event_type.rescheduling_disabled),
    C_FLAG(E, event_type.guests_disabled),
    C_NUMBER(E, event_type.moving_notice_minutes),
    C_FLAG(E, event_type.moving_past_allowed),
    C_NUMBER(E, event_type.seats),
    C_NUMBER(E, event_type.recurrence_count),
    C_WORD(E, event_type.recurrence_frequency, frequency_words),
    C_NUMBER(E, event_type.recurrence_interval),
    C_FLAG(E, event_type.seats_show_attendees),
    C_TEXT(E, event_type.limits),
    C_TEXT(E, event_type.locations),
    C_TEXT(E, event_type.fields),
    C_TEXT(E, event_type.owner_uid),
    C_TEXT(E, event_type.owner_name),
    C_TEXT(E, event_type.owner_email),
    C_TEXT(E, event_type.owner_username),
    C_TEXT(E, event_type.owner_time_zone),
    C_TEXT(E, event_type.business_name),
    C_TEXT(E, event_type.business_currency),
    C_TEXT(E, event_type.business_settings),
    C_FLAG(E, preferred),
};
#undef E

/* An owner who left has no hours any more. */
#define SELECT_EVENT_TYPE                                                                          \
    "SELECT t.id, t.business_id, b.time_zone, t.uid, t.slug, t.title, t.description, t.owner_id,"  \
    " t.team_id, t.assignment, t.owner_first, t.managed, s.id, s.time_zone, t.length_minutes,"     \
    " t.length_options, t.slot_interval_minutes, t.buffer_before_minutes,"                         \
    " t.buffer_after_minutes, t.minimum_notice_minutes, t.booking_window_days,"                    \
    " t.window_business_days,"                                                                     \
    " t.booking_window_start, t.booking_window_start IS NOT NULL, t.booking_window_end,"           \
    " t.booking_window_end IS NOT NULL, t.booker_limit, t.booker_limit_offers_move,"               \
    " t.requires_confirmation,"                                                                    \
    " t.confirmation_notice_minutes,"                                                              \
    " t.requires_authentication, t.cancelling_disabled, t.rescheduling_disabled,"                  \
    " t.guests_disabled, t.moving_notice_minutes, t.moving_past_allowed, t.seats,"                 \
    " t.recurrence_count, t.recurrence_frequency, t.recurrence_interval,"                          \
    " t.seats_show_attendees, t.limits, t.locations, t.fields, u.uid, u.name, u.email, "           \
    "u.username, "                                                                                 \
    "u.time_zone, b.name, LOWER(b.currency), b.settings,"                                          \
    " b.domain <=> ?"                                                                              \
    " FROM event_type t JOIN business b ON b.id = t.business_id"                                   \
    " LEFT JOIN user u ON u.business_id = t.business_id AND u.id = t.owner_id"                     \
    " LEFT JOIN team g ON g.business_id = t.business_id AND g.id = t.team_id"                      \
    " LEFT JOIN schedule s ON s.business_id = t.business_id"                                       \
    "  AND s.id = COALESCE(t.schedule_id, u.default_schedule_id) AND COALESCE(u.active, TRUE)"     \
    " WHERE t.deleted_us IS NULL AND "
#define FIRST_TWO      " ORDER BY b.domain <=> ? DESC LIMIT 2"
#define EVENT_TYPE_ROW event_type_columns, COUNT(event_type_columns), sizeof(struct event_type_row)

/* By id, by user's slug, by team's slug; within a business, and for callers nobody knows. */
static const struct statement within_business[] = {
    {"event type by id", SELECT_EVENT_TYPE "t.business_id = ? AND t.id = ?" FIRST_TWO,
     EVENT_TYPE_ROW},
    {"event type by username",
     SELECT_EVENT_TYPE "t.business_id = ? AND u.username = ? AND t.slug = ?" FIRST_TWO,
     EVENT_TYPE_ROW},
    {"event type by team",
     SELECT_EVENT_TYPE "t.business_id = ? AND g.slug = ? AND t.slug = ?" FIRST_TWO, EVENT_TYPE_ROW},
};
static const struct statement anywhere[] = {
    {"event type by id, anywhere", SELECT_EVENT_TYPE "t.id = ?" FIRST_TWO, EVENT_TYPE_ROW},
    {"event type by username, anywhere",
     SELECT_EVENT_TYPE "u.username = ? AND t.slug = ?" FIRST_TWO, EVENT_TYPE_ROW},
    {"event type by team, anywhere", SELECT_EVENT_TYPE "g.slug = ? AND t.slug = ?" FIRST_TWO,
     EVENT_TYPE_ROW},
};

struct count_row {
    int64_t count;
};
static const struct column count_columns[] = {C_NUMBER(struct count_row, count)};

static const struct word rule_kind_words[] = {
    {"window", RULE_WINDOW},
    {"override", RULE_OVERRIDE},
    {"holiday", RULE_HOLIDAY},
    {"time_off", RULE_TIME_OFF},
    {"busy", RULE_BUSY},
    {"exception", RULE_EXCEPTION},
    {NULL, 0},
};

static const struct column rule_columns[] = {
    C_WORD(struct rule, kind, rule_kind_words),
    C_NUMBER(struct rule, weekdays),
    C_DAY(struct rule, first),
    C_DAY(struct rule, last),
    C_NUMBER(struct rule, start_minute),
    C_NUMBER(struct rule, end_minute),
    C_INSTANT(struct rule, start),
    C_INSTANT(struct rule, end),
};

static const struct statement rules_statement = {
    "rules of a host",
    "SELECT 'window', weekdays, NULL, NULL, start_minute, end_minute, NULL, NULL"
    " FROM schedule_window WHERE business_id = ? AND schedule_id = ?"
    " UNION ALL SELECT 'override', NULL, date, date, COALESCE(start_minute, -1),"
    "  COALESCE(end_minute, -1), NULL, NULL FROM schedule_override"
    "  WHERE business_id = ? AND schedule_id = ? AND date BETWEEN ? AND ?"
    " UNION ALL SELECT 'holiday', NULL, date, date, -1, -1, NULL, NULL FROM holiday"
    "  WHERE business_id = ? AND date BETWEEN ? AND ?"
    " UNION ALL SELECT 'time_off', NULL, start_date, end_date, -1, -1, NULL, NULL FROM time_off"
    "  WHERE business_id = ? AND user_id = ? AND start_date <= ? AND end_date >= ?"
    " UNION ALL SELECT 'busy', NULL, NULL, NULL, NULL, NULL, start_us, end_us FROM busy_range"
    "  WHERE business_id = ? AND user_id = ? AND start_us < ? AND end_us > ?"
    " UNION ALL SELECT 'exception', NULL, o.date, o.date, COALESCE(o.start_minute, -1),"
    "  COALESCE(o.end_minute, -1), NULL, NULL FROM event_type_override o"
    "  WHERE o.business_id = ? AND o.event_type_id IN (?, ?) AND o.date BETWEEN ? AND ?"
    "  AND (o.event_type_id = ? OR NOT EXISTS (SELECT 1 FROM event_type_override n"
    "   WHERE n.business_id = o.business_id AND n.event_type_id = ? AND n.date = o.date))",
    rule_columns, COUNT(rule_columns), sizeof(struct rule)};

int64_t hosting_type(const struct event_type *event_type)
{
    return event_type->hosts_of != 0 ? event_type->hosts_of : event_type->id;
}

static int form_of(const struct event_type_name *name)
{
    if (name->id != 0)
        return 0;
    return name->username != NULL ? 1 : 2;
}

static struct fail ask(struct store *store, int64_t business_id, const char *host_name,
                       const struct event_type_name *name, struct list *rows)
{
    struct value host = v_text(host_name);
    struct value whose = v_text(name->username != NULL ? name->username : name->team_slug);
    struct value slug = v_text(name->slug);
    int form = form_of(name);

    if (business_id != 0 && form == 0)
        return store_all(store, &within_business[form],
                         VALUES(host, v_number(business_id), v_number(name->id), host), rows);
    if (business_id != 0)
        return store_all(store, &within_business[form],
                         VALUES(host, v_number(business_id), whose, slug, host), rows);
    if (form == 0)
        return store_all(store, &anywhere[form], VALUES(host, v_number(name->id), host), rows);
    return store_all(store, &anywhere[form], VALUES(host, whose, slug, host), rows);
}

struct fail event_type_by_name(struct store *store, int64_t business_id, const char *host_name,
                               const struct event_type_name *name, struct event_type *event_type,
                               bool *found)
{
    struct list rows;

    *found = false;
    TRY(ask(store, business_id, host_name, name, &rows));
    const struct event_type_row *first = rows.items;
    if (rows.count == 0 || (rows.count == 2 && !first->preferred))
        return NO_FAIL;
    *event_type = first->event_type;
    *found = true;
    return NO_FAIL;
}

struct fail event_types_known(struct store *store, int64_t business_id, const struct numbers *ids,
                              int64_t *known)
{
    struct placeholders list = placeholders_start(store_arena(store));
    struct count_row row = {0};
    bool found;

    placeholders_text(&list, "SELECT COUNT(*) FROM event_type WHERE business_id = ? AND id IN ");
    placeholders_value(&list, v_number(business_id));
    placeholders_numbers(&list, ids);
    struct statement statement = {"event types known", placeholders_sql(&list), count_columns,
                                  COUNT(count_columns), sizeof row};
    TRY(store_one(store, &statement, placeholders_values(&list), &row, &found));
    *known = row.count;
    return NO_FAIL;
}

struct fail rules_of_host(struct store *store, const struct event_type *event_type,
                          const struct event_host *host, struct day first, struct day last,
                          struct instant start, struct instant end, struct rules *rules)
{
    struct value business = v_number(event_type->business_id);
    struct value schedule = v_number(host->schedule_id);
    struct value who = v_number(host->id);
    struct value from = v_day(store_arena(store), first);
    struct value to = v_day(store_arena(store), last);
    struct value own = v_number(event_type->id);
    struct value lent = v_number(hosting_type(event_type));
    struct list rows;

    TRY(store_all(store, &rules_statement,
                  VALUES(business, schedule, business, schedule, from, to, business, from, to,
                         business, who, to, from, business, who, v_instant(end), v_instant(start),
                         business, own, lent, from, to, own, own),
                  &rows));
    *rules = (struct rules){rows.items, rows.count};
    return NO_FAIL;
}

const struct statement *const event_type_statements[] = {
    &within_business[0], &within_business[1], &within_business[2], &anywhere[0],
    &anywhere[1],        &anywhere[2],        &rules_statement,    NULL};
