/* idempotency.c - answers already given. SPDX-License-Identifier: MIT */
#include "store/idempotency.h"

#define G struct given_answer
static const struct column given_columns[] = {C_NUMBER(G, status), C_TEXT(G, body),
                                              C_BYTES(G, digest)};
#undef G
static const struct statement given_statement = {
    "idempotency key",
    "SELECT status, answer, digest FROM idempotency_key"
    " WHERE business_id = ? AND token_id = ? AND name = ?",
    given_columns, COUNT(given_columns), sizeof(struct given_answer)};

static struct fail look(struct store *store, const struct idempotency_key *key,
                        struct given_answer *given, bool *found)
{
    return store_one(store, &given_statement,
                     VALUES(v_number(key->business_id), v_number(key->token_id),
                            v_bytes(key->name, key->name_length)),
                     given, found);
}

/* The database shows what others have committed before it is on disk. A change of our own makes our
 * commit wait for both: without it an answer was repeated that went with the next crash. */
static struct fail touch(struct store *store, const struct idempotency_key *key, struct instant now)
{
    int64_t affected = 0;

    TRY(store_change(store, "touch idempotency key",
                     "UPDATE idempotency_key SET created_us = GREATEST(created_us + 1, ?)"
                     " WHERE business_id = ? AND token_id = ? AND name = ?",
                     VALUES(v_instant(now), v_number(key->business_id), v_number(key->token_id),
                            v_bytes(key->name, key->name_length)),
                     &affected, NULL));
    return affected == 1 ? NO_FAIL : FAIL(KEY_RUNNING); /* removed for its age just now */
}

struct fail idempotency_start(struct store *store, const struct idempotency_key *key,
                              struct instant now, struct given_answer *given, bool *found)
{
    *found = false;
    /* not waiting for a row lock tells a request that is running from one that is done */
    struct fail fail =
        store_change(store, "start idempotency key",
                     "SET STATEMENT innodb_lock_wait_timeout=0 FOR INSERT INTO idempotency_key"
                     " (business_id, token_id, name, digest, status, answer, created_us)"
                     " VALUES (?,?,?,?,0,'',?)",
                     VALUES(v_number(key->business_id), v_number(key->token_id),
                            v_bytes(key->name, key->name_length), v_bytes(key->digest, DIGEST_ROOM),
                            v_instant(now)),
                     NULL, NULL);
    if (fail.code == DUPLICATE) {
        TRY(touch(store, key, now));
        return look(store, key, given, found);
    }
    if (fail.code == BUSY)
        fail.code = KEY_RUNNING;
    return fail;
}

struct fail idempotency_keep(struct store *store, const struct idempotency_key *key, int status,
                             const char *body, size_t length)
{
    return store_change(store, "keep idempotency answer",
                        "UPDATE idempotency_key SET status = ?, answer = ?"
                        " WHERE business_id = ? AND token_id = ? AND name = ?",
                        VALUES(v_number(status), v_bytes(body, length), v_number(key->business_id),
                               v_number(key->token_id), v_bytes(key->name, key->name_length)),
                        NULL, NULL);
}

const struct statement *const idempotency_statements[] = {&given_statement, NULL};
