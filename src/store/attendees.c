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

#define A struct attendee
static const struct field people_fields[] = {
    F_WORD(A, kind, "kind", attendee_kind_words),
    F_TEXT(A, name, "name"),
    F_TEXT(A, email, "email"),
    F_TEXT(A, phone, "phone"),
    F_TEXT(A, time_zone, "time_zone"),
    F_TEXT(A, language, "language"),
    F_FLAG(A, absent, "absent"),
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

static size_t count_items(struct arena *arena, const char *json, size_t length)
{
    struct json_walk walk;
    struct json_item item;
    size_t count = 0;

    if (!json_walk_start(&walk, arena, json, length))
        return 0;
    while (json_walk_next(&walk, &item))
        count++;
    return count;
}

void people_read(struct arena *arena, struct booking *booking)
{
    size_t length = strlen(booking->people);
    size_t room = count_items(arena, booking->people, length);
    struct attendee *all = TAKE_MANY(arena, room + 1, struct attendee);
    const char **guests = TAKE_MANY(arena, room + 1, const char *);
    struct json_walk walk;
    struct json_item item;

    booking->attendees = (struct list){all, 0};
    booking->guests = (struct texts){guests, 0};
    if (!json_walk_start(&walk, arena, booking->people, length))
        return;
    while (booking->attendees.count < room && json_walk_next(&walk, &item)) {
        struct attendee *attendee = &all[booking->attendees.count++];

        *attendee = read_attendee(arena, &item);
        if (attendee->kind == ATTENDEE_GUEST)
            guests[booking->guests.count++] = attendee->email;
    }
}

struct fail attendees_insert(struct store *store, const struct booking *booking)
{
    const struct attendee *all = booking->attendees.items;

    if (booking->attendees.count == 0)
        return NO_FAIL;
    struct placeholders sql = placeholders_start(store_arena(store));
    placeholders_text(&sql,
                      "INSERT INTO attendee (business_id, booking_id, kind, name, email, phone,"
                      " time_zone, language, absent, seat_uid, responses, metadata,"
                      " created_us) VALUES ");
    for (size_t i = 0; i < booking->attendees.count; i++) {
        const struct attendee *one = &all[i];

        placeholders_text(&sql,
                          i == 0 ? "(?,?,?,?,?,?,?,?,?,?,?,?,?)" : ",(?,?,?,?,?,?,?,?,?,?,?,?,?)");
        placeholders_copy(
            &sql, VALUES(v_number(booking->business_id), v_number(booking->id),
                         v_text(word_of(attendee_kind_words, one->kind)), v_text(one->name),
                         v_text(one->email), v_text(one->phone), v_text(one->time_zone),
                         v_text(one->language), v_number(one->absent), v_text(one->seat_uid),
                         v_text(one->responses), v_text(one->metadata), v_instant(one->created)));
    }
    return store_change(store, "insert attendees", placeholders_sql(&sql),
                        placeholders_values(&sql), NULL, NULL);
}
