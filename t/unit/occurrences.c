/* occurrences.c - a series keeps its wall time, in every zone and over every clock change of 2024
 * to 2040, compared with the C library. SPDX-License-Identifier: MIT
 *
 * The library is asked for walls of instants only. An occurrence is right when the library shows
 * the wanted wall there and at no instant before; or, where no instant shows it, when it is the
 * first after the gap. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/occurrences.h"
#include "tap.h"

#define SECONDS_A_DAY INT64_C(86400)

enum { FIRST_YEAR = 2024, LAST_YEAR = 2040, COMPLAINTS_MOST = 5 };

static struct {
    uint64_t conversions, occurrences, gaps, overlaps, wrong;
    size_t zones;
} tally;

/* ---- the library ---- */

static void library_use(const char *name)
{
    if (setenv("TZ", name, 1) != 0)
        abort();
    tzset();
}

static int64_t library_wall(int64_t second)
{
    time_t time = second;
    struct tm broken;

    if (localtime_r(&time, &broken) == NULL)
        abort();
    tally.conversions++;
    return day_of_date((struct date){broken.tm_year + 1900, broken.tm_mon + 1, broken.tm_mday})
                   .number *
               SECONDS_A_DAY +
           broken.tm_hour * 3600 + broken.tm_min * 60 + broken.tm_sec;
}

static int64_t library_offset(int64_t second)
{
    return library_wall(second) - second;
}

/* ---- one occurrence ---- */

static bool is_right(int64_t wanted, int64_t second)
{
    int64_t before = wanted - library_offset(wanted - SECONDS_A_DAY);
    int64_t after = wanted - library_offset(wanted + SECONDS_A_DAY);

    if (library_wall(second) == wanted) {
        bool earlier = (before < second && library_wall(before) == wanted) ||
                       (after < second && library_wall(after) == wanted);

        tally.overlaps +=
            before != after && library_wall(before) == wanted && library_wall(after) == wanted;
        return !earlier;
    }
    tally.gaps++;
    return library_wall(second) > wanted && library_wall(second - 1) < wanted &&
           library_wall(before) != wanted && library_wall(after) != wanted;
}

static void compare(const struct zone *zone, struct day first, int minute, int frequency,
                    int64_t interval, int64_t n, struct day wanted_day)
{
    int64_t first_wall = first.number * SECONDS_A_DAY + minute * 60;
    int64_t start = first_wall - library_offset(first_wall - library_offset(first_wall));
    int64_t wanted = wanted_day.number * SECONDS_A_DAY + minute * 60;

    if (library_wall(start) != first_wall)
        return;
    struct instant found =
        occurrence((struct instant){start * US_A_SECOND}, zone, frequency, interval, n);
    tally.occurrences++;
    if (is_right(wanted, found.us / US_A_SECOND))
        return;
    if (tally.wrong++ < COMPLAINTS_MOST)
        printf("# %s: minute %d of day %d, frequency %d, number %" PRId64 "\n", zone_name(zone),
               minute, wanted_day.number, frequency, n);
}

/* An occurrence that falls on the day, of a series that began before; of all kinds in turn. */
static void compare_day(const struct zone *zone, struct day day, int minute)
{
    static unsigned turn;
    struct date date = date_of_day(day);
    struct date month = {date.month > 1 ? date.year : date.year - 1,
                         date.month > 1 ? date.month - 1 : 12, date.date < 28 ? date.date : 28};
    struct date year = {date.year - 2, date.month, month.date};

    switch (turn++ % 5) {
    case 0:
        compare(zone, day_plus(day, -9), minute, EVERY_DAY, 3, 3, day);
        break;
    case 1:
        compare(zone, day_plus(day, -7), minute, EVERY_WEEK, 1, 1, day);
        break;
    case 2:
        compare(zone, day_plus(day, -28), minute, EVERY_WEEK, 2, 2, day);
        break;
    case 3:
        if (date.date <= 28)
            compare(zone, day_of_date(month), minute, EVERY_MONTH, 1, 1, day);
        break;
    default:
        if (date.date <= 28)
            compare(zone, day_of_date(year), minute, EVERY_YEAR, 1, 2, day);
    }
}

static void compare_zone(const char *name, void *context)
{
    const struct zone *zone = zone_find(name);
    int32_t last = day_of_date((struct date){LAST_YEAR + 1, 1, 1}).number;

    (void)context;
    if (zone == NULL) {
        tally.wrong++;
        return;
    }
    tally.zones++;
    library_use(name);
    for (int32_t day = day_of_date((struct date){FIRST_YEAR, 1, 1}).number; day < last; day++) {
        if (library_offset(day * SECONDS_A_DAY) == library_offset((day + 1) * SECONDS_A_DAY))
            continue;
        for (int32_t near = day - 1; near <= day + 1; near++)
            for (int minute = 0; minute < 1440; minute += 15)
                compare_day(zone, (struct day){near}, minute);
    }
}

static void every_zone_keeps_its_wall_times(void)
{
    zones_open(NULL);
    (void)zones_walk(compare_zone, NULL);
    zones_close();
    printf("# %zu zones, %" PRIu64 " occurrences (%" PRIu64 " in gaps, %" PRIu64
           " in overlaps), %" PRIu64 " conversions: %" PRIu64 " wrong\n",
           tally.zones, tally.occurrences, tally.gaps, tally.overlaps, tally.conversions,
           tally.wrong);
    CU_ASSERT_EQUAL(tally.wrong, 0);
    CU_ASSERT_TRUE(tally.zones > 400);
    CU_ASSERT_TRUE(tally.conversions > 1000000);
    CU_ASSERT_TRUE(tally.gaps > 5000 && tally.overlaps > 5000);
}

/* ---- named ones ---- */

static struct instant at(const char *text)
{
    struct instant instant;

    if (!instant_read(text, strlen(text), INSTANT_ANY_FORM, &instant))
        CU_FAIL_FATAL("an instant that can not be read");
    return instant;
}

static const struct named {
    const char *zone, *first;
    int frequency;
    int64_t interval, n;
    const char *wanted;
} named[] = {
    {"Europe/Rome", "2031-03-27T09:00Z", EVERY_WEEK, 1, 1, "2031-04-03T08:00Z"},
    {"Europe/Rome", "2031-03-27T09:00Z", EVERY_WEEK, 1, 0, "2031-03-27T09:00Z"},
    /* half past two is not there on the day; half past two comes twice */
    {"Europe/Rome", "2031-03-29T01:30Z", EVERY_DAY, 1, 1, "2031-03-30T01:00Z"},
    {"Europe/Rome", "2031-03-29T01:30Z", EVERY_DAY, 1, 2, "2031-03-31T00:30Z"},
    {"Europe/Rome", "2031-10-25T00:30Z", EVERY_DAY, 1, 1, "2031-10-26T00:30Z"},
    {"Europe/Rome", "2031-10-25T00:30Z", EVERY_DAY, 1, 2, "2031-10-27T01:30Z"},
    /* the second half past two is as it was asked for */
    {"Europe/Rome", "2031-10-26T01:30Z", EVERY_DAY, 1, 0, "2031-10-26T01:30Z"},
    {"UTC", "2031-01-31T10:00Z", EVERY_MONTH, 1, 1, "2031-02-28T10:00Z"},
    {"UTC", "2031-01-31T10:00Z", EVERY_MONTH, 1, 2, "2031-03-31T10:00Z"},
    {"UTC", "2031-01-31T10:00Z", EVERY_MONTH, 1, 13, "2032-02-29T10:00Z"},
    {"UTC", "2031-11-30T10:00Z", EVERY_MONTH, 3, 1, "2032-02-29T10:00Z"},
    {"UTC", "2032-02-29T10:00Z", EVERY_YEAR, 1, 1, "2033-02-28T10:00Z"},
    {"UTC", "2032-02-29T10:00Z", EVERY_YEAR, 1, 4, "2036-02-29T10:00Z"},
    {"UTC", "2031-12-31T10:00Z", EVERY_YEAR, 2, 1, "2033-12-31T10:00Z"},
    {"UTC", "2031-12-31T10:00Z", EVERY_DAY, 1, 1, "2032-01-01T10:00Z"},
    {"UTC", "2038-01-18T03:14:07Z", EVERY_DAY, 1, 2, "2038-01-20T03:14:07Z"},
    {"Australia/Lord_Howe", "2031-10-04T15:15Z", EVERY_WEEK, 1, 0, "2031-10-04T15:15Z"},
    {"Pacific/Apia", "2031-06-01T11:00Z", EVERY_MONTH, 1, 12, "2032-06-01T11:00Z"},
};

static void named_ones_are_where_the_calendar_says(void)
{
    zones_open(NULL);
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        const struct named *one = &named[i];
        struct instant found =
            occurrence(at(one->first), zone_find(one->zone), one->frequency, one->interval, one->n);

        if (found.us != at(one->wanted).us)
            printf("# %s from %s, number %" PRId64 "\n", one->zone, one->first, one->n);
        CU_ASSERT_EQUAL(found.us, at(one->wanted).us);
    }
    zones_close();
}

static const struct tap_case cases[] = {
    {"occurrences are where the calendar says", named_ones_are_where_the_calendar_says},
    {"every zone keeps its wall times over every clock change", every_zone_keeps_its_wall_times},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    return tap_main("occurrences", cases, argc, argv);
}
