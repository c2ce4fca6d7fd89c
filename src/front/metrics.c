/* metrics.c - counters that all processes share. SPDX-License-Identifier: MIT */
#include <stdatomic.h>
#include <sys/mman.h>

#include "front/metrics.h"

/* Upper bounds of the histogram, in microseconds, and how they are written, in seconds. */
static const struct {
    int64_t us;
    const char *seconds;
} bounds[] = {
    {1000, "0.001"}, {2500, "0.0025"}, {5000, "0.005"},  {10000, "0.01"}, {25000, "0.025"},
    {50000, "0.05"}, {100000, "0.1"},  {250000, "0.25"}, {1000000, "1"},  {5000000, "5"},
};
enum { BOUND_COUNT = sizeof bounds / sizeof *bounds, STATUS_CLASSES = 5 };

struct route_counts {
    _Atomic uint64_t statuses[STATUS_CLASSES]; /* 1xx to 5xx */
    _Atomic uint64_t within[BOUND_COUNT + 1];  /* each request in one place; the last: beyond all */
    _Atomic uint64_t us;
    _Atomic uint64_t bytes;
};

struct slot {
    _Alignas(64) _Atomic uint64_t counters[METRICS_COUNTER__COUNT];
    struct route_counts routes[METRICS_ROUTES];
};

struct board {
    _Atomic unsigned workers;
    unsigned count;
    struct slot slots[];
};

/* A sum over all slots. */
struct route_sums {
    uint64_t statuses[STATUS_CLASSES];
    uint64_t within[BOUND_COUNT + 1];
    uint64_t us, bytes, requests;
};

static const struct {
    const char *name, *help;
} counter_names[METRICS_COUNTER__COUNT] = {
    [METRICS_DATABASE_RECONNECTS] = {"slotd_database_reconnects_total",
                                     "Connections to the database made anew after a loss."},
    [METRICS_TRANSACTION_RETRIES] = {"slotd_transaction_retries_total",
                                     "Transactions run again after a deadlock or a lock wait."},
    [METRICS_SLOT_CONFLICTS] = {"slotd_slot_conflicts_total",
                                "Bookings refused because the time was taken."},
    [METRICS_UNCERTAIN_COMMITS] = {"slotd_uncertain_commits_total",
                                   "Commits whose outcome had to be looked up."},
    [METRICS_REQUESTS_CUT] = {"slotd_requests_cut_total",
                              "Requests that did not arrive whole or in time."},
    [METRICS_WORKER_DEATHS] = {"slotd_worker_deaths_total", "Workers that died unasked."},
    [METRICS_WORKER_KILLS] = {"slotd_worker_kills_total",
                              "Workers killed because they were stuck past a deadline."},
    [METRICS_RELOADS] = {"slotd_reloads_total", "Configurations taken while running."},
    [METRICS_RELOADS_REFUSED] = {"slotd_reloads_refused_total",
                                 "Configurations refused while running."},
};

static struct board *board;
static size_t board_size;
static struct slot *mine;

static void add(_Atomic uint64_t *count, uint64_t more)
{
    atomic_fetch_add_explicit(count, more, memory_order_relaxed);
}

static uint64_t get(_Atomic uint64_t *count)
{
    return atomic_load_explicit(count, memory_order_relaxed);
}

static int bound_of(int64_t us)
{
    int i = 0;

    while (i < BOUND_COUNT && us > bounds[i].us) {
        i++;
    }
    return i;
}

static void add_slot(struct route_sums *sums, struct route_counts *counts)
{
    for (int i = 0; i < STATUS_CLASSES; i++) {
        sums->statuses[i] += get(&counts->statuses[i]);
    }
    for (int i = 0; i <= BOUND_COUNT; i++) {
        uint64_t requests = get(&counts->within[i]);

        sums->within[i] += requests;
        sums->requests += requests;
    }
    sums->us += get(&counts->us);
    sums->bytes += get(&counts->bytes);
}

static struct route_sums sum_route(unsigned route)
{
    struct route_sums sums = {.requests = 0};

    for (unsigned i = 0; i < board->count; i++) {
        add_slot(&sums, &board->slots[i].routes[route]);
    }
    return sums;
}

static void write_statuses(struct text *out, const char *route, const struct route_sums *sums)
{
    for (int i = 0; i < STATUS_CLASSES; i++) {
        if (sums->statuses[i] > 0) {
            text_format(out, "slotd_requests_total{route=\"%s\",status=\"%dxx\"} %llu\n", route,
                        i + 1, (unsigned long long)sums->statuses[i]);
        }
    }
}

static void write_seconds(struct text *out, const char *route, const struct route_sums *sums)
{
    unsigned long long below = 0;

    for (int i = 0; i < BOUND_COUNT; i++) {
        below += sums->within[i];
        text_format(out, "slotd_request_seconds_bucket{route=\"%s\",le=\"%s\"} %llu\n", route,
                    bounds[i].seconds, below);
    }
    text_format(out, "slotd_request_seconds_bucket{route=\"%s\",le=\"+Inf\"} %llu\n", route,
                (unsigned long long)sums->requests);
    text_format(out, "slotd_request_seconds_sum{route=\"%s\"} %llu.%06llu\n", route,
                (unsigned long long)(sums->us / 1000000), (unsigned long long)(sums->us % 1000000));
    text_format(out, "slotd_request_seconds_count{route=\"%s\"} %llu\n", route,
                (unsigned long long)sums->requests);
}

static void write_bytes(struct text *out, const char *route, const struct route_sums *sums)
{
    text_format(out, "slotd_response_bytes_total{route=\"%s\"} %llu\n", route,
                (unsigned long long)sums->bytes);
}

/* The format wants all lines of one name together, so the routes are walked once for each. */
static const struct {
    const char *name, *type, *help;
    void (*write)(struct text *out, const char *route, const struct route_sums *sums);
} families[] = {
    {"slotd_requests_total", "counter", "Requests answered, by route and class of status.",
     write_statuses},
    {"slotd_request_seconds", "histogram", "Time from the request read to the answer sent.",
     write_seconds},
    {"slotd_response_bytes_total", "counter", "Bytes of answers' bodies.", write_bytes},
};

static void write_head(struct text *out, const char *name, const char *type, const char *help)
{
    text_format(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void write_counters(struct text *out)
{
    for (int i = 0; i < METRICS_COUNTER__COUNT; i++) {
        write_head(out, counter_names[i].name, "counter", counter_names[i].help);
        text_format(out, "%s %llu\n", counter_names[i].name,
                    (unsigned long long)metrics_value((enum metrics_counter)i));
    }
}

bool metrics_open(unsigned slots)
{
    void *memory = MAP_FAILED;

    metrics_close();
    board_size = sizeof *board + slots * sizeof board->slots[0];
    memory = mmap(NULL, board_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        return false;
    }
    board = memory;
    board->count = slots;
    metrics_take_slot(0);
    return true;
}

void metrics_close(void)
{
    if (board != NULL) {
        (void)munmap(board, board_size);
    }
    board = NULL;
    mine = NULL;
}

void metrics_take_slot(unsigned slot)
{
    if (board != NULL) {
        mine = &board->slots[slot % board->count];
    }
}

void metrics_set_workers(unsigned workers)
{
    if (board != NULL) {
        atomic_store(&board->workers, workers);
    }
}

void metrics_request(unsigned route, int status, int64_t us, size_t bytes)
{
    int status_class = status / 100;

    if (mine == NULL || route >= METRICS_ROUTES || status_class < 1 ||
        status_class > STATUS_CLASSES) {
        return;
    }
    us = us < 0 ? 0 : us;
    add(&mine->routes[route].statuses[status_class - 1], 1);
    add(&mine->routes[route].within[bound_of(us)], 1);
    add(&mine->routes[route].us, (uint64_t)us);
    add(&mine->routes[route].bytes, bytes);
}

void metrics_count(enum metrics_counter counter)
{
    if (mine != NULL) {
        add(&mine->counters[counter], 1);
    }
}

uint64_t metrics_value(enum metrics_counter counter)
{
    uint64_t sum = 0;

    for (unsigned i = 0; board != NULL && i < board->count; i++) {
        sum += get(&board->slots[i].counters[counter]);
    }
    return sum;
}

void metrics_write(struct text *out, const char *(*route_name)(unsigned route))
{
    if (board == NULL) {
        return;
    }
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        write_head(out, families[i].name, families[i].type, families[i].help);
        for (unsigned route = 0; route < METRICS_ROUTES; route++) {
            const char *name = route_name(route);
            struct route_sums sums = {.requests = 0};

            if (name != NULL) {
                sums = sum_route(route);
            }
            if (sums.requests > 0) {
                families[i].write(out, name, &sums);
            }
        }
    }
    write_head(out, "slotd_workers", "gauge", "Worker processes.");
    text_format(out, "slotd_workers %u\n", atomic_load(&board->workers));
    write_counters(out);
}
