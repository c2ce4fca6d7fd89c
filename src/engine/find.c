/* find.c - reading bookings. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/uid.h"
#include "engine/cursor.h"
#include "engine/find.h"
#include "engine/who.h"
#include "store/bookings.h"
#include "store/event_types.h"

/* How a walk goes for each listing: contract cal-v2 e. */
enum bound { BOUND_FAR_FUTURE, BOUND_HOUR_AGO, BOUND_NOW };
struct walk {
    bool descending;
    enum bound bound;
};
static const struct walk walk_of_all = {true, BOUND_FAR_FUTURE};
static const struct walk walks[LISTING__COUNT] = {
    [LISTING_UPCOMING] = {false, BOUND_HOUR_AGO},    [LISTING_RECURRING] = {false, BOUND_HOUR_AGO},
    [LISTING_UNCONFIRMED] = {false, BOUND_HOUR_AGO}, [LISTING_PAST] = {true, BOUND_NOW},
    [LISTING_CANCELLED] = {true, BOUND_FAR_FUTURE},
};

static struct fail some_event_type_exists(struct work *work, const struct booking_query *query)
{
    int64_t one[] = {query->event_type};
    struct numbers single = {one, 1};
    int64_t known = 1;

    if (query->given & BY_EVENT_TYPES)
        TRY(event_types_known(work->store, work->caller->business_id, &query->event_types, &known));
    else if (query->given & BY_EVENT_TYPE)
        TRY(event_types_known(work->store, work->caller->business_id, &single, &known));
    return known > 0 ? NO_FAIL : FAIL(NO_SUCH_TYPES);
}

/* The lists of ids win over the single ones. */
static void settle_filters(struct booking_query *query)
{
    if (query->given & BY_EVENT_TYPES)
        query->given &= ~(uint64_t)BY_EVENT_TYPE;
    if (query->given & BY_TEAMS)
        query->given &= ~(uint64_t)BY_TEAM;
}

/* Exactly one key, the first of these that was sent. */
static void settle_order(struct booking_query *query)
{
    const struct {
        int direction;
        int order;
    } asked[] = {
        {query->sort_start, ORDER_START},
        {query->sort_end, ORDER_END},
        {query->sort_created, ORDER_CREATED},
        {query->sort_updated, ORDER_UPDATED},
    };

    query->order = ORDER_DERIVED;
    query->descending =
        query->listings == 1U << LISTING_PAST || query->listings == 1U << LISTING_CANCELLED;
    for (size_t i = 0; i < COUNT(asked); i++)
        if (asked[i].direction != DIRECTION_NONE) {
            query->order = asked[i].order;
            query->descending = asked[i].direction == DIRECTION_DESCENDING;
            return;
        }
}

struct fail find_pages(struct work *work, const struct booking_query *asked,
                       struct booking_page *page)
{
    struct booking_query query = *asked;

    TRY(some_event_type_exists(work, &query));
    settle_filters(&query);
    settle_order(&query);
    *page = (struct booking_page){.take = query.take, .skip = query.skip};
    TRY(bookings_count(work->store, work->caller, &query, work->now, &page->total));
    if (page->total <= query.skip)
        return NO_FAIL;
    return bookings_page(work->store, work->caller, &query, work->now, false, &page->bookings);
}

/* More than any page can hold, and no sum with it overflows. */
#define ALL_ROWS INT64_C(1000000000)

struct fail find_plain(struct work *work, const struct booking_query *asked,
                       struct booking_page *page)
{
    struct booking_query query = *asked;

    query.whole = true;
    if (query.take == 0)
        query.take = ALL_ROWS;
    if (query.page > 0)
        query.skip = (query.page - 1) * query.take;
    if (query.order == ORDER_DERIVED)
        query.order = ORDER_START;
    *page = (struct booking_page){.take = query.take, .skip = query.skip};
    if (query.counted) {
        TRY(bookings_count(work->store, work->caller, &query, work->now, &page->total));
        if (page->total <= query.skip)
            return NO_FAIL;
    }
    return bookings_page(work->store, work->caller, &query, work->now, false, &page->bookings);
}

static const struct walk *walk_of(const struct booking_query *query)
{
    for (int i = 0; i < LISTING__COUNT; i++)
        if (query->listings == 1U << i)
            return &walks[i];
    return &walk_of_all;
}

static void bound_first_page(const struct walk *walk, struct instant now,
                             struct booking_query *query)
{
    const struct instant year_2100 = {INT64_C(4102444800) * US_A_SECOND};

    switch (walk->bound) {
    case BOUND_FAR_FUTURE:
        uuid_v7_least(query->walk, year_2100);
        query->given |= BY_WALK_BEFORE;
        break;
    case BOUND_HOUR_AGO:
        uuid_v7_least(query->walk, (struct instant){now.us - US_AN_HOUR});
        query->given |= BY_WALK_FROM;
        break;
    case BOUND_NOW:
        uuid_v7_most(query->walk, now);
        query->given |= BY_WALK_UNTIL;
        break;
    }
}

static struct fail place_walk(struct work *work, const struct walk *walk,
                              struct booking_query *query)
{
    if (query->cursor == NULL) {
        bound_first_page(walk, work->now, query);
        return NO_FAIL;
    }
    TRY(cursor_read(work, query, query->cursor, query->walk));
    query->given |= walk->descending ? BY_WALK_BEFORE : BY_WALK_AFTER;
    return NO_FAIL;
}

struct fail find_walk(struct work *work, const struct booking_query *asked,
                      struct booking_page *page)
{
    struct booking_query query = *asked;
    const struct walk *walk = walk_of(&query);

    TRY(some_event_type_exists(work, &query));
    settle_filters(&query);
    query.order = ORDER_WALK;
    query.descending = walk->descending;
    query.skip = 0;
    TRY(place_walk(work, walk, &query));
    *page = (struct booking_page){.take = query.take};
    TRY(bookings_page(work->store, work->caller, &query, work->now, true, &page->bookings));
    if ((int64_t)page->bookings.count <= query.take)
        return NO_FAIL;
    page->bookings.count = (size_t)query.take;
    return cursor_write(work, &query, page->bookings.all[query.take - 1].walk, &page->next_cursor);
}

struct fail find_one(struct work *work, const struct uid_wish *wish, struct booking_view *found)
{
    struct booking *booking = TAKE(work->arena, struct booking);
    int64_t business_id = work->caller->business_id;
    bool exists;

    *found = (struct booking_view){.bookings = {booking, 1}};
    TRY(booking_by_uid(work->store, business_id, wish->uid, booking, &exists));
    if (exists)
        return seats_are_hidden(work, booking, &found->attendees_hidden);
    found->series = true;
    TRY(bookings_of_recurrence(work->store, business_id, wish->uid, &found->bookings));
    if (found->bookings.count > 0)
        return NO_FAIL;
    return (struct fail){.code = NO_BOOKING, .detail = wish->uid};
}
