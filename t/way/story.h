/* story.h - cases told as a few lines of asking and expecting. SPDX-License-Identifier: MIT
 *
 * A line is an exchange:     [label:] who METHOD target [body] => status [expectation ...]
 * or a look at the database: sql statement            or: sql select => number
 *
 * who is a user of the business, or - for nobody. A target without a leading / stands below
 * /v2/bookings/; BOOK is short for POST there. Bodies are JSON with ' for ". In between, replaced:
 *
 *   @slug    the id of an event type        @@      the id of the business
 *   #user    the id of a user               $label  the uid in an answer; $label.path, a text in it
 *   %bo      an attendee, as an object      ^bo     its address
 *   ~10:00   a time of the case's own day, ~+7/10:00 of the seventh after it, ~-1/… before it
 *   ~d       that day, ~d+7              ~s      the slug of the business
 *
 * Expectations: path=value, path? (is there), path! (is not), path#3 (so many items or members),
 * 'a part of the body', and !'what is no part of it'. Paths start below data, with a leading / at
 * the top. Every case has some weeks to itself. */
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
const char *story_slug(void);
int64_t story_business(void);
int64_t story_type(const char *slug);
int64_t story_user(const char *username);
const char *story_key(const char *username);
/* The first day of weeks that nobody else has, in days since 1970. */
int32_t story_fresh_day(void);
/* The replacements above, on the day. */
const char *story_filled(const char *text, int32_t day);

/* Adds the stories as cases, named after what they are about. */
void stories_add(const char *about, const struct story *stories, size_t count);
#define STORIES(table) stories_add(#table, table, sizeof(table) / sizeof *(table))
/* The last case: that the oracle finds nothing. */
void story_oracle_add(void);

#endif
