/* cal_schedules.c - Cal.com v2 schedules of 2024-06-11. Source: contract cal-v2 i.3.
 * SPDX-License-Identifier: MIT */
#include "dialect/cal.h"
#include "engine/manage_schedules.h"

/* ---- what may be sent ---- */

static const struct word day_words[] = {
    {"Monday", 0}, {"Tuesday", 1},  {"Wednesday", 2}, {"Thursday", 3},
    {"Friday", 4}, {"Saturday", 5}, {"Sunday", 6},    {NULL, 0},
};
#define HOURS " must be a valid time in format HH:MM e.g. 08:00"

#define H struct window_hours
static const struct param window_rows[] = {
    P_WORDS(H, days, "days", day_words, .manner = PARAM_REQUIRED),
    P_MINUTE(H, start, "startTime", .manner = PARAM_REQUIRED, .says = "startTime" HOURS),
    P_MINUTE(H, end, "endTime", .manner = PARAM_REQUIRED, .says = "endTime" HOURS),
};
static const struct params window_params = {window_rows, COUNT(window_rows), sizeof(H),
                                            PARAM_NO_GIVEN, false};
#undef H
#define H struct override_hours
static const struct param override_rows[] = {
    P_DAY(H, date, "date", .manner = PARAM_REQUIRED),
    P_MINUTE(H, start, "startTime", .manner = PARAM_REQUIRED, .says = "startTime" HOURS),
    P_MINUTE(H, end, "endTime", .manner = PARAM_REQUIRED, .says = "endTime" HOURS),
};
static const struct params override_params = {override_rows, COUNT(override_rows), sizeof(H),
                                              PARAM_NO_GIVEN, false};
#undef H

#define W struct schedule_wish
#define SCHEDULE_ROWS(manner_)                                                                     \
    P_TEXT(W, name, "name", .bit = SCHEDULE_NAME, .least = 1, .most = 200,                         \
           .manner = PARAM_TRIMMED | (manner_)),                                                   \
        P_ZONE(W, time_zone, "timeZone", .bit = SCHEDULE_ZONE, .manner = (manner_)),               \
        P_FLAG(W, standard, "isDefault", .manner = (manner_)),                                     \
        P_OBJECTS(W, windows, "availability", &window_params, .bit = SCHEDULE_WINDOWS,             \
                  .items = 100),                                                                   \
        P_OBJECTS(W, overrides, "overrides", &override_params, .bit = SCHEDULE_OVERRIDES,          \
                  .items = 300)
static const struct param create_rows[] = {SCHEDULE_ROWS(PARAM_REQUIRED)};
static const struct params create_body = {create_rows, COUNT(create_rows), sizeof(W),
                                          offsetof(W, given), false};
static const struct param change_rows[] = {SCHEDULE_ROWS(0U)};
static const struct params change_body = {change_rows, COUNT(change_rows), sizeof(W),
                                          offsetof(W, given), false};
static const struct param path_rows[] = {
    P_NUMBER(W, id, "scheduleId", .least = 1, .most = PARAM_UNBOUNDED)};
static const struct params schedule_path = {path_rows, 1, sizeof(W), PARAM_NO_GIVEN, false};
#undef W

/* ---- what is shown ---- */

static void write_hours(struct text *out, int64_t start, int64_t end)
{
    text_format(out, "\"startTime\":\"%02lld:%02lld\",\"endTime\":\"%02lld:%02lld\"}",
                (long long)start / 60, (long long)start % 60, (long long)end / 60,
                (long long)end % 60);
}

static void write_windows(struct text *out, const void *thing)
{
    const struct list *windows = &((const struct schedule *)thing)->windows;
    const struct schedule_window *all = windows->items;

    text_char(out, '[');
    for (size_t i = 0; i < windows->count; i++) {
        const char *before = "";

        text_put(out, i == 0 ? "{\"days\":[" : ",{\"days\":[");
        for (const struct word *day = day_words; day->word != NULL; day++) {
            if (!(all[i].weekdays & 1 << day->value))
                continue;
            text_put(out, before);
            text_json(out, day->word);
            before = ",";
        }
        text_put(out, "],");
        write_hours(out, all[i].start_minute, all[i].end_minute);
    }
    text_char(out, ']');
}

static void write_overrides(struct text *out, const void *thing)
{
    const struct list *overrides = &((const struct schedule *)thing)->overrides;
    const struct schedule_override *all = overrides->items;
    char date[WHEN_ROOM];

    text_char(out, '[');
    for (size_t i = 0; i < overrides->count; i++) {
        text_put(out, i == 0 ? "{\"date\":\"" : ",{\"date\":\"");
        text_add(out, date, day_write(date, all[i].date));
        text_put(out, "\",");
        write_hours(out, all[i].start_minute, all[i].end_minute);
    }
    text_char(out, ']');
}

#define S struct schedule
static const struct field schedule_fields[] = {
    F_NUMBER(S, id, "id"),
    F_NUMBER(S, user_id, "ownerId"),
    F_TEXT(S, name, "name"),
    F_TEXT(S, time_zone, "timeZone"),
    F_MADE("availability", write_windows),
    F_FLAG(S, standard, "isDefault"),
    F_MADE("overrides", write_overrides),
};
static const struct shape schedule_shape = {schedule_fields, COUNT(schedule_fields), sizeof(S)};
#undef S

static void write_schedules(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    text_put(out, "{\"status\":\"success\",\"data\":");
    shape_write_list(out, &schedule_shape, result);
    text_char(out, '}');
}

static void write_schedule(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    text_put(out, "{\"status\":\"success\",\"data\":");
    shape_write(out, &schedule_shape, result);
    text_char(out, '}');
}

static void write_deleted(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    (void)result;
    text_put(out, "{\"status\":\"success\"}");
}

/* ---- endpoints ---- */

static const struct named_shape schedule_shapes[] = {{"schedule", &schedule_shape}, {NULL, NULL}};
static const struct data schedule_data = {.form = DATA_ONE, .shapes = schedule_shapes};
static const struct data schedules_data = {.form = DATA_LIST, .shapes = schedule_shapes};

CAL_RUN(run_list, list_schedules)
CAL_RUN(run_default, show_default_schedule)
CAL_RUN(run_show, show_schedule)
CAL_RUN(run_create, create_schedule)
CAL_RUN(run_change, change_schedule)
CAL_RUN(run_delete, delete_schedule)

#define SCHEDULE(result_)                                                                          \
    .dialect = &cal_dialect, .callers = BY_CAL, .wish_size = sizeof(struct schedule_wish),         \
    .result_size = sizeof(result_)
#define READS(result_)  SCHEDULE(result_), .scope = "SCHEDULE_READ", .status = 200
#define WRITES(result_) SCHEDULE(result_), .scope = "SCHEDULE_WRITE", .manner = ENDPOINT_CHANGES

const struct endpoint cal_schedule_endpoints[] = {
    {"GET", "/v2/schedules", CAL_2024_06_11, READS(struct list), .run = run_list,
     .write = write_schedules, .data = &schedules_data, .summary = "The caller's schedules."},
    {"POST", "/v2/schedules", CAL_2024_06_11, WRITES(struct schedule), .in_body = &create_body,
     .run = run_create, .write = write_schedule, .data = &schedule_data, .status = 201,
     .summary = "A schedule; without availability Monday to Friday, 9 to 17."},
    {"GET", "/v2/schedules/default", CAL_2024_06_11, READS(struct schedule), .run = run_default,
     .write = write_schedule, .data = &schedule_data, .summary = "The caller's default schedule."},
    {"GET", "/v2/schedules/:scheduleId", CAL_2024_06_11, READS(struct schedule),
     .in_path = &schedule_path, .run = run_show, .write = write_schedule, .data = &schedule_data,
     .summary = "One of the caller's schedules."},
    {"PATCH", "/v2/schedules/:scheduleId", CAL_2024_06_11, WRITES(struct schedule),
     .in_path = &schedule_path, .in_body = &change_body, .run = run_change, .write = write_schedule,
     .data = &schedule_data, .status = 200, .summary = "Changes a schedule; bookings stay."},
    {"DELETE", "/v2/schedules/:scheduleId", CAL_2024_06_11, WRITES(struct schedule),
     .in_path = &schedule_path, .run = run_delete, .write = write_deleted, .status = 200,
     .summary = "Deletes a schedule; event types that named it go by the default."},
};
const size_t cal_schedule_endpoint_count = COUNT(cal_schedule_endpoints);
