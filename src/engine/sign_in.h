/* sign_in.h - staff sign in with address and password. SPDX-License-Identifier: MIT
 *
 * Operations that look at a password begin and end their transactions themselves, so that nothing
 * is locked while it is looked at, and so that a wrong one leaves its mark though the request
 * fails. Sources: contract appointments 1 and Decisions. */
#ifndef ENGINE_SIGN_IN_H
#define ENGINE_SIGN_IN_H

#include "engine/work.h"
#include "store/sign_in.h"

enum { SESSION_HOURS = 8, REFRESH_DAYS = 30 };
enum { WRONG_MOST = 5, WRONG_MINUTES = 15 };

struct sign_in_wish {
    const char *email, *password;
    bool mobile; /* wants a token that renews the session */
    bool cookie; /* the session goes into a cookie, out of reach of the page */
};
struct signed_in {
    struct sign_in_user user;
    const char *token;         /* NULL: it is in the cookie */
    const char *refresh_token; /* NULL: none */
    const char *csrf_token;    /* of a session in a cookie; NULL: none */
};

/* SIGN_IN_WRONG; SIGN_IN_TOO_OFTEN with the seconds to wait. */
struct fail sign_in(struct work *work, const struct sign_in_wish *wish,
                    struct signed_in *signed_in) MUST_BE_CHECKED;

struct refresh_wish {
    const char *refresh_token;
};
/* A token that renews a session does it once: a new one comes with the session. One that comes
 * again was stolen from whoever has the newer one, or by them: all of the family ends. BAD_TOKEN.
 */
struct fail renew_session(struct work *work, const struct refresh_wish *wish,
                          struct signed_in *signed_in) MUST_BE_CHECKED;

/* Ends the session and what could renew it. Inside a transaction. */
struct fail sign_out(struct work *work, const void *nothing, void *nothing_else) MUST_BE_CHECKED;
struct fail show_signed_in(struct work *work, const void *nothing,
                           struct sign_in_user *user) MUST_BE_CHECKED;
/* csrf_token of the session. */
struct fail show_csrf(struct work *work, const void *nothing,
                      struct signed_in *signed_in) MUST_BE_CHECKED;

struct password_wish {
    const char *present, *next;
};
/* Other sessions of the user end. SETTING_WRONG with its field; SIGN_IN_TOO_OFTEN. */
struct fail change_password(struct work *work, const struct password_wish *wish,
                            void *nothing) MUST_BE_CHECKED;

/* A new password as it is stored; field names it for SETTING_WRONG. SIGN_IN_TOO_OFTEN when too many
 * are being looked at. */
struct fail new_password(struct work *work, const char *field, const char *password,
                         const char **hash) MUST_BE_CHECKED;

#endif
