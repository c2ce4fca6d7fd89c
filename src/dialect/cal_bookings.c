/* cal_bookings.c - Cal.com v2 bookings: parameters, shapes and endpoints. Sources: seeds 001 and
 * 004, contract cal-v2 d to h, m. SPDX-License-Identifier: MIT */
#include <string.h>

#include "dialect/cal.h"
#include "engine/book.h"
#include "engine/cancel.h"
#include "engine/find.h"

/* ---- words ---- */

static const struct word listing_words[] = {
    {"upcoming", LISTING_UPCOMING},   {"recurring", LISTING_RECURRING},     {"past", LISTING_PAST},
    {"cancelled", LISTING_CANCELLED}, {"unconfirmed", LISTING_UNCONFIRMED}, {NULL, 0},
};

static const struct word direction_words[] = {
    {"asc", DIRECTION_ASCENDING}, {"desc", DIRECTION_DESCENDING}, {NULL, 0}};

/* Statuses that other dialects have are shown as the nearest that clients of this one know. */
static const struct word status_words[] = {
    {"accepted", BOOKING_ACCEPTED},     {"pending", BOOKING_PENDING},
    {"cancelled", BOOKING_CANCELLED},   {"rejected", BOOKING_REJECTED},
    {"pending", BOOKING_AWAITING_HOST}, {"accepted", BOOKING_COMPLETED},
    {"accepted", BOOKING_NO_SHOW},      {NULL, 0},
};

static const struct word language_words[] = {
    {"ar", 0}, {"ca", 0}, {"de", 0},    {"es", 0},     {"eu", 0}, {"he", 0}, {"id", 0},
    {"ja", 0}, {"lv", 0}, {"pl", 0},    {"ro", 0},     {"sr", 0}, {"th", 0}, {"vi", 0},
    {"az", 0}, {"cs", 0}, {"el", 0},    {"es-419", 0}, {"fi", 0}, {"hr", 0}, {"it", 0},
    {"km", 0}, {"nl", 0}, {"pt", 0},    {"ru", 0},     {"sv", 0}, {"tr", 0}, {"zh-CN", 0},
    {"bg", 0}, {"da", 0}, {"en", 0},    {"et", 0},     {"fr", 0}, {"hu", 0}, {"iw", 0},
    {"ko", 0}, {"no", 0}, {"pt-BR", 0}, {"sk", 0},     {"ta", 0}, {"uk", 0}, {"zh-TW", 0},
    {"bn", 0}, {NULL, 0},
};

/* ---- lists: what may be sent ---- */

#define Q struct booking_query
#define FILTERS                                                                                    \
    P_TEXT(Q, email, "attendeeEmail", .bit = BY_EMAIL, .most = 320,                                \
           .manner = PARAM_TRIMMED | PARAM_BLANK_IS_PLUS | PARAM_EMPTY_IS_UNSENT),                 \
        P_TEXT(Q, name, "attendeeName", .bit = BY_NAME,                                            \
               .manner = PARAM_TRIMMED | PARAM_EMPTY_IS_UNSENT),                                   \
        P_TEXT(Q, uid, "bookingUid", .bit = BY_UID,                                                \
               .manner = PARAM_TRIMMED | PARAM_EMPTY_IS_UNSENT),                                   \
        P_NUMBERS(Q, event_types, "eventTypeIds", .bit = BY_EVENT_TYPES),                          \
        P_NUMBER(Q, event_type, "eventTypeId", .bit = BY_EVENT_TYPE,                               \
                 .manner = PARAM_EMPTY_IS_UNSENT),                                                 \
        P_NUMBERS(Q, teams, "teamsIds", .bit = BY_TEAMS),                                          \
        P_NUMBERS(Q, teams, "teamIds", .bit = BY_TEAMS),                                           \
        P_NUMBER(Q, team, "teamId", .bit = BY_TEAM, .manner = PARAM_EMPTY_IS_UNSENT),              \
        P_INSTANT(Q, start_from, "afterStart", .bit = BY_START_FROM, .says = FROM_DATE),           \
        P_INSTANT(Q, end_until, "beforeEnd", .bit = BY_END_UNTIL, .says = TO_DATE),                \
        P_INSTANT(Q, created_from, "afterCreatedAt", .bit = BY_CREATED_FROM, .says = FROM_DATE),   \
        P_INSTANT(Q, created_until, "beforeCreatedAt", .bit = BY_CREATED_UNTIL, .says = TO_DATE),  \
        P_INSTANT(Q, updated_from, "afterUpdatedAt", .bit = BY_UPDATED_FROM, .says = FROM_DATE),   \
        P_INSTANT(Q, updated_until, "beforeUpdatedAt", .bit = BY_UPDATED_UNTIL, .says = TO_DATE),  \
        P_WORD(Q, sort_start, "sortStart", direction_words, .says = SORT("SortStart")),            \
        P_WORD(Q, sort_end, "sortEnd", direction_words, .says = SORT("SortEnd")),                  \
        P_WORD(Q, sort_created, "sortCreated", direction_words, .says = SORT("SortCreated")),      \
        P_WORD(Q, sort_updated, "sortUpdatedAt", direction_words, .says = SORT("SortCreated"))
#define FROM_DATE  "fromDate must be a valid ISO 8601 date."
#define TO_DATE    "toDate must be a valid ISO 8601 date."
#define SORT(name) name " must be either \"asc\" or \"desc\"."
#define STATUSES   "Invalid status. Allowed are upcoming, recurring, past, cancelled, unconfirmed"

static const struct param list_2024_08_13_rows[] = {
    P_WORDS(Q, listings, "status", listing_words, .bit = BY_LISTING, .says = STATUSES),
    FILTERS,
    P_NUMBER(Q, take, "take", .least = 1, .most = 250, .otherwise = 100,
             .manner = PARAM_LEADING_DIGITS),
    P_NUMBER(Q, skip, "skip", .least = 0, .most = PARAM_UNBOUNDED, .manner = PARAM_LEADING_DIGITS),
};
static const struct params list_2024_08_13_query = {
    list_2024_08_13_rows, COUNT(list_2024_08_13_rows), sizeof(Q), offsetof(Q, given), false};

static const struct param list_2026_05_01_rows[] = {
    P_WORDS(Q, listings, "status", listing_words, .bit = BY_LISTING, .items = 1,
            .says = STATUSES "; one at a time"),
    FILTERS,
    P_TEXT(Q, cursor, "cursor", .most = 400),
    P_NUMBER(Q, take, "limit", .least = 1, .most = 100, .otherwise = 50,
             .manner = PARAM_LEADING_DIGITS),
};
static const struct params list_2026_05_01_query = {
    list_2026_05_01_rows, COUNT(list_2026_05_01_rows), sizeof(Q), offsetof(Q, given), false};
#undef Q

/* ---- creating, cancelling: what may be sent ---- */

#define A struct attendee_wish
static const struct param attendee_rows[] = {
    P_TEXT(A, name, "name", .manner = PARAM_REQUIRED, .least = 1, .most = 200),
    P_MAIL(A, email, "email", .most = 320),
    P_PHONE(A, phone, "phoneNumber"),
    P_ZONE(A, time_zone, "timeZone", .manner = PARAM_REQUIRED),
    P_TEXT(A, language, "language", .words = language_words),
};
#undef A
static const struct params attendee_params = {attendee_rows, COUNT(attendee_rows),
                                              sizeof(struct attendee_wish), PARAM_NO_GIVEN, true};

#define W struct booking_wish
static const struct param create_rows[] = {
    P_INSTANT(W, start, "start", .manner = PARAM_REQUIRED),
    P_OBJECT(W, attendee, "attendee", struct attendee_wish, &attendee_params,
             .manner = PARAM_REQUIRED),
    P_NUMBER(W, event_type.id, "eventTypeId", .bit = WISH_EVENT_TYPE_ID),
    P_TEXT(W, event_type.slug, "eventTypeSlug"),
    P_TEXT(W, event_type.username, "username"),
    P_TEXT(W, event_type.team_slug, "teamSlug"),
    P_TEXT(W, organization_slug, "organizationSlug"),
    P_TEXTS(W, guests, "guests", .manner = PARAM_EACH_MAIL, .most = 320, .items = 30),
    P_TEXT(W, meeting_url, "meetingUrl", .bit = WISH_MEETING_URL),
    P_JSON(W, location, "location", .manner = PARAM_ANY_JSON),
    P_JSON(W, responses, "bookingFieldsResponses"),
    P_JSON(W, metadata, "metadata"),
    P_NUMBER(W, length_minutes, "lengthInMinutes", .bit = WISH_LENGTH, .least = 1, .most = 44640),
    P_NUMBER(W, recurrence_count, "recurrenceCount", .bit = WISH_RECURRENCE_COUNT, .least = 1,
             .most = 1000),
    P_FLAG(W, instant, "instant", .bit = WISH_INSTANT),
    P_JSON(W, routing, "routing"),
    P_TEXT(W, verification_code, "emailVerificationCode"),
    P_NUMBERS(W, host_subset, "rrHostSubsetIds"),
};
#undef W
static const struct params create_body = {create_rows, COUNT(create_rows),
                                          sizeof(struct booking_wish),
                                          offsetof(struct booking_wish, given), true};

#define U struct uid_wish
static const struct param uid_rows[] = {P_TEXT(U, uid, "bookingUid", .manner = PARAM_REQUIRED)};
#undef U
static const struct params uid_path = {uid_rows, COUNT(uid_rows), sizeof(struct uid_wish),
                                       PARAM_NO_GIVEN, false};

#define W struct cancel_wish
static const struct param cancel_path_rows[] = {
    P_TEXT(W, uid, "bookingUid", .manner = PARAM_REQUIRED)};
static const struct params cancel_path = {cancel_path_rows, 1, sizeof(W), PARAM_NO_GIVEN, false};
static const struct param cancel_rows[] = {
    P_TEXT(W, reason, "cancellationReason", .bit = WISH_REASON, .most = 2000,
           .manner = PARAM_LINES),
    P_FLAG(W, subsequent, "cancelSubsequentBookings", .bit = WISH_CANCEL_SUBSEQUENT),
    P_TEXT(W, seat_uid, "seatUid", .bit = WISH_SEAT),
    /* clients of an older version repeat the uid of the path: contract l */
    P_TEXT(W, uid_again, "uid"),
};
static const struct params cancel_body = {cancel_rows, COUNT(cancel_rows), sizeof(W),
                                          offsetof(W, given), true};
#undef W

/* ---- shapes: contract f ---- */

/* A managed user's address carries its client after a plus; people are shown without it. */
enum { MANAGED_SUFFIX = 25, EMAIL_ROOM = 1300 };

static bool is_alphanumeric(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9');
}

static void write_display_email(struct text *out, const char *email)
{
    const char *plus = strchr(email, '+');
    size_t suffix = 0;
    char shown[EMAIL_ROOM];

    while (plus != NULL && suffix < MANAGED_SUFFIX && is_alphanumeric(plus[1 + suffix]))
        suffix++;
    if (suffix < MANAGED_SUFFIX || strlen(email) >= sizeof shown) {
        text_json(out, email);
        return;
    }
    size_t before = (size_t)(plus - email);
    memcpy(shown, email, before);
    memcpy(shown + before, plus + 1 + MANAGED_SUFFIX, strlen(plus + 1 + MANAGED_SUFFIX) + 1);
    text_json(out, shown);
}

static void write_host_display_email(struct text *out, const void *thing)
{
    write_display_email(out, ((const struct booking *)thing)->host_email);
}

static void write_attendee_display_email(struct text *out, const void *thing)
{
    write_display_email(out, ((const struct attendee *)thing)->email);
}

#define B struct booking
static const struct field host_fields[] = {
    F_NUMBER(B, host_id, "id"),           F_TEXT(B, host_name, "name"),
    F_TEXT(B, host_email, "email"),       F_MADE("displayEmail", write_host_display_email),
    F_TEXT(B, host_username, "username"), F_TEXT(B, host_time_zone, "timeZone"),
};
static const struct shape host_shape = {host_fields, COUNT(host_fields), sizeof(B)};

static void write_hosts(struct text *out, const void *thing)
{
    text_char(out, '[');
    shape_write(out, &host_shape, thing);
    text_char(out, ']');
}

static const struct field event_type_fields[] = {
    F_NUMBER(B, event_type_id, "id"),
    F_TEXT(B, event_type_slug, "slug"),
};
static const struct shape event_type_shape = {event_type_fields, COUNT(event_type_fields),
                                              sizeof(B)};

static void write_event_type(struct text *out, const void *thing)
{
    shape_write(out, &event_type_shape, thing);
}

#define P struct attendee
static const struct field person_fields[] = {
    F_TEXT(P, name, "name"),
    F_TEXT(P, email, "email"),
    F_MADE("displayEmail", write_attendee_display_email),
    F_TEXT(P, time_zone, "timeZone"),
    F_TEXT(P, language, "language"),
    F_FLAG(P, absent, "absent"),
};
static const struct shape person_shape = {person_fields, COUNT(person_fields), sizeof(P)};

static const struct field attendee_fields[] = {
    F_ALSO(&person_shape),
    F_TEXT(P, phone, "phoneNumber"),
};
static const struct shape attendee_shape = {attendee_fields, COUNT(attendee_fields), sizeof(P)};

static void write_seat_metadata(struct text *out, const void *thing)
{
    const char *metadata = ((const struct attendee *)thing)->metadata;

    text_put(out, metadata == NULL ? "{}" : metadata);
}

static void write_seat_responses(struct text *out, const void *thing)
{
    const char *responses = ((const struct attendee *)thing)->responses;

    text_put(out, responses == NULL ? "{}" : responses);
}

static const struct field seat_fields[] = {
    F_ALSO(&person_shape),
    F_TEXT(P, seat_uid, "seatUid"),
    F_MADE("bookingFieldsResponses", write_seat_responses),
    F_MADE("metadata", write_seat_metadata),
};
static const struct shape seat_shape = {seat_fields, COUNT(seat_fields), sizeof(P)};

static const struct field dated_seat_fields[] = {
    F_ALSO(&seat_shape),
    F_INSTANT(P, created, "createdAt", .style = WHEN_Z_MILLIS),
};
static const struct shape dated_seat_shape = {dated_seat_fields, COUNT(dated_seat_fields),
                                              sizeof(P)};
#undef P

/* The stored answers, and the addresses as people are shown them. */
static void write_responses(struct text *out, const void *thing)
{
    const struct booking *booking = thing;
    const struct attendee *first = booking->attendees.items;
    size_t length = strlen(booking->responses);

    if (booking->attendees.count == 0 || length < 2) {
        text_put(out, booking->responses);
        return;
    }
    text_add(out, booking->responses, length - 1);
    text_put(out, length > 2 ? ",\"displayEmail\":" : "\"displayEmail\":");
    write_display_email(out, first->email);
    for (size_t i = 0; i < booking->guests.count; i++) {
        text_put(out, i == 0 ? ",\"displayGuests\":[" : ",");
        write_display_email(out, booking->guests.all[i]);
    }
    text_put(out, booking->guests.count > 0 ? "]}" : "}");
}

static const struct field common_fields[] = {
    F_NUMBER(B, id, "id"),
    F_TEXT(B, uid, "uid"),
    F_TEXT(B, title, "title"),
    F_TEXT(B, description, "description", .absent = ABSENT_EMPTY),
    F_MADE("hosts", write_hosts),
    F_WORD(B, status, "status", status_words),
    F_TEXT(B, cancellation_reason, "cancellationReason", .absent = ABSENT_EMPTY),
    F_TEXT(B, rescheduled_from_uid, "rescheduledFromUid"),
    F_INSTANT(B, start, "start", .style = WHEN_Z_MILLIS),
    F_INSTANT(B, end, "end", .style = WHEN_Z_MILLIS),
    F_NUMBER(B, minutes, "duration"),
    F_NUMBER(B, event_type_id, "eventTypeId"),
    F_MADE("eventType", write_event_type),
    F_TEXT(B, location, "location", .absent = ABSENT_EMPTY),
    F_TEXT(B, location, "meetingUrl", .absent = ABSENT_EMPTY),
    F_FLAG(B, host_absent, "absentHost"),
    F_INSTANT(B, created, "createdAt", .style = WHEN_Z_MILLIS),
    F_INSTANT(B, updated, "updatedAt", .style = WHEN_Z_MILLIS),
    F_RAW(B, metadata, "metadata"),
    F_SOME(B, rating, "rating"),
    F_TEXT(B, ics_uid, "icsUid"),
};
static const struct shape common_shape = {common_fields, COUNT(common_fields), sizeof(B)};

static const struct field unseated_fields[] = {
    F_ALSO(&common_shape),
    F_TEXT(B, cancelled_by_email, "cancelledByEmail", .absent = ABSENT_EMPTY),
    F_TEXT(B, rescheduling_reason, "reschedulingReason"),
    F_TEXTS(B, guests, "guests"),
    F_MADE("bookingFieldsResponses", write_responses),
};
static const struct shape unseated_shape = {unseated_fields, COUNT(unseated_fields), sizeof(B)};

static const struct field normal_fields[] = {
    F_ALSO(&unseated_shape),
    F_TEXT(B, rescheduled_by_email, "rescheduledByEmail"),
    F_TEXT(B, rescheduled_to_uid, "rescheduledToUid"),
    F_LIST(B, attendees, "attendees", &attendee_shape),
};
static const struct field recurring_fields[] = {
    F_ALSO(&unseated_shape),
    F_TEXT(B, recurrence_uid, "recurringBookingUid"),
    F_LIST(B, attendees, "attendees", &person_shape),
};
static const struct field seated_fields[] = {
    F_ALSO(&common_shape),
    F_TEXT(B, rescheduled_by_email, "rescheduledByEmail"),
    F_TEXT(B, rescheduled_to_uid, "rescheduledToUid"),
    F_LIST(B, attendees, "attendees", &seat_shape),
};
static const struct field recurring_seated_fields[] = {
    F_ALSO(&common_shape),
    F_TEXT(B, recurrence_uid, "recurringBookingUid"),
    F_LIST(B, attendees, "attendees", &seat_shape),
};
static const struct field dated_seated_fields[] = {
    F_ALSO(&common_shape),
    F_TEXT(B, rescheduled_by_email, "rescheduledByEmail"),
    F_TEXT(B, rescheduled_to_uid, "rescheduledToUid"),
    F_LIST(B, attendees, "attendees", &dated_seat_shape),
};
static const struct field dated_recurring_seated_fields[] = {
    F_ALSO(&common_shape),
    F_TEXT(B, recurrence_uid, "recurringBookingUid"),
    F_LIST(B, attendees, "attendees", &dated_seat_shape),
};

/* Chosen by whether the booking recurs and whether it has seats; the later version dates its seats.
 */
struct shapes {
    struct shape normal, recurring, seated, recurring_seated;
};
static const struct shapes shapes_2024_08_13 = {
    {normal_fields, COUNT(normal_fields), sizeof(B)},
    {recurring_fields, COUNT(recurring_fields), sizeof(B)},
    {seated_fields, COUNT(seated_fields), sizeof(B)},
    {recurring_seated_fields, COUNT(recurring_seated_fields), sizeof(B)},
};
static const struct shapes shapes_2026_05_01 = {
    {normal_fields, COUNT(normal_fields), sizeof(B)},
    {recurring_fields, COUNT(recurring_fields), sizeof(B)},
    {dated_seated_fields, COUNT(dated_seated_fields), sizeof(B)},
    {dated_recurring_seated_fields, COUNT(dated_recurring_seated_fields), sizeof(B)},
};
#undef B

static const struct shape *shape_of(const struct shapes *shapes, const struct booking *booking)
{
    if (booking->recurrence_uid == NULL)
        return booking->seats > 0 ? &shapes->seated : &shapes->normal;
    return booking->seats > 0 ? &shapes->recurring_seated : &shapes->recurring;
}

const struct named_shape cal_shapes[] = {
    {"booking", &shapes_2024_08_13.normal},
    {"recurring booking", &shapes_2024_08_13.recurring},
    {"seated booking", &shapes_2024_08_13.seated},
    {"recurring seated booking", &shapes_2024_08_13.recurring_seated},
    {"host", &host_shape},
    {"attendee", &attendee_shape},
    {"seated attendee", &dated_seat_shape},
    {NULL, NULL},
};

/* ---- envelopes ---- */

static void write_success(struct text *out)
{
    text_put(out, "{\"status\":\"success\",\"data\":");
}

static void write_bookings(struct text *out, const struct shapes *shapes,
                           const struct bookings *bookings)
{
    text_char(out, '[');
    for (size_t i = 0; i < bookings->count; i++) {
        if (i > 0)
            text_char(out, ',');
        shape_write(out, shape_of(shapes, &bookings->all[i]), &bookings->all[i]);
    }
    text_char(out, ']');
}

static int64_t clamp(int64_t number, int64_t least, int64_t most)
{
    return number < least ? least : number > most ? most : number;
}

/* Contract d.5 and m: the page of an empty list is 1. */
static void write_pagination(struct text *out, const struct booking_page *page)
{
    int64_t total = page->total;
    int64_t skip = page->skip < total ? page->skip : total;
    int64_t pages = (total + page->take - 1) / page->take;
    int64_t current = clamp(skip / page->take + 1, 1, pages > 1 ? pages : 1);

    text_format(out,
                "{\"totalItems\":%lld,\"remainingItems\":%lld,\"returnedItems\":%zu,"
                "\"itemsPerPage\":%lld,\"currentPage\":%lld,\"totalPages\":%lld,"
                "\"hasNextPage\":%s,\"hasPreviousPage\":%s}",
                (long long)total, (long long)clamp(total - skip - page->take, 0, total),
                page->bookings.count, (long long)page->take, (long long)current, (long long)pages,
                skip + page->take < total ? "true" : "false", skip > 0 ? "true" : "false");
}

static void write_pages(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct booking_page *page = result;

    (void)exchange;
    write_success(out);
    write_bookings(out, &shapes_2024_08_13, &page->bookings);
    text_put(out, ",\"pagination\":");
    write_pagination(out, page);
    text_char(out, '}');
}

static void write_walk(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct booking_page *page = result;

    (void)exchange;
    write_success(out);
    write_bookings(out, &shapes_2026_05_01, &page->bookings);
    text_put(out, ",\"pagination\":{\"nextCursor\":");
    text_json(out, page->next_cursor);
    text_put(out, page->next_cursor != NULL ? ",\"hasMore\":true}}" : ",\"hasMore\":false}}");
}

static void write_one_or_series(struct text *out, const struct bookings *bookings, bool series)
{
    write_success(out);
    if (series)
        write_bookings(out, &shapes_2024_08_13, bookings);
    else
        shape_write(out, shape_of(&shapes_2024_08_13, bookings->all), bookings->all);
    text_char(out, '}');
}

static void write_found(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct found *found = result;

    (void)exchange;
    write_one_or_series(out, &found->bookings, found->series);
}

static void write_cancelled(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct cancelled *cancelled = result;

    (void)exchange;
    write_one_or_series(out, &cancelled->bookings, cancelled->series);
}

static void write_created(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct booking *booking = result;

    (void)exchange;
    write_success(out);
    text_char(out, '{');
    (void)shape_write_fields(out, shape_of(&shapes_2024_08_13, booking), booking, true);
    text_put(out, ",\"isPlatformManagedUserBooking\":false}}");
}

/* ---- endpoints ---- */

static struct fail run_pages(struct work *work, const void *wish, void *result)
{
    return find_pages(work, wish, result);
}

static struct fail run_walk(struct work *work, const void *wish, void *result)
{
    return find_walk(work, wish, result);
}

static struct fail run_find(struct work *work, const void *wish, void *result)
{
    return find_one(work, wish, result);
}

static struct fail run_book(struct work *work, const void *wish, void *result)
{
    return book(work, wish, result);
}

static struct fail run_cancel(struct work *work, const void *wish, void *result)
{
    return cancel(work, wish, result);
}

const struct endpoint cal_endpoints[] = {
    {.method = "GET",
     .path = "/v2/bookings",
     .version = CAL_2024_08_13,
     .dialect = &cal_dialect,
     .callers = BY_CAL,
     .scope = "BOOKING_READ",
     .in_query = &list_2024_08_13_query,
     .wish_size = sizeof(struct booking_query),
     .result_size = sizeof(struct booking_page),
     .run = run_pages,
     .write = write_pages,
     .status = 200,
     .summary = "Bookings the caller may see, in pages by offset, with a total."},
    {.method = "GET",
     .path = "/v2/bookings",
     .version = CAL_2026_05_01,
     .dialect = &cal_dialect,
     .callers = BY_CAL,
     .scope = "BOOKING_READ",
     .in_query = &list_2026_05_01_query,
     .wish_size = sizeof(struct booking_query),
     .result_size = sizeof(struct booking_page),
     .run = run_walk,
     .write = write_walk,
     .status = 200,
     .summary = "Bookings the caller may see, in a walk by cursor."},
    {.method = "POST",
     .path = "/v2/bookings",
     .version = CAL_2024_08_13,
     .dialect = &cal_dialect,
     .callers = BY_CAL | BY_NOBODY,
     .scope = "BOOKING_WRITE",
     .manner = ENDPOINT_CHANGES | ENDPOINT_CREATES,
     .in_body = &create_body,
     .wish_size = sizeof(struct booking_wish),
     .result_size = sizeof(struct booking),
     .run = run_book,
     .write = write_created,
     .status = 201,
     .summary = "Takes a slot of an event type."},
    {.method = "GET",
     .path = "/v2/bookings/:bookingUid",
     .version = CAL_2024_08_13,
     .dialect = &cal_dialect,
     .callers = BY_CAL | BY_NOBODY,
     .scope = "BOOKING_READ",
     .in_path = &uid_path,
     .wish_size = sizeof(struct uid_wish),
     .result_size = sizeof(struct found),
     .run = run_find,
     .write = write_found,
     .status = 200,
     .summary = "A booking by its uid, or the bookings of a series by the uid of the series."},
    {.method = "POST",
     .path = "/v2/bookings/:bookingUid/cancel",
     .version = CAL_2024_08_13,
     .dialect = &cal_dialect,
     .callers = BY_CAL | BY_NOBODY,
     .scope = "BOOKING_WRITE",
     .manner = ENDPOINT_CHANGES,
     .in_path = &cancel_path,
     .in_body = &cancel_body,
     .wish_size = sizeof(struct cancel_wish),
     .result_size = sizeof(struct cancelled),
     .run = run_cancel,
     .write = write_cancelled,
     .status = 200,
     .summary = "Cancels a booking and frees its time."},
};
const size_t cal_endpoint_count = COUNT(cal_endpoints);
