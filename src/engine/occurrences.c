/* occurrences.c - when the meetings of a series are. SPDX-License-Identifier: MIT */
#include "engine/occurrences.h"

static struct day months_later(struct day day, int64_t months)
{
    struct date date = date_of_day(day);
    int64_t month = date.year * INT64_C(12) + date.month - 1 + months;
    int year = (int)(month / 12);
    int month_of_year = (int)(month % 12) + 1;
    int last = days_in_month(year, month_of_year);

    return day_of_date((struct date){year, month_of_year, date.date < last ? date.date : last});
}

struct instant occurrence(struct instant first, const struct zone *zone, int frequency,
                          int64_t interval, int64_t n)
{
    struct wall wall = zone_wall(zone, first);
    int64_t steps = n * (interval > 0 ? interval : 1);

    /* the first one is as it was asked for: its wall time may name two instants */
    if (n == 0)
        return first;
    switch (frequency) {
    case EVERY_DAY:
        wall.day = day_plus(wall.day, (int)steps);
        break;
    case EVERY_WEEK:
        wall.day = day_plus(wall.day, (int)(7 * steps));
        break;
    case EVERY_MONTH:
        wall.day = months_later(wall.day, steps);
        break;
    default:
        wall.day = months_later(wall.day, 12 * steps);
        break;
    }
    return zone_instants(zone, wall).earlier;
}
