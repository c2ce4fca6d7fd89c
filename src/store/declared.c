/* declared.c - rows that a declaration names. SPDX-License-Identifier: MIT */
#include "store/declared.h"
#include "store/placeholders.h"

struct found_row {
    int64_t id;
    bool same;
};
static const struct column found_columns[] = {C_NUMBER(struct found_row, id),
                                              C_FLAG(struct found_row, same)};

#define T struct declared_type
static const struct column type_columns[] = {
    C_NUMBER(T, id),
    C_TEXT(T, title),
    C_NUMBER(T, length_minutes),
    C_NUMBER(T, buffer_before_minutes),
    C_NUMBER(T, buffer_after_minutes),
    C_NUMBER(T, seats),
    C_NUMBER(T, owner_id),
};
#undef T
static const struct statement type_statement = {
    "declared event type",
    "SELECT id, title, length_minutes, buffer_before_minutes, buffer_after_minutes, seats, owner_id"
    " FROM event_type WHERE business_id = ? AND slug = ? AND owner_id <=> ? AND team_id <=> ?",
    type_columns, COUNT(type_columns), sizeof(struct declared_type)};

#define H struct declared_host
static const struct column host_columns[] = {C_NUMBER(H, id), C_TEXT(H, name),
                                             C_TEXT(H, time_zone)};
#undef H
static const struct statement host_statement = {
    "declared host",
    "SELECT id, name, time_zone FROM user WHERE business_id = ? AND (username = ? OR id = ?)",
    host_columns, COUNT(host_columns), sizeof(struct declared_host)};

/* "a <=> ? AND b <=> ?" of the columns of one part, with their values; returns how many there are.
 */
static size_t add_equal(struct placeholders *sql, const struct declared_row *row,
                        enum declared_part part, const char *between)
{
    size_t count = 0;

    for (size_t i = 0; i < row->count; i++) {
        if (row->columns[i].part != part)
            continue;
        placeholders_text(sql, count++ == 0 ? "" : between);
        placeholders_text(sql, row->columns[i].name);
        placeholders_text(sql, part == DECLARED_VALUE && between[0] == ',' ? " = ?" : " <=> ?");
        placeholders_value(sql, row->columns[i].value);
    }
    return count;
}

static struct fail look(struct store *store, const struct declared_row *row,
                        struct found_row *found, bool *exists)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    placeholders_text(&sql, row->numbered ? "SELECT id, " : "SELECT 0, ");
    if (add_equal(&sql, row, DECLARED_VALUE, " AND ") == 0)
        placeholders_text(&sql, "1");
    placeholders_text(&sql, " FROM ");
    placeholders_text(&sql, row->table);
    placeholders_text(&sql, " WHERE ");
    (void)add_equal(&sql, row, DECLARED_KEY, " AND ");
    placeholders_text(&sql, " FOR UPDATE");
    struct statement statement = {"declared row", placeholders_sql(&sql), found_columns,
                                  COUNT(found_columns), sizeof *found};
    return store_one(store, &statement, placeholders_values(&sql), found, exists);
}

static struct fail insert(struct store *store, const struct declared_row *row, int64_t *id)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    placeholders_text(&sql, "INSERT INTO ");
    placeholders_text(&sql, row->table);
    for (size_t i = 0; i < row->count; i++) {
        placeholders_text(&sql, i == 0 ? " (" : ",");
        placeholders_text(&sql, row->columns[i].name);
    }
    for (size_t i = 0; i < row->count; i++) {
        placeholders_text(&sql, i == 0 ? ") VALUES (?" : ",?");
        placeholders_value(&sql, row->columns[i].value);
    }
    placeholders_text(&sql, ")");
    return store_change(store, "make declared row", placeholders_sql(&sql),
                        placeholders_values(&sql), NULL, id);
}

static struct fail update(struct store *store, const struct declared_row *row)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    placeholders_text(&sql, "UPDATE ");
    placeholders_text(&sql, row->table);
    placeholders_text(&sql, " SET ");
    (void)add_equal(&sql, row, DECLARED_VALUE, ", ");
    placeholders_text(&sql, " WHERE ");
    (void)add_equal(&sql, row, DECLARED_KEY, " AND ");
    return store_change(store, "change declared row", placeholders_sql(&sql),
                        placeholders_values(&sql), NULL, NULL);
}

struct fail declared_put(struct store *store, const struct declared_row *row, int64_t *id,
                         enum declared_outcome *outcome)
{
    struct found_row found = {0};
    bool exists;

    TRY(look(store, row, &found, &exists));
    *outcome = !exists ? DECLARED_CREATED : found.same ? DECLARED_UNCHANGED : DECLARED_CHANGED;
    if (*outcome == DECLARED_CREATED)
        TRY(insert(store, row, &found.id));
    if (*outcome == DECLARED_CHANGED)
        TRY(update(store, row));
    if (id != NULL)
        *id = found.id;
    return NO_FAIL;
}

struct fail declared_find(struct store *store, const struct declared_row *row, int64_t *id)
{
    struct found_row found = {0};
    bool exists;

    TRY(look(store, row, &found, &exists));
    *id = exists ? found.id : 0;
    return NO_FAIL;
}

/* " AND NOT ((a <=> ? AND b <=> ?) OR …)", padded to a power of two as lists elsewhere are. */
static void add_kept(struct placeholders *sql, const struct declared_set *set)
{
    size_t rows = set->kept.count / set->key_count;
    size_t padded = 1;

    if (rows == 0)
        return;
    while (padded < rows)
        padded *= 2;
    for (size_t i = 0; i < padded; i++) {
        size_t at = i < rows ? i : rows - 1;

        placeholders_text(sql, i == 0 ? " AND NOT (" : " OR ");
        for (size_t key = 0; key < set->key_count; key++) {
            placeholders_text(sql, key == 0 ? "(" : " AND ");
            placeholders_text(sql, set->keys[key]);
            placeholders_text(sql, " <=> ?");
            placeholders_value(sql, set->kept.all[at * set->key_count + key]);
        }
        placeholders_text(sql, ")");
    }
    placeholders_text(sql, ")");
}

struct fail declared_prune(struct store *store, const struct declared_set *set, int64_t *removed)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    placeholders_text(&sql, "DELETE FROM ");
    placeholders_text(&sql, set->table);
    for (size_t i = 0; i < set->owner_count; i++) {
        placeholders_text(&sql, i == 0 ? " WHERE " : " AND ");
        placeholders_text(&sql, set->owner[i].name);
        placeholders_text(&sql, " = ?");
        placeholders_value(&sql, set->owner[i].value);
    }
    add_kept(&sql, set);
    return store_change(store, "prune declared rows", placeholders_sql(&sql),
                        placeholders_values(&sql), removed, NULL);
}

struct fail declared_since_put(struct store *store, const struct declared_since *since,
                               bool *changed)
{
    struct placeholders sql = placeholders_start(store_arena(store));
    int64_t affected = 0;

    placeholders_text(&sql, "UPDATE ");
    placeholders_text(&sql, since->table);
    placeholders_text(&sql, " SET ");
    placeholders_text(&sql, since->column);
    placeholders_text(&sql, " = ? WHERE business_id = ? AND id = ? AND ");
    placeholders_text(&sql, since->column);
    placeholders_text(&sql, since->so ? " IS NULL" : " IS NOT NULL");
    placeholders_copy(&sql, VALUES(v_instant(since->so ? since->now : INSTANT_NONE),
                                   v_number(since->business_id), v_number(since->id)));
    TRY(store_change(store, "declare since when", placeholders_sql(&sql), placeholders_values(&sql),
                     &affected, NULL));
    *changed = affected > 0;
    return NO_FAIL;
}

struct fail declared_type_find(struct store *store, int64_t business_id, const char *slug,
                               int64_t owner_id, int64_t team_id, struct declared_type *type)
{
    bool found;

    *type = (struct declared_type){0};
    return store_one(store, &type_statement,
                     VALUES(v_number(business_id), v_text(slug), v_id(owner_id), v_id(team_id)),
                     type, &found);
}

struct fail declared_host_find(struct store *store, int64_t business_id, const char *username,
                               int64_t id, struct declared_host *host)
{
    bool found;

    *host = (struct declared_host){0};
    return store_one(store, &host_statement,
                     VALUES(v_number(business_id), v_text(username), v_id(username ? 0 : id)), host,
                     &found);
}

const struct statement *const declared_statements[] = {&type_statement, &host_statement, NULL};
