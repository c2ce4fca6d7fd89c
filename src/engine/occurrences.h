/* occurrences.h - when the meetings of a series are: a pure function. SPDX-License-Identifier: MIT
 */
#ifndef ENGINE_OCCURRENCES_H
#define ENGINE_OCCURRENCES_H

#include "base/zone.h"
#include "booking.h"

/* Start number n (0: the first) of a series that repeats every `interval` of the frequency and
 * keeps the wall time of its first start in the zone. A day that a month lacks is the month's last;
 * a time that a clock change skips is the first instant after it (contract cal-v2 g.3). */
struct instant occurrence(struct instant first, const struct zone *zone, int frequency,
                          int64_t interval, int64_t n);

#endif
