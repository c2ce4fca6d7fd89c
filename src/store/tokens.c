/* tokens.c - credentials. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/uid.h"
#include "store/tokens.h"

#define SHOWN_MOST ((size_t)12)
_Static_assert(SHOWN_MOST < (size_t)TOKEN_SHOWN_ROOM, "what is shown has room");

#define T struct token
static const struct column token_columns[] = {
    C_NUMBER(T, id),         C_NUMBER(T, business_id), C_WORD(T, kind, token_kind_words),
    C_TEXT(T, shown),        C_TEXT(T, name),          C_TEXT(T, scopes),
    C_NUMBER(T, user_id),    C_NUMBER(T, client_id),   C_TEXT(T, username),
    C_TEXT(T, client_email), C_NUMBER(T, rate_limit),  C_INSTANT(T, created),
    C_INSTANT(T, expires),   C_INSTANT(T, revoked),
};
#undef T
static const struct statement of_business = {
    "tokens of business",
    "SELECT k.id, k.business_id, k.kind, k.shown, k.name, k.scopes, k.user_id, k.client_id,"
    " u.username, c.email, COALESCE(CAST(k.rate_limit AS SIGNED), -1), k.created_us,"
    " k.expires_us, k.revoked_us FROM token k"
    " LEFT JOIN user u ON u.business_id = k.business_id AND u.id = k.user_id"
    " LEFT JOIN client c ON c.business_id = k.business_id AND c.id = k.client_id"
    " WHERE k.business_id = ? ORDER BY k.id",
    token_columns, COUNT(token_columns), sizeof(struct token)};

void token_hash(unsigned char out[DIGEST_ROOM], const char *secret)
{
    static const char prefix[] = "cal_";

    if (strncmp(secret, prefix, strlen(prefix)) == 0)
        secret += strlen(prefix);
    digest_sha256(out, secret, strlen(secret));
}

void token_shown(char out[TOKEN_SHOWN_ROOM], const char *secret)
{
    size_t length = strlen(secret) / 2;

    if (length > SHOWN_MOST)
        length = SHOWN_MOST;
    memcpy(out, secret, length);
    out[length] = '\0';
}

struct value v_rate(int64_t rate_limit)
{
    return rate_limit < 0 ? v_text(NULL) : v_number(rate_limit);
}

static struct value v_mark(const unsigned char *mark)
{
    return mark == NULL ? v_text(NULL) : v_bytes(mark, TOKEN_MARK);
}

struct fail token_insert(struct store *store, const struct token *token, const char *secret,
                         int64_t *id)
{
    unsigned char hash[DIGEST_ROOM];
    char shown[TOKEN_SHOWN_ROOM];

    token_hash(hash, secret);
    token_shown(shown, secret);
    return store_change(
        store, "insert token",
        "INSERT INTO token (business_id, kind, hash, shown, name, user_id, client_id, scopes,"
        " rate_limit, expires_us, created_us, family, csrf) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
        VALUES(v_number(token->business_id), v_text(word_of(token_kind_words, token->kind)),
               v_bytes(hash, sizeof hash), v_text(shown), v_text(token->name), v_id(token->user_id),
               v_id(token->client_id), v_text(token->scopes), v_rate(token->rate_limit),
               v_instant(token->expires), v_instant(token->created), v_mark(token->family),
               v_mark(token->csrf)),
        NULL, id);
}

struct fail tokens_of_business(struct store *store, int64_t business_id, struct list *tokens)
{
    return store_all(store, &of_business, VALUES(v_number(business_id)), tokens);
}

struct fail token_revoke(struct store *store, int64_t business_id, int64_t id, struct instant now,
                         bool *known)
{
    int64_t affected = 0;

    TRY(store_change(store, "revoke token",
                     "UPDATE token SET revoked_us = COALESCE(revoked_us, ?)"
                     " WHERE business_id = ? AND id = ?",
                     VALUES(v_instant(now), v_number(business_id), v_number(id)), &affected, NULL));
    *known = affected == 1;
    return NO_FAIL;
}

/* By what a kind of secret is told from the others at a glance. */
static const struct word prefixes[] = {
    {"cal_live_", TOKEN_CAL_KEY},
    {"managed_", TOKEN_CAL_MANAGED},
    {"oauth_", TOKEN_CAL_OAUTH},
    {"links_", TOKEN_LINKS_KEY},
    {"session_", TOKEN_STAFF_SESSION},
    {"refresh_", TOKEN_STAFF_REFRESH},
    {"visit_", TOKEN_CLIENT_SESSION},
    {"enter_", TOKEN_CLIENT_LINK},
    {"client_", TOKEN_VCITA_CLIENT},
    {"staff_", TOKEN_VCITA_STAFF},
    {"app_", TOKEN_VCITA_APP},
    {"directory_", TOKEN_VCITA_DIRECTORY},
    {NULL, 0},
};

bool token_is_of_client(int kind)
{
    return kind == TOKEN_VCITA_CLIENT || kind == TOKEN_CLIENT_SESSION || kind == TOKEN_CLIENT_LINK;
}

void token_secret(char out[TOKEN_SECRET_ROOM], int kind)
{
    const char *prefix = word_of(prefixes, kind);

    uid_secret(out, TOKEN_SECRET_ROOM, prefix == NULL ? "" : prefix);
}

/* ---- families ---- */

#define F struct token_of_family
static const struct column family_columns[] = {
    C_NUMBER(F, id),   C_NUMBER(F, business_id), C_NUMBER(F, user_id),  C_BYTES(F, family),
    C_FLAG(F, usable), C_INSTANT(F, expires),    C_INSTANT(F, revoked),
};
#undef F
/* Whose token it is comes from the token: it is a credential. */
static const struct statement refresh_statement = {
    "refresh token, locked",
    "SELECT k.id, k.business_id, k.user_id, COALESCE(k.family, UNHEX(REPEAT('0', 32))),"
    " EXISTS (SELECT 1 FROM user u WHERE u.business_id = k.business_id AND u.id = k.user_id"
    "  AND u.active), k.expires_us, k.revoked_us"
    " FROM token k WHERE k.hash = ? AND k.kind = 'staff_refresh' FOR UPDATE",
    family_columns, COUNT(family_columns), sizeof(struct token_of_family)};

struct fail refresh_token_lock(struct store *store, const unsigned char hash[DIGEST_ROOM],
                               struct token_of_family *token, bool *found)
{
    return store_one(store, &refresh_statement, VALUES(v_bytes(hash, DIGEST_ROOM)), token, found);
}

struct fail token_family_revoke(struct store *store, int64_t business_id, int64_t token_id,
                                struct instant now)
{
    return store_change(
        store, "revoke family",
        "UPDATE token k LEFT JOIN token o ON o.business_id = k.business_id AND o.id = ?"
        " SET k.revoked_us = ? WHERE k.business_id = ? AND k.revoked_us IS NULL"
        " AND (k.id = o.id OR k.family = o.family)",
        VALUES(v_number(token_id), v_instant(now), v_number(business_id)), NULL, NULL);
}

struct fail user_sessions_revoke(struct store *store, int64_t business_id, int64_t user_id,
                                 int64_t token_id, struct instant now)
{
    return store_change(
        store, "revoke sessions of user",
        "UPDATE token k LEFT JOIN token o ON o.business_id = k.business_id AND o.id = ?"
        " SET k.revoked_us = ? WHERE k.business_id = ? AND k.user_id = ?"
        " AND k.kind IN ('staff_session','staff_refresh') AND k.revoked_us IS NULL"
        " AND NOT COALESCE(k.id = o.id, FALSE) AND NOT COALESCE(k.family = o.family, FALSE)",
        VALUES(v_number(token_id), v_instant(now), v_number(business_id), v_number(user_id)), NULL,
        NULL);
}

const struct statement *const token_statements[] = {&of_business, &refresh_statement, NULL};
