/* cursor.c - where a walk goes on. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/digest.h"
#include "base/json.h"
#include "base/text.h"
#include "base/uid.h"
#include "engine/cursor.h"
#include "store/people.h"

enum { CHECK_BYTES = 8, CHECK_ROOM = 2 * CHECK_BYTES + 1, CURSOR_MOST = 400 };

static const uint64_t filters_of_walk =
    BY_LISTING | BY_EMAIL | BY_NAME | BY_UID | BY_EVENT_TYPES | BY_EVENT_TYPE | BY_TEAMS | BY_TEAM |
    BY_START_FROM | BY_END_UNTIL | BY_CREATED_FROM | BY_CREATED_UNTIL | BY_UPDATED_FROM |
    BY_UPDATED_UNTIL | BY_USERS | BY_SCOPE_TEAM;

static void add_numbers(struct text *out, const struct numbers *numbers)
{
    for (size_t i = 0; i < numbers->count; i++)
        text_format(out, ",%lld", (long long)numbers->all[i]);
    text_char(out, ';');
}

/* Texts are written as JSON so that none can run into its neighbour. */
static void describe_walk(struct text *out, const struct caller *caller,
                          const struct booking_query *query, const unsigned char walk[16])
{
    char uuid[37];

    uuid_write(uuid, walk);
    text_format(out, "%lld/%lld/%s/%llx/%x/%d/%lld;", (long long)caller->business_id,
                (long long)caller->user_id, uuid,
                (unsigned long long)(query->given & filters_of_walk), query->listings, query->scope,
                (long long)query->scope_team);
    text_json(out, query->email);
    text_json(out, query->name);
    text_json(out, query->uid);
    add_numbers(out, &query->event_types);
    add_numbers(out, &query->teams);
    add_numbers(out, &query->users);
    text_format(out, "%lld;%lld;%lld;%lld;%lld;%lld;%lld;%lld", (long long)query->event_type,
                (long long)query->team, (long long)query->start_from.us,
                (long long)query->end_until.us, (long long)query->created_from.us,
                (long long)query->created_until.us, (long long)query->updated_from.us,
                (long long)query->updated_until.us);
}

static struct fail check_of(struct work *work, const struct booking_query *query,
                            const unsigned char walk[16], char check[CHECK_ROOM])
{
    unsigned char secret[DIGEST_ROOM];
    unsigned char digest[DIGEST_ROOM];
    struct text walked;

    TRY(installation_secret(work->store, "cursor", secret));
    text_init(&walked, 1 << 20);
    describe_walk(&walked, work->caller, query, walk);
    digest_hmac(digest, secret, walked.bytes, walked.length);
    text_free(&walked);
    hex_write(check, digest, CHECK_BYTES);
    return NO_FAIL;
}

struct fail cursor_write(struct work *work, const struct booking_query *query,
                         const unsigned char walk[16], const char **cursor)
{
    char check[CHECK_ROOM];
    char uuid[37];

    TRY(check_of(work, query, walk, check));
    uuid_write(uuid, walk);
    const char *plain =
        arena_format(work->arena, "{\"v\":1,\"sortUuid\":\"%s\",\"check\":\"%s\"}", uuid, check);
    *cursor = base64_write(work->arena, plain, strlen(plain));
    return NO_FAIL;
}

static const char *text_member(struct json_object *object, const char *name)
{
    struct json_object *member = NULL;

    if (!json_object_object_get_ex(object, name, &member) ||
        !json_object_is_type(member, json_type_string))
        return "";
    return json_object_get_string(member);
}

static struct json_object *opened(struct work *work, const char *cursor)
{
    const struct json_limits limits = {CURSOR_MOST, 2, 16};
    struct json_fault fault;
    size_t length = 0;

    if (strlen(cursor) > CURSOR_MOST)
        return NULL;
    char *plain = base64_read(work->arena, cursor, strlen(cursor), &length);
    return plain == NULL ? NULL : json_read(work->arena, plain, length, &limits, &fault);
}

struct fail cursor_read(struct work *work, const struct booking_query *query, const char *cursor,
                        unsigned char walk[16])
{
    const struct fail malformed = {.code = BAD_CURSOR, .detail = "malformed"};
    struct json_object *object = opened(work, cursor);
    struct json_object *version = NULL;
    char check[CHECK_ROOM];

    if (object == NULL || !json_object_is_type(object, json_type_object))
        return malformed;
    if (!json_object_object_get_ex(object, "v", &version) ||
        !json_object_is_type(version, json_type_int) || json_object_get_int64(version) != 1)
        return malformed;
    const char *uuid = text_member(object, "sortUuid");
    if (!uuid_read(uuid, strlen(uuid), walk))
        return malformed;
    const char *given = text_member(object, "check");
    TRY(check_of(work, query, walk, check));
    if (strlen(given) != CHECK_ROOM - 1 || !digest_equal(given, check, CHECK_ROOM - 1))
        return (struct fail){.code = BAD_CURSOR, .detail = "of another walk"};
    return NO_FAIL;
}
