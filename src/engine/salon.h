/* salon.h - what a business offers to everybody, without a credential. SPDX-License-Identifier: MIT
 *
 * Which business is meant says its slug, or else the host name under which the request came. What
 * is on offer is the event types' own offer, narrowed by the settings of the business: the longer
 * notice, the earlier end, the longer buffer. What is offered can be booked and nothing else can.
 * Nothing here tells who is a client. Source: contract appointments 4 and its decisions. */
#ifndef ENGINE_SALON_H
#define ENGINE_SALON_H

#include "engine/paging.h"
#include "engine/settings.h"
#include "engine/work.h"
#include "store/services.h"

enum salon_given { SALON_SERVICE = 1 << 0, SALON_STAFF = 1 << 1 };
struct salon_wish {
    uint64_t given;   /* enum salon_given */
    const char *slug; /* of the business; NULL: by the host name */
    int64_t service_id, staff_id;
    struct day date;
    struct time_sent start;
    const char *name, *email, *phone, *notes; /* of who books; NULL: none */
    const char *token;                        /* of a mail's link */
    int64_t rating;                           /* 1 to 5 */
    const char *comment;                      /* NULL: none */
    struct paging paging;
};

/* NO_THING: no such business; so does everything below that does not go by a token. */
struct fail show_salon(struct work *work, const struct salon_wish *wish,
                       struct settings *salon) MUST_BE_CHECKED;

struct salon_service {
    struct service service;
    bool shows_price, shows_duration;
};
/* struct salon_service, by name: those that are active and open to everybody. */
struct fail list_salon_services(struct work *work, const struct salon_wish *wish,
                                struct listed *services) MUST_BE_CHECKED;
/* struct staff, by name; of one service if it is named. FORBIDDEN where staff can not be chosen. */
struct fail list_salon_staff(struct work *work, const struct salon_wish *wish,
                             struct listed *staff) MUST_BE_CHECKED;

struct salon_slot {
    struct wall start, end; /* on the wall of the business */
};
/* struct salon_slot: the starts of a day that can be booked, with the time a new client needs. A
 * time that the wall shows twice is offered once, the first time. NO_THING: no such service, or
 * nobody of that number gives it; FORBIDDEN where staff can not be chosen. */
struct fail list_salon_slots(struct work *work, const struct salon_wish *wish,
                             struct listed *slots) MUST_BE_CHECKED;

/* Where only those who are clients already may book, everybody gets the same answer: received, and
 * no more. */
enum { SALON_RECEIVED = BOOKING_STATUS__COUNT };
struct salon_booking {
    int64_t id; /* 0: not told */
    int status; /* enum booking_status or SALON_RECEIVED */
    int64_t service_id;
    int64_t staff_id; /* 0: not told */
    struct wall start, end;
    const char *client_name;
};
/* The failures of list_salon_slots(), and TIME_SKIPPED, IN_THE_PAST, TOO_SOON, TOO_FAR,
 * HOST_CLOSED, SLOT_TAKEN, LIMIT_REACHED, BOOKER_LIMIT, NO_SEATS, SIGNED_UP_BEFORE, SETTING_WRONG
 * (no telephone number). Inside a transaction. */
struct fail book_at_salon(struct work *work, const struct salon_wish *wish,
                          struct salon_booking *booked) MUST_BE_CHECKED;

/* What a link in a mail is about. */
struct salon_answer {
    struct salon_booking booking;
    const char *salon_name, *service_name, *staff_name;
    bool before; /* it was answered before, or by somebody else: nothing changed */
};
/* A look changes nothing; NO_THING: no such link, TOKEN_USED: it is over. The same for what
 * follows. */
struct fail look_at_answer(struct work *work, const struct salon_wish *wish,
                           struct salon_answer *answer) MUST_BE_CHECKED;
/* Again it changes nothing and answers the same. Inside a transaction, as what follows. */
struct fail accept_booking(struct work *work, const struct salon_wish *wish,
                           struct salon_answer *answer) MUST_BE_CHECKED;
struct fail decline_booking(struct work *work, const struct salon_wish *wish,
                            struct salon_answer *answer) MUST_BE_CHECKED;

struct salon_review {
    int64_t rating;
    bool before; /* there was one already, which stays */
};
struct fail review_booking(struct work *work, const struct salon_wish *wish,
                           struct salon_review *review) MUST_BE_CHECKED;

#endif
