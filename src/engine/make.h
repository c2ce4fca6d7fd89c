/* make.h - making bookings of an event type, whatever the dialect. SPDX-License-Identifier: MIT
 *
 * Whoever takes bookings says who books what and when; here it is checked by the rules that slots
 * are offered by, given hosts, and entered: one booking, a seat, or all occurrences of a series. */
#ifndef ENGINE_MAKE_H
#define ENGINE_MAKE_H

#include "engine/offer.h"
#include "engine/work.h"

struct making {
    struct event_type type;
    struct attendee_wish booker; /* with an address */
    struct texts guests;
    struct instant start;
    int64_t minutes;
    int64_t count;       /* of occurrences; 1 where the event type does not recur */
    struct booking like; /* texts, place, answers, responses, metadata, link: what is known of it.
                            NULL texts are empty */
    struct offer offer;  /* set by making_open() */
    int64_t client_id;   /* set by making_book(), or before by making_find_client() */
};

/* Opens the offer around the starts for these hosts (struct event_host; NULL: those of the event
 * type), and settles whether the booking waits for an answer. EVENT_TYPE_WITHOUT_HOSTS. */
struct fail making_open(struct work *work, struct making *making,
                        const struct list *hosts) MUST_BE_CHECKED;
/* FINE, or why nobody may book one of the starts: IN_THE_PAST, TOO_SOON, TOO_FAR. */
struct fail making_admits(const struct work *work, const struct making *making) MUST_BE_CHECKED;
/* The client who books, made if nobody has the address; locked until the end of the transaction, so
 * that one person's requests come one after the other. */
struct fail making_find_client(struct work *work, struct making *making) MUST_BE_CHECKED;
/* The live booking of the booker for this start, where the event type has one to a person: neither
 * with seats nor recurring. */
struct fail making_find_same(struct work *work, const struct making *making,
                             struct booking *booking, bool *found) MUST_BE_CHECKED;
/* Enters the booking, or all occurrences or none: any failure undoes the transaction. SLOT_TAKEN,
 * HOST_CLOSED, LIMIT_REACHED, BOOKER_LIMIT, NO_SEATS, SIGNED_UP_BEFORE. */
struct fail making_book(struct work *work, struct making *making,
                        struct booking_view *booked) MUST_BE_CHECKED;

#endif
