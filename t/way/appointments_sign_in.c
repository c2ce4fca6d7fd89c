/* appointments_sign_in.c - staff sign in, stay signed in, sign out. Source: contract appointments 1
 * and Decisions, reliability 4. SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "base/when.h"
#include "cases.h"
#include "http.h"

#define LOGIN   "/api/auth/login"
#define REFRESH "/api/auth/refresh"
#define LOGOUT  "/api/auth/logout"
#define ME      "/api/auth/me"
#define CSRF    "/api/auth/csrf"
#define CHANGE  "/api/auth/password"
#define JSON    "Content-Type: application/json"
#define HERE    "Host: sign.example"
#define THERE   "Host: two.sign.example"
#define NOWHERE "Host: nowhere.example"
#define COOKIE  "__Host-slotd_session"

enum { WRONG_MOST = 5 };

/* ---- asking ---- */

static struct answer *post(const char *target, const char *credential, const char *body)
{
    return ASK(.method = "POST", .target = target, .credential = credential, .body = body,
               .headers = {JSON, HERE});
}

static const char *as_login(const char *email, const char *password, const char *more)
{
    return say("{\"email\":\"%s\",\"password\":\"%s\"%s}", email, password, more);
}

static struct answer *login(const char *email, const char *password, const char *more)
{
    return post(LOGIN, NULL, as_login(email, password, more));
}

static const char *token_of(const struct answer *answer)
{
    const char *token = text_at(answer->json, "token");

    return token == NULL ? "none" : token;
}

static struct answer *me(const char *credential)
{
    return ASK(.target = ME, .credential = credential, .headers = {HERE});
}

static void expect_error(const struct answer *answer, long status, const char *error)
{
    EXPECT_STATUS(answer, status);
    EXPECT_TEXT(answer, "error", error);
    EXPECT(members_at(answer->json, "details") != SIZE_MAX, "no details in %s", answer->body);
}

static void forget_attempts(void)
{
    mysql_free_result(sql("DELETE FROM sign_in_failure"));
}

/* ---- signing in ---- */

static const struct login_case {
    const char *name, *host, *body;
    long status;
    const char *path, *text; /* of the answer */
} logins[] = {
    {"an admin signs in", HERE, "{\"email\":\"ada@sign.example\",\"password\":\"canary of ada\"}",
     200, "user.role", "admin"},
    {"a member of staff signs in", HERE,
     "{\"email\":\"sue@sign.example\",\"password\":\"canary of sue\"}", 200, "user.role", "staff"},
    {"the answer tells the name", HERE,
     "{\"email\":\"sue@sign.example\",\"password\":\"canary of sue\"}", 200, "user.name",
     "Sue Staff"},
    {"an address is found in any case", HERE,
     "{\"email\":\"ADA@Sign.Example\",\"password\":\"canary of ada\"}", 200, "user.email",
     "ada@sign.example"},
    {"an address stored with capitals is found as it is written", HERE,
     "{\"email\":\"Cap.Ital@sign.example\",\"password\":\"canary of cap\"}", 200, "user.name",
     "Cap Ital"},
    {"blanks around an address do not count", HERE,
     "{\"email\":\"  ada@sign.example \",\"password\":\"canary of ada\"}", 200, "user.name",
     "Ada Admin"},
    {"a password of other letters than ASCII", HERE,
     "{\"email\":\"utf@sign.example\",\"password\":\"pässwörd ünï ✂ 🙂\"}", 200,
     "user.name", "Utf Eight"},
    {"a hash that another program made", HERE,
     "{\"email\":\"old@sign.example\",\"password\":\"old password\"}", 200, "user.name",
     "Old Hash"},
    {"without a host name that is known an address of one business is found", NOWHERE,
     "{\"email\":\"ada@sign.example\",\"password\":\"canary of ada\"}", 200, "user.name",
     "Ada Admin"},
    {"in another business's domain there is no such address", THERE,
     "{\"email\":\"ada@sign.example\",\"password\":\"canary of ada\"}", 401, "error",
     "Invalid credentials"},
    {"of two who share an address the password decides: the first", NOWHERE,
     "{\"email\":\"both@shared.example\",\"password\":\"canary of one\"}", 200, "user.name",
     "Both One"},
    {"of two who share an address the password decides: the second", NOWHERE,
     "{\"email\":\"both@shared.example\",\"password\":\"canary of two\"}", 200, "user.name",
     "Both Two"},
    {"of two who share an address the host name decides", THERE,
     "{\"email\":\"both@shared.example\",\"password\":\"canary of one\"}", 401, "error",
     "Invalid credentials"},
    {"with the same address and password the host name decides: here", HERE,
     "{\"email\":\"same@shared.example\",\"password\":\"canary of same\"}", 200, "user.name",
     "Same One"},
    {"with the same address and password the host name decides: there", THERE,
     "{\"email\":\"same@shared.example\",\"password\":\"canary of same\"}", 200, "user.name",
     "Same Two"},
    {"with the same address and password and no host name nobody is meant", NOWHERE,
     "{\"email\":\"same@shared.example\",\"password\":\"canary of same\"}", 401, "error",
     "Invalid credentials"},
    {"a wrong password", HERE, "{\"email\":\"ada@sign.example\",\"password\":\"canary of sue\"}",
     401, "error", "Invalid credentials"},
    {"a password with a letter in another case", HERE,
     "{\"email\":\"ada@sign.example\",\"password\":\"Canary of ada\"}", 401, "error",
     "Invalid credentials"},
    {"a password with a blank behind it", HERE,
     "{\"email\":\"ada@sign.example\",\"password\":\"canary of ada \"}", 401, "error",
     "Invalid credentials"},
    {"an address nobody has", HERE,
     "{\"email\":\"nobody@sign.example\",\"password\":\"canary of ada\"}", 401, "error",
     "Invalid credentials"},
    {"an address with a wildcard", HERE, "{\"email\":\"ada@%\",\"password\":\"canary of ada\"}",
     401, "error", "Invalid credentials"},
    {"an address with SQL in it", HERE,
     "{\"email\":\"ada@sign.example' OR '1'='1\",\"password\":\"canary of ada\"}", 401, "error",
     "Invalid credentials"},
    {"somebody who is not active", HERE,
     "{\"email\":\"off@sign.example\",\"password\":\"canary of off\"}", 401, "error",
     "Invalid credentials"},
    {"somebody without a password", HERE,
     "{\"email\":\"non@sign.example\",\"password\":\"canary of non\"}", 401, "error",
     "Invalid credentials"},
    {"the hash itself is no password", HERE,
     "{\"email\":\"old@sign.example\",\"password\":\"$6$saltsalt$cjN4ginv/86Pz7FgJ8mb6\"}", 401,
     "error", "Invalid credentials"},
    {"no body", HERE, NULL, 400, "details.fields.email", "email is required"},
    {"an empty object", HERE, "{}", 400, "details.fields.password", "password is required"},
    {"no password", HERE, "{\"email\":\"ada@sign.example\"}", 400, "error", "password is required"},
    {"no address", HERE, "{\"password\":\"canary of ada\"}", 400, "details.field", "email"},
    {"an empty password", HERE, "{\"email\":\"ada@sign.example\",\"password\":\"\"}", 400,
     "details.field", "password"},
    {"a password that is a number", HERE, "{\"email\":\"ada@sign.example\",\"password\":1}", 400,
     "details.field", "password"},
    {"a password that is null", HERE, "{\"email\":\"ada@sign.example\",\"password\":null}", 400,
     "details.field", "password"},
    {"an address that is a list", HERE,
     "{\"email\":[\"ada@sign.example\"],\"password\":\"canary of ada\"}", 400, "details.field",
     "email"},
    {"mobile that is a word", HERE,
     "{\"email\":\"ada@sign.example\",\"password\":\"canary of ada\",\"mobile\":\"yes\"}", 400,
     "details.field", "mobile"},
    {"a list for a body", HERE, "[]", 400, "error", NULL},
    {"a number for a body", HERE, "7", 400, "error", NULL},
    {"half a body", HERE, "{\"email\":\"ada@sign.example\",\"passw", 400, "error", NULL},
    {"a member twice", HERE,
     "{\"email\":\"ada@sign.example\",\"password\":\"x\",\"password\":\"canary of ada\"}", 400,
     "error", NULL},
    {"a password with a NUL", HERE, "{\"email\":\"ada@sign.example\",\"password\":\"a\\u0000b\"}",
     400, "error", NULL},
    {"an unknown member does not hinder", HERE,
     "{\"email\":\"ada@sign.example\",\"password\":\"canary of ada\",\"role\":\"owner\"}", 200,
     "user.role", "admin"},
};

static void run_login(const void *row)
{
    const struct login_case *one = row;
    struct answer *answer =
        ASK(.method = "POST", .target = LOGIN, .body = one->body, .headers = {JSON, one->host});

    EXPECT_STATUS(answer, one->status);
    if (one->text != NULL) {
        EXPECT_TEXT(answer, one->path, one->text);
    } else {
        EXPECT(json_has(answer->json, one->path), "no %s in %s", one->path, answer->body);
    }
    EXPECT(json_has(answer->json, "token") == (one->status == 200), "token: %s", answer->body);
    forget_attempts();
}

static void what_comes_back(const void *row)
{
    struct answer *answer = login("ada@sign.example", "canary of ada", "");

    (void)row;
    EXPECT_STATUS(answer, 200);
    EXPECT(strlen(token_of(answer)) >= 64, "%s", answer->body);
    EXPECT(!json_has(answer->json, "refresh_token"), "%s", answer->body);
    EXPECT(!json_has(answer->json, "csrf_token"), "%s", answer->body);
    EXPECT(http_header(answer, "Set-Cookie") == NULL, "a cookie nobody asked for");
    EXPECT(members_at(answer->json, "user") == 5, "%s", answer->body);
    EXPECT(number_at(answer->json, "user.id") ==
               sql_number("SELECT id FROM user WHERE username = 'sign-ada'"),
           "%s", answer->body);
    struct answer *present = me(token_of(answer));
    EXPECT_STATUS(present, 200);
    EXPECT_TEXT(present, "email", "ada@sign.example");
}

static void first_password(const void *row)
{
    struct answer *answer = login("new@sign.example", "canary of new", "");

    (void)row;
    EXPECT_STATUS(answer, 200);
    EXPECT(strstr(answer->body, "\"require_password_change\":true") != NULL, "%s", answer->body);
}

static void a_password_too_long(const void *row)
{
    char password[402];

    (void)row;
    memset(password, 'x', sizeof password - 1);
    password[201] = '\0';
    struct answer *answer = login("ada@sign.example", password, "");
    EXPECT_STATUS(answer, 400);
    EXPECT_TEXT(answer, "details.field", "password");
    /* 200 characters of two bytes */
    for (size_t i = 0; i < 400; i += 2) {
        memcpy(password + i, "\xc3\xa9", 2);
    }
    password[400] = '\0';
    expect_error(login("ada@sign.example", password, ""), 401, "Invalid credentials");
    forget_attempts();
}

static void another_content_type(const void *row)
{
    static const char *const types[] = {"Content-Type: text/plain",
                                        "Content-Type: application/x-www-form-urlencoded",
                                        "Content-Type: application/json; charset=iso-8859-1"};

    (void)row;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        struct answer *answer = ASK(.method = "POST", .target = LOGIN,
                                    .body = as_login("ada@sign.example", "canary of ada", ""),
                                    .headers = {types[i], HERE});
        expect_error(answer, 415, "Content-Type must be application/json in UTF-8");
    }
}

static void other_methods(const void *row)
{
    struct answer *answer = ASK(.target = LOGIN, .headers = {HERE});

    (void)row;
    expect_error(answer, 405, "Method not allowed");
    const char *allow = http_header(answer, "Allow");
    EXPECT(allow != NULL && strstr(allow, "POST") != NULL, "Allow: %s", allow);
}

static void an_ended_credential_hinders_nobody(const void *row)
{
    struct answer *answer =
        post(LOGIN, "session_of_yesterday", as_login("ada@sign.example", "canary of ada", ""));

    (void)row;
    EXPECT_STATUS(answer, 200);
    answer = ASK(.method = "POST", .target = LOGIN,
                 .body = as_login("ada@sign.example", "canary of ada", ""),
                 .headers = {JSON, HERE, "Cookie: " COOKIE "=session_of_yesterday"});
    EXPECT_STATUS(answer, 200);
}

/* ---- credentials ---- */

static const struct refused_case {
    const char *name, *target, *credential;
} refused[] = {
    {"nobody", ME, NULL},
    {"nobody, elsewhere", "/api/settings", NULL},
    {"a token nobody has", ME,
     "session_0000000000000000000000000000000000000000000000000000000000"},
    {"an empty token", ME, ""},
    {"a key of another dialect", ME, "cal_one_ada"},
};

static void run_refused(const void *row)
{
    const struct refused_case *one = row;
    struct answer *answer =
        ASK(.target = one->target, .credential = one->credential, .headers = {HERE});

    expect_error(answer, 401, "Unauthorized");
    EXPECT(http_header(answer, "WWW-Authenticate") != NULL, "no WWW-Authenticate");
}

static void a_session_ends(const void *row)
{
    const char *token = token_of(login("sue@sign.example", "canary of sue", ""));

    (void)row;
    EXPECT_STATUS(me(token), 200);
    EXPECT(sql_number("SELECT (expires_us - created_us) DIV 1000000 FROM token WHERE hash ="
                      " UNHEX(SHA2(%s, 256))",
                      quoted(token)) == 8 * 3600,
           "it does not last eight hours");
    mysql_free_result(
        sql("UPDATE token SET expires_us = 1 WHERE hash = UNHEX(SHA2(%s, 256))", quoted(token)));
    expect_error(me(token), 401, "Unauthorized");
}

static void a_session_is_revoked(const void *row)
{
    const char *token = token_of(login("sue@sign.example", "canary of sue", ""));

    (void)row;
    mysql_free_result(
        sql("UPDATE token SET revoked_us = 1 WHERE hash = UNHEX(SHA2(%s, 256))", quoted(token)));
    expect_error(me(token), 401, "Unauthorized");
}

static void whoever_is_let_go_is_out(const void *row)
{
    const char *token = token_of(login("sue@sign.example", "canary of sue", ""));

    (void)row;
    EXPECT_STATUS(me(token), 200);
    mysql_free_result(sql("UPDATE user SET active = 0 WHERE username = 'sign-sue'"));
    struct answer *answer = me(token);
    mysql_free_result(sql("UPDATE user SET active = 1 WHERE username = 'sign-sue'"));
    expect_error(answer, 401, "Unauthorized");
}

static void signing_out(const void *row)
{
    const char *one = token_of(login("sue@sign.example", "canary of sue", ""));
    const char *other = token_of(login("sue@sign.example", "canary of sue", ""));
    struct answer *answer = post(LOGOUT, one, NULL);

    (void)row;
    EXPECT_STATUS(answer, 200);
    EXPECT(strcmp(answer->body, "{\"ok\":true}") == 0, "%s", answer->body);
    expect_error(me(one), 401, "Unauthorized");
    expect_error(post(LOGOUT, one, NULL), 401, "Unauthorized");
    EXPECT_STATUS(me(other), 200);
}

static void only_admins(const void *row)
{
    const char *staff = token_of(login("sue@sign.example", "canary of sue", ""));
    const char *admin = token_of(login("ada@sign.example", "canary of ada", ""));

    (void)row;
    expect_error(ASK(.target = "/api/settings", .credential = staff, .headers = {HERE}), 403,
                 "Insufficient permissions");
    EXPECT_STATUS(ASK(.target = "/api/settings", .credential = admin, .headers = {HERE}), 200);
    mysql_free_result(sql("UPDATE user SET role = 'staff' WHERE username = 'sign-ada'"));
    struct answer *answer = ASK(.target = "/api/settings", .credential = admin, .headers = {HERE});
    mysql_free_result(sql("UPDATE user SET role = 'admin' WHERE username = 'sign-ada'"));
    expect_error(answer, 403, "Insufficient permissions");
}

static void a_session_belongs_to_its_business(const void *row)
{
    const char *two = token_of(ASK(.method = "POST", .target = LOGIN,
                                   .body = as_login("both@shared.example", "canary of two", ""),
                                   .headers = {JSON, THERE}));
    struct answer *answer = ASK(.target = "/api/settings", .credential = two, .headers = {HERE});

    (void)row;
    EXPECT_STATUS(answer, 200);
    EXPECT_TEXT(answer, "salon_name", "Signing In Elsewhere");
}

static const struct unknown_case {
    const char *name, *target;
} unknown[] = {
    {"an unknown path", "/api/nothing"},
    {"the prefix alone", "/api"},
    {"a path below one that is known", "/api/auth/login/twice"},
};

static void run_unknown(const void *row)
{
    const struct unknown_case *one = row;

    expect_error(ASK(.target = one->target, .headers = {HERE}), 404, "Not found");
}

static void paths_of_other_dialects(const void *row)
{
    struct answer *answer = ASK(.target = "/api/v2/nothing", .headers = {HERE});

    (void)row;
    EXPECT_STATUS(answer, 404);
    EXPECT_TEXT(answer, "status", "error");
}

/* ---- renewing ---- */

static struct answer *refresh(const char *token)
{
    return post(REFRESH, NULL, say("{\"refresh_token\":\"%s\"}", token));
}

static const char *refresh_token_of(const struct answer *answer)
{
    const char *token = text_at(answer->json, "refresh_token");

    return token == NULL ? "none" : token;
}

static struct answer *mobile(void)
{
    return login("mob@sign.example", "canary of mob", ",\"mobile\":true");
}

static void a_session_is_renewed(const void *row)
{
    struct answer *first = mobile();
    struct answer *second = refresh(refresh_token_of(first));

    (void)row;
    EXPECT_STATUS(first, 200);
    EXPECT_STATUS(second, 200);
    EXPECT_TEXT(second, "user.email", "mob@sign.example");
    EXPECT(strcmp(token_of(first), token_of(second)) != 0, "the same token again");
    EXPECT(strcmp(refresh_token_of(first), refresh_token_of(second)) != 0, "the same again");
    EXPECT_STATUS(me(token_of(first)), 200);
    EXPECT_STATUS(me(token_of(second)), 200);
    struct answer *third = refresh(refresh_token_of(second));
    EXPECT_STATUS(third, 200);
    EXPECT_STATUS(me(token_of(third)), 200);
}

static void used_twice(const void *row)
{
    struct answer *first = mobile(), *other = mobile();
    struct answer *second = refresh(refresh_token_of(first));

    (void)row;
    EXPECT_STATUS(second, 200);
    expect_error(refresh(refresh_token_of(first)), 401, "Unauthorized");
    /* all of the family is over, and nobody else's */
    expect_error(me(token_of(first)), 401, "Unauthorized");
    expect_error(me(token_of(second)), 401, "Unauthorized");
    expect_error(refresh(refresh_token_of(second)), 401, "Unauthorized");
    EXPECT_STATUS(me(token_of(other)), 200);
    EXPECT_STATUS(refresh(refresh_token_of(other)), 200);
}

enum { TOGETHER = 8, ROUNDS = 12 };

static void used_by_many_at_once(const void *row)
{
    struct ask asks[TOGETHER];
    struct answer *answers[TOGETHER];

    (void)row;
    for (int round = 0; round < ROUNDS; round++) {
        const char *body = say("{\"refresh_token\":\"%s\"}", refresh_token_of(mobile()));
        size_t renewed = 0;

        for (size_t i = 0; i < TOGETHER; i++) {
            asks[i] = (struct ask){
                .method = "POST", .target = REFRESH, .body = body, .headers = {JSON, HERE}};
        }
        http_together(asks, TOGETHER, answers);
        for (size_t i = 0; i < TOGETHER; i++) {
            renewed += answers[i]->status == 200;
            EXPECT(answers[i]->status == 200 || answers[i]->status == 401, "%ld",
                   answers[i]->status);
        }
        EXPECT(renewed == 1, "%zu were renewed", renewed);
    }
}

static void a_refresh_token_ends(const void *row)
{
    const char *token = refresh_token_of(mobile());

    (void)row;
    EXPECT(sql_number("SELECT (expires_us - created_us) DIV 86400000000 FROM token WHERE hash ="
                      " UNHEX(SHA2(%s, 256))",
                      quoted(token)) == 30,
           "it does not last 30 days");
    mysql_free_result(
        sql("UPDATE token SET expires_us = 1 WHERE hash = UNHEX(SHA2(%s, 256))", quoted(token)));
    expect_error(refresh(token), 401, "Unauthorized");
}

static void signing_out_ends_renewing(const void *row)
{
    struct answer *first = mobile();

    (void)row;
    EXPECT_STATUS(post(LOGOUT, token_of(first), NULL), 200);
    expect_error(refresh(refresh_token_of(first)), 401, "Unauthorized");
}

static void a_refresh_token_is_no_session(const void *row)
{
    struct answer *first = mobile();

    (void)row;
    expect_error(me(refresh_token_of(first)), 401, "Unauthorized");
    expect_error(refresh(token_of(first)), 401, "Unauthorized");
    EXPECT_STATUS(refresh(refresh_token_of(first)), 200);
}

static void whoever_is_let_go_renews_nothing(const void *row)
{
    const char *token = refresh_token_of(mobile());

    (void)row;
    mysql_free_result(sql("UPDATE user SET active = 0 WHERE username = 'sign-mob'"));
    struct answer *answer = refresh(token);
    mysql_free_result(sql("UPDATE user SET active = 1 WHERE username = 'sign-mob'"));
    expect_error(answer, 401, "Unauthorized");
}

static const struct refresh_case {
    const char *name, *body;
    long status;
} bad_refreshes[] = {
    {"renewing without a body", NULL, 400},
    {"renewing without a token", "{}", 400},
    {"renewing with a number", "{\"refresh_token\":1}", 400},
    {"renewing with an empty token", "{\"refresh_token\":\"\"}", 401},
    {"renewing with a token nobody has", "{\"refresh_token\":\"refresh_00\"}", 401},
};

static void run_bad_refresh(const void *row)
{
    const struct refresh_case *one = row;

    EXPECT_STATUS(post(REFRESH, NULL, one->body), one->status);
}

/* ---- cookies ---- */

static const char *set_cookie_of(const struct answer *answer)
{
    const char *header = http_header(answer, "Set-Cookie");

    return header == NULL ? "" : header;
}

static const char *cookie_of(const struct answer *answer)
{
    const char *header = set_cookie_of(answer);

    return *header == '\0' ? "Cookie: " COOKIE "=session_none"
                           : say("Cookie: other=1; %.*s", (int)strcspn(header, ";"), header);
}

static struct answer *with_cookie(const char *method, const char *target, const char *body,
                                  const char *cookie, const char *csrf)
{
    return ASK(.method = method, .target = target, .body = body,
               .headers = {HERE, JSON, cookie,
                           csrf == NULL ? NULL : say("X-CSRF-Token: %s", csrf)});
}

static struct answer *cookie_login(void)
{
    return login("coo@sign.example", "canary of coo", ",\"cookie\":true");
}

static void a_cookie_is_kept(const void *row)
{
    struct answer *answer = cookie_login();
    const char *header = set_cookie_of(answer);

    (void)row;
    EXPECT_STATUS(answer, 200);
    EXPECT(strncmp(header, COOKIE "=", strlen(COOKIE "=")) == 0, "%s", header);
    static const char *const attributes[] = {"; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax",
                                             "; Max-Age=28800"};
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        EXPECT(strstr(header, attributes[i]) != NULL, "no %s in %s", attributes[i], header);
    }
    EXPECT(strstr(header, "Domain") == NULL, "%s", header);
    EXPECT(!json_has(answer->json, "token"), "the page can read it: %s", answer->body);
    EXPECT(text_at(answer->json, "csrf_token") != NULL, "%s", answer->body);
}

static void a_cookie_reads(const void *row)
{
    struct answer *answer = cookie_login();
    struct answer *present = with_cookie("GET", ME, NULL, cookie_of(answer), NULL);

    (void)row;
    EXPECT_STATUS(present, 200);
    EXPECT_TEXT(present, "email", "coo@sign.example");
    struct answer *csrf = with_cookie("GET", CSRF, NULL, cookie_of(answer), NULL);
    EXPECT_TEXT(csrf, "csrf_token", text_at(answer->json, "csrf_token"));
}

static const char change[] = "{\"calendar_slot_min\":15}";

static void a_cookie_changes_with_its_token(const void *row)
{
    struct answer *answer = cookie_login(), *other = cookie_login();
    const char *cookie = cookie_of(answer), *csrf = text_at(answer->json, "csrf_token");
    const char *wrong[] = {NULL, "", "0", "00000000000000000000000000000000",
                           text_at(other->json, "csrf_token")};

    (void)row;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        expect_error(with_cookie("PUT", "/api/settings", change, cookie, wrong[i]), 403,
                     "The CSRF token is missing or wrong");
    }
    EXPECT_STATUS(with_cookie("PUT", "/api/settings", change, cookie, csrf), 200);
    expect_error(with_cookie("POST", LOGOUT, NULL, cookie, NULL), 403,
                 "The CSRF token is missing or wrong");
    EXPECT_STATUS(with_cookie("GET", ME, NULL, cookie, NULL), 200);
}

static void a_cookie_is_taken_back(const void *row)
{
    struct answer *answer = cookie_login();
    const char *cookie = cookie_of(answer);
    struct answer *out =
        with_cookie("POST", LOGOUT, NULL, cookie, text_at(answer->json, "csrf_token"));

    (void)row;
    EXPECT_STATUS(out, 200);
    const char *header = set_cookie_of(out);
    EXPECT(strstr(header, COOKIE "=;") != NULL && strstr(header, "Max-Age=0") != NULL, "%s",
           header);
    EXPECT_STATUS(with_cookie("GET", ME, NULL, cookie, NULL), 401);
}

static void a_cookie_without_its_prefix(const void *row)
{
    const char *cookie = cookie_of(cookie_login());
    const char *value = strstr(cookie, "session_");

    (void)row;
    EXPECT_STATUS(with_cookie("GET", ME, NULL, say("Cookie: slotd_session=%s", value), NULL), 401);
    EXPECT_STATUS(with_cookie("GET", ME, NULL, say("Cookie: x" COOKIE "=%s", value), NULL), 401);
    EXPECT_STATUS(with_cookie("GET", ME, NULL, "Cookie: " COOKIE, NULL), 401);
    EXPECT_STATUS(with_cookie("GET", ME, NULL, "Cookie: " COOKIE "=", NULL), 401);
    EXPECT_STATUS(with_cookie("GET", ME, NULL, say("Cookie: " COOKIE "=%s", value), NULL), 200);
}

static void a_bearer_token_is_no_cookie(const void *row)
{
    const char *token = token_of(login("coo@sign.example", "canary of coo", ""));
    const char *cookie = say("Cookie: %s=%s", COOKIE, token);

    (void)row;
    EXPECT_STATUS(with_cookie("GET", ME, NULL, cookie, NULL), 401);
    EXPECT_STATUS(with_cookie("PUT", "/api/settings", change, cookie, ""), 403);
    struct answer *csrf = ASK(.target = CSRF, .credential = token, .headers = {HERE});
    EXPECT(strcmp(csrf->body, "{\"csrf_token\":null}") == 0, "%s", csrf->body);
}

static void the_bearer_goes_before_the_cookie(const void *row)
{
    const char *cookie = cookie_of(cookie_login());
    const char *token = token_of(login("ada@sign.example", "canary of ada", ""));
    struct answer *answer = ASK(.method = "PUT", .target = "/api/settings", .credential = token,
                                .body = change, .headers = {HERE, JSON, cookie});

    (void)row;
    EXPECT_STATUS(answer, 200);
}

static void cookies_are_of_this_dialect(const void *row)
{
    const char *cookie = cookie_of(cookie_login());

    (void)row;
    EXPECT_STATUS(with_cookie("GET", "/v2/me", NULL, cookie, NULL), 401);
}

/* ---- another password ---- */

static const char *as_change(const char *present, const char *next)
{
    return say("{\"current_password\":\"%s\",\"new_password\":\"%s\"}", present, next);
}

static void a_password_is_changed(const void *row)
{
    struct answer *first = login("chg@sign.example", "canary of chg", ",\"mobile\":1");
    struct answer *other = login("chg@sign.example", "canary of chg", ",\"mobile\":1");

    (void)row;
    EXPECT_STATUS(post(CHANGE, token_of(first), as_change("canary of chg", "canary of new chg")),
                  200);
    EXPECT_STATUS(me(token_of(first)), 200);
    EXPECT_STATUS(refresh(refresh_token_of(first)), 200);
    expect_error(me(token_of(other)), 401, "Unauthorized");
    expect_error(refresh(refresh_token_of(other)), 401, "Unauthorized");
    expect_error(login("chg@sign.example", "canary of chg", ""), 401, "Invalid credentials");
    struct answer *answer = login("chg@sign.example", "canary of new chg", "");
    EXPECT_STATUS(answer, 200);
    EXPECT(strncmp(sql_text("SELECT password_hash FROM user WHERE username = 'sign-chg'"), "$y$",
                   3) == 0,
           "it is not yescrypt");
    EXPECT_STATUS(post(CHANGE, token_of(answer), as_change("canary of new chg", "canary of chg")),
                  200);
    forget_attempts();
}

static void a_first_password_is_changed(const void *row)
{
    struct answer *answer = login("new@sign.example", "canary of new", "");

    (void)row;
    EXPECT_STATUS(post(CHANGE, token_of(answer), as_change("canary of new", "canary of newer")),
                  200);
    answer = me(token_of(answer));
    EXPECT(strstr(answer->body, "\"require_password_change\":false") != NULL, "%s", answer->body);
}

static const struct change_case {
    const char *name, *body, *field;
} bad_changes[] = {
    {"a password is not changed without the present one", "{\"new_password\":\"long enough\"}",
     "current_password"},
    {"a password is not changed with a wrong present one",
     "{\"current_password\":\"wrong\",\"new_password\":\"long enough\"}", "current_password"},
    {"a password is not changed into nothing", "{\"current_password\":\"canary of sue\"}",
     "new_password"},
    {"a new password of seven letters is too short",
     "{\"current_password\":\"canary of sue\",\"new_password\":\"1234567\"}", "new_password"},
    {"a new password of more than 200 bytes is too long",
     "{\"current_password\":\"canary of sue\",\"new_password\":"
     "\"ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé"
     "éé"
     "éééééééééééééééé\"}",
     "new_password"},
};

static void run_bad_change(const void *row)
{
    const struct change_case *one = row;
    const char *token = token_of(login("sue@sign.example", "canary of sue", ""));
    struct answer *answer = post(CHANGE, token, one->body);

    EXPECT_STATUS(answer, 400);
    EXPECT_TEXT(answer, "details.field", one->field);
    EXPECT_STATUS(login("sue@sign.example", "canary of sue", ""), 200);
    forget_attempts();
}

/* ---- many attempts ---- */

static void wrong_times(const char *email, int times)
{
    for (int i = 0; i < times; i++) {
        expect_error(login(email, "wrong", ""), 401, "Invalid credentials");
    }
}

static void expect_wait(const struct answer *answer, long least, long most)
{
    const char *header = http_header(answer, "Retry-After");
    long seconds = header == NULL ? -1 : strtol(header, NULL, 10);

    EXPECT_STATUS(answer, 429);
    EXPECT(seconds >= least && seconds <= most, "Retry-After: %s", header);
}

static void five_wrong(const void *row)
{
    (void)row;
    forget_attempts();
    wrong_times("bru@sign.example", WRONG_MOST);
    expect_wait(login("bru@sign.example", "wrong", ""), 890, 900);
    /* the right one, too, and however the address is written */
    expect_wait(login("bru@sign.example", "canary of bru", ""), 890, 900);
    expect_wait(login("BRU@sign.example", "canary of bru", ""), 890, 900);
    EXPECT_STATUS(login("ada@sign.example", "canary of ada", ""), 200);
    forget_attempts();
}

static void after_a_while(const void *row)
{
    (void)row;
    forget_attempts();
    wrong_times("bru@sign.example", WRONG_MOST);
    mysql_free_result(sql("UPDATE sign_in_failure SET at_us = at_us - 10 * 60000000"));
    expect_wait(login("bru@sign.example", "canary of bru", ""), 290, 300);
    mysql_free_result(sql("UPDATE sign_in_failure SET at_us = at_us - 5 * 60000000"));
    EXPECT_STATUS(login("bru@sign.example", "canary of bru", ""), 200);
    forget_attempts();
}

static void waiting_is_not_lengthened(const void *row)
{
    (void)row;
    forget_attempts();
    wrong_times("bru@sign.example", WRONG_MOST);
    for (int i = 0; i < 10; i++) {
        expect_wait(login("bru@sign.example", "wrong", ""), 890, 900);
    }
    EXPECT(sql_number("SELECT COUNT(*) FROM sign_in_failure") == WRONG_MOST, "more are noted");
    forget_attempts();
}

static void the_right_one_in_between(const void *row)
{
    (void)row;
    forget_attempts();
    for (int i = 0; i < 3; i++) {
        wrong_times("bru@sign.example", WRONG_MOST - 1);
        EXPECT_STATUS(login("bru@sign.example", "canary of bru", ""), 200);
    }
    EXPECT(sql_number("SELECT COUNT(*) FROM sign_in_failure") == 0, "some are left");
}

static void an_address_nobody_has(const void *row)
{
    (void)row;
    forget_attempts();
    wrong_times("ghost@sign.example", WRONG_MOST);
    expect_wait(login("ghost@sign.example", "wrong", ""), 890, 900);
    forget_attempts();
}

static void from_elsewhere(const void *row)
{
    static const char *const sources[] = {"127.0.0.9", "127.0.0.1"};

    (void)row;
    for (size_t source = 0; source < 2; source++) {
        forget_attempts();
        for (int i = 0; i < WRONG_MOST; i++) {
            mysql_free_result(
                sql("INSERT INTO sign_in_failure (who, at_us) VALUES"
                    " (UNHEX(SHA2(CONCAT('far@sign.example', CHAR(0), '%s'), 256)), %lld)",
                    sources[source], (long long)instant_now().us));
        }
        EXPECT_STATUS(login("far@sign.example", "canary of far", ""), source == 0 ? 200 : 429);
    }
    forget_attempts();
}

static void many_at_once(const void *row)
{
    struct ask asks[16];
    struct answer *answers[16];
    const char *body = as_login("bru@sign.example", "wrong", "");
    size_t looked_at = 0;

    (void)row;
    forget_attempts();
    for (size_t i = 0; i < 16; i++) {
        asks[i] =
            (struct ask){.method = "POST", .target = LOGIN, .body = body, .headers = {JSON, HERE}};
    }
    for (int round = 0; round < 3; round++) {
        http_together(asks, 16, answers);
        for (size_t i = 0; i < 16; i++) {
            looked_at += answers[i]->status == 401;
            EXPECT(answers[i]->status == 401 || answers[i]->status == 429, "%ld",
                   answers[i]->status);
            EXPECT(answers[i]->status == 401 || http_header(answers[i], "Retry-After") != NULL,
                   "no Retry-After");
        }
    }
    EXPECT(looked_at == WRONG_MOST, "%zu were looked at", looked_at);
    forget_attempts();
}

/* Passwords of many people at the same time: few are looked at, and others are served meanwhile. */
static void the_gate(const void *row)
{
    struct ask asks[24];
    struct answer *answers[24];
    const char *token = token_of(login("ada@sign.example", "canary of ada", ""));
    size_t looked_at = 0, waiting = 0;

    (void)row;
    forget_attempts();
    for (size_t i = 0; i < 24; i++) {
        asks[i] = i % 4 == 3
                      ? (struct ask){.target = ME, .credential = token, .headers = {HERE}}
                      : (struct ask){.method = "POST",
                                     .target = LOGIN,
                                     .body = as_login(say("crowd%zu@sign.example", i), "wrong", ""),
                                     .headers = {JSON, HERE}};
    }
    http_together(asks, 24, answers);
    for (size_t i = 0; i < 24; i++) {
        if (i % 4 == 3) {
            EXPECT_STATUS(answers[i], 200);
            continue;
        }
        looked_at += answers[i]->status == 401;
        waiting += answers[i]->status == 429;
        if (answers[i]->status == 429) {
            expect_wait(answers[i], 1, 1);
        }
    }
    EXPECT(looked_at + waiting == 18 && looked_at > 0, "%zu, %zu", looked_at, waiting);
    EXPECT(waiting > 0, "all 18 were looked at together");
    EXPECT(sql_number("SELECT COUNT(*) FROM sign_in_failure") == (int64_t)looked_at,
           "who was turned away is noted");
    forget_attempts();
}

/* ---- what others can learn ---- */

static int by_size(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;

    return (one > other) - (one < other);
}

enum { TRIES = 15, QUARTER = TRIES / 4, ADDRESSES = 4 };

static void as_long_for_nobody(const void *row)
{
    static const char *const addresses[ADDRESSES] = {"tim@sign.example", "nobody@sign.example",
                                                     "off@sign.example", "non@sign.example"};
    double seconds[ADDRESSES][TRIES];

    (void)row;
    /* in turns, so that a machine that is busy for a while is so for all of them */
    for (size_t i = 0; i < TRIES; i++) {
        for (size_t address = 0; address < ADDRESSES; address++) {
            struct answer *answer = login(addresses[address], "wrong", "");

            EXPECT_STATUS(answer, 401);
            seconds[address][i] = answer->seconds;
        }
        forget_attempts();
    }
    for (size_t address = 0; address < ADDRESSES; address++) {
        qsort(seconds[address], TRIES, sizeof **seconds, by_size);
    }
    double known = seconds[0][QUARTER];
    /* it takes some time at all: about 20 ms on the machine it was chosen on */
    EXPECT(known > 0.004, "a password is looked at in %f s", known);
    for (size_t address = 1; address < ADDRESSES; address++) {
        double other = seconds[address][QUARTER];

        EXPECT(other > known / 2 && other < known * 2, "%s: %f s, else %f s", addresses[address],
               other, known);
    }
}

static void the_same_answer_for_nobody(const void *row)
{
    struct answer *known = login("tim@sign.example", "wrong", "");
    struct answer *unknown_one = login("nobody@sign.example", "wrong", "");

    (void)row;
    EXPECT(strcmp(known->body, unknown_one->body) == 0, "%s %s", known->body, unknown_one->body);
    forget_attempts();
}

static bool in_logs(const char *words)
{
    return system(say("grep -rqF -e '%s' '%s/log'", words, http_setting("SLOTD_RUN"))) == 0;
}

static void nothing_secret_in_logs(const void *row)
{
    struct answer *answer = mobile();
    const char *cookie = cookie_of(cookie_login());
    const char *const secrets[] = {"canary", token_of(answer), refresh_token_of(answer),
                                   strstr(cookie, "session_"), "pässwörd"};

    (void)row;
    EXPECT_STATUS(me(token_of(answer)), 200);
    EXPECT(in_logs("/api/auth/login"), "the logs are somewhere else");
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        EXPECT(strlen(secrets[i]) > 5 && !in_logs(secrets[i]), "%s is in the logs", secrets[i]);
    }
}

static void nothing_secret_at_rest(const void *row)
{
    const char *token = token_of(login("sue@sign.example", "canary of sue", ""));

    (void)row;
    EXPECT(sql_number("SELECT COUNT(*) FROM token WHERE hash = UNHEX(SHA2(%s, 256))",
                      quoted(token)) == 1,
           "it is not found by its digest");
    EXPECT(sql_number("SELECT COUNT(*) FROM token WHERE LOCATE(LEFT(%s, 24), shown) > 0",
                      quoted(token)) == 0,
           "too much of it is shown");
    EXPECT(sql_number("SELECT COUNT(*) FROM user WHERE password_hash LIKE '%%canary%%'") == 0,
           "a password is stored");
}

/* ---- apply and token ---- */

static const char *hash_of(const char *username)
{
    return sql_text("SELECT password_hash FROM user WHERE username = %s", quoted(username));
}

static void applied_again(const void *row)
{
    const char *ada = hash_of("sign-ada");
    const char *token = token_of(login("ada@sign.example", "canary of ada", ""));

    (void)row;
    CU_ASSERT_TRUE(http_apply(http_file("sign_in.json")));
    EXPECT(strcmp(ada, hash_of("sign-ada")) == 0, "a password that is right got another hash");
    EXPECT_STATUS(me(token), 200);
    /* who has changed the password gets the one that is declared */
    mysql_free_result(sql("UPDATE user SET password_hash = %s WHERE username = 'sign-ada'",
                          quoted(hash_of("sign-sue"))));
    CU_ASSERT_TRUE(http_apply(http_file("sign_in.json")));
    EXPECT_STATUS(me(token), 401);
    EXPECT_STATUS(login("ada@sign.example", "canary of ada", ""), 200);
}

static void a_session_made_by_hand(const void *row)
{
    const char *command = say("'%s' -c '%s' token create --business sign --kind staff_session"
                              " --user sign-ada",
                              http_setting("SLOTD_BIN"), http_setting("SLOTD_CONF"));
    char secret[200] = "";
    FILE *out = popen(command, "r");

    (void)row;
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    CU_ASSERT_PTR_NOT_NULL(fgets(secret, sizeof secret, out));
    (void)pclose(out);
    secret[strcspn(secret, "\n")] = '\0';
    struct answer *answer = me(secret);
    EXPECT_STATUS(answer, 200);
    EXPECT_TEXT(answer, "role", "admin");
    EXPECT_STATUS(post(LOGOUT, secret, NULL), 200);
    EXPECT_STATUS(me(secret), 401);
}

static int setup(void)
{
    return http_open("sign_in.json");
}

int main(int argc, char **argv)
{
    CASES(logins, run_login, name);
    case_add(what_comes_back, NULL, "a session comes back, and who it is for");
    case_add(first_password, NULL, "who has to change the password is told so");
    case_add(a_password_too_long, NULL, "passwords have at most 200 bytes");
    case_add(another_content_type, NULL, "other types than JSON are refused");
    case_add(other_methods, NULL, "signing in takes POST alone");
    case_add(an_ended_credential_hinders_nobody, NULL, "an ended credential hinders nobody");
    CASES(refused, run_refused, name);
    case_add(a_session_ends, NULL, "a session ends after eight hours");
    case_add(a_session_is_revoked, NULL, "a session that is revoked is over");
    case_add(whoever_is_let_go_is_out, NULL, "whoever is let go is out at once");
    case_add(signing_out, NULL, "signing out ends this session and no other");
    case_add(only_admins, NULL, "what is for admins is for admins, from one request to the next");
    case_add(a_session_belongs_to_its_business, NULL, "a session belongs to its business");
    CASES(unknown, run_unknown, name);
    case_add(paths_of_other_dialects, NULL, "unknown paths of another dialect get its words");
    case_add(a_session_is_renewed, NULL, "a session is renewed, again and again");
    case_add(used_twice, NULL, "a token that comes again ends its family");
    case_add(used_by_many_at_once, NULL, "of many at once one renews");
    case_add(a_refresh_token_ends, NULL, "what renews ends after 30 days");
    case_add(signing_out_ends_renewing, NULL, "signing out ends renewing, too");
    case_add(a_refresh_token_is_no_session, NULL, "what renews is no session, nor the other way");
    case_add(whoever_is_let_go_renews_nothing, NULL, "whoever is let go renews nothing");
    CASES(bad_refreshes, run_bad_refresh, name);
    case_add(a_cookie_is_kept, NULL, "a session in a cookie is out of reach of pages");
    case_add(a_cookie_reads, NULL, "a cookie alone reads");
    case_add(a_cookie_changes_with_its_token, NULL, "a cookie changes only with its token");
    case_add(a_cookie_is_taken_back, NULL, "signing out takes the cookie back");
    case_add(a_cookie_without_its_prefix, NULL, "a cookie of another name is none");
    case_add(a_bearer_token_is_no_cookie, NULL, "a bearer token is no cookie");
    case_add(the_bearer_goes_before_the_cookie, NULL, "a bearer token goes before the cookie");
    case_add(cookies_are_of_this_dialect, NULL, "other dialects know no cookie");
    case_add(a_password_is_changed, NULL, "with another password other sessions end");
    case_add(a_first_password_is_changed, NULL, "a first password is changed");
    CASES(bad_changes, run_bad_change, name);
    case_add(five_wrong, NULL, "after five wrong ones an address waits");
    case_add(after_a_while, NULL, "after 15 minutes it may again");
    case_add(waiting_is_not_lengthened, NULL, "trying while waiting does not lengthen it");
    case_add(the_right_one_in_between, NULL, "a right one in between starts anew");
    case_add(an_address_nobody_has, NULL, "an address nobody has waits as well");
    case_add(from_elsewhere, NULL, "wrong ones from elsewhere do not count");
    case_add(many_at_once, NULL, "many at once are no more than five");
    case_add(the_gate, NULL, "few passwords are looked at together, and others are served");
    case_add(as_long_for_nobody, NULL, "nobody takes as long as somebody");
    case_add(the_same_answer_for_nobody, NULL, "nobody gets the same answer as somebody");
    case_add(nothing_secret_at_rest, NULL, "nothing secret is stored");
    case_add(applied_again, NULL, "passwords that are right stay when they are declared again");
    case_add(a_session_made_by_hand, NULL, "a session that slotd token made");
    case_add(nothing_secret_in_logs, NULL, "nothing secret stands in the logs");
    return cases_main("appointments_sign_in", setup, http_close, argc, argv);
}
