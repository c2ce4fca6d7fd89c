/* bad_input.c - nothing that a client sends gets a 500, waits long, or harms a worker.
 * SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <CUnit/CUnit.h>

#include "cases.h"
#include "http.h"

#define ANN "cal_test_ann"

/* Sanitizers make everything slower. */
#if defined(__SANITIZE_ADDRESS__)
#define SOON 0.5
#else
#define SOON 0.1
#endif

static void the_server_lives(void)
{
    EXPECT_STATUS(http_get("/v2/bookings?take=1", ANN, CAL_PAGES), 200);
}

/* A refusal in the dialect's words or nginx's, soon; one slow answer on a busy machine is asked for
 * again. */
static void expect_refused(const struct ask *ask, const char *what)
{
    struct answer *answer = http_ask(ask);

    for (int tries = 0; answer->seconds > SOON && tries < 5; tries++)
        answer = http_ask(ask);
    EXPECT(answer->status >= 400 && answer->status < 500, "%s: %ld", what, answer->status);
    EXPECT(answer->json != NULL, "%s: the answer is no JSON", what);
    EXPECT(answer->seconds <= SOON, "%s: after %.3f s", what, answer->seconds);
}

static void expect_answered(const struct ask *ask, const char *what)
{
    struct answer *answer = http_ask(ask);

    EXPECT(answer->status >= 200 && answer->status < 500, "%s: %ld", what, answer->status);
    EXPECT(answer->json != NULL, "%s: the answer is no JSON", what);
}

/* ---- bodies ---- */

#define CREATE(body_)                                                                              \
    &(struct ask)                                                                                  \
    {                                                                                              \
        .method = "POST", .target = "/v2/bookings", .version = CAL_PAGES, .body = (body_),         \
        .headers = {                                                                               \
            "Content-Type: application/json"                                                       \
        }                                                                                          \
    }
#define WITH(member_)                                                                              \
    "{\"start\":\"2031-06-02T10:00:00Z\",\"eventTypeId\":1022,"                                    \
    "\"attendee\":{\"name\":\"Bo\",\"email\":\"bo@example.com\",\"timeZone\":\"Europe/Rome\"}"     \
    "," member_ "}"
#define ATTENDEE(attendee_)                                                                        \
    "{\"start\":\"2031-06-02T10:00:00Z\",\"eventTypeId\":1022,\"attendee\":" attendee_ "}"
#define START(start_)                                                                              \
    "{\"start\":" start_ ",\"eventTypeId\":1022,\"attendee\":{\"name\":\"Bo\","                    \
    "\"email\":\"bo@example.com\",\"timeZone\":\"Europe/Rome\"}}"

static const struct body_case {
    const char *name, *body;
} bodies[] = {
    {"no JSON at all", "hello"},
    {"an open object", "{"},
    {"an open string", "{\"start\":\"2031"},
    {"something behind the object", "{}{}"},
    {"a list", "[]"},
    {"a number", "42"},
    {"a text", "\"text\""},
    {"null", "null"},
    {"a comma too many", "{\"start\":1,}"},
    {"single quotes", "{'start':1}"},
    {"a comment", "{/* */}"},
    {"NaN", WITH("\"lengthInMinutes\":NaN")},
    {"Infinity", WITH("\"lengthInMinutes\":-Infinity")},
    {"a key twice", WITH("\"eventTypeId\":1022")},
    {"a key twice, once escaped", WITH("\"eventType\\u0049d\":1022")},
    {"a number beyond all doubles", WITH("\"lengthInMinutes\":1e400")},
    {"an integer beyond 64 bits", WITH("\"lengthInMinutes\":92233720368547758080")},
    {"a leading zero", WITH("\"lengthInMinutes\":030")},
    {"a raw tab in a text", WITH("\"username\":\"a\tb\"")},
    {"a raw line break in a text", WITH("\"username\":\"a\nb\"")},
    {"an escaped NUL", WITH("\"username\":\"a\\u0000b\"")},
    {"half a surrogate pair", WITH("\"username\":\"\\ud800\"")},
    {"a surrogate pair the wrong way round", WITH("\"username\":\"\\udc00\\ud800\"")},
    {"bytes that are not UTF-8", WITH("\"username\":\"\xff\xfe\"")},
    {"an overlong form", WITH("\"username\":\"\xc0\x80\"")},
    {"a surrogate in UTF-8", WITH("\"username\":\"\xed\xa0\x80\"")},
    {"an unknown field", WITH("\"foo\":1")},
    {"an id as a text", WITH("\"teamSlug\":7")},
    {"a negative length", WITH("\"lengthInMinutes\":-30")},
    {"a length of nothing", WITH("\"lengthInMinutes\":0")},
    {"a length of a year", WITH("\"lengthInMinutes\":525600")},
    {"a length with a fraction", WITH("\"lengthInMinutes\":30.5")},
    {"a count of nothing", WITH("\"recurrenceCount\":0")},
    {"a count of a billion", WITH("\"recurrenceCount\":1000000000")},
    {"guests that are no list", WITH("\"guests\":\"a@example.com\"")},
    {"a guest that is no address", WITH("\"guests\":[\"nobody\"]")},
    {"a guest with a header in it", WITH("\"guests\":[\"a@example.com\\r\\nBcc: b@example.com\"]")},
    {"metadata that is a list", WITH("\"metadata\":[]")},
    {"metadata with a key too long",
     WITH("\"metadata\":{\"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddx\":1}")},
    {"answers that are a text", WITH("\"bookingFieldsResponses\":\"yes\"")},
    {"a location that is a number", WITH("\"location\":7")},
    {"a location of no kind", WITH("\"location\":{\"type\":\"moon\"}")},
    {"no start", "{\"eventTypeId\":1022,\"attendee\":{\"name\":\"Bo\",\"email\":\"b@example.com\","
                 "\"timeZone\":\"UTC\"}}"},
    {"a start that is no date", START("\"tomorrow\"")},
    {"a start on 30 February", START("\"2031-02-30T10:00:00Z\"")},
    {"a start at hour 25", START("\"2031-02-03T25:00:00Z\"")},
    {"a start at minute 60", START("\"2031-02-03T10:60:00Z\"")},
    {"a start in month 13", START("\"2031-13-03T10:00:00Z\"")},
    {"a start in the year 0", START("\"0000-01-01T10:00:00Z\"")},
    {"a start in the year 9999", START("\"9999-12-31T23:59:59Z\"")},
    {"a start in the year 1", START("\"0001-01-01T00:00:00Z\"")},
    {"a start before 1970", START("\"1969-12-31T23:59:59Z\"")},
    {"a start with five digits of year", START("\"12031-02-03T10:00:00Z\"")},
    {"a start in milliseconds", START("1930000000000")},
    {"a start that is an object", START("{}")},
    {"a start with text behind", START("\"2031-02-03T10:00:00Zulu\"")},
    {"no attendee", "{\"start\":\"2031-06-02T10:00:00Z\",\"eventTypeId\":1022}"},
    {"an attendee that is a text", ATTENDEE("\"Bo\"")},
    {"an attendee without a name", ATTENDEE("{\"email\":\"b@example.com\",\"timeZone\":\"UTC\"}")},
    {"an attendee with an empty name",
     ATTENDEE("{\"name\":\"\",\"email\":\"b@example.com\",\"timeZone\":\"UTC\"}")},
    {"an attendee without a zone", ATTENDEE("{\"name\":\"Bo\",\"email\":\"b@example.com\"}")},
    {"an attendee in a zone that is not there",
     ATTENDEE("{\"name\":\"Bo\",\"email\":\"b@example.com\",\"timeZone\":\"Mars/Base\"}")},
    {"an attendee in a zone outside the zones",
     ATTENDEE("{\"name\":\"Bo\",\"email\":\"b@example.com\",\"timeZone\":\"../../etc/passwd\"}")},
    {"an attendee in an empty zone",
     ATTENDEE("{\"name\":\"Bo\",\"email\":\"b@example.com\",\"timeZone\":\"\"}")},
    {"an attendee whose address has two at signs",
     ATTENDEE("{\"name\":\"Bo\",\"email\":\"b@c@example.com\",\"timeZone\":\"UTC\"}")},
    {"an attendee whose address has a line break",
     ATTENDEE("{\"name\":\"Bo\",\"email\":\"b@example.com\\n\",\"timeZone\":\"UTC\"}")},
    {"an attendee whose name has a line break",
     ATTENDEE("{\"name\":\"Bo\\r\\nBcc: x\",\"email\":\"b@example.com\",\"timeZone\":\"UTC\"}")},
    {"an attendee whose name has an escape",
     ATTENDEE("{\"name\":\"Bo\\u001b[0m\",\"email\":\"b@example.com\",\"timeZone\":\"UTC\"}")},
    {"an attendee whose name has a DEL",
     ATTENDEE("{\"name\":\"Bo\\u007f\",\"email\":\"b@example.com\",\"timeZone\":\"UTC\"}")},
    {"an attendee with neither address nor telephone",
     ATTENDEE("{\"name\":\"Bo\",\"timeZone\":\"UTC\"}")},
    {"an attendee with a telephone that is none",
     ATTENDEE("{\"name\":\"Bo\",\"phoneNumber\":\"call me\",\"timeZone\":\"UTC\"}")},
    {"an attendee with a language nobody speaks",
     ATTENDEE("{\"name\":\"Bo\",\"email\":\"b@example.com\",\"timeZone\":\"UTC\","
              "\"language\":\"xx\"}")},
    {"an attendee with a field nobody knows",
     ATTENDEE(
         "{\"name\":\"Bo\",\"email\":\"b@example.com\",\"timeZone\":\"UTC\",\"role\":\"admin\"}")},
};

static void try_body(const void *row)
{
    const struct body_case *one = row;

    expect_refused(CREATE(one->body), one->name);
    EXPECT(sql_number("SELECT COUNT(*) FROM booking WHERE start_us = %lld AND source = 'cal'"
                      " AND event_type_id = 1022",
                      1938160800000000LL) == 0,
           "something was booked");
}

/* Valid until the next call. */
static const char *repeated(const char *before, const char *piece, size_t count, const char *after)
{
    static char *text;
    size_t length = strlen(piece);

    free(text);
    text = malloc(strlen(before) + length * count + strlen(after) + 1);
    char *at = text + sprintf(text, "%s", before);

    for (size_t i = 0; i < count; i++, at += length)
        memcpy(at, piece, length);
    strcpy(at, after);
    return text;
}

/* Bodies too large to be written out; within the limit of bytes unless named otherwise. */
static const struct large_case {
    const char *name, *before, *piece;
    size_t count;
    const char *after;
} large[] = {
    {"60,000 open lists", "", "[", 60000, ""},
    {"a megabyte of open lists", "", "[", 1 << 20, ""},
    {"17 nested objects", "", "{\"a\":", 17, "1}}}}}}}}}}}}}}}}}"},
    {"20,000 zeros", "{\"guests\":[0", ",0", 20000, "]}"},
    {"5,500 keys that differ by nothing", "{\"a\":1", ",\"a\":1", 5500, "}"},
    {"10,000 guests", "{\"guests\":[\"\"", ",\"\"", 10000, "]}"},
    {"300 guests", "{\"guests\":[\"g@example.com\"", ",\"g@example.com\"", 300, "]}"},
    {"300 hosts to choose from", "{\"rrHostSubsetIds\":[1", ",1", 300, "]}"},
    {"a name of 60,000 letters", "{\"attendee\":{\"name\":\"", "a", 60000, "\"}}"},
    {"a name of 201 letters", "{\"attendee\":{\"name\":\"", "\xc3\xa9", 201, "\"}}"},
    {"an address of 400 letters", "{\"attendee\":{\"email\":\"", "a", 400, "@example.com\"}}"},
    {"half a megabyte of blanks", "", " ", 500000, "{}"},
};

static void try_large(const void *row)
{
    const struct large_case *one = row;
    const char *body = repeated(one->before, one->piece, one->count, one->after);

    expect_refused(CREATE(body), one->name);
    the_server_lives();
}

/* ---- queries ---- */

static const char *const numeric[] = {"take",         "skip",     "eventTypeId", "teamId",
                                      "eventTypeIds", "teamsIds", "limit"};
static const char *const odd_numbers[] = {"-1",
                                          "-9223372036854775808",
                                          "2147483648",
                                          "9223372036854775807",
                                          "9223372036854775808",
                                          "99999999999999999999999999",
                                          "1e3",
                                          "1e400",
                                          "0x10",
                                          "%2B5",
                                          "5%205",
                                          "NaN",
                                          "Infinity",
                                          "null",
                                          "true",
                                          "1,,2",
                                          ",",
                                          "1;2",
                                          "%00",
                                          "%0a",
                                          "\xef\xbc\x91"};

static void odd_numbers_are_answered(const void *row)
{
    const char *name = row;

    for (size_t i = 0; i < sizeof odd_numbers / sizeof *odd_numbers; i++)
        for (int walk = 0; walk < 2; walk++)
            expect_answered(&(struct ask){.target = say("/v2/bookings?%s=%s", name, odd_numbers[i]),
                                          .credential = ANN,
                                          .version = walk ? CAL_WALK : CAL_PAGES},
                            odd_numbers[i]);
    the_server_lives();
}

static const char *const parameters[] = {"status",          "attendeeEmail",  "attendeeName",
                                         "bookingUid",      "eventTypeIds",   "eventTypeId",
                                         "teamsIds",        "teamIds",        "teamId",
                                         "afterStart",      "beforeEnd",      "afterCreatedAt",
                                         "beforeCreatedAt", "afterUpdatedAt", "beforeUpdatedAt",
                                         "sortStart",       "sortEnd",        "sortCreated",
                                         "sortUpdatedAt",   "take",           "skip",
                                         "cursor",          "limit"};
static const char *const control_bytes[] = {"%00", "a%00b", "%1b", "%7f", "%01", "%0d%0aX:%20y"};
static const char *const hostile[] = {
    "%27",
    "%27%20OR%201%3D1--%20",
    "%22%3B%20DROP%20TABLE%20booking%3B--%20",
    "1%20UNION%20SELECT%20secret%20FROM%20installation_secret",
    "%25",
    "_",
    "%5c",
    "%5c%27",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%7b%7b7*7%7d%7d",
    "$%7bjndi%7d",
    "%f0%9f%92%a9",
    "%e2%80%a8",
    "..%2f..%2fetc%2fpasswd",
};

/* Parameters that one of the versions does not have are passed over by it. */
static bool is_parameter(const char *name, bool walk)
{
    static const char *const of_pages[] = {"take", "skip"};
    static const char *const of_walk[] = {"cursor", "limit"};

    for (int i = 0; i < 2; i++)
        if (strcmp(name, walk ? of_pages[i] : of_walk[i]) == 0)
            return false;
    return true;
}

static void control_bytes_are_refused(const void *row)
{
    const char *name = row;

    for (size_t i = 0; i < sizeof control_bytes / sizeof *control_bytes; i++)
        for (int walk = 0; walk < 2; walk++)
            if (is_parameter(name, walk))
                expect_refused(
                    &(struct ask){.target = say("/v2/bookings?%s=%s", name, control_bytes[i]),
                                  .credential = ANN,
                                  .version = walk ? CAL_WALK : CAL_PAGES},
                    control_bytes[i]);
}

/* What was sent comes back at most as an echo in a JSON text, and finds what it names: nothing. */
static void hostile_texts_are_texts(const void *row)
{
    const char *name = row;
    int64_t before = sql_number("SELECT COUNT(*) FROM booking");

    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct answer *answer =
            http_get(say("/v2/bookings?%s=%s", name, hostile[i]), ANN, CAL_PAGES);

        EXPECT(answer->status == 200 || answer->status == 400, "%s: %ld", hostile[i],
               answer->status);
        EXPECT(answer->json != NULL, "%s: no JSON", hostile[i]);
        if (answer->status == 200 && strcmp(name, "attendeeName") == 0)
            EXPECT_NUMBER(answer, "pagination.totalItems", 0);
    }
    EXPECT(sql_number("SELECT COUNT(*) FROM booking") == before, "rows came or went");
}

static const struct query_case {
    const char *name, *before, *piece;
    size_t count;
} long_queries[] = {
    {"1,000 ids in a list", "eventTypeIds=1", ",1", 999},
    {"10,000 ids in a list", "eventTypeIds=1", ",1", 9999},
    {"300 ids one by one", "eventTypeIds=1", "&eventTypeIds=1", 299},
    {"200 parameters nobody knows", "a=1", "&b=2", 199},
    {"a name of 1,000 letters", "attendeeName=", "a", 1000},
    {"a cursor of 2,000 letters", "cursor=", "a", 2000},
    {"40 KB of query", "attendeeName=", "a", 40000},
};

static void try_long_query(const void *row)
{
    const struct query_case *one = row;
    const char *query = repeated(one->before, one->piece, one->count, "");

    expect_refused(&(struct ask){.target = say("/v2/bookings?%s", query),
                                 .credential = ANN,
                                 .version = strstr(query, "cursor") ? CAL_WALK : CAL_PAGES},
                   one->name);
    the_server_lives();
}

/* ---- headers ---- */

static const struct header_case {
    const char *name, *header;
} headers[] = {
    {"a version of 5,000 letters", "cal-api-version: "},
    {"a credential of 5,000 letters", "Authorization: Bearer "},
    {"an idempotency key of 5,000 letters", "Idempotency-Key: "},
    {"a request id of 5,000 letters", "X-Request-Id: "},
    {"an origin of 5,000 letters", "Origin: "},
    {"a tag of 5,000 letters", "If-None-Match: "},
    {"a type of 5,000 letters", "Content-Type: "},
    {"a host of 5,000 letters", "Host: "},
};

static void try_long_header(const void *row)
{
    const struct header_case *one = row;

    expect_answered(&(struct ask){.method = "POST",
                                  .target = "/v2/bookings",
                                  .body = "{}",
                                  .headers = {repeated(one->header, "a", 5000, "")}},
                    one->name);
    the_server_lives();
}

/* ---- below HTTP ---- */

static int connected_to_nginx(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    const char *port = strrchr(http_setting("SLOTD_URL"), ':');
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_port = htons((uint16_t)atoi(port + 1));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static int connected_to_slotd(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    FILE *conf = fopen(http_setting("SLOTD_CONF"), "r");
    char line[300];

    while (conf != NULL && fgets(line, sizeof line, conf) != NULL)
        if (sscanf(line, " listen = %107[^\n]", address.sun_path) == 1)
            break;
    if (conf != NULL)
        fclose(conf);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static void say_and_hang_up(int fd, const void *bytes, size_t length)
{
    if (!EXPECT(fd >= 0, "no connection"))
        return;
    (void)!write(fd, bytes, length);
    (void)shutdown(fd, SHUT_WR);
    close(fd);
}

static void a_request_cut_in_the_middle_harms_nobody(const void *row)
{
    static const char request[] =
        "POST /v2/bookings HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        "Content-Length: 5000\r\n\r\n{\"start\":\"2031-06-02T10:00:00Z\",\"eventType";

    (void)row;
    for (size_t length = 1; length < sizeof request; length += 7)
        say_and_hang_up(connected_to_nginx(), request, length);
    the_server_lives();
}

struct record {
    const char *name;
    size_t length;
    const unsigned char *bytes;
};
#define BYTES(...)                                                                                 \
    sizeof((const unsigned char[]){__VA_ARGS__}), (const unsigned char[])                          \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
#define BEGIN 1, 1, 0, 1, 0, 8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0

static const struct record records[] = {
    {"HTTP on the socket", 18, (const unsigned char *)"GET / HTTP/1.1\r\n\r\n"},
    {"one byte", BYTES(1)},
    {"zeros", BYTES(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)},
    {"another version", BYTES(2, 1, 0, 1, 0, 8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)},
    {"a record of no type", BYTES(1, 99, 0, 1, 0, 0, 0, 0)},
    {"a role of no kind", BYTES(1, 1, 0, 1, 0, 8, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0)},
    {"a beginning and no more", BYTES(BEGIN)},
    {"an abort", BYTES(BEGIN, 1, 2, 0, 1, 0, 0, 0, 0)},
    {"input before parameters", BYTES(BEGIN, 1, 5, 0, 1, 0, 0, 0, 0)},
    {"no parameters at all", BYTES(BEGIN, 1, 4, 0, 1, 0, 0, 0, 0, 1, 5, 0, 1, 0, 0, 0, 0)},
    {"parameters that end too soon", BYTES(BEGIN, 1, 4, 0, 1, 0, 9, 0, 0, 5, 5, 'a', 'b')},
    {"a name of a gibibyte",
     BYTES(BEGIN, 1, 4, 0, 1, 0, 8, 0, 0, 0xc0, 0, 0, 0, 0x80, 0, 0, 1, 1, 4, 0, 1, 0, 0, 0, 0)},
    {"a name and a value of a gibibyte each",
     BYTES(BEGIN, 1, 4, 0, 1, 0, 8, 0, 0, 0xc0, 0, 0, 0, 0xc0, 0, 0, 0, 1, 4, 0, 1, 0, 0, 0, 0)},
    {"two lengths whose sum is one", BYTES(BEGIN, 1, 4, 0, 1, 0, 8, 0, 0, 0xff, 0xff, 0xff, 0xff,
                                           0x80, 0, 0, 1, 1, 4, 0, 1, 0, 0, 0, 0)},
    {"another request's number", BYTES(BEGIN, 1, 4, 0, 7, 0, 0, 0, 0)},
    {"a beginning twice", BYTES(BEGIN, BEGIN)},
    {"a beginning too short", BYTES(1, 1, 0, 1, 0, 2, 0, 0, 0, 1)},
    {"values asked for", BYTES(1, 9, 0, 0, 0, 0, 0, 0)},
};

static void try_record(const void *row)
{
    const struct record *one = row;

    for (int i = 0; i < 3; i++)
        say_and_hang_up(connected_to_slotd(), one->bytes, one->length);
    for (int i = 0; i < 8; i++)
        the_server_lives();
}

/* Beginnings of real records with bytes changed at random, the same ones for the same seed. */
static void mutated_records_harm_nobody(const void *row)
{
    const char *seed_text = getenv("SEED");
    unsigned seed = seed_text != NULL ? (unsigned)atoi(seed_text) : 20310602U;
    unsigned char bytes[120];

    (void)row;
    printf("# SEED=%u\n", seed);
    for (int i = 0; i < 300; i++) {
        static const unsigned char whole[] = {BEGIN, 1,   4,   0,   1,   0,   16,  0,   0,   11,
                                              3,     'Q', 'U', 'E', 'R', 'Y', '_', 'S', 'T', 'R',
                                              'I',   'N', 'G', 'a', 1,   4,   0,   1,   0,   0,
                                              0,     0,   1,   5,   0,   1,   0,   0,   0,   0};
        memcpy(bytes, whole, sizeof whole);
        for (int changes = 0; changes < 3; changes++) {
            seed = seed * 1103515245U + 12345U;
            bytes[(seed >> 8) % sizeof whole] = (unsigned char)(seed >> 16);
        }
        say_and_hang_up(connected_to_slotd(), bytes, sizeof whole);
    }
    for (int i = 0; i < 8; i++)
        the_server_lives();
}

static int open_stack(void)
{
    int failed = http_open(NULL);

    http_notes(false);
    return failed;
}

int main(int argc, char **argv)
{
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        case_add(try_body, &bodies[i], "a body with %s is refused", bodies[i].name);
    for (size_t i = 0; i < sizeof large / sizeof *large; i++)
        case_add(try_large, &large[i], "a body of %s is refused", large[i].name);
    for (size_t i = 0; i < sizeof numeric / sizeof *numeric; i++)
        case_add(odd_numbers_are_answered, numeric[i], "odd numbers in %s are answered",
                 numeric[i]);
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++)
        case_add(control_bytes_are_refused, parameters[i], "control bytes in %s are refused",
                 parameters[i]);
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++)
        case_add(hostile_texts_are_texts, parameters[i], "hostile texts in %s are texts",
                 parameters[i]);
    for (size_t i = 0; i < sizeof long_queries / sizeof *long_queries; i++)
        case_add(try_long_query, &long_queries[i], "%s are refused", long_queries[i].name);
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        case_add(try_long_header, &headers[i], "%s is answered", headers[i].name);
    case_add(a_request_cut_in_the_middle_harms_nobody, NULL,
             "a request cut in the middle harms nobody");
    for (size_t i = 0; i < sizeof records / sizeof *records; i++)
        case_add(try_record, &records[i], "%s on the socket harms nobody", records[i].name);
    case_add(mutated_records_harm_nobody, NULL, "mutated records harm nobody");
    return cases_main("bad input", open_stack, http_close, argc, argv);
}
