/* appointments_settings.c - how a business wants things, its holidays, and what its staff are told.
 * Source: contract appointments 4 and Decisions. SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "base/when.h"
#include "cases.h"
#include "http.h"

#define SETTINGS      "/api/settings"
#define HOLIDAYS      "/api/holidays"
#define NOTIFICATIONS "/api/notifications"
#define JSON          "Content-Type: application/json"
#define ADA           "session_set_ada_0123456789"
#define BOB           "session_set_bob_0123456789"
#define SUE           "session_set_sue_0123456789"
#define ANN           "session_set_ann_0123456789" /* of another business */
#define MASK          "********"

static int64_t business(void)
{
    return sql_number("SELECT id FROM business WHERE slug = 'settings'");
}

static struct answer *get(const char *target, const char *who)
{
    return http_get(target, who, NULL);
}

static struct answer *send_json(const char *method, const char *target, const char *who,
                                const char *body)
{
    return ASK(.method = method, .target = target, .credential = who, .body = body,
               .headers = {JSON});
}

static struct answer *put(const char *who, const char *body)
{
    return send_json("PUT", SETTINGS, who, body);
}

static void expect_error(const struct answer *answer, long status, const char *error)
{
    EXPECT_STATUS(answer, status);
    EXPECT_TEXT(answer, "error", error);
}

/* Whether the value at a path is this JSON. */
static void expect_json(const struct answer *answer, const char *path, const char *wanted)
{
    struct json_object *value = json_at(answer->json, path);
    const char *seen = json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN |
                                                                 JSON_C_TO_STRING_NOSLASHESCAPE);

    EXPECT(strcmp(seen, wanted) == 0, "%s is %s, not %s", path, seen, wanted);
}

/* ---- settings ---- */

static const struct setting_case {
    const char *name, *key, *sent, *shown; /* as JSON; shown NULL: refused */
} changes[] = {
    {"the name of the salon", "salon_name", "\"Kapsalon Één\"", "\"Kapsalon Één\""},
    {"the name without blanks around it", "salon_name", "\"  Salon \"", "\"Salon\""},
    {"no name", "salon_name", "\"\"", NULL},
    {"a name of 201 letters", "salon_name", NULL, NULL},
    {"a name with a line break", "salon_name", "\"a\\nb\"", NULL},
    {"the time zone", "timezone", "\"Asia/Kathmandu\"", "\"Asia/Kathmandu\""},
    {"the time zone in small letters", "timezone", "\"europe/amsterdam\"", "\"Europe/Amsterdam\""},
    {"a time zone that is none", "timezone", "\"Europe/Nowhere\"", NULL},
    {"a time zone that leads out", "timezone", "\"../../etc/passwd\"", NULL},
    {"the currency", "currency", "\"CHF\"", "\"chf\""},
    {"a currency of digits", "currency", "\"123\"", NULL},
    {"a currency of two letters", "currency", "\"eu\"", NULL},
    {"the first day of the week", "first_day_of_week", "0", "0"},
    {"a day after Saturday", "first_day_of_week", "7", NULL},
    {"a day before Sunday", "first_day_of_week", "-1", NULL},
    {"the calendar's slots", "calendar_slot_min", "30", "30"},
    {"slots of no length", "calendar_slot_min", "0", NULL},
    {"slots of half a minute", "calendar_slot_min", "7.5", NULL},
    {"slots as a word", "calendar_slot_min", "\"30\"", NULL},
    {"the calendar's buffer", "calendar_buffer_min", "10", "10"},
    {"a negative buffer", "calendar_buffer_min", "-10", NULL},
    {"extra minutes for new clients", "new_client_extra_min", "15", "15"},
    {"a day of extra minutes", "new_client_extra_min", "1440", NULL},
    {"bookings on request", "booking_mode", "\"request\"", "\"request\""},
    {"bookings at once", "booking_mode", "\"direct\"", "\"direct\""},
    {"bookings in some other way", "booking_mode", "\"maybe\"", NULL},
    {"bookings by number", "booking_mode", "1", NULL},
    {"who may book", "booking_clients", "\"existing\"", "\"existing\""},
    {"that all may book", "booking_clients", "\"all\"", "\"all\""},
    {"that some may book", "booking_clients", "\"some\"", NULL},
    {"hours of lead", "booking_min_lead_hours", "0", "0"},
    {"more than a year of lead", "booking_min_lead_hours", "8761", NULL},
    {"days ahead", "booking_max_future_days", "365", "365"},
    {"no days ahead", "booking_max_future_days", "0", NULL},
    {"a toggle as 1", "booking_show_prices", "1", "1"},
    {"a toggle as 0", "booking_show_prices", "0", "0"},
    {"a toggle as true", "booking_show_prices", "true", "1"},
    {"a toggle as false", "booking_show_duration", "false", "0"},
    {"a toggle as 2", "booking_show_prices", "2", NULL},
    {"a toggle as a word", "booking_allow_staff_choice", "\"yes\"", NULL},
    {"the choice of staff", "booking_allow_staff_choice", "0", "0"},
    {"personal agendas", "staff_personal_agenda_enabled", "1", "1"},
    {"a fee for who does not come", "noshow_enabled", "1", "1"},
    {"the fee as a number", "noshow_fee", "25", "25"},
    {"the fee with cents", "noshow_fee", "25.50", "25.50"},
    {"the fee as a text", "noshow_fee", "\"7.25\"", "7.25"},
    {"no fee", "noshow_fee", "0", "0"},
    {"a negative fee", "noshow_fee", "-1", NULL},
    {"a fee in powers of ten", "noshow_fee", "1e3", NULL},
    {"a fee with four decimals", "noshow_fee", "\"1.2345\"", NULL},
    {"a fee that begins with nothing", "noshow_fee", "\"007\"", NULL},
    {"a fee of words", "noshow_fee", "\"much\"", NULL},
    {"a fee of more digits than money has", "noshow_fee", "12345678901", NULL},
    {"reviews", "review_enabled", "0", "0"},
    {"when reviews are asked for", "review_delay_minutes", "120", "120"},
    {"reminders", "reminder_minutes", "[2880,60]", "[2880,60]"},
    {"no reminders", "reminder_minutes", "[]", "[]"},
    {"a reminder after the start", "reminder_minutes", "[-60]", NULL},
    {"eleven reminders", "reminder_minutes", "[1,2,3,4,5,6,7,8,9,10,11]", NULL},
    {"a reminder as a word", "reminder_minutes", "[\"day\"]", NULL},
    {"reminders that are no list", "reminder_minutes", "60", NULL},
    {"where the pages are", "public_url", "\"https://salon.example/book\"",
     "\"https://salon.example/book\""},
    {"no pages", "public_url", "\"\"", "\"\""},
    {"pages of another scheme", "public_url", "\"javascript:alert(1)\"", NULL},
    {"pages without a scheme", "public_url", "\"salon.example\"", NULL},
    {"pages with a name in front", "public_url", "\"https://salon.example@evil.example/\"", NULL},
    {"pages with a backslash", "public_url", "\"https://salon.example\\\\@evil.example\"", NULL},
    {"pages with a blank", "public_url", "\"https://salon.example/a b\"", NULL},
    {"origins", "allowed_origins", "[\"https://a.example\",\"http://localhost:3000\"]",
     "[\"https://a.example\",\"http://localhost:3000\"]"},
    {"no origins", "allowed_origins", "[]", "[]"},
    {"an origin with a path", "allowed_origins", "[\"https://a.example/x\"]", NULL},
    {"an origin with a query", "allowed_origins", "[\"https://a.example?x\"]", NULL},
    {"an origin with a star", "allowed_origins", "[\"https://*.example\"]", NULL},
    {"an origin of another scheme", "allowed_origins", "[\"ftp://a.example\"]", NULL},
    {"an origin with a port beyond ports", "allowed_origins", "[\"https://a.example:70000\"]",
     NULL},
    {"an origin that is a number", "allowed_origins", "[7]", NULL},
    {"the mail server", "smtp_host", "\"mail.example\"", "\"mail.example\""},
    {"its port", "smtp_port", "465", "465"},
    {"a port beyond ports", "smtp_port", "65536", NULL},
    {"who writes mails", "smtp_from", "\"salon@example.org\"", "\"salon@example.org\""},
    {"a writer with a header", "smtp_from", "\"salon@example.org\\r\\nBcc: a@b.example\"", NULL},
    {"a writer that is no address", "smtp_from", "\"salon\"", NULL},
    {"a secret", "smtp_pass", "\"canary of smtp\"", "\"" MASK "\""},
    {"a secret taken back", "smtp_pass", "\"\"", "\"\""},
    {"a secret that is a number", "stripe_secret_key", "7", NULL},
};

static void run_change(const void *row)
{
    const struct setting_case *one = row;
    char long_name[210];
    const char *sent = one->sent;

    if (sent == NULL) {
        memset(long_name, 'x', sizeof long_name);
        memcpy(long_name, "\"", 1);
        memcpy(long_name + 202, "\"", 2);
        sent = long_name;
    }
    struct answer *before = get(SETTINGS, ADA);
    struct answer *answer = put(ADA, say("{\"%s\":%s}", one->key, sent));
    struct answer *after = get(SETTINGS, ADA);
    if (one->shown == NULL) {
        EXPECT_STATUS(answer, 400);
        EXPECT_TEXT(answer, "details.field", one->key);
        EXPECT(strcmp(before->body, after->body) == 0, "it changed: %s", after->body);
        return;
    }
    EXPECT_STATUS(answer, 200);
    expect_json(answer, one->key, one->shown);
    EXPECT(strcmp(answer->body, after->body) == 0, "another answer: %s %s", answer->body,
           after->body);
}

static void defaults(const void *row)
{
    static const struct {
        const char *key, *value;
    } wanted[] = {
        {"id", "1"},
        {"salon_name", "\"Settings Elsewhere\""},
        {"timezone", "\"Asia/Tokyo\""},
        {"currency", "\"jpy\""},
        {"booking_mode", "\"direct\""},
        {"booking_clients", "\"all\""},
        {"booking_min_lead_hours", "2"},
        {"booking_max_future_days", "90"},
        {"staff_personal_agenda_enabled", "0"},
        {"noshow_enabled", "0"},
        {"stripe_secret_key", "\"\""},
        {"smtp_pass", "\"\""},
        {"reminder_minutes", "[1440,60]"},
    };
    struct answer *answer = get(SETTINGS, ANN);

    (void)row;
    EXPECT_STATUS(answer, 200);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        expect_json(answer, wanted[i].key, wanted[i].value);
    }
}

static void as_declared(const void *row)
{
    struct answer *answer = get(SETTINGS, ADA);

    (void)row;
    expect_json(answer, "booking_max_future_days", "120");
    expect_json(answer, "noshow_fee", "12.50");
    expect_json(answer, "stripe_secret_key", "\"" MASK "\"");
    EXPECT(strstr(answer->body, "canary") == NULL, "%s", answer->body);
}

static const char *stored(const char *key)
{
    return sql_text("SELECT JSON_VALUE(settings, '$.%s') FROM business WHERE id = %lld", key,
                    (long long)business());
}

static void a_mask_leaves_the_secret(const void *row)
{
    struct answer *answer;

    (void)row;
    EXPECT_STATUS(put(ADA, "{\"stripe_secret_key\":\"sk_test_second\"}"), 200);
    /* a page sends back all it got, and one thing it changed */
    answer = get(SETTINGS, ADA);
    json_object_object_add(answer->json, "calendar_slot_min", json_object_new_int(20));
    answer = put(ADA, json_object_to_json_string(answer->json));
    EXPECT_STATUS(answer, 200);
    expect_json(answer, "calendar_slot_min", "20");
    expect_json(answer, "stripe_secret_key", "\"" MASK "\"");
    EXPECT(strcmp(stored("stripe_secret_key"), "sk_test_second") == 0, "%s",
           stored("stripe_secret_key"));
    EXPECT_STATUS(put(ADA, "{\"stripe_secret_key\":\"\"}"), 200);
    EXPECT(strcmp(stored("stripe_secret_key"), "") == 0, "it is still there");
    expect_json(get(SETTINGS, ADA), "stripe_secret_key", "\"\"");
}

static void in_the_columns(const void *row)
{
    (void)row;
    EXPECT_STATUS(put(ADA, "{\"salon_name\":\"Columns\",\"timezone\":\"Europe/Paris\","
                           "\"currency\":\"gbp\"}"),
                  200);
    EXPECT(sql_number("SELECT COUNT(*) FROM business WHERE id = %lld AND name = 'Columns' AND"
                      " time_zone = 'Europe/Paris' AND currency = 'GBP'",
                      (long long)business()) == 1,
           "the business has other columns");
    EXPECT(stored("timezone") == NULL && stored("salon_name") == NULL, "they stand twice");
}

static void nothing_sent(const void *row)
{
    struct answer *before = get(SETTINGS, ADA);

    (void)row;
    EXPECT_STATUS(put(ADA, "{}"), 200);
    EXPECT_STATUS(put(ADA, "{\"whatsapp_enabled\":1,\"business_id\":1,\"id\":7}"), 200);
    EXPECT(strcmp(before->body, get(SETTINGS, ADA)->body) == 0, "it changed");
}

static void all_complaints(const void *row)
{
    struct answer *answer =
        put(ADA, "{\"timezone\":\"x\",\"calendar_slot_min\":\"y\",\"noshow_enabled\":3}");

    (void)row;
    EXPECT_STATUS(answer, 400);
    EXPECT(members_at(answer->json, "details.fields") == 3, "%s", answer->body);
    EXPECT_TEXT(answer, "details.fields.noshow_enabled", "noshow_enabled must be true or false");
}

static const struct body_case {
    const char *name, *type, *body;
    long status;
} bodies[] = {
    {"a body that is a list", JSON, "[]", 400},
    {"a body that is a text", JSON, "\"salon\"", 400},
    {"a body cut off", JSON, "{\"calendar_slot_min\":1", 400},
    {"a body with a member twice", JSON, "{\"smtp_port\":25,\"smtp_port\":26}", 400},
    {"a body too deep", JSON,
     "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}", 400},
    {"a body that is not UTF-8", JSON, "{\"salon_name\":\"\xff\"}", 400},
    {"a form", "Content-Type: application/x-www-form-urlencoded", "smtp_port=25", 415},
    {"no type", "Content-Type:", "{\"smtp_port\":25}", 415},
};

static void run_body(const void *row)
{
    const struct body_case *one = row;
    struct answer *answer = ASK(.method = "PUT", .target = SETTINGS, .credential = ADA,
                                .body = one->body, .headers = {one->type});

    EXPECT_STATUS(answer, one->status);
    EXPECT(text_at(answer->json, "error") != NULL, "%s", answer->body);
}

static const char *const some_keys[] = {"calendar_slot_min",    "calendar_buffer_min",
                                        "new_client_extra_min", "booking_min_lead_hours",
                                        "review_delay_minutes", "smtp_port"};
enum { SOME_KEYS = sizeof some_keys / sizeof *some_keys };

/* Six who change one thing each, at the same time, again and again. */
static void changed_together(const void *row)
{
    struct ask asks[SOME_KEYS];
    struct answer *answers[SOME_KEYS];

    (void)row;
    for (int round = 0; round < 10; round++) {
        for (size_t i = 0; i < SOME_KEYS; i++) {
            asks[i] =
                (struct ask){.method = "PUT",
                             .target = SETTINGS,
                             .credential = ADA,
                             .body = say("{\"%s\":%zu}", some_keys[i], 20 + (size_t)round + i),
                             .headers = {JSON}};
        }
        http_together(asks, SOME_KEYS, answers);
        struct answer *after = get(SETTINGS, ADA);
        for (size_t i = 0; i < SOME_KEYS; i++) {
            EXPECT_STATUS(answers[i], 200);
            EXPECT_NUMBER(after, some_keys[i], (long long)(20 + (size_t)round + i));
        }
    }
}

static void of_each_business(const void *row)
{
    struct answer *before = get(SETTINGS, ADA);

    (void)row;
    EXPECT_STATUS(put(ANN, "{\"salon_name\":\"Tokyo\",\"noshow_fee\":500}"), 200);
    EXPECT(strcmp(before->body, get(SETTINGS, ADA)->body) == 0, "it changed here");
    expect_json(get(SETTINGS, ANN), "salon_name", "\"Tokyo\"");
}

static void applied_again(const void *row)
{
    (void)row;
    EXPECT_STATUS(put(ADA, "{\"booking_max_future_days\":30,\"calendar_buffer_min\":25}"), 200);
    CU_ASSERT_TRUE(http_apply(http_file("settings.json")));
    struct answer *answer = get(SETTINGS, ADA);
    expect_json(answer, "booking_max_future_days", "120");
    expect_json(answer, "calendar_buffer_min", "25");
}

/* ---- who may ---- */

static const struct who_case {
    const char *name, *method, *target, *body;
    long staff; /* status for a member of staff */
} whos[] = {
    {"reading settings", "GET", SETTINGS, NULL, 403},
    {"changing settings", "PUT", SETTINGS, "{\"smtp_port\":25}", 403},
    {"reading holidays", "GET", HOLIDAYS, NULL, 200},
    {"adding a holiday", "POST", HOLIDAYS, "{\"date\":\"2031-05-05\",\"name\":\"x\"}", 403},
    {"removing a holiday", "DELETE", HOLIDAYS "/1", NULL, 403},
    {"reading notifications", "GET", NOTIFICATIONS, NULL, 200},
};

static void run_who(const void *row)
{
    const struct who_case *one = row;

    expect_error(send_json(one->method, one->target, NULL, one->body), 401, "Unauthorized");
    expect_error(send_json(one->method, one->target, "cal_one_ada", one->body), 401,
                 "Unauthorized");
    struct answer *answer = send_json(one->method, one->target, SUE, one->body);
    EXPECT_STATUS(answer, one->staff);
    if (one->staff == 403) {
        EXPECT_TEXT(answer, "error", "Insufficient permissions");
    }
}

/* ---- holidays ---- */

static int64_t holidays_named(const char *name)
{
    return sql_number("SELECT COUNT(*) FROM holiday WHERE business_id = %lld AND name = %s",
                      (long long)business(), quoted(name));
}

static void a_holiday(const void *row)
{
    struct answer *made =
        send_json("POST", HOLIDAYS, ADA, "{\"date\":\"2031-04-27\",\"name\":\" King's Day \"}");

    (void)row;
    EXPECT_STATUS(made, 200);
    EXPECT_TEXT(made, "date", "2031-04-27");
    EXPECT_TEXT(made, "name", "King's Day");
    expect_error(send_json("POST", HOLIDAYS, BOB, "{\"date\":\"2031-04-27\",\"name\":\"again\"}"),
                 409, "Duplicate or conflicting");
    struct answer *listed = get(HOLIDAYS, SUE);
    EXPECT(json_object_is_type(listed->json, json_type_array), "%s", listed->body);
    EXPECT(strstr(listed->body, "King's Day") < strstr(listed->body, "Christmas"),
           "not by date: %s", listed->body);
    const char *target = say(HOLIDAYS "/%lld", (long long)number_at(made->json, "id"));
    expect_error(send_json("DELETE", target, ANN, NULL), 404, "Holiday not found");
    EXPECT(holidays_named("King's Day") == 1, "another business removed it");
    EXPECT_STATUS(send_json("DELETE", target, ADA, NULL), 200);
    EXPECT(holidays_named("King's Day") == 0, "it is still there");
    expect_error(send_json("DELETE", target, ADA, NULL), 404, "Holiday not found");
}

static void the_same_day_elsewhere(const void *row)
{
    struct answer *made =
        send_json("POST", HOLIDAYS, ANN, "{\"date\":\"2031-12-25\",\"name\":\"Elsewhere\"}");

    (void)row;
    EXPECT_STATUS(made, 200);
    EXPECT(strstr(get(HOLIDAYS, ADA)->body, "Elsewhere") == NULL, "it is seen here");
    EXPECT_STATUS(send_json("DELETE", say(HOLIDAYS "/%lld", (long long)number_at(made->json, "id")),
                            ANN, NULL),
                  200);
}

static void a_holiday_once(const void *row)
{
    struct ask asks[8];
    struct answer *answers[8];
    size_t made = 0;

    (void)row;
    for (size_t i = 0; i < 8; i++) {
        asks[i] = (struct ask){.method = "POST",
                               .target = HOLIDAYS,
                               .credential = ADA,
                               .body = "{\"date\":\"2031-06-01\",\"name\":\"together\"}",
                               .headers = {JSON}};
    }
    http_together(asks, 8, answers);
    for (size_t i = 0; i < 8; i++) {
        made += answers[i]->status == 200;
        EXPECT(answers[i]->status == 200 || answers[i]->status == 409, "%ld", answers[i]->status);
    }
    EXPECT(made == 1 && holidays_named("together") == 1, "%zu", made);
}

static const struct holiday_case {
    const char *name, *body, *field;
} bad_holidays[] = {
    {"a holiday without a date", "{\"name\":\"x\"}", "date"},
    {"a holiday without a name", "{\"date\":\"2031-05-05\"}", "name"},
    {"a holiday with an empty name", "{\"date\":\"2031-05-05\",\"name\":\" \"}", "name"},
    {"a holiday on 30 February", "{\"date\":\"2031-02-30\",\"name\":\"x\"}", "date"},
    {"a holiday with a time", "{\"date\":\"2031-05-05 10:00:00\",\"name\":\"x\"}", "date"},
    {"a holiday that is a number", "{\"date\":20310505,\"name\":\"x\"}", "date"},
    {"a holiday whose name is a list", "{\"date\":\"2031-05-05\",\"name\":[]}", "name"},
};

static void run_bad_holiday(const void *row)
{
    const struct holiday_case *one = row;
    struct answer *answer = send_json("POST", HOLIDAYS, ADA, one->body);

    EXPECT_STATUS(answer, 400);
    EXPECT_TEXT(answer, "details.field", one->field);
}

static const struct id_case {
    const char *name, *method, *target;
    long status;
} ids[] = {
    {"a holiday of no number", "DELETE", HOLIDAYS "/x", 400},
    {"a holiday of number 0", "DELETE", HOLIDAYS "/0", 400},
    {"a holiday that is not there", "DELETE", HOLIDAYS "/2000000000", 404},
    {"a holiday beyond all numbers", "DELETE", HOLIDAYS "/99999999999999999999", 404},
    {"a notification of no number", "PUT", NOTIFICATIONS "/x/read", 400},
    {"a notification that is not there", "PUT", NOTIFICATIONS "/2000000000/read", 404},
    {"a notification that is not there, removed", "DELETE", NOTIFICATIONS "/2000000000", 404},
};

static void run_id(const void *row)
{
    const struct id_case *one = row;
    struct answer *answer = send_json(one->method, one->target, ADA, NULL);

    EXPECT_STATUS(answer, one->status);
    EXPECT(text_at(answer->json, "error") != NULL, "%s", answer->body);
}

/* ---- notifications ---- */

static const char *user_id(const char *username)
{
    return username == NULL ? "NULL"
                            : say("(SELECT id FROM user WHERE username = %s)", quoted(username));
}

/* An hour after the one before; NULL: for every admin. */
static int64_t tell(const char *username, const char *text, int hour)
{
    mysql_free_result(sql("INSERT INTO notification (business_id, user_id, kind, message,"
                          " created_us) VALUES (%lld, %s, 'booking.created', %s, %lld)",
                          (long long)business(), user_id(username), quoted(text),
                          1900000000000000LL + hour * 3600000000LL));
    return sql_number("SELECT LAST_INSERT_ID()");
}

static void tell_all(void)
{
    mysql_free_result(
        sql("DELETE FROM notification WHERE business_id = %lld", (long long)business()));
    tell("set-ada", "first of ada", 1);
    tell(NULL, "first of admins", 2);
    tell("set-sue", "first of sue", 3);
    tell("set-ada", "second of ada", 4);
    tell("set-bob", "first of bob", 5);
}

static const char *listed(const char *who, const char *query)
{
    struct answer *answer = get(say(NOTIFICATIONS "%s", query), who);
    bool bare = json_object_is_type(answer->json, json_type_array);
    struct json_object *list = bare ? answer->json : json_at(answer->json, "items");
    const char *texts = "";

    EXPECT_STATUS(answer, 200);
    CU_ASSERT_TRUE_FATAL(json_object_is_type(list, json_type_array));
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        texts = say("%s%s%s", texts, i == 0 ? "" : ", ", text_at(list, say("%zu.message", i)));
    }
    return texts;
}

static const struct list_case {
    const char *name, *who, *query, *texts;
} lists[] = {
    {"an admin sees what is for her and for admins", ADA, "",
     "second of ada, first of admins, first of ada"},
    {"another admin sees the same for admins", BOB, "", "first of bob, first of admins"},
    {"a member of staff sees only her own", SUE, "", "first of sue"},
    {"another business sees nothing", ANN, "", ""},
    {"a page", ADA, "?page=1&limit=2", "second of ada, first of admins"},
    {"the last page", ADA, "?page=2&limit=2", "first of ada"},
    {"a page after the last", ADA, "?page=3&limit=2", ""},
    {"a limit without a page is none", ADA, "?limit=1",
     "second of ada, first of admins, first of ada"},
};

static void run_list(const void *row)
{
    const struct list_case *one = row;

    tell_all();
    const char *texts = listed(one->who, one->query);
    EXPECT(strcmp(texts, one->texts) == 0, "%s", texts);
}

static void a_page_tells(const void *row)
{
    tell_all();
    struct answer *answer = get(NOTIFICATIONS "?page=2&limit=2", ADA);

    (void)row;
    EXPECT_NUMBER(answer, "total", 3);
    EXPECT_NUMBER(answer, "page", 2);
    EXPECT_NUMBER(answer, "limit", 2);
    EXPECT_NUMBER(answer, "pages", 2);
    answer = get(NOTIFICATIONS "?page=1", ADA);
    EXPECT_NUMBER(answer, "limit", 50);
}

static const struct page_case {
    const char *name, *query;
} bad_pages[] = {
    {"page 0", "?page=0"},
    {"a negative page", "?page=-1"},
    {"a page that is a word", "?page=last"},
    {"a limit of 0", "?page=1&limit=0"},
    {"a limit of 201", "?page=1&limit=201"},
    {"a page beyond all numbers", "?page=99999999999999999999"},
};

static void run_bad_page(const void *row)
{
    const struct page_case *one = row;

    EXPECT_STATUS(get(say(NOTIFICATIONS "%s", one->query), ADA), 400);
}

static void what_one_says(const void *row)
{
    mysql_free_result(
        sql("DELETE FROM notification WHERE business_id = %lld", (long long)business()));
    EXPECT_STATUS(put(ADA, "{\"timezone\":\"Europe/Amsterdam\"}"), 200);
    int64_t id = tell("set-sue", "a \"quoted\" one", 0);
    struct answer *answer = get(NOTIFICATIONS, SUE);

    (void)row;
    EXPECT_NUMBER(answer, "0.id", id);
    EXPECT_TEXT(answer, "0.kind", "booking.created");
    EXPECT_TEXT(answer, "0.message", "a \"quoted\" one");
    EXPECT_TEXT(answer, "0.audience", "me");
    EXPECT_TEXT(answer, "0.created_at", "2030-03-17 18:46:40");
    EXPECT_NUMBER(answer, "0.is_read", 0);
    EXPECT(json_has(answer->json, "0.read_at") && json_at(answer->json, "0.read_at") == NULL, "%s",
           answer->body);
    EXPECT(json_has(answer->json, "0.booking_id") && json_at(answer->json, "0.booking_id") == NULL,
           "%s", answer->body);
}

static int64_t id_of(const char *text)
{
    return sql_number("SELECT id FROM notification WHERE business_id = %lld AND message = %s",
                      (long long)business(), quoted(text));
}

static struct answer *read_one(const char *who, const char *text)
{
    return send_json("PUT", say(NOTIFICATIONS "/%lld/read", (long long)id_of(text)), who, NULL);
}

static void one_is_read(const void *row)
{
    tell_all();
    struct answer *answer = read_one(ADA, "second of ada");

    (void)row;
    EXPECT_STATUS(answer, 200);
    EXPECT_NUMBER(answer, "is_read", 1);
    const char *when = text_at(answer->json, "read_at");
    EXPECT(when != NULL && strlen(when) == 19, "%s", answer->body);
    const char *texts = listed(ADA, "");
    EXPECT(strcmp(texts, "first of admins, first of ada, second of ada") == 0, "%s", texts);
    mysql_free_result(sql("UPDATE notification SET read_us = 1 WHERE id = %lld",
                          (long long)id_of("second of ada")));
    EXPECT_TEXT(read_one(ADA, "second of ada"), "read_at", "1970-01-01 01:00:00");
}

static void others_read_nothing(const void *row)
{
    static const char *const strangers[] = {SUE, BOB, ANN};

    (void)row;
    tell_all();
    for (size_t i = 0; i < 3; i++) {
        expect_error(read_one(strangers[i], "first of ada"), 404, "Notification not found");
        expect_error(send_json("DELETE",
                               say(NOTIFICATIONS "/%lld", (long long)id_of("first of ada")),
                               strangers[i], NULL),
                     404, "Notification not found");
    }
    expect_error(read_one(SUE, "first of admins"), 404, "Notification not found");
    EXPECT(sql_number("SELECT COUNT(*) FROM notification WHERE business_id = %lld AND"
                      " read_us IS NULL",
                      (long long)business()) == 5,
           "something changed");
}

static void for_all_admins(const void *row)
{
    tell_all();
    (void)row;
    EXPECT_STATUS(read_one(BOB, "first of admins"), 200);
    const char *texts = listed(ADA, "");
    EXPECT(strcmp(texts, "second of ada, first of ada, first of admins") == 0, "%s", texts);
}

static void all_are_read(const void *row)
{
    tell_all();
    (void)row;
    EXPECT_STATUS(send_json("POST", NOTIFICATIONS "/read-all", SUE, NULL), 200);
    EXPECT(sql_number("SELECT COUNT(*) FROM notification WHERE read_us IS NOT NULL AND"
                      " business_id = %lld",
                      (long long)business()) == 1,
           "staff read what is not theirs");
    EXPECT_STATUS(send_json("POST", NOTIFICATIONS "/read-all", ADA, NULL), 200);
    EXPECT(sql_number("SELECT COUNT(*) FROM notification WHERE read_us IS NULL AND"
                      " business_id = %lld",
                      (long long)business()) == 1,
           "bob's is not the only one left");
}

static void one_is_removed(const void *row)
{
    tell_all();
    (void)row;
    const char *target = say(NOTIFICATIONS "/%lld", (long long)id_of("first of ada"));
    struct answer *answer = send_json("DELETE", target, ADA, NULL);
    EXPECT_STATUS(answer, 200);
    EXPECT(strcmp(answer->body, "{\"ok\":true}") == 0, "%s", answer->body);
    EXPECT_STATUS(send_json("DELETE", target, ADA, NULL), 404);
    const char *texts = listed(ADA, "");
    EXPECT(strcmp(texts, "second of ada, first of admins") == 0, "%s", texts);
}

static void nothing_secret_in_logs(const void *row)
{
    const char *words = "grep -rqF -e '%s' '%s/log'";

    (void)row;
    EXPECT_STATUS(put(ADA, "{\"smtp_pass\":\"canary in settings\",\"smtp_port\":0}"), 400);
    EXPECT_STATUS(put(ADA, "{\"smtp_pass\":\"canary in settings\"}"), 200);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    EXPECT(system(say(words, SETTINGS, http_setting("SLOTD_RUN"))) == 0, "no log");
    EXPECT(system(say(words, "canary", http_setting("SLOTD_RUN"))) != 0, "a secret is in the logs");
    EXPECT(system(say(words, "sk_test", http_setting("SLOTD_RUN"))) != 0, "a key is in the logs");
#pragma GCC diagnostic pop
}

static int setup(void)
{
    return http_open("settings.json");
}

int main(int argc, char **argv)
{
    case_add(defaults, NULL, "what nobody has set has its default");
    case_add(as_declared, NULL, "what is declared is shown, secrets masked");
    CASES(changes, run_change, name);
    case_add(a_mask_leaves_the_secret, NULL, "a mask that comes back leaves the secret alone");
    case_add(in_the_columns, NULL, "name, zone and currency are those of the business");
    case_add(nothing_sent, NULL, "nothing, or what nobody knows, changes nothing");
    case_add(all_complaints, NULL, "all that is wrong is said at once");
    CASES(bodies, run_body, name);
    case_add(changed_together, NULL, "changes at the same time lose nothing");
    case_add(of_each_business, NULL, "each business has its own");
    case_add(applied_again, NULL, "declared again, only what is declared goes back");
    CASES(whos, run_who, name);
    case_add(a_holiday, NULL, "a holiday comes and goes");
    case_add(the_same_day_elsewhere, NULL, "two businesses have the same holiday");
    case_add(a_holiday_once, NULL, "of many at once one makes the holiday");
    CASES(bad_holidays, run_bad_holiday, name);
    CASES(ids, run_id, name);
    CASES(lists, run_list, name);
    case_add(a_page_tells, NULL, "a page tells where it stands");
    CASES(bad_pages, run_bad_page, name);
    case_add(what_one_says, NULL, "what a notification says");
    case_add(one_is_read, NULL, "one is read, once");
    case_add(others_read_nothing, NULL, "others read and remove nothing");
    case_add(for_all_admins, NULL, "what one admin read is read for all of them");
    case_add(all_are_read, NULL, "all are read that are the caller's");
    case_add(one_is_removed, NULL, "one is removed, once");
    case_add(nothing_secret_in_logs, NULL, "nothing secret stands in the logs of settings");
    return cases_main("appointments_settings", setup, http_close, argc, argv);
}
