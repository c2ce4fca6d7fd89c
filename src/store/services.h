/* services.h - services: event types as a salon sees them. SPDX-License-Identifier: MIT
 *
 * A service is an event type that can be booked itself. One member of staff who gives it owns it;
 * several give it as a team. */
#ifndef STORE_SERVICES_H
#define STORE_SERVICES_H

#include "booking.h"
#include "store/store.h"

struct service {
    int64_t id, business_id;
    const char *name, *description;
    int64_t minutes;
    int64_t price_minor; /* in the smallest units of the business's currency */
    int64_t buffer_before_minutes, buffer_after_minutes;
    bool active;           /* on offer to everybody: not hidden */
    bool members_only;     /* only who gives it may book it */
    int64_t owner_id;      /* 0: a team's */
    int assignment;        /* enum assignment */
    const char *staff_ids; /* JSON array of numbers */
};

/* By name, then id; those that are not active only when asked for, with staff_id only what that
 * member of staff gives. Deleted ones are not found. LIST_TOO_LONG when their texts are more than
 * an answer holds. */
struct fail services_of_business(struct store *store, int64_t business_id, bool with_inactive,
                                 int64_t staff_id, struct list *services) MUST_BE_CHECKED;
struct fail service_by_id(struct store *store, int64_t business_id, int64_t id,
                          struct service *service, bool *found) MUST_BE_CHECKED;

/* All inside a transaction. A team of the business for services that several give; the staff become
 * plain members of it. */
struct fail service_team(struct store *store, int64_t business_id, const struct numbers *staff,
                         struct instant now, int64_t *team_id) MUST_BE_CHECKED;
/* Whose it is from now on: a member of staff's (team_id 0) or a team's, who then take turns. The
 * name in URLs changes where the new owner has one like it. */
struct fail service_set_owner(struct store *store, int64_t business_id, int64_t id,
                              int64_t owner_id, int64_t team_id) MUST_BE_CHECKED;
/* Who gives it; those who already did keep their turn, priority and weight. */
struct fail service_set_hosts(struct store *store, int64_t business_id, int64_t id,
                              const struct numbers *staff) MUST_BE_CHECKED;

extern const struct statement *const service_statements[];

#endif
