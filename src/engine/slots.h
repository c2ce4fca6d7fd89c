/* slots.h - the starts that can be booked. SPDX-License-Identifier: MIT */
#ifndef ENGINE_SLOTS_H
#define ENGINE_SLOTS_H

#include "engine/offer.h"
#include "engine/work.h"

enum slots_given { SLOTS_MINUTES = 1 << 0, SLOTS_ZONE = 1 << 1, SLOTS_SPARE = 1 << 2 };
enum slot_format { SLOTS_AS_TIMES, SLOTS_AS_RANGES };

struct slots_wish {
    uint64_t given; /* enum slots_given */
    struct event_type_name event_type;
    const char *organization_slug;
    struct texts usernames;
    const char *from, *until; /* as they were sent: a date alone means its whole day */
    const char *zone;
    int64_t minutes;
    int format;        /* enum slot_format */
    const char *spare; /* a booking that does not stand in the way, because it is to be moved */
    struct numbers host_subset;
};

struct slot {
    struct instant start, end;
    int64_t seats, seats_taken; /* 0: no seats */
    const char *uid;            /* of the booking that holds the seats; NULL: none yet */
};

struct slots {
    struct slot *all; /* by start */
    size_t count;
    const struct zone *zone; /* to show them in; NULL: UTC */
    bool ranges;
};

/* Every start within the range that book() would take, were nothing to happen in between; nothing
 * else. NO_EVENT_TYPE, BAD_RANGE. */
struct fail find_slots(struct work *work, const struct slots_wish *wish,
                       struct slots *slots) MUST_BE_CHECKED;

/* The same for an offer that is open already, with what is taken looked up: for tests and callers
 * that have one. */
struct fail slots_of_offer(struct work *work, struct offer *offer, const char *spare,
                           struct slots *slots) MUST_BE_CHECKED;

#endif
