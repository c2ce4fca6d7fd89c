/* sign_in.c - who may sign in, and who has tried in vain. SPDX-License-Identifier: MIT */
#include "store/sign_in.h"

#define U struct sign_in_user
static const struct column user_columns[] = {
    C_NUMBER(U, business_id),
    C_NUMBER(U, id),
    C_TEXT(U, name),
    C_TEXT(U, email),
    C_TEXT(U, role),
    C_TEXT(U, password_hash),
    C_FLAG(U, require_password_change),
};
#undef U
#define SELECT                                                                                     \
    "SELECT u.business_id, u.id, u.name, u.email, u.role, u.password_hash,"                        \
    " u.require_password_change FROM user u"
#define ROW user_columns, COUNT(user_columns), sizeof(struct sign_in_user)
/* Before a business is known: whoever signs in says no more than an address. */
static const struct statement everywhere = {
    "users who sign in",
    SELECT " JOIN business b ON b.id = u.business_id WHERE u.email IN (?,?) AND u.active"
           " AND (b.domain <=> ? OR NOT EXISTS (SELECT 1 FROM business h WHERE h.domain = ?))"
           " ORDER BY u.business_id, u.id LIMIT ?",
    ROW};
static const struct statement one_user = {"user who signs in",
                                          SELECT " WHERE u.business_id = ? AND u.id = ?", ROW};

#define A struct attempts
static const struct column attempt_columns[] = {C_NUMBER(A, count), C_INSTANT(A, first)};
#undef A
static const struct statement attempts_statement = {
    "attempts to sign in",
    "SELECT COUNT(*), MIN(at_us) FROM sign_in_failure WHERE who = ? AND id < ? AND at_us > ?"
    " LOCK IN SHARE MODE", /* those on their way count, too */
    attempt_columns, COUNT(attempt_columns), sizeof(struct attempts)};

struct fail users_who_sign_in(struct store *store, const char *host_name, const char *email,
                              const char *lower, int64_t most, struct list *users)
{
    return store_all(store, &everywhere,
                     VALUES(v_text(email), v_text(lower), v_text(host_name), v_text(host_name),
                            v_number(most + 1)),
                     users);
}

struct fail user_who_signs_in(struct store *store, int64_t business_id, int64_t user_id,
                              struct sign_in_user *user, bool *found)
{
    return store_one(store, &one_user, VALUES(v_number(business_id), v_number(user_id)), user,
                     found);
}

struct fail user_password_set(struct store *store, int64_t business_id, int64_t user_id,
                              const char *hash, bool require_change)
{
    return store_change(
        store, "set password",
        "UPDATE user SET password_hash = ?, require_password_change = ?"
        " WHERE business_id = ? AND id = ?",
        VALUES(v_text(hash), v_number(require_change), v_number(business_id), v_number(user_id)),
        NULL, NULL);
}

struct fail attempt_note(struct store *store, const unsigned char who[DIGEST_ROOM],
                         struct instant now, int64_t *id)
{
    return store_change(store, "note attempt to sign in",
                        "INSERT INTO sign_in_failure (who, at_us) VALUES (?,?)",
                        VALUES(v_bytes(who, DIGEST_ROOM), v_instant(now)), NULL, id);
}

struct fail attempts_before(struct store *store, const unsigned char who[DIGEST_ROOM], int64_t id,
                            struct instant since, struct attempts *attempts)
{
    bool found;

    return store_one(store, &attempts_statement,
                     VALUES(v_bytes(who, DIGEST_ROOM), v_number(id), v_instant(since)), attempts,
                     &found);
}

struct fail attempt_forget(struct store *store, const unsigned char who[DIGEST_ROOM], int64_t id)
{
    return store_change(store, "forget attempts to sign in",
                        "DELETE FROM sign_in_failure WHERE who = ? AND (id = ? OR ? = 0)",
                        VALUES(v_bytes(who, DIGEST_ROOM), v_number(id), v_number(id)), NULL, NULL);
}

struct fail sign_in_clean(struct store *store, struct instant before, int64_t *removed)
{
    int64_t attempts = 0, tokens = 0;

    TRY(store_change(store, "clean attempts to sign in",
                     "DELETE FROM sign_in_failure WHERE at_us < ? LIMIT 1000",
                     VALUES(v_instant(before)), &attempts, NULL));
    TRY(store_change(store, "clean ended sessions",
                     "DELETE FROM token WHERE kind IN"
                     " ('staff_session','staff_refresh','client_session','client_link')"
                     " AND expires_us < ? LIMIT 1000",
                     VALUES(v_instant(before)), &tokens, NULL));
    *removed = attempts + tokens;
    return NO_FAIL;
}

const struct statement *const sign_in_statements[] = {&everywhere, &one_user, &attempts_statement,
                                                      NULL};
