/* request.c - tests of front/request and front/reply. SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/uid.h"
#include "front/reply.h"
#include "front/request.h"
#include "front/watch.h"
#include "tap.h"

enum { ENTRIES_MOST = 16 };

static struct arena *arena;
static struct request request;

/* A body that comes in pieces of at most `piece` bytes is still pulled whole, as libfcgi does it.
 */
struct made_body {
    const char *bytes;
    size_t left;
    size_t pulled;
};

static int setup(void)
{
    arena = arena_new(4096, 64 * 1024 * 1024);
    return arena == NULL;
}

static int teardown(void)
{
    arena_free(arena);
    return 0;
}

static void read_with(const char *const *entries)
{
    static char *environment[ENTRIES_MOST];
    int count = 0;

    for (; entries[count] != NULL && count < ENTRIES_MOST - 1; count++) {
        environment[count] = arena_text(arena, entries[count]);
    }
    environment[count] = NULL;
    request_read(&request, arena, environment);
}

#define READ(...) read_with((const char *const[]){"REQUEST_METHOD=GET", __VA_ARGS__, NULL})

static size_t pull(void *from, char *into, size_t room)
{
    struct made_body *body = from;
    size_t got = body->left < room ? body->left : room;

    memcpy(into, body->bytes, got);
    body->bytes += got;
    body->left -= got;
    body->pulled += got;
    return got;
}

static size_t read_body(const char *bytes, size_t length, size_t limit)
{
    struct made_body body = {bytes, length, 0};
    struct body_source source = {pull, &body};

    request_read_body(&request, limit, &source);
    return body.pulled;
}

static void test_plain(void)
{
    READ("REQUEST_URI=/v2/bookings/a%20b?take=5&x=%2F", "REMOTE_ADDR=192.0.2.7",
         "HTTP_CAL_API_VERSION=2024-08-13", "HTTP_CAL=short", "CONTENT_TYPE=");
    CU_ASSERT_EQUAL(request.trouble, REQUEST_FINE);
    CU_ASSERT_STRING_EQUAL(request.method, "GET");
    CU_ASSERT_STRING_EQUAL(request.target, "/v2/bookings/a%20b?take=5&x=%2F");
    CU_ASSERT_EQUAL_FATAL(request.path.count, 3);
    CU_ASSERT_STRING_EQUAL(request.path.parts[2], "a b");
    CU_ASSERT_STRING_EQUAL(request.query, "take=5&x=%2F");
    CU_ASSERT_EQUAL(request.query_length, 12);
    CU_ASSERT_STRING_EQUAL(request.remote_address, "192.0.2.7");
    CU_ASSERT_STRING_EQUAL(request_header(&request, "HTTP_CAL_API_VERSION"), "2024-08-13");
    CU_ASSERT_STRING_EQUAL(request_header(&request, "HTTP_CAL"), "short");
    CU_ASSERT_STRING_EQUAL(request_header(&request, "CONTENT_TYPE"), "");
    CU_ASSERT_PTR_NULL(request_header(&request, "HTTP_CAL_API"));
    CU_ASSERT_PTR_NULL(request_header(&request, "HTTP_AUTHORIZATION"));
}

static void test_no_query(void)
{
    READ("REQUEST_URI=/", "QUERY_STRING=take=5");
    CU_ASSERT_EQUAL(request.trouble, REQUEST_FINE);
    CU_ASSERT_EQUAL(request.path.count, 0);
    CU_ASSERT_STRING_EQUAL(request.query, "");
    CU_ASSERT_EQUAL(request.query_length, 0);
    CU_ASSERT_STRING_EQUAL(request.remote_address, "");
    READ("REQUEST_URI=/a?");
    CU_ASSERT_EQUAL(request.query_length, 0);
    READ("REQUEST_URI=/a?b?c");
    CU_ASSERT_STRING_EQUAL(request.query, "b?c");
}

static void test_prefix(void)
{
    static const struct {
        const char *uri, *script, *target;
    } rows[] = {
        {"REQUEST_URI=/api/p.fcgi/v2/slots?a=/", "SCRIPT_NAME=/api/p.fcgi", "/v2/slots?a=/"},
        {"REQUEST_URI=/api/p.fcgi/", "SCRIPT_NAME=/api/p.fcgi", "/"},
        {"REQUEST_URI=/v2/slots", "SCRIPT_NAME=/api/p.fcgi", "/v2/slots"},
        {"REQUEST_URI=/v2/slots?x", "SCRIPT_NAME=/v2/slots", "/v2/slots?x"},
        {"REQUEST_URI=/v2/slots/", "SCRIPT_NAME=/v2/slots/", "/v2/slots/"},
        {"REQUEST_URI=/v2/slots/a", "SCRIPT_NAME=/v2/slots/", "/v2/slots/a"},
        {"REQUEST_URI=/v2//", "SCRIPT_NAME=/v2/", "/v2//"},
        {"REQUEST_URI=/v2beta/slots", "SCRIPT_NAME=/v2", "/v2beta/slots"},
        {"REQUEST_URI=/v2/a%2Fb", "SCRIPT_NAME=/v2/a/b", "/v2/a%2Fb"},
        {"REQUEST_URI=/v2/slots", "SCRIPT_NAME=", "/v2/slots"},
        {"REQUEST_URI=/v2?/v2/slots", "SCRIPT_NAME=/v2", "/v2?/v2/slots"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        READ(rows[i].uri, rows[i].script);
        CU_ASSERT_STRING_EQUAL(request.target, rows[i].target);
    }
}

static void test_bad_target(void)
{
    static const char *const bad[] = {
        "REQUEST_URI=",          "REQUEST_URI=*",
        "REQUEST_URI=/a/../b",   "REQUEST_URI=/a/%2e%2E/b",
        "REQUEST_URI=/a%2Fb",    "REQUEST_URI=/a%00b",
        "REQUEST_URI=/a%zz",     "REQUEST_URI=/a//b",
        "REQUEST_URI=/a%5cb",    "REQUEST_URI=?a=/b",
        "REQUEST_URI=/%ff",      "URI=/a",
        "REQUEST_URI=http://a/",
    };
    char *uri = NULL;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        READ(bad[i]);
        CU_ASSERT_EQUAL(request.trouble, REQUEST_BAD_TARGET);
        CU_ASSERT_EQUAL(request.path.count, 0);
    }
    uri = arena_format(arena, "REQUEST_URI=/a?%020000d", 1);
    READ(uri);
    CU_ASSERT_EQUAL(request.trouble, REQUEST_BAD_TARGET);
}

static void test_bad_header(void)
{
    static const char *const bad[] = {
        "HTTP_X=a\rb",           "HTTP_AUTHORIZATION=Bearer a\nX: y",
        "CONTENT_TYPE=a\r\n",    "SCRIPT_NAME=/a\nb",
        "REMOTE_ADDR=1.2.3.4\n", "HTTP_X\n=a",
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        READ("REQUEST_URI=/a", bad[i]);
        CU_ASSERT_EQUAL(request.trouble, REQUEST_BAD_HEADER);
        CU_ASSERT_STRING_EQUAL(request.method, "");
    }
    READ("REQUEST_URI=/a\n");
    CU_ASSERT_EQUAL(request.trouble, REQUEST_BAD_HEADER);
    READ("REQUEST_URI=/a", "SSL_CLIENT_CERT=-----\nabc\n-----");
    CU_ASSERT_EQUAL(request.trouble, REQUEST_FINE);
}

static void test_method(void)
{
    static const char *const bad[] = {"REQUEST_METHOD=", "REQUEST_METHOD=GE T", "METHOD=GET",
                                      "REQUEST_METHOD=GET/", "REQUEST_METHOD=\xc3\xa9"};

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        read_with((const char *const[]){bad[i], "REQUEST_URI=/", NULL});
        CU_ASSERT_EQUAL(request.trouble, REQUEST_BAD_HEADER);
    }
    read_with((const char *const[]){"REQUEST_METHOD=M-SEARCH", "REQUEST_URI=/", NULL});
    CU_ASSERT_STRING_EQUAL(request.method, "M-SEARCH");
    CU_ASSERT_EQUAL(request.trouble, REQUEST_FINE);
}

static bool is_uuid(const char *id)
{
    unsigned char uuid[16];

    return strlen(id) == 36 && uuid_read(id, 36, uuid);
}

static void test_id(void)
{
    char given[80] = "HTTP_X_REQUEST_ID=";
    const char *first = NULL;

    READ("REQUEST_URI=/", "HTTP_X_REQUEST_ID=aZ9._-", "SLOTD_REQUEST_ID=other");
    CU_ASSERT_STRING_EQUAL(request.id, "aZ9._-");
    READ("REQUEST_URI=/", "HTTP_X_REQUEST_ID=a b", "SLOTD_REQUEST_ID=0123abc");
    CU_ASSERT_STRING_EQUAL(request.id, "0123abc");
    READ("REQUEST_URI=/", "HTTP_X_REQUEST_ID=", "SLOTD_REQUEST_ID=<>");
    CU_ASSERT(is_uuid(request.id));
    first = request.id;
    READ("REQUEST_URI=/");
    CU_ASSERT(is_uuid(request.id));
    CU_ASSERT_STRING_NOT_EQUAL(request.id, first);

    memset(given + 18, 'x', 61);
    CU_ASSERT_EQUAL(strlen(given), 79);
    READ("REQUEST_URI=/", given);
    CU_ASSERT_STRING_EQUAL(request.id, given + 18);
    READ("REQUEST_URI=/", arena_format(arena, "%sabc", given));
    CU_ASSERT_EQUAL(strlen(request.id), 64);
    READ("REQUEST_URI=/", arena_format(arena, "%sabcd", given));
    CU_ASSERT(is_uuid(request.id));
}

static void test_body(void)
{
    READ("REQUEST_URI=/", "CONTENT_LENGTH=5");
    (void)read_body("hello", 5, 100);
    CU_ASSERT_EQUAL(request.trouble, REQUEST_FINE);
    CU_ASSERT_STRING_EQUAL(request.body, "hello");
    CU_ASSERT_EQUAL(request.body_length, 5);
    CU_ASSERT(request.drained);

    READ("REQUEST_URI=/", "CONTENT_LENGTH=");
    (void)read_body("", 0, 100);
    CU_ASSERT_EQUAL(request.trouble, REQUEST_FINE);
    CU_ASSERT_STRING_EQUAL(request.body, "");

    READ("REQUEST_URI=/");
    (void)read_body("abc", 3, 100);
    CU_ASSERT_EQUAL(request.trouble, REQUEST_FINE);
    CU_ASSERT_STRING_EQUAL(request.body, "abc");
}

static void test_body_limits(void)
{
    static const size_t limits[] = {1, 100, 4095, 4096, 4097, 8192, 65536};
    char *bytes = arena_take(arena, 70000);

    memset(bytes, 'b', 70000);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        size_t limit = limits[i];

        READ("REQUEST_URI=/");
        (void)read_body(bytes, limit, limit);
        CU_ASSERT_EQUAL(request.trouble, REQUEST_FINE);
        CU_ASSERT_EQUAL(request.body_length, limit);
        CU_ASSERT_EQUAL(strlen(request.body), limit);
        CU_ASSERT(request.drained);

        READ("REQUEST_URI=/");
        CU_ASSERT_EQUAL(read_body(bytes, limit + 1, limit), limit + 1);
        CU_ASSERT_EQUAL(request.trouble, REQUEST_TOO_LARGE);
        CU_ASSERT_EQUAL(request.body_length, 0);
        CU_ASSERT(request.drained);
    }
}

static void test_huge_body(void)
{
    size_t size = 16 * 1024 * 1024;
    char *bytes = arena_take(arena, size);
    size_t pulled = 0;

    READ("REQUEST_URI=/");
    CU_ASSERT_EQUAL(read_body(bytes, 3 * 1024 * 1024, 65536), 3 * 1024 * 1024);
    CU_ASSERT_EQUAL(request.trouble, REQUEST_TOO_LARGE);
    CU_ASSERT(request.drained);

    READ("REQUEST_URI=/");
    pulled = read_body(bytes, size, 65536);
    CU_ASSERT_EQUAL(request.trouble, REQUEST_TOO_LARGE);
    CU_ASSERT_FALSE(request.drained);
    CU_ASSERT(pulled > 1024 * 1024 && pulled < 8 * 1024 * 1024);
}

static void test_length(void)
{
    READ("REQUEST_URI=/", "CONTENT_LENGTH=6");
    (void)read_body("hello", 5, 100);
    CU_ASSERT_EQUAL(request.trouble, REQUEST_CUT);
    READ("REQUEST_URI=/", "CONTENT_LENGTH=4");
    (void)read_body("hello", 5, 100);
    CU_ASSERT_EQUAL(request.trouble, REQUEST_CUT);
    READ("REQUEST_URI=/", "CONTENT_LENGTH=5000");
    (void)read_body("", 0, 100);
    CU_ASSERT_EQUAL(request.trouble, REQUEST_TOO_LARGE);
    READ("REQUEST_URI=/", "CONTENT_LENGTH=-5");
    (void)read_body("hello", 5, 100);
    CU_ASSERT_EQUAL(request.trouble, REQUEST_BAD_HEADER);
    READ("REQUEST_URI=/", "CONTENT_LENGTH=5 ");
    (void)read_body("hello", 5, 100);
    CU_ASSERT_EQUAL(request.trouble, REQUEST_BAD_HEADER);
    READ("REQUEST_URI=/", "CONTENT_LENGTH=99999999999999999999");
    (void)read_body("hello", 5, 100);
    CU_ASSERT_EQUAL(request.trouble, REQUEST_BAD_HEADER);
    READ("REQUEST_URI=/a/../b", "CONTENT_LENGTH=6");
    (void)read_body("hello", 5, 100);
    CU_ASSERT_EQUAL(request.trouble, REQUEST_BAD_TARGET);
}

/* What a reply looks like after its records have been taken apart. */
struct received {
    char *bytes;
    size_t length;
    int records;
    bool ended;
};

static struct received receive(int fd, int request_id)
{
    struct received received = {.bytes = arena_take(arena, 1 << 20)};
    unsigned char *all = arena_take(arena, 1 << 20);
    size_t length = 0, at = 0;
    ssize_t got = 0;

    while ((got = read(fd, all + length, (1 << 20) - length)) > 0) {
        length += (size_t)got;
    }
    while (at + 8 <= length && !received.ended) {
        size_t content = (size_t)(all[at + 4] << 8 | all[at + 5]);

        CU_ASSERT_EQUAL(all[at], 1);
        CU_ASSERT_EQUAL(all[at + 2] << 8 | all[at + 3], request_id);
        if (all[at + 1] == 6) {
            memcpy(received.bytes + received.length, all + at + 8, content);
            received.length += content;
            received.records++;
        }
        received.ended = all[at + 1] == 3 && content == 8 && at + 16 == length;
        at += 8 + content + all[at + 6];
    }
    return received;
}

/* Sends from a child, because a large answer waits until it is read. */
static struct received send_and_receive(struct reply *reply)
{
    struct received received;
    int ends[2];
    pid_t child = -1;

    CU_ASSERT_EQUAL_FATAL(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    (void)fflush(stdout);
    child = fork();
    if (child == 0) {
        (void)close(ends[0]);
        _exit(reply_send(reply, arena, ends[1], 258, watch_now() + 5000000) ? 0 : 1);
    }
    (void)close(ends[1]);
    received = receive(ends[0], 258);
    (void)close(ends[0]);
    return received;
}

static void test_reply(void)
{
    struct reply reply;
    struct received received;

    reply_init(&reply, 1 << 20);
    reply.status = 201;
    reply_header(&reply, "Content-Type", "application/json");
    reply_header(&reply, "X-Bad", "a\r\nSet-Cookie: b");
    reply_header(&reply, "X Bad", "a");
    reply_header(&reply, "", "a");
    text_put(&reply.body, "{}");
    received = send_and_receive(&reply);
    CU_ASSERT(received.ended);
    CU_ASSERT_STRING_EQUAL(received.bytes,
                           "Status: 201 Created\r\nContent-Type: application/json\r\n"
                           "Content-Length: 2\r\n\r\n{}");
    reply_clear(&reply);
    CU_ASSERT_EQUAL(reply.status, 200);
    text_put(&reply.body, "hello");
    reply.body_left_out = true;
    received = send_and_receive(&reply);
    CU_ASSERT_STRING_EQUAL(received.bytes, "Status: 200 OK\r\nContent-Length: 5\r\n\r\n");
    reply_clear(&reply);
    reply.status = 204;
    received = send_and_receive(&reply);
    CU_ASSERT_STRING_EQUAL(received.bytes, "Status: 204 No Content\r\n\r\n");
    reply_free(&reply);
}

static void test_large_reply(void)
{
    static const size_t sizes[] = {65450, 65480, 65481, 65482, 65483, 65484, 65528, 131056, 400001};
    struct reply reply;

    reply_init(&reply, 1 << 20);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct received received;
        const char *body = NULL;

        for (size_t at = 0; at < sizes[i]; at++) {
            text_char(&reply.body, (char)('a' + at % 23));
        }
        received = send_and_receive(&reply);
        CU_ASSERT(received.ended);
        body = strstr(received.bytes, "\r\n\r\n");
        CU_ASSERT_PTR_NOT_NULL_FATAL(body);
        CU_ASSERT_EQUAL(received.length - (size_t)(body + 4 - received.bytes), sizes[i]);
        CU_ASSERT(memcmp(body + 4, reply.body.bytes, sizes[i]) == 0);
        reply_clear(&reply);
    }
    reply_free(&reply);
}

static void test_overflow(void)
{
    struct reply reply;
    struct received received;

    reply_init(&reply, 100);
    text_format(&reply.body, "%0101d", 1);
    CU_ASSERT(reply.body.overflowed);
    received = send_and_receive(&reply);
    CU_ASSERT(received.ended);
    CU_ASSERT_PTR_NOT_NULL(strstr(received.bytes, "Status: 500 Internal Server Error\r\n"));
    reply_clear(&reply);
    for (int i = 0; i < 40000; i++) {
        reply_header(&reply, "X", "y");
    }
    received = send_and_receive(&reply);
    CU_ASSERT(received.ended);
    CU_ASSERT_PTR_NOT_NULL(strstr(received.bytes, "Status: 500 Internal Server Error\r\n"));
    CU_ASSERT_PTR_NULL(strstr(received.bytes, "X: y"));
    reply_free(&reply);
}

static void test_peer_that_does_not_read(void)
{
    struct reply reply;
    int ends[2];
    int64_t start = watch_now();

    CU_ASSERT_EQUAL_FATAL(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    reply_init(&reply, 8 << 20);
    text_format(&reply.body, "%04000000d", 1);
    CU_ASSERT_FALSE(reply_send(&reply, arena, ends[1], 1, start + 200000));
    CU_ASSERT(watch_now() - start >= 190000);
    CU_ASSERT(watch_now() - start < 3000000);
    (void)close(ends[0]);
    CU_ASSERT_FALSE(reply_send(&reply, arena, ends[1], 1, watch_now() + 5000000));
    (void)close(ends[1]);
    reply_free(&reply);
}

static const struct tap_case cases[] = {
    {"method, path, query, headers and address are taken", test_plain},
    {"a request without a query has an empty one", test_no_query},
    {"a prefix of the web server is taken off, a whole path is not", test_prefix},
    {"a target that is no clean path is refused", test_bad_target},
    {"line breaks in values that are used are refused", test_bad_header},
    {"a method must be one word", test_method},
    {"an id is taken when it is safe and made otherwise", test_id},
    {"a body is read to its end", test_body},
    {"a body may be as long as its limit and no longer", test_body_limits},
    {"of a huge body some megabytes are drained", test_huge_body},
    {"a body that is not as long as was said is refused", test_length},
    {"an answer has status, headers and length", test_reply},
    {"an answer of many records arrives whole", test_large_reply},
    {"an answer that outgrows its room becomes a 500", test_overflow},
    {"a peer that does not read is given up in time", test_peer_that_does_not_read},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    return tap_main_with("request", cases, setup, teardown, argc, argv);
}
