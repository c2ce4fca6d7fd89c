/* vcita_availability.c - vCita: what is free. Source: contract vcita 3. SPDX-License-Identifier:
 * MIT
 *
 * Ranges are of at most 31 days. include_dst, show_past_availabilities and ignore_min_schedule may
 * be sent and change nothing: what is over is offered to nobody, and offsets are always those of
 * the instant. */
#include <string.h>

#include "dialect/vcita.h"
#include "engine/openings.h"

static const struct word kind_words[] = {
    {"AppointmentService", OPENINGS_OF_APPOINTMENTS},
    {"EventService", OPENINGS_OF_CLASSES},
    {NULL, 0},
};
static const struct word order_words[] = {
    {"date", OPENINGS_BY_DATE}, {"staff", OPENINGS_BY_STAFF}, {NULL, 0}};

#define W struct openings_wish
#define STAFF                                                                                      \
    P_TEXTS(W, staff_uids, "staff_ids_array", .bit = OPENINGS_STAFF, .least = 1, .items = 50)
#define RANGE                                                                                      \
    P_TEXT(W, business_uid, "business_id"),                                                        \
        P_DAY(W, first, "start_date", .manner = PARAM_REQUIRED),                                   \
        P_DAY(W, last, "end_date", .manner = PARAM_REQUIRED), STAFF,                               \
        P_ZONE(W, zone, "time_zone", .bit = OPENINGS_ZONE),                                        \
        P_WORD(W, kind, "type", kind_words, .bit = OPENINGS_KIND),                                 \
        P_WORD(W, order, "aggregate_by", order_words),                                             \
        P_TEXT(W, spare, "booking_instance_id", .bit = OPENINGS_SPARE)
static const struct param staff_rows[] = {RANGE};
static const struct params staff_query = {staff_rows, COUNT(staff_rows), sizeof(W),
                                          offsetof(W, given), false};
static const struct param services_rows[] = {
    RANGE,
    P_TEXTS(W, service_uids, "service_ids", .bit = OPENINGS_SERVICES, .least = 1, .items = 50)};
static const struct params services_query = {services_rows, COUNT(services_rows), sizeof(W),
                                             offsetof(W, given), false};
static const struct param service_path_rows[] = {
    P_TEXT(W, service_uid, "id", .manner = PARAM_REQUIRED)};
static const struct params service_path = {service_path_rows, 1, sizeof(W), PARAM_NO_GIVEN, false};
#undef W

/* ---- what is shown ---- */

static void write_opening(struct text *out, const struct openings *openings,
                          const struct opening *opening)
{
    char time[WHEN_ROOM];

    text_put(out, "{\"staff_id\":");
    text_json(out, opening->staff_uid);
    text_put(out, ",\"service_id\":");
    text_json(out, opening->service_uid);
    text_format(out, ",\"spots_total\":%lld,\"spots_open\":%lld,\"start_time\":\"",
                (long long)opening->spots_total, (long long)opening->spots_open);
    text_add(out, time,
             instant_write(time, opening->start, WHEN_OFFSET_SECONDS,
                           zone_offset(openings->zone, opening->start)));
    text_format(out, "\",\"duration_minutes\":%lld", (long long)opening->minutes);
    if (opening->class_uid != NULL) {
        text_put(out, ",\"event_instance_id\":");
        text_json(out, opening->class_uid);
    }
    text_char(out, '}');
}

/* What it stands under: its day, or who would take it. */
static const char *key_of(const struct openings *openings, const struct opening *opening,
                          char date[WHEN_ROOM])
{
    if (openings->order == OPENINGS_BY_STAFF)
        return opening->staff_uid;
    day_write(date, zone_wall(openings->zone, opening->start).day);
    return date;
}

static void write_openings(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct openings *openings = result;
    char dates[2][WHEN_ROOM];
    const char *last = "";

    (void)exchange;
    vcita_open(out, "availabilities");
    text_char(out, '{');
    for (size_t i = 0; i < openings->count; i++) {
        const char *key = key_of(openings, &openings->all[i], dates[i % 2]);
        bool same = i > 0 && strcmp(key, last) == 0;

        if (same)
            text_char(out, ',');
        else
            text_format(out, "%s\"%s\":[", i == 0 ? "" : "],", key);
        write_opening(out, openings, &openings->all[i]);
        last = key;
    }
    text_put(out, openings->count > 0 ? "]}" : "}");
    text_put(out, ",\"time_zone\":");
    text_json(out, zone_name(openings->zone));
    text_put(out, "}}");
}

/* ---- endpoints ---- */

static const struct data openings_data = {
    .schema =
        "{\"type\":\"object\",\"description\":\"By day as YYYY-MM-DD, or by staff_id.\","
        "\"additionalProperties\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
        "\"required\":[\"staff_id\",\"service_id\",\"spots_total\",\"spots_open\",\"start_time\","
        "\"duration_minutes\"],\"additionalProperties\":false,\"properties\":{"
        "\"staff_id\":{\"type\":\"string\"},\"service_id\":{\"type\":\"string\"},"
        "\"spots_total\":{\"type\":\"integer\"},\"spots_open\":{\"type\":\"integer\"},"
        "\"start_time\":{\"type\":\"string\",\"format\":\"date-time\"},"
        "\"duration_minutes\":{\"type\":\"integer\"},"
        "\"event_instance_id\":{\"type\":\"string\"}}}}}",
    .member = "availabilities",
    .members = "\"time_zone\":{\"type\":\"string\"}",
};

VCITA_RUN(run_openings, openings_find)

#define OPENINGS                                                                                   \
    .dialect = &vcita_dialect, .wish_size = sizeof(struct openings_wish),                          \
    .result_size = sizeof(struct openings), .run = run_openings, .write = write_openings,          \
    .data = &openings_data, .status = 200
#define BY_THREE BY_VCITA_CLIENT | BY_VCITA_STAFF | BY_VCITA_DIRECTORY

const struct endpoint vcita_availability_endpoints[] = {
    {"GET", "/platform/v1/staff/availability", NULL, OPENINGS, .callers = BY_THREE | BY_NOBODY,
     .in_query = &staff_query, .summary = "When the staff can be booked."},
    {"GET", "/platform/v1/services/availability", NULL, OPENINGS, .callers = BY_THREE,
     .in_query = &services_query, .summary = "When services can be booked."},
    {"GET", "/platform/v1/services/:id/availability", NULL, OPENINGS, .callers = BY_THREE,
     .in_path = &service_path, .in_query = &staff_query,
     .summary = "When one service can be booked."},
};
const size_t vcita_availability_endpoint_count = COUNT(vcita_availability_endpoints);
