/* openapi_schema.c - what is sent and answered, as schemas of OpenAPI. SPDX-License-Identifier: MIT
 */
#include <string.h>

#include "openapi_schema.h"

enum { TEXT_MOST = 500, LIST_MOST = 250, MAIL_MOST = 320 };

/* ---- JSON from front to back ---- */

void doc_comma(struct text *out)
{
    if (out->length > 0 && strchr("{[:,", out->bytes[out->length - 1]) == NULL)
        text_char(out, ',');
}

void doc_name(struct text *out, const char *name)
{
    doc_comma(out);
    text_json(out, name);
    text_char(out, ':');
}

void doc_text(struct text *out, const char *name, const char *value)
{
    doc_name(out, name);
    text_json(out, value);
}

void doc_number(struct text *out, const char *name, int64_t value)
{
    doc_name(out, name);
    text_number(out, value);
}

/* JSON that stands ready. */
void doc_put(struct text *out, const char *json)
{
    doc_comma(out);
    text_put(out, json);
}

void doc_object(struct text *out, const char *name)
{
    if (name != NULL)
        doc_name(out, name);
    else
        doc_comma(out);
    text_char(out, '{');
}

void doc_list(struct text *out, const char *name)
{
    doc_name(out, name);
    text_char(out, '[');
}

void doc_item(struct text *out, const char *value)
{
    doc_comma(out);
    text_json(out, value);
}

/* ---- what is sent ---- */

/* Several values may be written as one word. */
static void put_words(struct text *out, const struct word *words)
{
    doc_list(out, "enum");
    for (const struct word *word = words; word->word != NULL; word++)
        if (word_find(words, word->word, strlen(word->word)) == word)
            doc_item(out, word->word);
    text_char(out, ']');
}

static void put_length(struct text *out, const struct param *row, int64_t most)
{
    if (row->least > 0)
        doc_number(out, "minLength", row->least);
    doc_number(out, "maxLength", row->most > 0 ? row->most : most);
}

static void put_bounds(struct text *out, const struct param *row)
{
    bool bounded = row->least != 0 || row->most != 0;

    if (bounded)
        doc_number(out, "minimum", row->least);
    if (bounded && row->most < PARAM_UNBOUNDED)
        doc_number(out, "maximum", row->most);
    if (row->otherwise != 0)
        doc_number(out, "default", row->otherwise);
}

static void put_items(struct text *out, const struct param *row)
{
    if (row->kind == PARAM_OBJECTS && row->least > 0)
        doc_number(out, "minItems", row->least);
    doc_number(out, "maxItems", row->items > 0 ? row->items : LIST_MOST);
}

static void put_item_schema(struct text *out, const struct param *row)
{
    doc_object(out, "items");
    switch (row->kind) {
    case PARAM_OBJECTS:
        schema_of_object(out, row->object);
        break;
    case PARAM_NUMBERS:
        doc_put(out, "\"type\":\"integer\"");
        put_bounds(out, row);
        break;
    default:
        doc_put(out, "\"type\":\"string\"");
        if (row->words != NULL)
            put_words(out, row->words);
        else
            put_length(out, row, TEXT_MOST);
        if (row->manner & PARAM_EACH_MAIL)
            doc_put(out, "\"format\":\"email\"");
    }
    text_char(out, '}');
}

static void put_text_value(struct text *out, const struct param *row)
{
    doc_put(out, "\"type\":\"string\"");
    if (row->words != NULL)
        put_words(out, row->words);
    else
        put_length(out, row, TEXT_MOST);
}

static void put_flag(struct text *out, const struct param *row)
{
    if (row->words != NULL)
        put_text_value(out, row);
    else if (row->manner & PARAM_TOGGLE)
        doc_put(out, "\"anyOf\":[{\"type\":\"integer\",\"enum\":[0,1]},{\"type\":\"boolean\"}]");
    else
        doc_put(out, "\"type\":\"boolean\"");
}

static void put_instant(struct text *out, const struct param *row)
{
    doc_put(out, "\"type\":\"string\",\"example\":\"2031-03-03T10:00:00Z\"");
    /* others may be without a time of day */
    if (row->manner & PARAM_DATE_TIME)
        doc_put(out, "\"format\":\"date-time\"");
}

static void put_array(struct text *out, const struct param *row)
{
    doc_put(out, "\"type\":\"array\"");
    put_items(out, row);
    put_item_schema(out, row);
}

/* Without a default: the compiler names a kind that is missing here. */
void schema_of_value(struct text *out, const struct param *row)
{
    switch (row->kind) {
    case PARAM_TEXT:
    case PARAM_WORD:
        put_text_value(out, row);
        break;
    case PARAM_MAIL:
        doc_put(out, "\"type\":\"string\",\"format\":\"email\"");
        put_length(out, row, MAIL_MOST);
        break;
    case PARAM_PHONE:
        doc_put(out, "\"type\":\"string\",\"pattern\":\"^\\\\+[0-9]{7,15}$\"");
        break;
    case PARAM_ZONE:
        doc_put(out, "\"type\":\"string\",\"example\":\"Europe/Berlin\"");
        break;
    case PARAM_NUMBER:
        doc_put(out, "\"type\":\"integer\"");
        put_bounds(out, row);
        break;
    case PARAM_FLAG:
        put_flag(out, row);
        break;
    case PARAM_AMOUNT:
        doc_put(out, "\"anyOf\":[{\"type\":\"number\",\"minimum\":0},{\"type\":\"string\","
                     "\"pattern\":\"^[0-9]{1,9}([.][0-9]{1,3})?$\"}]");
        break;
    case PARAM_INSTANT:
        put_instant(out, row);
        break;
    case PARAM_TIME:
        doc_put(out, "\"type\":\"string\",\"example\":\"2026-03-24 10:00:00\"");
        break;
    case PARAM_DAY:
        doc_put(out, "\"type\":\"string\",\"format\":\"date\"");
        break;
    case PARAM_MINUTE:
        doc_put(out, "\"type\":\"string\",\"pattern\":\"^([01][0-9]|2[0-4]):[0-5][0-9]$\"");
        break;
    case PARAM_WORDS:
    case PARAM_NUMBERS:
    case PARAM_TEXTS:
    case PARAM_OBJECTS:
        put_array(out, row);
        break;
    case PARAM_OBJECT:
        schema_of_object(out, row->object);
        break;
    case PARAM_JSON:
        /* a schema without a type takes any */
        if (!(row->manner & PARAM_ANY_JSON))
            doc_put(out, "\"type\":\"object\"");
        break;
    }
}

static void put_required(struct text *out, const struct params *params)
{
    bool any = false;

    for (size_t i = 0; i < params->count; i++) {
        if (!(params->rows[i].manner & PARAM_REQUIRED) || params->rows[i].unless != 0)
            continue;
        if (!any)
            doc_list(out, "required");
        doc_item(out, params->rows[i].name);
        any = true;
    }
    if (any)
        text_char(out, ']');
}

void schema_of_object(struct text *out, const struct params *params)
{
    doc_put(out, "\"type\":\"object\"");
    put_required(out, params);
    doc_object(out, "properties");
    for (size_t i = 0; i < params->count; i++) {
        doc_object(out, params->rows[i].name);
        schema_of_value(out, &params->rows[i]);
        text_char(out, '}');
    }
    text_char(out, '}');
    if (params->refuse_unknown)
        doc_put(out, "\"additionalProperties\":false");
}

/* ---- what is answered ---- */

/* "recurring booking" of the dialect cal is CalRecurringBooking. */
static void put_capitals(struct text *out, const char *words)
{
    bool starts = true;

    for (; *words != '\0'; words++) {
        bool letter = *words >= 'a' && *words <= 'z';

        if (*words != ' ')
            text_char(out, starts && letter ? (char)(*words - 'a' + 'A') : *words);
        starts = *words == ' ';
    }
}

void schema_name(struct text *out, const struct dialect *dialect, const char *words)
{
    put_capitals(out, dialect->name);
    put_capitals(out, words);
}

/* A schema in braces: by its name when it has one. */
void schema_of_shape(struct text *out, const struct dialect *dialect, const struct shape *shape)
{
    text_char(out, '{');
    for (const struct named_shape *named = dialect->shapes; named->name != NULL; named++)
        if (named->shape == shape) {
            text_put(out, "\"$ref\":\"#/components/schemas/");
            schema_name(out, dialect, named->name);
            text_put(out, "\"}");
            return;
        }
    schema_of_fields(out, dialect, shape);
    text_char(out, '}');
}

static void put_list_of(struct text *out, const struct dialect *dialect, const struct shape *shape)
{
    doc_put(out, "\"type\":\"array\"");
    doc_name(out, "items");
    schema_of_shape(out, dialect, shape);
}

static void put_made_schema(struct text *out, const struct dialect *dialect,
                            const struct field *field)
{
    static const char *const types[] = {
        [MADE_TEXT] = "\"type\":\"string\"",
        [MADE_NUMBER] = "\"type\":\"integer\"",
        [MADE_FLAG] = "\"type\":\"boolean\"",
        [MADE_NULL] = "\"nullable\":true,\"enum\":[null]",
        [MADE_EMPTY_LIST] = "\"type\":\"array\",\"maxItems\":0,\"items\":{}",
        [MADE_OBJECT] = "\"type\":\"object\"",
        [MADE_LIST] = "\"type\":\"array\",\"items\":{}",
    };

    if (field->schema != NULL) {
        doc_put(out, field->schema);
        return;
    }
    if (field->form == MADE_SOMEHOW)
        return;
    if (field->shape == NULL)
        doc_put(out, types[field->form]);
    else if (field->form == MADE_LIST)
        put_list_of(out, dialect, field->shape);
    else
        schema_of_fields(out, dialect, field->shape);
}

/* The members of a field's schema. */
static void put_field_schema(struct text *out, const struct dialect *dialect,
                             const struct field *field)
{
    static const char *const types[] = {
        [FIELD_TEXT] = "\"type\":\"string\"",
        [FIELD_NUMBER] = "\"type\":\"integer\"",
        [FIELD_SOME] = "\"type\":\"integer\"",
        [FIELD_FLAG] = "\"type\":\"boolean\"",
        [FIELD_TOGGLE] = "\"type\":\"integer\",\"enum\":[0,1]",
        [FIELD_WORD] = "\"type\":\"string\"",
        [FIELD_INSTANT] = "\"type\":\"string\",\"format\":\"date-time\"",
        [FIELD_TEXTS] = "\"type\":\"array\",\"items\":{\"type\":\"string\"}",
    };

    switch (field->kind) {
    case FIELD_RAW:
        if (field->schema != NULL)
            doc_put(out, field->schema);
        break;
    case FIELD_OBJECT:
        schema_of_fields(out, dialect, field->shape);
        break;
    case FIELD_LIST:
        put_list_of(out, dialect, field->shape);
        break;
    case FIELD_MADE:
        put_made_schema(out, dialect, field);
        break;
    default:
        doc_put(out, types[field->words != NULL ? FIELD_WORD : field->kind]);
    }
    if (field->words != NULL)
        put_words(out, field->words);
    if (field->absent == ABSENT_NULL)
        doc_put(out, "\"nullable\":true");
}

static void put_label(struct text *out, const struct field *field)
{
    doc_comma(out);
    text_add(out, field->label, field->label_length);
}

static void put_properties(struct text *out, const struct dialect *dialect,
                           const struct shape *shape)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];

        if (field->kind == FIELD_ALSO) {
            put_properties(out, dialect, field->shape);
            continue;
        }
        put_label(out, field);
        text_char(out, '{');
        put_field_schema(out, dialect, field);
        text_char(out, '}');
    }
}

static bool is_always_there(const struct field *field)
{
    switch (field->kind) {
    case FIELD_NUMBER:
    case FIELD_FLAG:
    case FIELD_TOGGLE:
    case FIELD_WORD:
    case FIELD_OBJECT:
    case FIELD_LIST:
        return true;
    case FIELD_MADE:
        return field->shown == NULL;
    default:
        return field->absent != ABSENT_LEFT_OUT;
    }
}

static void put_always_there(struct text *out, const struct shape *shape)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];

        if (field->kind == FIELD_ALSO && field->absent == ABSENT_LEFT_OUT)
            continue;
        if (field->kind == FIELD_ALSO) {
            put_always_there(out, field->shape);
        } else if (is_always_there(field)) {
            doc_comma(out);
            text_add(out, field->label, field->label_length - 1);
        }
    }
}

void schema_of_fields(struct text *out, const struct dialect *dialect, const struct shape *shape)
{
    doc_put(out, "\"type\":\"object\"");
    doc_object(out, "properties");
    put_properties(out, dialect, shape);
    text_char(out, '}');
    size_t before = out->length;
    doc_list(out, "required");
    size_t empty = out->length;
    put_always_there(out, shape);
    text_char(out, ']');
    if (out->length == empty + 1)
        text_cut(out, before); /* the list may not be empty */
}
