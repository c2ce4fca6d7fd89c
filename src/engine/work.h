/* work.h - what every operation of the engine is given. SPDX-License-Identifier: MIT */
#ifndef ENGINE_WORK_H
#define ENGINE_WORK_H

#include "base/arena.h"
#include "base/fail.h"
#include "booking.h"
#include "store/store.h"

struct business;
struct link;
struct settings;

struct work {
    struct arena *arena;
    struct store *store;
    const struct caller *caller;
    struct instant now;         /* a member, so that tests set the clock */
    int source;                 /* enum source */
    const char *host_name;      /* under which the request came; NULL: unknown */
    bool short_uids;            /* what is made gets uids of 16 letters a-z 0-9 */
    const char *ics_domain;     /* right half of icsUid */
    const char *source_network; /* the client's address, of IPv6 its network; NULL: unknown */
    const char *cookie; /* what the answer puts into the dialect's cookie; "": takes it back; NULL:
                           neither */
    struct span cookie_lasts;
    /* What this attempt has learned of the business already: engine/settings.c */
    const struct business *business;
    const struct settings *settings;
    struct link *link;                 /* and of the link that is being booked */
    unsigned char transaction_uid[16]; /* in the history of all that this transaction changes */
    /* what is wrong with the form of what was sent, where the operation says when that matters;
     * NULL: nothing */
    const struct complaints *complaints;
    bool changed;                           /* whether the transaction left that mark */
    unsigned retries, conflicts, uncertain; /* for metrics */
};

/* One attempt: reads and writes through work->store, leaves its result in context. It may run
 * several times, each time from its beginning with a rewound arena. */
typedef struct fail attempt(struct work *work, void *context);

/* The only place that begins and commits. Runs the attempt again, a few times and with jitter,
 * after BUSY; once more after LOST; and answers an UNCERTAIN commit by looking for the
 * transaction's mark in the history on a new connection (database-recipe 2). */
struct fail in_transaction(struct work *work, attempt *run, void *context) MUST_BE_CHECKED;

#endif
