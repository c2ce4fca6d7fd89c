/* book.c - taking slots. SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>

#include <json-c/json.h>

#include "base/json.h"
#include "base/uid.h"
#include "engine/book.h"
#include "engine/change.h"
#include "engine/limits.h"
#include "engine/occurrences.h"
#include "engine/place.h"
#include "engine/questions.h"
#include "engine/seat.h"
#include "engine/who.h"
#include "store/bookings.h"
#include "store/clients.h"
#include "store/event_types.h"
#include "store/recurrences.h"

/* What is being booked. */
struct making {
    struct work *work;
    const struct booking_wish *wish;
    struct event_type type;
    struct attendee_wish attendee;
    struct meeting_place place;
    struct offer offer;
    int64_t minutes;
    int64_t count; /* of occurrences */
    struct booking_view *booked;
};

/* ---- what is asked for ---- */

static const char *name_in_words(struct work *work, const struct event_type_name *name)
{
    if (name->id != 0)
        return arena_format(work->arena, "with id %lld", (long long)name->id);
    if (name->username != NULL)
        return arena_format(work->arena, "with slug %s of user %s", name->slug, name->username);
    return arena_format(work->arena, "with slug %s of team %s", name->slug, name->team_slug);
}

static struct fail find_event_type(struct making *making)
{
    const struct event_type_name *name = &making->wish->event_type;
    struct work *work = making->work;
    int64_t business_id;
    bool known, found = false;

    if (name->id == 0 &&
        (name->slug == NULL || (name->username == NULL && name->team_slug == NULL)))
        return FAIL(EVENT_TYPE_UNNAMED);
    TRY(business_meant(work, making->wish->organization_slug, &business_id, &known));
    if (known)
        TRY(event_type_by_name(work->store, business_id, work->host_name, name, &making->type,
                               &found));
    if (!found)
        return (struct fail){.code = NO_EVENT_TYPE, .detail = name_in_words(work, name)};
    return NO_FAIL;
}

static struct fail check_kind(const struct making *making)
{
    const struct event_type *type = &making->type;

    if (type->managed)
        return FAIL(EVENT_TYPE_MANAGED);
    if (type->seats > 0 && type->recurrence_count > 0)
        return (struct fail){.code = EVENT_TYPE_OF_A_KIND, .detail = "recurring seated"};
    if ((making->wish->given & WISH_INSTANT) && making->wish->instant)
        return (struct fail){.code = EVENT_TYPE_OF_A_KIND, .detail = "instant"};
    return NO_FAIL;
}

static struct fail settle_manner(struct making *making)
{
    making->type.requires_confirmation =
        start_waits(making->work, &making->type, making->wish->start);
    return making->type.guests_disabled && making->wish->guests.count > 0 ? FAIL(GUESTS_DISABLED)
                                                                          : NO_FAIL;
}

static struct fail check_caller(const struct making *making)
{
    bool offers;

    if (!making->type.requires_authentication)
        return NO_FAIL;
    if (making->work->caller->kind == TOKEN_NOBODY)
        return FAIL(NEEDS_AUTHENTICATION);
    TRY(caller_offers(making->work, &making->offer, &offers));
    return offers ? NO_FAIL : (struct fail){.code = NOT_ALLOWED, .detail = "book"};
}

static struct fail settle_attendee(struct making *making)
{
    making->attendee = making->wish->attendee;
    if (making->attendee.email != NULL)
        return NO_FAIL;
    if (making->attendee.phone == NULL)
        return FAIL(NO_CONTACT);
    making->attendee.email =
        arena_format(making->work->arena, "%s@sms.cal.com", making->attendee.phone + 1);
    return NO_FAIL;
}

struct fail length_is_offered(struct work *work, const struct event_type *type, int64_t minutes)
{
    struct json_walk walk;
    struct json_item item;

    if (json_walk_start(&walk, work->arena, type->length_options, strlen(type->length_options)))
        while (json_walk_next(&walk, &item))
            if (json_item_number(&item, 0) == minutes)
                return NO_FAIL;
    return (struct fail){.code = LENGTH_WRONG,
                         .detail =
                             arena_format(work->arena, "%lld and %s",
                                          (long long)type->length_minutes, type->length_options)};
}

static struct fail settle_length(struct making *making)
{
    making->minutes = making->type.length_minutes;
    if (!(making->wish->given & WISH_LENGTH))
        return NO_FAIL;
    making->minutes = making->wish->length_minutes;
    return length_is_offered(making->work, &making->type, making->minutes);
}

/* On an event type that does not recur the count is passed over, as Cal.com does (contract g.1). */
static struct fail settle_count(struct making *making)
{
    int64_t most = making->type.recurrence_count;

    making->count = most > 0 ? most : 1;
    if (most == 0 || !(making->wish->given & WISH_RECURRENCE_COUNT))
        return NO_FAIL;
    making->count = making->wish->recurrence_count;
    if (making->count > most)
        return (struct fail){.code = TOO_MANY_OCCURRENCES,
                             .detail = arena_format(making->work->arena, "%lld", (long long)most)};
    return NO_FAIL;
}

/* ---- when ---- */

static struct instant start_of(const struct making *making, int64_t n)
{
    const struct zone *zone = zone_find(making->attendee.time_zone);

    return n == 0 ? making->wish->start
                  : occurrence(making->wish->start, zone, making->type.recurrence_frequency,
                               making->type.recurrence_interval, n);
}

static struct fail open_offer(struct making *making)
{
    struct range range = {making->wish->start, making->wish->start};

    /* beyond all calendars there is nothing to look up: offer_admits() says which way */
    if (!offer_is_near(range.start))
        range = (struct range){making->work->now, making->work->now};
    else if (offer_is_near(start_of(making, making->count - 1)))
        range.end = start_of(making, making->count - 1);
    return offer_open(making->work, &making->type, making->minutes, range, &making->offer);
}

static struct fail check_starts(const struct making *making)
{
    for (int64_t n = 0; n < making->count; n++)
        TRY(offer_admits(making->work, &making->offer, start_of(making, n)));
    return NO_FAIL;
}

/* ---- the booking ---- */

static struct list people_of(const struct making *making)
{
    const struct texts *guests = &making->wish->guests;
    struct work *work = making->work;
    struct attendee *all = TAKE_MANY(work->arena, guests->count + 1, struct attendee);
    const struct attendee_wish *booker = &making->attendee;
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

static const char *as_json(struct work *work, struct json_object *object)
{
    return object == NULL
               ? "{}"
               : arena_text(work->arena,
                            json_object_to_json_string_ext(
                                object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
}

static const char *notes_of(const struct making *making)
{
    struct json_object *notes = NULL;

    if (making->wish->responses != NULL)
        (void)json_object_object_get_ex(making->wish->responses, "notes", &notes);
    return notes != NULL && json_object_is_type(notes, json_type_string)
               ? arena_text(making->work->arena, json_object_get_string(notes))
               : "";
}

/* What a seat's answers and metadata are kept with is the seat, not the booking (contract f.2). */
static struct booking describe_booking(const struct making *making)
{
    const struct event_type *type = &making->type;
    struct booking_wish answered = *making->wish;
    bool seated = type->seats > 0;

    answered.attendee = making->attendee;
    const char *responses = responses_write(making->work, &answered, &making->place);
    const char *metadata = as_json(making->work, making->wish->metadata);
    struct booking booking = {
        .business_id = type->business_id,
        .event_type_id = type->id,
        .event_type_slug = type->slug,
        .event_type_uid = type->uid,
        .event_type_title = type->title,
        .status = type->requires_confirmation ? BOOKING_PENDING : BOOKING_ACCEPTED,
        .description = notes_of(making),
        .location = making->place.place,
        .notes = notes_of(making),
        .internal_notes = "",
        .responses = seated ? "{}" : responses,
        .metadata = seated ? "{}" : metadata,
        .attendees = people_of(making),
    };
    struct attendee *first = booking.attendees.items;
    if (seated) {
        first->responses = responses;
        first->metadata = metadata;
    } else {
        booking.guests = making->wish->guests;
    }
    return booking;
}

/* A request for confirmation, or for whoever of a round robin, that comes again from the same
 * person finds the booking that is there: contract g.3. */
static struct fail find_same(const struct making *making, struct booking *booking, bool *found)
{
    const struct event_type *type = &making->type;

    *found = false;
    if (!type->requires_confirmation && !ASSIGNS_ONE(type->assignment))
        return NO_FAIL;
    if (type->seats > 0 || type->recurrence_count > 0)
        return NO_FAIL;
    return booking_of_booker_at(making->work->store, type->business_id, type->id,
                                making->wish->start, making->attendee.email, booking, found);
}

static struct fail book_one(struct making *making, struct instant start, int64_t preferred,
                            struct booking *booking)
{
    struct work *work = making->work;

    TRY(limits_take_booker(work, &making->type, making->attendee.email, NULL));
    if (making->type.seats > 0)
        return take_seat(work, &making->offer, start, booking, &making->booked->seat_uid);
    TRY(limits_take(work, &making->offer, start, NULL));
    return place_booking(work, &making->offer, start, preferred, booking);
}

static struct fail make_recurrence(const struct making *making, struct booking *booking)
{
    unsigned char uuid[16];
    char text[37];

    uuid_v4(uuid);
    uuid_write(text, uuid);
    booking->recurrence_uid = arena_text(making->work->arena, text);
    return recurrence_insert(making->work->store, booking->business_id, booking->recurrence_uid,
                             booking->event_type_id, making->work->now, &booking->recurrence_id);
}

/* All occurrences or none: any failure undoes the transaction. The first one's host has them all.
 */
static struct fail book_all(struct making *making)
{
    struct booking *all = TAKE_MANY(making->work->arena, (size_t)making->count, struct booking);
    struct booking pattern = describe_booking(making);

    TRY(client_by_email(making->work->store, pattern.business_id, &making->attendee,
                        making->work->now, &pattern.client_id));
    making->booked->series = making->type.recurrence_count > 0;
    if (making->booked->series)
        TRY(make_recurrence(making, &pattern));
    for (int64_t n = 0; n < making->count; n++) {
        all[n] = pattern;
        TRY(book_one(making, start_of(making, n), n == 0 ? 0 : all[0].host_id, &all[n]));
    }
    making->booked->bookings = (struct bookings){all, (size_t)making->count};
    return NO_FAIL;
}

/* A team's slot is refused in other words than a person's. */
static struct fail of_team(const struct making *making, struct fail fail)
{
    if (making->type.team_id != 0 && (fail.code == SLOT_TAKEN || fail.code == HOST_CLOSED))
        fail.code = HOSTS_TAKEN;
    return fail;
}

struct fail book(struct work *work, const struct booking_wish *wish, struct booking_view *booked)
{
    struct making making = {.work = work, .wish = wish, .booked = booked};
    struct booking *same = TAKE(work->arena, struct booking);
    bool found;

    *booked = (struct booking_view){0};
    TRY(find_event_type(&making));
    TRY(check_kind(&making));
    TRY(settle_manner(&making));
    TRY(settle_attendee(&making));
    TRY(settle_length(&making));
    TRY(settle_count(&making));
    TRY(open_offer(&making));
    TRY(check_caller(&making));
    TRY(metadata_check(wish->metadata));
    TRY(questions_check(work, &making.type, wish));
    TRY(meeting_place_settle(work, &making.type, wish, &making.place));
    TRY(check_starts(&making));
    TRY(find_same(&making, same, &found));
    if (found) {
        booked->bookings = (struct bookings){same, 1};
        return NO_FAIL;
    }
    TRY(of_team(&making, book_all(&making)));
    return seats_are_hidden(work, booked->bookings.all, &booked->attendees_hidden);
}
