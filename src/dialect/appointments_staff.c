/* appointments_staff.c - appointments: who works here, and when. Source: contract appointments 4.
 * SPDX-License-Identifier: MIT
 *
 * Where the contract is silent: everybody signed in reads staff, shifts and days off; only admins
 * write staff and the defaults; shifts and days off one may write one's own. Deleting a member of
 * staff deactivates. Days of the week count from Sunday, 0; times are hh:mm on the wall of the
 * member's schedule, 24:00 at the end of a day. A shift has no id: staff_id, weekday and start_time
 * name it. Changes of shifts answer with the whole week as it is then. */
#include "dialect/appointments.h"
#include "base/password.h"
#include "engine/manage_shifts.h"
#include "engine/manage_staff.h"

#define HOURS " must be a time as HH:MM, such as 09:30"

/* ---- what may be sent ---- */

#define W struct staff_wish
static const struct param staff_list_rows[] = {
    P_FLAG(W, with_inactive, "include_inactive"),
    APPOINTMENTS_PAGE_ROWS(W, paging),
};
static const struct params staff_list = {staff_list_rows, COUNT(staff_list_rows), sizeof(W),
                                         offsetof(W, given), false};
static const struct param staff_path_rows[] = {
    P_NUMBER(W, id, "id", .least = 1, .most = PARAM_UNBOUNDED)};
static const struct params staff_path = {staff_path_rows, 1, sizeof(W), PARAM_NO_GIVEN, false};
#define STAFF_ROWS(manner_)                                                                        \
    P_TEXT(W, name, "name", .bit = STAFF_NAME, .least = 1, .most = 200,                            \
           .manner = PARAM_TRIMMED | (manner_)),                                                   \
        P_MAIL(W, email, "email", .bit = STAFF_EMAIL, .manner = PARAM_LOWER_CASE | (manner_)),     \
        P_TEXT(W, phone, "phone", .bit = STAFF_PHONE, .least = 0, .most = 40,                      \
               .manner = PARAM_TRIMMED),                                                           \
        P_ZONE(W, time_zone, "timezone", .bit = STAFF_ZONE),                                       \
        P_WORD(W, role, "role", staff_role_words, .bit = STAFF_ROLE),                              \
        P_TEXT(W, password, "password", .bit = STAFF_PASSWORD, .least = PASSWORD_LEAST,            \
               .most = PASSWORD_MOST),                                                             \
        P_TOGGLE(W, require_password_change, "require_password_change",                            \
                 .bit = STAFF_CHANGES_PASSWORD),                                                   \
        P_TOGGLE(W, active, "active", .bit = STAFF_ACTIVE)
static const struct param staff_create_rows[] = {STAFF_ROWS(PARAM_REQUIRED)};
static const struct params staff_create = {staff_create_rows, COUNT(staff_create_rows), sizeof(W),
                                           offsetof(W, given), false};
static const struct param staff_change_rows[] = {STAFF_ROWS(0U)};
static const struct params staff_change = {staff_change_rows, COUNT(staff_change_rows), sizeof(W),
                                           offsetof(W, given), false};
#undef W

#define S struct shift
static const struct param shift_rows[] = {
    P_NUMBER(S, weekday, "weekday", .least = 0, .most = 6, .manner = PARAM_REQUIRED),
    P_MINUTE(S, start_minute, "start_time", .manner = PARAM_REQUIRED, .says = "start_time" HOURS),
    P_MINUTE(S, end_minute, "end_time", .manner = PARAM_REQUIRED, .says = "end_time" HOURS),
};
static const struct params shift_params = {shift_rows, COUNT(shift_rows), sizeof(S), PARAM_NO_GIVEN,
                                           false};
#undef S

#define W     struct shifts_wish
#define WHOSE P_NUMBER(W, staff_id, "staff_id", .least = 1, .most = PARAM_UNBOUNDED)
#define WHOSE_REQUIRED                                                                             \
    P_NUMBER(W, staff_id, "staff_id", .least = 1, .most = PARAM_UNBOUNDED, .manner = PARAM_REQUIRED)
#define DAY_AND_START                                                                              \
    P_NUMBER(W, one.weekday, "weekday", .least = 0, .most = 6, .manner = PARAM_REQUIRED),          \
        P_MINUTE(W, one.start_minute, "start_time", .manner = PARAM_REQUIRED,                      \
                 .says = "start_time" HOURS)
#define WEEK P_OBJECTS(W, shifts, "shifts", &shift_params, .items = 100, .manner = PARAM_REQUIRED)
static const struct param shifts_list_rows[] = {WHOSE, APPOINTMENTS_PAGE_ROWS(W, paging)};
static const struct params shifts_list = {shifts_list_rows, COUNT(shifts_list_rows), sizeof(W),
                                          PARAM_NO_GIVEN, false};
static const struct param shifts_replace_rows[] = {WHOSE_REQUIRED, WEEK};
static const struct params shifts_replace = {shifts_replace_rows, COUNT(shifts_replace_rows),
                                             sizeof(W), PARAM_NO_GIVEN, false};
static const struct param shift_add_rows[] = {
    WHOSE_REQUIRED,
    DAY_AND_START,
    P_MINUTE(W, one.end_minute, "end_time", .manner = PARAM_REQUIRED, .says = "end_time" HOURS),
};
static const struct params shift_add = {shift_add_rows, COUNT(shift_add_rows), sizeof(W),
                                        PARAM_NO_GIVEN, false};
static const struct param shift_remove_rows[] = {WHOSE_REQUIRED, DAY_AND_START};
static const struct params shift_remove = {shift_remove_rows, COUNT(shift_remove_rows), sizeof(W),
                                           PARAM_NO_GIVEN, false};
static const struct param defaults_list_rows[] = {APPOINTMENTS_PAGE_ROWS(W, paging)};
static const struct params defaults_list = {defaults_list_rows, COUNT(defaults_list_rows),
                                            sizeof(W), PARAM_NO_GIVEN, false};
static const struct param defaults_replace_rows[] = {WEEK};
static const struct params defaults_replace = {defaults_replace_rows, COUNT(defaults_replace_rows),
                                               sizeof(W), PARAM_NO_GIVEN, false};
static const struct param defaults_apply_rows[] = {
    P_NUMBERS(W, staff_ids, "staff_ids", .items = 200)};
static const struct params defaults_apply = {defaults_apply_rows, COUNT(defaults_apply_rows),
                                             sizeof(W), PARAM_NO_GIVEN, false};
#undef W

#define W struct time_off_wish
static const struct param time_off_list_rows[] = {WHOSE, APPOINTMENTS_PAGE_ROWS(W, paging)};
static const struct params time_off_list = {time_off_list_rows, COUNT(time_off_list_rows),
                                            sizeof(W), PARAM_NO_GIVEN, false};
static const struct param time_off_add_rows[] = {
    WHOSE_REQUIRED,
    P_DAY(W, start_date, "start_date", .manner = PARAM_REQUIRED),
    P_DAY(W, end_date, "end_date", .manner = PARAM_REQUIRED),
    P_TEXT(W, reason, "reason", .least = 0, .most = 500, .manner = PARAM_TRIMMED | PARAM_LINES),
};
static const struct params time_off_add = {time_off_add_rows, COUNT(time_off_add_rows), sizeof(W),
                                           PARAM_NO_GIVEN, false};
static const struct param time_off_path_rows[] = {
    P_NUMBER(W, id, "id", .least = 1, .most = PARAM_UNBOUNDED)};
static const struct params time_off_path = {time_off_path_rows, 1, sizeof(W), PARAM_NO_GIVEN,
                                            false};
#undef W

/* ---- what is shown ---- */

#define S struct staff
static const struct field staff_fields[] = {
    F_NUMBER(S, id, "id"),
    F_TEXT(S, name, "name"),
    F_TEXT(S, email, "email"),
    F_TEXT(S, phone, "phone", .absent = ABSENT_NULL),
    F_WORD(S, role, "role", staff_role_words),
    F_TEXT(S, time_zone, "timezone"),
    F_FLAG(S, active, "active"),
    F_FLAG(S, require_password_change, "require_password_change"),
};
const struct shape appointments_staff_shape = {staff_fields, COUNT(staff_fields), sizeof(S)};
#undef S

static void write_minute(struct text *out, int64_t minute)
{
    text_format(out, "\"%02lld:%02lld\"", (long long)minute / 60, (long long)minute % 60);
}

static void write_start(struct text *out, const void *thing)
{
    write_minute(out, ((const struct shift *)thing)->start_minute);
}

static void write_end(struct text *out, const void *thing)
{
    write_minute(out, ((const struct shift *)thing)->end_minute);
}

#define S struct shift
static const struct field default_shift_fields[] = {
    F_NUMBER(S, weekday, "weekday"),
    F_MADE("start_time", write_start, .form = MADE_TEXT),
    F_MADE("end_time", write_end, .form = MADE_TEXT),
};
const struct shape appointments_default_shift_shape = {default_shift_fields,
                                                       COUNT(default_shift_fields), sizeof(S)};
static const struct field shift_fields[] = {
    F_NUMBER(S, staff_id, "staff_id"),
    F_ALSO(&appointments_default_shift_shape),
    F_TEXT(S, time_zone, "timezone"),
};
const struct shape appointments_shift_shape = {shift_fields, COUNT(shift_fields), sizeof(S)};
#undef S

#define S struct shown_time_off
static const struct field time_off_fields[] = {
    F_NUMBER(S, days.id, "id"),          F_NUMBER(S, days.staff_id, "staff_id"),
    F_TEXT(S, start_date, "start_date"), F_TEXT(S, end_date, "end_date"),
    F_TEXT(S, days.reason, "reason"),
};
const struct shape appointments_time_off_shape = {time_off_fields, COUNT(time_off_fields),
                                                  sizeof(S)};
#undef S

APPOINTMENTS_WRITE(write_staff, write_staff_list, appointments_staff_shape)
APPOINTMENTS_WRITE_LIST(write_shifts, appointments_shift_shape)
APPOINTMENTS_WRITE_LIST(write_default_shifts, appointments_default_shift_shape)
APPOINTMENTS_WRITE(write_time_off, write_time_off_list, appointments_time_off_shape)

/* ---- endpoints ---- */

APPOINTMENTS_DATA(staff, "staff", appointments_staff_shape)
APPOINTMENTS_DATA(shift, "shift", appointments_shift_shape)
APPOINTMENTS_DATA(default_shift, "default shift", appointments_default_shift_shape)
APPOINTMENTS_DATA(time_off, "time off", appointments_time_off_shape)

APPOINTMENTS_RUN(run_list_staff, list_staff)
APPOINTMENTS_RUN(run_show_staff, show_staff)
APPOINTMENTS_RUN(run_create_staff, create_staff)
APPOINTMENTS_RUN(run_change_staff, change_staff)
APPOINTMENTS_RUN(run_deactivate_staff, deactivate_staff)
APPOINTMENTS_RUN(run_list_shifts, list_shifts)
APPOINTMENTS_RUN(run_replace_shifts, replace_shifts)
APPOINTMENTS_RUN(run_add_shift, add_shift)
APPOINTMENTS_RUN(run_remove_shift, remove_shift)
APPOINTMENTS_RUN(run_list_defaults, list_default_shifts)
APPOINTMENTS_RUN(run_replace_defaults, replace_default_shifts)
APPOINTMENTS_RUN(run_apply_defaults, apply_default_shifts)
APPOINTMENTS_RUN(run_list_time_off, list_time_off)
APPOINTMENTS_RUN(run_add_time_off, add_time_off)
APPOINTMENTS_RUN(run_remove_time_off, remove_time_off)

#define OF(wish_, result_)                                                                         \
    .dialect = &appointments_dialect, .callers = BY_STAFF, .wish_size = sizeof(wish_),             \
    .result_size = sizeof(result_), .status = 200
#define STAFF OF(struct staff_wish, struct staff), .write = write_staff, .data = &staff_data
#define SHIFTS                                                                                     \
    OF(struct shifts_wish, struct listed), .write = write_shifts, .data = &shift_list_data
#define DEFAULTS                                                                                   \
    OF(struct shifts_wish, struct listed), .write = write_default_shifts,                          \
                                           .data = &default_shift_list_data
#define TIME_OFF                                                                                   \
    OF(struct time_off_wish, struct shown_time_off), .write = write_time_off, .data = &time_off_data
#define BY_ADMINS (ENDPOINT_CHANGES | ENDPOINT_ADMIN)

/* Paths with a word in the place of an id come first. */
const struct endpoint appointments_staff_endpoints[] = {
    {"GET", "/api/staff/shifts", NULL, SHIFTS, .in_query = &shifts_list, .run = run_list_shifts,
     .summary = "Weekly hours, of one member of staff or of all."},
    {"PUT", "/api/staff/shifts", NULL, SHIFTS, .manner = ENDPOINT_CHANGES,
     .in_body = &shifts_replace, .run = run_replace_shifts,
     .summary = "Replaces the week of a member of staff."},
    {"POST", "/api/staff/shifts", NULL, SHIFTS, .manner = ENDPOINT_CHANGES | ENDPOINT_CREATES,
     .in_body = &shift_add, .run = run_add_shift, .summary = "Adds a shift to a week."},
    {"DELETE", "/api/staff/shifts", NULL, SHIFTS, .manner = ENDPOINT_CHANGES,
     .in_query = &shift_remove, .run = run_remove_shift, .summary = "Takes a shift out of a week."},
    {"GET", "/api/staff/default-shifts", NULL, DEFAULTS, .in_query = &defaults_list,
     .run = run_list_defaults, .summary = "The week that new staff begin with."},
    {"PUT", "/api/staff/default-shifts", NULL, DEFAULTS, .manner = BY_ADMINS,
     .in_body = &defaults_replace, .run = run_replace_defaults,
     .summary = "Replaces the week that new staff begin with."},
    {"POST", "/api/staff/default-shifts/apply", NULL, SHIFTS, .manner = BY_ADMINS,
     .in_body = &defaults_apply, .run = run_apply_defaults,
     .summary = "Gives that week to some of the staff, or to all."},
    {"GET", "/api/staff/time-off", NULL, OF(struct time_off_wish, struct listed),
     .in_query = &time_off_list, .run = run_list_time_off, .write = write_time_off_list,
     .data = &time_off_list_data, .summary = "Days off, of one member of staff or of all."},
    {"POST", "/api/staff/time-off", NULL, TIME_OFF, .manner = ENDPOINT_CHANGES | ENDPOINT_CREATES,
     .in_body = &time_off_add, .run = run_add_time_off, .summary = "Days off, both included."},
    {"DELETE", "/api/staff/time-off/:id", NULL, TIME_OFF, .manner = ENDPOINT_CHANGES,
     .in_path = &time_off_path, .run = run_remove_time_off, .summary = "Takes days off back."},
    {"GET", "/api/staff", NULL, OF(struct staff_wish, struct listed), .in_query = &staff_list,
     .run = run_list_staff, .write = write_staff_list, .data = &staff_list_data,
     .summary = "The staff, by name."},
    {"POST", "/api/staff", NULL, STAFF, .manner = BY_ADMINS | ENDPOINT_CREATES,
     .in_body = &staff_create, .run = run_create_staff,
     .summary = "A new member of staff, with the default shifts."},
    {"GET", "/api/staff/:id", NULL, STAFF, .in_path = &staff_path, .run = run_show_staff,
     .summary = "One member of staff."},
    {"PUT", "/api/staff/:id", NULL, STAFF, .manner = BY_ADMINS, .in_path = &staff_path,
     .in_body = &staff_change, .run = run_change_staff,
     .summary = "Changes what is sent and leaves the rest."},
    {"DELETE", "/api/staff/:id", NULL, STAFF, .manner = BY_ADMINS, .in_path = &staff_path,
     .run = run_deactivate_staff, .summary = "Deactivates a member of staff."},
};
const size_t appointments_staff_endpoint_count = COUNT(appointments_staff_endpoints);
