/* waitlist.h - who wants a time of a day if one is freed. SPDX-License-Identifier: MIT */
#ifndef STORE_WAITLIST_H
#define STORE_WAITLIST_H

#include "booking.h"
#include "store/store.h"

enum waitlist_status { WAITLIST_WAITING, WAITLIST_NOTIFIED, WAITLIST_BOOKED, WAITLIST_CANCELLED };
extern const struct word waitlist_status_words[];

struct waitlist_entry {
    int64_t id, business_id;
    const char *uid;
    int64_t client_id;
    const char *client_name, *client_email; /* address NULL: none */
    int64_t event_type_id;
    const char *event_type_title;
    int64_t booking_id; /* the full event waited for, or what it was booked as; 0: none */
    struct day date;    /* in the business's zone */
    int status;         /* enum waitlist_status */
    struct instant notified, created;
};

enum waitlist_filter {
    WAITLIST_BY_SERVICE = 1 << 0,
    WAITLIST_BY_DATE = 1 << 1,
    WAITLIST_BY_STATUS = 1 << 2,
    WAITLIST_BY_CLIENT = 1 << 3
};
struct waitlist_query {
    uint64_t given; /* enum waitlist_filter */
    int64_t business_id, event_type_id, client_id;
    struct day date;
    int status;         /* enum waitlist_status */
    int64_t take, skip; /* take 0: all */
};

struct fail waitlist_by_id(struct store *store, int64_t business_id, int64_t id,
                           struct waitlist_entry *entry, bool *found) MUST_BE_CHECKED;
/* In the order in which they are served: by date, then who came first. LIST_TOO_LONG when their
 * texts are more than an answer holds. */
struct fail waitlist_find(struct store *store, const struct waitlist_query *query,
                          struct list *entries) MUST_BE_CHECKED;
struct fail waitlist_count(struct store *store, const struct waitlist_query *query,
                           int64_t *count) MUST_BE_CHECKED;

/* All inside a transaction. The first who waits for the event type on the day, and so for no seat
 * of a booking but this one's (0: for no booking's), whose row stays locked; clients that were
 * deleted do not wait. */
struct fail waitlist_first(struct store *store, int64_t business_id, int64_t event_type_id,
                           struct day date, int64_t booking_id, struct waitlist_entry *entry,
                           bool *found) MUST_BE_CHECKED;
/* By id, and its row stays locked. */
struct fail waitlist_locked(struct store *store, int64_t business_id, int64_t id,
                            struct waitlist_entry *entry, bool *found) MUST_BE_CHECKED;
/* Sets entry->id and uid. */
struct fail waitlist_insert(struct store *store, struct waitlist_entry *entry,
                            struct instant now) MUST_BE_CHECKED;
/* Status, booking and when it was notified. */
struct fail waitlist_set(struct store *store, const struct waitlist_entry *entry) MUST_BE_CHECKED;

extern const struct statement *const waitlist_statements[];

#endif
