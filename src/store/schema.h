/* schema.h - the steps the database has taken. SPDX-License-Identifier: MIT */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "base/digest.h"
#include "store/store.h"

/* The step of sql/ that this program is written for. */
enum { SCHEMA_STEP = 3 };

struct schema_step {
    int64_t step;
    const char *name;
    unsigned char digest[DIGEST_ROOM]; /* of the file that was applied */
    struct instant applied;
};

/* The highest step taken into *have, 0 for a database without any. UNAVAILABLE, with a sentence in
 * `trouble`, unless it is the wanted one. */
struct fail schema_current(struct store *store, int wanted, int *have) MUST_BE_CHECKED;

/* The rest is for `slotd migrate`. One migration at a time in a database: *got tells. */
struct fail schema_lock(struct store *store, int seconds, bool *got) MUST_BE_CHECKED;
struct fail schema_unlock(struct store *store) MUST_BE_CHECKED;
/* All steps taken, in order; makes the table of steps if there is none. */
struct fail schema_steps(struct store *store, struct list *steps) MUST_BE_CHECKED;
struct fail schema_step_add(struct store *store, const struct schema_step *step) MUST_BE_CHECKED;
/* A secret of the installation, unless there is one of this name. */
struct fail schema_secret(struct store *store, const char *name, bool *made) MUST_BE_CHECKED;

extern const struct statement *const schema_statements[];

#endif
