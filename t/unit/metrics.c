/* metrics.c - tests of front/metrics. SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "front/metrics.h"
#include "tap.h"

static struct text out;

static const char *route_name(unsigned route)
{
    return route == 0 ? "list" : route == 255 ? "create" : NULL;
}

static const char *written(void)
{
    text_clear(&out);
    metrics_write(&out, route_name);
    return text_string(&out);
}

static int setup(void)
{
    text_init(&out, 1 << 20);
    return 0;
}

static int teardown(void)
{
    metrics_close();
    text_free(&out);
    return 0;
}

static bool has_line(const char *line)
{
    char whole[256];

    (void)snprintf(whole, sizeof whole, "\n%s\n", line);
    return strstr(text_string(&out), whole) != NULL;
}

static void test_closed(void)
{
    metrics_close();
    metrics_count(METRICS_WORKER_KILLS);
    metrics_request(0, 200, 1, 1);
    CU_ASSERT_EQUAL(metrics_value(METRICS_WORKER_KILLS), 0);
    CU_ASSERT_STRING_EQUAL(written(), "");
}

static void test_requests(void)
{
    CU_ASSERT_FATAL(metrics_open(3));
    metrics_request(0, 200, 900, 100);
    metrics_request(0, 201, 1000, 10);
    metrics_request(0, 404, 1001, 1);
    metrics_request(0, 503, 7000000, 0);
    metrics_request(255, 200, -5, 0);
    metrics_request(256, 200, 5, 7);
    metrics_request(0, 999, 5, 7);
    metrics_request(7, 200, 5, 7);
    (void)written();
    CU_ASSERT(has_line("slotd_requests_total{route=\"list\",status=\"2xx\"} 2"));
    CU_ASSERT(has_line("slotd_requests_total{route=\"list\",status=\"4xx\"} 1"));
    CU_ASSERT(has_line("slotd_requests_total{route=\"list\",status=\"5xx\"} 1"));
    CU_ASSERT(has_line("slotd_requests_total{route=\"create\",status=\"2xx\"} 1"));
    CU_ASSERT(has_line("slotd_request_seconds_bucket{route=\"list\",le=\"0.001\"} 2"));
    CU_ASSERT(has_line("slotd_request_seconds_bucket{route=\"list\",le=\"0.0025\"} 3"));
    CU_ASSERT(has_line("slotd_request_seconds_bucket{route=\"list\",le=\"5\"} 3"));
    CU_ASSERT(has_line("slotd_request_seconds_bucket{route=\"list\",le=\"+Inf\"} 4"));
    CU_ASSERT(has_line("slotd_request_seconds_sum{route=\"list\"} 7.002901"));
    CU_ASSERT(has_line("slotd_request_seconds_count{route=\"list\"} 4"));
    CU_ASSERT(has_line("slotd_response_bytes_total{route=\"list\"} 111"));
    CU_ASSERT(has_line("# TYPE slotd_request_seconds histogram"));
    CU_ASSERT(has_line("slotd_workers 0"));
}

static void count_in_child(unsigned slot)
{
    pid_t child = -1;
    int status = -1;

    (void)fflush(stdout);
    child = fork();
    if (child == 0) {
        metrics_take_slot(slot);
        metrics_count(METRICS_SLOT_CONFLICTS);
        metrics_request(255, 200, 1, 0);
        _exit(0);
    }
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
}

static void test_processes(void)
{
    CU_ASSERT_FATAL(metrics_open(3));
    count_in_child(1);
    count_in_child(1);
    count_in_child(2);
    metrics_count(METRICS_SLOT_CONFLICTS);
    metrics_set_workers(2);
    CU_ASSERT_EQUAL(metrics_value(METRICS_SLOT_CONFLICTS), 4);
    (void)written();
    CU_ASSERT(has_line("slotd_slot_conflicts_total 4"));
    CU_ASSERT(has_line("slotd_requests_total{route=\"create\",status=\"2xx\"} 3"));
    CU_ASSERT(has_line("slotd_workers 2"));
}

/* A name's lines must stand together, under one HELP and one TYPE line. */
static void test_format(void)
{
    char family[128] = "";
    char seen[4096] = "";
    char *rest = NULL;

    CU_ASSERT_FATAL(metrics_open(1));
    metrics_request(0, 200, 1, 1);
    metrics_request(255, 500, 1, 1);
    (void)written();
    for (char *line = strtok_r(out.bytes, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        if (sscanf(line, "# HELP %127s", family) == 1) {
            CU_ASSERT_PTR_NULL(strstr(seen, family));
            (void)snprintf(seen + strlen(seen), sizeof seen - strlen(seen), " %s ", family);
        } else {
            CU_ASSERT(strncmp(line[0] == '#' ? line + 7 : line, family, strlen(family)) == 0);
        }
    }
    CU_ASSERT_PTR_NOT_NULL(strstr(seen, "slotd_worker_kills_total"));
}

static const struct tap_case cases[] = {
    {"nothing is counted before the board is open", test_closed},
    {"requests are counted by route, status, time and size", test_requests},
    {"counts of ended processes stay in the totals", test_processes},
    {"lines of one name stand together", test_format},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    return tap_main_with("metrics", cases, setup, teardown, argc, argv);
}
