/* cal_links.c - Cal.com v2 bookings in other calendars: links that enter them there, and what they
 * are known as. Source: contract cal-v2 h. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/ics.h"
#include "base/query.h"
#include "dialect/cal.h"
#include "engine/elsewhere.h"

enum { LINK_ROOM = 1 << 18 };

/* ---- what may be sent ---- */

#define U struct uid_wish
static const struct param links_path_rows[] = {
    P_TEXT(U, uid, "bookingUid", .manner = PARAM_REQUIRED)};
static const struct params links_path = {links_path_rows, 1, sizeof(U), PARAM_NO_GIVEN, false};
#undef U

#define R struct references_wish
static const struct param references_path_rows[] = {
    P_TEXT(R, uid, "bookingUid", .manner = PARAM_REQUIRED)};
static const struct params references_path = {references_path_rows, 1, sizeof(R), PARAM_NO_GIVEN,
                                              false};
static const struct param references_query_rows[] = {
    P_WORD(R, type, "type", reference_type_words, .bit = REFERENCES_OF_TYPE),
};
static const struct params references_query = {references_query_rows, COUNT(references_query_rows),
                                               sizeof(R), offsetof(R, given), false};
#undef R

/* ---- links ---- */

struct link {
    const char *label, *id, *link;
};

static const struct field link_fields[] = {
    F_TEXT(struct link, label, "label"),
    F_TEXT(struct link, id, "id"),
    F_TEXT(struct link, link, "link"),
};
static const struct shape link_shape = {link_fields, COUNT(link_fields), sizeof(struct link)};

static void add_value(struct text *out, const char *name, const char *value)
{
    text_put(out, name);
    percent_encode(out, value);
}

static void write_google(struct text *out, const struct booking *booking)
{
    char start[WHEN_ROOM], end[WHEN_ROOM];

    (void)ics_time(start, booking->start);
    (void)ics_time(end, booking->end);
    text_format(out, "https://calendar.google.com/calendar/r/eventedit?dates=%s/%s", start, end);
    add_value(out, "&text=", booking->title);
    add_value(out, "&details=", booking->description);
    if (booking->location[0] != '\0')
        add_value(out, "&location=", booking->location);
}

static void write_microsoft(struct text *out, const char *host, const struct booking *booking)
{
    char start[WHEN_ROOM], end[WHEN_ROOM];

    (void)instant_write(start, booking->start, WHEN_Z_SECONDS, 0);
    (void)instant_write(end, booking->end, WHEN_Z_SECONDS, 0);
    text_format(out, "https://%s/calendar/0/deeplink/compose", host);
    add_value(out, "?body=", booking->description);
    add_value(out, "&enddt=", end);
    text_put(out, "&path=%2Fcalendar%2Faction%2Fcompose&rru=addevent");
    add_value(out, "&startdt=", start);
    add_value(out, "&subject=", booking->title);
    if (booking->location[0] != '\0')
        add_value(out, "&location=", booking->location);
}

static void write_office(struct text *out, const struct booking *booking)
{
    write_microsoft(out, "outlook.office.com", booking);
}

static void write_outlook(struct text *out, const struct booking *booking)
{
    write_microsoft(out, "outlook.live.com", booking);
}

static enum ics_status ics_status_of(int status)
{
    switch (status) {
    case BOOKING_PENDING:
    case BOOKING_AWAITING_HOST:
        return ICS_TENTATIVE;
    case BOOKING_CANCELLED:
    case BOOKING_REJECTED:
        return ICS_CANCELLED;
    default:
        return ICS_CONFIRMED;
    }
}

static void write_ics(struct text *out, const struct booking *booking)
{
    struct text calendar;
    const struct ics_event event = {
        .uid = booking->ics_uid,
        .stamp = booking->updated,
        .start = booking->start,
        .end = booking->end,
        .summary = booking->title,
        .description = booking->description,
        .location = booking->location,
        .status = ics_status_of(booking->status),
    };

    text_init(&calendar, LINK_ROOM);
    ics_write(&calendar, &event);
    add_value(out, "data:text/calendar,", text_string(&calendar));
    text_free(&calendar);
}

static const struct {
    const char *label, *id;
    void (*write)(struct text *out, const struct booking *booking);
} calendars[] = {
    {"Google Calendar", "googleCalendar", write_google},
    {"Microsoft Office", "microsoftOffice", write_office},
    {"Microsoft Outlook", "microsoftOutlook", write_outlook},
    {"ICS", "ics", write_ics},
};

static void write_links(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct booking *booking = ((const struct booking_view *)result)->bookings.all;
    struct link *links = TAKE_MANY(exchange->arena, COUNT(calendars), struct link);
    struct text link;

    text_init(&link, LINK_ROOM);
    for (size_t i = 0; i < COUNT(calendars); i++) {
        text_clear(&link);
        calendars[i].write(&link, booking);
        links[i] = (struct link){.label = calendars[i].label,
                                 .id = calendars[i].id,
                                 .link = arena_bytes(exchange->arena, link.bytes, link.length)};
    }
    text_free(&link);
    text_put(out, "{\"status\":\"success\",\"data\":");
    shape_write_list(out, &link_shape, &(struct list){links, COUNT(calendars)});
    text_char(out, '}');
}

/* ---- references ---- */

#define R struct booking_reference
static const struct field reference_fields[] = {
    F_NUMBER(R, id, "id"),
    F_WORD(R, type, "type", reference_type_words),
    F_TEXT(R, event_uid, "eventUid"),
    F_TEXT(R, destination_calendar_id, "destinationCalendarId", .absent = ABSENT_NULL),
};
static const struct shape reference_shape = {reference_fields, COUNT(reference_fields), sizeof(R)};
#undef R

static void write_references(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct references_found *found = result;

    (void)exchange;
    text_put(out, "{\"status\":\"success\",\"data\":");
    shape_write_list(out, &reference_shape, &found->references);
    text_char(out, '}');
}

/* ---- endpoints ---- */

static const struct named_shape link_shapes[] = {{"", &link_shape}, {NULL, NULL}};
static const struct data links_data = {.form = DATA_LIST, .shapes = link_shapes};
static const struct named_shape reference_shapes[] = {{"", &reference_shape}, {NULL, NULL}};
static const struct data references_data = {.form = DATA_LIST, .shapes = reference_shapes};

CAL_RUN(run_links, booking_for_calendars)
CAL_RUN(run_references, find_references)

#define READ_BOOKINGS .dialect = &cal_dialect, .callers = BY_CAL, .scope = "BOOKING_READ"

const struct endpoint cal_link_endpoints[] = {
    {"GET", "/v2/bookings/:bookingUid/calendar-links", CAL_2024_08_13, READ_BOOKINGS,
     .in_path = &links_path, .wish_size = sizeof(struct uid_wish),
     .result_size = sizeof(struct booking_view), .run = run_links, .write = write_links,
     .data = &links_data, .status = 200, .summary = "Links that enter a booking into a calendar."},
    {"GET", "/v2/bookings/:bookingUid/references", CAL_2024_08_13, READ_BOOKINGS,
     .in_path = &references_path, .in_query = &references_query,
     .wish_size = sizeof(struct references_wish), .result_size = sizeof(struct references_found),
     .run = run_references, .write = write_references, .data = &references_data, .status = 200,
     .summary = "What calendars and video services know a booking as."},
};
const size_t cal_link_endpoint_count = COUNT(cal_link_endpoints);
