/* cal_slots.c - Cal.com v2 slots and their reservations. Source: contract cal-v2 i.1, i.2.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/zone.h"
#include "dialect/cal.h"
#include "engine/hold.h"
#include "engine/slots.h"

/* ---- what may be sent ---- */

static const struct word format_words[] = {
    {"time", SLOTS_AS_TIMES},
    {"range", SLOTS_AS_RANGES},
    {NULL, 0},
};

#define S struct slots_wish
static const struct param slots_rows[] = {
    P_NUMBER(S, event_type.id, "eventTypeId", .least = 1, .most = PARAM_UNBOUNDED),
    P_TEXT(S, event_type.slug, "eventTypeSlug"),
    P_TEXT(S, event_type.username, "username"),
    P_TEXT(S, event_type.team_slug, "teamSlug"),
    P_TEXT(S, organization_slug, "organizationSlug"),
    P_TEXTS(S, usernames, "usernames", .items = 20),
    P_TEXT(S, from, "start", .manner = PARAM_REQUIRED, .most = 40),
    P_TEXT(S, until, "end", .manner = PARAM_REQUIRED, .most = 40),
    P_ZONE(S, zone, "timeZone", .bit = SLOTS_ZONE),
    P_NUMBER(S, minutes, "duration", .bit = SLOTS_MINUTES, .least = 1, .most = 44640,
             .manner = PARAM_LEADING_DIGITS),
    P_WORD(S, format, "format", format_words, .manner = PARAM_LOWER_CASE),
    P_TEXT(S, spare, "bookingUidToReschedule", .bit = SLOTS_SPARE),
    P_NUMBERS(S, host_subset, "rrHostSubsetIds"),
};
#undef S
static const struct params slots_query = {slots_rows, COUNT(slots_rows), sizeof(struct slots_wish),
                                          offsetof(struct slots_wish, given), true};

#define H struct hold_wish
static const struct param hold_rows[] = {
    P_NUMBER(H, event_type_id, "eventTypeId", .manner = PARAM_REQUIRED, .least = 1,
             .most = PARAM_UNBOUNDED),
    P_INSTANT(H, start, "slotStart", .manner = PARAM_REQUIRED),
    P_NUMBER(H, slot_minutes, "slotDuration", .bit = HOLD_SLOT_MINUTES, .least = 1, .most = 44640),
    P_NUMBER(H, minutes, "reservationDuration", .bit = HOLD_MINUTES, .least = 1, .most = 1440),
};
static const struct params hold_body = {hold_rows, COUNT(hold_rows), sizeof(H), offsetof(H, given),
                                        true};
static const struct param hold_path_rows[] = {P_TEXT(H, uid, "uid", .manner = PARAM_REQUIRED)};
static const struct params hold_path = {hold_path_rows, 1, sizeof(H), PARAM_NO_GIVEN, false};
#undef H

#define U struct uid_wish
static const struct param held_path_rows[] = {P_TEXT(U, uid, "uid", .manner = PARAM_REQUIRED)};
static const struct params held_path = {held_path_rows, 1, sizeof(U), PARAM_NO_GIVEN, false};
#undef U

/* ---- what is shown ---- */

static size_t write_time(const struct slots *slots, struct instant instant, char out[WHEN_ROOM])
{
    if (slots->zone == NULL)
        return instant_write(out, instant, WHEN_Z_MILLIS, 0);
    return instant_write(out, instant, WHEN_OFFSET_MILLIS, zone_offset(slots->zone, instant));
}

static struct day day_of(const struct slots *slots, struct instant instant)
{
    return slots->zone == NULL ? wall_of_instant_utc(instant).day
                               : zone_wall(slots->zone, instant).day;
}

static void write_slot(struct text *out, const struct slots *slots, const struct slot *slot)
{
    char time[WHEN_ROOM];

    text_put(out, "{\"start\":\"");
    text_add(out, time, write_time(slots, slot->start, time));
    text_char(out, '"');
    if (slots->ranges) {
        text_put(out, ",\"end\":\"");
        text_add(out, time, write_time(slots, slot->end, time));
        text_char(out, '"');
    }
    if (slot->seats > 0)
        text_format(out, ",\"seatsBooked\":%lld,\"seatsRemaining\":%lld,\"seatsTotal\":%lld",
                    (long long)slot->seats_taken, (long long)(slot->seats - slot->seats_taken),
                    (long long)slot->seats);
    if (slot->uid != NULL) {
        text_put(out, ",\"bookingUid\":");
        text_json(out, slot->uid);
    }
    text_char(out, '}');
}

/* Days are keys; a day without slots has none. */
static void write_slots(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct slots *slots = result;
    struct day last = {INT32_MIN};

    (void)exchange;
    text_put(out, "{\"status\":\"success\",\"data\":{");
    for (size_t i = 0; i < slots->count; i++) {
        const struct slot *slot = &slots->all[i];
        struct day day = day_of(slots, slot->start);
        char date[WHEN_ROOM];

        if (day.number != last.number) {
            text_put(out, i == 0 ? "\"" : "],\"");
            text_add(out, date, day_write(date, day));
            text_put(out, "\":[");
        } else {
            text_char(out, ',');
        }
        write_slot(out, slots, slot);
        last = day;
    }
    text_put(out, slots->count > 0 ? "]}}" : "}}");
}

#define H struct held
static const struct field held_fields[] = {
    F_NUMBER(H, reservation.event_type_id, "eventTypeId"),
    F_INSTANT(H, reservation.start, "slotStart", .style = WHEN_Z_MILLIS),
    F_INSTANT(H, reservation.end, "slotEnd", .style = WHEN_Z_MILLIS),
    F_NUMBER(H, slot_minutes, "slotDuration"),
    F_TEXT(H, reservation.uid, "reservationUid"),
    F_INSTANT(H, reservation.until, "reservationUntil", .style = WHEN_Z_MILLIS),
};
static const struct shape held_shape = {held_fields, COUNT(held_fields), sizeof(H)};
static const struct field made_fields[] = {
    F_ALSO(&held_shape),
    F_NUMBER(H, minutes, "reservationDuration"),
};
static const struct shape made_shape = {made_fields, COUNT(made_fields), sizeof(H)};
#undef H

static void write_held(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct held *held = result;

    (void)exchange;
    text_put(out, "{\"status\":\"success\",\"data\":");
    if (held->found)
        shape_write(out, &held_shape, held);
    else
        text_put(out, "null");
    text_char(out, '}');
}

static void write_made(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    text_put(out, "{\"status\":\"success\",\"data\":");
    shape_write(out, &made_shape, result);
    text_char(out, '}');
}

static void write_gone(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    (void)result;
    text_put(out, "{\"status\":\"success\"}");
}

/* ---- endpoints ---- */

static const struct data slots_data = {
    .schema = "{\"type\":\"object\",\"description\":\"Slots by day, as YYYY-MM-DD.\","
              "\"additionalProperties\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
              "\"required\":[\"start\"],\"properties\":{"
              "\"start\":{\"type\":\"string\",\"format\":\"date-time\"},"
              "\"end\":{\"type\":\"string\",\"format\":\"date-time\"},"
              "\"seatsBooked\":{\"type\":\"integer\"},\"seatsRemaining\":{\"type\":\"integer\"},"
              "\"seatsTotal\":{\"type\":\"integer\"},\"bookingUid\":{\"type\":\"string\"}}}}}"};
static const struct named_shape held_shapes[] = {{"", &held_shape}, {NULL, NULL}};
static const struct data held_data = {.form = DATA_ONE_OR_NULL, .shapes = held_shapes};
static const struct named_shape made_shapes[] = {{"", &made_shape}, {NULL, NULL}};
static const struct data made_data = {.form = DATA_ONE, .shapes = made_shapes};

CAL_RUN(run_slots, find_slots)
CAL_RUN(run_hold, hold_slot)
CAL_RUN(run_find_hold, find_hold)
CAL_RUN(run_move_hold, move_hold)
CAL_RUN(run_drop_hold, drop_hold)

#define OPEN_TO_ALL .dialect = &cal_dialect, .callers = BY_CAL | BY_NOBODY
#define HOLDS       OPEN_TO_ALL, .manner = ENDPOINT_CHANGES, .result_size = sizeof(struct held)

const struct endpoint cal_slot_endpoints[] = {
    {"GET", "/v2/slots", CAL_2024_09_04, OPEN_TO_ALL, .in_query = &slots_query,
     .wish_size = sizeof(struct slots_wish), .result_size = sizeof(struct slots), .run = run_slots,
     .write = write_slots, .data = &slots_data, .status = 200,
     .summary = "Starts that can be booked, by day."},
    {"POST", "/v2/slots/reservations", CAL_2024_09_04, HOLDS, .in_body = &hold_body,
     .wish_size = sizeof(struct hold_wish), .run = run_hold, .write = write_made,
     .data = &made_data, .status = 201, .summary = "Holds a slot for a while."},
    {"GET", "/v2/slots/reservations/:uid", CAL_2024_09_04, OPEN_TO_ALL, .in_path = &held_path,
     .wish_size = sizeof(struct uid_wish), .result_size = sizeof(struct held), .run = run_find_hold,
     .write = write_held, .data = &held_data, .status = 200, .summary = "A held slot, or null."},
    {"PATCH", "/v2/slots/reservations/:uid", CAL_2024_09_04, HOLDS, .in_path = &hold_path,
     .in_body = &hold_body, .wish_size = sizeof(struct hold_wish), .run = run_move_hold,
     .write = write_made, .data = &made_data, .status = 200,
     .summary = "Holds another slot instead."},
    {"DELETE", "/v2/slots/reservations/:uid", CAL_2024_09_04, HOLDS, .in_path = &held_path,
     .wish_size = sizeof(struct uid_wish), .run = run_drop_hold, .write = write_gone, .status = 200,
     .summary = "Gives a held slot back."},
};
const size_t cal_slot_endpoint_count = COUNT(cal_slot_endpoints);
