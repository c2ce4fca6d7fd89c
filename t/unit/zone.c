/* zone.c - zones: named dates that went wrong elsewhere, names that are none, files that are
 * broken, files that change. SPDX-License-Identifier: MIT
 *
 * Needs the zones of 2025a or later in /usr/share/zoneinfo. SEED=n repeats a random run. */
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/zone.h"

#include "../tap.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* A message with the case that failed, beside CUnit's own. */
#define CHECK(condition, ...)                                                                      \
    do {                                                                                           \
        bool holds_ = (condition);                                                                 \
        if (!holds_) {                                                                             \
            printf("# ");                                                                          \
            printf(__VA_ARGS__);                                                                   \
            printf("\n");                                                                          \
        }                                                                                          \
        CU_assertImplementation(holds_, __LINE__, #condition, __FILE__, "", CU_FALSE);             \
    } while (0)

#define SYSTEM_ROOT "/usr/share/zoneinfo"

enum { FILE_ROOM = 66000, HEADER_SIZE = 44, COUNTS_AT = 20 };

/* A zone file in the making. */
struct file {
    uint8_t bytes[FILE_ROOM];
    size_t length;
};

static char scratch[] = "/tmp/zone-test-XXXXXX";
static uint64_t random_state;

static uint64_t random_next(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static int64_t random_between(int64_t least, int64_t most)
{
    return least + (int64_t)(random_next() % (uint64_t)(most - least + 1));
}

static void random_seed(void)
{
    const char *given = getenv("SEED");

    random_state = (uint64_t)time(NULL) << 16 ^ (uint64_t)(unsigned)getpid();
    if (given)
        random_state = strtoull(given, NULL, 10);
    random_state |= 1;
    printf("# SEED=%" PRIu64 "\n", random_state);
}

static struct instant instant_of(const char *text)
{
    struct instant instant = INSTANT_NONE;

    CHECK(instant_read(text, strlen(text), INSTANT_DATE_TIME, &instant), "%s", text);
    return instant;
}

static struct wall wall_of(const char *text)
{
    struct wall wall = {.us = 0};

    CHECK(wall_read(text, strlen(text), &wall), "%s", text);
    return wall;
}

static const char *written(struct instant instant)
{
    static char rooms[4][WHEN_ROOM];
    static unsigned turn;
    char *out = rooms[turn++ % COUNT(rooms)];

    (void)instant_write(out, instant, WHEN_Z_MICROS, 0);
    return out;
}

static int64_t linear(struct wall wall)
{
    return wall.day.number * US_A_DAY + wall.us;
}

/* Making files. */

static void file_add(struct file *file, const void *bytes, size_t length)
{
    if (length > sizeof file->bytes - file->length)
        abort();
    memcpy(file->bytes + file->length, bytes, length);
    file->length += length;
}

static void file_add_number(struct file *file, uint64_t number, size_t width)
{
    for (size_t i = width; i > 0; i--) {
        uint8_t byte = (uint8_t)(number >> (8 * (i - 1)));

        file_add(file, &byte, 1);
    }
}

static void file_add_header(struct file *file, char version, uint32_t leaps, uint32_t times,
                            uint32_t types)
{
    static const uint8_t reserved[15];

    file_add(file, "TZif", 4);
    file_add(file, &version, 1);
    file_add(file, reserved, sizeof reserved);
    file_add_number(file, 0, 4);
    file_add_number(file, 0, 4);
    file_add_number(file, leaps, 4);
    file_add_number(file, times, 4);
    file_add_number(file, types, 4);
    file_add_number(file, 4, 4);
}

static void file_add_types(struct file *file, const int32_t *offsets, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        file_add_number(file, (uint32_t)offsets[i], 4);
        file_add_number(file, 0, 2);
    }
    file_add(file, "ABC\0", 4);
}

/* Types are numbered as their offsets; the first time goes to type 1, the next to 0, and so on. */
static struct file file_make(char version, const int64_t *times, size_t time_count,
                             const int32_t *offsets, size_t type_count, const char *footer)
{
    struct file file = {.length = 0};
    size_t width = version == '\0' ? 4 : 8;

    if (version != '\0') {
        file_add_header(&file, version, 0, 0, 1);
        file_add_types(&file, offsets, 1);
    }
    file_add_header(&file, version, 0, (uint32_t)time_count, (uint32_t)type_count);
    for (size_t i = 0; i < time_count; i++)
        file_add_number(&file, (uint64_t)times[i], width);
    for (size_t i = 0; i < time_count; i++)
        file_add_number(&file, (i + 1) % 2, 1);
    file_add_types(&file, offsets, type_count);
    if (version != '\0') {
        file_add(&file, "\n", 1);
        file_add(&file, footer, strlen(footer));
        file_add(&file, "\n", 1);
    }
    return file;
}

static struct file file_of_footer(const char *footer)
{
    static const int32_t offset = 1234;

    return file_make('3', NULL, 0, &offset, 1, footer);
}

static struct file file_of_system(const char *name)
{
    struct file file = {.length = 0};
    char path[PATH_MAX];
    FILE *stream;

    (void)snprintf(path, sizeof path, SYSTEM_ROOT "/%s", name);
    stream = fopen(path, "rb");
    if (stream) {
        file.length = fread(file.bytes, 1, sizeof file.bytes, stream);
        (void)fclose(stream);
    }
    CU_ASSERT_TRUE_FATAL(file.length > 1000 && file.length < sizeof file.bytes);
    return file;
}

static const char *scratch_path(const char *name)
{
    static char path[PATH_MAX];

    (void)snprintf(path, sizeof path, "%s/%s", scratch, name);
    return path;
}

static void bytes_put(const char *name, const void *bytes, size_t length)
{
    int file = open(scratch_path(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

    if (file < 0 || write(file, bytes, length) != (ssize_t)length || close(file) != 0)
        abort();
}

static const struct zone *zone_of_bytes(const void *bytes, size_t length)
{
    bytes_put("Test/Zone", bytes, length);
    zones_open(scratch);
    return zone_find("Test/Zone");
}

static const struct zone *zone_of_file(const struct file *file)
{
    return zone_of_bytes(file->bytes, file->length);
}

static int setup(void)
{
    if (!mkdtemp(scratch) || mkdir(scratch_path("Test"), 0755) != 0)
        return 1;
    return 0;
}

static int teardown(void)
{
    zones_close();
    (void)unlink(scratch_path("Test/Zone"));
    return rmdir(scratch_path("Test")) != 0 || rmdir(scratch) != 0;
}

/* What must hold in any zone, however odd its file. */

static bool wall_is_answered_rightly(const struct zone *zone, struct wall wall)
{
    struct zone_instants found = zone_instants(zone, wall);
    int64_t asked = linear(wall);

    if (found.match == ZONE_GAP) {
        struct instant before = {found.earlier.us - 1};

        return found.earlier.us == found.later.us &&
               linear(zone_wall(zone, found.earlier)) > asked &&
               linear(zone_wall(zone, before)) < asked;
    }
    return linear(zone_wall(zone, found.earlier)) == asked &&
           linear(zone_wall(zone, found.later)) == asked &&
           (found.match == ZONE_SINGLE) == (found.earlier.us == found.later.us) &&
           found.earlier.us <= found.later.us;
}

static bool transition_is_answered_rightly(const struct zone *zone, struct instant after)
{
    struct instant next = zone_next_transition(zone, after);
    struct instant before;

    if (INSTANT_IS_NONE(next))
        return true;
    before.us = next.us - 1;
    return next.us > after.us && zone_offset(zone, before) == zone_offset(zone, after) &&
           zone_offset(zone, next) != zone_offset(zone, before);
}

static int wrong_answers(const struct zone *zone, int tries)
{
    int wrong = 0;

    for (int i = 0; i < tries; i++) {
        struct instant instant = {random_between(-4000, 8000) * 365 * US_A_DAY / 2 +
                                  random_between(0, US_A_DAY)};
        struct instant next = zone_next_transition(zone, instant);

        wrong += !wall_is_answered_rightly(zone, wall_of_instant_utc(instant));
        wrong += !transition_is_answered_rightly(zone, instant);
        if (INSTANT_IS_NONE(next))
            continue;
        next.us += random_between(-60, 60) * US_A_MINUTE + zone_offset(zone, next) * US_A_SECOND;
        wrong += !wall_is_answered_rightly(zone, wall_of_instant_utc(next));
    }
    return wrong;
}

/* Named dates. */

static void wall_times_name_no_one_or_two_instants(void)
{
    static const struct {
        const char *zone, *wall;
        enum zone_match match;
        const char *earlier, *later; /* NULL: the same */
    } named[] = {
        {"Europe/London", "2026-03-29T00:59:59.999999", ZONE_SINGLE, "2026-03-29T00:59:59.999999Z",
         NULL},
        {"Europe/London", "2026-03-29T01:00", ZONE_GAP, "2026-03-29T01:00Z", NULL},
        {"Europe/London", "2026-03-29T01:30", ZONE_GAP, "2026-03-29T01:00Z", NULL},
        {"Europe/London", "2026-03-29T01:59:59.999999", ZONE_GAP, "2026-03-29T01:00Z", NULL},
        {"Europe/London", "2026-03-29T02:00", ZONE_SINGLE, "2026-03-29T01:00Z", NULL},
        {"Europe/London", "2026-10-25T00:59:59.999999", ZONE_SINGLE, "2026-10-24T23:59:59.999999Z",
         NULL},
        {"Europe/London", "2026-10-25T01:00", ZONE_OVERLAP, "2026-10-25T00:00Z",
         "2026-10-25T01:00Z"},
        {"Europe/London", "2026-10-25T01:59:59.5", ZONE_OVERLAP, "2026-10-25T00:59:59.5Z",
         "2026-10-25T01:59:59.5Z"},
        {"Europe/London", "2026-10-25T02:00", ZONE_SINGLE, "2026-10-25T02:00Z", NULL},
        {"Europe/London", "1970-01-01T00:00", ZONE_SINGLE, "1969-12-31T23:00Z", NULL},
        {"America/New_York", "2026-03-08T02:30", ZONE_GAP, "2026-03-08T07:00Z", NULL},
        {"America/New_York", "2026-11-01T01:30", ZONE_OVERLAP, "2026-11-01T05:30Z",
         "2026-11-01T06:30Z"},
        {"America/New_York", "2026-11-01T02:00", ZONE_SINGLE, "2026-11-01T07:00Z", NULL},
        {"Australia/Lord_Howe", "2026-10-04T02:15", ZONE_GAP, "2026-10-03T15:30Z", NULL},
        {"Australia/Lord_Howe", "2026-10-04T02:30", ZONE_SINGLE, "2026-10-03T15:30Z", NULL},
        {"Australia/Lord_Howe", "2026-04-05T01:45", ZONE_OVERLAP, "2026-04-04T14:45Z",
         "2026-04-04T15:15Z"},
        {"Australia/Lord_Howe", "2026-04-05T01:29", ZONE_SINGLE, "2026-04-04T14:29Z", NULL},
        {"Africa/Casablanca", "2026-02-15T02:30", ZONE_OVERLAP, "2026-02-15T01:30Z",
         "2026-02-15T02:30Z"},
        {"Africa/Casablanca", "2026-03-22T02:30", ZONE_GAP, "2026-03-22T02:00Z", NULL},
        {"Africa/Casablanca", "2090-07-01T12:00", ZONE_SINGLE, "2090-07-01T11:00Z", NULL},
        {"Africa/Cairo", "2026-04-24T00:30", ZONE_GAP, "2026-04-23T22:00Z", NULL},
        {"Africa/Cairo", "2026-10-29T23:30", ZONE_OVERLAP, "2026-10-29T20:30Z",
         "2026-10-29T21:30Z"},
        {"Africa/Cairo", "2026-10-30T00:00", ZONE_SINGLE, "2026-10-29T22:00Z", NULL},
        {"Europe/Dublin", "2041-03-31T01:30", ZONE_GAP, "2041-03-31T01:00Z", NULL},
        {"Europe/Dublin", "2041-07-01T12:00", ZONE_SINGLE, "2041-07-01T11:00Z", NULL},
        {"Europe/Dublin", "2041-10-27T01:30", ZONE_OVERLAP, "2041-10-27T00:30Z",
         "2041-10-27T01:30Z"},
        {"Europe/Dublin", "2041-12-01T12:00", ZONE_SINGLE, "2041-12-01T12:00Z", NULL},
        {"Asia/Kathmandu", "2026-01-01T00:00", ZONE_SINGLE, "2025-12-31T18:15Z", NULL},
        {"Asia/Kathmandu", "1986-01-01T00:10", ZONE_GAP, "1985-12-31T18:30Z", NULL},
        {"Pacific/Apia", "2011-12-29T23:59:59", ZONE_SINGLE, "2011-12-30T09:59:59Z", NULL},
        {"Pacific/Apia", "2011-12-30T00:00", ZONE_GAP, "2011-12-30T10:00Z", NULL},
        {"Pacific/Apia", "2011-12-30T23:59:59.999999", ZONE_GAP, "2011-12-30T10:00Z", NULL},
        {"Pacific/Apia", "2011-12-31T00:00", ZONE_SINGLE, "2011-12-30T10:00Z", NULL},
        {"Pacific/Kwajalein", "1969-09-30T12:00", ZONE_OVERLAP, "1969-09-30T01:00Z",
         "1969-10-01T00:00Z"},
        {"Antarctica/Troll", "2026-03-29T02:59", ZONE_GAP, "2026-03-29T01:00Z", NULL},
        {"Antarctica/Troll", "2026-10-25T02:30", ZONE_OVERLAP, "2026-10-25T00:30Z",
         "2026-10-25T02:30Z"},
        {"America/Asuncion", "2024-10-06T00:30", ZONE_GAP, "2024-10-06T04:00Z", NULL},
        {"America/Asuncion", "2025-03-22T23:30", ZONE_SINGLE, "2025-03-23T02:30Z", NULL},
        {"America/Asuncion", "2041-07-01T12:00", ZONE_SINGLE, "2041-07-01T15:00Z", NULL},
        {"America/Nuuk", "2026-03-28T23:30", ZONE_GAP, "2026-03-29T01:00Z", NULL},
        {"Europe/London", "2090-03-26T01:30", ZONE_GAP, "2090-03-26T01:00Z", NULL},
        {"Europe/London", "2090-10-29T01:30", ZONE_OVERLAP, "2090-10-29T00:30Z",
         "2090-10-29T01:30Z"},
        {"America/New_York", "2090-03-12T02:30", ZONE_GAP, "2090-03-12T07:00Z", NULL},
        {"America/New_York", "2090-07-01T12:00", ZONE_SINGLE, "2090-07-01T16:00Z", NULL},
        {"Etc/GMT+12", "2026-01-01T00:00", ZONE_SINGLE, "2026-01-01T12:00Z", NULL},
        {"UTC", "2026-03-29T01:30", ZONE_SINGLE, "2026-03-29T01:30Z", NULL},
    };

    zones_open(NULL);
    for (size_t i = 0; i < COUNT(named); i++) {
        const struct zone *zone = zone_find(named[i].zone);
        const char *later = named[i].later ? named[i].later : named[i].earlier;
        struct zone_instants found;

        CU_ASSERT_PTR_NOT_NULL_FATAL(zone);
        found = zone_instants(zone, wall_of(named[i].wall));
        CHECK(found.match == named[i].match, "%s %s: match %d", named[i].zone, named[i].wall,
              (int)found.match);
        CHECK(found.earlier.us == instant_of(named[i].earlier).us, "%s %s: earlier %s",
              named[i].zone, named[i].wall, written(found.earlier));
        CHECK(found.later.us == instant_of(later).us, "%s %s: later %s", named[i].zone,
              named[i].wall, written(found.later));
        CHECK(wall_is_answered_rightly(zone, wall_of(named[i].wall)), "%s %s", named[i].zone,
              named[i].wall);
    }
}

static void a_sent_time_is_an_instant_or_stands_on_the_wall(void)
{
    static const struct {
        const char *sent, *instant; /* NULL: in a gap */
    } table[] = {
        {"2026-03-29 00:59:00", "2026-03-29T00:59Z"},
        {"2026-03-29 01:00:00", NULL},
        {"2026-03-29 01:59:59", NULL},
        {"2026-03-29 02:00:00", "2026-03-29T01:00Z"},
        {"2026-03-29T01:30Z", "2026-03-29T01:30Z"},
        {"2026-10-25 01:30:00", "2026-10-25T00:30Z"},
        {"2026-10-25T01:30+00:00", "2026-10-25T01:30Z"},
        {"2026-07-01T12:00-05:00", "2026-07-01T17:00Z"},
    };

    zones_open(NULL);
    const struct zone *zone = zone_find("Europe/London");
    CU_ASSERT_PTR_NOT_NULL_FATAL(zone);
    for (size_t i = 0; i < COUNT(table); i++) {
        struct time_sent sent;
        struct instant instant;

        CHECK(time_sent_read(table[i].sent, strlen(table[i].sent), &sent), "%s", table[i].sent);
        bool there = zone_time(zone, &sent, &instant);
        CHECK(there == (table[i].instant != NULL), "%s is %s", table[i].sent,
              there ? "there" : "skipped");
        if (there && table[i].instant != NULL)
            CHECK(instant.us == instant_of(table[i].instant).us, "%s is %s", table[i].sent,
                  written(instant));
    }
}

static void instants_have_offsets_and_walls(void)
{
    static const struct {
        const char *zone, *instant;
        int32_t offset;
        const char *wall;
    } named[] = {
        {"Europe/London", "2026-03-29T00:59:59.999999Z", 0, "2026-03-29 00:59:59"},
        {"Europe/London", "2026-03-29T01:00:00Z", 3600, "2026-03-29 02:00:00"},
        {"Europe/London", "1847-11-30T00:00:00Z", -75, "1847-11-29 23:58:45"},
        {"Europe/Dublin", "2041-07-01T00:00:00Z", 3600, "2041-07-01 01:00:00"},
        {"Europe/Dublin", "2041-12-01T00:00:00Z", 0, "2041-12-01 00:00:00"},
        {"Asia/Kathmandu", "2026-01-01T00:00:00Z", 20700, "2026-01-01 05:45:00"},
        {"Pacific/Apia", "2011-12-30T09:59:59Z", -36000, "2011-12-29 23:59:59"},
        {"Pacific/Apia", "2011-12-30T10:00:00Z", 50400, "2011-12-31 00:00:00"},
        {"Antarctica/Troll", "2026-07-01T00:00:00Z", 7200, "2026-07-01 02:00:00"},
        {"Asia/Calcutta", "2026-07-01T00:00:00Z", 19800, "2026-07-01 05:30:00"},
        {"Australia/Lord_Howe", "2090-01-01T00:00:00Z", 39600, "2090-01-01 11:00:00"},
        {"Pacific/Kiritimati", "2026-01-01T10:00:00Z", 50400, "2026-01-02 00:00:00"},
        {"Etc/GMT+12", "2026-01-01T00:00:00Z", -43200, "2025-12-31 12:00:00"},
        {"UTC", "2026-01-01T00:00:00Z", 0, "2026-01-01 00:00:00"},
    };

    zones_open(NULL);
    for (size_t i = 0; i < COUNT(named); i++) {
        const struct zone *zone = zone_find(named[i].zone);
        struct instant instant = instant_of(named[i].instant);
        char out[WHEN_ROOM];

        CU_ASSERT_PTR_NOT_NULL_FATAL(zone);
        (void)wall_write(out, zone_wall(zone, instant));
        CHECK(zone_offset(zone, instant) == named[i].offset, "%s %s: %d", named[i].zone,
              named[i].instant, zone_offset(zone, instant));
        CHECK(strcmp(out, named[i].wall) == 0, "%s %s: %s", named[i].zone, named[i].instant, out);
    }
}

static void transitions_follow_one_another(void)
{
    static const struct {
        const char *zone, *after, *next; /* NULL: never */
    } named[] = {
        {"Europe/London", "2026-01-01T00:00Z", "2026-03-29T01:00Z"},
        {"Europe/London", "2026-03-29T00:59:59.999999Z", "2026-03-29T01:00Z"},
        {"Europe/London", "2026-03-29T01:00Z", "2026-10-25T01:00Z"},
        {"Europe/London", "2090-03-26T01:00Z", "2090-10-29T01:00Z"},
        {"America/Asuncion", "2024-10-06T04:00Z", NULL},
        {"Asia/Kathmandu", "2026-01-01T00:00Z", NULL},
        {"UTC", "0001-01-01T00:00Z", NULL},
    };

    zones_open(NULL);
    for (size_t i = 0; i < COUNT(named); i++) {
        const struct zone *zone = zone_find(named[i].zone);
        struct instant next;

        CU_ASSERT_PTR_NOT_NULL_FATAL(zone);
        next = zone_next_transition(zone, instant_of(named[i].after));
        CHECK(next.us == (named[i].next ? instant_of(named[i].next) : INSTANT_NONE).us,
              "%s after %s: %s", named[i].zone, named[i].after, written(next));
    }
}

static void the_far_future_repeats_every_400_years(void)
{
    static const char *const names[] = {"Europe/London", "Europe/Dublin", "Africa/Cairo",
                                        "America/Santiago", "Asia/Jerusalem"};
    const int64_t cycle = 146097 * US_A_DAY;
    int wrong = 0;

    random_seed();
    zones_open(NULL);
    for (size_t i = 0; i < COUNT(names); i++) {
        const struct zone *zone = zone_find(names[i]);

        CU_ASSERT_PTR_NOT_NULL_FATAL(zone);
        for (int tries = 0; tries < 20000; tries++) {
            struct instant near = {instant_of("2060-01-01T00:00Z").us + random_between(0, cycle)};
            struct instant far = {near.us + random_between(1, 18) * cycle};
            int64_t shift = far.us - near.us;
            struct zone_instants here = zone_instants(zone, wall_of_instant_utc(near));
            struct zone_instants there = zone_instants(zone, wall_of_instant_utc(far));

            wrong += zone_offset(zone, near) != zone_offset(zone, far);
            wrong += here.match != there.match || here.earlier.us + shift != there.earlier.us ||
                     here.later.us + shift != there.later.us;
            wrong +=
                zone_next_transition(zone, near).us + shift != zone_next_transition(zone, far).us;
        }
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

static void the_ends_of_time_are_answered(void)
{
    static const int64_t extremes[] = {INT64_MIN, INT64_MIN + 1, INT64_MAX, INT64_MAX - 1, 0};
    static const int32_t days[] = {INT32_MIN, INT32_MIN + 1, INT32_MAX, INT32_MAX - 1, 0};
    static const char *const names[] = {"UTC", "Europe/London", "Pacific/Kiritimati", "Etc/GMT+12"};

    zones_open(NULL);
    for (size_t i = 0; i < COUNT(names); i++) {
        const struct zone *zone = zone_find(names[i]);

        CU_ASSERT_PTR_NOT_NULL_FATAL(zone);
        for (size_t k = 0; k < COUNT(extremes); k++) {
            struct instant instant = {extremes[k]};
            struct instant next = zone_next_transition(zone, instant);
            struct zone_instants found =
                zone_instants(zone, (struct wall){{days[k]}, US_A_DAY - 1});

            CU_ASSERT_TRUE(abs(zone_offset(zone, instant)) < 26 * 3600);
            CU_ASSERT_TRUE(zone_wall(zone, instant).us < US_A_DAY);
            CU_ASSERT_TRUE(INSTANT_IS_NONE(next) || next.us > instant.us);
            CU_ASSERT_TRUE(found.earlier.us <= found.later.us);
            CU_ASSERT_FALSE(INSTANT_IS_NONE(found.earlier));
        }
    }
}

static void a_wall_at_24_00_is_the_next_midnight(void)
{
    const struct zone *zone;
    struct wall end = wall_of("2026-06-30T00:00"), midnight = wall_of("2026-07-01T00:00");

    zones_open(NULL);
    zone = zone_find("Europe/London");
    CU_ASSERT_PTR_NOT_NULL_FATAL(zone);
    end.us = US_A_DAY;
    CU_ASSERT_EQUAL(zone_instants(zone, end).earlier.us, zone_instants(zone, midnight).earlier.us);
}

/* Names. */

static void names_of_zones_and_links_are_known(void)
{
    static const char *const known[] = {
        "UTC",
        "Asia/Calcutta",
        "Asia/Kolkata",
        "Europe/London",
        "GMT+0",
        "Etc/GMT-14",
        "America/Argentina/ComodRivadavia",
        "EST5EDT",
        "Etc/UTC",
        "America/Port-au-Prince",
        "US/Eastern",
        "Zulu",
    };

    zones_open(NULL);
    for (size_t i = 0; i < COUNT(known); i++) {
        const struct zone *zone = zone_find(known[i]);

        CU_ASSERT_PTR_NOT_NULL_FATAL(zone);
        CU_ASSERT_STRING_EQUAL(zone_name(zone), known[i]);
        CU_ASSERT_PTR_EQUAL(zone_find(known[i]), zone);
    }
}

static void names_that_are_no_zones_are_refused(void)
{
    static const char *const refused[] = {
        "",
        "/",
        ".",
        "..",
        "../etc/passwd",
        "../zoneinfo/Europe/London",
        "Europe/../Europe/London",
        "Europe/./London",
        "./UTC",
        "/UTC",
        "/etc/passwd",
        "/usr/share/zoneinfo/UTC",
        "Europe//London",
        "Europe/London/",
        "Europe/",
        "Europe",
        "America/Argentina",
        "europe/london",
        "EUROPE/LONDON",
        "utc",
        " UTC",
        "UTC ",
        "UTC\n",
        ":UTC",
        "Europe/London\xc3\xa9",
        "Europe\\London",
        "Europe/Lond%6fn",
        "Europe/Londo",
        "Europe/Londonn",
        "EST5EDT,M3.2.0,M11.1.0",
        "<+03>-3",
        "Mars/Olympus_Mons",
        "tzdata.zi",
        "zone.tab",
        "zone1970.tab",
        "iso3166.tab",
        "leapseconds",
        "leap-seconds.list",
        "+VERSION",
        "posixrules",
        "localtime",
        "posix/Europe/London",
        "right/Europe/London",
        "posix",
        "right",
        "UTC/UTC",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    };
    char *endless = malloc(100001);

    CU_ASSERT_PTR_NOT_NULL_FATAL(endless);
    memset(endless, 'A', 100000);
    endless[100000] = '\0';
    zones_open(NULL);
    for (size_t i = 0; i < COUNT(refused); i++) {
        CHECK(zone_find(refused[i]) == NULL, "%s", refused[i]);
        /* Again: a refused name must not be found in the cache either. */
        CHECK(zone_find(refused[i]) == NULL, "%s", refused[i]);
    }
    CU_ASSERT_PTR_NULL(zone_find(endless));
    CU_ASSERT_PTR_NULL(zone_proper_name(endless));
    free(endless);
}

static void a_name_of_64_bytes_is_a_name_and_one_of_65_is_not(void)
{
    char name[66];
    struct file file = file_of_footer("AAA-1");

    memset(name, 'A', 65);
    name[65] = '\0';
    bytes_put(name, file.bytes, file.length);
    zones_open(scratch);
    CU_ASSERT_PTR_NULL(zone_find(name));
    (void)unlink(scratch_path(name));
    name[64] = '\0';
    bytes_put(name, file.bytes, file.length);
    CU_ASSERT_PTR_NOT_NULL(zone_find(name));
    (void)unlink(scratch_path(name));
}

static void names_are_found_in_any_case_by_their_proper_name(void)
{
    static const struct {
        const char *asked, *proper;
    } names[] = {
        {"europe/london", "Europe/London"},
        {"EUROPE/LONDON", "Europe/London"},
        {"Europe/London", "Europe/London"},
        {"asia/calcutta", "Asia/Calcutta"},
        {"america/port-AU-prince", "America/Port-au-Prince"},
        {"utc", "UTC"},
        {"UTC", "UTC"},
        {"gmt+0", "GMT+0"},
        {"europe", NULL},
        {"europe/londo", NULL},
        {"", NULL},
        {"LEAPSECONDS", NULL},
        {"POSIXRULES", NULL},
        {"POSIX/EUROPE/LONDON", NULL},
        {"LOCALTIME", NULL},
        {"../europe/london", NULL},
    };

    zones_open(NULL);
    for (size_t i = 0; i < COUNT(names); i++) {
        const char *proper = zone_proper_name(names[i].asked);

        if (names[i].proper)
            CHECK(proper && strcmp(proper, names[i].proper) == 0, "%s gave %s", names[i].asked,
                  proper ? proper : "nothing");
        else
            CHECK(proper == NULL, "%s gave %s", names[i].asked, proper);
    }
}

struct walked {
    size_t count, unknown, out_of_place;
    bool london, calcutta, buenos_aires, utc;
};

static void walk_one(const char *name, void *context)
{
    struct walked *walked = context;

    walked->count++;
    walked->unknown += zone_find(name) == NULL;
    walked->out_of_place += strncmp(name, "posix", 5) == 0 || strncmp(name, "right", 5) == 0 ||
                            strchr(name, '.') != NULL || strcmp(name, "localtime") == 0;
    walked->london |= strcmp(name, "Europe/London") == 0;
    walked->calcutta |= strcmp(name, "Asia/Calcutta") == 0;
    walked->buenos_aires |= strcmp(name, "America/Argentina/Buenos_Aires") == 0;
    walked->utc |= strcmp(name, "UTC") == 0;
}

static void a_walk_meets_every_zone_and_nothing_else(void)
{
    struct walked walked = {0};

    zones_open(NULL);
    CU_ASSERT_EQUAL(zones_walk(walk_one, &walked), walked.count);
    printf("# %zu zones\n", walked.count);
    CU_ASSERT_TRUE(walked.count > 400);
    CU_ASSERT_EQUAL(walked.unknown, 0);
    CU_ASSERT_EQUAL(walked.out_of_place, 0);
    CU_ASSERT_TRUE(walked.london && walked.calcutta && walked.buenos_aires && walked.utc);
}

static void utc_is_known_without_any_files(void)
{
    static const char *const roots[] = {"/nonexistent", "/dev/null", "", "relative/nowhere"};
    struct walked walked = {0};
    char endless[PATH_MAX + 10];

    for (size_t i = 0; i < COUNT(roots); i++) {
        zones_open(roots[i]);
        CU_ASSERT_PTR_NOT_NULL(zone_find("UTC"));
        CU_ASSERT_PTR_EQUAL(zone_proper_name("utc"), zone_name(zone_find("UTC")));
        CU_ASSERT_PTR_NULL(zone_find("Europe/London"));
        CU_ASSERT_PTR_NULL(zone_proper_name("europe/london"));
        CU_ASSERT_EQUAL(zones_walk(walk_one, &walked), 0);
    }
    memset(endless, '/', sizeof endless);
    endless[sizeof endless - 1] = '\0';
    zones_open(endless);
    CU_ASSERT_PTR_NULL(zone_find("Europe/London"));
    CU_ASSERT_PTR_NOT_NULL(zone_find("UTC"));
}

/* Footers. */

static void footers_are_followed(void)
{
    static const struct {
        const char *footer, *instant;
        int32_t offset;
    } known[] = {
        {"<-03>3", "2050-01-01T00:00Z", -10800},
        {"<+0545>-5:45", "2050-01-01T00:00Z", 20700},
        {"AAA-1:02:03", "2050-01-01T00:00Z", 3723},
        {"AAA+24:59:59", "2050-01-01T00:00Z", -89999},
        {"EST5EDT,M3.2.0,M11.1.0", "2050-01-01T00:00Z", -18000},
        {"EST5EDT,M3.2.0,M11.1.0", "2050-07-01T00:00Z", -14400},
        {"EST5EDT,M3.2.0,M11.1.0", "2050-03-13T06:59:59Z", -18000},
        {"EST5EDT,M3.2.0,M11.1.0", "2050-03-13T07:00:00Z", -14400},
        {"EST5EDT,M3.2.0,M11.1.0", "2050-11-06T05:59:59Z", -14400},
        {"EST5EDT,M3.2.0,M11.1.0", "2050-11-06T06:00:00Z", -18000},
        {"EST5EDT,M3.2.0,M11.1.0", "0002-07-01T00:00:00Z", -14400},
        {"EST5EDT,M3.2.0,M11.1.0", "9998-07-01T00:00:00Z", -14400},
        /* Southern. */
        {"AEST-10AEDT,M10.1.0,M4.1.0/3", "2050-01-01T00:00Z", 39600},
        {"AEST-10AEDT,M10.1.0,M4.1.0/3", "2050-07-01T00:00Z", 36000},
        /* Negative summer time: the winter is the exception. */
        {"IST-1GMT0,M10.5.0,M3.5.0/1", "2050-01-01T00:00Z", 0},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", "2050-07-01T00:00Z", 3600},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", "2050-03-27T00:59:59Z", 0},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", "2050-03-27T01:00:00Z", 3600},
        /* Half an hour, two hours. */
        {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2050-01-01T00:00Z", 39600},
        {"<+00>0<+02>-2,M3.5.0/1,M10.5.0/3", "2050-07-01T00:00Z", 7200},
        /* Day 60 without 29 February is always 1 March. */
        {"AAA0BBB,J60/0,J61/0", "2024-02-29T12:00Z", 0},
        {"AAA0BBB,J60/0,J61/0", "2024-03-01T12:00Z", 3600},
        {"AAA0BBB,J60/0,J61/0", "2023-03-01T12:00Z", 3600},
        {"AAA0BBB,J59/0,J60/0", "2024-02-28T12:00Z", 3600},
        {"AAA0BBB,J59/0,J60/0", "2024-02-29T12:00Z", 3600},
        /* Day 59 from 0 is 29 February or 1 March. */
        {"AAA0BBB,59/0,60/0", "2024-02-29T12:00Z", 3600},
        {"AAA0BBB,59/0,60/0", "2024-03-01T12:00Z", 0},
        {"AAA0BBB,59/0,60/0", "2023-03-01T12:00Z", 3600},
        /* Hours of other days: 2050-03-07 and 2050-11-07 are first Mondays. */
        {"AAA0BBB,M3.1.1/167,M11.1.1/-167", "2050-03-13T22:59:59Z", 0},
        {"AAA0BBB,M3.1.1/167,M11.1.1/-167", "2050-03-13T23:00:00Z", 3600},
        {"AAA0BBB,M3.1.1/167,M11.1.1/-167", "2050-10-30T23:59:59Z", 3600},
        {"AAA0BBB,M3.1.1/167,M11.1.1/-167", "2050-10-31T00:00:00Z", 0},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2050-03-27T00:59:59Z", -7200},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2050-03-27T01:00:00Z", -3600},
        /* Across the end of a year. */
        {"AAA0BBB,J365/167,J60/-167", "2051-01-06T22:59:59Z", 0},
        {"AAA0BBB,J365/167,J60/-167", "2051-01-06T23:00:00Z", 3600},
        /* Summer all year. */
        {"EST5EDT4,0/0,J365/25", "2049-12-31T23:59:59Z", -14400},
        {"EST5EDT4,0/0,J365/25", "2050-01-01T04:59:59Z", -14400},
        {"EST5EDT4,0/0,J365/25", "2050-01-01T05:00:00Z", -14400},
        {"EST5EDT4,0/0,J365/25", "2050-07-01T00:00:00Z", -14400},
        /* Week 5 is the last: of five and of four. */
        {"AAA0BBB,M2.5.0/0,M6.1.0", "2032-02-28T23:59:59Z", 0},
        {"AAA0BBB,M2.5.0/0,M6.1.0", "2032-02-29T00:00:00Z", 3600},
        {"AAA0BBB,M2.5.0/0,M6.1.0", "2031-02-23T00:00:00Z", 3600},
    };

    random_seed();
    for (size_t i = 0; i < COUNT(known); i++) {
        struct file file = file_of_footer(known[i].footer);
        const struct zone *zone = zone_of_file(&file);
        int32_t offset;

        CHECK(zone != NULL, "%s", known[i].footer);
        if (!zone)
            continue;
        offset = zone_offset(zone, instant_of(known[i].instant));
        CHECK(offset == known[i].offset, "%s at %s: %d", known[i].footer, known[i].instant, offset);
        CHECK(wrong_answers(zone, 100) == 0, "%s", known[i].footer);
    }
}

static void footers_that_say_nothing_clear_are_refused(void)
{
    static const char *const refused[] = {
        "EST",
        "5",
        "ES5",
        "<ES>5",
        "<EST5",
        "EST>5",
        "<E T>5",
        "E1T5",
        "EST5EDT",
        "EST5EDT4",
        "EST5EDT,",
        "EST5EDT,M3.2.0",
        "EST5EDT,M3.2.0,",
        "EST5EDT,M3.2.0,M11.1.0,",
        "EST5EDT,M3.2.0,M11.1.0 ",
        "EST5EDT,M3.2.0,M11.1.0\n",
        "EST5EDTM3.2.0,M11.1.0",
        "EST5EDT;M3.2.0;M11.1.0",
        "EST5EDT,M0.2.0,M11.1.0",
        "EST5EDT,M13.2.0,M11.1.0",
        "EST5EDT,M3.0.0,M11.1.0",
        "EST5EDT,M3.6.0,M11.1.0",
        "EST5EDT,M3.2.7,M11.1.0",
        "EST5EDT,M3.2,M11.1.0",
        "EST5EDT,M3.-2.0,M11.1.0",
        "EST5EDT,J0,M11.1.0",
        "EST5EDT,J366,M11.1.0",
        "EST5EDT,366,M11.1.0",
        "EST5EDT,9999999999,M11.1.0",
        "EST5EDT,J,M11.1.0",
        "EST5EDT,-1,M11.1.0",
        "EST5EDT,M3.2.0/168,M11.1.0",
        "EST5EDT,M3.2.0/-168,M11.1.0",
        "EST5EDT,M3.2.0/,M11.1.0",
        "EST5EDT,M3.2.0/2:60,M11.1.0",
        "EST5EDT,M3.2.0/2:00:60,M11.1.0",
        "EST5EDT,M3.2.0/--2,M11.1.0",
        "EST25",
        "EST-25",
        "EST999999999999",
        "EST5:",
        "EST5:60",
        "EST5:0:60",
        "EST5:0:0:0",
        "EST 5",
        " EST5",
        ":EST5",
        ":America/New_York",
    };

    for (size_t i = 0; i < COUNT(refused); i++) {
        struct file file = file_of_footer(refused[i]);

        CHECK(zone_of_file(&file) == NULL, "%s", refused[i]);
    }
}

static void a_footer_takes_over_at_the_last_transition(void)
{
    static const int64_t times[] = {1000000, 2000000000, 2500000000};
    static const int32_t offsets[] = {100, 3600};
    static const struct {
        char version;
        const char *footer;
        int32_t before, first, second, third, later; /* in 2050, July */
    } known[] = {
        {'2', "AAA-1", 100, 3600, 100, 3600, 3600},
        {'2', "", 100, 3600, 100, 3600, 3600},
        {'3', "AAA-1BBB,M3.5.0,M10.5.0", 100, 3600, 100, 3600, 7200},
        {'4', "AAA-2", 100, 3600, 100, 7200, 7200},
    };

    for (size_t i = 0; i < COUNT(known); i++) {
        struct file file = file_make(known[i].version, times, 3, offsets, 2, known[i].footer);
        const struct zone *zone = zone_of_file(&file);

        CU_ASSERT_PTR_NOT_NULL_FATAL(zone);
        CU_ASSERT_EQUAL(zone_offset(zone, (struct instant){999999999999}), known[i].before);
        CU_ASSERT_EQUAL(zone_offset(zone, (struct instant){1000000 * US_A_SECOND}), known[i].first);
        CU_ASSERT_EQUAL(zone_offset(zone, (struct instant){2000000000 * US_A_SECOND}),
                        known[i].second);
        /* 2049-03-22: winter still. */
        CU_ASSERT_EQUAL(zone_offset(zone, (struct instant){2500000000 * US_A_SECOND}),
                        known[i].third);
        CU_ASSERT_EQUAL(zone_offset(zone, instant_of("2050-07-01T00:00Z")), known[i].later);
    }
}

static void a_file_of_version_1_is_read_without_a_footer(void)
{
    static const int64_t times[] = {-2000000000, 1000000};
    static const int32_t offsets[] = {100, -3600};
    struct file file = file_make('\0', times, 2, offsets, 2, "");
    const struct zone *zone = zone_of_file(&file);

    CU_ASSERT_PTR_NOT_NULL_FATAL(zone);
    CU_ASSERT_EQUAL(zone_offset(zone, (struct instant){-2000000001 * US_A_SECOND}), 100);
    CU_ASSERT_EQUAL(zone_offset(zone, (struct instant){-2000000000 * US_A_SECOND}), -3600);
    CU_ASSERT_EQUAL(zone_offset(zone, (struct instant){1000000 * US_A_SECOND}), 100);
    CU_ASSERT_TRUE(INSTANT_IS_NONE(zone_next_transition(zone, instant_of("2000-01-01T00:00Z"))));
}

static void times_before_the_calendar_are_only_its_beginning(void)
{
    static const int64_t times[] = {INT64_MIN, -(INT64_C(1) << 59), -(INT64_C(1) << 58), 0};
    static const int32_t offsets[] = {100, 3600};
    struct file file = file_make('2', times, 4, offsets, 2, "AAA-0:01:40");
    const struct zone *zone = zone_of_file(&file);

    CU_ASSERT_PTR_NOT_NULL_FATAL(zone);
    CU_ASSERT_EQUAL(zone_offset(zone, instant_of("0001-01-01T00:00Z")), 3600);
    CU_ASSERT_EQUAL(zone_offset(zone, (struct instant){INT64_MIN}), 3600);
    CU_ASSERT_EQUAL(zone_next_transition(zone, instant_of("0001-01-01T00:00Z")).us, 0);
    CU_ASSERT_EQUAL(zone_offset(zone, (struct instant){0}), 100);
}

static void a_footer_alone_holds_for_all_time(void)
{
    struct file file = file_of_footer("AAA-5");
    const struct zone *zone = zone_of_file(&file);

    CU_ASSERT_PTR_NOT_NULL_FATAL(zone);
    CU_ASSERT_EQUAL(zone_offset(zone, (struct instant){INT64_MIN}), 18000);
    CU_ASSERT_TRUE(INSTANT_IS_NONE(zone_next_transition(zone, (struct instant){INT64_MIN})));
}

/* Broken files. */

static void a_file_cut_short_anywhere_is_no_zone(void)
{
    static const char *const names[] = {"Europe/London", "Africa/Casablanca"};

    for (size_t i = 0; i < COUNT(names); i++) {
        struct file file = file_of_system(names[i]);
        size_t found = 0;

        CU_ASSERT_PTR_NOT_NULL(zone_of_file(&file));
        for (size_t length = 0; length < file.length; length++)
            found += zone_of_bytes(file.bytes, length) != NULL;
        CU_ASSERT_EQUAL(found, 0);
    }
}

static void a_file_with_more_behind_it_is_no_zone(void)
{
    struct file file = file_of_system("Europe/London");

    file_add(&file, "x", 1);
    CU_ASSERT_PTR_NULL(zone_of_file(&file));
}

static void absurd_counts_are_refused(void)
{
    static const uint32_t absurd[] = {UINT32_MAX, INT32_MAX, (uint32_t)INT32_MAX + 1, 100000, 257};
    const struct file good = file_of_footer("AAA-1");
    /* The first header, its block of one type and four letters, the second header. */
    const size_t starts[] = {0, HEADER_SIZE + 6 + 4};

    CU_ASSERT_PTR_NOT_NULL(zone_of_file(&good));
    for (size_t i = 0; i < COUNT(starts); i++) {
        for (size_t count = 0; count < 6; count++) {
            for (size_t k = 0; k < COUNT(absurd); k++) {
                struct file file = good;

                file.length = starts[i] + COUNTS_AT + 4 * count;
                file_add_number(&file, absurd[k], 4);
                file.length = good.length;
                CHECK(zone_of_file(&file) == NULL, "count %zu of header %zu", count, i);
            }
        }
    }
}

/* Good but for its length, which is that of its letters. */
static struct file file_of_length(size_t length)
{
    struct file file = file_of_footer("AAA-1");
    size_t letters_at = 2 * HEADER_SIZE + 6 + 4 - 4;
    uint8_t letters[256] = {0};
    size_t more = length - file.length;

    file.length = letters_at;
    file_add_number(&file, 4 + more, 4);
    file.length += 6 + 4;
    for (; more > 0; more -= more < sizeof letters ? more : sizeof letters)
        file_add(&file, letters, more < sizeof letters ? more : sizeof letters);
    file_add(&file, "\nAAA-1\n", 7);
    CU_ASSERT_EQUAL(file.length, length);
    return file;
}

static void a_file_of_64_kib_is_read_and_a_longer_one_is_not(void)
{
    struct file most = file_of_length(65536), longer = file_of_length(65537);

    CU_ASSERT_PTR_NOT_NULL(zone_of_file(&most));
    CU_ASSERT_PTR_NULL(zone_of_file(&longer));
}

static void impossible_contents_are_refused(void)
{
    static const int64_t ordered[] = {0, 1000}, equal[] = {1000, 1000}, falling[] = {1000, 0},
                         late[] = {0, INT64_MAX}, past[] = {0, INT64_C(253402300800)};
    static const int32_t offsets[] = {0, 3600}, least[] = {0, INT32_MIN}, most[] = {0, INT32_MAX},
                         large[] = {0, 26 * 3600}, small[] = {0, -26 * 3600},
                         edge[] = {0, 26 * 3600 - 1};
    static const struct {
        char version;
        const int64_t *times;
        const int32_t *offsets;
        size_t types;
        bool good;
    } files[] = {
        {'2', ordered, offsets, 2, true},  {'4', ordered, edge, 2, true},
        {'2', equal, offsets, 2, false},   {'2', falling, offsets, 2, false},
        {'2', late, offsets, 2, false},    {'2', past, offsets, 2, false},
        {'2', ordered, least, 2, false},   {'2', ordered, most, 2, false},
        {'2', ordered, large, 2, false},   {'2', ordered, small, 2, false},
        {'1', ordered, offsets, 2, false}, {'5', ordered, offsets, 2, false},
        {'x', ordered, offsets, 2, false}, {'2', ordered, offsets, 1, false}, /* index 1 of 1 */
        {'2', ordered, offsets, 0, false},
    };

    for (size_t i = 0; i < COUNT(files); i++) {
        struct file file =
            file_make(files[i].version, files[i].times, 2, files[i].offsets, files[i].types, "");

        CHECK((zone_of_file(&file) != NULL) == files[i].good, "file %zu", i);
    }
}

static void single_bytes_that_can_not_be_are_refused(void)
{
    /* The first block of 10 bytes lies between the headers; then comes the type. */
    enum { SECOND = HEADER_SIZE + 10, TYPE = SECOND + HEADER_SIZE };
    static const struct {
        size_t at;
        uint8_t good, bad;
    } bytes[] = {
        {0, 'T', 't'},          {SECOND + 3, 'f', 'F'}, {4, '3', '2'},    /* one of two versions */
        {SECOND + 4, '3', 0},   {SECOND + 4, '3', '4'}, {TYPE + 4, 1, 2}, /* summer: yes or no */
        {TYPE + 5, 3, 4},                                                 /* of four letters */
        {TYPE + 10, '\n', ' '},
    };

    for (size_t i = 0; i < COUNT(bytes); i++) {
        struct file file = file_of_footer("AAA-1");

        file.bytes[bytes[i].at] = bytes[i].good;
        CHECK(zone_of_file(&file) != NULL, "byte %zu", bytes[i].at);
        file.bytes[bytes[i].at] = bytes[i].bad;
        CHECK(zone_of_file(&file) == NULL, "byte %zu", bytes[i].at);
    }
}

static void leap_seconds_are_refused(void)
{
    static const int32_t offset = 0;
    struct file file = {.length = 0};

    file_add_header(&file, '2', 0, 0, 1);
    file_add_types(&file, &offset, 1);
    file_add_header(&file, '2', 1, 0, 1);
    file_add_types(&file, &offset, 1);
    file_add_number(&file, 78796800, 8);
    file_add_number(&file, 1, 4);
    file_add(&file, "\nAAA0\n", 6);
    CU_ASSERT_PTR_NULL(zone_of_file(&file));
}

static void things_that_are_no_files_are_no_zones(void)
{
    zones_open(scratch);
    (void)unlink(scratch_path("Test/Zone"));
    CU_ASSERT_EQUAL(mkfifo(scratch_path("Test/Zone"), 0644), 0);
    CU_ASSERT_PTR_NULL(zone_find("Test/Zone"));
    CU_ASSERT_PTR_NULL(zone_proper_name("test/zone"));
    CU_ASSERT_PTR_NULL(zone_find("Test"));
    (void)unlink(scratch_path("Test/Zone"));
    CU_ASSERT_EQUAL(symlink("Zone", scratch_path("Test/Zone")), 0);
    CU_ASSERT_PTR_NULL(zone_find("Test/Zone"));
    (void)unlink(scratch_path("Test/Zone"));
    CU_ASSERT_EQUAL(symlink("..", scratch_path("Test/Zone")), 0);
    CU_ASSERT_PTR_NULL(zone_find("Test/Zone"));
    CU_ASSERT_PTR_NULL(zone_proper_name("nothing"));
    (void)unlink(scratch_path("Test/Zone"));
}

static void bytes_change(struct file *file)
{
    for (int64_t changes = random_between(1, 6); changes > 0; changes--) {
        size_t at = (size_t)random_between(0, (int64_t)file->length - 1);

        /* Half of them where they hurt: in the second header and the footer. */
        if (random_next() % 4 == 0)
            at = file->length - 1 - (size_t)random_between(0, 40);
        if (random_next() % 4 == 0)
            at = (size_t)random_between(0, HEADER_SIZE - 1);
        file->bytes[at] = (uint8_t)(random_next() % 2 ? random_next()
                                                      : file->bytes[at] ^ 1U << random_next() % 8);
    }
}

static void files_with_random_changes_never_lead_to_wrong_answers(void)
{
    static const char *const names[] = {"Europe/London", "Africa/Casablanca", "America/Santiago"};
    static const int64_t times[] = {0, 1000000000};
    static const int32_t offsets[] = {0, 3600};
    int found = 0, wrong = 0, tries = 20000;

    random_seed();
    for (int i = 0; i < tries; i++) {
        struct file file =
            i % 2 ? file_make('3', times, 2, offsets, 2, "IST-1GMT0,M10.5.0/-50,M3.5.0/167")
                  : file_of_system(names[i / 2 % (int)COUNT(names)]);
        const struct zone *zone;

        bytes_change(&file);
        zone = zone_of_file(&file);
        if (!zone)
            continue;
        found++;
        wrong += wrong_answers(zone, 20);
    }
    printf("# %d of %d broken files were still zones\n", found, tries);
    CU_ASSERT_EQUAL(wrong, 0);
    CU_ASSERT_TRUE(found > tries / 100 && found < tries);
}

/* Files that change. */

static void pause_ms(long milliseconds)
{
    struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000};

    (void)nanosleep(&pause, NULL);
}

static int32_t offset_now(void)
{
    const struct zone *zone = zone_find("Test/Zone");

    return zone ? zone_offset(zone, (struct instant){0}) : -1;
}

static void footer_put(const char *name, const char *footer)
{
    struct file file = file_of_footer(footer);

    bytes_put(name, file.bytes, file.length);
}

static void a_refresh_sees_a_changed_file_after_a_second(void)
{
    const struct zone *before;

    footer_put("Test/Zone", "AAA-1");
    zones_open(scratch);
    CU_ASSERT_EQUAL(offset_now(), 3600);
    before = zone_find("Test/Zone");
    zones_refresh();
    CU_ASSERT_PTR_EQUAL(zone_find("Test/Zone"), before);

    /* In place, with the same size; the pause lets the file system's clock go on. */
    pause_ms(50);
    footer_put("Test/Zone", "AAA-2");
    zones_refresh();
    CU_ASSERT_EQUAL(offset_now(), 3600); /* not a second since the last look */
    pause_ms(1050);
    CU_ASSERT_EQUAL(offset_now(), 3600); /* never without a refresh */
    zones_refresh();
    CU_ASSERT_EQUAL(offset_now(), 7200);

    /* By renaming. */
    footer_put("Test/New", "AAA-3");
    {
        char from[PATH_MAX];

        (void)snprintf(from, sizeof from, "%s", scratch_path("Test/New"));
        CU_ASSERT_EQUAL(rename(from, scratch_path("Test/Zone")), 0);
    }
    pause_ms(1050);
    zones_refresh();
    CU_ASSERT_EQUAL(offset_now(), 10800);

    /* Gone, and back. */
    (void)unlink(scratch_path("Test/Zone"));
    pause_ms(1050);
    zones_refresh();
    CU_ASSERT_EQUAL(offset_now(), -1);
    footer_put("Test/Zone", "AAA-4");
    CU_ASSERT_EQUAL(offset_now(), 14400); /* what is not there is not remembered */
}

static void a_refresh_sees_a_new_version_or_a_changed_root(void)
{
    static const char *const files[] = {"tzdata.zi", "+VERSION"};

    footer_put("Test/Zone", "AAA-1");
    zones_open(scratch);
    zones_refresh();
    CU_ASSERT_PTR_NULL(zone_proper_name("test/other"));
    footer_put("Test/Other", "AAA-1");
    /* The list of names is kept until something that is watched changes. */
    CU_ASSERT_PTR_NULL(zone_proper_name("test/other"));
    for (size_t i = 0; i < COUNT(files); i++) {
        bytes_put(files[i], "# version 1\n", 12);
        pause_ms(1050);
        zones_refresh();
        CU_ASSERT_PTR_NOT_NULL(zone_proper_name("test/other"));
        (void)unlink(scratch_path("Test/Other"));
        CU_ASSERT_PTR_NOT_NULL(zone_proper_name("test/other"));
        /* In place: the root does not change. */
        bytes_put(files[i], "# version 22\n", 13);
        pause_ms(1050);
        zones_refresh();
        CU_ASSERT_PTR_NULL(zone_proper_name("test/other"));
        footer_put("Test/Other", "AAA-1");
    }
    for (size_t i = 0; i < COUNT(files); i++)
        (void)unlink(scratch_path(files[i]));
    (void)unlink(scratch_path("Test/Other"));
}

static void many_zones_are_kept_apart(void)
{
    char name[32], footer[32];
    int wrong = 0;

    zones_open(scratch);
    for (int i = 0; i < 300; i++) {
        (void)snprintf(name, sizeof name, "Test/Z%d", i);
        (void)snprintf(footer, sizeof footer, "AAA-%d:%02d", i / 60, i % 60);
        footer_put(name, footer);
        wrong += zone_find(name) == NULL;
    }
    for (int i = 0; i < 300; i++) {
        const struct zone *zone;

        (void)snprintf(name, sizeof name, "Test/Z%d", i);
        (void)unlink(scratch_path(name));
        zone = zone_find(name); /* from the cache: the file is gone */
        wrong += !zone || strcmp(zone_name(zone), name) != 0 ||
                 zone_offset(zone, (struct instant){0}) != i * 60;
    }
    CU_ASSERT_EQUAL(wrong, 0);
    zones_close();
    CU_ASSERT_PTR_NOT_NULL(zone_find("Europe/London")); /* opens the default root again */
}

static const struct tap_case cases[] = {
    {"a wall time names no instant, one or two", wall_times_name_no_one_or_two_instants},
    {"a sent time is an instant or stands on the wall",
     a_sent_time_is_an_instant_or_stands_on_the_wall},
    {"instants have offsets and walls", instants_have_offsets_and_walls},
    {"transitions follow one another", transitions_follow_one_another},
    {"the far future repeats every 400 years", the_far_future_repeats_every_400_years},
    {"the ends of time are answered", the_ends_of_time_are_answered},
    {"a wall at 24:00 is the next midnight", a_wall_at_24_00_is_the_next_midnight},
    {"names of zones and links are known", names_of_zones_and_links_are_known},
    {"names that are no zones are refused", names_that_are_no_zones_are_refused},
    {"a name of 64 bytes is a name and one of 65 is not",
     a_name_of_64_bytes_is_a_name_and_one_of_65_is_not},
    {"names in any case lead to the proper name", names_are_found_in_any_case_by_their_proper_name},
    {"a walk meets every zone and nothing else", a_walk_meets_every_zone_and_nothing_else},
    {"UTC is known without any files", utc_is_known_without_any_files},
    {"footers are followed", footers_are_followed},
    {"footers that say nothing clear are refused", footers_that_say_nothing_clear_are_refused},
    {"a footer takes over at the last transition", a_footer_takes_over_at_the_last_transition},
    {"a file of version 1 is read without a footer", a_file_of_version_1_is_read_without_a_footer},
    {"times before the calendar are only its beginning",
     times_before_the_calendar_are_only_its_beginning},
    {"a footer alone holds for all time", a_footer_alone_holds_for_all_time},
    {"a file cut short anywhere is no zone", a_file_cut_short_anywhere_is_no_zone},
    {"a file with more behind it is no zone", a_file_with_more_behind_it_is_no_zone},
    {"absurd counts are refused", absurd_counts_are_refused},
    {"a file of 64 KiB is read and a longer one is not",
     a_file_of_64_kib_is_read_and_a_longer_one_is_not},
    {"impossible contents are refused", impossible_contents_are_refused},
    {"single bytes that can not be are refused", single_bytes_that_can_not_be_are_refused},
    {"leap seconds are refused", leap_seconds_are_refused},
    {"things that are no files are no zones", things_that_are_no_files_are_no_zones},
    {"files with random changes never lead to wrong answers",
     files_with_random_changes_never_lead_to_wrong_answers},
    {"a refresh sees a changed file after a second", a_refresh_sees_a_changed_file_after_a_second},
    {"a refresh sees a new version or a changed root",
     a_refresh_sees_a_new_version_or_a_changed_root},
    {"many zones are kept apart", many_zones_are_kept_apart},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    return tap_main_with("zone", cases, setup, teardown, argc, argv);
}
