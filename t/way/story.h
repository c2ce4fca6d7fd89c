/* story.h - cases told as a few lines of asking and expecting. SPDX-License-Identifier: MIT
 *
 * A line is an exchange:     [label:] who METHOD target [body] => status [expectation ...]
 * or a look at the database: sql statement            or: sql select => number
 * or the servers' clock:     clock 10                 so many minutes ahead until the case ends;
 * only where story_has_clock()
 *
 * who is a user of the business (with the user's Cal.com key), a caller of callers.h (links,
 * links-read, links-write, admin:NAME, staff:NAME, vclient:ADDRESS, vstaff:NAME, vapp, vdir), or -
 * for nobody, who outside /v2 asks the host name of the business, and -:two that of the second. A
 * target without a leading / stands below /v2/bookings/; BOOK is short for POST there. Bodies are
 * JSON with ' for ". In between, replaced:
 *
 *   @slug    the id of an event type, @slug.uid its uid       @@  the id of the business, @@.uid
 *   #user    the id of a user, #user.uid the uid              *slug  the id of a booking link as
 *            clients know it: link_…; *slug.uid without link_, *slug.id its number
 *   $label   the uid in an answer (else the id); $label.path, a text in it, below data if it has
 *            any, with numbers for items: $label.0.id
 *   %bo      an attendee, as an object      ^bo     its address; ^bo.id and ^bo.uid the client with
 *            this address, who is made if there is none
 *   ~10:00   a time of the case's own day, ~+7/10:00 of the seventh after it, ~-1/… before it
 *   ~w10:00  the same instant (10:00 UTC) on a wall of the business: 2032-02-09 11:00:00;
 *   ~v10:00  as vCita writes it: 2032-02-09T11:00:00.000+01:00; ~w+7/10:00 and ~v-1/10:00, too
 *   ~cclass/10:00  as vCita knows the class (an event type with seats) that begins then
 *   ~d       that day, ~d+7              ~s      the slug of the business
 *
 * Expectations: path=value (path=null where null is sent), path? (is there), path! (is not), path#3
 * (so many items or members), 'a part of the body', and !'what is no part of it'. Paths start below
 * data, with a leading / at the top, where an array may be: /0.status=scheduled, /#3. Every case
 * has some weeks to itself. */
#ifndef STORY_H
#define STORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define B(type, time, who) "BOOK {'start':'~" time "','eventTypeId':@" type ",'attendee':%" who "}"
#define BX(type, time, who, more)                                                                  \
    "BOOK {'start':'~" time "','eventTypeId':@" type ",'attendee':%" who "," more "}"
#define TAKEN "'User either already has booking at this time or is not available'"

struct story {
    const char *name, *steps;
};

/* The business of this program, with its people and event types; false when it could not be made.
 */
bool story_open(const char *program);
/* Adds what another document says of the business, {slug} being its slug. */
bool story_add(const char *document);
const char *story_slug(void);
int64_t story_business(void);
int64_t story_type(const char *slug);
int64_t story_user(const char *username);
const char *story_key(const char *username);
/* What a caller of a line sends as credential: who is -, a user, or one of callers.h. */
const char *story_credential(const char *who);
/* Puts the business on a wall of another zone; it begins with UTC. */
void story_move_to(const char *zone);
/* From here on stories have weeks after this day, a Monday, and so many days for each; otherwise
 * they begin in 2032 and have 35. */
void story_begin(int32_t day, int32_t days_apart);
/* The first day of weeks that nobody else has, in days since 1970. */
int32_t story_fresh_day(void);
/* The replacements above, on the day. */
const char *story_filled(const char *text, int32_t day);

/* Whether the servers' clock can be put on: it can in builds with fault points. */
bool story_has_clock(void);

/* Tells the steps of a story inside a case of another kind; labels live until the next story. */
void story_tell(const char *steps, int32_t day);

/* Adds the stories as cases, named after what they are about. */
void stories_add(const char *about, const struct story *stories, size_t count);
#define STORIES(table) stories_add(#table, table, sizeof(table) / sizeof *(table))
/* The last case: that the oracle finds nothing. */
void story_oracle_add(void);

#endif
