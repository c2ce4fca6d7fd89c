/* link_views.c - bookings as booking links show them. SPDX-License-Identifier: MIT */
#include <string.h>

#include <json-c/json.h>

#include "base/json.h"
#include "engine/change.h"
#include "engine/link_views.h"

/* ---- statuses ---- */

/* How the store's statuses are shown. What a move left behind has one of its own. */
static const int shown_as[BOOKING_STATUS__COUNT] = {
    [BOOKING_PENDING] = LINK_PENDING,       [BOOKING_ACCEPTED] = LINK_CONFIRMED,
    [BOOKING_AWAITING_HOST] = LINK_PENDING, [BOOKING_CANCELLED] = LINK_CANCELLED,
    [BOOKING_REJECTED] = LINK_CANCELLED,    [BOOKING_COMPLETED] = LINK_COMPLETED,
    [BOOKING_NO_SHOW] = LINK_NO_SHOW,
};

static int status_of(const struct booking *booking)
{
    int status = shown_as[booking->status];

    return status == LINK_CANCELLED && booking->rescheduled_to_uid != NULL ? LINK_RESCHEDULED
                                                                           : status;
}

void ask_for_status(int status, struct booking_query *query)
{
    int like = status == LINK_RESCHEDULED ? LINK_CANCELLED : status;

    query->given |= BY_STATUSES;
    query->statuses = 0;
    for (int i = 0; i < BOOKING_STATUS__COUNT; i++)
        if (shown_as[i] == like)
            query->statuses |= 1U << i;
    if (like == LINK_CANCELLED)
        query->given |= status == LINK_RESCHEDULED ? BY_MOVED_AWAY : BY_NOT_MOVED;
}

/* ---- one ---- */

const char *link_id_text(struct arena *arena, const struct link *link)
{
    return arena_format(arena, LINK_PREFIX "%s", link->uid);
}

/* Who the seat is for, or who booked. */
static const struct attendee *contact_of(const struct booking *booking, const char *seat_uid)
{
    static const struct attendee nobody = {.name = "", .email = ""};
    const struct attendee *all = booking->attendees.items;

    for (size_t i = 0; i < booking->attendees.count; i++)
        if (seat_uid == NULL ? all[i].kind == ATTENDEE_BOOKER
                             : all[i].seat_uid != NULL && strcmp(all[i].seat_uid, seat_uid) == 0)
            return &all[i];
    return &nobody;
}

/* Of what was cancelled by a host's no it is told in the same words as of any other. */
static void add_cancelling(const struct booking *booking, struct linked_booking *view)
{
    if (status_holds_time(booking->status))
        return;
    view->cancellation_reason = booking->status == BOOKING_REJECTED ? booking->rejection_reason
                                                                    : booking->cancellation_reason;
    view->cancelled = INSTANT_IS_NONE(booking->cancelled) ? booking->updated : booking->cancelled;
}

static struct json_object *member(struct json_object *object, const char *name)
{
    struct json_object *value = NULL;

    if (object != NULL && json_object_is_type(object, json_type_object))
        (void)json_object_object_get_ex(object, name, &value);
    return value;
}

/* What whoever sits on a seat wrote is theirs; nobody sees that of another seat. */
static void show_seat(struct work *work, const struct attendee *contact,
                      struct linked_booking *view)
{
    struct json_fault fault;
    const char *json = contact->responses != NULL ? contact->responses : "{}";
    struct json_object *responses =
        json_read(work->arena, json, strlen(json), &json_request_limits, &fault);
    struct json_object *notes = member(responses, "notes");
    struct json_object *answers = member(responses, "answers");

    view->notes = notes != NULL && json_object_is_type(notes, json_type_string)
                      ? arena_text(work->arena, json_object_get_string(notes))
                      : NULL;
    view->answers = answers != NULL && json_object_is_type(answers, json_type_array)
                        ? arena_text(work->arena, json_object_to_json_string_ext(
                                                      answers, JSON_C_TO_STRING_PLAIN |
                                                                   JSON_C_TO_STRING_NOSLASHESCAPE))
                        : "[]";
}

static struct linked_booking view_of(struct work *work, const struct booking *booking,
                                     const char *seat_uid)
{
    const struct attendee *contact = contact_of(booking, seat_uid);
    struct linked_booking view = {
        .id = arena_format(work->arena, BOOKING_PREFIX "%s",
                           seat_uid != NULL ? seat_uid : booking->uid),
        .contact_name = contact->name,
        .contact_email = contact->email,
        .contact_phone = contact->phone,
        .contact_zone = contact->time_zone,
        .start = booking->start,
        .end = booking->end,
        .minutes = booking->minutes,
        .status = status_of(booking),
        .staff = booking->host_uid,
        .service = booking->event_type_uid,
        .notes = booking->notes != NULL && booking->notes[0] != '\0' ? booking->notes : NULL,
        .answers = booking->answers,
        .cancelled = INSTANT_NONE,
        .created = booking->created,
        .updated = booking->updated,
    };

    add_cancelling(booking, &view);
    if (seat_uid != NULL)
        show_seat(work, contact, &view);
    return view;
}

/* ---- many ---- */

static struct fail links_of(struct work *work, const struct bookings *bookings, struct list *links)
{
    struct numbers ids = {TAKE_MANY(work->arena, bookings->count + 1, int64_t), 0};

    *links = (struct list){0};
    if (bookings->count == 1 && work->link != NULL && work->link->id == bookings->all[0].link_id) {
        *links = (struct list){.items = work->link, .count = 1};
        return NO_FAIL;
    }
    for (size_t i = 0; i < bookings->count; i++)
        if (bookings->all[i].link_id != 0)
            ids.all[ids.count++] = bookings->all[i].link_id;
    return ids.count == 0 ? NO_FAIL
                          : links_by_ids(work->store, work->caller->business_id, &ids, links);
}

static void add_link(struct work *work, const struct list *links, int64_t id,
                     struct linked_booking *view)
{
    const struct link *all = links->items;

    for (size_t i = 0; i < links->count; i++)
        if (all[i].id == id) {
            view->link_id = link_id_text(work->arena, &all[i]);
            view->link_slug = all[i].slug;
            view->link_title = all[i].title;
        }
}

struct fail linked_views(struct work *work, const struct bookings *bookings, const char *seat_uid,
                         struct list *views)
{
    struct linked_booking *all = TAKE_MANY(work->arena, bookings->count + 1, struct linked_booking);
    struct list links;

    TRY(links_of(work, bookings, &links));
    for (size_t i = 0; i < bookings->count; i++) {
        all[i] = view_of(work, &bookings->all[i], seat_uid);
        add_link(work, &links, bookings->all[i].link_id, &all[i]);
    }
    *views = (struct list){all, bookings->count};
    return NO_FAIL;
}
