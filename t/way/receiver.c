/* receiver.c - a small web server inside a test. SPDX-License-Identifier: MIT */
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "receiver.h"

enum { SEEN_MOST = 4096, REQUEST_MOST = 256 << 10, PATHS = 256, POUR_MOST = 64 << 20 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct seen all[SEEN_MOST];
static size_t count, connections, open_now, most_together, poured;
static struct {
    char path[120];
    size_t open, most;
} paths[PATHS];
static int doors[2] = {-1, -1};
static int port;
static struct timespec opened;

double receiver_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - opened.tv_sec) + (double)(now.tv_nsec - opened.tv_nsec) / 1e9;
}

static void pause_ms(long milliseconds)
{
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};

    nanosleep(&time, NULL);
}

/* ---- one request ---- */

struct call {
    int peer;
    char *bytes;
    size_t length;
    struct seen seen;
    bool ended; /* no longer counted as open */
};

/* False: the peer went away before all of it had come. */
static bool read_request(struct call *call)
{
    size_t wanted = 0;

    while (wanted == 0 || call->length < wanted) {
        ssize_t got =
            recv(call->peer, call->bytes + call->length, REQUEST_MOST - 1 - call->length, 0);
        const char *end, *length;

        if (got <= 0) {
            return false;
        }
        call->length += (size_t)got;
        call->bytes[call->length] = '\0';
        end = strstr(call->bytes, "\r\n\r\n");
        length = strcasestr(call->bytes, "\r\ncontent-length:");
        if (wanted == 0 && end != NULL) {
            wanted = (size_t)(end + 4 - call->bytes);
            wanted += length == NULL || length > end ? 0 : strtoul(length + 17, NULL, 10);
        }
    }
    return true;
}

static void take_header(const struct call *call, const char *name, char *into, size_t room)
{
    char line[64];
    const char *at;

    snprintf(line, sizeof line, "\r\n%s:", name);
    at = strcasestr(call->bytes, line);
    if (at == NULL) {
        into[0] = '\0';
        return;
    }
    at += strlen(line);
    at += strspn(at, " ");
    snprintf(into, room, "%.*s", (int)strcspn(at, "\r"), at);
}

#define TAKE_HEADER(call, name, member) take_header(call, name, (member), sizeof(member))

static void understand(struct call *call)
{
    struct seen *seen = &call->seen;
    const char *path = strchr(call->bytes, ' ');
    const char *end = strstr(call->bytes, "\r\n\r\n");

    path = path == NULL ? call->bytes : path + 1;
    snprintf(seen->path, sizeof seen->path, "%.*s", (int)strcspn(path, " "), path);
    TAKE_HEADER(call, "webhook-id", seen->id);
    TAKE_HEADER(call, "webhook-timestamp", seen->timestamp);
    TAKE_HEADER(call, "X-Cal-Signature-256", seen->signature);
    TAKE_HEADER(call, "X-Cal-Webhook-Version", seen->version);
    TAKE_HEADER(call, "Content-Type", seen->type);
    TAKE_HEADER(call, "User-Agent", seen->agent);
    seen->body = strdup(end == NULL ? "" : end + 4);
    seen->at = receiver_now();
}

static void change_open(const char *path, int by)
{
    size_t i = 0;

    while (i + 1 < PATHS && paths[i].path[0] != '\0' && strcmp(paths[i].path, path) != 0) {
        i++;
    }
    snprintf(paths[i].path, sizeof paths[i].path, "%s", path);
    paths[i].open += (size_t)by;
    open_now += (size_t)by;
    if (paths[i].open > paths[i].most) {
        paths[i].most = paths[i].open;
    }
    if (open_now > most_together) {
        most_together = open_now;
    }
}

/* How often this path was asked for, this time included. */
static size_t note(const struct call *call)
{
    size_t times = 0;

    pthread_mutex_lock(&lock);
    if (count < SEEN_MOST) {
        all[count++] = call->seen;
    }
    for (size_t i = 0; i < count; i++) {
        times += strcmp(all[i].path, call->seen.path) == 0;
    }
    change_open(call->seen.path, 1);
    pthread_mutex_unlock(&lock);
    return times;
}

static void note_end(struct call *call)
{
    if (call->ended) {
        return;
    }
    call->ended = true;
    pthread_mutex_lock(&lock);
    change_open(call->seen.path, -1);
    pthread_mutex_unlock(&lock);
}

static void answer(const struct call *call, long status, const char *more)
{
    char text[400];
    int length = snprintf(text, sizeof text,
                          "HTTP/1.1 %ld Answer\r\n%sContent-Length: 2\r\nConnection: close\r\n\r\n"
                          "ok",
                          status, more);

    (void)!send(call->peer, text, (size_t)length, MSG_NOSIGNAL);
}

static void wait_for_end(const struct call *call)
{
    char byte;

    while (recv(call->peer, &byte, 1, 0) > 0) {
    }
}

static void pour(const struct call *call)
{
    static const char head[] = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    static const char body[16 << 10];
    size_t sent = 0;
    ssize_t got = send(call->peer, head, sizeof head - 1, MSG_NOSIGNAL);

    while (got > 0 && sent < POUR_MOST) {
        got = send(call->peer, body, sizeof body, MSG_NOSIGNAL);
        sent += got > 0 ? (size_t)got : 0;
    }
    pthread_mutex_lock(&lock);
    poured += sent;
    pthread_mutex_unlock(&lock);
}

static void drip(const struct call *call)
{
    static const char head[] = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";

    (void)!send(call->peer, head, sizeof head - 1, MSG_NOSIGNAL);
    while (send(call->peer, ".", 1, MSG_NOSIGNAL) == 1) {
        pause_ms(50);
    }
}

static bool begins(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static void behave(struct call *call, size_t times)
{
    const char *path = call->seen.path;
    const char *number = strchr(path + 1, '/');
    long given = number == NULL ? 0 : strtol(number + 1, NULL, 10);
    char more[80] = "";

    if (begins(path, "/status/")) {
        answer(call, given, "");
    } else if (begins(path, "/fail/")) {
        answer(call, times <= (size_t)given ? 500 : 200, "");
    } else if (begins(path, "/after/")) {
        snprintf(more, sizeof more, "Retry-After: %ld\r\n", given);
        answer(call, times == 1 ? 503 : 200, more);
    } else if (begins(path, "/slow/")) {
        pause_ms(given);
        /* before the answer: the next request may come before this thread goes on */
        note_end(call);
        answer(call, 200, "");
    } else if (begins(path, "/hang")) {
        wait_for_end(call);
    } else if (begins(path, "/huge")) {
        pour(call);
    } else if (begins(path, "/drip")) {
        drip(call);
    } else if (begins(path, "/redirect")) {
        snprintf(more, sizeof more, "Location: http://127.0.0.1:%d/redirected\r\n", port);
        answer(call, given == 0 ? 302 : given, more);
    } else if (!begins(path, "/close")) {
        answer(call, 200, "");
    }
}

static void *serve(void *argument)
{
    struct call call = {.peer = (int)(intptr_t)argument};

    call.bytes = malloc(REQUEST_MOST);
    if (call.bytes != NULL && read_request(&call)) {
        understand(&call);
        behave(&call, note(&call));
        note_end(&call);
    }
    free(call.bytes);
    close(call.peer);
    return NULL;
}

/* ---- the doors ---- */

static void *accept_all(void *argument)
{
    int door = (int)(intptr_t)argument;
    int peer;

    while ((peer = accept(door, NULL, NULL)) >= 0 || errno == EINTR || errno == ECONNABORTED) {
        pthread_t thread;

        if (peer < 0) {
            continue;
        }
        pthread_mutex_lock(&lock);
        connections++;
        pthread_mutex_unlock(&lock);
        if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)peer) != 0) {
            close(peer);
        } else {
            pthread_detach(thread);
        }
    }
    return NULL;
}

static int listen_on(const struct sockaddr *name, socklen_t length)
{
    int door = socket(name->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int one = 1;
    pthread_t thread;

    if (door < 0) {
        return -1;
    }
    (void)setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (name->sa_family == AF_INET6) {
        (void)setsockopt(door, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
    }
    if (bind(door, name, length) != 0 || listen(door, 256) != 0 ||
        pthread_create(&thread, NULL, accept_all, (void *)(intptr_t)door) != 0) {
        close(door);
        return -1;
    }
    pthread_detach(thread);
    return door;
}

int receiver_open(void)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    socklen_t length = sizeof v4;

    clock_gettime(CLOCK_MONOTONIC, &opened);
    doors[0] = listen_on((struct sockaddr *)&v4, sizeof v4);
    if (doors[0] < 0 || getsockname(doors[0], (struct sockaddr *)&v4, &length) != 0) {
        return 0;
    }
    v6.sin6_port = v4.sin_port;
    /* a machine without the sixth version has no door there, and nobody can knock at it */
    doors[1] = listen_on((struct sockaddr *)&v6, sizeof v6);
    return port = ntohs(v4.sin_port);
}

int receiver_port(void)
{
    return port;
}

void receiver_close(void)
{
    for (size_t i = 0; i < 2; i++) {
        if (doors[i] >= 0) {
            shutdown(doors[i], SHUT_RDWR);
            close(doors[i]);
        }
    }
    receiver_forget();
}

/* ---- what was seen ---- */

void receiver_forget(void)
{
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < count; i++) {
        free(all[i].body);
    }
    count = connections = most_together = poured = 0;
    for (size_t i = 0; i < PATHS; i++) {
        paths[i].most = 0;
    }
    pthread_mutex_unlock(&lock);
}

const struct seen *receiver_seen(const char *path, size_t nth)
{
    const struct seen *found = NULL;

    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < count && found == NULL; i++) {
        if (begins(all[i].path, path) && nth-- == 0) {
            found = &all[i];
        }
    }
    pthread_mutex_unlock(&lock);
    return found;
}

size_t receiver_count(const char *path)
{
    size_t found = 0;

    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < count; i++) {
        found += begins(all[i].path, path);
    }
    pthread_mutex_unlock(&lock);
    return found;
}

bool receiver_await(const char *path, size_t wanted, double seconds)
{
    double until = receiver_now() + seconds;

    while (receiver_count(path) < wanted && receiver_now() < until) {
        pause_ms(5);
    }
    return receiver_count(path) >= wanted;
}

static size_t locked_value(const size_t *value)
{
    size_t copy;

    pthread_mutex_lock(&lock);
    copy = *value;
    pthread_mutex_unlock(&lock);
    return copy;
}

size_t receiver_connections(void)
{
    return locked_value(&connections);
}

size_t receiver_most_together(void)
{
    return locked_value(&most_together);
}

size_t receiver_poured(void)
{
    return locked_value(&poured);
}

size_t receiver_most_at_once(const char *path)
{
    size_t most = 0;

    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < PATHS; i++) {
        if (strcmp(paths[i].path, path) == 0) {
            most = paths[i].most;
        }
    }
    pthread_mutex_unlock(&lock);
    return most;
}
