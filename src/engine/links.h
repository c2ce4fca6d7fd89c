/* links.h - bookings by booking links. Sources: seed 002, contract booking-links.
 * SPDX-License-Identifier: MIT
 *
 * A link is a face over an event type: it asks questions, and its rules may refuse whoever answers,
 * say which of the hosts it is for, or hand over to another link. Everything else is the event
 * type's: a booking by a link is made by the rules of slots that hold for every dialect. An event
 * type with seats gives a seat. One that recurs can not be booked by a link: a client that asks for
 * one start would find itself with many; EVENT_TYPE_OF_A_KIND says so for slots, too.
 *
 * Ids: a link is link_ and its uid, a booking bk_ and its uid, a seat bk_ and the seat's uid. Staff
 * and services are known by their uids; their ids in digits are taken, too. */
#ifndef ENGINE_LINKS_H
#define ENGINE_LINKS_H

#include "base/param.h"
#include "engine/slots.h"
#include "engine/work.h"

/* How a booking stands, in the words of this side. */
enum link_status {
    LINK_PENDING,
    LINK_CONFIRMED,
    LINK_CANCELLED,
    LINK_RESCHEDULED, /* away, to another booking */
    LINK_COMPLETED,
    LINK_NO_SHOW,
    LINK_STATUS__COUNT
};

/* Which link, under which of its services, with whom. */
struct link_choice {
    const char *id, *slug;
    const char *service, *staff; /* NULL: the link's own, whoever's turn it is */
};

struct link_booking_wish {
    uint64_t given;
    struct link_choice choice;
    struct attendee_wish who;
    struct instant start;
    const char *notes;
    struct json_object *answers;
};

struct link_slots_wish {
    uint64_t given;
    struct link_choice choice;
    struct day date;
    const char *zone; /* of the date; NULL: the link's */
    int64_t days;
};

struct link_list_wish {
    struct booking_query query;
    const char *link;  /* NULL: all bookings */
    unsigned statuses; /* the bit of one enum link_status; 0: all */
};

struct link_id_wish {
    uint64_t given;
    const char *id;
    const char *reason; /* NULL: none */
};

/* A booking as this side shows it: of any dialect, or one seat in it. */
struct linked_booking {
    const char *id;
    const char *link_id, *link_slug, *link_title; /* NULL: not made by a link */
    const char *contact_name, *contact_email, *contact_phone, *contact_zone;
    struct instant start, end;
    int64_t minutes;
    int status; /* enum link_status */
    const char *staff, *service;
    const char *notes;   /* NULL: none */
    const char *answers; /* JSON */
    const char *cancellation_reason;
    struct instant cancelled, created, updated;
};

struct linked_page {
    struct list bookings; /* struct linked_booking */
    int64_t page, limit, total;
    bool more;
};

struct linked_slots {
    const char *link_id, *link_slug;
    struct day date;
    struct list slots; /* struct slot */
};

/* The failures come in the order of contract booking-links 3: LINK_UNNAMED, NO_LINK, MALFORMED
 * (work->complaints), those of answers_check(), ROUTING_REJECTED, NO_SERVICE and NO_STAFF (field
 * says which), those of offer_admits(), HOST_CLOSED, OFF_GRID, SLOT_TAKEN and the limits. Inside a
 * transaction. */
struct fail link_book(struct work *work, const struct link_booking_wish *wish,
                      struct linked_booking *booked) MUST_BE_CHECKED;

/* Every start on these days that link_book() would take, were no rule to say otherwise. */
struct fail link_slots(struct work *work, const struct link_slots_wish *wish,
                       struct linked_slots *slots) MUST_BE_CHECKED;

/* NO_LINK when the link asked for is none of the business. */
struct fail link_list(struct work *work, const struct link_list_wish *wish,
                      struct linked_page *page) MUST_BE_CHECKED;
/* NO_BOOKING. */
struct fail link_find(struct work *work, const struct link_id_wish *wish,
                      struct linked_booking *found) MUST_BE_CHECKED;
/* As from the dashboard: whenever the booking stands, with all of its seats, or of a seat alone.
 * NO_BOOKING, CANCELLED_BEFORE. Inside a transaction. */
struct fail link_cancel(struct work *work, const struct link_id_wish *wish,
                        struct linked_booking *cancelled) MUST_BE_CHECKED;

#endif
