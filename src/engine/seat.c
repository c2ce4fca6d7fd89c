/* seat.c - seats of one booking. SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>

#include "base/uid.h"
#include "engine/change.h"
#include "engine/limits.h"
#include "engine/place.h"
#include "engine/seat.h"
#include "store/attendees.h"
#include "store/seats.h"

const char *fresh_seat_uid(struct work *work)
{
    unsigned char uuid[16];
    char text[37];

    uuid_v4(uuid);
    if (work->short_uids)
        uid_short(text);
    else
        uuid_write(text, uuid);
    return arena_text(work->arena, text);
}

static bool sits_already(const struct booking *parent, const char *email)
{
    const struct attendee *all = parent->attendees.items;

    /* at the desk sit people without an address, too */
    for (size_t i = 0; email[0] != '\0' && i < parent->attendees.count; i++)
        if (all[i].seat_uid != NULL && strcasecmp(all[i].email, email) == 0)
            return true;
    return false;
}

static struct list added(struct work *work, const struct list *attendees,
                         const struct attendee *attendee)
{
    struct attendee *all = TAKE_MANY(work->arena, attendees->count + 1, struct attendee);

    memcpy(all, attendees->items, attendees->count * sizeof *all);
    all[attendees->count] = *attendee;
    return (struct list){all, attendees->count + 1};
}

static struct fail sit_down(struct work *work, struct booking *parent,
                            const struct attendee *attendee)
{
    if (sits_already(parent, attendee->email))
        return FAIL(SIGNED_UP_BEFORE);
    TRY(seats_change(work->store, parent, 1, work->now));
    parent->attendees = added(work, &parent->attendees, attendee);
    parent->seats_taken++;
    parent->version++;
    parent->updated = work->now;
    TRY(attendee_insert(work->store, parent, attendee));
    TRY(people_store(work->store, parent));
    return note_seat(work, parent, "booking.seat_taken", attendee);
}

struct fail join_seats(struct work *work, struct booking *booking, struct attendee *attendee)
{
    attendee->seat_uid = fresh_seat_uid(work);
    return sit_down(work, booking, attendee);
}

static struct fail sit_down_first(struct work *work, const struct offer *offer,
                                  struct instant start, struct booking *booking)
{
    struct booking first = *booking;

    first.seats = offer->type->seats;
    first.seats_taken = 1;
    TRY(limits_take(work, offer, start, NULL));
    TRY(place_booking(work, offer, start, 0, &first));
    *booking = first;
    return NO_FAIL;
}

struct fail take_seat(struct work *work, const struct offer *offer, struct instant start,
                      struct booking *booking, const char **seat_uid)
{
    struct attendee *attendee = booking->attendees.items;
    struct fail fail = NO_FAIL;
    bool found;

    attendee->seat_uid = *seat_uid = fresh_seat_uid(work);
    /* whoever loses the race for the first seat finds the winner's booking the second time */
    for (int tries = 0; tries < 2; tries++) {
        struct booking parent;

        TRY(seated_booking_at(work->store, offer->type->business_id, offer->type->id, start,
                              &parent, &found));
        if (found) {
            TRY(sit_down(work, &parent, attendee));
            *booking = parent;
            return NO_FAIL;
        }
        fail = sit_down_first(work, offer, start, booking);
        if (fail.code != SLOT_TAKEN && fail.code != LIMIT_REACHED)
            return fail;
    }
    return fail;
}

static struct list without(struct work *work, const struct list *attendees, const char *seat_uid,
                           struct attendee *left)
{
    const struct attendee *all = attendees->items;
    struct attendee *rest = TAKE_MANY(work->arena, attendees->count + 1, struct attendee);
    size_t count = 0;

    *left = (struct attendee){0};
    for (size_t i = 0; i < attendees->count; i++) {
        if (all[i].seat_uid != NULL && strcmp(all[i].seat_uid, seat_uid) == 0)
            *left = all[i];
        else
            rest[count++] = all[i];
    }
    return (struct list){rest, count};
}

struct fail leave_seat(struct work *work, struct booking *booking, const char *seat_uid,
                       const char *reason, struct attendee *left)
{
    TRY(booking_lock(work->store, booking));
    struct list rest = without(work, &booking->attendees, seat_uid, left);
    const struct list alone = {left, 1};

    if (left->seat_uid == NULL)
        return (struct fail){.code = NO_SEAT, .detail = seat_uid};
    TRY(seats_change(work->store, booking, -1, work->now));
    TRY(seat_remove(work->store, booking, seat_uid));
    booking->attendees = rest;
    booking->seats_taken--;
    booking->version++;
    booking->updated = work->now;
    TRY(people_store(work->store, booking));
    if (booking->seats_taken > 0)
        return note_seat(work, booking, "booking.seat_left", left);
    return change_status(
        work, booking,
        &(struct change){.to = BOOKING_CANCELLED, .cancellation_reason = reason, .who = &alone});
}
