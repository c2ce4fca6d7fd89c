/* describe.c - what the tables say, for people. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/conf.h"
#include "describe.h"
#include "routes.h"

static const char *const kinds[] = {
    [PARAM_TEXT] = "text",       [PARAM_MAIL] = "mail address", [PARAM_PHONE] = "telephone number",
    [PARAM_ZONE] = "time zone",  [PARAM_NUMBER] = "number",     [PARAM_FLAG] = "true or false",
    [PARAM_WORD] = "word",       [PARAM_INSTANT] = "instant",   [PARAM_DAY] = "date",
    [PARAM_MINUTE] = "hh:mm",    [PARAM_WORDS] = "words",       [PARAM_NUMBERS] = "numbers",
    [PARAM_TEXTS] = "texts",     [PARAM_OBJECT] = "object",     [PARAM_OBJECTS] = "objects",
    [PARAM_JSON] = "any object", [PARAM_TIME] = "time",         [PARAM_AMOUNT] = "amount",
};

static void describe_words(struct text *out, const struct word *words)
{
    for (const struct word *word = words; word->word != NULL; word++)
        if (word_find(words, word->word, strlen(word->word)) == word)
            text_format(out, "%s%s", word == words ? ": " : ", ", word->word);
}

static void describe_params(struct text *out, const char *place, const struct params *params,
                            int depth)
{
    for (size_t i = 0; params != NULL && i < params->count; i++) {
        const struct param *row = &params->rows[i];

        text_format(out, "    %-6s%*s%s  %s", place, 2 * depth, "", row->name, kinds[row->kind]);
        if (row->manner & PARAM_REQUIRED)
            text_put(out, row->unless == 0 ? ", required" : ", required unless another is sent");
        bool unbounded = row->most == 0 || row->most >= PARAM_UNBOUNDED;
        if (unbounded && row->least != 0)
            text_format(out, ", at least %lld", (long long)row->least);
        else if (!unbounded)
            text_format(out, ", %lld to %lld", (long long)row->least, (long long)row->most);
        if (row->items != 0)
            text_format(out, ", at most %lld", (long long)row->items);
        if (row->otherwise != 0)
            text_format(out, ", otherwise %lld", (long long)row->otherwise);
        if (row->words != NULL)
            describe_words(out, row->words);
        text_char(out, '\n');
        if (row->object != NULL)
            describe_params(out, "", row->object, depth + 1);
    }
}

static void describe_callers(struct text *out, const struct endpoint *endpoint)
{
    unsigned callers = endpoint->callers;

    text_put(out, "    callers");
    for (int kind = TOKEN_NOBODY + 1; kind < TOKEN__COUNT; kind++)
        if (callers & 1U << kind)
            text_format(out, " %s", word_of(token_kind_words, kind));
    if (callers & BY_NOBODY)
        text_put(out, callers == BY_NOBODY ? " anybody" : ", or nobody");
    if (endpoint->dialect->cookie_name != NULL && (callers & 1U << TOKEN_STAFF_SESSION))
        text_format(out, ", also by the cookie %s", endpoint->dialect->cookie_name);
    text_char(out, '\n');
    if (endpoint->manner & ENDPOINT_ADMIN)
        text_put(out, "    role admin\n");
}

static void describe_fields(struct text *out, const struct shape *shape)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];

        if (field->kind == FIELD_ALSO)
            describe_fields(out, field->shape);
        else
            text_format(out, " %.*s", (int)field->label_length - 3, field->label + 1);
    }
}

static void describe_shapes(struct text *out, const struct dialect *dialect)
{
    for (const struct named_shape *shape = dialect->shapes; shape->name != NULL; shape++) {
        text_format(out, "%s %s:", dialect->name, shape->name);
        describe_fields(out, shape->shape);
        text_char(out, '\n');
    }
}

void describe(struct text *out)
{
    const struct dialect *dialect, *last = NULL;
    const struct endpoint *endpoint;

    text_put(out, "# Routes\n");
    for (unsigned number = 0; (endpoint = endpoint_at(number)) != NULL; number++) {
        if (endpoint->dialect != last)
            text_format(out, "\n## %s\n", endpoint->dialect->title);
        last = endpoint->dialect;
        text_format(out, "\n%s\n    %s\n", endpoint_name(number), endpoint->summary);
        describe_callers(out, endpoint);
        if (endpoint->scope != NULL)
            text_format(out, "    scope %s\n", endpoint->scope);
        if (endpoint->manner & ENDPOINT_CREATES)
            text_put(out, "    header Idempotency-Key\n");
        describe_params(out, "path", endpoint->in_path, 0);
        describe_params(out, "query", endpoint->in_query, 0);
        describe_params(out, "body", endpoint->in_body, 0);
    }
    text_put(out, "\n# Fields\n\n");
    for (unsigned number = 0; (dialect = dialect_at(number)) != NULL; number++)
        describe_shapes(out, dialect);
    text_put(out, "\n# Configuration\n\n");
    conf_describe(out);
}
