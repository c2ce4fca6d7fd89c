/* clients.h - who books, known within a business by mail address. SPDX-License-Identifier: MIT */
#ifndef STORE_CLIENTS_H
#define STORE_CLIENTS_H

#include "booking.h"
#include "store/store.h"

/* The client with this address (compared in lower case), made if there is none. Inside a
 * transaction. */
struct fail client_by_email(struct store *store, int64_t business_id,
                            const struct attendee_wish *who, struct instant now,
                            int64_t *client_id) MUST_BE_CHECKED;

/* Counts one more live booking of an address against a limit of an event type. Serialises the
 * bookers of one address by the row it writes: BOOKER_LIMIT when `live` others exist already. */
struct fail booker_limit_take(struct store *store, int64_t business_id, int64_t event_type_id,
                              const char *email) MUST_BE_CHECKED;
struct fail booker_limit_set(struct store *store, int64_t business_id, int64_t event_type_id,
                             const char *email, int64_t booked, int64_t allowed) MUST_BE_CHECKED;

#endif
