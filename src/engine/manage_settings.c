/* manage_settings.c - places, questions, limits, lengths. SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "base/json.h"
#include "base/shape.h"
#include "engine/manage_settings.h"

enum { CONFIGURED_MOST = 1 << 20, LENGTH_MOST = 31 * 1440, SLUG_MOST = 100 };
static const struct json_limits configured_limits = {CONFIGURED_MOST, 16, 50000};

struct fail setting_wrong(struct work *work, const char *format, ...)
{
    struct fail fail = {.code = SETTING_WRONG};
    va_list values;

    va_start(values, format);
    fail.detail = arena_vformat(work->arena, format, values);
    va_end(values);
    return fail;
}

/* ---- JSON ---- */

static struct json_object *configured(struct work *work, const char *json, json_type type)
{
    struct json_fault fault;
    struct json_object *tree =
        json == NULL ? NULL
                     : json_read(work->arena, json, strlen(json), &configured_limits, &fault);

    return json_object_is_type(tree, type) ? tree : NULL;
}

static size_t items_of(struct json_object *array)
{
    return array == NULL ? 0 : json_object_array_length(array);
}

static struct json_object *member(struct json_object *object, const char *name)
{
    struct json_object *value = NULL;

    if (json_object_is_type(object, json_type_object))
        (void)json_object_object_get_ex(object, name, &value);
    return value;
}

static const char *text_of(struct work *work, struct json_object *object, const char *name)
{
    struct json_object *value = member(object, name);

    return json_object_is_type(value, json_type_string)
               ? arena_text(work->arena, json_object_get_string(value))
               : NULL;
}

static bool flag_of(struct json_object *object, const char *name)
{
    return json_object_get_boolean(member(object, name));
}

static const char *written(struct work *work, struct text *out)
{
    const char *json = arena_bytes(work->arena, out->bytes, out->length);

    text_free(out);
    return json;
}

static const char *list_written(struct work *work, const struct shape *shape,
                                const struct list *list)
{
    struct text out;

    text_init(&out, CONFIGURED_MOST);
    shape_write_list(&out, shape, list);
    return written(work, &out);
}

const char *members_over(struct work *work, const char *under, const char *over)
{
    struct json_object *below = configured(work, under, json_type_object);
    struct json_object *above = configured(work, over, json_type_object);

    if (below == NULL || above == NULL)
        return below == NULL ? over : under;
    json_object_object_foreach(above, name, value)
    {
        (void)json_object_object_add(below, name, json_object_get(value));
    }
    return arena_text(work->arena,
                      json_object_to_json_string_ext(below, JSON_C_TO_STRING_PLAIN |
                                                                JSON_C_TO_STRING_NOSLASHESCAPE));
}

struct texts texts_read(struct work *work, const char *json)
{
    struct json_object *array = configured(work, json, json_type_array);
    struct texts texts = {TAKE_MANY(work->arena, items_of(array) + 1, const char *), 0};

    for (size_t i = 0; i < items_of(array); i++)
        texts.all[texts.count++] =
            arena_text(work->arena, json_object_get_string(json_object_array_get_idx(array, i)));
    return texts;
}

/* ---- places ---- */

#define P struct type_place
static const struct field place_fields[] = {
    F_TEXT(P, type, "type"),   F_TEXT(P, address, "address"), F_TEXT(P, link, "link"),
    F_TEXT(P, phone, "phone"), F_FLAG(P, open, "public"),     F_TEXT(P, integration, "integration"),
};
static const struct shape place_shape = {place_fields, COUNT(place_fields), sizeof(P)};

/* What a kind of place needs to be known by; NO_MEMBER: who books says it. */
#define NO_MEMBER SIZE_MAX
static const struct {
    const char *type;
    size_t member;
} place_kinds[] = {
    {"address", AT(P, address, const char *)},
    {"link", AT(P, link, const char *)},
    {"phone", AT(P, phone, const char *)},
    {"integration", AT(P, integration, const char *)},
    {"organizersDefaultApp", NO_MEMBER},
    {"attendeeAddress", NO_MEMBER},
    {"attendeePhone", NO_MEMBER},
    {"attendeeDefined", NO_MEMBER},
};
#undef P

static const char **place_member(struct type_place *place, size_t offset)
{
    return (const char **)(void *)((char *)place + offset);
}

struct list places_read(struct work *work, const char *json)
{
    struct json_object *array = configured(work, json, json_type_array);
    struct type_place *all = TAKE_MANY(work->arena, items_of(array) + 1, struct type_place);
    size_t count = 0;

    for (size_t i = 0; i < items_of(array); i++) {
        struct json_object *item = json_object_array_get_idx(array, i);
        struct type_place place = {.type = text_of(work, item, "type"),
                                   .address = text_of(work, item, "address"),
                                   .link = text_of(work, item, "link"),
                                   .phone = text_of(work, item, "phone"),
                                   .integration = text_of(work, item, "integration"),
                                   .open = flag_of(item, "public")};

        if (place.type != NULL)
            all[count++] = place;
    }
    return (struct list){all, count};
}

static bool is_url(const char *text)
{
    return strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0;
}

/* A place keeps the member of its kind and no other. */
static struct fail check_place(struct work *work, const struct type_place *asked,
                               struct type_place *place)
{
    struct type_place given = *asked;

    *place = (struct type_place){.type = asked->type, .open = asked->open};
    for (size_t i = 0; i < COUNT(place_kinds); i++) {
        if (strcmp(place_kinds[i].type, asked->type) != 0)
            continue;
        if (place_kinds[i].member == NO_MEMBER)
            return NO_FAIL;
        const char *value = *place_member(&given, place_kinds[i].member);
        if (value == NULL || *value == '\0')
            return setting_wrong(work, "a location of type %s needs its %s", asked->type,
                                 asked->type);
        if (strcmp(asked->type, "link") == 0 && !is_url(value))
            return setting_wrong(work, "the link of a location must be a URL");
        *place_member(place, place_kinds[i].member) = value;
        return NO_FAIL;
    }
    return setting_wrong(work, "a location can not be of type %s", asked->type);
}

struct fail places_write(struct work *work, const struct list *places, const char **json)
{
    const struct type_place *asked = places->items;
    struct type_place *all = TAKE_MANY(work->arena, places->count + 1, struct type_place);

    for (size_t i = 0; i < places->count; i++)
        TRY(check_place(work, &asked[i], &all[i]));
    *json = list_written(work, &place_shape, &(struct list){all, places->count});
    return NO_FAIL;
}

/* ---- questions ---- */

#define Q struct type_question
static const struct field question_fields[] = {
    F_TEXT(Q, type, "type"),
    F_TEXT(Q, slug, "slug"),
    F_TEXT(Q, label, "label"),
    F_FLAG(Q, required, "required"),
    F_TEXT(Q, placeholder, "placeholder"),
    F_TEXTS(Q, options, "options"),
    F_FLAG(Q, hidden, "hidden"),
    F_FLAG(Q, fixed_once_filled, "disableOnPrefill"),
};
static const struct shape question_shape = {question_fields, COUNT(question_fields), sizeof(Q)};
#undef Q

static const struct {
    const char *type;
    bool options, placeholder;
} question_kinds[] = {
    {"phone", false, true},       {"address", false, true},    {"text", false, true},
    {"number", false, true},      {"textarea", false, true},   {"select", true, true},
    {"multiselect", true, false}, {"multiemail", false, true}, {"checkbox", true, false},
    {"radio", true, false},       {"boolean", false, false},   {"url", false, true},
};

/* Asked of everybody. The first two are named by their type, the others by their slug. */
static const struct {
    const char *slug, *type, *label;
    bool by_type, required;
} standard_questions[] = {
    {"name", "name", "Your name", true, true},
    {"email", "email", "Email address", true, true},
    {"title", "text", "What is this meeting about?", false, false},
    {"location", "radioInput", "Location", false, false},
    {"notes", "textarea", "Additional notes", false, false},
    {"guests", "multiemail", "Guests", false, false},
    {"rescheduleReason", "textarea", "Reason for reschedule", false, false},
};

static size_t standard_row(const struct type_question *question)
{
    size_t i = 0;

    for (; i < COUNT(standard_questions); i++) {
        if (question->slug != NULL && strcmp(question->slug, standard_questions[i].slug) == 0)
            break;
        if (question->slug == NULL && question->type != NULL && standard_questions[i].by_type &&
            strcmp(question->type, standard_questions[i].type) == 0)
            break;
    }
    return i;
}

static size_t kind_row(const char *type)
{
    size_t i = 0;

    while (i < COUNT(question_kinds) && (type == NULL || strcmp(question_kinds[i].type, type) != 0))
        i++;
    return i;
}

/* With all that clients expect of a question of its kind. */
static struct type_question completed(const struct type_question *question)
{
    struct type_question whole = *question;
    size_t standard = standard_row(question);
    size_t kind = kind_row(question->type);

    if (standard < COUNT(standard_questions)) {
        whole.standard = true;
        whole.slug = standard_questions[standard].slug;
        whole.type = standard_questions[standard].type;
        whole.required = whole.required || standard_questions[standard].required;
        if (whole.label == NULL)
            whole.label = standard_questions[standard].label;
        if (whole.placeholder == NULL && standard_questions[standard].by_type)
            whole.placeholder = "";
    } else if (kind < COUNT(question_kinds) && question_kinds[kind].placeholder &&
               whole.placeholder == NULL) {
        whole.placeholder = "";
    }
    if (whole.label == NULL)
        whole.label = "";
    return whole;
}

/* Options may stand as texts or as {value, label}. */
static struct texts options_of(struct work *work, struct json_object *question)
{
    struct json_object *array = member(question, "options");
    size_t count = json_object_is_type(array, json_type_array) ? items_of(array) : 0;
    struct texts options = {TAKE_MANY(work->arena, count + 1, const char *), count};

    for (size_t i = 0; i < count; i++) {
        struct json_object *option = json_object_array_get_idx(array, i);
        const char *value = text_of(work, option, "value");

        options.all[i] =
            value != NULL ? value : arena_text(work->arena, json_object_get_string(option));
    }
    return options;
}

struct list questions_read(struct work *work, const char *json)
{
    struct json_object *array = configured(work, json, json_type_array);
    struct type_question *all = TAKE_MANY(work->arena, items_of(array) + 1, struct type_question);
    size_t count = 0;

    for (size_t i = 0; i < items_of(array); i++) {
        struct json_object *item = json_object_array_get_idx(array, i);
        struct type_question question = {
            .type = text_of(work, item, "type"),
            .slug = text_of(work, item, "slug"),
            .label = text_of(work, item, "label"),
            .placeholder = text_of(work, item, "placeholder"),
            .required = flag_of(item, "required"),
            .hidden = flag_of(item, "hidden"),
            .fixed_once_filled = flag_of(item, "disableOnPrefill"),
            .options = options_of(work, item),
        };

        question = completed(&question);
        if (question.type != NULL && question.slug != NULL)
            all[count++] = question;
    }
    return (struct list){all, count};
}

static bool is_question_slug(const char *slug)
{
    size_t length = strlen(slug);

    return length > 0 && length <= SLUG_MOST &&
           strspn(slug, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") ==
               length;
}

static struct fail check_question(struct work *work, const struct type_question *question)
{
    size_t kind = kind_row(question->type);

    if (standard_row(question) < COUNT(standard_questions))
        return NO_FAIL;
    if (question->type == NULL)
        return setting_wrong(work, "a booking field needs its type");
    if (kind == COUNT(question_kinds))
        return setting_wrong(work, "a booking field can not be of type %s", question->type);
    if (question->slug == NULL || !is_question_slug(question->slug))
        return setting_wrong(work,
                             "a booking field of type %s needs a slug of letters, digits and "
                             "hyphens",
                             question->type);
    if (question->label == NULL)
        return setting_wrong(work, "the booking field %s needs a label", question->slug);
    if (question_kinds[kind].options && question->options.count == 0)
        return setting_wrong(work, "the booking field %s needs options", question->slug);
    return NO_FAIL;
}

static bool asked_before(const struct type_question *all, size_t i)
{
    for (size_t before = 0; before < i; before++)
        if (strcmp(all[before].slug, all[i].slug) == 0)
            return true;
    return false;
}

struct fail questions_write(struct work *work, const struct list *questions, const char **json)
{
    const struct type_question *asked = questions->items;
    struct type_question *all = TAKE_MANY(work->arena, questions->count + 1, struct type_question);

    for (size_t i = 0; i < questions->count; i++) {
        TRY(check_question(work, &asked[i]));
        all[i] = completed(&asked[i]);
        if (asked_before(all, i))
            return setting_wrong(work, "two booking fields have the slug %s", all[i].slug);
    }
    *json = list_written(work, &question_shape, &(struct list){all, questions->count});
    return NO_FAIL;
}

/* ---- limits ---- */

#define L struct type_limits
static const struct {
    const char *name;
    uint64_t bit;
    size_t offset;
} periods[] = {
    {"day", LIMIT_DAY, AT(L, day, int64_t)},
    {"week", LIMIT_WEEK, AT(L, week, int64_t)},
    {"month", LIMIT_MONTH, AT(L, month, int64_t)},
    {"year", LIMIT_YEAR, AT(L, year, int64_t)},
};
#undef L

static int64_t *limit_of(struct type_limits *limits, size_t period)
{
    return (int64_t *)(void *)((char *)limits + periods[period].offset);
}

struct type_limits type_limits_read(struct work *work, const char *json)
{
    struct json_object *object = configured(work, json, json_type_object);
    struct type_limits limits = {0};

    for (size_t i = 0; i < COUNT(periods); i++) {
        struct json_object *value = member(object, periods[i].name);

        if (!json_object_is_type(value, json_type_int))
            continue;
        *limit_of(&limits, i) = json_object_get_int64(value);
        limits.given |= periods[i].bit;
    }
    limits.disabled = limits.given == 0;
    return limits;
}

struct fail type_limits_write(struct work *work, const struct type_limits *asked, const char **json)
{
    struct type_limits limits = *asked;
    int64_t least = 0;
    struct text out;

    *json = "{}";
    if (limits.disabled)
        return NO_FAIL;
    text_init(&out, CONFIGURED_MOST);
    for (size_t i = 0; i < COUNT(periods); i++) {
        int64_t limit = *limit_of(&limits, i);

        if (!(limits.given & periods[i].bit))
            continue;
        if (limit < least) {
            text_free(&out);
            return setting_wrong(work, "a longer period can not have a lower limit of bookings");
        }
        least = limit;
        text_format(&out, "%s\"%s\":%lld", out.length == 0 ? "{" : ",", periods[i].name,
                    (long long)limit);
    }
    text_put(&out, out.length == 0 ? "{}" : "}");
    *json = written(work, &out);
    return NO_FAIL;
}

/* ---- lengths ---- */

struct numbers lengths_read(struct work *work, const char *json)
{
    struct json_object *array = configured(work, json, json_type_array);
    struct numbers lengths = {TAKE_MANY(work->arena, items_of(array) + 1, int64_t), 0};

    for (size_t i = 0; i < items_of(array); i++)
        lengths.all[lengths.count++] = json_object_get_int64(json_object_array_get_idx(array, i));
    return lengths;
}

static bool length_of(struct json_object *item, int64_t *length)
{
    const char *text = json_object_get_string(item);

    if (json_object_is_type(item, json_type_string) &&
        (strspn(text, "0123456789") != strlen(text) || strlen(text) > 6))
        return false;
    if (!json_object_is_type(item, json_type_string) && !json_object_is_type(item, json_type_int))
        return false;
    *length = json_object_get_int64(item);
    return *length >= 1 && *length <= LENGTH_MOST;
}

struct fail lengths_write(struct work *work, struct json_object *asked, int64_t usual,
                          const char **json)
{
    bool has_usual = false;
    struct text out;

    if (!json_object_is_type(asked, json_type_array) || items_of(asked) > 50)
        return setting_wrong(work, "the lengths to choose from are a list of up to 50 minutes");
    text_init(&out, CONFIGURED_MOST);
    for (size_t i = 0; i < items_of(asked); i++) {
        int64_t length;

        if (!length_of(json_object_array_get_idx(asked, i), &length)) {
            text_free(&out);
            return setting_wrong(work, "a length is 1 to %d minutes", LENGTH_MOST);
        }
        has_usual = has_usual || length == usual;
        text_format(&out, "%s%lld", i == 0 ? "[" : ",", (long long)length);
    }
    text_put(&out, items_of(asked) == 0 ? "[]" : "]");
    *json = written(work, &out);
    return has_usual || items_of(asked) == 0
               ? NO_FAIL
               : setting_wrong(work,
                               "the lengths to choose from must include the length of %lld "
                               "minutes",
                               (long long)usual);
}
