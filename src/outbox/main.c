/* main.c - slotd-jobs: does what bookings leave behind. SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/zone.h"
#include "outbox/run.h"

#ifndef CONF_FILE
#define CONF_FILE "/etc/slotd/slotd.conf"
#endif
#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unknown"
#endif

enum { AWAY_FIRST_MS = 100, AWAY_MOST_MS = 5000 };
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

/* ---- signals: blocked all the time and asked for, so that a job is never interrupted ---- */

static void stop_signals(sigset_t *set)
{
    (void)sigemptyset(set);
    (void)sigaddset(set, SIGTERM);
    (void)sigaddset(set, SIGINT);
    (void)sigaddset(set, SIGHUP);
}

static void block_signals(void)
{
    struct sigaction ignored = {.sa_handler = SIG_IGN};
    sigset_t set;

    stop_signals(&set);
    (void)sigprocmask(SIG_BLOCK, &set, NULL);
    (void)sigaction(SIGPIPE, &ignored, NULL);
}

/* Waits; true when it was told to stop. */
static bool stopped_within(int milliseconds)
{
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    sigset_t set;

    stop_signals(&set);
    return sigtimedwait(&set, NULL, &time) > 0;
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

static int longer(int away)
{
    if (away == 0)
        return AWAY_FIRST_MS;
    return 2 * away < AWAY_MOST_MS ? 2 * away : AWAY_MOST_MS;
}

static struct fail clean_when_due(struct runner *runner, struct instant *cleaned)
{
    struct instant now = instant_now();

    if (now.us - cleaned->us < CLEAN_EVERY)
        return NO_FAIL;
    TRY(runner_clean(runner, now));
    *cleaned = now;
    return NO_FAIL;
}

static struct fail look(struct runner *runner, struct instant *cleaned, bool *found)
{
    TRY(clean_when_due(runner, cleaned));
    return runner_step(runner, instant_now(), found);
}

static void run(struct runner *runner)
{
    struct instant cleaned = {0};
    int away = 0;
    bool found = false;

    tell_supervisor("READY=1");
    while (!stopped_within(away > 0 ? away : found ? 0 : runner->conf->jobs.pause)) {
        struct fail fail = look(runner, &cleaned, &found);

        if (FAILED(fail))
            LOG(LOG_LEVEL_WARNING, "database away", LOG_TEXT("code", fail_word(fail.code)),
                LOG_TEXT("trouble", fail.trouble));
        else if (away > 0)
            LOG(LOG_LEVEL_WARNING, "database back",
                LOG_NUMBER("connections", store_connections(runner->store)));
        away = FAILED(fail) ? longer(away) : 0;
    }
    tell_supervisor("STOPPING=1");
}

static int run_once(struct runner *runner)
{
    bool found = true;

    while (found && !stopped_within(0)) {
        struct fail fail = runner_step(runner, instant_now(), &found);

        if (FAILED(fail)) {
            fprintf(stderr, "slotd-jobs: %s: %s\n", fail_word(fail.code),
                    fail.trouble != NULL ? fail.trouble : "no more is known");
            return EXIT_FAILURE;
        }
    }
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
    int result = EXIT_SUCCESS;

    zones_open(conf->http.zoneinfo);
    if (once)
        result = run_once(&runner);
    else
        run(&runner);
    zones_close();
    store_close(runner.store);
    arena_free(runner.arena);
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
            return printf("slotd-jobs %s\n", PACKAGE_VERSION) < 0;
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
    block_signals();
    int result = with_conf(&conf, once);
    conf_free(&conf);
    return result;
}
