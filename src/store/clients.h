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

#endif
