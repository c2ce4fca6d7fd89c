/* appointments_sign_in.c - appointments: signing in. Source: contract appointments 1.
 * SPDX-License-Identifier: MIT */
#include "dialect/appointments.h"
#include "engine/sign_in.h"

/* ---- what may be sent ---- */

#define BODY(rows_, struct_)                                                                       \
    {                                                                                              \
        rows_, COUNT(rows_), sizeof(struct_), PARAM_NO_GIVEN, false                                \
    }

#define W struct sign_in_wish
static const struct param sign_in_rows[] = {
    P_TEXT(W, email, "email", .least = 1, .most = 320, .manner = PARAM_REQUIRED | PARAM_TRIMMED),
    P_TEXT(W, password, "password", .least = 1, .most = 200, .manner = PARAM_REQUIRED),
    P_TOGGLE(W, mobile, "mobile"),
    P_TOGGLE(W, cookie, "cookie"),
};
static const struct params sign_in_body = BODY(sign_in_rows, W);
#undef W

static const struct param refresh_rows[] = {P_TEXT(
    struct refresh_wish, refresh_token, "refresh_token", .most = 200, .manner = PARAM_REQUIRED)};
static const struct params refresh_body = BODY(refresh_rows, struct refresh_wish);

#define W struct password_wish
static const struct param password_rows[] = {
    P_TEXT(W, present, "current_password", .least = 1, .most = 200, .manner = PARAM_REQUIRED),
    P_TEXT(W, next, "new_password", .least = 1, .most = 200, .manner = PARAM_REQUIRED),
};
static const struct params password_body = BODY(password_rows, W);
#undef W

/* ---- what is shown ---- */

#define U struct sign_in_user
static const struct field user_fields[] = {
    F_NUMBER(U, id, "id"),
    F_TEXT(U, name, "name", .absent = ABSENT_EMPTY),
    F_TEXT(U, email, "email", .absent = ABSENT_EMPTY),
    F_TEXT(U, role, "role", .absent = ABSENT_EMPTY),
    F_FLAG(U, require_password_change, "require_password_change"),
};
const struct shape appointments_user_shape = {user_fields, COUNT(user_fields), sizeof(U)};
#undef U

#define S struct signed_in
static const struct field session_fields[] = {
    F_TEXT(S, token, "token"),
    F_TEXT(S, refresh_token, "refresh_token"),
    F_TEXT(S, csrf_token, "csrf_token"),
    {LABEL("user"), .kind = FIELD_OBJECT, .offset = AT(S, user, struct sign_in_user),
     .shape = &appointments_user_shape},
};
const struct shape appointments_session_shape = {session_fields, COUNT(session_fields), sizeof(S)};
static const struct field csrf_fields[] = {
    F_TEXT(S, csrf_token, "csrf_token", .absent = ABSENT_NULL),
};
static const struct shape csrf_shape = {csrf_fields, COUNT(csrf_fields), sizeof(S)};
#undef S

static void write_session(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    shape_write(out, &appointments_session_shape, result);
}

static void write_user(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    shape_write(out, &appointments_user_shape, result);
}

static void write_csrf(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    shape_write(out, &csrf_shape, result);
}

/* ---- endpoints ---- */

#define ONE(name_, what_, shape_)                                                                  \
    static const struct named_shape name_##_shapes[] = {{what_, &(shape_)}, {NULL, NULL}};         \
    static const struct data name_##_data = {.form = DATA_ONE, .shapes = name_##_shapes}
ONE(session, "session", appointments_session_shape);
ONE(user, "user", appointments_user_shape);
ONE(csrf, "csrf token", csrf_shape);

APPOINTMENTS_RUN(run_sign_in, sign_in)
APPOINTMENTS_RUN(run_renew, renew_session)
APPOINTMENTS_RUN(run_sign_out, sign_out)
APPOINTMENTS_RUN(run_me, show_signed_in)
APPOINTMENTS_RUN(run_csrf, show_csrf)
APPOINTMENTS_RUN(run_password, change_password)

#define AUTH "/api/auth"
#define OPEN .dialect = &appointments_dialect, .callers = BY_NOBODY, .status = 200
#define KEPT .dialect = &appointments_dialect, .callers = BY_STAFF, .status = 200
#define SESSION                                                                                    \
    .result_size = sizeof(struct signed_in), .write = write_session, .data = &session_data
#define DONE .result_size = 1, .write = appointments_write_ok, .data = &appointments_ok_data

const struct endpoint appointments_sign_in_endpoints[] = {
    {"POST", AUTH "/login", NULL, OPEN, SESSION, .in_body = &sign_in_body,
     .wish_size = sizeof(struct sign_in_wish), .run = run_sign_in,
     .summary = "A session of eight hours; with `mobile` also a token that renews it; with "
                "`cookie` kept in a cookie instead of the answer."},
    {"POST", AUTH "/refresh", NULL, OPEN, SESSION, .in_body = &refresh_body,
     .wish_size = sizeof(struct refresh_wish), .run = run_renew,
     .summary = "A new session, and a new token in place of the one that was sent."},
    {"POST", AUTH "/logout", NULL, KEPT, DONE, .manner = ENDPOINT_CHANGES, .run = run_sign_out,
     .summary = "Ends the session and what could renew it."},
    {"GET", AUTH "/me", NULL, KEPT, .result_size = sizeof(struct sign_in_user), .run = run_me,
     .write = write_user, .data = &user_data, .summary = "Who is signed in."},
    {"GET", AUTH "/csrf", NULL, KEPT, .result_size = sizeof(struct signed_in), .run = run_csrf,
     .write = write_csrf, .data = &csrf_data,
     .summary = "What changes must carry as X-CSRF-Token when the session is in a cookie."},
    {"POST", AUTH "/password", NULL, KEPT, DONE, .in_body = &password_body,
     .wish_size = sizeof(struct password_wish), .run = run_password,
     .summary = "Changes the password and ends the other sessions."},
};
const size_t appointments_sign_in_endpoint_count = COUNT(appointments_sign_in_endpoints);
