/* businesses.c - a business and how it wants things. SPDX-License-Identifier: MIT */
#include "store/businesses.h"

#define B struct business
static const struct column columns[] = {
    C_NUMBER(B, id),     C_TEXT(B, name),     C_TEXT(B, time_zone),
    C_TEXT(B, currency), C_TEXT(B, settings),
};
#undef B
#define SELECT "SELECT id, name, time_zone, LOWER(currency), settings FROM business WHERE id = ?"
static const struct statement by_id = {"business by id", SELECT, columns, COUNT(columns),
                                       sizeof(struct business)};
static const struct statement locked = {"business, locked", SELECT " FOR UPDATE", columns,
                                        COUNT(columns), sizeof(struct business)};

struct id_row {
    int64_t id;
};
static const struct column id_columns[] = {C_NUMBER(struct id_row, id)};
/* Where a business comes from for who has no credential; it binds none. */
static const struct statement by_slug = {"salon by slug", "SELECT id FROM business WHERE slug = ?",
                                         id_columns, 1, sizeof(struct id_row)};
static const struct statement by_domain = {"salon by domain",
                                           "SELECT id FROM business WHERE domain = LOWER(?)",
                                           id_columns, 1, sizeof(struct id_row)};

struct fail business_by_id(struct store *store, int64_t id, struct business *business, bool *found)
{
    return store_one(store, &by_id, VALUES(v_number(id)), business, found);
}

struct fail business_named(struct store *store, const char *slug, const char *host_name,
                           int64_t *business_id, bool *found)
{
    const struct statement *statement = slug != NULL ? &by_slug : &by_domain;
    struct id_row row = {0};

    TRY(store_one(store, statement, VALUES(v_text(slug != NULL ? slug : host_name)), &row, found));
    *business_id = row.id;
    return NO_FAIL;
}

struct fail business_lock(struct store *store, int64_t id, struct business *business, bool *found)
{
    return store_one(store, &locked, VALUES(v_number(id)), business, found);
}

struct fail business_set(struct store *store, const struct business *business)
{
    return store_change(store, "set business",
                        "UPDATE business SET name = ?, time_zone = ?, currency = UPPER(?),"
                        " settings = ? WHERE id = ?",
                        VALUES(v_text(business->name), v_text(business->time_zone),
                               v_text(business->currency), v_text(business->settings),
                               v_number(business->id)),
                        NULL, NULL);
}

const struct statement *const business_statements[] = {&by_id, &locked, &by_slug, &by_domain, NULL};
