/* vcita_business.c - vCita: the appointments of a business, as its staff and applications list,
 * accept, settle and move them. Source: contract vcita 3. SPDX-License-Identifier: MIT
 *
 * A booking_id may be an array (or in a path several with commas between): then each has its own
 * outcome, and the answer is 200 whatever they are. allow_double_booking is false unless it is sent
 * (at vCita it is true): a booking that is forced over others makes no claim and says so in its
 * row. Of what may be sent slotd has no notion of padding, price, payments, reminders and
 * follow-ups of one booking: these are passed over. */
#include <string.h>

#include "dialect/vcita.h"
#include "dialect/words.h"
#include "engine/agenda.h"
#include "engine/enroll.h"

/* ---- the list ---- */

/* What vCita has besides is the state of nothing here. */
static const struct word state_words[] = {
    {"requested", BOOKING_PENDING},        {"scheduled", BOOKING_ACCEPTED},
    {"done", BOOKING_COMPLETED},           {"cancelled", BOOKING_CANCELLED},
    {"rejected", BOOKING_REJECTED},        {"pending_reschedule", BOOKING_STATUS__COUNT},
    {"reschedule", BOOKING_STATUS__COUNT}, {NULL, 0},
};

static const struct word sort_words[] = {
    {"start_at", AGENDA_KEY(ORDER_START, 0)},       {"start_at:asc", AGENDA_KEY(ORDER_START, 0)},
    {"start_at:desc", AGENDA_KEY(ORDER_START, 1)},  {"created", AGENDA_KEY(ORDER_CREATED, 0)},
    {"created:asc", AGENDA_KEY(ORDER_CREATED, 0)},  {"created:desc", AGENDA_KEY(ORDER_CREATED, 1)},
    {"updated", AGENDA_KEY(ORDER_UPDATED, 0)},      {"updated:asc", AGENDA_KEY(ORDER_UPDATED, 0)},
    {"updated:desc", AGENDA_KEY(ORDER_UPDATED, 1)}, {NULL, 0},
};

#define W struct agenda_wish
static const struct param list_rows[] = {
    P_NUMBER(W, query.page, "page", .least = 1, .most = PARAM_UNBOUNDED, .otherwise = 1),
    P_NUMBER(W, query.take, "per_page", .least = 1, .most = PARAM_UNBOUNDED, .otherwise = 25),
    P_TEXT(W, business_uid, "business_id"),
    P_TEXT(W, client_uid, "client_id"),
    P_WORDS(W, query.statuses, "state", state_words, .bit = BY_STATUSES),
    P_NUMBERS(W, sort, "sort", .words = sort_words, .manner = PARAM_LOWER_CASE, .items = 3),
};
static const struct params list_query = {list_rows, COUNT(list_rows), sizeof(W),
                                         offsetof(W, query.given), false};
#undef W

/* With when it was made and changed. */
#define I struct item
static const struct field appointment_fields[] = {
    F_TEXT(I, uid, "id"),
    F_ALSO(&vcita_item_shape),
    F_TEXT(I, business_uid, "business_id"),
    F_INSTANT(I, booking.created, "created_at", .style = WHEN_Z_MILLIS),
    F_INSTANT(I, booking.updated, "updated_at", .style = WHEN_Z_MILLIS),
};
static const struct shape appointment_shape = {appointment_fields, COUNT(appointment_fields),
                                               sizeof(I)};
#undef I

static void write_list(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct agenda *agenda = result;
    struct list list = {agenda->items.all, agenda->items.count};

    (void)exchange;
    vcita_open(out, "appointments");
    shape_write_list(out, &appointment_shape, &list);
    text_put(out, ",\"next_page\":");
    if (agenda->next_page == 0)
        text_put(out, "null}}");
    else
        text_format(out, "%lld}}", (long long)agenda->next_page);
}

static void write_appointment(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    text_put(out, "{\"data\":{\"appointment\":");
    shape_write(out, &appointment_shape, result);
    text_put(out, "},\"status\":\"OK\"}");
}

#define W struct agenda_find_wish
static const struct param find_path_rows[] = {P_TEXT(W, uid, "id", .manner = PARAM_REQUIRED)};
static const struct params find_path = {find_path_rows, 1, sizeof(W), PARAM_NO_GIVEN, false};
#undef W

/* ---- changes ---- */

#define W struct agenda_change
#define IDS                                                                                        \
    P_TEXTS(W, uids, "booking_id", .manner = PARAM_REQUIRED | PARAM_ALONE, .bit = AGENDA_SEVERAL,  \
            .least = 1, .items = 250)
#define MESSAGE P_TEXT(W, message, "message", .most = 2000, .manner = PARAM_LINES)
#define COMMON  P_TEXT(W, business_uid, "business_id"), MESSAGE
static const struct param change_rows[] = {IDS, COMMON};
static const struct params change_body = {change_rows, COUNT(change_rows), sizeof(W),
                                          offsetof(W, given), false};
static const struct param complete_rows[] = {IDS, COMMON, P_FLAG(W, no_show, "mark_as_no_show")};
static const struct params complete_body = {complete_rows, COUNT(complete_rows), sizeof(W),
                                            offsetof(W, given), false};
static const struct param move_path_rows[] = {IDS};
static const struct params move_path = {move_path_rows, 1, sizeof(W), offsetof(W, given), false};
static const struct param move_rows[] = {
    COMMON,
    P_TEXTS(W, uids_again, "booking_id", .manner = PARAM_ALONE, .bit = AGENDA_SEVERAL, .least = 1,
            .items = 250),
    P_INSTANT(W, start, "start_time", .bit = AGENDA_START, .manner = PARAM_DATE_TIME),
    P_NUMBER(W, minutes, "duration", .bit = AGENDA_MINUTES, .least = 1, .most = 44640,
             .manner = PARAM_QUOTED),
    P_TEXT(W, title, "title", .bit = AGENDA_TITLE, .least = 1, .most = 500),
    P_FLAG(W, forced, "allow_double_booking", .bit = AGENDA_FORCED),
};
static const struct params move_body = {move_rows, COUNT(move_rows), sizeof(W), offsetof(W, given),
                                        false};
#undef W

/* One booking, or what became of each of several. */
struct told {
    const char *uid;
    bool done;
    const char *error; /* NULL: it is done */
};
struct telling {
    const struct item *item;
    bool several;
    struct list told; /* struct told */
};

#define T struct told
static const struct field told_fields[] = {
    F_TEXT(T, uid, "id"),
    F_FLAG(T, done, "success"),
    F_TEXT(T, error, "error", .absent = ABSENT_NULL),
};
static const struct shape told_shape = {told_fields, COUNT(told_fields), sizeof(T)};
#undef T

#define T struct telling
static void write_one(struct text *out, const void *thing)
{
    shape_write(out, &appointment_shape, ((const T *)thing)->item);
}

static void write_told(struct text *out, const void *thing)
{
    shape_write_list(out, &told_shape, &((const T *)thing)->told);
}

static bool is_one(const void *thing)
{
    return !((const T *)thing)->several;
}

static bool are_several(const void *thing)
{
    return ((const T *)thing)->several;
}

static const struct field telling_fields[] = {
    F_MADE("booking", write_one, .form = MADE_OBJECT, .shape = &appointment_shape, .shown = is_one),
    F_MADE("batch_response", write_told, .form = MADE_LIST, .shape = &told_shape,
           .shown = are_several),
};
static const struct shape telling_shape = {telling_fields, COUNT(telling_fields), sizeof(T)};
#undef T

/* In the same words as of one alone. */
static struct list told_of(struct arena *arena, const struct list *outcomes)
{
    const struct agenda_outcome *all = outcomes->items;
    struct told *told = TAKE_MANY(arena, outcomes->count + 1, struct told);

    for (size_t i = 0; i < outcomes->count; i++) {
        bool done = !FAILED(all[i].fail);

        told[i] = (struct told){all[i].uid, done, done ? NULL : vcita_words(arena, &all[i].fail)};
    }
    return (struct list){told, outcomes->count};
}

static void write_changed(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct agenda_changed *changed = result;
    const struct telling telling = {&changed->item, changed->several,
                                    told_of(exchange->arena, &changed->outcomes)};

    text_put(out, "{\"status\":\"OK\",\"data\":");
    shape_write(out, &telling_shape, &telling);
    text_char(out, '}');
}

static int status_of_changed(const void *result)
{
    return ((const struct agenda_changed *)result)->several ? 200 : 201;
}

static void write_made(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    vcita_open(out, "booking");
    shape_write(out, &appointment_shape, result);
    text_put(out, "}}");
}

/* ---- endpoints ---- */

static const struct named_shape appointment_shapes[] = {{"appointment", &appointment_shape},
                                                        {NULL, NULL}};
static const struct data list_data = {
    .form = DATA_LIST,
    .shapes = appointment_shapes,
    .member = "appointments",
    .members = "\"next_page\":{\"type\":\"integer\",\"nullable\":true}",
};
static const struct data appointment_data = {
    .form = DATA_ONE, .shapes = appointment_shapes, .member = "appointment"};
static const struct data made_data = {
    .form = DATA_ONE, .shapes = appointment_shapes, .member = "booking"};
static const struct named_shape changed_shapes[] = {{"changed", &telling_shape}, {NULL, NULL}};
static const struct data changed_data = {.form = DATA_ONE, .shapes = changed_shapes};

VCITA_RUN(run_list, agenda_list)
VCITA_RUN(run_find, agenda_appointment)
VCITA_RUN(run_create, enroll)
VCITA_RUN(run_accept, agenda_accept)
VCITA_RUN(run_cancel, agenda_cancel)
VCITA_RUN(run_complete, agenda_complete)
VCITA_RUN(run_move, agenda_move)

#define BY_BUSINESS BY_VCITA_STAFF | BY_VCITA_APP | BY_VCITA_DIRECTORY
#define BUSINESS    "/business/scheduling/v1/bookings"
/* each of several in a transaction of its own, which the engine begins */
#define OF_SEVERAL                                                                                 \
    .dialect = &vcita_dialect, .callers = BY_BUSINESS, .wish_size = sizeof(struct agenda_change),  \
    .result_size = sizeof(struct agenda_changed), .write = write_changed, .data = &changed_data,   \
    .status = 201, .status_of = status_of_changed

const struct endpoint vcita_business_endpoints[] = {
    {"GET", "/platform/v1/scheduling/appointments", NULL, &vcita_dialect,
     .callers = BY_VCITA_STAFF | BY_VCITA_APP, .in_query = &list_query,
     .wish_size = sizeof(struct agenda_wish), .result_size = sizeof(struct agenda), .run = run_list,
     .write = write_list, .data = &list_data, .status = 200,
     .summary = "The appointments of the business, in pages."},
    {"GET", "/platform/v1/scheduling/appointments/:id", NULL, &vcita_dialect,
     .callers = BY_VCITA_STAFF | BY_VCITA_APP, .in_path = &find_path,
     .in_query = &vcita_of_business_query, .wish_size = sizeof(struct agenda_find_wish),
     .result_size = sizeof(struct item), .run = run_find, .write = write_appointment,
     .data = &appointment_data, .status = 200, .summary = "One appointment."},
    {"POST", BUSINESS, NULL, &vcita_dialect, .callers = BY_BUSINESS,
     .manner = ENDPOINT_CHANGES | ENDPOINT_CREATES, .in_body = &vcita_create_body,
     .wish_size = sizeof(struct enroll_wish), .result_size = sizeof(struct item), .run = run_create,
     .write = write_made, .data = &made_data, .status = 201,
     .summary = "Books for a client, also outside of hours."},
    {"POST", BUSINESS "/accept", NULL, OF_SEVERAL, .in_body = &change_body, .run = run_accept,
     .summary = "Accepts what was requested."},
    {"PUT", BUSINESS "/cancel", NULL, OF_SEVERAL, .in_body = &change_body, .run = run_cancel,
     .summary = "Cancels bookings."},
    {"POST", BUSINESS "/complete", NULL, OF_SEVERAL, .in_body = &complete_body, .run = run_complete,
     .summary = "Notes bookings as done, or as no-shows."},
    {"PUT", BUSINESS "/:booking_id", NULL, OF_SEVERAL, .in_path = &move_path, .in_body = &move_body,
     .run = run_move, .summary = "Moves bookings in place, or gives them other titles."},
};
const size_t vcita_business_endpoint_count = COUNT(vcita_business_endpoints);
