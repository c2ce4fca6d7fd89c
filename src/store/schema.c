/* schema.c - the steps the database has taken. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/uid.h"
#include "store/schema.h"

static const char create_table[] =
    "CREATE TABLE IF NOT EXISTS schema_step ("
    " step INT UNSIGNED NOT NULL, name VARCHAR(100) NOT NULL, digest BINARY(32) NOT NULL,"
    " applied_us BIGINT NOT NULL, PRIMARY KEY (step)"
    ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin";

struct number_row {
    int64_t number;
};
static const struct column number_columns[] = {C_NUMBER(struct number_row, number)};
#define NUMBER_ROW number_columns, 1, sizeof(struct number_row)

static const struct statement table_statement = {
    "schema table",
    "SELECT COUNT(*) FROM information_schema.tables"
    " WHERE table_schema = DATABASE() AND table_name = 'schema_step'",
    NUMBER_ROW};
static const struct statement highest_statement = {
    "schema step", "SELECT COALESCE(MAX(step), 0) FROM schema_step", NUMBER_ROW};

/* Named locks belong to the server, not to a database. */
static const struct statement lock_statement = {
    "schema lock", "SELECT GET_LOCK(CONCAT('slotd migrate ', DATABASE()), ?)", NUMBER_ROW};
static const struct statement unlock_statement = {
    "schema unlock", "SELECT RELEASE_LOCK(CONCAT('slotd migrate ', DATABASE()))", NUMBER_ROW};

#define S struct schema_step
static const struct column step_columns[] = {C_NUMBER(S, step), C_TEXT(S, name), C_BYTES(S, digest),
                                             C_INSTANT(S, applied)};
#undef S
static const struct statement steps_statement = {
    "schema steps", "SELECT step, name, digest, applied_us FROM schema_step ORDER BY step",
    step_columns, COUNT(step_columns), sizeof(struct schema_step)};

static struct fail one_number(struct store *store, const struct statement *statement,
                              struct values values, int64_t *number)
{
    struct number_row row = {0};
    bool found;

    TRY(store_one(store, statement, values, &row, &found));
    *number = row.number;
    return NO_FAIL;
}

static struct fail highest_step(struct store *store, int *step)
{
    int64_t number = 0;

    TRY(one_number(store, &table_statement, NO_VALUES, &number));
    if (number > 0)
        TRY(one_number(store, &highest_statement, NO_VALUES, &number));
    *step = (int)number;
    return NO_FAIL;
}

struct fail schema_current(struct store *store, int wanted, int *have)
{
    TRY(highest_step(store, have));
    if (*have == wanted)
        return NO_FAIL;
    return (struct fail){
        .code = UNAVAILABLE,
        .trouble = arena_format(
            store_arena(store), "the database is at step %d and this program wants step %d: %s",
            *have, wanted, *have < wanted ? "run slotd migrate" : "the program is too old")};
}

struct fail schema_lock(struct store *store, int seconds, bool *got)
{
    int64_t number = 0;

    TRY(one_number(store, &lock_statement, VALUES(v_number(seconds)), &number));
    *got = number == 1;
    return NO_FAIL;
}

struct fail schema_unlock(struct store *store)
{
    int64_t number = 0;

    return one_number(store, &unlock_statement, NO_VALUES, &number);
}

struct fail schema_steps(struct store *store, struct list *steps)
{
    TRY(store_script(store, create_table, strlen(create_table)));
    return store_all(store, &steps_statement, NO_VALUES, steps);
}

struct fail schema_step_add(struct store *store, const struct schema_step *step)
{
    return store_change(store, "add schema step",
                        "INSERT INTO schema_step (step, name, digest, applied_us) VALUES (?,?,?,?)",
                        VALUES(v_number(step->step), v_text(step->name),
                               v_bytes(step->digest, sizeof step->digest),
                               v_instant(step->applied)),
                        NULL, NULL);
}

struct fail schema_secret(struct store *store, const char *name, bool *made)
{
    unsigned char secret[DIGEST_ROOM];
    int64_t affected = 0;

    uid_random_bytes(secret, sizeof secret);
    TRY(store_change(store, "make installation secret",
                     "INSERT IGNORE INTO installation_secret (name, secret) VALUES (?,?)",
                     VALUES(v_text(name), v_bytes(secret, sizeof secret)), &affected, NULL));
    *made = affected == 1;
    return NO_FAIL;
}

const struct statement *const schema_statements[] = {&table_statement, &highest_statement,
                                                     &lock_statement,  &unlock_statement,
                                                     &steps_statement, NULL};
