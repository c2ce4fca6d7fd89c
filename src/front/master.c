/* master.c - keeps workers running. SPDX-License-Identifier: MIT
 *
 * It handles no requests and has no signal handlers: all signals are blocked and fetched one by one
 * with sigtimedwait(), so none is lost between looking and waiting. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/gate.h"
#include "base/log.h"
#include "front/listener.h"
#include "front/master.h"
#include "front/metrics.h"
#include "front/rate.h"
#include "front/supervisor.h"

#define MS     INT64_C(1000)
#define SECOND INT64_C(1000000)

enum {
    WORKERS_MOST = 128,
    PLACES = 2 * WORKERS_MOST, /* during a reload the old and the new stand side by side */
    BURST = 5,                 /* replacements that are not slowed down */
    TROUBLE_MOST = 16 * 1024,
};
static const int64_t tick_us = SECOND;
static const int64_t settling_tick_us = 20 * MS; /* while workers are awaited */
static const int64_t replacement_pause_us = 100 * MS;
static const int64_t first_hold_us = 2 * SECOND;
static const int64_t longest_hold_us = 60 * SECOND;
static const int64_t fork_hold_us = SECOND;
static const int64_t readiness_us = 30 * SECOND;

/* One place for a worker: its index is its slot in the metrics and in the watches. */
struct place {
    pid_t pid; /* 0: free */
    int generation;
    bool stopping;
    bool reminded;   /* SIGTERM was sent a second time */
    int64_t stop_us; /* when it was asked to stop */
};

/* Whom the workers run as. */
struct identity {
    bool change;
    uid_t user;
    gid_t group;
};

struct master {
    const char *conf_path;
    const struct service *service;
    struct conf *conf;
    struct conf next; /* while reloading */
    bool reloading;
    bool reload_wanted;
    bool stopping;
    bool announced;     /* READY=1 was told */
    int generation;     /* of the present configuration; the next one's is one higher */
    int64_t reload_us;  /* when the reload began */
    int64_t hold_until; /* no worker is started before */
    int64_t hold_us;    /* how long the next hold lasts half of */
    int64_t replace_us; /* when the budget of replacements is whole again */
    int to_replace;     /* workers that died after they were ready */
    int64_t fork_complaint_us;
    int64_t told_us; /* the watchdog, last */
    struct listener listener;
    struct identity identity;
    int life[2]; /* a pipe nobody writes to; its end tells workers that the master is gone */
    sigset_t signals;
    struct watch *watches;
    struct place places[PLACES];
};

static const int awaited_signals[] = {SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGCHLD, SIGUSR1, SIGUSR2};

static void complain(const char *event, struct text *trouble)
{
    char line[512];
    const char *at = text_string(trouble);

    while (*at != '\0') {
        size_t length = strcspn(at, "\n");

        (void)snprintf(line, sizeof line, "%.*s", (int)length, at);
        LOG(LOG_LEVEL_ERROR, event, LOG_TEXT("detail", line));
        at += length + (at[length] == '\n');
    }
}

/* Two per core that this process may use. */
static int workers_wanted(const struct conf *conf)
{
    cpu_set_t cores;
    int wanted = conf->server.workers;

    if (wanted == 0) {
        wanted = sched_getaffinity(0, sizeof cores, &cores) == 0 ? 2 * CPU_COUNT(&cores) : 2;
    }
    return wanted < WORKERS_MOST ? wanted : WORKERS_MOST;
}

/* Standing: alive and not asked to stop. */
static int workers_standing(const struct master *master, int generation)
{
    int count = 0;

    for (int i = 0; i < PLACES; i++) {
        const struct place *place = &master->places[i];

        count += place->pid != 0 && !place->stopping && place->generation == generation;
    }
    return count;
}

static int workers_ready(const struct master *master, int generation)
{
    int count = 0;

    for (int i = 0; i < PLACES; i++) {
        const struct place *place = &master->places[i];

        count += place->pid != 0 && !place->stopping && place->generation == generation &&
                 atomic_load(&master->watches[i].ready);
    }
    return count;
}

static unsigned workers_alive(const struct master *master)
{
    unsigned count = 0;

    for (int i = 0; i < PLACES; i++) {
        count += master->places[i].pid != 0;
    }
    return count;
}

/* In the worker. */

static bool drop_rights(const struct identity *identity)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return false;
    }
    if (!identity->change) {
        return true;
    }
    return setgroups(1, &identity->group) == 0 && setgid(identity->group) == 0 &&
           setuid(identity->user) == 0 && (identity->user == 0 || setuid(0) != 0);
}

_Noreturn static void be_worker(const struct master *master, int index, const struct conf *conf)
{
    struct post post = {.watch = &master->watches[index], .master_gone = master->life[0]};

    (void)close(master->life[1]);
    (void)prctl(PR_SET_NAME, "slotd-worker");
    metrics_take_slot((unsigned)index + 1);
    if (!drop_rights(&master->identity)) {
        LOG(LOG_LEVEL_ERROR, "rights-not-dropped", LOG_TEXT("detail", strerror(errno)));
        exit(WORKER_NO_SERVICE);
    }
    exit((int)worker_run(conf, master->listener.fd, master->service, &post));
}

/* In the master. */

static void note_fork_fault(struct master *master, int64_t now)
{
    master->hold_until = now + fork_hold_us;
    if (now - master->fork_complaint_us >= 60 * SECOND || master->fork_complaint_us == 0) {
        master->fork_complaint_us = now;
        LOG(LOG_LEVEL_ERROR, "fork-failed", LOG_TEXT("detail", strerror(errno)));
    }
}

static int free_place(const struct master *master)
{
    for (int i = 0; i < PLACES; i++) {
        if (master->places[i].pid == 0) {
            return i;
        }
    }
    return -1;
}

static bool start_worker(struct master *master, int generation, const struct conf *conf,
                         int64_t now)
{
    int index = free_place(master);
    pid_t pid = -1;

    if (index < 0) {
        return false;
    }
    atomic_store(&master->watches[index].since_us, 0);
    atomic_store(&master->watches[index].ready, false);
    pid = fork();
    if (pid == 0) {
        be_worker(master, index, conf);
    }
    if (pid < 0) {
        note_fork_fault(master, now);
        return false;
    }
    master->places[index] = (struct place){.pid = pid, .generation = generation};
    LOG(LOG_LEVEL_DEBUG, "worker-started", LOG_NUMBER("worker", pid));
    return true;
}

/* Five replacements at once, then one every 100 ms: a service that crashes on every request must
 * not become a storm of forks. */
static bool may_replace(struct master *master, int64_t now)
{
    if (master->to_replace == 0) {
        return true;
    }
    if (master->replace_us > now + (BURST - 1) * replacement_pause_us) {
        return false;
    }
    master->replace_us =
        (master->replace_us > now ? master->replace_us : now) + replacement_pause_us;
    master->to_replace--;
    return true;
}

static void fill(struct master *master, int64_t now)
{
    int missing = workers_wanted(master->conf) - workers_standing(master, master->generation);

    if (missing <= 0) {
        master->to_replace = 0;
    }
    while (missing-- > 0 && now >= master->hold_until && may_replace(master, now)) {
        if (!start_worker(master, master->generation, master->conf, now)) {
            return;
        }
    }
}

static void stop_worker(struct place *place, int64_t now)
{
    if (!place->stopping) {
        place->stopping = true;
        place->stop_us = now;
        (void)kill(place->pid, SIGTERM);
    }
}

static void stop_generation(struct master *master, int generation, int64_t now)
{
    for (int i = 0; i < PLACES; i++) {
        if (master->places[i].pid != 0 && master->places[i].generation == generation) {
            stop_worker(&master->places[i], now);
        }
    }
}

/* A configuration with fewer workers, or a worker too many after a reload was given up. */
static void thin_out(struct master *master, int64_t now)
{
    int extra = workers_standing(master, master->generation) - workers_wanted(master->conf);

    for (int i = 0; i < PLACES && extra > 0; i++) {
        struct place *place = &master->places[i];

        if (place->pid != 0 && !place->stopping && place->generation == master->generation) {
            stop_worker(place, now);
            extra--;
        }
    }
}

static void give_up_reload(struct master *master, int64_t now, const char *reason)
{
    LOG(LOG_LEVEL_ERROR, "reload-refused", LOG_TEXT("detail", reason));
    metrics_count(METRICS_RELOADS_REFUSED);
    stop_generation(master, master->generation + 1, now);
    conf_free(&master->next);
    master->reloading = false;
    /* The number is used up: those that still stop must not be taken for a later configuration's.
     */
    for (int i = 0; i < PLACES; i++) {
        if (master->places[i].generation == master->generation + 1) {
            master->places[i].generation = -1;
        }
    }
    (void)supervisor_tell("READY=1");
}

static void finish_reload(struct master *master, int64_t now)
{
    stop_generation(master, master->generation, now);
    conf_free(master->conf);
    *master->conf = master->next;
    master->reloading = false;
    master->generation++;
    master->hold_us = 0;
    master->hold_until = 0;
    master->to_replace = 0;
    log_level_set(conf_log_level(master->conf));
    metrics_count(METRICS_RELOADS);
    LOG(LOG_LEVEL_INFO, "reloaded", LOG_NUMBER("workers", workers_wanted(master->conf)));
    (void)supervisor_tell("READY=1");
}

static void say_what_was_kept(const struct text *kept, const char *names)
{
    if (kept->length > 0) {
        LOG(LOG_LEVEL_WARNING, "needs-restart", LOG_TEXT("keys", names));
    }
}

static void tell_reloading(int64_t now)
{
    char state[64];

    (void)snprintf(state, sizeof state, "RELOADING=1\nMONOTONIC_USEC=%lld", (long long)now);
    (void)supervisor_tell(state);
}

static bool read_next(struct master *master)
{
    struct text trouble, kept;
    bool good = false;

    text_init(&trouble, TROUBLE_MOST);
    text_init(&kept, TROUBLE_MOST);
    good = conf_read(&master->next, master->conf_path, &trouble);
    if (good) {
        conf_keep_fixed(&master->next, master->conf, &kept);
        say_what_was_kept(&kept, text_string(&kept));
    } else {
        complain("reload-refused", &trouble);
        metrics_count(METRICS_RELOADS_REFUSED);
    }
    text_free(&trouble);
    text_free(&kept);
    return good;
}

static void begin_reload(struct master *master, int64_t now)
{
    master->reload_wanted = false;
    tell_reloading(now);
    if (!read_next(master)) {
        (void)supervisor_tell("READY=1");
        return;
    }
    master->reloading = true;
    master->reload_us = now;
    for (int i = workers_wanted(&master->next); i > 0; i--) {
        if (!start_worker(master, master->generation + 1, &master->next, now)) {
            give_up_reload(master, now, "a worker could not be started");
            return;
        }
    }
}

static void settle_reload(struct master *master, int64_t now)
{
    int generation = master->generation + 1;

    if (!master->reloading) {
        return;
    }
    if (workers_ready(master, generation) >= workers_wanted(&master->next)) {
        finish_reload(master, now);
    } else if (workers_standing(master, generation) < workers_wanted(&master->next)) {
        give_up_reload(master, now, "a new worker died before it was ready");
    } else if (now - master->reload_us > readiness_us) {
        give_up_reload(master, now, "the new workers did not become ready in time");
    }
}

static void hold_back(struct master *master, int64_t now)
{
    if (now < master->hold_until) {
        return; /* of the same batch as the one that began the hold */
    }
    master->hold_us = master->hold_us == 0 ? first_hold_us : 2 * master->hold_us;
    if (master->hold_us > longest_hold_us) {
        master->hold_us = longest_hold_us;
    }
    master->hold_until = now + master->hold_us;
    LOG(LOG_LEVEL_ERROR, "workers-held-back", LOG_NUMBER("seconds", master->hold_us / SECOND));
}

static void say_death(const struct place *place, int status)
{
    LOG(LOG_LEVEL_ERROR, "worker-died", LOG_NUMBER("worker", place->pid),
        LOG_NUMBER("signal", WIFSIGNALED(status) ? WTERMSIG(status) : 0),
        LOG_NUMBER("status", WIFEXITED(status) ? WEXITSTATUS(status) : 0));
}

static void note_end(struct master *master, int index, int status, int64_t now)
{
    struct place place = master->places[index];
    bool was_ready = atomic_load(&master->watches[index].ready);
    bool ended_well = WIFEXITED(status) && WEXITSTATUS(status) == 0;

    master->places[index] = (struct place){.pid = 0};
    atomic_store(&master->watches[index].since_us, 0);
    if (!ended_well) {
        metrics_count(METRICS_WORKER_DEATHS);
        say_death(&place, status);
    }
    if (place.stopping || master->stopping || place.generation != master->generation) {
        return;
    }
    if (!was_ready) {
        hold_back(master, now);
        return;
    }
    master->hold_us = 0;
    master->to_replace += !ended_well;
}

static int place_of(const struct master *master, pid_t pid)
{
    for (int i = 0; i < PLACES; i++) {
        if (master->places[i].pid == pid) {
            return i;
        }
    }
    return -1;
}

static void reap(struct master *master, int64_t now)
{
    int status = 0;
    pid_t pid = 0;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        int index = place_of(master, pid);

        if (index >= 0) {
            note_end(master, index, status, now);
        }
    }
}

/* A worker that is asked to stop is reminded after half its grace and killed after all of it. */
static void hurry(const struct master *master, struct place *place, int64_t now)
{
    int64_t grace = master->conf->server.grace * SECOND;

    if (!place->reminded && now - place->stop_us >= grace / 2) {
        place->reminded = true;
        (void)kill(place->pid, SIGTERM);
    }
    if (now - place->stop_us >= grace) {
        LOG(LOG_LEVEL_ERROR, "worker-killed", LOG_NUMBER("worker", place->pid),
            LOG_TEXT("reason", "did not stop"));
        metrics_count(METRICS_WORKER_KILLS);
        place->stop_us = now;
        (void)kill(place->pid, SIGKILL);
    }
}

static void free_stuck(struct master *master, int index, int64_t now)
{
    int64_t since = atomic_load(&master->watches[index].since_us);

    if (since != 0 && now - since >= master->conf->server.deadline * SECOND) {
        LOG(LOG_LEVEL_ERROR, "worker-killed", LOG_NUMBER("worker", master->places[index].pid),
            LOG_TEXT("reason", "stuck in a request"),
            LOG_NUMBER("seconds", (now - since) / SECOND));
        metrics_count(METRICS_WORKER_KILLS);
        (void)kill(master->places[index].pid, SIGKILL);
        atomic_store(&master->watches[index].since_us, 0); /* killed once is enough */
    }
}

static void watch_workers(struct master *master, int64_t now)
{
    for (int i = 0; i < PLACES; i++) {
        if (master->places[i].pid == 0) {
            continue;
        }
        free_stuck(master, i, now);
        if (master->places[i].stopping) {
            hurry(master, &master->places[i], now);
        }
    }
}

static void begin_stop(struct master *master, int64_t now)
{
    if (master->stopping) {
        return;
    }
    master->stopping = true;
    master->reload_wanted = false;
    LOG(LOG_LEVEL_INFO, "stopping");
    (void)supervisor_tell("STOPPING=1");
    listener_close(&master->listener);
    for (int i = 0; i < PLACES; i++) {
        if (master->places[i].pid != 0) {
            stop_worker(&master->places[i], now);
        }
    }
}

static void announce(struct master *master)
{
    if (!master->announced && workers_ready(master, master->generation) > 0) {
        master->announced = true;
        LOG(LOG_LEVEL_INFO, "ready", LOG_TEXT("listen", master->conf->server.listen));
        (void)supervisor_tell("READY=1");
    }
}

static void feed_watchdog(struct master *master, int64_t now)
{
    int64_t every = supervisor_watchdog_us();

    if (every > 0 && now - master->told_us >= every) {
        master->told_us = now;
        (void)supervisor_tell("WATCHDOG=1");
    }
}

static bool workers_are_awaited(const struct master *master)
{
    return master->reloading ||
           (!master->announced && workers_standing(master, master->generation) > 0);
}

static int64_t wait_us(const struct master *master, int64_t now)
{
    int64_t every = supervisor_watchdog_us();
    int64_t us = tick_us;

    if (every > 0 && every < us) {
        us = every;
    }
    if (workers_are_awaited(master)) {
        us = settling_tick_us;
    }
    if (master->to_replace > 0 && replacement_pause_us < us) {
        us = replacement_pause_us;
    }
    if (master->hold_until > now && master->hold_until - now < us) {
        us = master->hold_until - now;
    }
    return us;
}

static void take_signal(struct master *master, int signal, int64_t now)
{
    switch (signal) {
    case SIGTERM:
    case SIGINT:
    case SIGQUIT:
        begin_stop(master, now);
        break;
    case SIGHUP:
        master->reload_wanted = !master->stopping;
        break;
    default: /* SIGCHLD only ends the wait: ended workers are looked for in every round */
        break;
    }
}

/* Waits, then takes all signals that have come. */
static void wait_for_signals(struct master *master)
{
    int64_t us = wait_us(master, watch_now());
    struct timespec limit = {.tv_sec = us / SECOND, .tv_nsec = us % SECOND * 1000};
    struct timespec none = {0};
    int signal = sigtimedwait(&master->signals, NULL, &limit);

    while (signal > 0) {
        take_signal(master, signal, watch_now());
        signal = sigtimedwait(&master->signals, NULL, &none);
    }
}

static void go_round(struct master *master)
{
    int64_t now = watch_now();

    reap(master, now);
    watch_workers(master, now);
    if (!master->stopping) {
        settle_reload(master, now);
        if (master->reload_wanted && !master->reloading) {
            begin_reload(master, now);
        }
        fill(master, now);
        thin_out(master, now);
        announce(master);
    }
    metrics_set_workers(workers_alive(master));
    feed_watchdog(master, now);
}

static bool find_user(struct identity *identity, const char *name)
{
    const struct passwd *user = getpwnam(name);

    if (user == NULL) {
        LOG(LOG_LEVEL_ERROR, "no-such-user", LOG_TEXT("user", name));
        return false;
    }
    if (geteuid() != 0 && user->pw_uid != geteuid()) {
        LOG(LOG_LEVEL_ERROR, "only-root-changes-user", LOG_TEXT("user", name));
        return false;
    }
    identity->change = geteuid() == 0;
    identity->user = user->pw_uid;
    identity->group = user->pw_gid;
    return true;
}

static bool find_group(struct identity *identity, const char *name)
{
    const struct group *group = getgrnam(name);

    if (group == NULL) {
        LOG(LOG_LEVEL_ERROR, "no-such-group", LOG_TEXT("group", name));
        return false;
    }
    identity->change = geteuid() == 0;
    identity->group = group->gr_gid;
    return true;
}

static bool find_identity(struct identity *identity, const struct conf *conf)
{
    *identity = (struct identity){.user = getuid(), .group = getgid()};
    return (conf->server.user[0] == '\0' || find_user(identity, conf->server.user)) &&
           (conf->server.group[0] == '\0' || find_group(identity, conf->server.group));
}

static void block_signals(struct master *master)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction usual = {.sa_handler = SIG_DFL};

    sigemptyset(&master->signals);
    for (size_t i = 0; i < sizeof awaited_signals / sizeof *awaited_signals; i++) {
        sigaddset(&master->signals, awaited_signals[i]);
        /* A signal that is ignored, perhaps since before we were started, would never be fetched.
         */
        sigaction(awaited_signals[i], &usual, NULL);
    }
    sigprocmask(SIG_BLOCK, &master->signals, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
}

static bool share_memory(struct master *master)
{
    void *memory = mmap(NULL, PLACES * sizeof *master->watches, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (memory == MAP_FAILED || !metrics_open(PLACES + 1) || !rate_open() ||
        !gate_open(workers_wanted(master->conf) / 2) || pipe2(master->life, O_CLOEXEC) != 0) {
        LOG(LOG_LEVEL_ERROR, "no-memory", LOG_TEXT("detail", strerror(errno)));
        return false;
    }
    master->watches = memory;
    return true;
}

static bool open_listener(struct master *master)
{
    struct text trouble;
    bool opened = false;

    text_init(&trouble, TROUBLE_MOST);
    opened = listener_open(&master->listener, master->conf, &trouble);
    if (!opened) {
        complain("not-listening", &trouble);
    }
    text_free(&trouble);
    return opened;
}

static void close_all(struct master *master)
{
    listener_close(&master->listener);
    (void)close(master->life[0]);
    (void)close(master->life[1]);
    (void)munmap(master->watches, PLACES * sizeof *master->watches);
    metrics_close();
    rate_close();
    gate_close();
}

int master_run(const char *conf_path, struct conf *conf, const struct service *service)
{
    static struct master master;

    master = (struct master){.conf_path = conf_path, .service = service, .conf = conf};
    log_level_set(conf_log_level(conf));
    block_signals(&master);
    if (!find_identity(&master.identity, conf) || !open_listener(&master)) {
        return 1;
    }
    if (!share_memory(&master)) {
        listener_close(&master.listener);
        return 1;
    }
    do {
        go_round(&master);
        wait_for_signals(&master);
        reap(&master, watch_now());
    } while (!master.stopping || workers_alive(&master) > 0);
    if (master.reloading) {
        conf_free(&master.next);
    }
    close_all(&master);
    LOG(LOG_LEVEL_INFO, "stopped");
    return 0;
}
