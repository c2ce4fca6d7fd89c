/* vcita_bookings.c - vCita: what clients book, see and change. Source: seed 000, contract vcita
 * 1, 3. SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <string.h>

#include "dialect/vcita.h"
#include "engine/own.h"

/* ---- words ---- */

/* Contract vcita 4. A no-show is done, and says so beside. */
const struct word vcita_state_words[] = {
    {"requested", BOOKING_PENDING},
    {"scheduled", BOOKING_ACCEPTED},
    {"requested", BOOKING_AWAITING_HOST},
    {"cancelled", BOOKING_CANCELLED},
    {"rejected", BOOKING_REJECTED},
    {"done", BOOKING_COMPLETED},
    {"done", BOOKING_NO_SHOW},
    {NULL, 0},
};
static const struct word type_words[] = {
    {"appointment", ITEM_APPOINTMENT}, {"event", ITEM_REGISTRATION}, {NULL, 0}};
/* Anything else is no restriction: contract 1. */
static const struct word passed_words[] = {{"true", 1}, {NULL, 0}};

/* ---- a booking ---- */

void vcita_write_time(struct text *out, const struct zone *zone, struct instant instant)
{
    char time[WHEN_ROOM];

    text_char(out, '"');
    text_add(out, time,
             instant_write(time, instant, WHEN_OFFSET_MILLIS, zone_offset(zone, instant)));
    text_char(out, '"');
}

static void write_start(struct text *out, const void *thing)
{
    const struct item *item = thing;

    vcita_write_time(out, item->zone, item->booking.start);
}

static void write_end(struct text *out, const void *thing)
{
    const struct item *item = thing;

    vcita_write_time(out, item->zone, item->booking.end);
}

/* As Ruby writes a float: "0.0", "12.5", "12.34". */
void vcita_write_price(struct text *out, int64_t minor)
{
    int64_t rest = minor % 100;

    if (rest % 10 == 0)
        text_format(out, "\"%lld.%lld\"", (long long)(minor / 100), (long long)(rest / 10));
    else
        text_format(out, "\"%lld.%02lld\"", (long long)(minor / 100), (long long)rest);
}

static void write_price(struct text *out, const void *thing)
{
    vcita_write_price(out, ((const struct item *)thing)->service.price_minor);
}

void vcita_write_charge_type(struct text *out, int64_t minor)
{
    text_put(out, minor == 0 ? "\"no_price\"" : "\"paid\"");
}

static void write_charge_type(struct text *out, const void *thing)
{
    vcita_write_charge_type(out, ((const struct item *)thing)->service.price_minor);
}

static void write_payable(struct text *out, const void *thing)
{
    const struct item *item = thing;

    text_put(out, item->service.price_minor > 0 && item->live ? "true" : "false");
}

void vcita_write_currency(struct text *out, const char *currency)
{
    text_char(out, '"');
    for (; *currency != '\0'; currency++)
        text_char(out, (char)toupper((unsigned char)*currency));
    text_char(out, '"');
}

static void write_currency(struct text *out, const void *thing)
{
    vcita_write_currency(out, ((const struct item *)thing)->currency);
}

static void write_approval(struct text *out, const void *thing)
{
    text_put(out, ((const struct item *)thing)->service.requires_confirmation ? "\"manual\""
                                                                              : "\"immediate\"");
}

static void write_description(struct text *out, const void *thing)
{
    const char *description = ((const struct item *)thing)->service.description;

    text_json(out, description == NULL || description[0] == '\0' ? NULL : description);
}

static void write_is_recurring(struct text *out, const void *thing)
{
    text_put(out, ((const struct item *)thing)->booking.recurrence_id != 0 ? "true" : "false");
}

/* "Daily (4 times)", "Every 2 weeks (4 times)" */
static void write_recurrence(struct text *out, const void *thing)
{
    static const struct {
        const char *every, *unit;
    } words[] = {
        [EVERY_DAY] = {"Daily", "days"},
        [EVERY_WEEK] = {"Weekly", "weeks"},
        [EVERY_MONTH] = {"Monthly", "months"},
        [EVERY_YEAR] = {"Yearly", "years"},
    };
    const struct item *item = thing;
    int frequency = item->service.recurrence_frequency;

    if (item->occurrences == 0 || frequency < 0) {
        text_put(out, "null");
        return;
    }
    if (item->service.recurrence_interval > 1)
        text_format(out, "\"Every %lld %s", (long long)item->service.recurrence_interval,
                    words[frequency].unit);
    else
        text_format(out, "\"%s", words[frequency].every);
    text_format(out, " (%lld times)\"", (long long)item->occurrences);
}

static void write_interaction_type(struct text *out, const void *thing)
{
    text_put(out, ((const struct item *)thing)->at_a_place ? "\"business_location\"" : "null");
}

static void write_policy(struct text *out, const char *name, const char *verb,
                         const struct policy *policy)
{
    text_format(out, "\"%s\":{\"can_%s\":%s,\"can_%s_now\":%s,\"time_limit\":%lld}", name, verb,
                policy->ever ? "true" : "false", verb, policy->now ? "true" : "false",
                (long long)policy->notice_minutes);
}

static void write_policies(struct text *out, const void *thing)
{
    const struct item *item = thing;

    text_char(out, '{');
    write_policy(out, "cancellation", "cancel", &item->cancelling);
    text_put(out, ",\"meetings\":{\"meetings_policy\":null},");
    write_policy(out, "rescheduling", "reschedule", &item->moving);
    text_char(out, '}');
}

static void write_rsvp(struct text *out, const void *thing)
{
    text_json(out, word_of(rsvp_words, ((const struct item *)thing)->rsvp));
}

static void write_source(struct text *out, const void *thing)
{
    const struct item *item = thing;

    text_format(out,
                "{\"campaign\":null,\"channel\":null,\"id\":%lld,\"name\":\"%s\","
                "\"website_url\":null}",
                (long long)item->booking.id,
                item->by_staff ? "initiated_by_staff" : "client_portal");
}

/* The offset of the standard time is the lesser one of the year. */
static int32_t standard_offset(const struct zone *zone, struct instant around)
{
    int32_t first = zone_offset(zone, around);
    int32_t second = zone_offset(zone, (struct instant){around.us + 182 * US_A_DAY});

    return first < second ? first : second;
}

static void write_time_zone(struct text *out, const void *thing)
{
    const struct item *item = thing;
    const char *name = item->time_zone == NULL ? zone_name(item->zone) : item->time_zone;
    const struct zone *zone = zone_find(name);
    const char *city = strrchr(name, '/') == NULL ? name : strrchr(name, '/') + 1;

    if (zone == NULL) {
        text_json(out, name);
        return;
    }
    int32_t minutes = standard_offset(zone, item->booking.start) / 60;
    text_format(out, "\"(GMT%c%02d:%02d) ", minutes < 0 ? '-' : '+',
                (minutes < 0 ? -minutes : minutes) / 60, (minutes < 0 ? -minutes : minutes) % 60);
    for (; *city != '\0'; city++)
        text_char(out, *city == '_' ? ' ' : *city);
    text_char(out, '"');
}

static void write_null(struct text *out, const void *thing)
{
    (void)thing;
    text_put(out, "null");
}

static void write_empty_list(struct text *out, const void *thing)
{
    (void)thing;
    text_put(out, "[]");
}

static void write_empty_text(struct text *out, const void *thing)
{
    (void)thing;
    text_put(out, "\"\"");
}

static void write_depth(struct text *out, const void *thing)
{
    (void)thing;
    text_put(out, "\"deep\"");
}

static void write_false(struct text *out, const void *thing)
{
    (void)thing;
    text_put(out, "false");
}

#define OBJECT_(members_, required_)                                                               \
    "\"type\":\"object\",\"properties\":{" members_ "},\"required\":[" required_ "]"
#define POLICY_(name_, verb_)                                                                      \
    "\"" name_ "\":{" OBJECT_("\"can_" verb_ "\":{\"type\":\"boolean\"},"                          \
                              "\"can_" verb_ "_now\":{\"type\":\"boolean\"},"                      \
                              "\"time_limit\":{\"type\":\"integer\"}",                             \
                              "\"can_" verb_ "\",\"can_" verb_ "_now\",\"time_limit\"") "}"
#define NULL_(name_) "\"" name_ "\":{\"nullable\":true,\"enum\":[null]}"
static const char policies_schema[] = OBJECT_(
    POLICY_("cancellation", "cancel") ",\"meetings\":{" OBJECT_(
        NULL_("meetings_policy"), "\"meetings_policy\"") "}," POLICY_("rescheduling", "reschedule"),
    "\"cancellation\",\"meetings\",\"rescheduling\"");
static const char source_schema[] = OBJECT_(
    NULL_("campaign") "," NULL_("channel") ",\"id\":{\"type\":\"integer\"},"
                                           "\"name\":{\"type\":\"string\",\"enum\":[\"initiated_by_"
                                           "staff\",\"client_portal\"]}," NULL_("website_url"),
    "\"campaign\",\"channel\",\"id\",\"name\",\"website_url\"");

#define I struct item
static const struct field item_fields[] = {
    F_TEXT(I, uid, "uid"),
    F_WORD(I, kind, "type", type_words),
    F_TEXT(I, booking.title, "title"),
    F_TEXT(I, client.uid, "client_id", .absent = ABSENT_NULL),
    F_NUMBER(I, booking.minutes, "duration"),
    F_MADE("start_time", write_start, .form = MADE_TEXT),
    F_MADE("end_time", write_end, .form = MADE_TEXT),
    F_WORD(I, status, "state", vcita_state_words),
    F_FLAG(I, no_show, "no_show"),
    F_MADE("approval_mode", write_approval, .form = MADE_TEXT),
    F_MADE("category_name", write_null, .form = MADE_NULL),
    F_MADE("charge_type", write_charge_type, .form = MADE_TEXT),
    F_TEXT(I, matter_uid, "conversation_id", .absent = ABSENT_NULL),
    F_MADE("currency", write_currency, .form = MADE_TEXT),
    F_MADE("depth", write_depth, .form = MADE_TEXT),
    F_MADE("description", write_description, .form = MADE_TEXT, .absent = ABSENT_NULL),
    F_TEXT(I, instance_uid, "event_instance_id"),
    F_MADE("image_url", write_empty_text, .form = MADE_TEXT),
    F_TEXT(I, booking.location, "interaction_details", .absent = ABSENT_EMPTY),
    F_MADE("interaction_type", write_interaction_type, .form = MADE_TEXT, .absent = ABSENT_NULL),
    F_MADE("invoice_payment_status_uid", write_null, .form = MADE_NULL),
    F_MADE("invoices", write_empty_list, .form = MADE_EMPTY_LIST),
    F_MADE("is_recurring", write_is_recurring, .form = MADE_FLAG),
    F_TEXT(I, notes, "notes", .absent = ABSENT_EMPTY),
    F_MADE("payable", write_payable, .form = MADE_FLAG),
    F_MADE("payment", write_null, .form = MADE_NULL),
    F_MADE("payment_id", write_null, .form = MADE_NULL),
    F_MADE("payment_status", write_null, .form = MADE_NULL),
    F_MADE("policies", write_policies, .schema = policies_schema),
    F_MADE("price", write_price, .form = MADE_TEXT),
    F_MADE("recurrence_description", write_recurrence, .form = MADE_TEXT, .absent = ABSENT_NULL),
    F_MADE("rsvp_required", write_false, .form = MADE_FLAG),
    F_MADE("rsvp_state", write_rsvp, .form = MADE_TEXT, .absent = ABSENT_NULL),
    F_TEXT(I, booking.recurrence_uid, "series_id", .absent = ABSENT_NULL),
    F_TEXT(I, booking.event_type_uid, "service_id"),
    F_MADE("source_data", write_source, .schema = source_schema),
    F_TEXT(I, booking.host_uid, "staff_id"),
    F_TEXT(I, booking.host_name, "staff_name"),
    F_MADE("suggested_times", write_empty_list, .form = MADE_EMPTY_LIST),
    F_MADE("suggested_times_end", write_empty_list, .form = MADE_EMPTY_LIST),
    F_MADE("time_zone", write_time_zone, .form = MADE_TEXT),
};
const struct shape vcita_item_shape = {item_fields, COUNT(item_fields), sizeof(I)};
#undef I

/* ---- the list ---- */

#define W struct own_wish
static const struct param list_rows[] = {
    P_NUMBER(W, query.take, "per_page", .manner = PARAM_REQUIRED, .least = 1,
             .most = PARAM_UNBOUNDED),
    P_NUMBER(W, page, "offset", .manner = PARAM_REQUIRED, .least = 0, .most = PARAM_UNBOUNDED),
    P_TEXT(W, business_uid, "business_id", .manner = PARAM_REQUIRED),
    P_TEXT(W, query.matter, "matter_uid", .bit = BY_MATTER, .manner = PARAM_EMPTY_IS_UNSENT),
    P_WORD(W, passed, "passed", passed_words, .bit = BY_PASSED, .manner = PARAM_OTHERS_UNSENT),
    P_INSTANT(W, query.recurring_after, "start_time", .bit = BY_RECURRING_AFTER),
    P_INSTANT(W, query.recurring_before, "end_time", .bit = BY_RECURRING_BEFORE),
};
static const struct params list_query = {list_rows, COUNT(list_rows), sizeof(W),
                                         offsetof(W, query.given), false};
#undef W

static void write_items(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct items *items = result;
    struct list list = {items->all, items->count};

    (void)exchange;
    vcita_open(out, "bookings");
    shape_write_list(out, &vcita_item_shape, &list);
    text_put(out, "}}");
}

/* ---- endpoints ---- */

static const struct named_shape item_shapes[] = {{"booking", &vcita_item_shape}, {NULL, NULL}};
static const struct data list_data = {
    .form = DATA_LIST, .shapes = item_shapes, .member = "bookings"};

VCITA_RUN(run_list, own_items)

const struct endpoint vcita_endpoints[] = {
    {"GET", "/platform/v1/scheduling/bookings", NULL, &vcita_dialect, .callers = BY_VCITA_CLIENT,
     .in_query = &list_query, .wish_size = sizeof(struct own_wish),
     .result_size = sizeof(struct items), .run = run_list, .write = write_items, .data = &list_data,
     .status = 200, .summary = "The client's appointments and event registrations, by start."},
};
const size_t vcita_endpoint_count = COUNT(vcita_endpoints);
