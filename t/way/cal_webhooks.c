/* cal_webhooks.c - webhooks of users and of event types: what may be asked, and who sees what.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <CUnit/CUnit.h>

#include "cases.h"
#include "http.h"

#define ANN    "cal_test_ann"
#define BEN    "cal_test_ben"
#define CARA   "cal_test_cara"
#define ZED    "cal_test_zed"
#define MINE   "/v2/webhooks"
#define INTRO  "/v2/event-types/1001/webhooks"
#define CREW   "/v2/event-types/1016/webhooks"
#define NOBODY "00000000-0000-4000-8000-000000000000"

static unsigned serial;

static const char *fresh_url(void)
{
    return say("https://example.com/hooks/%ld/%u", (long)getpid(), ++serial);
}

static const char *plain_body(const char *url)
{
    return say("{\"subscriberUrl\":\"%s\",\"triggers\":[\"BOOKING_CREATED\"],\"active\":true}",
               url);
}

static struct answer *post(const char *key, const char *path, const char *body)
{
    return ASK(.method = "POST", .target = path, .credential = key, .body = body);
}

static struct answer *get(const char *key, const char *path)
{
    return ASK(.target = path, .credential = key);
}

static struct answer *patch(const char *key, const char *path, const char *body)
{
    return ASK(.method = "PATCH", .target = path, .credential = key, .body = body);
}

static struct answer *drop(const char *key, const char *path)
{
    return ASK(.method = "DELETE", .target = path, .credential = key);
}

static const char *path_of(const char *list, const char *id)
{
    return say("%s/%s", list, id == NULL ? NOBODY : id);
}

/* One that is there; its path. */
static const char *made(const char *key, const char *list)
{
    struct answer *answer = post(key, list, plain_body(fresh_url()));

    EXPECT_STATUS(answer, 201);
    return path_of(list, text_at(answer->json, "data.id"));
}

static bool is_listed(const char *key, const char *list, const char *path)
{
    struct answer *answer = get(key, list);
    size_t count = count_at(answer->json, "data");

    EXPECT_STATUS(answer, 200);
    for (size_t i = 0; count != SIZE_MAX && i < count; i++) {
        const char *id = text_at(answer->json, say("data.%zu.id", i));

        if (id != NULL && strcmp(path_of(list, id), path) == 0) {
            return true;
        }
    }
    return false;
}

/* ---- made and seen ---- */

static void is_made(const void *row)
{
    const char *url = fresh_url();
    struct answer *answer =
        post(ANN, MINE,
             say("{\"subscriberUrl\":\"%s\",\"triggers\":[\"BOOKING_CANCELLED\","
                 "\"BOOKING_CREATED\"],\"active\":false,\"payloadTemplate\":\"{\\\"a\\\":1}\","
                 "\"secret\":\"s3cret\",\"version\":\"2021-10-20\"}",
                 url));

    (void)row;
    EXPECT_STATUS(answer, 201);
    EXPECT_TEXT(answer, "status", "success");
    EXPECT_NUMBER(answer, "data.userId", 101);
    EXPECT_TEXT(answer, "data.subscriberUrl", url);
    EXPECT_TEXT(answer, "data.triggers.0", "BOOKING_CANCELLED");
    EXPECT_TEXT(answer, "data.triggers.1", "BOOKING_CREATED");
    CU_ASSERT_EQUAL(count_at(answer->json, "data.triggers"), 2);
    EXPECT_TEXT(answer, "data.payloadTemplate", "{\"a\":1}");
    EXPECT_TEXT(answer, "data.secret", "s3cret");
    EXPECT_TEXT(answer, "data.version", "2021-10-20");
    CU_ASSERT(json_object_is_type(json_at(answer->json, "data.active"), json_type_boolean));
    CU_ASSERT_FALSE(json_object_get_boolean(json_at(answer->json, "data.active")));
    CU_ASSERT_EQUAL(strlen(text_at(answer->json, "data.id")), 36);
}

static void has_no_nulls(const void *row)
{
    struct answer *answer = post(ANN, MINE, plain_body(fresh_url()));

    (void)row;
    EXPECT_STATUS(answer, 201);
    EXPECT_TEXT(answer, "data.payloadTemplate", "");
    CU_ASSERT_FALSE(json_has(answer->json, "data.secret"));
    CU_ASSERT_FALSE(json_has(answer->json, "data.eventTypeId"));
    EXPECT(strstr(answer->body, "null") == NULL, "%s", answer->body);
}

static void is_made_of_event_type(const void *row)
{
    struct answer *answer = post(ANN, INTRO, plain_body(fresh_url()));

    (void)row;
    EXPECT_STATUS(answer, 201);
    EXPECT_NUMBER(answer, "data.eventTypeId", 1001);
    CU_ASSERT_FALSE(json_has(answer->json, "data.userId"));
}

static void is_found(const void *row)
{
    const char *list = row;
    const char *path = made(ANN, list);
    struct answer *answer = get(ANN, path);

    EXPECT_STATUS(answer, 200);
    EXPECT_TEXT(answer, "data.id", strrchr(path, '/') + 1);
    CU_ASSERT(is_listed(ANN, list, path));
}

static void each_in_its_own_list(const void *row)
{
    const char *mine = made(ANN, MINE), *of_type = made(ANN, INTRO);

    (void)row;
    CU_ASSERT_FALSE(is_listed(ANN, MINE, path_of(MINE, strrchr(of_type, '/') + 1)));
    CU_ASSERT_FALSE(is_listed(ANN, INTRO, path_of(INTRO, strrchr(mine, '/') + 1)));
    EXPECT_STATUS(get(ANN, path_of(MINE, strrchr(of_type, '/') + 1)), 404);
    EXPECT_STATUS(get(ANN, path_of(INTRO, strrchr(mine, '/') + 1)), 404);
    EXPECT_STATUS(get(ANN, path_of("/v2/event-types/1004/webhooks", strrchr(of_type, '/') + 1)),
                  404);
}

static void no_triggers(const void *row)
{
    struct answer *answer = post(
        ANN, MINE, say("{\"subscriberUrl\":\"%s\",\"triggers\":[],\"active\":true}", fresh_url()));

    (void)row;
    EXPECT_STATUS(answer, 201);
    CU_ASSERT_EQUAL(count_at(answer->json, "data.triggers"), 0);
}

static const char *const triggers[] = {"BOOKING_CREATED",
                                       "BOOKING_PAYMENT_INITIATED",
                                       "BOOKING_PAID",
                                       "BOOKING_RESCHEDULED",
                                       "BOOKING_REQUESTED",
                                       "BOOKING_CANCELLED",
                                       "BOOKING_REJECTED",
                                       "BOOKING_NO_SHOW_UPDATED",
                                       "FORM_SUBMITTED",
                                       "MEETING_ENDED",
                                       "MEETING_STARTED",
                                       "RECORDING_READY",
                                       "INSTANT_MEETING",
                                       "RECORDING_TRANSCRIPTION_GENERATED",
                                       "OOO_CREATED",
                                       "AFTER_HOSTS_CAL_VIDEO_NO_SHOW",
                                       "AFTER_GUESTS_CAL_VIDEO_NO_SHOW",
                                       "FORM_SUBMITTED_NO_EVENT",
                                       "ROUTING_FORM_FALLBACK_HIT",
                                       "DELEGATION_CREDENTIAL_ERROR",
                                       "WRONG_ASSIGNMENT_REPORT",
                                       "BOOKING_LOCATION_UPDATED",
                                       "BOOKING_REASSIGNED"};

static void knows_trigger(const void *row)
{
    const char *trigger = row;
    struct answer *answer =
        post(ANN, MINE,
             say("{\"subscriberUrl\":\"%s\",\"triggers\":[\"%s\"],\"active\":true}", fresh_url(),
                 trigger));

    EXPECT_STATUS(answer, 201);
    EXPECT_TEXT(answer, "data.triggers.0", trigger);
}

/* ---- refused ---- */

#define URL_AND(rest) "{\"subscriberUrl\":\"https://example.com/refused\"," rest "}"
#define GOOD_REST     "\"triggers\":[\"BOOKING_CREATED\"],\"active\":true"
#define URL(url)      "{\"subscriberUrl\":\"" url "\"," GOOD_REST "}"

static const struct refused {
    const char *name, *body;
    const char *property; /* of the first complaint; NULL: another kind of error */
    const char *constraint, *sentence;
} refused[] = {
    {"an empty body", "{}", "subscriberUrl", "isString", "subscriberUrl must be a string"},
    {"no URL", "{" GOOD_REST "}", "subscriberUrl", "isString", "subscriberUrl must be a string"},
    {"no triggers", URL_AND("\"active\":true"), "triggers", "isArray", "triggers must be an array"},
    {"no active", URL_AND("\"triggers\":[]"), "active", "isBoolean",
     "active must be a boolean value"},
    {"a URL that is a number", "{\"subscriberUrl\":5," GOOD_REST "}", "subscriberUrl", "isString",
     "subscriberUrl must be a string"},
    {"triggers that are a text", URL_AND("\"triggers\":\"BOOKING_CREATED\",\"active\":true"),
     "triggers", "isArray", "triggers must be an array"},
    {"a trigger nobody knows", URL_AND("\"triggers\":[\"BOOKING_BURNT\"],\"active\":true"),
     "triggers", "isEnum", "each value in triggers must be one of the documented triggers"},
    {"a trigger in small letters", URL_AND("\"triggers\":[\"booking_created\"],\"active\":true"),
     "triggers", "isEnum", "each value in triggers must be one of the documented triggers"},
    {"one unknown trigger among known ones",
     URL_AND("\"triggers\":[\"BOOKING_CREATED\",\"\"],\"active\":true"), "triggers", "isEnum",
     "each value in triggers must be one of the documented triggers"},
    {"active as a text", URL_AND("\"triggers\":[],\"active\":\"true\""), "active", "isBoolean",
     "active must be a boolean value"},
    {"active as a number", URL_AND("\"triggers\":[],\"active\":1"), "active", "isBoolean",
     "active must be a boolean value"},
    {"a secret that is an object", URL_AND(GOOD_REST ",\"secret\":{}"), "secret", "isString",
     "secret must be a string"},
    {"a template that is an object", URL_AND(GOOD_REST ",\"payloadTemplate\":{\"a\":1}"),
     "payloadTemplate", "isString", "payloadTemplate must be a string"},
    {"another version", URL_AND(GOOD_REST ",\"version\":\"2020-01-01\""), "version", "isEnum",
     "version must be one of the documented values"},
    {"a body that is a list", "[]", NULL, NULL, NULL},
    {"a body that is no JSON", "{\"subscriberUrl\":", NULL, NULL, NULL},
    {"a URL that is empty", URL(""), NULL, NULL, NULL},
    {"a URL without a scheme", URL("example.com/a"), NULL, NULL, NULL},
    {"a URL of another scheme", URL("ftp://example.com/a"), NULL, NULL, NULL},
    {"a file", URL("file:///etc/passwd"), NULL, NULL, NULL},
    {"a script", URL("javascript:alert(1)"), NULL, NULL, NULL},
    {"a URL without a host", URL("https:///a"), NULL, NULL, NULL},
    {"a URL that is only a scheme", URL("https://"), NULL, NULL, NULL},
    {"a URL with a blank", URL("https://example.com/a b"), NULL, NULL, NULL},
    {"a URL with a line break", URL("https://example.com/\\r\\nX: y"), NULL, NULL, NULL},
    {"a URL with brackets of markup", URL("https://example.com/<b>"), NULL, NULL, NULL},
};

static void is_refused(const void *row)
{
    const struct refused *refused_row = row;
    int64_t before = sql_number("SELECT COUNT(*) FROM webhook");
    struct answer *answer = post(ANN, MINE, refused_row->body);

    EXPECT_STATUS(answer, 400);
    EXPECT_TEXT(answer, "status", "error");
    EXPECT_TEXT(answer, "error.code", "BadRequestException");
    if (refused_row->property != NULL) {
        EXPECT_TEXT(answer, "error.message", "Bad Request Exception");
        EXPECT_TEXT(answer, "error.details.errors.0.property", refused_row->property);
        EXPECT_TEXT(answer, say("error.details.errors.0.constraints.%s", refused_row->constraint),
                    refused_row->sentence);
    }
    CU_ASSERT_EQUAL(sql_number("SELECT COUNT(*) FROM webhook"), before);
}

static const char *repeated(char letter, size_t count)
{
    char *text = (char *)(uintptr_t)say("%*s", (int)count, "");

    memset(text, letter, count);
    return text;
}

static void too_long(const void *row)
{
    (void)row;
    EXPECT_STATUS(post(ANN, MINE, plain_body(say("https://example.com/%s", repeated('a', 1980)))),
                  201);
    EXPECT_STATUS(post(ANN, MINE, plain_body(say("https://example.com/%s", repeated('b', 1981)))),
                  400);
    EXPECT_STATUS(post(ANN, MINE,
                       say("{\"subscriberUrl\":\"%s\"," GOOD_REST ",\"secret\":\"%s\"}",
                           fresh_url(), repeated('s', 501))),
                  400);
}

static void unknown_properties(const void *row)
{
    struct answer *answer =
        post(ANN, MINE,
             say("{\"subscriberUrl\":\"%s\"," GOOD_REST ",\"userId\":102,\"id\":\"x\","
                 "\"colour\":\"blue\"}",
                 fresh_url()));

    (void)row;
    EXPECT_STATUS(answer, 201);
    EXPECT_NUMBER(answer, "data.userId", 101);
}

static void twice(const void *row)
{
    const char *list = row;
    const char *body = plain_body(fresh_url());
    struct answer *answer;

    EXPECT_STATUS(post(ANN, list, body), 201);
    answer = post(ANN, list, body);
    EXPECT_STATUS(answer, 409);
    EXPECT_TEXT(answer, "error.code", "ConflictException");
    EXPECT_NUMBER(answer, "error.details.statusCode", 409);
}

static void once_for_each_owner(const void *row)
{
    const char *body = plain_body(fresh_url());

    (void)row;
    EXPECT_STATUS(post(ANN, MINE, body), 201);
    EXPECT_STATUS(post(BEN, MINE, body), 201);
    EXPECT_STATUS(post(ZED, MINE, body), 201);
    EXPECT_STATUS(post(ANN, INTRO, body), 201);
    EXPECT_STATUS(post(ANN, CREW, body), 201);
    EXPECT_STATUS(post(ZED, INTRO, body), 201);
    EXPECT_STATUS(post(ANN, MINE, body), 409);
}

/* ---- changed ---- */

static void is_changed(const void *row)
{
    const char *list = row;
    const char *path = made(ANN, list), *url = fresh_url();
    struct answer *answer =
        patch(ANN, path,
              say("{\"subscriberUrl\":\"%s\",\"triggers\":[\"OOO_CREATED\"],\"active\":false,"
                  "\"payloadTemplate\":\"t\",\"secret\":\"n\"}",
                  url));

    EXPECT_STATUS(answer, 200);
    answer = get(ANN, path);
    EXPECT_TEXT(answer, "data.subscriberUrl", url);
    EXPECT_TEXT(answer, "data.triggers.0", "OOO_CREATED");
    EXPECT_TEXT(answer, "data.payloadTemplate", "t");
    EXPECT_TEXT(answer, "data.secret", "n");
    CU_ASSERT_FALSE(json_object_get_boolean(json_at(answer->json, "data.active")));
}

static void is_changed_in_part(const void *row)
{
    const char *path = made(ANN, MINE);
    struct answer *before = get(ANN, path), *after;

    (void)row;
    EXPECT_STATUS(patch(ANN, path, "{\"secret\":\"kept\"}"), 200);
    EXPECT_STATUS(patch(ANN, path, "{\"active\":false}"), 200);
    after = get(ANN, path);
    EXPECT_TEXT(after, "data.secret", "kept");
    EXPECT_TEXT(after, "data.subscriberUrl", text_at(before->json, "data.subscriberUrl"));
    EXPECT_TEXT(after, "data.triggers.0", "BOOKING_CREATED");
}

static void nothing_is_changed(const void *row)
{
    const char *path = made(ANN, MINE);
    struct answer *before = get(ANN, path), *after;

    (void)row;
    EXPECT_STATUS(patch(ANN, path, "{}"), 200);
    EXPECT_STATUS(patch(ANN, path, "{\"subscriberUrl\":null,\"active\":null}"), 200);
    after = get(ANN, path);
    CU_ASSERT_STRING_EQUAL(before->body, after->body);
}

static void is_cleared(const void *row)
{
    const char *path = made(ANN, MINE);
    struct answer *answer;

    (void)row;
    EXPECT_STATUS(patch(ANN, path, "{\"secret\":\"a\",\"payloadTemplate\":\"b\"}"), 200);
    answer = patch(ANN, path, "{\"secret\":\"\",\"payloadTemplate\":\"\"}");
    EXPECT_STATUS(answer, 200);
    CU_ASSERT_FALSE(json_has(answer->json, "data.secret"));
    EXPECT_TEXT(answer, "data.payloadTemplate", "");
}

static void change_makes_twice(const void *row)
{
    const char *url = fresh_url(), *path = made(ANN, MINE);

    (void)row;
    EXPECT_STATUS(post(ANN, MINE, plain_body(url)), 201);
    EXPECT_STATUS(patch(ANN, path, say("{\"subscriberUrl\":\"%s\"}", url)), 409);
    url = text_at(get(ANN, path)->json, "data.subscriberUrl");
    EXPECT_STATUS(patch(ANN, path, say("{\"subscriberUrl\":\"%s\"}", url)), 200);
}

static const struct refused refused_changes[] = {
    {"to a URL of another scheme", "{\"subscriberUrl\":\"ftp://example.com\"}", NULL, NULL, NULL},
    {"to no URL", "{\"subscriberUrl\":\"\"}", NULL, NULL, NULL},
    {"to a trigger nobody knows", "{\"triggers\":[\"X\"]}", NULL, NULL, NULL},
    {"to triggers that are no list", "{\"triggers\":\"BOOKING_CREATED\"}", NULL, NULL, NULL},
    {"to active as a text", "{\"active\":\"no\"}", NULL, NULL, NULL},
    {"to another version", "{\"version\":\"1\"}", NULL, NULL, NULL},
};

static void change_is_refused(const void *row)
{
    const struct refused *refused_row = row;
    const char *path = made(ANN, MINE);
    struct answer *before = get(ANN, path);

    EXPECT_STATUS(patch(ANN, path, refused_row->body), 400);
    CU_ASSERT_STRING_EQUAL(get(ANN, path)->body, before->body);
}

/* ---- removed ---- */

static void is_removed(const void *row)
{
    const char *list = row;
    const char *path = made(ANN, list);
    struct answer *answer = drop(ANN, path);

    EXPECT_STATUS(answer, 200);
    EXPECT_TEXT(answer, "data.id", strrchr(path, '/') + 1);
    EXPECT_STATUS(get(ANN, path), 404);
    EXPECT_STATUS(drop(ANN, path), 404);
    CU_ASSERT_FALSE(is_listed(ANN, list, path));
}

static void is_made_again(const void *row)
{
    const char *body = plain_body(fresh_url());
    struct answer *answer = post(ANN, MINE, body);

    (void)row;
    EXPECT_STATUS(drop(ANN, path_of(MINE, text_at(answer->json, "data.id"))), 200);
    EXPECT_STATUS(post(ANN, MINE, body), 201);
}

/* ---- whose ---- */

enum { NEVER_THERE, OF_BEN, OF_ANOTHER_BUSINESS, NO_UUID };
static const struct stranger {
    const char *name;
    int which;
} strangers[] = {
    {"that was never there", NEVER_THERE},
    {"of another user", OF_BEN},
    {"of another business", OF_ANOTHER_BUSINESS},
    {"by what is no id", NO_UUID},
};

static const char *path_of_stranger(int which)
{
    switch (which) {
    case OF_BEN:
        return made(BEN, MINE);
    case OF_ANOTHER_BUSINESS:
        return made(ZED, MINE);
    case NO_UUID:
        return MINE "/1%27%20OR%201";
    default:
        return path_of(MINE, NOBODY);
    }
}

static void is_not_there(const void *row)
{
    const char *path = path_of_stranger(((const struct stranger *)row)->which);
    struct answer *answer = get(ANN, path);

    EXPECT_STATUS(answer, 404);
    EXPECT_TEXT(answer, "error.code", "NotFoundException");
    EXPECT_STATUS(patch(ANN, path, "{\"active\":false}"), 404);
    EXPECT_STATUS(drop(ANN, path), 404);
}

static void strangers_are_left_alone(const void *row)
{
    const char *path = made(BEN, MINE);

    (void)row;
    EXPECT_STATUS(drop(ANN, path), 404);
    EXPECT_STATUS(get(BEN, path), 200);
    CU_ASSERT_FALSE(is_listed(ANN, MINE, path));
}

static const struct outsider {
    const char *name, *key, *list;
    long status;
} outsiders[] = {
    {"its owner may", ANN, INTRO, 201},
    {"another user may not", BEN, INTRO, 404},
    {"the leader of its team may", ANN, CREW, 201},
    {"a member of its team may not", BEN, CREW, 404},
    {"a host of its team may not", CARA, "/v2/event-types/1017/webhooks", 404},
    {"the owner of the same number elsewhere has its own", ZED, INTRO, 201},
    {"nobody may for one of another business", ANN, "/v2/event-types/2001/webhooks", 404},
    {"nobody may for one that is not there", ANN, "/v2/event-types/99999/webhooks", 404},
    {"nobody may for one that was deleted", ANN, "/v2/event-types/1030/webhooks", 404},
};

static void may_or_not(const void *row)
{
    const struct outsider *outsider = row;

    EXPECT_STATUS(post(outsider->key, outsider->list, plain_body(fresh_url())), outsider->status);
    EXPECT_STATUS(get(outsider->key, outsider->list), outsider->status == 201 ? 200 : 404);
}

static void no_number(const void *row)
{
    (void)row;
    EXPECT_STATUS(get(ANN, "/v2/event-types/intro/webhooks"), 400);
    EXPECT_STATUS(get(ANN, "/v2/event-types/0/webhooks"), 400);
    EXPECT_STATUS(get(ANN, "/v2/event-types/-1/webhooks"), 400);
}

static const struct credential {
    const char *name, *key;
    long reads, writes;
} credentials[] = {
    {"nobody", NULL, 401, 401},
    {"a key nobody has", "cal_test_nobody", 401, 401},
    {"an expired key", "cal_test_ann_expired", 401, 401},
    {"a revoked key", "cal_test_ann_revoked", 401, 401},
    {"a key", ANN, 200, 201},
    {"a managed user's token", "managed-ann", 200, 201},
    {"a token for bookings", "oauth-ann-read-write", 403, 403},
    {"a key of another dialect", "links-ann", 401, 401},
    {"a session", "session-ann", 401, 401},
};

static void credential_is_checked(const void *row)
{
    const struct credential *credential = row;

    EXPECT_STATUS(get(credential->key, MINE), credential->reads);
    EXPECT_STATUS(post(credential->key, MINE, plain_body(fresh_url())), credential->writes);
    EXPECT_STATUS(get(credential->key, INTRO), credential->reads);
    EXPECT_STATUS(post(credential->key, INTRO, plain_body(fresh_url())), credential->writes);
    if (credential->reads != 200) {
        EXPECT_STATUS(patch(credential->key, MINE "/" NOBODY, "{}"), credential->writes);
        EXPECT_STATUS(drop(credential->key, MINE "/" NOBODY), credential->writes);
    }
}

/* ---- pages ---- */

static const char *id_on(const char *query, size_t nth)
{
    return text_at(get(CARA, say(MINE "?%s", query))->json, say("data.%zu.id", nth));
}

static void pages(const void *row)
{
    const char *all[5];

    (void)row;
    sql("DELETE w FROM webhook w JOIN user u ON u.business_id = w.business_id AND u.id = w.user_id"
        " WHERE u.username = 'cara'");
    for (size_t i = 0; i < 5; i++) {
        all[i] = strrchr(made(CARA, MINE), '/') + 1;
    }
    CU_ASSERT_EQUAL(count_at(get(CARA, MINE)->json, "data"), 5);
    CU_ASSERT_EQUAL(count_at(get(CARA, MINE "?take=2")->json, "data"), 2);
    CU_ASSERT_EQUAL(count_at(get(CARA, MINE "?take=2&skip=4")->json, "data"), 1);
    CU_ASSERT_EQUAL(count_at(get(CARA, MINE "?skip=5")->json, "data"), 0);
    CU_ASSERT_EQUAL(count_at(get(CARA, MINE "?take=250")->json, "data"), 5);
    CU_ASSERT_STRING_EQUAL(id_on("take=1", 0), all[0]);
    CU_ASSERT_STRING_EQUAL(id_on("take=2&skip=2", 1), all[3]);
}

static const struct bad_page {
    const char *name, *query, *property;
} bad_pages[] = {
    {"take=0", "take=0", "take"},
    {"take=251", "take=251", "take"},
    {"take=-1", "take=-1", "take"},
    {"take without a number", "take=all", "take"},
    {"an empty take", "take=", "take"},
    {"skip=-1", "skip=-1", "skip"},
    {"skip without a number", "skip=x", "skip"},
};

static void page_is_refused(const void *row)
{
    const struct bad_page *bad = row;
    struct answer *answer = get(ANN, say(MINE "?%s", bad->query));

    EXPECT_STATUS(answer, 400);
    EXPECT_TEXT(answer, "error.details.errors.0.property", bad->property);
    EXPECT_STATUS(get(ANN, say(INTRO "?%s", bad->query)), 400);
}

/* ---- the rest of HTTP ---- */

static const char *const versions[] = {"2024-04-15", "2024-06-14", "2024-08-13",
                                       "2026-05-01", "nonsense",   NULL};

static void any_version(const void *row)
{
    struct answer *answer = ASK(.target = MINE, .credential = ANN, .version = row);

    EXPECT_STATUS(answer, 200);
}

static void other_methods(const void *row)
{
    struct answer *answer = ASK(.method = "PUT", .target = MINE, .credential = ANN, .body = "{}");

    (void)row;
    EXPECT_STATUS(answer, 405);
    EXPECT(strstr(http_header(answer, "Allow"), "POST") != NULL, "%s", answer->headers);
    EXPECT_STATUS(ASK(.method = "POST", .target = MINE "/" NOBODY, .credential = ANN, .body = "{}"),
                  405);
}

static void other_spellings(const void *row)
{
    (void)row;
    EXPECT_STATUS(get(ANN, "/api/v2/webhooks"), 200);
    EXPECT_STATUS(get(ANN, "/v2/ee/webhooks"), 200);
    EXPECT_STATUS(get(ANN, "/v2/webhook"), 404);
}

static void same_request_again(const void *row)
{
    const char *body = plain_body(fresh_url());
    const char *header = say("Idempotency-Key: hook-%ld-%u", (long)getpid(), serial);
    struct answer *one =
        ASK(.method = "POST", .target = MINE, .credential = ANN, .body = body, .headers = {header});
    struct answer *two =
        ASK(.method = "POST", .target = MINE, .credential = ANN, .body = body, .headers = {header});

    (void)row;
    EXPECT_STATUS(one, 201);
    EXPECT_STATUS(two, 201);
    CU_ASSERT_STRING_EQUAL(one->body, two->body);
}

/* Webhooks of earlier runs would make the same URLs twice. */
static int setup(void)
{
    if (http_open(NULL) != 0) {
        return 1;
    }
    sql("DELETE FROM webhook");
    return 0;
}

int main(int argc, char **argv)
{
    case_add(is_made, NULL, "a webhook is made, and shown as it was asked for");
    case_add(has_no_nulls, NULL, "what a webhook has not is left out or empty, never null");
    case_add(is_made_of_event_type, NULL, "a webhook of an event type names that, and no user");
    case_add(is_found, MINE, "a user's webhook is found and listed");
    case_add(is_found, INTRO, "an event type's webhook is found and listed");
    case_add(each_in_its_own_list, NULL, "users' and event types' webhooks do not mix");
    case_add(no_triggers, NULL, "a webhook may want to know nothing");
    for (size_t i = 0; i < sizeof triggers / sizeof *triggers; i++) {
        case_add(knows_trigger, triggers[i], "the trigger %s is known", triggers[i]);
    }
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        case_add(is_refused, &refused[i], "refused: %s", refused[i].name);
    }
    case_add(too_long, NULL, "a URL of 2,000 characters is taken, a longer one is not");
    case_add(unknown_properties, NULL, "properties nobody knows are passed over");
    case_add(twice, MINE, "a user has a URL once");
    case_add(twice, INTRO, "an event type has a URL once");
    case_add(once_for_each_owner, NULL, "different owners may have the same URL");
    case_add(is_changed, MINE, "a user's webhook is changed");
    case_add(is_changed, CREW, "an event type's webhook is changed");
    case_add(is_changed_in_part, NULL, "what a change does not name stays");
    case_add(nothing_is_changed, NULL, "a change of nothing changes nothing");
    case_add(is_cleared, NULL, "empty texts take secret and template away");
    case_add(change_makes_twice, NULL, "a change to a URL that is there already is refused");
    for (size_t i = 0; i < sizeof refused_changes / sizeof *refused_changes; i++) {
        case_add(change_is_refused, &refused_changes[i], "a change is refused: %s",
                 refused_changes[i].name);
    }
    case_add(is_removed, MINE, "a user's webhook is removed and shown once more");
    case_add(is_removed, INTRO, "an event type's webhook is removed and shown once more");
    case_add(is_made_again, NULL, "what was removed can be made again");
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
        case_add(is_not_there, &strangers[i], "not found: a webhook %s", strangers[i].name);
    }
    case_add(strangers_are_left_alone, NULL, "nobody removes another user's webhook");
    for (size_t i = 0; i < sizeof outsiders / sizeof *outsiders; i++) {
        case_add(may_or_not, &outsiders[i], "webhooks of an event type: %s", outsiders[i].name);
    }
    case_add(no_number, NULL, "an event type is named by a number");
    for (size_t i = 0; i < sizeof credentials / sizeof *credentials; i++) {
        case_add(credential_is_checked, &credentials[i], "who asks: %s", credentials[i].name);
    }
    case_add(pages, NULL, "take and skip cut pages, oldest first");
    for (size_t i = 0; i < sizeof bad_pages / sizeof *bad_pages; i++) {
        case_add(page_is_refused, &bad_pages[i], "refused: %s", bad_pages[i].name);
    }
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
        case_add(any_version, versions[i], "the version '%s' is as good as any",
                 versions[i] == NULL ? "(none)" : versions[i]);
    }
    case_add(other_methods, NULL, "other methods are refused");
    case_add(other_spellings, NULL, "other spellings of the path are the same");
    case_add(same_request_again, NULL, "the same request with the same key has the same answer");
    return cases_main("cal webhooks", setup, http_close, argc, argv);
}
