/* rate.c - tests of front/rate, with a clock of their own. SPDX-License-Identifier: MIT */
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "front/rate.h"
#include "tap.h"

#define SECOND INT64_C(1000000)

enum { CHILDREN = 4, EACH = 500000, ROUNDS = 6, NEWCOMERS = 3000, STRANGERS = 300000 };

/* Between processes. */
struct shared {
    _Atomic int ready, admitted;
};
static struct shared *shared;
static int64_t now;

static int setup(void)
{
    now = 1000 * SECOND;
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return shared != MAP_FAILED && rate_open() ? 0 : 1;
}

static int teardown(void)
{
    rate_close();
    return 0;
}

static void afresh(void)
{
    CU_ASSERT_FATAL(rate_open());
}

static struct rate ask(const char *who, int64_t limit)
{
    return rate_count(who, strlen(who), limit, now);
}

static struct rate ask_often(const char *who, int64_t limit, int times)
{
    struct rate rate = {.counted = false};

    for (int i = 0; i < times; i++)
        rate = ask(who, limit);
    return rate;
}

static void without_a_table(void)
{
    rate_close();
    CU_ASSERT_FALSE(ask("ann", 1).counted);
    CU_ASSERT_FALSE(ask("ann", 1).refused);
    afresh();
}

static void without_a_limit(void)
{
    afresh();
    CU_ASSERT_FALSE(ask_often("ann", 0, 1000).counted);
    CU_ASSERT_FALSE(ask_often("ann", 0, 1000).refused);
    CU_ASSERT_EQUAL(ask("ann", 5).remaining, 4);
}

static void the_limit_itself(void)
{
    afresh();
    for (int64_t i = 1; i <= 120; i++) {
        struct rate rate = ask("ann", 120);

        CU_ASSERT_TRUE(rate.counted);
        CU_ASSERT_FALSE(rate.refused);
        CU_ASSERT_EQUAL(rate.limit, 120);
        CU_ASSERT_EQUAL(rate.remaining, 120 - i);
    }
    CU_ASSERT_TRUE(ask("ann", 120).refused);
    CU_ASSERT_EQUAL(ask("ann", 120).remaining, 0);
}

static void others_are_not_touched(void)
{
    afresh();
    CU_ASSERT_TRUE(ask_often("ann", 3, 4).refused);
    CU_ASSERT_FALSE(ask("ben", 3).refused);
    CU_ASSERT_EQUAL(ask("ben", 3).remaining, 1);
    CU_ASSERT_TRUE(ask("ann", 3).refused);
}

static void a_window_ends(void)
{
    afresh();
    CU_ASSERT_EQUAL(ask_often("ann", 3, 3).remaining, 0);
    now += 59 * SECOND + 999000;
    CU_ASSERT_EQUAL(ask_often("ben", 3, 3).remaining, 0);
    now += 1000;
    CU_ASSERT_FALSE(ask("ann", 3).refused);
    CU_ASSERT_TRUE(ask("ben", 3).refused);
}

static void a_block_lasts_a_minute(void)
{
    afresh();
    (void)ask_often("ann", 3, 3);
    now += 50 * SECOND;
    CU_ASSERT_TRUE(ask("ann", 3).refused);
    now += 59 * SECOND + 999000;
    CU_ASSERT_TRUE(ask("ann", 3).refused);
    now += 1000;
    CU_ASSERT_EQUAL(ask("ann", 3).remaining, 2);
}

static void asking_on_does_not_prolong_a_block(void)
{
    afresh();
    (void)ask_often("ann", 1, 2);
    for (int i = 0; i < 59; i++) {
        now += SECOND;
        CU_ASSERT_TRUE(ask("ann", 1).refused);
    }
    now += SECOND;
    CU_ASSERT_FALSE(ask("ann", 1).refused);
}

static void the_reset_counts_down(void)
{
    afresh();
    CU_ASSERT_EQUAL(ask("ann", 9).reset_s, 60);
    now += 20 * SECOND + 1000;
    CU_ASSERT_EQUAL(ask("ann", 9).reset_s, 40);
    now += 39 * SECOND + 900000;
    CU_ASSERT_EQUAL(ask("ann", 9).reset_s, 1);
    now += SECOND;
    CU_ASSERT_EQUAL(ask("ann", 9).reset_s, 60);
}

static void a_clock_that_is_behind(void)
{
    afresh();
    (void)ask("ann", 2);
    now -= 5 * SECOND;
    CU_ASSERT_EQUAL(ask("ann", 2).remaining, 0);
    CU_ASSERT_TRUE(ask("ann", 2).refused);
    CU_ASSERT_EQUAL(ask("ann", 2).reset_s, 60);
    now += 5 * SECOND;
}

static void a_raised_limit_counts_at_once(void)
{
    afresh();
    CU_ASSERT_EQUAL(ask_often("ann", 3, 3).remaining, 0);
    CU_ASSERT_EQUAL(ask("ann", 10).remaining, 6);
    CU_ASSERT_TRUE(ask("ann", 4).refused);
}

static void the_largest_limit(void)
{
    afresh();
    CU_ASSERT_EQUAL(ask("ann", INT64_MAX).limit, RATE_LIMIT_MOST);
    CU_ASSERT_EQUAL(ask("ann", INT64_MAX).remaining, RATE_LIMIT_MOST - 2);
}

/* More than there are places: somebody who asks all the time is kept, whose minute is over goes. */
static void many_strangers(void)
{
    afresh();
    (void)ask_often("ann", 5, 6);
    now += SECOND;
    for (int i = 0; i < STRANGERS / 10; i++)
        CU_ASSERT_FALSE_FATAL(rate_count(&i, sizeof i, 5, now).refused);
    CU_ASSERT_TRUE(ask("ann", 5).refused);
    now += 61 * SECOND;
    for (int i = 0; i < STRANGERS; i++)
        CU_ASSERT_FALSE_FATAL(rate_count(&i, sizeof i, 5, now).refused);
    CU_ASSERT_FALSE(ask("ann", 5).refused);
}

/* ---- several processes ---- */

/* They begin together, or the first would be done before the last is there. */
static void be_child(int (*work)(void))
{
    atomic_fetch_add(&shared->ready, 1);
    while (atomic_load(&shared->ready) < CHILDREN) {
    }
    _exit(work());
}

/* The sum of what the children return. */
static int in_children(int (*work)(void))
{
    int sum = 0;
    pid_t children[CHILDREN];

    (void)fflush(stdout);
    atomic_store(&shared->ready, 0);
    atomic_store(&shared->admitted, 0);
    for (int i = 0; i < CHILDREN; i++) {
        children[i] = fork();
        if (children[i] == 0)
            be_child(work);
    }
    for (int i = 0; i < CHILDREN; i++) {
        int status = 0;

        CU_ASSERT_EQUAL(waitpid(children[i], &status, 0), children[i]);
        sum += WIFEXITED(status) ? WEXITSTATUS(status) : 1000;
    }
    return sum;
}

enum { SHARED_LIMIT = CHILDREN * EACH / 2 };

static int ask_as_one(void)
{
    int admitted = 0;

    for (int i = 0; i < EACH; i++)
        admitted += !ask("everyone", SHARED_LIMIT).refused;
    atomic_fetch_add(&shared->admitted, admitted);
    return 0;
}

static void processes_share_a_limit(void)
{
    for (int i = 0; i < ROUNDS; i++) {
        afresh();
        (void)ask("everyone", SHARED_LIMIT);
        CU_ASSERT_EQUAL(in_children(ask_as_one), 0);
        CU_ASSERT_EQUAL(atomic_load(&shared->admitted), SHARED_LIMIT - 1);
        CU_ASSERT_TRUE(ask("everyone", SHARED_LIMIT).refused);
    }
}

/* All meet the same newcomers at once: each newcomer has one place, so at most a count is lost. */
static int greet(void)
{
    int wrong = 0;

    for (int i = 0; i < NEWCOMERS; i++)
        if (rate_count(&i, sizeof i, CHILDREN + 1, now).refused)
            wrong = 1;
    return wrong;
}

static void newcomers_of_all_processes(void)
{
    int lost = 0;

    afresh();
    CU_ASSERT_EQUAL(in_children(greet), 0);
    for (int i = 0; i < NEWCOMERS; i++) {
        struct rate rate = rate_count(&i, sizeof i, CHILDREN + 1, now);

        CU_ASSERT_FALSE_FATAL(rate.refused);
        lost += rate.remaining != 0;
    }
    printf("# %d of %d newcomers lost a count\n", lost, NEWCOMERS);
    CU_ASSERT(lost < NEWCOMERS / 100);
}

int main(int argc, char **argv)
{
    static const struct tap_case cases[] = {
        {"without a table everything is admitted", without_a_table},
        {"a limit of 0 is none", without_a_limit},
        {"the limit is admitted and one more is refused", the_limit_itself},
        {"one who is blocked does not touch others", others_are_not_touched},
        {"a window lasts a minute from its first request", a_window_ends},
        {"a block lasts a minute from the request too many", a_block_lasts_a_minute},
        {"asking on does not prolong a block", asking_on_does_not_prolong_a_block},
        {"the reset counts down in whole seconds", the_reset_counts_down},
        {"a clock that is behind does not open a window", a_clock_that_is_behind},
        {"a limit that was raised counts at once", a_raised_limit_counts_at_once},
        {"a limit beyond what can be counted is the largest", the_largest_limit},
        {"places of the past serve newcomers, and those in use are kept", many_strangers},
        {"processes share a limit exactly", processes_share_a_limit},
        {"a newcomer to all processes is one", newcomers_of_all_processes},
        {NULL, NULL},
    };

    return tap_main_with("rate", cases, setup, teardown, argc, argv);
}
