/* questions.c - answers, metadata and meeting places. SPDX-License-Identifier: MIT */
#include <string.h>

#include <json-c/json.h>

#include "base/json.h"
#include "base/text.h"
#include "engine/questions.h"

enum { METADATA_KEYS = 50, METADATA_KEY = 40, METADATA_TEXT = 500, CONFIGURED_MOST = 1 << 20 };
static const struct json_limits configured_limits = {CONFIGURED_MOST, 16, 50000};

static struct json_object *configured(struct work *work, const char *json)
{
    struct json_fault fault;

    return json_read(work->arena, json, strlen(json), &configured_limits, &fault);
}

static struct json_object *member(struct json_object *object, const char *name)
{
    struct json_object *value = NULL;

    if (object == NULL || !json_object_is_type(object, json_type_object))
        return NULL;
    (void)json_object_object_get_ex(object, name, &value);
    return value;
}

static const char *text_of(struct json_object *object, const char *name)
{
    struct json_object *value = member(object, name);

    return value != NULL && json_object_is_type(value, json_type_string)
               ? json_object_get_string(value)
               : NULL;
}

/* ---- answers ---- */

/* What an answer to each type of field must be; the names are those of JavaScript, as clients of
 * the dialects see them in the sentence. */
enum answer { ANSWER_STRING, ANSWER_NUMBER, ANSWER_BOOLEAN, ANSWER_ARRAY };
static const struct {
    const char *type;
    enum answer answer;
    bool options;
} field_types[] = {
    {"text", ANSWER_STRING, false},      {"textarea", ANSWER_STRING, false},
    {"phone", ANSWER_STRING, false},     {"address", ANSWER_STRING, false},
    {"email", ANSWER_STRING, false},     {"url", ANSWER_STRING, false},
    {"number", ANSWER_NUMBER, false},    {"boolean", ANSWER_BOOLEAN, false},
    {"select", ANSWER_STRING, true},     {"radio", ANSWER_STRING, true},
    {"multiselect", ANSWER_ARRAY, true}, {"checkbox", ANSWER_ARRAY, true},
    {"multiemail", ANSWER_ARRAY, false},
};
static const char *const answer_names[] = {"string", "number", "boolean", "array"};

static const char *kind_of(struct json_object *value)
{
    switch (json_object_get_type(value)) {
    case json_type_boolean:
        return "boolean";
    case json_type_int:
    case json_type_double:
        return "number";
    case json_type_string:
        return "string";
    case json_type_array:
        return "array";
    default:
        return "object";
    }
}

static const char *option_at(struct json_object *options, size_t i)
{
    struct json_object *option = json_object_array_get_idx(options, i);
    const char *value = text_of(option, "value");

    return value != NULL ? value : json_object_get_string(option);
}

static bool is_option(struct json_object *options, const char *value)
{
    for (size_t i = 0; i < json_object_array_length(options); i++)
        if (strcmp(option_at(options, i), value) == 0)
            return true;
    return false;
}

static const char *options_listed(struct work *work, struct json_object *options)
{
    const char *all = "";

    for (size_t i = 0; i < json_object_array_length(options); i++)
        all = arena_format(work->arena, "%s%s%s", all, i == 0 ? "" : ", ", option_at(options, i));
    return all;
}

static struct fail check_options(struct work *work, const char *slug, struct json_object *options,
                                 struct json_object *answer)
{
    bool many = json_object_is_type(answer, json_type_array);
    size_t count = many ? json_object_array_length(answer) : 1;

    if (options == NULL || !json_object_is_type(options, json_type_array))
        return NO_FAIL;
    for (size_t i = 0; i < count; i++) {
        struct json_object *one = many ? json_object_array_get_idx(answer, i) : answer;

        if (!json_object_is_type(one, json_type_string) ||
            !is_option(options, json_object_get_string(one)))
            return (struct fail){
                .code = OPTION_WRONG,
                .field = slug,
                .detail =
                    arena_format(work->arena, "%s for booking field '%s'. Allowed options are: %s.",
                                 many ? "One or more invalid options"
                                      : arena_format(work->arena, "Invalid option '%s'",
                                                     json_object_get_string(one)),
                                 slug, options_listed(work, options))};
    }
    return NO_FAIL;
}

static struct fail check_answer(struct work *work, struct json_object *field,
                                struct json_object *answer)
{
    const char *slug = text_of(field, "slug");
    const char *type = text_of(field, "type");

    for (size_t i = 0; type != NULL && i < COUNT(field_types); i++) {
        if (strcmp(field_types[i].type, type) != 0)
            continue;
        const char *expected = answer_names[field_types[i].answer];
        if (strcmp(kind_of(answer), expected) != 0)
            return (struct fail){
                .code = ANSWER_WRONG,
                .field = slug,
                .detail = arena_format(work->arena,
                                       "Expected type %s (compatible with field type '%s'), but "
                                       "received %s.",
                                       expected, type, kind_of(answer))};
        if (field_types[i].options)
            return check_options(work, slug, member(field, "options"), answer);
    }
    return NO_FAIL;
}

static bool is_empty_answer(struct json_object *answer)
{
    if (answer == NULL)
        return true;
    if (json_object_is_type(answer, json_type_string))
        return json_object_get_string_len(answer) == 0;
    return json_object_is_type(answer, json_type_array) && json_object_array_length(answer) == 0;
}

/* Name and address are asked of everybody and come with the attendee, not among the answers. */
static bool comes_with_attendee(const char *slug)
{
    return strcmp(slug, "name") == 0 || strcmp(slug, "email") == 0 || strcmp(slug, "guests") == 0 ||
           strcmp(slug, "location") == 0;
}

struct fail questions_check(struct work *work, const struct event_type *event_type,
                            const struct booking_wish *wish)
{
    struct json_object *fields = configured(work, event_type->fields);
    size_t count = fields != NULL && json_object_is_type(fields, json_type_array)
                       ? json_object_array_length(fields)
                       : 0;

    for (size_t i = 0; i < count; i++) {
        struct json_object *field = json_object_array_get_idx(fields, i);
        const char *slug = text_of(field, "slug");
        bool required = json_object_get_boolean(member(field, "required"));

        if (slug == NULL || comes_with_attendee(slug))
            continue;
        bool phone = strcmp(slug, "attendeePhoneNumber") == 0;
        struct json_object *answer = member(wish->responses, slug);
        if (phone && required && wish->attendee.phone == NULL && is_empty_answer(answer))
            return (struct fail){.code = ANSWER_MISSING, .field = "attendee.phoneNumber"};
        if (required && !phone && is_empty_answer(answer))
            return (struct fail){.code = ANSWER_MISSING, .field = arena_text(work->arena, slug)};
        if (!is_empty_answer(answer))
            TRY(check_answer(work, field, answer));
    }
    return NO_FAIL;
}

static size_t characters(const char *text)
{
    size_t count = 0;

    for (; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

struct fail metadata_check(struct json_object *metadata)
{
    if (metadata == NULL)
        return NO_FAIL;
    if (json_object_object_length(metadata) > METADATA_KEYS)
        return FAIL(METADATA_WRONG);
    json_object_object_foreach(metadata, key, value)
    {
        if (characters(key) > METADATA_KEY)
            return FAIL(METADATA_WRONG);
        if (json_object_is_type(value, json_type_string) &&
            characters(json_object_get_string(value)) > METADATA_TEXT)
            return FAIL(METADATA_WRONG);
    }
    return NO_FAIL;
}

/* ---- meeting places ---- */

/* Kinds of places: the member of the request that holds the place, if who books names it, and how
 * the stored answers call the kind. */
static const struct {
    const char *type, *asked, *offered;
    const char *value;
} places[] = {
    {"address", NULL, "address", "inPerson"},
    {"link", NULL, "link", "link"},
    {"phone", NULL, "phone", "userPhone"},
    {"integration", NULL, "integration", "integrations"},
    {"organizersDefaultApp", NULL, NULL, "conferencing"},
    {"attendeeAddress", "address", NULL, "attendeeInPerson"},
    {"attendeePhone", "phone", NULL, "phone"},
    {"attendeeDefined", "location", NULL, "somewhereElse"},
};

static size_t place_row(const char *type)
{
    size_t i = 0;

    while (i < COUNT(places) && (type == NULL || strcmp(places[i].type, type) != 0))
        i++;
    return i;
}

static const char *place_named(struct work *work, size_t row, struct json_object *offered,
                               struct json_object *asked)
{
    const char *named = places[row].asked != NULL     ? text_of(asked, places[row].asked)
                        : places[row].offered != NULL ? text_of(offered, places[row].offered)
                                                      : "";

    if (named == NULL)
        return NULL;
    return strcmp(places[row].type, "integration") == 0
               ? arena_format(work->arena, "integrations:%s", named)
               : arena_text(work->arena, named);
}

static struct fail settle_place(struct work *work, struct json_object *offered,
                                struct json_object *asked, struct meeting_place *place)
{
    size_t row = place_row(text_of(offered, "type"));

    if (row == COUNT(places))
        return NO_FAIL;
    const char *named = place_named(work, row, offered, asked);
    if (named == NULL && asked != NULL)
        return (struct fail){.code = LOCATION_WRONG,
                             .detail = arena_format(work->arena, "%s needs its %s",
                                                    places[row].type, places[row].asked)};
    if (named != NULL)
        *place = (struct meeting_place){places[row].value, named};
    return NO_FAIL;
}

static bool offers(struct json_object *offered, struct json_object *asked, const char *type)
{
    const char *same = text_of(offered, "type");
    const char *wanted = text_of(asked, "integration");
    const char *had = text_of(offered, "integration");

    if (same == NULL || strcmp(same, type) != 0)
        return false;
    return wanted == NULL || had == NULL || strcmp(wanted, had) == 0;
}

static struct fail settle_asked(struct work *work, struct json_object *locations, size_t count,
                                struct json_object *asked, struct meeting_place *place)
{
    const char *type = text_of(asked, "type");

    if (type == NULL || place_row(type) == COUNT(places))
        return (struct fail){.code = LOCATION_WRONG, .detail = "unknown type"};
    for (size_t i = 0; i < count; i++) {
        struct json_object *offered = json_object_array_get_idx(locations, i);

        if (offers(offered, asked, type))
            return settle_place(work, offered, asked, place);
    }
    return (struct fail){.code = LOCATION_WRONG,
                         .detail = arena_format(work->arena, "%s is not offered", type)};
}

struct fail meeting_place_named(struct work *work, struct json_object *location,
                                struct meeting_place *place)
{
    const char *type = text_of(location, "type");
    size_t row = place_row(type);

    *place = (struct meeting_place){NULL, ""};
    if (type == NULL || row == COUNT(places))
        return (struct fail){.code = LOCATION_WRONG, .detail = "unknown type"};
    /* a host names the place itself, where who books would find it offered */
    return settle_place(work, location, location, place);
}

/* The old way of naming a place: a plain text. */
static void settle_text(struct work *work, const char *text, struct meeting_place *place)
{
    bool link = strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0;
    bool phone = text[0] == '+' && strspn(text + 1, "0123456789") == strlen(text) - 1;

    *place = (struct meeting_place){link    ? "link"
                                    : phone ? "phone"
                                            : "somewhereElse",
                                    arena_text(work->arena, text)};
}

struct fail meeting_place_settle(struct work *work, const struct event_type *event_type,
                                 const struct booking_wish *wish, struct meeting_place *place)
{
    struct json_object *locations = configured(work, event_type->locations);
    size_t count = locations != NULL && json_object_is_type(locations, json_type_array)
                       ? json_object_array_length(locations)
                       : 0;

    *place = (struct meeting_place){NULL, ""};
    if (wish->location != NULL && json_object_is_type(wish->location, json_type_string)) {
        settle_text(work, json_object_get_string(wish->location), place);
        return NO_FAIL;
    }
    if (wish->location != NULL)
        return settle_asked(work, locations, count, wish->location, place);
    if (wish->given & WISH_MEETING_URL) {
        settle_text(work, wish->meeting_url, place);
        return NO_FAIL;
    }
    return count == 0 ? NO_FAIL
                      : settle_place(work, json_object_array_get_idx(locations, 0), NULL, place);
}

/* ---- what is stored ---- */

static void add_answers(struct text *out, struct json_object *responses)
{
    if (responses == NULL)
        return;
    json_object_object_foreach(responses, key, value)
    {
        if (comes_with_attendee(key))
            continue;
        text_char(out, ',');
        text_json(out, key);
        text_char(out, ':');
        if (value == NULL)
            text_put(out, "\"\"");
        else
            text_put(out, json_object_to_json_string_ext(
                              value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
    }
}

static void add_guests(struct text *out, const struct texts *guests)
{
    if (guests->count == 0)
        return;
    text_put(out, ",\"guests\":[");
    for (size_t i = 0; i < guests->count; i++) {
        if (i > 0)
            text_char(out, ',');
        text_json(out, guests->all[i]);
    }
    text_char(out, ']');
}

const char *responses_write(struct work *work, const struct booking_wish *wish,
                            const struct meeting_place *place)
{
    struct text out;

    text_init(&out, CONFIGURED_MOST);
    text_put(&out, "{\"name\":");
    text_json(&out, wish->attendee.name);
    text_put(&out, ",\"email\":");
    text_json(&out, wish->attendee.email);
    if (wish->attendee.phone != NULL && member(wish->responses, "attendeePhoneNumber") == NULL) {
        text_put(&out, ",\"attendeePhoneNumber\":");
        text_json(&out, wish->attendee.phone);
    }
    add_answers(&out, wish->responses);
    add_guests(&out, &wish->guests);
    if (place->value != NULL) {
        text_put(&out, ",\"location\":{\"value\":");
        text_json(&out, place->value);
        text_put(&out, ",\"optionValue\":");
        text_json(&out, place->place);
        text_char(&out, '}');
    }
    text_char(&out, '}');
    char *copy = arena_bytes(work->arena, out.bytes, out.length);
    text_free(&out);
    return copy;
}

const char *responses_with_place(struct work *work, const char *responses,
                                 const struct meeting_place *place)
{
    struct json_object *answers = configured(work, responses);

    if (answers == NULL || !json_object_is_type(answers, json_type_object) || place->value == NULL)
        return responses;
    struct json_object *location = json_object_new_object();
    (void)json_object_object_add(location, "value", json_object_new_string(place->value));
    (void)json_object_object_add(location, "optionValue", json_object_new_string(place->place));
    (void)json_object_object_add(answers, "location", location);
    return arena_text(work->arena,
                      json_object_to_json_string_ext(answers, JSON_C_TO_STRING_PLAIN |
                                                                  JSON_C_TO_STRING_NOSLASHESCAPE));
}
