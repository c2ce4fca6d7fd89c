/* work.c - transactions: the only place that begins and commits. SPDX-License-Identifier: MIT */
#include <time.h>

#include "base/uid.h"
#include "engine/work.h"
#include "store/bookings.h"

/* After PATIENCE nothing is tried again: the client's own patience is not much longer. */
enum { BUSY_TRIES = 6, LOST_TRIES = 2, LOOK_TRIES = 20, LOOK_PAUSE_MS = 100, PATIENCE_MS = 3000 };

static void pause_ms(long milliseconds)
{
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};

    (void)nanosleep(&time, NULL);
}

static int64_t monotonic_ms(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Longer with every try, and never the same for two workers. */
static void back_off(int tries)
{
    unsigned char byte;

    uid_random_bytes(&byte, 1);
    pause_ms(1 + (byte % 8) * (1L << tries) / 2);
}

static struct fail attempt_once(struct work *work, attempt *run, void *context)
{
    uuid_v4(work->transaction_uid);
    work->changed = false;
    work->business = NULL;
    work->settings = NULL;
    work->link = NULL;
    TRY(store_begin(work->store));
    struct fail fail = run(work, context);
    if (FAILED(fail)) {
        store_rollback(work->store);
        return fail;
    }
    fail = store_commit(work->store);
    if (FAILED(fail) && fail.code != UNCERTAIN)
        store_rollback(work->store);
    return fail;
}

/* After a server that died comes back it has either all of the transaction or nothing. */
static struct fail look_for_mark(struct work *work, bool *known)
{
    struct fail fail = FAIL(UNCERTAIN);

    for (int i = 0; i < LOOK_TRIES; i++) {
        fail = history_knows(work->store, work->transaction_uid, known);
        if (fail.code != UNAVAILABLE && fail.code != LOST)
            return fail;
        pause_ms(LOOK_PAUSE_MS);
    }
    return fail;
}

/* Whether the transaction happened after all. What did not happen is as good as never begun. */
static struct fail settle_uncertain(struct work *work, bool *happened)
{
    *happened = false;
    if (!work->changed)
        return NO_FAIL;
    work->uncertain++;
    return look_for_mark(work, happened);
}

static bool worth_another_try(enum fail_code code, int *busy, int *lost)
{
    if (code == BUSY)
        return ++*busy < BUSY_TRIES;
    return code == LOST && ++*lost < LOST_TRIES;
}

struct fail in_transaction(struct work *work, attempt *run, void *context)
{
    struct arena_mark mark = arena_mark(work->arena);
    int64_t until = monotonic_ms() + PATIENCE_MS;
    int busy = 0, lost = 0;

    for (;;) {
        struct fail fail = attempt_once(work, run, context);

        if (fail.code == UNCERTAIN) {
            bool happened;

            TRY(settle_uncertain(work, &happened));
            if (happened)
                return NO_FAIL;
            fail.code = LOST;
        }
        if (!worth_another_try(fail.code, &busy, &lost) || monotonic_ms() > until) {
            if (fail.code == BUSY || fail.code == LOST)
                fail.code = UNAVAILABLE;
            work->conflicts += fail.code == SLOT_TAKEN || fail.code == HOSTS_TAKEN;
            return fail;
        }
        if (fail.code == BUSY)
            back_off(busy);
        work->retries++;
        arena_rewind(work->arena, mark);
    }
}
