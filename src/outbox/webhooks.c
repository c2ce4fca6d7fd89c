/* webhooks.c - what webhooks are told of a booking. Source: contract cal-v2 k.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include <json-c/json.h>

#include "base/json.h"
#include "base/shape.h"
#include "base/zone.h"
#include "outbox/template.h"
#include "outbox/webhooks.h"
#include "store/bookings.h"
#include "store/webhooks.h"

enum { BODY_MOST = 1 << 20 };

/* All that is told of one change. */
struct told {
    struct arena *arena;
    const struct doer *doer;
    const struct job *job;
    struct booking booking;
    struct told_type type;
    int status;        /* the booking's when it happened, enum booking_status */
    int64_t before_id; /* the booking that was moved; 0: none */
    struct instant before_start, before_end;
    struct list webhooks;
};

/* ---- the payload ---- */

static const struct word status_words[] = {
    {"PENDING", BOOKING_PENDING},     {"ACCEPTED", BOOKING_ACCEPTED},
    {"CANCELLED", BOOKING_CANCELLED}, {"REJECTED", BOOKING_REJECTED},
    {"ACCEPTED", BOOKING_COMPLETED},  {"AWAITING_HOST", BOOKING_AWAITING_HOST},
    {"ACCEPTED", BOOKING_NO_SHOW},    {NULL, 0},
};

/* What wall clocks say at the booking's start: people's members that depend on their zone and
 * language. */
static void write_setting(struct text *out, const struct told *told, const char *zone_name,
                          const char *locale)
{
    const struct zone *zone = zone_find(zone_name);
    int offset = zone == NULL ? 0 : zone_offset(zone, told->booking.start) / 60;

    text_put(out, ",\"timeZone\":");
    text_json(out, zone_name);
    text_put(out, ",\"language\":{\"locale\":");
    text_json(out, locale == NULL ? "en" : locale);
    text_format(out, "},\"utcOffset\":%d", offset);
}

static void write_name(struct text *out, const char *name, const char *email)
{
    text_put(out, "\"name\":");
    text_json(out, name);
    text_put(out, ",\"email\":");
    text_json(out, email);
}

static void write_organizer(struct text *out, const void *thing)
{
    const struct told *told = thing;
    const struct booking *booking = &told->booking;

    text_format(out, "{\"id\":%lld,", (long long)booking->host_id);
    write_name(out, booking->host_name, booking->host_email);
    text_put(out, ",\"username\":");
    text_json(out, booking->host_username);
    write_setting(out, told, booking->host_time_zone, told->type.host_locale);
    text_char(out, '}');
}

static void write_person(struct text *out, const struct told *told, const struct attendee *person)
{
    text_char(out, '{');
    write_name(out, person->name, person->email);
    write_setting(out, told, person->time_zone, person->language);
    if (person->phone != NULL) {
        text_put(out, ",\"phoneNumber\":");
        text_json(out, person->phone);
    }
    if (person->kind != ATTENDEE_HOST)
        text_format(out, ",\"noShow\":%s", person->absent ? "true" : "false");
    text_char(out, '}');
}

/* Further hosts of a team stand among the attendees; here they have a list of their own. */
static void write_people(struct text *out, const struct told *told, bool hosts)
{
    const struct attendee *all = told->booking.attendees.items;
    const char *before = "[";

    for (size_t i = 0; i < told->booking.attendees.count; i++) {
        if ((all[i].kind == ATTENDEE_HOST) != hosts)
            continue;
        text_put(out, before);
        write_person(out, told, &all[i]);
        before = ",";
    }
    text_put(out, before[0] == '[' ? "[]" : "]");
}

static void write_attendees(struct text *out, const void *thing)
{
    write_people(out, thing, false);
}

static void write_team(struct text *out, const void *thing)
{
    const struct told *told = thing;

    text_put(out, "{\"name\":");
    text_json(out, told->type.team_name);
    text_put(out, ",\"members\":");
    write_people(out, told, true);
    text_char(out, '}');
}

static bool has_team(const void *thing)
{
    return ((const struct told *)thing)->type.team_name != NULL;
}

static const struct {
    const char *slug, *label;
} own_labels[] = {
    {"name", "your_name"},
    {"email", "email_address"},
    {"location", "location"},
    {"title", "what_is_this_about"},
    {"notes", "additional_notes"},
    {"guests", "additional_guests"},
    {"attendeePhoneNumber", "phone_number"},
    {"rescheduleReason", "reason_for_reschedule"},
};

static const char *label_in_field(struct arena *arena, const struct json_item *field,
                                  const char *slug)
{
    const char *label = NULL, *its_slug = NULL;
    struct json_walk walk;
    struct json_item item;

    if (!json_walk_start(&walk, arena, field->raw, field->raw_length))
        return NULL;
    while (json_walk_next(&walk, &item)) {
        if (strcmp(item.key, "slug") == 0)
            its_slug = json_item_string(&walk, &item);
        if (strcmp(item.key, "label") == 0)
            label = json_item_string(&walk, &item);
    }
    return its_slug != NULL && strcmp(its_slug, slug) == 0 ? label : NULL;
}

static const char *label_of(const struct told *told, const char *slug)
{
    const char *fields = told->type.fields, *label = NULL;
    struct json_walk walk;
    struct json_item item;

    if (json_walk_start(&walk, told->arena, fields, strlen(fields)))
        while (label == NULL && json_walk_next(&walk, &item))
            if (item.kind == JSON_OBJECT)
                label = label_in_field(told->arena, &item, slug);
    for (size_t i = 0; label == NULL && i < COUNT(own_labels); i++)
        if (strcmp(own_labels[i].slug, slug) == 0)
            label = own_labels[i].label;
    return label == NULL ? slug : label;
}

static void write_responses(struct text *out, const void *thing)
{
    const struct told *told = thing;
    const char *responses = told->booking.responses, *before = "";
    struct json_walk walk;
    struct json_item item;

    text_char(out, '{');
    if (json_walk_start(&walk, told->arena, responses, strlen(responses)))
        for (; json_walk_next(&walk, &item) && item.key != NULL; before = ",") {
            text_put(out, before);
            text_json(out, item.key);
            text_put(out, ":{\"label\":");
            text_json(out, label_of(told, item.key));
            text_put(out, ",\"value\":");
            text_add(out, item.raw, item.raw_length);
            text_put(out, ",\"isHidden\":false}");
        }
    text_char(out, '}');
}

#define T struct told
static const struct field told_fields[] = {
    F_TEXT(T, booking.title, "title"),
    F_TEXT(T, booking.event_type_slug, "type"),
    F_INSTANT(T, booking.start, "startTime", .style = WHEN_Z_SECONDS),
    F_INSTANT(T, booking.end, "endTime", .style = WHEN_Z_SECONDS),
    F_MADE("organizer", write_organizer),
    F_MADE("attendees", write_attendees),
    F_MADE("team", write_team, .shown = has_team),
    F_TEXT(T, booking.uid, "uid"),
    F_NUMBER(T, booking.id, "bookingId"),
    F_NUMBER(T, booking.event_type_id, "eventTypeId"),
    F_TEXT(T, type.title, "eventTitle"),
    F_TEXT(T, type.description, "eventDescription"),
    F_WORD(T, status, "status", status_words),
    F_TEXT(T, booking.location, "location"),
    F_NUMBER(T, booking.minutes, "length"),
    F_NUMBER(T, type.price_minor, "price"),
    F_TEXT(T, type.currency, "currency"),
    F_TEXT(T, booking.notes, "additionalNotes"),
    F_RAW(T, booking.metadata, "metadata"),
    F_MADE("responses", write_responses),
    F_TEXT(T, booking.ics_uid, "iCalUID"),
    F_FLAG(T, booking.host_absent, "noShowHost"),
    F_SOME(T, booking.seats, "seatsPerTimeSlot"),
    F_TEXT(T, booking.rescheduled_from_uid, "rescheduleUid"),
    F_SOME(T, before_id, "rescheduleId"),
    F_INSTANT(T, before_start, "rescheduleStartTime", .style = WHEN_Z_SECONDS),
    F_INSTANT(T, before_end, "rescheduleEndTime", .style = WHEN_Z_SECONDS),
    F_TEXT(T, booking.rescheduling_reason, "rescheduleReason"),
    F_TEXT(T, booking.cancelled_by_email, "cancelledBy"),
    F_TEXT(T, booking.cancellation_reason, "cancellationReason"),
    F_TEXT(T, booking.rejection_reason, "rejectionReason"),
};
#undef T
static const struct shape told_shape = {told_fields, COUNT(told_fields), sizeof(struct told)};

/* ---- the message ---- */

static const char *moment_of(const struct told *told)
{
    char time[WHEN_ROOM];

    instant_write(time, told->job->due, WHEN_Z_MILLIS, 0);
    return arena_text(told->arena, time);
}

static void write_plain(struct text *out, const struct told *told)
{
    text_put(out, "{\"triggerEvent\":");
    text_json(out, told->doer->trigger);
    text_put(out, ",\"createdAt\":");
    text_json(out, moment_of(told));
    text_put(out, ",\"payload\":");
    shape_write(out, &told_shape, told);
    text_char(out, '}');
}

/* Templates name the members of the payload, and the event beside them. */
static void write_templated(struct text *out, const struct told *told, const char *template)
{
    const struct json_limits limits = {BODY_MOST, 32, 100000};
    struct json_fault fault;
    struct text payload;

    text_init(&payload, BODY_MOST);
    shape_write(&payload, &told_shape, told);
    struct json_object *tree =
        json_read(told->arena, text_string(&payload), payload.length, &limits, &fault);
    text_free(&payload);
    if (tree != NULL) {
        (void)json_object_object_add(tree, "triggerEvent",
                                     json_object_new_string(told->doer->trigger));
        (void)json_object_object_add(tree, "createdAt", json_object_new_string(moment_of(told)));
    }
    template_fill(out, told->arena, template, tree);
}

static const char *content_type_of(const char *template)
{
    return template == NULL || template_is_json(template) ? "application/json"
                                                          : "application/x-www-form-urlencoded";
}

/* The payload of the job: the body as a text, whatever it is. */
static char *write_message(const struct told *told, const struct webhook *webhook)
{
    struct text body, payload;

    text_init(&body, BODY_MOST);
    text_init(&payload, 4 * BODY_MOST);
    if (webhook->payload_template == NULL)
        write_plain(&body, told);
    else
        write_templated(&body, told, webhook->payload_template);
    text_put(&payload, "{\"trigger\":");
    text_json(&payload, told->doer->trigger);
    text_put(&payload, ",\"content_type\":");
    text_json(&payload, content_type_of(webhook->payload_template));
    text_put(&payload, ",\"body\":");
    text_json_bytes(&payload, text_string(&body), body.length);
    text_char(&payload, '}');
    char *kept = body.overflowed || payload.overflowed
                     ? NULL
                     : arena_bytes(told->arena, payload.bytes, payload.length);
    text_free(&body);
    text_free(&payload);
    return kept;
}

static const char *member_of(struct arena *arena, const char *payload, const char *name)
{
    struct json_walk walk;
    struct json_item item;

    if (!json_walk_start(&walk, arena, payload, strlen(payload)))
        return NULL;
    while (json_walk_next(&walk, &item))
        if (item.key != NULL && strcmp(item.key, name) == 0)
            return json_item_string(&walk, &item);
    return NULL;
}

bool message_read(struct arena *arena, const char *payload, struct message *message)
{
    message->content_type = member_of(arena, payload, "content_type");
    message->body = member_of(arena, payload, "body");
    return message->content_type != NULL && message->body != NULL;
}

/* ---- telling ---- */

static bool wants(const struct told *told, const struct webhook *webhook, const char *trigger)
{
    struct json_walk walk;
    struct json_item item;

    if (!json_walk_start(&walk, told->arena, webhook->triggers, strlen(webhook->triggers)))
        return false;
    while (json_walk_next(&walk, &item)) {
        const char *word = json_item_string(&walk, &item);

        if (word != NULL && strcmp(word, trigger) == 0)
            return true;
    }
    return false;
}

static bool anybody_wants(const struct told *told, const char *trigger)
{
    const struct webhook *all = told->webhooks.items;

    for (size_t i = 0; i < told->webhooks.count; i++)
        if (wants(told, &all[i], trigger))
            return true;
    return false;
}

/* What came later than what is told is not told with it: the reason of an end that has come
 * since. */
static void turn_back(struct told *told)
{
    const char *status = member_of(told->arena, told->job->payload, "status");
    const struct word *word =
        status == NULL ? NULL : word_find(booking_status_words, status, strlen(status));

    told->status = word == NULL ? told->booking.status : word->value;
    if (told->status != BOOKING_CANCELLED)
        told->booking.cancellation_reason = told->booking.cancelled_by_email = NULL;
    if (told->status != BOOKING_REJECTED)
        told->booking.rejection_reason = NULL;
}

static bool member_instant(const struct told *told, const char *name, struct instant *instant)
{
    const char *text = member_of(told->arena, told->job->payload, name);

    return text != NULL && instant_read(text, strlen(text), INSTANT_DATE_TIME, instant);
}

/* One that was moved in place was itself before. */
static bool was_itself(struct told *told)
{
    struct booking *booking = &told->booking;

    if (!member_instant(told, "before_start", &told->before_start) ||
        !member_instant(told, "before_end", &told->before_end))
        return false;
    told->before_id = booking->id;
    booking->rescheduled_from_uid = booking->uid;
    return true;
}

static struct fail look_around(struct work *work, struct told *told)
{
    const char *from = told->booking.rescheduled_from_uid;
    struct booking before;
    bool found = false;

    turn_back(told);
    told->before_start = told->before_end = INSTANT_NONE;
    TRY(told_type_of(work->store, &told->booking, &told->type));
    if (was_itself(told))
        return NO_FAIL;
    if (from != NULL)
        TRY(booking_by_uid(work->store, told->booking.business_id, from, &before, &found));
    if (!found)
        return NO_FAIL;
    told->before_id = before.id;
    told->before_start = before.start;
    told->before_end = before.end;
    return NO_FAIL;
}

static struct fail tell_one(struct work *work, const struct told *told,
                            const struct webhook *webhook, struct ending *ending)
{
    struct job delivery = {
        .business_id = webhook->business_id,
        .kind = DELIVERY_KIND,
        .name = arena_format(work->arena, "webhook:%s:%s", webhook->uid, told->job->name),
        .receiver = webhook->id,
        .payload = write_message(told, webhook),
        .due = told->job->due};

    if (delivery.payload != NULL)
        return delivery_add(work->store, &delivery, work->now);
    ending->result = JOB_DEAD;
    ending->trouble = "the message is too long";
    return NO_FAIL;
}

static struct fail tell_all(struct work *work, struct told *told, struct ending *ending)
{
    const struct webhook *all = told->webhooks.items;

    if (told->doer->trigger == NULL || !anybody_wants(told, told->doer->trigger))
        return NO_FAIL;
    TRY(look_around(work, told));
    for (size_t i = 0; i < told->webhooks.count; i++)
        if (wants(told, &all[i], told->doer->trigger))
            TRY(tell_one(work, told, &all[i], ending));
    return NO_FAIL;
}

/* A meeting that somebody wants to see begin or end is a job for that time. */
static struct fail await_meeting(struct work *work, const struct told *told)
{
    const struct {
        const char *trigger, *kind;
        struct instant due;
    } moments[] = {{"MEETING_STARTED", "meeting.started", told->booking.start},
                   {"MEETING_ENDED", "meeting.ended", told->booking.end}};

    if (told->booking.status != BOOKING_ACCEPTED)
        return NO_FAIL;
    for (size_t i = 0; i < COUNT(moments); i++) {
        if (moments[i].due.us <= work->now.us || !anybody_wants(told, moments[i].trigger))
            continue;
        struct job job = {
            .business_id = told->booking.business_id,
            .kind = moments[i].kind,
            .name = arena_format(work->arena, "%s:%s", moments[i].kind, told->booking.uid),
            .payload = told->job->payload,
            .due = moments[i].due};
        TRY(job_add(work->store, &job, work->now));
    }
    return NO_FAIL;
}

static struct fail find_told(struct work *work, const struct doer *doer, const struct job *job,
                             struct told **told, struct ending *ending)
{
    const char *uid = member_of(work->arena, job->payload, "booking_uid");
    struct told *all = TAKE(work->arena, struct told);
    bool found = false;

    all->arena = work->arena;
    all->doer = doer;
    all->job = job;
    if (uid != NULL)
        TRY(booking_by_uid(work->store, job->business_id, uid, &all->booking, &found));
    *told = found ? all : NULL;
    if (found)
        return webhooks_about(work->store, &all->booking, &all->webhooks);
    ending->result = JOB_DEAD;
    ending->trouble = uid == NULL
                          ? "the payload names no booking"
                          : arena_format(work->arena, "the business has no booking %s", uid);
    return NO_FAIL;
}

struct fail tell_of_booking(struct work *work, const struct doer *doer, const struct job *job,
                            struct ending *ending)
{
    struct told *told;

    TRY(find_told(work, doer, job, &told, ending));
    if (told == NULL || told->webhooks.count == 0)
        return NO_FAIL;
    TRY(await_meeting(work, told));
    return tell_all(work, told, ending);
}

struct fail tell_of_meeting(struct work *work, const struct doer *doer, const struct job *job,
                            struct ending *ending)
{
    struct told *told;

    TRY(find_told(work, doer, job, &told, ending));
    if (told == NULL || told->booking.status == BOOKING_CANCELLED ||
        told->booking.status == BOOKING_REJECTED)
        return NO_FAIL;
    return tell_all(work, told, ending);
}
