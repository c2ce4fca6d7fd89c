/* offer.h - what is on offer: one set of rules for slots that are shown and bookings that are made.
 * SPDX-License-Identifier: MIT
 *
 * An offer is an event type, its hosts, their hours over a stretch of time, and, where slots are to
 * be shown, what of their time is taken. Booking asks the same functions about one start; what is
 * taken it learns from the claim. */
#ifndef ENGINE_OFFER_H
#define ENGINE_OFFER_H

#include "engine/open_hours.h"
#include "engine/work.h"

struct offered_host {
    struct event_host host;
    struct open_hours hours;
    uint64_t *taken; /* masks of minutes, by hour since offer->first_hour; NULL: not asked for */
};

struct offer {
    const struct event_type *type;
    struct offered_host
        *hosts; /* fixed ones first, then in the order in which they are to be tried */
    size_t count;
    const struct zone *zone; /* of the host's schedule, or a team's business: whose days limits and
                                windows of dates count */
    int64_t minutes;         /* of the meeting */
    struct range range;      /* of starts */
    int64_t first_hour, hours;
};

/* Books an event type with the hosts of another, in their turn: as a service of a booking link. */
void offer_lend_hosts(const struct event_type *lender, struct event_type *type);
/* The same for the event type of a booking that was made by a link: it stays with the link's hosts
 * wherever it is moved. */
struct fail offer_lend_hosts_of_link(struct work *work, const struct booking *booking,
                                     struct event_type *type) MUST_BE_CHECKED;
/* The hosts of an event type (struct event_host), in the order of its assignment. */
struct fail offer_hosts(struct work *work, const struct event_type *type,
                        struct list *hosts) MUST_BE_CHECKED;
/* With the hosts' hours. EVENT_TYPE_WITHOUT_HOSTS. */
struct fail offer_open(struct work *work, const struct event_type *type, int64_t minutes,
                       struct range range, struct offer *offer) MUST_BE_CHECKED;
/* The same for hosts that are named, whatever the event type says. */
struct fail offer_open_for(struct work *work, const struct event_type *type,
                           const struct list *hosts, int64_t minutes, struct range range,
                           struct offer *offer) MUST_BE_CHECKED;
/* The zone that the offer will have. */
const struct zone *zone_of_offer(const struct event_type *type, const struct list *hosts);
/* Fills in what is taken, except by holds that have ended, by those of this caller, and by the
 * booking with the uid `spare` (NULL: none), whose time is about to be given back. */
struct fail offer_look_up_taken(struct work *work, struct offer *offer,
                                const char *spare) MUST_BE_CHECKED;

/* FINE, or why nobody may book this start: IN_THE_PAST, TOO_SOON, TOO_FAR. */
struct fail offer_admits(const struct work *work, const struct offer *offer,
                         struct instant start) MUST_BE_CHECKED;
/* Whether a start lies where times can be reckoned with: from 1970 to 2200. What does not is
 * refused by offer_admits(), and not to be looked up before. */
bool offer_is_near(struct instant start);
/* Whether a booking with this start waits for a host's answer. */
bool start_waits(const struct work *work, const struct event_type *type, struct instant start);
/* Until then nobody may book: the minimum notice. */
struct instant offer_notice_end(const struct work *work, const struct offer *offer);
/* Whether a host works through the meeting, and through its buffers has no entry of an outside
 * calendar, holiday or day off; with `grid`, whether the start stands on the grid of the host's
 * window. */
bool offer_fits(const struct offer *offer, size_t host, struct instant start, bool grid);
/* Whether the minutes of the meeting and its buffers are all free. */
bool offer_is_free(const struct offer *offer, size_t host, struct instant start);

struct range offer_meeting(const struct offer *offer, struct instant start);
struct range offer_claim(const struct offer *offer, struct instant start);

/* A choice of hosts for one start: all of a collective, or the fixed ones and one of a round robin.
 */
struct host_choice {
    size_t all[64];
    size_t count;
};
/* The choices in the order in which they are to be tried; the first is 0. False past the last. A
 * choice whose hosts do not fit the start is passed over: *fits tells. */
bool offer_choice(const struct offer *offer, size_t number, struct instant start,
                  struct host_choice *choice, bool *fits);

#endif
