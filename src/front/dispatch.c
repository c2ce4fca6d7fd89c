/* dispatch.c - the way of a request through the rooms: route, caller, parameters, operation, shape.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <xxhash.h>

#include "base/digest.h"
#include "base/json.h"
#include "base/log.h"
#include "base/zone.h"
#include "dialect/problem.h"
#include "engine/work.h"
#include "front/credential.h"
#include "front/dispatch.h"
#include "front/metrics.h"
#include "front/throttle.h"
#include "openapi.h"
#include "routes.h"
#include "store/idempotency.h"
#include "store/schema.h"

enum { QUERY_PAIRS = 100, KEY_MOST = 255, DOCUMENTS = 8, DOCUMENT_MOST = 4 * 1024 * 1024 };

/* What a worker keeps between requests. */
struct dispatch {
    const struct conf *conf;
    struct store *store;
    uint64_t connections;
    /* of the interface: of all dialects, then of each; empty until it is asked for */
    struct text documents[DOCUMENTS];
};

/* One request on its way. */
struct passage {
    struct dispatch *dispatch;
    struct request *request;
    struct reply *reply;
    struct exchange exchange;
    const struct dialect *dialect;
    struct route route;
    bool routed; /* to an endpoint, not only to a path */
    struct caller caller;
    struct work work;
    void *wish, *result;
    bool has_key;
    struct idempotency_key key;
    int replayed; /* the status of an answer given before; 0: this one is new */
    struct fail fail;
};

/* ---- parameters ---- */

static struct fail read_query(const struct passage *passage, struct pairs *pairs)
{
    const struct request *request = passage->request;

    if (query_read(request->arena, request->query, request->query_length, QUERY_PAIRS, pairs) !=
        QUERY_FINE)
        return FAIL(BAD_TARGET);
    return NO_FAIL;
}

/* application/json, whose charset, if named, is UTF-8. */
static bool is_json(const char *type)
{
    if (type == NULL || strncasecmp(type, "application/json", strlen("application/json")) != 0)
        return false;
    type += strlen("application/json");
    type += strspn(type, " \t");
    if (*type == '\0')
        return true;
    if (*type != ';')
        return false;
    const char *charset = strcasestr(type, "charset=");
    if (charset == NULL)
        return true;
    charset += strlen("charset=");
    charset += *charset == '"';
    return strncasecmp(charset, "utf-8", 5) == 0 || strncasecmp(charset, "utf8", 4) == 0;
}

static struct fail read_body(const struct passage *passage, struct json_object **body)
{
    const struct request *request = passage->request;
    struct json_fault fault;

    *body = NULL;
    /* clients that post nothing name whatever type their library has as default */
    if (request->body_length == 0)
        return NO_FAIL;
    if (!is_json(request_header(request, "CONTENT_TYPE")))
        return FAIL(NOT_JSON);
    *body = json_read(request->arena, request->body, request->body_length, &json_request_limits,
                      &fault);
    if (fault.problem != NULL)
        return (struct fail){
            .code = BAD_JSON,
            .detail = arena_format(request->arena, "%s at byte %zu", fault.problem, fault.offset)};
    return NO_FAIL;
}

/* A body that is no object says nothing at all, and no operation can look at it. */
static bool is_whole(const struct complaints *complaints)
{
    return complaints->count == 1 && complaints->all[0].property[0] == '\0';
}

/* Where the endpoint says so, complaints wait for the operation, unless something is missing. */
static struct fail put_off(struct passage *passage, struct fail fail)
{
    bool missing;

    if (fail.code != MALFORMED || is_whole(fail.complaints) ||
        !(passage->route.endpoint->manner & ENDPOINT_COMPLAINS_LATER))
        return fail;
    fail.complaints = complaints_of_missing(passage->request->arena, fail.complaints, &missing);
    if (missing)
        return fail;
    passage->work.complaints = fail.complaints;
    return NO_FAIL;
}

static struct fail read_parameters(struct passage *passage)
{
    const struct endpoint *endpoint = passage->route.endpoint;
    struct arena *arena = passage->request->arena;

    passage->wish = arena_take(arena, endpoint->wish_size);
    if (endpoint->in_path != NULL)
        TRY(params_from_query(arena, endpoint->in_path, &passage->route.in_path, passage->wish));
    if (endpoint->in_query != NULL) {
        struct pairs pairs;

        TRY(read_query(passage, &pairs));
        TRY(put_off(passage, params_from_query(arena, endpoint->in_query, &pairs, passage->wish)));
    }
    if (endpoint->in_body != NULL) {
        struct json_object *body;

        TRY(read_body(passage, &body));
        TRY(put_off(passage, params_from_json(arena, endpoint->in_body, body, passage->wish)));
    }
    return NO_FAIL;
}

static const char *host_name_of(const struct request *request)
{
    const char *host = request_header(request, "HTTP_HOST");

    return host == NULL ? NULL : arena_bytes(request->arena, host, strcspn(host, ":"));
}

/* ---- idempotency ---- */

/* With or without the quotes that the header's draft wants. */
static struct fail read_key(struct passage *passage)
{
    const struct request *request = passage->request;
    const char *name = request_header(request, "HTTP_IDEMPOTENCY_KEY");

    if (name == NULL || !(passage->route.endpoint->manner & ENDPOINT_CREATES))
        return NO_FAIL;
    size_t length = strlen(name);
    if (length >= 2 && name[0] == '"' && name[length - 1] == '"') {
        name++;
        length -= 2;
    }
    if (length == 0 || length > KEY_MOST)
        return FAIL(KEY_BAD);
    for (size_t i = 0; i < length; i++)
        if (name[i] < 0x20 || name[i] > 0x7e)
            return FAIL(KEY_BAD);
    passage->has_key = true;
    passage->key = (struct idempotency_key){.business_id = passage->caller.business_id,
                                            .token_id = passage->caller.token_id,
                                            .name = name,
                                            .name_length = length};
    const char *target = request->target;
    /* whoever has no credential says by the host's name, or in the query, whose business is meant
     */
    const char *host = passage->caller.kind == TOKEN_NOBODY ? host_name_of(request) : NULL;
    host = host == NULL ? "" : host;
    struct digest_part parts[] = {{request->method, strlen(request->method) + 1},
                                  {host, strlen(host) + 1},
                                  {target, strlen(target) + 1},
                                  {request->body, request->body_length}};
    digest_sha256_parts(passage->key.digest, parts, COUNT(parts));
    return NO_FAIL;
}

static struct fail replay(struct passage *passage, const struct given_answer *given)
{
    if (!digest_equal(given->digest, passage->key.digest, DIGEST_ROOM))
        return FAIL(KEY_REUSED);
    passage->replayed = (int)given->status;
    text_clear(&passage->reply->body);
    text_put(&passage->reply->body, given->body);
    return NO_FAIL;
}

/* ---- the operation ---- */

static struct fail run_operation(struct passage *passage)
{
    const struct endpoint *endpoint = passage->route.endpoint;

    passage->result = arena_take(passage->request->arena, endpoint->result_size);
    return endpoint->run(&passage->work, passage->wish, passage->result);
}

static int status_of(const struct passage *passage)
{
    const struct endpoint *endpoint = passage->route.endpoint;

    return endpoint->status_of != NULL ? endpoint->status_of(passage->result) : endpoint->status;
}

static void write_answer(struct passage *passage)
{
    text_clear(&passage->reply->body);
    passage->route.endpoint->write(&passage->reply->body, &passage->exchange, passage->result);
}

/* Inside the transaction: what a key protects is kept together with what it made. */
static struct fail perform(struct work *work, void *context)
{
    struct passage *passage = context;
    struct given_answer given;
    bool found;

    passage->replayed = 0;
    if (!passage->has_key)
        return run_operation(passage);
    TRY(idempotency_start(work->store, &passage->key, work->now, &given, &found));
    if (found)
        return replay(passage, &given);
    TRY(run_operation(passage));
    write_answer(passage);
    return idempotency_keep(work->store, &passage->key, status_of(passage),
                            passage->reply->body.bytes, passage->reply->body.length);
}

static void count_for_metrics(const struct passage *passage)
{
    struct dispatch *dispatch = passage->dispatch;
    uint64_t connections = store_connections(dispatch->store);

    for (; dispatch->connections < connections; dispatch->connections++)
        metrics_count(METRICS_DATABASE_RECONNECTS);
    for (unsigned i = 0; i < passage->work.retries; i++)
        metrics_count(METRICS_TRANSACTION_RETRIES);
    for (unsigned i = 0; i < passage->work.conflicts; i++)
        metrics_count(METRICS_SLOT_CONFLICTS);
    for (unsigned i = 0; i < passage->work.uncertain; i++)
        metrics_count(METRICS_UNCERTAIN_COMMITS);
}

/* A credential nobody has belongs to nobody: there is nothing to count it by. */
static bool is_unknown(const struct fail *fail)
{
    return fail->code == BAD_KEY || fail->code == BAD_TOKEN;
}

/* Who asks, and whether not too often; who is refused has asked, too. */
static struct fail identify(struct passage *passage)
{
    const struct endpoint *endpoint = passage->route.endpoint;
    struct dispatch *dispatch = passage->dispatch;
    struct fail fail = credential_read(passage->request, endpoint, dispatch->store,
                                       passage->exchange.now, &passage->caller);

    if (is_unknown(&fail))
        return fail;
    TRY(throttle(dispatch->conf, passage->request, endpoint, &passage->caller, passage->reply));
    return fail;
}

/* Out of reach of pages, sent over TLS alone, and by no other site's forms. */
static void add_cookie(struct passage *passage)
{
    const char *name = passage->dialect->cookie_name, *value = passage->work.cookie;

    if (name == NULL || value == NULL)
        return;
    reply_header(passage->reply, "Set-Cookie",
                 arena_format(passage->request->arena,
                              "%s=%s; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=%lld", name,
                              value, (long long)(passage->work.cookie_lasts.us / US_A_SECOND)));
}

static struct fail answer_endpoint(struct passage *passage)
{
    const struct endpoint *endpoint = passage->route.endpoint;
    struct dispatch *dispatch = passage->dispatch;

    TRY(identify(passage));
    TRY(read_parameters(passage));
    TRY(read_key(passage));
    passage->work = (struct work){
        .arena = passage->request->arena,
        .complaints = passage->work.complaints,
        .store = dispatch->store,
        .caller = &passage->caller,
        .now = passage->exchange.now,
        .source = endpoint->dialect->source,
        .short_uids = endpoint->dialect->short_uids,
        .host_name = host_name_of(passage->request),
        .source_network = network_of(passage->request->arena, passage->request->remote_address),
        .ics_domain = dispatch->conf->cal.ics_domain};
    if (endpoint->manner & ENDPOINT_CHANGES)
        TRY(in_transaction(&passage->work, perform, passage));
    else
        TRY(run_operation(passage));
    if (passage->replayed == 0 && !passage->has_key)
        write_answer(passage);
    passage->reply->status = passage->replayed != 0 ? passage->replayed : status_of(passage);
    if (passage->replayed != 0)
        reply_header(passage->reply, "Idempotent-Replayed", "true");
    reply_header(passage->reply, "Content-Type", "application/json; charset=utf-8");
    add_cookie(passage);
    return NO_FAIL;
}

/* ---- what all answers have in common ---- */

static void answer_fail(struct passage *passage, const struct fail *fail)
{
    struct reply *reply = passage->reply;

    passage->fail = *fail;
    text_clear(&reply->body);
    reply->status = passage->dialect->write_fail(&reply->body, &passage->exchange,
                                                 passage->route.endpoint, fail);
    reply_header(reply, "Content-Type", passage->dialect->content_type_of_fails);
    if (fail->code == SIGN_IN_TOO_OFTEN)
        reply_header(reply, "Retry-After", fail->detail);
    if (reply->status == 503)
        reply_header(reply, "Retry-After", "1");
    if (reply->status == 401)
        reply_header(reply, "WWW-Authenticate", "Bearer");
}

static bool origin_allowed(const char *allowed, const char *origin)
{
    size_t length = strlen(origin);

    for (const char *at = allowed; *at != '\0';) {
        size_t word = strcspn(at, " ");

        if (word == length && memcmp(at, origin, length) == 0)
            return true;
        at += word + strspn(at + word, " ");
    }
    return false;
}

static void add_cross_origin(struct passage *passage)
{
    const char *allowed = passage->dispatch->conf->http.allowed_origins;
    const char *origin = request_header(passage->request, "HTTP_ORIGIN");
    struct reply *reply = passage->reply;

    if (strcmp(allowed, "*") == 0) {
        reply_header(reply, "Access-Control-Allow-Origin", "*");
    } else {
        reply_header(reply, "Vary", "Origin");
        if (origin == NULL || !origin_allowed(allowed, origin))
            return;
        reply_header(reply, "Access-Control-Allow-Origin", origin);
    }
    reply_header(reply, "Access-Control-Expose-Headers",
                 "X-Request-Id, ETag, Retry-After, Idempotent-Replayed, cal-api-version, "
                 "X-RateLimit-Limit-Default, X-RateLimit-Remaining-Default, "
                 "X-RateLimit-Reset-Default");
}

/* A preflight asks before it authenticates: no credential is looked at (contract cal-v2 l). */
static void answer_options(struct passage *passage)
{
    struct reply *reply = passage->reply;
    const char *methods = route_methods(passage->request->arena, &passage->request->path);

    reply->status = 204;
    reply_header(reply, "Allow", methods == NULL ? "OPTIONS" : methods);
    reply_header(reply, "Access-Control-Allow-Methods",
                 "GET, PATCH, DELETE, HEAD, POST, PUT, OPTIONS");
    reply_header(reply, "Access-Control-Allow-Headers", passage->dialect->request_headers);
    reply_header(reply, "Access-Control-Max-Age", "86400");
}

/* Weak, since the same booking may be written with its fields in another order one day. */
static void add_etag(struct passage *passage)
{
    struct reply *reply = passage->reply;
    const char *known = request_header(passage->request, "HTTP_IF_NONE_MATCH");
    char tag[40];

    if (reply->status != 200 || (strcmp(passage->request->method, "GET") != 0 &&
                                 strcmp(passage->request->method, "HEAD") != 0))
        return;
    XXH128_hash_t hash = XXH3_128bits(reply->body.bytes, reply->body.length);
    memcpy(tag, "W/\"", 3);
    hex_write(tag + 3, &hash, 16);
    memcpy(tag + 35, "\"", 2);
    reply_header(reply, "ETag", tag);
    if (known == NULL)
        return;
    /* a match is weak: the W/ of the client's copy does not count */
    if (strcmp(known, "*") == 0 || strstr(known, tag + 2) != NULL) {
        reply->status = 304;
        reply->body_left_out = true;
    }
}

/* ---- the server's own paths ---- */

static void answer_healthy(struct passage *passage)
{
    text_put(&passage->reply->body, "{\"status\":\"ok\"}");
    reply_header(passage->reply, "Content-Type", "application/json");
}

static void answer_ready(struct passage *passage)
{
    int step = 0;
    struct fail fail = schema_current(passage->dispatch->store, SCHEMA_STEP, &step);

    if (!FAILED(fail)) {
        text_put(&passage->reply->body, "{\"status\":\"ready\"}");
        reply_header(passage->reply, "Content-Type", "application/json");
        return;
    }
    fail.code = UNAVAILABLE;
    answer_fail(passage, &fail);
}

static void answer_metrics(struct passage *passage)
{
    metrics_write(&passage->reply->body, endpoint_name);
    reply_header(passage->reply, "Content-Type", "text/plain; version=0.0.4; charset=utf-8");
}

/* Which document the query asks for: 0 of all dialects, else the dialect's number and one. */
static struct fail document_named(const struct pairs *pairs, unsigned *number)
{
    const struct dialect *dialect;
    const char *name = NULL;

    *number = 0;
    for (size_t i = 0; i < pairs->count; i++)
        if (strcmp(pairs->all[i].name, "dialect") == 0)
            name = pairs->all[i].value;
    if (name == NULL)
        return NO_FAIL;
    while (++*number < DOCUMENTS && (dialect = dialect_at(*number - 1)) != NULL)
        if (strcmp(dialect->name, name) == 0)
            return NO_FAIL;
    return (struct fail){.code = NO_DIALECT, .detail = name};
}

static struct fail write_document(struct passage *passage)
{
    struct pairs pairs;
    unsigned number;

    TRY(read_query(passage, &pairs));
    TRY(document_named(&pairs, &number));
    struct text *document = &passage->dispatch->documents[number];
    if (document->length == 0)
        openapi_write(document, passage->request->arena,
                      number == 0 ? NULL : dialect_at(number - 1));
    text_add(&passage->reply->body, document->bytes, document->length);
    reply_header(passage->reply, "Content-Type", "application/json");
    return NO_FAIL;
}

static void answer_document(struct passage *passage)
{
    struct fail fail = write_document(passage);

    if (FAILED(fail))
        answer_fail(passage, &fail);
}

static const struct {
    const char *path;
    void (*answer)(struct passage *passage);
} own_paths[] = {
    {"healthz", answer_healthy},
    {"readyz", answer_ready},
    {"metrics", answer_metrics},
    {"openapi.json", answer_document},
};

static bool answer_own(struct passage *passage)
{
    const struct request *request = passage->request;

    if (request->path.count != 1)
        return false;
    for (size_t i = 0; i < COUNT(own_paths); i++) {
        if (strcmp(request->path.parts[0], own_paths[i].path) != 0)
            continue;
        if (strcmp(request->method, "GET") == 0 || strcmp(request->method, "HEAD") == 0) {
            own_paths[i].answer(passage);
        } else {
            reply_header(passage->reply, "Allow", "GET, HEAD");
            answer_fail(passage, &FAIL(NO_METHOD));
        }
        return true;
    }
    return false;
}

/* ---- the way ---- */

static const char *header_of(const void *request, const char *name)
{
    return request_header(request, name);
}

static const enum fail_code fail_of_trouble[] = {
    [REQUEST_BAD_TARGET] = BAD_TARGET,
    [REQUEST_TOO_LARGE] = TOO_LARGE,
    [REQUEST_CUT] = BAD_TARGET,
    [REQUEST_BAD_HEADER] = BAD_TARGET,
};

static void answer_routed(struct passage *passage)
{
    const struct request *request = passage->request;
    bool head = strcmp(request->method, "HEAD") == 0;
    enum route_found found =
        route_find(request->arena, &request->path, head ? "GET" : request->method, header_of,
                   request, &passage->route);

    if (strcmp(request->method, "OPTIONS") == 0) {
        answer_options(passage);
        return;
    }
    if (found == ROUTE_NO_PATH) {
        answer_fail(passage, &FAIL(NO_ROUTE));
        return;
    }
    passage->dialect = passage->route.endpoint->dialect;
    if (found == ROUTE_NO_METHOD) {
        reply_header(passage->reply, "Allow", route_methods(request->arena, &request->path));
        answer_fail(passage, &FAIL(NO_METHOD));
        return;
    }
    passage->routed = true;
    if (passage->route.version_served != NULL)
        reply_header(passage->reply, passage->dialect->version_reply,
                     passage->route.version_served);
    struct fail fail = answer_endpoint(passage);
    if (FAILED(fail))
        answer_fail(passage, &fail);
    count_for_metrics(passage);
}

static void log_passage(const struct passage *passage, int64_t us)
{
    bool ours = passage->reply->status >= 500;

    LOG(ours ? LOG_LEVEL_ERROR : LOG_LEVEL_INFO, "request", LOG_TEXT("id", passage->request->id),
        LOG_TEXT("dialect", passage->dialect->name), LOG_TEXT("method", passage->request->method),
        LOG_TEXT("path", passage->route.endpoint == NULL ? NULL : passage->route.endpoint->path),
        LOG_NUMBER("business", passage->caller.business_id),
        LOG_NUMBER("token", passage->caller.token_id), LOG_NUMBER("status", passage->reply->status),
        LOG_NUMBER("us", us), LOG_NUMBER("bytes", passage->reply->body.length),
        LOG_TEXT("fail", FAILED(passage->fail) ? fail_word(passage->fail.code) : NULL),
        LOG_TEXT("trouble", passage->fail.trouble));
}

static void dispatch_answer(void *state, struct request *request, struct reply *reply)
{
    struct dispatch *dispatch = state;
    int64_t began = watch_now();
    struct passage passage = {.dispatch = dispatch,
                              .request = request,
                              .reply = reply,
                              .dialect = dialect_of_path(request->target)};

    passage.exchange = (struct exchange){.arena = request->arena,
                                         .method = request->method,
                                         .target = request->target,
                                         .request_id = request->id,
                                         .now = instant_now(),
                                         .caller = &passage.caller};
    store_use(dispatch->store, request->arena);
    reply_header(reply, "X-Request-Id", request->id);
    reply_header(reply, "Cache-Control", "no-store");
    add_cross_origin(&passage);
    if (request->trouble != REQUEST_FINE)
        answer_fail(&passage, &FAIL(fail_of_trouble[request->trouble]));
    else if (!answer_own(&passage))
        answer_routed(&passage);
    add_etag(&passage);
    if (strcmp(request->method, "HEAD") == 0)
        reply->body_left_out = true;

    int64_t us = watch_now() - began;
    if (passage.routed)
        metrics_request(passage.route.number, reply->status, us, reply->body.length);
    log_passage(&passage, us);
}

static void *dispatch_open(const struct conf *conf)
{
    struct dispatch *dispatch = calloc(1, sizeof *dispatch);

    if (dispatch == NULL)
        return NULL;
    zones_open(conf->http.zoneinfo);
    dispatch->conf = conf;
    dispatch->store = store_open(conf);
    for (size_t i = 0; i < DOCUMENTS; i++)
        text_init(&dispatch->documents[i], DOCUMENT_MOST);
    return dispatch;
}

static void dispatch_close(void *state)
{
    struct dispatch *dispatch = state;

    store_close(dispatch->store);
    for (size_t i = 0; i < DOCUMENTS; i++)
        text_free(&dispatch->documents[i]);
    zones_close();
    free(dispatch);
}

static void dispatch_idle(void *state)
{
    struct dispatch *dispatch = state;

    store_idle(dispatch->store);
    zones_refresh();
}

const struct service dispatch_service = {dispatch_open, dispatch_close, dispatch_answer,
                                         dispatch_idle};
