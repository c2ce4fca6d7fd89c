/* open_hours.h - when a host works: a pure function of rules and zones. SPDX-License-Identifier:
 * MIT
 *
 * Weekly windows and overrides stand on the wall of the schedule's zone. A window is open at every
 * instant whose wall time lies in it: minutes that a clock change skips do not exist, minutes that
 * it repeats are open twice. An override replaces the weekly windows of its date, and an exception
 * of the event type replaces both, for all of its hosts; holidays (on the
 * business's wall) and days off (on the host's wall) close; busy ranges of outside calendars close.
 */
#ifndef ENGINE_OPEN_HOURS_H
#define ENGINE_OPEN_HOURS_H

#include "base/arena.h"
#include "base/zone.h"
#include "store/event_types.h"

struct range {
    struct instant start, end; /* half-open */
};
/* One piece of a window with one offset from UTC. */
struct open_range {
    struct range range;
    int64_t window_start_us; /* of the window, on the wall since midnight: where the grid begins */
    struct wall wall;        /* of range.start */
};
struct open_hours {
    struct open_range *open; /* by start; not merged */
    size_t open_count;
    struct range *closed;
    size_t closed_count;
};

struct zones {
    const struct zone *schedule, *business, *host;
};

/* All that is open on the days first to last (on the schedule's wall). */
struct open_hours open_hours(struct arena *arena, const struct rules *rules,
                             const struct zones *zones, struct day first, struct day last);

/* Whether [start, end) lies in open time, and whether [claim_start, claim_end) meets nothing closed
 * by an outside calendar. */
bool hours_are_open(const struct open_hours *hours, struct range wanted);
bool hours_are_unclosed(const struct open_hours *hours, struct range wanted);
/* Whether a start stands on the grid of its window: whole intervals since the window's beginning.
 */
bool start_is_on_grid(const struct open_hours *hours, struct instant start, struct span interval);

#endif
