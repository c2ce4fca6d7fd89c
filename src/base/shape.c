/* shape.c - writes structs as JSON by their rows. SPDX-License-Identifier: MIT */
#include "base/shape.h"

static const char *text_at(const char *place)
{
    return *(const char *const *)(const void *)place;
}

static bool is_absent(const struct field *field, const char *place, const void *thing)
{
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_RAW:
        return text_at(place) == NULL;
    case FIELD_SOME:
        return *(const int64_t *)(const void *)place == 0;
    case FIELD_INSTANT:
        return INSTANT_IS_NONE(*(const struct instant *)(const void *)place);
    case FIELD_TEXTS:
        return ((const struct texts *)(const void *)place)->count == 0;
    case FIELD_MADE:
        return field->shown != NULL && !field->shown(thing);
    default:
        return false;
    }
}

static void write_instant(struct text *out, const struct field *field, struct instant instant)
{
    char written[WHEN_ROOM];

    text_char(out, '"');
    text_add(out, written, instant_write(written, instant, field->style, 0));
    text_char(out, '"');
}

static void write_texts(struct text *out, const struct texts *texts)
{
    text_char(out, '[');
    for (size_t i = 0; i < texts->count; i++) {
        if (i > 0)
            text_char(out, ',');
        text_json(out, texts->all[i]);
    }
    text_char(out, ']');
}

static void write_flag(struct text *out, const struct field *field, bool flag)
{
    if (field->words != NULL)
        text_json(out, word_of(field->words, flag));
    else
        text_put(out, flag ? "true" : "false");
}

static void write_value(struct text *out, const struct field *field, const char *place,
                        const void *thing)
{
    switch (field->kind) {
    case FIELD_TEXT:
        text_json(out, text_at(place));
        break;
    case FIELD_RAW:
        text_put(out, text_at(place));
        break;
    case FIELD_NUMBER:
    case FIELD_SOME:
        text_number(out, *(const int64_t *)(const void *)place);
        break;
    case FIELD_FLAG:
        write_flag(out, field, *(const bool *)(const void *)place);
        break;
    case FIELD_TOGGLE:
        text_char(out, *(const bool *)(const void *)place ? '1' : '0');
        break;
    case FIELD_WORD:
        text_json(out, word_of(field->words, *(const int *)(const void *)place));
        break;
    case FIELD_INSTANT:
        write_instant(out, field, *(const struct instant *)(const void *)place);
        break;
    case FIELD_TEXTS:
        write_texts(out, (const struct texts *)(const void *)place);
        break;
    case FIELD_OBJECT:
        shape_write(out, field->shape, place);
        break;
    case FIELD_LIST:
        shape_write_list(out, field->shape, (const struct list *)(const void *)place);
        break;
    case FIELD_MADE:
        field->made(out, thing);
        break;
    case FIELD_ALSO:
        break;
    }
}

static void write_absent(struct text *out, const struct field *field)
{
    if (field->absent == ABSENT_NULL)
        text_put(out, "null");
    else if (field->kind == FIELD_TEXTS)
        text_put(out, "[]");
    else if (field->kind == FIELD_RAW)
        text_put(out, "{}");
    else
        text_put(out, "\"\"");
}

bool shape_write_fields(struct text *out, const struct shape *shape, const void *thing, bool first)
{
    const char *base = thing;

    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];

        if (field->kind == FIELD_ALSO) {
            first = !shape_write_fields(out, field->shape, thing, first);
            continue;
        }
        bool absent = is_absent(field, base + field->offset, thing);
        if (absent && field->absent == ABSENT_LEFT_OUT)
            continue;
        if (!first)
            text_char(out, ',');
        first = false;
        text_add(out, field->label, field->label_length);
        if (absent)
            write_absent(out, field);
        else
            write_value(out, field, base + field->offset, thing);
    }
    return !first;
}

void shape_write(struct text *out, const struct shape *shape, const void *thing)
{
    text_char(out, '{');
    (void)shape_write_fields(out, shape, thing, true);
    text_char(out, '}');
}

void shape_write_list(struct text *out, const struct shape *shape, const struct list *list)
{
    const char *item = list->items;

    text_char(out, '[');
    for (size_t i = 0; i < list->count; i++, item += shape->size) {
        if (i > 0)
            text_char(out, ',');
        shape_write(out, shape, item);
    }
    text_char(out, ']');
}
