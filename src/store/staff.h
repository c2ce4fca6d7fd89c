/* staff.h - the people of a business as its admins manage them. SPDX-License-Identifier: MIT
 *
 * A member of staff is a user; one who left is not active and stays for the bookings. */
#ifndef STORE_STAFF_H
#define STORE_STAFF_H

#include "booking.h"
#include "store/store.h"

enum staff_role { ROLE_ADMIN, ROLE_STAFF };
extern const struct word staff_role_words[];

struct staff {
    int64_t id, business_id;
    const char *uid, *username, *name;
    const char *email; /* lower case where this dialect wrote it */
    const char *phone; /* NULL: none */
    const char *time_zone;
    int role; /* enum staff_role */
    bool active, require_password_change;
    int64_t default_schedule_id; /* 0: none, so never open */
    const char *password_hash;   /* only written, never read */
    struct instant created;
};

/* Inactive ones are found too: the member tells. */
struct fail staff_by_id(struct store *store, int64_t business_id, int64_t id, struct staff *staff,
                        bool *found) MUST_BE_CHECKED;
struct fail staff_by_uid(struct store *store, int64_t business_id, const char *uid,
                         struct staff *staff, bool *found) MUST_BE_CHECKED;
/* By name, then id. */
struct fail staff_of_business(struct store *store, int64_t business_id, bool with_inactive,
                              struct list *staff) MUST_BE_CHECKED;

/* All inside a transaction. NAME_TAKEN: the address is another's. The user name is made from the
 * address, with the uid's first letters where it is taken. */
struct fail staff_insert(struct store *store, struct staff *staff,
                         struct instant now) MUST_BE_CHECKED;
/* A password_hash of NULL leaves the password as it is. */
struct fail staff_set(struct store *store, const struct staff *staff) MUST_BE_CHECKED;
/* Every session of theirs ends. */
struct fail staff_sign_out(struct store *store, const struct staff *staff,
                           struct instant now) MUST_BE_CHECKED;
/* Holds the business, so that its last admin is not lost by two changes at once. */
struct fail staff_lock(struct store *store, int64_t business_id) MUST_BE_CHECKED;
struct fail staff_admins(struct store *store, int64_t business_id, int64_t *count) MUST_BE_CHECKED;

extern const struct statement *const staff_statements[];

#endif
