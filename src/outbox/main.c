/* main.c - slotd-jobs: does what bookings leave behind. SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/log.h"
#include "base/zone.h"
#include "outbox/deliver.h"
#include "outbox/run.h"

#ifndef CONF_FILE
#define CONF_FILE "/etc/slotd/slotd.conf"
#endif
#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unknown"
#endif

enum { AWAY_FIRST_MS = 100, AWAY_MOST_MS = 5000 };
/* What is under way when the program is told to stop may end, and be marked. */
enum { LAST_SECONDS = 5, LAST_LOOK_MS = 100 };
#define CLEAN_EVERY US_AN_HOUR
#define ARENA_FIRST ((size_t)64 << 10)
#define ARENA_MOST  ((size_t)256 << 20)

static const char usage[] = "usage: slotd-jobs [-c FILE] [run] [--once]\n"
                            "\n"
                            "  run                 do jobs as they fall due, until TERM\n"
                            "  --once              do those that are due, then end\n"
                            "  -c, --config FILE   configuration, otherwise " CONF_FILE "\n"
                            "  -h, --help          this text\n"
                            "  -V, --version       the version\n";

/* ---- signals: blocked all the time and read from a file, so that a job is never interrupted ----
 */

/* The file that becomes readable when the program is told to stop. */
static int block_signals(void)
{
    struct sigaction ignored = {.sa_handler = SIG_IGN};
    sigset_t set;

    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    (void)sigaddset(&set, SIGHUP);
    (void)sigprocmask(SIG_BLOCK, &set, NULL);
    (void)sigaction(SIGPIPE, &ignored, NULL);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* ---- systemd ---- */

/* One datagram to NOTIFY_SOCKET, if there is one; without a listener there is nothing to do about
 * it. */
static void tell_supervisor(const char *state)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = path == NULL ? 0 : strlen(path);

    if (length < 2 || length >= sizeof address.sun_path || (path[0] != '/' && path[0] != '@'))
        return;
    memcpy(address.sun_path, path, length);
    if (path[0] == '@')
        address.sun_path[0] = '\0';
    int mouth = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (mouth < 0)
        return;
    (void)sendto(mouth, state, strlen(state), MSG_NOSIGNAL | MSG_DONTWAIT,
                 (const struct sockaddr *)&address,
                 (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length));
    (void)close(mouth);
}

/* ---- the loop ---- */

struct loop {
    struct runner *runner;
    struct deliveries *deliveries;
    int stop; /* readable: told to stop */
    struct instant cleaned;
    bool found; /* there may be more to do at once */
};

static int longer(int away)
{
    if (away == 0)
        return AWAY_FIRST_MS;
    return 2 * away < AWAY_MOST_MS ? 2 * away : AWAY_MOST_MS;
}

static struct fail clean_when_due(struct loop *loop)
{
    struct instant now = instant_now();

    if (now.us - loop->cleaned.us < CLEAN_EVERY)
        return NO_FAIL;
    TRY(runner_clean(loop->runner, now));
    loop->cleaned = now;
    return NO_FAIL;
}

static struct fail look(struct loop *loop)
{
    zones_refresh();
    TRY(clean_when_due(loop));
    TRY(runner_step(loop->runner, instant_now(), &loop->found));
    return deliveries_step(loop->deliveries, instant_now());
}

static void tell_of_database(const struct loop *loop, struct fail fail, int away)
{
    if (FAILED(fail))
        LOG(LOG_LEVEL_WARNING, "database away", LOG_TEXT("code", fail_word(fail.code)),
            LOG_TEXT("trouble", fail.trouble));
    else if (away > 0)
        LOG(LOG_LEVEL_WARNING, "database back",
            LOG_NUMBER("connections", store_connections(loop->runner->store)));
}

/* Deliveries that are not marked by then come again when their lease ends. */
static void finish(struct loop *loop)
{
    int64_t most = loop->runner->conf->webhooks.timeout + LAST_SECONDS;
    struct instant until = {instant_now().us + most * US_A_SECOND};

    while (deliveries_open_count(loop->deliveries) > 0 && instant_now().us < until.us) {
        struct fail fail = deliveries_mark(loop->deliveries);

        tell_of_database(loop, fail, 0);
        if (deliveries_open_count(loop->deliveries) > 0)
            (void)deliveries_wait(loop->deliveries, -1, LAST_LOOK_MS);
    }
}

static void run(struct loop *loop)
{
    bool stopped = false;
    int away = 0;

    tell_supervisor("READY=1");
    while (!stopped) {
        struct fail fail = look(loop);
        int pause = loop->found ? 0 : loop->runner->conf->jobs.pause;

        tell_of_database(loop, fail, away);
        away = FAILED(fail) ? longer(away) : 0;
        stopped = deliveries_wait(loop->deliveries, loop->stop, away > 0 ? away : pause);
    }
    tell_supervisor("STOPPING=1");
    finish(loop);
}

static int run_once(struct loop *loop)
{
    const struct runner *runner = loop->runner;
    bool stopped = false, busy;

    do {
        struct fail fail = look(loop);

        if (FAILED(fail)) {
            fprintf(stderr, "slotd-jobs: %s: %s\n", fail_word(fail.code),
                    fail.trouble != NULL ? fail.trouble : "no more is known");
            return EXIT_FAILURE;
        }
        busy = loop->found || deliveries_open_count(loop->deliveries) > 0;
        stopped = busy && deliveries_wait(loop->deliveries, loop->stop,
                                          loop->found ? 0 : runner->conf->jobs.pause);
    } while (busy && !stopped);
    finish(loop);
    printf("%llu done, %llu again, %llu dead\n", (unsigned long long)runner->jobs_done,
           (unsigned long long)runner->jobs_again, (unsigned long long)runner->jobs_dead);
    return EXIT_SUCCESS;
}

static int with_conf(const struct conf *conf, bool once)
{
    struct runner runner = {.conf = conf,
                            .arena = arena_new(ARENA_FIRST, ARENA_MOST),
                            .store = store_open(conf),
                            .doers = doers,
                            .doer_count = doers_count};
    struct loop loop = {.runner = &runner, .stop = block_signals()};
    int result = EXIT_SUCCESS;

    loop.deliveries = deliveries_open(&runner);
    zones_open(conf->http.zoneinfo);
    if (once)
        result = run_once(&loop);
    else
        run(&loop);
    zones_close();
    deliveries_close(loop.deliveries);
    store_close(runner.store);
    arena_free(runner.arena);
    (void)close(loop.stop);
    return result;
}

static bool read_conf(const char *file, struct conf *conf)
{
    struct text trouble;

    text_init(&trouble, 1 << 16);
    bool good = conf_read(conf, file, &trouble);
    if (!good)
        fputs(text_string(&trouble), stderr);
    text_free(&trouble);
    return good;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"config", required_argument, NULL, 'c'},
                                            {"once", no_argument, NULL, 'o'},
                                            {"help", no_argument, NULL, 'h'},
                                            {"version", no_argument, NULL, 'V'},
                                            {NULL, 0, NULL, 0}};
    const char *file = access(CONF_FILE, R_OK) == 0 ? CONF_FILE : NULL;
    struct conf conf;
    bool once = false;
    int option;

    while ((option = getopt_long(argc, argv, "c:hV", options, NULL)) != -1) {
        if (option == 'h')
            return fputs(usage, stdout) < 0;
        if (option == 'V')
            return printf("slotd-jobs %s%s\n", PACKAGE_VERSION, FAULT_WORDS) < 0;
        if (option == 'c')
            file = optarg;
        else if (option == 'o')
            once = true;
        else
            return EXIT_FAILURE;
    }
    if (argc - optind > 1 || (argc - optind == 1 && strcmp(argv[optind], "run") != 0)) {
        fputs(usage, stderr);
        return EXIT_FAILURE;
    }
    if (!read_conf(file, &conf))
        return EXIT_FAILURE;
    log_open("slotd-jobs", conf_log_level(&conf));
    int result = with_conf(&conf, once);
    conf_free(&conf);
    return result;
}
