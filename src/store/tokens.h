/* tokens.h - credentials: only their digests are kept. SPDX-License-Identifier: MIT */
#ifndef STORE_TOKENS_H
#define STORE_TOKENS_H

#include "base/digest.h"
#include "booking.h"
#include "store/store.h"

enum { TOKEN_SHOWN_ROOM = 25, TOKEN_MARK = 16 };

/* What is stored of a secret: its SHA-256; that of a secret which starts with "cal_" is taken
 * without these letters (contract cal-v2 a.1). */
void token_hash(unsigned char out[DIGEST_ROOM], const char *secret);
/* The first letters, by which people tell tokens apart; never more than half of the secret. */
void token_shown(char out[TOKEN_SHOWN_ROOM], const char *secret);

struct token {
    int64_t id, business_id;
    int kind; /* enum token_kind */
    const char *shown, *name, *scopes;
    int64_t user_id, client_id;          /* when it is made; 0: none */
    const char *username, *client_email; /* when it is listed; NULL: none */
    int64_t rate_limit; /* requests a minute; 0: no limit, negative: that of its kind */
    struct instant created, expires, revoked;
    const unsigned char *family, *csrf; /* TOKEN_MARK bytes, when it is made; NULL: none */
};

/* A token's rate limit as it is stored: a negative one is NULL. */
struct value v_rate(int64_t rate_limit);
struct fail token_insert(struct store *store, const struct token *token, const char *secret,
                         int64_t *id) MUST_BE_CHECKED;
/* All of a business, oldest first. */
struct fail tokens_of_business(struct store *store, int64_t business_id,
                               struct list *tokens) MUST_BE_CHECKED;
/* *known is false when the business has no such token; one that is revoked already stays as it is.
 */
struct fail token_revoke(struct store *store, int64_t business_id, int64_t id, struct instant now,
                         bool *known) MUST_BE_CHECKED;

/* Whether tokens of the kind belong to a client; all others belong to users. */
bool token_is_of_client(int kind);
/* A new secret of the kind, "session_…", that is told from others at a glance. */
enum { TOKEN_SECRET_ROOM = 100 };
void token_secret(char out[TOKEN_SECRET_ROOM], int kind);

/* ---- families: what one sign-in has given out ---- */

struct token_of_family {
    int64_t id, business_id, user_id;
    unsigned char family[TOKEN_MARK];
    bool usable; /* the user may still sign in */
    struct instant expires, revoked;
};
/* A token that renews a session; nobody else uses it before the transaction ends. */
struct fail refresh_token_lock(struct store *store, const unsigned char hash[DIGEST_ROOM],
                               struct token_of_family *token, bool *found) MUST_BE_CHECKED;
/* All of the family that a token belongs to, itself included, also if it belongs to none. */
struct fail token_family_revoke(struct store *store, int64_t business_id, int64_t token_id,
                                struct instant now) MUST_BE_CHECKED;
/* Sessions of a user, but for those of one family; token_id 0: all. */
struct fail user_sessions_revoke(struct store *store, int64_t business_id, int64_t user_id,
                                 int64_t token_id, struct instant now) MUST_BE_CHECKED;

extern const struct statement *const token_statements[];

#endif
