/* cal_bookings.c - Cal.com v2 bookings: parameters, shapes and endpoints. Sources: seeds 001 and
 * 004, contract cal-v2 d to h, m. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/json.h"
#include "dialect/cal.h"
#include "engine/book.h"
#include "engine/cancel.h"
#include "engine/find.h"
#include "engine/move.h"
#include "engine/people.h"
#include "engine/settle.h"

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

const struct word cal_language_words[] = {
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

#define PAGES                                                                                      \
    P_WORDS(Q, listings, "status", listing_words, .bit = BY_LISTING, .says = STATUSES), FILTERS,   \
        P_NUMBER(Q, take, "take", .least = 1, .most = 250, .otherwise = 100,                       \
                 .manner = PARAM_LEADING_DIGITS),                                                  \
        P_NUMBER(Q, skip, "skip", .least = 0, .most = PARAM_UNBOUNDED,                             \
                 .manner = PARAM_LEADING_DIGITS)
#define WALK                                                                                       \
    P_WORDS(Q, listings, "status", listing_words, .bit = BY_LISTING, .items = 1,                   \
            .says = STATUSES "; one at a time"),                                                   \
        FILTERS, P_TEXT(Q, cursor, "cursor", .most = 400),                                         \
        P_NUMBER(Q, take, "limit", .least = 1, .most = 100, .otherwise = 50,                       \
                 .manner = PARAM_LEADING_DIGITS)
#define OF_USERS P_NUMBERS(Q, users, "userIds", .bit = BY_USERS)
#define QUERY(rows)                                                                                \
    {                                                                                              \
        rows, COUNT(rows), sizeof(Q), offsetof(Q, given), false                                    \
    }

static const struct param pages_rows[] = {PAGES};
static const struct param pages_rows_of_users[] = {PAGES, OF_USERS};
static const struct param walk_rows[] = {WALK};
static const struct param walk_rows_of_users[] = {WALK, OF_USERS};
const struct params cal_pages_query = QUERY(pages_rows);
const struct params cal_pages_query_of_users = QUERY(pages_rows_of_users);
const struct params cal_walk_query = QUERY(walk_rows);
const struct params cal_walk_query_of_users = QUERY(walk_rows_of_users);
#undef Q

/* ---- creating, cancelling: what may be sent ---- */

#define A struct attendee_wish
static const struct param attendee_wish_rows[] = {
    P_TEXT(A, name, "name", .manner = PARAM_REQUIRED, .least = 1, .most = 200),
    P_MAIL(A, email, "email", .most = 320),
    P_PHONE(A, phone, "phoneNumber"),
    P_ZONE(A, time_zone, "timeZone", .manner = PARAM_REQUIRED),
    P_TEXT(A, language, "language", .words = cal_language_words),
};
#undef A
static const struct params attendee_params = {attendee_wish_rows, COUNT(attendee_wish_rows),
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

/* ---- the life of a booking: what may be sent ---- */

#define PATH_OF(S, name_)                                                                          \
    static const struct param name_##_rows[] = {                                                   \
        P_TEXT(S, uid, "bookingUid", .manner = PARAM_REQUIRED)};                                   \
    static const struct params name_ = {name_##_rows, 1, sizeof(S), PARAM_NO_GIVEN, false}
#define BODY_OF(S, name_)                                                                          \
    {                                                                                              \
        name_##_rows, COUNT(name_##_rows), sizeof(S), offsetof(S, given), true                     \
    }

#define M struct move_wish
PATH_OF(M, move_path);
static const struct param move_body_rows[] = {
    P_INSTANT(M, start, "start", .manner = PARAM_REQUIRED),
    P_MAIL(M, by_email, "rescheduledBy", .most = 320),
    P_TEXT(M, reason, "reschedulingReason", .most = 2000, .manner = PARAM_LINES),
    P_TEXT(M, seat_uid, "seatUid", .bit = WISH_SEAT),
    P_TEXT(M, verification_code, "emailVerificationCode"),
    P_NUMBERS(M, host_subset, "rrHostSubsetIds"),
};
static const struct params move_body = BODY_OF(M, move_body);
#undef M

#define S struct settle_wish
PATH_OF(S, settle_path);
static const struct param decline_body_rows[] = {
    P_TEXT(S, reason, "reason", .most = 2000, .manner = PARAM_LINES)};
static const struct params decline_body = BODY_OF(S, decline_body);
#undef S

#define O struct absent_attendee
static const struct param absent_attendee_rows[] = {
    P_MAIL(O, email, "email", .manner = PARAM_REQUIRED, .most = 320),
    P_FLAG(O, absent, "absent", .manner = PARAM_REQUIRED),
};
static const struct params absent_attendee_params = {
    absent_attendee_rows, COUNT(absent_attendee_rows), sizeof(O), PARAM_NO_GIVEN, true};
#undef O
#define A struct absent_wish
PATH_OF(A, absent_path);
static const struct param absent_body_rows[] = {
    P_FLAG(A, host, "host"),
    P_OBJECTS(A, attendees, "attendees", &absent_attendee_params, .items = 100),
};
static const struct params absent_body = BODY_OF(A, absent_body);
#undef A

#define R struct reassign_wish
static const struct param reassign_path_rows[] = {
    P_TEXT(R, uid, "bookingUid", .manner = PARAM_REQUIRED),
    P_NUMBER(R, user_id, "userId", .least = 1, .most = PARAM_UNBOUNDED),
};
static const struct params reassign_path = {reassign_path_rows, COUNT(reassign_path_rows),
                                            sizeof(R), PARAM_NO_GIVEN, false};
static const struct param reassign_body_rows[] = {
    P_TEXT(R, reason, "reason", .most = 2000, .manner = PARAM_LINES)};
static const struct params reassign_body = BODY_OF(R, reassign_body);
#undef R

#define A struct attendee_wish
static const struct param guest_rows[] = {
    P_MAIL(A, email, "email", .manner = PARAM_REQUIRED, .most = 320),
    P_TEXT(A, name, "name", .most = 200),
    P_ZONE(A, time_zone, "timeZone"),
    P_PHONE(A, phone, "phoneNumber"),
    P_TEXT(A, language, "language", .words = cal_language_words),
};
static const struct params guest_params = {guest_rows, COUNT(guest_rows), sizeof(A), PARAM_NO_GIVEN,
                                           true};
#undef A
#define G struct guests_wish
PATH_OF(G, guests_path);
static const struct param guests_body_rows[] = {
    P_OBJECTS(G, guests, "guests", &guest_params, .manner = PARAM_REQUIRED, .least = 1,
              .items = 10),
};
static const struct params guests_body = BODY_OF(G, guests_body);
#undef G

#define P struct attendee_place
static const struct param attendee_path_rows[] = {
    P_TEXT(P, uid, "bookingUid", .manner = PARAM_REQUIRED),
    P_NUMBER(P, id, "attendeeId", .least = 1, .most = INT64_MAX),
};
static const struct params attendee_path = {attendee_path_rows, COUNT(attendee_path_rows),
                                            sizeof(P), PARAM_NO_GIVEN, false};
static const struct param attendee_body_rows[] = {
    P_TEXT(P, who.name, "name", .manner = PARAM_REQUIRED, .least = 1, .most = 200),
    P_MAIL(P, who.email, "email", .manner = PARAM_REQUIRED, .most = 320),
    P_ZONE(P, who.time_zone, "timeZone", .manner = PARAM_REQUIRED),
    P_PHONE(P, who.phone, "phoneNumber"),
    P_TEXT(P, who.language, "language", .words = cal_language_words),
};
static const struct params attendee_body = BODY_OF(P, attendee_body);
#undef P

#define L struct location_wish
PATH_OF(L, location_path);
static const struct param location_body_rows[] = {P_JSON(L, location, "location")};
static const struct params location_body = BODY_OF(L, location_body);
#undef L

#define U struct uid_wish
static const struct param seat_path_rows[] = {P_TEXT(U, uid, "seatUid", .manner = PARAM_REQUIRED)};
static const struct params seat_path = {seat_path_rows, 1, sizeof(U), PARAM_NO_GIVEN, false};
#undef U

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
    F_NUMBER(B, host_id, "id"),
    F_TEXT(B, host_name, "name"),
    F_TEXT(B, host_email, "email"),
    F_MADE("displayEmail", write_host_display_email, .form = MADE_TEXT),
    F_TEXT(B, host_username, "username"),
    F_TEXT(B, host_time_zone, "timeZone"),
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
    F_MADE("displayEmail", write_attendee_display_email, .form = MADE_TEXT),
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

    /* the address stands beside the answers already: contract f.2 */
    json_without(out, responses == NULL ? "{}" : responses, "email");
}

static const struct field seat_fields[] = {
    F_ALSO(&person_shape),
    F_TEXT(P, seat_uid, "seatUid"),
    F_MADE("bookingFieldsResponses", write_seat_responses, .form = MADE_OBJECT),
    F_MADE("metadata", write_seat_metadata, .form = MADE_OBJECT),
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
    F_MADE("hosts", write_hosts, .form = MADE_LIST, .shape = &host_shape),
    F_WORD(B, status, "status", status_words),
    F_TEXT(B, cancellation_reason, "cancellationReason", .absent = ABSENT_EMPTY),
    F_TEXT(B, rescheduled_from_uid, "rescheduledFromUid"),
    F_INSTANT(B, start, "start", .style = WHEN_Z_MILLIS),
    F_INSTANT(B, end, "end", .style = WHEN_Z_MILLIS),
    F_NUMBER(B, minutes, "duration"),
    F_NUMBER(B, event_type_id, "eventTypeId"),
    F_MADE("eventType", write_event_type, .form = MADE_OBJECT, .shape = &event_type_shape),
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
    F_MADE("bookingFieldsResponses", write_responses, .form = MADE_OBJECT),
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

/* A booking is of one of these. */
static const struct named_shape booking_shapes[] = {
    {"booking", &shapes_2024_08_13.normal},
    {"recurring booking", &shapes_2024_08_13.recurring},
    {"seated booking", &shapes_2024_08_13.seated},
    {"recurring seated booking", &shapes_2024_08_13.recurring_seated},
    {NULL, NULL},
};
/* What replies to create and reschedule say besides, for the description of what write_made_one()
 * writes. */
static void write_not_managed(struct text *out, const void *thing)
{
    (void)thing;
    text_put(out, "false");
}

static const struct field made_fields[] = {
    F_MADE("isPlatformManagedUserBooking", write_not_managed, .form = MADE_FLAG),
};
static const struct shape made_shape = {made_fields, COUNT(made_fields), sizeof(struct booking)};
static const struct field seat_made_fields[] = {F_TEXT(struct booking_view, seat_uid, "seatUid")};
static const struct shape seat_made_shape = {seat_made_fields, COUNT(seat_made_fields),
                                             sizeof(struct booking_view)};
#define MADE(name_, of_, ...)                                                                      \
    static const struct field made_##name_##_fields[] = {F_ALSO(&shapes_2024_08_13.of_),           \
                                                         F_ALSO(&made_shape), __VA_ARGS__};        \
    static const struct shape made_##name_ = {made_##name_##_fields, COUNT(made_##name_##_fields), \
                                              sizeof(struct booking)}
MADE(normal, normal);
MADE(recurring, recurring);
MADE(seated, seated, F_PERHAPS(&seat_made_shape));
#undef MADE
static const struct named_shape made_shapes[] = {
    {"made booking", &made_normal},
    {"made recurring booking", &made_recurring},
    {"made seated booking", &made_seated},
    {NULL, NULL},
};
static const struct named_shape walk_shapes[] = {
    {"booking", &shapes_2024_08_13.normal},
    {"recurring booking", &shapes_2024_08_13.recurring},
    {"dated seated booking", &shapes_2026_05_01.seated},
    {"dated recurring seated booking", &shapes_2026_05_01.recurring_seated},
    {NULL, NULL},
};

const struct named_shape cal_shapes[] = {
    {"booking", &shapes_2024_08_13.normal},
    {"recurring booking", &shapes_2024_08_13.recurring},
    {"seated booking", &shapes_2024_08_13.seated},
    {"recurring seated booking", &shapes_2024_08_13.recurring_seated},
    {"dated seated booking", &shapes_2026_05_01.seated},
    {"dated recurring seated booking", &shapes_2026_05_01.recurring_seated},
    {"made booking", &made_normal},
    {"made recurring booking", &made_recurring},
    {"made seated booking", &made_seated},
    {"host", &host_shape},
    {"attendee", &attendee_shape},
    {"seated attendee", &dated_seat_shape},
    {"webhook", &cal_webhook_shape},
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

void cal_write_pages(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct booking_page *page = result;

    (void)exchange;
    write_success(out);
    write_bookings(out, &shapes_2024_08_13, &page->bookings);
    text_put(out, ",\"pagination\":");
    write_pagination(out, page);
    text_char(out, '}');
}

void cal_write_walk(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct booking_page *page = result;

    (void)exchange;
    write_success(out);
    write_bookings(out, &shapes_2026_05_01, &page->bookings);
    text_put(out, ",\"pagination\":{\"nextCursor\":");
    text_json(out, page->next_cursor);
    text_put(out, page->next_cursor != NULL ? ",\"hasMore\":true}}" : ",\"hasMore\":false}}");
}

/* Other people's seats are left out for those they are hidden from: contract f.3. */
static struct booking as_seen(const struct exchange *exchange, const struct booking_view *view,
                              bool own_seat_shown)
{
    struct booking seen = view->bookings.all[0];
    const struct attendee *all = seen.attendees.items;
    struct attendee *own = TAKE(exchange->arena, struct attendee);
    size_t count = 0;

    if (!view->attendees_hidden)
        return seen;
    for (size_t i = 0; i < seen.attendees.count && own_seat_shown; i++)
        if (view->seat_uid != NULL && all[i].seat_uid != NULL &&
            strcmp(all[i].seat_uid, view->seat_uid) == 0) {
            *own = all[i];
            count = 1;
        }
    seen.attendees = (struct list){own, count};
    return seen;
}

static void write_view(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct booking_view *view = result;

    write_success(out);
    if (view->series) {
        write_bookings(out, &shapes_2024_08_13, &view->bookings);
    } else {
        struct booking seen = as_seen(exchange, view, true);

        shape_write(out, shape_of(&shapes_2024_08_13, &seen), &seen);
    }
    text_char(out, '}');
}

/* Replies to create and reschedule say more than those to a look: contract f.1, f.2. */
static void write_made_one(struct text *out, const struct booking *booking, const char *seat_uid)
{
    text_char(out, '{');
    (void)shape_write_fields(out, shape_of(&shapes_2024_08_13, booking), booking, true);
    if (seat_uid != NULL) {
        text_put(out, ",\"seatUid\":");
        text_json(out, seat_uid);
    }
    text_put(out, ",\"isPlatformManagedUserBooking\":false}");
}

static void write_made(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct booking_view *view = result;

    write_success(out);
    if (!view->series) {
        struct booking seen = as_seen(exchange, view, false);

        write_made_one(out, &seen, view->seat_uid);
    }
    for (size_t i = 0; view->series && i < view->bookings.count; i++) {
        text_char(out, i == 0 ? '[' : ',');
        write_made_one(out, &view->bookings.all[i], NULL);
    }
    text_put(out, view->series ? "]}" : "}");
}

#define B struct booking
static const struct field new_host_fields[] = {
    F_NUMBER(B, host_id, "id"),
    F_TEXT(B, host_name, "name"),
    F_TEXT(B, host_email, "email"),
    F_MADE("displayEmail", write_host_display_email, .form = MADE_TEXT),
};
static const struct shape new_host_shape = {new_host_fields, COUNT(new_host_fields), sizeof(B)};

static void write_new_host(struct text *out, const void *thing)
{
    shape_write(out, &new_host_shape, thing);
}

static const struct field reassigned_fields[] = {
    F_TEXT(B, uid, "bookingUid"),
    F_MADE("reassignedTo", write_new_host, .form = MADE_OBJECT, .shape = &new_host_shape),
};
static const struct shape reassigned_shape = {reassigned_fields, COUNT(reassigned_fields),
                                              sizeof(B)};
#undef B

static void write_reassigned(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct booking_view *view = result;

    (void)exchange;
    write_success(out);
    shape_write(out, &reassigned_shape, view->bookings.all);
    text_char(out, '}');
}

#define R struct attendee_row
static void write_row_display_email(struct text *out, const void *thing)
{
    write_display_email(out, ((const struct attendee_row *)thing)->attendee.email);
}

static const struct field row_fields[] = {
    F_NUMBER(R, id, "id"),
    F_TEXT(R, attendee.name, "name"),
    F_TEXT(R, attendee.email, "email"),
    F_MADE("displayEmail", write_row_display_email, .form = MADE_TEXT),
    F_TEXT(R, attendee.time_zone, "timeZone"),
    F_TEXT(R, attendee.language, "language"),
    F_FLAG(R, attendee.absent, "absent"),
    F_TEXT(R, attendee.phone, "phoneNumber"),
};
static const struct shape row_shape = {row_fields, COUNT(row_fields), sizeof(R)};
#undef R

static void write_attendees(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct attendees_found *found = result;

    (void)exchange;
    write_success(out);
    shape_write_list(out, &row_shape, &found->rows);
    text_char(out, '}');
}

static void write_attendee(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct attendees_found *found = result;

    (void)exchange;
    write_success(out);
    shape_write(out, &row_shape, found->rows.items);
    text_char(out, '}');
}

/* With the booking they belong to, where one comes or goes: contract h. */
#define R struct attendee_row
static const struct field added_fields[] = {
    F_NUMBER(R, booking_id, "bookingId"),
    F_ALSO(&row_shape),
};
static const struct shape added_shape = {added_fields, COUNT(added_fields), sizeof(R)};
static const struct field removed_fields[] = {
    F_NUMBER(R, booking_id, "bookingId"),      F_NUMBER(R, id, "id"),
    F_TEXT(R, attendee.name, "name"),          F_TEXT(R, attendee.email, "email"),
    F_TEXT(R, attendee.time_zone, "timeZone"),
};
static const struct shape removed_shape = {removed_fields, COUNT(removed_fields), sizeof(R)};
#undef R

static void write_removed(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct attendees_found *found = result;

    (void)exchange;
    write_success(out);
    shape_write(out, &removed_shape, found->rows.items);
    text_char(out, '}');
}

static void write_added(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct attendees_found *found = result;

    (void)exchange;
    write_success(out);
    shape_write(out, &added_shape, found->rows.items);
    text_char(out, '}');
}

/* ---- what is answered, for the description ---- */

const struct data cal_pages_data = {
    .form = DATA_LIST,
    .shapes = booking_shapes,
    .beside = "\"pagination\":{\"type\":\"object\",\"properties\":{"
              "\"totalItems\":{\"type\":\"integer\"},"
              "\"remainingItems\":{\"type\":\"integer\"},"
              "\"returnedItems\":{\"type\":\"integer\"},"
              "\"itemsPerPage\":{\"type\":\"integer\"},"
              "\"currentPage\":{\"type\":\"integer\"},"
              "\"totalPages\":{\"type\":\"integer\"},"
              "\"hasNextPage\":{\"type\":\"boolean\"},"
              "\"hasPreviousPage\":{\"type\":\"boolean\"}}}",
};
const struct data cal_walk_data = {
    .form = DATA_LIST,
    .shapes = walk_shapes,
    .beside = "\"pagination\":{\"type\":\"object\",\"properties\":{"
              "\"nextCursor\":{\"type\":\"string\",\"nullable\":true},"
              "\"hasMore\":{\"type\":\"boolean\"}}}",
};
static const struct data view_data = {.form = DATA_ONE_OR_LIST, .shapes = booking_shapes};
static const struct data made_data = {.form = DATA_ONE_OR_LIST, .shapes = made_shapes};

static const struct named_shape reassigned_shapes[] = {{"", &reassigned_shape}, {NULL, NULL}};
static const struct data reassigned_data = {.form = DATA_ONE, .shapes = reassigned_shapes};
static const struct named_shape row_shapes[] = {{"", &row_shape}, {NULL, NULL}};
static const struct data attendees_data = {.form = DATA_LIST, .shapes = row_shapes};
static const struct data attendee_data = {.form = DATA_ONE, .shapes = row_shapes};
static const struct named_shape added_shapes[] = {{"", &added_shape}, {NULL, NULL}};
static const struct data added_data = {.form = DATA_ONE, .shapes = added_shapes};
static const struct named_shape removed_shapes[] = {{"", &removed_shape}, {NULL, NULL}};
static const struct data removed_data = {.form = DATA_ONE, .shapes = removed_shapes};

/* ---- endpoints ---- */

CAL_RUN(run_pages, find_pages)
CAL_RUN(run_walk, find_walk)
CAL_RUN(run_find, find_one)
CAL_RUN(run_find_by_seat, find_by_seat)
CAL_RUN(run_book, book)
CAL_RUN(run_cancel, cancel)
CAL_RUN(run_move, move)
CAL_RUN(run_confirm, confirm)
CAL_RUN(run_decline, decline)
CAL_RUN(run_mark_absent, mark_absent)
CAL_RUN(run_reassign, reassign)
CAL_RUN(run_add_guests, add_guests)
CAL_RUN(run_list_attendees, list_attendees)
CAL_RUN(run_find_attendee, find_attendee)
CAL_RUN(run_add_attendee, add_attendee)
CAL_RUN(run_remove_attendee, remove_attendee)
CAL_RUN(run_relocate, relocate)

#define READ_BOOKINGS .dialect = &cal_dialect, .callers = BY_CAL, .scope = "BOOKING_READ"
#define WRITE_BOOKINGS                                                                             \
    .dialect = &cal_dialect, .callers = BY_CAL, .scope = "BOOKING_WRITE", .manner = ENDPOINT_CHANGES
#define OF(wish_, result_) .wish_size = sizeof(wish_), .result_size = sizeof(result_)
#define CAL_LIST           READ_BOOKINGS, OF(struct booking_query, struct booking_page), .status = 200

const struct endpoint cal_endpoints[] = {
    {"GET", "/v2/bookings", CAL_2024_08_13, CAL_LIST, .in_query = &cal_pages_query,
     .run = run_pages, .write = cal_write_pages, .data = &cal_pages_data,
     .summary = "Bookings the caller may see, in pages by offset, with a total."},
    {"GET", "/v2/bookings", CAL_2026_05_01, CAL_LIST, .in_query = &cal_walk_query, .run = run_walk,
     .write = cal_write_walk, .data = &cal_walk_data,
     .summary = "Bookings the caller may see, in a walk by cursor."},
    {"POST", "/v2/bookings", CAL_2024_08_13, .dialect = &cal_dialect, .callers = BY_CAL | BY_NOBODY,
     .scope = "BOOKING_WRITE", .manner = ENDPOINT_CHANGES | ENDPOINT_CREATES,
     .in_body = &create_body, OF(struct booking_wish, struct booking_view), .run = run_book,
     .write = write_made, .data = &made_data, .status = 201,
     .summary = "Takes a slot of an event type, a series of them, or a seat."},
    {"GET", "/v2/bookings/by-seat/:seatUid", CAL_2024_08_13, .dialect = &cal_dialect,
     .callers = BY_CAL | BY_NOBODY, .scope = "BOOKING_READ", .in_path = &seat_path,
     OF(struct uid_wish, struct booking_view), .run = run_find_by_seat, .write = write_view,
     .data = &view_data, .status = 200, .summary = "The booking that a seat is in."},
    {"GET", "/v2/bookings/:bookingUid", CAL_2024_08_13, .dialect = &cal_dialect,
     .callers = BY_CAL | BY_NOBODY, .scope = "BOOKING_READ", .in_path = &uid_path,
     OF(struct uid_wish, struct booking_view), .run = run_find, .write = write_view,
     .data = &view_data, .status = 200,
     .summary = "A booking by its uid, or the bookings of a series by the uid of the series."},
    {"POST", "/v2/bookings/:bookingUid/cancel", CAL_2024_08_13, .dialect = &cal_dialect,
     .callers = BY_CAL | BY_NOBODY, .scope = "BOOKING_WRITE", .manner = ENDPOINT_CHANGES,
     .in_path = &cancel_path, .in_body = &cancel_body, OF(struct cancel_wish, struct booking_view),
     .run = run_cancel, .write = write_view, .data = &view_data, .status = 200,
     .summary = "Cancels a booking, the rest of a series, or a seat; frees its time."},
    {"POST", "/v2/bookings/:bookingUid/reschedule", CAL_2024_08_13, .dialect = &cal_dialect,
     .callers = BY_CAL | BY_NOBODY, .scope = "BOOKING_WRITE",
     .manner = ENDPOINT_CHANGES | ENDPOINT_CREATES, .in_path = &move_path, .in_body = &move_body,
     OF(struct move_wish, struct booking_view), .run = run_move, .write = write_made,
     .data = &made_data, .status = 201, .summary = "Moves a booking, or a seat, to another start."},
    {"POST", "/v2/bookings/:bookingUid/confirm", CAL_2024_08_13, WRITE_BOOKINGS,
     .in_path = &settle_path, OF(struct settle_wish, struct booking_view), .run = run_confirm,
     .write = write_view, .data = &view_data, .status = 200,
     .summary = "Accepts a booking that waits for an answer."},
    {"POST", "/v2/bookings/:bookingUid/decline", CAL_2024_08_13, WRITE_BOOKINGS,
     .in_path = &settle_path, .in_body = &decline_body, OF(struct settle_wish, struct booking_view),
     .run = run_decline, .write = write_view, .data = &view_data, .status = 200,
     .summary = "Rejects a booking that waits for an answer; frees its time."},
    {"POST", "/v2/bookings/:bookingUid/mark-absent", CAL_2024_08_13, WRITE_BOOKINGS,
     .in_path = &absent_path, .in_body = &absent_body, OF(struct absent_wish, struct booking_view),
     .run = run_mark_absent, .write = write_view, .data = &view_data, .status = 200,
     .summary = "Notes who did not come, once the booking has begun."},
    {"POST", "/v2/bookings/:bookingUid/reassign", CAL_2024_08_13, WRITE_BOOKINGS,
     .in_path = &reassign_path, OF(struct reassign_wish, struct booking_view), .run = run_reassign,
     .write = write_reassigned, .data = &reassigned_data, .status = 200,
     .summary = "Gives a round-robin booking to the next host who is free."},
    {"POST", "/v2/bookings/:bookingUid/reassign/:userId", CAL_2024_08_13, WRITE_BOOKINGS,
     .in_path = &reassign_path, .in_body = &reassign_body,
     OF(struct reassign_wish, struct booking_view), .run = run_reassign, .write = write_reassigned,
     .data = &reassigned_data, .status = 200,
     .summary = "Gives a round-robin booking to this host."},
    {"POST", "/v2/bookings/:bookingUid/guests", CAL_2024_08_13, WRITE_BOOKINGS,
     .rate = RATE_OF_GUESTS, .in_path = &guests_path, .in_body = &guests_body,
     OF(struct guests_wish, struct booking_view), .run = run_add_guests, .write = write_view,
     .data = &view_data, .status = 200, .summary = "Adds guests to a booking."},
    {"GET", "/v2/bookings/:bookingUid/attendees", CAL_2024_08_13, READ_BOOKINGS,
     .in_path = &attendee_path, OF(struct attendee_place, struct attendees_found),
     .run = run_list_attendees, .write = write_attendees, .data = &attendees_data, .status = 200,
     .summary = "The attendees of a booking."},
    {"GET", "/v2/bookings/:bookingUid/attendees/:attendeeId", CAL_2024_08_13, READ_BOOKINGS,
     .in_path = &attendee_path, OF(struct attendee_place, struct attendees_found),
     .run = run_find_attendee, .write = write_attendee, .data = &attendee_data, .status = 200,
     .summary = "One attendee of a booking."},
    {"POST", "/v2/bookings/:bookingUid/attendees", CAL_2024_08_13, WRITE_BOOKINGS,
     .rate = RATE_OF_ATTENDEES, .in_path = &attendee_path, .in_body = &attendee_body,
     OF(struct attendee_place, struct attendees_found), .run = run_add_attendee,
     .write = write_added, .data = &added_data, .status = 201,
     .summary = "Adds an attendee to a booking."},
    {"DELETE", "/v2/bookings/:bookingUid/attendees/:attendeeId", CAL_2024_08_13, WRITE_BOOKINGS,
     .rate = RATE_OF_ATTENDEES, .in_path = &attendee_path,
     OF(struct attendee_place, struct attendees_found), .run = run_remove_attendee,
     .write = write_removed, .data = &removed_data, .status = 200,
     .summary = "Takes an attendee out of a booking."},
    {"PATCH", "/v2/bookings/:bookingUid/location", CAL_2024_08_13, WRITE_BOOKINGS,
     .rate = RATE_OF_LOCATION, .in_path = &location_path, .in_body = &location_body,
     OF(struct location_wish, struct booking_view), .run = run_relocate, .write = write_view,
     .data = &view_data, .status = 200, .summary = "Another place for the meeting."},
};
const size_t cal_endpoint_count = COUNT(cal_endpoints);
