/* manage_types.c - event types as their owners manage them. SPDX-License-Identifier: MIT */
#include "base/uid.h"
#include "store/manage_types.h"
#include "store/placeholders.h"

#define T struct managed_type
static const struct column type_columns[] = {
    C_NUMBER(T, id),
    C_NUMBER(T, business_id),
    C_TEXT(T, business_domain),
    C_TEXT(T, currency),
    C_TEXT(T, slug),
    C_TEXT(T, title),
    C_TEXT(T, description),
    C_NUMBER(T, owner_id),
    C_TEXT(T, owner_username),
    C_NUMBER(T, team_id),
    C_NUMBER(T, parent_id),
    C_TEXT(T, team_slug),
    C_TEXT(T, team_name),
    C_TEXT(T, hosts),
    C_FLAG(T, managed),
    C_WORD(T, assignment, assignment_words),
    C_NUMBER(T, schedule_id),
    C_NUMBER(T, length_minutes),
    C_TEXT(T, length_options),
    C_NUMBER(T, slot_interval_minutes),
    C_NUMBER(T, buffer_before_minutes),
    C_NUMBER(T, buffer_after_minutes),
    C_NUMBER(T, minimum_notice_minutes),
    C_NUMBER(T, booking_window_days),
    C_FLAG(T, window_business_days),
    C_DAY(T, booking_window_start),
    C_FLAG(T, has_window_start),
    C_DAY(T, booking_window_end),
    C_FLAG(T, has_window_end),
    C_NUMBER(T, booker_limit),
    C_FLAG(T, booker_limit_offers_move),
    C_FLAG(T, requires_confirmation),
    C_NUMBER(T, confirmation_notice_minutes),
    C_FLAG(T, requires_authentication),
    C_FLAG(T, cancelling_disabled),
    C_FLAG(T, rescheduling_disabled),
    C_NUMBER(T, moving_notice_minutes),
    C_FLAG(T, moving_past_allowed),
    C_FLAG(T, guests_disabled),
    C_NUMBER(T, seats),
    C_FLAG(T, seats_show_attendees),
    C_FLAG(T, seats_show_count),
    C_NUMBER(T, recurrence_count),
    C_WORD(T, recurrence_frequency, frequency_words),
    C_NUMBER(T, recurrence_interval),
    C_FLAG(T, hidden),
    C_TEXT(T, locations),
    C_TEXT(T, fields),
    C_TEXT(T, limits),
    C_TEXT(T, metadata),
    C_TEXT(T, looks),
    C_NUMBER(T, price_minor),
};
#undef T
#define TYPE_ROW type_columns, COUNT(type_columns), sizeof(struct managed_type)

#define SELECT_TYPE                                                                                \
    "SELECT t.id, t.business_id, b.domain, LOWER(b.currency), t.slug, t.title, t.description,"     \
    " t.owner_id, u.username, t.team_id, t.parent_id, g.slug, g.name,"                             \
    " (SELECT JSON_ARRAYAGG(h.username ORDER BY h.id) FROM event_type_host e JOIN user h"          \
    "  ON h.business_id = e.business_id AND h.id = e.user_id"                                      \
    "  WHERE e.business_id = t.business_id AND e.event_type_id = t.id),"                           \
    " t.managed, t.assignment, t.schedule_id, t.length_minutes, t.length_options,"                 \
    " t.slot_interval_minutes, t.buffer_before_minutes, t.buffer_after_minutes,"                   \
    " t.minimum_notice_minutes, t.booking_window_days, t.window_business_days,"                    \
    " t.booking_window_start, t.booking_window_start IS NOT NULL, t.booking_window_end,"           \
    " t.booking_window_end IS NOT NULL, t.booker_limit, t.booker_limit_offers_move,"               \
    " t.requires_confirmation, t.confirmation_notice_minutes, t.requires_authentication,"          \
    " t.cancelling_disabled, t.rescheduling_disabled, t.moving_notice_minutes,"                    \
    " t.moving_past_allowed, t.guests_disabled, t.seats, t.seats_show_attendees, "                 \
    "t.seats_show_count,"                                                                          \
    " t.recurrence_count, t.recurrence_frequency, t.recurrence_interval, t.hidden, t.locations,"   \
    " t.fields, t.limits, t.metadata, t.looks, t.price_minor"                                      \
    " FROM event_type t JOIN business b ON b.id = t.business_id"                                   \
    " LEFT JOIN user u ON u.business_id = t.business_id AND u.id = t.owner_id"                     \
    " LEFT JOIN team g ON g.business_id = t.business_id AND g.id = t.team_id"                      \
    " WHERE t.business_id = ? AND t.deleted_us IS NULL AND "

static const struct statement by_id = {"managed event type by id", SELECT_TYPE "t.id = ?",
                                       TYPE_ROW};
#define OF_USER "t.owner_id = ? AND (? IS NULL OR t.slug = ?) AND (? OR NOT t.hidden) ORDER BY t.id"
static const struct statement of_user[] = {
    {"managed event types of user", SELECT_TYPE OF_USER, TYPE_ROW},
    {"managed event types of user, latest first", SELECT_TYPE OF_USER " DESC", TYPE_ROW},
};

struct flag_row {
    bool flag;
};
static const struct column flag_columns[] = {C_FLAG(struct flag_row, flag)};
static const struct statement shown_to = {
    "managed event type shown to",
    "SELECT u.role = 'admin'"
    " OR EXISTS (SELECT 1 FROM event_type_host h WHERE h.business_id = u.business_id"
    "  AND h.event_type_id = ? AND h.user_id = u.id)"
    " OR EXISTS (SELECT 1 FROM membership m WHERE m.business_id = u.business_id"
    "  AND m.team_id = ? AND m.user_id = u.id AND m.role IN ('owner','admin'))"
    " FROM user u WHERE u.business_id = ? AND u.id = ?",
    flag_columns, 1, sizeof(struct flag_row)};

struct fail managed_type_by_id(struct store *store, int64_t business_id, int64_t id,
                               struct managed_type *type, bool *found)
{
    return store_one(store, &by_id, VALUES(v_number(business_id), v_number(id)), type, found);
}

struct fail managed_types_of_user(struct store *store, int64_t business_id, int64_t user_id,
                                  const char *slug, bool with_hidden, bool descending,
                                  struct list *types)
{
    return store_all(store, &of_user[descending],
                     VALUES(v_number(business_id), v_number(user_id), v_text(slug), v_text(slug),
                            v_number(with_hidden)),
                     types);
}

struct fail managed_type_shown_to(struct store *store, const struct managed_type *type,
                                  int64_t user_id, bool *shown)
{
    struct flag_row row = {0};
    bool found;

    TRY(store_one(store, &shown_to,
                  VALUES(v_number(type->id), v_id(type->team_id), v_number(type->business_id),
                         v_number(user_id)),
                  &row, &found));
    *shown = row.flag;
    return NO_FAIL;
}

/* ---- writing ---- */

struct named_value {
    const char *name;
    struct value value;
};

enum { SETTINGS_MOST = 48, AT_BIRTH = 6 };
struct settings {
    struct named_value all[SETTINGS_MOST];
    size_t count;
};

static struct value word_value(const struct word *words, int value)
{
    return v_text(value < 0 ? NULL : word_of(words, value));
}

/* All that an owner may set. */
static struct settings settings_of(struct arena *arena, const struct managed_type *type)
{
    const struct value none = v_text(NULL);

#define NUMBER(m)                                                                                  \
    {                                                                                              \
#m, v_number(type->m)                                                                      \
    }
#define SOME(m)                                                                                    \
    {                                                                                              \
#m, v_id(type->m)                                                                          \
    }
#define TEXT(m)                                                                                    \
    {                                                                                              \
#m, v_text(type->m)                                                                        \
    }
    const struct named_value all[] = {
        TEXT(slug),
        TEXT(title),
        TEXT(description),
        SOME(schedule_id),
        NUMBER(length_minutes),
        TEXT(length_options),
        SOME(slot_interval_minutes),
        NUMBER(buffer_before_minutes),
        NUMBER(buffer_after_minutes),
        NUMBER(minimum_notice_minutes),
        SOME(booking_window_days),
        NUMBER(window_business_days),
        {"booking_window_start",
         type->has_window_start ? v_day(arena, type->booking_window_start) : none},
        {"booking_window_end",
         type->has_window_end ? v_day(arena, type->booking_window_end) : none},
        SOME(booker_limit),
        NUMBER(booker_limit_offers_move),
        NUMBER(requires_confirmation),
        SOME(confirmation_notice_minutes),
        NUMBER(requires_authentication),
        NUMBER(cancelling_disabled),
        NUMBER(rescheduling_disabled),
        SOME(moving_notice_minutes),
        NUMBER(moving_past_allowed),
        NUMBER(guests_disabled),
        SOME(seats),
        NUMBER(seats_show_attendees),
        NUMBER(seats_show_count),
        SOME(recurrence_count),
        {"recurrence_frequency", word_value(frequency_words, type->recurrence_frequency)},
        SOME(recurrence_interval),
        NUMBER(hidden),
        TEXT(locations),
        TEXT(fields),
        TEXT(limits),
        TEXT(looks),
        NUMBER(price_minor),
    };
#undef NUMBER
#undef SOME
#undef TEXT
    struct settings settings = {.count = COUNT(all)};

    _Static_assert(COUNT(all) + AT_BIRTH <= SETTINGS_MOST, "room for what is set at birth");
    for (size_t i = 0; i < COUNT(all); i++)
        settings.all[i] = all[i];
    return settings;
}

static void add_setting(struct settings *settings, const char *name, struct value value)
{
    settings->all[settings->count++] = (struct named_value){name, value};
}

static struct fail taken_slug(struct fail fail)
{
    if (refused_by(fail, DUPLICATE, "event_type_owner_slug") ||
        refused_by(fail, DUPLICATE, "event_type_team_slug"))
        fail.code = NAME_TAKEN;
    return fail;
}

/* Bookings of a deleted event type still name it; only when another wants its slug it takes one
 * that no other has. */
static struct fail free_slug(struct store *store, const struct managed_type *type)
{
    return store_change(store, "free slug",
                        "UPDATE event_type SET slug = CONCAT(LEFT(slug, 80), '-', id)"
                        " WHERE business_id = ? AND slug = ? AND owner_id <=> ? AND team_id <=> ?"
                        " AND deleted_us IS NOT NULL",
                        VALUES(v_number(type->business_id), v_text(type->slug),
                               v_id(type->owner_id), v_id(type->team_id)),
                        NULL, NULL);
}

struct fail managed_type_insert(struct store *store, struct managed_type *type, struct instant now)
{
    struct arena *arena = store_arena(store);
    struct settings settings = settings_of(arena, type);
    struct placeholders sql = placeholders_start(arena);
    char uid[17];

    uid_short(uid);
    TRY(free_slug(store, type));
    add_setting(&settings, "business_id", v_number(type->business_id));
    add_setting(&settings, "owner_id", v_id(type->owner_id));
    add_setting(&settings, "team_id", v_id(type->team_id));
    add_setting(&settings, "assignment", word_value(assignment_words, type->assignment));
    add_setting(&settings, "uid", v_text(uid));
    add_setting(&settings, "created_us", v_instant(now));
    placeholders_text(&sql, "INSERT INTO event_type (");
    for (size_t i = 0; i < settings.count; i++) {
        placeholders_text(&sql, i == 0 ? "" : ", ");
        placeholders_text(&sql, settings.all[i].name);
    }
    for (size_t i = 0; i < settings.count; i++) {
        placeholders_text(&sql, i == 0 ? ") VALUES (?" : ",?");
        placeholders_value(&sql, settings.all[i].value);
    }
    placeholders_text(&sql, ")");
    return taken_slug(store_change(store, "insert event type", placeholders_sql(&sql),
                                   placeholders_values(&sql), NULL, &type->id));
}

struct fail managed_type_set(struct store *store, const struct managed_type *type)
{
    struct settings settings = settings_of(store_arena(store), type);
    struct placeholders sql = placeholders_start(store_arena(store));

    TRY(free_slug(store, type));
    for (size_t i = 0; i < settings.count; i++) {
        placeholders_text(&sql, i == 0 ? "UPDATE event_type SET " : ", ");
        placeholders_text(&sql, settings.all[i].name);
        placeholders_text(&sql, " = ?");
        placeholders_value(&sql, settings.all[i].value);
    }
    placeholders_text(&sql, " WHERE business_id = ? AND id = ?");
    placeholders_copy(&sql, VALUES(v_number(type->business_id), v_number(type->id)));
    return taken_slug(store_change(store, "set event type", placeholders_sql(&sql),
                                   placeholders_values(&sql), NULL, NULL));
}

struct fail managed_type_delete(struct store *store, const struct managed_type *type,
                                struct instant now)
{
    return store_change(store, "delete event type",
                        "UPDATE event_type SET deleted_us = ? WHERE business_id = ? AND id = ?",
                        VALUES(v_instant(now), v_number(type->business_id), v_number(type->id)),
                        NULL, NULL);
}

const struct statement *const managed_type_statements[] = {&by_id, &of_user[0], &of_user[1],
                                                           &shown_to, NULL};
