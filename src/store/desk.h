/* desk.h - what bookings made and changed by staff need of the store. SPDX-License-Identifier: MIT
 */
#ifndef STORE_DESK_H
#define STORE_DESK_H

#include "booking.h"
#include "store/store.h"

struct fail booking_by_id(struct store *store, int64_t business_id, int64_t id,
                          struct booking *booking, bool *found) MUST_BE_CHECKED;

/* Writes all of a booking that can be changed in place: host, service, client, times, walk, claim,
 * title, texts, waitlist entry, matter, people and answers. Counts the version, here and there. Its
 * hosts, its attendees and its claims are other tables: see below, attendees.h and claims.h. */
struct fail booking_set(struct store *store, struct booking *booking,
                        struct instant at) MUST_BE_CHECKED;
/* Another host in the place of one, among the hosts of the booking. */
struct fail booking_hand_over(struct store *store, const struct booking *booking, int64_t from,
                              int64_t to) MUST_BE_CHECKED;
/* Another person in the place of the one of this kind and address. Booking->people is written by
 * booking_set(). */
struct fail attendee_set(struct store *store, const struct booking *booking,
                         const struct attendee *before, const struct attendee *now) MUST_BE_CHECKED;
/* All who come to it know the booking's client anew. */
struct fail attendees_set_client(struct store *store,
                                 const struct booking *booking) MUST_BE_CHECKED;

/* The first of the bookings and holds that have any of the time of any of the hosts, as claims have
 * it; the booking with the uid `spare` (NULL: none) is passed over. Only for telling whoever did
 * not get the time: deciding is up to the claims. */
struct fail first_in_the_way(struct store *store, int64_t business_id, const struct numbers *hosts,
                             struct instant start, struct instant end, const char *spare,
                             struct taken *taken, bool *found) MUST_BE_CHECKED;

/* The first holiday of the business between two dates, both included. */
struct fail holiday_within(struct store *store, int64_t business_id, struct day first,
                           struct day last, const char **name, bool *found) MUST_BE_CHECKED;

/* A booking as staff look at it: all that their list shows of one, and no more. */
struct desk_row {
    int64_t id, client_id, host_id, event_type_id, waitlist_entry_id; /* 0: none */
    struct instant start, end;
    int status; /* enum booking_status */
    bool provisional;
    const char *notes, *internal_notes;
    const char *client_name; /* "": nobody's */
    int64_t rating;          /* 0: none */
    /* filled in by engine/desk_view.c: on the wall of the business, and the links of mails */
    struct wall start_wall, end_wall;
    const char *provisional_token, *feedback_token; /* NULL: none */
};
enum { DESK_TEXT_MOST = 2 * 1024 * 1024 };
/* Those that are neither cancelled nor rejected, by start, latest first, then by id, largest first;
 * of a host, or with 0 of all. LIST_TOO_LONG when their texts have more than DESK_TEXT_MOST bytes
 * together: an answer must fit into a worker. */
struct fail desk_rows(struct store *store, int64_t business_id, int64_t host_id, int64_t take,
                      int64_t skip, struct list *rows) MUST_BE_CHECKED;
struct fail desk_count(struct store *store, int64_t business_id, int64_t host_id,
                       int64_t *total) MUST_BE_CHECKED;
/* One, whatever its status. */
struct fail desk_row_by_id(struct store *store, int64_t business_id, int64_t id,
                           struct desk_row *row, bool *found) MUST_BE_CHECKED;

extern const struct statement *const desk_statements[];

#endif
