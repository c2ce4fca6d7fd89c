/* declare_bookings.c - bookings of a document: entered once, never changed.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include <json-c/json.h>

#include "base/uid.h"
#include "engine/change.h"
#include "engine/declare_things.h"
#include "store/bookings.h"
#include "store/clients.h"

enum { PEOPLE_MOST = 140, HOSTS_MOST = 100 };

/* A booking of the document and what was found for it. */
struct entry {
    const struct declare_booking *said;
    struct declared_type type;
    struct declared_host host;
    struct numbers hosts;
    const struct attendee *booker; /* the first who books; NULL: only guests */
    struct booking booking;
};

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

static const char *json_text(struct arena *arena, struct json_object *json)
{
    return json == NULL
               ? NULL
               : arena_text(arena,
                            json_object_to_json_string_ext(
                                json, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
}

/* ---- what it is of ---- */

static struct fail find_type(struct declaring *declaring, struct entry *entry)
{
    const struct declare_booking *said = entry->said;
    int64_t owner_id = 0, team_id = 0;

    if ((said->owner == NULL) == (said->team == NULL)) {
        declare_wrong(declaring, "a booking names the owner or the team of its event type");
        return NO_FAIL;
    }
    if (said->owner != NULL)
        TRY(declare_user_id(declaring, said->owner, &owner_id));
    else
        TRY(declare_team_id(declaring, said->team, &team_id));
    if (owner_id == 0 && team_id == 0)
        return NO_FAIL;
    TRY(declared_type_find(declaring->work->store, declaring->business_id, said->event_type,
                           owner_id, team_id, &entry->type));
    if (entry->type.id == 0)
        declare_wrong(declaring, "there is no event type %s of %s", said->event_type,
                      said->owner != NULL ? said->owner : said->team);
    return NO_FAIL;
}

static void add_host(struct numbers *hosts, int64_t id)
{
    for (size_t i = 0; i < hosts->count; i++)
        if (hosts->all[i] == id)
            return;
    hosts->all[hosts->count++] = id;
}

/* The first host is the one who is named, else the first of all, else whose event type it is. */
static struct fail find_hosts(struct declaring *declaring, struct entry *entry)
{
    const struct declare_booking *said = entry->said;
    const char *first = said->host != NULL      ? said->host
                        : said->hosts.count > 0 ? said->hosts.all[0]
                                                : NULL;
    struct store *store = declaring->work->store;

    if (said->hosts.count > HOSTS_MOST) {
        declare_wrong(declaring, "hosts has more than %d items", HOSTS_MOST);
        return NO_FAIL;
    }
    TRY(declared_host_find(store, declaring->business_id, first, entry->type.owner_id,
                           &entry->host));
    if (entry->host.id == 0) {
        declare_wrong(declaring, first != NULL ? "there is no user %s" : "its host is missing%s",
                      first != NULL ? first : "");
        return NO_FAIL;
    }
    entry->hosts.all = TAKE_MANY(declaring->work->arena, said->hosts.count + 1, int64_t);
    add_host(&entry->hosts, entry->host.id);
    for (size_t i = 0; i < said->hosts.count; i++) {
        int64_t id;

        TRY(declare_user_id(declaring, said->hosts.all[i], &id));
        if (id == 0)
            entry->host.id = 0;
        else
            add_host(&entry->hosts, id);
    }
    return NO_FAIL;
}

/* ---- who comes ---- */

static const char *fresh_seat(struct arena *arena)
{
    unsigned char uuid[16];
    char *text = arena_take(arena, 37);

    uuid_v4(uuid);
    uuid_write(text, uuid);
    return text;
}

static void describe_attendee(struct declaring *declaring, const struct entry *entry,
                              const struct declare_attendee *said, struct attendee *attendee)
{
    struct arena *arena = declaring->work->arena;
    bool seated = entry->booking.seats > 0 && said->kind == ATTENDEE_BOOKER;
    struct instant made =
        entry->said->created.us != 0 ? entry->said->created : declaring->work->now;

    *attendee = (struct attendee){
        .kind = said->kind,
        .name = said->name,
        .email = said->email,
        .phone = said->phone,
        .time_zone = said->time_zone != NULL ? said->time_zone : entry->host.time_zone,
        .language = said->language,
        .absent = said->absent,
        .seat_uid = said->seat_uid != NULL ? said->seat_uid
                    : seated               ? fresh_seat(arena)
                                           : NULL,
        .responses = json_text(arena, said->responses),
        .metadata = json_text(arena, said->metadata),
        .created = said->given & GIVEN_CREATED ? said->created : made,
    };
}

static void describe_people(struct declaring *declaring, struct entry *entry)
{
    const struct declare_attendee *said = entry->said->attendees.read.items;
    size_t count = entry->said->attendees.read.count;
    struct arena *arena = declaring->work->arena;
    struct attendee *all = TAKE_MANY(arena, count + 1, struct attendee);
    struct texts guests = {TAKE_MANY(arena, count + 1, const char *), 0};
    int64_t taken = 0;

    for (size_t i = 0; i < count; i++) {
        describe_attendee(declaring, entry, &said[i], &all[i]);
        taken += all[i].seat_uid != NULL;
        if (all[i].kind == ATTENDEE_GUEST)
            guests.all[guests.count++] = all[i].email;
        if (all[i].kind == ATTENDEE_BOOKER && entry->booker == NULL)
            entry->booker = &all[i];
    }
    entry->booking.attendees = (struct list){all, count};
    entry->booking.guests = guests;
    entry->booking.seats_taken =
        entry->said->given & GIVEN_SEATS_TAKEN ? entry->said->seats_taken : taken;
}

/* ---- the booking ---- */

/* The answers of whoever books, as a booking through a dialect would hold them. */
static const char *answers(struct declaring *declaring, const struct entry *entry)
{
    struct arena *arena = declaring->work->arena;
    struct text out;

    if (entry->said->responses != NULL)
        return json_text(arena, entry->said->responses);
    if (entry->booker == NULL)
        return "{}";
    text_init(&out, 1 << 20);
    text_put(&out, "{\"name\":");
    text_json(&out, entry->booker->name);
    text_put(&out, ",\"email\":");
    text_json(&out, entry->booker->email);
    for (size_t i = 0; i < entry->booking.guests.count; i++) {
        text_put(&out, i == 0 ? ",\"guests\":[" : ",");
        text_json(&out, entry->booking.guests.all[i]);
    }
    text_put(&out, entry->booking.guests.count > 0 ? "]}" : "}");
    char *copy = arena_bytes(arena, out.bytes, out.length);
    text_free(&out);
    return copy;
}

static const char *title(struct declaring *declaring, const struct entry *entry)
{
    struct arena *arena = declaring->work->arena;

    if (entry->said->title != NULL)
        return entry->said->title;
    if (entry->booking.seats > 0 || entry->booker == NULL)
        return arena_format(arena, "%s with %s", entry->type.title, entry->host.name);
    return arena_format(arena, "%s between %s and %s", entry->type.title, entry->host.name,
                        entry->booker->name);
}

static void describe_time(struct entry *entry)
{
    const struct declare_booking *said = entry->said;
    struct booking *booking = &entry->booking;

    booking->minutes = said->length_minutes > 0 ? said->length_minutes : entry->type.length_minutes;
    booking->start = said->start;
    booking->end.us = said->start.us + booking->minutes * US_A_MINUTE;
    booking->claim_start.us = booking->start.us - entry->type.buffer_before_minutes * US_A_MINUTE;
    booking->claim_end.us = booking->end.us + entry->type.buffer_after_minutes * US_A_MINUTE;
}

static void describe(struct declaring *declaring, struct entry *entry)
{
    const struct declare_booking *said = entry->said;
    const char *metadata = json_text(declaring->work->arena, said->metadata);

    entry->booking = (struct booking){
        .id = said->id,
        .uid = said->uid,
        .business_id = declaring->business_id,
        .event_type_id = entry->type.id,
        .host_id = entry->host.id,
        .status = said->given & GIVEN_STATUS ? said->status : BOOKING_ACCEPTED,
        .claims = !(said->given & GIVEN_CLAIMS) || said->claims,
        .description = or_empty(said->description),
        .location = or_empty(said->location),
        .cancellation_reason = said->cancellation_reason,
        .cancelled_by_email = said->cancelled_by_email,
        .rejection_reason = said->rejection_reason,
        .rescheduling_reason = said->rescheduling_reason,
        .rescheduled_by_email = said->rescheduled_by_email,
        .rescheduled_from_uid = said->rescheduled_from_uid,
        .rescheduled_to_uid = said->rescheduled_to_uid,
        .seats = said->seats > 0 ? said->seats : entry->type.seats,
        .host_absent = said->host_absent,
        .rating = said->rating,
        .ics_uid = said->ics_uid,
        .notes = or_empty(said->notes),
        .internal_notes = or_empty(said->internal_notes),
        .metadata = metadata != NULL ? metadata : "{}",
        .created = said->created,
        .updated = said->updated,
    };
    describe_time(entry);
    describe_people(declaring, entry);
    entry->booking.title = title(declaring, entry);
    entry->booking.responses = answers(declaring, entry);
}

static struct fail put_recurrence(struct declaring *declaring, struct entry *entry)
{
    enum declared_outcome outcome;
    const struct declared_column columns[] = {
        KEY("business_id", v_number(declaring->business_id)),
        KEY("uid", v_text(entry->said->recurrence)),
        BIRTH("event_type_id", v_number(entry->type.id)),
        BIRTH("created_us", v_instant(declaring->work->now)),
    };

    if (entry->said->recurrence == NULL)
        return NO_FAIL;
    return declare_put(declaring, DECLARED_ROW("recurrence", true, columns),
                       &entry->booking.recurrence_id, &outcome);
}

static struct fail put_client(struct declaring *declaring, struct entry *entry)
{
    if (entry->booker == NULL)
        return NO_FAIL;
    const struct attendee_wish who = {.name = entry->booker->name,
                                      .email = entry->booker->email,
                                      .phone = entry->booker->phone,
                                      .time_zone = entry->booker->time_zone};
    return client_by_email(declaring->work->store, declaring->business_id, &who,
                           declaring->work->now, &entry->booking.client_id);
}

/* Other services may come to know a booking at any time, so these are added to one that exists. */
static struct fail put_references(struct declaring *declaring, const struct declare_booking *said,
                                  int64_t booking_id)
{
    const struct declare_reference *all = said->references.read.items;
    enum declared_outcome outcome;

    for (size_t i = 0; i < said->references.read.count; i++) {
        const struct declared_column columns[] = {
            KEY("business_id", v_number(declaring->business_id)),
            KEY("booking_id", v_number(booking_id)),
            KEY("type", v_text(word_of(reference_type_words, all[i].type))),
            KEY("event_uid", v_text(all[i].event_uid)),
            VALUE("destination_calendar_id", v_text(all[i].destination_calendar_id)),
        };

        TRY(declare_put(declaring, DECLARED_ROW("booking_reference", true, columns), NULL,
                        &outcome));
        if (outcome != DECLARED_UNCHANGED)
            declare_tell(declaring, outcome, "reference", all[i].event_uid);
    }
    return NO_FAIL;
}

static struct fail enter(struct declaring *declaring, struct entry *entry)
{
    size_t problems = declaring->declaration->problems.length;
    bool refused;

    if (entry->said->attendees.read.count > PEOPLE_MOST)
        declare_wrong(declaring, "attendees has more than %d items", PEOPLE_MOST);
    TRY(find_type(declaring, entry));
    if (entry->type.id != 0)
        TRY(find_hosts(declaring, entry));
    if (declaring->declaration->problems.length > problems)
        return NO_FAIL;
    describe(declaring, entry);
    TRY(put_recurrence(declaring, entry));
    TRY(put_client(declaring, entry));
    struct fail fail = enter_booking(declaring->work, &entry->booking, &entry->hosts);
    if (fail.code == SLOT_TAKEN) {
        declare_wrong(declaring, "booking %s: its time is taken", entry->said->uid);
        return NO_FAIL;
    }
    TRY(declare_refusal(declaring, fail, &refused));
    if (refused)
        return NO_FAIL;
    declare_tell(declaring, DECLARED_CREATED, "booking", entry->said->uid);
    return put_references(declaring, entry->said, entry->booking.id);
}

/* ---- one that exists ---- */

static void warn_of_difference(struct declaring *declaring, const struct declare_booking *said,
                               const struct booking *booking)
{
    struct text *warnings = &declaring->declaration->warnings;
    char start[WHEN_ROOM];

    (void)instant_write(start, booking->start, WHEN_Z_SECONDS, 0);
    if (said->start.us != booking->start.us)
        declare_problem(warnings, declaring->path, "booking %s stays at %s", said->uid, start);
    if ((said->given & GIVEN_STATUS ? said->status : BOOKING_ACCEPTED) != booking->status)
        declare_problem(warnings, declaring->path, "booking %s stays %s", said->uid,
                        word_of(booking_status_words, booking->status));
}

static struct fail one_booking(struct declaring *declaring, const void *item)
{
    struct entry entry = {.said = item};
    struct booking known;
    bool found;

    TRY(booking_by_uid(declaring->work->store, 0, entry.said->uid, &known, &found));
    if (!found)
        return enter(declaring, &entry);
    if (known.business_id != declaring->business_id) {
        declare_wrong(declaring, "booking %s is one of another business", entry.said->uid);
        return NO_FAIL;
    }
    warn_of_difference(declaring, entry.said, &known);
    declare_tell(declaring, DECLARED_UNCHANGED, "booking", entry.said->uid);
    return put_references(declaring, entry.said, known.id);
}

struct fail declare_bookings(struct declaring *declaring)
{
    return declare_each(declaring, "bookings", &declaring->business->bookings.read,
                        sizeof(struct declare_booking), one_booking);
}
