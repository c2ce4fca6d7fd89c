/* event_types.h - what can be booked, and when its hosts work. SPDX-License-Identifier: MIT */
#ifndef STORE_EVENT_TYPES_H
#define STORE_EVENT_TYPES_H

#include "booking.h"
#include "store/store.h"

/* By id, by slug and username, or by slug and team. business_id 0: nobody is known; then the
 * business whose domain is `host_name` goes first, and a name that fits two businesses fits none.
 * Deleted event types are not found. */
struct fail event_type_by_name(struct store *store, int64_t business_id, const char *host_name,
                               const struct event_type_name *name, struct event_type *event_type,
                               bool *found) MUST_BE_CHECKED;

/* Whose hosts and turns hold for an event type: mostly its own. */
int64_t hosting_type(const struct event_type *event_type);

/* How many of these ids the business has (deleted ones too: their bookings are still listed). */
struct fail event_types_known(struct store *store, int64_t business_id, const struct numbers *ids,
                              int64_t *known) MUST_BE_CHECKED;

/* What says when a host works around some days: exceptions of the event type, weekly windows and
 * overrides of the schedule, holidays of the business, days off and busy ranges of the host. */
enum rule_kind {
    RULE_WINDOW,
    RULE_OVERRIDE,
    RULE_HOLIDAY,
    RULE_TIME_OFF,
    RULE_BUSY,
    RULE_EXCEPTION
};
struct rule {
    int kind;                         /* enum rule_kind */
    int64_t weekdays;                 /* of a window: bit 0 Monday */
    struct day first, last;           /* of the others but busy */
    int64_t start_minute, end_minute; /* of windows, overrides and exceptions; -1: closed */
    struct instant start, end;        /* of busy */
};
struct rules {
    struct rule *all;
    size_t count;
};
/* Exceptions are those of the event type, and on other dates those of the one whose hosts it has.
 */
struct fail rules_of_host(struct store *store, const struct event_type *event_type,
                          const struct event_host *host, struct day first, struct day last,
                          struct instant start, struct instant end,
                          struct rules *rules) MUST_BE_CHECKED;

extern const struct statement *const event_type_statements[];

#endif
