/* item.h - a booking, or one seat of it, with all that its service, its client and its business say
 * about it. SPDX-License-Identifier: MIT
 *
 * An item is an appointment (a booking without seats) or a registration (a seat in a booking that
 * has them, known by the seat's uid for as long as there is a store: also when the seat was given
 * back). Source: contract vcita 1 and 6. */
#ifndef ENGINE_ITEM_H
#define ENGINE_ITEM_H

#include "base/zone.h"
#include "engine/work.h"
#include "store/clients.h"
#include "store/facts.h"

enum item_kind { ITEM_APPOINTMENT, ITEM_REGISTRATION };

/* Whether something is allowed at all, and as things stand. */
struct policy {
    bool ever, now;
    int64_t notice_minutes; /* with less notice it is not; 0: none */
};

struct item {
    struct booking booking;
    const char *uid;             /* of the booking, or of the seat */
    int kind;                    /* enum item_kind */
    const struct attendee *seat; /* NULL: an appointment, or a seat that was given back */
    int status;                  /* enum booking_status; of a seat given back: cancelled */
    bool no_show;
    bool live;            /* neither settled nor over */
    int rsvp;             /* enum rsvp */
    struct client client; /* who it is for; uid NULL: nobody known */
    const char *matter_uid;
    const char *time_zone;    /* of who booked, by name */
    const char *instance_uid; /* of the class it is a seat of; NULL: an appointment */
    const char *notes;        /* of who the item is for, or for them */
    bool by_staff;            /* entered by them */
    bool at_a_place;          /* its location is no link and no telephone */
    int64_t occurrences;      /* of its series; 0: none */
    struct type_facts service;
    struct policy cancelling, moving;
    const struct zone *zone; /* of the business */
    const char *business_uid, *currency;
};
struct items {
    struct item *all;
    size_t count;
};

/* On whose wall times are shown; UTC where the system does not know it. */
const struct zone *business_zone(const struct work *work);

/* Fills in all but booking and uid, which are given; `client` is whose eyes look, NULL: those of
 * the staff, for whom a registration is for whoever has the seat. */
struct fail items_describe(struct work *work, const struct client *client,
                           struct items *items) MUST_BE_CHECKED;

/* NO_BOOKING unless the business has an item of this uid. */
struct fail item_find(struct work *work, const char *uid, struct item *item) MUST_BE_CHECKED;

#endif
