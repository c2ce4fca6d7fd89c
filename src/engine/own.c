/* own.c - what a client of a business sees of their own. SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>

#include "engine/change.h"
#include "engine/classes.h"
#include "engine/desk_parties.h"
#include "engine/own.h"
#include "store/attendees.h"
#include "store/bookings.h"
#include "store/seats.h"

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
    struct own_standing own;
    struct list rows;
    bool known;

    TRY(business_is_own(work, wish->business_uid));
    TRY(client_own(work->store, work->caller->business_id, work->caller->client_id, &own, &known));
    if (!known)
        return FAIL(CLIENT_UNKNOWN);
    query.scope = SCOPE_CLIENT;
    query.order = ORDER_START;
    query.own_matter = own.client.matter_uid;
    query.invited = own.invited;
    query.had_seats = own.had_seats;
    query.take = query.take > ITEMS_MOST ? ITEMS_MOST : query.take;
    query.skip = wish->page * query.take;
    TRY(bookings_of_client_page(work->store, work->caller, &query, work->now, &rows));
    const struct client_booking *found = rows.items;
    *items = (struct items){TAKE_MANY(work->arena, rows.count + 1, struct item), rows.count};
    for (size_t i = 0; i < rows.count; i++)
        items->all[i] = (struct item){.booking = found[i].booking, .uid = found[i].shown_uid};
    return items_describe(work, &own.client, items);
}

/* Of a seated booking only the seat is theirs, never the booking. */
static bool is_theirs(struct work *work, const struct client *client, const struct item *item)
{
    const char *address = client_address(work, client);
    const struct attendee *all = item->booking.attendees.items;

    if (item->kind == ITEM_REGISTRATION)
        return item->client.id == client->id;
    if (item->booking.seats > 0)
        return false;
    for (size_t i = 0; i < item->booking.attendees.count && address[0] != '\0'; i++)
        if (all[i].kind != ATTENDEE_HOST && strcasecmp(all[i].email, address) == 0)
            return true;
    return item->booking.client_id == client->id;
}

struct fail own_item(struct work *work, const struct client *client, const char *uid,
                     struct item *item)
{
    struct items one = {item, 1};

    TRY(item_find(work, uid, item));
    if (!is_theirs(work, client, item))
        return (struct fail){.code = NO_BOOKING, .detail = uid};
    item->matter_uid = NULL;
    return items_describe(work, client, &one);
}

/* ---- coming ---- */

static struct fail own_of_class(struct work *work, const struct client *client, const char *uid,
                                struct item *item)
{
    struct event_class *class = TAKE(work->arena, struct event_class);
    const char *address = client_address(work, client);
    const struct attendee *all;

    TRY(class_find(work, uid, class));
    all = class->booking.attendees.items;
    for (size_t i = 0; i < class->booking.attendees.count && address[0] != '\0'; i++)
        if (all[i].seat_uid != NULL && strcasecmp(all[i].email, address) == 0)
            return own_item(work, client, all[i].seat_uid, item);
    return (struct fail){.code = NO_BOOKING, .detail = uid};
}

static struct fail find_subject(struct work *work, const struct client *client,
                                const struct rsvp_wish *wish, struct item *item)
{
    int kind = wish->subject == RSVP_TO_APPOINTMENT ? ITEM_APPOINTMENT : ITEM_REGISTRATION;

    if (wish->subject == RSVP_TO_CLASS)
        TRY(own_of_class(work, client, wish->uid, item));
    else
        TRY(own_item(work, client, wish->uid, item));
    return item->kind == kind ? NO_FAIL : (struct fail){.code = NO_BOOKING, .detail = wish->uid};
}

static struct fail keep_seat_rsvp(struct work *work, struct booking *booking, const char *seat_uid,
                                  int rsvp)
{
    struct attendee *all = booking->attendees.items;

    for (size_t i = 0; i < booking->attendees.count; i++) {
        if (all[i].seat_uid == NULL || strcmp(all[i].seat_uid, seat_uid) != 0)
            continue;
        all[i].rsvp = rsvp;
        TRY(seat_set_rsvp(work->store, booking, &all[i]));
    }
    booking->updated = work->now;
    return people_store(work->store, booking);
}

static struct fail keep_rsvp(struct work *work, struct item *item, int rsvp)
{
    struct booking *booking = &item->booking;

    TRY(booking_lock(work->store, booking));
    if (item->kind == ITEM_REGISTRATION) {
        TRY(keep_seat_rsvp(work, booking, item->uid, rsvp));
    } else {
        booking->rsvp = rsvp;
        TRY(booking_set_rsvp(work->store, booking, work->now));
        booking->version++;
    }
    return note_change(work, booking, "booking.edited");
}

struct fail own_rsvp(struct work *work, const struct rsvp_wish *wish, struct item *item)
{
    const struct word *said = word_find(rsvp_words, wish->state, strlen(wish->state));
    struct client client;

    TRY(business_is_own(work, wish->business_uid));
    TRY(own_client(work, &client));
    TRY(find_subject(work, &client, wish, item));
    if (said == NULL)
        return FAIL(RSVP_WRONG);
    if (!item->live)
        return FAIL(BAD_TRANSITION);
    const char *uid = item->uid;
    TRY(keep_rsvp(work, item, said->value));
    return own_item(work, &client, uid, item);
}
