/* book.c - taking a slot. SPDX-License-Identifier: MIT */
#include <string.h>

#include <json-c/json.h>

#include "base/json.h"
#include "engine/book.h"
#include "engine/change.h"
#include "engine/hours_of.h"
#include "engine/questions.h"
#include "store/bookings.h"
#include "store/clients.h"
#include "store/event_types.h"

/* One booking in the making. */
struct making {
    struct work *work;
    const struct booking_wish *wish;
    struct event_type event_type;
    struct attendee_wish attendee;
    struct meeting_place place;
    struct range meeting;
    struct booking *booking;
};

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
    bool found;

    if (name->id == 0 &&
        (name->slug == NULL || (name->username == NULL && name->team_slug == NULL)))
        return FAIL(EVENT_TYPE_UNNAMED);
    TRY(event_type_by_name(work->store, work->caller->business_id, work->host_name, name,
                           &making->event_type, &found));
    /* an organization is another word for a business here, and slugs are looked up within one */
    if (!found)
        return (struct fail){.code = NO_EVENT_TYPE, .detail = name_in_words(work, name)};
    return NO_FAIL;
}

static struct fail check_kind(const struct event_type *type)
{
    if (type->managed)
        return FAIL(EVENT_TYPE_MANAGED);
    if (type->assignment != ASSIGN_PERSONAL || type->owner_id == 0)
        return (struct fail){.code = EVENT_TYPE_OF_A_KIND, .detail = "team"};
    if (type->seats > 0)
        return (struct fail){.code = EVENT_TYPE_OF_A_KIND, .detail = "seated"};
    if (type->recurrence_count > 0)
        return (struct fail){.code = EVENT_TYPE_OF_A_KIND, .detail = "recurring"};
    return NO_FAIL;
}

static struct fail check_caller(const struct making *making)
{
    const struct caller *caller = making->work->caller;

    if (!making->event_type.requires_authentication)
        return NO_FAIL;
    if (caller->kind == TOKEN_NOBODY)
        return FAIL(NEEDS_AUTHENTICATION);
    return caller->user_id == making->event_type.owner_id
               ? NO_FAIL
               : (struct fail){.code = NOT_ALLOWED, .detail = "book"};
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

static bool length_is_offered(struct work *work, const struct event_type *type, int64_t minutes)
{
    struct json_walk walk;
    struct json_item item;

    if (!json_walk_start(&walk, work->arena, type->length_options, strlen(type->length_options)))
        return false;
    while (json_walk_next(&walk, &item))
        if (json_item_number(&item, 0) == minutes)
            return true;
    return false;
}

static struct fail settle_time(struct making *making)
{
    const struct event_type *type = &making->event_type;
    int64_t minutes = type->length_minutes;

    if (making->wish->given & WISH_LENGTH) {
        minutes = making->wish->length_minutes;
        if (!length_is_offered(making->work, type, minutes))
            return (struct fail){.code = LENGTH_WRONG,
                                 .detail = arena_format(making->work->arena, "%lld and %s",
                                                        (long long)type->length_minutes,
                                                        type->length_options)};
    }
    making->meeting.start = making->wish->start;
    making->meeting.end = (struct instant){making->wish->start.us + minutes * US_A_MINUTE};
    return NO_FAIL;
}

/* ---- when ---- */

static struct fail check_window(const struct making *making, const struct zone *zone)
{
    const struct event_type *type = &making->event_type;
    struct day start = zone_wall(zone, making->meeting.start).day;
    struct day today = zone_wall(zone, making->work->now).day;

    if (type->booking_window_days > 0 && start.number > today.number + type->booking_window_days)
        return FAIL(TOO_FAR);
    if (type->has_window_start && start.number < type->booking_window_start.number)
        return FAIL(TOO_SOON);
    if (type->has_window_end && start.number > type->booking_window_end.number)
        return FAIL(TOO_FAR);
    return NO_FAIL;
}

static struct range with_buffers(const struct making *making)
{
    const struct event_type *type = &making->event_type;

    return (struct range){{making->meeting.start.us - type->buffer_before_minutes * US_A_MINUTE},
                          {making->meeting.end.us + type->buffer_after_minutes * US_A_MINUTE}};
}

static struct fail check_hours(struct making *making)
{
    const struct event_type *type = &making->event_type;
    struct range claim = with_buffers(making);
    const struct zone *zone;
    struct open_hours hours;
    bool known;

    TRY(hours_of_host(making->work, type, type->owner_id, type->owner_time_zone, claim, &hours,
                      &zone, &known));
    if (!known)
        return FAIL(HOST_CLOSED);
    TRY(check_window(making, zone));
    int64_t minutes = type->slot_interval_minutes > 0
                          ? type->slot_interval_minutes
                          : (making->meeting.end.us - making->meeting.start.us) / US_A_MINUTE;
    if (!hours_are_open(&hours, making->meeting) ||
        !start_is_on_grid(&hours, making->meeting.start, (struct span){minutes * US_A_MINUTE}) ||
        !hours_are_unclosed(&hours, claim))
        return FAIL(HOST_CLOSED);
    return NO_FAIL;
}

/* Far enough that nobody books there, and near enough that no sum of ours overflows. */
static bool is_beyond_calendars(struct instant instant)
{
    return instant.us > INT64_C(7258118400) * US_A_SECOND; /* the year 2200 */
}

static struct fail check_when(struct making *making)
{
    struct instant now = making->work->now;
    struct instant start = making->meeting.start;

    if (start.us < now.us)
        return FAIL(IN_THE_PAST);
    if (is_beyond_calendars(start))
        return FAIL(TOO_FAR);
    if (start.us < now.us + making->event_type.minimum_notice_minutes * US_A_MINUTE)
        return FAIL(TOO_SOON);
    return check_hours(making);
}

/* ---- limits ---- */

static struct fail check_booker_limit(struct making *making)
{
    const struct event_type *type = &making->event_type;
    struct store *store = making->work->store;
    const char *email = making->attendee.email;
    int64_t live;

    if (type->booker_limit == 0)
        return NO_FAIL;
    TRY(booker_limit_take(store, type->business_id, type->id, email));
    TRY(bookings_of_booker(store, type->business_id, type->id, email, making->work->now, &live));
    return booker_limit_set(store, type->business_id, type->id, email, live + 1,
                            type->booker_limit);
}

/* ---- the booking ---- */

static struct list people_of(const struct making *making)
{
    const struct texts *guests = &making->wish->guests;
    struct work *work = making->work;
    struct attendee *all = TAKE_MANY(work->arena, guests->count + 1, struct attendee);
    const struct attendee_wish *booker = &making->attendee;

    all[0] = (struct attendee){.kind = ATTENDEE_BOOKER,
                               .name = booker->name,
                               .email = booker->email,
                               .phone = booker->phone,
                               .time_zone = booker->time_zone,
                               .language = booker->language != NULL ? booker->language : "en",
                               .created = work->now};
    for (size_t i = 0; i < guests->count; i++)
        all[i + 1] = (struct attendee){.kind = ATTENDEE_GUEST,
                                       .name = "",
                                       .email = guests->all[i],
                                       .time_zone = booker->time_zone,
                                       .language = "en",
                                       .created = work->now};
    return (struct list){all, guests->count + 1};
}

static const char *metadata_of(const struct making *making)
{
    struct json_object *metadata = making->wish->metadata;

    return metadata == NULL
               ? "{}"
               : arena_text(making->work->arena,
                            json_object_to_json_string_ext(
                                metadata, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
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

static void describe_booking(struct making *making)
{
    const struct event_type *type = &making->event_type;
    struct work *work = making->work;
    struct range claim = with_buffers(making);
    struct booking_wish answered = *making->wish;

    answered.attendee = making->attendee;
    *making->booking = (struct booking){
        .business_id = type->business_id,
        .event_type_id = type->id,
        .event_type_slug = type->slug,
        .host_id = type->owner_id,
        .host_name = type->owner_name,
        .host_email = type->owner_email,
        .host_username = type->owner_username,
        .host_time_zone = type->owner_time_zone,
        .status = type->requires_confirmation ? BOOKING_PENDING : BOOKING_ACCEPTED,
        .start = making->meeting.start,
        .end = making->meeting.end,
        .minutes = (making->meeting.end.us - making->meeting.start.us) / US_A_MINUTE,
        .claim_start = claim.start,
        .claim_end = claim.end,
        .claims = true,
        .title = arena_format(work->arena, "%s between %s and %s", type->title, type->owner_name,
                              making->attendee.name),
        .description = notes_of(making),
        .location = making->place.place,
        .notes = notes_of(making),
        .internal_notes = "",
        .responses = responses_write(work, &answered, &making->place),
        .metadata = metadata_of(making),
        .attendees = people_of(making),
        .guests = making->wish->guests,
    };
}

struct fail book(struct work *work, const struct booking_wish *wish, struct booking *booking)
{
    struct making making = {.work = work, .wish = wish, .booking = booking};

    TRY(find_event_type(&making));
    TRY(check_kind(&making.event_type));
    TRY(check_caller(&making));
    TRY(settle_attendee(&making));
    TRY(settle_time(&making));
    TRY(metadata_check(wish->metadata));
    TRY(questions_check(work, &making.event_type, wish));
    TRY(meeting_place_settle(work, &making.event_type, wish, &making.place));
    TRY(check_when(&making));
    TRY(check_booker_limit(&making));
    describe_booking(&making);
    TRY(client_by_email(work->store, booking->business_id, &making.attendee, work->now,
                        &booking->client_id));
    int64_t host[] = {booking->host_id};
    return enter_booking(work, booking, &(struct numbers){host, 1});
}
