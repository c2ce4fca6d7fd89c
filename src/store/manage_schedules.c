/* manage_schedules.c - schedules as their owners manage them. SPDX-License-Identifier: MIT */
#include "store/manage_schedules.h"
#include "store/placeholders.h"

#define S struct schedule
static const struct column schedule_columns[] = {
    C_NUMBER(S, id), C_NUMBER(S, business_id), C_NUMBER(S, user_id),
    C_TEXT(S, name), C_TEXT(S, time_zone),     C_FLAG(S, standard),
};
#undef S
static const struct statement schedules_statement = {
    "schedules of user",
    "SELECT s.id, s.business_id, s.user_id, s.name, s.time_zone, s.id <=> u.default_schedule_id"
    " FROM schedule s JOIN user u ON u.business_id = s.business_id AND u.id = s.user_id"
    " WHERE s.business_id = ? AND s.user_id = ? ORDER BY s.id",
    schedule_columns, COUNT(schedule_columns), sizeof(struct schedule)};

#define W struct schedule_window
static const struct column window_columns[] = {C_NUMBER(W, schedule_id), C_NUMBER(W, weekdays),
                                               C_NUMBER(W, start_minute), C_NUMBER(W, end_minute)};
#undef W
static const struct statement windows_statement = {
    "windows of user",
    "SELECT w.schedule_id, w.weekdays, w.start_minute, w.end_minute FROM schedule_window w"
    " JOIN schedule s ON s.business_id = w.business_id AND s.id = w.schedule_id"
    " WHERE s.business_id = ? AND s.user_id = ? ORDER BY w.schedule_id, w.position",
    window_columns, COUNT(window_columns), sizeof(struct schedule_window)};

#define O struct schedule_override
static const struct column override_columns[] = {
    C_NUMBER(O, schedule_id), C_DAY(O, date), C_NUMBER(O, start_minute), C_NUMBER(O, end_minute)};
#undef O
static const struct statement overrides_statement = {
    "overrides of user",
    "SELECT o.schedule_id, o.date, o.start_minute, o.end_minute FROM schedule_override o"
    " JOIN schedule s ON s.business_id = o.business_id AND s.id = o.schedule_id"
    " WHERE s.business_id = ? AND s.user_id = ? ORDER BY o.schedule_id, o.date, o.position",
    override_columns, COUNT(override_columns), sizeof(struct schedule_override)};

struct id_row {
    int64_t id;
};
static const struct column id_columns[] = {C_NUMBER(struct id_row, id)};
static const struct statement lock_statement = {
    "lock schedules", "SELECT id FROM user WHERE business_id = ? AND id = ? FOR UPDATE", id_columns,
    1, sizeof(struct id_row)};

struct fail schedules_of_user(struct store *store, int64_t business_id, int64_t user_id,
                              struct list *schedules)
{
    struct values whose = VALUES(v_number(business_id), v_number(user_id));
    struct list windows, overrides;

    TRY(store_all(store, &schedules_statement, whose, schedules));
    TRY(store_all(store, &windows_statement, whose, &windows));
    TRY(store_all(store, &overrides_statement, whose, &overrides));
    struct schedule_window *window = windows.items;
    struct schedule_override *override = overrides.items;
    const struct schedule_window *last_window = window + windows.count;
    const struct schedule_override *last_override = override + overrides.count;
    struct schedule *all = schedules->items;
    for (size_t i = 0; i < schedules->count; i++) {
        all[i].windows.items = window;
        for (; window < last_window && window->schedule_id == all[i].id; window++)
            all[i].windows.count++;
        all[i].overrides.items = override;
        for (; override < last_override && override->schedule_id == all[i].id; override++)
            all[i].overrides.count++;
    }
    return NO_FAIL;
}

static struct fail taken_name(struct fail fail)
{
    if (refused_by(fail, DUPLICATE, "schedule_name"))
        fail.code = NAME_TAKEN;
    return fail;
}

struct fail schedule_insert(struct store *store, struct schedule *schedule)
{
    return taken_name(store_change(
        store, "insert schedule",
        "INSERT INTO schedule (business_id, user_id, name, time_zone) VALUES (?,?,?,?)",
        VALUES(v_number(schedule->business_id), v_number(schedule->user_id), v_text(schedule->name),
               v_text(schedule->time_zone)),
        NULL, &schedule->id));
}

struct fail schedule_set(struct store *store, const struct schedule *schedule)
{
    return taken_name(
        store_change(store, "set schedule",
                     "UPDATE schedule SET name = ?, time_zone = ? WHERE business_id = ? AND id = ?",
                     VALUES(v_text(schedule->name), v_text(schedule->time_zone),
                            v_number(schedule->business_id), v_number(schedule->id)),
                     NULL, NULL));
}

struct fail schedule_set_windows(struct store *store, const struct schedule *schedule)
{
    const struct schedule_window *all = schedule->windows.items;
    struct value business = v_number(schedule->business_id);
    struct value id = v_number(schedule->id);
    struct placeholders sql = placeholders_start(store_arena(store));

    TRY(store_change(store, "delete windows",
                     "DELETE FROM schedule_window WHERE business_id = ? AND schedule_id = ?",
                     VALUES(business, id), NULL, NULL));
    if (schedule->windows.count == 0)
        return NO_FAIL;
    placeholders_text(&sql, "INSERT INTO schedule_window (business_id, schedule_id, position,"
                            " weekdays, start_minute, end_minute) VALUES ");
    for (size_t i = 0; i < schedule->windows.count; i++) {
        placeholders_text(&sql, i == 0 ? "(?,?,?,?,?,?)" : ",(?,?,?,?,?,?)");
        placeholders_copy(&sql,
                          VALUES(business, id, v_number((int64_t)i), v_number(all[i].weekdays),
                                 v_number(all[i].start_minute), v_number(all[i].end_minute)));
    }
    return store_change(store, "insert windows", placeholders_sql(&sql), placeholders_values(&sql),
                        NULL, NULL);
}

/* Several of one date are numbered in the order in which they stand. */
static int64_t position_of(const struct schedule_override *all, size_t i)
{
    int64_t position = 0;

    for (size_t before = 0; before < i; before++)
        position += all[before].date.number == all[i].date.number;
    return position;
}

struct fail schedule_set_overrides(struct store *store, const struct schedule *schedule)
{
    const struct schedule_override *all = schedule->overrides.items;
    const struct value none = v_text(NULL);
    struct value business = v_number(schedule->business_id);
    struct value id = v_number(schedule->id);
    struct placeholders sql = placeholders_start(store_arena(store));

    TRY(store_change(store, "delete overrides",
                     "DELETE FROM schedule_override WHERE business_id = ? AND schedule_id = ?",
                     VALUES(business, id), NULL, NULL));
    if (schedule->overrides.count == 0)
        return NO_FAIL;
    placeholders_text(&sql, "INSERT INTO schedule_override (business_id, schedule_id, date,"
                            " position, start_minute, end_minute) VALUES ");
    for (size_t i = 0; i < schedule->overrides.count; i++) {
        bool closed = all[i].end_minute == 0;

        placeholders_text(&sql, i == 0 ? "(?,?,?,?,?,?)" : ",(?,?,?,?,?,?)");
        placeholders_copy(&sql, VALUES(business, id, v_day(store_arena(store), all[i].date),
                                       v_number(position_of(all, i)),
                                       closed ? none : v_number(all[i].start_minute),
                                       closed ? none : v_number(all[i].end_minute)));
    }
    return store_change(store, "insert overrides", placeholders_sql(&sql),
                        placeholders_values(&sql), NULL, NULL);
}

struct fail schedule_set_default(struct store *store, const struct schedule *schedule)
{
    return store_change(store, "set default schedule",
                        "UPDATE user SET default_schedule_id = ? WHERE business_id = ? AND id = ?",
                        VALUES(v_number(schedule->id), v_number(schedule->business_id),
                               v_number(schedule->user_id)),
                        NULL, NULL);
}

struct fail schedules_lock(struct store *store, int64_t business_id, int64_t user_id)
{
    struct id_row row;
    bool found;

    return store_one(store, &lock_statement, VALUES(v_number(business_id), v_number(user_id)), &row,
                     &found);
}

struct fail schedule_delete(struct store *store, const struct schedule *schedule)
{
    struct values which = VALUES(v_number(schedule->business_id), v_number(schedule->id));

    TRY(store_change(
        store, "forget schedule",
        "UPDATE event_type SET schedule_id = NULL WHERE business_id = ? AND schedule_id = ?", which,
        NULL, NULL));
    return store_change(store, "delete schedule",
                        "DELETE FROM schedule WHERE business_id = ? AND id = ?", which, NULL, NULL);
}

const struct statement *const manage_schedule_statements[] = {
    &schedules_statement, &windows_statement, &overrides_statement, &lock_statement, NULL};
