/* agenda.c - appointments as the staff of a business list, accept, settle and move them.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine/agenda.h"
#include "engine/change.h"
#include "engine/desk.h"
#include "engine/offer.h"
#include "engine/own.h"
#include "engine/withdraw.h"
#include "store/attendees.h"
#include "store/bookings.h"
#include "store/seats.h"

enum { PAGE_MOST = 100 };

/* ---- lists ---- */

static void settle_statuses(struct booking_query *query)
{
    if (query->statuses & 1U << BOOKING_COMPLETED)
        query->statuses |= 1U << BOOKING_NO_SHOW;
    if (query->statuses & 1U << BOOKING_PENDING)
        query->statuses |= 1U << BOOKING_AWAITING_HOST;
}

static void settle_order(const struct numbers *sort, struct booking_query *query)
{
    query->order = ORDER_START;
    for (size_t i = 0; i < sort->count; i++) {
        int order = (int)(sort->all[i] / 2);
        bool descending = sort->all[i] % 2 != 0;

        if (i == 0) {
            query->order = order;
            query->descending = descending;
        } else if (query->further_count < FURTHER_ORDERS) {
            query->further[query->further_count++] = (struct further_order){order, descending};
        }
    }
}

/* A client who is not there is nobody: the number of none. */
static struct fail settle_client(struct work *work, const char *uid, struct booking_query *query)
{
    struct client client = {0};
    bool found;

    if (uid == NULL)
        return NO_FAIL;
    TRY(client_by_uid(work->store, work->caller->business_id, uid, &client, &found));
    query->given |= BY_CLIENT;
    query->client = client.id;
    return NO_FAIL;
}

struct fail agenda_list(struct work *work, const struct agenda_wish *wish, struct agenda *agenda)
{
    struct booking_query query = wish->query;
    struct bookings found;

    TRY(business_is_own(work, wish->business_uid));
    TRY(settle_client(work, wish->client_uid, &query));
    settle_statuses(&query);
    settle_order(&wish->sort, &query);
    query.scope = SCOPE_BUSINESS;
    query.whole = true;
    query.unseated = true;
    query.take = query.take > PAGE_MOST ? PAGE_MOST : query.take;
    query.skip = (query.page - 1) * query.take;
    TRY(bookings_page(work->store, work->caller, &query, work->now, true, &found));
    if ((int64_t)found.count > query.take) {
        agenda->next_page = query.page + 1;
        found.count = (size_t)query.take;
    }
    agenda->items =
        (struct items){TAKE_MANY(work->arena, found.count + 1, struct item), found.count};
    for (size_t i = 0; i < found.count; i++)
        agenda->items.all[i] = (struct item){.booking = found.all[i], .uid = found.all[i].uid};
    return items_describe(work, NULL, &agenda->items);
}

/* ---- one ---- */

static struct fail find_of_kind(struct work *work, const struct agenda_find_wish *wish,
                                enum item_kind kind, struct item *item)
{
    TRY(business_is_own(work, wish->business_uid));
    TRY(item_find(work, wish->uid, item));
    bool fits = item->kind == (int)kind && (kind == ITEM_REGISTRATION || item->booking.seats == 0);
    return fits ? NO_FAIL : (struct fail){.code = NO_BOOKING, .detail = wish->uid};
}

struct fail agenda_appointment(struct work *work, const struct agenda_find_wish *wish,
                               struct item *item)
{
    return find_of_kind(work, wish, ITEM_APPOINTMENT, item);
}

struct fail agenda_registration(struct work *work, const struct agenda_find_wish *wish,
                                struct item *item)
{
    return find_of_kind(work, wish, ITEM_REGISTRATION, item);
}

/* ---- changes ---- */

/* Locked: what is decided about it is decided about what it is now. */
static struct fail find_locked(struct work *work, const char *uid, struct item *item)
{
    TRY(item_find(work, uid, item));
    return booking_lock(work->store, &item->booking);
}

static struct fail to_status(struct work *work, const struct agenda_change *wish, struct item *item,
                             int to)
{
    const struct desk_wish desk = {.given = DESK_STATUS | DESK_REASON,
                                   .uid = item->booking.uid,
                                   .status = to,
                                   .reason = wish->message};

    return desk_change(work, &desk, &item->booking);
}

/* A registration waits, and is accepted, with its class. */
static struct fail accept_one(struct work *work, const struct agenda_change *wish,
                              struct item *item)
{
    int from;

    TRY(find_locked(work, item->uid, item));
    from = item->booking.status;
    if (from != BOOKING_PENDING && from != BOOKING_AWAITING_HOST)
        return FAIL(BAD_TRANSITION);
    return to_status(work, wish, item, BOOKING_ACCEPTED);
}

static struct fail mark_seat_absent(struct work *work, struct item *item)
{
    struct booking *booking = &item->booking;
    struct attendee *all = booking->attendees.items;
    bool known = false;

    for (size_t i = 0; i < booking->attendees.count; i++) {
        if (all[i].seat_uid == NULL || strcmp(all[i].seat_uid, item->uid) != 0)
            continue;
        all[i].absent = true;
        TRY(attendee_absent(work->store, booking, all[i].email, true, &known));
    }
    if (!known)
        return FAIL(BAD_TRANSITION);
    booking->updated = work->now;
    TRY(people_store(work->store, booking));
    return note_change(work, booking, "booking.absent");
}

/* What was done already may still turn out to have been a no-show; a seat is never done by itself.
 */
static struct fail complete_one(struct work *work, const struct agenda_change *wish,
                                struct item *item)
{
    TRY(find_locked(work, item->uid, item));
    int from = item->booking.status;
    bool scheduled = from == BOOKING_ACCEPTED;

    if (!scheduled && !(wish->no_show && from == BOOKING_COMPLETED))
        return FAIL(BAD_TRANSITION);
    if (item->kind == ITEM_REGISTRATION)
        return wish->no_show ? mark_seat_absent(work, item) : FAIL(BAD_TRANSITION);
    return to_status(work, wish, item, wish->no_show ? BOOKING_NO_SHOW : BOOKING_COMPLETED);
}

static struct fail cancel_one(struct work *work, const struct agenda_change *wish,
                              struct item *item)
{
    const struct withdraw_wish one = {.uid = item->uid, .reason = wish->message};

    return withdraw(work, &one, item);
}

static bool can_be_moved(int status)
{
    return status_holds_time(status) && status != BOOKING_COMPLETED && status != BOOKING_NO_SHOW;
}

/* Whoever sits in a class is not moved alone. */
static struct fail move_one(struct work *work, const struct agenda_change *wish, struct item *item)
{
    struct booking *booking = &item->booking;

    TRY(find_locked(work, item->uid, item));
    if (item->kind == ITEM_REGISTRATION || !can_be_moved(booking->status))
        return FAIL(BAD_TRANSITION);
    int64_t minutes = wish->given & AGENDA_MINUTES ? wish->minutes : booking->minutes;
    struct desk_wish desk = {.given = DESK_START | DESK_END,
                             .uid = booking->uid,
                             .start = wish->given & AGENDA_START ? wish->start : booking->start,
                             .title = wish->title,
                             .forced = wish->forced};
    if (!offer_is_near(desk.start))
        return (struct fail){.code = BAD_RANGE, .detail = "start_time is out of range"};
    desk.end = (struct instant){desk.start.us + minutes * US_A_MINUTE};
    if (wish->given & AGENDA_TITLE)
        desk.given |= DESK_TITLE;
    if (wish->given & AGENDA_FORCED)
        desk.given |= DESK_FORCED;
    return desk_change(work, &desk, booking);
}

/* ---- one or several ---- */

typedef struct fail change_one(struct work *work, const struct agenda_change *wish,
                               struct item *item);

struct attempting {
    const struct agenda_change *wish;
    change_one *change;
    const char *uid;
    struct item *item;
};

/* The item as it is afterwards. */
static struct fail attempt_one(struct work *work, void *context)
{
    struct attempting *attempting = context;

    *attempting->item = (struct item){.uid = attempting->uid};
    TRY(attempting->change(work, attempting->wish, attempting->item));
    return item_find(work, attempting->uid, attempting->item);
}

static struct fail change_each(struct work *work, const struct agenda_change *wish,
                               change_one *change, const struct texts *uids,
                               struct agenda_changed *changed)
{
    struct agenda_outcome *all = TAKE_MANY(work->arena, uids->count + 1, struct agenda_outcome);
    struct item *item = TAKE(work->arena, struct item);

    for (size_t i = 0; i < uids->count; i++) {
        struct attempting one = {wish, change, uids->all[i], item};

        all[i] = (struct agenda_outcome){uids->all[i], in_transaction(work, attempt_one, &one)};
    }
    changed->outcomes = (struct list){all, uids->count};
    return NO_FAIL;
}

static struct fail change_all(struct work *work, const struct agenda_change *wish,
                              change_one *change, struct agenda_changed *changed)
{
    const struct texts *uids = wish->uids_again.count > 0 ? &wish->uids_again : &wish->uids;

    changed->several = (wish->given & AGENDA_SEVERAL) || uids->count > 1;
    TRY(business_is_own(work, wish->business_uid));
    if (uids->count > AGENDA_ITEMS_MOST)
        return (struct fail){.code = BAD_RANGE, .detail = "At most 50 bookings at once"};
    if (changed->several)
        return change_each(work, wish, change, uids, changed);
    struct attempting one = {wish, change, uids->all[0], &changed->item};
    return in_transaction(work, attempt_one, &one);
}

struct fail agenda_accept(struct work *work, const struct agenda_change *wish,
                          struct agenda_changed *changed)
{
    return change_all(work, wish, accept_one, changed);
}

struct fail agenda_complete(struct work *work, const struct agenda_change *wish,
                            struct agenda_changed *changed)
{
    return change_all(work, wish, complete_one, changed);
}

struct fail agenda_cancel(struct work *work, const struct agenda_change *wish,
                          struct agenda_changed *changed)
{
    return change_all(work, wish, cancel_one, changed);
}

struct fail agenda_move(struct work *work, const struct agenda_change *wish,
                        struct agenda_changed *changed)
{
    return change_all(work, wish, move_one, changed);
}
