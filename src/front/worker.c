/* worker.c - one process that answers requests, one after the other. SPDX-License-Identifier: MIT
 *
 * libfcgi reads the records; accepting, closing and writing is done here. Its accept can lose a
 * signal, its close waits two seconds for a slow peer, its reads wait for ever. So it is given
 * connections that are open already, and never a socket to accept from. */
#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/log.h"
#include "front/metrics.h"
#include "front/rate.h"
#include "front/worker.h"

enum {
    ARENA_FIRST = 256 * 1024,
    ARENA_MOST = 8 * 1024 * 1024,
    BODY_MOST = 8 * 1024 * 1024,
    IDLE_MS = 5000,
    /* A read that begins just as the time ends is interrupted by the next beat. */
    BEAT_US = 50000,
    SCARCE_MS = 100,
    RESPONDER = 1,
};

struct worker {
    const struct conf *conf;
    const struct service *service;
    const struct post *post; /* NULL without a master */
    void *state;
    int listener;
    bool over_tcp;
    bool broken; /* the listener is */
    int served, most;
    struct arena *arena;
    struct reply reply;
    FCGX_Request connection;
};

enum work { WORK_CONNECTION, WORK_REQUEST, WORK_NONE };

static volatile sig_atomic_t asked_to_end, out_of_time;

static void note_end(int signal)
{
    (void)signal;
    asked_to_end = 1;
}

static void note_time(int signal)
{
    (void)signal;
    out_of_time = 1;
}

static const int ending_signals[] = {SIGTERM, SIGINT, SIGUSR1};
enum { ENDING_SIGNALS = sizeof ending_signals / sizeof *ending_signals };

/* Ending signals are let in only while the worker waits for work; the timer's always, because it
 * has to interrupt a read. */
static void set_signals(void)
{
    struct sigaction end = {.sa_handler = note_end};
    struct sigaction time = {.sa_handler = note_time};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigset_t closed;

    sigemptyset(&closed);
    for (int i = 0; i < ENDING_SIGNALS; i++) {
        sigaddset(&closed, ending_signals[i]);
    }
    sigprocmask(SIG_SETMASK, &closed, NULL);
    for (int i = 0; i < ENDING_SIGNALS; i++) {
        sigaction(ending_signals[i], &end, NULL);
    }
    sigaction(SIGALRM, &time, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
    sigaction(SIGHUP, &ignore, NULL);
}

static void set_timer(int64_t after_us)
{
    struct itimerval timer = {
        .it_value = {.tv_sec = after_us / 1000000, .tv_usec = after_us % 1000000},
        .it_interval = {.tv_usec = after_us > 0 ? BEAT_US : 0},
    };

    out_of_time = 0;
    (void)setitimer(ITIMER_REAL, &timer, NULL);
}

static void publish_since(const struct worker *worker, int64_t since_us)
{
    if (worker->post != NULL) {
        atomic_store_explicit(&worker->post->watch->since_us, since_us, memory_order_relaxed);
    }
}

static void close_connection(struct worker *worker)
{
    if (worker->connection.ipcFd >= 0) {
        (void)close(worker->connection.ipcFd);
        worker->connection.ipcFd = -1;
    }
}

static bool set_limits(const struct worker *worker, int fd)
{
    struct timeval limit = {.tv_sec = worker->conf->server.timeout};
    int on = 1;

    return setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) == 0 &&
           setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) == 0 &&
           (!worker->over_tcp || setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0);
}

/* Descriptors or memory are scarce: that passes, and nobody is helped by trying again at once. */
static void wait_out_scarcity(const struct worker *worker, int fault)
{
    struct pollfd gone = {.fd = worker->post == NULL ? -1 : worker->post->master_gone,
                          .events = POLLIN};

    LOG(LOG_LEVEL_ERROR, "accept-failed", LOG_TEXT("detail", strerror(fault)));
    (void)poll(&gone, 1, SCARCE_MS);
}

static void note_accept_fault(struct worker *worker, int fault)
{
    switch (fault) {
    case EAGAIN: /* another worker was quicker */
    case EINTR:
    case ECONNABORTED:
    case EPROTO:
        break;
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
        wait_out_scarcity(worker, fault);
        break;
    default:
        LOG(LOG_LEVEL_ERROR, "accept-failed", LOG_TEXT("detail", strerror(fault)));
        worker->broken = true;
    }
}

static bool take_connection(struct worker *worker)
{
    int fd = accept4(worker->listener, NULL, NULL, SOCK_CLOEXEC);

    if (fd < 0) {
        note_accept_fault(worker, errno);
        return false;
    }
    worker->connection.ipcFd = fd;
    if (!set_limits(worker, fd)) {
        close_connection(worker);
        return false;
    }
    return true;
}

static int waiting_ms(const struct worker *worker)
{
    return worker->connection.ipcFd < 0 ? IDLE_MS : worker->conf->server.timeout * 1000;
}

static enum work wait_for_work(struct worker *worker)
{
    bool kept = worker->connection.ipcFd >= 0;
    int ms = waiting_ms(worker);
    struct timespec limit = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};
    struct pollfd sources[] = {
        {.fd = kept ? worker->connection.ipcFd : worker->listener, .events = POLLIN},
        {.fd = worker->post == NULL ? -1 : worker->post->master_gone, .events = POLLIN},
    };
    sigset_t open;
    int ready = 0;

    sigemptyset(&open);
    ready = ppoll(sources, 2, &limit, &open);
    if (sources[1].revents != 0 && ready > 0) {
        asked_to_end = 1;
        return WORK_NONE;
    }
    if (ready > 0 && sources[0].revents != 0) {
        return kept ? WORK_REQUEST : WORK_CONNECTION;
    }
    if (ready == 0) {
        close_connection(worker); /* kept, and silent for too long */
    }
    return WORK_NONE;
}

static size_t pull_body(void *from, char *into, size_t room)
{
    int got = FCGX_GetStr(into, (int)room, from);

    return got > 0 ? (size_t)got : 0;
}

static bool arrived_whole(const struct worker *worker)
{
    /* libfcgi takes a time-out between two parameters for their end, so its stream is asked. */
    return worker->connection.in != NULL && FCGX_GetError(worker->connection.in) == 0 &&
           worker->connection.role == RESPONDER;
}

static bool read_request(struct worker *worker, struct request *request)
{
    FCGX_Request *connection = &worker->connection;
    struct body_source source = {.pull = pull_body};

    connection->keepConnection = 1; /* or it closes what it was given */
    connection->detached = 1;       /* or it waits for the peer when it closes */
    if (FCGX_Accept_r(connection) != 0 || !arrived_whole(worker)) {
        return false;
    }
    source.from = connection->in;
    request_read(request, worker->arena, connection->envp);
    request_read_body(request, (size_t)worker->conf->server.body_limit, &source);
    return arrived_whole(worker);
}

static void note_cut(void)
{
    metrics_count(METRICS_REQUESTS_CUT);
    LOG(LOG_LEVEL_INFO, "request-cut",
        LOG_TEXT("reason",
                 out_of_time ? "not whole in time" : "connection ended or broke the rules"));
}

/* True when the connection can be kept. */
static bool answer_request(struct worker *worker, struct request *request)
{
    const FCGX_Request *connection = &worker->connection;
    int64_t until_us = 0;

    worker->service->answer(worker->state, request, &worker->reply);
    until_us = watch_now() + worker->conf->server.timeout * INT64_C(1000000);
    return reply_send(&worker->reply, worker->arena, connection->ipcFd, connection->requestId,
                      until_us) &&
           connection->keepConnection && request->drained;
}

static void serve(struct worker *worker)
{
    struct request request;
    bool keep = false;
    bool whole = false;

    publish_since(worker, watch_now());
    set_timer(worker->conf->server.timeout * INT64_C(1000000));
    whole = read_request(worker, &request);
    if (!whole) {
        note_cut();
    }
    set_timer(0);
    if (whole) {
        worker->served++;
        keep = answer_request(worker, &request);
    }
    FCGX_Free(&worker->connection, 0);
    if (!keep) {
        close_connection(worker);
    }
    reply_clear(&worker->reply);
    arena_clear(worker->arena);
    publish_since(worker, 0);
}

static void rest(struct worker *worker)
{
    if (worker->service->idle != NULL) {
        worker->service->idle(worker->state);
    }
}

static void work(struct worker *worker)
{
    while (!asked_to_end && !worker->broken && worker->served < worker->most) {
        enum work found = wait_for_work(worker);

        if (found == WORK_REQUEST || (found == WORK_CONNECTION && take_connection(worker))) {
            serve(worker);
        }
        rest(worker);
    }
    close_connection(worker);
}

static bool is_over_tcp(int listener)
{
    int domain = AF_UNIX;
    socklen_t size = sizeof domain;

    return getsockopt(listener, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain != AF_UNIX;
}

/* Workers started together do not all retire together. */
static int share_of_requests(const struct conf *conf)
{
    int most = conf->server.requests;

    return most - (int)(getpid() % (most / 10 + 1));
}

static bool make_ready(struct worker *worker)
{
    int flags = fcntl(worker->listener, F_GETFL);

    if (flags < 0 || fcntl(worker->listener, F_SETFL, flags | O_NONBLOCK) != 0 ||
        FCGX_Init() != 0) {
        return false;
    }
    FCGX_InitRequest(&worker->connection, -1, 0);
    set_signals(); /* after FCGX_Init(), which sets handlers of its own */
    worker->state = worker->service->open(worker->conf);
    return worker->state != NULL;
}

enum worker_end worker_run(const struct conf *conf, int listener, const struct service *service,
                           const struct post *post)
{
    struct worker worker = {
        .conf = conf,
        .service = service,
        .post = post,
        .listener = listener,
        .over_tcp = is_over_tcp(listener),
        .most = share_of_requests(conf),
    };

    log_level_set(conf_log_level(conf));
    asked_to_end = 0;
    if ((post == NULL && !(metrics_open(1) && rate_open())) || !make_ready(&worker)) {
        return WORKER_NO_SERVICE;
    }
    worker.arena = arena_new(ARENA_FIRST, ARENA_MOST);
    reply_init(&worker.reply, BODY_MOST);
    if (post != NULL) {
        atomic_store(&post->watch->ready, true);
    }
    work(&worker);
    service->close(worker.state);
    reply_free(&worker.reply);
    arena_free(worker.arena);
    return worker.broken ? WORKER_NO_LISTENER : WORKER_ENDED;
}
