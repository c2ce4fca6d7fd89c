/* run.c - takes due jobs by lease, has them done and marks them. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "outbox/run.h"
#include "store/sign_in.h"

enum { KINDS_MOST = 64, TROUBLE_MOST = 500, JOBS_A_LEASE = 16 };
#define DELAY_MOST US_A_DAY

struct span delay_after(struct span first, int64_t tries)
{
    struct span delay = first;

    for (int64_t i = 1; i < tries && delay.us < DELAY_MOST; i++)
        delay.us *= 2;
    return delay.us < DELAY_MOST ? delay : (struct span){DELAY_MOST};
}

static const struct doer *doer_of(const struct runner *runner, const char *kind)
{
    for (size_t i = 0; i < runner->doer_count; i++)
        if (strcmp(runner->doers[i].kind, kind) == 0)
            return &runner->doers[i];
    return NULL;
}

struct work runner_work(const struct runner *runner, struct instant now)
{
    return (struct work){.arena = runner->arena, .store = runner->store, .now = now};
}

/* ---- leasing ---- */

struct leasing {
    const struct runner *runner;
    struct list jobs;
};

static struct fail lease_some(struct work *work, void *context)
{
    struct leasing *leasing = context;
    const struct runner *runner = leasing->runner;
    const char *kinds[KINDS_MOST];
    struct span lease = {runner->conf->jobs.lease * US_A_SECOND};

    for (size_t i = 0; i < runner->doer_count && i < KINDS_MOST; i++)
        kinds[i] = runner->doers[i].kind;
    return jobs_lease(work->store, kinds, runner->doer_count, JOBS_A_LEASE, work->now, lease,
                      &leasing->jobs);
}

/* ---- marking ---- */

/* The column holds so much, and a cut must not split a character. */
static const char *shortened(struct arena *arena, const char *text)
{
    size_t length = text == NULL ? 0 : strlen(text);

    if (length <= TROUBLE_MOST)
        return text;
    length = TROUBLE_MOST;
    while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
        length--;
    return arena_bytes(arena, text, length);
}

struct fail ending_write(struct work *work, struct ending *ending)
{
    const char *trouble = shortened(work->arena, ending->trouble);

    switch (ending->result) {
    case JOB_DONE:
        return job_done(work->store, ending->job, work->now, &ending->ours);
    case JOB_AGAIN:
        return job_again(work->store, ending->job, ending->due, trouble, &ending->ours);
    case JOB_DEAD:
        return job_dead(work->store, ending->job, work->now, trouble, &ending->ours);
    }
    return FAIL(OURSELVES);
}

void ending_tell(struct runner *runner, const struct ending *ending)
{
    static const char *const names[] = {"job done", "job again", "job dead"};
    uint64_t *const counts[] = {&runner->jobs_done, &runner->jobs_again, &runner->jobs_dead};
    const struct job *job = ending->job;

    ++*(ending->ours ? counts[ending->result] : &runner->jobs_lost);
    LOG(ending->result == JOB_DONE ? LOG_LEVEL_DEBUG : LOG_LEVEL_WARNING,
        ending->ours ? names[ending->result] : "job lease ended", LOG_TEXT("kind", job->kind),
        LOG_NUMBER("job", job->id), LOG_NUMBER("business", job->business_id),
        LOG_NUMBER("tries", job->tries), LOG_TEXT("trouble", ending->trouble));
}

/* ---- doing ---- */

struct doing {
    const struct runner *runner;
    const struct doer *doer;
    struct ending ending;
};

static int64_t tries_of(const struct runner *runner, const struct doer *doer)
{
    return doer->tries > 0 ? doer->tries : runner->conf->jobs.tries;
}

/* An attempt in a transaction may run again from its beginning, so the ending begins anew too. */
static struct fail do_and_mark(struct work *work, void *context)
{
    struct doing *doing = context;
    struct ending *ending = &doing->ending;
    const struct job *job = ending->job;

    *ending = (struct ending){.job = job, .result = JOB_DONE};
    TRY(job_lock(work->store, job, &ending->ours));
    if (!ending->ours)
        return NO_FAIL;
    TRY(doing->doer->done(work, doing->doer, job, ending));
    if (ending->result == JOB_AGAIN && job->tries >= tries_of(doing->runner, doing->doer))
        ending->result = JOB_DEAD;
    ending->due.us = work->now.us + delay_after(doing->doer->first_delay, job->tries).us;
    FAULT_POINT("fanned-out");
    return ending_write(work, ending);
}

static struct fail do_one(struct runner *runner, const struct job *job, struct instant now)
{
    struct doing doing = {
        .runner = runner, .doer = doer_of(runner, job->kind), .ending = {.job = job}};
    struct work work = runner_work(runner, now);

    TRY(in_transaction(&work, do_and_mark, &doing));
    FAULT_POINT("fan-out-marked");
    ending_tell(runner, &doing.ending);
    return NO_FAIL;
}

struct fail runner_step(struct runner *runner, struct instant now, bool *found)
{
    struct leasing leasing = {.runner = runner};
    struct work work = runner_work(runner, now);

    *found = false;
    arena_clear(runner->arena);
    store_use(runner->store, runner->arena);
    TRY(in_transaction(&work, lease_some, &leasing));
    *found = leasing.jobs.count > 0;
    if (*found)
        FAULT_POINT("claimed");
    const struct job *jobs = leasing.jobs.items;
    for (size_t i = 0; i < leasing.jobs.count; i++)
        TRY(do_one(runner, &jobs[i], now));
    return NO_FAIL;
}

/* ---- cleaning ---- */

struct cleaning {
    struct instant before;
    int64_t removed;
};

static struct fail clean_some(struct work *work, void *context)
{
    struct cleaning *cleaning = context;

    int64_t sessions;

    TRY(outbox_clean(work->store, cleaning->before, &cleaning->removed));
    TRY(sign_in_clean(work->store, cleaning->before, &sessions));
    cleaning->removed += sessions;
    return NO_FAIL;
}

struct fail runner_clean(struct runner *runner, struct instant now)
{
    struct cleaning cleaning = {.before = {now.us - runner->conf->jobs.keep * US_A_DAY}};
    int64_t removed = 0;

    do {
        struct work work = runner_work(runner, now);

        arena_clear(runner->arena);
        store_use(runner->store, runner->arena);
        TRY(in_transaction(&work, clean_some, &cleaning));
        removed += cleaning.removed;
    } while (cleaning.removed > 0);
    if (removed > 0)
        LOG(LOG_LEVEL_INFO, "cleaned", LOG_NUMBER("rows", removed));
    return NO_FAIL;
}
