/* own.h - what a client of a business sees and changes of their own. SPDX-License-Identifier: MIT
 *
 * The caller's credential names the client. A booking is a client's who booked it, or who stands in
 * it by address, whatever the case, through whichever dialect it was made (contract vcita,
 * Decisions). */
#ifndef ENGINE_OWN_H
#define ENGINE_OWN_H

#include "engine/item.h"

struct own_wish {
    struct booking_query query; /* take and filters */
    int64_t page;               /* of `take` items each, from 0 on */
    int passed;                 /* said in the query's bits */
    const char *business_uid;
};

/* Whether the business named is the caller's: OTHER_BUSINESS. NULL: it was not named. */
struct fail business_is_own(const struct work *work, const char *business_uid) MUST_BE_CHECKED;
/* The client that the caller is. CLIENT_UNKNOWN when the business has none such any more. */
struct fail own_client(struct work *work, struct client *client) MUST_BE_CHECKED;

/* Appointments and registrations by start, then uid, cancelled ones too. OTHER_BUSINESS,
 * CLIENT_UNKNOWN. */
struct fail own_items(struct work *work, const struct own_wish *wish,
                      struct items *items) MUST_BE_CHECKED;
/* One of them; NO_BOOKING for one of somebody else, as for none. */
struct fail own_item(struct work *work, const struct client *client, const char *uid,
                     struct item *item) MUST_BE_CHECKED;

/* What is said to be coming to: how it is named in the wish. */
enum rsvp_subject { RSVP_TO_APPOINTMENT, RSVP_TO_REGISTRATION, RSVP_TO_CLASS };
struct rsvp_wish {
    uint64_t given;
    const char *business_uid;
    const char *uid; /* of the item, or of the class the client is registered for */
    int subject;     /* enum rsvp_subject */
    const char *state;
};
/* The client says whether they come: RSVP_WRONG for no word of rsvp_words; NO_BOOKING also for an
 * item of another kind; BAD_TRANSITION when it is given up or over. Inside a transaction. */
struct fail own_rsvp(struct work *work, const struct rsvp_wish *wish,
                     struct item *item) MUST_BE_CHECKED;

#endif
