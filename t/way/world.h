/* world.h - a business made for one program: people, teams, event types and many bookings drawn
 * from a seed, and what of it a caller should see, asked of the database in a way of its own.
 * SPDX-License-Identifier: MIT
 *
 *   lea  owner of team north         mia, nat  members of north; nat is admin of team south, too
 *   oli  in no team                  pia       has no bookings and stands in none
 */
#ifndef WORLD_H
#define WORLD_H

#include <stdbool.h>
#include <stdint.h>

enum person { LEA, MIA, NAT, OLI, PIA, PEOPLE };
enum { TEAM_NORTH = 21, TEAM_SOUTH = 22, TEAM_EMPTY = 23 };
enum {
    TYPE_LEA = 3001,
    TYPE_MIA = 3002,
    TYPE_NAT = 3003,
    TYPE_OLI = 3004,
    TYPE_NORTH = 3005,
    TYPE_PARENT = 3006, /* managed, of north; never booked itself */
    TYPE_CHILD = 3007,  /* its copy, of mia */
    TYPE_SOUTH = 3008,
    TYPE_CLASS = 3009, /* seats, of oli */
    TYPE_WEEKLY = 3010,
    TYPE_CONFIRM = 3011,
    TYPE_UNUSED = 3012,
    TYPE_DELETED = 3013,
    TYPE_WEEKLY_CLASS = 3014,
    TYPE_UNKNOWN = 3999
};

/* A small generator whose numbers are the same everywhere. */
uint32_t draw(uint64_t *state, uint32_t below);

/* Puts the business and its bookings into the database; the same slug twice changes nothing. */
bool world_open(const char *slug);
/* One more booking, of oli. */
bool world_book(const char *uid, int64_t start_us, int minutes);
const char *world_key(enum person person); /* a cal_ key */
const char *world_username(enum person person);
const char *world_email(enum person person);
int64_t world_user(enum person person); /* id */
int64_t world_business(void);
const char *world_uid(const char *name); /* of a booking with a name of its own, 22 letters */

/* Conditions on attendees go in between, as in every branch of the scope they concern one row: ""
 * or " AND a.email = '…'". A condition for WHERE on `booking b`. */
const char *world_scope(enum person person, const char *of_attendee);
/* Conditions of contract d.3 on `booking b`, with the present time. */
const char *world_listing(const char *status, int64_t now_us);
int64_t world_now(void);

#endif
