/* withdraw.c - an appointment or a place in a class is given up. SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine/change.h"
#include "engine/desk.h"
#include "engine/own.h"
#include "engine/seat.h"
#include "engine/withdraw.h"
#include "store/seats.h"

static struct fail not_found(const struct withdraw_wish *wish)
{
    return (struct fail){.code = NO_BOOKING, .detail = wish->uid};
}

/* Who names a class means a registration for it. */
static struct fail is_of_class(const struct withdraw_wish *wish, const struct item *item)
{
    if (wish->class_uid == NULL)
        return NO_FAIL;
    return item->instance_uid != NULL && strcmp(item->instance_uid, wish->class_uid) == 0
               ? NO_FAIL
               : not_found(wish);
}

static struct fail give_up(struct work *work, const struct withdraw_wish *wish, struct item *item,
                           const char *by_email)
{
    struct booking *booking = &item->booking;
    struct attendee left;

    TRY(booking_lock(work->store, booking));
    if (!status_holds_time(booking->status))
        return FAIL(BAD_TRANSITION);
    if (item->kind == ITEM_APPOINTMENT)
        return change_status(work, booking,
                             &(struct change){.to = BOOKING_CANCELLED,
                                              .cancellation_reason = wish->reason,
                                              .cancelled_by_email = by_email});
    struct fail fail = leave_seat(work, booking, item->uid, wish->reason, &left);
    return fail.code == NO_SEAT ? FAIL(BAD_TRANSITION) : fail;
}

static struct fail as_client(struct work *work, const struct withdraw_wish *wish, struct item *item)
{
    struct client client;

    TRY(own_client(work, &client));
    TRY(own_item(work, &client, wish->uid, item));
    TRY(is_of_class(wish, item));
    if (!item->live)
        return FAIL(BAD_TRANSITION);
    if (!item->cancelling.ever)
        return FAIL(CANCELLING_DISABLED);
    TRY(give_up(work, wish, item, client.email));
    return own_item(work, &client, wish->uid, item);
}

static struct fail at_desk(struct work *work, const struct withdraw_wish *wish, struct item *item)
{
    const struct desk_wish desk = {.given = DESK_REASON, .uid = wish->uid, .reason = wish->reason};
    bool before = false;

    TRY(item_find(work, wish->uid, item));
    TRY(is_of_class(wish, item));
    if (item->kind == ITEM_REGISTRATION)
        TRY(give_up(work, wish, item, work->caller->email));
    else
        TRY(desk_cancel(work, &desk, &item->booking, &before));
    return before ? FAIL(BAD_TRANSITION) : item_find(work, wish->uid, item);
}

struct fail withdraw(struct work *work, const struct withdraw_wish *wish, struct item *item)
{
    TRY(business_is_own(work, wish->business_uid));
    return work->caller->kind == TOKEN_VCITA_CLIENT ? as_client(work, wish, item)
                                                    : at_desk(work, wish, item);
}
