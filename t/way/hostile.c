/* hostile.c - what nobody should send, down to the bytes of HTTP and FastCGI: refused in the
 * dialect's words or hung up on, never a 5xx, never slow, and the server goes on.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <arpa/inet.h>
#include <time.h>
#include <unistd.h>

#include <CUnit/CUnit.h>

#include "cases.h"
#include "http.h"
#include "world.h"

#define COUNT_OF(table) (sizeof(table) / sizeof *(table))
#define ANN             "cal_test_ann"
#define JSON(text)      text, sizeof(text) - 1

#if defined(__SANITIZE_ADDRESS__)
#define SLOW 0.5
#else
#define SLOW 0.1
#endif

enum { SENT_MOST = 200000, ANSWER_MOST = 65536, PATIENCE_MS = 5000, GARBAGE = 150 };
enum { TRIES = 4 }; /* a busy machine may be slow once, the same input is not slow every time */

static int64_t bookings_before, deaths_before;

/* ---- what must hold ---- */

static void expect_alive(void)
{
    struct answer *answer = http_get("/v2/bookings?take=1", ANN, CAL_PAGES);

    EXPECT_STATUS(answer, 200);
}

/* Of the dialect or of the web server in front of it. */
static bool has_error_shape(const struct answer *answer)
{
    bool envelope = text_at(answer->json, "error.code") != NULL &&
                    text_at(answer->json, "error.message") != NULL &&
                    text_at(answer->json, "path") != NULL &&
                    text_at(answer->json, "status") != NULL &&
                    strcmp(text_at(answer->json, "status"), "error") == 0;
    bool problem = text_at(answer->json, "title") != NULL &&
                   number_at(answer->json, "status") == answer->status;

    return envelope || problem;
}

static struct answer *ask_quickly(const struct ask *ask)
{
    struct answer *answer = http_ask(ask);
    double seconds = answer->seconds;

    for (int i = 1; i < TRIES && seconds > SLOW; i++) {
        answer = http_ask(ask);
        seconds = answer->seconds < seconds ? answer->seconds : seconds;
    }
    EXPECT(seconds <= SLOW, "%.0f ms", seconds * 1000);
    return answer;
}

static void expect_refused(const struct ask *ask)
{
    struct answer *answer = ask_quickly(ask);

    EXPECT(answer->status >= 400 && answer->status < 500, "status %ld: %.300s", answer->status,
           answer->body);
    EXPECT(has_error_shape(answer), "%.300s", answer->body);
}

/* Either an answer as to anything else, or refused. */
static struct answer *expect_harmless(const struct ask *ask)
{
    struct answer *answer = ask_quickly(ask);

    EXPECT(answer->status == 200 || (answer->status >= 400 && answer->status < 500),
           "status %ld: %.300s", answer->status, answer->body);
    EXPECT(answer->status == 200 || has_error_shape(answer), "%.300s", answer->body);
    return answer;
}

static struct ask posting(const char *body, size_t length)
{
    return (struct ask){.method = "POST",
                        .target = "/v2/bookings",
                        .credential = ANN,
                        .version = CAL_PAGES,
                        .body = body,
                        .body_length = length};
}

static struct ask getting(const char *query, const char *version)
{
    return (struct ask){
        .target = say("/v2/bookings?%s", query), .credential = ANN, .version = version};
}

/* ---- JSON ---- */

static const struct broken {
    const char *name, *body;
    size_t length;
} brokens[] = {
    {"an open object", JSON("{")},
    {"an open array", JSON("[")},
    {"a closing bracket", JSON("]")},
    {"an open text", JSON("{\"start")},
    {"a key without a value", JSON("{\"start\":}")},
    {"a key without a colon", JSON("{\"start\" \"x\"}")},
    {"a key without quotes", JSON("{start:1}")},
    {"single quotes", JSON("{'start':1}")},
    {"a comma behind the last member", JSON("{\"start\":1,}")},
    {"a comma behind the last element", JSON("{\"guests\":[1,]}")},
    {"two commas", JSON("{\"guests\":[1,,2]}")},
    {"bytes behind the object", JSON("{}x")},
    {"a second object", JSON("{}{}")},
    {"a comment", JSON("{/* */}")},
    {"a line comment", JSON("{}//")},
    {"NaN", JSON("{\"eventTypeId\":NaN}")},
    {"Infinity", JSON("{\"eventTypeId\":Infinity}")},
    {"-Infinity", JSON("{\"eventTypeId\":-Infinity}")},
    {"a plus sign", JSON("{\"eventTypeId\":+1}")},
    {"a leading zero", JSON("{\"eventTypeId\":01}")},
    {"a leading point", JSON("{\"eventTypeId\":.5}")},
    {"a trailing point", JSON("{\"eventTypeId\":1.}")},
    {"an exponent of nothing", JSON("{\"eventTypeId\":1e}")},
    {"a number of base 16", JSON("{\"eventTypeId\":0x10}")},
    {"a number beyond a double", JSON("{\"eventTypeId\":1e400}")},
    {"a number below a double's range", JSON("{\"eventTypeId\":-1e400}")},
    {"an integer beyond 64 bits", JSON("{\"eventTypeId\":9223372036854775808}")},
    {"an integer below 64 bits", JSON("{\"eventTypeId\":-9223372036854775809}")},
    {"a word in capitals", JSON("{\"instant\":TRUE}")},
    {"half a word", JSON("{\"instant\":tru}")},
    {"undefined", JSON("undefined")},
    {"a raw tab in a text", JSON("{\"start\":\"a\tb\"}")},
    {"a raw line break in a text", JSON("{\"start\":\"a\nb\"}")},
    {"a raw escape byte in a text", JSON("{\"start\":\"a\x1b"
                                         "b\"}")},
    {"a raw NUL in a text", JSON("{\"start\":\"a\0b\"}")},
    {"a raw NUL between", JSON("{\0}")},
    {"a raw NUL behind", JSON("{}\0")},
    {"an escape nobody knows", JSON("{\"start\":\"\\x\"}")},
    {"a short escape", JSON("{\"start\":\"\\u12\"}")},
    {"an escaped NUL", JSON("{\"start\":\"\\u0000\"}")},
    {"an escaped NUL in a key", JSON("{\"sta\\u0000rt\":1}")},
    {"a high surrogate alone", JSON("{\"start\":\"\\ud800\"}")},
    {"a low surrogate alone", JSON("{\"start\":\"\\udc00\"}")},
    {"surrogates the wrong way round", JSON("{\"start\":\"\\udc00\\ud800\"}")},
    {"a high surrogate before a letter", JSON("{\"start\":\"\\ud800a\"}")},
    {"a byte that is never UTF-8", JSON("{\"start\":\"\xff\"}")},
    {"an overlong NUL", JSON("{\"start\":\"\xc0\x80\"}")},
    {"an overlong slash", JSON("{\"start\":\"\xe0\x80\xaf\"}")},
    {"a surrogate as UTF-8", JSON("{\"start\":\"\xed\xa0\x80\"}")},
    {"a letter beyond Unicode", JSON("{\"start\":\"\xf4\x90\x80\x80\"}")},
    {"half a letter", JSON("{\"start\":\"\xe2\x82\"}")},
    {"a byte order mark", JSON("\xef\xbb\xbf{}")},
    {"UTF-16", JSON("\xff\xfe{\0}\0")},
    {"a key twice", JSON("{\"start\":\"2031\",\"start\":\"2032\"}")},
    {"a key twice, once escaped", JSON("{\"start\":\"2031\",\"\\u0073tart\":\"2032\"}")},
    {"a key twice inside", JSON("{\"metadata\":{\"a\":1,\"a\":2}}")},
    {"nothing but blanks", JSON("   ")},
    {"HTML", JSON("<html></html>")},
    {"a form", JSON("start=2031&eventTypeId=1001")},
};

static void run_broken(const void *row)
{
    const struct broken *one = row;
    struct ask post = posting(one->body, one->length);
    struct ask cancel = post;

    expect_refused(&post);
    cancel.target = "/v2/bookings/oneNoCancelling1111111/cancel";
    expect_refused(&cancel);
    expect_alive();
}

/* ---- large ---- */

static char large[SENT_MOST + 1];

static size_t repeated(char *into, const char *piece, size_t times)
{
    size_t length = strlen(piece);

    for (size_t i = 0; i < times; i++) {
        memcpy(into + i * length, piece, length);
    }
    into[times * length] = '\0';
    return times * length;
}

static size_t enclosed(const char *before, const char *piece, size_t times, const char *after)
{
    size_t length = repeated(large, before, 1);

    length += repeated(large + length, piece, times);
    return length + repeated(large + length, after, 1);
}

static const struct oversized {
    const char *name, *before, *piece;
    size_t times;
    const char *after;
    long status; /* 0: any 4xx */
} oversizeds[] = {
    {"30,000 open arrays", "", "[", 30000, "", 400},
    {"17 levels", "{\"metadata\":", "{\"a\":", 16, "1}}}}}}}}}}}}}}}}}", 400},
    {"10,001 values", "{\"guests\":[0", ",0", 10000, "]}", 400},
    {"10,000 guests", "{\"guests\":[\"a@b\"", ",\"a@b\"", 9000, "]}", 400},
    {"31 guests", "{\"guests\":[\"a@b.c\"", ",\"a@b.c\"", 30, "]}", 400},
    {"a name of 10,000 letters", "{\"attendee\":{\"name\":\"", "x", 10000, "\"}}", 400},
    {"a reason of 60,000 letters", "{\"cancellationReason\":\"", "x", 60000, "\"}", 400},
    {"a key of 10,000 letters", "{\"", "k", 10000, "\":1}", 400},
    {"5,000 unknown fields", "{\"a\":1", ",\"\":1", 1, "}", 400},
    {"60,000 digits", "{\"eventTypeId\":1", "0", 60000, "}", 400},
    {"a fraction of 60,000 digits", "{\"eventTypeId\":0.", "1", 60000, "}", 400},
    {"60,000 blanks", "", " ", 60000, "", 400},
    {"a body of 65 KiB", "{\"x\":\"", "x", 66000, "\"}", 413},
    {"a body of 190 KiB", "{\"x\":\"", "x", 190000, "\"}", 413},
    {"60,000 quotation marks", "\"", "\\\"", 30000, "\"", 400},
};

static void run_oversized(const void *row)
{
    const struct oversized *one = row;
    size_t length = enclosed(one->before, one->piece, one->times, one->after);
    struct ask post = posting(large, length);
    struct ask cancel = post;

    expect_refused(&post);
    EXPECT_STATUS(http_ask(&post), one->status);
    cancel.target = "/v2/bookings/oneNoCancelling1111111/cancel";
    expect_refused(&cancel);
    expect_alive();
}

/* ---- fields of a body, each with every value ---- */

#define PAST "2024-01-01T10:00:00Z"
#define BO   "{\"name\":\"Bo\",\"email\":\"bo@example.com\",\"timeZone\":\"Europe/Rome\"}"

static const char *const number_fields[] = {"eventTypeId", "lengthInMinutes", "recurrenceCount",
                                            "rrHostSubsetIds"};
static const char *const text_fields[] = {"eventTypeSlug", "username",
                                          "teamSlug",      "organizationSlug",
                                          "meetingUrl",    "emailVerificationCode"};
static const char *const attendee_fields[] = {"name", "email", "phoneNumber", "timeZone",
                                              "language"};

static const char *const json_values[] = {"-1",
                                          "0",
                                          "-0",
                                          "2147483648",
                                          "4294967296",
                                          "9223372036854775807",
                                          "-9223372036854775808",
                                          "1e9",
                                          "1e308",
                                          "0.1",
                                          "\"1e3\"",
                                          "\"\"",
                                          "true",
                                          "null",
                                          "[]",
                                          "{}",
                                          "[[[]]]",
                                          "{\"$gt\":0}",
                                          "\"' OR 1=1 -- \"",
                                          "\"1;DROP TABLE booking\"",
                                          "\"\\\\\"",
                                          "\"\\u001b[31m\"",
                                          "\"a\\u007fb\"",
                                          "\"a\\r\\nBcc: x@example.com\"",
                                          "\"a\\u0085b\\u2028c\"",
                                          "\"../../../../etc/passwd\"",
                                          "\"%00%0a\"",
                                          "\"<script>alert(1)</script>\"",
                                          "\"${jndi:ldap://127.0.0.1/x}\"",
                                          "\"%s%n%s%n\""};

static void run_number_field(const void *row)
{
    const char *field = row;

    for (size_t i = 0; i < COUNT_OF(json_values); i++) {
        bool list = strcmp(field, "rrHostSubsetIds") == 0;
        const char *body = say("{\"start\":\"" PAST "\",\"attendee\":" BO "%s,\"%s\":%s%s%s}",
                               strcmp(field, "eventTypeId") == 0 ? "" : ",\"eventTypeId\":1013",
                               field, list ? "[" : "", json_values[i], list ? "]" : "");
        struct ask post = posting(body, 0);

        expect_refused(&post);
    }
    expect_alive();
}

static void run_text_field(const void *row)
{
    for (size_t i = 0; i < COUNT_OF(json_values); i++) {
        struct ask post =
            posting(say("{\"start\":\"" PAST "\",\"attendee\":" BO ",\"%s\":%s%s}",
                        (const char *)row, json_values[i],
                        strcmp(row, "eventTypeSlug") == 0 ? ",\"username\":\"ann\""
                                                          : ",\"eventTypeSlug\":\"intro\""),
                    0);

        expect_refused(&post);
    }
    expect_alive();
}

static void run_attendee_field(const void *row)
{
    const char *field = row;

    for (size_t i = 0; i < COUNT_OF(json_values); i++) {
        const char *others = "";

        for (size_t other = 0; other < 4; other++) {
            static const char *const fine[] = {"\"Bo\"", "\"bo@example.com\"", "\"+390612345678\"",
                                               "\"Europe/Rome\""};

            if (strcmp(attendee_fields[other], field) != 0) {
                others = say("%s\"%s\":%s,", others, attendee_fields[other], fine[other]);
            }
        }
        struct ask post =
            posting(say("{\"start\":\"" PAST "\",\"eventTypeId\":1001,\"attendee\":{%s\"%s\":%s}}",
                        others, field, json_values[i]),
                    0);
        expect_refused(&post);
    }
    expect_alive();
}

/* Control bytes in what reaches mails and calendars are refused for what they are, not for the
 * past. */
static void control_bytes_in_texts(const void *row)
{
    static const char *const bytes[] = {"\\r\\n", "\\n", "\\u001b", "\\u007f", "\\u0001", "\\t"};
    const char *field = row;

    for (size_t i = 0; i < COUNT_OF(bytes); i++) {
        struct answer *answer =
            ASK(.method = "POST", .target = "/v2/bookings", .version = CAL_PAGES, .credential = ANN,
                .body = say("{\"start\":\"" PAST
                            "\",\"eventTypeId\":1001,\"attendee\":{\"name\":\"%s\",\"email\":"
                            "\"%s\",\"timeZone\":\"Europe/Rome\"}}",
                            strcmp(field, "name") == 0 ? say("a%sb", bytes[i]) : "Bo",
                            strcmp(field, "email") == 0 ? say("a%s@example.com", bytes[i])
                                                        : "bo@example.com"));

        EXPECT_STATUS(answer, 400);
        EXPECT(text_at(answer->json, "error.message") != NULL &&
                   strstr(text_at(answer->json, "error.message"), "attendee property is wrong") !=
                       NULL,
               "%s", answer->body);
    }
}

static const char *const zones[] = {"Mars/Base",
                                    "",
                                    " ",
                                    "../../../../etc/passwd",
                                    "/etc/localtime",
                                    "/usr/share/zoneinfo/Europe/Rome",
                                    "Europe/../Europe/Rome",
                                    "Europe/Rome/",
                                    "Europe//Rome",
                                    "Europe",
                                    ".",
                                    "zone.tab",
                                    "UTC+25",
                                    "+02:00",
                                    "Europe/Rome;DROP TABLE booking",
                                    "Europe/Rome\\n",
                                    "Europe\\\\Rome",
                                    "EUROPE/ROMA",
                                    "Łódź/Łódź"};

static void run_zone(const void *row)
{
    struct ask post =
        posting(say("{\"start\":\"2032-01-05T10:00:00Z\",\"eventTypeId\":1001,\"attendee\":{"
                    "\"name\":\"Bo\",\"email\":\"bo@example.com\",\"timeZone\":\"%s\"}}",
                    *(const char *const *)row),
                0);
    struct answer *answer = http_ask(&post);

    expect_refused(&post);
    EXPECT(text_at(answer->json, "error.message") != NULL &&
               strstr(text_at(answer->json, "error.message"), "timeZone property is wrong") != NULL,
           "%s", answer->body);
    expect_alive();
}

static const char *const dates[] = {"2031-02-30T10:00:00Z",
                                    "2031-02-29T10:00:00Z",
                                    "2100-02-29T10:00:00Z",
                                    "2031-04-31T10:00:00Z",
                                    "2031-13-01T10:00:00Z",
                                    "2031-00-01T10:00:00Z",
                                    "2031-01-00T10:00:00Z",
                                    "2031-01-32T10:00:00Z",
                                    "2031-01-01T24:00:01Z",
                                    "2031-01-01T25:00:00Z",
                                    "2031-01-01T10:60:00Z",
                                    "2031-01-01T10:00:61Z",
                                    "2031-01-01T10:00:00+25:00",
                                    "2031-01-01T10:00:00+10:60",
                                    "2031-01-01T10:00:00ZZ",
                                    "2031-01-01T10:00:00.Z",
                                    "2031-01-01T10:00:00 Europe/Rome",
                                    "2031-1-1T10:00:00Z",
                                    "31-01-01T10:00:00Z",
                                    "10000-01-01T10:00:00Z",
                                    "0000-01-01T10:00:00Z",
                                    "-2031-01-01T10:00:00Z",
                                    " 2031-01-01T10:00:00Z",
                                    "2031-01-01T10:00:00Z ",
                                    "２０３１-01-01T10:00:00Z",
                                    "2031-01-01T1０:00:00Z",
                                    "1e400",
                                    "NaN",
                                    "Infinity",
                                    "9223372036854775807",
                                    "now",
                                    "tomorrow at ten",
                                    "' OR 1=1 -- "};
static const char *const date_parameters[] = {"afterStart",     "beforeEnd",
                                              "afterCreatedAt", "beforeCreatedAt",
                                              "afterUpdatedAt", "beforeUpdatedAt"};

static void run_date(const void *row)
{
    const char *date = *(const char *const *)row;
    struct ask post =
        posting(say("{\"start\":\"%s\",\"eventTypeId\":1001,\"attendee\":" BO "}", date), 0);

    expect_refused(&post);
    for (size_t i = 0; i < COUNT_OF(date_parameters); i++) {
        struct ask get = getting(say("%s=%s", date_parameters[i], encoded(date)),
                                 i % 2 == 0 ? CAL_PAGES : CAL_WALK);

        expect_refused(&get);
    }
    expect_alive();
}

/* ---- queries: each parameter with every value ---- */

static const struct parameter {
    const char *name;
    enum { TEXT, NUMBER, NUMBERS, DATE, WORD, UNKNOWN } kind;
} parameters[] = {
    {"status", WORD},          {"attendeeEmail", TEXT},   {"attendeeName", TEXT},
    {"bookingUid", TEXT},      {"eventTypeIds", NUMBERS}, {"eventTypeId", NUMBER},
    {"teamsIds", NUMBERS},     {"teamIds", NUMBERS},      {"teamId", NUMBER},
    {"afterStart", DATE},      {"beforeEnd", DATE},       {"afterCreatedAt", DATE},
    {"beforeCreatedAt", DATE}, {"afterUpdatedAt", DATE},  {"beforeUpdatedAt", DATE},
    {"sortStart", WORD},       {"sortEnd", WORD},         {"sortCreated", WORD},
    {"sortUpdatedAt", WORD},   {"take", NUMBER},          {"skip", NUMBER},
    {"limit", NUMBER},         {"cursor", TEXT},          {"nosuch", UNKNOWN},
};

static bool belongs_to(const struct parameter *parameter, const char *version)
{
    bool pages = strcmp(parameter->name, "take") == 0 || strcmp(parameter->name, "skip") == 0;
    bool walk = strcmp(parameter->name, "limit") == 0 || strcmp(parameter->name, "cursor") == 0;

    if (parameter->kind == UNKNOWN) {
        return false;
    }
    return strcmp(version, CAL_PAGES) == 0 ? !walk : !pages;
}

static const char *const versions[] = {CAL_PAGES, CAL_WALK};

/* No parameter may hold these, known or not. */
static const char *const no_bytes[] = {"%00",    "a%00b",     "%01",          "%1b[31m",
                                       "%7f",    "a%08b",     "%ff",          "%c3%28",
                                       "%c0%80", "%ed%a0%80", "%f4%90%80%80", "%e2%82"};
/* Known texts may not hold these. */
static const char *const no_breaks[] = {"a%0ab", "a%0db", "a%0d%0aSet-Cookie:%20x=1", "a%09b"};

static void run_bytes(const void *row)
{
    const struct parameter *parameter = row;

    for (size_t version = 0; version < COUNT_OF(versions); version++) {
        for (size_t i = 0; i < COUNT_OF(no_bytes); i++) {
            struct ask get = getting(say("%s=%s", parameter->name, no_bytes[i]), versions[version]);

            if (belongs_to(parameter, versions[version])) {
                expect_refused(&get);
            } else {
                expect_harmless(&get);
            }
        }
        for (size_t i = 0; i < COUNT_OF(no_breaks); i++) {
            struct ask get =
                getting(say("%s=%s", parameter->name, no_breaks[i]), versions[version]);

            if (belongs_to(parameter, versions[version])) {
                expect_refused(&get);
            } else {
                expect_harmless(&get);
            }
        }
    }
    expect_alive();
}

static const char *const payloads[] = {"' OR 1=1 -- ",
                                       "' OR '1'='1",
                                       "\" OR \"\"=\"",
                                       "\\' OR 1=1#",
                                       "1; DROP TABLE booking",
                                       "1) UNION SELECT * FROM token -- ",
                                       "')) OR SLEEP(5)#",
                                       "1/**/OR/**/1=1",
                                       "1 AND (SELECT 1 FROM (SELECT SLEEP(5)) x)",
                                       "?",
                                       "%",
                                       "_",
                                       "*",
                                       "`",
                                       "\\",
                                       "{{7*7}}",
                                       "${jndi:ldap://127.0.0.1/x}",
                                       "../../../../etc/passwd",
                                       "<script>alert(1)</script>",
                                       "%s%n%s%n",
                                       "\xe2\x80\xae\xef\xbb\xbf",
                                       "[object Object]"};

static void run_payloads(const void *row)
{
    const struct parameter *parameter = row;

    for (size_t version = 0; version < COUNT_OF(versions); version++) {
        for (size_t i = 0; i < COUNT_OF(payloads); i++) {
            struct ask get =
                getting(say("%s=%s", parameter->name, encoded(payloads[i])), versions[version]);
            struct answer *answer = expect_harmless(&get);

            if (parameter->kind == TEXT && answer->status == 200 &&
                belongs_to(parameter, versions[version])) {
                EXPECT(count_at(answer->json, "data") == 0, "%s found %zu bookings", payloads[i],
                       count_at(answer->json, "data"));
            }
            if ((parameter->kind == WORD || parameter->kind == DATE) &&
                belongs_to(parameter, versions[version])) {
                EXPECT_STATUS(answer, 400);
            }
        }
    }
    expect_alive();
}

static const char *const numbers[] = {"-1",
                                      "0",
                                      "-0",
                                      "2147483647",
                                      "2147483648",
                                      "4294967296",
                                      "9223372036854775807",
                                      "9223372036854775808",
                                      "-9223372036854775809",
                                      "18446744073709551616",
                                      "99999999999999999999999999999999",
                                      "1e9",
                                      "1e400",
                                      "1e3",
                                      "0x10",
                                      "NaN",
                                      "Infinity",
                                      "%2B5",
                                      "5.5",
                                      "5,5",
                                      "%D9%A3",
                                      "%205",
                                      "5%20",
                                      "",
                                      "null",
                                      "true",
                                      "[]",
                                      "--5",
                                      "1-1"};

static void run_numbers(const void *row)
{
    const struct parameter *parameter = row;

    for (size_t version = 0; version < COUNT_OF(versions); version++) {
        for (size_t i = 0; i < COUNT_OF(numbers); i++) {
            struct ask get = getting(say("%s=%s", parameter->name, numbers[i]), versions[version]);

            expect_harmless(&get);
        }
    }
    expect_alive();
}

static const struct one_query {
    const char *name, *query, *version;
    bool refused;
} queries[] = {
    {"a take of 2 to the 63rd", "take=9223372036854775808", CAL_PAGES, true},
    {"a take of a billion", "take=1000000000", CAL_PAGES, true},
    {"a limit of 2 to the 31st", "limit=2147483648", CAL_WALK, true},
    {"a skip of 2 to the 63rd", "skip=9223372036854775808", CAL_PAGES, true},
    {"a negative limit", "limit=-9223372036854775808", CAL_WALK, true},
    {"an operator of another database", "take[$gt]=1", CAL_PAGES, false},
    {"the prototype of everything", "__proto__[take]=1&constructor[prototype][x]=1", CAL_PAGES,
     false},
    {"brackets without end", "status[[[[[[[[[[=upcoming", CAL_PAGES, false},
    {"brackets inside brackets", "status[a][b][c][d][e][f][g]=upcoming", CAL_PAGES, false},
    {"a huge index", "status[999999999999]=upcoming", CAL_PAGES, false},
    {"a negative index", "status[-1]=upcoming", CAL_PAGES, false},
    {"nothing but separators", "&&&&&&&&&&&&&=&=&=&", CAL_PAGES, false},
    {"names without values", "take&skip&status", CAL_PAGES, true},
    {"a broken escape", "attendeeName=%zz", CAL_PAGES, false},
    {"half an escape", "attendeeName=%2", CAL_PAGES, false},
    {"a percent sign", "attendeeName=%", CAL_PAGES, false},
    {"an escape of an escape", "attendeeName=%2500%250a", CAL_PAGES, false},
    {"a question mark inside", "attendeeName=a?take=1", CAL_PAGES, false},
    {"a semicolon inside", "attendeeName=a;take=1", CAL_PAGES, false},
    {"every filter at once",
     "status=upcoming,recurring,past,cancelled,unconfirmed&attendeeEmail=a@b.c&"
     "attendeeName=x&bookingUid=y&eventTypeIds=1001,1002&teamsIds=11,12&"
     "afterStart=2020&beforeEnd=2040&afterCreatedAt=2020&beforeCreatedAt=2040&"
     "afterUpdatedAt=2020&beforeUpdatedAt=2040&sortStart=asc&take=250&skip=100000",
     CAL_PAGES, false},
    {"the oldest and the youngest day",
     "afterStart=0001-01-01&beforeEnd=9999-12-31T23:59:59.999999Z", CAL_PAGES, false},
};

static void run_query(const void *row)
{
    const struct one_query *one = row;
    struct ask get = getting(one->query, one->version);

    if (one->refused) {
        expect_refused(&get);
    } else {
        expect_harmless(&get);
    }
    expect_alive();
}

static const struct long_query {
    const char *name, *before, *piece;
    size_t times;
} long_queries[] = {
    {"10,000 event types", "eventTypeIds=1", ",1001", 10000},
    {"3,000 event types", "eventTypeIds=1", ",1001", 3000},
    {"251 event types", "eventTypeIds=1001", ",1001", 250},
    {"10,000 teams", "teamsIds=1", ",11", 10000},
    {"3,000 statuses", "status=past", ",past", 3000},
    {"300 values of a list", "eventTypeIds=1", "&eventTypeIds=1", 300},
    {"1,000 parameters", "a=1", "&a=1", 1000},
    {"a name of 10,000 letters", "attendeeName=", "x", 10000},
    {"an address of 10,000 letters", "attendeeEmail=", "x", 10000},
    {"a uid of 10,000 letters", "bookingUid=", "x", 10000},
    {"a cursor of 10,000 letters", "cursor=", "x", 10000},
    {"a number of 10,000 digits", "take=", "1", 10000},
    {"a date of 10,000 digits", "afterStart=2", "1", 10000},
    {"a query of 100,000 bytes", "nosuch=", "x", 100000},
    {"3,000 escapes", "attendeeName=", "%41", 3000},
    {"5,000 opening brackets", "status", "[", 5000},
};

static void run_long_query(const void *row)
{
    const struct long_query *one = row;
    struct ask get;

    enclosed(one->before, one->piece, one->times, "");
    get = getting(large, strncmp(one->before, "cursor", 6) == 0 ? CAL_WALK : CAL_PAGES);
    if (one->piece[0] == '[') {
        expect_harmless(&get);
    } else {
        expect_refused(&get);
    }
    expect_alive();
}

/* ---- paths ---- */

static const char *const paths[] = {"/v2/bookings/%00",
                                    "/v2/bookings/a%00b",
                                    "/v2/bookings/%0d%0aX:%20y",
                                    "/v2/bookings/%ff",
                                    "/v2/bookings/%zz",
                                    "/v2/bookings/..%2f..%2fetc%2fpasswd",
                                    "/v2/bookings/../../../etc/passwd",
                                    "/v2/bookings/./x",
                                    "/v2//bookings",
                                    "/v2/bookings/%2e%2e/x",
                                    "/v2/bookings/'%20OR%201=1%20--%20",
                                    "/v2/bookings/%25%27",
                                    "/v2/bookings/a/b/c/d/e/f/g/h/i/j/k/l/m/n",
                                    "/v2/bookings/%E2%80%AE",
                                    "/v2/bookings/oneUpcoming11111111111%20",
                                    "/v2/bookings/oneUpcoming11111111111/",
                                    "/v2/bookings/ONEUPCOMING11111111111",
                                    "/v2/bookings/oneUpcoming11111111111/cancel",
                                    "/v2/%62ookings%2f",
                                    "/%76%32/nothing",
                                    "/v2",
                                    "/v2/",
                                    "/v2/nothing?a=%00"};

static void run_path(const void *row)
{
    const char *path = *(const char *const *)row;
    struct answer *answer;
    struct ask get = {.target = path, .credential = ANN};

    answer = ask_quickly(&get);
    EXPECT((answer->status >= 400 && answer->status < 500) ||
               (answer->status == 200 && strcmp(path, "/v2/bookings/oneUpcoming11111111111/") == 0),
           "status %ld: %.300s", answer->status, answer->body);
    expect_alive();
}

/* ---- bytes as they are ---- */

static int64_t milliseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int connect_web(void)
{
    const char *colon = strrchr(http_setting("SLOTD_URL"), ':');
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)strtoul(colon + 1, NULL, 10)),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    CU_ASSERT_FATAL(connect(connection, (struct sockaddr *)&address, sizeof address) == 0);
    return connection;
}

static int connect_slotd(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char directory[90] = "";
    FILE *sockets = fopen(say("%s/sockets", http_setting("SLOTD_RUN")), "r");
    int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (sockets != NULL) {
        CU_ASSERT(fgets(directory, sizeof directory, sockets) != NULL);
        CU_ASSERT(fclose(sockets) == 0);
        directory[strcspn(directory, "\n")] = '\0';
    }
    snprintf(address.sun_path, sizeof address.sun_path, "%s/slotd.sock", directory);
    CU_ASSERT_FATAL(connect(connection, (struct sockaddr *)&address, sizeof address) == 0);
    return connection;
}

static void send_bytes(int connection, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(connection, bytes, length, MSG_NOSIGNAL);

        if (sent <= 0) {
            return; /* hung up on in the middle: that is an answer, too */
        }
        bytes += sent;
        length -= (size_t)sent;
    }
}

/* A server may wait for what we still have to say after it has said everything. */
static bool is_whole(const char *answer, size_t length)
{
    const char *body = strstr(answer, "\r\n\r\n");
    const char *told = strcasestr(answer, "\r\nContent-Length:");

    return strncmp(answer, "HTTP/1.", 7) == 0 && body != NULL && told != NULL && told < body &&
           length >= (size_t)(body + 4 - answer) + strtoul(told + 17, NULL, 10);
}

/* Until the other side hangs up or an answer of HTTP is whole; -1 when neither happens. */
static ssize_t receive_all(int connection, char *into, size_t room)
{
    int64_t until = milliseconds() + PATIENCE_MS;
    size_t length = 0;

    while (milliseconds() < until) {
        struct pollfd wait = {.fd = connection, .events = POLLIN};
        ssize_t got;

        if (poll(&wait, 1, (int)(until - milliseconds())) <= 0) {
            break;
        }
        got = recv(connection, into + length, room - 1 - length, 0);
        if (got <= 0) {
            into[length] = '\0';
            return (ssize_t)length;
        }
        length += (size_t)got;
        into[length] = '\0';
        if (is_whole(into, length)) {
            return (ssize_t)length;
        }
        if (length >= room - 1) {
            length = 0; /* the beginning is looked at only where it is short */
        }
    }
    into[length] = '\0';
    return -1;
}

static char raw_answer[ANSWER_MOST];

/* With `hang_up` nothing more comes after the bytes, as when a client dies. */
static const char *raw(int connection, const char *bytes, size_t length, bool hang_up)
{
    ssize_t got;

    send_bytes(connection, bytes, length);
    if (hang_up) {
        (void)shutdown(connection, SHUT_WR);
    }
    got = receive_all(connection, raw_answer, sizeof raw_answer);
    EXPECT(got >= 0, "nobody hung up within %d ms", PATIENCE_MS);
    close(connection);
    return raw_answer;
}

static long status_of(const char *text)
{
    return strncmp(text, "HTTP/1.", 7) == 0 ? strtol(text + 9, NULL, 10) : 0;
}

#define HEAD "Host: x\r\nConnection: close\r\nAuthorization: Bearer " ANN "\r\n"
static const struct request {
    const char *name, *bytes;
    size_t length;
    long status; /* 0: any 4xx, or hung up on; -1: as any other request */
} requests[] = {
    {"a plain request", JSON("GET /v2/bookings?take=1 HTTP/1.1\r\n" HEAD "\r\n"), 200},
    {"nothing", JSON(""), 0},
    {"half a request line", JSON("GET /v2/book"), 0},
    {"half a header", JSON("GET /v2/bookings HTTP/1.1\r\nHost: x\r\nAutho"), 0},
    {"half a body",
     JSON("POST /v2/bookings HTTP/1.1\r\n" HEAD
          "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"start\":"),
     0},
    {"half a chunk",
     JSON("POST /v2/bookings HTTP/1.1\r\n" HEAD
          "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{\"s"),
     0},
    {"a chunk of no size",
     JSON("POST /v2/bookings HTTP/1.1\r\n" HEAD
          "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"),
     0},
    {"a chunk of every size",
     JSON("POST /v2/bookings HTTP/1.1\r\n" HEAD "Transfer-Encoding: chunked\r\n\r\n"
          "ffffffffffffffffffff\r\n"),
     0},
    {"chunks that are fine",
     JSON("POST /v2/bookings HTTP/1.1\r\n" HEAD
          "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
          "1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"),
     400},
    {"a length and chunks",
     JSON("POST /v2/bookings HTTP/1.1\r\n" HEAD
          "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
     0},
    {"two lengths",
     JSON("POST /v2/bookings HTTP/1.1\r\n" HEAD
          "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x"),
     0},
    {"a negative length", JSON("POST /v2/bookings HTTP/1.1\r\n" HEAD "Content-Length: -1\r\n\r\n"),
     0},
    {"a length in letters",
     JSON("POST /v2/bookings HTTP/1.1\r\n" HEAD "Content-Length: abc\r\n\r\n"), 0},
    {"a length beyond 64 bits",
     JSON("POST /v2/bookings HTTP/1.1\r\n" HEAD "Content-Length: 99999999999999999999\r\n\r\n"), 0},
    {"a length of a petabyte",
     JSON("POST /v2/bookings HTTP/1.1\r\n" HEAD "Content-Length: 1000000000000000\r\n\r\n"), 413},
    {"no method", JSON(" /v2/bookings HTTP/1.1\r\n" HEAD "\r\n"), 0},
    {"an unknown method", JSON("BOOK /v2/bookings HTTP/1.1\r\n" HEAD "\r\n"), 405},
    {"a method in small letters", JSON("get /v2/bookings HTTP/1.1\r\n" HEAD "\r\n"), 0},
    {"TRACE", JSON("TRACE /v2/bookings HTTP/1.1\r\n" HEAD "\r\n"), 405},
    {"no host", JSON("GET /v2/bookings HTTP/1.1\r\n\r\n"), 0},
    {"two hosts", JSON("GET /v2/bookings HTTP/1.1\r\nHost: y\r\n" HEAD "\r\n"), 0},
    {"a host with a NUL", JSON("GET /v2/bookings HTTP/1.1\r\nHost: a\0b\r\n\r\n"), 0},
    {"a raw NUL in the target", JSON("GET /v2/bookings?take=1\0 HTTP/1.1\r\n" HEAD "\r\n"), 0},
    {"a raw escape byte in the target", JSON("GET /v2/bookings?take=\x1b HTTP/1.1\r\n" HEAD "\r\n"),
     0},
    {"a raw DEL in the target", JSON("GET /v2/bookings?take=\x7f HTTP/1.1\r\n" HEAD "\r\n"), 0},
    {"a raw tab in the target", JSON("GET /v2/bookings?take=\t1 HTTP/1.1\r\n" HEAD "\r\n"), 0},
    {"raw UTF-8 in the target",
     JSON("GET /v2/bookings?attendeeName=\xc3\xbc HTTP/1.1\r\n" HEAD "\r\n"), -1},
    {"raw bytes in the target",
     JSON("GET /v2/bookings?attendeeName=\xff\xfe HTTP/1.1\r\n" HEAD "\r\n"), 0},
    {"a blank in the target", JSON("GET /v2/bookings?take=1 &x HTTP/1.1\r\n" HEAD "\r\n"), 0},
    {"a fragment in the target", JSON("GET /v2/bookings?take=1#x HTTP/1.1\r\n" HEAD "\r\n"), -1},
    {"a whole URL as target", JSON("GET http://x/v2/bookings?take=1 HTTP/1.1\r\n" HEAD "\r\n"), -1},
    {"a star as target", JSON("OPTIONS * HTTP/1.1\r\n" HEAD "\r\n"), 0},
    {"CONNECT", JSON("CONNECT x:443 HTTP/1.1\r\n" HEAD "\r\n"), 0},
    {"a raw NUL in a credential",
     JSON("GET /v2/bookings HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
          "Authorization: Bearer a\0b\r\n\r\n"),
     0},
    {"raw bytes in a credential",
     JSON("GET /v2/bookings HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
          "Authorization: Bearer \xff\xfe\x01\r\n\r\n"),
     401},
    {"two credentials",
     JSON("GET /v2/bookings?take=1 HTTP/1.1\r\n" HEAD "Authorization: Bearer cal_nobody\r\n\r\n"),
     0},
    {"raw bytes in a version",
     JSON("GET /v2/bookings?take=1 HTTP/1.1\r\n" HEAD "cal-api-version: \xff\x01\r\n\r\n"), -1},
    {"a raw escape byte as request id",
     JSON("GET /v2/bookings?take=1 HTTP/1.1\r\n" HEAD "X-Request-Id: a\x1b[31m\r\n\r\n"), -1},
    {"bytes beyond ASCII as Idempotency-Key",
     JSON("POST /v2/bookings HTTP/1.1\r\n" HEAD
          "Idempotency-Key: \xc3\xbc\r\nContent-Length: 2\r\n\r\n{}"),
     0},
    {"a header without a colon",
     JSON("GET /v2/bookings?take=1 HTTP/1.1\r\n" HEAD "nonsense\r\n\r\n"), -1},
    {"a header with a blank in its name",
     JSON("GET /v2/bookings?take=1 HTTP/1.1\r\n" HEAD "X Y: z\r\n\r\n"), -1},
    {"a folded header", JSON("GET /v2/bookings?take=1 HTTP/1.1\r\n" HEAD "X-Y: a\r\n b\r\n\r\n"),
     -1},
    {"lines that end in LF",
     JSON("GET /v2/bookings?take=1 HTTP/1.1\nHost: x\nConnection: close\n"
          "Authorization: Bearer " ANN "\n\n"),
     -1},
    {"the version of nobody", JSON("GET /v2/bookings HTTP/9.9\r\n" HEAD "\r\n"), 505},
    {"no version", JSON("GET /v2/bookings\r\n"), 0},
    {"the beginning of TLS", JSON("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"), 0},
    {"the beginning of HTTP/2", JSON("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 0},
    {"two requests at once",
     JSON("GET /v2/bookings?take=0 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " ANN
          "\r\n\r\nGET /v2/bookings?take=1 HTTP/1.1\r\n" HEAD "\r\n"),
     400},
};

static void run_request(const void *row)
{
    const struct request *one = row;
    /* nginx takes a client that has hung up halfway for one that has gone */
    bool cut = one->length == 0 || strncmp(one->name, "half", 4) == 0;
    const char *answer = raw(connect_web(), one->bytes, one->length, cut);
    long status = status_of(answer);

    if (one->status > 0) {
        EXPECT(status == one->status, "status %ld, not %ld: %.200s", status, one->status, answer);
    } else if (one->status < 0) {
        EXPECT(status == 200 || (status >= 400 && status < 500), "status %ld: %.200s", status,
               answer);
    } else {
        EXPECT(status == 0 || (status >= 400 && status < 500), "status %ld: %.200s", status,
               answer);
    }
    expect_alive();
}

static const struct long_header {
    const char *name, *before, *piece;
    size_t times;
    const char *after;
} long_headers[] = {
    {"a header of 20,000 bytes", "X-Y: ", "x", 20000, "\r\n"},
    {"a credential of 20,000 bytes", "Authorization: Bearer ", "x", 20000, "\r\n"},
    {"a credential of 10,000 bytes", "Authorization: Bearer cal_", "x", 10000, "\r\n"},
    {"5,000 headers", "X-Y: z\r\n", "X-Y: z\r\n", 5000, ""},
    {"a header name of 20,000 bytes", "X", "x", 20000, ": y\r\n"},
};

static void run_long_header(const void *row)
{
    const struct long_header *one = row;
    size_t length =
        repeated(large, "GET /v2/bookings HTTP/1.1\r\nHost: x\r\nConnection: close\r\n", 1);
    long status;

    length += repeated(large + length, one->before, 1);
    length += repeated(large + length, one->piece, one->times);
    length += repeated(large + length, one->after, 1);
    length += repeated(large + length, "\r\n", 1);
    status = status_of(raw(connect_web(), large, length, false));
    EXPECT(status >= 400 && status < 500, "status %ld: %.200s", status, raw_answer);
    expect_alive();
}

/* ---- FastCGI as it should be, and then not ---- */

struct records {
    char bytes[SENT_MOST];
    size_t length;
};
static struct records records;

enum { BEGIN = 1, ABORT = 2, END = 3, PARAMS = 4, STDIN = 5, DATA = 8, GET_VALUES = 9 };

static void put(const void *bytes, size_t length)
{
    memcpy(records.bytes + records.length, bytes, length);
    records.length += length;
}

/* The length told need not be that of the content. */
static void record_of(int version, int type, int id, size_t told, int padding, const void *content,
                      size_t length)
{
    unsigned char head[8] = {(unsigned char)version,     (unsigned char)type,
                             (unsigned char)(id >> 8),   (unsigned char)id,
                             (unsigned char)(told >> 8), (unsigned char)told,
                             (unsigned char)padding,     0};

    put(head, sizeof head);
    put(content, length);
}

static void record(int type, const void *content, size_t length)
{
    record_of(1, type, 1, length, 0, content, length);
}

static void begin(int role, int flags)
{
    unsigned char content[8] = {(unsigned char)(role >> 8), (unsigned char)role,
                                (unsigned char)flags};

    record(BEGIN, content, sizeof content);
}

static size_t put_length(char *into, uint32_t length)
{
    if (length < 128) {
        into[0] = (char)length;
        return 1;
    }
    into[0] = (char)(length >> 24 | 0x80);
    into[1] = (char)(length >> 16);
    into[2] = (char)(length >> 8);
    into[3] = (char)length;
    return 4;
}

static size_t put_pair(char *into, const char *name, const char *value)
{
    size_t at = put_length(into, (uint32_t)strlen(name));

    at += put_length(into + at, (uint32_t)strlen(value));
    memcpy(into + at, name, strlen(name));
    at += strlen(name);
    memcpy(into + at, value, strlen(value));
    return at + strlen(value);
}

static const char *const usual[][2] = {
    {"REQUEST_METHOD", "GET"},    {"REQUEST_URI", "/v2/bookings?take=1"},
    {"QUERY_STRING", "take=1"},   {"CONTENT_TYPE", ""},
    {"CONTENT_LENGTH", ""},       {"SERVER_PROTOCOL", "HTTP/1.1"},
    {"REMOTE_ADDR", "127.0.0.1"}, {"HTTP_AUTHORIZATION", "Bearer " ANN}};

/* The usual ones, one of them replaced; with NULL as value it is left out. */
static void params(const char *name, const char *value)
{
    char content[40000];
    size_t length = 0;
    bool replaced = false;

    for (size_t i = 0; i < COUNT_OF(usual); i++) {
        bool this_one = name != NULL && strcmp(usual[i][0], name) == 0;

        replaced = replaced || this_one;
        if (!this_one || value != NULL) {
            length += put_pair(content + length, usual[i][0], this_one ? value : usual[i][1]);
        }
    }
    if (!replaced && name != NULL && value != NULL) {
        length += put_pair(content + length, name, value);
    }
    record(PARAMS, content, length);
    record(PARAMS, "", 0);
}

static void usual_request(void)
{
    begin(1, 0);
    params(NULL, NULL);
    record(STDIN, "", 0);
}

static void nothing_at_all(void)
{
}

static void half_a_head(void)
{
    put("\1\1\0", 3);
}

static void begin_only(void)
{
    begin(1, 0);
}

static void half_a_begin(void)
{
    record_of(1, BEGIN, 1, 8, 0, "\0\1", 2);
}

static void no_begin(void)
{
    params(NULL, NULL);
    record(STDIN, "", 0);
}

static void role_of_an_authorizer(void)
{
    begin(2, 0);
    params(NULL, NULL);
    record(STDIN, "", 0);
}

static void role_of_a_filter(void)
{
    begin(3, 0);
    params(NULL, NULL);
    record(STDIN, "", 0);
    record(DATA, "", 0);
}

static void role_of_nobody(void)
{
    begin(999, 0);
    params(NULL, NULL);
}

static void version_zero(void)
{
    record_of(0, BEGIN, 1, 8, 0, "\0\1\0\0\0\0\0\0", 8);
}

static void version_255(void)
{
    record_of(255, BEGIN, 1, 8, 0, "\0\1\0\0\0\0\0\0", 8);
}

static void an_unknown_type(void)
{
    record_of(1, 99, 1, 4, 0, "abcd", 4);
    usual_request();
}

static void an_unknown_type_inside(void)
{
    begin(1, 0);
    record(99, "abcd", 4);
    params(NULL, NULL);
    record(STDIN, "", 0);
}

static void a_question_for_values(void)
{
    char content[60];

    record_of(1, GET_VALUES, 0, put_pair(content, "FCGI_MAX_CONNS", ""), 0, content, 16);
}

static void an_abort(void)
{
    begin(1, 0);
    record(ABORT, "", 0);
}

static void an_abort_inside_params(void)
{
    begin(1, 0);
    record(PARAMS, "\4\1ABC", 5);
    record(ABORT, "", 0);
}

static void an_end_from_the_client(void)
{
    begin(1, 0);
    record(END, "\0\0\0\0\0\0\0\0", 8);
}

static void body_before_params(void)
{
    begin(1, 0);
    record(STDIN, "{}", 2);
    params(NULL, NULL);
    record(STDIN, "", 0);
}

static void request_zero(void)
{
    record_of(1, BEGIN, 0, 8, 0, "\0\1\0\0\0\0\0\0", 8);
}

static void params_of_another_request(void)
{
    begin(1, 0);
    record_of(1, PARAMS, 2, 5, 0, "\1\1AB", 5);
    record_of(1, PARAMS, 2, 0, 0, "", 0);
    record_of(1, STDIN, 2, 0, 0, "", 0);
}

static void two_requests_at_once(void)
{
    begin(1, 1);
    record_of(1, BEGIN, 2, 8, 0, "\0\1\1\0\0\0\0\0", 8);
    params(NULL, NULL);
    record(STDIN, "", 0);
}

/* A name and a value of 1 GiB each, told in a few bytes. */
static void two_gibibytes(void)
{
    begin(1, 0);
    record(PARAMS, "\xc0\0\0\0\xc0\0\0\0ABCD", 12);
    record(PARAMS, "", 0);
    record(STDIN, "", 0);
}

static void the_longest_names(void)
{
    begin(1, 0);
    record(PARAMS, "\xff\xff\xff\xff\xff\xff\xff\xff", 8);
    record(PARAMS, "", 0);
    record(STDIN, "", 0);
}

static void half_a_length(void)
{
    begin(1, 0);
    record(PARAMS, "\x80\0", 2);
    record(PARAMS, "", 0);
    record(STDIN, "", 0);
}

static void a_name_longer_than_the_record(void)
{
    begin(1, 0);
    record(PARAMS, "\x7f\1ABC", 5);
    record(PARAMS, "", 0);
    record(STDIN, "", 0);
}

static void an_empty_name(void)
{
    begin(1, 0);
    record(PARAMS, "\0\0\0\4abcd", 8);
    params(NULL, NULL);
    record(STDIN, "", 0);
}

static void params_without_end(void)
{
    begin(1, 0);
    record(PARAMS, "\4\1ABCDE", 7);
}

static void more_told_than_sent(void)
{
    begin(1, 0);
    record_of(1, PARAMS, 1, 65535, 255, "\4\1ABCDE", 7);
}

static void padding_not_sent(void)
{
    begin(1, 0);
    record_of(1, PARAMS, 1, 7, 255, "\4\1ABCDE", 7);
}

static void no_params(void)
{
    begin(1, 0);
    record(PARAMS, "", 0);
    record(STDIN, "", 0);
}

static void many_params(void)
{
    static char content[60000];
    size_t length = 0;

    begin(1, 0);
    for (int i = 0; length < sizeof content - 40; i++) {
        length += put_pair(content + length, say("HTTP_X_%d", i), "x");
    }
    record(PARAMS, content, length);
    params(NULL, NULL);
    record(STDIN, "", 0);
}

static void a_param_of_60000_bytes(void)
{
    static char value[60001], content[60100];

    repeated(value, "x", 60000);
    begin(1, 0);
    record(PARAMS, content, put_pair(content, "HTTP_X", value));
    params(NULL, NULL);
    record(STDIN, "", 0);
}

static void with_param(const char *name, const char *value, const char *body)
{
    begin(1, 0);
    params(name, value);
    if (body[0] != '\0') {
        record(STDIN, body, strlen(body));
    }
    record(STDIN, "", 0);
}

static void without_a_method(void)
{
    with_param("REQUEST_METHOD", NULL, "");
}

static void without_a_target(void)
{
    with_param("REQUEST_URI", NULL, "");
}

static void an_empty_target(void)
{
    with_param("REQUEST_URI", "", "");
}

static void a_target_without_a_slash(void)
{
    with_param("REQUEST_URI", "v2/bookings", "");
}

static void a_line_break_in_the_target(void)
{
    with_param("REQUEST_URI", "/v2/bookings?a=\r\nSet-Cookie: x=1", "");
}

static void a_line_break_in_a_header(void)
{
    with_param("HTTP_X_REQUEST_ID", "a\r\nSet-Cookie: x=1", "");
}

static void a_line_break_in_the_method(void)
{
    with_param("REQUEST_METHOD", "GET\r\nX: y", "");
}

static void a_method_of_1000_letters(void)
{
    char method[1001];

    repeated(method, "G", 1000);
    with_param("REQUEST_METHOD", method, "");
}

static void a_length_without_a_body(void)
{
    with_param("CONTENT_LENGTH", "1000", "");
}

static void a_body_without_a_length(void)
{
    with_param("CONTENT_LENGTH", NULL, "{}");
}

static void a_body_longer_than_told(void)
{
    with_param("CONTENT_LENGTH", "1", "{\"a\":1}");
}

static void a_negative_length(void)
{
    with_param("CONTENT_LENGTH", "-1", "{}");
}

static void a_length_in_letters(void)
{
    with_param("CONTENT_LENGTH", "two", "{}");
}

static void a_length_beyond_64_bits(void)
{
    with_param("CONTENT_LENGTH", "99999999999999999999", "{}");
}

static void a_length_of_a_petabyte(void)
{
    with_param("CONTENT_LENGTH", "100000000000000", "{}");
}

static void a_body_of_150000_bytes(void)
{
    static char body[50001];

    repeated(body, "x", 50000);
    begin(1, 0);
    params("CONTENT_LENGTH", "150000");
    for (int i = 0; i < 3; i++) {
        record(STDIN, body, 50000);
    }
    record(STDIN, "", 0);
}

static const struct conversation {
    const char *name;
    void (*make)(void);
    bool fine; /* to be answered as any other request */
} conversations[] = {
    {"a request as it should be", usual_request, true},
    {"nothing", nothing_at_all, false},
    {"half a head", half_a_head, false},
    {"a beginning only", begin_only, false},
    {"half a beginning", half_a_begin, false},
    {"no beginning", no_begin, false},
    {"the role of an authorizer", role_of_an_authorizer, false},
    {"the role of a filter", role_of_a_filter, false},
    {"a role nobody knows", role_of_nobody, false},
    {"version 0", version_zero, false},
    {"version 255", version_255, false},
    {"a record of an unknown type", an_unknown_type, false},
    {"a record of an unknown type inside", an_unknown_type_inside, false},
    {"a question for values", a_question_for_values, false},
    {"an abort", an_abort, false},
    {"an abort inside the parameters", an_abort_inside_params, false},
    {"an end from the client", an_end_from_the_client, false},
    {"a body before the parameters", body_before_params, false},
    {"request number 0", request_zero, false},
    {"parameters of another request", params_of_another_request, false},
    {"two requests at once", two_requests_at_once, false},
    {"a name and a value of 1 GiB each", two_gibibytes, false},
    {"the longest name and value there can be", the_longest_names, false},
    {"half a length", half_a_length, false},
    {"a name longer than its record", a_name_longer_than_the_record, false},
    {"an empty name", an_empty_name, false},
    {"parameters without an end", params_without_end, false},
    {"more told than sent", more_told_than_sent, false},
    {"padding that is not sent", padding_not_sent, false},
    {"no parameters", no_params, false},
    {"60,000 bytes of parameters", many_params, false},
    {"a parameter of 60,000 bytes", a_param_of_60000_bytes, false},
    {"no method", without_a_method, false},
    {"no target", without_a_target, false},
    {"an empty target", an_empty_target, false},
    {"a target without a slash", a_target_without_a_slash, false},
    {"a line break in the target", a_line_break_in_the_target, false},
    {"a line break in a header", a_line_break_in_a_header, false},
    {"a line break in the method", a_line_break_in_the_method, false},
    {"a method of 1,000 letters", a_method_of_1000_letters, false},
    {"a length without a body", a_length_without_a_body, false},
    {"a body without a length", a_body_without_a_length, false},
    {"a body longer than told", a_body_longer_than_told, false},
    {"a negative length", a_negative_length, false},
    {"a length in letters", a_length_in_letters, false},
    {"a length beyond 64 bits", a_length_beyond_64_bits, false},
    {"a length of a petabyte", a_length_of_a_petabyte, false},
    {"a body of 150,000 bytes", a_body_of_150000_bytes, false},
};

/* The text of the answer's records, as far as they are of that type. */
static const char *output_of(const char *answer, size_t length)
{
    static char text[ANSWER_MOST];
    size_t at = 0, out = 0;

    while (at + 8 <= length) {
        const unsigned char *head = (const unsigned char *)answer + at;
        size_t content = (size_t)head[4] << 8 | head[5];

        if (at + 8 + content > length) {
            break;
        }
        if (head[1] == 6) {
            memcpy(text + out, answer + at + 8, content);
            out += content;
        }
        at += 8 + content + head[6];
    }
    text[out] = '\0';
    return text;
}

static void expect_no_5xx(bool fine)
{
    int connection = connect_slotd();
    const char *output;
    ssize_t got;

    send_bytes(connection, records.bytes, records.length);
    (void)shutdown(connection, SHUT_WR);
    got = receive_all(connection, raw_answer, sizeof raw_answer);
    close(connection);
    EXPECT(got >= 0, "nobody hung up within %d ms", PATIENCE_MS);
    output = output_of(raw_answer, got < 0 ? 0 : (size_t)got);
    EXPECT(strncmp(output, "Status: 5", 9) != 0, "%.300s", output);
    EXPECT(strstr(output, "Set-Cookie: x") == NULL ||
               strstr(output, "\r\n\r\n") < strstr(output, "Set-Cookie: x"),
           "%.300s", output);
    if (fine) {
        EXPECT(strncmp(output, "Status: 200", 11) == 0, "%.300s", output);
    }
}

static void run_conversation(const void *row)
{
    const struct conversation *one = row;

    records.length = 0;
    one->make();
    expect_no_5xx(one->fine);
    expect_alive();
}

static void garbage(const void *row)
{
    uint64_t state = 4711;

    (void)row;
    for (int i = 0; i < GARBAGE; i++) {
        records.length = 1 + draw(&state, 400);
        for (size_t at = 0; at < records.length; at++) {
            records.bytes[at] = (char)draw(&state, 256);
        }
        if (draw(&state, 2) == 0) {
            memcpy(records.bytes, "\1\1\0\1\0\10\0\0\0\1\0\0\0\0\0\0\1\4\0\1", 20);
            records.length += records.length < 20 ? 20 : 0;
        }
        expect_no_5xx(false);
    }
    expect_alive();
}

/* A request as it should be, with a few of its bytes changed. */
static void mutations(const void *row)
{
    uint64_t state = 815;

    (void)row;
    for (int i = 0; i < GARBAGE; i++) {
        records.length = 0;
        usual_request();
        for (uint32_t changes = draw(&state, 4) + 1; changes > 0; changes--) {
            records.bytes[draw(&state, (uint32_t)records.length)] = (char)draw(&state, 256);
        }
        if (draw(&state, 4) == 0) {
            records.length = draw(&state, (uint32_t)records.length);
        }
        expect_no_5xx(false);
    }
    expect_alive();
}

/* ---- and nothing of it did anything ---- */

static int64_t deaths(void)
{
    FILE *log = fopen(say("%s/log/slotd.log", http_setting("SLOTD_RUN")), "r");
    int64_t count = 0;
    char line[4000];

    while (log != NULL && fgets(line, sizeof line, log) != NULL) {
        /* the library gives up on records that tell impossible lengths; its worker is replaced */
        count -= strstr(line, "fcgiapp.c") != NULL;
        count += strstr(line, "\"worker-died\"") != NULL ||
                 strstr(line, "\"worker-killed\"") != NULL ||
                 strstr(line, "ERROR: AddressSanitizer") != NULL ||
                 strstr(line, "runtime error") != NULL;
    }
    return log == NULL || fclose(log) != 0 ? -1 : count;
}

static int64_t bookings_of_ann(void)
{
    return sql_number("SELECT COUNT(*) FROM booking b JOIN business w ON w.id = b.business_id"
                      " WHERE w.slug = 'one'");
}

static void nothing_was_booked(const void *row)
{
    (void)row;
    EXPECT(bookings_of_ann() == bookings_before, "%lld bookings more",
           (long long)(bookings_of_ann() - bookings_before));
    EXPECT(
        sql_number("SELECT COUNT(*) FROM booking WHERE uid = 'oneUpcoming11111111111' AND status ="
                   " 'accepted'") == 1,
        "a booking was cancelled");
}

static void no_worker_died(const void *row)
{
    (void)row;
    EXPECT(deaths() == deaths_before, "%lld workers", (long long)(deaths() - deaths_before));
}

static int setup(void)
{
    if (http_open(NULL) != 0) {
        return 1;
    }
    bookings_before = bookings_of_ann();
    deaths_before = deaths();
    return 0;
}

int main(int argc, char **argv)
{
    for (size_t i = 0; i < COUNT_OF(brokens); i++) {
        case_add(run_broken, &brokens[i], "a body with %s", brokens[i].name);
    }
    for (size_t i = 0; i < COUNT_OF(oversizeds); i++) {
        case_add(run_oversized, &oversizeds[i], "a body with %s", oversizeds[i].name);
    }
    for (size_t i = 0; i < COUNT_OF(number_fields); i++) {
        case_add(run_number_field, number_fields[i], "anything as %s", number_fields[i]);
    }
    for (size_t i = 0; i < COUNT_OF(text_fields); i++) {
        case_add(run_text_field, text_fields[i], "anything as %s", text_fields[i]);
    }
    for (size_t i = 0; i < COUNT_OF(attendee_fields); i++) {
        case_add(run_attendee_field, attendee_fields[i], "anything as the attendee's %s",
                 attendee_fields[i]);
    }
    case_add(control_bytes_in_texts, "name", "control bytes in the attendee's name");
    case_add(control_bytes_in_texts, "email", "control bytes in the attendee's address");
    for (size_t i = 0; i < COUNT_OF(zones); i++) {
        case_add(run_zone, &zones[i], "the zone \"%s\"", zones[i]);
    }
    for (size_t i = 0; i < COUNT_OF(dates); i++) {
        case_add(run_date, &dates[i], "the date \"%s\"", dates[i]);
    }
    for (size_t i = 0; i < COUNT_OF(parameters); i++) {
        case_add(run_bytes, &parameters[i], "control bytes in %s", parameters[i].name);
        case_add(run_payloads, &parameters[i], "signs of SQL and more in %s", parameters[i].name);
        case_add(run_numbers, &parameters[i], "any number as %s", parameters[i].name);
    }
    for (size_t i = 0; i < COUNT_OF(queries); i++) {
        case_add(run_query, &queries[i], "a query with %s", queries[i].name);
    }
    for (size_t i = 0; i < COUNT_OF(long_queries); i++) {
        case_add(run_long_query, &long_queries[i], "a query with %s", long_queries[i].name);
    }
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        case_add(run_path, &paths[i], "the path %s", paths[i]);
    }
    for (size_t i = 0; i < COUNT_OF(requests); i++) {
        case_add(run_request, &requests[i], "raw HTTP: %s", requests[i].name);
    }
    for (size_t i = 0; i < COUNT_OF(long_headers); i++) {
        case_add(run_long_header, &long_headers[i], "raw HTTP: %s", long_headers[i].name);
    }
    for (size_t i = 0; i < COUNT_OF(conversations); i++) {
        case_add(run_conversation, &conversations[i], "raw FastCGI: %s", conversations[i].name);
    }
    case_add(garbage, NULL, "raw FastCGI: garbage");
    case_add(mutations, NULL, "raw FastCGI: a request with a few bytes changed");
    case_add(nothing_was_booked, NULL, "nothing of all this booked or cancelled anything");
    case_add(no_worker_died, NULL, "no worker died of all this");
    return cases_main("hostile", setup, http_close, argc, argv);
}
