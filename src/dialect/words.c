/* words.c - what every dialect says of a failure unless its own table says it otherwise.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/text.h"
#include "dialect/words.h"

static const struct fail_words common[FAIL__COUNT] = {
    [MALFORMED] = {400, NULL, "The request is not valid"},
    [BAD_JSON] = {400, NULL, "The body is not valid JSON: {detail}"},
    [BAD_TARGET] = {400, NULL, "The path or the query can not be read"},
    [BAD_CURSOR] = {400, NULL, "The cursor is not valid: it is {detail}"},
    [BAD_RANGE] = {400, NULL, "{detail}"},
    [TOO_LARGE] = {413, NULL, "The body is too large"},
    [NOT_JSON] = {415, NULL, "Content-Type must be application/json in UTF-8"},
    [NO_ROUTE] = {404, NULL, "There is nothing at this path"},
    [NO_METHOD] = {405, NULL, "The path does not take this method"},
    [NO_TOKEN] = {401, NULL, "Unauthorized"},
    [INCOMPLETE_CLIENT] = {401, NULL, "The header {field} is missing"},
    [BAD_KEY] = {401, NULL, "Unauthorized"},
    [BAD_TOKEN] = {401, NULL, "Unauthorized"},
    [EXPIRED_KEY] = {401, NULL, "Unauthorized"},
    [EXPIRED_TOKEN] = {401, NULL, "Unauthorized"},
    [REVOKED] = {401, NULL, "Unauthorized"},
    [NO_SCOPE] = {403, NULL, "The credential lacks the scope {field}"},
    [WRONG_TOKEN] = {401, NULL, "Unauthorized"},
    [OTHER_BUSINESS] = {401, NULL, "Unauthorized"},
    [TOO_OFTEN] = {429, NULL, "Too many requests; try again later"},
    [NO_BOOKING] = {404, NULL, "Booking not found"},
    [NO_EVENT_TYPE] = {404, NULL, "Event type {detail} not found"},
    [NO_SLOTS_TYPE] = {404, NULL, "Event type {detail} not found"},
    [NO_SUCH_TYPES] = {400, NULL, "None of these event types exists"},
    [EVENT_TYPE_UNNAMED] = {400, NULL, "It is not said what is to be booked"},
    [EVENT_TYPE_MANAGED] = {400, NULL, "This event type can not be booked itself"},
    [EVENT_TYPE_OF_A_KIND] = {400, NULL, "This is not possible for {detail} event types"},
    [EVENT_TYPE_WITHOUT_HOSTS] = {422, NULL, "Nobody hosts this"},
    [NEEDS_AUTHENTICATION] = {401, NULL, "Authentication is required to book this"},
    [NOT_ALLOWED] = {403, NULL, "You are not allowed to {detail} this"},
    [NO_PERMISSION] = {403, NULL, "You do not have permission to {detail}"},
    [NOT_OWNER] = {403, NULL, "This is not yours"},
    [WITHOUT_TYPE] = {404, NULL, "The service of this booking is gone"},
    [NO_WEBHOOK] = {404, NULL, "Webhook not found"},
    [WEBHOOK_TWICE] = {409, NULL, "The webhook exists already"},
    [URL_WRONG] = {400, NULL, "The URL is not valid"},
    [NO_CONTACT] = {400, NULL, "A mail address or a telephone number is needed"},
    [ANSWER_MISSING] = {400, NULL, "An answer to {field} is required"},
    [ANSWER_WRONG] = {400, NULL, "The answer to {field} must be {detail}"},
    [OPTION_WRONG] = {400, NULL, "The answer to {field} must be one of {detail}"},
    [LENGTH_WRONG] = {400, NULL, "The length must be one of {detail} minutes"},
    [LOCATION_WRONG] = {400, NULL, "{detail}"},
    [METADATA_WRONG] = {400, NULL, "{detail}"},
    [SLOT_TAKEN] = {409, NULL, "This time is already booked"},
    [HOSTS_TAKEN] = {409, NULL, "Nobody is free at this time"},
    [HOLD_FULL] = {422, NULL, "There are no seats left to hold"},
    [HOLD_WITHOUT_HOSTS] = {422, NULL, "Nobody hosts this"},
    [HOLD_ON_BOOKED] = {422, NULL, "This time is already booked"},
    [SLOT_HELD] = {409, NULL, "This time is held by somebody else"},
    [NO_HOLD] = {404, NULL, "Reservation not found"},
    [HOLD_NEEDS_AUTHENTICATION] = {401, NULL, "Only with a credential the time of a hold is yours"},
    [HOST_CLOSED] = {400, NULL, "This time is not on offer"},
    [IN_THE_PAST] = {400, NULL, "This time is in the past"},
    [TOO_SOON] = {400, NULL, "This time is too soon"},
    [TOO_FAR] = {400, NULL, "This time is too far in the future"},
    [BOOKER_LIMIT] = {400, NULL, "You have as many bookings as are allowed"},
    [BOOKER_LIMIT_MOVES] = {400, NULL,
                            "You have as many bookings as are allowed; {detail} can be moved"},
    [LIMIT_REACHED] = {400, NULL, "No more bookings are taken this {detail}"},
    [TOO_MANY_OCCURRENCES] = {400, NULL, "There can be at most {detail} occurrences"},
    [NO_SEATS] = {409, NULL, "There are no seats left"},
    [SIGNED_UP_BEFORE] = {409, NULL, "Already registered"},
    [SEAT_UNNAMED] = {400, NULL, "It is not said which seat is meant"},
    [NO_SEAT] = {404, NULL, "Seat not found"},
    [CANCELLED_BEFORE] = {409, NULL, "The booking is cancelled already"},
    [SEAT_OF_STRANGER] = {403, NULL, "Only the host can do this"},
    [SERIES_HAS_NO_REST] = {400, NULL, "A series as a whole has no following bookings"},
    [MOVED_BEFORE] = {409, NULL, "The booking was moved already"},
    [CONFIRMED_BEFORE] = {409, NULL, "The booking is confirmed already"},
    [NOT_PENDING] = {409, NULL, "The booking does not wait for an answer: it is {detail}"},
    [MOVING_DISABLED] = {403, NULL, "This can not be moved"},
    [MOVE_CANCELLED] = {409, NULL, "The booking is cancelled"},
    [MOVE_ENDED] = {409, NULL, "The booking is over"},
    [MOVE_TOO_SOON] = {400, NULL, "It is too late to move this"},
    [NOT_HOST] = {403, NULL, "Only the host can do this"},
    [NOT_ROUND_ROBIN] = {400, NULL, "The host is not one of several"},
    [NO_OTHER_HOST] = {409, NULL, "No other host is free"},
    [NO_ATTENDEE] = {404, NULL, "Attendee not found"},
    [PRIMARY_ATTENDEE] = {400, NULL, "Who booked can not be removed"},
    [GUEST_TWICE] = {409, NULL, "{detail} is invited already"},
    [TOO_MANY_GUESTS] = {400, NULL, "There are too many guests"},
    [NO_SEAT_BOOKING] = {404, NULL, "Seat not found"},
    [GUESTS_DISABLED] = {400, NULL, "Guests can not be brought"},
    [NOT_STARTED] = {400, NULL, "The booking has not begun: it {detail}"},
    [CANCELLING_DISABLED] = {403, NULL, "This can not be cancelled"},
    [REASON_MISSING] = {400, NULL, "A reason is required"},
    [ENDED] = {409, NULL, "The booking is over"},
    [SETTING_WRONG] = {400, NULL, "{detail}"},
    [NAME_TAKEN] = {409, NULL, "There is one of this name already"},
    [NO_SCHEDULE] = {404, NULL, "Schedule not found"},
    [LAST_SCHEDULE] = {400, NULL, "The last schedule can not be deleted"},
    [NO_TEAM] = {404, NULL, "Team not found"},
    [NO_ORGANIZATION] = {404, NULL, "Organization not found"},
    [NO_USER] = {404, NULL, "User not found"},
    [NO_SUCH_USERS] = {400, NULL, "None of these users exists"},
    [FOREIGN_USERS] = {403, NULL, "Some of these users are not yours"},
    [NOT_LEADER] = {403, NULL, "You do not lead this {detail}"},
    [NO_CLIENT] = {400, NULL, "Client {detail} does not exist"},
    [NO_STAFF] = {400, NULL, "Staff member {detail} does not exist"},
    [NO_SERVICE] = {400, NULL, "Service {detail} does not exist"},
    [NO_LINK] = {404, NULL, "Booking link {detail} not found"},
    [LINK_UNNAMED] = {400, NULL, "It is not said which booking link is meant"},
    [OFF_GRID] = {400, NULL, "This time is not one of those on offer"},
    [NO_WAITLIST_ENTRY] = {400, NULL, "Waitlist entry {detail} does not exist"},
    [NO_THING] = {404, NULL, "{detail} not found"},
    [TIME_REVERSED] = {400, NULL, "The end must be after the start"},
    [TIME_SKIPPED] = {400, NULL, "{field} does not exist: the clocks go forward then"},
    [HOLIDAY] = {400, NULL, "This day is a holiday: {detail}"},
    [LIST_TOO_LONG] = {400, NULL, "There is more than one answer can hold; ask for it by page"},
    [ORIGIN_WRONG] = {400, NULL, "base_url must belong to an allowed origin"},
    [ROUTING_REJECTED] = {403, NULL, "{detail}"},
    [ANSWER_UNKNOWN] = {400, NULL, "There is no question {field}"},
    [FORBIDDEN] = {403, NULL, "Insufficient permissions"},
    [OF_ANOTHER] = {403, NULL, "Forbidden"},
    [CLIENT_UNKNOWN] = {404, NULL, "The client does not exist in this business"},
    [BAD_TRANSITION] = {400, NULL, "Bad Transition"},
    [NO_CLASS] = {404, NULL, "There is no such event"},
    [CLASS_NOT_FULL] = {409, NULL, "The event is not full"},
    [CLIENT_UNNAMED] = {400, NULL, "It is not said which client is meant"},
    [NOT_THE_CLIENT] = {403, NULL, "Another client is meant than who asks"},
    [RSVP_WRONG] = {400, NULL, "This can not be said of coming"},
    [SIGN_IN_WRONG] = {401, NULL, "Invalid credentials"},
    [SIGN_IN_TOO_OFTEN] = {429, NULL, "Too many attempts; try again in {detail} seconds"},
    [TOKEN_USED] = {410, NULL, "This link has been used or has ended"},
    [CSRF_MISSING] = {403, NULL, "The CSRF token is missing or wrong"},
    [NO_DIALECT] = {400, NULL, "There is no interface {detail}"},
    [KEY_REUSED] = {409, NULL, "The Idempotency-Key was used for another request"},
    [KEY_RUNNING] = {409, NULL, "The first request with this Idempotency-Key is not done"},
    [KEY_BAD] = {400, NULL, "Idempotency-Key must have 1 to 255 visible characters"},
    [BUSY] = {503, NULL, "The service is busy; try again"},
    [LOST] = {503, NULL, "The service is not available; try again"},
    [UNCERTAIN] = {503, NULL, "The service is not available; try again"},
    [UNAVAILABLE] = {503, NULL, "The service is not available; try again"},
    [TOO_SLOW] = {503, NULL, "The query took too long; narrow it down"},
    [OURSELVES] = {500, NULL, "Internal Server Error"},
};

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

const char *words_fill(struct arena *arena, const char *message, const struct fail *fail)
{
    struct text out;

    text_init(&out, 1 << 16);
    for (const char *at = message; *at != '\0';) {
        if (starts_with(at, "{field}")) {
            text_put(&out, fail->field == NULL ? "" : fail->field);
            at += strlen("{field}");
        } else if (starts_with(at, "{detail}")) {
            text_put(&out, fail->detail == NULL ? "" : fail->detail);
            at += strlen("{detail}");
        } else {
            text_char(&out, *at++);
        }
    }
    char *copy = arena_bytes(arena, out.bytes, out.length);
    text_free(&out);
    return copy;
}

struct fail_words fail_in_words(struct arena *arena, const struct fail_words *own,
                                const struct fail *fail)
{
    struct fail_words words = own[fail->code];
    const struct fail_words *usual =
        &common[common[fail->code].status != 0 ? fail->code : OURSELVES];

    if (words.status == 0)
        words = *usual;
    if (words.message == NULL)
        words.message = usual->message;
    words.message = words_fill(arena, words.message, fail);
    return words;
}

/* ---- complaints ---- */

/* %s is the property's name, %lld its bound. */
static const struct {
    unsigned kind;
    const char *sentence;
} sentences[] = {
    {COMPLAINT_MISSING, "%s is required"},
    {COMPLAINT_UNKNOWN, "%s is not known"},
    {COMPLAINT_TOO_LARGE, "%s must not be greater than %lld"},
    {COMPLAINT_TOO_SMALL, "%s must not be less than %lld"},
    {COMPLAINT_NOT_TEXT, "%s must be a text"},
    {COMPLAINT_NOT_NUMBER, "%s must be a number"},
    {COMPLAINT_NOT_WHOLE, "%s must be a whole number"},
    {COMPLAINT_NOT_FLAG, "%s must be true or false"},
    {COMPLAINT_NOT_WORD, "%s must be one of the documented values"},
    {COMPLAINT_NOT_INSTANT, "%s must be an ISO 8601 time"},
    {COMPLAINT_NOT_DAY, "%s must be a date as YYYY-MM-DD"},
    {COMPLAINT_NOT_ZONE, "%s must be a time zone"},
    {COMPLAINT_NOT_MAIL, "%s must be a mail address"},
    {COMPLAINT_NOT_PHONE, "%s must be a telephone number such as +15551234567"},
    {COMPLAINT_NOT_OBJECT, "%s must be an object"},
    {COMPLAINT_NOT_LIST, "%s must be a list"},
    {COMPLAINT_TOO_SHORT, "%s must have at least %lld characters"},
    {COMPLAINT_TOO_LONG, "%s must have at most %lld characters"},
    {COMPLAINT_TOO_FEW, "%s must have at least %lld elements"},
    {COMPLAINT_TOO_MANY, "%s has too many elements"},
    {COMPLAINT_BAD_BYTES, "%s must not contain control characters"},
};

static long long bound_of(const struct complaint *complaint, unsigned kind)
{
    const struct param *row = complaint->row;

    if (row == NULL)
        return 0;
    return kind & (COMPLAINT_TOO_SMALL | COMPLAINT_TOO_SHORT | COMPLAINT_TOO_FEW) ? row->least
                                                                                  : row->most;
}

static const struct complaint *first_of(const struct complaints *complaints)
{
    const struct complaint *first = &complaints->all[0];

    while (first->inside != NULL && first->inside->count > 0)
        first = &first->inside->all[0];
    return first;
}

const char *complaint_in_words(struct arena *arena, const struct complaints *complaints)
{
    const struct complaint *first = first_of(complaints);

    if (first->row != NULL && first->row->says != NULL && (first->kinds & COMPLAINT_NOT_TEXT))
        return first->row->says;
    for (size_t i = 0; i < COUNT(sentences); i++) {
        if (!(first->kinds & sentences[i].kind))
            continue;
            /* the sentences are constants of this file with one %s and at most one %lld */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        return arena_format(arena, sentences[i].sentence, first->property,
                            bound_of(first, sentences[i].kind));
#pragma GCC diagnostic pop
    }
    return arena_format(arena, "%s is not valid", first->property);
}

const char *complaint_field(const struct complaints *complaints)
{
    return first_of(complaints)->property;
}

bool complaint_is_missing(const struct complaints *complaints)
{
    return (first_of(complaints)->kinds & COMPLAINT_MISSING) != 0;
}
