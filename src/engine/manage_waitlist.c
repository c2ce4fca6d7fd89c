/* manage_waitlist.c - who waits for a time of a day, as staff keep the list.
 * SPDX-License-Identifier: MIT */
#include "engine/manage_waitlist.h"
#include "base/zone.h"
#include "engine/manage_settings.h"
#include "engine/settings.h"
#include "store/clients.h"
#include "store/services.h"

static struct fail business_zone(struct work *work, const struct zone **zone)
{
    struct settings settings;

    TRY(settings_of(work, work->caller->business_id, &settings));
    *zone = zone_find(settings.time_zone);
    if (*zone == NULL)
        *zone = zone_find("UTC");
    return NO_FAIL;
}

static const char *on_wall(struct work *work, const struct zone *zone, struct instant instant)
{
    char text[WHEN_ROOM];

    if (INSTANT_IS_NONE(instant))
        return NULL;
    (void)wall_write(text, zone_wall(zone, instant));
    return arena_text(work->arena, text);
}

static struct waiting shown(struct work *work, const struct zone *zone,
                            const struct waitlist_entry *entry)
{
    char date[WHEN_ROOM];

    (void)day_write(date, entry->date);
    return (struct waiting){.entry = *entry,
                            .date = arena_text(work->arena, date),
                            .notified_at = on_wall(work, zone, entry->notified),
                            .created_at = on_wall(work, zone, entry->created)};
}

struct fail list_waiting(struct work *work, const struct waitlist_wish *wish,
                         struct listed *entries)
{
    struct waitlist_query query = wish->query;
    const struct zone *zone;
    struct list rows;

    query.business_id = work->caller->business_id;
    query.take = paging_take(&wish->paging);
    query.skip = paging_skip(&wish->paging);
    entries->paging = wish->paging;
    TRY(business_zone(work, &zone));
    if (wish->paging.page > 0)
        TRY(waitlist_count(work->store, &query, &entries->paging.total));
    TRY(waitlist_find(work->store, &query, &rows));
    struct waiting *all = TAKE_MANY(work->arena, rows.count + 1, struct waiting);
    for (size_t i = 0; i < rows.count; i++)
        all[i] = shown(work, zone, &((const struct waitlist_entry *)rows.items)[i]);
    entries->items = (struct list){all, rows.count};
    return paging_check(entries);
}

static struct fail show(struct work *work, int64_t id, struct waiting *waiting)
{
    struct waitlist_entry entry;
    const struct zone *zone;
    bool found;

    TRY(waitlist_by_id(work->store, work->caller->business_id, id, &entry, &found));
    if (!found)
        return (struct fail){.code = NO_THING, .detail = "Waitlist entry"};
    TRY(business_zone(work, &zone));
    *waiting = shown(work, zone, &entry);
    return NO_FAIL;
}

struct fail show_waiting(struct work *work, const struct waitlist_wish *wish,
                         struct waiting *waiting)
{
    return show(work, wish->id, waiting);
}

/* ---- changes ---- */

static struct fail number_detail(struct work *work, enum fail_code code, int64_t id)
{
    return (struct fail){.code = code, .detail = arena_format(work->arena, "%lld", (long long)id)};
}

static struct fail check_things(struct work *work, const struct waitlist_query *query)
{
    int64_t business_id = work->caller->business_id;
    struct client client;
    struct service service;
    bool found;

    TRY(client_by_id(work->store, business_id, query->client_id, &client, &found));
    if (!found)
        return number_detail(work, NO_CLIENT, query->client_id);
    TRY(service_by_id(work->store, business_id, query->event_type_id, &service, &found));
    return found ? NO_FAIL : number_detail(work, NO_SERVICE, query->event_type_id);
}

static struct fail check_date(struct work *work, struct day date)
{
    const struct zone *zone;

    TRY(business_zone(work, &zone));
    if (date.number < zone_wall(zone, work->now).day.number)
        return setting_wrong(work, "date is over");
    return NO_FAIL;
}

/* Nobody waits twice for the same thing. */
static struct fail check_new(struct work *work, const struct waitlist_query *asked)
{
    struct waitlist_query query = *asked;
    int64_t count;

    query.business_id = work->caller->business_id;
    query.status = WAITLIST_WAITING;
    query.given = WAITLIST_BY_SERVICE | WAITLIST_BY_DATE | WAITLIST_BY_STATUS | WAITLIST_BY_CLIENT;
    TRY(waitlist_count(work->store, &query, &count));
    return count == 0 ? NO_FAIL : FAIL(NAME_TAKEN);
}

struct fail add_waiting(struct work *work, const struct waitlist_wish *wish,
                        struct waiting *waiting)
{
    struct waitlist_entry entry = {.business_id = work->caller->business_id,
                                   .client_id = wish->query.client_id,
                                   .event_type_id = wish->query.event_type_id,
                                   .date = wish->query.date,
                                   .status = WAITLIST_WAITING};

    TRY(check_things(work, &wish->query));
    TRY(check_date(work, entry.date));
    TRY(check_new(work, &wish->query));
    TRY(waitlist_insert(work->store, &entry, work->now));
    return show(work, entry.id, waiting);
}

struct fail cancel_waiting(struct work *work, const struct waitlist_wish *wish,
                           struct waiting *waiting)
{
    struct waitlist_entry entry;
    bool found;

    TRY(waitlist_locked(work->store, work->caller->business_id, wish->id, &entry, &found));
    if (!found)
        return (struct fail){.code = NO_THING, .detail = "Waitlist entry"};
    if (entry.status == WAITLIST_BOOKED)
        return setting_wrong(work, "an entry that is booked can not be cancelled");
    entry.status = WAITLIST_CANCELLED;
    TRY(waitlist_set(work->store, &entry));
    return show(work, wish->id, waiting);
}
