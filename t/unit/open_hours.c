/* open_hours.c - when a host works, across clock changes. SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine/open_hours.h"
#include "tap.h"

static struct arena *arena;

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

static struct range between(const char *start, const char *end)
{
    return (struct range){at(start), at(end)};
}

static struct open_hours hours_in(const char *zone_name, const struct rule *rules, size_t count,
                                  const char *first, const char *last)
{
    const struct zone *zone = zone_find(zone_name);
    struct rules all = {(struct rule *)(uintptr_t)rules, count};

    CU_ASSERT_PTR_NOT_NULL_FATAL(zone);
    return open_hours(arena, &all, &(struct zones){zone, zone, zone}, on(first), on(last));
}

enum { MONDAY_TO_FRIDAY = 0x1f, ALL_WEEK = 0x7f };
static const struct rule office = {.kind = RULE_WINDOW,
                                   .weekdays = MONDAY_TO_FRIDAY,
                                   .start_minute = 9 * 60,
                                   .end_minute = 17 * 60};
static const struct rule night = {
    .kind = RULE_WINDOW, .weekdays = ALL_WEEK, .start_minute = 0, .end_minute = 6 * 60};
static const struct rule whole_day = {
    .kind = RULE_WINDOW, .weekdays = ALL_WEEK, .start_minute = 0, .end_minute = 24 * 60};

static void inside_a_window_is_open(void)
{
    struct open_hours hours = hours_in("Europe/London", &office, 1, "2031-01-06", "2031-01-06");

    CU_ASSERT_TRUE(hours_are_open(&hours, between("2031-01-06T09:00Z", "2031-01-06T09:30Z")));
    CU_ASSERT_TRUE(hours_are_open(&hours, between("2031-01-06T16:30Z", "2031-01-06T17:00Z")));
    CU_ASSERT_TRUE(hours_are_open(&hours, between("2031-01-06T09:00Z", "2031-01-06T17:00Z")));
}

static void a_minute_outside_a_window_is_closed(void)
{
    struct open_hours hours = hours_in("Europe/London", &office, 1, "2031-01-04", "2031-01-06");

    CU_ASSERT_FALSE(hours_are_open(&hours, between("2031-01-06T08:59Z", "2031-01-06T09:29Z")));
    CU_ASSERT_FALSE(hours_are_open(&hours, between("2031-01-06T16:31Z", "2031-01-06T17:01Z")));
    CU_ASSERT_FALSE(hours_are_open(&hours, between("2031-01-05T10:00Z", "2031-01-05T10:30Z")));
    CU_ASSERT_FALSE(hours_are_open(&hours, between("2031-01-06T10:00Z", "2031-01-06T10:00Z")));
}

static void summer_moves_the_window_in_utc(void)
{
    struct open_hours hours = hours_in("Europe/London", &office, 1, "2031-07-07", "2031-07-07");

    CU_ASSERT_TRUE(hours_are_open(&hours, between("2031-07-07T08:00Z", "2031-07-07T08:30Z")));
    CU_ASSERT_FALSE(hours_are_open(&hours, between("2031-07-07T16:00Z", "2031-07-07T16:30Z")));
}

/* New York, 9 March 2031: 2:00 becomes 3:00. The night of six hours on the wall lasts five. */
static void minutes_that_a_clock_change_skips_are_not_there(void)
{
    struct open_hours hours = hours_in("America/New_York", &night, 1, "2031-03-09", "2031-03-09");

    CU_ASSERT_TRUE(hours_are_open(&hours, between("2031-03-09T05:00Z", "2031-03-09T10:00Z")));
    CU_ASSERT_FALSE(hours_are_open(&hours, between("2031-03-09T05:00Z", "2031-03-09T10:01Z")));
    CU_ASSERT_FALSE(hours_are_open(&hours, between("2031-03-09T04:59Z", "2031-03-09T05:30Z")));
}

/* New York, 2 November 2031: 1:00 to 2:00 comes twice. The night lasts seven hours. */
static void minutes_that_a_clock_change_repeats_are_open_twice(void)
{
    struct open_hours hours = hours_in("America/New_York", &night, 1, "2031-11-02", "2031-11-02");

    CU_ASSERT_TRUE(hours_are_open(&hours, between("2031-11-02T04:00Z", "2031-11-02T11:00Z")));
    CU_ASSERT_FALSE(hours_are_open(&hours, between("2031-11-02T04:00Z", "2031-11-02T11:01Z")));
}

static void a_window_that_ends_in_a_repeated_hour_has_a_hole(void)
{
    struct rule until_half_past_one = night;
    struct open_hours hours;

    until_half_past_one.end_minute = 90;
    hours = hours_in("America/New_York", &until_half_past_one, 1, "2031-11-02", "2031-11-02");
    CU_ASSERT_TRUE(hours_are_open(&hours, between("2031-11-02T04:00Z", "2031-11-02T05:30Z")));
    CU_ASSERT_FALSE(hours_are_open(&hours, between("2031-11-02T05:30Z", "2031-11-02T05:45Z")));
    CU_ASSERT_TRUE(hours_are_open(&hours, between("2031-11-02T06:00Z", "2031-11-02T06:30Z")));
    CU_ASSERT_FALSE(hours_are_open(&hours, between("2031-11-02T06:30Z", "2031-11-02T06:45Z")));
}

static void days_that_touch_are_open_through_midnight(void)
{
    struct open_hours hours = hours_in("Asia/Kathmandu", &whole_day, 1, "2031-01-05", "2031-01-07");

    CU_ASSERT_TRUE(hours_are_open(&hours, between("2031-01-05T18:00Z", "2031-01-05T19:00Z")));
}

static void an_override_replaces_the_day(void)
{
    const struct rule rules[] = {office,
                                 {.kind = RULE_OVERRIDE,
                                  .first = on("2031-01-06"),
                                  .last = on("2031-01-06"),
                                  .start_minute = 20 * 60,
                                  .end_minute = 22 * 60}};
    struct open_hours hours = hours_in("UTC", rules, 2, "2031-01-06", "2031-01-07");

    CU_ASSERT_FALSE(hours_are_open(&hours, between("2031-01-06T10:00Z", "2031-01-06T10:30Z")));
    CU_ASSERT_TRUE(hours_are_open(&hours, between("2031-01-06T20:00Z", "2031-01-06T22:00Z")));
    CU_ASSERT_TRUE(hours_are_open(&hours, between("2031-01-07T10:00Z", "2031-01-07T10:30Z")));
}

static void an_override_can_close_the_day(void)
{
    const struct rule rules[] = {office,
                                 {.kind = RULE_OVERRIDE,
                                  .first = on("2031-01-06"),
                                  .last = on("2031-01-06"),
                                  .start_minute = -1,
                                  .end_minute = -1}};
    struct open_hours hours = hours_in("UTC", rules, 2, "2031-01-06", "2031-01-06");

    CU_ASSERT_EQUAL(hours.open_count, 0);
}

/* Of the event type: it comes before what the host's own schedule says of the day. */
static void an_exception_replaces_an_override(void)
{
    const struct rule rules[] = {office,
                                 {.kind = RULE_OVERRIDE,
                                  .first = on("2031-01-06"),
                                  .last = on("2031-01-06"),
                                  .start_minute = 20 * 60,
                                  .end_minute = 22 * 60},
                                 {.kind = RULE_EXCEPTION,
                                  .first = on("2031-01-06"),
                                  .last = on("2031-01-06"),
                                  .start_minute = 6 * 60,
                                  .end_minute = 7 * 60},
                                 {.kind = RULE_EXCEPTION,
                                  .first = on("2031-01-07"),
                                  .last = on("2031-01-07"),
                                  .start_minute = -1,
                                  .end_minute = -1}};
    struct open_hours hours = hours_in("UTC", rules, 4, "2031-01-06", "2031-01-08");

    CU_ASSERT_EQUAL(hours.open_count, 2);
    CU_ASSERT_TRUE(hours_are_open(&hours, between("2031-01-06T06:00Z", "2031-01-06T07:00Z")));
    CU_ASSERT_FALSE(hours_are_open(&hours, between("2031-01-06T20:00Z", "2031-01-06T22:00Z")));
    CU_ASSERT_FALSE(hours_are_open(&hours, between("2031-01-07T10:00Z", "2031-01-07T10:30Z")));
    CU_ASSERT_TRUE(hours_are_open(&hours, between("2031-01-08T10:00Z", "2031-01-08T10:30Z")));
}

static void holidays_and_days_off_close_their_days_in_their_zones(void)
{
    const struct rule rules[] = {
        office,
        {.kind = RULE_HOLIDAY, .first = on("2031-01-06"), .last = on("2031-01-06")},
        {.kind = RULE_TIME_OFF, .first = on("2031-01-08"), .last = on("2031-01-09")}};
    struct rules all = {(struct rule *)(uintptr_t)rules, 3};
    struct zones zones = {zone_find("UTC"), zone_find("Pacific/Auckland"), zone_find("UTC")};
    struct open_hours hours = open_hours(arena, &all, &zones, on("2031-01-05"), on("2031-01-10"));

    /* in Auckland the 6th began at 11:00 of the 5th in UTC, and ended at 11:00 of the 6th */
    CU_ASSERT_FALSE(hours_are_unclosed(&hours, between("2031-01-06T10:30Z", "2031-01-06T11:00Z")));
    CU_ASSERT_TRUE(hours_are_unclosed(&hours, between("2031-01-06T11:00Z", "2031-01-06T11:30Z")));
    CU_ASSERT_FALSE(hours_are_unclosed(&hours, between("2031-01-08T00:00Z", "2031-01-08T00:30Z")));
    CU_ASSERT_FALSE(hours_are_unclosed(&hours, between("2031-01-09T23:30Z", "2031-01-10T00:00Z")));
    CU_ASSERT_TRUE(hours_are_unclosed(&hours, between("2031-01-10T00:00Z", "2031-01-10T00:30Z")));
}

static void what_touches_a_busy_range_is_free(void)
{
    const struct rule rules[] = {
        office,
        {.kind = RULE_BUSY, .start = at("2031-01-06T10:00Z"), .end = at("2031-01-06T11:00Z")}};
    struct open_hours hours = hours_in("UTC", rules, 2, "2031-01-06", "2031-01-06");

    CU_ASSERT_TRUE(hours_are_unclosed(&hours, between("2031-01-06T09:30Z", "2031-01-06T10:00Z")));
    CU_ASSERT_TRUE(hours_are_unclosed(&hours, between("2031-01-06T11:00Z", "2031-01-06T11:30Z")));
    CU_ASSERT_FALSE(hours_are_unclosed(&hours, between("2031-01-06T09:31Z", "2031-01-06T10:01Z")));
    CU_ASSERT_FALSE(hours_are_unclosed(&hours, between("2031-01-06T10:59Z", "2031-01-06T11:29Z")));
}

static void starts_stand_on_the_grid_of_their_window(void)
{
    const struct span quarter = {15 * US_A_MINUTE};
    struct rule odd = office;
    struct open_hours hours;

    odd.start_minute = 9 * 60 + 5;
    hours = hours_in("Europe/London", &odd, 1, "2031-01-06", "2031-01-06");
    CU_ASSERT_TRUE(start_is_on_grid(&hours, at("2031-01-06T09:05Z"), quarter));
    CU_ASSERT_TRUE(start_is_on_grid(&hours, at("2031-01-06T09:20Z"), quarter));
    CU_ASSERT_FALSE(start_is_on_grid(&hours, at("2031-01-06T09:15Z"), quarter));
    CU_ASSERT_FALSE(start_is_on_grid(&hours, at("2031-01-06T09:20:01Z"), quarter));
    CU_ASSERT_FALSE(start_is_on_grid(&hours, at("2031-01-06T08:50Z"), quarter));
}

/* Every minute of a year in zones with odd offsets: open exactly when the wall says so. */
static void the_wall_decides_for_every_quarter_hour_of_a_year(void)
{
    static const char *const names[] = {"America/New_York", "Australia/Lord_Howe",
                                        "Europe/Dublin",    "Africa/Casablanca",
                                        "Asia/Kathmandu",   "America/St_Johns"};
    long looked = 0;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct zone *zone = zone_find(names[i]);
        struct open_hours hours = hours_in(names[i], &night, 1, "2030-12-30", "2032-01-02");
        size_t passed = 0;

        for (struct instant now = at("2031-01-01T00:00Z"); now.us < at("2032-01-01T00:00Z").us;
             now.us += 15 * US_A_MINUTE, looked++) {
            struct wall wall = zone_wall(zone, now);
            bool open = wall.us < 6 * US_AN_HOUR;

            while (passed < hours.open_count && hours.open[passed].range.end.us <= now.us)
                passed++;
            struct open_hours from_here = hours;
            from_here.open += passed;
            from_here.open_count = passed < hours.open_count ? 1 : 0;
            if (hours_are_open(&from_here, (struct range){now, {now.us + US_A_MINUTE}}) != open)
                CU_FAIL("an instant is open although its wall time is not, or the other way round");
        }
    }
    CU_ASSERT(looked > 200000);
}

static const struct tap_case cases[] = {
    {"inside a window is open", inside_a_window_is_open},
    {"a minute outside a window is closed", a_minute_outside_a_window_is_closed},
    {"summer moves the window in UTC", summer_moves_the_window_in_utc},
    {"minutes that a clock change skips are not there",
     minutes_that_a_clock_change_skips_are_not_there},
    {"minutes that a clock change repeats are open twice",
     minutes_that_a_clock_change_repeats_are_open_twice},
    {"a window that ends in a repeated hour has a hole",
     a_window_that_ends_in_a_repeated_hour_has_a_hole},
    {"days that touch are open through midnight", days_that_touch_are_open_through_midnight},
    {"an override replaces the day", an_override_replaces_the_day},
    {"an override can close the day", an_override_can_close_the_day},
    {"an exception of the event type replaces an override", an_exception_replaces_an_override},
    {"holidays and days off close their days in their zones",
     holidays_and_days_off_close_their_days_in_their_zones},
    {"what touches a busy range is free", what_touches_a_busy_range_is_free},
    {"starts stand on the grid of their window", starts_stand_on_the_grid_of_their_window},
    {"the wall decides for every quarter hour of a year",
     the_wall_decides_for_every_quarter_hour_of_a_year},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    zones_open(NULL);
    arena = arena_new(1 << 16, 64 << 20);
    int failed = tap_main("open hours", cases, argc, argv);
    arena_free(arena);
    zones_close();
    return failed;
}
