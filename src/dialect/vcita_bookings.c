/* vcita_bookings.c - vCita: what clients book, see and change. Source: seed 000, contract vcita
 * 1, 3. SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <string.h>

#include "dialect/vcita.h"
#include "engine/agenda.h"
#include "engine/class_queue.h"
#include "engine/classes.h"
#include "engine/enroll.h"
#include "engine/own.h"
#include "engine/withdraw.h"

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

/* What is answered to those who book and cancel says less, and its times have no fraction: contract
 * 1, time format. */
#define I struct item
static const struct field short_fields[] = {
    F_TEXT(I, uid, "id"),
    F_TEXT(I, uid, "uid"),
    F_WORD(I, status, "status", vcita_state_words),
    F_WORD(I, status, "state", vcita_state_words),
    F_WORD(I, kind, "type", type_words),
    F_TEXT(I, booking.title, "title"),
    F_TEXT(I, business_uid, "business_id"),
    F_TEXT(I, client.uid, "client_id", .absent = ABSENT_NULL),
    F_TEXT(I, booking.host_uid, "staff_id"),
    F_TEXT(I, booking.event_type_uid, "service_id"),
    F_TEXT(I, instance_uid, "event_instance_id"),
    F_INSTANT(I, booking.start, "start_time", .style = WHEN_Z_SECONDS),
    F_INSTANT(I, booking.end, "end_time", .style = WHEN_Z_SECONDS),
    F_NUMBER(I, booking.minutes, "duration"),
    F_MADE("time_zone", write_time_zone, .form = MADE_TEXT),
    F_TEXT(I, matter_uid, "conversation_id", .absent = ABSENT_NULL),
    F_TEXT(I, notes, "notes", .absent = ABSENT_EMPTY),
    F_FLAG(I, no_show, "no_show"),
    F_MADE("source_data", write_source, .schema = source_schema),
    F_INSTANT(I, booking.created, "created_at", .style = WHEN_Z_SECONDS),
};
static const struct shape short_shape = {short_fields, COUNT(short_fields), sizeof(I)};
#undef I

static void write_short(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    text_put(out, "{\"data\":{\"booking\":");
    shape_write(out, &short_shape, result);
    text_put(out, "},\"status\":\"OK\"}");
}

void vcita_write_item(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    vcita_open(out, "booking");
    shape_write(out, &vcita_item_shape, result);
    text_put(out, "}}");
}

/* ---- booking ---- */

#define A struct enroll_answer
static const struct param answer_rows[] = {
    P_TEXT(A, slug, "id", .manner = PARAM_REQUIRED, .least = 1, .most = 100),
    P_JSON(A, value, "value", .manner = PARAM_ANY_JSON),
};
static const struct params answer_params = {answer_rows, COUNT(answer_rows), sizeof(A),
                                            PARAM_NO_GIVEN, false};
#undef A
#define O struct enroll_others
static const struct param others_rows[] = {
    P_TEXT(O, notes, "notes", .most = 2000, .manner = PARAM_LINES)};
static const struct params others_params = {others_rows, 1, sizeof(O), PARAM_NO_GIVEN, false};
#undef O
#define F struct enroll_form
static const struct param form_rows[] = {
    P_OBJECTS(F, fields, "fields", &answer_params, .items = 50),
    P_OBJECTS(F, service_fields, "service_fields", &answer_params, .items = 50),
    P_OBJECT(F, others, "others", struct enroll_others, &others_params),
};
static const struct params form_params = {form_rows, COUNT(form_rows), sizeof(F), PARAM_NO_GIVEN,
                                          false};
#undef F
#define W struct enroll_wish
static const struct param create_rows[] = {
    P_TEXT(W, class_uid, "event_instance_id", .bit = ENROLL_CLASS, .manner = PARAM_EMPTY_IS_UNSENT),
    P_TEXT(W, business_uid, "business_id", .manner = PARAM_REQUIRED),
    P_TEXT(W, service_uid, "service_id", .manner = PARAM_REQUIRED, .unless = ENROLL_CLASS),
    P_TEXT(W, staff_uid, "staff_id", .manner = PARAM_REQUIRED, .unless = ENROLL_CLASS),
    P_INSTANT(W, start, "start_time", .manner = PARAM_REQUIRED | PARAM_DATE_TIME,
              .unless = ENROLL_CLASS),
    P_TEXT(W, client_uid, "client_id"),
    P_TEXT(W, matter_uid, "matter_uid", .least = 1, .most = 36),
    P_ZONE(W, time_zone, "time_zone", .bit = ENROLL_TIME_ZONE),
    P_TEXT(W, notes, "notes", .most = 2000, .manner = PARAM_LINES),
    P_OBJECT(W, form, "form_data", struct enroll_form, &form_params),
};
const struct params vcita_create_body = {create_rows, COUNT(create_rows), sizeof(W),
                                         offsetof(W, given), false};
#undef W

#define W struct withdraw_wish
static const struct param cancel_rows[] = {
    P_TEXT(W, business_uid, "business_id", .manner = PARAM_REQUIRED),
    P_TEXT(W, uid, "booking_id", .manner = PARAM_REQUIRED),
    P_TEXT(W, class_uid, "event_instance_id"),
    P_TEXT(W, reason, "message", .most = 2000, .manner = PARAM_LINES),
};
static const struct params cancel_body = {cancel_rows, COUNT(cancel_rows), sizeof(W),
                                          offsetof(W, given), false};
#undef W

/* ---- coming ---- */

static const struct word subject_words[] = {
    {"appointment", RSVP_TO_APPOINTMENT},
    {"event_attendance", RSVP_TO_REGISTRATION},
    {"event_instance", RSVP_TO_CLASS},
    {NULL, 0},
};

#define W struct rsvp_wish
static const struct param rsvp_path_rows[] = {
    P_TEXT(W, uid, "booking_uid", .manner = PARAM_REQUIRED)};
static const struct params rsvp_path = {rsvp_path_rows, 1, sizeof(W), PARAM_NO_GIVEN, false};
static const struct param rsvp_query_rows[] = {
    P_TEXT(W, state, "new_rsvp_state", .manner = PARAM_REQUIRED)};
static const struct params rsvp_query = {rsvp_query_rows, 1, sizeof(W), PARAM_NO_GIVEN, false};
static const struct param rsvp_body_rows[] = {
    P_TEXT(W, business_uid, "business_id", .manner = PARAM_REQUIRED),
    P_WORD(W, subject, "appointment_type", subject_words, .manner = PARAM_REQUIRED),
};
static const struct params rsvp_body = {rsvp_body_rows, COUNT(rsvp_body_rows), sizeof(W),
                                        PARAM_NO_GIVEN, false};
#undef W

/* ---- classes ---- */

#define C struct event_class
static void write_class_start(struct text *out, const void *thing)
{
    const C *class = thing;

    vcita_write_time(out, class->zone, class->start);
}

static void write_class_end(struct text *out, const void *thing)
{
    const C *class = thing;

    vcita_write_time(out, class->zone, class->end);
}

static void write_class_minutes(struct text *out, const void *thing)
{
    const C *class = thing;

    text_number(out, (class->end.us - class->start.us) / US_A_MINUTE);
}

static void write_class_price(struct text *out, const void *thing)
{
    vcita_write_price(out, ((const C *)thing)->service.price_minor);
}

static void write_class_charge_type(struct text *out, const void *thing)
{
    vcita_write_charge_type(out, ((const C *)thing)->service.price_minor);
}

static void write_class_currency(struct text *out, const void *thing)
{
    vcita_write_currency(out, ((const C *)thing)->currency);
}

static void write_spots_open(struct text *out, const void *thing)
{
    const C *class = thing;

    text_number(out, class->seats - class->taken);
}

static const struct field class_fields[] = {
    F_TEXT(C, uid, "uid"),
    F_TEXT(C, uid, "id"),
    F_TEXT(C, title, "title"),
    F_MADE("start_time", write_class_start, .form = MADE_TEXT),
    F_MADE("end_time", write_class_end, .form = MADE_TEXT),
    F_MADE("duration", write_class_minutes, .schema = "\"type\":\"integer\""),
    F_WORD(C, status, "state", vcita_state_words),
    F_TEXT(C, type.uid, "service_id"),
    F_TEXT(C, host_uid, "staff_id"),
    F_TEXT(C, host_name, "staff_name"),
    F_MADE("charge_type", write_class_charge_type, .form = MADE_TEXT),
    F_MADE("currency", write_class_currency, .form = MADE_TEXT),
    F_MADE("price", write_class_price, .form = MADE_TEXT),
    F_NUMBER(C, seats, "spots_total"),
    F_MADE("spots_open", write_spots_open, .schema = "\"type\":\"integer\""),
};
static const struct shape class_shape = {class_fields, COUNT(class_fields), sizeof(C)};
#undef C

static void write_class(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    vcita_open(out, "event_instance");
    shape_write(out, &class_shape, result);
    text_put(out, "}}");
}

#define W struct class_wish
static const struct param class_path_rows[] = {P_TEXT(W, uid, "id", .manner = PARAM_REQUIRED)};
static const struct params class_path = {class_path_rows, 1, sizeof(W), PARAM_NO_GIVEN, false};
static const struct param class_query_rows[] = {P_TEXT(W, business_uid, "business_id")};
static const struct params class_query = {class_query_rows, 1, sizeof(W), PARAM_NO_GIVEN, false};
#undef W

/* ---- a registration ---- */

static const struct word registered_words[] = {
    {"requested", BOOKING_PENDING},       {"confirmed", BOOKING_ACCEPTED},
    {"requested", BOOKING_AWAITING_HOST}, {"cancelled", BOOKING_CANCELLED},
    {"rejected", BOOKING_REJECTED},       {"confirmed", BOOKING_COMPLETED},
    {"confirmed", BOOKING_NO_SHOW},       {NULL, 0},
};
static const struct word registered_in_words[] = {
    {"Requested", BOOKING_PENDING},       {"Registered", BOOKING_ACCEPTED},
    {"Requested", BOOKING_AWAITING_HOST}, {"Cancelled", BOOKING_CANCELLED},
    {"Rejected", BOOKING_REJECTED},       {"Registered", BOOKING_COMPLETED},
    {"Registered", BOOKING_NO_SHOW},      {NULL, 0},
};

#define I struct item
static const struct field state_fields[] = {
    F_WORD(I, status, "state", registered_words),
    F_WORD(I, status, "state_h", registered_in_words),
};
static const struct shape state_shape = {state_fields, COUNT(state_fields), sizeof(I)};
static void write_state_summary(struct text *out, const void *thing)
{
    shape_write(out, &state_shape, thing);
}

static const struct field client_fields[] = {
    F_TEXT(I, client.uid, "id", .absent = ABSENT_NULL),
    F_TEXT(I, client.uid, "uid", .absent = ABSENT_NULL),
    F_TEXT(I, client.name, "name", .absent = ABSENT_NULL),
    F_TEXT(I, client.email, "email", .absent = ABSENT_NULL),
    F_TEXT(I, client.phone, "phone", .absent = ABSENT_NULL),
};
static const struct shape client_shape = {client_fields, COUNT(client_fields), sizeof(I)};
static void write_client(struct text *out, const void *thing)
{
    shape_write(out, &client_shape, thing);
}

static const struct field matter_fields[] = {F_TEXT(I, matter_uid, "uid", .absent = ABSENT_NULL)};
static const struct shape matter_shape = {matter_fields, COUNT(matter_fields), sizeof(I)};
static void write_matter(struct text *out, const void *thing)
{
    shape_write(out, &matter_shape, thing);
}

static void write_source_name(struct text *out, const void *thing)
{
    text_put(out, ((const I *)thing)->by_staff ? "\"initiated_by_staff\"" : "\"client_portal\"");
}

static const struct field registration_fields[] = {
    F_TEXT(I, uid, "id"),
    F_TEXT(I, uid, "uid"),
    F_WORD(I, kind, "type", type_words),
    F_MADE("state_summary", write_state_summary, .form = MADE_OBJECT, .shape = &state_shape),
    F_TEXT(I, instance_uid, "event_instance_uid"),
    F_TEXT(I, booking.title, "event_title"),
    F_MADE("start_time", write_start, .form = MADE_TEXT),
    F_MADE("end_time", write_end, .form = MADE_TEXT),
    F_NUMBER(I, booking.minutes, "duration"),
    F_MADE("client", write_client, .form = MADE_OBJECT, .shape = &client_shape),
    F_MADE("matter", write_matter, .form = MADE_OBJECT, .shape = &matter_shape),
    F_FLAG(I, no_show, "no_show"),
    F_MADE("payment_status", write_null, .form = MADE_NULL),
    F_MADE("rsvp_state", write_rsvp, .form = MADE_TEXT, .absent = ABSENT_NULL),
    F_MADE("source", write_source_name, .form = MADE_TEXT),
    F_TEXT(I, booking.host_uid, "staff_id"),
    F_TEXT(I, booking.event_type_uid, "service_id"),
};
static const struct shape registration_shape = {registration_fields, COUNT(registration_fields),
                                                sizeof(I)};
#undef I

static void write_registration(struct text *out, const struct exchange *exchange,
                               const void *result)
{
    (void)exchange;
    vcita_open(out, "event_attendance");
    shape_write(out, &registration_shape, result);
    text_put(out, "}}");
}

#define W struct agenda_find_wish
static const struct param registration_path_rows[] = {
    P_TEXT(W, uid, "uid", .manner = PARAM_REQUIRED)};
static const struct params registration_path = {registration_path_rows, 1, sizeof(W),
                                                PARAM_NO_GIVEN, false};
static const struct param of_business_rows[] = {P_TEXT(W, business_uid, "business_id")};
const struct params vcita_of_business_query = {of_business_rows, 1, sizeof(W), PARAM_NO_GIVEN,
                                               false};
#undef W

/* ---- who waits ---- */

static const struct word queue_words[] = {
    {"pending", WAITLIST_WAITING},
    {"pending", WAITLIST_NOTIFIED},
    {"booked", WAITLIST_BOOKED},
    {"cancelled", WAITLIST_CANCELLED},
    {NULL, 0},
};

#define Q struct queued
static void write_type_waitlist(struct text *out, const void *thing)
{
    (void)thing;
    text_put(out, "\"waitlist\"");
}

static const struct field queued_fields[] = {
    F_TEXT(Q, entry.uid, "uid"),
    F_WORD(Q, entry.status, "status", queue_words),
    F_SOME(Q, spot, "spot"),
    F_TEXT(Q, class.uid, "event_instance_uid"),
    F_TEXT(Q, class.title, "title"),
    F_TEXT(Q, client.uid, "client_uid"),
    F_TEXT(Q, client.matter_uid, "matter_uid", .absent = ABSENT_NULL),
    F_TEXT(Q, class.host_uid, "staff_uid"),
    F_INSTANT(Q, class.start, "start_time", .style = WHEN_Z_SECONDS),
    F_INSTANT(Q, class.end, "end_time", .style = WHEN_Z_SECONDS),
    F_INSTANT(Q, entry.created, "created_at", .style = WHEN_Z_SECONDS),
    F_MADE("type", write_type_waitlist, .form = MADE_TEXT),
};
static const struct shape queued_shape = {queued_fields, COUNT(queued_fields), sizeof(Q)};
#undef Q

static void write_queued(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    vcita_open(out, "waitlist");
    shape_write(out, &queued_shape, result);
    text_put(out, "}}");
}

#define W struct queue_wish
static const struct param join_rows[] = {
    P_TEXT(W, business_uid, "business_id", .manner = PARAM_REQUIRED),
    P_TEXT(W, class_uid, "event_instance_id", .manner = PARAM_REQUIRED),
    P_TEXT(W, client_uid, "client_id"),
    P_TEXT(W, matter_uid, "matter_uid"),
};
static const struct params join_body = {join_rows, COUNT(join_rows), sizeof(W), offsetof(W, given),
                                        false};
static const struct param leave_rows[] = {
    P_TEXT(W, business_uid, "business_uid", .manner = PARAM_REQUIRED),
    P_TEXT(W, class_uid, "event_instance_uid", .manner = PARAM_REQUIRED),
    P_TEXT(W, client_uid, "client_uid", .manner = PARAM_REQUIRED),
    P_TEXT(W, matter_uid, "matter_uid", .manner = PARAM_REQUIRED),
};
static const struct params leave_body = {leave_rows, COUNT(leave_rows), sizeof(W),
                                         offsetof(W, given), false};
#undef W

/* ---- endpoints ---- */

static const struct named_shape item_shapes[] = {{"booking", &vcita_item_shape}, {NULL, NULL}};
static const struct data list_data = {
    .form = DATA_LIST, .shapes = item_shapes, .member = "bookings"};
const struct data vcita_item_data = {.form = DATA_ONE, .shapes = item_shapes, .member = "booking"};
static const struct named_shape short_shapes[] = {{"short booking", &short_shape}, {NULL, NULL}};
static const struct data short_data = {
    .form = DATA_ONE, .shapes = short_shapes, .member = "booking"};
static const struct named_shape class_shapes[] = {{"event instance", &class_shape}, {NULL, NULL}};
static const struct data class_data = {
    .form = DATA_ONE, .shapes = class_shapes, .member = "event_instance"};
static const struct named_shape registration_shapes[] = {{"event attendance", &registration_shape},
                                                         {NULL, NULL}};
static const struct data registration_data = {
    .form = DATA_ONE, .shapes = registration_shapes, .member = "event_attendance"};
static const struct named_shape queued_shapes[] = {{"waitlist", &queued_shape}, {NULL, NULL}};
static const struct data queued_data = {
    .form = DATA_ONE, .shapes = queued_shapes, .member = "waitlist"};

VCITA_RUN(run_list, own_items)
VCITA_RUN(run_create, enroll)
VCITA_RUN(run_cancel, withdraw)
VCITA_RUN(run_rsvp, own_rsvp)
VCITA_RUN(run_registration, agenda_registration)
VCITA_RUN(run_class, class_show)
VCITA_RUN(run_join, queue_join)
VCITA_RUN(run_leave, queue_leave)

#define OF(wish_, result_) .wish_size = sizeof(wish_), .result_size = sizeof(result_)
#define MAKES              .manner = ENDPOINT_CHANGES | ENDPOINT_CREATES
#define CHANGES            .manner = ENDPOINT_CHANGES
#define BY_ALL             BY_VCITA_CLIENT | BY_VCITA_STAFF | BY_VCITA_APP | BY_VCITA_DIRECTORY
#define SCHEDULING         "/platform/v1/scheduling"

const struct endpoint vcita_endpoints[] = {
    {"GET", SCHEDULING "/bookings", NULL, &vcita_dialect, .callers = BY_VCITA_CLIENT,
     .in_query = &list_query, OF(struct own_wish, struct items), .run = run_list,
     .write = write_items, .data = &list_data, .status = 200,
     .summary = "The client's appointments and event registrations, by start."},
    {"POST", SCHEDULING "/bookings", NULL, &vcita_dialect,
     .callers = BY_VCITA_CLIENT | BY_VCITA_STAFF, MAKES, .in_body = &vcita_create_body,
     OF(struct enroll_wish, struct item), .run = run_create, .write = write_short,
     .data = &short_data, .status = 201,
     .summary = "Books an appointment, or registers a client for an event."},
    {"POST", SCHEDULING "/bookings/cancel", NULL, &vcita_dialect, .callers = BY_ALL, CHANGES,
     .in_body = &cancel_body, OF(struct withdraw_wish, struct item), .run = run_cancel,
     .write = write_short, .data = &short_data, .status = 200,
     .summary = "Cancels an appointment or a registration."},
    {"PUT", SCHEDULING "/bookings/:booking_uid/update_rsvp_state", NULL, &vcita_dialect,
     .callers = BY_VCITA_CLIENT, CHANGES, .in_path = &rsvp_path, .in_query = &rsvp_query,
     .in_body = &rsvp_body, OF(struct rsvp_wish, struct item), .run = run_rsvp,
     .write = vcita_write_item, .data = &vcita_item_data, .status = 200,
     .summary = "What the client says of coming."},
    {"GET", SCHEDULING "/event_attendances/:uid", NULL, &vcita_dialect,
     .callers = BY_VCITA_STAFF | BY_VCITA_APP, .in_path = &registration_path,
     .in_query = &vcita_of_business_query, OF(struct agenda_find_wish, struct item),
     .run = run_registration, .write = write_registration, .data = &registration_data,
     .status = 200, .summary = "One registration for an event."},
    {"GET", SCHEDULING "/event_instance/:id", NULL, &vcita_dialect,
     .callers = BY_VCITA_CLIENT | BY_VCITA_STAFF | BY_VCITA_DIRECTORY, .in_path = &class_path,
     .in_query = &class_query, OF(struct class_wish, struct event_class), .run = run_class,
     .write = write_class, .data = &class_data, .status = 200,
     .summary = "One date of an event, whether or not somebody is registered."},
    {"POST", SCHEDULING "/waitlist", NULL, &vcita_dialect, .callers = BY_ALL, MAKES,
     .in_body = &join_body, OF(struct queue_wish, struct queued), .run = run_join,
     .write = write_queued, .data = &queued_data, .status = 201,
     .summary = "Waits for a place in an event that is full."},
    {"PUT", SCHEDULING "/waitlist/cancel", NULL, &vcita_dialect, .callers = BY_VCITA_CLIENT,
     CHANGES, .in_body = &leave_body, OF(struct queue_wish, struct queued), .run = run_leave,
     .write = write_queued, .data = &queued_data, .status = 200, .summary = "Waits no longer."},
};
const size_t vcita_endpoint_count = COUNT(vcita_endpoints);
