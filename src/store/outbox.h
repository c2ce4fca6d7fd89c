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
    int64_t receiver;    /* the webhook it is for; 0: none */
    int64_t booking_id;  /* whose it is: moved and withdrawn with it; 0: nobody's */
    const char *payload; /* JSON */
    struct instant due;
    int64_t tries;
    unsigned char lease[16];
};

struct fail job_add(struct store *store, const struct job *job, struct instant now) MUST_BE_CHECKED;
/* Several in one statement. A name that is there already, done or not, takes kind, due time and
 * payload of the new job and waits again. */
struct fail jobs_add(struct store *store, const struct list *jobs,
                     struct instant now) MUST_BE_CHECKED;
/* The same for what happens at most once: a name that is there already is left as it is. */
struct fail jobs_add_once(struct store *store, const struct list *jobs,
                          struct instant now) MUST_BE_CHECKED;

/* Takes back what waits for a booking: jobs of the kinds, and of those only whose name ends with
 * ":" and the part (NULL: all). One that is leased is left to whoever does it and looks at the
 * booking again. */
struct fail jobs_withdraw(struct store *store, int64_t business_id, int64_t booking_id,
                          const struct texts *kinds, const char *part) MUST_BE_CHECKED;
/* The one job of a name, if it waits. */
struct fail job_withdraw(struct store *store, int64_t business_id,
                         const char *name) MUST_BE_CHECKED;
/* The waiting job of a name; its row is locked until the end of the transaction. */
struct fail job_waiting(struct store *store, int64_t business_id, const char *name, struct job *job,
                        bool *found) MUST_BE_CHECKED;

/* For slotd-jobs. Takes up to `most` due jobs of the kinds it knows, in each lane (what stands
 * before the dot of a kind), also those whose lease has ended. */
struct fail jobs_lease(struct store *store, const char *const *kinds, size_t kind_count,
                       size_t most, struct instant now, struct span lease,
                       struct list *jobs) MUST_BE_CHECKED;
/* Locks a leased job until the end of the transaction; *ours as below. */
struct fail job_lock(struct store *store, const struct job *job, bool *ours) MUST_BE_CHECKED;
/* All three change nothing and say so in *ours when the lease has passed to someone else. */
struct fail job_done(struct store *store, const struct job *job, struct instant now,
                     bool *ours) MUST_BE_CHECKED;
struct fail job_again(struct store *store, const struct job *job, struct instant due,
                      const char *trouble, bool *ours) MUST_BE_CHECKED;
struct fail job_dead(struct store *store, const struct job *job, struct instant now,
                     const char *trouble, bool *ours) MUST_BE_CHECKED;
/* ---- deliveries: jobs with a receiver, each receiver's on their own ---- */

/* Unless there is one of this name. */
struct fail delivery_add(struct store *store, const struct job *job,
                         struct instant now) MUST_BE_CHECKED;
/* Receivers for which something is due, those who wait longest first. */
struct receiver {
    int64_t business_id, webhook_id;
    struct instant due;
};
enum { RECEIVERS_MOST = 10000 };
struct fail receivers_waiting(struct store *store, struct instant now,
                              struct list *receivers) MUST_BE_CHECKED;
/* The first that is due for a receiver, unless another one is under way to it. The receiver must be
 * locked. */
struct fail delivery_lease(struct store *store, const struct receiver *receiver, struct instant now,
                           struct span lease, struct job *job, bool *found) MUST_BE_CHECKED;
/* Makes those wait again whose lease has ended. */
struct fail deliveries_give_back(struct store *store, struct instant now) MUST_BE_CHECKED;
/* Sets aside all that wait for a receiver. */
struct fail deliveries_set_aside(struct store *store, const struct receiver *receiver,
                                 struct instant now, const char *trouble) MUST_BE_CHECKED;

/* Removes some of what is done and old, and idempotency keys as old; again until *removed is 0. */
struct fail outbox_clean(struct store *store, struct instant before,
                         int64_t *removed) MUST_BE_CHECKED;

extern const struct statement *const outbox_statements[];

#endif
