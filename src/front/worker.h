/* worker.h - one process that answers requests, one after the other. SPDX-License-Identifier: MIT
 */
#ifndef FRONT_WORKER_H
#define FRONT_WORKER_H

#include "base/conf.h"
#include "front/reply.h"
#include "front/request.h"
#include "front/watch.h"

/* What answers. */
struct service {
    /* In each worker, after it has dropped its rights; may connect later. NULL: it can not work. */
    void *(*open)(const struct conf *conf);
    void (*close)(void *state);
    void (*answer)(void *state, struct request *request, struct reply *reply);
    /* Between requests, and every few seconds without one. May be NULL. */
    void (*idle)(void *state);
};

/* What ties a worker to its master. */
struct post {
    struct watch *watch;
    int master_gone; /* end of a pipe that is closed when the master dies */
};

enum worker_end {
    WORKER_ENDED = 0, /* asked to, or it has answered its share of requests */
    WORKER_NO_SERVICE = 3 /* the service could not be opened */,
    WORKER_NO_LISTENER, /* accepting failed in a way that does not pass */
};

/* Answers until SIGTERM, SIGINT or SIGUSR1, then returns after the present request. Without a post
 * there is no master: this one process is all there is, started by a web server with its socket as
 * descriptor 0. */
enum worker_end worker_run(const struct conf *conf, int listener, const struct service *service,
                           const struct post *post);

#endif
