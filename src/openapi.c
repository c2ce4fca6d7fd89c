/* openapi.c - the interface as an OpenAPI document, made from the tables.
 * SPDX-License-Identifier: MIT
 *
 * A path's method is one operation there, though several versions may answer it: its header lists
 * them, what only some of them take is marked x-versions, and answers are any of theirs. */
#include <string.h>

#include "openapi.h"
#include "openapi_schema.h"
#include "routes.h"

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unknown"
#endif

enum { VERSIONS_MOST = 8 };

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
        needed = needed && row != NULL && (row->manner & PARAM_REQUIRED);
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
        if (params->rows[i].manner & PARAM_REQUIRED)
            return true;
    return false;
}

/* One schema, or any of several, each written by `one`. */
static void put_any_of(struct text *out, const struct operation *operation,
                       void (*one)(struct text *out, const struct endpoint *endpoint))
{
    if (operation->count == 1) {
        one(out, operation->versions[0]);
        return;
    }
    doc_list(out, "anyOf");
    for (size_t i = 0; i < operation->count; i++) {
        doc_object(out, NULL);
        one(out, operation->versions[i]);
        text_char(out, '}');
    }
    text_char(out, ']');
}

static void put_body_schema(struct text *out, const struct endpoint *endpoint)
{
    if (endpoint->in_body != NULL)
        schema_of_object(out, endpoint->in_body);
}

static void put_body(struct text *out, const struct operation *operation)
{
    const struct params *first = operation->versions[0]->in_body;

    if (first == NULL)
        return;
    doc_object(out, "requestBody");
    if (needs_body(first))
        doc_put(out, "\"required\":true");
    doc_put(out, "\"content\":{\"application/json\":{\"schema\":{");
    put_any_of(out, operation, put_body_schema);
    text_put(out, "}}}}");
}

/* ---- what is answered ---- */

static void put_one_of_data(struct text *out, const struct endpoint *endpoint)
{
    const struct named_shape *shapes = endpoint->data->shapes;

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

static void put_list_of_data(struct text *out, const struct endpoint *endpoint)
{
    text_put(out, "{\"type\":\"array\",\"items\":");
    put_one_of_data(out, endpoint);
    text_char(out, '}');
}

static void put_data(struct text *out, const struct endpoint *endpoint)
{
    if (endpoint->data->schema != NULL) {
        text_put(out, endpoint->data->schema);
        return;
    }
    switch (endpoint->data->form) {
    case DATA_ONE:
        put_one_of_data(out, endpoint);
        break;
    case DATA_LIST:
        put_list_of_data(out, endpoint);
        break;
    case DATA_ONE_OR_NULL:
        text_put(out, "{\"nullable\":true,\"anyOf\":[");
        put_one_of_data(out, endpoint);
        text_put(out, "]}");
        break;
    case DATA_ONE_OR_LIST:
        text_put(out, "{\"anyOf\":[");
        put_one_of_data(out, endpoint);
        text_char(out, ',');
        put_list_of_data(out, endpoint);
        text_put(out, "]}");
        break;
    }
}

static void put_success_schema(struct text *out, const struct endpoint *endpoint)
{
    doc_put(out, "\"type\":\"object\"");
    doc_object(out, "properties");
    if (endpoint->dialect->success_members != NULL)
        doc_put(out, endpoint->dialect->success_members);
    if (endpoint->data != NULL) {
        doc_name(out, "data");
        put_data(out, endpoint);
        if (endpoint->data->beside != NULL)
            doc_put(out, endpoint->data->beside);
    }
    text_char(out, '}');
    if (endpoint->data != NULL)
        doc_put(out, "\"required\":[\"data\"]");
}

static void put_response_headers(struct text *out, const struct dialect *dialect)
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

static void put_failure(struct text *out, const struct dialect *dialect, const char *status)
{
    doc_name(out, status);
    text_put(out, "{\"$ref\":\"#/components/responses/");
    schema_name(out, dialect, strcmp(status, "429") == 0 ? "too often" : "failure");
    text_put(out, "\"}");
}

static void put_failures(struct text *out, const struct endpoint *endpoint)
{
    const struct dialect *dialect = endpoint->dialect;

    if (endpoint->in_path != NULL || endpoint->in_query != NULL || endpoint->in_body != NULL)
        put_failure(out, dialect, "400");
    put_failure(out, dialect, "401");
    if (endpoint->scope != NULL)
        put_failure(out, dialect, "403");
    if (endpoint->in_path != NULL)
        put_failure(out, dialect, "404");
    if (dialect->limited)
        put_failure(out, dialect, "429");
    put_failure(out, dialect, "default");
}

static void put_responses(struct text *out, const struct operation *operation)
{
    const struct endpoint *endpoint = operation->versions[0];

    doc_object(out, "responses");
    doc_comma(out);
    text_format(out, "\"%d\":{", endpoint->status);
    doc_text(out, "description", endpoint->status == 201 ? "Made." : "Done.");
    put_response_headers(out, endpoint->dialect);
    doc_put(out, "\"content\":{\"application/json\":{\"schema\":{");
    put_any_of(out, operation, put_success_schema);
    text_put(out, "}}}}");
    put_failures(out, endpoint);
    text_char(out, '}');
}

/* ---- operations ---- */

/* The part of a path that names what it is about: the first that is no version and no prefix. */
static void put_tag(struct text *out, const struct endpoint *endpoint)
{
    const char *at = endpoint->path + strlen(endpoint->dialect->prefixes[0]) + 1;

    doc_list(out, "tags");
    doc_comma(out);
    text_json_bytes(out, at, strcspn(at, "/"));
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

static void put_security(struct text *out, const struct endpoint *endpoint)
{
    if (endpoint->callers == BY_NOBODY)
        doc_put(out, "\"security\":[]");
    else if (endpoint->callers & BY_NOBODY)
        doc_put(out, "\"security\":[{\"bearer\":[]},{}]");
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

static void put_operation(struct text *out, const struct operation *operation)
{
    const struct endpoint *endpoint = operation->versions[0];

    put_method(out, endpoint->method);
    text_char(out, '{');
    put_operation_id(out, endpoint);
    put_summary(out, operation);
    put_tag(out, endpoint);
    put_security(out, endpoint);
    put_parameters(out, operation);
    put_body(out, operation);
    put_responses(out, operation);
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

static void put_operations(struct text *out, const char *path, unsigned number)
{
    const struct endpoint *endpoint;

    for (; (endpoint = endpoint_at(number)) != NULL; number++) {
        if (strcmp(endpoint->path, path) != 0 || is_before(number, path, endpoint->method))
            continue;
        const struct operation operation = operation_at(number);
        put_operation(out, &operation);
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

static void put_paths(struct text *out)
{
    const struct endpoint *endpoint;

    doc_object(out, "paths");
    for (unsigned number = 0; (endpoint = endpoint_at(number)) != NULL; number++) {
        if (is_before(number, endpoint->path, NULL))
            continue;
        put_path(out, endpoint->path);
        put_operations(out, endpoint->path, number);
        text_char(out, '}');
    }
    text_char(out, '}');
}

/* ---- what operations refer to ---- */

static bool next_dialect(unsigned *number, const struct dialect **dialect)
{
    const struct dialect *last = *dialect;
    const struct endpoint *endpoint;

    while ((endpoint = endpoint_at((*number)++)) != NULL)
        if (endpoint->dialect != last) {
            *dialect = endpoint->dialect;
            return true;
        }
    return false;
}

static void put_schemas(struct text *out)
{
    const struct dialect *dialect = NULL;

    doc_object(out, "schemas");
    for (unsigned number = 0; next_dialect(&number, &dialect);) {
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
    text_char(out, '}');
}

static void put_failure_response(struct text *out, const struct dialect *dialect, const char *name,
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

static void put_failure_responses(struct text *out)
{
    const struct dialect *dialect = NULL;

    doc_object(out, "responses");
    for (unsigned number = 0; next_dialect(&number, &dialect);) {
        put_failure_response(out, dialect, "failure", "It could not be done.", NULL);
        put_failure_response(
            out, dialect, "too often", "More requests than the limit of a minute.",
            "\"headers\":{\"Retry-After\":{\"$ref\":\"#/components/headers/RateReset\"}}");
    }
    text_char(out, '}');
}

static const char other_components[] =
    "\"securitySchemes\":{\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\",\"description\":"
    "\"An API key, or an access token of a managed user or of OAuth.\"}},"
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

static void put_components(struct text *out)
{
    doc_object(out, "components");
    put_schemas(out);
    put_failure_responses(out);
    doc_put(out, other_components);
    text_char(out, '}');
}

void openapi_write(struct text *out)
{
    doc_put(out, "{\"openapi\":\"3.0.3\"");
    doc_put(out, "\"info\":{\"title\":\"slotd\"");
    doc_text(out, "version", PACKAGE_VERSION);
    doc_text(out, "description", "Bookings, slots and what belongs to them.");
    doc_put(out, "\"license\":{\"name\":\"MIT\"}}");
    doc_put(out, "\"servers\":[{\"url\":\"/\"}],\"security\":[{\"bearer\":[]}]");
    put_paths(out);
    put_components(out);
    text_char(out, '}');
}
