/* zone.h - time zones: the only place where UTC and wall time meet. SPDX-License-Identifier: MIT
 *
 * Reads the system's TZif files (RFC 8536, versions 1 to 4) below a root, /usr/share/zoneinfo
 * unless told otherwise, caches them for the life of the process and follows the POSIX footer past
 * the last transition (negative DST, Jn / n / Mm.w.d rules, hours beyond 24 and below 0). */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "base/when.h"

struct zone;

/* Before the first zone_find(); NULL means the default root. */
void zones_open(const char *root);
/* Forgets everything; zones found before are invalid afterwards. For tests and the end of a
 * process. */
void zones_close(void);
/* Looks whether the zone files changed since they were read (at most one stat a second) and if so
 * forgets what was cached. To be called between requests only: zones found before become invalid.
 */
void zones_refresh(void);

/* A zone by its IANA name, links included (Asia/Calcutta), or NULL when there is none or the name
 * is not of the form names have: letters, digits, '_', '+', '-', '/', no empty or dotted part, no
 * leading
 * '/', at most 64 bytes. Names match exactly, case included. Not zones: posixrules, tzdata.zi and
 * whatever lacks the TZif magic. "UTC" is always known. Owned by the cache. */
const struct zone *zone_find(const char *name);
const char *zone_name(const struct zone *zone);
/* The name in its proper case for a name in any case, or NULL. Owned by the cache. */
const char *zone_proper_name(const char *name);

int32_t zone_offset(const struct zone *zone, struct instant instant); /* seconds east of UTC */
struct wall zone_wall(const struct zone *zone, struct instant instant);

/* What instants a wall time names. In a gap (clocks go forward) there is none: both are the first
 * instant after the gap. In an overlap (clocks go back) there are two: earlier and later. */
enum zone_match { ZONE_SINGLE, ZONE_GAP, ZONE_OVERLAP };
struct zone_instants {
    enum zone_match match;
    struct instant earlier, later;
};
struct zone_instants zone_instants(const struct zone *zone, struct wall wall);
/* When a day begins: 00:00 on the wall, or the first moment after it where the clocks skip it. */
struct instant zone_midnight(const struct zone *zone, struct day day);

/* What a sent time means on the wall of a zone: in an overlap the first of both; false in a gap. */
bool zone_time(const struct zone *zone, const struct time_sent *sent, struct instant *instant);

/* The first transition strictly after an instant, or INSTANT_NONE if the offset never changes
 * again. */
struct instant zone_next_transition(const struct zone *zone, struct instant after);

/* How many zones the root holds; each is handed to `each`, unless that is NULL, by name. For tests
 * and `slotd check`. */
size_t zones_walk(void (*each)(const char *name, void *context), void *context);

#endif
