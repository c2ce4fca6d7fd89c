/* front.c - what all answers have in common: credentials, versions, methods, headers.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "cases.h"
#include "http.h"

#define LIST "/v2/bookings?take=1"
#define ANN  "cal_test_ann"

/* ---- credentials: contract cal-v2 a ---- */

static const struct credential_case {
    const char *name;
    const char *header; /* whole header line, NULL: none */
    const char *other;
    const char *target;
    long status;
    const char *code, *message; /* the message begins so */
} credentials[] = {
    {"a key as a bearer", "Authorization: Bearer " ANN, NULL, LIST, 200, NULL, NULL},
    {"a bare key", "Authorization: " ANN, NULL, LIST, 200, NULL, NULL},
    {"the word bearer in small letters", "Authorization: bearer " ANN, NULL, LIST, 200, NULL, NULL},
    {"a managed user's token", "Authorization: Bearer managed-ann", NULL, LIST, 200, NULL, NULL},
    {"an OAuth token that may read", "Authorization: Bearer oauth-ann-read", NULL, LIST, 200, NULL,
     NULL},
    {"an OAuth token that may read and write", "Authorization: Bearer oauth-ann-read-write", NULL,
     LIST, 200, NULL, NULL},
    {"a key that expires later", "Authorization: Bearer cal_test_ann_later", NULL, LIST, 200, NULL,
     NULL},
    {"a key together with a client id and no secret", "Authorization: Bearer " ANN,
     "x-cal-client-id: some-client", LIST, 200, NULL, NULL},
    {"an OAuth token that may only write", "Authorization: Bearer oauth-ann-write", NULL, LIST, 403,
     "ForbiddenException", "PermissionsGuard"},
    {"an OAuth token with other scopes", "Authorization: Bearer oauth-ann-profile", NULL, LIST, 403,
     "ForbiddenException", "PermissionsGuard"},
    {"no credential", NULL, NULL, LIST, 401, "UnauthorizedException",
     "ApiAuthStrategy - No authentication method provided."},
    {"an empty credential", "Authorization;", NULL, LIST, 401, "UnauthorizedException",
     "ApiAuthStrategy - No authentication method provided."},
    {"a bearer without a token", "Authorization: Bearer", NULL, LIST, 401, "UnauthorizedException",
     "ApiAuthStrategy"},
    {"an unknown key", "Authorization: Bearer cal_test_nobody", NULL, LIST, 401,
     "UnauthorizedException", "CustomThrottlerGuard - Invalid API Key"},
    {"an unknown bare key", "Authorization: cal_live_0123456789abcdef", NULL, LIST, 401,
     "UnauthorizedException", "CustomThrottlerGuard - Invalid API Key"},
    {"an unknown token", "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30.x", NULL, LIST, 401,
     "UnauthorizedException", "ApiAuthStrategy - access token - Invalid Access Token."},
    {"the prefix of a key", "Authorization: Bearer cal_", NULL, LIST, 401, "UnauthorizedException",
     "CustomThrottlerGuard - Invalid API Key"},
    {"a key without its prefix is no key", "Authorization: Bearer test_ann", NULL, LIST, 200, NULL,
     NULL},
    {"a basic credential", "Authorization: Basic YW5uOmFubg==", NULL, LIST, 401,
     "UnauthorizedException", "ApiAuthStrategy - access token - Invalid Access Token."},
    {"an expired key", "Authorization: Bearer cal_test_ann_expired", NULL, LIST, 401,
     "UnauthorizedException", "ApiAuthStrategy - api key - Your api key is expired"},
    {"a revoked key", "Authorization: Bearer cal_test_ann_revoked", NULL, LIST, 401,
     "UnauthorizedException", "ApiAuthStrategy - api key - Your api key is not valid"},
    {"an expired managed token", "Authorization: Bearer managed-ann-expired", NULL, LIST, 498,
     "HttpException", "ACCESS_TOKEN_IS_EXPIRED"},
    {"a credential of another dialect", "Authorization: Bearer links-ann", NULL, LIST, 401,
     "UnauthorizedException", "ApiAuthStrategy - access token - Invalid Access Token."},
    {"a client's token of another dialect", "Authorization: Bearer vcita-client-bo", NULL, LIST,
     401, "UnauthorizedException", "ApiAuthStrategy"},
    {"a client id without its secret", NULL, "x-cal-client-id: some-client", LIST, 401,
     "UnauthorizedException", "ApiAuthStrategy - OAuth client"},
    {"a client secret without its id", NULL, "x-cal-secret-key: some-secret", LIST, 401,
     "UnauthorizedException", "ApiAuthStrategy - OAuth client"},
    {"a booking by its uid needs no credential", NULL, NULL, "/v2/bookings/oneUpcoming11111111111",
     200, NULL, NULL},
    {"a wrong credential is refused where none is needed", "Authorization: Bearer cal_test_nobody",
     NULL, "/v2/bookings/oneUpcoming11111111111", 401, "UnauthorizedException",
     "CustomThrottlerGuard - Invalid API Key"},
    {"a client id alone is nobody where none is needed", NULL, "x-cal-client-id: some-client",
     "/v2/bookings/oneUpcoming11111111111", 200, NULL, NULL},
    {"a foreign key does not see the booking of a uid", "Authorization: Bearer cal_test_zed", NULL,
     "/v2/bookings/oneUpcoming11111111111", 404, "NotFoundException",
     "Booking with uid=oneUpcoming11111111111 was not found in the database"},
};

/* The envelope of contract c.1. */
static void expect_envelope(const struct answer *answer, const char *target, long status,
                            const char *code)
{
    EXPECT_TEXT(answer, "status", "error");
    EXPECT_TEXT(answer, "path", target);
    EXPECT_TEXT(answer, "error.code", code);
    EXPECT_NUMBER(answer, "error.details.statusCode", status);
    EXPECT(text_at(answer->json, "timestamp") != NULL &&
               strlen(text_at(answer->json, "timestamp")) == strlen("2050-09-05T09:00:00.000Z"),
           "the timestamp is %s", text_at(answer->json, "timestamp"));
}

static void try_credential(const void *row)
{
    const struct credential_case *one = row;
    struct ask ask = {.target = one->target, .version = CAL_PAGES, .headers = {one->header}};
    const char *message;

    ask.headers[one->header != NULL] = one->other;
    struct answer *answer = http_ask(&ask);
    EXPECT_STATUS(answer, one->status);
    if (one->code == NULL) {
        EXPECT_TEXT(answer, "status", "success");
        return;
    }
    expect_envelope(answer, one->target, one->status, one->code);
    message = text_at(answer->json, "error.message");
    EXPECT(message != NULL && strncmp(message, one->message, strlen(one->message)) == 0,
           "the message is %s", message);
    if (one->status == 401)
        EXPECT(http_header(answer, "WWW-Authenticate") != NULL, "no WWW-Authenticate");
}

static void a_walk_needs_a_credential(const void *row)
{
    (void)row;
    struct answer *answer = http_get("/v2/bookings?limit=1", NULL, CAL_WALK);
    EXPECT_STATUS(answer, 401);
    expect_envelope(answer, "/v2/bookings?limit=1", 401, "UnauthorizedException");
}

/* ---- versions: contract cal-v2 b, m ---- */

static const struct version_case {
    const char *name, *sent, *served;
} versions[] = {
    {"version 2024-08-13", "2024-08-13", "2024-08-13"},
    {"version 2026-05-01", "2026-05-01", "2026-05-01"},
    {"version 2026-02-25 is another name", "2026-02-25", "2024-08-13"},
    {"no version", NULL, "2024-08-13"},
    {"an older version", "2024-04-15", "2024-08-13"},
    {"a version of event types", "2024-06-14", "2024-08-13"},
    {"a version of slots", "2024-09-04", "2024-08-13"},
    {"a version nobody knows", "2099-01-01", "2024-08-13"},
    {"a quoted version", "\"2026-05-01\"", "2024-08-13"},
    {"a version that is no date", "latest", "2024-08-13"},
};

static void try_version(const void *row)
{
    const struct version_case *one = row;
    struct answer *answer = http_get("/v2/bookings", ANN, one->sent);
    bool walk = strcmp(one->served, CAL_WALK) == 0;

    EXPECT_STATUS(answer, 200);
    EXPECT(http_header(answer, "cal-api-version") != NULL &&
               strcmp(http_header(answer, "cal-api-version"), one->served) == 0,
           "served as %s", http_header(answer, "cal-api-version"));
    EXPECT(json_has(answer->json, "pagination.hasMore") == walk, "the pagination is of the other");
    EXPECT(json_has(answer->json, "pagination.totalItems") != walk,
           "the pagination is of the other");
}

/* ---- paths and methods ---- */

static const struct path_case {
    const char *name, *method, *target;
    long status;
    const char *code; /* of the envelope; NULL: of no dialect */
    const char *message;
    const char *allow; /* a method the Allow header must list */
} paths[] = {
    {"a path with /api before it", "GET", "/api" LIST, 200, NULL, NULL, NULL},
    {"a path with /ee in it", "GET", "/v2/ee/bookings?take=1", 200, NULL, NULL, NULL},
    {"a path with a slash behind it", "GET", "/v2/bookings/?take=1", 200, NULL, NULL, NULL},
    {"a path that is not there", "GET", "/v2/nothing", 404, "NotFoundException",
     "Cannot GET /v2/nothing", NULL},
    {"a path that is not there, posted to", "POST", "/v2/nothing?x=1", 404, "NotFoundException",
     "Cannot POST /v2/nothing", NULL},
    {"a path with a beginning like another's", "GET", "/v2/bookingsx", 404, "NotFoundException",
     "Cannot GET /v2/bookingsx", NULL},
    {"a path too deep", "GET", "/v2/bookings/a/b/c/d/e/f/g/h", 404, "NotFoundException",
     "Cannot GET /v2/bookings/a/b/c/d/e/f/g/h", NULL},
    {"a path of no dialect", "GET", "/nothing", 404, NULL, "Not Found", NULL},
    {"the root", "GET", "/", 404, NULL, "Not Found", NULL},
    {"a path whose beginning only looks like a dialect's", "GET", "/v2x/bookings", 404, NULL,
     "Not Found", NULL},
    {"a method the path does not take", "PUT", "/v2/bookings", 405, "MethodNotAllowedException",
     "The path does not take this method", "GET"},
    {"a method nobody knows", "BREW", "/v2/bookings", 405, "MethodNotAllowedException",
     "The path does not take this method", "POST"},
    {"a GET where only POST is", "GET", "/v2/bookings/oneUpcoming11111111111/cancel", 405,
     "MethodNotAllowedException", "The path does not take this method", "POST"},
    {"a DELETE of the health", "DELETE", "/healthz", 405, NULL, "Method Not Allowed", "GET"},
    {"dot segments", "GET", "/v2/x/../bookings", 400, "BadRequestException",
     "The path or the query can not be read", NULL},
    {"encoded dot segments", "GET", "/v2/%2e%2e/bookings", 400, "BadRequestException",
     "The path or the query can not be read", NULL},
    {"an encoded slash", "GET", "/v2%2Fbookings", 400, NULL, "Bad Request", NULL},
    {"an encoded slash below", "GET", "/v2/bookings/a%2Fb", 400, "BadRequestException",
     "The path or the query can not be read", NULL},
    {"a broken escape, which nginx refuses", "GET", "/v2/bookings/%zz", 400, NULL, "Bad Request",
     NULL},
    {"bytes that are not UTF-8", "GET", "/v2/bookings/%ff%fe", 400, "BadRequestException",
     "The path or the query can not be read", NULL},
};

static void try_path(const void *row)
{
    const struct path_case *one = row;
    struct answer *answer = ASK(.method = one->method, .target = one->target, .credential = ANN,
                                .version = CAL_PAGES, .headers = {"Expect:"});
    const char *type = http_header(answer, "Content-Type");
    const char *allow = http_header(answer, "Allow");

    EXPECT_STATUS(answer, one->status);
    if (one->message == NULL)
        return;
    if (one->code != NULL) {
        expect_envelope(answer, one->target, one->status, one->code);
        EXPECT_TEXT(answer, "error.message", one->message);
    } else {
        EXPECT(type != NULL && strstr(type, "application/problem+json") != NULL, "it is %s", type);
        EXPECT_NUMBER(answer, "status", one->status);
        EXPECT_TEXT(answer, "title", one->message);
    }
    if (one->allow != NULL)
        EXPECT(allow != NULL && strstr(allow, one->allow) != NULL, "allowed is %s", allow);
}

/* ---- bodies ---- */

#define CREATE "/v2/bookings"
#define EMPTY_MESSAGE                                                                              \
    "start property is wrong,start must be a valid ISO 8601 date string , attendee property is "   \
    "wrong,attendee should not be null or undefined "

static const struct body_case {
    const char *name, *type, *body;
    long status;
    const char *message;
} body_types[] = {
    {"JSON", "Content-Type: application/json", "{}", 400, EMPTY_MESSAGE},
    {"JSON with its charset", "Content-Type: application/json; charset=utf-8", "{}", 400,
     EMPTY_MESSAGE},
    {"JSON with its charset in capitals", "Content-Type: Application/JSON;charset=UTF-8", "{}", 400,
     EMPTY_MESSAGE},
    {"JSON in another charset", "Content-Type: application/json; charset=iso-8859-1", "{}", 415,
     "Content-Type must be application/json in UTF-8"},
    {"a form", "Content-Type: application/x-www-form-urlencoded", "start=1", 415,
     "Content-Type must be application/json in UTF-8"},
    {"plain text", "Content-Type: text/plain", "{}", 415,
     "Content-Type must be application/json in UTF-8"},
    {"something that begins like JSON", "Content-Type: application/jsonp", "{}", 415,
     "Content-Type must be application/json in UTF-8"},
    {"an empty form is no body", "Content-Type: application/x-www-form-urlencoded", "", 400,
     EMPTY_MESSAGE},
    {"no type and no body", "Content-Type:", "", 400, EMPTY_MESSAGE},
};

static void try_body_type(const void *row)
{
    const struct body_case *one = row;
    struct answer *answer = ASK(.method = "POST", .target = CREATE, .version = CAL_PAGES,
                                .body = one->body, .headers = {one->type});

    EXPECT_STATUS(answer, one->status);
    EXPECT_TEXT(answer, "error.message", one->message);
}

static void a_body_beyond_the_limit_is_refused(const void *row)
{
    static char body[70000];

    (void)row;
    memset(body, ' ', sizeof body - 1);
    struct answer *answer = ASK(.method = "POST", .target = CREATE, .version = CAL_PAGES,
                                .body = body, .headers = {"Content-Type: application/json"});
    EXPECT_STATUS(answer, 413);
    EXPECT(answer->json != NULL, "the answer is no JSON");
}

static void a_body_within_the_limit_is_read(const void *row)
{
    static char body[60001];

    (void)row;
    memset(body, ' ', sizeof body - 1);
    body[0] = '{';
    body[sizeof body - 2] = '}';
    struct answer *answer = ASK(.method = "POST", .target = CREATE, .version = CAL_PAGES,
                                .body = body, .headers = {"Content-Type: application/json"});
    EXPECT_STATUS(answer, 400);
    EXPECT_TEXT(answer, "error.message", EMPTY_MESSAGE);
}

/* ---- headers ---- */

static void a_request_id_comes_back(const void *row)
{
    (void)row;
    struct answer *answer =
        ASK(.target = LIST, .credential = ANN, .headers = {"X-Request-Id: my-request.7_a"});
    EXPECT(http_header(answer, "X-Request-Id") != NULL &&
               strcmp(http_header(answer, "X-Request-Id"), "my-request.7_a") == 0,
           "it is %s", http_header(answer, "X-Request-Id"));
}

static void a_request_id_that_is_none_is_replaced(const void *row)
{
    (void)row;
    struct answer *answer =
        ASK(.target = LIST, .credential = ANN, .headers = {"X-Request-Id: a b\"c"});
    const char *id = http_header(answer, "X-Request-Id");

    EXPECT(id != NULL && strcspn(id, " \"") == strlen(id) && strlen(id) >= 16, "it is %s", id);
}

static void every_answer_has_an_id_of_its_own(const void *row)
{
    char first[100];

    (void)row;
    snprintf(first, sizeof first, "%s", http_header(http_get(LIST, ANN, NULL), "X-Request-Id"));
    EXPECT(strcmp(first, http_header(http_get(LIST, ANN, NULL), "X-Request-Id")) != 0, "twice %s",
           first);
}

static void nothing_is_to_be_stored(const void *row)
{
    static const char *const targets[] = {LIST, "/v2/nothing", "/nothing", "/healthz"};

    (void)row;
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        struct answer *answer = http_get(targets[i], ANN, CAL_PAGES);

        EXPECT(http_header(answer, "Cache-Control") != NULL &&
                   strcmp(http_header(answer, "Cache-Control"), "no-store") == 0,
               "%s: %s", targets[i], http_header(answer, "Cache-Control"));
    }
}

#define ONE "/v2/bookings/oneUpcoming11111111111"

static void an_etag_that_is_known_saves_the_body(const void *row)
{
    char tag[100], strong[100];

    (void)row;
    struct answer *answer = http_get(ONE, NULL, CAL_PAGES);
    const char *sent = http_header(answer, "ETag");
    if (!EXPECT(sent != NULL && strncmp(sent, "W/\"", 3) == 0, "the tag is %s", sent))
        return;
    snprintf(tag, sizeof tag, "If-None-Match: %s", sent);
    snprintf(strong, sizeof strong, "If-None-Match: %s", sent + 2);
    const char *const known[] = {tag, strong, say("If-None-Match: \"other\", %s", sent),
                                 "If-None-Match: *"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        answer = ASK(.target = ONE, .version = CAL_PAGES, .headers = {known[i]});
        EXPECT_STATUS(answer, 304);
        EXPECT(answer->length == 0, "a body of %zu bytes", answer->length);
        EXPECT(http_header(answer, "ETag") != NULL, "no tag");
    }
}

static void an_etag_of_something_else_saves_nothing(const void *row)
{
    (void)row;
    struct answer *answer =
        ASK(.target = ONE, .version = CAL_PAGES,
            .headers = {"If-None-Match: W/\"00000000000000000000000000000000\""});
    EXPECT_STATUS(answer, 200);
    EXPECT(answer->length > 0, "no body");
}

static void failures_have_no_etag(const void *row)
{
    (void)row;
    EXPECT(http_header(http_get("/v2/nothing", ANN, CAL_PAGES), "ETag") == NULL, "a tag");
}

static void head_is_get_without_the_body(const void *row)
{
    static const char *const targets[] = {ONE, LIST, "/v2/bookings/nobody", "/healthz"};

    (void)row;
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        struct answer *get = http_get(targets[i], ANN, CAL_PAGES);
        struct answer *head =
            ASK(.method = "HEAD", .target = targets[i], .credential = ANN, .version = CAL_PAGES);

        EXPECT(head->status == get->status, "%s: %ld", targets[i], head->status);
        EXPECT(head->length == 0, "%s: a body", targets[i]);
        EXPECT(http_header(head, "Content-Length") != NULL &&
                   (size_t)atol(http_header(head, "Content-Length")) == get->length,
               "%s: length %s", targets[i], http_header(head, "Content-Length"));
    }
}

/* ---- other origins ---- */

static void a_preflight_needs_no_credential(const void *row)
{
    static const char *const targets[] = {"/v2/bookings", "/v2/bookings/x/cancel", "/v2/anything"};

    (void)row;
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        struct answer *answer =
            ASK(.method = "OPTIONS", .target = targets[i],
                .headers = {"Origin: https://booking.example",
                            "Access-Control-Request-Method: POST",
                            "Access-Control-Request-Headers: authorization,cal-api-version,"
                            "x-cal-platform-embed,x-cal-client-id"});
        const char *headers = http_header(answer, "Access-Control-Allow-Headers");
        const char *methods = http_header(answer, "Access-Control-Allow-Methods");

        EXPECT_STATUS(answer, 204);
        EXPECT(headers != NULL && strstr(headers, "Authorization") != NULL &&
                   strstr(headers, "cal-api-version") != NULL &&
                   strstr(headers, "x-cal-platform-embed") != NULL &&
                   strstr(headers, "x-cal-client-id") != NULL,
               "%s: headers %s", targets[i], headers);
        EXPECT(methods != NULL && strstr(methods, "PATCH") != NULL, "%s: methods %s", targets[i],
               methods);
        EXPECT(http_header(answer, "Access-Control-Max-Age") != NULL, "no age");
    }
}

static void every_origin_may_read(const void *row)
{
    (void)row;
    struct answer *answer =
        ASK(.target = LIST, .credential = ANN, .headers = {"Origin: https://booking.example"});
    EXPECT(http_header(answer, "Access-Control-Allow-Origin") != NULL &&
               strcmp(http_header(answer, "Access-Control-Allow-Origin"), "*") == 0,
           "it is %s", http_header(answer, "Access-Control-Allow-Origin"));
    EXPECT(http_header(answer, "Access-Control-Allow-Credentials") == NULL, "with credentials");
}

/* ---- the server's own paths ---- */

static void the_server_says_how_it_is(const void *row)
{
    (void)row;
    EXPECT_STATUS(http_get("/healthz", NULL, NULL), 200);
    struct answer *answer = http_get("/readyz", NULL, NULL);
    EXPECT_STATUS(answer, 200);
    EXPECT_TEXT(answer, "status", "ready");
}

static long long counted(const char *metrics, const char *line)
{
    const char *at = strstr(metrics, line);

    return at == NULL ? -1 : atoll(at + strlen(line));
}

/* Whichever worker answers, the counter is the same. */
static void metrics_count_requests_of_all_workers(const void *row)
{
    static const char line[] =
        "slotd_requests_total{route=\"GET /v2/bookings/:bookingUid 2024-08-13\",status=\"2xx\"} ";
    long long before, after;

    (void)row;
    EXPECT_STATUS(http_get(ONE, NULL, CAL_PAGES), 200);
    before = counted(http_get("/metrics", NULL, NULL)->body, line);
    for (int i = 0; i < 20; i++)
        EXPECT_STATUS(http_get(ONE, NULL, CAL_PAGES), 200);
    after = counted(http_get("/metrics", NULL, NULL)->body, line);
    EXPECT(before > 0 && after == before + 20, "%lld, then %lld", before, after);
}

static void secrets_are_not_among_the_metrics(const void *row)
{
    (void)row;
    struct answer *answer = http_get("/metrics", NULL, NULL);
    EXPECT_STATUS(answer, 200);
    EXPECT(strstr(answer->body, "cal_") == NULL && strstr(answer->body, "ann@") == NULL,
           "something that is nobody's business");
}

static int open_stack(void)
{
    return http_open(NULL);
}

int main(int argc, char **argv)
{
    CASES(credentials, try_credential, name);
    case_add(a_walk_needs_a_credential, NULL, "a walk needs a credential");
    CASES(versions, try_version, name);
    CASES(paths, try_path, name);
    for (size_t i = 0; i < sizeof body_types / sizeof *body_types; i++)
        case_add(try_body_type, &body_types[i], "a body of the type: %s", body_types[i].name);
    case_add(a_body_beyond_the_limit_is_refused, NULL, "a body beyond the limit is refused");
    case_add(a_body_within_the_limit_is_read, NULL, "a body within the limit is read");
    case_add(a_request_id_comes_back, NULL, "a request id comes back");
    case_add(a_request_id_that_is_none_is_replaced, NULL, "a request id that is none is replaced");
    case_add(every_answer_has_an_id_of_its_own, NULL, "every answer has an id of its own");
    case_add(nothing_is_to_be_stored, NULL, "nothing is to be stored");
    case_add(an_etag_that_is_known_saves_the_body, NULL, "an ETag that is known saves the body");
    case_add(an_etag_of_something_else_saves_nothing, NULL,
             "an ETag of something else saves nothing");
    case_add(failures_have_no_etag, NULL, "failures have no ETag");
    case_add(head_is_get_without_the_body, NULL, "HEAD is GET without the body");
    case_add(a_preflight_needs_no_credential, NULL, "a preflight needs no credential");
    case_add(every_origin_may_read, NULL, "every origin may read");
    case_add(the_server_says_how_it_is, NULL, "the server says how it is");
    case_add(metrics_count_requests_of_all_workers, NULL, "metrics count requests of all workers");
    case_add(secrets_are_not_among_the_metrics, NULL, "secrets are not among the metrics");
    return cases_main("front", open_stack, http_close, argc, argv);
}
