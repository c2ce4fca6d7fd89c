/* store.h - one connection to MariaDB and its prepared statements. SPDX-License-Identifier: MIT
 *
 * Statements are text plus a table of result columns; values are bound, never written into the
 * text. They are prepared on first use and kept by their text for the life of the connection. A
 * connection that is lost is thrown away with its statements and made anew on next use, never
 * inside a transaction. Sources: database-recipe 2 and 5. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/fail.h"
#include "base/list.h"
#include "base/when.h"

struct store;

enum column_kind {
    COLUMN_NUMBER,  /* int64_t; NULL is 0 */
    COLUMN_TEXT,    /* const char *; NULL is NULL */
    COLUMN_FLAG,    /* bool */
    COLUMN_WORD,    /* int, by words */
    COLUMN_INSTANT, /* struct instant, from *_us; NULL is INSTANT_NONE */
    COLUMN_DAY,     /* struct day, from DATE */
    COLUMN_BYTES    /* unsigned char[bytes], from BINARY */
};

struct column {
    enum column_kind kind;
    size_t offset;
    size_t bytes;
    const struct word *words;
};

#define C_NUMBER(S, m)                                                                             \
    {                                                                                              \
        .kind = COLUMN_NUMBER, .offset = AT(S, m, int64_t)                                         \
    }
#define C_TEXT(S, m)                                                                               \
    {                                                                                              \
        .kind = COLUMN_TEXT, .offset = AT(S, m, const char *)                                      \
    }
#define C_FLAG(S, m)                                                                               \
    {                                                                                              \
        .kind = COLUMN_FLAG, .offset = AT(S, m, bool)                                              \
    }
#define C_WORD(S, m, w)                                                                            \
    {                                                                                              \
        .kind = COLUMN_WORD, .offset = AT(S, m, int), .words = (w)                                 \
    }
#define C_INSTANT(S, m)                                                                            \
    {                                                                                              \
        .kind = COLUMN_INSTANT, .offset = AT(S, m, struct instant)                                 \
    }
#define C_DAY(S, m)                                                                                \
    {                                                                                              \
        .kind = COLUMN_DAY, .offset = AT(S, m, struct day)                                         \
    }
#define C_BYTES(S, m)                                                                              \
    {                                                                                              \
        .kind = COLUMN_BYTES, .offset = offsetof(S, m), .bytes = sizeof(((S *)0)->m)               \
    }

struct statement {
    const char *name; /* for logs */
    const char *text;
    const struct column *columns;
    size_t column_count;
    size_t row_size;
};

struct value {
    enum { VALUE_NULL, VALUE_NUMBER, VALUE_BYTES } kind;
    int64_t number;
    const void *bytes;
    size_t length;
};
struct values {
    const struct value *all;
    size_t count;
};

struct value v_number(int64_t number);
struct value v_id(int64_t id);         /* 0 is NULL */
struct value v_text(const char *text); /* NULL is NULL */
/* For a column of ASCII: a text with other letters, or blanks, is in none, and is bound as the
 * empty one, which is in none either. */
struct value v_uid(const char *uid);
struct value v_bytes(const void *bytes, size_t length);
struct value v_instant(struct instant instant); /* INSTANT_NONE is NULL */
struct value v_day(struct arena *arena, struct day day);

#define VALUES(...)                                                                                \
    ((struct values){(const struct value[]){__VA_ARGS__},                                          \
                     sizeof((const struct value[]){__VA_ARGS__}) / sizeof(struct value)})
#define NO_VALUES ((struct values){0})

/* Never fails: the connection is made on first use. */
struct store *store_open(const struct conf *conf);
void store_close(struct store *store);
/* Whose arena the rows of the following statements go to. */
void store_use(struct store *store, struct arena *arena);
struct arena *store_arena(const struct store *store);
/* Between requests: notices a server that hung up, so that no request is wasted on finding out. */
void store_idle(struct store *store);
/* Counters since store_open(), for metrics. */
uint64_t store_connections(const struct store *store);

/* Rows into an array in the arena. */
struct fail store_all(struct store *store, const struct statement *statement, struct values values,
                      struct list *rows) MUST_BE_CHECKED;
/* Of texts in a list that is shown as a whole. */
enum { LIST_BYTES_MOST = 2 * 1024 * 1024 };
/* The same; LIST_TOO_LONG when the texts of the rows have more than `most` bytes together. */
struct fail store_some(struct store *store, const struct statement *statement, struct values values,
                       size_t most, struct list *rows) MUST_BE_CHECKED;
/* At most one row into *row; *found tells whether there was one. */
struct fail store_one(struct store *store, const struct statement *statement, struct values values,
                      void *row, bool *found) MUST_BE_CHECKED;
/* A statement without rows; *affected and *id may be NULL. Affected rows are those found, changed
 * or not (CLIENT_FOUND_ROWS); of INSERT … ON DUPLICATE KEY UPDATE 1 or 2. */
struct fail store_change(struct store *store, const char *name, const char *text,
                         struct values values, int64_t *affected, int64_t *id) MUST_BE_CHECKED;
/* Statements of a migration: several, as text, one after the other. */
struct fail store_script(struct store *store, const char *text, size_t length) MUST_BE_CHECKED;

/* Only engine/work.c and the admin commands call these. A commit whose answer is lost is UNCERTAIN.
 */
struct fail store_begin(struct store *store) MUST_BE_CHECKED;
struct fail store_commit(struct store *store) MUST_BE_CHECKED;
void store_rollback(struct store *store);

/* Prepares a statement and compares the columns with its table: for `slotd check`. */
struct fail store_prepare(struct store *store, const struct statement *statement) MUST_BE_CHECKED;

/* What a CHECK or a unique key refused: the constraint's name is in fail.detail. */
bool refused_by(struct fail fail, enum fail_code code, const char *constraint);

#endif
