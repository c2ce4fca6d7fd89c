/* appointments_bookings.c - appointments: bookings. Sources: seed 003, contract appointments 1
 * to 3. SPDX-License-Identifier: MIT */
#include "dialect/appointments.h"
#include "engine/desk_view.h"

/* The statuses of the other dialects are shown as the nearest of these. */
static const struct word status_words[] = {
    {"scheduled", BOOKING_ACCEPTED},        {"provisional", BOOKING_PENDING},
    {"provisional", BOOKING_AWAITING_HOST}, {"completed", BOOKING_COMPLETED},
    {"cancelled", BOOKING_CANCELLED},       {"cancelled", BOOKING_REJECTED},
    {"no-show", BOOKING_NO_SHOW},           {NULL, 0},
};

/* ---- what may be sent ---- */

#define P struct paging
static const struct param list_rows[] = {
    P_NUMBER(P, page, "page", .least = 1, .most = 1000000),
    P_NUMBER(P, limit, "limit", .least = 1, .most = 200, .otherwise = 50),
};
static const struct params list_query = {list_rows, COUNT(list_rows), sizeof(P), PARAM_NO_GIVEN,
                                         false};
#undef P

#define W struct desk_wish
enum { NOTES_MOST = 5000 };
static const struct param path_rows[] = {P_NUMBER(W, id, "id", .manner = PARAM_REQUIRED)};
static const struct params booking_path = {path_rows, COUNT(path_rows), sizeof(W), PARAM_NO_GIVEN,
                                           false};

#define PARTY(member_, name_, bit_, manner_)                                                       \
    P_NUMBER(W, member_, name_, .bit = (bit_), .manner = (manner_), .least = 1, .most = INT64_MAX)
#define PARTIES_AND_TIMES(manner_)                                                                 \
    PARTY(client_id, "client_id", DESK_CLIENT, manner_),                                           \
        PARTY(host_id, "staff_id", DESK_HOST, manner_),                                            \
        PARTY(event_type_id, "service_id", DESK_SERVICE, manner_),                                 \
        P_TIME(W, start_sent, "start_at", .bit = DESK_START_SENT, .manner = (manner_)),            \
        P_TIME(W, end_sent, "end_at", .bit = DESK_END_SENT, .manner = (manner_))
#define TEXTS                                                                                      \
    P_TEXT(W, notes, "notes", .bit = DESK_NOTES, .most = NOTES_MOST, .manner = PARAM_LINES),       \
        P_TEXT(W, internal_notes, "internal_notes", .bit = DESK_INTERNAL_NOTES,                    \
               .most = NOTES_MOST, .manner = PARAM_LINES),                                         \
        P_NUMBER(W, waitlist_entry_id, "waitlist_id", .bit = DESK_WAITLIST, .least = 1,            \
                 .most = INT64_MAX)

static const struct param create_rows[] = {
    PARTIES_AND_TIMES(PARAM_REQUIRED),
    TEXTS,
    P_FLAG(W, provisional, "provisional", .bit = DESK_PROVISIONAL),
    P_TEXT(W, base_url, "base_url", .bit = DESK_BASE_URL, .most = 300),
};
static const struct params create_body = {create_rows, COUNT(create_rows), sizeof(W),
                                          offsetof(W, given), false};

/* The whole object may be sent back: what can not be changed is passed over. */
static const struct param change_rows[] = {
    PARTIES_AND_TIMES(0),
    TEXTS,
    P_WORD(W, status, "status", status_words, .bit = DESK_STATUS),
};
static const struct params change_body = {change_rows, COUNT(change_rows), sizeof(W),
                                          offsetof(W, given), false};
#undef W

/* ---- what is answered ---- */

#define R struct desk_row
static void write_start(struct text *out, const void *thing)
{
    appointments_write_wall(out, ((const R *)thing)->start_wall);
}

static void write_end(struct text *out, const void *thing)
{
    appointments_write_wall(out, ((const R *)thing)->end_wall);
}

static const struct field booking_fields[] = {
    F_NUMBER(R, id, "id"),
    F_SOME(R, client_id, "client_id", .absent = ABSENT_NULL),
    F_NUMBER(R, host_id, "staff_id"),
    F_NUMBER(R, event_type_id, "service_id"),
    F_MADE("start_at", write_start, .form = MADE_TEXT),
    F_MADE("end_at", write_end, .form = MADE_TEXT),
    F_WORD(R, status, "status", status_words),
    F_TEXT(R, notes, "notes", .absent = ABSENT_EMPTY),
    F_TEXT(R, internal_notes, "internal_notes", .absent = ABSENT_EMPTY),
    F_TEXT(R, provisional_token, "provisional_token", .absent = ABSENT_NULL),
    F_TEXT(R, feedback_token, "feedback_token", .absent = ABSENT_NULL),
    F_SOME(R, waitlist_entry_id, "waitlist_id", .absent = ABSENT_NULL),
    F_TEXT(R, client_name, "client_name", .absent = ABSENT_EMPTY),
};
const struct shape appointments_booking_shape = {booking_fields, COUNT(booking_fields), sizeof(R)};
#undef R

static void write_booking(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    shape_write(out, &appointments_booking_shape, result);
}

static void write_list(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct desk_list *list = result;

    (void)exchange;
    appointments_write_list(out, &appointments_booking_shape, &list->rows, &list->paging);
}

/* ---- endpoints ---- */

static const struct named_shape shapes[] = {{"appointment", &appointments_booking_shape},
                                            {NULL, NULL}};
static const struct data list_data = {.form = DATA_LIST_OR_PAGE, .shapes = shapes};
static const struct data booking_data = {.form = DATA_ONE, .shapes = shapes};

APPOINTMENTS_RUN(run_list, desk_see_list)
APPOINTMENTS_RUN(run_look, desk_see)
APPOINTMENTS_RUN(run_book, desk_see_booked)
APPOINTMENTS_RUN(run_change, desk_see_changed)
APPOINTMENTS_RUN(run_cancel, desk_see_cancelled)

#define STAFF .dialect = &appointments_dialect, .callers = BY_STAFF, .status = 200
#define BOOKING                                                                                    \
    STAFF, .wish_size = sizeof(struct desk_wish), .result_size = sizeof(struct desk_row),          \
           .write = write_booking, .data = &booking_data

const struct endpoint appointments_booking_endpoints[] = {
    {"GET", "/api/bookings", NULL, STAFF, .in_query = &list_query,
     .wish_size = sizeof(struct paging), .result_size = sizeof(struct desk_list), .run = run_list,
     .write = write_list, .data = &list_data,
     .summary = "All appointments that are not cancelled, latest start first: up to 4000 in a bare "
                "array, any number by page. Under a personal agenda staff see their own."},
    {"GET", "/api/bookings/:id", NULL, BOOKING, .in_path = &booking_path, .run = run_look,
     .summary = "One appointment."},
    {"POST", "/api/bookings", NULL, BOOKING, .manner = ENDPOINT_CHANGES | ENDPOINT_CREATES,
     .in_body = &create_body, .run = run_book,
     .summary = "Enters an appointment, outside opening hours too, but never over another or on a "
                "holiday."},
    {"PUT", "/api/bookings/:id", NULL, BOOKING, .manner = ENDPOINT_CHANGES,
     .in_path = &booking_path, .in_body = &change_body, .run = run_change,
     .summary = "Changes what is sent of an appointment, in place, and leaves the rest."},
    {"DELETE", "/api/bookings/:id", NULL, BOOKING, .manner = ENDPOINT_CHANGES,
     .in_path = &booking_path, .run = run_cancel,
     .summary = "Cancels an appointment; again changes nothing."},
};
const size_t appointments_booking_endpoint_count = COUNT(appointments_booking_endpoints);
