/* shifts.c - the weekly hours of staff, and the days they are away. SPDX-License-Identifier: MIT */
#include "store/placeholders.h"
#include "store/shifts.h"

#define W struct shift_window
static const struct column window_columns[] = {
    C_NUMBER(W, staff_id),     C_TEXT(W, time_zone),    C_NUMBER(W, weekdays),
    C_NUMBER(W, start_minute), C_NUMBER(W, end_minute),
};
#undef W
#define WINDOW_ROW window_columns, COUNT(window_columns), sizeof(struct shift_window)
static const struct statement windows_statement = {
    "shifts",
    "SELECT u.id, s.time_zone, w.weekdays, w.start_minute, w.end_minute FROM user u"
    " JOIN schedule s ON s.business_id = u.business_id AND s.id = u.default_schedule_id"
    " JOIN schedule_window w ON w.business_id = s.business_id AND w.schedule_id = s.id"
    " WHERE u.business_id = ? AND (u.id = ? OR (? = 0 AND u.active))"
    " ORDER BY u.name, u.id, w.position",
    WINDOW_ROW};
static const struct statement defaults_statement = {
    "default shifts",
    "SELECT 0, NULL, weekdays, start_minute, end_minute FROM default_shift WHERE business_id = ?"
    " ORDER BY position",
    WINDOW_ROW};

#define T struct time_off
static const struct column time_off_columns[] = {
    C_NUMBER(T, id),      C_NUMBER(T, business_id), C_NUMBER(T, staff_id),
    C_DAY(T, start_date), C_DAY(T, end_date),       C_TEXT(T, reason),
};
#undef T
#define SELECT_TIME_OFF                                                                            \
    "SELECT id, business_id, user_id, start_date, end_date, reason FROM time_off"                  \
    " WHERE business_id = ?"
#define TIME_OFF_ROW time_off_columns, COUNT(time_off_columns), sizeof(struct time_off)
static const struct statement time_off_statement = {
    "time off", SELECT_TIME_OFF " AND (user_id = ? OR ? = 0) ORDER BY start_date, id",
    TIME_OFF_ROW};
static const struct statement time_off_one = {"time off by id", SELECT_TIME_OFF " AND id = ?",
                                              TIME_OFF_ROW};

struct fail shift_windows(struct store *store, int64_t business_id, int64_t staff_id,
                          struct list *windows)
{
    struct value staff = v_number(staff_id);

    return store_all(store, &windows_statement, VALUES(v_number(business_id), staff, staff),
                     windows);
}

struct fail default_shift_windows(struct store *store, int64_t business_id, struct list *windows)
{
    return store_all(store, &defaults_statement, VALUES(v_number(business_id)), windows);
}

struct fail default_shift_windows_set(struct store *store, int64_t business_id,
                                      const struct list *windows)
{
    const struct shift_window *all = windows->items;
    struct placeholders sql = placeholders_start(store_arena(store));

    TRY(store_change(store, "delete default shifts",
                     "DELETE FROM default_shift WHERE business_id = ?",
                     VALUES(v_number(business_id)), NULL, NULL));
    if (windows->count == 0)
        return NO_FAIL;
    placeholders_text(&sql, "INSERT INTO default_shift (business_id, position, weekdays,"
                            " start_minute, end_minute) VALUES ");
    for (size_t i = 0; i < windows->count; i++) {
        placeholders_text(&sql, i == 0 ? "(?,?,?,?,?)" : ",(?,?,?,?,?)");
        placeholders_copy(&sql, VALUES(v_number(business_id), v_number((int64_t)i),
                                       v_number(all[i].weekdays), v_number(all[i].start_minute),
                                       v_number(all[i].end_minute)));
    }
    return store_change(store, "insert default shifts", placeholders_sql(&sql),
                        placeholders_values(&sql), NULL, NULL);
}

struct fail time_off_of(struct store *store, int64_t business_id, int64_t staff_id,
                        struct list *days)
{
    struct value staff = v_number(staff_id);

    return store_all(store, &time_off_statement, VALUES(v_number(business_id), staff, staff), days);
}

struct fail time_off_by_id(struct store *store, int64_t business_id, int64_t id,
                           struct time_off *days, bool *found)
{
    return store_one(store, &time_off_one, VALUES(v_number(business_id), v_number(id)), days,
                     found);
}

struct fail time_off_insert(struct store *store, struct time_off *days)
{
    struct arena *arena = store_arena(store);

    return store_change(store, "insert time off",
                        "INSERT INTO time_off (business_id, user_id, start_date, end_date, reason)"
                        " VALUES (?,?,?,?,?)",
                        VALUES(v_number(days->business_id), v_number(days->staff_id),
                               v_day(arena, days->start_date), v_day(arena, days->end_date),
                               v_text(days->reason)),
                        NULL, &days->id);
}

struct fail time_off_delete(struct store *store, const struct time_off *days)
{
    return store_change(store, "delete time off",
                        "DELETE FROM time_off WHERE business_id = ? AND id = ?",
                        VALUES(v_number(days->business_id), v_number(days->id)), NULL, NULL);
}

const struct statement *const shift_statements[] = {&windows_statement, &defaults_statement,
                                                    &time_off_statement, &time_off_one, NULL};
