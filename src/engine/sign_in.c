/* sign_in.c - staff sign in with address and password. SPDX-License-Identifier: MIT */
#include <string.h>
#include <time.h>

#include "base/digest.h"
#include "base/gate.h"
#include "base/password.h"
#include "base/uid.h"
#include "engine/sign_in.h"
#include "store/tokens.h"

enum { CANDIDATES_MOST = 4 };

static struct fail too_often(struct work *work, int64_t us)
{
    int64_t seconds = us <= US_A_SECOND ? 1 : (us + US_A_SECOND - 1) / US_A_SECOND;

    return (struct fail){.code = SIGN_IN_TOO_OFTEN,
                         .detail = arena_format(work->arena, "%lld", (long long)seconds)};
}

/* ---- the gate: few passwords are looked at at the same time ---- */

static int64_t monotonic_us(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * US_A_SECOND + time.tv_nsec / 1000;
}

static struct fail enter(struct work *work, int *place)
{
    return gate_enter(monotonic_us(), place) ? NO_FAIL : too_often(work, US_A_SECOND);
}

struct fail new_password(struct work *work, const char *field, const char *password,
                         const char **hash)
{
    size_t length = strlen(password);
    int place;

    if (length < PASSWORD_LEAST || length > PASSWORD_MOST)
        return (struct fail){.code = SETTING_WRONG,
                             .field = field,
                             .detail = arena_format(work->arena, "%s must have %d to %d bytes",
                                                    field, PASSWORD_LEAST, PASSWORD_MOST)};
    TRY(enter(work, &place));
    *hash = password_hash(work->arena, password);
    gate_leave(place);
    return *hash != NULL ? NO_FAIL
                         : (struct fail){.code = OURSELVES, .trouble = "no hash of a password"};
}

/* ---- attempts ---- */

static void digest_who(struct work *work, const char *email, unsigned char who[DIGEST_ROOM])
{
    const char *address = arena_lower(work->arena, email);
    const char *source = work->source_network == NULL ? "" : work->source_network;
    struct digest_part parts[] = {{address, strlen(address) + 1}, {source, strlen(source)}};

    digest_sha256_parts(who, parts, COUNT(parts));
}

/* Notes the attempt first. One that is refused unseen leaves nothing: waiting helps. */
static struct fail note(struct work *work, const unsigned char who[DIGEST_ROOM])
{
    struct instant since = {work->now.us - WRONG_MINUTES * US_A_MINUTE};
    struct attempts attempts;
    int64_t id;

    TRY(attempt_note(work->store, who, work->now, &id));
    TRY(attempts_before(work->store, who, id, since, &attempts));
    if (attempts.count < WRONG_MOST)
        return NO_FAIL;
    TRY(attempt_forget(work->store, who, id));
    return too_often(work, attempts.first.us - since.us);
}

/* Which of the users the password belongs to; NULL: none, or more than one. As many are looked at
 * whatever comes out, and one if there is none. */
static const struct sign_in_user *whose(const struct list *users, const char *password)
{
    const struct sign_in_user *all = users->items, *found = NULL;
    size_t count = users->count > CANDIDATES_MOST ? 0 : users->count, matches = 0;

    if (count == 0)
        (void)password_verifies(password, NULL);
    for (size_t i = 0; i < count; i++)
        if (password_verifies(password, all[i].password_hash)) {
            found = &all[i];
            matches++;
        }
    return matches == 1 ? found : NULL;
}

static struct fail look(struct work *work, const char *email, const struct list *users,
                        const char *password, const struct sign_in_user **found)
{
    unsigned char who[DIGEST_ROOM];

    digest_who(work, email, who);
    TRY(note(work, who));
    *found = strlen(password) > PASSWORD_MOST ? NULL : whose(users, password);
    return *found == NULL ? NO_FAIL : attempt_forget(work->store, who, 0);
}

/* Whose password it is, while the gate lets in; *found is NULL when it is nobody's. Whom the gate
 * turns away has not tried. */
static struct fail try_password(struct work *work, const char *email, const struct list *users,
                                const char *password, const struct sign_in_user **found)
{
    int place;

    TRY(enter(work, &place));
    struct fail fail = look(work, email, users, password, found);
    gate_leave(place);
    return fail;
}

/* ---- sessions ---- */

struct session {
    const struct sign_in_user *user;
    bool mobile, cookie;
    unsigned char family[TOKEN_MARK];
    struct signed_in *result;
};

static struct fail give(struct work *work, const struct session *session, int kind,
                        const unsigned char *csrf, int64_t lasts_us, const char **secret)
{
    char room[TOKEN_SECRET_ROOM];
    int64_t id;
    struct token token = {.business_id = session->user->business_id,
                          .kind = kind,
                          .name = "",
                          .scopes = "",
                          .user_id = session->user->id,
                          .rate_limit = -1,
                          .created = work->now,
                          .expires = {work->now.us + lasts_us},
                          .revoked = INSTANT_NONE,
                          .family = session->family,
                          .csrf = csrf};

    token_secret(room, kind);
    TRY(token_insert(work->store, &token, room, &id));
    *secret = arena_text(work->arena, room);
    return NO_FAIL;
}

static struct fail give_session(struct work *work, void *context)
{
    struct session *session = context;
    struct signed_in *result = session->result;
    unsigned char csrf[TOKEN_MARK];
    char shown[2 * TOKEN_MARK + 1];

    uid_random_bytes(csrf, sizeof csrf);
    hex_write(shown, csrf, sizeof csrf);
    *result = (struct signed_in){.user = *session->user};
    if (session->cookie)
        result->csrf_token = arena_text(work->arena, shown);
    TRY(give(work, session, TOKEN_STAFF_SESSION, session->cookie ? csrf : NULL,
             SESSION_HOURS * US_AN_HOUR, &result->token));
    if (!session->mobile)
        return NO_FAIL;
    return give(work, session, TOKEN_STAFF_REFRESH, NULL, REFRESH_DAYS * US_A_DAY,
                &result->refresh_token);
}

/* A session in a cookie is nowhere else. */
static void keep_in_cookie(struct work *work, struct signed_in *signed_in)
{
    work->cookie = signed_in->token;
    work->cookie_lasts = (struct span){SESSION_HOURS * US_AN_HOUR};
    signed_in->token = NULL;
}

struct fail sign_in(struct work *work, const struct sign_in_wish *wish, struct signed_in *signed_in)
{
    const char *host = work->host_name == NULL ? NULL : arena_lower(work->arena, work->host_name);
    struct session session = {.mobile = wish->mobile, .cookie = wish->cookie, .result = signed_in};
    struct list users;

    TRY(users_who_sign_in(work->store, host, wish->email, arena_lower(work->arena, wish->email),
                          CANDIDATES_MOST, &users));
    TRY(try_password(work, wish->email, &users, wish->password, &session.user));
    if (session.user == NULL)
        return FAIL(SIGN_IN_WRONG);
    uid_random_bytes(session.family, sizeof session.family);
    TRY(in_transaction(work, give_session, &session));
    if (wish->cookie)
        keep_in_cookie(work, signed_in);
    return NO_FAIL;
}

/* ---- renewing ---- */

struct renewal {
    const char *refresh_token;
    bool refused;
    struct session session;
};

static bool is_good(const struct token_of_family *token, struct instant now)
{
    return INSTANT_IS_NONE(token->revoked) && token->usable &&
           (INSTANT_IS_NONE(token->expires) || now.us < token->expires.us);
}

/* What is refused still ends the family, so it is no failure of the transaction. */
static struct fail renew(struct work *work, void *context)
{
    struct renewal *renewal = context;
    unsigned char hash[DIGEST_ROOM];
    struct token_of_family token = {0};
    struct sign_in_user *user = TAKE(work->arena, struct sign_in_user);
    bool found;

    renewal->refused = true;
    token_hash(hash, renewal->refresh_token);
    TRY(refresh_token_lock(work->store, hash, &token, &found));
    if (!found)
        return NO_FAIL;
    if (!is_good(&token, work->now))
        return token_family_revoke(work->store, token.business_id, token.id, work->now);
    TRY(user_who_signs_in(work->store, token.business_id, token.user_id, user, &found));
    bool known;
    TRY(token_revoke(work->store, token.business_id, token.id, work->now, &known));
    renewal->refused = false;
    renewal->session.user = user;
    memcpy(renewal->session.family, token.family, sizeof token.family);
    return give_session(work, &renewal->session);
}

struct fail renew_session(struct work *work, const struct refresh_wish *wish,
                          struct signed_in *signed_in)
{
    struct renewal renewal = {.refresh_token = wish->refresh_token,
                              .session = {.mobile = true, .result = signed_in}};

    TRY(in_transaction(work, renew, &renewal));
    return renewal.refused ? FAIL(BAD_TOKEN) : NO_FAIL;
}

/* ---- signed in ---- */

struct fail sign_out(struct work *work, const void *nothing, void *nothing_else)
{
    (void)nothing;
    (void)nothing_else;
    work->cookie = "";
    return token_family_revoke(work->store, work->caller->business_id, work->caller->token_id,
                               work->now);
}

struct fail show_signed_in(struct work *work, const void *nothing, struct sign_in_user *user)
{
    bool found;

    (void)nothing;
    TRY(user_who_signs_in(work->store, work->caller->business_id, work->caller->user_id, user,
                          &found));
    return found ? NO_FAIL : FAIL(WRONG_TOKEN);
}

struct fail show_csrf(struct work *work, const void *nothing, struct signed_in *signed_in)
{
    (void)nothing;
    signed_in->csrf_token = work->caller->csrf;
    return NO_FAIL;
}

/* ---- another password ---- */

struct replacement {
    const struct sign_in_user *user;
    const char *hash;
};

static struct fail replace(struct work *work, void *context)
{
    const struct replacement *replacement = context;
    const struct sign_in_user *user = replacement->user;

    TRY(user_password_set(work->store, user->business_id, user->id, replacement->hash, false));
    return user_sessions_revoke(work->store, user->business_id, user->id, work->caller->token_id,
                                work->now);
}

struct fail change_password(struct work *work, const struct password_wish *wish, void *nothing)
{
    struct sign_in_user user = {0};
    struct list one = {&user, 1};
    const struct sign_in_user *found = NULL;
    struct replacement replacement = {&user, NULL};

    (void)nothing;
    TRY(show_signed_in(work, NULL, &user));
    TRY(try_password(work, user.email, &one, wish->present, &found));
    if (found == NULL)
        return (struct fail){.code = SETTING_WRONG,
                             .field = "current_password",
                             .detail = "current_password is wrong"};
    TRY(new_password(work, "new_password", wish->next, &replacement.hash));
    return in_transaction(work, replace, &replacement);
}
