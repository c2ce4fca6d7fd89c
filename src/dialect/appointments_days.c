/* appointments_days.c - appointments: holidays, and what staff are told inside the product. Source:
 * contract appointments 4 and Decisions. SPDX-License-Identifier: MIT */
#include "dialect/appointments.h"
#include "engine/days.h"
#include "engine/inbox.h"

/* ---- what may be sent ---- */

#define TABLE(rows_, struct_)                                                                      \
    {                                                                                              \
        rows_, COUNT(rows_), sizeof(struct_), PARAM_NO_GIVEN, false                                \
    }
#define ID(S) P_NUMBER(S, id, "id", .least = 1, .most = INT64_MAX, .manner = PARAM_REQUIRED)

#define W struct holiday_wish
static const struct param holiday_rows[] = {
    P_DAY(W, date, "date", .manner = PARAM_REQUIRED),
    P_TEXT(W, name, "name", .least = 1, .most = 200, .manner = PARAM_REQUIRED | PARAM_TRIMMED),
};
static const struct params holiday_body = TABLE(holiday_rows, W);
static const struct param holiday_path_rows[] = {ID(W)};
static const struct params holiday_path = TABLE(holiday_path_rows, W);
#undef W

#define W struct inbox_wish
static const struct param inbox_rows[] = {APPOINTMENTS_PAGE_ROWS(W, paging)};
static const struct params inbox_query = TABLE(inbox_rows, W);
static const struct param message_path_rows[] = {ID(W)};
static const struct params message_path = TABLE(message_path_rows, W);
#undef W

/* ---- what is shown ---- */

#define H struct holiday
static const struct field holiday_fields[] = {
    F_NUMBER(H, id, "id"),
    F_TEXT(H, date, "date", .absent = ABSENT_EMPTY),
    F_TEXT(H, name, "name", .absent = ABSENT_EMPTY),
};
const struct shape appointments_holiday_shape = {holiday_fields, COUNT(holiday_fields), sizeof(H)};
#undef H

#define M struct message
static const struct word audience_words[] = {{"me", 0}, {"admins", 1}, {NULL, 0}};
static const struct field message_fields[] = {
    F_NUMBER(M, id, "id"),
    F_TEXT(M, kind, "kind", .absent = ABSENT_EMPTY),
    F_TEXT(M, text, "message", .absent = ABSENT_EMPTY),
    F_SOME(M, booking_id, "booking_id", .absent = ABSENT_NULL),
    F_FLAG(M, for_admins, "audience", .words = audience_words),
    F_TOGGLE(M, read, "is_read"),
    F_TEXT(M, read_at, "read_at", .absent = ABSENT_NULL),
    F_TEXT(M, created_at, "created_at", .absent = ABSENT_EMPTY),
};
const struct shape appointments_message_shape = {message_fields, COUNT(message_fields), sizeof(M)};
#undef M

static void write_holiday(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    shape_write(out, &appointments_holiday_shape, result);
}

static void write_holidays(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    shape_write_list(out, &appointments_holiday_shape, result);
}

static void write_message(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    shape_write(out, &appointments_message_shape, result);
}

static void write_inbox(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct inbox *inbox = result;

    (void)exchange;
    appointments_write_list(out, &appointments_message_shape, &inbox->messages, &inbox->paging);
}

/* ---- endpoints ---- */

static const struct named_shape holiday_shapes[] = {{"holiday", &appointments_holiday_shape},
                                                    {NULL, NULL}};
static const struct data holiday_data = {.form = DATA_ONE, .shapes = holiday_shapes};
static const struct data holidays_data = {.form = DATA_LIST, .shapes = holiday_shapes};
static const struct named_shape message_shapes[] = {{"notification", &appointments_message_shape},
                                                    {NULL, NULL}};
static const struct data message_data = {.form = DATA_ONE, .shapes = message_shapes};
static const struct data inbox_data = {.form = DATA_LIST_OR_PAGE, .shapes = message_shapes};

APPOINTMENTS_RUN(run_holidays, list_holidays)
APPOINTMENTS_RUN(run_add_holiday, add_holiday)
APPOINTMENTS_RUN(run_drop_holiday, drop_holiday)
APPOINTMENTS_RUN(run_inbox, show_inbox)
APPOINTMENTS_RUN(run_read_message, read_message)
APPOINTMENTS_RUN(run_read_inbox, read_inbox)
APPOINTMENTS_RUN(run_drop_message, drop_message)

#define HOLIDAYS                                                                                   \
    .dialect = &appointments_dialect, .callers = BY_STAFF,                                         \
    .wish_size = sizeof(struct holiday_wish), .status = 200
#define INBOX                                                                                      \
    .dialect = &appointments_dialect, .callers = BY_STAFF, .wish_size = sizeof(struct inbox_wish), \
    .status = 200
#define DONE .result_size = 1, .write = appointments_write_ok, .data = &appointments_ok_data

const struct endpoint appointments_day_endpoints[] = {
    {"GET", "/api/holidays", NULL, HOLIDAYS, .result_size = sizeof(struct list),
     .run = run_holidays, .write = write_holidays, .data = &holidays_data,
     .summary = "Dates on which nobody works, by date."},
    {"POST", "/api/holidays", NULL, HOLIDAYS,
     .manner = ENDPOINT_ADMIN | ENDPOINT_CHANGES | ENDPOINT_CREATES, .in_body = &holiday_body,
     .result_size = sizeof(struct holiday), .run = run_add_holiday, .write = write_holiday,
     .data = &holiday_data, .summary = "A date on which nobody works."},
    {"DELETE", "/api/holidays/:id", NULL, HOLIDAYS, DONE,
     .manner = ENDPOINT_ADMIN | ENDPOINT_CHANGES, .in_path = &holiday_path, .run = run_drop_holiday,
     .summary = "Makes a holiday a day like others."},
    {"GET", "/api/notifications", NULL, INBOX, .in_query = &inbox_query,
     .result_size = sizeof(struct inbox), .run = run_inbox, .write = write_inbox,
     .data = &inbox_data,
     .summary = "What the caller is told, and an admin with all admins: not read first, newest "
                "first."},
    {"PUT", "/api/notifications/:id/read", NULL, INBOX, .manner = ENDPOINT_CHANGES,
     .in_path = &message_path, .result_size = sizeof(struct message), .run = run_read_message,
     .write = write_message, .data = &message_data, .summary = "Marks one as read."},
    {"POST", "/api/notifications/read-all", NULL, INBOX, DONE, .manner = ENDPOINT_CHANGES,
     .run = run_read_inbox, .summary = "Marks all as read."},
    {"DELETE", "/api/notifications/:id", NULL, INBOX, DONE, .manner = ENDPOINT_CHANGES,
     .in_path = &message_path, .run = run_drop_message, .summary = "Removes one."},
};
const size_t appointments_day_endpoint_count = COUNT(appointments_day_endpoints);
