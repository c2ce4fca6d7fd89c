/* reply.h - an answer, and how it goes out as FastCGI records. SPDX-License-Identifier: MIT */
#ifndef FRONT_REPLY_H
#define FRONT_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

struct reply {
    int status;
    struct text head; /* lines "Name: value\r\n" */
    struct text body;
    bool body_left_out; /* HEAD, 304: the length is said, the body is not sent */
};

void reply_init(struct reply *reply, size_t body_most);
void reply_free(struct reply *reply);
/* Ready for the next request: 200, no headers, no body. */
void reply_clear(struct reply *reply);

/* A header whose name is no token, or whose value holds CR, LF or NUL, is dropped. */
void reply_header(struct reply *reply, const char *name, const char *value);
const char *reply_reason(int status);

/* Sends the answer and the end of the request in one system call where the socket takes it. An
 * answer that has outgrown its room becomes a 500. False when the peer is gone or does not take it
 * before the monotonic time `until_us`. */
bool reply_send(struct reply *reply, struct arena *arena, int connection, int request_id,
                int64_t until_us);

#endif
