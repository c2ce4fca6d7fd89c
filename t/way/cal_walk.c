/* cal_walk.c - GET /v2/bookings of 2026-05-01: a walk by cursor. SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "base/when.h"
#include "cases.h"
#include "http.h"
#include "world.h"

enum { IDS = 4000, PAGES = 1000, INSERTED = 100, CURSOR_ROOM = 500 };

#define COUNT_OF(table) (sizeof(table) / sizeof *(table))

struct ids {
    int64_t all[IDS];
    size_t count;
};

static struct answer *walk_by(const char *key, const char *query)
{
    return http_get(say("/v2/bookings%s%s", query[0] == '\0' ? "" : "?", query), key, CAL_WALK);
}

static void take_ids(const struct answer *answer, struct ids *ids)
{
    size_t count = count_at(answer->json, "data");

    for (size_t i = 0; count != SIZE_MAX && i < count && ids->count < IDS; i++) {
        ids->all[ids->count++] = number_at(answer->json, say("data.%zu.id", i));
    }
}

static bool flag_at(const struct answer *answer, const char *path)
{
    return json_object_get_boolean(json_at(answer->json, path));
}

/* Both keys and no other; the cursor is there if there is more. */
static void expect_pagination(const struct answer *answer)
{
    struct json_object *pagination = json_at(answer->json, "pagination");
    bool more = flag_at(answer, "pagination.hasMore");

    EXPECT(members_at(pagination, "") == 2 && json_has(pagination, "nextCursor") &&
               json_object_is_type(json_at(pagination, "hasMore"), json_type_boolean),
           "pagination is %s", json_object_to_json_string(pagination));
    EXPECT((text_at(pagination, "nextCursor") != NULL) == more, "pagination is %s",
           json_object_to_json_string(pagination));
}

/* Follows the cursors to the end; `between` is called after every page. */
static void walk_through(const char *key, const char *query, int limit, void (*between)(void),
                         struct ids *ids)
{
    const char *cursor = "";
    char next[CURSOR_ROOM];

    for (int page = 0; page < PAGES; page++) {
        struct answer *answer = walk_by(key, say("limit=%d%s%s", limit, query, cursor));
        size_t count = count_at(answer->json, "data");
        bool more = flag_at(answer, "pagination.hasMore");

        EXPECT_STATUS(answer, 200);
        expect_pagination(answer);
        EXPECT(more ? count == (size_t)limit : count <= (size_t)limit, "%zu of %d bookings", count,
               limit);
        take_ids(answer, ids);
        if (answer->status != 200 || !more) {
            return;
        }
        snprintf(next, sizeof next, "&cursor=%s", text_at(answer->json, "pagination.nextCursor"));
        cursor = next;
        if (between != NULL) {
            between();
        }
    }
    EXPECT(false, "the walk does not end");
}

/* ---- order, bounds and direction of each status ---- */

#define WALK_MS "CAST(CONV(HEX(LEFT(b.walk, 6)), 16, 10) AS SIGNED)"

static const struct way {
    const char *status; /* NULL: none */
    const char *bound, *direction;
} ways[] = {
    {NULL, WALK_MS " < 4102444800000", "DESC"},
    {"upcoming", WALK_MS " >= %lld - 3600000", "ASC"},
    {"recurring", WALK_MS " >= %lld - 3600000", "ASC"},
    {"unconfirmed", WALK_MS " >= %lld - 3600000", "ASC"},
    {"past", WALK_MS " <= %lld", "DESC"},
    {"cancelled", WALK_MS " < 4102444800000", "DESC"},
};

static const char *bound_of(const struct way *way, int64_t now)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    return say(way->bound, (long long)(now / 1000));
#pragma GCC diagnostic pop
}

static void wanted_ids(const struct way *way, enum person person, const char *where,
                       const char *of_attendee, struct ids *ids)
{
    int64_t now = world_now();
    MYSQL_RES *rows = sql("SELECT b.id FROM booking b WHERE %s AND %s AND %s%s ORDER BY b.walk %s",
                          world_scope(person, of_attendee),
                          way->status == NULL ? "1" : world_listing(way->status, now),
                          bound_of(way, now), where, way->direction);

    for (MYSQL_ROW row; (row = mysql_fetch_row(rows)) != NULL && ids->count < IDS;) {
        ids->all[ids->count++] = strtoll(row[0], NULL, 10);
    }
    mysql_free_result(rows);
}

static void expect_same(const struct ids *seen, const struct ids *wanted)
{
    size_t i = 0;

    while (i < seen->count && i < wanted->count && seen->all[i] == wanted->all[i]) {
        i++;
    }
    EXPECT(seen->count == wanted->count && i == wanted->count,
           "%zu bookings, not %zu; at %zu %lld, not %lld", seen->count, wanted->count, i,
           i < seen->count ? (long long)seen->all[i] : 0,
           i < wanted->count ? (long long)wanted->all[i] : 0);
}

struct way_case {
    const struct way *way;
    enum person person;
    int limit;
};

static void run_way(const void *row)
{
    const struct way_case *one = row;
    struct ids seen = {0}, wanted = {0};

    walk_through(world_key(one->person),
                 one->way->status == NULL ? "" : say("&status=%s", one->way->status), one->limit,
                 NULL, &seen);
    wanted_ids(one->way, one->person, "", "", &wanted);
    expect_same(&seen, &wanted);
}

static const struct filter {
    const char *name, *query, *where, *of_attendee;
} filters[] = {
    {"an address", "&attendeeEmail=bo@example.com", "", " AND a.email = 'bo@example.com'"},
    {"a name", "&attendeeName=Cy%20Guest", "", " AND a.name = 'Cy Guest'"},
    {"an event type", "&eventTypeId=3001", " AND b.event_type_id = 3001", ""},
    {"event types", "&eventTypeIds=3001,3006", " AND b.event_type_id IN (3001, 3007)", ""},
    {"a team", "&teamId=21", " AND b.event_type_id IN (3005, 3007)", ""},
    {"a start", "&afterStart=2027-06-01", " AND b.start_us >= 1811808000000000", ""},
    {"an end", "&beforeEnd=2027-06-01", " AND b.end_us <= 1811808000000000", ""},
    {"a creation", "&afterCreatedAt=2027-01-15", " AND b.created_us >= 1799971200000000", ""},
    {"a change", "&beforeUpdatedAt=2027-01-15", " AND b.updated_us <= 1799971200000000", ""},
    {"a team without event types", "&teamId=23", " AND 0", ""},
};

struct filter_case {
    const struct filter *filter;
    const struct way *way;
};

static void run_filter(const void *row)
{
    const struct filter_case *one = row;
    struct ids seen = {0}, wanted = {0};

    walk_through(world_key(LEA),
                 say("%s%s%s", one->way->status == NULL ? "" : "&status=",
                     one->way->status == NULL ? "" : one->way->status, one->filter->query),
                 4, NULL, &seen);
    wanted_ids(one->way, LEA, one->filter->where, one->filter->of_attendee, &wanted);
    expect_same(&seen, &wanted);
}

/* In this program's own business: others move starts by SQL, to have bookings that are over. */
static void stamps_are_starts(const void *row)
{
    (void)row;
    CU_ASSERT(sql_number("SELECT COUNT(*) FROM booking b WHERE b.business_id = %lld AND " WALK_MS
                         " <> b.start_us DIV 1000",
                         (long long)world_business()) == 0);
    CU_ASSERT(sql_number("SELECT COUNT(*) FROM booking b WHERE SUBSTR(HEX(b.walk), 13, 1) <> '7' OR"
                         " SUBSTR(HEX(b.walk), 17, 1) NOT IN ('8','9','A','B')") == 0);
    CU_ASSERT(sql_number("SELECT COUNT(*) - COUNT(DISTINCT walk) FROM booking") == 0);
}

static const char *long_running_uid, *running_uid;

static bool walk_has(const char *key, const char *query)
{
    struct answer *answer = walk_by(key, query);

    EXPECT_STATUS(answer, 200);
    return count_at(answer->json, "data") == 1;
}

static void a_running_booking(const void *row)
{
    (void)row;
    CU_ASSERT(walk_has(world_key(OLI), say("status=upcoming&bookingUid=%s", running_uid)));
    CU_ASSERT(!walk_has(world_key(OLI), say("status=past&bookingUid=%s", running_uid)));
    CU_ASSERT(walk_has(world_key(OLI), say("bookingUid=%s", running_uid)));
}

static void a_long_running_booking(const void *row)
{
    (void)row;
    CU_ASSERT(!walk_has(world_key(OLI), say("status=upcoming&bookingUid=%s", long_running_uid)));
    CU_ASSERT(walk_has(world_key(OLI), say("bookingUid=%s", long_running_uid)));
}

/* ---- limits and parameters ---- */

static const struct limit {
    const char *name, *query;
    int most;
} limits[] = {
    {"without a limit a page has 50", "", 50},
    {"limit 1 is the least", "limit=1", 1},
    {"limit 2 is two", "limit=2", 2},
    {"limit 49 is 49", "limit=49", 49},
    {"limit 99 is 99", "limit=99", 99},
    {"limit 100 is the most", "limit=100", 100},
    {"take and skip belong to another version", "take=1&skip=20", 50},
    {"a wrong take does not matter here", "take=0&skip=-1", 50},
    {"an unknown parameter is ignored", "nosuch=1&limit=3", 3},
};

static void run_limit(const void *row)
{
    const struct limit *one = row;
    struct answer *answer = walk_by(world_key(LEA), one->query);
    struct ids seen = {0}, wanted = {0};

    EXPECT_STATUS(answer, 200);
    expect_pagination(answer);
    take_ids(answer, &seen);
    wanted_ids(&ways[0], LEA, "", "", &wanted);
    wanted.count = (size_t)one->most;
    expect_same(&seen, &wanted);
    EXPECT(flag_at(answer, "pagination.hasMore"), "no more behind %d", one->most);
}

static const struct refused {
    const char *name, *query, *property, *constraint, *sentence;
} refused[] = {
    {"limit 0 is too small", "limit=0", "limit", "min", "limit must not be less than 1"},
    {"limit -1 is too small", "limit=-1", "limit", "min", "limit must not be less than 1"},
    {"limit 101 is too large", "limit=101", "limit", "max", "limit must not be greater than 100"},
    {"limit 1e9 written out is too large", "limit=1000000000", "limit", "max",
     "limit must not be greater than 100"},
    {"a limit in letters is none", "limit=abc", "limit", "isNumber",
     "limit must be a number conforming to the specified constraints"},
    {"an empty limit is none", "limit=", "limit", "isNumber",
     "limit must be a number conforming to the specified constraints"},
    {"two statuses are refused", "status=upcoming,past", "status", "arrayMaxSize", NULL},
    {"a repeated status is refused", "status=upcoming&status=past", "status", "arrayMaxSize", NULL},
    {"two statuses in brackets are refused", "status%5B%5D=upcoming&status%5B%5D=past", "status",
     "arrayMaxSize", NULL},
    {"an unknown status is refused", "status=soon", "status", "isEnum", NULL},
    {"an empty status is refused", "status=", "status", "isEnum", NULL},
    {"a direction is checked although it does nothing", "sortStart=up", "sortStart", "isEnum",
     "SortStart must be either \"asc\" or \"desc\"."},
    {"a date is checked", "afterStart=never", "afterStart", "isIso8601",
     "fromDate must be a valid ISO 8601 date."},
    {"an event type is checked", "eventTypeId=x", "eventTypeId", "isInt",
     "eventTypeId must be an integer number"},
};

static void run_refused(const void *row)
{
    const struct refused *one = row;
    struct answer *answer = walk_by(world_key(LEA), one->query);
    const char *sentence =
        text_at(answer->json, say("error.details.errors.0.constraints.%s", one->constraint));

    EXPECT_STATUS(answer, 400);
    EXPECT_TEXT(answer, "status", "error");
    EXPECT_TEXT(answer, "error.code", "BadRequestException");
    EXPECT_TEXT(answer, "error.details.errors.0.property", one->property);
    EXPECT(sentence != NULL && (one->sentence == NULL || strcmp(sentence, one->sentence) == 0),
           "%s", answer->body);
}

static void unknown_types(const void *row)
{
    struct answer *answer = walk_by(world_key(LEA), "eventTypeId=999999");

    (void)row;
    EXPECT_STATUS(answer, 400);
    EXPECT_TEXT(answer, "error.code", "TRPCError");
    EXPECT_TEXT(answer, "error.message", "The requested event-types do not exist.");
}

static void directions_do_nothing(const void *row)
{
    struct ids seen = {0}, wanted = {0};

    (void)row;
    take_ids(walk_by(world_key(LEA), "limit=30&sortStart=asc&sortCreated=desc"), &seen);
    take_ids(walk_by(world_key(LEA), "limit=30"), &wanted);
    expect_same(&seen, &wanted);
}

static void one_status_in_brackets(const void *row)
{
    struct ids seen = {0}, wanted = {0};

    (void)row;
    take_ids(walk_by(world_key(LEA), "status%5B%5D=past"), &seen);
    take_ids(walk_by(world_key(LEA), "status=past"), &wanted);
    EXPECT(wanted.count > 0, "nothing past");
    expect_same(&seen, &wanted);
}

static void an_empty_walk(const void *row)
{
    struct answer *answer = walk_by(world_key(PIA), "");

    (void)row;
    EXPECT_STATUS(answer, 200);
    EXPECT(count_at(answer->json, "data") == 0, "%s", answer->body);
    expect_pagination(answer);
    EXPECT(!flag_at(answer, "pagination.hasMore"), "%s", answer->body);
}

/* As many as there are, and one less. */
static void the_last_page(const void *row)
{
    const char *query = "&attendeeName=Thirty+Five";
    struct answer *answer = walk_by(world_key(OLI), say("limit=35%s", query));

    (void)row;
    EXPECT(count_at(answer->json, "data") == 35, "%zu bookings", count_at(answer->json, "data"));
    expect_pagination(answer);
    EXPECT(!flag_at(answer, "pagination.hasMore"), "more than all");
    answer = walk_by(world_key(OLI), say("limit=34%s", query));
    EXPECT(flag_at(answer, "pagination.hasMore"), "34 of 35 are not all");
    answer = walk_by(world_key(OLI), say("limit=34%s&cursor=%s", query,
                                         text_at(answer->json, "pagination.nextCursor")));
    EXPECT(count_at(answer->json, "data") == 1, "%zu bookings", count_at(answer->json, "data"));
    EXPECT(!flag_at(answer, "pagination.hasMore"), "more than all");
}

/* ---- walks while bookings come in ---- */

static uint64_t state = 7;
static int inserted;

/* Somewhere in time; whoever stands there already is passed over. */
static void insert_somewhere(void)
{
    int64_t month = INT64_C(1804000000) + (int64_t)draw(&state, 300) * 86400;

    for (int i = 0; i < 20 && inserted < INSERTED; i++) {
        int64_t start = (month / 1800 + draw(&state, 2000)) * 1800 * US_A_SECOND;
        struct answer *answer =
            ASK(.method = "POST", .target = "/v2/bookings", .version = CAL_PAGES,
                .credential = world_key(OLI),
                .body = say(
                    "{\"eventTypeId\":%d,\"start\":\"%s\",\"attendee\":{\"name\":\"In Between\","
                    "\"email\":\"between@example.com\",\"timeZone\":\"Asia/Tokyo\"}}",
                    TYPE_OLI, instant_text(start)));

        if (answer->status == 201) {
            inserted++;
            return;
        }
    }
}

static int compare_ids(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return a < b ? -1 : a > b;
}

static bool has_id(const struct ids *ids, int64_t id)
{
    return bsearch(&id, ids->all, ids->count, sizeof *ids->all, compare_ids) != NULL;
}

static void run_while_inserting(const void *row)
{
    const struct way *way = row;
    struct ids before = {0}, seen = {0};

    inserted = 0;
    wanted_ids(way, OLI, "", "", &before);
    walk_through(world_key(OLI), way->status == NULL ? "" : say("&status=%s", way->status), 3,
                 insert_somewhere, &seen);
    EXPECT(inserted > 5 || before.count < 20, "only %d bookings came in", inserted);
    qsort(seen.all, seen.count, sizeof *seen.all, compare_ids);
    for (size_t i = 1; i < seen.count; i++) {
        EXPECT(seen.all[i] != seen.all[i - 1], "%lld came twice", (long long)seen.all[i]);
    }
    for (size_t i = 0; i < before.count; i++) {
        EXPECT(has_id(&seen, before.all[i]), "%lld was left out", (long long)before.all[i]);
    }
    EXPECT(before.count > 0, "nothing to walk");
}

/* ---- cursors ---- */

static char good[CURSOR_ROOM]; /* of lea's walk without status */

static void keep_good_cursor(void)
{
    const char *cursor = text_at(walk_by(world_key(LEA), "limit=5")->json, "pagination.nextCursor");

    snprintf(good, sizeof good, "%s", cursor == NULL ? "" : cursor);
}

static const char *base64_of(const char *text, size_t length)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    static char out[4000];
    size_t at = 0;

    for (size_t i = 0; i < length && at + 5 < sizeof out; i += 3) {
        unsigned bits = (unsigned)(unsigned char)text[i] << 16;

        if (i + 1 < length) {
            bits |= (unsigned)(unsigned char)text[i + 1] << 8;
        }
        if (i + 2 < length) {
            bits |= (unsigned char)text[i + 2];
        }
        out[at++] = letters[bits >> 18 & 63];
        out[at++] = letters[bits >> 12 & 63];
        out[at++] = i + 1 < length ? letters[bits >> 6 & 63] : '=';
        out[at++] = i + 2 < length ? letters[bits & 63] : '=';
    }
    out[at] = '\0';
    return out;
}

static size_t base64_plain(const char *text, char *out)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t at = 0;
    unsigned bits = 0, have = 0;

    for (; *text != '\0' && *text != '='; text++) {
        bits = bits << 6 | (unsigned)(strchr(letters, *text) - letters);
        have += 6;
        if (have >= 8) {
            have -= 8;
            out[at++] = (char)(bits >> have & 0xff);
        }
    }
    out[at] = '\0';
    return at;
}

static void a_cursor_is_as_documented(const void *row)
{
    char plain[CURSOR_ROOM];
    struct json_object *json;

    (void)row;
    keep_good_cursor();
    EXPECT(strspn(good, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789=") ==
               strlen(good),
           "%s needs escaping", good);
    (void)base64_plain(good, plain);
    json = json_tokener_parse(plain);
    EXPECT(number_at(json, "v") == 1, "%s", plain);
    EXPECT(text_at(json, "sortUuid") != NULL && strlen(text_at(json, "sortUuid")) == 36, "%s",
           plain);
    json_object_put(json);
}

static const char *replaced(const char *from, const char *to)
{
    char plain[CURSOR_ROOM];
    char changed[2 * CURSOR_ROOM];
    char *at;

    (void)base64_plain(good, plain);
    at = strstr(plain, from);
    if (at == NULL) {
        return "";
    }
    snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - plain), plain, to, at + strlen(from));
    return base64_of(changed, strlen(changed));
}

static const char *cut_short(void)
{
    return say("%.*s", (int)strlen(good) - 9, good);
}

static const char *one_letter_off(void)
{
    char changed[CURSOR_ROOM];

    snprintf(changed, sizeof changed, "%s", good);
    changed[strlen(changed) / 2] = changed[strlen(changed) / 2] == 'A' ? 'B' : 'A';
    return say("%s", changed);
}

static const char *of_version_2(void)
{
    return replaced("\"v\":1", "\"v\":2");
}

static const char *of_version_text(void)
{
    return replaced("\"v\":1", "\"v\":\"1\"");
}

static const char *of_no_version(void)
{
    return replaced("\"v\":1,", "");
}

static const char *of_another_name(void)
{
    return replaced("sortUuid", "sortUUID");
}

static const char *of_another_place(void)
{
    return replaced("-7", "-6");
}

static const char *without_check(void)
{
    return replaced("check", "chock");
}

static const char *made_by_hand(void)
{
    const char *plain = "{\"v\":1,\"sortUuid\":\"018f4c2e-3f1a-7abc-9def-0123456789ab\"}";

    return base64_of(plain, strlen(plain));
}

static const char *an_array(void)
{
    return base64_of("[1,2]", 5);
}

static const char *a_number(void)
{
    return base64_of("1", 1);
}

static const char *nothing_inside(void)
{
    return base64_of("{}", 2);
}

static const char *nested_deep(void)
{
    return base64_of("{\"v\":[[[[[[[[1]]]]]]]]}", 22);
}

static const char *random_bytes(void)
{
    char bytes[60];

    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)draw(&state, 256);
    }
    return encoded(base64_of(bytes, sizeof bytes));
}

static const char *no_base64(void)
{
    return "%21%21%21not-base64%21%21%21";
}

static const char *a_word(void)
{
    return "next";
}

static const char *a_page_number(void)
{
    return "50";
}

static const char *twice_encoded(void)
{
    return base64_of(good, strlen(good));
}

static const char *very_long(void)
{
    char long_text[1000];

    memset(long_text, 'A', sizeof long_text);
    return say("%.*s", (int)sizeof long_text, long_text);
}

static const char *with_a_nul(void)
{
    return say("%s%%00", good);
}

static const char *the_same_twice(void)
{
    return say("%s%s", good, good);
}

static const struct bad_cursor {
    const char *name;
    const char *(*make)(void);
} bad_cursors[] = {
    {"a cursor cut short", cut_short},
    {"a cursor with one letter changed", one_letter_off},
    {"a cursor of version 2", of_version_2},
    {"a cursor whose version is a text", of_version_text},
    {"a cursor without a version", of_no_version},
    {"a cursor without its place", of_another_name},
    {"a cursor moved to another place", of_another_place},
    {"a cursor without its check", without_check},
    {"a cursor made by hand", made_by_hand},
    {"a cursor that is an array", an_array},
    {"a cursor that is a number", a_number},
    {"a cursor with nothing inside", nothing_inside},
    {"a cursor nested deep", nested_deep},
    {"a cursor of random bytes", random_bytes},
    {"a cursor that is not base64", no_base64},
    {"a cursor that is a word", a_word},
    {"a cursor that is an offset", a_page_number},
    {"a cursor encoded twice", twice_encoded},
    {"a cursor far too long", very_long},
    {"a cursor with a NUL behind", with_a_nul},
    {"a cursor written twice", the_same_twice},
};

static void expect_refused_cursor(const struct answer *answer)
{
    EXPECT_STATUS(answer, 400);
    EXPECT_TEXT(answer, "status", "error");
    EXPECT_TEXT(answer, "error.code", "BadRequestException");
    EXPECT(text_at(answer->json, "error.message") != NULL, "%s", answer->body);
}

static void run_bad_cursor(const void *row)
{
    const struct bad_cursor *one = row;

    keep_good_cursor();
    expect_refused_cursor(walk_by(world_key(LEA), say("limit=5&cursor=%s", one->make())));
    EXPECT_STATUS(walk_by(world_key(LEA), say("limit=5&cursor=%s", good)), 200);
}

/* A cursor of one walk in another. */
static const struct other_walk {
    const char *name;
    enum person by;
    const char *of, *in;
    bool other_business, fine;
} other_walks[] = {
    {"a cursor of another user", MIA, "", "", false, false},
    {"a cursor of another business", LEA, "", "", true, false},
    {"a cursor of all bookings among upcoming ones", LEA, "", "&status=upcoming", false, false},
    {"a cursor of upcoming bookings among all", LEA, "&status=upcoming", "", false, false},
    {"a cursor of past bookings among cancelled ones", LEA, "&status=past", "&status=cancelled",
     false, false},
    {"a cursor of upcoming bookings among recurring ones", LEA, "&status=upcoming",
     "&status=recurring", false, false},
    {"a cursor without a filter on a team", LEA, "", "&teamId=21", false, false},
    {"a cursor of one event type with another", LEA, "&eventTypeId=3001", "&eventTypeId=3002",
     false, false},
    {"a cursor of two event types with one", LEA, "&eventTypeIds=3001,3002", "&eventTypeIds=3001",
     false, false},
    {"a cursor of an address with another", LEA, "&attendeeEmail=bo@example.com",
     "&attendeeEmail=cy@example.com", false, false},
    {"a cursor of a start with another", LEA, "&afterStart=2024-01-01", "&afterStart=2024-01-02",
     false, false},
    {"a cursor of a start with an end", LEA, "&afterStart=2024-01-01", "&beforeEnd=2029-01-01",
     false, false},
    {"a cursor of a creation without it", LEA, "&afterCreatedAt=2020-01-01", "", false, false},
    {"a cursor of a change without it", LEA, "&afterUpdatedAt=2020-01-01", "", false, false},
    {"a cursor with another limit goes on", LEA, "", "&limit=3", false, true},
    {"a cursor with a direction goes on", LEA, "", "&sortStart=asc", false, true},
    {"a cursor with unknown parameters goes on", LEA, "", "&nosuch=1", false, true},
    {"a cursor with the same filter spelled otherwise goes on", LEA, "&status=past",
     "&status%5B%5D=past", false, true},
};

static void run_other_walk(const void *row)
{
    const struct other_walk *one = row;
    struct answer *first = walk_by(world_key(LEA), say("%s&limit=1", one->of));
    const char *cursor = text_at(first->json, "pagination.nextCursor");
    const char *key = one->other_business ? "cal_test_zed" : world_key(one->by);
    struct answer *answer;

    EXPECT(cursor != NULL, "no cursor: %s", first->body);
    answer = walk_by(key, say("cursor=%s%s", cursor == NULL ? "" : cursor, one->in));
    if (one->fine) {
        EXPECT_STATUS(answer, 200);
        EXPECT(count_at(answer->json, "data") >= 1, "%s", answer->body);
    } else {
        expect_refused_cursor(answer);
    }
}

/* ---- seats ---- */

static void seats_are_dated(const void *row)
{
    struct answer *walked = walk_by("cal_test_ann", "bookingUid=oneClass11111111111111");
    struct answer *paged =
        http_get("/v2/bookings?bookingUid=oneClass11111111111111", "cal_test_ann", CAL_PAGES);

    (void)row;
    EXPECT_STATUS(walked, 200);
    EXPECT_TEXT(walked, "data.0.attendees.0.createdAt", "2024-11-08T08:00:00.000Z");
    EXPECT_TEXT(walked, "data.0.attendees.1.createdAt", "2024-11-08T09:00:00.000Z");
    EXPECT_TEXT(walked, "data.0.attendees.2.createdAt", "2024-11-08T10:00:00.000Z");
    EXPECT_STATUS(paged, 200);
    EXPECT(!json_has(paged->json, "data.0.attendees.0.createdAt"), "%s", paged->body);
}

static void other_attendees_are_not_dated(const void *row)
{
    struct answer *walked = walk_by("cal_test_ann", "bookingUid=oneUpcoming11111111111");

    (void)row;
    EXPECT_STATUS(walked, 200);
    EXPECT(!json_has(walked->json, "data.0.attendees.0.createdAt"), "%s", walked->body);
}

static void recurring_seats_are_dated(const void *row)
{
    struct answer *walked = walk_by("cal_test_ann", "bookingUid=oneWeeklyClass11111111");

    (void)row;
    EXPECT_STATUS(walked, 200);
    EXPECT(text_at(walked->json, "data.0.attendees.0.createdAt") != NULL, "%s", walked->body);
    EXPECT(text_at(walked->json, "data.0.recurringBookingUid") != NULL, "%s", walked->body);
}

static void the_version_is_told(const void *row)
{
    struct answer *answer = walk_by(world_key(LEA), "limit=1");

    (void)row;
    EXPECT(http_header(answer, "cal-api-version") != NULL &&
               strcmp(http_header(answer, "cal-api-version"), CAL_WALK) == 0,
           "cal-api-version is %s", http_header(answer, "cal-api-version"));
}

/* ---- all of them ---- */

static int setup(void)
{
    int64_t minute;

    if (http_open(NULL) != 0 || !world_open("walk")) {
        return 1;
    }
    minute = world_now() / US_A_MINUTE;
    state += (uint64_t)minute;
    running_uid = strdup(world_uid(say("run%lldx", (long long)minute)));
    long_running_uid = strdup(world_uid(say("long%lldx", (long long)minute)));
    return world_book(running_uid, (minute - 20) * US_A_MINUTE, 600) &&
                   world_book(long_running_uid, (minute - 120) * US_A_MINUTE, 600)
               ? 0
               : 1;
}

static int teardown(void)
{
    free((char *)running_uid);
    free((char *)long_running_uid);
    return http_close();
}

static const int page_sizes[] = {1, 7, 50, 100};
static struct way_case way_cases[COUNT_OF(ways) * PEOPLE * COUNT_OF(page_sizes)];
static struct filter_case filter_cases[COUNT_OF(ways) * COUNT_OF(filters)];

static const char *way_name(const struct way *way)
{
    return way->status == NULL ? "all" : way->status;
}

static void add_ways(void)
{
    struct way_case *next = way_cases;
    struct filter_case *filtered = filter_cases;

    for (size_t way = 0; way < COUNT_OF(ways); way++) {
        for (enum person person = LEA; person < PEOPLE; person++) {
            for (size_t size = 0; size < COUNT_OF(page_sizes); size++, next++) {
                *next = (struct way_case){&ways[way], person, page_sizes[size]};
                case_add(run_way, next, "%s walks through %s bookings by %d",
                         world_username(person), way_name(&ways[way]), page_sizes[size]);
            }
        }
        for (size_t filter = 0; filter < COUNT_OF(filters); filter++, filtered++) {
            *filtered = (struct filter_case){&filters[filter], &ways[way]};
            case_add(run_filter, filtered, "a walk through %s bookings with %s",
                     way_name(&ways[way]), filters[filter].name);
        }
        case_add(run_while_inserting, &ways[way],
                 "a walk through %s bookings holds each once while others come in",
                 way_name(&ways[way]));
    }
}

int main(int argc, char **argv)
{
    add_ways();
    case_add(stamps_are_starts, NULL, "places of the walk are stamped with the start");
    case_add(a_running_booking, NULL, "a running booking is upcoming for an hour");
    case_add(a_long_running_booking, NULL,
             "a booking begun two hours ago is behind the first page");
    CASES(limits, run_limit, name);
    CASES(refused, run_refused, name);
    case_add(unknown_types, NULL, "unknown event types are refused here, too");
    case_add(directions_do_nothing, NULL, "directions do nothing");
    case_add(one_status_in_brackets, NULL, "one status in brackets is one");
    case_add(an_empty_walk, NULL, "an empty walk has no cursor");
    case_add(the_last_page, NULL, "the last page has no cursor");
    case_add(a_cursor_is_as_documented, NULL, "a cursor is as documented inside");
    for (size_t i = 0; i < COUNT_OF(bad_cursors); i++) {
        case_add(run_bad_cursor, &bad_cursors[i], "%s is refused", bad_cursors[i].name);
    }
    CASES(other_walks, run_other_walk, name);
    case_add(seats_are_dated, NULL, "seats say when they were taken");
    case_add(other_attendees_are_not_dated, NULL, "attendees without a seat do not");
    case_add(recurring_seats_are_dated, NULL, "seats of a series say it, too");
    case_add(the_version_is_told, NULL, "the version served is told");
    return cases_main("cal_walk", setup, teardown, argc, argv);
}
