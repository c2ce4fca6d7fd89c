/* book.c - taking slots. SPDX-License-Identifier: MIT */
#include <string.h>

#include <json-c/json.h>

#include "base/json.h"
#include "engine/book.h"
#include "engine/make.h"
#include "engine/questions.h"
#include "engine/who.h"
#include "store/event_types.h"

/* What is being booked. */
struct asking {
    struct work *work;
    const struct booking_wish *wish;
    struct meeting_place place;
    struct making making;
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

static struct fail find_event_type(struct asking *asking)
{
    const struct event_type_name *name = &asking->wish->event_type;
    struct work *work = asking->work;
    int64_t business_id;
    bool known, found = false;

    if (name->id == 0 &&
        (name->slug == NULL || (name->username == NULL && name->team_slug == NULL)))
        return FAIL(EVENT_TYPE_UNNAMED);
    TRY(business_meant(work, asking->wish->organization_slug, &business_id, &known));
    if (known)
        TRY(event_type_by_name(work->store, business_id, work->host_name, name,
                               &asking->making.type, &found));
    if (!found)
        return (struct fail){.code = NO_EVENT_TYPE, .detail = name_in_words(work, name)};
    return NO_FAIL;
}

static struct fail check_kind(const struct asking *asking)
{
    const struct event_type *type = &asking->making.type;

    if (type->managed)
        return FAIL(EVENT_TYPE_MANAGED);
    if (type->seats > 0 && type->recurrence_count > 0)
        return (struct fail){.code = EVENT_TYPE_OF_A_KIND, .detail = "recurring seated"};
    if ((asking->wish->given & WISH_INSTANT) && asking->wish->instant)
        return (struct fail){.code = EVENT_TYPE_OF_A_KIND, .detail = "instant"};
    return NO_FAIL;
}

static struct fail settle_guests(struct asking *asking)
{
    asking->making.guests = asking->wish->guests;
    return asking->making.type.guests_disabled && asking->wish->guests.count > 0
               ? FAIL(GUESTS_DISABLED)
               : NO_FAIL;
}

static struct fail check_caller(const struct asking *asking)
{
    bool offers;

    if (!asking->making.type.requires_authentication)
        return NO_FAIL;
    if (asking->work->caller->kind == TOKEN_NOBODY)
        return FAIL(NEEDS_AUTHENTICATION);
    TRY(caller_offers(asking->work, &asking->making.offer, &offers));
    return offers ? NO_FAIL : (struct fail){.code = NOT_ALLOWED, .detail = "book"};
}

static struct fail settle_attendee(struct asking *asking)
{
    struct attendee_wish *booker = &asking->making.booker;

    *booker = asking->wish->attendee;
    if (booker->email != NULL)
        return NO_FAIL;
    if (booker->phone == NULL)
        return FAIL(NO_CONTACT);
    booker->email = arena_format(asking->work->arena, "%s@sms.cal.com", booker->phone + 1);
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

static struct fail settle_length(struct asking *asking)
{
    struct making *making = &asking->making;

    making->start = asking->wish->start;
    making->minutes = making->type.length_minutes;
    if (!(asking->wish->given & WISH_LENGTH))
        return NO_FAIL;
    making->minutes = asking->wish->length_minutes;
    return length_is_offered(asking->work, &making->type, making->minutes);
}

/* On an event type that does not recur the count is passed over, as Cal.com does (contract g.1). */
static struct fail settle_count(struct asking *asking)
{
    struct making *making = &asking->making;
    int64_t most = making->type.recurrence_count;

    making->count = most > 0 ? most : 1;
    if (most == 0 || !(asking->wish->given & WISH_RECURRENCE_COUNT))
        return NO_FAIL;
    making->count = asking->wish->recurrence_count;
    if (making->count > most)
        return (struct fail){.code = TOO_MANY_OCCURRENCES,
                             .detail = arena_format(asking->work->arena, "%lld", (long long)most)};
    return NO_FAIL;
}

/* ---- the booking ---- */

static const char *as_json(struct work *work, struct json_object *object)
{
    return object == NULL
               ? "{}"
               : arena_text(work->arena,
                            json_object_to_json_string_ext(
                                object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
}

static const char *notes_of(const struct asking *asking)
{
    struct json_object *notes = NULL;

    if (asking->wish->responses != NULL)
        (void)json_object_object_get_ex(asking->wish->responses, "notes", &notes);
    return notes != NULL && json_object_is_type(notes, json_type_string)
               ? arena_text(asking->work->arena, json_object_get_string(notes))
               : "";
}

static void describe_booking(struct asking *asking)
{
    struct booking_wish answered = *asking->wish;

    answered.attendee = asking->making.booker;
    asking->making.like =
        (struct booking){.description = notes_of(asking),
                         .location = asking->place.place,
                         .notes = notes_of(asking),
                         .responses = responses_write(asking->work, &answered, &asking->place),
                         .metadata = as_json(asking->work, asking->wish->metadata)};
}

/* A request for confirmation, or for whoever of a round robin, that comes again from the same
 * person finds the booking that is there: contract g.3. */
static struct fail find_same(const struct asking *asking, struct booking *booking, bool *found)
{
    const struct event_type *type = &asking->making.type;

    *found = false;
    if (!type->requires_confirmation && !ASSIGNS_ONE(type->assignment))
        return NO_FAIL;
    return making_find_same(asking->work, &asking->making, booking, found);
}

/* A team's slot is refused in other words than a person's. */
static struct fail of_team(const struct asking *asking, struct fail fail)
{
    if (asking->making.type.team_id != 0 && (fail.code == SLOT_TAKEN || fail.code == HOST_CLOSED))
        fail.code = HOSTS_TAKEN;
    return fail;
}

struct fail book(struct work *work, const struct booking_wish *wish, struct booking_view *booked)
{
    struct asking *asking = TAKE(work->arena, struct asking);
    struct booking *same = TAKE(work->arena, struct booking);
    struct making *making = &asking->making;
    bool found;

    *booked = (struct booking_view){0};
    *asking = (struct asking){.work = work, .wish = wish};
    TRY(find_event_type(asking));
    TRY(check_kind(asking));
    TRY(settle_guests(asking));
    TRY(settle_attendee(asking));
    TRY(settle_length(asking));
    TRY(settle_count(asking));
    TRY(making_open(work, making, NULL));
    TRY(check_caller(asking));
    TRY(metadata_check(wish->metadata));
    TRY(questions_check(work, &making->type, wish));
    TRY(meeting_place_settle(work, &making->type, wish, &asking->place));
    TRY(making_admits(work, making));
    TRY(find_same(asking, same, &found));
    if (found) {
        booked->bookings = (struct bookings){same, 1};
        return NO_FAIL;
    }
    describe_booking(asking);
    TRY(of_team(asking, making_book(work, making, booked)));
    return seats_are_hidden(work, booked->bookings.all, &booked->attendees_hidden);
}
