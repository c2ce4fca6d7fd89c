/* run.h - takes due jobs by lease, has them done and marks them. SPDX-License-Identifier: MIT
 *
 * A job is done outside of any transaction and may be done twice: a runner that dies, or takes
 * longer than its lease, leaves it to another one. What a doer does must bear that. */
#ifndef OUTBOX_RUN_H
#define OUTBOX_RUN_H

#include "base/conf.h"
#include "store/outbox.h"

enum job_result {
    JOB_DONE,
    JOB_AGAIN, /* later, with a pause that doubles */
    JOB_DEAD   /* set aside: trying again can not help */
};

struct runner;
struct doer {
    const char *kind;
    /* *trouble says why it is not done. A fail is one of the store and leaves the job to its lease.
     */
    struct fail (*done)(struct runner *runner, const struct job *job, enum job_result *result,
                        const char **trouble);
    int tries;               /* 0: as configured */
    struct span first_delay; /* before the second try */
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

/* One due job, if there is one: *found. */
struct fail runner_step(struct runner *runner, struct instant now, bool *found) MUST_BE_CHECKED;
/* Removes what is older than the configuration wants it kept. */
struct fail runner_clean(struct runner *runner, struct instant now) MUST_BE_CHECKED;

/* How long a job waits after a number of tries. */
struct span delay_after(struct span first, int64_t tries);

#endif
