/* make.c - making bookings of an event type. SPDX-License-Identifier: MIT */
#include "engine/make.h"
#include "base/uid.h"
#include "engine/change.h"
#include "engine/limits.h"
#include "engine/occurrences.h"
#include "engine/place.h"
#include "engine/seat.h"
#include "engine/settings.h"
#include "store/bookings.h"
#include "store/clients.h"
#include "store/hosts.h"
#include "store/recurrences.h"

/* ---- when ---- */

static struct instant start_of(const struct making *making, int64_t n)
{
    const struct zone *zone = zone_find(making->booker.time_zone);

    return n == 0 ? making->start
                  : occurrence(making->start, zone, making->type.recurrence_frequency,
                               making->type.recurrence_interval, n);
}

struct fail making_open(struct work *work, struct making *making, const struct list *hosts)
{
    struct range range = {making->start, making->start};
    struct list own;

    settings_come_with(work, &making->type);
    making->type.requires_confirmation = start_waits(work, &making->type, making->start);
    /* beyond all calendars there is nothing to look up: offer_admits() says which way */
    if (!offer_is_near(range.start))
        range = (struct range){work->now, work->now};
    else if (offer_is_near(start_of(making, making->count - 1)))
        range.end = start_of(making, making->count - 1);
    if (hosts == NULL)
        TRY(offer_hosts(work, &making->type, &own));
    return offer_open_for(work, &making->type, hosts == NULL ? &own : hosts, making->minutes, range,
                          &making->offer);
}

struct fail making_admits(const struct work *work, const struct making *making)
{
    for (int64_t n = 0; n < making->count; n++)
        TRY(offer_admits(work, &making->offer, start_of(making, n)));
    return NO_FAIL;
}

/* ---- who ---- */

struct fail making_find_client(struct work *work, struct making *making)
{
    if (making->client_id != 0)
        return NO_FAIL;
    return client_by_email(work->store, making->type.business_id, &making->booker, work->now,
                           &making->client_id);
}

struct fail making_find_same(struct work *work, const struct making *making,
                             struct booking *booking, bool *found)
{
    const struct event_type *type = &making->type;

    *found = false;
    if (type->seats > 0 || type->recurrence_count > 0)
        return NO_FAIL;
    return booking_of_booker_at(work->store, type->business_id, type->id, making->start,
                                making->booker.email, booking, found);
}

static struct list people_of(const struct work *work, const struct making *making)
{
    const struct texts *guests = &making->guests;
    struct attendee *all = TAKE_MANY(work->arena, guests->count + 1, struct attendee);
    const struct attendee_wish *booker = &making->booker;
    size_t count = 0;

    all[count++] = (struct attendee){.kind = ATTENDEE_BOOKER,
                                     .name = booker->name,
                                     .email = booker->email,
                                     .phone = booker->phone,
                                     .time_zone = booker->time_zone,
                                     .language = booker->language != NULL ? booker->language : "en",
                                     .created = work->now};
    for (size_t i = 0; i < guests->count && making->type.seats == 0; i++)
        all[count++] = (struct attendee){.kind = ATTENDEE_GUEST,
                                         .name = "",
                                         .email = guests->all[i],
                                         .time_zone = booker->time_zone,
                                         .language = "en",
                                         .created = work->now};
    return (struct list){all, count};
}

/* The host whom the client had before goes first where the event type says so. */
static struct fail preferred_host(struct work *work, const struct making *making, int64_t *host_id)
{
    const struct offer *offer = &making->offer;
    struct numbers hosts = {TAKE_MANY(work->arena, offer->count + 1, int64_t), offer->count};

    *host_id = 0;
    if (!making->type.owner_first || !ASSIGNS_ONE(making->type.assignment))
        return NO_FAIL;
    for (size_t i = 0; i < offer->count; i++)
        hosts.all[i] = offer->hosts[i].host.id;
    return host_client_had(work->store, making->type.business_id, making->client_id, &hosts,
                           host_id);
}

/* ---- the booking ---- */

static const char *text_or(const char *text, const char *otherwise)
{
    return text != NULL ? text : otherwise;
}

/* What a seat's answers and metadata are kept with is the seat, not the booking (contract cal-v2
 * f.2). */
static struct booking describe(const struct work *work, const struct making *making)
{
    const struct event_type *type = &making->type;
    struct booking booking = making->like;

    booking.business_id = type->business_id;
    booking.event_type_id = type->id;
    booking.event_type_slug = type->slug;
    booking.event_type_uid = type->uid;
    booking.event_type_title = type->title;
    booking.client_id = making->client_id;
    booking.status = type->requires_confirmation ? BOOKING_PENDING : BOOKING_ACCEPTED;
    booking.description = text_or(booking.description, "");
    booking.location = text_or(booking.location, "");
    booking.notes = text_or(booking.notes, "");
    booking.internal_notes = text_or(booking.internal_notes, "");
    booking.responses = text_or(booking.responses, "{}");
    booking.metadata = text_or(booking.metadata, "{}");
    booking.attendees = people_of(work, making);
    if (type->seats == 0) {
        booking.guests = making->guests;
        return booking;
    }
    struct attendee *first = booking.attendees.items;
    first->responses = booking.responses;
    first->metadata = booking.metadata;
    booking.responses = booking.metadata = "{}";
    return booking;
}

static struct fail book_one(struct work *work, const struct making *making, struct instant start,
                            int64_t preferred, struct booking *booking, const char **seat_uid)
{
    TRY(limits_take_booker(work, &making->type, making->booker.email, NULL));
    if (making->type.seats > 0)
        return take_seat(work, &making->offer, start, booking, seat_uid);
    TRY(limits_take(work, &making->offer, start, NULL));
    return place_booking(work, &making->offer, start, preferred, booking);
}

static struct fail make_recurrence(struct work *work, struct booking *booking)
{
    unsigned char uuid[16];
    char text[37];

    uuid_v4(uuid);
    uuid_write(text, uuid);
    booking->recurrence_uid = arena_text(work->arena, text);
    return recurrence_insert(work->store, booking->business_id, booking->recurrence_uid,
                             booking->event_type_id, work->now, &booking->recurrence_id);
}

/* The first one's host has them all. */
struct fail making_book(struct work *work, struct making *making, struct booking_view *booked)
{
    struct booking *all = TAKE_MANY(work->arena, (size_t)making->count, struct booking);
    int64_t preferred;

    TRY(making_find_client(work, making));
    TRY(preferred_host(work, making, &preferred));
    struct booking pattern = describe(work, making);
    booked->series = making->type.recurrence_count > 0;
    if (booked->series)
        TRY(make_recurrence(work, &pattern));
    for (int64_t n = 0; n < making->count; n++) {
        all[n] = pattern;
        TRY(book_one(work, making, start_of(making, n), n == 0 ? preferred : all[0].host_id,
                     &all[n], &booked->seat_uid));
    }
    booked->bookings = (struct bookings){all, (size_t)making->count};
    return booked->series ? note_series(work, &booked->bookings, NULL) : NO_FAIL;
}
