/* manage_staff.h - the people of a business, as its admins manage them. SPDX-License-Identifier:
 * MIT
 *
 * Who leaves is deactivated: no longer on offer, signed out, and still named by the bookings. A
 * business keeps at least one active admin. */
#ifndef ENGINE_MANAGE_STAFF_H
#define ENGINE_MANAGE_STAFF_H

#include "engine/paging.h"
#include "engine/work.h"
#include "store/staff.h"

enum staff_given {
    STAFF_NAME = 1 << 0,
    STAFF_EMAIL = 1 << 1,
    STAFF_PHONE = 1 << 2,
    STAFF_ZONE = 1 << 3,
    STAFF_ROLE = 1 << 4,
    STAFF_PASSWORD = 1 << 5,
    STAFF_CHANGES_PASSWORD = 1 << 6,
    STAFF_ACTIVE = 1 << 7
};
struct staff_wish {
    uint64_t given; /* enum staff_given */
    int64_t id;
    const char *name, *email, *phone, *time_zone; /* a phone of "" is none */
    int role;                                     /* enum staff_role */
    const char *password;
    bool require_password_change;
    bool active;
    bool with_inactive; /* of a list */
    struct paging paging;
};

/* struct staff, by name; only active ones unless all are asked for. */
struct fail list_staff(struct work *work, const struct staff_wish *wish,
                       struct listed *staff) MUST_BE_CHECKED;
/* NO_THING. */
struct fail show_staff(struct work *work, const struct staff_wish *wish,
                       struct staff *staff) MUST_BE_CHECKED;
/* With the default shifts. NAME_TAKEN: the address is another's; SIGN_IN_TOO_OFTEN: too many
 * passwords are being looked at. A password somebody else has set
 * is to be changed at the first sign-in, unless it is said otherwise. Inside a transaction, as what
 * follows. */
struct fail create_staff(struct work *work, const struct staff_wish *wish,
                         struct staff *staff) MUST_BE_CHECKED;
/* A new password, a lesser role and an end sign out. SETTING_WRONG: no admin would be left. */
struct fail change_staff(struct work *work, const struct staff_wish *wish,
                         struct staff *staff) MUST_BE_CHECKED;
struct fail deactivate_staff(struct work *work, const struct staff_wish *wish,
                             struct staff *staff) MUST_BE_CHECKED;

#endif
