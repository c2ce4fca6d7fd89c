/* appointments.c - appointments: errors, headers, lists. Source: seed 003, contract appointments 1.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/zone.h"
#include "dialect/appointments.h"
#include "dialect/words.h"

/* ---- failures ---- */

static const struct fail_words fails[FAIL__COUNT] = {
    [NO_ROUTE] = {404, NULL, "Not found"},
    [NO_METHOD] = {405, NULL, "Method not allowed"},
    [NAME_TAKEN] = {409, NULL, "Duplicate or conflicting"},
    [DUPLICATE] = {409, NULL, "Duplicate or conflicting"},
};

/* Every field that is complained of, with a sentence for each. */
static void write_fields(struct text *out, struct arena *arena, const struct complaints *complaints)
{
    for (size_t i = 0; i < complaints->count; i++) {
        const struct complaints one = {&complaints->all[i], 1, NULL};

        if (i > 0)
            text_char(out, ',');
        text_json(out, complaints->all[i].property);
        text_char(out, ':');
        text_json(out, complaint_in_words(arena, &one));
    }
}

void appointments_write_wall(struct text *out, struct wall wall)
{
    char text[WHEN_ROOM];

    wall_write(text, wall);
    text_json(out, text);
}

/* What has the time, on the salon's wall. */
static void write_conflict(struct text *out, const struct taken *taken)
{
    const struct zone *zone = zone_find(taken->time_zone);

    text_put(out, "\"conflict\":{\"start_at\":");
    appointments_write_wall(out, zone_wall(zone, taken->start));
    text_put(out, ",\"end_at\":");
    appointments_write_wall(out, zone_wall(zone, taken->end));
    text_char(out, '}');
}

static void write_details(struct text *out, struct arena *arena, const struct fail *fail)
{
    const char *field = fail->complaints != NULL ? complaint_field(fail->complaints) : fail->field;

    text_char(out, '{');
    if (fail->taken != NULL) {
        write_conflict(out, fail->taken);
        field = NULL;
    }
    if (field != NULL) {
        text_put(out, "\"field\":");
        text_json(out, field);
    }
    if (fail->complaints != NULL) {
        text_put(out, ",\"fields\":{");
        write_fields(out, arena, fail->complaints);
        text_char(out, '}');
    }
    text_char(out, '}');
}

static int write_fail(struct text *out, const struct exchange *exchange,
                      const struct endpoint *endpoint, const struct fail *fail)
{
    const struct fail_words words = fail_in_words(exchange->arena, fails, fail);
    const char *message = fail->complaints == NULL
                              ? words.message
                              : complaint_in_words(exchange->arena, fail->complaints);

    (void)endpoint;
    text_put(out, "{\"error\":");
    text_json(out, message);
    text_put(out, ",\"details\":");
    write_details(out, exchange->arena, fail);
    text_char(out, '}');
    return words.status;
}

static const char fail_schema[] =
    "{\"type\":\"object\",\"required\":[\"error\",\"details\"],\"additionalProperties\":false,"
    "\"properties\":{\"error\":{\"type\":\"string\"},\"details\":{\"type\":\"object\","
    "\"properties\":{"
    "\"field\":{\"type\":\"string\"},\"fields\":{\"type\":\"object\","
    "\"additionalProperties\":{\"type\":\"string\"}},\"conflict\":{\"type\":\"object\","
    "\"required\":[\"start_at\",\"end_at\"],\"properties\":{\"start_at\":{\"type\":\"string\"},"
    "\"end_at\":{\"type\":\"string\"}}}}}}}";

/* ---- lists ---- */

void appointments_write_list(struct text *out, const struct shape *shape, const struct list *list,
                             const struct paging *paging)
{
    if (paging->page == 0) {
        shape_write_list(out, shape, list);
        return;
    }
    text_put(out, "{\"items\":");
    shape_write_list(out, shape, list);
    text_format(out, ",\"total\":%lld,\"page\":%lld,\"limit\":%lld,\"pages\":%lld}",
                (long long)paging->total, (long long)paging->page, (long long)paging->limit,
                (long long)((paging->total + paging->limit - 1) / paging->limit));
}

/* ---- what has nothing to show ---- */

const struct data appointments_ok_data = {
    .form = DATA_ONE,
    .schema = "{\"type\":\"object\",\"required\":[\"ok\"],\"additionalProperties\":false,"
              "\"properties\":{\"ok\":{\"type\":\"boolean\",\"enum\":[true]}}}"};

void appointments_write_ok(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    (void)result;
    text_put(out, "{\"ok\":true}");
}

/* ---- the dialect ---- */

static const struct named_shape shapes[] = {
    {"answer", &appointments_salon_answer_shape},
    {"booked appointment", &appointments_salon_booking_shape},
    {"offered service", &appointments_salon_service_shape},
    {"offered staff", &appointments_salon_staff_shape},
    {"review", &appointments_salon_review_shape},
    {"salon", &appointments_salon_shape},
    {"slot", &appointments_salon_slot_shape},
    {"appointment", &appointments_booking_shape},
    {"client", &appointments_client_shape},
    {"default shift", &appointments_default_shift_shape},
    {"follow-up sequence", &appointments_follow_up_shape},
    {"holiday", &appointments_holiday_shape},
    {"notification", &appointments_message_shape},
    {"service", &appointments_service_shape},
    {"session", &appointments_session_shape},
    {"settings", &appointments_settings_shape},
    {"shift", &appointments_shift_shape},
    {"staff", &appointments_staff_shape},
    {"time off", &appointments_time_off_shape},
    {"user", &appointments_user_shape},
    {"waitlist entry", &appointments_waiting_shape},
    {NULL, NULL},
};

const struct dialect appointments_dialect = {
    .name = "appointments",
    .title = "Appointments",
    .source = SOURCE_APPOINTMENTS,
    .prefixes = (const char *const[]){"/api", NULL},
    .request_headers = "Accept, Authorization, Content-Type, Origin, Idempotency-Key, "
                       "If-None-Match, X-CSRF-Token, X-Request-Id",
    .content_type_of_fails = "application/json; charset=utf-8",
    .shapes = shapes,
    .limited = true,
    .bare = true,
    .page_members = "\"total\":{\"type\":\"integer\"},\"page\":{\"type\":\"integer\"},"
                    "\"limit\":{\"type\":\"integer\"},\"pages\":{\"type\":\"integer\"}",
    .fail_schema = fail_schema,
    .credentials = "The token that signing in gives.",
    .cookie_name = "__Host-slotd_session",
    .csrf_name = "X-CSRF-Token",
    .csrf_header = "HTTP_X_CSRF_TOKEN",
    .write_fail = write_fail,
};
