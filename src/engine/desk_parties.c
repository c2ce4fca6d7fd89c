/* desk_parties.c - who and what a booking at the desk is about. SPDX-License-Identifier: MIT */
#include <string.h>

#include <json-c/json.h>

#include "base/json.h"
#include "engine/desk_parties.h"
#include "engine/place.h"
#include "store/event_types.h"

static struct fail unknown(struct work *work, enum fail_code code, int64_t id)
{
    return (struct fail){.code = code, .detail = arena_format(work->arena, "%lld", (long long)id)};
}

struct fail desk_client(struct work *work, int64_t id, struct client *client)
{
    bool found;

    TRY(client_by_id(work->store, work->caller->business_id, id, client, &found));
    return found ? NO_FAIL : unknown(work, NO_CLIENT, id);
}

struct fail desk_host(struct work *work, int64_t id, struct staff *host)
{
    bool found;

    TRY(staff_by_id(work->store, work->caller->business_id, id, host, &found));
    return found && host->active ? NO_FAIL : unknown(work, NO_STAFF, id);
}

struct fail desk_service(struct work *work, int64_t id, struct event_type *service)
{
    struct event_type_name name = {.id = id};
    bool found = false;

    /* without a number it would be looked for by its slug */
    if (id != 0)
        TRY(event_type_by_name(work->store, work->caller->business_id, NULL, &name, service,
                               &found));
    return found && !service->managed ? NO_FAIL : unknown(work, NO_SERVICE, id);
}

const char *client_address(struct work *work, const struct client *client)
{
    if (client->email != NULL)
        return client->email;
    if (client->phone == NULL)
        return "";
    return arena_format(work->arena, "%s@sms.cal.com", client->phone + (client->phone[0] == '+'));
}

struct attendee desk_attendee(struct work *work, const struct client *client,
                              const char *business_zone)
{
    return (struct attendee){
        .kind = ATTENDEE_BOOKER,
        .name = client->name,
        .email = client_address(work, client),
        .phone = client->phone,
        .time_zone = client->time_zone != NULL ? client->time_zone : business_zone,
        .language = "en",
        .created = work->now,
    };
}

void desk_set_host(struct booking *booking, const struct staff *host)
{
    booking->host_id = host->id;
    booking->host_uid = host->uid;
    booking->host_name = host->name;
    booking->host_email = host->email;
    booking->host_username = host->username;
    booking->host_time_zone = host->time_zone;
}

void desk_set_service(struct booking *booking, const struct event_type *service)
{
    booking->event_type_id = service->id;
    booking->event_type_slug = service->slug;
    booking->event_type_uid = service->uid;
    booking->event_type_title = service->title;
}

const char *desk_title(struct work *work, const struct booking *booking)
{
    struct event_type type = {.title = booking->event_type_title};

    return booking_title(work->arena, &type, booking);
}

static void set_or_drop(struct json_object *object, const char *name, const char *text)
{
    if (text == NULL || text[0] == '\0')
        json_object_object_del(object, name);
    else
        (void)json_object_object_add(object, name, json_object_new_string(text));
}

const char *desk_responses(struct work *work, const char *responses, const struct attendee *booker,
                           const char *notes)
{
    const struct json_limits limits = {1 << 20, 16, 50000};
    struct json_fault fault;
    struct json_object *answers =
        json_read(work->arena, responses, strlen(responses), &limits, &fault);

    if (answers == NULL || !json_object_is_type(answers, json_type_object))
        return responses;
    if (booker != NULL) {
        (void)json_object_object_add(answers, "name", json_object_new_string(booker->name));
        (void)json_object_object_add(answers, "email", json_object_new_string(booker->email));
        set_or_drop(answers, "attendeePhoneNumber", booker->phone);
    }
    if (notes != NULL)
        set_or_drop(answers, "notes", notes);
    return arena_text(work->arena,
                      json_object_to_json_string_ext(answers, JSON_C_TO_STRING_PLAIN |
                                                                  JSON_C_TO_STRING_NOSLASHESCAPE));
}
