/* clients.h - who books, known within a business by mail address. SPDX-License-Identifier: MIT
 *
 * A deleted client stays for the bookings that name it; a booking made with its address, or making
 * the client anew, brings it back. */
#ifndef STORE_CLIENTS_H
#define STORE_CLIENTS_H

#include "booking.h"
#include "store/store.h"

/* By what a client `c` stands among attendees: without a mail address the telephone is one. */
#define ADDRESS_OF_CLIENT                                                                          \
    "COALESCE(c.email, CONCAT(TRIM(LEADING '+' FROM c.phone), '@sms.cal.com'))"

/* The attendees `a` by which the client with this number takes part in something beside their own
 * bookings: by a seat, or invited by others. An index alone leaves out their own: looking at each
 * of them would cost more than all else. */
#define CLIENT_INVITED                                                                             \
    " AND a.kind <> 'host' AND (a.seat_uid IS NOT NULL OR NOT (a.booking_client_id <=> ?))"

struct client {
    int64_t id, business_id;
    const char *uid;
    const char *name;
    const char *email;             /* lower case; NULL: none */
    const char *phone, *time_zone; /* NULL: none */
    const char *notes;
    const char *matter_uid; /* of the client's first matter, as vCita calls it */
    struct instant created;
};

/* A client who asks for what is theirs. */
struct own_standing {
    struct client client;
    bool invited, had_seats; /* whether there is anything beside their own bookings */
};
struct fail client_own(struct store *store, int64_t business_id, int64_t id,
                       struct own_standing *standing, bool *found) MUST_BE_CHECKED;

/* The client with this address (compared in lower case), made if there is none. Inside a
 * transaction. */
struct fail client_by_email(struct store *store, int64_t business_id,
                            const struct attendee_wish *who, struct instant now,
                            int64_t *client_id) MUST_BE_CHECKED;
/* Deleted ones are not found. */
struct fail client_by_id(struct store *store, int64_t business_id, int64_t id,
                         struct client *client, bool *found) MUST_BE_CHECKED;
struct fail client_by_uid(struct store *store, int64_t business_id, const char *uid,
                          struct client *client, bool *found) MUST_BE_CHECKED;
/* By address, in whatever case. */
struct fail client_with_email(struct store *store, int64_t business_id, const char *email,
                              struct client *client, bool *found) MUST_BE_CHECKED;
/* Who had a seat that was given back. */
struct fail client_of_seat_left(struct store *store, int64_t business_id, const char *seat_uid,
                                struct client *client, bool *found) MUST_BE_CHECKED;
/* Whether somebody with this address is a client already. */
struct fail client_is_known(struct store *store, int64_t business_id, const char *email,
                            bool *known) MUST_BE_CHECKED;
/* By id; deleted ones too, for the bookings that name them. Which are not there is left out. */
struct fail clients_by_ids(struct store *store, int64_t business_id, const struct numbers *ids,
                           struct list *clients) MUST_BE_CHECKED;

struct clients_query {
    int64_t business_id;
    const char *search; /* part of name, address or phone, whatever the case; NULL: all */
    int64_t take, skip;
};
/* By name, then id. LIST_TOO_LONG when their texts are more than an answer holds. */
struct fail clients_find(struct store *store, const struct clients_query *query,
                         struct list *clients) MUST_BE_CHECKED;
struct fail clients_count(struct store *store, const struct clients_query *query,
                          int64_t *count) MUST_BE_CHECKED;

/* All inside a transaction. NAME_TAKEN: the address is another client's. */
struct fail client_insert(struct store *store, struct client *client,
                          struct instant now) MUST_BE_CHECKED;
struct fail client_set(struct store *store, const struct client *client) MUST_BE_CHECKED;
struct fail client_delete(struct store *store, const struct client *client,
                          struct instant now) MUST_BE_CHECKED;

extern const struct statement *const client_statements[];

#endif
