/* processes.c - master and workers under use, faults and signals. SPDX-License-Identifier: MIT
 *
 * A service that echoes stands behind them; a small FastCGI client of this test's own asks. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "front/listener.h"
#include "front/master.h"
#include "front/metrics.h"
#include "front/watch.h"
#include "tap.h"

enum { WORKERS_MOST = 16, ANSWER_MOST = 1 << 20, LOADERS = 3, PATIENCE_MS = 10000 };

/* What the processes of one test share. */
struct shared {
    _Atomic int opened;   /* services */
    _Atomic int started;  /* requests that have reached the service */
    _Atomic int answered; /* requests of the load that were answered whole */
    _Atomic int failed;   /* requests of the load that were not */
    _Atomic int garbage;  /* requests that should not have come through */
    _Atomic bool stop;    /* the load */
    _Atomic bool let_go;  /* requests for /held */
};

static struct shared *shared;
static char folder[64], socket_path[108], conf_path[128], log_path[128];
static pid_t master;
static in_port_t port; /* 0: the path is used */
static char answer[ANSWER_MOST + 1];

/* ---- the service ---- */

static void *open_service(const struct conf *conf)
{
    atomic_fetch_add(&shared->opened, 1);
    return strcmp(conf->database.name, "broken") == 0 ? NULL : shared;
}

static void close_service(void *state)
{
    (void)state;
}

static void nap(void)
{
    struct timespec time = {.tv_nsec = 2000000};

    (void)nanosleep(&time, NULL);
}

static void answer_service(void *state, struct request *request, struct reply *reply)
{
    (void)state;
    atomic_fetch_add(&shared->started, 1);
    if (strcmp(request->target, "/garbage") == 0) {
        atomic_fetch_add(&shared->garbage, 1);
    }
    if (strcmp(request->target, "/stuck") == 0) {
        for (;;) {
            nap();
        }
    }
    if (strcmp(request->target, "/crash") == 0) {
        (void)raise(SIGKILL);
    }
    while (strcmp(request->target, "/held") == 0 && !atomic_load(&shared->let_go)) {
        nap();
    }
    reply_header(reply, "Content-Type", "text/plain");
    text_format(&reply->body, "pid=%d uid=%u gid=%u target=%s trouble=%d length=%zu kills=%d\n",
                getpid(), getuid(), getgid(), request->target, (int)request->trouble,
                request->body_length, (int)metrics_value(METRICS_WORKER_KILLS));
    if (strcmp(request->target, "/large") == 0) {
        for (int i = 0; i < 300000; i++) {
            text_char(&reply->body, 'x');
        }
    }
}

static const struct service service = {
    .open = open_service, .close = close_service, .answer = answer_service};

/* ---- waiting ---- */

#define EVENTUALLY(condition, milliseconds)                                                        \
    ({                                                                                             \
        int64_t end_ = watch_now() + (milliseconds)*INT64_C(1000);                                 \
        bool met_ = false;                                                                         \
        while (!(met_ = (condition)) && watch_now() < end_) {                                      \
            nap();                                                                                 \
        }                                                                                          \
        met_;                                                                                      \
    })

static bool log_says(const char *words)
{
    static char log[1 << 18];
    int file = open(log_path, O_RDONLY | O_CLOEXEC);
    ssize_t length = read(file, log, sizeof log - 1);

    (void)close(file);
    log[length > 0 ? length : 0] = '\0';
    return strstr(log, words) != NULL;
}

/* ---- a FastCGI client ---- */

struct bytes {
    unsigned char *all;
    size_t length;
};

static void add(struct bytes *bytes, const void *more, size_t length)
{
    memcpy(bytes->all + bytes->length, more, length);
    bytes->length += length;
}

static void add_record(struct bytes *bytes, int type, int id, const void *content, size_t length)
{
    unsigned char header[8] = {1,
                               (unsigned char)type,
                               (unsigned char)(id >> 8),
                               (unsigned char)id,
                               (unsigned char)(length >> 8),
                               (unsigned char)length,
                               0,
                               0};

    add(bytes, header, sizeof header);
    add(bytes, content, length);
}

static void add_begin(struct bytes *bytes, int id, int role, bool keep)
{
    unsigned char begin[8] = {0, (unsigned char)role, keep ? 1 : 0};

    add_record(bytes, 1, id, begin, sizeof begin);
}

static void add_pair(struct bytes *bytes, const char *name, const char *value)
{
    unsigned char lengths[2] = {(unsigned char)strlen(name), (unsigned char)strlen(value)};

    add(bytes, lengths, sizeof lengths);
    add(bytes, name, lengths[0]);
    add(bytes, value, lengths[1]);
}

static void add_parameters(struct bytes *bytes, int id, const char *uri, size_t body_length)
{
    unsigned char room[1024];
    struct bytes pairs = {room, 0};
    char length[32];

    (void)snprintf(length, sizeof length, "%zu", body_length);
    add_pair(&pairs, "REQUEST_METHOD", body_length > 0 ? "POST" : "GET");
    add_pair(&pairs, "REQUEST_URI", uri);
    add_pair(&pairs, "CONTENT_LENGTH", body_length > 0 ? length : "");
    add_record(bytes, 4, id, pairs.all, pairs.length);
    add_record(bytes, 4, id, "", 0);
}

static void add_request(struct bytes *bytes, int id, const char *uri, bool keep, size_t body_length)
{
    static const char body[60000];

    add_begin(bytes, id, 1, keep);
    add_parameters(bytes, id, uri, body_length);
    for (size_t left = body_length; left > 0;) {
        size_t part = left < sizeof body ? left : sizeof body;

        add_record(bytes, 5, id, body, part);
        left -= part;
    }
    add_record(bytes, 5, id, "", 0);
}

static int connect_to_port(int fd)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return connect(fd, (const struct sockaddr *)&address, sizeof address);
}

static int connect_to_path(int fd)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s", socket_path);
    return connect(fd, (const struct sockaddr *)&address, sizeof address);
}

static int connect_now(void)
{
    struct timeval limit = {.tv_sec = PATIENCE_MS / 1000};
    int fd = socket(port != 0 ? AF_INET : AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if ((port != 0 ? connect_to_port(fd) : connect_to_path(fd)) != 0) {
        (void)close(fd);
        return -1;
    }
    return fd;
}

static bool send_bytes(int fd, const struct bytes *bytes)
{
    size_t sent = 0;

    while (sent < bytes->length) {
        ssize_t part = send(fd, bytes->all + sent, bytes->length - sent, MSG_NOSIGNAL);

        if (part <= 0) {
            return false;
        }
        sent += (size_t)part;
    }
    return true;
}

static bool read_exactly(int fd, void *into, size_t length)
{
    for (size_t got = 0; got < length;) {
        ssize_t part = read(fd, (char *)into + got, length - got);

        if (part <= 0) {
            return false;
        }
        got += (size_t)part;
    }
    return true;
}

/* The whole output into `answer`; false unless the request was ended in the way of the protocol. */
static bool read_answer(int fd, int id)
{
    size_t length = 0;
    unsigned char header[8];
    static unsigned char content[65536];

    answer[0] = '\0';
    while (read_exactly(fd, header, sizeof header)) {
        size_t part = (size_t)(header[4] << 8 | header[5]);

        if ((header[2] << 8 | header[3]) != id || !read_exactly(fd, content, part + header[6])) {
            return false;
        }
        if (header[1] == 3) {
            return part == 8 && content[4] == 0;
        }
        if (header[1] == 6 && length + part <= ANSWER_MOST) {
            memcpy(answer + length, content, part);
            length += part;
            answer[length] = '\0';
        }
    }
    return false;
}

static bool exchange(int fd, int id, const char *uri, bool keep, size_t body_length)
{
    static unsigned char room[8 << 20];
    struct bytes bytes = {room, 0};

    add_request(&bytes, id, uri, keep, body_length);
    return send_bytes(fd, &bytes) && read_answer(fd, id);
}

static bool ask_with(const char *uri, size_t body_length)
{
    int fd = connect_now();
    bool answered = fd >= 0 && exchange(fd, 1, uri, false, body_length);

    if (fd >= 0) {
        (void)close(fd);
    }
    return answered && strstr(answer, "Status: 200 OK\r\n") == answer;
}

static bool ask(const char *uri)
{
    return ask_with(uri, 0);
}

/* Sends a request and leaves the answer for later. */
static int ask_without_reading(const char *uri)
{
    unsigned char room[2048];
    struct bytes bytes = {room, 0};
    int fd = connect_now();

    add_request(&bytes, 1, uri, false, 0);
    if (fd < 0 || !send_bytes(fd, &bytes)) {
        return -1;
    }
    return fd;
}

static pid_t pid_in_answer(void)
{
    const char *pid = strstr(answer, "pid=");

    return pid == NULL ? -1 : (pid_t)strtol(pid + 4, NULL, 10);
}

/* ---- starting and stopping ---- */

static void write_conf(const char *server, const char *database)
{
    int file = open(conf_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    (void)dprintf(file, "[server]\nlisten = %s\n%s\n[database]\n%s\n", socket_path, server,
                  database);
    (void)close(file);
}

static void redirect_log(void)
{
    int file = open(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

    (void)dup2(file, 2);
}

static pid_t start_master(void)
{
    struct conf conf;
    struct text trouble;
    pid_t pid = -1;

    (void)fflush(NULL);
    pid = fork();
    if (pid != 0) {
        return pid;
    }
    redirect_log();
    text_init(&trouble, 4096);
    if (!conf_read(&conf, conf_path, &trouble)) {
        (void)dprintf(2, "%s", text_string(&trouble));
        exit(9);
    }
    text_free(&trouble);
    pid = master_run(conf_path, &conf, &service);
    conf_free(&conf);
    exit(pid);
}

/* The living children of a process; -1 in the unused rest. */
static int children_of(pid_t pid, pid_t children[WORKERS_MOST])
{
    char path[64], list[512] = "";
    int count = 0;
    char *at = list;
    int file = -1;
    ssize_t length = 0;

    (void)snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
    file = open(path, O_RDONLY | O_CLOEXEC);
    length = read(file, list, sizeof list - 1);
    (void)close(file);
    list[length > 0 ? length : 0] = '\0';
    while (count < WORKERS_MOST && *at != '\0') {
        char *end = NULL;
        long child = strtol(at, &end, 10);

        if (end == at) {
            break;
        }
        children[count++] = (pid_t)child;
        at = end + strspn(end, " \n");
    }
    return count;
}

static int count_workers(void)
{
    pid_t children[WORKERS_MOST];

    return children_of(master, children);
}

static bool has_child(pid_t child)
{
    pid_t children[WORKERS_MOST];
    int count = children_of(master, children);

    for (int i = 0; i < count; i++) {
        if (children[i] == child) {
            return true;
        }
    }
    return false;
}

static bool wait_for_end(pid_t pid, int *status, int64_t milliseconds)
{
    return EVENTUALLY(waitpid(pid, status, WNOHANG) == pid, milliseconds);
}

/* What a failed case has left running; orphans have become children of this process. */
static void end_leftovers(void)
{
    pid_t children[WORKERS_MOST];
    int count = 0;

    while ((count = children_of(getpid(), children)) > 0) {
        for (int i = 0; i < count; i++) {
            (void)kill(children[i], SIGKILL);
            (void)waitpid(children[i], NULL, 0);
        }
    }
}

static void start(const char *server)
{
    end_leftovers();
    memset(shared, 0, sizeof *shared);
    (void)unlink(log_path);
    write_conf(server, "");
    master = start_master();
    CU_ASSERT_FATAL(EVENTUALLY(ask("/first"), PATIENCE_MS));
}

static void stop(void)
{
    int status = -1;
    bool ended = false;

    (void)kill(master, SIGTERM);
    ended = wait_for_end(master, &status, PATIENCE_MS);
    CU_ASSERT(ended);
    if (!ended) {
        (void)kill(master, SIGKILL);
        (void)waitpid(master, &status, 0);
    }
    CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    CU_ASSERT(access(socket_path, F_OK) != 0);
}

/* ---- load ---- */

static pid_t start_loader(void)
{
    pid_t pid = -1;

    (void)fflush(NULL);
    pid = fork();
    if (pid != 0) {
        return pid;
    }
    while (!atomic_load(&shared->stop)) {
        if (ask("/load")) {
            atomic_fetch_add(&shared->answered, 1);
        } else {
            atomic_fetch_add(&shared->failed, 1);
        }
    }
    _exit(0);
}

static void start_load(pid_t loaders[LOADERS])
{
    for (int i = 0; i < LOADERS; i++) {
        loaders[i] = start_loader();
    }
    CU_ASSERT(EVENTUALLY(atomic_load(&shared->answered) > 100, PATIENCE_MS));
}

static void stop_load(const pid_t loaders[LOADERS])
{
    int status = 0;

    atomic_store(&shared->stop, true);
    for (int i = 0; i < LOADERS; i++) {
        CU_ASSERT(wait_for_end(loaders[i], &status, 2 * PATIENCE_MS));
    }
}

/* ---- tests ---- */

static void test_answers(void)
{
    struct stat status;

    start("workers = 2\nlisten_mode = 0640");
    CU_ASSERT(ask("/hello?a=b"));
    CU_ASSERT_PTR_NOT_NULL(strstr(answer, "Content-Type: text/plain\r\nContent-Length: "));
    CU_ASSERT_PTR_NOT_NULL(strstr(answer, "target=/hello?a=b trouble=0 length=0"));
    CU_ASSERT(has_child(pid_in_answer()));
    CU_ASSERT(ask_with("/post", 65536));
    CU_ASSERT_PTR_NOT_NULL(strstr(answer, "trouble=0 length=65536"));
    CU_ASSERT(ask_with("/post", 65537));
    CU_ASSERT_PTR_NOT_NULL(strstr(answer, "trouble=2 length=0"));
    CU_ASSERT(ask_with("/post", 2000000));
    CU_ASSERT_PTR_NOT_NULL(strstr(answer, "trouble=2 length=0"));
    CU_ASSERT(ask("/large"));
    CU_ASSERT(strlen(answer) > 300000);
    CU_ASSERT_EQUAL(stat(socket_path, &status), 0);
    CU_ASSERT_EQUAL(status.st_mode & 0777, 0640);
    CU_ASSERT_EQUAL(count_workers(), 2);
    stop();
}

static void test_kept(void)
{
    int fd = -1;

    start("workers = 1\ntimeout = 2");
    fd = connect_now();
    for (int i = 1; i <= 300; i++) {
        CU_ASSERT(exchange(fd, i, i % 3 == 0 ? "/large" : "/kept", true, (size_t)(i % 5) * 20000));
    }
    CU_ASSERT(exchange(fd, 77, "/last", false, 0));
    CU_ASSERT_FALSE(exchange(fd, 78, "/gone", false, 0));
    (void)close(fd);

    /* An idle connection that is kept does not own its worker for ever, and not past a stop. */
    fd = connect_now();
    CU_ASSERT(exchange(fd, 1, "/kept", true, 0));
    CU_ASSERT(ask("/other"));
    (void)close(fd);
    fd = connect_now();
    CU_ASSERT(exchange(fd, 1, "/kept", true, 0));
    stop();
    (void)close(fd);
}

static void test_killed_worker(void)
{
    pid_t killed = -1;

    start("workers = 2");
    for (int i = 0; i < 5; i++) {
        CU_ASSERT(EVENTUALLY(ask("/who"), PATIENCE_MS));
        killed = pid_in_answer();
        CU_ASSERT_EQUAL(kill(killed, SIGKILL), 0);
        CU_ASSERT(EVENTUALLY(!has_child(killed) && count_workers() == 2, 1000));
    }
    CU_ASSERT(ask("/after"));
    CU_ASSERT(log_says("worker-died"));
    stop();
}

static void test_crashing_service(void)
{
    int before = 0;

    start("workers = 2");
    before = atomic_load(&shared->opened);
    for (int i = 0; i < 12; i++) {
        CU_ASSERT_FALSE(ask("/crash"));
    }
    /* Five replacements at once, then one every 100 ms. */
    CU_ASSERT(EVENTUALLY(ask("/after"), PATIENCE_MS));
    CU_ASSERT(EVENTUALLY(atomic_load(&shared->opened) == before + 12, PATIENCE_MS));
    CU_ASSERT(EVENTUALLY(count_workers() == 2, PATIENCE_MS));
    stop();
}

static void test_slowed_replacement(void)
{
    int64_t start_us = 0;
    int before = 0;

    start("workers = 1");
    before = atomic_load(&shared->opened);
    start_us = watch_now();
    for (int i = 0; i < 12; i++) {
        CU_ASSERT_FALSE(ask("/crash"));
    }
    CU_ASSERT(EVENTUALLY(atomic_load(&shared->opened) == before + 12, PATIENCE_MS));
    CU_ASSERT(watch_now() - start_us >= 600000);
    CU_ASSERT(ask("/after"));
    stop();
}

static void test_stuck_worker(void)
{
    unsigned char byte = 0;
    int64_t start_us = 0;
    int fd = -1;

    start("workers = 2\ndeadline = 1\ntimeout = 1");
    fd = ask_without_reading("/stuck");
    start_us = watch_now();
    CU_ASSERT(ask("/beside"));
    CU_ASSERT_EQUAL(read(fd, &byte, 1), 0);
    CU_ASSERT(watch_now() - start_us >= 900000);
    CU_ASSERT(watch_now() - start_us < 4000000);
    (void)close(fd);
    CU_ASSERT(EVENTUALLY(count_workers() == 2, 2000));
    CU_ASSERT(ask("/after"));
    CU_ASSERT_PTR_NOT_NULL(strstr(answer, "kills=1\n"));
    CU_ASSERT(log_says("stuck in a request"));
    stop();
}

static void test_bad_reload(void)
{
    pid_t before[WORKERS_MOST] = {0}, after[WORKERS_MOST] = {0};

    start("workers = 2");
    CU_ASSERT(EVENTUALLY(children_of(master, before) == 2, 1000));
    write_conf("workers = many", "");
    CU_ASSERT_EQUAL(kill(master, SIGHUP), 0);
    CU_ASSERT(EVENTUALLY(log_says("reload-refused"), PATIENCE_MS));
    CU_ASSERT(log_says(":3: workers must be a number from 0 to 128, not \\\"many\\\""));
    CU_ASSERT(ask("/after"));
    CU_ASSERT_EQUAL(children_of(master, after), 2);
    CU_ASSERT(memcmp(before, after, sizeof before) == 0);

    /* Well formed, but with it no worker becomes ready: the old ones stay. */
    write_conf("workers = 3", "name = broken");
    CU_ASSERT_EQUAL(kill(master, SIGHUP), 0);
    CU_ASSERT(EVENTUALLY(log_says("died before it was ready"), PATIENCE_MS));
    CU_ASSERT(EVENTUALLY(count_workers() == 2, PATIENCE_MS));
    CU_ASSERT_EQUAL(children_of(master, after), 2);
    CU_ASSERT(memcmp(before, after, sizeof before) == 0);
    CU_ASSERT(ask("/after"));

    /* And a good one is still taken afterwards. */
    write_conf("workers = 3", "");
    CU_ASSERT_EQUAL(kill(master, SIGHUP), 0);
    CU_ASSERT(EVENTUALLY(log_says("\"reloaded\"") && count_workers() == 3, PATIENCE_MS));
    CU_ASSERT(ask("/after"));
    stop();
}

static bool all_replaced(const pid_t *before, int count, int wanted)
{
    for (int i = 0; i < count; i++) {
        if (has_child(before[i])) {
            return false;
        }
    }
    return count_workers() == wanted;
}

static void test_reload_under_load(void)
{
    pid_t loaders[LOADERS], before[WORKERS_MOST];

    start("workers = 2");
    start_load(loaders);
    for (int i = 0; i < 10; i++) {
        int wanted = 2 + i % 3;
        int count = children_of(master, before);
        char server[32];

        (void)snprintf(server, sizeof server, "workers = %d", wanted);
        write_conf(server, "");
        CU_ASSERT_EQUAL(kill(master, SIGHUP), 0);
        CU_ASSERT(EVENTUALLY(all_replaced(before, count, wanted), PATIENCE_MS));
    }
    stop_load(loaders);
    CU_ASSERT_EQUAL(atomic_load(&shared->failed), 0);
    CU_ASSERT(atomic_load(&shared->answered) > 500);
    stop();
}

static void test_fixed_keys(void)
{
    start("workers = 1\nbacklog = 64");
    write_conf("workers = 2\nbacklog = 128", "");
    CU_ASSERT_EQUAL(kill(master, SIGHUP), 0);
    CU_ASSERT(EVENTUALLY(log_says("\"reloaded\""), PATIENCE_MS));
    CU_ASSERT(log_says("\"keys\":\"server.backlog\""));
    CU_ASSERT(ask("/after"));
    stop();
}

static void test_stop_under_load(void)
{
    for (int i = 0; i < 5; i++) {
        pid_t loaders[LOADERS];

        start("workers = 2");
        atomic_store(&shared->started, 0);
        start_load(loaders);
        stop();
        stop_load(loaders);
        CU_ASSERT_EQUAL(atomic_load(&shared->started), atomic_load(&shared->answered));
    }
}

static void test_stop_waits(void)
{
    int status = 0;
    int fd = -1;

    start("workers = 1");
    fd = ask_without_reading("/held");
    CU_ASSERT(EVENTUALLY(atomic_load(&shared->started) == 2, PATIENCE_MS));
    (void)kill(master, SIGTERM);
    CU_ASSERT(EVENTUALLY(access(socket_path, F_OK) != 0, PATIENCE_MS));
    CU_ASSERT_EQUAL(waitpid(master, &status, WNOHANG), 0);
    atomic_store(&shared->let_go, true);
    CU_ASSERT(read_answer(fd, 1));
    CU_ASSERT_PTR_NOT_NULL(strstr(answer, "target=/held"));
    (void)close(fd);
    CU_ASSERT(wait_for_end(master, &status, PATIENCE_MS));
    CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void test_grace(void)
{
    int64_t start_us = 0;
    int fd = -1;

    start("workers = 1\ngrace = 1");
    fd = ask_without_reading("/stuck");
    CU_ASSERT(EVENTUALLY(atomic_load(&shared->started) == 2, PATIENCE_MS));
    start_us = watch_now();
    stop();
    CU_ASSERT(watch_now() - start_us >= 900000);
    CU_ASSERT(watch_now() - start_us < 5000000);
    CU_ASSERT(log_says("did not stop"));
    (void)close(fd);
}

/* How long the only worker keeps others waiting. */
static int64_t wait_beside(void)
{
    int64_t start_us = watch_now();

    CU_ASSERT(ask("/beside"));
    return watch_now() - start_us;
}

static void test_half_sent(void)
{
    /* Inside the first header, between records, inside one, and just between two parameters, where
     * the library takes silence for their end. */
    static const size_t parts[] = {0, 1, 16, 30, 44, 62};
    static const size_t missing[] = {1016, 1008, 500, 8, 1};
    enum { PARTS = sizeof parts / sizeof *parts, MISSING = sizeof missing / sizeof *missing };
    unsigned char room[2048];
    struct bytes bytes = {room, 0};

    start("workers = 1\ntimeout = 1");
    add_request(&bytes, 1, "/half", false, 1000);
    CU_ASSERT_EQUAL(memcmp(room + 44 + 2, "REQUEST_URI/half", 16), 0);
    for (int i = 0; i < PARTS + MISSING; i++) {
        struct bytes half = {room, i < PARTS ? parts[i] : bytes.length - missing[i - PARTS]};
        int fd = connect_now();

        CU_ASSERT(send_bytes(fd, &half));
        CU_ASSERT(wait_beside() < 2500000);
        (void)close(fd);
    }
    CU_ASSERT_EQUAL(atomic_load(&shared->started), 1 + PARTS + MISSING);
    stop();
}

/* Sends a byte now and then, so that no single read takes long. */
static pid_t start_dripping(void)
{
    static unsigned char room[2048];
    struct bytes bytes = {room, 0};
    pid_t pid = -1;
    int fd = -1;

    (void)fflush(NULL);
    pid = fork();
    if (pid != 0) {
        return pid;
    }
    add_request(&bytes, 1, "/dripped", false, 1000);
    fd = connect_now();
    for (size_t i = 0; i < bytes.length && send(fd, room + i, 1, MSG_NOSIGNAL) == 1; i++) {
        atomic_store(&shared->let_go, true);
        for (int j = 0; j < 25; j++) {
            nap();
        }
    }
    _exit(0);
}

static void test_dripping(void)
{
    int status = 0;
    pid_t dripping = -1;

    start("workers = 1\ntimeout = 1");
    dripping = start_dripping();
    CU_ASSERT(EVENTUALLY(atomic_load(&shared->let_go), PATIENCE_MS));
    CU_ASSERT(wait_beside() < 2500000);
    CU_ASSERT(wait_for_end(dripping, &status, 3000));
    CU_ASSERT(log_says("not whole in time"));
    stop();
}

static void test_unread_answer(void)
{
    int fd = -1;

    start("workers = 1\ntimeout = 1");
    fd = ask_without_reading("/large");
    CU_ASSERT(wait_beside() < 2500000);
    (void)close(fd);
    stop();
}

/* Each writes into `bytes` what no web server sends. */
static void garbage_zeroes(struct bytes *bytes)
{
    memset(bytes->all, 0, 5000);
    bytes->length = 5000;
}

static void garbage_ones(struct bytes *bytes)
{
    memset(bytes->all, 0xff, 5000);
    bytes->length = 5000;
}

static void garbage_http(struct bytes *bytes)
{
    static const char text[] = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    add(bytes, text, sizeof text - 1);
}

static void garbage_version(struct bytes *bytes)
{
    add_request(bytes, 1, "/garbage", false, 0);
    bytes->all[0] = 2;
}

static void garbage_role(struct bytes *bytes)
{
    add_begin(bytes, 1, 9, false);
    add_parameters(bytes, 1, "/garbage", 0);
    add_record(bytes, 5, 1, "", 0);
}

static void garbage_authorizer(struct bytes *bytes)
{
    add_begin(bytes, 1, 2, false);
    add_parameters(bytes, 1, "/garbage", 0);
    add_record(bytes, 5, 1, "", 0);
}

static void garbage_id_zero(struct bytes *bytes)
{
    add_request(bytes, 0, "/garbage", false, 0);
}

static void garbage_no_begin(struct bytes *bytes)
{
    add_parameters(bytes, 1, "/garbage", 0);
    add_record(bytes, 5, 1, "", 0);
}

static void garbage_short_begin(struct bytes *bytes)
{
    add_record(bytes, 1, 1, "\0\1", 2);
}

static void garbage_input_first(struct bytes *bytes)
{
    add_begin(bytes, 1, 1, false);
    add_record(bytes, 5, 1, "body", 4);
    add_parameters(bytes, 1, "/garbage", 0);
}

static void garbage_two_begins(struct bytes *bytes)
{
    add_begin(bytes, 1, 1, false);
    add_begin(bytes, 1, 1, false);
    add_begin(bytes, 2, 1, false);
}

static void garbage_abort(struct bytes *bytes)
{
    add_begin(bytes, 1, 1, false);
    add_parameters(bytes, 1, "/garbage", 4);
    add_record(bytes, 2, 1, "", 0);
}

static void garbage_unknown_type(struct bytes *bytes)
{
    add_record(bytes, 99, 0, "12345678", 8);
    add_record(bytes, 99, 7, "12345678", 8);
}

static void garbage_values(struct bytes *bytes)
{
    unsigned char room[256];
    struct bytes pairs = {room, 0};

    add_pair(&pairs, "FCGI_MAX_CONNS", "");
    add_pair(&pairs, "FCGI_MPXS_CONNS", "");
    add_pair(&pairs, "FCGI_NONSENSE", "");
    add_record(bytes, 9, 0, pairs.all, pairs.length);
}

static void garbage_many_values(struct bytes *bytes)
{
    unsigned char room[4096];
    struct bytes pairs = {room, 0};

    for (int i = 0; i < 100; i++) {
        add_pair(&pairs, "FCGI_MAX_CONNS", "");
    }
    add_record(bytes, 9, 0, pairs.all, pairs.length);
    add_request(bytes, 1, "/garbage", false, 0);
}

static void garbage_lengths(struct bytes *bytes, const char *lengths, size_t size)
{
    add_begin(bytes, 1, 1, false);
    add_record(bytes, 4, 1, lengths, size);
    add_record(bytes, 4, 1, "", 0);
}

static void garbage_gigabytes(struct bytes *bytes)
{
    garbage_lengths(bytes, "\xc0\0\0\0\xc0\0\0\0abcd", 12);
}

static void garbage_largest(struct bytes *bytes)
{
    garbage_lengths(bytes, "\xff\xff\xff\xfe\1abcd", 9);
}

static void garbage_two_halves(struct bytes *bytes)
{
    garbage_lengths(bytes,
                    "\xbf\xff\xff\xff\xbf\xff\xff\xff"
                    "abcd",
                    12);
}

static void garbage_cut_length(struct bytes *bytes)
{
    garbage_lengths(bytes, "\xff\xff", 2);
}

static void garbage_long_name(struct bytes *bytes)
{
    garbage_lengths(bytes, "\x7f\x7fshort", 7);
}

static void garbage_no_parameters(struct bytes *bytes)
{
    add_begin(bytes, 1, 1, false);
    add_record(bytes, 4, 1, "", 0);
    add_record(bytes, 5, 1, "", 0);
}

static void garbage_other_id(struct bytes *bytes)
{
    add_begin(bytes, 1, 1, false);
    add_parameters(bytes, 2, "/garbage", 0);
    add_record(bytes, 5, 2, "", 0);
}

static void (*const garbage[])(struct bytes *bytes) = {
    garbage_zeroes,        garbage_ones,        garbage_http,        garbage_version,
    garbage_role,          garbage_authorizer,  garbage_id_zero,     garbage_no_begin,
    garbage_short_begin,   garbage_input_first, garbage_two_begins,  garbage_abort,
    garbage_unknown_type,  garbage_values,      garbage_many_values, garbage_gigabytes,
    garbage_largest,       garbage_two_halves,  garbage_cut_length,  garbage_long_name,
    garbage_no_parameters, garbage_other_id,
};

static void test_garbage(void)
{
    static unsigned char room[1 << 16];
    unsigned char waste[1024];

    start("workers = 2\ntimeout = 1");
    for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++) {
        struct bytes bytes = {room, 0};
        int fd = connect_now();

        garbage[i](&bytes);
        (void)send_bytes(fd, &bytes);
        /* Half of them stay open and the worker has to give up by itself. */
        if (i % 2 == 0) {
            (void)shutdown(fd, SHUT_WR);
        }
        while (read(fd, waste, sizeof waste) > 0) {
        }
        (void)close(fd);
        CU_ASSERT(EVENTUALLY(ask("/after"), 3000));
    }
    CU_ASSERT(EVENTUALLY(count_workers() == 2, 3000));
    CU_ASSERT_EQUAL(atomic_load(&shared->garbage), 0);
    stop();
}

static void test_rule_breaker(void)
{
    unsigned char room[2048];
    struct bytes bytes = {room, 0};
    int fd = -1;

    start("workers = 1\ntimeout = 5");
    garbage_http(&bytes);
    fd = connect_now();
    CU_ASSERT(send_bytes(fd, &bytes));
    CU_ASSERT(wait_beside() < 1000000);
    (void)close(fd);
    stop();
}

static void test_dead_master(void)
{
    pid_t workers[WORKERS_MOST];
    int status = 0;
    int count = 0;
    int fd = -1;

    start("workers = 3");
    CU_ASSERT(EVENTUALLY(count_workers() == 3, PATIENCE_MS));
    count = children_of(master, workers);
    fd = ask_without_reading("/held");
    CU_ASSERT(EVENTUALLY(atomic_load(&shared->started) == 2, PATIENCE_MS));
    (void)kill(master, SIGKILL);
    CU_ASSERT(wait_for_end(master, &status, PATIENCE_MS));
    atomic_store(&shared->let_go, true);
    CU_ASSERT(read_answer(fd, 1)); /* who was served is served to the end */
    (void)close(fd);
    for (int i = 0; i < count; i++) {
        CU_ASSERT(wait_for_end(workers[i], &status, 5000));
        CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    /* The path it left behind does not stop its successor. */
    CU_ASSERT_EQUAL(access(socket_path, F_OK), 0);
    start("workers = 1");
    stop();
}

static void test_second_master(void)
{
    pid_t second = -1;
    int status = 0;
    int file = -1;

    start("workers = 1");
    second = start_master();
    CU_ASSERT(wait_for_end(second, &status, PATIENCE_MS));
    CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    CU_ASSERT(log_says("another server answers on this socket"));
    CU_ASSERT(ask("/still"));
    stop();

    file = open(socket_path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    (void)close(file);
    second = start_master();
    CU_ASSERT(wait_for_end(second, &status, PATIENCE_MS));
    CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    CU_ASSERT(log_says("exists and is not a socket"));
    CU_ASSERT_EQUAL(unlink(socket_path), 0);
}

static void test_retirement(void)
{
    start("workers = 1\nrequests = 10");
    for (int i = 0; i < 100; i++) {
        CU_ASSERT(ask("/many"));
    }
    CU_ASSERT(atomic_load(&shared->opened) >= 10);
    CU_ASSERT(atomic_load(&shared->opened) <= 13);
    CU_ASSERT_FALSE(log_says("worker-died"));
    stop();
}

static void test_early_death(void)
{
    int status = 0;
    int opened = 0;
    int64_t start_us = 0;

    memset(shared, 0, sizeof *shared);
    (void)unlink(log_path);
    write_conf("workers = 2", "name = broken");
    start_us = watch_now();
    master = start_master();
    CU_ASSERT(EVENTUALLY(log_says("workers-held-back"), PATIENCE_MS));
    CU_ASSERT(EVENTUALLY(count_workers() == 0, 1000));
    opened = atomic_load(&shared->opened);
    CU_ASSERT(opened <= 3);
    CU_ASSERT(EVENTUALLY(atomic_load(&shared->opened) > opened, PATIENCE_MS));
    CU_ASSERT(watch_now() - start_us >= 1900000);
    (void)kill(master, SIGTERM);
    CU_ASSERT(wait_for_end(master, &status, PATIENCE_MS));
}

static int listen_here(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s", socket_path);
    if (bind(fd, (const struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 64) != 0) {
        return -1;
    }
    return fd;
}

static pid_t start_single(void)
{
    struct conf conf;
    struct text trouble;
    pid_t pid = -1;
    int listener = listen_here();

    (void)fflush(NULL);
    pid = fork();
    if (pid != 0) {
        (void)close(listener);
        return pid;
    }
    redirect_log();
    text_init(&trouble, 4096);
    if (listener < 0 || listener_inherited() || dup2(listener, 0) != 0 || !listener_inherited() ||
        !conf_read(&conf, NULL, &trouble)) {
        exit(9);
    }
    (void)close(listener);
    text_free(&trouble);
    pid = (pid_t)worker_run(&conf, 0, &service, NULL);
    conf_free(&conf);
    metrics_close();
    exit(pid);
}

static void test_single(void)
{
    int status = 0;
    int fd = -1;

    memset(shared, 0, sizeof *shared);
    master = start_single();
    CU_ASSERT(EVENTUALLY(ask("/single"), PATIENCE_MS));
    CU_ASSERT_EQUAL(pid_in_answer(), master);
    CU_ASSERT_EQUAL(count_workers(), 0);
    fd = connect_now(); /* a peer that leaves early does no harm */
    (void)close(fd);
    fd = ask_without_reading("/large");
    (void)close(fd);
    CU_ASSERT(ask("/single"));
    fd = ask_without_reading("/held");
    CU_ASSERT(EVENTUALLY(atomic_load(&shared->started) >= 4, PATIENCE_MS));
    (void)kill(master, SIGTERM);
    atomic_store(&shared->let_go, true);
    CU_ASSERT(read_answer(fd, 1));
    (void)close(fd);
    CU_ASSERT(wait_for_end(master, &status, 2000));
    CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    (void)unlink(socket_path);
}

/* A port that was free a moment ago. */
static in_port_t free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CU_ASSERT_EQUAL(bind(fd, (const struct sockaddr *)&address, size), 0);
    CU_ASSERT_EQUAL(getsockname(fd, (struct sockaddr *)&address, &size), 0);
    (void)close(fd);
    return ntohs(address.sin_port);
}

static void test_port(void)
{
    int status = 0;
    int file = -1;

    memset(shared, 0, sizeof *shared);
    port = free_port();
    file = open(conf_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    (void)dprintf(file, "[server]\nlisten = 127.0.0.1:%d\nworkers = 1\n", (int)port);
    (void)close(file);
    master = start_master();
    CU_ASSERT(EVENTUALLY(ask("/port"), PATIENCE_MS));
    CU_ASSERT(ask_with("/port", 200000));
    CU_ASSERT(ask("/large"));
    CU_ASSERT(strlen(answer) > 300000);
    (void)kill(master, SIGTERM);
    CU_ASSERT(wait_for_end(master, &status, PATIENCE_MS));
    CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    port = 0;
}

static pid_t start_handed_over(void)
{
    int listener = listen_here();
    char number[32];
    pid_t pid = -1;

    (void)fflush(NULL);
    pid = fork();
    if (pid == 0) {
        struct conf conf;

        redirect_log();
        (void)snprintf(number, sizeof number, "%d", getpid());
        if (dup2(listener, 3) != 3 || setenv("LISTEN_PID", number, 1) != 0 ||
            setenv("LISTEN_FDS", "1", 1) != 0 || !conf_read(&conf, NULL, NULL)) {
            exit(9);
        }
        exit(master_run(NULL, &conf, &service));
    }
    (void)close(listener);
    return pid;
}

static void test_handed_over(void)
{
    int status = 0;

    memset(shared, 0, sizeof *shared);
    master = start_handed_over();
    CU_ASSERT(EVENTUALLY(ask("/handed-over"), PATIENCE_MS));
    CU_ASSERT(has_child(pid_in_answer()));
    (void)kill(master, SIGTERM);
    CU_ASSERT(wait_for_end(master, &status, PATIENCE_MS));
    CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    CU_ASSERT_EQUAL(unlink(socket_path), 0); /* not ours to remove */
}

static void test_user(void)
{
    int status = 0;
    pid_t refused = -1;

    if (geteuid() != 0) {
        CU_PASS("only root can change the user");
        return;
    }
    start("workers = 1\nuser = nobody");
    CU_ASSERT(ask("/who"));
    CU_ASSERT_PTR_NOT_NULL(strstr(answer, "uid=65534 gid=65534 "));
    stop();
    start("workers = 1\nuser = nobody\ngroup = daemon");
    CU_ASSERT(ask("/who"));
    CU_ASSERT_PTR_NOT_NULL(strstr(answer, "uid=65534 gid=1 "));
    stop();
    write_conf("user = no-such-user-here", "");
    refused = start_master();
    CU_ASSERT(wait_for_end(refused, &status, PATIENCE_MS));
    CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    CU_ASSERT(log_says("no-such-user"));
}

static bool is_told(int ear, const char *state)
{
    char heard[256] = "";
    struct pollfd wait = {.fd = ear, .events = POLLIN};

    while (poll(&wait, 1, PATIENCE_MS) == 1) {
        ssize_t length = read(ear, heard, sizeof heard - 1);

        heard[length > 0 ? length : 0] = '\0';
        if (strncmp(heard, state, strlen(state)) == 0) {
            return true;
        }
        if (strcmp(heard, "WATCHDOG=1") != 0) {
            printf("# heard %s while waiting for %s\n", heard, state);
            return false;
        }
    }
    return false;
}

static void test_supervisor(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int ear = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    char name[64];
    int length = snprintf(name, sizeof name, "@slotd-test-%d", getpid());

    memcpy(address.sun_path + 1, name + 1, (size_t)length - 1);
    CU_ASSERT_EQUAL_FATAL(
        bind(ear, (const struct sockaddr *)&address,
             (socklen_t)(offsetof(struct sockaddr_un, sun_path)) + (socklen_t)length),
        0);
    CU_ASSERT_EQUAL(setenv("NOTIFY_SOCKET", name, 1), 0);
    CU_ASSERT_EQUAL(setenv("WATCHDOG_USEC", "200000", 1), 0);
    start("workers = 1");
    CU_ASSERT(is_told(ear, "READY=1"));
    CU_ASSERT(is_told(ear, "WATCHDOG=1"));
    CU_ASSERT(is_told(ear, "WATCHDOG=1"));
    CU_ASSERT_EQUAL(kill(master, SIGHUP), 0);
    CU_ASSERT(is_told(ear, "RELOADING=1\nMONOTONIC_USEC="));
    CU_ASSERT(is_told(ear, "READY=1"));
    (void)kill(master, SIGTERM);
    CU_ASSERT(is_told(ear, "STOPPING=1"));
    stop();
    CU_ASSERT_EQUAL(unsetenv("NOTIFY_SOCKET"), 0);
    CU_ASSERT_EQUAL(unsetenv("WATCHDOG_USEC"), 0);
    (void)close(ear);
}

/* ---- the program ---- */

static int setup(void)
{
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    (void)snprintf(folder, sizeof folder, "/tmp/slotd-way-XXXXXX");
    if (shared == MAP_FAILED || mkdtemp(folder) == NULL ||
        prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0) {
        return 1;
    }
    (void)snprintf(socket_path, sizeof socket_path, "%s/slotd.sock", folder);
    (void)snprintf(conf_path, sizeof conf_path, "%s/slotd.conf", folder);
    (void)snprintf(log_path, sizeof log_path, "%s/slotd.log", folder);
    return 0;
}

static int teardown(void)
{
    end_leftovers();
    (void)unlink(conf_path);
    (void)unlink(log_path);
    (void)unlink(socket_path);
    return rmdir(folder);
}

static const struct tap_case cases[] = {
    {"requests are answered, bodies up to the limit are taken", test_answers},
    {"a connection that is kept serves many requests and is not kept for ever", test_kept},
    {"a killed worker is replaced at once", test_killed_worker},
    {"a service that crashes at every request comes back", test_crashing_service},
    {"after five replacements at once there is one every 100 ms", test_slowed_replacement},
    {"a worker stuck past the deadline is killed and replaced", test_stuck_worker},
    {"a bad configuration is refused and the old workers go on", test_bad_reload},
    {"a reload under load loses no request", test_reload_under_load},
    {"a reload names the keys it can not take", test_fixed_keys},
    {"a stop under load loses no request that was begun", test_stop_under_load},
    {"a stop waits for the request that is being answered", test_stop_waits},
    {"a worker that does not stop in its grace is killed", test_grace},
    {"a request that is half sent frees its worker in time", test_half_sent},
    {"a request that drips in frees its worker in time", test_dripping},
    {"an answer that is not read frees its worker in time", test_unread_answer},
    {"records that no web server sends leave the service answering", test_garbage},
    {"a peer that breaks the rules frees its worker at once", test_rule_breaker},
    {"workers end after their master was killed", test_dead_master},
    {"a second master is refused, a file is not overwritten", test_second_master},
    {"a worker retires after its share of requests", test_retirement},
    {"workers that die before they are ready are held back", test_early_death},
    {"a socket on descriptor 0 is served by one process", test_single},
    {"a loopback port is served like a path", test_port},
    {"a socket handed over is served and stays", test_handed_over},
    {"workers started by root run as the user of the configuration", test_user},
    {"the supervisor hears of start, reload and stop", test_supervisor},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    return tap_main_with("processes", cases, setup, teardown, argc, argv);
}
