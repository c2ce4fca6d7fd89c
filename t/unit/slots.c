/* slots.c - which starts an offer has, without a database. SPDX-License-Identifier: MIT
 *
 * The grid and the hosts' choice are looked at from inside; what they come to is compared with
 * every fifth minute around every clock change of every zone, by the C library's walls. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "engine/slots.c"

#include "tap.h"

#define SECONDS_A_DAY INT64_C(86400)

enum { FIRST_YEAR = 2024, LAST_YEAR = 2040, EVERY_WEEKDAY = 0x7f, HOSTS_MOST = 3, RULES_MOST = 8 };

static struct arena *arena;

/* ---- an offer made by hand ---- */

static struct made {
    struct event_type type;
    struct offered_host hosts[HOSTS_MOST];
    struct rule rules[HOSTS_MOST][RULES_MOST];
    size_t rule_count[HOSTS_MOST];
    struct offer offer;
    struct work work;
    struct slots slots;
} made;

static struct instant at(const char *text)
{
    struct instant instant;

    if (!instant_read(text, strlen(text), INSTANT_ANY_FORM, &instant))
        CU_FAIL_FATAL("an instant that can not be read");
    return instant;
}

static struct day on(const char *text)
{
    struct day day;

    if (!day_read(text, strlen(text), &day))
        CU_FAIL_FATAL("a day that can not be read");
    return day;
}

static void begin(int64_t minutes, int64_t interval)
{
    arena_clear(arena);
    memset(&made, 0, sizeof made);
    made.type = (struct event_type){.length_minutes = minutes, .slot_interval_minutes = interval};
    made.offer = (struct offer){.type = &made.type, .hosts = made.hosts, .minutes = minutes};
    made.work = (struct work){.arena = arena, .now = at("2020-01-01")};
}

static void add_host(bool fixed)
{
    made.hosts[made.offer.count].host =
        (struct event_host){.id = (int64_t)made.offer.count + 1, .fixed = fixed};
    made.offer.count++;
}

static void add_rule(struct rule rule)
{
    size_t host = made.offer.count - 1;

    made.rules[host][made.rule_count[host]++] = rule;
}

static void add_window(int start, int end)
{
    add_rule((struct rule){
        .kind = RULE_WINDOW, .weekdays = EVERY_WEEKDAY, .start_minute = start, .end_minute = end});
}

static void take(size_t host, const char *start, const char *end)
{
    for (int64_t minute = at(start).us / US_A_MINUTE; minute < at(end).us / US_A_MINUTE; minute++)
        made.hosts[host].taken[minute / 60 - made.offer.first_hour] |= UINT64_C(1) << (minute % 60);
}

static void open_between(const struct zone *zone, struct instant start, struct instant end)
{
    struct offer *offer = &made.offer;

    offer->zone = zone;
    offer->range = (struct range){start, end};
    offer->first_hour = start.us / US_AN_HOUR - 48;
    offer->hours = (end.us - start.us) / US_AN_HOUR + 96;
    for (size_t i = 0; i < offer->count; i++) {
        struct rules rules = {made.rules[i], made.rule_count[i]};

        made.hosts[i].hours = open_hours(arena, &rules, &(struct zones){zone, zone, zone},
                                         day_plus(wall_of_instant_utc(start).day, -2),
                                         day_plus(wall_of_instant_utc(end).day, 2));
        made.hosts[i].taken = TAKE_MANY(arena, (size_t)offer->hours, uint64_t);
    }
}

static void gather(void)
{
    struct gathering gathering = {.work = &made.work, .offer = &made.offer};
    struct host_choice choice;
    bool fits;

    for (size_t i = 0; offer_choice(&made.offer, i, made.offer.range.start, &choice, &fits); i++)
        if (FAILED(walk_choice(&gathering, i)))
            CU_FAIL_FATAL("a window could not be walked");
    sort_and_thin(&gathering);
    made.slots = (struct slots){.all = gathering.all, .count = gathering.count};
}

static bool offered(const char *start)
{
    for (size_t i = 0; i < made.slots.count; i++)
        if (made.slots.all[i].start.us == at(start).us)
            return true;
    return false;
}

static void open_day(const char *day)
{
    struct instant start = {on(day).number * US_A_DAY};

    open_between(zone_find("UTC"), start, (struct instant){start.us + US_A_DAY - US_A_SECOND});
}

/* ---- one rule at a time ---- */

static void the_grid_begins_with_the_window(void)
{
    begin(30, 20);
    add_host(true);
    add_window(9 * 60 + 10, 10 * 60 + 30);
    open_day("2031-03-03");
    gather();
    CU_ASSERT_EQUAL(made.slots.count, 3);
    CU_ASSERT_TRUE(offered("2031-03-03T09:10Z"));
    CU_ASSERT_TRUE(offered("2031-03-03T09:30Z"));
    CU_ASSERT_TRUE(offered("2031-03-03T09:50Z"));
}

static void without_an_interval_the_length_is_the_grid(void)
{
    begin(45, 0);
    add_host(true);
    add_window(9 * 60, 12 * 60);
    open_day("2031-03-03");
    gather();
    CU_ASSERT_EQUAL(made.slots.count, 4);
    CU_ASSERT_TRUE(offered("2031-03-03T11:15Z"));
}

static void windows_that_overlap_offer_a_start_once(void)
{
    begin(30, 30);
    add_host(true);
    add_window(9 * 60, 11 * 60);
    add_window(10 * 60, 12 * 60);
    open_day("2031-03-03");
    gather();
    CU_ASSERT_EQUAL(made.slots.count, 6);
}

static void windows_that_touch_hold_a_meeting_across(void)
{
    begin(60, 60);
    add_host(true);
    add_window(9 * 60 + 30, 11 * 60);
    add_window(11 * 60, 12 * 60);
    open_day("2031-03-03");
    gather();
    CU_ASSERT_TRUE(offered("2031-03-03T10:30Z"));
    CU_ASSERT_TRUE(offered("2031-03-03T11:00Z"));
    CU_ASSERT_EQUAL(made.slots.count, 3);
}

static void what_is_taken_is_not_offered(void)
{
    begin(30, 15);
    add_host(true);
    add_window(9 * 60, 12 * 60);
    open_day("2031-03-03");
    take(0, "2031-03-03T10:00Z", "2031-03-03T10:30Z");
    gather();
    CU_ASSERT_TRUE(offered("2031-03-03T09:30Z"));
    CU_ASSERT_FALSE(offered("2031-03-03T09:45Z"));
    CU_ASSERT_FALSE(offered("2031-03-03T10:15Z"));
    CU_ASSERT_TRUE(offered("2031-03-03T10:30Z"));
}

static void buffers_need_free_minutes_but_no_open_ones(void)
{
    begin(30, 30);
    made.type.buffer_before_minutes = 10;
    made.type.buffer_after_minutes = 20;
    add_host(true);
    add_window(9 * 60, 12 * 60);
    open_day("2031-03-03");
    take(0, "2031-03-03T10:40Z", "2031-03-03T10:41Z");
    gather();
    CU_ASSERT_TRUE(offered("2031-03-03T09:00Z"));
    CU_ASSERT_TRUE(offered("2031-03-03T11:30Z"));
    CU_ASSERT_TRUE(offered("2031-03-03T09:30Z"));
    CU_ASSERT_FALSE(offered("2031-03-03T10:00Z"));
    CU_ASSERT_FALSE(offered("2031-03-03T10:30Z"));
    CU_ASSERT_TRUE(offered("2031-03-03T11:00Z"));
}

static void the_notice_is_counted_from_now(void)
{
    begin(30, 30);
    made.type.minimum_notice_minutes = 90;
    made.work.now = at("2031-03-03T09:00:01Z");
    add_host(true);
    add_window(9 * 60, 12 * 60);
    open_day("2031-03-03");
    gather();
    CU_ASSERT_FALSE(offered("2031-03-03T10:30Z"));
    CU_ASSERT_TRUE(offered("2031-03-03T11:00Z"));
}

static void windows_of_days_and_dates_bound_the_days(void)
{
    begin(60, 0);
    made.type.booking_window_days = 2;
    made.work.now = at("2031-03-03T00:00Z");
    add_host(true);
    add_window(9 * 60, 10 * 60);
    open_between(zone_find("UTC"), at("2031-03-03"), at("2031-03-09"));
    gather();
    CU_ASSERT_EQUAL(made.slots.count, 3);
    made.type.booking_window_days = 0;
    made.type.has_window_start = made.type.has_window_end = true;
    made.type.booking_window_start = on("2031-03-05");
    made.type.booking_window_end = on("2031-03-06");
    gather();
    CU_ASSERT_EQUAL(made.slots.count, 2);
    CU_ASSERT_TRUE(offered("2031-03-06T09:00Z"));
}

static void a_collective_needs_all_its_hosts(void)
{
    begin(30, 30);
    add_host(true);
    add_window(9 * 60, 12 * 60);
    add_host(true);
    add_window(10 * 60, 13 * 60);
    open_day("2031-03-03");
    take(1, "2031-03-03T11:00Z", "2031-03-03T11:10Z");
    gather();
    CU_ASSERT_EQUAL(made.slots.count, 3);
    CU_ASSERT_TRUE(offered("2031-03-03T10:00Z"));
    CU_ASSERT_FALSE(offered("2031-03-03T11:00Z"));
    CU_ASSERT_TRUE(offered("2031-03-03T11:30Z"));
}

static void a_round_robin_needs_one_of_its_hosts(void)
{
    begin(30, 30);
    add_host(false);
    add_window(9 * 60, 10 * 60);
    add_host(false);
    add_window(9 * 60 + 15, 11 * 60);
    open_day("2031-03-03");
    take(0, "2031-03-03T09:00Z", "2031-03-03T09:30Z");
    gather();
    CU_ASSERT_FALSE(offered("2031-03-03T09:00Z"));
    CU_ASSERT_TRUE(offered("2031-03-03T09:30Z"));
    CU_ASSERT_TRUE(offered("2031-03-03T09:15Z"));
    CU_ASSERT_TRUE(offered("2031-03-03T10:15Z"));
    CU_ASSERT_EQUAL(made.slots.count, 4);
}

static void a_fixed_host_must_be_there_in_a_round_robin(void)
{
    begin(30, 30);
    add_host(true);
    add_window(9 * 60, 10 * 60);
    add_host(false);
    add_window(9 * 60, 12 * 60);
    open_day("2031-03-03");
    gather();
    CU_ASSERT_EQUAL(made.slots.count, 2);
}

static void a_range_begins_and_ends_where_it_says(void)
{
    begin(30, 30);
    add_host(true);
    add_window(9 * 60, 12 * 60);
    open_between(zone_find("UTC"), at("2031-03-03T10:01Z"), at("2031-03-03T11:00Z"));
    gather();
    CU_ASSERT_EQUAL(made.slots.count, 2);
    CU_ASSERT_TRUE(offered("2031-03-03T10:30Z"));
    CU_ASSERT_TRUE(offered("2031-03-03T11:00Z"));
}

/* ---- against the C library ---- */

static struct {
    uint64_t conversions, starts, wrong;
    size_t zones;
} tally;

static const struct cut {
    int from, until, minutes, interval;
} cuts[] = {{0, 360, 30, 15}, {20, 350, 35, 25}, {1320, 1440, 60, 60}, {0, 1440, 95, 120}};
enum { CUTS = sizeof cuts / sizeof *cuts, STEPS_A_DAY = 288, STEP = 300 };

static int minute_of_wall(int64_t second)
{
    time_t time = second;
    struct tm broken;

    if (localtime_r(&time, &broken) == NULL)
        abort();
    tally.conversions++;
    return broken.tm_sec == 0 ? broken.tm_hour * 60 + broken.tm_min : -1;
}

static int64_t offset_at(int64_t second)
{
    time_t time = second;
    struct tm broken;

    if (localtime_r(&time, &broken) == NULL)
        abort();
    tally.conversions++;
    return broken.tm_gmtoff;
}

/* Whether the meeting that starts at a step is offered, by the walls of all steps. */
static bool is_wanted(const struct cut *cut, const int *walls, int step)
{
    if (walls[step] < cut->from || walls[step] >= cut->until ||
        (walls[step] - cut->from) % cut->interval != 0)
        return false;
    for (int i = 0; i < cut->minutes / 5; i++)
        if (walls[step + i] < cut->from || walls[step + i] >= cut->until)
            return false;
    return true;
}

static void compare_days(const struct zone *zone, int64_t second, const struct cut *cut)
{
    static int walls[4 * STEPS_A_DAY];
    size_t seen = 0;

    begin(cut->minutes, cut->interval);
    add_host(true);
    add_window(cut->from, cut->until);
    open_between(zone, (struct instant){second * US_A_SECOND},
                 (struct instant){(second + 3 * SECONDS_A_DAY - 1) * US_A_SECOND});
    gather();
    for (int step = 0; step < 4 * STEPS_A_DAY; step++)
        walls[step] = minute_of_wall(second + (int64_t)step * STEP);
    for (int step = 0; step < 3 * STEPS_A_DAY; step++) {
        int64_t us = (second + (int64_t)step * STEP) * US_A_SECOND;
        bool there = seen < made.slots.count && made.slots.all[seen].start.us == us;

        tally.starts++;
        if (there != is_wanted(cut, walls, step) && tally.wrong++ < 5)
            printf("# %s: %" PRId64 " %s offered\n", zone_name(zone), us / US_A_SECOND,
                   there ? "is" : "is not");
        seen += there;
    }
    tally.wrong += seen != made.slots.count;
}

static void compare_zone(const char *name, void *context)
{
    const struct zone *zone = zone_find(name);
    int64_t last = day_of_date((struct date){LAST_YEAR + 1, 1, 1}).number * SECONDS_A_DAY;
    size_t cut = tally.zones;

    (void)context;
    if (zone == NULL || setenv("TZ", name, 1) != 0) {
        tally.wrong++;
        return;
    }
    tzset();
    tally.zones++;
    for (int64_t second = day_of_date((struct date){FIRST_YEAR, 1, 1}).number * SECONDS_A_DAY;
         second < last; second += SECONDS_A_DAY)
        if (offset_at(second) != offset_at(second + SECONDS_A_DAY))
            compare_days(zone, second - SECONDS_A_DAY, &cuts[cut++ % CUTS]);
}

static void every_zone_offers_what_its_wall_allows(void)
{
    (void)zones_walk(compare_zone, NULL);
    printf("# %zu zones, %" PRIu64 " starts, %" PRIu64 " conversions: %" PRIu64 " wrong\n",
           tally.zones, tally.starts, tally.conversions, tally.wrong);
    CU_ASSERT_EQUAL(tally.wrong, 0);
    CU_ASSERT_TRUE(tally.zones > 400);
    CU_ASSERT_TRUE(tally.starts > 1000000);
}

static const struct tap_case cases[] = {
    {"the grid begins with the window", the_grid_begins_with_the_window},
    {"without an interval the length is the grid", without_an_interval_the_length_is_the_grid},
    {"windows that overlap offer a start once", windows_that_overlap_offer_a_start_once},
    {"windows that touch hold a meeting across", windows_that_touch_hold_a_meeting_across},
    {"what is taken is not offered", what_is_taken_is_not_offered},
    {"buffers need free minutes, but no open ones", buffers_need_free_minutes_but_no_open_ones},
    {"the notice is counted from now", the_notice_is_counted_from_now},
    {"windows of days and dates bound the days", windows_of_days_and_dates_bound_the_days},
    {"a collective needs all its hosts", a_collective_needs_all_its_hosts},
    {"a round robin needs one of its hosts", a_round_robin_needs_one_of_its_hosts},
    {"a fixed host must be there in a round robin", a_fixed_host_must_be_there_in_a_round_robin},
    {"a range begins and ends where it says", a_range_begins_and_ends_where_it_says},
    {"every zone offers what its wall allows, over every clock change",
     every_zone_offers_what_its_wall_allows},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    zones_open(NULL);
    arena = arena_new(1 << 20, 64 << 20);
    int failed = tap_main("slots", cases, argc, argv);
    arena_free(arena);
    zones_close();
    return failed;
}
