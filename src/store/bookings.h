/* bookings.h - bookings, their people and their history. SPDX-License-Identifier: MIT */
#ifndef STORE_BOOKINGS_H
#define STORE_BOOKINGS_H

#include "booking.h"
#include "store/store.h"

/* With attendees and guests. business_id 0: any business, for those who know only the uid. */
struct fail booking_by_uid(struct store *store, int64_t business_id, const char *uid,
                           struct booking *booking, bool *found) MUST_BE_CHECKED;
/* All bookings of a series by its uid, by start. */
struct fail bookings_of_recurrence(struct store *store, int64_t business_id, const char *uid,
                                   struct bookings *bookings) MUST_BE_CHECKED;

/* A page of what the caller may see (contract cal-v2 d.2), by filters, order and bounds of the
 * query. One more than `take` is fetched when `one_more` is set, to learn whether there are more.
 */
struct fail bookings_page(struct store *store, const struct caller *caller,
                          const struct booking_query *query, struct instant now, bool one_more,
                          struct bookings *bookings) MUST_BE_CHECKED;
/* The same for SCOPE_CLIENT, with the uid under which the client knows each: that of a seat, be it
 * taken or left, or the booking's. In the order of starts, then of these uids. */
struct client_booking {
    struct booking booking; /* first: its columns are those of every booking */
    const char *shown_uid;
};
struct fail bookings_of_client_page(struct store *store, const struct caller *caller,
                                    const struct booking_query *query, struct instant now,
                                    struct list *rows) MUST_BE_CHECKED;
struct fail bookings_count(struct store *store, const struct caller *caller,
                           const struct booking_query *query, struct instant now,
                           int64_t *total) MUST_BE_CHECKED;

/* The live booking of an event type that an address has at a start. */
struct fail booking_of_booker_at(struct store *store, int64_t business_id, int64_t event_type_id,
                                 struct instant start, const char *email, struct booking *booking,
                                 bool *found) MUST_BE_CHECKED;

/* Writes the booking, its attendees (also as booking->people), and its hosts, and sets booking->id
 * unless it is given already, and booking->version, 1 unless it goes on from another booking's.
 * Does not claim. */
struct fail booking_insert(struct store *store, struct booking *booking, int source,
                           const struct numbers *hosts) MUST_BE_CHECKED;
struct fail hosts_of_booking(struct store *store, int64_t business_id, int64_t booking_id,
                             struct numbers *hosts) MUST_BE_CHECKED;

/* Compare and set: changes nothing and says so in *changed when the booking is no longer in `from`.
 */
struct status_change {
    int from, to; /* enum booking_status */
    const char *cancellation_reason, *cancelled_by_email, *rejection_reason;
    bool provisional; /* becomes so, where it is to be pending */
    struct instant at;
};
struct fail booking_set_status(struct store *store, const struct booking *booking,
                               const struct status_change *change, bool *changed) MUST_BE_CHECKED;

/* Sets what a move leaves on the booking that was moved away. */
struct fail booking_set_moved(struct store *store, const struct booking *booking,
                              const char *to_uid, const char *reason, const char *by_email,
                              struct instant at) MUST_BE_CHECKED;
/* Small changes in place, each with the version counted and the time noted. */
struct fail booking_set_location(struct store *store, const struct booking *booking,
                                 struct instant at) MUST_BE_CHECKED;
struct fail booking_set_host_absent(struct store *store, const struct booking *booking,
                                    struct instant at) MUST_BE_CHECKED;
/* What the client says of coming: booking->rsvp. */
struct fail booking_set_rsvp(struct store *store, const struct booking *booking,
                             struct instant at) MUST_BE_CHECKED;
/* Another first host, in the booking and among its hosts. */
struct fail booking_set_host(struct store *store, const struct booking *booking, int64_t from,
                             int64_t to, struct instant at) MUST_BE_CHECKED;

struct history_entry {
    int from; /* -1: it was made */
    int to;
    int source;
    int64_t token_id;
    struct instant at;
    const unsigned char *transaction_uid; /* 16 bytes */
};
struct fail history_add(struct store *store, const struct booking *booking,
                        const struct history_entry *entry) MUST_BE_CHECKED;
/* Whether a transaction left its mark: the answer to a commit that is UNCERTAIN. */
struct fail history_knows(struct store *store, const unsigned char transaction_uid[16],
                          bool *known) MUST_BE_CHECKED;

extern const struct statement *const booking_statements[];

#endif
