/* credential.c - who asks. SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>

#include "front/credential.h"
#include "store/people.h"
#include "store/tokens.h"

enum { SECRET_MOST = 512 };

static const char *secret_of(const struct request *request)
{
    const char *header = request_header(request, "HTTP_AUTHORIZATION");

    if (header == NULL)
        return NULL;
    if (strncasecmp(header, "Bearer ", strlen("Bearer ")) == 0)
        header += strlen("Bearer ");
    while (*header == ' ')
        header++;
    return *header == '\0' ? NULL : header;
}

/* The value of the first cookie of the name; NULL: none. */
static const char *cookie_of(const struct request *request, const char *name)
{
    const char *at = name == NULL ? NULL : request_header(request, "HTTP_COOKIE");
    size_t length = name == NULL ? 0 : strlen(name);

    while (at != NULL && *at != '\0') {
        size_t pair;

        at += strspn(at, "; ");
        pair = strcspn(at, ";");
        if (pair > length && memcmp(at, name, length) == 0 && at[length] == '=')
            return arena_bytes(request->arena, at + length + 1, pair - length - 1);
        at += pair;
    }
    return NULL;
}

static bool changes_something(const struct request *request)
{
    return strcmp(request->method, "GET") != 0 && strcmp(request->method, "HEAD") != 0;
}

/* Browsers send a cookie also when another site asks them to; what only our own pages know has to
 * come with it. */
static struct fail check_csrf(const struct request *request, const struct dialect *dialect,
                              const struct caller *caller)
{
    const char *token = request_header(request, dialect->csrf_header);

    if (!changes_something(request))
        return caller->csrf != NULL ? NO_FAIL : FAIL(BAD_TOKEN);
    if (caller->csrf == NULL || token == NULL || strlen(token) != strlen(caller->csrf) ||
        !digest_equal(token, caller->csrf, strlen(token)))
        return FAIL(CSRF_MISSING);
    return NO_FAIL;
}

static bool sent(const struct request *request, const char *header)
{
    const char *value = header == NULL ? NULL : request_header(request, header);

    return value != NULL && *value != '\0';
}

/* Half of a client's credentials deserves a word about the other half. */
static struct fail no_secret(const struct request *request, const struct endpoint *endpoint)
{
    const struct dialect *dialect = endpoint->dialect;
    bool id = sent(request, dialect->client_id_header);
    bool secret = sent(request, dialect->client_secret_header);

    if (endpoint->callers & BY_NOBODY)
        return NO_FAIL;
    if (id && !secret)
        return (struct fail){.code = INCOMPLETE_CLIENT, .field = dialect->client_secret_name};
    if (secret && !id)
        return (struct fail){.code = INCOMPLETE_CLIENT, .field = dialect->client_id_name};
    return FAIL(id ? BAD_TOKEN : NO_TOKEN);
}

/* Keys are good until the end of the day they expire on, other tokens until the very moment. */
static bool is_expired(const struct caller *caller, struct instant now)
{
    if (INSTANT_IS_NONE(caller->expires))
        return false;
    if (caller->kind != TOKEN_CAL_KEY)
        return now.us >= caller->expires.us;
    return wall_of_instant_utc(now).day.number > wall_of_instant_utc(caller->expires).day.number;
}

static bool has_scope(const char *scopes, const char *scope)
{
    size_t length = strlen(scope);

    for (const char *at = scopes; at != NULL && *at != '\0';) {
        size_t word = strcspn(at, " ");

        if (word == length && memcmp(at, scope, length) == 0)
            return true;
        at += word + strspn(at + word, " ");
    }
    return false;
}

static bool is_scoped(int kind)
{
    return kind == TOKEN_CAL_OAUTH || kind == TOKEN_LINKS_KEY;
}

/* A directory names the business for which it asks, and has only its own. */
static bool speaks_for(const struct request *request, const struct endpoint *endpoint,
                       const struct caller *caller)
{
    const char *header = endpoint->dialect->behalf_header;
    const char *named = header == NULL ? NULL : request_header(request, header);

    return named != NULL && strcmp(named, caller->business_uid) == 0;
}

static struct fail check(const struct request *request, const struct caller *caller,
                         const struct endpoint *endpoint, struct instant now)
{
    if (!INSTANT_IS_NONE(caller->revoked))
        return FAIL(REVOKED);
    if (is_expired(caller, now))
        return FAIL(caller->kind == TOKEN_CAL_MANAGED ? EXPIRED_TOKEN : EXPIRED_KEY);
    if (!(endpoint->callers & 1U << caller->kind))
        return FAIL(WRONG_TOKEN);
    if (endpoint->scope != NULL && is_scoped(caller->kind) &&
        !has_scope(caller->scopes, endpoint->scope))
        return (struct fail){.code = NO_SCOPE, .field = endpoint->scope};
    if (caller->kind == TOKEN_VCITA_DIRECTORY && !speaks_for(request, endpoint, caller))
        return FAIL(OTHER_BUSINESS);
    if ((endpoint->manner & ENDPOINT_ADMIN) && !caller->admin)
        return FAIL(FORBIDDEN);
    return NO_FAIL;
}

struct fail credential_read(const struct request *request, const struct endpoint *endpoint,
                            struct store *store, struct instant now, struct caller *caller)
{
    const char *secret = secret_of(request), *cookie = NULL;
    unsigned char hash[DIGEST_ROOM];
    bool found = false;

    *caller = (struct caller){.kind = TOKEN_NOBODY};
    if (endpoint->callers == BY_NOBODY)
        return NO_FAIL;
    if (secret == NULL)
        secret = cookie = cookie_of(request, endpoint->dialect->cookie_name);
    if (secret == NULL)
        return no_secret(request, endpoint);
    if (strlen(secret) <= SECRET_MOST) {
        token_hash(hash, secret);
        TRY(caller_by_hash(store, hash, caller, &found));
    }
    if (!found)
        return FAIL(strncmp(secret, "cal_", strlen("cal_")) == 0 ? BAD_KEY : BAD_TOKEN);
    TRY(check(request, caller, endpoint, now));
    return cookie == NULL ? NO_FAIL : check_csrf(request, endpoint->dialect, caller);
}
