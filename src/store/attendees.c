/* attendees.c - the people of a booking, as rows and as JSON. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/json.h"
#include "base/shape.h"
#include "store/attendees.h"
#include "store/placeholders.h"

enum { PEOPLE_MOST = 16 << 20 };

static void write_created(struct text *out, const void *thing)
{
    text_number(out, ((const struct attendee *)thing)->created.us);
}

static void write_rsvp(struct text *out, const void *thing)
{
    text_json(out, word_of(rsvp_words, ((const struct attendee *)thing)->rsvp));
}

static bool has_rsvp(const void *thing)
{
    return ((const struct attendee *)thing)->rsvp > RSVP_NONE;
}

#define A struct attendee
static const struct field people_fields[] = {
    F_WORD(A, kind, "kind", attendee_kind_words),
    F_TEXT(A, name, "name"),
    F_TEXT(A, email, "email"),
    F_TEXT(A, phone, "phone"),
    F_TEXT(A, time_zone, "time_zone"),
    F_TEXT(A, language, "language"),
    F_FLAG(A, absent, "absent"),
    F_MADE("rsvp", write_rsvp, .shown = has_rsvp),
    F_TEXT(A, seat_uid, "seat_uid"),
    F_RAW(A, responses, "responses"),
    F_RAW(A, metadata, "metadata"),
    F_MADE("created_us", write_created),
};
#undef A
static const struct shape people_shape = {people_fields, COUNT(people_fields),
                                          sizeof(struct attendee)};

const char *people_write(struct arena *arena, const struct list *attendees)
{
    struct text out;

    text_init(&out, PEOPLE_MOST);
    shape_write_list(&out, &people_shape, attendees);
    char *copy = arena_bytes(arena, out.bytes, out.length);
    text_free(&out);
    return copy;
}

static int read_rsvp(struct json_walk *walk, const struct json_item *item)
{
    const char *said = json_item_string(walk, item);
    const struct word *word = said == NULL ? NULL : word_find(rsvp_words, said, strlen(said));

    return word == NULL ? RSVP_NONE : word->value;
}

static void read_member(struct json_walk *walk, const struct json_item *item,
                        struct attendee *attendee)
{
    static const struct {
        const char *key;
        size_t offset;
    } texts[] = {
        {"name", offsetof(struct attendee, name)},
        {"email", offsetof(struct attendee, email)},
        {"phone", offsetof(struct attendee, phone)},
        {"time_zone", offsetof(struct attendee, time_zone)},
        {"language", offsetof(struct attendee, language)},
        {"seat_uid", offsetof(struct attendee, seat_uid)},
    };

    for (size_t i = 0; i < COUNT(texts); i++)
        if (strcmp(item->key, texts[i].key) == 0) {
            *(const char **)(void *)((char *)attendee + texts[i].offset) =
                json_item_string(walk, item);
            return;
        }
    if (strcmp(item->key, "kind") == 0) {
        const char *kind = json_item_string(walk, item);
        const struct word *word =
            kind == NULL ? NULL : word_find(attendee_kind_words, kind, strlen(kind));

        attendee->kind = word == NULL ? ATTENDEE_BOOKER : word->value;
    } else if (strcmp(item->key, "absent") == 0) {
        attendee->absent = item->kind == JSON_TRUE;
    } else if (strcmp(item->key, "rsvp") == 0) {
        attendee->rsvp = read_rsvp(walk, item);
    } else if (strcmp(item->key, "responses") == 0) {
        attendee->responses = arena_bytes(walk->arena, item->raw, item->raw_length);
    } else if (strcmp(item->key, "metadata") == 0) {
        attendee->metadata = arena_bytes(walk->arena, item->raw, item->raw_length);
    } else if (strcmp(item->key, "created_us") == 0) {
        attendee->created = (struct instant){json_item_number(item, 0)};
    }
}

static struct attendee read_attendee(struct arena *arena, const struct json_item *object)
{
    struct attendee attendee = {.created = INSTANT_NONE};
    struct json_walk walk;
    struct json_item item;

    if (!json_walk_start(&walk, arena, object->raw, object->raw_length))
        return attendee;
    while (json_walk_next(&walk, &item))
        read_member(&walk, &item, &attendee);
    return attendee;
}

/* The array grows as the walk goes on: to count first would be to walk twice. */
static struct attendee *room_for(struct arena *arena, struct list *attendees, size_t *room)
{
    if (attendees->count == *room) {
        struct attendee *more = TAKE_MANY(arena, *room * 2, struct attendee);

        memcpy(more, attendees->items, *room * sizeof *more);
        attendees->items = more;
        *room *= 2;
    }
    return (struct attendee *)attendees->items + attendees->count++;
}

static struct texts guests_among(struct arena *arena, const struct list *attendees)
{
    const struct attendee *all = attendees->items;
    const char **guests = TAKE_MANY(arena, attendees->count + 1, const char *);
    size_t count = 0;

    for (size_t i = 0; i < attendees->count; i++)
        if (all[i].kind == ATTENDEE_GUEST)
            guests[count++] = all[i].email;
    return (struct texts){guests, count};
}

void people_read(struct arena *arena, struct booking *booking)
{
    size_t room = 2;
    struct json_walk walk;
    struct json_item item;

    booking->attendees = (struct list){TAKE_MANY(arena, room, struct attendee), 0};
    if (json_walk_start(&walk, arena, booking->people, strlen(booking->people)))
        while (json_walk_next(&walk, &item))
            *room_for(arena, &booking->attendees, &room) = read_attendee(arena, &item);
    booking->guests = guests_among(arena, &booking->attendees);
}

static void add_row(struct placeholders *sql, const struct booking *booking,
                    const struct attendee *one)
{
    placeholders_copy(sql,
                      VALUES(v_number(booking->business_id), v_number(booking->id),
                             v_text(word_of(attendee_kind_words, one->kind)), v_text(one->name),
                             v_text(one->email), v_text(one->phone), v_text(one->time_zone),
                             v_text(one->language), v_number(one->absent),
                             v_text(word_of(rsvp_words, one->rsvp)), v_text(one->seat_uid),
                             v_text(one->responses), v_text(one->metadata), v_instant(one->created),
                             one->seat_uid == NULL ? v_id(booking->client_id) : v_text(NULL)));
}

static struct fail insert_rows(struct store *store, const struct booking *booking,
                               const struct attendee *all, size_t count)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    placeholders_text(&sql,
                      "INSERT INTO attendee (business_id, booking_id, kind, name, email, phone,"
                      " time_zone, language, absent, rsvp, seat_uid, responses, metadata,"
                      " created_us, booking_client_id) VALUES ");
    for (size_t i = 0; i < count; i++) {
        placeholders_text(&sql, i == 0 ? "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
                                       : ",(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
        add_row(&sql, booking, &all[i]);
    }
    return store_change(store, "insert attendees", placeholders_sql(&sql),
                        placeholders_values(&sql), NULL, NULL);
}

struct fail attendees_insert(struct store *store, const struct booking *booking)
{
    if (booking->attendees.count == 0)
        return NO_FAIL;
    return insert_rows(store, booking, booking->attendees.items, booking->attendees.count);
}

struct fail attendee_insert(struct store *store, const struct booking *booking,
                            const struct attendee *attendee)
{
    return insert_rows(store, booking, attendee, 1);
}

struct fail people_store(struct store *store, struct booking *booking)
{
    booking->people = people_write(store_arena(store), &booking->attendees);
    booking->version++;
    TRY(store_change(store, "store people",
                     "UPDATE booking SET people = ?, responses = ?, updated_us = ?,"
                     " version = version + 1 WHERE business_id = ? AND id = ?",
                     VALUES(v_text(booking->people), v_text(booking->responses),
                            v_instant(booking->updated), v_number(booking->business_id),
                            v_number(booking->id)),
                     NULL, NULL));
    people_read(store_arena(store), booking);
    return NO_FAIL;
}

#define R struct attendee_row
static const struct column row_columns[] = {
    C_NUMBER(R, id),
    C_NUMBER(R, booking_id),
    C_WORD(R, attendee.kind, attendee_kind_words),
    C_TEXT(R, attendee.name),
    C_TEXT(R, attendee.email),
    C_TEXT(R, attendee.phone),
    C_TEXT(R, attendee.time_zone),
    C_TEXT(R, attendee.language),
    C_FLAG(R, attendee.absent),
    C_WORD(R, attendee.rsvp, rsvp_words),
    C_TEXT(R, attendee.seat_uid),
    C_TEXT(R, attendee.responses),
    C_TEXT(R, attendee.metadata),
    C_INSTANT(R, attendee.created),
};
#undef R
static const struct statement rows_statement = {
    "attendees of booking",
    "SELECT id, booking_id, kind, name, email, phone, time_zone, language, absent, rsvp,"
    " seat_uid,"
    " responses, metadata, created_us FROM attendee WHERE business_id = ? AND booking_id = ? ORDER "
    "BY id",
    row_columns, COUNT(row_columns), sizeof(struct attendee_row)};

struct fail attendee_rows(struct store *store, const struct booking *booking, struct list *rows)
{
    return store_all(store, &rows_statement,
                     VALUES(v_number(booking->business_id), v_number(booking->id)), rows);
}

struct fail attendee_delete(struct store *store, const struct booking *booking, int64_t id)
{
    return store_change(store, "delete attendee",
                        "DELETE FROM attendee WHERE business_id = ? AND booking_id = ? AND id = ?",
                        VALUES(v_number(booking->business_id), v_number(booking->id), v_number(id)),
                        NULL, NULL);
}

struct fail attendee_absent(struct store *store, const struct booking *booking, const char *email,
                            bool absent, bool *known)
{
    int64_t affected = 0;

    TRY(store_change(store, "attendee absent",
                     "UPDATE attendee SET absent = ? WHERE business_id = ? AND booking_id = ?"
                     " AND email = ?",
                     VALUES(v_number(absent), v_number(booking->business_id), v_number(booking->id),
                            v_text(email)),
                     &affected, NULL));
    *known = affected > 0;
    return NO_FAIL;
}

struct fail seat_set_rsvp(struct store *store, const struct booking *booking,
                          const struct attendee *seat)
{
    return store_change(store, "set rsvp of a seat",
                        "UPDATE attendee SET rsvp = ? WHERE business_id = ? AND booking_id = ?"
                        " AND seat_uid = ?",
                        VALUES(v_text(word_of(rsvp_words, seat->rsvp)),
                               v_number(booking->business_id), v_number(booking->id),
                               v_text(seat->seat_uid)),
                        NULL, NULL);
}

const struct statement *const attendee_statements[] = {&rows_statement, NULL};
