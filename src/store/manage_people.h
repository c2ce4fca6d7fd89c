/* manage_people.h - users as they manage themselves, and who is whose. SPDX-License-Identifier: MIT
 */
#ifndef STORE_MANAGE_PEOPLE_H
#define STORE_MANAGE_PEOPLE_H

#include "booking.h"
#include "store/store.h"

struct profile {
    int64_t id, business_id;
    const char *username, *email, *name;
    const char *avatar_url, *bio; /* NULL: none */
    const char *time_zone, *locale, *week_start;
    int64_t time_format;         /* 12 or 24 */
    int64_t default_schedule_id; /* 0: none */
    const char *metadata;        /* JSON */
};

struct fail profile_of_user(struct store *store, int64_t business_id, int64_t user_id,
                            struct profile *profile, bool *found) MUST_BE_CHECKED;
/* NAME_TAKEN: the address is another user's. */
struct fail profile_set(struct store *store, const struct profile *profile) MUST_BE_CHECKED;

/* A user as who asks: what lists would show to them. */
struct fail caller_of_user(struct store *store, int64_t business_id, int64_t user_id,
                           struct caller *caller, bool *found) MUST_BE_CHECKED;
struct fail user_is_admin(struct store *store, int64_t business_id, int64_t user_id,
                          bool *admin) MUST_BE_CHECKED;
/* How a user stands to a team. *known is false when the business has no such team. */
struct standing {
    bool belongs, leads;
};
struct fail standing_in_team(struct store *store, int64_t business_id, int64_t user_id,
                             int64_t team_id, struct standing *standing,
                             bool *known) MUST_BE_CHECKED;
/* How many of these ids are users of the business. */
struct fail users_known(struct store *store, int64_t business_id, const struct numbers *ids,
                        int64_t *known) MUST_BE_CHECKED;

/* A username with its business. business_id 0: nobody is known; then the business whose domain is
 * `host_name` goes first, and a name that fits two businesses fits none. */
struct named_user {
    int64_t business_id, id;
    const char *username;
    const char *business_domain; /* NULL: none */
    const char *currency;
    bool preferred;
};
struct fail user_by_username(struct store *store, int64_t business_id, const char *host_name,
                             const char *username, struct named_user *user,
                             bool *found) MUST_BE_CHECKED;

extern const struct statement *const manage_people_statements[];

#endif
