/* offer.c - what is on offer. SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine/offer.h"
#include "store/bookings.h"
#include "store/hosts.h"
#include "store/links.h"
#include "store/reservations.h"

static const struct zone *zone_or(const char *name, const struct zone *otherwise)
{
    const struct zone *zone = name == NULL ? NULL : zone_find(name);

    return zone == NULL ? otherwise : zone;
}

static struct instant plus_minutes(struct instant instant, int64_t minutes)
{
    return (struct instant){instant.us + minutes * US_A_MINUTE};
}

struct range offer_meeting(const struct offer *offer, struct instant start)
{
    return (struct range){start, plus_minutes(start, offer->minutes)};
}

struct range offer_claim(const struct offer *offer, struct instant start)
{
    return (struct range){plus_minutes(start, -offer->type->buffer_before_minutes),
                          plus_minutes(start, offer->minutes + offer->type->buffer_after_minutes)};
}

/* ---- hosts ---- */

static struct event_host owner_of(const struct event_type *type)
{
    return (struct event_host){.id = type->owner_id,
                               .uid = type->owner_uid,
                               .name = type->owner_name,
                               .email = type->owner_email,
                               .username = type->owner_username,
                               .time_zone = type->owner_time_zone,
                               .schedule_id = type->schedule_id,
                               .schedule_zone = type->schedule_zone,
                               .fixed = true};
}

static struct fail settle_hosts(struct work *work, struct offer *offer, const struct list *hosts)
{
    const size_t most = sizeof((struct host_choice *)0)->all / sizeof(size_t);

    offer->count = hosts->count < most ? hosts->count : most;
    offer->hosts = TAKE_MANY(work->arena, offer->count + 1, struct offered_host);
    for (size_t i = 0; i < offer->count; i++) {
        offer->hosts[i].host = ((const struct event_host *)hosts->items)[i];
        if (!ASSIGNS_ONE(offer->type->assignment))
            offer->hosts[i].host.fixed = true;
    }
    return offer->count > 0 ? NO_FAIL : FAIL(EVENT_TYPE_WITHOUT_HOSTS);
}

/* A host without a schedule, or with one in a zone that the system does not know, is never open. */
static struct fail find_hours(struct work *work, const struct offer *offer,
                              struct offered_host *offered)
{
    const struct event_host *host = &offered->host;
    const struct zone *zone = zone_or(host->schedule_zone, NULL);
    struct range around = {offer_claim(offer, offer->range.start).start,
                           offer_claim(offer, offer->range.end).end};
    struct rules rules;

    if (host->schedule_id == 0 || zone == NULL)
        return NO_FAIL;
    struct day first = day_plus(wall_of_instant_utc(around.start).day, -2);
    struct day last = day_plus(wall_of_instant_utc(around.end).day, 2);
    TRY(rules_of_host(work->store, offer->type, host, first, last, around.start, around.end,
                      &rules));
    struct zones zones = {zone, zone_or(offer->type->business_zone, zone),
                          zone_or(host->time_zone, zone)};
    offered->hours = open_hours(work->arena, &rules, &zones, first, last);
    return NO_FAIL;
}

/* Who is first in a round robin changes with every booking, and days must not change with it. */
const struct zone *zone_of_offer(const struct event_type *type, const struct list *hosts)
{
    const struct event_host *first = hosts->items;
    const char *name = type->assignment == ASSIGN_PERSONAL && hosts->count > 0
                           ? first->schedule_zone
                           : type->business_zone;

    return zone_or(name, zone_find("UTC"));
}

struct fail offer_open_for(struct work *work, const struct event_type *type,
                           const struct list *hosts, int64_t minutes, struct range range,
                           struct offer *offer)
{
    *offer = (struct offer){.type = type, .minutes = minutes, .range = range};
    TRY(settle_hosts(work, offer, hosts));
    for (size_t i = 0; i < offer->count; i++)
        TRY(find_hours(work, offer, &offer->hosts[i]));
    offer->zone = zone_of_offer(type, hosts);
    return NO_FAIL;
}

void offer_lend_hosts(const struct event_type *lender, struct event_type *type)
{
    type->hosts_of = lender->id;
    type->assignment = lender->assignment;
    type->owner_first = lender->owner_first;
    type->owner_id = lender->owner_id;
    type->team_id = lender->team_id;
    type->schedule_id = lender->schedule_id;
    type->schedule_zone = lender->schedule_zone;
    type->owner_uid = lender->owner_uid;
    type->owner_name = lender->owner_name;
    type->owner_email = lender->owner_email;
    type->owner_username = lender->owner_username;
    type->owner_time_zone = lender->owner_time_zone;
}

struct fail offer_lend_hosts_of_link(struct work *work, const struct booking *booking,
                                     struct event_type *type)
{
    struct event_type lender;
    struct link link;
    bool found;

    if (booking->link_id == 0)
        return NO_FAIL;
    TRY(link_by_id(work->store, booking->business_id, booking->link_id, &link, &found));
    if (!found || link.event_type_id == type->id)
        return NO_FAIL;
    TRY(event_type_by_name(work->store, booking->business_id, NULL,
                           &(struct event_type_name){.id = link.event_type_id}, &lender, &found));
    if (found)
        offer_lend_hosts(&lender, type);
    return NO_FAIL;
}

struct fail offer_hosts(struct work *work, const struct event_type *type, struct list *hosts)
{
    struct event_host *owner;

    if (type->assignment != ASSIGN_PERSONAL)
        return hosts_of_team(work->store, type, work->now, hosts);
    owner = TAKE(work->arena, struct event_host);
    *owner = owner_of(type);
    *hosts = (struct list){owner, 1};
    return NO_FAIL;
}

struct fail offer_open(struct work *work, const struct event_type *type, int64_t minutes,
                       struct range range, struct offer *offer)
{
    struct list hosts;

    TRY(offer_hosts(work, type, &hosts));
    return offer_open_for(work, type, &hosts, minutes, range, offer);
}

/* ---- what is taken ---- */

static struct offered_host *host_with_id(const struct offer *offer, int64_t id)
{
    for (size_t i = 0; i < offer->count; i++)
        if (offer->hosts[i].host.id == id)
            return &offer->hosts[i];
    return NULL;
}

static int64_t minute_of(struct instant instant)
{
    return instant.us / US_A_MINUTE;
}

/* The mask of the minutes of an hour that lie in [first, last). */
static uint64_t mask_of(int64_t hour, int64_t first, int64_t last)
{
    int64_t from = first > hour * 60 ? first - hour * 60 : 0;
    int64_t to = last < hour * 60 + 60 ? last - hour * 60 : 60;

    return from >= to ? 0 : ((UINT64_C(1) << (to - from)) - 1) << from;
}

static void give_back(const struct offer *offer, int64_t host_id, struct instant start,
                      struct instant end)
{
    struct offered_host *offered = host_with_id(offer, host_id);
    int64_t first = minute_of(start);
    int64_t last = minute_of((struct instant){end.us + US_A_MINUTE - 1});

    for (int64_t hour = first / 60; offered != NULL && hour <= last / 60; hour++)
        if (hour >= offer->first_hour && hour < offer->first_hour + offer->hours)
            offered->taken[hour - offer->first_hour] &= ~mask_of(hour, first, last);
}

static struct fail give_back_holds(struct work *work, const struct offer *offer,
                                   const struct numbers *hosts)
{
    const struct own_holds own = {work->caller->token_id,
                                  offer_claim(offer, offer->range.start).start,
                                  offer_claim(offer, offer->range.end).end};
    struct list holds;

    TRY(reservations_to_release(work->store, offer->type->business_id, hosts, work->now, &own,
                                &holds));
    const struct held_host *held = holds.items;
    for (size_t i = 0; i < holds.count; i++)
        give_back(offer, held[i].user_id, held[i].claim_start, held[i].claim_end);
    return NO_FAIL;
}

static struct fail give_back_booking(struct work *work, const struct offer *offer, const char *uid)
{
    struct booking booking;
    struct numbers hosts;
    bool found;

    TRY(booking_by_uid(work->store, offer->type->business_id, uid, &booking, &found));
    if (!found || !booking.claims)
        return NO_FAIL;
    TRY(hosts_of_booking(work->store, booking.business_id, booking.id, &hosts));
    for (size_t i = 0; i < hosts.count; i++)
        give_back(offer, hosts.all[i], booking.claim_start, booking.claim_end);
    return NO_FAIL;
}

static struct numbers ids_of(struct work *work, const struct offer *offer)
{
    struct numbers ids = {TAKE_MANY(work->arena, offer->count, int64_t), offer->count};

    for (size_t i = 0; i < offer->count; i++)
        ids.all[i] = offer->hosts[i].host.id;
    return ids;
}

struct fail offer_look_up_taken(struct work *work, struct offer *offer, const char *spare)
{
    struct range all = {offer_claim(offer, offer->range.start).start,
                        offer_claim(offer, offer->range.end).end};
    struct numbers hosts = ids_of(work, offer);
    struct list hours;

    offer->first_hour = all.start.us / US_AN_HOUR;
    offer->hours = all.end.us / US_AN_HOUR - offer->first_hour + 2;
    for (size_t i = 0; i < offer->count; i++)
        offer->hosts[i].taken = TAKE_MANY(work->arena, (size_t)offer->hours, uint64_t);
    TRY(taken_hours(work->store, offer->type->business_id, &hosts, all.start, all.end, &hours));
    const struct taken_hour *taken = hours.items;
    for (size_t i = 0; i < hours.count; i++)
        host_with_id(offer, taken[i].host_id)->taken[taken[i].hour - offer->first_hour] =
            (uint64_t)taken[i].minutes;
    TRY(give_back_holds(work, offer, &hosts));
    return spare == NULL ? NO_FAIL : give_back_booking(work, offer, spare);
}

/* ---- questions ---- */

/* Near enough that no sum of ours overflows, and farther than anybody books. */
bool offer_is_near(struct instant start)
{
    return start.us > 0 && start.us <= INT64_C(7258118400) * US_A_SECOND; /* the year 2200 */
}

bool start_waits(const struct work *work, const struct event_type *type, struct instant start)
{
    int64_t notice = type->confirmation_notice_minutes;

    return type->requires_confirmation &&
           (notice == 0 || start.us - work->now.us < notice * US_A_MINUTE);
}

struct instant offer_notice_end(const struct work *work, const struct offer *offer)
{
    return plus_minutes(work->now, offer->type->minimum_notice_minutes);
}

/* Any seven days in a row hold five business days; the last of the window is one of them. */
static struct day last_day_of_window(const struct event_type *type, struct day today)
{
    int days = (int)type->booking_window_days;

    if (!type->window_business_days)
        return day_plus(today, days);
    struct day last = day_plus(today, (days - 1) / 5 * 7);
    for (days = (days - 1) % 5 + 1; days > 0; days -= weekday_of_day(last) < 5)
        last = day_plus(last, 1);
    return last;
}

struct fail offer_admits(const struct work *work, const struct offer *offer, struct instant start)
{
    const struct event_type *type = offer->type;

    if (start.us < work->now.us)
        return FAIL(IN_THE_PAST);
    if (!offer_is_near(start))
        return FAIL(TOO_FAR);
    if (start.us < offer_notice_end(work, offer).us)
        return FAIL(TOO_SOON);
    struct day day = zone_wall(offer->zone, start).day;
    struct day today = zone_wall(offer->zone, work->now).day;
    if (type->booking_window_days > 0 && day.number > last_day_of_window(type, today).number)
        return FAIL(TOO_FAR);
    if (type->has_window_start && day.number < type->booking_window_start.number)
        return FAIL(TOO_SOON);
    if (type->has_window_end && day.number > type->booking_window_end.number)
        return FAIL(TOO_FAR);
    return NO_FAIL;
}

static struct span interval_of(const struct offer *offer)
{
    int64_t minutes = offer->type->slot_interval_minutes;

    return (struct span){(minutes > 0 ? minutes : offer->minutes) * US_A_MINUTE};
}

bool offer_fits(const struct offer *offer, size_t host, struct instant start, bool grid)
{
    const struct open_hours *hours = &offer->hosts[host].hours;

    return hours_are_open(hours, offer_meeting(offer, start)) &&
           (!grid || start_is_on_grid(hours, start, interval_of(offer))) &&
           hours_are_unclosed(hours, offer_claim(offer, start));
}

bool offer_is_free(const struct offer *offer, size_t host, struct instant start)
{
    struct range claim = offer_claim(offer, start);
    int64_t first = minute_of(claim.start);
    int64_t last = minute_of((struct instant){claim.end.us + US_A_MINUTE - 1});

    for (int64_t hour = first / 60; hour <= (last - 1) / 60; hour++)
        if (offer->hosts[host].taken[hour - offer->first_hour] & mask_of(hour, first, last))
            return false;
    return true;
}

static size_t fixed_count(const struct offer *offer)
{
    size_t count = 0;

    while (count < offer->count && offer->hosts[count].host.fixed)
        count++;
    return count;
}

/* The first host's windows give the grid: of a round robin the one who is being tried. */
bool offer_choice(const struct offer *offer, size_t number, struct instant start,
                  struct host_choice *choice, bool *fits)
{
    size_t fixed = fixed_count(offer);
    bool robin = fixed < offer->count;

    if (number >= (robin ? offer->count - fixed : 1))
        return false;
    *choice = (struct host_choice){.count = 0};
    if (robin)
        choice->all[choice->count++] = fixed + number;
    for (size_t i = 0; i < fixed; i++)
        choice->all[choice->count++] = i;
    *fits = true;
    for (size_t i = 0; i < choice->count && *fits; i++)
        *fits = offer_fits(offer, choice->all[i], start, i == 0);
    return true;
}
