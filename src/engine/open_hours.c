/* open_hours.c - when a host works. SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "engine/open_hours.h"

struct building {
    struct arena *arena;
    struct open_hours hours;
    size_t open_room, closed_room;
};

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void add_open(struct building *building, struct open_range open)
{
    struct open_hours *hours = &building->hours;

    if (hours->open_count == building->open_room) {
        size_t room = 2 * building->open_room + 16;
        struct open_range *more = TAKE_MANY(building->arena, room, struct open_range);

        for (size_t i = 0; i < hours->open_count; i++)
            more[i] = hours->open[i];
        hours->open = more;
        building->open_room = room;
    }
    hours->open[hours->open_count++] = open;
}

static void add_closed(struct building *building, struct range range)
{
    struct open_hours *hours = &building->hours;

    if (hours->closed_count == building->closed_room) {
        size_t room = 2 * building->closed_room + 16;
        struct range *more = TAKE_MANY(building->arena, room, struct range);

        for (size_t i = 0; i < hours->closed_count; i++)
            more[i] = hours->closed[i];
        hours->closed = more;
        building->closed_room = room;
    }
    hours->closed[hours->closed_count++] = range;
}

static struct range days_as_range(const struct zone *zone, struct day first, struct day last)
{
    return (struct range){zone_midnight(zone, first), zone_midnight(zone, day_plus(last, 1))};
}

/* A day's stretches of constant offset, each with the part of the window whose wall times fall in
 * it. */
static void add_window(struct building *building, const struct zone *zone, struct day day,
                       const struct rule *rule)
{
    int64_t start = rule->start_minute * US_A_MINUTE;
    int64_t end = rule->end_minute * US_A_MINUTE;
    int64_t wall_midnight = instant_of_wall_utc((struct wall){day, 0}).us;
    /* offsets lie within a day and an hour of UTC, so these bounds hold the whole local day */
    struct instant at = {wall_midnight - 26 * US_AN_HOUR};
    struct instant stop = {wall_midnight + 50 * US_AN_HOUR};

    while (at.us < stop.us) {
        struct instant next = zone_next_transition(zone, at);
        int64_t until = INSTANT_IS_NONE(next) ? stop.us : earlier(next.us, stop.us);
        int64_t shift = (int64_t)zone_offset(zone, at) * US_A_SECOND;
        int64_t from = later(wall_midnight + start - shift, at.us);
        int64_t to = earlier(wall_midnight + end - shift, until);

        if (from < to)
            add_open(building, (struct open_range){.range = {{from}, {to}},
                                                   .window_start_us = start,
                                                   .wall = {day, from + shift - wall_midnight}});
        at.us = until;
    }
}

static bool has_dated(const struct rules *rules, int kind, struct day day)
{
    for (size_t i = 0; i < rules->count; i++)
        if (rules->all[i].kind == kind && rules->all[i].first.number == day.number)
            return true;
    return false;
}

/* The kind of rule that says when a day is open. */
static int deciding_kind(const struct rules *rules, struct day day)
{
    if (has_dated(rules, RULE_EXCEPTION, day))
        return RULE_EXCEPTION;
    return has_dated(rules, RULE_OVERRIDE, day) ? RULE_OVERRIDE : RULE_WINDOW;
}

static void add_day(struct building *building, const struct rules *rules, const struct zone *zone,
                    struct day day)
{
    int kind = deciding_kind(rules, day);

    for (size_t i = 0; i < rules->count; i++) {
        const struct rule *rule = &rules->all[i];
        bool holds = kind == RULE_WINDOW
                         ? (rule->weekdays & (1 << weekday_of_day(day))) != 0
                         : rule->first.number == day.number && rule->start_minute >= 0;

        if (rule->kind == kind && holds)
            add_window(building, zone, day, rule);
    }
}

static int by_start(const void *left, const void *right)
{
    const struct open_range *a = left;
    const struct open_range *b = right;

    return (a->range.start.us > b->range.start.us) - (a->range.start.us < b->range.start.us);
}

struct open_hours open_hours(struct arena *arena, const struct rules *rules,
                             const struct zones *zones, struct day first, struct day last)
{
    struct building building = {.arena = arena};

    for (struct day day = first; day.number <= last.number; day.number++)
        add_day(&building, rules, zones->schedule, day);
    if (building.hours.open_count > 0)
        qsort(building.hours.open, building.hours.open_count, sizeof *building.hours.open,
              by_start);
    for (size_t i = 0; i < rules->count; i++) {
        const struct rule *rule = &rules->all[i];

        if (rule->kind == RULE_HOLIDAY)
            add_closed(&building, days_as_range(zones->business, rule->first, rule->last));
        else if (rule->kind == RULE_TIME_OFF)
            add_closed(&building, days_as_range(zones->host, rule->first, rule->last));
        else if (rule->kind == RULE_BUSY)
            add_closed(&building, (struct range){rule->start, rule->end});
    }
    return building.hours;
}

bool hours_are_open(const struct open_hours *hours, struct range wanted)
{
    int64_t covered = wanted.start.us;

    for (size_t i = 0; i < hours->open_count && covered < wanted.end.us; i++) {
        const struct range *open = &hours->open[i].range;

        if (open->start.us <= covered)
            covered = later(covered, open->end.us);
    }
    return covered >= wanted.end.us && wanted.start.us < wanted.end.us;
}

bool hours_are_unclosed(const struct open_hours *hours, struct range wanted)
{
    for (size_t i = 0; i < hours->closed_count; i++)
        if (hours->closed[i].start.us < wanted.end.us && wanted.start.us < hours->closed[i].end.us)
            return false;
    return true;
}

bool start_is_on_grid(const struct open_hours *hours, struct instant start, struct span interval)
{
    for (size_t i = 0; i < hours->open_count; i++) {
        const struct open_range *open = &hours->open[i];

        if (start.us < open->range.start.us || start.us >= open->range.end.us)
            continue;
        int64_t wall = open->wall.us + (start.us - open->range.start.us);
        if ((wall - open->window_start_us) % interval.us == 0)
            return true;
    }
    return false;
}
