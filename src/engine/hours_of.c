/* hours_of.c - a host's hours for an event type. SPDX-License-Identifier: MIT */
#include "engine/hours_of.h"

static const struct zone *zone_or(const char *name, const struct zone *otherwise)
{
    const struct zone *zone = name == NULL ? NULL : zone_find(name);

    return zone == NULL ? otherwise : zone;
}

struct fail hours_of_host(struct work *work, const struct event_type *event_type, int64_t host_id,
                          const char *host_zone, struct range around, struct open_hours *hours,
                          const struct zone **schedule_zone, bool *known)
{
    const struct zone *zone = zone_or(event_type->schedule_zone, NULL);
    struct rules rules;

    *known = event_type->schedule_id != 0 && zone != NULL;
    *schedule_zone = zone;
    if (!*known)
        return NO_FAIL;
    struct day first = day_plus(wall_of_instant_utc(around.start).day, -2);
    struct day last = day_plus(wall_of_instant_utc(around.end).day, 2);
    TRY(rules_of_host(work->store, work->arena, event_type->business_id, event_type->schedule_id,
                      host_id, first, last, around.start, around.end, &rules));
    struct zones zones = {zone, zone_or(event_type->business_zone, zone), zone_or(host_zone, zone)};
    *hours = open_hours(work->arena, &rules, &zones, first, last);
    return NO_FAIL;
}
