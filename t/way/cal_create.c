/* cal_create.c - POST /v2/bookings, POST …/cancel and GET /v2/bookings/{bookingUid}.
 * SPDX-License-Identifier: MIT
 *
 * Every case that books takes a day of its own, after all that stand in the database. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <CUnit/CUnit.h>

#include "base/when.h"
#include "cases.h"
#include "http.h"

#define COUNT_OF(table) (sizeof(table) / sizeof *(table))
#define HAL             "cal_way_create_hal"
#define IDA             "cal_way_create_ida"
#define JAN             "cal_way_create_jan"
#define ELSEWHERE       "cal_way_create_other"
#define HERE            "Host: create.example"
#define BO              "{\"name\":\"Bo Guest\",\"email\":\"bo@example.com\",\"timeZone\":\"Europe/Rome\"}"
#define NOT_AVAILABLE   "User either already has booking at this time or is not available"
#define NOT_THEN        "The event type can't be booked at the \"start\" time provided."

enum { TOGETHER = 16 };
enum { TALK = 5001, BUFFERED = 5002, NOTICE = 5003, WINDOW = 5004, JUNE = 5005, QUESTIONS = 5006 };
enum { CALL = 5007, ONCE = 5008, MEMBERS = 5009, CONFIRM = 5010, LENGTHS = 5011, PLACES = 5012 };
enum { MANAGED = 5013, CHILD = 5014, HIDDEN = 5017 };
enum { PLAIN = 5019, NIGHTS = 5020, ISLAND = 5021, NOTHING = 5022, OF_IDA = 5023 };

static int64_t business;

/* ---- times ---- */

static int64_t at(int year, int month, int date, int hour, int minute)
{
    struct day day = day_of_date((struct date){year, month, date});

    return (int64_t)day.number * US_A_DAY + hour * US_AN_HOUR + minute * US_A_MINUTE;
}

/* Midnight of a workday of winter after everything in the business, so that 9 is 9 in London. */
static int64_t fresh_day(void)
{
    int64_t last =
        sql_number("SELECT MAX(start_us) FROM booking WHERE business_id = %lld AND host_id IN"
                   " (501, 502)",
                   (long long)business);
    int64_t first = at(2032, 1, 5, 0, 0);
    struct day day = {(int32_t)((last > first ? last : first) / US_A_DAY + 1)};

    for (;; day.number++) {
        struct date date = date_of_day(day);

        if (weekday_of_day(day) < 5 && (date.month <= 2 || date.month == 11)) {
            return (int64_t)day.number * US_A_DAY;
        }
    }
}

static const char *clock_of(int64_t day, int hour, int minute)
{
    return instant_text(day + hour * US_AN_HOUR + minute * US_A_MINUTE);
}

/* ---- asking ---- */

static const char *wish(int type, const char *start, const char *more)
{
    return say("{\"eventTypeId\":%d,\"start\":\"%s\",\"attendee\":" BO "%s%s}", type, start,
               more[0] == '\0' ? "" : ",", more);
}

static struct answer *post(const char *key, const char *body)
{
    return ASK(.method = "POST", .target = "/v2/bookings", .credential = key, .version = CAL_PAGES,
               .body = body, .headers = {HERE});
}

static struct answer *create(int type, const char *start)
{
    return post(HAL, wish(type, start, ""));
}

static struct answer *cancel_as(const char *key, const char *uid, const char *body)
{
    return ASK(.method = "POST", .target = say("/v2/bookings/%s/cancel", uid), .credential = key,
               .version = CAL_PAGES, .body = body, .headers = {HERE});
}

static const char *uid_of(const struct answer *answer)
{
    const char *uid = text_at(answer->json, "data.uid");

    return uid == NULL ? "none" : uid;
}

static const char *expect_created(const struct answer *answer)
{
    EXPECT_STATUS(answer, 201);
    EXPECT_TEXT(answer, "status", "success");
    return uid_of(answer);
}

/* The envelope of contract c.1 with its details. */
static void expect_error(const struct answer *answer, long status, const char *code,
                         const char *message)
{
    EXPECT_STATUS(answer, status);
    EXPECT_TEXT(answer, "status", "error");
    EXPECT_TEXT(answer, "error.code", code);
    EXPECT_TEXT(answer, "error.message", message);
    EXPECT_TEXT(answer, "error.details.message", message);
    EXPECT_NUMBER(answer, "error.details.statusCode", status);
}

static void expect_bad(const struct answer *answer, const char *message)
{
    expect_error(answer, 400, "BadRequestException", message);
}

static void expect_bad_beginning(const struct answer *answer, const char *beginning)
{
    const char *message = text_at(answer->json, "error.message");

    EXPECT_STATUS(answer, 400);
    EXPECT_TEXT(answer, "error.code", "BadRequestException");
    EXPECT(message != NULL && strncmp(message, beginning, strlen(beginning)) == 0, "%s",
           answer->body);
}

static int64_t bookings_at(const char *start)
{
    struct instant instant = {0};

    CU_ASSERT(instant_read(start, strlen(start), INSTANT_DATE_TIME, &instant));
    return sql_number(
        "SELECT COUNT(*) FROM booking WHERE business_id = %lld AND start_us = %lld AND"
        " status NOT IN ('cancelled','rejected')",
        (long long)business, (long long)instant.us);
}

/* Claimed minutes of a host on a day. */
static int64_t claimed(int host, int64_t day)
{
    return sql_number("SELECT COALESCE(SUM(claimed), 0) FROM host_hour WHERE business_id = %lld AND"
                      " host_id = %d AND hour BETWEEN %lld AND %lld",
                      (long long)business, host, (long long)(day / US_AN_HOUR - 1),
                      (long long)(day / US_AN_HOUR + 22));
}

/* ---- success ---- */

static void created_shape(const void *row)
{
    int64_t day = fresh_day();
    struct answer *answer = create(TALK, clock_of(day, 10, 0));
    const char *uid = expect_created(answer);

    (void)row;
    EXPECT(number_at(answer->json, "data.id") > 0, "%s", answer->body);
    EXPECT(strlen(uid) == 22 &&
               strspn(uid, "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ") == 22,
           "uid %s", uid);
    EXPECT_TEXT(answer, "data.title", "Talk between Hal Host and Bo Guest");
    EXPECT_TEXT(answer, "data.description", "");
    EXPECT_TEXT(answer, "data.status", "accepted");
    EXPECT_TEXT(answer, "data.cancellationReason", "");
    EXPECT_TEXT(answer, "data.cancelledByEmail", "");
    EXPECT_TEXT(answer, "data.start", clock_of(day, 10, 0));
    EXPECT_TEXT(answer, "data.end", clock_of(day, 10, 30));
    EXPECT_NUMBER(answer, "data.duration", 30);
    EXPECT_NUMBER(answer, "data.eventTypeId", TALK);
    EXPECT_NUMBER(answer, "data.eventType.id", TALK);
    EXPECT_TEXT(answer, "data.eventType.slug", "talk");
    EXPECT_TEXT(answer, "data.location", "https://meet.example.com/hal");
    EXPECT_TEXT(answer, "data.meetingUrl", "https://meet.example.com/hal");
    EXPECT_NUMBER(answer, "data.hosts.0.id", 501);
    EXPECT_TEXT(answer, "data.hosts.0.name", "Hal Host");
    EXPECT_TEXT(answer, "data.hosts.0.email", "hal@create.example");
    EXPECT_TEXT(answer, "data.hosts.0.displayEmail", "hal@create.example");
    EXPECT_TEXT(answer, "data.hosts.0.username", "hal");
    EXPECT_TEXT(answer, "data.hosts.0.timeZone", "Europe/London");
    EXPECT(count_at(answer->json, "data.hosts") == 1, "%s", answer->body);
    EXPECT_TEXT(answer, "data.attendees.0.name", "Bo Guest");
    EXPECT_TEXT(answer, "data.attendees.0.email", "bo@example.com");
    EXPECT_TEXT(answer, "data.attendees.0.displayEmail", "bo@example.com");
    EXPECT_TEXT(answer, "data.attendees.0.timeZone", "Europe/Rome");
    EXPECT_TEXT(answer, "data.attendees.0.language", "en");
    EXPECT(!json_has(answer->json, "data.attendees.0.phoneNumber"), "%s", answer->body);
    EXPECT_TEXT(answer, "data.bookingFieldsResponses.name", "Bo Guest");
    EXPECT_TEXT(answer, "data.bookingFieldsResponses.email", "bo@example.com");
    EXPECT_TEXT(answer, "data.bookingFieldsResponses.displayEmail", "bo@example.com");
    EXPECT_TEXT(answer, "data.bookingFieldsResponses.location.value", "link");
    EXPECT_TEXT(answer, "data.bookingFieldsResponses.location.optionValue",
                "https://meet.example.com/hal");
    EXPECT(members_at(answer->json, "data.metadata") == 0, "%s", answer->body);
    EXPECT(text_at(answer->json, "data.icsUid") != NULL &&
               strncmp(text_at(answer->json, "data.icsUid"), uid, 22) == 0,
           "%s", answer->body);
    EXPECT(json_has(answer->json, "data.isPlatformManagedUserBooking") &&
               !json_object_get_boolean(json_at(answer->json, "data.isPlatformManagedUserBooking")),
           "%s", answer->body);
    EXPECT(!json_has(answer->json, "data.guests"), "%s", answer->body);
    EXPECT(text_at(answer->json, "data.createdAt") != NULL &&
               strcmp(text_at(answer->json, "data.createdAt"),
                      text_at(answer->json, "data.updatedAt")) == 0,
           "%s", answer->body);
}

static void created_is_seen(const void *row)
{
    int64_t day = fresh_day();
    struct answer *created = create(TALK, clock_of(day, 10, 0));
    const char *uid = expect_created(created);
    struct answer *alone = http_get(say("/v2/bookings/%s", uid), HAL, CAL_PAGES);
    struct answer *page = http_get(say("/v2/bookings?bookingUid=%s", uid), HAL, CAL_PAGES);
    struct answer *walk =
        http_get(say("/v2/bookings?bookingUid=%s&status=upcoming", uid), HAL, CAL_WALK);
    struct json_object *booking = json_at(created->json, "data");

    (void)row;
    EXPECT_STATUS(alone, 200);
    json_object_object_del(booking, "isPlatformManagedUserBooking");
    EXPECT(json_object_equal(json_at(alone->json, "data"), booking) == 1, "%s", alone->body);
    EXPECT(json_object_equal(json_at(page->json, "data.0"), booking) == 1, "%s", page->body);
    EXPECT(json_object_equal(json_at(walk->json, "data.0"), booking) == 1, "%s", walk->body);
}

static void created_claims_its_minutes(const void *row)
{
    int64_t day = fresh_day();

    (void)row;
    expect_created(create(TALK, clock_of(day, 10, 45)));
    EXPECT(claimed(501, day) == 30, "%lld minutes", (long long)claimed(501, day));
    EXPECT(sql_number("SELECT minutes FROM host_hour WHERE business_id = %lld AND host_id = 501 AND"
                      " hour = %lld",
                      (long long)business, (long long)(day / US_AN_HOUR + 10)) == INT64_C(0x7fff)
                                                                                      << 45,
           "minutes of the hour of 10");
    EXPECT(sql_number("SELECT minutes FROM host_hour WHERE business_id = %lld AND host_id = 501 AND"
                      " hour = %lld",
                      (long long)business, (long long)(day / US_AN_HOUR + 11)) == 0x7fff,
           "minutes of the hour of 11");
}

static void created_leaves_a_trace(const void *row)
{
    const char *uid = expect_created(create(TALK, clock_of(fresh_day(), 10, 0)));

    (void)row;
    EXPECT(
        sql_number("SELECT COUNT(*) FROM booking_history h JOIN booking b ON b.business_id ="
                   " h.business_id AND b.id = h.booking_id WHERE b.uid = '%s' AND h.from_status IS"
                   " NULL AND h.to_status = 'accepted' AND h.source = 'cal'",
                   uid) == 1,
        "history");
    EXPECT(sql_number("SELECT COUNT(*) FROM job WHERE kind LIKE 'booking.%%' AND payload LIKE"
                      " '%%%s%%'",
                      uid) == 1,
           "jobs");
    EXPECT(sql_number("SELECT COUNT(*) FROM attendee a JOIN booking b ON b.business_id ="
                      " a.business_id AND b.id = a.booking_id WHERE b.uid = '%s'",
                      uid) == 1,
           "attendees");
}

static void by_slug_and_user(const void *row)
{
    int64_t day = fresh_day();
    const char *start = clock_of(day, 10, 0);
    struct answer *answer = post(
        HAL,
        say("{\"eventTypeSlug\":\"talk\",\"username\":\"ida\",\"start\":\"%s\",\"attendee\":" BO
            "}",
            start));

    (void)row;
    expect_created(answer);
    EXPECT_NUMBER(answer, "data.eventTypeId", OF_IDA);
    answer =
        post(NULL,
             say("{\"eventTypeSlug\":\"talk\",\"username\":\"hal\",\"organizationSlug\":\"create\","
                 "\"start\":\"%s\",\"attendee\":" BO "}",
                 start));
    expect_created(answer);
    EXPECT_NUMBER(answer, "data.eventTypeId", TALK);
    EXPECT_TEXT(answer, "data.hosts.0.name", "Hal Host");
}

static void by_nobody(const void *row)
{
    struct answer *answer = post(NULL, wish(PLAIN, clock_of(fresh_day(), 9, 0), ""));

    (void)row;
    expect_created(answer);
    EXPECT_TEXT(answer, "data.location", "");
    EXPECT_TEXT(answer, "data.meetingUrl", "");
}

static void a_number_of_two_businesses(const void *row)
{
    const char *past = wish(TALK, "2024-01-01T10:00:00Z", "");

    (void)row;
    expect_bad(post(NULL, past), "Attempting to book a meeting in the past.");
    EXPECT_STATUS(ASK(.method = "POST", .target = "/v2/bookings", .body = past), 404);
}

static void a_child_is_booked(const void *row)
{
    (void)row;
    expect_created(create(CHILD, clock_of(fresh_day(), 10, 0)));
    expect_created(create(HIDDEN, clock_of(fresh_day(), 10, 0)));
}

static const struct keys {
    const char *name, *credential;
    long status;
} keys[] = {
    {"with a key", HAL, 201},
    {"with the key of a colleague", IDA, 201},
    {"with a managed user's token", "way-create-managed-hal", 201},
    {"with an OAuth token that may write", "way-create-oauth-write", 201},
    {"with nothing", NULL, 201},
    {"with an OAuth token that may only read", "way-create-oauth-read", 403},
    {"with an unknown key", "cal_nobody", 401},
    {"with an unknown token", "nobody", 401},
    {"with an expired key", "cal_test_ann_expired", 401},
    {"with a revoked key", "cal_test_ann_revoked", 401},
    {"with the key of another business", "cal_test_zed", 404},
};

static void run_key(const void *row)
{
    const struct keys *one = row;
    const char *start = clock_of(fresh_day(), 10, 0);

    EXPECT_STATUS(post(one->credential, wish(PLAIN, start, "")), one->status);
    EXPECT(bookings_at(start) == (one->status == 201), "%lld bookings",
           (long long)bookings_at(start));
}

static void starts_in_many_spellings(const void *row)
{
    int64_t day = fresh_day();
    struct answer *answer;

    (void)row;
    answer = create(PLAIN, say("%.10sT10:00:00+01:00", clock_of(day, 0, 0)));
    expect_created(answer);
    EXPECT_TEXT(answer, "data.start", clock_of(day, 9, 0));
    answer = create(PLAIN, say("%.10sT10:00:00", clock_of(day, 0, 0)));
    expect_created(answer);
    EXPECT_TEXT(answer, "data.start", clock_of(day, 10, 0));
    answer = create(PLAIN, say("%.10sT11:00Z", clock_of(day, 0, 0)));
    expect_created(answer);
    EXPECT_TEXT(answer, "data.start", clock_of(day, 11, 0));
    answer = create(PLAIN, say("%.10sT07:00:00.000-0500", clock_of(day, 0, 0)));
    expect_created(answer);
    EXPECT_TEXT(answer, "data.start", clock_of(day, 12, 0));
}

/* ---- bodies ---- */

static const struct strict {
    const char *name, *body, *message;
} stricts[] = {
    {"an empty object lacks start and attendee", "{}",
     "start property is wrong,start must be a valid ISO 8601 date string , attendee property is "
     "wrong,attendee should not be null or undefined "},
    {"nothing at all lacks start and attendee", "",
     "start property is wrong,start must be a valid ISO 8601 date string , attendee property is "
     "wrong,attendee should not be null or undefined "},
    {"an unknown field is named",
     "{\"start\":\"2032-01-05T10:00:00Z\",\"eventTypeId\":5001,\"attendee\":" BO ",\"foo\":1}",
     "foo property is wrong,property foo should not exist "},
    {"a time zone nobody knows is told where it stands",
     "{\"start\":\"2032-01-05T10:00:00Z\",\"eventTypeId\":5001,\"attendee\":{\"name\":\"Bo\","
     "\"email\":"
     "\"bo@example.com\",\"timeZone\":\"Mars/Base\"}}",
     "attendee property is wrong, timeZone property is wrong,timeZone must be a valid IANA "
     "time-zone "},
    {"a number in quotes is no number",
     "{\"start\":\"2032-01-05T10:00:00Z\",\"eventTypeId\":\"5001\",\"attendee\":" BO "}",
     "eventTypeId property is wrong,eventTypeId must be an integer number "},
    {"an unknown field of the attendee is told where it stands",
     "{\"start\":\"2032-01-05T10:00:00Z\",\"eventTypeId\":5001,\"attendee\":{\"name\":\"Bo\","
     "\"email\":"
     "\"bo@example.com\",\"timeZone\":\"Europe/Rome\",\"id\":1}}",
     "attendee property is wrong, id property is wrong,property id should not exist "},
    {"a start that is no date", "{\"start\":\"soon\",\"eventTypeId\":5001,\"attendee\":" BO "}",
     "start property is wrong,start must be a valid ISO 8601 date string "},
    {"a start that does not exist",
     "{\"start\":\"2031-02-30T10:00:00Z\",\"eventTypeId\":5001,\"attendee\":" BO "}",
     "start property is wrong,start must be a valid ISO 8601 date string "},
    {"two wrong fields stand in one sentence",
     "{\"start\":\"soon\",\"eventTypeId\":\"x\",\"attendee\":" BO "}",
     "start property is wrong,start must be a valid ISO 8601 date string , eventTypeId property is "
     "wrong,eventTypeId must be an integer number "},
};

static void run_strict(const void *row)
{
    const struct strict *one = row;

    expect_bad(post(HAL, one->body), one->message);
}

#define WHEN_WHO "\"start\":\"2032-01-05T10:00:00Z\",\"attendee\":" BO
static const struct loose {
    const char *name, *body, *has;
} looses[] = {
    {"an attendee without a name",
     "{\"eventTypeId\":5001,\"start\":\"2032-01-05T10:00:00Z\",\"attendee\":"
     "{\"email\":\"bo@example.com\",\"timeZone\":\"Europe/Rome\"}}",
     "name property is wrong"},
    {"an attendee without a time zone",
     "{\"eventTypeId\":5001,\"start\":\"2032-01-05T10:00:00Z\","
     "\"attendee\":{\"name\":\"Bo\",\"email\":\"bo@example.com\"}}",
     "timeZone property is wrong"},
    {"an attendee with a broken address",
     "{\"eventTypeId\":5001,\"start\":\"2032-01-05T10:00:00Z\",\"attendee\":{\"name\":\"Bo\","
     "\"email\":"
     "\"bo at example\",\"timeZone\":\"Europe/Rome\"}}",
     "email property is wrong"},
    {"an attendee with a telephone in letters",
     "{\"eventTypeId\":5001,\"start\":\"2032-01-05T10:00:00Z\",\"attendee\":{\"name\":\"Bo\","
     "\"phoneNumber\":"
     "\"+39 call me\",\"timeZone\":\"Europe/Rome\"}}",
     "phoneNumber property is wrong"},
    {"an attendee with an unknown language",
     "{\"eventTypeId\":5001,\"start\":\"2032-01-05T10:00:00Z\",\"attendee\":{\"name\":\"Bo\","
     "\"email\":"
     "\"bo@example.com\",\"timeZone\":\"Europe/Rome\",\"language\":\"klingon\"}}",
     "language property is wrong"},
    {"an attendee that is a text",
     "{\"eventTypeId\":5001,\"start\":\"2032-01-05T10:00:00Z\",\"attendee\":"
     "\"bo\"}",
     "attendee property is wrong"},
    {"an attendee that is null",
     "{\"eventTypeId\":5001,\"start\":\"2032-01-05T10:00:00Z\",\"attendee\":"
     "null}",
     "attendee property is wrong"},
    {"a start that is a number",
     "{\"eventTypeId\":5001,\"start\":1957168800000,\"attendee\":" BO "}",
     "start property is wrong"},
    {"guests that are a text", "{\"eventTypeId\":5001,\"guests\":\"cy@example.com\"," WHEN_WHO "}",
     "guests property is wrong"},
    {"a guest without an address", "{\"eventTypeId\":5001,\"guests\":[\"cy\"]," WHEN_WHO "}",
     "guests property is wrong"},
    {"a guest that is a number", "{\"eventTypeId\":5001,\"guests\":[1]," WHEN_WHO "}",
     "guests property is wrong"},
    {"a length of nothing", "{\"eventTypeId\":5011,\"lengthInMinutes\":0," WHEN_WHO "}",
     "lengthInMinutes property is wrong"},
    {"a length in quotes", "{\"eventTypeId\":5011,\"lengthInMinutes\":\"30\"," WHEN_WHO "}",
     "lengthInMinutes property is wrong"},
    {"a fraction of a minute", "{\"eventTypeId\":5011,\"lengthInMinutes\":30.5," WHEN_WHO "}",
     "lengthInMinutes property is wrong"},
    {"no recurrence at all", "{\"eventTypeId\":5001,\"recurrenceCount\":0," WHEN_WHO "}",
     "recurrenceCount property is wrong"},
    {"an instant booking in words", "{\"eventTypeId\":5001,\"instant\":\"yes\"," WHEN_WHO "}",
     "instant property is wrong"},
    {"metadata that are a list", "{\"eventTypeId\":5001,\"metadata\":[]," WHEN_WHO "}",
     "metadata property is wrong"},
    {"answers that are a text",
     "{\"eventTypeId\":5001,\"bookingFieldsResponses\":\"x\"," WHEN_WHO "}",
     "bookingFieldsResponses property is wrong"},
    {"a fraction of an event type", "{\"eventTypeId\":5001.5," WHEN_WHO "}",
     "eventTypeId property is wrong"},
    {"a slug that is a number", "{\"eventTypeSlug\":1,\"username\":\"hal\"," WHEN_WHO "}",
     "eventTypeSlug property is wrong"},
};

static void run_loose(const void *row)
{
    const struct loose *one = row;
    struct answer *answer = post(HAL, one->body);

    EXPECT_STATUS(answer, 400);
    EXPECT_TEXT(answer, "error.code", "BadRequestException");
    EXPECT(text_at(answer->json, "error.message") != NULL &&
               strstr(text_at(answer->json, "error.message"), one->has) != NULL,
           "%s", answer->body);
}

static void no_array_as_body(const void *row)
{
    (void)row;
    EXPECT_STATUS(post(HAL, "[]"), 400);
    EXPECT_STATUS(post(HAL, "1"), 400);
    EXPECT_STATUS(post(HAL, "\"text\""), 400);
}

static void broken_json(const void *row)
{
    struct answer *answer = post(HAL, "{\"start\":");

    (void)row;
    EXPECT_STATUS(answer, 400);
    EXPECT_TEXT(answer, "error.code", "BadRequestException");
}

/* ---- event types ---- */

static const struct unknown {
    const char *name, *key, *body, *message, *also;
} unknowns[] = {
    {"an unknown number", HAL, "{\"eventTypeId\":999999," WHEN_WHO "}",
     "Event type with id 999999 not found.", NULL},
    {"an unknown number, for nobody", NULL, "{\"eventTypeId\":999999," WHEN_WHO "}",
     "Event type with id 999999 not found.", NULL},
    {"a number of another business", "cal_test_zed", "{\"eventTypeId\":5002," WHEN_WHO "}",
     "Event type with id 5002 not found.", NULL},
    {"a deleted event type", HAL, "{\"eventTypeId\":5018," WHEN_WHO "}",
     "Event type with id 5018 not found.", NULL},
    {"an unknown slug", HAL, "{\"eventTypeSlug\":\"nosuch\",\"username\":\"hal\"," WHEN_WHO "}",
     "nosuch", "hal"},
    {"an unknown user", HAL, "{\"eventTypeSlug\":\"talk\",\"username\":\"nosuch\"," WHEN_WHO "}",
     "talk", "nosuch"},
    {"an unknown team", HAL, "{\"eventTypeSlug\":\"talk\",\"teamSlug\":\"nosuch\"," WHEN_WHO "}",
     "talk", "nosuch"},
    {"a user of another business", HAL,
     "{\"eventTypeSlug\":\"intro\",\"username\":\"zed\"," WHEN_WHO "}", "intro", "zed"},
};

static void run_unknown(const void *row)
{
    const struct unknown *one = row;
    struct answer *answer = post(one->key, one->body);
    const char *message = text_at(answer->json, "error.message");

    EXPECT_STATUS(answer, 404);
    EXPECT_TEXT(answer, "error.code", "NotFoundException");
    EXPECT(message != NULL && strstr(message, one->message) != NULL, "%s", answer->body);
    EXPECT(message != NULL && (one->also == NULL || strstr(message, one->also) != NULL), "%s",
           answer->body);
}

static const struct unnamed {
    const char *name, *body;
} unnameds[] = {
    {"no event type", "{" WHEN_WHO "}"},
    {"a slug without an owner", "{\"eventTypeSlug\":\"talk\"," WHEN_WHO "}"},
    {"an owner without a slug", "{\"username\":\"hal\"," WHEN_WHO "}"},
    {"a team without a slug", "{\"teamSlug\":\"pack\"," WHEN_WHO "}"},
};

static void run_unnamed(const void *row)
{
    struct answer *answer = post(HAL, ((const struct unnamed *)row)->body);
    const char *message = text_at(answer->json, "error.message");

    EXPECT_STATUS(answer, 400);
    EXPECT(message != NULL && strstr(message, "Either eventTypeId or eventTypeSlug + username or "
                                              "eventTypeSlug + teamSlug must be provided") != NULL,
           "%s", answer->body);
}

static void a_managed_parent(const void *row)
{
    (void)row;
    EXPECT_STATUS(create(MANAGED, clock_of(fresh_day(), 10, 0)), 400);
}

static void members_only(const void *row)
{
    const char *start = clock_of(fresh_day(), 10, 0);
    struct answer *nobody = post(NULL, wish(MEMBERS, start, ""));
    struct answer *stranger = post(JAN, wish(MEMBERS, start, ""));
    const char *beginning = "checkBookingRequiresAuthentication -";

    (void)row;
    EXPECT_STATUS(nobody, 401);
    EXPECT_TEXT(nobody, "error.code", "UnauthorizedException");
    EXPECT(text_at(nobody->json, "error.message") != NULL &&
               strncmp(text_at(nobody->json, "error.message"), beginning, strlen(beginning)) == 0,
           "%s", nobody->body);
    EXPECT_STATUS(stranger, 403);
    EXPECT_TEXT(stranger, "error.code", "ForbiddenException");
    EXPECT(text_at(stranger->json, "error.message") != NULL &&
               strncmp(text_at(stranger->json, "error.message"), beginning, strlen(beginning)) == 0,
           "%s", stranger->body);
    expect_created(post(HAL, wish(MEMBERS, start, "")));
}

/* ---- what is taken ---- */

static void touching(const void *row)
{
    int64_t day = fresh_day();

    (void)row;
    expect_created(create(TALK, clock_of(day, 10, 0)));
    expect_created(create(TALK, clock_of(day, 10, 30)));
    expect_created(create(TALK, clock_of(day, 9, 30)));
    EXPECT(claimed(501, day) == 90, "%lld minutes", (long long)claimed(501, day));
}

static void overlapping(const void *row)
{
    int64_t day = fresh_day();

    (void)row;
    expect_created(create(TALK, clock_of(day, 10, 0)));
    expect_bad(create(TALK, clock_of(day, 10, 0)), NOT_AVAILABLE);
    expect_bad(create(TALK, clock_of(day, 10, 15)), NOT_AVAILABLE);
    expect_bad(create(TALK, clock_of(day, 9, 45)), NOT_AVAILABLE);
    expect_bad(create(CALL, clock_of(day, 10, 0)), "Missing required booking field response: "
                                                   "attendee.phoneNumber - add it to the request "
                                                   "(\"attendee.phoneNumber\")");
    EXPECT(claimed(501, day) == 30, "%lld minutes", (long long)claimed(501, day));
    EXPECT(bookings_at(clock_of(day, 10, 0)) == 1, "bookings");
}

static void another_event_type_of_the_host(const void *row)
{
    int64_t day = fresh_day();

    (void)row;
    expect_created(create(TALK, clock_of(day, 10, 0)));
    expect_bad(create(PLAIN, clock_of(day, 10, 0)), NOT_AVAILABLE);
    expect_bad(create(LENGTHS, clock_of(day, 10, 0)), NOT_AVAILABLE);
    expect_created(create(OF_IDA, clock_of(day, 10, 0)));
}

static void buffers(const void *row)
{
    int64_t day = fresh_day();

    (void)row;
    expect_created(create(BUFFERED, clock_of(day, 10, 0)));
    EXPECT(claimed(501, day) == 85, "%lld minutes", (long long)claimed(501, day));
    expect_bad(create(TALK, clock_of(day, 9, 30)), NOT_AVAILABLE);
    expect_bad(create(TALK, clock_of(day, 11, 0)), NOT_AVAILABLE);
    expect_created(create(TALK, clock_of(day, 9, 15)));
    expect_created(create(TALK, clock_of(day, 11, 15)));
    expect_bad(create(BUFFERED, clock_of(day, 11, 0)), NOT_AVAILABLE);
}

static void buffers_add_up(const void *row)
{
    int64_t day = fresh_day();

    (void)row;
    expect_created(create(BUFFERED, clock_of(day, 10, 0)));
    expect_bad(create(BUFFERED, clock_of(day, 11, 0)), NOT_AVAILABLE);
    expect_created(create(BUFFERED, clock_of(day, 12, 0)));
    expect_bad(create(BUFFERED, clock_of(day, 9, 0)), NOT_AVAILABLE);
    EXPECT(claimed(501, day) == 170, "%lld minutes", (long long)claimed(501, day));
}

static void buffers_reach_out_of_hours(const void *row)
{
    int64_t day = fresh_day();

    (void)row;
    expect_created(create(BUFFERED, clock_of(day, 9, 0)));
    expect_created(create(BUFFERED, clock_of(day, 16, 0)));
}

static void pending_holds(const void *row)
{
    int64_t day = fresh_day();
    struct answer *answer = create(CONFIRM, clock_of(day, 10, 0));

    (void)row;
    expect_created(answer);
    EXPECT_TEXT(answer, "data.status", "pending");
    EXPECT(claimed(501, day) == 30, "%lld minutes", (long long)claimed(501, day));
    expect_bad(create(TALK, clock_of(day, 10, 0)), NOT_AVAILABLE);
    answer = http_get(say("/v2/bookings?status=unconfirmed&bookingUid=%s", uid_of(answer)), HAL,
                      CAL_PAGES);
    EXPECT(count_at(answer->json, "data") == 1, "%s", answer->body);
}

static void at_once(const void *row)
{
    const char *body = wish(TALK, clock_of(fresh_day(), 10, 0), "");
    struct ask asks[TOGETHER];
    struct answer *all[TOGETHER];
    int created = 0;

    (void)row;
    for (size_t i = 0; i < TOGETHER; i++) {
        asks[i] = (struct ask){
            .method = "POST", .target = "/v2/bookings", .body = body, .headers = {HERE}};
    }
    http_together(asks, TOGETHER, all);
    for (size_t i = 0; i < TOGETHER; i++) {
        created += all[i]->status == 201;
        EXPECT(all[i]->status == 201 || all[i]->status == 400, "status %ld: %s", all[i]->status,
               all[i]->body);
    }
    EXPECT(created == 1, "%d were told they have it", created);
}

/* ---- hours ---- */

static const struct hour {
    const char *name, *start;
    bool fits;
} hours[] = {
    {"before nine", "2031-02-10T08:30:00Z", false},
    {"over nine", "2031-02-10T08:45:00Z", false},
    {"at nine", "2031-02-10T09:00:00Z", true},
    {"at half past four", "2031-02-10T16:30:00Z", true},
    {"over five", "2031-02-10T16:45:00Z", false},
    {"at five", "2031-02-10T17:00:00Z", false},
    {"on a Saturday", "2031-02-08T10:00:00Z", false},
    {"on a Sunday", "2031-02-09T10:00:00Z", false},
    {"at nine of summer", "2031-06-02T08:00:00Z", true},
    {"before nine of summer", "2031-06-02T07:30:00Z", false},
    {"at five of summer", "2031-06-02T16:00:00Z", false},
    {"at ten past nine, off the grid", "2031-02-10T09:10:00Z", false},
    {"a second past nine", "2031-02-10T09:00:01Z", false},
    {"in the middle of an override", "2031-05-01T11:30:00Z", true},
    {"outside of an override", "2031-05-01T09:00:00Z", false},
    {"on a closed day", "2031-05-02T10:00:00Z", false},
    {"on a Saturday that an override opens", "2031-05-03T09:00:00Z", true},
    {"on the first day off", "2031-08-04T10:00:00Z", false},
    {"on the last day off", "2031-08-08T10:00:00Z", false},
    {"after the last day off", "2031-08-11T10:00:00Z", true},
    {"on a holiday", "2031-12-25T10:00:00Z", false},
    {"beside a holiday", "2031-12-24T10:00:00Z", true},
    {"while another calendar is busy", "2031-05-05T10:00:00Z", false},
    {"over the beginning of another calendar's time", "2031-05-05T09:45:00Z", false},
    {"over the end of another calendar's time", "2031-05-05T10:45:00Z", false},
    {"right before another calendar's time", "2031-05-05T09:30:00Z", true},
    {"right after another calendar's time", "2031-05-05T11:00:00Z", true},
};

/* What fits is given back at once, so that the case can run again. */
static void run_hour(const void *row)
{
    const struct hour *one = row;
    struct answer *answer = create(TALK, one->start);

    if (one->fits) {
        expect_created(answer);
        EXPECT_STATUS(cancel_as(NULL, uid_of(answer), NULL), 200);
    } else {
        expect_bad(answer, NOT_AVAILABLE);
    }
}

static void no_hours_at_all(const void *row)
{
    (void)row;
    expect_bad(create(NOTHING, clock_of(fresh_day(), 10, 0)), NOT_AVAILABLE);
}

static void in_the_past(const void *row)
{
    (void)row;
    expect_bad(create(TALK, "2024-05-06T10:00:00Z"), "Attempting to book a meeting in the past.");
    expect_bad(create(TALK, "0001-01-01T10:00:00Z"), "Attempting to book a meeting in the past.");
    expect_bad(create(TALK, instant_text(instant_now().us - US_A_MINUTE)),
               "Attempting to book a meeting in the past.");
}

static void beyond_calendars(const void *row)
{
    (void)row;
    expect_bad_beginning(create(TALK, "9999-12-31T10:00:00Z"), NOT_THEN);
}

static int64_t whole_quarter(int64_t us)
{
    return us / (15 * US_A_MINUTE) * 15 * US_A_MINUTE;
}

static void notice(const void *row)
{
    int64_t now = whole_quarter(instant_now().us);
    struct answer *answer;

    (void)row;
    expect_bad_beginning(create(NOTICE, instant_text(now + 47 * US_AN_HOUR)), NOT_THEN);
    expect_bad_beginning(create(NOTICE, instant_text(now + 48 * US_AN_HOUR)), NOT_THEN);
    answer = create(NOTICE, instant_text(now + 49 * US_AN_HOUR));
    if (answer->status != 201) {
        expect_bad(answer, NOT_AVAILABLE);
    } else {
        EXPECT_STATUS(cancel_as(NULL, uid_of(answer), NULL), 200);
    }
}

static void rolling_window(const void *row)
{
    int64_t now = whole_quarter(instant_now().us);
    struct answer *answer = create(WINDOW, instant_text(now + 13 * US_A_DAY));

    (void)row;
    if (answer->status != 201) {
        expect_bad(answer, NOT_AVAILABLE);
    } else {
        EXPECT_STATUS(cancel_as(NULL, uid_of(answer), NULL), 200);
    }
    expect_bad_beginning(create(WINDOW, instant_text(now + 16 * US_A_DAY)), NOT_THEN);
}

static const struct hour june[] = {
    {"before the first day of a fixed window", "2031-05-31T22:45:00Z", false},
    {"on the first day of a fixed window, by the host's clock", "2031-05-31T23:00:00Z", true},
    {"on the last day of a fixed window", "2031-06-30T22:45:00Z", true},
    {"after the last day of a fixed window, by the host's clock", "2031-06-30T23:00:00Z", false},
};

static void run_june(const void *row)
{
    const struct hour *one = row;
    struct answer *answer = create(JUNE, one->start);

    if (one->fits) {
        expect_created(answer);
        EXPECT_STATUS(cancel_as(NULL, uid_of(answer), NULL), 200);
    } else {
        expect_bad_beginning(answer, NOT_THEN);
    }
}

/* ---- clock changes, found in the zone itself ---- */

struct change {
    const char *zone;
    int type, month;
    bool forward;
};
static const struct change changes[] = {
    {"America/New_York", NIGHTS, 3, true},
    {"America/New_York", NIGHTS, 11, false},
    {"Australia/Lord_Howe", ISLAND, 10, true},
    {"Australia/Lord_Howe", ISLAND, 4, false},
};

static struct tm local(const char *zone, int64_t us)
{
    time_t seconds = (time_t)(us / US_A_SECOND);
    struct tm tm;

    setenv("TZ", zone, 1);
    tzset();
    localtime_r(&seconds, &tm);
    return tm;
}

/* The first instant of the month with another offset than the one before. */
static int64_t change_in(const char *zone, int year, int month)
{
    int64_t us = at(year, month, 1, 0, 0) - 2 * US_A_DAY;
    long offset = local(zone, us).tm_gmtoff;

    while (local(zone, us).tm_gmtoff == offset) {
        us += 15 * US_A_MINUTE;
    }
    return us;
}

static int minute_of_day(const struct tm *tm)
{
    return tm->tm_hour * 60 + tm->tm_min;
}

/* From 0 to 6 on the wall, half hours from the beginning; what a change skips is not there and what
 * it repeats is there twice. */
static bool is_open(const char *zone, int64_t start)
{
    struct tm first = local(zone, start);
    struct tm last = local(zone, start + 29 * US_A_MINUTE);

    return minute_of_day(&first) % 30 == 0 && first.tm_hour < 6 && last.tm_hour < 6;
}

static int64_t fresh_year(int type)
{
    int64_t last = sql_number("SELECT MAX(start_us) FROM booking WHERE business_id = %lld AND"
                              " event_type_id = %d",
                              (long long)business, type);

    return last < at(2032, 1, 1, 0, 0)
               ? 2032
               : date_of_day((struct day){(int32_t)(last / US_A_DAY)}).year + 1;
}

static void run_change(const void *row)
{
    const struct change *one = row;
    int64_t change = change_in(one->zone, (int)fresh_year(one->type), one->month);
    struct tm tm = local(one->zone, change);
    int64_t midnight = change - minute_of_day(&tm) * US_A_MINUTE;
    int open = 0, booked = 0;

    for (int64_t start = midnight - 4 * US_AN_HOUR; start < midnight + 11 * US_AN_HOUR;
         start += 30 * US_A_MINUTE) {
        bool wanted = is_open(one->zone, start);
        struct answer *answer = create(one->type, instant_text(start));

        open += wanted;
        booked += answer->status == 201;
        EXPECT(answer->status == (wanted ? 201 : 400), "%s: status %ld, not %d: %s",
               instant_text(start), answer->status, wanted ? 201 : 400, answer->body);
    }
    EXPECT(open == booked && (one->forward ? open < 12 : open > 12), "%d of %d", booked, open);
}

/* ---- lengths, answers, metadata, guests, places ---- */

static void lengths(const void *row)
{
    int64_t day = fresh_day();
    struct answer *answer = post(HAL, wish(LENGTHS, clock_of(day, 9, 0), "\"lengthInMinutes\":90"));

    (void)row;
    expect_created(answer);
    EXPECT_NUMBER(answer, "data.duration", 90);
    EXPECT_TEXT(answer, "data.end", clock_of(day, 10, 30));
    EXPECT(claimed(501, day) == 90, "%lld minutes", (long long)claimed(501, day));
    answer = create(LENGTHS, clock_of(day, 11, 0));
    expect_created(answer);
    EXPECT_NUMBER(answer, "data.duration", 30);
    EXPECT_STATUS(post(HAL, wish(LENGTHS, clock_of(day, 12, 0), "\"lengthInMinutes\":45")), 400);
    EXPECT_STATUS(post(HAL, wish(TALK, clock_of(day, 12, 0), "\"lengthInMinutes\":30")), 400);
    EXPECT_STATUS(post(HAL, wish(TALK, clock_of(day, 12, 0), "\"lengthInMinutes\":60")), 400);
    expect_bad(post(HAL, wish(LENGTHS, clock_of(day, 16, 0), "\"lengthInMinutes\":90")),
               NOT_AVAILABLE);
}

#define ANSWERS(answers) "\"bookingFieldsResponses\":{" answers "}"
static const struct wrong_answer {
    const char *name, *answers, *message;
    bool whole;
} wrong_answers[] = {
    {"a required answer is missing", ANSWERS(""),
     "Missing required booking field response: company", false},
    {"a required answer is empty", ANSWERS("\"company\":\"\""),
     "Missing required booking field response: company", false},
    {"a required answer is null", ANSWERS("\"company\":null"),
     "Missing required booking field response: company", false},
    {"a number for a text", ANSWERS("\"company\":1"),
     "Invalid type for booking field 'company'. Expected type string (compatible with field type "
     "'text'), but received number.",
     true},
    {"a list for a text", ANSWERS("\"company\":[\"x\"]"),
     "Invalid type for booking field 'company'. Expected type string (compatible with field type "
     "'text'), but received array.",
     true},
    {"a text for a number", ANSWERS("\"company\":\"x\",\"people\":\"3\""),
     "Invalid type for booking field 'people'. Expected type number (compatible with field type "
     "'number'), but received string.",
     true},
    {"a text for yes or no", ANSWERS("\"company\":\"x\",\"terms\":\"yes\""),
     "Invalid type for booking field 'terms'. Expected type boolean (compatible with field type "
     "'boolean'), but received string.",
     true},
    {"a text for several options", ANSWERS("\"company\":\"x\",\"topics\":\"price\""),
     "Invalid type for booking field 'topics'. Expected type array (compatible with field type "
     "'multiselect'), but received string.",
     true},
    {"an option nobody offers", ANSWERS("\"company\":\"x\",\"size\":\"huge\""),
     "Invalid option 'huge' for booking field 'size'. Allowed options are: small, medium, large.",
     true},
    {"a choice nobody offers", ANSWERS("\"company\":\"x\",\"first\":\"maybe\""),
     "Invalid option 'maybe' for booking field 'first'. Allowed options are: yes, no.", true},
    {"one of several options nobody offers",
     ANSWERS("\"company\":\"x\",\"topics\":[\"price\",\"gossip\"]"),
     "One or more invalid options for booking field 'topics'. Allowed options are: price, support, "
     "other.",
     true},
};

static void run_wrong_answer(const void *row)
{
    const struct wrong_answer *one = row;
    struct answer *answer = post(HAL, wish(QUESTIONS, "2031-02-11T10:00:00Z", one->answers));

    if (one->whole) {
        expect_bad(answer, one->message);
    } else {
        expect_bad_beginning(answer, one->message);
    }
}

static void answers_are_kept(const void *row)
{
    struct answer *answer = post(
        HAL, wish(QUESTIONS, clock_of(fresh_day(), 10, 0),
                  ANSWERS("\"company\":\"Acme \\\"&\\\" Söhne 李\",\"size\":\"small\",\"topics\":"
                          "[\"price\",\"other\"],\"people\":3,\"terms\":true,\"first\":null,"
                          "\"extra\":{\"a\":[1]}")));

    (void)row;
    expect_created(answer);
    EXPECT_TEXT(answer, "data.bookingFieldsResponses.company", "Acme \"&\" Söhne 李");
    EXPECT_TEXT(answer, "data.bookingFieldsResponses.size", "small");
    EXPECT_TEXT(answer, "data.bookingFieldsResponses.topics.1", "other");
    EXPECT_NUMBER(answer, "data.bookingFieldsResponses.people", 3);
    EXPECT(json_object_get_boolean(json_at(answer->json, "data.bookingFieldsResponses.terms")),
           "%s", answer->body);
    EXPECT_TEXT(answer, "data.bookingFieldsResponses.first", "");
    EXPECT_NUMBER(answer, "data.bookingFieldsResponses.extra.a.0", 1);
    EXPECT_TEXT(answer, "data.bookingFieldsResponses.name", "Bo Guest");
}

static void answers_do_not_replace_the_attendee(const void *row)
{
    struct answer *answer = post(
        HAL,
        wish(PLAIN, clock_of(fresh_day(), 10, 0),
             ANSWERS(
                 "\"name\":\"Someone Else\",\"email\":\"else@example.com\",\"guests\":[\"x\"]")));

    (void)row;
    expect_created(answer);
    EXPECT_TEXT(answer, "data.bookingFieldsResponses.name", "Bo Guest");
    EXPECT_TEXT(answer, "data.bookingFieldsResponses.email", "bo@example.com");
    EXPECT(!json_has(answer->json, "data.guests"), "%s", answer->body);
}

static void metadata_are_kept(const void *row)
{
    struct answer *answer = post(HAL, wish(PLAIN, clock_of(fresh_day(), 10, 0),
                                           "\"metadata\":{\"userId\":\"100\",\"n\":7}"));

    (void)row;
    expect_created(answer);
    EXPECT_TEXT(answer, "data.metadata.userId", "100");
    EXPECT_NUMBER(answer, "data.metadata.n", 7);
}

static const char *metadata_of(int keys_count, int key_length, int value_length)
{
    const char *all = "";
    char filler[600];

    memset(filler, 'x', sizeof filler);
    for (int i = 0; i < keys_count; i++) {
        all = say("%s%s\"%.*s%02d\":\"%.*s\"", all, i == 0 ? "" : ",", key_length - 2, filler, i,
                  value_length, filler);
    }
    return say("\"metadata\":{%s}", all);
}

static const struct bounds {
    const char *name;
    int keys_count, key_length, value_length;
    bool fits;
} bounds[] = {
    {"50 keys of metadata fit", 50, 5, 5, true},
    {"51 keys of metadata are too many", 51, 5, 5, false},
    {"a key of 40 letters fits", 1, 40, 5, true},
    {"a key of 41 letters is too long", 1, 41, 5, false},
    {"a value of 500 letters fits", 1, 5, 500, true},
    {"a value of 501 letters is too long", 1, 5, 501, false},
};

static void run_bounds(const void *row)
{
    const struct bounds *one = row;

    EXPECT_STATUS(post(HAL, wish(PLAIN, clock_of(fresh_day(), 10, 0),
                                 metadata_of(one->keys_count, one->key_length, one->value_length))),
                  one->fits ? 201 : 400);
}

static void guests(const void *row)
{
    struct answer *answer =
        post(HAL, wish(PLAIN, clock_of(fresh_day(), 10, 0),
                       "\"guests\":[\"cy@example.com\",\"di+work@example.com\"]"));

    (void)row;
    expect_created(answer);
    EXPECT(count_at(answer->json, "data.attendees") == 3, "%s", answer->body);
    EXPECT_TEXT(answer, "data.guests.0", "cy@example.com");
    EXPECT_TEXT(answer, "data.guests.1", "di+work@example.com");
    EXPECT_TEXT(answer, "data.attendees.1.email", "cy@example.com");
    EXPECT_TEXT(answer, "data.attendees.1.name", "");
    EXPECT_TEXT(answer, "data.attendees.1.timeZone", "Europe/Rome");
    EXPECT_TEXT(answer, "data.attendees.1.language", "en");
    EXPECT_TEXT(answer, "data.bookingFieldsResponses.guests.1", "di+work@example.com");
    EXPECT_TEXT(answer, "data.bookingFieldsResponses.displayGuests.0", "cy@example.com");
}

static void an_empty_list_of_guests(const void *row)
{
    struct answer *answer = post(HAL, wish(PLAIN, clock_of(fresh_day(), 10, 0), "\"guests\":[]"));

    (void)row;
    expect_created(answer);
    EXPECT(count_at(answer->json, "data.attendees") == 1, "%s", answer->body);
}

static void a_guest_sees_the_booking(const void *row)
{
    struct answer *answer =
        post(HAL, wish(PLAIN, clock_of(fresh_day(), 10, 0), "\"guests\":[\"jan@create.example\"]"));
    const char *uid = expect_created(answer);

    (void)row;
    answer = http_get(say("/v2/bookings?bookingUid=%s", uid), JAN, CAL_PAGES);
    EXPECT(count_at(answer->json, "data") == 1, "%s", answer->body);
}

static const struct place {
    const char *name;
    int type;
    const char *wanted, *place, *value;
} places[] = {
    {"without a word the first place is taken", PLACES, "", "1 High Street, London", "inPerson"},
    {"an address", PLACES, "\"location\":{\"type\":\"address\"}", "1 High Street, London",
     "inPerson"},
    {"a link", PLACES, "\"location\":{\"type\":\"link\"}", "https://meet.example.com/places",
     "link"},
    {"the host's telephone", PLACES, "\"location\":{\"type\":\"phone\"}", "+442079460000",
     "userPhone"},
    {"an integration", PLACES,
     "\"location\":{\"type\":\"integration\",\"integration\":\"cal-video\"}",
     "integrations:cal-video", "integrations"},
    {"the attendee's address", PLACES,
     "\"location\":{\"type\":\"attendeeAddress\",\"address\":\"Via Roma 1\"}", "Via Roma 1",
     "attendeeInPerson"},
    {"the attendee's telephone", PLACES,
     "\"location\":{\"type\":\"attendeePhone\",\"phone\":\"+390612345678\"}", "+390612345678",
     "phone"},
    {"what the attendee says", PLACES,
     "\"location\":{\"type\":\"attendeeDefined\",\"location\":\"On the bridge\"}", "On the bridge",
     "somewhereElse"},
    {"a link as plain text", PLACES, "\"location\":\"https://example.com/x\"",
     "https://example.com/x", "link"},
    {"a telephone as plain text", PLACES, "\"location\":\"+390612345678\"", "+390612345678",
     "phone"},
    {"anything as plain text", PLACES, "\"location\":\"under the clock\"", "under the clock",
     "somewhereElse"},
    {"a link under the old name", PLACES, "\"meetingUrl\":\"https://example.com/y\"",
     "https://example.com/y", "link"},
};

static void run_place(const void *row)
{
    const struct place *one = row;
    struct answer *answer = post(HAL, wish(one->type, clock_of(fresh_day(), 10, 0), one->wanted));

    expect_created(answer);
    EXPECT_TEXT(answer, "data.location", one->place);
    EXPECT_TEXT(answer, "data.meetingUrl", one->place);
    EXPECT_TEXT(answer, "data.bookingFieldsResponses.location.value", one->value);
}

static const struct unnamed wrong_places[] = {
    {"a kind of place nobody knows", "\"location\":{\"type\":\"moon\"}"},
    {"a place without a kind", "\"location\":{}"},
    {"a kind of place the event type lacks", "\"location\":{\"type\":\"organizersDefaultApp\"}"},
    {"an integration the event type lacks",
     "\"location\":{\"type\":\"integration\",\"integration\":\"zoom\"}"},
    {"an attendee's address without it", "\"location\":{\"type\":\"attendeeAddress\"}"},
    {"an attendee's telephone without it", "\"location\":{\"type\":\"attendeePhone\"}"},
    {"a place that is a number", "\"location\":7"},
    {"a place that is a list", "\"location\":[]"},
    {"a link that is none", "\"meetingUrl\":7"},
};

static void run_wrong_place(const void *row)
{
    const struct unnamed *one = row;

    EXPECT_STATUS(post(HAL, wish(PLACES, "2031-02-12T10:00:00Z", one->body)), 400);
}

static void phone_only(const void *row)
{
    struct answer *answer = post(
        HAL,
        say("{\"eventTypeId\":%d,\"start\":\"%s\",\"attendee\":{\"name\":\"Ed Phone\","
            "\"phoneNumber\":\"+390612345678\",\"timeZone\":\"Europe/Rome\",\"language\":\"it\"}}",
            CALL, clock_of(fresh_day(), 10, 0)));

    (void)row;
    expect_created(answer);
    EXPECT_TEXT(answer, "data.attendees.0.email", "390612345678@sms.cal.com");
    EXPECT_TEXT(answer, "data.attendees.0.phoneNumber", "+390612345678");
    EXPECT_TEXT(answer, "data.attendees.0.language", "it");
    EXPECT_TEXT(answer, "data.bookingFieldsResponses.email", "390612345678@sms.cal.com");
    EXPECT_TEXT(answer, "data.bookingFieldsResponses.attendeePhoneNumber", "+390612345678");
}

static void no_contact(const void *row)
{
    (void)row;
    expect_bad(
        post(HAL, "{\"eventTypeId\":5019,\"start\":\"2032-01-05T10:00:00Z\",\"attendee\":{\"name\":"
                  "\"Bo\",\"timeZone\":\"Europe/Rome\"}}"),
        "Attendee must have at least one contact method (email or phone number)");
}

static void a_required_telephone(const void *row)
{
    struct answer *answer = create(CALL, "2031-02-11T10:00:00Z");

    (void)row;
    EXPECT_STATUS(answer, 400);
    EXPECT(text_at(answer->json, "error.message") != NULL &&
               strstr(text_at(answer->json, "error.message"), "\"attendee.phoneNumber\"") != NULL,
           "%s", answer->body);
}

static void zones_are_written_properly(const void *row)
{
    struct answer *answer = post(
        HAL, say("{\"eventTypeId\":%d,\"start\":\"%s\",\"attendee\":{\"name\":\"Bo\",\"email\":"
                 "\"bo@example.com\",\"timeZone\":\"Asia/Calcutta\"}}",
                 PLAIN, clock_of(fresh_day(), 10, 0)));

    (void)row;
    expect_created(answer);
    EXPECT_TEXT(answer, "data.attendees.0.timeZone", "Asia/Calcutta");
}

static void one_at_a_time(const void *row)
{
    int64_t day = fresh_day();
    const char *who =
        say("\"attendee\":{\"name\":\"Bo\",\"email\":\"once%lld@example.com\",\"timeZone\":"
            "\"Europe/Rome\"}",
            (long long)(day / US_A_DAY));
    const char *first =
        say("{\"eventTypeId\":%d,\"start\":\"%s\",%s}", ONCE, clock_of(day, 10, 0), who);
    const char *second =
        say("{\"eventTypeId\":%d,\"start\":\"%s\",%s}", ONCE, clock_of(day, 11, 0), who);
    const char *limit = "Attendee with this email can't book because the maximum number of active "
                        "bookings has been reached.";
    const char *uid = expect_created(post(HAL, first));

    (void)row;
    expect_bad(post(HAL, second), limit);
    expect_created(
        post(HAL, say("{\"eventTypeId\":%d,\"start\":\"%s\",\"attendee\":{\"name\":\"Bo\","
                      "\"email\":\"another%lld@example.com\",\"timeZone\":\"Europe/Rome\"}}",
                      ONCE, clock_of(day, 13, 0), (long long)(day / US_A_DAY))));
    EXPECT_STATUS(cancel_as(NULL, uid, NULL), 200);
    expect_created(post(HAL, second));
    expect_bad(post(HAL, first), limit);
}

static void one_at_a_time_at_once(const void *row)
{
    int64_t day = fresh_day();
    struct ask asks[TOGETHER];
    struct answer *all[TOGETHER];
    int created = 0;

    (void)row;
    for (int i = 0; i < TOGETHER; i++) {
        asks[i] = (struct ask){
            .method = "POST",
            .target = "/v2/bookings",
            .headers = {HERE},
            .body =
                say("{\"eventTypeId\":%d,\"start\":\"%s\",\"attendee\":{\"name\":\"Bo\",\"email\":"
                    "\"many%lld@example.com\",\"timeZone\":\"Europe/Rome\"}}",
                    ONCE, clock_of(day, 9, 30 * i), (long long)(day / US_A_DAY))};
    }
    http_together(asks, TOGETHER, all);
    for (size_t i = 0; i < TOGETHER; i++) {
        created += all[i]->status == 201;
        EXPECT(all[i]->status == 201 || all[i]->status == 400, "status %ld: %s", all[i]->status,
               all[i]->body);
    }
    EXPECT(created == 1, "%d bookings of one who may hold one", created);
}

/* ---- Idempotency-Key ---- */

static struct answer *keyed(const char *key, const char *credential, const char *body)
{
    return ASK(.method = "POST", .target = "/v2/bookings", .credential = credential,
               .version = CAL_PAGES, .body = body,
               .headers = {HERE, say("Idempotency-Key: %s", key)});
}

static const char *fresh_key(void)
{
    return say("way-%lld", (long long)instant_now().us);
}

static void a_key_again(const void *row)
{
    const char *start = clock_of(fresh_day(), 10, 0);
    const char *key = fresh_key();
    struct answer *first = keyed(key, HAL, wish(PLAIN, start, ""));
    struct answer *again = keyed(key, HAL, wish(PLAIN, start, ""));

    (void)row;
    expect_created(first);
    EXPECT_STATUS(again, 201);
    EXPECT(strcmp(first->body, again->body) == 0, "%s", again->body);
    EXPECT(http_header(first, "Idempotent-Replayed") == NULL, "the first is no replay");
    EXPECT(http_header(again, "Idempotent-Replayed") != NULL, "the second is one");
    EXPECT(bookings_at(start) == 1, "%lld bookings", (long long)bookings_at(start));
}

static void a_key_in_quotes(const void *row)
{
    const char *start = clock_of(fresh_day(), 10, 0);
    const char *key = fresh_key();
    struct answer *first = keyed(say("\"%s\"", key), HAL, wish(PLAIN, start, ""));
    struct answer *again = keyed(key, HAL, wish(PLAIN, start, ""));

    (void)row;
    expect_created(first);
    EXPECT(strcmp(first->body, again->body) == 0, "%s", again->body);
}

static void a_key_with_another_body(const void *row)
{
    int64_t day = fresh_day();
    const char *key = fresh_key();
    struct answer *other;

    (void)row;
    expect_created(keyed(key, HAL, wish(PLAIN, clock_of(day, 10, 0), "")));
    other = keyed(key, HAL, wish(PLAIN, clock_of(day, 11, 0), ""));
    EXPECT_STATUS(other, 422);
    EXPECT_TEXT(other, "error.code", "UnprocessableEntityException");
    EXPECT(bookings_at(clock_of(day, 11, 0)) == 0, "it was booked");
}

static void a_key_of_another_caller(const void *row)
{
    int64_t day = fresh_day();
    const char *key = fresh_key();

    (void)row;
    expect_created(keyed(key, HAL, wish(PLAIN, clock_of(day, 10, 0), "")));
    expect_created(keyed(key, IDA, wish(PLAIN, clock_of(day, 11, 0), "")));
    expect_created(keyed(key, NULL, wish(PLAIN, clock_of(day, 12, 0), "")));
}

static void a_key_after_a_failure(const void *row)
{
    int64_t day = fresh_day();
    const char *key = fresh_key();
    const char *body = wish(PLAIN, clock_of(day, 10, 0), "");
    const char *uid = expect_created(create(TALK, clock_of(day, 10, 0)));

    (void)row;
    expect_bad(keyed(key, HAL, body), NOT_AVAILABLE);
    EXPECT_STATUS(cancel_as(NULL, uid, NULL), 200);
    expect_created(keyed(key, HAL, body));
    EXPECT_STATUS(keyed(key, HAL, "{}"), 400);
}

static void bad_keys(const void *row)
{
    int64_t day = fresh_day();
    char key[300];

    (void)row;
    memset(key, 'k', sizeof key);
    EXPECT_STATUS(keyed(say("%.256s", key), HAL, wish(PLAIN, clock_of(day, 10, 0), "")), 400);
    EXPECT_STATUS(keyed("\"\"", HAL, wish(PLAIN, clock_of(day, 10, 0), "")), 400);
    EXPECT(bookings_at(clock_of(day, 10, 0)) == 0, "it was booked");
    memcpy(key, fresh_key(), 15);
    expect_created(keyed(say("%.255s", key), HAL, wish(PLAIN, clock_of(day, 10, 0), "")));
}

static void one_key_at_once(const void *row)
{
    const char *start = clock_of(fresh_day(), 10, 0);
    const char *body = wish(PLAIN, start, "");
    const char *header = say("Idempotency-Key: %s", fresh_key());
    const char *uid = NULL;
    struct ask asks[TOGETHER];
    struct answer *all[TOGETHER];

    (void)row;
    for (size_t i = 0; i < TOGETHER; i++) {
        asks[i] = (struct ask){.method = "POST",
                               .target = "/v2/bookings",
                               .credential = HAL,
                               .body = body,
                               .headers = {HERE, header}};
    }
    http_together(asks, TOGETHER, all);
    for (size_t i = 0; i < TOGETHER; i++) {
        EXPECT(all[i]->status == 201 || all[i]->status == 409, "status %ld: %s", all[i]->status,
               all[i]->body);
        if (all[i]->status == 201) {
            EXPECT(uid == NULL || strcmp(uid, uid_of(all[i])) == 0, "two bookings");
            uid = uid_of(all[i]);
        }
    }
    EXPECT(uid != NULL, "nobody got it");
    EXPECT(bookings_at(start) == 1, "%lld bookings", (long long)bookings_at(start));
}

/* ---- cancelling ---- */

static void expect_bare(const struct answer *answer, long status, const char *message)
{
    EXPECT_STATUS(answer, status);
    EXPECT_NUMBER(answer, "statusCode", status);
    EXPECT_TEXT(answer, "message", message);
}

static void cancel_frees(const void *row)
{
    int64_t day = fresh_day();
    const char *uid = expect_created(create(BUFFERED, clock_of(day, 10, 0)));
    struct answer *answer = cancel_as(HAL, uid, "{\"cancellationReason\":\"Ill\"}");

    (void)row;
    EXPECT_STATUS(answer, 200);
    EXPECT_TEXT(answer, "data.uid", uid);
    EXPECT_TEXT(answer, "data.status", "cancelled");
    EXPECT_TEXT(answer, "data.cancellationReason", "Ill");
    EXPECT_TEXT(answer, "data.cancelledByEmail", "");
    EXPECT(claimed(501, day) == 0, "%lld minutes are still held", (long long)claimed(501, day));
    answer = http_get(say("/v2/bookings/%s", uid), HAL, CAL_PAGES);
    EXPECT_TEXT(answer, "data.status", "cancelled");
    expect_created(create(TALK, clock_of(day, 10, 0)));
    answer = http_get(say("/v2/bookings?status=cancelled&bookingUid=%s", uid), HAL, CAL_PAGES);
    EXPECT(count_at(answer->json, "data") == 1, "%s", answer->body);
}

static void a_host_says_why(const void *row)
{
    int64_t day = fresh_day();
    const char *uid = expect_created(create(TALK, clock_of(day, 10, 0)));
    const char *message = "Cancellation reason is required when you are the host";

    (void)row;
    expect_bare(cancel_as(HAL, uid, NULL), 400, message);
    expect_bare(cancel_as(HAL, uid, "{}"), 400, message);
    expect_bare(cancel_as(HAL, uid, "{\"cancellationReason\":\"\"}"), 400, message);
    expect_bare(cancel_as("way-create-managed-hal", uid, "{}"), 400, message);
    EXPECT(claimed(501, day) == 30, "%lld minutes", (long long)claimed(501, day));
    EXPECT_STATUS(cancel_as(HAL, uid, "{\"cancellationReason\":\"two\\nlines\"}"), 200);
}

static const struct canceller {
    const char *name, *key, *body;
    long status;
} cancellers[] = {
    {"nobody known, with no body", NULL, NULL, 200},
    {"nobody known, with an empty object", NULL, "{}", 200},
    {"nobody known, with a reason", NULL, "{\"cancellationReason\":\"x\"}", 200},
    {"a colleague without a reason", IDA, NULL, 200},
    {"an OAuth token that may write", "way-create-oauth-write", "{\"cancellationReason\":\"x\"}",
     200},
    {"an OAuth token that may only read", "way-create-oauth-read", "{\"cancellationReason\":\"x\"}",
     403},
    {"an unknown key", "cal_nobody", "{}", 401},
    {"the key of another business", ELSEWHERE, "{}", 404},
    {"the uid again in the body", NULL, "{\"uid\":\"x\",\"cancellationReason\":\"x\"}", 200},
    {"an unknown field", NULL, "{\"foo\":1}", 400},
    {"a reason that is a number", NULL, "{\"cancellationReason\":1}", 400},
    {"a word for yes", NULL, "{\"cancelSubsequentBookings\":\"true\"}", 400},
    {"broken JSON", NULL, "{", 400},
};

static void run_canceller(const void *row)
{
    const struct canceller *one = row;
    int64_t day = fresh_day();
    const char *uid = expect_created(create(TALK, clock_of(day, 10, 0)));

    EXPECT_STATUS(cancel_as(one->key, uid, one->body), one->status);
    EXPECT(claimed(501, day) == (one->status == 200 ? 0 : 30), "%lld minutes",
           (long long)claimed(501, day));
}

static void an_unknown_field_of_cancel(const void *row)
{
    (void)row;
    expect_bad(cancel_as(NULL, "createNoCancelling1111", "{\"foo\":1}"),
               "foo property is wrong,property foo should not exist ");
}

static void cancelled_twice(const void *row)
{
    const char *uid = expect_created(create(TALK, clock_of(fresh_day(), 10, 0)));
    struct answer *answer;

    (void)row;
    EXPECT_STATUS(cancel_as(NULL, uid, NULL), 200);
    answer = cancel_as(NULL, uid, NULL);
    EXPECT_STATUS(answer, 400);
    EXPECT_TEXT(answer, "error.code", "BadRequestException");
    EXPECT(text_at(answer->json, "error.message") != NULL &&
               strstr(text_at(answer->json, "error.message"), uid) != NULL,
           "%s", answer->body);
}

static void cancelled_at_once(const void *row)
{
    int64_t day = fresh_day();
    const char *target =
        say("/v2/bookings/%s/cancel", expect_created(create(TALK, clock_of(day, 10, 0))));
    struct ask asks[TOGETHER];
    struct answer *all[TOGETHER];
    int cancelled = 0;

    (void)row;
    for (size_t i = 0; i < TOGETHER; i++) {
        asks[i] = (struct ask){.method = "POST", .target = target, .headers = {HERE}};
    }
    http_together(asks, TOGETHER, all);
    for (size_t i = 0; i < TOGETHER; i++) {
        cancelled += all[i]->status == 200;
        EXPECT(all[i]->status == 200 || all[i]->status == 400, "status %ld: %s", all[i]->status,
               all[i]->body);
    }
    EXPECT(cancelled == 1, "cancelled %d times", cancelled);
    EXPECT(claimed(501, day) == 0, "%lld minutes", (long long)claimed(501, day));
}

static void what_has_ended(const void *row)
{
    struct answer *answer = cancel_as(NULL, "createEnded11111111111", NULL);

    (void)row;
    EXPECT_STATUS(answer, 400);
    EXPECT_NUMBER(answer, "statusCode", 400);
    EXPECT(text_at(answer->json, "message") != NULL, "%s", answer->body);
}

static void what_may_not_be_cancelled(const void *row)
{
    struct answer *answer = cancel_as(NULL, "createNoCancelling1111", NULL);

    (void)row;
    EXPECT_STATUS(answer, 400);
    EXPECT_NUMBER(answer, "statusCode", 400);
    EXPECT(text_at(answer->json, "message") != NULL, "%s", answer->body);
    EXPECT(
        sql_number("SELECT COUNT(*) FROM booking WHERE uid = 'createNoCancelling1111' AND status ="
                   " 'accepted'") == 1,
        "it was cancelled");
}

/* Already cancelled, then disabled, then reason, then ended. */
static void the_order_of_refusals(const void *row)
{
    struct answer *cancelled = cancel_as(HAL, "createCancelled1111111", NULL);
    struct answer *disabled = cancel_as(HAL, "createEndedNoCancelling", NULL);
    struct answer *reason = cancel_as(HAL, "createEnded11111111111", NULL);

    (void)row;
    EXPECT_STATUS(cancelled, 400);
    EXPECT(!json_has(cancelled->json, "statusCode"), "%s", cancelled->body);
    EXPECT_TEXT(disabled, "message",
                text_at(cancel_as(NULL, "createNoCancelling1111", NULL)->json, "message"));
    expect_bare(reason, 400, "Cancellation reason is required when you are the host");
}

static void of_another_business(const void *row)
{
    (void)row;
    for (int i = 0; i < 2; i++) {
        const char *method = i == 0 ? "POST" : "GET";
        const char *foreign = i == 0 ? "/v2/bookings/createElsewhere1111111/cancel"
                                     : "/v2/bookings/createElsewhere1111111";
        const char *absent = i == 0 ? "/v2/bookings/createNowhere111111111/cancel"
                                    : "/v2/bookings/createNowhere111111111";

        expect_error(ASK(.method = method, .target = foreign, .credential = HAL), 404,
                     "NotFoundException",
                     "Booking with uid=createElsewhere1111111 was not found in the database");
        expect_error(ASK(.method = method, .target = absent, .credential = HAL), 404,
                     "NotFoundException",
                     "Booking with uid=createNowhere111111111 was not found in the database");
        expect_error(ASK(.method = method, .target = absent), 404, "NotFoundException",
                     "Booking with uid=createNowhere111111111 was not found in the database");
    }
    EXPECT(
        sql_number("SELECT COUNT(*) FROM booking WHERE uid = 'createElsewhere1111111' AND status ="
                   " 'accepted'") == 1,
        "it was cancelled");
}

/* ---- series, made by apply for every run ---- */

static int64_t series_stamp;

static const char *series_uid(void)
{
    return say("%08x-aaaa-4000-8000-%012llx", (unsigned)(series_stamp & 0xffffff),
               (unsigned long long)series_stamp & 0xffffffffffff);
}

static const char *occurrence_uid(int number)
{
    return say("series%dx%012llx", number, (unsigned long long)series_stamp & 0xffffffffffff);
}

/* One gone by and four to come. */
static bool make_series(void)
{
    const char *path = say("%s/series.json", http_setting("SLOTD_RUN"));
    int64_t day = fresh_day();
    FILE *out = fopen(path, "w");

    series_stamp = instant_now().us;
    if (out == NULL) {
        return false;
    }
    fputs("{\"businesses\":[{\"slug\":\"create\",\"name\":\"Create\",\"time_zone\":\"Europe/"
          "Berlin\",\"domain\":"
          "\"create.example\",\"bookings\":[",
          out);
    for (int i = 0; i < 5; i++) {
        fprintf(out,
                "%s{\"uid\":\"%s\",\"event_type\":\"weekly\",\"owner\":\"ida\",\"start\":\"%s\","
                "\"recurrence\":\"%s\",\"claims\":%s,\"attendees\":[{\"name\":\"Bo\",\"email\":"
                "\"bo@example.com\"}]}",
                i == 0 ? "" : ",", occurrence_uid(i),
                i == 0 ? "2024-05-06T10:00:00Z" : instant_text(day + i * US_AN_HOUR), series_uid(),
                i == 0 ? "false" : "true");
    }
    fputs("]}]}\n", out);
    return fclose(out) == 0 && http_apply(path);
}

static void expect_statuses(const struct answer *answer, const char *const *statuses, size_t count)
{
    EXPECT_STATUS(answer, 200);
    EXPECT(count_at(answer->json, "data") == count, "%s", answer->body);
    for (size_t i = 0; i < count; i++) {
        EXPECT_TEXT(answer, say("data.%zu.status", i), statuses[i]);
        EXPECT_TEXT(answer, say("data.%zu.uid", i), occurrence_uid((int)i));
    }
}

static void a_series_is_read(const void *row)
{
    static const char *const statuses[] = {"accepted", "accepted", "accepted", "accepted",
                                           "accepted"};

    (void)row;
    EXPECT(make_series(), "no series");
    expect_statuses(http_get(say("/v2/bookings/%s", series_uid()), HAL, CAL_PAGES), statuses, 5);
    expect_statuses(http_get(say("/v2/bookings/%s", series_uid()), NULL, NULL), statuses, 5);
    EXPECT_STATUS(http_get(say("/v2/bookings/%s", series_uid()), ELSEWHERE, CAL_PAGES), 404);
}

static void a_series_is_cancelled(const void *row)
{
    static const char *const statuses[] = {"accepted", "cancelled", "cancelled", "cancelled",
                                           "cancelled"};

    (void)row;
    EXPECT(make_series(), "no series");
    EXPECT_STATUS(cancel_as(ELSEWHERE, series_uid(), "{}"), 404);
    expect_statuses(cancel_as(NULL, series_uid(), "{\"cancellationReason\":\"x\"}"), statuses, 5);
    EXPECT_STATUS(cancel_as(NULL, series_uid(), NULL), 400);
}

static void the_rest_is_cancelled(const void *row)
{
    static const char *const statuses[] = {"accepted", "accepted", "accepted", "cancelled",
                                           "cancelled"};

    (void)row;
    EXPECT(make_series(), "no series");
    expect_statuses(cancel_as(NULL, occurrence_uid(3), "{\"cancelSubsequentBookings\":true}"),
                    statuses, 5);
}

static void one_occurrence_is_cancelled(const void *row)
{
    static const char *const statuses[] = {"accepted", "accepted", "cancelled", "accepted",
                                           "accepted"};
    struct answer *answer;

    (void)row;
    EXPECT(make_series(), "no series");
    answer = cancel_as(NULL, occurrence_uid(2), "{\"cancelSubsequentBookings\":false}");
    EXPECT_STATUS(answer, 200);
    EXPECT_TEXT(answer, "data.uid", occurrence_uid(2));
    EXPECT_TEXT(answer, "data.status", "cancelled");
    expect_statuses(http_get(say("/v2/bookings/%s", series_uid()), NULL, CAL_PAGES), statuses, 5);
}

static void the_rest_of_a_series_by_its_uid(const void *row)
{
    static const char *const statuses[] = {"accepted", "accepted", "accepted", "accepted",
                                           "accepted"};

    (void)row;
    EXPECT(make_series(), "no series");
    EXPECT_STATUS(cancel_as(NULL, series_uid(), "{\"cancelSubsequentBookings\":true}"), 400);
    expect_statuses(http_get(say("/v2/bookings/%s", series_uid()), NULL, CAL_PAGES), statuses, 5);
}

static void a_host_says_why_of_a_series(const void *row)
{
    (void)row;
    EXPECT(make_series(), "no series");
    expect_bare(cancel_as(IDA, series_uid(), NULL), 400,
                "Cancellation reason is required when you are the host");
    EXPECT_STATUS(cancel_as(IDA, series_uid(), "{\"cancellationReason\":\"x\"}"), 200);
}

/* ---- reading one ---- */

static const struct reader {
    const char *name, *key;
    long status;
} readers[] = {
    {"nobody known reads a booking by its uid", NULL, 200},
    {"its host reads a booking", HAL, 200},
    {"anybody of the business reads a booking by its uid", JAN, 200},
    {"a token that may read reads a booking", "way-create-oauth-read", 200},
    {"a token that may only write does not read", "way-create-oauth-write", 403},
    {"another business does not read a booking", ELSEWHERE, 404},
    {"an unknown key does not read what nobody may", "cal_nobody", 401},
};

static void run_reader(const void *row)
{
    const struct reader *one = row;
    struct answer *answer = http_get("/v2/bookings/createEnded11111111111", one->key, CAL_PAGES);

    EXPECT_STATUS(answer, one->status);
    if (one->status == 200) {
        EXPECT_TEXT(answer, "data.uid", "createEnded11111111111");
    }
}

/* ---- all of them ---- */

static int setup(void)
{
    if (http_open("create.json") != 0) {
        return 1;
    }
    business = sql_number("SELECT id FROM business WHERE slug = 'create'");
    return business > 0 ? 0 : 1;
}

#define ONE(run, name) case_add(run, NULL, name)

int main(int argc, char **argv)
{
    ONE(created_shape, "a booking is answered in its whole shape");
    ONE(created_is_seen, "a booking is seen alone, in pages and in a walk");
    ONE(created_claims_its_minutes, "a booking claims its very minutes");
    ONE(created_leaves_a_trace, "a booking leaves history, a job and an attendee");
    ONE(by_slug_and_user, "an event type is named by slug and user");
    ONE(by_nobody, "nobody known may book");
    ONE(a_number_of_two_businesses, "the host name tells which business a number means");
    ONE(a_child_is_booked, "copies of managed event types and hidden ones are booked");
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        case_add(run_key, &keys[i], "booking %s is %ld", keys[i].name, keys[i].status);
    }
    ONE(starts_in_many_spellings, "a start is taken with any offset, and as UTC without");
    CASES(stricts, run_strict, name);
    for (size_t i = 0; i < COUNT_OF(looses); i++) {
        case_add(run_loose, &looses[i], "refused: %s", looses[i].name);
    }
    ONE(no_array_as_body, "a body that is no object is refused");
    ONE(broken_json, "broken JSON is refused in the envelope");
    for (size_t i = 0; i < COUNT_OF(unknowns); i++) {
        case_add(run_unknown, &unknowns[i], "not found: %s", unknowns[i].name);
    }
    for (size_t i = 0; i < COUNT_OF(unnameds); i++) {
        case_add(run_unnamed, &unnameds[i], "not enough: %s", unnameds[i].name);
    }
    ONE(a_managed_parent, "a managed parent is not booked itself");
    ONE(members_only, "an event type for members is for its owner");
    ONE(touching, "bookings may touch");
    ONE(overlapping, "bookings may not overlap");
    ONE(another_event_type_of_the_host, "a host has one time for all event types");
    ONE(buffers, "buffers are kept free");
    ONE(buffers_add_up, "buffers of neighbours add up");
    ONE(buffers_reach_out_of_hours, "buffers may reach out of the hours");
    ONE(pending_holds, "a pending booking holds its time");
    ONE(at_once, "of sixteen at once one gets the slot");
    for (size_t i = 0; i < COUNT_OF(hours); i++) {
        case_add(run_hour, &hours[i], "%s: %s", hours[i].fits ? "open" : "not open", hours[i].name);
    }
    ONE(no_hours_at_all, "a host without hours is not available");
    ONE(in_the_past, "the past is over");
    ONE(beyond_calendars, "nobody books in the year 9999");
    ONE(notice, "two days' notice are kept");
    ONE(rolling_window, "two weeks ahead are open and no more");
    for (size_t i = 0; i < COUNT_OF(june); i++) {
        case_add(run_june, &june[i], "%s: %s", june[i].fits ? "open" : "not open", june[i].name);
    }
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        case_add(run_change, &changes[i], "the night the clocks of %s go %s", changes[i].zone,
                 changes[i].forward ? "forward" : "back");
    }
    ONE(lengths, "one of several lengths may be asked for");
    for (size_t i = 0; i < COUNT_OF(wrong_answers); i++) {
        case_add(run_wrong_answer, &wrong_answers[i], "refused: %s", wrong_answers[i].name);
    }
    ONE(answers_are_kept, "answers are kept as they were given");
    ONE(answers_do_not_replace_the_attendee, "answers do not replace who attends");
    ONE(metadata_are_kept, "metadata are kept");
    CASES(bounds, run_bounds, name);
    ONE(guests, "guests attend");
    ONE(an_empty_list_of_guests, "no guests are none");
    ONE(a_guest_sees_the_booking, "a guest who is a user sees the booking");
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        case_add(run_place, &places[i], "a place: %s", places[i].name);
    }
    for (size_t i = 0; i < COUNT_OF(wrong_places); i++) {
        case_add(run_wrong_place, &wrong_places[i], "no place: %s", wrong_places[i].name);
    }
    ONE(phone_only, "a telephone is enough");
    ONE(no_contact, "neither address nor telephone is not enough");
    ONE(a_required_telephone, "a required telephone is asked for by its place in the request");
    ONE(zones_are_written_properly, "a zone is kept under the name given");
    ONE(one_at_a_time, "who holds as many as allowed gets no more");
    ONE(one_at_a_time_at_once, "nor by asking sixteen times at once");
    ONE(a_key_again, "a key again gives the same answer and no second booking");
    ONE(a_key_in_quotes, "quotes around a key make no difference");
    ONE(a_key_with_another_body, "a key with another body is refused");
    ONE(a_key_of_another_caller, "the same key of another caller is another one");
    ONE(a_key_after_a_failure, "a key after a failure is free");
    ONE(bad_keys, "a key has 1 to 255 letters");
    ONE(one_key_at_once, "one key sixteen times at once makes one booking");
    ONE(cancel_frees, "cancelling frees the time");
    ONE(a_host_says_why, "a host says why");
    for (size_t i = 0; i < COUNT_OF(cancellers); i++) {
        case_add(run_canceller, &cancellers[i], "cancelling, %s: %ld", cancellers[i].name,
                 cancellers[i].status);
    }
    ONE(an_unknown_field_of_cancel, "an unknown field of a cancel is named");
    ONE(cancelled_twice, "what is cancelled can not be cancelled");
    ONE(cancelled_at_once, "of sixteen cancels at once one counts");
    ONE(what_has_ended, "what has ended can not be cancelled");
    ONE(what_may_not_be_cancelled, "what may not be cancelled stays");
    ONE(the_order_of_refusals, "reasons not to cancel have an order");
    ONE(of_another_business,
        "a booking of another business is as absent as one that does not exist");
    ONE(a_series_is_read, "the uid of a series gives all of it by start");
    ONE(a_series_is_cancelled, "the uid of a series cancels what is to come");
    ONE(the_rest_is_cancelled, "an occurrence and all later ones are cancelled");
    ONE(one_occurrence_is_cancelled, "one occurrence is cancelled alone");
    ONE(the_rest_of_a_series_by_its_uid, "a series has no subsequent bookings");
    ONE(a_host_says_why_of_a_series, "a host says why of a series, too");
    CASES(readers, run_reader, name);
    return cases_main("cal_create", setup, http_close, argc, argv);
}
