/* manage_waitlist.h - who waits for a time of a day, as staff keep the list.
 * SPDX-License-Identifier: MIT */
#ifndef ENGINE_MANAGE_WAITLIST_H
#define ENGINE_MANAGE_WAITLIST_H

#include "engine/paging.h"
#include "engine/work.h"
#include "store/waitlist.h"

struct waitlist_wish {
    struct waitlist_query
        query; /* its bits are the wish's `given`; take and skip come from paging */
    int64_t id;
    struct paging paging;
};
/* An entry with its times on the wall of the business: "2026-03-24 10:00:00". */
struct waiting {
    struct waitlist_entry entry;
    const char *date;
    const char *notified_at; /* NULL: it was not */
    const char *created_at;
};

/* struct waiting, in the order in which they are served. LIST_TOO_LONG without a page. */
struct fail list_waiting(struct work *work, const struct waitlist_wish *wish,
                         struct listed *entries) MUST_BE_CHECKED;
/* NO_THING. */
struct fail show_waiting(struct work *work, const struct waitlist_wish *wish,
                         struct waiting *waiting) MUST_BE_CHECKED;
/* Client, service and date of the query. NO_CLIENT, NO_SERVICE; SETTING_WRONG for a date that is
 * over; NAME_TAKEN when the client waits for the same already. Inside a transaction. */
struct fail add_waiting(struct work *work, const struct waitlist_wish *wish,
                        struct waiting *waiting) MUST_BE_CHECKED;
/* It becomes cancelled; again changes nothing. SETTING_WRONG when it is booked. Inside a
 * transaction. */
struct fail cancel_waiting(struct work *work, const struct waitlist_wish *wish,
                           struct waiting *waiting) MUST_BE_CHECKED;

#endif
