/* callers.c - credentials of every dialect, made when they are first asked for.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "callers.h"
#include "http.h"

enum { KNOWN_MOST = 400 };

static struct {
    char slug[48];
    int64_t business, second;
    char known[KNOWN_MOST][120]; /* callers whose token is there */
    size_t known_count;
} world;

enum whose { NOBODYS, A_USERS, A_CLIENTS };

static const struct kind {
    const char *word, *kind, *scopes, *role;
    enum whose whose;
} kinds[] = {
    {"links", "links_key", "bookings:read bookings:write", NULL, NOBODYS},
    {"links-read", "links_key", "bookings:read", NULL, NOBODYS},
    {"links-write", "links_key", "bookings:write", NULL, NOBODYS},
    {"admin", "staff_session", "", "admin", A_USERS},
    {"staff", "staff_session", "", "staff", A_USERS},
    {"vclient", "vcita_client", "", NULL, A_CLIENTS},
    {"vstaff", "vcita_staff", "", NULL, A_USERS},
    {"vapp", "vcita_app", "", NULL, NOBODYS},
    {"vdir", "vcita_directory", "", NULL, NOBODYS},
};

void callers_open(const char *slug, int64_t business, int64_t second)
{
    snprintf(world.slug, sizeof world.slug, "%s", slug);
    world.business = business;
    world.second = second;
    world.known_count = 0;
}

int64_t caller_client(const char *email)
{
    int64_t id = sql_number("SELECT id FROM client WHERE business_id = %lld AND email = %s",
                            (long long)world.business, quoted(email));

    if (id > 0) {
        return id;
    }
    mysql_free_result(
        sql("INSERT INTO client (business_id, uid, name, email, time_zone, created_us) VALUES"
            " (%lld, LEFT(SHA2(UUID(), 256), 16), %s, %s, 'Europe/Rome', 1)",
            (long long)world.business, quoted(say("%.*s", (int)strcspn(email, ".@"), email)),
            quoted(email)));
    return sql_number("SELECT LAST_INSERT_ID()");
}

static bool is_known(const char *who)
{
    for (size_t i = 0; i < world.known_count; i++) {
        if (strcmp(world.known[i], who) == 0) {
            return true;
        }
    }
    if (world.known_count < KNOWN_MOST) {
        snprintf(world.known[world.known_count++], sizeof *world.known, "%s", who);
    }
    return false;
}

/* Of which business, and who in it: "user_id, client_id" for SQL. */
static const char *holder(const struct kind *kind, const char *name, long long *business)
{
    long long id;

    *business = world.business;
    switch (kind->whose) {
    case A_USERS:
        *business = sql_number("SELECT business_id FROM user WHERE username = %s AND business_id"
                               " IN (%lld, %lld) ORDER BY business_id = %lld DESC",
                               quoted(name), (long long)world.business, (long long)world.second,
                               (long long)world.business);
        id = sql_number("SELECT id FROM user WHERE username = %s AND business_id = %lld",
                        quoted(name), *business);
        return say("%lld, NULL", id);
    case A_CLIENTS:
        return strcmp(name, "-") == 0 ? "NULL, NULL"
                                      : say("NULL, %lld", (long long)caller_client(name));
    default:
        *business = strcmp(name, "two") == 0 ? world.second : world.business;
        return "NULL, NULL";
    }
}

static void make_token(const struct kind *kind, const char *name, const char *secret)
{
    long long business;
    const char *who = holder(kind, name, &business);

    mysql_free_result(sql("INSERT INTO token (business_id, kind, hash, shown, user_id, client_id,"
                          " scopes, created_us) VALUES (%lld, '%s', UNHEX(SHA2(%s, 256)), 'test',"
                          " %s, '%s', 1)",
                          business, kind->kind, quoted(secret), who, kind->scopes));
}

/* Stories may let the same user be both, one after the other. */
static void give_role(const char *username, const char *role)
{
    mysql_free_result(sql("UPDATE user SET role = '%s' WHERE username = %s AND business_id IN"
                          " (%lld, %lld)",
                          role, quoted(username), (long long)world.business,
                          (long long)world.second));
}

const char *caller_secret(const char *who)
{
    size_t length = strcspn(who, ":");
    const char *name = who[length] == ':' ? who + length + 1 : "";

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const struct kind *kind = &kinds[i];
        const char *secret = say("%s-%s", world.slug, who);

        if (strlen(kind->word) != length || memcmp(kind->word, who, length) != 0 ||
            (kind->whose != NOBODYS && *name == '\0')) {
            continue;
        }
        if (!is_known(who)) {
            make_token(kind, name, secret);
        }
        if (kind->role != NULL) {
            give_role(name, kind->role);
        }
        return secret;
    }
    return NULL;
}
