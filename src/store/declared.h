/* declared.h - rows that a declaration names: made, changed or found as they are.
 * SPDX-License-Identifier: MIT
 *
 * `slotd apply` compares what a file says with what is stored, column by column. Names of tables
 * and columns are constants of the engine; values are bound. */
#ifndef STORE_DECLARED_H
#define STORE_DECLARED_H

#include "booking.h"
#include "store/store.h"

enum declared_part {
    DECLARED_KEY,     /* finds the row */
    DECLARED_VALUE,   /* is compared and changed */
    DECLARED_AT_BIRTH /* is written when the row is made and never after */
};

struct declared_column {
    const char *name;
    enum declared_part part;
    struct value value;
};

struct declared_row {
    const char *table;
    bool numbered; /* has a column id */
    const struct declared_column *columns;
    size_t count;
};

#define DECLARED_ROW(table_, numbered_, columns_)                                                  \
    (&(struct declared_row){table_, numbered_, columns_, COUNT(columns_)})

enum declared_outcome { DECLARED_CREATED, DECLARED_CHANGED, DECLARED_UNCHANGED, DECLARED__COUNT };

/* All inside a transaction: the row that is found stays locked. `id` may be NULL. */
struct fail declared_put(struct store *store, const struct declared_row *row, int64_t *id,
                         enum declared_outcome *outcome) MUST_BE_CHECKED;

/* By the key columns alone; *id is 0 when there is no such row. */
struct fail declared_find(struct store *store, const struct declared_row *row,
                          int64_t *id) MUST_BE_CHECKED;

/* A set replaces what an owner had: removes the owner's rows whose keys are not among those kept,
 * which are `key_count` values for each row that stays. */
struct declared_set {
    const char *table;
    const struct declared_column *owner;
    size_t owner_count;
    const char *const *keys;
    size_t key_count;
    struct values kept;
};
struct fail declared_prune(struct store *store, const struct declared_set *set,
                           int64_t *removed) MUST_BE_CHECKED;

/* A column that holds since when something is so (deleted, revoked): set once, cleared again. */
struct declared_since {
    const char *table, *column;
    int64_t business_id, id;
    bool so;
    struct instant now;
};
struct fail declared_since_put(struct store *store, const struct declared_since *since,
                               bool *changed) MUST_BE_CHECKED;

/* What a booking takes from its event type, which may be deleted. `id` 0: there is none. */
struct declared_type {
    int64_t id;
    const char *title;
    int64_t length_minutes, buffer_before_minutes, buffer_after_minutes, seats, owner_id;
};
struct fail declared_type_find(struct store *store, int64_t business_id, const char *slug,
                               int64_t owner_id, int64_t team_id,
                               struct declared_type *type) MUST_BE_CHECKED;

struct declared_host {
    int64_t id;
    const char *name, *time_zone;
};
/* By username, or by id when the username is NULL. `id` 0: there is none. */
struct fail declared_host_find(struct store *store, int64_t business_id, const char *username,
                               int64_t id, struct declared_host *host) MUST_BE_CHECKED;

extern const struct statement *const declared_statements[];

#endif
