/* openapi.c - the interface as an OpenAPI document, made from the tables.
 * SPDX-License-Identifier: MIT
 *
 * A path's method is one operation there, though several versions may answer it: its header lists
 * them, what only some of them take is marked x-versions, and answers are any of theirs. */
#include <string.h>

#include "openapi.h"
#include "openapi_answer.h"
#include "openapi_schema.h"
#include "routes.h"

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unknown"
#endif

enum { VERSIONS_MOST = 8 };

/* What is being written. */
struct document {
    struct text *out;
    struct arena *arena;
    const struct dialect *dialect; /* NULL: all of them */
};

/* The endpoints of one path and method. */
struct operation {
    const struct endpoint *versions[VERSIONS_MOST];
    size_t count;
};

/* ---- parameters ---- */

static const struct param *row_named(const struct params *params, const char *name)
{
    for (size_t i = 0; params != NULL && i < params->count; i++)
        if (strcmp(params->rows[i].name, name) == 0)
            return &params->rows[i];
    return NULL;
}

static bool stands_in_path(const char *path, const char *name)
{
    size_t length = strlen(name);

    for (const char *at = strchr(path, ':'); at != NULL; at = strchr(at + 1, ':'))
        if (strncmp(at + 1, name, length) == 0 && (at[1 + length] == '/' || at[1 + length] == '\0'))
            return true;
    return false;
}

static void put_path_parameters(struct text *out, const struct endpoint *endpoint)
{
    for (size_t i = 0; endpoint->in_path != NULL && i < endpoint->in_path->count; i++) {
        const struct param *row = &endpoint->in_path->rows[i];

        if (!stands_in_path(endpoint->path, row->name))
            continue;
        doc_object(out, NULL);
        doc_text(out, "name", row->name);
        doc_put(out, "\"in\":\"path\",\"required\":true");
        doc_object(out, "schema");
        schema_of_value(out, row);
        text_put(out, "}}");
    }
}

static bool is_list(const struct param *row)
{
    return row->kind == PARAM_WORDS || row->kind == PARAM_NUMBERS || row->kind == PARAM_TEXTS;
}

/* Versions that take it, unless all do; true when all need it. */
static bool put_takers(struct text *out, const struct operation *operation, const char *name)
{
    size_t takers = 0;
    bool needed = true;

    for (size_t i = 0; i < operation->count; i++) {
        const struct param *row = row_named(operation->versions[i]->in_query, name);

        takers += row != NULL;
        needed = needed && row != NULL && (row->manner & PARAM_REQUIRED) && row->unless == 0;
    }
    if (takers == operation->count)
        return needed;
    doc_list(out, "x-versions");
    for (size_t i = 0; i < operation->count; i++)
        if (row_named(operation->versions[i]->in_query, name) != NULL)
            doc_item(out, operation->versions[i]->version);
    text_char(out, ']');
    return needed;
}

static void put_query_parameter(struct text *out, const struct operation *operation,
                                const struct param *row)
{
    doc_object(out, NULL);
    doc_text(out, "name", row->name);
    doc_put(out, "\"in\":\"query\"");
    if (is_list(row))
        doc_put(out, "\"style\":\"form\",\"explode\":false");
    if (put_takers(out, operation, row->name))
        doc_put(out, "\"required\":true");
    doc_object(out, "schema");
    schema_of_value(out, row);
    text_put(out, "}}");
}

static void put_query_parameters(struct text *out, const struct operation *operation)
{
    for (size_t i = 0; i < operation->count; i++) {
        const struct params *params = operation->versions[i]->in_query;

        for (size_t j = 0; params != NULL && j < params->count; j++) {
            bool before = false;

            for (size_t k = 0; k < i && !before; k++)
                before = row_named(operation->versions[k]->in_query, params->rows[j].name) != NULL;
            if (!before)
                put_query_parameter(out, operation, &params->rows[j]);
        }
    }
}

static const char *version_otherwise(const struct operation *operation)
{
    const struct dialect *dialect = operation->versions[0]->dialect;

    for (size_t i = 0; i < operation->count; i++)
        if (operation->versions[i]->version != NULL &&
            strcmp(operation->versions[i]->version, dialect->version_default) == 0)
            return dialect->version_default;
    return operation->versions[0]->version;
}

static void put_versions(struct text *out, const struct operation *operation)
{
    const struct dialect *dialect = operation->versions[0]->dialect;

    doc_list(out, "enum");
    for (size_t i = 0; i < operation->count; i++) {
        const struct version_name *alias = dialect->version_aliases;

        doc_item(out, operation->versions[i]->version);
        for (; alias != NULL && alias->sent != NULL; alias++)
            if (strcmp(alias->served, operation->versions[i]->version) == 0)
                doc_item(out, alias->sent);
    }
    text_char(out, ']');
}

static void put_version_parameter(struct text *out, const struct operation *operation)
{
    const struct endpoint *first = operation->versions[0];

    if (first->version == NULL || first->dialect->version_header == NULL)
        return;
    doc_object(out, NULL);
    doc_text(out, "name", first->dialect->version_reply);
    doc_put(out, "\"in\":\"header\"");
    doc_text(out, "description",
             "The version of the interface; without it, or with one that this path does not have, "
             "the default answers.");
    doc_object(out, "schema");
    doc_put(out, "\"type\":\"string\"");
    put_versions(out, operation);
    doc_text(out, "default", version_otherwise(operation));
    text_put(out, "}}");
}

static void put_parameters(struct text *out, const struct operation *operation)
{
    doc_list(out, "parameters");
    put_version_parameter(out, operation);
    if (operation->versions[0]->manner & ENDPOINT_CREATES)
        doc_put(out, "{\"$ref\":\"#/components/parameters/IdempotencyKey\"}");
    put_path_parameters(out, operation->versions[0]);
    put_query_parameters(out, operation);
    text_char(out, ']');
}

/* ---- bodies ---- */

static bool needs_body(const struct params *params)
{
    for (size_t i = 0; i < params->count; i++)
        if ((params->rows[i].manner & PARAM_REQUIRED) && params->rows[i].unless == 0)
            return true;
    return false;
}

/* A schema in braces, or any of several, each written by `one`. */
static void put_any_of(struct text *out, const struct operation *operation,
                       void (*one)(struct text *out, const struct endpoint *endpoint))
{
    if (operation->count == 1) {
        one(out, operation->versions[0]);
        return;
    }
    text_put(out, "{\"anyOf\":[");
    for (size_t i = 0; i < operation->count; i++) {
        doc_comma(out);
        one(out, operation->versions[i]);
    }
    text_put(out, "]}");
}

static void put_body_schema(struct text *out, const struct endpoint *endpoint)
{
    text_char(out, '{');
    if (endpoint->in_body != NULL)
        schema_of_object(out, endpoint->in_body);
    text_char(out, '}');
}

static void put_body(struct text *out, const struct operation *operation)
{
    const struct params *first = operation->versions[0]->in_body;

    if (first == NULL)
        return;
    doc_object(out, "requestBody");
    if (needs_body(first))
        doc_put(out, "\"required\":true");
    doc_put(out, "\"content\":{\"application/json\":{\"schema\":");
    put_any_of(out, operation, put_body_schema);
    text_put(out, "}}}");
}

static void put_success(struct text *out, const struct operation *operation, int status)
{
    doc_comma(out);
    text_format(out, "\"%d\":{", status);
    doc_text(out, "description", status == 201 ? "Made." : "Done.");
    answer_headers(out, operation->versions[0]->dialect);
    doc_put(out, "\"content\":{\"application/json\":{\"schema\":");
    put_any_of(out, operation, answer_of_success);
    text_put(out, "}}}");
}

static void put_responses(const struct document *document, const struct operation *operation)
{
    const struct endpoint *endpoint = operation->versions[0];
    struct text *out = document->out;

    doc_object(out, "responses");
    /* what has no status of its own has it for what is made, and 200 for all else */
    if (endpoint->status_of != NULL)
        put_success(out, operation, 200);
    put_success(out, operation, endpoint->status);
    answer_failures(out, document->arena, endpoint);
    text_char(out, '}');
}

/* ---- operations ---- */

static bool is_version(const char *part)
{
    return part[0] == 'v' && part[1] >= '0' && part[1] <= '9';
}

/* The longest of its dialect's prefixes that an endpoint's path begins with. */
static size_t prefix_length(const struct endpoint *endpoint)
{
    size_t longest = 0;

    for (const char *const *prefix = endpoint->dialect->prefixes; *prefix != NULL; prefix++) {
        size_t length = strlen(*prefix);

        if (length > longest && strncmp(endpoint->path, *prefix, length) == 0 &&
            endpoint->path[length] == '/')
            longest = length;
    }
    return longest;
}

/* Of one dialect, the part of a path that names what it is about: the first that is no version and
 * no prefix. Of several, the dialect. */
static void put_tag(const struct document *document, const struct endpoint *endpoint)
{
    const char *at = endpoint->path + prefix_length(endpoint) + 1;
    struct text *out = document->out;

    if (is_version(at))
        at += strcspn(at, "/") + 1;
    doc_list(out, "tags");
    doc_comma(out);
    if (document->dialect != NULL)
        text_json_bytes(out, at, strcspn(at, "/"));
    else
        text_json(out, endpoint->dialect->title);
    text_char(out, ']');
}

/* GET /v2/bookings/:bookingUid/attendees is getV2BookingsByBookingUidAttendees. */
static void put_operation_id(struct text *out, const struct endpoint *endpoint)
{
    bool starts = false;

    doc_name(out, "operationId");
    text_char(out, '"');
    for (const char *at = endpoint->method; *at != '\0'; at++)
        text_char(out, (char)(*at - 'A' + 'a'));
    for (const char *at = endpoint->path; *at != '\0'; at++) {
        bool letter = *at >= 'a' && *at <= 'z';

        if (*at == ':')
            text_put(out, "By");
        else if (strchr("/-_", *at) == NULL)
            text_char(out, starts && letter ? (char)(*at - 'a' + 'A') : *at);
        starts = strchr("/:-_", *at) != NULL;
    }
    text_char(out, '"');
}

/* Only members of staff have a cookie: it is what signing in sets. */
static bool takes_cookie(const struct endpoint *endpoint)
{
    return endpoint->dialect->cookie_name != NULL &&
           (endpoint->callers & 1U << TOKEN_STAFF_SESSION) != 0;
}

static void put_security(struct text *out, const struct endpoint *endpoint)
{
    bool optional = (endpoint->callers & BY_NOBODY) != 0;

    if (!optional && !takes_cookie(endpoint))
        return; /* the document's own */
    doc_list(out, "security");
    if (endpoint->callers != BY_NOBODY)
        doc_put(out, "{\"bearer\":[]}");
    if (takes_cookie(endpoint))
        doc_put(out, (endpoint->manner & ENDPOINT_CHANGES) ? "{\"cookie\":[],\"csrf\":[]}"
                                                           : "{\"cookie\":[]}");
    if (optional && endpoint->callers != BY_NOBODY)
        doc_put(out, "{}");
    text_char(out, ']');
}

/* Which kinds of token it takes, and what they must be allowed. */
static void put_callers(struct text *out, const struct endpoint *endpoint)
{
    if (endpoint->callers == BY_NOBODY)
        return;
    doc_list(out, "x-callers");
    for (int kind = TOKEN_NOBODY + 1; kind < TOKEN__COUNT; kind++)
        if (endpoint->callers & 1U << kind)
            doc_item(out, word_of(token_kind_words, kind));
    text_char(out, ']');
    if (endpoint->scope != NULL)
        doc_text(out, "x-scope", endpoint->scope);
    if (endpoint->manner & ENDPOINT_ADMIN)
        doc_text(out, "x-role", "admin");
}

static void put_summary(struct text *out, const struct operation *operation)
{
    doc_text(out, "summary", operation->versions[0]->summary);
    if (operation->count == 1)
        return;
    doc_name(out, "description");
    text_char(out, '"');
    for (size_t i = 0; i < operation->count; i++)
        text_format(out, "%s%s: %s", i == 0 ? "" : " ", operation->versions[i]->version,
                    operation->versions[i]->summary);
    text_char(out, '"');
}

static void put_method(struct text *out, const char *method)
{
    doc_comma(out);
    text_char(out, '"');
    for (const char *at = method; *at != '\0'; at++)
        text_char(out, (char)(*at - 'A' + 'a'));
    text_put(out, "\":");
}

static void put_operation(const struct document *document, const struct operation *operation)
{
    const struct endpoint *endpoint = operation->versions[0];
    struct text *out = document->out;

    put_method(out, endpoint->method);
    text_char(out, '{');
    put_operation_id(out, endpoint);
    put_summary(out, operation);
    put_tag(document, endpoint);
    put_security(out, endpoint);
    put_callers(out, endpoint);
    put_parameters(out, operation);
    put_body(out, operation);
    put_responses(document, operation);
    text_char(out, '}');
}

static bool is_before(unsigned number, const char *path, const char *method)
{
    for (unsigned i = 0; i < number; i++) {
        const struct endpoint *endpoint = endpoint_at(i);

        if (strcmp(endpoint->path, path) == 0 &&
            (method == NULL || strcmp(endpoint->method, method) == 0))
            return true;
    }
    return false;
}

/* All versions of a path and method; the first of them is that of the number. */
static struct operation operation_at(unsigned number)
{
    const struct endpoint *first = endpoint_at(number), *endpoint;
    struct operation operation = {.count = 0};

    for (; (endpoint = endpoint_at(number)) != NULL && operation.count < VERSIONS_MOST; number++)
        if (strcmp(endpoint->path, first->path) == 0 &&
            strcmp(endpoint->method, first->method) == 0)
            operation.versions[operation.count++] = endpoint;
    return operation;
}

static void put_operations(const struct document *document, const char *path, unsigned number)
{
    const struct endpoint *endpoint;

    for (; (endpoint = endpoint_at(number)) != NULL; number++) {
        if (strcmp(endpoint->path, path) != 0 || is_before(number, path, endpoint->method))
            continue;
        const struct operation operation = operation_at(number);
        put_operation(document, &operation);
    }
}

/* :bookingUid is {bookingUid} there. */
static void put_path(struct text *out, const char *path)
{
    doc_comma(out);
    text_char(out, '"');
    for (bool inside = false; *path != '\0' || inside; path++) {
        if (inside && (*path == '/' || *path == '\0')) {
            text_char(out, '}');
            inside = false;
            if (*path == '\0')
                break;
        }
        inside = inside || *path == ':';
        text_char(out, *path == ':' ? '{' : *path);
    }
    text_put(out, "\":{");
}

static bool is_described(const struct document *document, const struct dialect *dialect)
{
    return document->dialect == NULL || document->dialect == dialect;
}

static void put_paths(const struct document *document)
{
    const struct endpoint *endpoint;
    struct text *out = document->out;

    doc_object(out, "paths");
    for (unsigned number = 0; (endpoint = endpoint_at(number)) != NULL; number++) {
        if (!is_described(document, endpoint->dialect) || is_before(number, endpoint->path, NULL))
            continue;
        put_path(out, endpoint->path);
        put_operations(document, endpoint->path, number);
        text_char(out, '}');
    }
    text_char(out, '}');
}

/* ---- what operations refer to ---- */

static void put_schemas_of(struct text *out, const struct dialect *dialect)
{
    for (const struct named_shape *named = dialect->shapes; named->name != NULL; named++) {
        doc_put(out, "\"");
        schema_name(out, dialect, named->name);
        text_put(out, "\":{");
        schema_of_fields(out, dialect, named->shape);
        text_char(out, '}');
    }
    doc_put(out, "\"");
    schema_name(out, dialect, "failure");
    text_put(out, "\":");
    text_put(out, dialect->fail_schema == NULL ? "{}" : dialect->fail_schema);
}

static void put_of_dialects(const struct document *document, const char *name,
                            void (*of)(struct text *out, const struct dialect *dialect))
{
    const struct dialect *dialect;

    doc_object(document->out, name);
    for (unsigned number = 0; (dialect = dialect_at(number)) != NULL; number++)
        if (is_described(document, dialect))
            of(document->out, dialect);
    text_char(document->out, '}');
}

/* What is sent as a bearer: of several dialects, each in a sentence of its own. */
static void put_bearer(const struct document *document)
{
    struct text *out = document->out;
    const struct dialect *dialect;

    doc_put(out, "\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\",\"description\":\"");
    for (unsigned number = 0; (dialect = dialect_at(number)) != NULL; number++) {
        if (!is_described(document, dialect) || dialect->credentials == NULL)
            continue;
        if (document->dialect == NULL)
            text_format(out, "%s%s: ", number == 0 ? "" : " ", dialect->title);
        text_put(out, dialect->credentials);
    }
    text_put(out, "\"}");
}

static void put_key_in(struct text *out, const char *scheme, const char *place, const char *name,
                       const char *description)
{
    doc_object(out, scheme);
    doc_put(out, "\"type\":\"apiKey\"");
    doc_text(out, "in", place);
    doc_text(out, "name", name);
    doc_text(out, "description", description);
    text_char(out, '}');
}

static void put_security_schemes(const struct document *document)
{
    struct text *out = document->out;
    const struct dialect *dialect;

    doc_object(out, "securitySchemes");
    put_bearer(document);
    for (unsigned number = 0; (dialect = dialect_at(number)) != NULL; number++) {
        if (!is_described(document, dialect) || dialect->cookie_name == NULL)
            continue;
        put_key_in(out, "cookie", "cookie", dialect->cookie_name,
                   "Set when somebody signs in, for pages of the same origin.");
        put_key_in(out, "csrf", "header", dialect->csrf_name,
                   "Beside the cookie, whenever something changes: the token that signing in "
                   "answered with.");
    }
    text_char(out, '}');
}

static const char other_components[] =
    "\"parameters\":{\"IdempotencyKey\":{\"name\":\"Idempotency-Key\",\"in\":\"header\","
    "\"description\":\"Names this request: sent again, it is answered as before.\","
    "\"schema\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}}},"
    "\"headers\":{\"RequestId\":{\"description\":\"Names this request in logs.\","
    "\"schema\":{\"type\":\"string\"}},"
    "\"RateLimit\":{\"description\":\"Requests a minute.\",\"schema\":{\"type\":\"integer\"}},"
    "\"RateRemaining\":{\"description\":\"Requests that are left.\","
    "\"schema\":{\"type\":\"integer\"}},"
    "\"RateReset\":{\"description\":\"Seconds until the count starts anew.\","
    "\"schema\":{\"type\":\"integer\"}}}";

static void put_components(const struct document *document)
{
    struct text *out = document->out;

    doc_object(out, "components");
    put_of_dialects(document, "schemas", put_schemas_of);
    put_of_dialects(document, "responses", answer_named_failures);
    put_security_schemes(document);
    doc_put(out, other_components);
    text_char(out, '}');
}

/* The dialects themselves, which group the operations of a document of all of them. */
static void put_tags(struct text *out)
{
    const struct dialect *dialect;

    doc_list(out, "tags");
    for (unsigned number = 0; (dialect = dialect_at(number)) != NULL; number++) {
        doc_object(out, NULL);
        doc_text(out, "name", dialect->title);
        doc_name(out, "description");
        text_format(out, "\"Alone at /openapi.json?dialect=%s\"}", dialect->name);
    }
    text_char(out, ']');
}

static void put_info(struct text *out, const struct dialect *dialect)
{
    doc_object(out, "info");
    doc_name(out, "title");
    if (dialect == NULL)
        text_put(out, "\"slotd\"");
    else
        text_format(out, "\"slotd: %s\"", dialect->title);
    doc_text(out, "version", PACKAGE_VERSION);
    doc_text(out, "description", "Bookings, slots and what belongs to them.");
    doc_put(out, "\"license\":{\"name\":\"MIT\"}}");
}

void openapi_write(struct text *out, struct arena *arena, const struct dialect *dialect)
{
    const struct document document = {.out = out, .arena = arena, .dialect = dialect};

    doc_put(out, "{\"openapi\":\"3.0.3\"");
    put_info(out, dialect);
    doc_put(out, "\"servers\":[{\"url\":\"/\"}],\"security\":[{\"bearer\":[]}]");
    if (dialect == NULL)
        put_tags(out);
    put_paths(&document);
    put_components(&document);
    text_char(out, '}');
}
