/* limits.c - how many bookings an event type takes. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/json.h"
#include "engine/limits.h"
#include "store/limits.h"

enum period { PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH, PERIOD_YEAR, PERIOD__COUNT };
static const char *const period_names[PERIOD__COUNT] = {"day", "week", "month", "year"};

struct period_limits {
    int64_t allowed[PERIOD__COUNT]; /* -1: no limit */
};

static struct period_limits limits_of(struct work *work, const struct event_type *type)
{
    struct period_limits limits = {{-1, -1, -1, -1}};
    struct json_walk walk;
    struct json_item item;

    if (!json_walk_start(&walk, work->arena, type->limits, strlen(type->limits)))
        return limits;
    while (json_walk_next(&walk, &item))
        for (int i = 0; i < PERIOD__COUNT; i++)
            if (strcmp(item.key, period_names[i]) == 0)
                limits.allowed[i] = json_item_number(&item, -1);
    return limits;
}

static bool has_limits(const struct period_limits *limits)
{
    for (int i = 0; i < PERIOD__COUNT; i++)
        if (limits->allowed[i] >= 0)
            return true;
    return false;
}

static struct day first_day(enum period period, struct day day)
{
    struct date date = date_of_day(day);

    switch (period) {
    case PERIOD_DAY:
        return day;
    case PERIOD_WEEK:
        return day_plus(day, -weekday_of_day(day));
    case PERIOD_MONTH:
        return day_of_date((struct date){date.year, date.month, 1});
    default:
        return day_of_date((struct date){date.year, 1, 1});
    }
}

static struct day next_first_day(enum period period, struct day first)
{
    static const int longer[] = {1, 7, 32, 367};

    return first_day(period, day_plus(first, longer[period]));
}

static struct range range_of_period(const struct offer *offer, enum period period, struct day first)
{
    return (struct range){zone_midnight(offer->zone, first),
                          zone_midnight(offer->zone, next_first_day(period, first))};
}

static struct fail take_period(struct work *work, const struct offer *offer, enum period period,
                               int64_t allowed, struct instant start, const char *spare)
{
    const struct event_type *type = offer->type;
    struct day first = first_day(period, zone_wall(offer->zone, start).day);
    struct range range = range_of_period(offer, period, first);
    char date[WHEN_ROOM];
    int64_t booked;

    day_write(date, first);
    struct limit_row row = {type->business_id, type->id, period_names[period],
                            arena_text(work->arena, date)};
    TRY(limit_lock(work->store, &row));
    TRY(bookings_within(work->store, type->business_id, type->id, range.start, range.end, spare,
                        &booked));
    struct fail fail = limit_set(work->store, &row, booked + 1, allowed);
    if (fail.code == LIMIT_REACHED)
        fail.detail = period_names[period];
    return fail;
}

/* Which booking can be moved instead is only told where the event type offers it. */
static struct fail booker_refusal(struct work *work, const struct event_type *type,
                                  const char *email)
{
    const char *uid;
    bool found;

    if (!type->booker_limit_offers_move || type->rescheduling_disabled)
        return FAIL(BOOKER_LIMIT);
    TRY(booking_of_booker(work->store, type->business_id, type->id, email, work->now, &uid,
                          &found));
    return found ? (struct fail){.code = BOOKER_LIMIT_MOVES, .detail = uid} : FAIL(BOOKER_LIMIT);
}

struct fail limits_take_booker(struct work *work, const struct event_type *type, const char *email,
                               const char *spare)
{
    struct limit_row row = {type->business_id, type->id, "booker", email};
    int64_t live;

    if (type->booker_limit == 0)
        return NO_FAIL;
    TRY(limit_lock(work->store, &row));
    TRY(bookings_of_booker(work->store, type->business_id, type->id, email, work->now, spare,
                           &live));
    struct fail fail = limit_set(work->store, &row, live + 1, type->booker_limit);
    return fail.code == LIMIT_REACHED ? booker_refusal(work, type, email) : fail;
}

struct fail limits_take(struct work *work, const struct offer *offer, struct instant start,
                        const char *spare)
{
    struct period_limits limits = limits_of(work, offer->type);

    for (int i = 0; i < PERIOD__COUNT; i++)
        if (limits.allowed[i] >= 0)
            TRY(take_period(work, offer, (enum period)i, limits.allowed[i], start, spare));
    return NO_FAIL;
}

static int64_t starts_within(const struct numbers *starts, struct range range)
{
    int64_t count = 0;

    for (size_t i = 0; i < starts->count; i++)
        count += starts->all[i] >= range.start.us && starts->all[i] < range.end.us;
    return count;
}

struct fail limits_full(struct work *work, const struct offer *offer, const char *spare,
                        struct list *ranges)
{
    struct period_limits limits = limits_of(work, offer->type);
    struct day first = zone_wall(offer->zone, offer->range.start).day;
    struct day last = zone_wall(offer->zone, offer->range.end).day;
    struct numbers starts;
    size_t room = 0;

    *ranges = (struct list){0};
    if (!has_limits(&limits))
        return NO_FAIL;
    struct day year = first_day(PERIOD_YEAR, first);
    TRY(starts_of_bookings(work->store, offer->type->business_id, offer->type->id,
                           zone_midnight(offer->zone, day_plus(year, -7)),
                           zone_midnight(offer->zone, day_plus(last, 367)), spare, &starts));
    room = (size_t)(last.number - first.number + 3) * PERIOD__COUNT;
    struct range *full = TAKE_MANY(work->arena, room, struct range);
    for (int i = 0; i < PERIOD__COUNT; i++)
        for (struct day at = first_day((enum period)i, first);
             limits.allowed[i] >= 0 && at.number <= last.number;
             at = next_first_day((enum period)i, at)) {
            struct range range = range_of_period(offer, (enum period)i, at);

            if (starts_within(&starts, range) >= limits.allowed[i])
                full[ranges->count++] = range;
        }
    ranges->items = full;
    return NO_FAIL;
}
