/* links.h - booking links: faces over event types. SPDX-License-Identifier: MIT */
#ifndef STORE_LINKS_H
#define STORE_LINKS_H

#include "booking.h"
#include "store/store.h"

struct link {
    int64_t id, business_id;
    const char *uid, *slug, *title;
    int64_t event_type_id; /* whose rules and hosts hold */
    bool active;
    const char *questions, *rules; /* JSON arrays: contract booking-links 6 */
    const char *reminder_minutes;  /* JSON array: before the start */
};

/* Within the business; inactive ones, too. */
struct fail link_by_id(struct store *store, int64_t business_id, int64_t id, struct link *link,
                       bool *found) MUST_BE_CHECKED;
struct fail link_by_uid(struct store *store, int64_t business_id, const char *uid,
                        struct link *link, bool *found) MUST_BE_CHECKED;
struct fail link_by_slug(struct store *store, int64_t business_id, const char *slug,
                         struct link *link, bool *found) MUST_BE_CHECKED;
/* struct link, for the bookings of a list. */
struct fail links_by_ids(struct store *store, int64_t business_id, const struct numbers *ids,
                         struct list *links) MUST_BE_CHECKED;

/* The event type that a service of a link is, by its uid or by its id in digits: a further one of
 * the link, or the link's own. *event_type_id is 0 when the link has no such service. */
struct fail link_service(struct store *store, const struct link *link, const char *service,
                         int64_t *event_type_id) MUST_BE_CHECKED;

extern const struct statement *const link_statements[];

#endif
