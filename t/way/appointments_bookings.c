/* appointments_bookings.c - bookings as staff make, change and see them. Sources: seed 003,
 * contract appointments 1 to 3 and its decisions. SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "base/when.h"
#include "base/zone.h"
#include "callers.h"
#include "cases.h"
#include "http.h"
#include "oracle.h"
#include "story.h"

#define ZONE "Europe/Amsterdam"

#define PARTIES(client, host, service)                                                             \
    "'client_id':^" client ".id,'staff_id':#" host ",'service_id':@" service
#define TIMES(from, to)                  "'start_at':'~w" from "','end_at':'~w" to "'"
#define NEW(client, host, service, f, t) "{" PARTIES(client, host, service) "," TIMES(f, t) "}"
#define NEWX(client, host, service, f, t, more)                                                    \
    "{" PARTIES(client, host, service) "," TIMES(f, t) "," more "}"
#define MAKE   "admin:max POST /api/bookings "
#define PUT(l) "admin:max PUT /api/bookings/$" l " "
#define GET(l) "admin:max GET /api/bookings/$" l " "
#define DEL(l) "admin:max DELETE /api/bookings/$" l " "
#define A      "a: " MAKE NEW("bo", "hal", "plain", "10:00", "10:30") " => 200\n"
#define CONFLICT(from, to)                                                                         \
    " => 409 /error='This time is already booked' /details.conflict.start_at='~w" from             \
    "' /details.conflict.end_at='~w" to "'\n"
/* Of the booking with a label: in the outbox and in the history. */
#define JOBS(l, kind, many)                                                                        \
    "sql SELECT COUNT(*) FROM job j JOIN booking b ON b.business_id = j.business_id AND b.id = "   \
    "$" l " WHERE j.business_id = @@ AND j.kind = '" kind                                          \
    "' AND j.name LIKE CONCAT('%', b.uid, '%') => " many "\n"
#define STEPS(l, from, to, many)                                                                   \
    "sql SELECT COUNT(*) FROM booking_history WHERE business_id = @@ AND booking_id = $" l         \
    " AND from_status <=> " from " AND to_status = '" to "' => " many "\n"
#define CLAIMED(host, from, minutes)                                                               \
    "sql SELECT COALESCE(SUM(BIT_COUNT(minutes)), 0) FROM host_hour WHERE business_id = @@"        \
    " AND host_id = #" host                                                                        \
    " AND hour BETWEEN TIMESTAMPDIFF(SECOND, '1970-01-01', '~d') DIV 3600 - 24"                    \
    " AND TIMESTAMPDIFF(SECOND, '1970-01-01', '~d') DIV 3600 + 48 => " minutes "\n"

/* ---- POST ---- */

/* clang-format off */
static const struct story making[] = {
    {"a booking is answered with every field of the object",
     "a: " MAKE NEW("bo", "hal", "plain", "10:00", "10:30")
     " => 200 /id? /client_id=^bo.id /staff_id=#hal /service_id=@plain /start_at='~w10:00' "
     "/end_at='~w10:30' /status=scheduled /notes= /internal_notes= /provisional_token=null "
     "/feedback_token=null /waitlist_id=null /client_name=bo /#13\n"
     JOBS("a", "booking.created", "1") STEPS("a", "NULL", "accepted", "1")},
    {"notes of both kinds are kept",
     "a: " MAKE
     NEWX("bo", "hal", "plain", "10:00", "10:30", "'notes':'bring a towel','internal_notes':'pays late'")
     " => 200 /notes='bring a towel' /internal_notes='pays late'\n"
     GET("a") "=> 200 /notes='bring a towel' /internal_notes='pays late'"},
    {"notes may have lines and any letters",
     "a: " MAKE
     NEWX("bo", "hal", "plain", "10:00", "10:30", "'notes':'één\\n\\ttwee \\u00fc 日本 😀'")
     " => 200 'één\\n"
     "\\ttwee ü 日本 😀'"},
    {"the booker is the client",
     A "sql SELECT COUNT(*) FROM attendee WHERE business_id = @@ AND booking_id = $a AND email "
     "= '^bo' AND name = 'bo' AND time_zone = 'Europe/Rome' AND kind = 'attendee' => 1"},
    {"outside opening hours",
     "a: " MAKE NEW("bo", "eva", "office", "03:00", "03:30") " => 200"},
    {"off the grid",
     "a: " MAKE NEW("bo", "hal", "plain", "10:07", "10:22")
     " => 200 /start_at='~w10:07' /end_at='~w10:22'"},
    {"of another length than the service has",
     "a: " MAKE NEW("bo", "hal", "plain", "10:00", "13:45") " => 200 /end_at='~w13:45'"},
    {"staff who are no hosts of the service may give it",
     "a: " MAKE NEW("bo", "kim", "plain", "10:00", "10:30") " => 200 /staff_id=#kim"},
    {"a member of staff without hours may be booked",
     "a: " MAKE NEW("bo", "lou", "no-hours", "10:00", "10:30") " => 200 /staff_id=#lou"},
    {"in the past",
     "a: " MAKE "{" PARTIES("bo", "hal", "plain")
     ",'start_at':'2001-02-03 10:00:00','end_at':'2001-02-03 10:30:00'} => 200 "
     "/start_at='2001-02-03 10:00:00'"},
    {"inside the minimum notice",
     "a: " MAKE NEW("bo", "hal", "notice", "11:00", "11:30") " => 200"},
    {"across midnight",
     "a: " MAKE NEW("bo", "hal", "plain", "22:30", "+1/01:00")
     " => 200 /start_at='~w22:30' /end_at='~w+1/01:00'\n"
     CLAIMED("hal", "", "150")},
    {"of 31 days",
     "a: " MAKE NEW("bo", "una", "plain", "10:00", "+31/10:00") " => 200"},
    {"of more than 31 days is refused",
     MAKE NEW("bo", "una", "plain", "10:00", "+31/10:01") " => 400 'at most' /details?"},
    {"a wall time with T",
     "a: " MAKE "{" PARTIES("bo", "hal", "plain")
     ",'start_at':'2032-01-10T11:00:00','end_at':'2032-01-10T11:30'} => 200 "
     "/start_at='2032-01-10 11:00:00' /end_at='2032-01-10 11:30:00'\n"
     DEL("a") "=> 200"},
    {"an instant with Z",
     "a: " MAKE "{" PARTIES("bo", "hal", "plain")
     ",'start_at':'~10:00','end_at':'~10:30'} => 200 /start_at='~w10:00' /end_at='~w10:30'"},
    {"an instant with an offset",
     "a: " MAKE "{" PARTIES("bo", "hal", "plain")
     ",'start_at':'~dT18:30:00+05:30','end_at':'~dT08:30:00-0500'} => 200 /start_at='~w13:00' "
     "/end_at='~w13:30'"},
    {"half seconds are cut, whole seconds kept",
     "a: " MAKE "{" PARTIES("bo", "hal", "plain")
     ",'start_at':'~dT10:00:30.500Z','end_at':'~dT10:10:31Z'} => 200\n"
     CLAIMED("hal", "", "11")},
    {"two that touch",
     A "b: " MAKE NEW("cy", "hal", "plain", "10:30", "11:00") " => 200\n"
     "c: " MAKE NEW("di", "hal", "plain", "09:30", "10:00") " => 200\n"
     CLAIMED("hal", "", "90")},
    {"the same time of two members of staff",
     A "b: " MAKE NEW("bo", "ida", "plain", "10:00", "10:30") " => 200"},
    {"a title names service, staff and client",
     A "sql SELECT COUNT(*) FROM booking WHERE business_id = @@ AND id = $a AND title = 'plain "
     "between Hal Host and bo' => 1"},
};
/* clang-format on */

/* clang-format off */
static const struct story taken[] = {
    {"a time that is taken tells by what",
     A MAKE NEW("cy", "hal", "plain", "10:00", "10:30") CONFLICT("10:00", "10:30")},
    {"an overlap at the end",
     A MAKE NEW("cy", "hal", "plain", "10:29", "11:00") CONFLICT("10:00", "10:30")},
    {"an overlap at the start",
     A MAKE NEW("cy", "hal", "plain", "09:00", "10:01") CONFLICT("10:00", "10:30")},
    {"one that lies within",
     A MAKE NEW("cy", "hal", "plain", "10:10", "10:20") CONFLICT("10:00", "10:30")},
    {"one that lies around tells the first of several",
     A "b: " MAKE NEW("cy", "hal", "plain", "11:00", "11:30") " => 200\n"
     MAKE NEW("di", "hal", "plain", "09:00", "12:00") CONFLICT("10:00", "10:30")},
    {"the same client at the same time",
     A MAKE NEW("bo", "hal", "plain", "10:00", "10:30") CONFLICT("10:00", "10:30")},
    {"another service of the same member of staff",
     A MAKE NEW("cy", "hal", "lengths", "10:15", "10:45") CONFLICT("10:00", "10:30")},
    {"a refused booking leaves nothing",
     A MAKE NEW("cy", "hal", "plain", "10:00", "10:30") CONFLICT("10:00", "10:30")
     "sql SELECT COUNT(*) FROM booking WHERE business_id = @@ AND client_id = ^cy.id => 0\n"
     CLAIMED("hal", "", "30")},
    {"what Cal.com's callers booked",
     "- " B("plain", "10:00", "cy") " => 201\n"
     MAKE NEW("bo", "hal", "plain", "10:15", "10:45") CONFLICT("10:00", "10:30")},
    {"the buffer of what Cal.com's callers booked is taken, too",
     "- " B("buffered", "10:00", "cy") " => 201\n"
     MAKE NEW("bo", "hal", "plain", "10:35", "10:50") CONFLICT("10:00", "10:30") MAKE
     NEW("bo", "hal", "plain", "09:50", "10:00") CONFLICT("10:00", "10:30") "a: " MAKE
     NEW("bo", "hal", "plain", "10:45", "11:00") " => 200"},
    {"staff claim no buffers of their own",
     "a: " MAKE NEW("bo", "hal", "buffered", "10:00", "10:30") " => 200\n"
     "b: " MAKE NEW("cy", "hal", "buffered", "10:30", "11:00") " => 200\n"
     CLAIMED("hal", "", "60")},
    {"every host of a team's booking has its time",
     "- " B("both", "10:00", "cy") " => 201\n"
     MAKE NEW("bo", "ida", "plain", "10:15", "10:45") CONFLICT("10:00", "10:30")},
    {"what is booked here is booked for Cal.com's callers",
     A "- " B("plain", "10:00", "cy") " => 400 " TAKEN "\n"
     "- " B("plain", "10:15", "cy") " => 400 " TAKEN "\n"
     "- " B("plain", "10:30", "cy") " => 201"},
    {"a held slot is taken",
     "- POST /v2/slots/reservations {'eventTypeId':@plain,'slotStart':'~10:00'} => 201\n"
     MAKE NEW("bo", "hal", "plain", "10:00", "10:30") CONFLICT("10:00", "10:30")},
    {"a cancelled booking's time is free",
     A DEL("a") "=> 200\n"
     "b: " MAKE NEW("cy", "hal", "plain", "10:00", "10:30") " => 200"},
    {"a completed booking's time is taken",
     A PUT("a") "{'status':'completed'} => 200\n"
     MAKE NEW("cy", "hal", "plain", "10:00", "10:30") CONFLICT("10:00", "10:30")},
    {"a provisional booking's time is taken",
     "a: " MAKE NEWX("bo", "hal", "plain", "10:00", "10:30", "'provisional':true") " => 200\n"
     MAKE NEW("cy", "hal", "plain", "10:00", "10:30") CONFLICT("10:00", "10:30")},
};
/* clang-format on */

/* clang-format off */
static const struct story provisional[] = {
    {"waits for the client and shows the link's secret",
     "a: " MAKE NEWX("bo", "hal", "plain", "10:00", "10:30", "'provisional':true")
     " => 200 /status=provisional /provisional_token? /feedback_token=null\n"
     STEPS("a", "NULL", "pending", "1") JOBS("a", "booking.created", "0")
     "sql SELECT provisional FROM booking WHERE business_id = @@ AND id = $a => 1\n"
     GET("a") "=> 200 /status=provisional /provisional_token?"},
    {"the secret is that of every look",
     "a: " MAKE NEWX("bo", "hal", "plain", "10:00", "10:30", "'provisional':true") " => 200\n"
     GET("a") "=> 200 /provisional_token=$a.provisional_token"},
    {"false is as if it were not sent",
     "a: " MAKE NEWX("bo", "hal", "plain", "10:00", "10:30", "'provisional':false")
     " => 200 /status=scheduled /provisional_token=null"},
    {"staff accept it",
     "a: " MAKE NEWX("bo", "hal", "plain", "10:00", "10:30", "'provisional':true") " => 200\n"
     PUT("a") "{'status':'scheduled'} => 200 /status=scheduled /provisional_token=null\n"
     STEPS("a", "'pending'", "accepted", "1")},
    {"staff make one wait again",
     A PUT("a") "{'status':'provisional'} => 200 /provisional_token? /status=provisional\n"
     "sql SELECT provisional FROM booking WHERE business_id = @@ AND id = $a => 1\n"},
    {"it can be cancelled",
     "a: " MAKE NEWX("bo", "hal", "plain", "10:00", "10:30", "'provisional':true") " => 200\n"
     DEL("a") "=> 200 /status=cancelled /provisional_token=null"},
    {"one that waits for its host is shown as provisional",
     "x: - " B("confirm", "10:00", "cy") " => 201 status=pending\n"
     "admin:max GET /api/bookings/$x.id => 200 /status=provisional /provisional_token=null\n"
     "admin:max PUT /api/bookings/$x.id {'status':'scheduled'} => 200 /status=scheduled\n"
     "- GET $x => 200 status=accepted"},
};
/* clang-format on */

#define URL(url)                                                                                   \
    "a: " MAKE NEWX("bo", "hal", "plain", "10:00", "10:30",                                        \
                    "'provisional':true,'base_url':'" url "'")
#define ORIGINS                                                                                    \
    "sql UPDATE business SET settings = JSON_MERGE_PATCH(settings, JSON_OBJECT('public_url', "     \
    "'https://salon.example/book', 'allowed_origins', JSON_ARRAY('https://app.example:8443'))) "   \
    "WHERE id = @@\n"
#define WRONG " => 400 /error='base_url must belong to an allowed origin'\n"
/* clang-format off */
static const struct story base_urls[] = {
    {"the salon's own",
     ORIGINS URL("https://salon.example") " => 200"},
    {"a path below the salon's own",
     ORIGINS URL("https://salon.example/some/where/") " => 200"},
    {"in capitals and with the usual port",
     ORIGINS URL("HTTPS://SALON.example:443/x") " => 200"},
    {"one of the list",
     ORIGINS URL("https://app.example:8443/x") " => 200"},
    {"one of the list on another port",
     ORIGINS URL("https://app.example/x") WRONG},
    {"without https",
     ORIGINS URL("http://salon.example/") WRONG},
    {"of somebody else",
     ORIGINS URL("https://evil.example/") WRONG},
    {"of a longer name",
     ORIGINS URL("https://salon.example.evil.example/") WRONG},
    {"of a name that ends alike",
     ORIGINS URL("https://evilsalon.example/") WRONG},
    {"with a user",
     ORIGINS URL("https://salon.example@evil.example/") WRONG},
    {"with a user that is the salon",
     ORIGINS URL("https://evil.example\\\\@salon.example/") WRONG},
    {"with a password",
     ORIGINS URL("https://salon.example:443@evil.example/") WRONG},
    {"with a backslash",
     ORIGINS URL("https:\\\\\\\\salon.example/") WRONG},
    {"with a backslash behind the host",
     ORIGINS URL("https://salon.example\\\\.evil.example/") WRONG},
    {"with two slashes in the path",
     ORIGINS URL("https://salon.example//evil.example/") WRONG},
    {"without a scheme",
     ORIGINS URL("//salon.example/") WRONG},
    {"with letters that look alike",
     ORIGINS URL("https://s\\u0430lon.example/") WRONG},
    {"with a dot of another script",
     ORIGINS URL("https://salon\\u3002example/") WRONG},
    {"with a dot at the end",
     ORIGINS URL("https://salon.example./") WRONG},
    {"with a fragment",
     ORIGINS URL("https://salon.example/#x") WRONG},
    {"with a query",
     ORIGINS URL("https://salon.example/?to=x") WRONG},
    {"that is a script",
     ORIGINS URL("javascript:alert(1)") WRONG},
    {"that is empty",
     ORIGINS URL("") WRONG},
    {"is looked at for others, too",
     ORIGINS MAKE
     NEWX("bo", "hal", "plain", "10:00", "10:30", "'base_url':'https://evil.example/'") WRONG},
};
/* clang-format on */

/* ---- what is wrong ---- */

#define WITHOUT(name, body)                                                                        \
    {                                                                                              \
        "without " name, MAKE body " => 400 /error='" name " is required' /details.field=" name    \
    }
static const struct story wrong[] = {
    WITHOUT("client_id", "{'staff_id':#hal,'service_id':@plain," TIMES("10:00", "10:30") "}"),
    WITHOUT("staff_id", "{'client_id':^bo.id,'service_id':@plain," TIMES("10:00", "10:30") "}"),
    WITHOUT("service_id", "{'client_id':^bo.id,'staff_id':#hal," TIMES("10:00", "10:30") "}"),
    WITHOUT("start_at", "{" PARTIES("bo", "hal", "plain") ",'end_at':'~w10:30'}"),
    WITHOUT("end_at", "{" PARTIES("bo", "hal", "plain") ",'start_at':'~w10:30'}"),
    {"an empty body", MAKE "{} => 400 /error='client_id is required' /details.fields.end_at?"},
    {"without a body", "admin:max POST /api/bookings => 400 /error? /details?"},
    {"null is as good as absent",
     MAKE "{'client_id':null,'staff_id':#hal,'service_id':@plain," TIMES(
         "10:00", "10:30") "} => 400 /error='client_id is required'"},
    {"a body that is no JSON", MAKE "{'client_id' => 400 /error? /details?"},
    {"a body that is a list", MAKE "[] => 400 /error?"},
    {"an unknown client",
     MAKE "{'client_id':999999999,'staff_id':#hal,'service_id':@plain," TIMES(
         "10:00", "10:30") "} => 400 /error='Client 999999999 does not exist'"},
    {"an unknown member of staff",
     MAKE "{'client_id':^bo.id,'staff_id':999999999,'service_id':@plain," TIMES(
         "10:00", "10:30") "} => 400 /error='Staff member 999999999 does not exist'"},
    {"an unknown service",
     MAKE "{'client_id':^bo.id,'staff_id':#hal,'service_id':999999999," TIMES(
         "10:00", "10:30") "} => 400 /error='Service 999999999 does not exist'"},
    {"a deleted client",
     "sql UPDATE client SET deleted_us = 1 WHERE business_id = @@ AND id = ^gone.id\n" MAKE NEW(
         "gone", "hal", "plain", "10:00", "10:30") " => 400 'does not exist'"},
    {"a deleted service",
     MAKE NEW("bo", "hal", "gone", "10:00", "10:30") " => 400 'does not exist'"},
    {"a service that is only a pattern",
     MAKE NEW("bo", "hal", "parent", "10:00", "10:30") " => 400 'does not exist'"},
    {"a member of staff who left",
     "sql UPDATE user SET active = FALSE WHERE business_id = @@ AND id = #pat\n" MAKE NEW(
         "bo", "pat", "plain", "10:00",
         "10:30") " => 400 'does not exist'\n"
                  "sql UPDATE user SET active = TRUE WHERE business_id = @@ AND id = #pat"},
    {"an end that is the start",
     MAKE NEW("bo", "hal", "plain", "10:00",
              "10:00") " => 400 /error='The end must be after the start'"},
    {"an end before the start",
     MAKE NEW("bo", "hal", "plain", "10:00",
              "09:30") " => 400 /error='The end must be after the start'"},
    {"a start before 1970", MAKE
     "{" PARTIES("bo", "hal", "plain") ",'start_at':'1969-12-31 10:00:00','end_at':'1969-12-31 "
                                       "10:30:00'} => 400 '1970'"},
    {"a start beyond all calendars", MAKE
     "{" PARTIES("bo", "hal", "plain") ",'start_at':'9999-12-31 23:00:00','end_at':'9999-12-31 "
                                       "23:30:00'} => 400 '1970'"},
    {"a waitlist entry that is not there",
     MAKE NEWX("bo", "hal", "plain", "10:00", "10:30",
               "'waitlist_id':999999999") " => 400 /error='Waitlist entry 999999999 does not "
                                          "exist'\nsql SELECT COUNT(*) FROM booking WHERE "
                                          "business_id = @@ AND client_id = ^bo.id => 0"},
    {"a key nobody knows is passed over",
     "a: " MAKE NEWX(
         "bo", "hal", "plain", "10:00", "10:30",
         "'id':7,'business_id':1,'claims':false,'uid':'x','version':9,'feedback_token':'x','colour'"
         ":'red'") " => 200 /status=scheduled /feedback_token=null\nsql SELECT claims FROM booking "
                   "WHERE business_id = @@ AND id = $a => 1"},
    {"a status is not for making",
     "a: " MAKE NEWX("bo", "hal", "plain", "10:00", "10:30",
                     "'status':'cancelled'") " => 200 /status=scheduled"},
};

/* Each in the place of a good value, for POST and PUT. */
static const struct hostile {
    const char *name, *value;
} numbers[] =
    {
        {"a text", "'1'"},  {"a fraction", "1.5"},
        {"zero", "0"},      {"a negative", "-1"},
        {"a list", "[1]"},  {"an object", "{}"},
        {"a flag", "true"}, {"beyond 64 bits", "9223372036854775808"},
        {"huge", "1e300"},
},
  times[] =
      {
          {"a number", "1700000000"},
          {"a date", "'2032-05-06'"},
          {"no date", "'tomorrow'"},
          {"the 30th of February", "'2032-02-30 10:00:00'"},
          {"hour 24", "'2032-05-06 24:00:00'"},
          {"hour 25", "'2032-05-06 25:00:00'"},
          {"second 60", "'2032-05-06 10:00:60'"},
          {"a blank behind", "'2032-05-06 10:00:00 '"},
          {"two blanks", "'2032-05-06  10:00:00'"},
          {"empty", "''"},
          {"a list", "['2032-05-06 10:00:00']"},
          {"an object", "{}"},
          {"a name of a zone", "'2032-05-06 10:00:00 Europe/Rome'"},
          {"an offset of a day", "'2032-05-06T10:00:00+24:00'"},
          {"the year 0", "'0000-01-01 10:00:00'"},
          {"five digits", "'12032-05-06 10:00:00'"},
          {"other digits", "'２０３２-05-06 10:00:00'"},
},
  texts[] =
      {
          {"a number", "1"},
          {"a list", "[]"},
          {"an object", "{}"},
          {"a flag", "false"},
          {"a control byte", "'a\\u0007b'"},
          {"DEL", "'a\\u007f'"},
          {"NUL", "'a\\u0000b'"},
},
  flags[] = {{"a text", "'true'"}, {"a number", "1"}, {"a list", "[]"}},
  statuses[] = {{"an unknown word", "'accepted'"},
                {"in capitals", "'Scheduled'"},
                {"an underscore", "'no_show'"},
                {"empty", "''"},
                {"a number", "1"},
                {"a list", "['scheduled']"},
                {"pending", "'pending'"}};

static struct answer *ask(const char *who, const char *method, const char *target, const char *body)
{
    return ASK(.method = method, .target = target, .body = body,
               .credential = story_credential(who));
}

static char *double_quoted(const char *text)
{
    char *copy = (char *)(uintptr_t)say("%s", text);

    for (char *at = copy; *at != '\0'; at++) {
        if (*at == '\'') {
            *at = '"';
        }
    }
    return copy;
}

static long made_id(int32_t day)
{
    struct answer *made =
        ask("admin:max", "POST", "/api/bookings",
            double_quoted(story_filled(NEW("bo", "una", "plain", "10:00", "10:30"), day)));

    EXPECT_STATUS(made, 200);
    return (long)json_object_get_int64(json_at(made->json, "id"));
}

struct hostile_field {
    const char *field;
    const struct hostile *value;
    bool put;
};

/* A good body with one bad value in it. */
static void run_hostile(const void *row)
{
    static const char *const good[][2] = {{"client_id", "^bo.id"},
                                          {"staff_id", "#una"},
                                          {"service_id", "@plain"},
                                          {"start_at", "'~w12:00'"},
                                          {"end_at", "'~w12:30'"}};
    const struct hostile_field *bad = row;
    int32_t day = story_fresh_day();
    const char *body = "";

    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        if (strcmp(good[i][0], bad->field) != 0) {
            body = say("%s'%s':%s,", body, good[i][0], good[i][1]);
        }
    }
    body =
        double_quoted(story_filled(say("{%s'%s':%s}", body, bad->field, bad->value->value), day));
    struct answer *answer =
        bad->put ? ask("admin:max", "PUT", say("/api/bookings/%ld", made_id(day)), body)
                 : ask("admin:max", "POST", "/api/bookings", body);
    EXPECT_STATUS(answer, 400);
    EXPECT(json_object_is_type(json_at(answer->json, "error"), json_type_string) &&
               json_object_is_type(json_at(answer->json, "details"), json_type_object),
           "a refusal in the dialect's words: %s", answer->body);
}

#define HOSTILE_FIELD(field_, table_, put_)                                                        \
    for (size_t i = 0; i < sizeof(table_) / sizeof *(table_); i++) {                               \
        hostiles[hostile_count] = (struct hostile_field){field_, &(table_)[i], put_};              \
        case_add(run_hostile, &hostiles[hostile_count++], "%s: %s is %s", (put_) ? "PUT" : "POST", \
                 field_, (table_)[i].name);                                                        \
    }

static void add_hostiles(void)
{
    static struct hostile_field hostiles[300];
    size_t hostile_count = 0;

    for (int put = 0; put < 2; put++) {
        HOSTILE_FIELD("client_id", numbers, put);
        HOSTILE_FIELD("staff_id", numbers, put);
        HOSTILE_FIELD("service_id", numbers, put);
        HOSTILE_FIELD("waitlist_id", numbers, put);
        HOSTILE_FIELD("start_at", times, put);
        HOSTILE_FIELD("end_at", times, put);
        HOSTILE_FIELD("notes", texts, put);
        HOSTILE_FIELD("internal_notes", texts, put);
    }
    HOSTILE_FIELD("provisional", flags, false);
    HOSTILE_FIELD("base_url", texts, false);
    HOSTILE_FIELD("status", statuses, true);
}

/* clang-format off */
static const struct story attacks[] = {
    {"notes that look like SQL are notes",
     "a: " MAKE
     NEWX("bo", "hal", "plain", "10:00", "10:30", "'notes':'x\\u0027); DROP TABLE booking; --'")
     " => 200 'DROP TABLE booking; --'\n"
     GET("a") "=> 200 'DROP TABLE booking'"},
    {"notes that look like HTML are notes",
     "a: " MAKE
     NEWX("bo", "hal", "plain", "10:00", "10:30", "'notes':'<script>alert(1)</script>'")
     " => 200 '<script>alert(1)</script>'"},
    {"an id that is no number",
     "admin:max GET /api/bookings/abc => 400 /error? /details?"},
    {"an id with more behind it",
     "admin:max GET /api/bookings/1%20OR%201 => 400 /error?"},
    {"an id of zero",
     "admin:max GET /api/bookings/0 => 404 /error='Booking not found'"},
    {"a negative id",
     "admin:max GET /api/bookings/-5 => 404 /error='Booking not found'"},
    {"an id beyond 64 bits",
     "admin:max GET /api/bookings/99999999999999999999 => 404"},
    {"a uid of Cal.com is no id",
     "x: - " B("plain", "10:00", "cy") " => 201\n"
     "admin:max GET /api/bookings/$x => 400"},
    {"another method",
     "admin:max PATCH /api/bookings {} => 405 /error='Method not allowed' /details?"},
};
/* clang-format on */

static void run_long_notes(const void *row)
{
    char *letters = (char *)(uintptr_t)say("%5001s", "");

    (void)row;
    memset(letters, 'x', 5001);
    for (int most = 5000; most <= 5001; most++) {
        const char *body =
            story_filled(NEW("bo", "hal", "plain", "10:00", "10:30"), story_fresh_day());
        struct answer *answer = ask("admin:max", "POST", "/api/bookings",
                                    say("%.*s,\"notes\":\"%.*s\"}", (int)strlen(body) - 1,
                                        double_quoted(body), most, letters));

        EXPECT_STATUS(answer, most == 5000 ? 200 : 400);
    }
}

/* ---- the wall ---- */

#define ON(start, end)                                                                             \
    MAKE "{" PARTIES("bo", "ida", "plain") ",'start_at':'" start "','end_at':'" end "'}"
/* Amsterdam in 2041: forward on 31 March at 02:00, back on 27 October at 03:00. */
/* clang-format off */
static const struct story walls[] = {
    {"a start that the clocks skip",
     ON("2041-03-31 02:30:00", "2041-03-31 04:00:00")
     " => 400 /error='start_at does not exist: the clocks go forward then' "
     "/details.field=start_at"},
    {"an end that the clocks skip",
     ON("2041-03-31 01:00:00", "2041-03-31 02:00:00")
     " => 400 /error='end_at does not exist: the clocks go forward then' /details.field=end_at"},
    {"the last moment before the gap and the first after it",
     "a: " ON("2041-03-31 01:59:00", "2041-03-31 03:00:00")
     " => 200 /start_at='2041-03-31 01:59:00' /end_at='2041-03-31 03:00:00'\n"
     "sql SELECT (end_us - start_us) DIV 60000000 FROM booking WHERE business_id = @@ AND id "
     "= $a => 1\n"
     DEL("a") "=> 200"},
    {"a time that comes twice is the first of both",
     "a: " ON("2041-10-27 02:30:00", "2041-10-27 03:30:00")
     " => 200 /start_at='2041-10-27 02:30:00'\n"
     "sql SELECT start_us = TIMESTAMPDIFF(SECOND, '1970-01-01', '2041-10-27 00:30:00') * "
     "1000000 FROM booking WHERE business_id = @@ AND id = $a => 1\n"
     "sql SELECT (end_us - start_us) DIV 60000000 FROM booking WHERE business_id = @@ AND id "
     "= $a => 120\n"
     DEL("a") "=> 200"},
    {"the second of both is named by its offset",
     "a: " ON("2041-10-27T02:30:00+01:00", "2041-10-27T03:30:00+01:00")
     " => 200 /start_at='2041-10-27 02:30:00'\n"
     "sql SELECT start_us = TIMESTAMPDIFF(SECOND, '1970-01-01', '2041-10-27 01:30:00') * "
     "1000000 FROM booking WHERE business_id = @@ AND id = $a => 1\n"
     DEL("a") "=> 200"},
    {"an end that is later on the wall only is not later",
     ON("2041-10-27T02:50:00+01:00", "2041-10-27 02:55:00")
     " => 400 /error='The end must be after the start'"},
    {"an instant in the gap's hour is fine",
     "a: " ON("2041-03-31T01:30:00Z", "2041-03-31T02:00:00Z")
     " => 200 /start_at='2041-03-31 03:30:00' /end_at='2041-03-31 04:00:00'\n"
     DEL("a") "=> 200"},
    {"a whole day of 23 hours",
     "a: " ON("2041-03-31 00:00:00", "2041-04-01 00:00:00") " => 200\n"
     "sql SELECT (end_us - start_us) DIV 3600000000 FROM booking WHERE business_id = @@ AND "
     "id = $a => 23\n"
     DEL("a") "=> 200"},
    {"a move into the gap",
     A PUT("a")
     "{'start_at':'2041-03-31 02:30:00','end_at':'2041-03-31 03:30:00'} => 400 'clocks go "
     "forward'\n"
     GET("a") "=> 200 /start_at='~w10:00'"},
    {"the salon moves to another zone and so do its walls",
     "a: " MAKE NEW("bo", "hal", "plain", "10:00", "10:30") " => 200\n"
     "sql UPDATE business SET time_zone = 'America/New_York' WHERE id = @@\n"
     GET("a") "=> 200 !'~w10:00'\n"
     "sql UPDATE business SET time_zone = '" ZONE "' WHERE id = @@\n"
     GET("a") "=> 200 /start_at='~w10:00'"},
};
/* clang-format on */

#define HOLIDAY                                                                                    \
    "sql INSERT IGNORE INTO holiday (business_id, date, name) VALUES (@@, '2042-04-27', 'King''s " \
    "Day')\n"
/* clang-format off */
static const struct story holidays[] = {
    {"on a holiday",
     HOLIDAY ON("2042-04-27 10:00:00", "2042-04-27 10:30:00")
     " => 400 'This day is a holiday: King'"},
    {"from before into a holiday",
     HOLIDAY ON("2042-04-26 23:30:00", "2042-04-27 00:30:00") " => 400 'holiday'"},
    {"until midnight before it",
     HOLIDAY "a: " ON("2042-04-26 23:30:00", "2042-04-27 00:00:00") " => 200\n"
     DEL("a") "=> 200"},
    {"from a holiday on",
     HOLIDAY ON("2042-04-27 23:59:00", "2042-04-28 00:30:00") " => 400 'holiday'"},
    {"from midnight after it",
     HOLIDAY "a: " ON("2042-04-28 00:00:00", "2042-04-28 00:30:00") " => 200\n"
     DEL("a") "=> 200"},
    {"around a holiday",
     HOLIDAY ON("2042-04-20 10:00:00", "2042-05-02 10:00:00") " => 400 'holiday'"},
    {"the salon's day counts, not that of UTC",
     HOLIDAY ON("2042-04-26T22:30:00Z", "2042-04-26T23:00:00Z") " => 400 'holiday'\n"
     "a: " ON("2042-04-27T22:00:00Z", "2042-04-27T22:30:00Z")
     " => 200 /start_at='2042-04-28 00:00:00'\n"
     DEL("a") "=> 200"},
    {"a move onto a holiday",
     HOLIDAY A PUT("a")
     "{'start_at':'2042-04-27 10:00:00','end_at':'2042-04-27 10:30:00'} => 400 'holiday'\n"
     GET("a") "=> 200 /start_at='~w10:00'"},
    {"what stands on a day that becomes a holiday can be edited, cancelled and not brought back",
     "a: " ON("2042-04-29 10:00:00", "2042-04-29 10:30:00") " => 200\n"
     "sql INSERT INTO holiday (business_id, date, name) VALUES (@@, '2042-04-29', 'Closed')\n"
     PUT("a") "{'notes':'moved?'} => 200 /notes='moved?'\n"
     PUT("a") "{'status':'completed'} => 200\n"
     DEL("a") "=> 200\n"
     PUT("a") "{'status':'scheduled'} => 400 'holiday'\n"
     "sql DELETE FROM holiday WHERE business_id = @@ AND date = '2042-04-29'\n"
     PUT("a") "{'status':'scheduled'} => 200\n"
     DEL("a") "=> 200"},
    {"a holiday of another business",
     "sql INSERT INTO holiday (business_id, date, name) SELECT id, '2042-05-05', 'x' FROM "
     "business WHERE slug = '~s-two'\n"
     "a: " ON("2042-05-05 10:00:00", "2042-05-05 10:30:00") " => 200\n"
     DEL("a") "=> 200"},
};
/* clang-format on */

/* ---- PUT ---- */

/* clang-format off */
static const struct story moving[] = {
    {"a move keeps the id and tells of itself",
     A PUT("a") "{'start_at':'~w14:00','end_at':'~w14:30'} => 200 /id=$a /start_at='~w14:00' "
     "/end_at='~w14:30' /status=scheduled\n"
     JOBS("a", "booking.moved", "1") STEPS("a", "'accepted'", "accepted", "1")
     CLAIMED("hal", "", "30")},
    {"a drag by less than its own length",
     A PUT("a") "{'start_at':'~w10:10','end_at':'~w10:40'} => 200 /start_at='~w10:10'\n"
     CLAIMED("hal", "", "30") MAKE NEW("cy", "hal", "plain", "10:30", "11:00")
     CONFLICT("10:10", "10:40") "b: " MAKE NEW("cy", "hal", "plain", "09:40", "10:10") " => 200"},
    {"an end alone",
     A PUT("a") "{'end_at':'~w11:30'} => 200 /start_at='~w10:00' /end_at='~w11:30'\n"
     CLAIMED("hal", "", "90")},
    {"a start alone",
     A PUT("a") "{'start_at':'~w10:15'} => 200 /start_at='~w10:15' /end_at='~w10:30'\n"
     CLAIMED("hal", "", "15")},
    {"a start alone behind the end",
     A PUT("a") "{'start_at':'~w12:00'} => 400 /error='The end must be after the start'\n"
     CLAIMED("hal", "", "30")},
    {"an end alone before the start",
     A PUT("a") "{'end_at':'~w09:00'} => 400 /error='The end must be after the start'"},
    {"for more than 31 days",
     A PUT("a") "{'end_at':'~w+32/10:00'} => 400 'at most'"},
    {"onto another booking",
     A "b: " MAKE NEW("cy", "hal", "plain", "12:00", "12:30") " => 200\n"
     PUT("a") "{'start_at':'~w12:15','end_at':'~w12:45'}" CONFLICT("12:00", "12:30") GET("a")
     "=> 200 /start_at='~w10:00'\n"
     CLAIMED("hal", "", "60")},
    {"growing into the next booking",
     A "b: " MAKE NEW("cy", "hal", "plain", "10:30", "11:00") " => 200\n"
     PUT("a") "{'end_at':'~w10:31'}" CONFLICT("10:30", "11:00")},
    {"two bookings change places through a third time",
     A "b: " MAKE NEW("cy", "hal", "plain", "11:00", "11:30") " => 200\n"
     PUT("a") "{'start_at':'~w11:00','end_at':'~w11:30'}" CONFLICT("11:00", "11:30") PUT("b")
     "{'start_at':'~w15:00','end_at':'~w15:30'} => 200\n"
     PUT("a") "{'start_at':'~w11:00','end_at':'~w11:30'} => 200\n"
     PUT("b") "{'start_at':'~w10:00','end_at':'~w10:30'} => 200\n"
     CLAIMED("hal", "", "60")},
    {"outside opening hours and off the grid",
     "a: " MAKE NEW("bo", "eva", "office", "12:00", "12:30") " => 200\n"
     PUT("a") "{'start_at':'~w02:07','end_at':'~w02:19'} => 200 /start_at='~w02:07'"},
    {"what Cal.com's callers booked",
     "x: - " B("plain", "10:00", "cy") " => 201\n"
     "admin:max PUT /api/bookings/$x.id {'start_at':'~w13:00','end_at':'~w13:30'} => 200\n"
     "- GET $x => 200 start=~dT13:00:00.000Z status=accepted duration=30\n"
     "- " B("plain", "10:00", "di") " => 201\n"
     "- " B("plain", "13:00", "di") " => 400"},
    {"what Cal.com's callers booked, together with its buffers",
     "x: - " B("buffered", "10:00", "cy") " => 201\n"
     "admin:max PUT /api/bookings/$x.id {'start_at':'~w10:05','end_at':'~w10:35'} => 200\n"
     CLAIMED("hal", "", "30")},
    {"a team's booking moves for all its hosts",
     "x: - " B("both", "10:00", "cy") " => 201\n"
     "admin:max PUT /api/bookings/$x.id {'start_at':'~w13:00','end_at':'~w13:30'} => 200\n"
     CLAIMED("ida", "", "30") "a: " MAKE NEW("bo", "ida", "plain", "10:00", "10:30") " => 200\n"
     MAKE NEW("bo", "ida", "plain", "13:15", "13:30") CONFLICT("13:00", "13:30")},
    {"a team's booking does not move where one of its hosts is taken",
     "x: - " B("both", "10:00", "cy") " => 201\n"
     "a: " MAKE NEW("bo", "ida", "plain", "13:00", "13:30") " => 200\n"
     "admin:max PUT /api/bookings/$x.id {'start_at':'~w13:15','end_at':'~w13:45'}"
     CONFLICT("13:00", "13:30")},
    {"the order of Cal.com's walks follows the start",
     A PUT("a") "{'start_at':'~w14:00','end_at':'~w14:30'} => 200\n"
     "sql SELECT CONV(HEX(LEFT(walk, 6)), 16, 10) = start_us DIV 1000 FROM booking WHERE "
     "business_id = @@ AND id = $a => 1"},
    {"the same times are no move",
     A PUT("a") "{'start_at':'~w10:00','end_at':'~10:30'} => 200\n"
     JOBS("a", "booking.moved", "0")
     "sql SELECT version FROM booking WHERE business_id = @@ AND id = $a => 1"},
    {"what tells of a move tells when it was before",
     A PUT("a") "{'start_at':'~w14:00','end_at':'~w14:30'} => 200\n"
     "sql SELECT COUNT(*) FROM job WHERE business_id = @@ AND kind = 'booking.moved' AND "
     "booking_id = $a AND payload LIKE "
     "'%\"before_start\":\"~dT10:00:00.000000Z\",\"before_end\":\"~dT10:30:00.000000Z\"%' => 1"},
    {"there and back again tells twice",
     A PUT("a") "{'start_at':'~w14:00','end_at':'~w14:30'} => 200\n"
     PUT("a") "{'start_at':'~w10:00','end_at':'~w10:30'} => 200\n"
     JOBS("a", "booking.moved", "2")},
    {"a cancelled booking moves without claiming",
     A DEL("a") "=> 200\n"
     "b: " MAKE NEW("cy", "hal", "plain", "14:00", "14:30") " => 200\n"
     PUT("a")
     "{'start_at':'~w14:00','end_at':'~w14:30'} => 200 /status=cancelled /start_at='~w14:00'\n"
     CLAIMED("hal", "", "30")},
    {"what was moved away by Cal.com stays where it was",
     "x: - " B("plain", "10:00", "cy") " => 201\n"
     "y: - POST $x/reschedule {'start':'~12:00'} => 201\n"
     "admin:max PUT /api/bookings/$x.id {'status':'scheduled'} => 409 /error='The booking was "
     "moved already'\n"
     "admin:max PUT /api/bookings/$x.id {'notes':'x'} => 409\n"
     "admin:max DELETE /api/bookings/$x.id => 200 /status=cancelled\n"
     "admin:max PUT /api/bookings/$y.id {'notes':'x'} => 200"},
    {"a move leaves the answers of Cal.com's callers alone",
     "x: - "
     BX("asks", "10:00", "cy", "'bookingFieldsResponses':{'company':'Ltd','notes':'hi','size':'small'}")
     " => 201\n"
     "admin:max PUT /api/bookings/$x.id {'start_at':'~w13:00','end_at':'~w13:30'} => 200 "
     "/notes=hi\n"
     "- GET $x => 200 bookingFieldsResponses.notes=hi bookingFieldsResponses.company=Ltd "
     "bookingFieldsResponses.size=small"},
    {"one of a series moves alone",
     "x: - " B("weekly", "10:00", "cy") " => 201\n"
     "admin:max PUT /api/bookings/$x.0.id {'start_at':'~w15:00','end_at':'~w15:30'} => 200\n"
     "admin:max GET /api/bookings/$x.1.id => 200 /start_at='~w+7/10:00'"},
};
/* clang-format on */

/* clang-format off */
static const struct story handing[] = {
    {"to another member of staff",
     A PUT("a") "{'staff_id':#ida} => 200 /staff_id=#ida /start_at='~w10:00'\n"
     CLAIMED("hal", "", "0") CLAIMED("ida", "", "30") JOBS("a", "booking.reassigned", "1")
     "sql SELECT COUNT(*) FROM booking_host WHERE business_id = @@ AND booking_id = $a AND "
     "user_id = #ida => 1\n"
     "sql SELECT COUNT(*) FROM booking WHERE business_id = @@ AND id = $a AND title = 'plain "
     "between Ida Host and bo' => 1"},
    {"to one who has another booking then",
     A "b: " MAKE NEW("cy", "ida", "plain", "10:15", "10:45") " => 200\n"
     PUT("a") "{'staff_id':#ida}" CONFLICT("10:15", "10:45") GET("a") "=> 200 /staff_id=#hal\n"
     CLAIMED("hal", "", "30")},
    {"and to another time at once",
     A "b: " MAKE NEW("cy", "ida", "plain", "10:15", "10:45") " => 200\n"
     PUT("a")
     "{'staff_id':#ida,'start_at':'~w12:00','end_at':'~w12:30'} => 200 /staff_id=#ida\n"
     JOBS("a", "booking.moved", "1") JOBS("a", "booking.reassigned", "0")},
    {"to the same member of staff is no change",
     A PUT("a") "{'staff_id':#hal} => 200\n"
     "sql SELECT version FROM booking WHERE business_id = @@ AND id = $a => 1"},
    {"to nobody",
     A PUT("a") "{'staff_id':999999999} => 400 'does not exist'"},
    {"to one who left",
     A "sql UPDATE user SET active = FALSE WHERE business_id = @@ AND id = #pat\n"
     PUT("a") "{'staff_id':#pat} => 400\n"
     "sql UPDATE user SET active = TRUE WHERE business_id = @@ AND id = #pat"},
    {"a team's booking to somebody else",
     "x: - " B("both", "10:00", "cy") " => 201\n"
     "admin:max PUT /api/bookings/$x.id {'staff_id':#jon} => 200 /staff_id=#jon\n"
     CLAIMED("hal", "", "0") CLAIMED("ida", "", "30") CLAIMED("jon", "", "30")},
    {"the hosts of a team's booking change places",
     "x: - " B("both", "10:00", "cy") " => 201\n"
     "admin:max PUT /api/bookings/$x.id {'staff_id':#ida} => 200 /staff_id=#ida\n"
     CLAIMED("hal", "", "30") CLAIMED("ida", "", "30")
     "sql SELECT COUNT(*) FROM attendee WHERE business_id = @@ AND booking_id = $x.id AND "
     "kind = 'host' AND name = 'Hal Host' => 1\n"
     "- GET $x => 200 hosts.0.id=#ida attendees#2"},
};
/* clang-format on */

/* clang-format off */
static const struct story editing[] = {
    {"another client",
     A PUT("a") "{'client_id':^cy.id} => 200 /client_id=^cy.id /client_name=cy\n"
     "sql SELECT COUNT(*) FROM attendee WHERE business_id = @@ AND booking_id = $a AND email "
     "= '^cy' => 1\n"
     "sql SELECT COUNT(*) FROM attendee WHERE business_id = @@ AND booking_id = $a => 1\n"
     "sql SELECT COUNT(*) FROM booking WHERE business_id = @@ AND id = $a AND title = 'plain "
     "between Hal Host and cy' AND responses LIKE '%\"^cy\"%' => 1"},
    {"another client of what Cal.com's callers booked",
     "x: - " BX("plain", "10:00", "bo", "'guests':['g@x.test']") " => 201\n"
     "admin:max PUT /api/bookings/$x.id {'client_id':^cy.id} => 200\n"
     "- GET $x => 200 attendees.0.email=^cy attendees#2 bookingFieldsResponses.email=^cy "
     "guests.0=g@x.test"},
    {"an unknown client",
     A PUT("a") "{'client_id':999999999} => 400"},
    {"another service keeps the times",
     A PUT("a") "{'service_id':@lengths} => 200 /service_id=@lengths /end_at='~w10:30'\n"
     "sql SELECT COUNT(*) FROM booking WHERE business_id = @@ AND id = $a AND title = "
     "'lengths between Hal Host and bo' => 1"},
    {"an unknown service",
     A PUT("a") "{'service_id':999999999} => 400"},
    {"notes are seen by Cal.com's callers, internal ones are not",
     "x: - " B("plain", "10:00", "cy") " => 201\n"
     "admin:max PUT /api/bookings/$x.id {'notes':'bring socks','internal_notes':'late payer'} "
     "=> 200 /notes='bring socks' /internal_notes='late payer'\n"
     "- GET $x => 200 description='bring socks' bookingFieldsResponses.notes='bring socks' "
     "!'late payer'"},
    {"notes can be emptied",
     "a: " MAKE NEWX("bo", "hal", "plain", "10:00", "10:30", "'notes':'x','internal_notes':'y'")
     " => 200\n"
     PUT("a") "{'notes':''} => 200 /notes= /internal_notes=y"},
    {"null leaves what is there",
     "a: " MAKE NEWX("bo", "hal", "plain", "10:00", "10:30", "'notes':'x'") " => 200\n"
     PUT("a") "{'notes':null,'waitlist_id':null,'status':null,'start_at':null} => 200 /notes=x"},
    {"an edit is in the history",
     A PUT("a") "{'notes':'x'} => 200\n"
     JOBS("a", "booking.edited", "1") STEPS("a", "'accepted'", "accepted", "1")},
    {"nothing changes nothing",
     A PUT("a") "{} => 200 /id=$a\n"
     "sql SELECT version FROM booking WHERE business_id = @@ AND id = $a => 1\n"
     STEPS("a", "'accepted'", "accepted", "0")},
    {"a body is not needed",
     A "admin:max PUT /api/bookings/$a => 200 /id=$a"},
    {"the object as it came changes nothing",
     A PUT("a")
     "{'id':$a,'client_id':^bo.id,'staff_id':#hal,'service_id':@plain,'start_at':'~w10:00',"
     "'end_at':'~w10:30','status':'scheduled','notes':'','internal_notes':'',"
     "'provisional_token':null,'feedback_token':null,'waitlist_id':null,'client_name':'bo'} "
     "=> 200\n"
     "sql SELECT version FROM booking WHERE business_id = @@ AND id = $a => 1"},
    {"fields nobody knows are passed over",
     A PUT("a")
     "{'uid':'x','business_id':1,'claims':false,'client_name':'eve','colour':'red','id':1} => "
     "200 /id=$a /client_name=bo\n"
     "sql SELECT version FROM booking WHERE business_id = @@ AND id = $a => 1"},
    {"one that is not there",
     "admin:max PUT /api/bookings/999999999 {'notes':'x'} => 404 /error='Booking not found' "
     "/details?"},
    {"an unknown waitlist entry",
     A PUT("a") "{'waitlist_id':999999999} => 400 'does not exist'\n"
     GET("a") "=> 200 /waitlist_id=null"},
    {"text and status and time in one go",
     A PUT("a") "{'notes':'n','status':'provisional','start_at':'~w16:00','end_at':'~w17:00',"
     "'staff_id':#ida} => 200 /notes=n /status=provisional /start_at='~w16:00' /staff_id=#ida\n"
     CLAIMED("hal", "", "0") CLAIMED("ida", "", "60")},
    {"all or nothing",
     A "b: " MAKE NEW("cy", "hal", "plain", "12:00", "12:30") " => 200\n"
     PUT("a")
     "{'notes':'n','status':'completed','start_at':'~w12:00','end_at':'~w12:30'} => 409\n"
     GET("a") "=> 200 /notes= /status=scheduled"},
};
/* clang-format on */

#define TURN(l, to) PUT(l) "{'status':'" to "'} => 200 /status=" to "\n"
/* clang-format off */
static const struct story turning[] = {
    {"scheduled, completed",
     A TURN("a", "completed") STEPS("a", "'accepted'", "completed", "1")
     JOBS("a", "booking.completed", "1") CLAIMED("hal", "", "30")},
    {"scheduled, no-show",
     A TURN("a", "no-show") STEPS("a", "'accepted'", "no_show", "1")
     JOBS("a", "booking.no_show", "1") CLAIMED("hal", "", "30")
     "sql SELECT absent FROM attendee WHERE business_id = @@ AND booking_id = $a => 1"},
    {"scheduled, cancelled",
     A TURN("a", "cancelled") STEPS("a", "'accepted'", "cancelled", "1")
     JOBS("a", "booking.cancelled", "1") CLAIMED("hal", "", "0")},
    {"scheduled, provisional, scheduled",
     A TURN("a", "provisional") TURN("a", "scheduled") STEPS("a", "'pending'", "accepted", "1")
     CLAIMED("hal", "", "30")},
    {"completed, scheduled",
     A TURN("a", "completed") TURN("a", "scheduled") STEPS("a", "'completed'", "accepted", "1")},
    {"completed, no-show, completed",
     A TURN("a", "completed") TURN("a", "no-show") TURN("a", "completed")
     JOBS("a", "booking.completed", "2")
     "sql SELECT absent FROM attendee WHERE business_id = @@ AND booking_id = $a => 0"},
    {"completed, provisional",
     A TURN("a", "completed") TURN("a", "provisional")},
    {"completed, cancelled",
     A TURN("a", "completed") TURN("a", "cancelled") CLAIMED("hal", "", "0")},
    {"no-show, scheduled",
     A TURN("a", "no-show") TURN("a", "scheduled") STEPS("a", "'no_show'", "accepted", "1")},
    {"no-show, provisional",
     A TURN("a", "no-show") TURN("a", "provisional")},
    {"no-show, cancelled",
     A TURN("a", "no-show") TURN("a", "cancelled") CLAIMED("hal", "", "0")},
    {"cancelled, scheduled",
     A TURN("a", "cancelled") TURN("a", "scheduled") STEPS("a", "'cancelled'", "accepted", "1")
     JOBS("a", "booking.restored", "1") CLAIMED("hal", "", "30")},
    {"cancelled, provisional",
     A TURN("a", "cancelled") TURN("a", "provisional") CLAIMED("hal", "", "30")},
    {"cancelled, completed",
     A TURN("a", "cancelled") TURN("a", "completed") CLAIMED("hal", "", "30")},
    {"cancelled, no-show",
     A TURN("a", "cancelled") TURN("a", "no-show") CLAIMED("hal", "", "30")},
    {"provisional, completed",
     A TURN("a", "provisional") TURN("a", "completed")},
    {"provisional, no-show",
     A TURN("a", "provisional") TURN("a", "no-show")},
    {"provisional, cancelled",
     A TURN("a", "provisional") TURN("a", "cancelled") CLAIMED("hal", "", "0")},
    {"the same status is no change",
     A TURN("a", "scheduled")
     "sql SELECT version FROM booking WHERE business_id = @@ AND id = $a => 1\n"
     TURN("a", "completed") TURN("a", "completed") JOBS("a", "booking.completed", "1")},
    {"what is rejected is cancelled already",
     "x: - " B("confirm", "10:00", "cy") " => 201\n"
     "hal POST $x/decline {} => 200\n"
     "admin:max PUT /api/bookings/$x.id {'status':'cancelled'} => 200 /status=cancelled\n"
     "- GET $x => 200 status=rejected\n"
     "admin:max PUT /api/bookings/$x.id {'status':'scheduled'} => 200 /status=scheduled\n"
     "- GET $x => 200 status=accepted"},
    {"one does not come back to a time that is taken",
     A DEL("a") "=> 200\n"
     "b: " MAKE NEW("cy", "hal", "plain", "10:15", "10:45") " => 200\n"
     PUT("a") "{'status':'scheduled'}" CONFLICT("10:15", "10:45") PUT("a")
     "{'status':'completed'}" CONFLICT("10:15", "10:45") GET("a") "=> 200 /status=cancelled\n"
     CLAIMED("hal", "", "30")},
    {"one comes back at another time",
     A DEL("a") "=> 200\n"
     "b: " MAKE NEW("cy", "hal", "plain", "10:15", "10:45") " => 200\n"
     PUT("a")
     "{'status':'scheduled','start_at':'~w12:00','end_at':'~w12:30'} => 200 /status=scheduled "
     "/start_at='~w12:00'\n"
     CLAIMED("hal", "", "60")},
    {"one comes back with another member of staff",
     A DEL("a") "=> 200\n"
     "b: " MAKE NEW("cy", "hal", "plain", "10:15", "10:45") " => 200\n"
     PUT("a") "{'status':'scheduled','staff_id':#ida} => 200\n"
     CLAIMED("ida", "", "30")},
    {"one that is cancelled moves nowhere first",
     A "b: " MAKE NEW("cy", "hal", "plain", "12:00", "12:30") " => 200\n"
     PUT("a")
     "{'status':'cancelled','start_at':'~w12:00','end_at':'~w12:30'} => 200 /status=cancelled "
     "/start_at='~w12:00'\n"
     CLAIMED("hal", "", "30")},
    {"what comes back has no reason of its cancelling",
     "x: - " B("plain", "10:00", "cy") " => 201\n"
     "- POST $x/cancel {'cancellationReason':'ill'} => 200\n"
     "admin:max PUT /api/bookings/$x.id {'status':'scheduled'} => 200\n"
     "- GET $x => 200 status=accepted !'ill'"},
    {"a cancelling names who did it",
     "x: - " B("plain", "10:00", "cy") " => 201\n"
     "admin:max DELETE /api/bookings/$x.id => 200\n"
     "- GET $x => 200 status=cancelled cancelledByEmail=max@~s.example"},
    {"no-show is an absent attendee for Cal.com's callers",
     "x: - " B("plain", "10:00", "cy") " => 201\n"
     "admin:max PUT /api/bookings/$x.id {'status':'no-show'} => 200\n"
     "- GET $x => 200 status=accepted attendees.0.absent=true"},
};
/* clang-format on */

/* clang-format off */
static const struct story dropping[] = {
    {"a booking is cancelled and shown",
     A DEL("a") "=> 200 /id=$a /status=cancelled /start_at='~w10:00' /client_name=bo\n"
     JOBS("a", "booking.cancelled", "1") CLAIMED("hal", "", "0") GET("a")
     "=> 200 /status=cancelled"},
    {"again changes nothing",
     A DEL("a") "=> 200\n"
     DEL("a") "=> 200 /status=cancelled\n"
     JOBS("a", "booking.cancelled", "1") STEPS("a", "'accepted'", "cancelled", "1")},
    {"one that is not there",
     "admin:max DELETE /api/bookings/999999999 => 404 /error='Booking not found'"},
    {"one of Cal.com's callers",
     "x: - " B("plain", "10:00", "cy") " => 201\n"
     "admin:max DELETE /api/bookings/$x.id => 200 /status=cancelled\n"
     "- GET $x => 200 status=cancelled\n"
     "- " B("plain", "10:00", "di") " => 201"},
    {"one in the past",
     "a: " MAKE "{" PARTIES("bo", "jon", "plain")
     ",'start_at':'2002-02-03 10:00:00','end_at':'2002-02-03 10:30:00'} => 200\n"
     DEL("a") "=> 200 /status=cancelled"},
    {"what is rejected stays rejected",
     "x: - " B("confirm", "10:00", "cy") " => 201\n"
     "hal POST $x/decline {} => 200\n"
     "admin:max DELETE /api/bookings/$x.id => 200 /status=cancelled\n"
     "- GET $x => 200 status=rejected"},
    {"where the service forbids its clients to cancel",
     "a: " MAKE NEW("bo", "hal", "no-cancelling", "10:00", "10:30") " => 200\n"
     DEL("a") "=> 200"},
    {"a completed one",
     A TURN("a", "completed") DEL("a") "=> 200 /status=cancelled\n"
     STEPS("a", "'completed'", "cancelled", "1")},
};
/* clang-format on */

/* ---- classes ---- */

/* clang-format off */
static const struct story classes[] = {
    {"the first seat makes the class, the next ones join it",
     "a: " MAKE NEW("bo", "hal", "class", "10:00", "10:30") " => 200 /client_name=bo\n"
     "b: " MAKE NEW("cy", "hal", "class", "10:00", "10:30") " => 200 /id=$a /client_id=^cy.id\n"
     "sql SELECT seats_taken FROM booking WHERE business_id = @@ AND id = $a => 2\n"
     CLAIMED("hal", "", "30")},
    {"a class is full",
     "a: " MAKE NEW("bo", "hal", "class", "10:00", "10:30") " => 200\n"
     MAKE NEW("cy", "hal", "class", "10:00", "10:30") " => 200\n"
     MAKE NEW("di", "hal", "class", "10:00", "10:30") " => 200\n"
     MAKE NEW("ed", "hal", "class", "10:00", "10:30") " => 409 /error='There are no seats left'"},
    {"nobody sits twice",
     "a: " MAKE NEW("bo", "hal", "class", "10:00", "10:30") " => 200\n"
     MAKE NEW("bo", "hal", "class", "10:00", "10:30") " => 409"},
    {"seats of Cal.com's callers and of staff are of one class",
     "x: - " B("class", "10:00", "cy") " => 201\n"
     "a: " MAKE NEW("bo", "hal", "class", "10:00", "10:30") " => 200 /id=$x.id\n"
     "hal GET $x => 200 attendees#2"},
    {"another end is another class",
     "a: " MAKE NEW("bo", "hal", "class", "10:00", "10:30") " => 200\n"
     MAKE NEW("cy", "hal", "class", "10:00", "11:00") CONFLICT("10:00", "10:30")},
    {"another teacher, too",
     "a: " MAKE NEW("bo", "hal", "class", "10:00", "10:30") " => 200\n"
     MAKE NEW("cy", "ida", "class", "10:00", "10:30") CONFLICT("10:00", "10:30")},
    {"a seat is not provisional",
     MAKE NEWX("bo", "hal", "class", "10:00", "10:30", "'provisional':true") " => 400 'seated'"},
    {"the whole class moves",
     "x: - " B("class", "10:00", "cy") " => 201\n"
     "- " B("class", "10:00", "di") " => 201\n"
     "admin:max PUT /api/bookings/$x.id {'start_at':'~w10:15','end_at':'~w10:45'} => 200\n"
     "hal GET $x => 200 start=~dT10:15:00.000Z attendees#2\n"
     CLAIMED("hal", "", "30")},
    {"a class does not move onto another one",
     "x: - " B("class", "10:00", "cy") " => 201\n"
     "- " B("class", "12:00", "di") " => 201\n"
     "admin:max PUT /api/bookings/$x.id {'start_at':'~w12:00','end_at':'~w12:30'}"
     CONFLICT("12:00", "12:30")},
    {"the status of a class is that of all of it",
     "x: - " B("class", "10:00", "cy") " => 201\n"
     "- " B("class", "10:00", "di") " => 201\n"
     "admin:max PUT /api/bookings/$x.id {'status':'completed'} => 200 /status=completed\n"
     "sql SELECT COUNT(*) FROM attendee WHERE business_id = @@ AND booking_id = $x.id AND "
     "absent => 0"},
    {"a cancelled class comes back with who sat there",
     "x: - " B("class", "10:00", "cy") " => 201\n"
     "- " B("class", "10:00", "di") " => 201\n"
     "admin:max DELETE /api/bookings/$x.id => 200\n"
     CLAIMED("hal", "", "0") "admin:max PUT /api/bookings/$x.id {'status':'scheduled'} => 200\n"
     "hal GET $x => 200 status=accepted attendees#2\n"
     CLAIMED("hal", "", "30")},
    {"a class that everybody left does not come back",
     "x: - " B("class", "10:00", "cy") " => 201\n"
     "- POST $x/cancel {'seatUid':'$x.seatUid'} => 200\n"
     "admin:max PUT /api/bookings/$x.id {'status':'scheduled'} => 409"},
    {"a class does not come back beside another one, whoever gives it",
     "a: " MAKE NEW("bo", "hal", "class", "10:00", "10:30") " => 200\n"
     DEL("a") "=> 200\n"
     "b: " MAKE NEW("cy", "ida", "class", "10:00", "10:30") " => 200\n"
     PUT("a") "{'status':'scheduled'}" CONFLICT("10:00", "10:30") CLAIMED("hal", "", "0")},
    {"a class does not move beside another one, whoever gives it",
     "a: " MAKE NEW("bo", "hal", "class", "12:00", "12:30") " => 200\n"
     "b: " MAKE NEW("cy", "ida", "class", "10:00", "10:30") " => 200\n"
     PUT("a") "{'start_at':'~w10:00','end_at':'~w10:30'}" CONFLICT("10:00", "10:30")
     CLAIMED("hal", "", "30")},
    {"a class has no one client to exchange",
     "x: - " B("class", "10:00", "cy") " => 201\n"
     "admin:max PUT /api/bookings/$x.id {'client_id':^bo.id} => 400 'seated'"},
    {"a class keeps its service, and no other becomes a class",
     "x: - " B("class", "10:00", "cy") " => 201\n"
     "admin:max PUT /api/bookings/$x.id {'service_id':@plain} => 400 'seated'\n"
     "a: " MAKE NEW("bo", "hal", "plain", "12:00", "12:30") " => 200\n"
     PUT("a") "{'service_id':@class} => 400 'seated'"},
    {"notes of a class are notes of a class",
     "x: - " B("class", "10:00", "cy") " => 201\n"
     "admin:max PUT /api/bookings/$x.id {'notes':'mats','staff_id':#ida} => 200 /notes=mats "
     "/staff_id=#ida\n"
     CLAIMED("ida", "", "30") CLAIMED("hal", "", "0")},
};
/* clang-format on */

/* ---- forced ones ---- */

#define FORCED(l) "sql UPDATE booking SET claims = FALSE WHERE business_id = @@ AND id = $" l "\n"
/* clang-format off */
static const struct story forced[] = {
    {"one that claims nothing moves without claiming",
     A DEL("a") "=> 200\n"
     FORCED("a") PUT("a") "{'status':'scheduled'} => 200\n"
     CLAIMED("hal", "", "0") "b: " MAKE NEW("cy", "hal", "plain", "12:00", "12:30") " => 200\n"
     PUT("a") "{'start_at':'~w12:15','end_at':'~w12:45'} => 200\n"
     CLAIMED("hal", "", "30") PUT("a") "{'staff_id':#ida} => 200\n"
     CLAIMED("ida", "", "0")
     "sql SELECT claims FROM booking WHERE business_id = @@ AND id = $a => 0\n"
     DEL("a") "=> 200\n"
     PUT("a") "{'status':'scheduled'} => 200\n"
     CLAIMED("ida", "", "0")},
};
/* clang-format on */

/* ---- who may ---- */

#define AGENDA                                                                                     \
    "sql UPDATE business SET settings = JSON_MERGE_PATCH(settings, "                               \
    "JSON_OBJECT('staff_personal_agenda_enabled', TRUE)) WHERE id = @@\n"
#define NO_AGENDA                                                                                  \
    "sql UPDATE business SET settings = JSON_MERGE_PATCH(settings, "                               \
    "JSON_OBJECT('staff_personal_agenda_enabled', FALSE)) WHERE id = @@\n"
#define FORBIDDEN " => 403 /error=Forbidden /details?\n"
/* clang-format off */
static const struct story agendas[] = {
    {"without it staff see and keep all",
     NO_AGENDA A "staff:ida GET /api/bookings/$a => 200\n"
     "staff:ida PUT /api/bookings/$a {'notes':'x'} => 200\n"
     "staff:ida DELETE /api/bookings/$a => 200\n"
     "staff:ida POST /api/bookings " NEW("bo", "hal", "plain", "12:00", "12:30") " => 200"},
    {"staff see their own",
     AGENDA "a: " MAKE NEW("bo", "ida", "plain", "10:00", "10:30") " => 200\n"
     "staff:ida GET /api/bookings/$a => 200 /staff_id=#ida"},
    {"staff do not see a colleague's",
     AGENDA A "staff:ida GET /api/bookings/$a" FORBIDDEN},
    {"staff do not change a colleague's",
     AGENDA A "staff:ida PUT /api/bookings/$a {'notes':'x'}" FORBIDDEN
     "staff:ida PUT /api/bookings/$a {'staff_id':#ida}" FORBIDDEN GET("a")
     "=> 200 /notes= /staff_id=#hal"},
    {"staff do not cancel a colleague's",
     AGENDA A "staff:ida DELETE /api/bookings/$a" FORBIDDEN GET("a") "=> 200 /status=scheduled"},
    {"staff do not book for a colleague",
     AGENDA "staff:ida POST /api/bookings " NEW("bo", "hal", "plain", "10:00", "10:30")
     FORBIDDEN CLAIMED("hal", "", "0")},
    {"staff do not give theirs away",
     AGENDA "a: staff:ida POST /api/bookings " NEW("bo", "ida", "plain", "10:00", "10:30")
     " => 200\n"
     "staff:ida PUT /api/bookings/$a {'staff_id':#hal}" FORBIDDEN CLAIMED("ida", "", "30")},
    {"staff keep their own",
     AGENDA "a: staff:ida POST /api/bookings " NEW("bo", "ida", "plain", "10:00", "10:30")
     " => 200\n"
     "staff:ida PUT /api/bookings/$a "
     "{'start_at':'~w12:00','end_at':'~w12:30','staff_id':#ida} => 200\n"
     "staff:ida DELETE /api/bookings/$a => 200 /status=cancelled"},
    {"a booking that is not there is a 404 all the same",
     AGENDA "staff:ida GET /api/bookings/999999999 => 404"},
    {"an admin sees all of them",
     AGENDA A "admin:max GET /api/bookings/$a => 200\n"
     PUT("a") "{'staff_id':#ida} => 200"},
    {"a conflict with a colleague is none",
     AGENDA A "staff:ida POST /api/bookings " NEW("bo", "ida", "plain", "10:00", "10:30")
     " => 200"},
};
/* clang-format on */

/* clang-format off */
static const struct story callers[] = {
    {"nobody lists",
     "- GET /api/bookings => 401 /error=Unauthorized /details?"},
    {"nobody books",
     "- POST /api/bookings " NEW("bo", "hal", "plain", "10:00", "10:30")
     " => 401 /error=Unauthorized"},
    {"nobody changes or cancels",
     A "- PUT /api/bookings/$a {} => 401\n"
     "- DELETE /api/bookings/$a => 401\n"
     "- GET /api/bookings/$a => 401\n"
     GET("a") "=> 200 /status=scheduled"},
    {"a key of Cal.com",
     "hal GET /api/bookings => 401 /error=Unauthorized"},
    {"a key of booking links",
     "links GET /api/bookings => 401"},
    {"a client of vCita",
     "vclient:^bo GET /api/bookings => 401"},
    {"staff of vCita",
     "vstaff:hal GET /api/bookings => 401"},
    {"a session that was revoked",
     "staff:una GET /api/bookings?page=1 => 200\n"
     "sql UPDATE token SET revoked_us = 1 WHERE business_id = @@ AND kind = 'staff_session' "
     "AND user_id = #una\n"
     "staff:una GET /api/bookings?page=1 => 401\n"
     "sql UPDATE token SET revoked_us = NULL, expires_us = 5 WHERE business_id = @@ AND kind "
     "= 'staff_session' AND user_id = #una\n"
     "staff:una GET /api/bookings?page=1 => 401\n"
     "sql UPDATE token SET expires_us = NULL WHERE business_id = @@ AND kind = "
     "'staff_session' AND user_id = #una"},
};
/* clang-format on */

/* ---- what follows ---- */

#define MAILS(l, kind, many)                                                                       \
    "sql SELECT COUNT(*) FROM job j JOIN booking b ON b.business_id = j.business_id AND b.id = "   \
    "$" l " WHERE j.business_id = @@ AND j.kind = '" kind                                          \
    "' AND j.name LIKE CONCAT('%:', b.uid, '%') => " many "\n"
/* An entry of the waitlist with a number of its own: that of the client. */
#define WAITS(client, type, status)                                                                \
    "sql INSERT INTO waitlist_entry (business_id, id, uid, client_id, event_type_id, date, "       \
    "status, "                                                                                     \
    "created_us) VALUES (@@, ^" client ".id, LEFT(SHA2(UUID(), 256), 16), ^" client ".id, @" type  \
    ", '~d', '" status "', ^" client ".id)\n"
#define ENTRY(client, status)                                                                      \
    "sql SELECT COUNT(*) FROM waitlist_entry WHERE business_id = @@ AND id = ^" client             \
    ".id AND status = '" status "' => 1\n"
/* clang-format off */
static const struct story following[] = {
    {"a booking is confirmed by mail",
     A MAILS("a", "mail.confirmation", "1")
     "sql SELECT COUNT(*) FROM notification WHERE business_id = @@ AND booking_id = $a => 1"},
    {"a provisional one asks the client, with the links where they shall lead",
     ORIGINS URL("https://salon.example/mine/") " => 200\n"
     MAILS("a", "mail.provisional", "1") MAILS("a", "mail.confirmation", "0")
     "sql SELECT COUNT(*) FROM job j WHERE j.business_id = @@ AND j.kind = 'mail.provisional' "
     "AND j.payload LIKE '%://salon.example/mine/accept?token=$a.provisional_token%' => 1"},
    {"one for the waitlist takes the place in it",
     WAITS("bo", "plain", "waiting") "a: " MAKE
     NEWX("bo", "hal", "plain", "10:00", "10:30", "'waitlist_id':^bo.id")
     " => 200 /waitlist_id=^bo.id\n"
     ENTRY("bo", "booked") MAILS("a", "mail.waitlist_confirmed", "1")
     MAILS("a", "mail.confirmation", "0")},
    {"a place that was notified",
     WAITS("bo", "plain", "notified") "a: " MAKE
     NEWX("bo", "hal", "plain", "10:00", "10:30", "'waitlist_id':^bo.id") " => 200\n"
     ENTRY("bo", "booked")},
    {"a place that is booked already",
     WAITS("bo", "plain", "booked") MAKE
     NEWX("bo", "hal", "plain", "10:00", "10:30", "'waitlist_id':^bo.id")
     " => 400 'does not exist'\n"
     CLAIMED("hal", "", "0")},
    {"a place that was given up",
     WAITS("bo", "plain", "cancelled") MAKE
     NEWX("bo", "hal", "plain", "10:00", "10:30", "'waitlist_id':^bo.id")
     " => 400 'does not exist'"},
    {"somebody else's place",
     WAITS("cy", "plain", "waiting") MAKE
     NEWX("bo", "hal", "plain", "10:00", "10:30", "'waitlist_id':^cy.id")
     " => 400 'does not exist'\n"
     ENTRY("cy", "waiting")},
    {"a place is taken later",
     WAITS("bo", "plain", "waiting") A PUT("a")
     "{'waitlist_id':^bo.id} => 200 /waitlist_id=^bo.id\n"
     ENTRY("bo", "booked") PUT("a") "{'waitlist_id':^bo.id} => 200\n"
     JOBS("a", "booking.edited", "1")},
    {"what is cancelled is offered to the first who waits",
     WAITS("cy", "plain", "waiting") WAITS("di", "plain", "waiting") A DEL("a") "=> 200\n"
     ENTRY("cy", "notified") ENTRY("di", "waiting") DEL("a") "=> 200\n"
     ENTRY("di", "waiting")},
    {"a completed one shows the secret of its review, and no other status does",
     A PUT("a") "{'status':'completed'} => 200 /feedback_token? /provisional_token=null\n"
     GET("a") "=> 200 /feedback_token?\n"
     PUT("a") "{'status':'scheduled'} => 200 /feedback_token=null"},
    {"a move is told half an hour later and once",
     A PUT("a") "{'start_at':'~w14:00','end_at':'~w14:30'} => 200\n"
     PUT("a") "{'start_at':'~w15:00','end_at':'~w15:30'} => 200\n"
     MAILS("a", "booking.updated", "1") PUT("a")
     "{'start_at':'~w10:00','end_at':'~w10:30'} => 200\n"
     "sql SELECT COUNT(*) FROM job WHERE business_id = @@ AND kind = 'booking.updated' AND "
     "status = 'waiting' AND booking_id = $a => 0"},
    {"a move of what is over is not told",
     A PUT("a") "{'status':'completed'} => 200\n"
     PUT("a") "{'start_at':'~w14:00','end_at':'~w14:30'} => 200\n"
     MAILS("a", "booking.updated", "0")},
    {"what is completed and moved in one go is not told as moved",
     A PUT("a")
     "{'status':'no-show','start_at':'~w14:00','end_at':'~w14:30'} => 200 /status=no-show "
     "/start_at='~w14:00'\n"
     MAILS("a", "booking.updated", "0")},
};
/* clang-format on */

/* ---- many at once ---- */

enum { AT_ONCE = 24 };

/* All at once; how many of the answers have the status. Every other one is a conflict. */
static int together(struct ask *asks, size_t count, long good)
{
    struct answer *answers[AT_ONCE];
    int winners = 0;

    http_together(asks, count, answers);
    for (size_t i = 0; i < count; i++) {
        winners += answers[i]->status == good;
        EXPECT(answers[i]->status == good || answers[i]->status == 409, "status %ld: %.300s",
               answers[i]->status, answers[i]->body);
    }
    return winners;
}

static struct ask put_of(long id, const char *body)
{
    return (struct ask){.method = "PUT",
                        .target = say("/api/bookings/%ld", id),
                        .body = double_quoted(body),
                        .credential = story_credential("admin:max")};
}

static long book_at(const char *host, const char *from, const char *to, int32_t day)
{
    struct answer *made =
        ask("admin:max", "POST", "/api/bookings",
            double_quoted(story_filled(
                say("{'client_id':^bo.id,'staff_id':#%s,'service_id':@plain,'start_at':'~w%s',"
                    "'end_at':'~w%s'}",
                    host, from, to),
                day)));

    EXPECT_STATUS(made, 200);
    return (long)json_object_get_int64(json_at(made->json, "id"));
}

static int64_t minutes_of(const char *host, int32_t day)
{
    return sql_number("SELECT COALESCE(SUM(BIT_COUNT(minutes)), 0) FROM host_hour WHERE business_id"
                      " = %lld AND host_id = %lld AND hour BETWEEN %d AND %d",
                      (long long)story_business(), (long long)story_user(host), day * 24 - 24,
                      day * 24 + 48);
}

/* Of staff and of Cal.com's callers, for one slot. */
static void run_race_for_a_slot(const void *row)
{
    int32_t day = story_fresh_day();
    struct ask asks[AT_ONCE];
    struct answer *answers[AT_ONCE];
    const char *ours =
        double_quoted(story_filled(NEW("bo", "hal", "plain", "10:00", "10:30"), day));
    const char *theirs =
        double_quoted(story_filled("{'start':'~10:15','eventTypeId':@plain,'attendee':%cy}", day));
    int winners = 0;

    (void)row;
    for (size_t i = 0; i < AT_ONCE; i++) {
        asks[i] = i % 2 ? (struct ask){.method = "POST",
                                       .target = "/v2/bookings",
                                       .body = theirs,
                                       .version = CAL_PAGES}
                        : (struct ask){.method = "POST",
                                       .target = "/api/bookings",
                                       .body = ours,
                                       .credential = story_credential("admin:max")};
    }
    http_together(asks, AT_ONCE, answers);
    for (size_t i = 0; i < AT_ONCE; i++) {
        long won = i % 2 ? 201 : 200;
        long lost = i % 2 ? 400 : 409;

        winners += answers[i]->status == won;
        EXPECT(answers[i]->status == won || answers[i]->status == lost, "status %ld: %.300s",
               answers[i]->status, answers[i]->body);
    }
    /* the same caller of Cal.com is answered with the same booking again */
    EXPECT(winners >= 1, "%d won", winners);
    EXPECT(sql_number("SELECT COUNT(*) FROM booking WHERE business_id = %lld AND start_us BETWEEN"
                      " %lld AND %lld AND status = 'accepted'",
                      (long long)story_business(), day * 86400000000LL,
                      (day + 1) * 86400000000LL) == 1,
           "one booking on the day");
    EXPECT(minutes_of("hal", day) == 30, "%lld minutes", (long long)minutes_of("hal", day));
}

static void run_race_of_moves(const void *row)
{
    int32_t day = story_fresh_day();
    struct ask asks[AT_ONCE];

    (void)row;
    for (int i = 0; i < AT_ONCE; i++) {
        long id = book_at("hal", say("%02d:%02d", i / 2, i % 2 * 30),
                          say("%02d:%02d", i / 2, i % 2 * 30 + 20), day);
        asks[i] = put_of(id, story_filled("{'start_at':'~w20:00','end_at':'~w20:20'}", day));
    }
    int winners = together(asks, AT_ONCE, 200);
    EXPECT(winners == 1, "%d won", winners);
    EXPECT(minutes_of("hal", day) == 20 * AT_ONCE, "%lld minutes",
           (long long)minutes_of("hal", day));
}

/* Each drags the same booking somewhere else: they come one after the other. */
static void run_drag(const void *row)
{
    int32_t day = story_fresh_day();
    long id = book_at("hal", "10:00", "10:30", day);
    struct ask asks[AT_ONCE];

    (void)row;
    for (int i = 0; i < AT_ONCE; i++) {
        asks[i] = put_of(
            id, story_filled(say("{'start_at':'~w11:%02d','end_at':'~w12:%02d'}", i * 2, i * 2 + 1),
                             day));
    }
    int winners = together(asks, AT_ONCE, 200);
    EXPECT(winners == AT_ONCE, "%d moved", winners);
    EXPECT(minutes_of("hal", day) == 61, "%lld minutes", (long long)minutes_of("hal", day));
}

/* Two members of staff take over each other's bookings of one time: nobody ever has both. */
static void run_swap(const void *row)
{
    int32_t day = story_fresh_day();
    long ids[2] = {book_at("hal", "10:00", "10:30", day), book_at("ida", "10:00", "10:30", day)};
    struct ask asks[AT_ONCE];

    (void)row;
    for (int i = 0; i < AT_ONCE; i++) {
        asks[i] = put_of(ids[i % 2],
                         story_filled(i / 2 % 2 ? "{'staff_id':#hal}" : "{'staff_id':#ida}", day));
    }
    (void)together(asks, AT_ONCE, 200);
    EXPECT(minutes_of("hal", day) + minutes_of("ida", day) == 60, "%lld and %lld minutes",
           (long long)minutes_of("hal", day), (long long)minutes_of("ida", day));
}

/* As many sit as there are seats, whoever makes the class. */
static void run_race_for_seats(const void *row)
{
    int32_t day = story_fresh_day();
    struct ask asks[AT_ONCE];

    (void)row;
    for (int i = 0; i < AT_ONCE; i++) {
        int64_t client = caller_client(say("seat%d@%s.test", i, story_slug()));

        asks[i] = (struct ask){
            .method = "POST",
            .target = "/api/bookings",
            .body = double_quoted(say("{'client_id':%lld,'staff_id':%lld,'service_id':%lld,%s}",
                                      (long long)client, (long long)story_user("hal"),
                                      (long long)story_type("class"),
                                      story_filled(TIMES("10:00", "10:30"), day))),
            .credential = story_credential("admin:max")};
    }
    int winners = together(asks, AT_ONCE, 200);
    EXPECT(winners == 3, "%d sit", winners);
    EXPECT(minutes_of("hal", day) == 30, "%lld minutes", (long long)minutes_of("hal", day));
    EXPECT(sql_number("SELECT seats_taken FROM booking WHERE business_id = %lld AND event_type_id ="
                      " %lld AND start_us BETWEEN %lld AND %lld",
                      (long long)story_business(), (long long)story_type("class"),
                      day * 86400000000LL, (day + 1) * 86400000000LL) == 3,
           "one class with three seats taken");
}

static const struct crowd {
    const char *name, *method, *body, *kind;
    bool cancelled; /* before */
    int minutes;    /* after */
} crowds[] = {
    {"at once: many cancel one booking", "DELETE", NULL, "booking.cancelled", false, 0},
    {"at once: many complete one booking", "PUT", "{\"status\":\"completed\"}", "booking.completed",
     false, 30},
    {"at once: many bring back one booking", "PUT", "{\"status\":\"scheduled\"}",
     "booking.restored", true, 30},
    {"at once: many note the same", "PUT", "{\"notes\":\"x\"}", "booking.edited", false, 30},
};

static void run_crowd(const void *row)
{
    const struct crowd *crowd = row;
    int32_t day = story_fresh_day();
    long id = book_at("hal", "10:00", "10:30", day);
    struct ask asks[AT_ONCE];

    if (crowd->cancelled) {
        EXPECT_STATUS(ask("admin:max", "DELETE", say("/api/bookings/%ld", id), NULL), 200);
    }
    for (size_t i = 0; i < AT_ONCE; i++) {
        asks[i] = (struct ask){.method = crowd->method,
                               .target = say("/api/bookings/%ld", id),
                               .body = crowd->body,
                               .credential = story_credential("admin:max")};
    }
    int winners = together(asks, AT_ONCE, 200);
    EXPECT(winners == AT_ONCE, "%d went well", winners);
    EXPECT(minutes_of("hal", day) == crowd->minutes, "%lld minutes",
           (long long)minutes_of("hal", day));
    EXPECT(sql_number("SELECT COUNT(*) FROM job j JOIN booking b ON b.business_id = j.business_id"
                      " AND b.id = %ld WHERE j.business_id = %lld AND j.kind = '%s' AND j.name LIKE"
                      " CONCAT('%%', b.uid, '%%')",
                      id, (long long)story_business(), crowd->kind) == 1,
           "it is told once");
}

/* ---- clients of another kind, and of others ---- */

static int64_t new_client(int64_t business, const char *columns, const char *values)
{
    mysql_free_result(sql("INSERT INTO client (business_id, uid, created_us, %s) VALUES (%lld,"
                          " LEFT(SHA2(UUID(), 256), 16), 1, %s)",
                          columns, (long long)business, values));
    return sql_number("SELECT LAST_INSERT_ID()");
}

static int64_t other_business(void)
{
    return sql_number("SELECT id FROM business WHERE slug = '%s-two'", story_slug());
}

/* A body whose client, host and service are given by number. */
static const char *body_of(int64_t client, int64_t host, int64_t service, int32_t day)
{
    return double_quoted(say("{'client_id':%lld,'staff_id':%lld,'service_id':%lld,%s}",
                             (long long)client, (long long)host, (long long)service,
                             story_filled(TIMES("10:00", "10:30"), day)));
}

static void run_by_phone(const void *row)
{
    static const struct {
        const char *columns, *values, *email;
    } kinds[] = {{"name, phone", "'Nora', '+31201234567'", "31201234567@sms.cal.com"},
                 {"name", "'Odo'", ""}};

    (void)row;
    for (size_t i = 0; i < 2; i++) {
        int32_t day = story_fresh_day();
        int64_t client = new_client(story_business(), kinds[i].columns, kinds[i].values);
        struct answer *made = ask("admin:max", "POST", "/api/bookings",
                                  body_of(client, story_user("hal"), story_type("plain"), day));

        EXPECT_STATUS(made, 200);
        EXPECT(sql_number("SELECT COUNT(*) FROM attendee WHERE business_id = %lld AND booking_id ="
                          " %lld AND email = '%s' AND time_zone = '" ZONE "'",
                          (long long)story_business(),
                          (long long)json_object_get_int64(json_at(made->json, "id")),
                          kinds[i].email) == 1,
               "the attendee of a client without an address");
    }
}

/* What another business has is not there, in the path and in the body. */
static void run_foreign(const void *row)
{
    int32_t day = story_fresh_day();
    int64_t theirs = new_client(other_business(), "name", "'Theirs'");
    int64_t ours = new_client(story_business(), "name", "'Ours'");
    const int64_t zoe = story_user("zoe"), elsewhere = story_type("elsewhere");
    const int64_t hal = story_user("hal"), plain = story_type("plain");
    const char *const bodies[] = {body_of(theirs, hal, plain, day), body_of(ours, zoe, plain, day),
                                  body_of(ours, hal, elsewhere, day)};

    (void)row;
    for (size_t i = 0; i < 3; i++) {
        struct answer *answer = ask("admin:max", "POST", "/api/bookings", bodies[i]);
        EXPECT_STATUS(answer, 400);
        EXPECT(strstr(answer->body, "does not exist") != NULL, "%s", answer->body);
    }
    struct answer *made =
        ask("admin:zoe", "POST", "/api/bookings", body_of(theirs, zoe, elsewhere, day));
    EXPECT_STATUS(made, 200);
    const char *path = say("/api/bookings/%s", json_object_get_string(json_at(made->json, "id")));
    EXPECT_STATUS(ask("admin:zoe", "GET", path, NULL), 200);
    EXPECT_STATUS(ask("admin:max", "GET", path, NULL), 404);
    EXPECT_STATUS(ask("admin:max", "PUT", path, "{\"notes\":\"mine\"}"), 404);
    EXPECT_STATUS(ask("admin:max", "DELETE", path, NULL), 404);
    EXPECT_TEXT(ask("admin:zoe", "GET", path, NULL), "status", "scheduled");
    struct answer *list = ask("admin:zoe", "GET", "/api/bookings", NULL);
    EXPECT(json_object_array_length(list->json) == 1, "%s", list->body);
}

/* ---- lists: in the second business, which nobody else fills ---- */

static int64_t zoes_client(void)
{
    static int64_t client;

    if (client == 0) {
        client = new_client(other_business(), "name", "'Zed'");
    }
    return client;
}

/* Bookings without any trace but their own, one an hour from an hour on; two share each start. */
static void fill(int count, int64_t start_us, const char *status, const char *notes)
{
    if (count == 0) {
        return;
    }
    mysql_free_result(sql(
        "INSERT INTO booking (business_id, uid, walk, source, event_type_id, host_id, client_id,"
        " status, start_us, end_us, claim_start_us, claim_end_us, claims, title, ics_uid, notes,"
        " created_us, updated_us) SELECT %lld, LEFT(SHA2(UUID(), 256), 22), RANDOM_BYTES(16),"
        " 'appointments', %lld, %lld, %lld, '%s', %lld + (seq DIV 2) * 3600000000,"
        " %lld + (seq DIV 2) * 3600000000 + 60000000, 0, 1, FALSE, 't', 'i', %s, 1, 1"
        " FROM seq_1_to_%d",
        (long long)other_business(), (long long)story_type("elsewhere"),
        (long long)story_user("zoe"), (long long)zoes_client(), status, (long long)start_us,
        (long long)start_us, notes, count));
}

static void empty(void)
{
    mysql_free_result(sql("DELETE h FROM booking_host h WHERE h.business_id = %lld",
                          (long long)other_business()));
    for (size_t i = 0; i < 4; i++) {
        static const char *const tables[] = {"attendee", "booking_history", "notification",
                                             "booking"};
        mysql_free_result(
            sql("DELETE FROM %s WHERE business_id = %lld", tables[i], (long long)other_business()));
    }
    mysql_free_result(
        sql("DELETE FROM host_hour WHERE business_id = %lld", (long long)other_business()));
}

#define YEAR_2033 INT64_C(1988150400000000)
static void fill_anew(int count)
{
    empty();
    fill(count, YEAR_2033, "accepted", "''");
}

static struct answer *list_of(const char *who, const char *query)
{
    return ask(who, "GET", say("/api/bookings%s", query), NULL);
}

/* What a list should hold, asked of the database in its own words. */
static void expect_rows(struct json_object *rows, const char *more, int take, int skip)
{
    MYSQL_RES *wanted = sql("SELECT id FROM booking b WHERE business_id = %lld AND status NOT IN"
                            " ('cancelled','rejected') %s ORDER BY start_us DESC, id DESC LIMIT %d"
                            " OFFSET %d",
                            (long long)other_business(), more, take, skip);
    size_t count = 0;

    for (MYSQL_ROW row; (row = mysql_fetch_row(wanted)) != NULL; count++) {
        struct json_object *id = json_at(json_object_array_get_idx(rows, count), "id");

        EXPECT(id != NULL && strcmp(json_object_get_string(id), row[0]) == 0,
               "row %zu is %s, not %s", count, id == NULL ? "none" : json_object_get_string(id),
               row[0]);
    }
    EXPECT(json_object_array_length(rows) == count, "%zu rows, not %zu",
           json_object_array_length(rows), count);
    mysql_free_result(wanted);
}

static const struct page {
    const char *name, *query;
    int rows, take, skip, page, pages; /* page 0: a bare array */
} pages[] = {
    {"without a page a bare array", "", 65, 100, 0, 0, 0},
    {"a limit alone is passed over", "?limit=20", 65, 100, 0, 0, 0},
    {"a page has fifty", "?page=1", 65, 50, 0, 1, 2},
    {"the last page has the rest", "?page=2", 65, 50, 50, 2, 2},
    {"a page behind the last is empty", "?page=3", 65, 50, 100, 3, 2},
    {"a limit", "?page=2&limit=20", 65, 20, 20, 2, 4},
    {"a limit of one", "?page=65&limit=1", 65, 1, 64, 65, 65},
    {"the largest limit", "?page=1&limit=200", 65, 200, 0, 1, 1},
    {"as many as there are", "?limit=65&page=1", 65, 65, 0, 1, 1},
    {"one more than a page", "?limit=64&page=1", 65, 64, 0, 1, 2},
    {"nothing at all", "?page=1", 0, 50, 0, 1, 0},
    {"nothing at all in a bare array", "", 0, 50, 0, 0, 0},
    {"the millionth page", "?page=1000000&limit=200", 65, 200, 199999800, 1000000, 1},
    {"what else is asked is passed over", "?page=1&colour=red&sort=asc", 65, 50, 0, 1, 2},
};

static void run_page(const void *row)
{
    const struct page *page = row;

    fill_anew(page->rows);
    fill(3, YEAR_2033, "cancelled", "''");
    fill(3, YEAR_2033, "rejected", "''");
    struct answer *answer = list_of("admin:zoe", page->query);
    EXPECT_STATUS(answer, 200);
    EXPECT(json_object_is_type(answer->json, page->page > 0 ? json_type_object : json_type_array),
           "%.200s", answer->body);
    if (page->page == 0) {
        expect_rows(answer->json, "", page->take, page->skip);
        return;
    }
    expect_rows(json_at(answer->json, "items"), "", page->take, page->skip);
    EXPECT_NUMBER(answer, "total", page->rows);
    EXPECT_NUMBER(answer, "page", page->page);
    EXPECT_NUMBER(answer, "limit", page->take);
    EXPECT_NUMBER(answer, "pages", page->pages);
}

static const struct bad_page {
    const char *name, *query;
} bad_pages[] = {
    {"page 0", "?page=0"},
    {"page -1", "?page=-1"},
    {"page x", "?page=x"},
    {"page 1.5", "?page=1.5"},
    {"an empty page", "?page="},
    {"two pages", "?page=1&page=2"},
    {"page 2^63", "?page=9223372036854775808"},
    {"limit 0", "?page=1&limit=0"},
    {"limit -1", "?page=1&limit=-1"},
    {"limit 201", "?page=1&limit=201"},
    {"limit 1e9", "?page=1&limit=1e9"},
    {"limit x", "?page=1&limit=x"},
    {"a limit that is SQL", "?page=1&limit=1;DROP"},
    {"a query that can not be read", "?page=%zz"},
};

static void run_bad_page(const void *row)
{
    const struct bad_page *bad = row;
    struct answer *answer = list_of("admin:zoe", bad->query);

    EXPECT_STATUS(answer, 400);
    EXPECT(json_at(answer->json, "error") != NULL && json_at(answer->json, "details") != NULL, "%s",
           answer->body);
}

static void run_every_status(const void *row)
{
    static const char *const shown[][2] = {{"accepted", "scheduled"},
                                           {"pending", "provisional"},
                                           {"awaiting_host", "provisional"},
                                           {"completed", "completed"},
                                           {"no_show", "no-show"}};

    (void)row;
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        empty();
        fill(1, YEAR_2033, shown[i][0], "'n'");
        EXPECT_TEXT(list_of("admin:zoe", ""), "0.status", shown[i][1]);
        EXPECT_TEXT(list_of("admin:zoe", "?page=1"), "items.0.status", shown[i][1]);
    }
}

/* A booking is shown alike in all places, with client_name. */
static void run_alike(const void *row)
{
    (void)row;
    fill_anew(1);
    struct answer *list = list_of("admin:zoe", "");
    struct json_object *first = json_object_array_get_idx(list->json, 0);
    struct answer *one =
        list_of("admin:zoe", say("/%s", json_object_get_string(json_at(first, "id"))));
    struct answer *page = list_of("admin:zoe", "?page=1");
    EXPECT(json_object_equal(first, one->json), "%s is not %s", list->body, one->body);
    EXPECT(json_object_equal(json_at(page->json, "items.0"), one->json), "%s", page->body);
    EXPECT_TEXT(one, "client_name", "Zed");
    EXPECT(json_object_object_length(one->json) == 13, "%s", one->body);
}

static void set_agenda(bool on)
{
    mysql_free_result(sql("UPDATE business SET settings = JSON_SET(settings,"
                          " '$.staff_personal_agenda_enabled', %s) WHERE id = %lld",
                          on ? "TRUE" : "FALSE", (long long)other_business()));
}

static void run_agenda_list(const void *row)
{
    int64_t wim = sql_number("SELECT id FROM user WHERE business_id = %lld AND username = 'wim'",
                             (long long)other_business());

    (void)row;
    if (wim <= 0) {
        mysql_free_result(
            sql("INSERT INTO user (business_id, uid, username, name, email, time_zone,"
                " created_us) VALUES (%lld, LEFT(SHA2(UUID(), 256), 16), 'wim', 'Wim',"
                " 'wim@%s.test', 'UTC', 1)",
                (long long)other_business(), story_slug()));
        wim = sql_number("SELECT LAST_INSERT_ID()");
    }
    fill_anew(9);
    mysql_free_result(sql("UPDATE booking SET host_id = %lld WHERE business_id = %lld AND"
                          " id %% 3 = 0",
                          (long long)wim, (long long)other_business()));
    for (int on = 0; on < 2; on++) {
        const char *own = on ? say("AND host_id = %lld", (long long)wim) : "";

        set_agenda(on);
        expect_rows(list_of("staff:wim", "")->json, own, 100, 0);
        expect_rows(json_at(list_of("staff:wim", "?page=1&limit=2")->json, "items"), own, 2, 0);
        EXPECT_NUMBER(list_of("staff:wim", "?page=1"), "total", on ? 3 : 9);
        expect_rows(list_of("admin:zoe", "")->json, "", 100, 0);
        EXPECT_NUMBER(list_of("admin:wim", "?page=1"), "total", 9);
    }
    set_agenda(false);
}

/* An array without pages has a border, and pages have none. */
static void run_border(const void *row)
{
    (void)row;
    fill_anew(4000);
    struct answer *answer = list_of("admin:zoe", "");
    EXPECT_STATUS(answer, 200);
    EXPECT(json_object_array_length(answer->json) == 4000, "%zu",
           json_object_array_length(answer->json));
    fill(1, YEAR_2033, "accepted", "''");
    answer = list_of("admin:zoe", "");
    EXPECT_STATUS(answer, 400);
    EXPECT_TEXT(answer, "details.field", "page");
    EXPECT(strstr(answer->body, "by page") != NULL, "%s", answer->body);
    answer = list_of("admin:zoe", "?page=21&limit=200");
    EXPECT_STATUS(answer, 200);
    EXPECT_NUMBER(answer, "total", 4001);
    EXPECT(json_object_array_length(json_at(answer->json, "items")) == 1, "%s", answer->body);
}

/* Neither do long notes break a worker. */
static void run_heavy(const void *row)
{
    (void)row;
    empty();
    fill(60, YEAR_2033, "accepted", "REPEAT('é\"', 20000)");
    EXPECT_STATUS(list_of("admin:zoe", ""), 400);
    EXPECT_STATUS(list_of("admin:zoe", "?page=1&limit=60"), 400);
    struct answer *answer = list_of("admin:zoe", "?page=1&limit=20");
    EXPECT_STATUS(answer, 200);
    EXPECT(answer->body[strlen(answer->body) - 1] == '}', "the answer is whole");
    empty();
}

static void run_replayed(const void *row)
{
    int32_t day = story_fresh_day();
    int64_t client = new_client(story_business(), "name", "'Twice'");
    const char *body = body_of(client, story_user("hal"), story_type("plain"), day);
    const char *ids[2];

    (void)row;
    for (size_t i = 0; i < 2; i++) {
        struct answer *answer = ASK(.method = "POST", .target = "/api/bookings", .body = body,
                                    .credential = story_credential("admin:max"),
                                    .headers = {"Idempotency-Key: desk-1"});
        EXPECT_STATUS(answer, 200);
        ids[i] = say("%s", json_object_get_string(json_at(answer->json, "id")));
    }
    EXPECT(strcmp(ids[0], ids[1]) == 0, "%s and %s", ids[0], ids[1]);
    EXPECT(sql_number("SELECT COUNT(*) FROM booking WHERE business_id = %lld AND client_id = %lld",
                      (long long)story_business(), (long long)client) == 1,
           "one booking");
}

static int open_stack(void)
{
    if (http_open(NULL) != 0 || !story_open("desk")) {
        return 1;
    }
    story_move_to(ZONE);
    return 0;
}

int main(int argc, char **argv)
{
    STORIES(making);
    STORIES(taken);
    STORIES(provisional);
    STORIES(base_urls);
    STORIES(wrong);
    add_hostiles();
    STORIES(attacks);
    case_add(run_long_notes, NULL, "attacks: notes of 5000 letters fit, and one more does not");
    STORIES(walls);
    STORIES(holidays);
    STORIES(moving);
    STORIES(handing);
    STORIES(editing);
    STORIES(turning);
    STORIES(dropping);
    STORIES(classes);
    STORIES(forced);
    STORIES(agendas);
    STORIES(callers);
    case_add(run_by_phone, NULL, "parties: a client without an address is known by telephone");
    case_add(run_foreign, NULL, "parties: what another business has is not there");
    case_add(run_replayed, NULL, "parties: one key books once");
    STORIES(following);
    case_add(run_race_for_a_slot, NULL, "at once: staff and Cal.com's callers book one slot");
    case_add(run_race_of_moves, NULL, "at once: many bookings move to one time");
    case_add(run_drag, NULL, "at once: many drag one booking");
    case_add(run_swap, NULL, "at once: two members of staff swap");
    case_add(run_race_for_seats, NULL, "at once: many take the seats of one class");
    CASES(crowds, run_crowd, name);
    CASES(pages, run_page, name);
    for (size_t i = 0; i < sizeof bad_pages / sizeof *bad_pages; i++) {
        case_add(run_bad_page, &bad_pages[i], "lists: %s is refused", bad_pages[i].name);
    }
    case_add(run_every_status, NULL, "lists: every status has its word");
    case_add(run_alike, NULL, "lists: a booking looks alike in all places");
    case_add(run_agenda_list, NULL, "lists: a personal agenda");
    case_add(run_border, NULL, "lists: an array without pages has a border");
    case_add(run_heavy, NULL, "lists: heavy notes");
    story_oracle_add();
    return cases_main("appointments_bookings", open_stack, http_close, argc, argv);
}
