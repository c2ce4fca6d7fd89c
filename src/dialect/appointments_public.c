/* appointments_public.c - appointments: what everybody may see and do, without a credential.
 * Source: contract appointments 4. SPDX-License-Identifier: MIT
 *
 * Where the contract is silent: which salon is meant says ?salon=SLUG, or else the host name of the
 * request, which is the domain of one business; otherwise it is 404. Availability is a list of
 * {start_at, end_at}. A booking is answered with id, status, service, staff, times and name of who
 * booked; with booking_clients "existing" only that it was received, whoever asks. Prices and
 * durations that are not to be shown are left out. Links of mails: GET looks, POST acts, and a
 * second POST answers as the first. */
#include "dialect/appointments.h"
#include "engine/salon.h"
#include "store/staff.h"

/* ---- what may be sent ---- */

enum { TOKEN_MOST = 200 };

#define W     struct salon_wish
#define SALON P_TEXT(W, slug, "salon", .least = 0, .most = 63, .manner = PARAM_EMPTY_IS_UNSENT)
#define ID(member_, name_, bit_, manner_)                                                          \
    P_NUMBER(W, member_, name_, .bit = (bit_), .least = 1, .most = PARAM_UNBOUNDED,                \
             .manner = (manner_))
static const struct param salon_rows[] = {SALON};
static const struct params salon_query = {salon_rows, COUNT(salon_rows), sizeof(W), PARAM_NO_GIVEN,
                                          false};
static const struct param services_rows[] = {SALON, APPOINTMENTS_PAGE_ROWS(W, paging)};
static const struct params services_query = {services_rows, COUNT(services_rows), sizeof(W),
                                             PARAM_NO_GIVEN, false};
static const struct param staff_rows[] = {SALON, ID(service_id, "service_id", SALON_SERVICE, 0U),
                                          APPOINTMENTS_PAGE_ROWS(W, paging)};
static const struct params staff_query = {staff_rows, COUNT(staff_rows), sizeof(W),
                                          offsetof(W, given), false};
static const struct param availability_rows[] = {
    SALON,
    P_DAY(W, date, "date", .manner = PARAM_REQUIRED),
    ID(service_id, "service_id", SALON_SERVICE, PARAM_REQUIRED),
    ID(staff_id, "staff_id", SALON_STAFF, 0U),
};
static const struct params availability_query = {availability_rows, COUNT(availability_rows),
                                                 sizeof(W), offsetof(W, given), false};
static const struct param booking_rows[] = {
    ID(service_id, "service_id", SALON_SERVICE, PARAM_REQUIRED),
    ID(staff_id, "staff_id", SALON_STAFF, 0U),
    P_TIME(W, start, "start_at", .manner = PARAM_REQUIRED),
    P_TEXT(W, name, "client_name", .least = 1, .most = 200,
           .manner = PARAM_REQUIRED | PARAM_TRIMMED),
    P_MAIL(W, email, "client_email", .manner = PARAM_REQUIRED | PARAM_LOWER_CASE),
    P_TEXT(W, phone, "client_phone", .least = 0, .most = 40, .manner = PARAM_TRIMMED),
    P_TEXT(W, notes, "notes", .least = 0, .most = 5000, .manner = PARAM_LINES),
};
static const struct params booking_body = {booking_rows, COUNT(booking_rows), sizeof(W),
                                           offsetof(W, given), false};
#define TOKEN P_TEXT(W, token, "token", .least = 1, .most = TOKEN_MOST, .manner = PARAM_REQUIRED)
static const struct param token_rows[] = {TOKEN};
static const struct params token_params = {token_rows, COUNT(token_rows), sizeof(W), PARAM_NO_GIVEN,
                                           false};
static const struct param review_rows[] = {
    TOKEN,
    P_NUMBER(W, rating, "rating", .least = 1, .most = 5, .manner = PARAM_REQUIRED),
    P_TEXT(W, comment, "comment", .least = 0, .most = 5000, .manner = PARAM_LINES),
};
static const struct params review_body = {review_rows, COUNT(review_rows), sizeof(W),
                                          PARAM_NO_GIVEN, false};
#undef W

/* ---- what is shown ---- */

static const struct word mode_words[] = {{"direct", 0}, {"request", 1}, {NULL, 0}};
static const struct word clients_words[] = {{"all", 0}, {"existing", 1}, {NULL, 0}};
static const struct word status_words[] = {
    {"scheduled", BOOKING_ACCEPTED},
    {"provisional", BOOKING_PENDING},
    {"provisional", BOOKING_AWAITING_HOST},
    {"completed", BOOKING_COMPLETED},
    {"cancelled", BOOKING_CANCELLED},
    {"cancelled", BOOKING_REJECTED},
    {"no-show", BOOKING_NO_SHOW},
    {"received", SALON_RECEIVED},
    {NULL, 0},
};

#define S struct settings
static const struct field salon_fields[] = {
    F_TEXT(S, name, "salon_name"),
    F_TEXT(S, time_zone, "timezone"),
    F_FLAG(S, request_mode, "booking_mode", .words = mode_words),
    F_FLAG(S, existing_clients_only, "booking_clients", .words = clients_words),
    F_TOGGLE(S, show_prices, "booking_show_prices"),
    F_TOGGLE(S, show_duration, "booking_show_duration"),
    F_TOGGLE(S, staff_choice, "booking_allow_staff_choice"),
    F_NUMBER(S, booking_min_lead_hours, "booking_min_lead_hours"),
    F_NUMBER(S, booking_max_future_days, "booking_max_future_days"),
    F_TEXT(S, currency, "currency"),
};
const struct shape appointments_salon_shape = {salon_fields, COUNT(salon_fields), sizeof(S)};
#undef S

#define S struct salon_service
static bool shows_price(const void *thing)
{
    return ((const S *)thing)->shows_price;
}

static bool shows_duration(const void *thing)
{
    return ((const S *)thing)->shows_duration;
}

static void write_price(struct text *out, const void *thing)
{
    text_format(out, "%lld", (long long)((const S *)thing)->service.price_minor);
}

static void write_duration(struct text *out, const void *thing)
{
    text_format(out, "%lld", (long long)((const S *)thing)->service.minutes);
}

static const struct field service_fields[] = {
    F_NUMBER(S, service.id, "id"),
    F_TEXT(S, service.name, "name"),
    F_TEXT(S, service.description, "description"),
    F_MADE("duration", write_duration, .form = MADE_NUMBER, .shown = shows_duration),
    F_MADE("price", write_price, .form = MADE_NUMBER, .shown = shows_price),
};
const struct shape appointments_salon_service_shape = {service_fields, COUNT(service_fields),
                                                       sizeof(S)};
#undef S

#define S struct staff
static const struct field staff_fields[] = {F_NUMBER(S, id, "id"), F_TEXT(S, name, "name")};
const struct shape appointments_salon_staff_shape = {staff_fields, COUNT(staff_fields), sizeof(S)};
#undef S

#define S struct salon_slot
static void write_slot_start(struct text *out, const void *thing)
{
    appointments_write_wall(out, ((const S *)thing)->start);
}

static void write_slot_end(struct text *out, const void *thing)
{
    appointments_write_wall(out, ((const S *)thing)->end);
}

static const struct field slot_fields[] = {
    F_MADE("start_at", write_slot_start, .form = MADE_TEXT),
    F_MADE("end_at", write_slot_end, .form = MADE_TEXT),
};
const struct shape appointments_salon_slot_shape = {slot_fields, COUNT(slot_fields), sizeof(S)};
#undef S

#define S struct salon_booking
static void write_start(struct text *out, const void *thing)
{
    appointments_write_wall(out, ((const S *)thing)->start);
}

static void write_end(struct text *out, const void *thing)
{
    appointments_write_wall(out, ((const S *)thing)->end);
}

static const struct field booking_fields[] = {
    F_SOME(S, id, "id", .absent = ABSENT_NULL),
    F_WORD(S, status, "status", status_words),
    F_NUMBER(S, service_id, "service_id"),
    F_SOME(S, staff_id, "staff_id", .absent = ABSENT_NULL),
    F_MADE("start_at", write_start, .form = MADE_TEXT),
    F_MADE("end_at", write_end, .form = MADE_TEXT),
    F_TEXT(S, client_name, "client_name"),
};
const struct shape appointments_salon_booking_shape = {booking_fields, COUNT(booking_fields),
                                                       sizeof(S)};
#undef S

#define S struct salon_answer
static const struct field answer_fields[] = {
    F_OBJECT(S, booking, "booking", struct salon_booking, &appointments_salon_booking_shape),
    F_TEXT(S, salon_name, "salon_name"),
    F_TEXT(S, service_name, "service_name"),
    F_TEXT(S, staff_name, "staff_name"),
};
const struct shape appointments_salon_answer_shape = {answer_fields, COUNT(answer_fields),
                                                      sizeof(S)};
#undef S

#define S struct salon_review
static const struct field review_fields[] = {F_NUMBER(S, rating, "rating")};
const struct shape appointments_salon_review_shape = {review_fields, COUNT(review_fields),
                                                      sizeof(S)};
#undef S

APPOINTMENTS_WRITE_ONE(write_salon, appointments_salon_shape)
APPOINTMENTS_WRITE_LIST(write_services, appointments_salon_service_shape)
APPOINTMENTS_WRITE_LIST(write_staff, appointments_salon_staff_shape)
APPOINTMENTS_WRITE_LIST(write_slots, appointments_salon_slot_shape)
APPOINTMENTS_WRITE_ONE(write_booking, appointments_salon_booking_shape)
APPOINTMENTS_WRITE_ONE(write_answer, appointments_salon_answer_shape)
APPOINTMENTS_WRITE_ONE(write_review, appointments_salon_review_shape)

/* ---- endpoints ---- */

#define DATA(name_, form_, what_, shape_)                                                          \
    static const struct named_shape name_##_shapes[] = {{what_, &(shape_)}, {NULL, NULL}};         \
    static const struct data name_##_data = {.form = (form_), .shapes = name_##_shapes}
DATA(salon, DATA_ONE, "salon", appointments_salon_shape);
DATA(services, DATA_LIST_OR_PAGE, "offered service", appointments_salon_service_shape);
DATA(staff, DATA_LIST_OR_PAGE, "offered staff", appointments_salon_staff_shape);
DATA(slots, DATA_LIST, "slot", appointments_salon_slot_shape);
DATA(booking, DATA_ONE, "booked appointment", appointments_salon_booking_shape);
DATA(answer, DATA_ONE, "answer", appointments_salon_answer_shape);
DATA(review, DATA_ONE, "review", appointments_salon_review_shape);

APPOINTMENTS_RUN(run_salon, show_salon)
APPOINTMENTS_RUN(run_services, list_salon_services)
APPOINTMENTS_RUN(run_staff, list_salon_staff)
APPOINTMENTS_RUN(run_slots, list_salon_slots)
APPOINTMENTS_RUN(run_book, book_at_salon)
APPOINTMENTS_RUN(run_look, look_at_answer)
APPOINTMENTS_RUN(run_accept, accept_booking)
APPOINTMENTS_RUN(run_decline, decline_booking)
APPOINTMENTS_RUN(run_review, review_booking)

#define OPEN(result_)                                                                              \
    .dialect = &appointments_dialect, .callers = BY_NOBODY,                                        \
    .wish_size = sizeof(struct salon_wish), .result_size = sizeof(result_), .status = 200
#define ANSWER OPEN(struct salon_answer), .write = write_answer, .data = &answer_data

const struct endpoint appointments_public_endpoints[] = {
    {"GET", "/api/public/salon-info", NULL, OPEN(struct settings), .in_query = &salon_query,
     .run = run_salon, .write = write_salon, .data = &salon_data,
     .summary = "How a salon takes bookings."},
    {"GET", "/api/public/services", NULL, OPEN(struct listed), .in_query = &services_query,
     .run = run_services, .write = write_services, .data = &services_data,
     .summary = "What everybody can book."},
    {"GET", "/api/public/staff", NULL, OPEN(struct listed), .in_query = &staff_query,
     .run = run_staff, .write = write_staff, .data = &staff_data,
     .summary = "Who can be asked for, where one may choose."},
    {"GET", "/api/public/availability", NULL, OPEN(struct listed), .in_query = &availability_query,
     .run = run_slots, .write = write_slots, .data = &slots_data,
     .summary = "The starts of a day that can be booked."},
    {"POST", "/api/public/bookings", NULL, OPEN(struct salon_booking),
     .manner = ENDPOINT_CHANGES | ENDPOINT_CREATES, .in_query = &salon_query,
     .in_body = &booking_body, .run = run_book, .write = write_booking, .data = &booking_data,
     .summary = "Books one of these starts."},
    {"GET", "/api/public/bookings/answer", NULL, ANSWER, .in_query = &token_params, .run = run_look,
     .summary = "What a link in a mail is about; changes nothing."},
    {"POST", "/api/public/bookings/accept", NULL, ANSWER, .manner = ENDPOINT_CHANGES,
     .in_body = &token_params, .run = run_accept, .summary = "Says yes to an appointment."},
    {"POST", "/api/public/bookings/decline", NULL, ANSWER, .manner = ENDPOINT_CHANGES,
     .in_body = &token_params, .run = run_decline, .summary = "Says no to an appointment."},
    {"POST", "/api/public/reviews", NULL, OPEN(struct salon_review), .manner = ENDPOINT_CHANGES,
     .in_body = &review_body, .run = run_review, .write = write_review, .data = &review_data,
     .summary = "Says how it was; the first review stays."},
};
const size_t appointments_public_endpoint_count = COUNT(appointments_public_endpoints);
