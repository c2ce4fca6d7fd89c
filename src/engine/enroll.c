/* enroll.c - a client gets an appointment or a place in a class. SPDX-License-Identifier: MIT */
#include <string.h>

#include <json-c/json.h>

#include "engine/classes.h"
#include "engine/desk.h"
#include "engine/desk_parties.h"
#include "engine/enroll.h"
#include "engine/make.h"
#include "engine/own.h"
#include "engine/questions.h"
#include "store/event_types.h"
#include "store/facts.h"

struct enrolling {
    struct work *work;
    const struct enroll_wish *wish;
    struct client client;
    struct event_class class; /* where one is named */
    struct staff host;        /* else */
    struct making making;
};

/* ---- who and what ---- */

struct fail client_meant(struct work *work, const char *client_uid, struct client *client)
{
    bool found;

    if (work->caller->kind == TOKEN_VCITA_CLIENT) {
        TRY(own_client(work, client));
        return client_uid == NULL || strcmp(client_uid, client->uid) == 0 ? NO_FAIL
                                                                          : FAIL(NOT_THE_CLIENT);
    }
    if (client_uid == NULL)
        return FAIL(CLIENT_UNNAMED);
    TRY(client_by_uid(work->store, work->caller->business_id, client_uid, client, &found));
    return found ? NO_FAIL : (struct fail){.code = NO_CLIENT, .detail = client_uid};
}

static struct fail find_service(struct work *work, const char *uid, struct event_type *type)
{
    struct event_type_name name = {0};
    bool found;

    TRY(type_with_uid(work->store, work->caller->business_id, uid, &name.id, &found));
    if (found)
        TRY(event_type_by_name(work->store, work->caller->business_id, NULL, &name, type, &found));
    return found && !type->managed ? NO_FAIL : (struct fail){.code = NO_SERVICE, .detail = uid};
}

static struct fail find_staff(struct work *work, const char *uid, struct staff *staff)
{
    bool found;

    TRY(staff_by_uid(work->store, work->caller->business_id, uid, staff, &found));
    return found && staff->active ? NO_FAIL : (struct fail){.code = NO_STAFF, .detail = uid};
}

static struct fail find_what(struct enrolling *enrolling)
{
    const struct enroll_wish *wish = enrolling->wish;
    struct work *work = enrolling->work;
    struct making *making = &enrolling->making;

    if (wish->given & ENROLL_CLASS) {
        TRY(class_find(work, wish->class_uid, &enrolling->class));
        making->type = enrolling->class.type;
        making->start = enrolling->class.start;
        return NO_FAIL;
    }
    TRY(find_service(work, wish->service_uid, &making->type));
    TRY(find_staff(work, wish->staff_uid, &enrolling->host));
    making->start = wish->start;
    /* a class is named as such */
    return making->type.seats > 0 ? (struct fail){.code = EVENT_TYPE_OF_A_KIND, .detail = "seated"}
                                  : NO_FAIL;
}

/* ---- by the client ---- */

/* Those without whom the service is not given, and the one who is named. */
static struct fail narrow_hosts(const struct enrolling *enrolling, struct list *hosts)
{
    struct work *work = enrolling->work;
    const struct event_type *type = &enrolling->making.type;
    bool given = false;

    TRY(offer_hosts(work, type, hosts));
    const struct event_host *all = hosts->items;
    struct event_host *kept = TAKE_MANY(work->arena, hosts->count + 1, struct event_host);
    size_t count = 0;
    for (size_t i = 0; i < hosts->count; i++) {
        bool named = all[i].id == enrolling->host.id;

        given = given || named;
        if (named || all[i].fixed || !ASSIGNS_ONE(type->assignment))
            kept[count++] = all[i];
    }
    *hosts = (struct list){kept, count};
    return given ? NO_FAIL : (struct fail){.code = NO_STAFF, .detail = enrolling->wish->staff_uid};
}

static void put_answers(struct json_object *answers, const struct list *given)
{
    const struct enroll_answer *all = given->items;

    for (size_t i = 0; i < given->count; i++)
        json_object_object_add(answers, all[i].slug, json_object_get(all[i].value));
}

static const char *notes_of(const struct enroll_wish *wish)
{
    return wish->form.others.notes != NULL ? wish->form.others.notes
           : wish->notes != NULL           ? wish->notes
                                           : "";
}

static void let_go(void *object)
{
    (void)json_object_put(object);
}

/* The answers under the names of the service's questions, and the notes beside them. */
static struct json_object *answers_of(struct work *work, const struct enroll_wish *wish)
{
    struct json_object *answers = json_object_new_object();

    arena_defer(work->arena, let_go, answers);
    put_answers(answers, &wish->form.fields);
    put_answers(answers, &wish->form.service_fields);
    if (notes_of(wish)[0] != '\0')
        json_object_object_add(answers, "notes", json_object_new_string(notes_of(wish)));
    return answers;
}

static struct fail settle_texts(struct enrolling *enrolling)
{
    struct work *work = enrolling->work;
    const struct enroll_wish *wish = enrolling->wish;
    struct making *making = &enrolling->making;
    struct booking_wish answered = {.attendee = making->booker,
                                    .responses = answers_of(work, wish)};
    struct meeting_place place;

    TRY(questions_check(work, &making->type, &answered));
    TRY(meeting_place_settle(work, &making->type, &answered, &place));
    making->like = (struct booking){.description = notes_of(wish),
                                    .notes = notes_of(wish),
                                    .location = place.place,
                                    .responses = responses_write(work, &answered, &place),
                                    .matter_uid = wish->matter_uid};
    return NO_FAIL;
}

static void settle_booker(struct enrolling *enrolling)
{
    struct attendee person =
        desk_attendee(enrolling->work, &enrolling->client, enrolling->work->caller->business_zone);
    const struct enroll_wish *wish = enrolling->wish;

    enrolling->making.booker = (struct attendee_wish){
        .name = person.name,
        .email = person.email,
        .phone = person.phone,
        .time_zone = wish->given & ENROLL_TIME_ZONE ? wish->time_zone : "UTC"};
}

static struct fail may_book(const struct enrolling *enrolling)
{
    /* such a service is booked by those who give it */
    return enrolling->making.type.requires_authentication
               ? (struct fail){.code = NOT_ALLOWED, .detail = "book"}
               : NO_FAIL;
}

static struct fail book_as_client(struct enrolling *enrolling, const char **uid)
{
    struct work *work = enrolling->work;
    struct making *making = &enrolling->making;
    struct booking_view booked = {0};
    bool seated = making->type.seats > 0, found;
    struct booking same;
    struct list hosts;

    making->minutes = making->type.length_minutes;
    making->count = making->type.recurrence_count > 0 ? making->type.recurrence_count : 1;
    making->client_id = enrolling->client.id;
    TRY(may_book(enrolling));
    settle_booker(enrolling);
    if (!seated)
        TRY(narrow_hosts(enrolling, &hosts));
    TRY(making_open(work, making, seated ? NULL : &hosts));
    TRY(settle_texts(enrolling));
    TRY(making_admits(work, making));
    /* what waits for an answer is not asked for twice */
    TRY(making_find_same(work, making, &same, &found));
    if (found && same.status != BOOKING_ACCEPTED) {
        *uid = same.uid;
        return NO_FAIL;
    }
    TRY(making_book(work, making, &booked));
    *uid = seated ? booked.seat_uid : booked.bookings.all[0].uid;
    return NO_FAIL;
}

/* ---- at the desk ---- */

/* The seat that came last is the one just taken. */
static const char *last_seat(const struct booking *booking)
{
    const struct attendee *all = booking->attendees.items;
    const char *uid = booking->uid;

    for (size_t i = 0; i < booking->attendees.count; i++)
        if (all[i].seat_uid != NULL)
            uid = all[i].seat_uid;
    return uid;
}

static struct fail host_of_class(struct enrolling *enrolling)
{
    return find_staff(enrolling->work, enrolling->class.host_uid, &enrolling->host);
}

static struct fail book_at_desk(struct enrolling *enrolling, const char **uid)
{
    const struct enroll_wish *wish = enrolling->wish;
    const struct event_type *type = &enrolling->making.type;
    struct instant start = enrolling->making.start;
    bool seated = type->seats > 0;
    struct booking booked;

    if (seated)
        TRY(host_of_class(enrolling));
    struct desk_wish desk = {
        .given = DESK_CLIENT | DESK_HOST | DESK_SERVICE | DESK_START | DESK_END | DESK_NOTES,
        .client_id = enrolling->client.id,
        .host_id = enrolling->host.id,
        .event_type_id = type->id,
        .start = start,
        .end = seated ? enrolling->class.end
                      : (struct instant){start.us + type->length_minutes * US_A_MINUTE},
        .notes = notes_of(wish),
        .matter_uid = wish->matter_uid};
    if (wish->matter_uid != NULL)
        desk.given |= DESK_MATTER;
    TRY(desk_book(enrolling->work, &desk, &booked));
    *uid = last_seat(&booked);
    return NO_FAIL;
}

struct fail enroll(struct work *work, const struct enroll_wish *wish, struct item *made)
{
    struct enrolling *enrolling = TAKE(work->arena, struct enrolling);
    bool by_client = work->caller->kind == TOKEN_VCITA_CLIENT;
    const char *uid = NULL;

    *enrolling = (struct enrolling){.work = work, .wish = wish};
    TRY(business_is_own(work, wish->business_uid));
    TRY(client_meant(work, wish->client_uid, &enrolling->client));
    TRY(find_what(enrolling));
    TRY(by_client ? book_as_client(enrolling, &uid) : book_at_desk(enrolling, &uid));
    TRY(item_find(work, uid, made));
    made->client = enrolling->client;
    return NO_FAIL;
}
