/* run.c - takes due jobs by lease, has them done and marks them. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/log.h"
#include "engine/work.h"
#include "outbox/run.h"

enum { KINDS_MOST = 64, TROUBLE_MOST = 500 };
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

/* ---- leasing ---- */

struct leasing {
    const struct runner *runner;
    struct list jobs;
};

static struct fail lease_one(struct work *work, void *context)
{
    struct leasing *leasing = context;
    const struct runner *runner = leasing->runner;
    const char *kinds[KINDS_MOST];
    struct span lease = {runner->conf->jobs.lease * US_A_SECOND};

    for (size_t i = 0; i < runner->doer_count && i < KINDS_MOST; i++)
        kinds[i] = runner->doers[i].kind;
    return jobs_lease(work->store, kinds, runner->doer_count, 1, work->now, lease, &leasing->jobs);
}

static struct work work_of(const struct runner *runner, struct instant now)
{
    return (struct work){.arena = runner->arena, .store = runner->store, .now = now};
}

/* ---- marking ---- */

struct marking {
    const struct job *job;
    enum job_result result;
    struct instant due;
    const char *trouble;
    bool ours;
};

static struct fail mark(struct work *work, void *context)
{
    struct marking *marking = context;

    switch (marking->result) {
    case JOB_DONE:
        return job_done(work->store, marking->job, work->now, &marking->ours);
    case JOB_AGAIN:
        return job_again(work->store, marking->job, marking->due, marking->trouble, &marking->ours);
    case JOB_DEAD:
        return job_dead(work->store, marking->job, work->now, marking->trouble, &marking->ours);
    }
    return FAIL(OURSELVES);
}

static const char *const result_names[] = {"job done", "job again", "job dead"};

static void tell(const struct marking *marking)
{
    LOG(marking->result == JOB_DONE ? LOG_LEVEL_DEBUG : LOG_LEVEL_WARNING,
        marking->ours ? result_names[marking->result] : "job lease ended",
        LOG_TEXT("kind", marking->job->kind), LOG_NUMBER("job", marking->job->id),
        LOG_NUMBER("business", marking->job->business_id), LOG_NUMBER("tries", marking->job->tries),
        LOG_TEXT("trouble", marking->trouble));
}

static void count(struct runner *runner, const struct marking *marking)
{
    uint64_t *const counts[] = {&runner->jobs_done, &runner->jobs_again, &runner->jobs_dead};

    ++*(marking->ours ? counts[marking->result] : &runner->jobs_lost);
}

/* ---- doing ---- */

static int64_t tries_of(const struct runner *runner, const struct doer *doer)
{
    return doer->tries > 0 ? doer->tries : runner->conf->jobs.tries;
}

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

static struct fail do_and_mark(struct runner *runner, const struct job *job, struct instant now)
{
    const struct doer *doer = doer_of(runner, job->kind);
    struct marking marking = {.job = job, .result = JOB_DEAD, .trouble = "no doer of this kind"};

    if (doer != NULL) {
        marking.trouble = NULL;
        TRY(doer->done(runner, job, &marking.result, &marking.trouble));
        if (marking.result == JOB_AGAIN && job->tries >= tries_of(runner, doer))
            marking.result = JOB_DEAD;
        marking.due.us = now.us + delay_after(doer->first_delay, job->tries).us;
    }
    marking.trouble = shortened(runner->arena, marking.trouble);
    struct work work = work_of(runner, instant_now());
    TRY(in_transaction(&work, mark, &marking));
    tell(&marking);
    count(runner, &marking);
    return NO_FAIL;
}

struct fail runner_step(struct runner *runner, struct instant now, bool *found)
{
    struct leasing leasing = {.runner = runner};
    struct work work = work_of(runner, now);

    *found = false;
    arena_clear(runner->arena);
    store_use(runner->store, runner->arena);
    TRY(in_transaction(&work, lease_one, &leasing));
    *found = leasing.jobs.count > 0;
    const struct job *jobs = leasing.jobs.items;
    for (size_t i = 0; i < leasing.jobs.count; i++)
        TRY(do_and_mark(runner, &jobs[i], now));
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

    return outbox_clean(work->store, cleaning->before, &cleaning->removed);
}

struct fail runner_clean(struct runner *runner, struct instant now)
{
    struct cleaning cleaning = {.before = {now.us - runner->conf->jobs.keep * US_A_DAY}};
    int64_t removed = 0;

    do {
        struct work work = work_of(runner, now);

        arena_clear(runner->arena);
        store_use(runner->store, runner->arena);
        TRY(in_transaction(&work, clean_some, &cleaning));
        removed += cleaning.removed;
    } while (cleaning.removed > 0);
    if (removed > 0)
        LOG(LOG_LEVEL_INFO, "cleaned", LOG_NUMBER("rows", removed));
    return NO_FAIL;
}
