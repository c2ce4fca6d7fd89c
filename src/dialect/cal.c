/* cal.c - Cal.com v2: errors, versions, headers. Source: contract cal-v2 a, b, c, m.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "dialect/cal.h"
#include "dialect/problem.h"
#include "dialect/words.h"

/* ---- failures ---- */

/* The three shapes of contract c: the framework's envelope with details, the business layer's
 * without, and the bare form of the booking engine, which is sent together with an envelope so that
 * clients of either kind find what they look for. */
enum fail_form { ENVELOPE, WITHOUT_DETAILS, BARE };

/* {field} and {detail} stand for those of the failure. */
static const struct cal_fail {
    int status;
    enum fail_form form;
    const char *code; /* NULL: the class of the status */
    const char *message;
} fails[FAIL__COUNT] = {
    [BAD_JSON] = {400, ENVELOPE, NULL, "Body is not valid JSON: {detail}"},
    [BAD_TARGET] = {400, ENVELOPE, NULL, "The path or the query can not be read"},
    [BAD_CURSOR] = {400, ENVELOPE, NULL, "Invalid cursor: it is {detail}"},
    [TOO_LARGE] = {413, ENVELOPE, NULL, "request entity too large"},
    [NOT_JSON] = {415, ENVELOPE, NULL, "Content-Type must be application/json in UTF-8"},
    [NO_METHOD] = {405, ENVELOPE, NULL, "The path does not take this method"},
    [NO_TOKEN] =
        {401, ENVELOPE, NULL,
         "ApiAuthStrategy - No authentication method provided. Pass an API key as 'Bearer' "
         "token, a managed user access token or an OAuth access token."},
    [INCOMPLETE_CLIENT] = {401, ENVELOPE, NULL,
                           "ApiAuthStrategy - OAuth client - the header '{field}' is missing"},
    [BAD_KEY] = {401, ENVELOPE, NULL, "CustomThrottlerGuard - Invalid API Key"},
    [BAD_TOKEN] = {401, ENVELOPE, NULL, "ApiAuthStrategy - access token - Invalid Access Token."},
    [EXPIRED_KEY] = {401, ENVELOPE, NULL, "ApiAuthStrategy - api key - Your api key is expired"},
    [EXPIRED_TOKEN] = {498, ENVELOPE, NULL, "ACCESS_TOKEN_IS_EXPIRED"},
    [REVOKED] = {401, ENVELOPE, NULL, "ApiAuthStrategy - api key - Your api key is not valid"},
    [WRONG_TOKEN] = {401, ENVELOPE, NULL, "ApiAuthStrategy - access token - Invalid Access Token."},
    [TOO_OFTEN] = {429, ENVELOPE, NULL,
                   "CustomThrottlerGuard - Too many requests. Please try again later."},
    [NO_SCOPE] = {403, ENVELOPE, NULL,
                  "PermissionsGuard - the access token lacks the required scope {field}"},
    [NO_BOOKING] = {404, ENVELOPE, NULL, "Booking with uid={detail} was not found in the database"},
    [NO_EVENT_TYPE] = {404, ENVELOPE, NULL, "Event type {detail} not found."},
    [NO_SLOTS_TYPE] = {404, ENVELOPE, NULL, "Event Type not found"},
    [NO_SUCH_TYPES] = {400, WITHOUT_DETAILS, "TRPCError",
                       "The requested event-types do not exist."},
    [EVENT_TYPE_UNNAMED] = {400, ENVELOPE, NULL,
                            "Either eventTypeId or eventTypeSlug + username or eventTypeSlug + "
                            "teamSlug must be provided"},
    [EVENT_TYPE_MANAGED] = {400, ENVELOPE, NULL,
                            "Event type is a parent managed event type and can not be booked; book "
                            "one of its children instead"},
    [EVENT_TYPE_OF_A_KIND] = {400, ENVELOPE, NULL,
                              "This operation is not available for {detail} event types"},
    [EVENT_TYPE_WITHOUT_HOSTS] = {422, ENVELOPE, NULL, "Event type has no hosts"},
    [NEEDS_AUTHENTICATION] = {401, ENVELOPE, NULL,
                              "checkBookingRequiresAuthentication - Authentication is required to "
                              "book this event type"},
    [NOT_ALLOWED] = {403, ENVELOPE, NULL,
                     "checkBookingRequiresAuthentication - You are not allowed to {detail} here"},
    [NOT_OWNER] = {400, ENVELOPE, NULL,
                   "Only the owner of booking with uid={detail} can see its references"},
    [WITHOUT_TYPE] = {400, ENVELOPE, NULL, "Booking with uid={detail} has no event type"},
    [NO_PERMISSION] = {403, ENVELOPE, NULL, "You do not have permission to {detail}"},
    [NO_WEBHOOK] = {404, ENVELOPE, NULL, "Webhook ({detail}) not found."},
    [WEBHOOK_TWICE] = {409, ENVELOPE, NULL,
                       "Webhook with this subscriberUrl already exists for this {detail}"},
    [URL_WRONG] = {400, ENVELOPE, NULL,
                   "subscriberUrl must be an absolute URL that begins with http:// or https://"},
    [NO_CONTACT] = {400, ENVELOPE, NULL,
                    "Attendee must have at least one contact method (email or phone number)"},
    [ANSWER_MISSING] = {400, ENVELOPE, NULL,
                        "Missing required booking field response: {field} - add it to the request "
                        "(\"{field}\")"},
    [ANSWER_WRONG] = {400, ENVELOPE, NULL, "Invalid type for booking field '{field}'. {detail}"},
    [OPTION_WRONG] = {400, ENVELOPE, NULL, "{detail}"},
    [LENGTH_WRONG] =
        {400, ENVELOPE, NULL,
         "Can't specify 'lengthInMinutes' because event type does not have that length. "
         "Its lengths are: {detail}"},
    [LOCATION_WRONG] = {400, ENVELOPE, NULL, "Invalid booking location: {detail}"},
    [METADATA_WRONG] = {400, ENVELOPE, NULL,
                        "Metadata must have at most 50 keys, each key up to 40 characters, and "
                        "string values up to 500 characters."},
    [SLOT_TAKEN] = {400, ENVELOPE, NULL,
                    "User either already has booking at this time or is not available"},
    [HOST_CLOSED] = {400, ENVELOPE, NULL,
                     "User either already has booking at this time or is not available"},
    [IN_THE_PAST] = {400, ENVELOPE, NULL, "Attempting to book a meeting in the past."},
    [TOO_SOON] = {400, ENVELOPE, NULL,
                  "The event type can't be booked at the \"start\" time provided. This time is "
                  "inside the minimum booking notice."},
    [TOO_FAR] = {400, ENVELOPE, NULL,
                 "The event type can't be booked at the \"start\" time provided. This time is too "
                 "far in the future."},
    [BOOKER_LIMIT] = {400, ENVELOPE, NULL,
                      "Attendee with this email can't book because the maximum number of active "
                      "bookings has been reached."},
    [BOOKER_LIMIT_MOVES] =
        {400, ENVELOPE, NULL,
         "Attendee with this email can't book because the maximum number of active bookings has "
         "been reached. You can reschedule your existing booking ({detail}) to a new timeslot "
         "instead."},
    [HOSTS_TAKEN] =
        {400, ENVELOPE, NULL,
         "One of the hosts either already has booking at this time or is not available"},
    [LIMIT_REACHED] =
        {400, ENVELOPE, NULL,
         "The event type can't be booked at the \"start\" time provided. The limit of "
         "bookings per {detail} has been reached."},
    [TOO_MANY_OCCURRENCES] =
        {400, ENVELOPE, NULL,
         "Invalid recurrenceCount: the event type recurs at most {detail} times"},
    [SIGNED_UP_BEFORE] = {409, BARE, NULL, "already_signed_up_for_this_booking_error"},
    [SEAT_UNNAMED] = {400, ENVELOPE, NULL,
                      "Booking is seated: name the seat to be moved as \"seatUid\""},
    [SEAT_OF_STRANGER] = {401, BARE, NULL,
                          "Booking is seated: only its host can cancel it without a \"seatUid\""},
    [NO_SEAT] = {400, ENVELOPE, NULL, "Seat with seatUid={detail} is not a seat of this booking"},
    [NO_SEAT_BOOKING] = {404, ENVELOPE, NULL,
                         "Booking with seatUid={detail} was not found in the database"},
    [SERIES_HAS_NO_REST] =
        {400, ENVELOPE, NULL,
         "cancelSubsequentBookings needs the uid of one of the bookings, not that of "
         "the series"},
    [MOVED_BEFORE] = {400, ENVELOPE, NULL,
                      "Can't reschedule booking with uid={field} because it has been rescheduled "
                      "already to booking with uid={detail}"},
    [MOVE_CANCELLED] = {400, ENVELOPE, NULL,
                        "Can't reschedule booking with uid={detail} because it has been cancelled"},
    [MOVE_ENDED] = {400, ENVELOPE, NULL,
                    "Can't reschedule booking with uid={detail} because it has ended"},
    [MOVE_TOO_SOON] = {403, BARE, NULL,
                       "Rescheduling is not allowed inside the minimum booking notice"},
    [MOVING_DISABLED] = {400, BARE, NULL, "This event type does not allow rescheduling"},
    [CONFIRMED_BEFORE] = {400, WITHOUT_DETAILS, "TRPCError", "Booking already confirmed"},
    [NOT_PENDING] = {400, WITHOUT_DETAILS, "TRPCError",
                     "Booking is {detail} and waits for no answer"},
    [NOT_HOST] = {403, WITHOUT_DETAILS, "TRPCError",
                  "User is not authorized to confirm this booking"},
    [NOT_STARTED] = {400, ENVELOPE, NULL,
                     "Nobody can be absent before the booking starts: it {detail}"},
    [NOT_ROUND_ROBIN] = {400, ENVELOPE, NULL,
                         "The booking can only be reassigned to a host of its round robin"},
    [NO_OTHER_HOST] = {400, ENVELOPE, NULL, "No other host is available at this time"},
    [NO_ATTENDEE] = {404, ENVELOPE, NULL, "Attendee {detail} was not found in this booking"},
    [PRIMARY_ATTENDEE] = {400, ENVELOPE, NULL, "The first attendee can not be removed"},
    [GUEST_TWICE] = {400, WITHOUT_DETAILS, "TRPCError", "{detail} is an attendee already"},
    [TOO_MANY_GUESTS] = {400, WITHOUT_DETAILS, "TRPCError", "A booking has at most 30 guests"},
    [BAD_RANGE] = {400, ENVELOPE, NULL, "Invalid time range given: {detail}"},
    [SLOT_HELD] = {422, ENVELOPE, NULL,
                   "This time slot is already reserved by another user. Please choose a different "
                   "time."},
    [HOLD_FULL] = {422, ENVELOPE, NULL,
                   "Can't reserve a slot because the event has no more seats left."},
    [HOLD_WITHOUT_HOSTS] = {400, ENVELOPE, NULL,
                            "Can't reserve a slot because the team event has no hosts."},
    [HOLD_ON_BOOKED] = {422, ENVELOPE, NULL,
                        "Can't reserve a slot if the event is already booked."},
    [NO_HOLD] = {404, ENVELOPE, NULL, "Reservation with uid={detail} was not found"},
    [HOLD_NEEDS_AUTHENTICATION] = {401, ENVELOPE, NULL,
                                   "reservationDuration can only be set by authenticated users"},
    [NO_SEATS] = {409, ENVELOPE, NULL, "No more seats left at this seated booking."},
    [CANCELLED_BEFORE] = {400, ENVELOPE, NULL,
                          "Can't cancel booking with uid={detail} because it has been cancelled "
                          "already."},
    [CANCELLING_DISABLED] = {400, BARE, NULL, "This event type does not allow cancellations"},
    [REASON_MISSING] = {400, BARE, NULL, "Cancellation reason is required when you are the host"},
    [ENDED] = {400, BARE, NULL, "Cannot cancel a booking that has already ended"},
    [GUESTS_DISABLED] = {400, ENVELOPE, NULL, "This event type does not take guests"},
    [SETTING_WRONG] = {400, ENVELOPE, NULL, "{detail}"},
    [NAME_TAKEN] = {409, WITHOUT_DETAILS, "CONFLICT",
                    "Invalid Input: Trying to create a record that already exists."},
    [NO_SCHEDULE] = {404, ENVELOPE, NULL, "Schedule {detail} not found."},
    [LAST_SCHEDULE] = {400, ENVELOPE, NULL, "The only schedule of a user can not be deleted"},
    [NO_TEAM] = {404, ENVELOPE, NULL, "Team with id {detail} not found."},
    [NO_ORGANIZATION] = {404, ENVELOPE, NULL, "Organization with id {detail} not found."},
    [NO_USER] = {404, ENVELOPE, NULL, "User with id {detail} not found."},
    [NO_SUCH_USERS] = {400, WITHOUT_DETAILS, "TRPCError", "The requested users do not exist."},
    [FOREIGN_USERS] = {403, WITHOUT_DETAILS, "TRPCError",
                       "You do not have permissions to fetch bookings for specified userIds"},
    [NOT_LEADER] = {403, ENVELOPE, NULL,
                    "PermissionsGuard - only an admin of this {detail} may do this"},
    [KEY_REUSED] = {422, ENVELOPE, NULL,
                    "Idempotency-Key was used before with a different request"},
    [KEY_RUNNING] = {409, ENVELOPE, NULL,
                     "The first request with this Idempotency-Key is still running"},
    [KEY_BAD] = {400, ENVELOPE, NULL, "Idempotency-Key must have 1 to 255 visible characters"},
    [BUSY] = {503, ENVELOPE, NULL, "The service is busy; please try again."},
    [LOST] = {503, ENVELOPE, NULL, "The service is not available; please try again."},
    [UNAVAILABLE] = {503, ENVELOPE, NULL, "The service is not available; please try again."},
    [UNCERTAIN] = {503, ENVELOPE, NULL, "The service is not available; please try again."},
    [TOO_SLOW] = {503, ENVELOPE, NULL, "The query took too long; please narrow it down."},
    [OURSELVES] = {500, ENVELOPE, NULL, "Internal server error"},
};

static const struct {
    int status;
    const char *class;
} classes[] = {
    {400, "BadRequestException"},          {401, "UnauthorizedException"},
    {403, "ForbiddenException"},           {404, "NotFoundException"},
    {405, "MethodNotAllowedException"},    {409, "ConflictException"},
    {413, "PayloadTooLargeException"},     {415, "UnsupportedMediaTypeException"},
    {422, "UnprocessableEntityException"}, {429, "ThrottlerException"},
    {500, "InternalServerErrorException"}, {503, "ServiceUnavailableException"},
};

static const char *class_of(int status)
{
    for (size_t i = 0; i < COUNT(classes); i++)
        if (classes[i].status == status)
            return classes[i].class;
    return "HttpException";
}

static void open_envelope(struct text *out, const struct exchange *exchange, const char *code,
                          const char *message)
{
    char time[WHEN_ROOM];

    instant_write(time, exchange->now, WHEN_Z_MILLIS, 0);
    text_put(out, "{\"status\":\"error\",\"timestamp\":");
    text_json(out, time);
    text_put(out, ",\"path\":");
    text_json(out, exchange->target);
    text_put(out, ",\"error\":{\"code\":");
    text_json(out, code);
    text_put(out, ",\"message\":");
    text_json(out, message);
}

static void write_details(struct text *out, int status, const char *message)
{
    text_put(out, ",\"details\":{\"message\":");
    text_json(out, message);
    text_put(out, ",\"error\":");
    text_json(out, status_phrase(status));
    text_format(out, ",\"statusCode\":%d}", status);
}

/* ---- complaints ---- */

/* %s is the property's name, %lld its bound. */
static const struct {
    unsigned kind;
    const char *constraint;
    const char *sentence;
} constraints[] = {
    {COMPLAINT_MISSING, "isDefined", "%s should not be null or undefined"},
    {COMPLAINT_UNKNOWN, "whitelistValidation", "property %s should not exist"},
    {COMPLAINT_TOO_LARGE, "max", "%s must not be greater than %lld"},
    {COMPLAINT_TOO_SMALL, "min", "%s must not be less than %lld"},
    {COMPLAINT_NOT_TEXT, "isString", "%s must be a string"},
    {COMPLAINT_NOT_NUMBER, "isNumber",
     "%s must be a number conforming to the specified constraints"},
    {COMPLAINT_NOT_WHOLE, "isInt", "%s must be an integer number"},
    {COMPLAINT_NOT_FLAG, "isBoolean", "%s must be a boolean value"},
    {COMPLAINT_NOT_WORD, "isEnum", "%s must be one of the documented values"},
    {COMPLAINT_NOT_INSTANT, "isIso8601", "%s must be a valid ISO 8601 date string"},
    {COMPLAINT_NOT_DAY, "isIso8601", "%s must be a valid ISO 8601 date string"},
    {COMPLAINT_NOT_ZONE, "isTimeZone", "%s must be a valid IANA time-zone"},
    {COMPLAINT_NOT_MAIL, "isEmail", "%s must be an email"},
    {COMPLAINT_NOT_PHONE, "isPhoneNumber",
     "%s must be a valid phone number in international format, e.g. +15551234567"},
    {COMPLAINT_NOT_OBJECT, "isObject", "%s must be an object"},
    {COMPLAINT_NOT_LIST, "isArray", "%s must be an array"},
    {COMPLAINT_TOO_SHORT, "minLength", "%s must be longer than or equal to %lld characters"},
    {COMPLAINT_TOO_LONG, "maxLength", "%s must be shorter than or equal to %lld characters"},
    {COMPLAINT_TOO_FEW, "arrayMinSize", "%s must contain at least %lld elements"},
    {COMPLAINT_TOO_MANY, "arrayMaxSize", "%s has too many elements"},
    {COMPLAINT_BAD_BYTES, "matches", "%s must not contain control characters"},
};

/* A text or a time that is not there gets the sentence about its form, as validators give it; only
 * objects are said to be missing. */
static unsigned kinds_of(const struct complaint *complaint)
{
    if (complaint->kinds != COMPLAINT_MISSING || complaint->row == NULL)
        return complaint->kinds;
    switch (complaint->row->kind) {
    case PARAM_OBJECT:
        return COMPLAINT_MISSING;
    case PARAM_INSTANT:
        return COMPLAINT_NOT_INSTANT;
    case PARAM_ZONE:
        return COMPLAINT_NOT_ZONE;
    case PARAM_NUMBER:
        return COMPLAINT_NOT_WHOLE;
    case PARAM_FLAG:
        return COMPLAINT_NOT_FLAG;
    case PARAM_WORDS:
    case PARAM_TEXTS:
    case PARAM_OBJECTS:
        return COMPLAINT_NOT_LIST;
    default:
        return COMPLAINT_NOT_TEXT;
    }
}

static bool is_about_form(unsigned kind)
{
    return kind & (COMPLAINT_NOT_TEXT | COMPLAINT_NOT_NUMBER | COMPLAINT_NOT_WHOLE |
                   COMPLAINT_NOT_WORD | COMPLAINT_NOT_INSTANT | COMPLAINT_TOO_MANY);
}

static const char *sentence(struct arena *arena, const struct complaint *complaint, size_t i)
{
    const struct param *row = complaint->row;
    unsigned kind = constraints[i].kind;
    const char *property = complaint->property;
    long long bound = 0;

    if (row != NULL && row->says != NULL && is_about_form(kind))
        return row->says;
    if (row != NULL && (kind & (COMPLAINT_TOO_SMALL | COMPLAINT_TOO_SHORT | COMPLAINT_TOO_FEW)))
        bound = row->least;
    else if (row != NULL)
        bound = row->most > 0 ? row->most : 500;
    if (row != NULL && (row->kind == PARAM_NUMBERS || row->kind == PARAM_TEXTS) &&
        kind != COMPLAINT_NOT_LIST && kind != COMPLAINT_TOO_MANY)
        property = arena_format(arena, "each value in %s", property);
        /* the sentences are constants of this file with one %s and at most one %lld */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    return arena_format(arena, constraints[i].sentence, property, bound);
#pragma GCC diagnostic pop
}

static void write_query_complaints(struct text *out, struct arena *arena,
                                   const struct complaints *complaints);

/* Of a query, or of a body where unknown properties are passed over: one object for each property,
 * as the framework's validator reports them. */
static void write_query_complaint(struct text *out, struct arena *arena, const char *target,
                                  const struct complaint *complaint)
{
    unsigned kinds = kinds_of(complaint);
    const char *before = "";

    text_put(out, "{\"target\":");
    text_put(out, target);
    text_put(out, ",\"value\":");
    text_put(out, complaint->value);
    text_put(out, ",\"property\":");
    text_json(out, complaint->property);
    text_put(out, ",\"children\":[");
    if (complaint->inside != NULL)
        write_query_complaints(out, arena, complaint->inside);
    text_put(out, "],\"constraints\":{");
    for (size_t i = 0; i < COUNT(constraints); i++) {
        if (!(kinds & constraints[i].kind))
            continue;
        text_put(out, before);
        text_json(out, constraints[i].constraint);
        text_char(out, ':');
        text_json(out, sentence(arena, complaint, i));
        before = ",";
    }
    text_put(out, "}}");
}

static void write_query_complaints(struct text *out, struct arena *arena,
                                   const struct complaints *complaints)
{
    for (size_t i = 0; i < complaints->count; i++) {
        if (i > 0)
            text_char(out, ',');
        write_query_complaint(out, arena, complaints->target != NULL ? complaints->target : "{}",
                              &complaints->all[i]);
    }
}

/* Of a body: one text, "<property> property is wrong,<sentences> <those inside>". */
static void write_body_complaints(struct text *out, struct arena *arena,
                                  const struct complaints *complaints, const char *before)
{
    for (size_t i = 0; i < complaints->count; i++) {
        const struct complaint *complaint = &complaints->all[i];
        unsigned kinds = kinds_of(complaint);
        const char *comma = "";

        text_put(out, i == 0 ? before : ", ");
        text_put(out, complaint->property);
        text_put(out, " property is wrong,");
        for (size_t kind = 0; kind < COUNT(constraints); kind++) {
            if (!(kinds & constraints[kind].kind))
                continue;
            text_put(out, comma);
            text_put(out, sentence(arena, complaint, kind));
            comma = ", ";
        }
        text_char(out, ' ');
        if (complaint->inside != NULL)
            write_body_complaints(out, arena, complaint->inside, "");
    }
}

static int write_malformed(struct text *out, const struct exchange *exchange,
                           const struct complaints *complaints)
{
    struct text message;

    if (complaints->target != NULL) {
        open_envelope(out, exchange, class_of(400), "Bad Request Exception");
        text_put(out, ",\"details\":{\"errors\":[");
        write_query_complaints(out, exchange->arena, complaints);
        text_put(out, "]}}}");
        return 400;
    }
    text_init(&message, 1 << 16);
    write_body_complaints(&message, exchange->arena, complaints, "");
    open_envelope(out, exchange, class_of(400), text_string(&message));
    write_details(out, 400, text_string(&message));
    text_put(out, "}}");
    text_free(&message);
    return 400;
}

static int write_no_route(struct text *out, const struct exchange *exchange)
{
    const char *path =
        arena_bytes(exchange->arena, exchange->target, strcspn(exchange->target, "?"));
    const char *message = arena_format(exchange->arena, "Cannot %s %s", exchange->method, path);

    open_envelope(out, exchange, class_of(404), message);
    write_details(out, 404, message);
    text_put(out, "}}");
    return 404;
}

/* With its message filled in. What only other dialects meet is said in common words. */
static struct cal_fail row_of(struct arena *arena, const struct fail *fail)
{
    static const struct fail_words none[FAIL__COUNT];
    struct cal_fail row = fails[fail->code];

    if (row.status == 0) {
        struct fail_words words = fail_in_words(arena, none, fail);

        return (struct cal_fail){words.status, ENVELOPE, NULL, words.message};
    }
    row.message = words_fill(arena, row.message, fail);
    return row;
}

static int write_fail(struct text *out, const struct exchange *exchange,
                      const struct endpoint *endpoint, const struct fail *fail)
{
    (void)endpoint;
    if (fail->code == MALFORMED && fail->complaints != NULL)
        return write_malformed(out, exchange, fail->complaints);
    if (fail->code == NO_ROUTE)
        return write_no_route(out, exchange);

    const struct cal_fail row = row_of(exchange->arena, fail);
    open_envelope(out, exchange, row.code != NULL ? row.code : class_of(row.status), row.message);
    if (row.form != WITHOUT_DETAILS)
        write_details(out, row.status, row.message);
    text_char(out, '}');
    if (row.form == BARE) {
        text_format(out, ",\"statusCode\":%d,\"message\":", row.status);
        text_json(out, row.message);
    }
    text_char(out, '}');
    return row.status;
}

static const char fail_schema[] =
    "{\"type\":\"object\",\"required\":[\"status\",\"timestamp\",\"path\",\"error\"],"
    "\"properties\":{\"status\":{\"type\":\"string\",\"enum\":[\"error\"]},"
    "\"timestamp\":{\"type\":\"string\",\"format\":\"date-time\"},\"path\":{\"type\":\"string\"},"
    "\"error\":{\"type\":\"object\",\"required\":[\"code\",\"message\"],\"properties\":{"
    "\"code\":{\"type\":\"string\"},\"message\":{\"type\":\"string\"},"
    "\"details\":{\"type\":\"object\"}}},"
    "\"statusCode\":{\"type\":\"integer\"},\"message\":{\"type\":\"string\"}}}";

const struct dialect cal_dialect = {
    .name = "cal",
    .title = "Cal.com v2",
    .source = SOURCE_CAL,
    .prefixes = (const char *const[]){"/v2", "/api/v2", NULL},
    .version_header = "HTTP_CAL_API_VERSION",
    .version_reply = "cal-api-version",
    .version_default = CAL_2024_08_13,
    .version_aliases = (const struct version_name[]){{"2026-02-25", CAL_2024_08_13}, {NULL, NULL}},
    .request_headers = "x-cal-client-id, x-cal-secret-key, x-cal-platform-embed, cal-api-version, "
                       "Accept, Authorization, Content-Type, Origin, Idempotency-Key, "
                       "If-None-Match, X-Request-Id",
    .content_type_of_fails = "application/json; charset=utf-8",
    .shapes = cal_shapes,
    .limited = true,
    .success_members = "\"status\":{\"type\":\"string\",\"enum\":[\"success\"]}",
    .fail_schema = fail_schema,
    .credentials = "An API key, or an access token of a managed user or of OAuth.",
    .client_id_header = "HTTP_X_CAL_CLIENT_ID",
    .client_id_name = "x-cal-client-id",
    .client_secret_header = "HTTP_X_CAL_SECRET_KEY",
    .client_secret_name = "x-cal-secret-key",
    .write_fail = write_fail,
};
