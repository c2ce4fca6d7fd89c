/* reply.c - an answer, and how it goes out as FastCGI records. SPDX-License-Identifier: MIT
 *
 * Written past libfcgi's own streams: those copy every byte into 8 KiB records and write each with
 * a call of its own. */
#include <errno.h>
#include <fastcgi.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "front/reply.h"
#include "front/watch.h"

enum {
    HEAD_MOST = 32 * 1024,
    RECORD_MOST = 65528, /* the largest content that needs no padding */
    CONTENT_TEXTS = 3,   /* status line, headers, body */
    PIECES_MOST = IOV_MAX,
};

/* A list of pieces of memory that are sent in order. */
struct parcel {
    struct iovec *pieces;
    size_t count;
};

/* A place in a row of texts that are sent as one. */
struct content {
    struct iovec texts[CONTENT_TEXTS];
    size_t at; /* index of the text whose rest comes next */
};

static const struct {
    int status;
    const char *reason;
} reasons[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {423, "Locked"},
    {424, "Failed Dependency"},
    {425, "Too Early"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
};

static const char overflow_body[] =
    "{\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500}";

static void fill_header(FCGI_Header *header, int type, int request_id, size_t length)
{
    *header = (FCGI_Header){
        .version = FCGI_VERSION_1,
        .type = (unsigned char)type,
        .requestIdB1 = (unsigned char)(request_id >> 8 & 0xff),
        .requestIdB0 = (unsigned char)(request_id & 0xff),
        .contentLengthB1 = (unsigned char)(length >> 8),
        .contentLengthB0 = (unsigned char)(length & 0xff),
    };
}

static void add_piece(struct parcel *parcel, void *bytes, size_t length)
{
    parcel->pieces[parcel->count++] = (struct iovec){.iov_base = bytes, .iov_len = length};
}

/* Adds the next `length` bytes of the content. */
static void add_content(struct parcel *parcel, struct content *content, size_t length)
{
    while (length > 0) {
        struct iovec *text = &content->texts[content->at];
        size_t part = text->iov_len < length ? text->iov_len : length;

        if (part > 0) {
            add_piece(parcel, text->iov_base, part);
        }
        text->iov_base = (char *)text->iov_base + part;
        text->iov_len -= part;
        length -= part;
        content->at += text->iov_len == 0;
    }
}

/* What closes the stream and the request; one piece. */
struct closing {
    FCGI_Header end_of_output;
    FCGI_EndRequestRecord end_of_request;
};

static void add_closing(struct parcel *parcel, struct arena *arena, int request_id)
{
    struct closing *closing = TAKE(arena, struct closing);

    fill_header(&closing->end_of_output, FCGI_STDOUT, request_id, 0);
    fill_header(&closing->end_of_request.header, FCGI_END_REQUEST, request_id,
                sizeof closing->end_of_request.body);
    closing->end_of_request.body.protocolStatus = FCGI_REQUEST_COMPLETE;
    add_piece(parcel, closing, sizeof *closing);
}

static size_t content_length(const struct content *content)
{
    size_t length = 0;

    for (size_t i = 0; i < CONTENT_TEXTS; i++) {
        length += content->texts[i].iov_len;
    }
    return length;
}

/* Records cut the content in at most `records` + CONTENT_TEXTS pieces. */
static struct parcel pack(struct content *content, struct arena *arena, int request_id)
{
    size_t left = content_length(content);
    size_t records = (left + RECORD_MOST - 1) / RECORD_MOST;
    FCGI_Header *headers = TAKE_MANY(arena, records, FCGI_Header);
    struct parcel parcel = {.pieces =
                                TAKE_MANY(arena, 2 * records + CONTENT_TEXTS + 1, struct iovec)};

    for (size_t i = 0; i < records; i++) {
        size_t length = left < RECORD_MOST ? left : RECORD_MOST;

        fill_header(&headers[i], FCGI_STDOUT, request_id, length);
        add_piece(&parcel, &headers[i], sizeof headers[i]);
        add_content(&parcel, content, length);
        left -= length;
    }
    add_closing(&parcel, arena, request_id);
    return parcel;
}

/* Takes what has been sent off the front. */
static void parcel_sent(struct parcel *parcel, size_t sent)
{
    while (parcel->count > 0 && sent >= parcel->pieces[0].iov_len) {
        sent -= parcel->pieces[0].iov_len;
        parcel->pieces++;
        parcel->count--;
    }
    if (sent > 0) {
        parcel->pieces[0].iov_base = (char *)parcel->pieces[0].iov_base + sent;
        parcel->pieces[0].iov_len -= sent;
    }
}

static bool wait_for_room(int connection, int64_t until_us)
{
    struct pollfd wait = {.fd = connection, .events = POLLOUT};
    int64_t left = (until_us - watch_now()) / 1000;

    return left > 0 && poll(&wait, 1, left > INT_MAX ? INT_MAX : (int)left) > 0;
}

static bool send_parcel(struct parcel *parcel, int connection, int64_t until_us)
{
    while (parcel->count > 0) {
        struct msghdr message = {
            .msg_iov = parcel->pieces,
            .msg_iovlen = parcel->count < PIECES_MOST ? parcel->count : PIECES_MOST,
        };
        ssize_t sent = sendmsg(connection, &message, MSG_NOSIGNAL | MSG_DONTWAIT);

        if (sent >= 0) {
            parcel_sent(parcel, (size_t)sent);
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            if (!wait_for_room(connection, until_us)) {
                return false;
            }
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

static void become_overflow(struct reply *reply)
{
    bool left_out = reply->body_left_out;

    reply_clear(reply);
    reply->status = 500;
    reply->body_left_out = left_out;
    reply_header(reply, "Content-Type", "application/problem+json");
    text_put(&reply->body, overflow_body);
}

/* RFC 9110: these have no body, and what length a 304 stands for is not known here. */
static bool has_length(int status)
{
    return status >= 200 && status != 204 && status != 304;
}

static void finish_head(struct reply *reply)
{
    if (has_length(reply->status)) {
        text_format(&reply->head, "Content-Length: %zu\r\n", reply->body.length);
    }
    text_put(&reply->head, "\r\n");
}

static bool is_token(const char *name)
{
    return name[0] != '\0' &&
           name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                             "0123456789-_")] == '\0';
}

void reply_init(struct reply *reply, size_t body_most)
{
    *reply = (struct reply){.status = 200};
    text_init(&reply->head, HEAD_MOST);
    text_init(&reply->body, body_most);
}

void reply_free(struct reply *reply)
{
    text_free(&reply->head);
    text_free(&reply->body);
}

void reply_clear(struct reply *reply)
{
    text_clear(&reply->head);
    text_clear(&reply->body);
    reply->status = 200;
    reply->body_left_out = false;
}

void reply_header(struct reply *reply, const char *name, const char *value)
{
    if (is_token(name) && strpbrk(value, "\r\n") == NULL) {
        text_format(&reply->head, "%s: %s\r\n", name, value);
    }
}

const char *reply_reason(int status)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (reasons[i].status == status) {
            return reasons[i].reason;
        }
    }
    return "Unknown";
}

bool reply_send(struct reply *reply, struct arena *arena, int connection, int request_id,
                int64_t until_us)
{
    struct content content = {.at = 0};
    struct parcel parcel;
    char *status = NULL;
    bool with_body = false;

    finish_head(reply);
    if (reply->head.overflowed || reply->body.overflowed) {
        become_overflow(reply);
        finish_head(reply);
    }
    status = arena_format(arena, "Status: %d %s\r\n", reply->status, reply_reason(reply->status));
    with_body = !reply->body_left_out && has_length(reply->status);
    content.texts[0] = (struct iovec){status, strlen(status)};
    content.texts[1] = (struct iovec){reply->head.bytes, reply->head.length};
    content.texts[2] = (struct iovec){reply->body.bytes, with_body ? reply->body.length : 0};
    parcel = pack(&content, arena, request_id);
    return send_parcel(&parcel, connection, until_us);
}
