/* sign_in.h - who may sign in, and who has tried in vain. SPDX-License-Identifier: MIT */
#ifndef STORE_SIGN_IN_H
#define STORE_SIGN_IN_H

#include "base/digest.h"
#include "booking.h"
#include "store/store.h"

struct sign_in_user {
    int64_t business_id, id;
    const char *name, *email;
    const char *role;          /* admin or staff */
    const char *password_hash; /* NULL: none */
    bool require_password_change;
};

/* Of all businesses, or of the one alone that a host name belongs to (NULL: unknown), at most
 * `most` and one more. The address as it was sent, and in lower case. */
struct fail users_who_sign_in(struct store *store, const char *host_name, const char *email,
                              const char *lower, int64_t most, struct list *users) MUST_BE_CHECKED;
struct fail user_who_signs_in(struct store *store, int64_t business_id, int64_t user_id,
                              struct sign_in_user *user, bool *found) MUST_BE_CHECKED;
struct fail user_password_set(struct store *store, int64_t business_id, int64_t user_id,
                              const char *hash, bool require_change) MUST_BE_CHECKED;

/* ---- attempts ---- */

struct attempts {
    int64_t count;        /* that were noted before this one */
    struct instant first; /* the earliest of them; INSTANT_NONE: none */
};

/* Notes an attempt before its password is looked at, so that many at once do not all count as the
 * first; `who` is a digest of address and source. *id is for attempt_forget(). */
struct fail attempt_note(struct store *store, const unsigned char who[DIGEST_ROOM],
                         struct instant now, int64_t *id) MUST_BE_CHECKED;
struct fail attempts_before(struct store *store, const unsigned char who[DIGEST_ROOM], int64_t id,
                            struct instant since, struct attempts *attempts) MUST_BE_CHECKED;
/* One, that was not looked at after all; id 0: all of them. */
struct fail attempt_forget(struct store *store, const unsigned char who[DIGEST_ROOM],
                           int64_t id) MUST_BE_CHECKED;

/* Removes attempts and ended sessions from before; again until *removed is 0. */
struct fail sign_in_clean(struct store *store, struct instant before,
                          int64_t *removed) MUST_BE_CHECKED;

extern const struct statement *const sign_in_statements[];

#endif
