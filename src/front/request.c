/* request.c - what a client asks, taken from a FastCGI environment and body.
 * SPDX-License-Identifier: MIT
 */
#include <stdint.h>
#include <string.h>

#include "base/uid.h"
#include "front/request.h"

enum {
    ID_MOST = 64,
    METHOD_MOST = 32,
    TARGET_MOST = 16 * 1024,
    SMALL_BODY = 4096,
    DRAIN_MOST = 4 * 1024 * 1024,
};

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS  "0123456789"

/* Beside all that begins with HTTP_. Others may hold line breaks (a client's certificate does). */
static const char *const used[] = {
    "REQUEST_METHOD", "REQUEST_URI", "SCRIPT_NAME", "CONTENT_TYPE",   "CONTENT_LENGTH",
    "REMOTE_ADDR",    "SERVER_NAME", "HTTPS",       "REQUEST_SCHEME", "SLOTD_REQUEST_ID",
};

static bool begins_with_name(const char *entry, const char *name, size_t length)
{
    return strncmp(entry, name, length) == 0 && entry[length] == '=';
}

static const char *value_of(char *const *environment, const char *name)
{
    size_t length = strlen(name);

    for (char *const *entry = environment; *entry != NULL; entry++) {
        if (begins_with_name(*entry, name, length)) {
            return *entry + length + 1;
        }
    }
    return NULL;
}

static const char *value_or_empty(char *const *environment, const char *name)
{
    const char *value = value_of(environment, name);

    return value == NULL ? "" : value;
}

static bool is_used(const char *entry)
{
    if (strncmp(entry, "HTTP_", 5) == 0) {
        return true;
    }
    for (size_t i = 0; i < sizeof used / sizeof *used; i++) {
        if (begins_with_name(entry, used[i], strlen(used[i]))) {
            return true;
        }
    }
    return false;
}

static bool lines_are_whole(char *const *environment)
{
    for (char *const *entry = environment; *entry != NULL; entry++) {
        if (strpbrk(*entry, "\r\n") != NULL && is_used(*entry)) {
            return false;
        }
    }
    return true;
}

static bool is_made_of(const char *value, size_t most, const char *signs)
{
    size_t length = strspn(value, signs);

    return length >= 1 && length <= most && value[length] == '\0';
}

static const char *id_of(struct arena *arena, char *const *environment)
{
    static const char *const names[] = {"HTTP_X_REQUEST_ID", "SLOTD_REQUEST_ID"};
    unsigned char uuid[16];
    char *id = NULL;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *given = value_of(environment, names[i]);

        if (given != NULL && is_made_of(given, ID_MOST, LETTERS DIGITS "._-")) {
            return given;
        }
    }
    id = arena_take(arena, 37);
    uuid_v4(uuid);
    uuid_write(id, uuid);
    return id;
}

static const char *target_of(char *const *environment)
{
    const char *target = value_or_empty(environment, "REQUEST_URI");
    const char *script = value_or_empty(environment, "SCRIPT_NAME");
    size_t length = strlen(script);

    if (length == 0 || script[length - 1] == '/' || strncmp(target, script, length) != 0) {
        return target;
    }
    return target[length] == '/' ? target + length : target;
}

static void read_target(struct request *request)
{
    size_t length = strcspn(request->target, "?");

    if (request->target[length] == '?') {
        request->query = request->target + length + 1;
        request->query_length = strlen(request->query);
    }
    if (length + request->query_length > TARGET_MOST ||
        !path_read(request->arena, request->target, length, &request->path)) {
        request->path = (struct path){.count = 0};
        request->trouble = REQUEST_BAD_TARGET;
    }
}

/* The first trouble is the one that is answered. */
static void note_trouble(struct request *request, enum request_trouble trouble)
{
    if (request->trouble == REQUEST_FINE) {
        request->trouble = trouble;
    }
}

/* The value of CONTENT_LENGTH, SIZE_MAX when there is none; false when it is not a number. */
static bool read_length(const char *text, size_t *length)
{
    *length = SIZE_MAX;
    if (text == NULL || text[0] == '\0') {
        return true;
    }
    if (!is_made_of(text, 15, DIGITS)) {
        return false;
    }
    *length = 0;
    for (; *text != '\0'; text++) {
        *length = *length * 10 + (size_t)(*text - '0');
    }
    return true;
}

static size_t pull(const struct body_source *source, char *into, size_t room)
{
    return source->pull(source->from, into, room);
}

/* The first piece of a body that did not fit there; the rest comes behind it. */
static size_t read_large(struct request *request, size_t limit, const struct body_source *source,
                         const char *first, size_t length)
{
    char *body = arena_take(request->arena, limit + 2);

    memcpy(body, first, length);
    request->body = body;
    return length + pull(source, body + length, limit + 1 - length);
}

/* Returns how many bytes were dropped. */
static size_t drain(struct request *request, const struct body_source *source)
{
    char waste[SMALL_BODY];
    size_t dropped = 0;
    size_t got = sizeof waste;

    while (got == sizeof waste && dropped < DRAIN_MOST) {
        got = pull(source, waste, sizeof waste);
        dropped += got;
    }
    request->drained = got < sizeof waste;
    return dropped;
}

void request_read(struct request *request, struct arena *arena, char **environment)
{
    *request = (struct request){
        .arena = arena,
        .environment = environment,
        .method = value_or_empty(environment, "REQUEST_METHOD"),
        .target = target_of(environment),
        .query = "",
        .body = "",
        .remote_address = value_or_empty(environment, "REMOTE_ADDR"),
        .id = id_of(arena, environment),
    };
    if (!lines_are_whole(environment) ||
        !is_made_of(request->method, METHOD_MOST, LETTERS DIGITS "-_")) {
        request->method = "";
        request->trouble = REQUEST_BAD_HEADER;
    } else {
        read_target(request);
    }
}

void request_read_body(struct request *request, size_t limit, const struct body_source *source)
{
    char first[SMALL_BODY];
    size_t declared = 0;
    size_t all = pull(source, first, sizeof first);

    if (!read_length(request_header(request, "CONTENT_LENGTH"), &declared)) {
        note_trouble(request, REQUEST_BAD_HEADER);
    }
    request->drained = all < sizeof first;
    if (all <= limit && request->drained) {
        request->body = arena_bytes(request->arena, first, all);
    } else if (all <= limit) {
        all = read_large(request, limit, source, first, all);
        request->drained = all <= limit;
    }
    request->body_length = all;
    if (!request->drained) {
        all += drain(request, source);
    }
    if (request->body_length > limit || (declared != SIZE_MAX && declared > limit)) {
        request->body = "";
        request->body_length = 0;
        note_trouble(request, REQUEST_TOO_LARGE);
    } else if (declared != SIZE_MAX && declared != all) {
        note_trouble(request, REQUEST_CUT);
    }
}

const char *request_header(const struct request *request, const char *name)
{
    return value_of(request->environment, name);
}
