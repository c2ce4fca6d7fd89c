/* people.c - who else comes to a booking. SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>

#include <json-c/json.h>

#include "base/json.h"
#include "engine/change.h"
#include "engine/people.h"
#include "engine/questions.h"
#include "engine/who.h"
#include "store/bookings.h"
#include "store/event_types.h"
#include "store/seats.h"

static bool comes_already(const struct booking *booking, const char *email)
{
    const struct attendee *all = booking->attendees.items;

    for (size_t i = 0; i < booking->attendees.count; i++)
        if (strcasecmp(all[i].email, email) == 0)
            return true;
    return false;
}

static size_t guests_of(const struct booking *booking)
{
    const struct attendee *all = booking->attendees.items;
    size_t count = 0;

    for (size_t i = 0; i < booking->attendees.count; i++)
        count += all[i].kind == ATTENDEE_GUEST;
    return count;
}

static struct list with_one_more(struct work *work, const struct list *attendees,
                                 const struct attendee *one)
{
    struct attendee *all = TAKE_MANY(work->arena, attendees->count + 1, struct attendee);

    memcpy(all, attendees->items, attendees->count * sizeof *all);
    all[attendees->count] = *one;
    return (struct list){all, attendees->count + 1};
}

static struct fail admit(struct work *work, struct booking *booking, int kind,
                         const struct attendee_wish *who)
{
    const struct attendee *first = booking->attendees.items;
    const char *zone = booking->attendees.count > 0 ? first->time_zone : booking->host_time_zone;

    if (comes_already(booking, who->email))
        return (struct fail){.code = GUEST_TWICE, .detail = who->email};
    if (guests_of(booking) >= GUESTS_MOST)
        return FAIL(TOO_MANY_GUESTS);
    struct attendee attendee = {.kind = kind,
                                .name = who->name == NULL ? "" : who->name,
                                .email = who->email,
                                .phone = who->phone,
                                .time_zone = who->time_zone == NULL ? zone : who->time_zone,
                                .language = who->language == NULL ? "en" : who->language,
                                .created = work->now};
    booking->attendees = with_one_more(work, &booking->attendees, &attendee);
    return attendee_insert(work->store, booking, &attendee);
}

/* The answers name the guests too; they are kept as the list of those who come. */
static void rewrite_guests(struct work *work, struct booking *booking)
{
    struct json_fault fault;
    const struct json_limits limits = {1 << 20, 16, 50000};
    struct json_object *answers =
        json_read(work->arena, booking->responses, strlen(booking->responses), &limits, &fault);
    const struct attendee *all = booking->attendees.items;
    struct json_object *guests;

    if (answers == NULL || !json_object_is_type(answers, json_type_object))
        return;
    guests = json_object_new_array();
    for (size_t i = 0; i < booking->attendees.count; i++)
        if (all[i].kind == ATTENDEE_GUEST)
            (void)json_object_array_add(guests, json_object_new_string(all[i].email));
    (void)json_object_object_add(answers, "guests", guests);
    booking->responses = arena_text(
        work->arena, json_object_to_json_string_ext(answers, JSON_C_TO_STRING_PLAIN |
                                                                 JSON_C_TO_STRING_NOSLASHESCAPE));
}

static struct fail keep_people(struct work *work, struct booking *booking, const char *job)
{
    booking->updated = work->now;
    rewrite_guests(work, booking);
    TRY(people_store(work->store, booking));
    return note_change(work, booking, job);
}

/* ---- guests ---- */

static struct fail may_bring(struct work *work, const char *uid, struct booking *booking)
{
    bool found, hosts;

    TRY(booking_by_uid(work->store, work->caller->business_id, uid, booking, &found));
    if (!found)
        return (struct fail){.code = NO_BOOKING, .detail = uid};
    TRY(caller_hosts(work, booking, &hosts));
    if (!hosts && !caller_attends(work, booking))
        return (struct fail){.code = NO_PERMISSION, .detail = "add guests to this booking"};
    TRY(booking_lock(work->store, booking));
    return status_holds_time(booking->status)
               ? NO_FAIL
               : (struct fail){.code = CANCELLED_BEFORE, .detail = booking->uid};
}

static struct fail guests_are_welcome(struct work *work, const struct booking *booking)
{
    struct event_type_name name = {.id = booking->event_type_id};
    struct event_type type = {0};
    bool found;

    TRY(event_type_by_name(work->store, booking->business_id, NULL, &name, &type, &found));
    return type.guests_disabled ? FAIL(GUESTS_DISABLED) : NO_FAIL;
}

struct fail add_guests(struct work *work, const struct guests_wish *wish,
                       struct booking_view *booked)
{
    struct booking *booking = TAKE(work->arena, struct booking);
    const struct attendee_wish *guests = wish->guests.items;

    *booked = (struct booking_view){.bookings = {booking, 1}};
    TRY(may_bring(work, wish->uid, booking));
    if (booking->seats > 0)
        return (struct fail){.code = EVENT_TYPE_OF_A_KIND, .detail = "seated"};
    TRY(guests_are_welcome(work, booking));
    for (size_t i = 0; i < wish->guests.count; i++)
        TRY(admit(work, booking, ATTENDEE_GUEST, &guests[i]));
    return keep_people(work, booking, "booking.guests_added");
}

/* ---- attendees one by one ---- */

static struct fail may_manage(struct work *work, const char *uid, struct booking *booking)
{
    struct fail refusal = {.code = NO_PERMISSION, .detail = "manage the attendees of this booking"};
    struct fail fail = hosted_booking(work, uid, refusal, booking);

    /* a booking that is not there looks like one of somebody else: contract cal-v2 h */
    return fail.code == NO_BOOKING ? refusal : fail;
}

struct fail list_attendees(struct work *work, const struct attendee_place *place,
                           struct attendees_found *found)
{
    TRY(may_manage(work, place->uid, &found->booking));
    return attendee_rows(work->store, &found->booking, &found->rows);
}

static struct attendee_row *row_with_id(const struct list *rows, int64_t id)
{
    struct attendee_row *all = rows->items;

    for (size_t i = 0; i < rows->count; i++)
        if (all[i].id == id)
            return &all[i];
    return NULL;
}

static struct fail narrow_to(struct work *work, int64_t id, struct attendees_found *found)
{
    struct attendee_row *row = row_with_id(&found->rows, id);

    if (row == NULL)
        return (struct fail){.code = NO_ATTENDEE,
                             .detail = arena_format(work->arena, "%lld", (long long)id)};
    found->rows = (struct list){row, 1};
    return NO_FAIL;
}

struct fail find_attendee(struct work *work, const struct attendee_place *place,
                          struct attendees_found *found)
{
    TRY(list_attendees(work, place, found));
    return narrow_to(work, place->id, found);
}

struct fail add_attendee(struct work *work, const struct attendee_place *place,
                         struct attendees_found *found)
{
    struct booking *booking = &found->booking;

    TRY(may_manage(work, place->uid, booking));
    TRY(booking_lock(work->store, booking));
    if (!status_holds_time(booking->status))
        return (struct fail){.code = CANCELLED_BEFORE, .detail = booking->uid};
    if (booking->seats > 0)
        return (struct fail){.code = EVENT_TYPE_OF_A_KIND, .detail = "seated"};
    TRY(admit(work, booking, ATTENDEE_GUEST, &place->who));
    TRY(keep_people(work, booking, "booking.attendee_added"));
    TRY(attendee_rows(work->store, booking, &found->rows));
    struct attendee_row *all = found->rows.items;
    found->rows = (struct list){&all[found->rows.count - 1], 1};
    return NO_FAIL;
}

static struct list without(struct work *work, const struct list *attendees, size_t number)
{
    const struct attendee *all = attendees->items;
    struct attendee *rest = TAKE_MANY(work->arena, attendees->count + 1, struct attendee);
    size_t count = 0;

    for (size_t i = 0; i < attendees->count; i++)
        if (i != number)
            rest[count++] = all[i];
    return (struct list){rest, count};
}

struct fail remove_attendee(struct work *work, const struct attendee_place *place,
                            struct attendees_found *found)
{
    struct booking *booking = &found->booking;

    TRY(may_manage(work, place->uid, booking));
    TRY(booking_lock(work->store, booking));
    TRY(attendee_rows(work->store, booking, &found->rows));
    const struct attendee_row *first = found->rows.items;
    TRY(narrow_to(work, place->id, found));
    const struct attendee_row *row = found->rows.items;
    if (row->attendee.kind == ATTENDEE_BOOKER)
        return FAIL(PRIMARY_ATTENDEE);
    TRY(attendee_delete(work->store, booking, row->id));
    /* rows and list stand in the same order: that of their coming */
    booking->attendees = without(work, &booking->attendees, (size_t)(row - first));
    return keep_people(work, booking, "booking.attendee_removed");
}

/* ---- where ---- */

struct fail relocate(struct work *work, const struct location_wish *wish,
                     struct booking_view *booked)
{
    struct booking *booking = TAKE(work->arena, struct booking);
    struct event_type type;
    struct event_type_name name = {0};
    struct meeting_place place;
    bool found;

    *booked = (struct booking_view){.bookings = {booking, 1}};
    TRY(hosted_booking(work, wish->uid,
                       (struct fail){.code = NO_PERMISSION, .detail = "move this meeting"},
                       booking));
    TRY(booking_lock(work->store, booking));
    if (wish->location == NULL || json_object_object_length(wish->location) == 0)
        return NO_FAIL;
    name.id = booking->event_type_id;
    TRY(event_type_by_name(work->store, booking->business_id, NULL, &name, &type, &found));
    TRY(meeting_place_named(work, wish->location, &place));
    booking->location = place.place;
    booking->responses = responses_with_place(work, booking->responses, &place);
    booking->updated = work->now;
    TRY(booking_set_location(work->store, booking, work->now));
    booking->version++;
    return note_change(work, booking, "booking.location_updated");
}

/* ---- by seat ---- */

struct fail find_by_seat(struct work *work, const struct uid_wish *wish,
                         struct booking_view *booked)
{
    struct booking *booking = TAKE(work->arena, struct booking);
    bool found;

    *booked = (struct booking_view){.bookings = {booking, 1}, .seat_uid = wish->uid};
    TRY(booking_by_seat(work->store, work->caller->business_id, wish->uid, booking, &found));
    if (!found)
        return (struct fail){.code = NO_SEAT_BOOKING, .detail = wish->uid};
    return seats_are_hidden(work, booking, &booked->attendees_hidden);
}
