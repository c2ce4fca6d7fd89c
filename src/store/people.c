/* people.c - businesses, credentials and who they belong to. SPDX-License-Identifier: MIT */
#include <string.h>

#include "store/people.h"

static const struct column caller_columns[] = {
    C_WORD(struct caller, kind, token_kind_words),
    C_NUMBER(struct caller, business_id),
    C_TEXT(struct caller, business_uid),
    C_TEXT(struct caller, business_zone),
    C_TEXT(struct caller, currency),
    C_NUMBER(struct caller, token_id),
    C_NUMBER(struct caller, user_id),
    C_NUMBER(struct caller, client_id),
    C_FLAG(struct caller, admin),
    C_TEXT(struct caller, email),
    C_TEXT(struct caller, scopes),
    C_NUMBER(struct caller, rate_limit),
    C_FLAG(struct caller, leads_a_team),
    C_FLAG(struct caller, attends),
    C_INSTANT(struct caller, expires),
    C_INSTANT(struct caller, revoked),
    C_TEXT(struct caller, csrf),
};

/* The one statement without a bound business: it is where the business comes from. Whatever a user
 * holds who left is as good as revoked. */
static const struct statement caller_statement = {
    "caller by hash",
    "SELECT k.kind, k.business_id, o.uid, o.time_zone, o.currency, k.id, k.user_id, k.client_id,"
    " COALESCE(u.role = 'admin', 0), u.email, k.scopes,"
    " COALESCE(CAST(k.rate_limit AS SIGNED), -1),"
    " EXISTS (SELECT 1 FROM membership m WHERE m.business_id = k.business_id"
    "  AND m.user_id = k.user_id AND m.role IN ('owner','admin')),"
    " EXISTS (SELECT 1 FROM attendee a WHERE a.business_id = k.business_id AND a.email = u.email),"
    " k.expires_us, COALESCE(k.revoked_us, IF(NOT u.active, k.created_us, NULL)),"
    " LOWER(HEX(k.csrf))"
    " FROM token k JOIN business o ON o.id = k.business_id"
    " LEFT JOIN user u ON u.business_id = k.business_id AND u.id = k.user_id"
    " WHERE k.hash = ?",
    caller_columns, COUNT(caller_columns), sizeof(struct caller)};

const char *const installation_secrets[] = {"cursor", "booking_token", NULL};

struct secret_row {
    unsigned char secret[DIGEST_ROOM];
};
static const struct column secret_columns[] = {C_BYTES(struct secret_row, secret)};
static const struct statement secret_statement = {
    "installation secret", "SELECT secret FROM installation_secret WHERE name = ?", secret_columns,
    COUNT(secret_columns), sizeof(struct secret_row)};

struct fail caller_by_hash(struct store *store, const unsigned char hash[DIGEST_ROOM],
                           struct caller *caller, bool *found)
{
    return store_one(store, &caller_statement, VALUES(v_bytes(hash, DIGEST_ROOM)), caller, found);
}

struct business_row {
    int64_t id;
};
static const struct column business_columns[] = {C_NUMBER(struct business_row, id)};
static const struct statement business_statement = {
    "business by slug", "SELECT id FROM business WHERE slug = ?", business_columns, 1,
    sizeof(struct business_row)};

static const struct statement business_uid_statement = {
    "business with uid", "SELECT id FROM business WHERE uid = ?", business_columns, 1,
    sizeof(struct business_row)};

struct fail business_by_slug(struct store *store, const char *slug, int64_t *business_id,
                             bool *found)
{
    struct business_row row = {0};

    TRY(store_one(store, &business_statement, VALUES(v_text(slug)), &row, found));
    *business_id = row.id;
    return NO_FAIL;
}

struct fail business_with_uid(struct store *store, const char *uid, int64_t *business_id,
                              bool *found)
{
    struct business_row row = {0};

    TRY(store_one(store, &business_uid_statement, VALUES(v_uid(uid)), &row, found));
    *business_id = row.id;
    return NO_FAIL;
}

struct fail installation_secret(struct store *store, const char *name,
                                unsigned char secret[DIGEST_ROOM])
{
    struct secret_row row;
    bool found;

    TRY(store_one(store, &secret_statement, VALUES(v_text(name)), &row, &found));
    if (!found)
        return (struct fail){.code = OURSELVES, .trouble = "no such installation secret"};
    memcpy(secret, row.secret, sizeof row.secret);
    return NO_FAIL;
}

const struct statement *const people_statements[] = {
    &caller_statement, &business_statement, &business_uid_statement, &secret_statement, NULL};
