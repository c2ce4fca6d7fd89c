/* cal_webhooks.c - Cal.com v2 webhooks, of a user and of an event type. Source: contract cal-v2 k,
 * l. SPDX-License-Identifier: MIT */
#include "dialect/cal.h"
#include "engine/webhooks.h"

/* ---- what may be sent ---- */

/* The document's, and two that newer clients know. What nothing here ever brings about may be asked
 * for too. */
#define T(word_)                                                                                   \
    {                                                                                              \
        word_, 0                                                                                   \
    }
static const struct word trigger_words[] = {
    T("BOOKING_CREATED"),
    T("BOOKING_PAYMENT_INITIATED"),
    T("BOOKING_PAID"),
    T("BOOKING_RESCHEDULED"),
    T("BOOKING_REQUESTED"),
    T("BOOKING_CANCELLED"),
    T("BOOKING_REJECTED"),
    T("BOOKING_NO_SHOW_UPDATED"),
    T("FORM_SUBMITTED"),
    T("MEETING_ENDED"),
    T("MEETING_STARTED"),
    T("RECORDING_READY"),
    T("INSTANT_MEETING"),
    T("RECORDING_TRANSCRIPTION_GENERATED"),
    T("OOO_CREATED"),
    T("AFTER_HOSTS_CAL_VIDEO_NO_SHOW"),
    T("AFTER_GUESTS_CAL_VIDEO_NO_SHOW"),
    T("FORM_SUBMITTED_NO_EVENT"),
    T("ROUTING_FORM_FALLBACK_HIT"),
    T("DELEGATION_CREDENTIAL_ERROR"),
    T("WRONG_ASSIGNMENT_REPORT"),
    T("BOOKING_LOCATION_UPDATED"),
    T("BOOKING_REASSIGNED"),
    {NULL, 0},
};
#undef T
static const struct word version_words[] = {{WEBHOOK_VERSION, 0}, {NULL, 0}};

#define W struct webhook_wish
#define ROWS(manner_)                                                                              \
    P_TEXT(W, url, "subscriberUrl", .bit = WEBHOOK_URL, .most = URL_MOST, .manner = (manner_)),    \
        P_TEXTS(W, triggers, "triggers", .bit = WEBHOOK_TRIGGERS, .words = trigger_words,          \
                .items = TRIGGERS_MOST, .manner = (manner_),                                       \
                .says = "each value in triggers must be one of the documented triggers"),          \
        P_FLAG(W, active, "active", .bit = WEBHOOK_ACTIVE, .manner = (manner_)),                   \
        P_TEXT(W, payload_template, "payloadTemplate", .bit = WEBHOOK_TEMPLATE, .most = 20000,     \
               .manner = PARAM_LINES),                                                             \
        P_TEXT(W, secret, "secret", .bit = WEBHOOK_SECRET, .most = 500),                           \
        P_TEXT(W, version, "version", .words = version_words)
#define BODY(rows_)                                                                                \
    {                                                                                              \
        rows_, COUNT(rows_), sizeof(W), offsetof(W, given), false                                  \
    }
static const struct param create_rows[] = {ROWS(PARAM_REQUIRED)};
static const struct params create_body = BODY(create_rows);
static const struct param change_rows[] = {ROWS(0)};
static const struct params change_body = BODY(change_rows);

static const struct param page_rows[] = {
    P_NUMBER(W, take, "take", .least = 1, .most = 250, .otherwise = 250,
             .manner = PARAM_LEADING_DIGITS),
    P_NUMBER(W, skip, "skip", .least = 0, .most = PARAM_UNBOUNDED, .manner = PARAM_LEADING_DIGITS),
};
static const struct params page_query = BODY(page_rows);

#define ONE        P_TEXT(W, uid, "webhookId", .manner = PARAM_REQUIRED)
#define EVENT_TYPE P_NUMBER(W, event_type_id, "eventTypeId", .least = 1, .most = PARAM_UNBOUNDED)
#define PATH(rows_)                                                                                \
    {                                                                                              \
        rows_, COUNT(rows_), sizeof(W), PARAM_NO_GIVEN, false                                      \
    }
static const struct param one_rows[] = {ONE};
static const struct params one_path = PATH(one_rows);
static const struct param all_of_type_rows[] = {EVENT_TYPE};
static const struct params all_of_type_path = PATH(all_of_type_rows);
static const struct param one_of_type_rows[] = {EVENT_TYPE, ONE};
static const struct params one_of_type_path = PATH(one_of_type_rows);
#undef W

/* ---- what is shown ---- */

/* The document wants payloadTemplate to be there always, and secret not. */
#define H struct webhook
static const struct field webhook_fields[] = {
    F_TEXT(H, uid, "id"),
    F_SOME(H, user_id, "userId"),
    F_SOME(H, event_type_id, "eventTypeId"),
    F_TEXT(H, url, "subscriberUrl"),
    F_RAW(H, triggers, "triggers"),
    F_FLAG(H, active, "active"),
    F_TEXT(H, payload_template, "payloadTemplate", .absent = ABSENT_EMPTY),
    F_TEXT(H, secret, "secret"),
    F_TEXT(H, version, "version"),
};
const struct shape cal_webhook_shape = {webhook_fields, COUNT(webhook_fields), sizeof(H)};
#undef H

static void write_one(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    text_put(out, "{\"status\":\"success\",\"data\":");
    shape_write(out, &cal_webhook_shape, result);
    text_char(out, '}');
}

static void write_all(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    text_put(out, "{\"status\":\"success\",\"data\":");
    shape_write_list(out, &cal_webhook_shape, result);
    text_char(out, '}');
}

/* ---- endpoints ---- */

CAL_RUN(run_list, list_webhooks)
CAL_RUN(run_find, find_webhook)
CAL_RUN(run_make, make_webhook)
CAL_RUN(run_change, change_webhook)
CAL_RUN(run_drop, drop_webhook)

static const struct named_shape webhook_shapes[] = {{"webhook", &cal_webhook_shape}, {NULL, NULL}};
static const struct data one_data = {.form = DATA_ONE, .shapes = webhook_shapes};
static const struct data all_data = {.form = DATA_LIST, .shapes = webhook_shapes};

#define ANY_VERSION NULL
#define BY_KEYS     .dialect = &cal_dialect, .callers = BY_CAL, .wish_size = sizeof(struct webhook_wish)
#define READS       BY_KEYS, .scope = "WEBHOOK_READ"
#define CHANGES     BY_KEYS, .scope = "WEBHOOK_WRITE", .manner = ENDPOINT_CHANGES
#define CREATES     BY_KEYS, .scope = "WEBHOOK_WRITE", .manner = ENDPOINT_CHANGES | ENDPOINT_CREATES
#define SHOWS_ONE   .result_size = sizeof(struct webhook), .write = write_one, .data = &one_data
#define SHOWS_ALL   .result_size = sizeof(struct list), .write = write_all, .data = &all_data

#define USERS "/v2/webhooks"
#define TYPES "/v2/event-types/:eventTypeId/webhooks"

const struct endpoint cal_webhook_endpoints[] = {
    {"GET", USERS, ANY_VERSION, READS, SHOWS_ALL, .in_query = &page_query, .run = run_list,
     .status = 200, .summary = "The caller's webhooks."},
    {"POST", USERS, ANY_VERSION, CREATES, SHOWS_ONE, .in_body = &create_body, .run = run_make,
     .status = 201, .summary = "A webhook for the bookings the caller hosts."},
    {"GET", USERS "/:webhookId", ANY_VERSION, READS, SHOWS_ONE, .in_path = &one_path,
     .run = run_find, .status = 200, .summary = "One webhook."},
    {"PATCH", USERS "/:webhookId", ANY_VERSION, CHANGES, SHOWS_ONE, .in_path = &one_path,
     .in_body = &change_body, .run = run_change, .status = 200, .summary = "Changes a webhook."},
    {"DELETE", USERS "/:webhookId", ANY_VERSION, CHANGES, SHOWS_ONE, .in_path = &one_path,
     .run = run_drop, .status = 200,
     .summary = "Removes a webhook and what it has not been told yet."},
    {"GET", TYPES, ANY_VERSION, READS, SHOWS_ALL, .in_path = &all_of_type_path,
     .in_query = &page_query, .run = run_list, .status = 200,
     .summary = "The webhooks of an event type."},
    {"POST", TYPES, ANY_VERSION, CREATES, SHOWS_ONE, .in_path = &all_of_type_path,
     .in_body = &create_body, .run = run_make, .status = 201,
     .summary = "A webhook for the bookings of an event type."},
    {"GET", TYPES "/:webhookId", ANY_VERSION, READS, SHOWS_ONE, .in_path = &one_of_type_path,
     .run = run_find, .status = 200, .summary = "One webhook of an event type."},
    {"PATCH", TYPES "/:webhookId", ANY_VERSION, CHANGES, SHOWS_ONE, .in_path = &one_of_type_path,
     .in_body = &change_body, .run = run_change, .status = 200,
     .summary = "Changes a webhook of an event type."},
    {"DELETE", TYPES "/:webhookId", ANY_VERSION, CHANGES, SHOWS_ONE, .in_path = &one_of_type_path,
     .run = run_drop, .status = 200,
     .summary = "Removes a webhook of an event type and what it has not been told yet."},
};
const size_t cal_webhook_endpoint_count = COUNT(cal_webhook_endpoints);
