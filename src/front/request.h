/* request.h - what a client asks, taken from a FastCGI environment and body.
 * SPDX-License-Identifier: MIT
 */
#ifndef FRONT_REQUEST_H
#define FRONT_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/query.h"

enum request_trouble {
    REQUEST_FINE,
    REQUEST_BAD_TARGET,
    REQUEST_TOO_LARGE,  /* the body is longer than the limit */
    REQUEST_CUT,        /* the body is not as long as CONTENT_LENGTH says */
    REQUEST_BAD_HEADER, /* CR or LF in a value that is used, no method, no number as a length */
};

struct request {
    struct arena *arena;
    const char *id;     /* for logs and the answer: at most 64 of A-Z a-z 0-9 . _ - */
    const char *method; /* never NULL; empty with REQUEST_BAD_HEADER */
    const char *target; /* raw, with the query; see request_read() */
    struct path path;
    const char *query; /* raw, what follows the '?'; never NULL */
    size_t query_length;
    char **environment;
    const char *body; /* a NUL follows it; never NULL */
    size_t body_length;
    const char *remote_address; /* empty when the web server did not say */
    enum request_trouble trouble;
    bool drained; /* the body was read to its end: the connection can be kept */
};

/* Fills everything but the body. The environment is a list of NAME=value that ends with NULL; it
 * and the arena must outlive the request.
 *
 * The target is REQUEST_URI. Web servers that hand us a place below a prefix (mod_fcgid, lighttpd)
 * name the prefix in SCRIPT_NAME and it is taken off. nginx puts the whole decoded path there, so a
 * SCRIPT_NAME that is all of the path, or that ends with '/', is no prefix. */
void request_read(struct request *request, struct arena *arena, char **environment);

/* Up to `room` bytes of the body; fewer only at its end. */
struct body_source {
    size_t (*pull)(void *from, char *into, size_t room);
    void *from;
};
/* Reads the body to its end, and keeps at most `limit` bytes. Of a longer one some megabytes more
 * are read and dropped, because a web server that is still sending takes no answer. */
void request_read_body(struct request *request, size_t limit, const struct body_source *source);

/* By its CGI name ("HTTP_AUTHORIZATION", "CONTENT_TYPE"); NULL when absent. */
const char *request_header(const struct request *request, const char *name);

#endif
