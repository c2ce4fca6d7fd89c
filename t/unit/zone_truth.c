/* zone_truth.c - every zone against a second implementation: the C library's own.
 * SPDX-License-Identifier: MIT
 *
 * The library goes from instants to walls only by localtime_r(), which is all that is asked of it:
 * where its offsets change is found by looking every day and halving, and the instants of a
 * wall are those among wall minus offset, for all offsets in force within two days, that it shows
 * as that wall. posix/ and right/ are left out: the one is a copy, the other counts leap seconds.
 * SEED=n repeats a run. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/zone.h"

#include "../tap.h"

#define SECONDS_A_DAY INT64_C(86400)
#define TWO_DAYS      (2 * SECONDS_A_DAY)
/* The library's offsets are looked at this often. One in force for a shorter time would be missed,
 * but not by us, and so be seen when the transitions are compared. */
#define STRIDE SECONDS_A_DAY

enum { PIECES_MOST = 2000, RANDOM_INSTANTS = 400, RANDOM_NEAR = 4 };

/* From `start` on the library shows `offset`. */
struct piece {
    int64_t start;
    int32_t offset;
};

/* What the library says about one zone. */
struct truth {
    struct piece pieces[PIECES_MOST];
    size_t count;
};

struct tally {
    uint64_t offsets, walls, gaps, overlaps, transitions, wrong;
    size_t zones, zones_wrong;
};

/* Around a transition, in seconds. */
static const int64_t beside[] = {-86400, -7200, -3601, -3600, -1860, -1800, -900,
                                 -61,    -60,   -1,    0,     1,     60,    61,
                                 900,    1799,  1800,  3599,  3600,  7200,  86400};

static uint64_t random_state;
static int64_t first_second, last_second, last_dense;
static struct tally tally;
static struct truth truth;

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

static int64_t second_of_year(int year)
{
    return day_of_date((struct date){year, 1, 1}).number * SECONDS_A_DAY;
}

static void library_use(const char *name)
{
    if (setenv("TZ", name, 1) != 0)
        abort();
    tzset();
}

static int32_t library_offset(int64_t second)
{
    time_t time = second;
    struct tm broken;

    if (!localtime_r(&time, &broken))
        abort();
    return (int32_t)broken.tm_gmtoff;
}

/* The wall's seconds, from the fields rather than from the offset. */
static int64_t library_wall(int64_t second)
{
    time_t time = second;
    struct tm broken;

    if (!localtime_r(&time, &broken))
        abort();
    return day_of_date((struct date){broken.tm_year + 1900, broken.tm_mon + 1, broken.tm_mday})
                   .number *
               SECONDS_A_DAY +
           broken.tm_hour * 3600 + broken.tm_min * 60 + broken.tm_sec;
}

/* The first second at which the offset is no longer that of `low`. */
static int64_t library_change(int64_t low, int64_t high)
{
    int32_t offset = library_offset(low);

    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;

        if (library_offset(middle) == offset)
            low = middle;
        else
            high = middle;
    }
    return high;
}

static void truth_add(int64_t start, int32_t offset)
{
    if (truth.count == PIECES_MOST)
        abort();
    truth.pieces[truth.count++] = (struct piece){start, offset};
}

static void truth_find(void)
{
    int32_t offset = library_offset(first_second);

    truth.count = 0;
    truth_add(first_second, offset);
    for (int64_t second = first_second; second < last_second; second += STRIDE) {
        int64_t low = second;

        while (library_offset(second + STRIDE) != offset) {
            low = library_change(low, second + STRIDE);
            offset = library_offset(low);
            truth_add(low, offset);
        }
    }
}

static void complain(const char *zone, const char *what, int64_t second, int64_t ours,
                     int64_t theirs)
{
    char out[WHEN_ROOM];

    (void)instant_write(out, (struct instant){second * US_A_SECOND}, WHEN_Z_SECONDS, 0);
    if (tally.wrong++ < 50)
        printf("# %s: %s of %s: ours %" PRId64 ", the library's %" PRId64 "\n", zone, what, out,
               ours, theirs);
}

static void compare_instant(const struct zone *zone, int64_t second)
{
    struct instant instant = {second * US_A_SECOND};
    struct wall wall = zone_wall(zone, instant);
    int64_t shown = wall.day.number * SECONDS_A_DAY + wall.us / US_A_SECOND;

    tally.offsets++;
    if (zone_offset(zone, instant) != library_offset(second))
        complain(zone_name(zone), "offset", second, zone_offset(zone, instant),
                 library_offset(second));
    if (shown != library_wall(second))
        complain(zone_name(zone), "wall", second, shown, library_wall(second));
}

/* The piece in force in a second. */
static size_t truth_piece(int64_t second)
{
    size_t low = 0, high = truth.count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (truth.pieces[middle].start <= second)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* `shown` is a wall, counted in seconds as if it were UTC. */
static struct zone_instants truth_instants(int64_t shown)
{
    int64_t earliest = INT64_MAX, latest = INT64_MIN, after = INT64_MIN;

    for (size_t i = truth_piece(shown - TWO_DAYS);
         i < truth.count && truth.pieces[i].start <= shown + TWO_DAYS; i++) {
        int64_t candidate = shown - truth.pieces[i].offset;

        if (library_wall(candidate) == shown) {
            earliest = candidate < earliest ? candidate : earliest;
            latest = candidate > latest ? candidate : latest;
        }
        if (i > 0 && after == INT64_MIN && library_wall(truth.pieces[i].start) > shown &&
            library_wall(truth.pieces[i].start - 1) < shown)
            after = truth.pieces[i].start;
    }
    if (latest == INT64_MIN)
        return (struct zone_instants){ZONE_GAP, {after * US_A_SECOND}, {after * US_A_SECOND}};
    return (struct zone_instants){earliest == latest ? ZONE_SINGLE : ZONE_OVERLAP,
                                  {earliest * US_A_SECOND},
                                  {latest * US_A_SECOND}};
}

static void compare_wall(const struct zone *zone, int64_t shown)
{
    struct wall wall = wall_of_instant_utc((struct instant){shown * US_A_SECOND});
    struct zone_instants ours = zone_instants(zone, wall);
    struct zone_instants theirs = truth_instants(shown);

    tally.walls++;
    tally.gaps += theirs.match == ZONE_GAP;
    tally.overlaps += theirs.match == ZONE_OVERLAP;
    if (ours.match != theirs.match)
        complain(zone_name(zone), "match", shown, ours.match, theirs.match);
    if (ours.earlier.us != theirs.earlier.us)
        complain(zone_name(zone), "earlier instant", shown, ours.earlier.us, theirs.earlier.us);
    if (ours.later.us != theirs.later.us)
        complain(zone_name(zone), "later instant", shown, ours.later.us, theirs.later.us);
}

static void compare_both(const struct zone *zone, int64_t second)
{
    compare_instant(zone, second);
    compare_wall(zone, second + library_offset(second));
}

/* Both lists of transitions, one against the other. */
static void compare_transitions(const struct zone *zone)
{
    struct instant at = {first_second * US_A_SECOND};

    for (size_t i = 1; i < truth.count; i++) {
        struct instant next = zone_next_transition(zone, at);

        tally.transitions++;
        if (next.us != truth.pieces[i].start * US_A_SECOND)
            complain(zone_name(zone), "next transition", at.us / US_A_SECOND,
                     INSTANT_IS_NONE(next) ? -1 : next.us / US_A_SECOND, truth.pieces[i].start);
        at.us = truth.pieces[i].start * US_A_SECOND;
    }
    at = zone_next_transition(zone, at);
    if (!INSTANT_IS_NONE(at) && at.us < last_second * US_A_SECOND)
        complain(zone_name(zone), "transition", at.us / US_A_SECOND, at.us / US_A_SECOND, -1);
}

/* To the end of 2045 all seconds of the table, later one in eight. The walls of both offsets, so
 * that gaps and overlaps are met wherever they lie. */
static void compare_beside_transitions(const struct zone *zone)
{
    for (size_t i = 1; i < truth.count; i++) {
        const struct piece *piece = &truth.pieces[i];

        for (size_t k = 0; k < sizeof beside / sizeof beside[0]; k++) {
            if (piece->start > last_dense && (i + k) % 8 != 0)
                continue;
            compare_instant(zone, piece->start + beside[k]);
            compare_wall(zone, piece->start + piece[-1].offset + beside[k]);
            compare_wall(zone, piece->start + piece->offset + beside[k]);
        }
    }
}

/* Each day of a transition from 2024 to 2040, and the days beside it, every quarter of an hour. */
static void compare_days_of_transitions(const struct zone *zone)
{
    for (size_t i = 1; i < truth.count; i++) {
        int64_t start = truth.pieces[i].start;

        if (start < second_of_year(2024) || start >= second_of_year(2041))
            continue;
        for (int64_t second = -SECONDS_A_DAY / 2; second <= SECONDS_A_DAY / 2; second += 900)
            compare_both(zone, start + second);
    }
}

static void compare_random(const struct zone *zone)
{
    for (int i = 0; i < RANDOM_INSTANTS; i++)
        compare_both(zone, random_between(first_second + TWO_DAYS, last_second - TWO_DAYS));
    for (size_t i = 1; i < truth.count; i++) {
        for (int k = 0; k < RANDOM_NEAR; k++)
            compare_wall(zone, truth.pieces[i].start + truth.pieces[i].offset +
                                   random_between(-10800, 10800));
    }
}

static void compare_zone(const char *name, void *context)
{
    const struct zone *zone = zone_find(name);
    uint64_t wrong = tally.wrong;

    (void)context;
    tally.zones++;
    if (!zone) {
        tally.wrong++;
        printf("# %s is not found\n", name);
        return;
    }
    library_use(name);
    truth_find();
    compare_transitions(zone);
    compare_beside_transitions(zone);
    compare_days_of_transitions(zone);
    compare_random(zone);
    tally.zones_wrong += tally.wrong != wrong;
}

static void every_zone_agrees_with_the_library(void)
{
    const char *given = getenv("SEED");

    random_state = (uint64_t)time(NULL) << 16 ^ (uint64_t)(unsigned)getpid();
    if (given)
        random_state = strtoull(given, NULL, 10);
    random_state |= 1;
    printf("# SEED=%" PRIu64 "\n", random_state);
    first_second = second_of_year(1970);
    last_dense = second_of_year(2046);
    last_second = second_of_year(2091);
    zones_open(NULL);
    (void)zones_walk(compare_zone, NULL);
    zones_close();
    printf("# %zu zones, %" PRIu64 " transitions, %" PRIu64 " instants to walls, %" PRIu64
           " walls to instants (%" PRIu64 " in gaps, %" PRIu64 " in overlaps): %" PRIu64
           " wrong in %zu zones\n",
           tally.zones, tally.transitions, tally.offsets, tally.walls, tally.gaps, tally.overlaps,
           tally.wrong, tally.zones_wrong);
    CU_ASSERT_EQUAL(tally.wrong, 0);
    CU_ASSERT_TRUE(tally.zones > 400);
    CU_ASSERT_TRUE(tally.offsets + tally.walls > 1000000);
    CU_ASSERT_TRUE(tally.gaps > 50000 && tally.overlaps > 50000);
}

static const struct tap_case cases[] = {
    {"every zone agrees with the C library on all its transitions and at random",
     every_zone_agrees_with_the_library},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    return tap_main("zone_truth", cases, argc, argv);
}
