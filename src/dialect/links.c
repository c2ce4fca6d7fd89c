/* links.c - booking links: errors, parameters, shapes and endpoints. Sources: seed 002, contract
 * booking-links. SPDX-License-Identifier: MIT
 *
 * What the seed leaves open, and how it is here. Errors are {"error":{"code","message","details"}};
 * details has field and fields for what was sent, reason for a start that is not on offer,
 * required_scope for a scope. Unknown parameters and properties are passed over. A limit beyond
 * 1..100 is the nearest of them. Lists are by start, then by id. Listing, reading and cancelling
 * work for every booking of the entity; booking_link_id and slug are null where none was used. A
 * link of another entity, one that is not active and one that does not exist are the same. */
#include "dialect/links.h"
#include "dialect/words.h"
#include "engine/links.h"

/* ---- failures ---- */

/* Of the starts that nobody may book it is told why. */
static const struct link_fail {
    struct fail_words words;
    const char *reason;
} fails[FAIL__COUNT] = {
    [MALFORMED] = {{400, "validation_failed", NULL}, NULL},
    [BAD_JSON] = {{400, "invalid_json", NULL}, NULL},
    [BAD_TARGET] = {{400, "validation_failed", NULL}, NULL},
    [NOT_JSON] = {{415, "unsupported_media_type", NULL}, NULL},
    [TOO_LARGE] = {{413, "too_large", NULL}, NULL},
    [NO_ROUTE] = {{404, "not_found", NULL}, NULL},
    [NO_METHOD] = {{405, "method_not_allowed", NULL}, NULL},
    [NO_SCOPE] = {{403, "insufficient_scope", "The key lacks the scope {field}"}, NULL},
    [TOO_OFTEN] = {{429, "rate_limited", NULL}, NULL},
    [LINK_UNNAMED] = {{400, "missing_field", "booking_link_id or slug is required"}, NULL},
    [NO_LINK] = {{404, "booking_link_not_found", "There is no such booking link here"}, NULL},
    [EVENT_TYPE_OF_A_KIND] = {{400, "validation_failed",
                               "The service is {detail}, which booking links do not take"},
                              NULL},
    [EVENT_TYPE_MANAGED] = {{400, "validation_failed", NULL}, NULL},
    [EVENT_TYPE_WITHOUT_HOSTS] = {{409, "slot_taken", "Nobody is free at this time"}, NULL},
    [LOCATION_WRONG] = {{400, "validation_failed", NULL}, NULL},
    [ANSWER_UNKNOWN] = {{400, "validation_failed", NULL}, NULL},
    [ANSWER_MISSING] = {{400, "validation_failed", NULL}, NULL},
    [ANSWER_WRONG] = {{400, "validation_failed", NULL}, NULL},
    [OPTION_WRONG] = {{400, "validation_failed", NULL}, NULL},
    [ROUTING_REJECTED] = {{403, "routing_rejected", NULL}, NULL},
    [NO_SERVICE] = {{400, "validation_failed", "{detail} is no service of this link"}, NULL},
    [NO_STAFF] = {{400, "validation_failed", "{detail} is nobody of this link"}, NULL},
    [HOST_CLOSED] = {{400, "validation_failed", NULL}, "outside_availability"},
    [OFF_GRID] = {{400, "validation_failed", NULL}, "not_on_grid"},
    [IN_THE_PAST] = {{400, "validation_failed", NULL}, "too_soon"},
    [TOO_SOON] = {{400, "validation_failed", NULL}, "too_soon"},
    [TOO_FAR] = {{400, "validation_failed", NULL}, "too_far"},
    [LIMIT_REACHED] = {{400, "validation_failed", NULL}, "limit_reached"},
    [BOOKER_LIMIT] = {{400, "validation_failed", NULL}, "contact_limit"},
    [SLOT_TAKEN] = {{409, "slot_taken", NULL}, NULL},
    [NO_SEATS] = {{409, "slot_taken", NULL}, NULL},
    [SIGNED_UP_BEFORE] = {{409, "slot_taken", NULL}, NULL},
    [NO_BOOKING] = {{404, "not_found", NULL}, NULL},
    [NO_SEAT] = {{404, "not_found", NULL}, NULL},
    [CANCELLED_BEFORE] = {{409, "already_cancelled", NULL}, NULL},
    [KEY_REUSED] = {{409, "idempotency_conflict", NULL}, NULL},
    [KEY_RUNNING] = {{409, "idempotency_in_progress", NULL}, NULL},
    [KEY_BAD] = {{400, "validation_failed", NULL}, NULL},
};

/* For what has no code of its own. */
static const struct {
    int status;
    const char *code;
} codes[] = {
    {400, "validation_failed"},
    {401, "unauthorized"},
    {403, "forbidden"},
    {404, "not_found"},
    {405, "method_not_allowed"},
    {409, "conflict"},
    {410, "gone"},
    {422, "validation_failed"},
    {429, "rate_limited"},
    {500, "internal_error"},
    {503, "unavailable"},
};

static const char *code_of(const struct fail_words *words)
{
    if (words->code != NULL)
        return words->code;
    for (size_t i = 0; i < COUNT(codes); i++)
        if (codes[i].status == words->status)
            return codes[i].code;
    return "internal_error";
}

static void add_member(struct text *out, const char *name, const char *value)
{
    if (value == NULL)
        return;
    if (out->bytes[out->length - 1] != '{')
        text_char(out, ',');
    text_json(out, name);
    text_char(out, ':');
    text_json(out, value);
}

static void write_fields(struct text *out, struct arena *arena, const struct complaints *complaints)
{
    text_put(out, ",\"fields\":{");
    for (size_t i = 0; i < complaints->count; i++)
        add_member(out, complaints->all[i].property,
                   complaint_in_words(arena, &(struct complaints){&complaints->all[i], 1, NULL}));
    text_char(out, '}');
}

static const char *field_of(const struct fail *fail)
{
    if (fail->complaints != NULL)
        return complaint_field(fail->complaints);
    return fail->code == LINK_UNNAMED ? "booking_link_id" : fail->field;
}

static void write_details(struct text *out, struct arena *arena, const struct fail *fail)
{
    text_char(out, '{');
    add_member(out, fail->code == NO_SCOPE ? "required_scope" : "field", field_of(fail));
    add_member(out, "reason", fails[fail->code].reason);
    if (fail->complaints != NULL)
        write_fields(out, arena, fail->complaints);
    text_char(out, '}');
}

static struct fail_words words_of(struct arena *arena, const struct fail *fail)
{
    struct fail_words own[FAIL__COUNT] = {0};

    own[fail->code] = fails[fail->code].words;
    struct fail_words words = fail_in_words(arena, own, fail);
    words.code = code_of(&words);
    if (fail->complaints == NULL)
        return words;
    if (complaint_is_missing(fail->complaints))
        words.code = "missing_field";
    words.message = complaint_in_words(arena, fail->complaints);
    return words;
}

static int write_fail(struct text *out, const struct exchange *exchange,
                      const struct endpoint *endpoint, const struct fail *fail)
{
    const struct fail_words words = words_of(exchange->arena, fail);

    (void)endpoint;
    text_put(out, "{\"error\":{\"code\":");
    text_json(out, words.code);
    text_put(out, ",\"message\":");
    text_json(out, words.message);
    text_put(out, ",\"details\":");
    write_details(out, exchange->arena, fail);
    text_put(out, "}}");
    return words.status;
}

static const char fail_schema[] =
    "{\"type\":\"object\",\"required\":[\"error\"],\"additionalProperties\":false,\"properties\":{"
    "\"error\":{\"type\":\"object\",\"required\":[\"code\",\"message\",\"details\"],"
    "\"additionalProperties\":false,\"properties\":{\"code\":{\"type\":\"string\"},"
    "\"message\":{\"type\":\"string\"},\"details\":{\"type\":\"object\",\"properties\":{"
    "\"field\":{\"type\":\"string\"},\"fields\":{\"type\":\"object\","
    "\"additionalProperties\":{\"type\":\"string\"}},\"reason\":{\"type\":\"string\"},"
    "\"required_scope\":{\"type\":\"string\"}},\"additionalProperties\":false}}}}}";

/* ---- what may be sent ---- */

static const struct word status_words[] = {
    {"pending", LINK_PENDING},
    {"confirmed", LINK_CONFIRMED},
    {"cancelled", LINK_CANCELLED},
    {"rescheduled", LINK_RESCHEDULED},
    {"completed", LINK_COMPLETED},
    {"no_show", LINK_NO_SHOW},
    {NULL, 0},
};

#define L struct link_list_wish
static const struct param list_rows[] = {
    P_TEXT(L, link, "booking_link_id", .most = 100),
    P_WORDS(L, statuses, "status", status_words, .items = 1),
    P_INSTANT(L, query.start_from, "from", .bit = BY_START_FROM),
    P_INSTANT(L, query.start_before, "to", .bit = BY_START_BEFORE),
    P_NUMBER(L, query.page, "page", .least = 1, .most = PARAM_UNBOUNDED, .otherwise = 1),
    P_NUMBER(L, query.take, "limit", .least = 1, .most = 100, .otherwise = 50,
             .manner = PARAM_CLAMPED),
};
static const struct params list_query = {.rows = list_rows,
                                         .count = COUNT(list_rows),
                                         .size = sizeof(L),
                                         .given = offsetof(L, query.given)};
#undef L

/* Which link, service and staff: in queries and bodies. */
#define CHOICE(S)                                                                                  \
    P_TEXT(S, choice.id, "booking_link_id", .most = 100, .manner = PARAM_EMPTY_IS_UNSENT),         \
        P_TEXT(S, choice.slug, "slug", .most = 100, .manner = PARAM_EMPTY_IS_UNSENT),              \
        P_TEXT(S, choice.service, "service_id", .least = 1, .most = 40),                           \
        P_TEXT(S, choice.staff, "staff_id", .least = 1, .most = 40)

#define W struct link_booking_wish
static const struct param book_rows[] = {
    P_TEXT(W, who.name, "contact_name", .most = 200,
           .manner = PARAM_REQUIRED | PARAM_TRIMMED | PARAM_EMPTY_IS_UNSENT),
    P_MAIL(W, who.email, "contact_email", .most = 320, .manner = PARAM_REQUIRED | PARAM_TRIMMED),
    P_INSTANT(W, start, "start_time", .manner = PARAM_REQUIRED | PARAM_DATE_TIME),
    CHOICE(W),
    P_TEXT(W, who.phone, "contact_phone", .most = 32, .manner = PARAM_TRIMMED),
    P_ZONE(W, who.time_zone, "client_timezone"),
    P_TEXT(W, notes, "notes", .most = 5000, .manner = PARAM_LINES),
    P_JSON(W, answers, "answers", .manner = PARAM_ANY_JSON),
};
static const struct params book_body = {
    .rows = book_rows, .count = COUNT(book_rows), .size = sizeof(W), .given = offsetof(W, given)};
#undef W

#define S struct link_slots_wish
static const struct param slots_rows[] = {
    P_DAY(S, date, "date", .manner = PARAM_REQUIRED),
    CHOICE(S),
    P_ZONE(S, zone, "timezone"),
    P_NUMBER(S, days, "days", .least = 1, .most = 31, .otherwise = 1),
};
static const struct params slots_query = {
    .rows = slots_rows, .count = COUNT(slots_rows), .size = sizeof(S), .given = offsetof(S, given)};
#undef S

#define I struct link_id_wish
static const struct param id_rows[] = {P_TEXT(I, id, "id", .manner = PARAM_REQUIRED)};
static const struct params id_path = {
    .rows = id_rows, .count = COUNT(id_rows), .size = sizeof(I), .given = offsetof(I, given)};
static const struct param cancel_rows[] = {
    P_TEXT(I, reason, "reason", .most = 2000, .manner = PARAM_LINES)};
static const struct params cancel_body = {.rows = cancel_rows,
                                          .count = COUNT(cancel_rows),
                                          .size = sizeof(I),
                                          .given = offsetof(I, given)};
#undef I

/* ---- what is shown ---- */

static const char answers_schema[] =
    "\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{"
    "\"question_id\":{\"type\":\"string\"},\"answer\":{\"anyOf\":[{\"type\":\"string\"},"
    "{\"type\":\"number\"},{\"type\":\"boolean\"},{\"type\":\"array\",\"items\":{"
    "\"type\":\"string\"}}]}},\"required\":[\"question_id\",\"answer\"]}";

#define NULLABLE .absent = ABSENT_NULL
#define TIME     .style = WHEN_Z_SECONDS
#define B        struct linked_booking
static const struct field booking_fields[] = {
    F_TEXT(B, id, "id"),
    F_TEXT(B, link_id, "booking_link_id", NULLABLE),
    F_TEXT(B, link_slug, "slug", NULLABLE),
    F_TEXT(B, contact_name, "contact_name"),
    F_TEXT(B, contact_email, "contact_email"),
    F_TEXT(B, contact_phone, "contact_phone", NULLABLE),
    F_INSTANT(B, start, "start_time", TIME),
    F_INSTANT(B, end, "end_time", TIME),
    F_TEXT(B, contact_zone, "client_timezone", NULLABLE),
    F_WORD(B, status, "status", status_words),
    F_TEXT(B, staff, "staff_id", NULLABLE),
    F_TEXT(B, service, "service_id", NULLABLE),
    F_TEXT(B, notes, "notes", NULLABLE),
    F_RAW(B, answers, "answers", .schema = answers_schema),
    F_TEXT(B, cancellation_reason, "cancellation_reason", NULLABLE),
    F_INSTANT(B, cancelled, "cancelled_at", TIME, NULLABLE),
    F_INSTANT(B, created, "created_at", TIME),
    F_INSTANT(B, updated, "updated_at", TIME),
};
static const struct shape booking_shape = {booking_fields, COUNT(booking_fields), sizeof(B)};
static const struct field detailed_fields[] = {
    F_ALSO(&booking_shape),
    F_TEXT(B, link_title, "link_title", NULLABLE),
    F_NUMBER(B, minutes, "duration_minutes"),
};
static const struct shape detailed_shape = {detailed_fields, COUNT(detailed_fields), sizeof(B)};
static const struct field cancelled_fields[] = {
    F_TEXT(B, id, "id"),
    F_WORD(B, status, "status", status_words),
    F_TEXT(B, cancellation_reason, "reason", NULLABLE),
};
static const struct shape cancelled_shape = {cancelled_fields, COUNT(cancelled_fields), sizeof(B)};
#undef B

#define S struct slot
static const struct field slot_fields[] = {
    F_INSTANT(S, start, "start", TIME),
    F_INSTANT(S, end, "end", TIME),
};
static const struct shape slot_shape = {slot_fields, COUNT(slot_fields), sizeof(S)};
#undef S

static void write_date(struct text *out, const void *thing)
{
    char date[WHEN_ROOM];

    day_write(date, ((const struct linked_slots *)thing)->date);
    text_json(out, date);
}

#define A struct linked_slots
static const struct field slots_fields[] = {
    F_TEXT(A, link_id, "booking_link_id"),
    F_TEXT(A, link_slug, "slug"),
    F_MADE("date", write_date, .form = MADE_TEXT),
    F_LIST(A, slots, "slots", &slot_shape, .absent = ABSENT_EMPTY),
};
static const struct shape slots_shape = {slots_fields, COUNT(slots_fields), sizeof(A)};
#undef A

static void write_data(struct text *out, const struct shape *shape, const void *thing)
{
    text_put(out, "{\"data\":");
    shape_write(out, shape, thing);
    text_char(out, '}');
}

#define WRITES(name_, shape_)                                                                      \
    static void name_(struct text *out, const struct exchange *exchange, const void *result)       \
    {                                                                                              \
        (void)exchange;                                                                            \
        write_data(out, &(shape_), result);                                                        \
    }

WRITES(write_booking, booking_shape)
WRITES(write_detailed, detailed_shape)
WRITES(write_cancelled, cancelled_shape)
WRITES(write_slots, slots_shape)

static void write_page(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct linked_page *page = result;

    (void)exchange;
    text_put(out, "{\"data\":");
    shape_write_list(out, &booking_shape, &page->bookings);
    text_format(out,
                ",\"pagination\":{\"page\":%lld,\"limit\":%lld,\"total\":%lld,\"hasMore\":%s}}",
                (long long)page->page, (long long)page->limit, (long long)page->total,
                page->more ? "true" : "false");
}

/* ---- endpoints ---- */

static const struct named_shape shapes[] = {
    {"Booking", &booking_shape},
    {"BookingWithLink", &detailed_shape},
    {"CancelledBooking", &cancelled_shape},
    {"Availability", &slots_shape},
    {"Slot", &slot_shape},
    {NULL, NULL},
};

#define ONE_OF(name_, shape_)                                                                      \
    static const struct named_shape name_##_shapes[] = {{"", &(shape_)}, {NULL, NULL}};            \
    static const struct data name_##_data = {.form = DATA_ONE, .shapes = name_##_shapes}
ONE_OF(booking, booking_shape);
ONE_OF(detailed, detailed_shape);
ONE_OF(cancelled, cancelled_shape);
ONE_OF(slots, slots_shape);
static const struct data page_data = {
    .form = DATA_LIST,
    .shapes = booking_shapes,
    .beside = "\"pagination\":{\"type\":\"object\",\"additionalProperties\":false,"
              "\"required\":[\"page\",\"limit\",\"total\",\"hasMore\"],\"properties\":{"
              "\"page\":{\"type\":\"integer\"},\"limit\":{\"type\":\"integer\"},"
              "\"total\":{\"type\":\"integer\"},\"hasMore\":{\"type\":\"boolean\"}}}"};

#define RUNS(name_, operation_)                                                                    \
    static struct fail name_(struct work *work, const void *wish, void *result)                    \
    {                                                                                              \
        return operation_(work, wish, result);                                                     \
    }
RUNS(run_list, link_list)
RUNS(run_book, link_book)
RUNS(run_find, link_find)
RUNS(run_cancel, link_cancel)
RUNS(run_slots, link_slots)

#define READS  .dialect = &links_dialect, .callers = BY_LINKS, .scope = "bookings:read"
#define CHANGE .dialect = &links_dialect, .callers = BY_LINKS, .scope = "bookings:write"

const struct endpoint links_endpoints[] = {
    {"GET", "/api/v1/bookings", NULL, READS, .in_query = &list_query,
     .wish_size = sizeof(struct link_list_wish), .result_size = sizeof(struct linked_page),
     .run = run_list, .write = write_page, .data = &page_data, .status = 200,
     .summary = "Bookings of the entity, by start."},
    {"POST", "/api/v1/bookings", NULL, CHANGE,
     .manner = ENDPOINT_CHANGES | ENDPOINT_CREATES | ENDPOINT_COMPLAINS_LATER,
     .in_body = &book_body, .wish_size = sizeof(struct link_booking_wish),
     .result_size = sizeof(struct linked_booking), .run = run_book, .write = write_booking,
     .data = &booking_data, .status = 201, .summary = "Books a slot of a booking link."},
    {"GET", "/api/v1/bookings/:id", NULL, READS, .in_path = &id_path,
     .wish_size = sizeof(struct link_id_wish), .result_size = sizeof(struct linked_booking),
     .run = run_find, .write = write_detailed, .data = &detailed_data, .status = 200,
     .summary = "A booking, with its link's title."},
    {"PATCH", "/api/v1/bookings/:id/cancel", NULL, CHANGE, .manner = ENDPOINT_CHANGES,
     .in_path = &id_path, .in_body = &cancel_body, .wish_size = sizeof(struct link_id_wish),
     .result_size = sizeof(struct linked_booking), .run = run_cancel, .write = write_cancelled,
     .data = &cancelled_data, .status = 200, .summary = "Cancels a booking."},
    {"GET", "/api/v1/availability", NULL, READS, .manner = ENDPOINT_COMPLAINS_LATER,
     .in_query = &slots_query, .wish_size = sizeof(struct link_slots_wish),
     .result_size = sizeof(struct linked_slots), .run = run_slots, .write = write_slots,
     .data = &slots_data, .status = 200,
     .summary = "Open slots of a booking link on one day or several."},
};
const size_t links_endpoint_count = COUNT(links_endpoints);

const struct dialect links_dialect = {
    .name = "links",
    .title = "Booking links",
    .source = SOURCE_LINKS,
    .prefixes = (const char *const[]){"/api/v1", NULL},
    .request_headers = "Accept, Authorization, Content-Type, Origin, Idempotency-Key, "
                       "If-None-Match, X-Request-Id",
    .content_type_of_fails = "application/json; charset=utf-8",
    .shapes = shapes,
    .limited = true,
    .fail_schema = fail_schema,
    .credentials = "A key of the entity, with the scopes bookings:read and bookings:write.",
    .write_fail = write_fail,
};
