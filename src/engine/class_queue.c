/* class_queue.c - who waits for a place in a class that is full. SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>

#include "engine/change.h"
#include "engine/class_queue.h"
#include "engine/desk_parties.h"
#include "engine/enroll.h"
#include "engine/own.h"
#include "store/seats.h"

static struct fail find_both(struct work *work, const struct queue_wish *wish,
                             struct queued *queued)
{
    TRY(business_is_own(work, wish->business_uid));
    TRY(client_meant(work, wish->client_uid, &queued->client));
    return class_find(work, wish->class_uid, &queued->class);
}

static struct day date_of(const struct event_class *class)
{
    return zone_wall(class->zone, class->start).day;
}

/* The client's own entry among those who wait for the class, and its place in the order. */
static struct fail look_in_queue(struct work *work, struct queued *queued, bool *found)
{
    struct waitlist_query query = {.given = WAITLIST_BY_SERVICE | WAITLIST_BY_DATE,
                                   .business_id = work->caller->business_id,
                                   .event_type_id = queued->class.type.id,
                                   .date = date_of(&queued->class)};
    struct list entries;
    int64_t spot = 0;

    *found = false;
    TRY(waitlist_find(work->store, &query, &entries));
    const struct waitlist_entry *all = entries.items;
    for (size_t i = 0; i < entries.count && !*found; i++) {
        bool waits = all[i].status == WAITLIST_WAITING || all[i].status == WAITLIST_NOTIFIED;

        if (!waits || all[i].booking_id != queued->class.booking.id)
            continue;
        spot++;
        *found = all[i].client_id == queued->client.id;
        if (*found)
            queued->entry = all[i];
    }
    queued->spot = *found ? spot : spot + 1;
    return NO_FAIL;
}

static bool sits_there(struct work *work, const struct queued *queued)
{
    const struct booking *booking = &queued->class.booking;
    const struct attendee *all = booking->attendees.items;
    const char *address = client_address(work, &queued->client);

    for (size_t i = 0; address[0] != '\0' && i < booking->attendees.count; i++)
        if (all[i].seat_uid != NULL && strcasecmp(all[i].email, address) == 0)
            return true;
    return false;
}

/* Locked, so that nobody waits for a place that is given up meanwhile. */
static struct fail check_full(struct work *work, struct queued *queued)
{
    struct event_class *class = &queued->class;
    struct booking *booking = &class->booking;

    if (!class->booked)
        return FAIL(CLASS_NOT_FULL);
    TRY(booking_lock(work->store, booking));
    if (!status_holds_time(booking->status) || booking->seats_taken < booking->seats ||
        booking->start.us <= work->now.us)
        return FAIL(CLASS_NOT_FULL);
    return sits_there(work, queued) ? FAIL(SIGNED_UP_BEFORE) : NO_FAIL;
}

struct fail queue_join(struct work *work, const struct queue_wish *wish, struct queued *queued)
{
    bool found;

    TRY(find_both(work, wish, queued));
    TRY(check_full(work, queued));
    TRY(look_in_queue(work, queued, &found));
    if (found)
        return NO_FAIL;
    queued->entry = (struct waitlist_entry){.business_id = work->caller->business_id,
                                            .client_id = queued->client.id,
                                            .event_type_id = queued->class.type.id,
                                            .booking_id = queued->class.booking.id,
                                            .date = date_of(&queued->class),
                                            .status = WAITLIST_WAITING,
                                            .notified = INSTANT_NONE,
                                            .created = work->now};
    return waitlist_insert(work->store, &queued->entry, work->now);
}

struct fail queue_leave(struct work *work, const struct queue_wish *wish, struct queued *queued)
{
    bool found = false;

    TRY(find_both(work, wish, queued));
    if (queued->class.booked) {
        TRY(booking_lock(work->store, &queued->class.booking));
        TRY(look_in_queue(work, queued, &found));
    }
    if (!found)
        return (struct fail){.code = NO_WAITLIST_ENTRY, .detail = wish->class_uid};
    queued->entry.status = WAITLIST_CANCELLED;
    queued->spot = 0;
    return waitlist_set(work->store, &queued->entry);
}
