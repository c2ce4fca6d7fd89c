/* item.c - a booking, or one seat of it, with all that is known about it. SPDX-License-Identifier:
 * MIT */
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "engine/change.h"
#include "engine/classes.h"
#include "engine/item.h"
#include "store/bookings.h"
#include "store/seats.h"

/* What is looked up for all items at once. */
struct looking {
    struct work *work;
    const struct client *client; /* whose eyes look; NULL: the staff's */
    struct list clients, services, sizes;
    struct numbers by_staff;
};

const struct zone *business_zone(const struct work *work)
{
    const char *name = work->caller->business_zone;
    const struct zone *zone = name == NULL ? NULL : zone_find(name);

    return zone != NULL ? zone : zone_find("UTC");
}

/* ---- looking up ---- */

static struct numbers collected(struct work *work, const struct items *items,
                                int64_t (*number)(const struct item *item))
{
    struct numbers numbers = {TAKE_MANY(work->arena, items->count + 1, int64_t), 0};

    for (size_t i = 0; i < items->count; i++) {
        int64_t one = number(&items->all[i]);
        bool before = one == 0;

        for (size_t j = 0; j < numbers.count && !before; j++)
            before = numbers.all[j] == one;
        if (!before)
            numbers.all[numbers.count++] = one;
    }
    return numbers;
}

static int64_t client_of(const struct item *item)
{
    return item->booking.client_id;
}

static int64_t type_of(const struct item *item)
{
    return item->booking.event_type_id;
}

static int64_t series_of(const struct item *item)
{
    return item->booking.recurrence_id;
}

/* Through the other doors no staff comes in. */
static int64_t perhaps_by_staff(const struct item *item)
{
    return item->booking.source == SOURCE_VCITA || item->booking.source == SOURCE_APPOINTMENTS
               ? item->booking.id
               : 0;
}

static struct fail look_up(struct looking *looking, const struct items *items)
{
    struct work *work = looking->work;
    int64_t business_id = work->caller->business_id;
    struct numbers clients = collected(work, items, client_of);
    struct numbers types = collected(work, items, type_of);
    struct numbers series = collected(work, items, series_of);
    struct numbers doubtful = collected(work, items, perhaps_by_staff);

    if (clients.count > 0 && looking->client == NULL)
        TRY(clients_by_ids(work->store, business_id, &clients, &looking->clients));
    if (types.count > 0)
        TRY(facts_of_types(work->store, business_id, &types, &looking->services));
    if (series.count > 0)
        TRY(sizes_of_series(work->store, business_id, &series, &looking->sizes));
    if (doubtful.count > 0)
        TRY(entered_by_staff(work->store, business_id, &doubtful, &looking->by_staff));
    return NO_FAIL;
}

/* ---- one item ---- */

static const struct attendee *seat_with_uid(const struct booking *booking, const char *uid)
{
    const struct attendee *all = booking->attendees.items;

    for (size_t i = 0; i < booking->attendees.count; i++)
        if (all[i].seat_uid != NULL && strcmp(all[i].seat_uid, uid) == 0)
            return &all[i];
    return NULL;
}

static const struct attendee *booker_of(const struct booking *booking)
{
    return booking->attendees.count > 0 ? booking->attendees.items : NULL;
}

/* A seat's notes are among its answers; those of the booking are of whoever came first. */
static const char *notes_of_seat(struct work *work, const struct attendee *seat)
{
    const char *notes = NULL;
    struct json_walk walk;
    struct json_item item;

    if (seat->responses != NULL &&
        json_walk_start(&walk, work->arena, seat->responses, strlen(seat->responses)))
        while (notes == NULL && json_walk_next(&walk, &item))
            if (strcmp(item.key, "notes") == 0)
                notes = json_item_string(&walk, &item);
    return notes == NULL ? "" : notes;
}

static void set_kind(struct looking *looking, struct item *item)
{
    const struct booking *booking = &item->booking;
    const struct attendee *booker = booker_of(booking);

    item->status = booking->status;
    item->kind = strcmp(item->uid, booking->uid) == 0 ? ITEM_APPOINTMENT : ITEM_REGISTRATION;
    if (item->kind == ITEM_APPOINTMENT) {
        item->no_show = booking->status == BOOKING_NO_SHOW;
        item->notes = booking->seats > 0 ? "" : booking->notes;
        item->rsvp = booking->rsvp;
        item->time_zone = booker == NULL ? NULL : booker->time_zone;
        return;
    }
    char *uid = arena_take(looking->work->arena, CLASS_UID_ROOM);
    class_uid_write(uid, booking->event_type_id, booking->start);
    item->instance_uid = uid;
    item->notes = "";
    item->seat = seat_with_uid(booking, item->uid);
    if (item->seat == NULL) {
        item->status = BOOKING_CANCELLED;
        return;
    }
    item->no_show = item->seat->absent;
    item->notes = notes_of_seat(looking->work, item->seat);
    item->rsvp = item->seat->rsvp;
    item->time_zone = item->seat->time_zone;
}

static struct client client_with_id(const struct looking *looking, int64_t id)
{
    const struct client *all = looking->clients.items;

    for (size_t i = 0; i < looking->clients.count; i++)
        if (all[i].id == id)
            return all[i];
    return (struct client){0};
}

/* To the client everything is their own, and what they did not book themselves is in their own
 * first matter. */
static void set_client(const struct looking *looking, struct item *item)
{
    const struct booking *booking = &item->booking;
    bool booked_by_them = item->kind == ITEM_APPOINTMENT;

    if (looking->client != NULL) {
        item->client = *looking->client;
        booked_by_them = booked_by_them && booking->client_id == looking->client->id;
    } else if (item->kind == ITEM_APPOINTMENT) {
        item->client = client_with_id(looking, booking->client_id);
    }
    item->matter_uid = booked_by_them && booking->matter_uid != NULL ? booking->matter_uid
                                                                     : item->client.matter_uid;
    if (item->time_zone == NULL)
        item->time_zone = item->client.time_zone;
}

static void set_service(const struct looking *looking, struct item *item)
{
    const struct type_facts *all = looking->services.items;
    const struct series_size *sizes = looking->sizes.items;

    for (size_t i = 0; i < looking->services.count; i++)
        if (all[i].id == item->booking.event_type_id)
            item->service = all[i];
    for (size_t i = 0; i < looking->sizes.count; i++)
        if (sizes[i].recurrence_id == item->booking.recurrence_id)
            item->occurrences = sizes[i].bookings;
    for (size_t i = 0; i < looking->by_staff.count; i++)
        item->by_staff = item->by_staff || looking->by_staff.all[i] == item->booking.id;
}

static bool is_live(const struct work *work, const struct item *item)
{
    return status_holds_time(item->status) && item->status != BOOKING_COMPLETED &&
           item->status != BOOKING_NO_SHOW && item->booking.end.us > work->now.us;
}

static void set_policies(const struct looking *looking, struct item *item)
{
    const struct work *work = looking->work;
    int64_t notice = item->service.moving_notice_minutes;
    bool live = item->live = is_live(work, item);
    bool soon = item->booking.start.us - work->now.us < notice * US_A_MINUTE && notice > 0;

    item->cancelling = (struct policy){.ever = !item->service.cancelling_disabled,
                                       .now = live && !item->service.cancelling_disabled};
    item->moving = (struct policy){.ever = !item->service.rescheduling_disabled,
                                   .now = live && !soon && !item->service.rescheduling_disabled,
                                   .notice_minutes = notice};
}

static bool is_at_a_place(const char *location)
{
    return location != NULL && location[0] != '\0' && location[0] != '+' &&
           strstr(location, "://") == NULL && strncmp(location, "integrations:", 13) != 0;
}

static void set_business(const struct looking *looking, struct item *item)
{
    const struct caller *caller = looking->work->caller;

    item->zone = business_zone(looking->work);
    item->currency = caller->currency;
    item->business_uid = caller->business_uid;
    item->at_a_place = is_at_a_place(item->booking.location);
}

struct fail items_describe(struct work *work, const struct client *client, struct items *items)
{
    struct looking looking = {.work = work, .client = client};

    if (items->count == 0)
        return NO_FAIL;
    TRY(look_up(&looking, items));
    for (size_t i = 0; i < items->count; i++) {
        struct item *item = &items->all[i];

        set_kind(&looking, item);
        set_client(&looking, item);
        set_service(&looking, item);
        set_policies(&looking, item);
        set_business(&looking, item);
    }
    return NO_FAIL;
}

/* ---- by uid ---- */

/* Whoever has a seat is found by address, as everywhere. */
static struct fail name_holder(struct work *work, struct item *item)
{
    const char *email = item->seat == NULL ? NULL : item->seat->email;
    bool found = false;

    if (item->kind == ITEM_APPOINTMENT)
        return NO_FAIL;
    if (email == NULL)
        TRY(client_of_seat_left(work->store, work->caller->business_id, item->uid, &item->client,
                                &found));
    else
        TRY(client_with_email(work->store, work->caller->business_id, email, &item->client,
                              &found));
    if (found)
        item->matter_uid = item->client.matter_uid;
    return NO_FAIL;
}

static struct fail look_for(struct work *work, const char *uid, struct booking *booking,
                            bool *found)
{
    int64_t business_id = work->caller->business_id;

    TRY(booking_by_uid(work->store, business_id, uid, booking, found));
    if (!*found)
        TRY(booking_by_seat(work->store, business_id, uid, booking, found));
    if (!*found)
        TRY(booking_by_seat_left(work->store, business_id, uid, booking, found));
    return NO_FAIL;
}

struct fail item_find(struct work *work, const char *uid, struct item *item)
{
    struct items one = {item, 1};
    bool found;

    *item = (struct item){.uid = uid};
    TRY(look_for(work, uid, &item->booking, &found));
    if (!found)
        return (struct fail){.code = NO_BOOKING, .detail = uid};
    TRY(items_describe(work, NULL, &one));
    return name_holder(work, item);
}
