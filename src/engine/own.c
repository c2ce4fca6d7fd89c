/* own.c - what a client of a business sees of their own. SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>

#include "engine/own.h"
#include "store/bookings.h"

enum { ITEMS_MOST = 100 }; /* of a page, however many are asked for */

struct fail business_is_own(const struct work *work, const char *business_uid)
{
    const char *own = work->caller->business_uid;

    return business_uid == NULL || (own != NULL && strcmp(business_uid, own) == 0)
               ? NO_FAIL
               : FAIL(OTHER_BUSINESS);
}

struct fail own_client(struct work *work, struct client *client)
{
    bool found;

    TRY(client_by_id(work->store, work->caller->business_id, work->caller->client_id, client,
                     &found));
    return found ? NO_FAIL : FAIL(CLIENT_UNKNOWN);
}

struct fail own_items(struct work *work, const struct own_wish *wish, struct items *items)
{
    struct booking_query query = wish->query;
    struct client client;
    struct list rows;

    TRY(business_is_own(work, wish->business_uid));
    TRY(own_client(work, &client));
    query.scope = SCOPE_CLIENT;
    query.order = ORDER_START;
    query.own_matter = client.matter_uid;
    query.take = query.take > ITEMS_MOST ? ITEMS_MOST : query.take;
    query.skip = wish->page * query.take;
    TRY(bookings_of_client_page(work->store, work->caller, &query, work->now, &rows));
    const struct client_booking *found = rows.items;
    *items = (struct items){TAKE_MANY(work->arena, rows.count + 1, struct item), rows.count};
    for (size_t i = 0; i < rows.count; i++)
        items->all[i] = (struct item){.booking = found[i].booking, .uid = found[i].shown_uid};
    return items_describe(work, &client, items);
}

/* Of a seated booking only the seat is theirs, never the booking. */
static bool is_theirs(const struct client *client, const struct item *item)
{
    const struct attendee *all = item->booking.attendees.items;

    if (item->kind == ITEM_REGISTRATION)
        return item->client.id == client->id;
    if (item->booking.seats > 0)
        return false;
    for (size_t i = 0; i < item->booking.attendees.count && client->email != NULL; i++)
        if (all[i].kind != ATTENDEE_HOST && strcasecmp(all[i].email, client->email) == 0)
            return true;
    return item->booking.client_id == client->id;
}

struct fail own_item(struct work *work, const struct client *client, const char *uid,
                     struct item *item)
{
    struct items one = {item, 1};

    TRY(item_find(work, uid, item));
    if (!is_theirs(client, item))
        return (struct fail){.code = NO_BOOKING, .detail = uid};
    item->matter_uid = NULL;
    return items_describe(work, client, &one);
}
