/* when.c - days, walls and instants: what is read, what is refused, what is written.
 * SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/when.h"

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

enum { FIRST_DAY = -719162, LAST_DAY = 2932896 }; /* 0001-01-01 and 9999-12-31 */

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

/* The readers must not look past the length: the text lies at the very end of its memory. */
static char *exact_copy(const char *text, size_t length)
{
    char *copy = malloc(length > 0 ? length : 1);

    if (!copy)
        abort();
    memcpy(copy, text, length);
    return copy;
}

static bool read_day(const char *text, struct day *day)
{
    char *copy = exact_copy(text, strlen(text));
    bool read = day_read(copy, strlen(text), day);

    free(copy);
    return read;
}

static bool read_minute(const char *text, int *minute)
{
    char *copy = exact_copy(text, strlen(text));
    bool read = minute_read(copy, strlen(text), minute);

    free(copy);
    return read;
}

static bool read_wall(const char *text, struct wall *wall)
{
    char *copy = exact_copy(text, strlen(text));
    bool read = wall_read(copy, strlen(text), wall);

    free(copy);
    return read;
}

static bool read_instant(const char *text, enum instant_form form, struct instant *instant)
{
    char *copy = exact_copy(text, strlen(text));
    bool read = instant_read(copy, strlen(text), form, instant);

    free(copy);
    return read;
}

static void known_days_have_known_numbers(void)
{
    static const struct {
        struct date date;
        int32_t number;
        int weekday;
    } known[] = {
        {{1970, 1, 1}, 0, 3},      {{1969, 12, 31}, -1, 2},      {{2000, 2, 29}, 11016, 1},
        {{2000, 3, 1}, 11017, 2},  {{2026, 10, 25}, 20751, 6},   {{1900, 2, 28}, -25509, 2},
        {{1900, 3, 1}, -25508, 3}, {{1, 1, 1}, FIRST_DAY, 0},    {{9999, 12, 31}, LAST_DAY, 4},
        {{2038, 1, 19}, 24855, 1}, {{1582, 10, 15}, -141427, 4}, {{2100, 2, 28}, 47540, 6},
        {{2100, 3, 1}, 47541, 0},
    };

    for (size_t i = 0; i < COUNT(known); i++) {
        struct day day = day_of_date(known[i].date);
        struct date date = date_of_day(day);

        CHECK(day.number == known[i].number, "%d-%d-%d is %d", known[i].date.year,
              known[i].date.month, known[i].date.date, day.number);
        CU_ASSERT_EQUAL(date.year, known[i].date.year);
        CU_ASSERT_EQUAL(date.month, known[i].date.month);
        CU_ASSERT_EQUAL(date.date, known[i].date.date);
        CHECK(weekday_of_day(day) == known[i].weekday, "weekday of %d is %d", day.number,
              weekday_of_day(day));
    }
}

static void every_day_of_the_calendar_follows_the_one_before(void)
{
    struct date before = date_of_day((struct day){FIRST_DAY});
    int wrong = 0;

    CU_ASSERT_EQUAL(before.year, 1);
    for (int32_t number = FIRST_DAY + 1; number <= LAST_DAY; number++) {
        struct date expected = {before.year, before.month, before.date + 1};
        struct date date = date_of_day((struct day){number});

        if (expected.date > days_in_month(expected.year, expected.month))
            expected = (struct date){expected.year, expected.month + 1, 1};
        if (expected.month > 12)
            expected = (struct date){expected.year + 1, 1, 1};
        wrong += date.year != expected.year || date.month != expected.month ||
                 date.date != expected.date || day_of_date(date).number != number ||
                 weekday_of_day((struct day){number}) !=
                     (weekday_of_day((struct day){number - 1}) + 1) % 7;
        before = date;
    }
    CU_ASSERT_EQUAL(wrong, 0);
    CU_ASSERT_EQUAL(before.year, 9999);
}

static void february_has_29_days_in_leap_years_only(void)
{
    CU_ASSERT_EQUAL(days_in_month(2024, 2), 29);
    CU_ASSERT_EQUAL(days_in_month(2000, 2), 29);
    CU_ASSERT_EQUAL(days_in_month(1900, 2), 28);
    CU_ASSERT_EQUAL(days_in_month(2100, 2), 28);
    CU_ASSERT_EQUAL(days_in_month(2026, 2), 28);
    CU_ASSERT_EQUAL(days_in_month(2026, 4), 30);
    CU_ASSERT_EQUAL(days_in_month(2026, 12), 31);
}

static void adding_days_stops_at_the_ends_instead_of_going_round(void)
{
    CU_ASSERT_EQUAL(day_plus((struct day){10}, -11).number, -1);
    CU_ASSERT_EQUAL(day_plus((struct day){INT32_MAX}, 1).number, INT32_MAX);
    CU_ASSERT_EQUAL(day_plus((struct day){INT32_MIN}, -1).number, INT32_MIN);
}

static void days_are_read(void)
{
    static const struct {
        const char *text;
        int32_t number;
    } accepted[] = {
        {"1970-01-01", 0},         {"2024-02-29", 19782},    {"2000-02-29", 11016},
        {"0001-01-01", FIRST_DAY}, {"9999-12-31", LAST_DAY}, {"2026-10-25", 20751},
    };

    for (size_t i = 0; i < COUNT(accepted); i++) {
        struct day day = {123456};

        CHECK(read_day(accepted[i].text, &day), "%s", accepted[i].text);
        CHECK(day.number == accepted[i].number, "%s gave %d", accepted[i].text, day.number);
    }
}

static void days_that_do_not_exist_or_are_not_written_so_are_refused(void)
{
    static const char *const refused[] = {
        "",
        "2026",
        "2026-01",
        "2026-02-30",
        "2026-02-29",
        "2100-02-29",
        "2026-04-31",
        "2026-00-10",
        "2026-13-10",
        "2026-01-00",
        "2026-01-32",
        "0000-01-01",
        "2026-1-1",
        "26-01-01",
        "02026-01-01",
        "2026/01/01",
        "2026-01-01 ",
        " 2026-01-01",
        "20260101",
        "+2026-01-01",
        "-2026-01-01",
        "2026-01-01T",
        "2026-01-0x",
        "2026-01-1",
        "2026-01-",
        "2026-0",
        "202",
        "2026-+1-01",
        "2026- 1-01",
        "2026-01-01Z",
        "2026--1-01",
        "２026-01-01",
        "2026-01-010",
        "2026-01-01T00:00",
    };

    for (size_t i = 0; i < COUNT(refused); i++) {
        struct day day = {123456};

        CHECK(!read_day(refused[i], &day), "%s", refused[i]);
        CHECK(day.number == 123456, "%s was refused but written", refused[i]);
    }
}

static void a_nul_inside_of_a_text_is_refused(void)
{
    struct day day;
    struct instant instant;

    CU_ASSERT_FALSE(day_read("2026-01-01\0", 11, &day));
    CU_ASSERT_FALSE(day_read("2026-01\0-01", 10, &day));
    CU_ASSERT_FALSE(instant_read("2026-01-01T10:00Z\0", 18, INSTANT_ANY_FORM, &instant));
    CU_ASSERT_TRUE(instant_read("2026-01-01T10:00Zrest", 17, INSTANT_ANY_FORM, &instant));
}

static void minutes_of_the_day_are_read_and_24_00_is_1440(void)
{
    static const struct {
        const char *text;
        int minute;
    } accepted[] = {{"00:00", 0}, {"09:05", 545}, {"23:59", 1439}, {"24:00", 1440}};
    static const char *const refused[] = {
        "",       "24:01", "25:00", "9:00",   "09:60",  "0900",  "09:0",  "09:000",   "09:00 ",
        " 09:00", "-1:00", "09-00", "09:00Z", "09:00:", "09:+1", "0x:00", "09:00:00", "99:99",
    };

    for (size_t i = 0; i < COUNT(accepted); i++) {
        int minute = -1;

        CHECK(read_minute(accepted[i].text, &minute), "%s", accepted[i].text);
        CU_ASSERT_EQUAL(minute, accepted[i].minute);
    }
    for (size_t i = 0; i < COUNT(refused); i++) {
        int minute = -1;

        CHECK(!read_minute(refused[i], &minute), "%s", refused[i]);
        CU_ASSERT_EQUAL(minute, -1);
    }
}

static void walls_are_read_and_fractions_are_cut(void)
{
    static const struct {
        const char *text;
        int64_t us;
    } accepted[] = {
        {"2026-10-25T01:30", 90 * US_A_MINUTE},
        {"2026-10-25 01:30", 90 * US_A_MINUTE},
        {"2026-10-25T01:30:59", 90 * US_A_MINUTE + 59 * US_A_SECOND},
        {"2026-10-25 23:59:59.9", US_A_DAY - US_A_SECOND + 900000},
        {"2026-10-25T00:00:00.000001", 1},
        {"2026-10-25T00:00:00.0000019", 1},
        {"2026-10-25T00:00:00.999999999999999999999999999999", 999999},
        {"2026-10-25T00:00:00.12", 120000},
    };

    for (size_t i = 0; i < COUNT(accepted); i++) {
        struct wall wall = {.us = -1};

        CHECK(read_wall(accepted[i].text, &wall), "%s", accepted[i].text);
        CU_ASSERT_EQUAL(wall.day.number, 20751);
        CHECK(wall.us == accepted[i].us, "%s gave %" PRId64, accepted[i].text, wall.us);
    }
}

static void walls_with_an_offset_or_a_wrong_time_are_refused(void)
{
    static const char *const refused[] = {
        "",
        "2026-10-25",
        "2026-10",
        "2026-10T01:30",
        "2026T01:30",
        "2026-10-25T",
        "2026-10-25T01",
        "2026-10-25T01:",
        "2026-10-25T01:3",
        "2026-10-25T1:30",
        "2026-10-25T24:00",
        "2026-10-25T23:60",
        "2026-10-25T23:59:60",
        "2026-10-25T01:30Z",
        "2026-10-25T01:30+00:00",
        "2026-10-25t01:30",
        "2026-10-25  01:30",
        "2026-10-25_01:30",
        "2026-10-25T01:30 ",
        "2026-10-25T01:30:00.",
        "2026-10-25T01:30:00,5",
        "2026-10-25T01:30.5",
        "2026-10-25T01:30:5",
        "2026-10-25T01:30:00.5x",
        "2026-10-25T01:30:00.5.5",
        "2026-10-25T0130",
        "2026-02-30T01:30",
        "0000-10-25T01:30",
    };

    for (size_t i = 0; i < COUNT(refused); i++) {
        struct wall wall = {.us = -1};

        CHECK(!read_wall(refused[i], &wall), "%s", refused[i]);
        CU_ASSERT_EQUAL(wall.us, -1);
    }
}

static void instants_are_read_in_every_form(void)
{
    static const struct {
        const char *text;
        int64_t seconds, us;
        bool has_time, has_offset;
        int32_t offset;
    } accepted[] = {
        {"2050", 2524608000, 0, false, false, 0},
        {"2050-09", 2545603200, 0, false, false, 0},
        {"2050-09-05", 2545948800, 0, false, false, 0},
        {"2050-09-05T09:00", 2545981200, 0, true, false, 0},
        {"2050-09-05 09:00", 2545981200, 0, true, false, 0},
        {"2050-09-05T09:00Z", 2545981200, 0, true, true, 0},
        {"2050-09-05T09:00:00Z", 2545981200, 0, true, true, 0},
        {"2050-09-05T09:00:00.123Z", 2545981200, 123000, true, true, 0},
        {"2050-09-05T09:00:00.1234567Z", 2545981200, 123456, true, true, 0},
        {"2050-09-05T09:00:00", 2545981200, 0, true, false, 0},
        {"2050-09-05T11:00:00+02:00", 2545981200, 0, true, true, 7200},
        {"2050-09-05T11:00:00+0200", 2545981200, 0, true, true, 7200},
        {"2050-09-05T11:00:00+02", 2545981200, 0, true, true, 7200},
        {"2050-09-05T11:00+02:00", 2545981200, 0, true, true, 7200},
        {"2050-09-05 11:00:00.5+02:00", 2545981200, 500000, true, true, 7200},
        {"2050-09-04T23:30:00-09:30", 2545981200, 0, true, true, -34200},
        {"2050-09-04T23:30:00-0930", 2545981200, 0, true, true, -34200},
        {"2050-09-06T08:59:00+23:59", 2545981200, 0, true, true, 86340},
        {"2050-09-05T09:00:00-00:00", 2545981200, 0, true, true, 0},
        {"1969-12-31T23:59:59.999999Z", -1, 999999, true, true, 0},
        {"0001-01-01", INT64_C(-62135596800), 0, false, false, 0},
        {"9999-12-31T23:59:59.999999Z", INT64_C(253402300799), 999999, true, true, 0},
    };

    for (size_t i = 0; i < COUNT(accepted); i++) {
        const char *text = accepted[i].text;
        struct instant instant = INSTANT_NONE;
        struct wall wall;
        bool has_offset, has_time;
        int32_t offset;

        CHECK(read_instant(text, INSTANT_ANY_FORM, &instant), "%s", text);
        CHECK(instant.us == accepted[i].seconds * US_A_SECOND + accepted[i].us, "%s gave %" PRId64,
              text, instant.us);
        CHECK(read_instant(text, INSTANT_DATE_TIME, &instant) == accepted[i].has_time, "%s", text);
        CHECK(instant_read_parts(text, strlen(text), &wall, &has_offset, &offset, &has_time), "%s",
              text);
        CHECK(has_offset == accepted[i].has_offset, "offset of %s", text);
        CHECK(has_time == accepted[i].has_time, "time of %s", text);
        CHECK(offset == accepted[i].offset, "%s gave %d", text, offset);
        CHECK(instant_of_wall_utc(wall).us - offset * US_A_SECOND == instant.us, "wall of %s",
              text);
    }
}

static void texts_that_are_no_instants_are_refused(void)
{
    static const char *const refused[] = {
        "",
        "now",
        "205",
        "20500",
        "2050-",
        "2050-9",
        "2050-09-",
        "2050-09-5",
        "2050Z",
        "2050-09Z",
        "2050-09-05Z",
        "2050-09-05+02:00",
        "2050T09:00",
        "2050-09T09:00Z",
        "0000",
        "0000-01-01T00:00Z",
        "2050-02-30",
        "2050-02-30T09:00Z",
        "2050-13-01T09:00Z",
        "2050-09-05t09:00Z",
        "2050-09-05T09:00z",
        "2050-09-05T24:00Z",
        "2050-09-05T24:00:00Z",
        "2050-09-05T09:60Z",
        "2050-09-05T23:59:60Z",
        "2050-09-05T09:00:00,123Z",
        "2050-09-05T09:00:00.Z",
        "2050-09-05T09:00.5Z",
        "2050-09-05T09:00:00Z ",
        " 2050-09-05T09:00:00Z",
        "2050-09-05T09:00:00ZZ",
        "2050-09-05T09:00:00 Z",
        "2050-09-05T09:00:00 +02:00",
        "2050-09-05T09:00:00 02:00",
        "2050-09-05T09:00:00+24:00",
        "2050-09-05T09:00:00-24:00",
        "2050-09-05T09:00:00+24",
        "2050-09-05T09:00:00+02:60",
        "2050-09-05T09:00:00+0260",
        "2050-09-05T09:00:00+2",
        "2050-09-05T09:00:00+2:00",
        "2050-09-05T09:00:00+02:",
        "2050-09-05T09:00:00+02:0",
        "2050-09-05T09:00:00+020",
        "2050-09-05T09:00:00+02:00:00",
        "2050-09-05T09:00:00+02:00Z",
        "2050-09-05T09:00:00Z+02:00",
        "2050-09-05T09:00:00+",
        "2050-09-05T09:00:00−02:00",
        "2050-09-05T09Z",
        "2050-09-05T",
        "20500905T090000Z",
        "2050-W36-1",
        "2050-248",
        "+002050-09-05T09:00:00Z",
        "1735689600",
        "2050-09-05T09:00:00[Europe/London]",
        "2050-09-05T09:00:00Z[UTC]",
    };

    for (size_t i = 0; i < COUNT(refused); i++) {
        struct instant instant = INSTANT_NONE;
        struct wall wall;
        bool has_offset, has_time;
        int32_t offset;

        CHECK(!read_instant(refused[i], INSTANT_ANY_FORM, &instant), "%s", refused[i]);
        CU_ASSERT_TRUE(INSTANT_IS_NONE(instant));
        CHECK(!instant_read_parts(refused[i], strlen(refused[i]), &wall, &has_offset, &offset,
                                  &has_time),
              "%s", refused[i]);
    }
}

static void an_offset_that_leads_out_of_the_calendar_is_refused(void)
{
    struct instant instant;

    CU_ASSERT_FALSE(read_instant("0001-01-01T00:59+01:00", INSTANT_ANY_FORM, &instant));
    CU_ASSERT_TRUE(read_instant("0001-01-01T01:00+01:00", INSTANT_ANY_FORM, &instant));
    CU_ASSERT_FALSE(read_instant("9999-12-31T23:00-01:00", INSTANT_ANY_FORM, &instant));
    CU_ASSERT_TRUE(read_instant("9999-12-31T22:59-01:00", INSTANT_ANY_FORM, &instant));
}

static void every_beginning_of_a_good_text_is_read_or_refused_in_bounds(void)
{
    static const char full[] = "2050-09-05T11:00:00.123456789+02:00";
    int read = 0;

    for (size_t length = 0; length < sizeof full; length++) {
        char *copy = exact_copy(full, length);
        struct instant instant;

        read += instant_read(copy, length, INSTANT_ANY_FORM, &instant);
        free(copy);
    }
    /* Year, month, day, minute, second, nine fractions, +02, +02:00. */
    CU_ASSERT_EQUAL(read, 16);
}

static void sent_times_keep_their_wall_or_their_instant(void)
{
    static const struct {
        const char *text;
        bool good, has_offset;
        const char *shows; /* the instant, or the wall */
    } table[] = {
        {"2026-03-24 10:00:00", true, false, "2026-03-24 10:00:00"},
        {"2026-03-24T10:00", true, false, "2026-03-24 10:00:00"},
        {"2026-03-24T10:00:59.999", true, false, "2026-03-24 10:00:59"},
        {"2026-03-24T10:00:00Z", true, true, "2026-03-24T10:00:00Z"},
        {"2026-03-24 10:00:00+02:00", true, true, "2026-03-24T08:00:00Z"},
        {"2026-03-24T00:30:00-0930", true, true, "2026-03-24T10:00:00Z"},
        {"2026-03-24", false, false, NULL},
        {"2026-03", false, false, NULL},
        {"", false, false, NULL},
        {"2026-03-24 24:00:00", false, false, NULL},
        {"2026-03-24 10:00:00 ", false, false, NULL},
        {"2026-03-24 10:00:00 Europe/Rome", false, false, NULL},
        {"0001-01-01T00:00:00+02:00", false, false, NULL},
        {"9999-12-31T23:00:00-02:00", false, false, NULL},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        size_t length = strlen(table[i].text);
        char *copy = exact_copy(table[i].text, length);
        struct time_sent sent = {0};
        char shown[WHEN_ROOM] = "";
        bool good = time_sent_read(copy, length, &sent);

        if (good && sent.has_offset)
            instant_write(shown, sent.instant, WHEN_Z_SECONDS, 0);
        else if (good)
            wall_write(shown, sent.wall);
        CHECK(good == table[i].good, "'%s' is %s", table[i].text, good ? "taken" : "refused");
        if (good && table[i].good)
            CHECK(sent.has_offset == table[i].has_offset && strcmp(shown, table[i].shows) == 0,
                  "'%s' is %s", table[i].text, shown);
        free(copy);
    }
}

static void instants_are_written_in_every_style(void)
{
    static const struct {
        int64_t us;
        enum when_style style;
        int32_t offset;
        const char *text;
    } written[] = {
        {INT64_C(2545981200000000), WHEN_Z_MILLIS, 0, "2050-09-05T09:00:00.000Z"},
        {INT64_C(2545981200000000), WHEN_Z_SECONDS, 0, "2050-09-05T09:00:00Z"},
        {INT64_C(2545981200000000), WHEN_Z_MICROS, 0, "2050-09-05T09:00:00.000000Z"},
        {INT64_C(2545981200000000), WHEN_OFFSET_MILLIS, 7200, "2050-09-05T11:00:00.000+02:00"},
        {INT64_C(2545981200000000), WHEN_OFFSET_MILLIS, -34200, "2050-09-04T23:30:00.000-09:30"},
        {INT64_C(2545981200000000), WHEN_OFFSET_MILLIS, 0, "2050-09-05T09:00:00.000+00:00"},
        {INT64_C(2545981200000000), WHEN_Z_MILLIS, 7200, "2050-09-05T09:00:00.000Z"},
        {INT64_C(2545981200999999), WHEN_Z_MILLIS, 0, "2050-09-05T09:00:00.999Z"},
        {INT64_C(2545981200999999), WHEN_Z_SECONDS, 0, "2050-09-05T09:00:00Z"},
        {INT64_C(2545981200000042), WHEN_Z_MICROS, 0, "2050-09-05T09:00:00.000042Z"},
        {-1, WHEN_Z_MICROS, 0, "1969-12-31T23:59:59.999999Z"},
        {-1, WHEN_Z_MILLIS, 0, "1969-12-31T23:59:59.999Z"},
        {INT64_C(-62135596800000000), WHEN_Z_SECONDS, 0, "0001-01-01T00:00:00Z"},
        {INT64_C(253402300799999999), WHEN_Z_MICROS, 0, "9999-12-31T23:59:59.999999Z"},
        /* Local mean time of London: the text names the same instant. */
        {0, WHEN_OFFSET_MILLIS, -75, "1969-12-31T23:59:00.000-00:01"},
    };

    for (size_t i = 0; i < COUNT(written); i++) {
        char out[WHEN_ROOM];
        size_t length = instant_write(out, (struct instant){written[i].us}, written[i].style,
                                      written[i].offset);

        CHECK(strcmp(out, written[i].text) == 0, "%s for %s", out, written[i].text);
        CU_ASSERT_EQUAL(length, strlen(out));
    }
}

static void days_and_walls_are_written(void)
{
    char out[WHEN_ROOM];

    CU_ASSERT_EQUAL(day_write(out, (struct day){19782}), 10);
    CU_ASSERT_STRING_EQUAL(out, "2024-02-29");
    CU_ASSERT_EQUAL(wall_write(out, (struct wall){{19782}, 9 * US_AN_HOUR + 999999}), 19);
    CU_ASSERT_STRING_EQUAL(out, "2024-02-29 09:00:00");
}

static void no_instant_overflows_the_room_of_its_text(void)
{
    static const int64_t extremes[] = {INT64_MIN, INT64_MIN + 1, INT64_MAX, INT64_MAX - 1};
    static const int32_t numbers[] = {INT32_MIN, INT32_MAX};
    char out[WHEN_ROOM];

    for (size_t i = 0; i < COUNT(extremes); i++) {
        for (int style = WHEN_Z_MILLIS; style <= WHEN_OFFSET_MILLIS; style++) {
            struct instant read;
            size_t length = instant_write(out, (struct instant){extremes[i]},
                                          (enum when_style)style, i % 2 == 0 ? 86399 : -86399);

            CU_ASSERT_TRUE(length < WHEN_ROOM && length == strlen(out));
            CHECK(!instant_read(out, length, INSTANT_ANY_FORM, &read), "%s", out);
        }
    }
    CU_ASSERT_FALSE(
        INSTANT_IS_NONE(instant_of_wall_utc(wall_of_instant_utc((struct instant){INT64_MIN}))));
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct instant far = instant_of_wall_utc((struct wall){{numbers[i]}, US_A_DAY - 1});

        CU_ASSERT_TRUE(day_write(out, (struct day){numbers[i]}) < WHEN_ROOM);
        CU_ASSERT_FALSE(INSTANT_IS_NONE(far));
        CU_ASSERT_EQUAL(far.us < 0, numbers[i] < 0);
    }
}

static void random_instants_survive_being_written_and_read(void)
{
    int wrong = 0;

    random_seed();
    for (int i = 0; i < 200000; i++) {
        struct instant instant = {
            random_between(FIRST_DAY * US_A_DAY, (LAST_DAY + INT64_C(1)) * US_A_DAY - 1)};
        struct wall wall = wall_of_instant_utc(instant);
        int32_t offset = (int32_t)random_between(-1439, 1439) * 60;
        char out[WHEN_ROOM];
        struct instant read;
        size_t length = instant_write(out, instant, WHEN_Z_MICROS, 0);

        wrong += !instant_read(out, length, INSTANT_DATE_TIME, &read) || read.us != instant.us;
        wrong += instant_of_wall_utc(wall).us != instant.us || wall.us < 0 || wall.us >= US_A_DAY;
        if (instant.us < (FIRST_DAY + 1) * US_A_DAY || instant.us >= LAST_DAY * US_A_DAY)
            continue;
        length = instant_write(out, instant, WHEN_OFFSET_MILLIS, offset);
        wrong += !instant_read(out, length, INSTANT_DATE_TIME, &read) || read.us > instant.us ||
                 instant.us - read.us >= 1000;
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

static void random_days_survive_being_written_and_read(void)
{
    int wrong = 0;

    random_seed();
    for (int i = 0; i < 200000; i++) {
        struct day day = {(int32_t)random_between(FIRST_DAY, LAST_DAY)}, read;
        struct wall wall = {day, random_between(0, 86399) * US_A_SECOND}, wall_back;
        char out[WHEN_ROOM];
        size_t length = day_write(out, day);

        wrong += !day_read(out, length, &read) || read.number != day.number;
        length = wall_write(out, wall);
        wrong += !wall_read(out, length, &wall_back) || wall_back.day.number != day.number ||
                 wall_back.us != wall.us;
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

/* One byte changed: whatever is still read must be a real date that is written the same way. */
static void random_changes_of_a_text_are_refused_or_mean_what_they_say(void)
{
    static const char alphabet[] = "0123456789-:.TZ+ tz,/x";
    int wrong = 0, read_count = 0;

    random_seed();
    for (int i = 0; i < 200000; i++) {
        char text[] = "2024-02-29T23:59:59.123456Z", out[WHEN_ROOM];
        struct instant instant;

        for (int64_t changes = random_between(1, 3); changes > 0; changes--)
            text[random_between(0, (int64_t)sizeof text - 2)] =
                alphabet[random_between(0, (int64_t)sizeof alphabet - 2)];
        if (!instant_read(text, sizeof text - 1, INSTANT_DATE_TIME, &instant))
            continue;
        read_count++;
        if (text[10] == ' ')
            text[10] = 'T';
        if (text[26] != 'Z') /* a seventh digit of the fraction, or an offset */
            continue;
        (void)instant_write(out, instant, WHEN_Z_MICROS, 0);
        wrong += strcmp(out, text) != 0;
    }
    CU_ASSERT_EQUAL(wrong, 0);
    CU_ASSERT_TRUE(read_count > 1000);
}

static void the_present_is_what_the_clock_says(void)
{
    struct instant before = {time(NULL) * US_A_SECOND};
    struct instant now = instant_now();

    /* time() may come from a coarser clock than the present. */
    CU_ASSERT_TRUE(now.us >= before.us - US_A_SECOND);
    CU_ASSERT_TRUE(now.us < before.us + 10 * US_A_SECOND);
}

static void elapsed_times_are_read(void)
{
    static const char *const bad[] = {
        "5",  "s", "5x", "-5s", "5 s", "1.5s", "5s,5s", "367d", "5S", "5ms5", "99999999999999999d",
        "5sm"};
    struct span spans[5];
    size_t count;

    CU_ASSERT(spans_read(" 20ms 5s\t3m 2h 366d ", spans, 5, &count));
    CU_ASSERT_EQUAL(count, 5);
    CU_ASSERT_EQUAL(spans[0].us, 20000);
    CU_ASSERT_EQUAL(spans[1].us, 5 * US_A_SECOND);
    CU_ASSERT_EQUAL(spans[2].us, 3 * US_A_MINUTE);
    CU_ASSERT_EQUAL(spans[3].us, 2 * US_AN_HOUR);
    CU_ASSERT_EQUAL(spans[4].us, 366 * US_A_DAY);
    CU_ASSERT(spans_read("", spans, 5, &count));
    CU_ASSERT_EQUAL(count, 0);
    CU_ASSERT_FALSE(spans_read("1s 1s 1s", spans, 2, &count));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CU_ASSERT_FALSE(spans_read(bad[i], spans, 5, &count));
}

static const struct tap_case cases[] = {
    {"elapsed times are read with their units", elapsed_times_are_read},
    {"known days have known numbers and weekdays", known_days_have_known_numbers},
    {"every day of the calendar follows the one before",
     every_day_of_the_calendar_follows_the_one_before},
    {"February has 29 days in leap years only", february_has_29_days_in_leap_years_only},
    {"adding days stops at the ends instead of going round",
     adding_days_stops_at_the_ends_instead_of_going_round},
    {"days are read", days_are_read},
    {"days that do not exist or are not written so are refused",
     days_that_do_not_exist_or_are_not_written_so_are_refused},
    {"a NUL inside of a text is refused", a_nul_inside_of_a_text_is_refused},
    {"minutes of the day are read and 24:00 is 1440",
     minutes_of_the_day_are_read_and_24_00_is_1440},
    {"walls are read and fractions are cut", walls_are_read_and_fractions_are_cut},
    {"walls with an offset or a wrong time are refused",
     walls_with_an_offset_or_a_wrong_time_are_refused},
    {"instants are read in every form", instants_are_read_in_every_form},
    {"texts that are no instants are refused", texts_that_are_no_instants_are_refused},
    {"an offset that leads out of the calendar is refused",
     an_offset_that_leads_out_of_the_calendar_is_refused},
    {"every beginning of a good text is read or refused in bounds",
     every_beginning_of_a_good_text_is_read_or_refused_in_bounds},
    {"sent times keep their wall or their instant", sent_times_keep_their_wall_or_their_instant},
    {"instants are written in every style", instants_are_written_in_every_style},
    {"days and walls are written", days_and_walls_are_written},
    {"no instant overflows the room of its text", no_instant_overflows_the_room_of_its_text},
    {"random instants survive being written and read",
     random_instants_survive_being_written_and_read},
    {"random days survive being written and read", random_days_survive_being_written_and_read},
    {"random changes of a text are refused or mean what they say",
     random_changes_of_a_text_are_refused_or_mean_what_they_say},
    {"the present is what the clock says", the_present_is_what_the_clock_says},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    return tap_main("when", cases, argc, argv);
}
