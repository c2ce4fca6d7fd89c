/* appointments_services.c - appointments: services, and mails that follow them. Source: contract
 * appointments 4. SPDX-License-Identifier: MIT
 *
 * Where the contract is silent: everybody signed in reads, admins write. A price is a whole number
 * of the currency's smallest units (2500 is 25 euro). Several staff_ids take turns. A service that
 * is not active can be booked at the desk and is not on offer to clients. */
#include "dialect/appointments.h"
#include "engine/manage_follow_ups.h"
#include "engine/manage_services.h"

/* ---- what may be sent ---- */

enum { MINUTES_A_DAY = 1440, MINUTES_A_YEAR = 366 * 1440 };

#define W struct service_wish
static const struct param service_list_rows[] = {
    P_FLAG(W, with_inactive, "include_inactive"),
    P_NUMBER(W, staff_id, "staff_id", .least = 1, .most = PARAM_UNBOUNDED),
    APPOINTMENTS_PAGE_ROWS(W, paging),
};
static const struct params service_list = {service_list_rows, COUNT(service_list_rows), sizeof(W),
                                           offsetof(W, given), false};
static const struct param service_path_rows[] = {
    P_NUMBER(W, type.id, "id", .least = 1, .most = PARAM_UNBOUNDED)};
static const struct params service_path = {service_path_rows, 1, sizeof(W), PARAM_NO_GIVEN, false};
#define SERVICE_ROWS(manner_)                                                                      \
    P_TEXT(W, type.title, "name", .bit = TYPE_TITLE, .least = 1, .most = 200,                      \
           .manner = PARAM_TRIMMED | (manner_)),                                                   \
        P_TEXT(W, type.description, "description", .bit = TYPE_DESCRIPTION, .least = 0,            \
               .most = 5000, .manner = PARAM_LINES),                                               \
        P_NUMBER(W, type.length_minutes, "duration", .bit = TYPE_LENGTH, .least = 1,               \
                 .most = MINUTES_A_DAY, .manner = (manner_)),                                      \
        P_NUMBER(W, type.price_minor, "price", .bit = TYPE_PRICE, .least = 0,                      \
                 .most = PARAM_UNBOUNDED),                                                         \
        P_NUMBER(W, type.buffer_before_minutes, "buffer_before", .bit = TYPE_BEFORE, .least = 0,   \
                 .most = MINUTES_A_DAY),                                                           \
        P_NUMBER(W, type.buffer_after_minutes, "buffer_after", .bit = TYPE_AFTER, .least = 0,      \
                 .most = MINUTES_A_DAY),                                                           \
        P_TOGGLE(W, active, "active", .bit = SERVICE_ACTIVE),                                      \
        P_NUMBERS(W, staff_ids, "staff_ids", .bit = SERVICE_STAFF, .items = 60,                    \
                  .manner = (manner_))
static const struct param service_create_rows[] = {SERVICE_ROWS(PARAM_REQUIRED)};
static const struct params service_create = {service_create_rows, COUNT(service_create_rows),
                                             sizeof(W), offsetof(W, given), false};
static const struct param service_change_rows[] = {SERVICE_ROWS(0U)};
static const struct params service_change = {service_change_rows, COUNT(service_change_rows),
                                             sizeof(W), offsetof(W, given), false};
#undef W

#define S struct follow_up_step
static const struct param step_rows[] = {
    P_NUMBER(S, position, "position", .least = 0, .most = 1000),
    P_NUMBER(S, delay_minutes, "delay_minutes", .least = 0, .most = MINUTES_A_YEAR,
             .manner = PARAM_REQUIRED),
    P_TEXT(S, subject, "subject", .least = 1, .most = 200,
           .manner = PARAM_TRIMMED | PARAM_REQUIRED),
    P_TEXT(S, body, "body", .least = 1, .most = 10000, .manner = PARAM_LINES | PARAM_REQUIRED),
};
static const struct params step_params = {step_rows, COUNT(step_rows), sizeof(S), PARAM_NO_GIVEN,
                                          false};
#undef S

#define W struct follow_up_wish
static const struct param follow_up_list_rows[] = {APPOINTMENTS_PAGE_ROWS(W, paging)};
static const struct params follow_up_list = {follow_up_list_rows, COUNT(follow_up_list_rows),
                                             sizeof(W), offsetof(W, given), false};
static const struct param follow_up_path_rows[] = {
    P_NUMBER(W, id, "id", .least = 1, .most = PARAM_UNBOUNDED)};
static const struct params follow_up_path = {follow_up_path_rows, 1, sizeof(W), PARAM_NO_GIVEN,
                                             false};
#define FOLLOW_UP_ROWS(manner_)                                                                    \
    P_TEXT(W, name, "name", .bit = FOLLOW_UP_NAME, .least = 1, .most = 200,                        \
           .manner = PARAM_TRIMMED | (manner_)),                                                   \
        P_NUMBER(W, event_type_id, "service_id", .bit = FOLLOW_UP_SERVICE, .least = 0,             \
                 .most = PARAM_UNBOUNDED),                                                         \
        P_TOGGLE(W, active, "active", .bit = FOLLOW_UP_ACTIVE),                                    \
        P_OBJECTS(W, steps, "steps", &step_params, .bit = FOLLOW_UP_STEPS, .items = 20,            \
                  .manner = (manner_))
static const struct param follow_up_create_rows[] = {FOLLOW_UP_ROWS(PARAM_REQUIRED)};
static const struct params follow_up_create = {follow_up_create_rows, COUNT(follow_up_create_rows),
                                               sizeof(W), offsetof(W, given), false};
static const struct param follow_up_change_rows[] = {FOLLOW_UP_ROWS(0U)};
static const struct params follow_up_change = {follow_up_change_rows, COUNT(follow_up_change_rows),
                                               sizeof(W), offsetof(W, given), false};
#undef W

/* ---- what is shown ---- */

#define S struct service
static const struct field service_fields[] = {
    F_NUMBER(S, id, "id"),
    F_TEXT(S, name, "name"),
    F_TEXT(S, description, "description"),
    F_NUMBER(S, minutes, "duration"),
    F_NUMBER(S, price_minor, "price"),
    F_NUMBER(S, buffer_before_minutes, "buffer_before"),
    F_NUMBER(S, buffer_after_minutes, "buffer_after"),
    F_FLAG(S, active, "active"),
    F_RAW(S, staff_ids, "staff_ids",
          .schema = "\"type\":\"array\",\"items\":{\"type\":\"integer\"}"),
};
const struct shape appointments_service_shape = {service_fields, COUNT(service_fields), sizeof(S)};
#undef S

#define S struct follow_up_step
static const struct field step_fields[] = {
    F_NUMBER(S, position, "position"),
    F_NUMBER(S, delay_minutes, "delay_minutes"),
    F_TEXT(S, subject, "subject"),
    F_TEXT(S, body, "body"),
};
static const struct shape step_shape = {step_fields, COUNT(step_fields), sizeof(S)};
#undef S
#define S struct follow_up_sequence
static const struct field follow_up_fields[] = {
    F_NUMBER(S, id, "id"),
    F_TEXT(S, name, "name"),
    F_SOME(S, event_type_id, "service_id", .absent = ABSENT_NULL),
    F_FLAG(S, active, "active"),
    F_LIST(S, steps, "steps", &step_shape),
};
const struct shape appointments_follow_up_shape = {follow_up_fields, COUNT(follow_up_fields),
                                                   sizeof(S)};
#undef S

APPOINTMENTS_WRITE(write_service, write_services, appointments_service_shape)
APPOINTMENTS_WRITE(write_follow_up, write_follow_ups, appointments_follow_up_shape)

/* ---- endpoints ---- */

APPOINTMENTS_DATA(service, "service", appointments_service_shape)
APPOINTMENTS_DATA(follow_up, "follow-up sequence", appointments_follow_up_shape)

APPOINTMENTS_RUN(run_list_services, list_services)
APPOINTMENTS_RUN(run_show_service, show_service)
APPOINTMENTS_RUN(run_create_service, create_service)
APPOINTMENTS_RUN(run_change_service, change_service)
APPOINTMENTS_RUN(run_delete_service, delete_service)
APPOINTMENTS_RUN(run_list_follow_ups, list_follow_ups)
APPOINTMENTS_RUN(run_show_follow_up, show_follow_up)
APPOINTMENTS_RUN(run_create_follow_up, create_follow_up)
APPOINTMENTS_RUN(run_change_follow_up, change_follow_up)
APPOINTMENTS_RUN(run_delete_follow_up, delete_follow_up)

#define OF(wish_, result_)                                                                         \
    .dialect = &appointments_dialect, .callers = BY_STAFF, .wish_size = sizeof(wish_),             \
    .result_size = sizeof(result_), .status = 200
#define SERVICE                                                                                    \
    OF(struct service_wish, struct service), .write = write_service, .data = &service_data
#define FOLLOW_UP                                                                                  \
    OF(struct follow_up_wish, struct follow_up_sequence), .write = write_follow_up,                \
                                                          .data = &follow_up_data
#define BY_ADMINS (ENDPOINT_CHANGES | ENDPOINT_ADMIN)

const struct endpoint appointments_service_endpoints[] = {
    {"GET", "/api/services", NULL, OF(struct service_wish, struct listed),
     .in_query = &service_list, .run = run_list_services, .write = write_services,
     .data = &service_list_data, .summary = "What can be booked, by name."},
    {"POST", "/api/services", NULL, SERVICE, .manner = BY_ADMINS | ENDPOINT_CREATES,
     .in_body = &service_create, .run = run_create_service, .summary = "A new service."},
    {"GET", "/api/services/:id", NULL, SERVICE, .in_path = &service_path, .run = run_show_service,
     .summary = "One service."},
    {"PUT", "/api/services/:id", NULL, SERVICE, .manner = BY_ADMINS, .in_path = &service_path,
     .in_body = &service_change, .run = run_change_service,
     .summary = "Changes what is sent and leaves the rest."},
    {"DELETE", "/api/services/:id", NULL, SERVICE, .manner = BY_ADMINS, .in_path = &service_path,
     .run = run_delete_service, .summary = "Takes a service off; its bookings keep it."},
    {"GET", "/api/follow-up-sequences", NULL, OF(struct follow_up_wish, struct listed),
     .in_query = &follow_up_list, .run = run_list_follow_ups, .write = write_follow_ups,
     .data = &follow_up_list_data, .summary = "Mails that follow a visit."},
    {"POST", "/api/follow-up-sequences", NULL, FOLLOW_UP, .manner = BY_ADMINS | ENDPOINT_CREATES,
     .in_body = &follow_up_create, .run = run_create_follow_up, .summary = "A new sequence."},
    {"GET", "/api/follow-up-sequences/:id", NULL, FOLLOW_UP, .in_path = &follow_up_path,
     .run = run_show_follow_up, .summary = "One sequence."},
    {"PUT", "/api/follow-up-sequences/:id", NULL, FOLLOW_UP, .manner = BY_ADMINS,
     .in_path = &follow_up_path, .in_body = &follow_up_change, .run = run_change_follow_up,
     .summary = "Changes what is sent and leaves the rest; steps are replaced together."},
    {"DELETE", "/api/follow-up-sequences/:id", NULL, FOLLOW_UP, .manner = BY_ADMINS,
     .in_path = &follow_up_path, .run = run_delete_follow_up,
     .summary = "Ends a sequence; mails that are on their way still go out."},
};
const size_t appointments_service_endpoint_count = COUNT(appointments_service_endpoints);
