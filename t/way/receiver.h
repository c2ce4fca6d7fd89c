/* receiver.h - a small web server inside a test: takes webhooks, well or badly.
 * SPDX-License-Identifier: MIT
 *
 * What it does with a request stands in the path: /ok, /status/NNN, /fail/N (500 N times, then
 * 200), /after/S (503 with Retry-After), /slow/MS, /hang, /close, /huge, /drip, /redirect. Anything
 * may follow, to tell receivers apart: /ok/a. */
#ifndef RECEIVER_H
#define RECEIVER_H

#include <stdbool.h>
#include <stddef.h>

struct seen {
    char path[120];
    char id[260], signature[80], version[20], type[60], timestamp[24], agent[40];
    char *body;
    double at; /* seconds since the receiver was opened */
};

/* Listens on 127.0.0.1 and ::1 and gives the port, or 0. */
int receiver_open(void);
void receiver_close(void);
int receiver_port(void);
double receiver_now(void);
/* Forgets what it has seen; what it was told stays valid until then. */
void receiver_forget(void);

/* Requests so far whose path begins so. */
size_t receiver_count(const char *path);
/* The nth of them from 0; NULL: not so many. */
const struct seen *receiver_seen(const char *path, size_t nth);
/* Waits until there are so many. */
bool receiver_await(const char *path, size_t count, double seconds);
/* Connections since it was told to forget, with or without a request. */
size_t receiver_connections(void);
/* Most requests to one path that were open at the same time, and to all paths together. */
size_t receiver_most_at_once(const char *path);
size_t receiver_most_together(void);
/* Bytes of a body without end that were taken from it. */
size_t receiver_poured(void);

#endif
