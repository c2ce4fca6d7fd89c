/* appointments_clients.c - appointments: clients, and who waits. Source: contract appointments 4.
 * SPDX-License-Identifier: MIT
 *
 * Where the contract is silent: everybody signed in reads and writes both, because whoever answers
 * the telephone does. A client without a mail address may be there; two with the same one may not.
 * Dates and times are those of the business's wall. */
#include "dialect/appointments.h"
#include "engine/manage_clients.h"
#include "engine/manage_waitlist.h"

/* ---- what may be sent ---- */

#define W struct client_wish
static const struct param client_list_rows[] = {
    P_TEXT(W, search, "search", .bit = CLIENT_SEARCH, .least = 0, .most = 200,
           .manner = PARAM_TRIMMED | PARAM_EMPTY_IS_UNSENT),
    APPOINTMENTS_PAGE_ROWS(W, paging),
};
static const struct params client_list = {client_list_rows, COUNT(client_list_rows), sizeof(W),
                                          offsetof(W, given), false};
static const struct param client_path_rows[] = {
    P_NUMBER(W, id, "id", .least = 1, .most = PARAM_UNBOUNDED)};
static const struct params client_path = {client_path_rows, 1, sizeof(W), PARAM_NO_GIVEN, false};
#define CLIENT_ROWS(manner_)                                                                       \
    P_TEXT(W, name, "name", .bit = CLIENT_NAME, .least = 1, .most = 200,                           \
           .manner = PARAM_TRIMMED | (manner_)),                                                   \
        P_MAIL(W, email, "email", .bit = CLIENT_EMAIL, .manner = PARAM_LOWER_CASE),                \
        P_TEXT(W, phone, "phone", .bit = CLIENT_PHONE, .least = 0, .most = 40,                     \
               .manner = PARAM_TRIMMED),                                                           \
        P_TEXT(W, notes, "notes", .bit = CLIENT_NOTES, .least = 0, .most = 10000,                  \
               .manner = PARAM_LINES)
static const struct param client_create_rows[] = {CLIENT_ROWS(PARAM_REQUIRED)};
static const struct params client_create = {client_create_rows, COUNT(client_create_rows),
                                            sizeof(W), offsetof(W, given), false};
static const struct param client_change_rows[] = {CLIENT_ROWS(0U)};
static const struct params client_change = {client_change_rows, COUNT(client_change_rows),
                                            sizeof(W), offsetof(W, given), false};
#undef W

#define W struct waitlist_wish
#define WAITING_ROWS(manner_)                                                                      \
    P_NUMBER(W, query.client_id, "client_id", .bit = WAITLIST_BY_CLIENT, .least = 1,               \
             .most = PARAM_UNBOUNDED, .manner = (manner_)),                                        \
        P_NUMBER(W, query.event_type_id, "service_id", .bit = WAITLIST_BY_SERVICE, .least = 1,     \
                 .most = PARAM_UNBOUNDED, .manner = (manner_)),                                    \
        P_DAY(W, query.date, "date", .bit = WAITLIST_BY_DATE, .manner = (manner_))
static const struct param waiting_list_rows[] = {
    WAITING_ROWS(0U),
    P_WORD(W, query.status, "status", waitlist_status_words, .bit = WAITLIST_BY_STATUS),
    APPOINTMENTS_PAGE_ROWS(W, paging),
};
static const struct params waiting_list = {waiting_list_rows, COUNT(waiting_list_rows), sizeof(W),
                                           offsetof(W, query.given), false};
static const struct param waiting_add_rows[] = {WAITING_ROWS(PARAM_REQUIRED)};
static const struct params waiting_add = {waiting_add_rows, COUNT(waiting_add_rows), sizeof(W),
                                          offsetof(W, query.given), false};
static const struct param waiting_path_rows[] = {
    P_NUMBER(W, id, "id", .least = 1, .most = PARAM_UNBOUNDED)};
static const struct params waiting_path = {waiting_path_rows, 1, sizeof(W), PARAM_NO_GIVEN, false};
#undef W

/* ---- what is shown ---- */

#define S struct client
static const struct field client_fields[] = {
    F_NUMBER(S, id, "id"),
    F_TEXT(S, name, "name"),
    F_TEXT(S, email, "email", .absent = ABSENT_NULL),
    F_TEXT(S, phone, "phone", .absent = ABSENT_NULL),
    F_TEXT(S, notes, "notes"),
};
const struct shape appointments_client_shape = {client_fields, COUNT(client_fields), sizeof(S)};
#undef S

#define S struct waiting
static const struct field waiting_fields[] = {
    F_NUMBER(S, entry.id, "id"),
    F_NUMBER(S, entry.client_id, "client_id"),
    F_TEXT(S, entry.client_name, "client_name"),
    F_NUMBER(S, entry.event_type_id, "service_id"),
    F_TEXT(S, entry.event_type_title, "service_name"),
    F_TEXT(S, date, "date"),
    F_WORD(S, entry.status, "status", waitlist_status_words),
    F_SOME(S, entry.booking_id, "booking_id", .absent = ABSENT_NULL),
    F_TEXT(S, notified_at, "notified_at", .absent = ABSENT_NULL),
    F_TEXT(S, created_at, "created_at"),
};
const struct shape appointments_waiting_shape = {waiting_fields, COUNT(waiting_fields), sizeof(S)};
#undef S

APPOINTMENTS_WRITE(write_client, write_clients, appointments_client_shape)
APPOINTMENTS_WRITE(write_waiting, write_waiting_list, appointments_waiting_shape)

/* ---- endpoints ---- */

APPOINTMENTS_DATA(client, "client", appointments_client_shape)
APPOINTMENTS_DATA(waiting, "waitlist entry", appointments_waiting_shape)

APPOINTMENTS_RUN(run_list_clients, list_clients)
APPOINTMENTS_RUN(run_show_client, show_client)
APPOINTMENTS_RUN(run_create_client, create_client)
APPOINTMENTS_RUN(run_change_client, change_client)
APPOINTMENTS_RUN(run_delete_client, delete_client)
APPOINTMENTS_RUN(run_list_waiting, list_waiting)
APPOINTMENTS_RUN(run_show_waiting, show_waiting)
APPOINTMENTS_RUN(run_add_waiting, add_waiting)
APPOINTMENTS_RUN(run_cancel_waiting, cancel_waiting)

#define OF(wish_, result_)                                                                         \
    .dialect = &appointments_dialect, .callers = BY_STAFF, .wish_size = sizeof(wish_),             \
    .result_size = sizeof(result_), .status = 200
#define CLIENT OF(struct client_wish, struct client), .write = write_client, .data = &client_data
#define WAITING                                                                                    \
    OF(struct waitlist_wish, struct waiting), .write = write_waiting, .data = &waiting_data

const struct endpoint appointments_client_endpoints[] = {
    {"GET", "/api/clients", NULL, OF(struct client_wish, struct listed), .in_query = &client_list,
     .run = run_list_clients, .write = write_clients, .data = &client_list_data,
     .summary = "Clients by name, all or those that a part of name, address or phone finds."},
    {"POST", "/api/clients", NULL, CLIENT, .manner = ENDPOINT_CHANGES | ENDPOINT_CREATES,
     .in_body = &client_create, .run = run_create_client, .summary = "A new client."},
    {"GET", "/api/clients/:id", NULL, CLIENT, .in_path = &client_path, .run = run_show_client,
     .summary = "One client."},
    {"PUT", "/api/clients/:id", NULL, CLIENT, .manner = ENDPOINT_CHANGES, .in_path = &client_path,
     .in_body = &client_change, .run = run_change_client,
     .summary = "Changes what is sent and leaves the rest."},
    {"DELETE", "/api/clients/:id", NULL, CLIENT, .manner = ENDPOINT_CHANGES,
     .in_path = &client_path, .run = run_delete_client,
     .summary = "Removes a client, who stays in the bookings."},
    {"GET", "/api/waitlist", NULL, OF(struct waitlist_wish, struct listed),
     .in_query = &waiting_list, .run = run_list_waiting, .write = write_waiting_list,
     .data = &waiting_list_data, .summary = "Who waits, in the order in which they are served."},
    {"POST", "/api/waitlist", NULL, WAITING, .manner = ENDPOINT_CHANGES | ENDPOINT_CREATES,
     .in_body = &waiting_add, .run = run_add_waiting,
     .summary = "A client waits for a service on a date."},
    {"GET", "/api/waitlist/:id", NULL, WAITING, .in_path = &waiting_path, .run = run_show_waiting,
     .summary = "One who waits."},
    {"DELETE", "/api/waitlist/:id", NULL, WAITING, .manner = ENDPOINT_CHANGES,
     .in_path = &waiting_path, .run = run_cancel_waiting,
     .summary = "A client does not wait any more."},
};
const size_t appointments_client_endpoint_count = COUNT(appointments_client_endpoints);
