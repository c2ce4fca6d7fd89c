/* hosts.h - who can host an event type, and what of their time is taken. SPDX-License-Identifier:
 * MIT */
#ifndef STORE_HOSTS_H
#define STORE_HOSTS_H

#include "booking.h"
#include "store/store.h"

/* The hosts of a team's event type: fixed ones first, then the others in the order in which they
 * are to be tried, which the assignment says (contract booking-links 5):
 *   round_robin  priority, then the time since the last assignment times the weight
 *   least_busy   fewest live bookings ahead of any event type, then least recently assigned
 *   priority     priority, then least recently assigned
 *   weighted     fewest bookings of this event type for the weight, of the last 90 days and ahead;
 *                a weight of 0 comes last
 *   fixed        nobody but the first, by priority
 * and the id last, so that equal tables give equal orders. */
struct fail hosts_of_team(struct store *store, const struct event_type *event_type,
                          struct instant now, struct list *hosts) MUST_BE_CHECKED;
/* People of a business by their usernames, with their own schedules; all of them fixed. */
struct fail hosts_by_usernames(struct store *store, int64_t business_id,
                               const struct texts *usernames, struct list *hosts) MUST_BE_CHECKED;
/* Marks a host as assigned: the next in a round robin comes first then. */
struct fail host_assigned(struct store *store, const struct event_type *event_type, int64_t host_id,
                          struct instant now) MUST_BE_CHECKED;

/* Which of these hosts led the booking that a client has last, by its start; cancelled and rejected
 * ones do not count. *host_id is 0 when there is none. */
struct fail host_client_had(struct store *store, int64_t business_id, int64_t client_id,
                            const struct numbers *hosts, int64_t *host_id) MUST_BE_CHECKED;

/* The claimed minutes of hosts, by host and hour, from the hour of `start` to that of `end`. */
struct taken_hour {
    int64_t host_id, hour;
    int64_t minutes; /* a mask: bit n is minute n */
};
struct fail taken_hours(struct store *store, int64_t business_id, const struct numbers *hosts,
                        struct instant start, struct instant end,
                        struct list *hours) MUST_BE_CHECKED;

extern const struct statement *const host_statements[];

#endif
