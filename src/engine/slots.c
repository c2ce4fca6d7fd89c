/* slots.c - the starts that can be booked. SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "engine/book.h"
#include "engine/limits.h"
#include "engine/slots.h"
#include "engine/who.h"
#include "store/event_types.h"
#include "store/hosts.h"
#include "store/seats.h"

enum { DAYS_MOST = 366 };

/* ---- the range ---- */

static bool has_time(const char *text)
{
    struct wall wall;
    bool offset, time = false;
    int32_t seconds;

    return instant_read_parts(text, strlen(text), &wall, &offset, &seconds, &time) && time;
}

/* An end at midnight means the end of that day: contract cal-v2 i.1. */
static struct fail read_range(const struct slots_wish *wish, struct range *range)
{
    if (!instant_read(wish->from, strlen(wish->from), INSTANT_ANY_FORM, &range->start) ||
        !instant_read(wish->until, strlen(wish->until), INSTANT_ANY_FORM, &range->end))
        return (struct fail){.code = BAD_RANGE, .detail = "start and end must be ISO 8601 dates"};
    if (!has_time(wish->until) || range->end.us % US_A_DAY == 0)
        range->end.us += US_A_DAY - US_A_SECOND;
    if (range->end.us < range->start.us)
        return (struct fail){.code = BAD_RANGE, .detail = "end is before start"};
    if (range->end.us - range->start.us > DAYS_MOST * US_A_DAY)
        return (struct fail){.code = BAD_RANGE, .detail = "the range is longer than a year"};
    return NO_FAIL;
}

/* What is over needs no looking at, and what is beyond all calendars neither. */
static bool narrow(struct range *range, struct instant now)
{
    const struct instant last = {INT64_C(7258118400) * US_A_SECOND};

    if (range->start.us < now.us)
        range->start = now;
    if (range->end.us > last.us)
        range->end = last;
    return range->start.us <= range->end.us;
}

/* ---- starts ---- */

struct gathering {
    struct work *work;
    struct offer *offer;
    struct list full;   /* struct range: periods whose limit is reached */
    struct list seated; /* struct seats_at */
    struct slot *all;
    size_t count, room;
};

static void add_slot(struct gathering *gathering, struct slot slot)
{
    if (gathering->count == gathering->room) {
        size_t room = 2 * gathering->room + 256;
        struct slot *more = TAKE_MANY(gathering->work->arena, room, struct slot);

        if (gathering->count > 0)
            memcpy(more, gathering->all, gathering->count * sizeof *more);
        gathering->all = more;
        gathering->room = room;
    }
    gathering->all[gathering->count++] = slot;
}

static bool is_full(const struct gathering *gathering, struct instant start)
{
    const struct range *ranges = gathering->full.items;

    for (size_t i = 0; i < gathering->full.count; i++)
        if (start.us >= ranges[i].start.us && start.us < ranges[i].end.us)
            return true;
    return false;
}

static const struct seats_at *seated_at(const struct gathering *gathering, struct instant start)
{
    const struct seats_at *seated = gathering->seated.items;

    for (size_t i = 0; i < gathering->seated.count; i++)
        if (seated[i].start.us == start.us)
            return &seated[i];
    return NULL;
}

static bool choice_is_free(const struct offer *offer, const struct host_choice *choice,
                           struct instant start)
{
    for (size_t i = 0; i < choice->count; i++)
        if (!offer_is_free(offer, choice->all[i], start))
            return false;
    return true;
}

/* In a booking that is there already only its seats count: its hosts are taken, by itself. */
static void consider(struct gathering *gathering, const struct host_choice *choice,
                     struct instant start)
{
    struct offer *offer = gathering->offer;
    const struct seats_at *seated = seated_at(gathering, start);
    struct slot slot = {start, offer_meeting(offer, start).end, offer->type->seats, 0, NULL};

    if (seated != NULL) {
        slot.seats = seated->seats;
        slot.seats_taken = seated->taken;
        slot.uid = seated->uid;
        if (seated->taken >= seated->seats)
            return;
    } else if (is_full(gathering, start) || !choice_is_free(offer, choice, start)) {
        return;
    }
    add_slot(gathering, slot);
}

/* The grid of one window: starts at whole intervals since the window's beginning on the wall. */
static struct fail walk_window(struct gathering *gathering, size_t number,
                               const struct open_range *open, struct span interval)
{
    struct offer *offer = gathering->offer;
    int64_t since = open->wall.us - open->window_start_us;
    int64_t first = (since + interval.us - 1) / interval.us * interval.us;
    struct instant start = {open->range.start.us + first - since};
    struct host_choice choice;
    bool fits;

    if (start.us < offer->range.start.us)
        start.us +=
            (offer->range.start.us - start.us + interval.us - 1) / interval.us * interval.us;
    for (; start.us < open->range.end.us && start.us <= offer->range.end.us;
         start.us += interval.us) {
        struct fail fail = offer_admits(gathering->work, offer, start);

        if (FAILED(fail))
            continue;
        if (offer_choice(offer, number, start, &choice, &fits) && fits)
            consider(gathering, &choice, start);
    }
    return NO_FAIL;
}

static struct span interval_of(const struct offer *offer)
{
    int64_t minutes = offer->type->slot_interval_minutes;

    return (struct span){(minutes > 0 ? minutes : offer->minutes) * US_A_MINUTE};
}

static struct fail walk_choice(struct gathering *gathering, size_t number)
{
    struct offer *offer = gathering->offer;
    struct host_choice choice;
    bool fits;

    if (!offer_choice(offer, number, offer->range.start, &choice, &fits))
        return NO_FAIL;
    const struct open_hours *hours = &offer->hosts[choice.all[0]].hours;
    for (size_t i = 0; i < hours->open_count; i++)
        TRY(walk_window(gathering, number, &hours->open[i], interval_of(offer)));
    return NO_FAIL;
}

static int by_start(const void *left, const void *right)
{
    const struct slot *a = left;
    const struct slot *b = right;

    return (a->start.us > b->start.us) - (a->start.us < b->start.us);
}

/* Windows that overlap, and several hosts, offer one start more than once. */
static void sort_and_thin(struct gathering *gathering)
{
    size_t kept = 0;

    if (gathering->count == 0)
        return;
    qsort(gathering->all, gathering->count, sizeof *gathering->all, by_start);
    for (size_t i = 1; i < gathering->count; i++)
        if (gathering->all[i].start.us != gathering->all[kept].start.us)
            gathering->all[++kept] = gathering->all[i];
    gathering->count = kept + 1;
}

struct fail slots_of_offer(struct work *work, struct offer *offer, const char *spare,
                           struct slots *slots)
{
    struct gathering gathering = {.work = work, .offer = offer};
    struct host_choice choice;
    bool fits;

    TRY(offer_look_up_taken(work, offer, spare));
    TRY(limits_full(work, offer, spare, &gathering.full));
    if (offer->type->seats > 0)
        TRY(seats_within(work->store, offer->type->business_id, offer->type->id, offer->range.start,
                         (struct instant){offer->range.end.us + 1}, &gathering.seated));
    for (size_t i = 0; offer_choice(offer, i, offer->range.start, &choice, &fits); i++)
        TRY(walk_choice(&gathering, i));
    sort_and_thin(&gathering);
    slots->all = gathering.all;
    slots->count = gathering.count;
    return NO_FAIL;
}

/* People who are named together meet for half an hour when all of them can: contract cal-v2 i.1. */
enum { DYNAMIC_MINUTES = 30, DYNAMIC_LEAST = 2 };
static const struct event_type dynamic_type = {.assignment = ASSIGN_COLLECTIVE,
                                               .length_minutes = DYNAMIC_MINUTES,
                                               .limits = "{}",
                                               .length_options = "[]"};

static struct fail open_dynamic(struct work *work, const struct slots_wish *wish,
                                int64_t business_id, struct range range, struct event_type *type,
                                struct offer *offer)
{
    int64_t minutes = wish->given & SLOTS_MINUTES ? wish->minutes : DYNAMIC_MINUTES;
    struct list hosts;

    *type = dynamic_type;
    type->business_id = business_id;
    TRY(hosts_by_usernames(work->store, business_id, &wish->usernames, &hosts));
    if (hosts.count < wish->usernames.count)
        return (struct fail){.code = NO_EVENT_TYPE, .detail = "for these users"};
    return offer_open_for(work, type, &hosts, minutes, range, offer);
}

static struct fail open_named(struct work *work, const struct slots_wish *wish, int64_t business_id,
                              struct range range, struct event_type *type, struct offer *offer)
{
    bool found;

    TRY(event_type_by_name(work->store, business_id, work->host_name, &wish->event_type, type,
                           &found));
    if (!found)
        return (struct fail){.code = NO_SLOTS_TYPE};
    int64_t minutes = wish->given & SLOTS_MINUTES ? wish->minutes : type->length_minutes;
    if (wish->given & SLOTS_MINUTES)
        TRY(length_is_offered(work, type, minutes));
    return offer_open(work, type, minutes, range, offer);
}

static bool names_something(const struct slots_wish *wish)
{
    const struct event_type_name *name = &wish->event_type;

    return name->id != 0 || wish->usernames.count >= DYNAMIC_LEAST ||
           (name->slug != NULL && (name->username != NULL || name->team_slug != NULL));
}

struct fail find_slots(struct work *work, const struct slots_wish *wish, struct slots *slots)
{
    struct event_type type;
    struct offer offer;
    struct range range;
    int64_t business_id;
    bool known;

    *slots = (struct slots){.ranges = wish->format == SLOTS_AS_RANGES,
                            .zone = wish->given & SLOTS_ZONE ? zone_find(wish->zone) : NULL};
    if (!names_something(wish))
        return FAIL(EVENT_TYPE_UNNAMED);
    TRY(read_range(wish, &range));
    bool over = !narrow(&range, work->now);
    /* what is over is looked at as an empty range of today, so that the event type is checked all
       the same */
    if (over)
        range = (struct range){work->now, work->now};
    TRY(business_meant(work, wish->organization_slug, &business_id, &known));
    if (!known)
        return (struct fail){.code = NO_SLOTS_TYPE};
    if (wish->usernames.count > 0)
        TRY(open_dynamic(work, wish, business_id, range, &type, &offer));
    else
        TRY(open_named(work, wish, business_id, range, &type, &offer));
    if (over)
        return NO_FAIL;
    return slots_of_offer(work, &offer, wish->given & SLOTS_SPARE ? wish->spare : NULL, slots);
}
