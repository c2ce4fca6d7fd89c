/* vcita.c - vCita's platform API: errors, headers. Source: seed 000, contract vcita 1 to 3.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "dialect/vcita.h"
#include "dialect/words.h"

/* ---- failures ---- */

static const struct fail_words fails[FAIL__COUNT] = {
    [MALFORMED] = {400, "INVALID_PARAMETER", NULL},
    [BAD_JSON] = {400, "INVALID_PARAMETER", NULL},
    [BAD_TARGET] = {400, "INVALID_PARAMETER", NULL},
    [BAD_RANGE] = {400, "INVALID_PARAMETER", NULL},
    [NO_ROUTE] = {404, "NOT_FOUND", "Not found"},
    [NO_METHOD] = {405, "NOT_FOUND", "Method not allowed"},
    [TOO_LARGE] = {413, "INVALID_PARAMETER", NULL},
    [NOT_JSON] = {415, "INVALID_PARAMETER", NULL},
    [TOO_OFTEN] = {429, "RATE_LIMIT_EXCEEDED", NULL},
    [NO_BOOKING] = {404, "NOT_FOUND", "Booking not found"},
    [NO_SEAT] = {404, "NOT_FOUND", "Booking not found"},
    [NO_CLASS] = {404, "NOT_FOUND", "Event instance not found"},
    [NO_CLIENT] = {404, "NOT_FOUND", "Client not found"},
    [NO_STAFF] = {404, "NOT_FOUND", "Staff not found"},
    [NO_SERVICE] = {404, "NOT_FOUND", "Service not found"},
    [NO_EVENT_TYPE] = {404, "NOT_FOUND", "Service not found"},
    [NO_SLOTS_TYPE] = {404, "NOT_FOUND", "Service not found"},
    [NO_WAITLIST_ENTRY] = {404, "NOT_FOUND", "Waitlist entry not found"},
    [CLIENT_UNNAMED] = {400, "PARAMETER_MISSING", "Mandatory parameter client_id is missing"},
    [NOT_THE_CLIENT] = {422, "UNAUTHORIZED", "Unauthorized"},
    [SLOT_TAKEN] = {422, "TIMESLOT_UNAVAILABLE", "Time slot is not available"},
    [HOSTS_TAKEN] = {422, "TIMESLOT_UNAVAILABLE", "Time slot is not available"},
    [SLOT_HELD] = {422, "TIMESLOT_UNAVAILABLE", "Time slot is not available"},
    [HOST_CLOSED] = {422, "TIMESLOT_UNAVAILABLE", "Time slot is not available"},
    [EVENT_TYPE_WITHOUT_HOSTS] = {422, "TIMESLOT_UNAVAILABLE", "Time slot is not available"},
    [IN_THE_PAST] = {422, "TIMESLOT_UNAVAILABLE", "Time slot is in the past"},
    [TOO_SOON] = {422, "TIMESLOT_UNAVAILABLE", "Time slot is too soon"},
    [TOO_FAR] = {422, "TIMESLOT_UNAVAILABLE", "Time slot is too far in the future"},
    [BOOKER_LIMIT] = {422, "TIMESLOT_UNAVAILABLE", NULL},
    [BOOKER_LIMIT_MOVES] = {422, "TIMESLOT_UNAVAILABLE", NULL},
    [LIMIT_REACHED] = {422, "TIMESLOT_UNAVAILABLE", NULL},
    [HOLIDAY] = {422, "TIMESLOT_UNAVAILABLE", NULL},
    [NO_SEATS] = {422, "TIMESLOT_UNAVAILABLE", "Event is full"},
    [SIGNED_UP_BEFORE] = {422, "ALREADY_REGISTERED", "Client is already registered to this event"},
    [ANSWER_MISSING] = {422, "FORM_VALIDATION_ERROR", NULL},
    [ANSWER_WRONG] = {422, "FORM_VALIDATION_ERROR", NULL},
    [OPTION_WRONG] = {422, "FORM_VALIDATION_ERROR", NULL},
    [NO_CONTACT] = {422, "FORM_VALIDATION_ERROR", NULL},
    [EVENT_TYPE_OF_A_KIND] = {422, "UNAUTHORIZED", NULL},
    [EVENT_TYPE_MANAGED] = {422, "UNAUTHORIZED", NULL},
    [NOT_ALLOWED] = {422, "UNAUTHORIZED", "Unauthorized"},
    [NEEDS_AUTHENTICATION] = {422, "UNAUTHORIZED", "Unauthorized"},
    [CANCELLING_DISABLED] = {422, "UNAUTHORIZED", "Cancellation is not allowed"},
    [MOVING_DISABLED] = {422, "UNAUTHORIZED", "Rescheduling is not allowed"},
    [ENDED] = {400, NULL, "Bad Transition"},
    [CANCELLED_BEFORE] = {400, NULL, "Bad Transition"},
    [NOT_PENDING] = {400, NULL, "Bad Transition"},
    [CONFIRMED_BEFORE] = {400, NULL, "Bad Transition"},
    [RSVP_WRONG] = {403, NULL, "Invalid RSVP state"},
    [CLASS_NOT_FULL] = {422, NULL, "Invalid event instance"},
    [TIME_REVERSED] = {400, "INVALID_PARAMETER", NULL},
};

/* Several programs answer at vCita, each in a form of its own (contract vcita 1, 401 bodies). */
enum form {
    FORM_ERROR,   /* {"status":"Error","error":…,"error_code":…} */
    FORM_PLAIN,   /* {"error":…} */
    FORM_API,     /* {"success":false,"errors":[{"code":…,"message":…}]} */
    FORM_MESSAGE, /* {"status":"Error","message":…} */
    FORM__COUNT
};

#define LISTING  "/platform/v1/scheduling/bookings"
#define BUSINESS "/business/scheduling/v1/bookings"

/* Who is refused for who they are. */
enum stranger { STRANGER_UNKNOWN, STRANGER_OF_KIND, STRANGER_ELSEWHERE, STRANGER__NONE };
static enum stranger stranger_of(enum fail_code code)
{
    static const struct {
        enum fail_code code;
        enum stranger stranger;
    } rows[] = {
        {NO_TOKEN, STRANGER_UNKNOWN},         {BAD_TOKEN, STRANGER_UNKNOWN},
        {BAD_KEY, STRANGER_UNKNOWN},          {EXPIRED_KEY, STRANGER_UNKNOWN},
        {EXPIRED_TOKEN, STRANGER_UNKNOWN},    {REVOKED, STRANGER_UNKNOWN},
        {CLIENT_UNKNOWN, STRANGER_UNKNOWN},   {INCOMPLETE_CLIENT, STRANGER_ELSEWHERE},
        {OTHER_BUSINESS, STRANGER_ELSEWHERE}, {WRONG_TOKEN, STRANGER_OF_KIND},
        {NO_SCOPE, STRANGER_OF_KIND},
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        if (rows[i].code == code)
            return rows[i].stranger;
    return STRANGER__NONE;
}

/* The first row that fits decides. A NULL method fits all; a path fits all that begin with it. */
static const struct refusal {
    const char *method, *path;
    enum stranger who;
    int status;
    enum form form;
    const char *message;
} refusals[] = {
    {"POST", BUSINESS "/accept", STRANGER_OF_KIND, 400, FORM_ERROR, "Unauthorized"},
    {NULL, BUSINESS, STRANGER_OF_KIND, 422, FORM_ERROR, "Unauthorized"},
    {NULL, BUSINESS, STRANGER_ELSEWHERE, 401, FORM_API, "Unauthorized"},
    {NULL, BUSINESS, STRANGER_UNKNOWN, 401, FORM_API, "401 Unauthorized"},
    {NULL, "", STRANGER_UNKNOWN, 401, FORM_PLAIN, "Unauthorized"},
    {NULL, "", STRANGER_OF_KIND, 401, FORM_PLAIN, "Unauthorized"},
    {NULL, "", STRANGER_ELSEWHERE, 401, FORM_PLAIN, "Unauthorized"},
};

/* What else single endpoints say in their own way: the documented answer of the list for a client
 * that its business does not have, and of times for a zone nobody knows. */
static const struct exception {
    const char *method, *path;
    enum fail_code code;
    const char *field; /* that is complained of; NULL: any */
    int status;
    enum form form;
    const char *message;
} exceptions[] = {
    {"GET", LISTING, CLIENT_UNKNOWN, NULL, 500, FORM_PLAIN, "Internal Server Error"},
    {NULL, "", OURSELVES, NULL, 500, FORM_PLAIN, "Internal Server Error"},
    {"POST", "/platform/v1/scheduling/waitlist", NO_CLASS, NULL, 422, FORM_ERROR,
     "Invalid event instance"},
    {"GET", "/platform/v1/staff/availability", MALFORMED, "time_zone", 422, FORM_MESSAGE,
     "Invalid time zone"},
    {"GET", "/platform/v1/services", MALFORMED, "time_zone", 422, FORM_MESSAGE,
     "Invalid time zone"},
};

static bool applies(const struct endpoint *endpoint, const char *method, const char *path)
{
    if (endpoint == NULL)
        return path[0] == '\0';
    return (method == NULL || strcmp(endpoint->method, method) == 0) &&
           strncmp(endpoint->path, path, strlen(path)) == 0;
}

/* ---- forms ---- */

static void write_error(struct text *out, const char *code, const char *message)
{
    text_put(out, "{\"status\":\"Error\",\"error\":");
    text_json(out, message);
    if (code != NULL) {
        text_put(out, ",\"error_code\":");
        text_json(out, code);
    }
    text_char(out, '}');
}

static void write_plain(struct text *out, const char *code, const char *message)
{
    (void)code;
    text_put(out, "{\"error\":");
    text_json(out, message);
    text_char(out, '}');
}

static void write_api(struct text *out, const char *code, const char *message)
{
    (void)code;
    text_put(out, "{\"success\":false,\"errors\":[{\"code\":\"unauthorized\",\"message\":");
    text_json(out, message);
    text_put(out, "}]}");
}

static void write_message(struct text *out, const char *code, const char *message)
{
    (void)code;
    text_put(out, "{\"status\":\"Error\",\"message\":");
    text_json(out, message);
    text_char(out, '}');
}

static void (*const forms[FORM__COUNT])(struct text *, const char *code, const char *message) = {
    [FORM_ERROR] = write_error,
    [FORM_PLAIN] = write_plain,
    [FORM_API] = write_api,
    [FORM_MESSAGE] = write_message,
};

/* ---- complaints ---- */

/* "Mandatory parameter a is missing, Mandatory parameter b is missing", or of those that are
 * wrong. */
static void list_complaints(struct text *out, const struct complaints *complaints, bool missing)
{
    for (size_t i = 0; i < complaints->count; i++) {
        const struct complaint *one = &complaints->all[i];

        if (one->inside != NULL && one->inside->count > 0) {
            list_complaints(out, one->inside, missing);
            continue;
        }
        if (((one->kinds & COMPLAINT_MISSING) != 0) != missing)
            continue;
        text_put(out, out->length > 0 ? ", " : "");
        text_put(out, missing ? "Mandatory parameter " : "Invalid parameter ");
        text_put(out, one->property);
        text_put(out, missing ? " is missing" : "");
    }
}

static int write_malformed(struct text *out, const struct complaints *complaints)
{
    struct text message;
    const char *code = "PARAMETER_MISSING";

    text_init(&message, 1 << 16);
    list_complaints(&message, complaints, true);
    if (message.length == 0) {
        list_complaints(&message, complaints, false);
        code = "INVALID_PARAMETER";
    }
    write_error(out, code, text_string(&message));
    text_free(&message);
    return 400;
}

static bool complains_of(const struct fail *fail, const char *field)
{
    return field == NULL || (fail->field != NULL && strcmp(fail->field, field) == 0);
}

static int write_fail(struct text *out, const struct exchange *exchange,
                      const struct endpoint *endpoint, const struct fail *fail)
{
    enum stranger stranger = stranger_of(fail->code);

    for (size_t i = 0; i < COUNT(exceptions); i++)
        if (exceptions[i].code == fail->code && complains_of(fail, exceptions[i].field) &&
            applies(endpoint, exceptions[i].method, exceptions[i].path)) {
            forms[exceptions[i].form](out, NULL, exceptions[i].message);
            return exceptions[i].status;
        }
    for (size_t i = 0; i < COUNT(refusals) && stranger != STRANGER__NONE; i++)
        if (refusals[i].who == stranger &&
            applies(endpoint, refusals[i].method, refusals[i].path)) {
            forms[refusals[i].form](out, NULL, refusals[i].message);
            return refusals[i].status;
        }
    if (fail->code == MALFORMED && fail->complaints != NULL)
        return write_malformed(out, fail->complaints);
    const struct fail_words words = fail_in_words(exchange->arena, fails, fail);
    write_error(out, words.code, words.message);
    return words.status;
}

const char *vcita_words(struct arena *arena, const struct fail *fail)
{
    return fail_in_words(arena, fails, fail).message;
}

static const char fail_schema[] =
    "{\"type\":\"object\",\"properties\":{\"status\":{\"type\":\"string\",\"enum\":[\"Error\"]},"
    "\"error\":{\"type\":\"string\"},\"error_code\":{\"type\":\"string\"},"
    "\"message\":{\"type\":\"string\"},\"success\":{\"type\":\"boolean\",\"enum\":[false]},"
    "\"errors\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"code\","
    "\"message\"],\"properties\":{\"code\":{\"type\":\"string\"},"
    "\"message\":{\"type\":\"string\"}}}}},\"additionalProperties\":false}";

/* ---- successes ---- */

void vcita_open(struct text *out, const char *member)
{
    text_put(out, "{\"status\":\"OK\",\"data\":{\"");
    text_put(out, member);
    text_put(out, "\":");
}

static const struct named_shape shapes[] = {
    {"booking", &vcita_item_shape},
    {NULL, NULL},
};

const struct dialect vcita_dialect = {
    .name = "vcita",
    .title = "vCita",
    .source = SOURCE_VCITA,
    .prefixes = (const char *const[]){"/platform", "/business/scheduling", NULL},
    .request_headers = "Accept, Authorization, Content-Type, Origin, Idempotency-Key, "
                       "If-None-Match, X-On-Behalf-Of, X-Request-Id",
    .content_type_of_fails = "application/json; charset=utf-8",
    .shapes = shapes,
    .short_uids = true,
    .behalf_header = "HTTP_X_ON_BEHALF_OF",
    .limited = true,
    .success_members = "\"status\":{\"type\":\"string\",\"enum\":[\"OK\"]}",
    .fail_schema = fail_schema,
    .credentials = "The token of a client, a member of staff, an application or a directory.",
    .write_fail = write_fail,
};
