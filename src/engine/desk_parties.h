/* desk_parties.h - who and what a booking at the desk is about. SPDX-License-Identifier: MIT */
#ifndef ENGINE_DESK_PARTIES_H
#define ENGINE_DESK_PARTIES_H

#include "engine/work.h"
#include "store/clients.h"
#include "store/staff.h"

/* Of the caller's business; deleted clients and services, inactive staff and event types that are
 * only patterns for others are as good as absent. NO_CLIENT, NO_STAFF, NO_SERVICE. */
struct fail desk_client(struct work *work, int64_t id, struct client *client) MUST_BE_CHECKED;
struct fail desk_host(struct work *work, int64_t id, struct staff *host) MUST_BE_CHECKED;
struct fail desk_service(struct work *work, int64_t id, struct event_type *service) MUST_BE_CHECKED;

/* By what a client stands among attendees: the mail address, or one made of the telephone; "": by
 * nothing. */
const char *client_address(struct work *work, const struct client *client);
/* The client as who books: without a mail address known by telephone, as when booking. */
struct attendee desk_attendee(struct work *work, const struct client *client,
                              const char *business_zone);
void desk_set_host(struct booking *booking, const struct staff *host);
void desk_set_service(struct booking *booking, const struct event_type *service);
/* "Cut between Ann and Bo", by what the booking says of itself. */
const char *desk_title(struct work *work, const struct booking *booking);

/* Stored answers, an object, with the name, address and number of this booker in them (NULL: those
 * that stand there) and these notes (NULL, too). */
const char *desk_responses(struct work *work, const char *responses, const struct attendee *booker,
                           const char *notes);

#endif
