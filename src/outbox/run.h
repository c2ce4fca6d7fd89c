/* run.h - takes due jobs by lease, has them done and marks them. SPDX-License-Identifier: MIT
 *
 * A job is done in the transaction that marks it, so that it is done once or not at all. A runner
 * that dies leaves its jobs to whoever comes when their lease has ended. What must leave this
 * machine is no job of this kind but a delivery (deliver.h). */
#ifndef OUTBOX_RUN_H
#define OUTBOX_RUN_H

#include "base/conf.h"
#include "engine/work.h"
#include "store/outbox.h"

enum job_result {
    JOB_DONE,
    JOB_AGAIN, /* later */
    JOB_DEAD   /* set aside: trying again can not help */
};

/* How it went with a job. */
struct ending {
    const struct job *job;
    enum job_result result;
    struct instant due;  /* of JOB_AGAIN */
    const char *trouble; /* why it is not done; NULL: it is */
    bool ours;           /* false: the lease had passed to someone else, nothing was changed */
};

struct doer {
    const char *kind;
    /* Inside a transaction. A fail is one of the store and leaves the job to its lease. */
    struct fail (*done)(struct work *work, const struct doer *doer, const struct job *job,
                        struct ending *ending);
    int tries;               /* 0: as configured */
    struct span first_delay; /* before the second try; it doubles with every try */
    const char *trigger;     /* what webhooks call it; NULL: they are not told */
};

struct runner {
    const struct conf *conf;
    struct arena *arena;
    struct store *store;
    const struct doer *doers;
    size_t doer_count;
    uint64_t jobs_done, jobs_again, jobs_dead,
        jobs_lost; /* lost: the lease had passed to another */
};

/* The kinds this program knows. */
extern const struct doer doers[];
extern const size_t doers_count;

/* Some due jobs, if there are any: *found. */
struct fail runner_step(struct runner *runner, struct instant now, bool *found) MUST_BE_CHECKED;
/* Removes what is older than the configuration wants it kept. */
struct fail runner_clean(struct runner *runner, struct instant now) MUST_BE_CHECKED;

struct work runner_work(const struct runner *runner, struct instant now);
/* Marks a job as its ending says. Inside a transaction. */
struct fail ending_write(struct work *work, struct ending *ending) MUST_BE_CHECKED;
/* Logs and counts what has been committed. */
void ending_tell(struct runner *runner, const struct ending *ending);

/* How long a job waits after a number of tries. */
struct span delay_after(struct span first, int64_t tries);

#endif
