/* openapi_answer.c - what is answered, as responses of OpenAPI. SPDX-License-Identifier: MIT */
#include <string.h>

#include "openapi_answer.h"

enum { STATUS_FIRST = 400, STATUS_PAST = 600, FAIL_MOST = 64 * 1024 };

/* ---- successes ---- */

static void put_one(struct text *out, const struct endpoint *endpoint)
{
    const struct named_shape *shapes = endpoint->data->shapes;

    if (endpoint->data->schema != NULL) {
        text_put(out, endpoint->data->schema);
        return;
    }
    if (shapes[1].name == NULL) {
        schema_of_shape(out, endpoint->dialect, shapes->shape);
        return;
    }
    text_put(out, "{\"anyOf\":[");
    for (const struct named_shape *shape = shapes; shape->name != NULL; shape++) {
        doc_comma(out);
        schema_of_shape(out, endpoint->dialect, shape->shape);
    }
    text_put(out, "]}");
}

static void put_list(struct text *out, const struct endpoint *endpoint)
{
    text_put(out, "{\"type\":\"array\",\"items\":");
    put_one(out, endpoint);
    text_char(out, '}');
}

/* The names of members that stand ready as JSON, as items of a list. */
static void put_names(struct text *out, const char *members)
{
    int depth = 0;

    for (const char *at = members; at != NULL && *at != '\0'; at++) {
        if (*at == '"') {
            size_t length = 1;

            while (at[length] != '"')
                length += at[length] == '\\' ? 2 : 1;
            if (depth == 0 && at[length + 1] == ':') {
                doc_comma(out);
                text_add(out, at, length + 1);
            }
            at += length;
        }
        depth += (*at == '{' || *at == '[') - (*at == '}' || *at == ']');
    }
}

/* Closes the properties of an object in which all these are always there. */
static void put_always(struct text *out, const char *name, const char *members, const char *more)
{
    text_char(out, '}');
    doc_list(out, "required");
    if (name != NULL)
        doc_item(out, name);
    put_names(out, members);
    put_names(out, more);
    text_char(out, ']');
}

static void put_page(struct text *out, const struct endpoint *endpoint)
{
    const char *members = endpoint->dialect->page_members;

    text_put(out, "{\"type\":\"object\",\"properties\":{\"items\":");
    put_list(out, endpoint);
    if (members != NULL)
        doc_put(out, members);
    put_always(out, "items", members, NULL);
    text_char(out, '}');
}

static void put_either(struct text *out, const struct endpoint *endpoint,
                       void (*one)(struct text *out, const struct endpoint *endpoint),
                       void (*other)(struct text *out, const struct endpoint *endpoint))
{
    text_put(out, "{\"anyOf\":[");
    one(out, endpoint);
    text_char(out, ',');
    other(out, endpoint);
    text_put(out, "]}");
}

static void put_data(struct text *out, const struct endpoint *endpoint)
{
    switch (endpoint->data->form) {
    case DATA_ONE:
        put_one(out, endpoint);
        break;
    case DATA_LIST:
        put_list(out, endpoint);
        break;
    case DATA_ONE_OR_NULL:
        text_put(out, "{\"nullable\":true,\"anyOf\":[");
        put_one(out, endpoint);
        text_put(out, "]}");
        break;
    case DATA_ONE_OR_LIST:
        put_either(out, endpoint, put_one, put_list);
        break;
    case DATA_LIST_OR_PAGE:
        put_either(out, endpoint, put_list, put_page);
        break;
    }
}

static void put_carried(struct text *out, const struct endpoint *endpoint)
{
    const struct data *data = endpoint->data;

    if (data->member == NULL) {
        put_data(out, endpoint);
        return;
    }
    text_put(out, "{\"type\":\"object\",\"properties\":{");
    doc_name(out, data->member);
    put_data(out, endpoint);
    if (data->members != NULL)
        doc_put(out, data->members);
    put_always(out, data->member, data->members, NULL);
    text_char(out, '}');
}

/* Without a description of what it carries there is only the envelope. */
static void put_envelope(struct text *out, const struct endpoint *endpoint)
{
    const struct data *data = endpoint->data;
    const char *members = endpoint->dialect->success_members;

    text_put(out, "{\"type\":\"object\",\"properties\":{");
    if (members != NULL)
        doc_put(out, members);
    if (data != NULL) {
        doc_name(out, "data");
        put_carried(out, endpoint);
    }
    if (data != NULL && data->beside != NULL)
        doc_put(out, data->beside);
    if (data != NULL)
        put_always(out, "data", members, data->beside);
    else
        text_char(out, '}');
    text_char(out, '}');
}

void answer_of_success(struct text *out, const struct endpoint *endpoint)
{
    const struct data *data = endpoint->data;

    if (data != NULL && (data->bare || endpoint->dialect->bare))
        put_carried(out, endpoint);
    else
        put_envelope(out, endpoint);
}

/* ---- failures ---- */

/* 500 is nobody's plan: it is described where the dialect's words give it to a code of theirs. */
static bool may_be_met(const struct endpoint *endpoint, enum fail_code code)
{
    switch (code) {
    case NO_ROUTE:
    case NO_METHOD:
    case NO_DIALECT:
    case DUPLICATE:
    case REFUSED:
    case DECLARED_WRONG:
    case OURSELVES:
        return false;
    case NOT_JSON:
    case TOO_LARGE:
    case BAD_JSON:
        return endpoint->in_body != NULL;
    default:
        return true;
    }
}

/* What only changes answer with: that two of them meet, or that a thing has had its turn. */
static bool is_of_changes(int status)
{
    return status == 409 || status == 410;
}

static void put_failure(struct text *out, const struct dialect *dialect, int status)
{
    doc_comma(out);
    text_format(out, "\"%d\":{\"$ref\":\"#/components/responses/", status);
    schema_name(out, dialect, status == 429 ? "too often" : "failure");
    text_put(out, "\"}");
}

void answer_failures(struct text *out, struct arena *arena, const struct endpoint *endpoint)
{
    const struct caller nobody = {.kind = TOKEN_NOBODY};
    struct arena_mark mark = arena_mark(arena);
    bool seen[STATUS_PAST] = {false};
    struct text words;

    text_init(&words, FAIL_MOST);
    for (int code = FINE + 1; code < FAIL__COUNT; code++) {
        const struct fail fail = {.code = (enum fail_code)code, .field = "", .detail = ""};
        const struct exchange exchange = {.arena = arena,
                                          .method = endpoint->method,
                                          .target = endpoint->path,
                                          .request_id = "",
                                          .caller = &nobody};

        if (!may_be_met(endpoint, fail.code))
            continue;
        text_clear(&words);
        int status = endpoint->dialect->write_fail(&words, &exchange, endpoint, &fail);
        arena_rewind(arena, mark);
        if (status >= STATUS_FIRST && status < STATUS_PAST)
            seen[status] = true;
    }
    text_free(&words);
    for (int status = STATUS_FIRST; status < STATUS_PAST; status++)
        if (seen[status] && ((endpoint->manner & ENDPOINT_CHANGES) || !is_of_changes(status)))
            put_failure(out, endpoint->dialect, status);
}

static void put_named_failure(struct text *out, const struct dialect *dialect, const char *name,
                              const char *description, const char *headers)
{
    doc_put(out, "\"");
    schema_name(out, dialect, name);
    text_put(out, "\":{");
    doc_text(out, "description", description);
    if (headers != NULL)
        doc_put(out, headers);
    text_put(out,
             ",\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/");
    schema_name(out, dialect, "failure");
    text_put(out, "\"}}}}");
}

void answer_named_failures(struct text *out, const struct dialect *dialect)
{
    put_named_failure(out, dialect, "failure", "It could not be done.", NULL);
    put_named_failure(
        out, dialect, "too often", "More requests than the limit of a minute.",
        "\"headers\":{\"Retry-After\":{\"$ref\":\"#/components/headers/RateReset\"}}");
}

/* ---- headers ---- */

void answer_headers(struct text *out, const struct dialect *dialect)
{
    doc_put(out, "\"headers\":{\"X-Request-Id\":{\"$ref\":\"#/components/headers/RequestId\"}");
    if (dialect->limited)
        doc_put(
            out,
            "\"X-RateLimit-Limit-Default\":{\"$ref\":\"#/components/headers/RateLimit\"},"
            "\"X-RateLimit-Remaining-Default\":{\"$ref\":\"#/components/headers/RateRemaining\"},"
            "\"X-RateLimit-Reset-Default\":{\"$ref\":\"#/components/headers/RateReset\"}");
    text_char(out, '}');
}
