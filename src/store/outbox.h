/* outbox.h - work for later, written in the transaction that makes it true.
 * SPDX-License-Identifier: MIT */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include "booking.h"
#include "store/store.h"

struct job {
    int64_t id, business_id;
    const char *kind;    /* what slotd-jobs does: a row of its table */
    const char *name;    /* the same name again moves the waiting job instead of adding one */
    const char *payload; /* JSON */
    struct instant due;
    int64_t tries;
    unsigned char lease[16];
};

struct fail job_add(struct store *store, const struct job *job, struct instant now) MUST_BE_CHECKED;

/* For slotd-jobs. Takes up to `most` due jobs of the kinds it knows, also those whose lease has
 * ended. */
struct fail jobs_lease(struct store *store, const char *const *kinds, size_t kind_count,
                       size_t most, struct instant now, struct span lease,
                       struct list *jobs) MUST_BE_CHECKED;
/* All three change nothing and say so in *ours when the lease has passed to someone else. */
struct fail job_done(struct store *store, const struct job *job, struct instant now,
                     bool *ours) MUST_BE_CHECKED;
struct fail job_again(struct store *store, const struct job *job, struct instant due,
                      const char *trouble, bool *ours) MUST_BE_CHECKED;
struct fail job_dead(struct store *store, const struct job *job, struct instant now,
                     const char *trouble, bool *ours) MUST_BE_CHECKED;
/* Removes some of what is done and old, and idempotency keys as old; again until *removed is 0. */
struct fail outbox_clean(struct store *store, struct instant before,
                         int64_t *removed) MUST_BE_CHECKED;

extern const struct statement *const outbox_statements[];

#endif
