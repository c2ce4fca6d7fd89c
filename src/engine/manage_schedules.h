/* manage_schedules.h - schedules as their owners manage them. SPDX-License-Identifier: MIT
 *
 * A user with schedules always has a default one: the first that is made, until another is named.
 * Other hours do not touch what is booked. */
#ifndef ENGINE_MANAGE_SCHEDULES_H
#define ENGINE_MANAGE_SCHEDULES_H

#include "engine/work.h"
#include "store/manage_schedules.h"

enum schedule_given {
    SCHEDULE_NAME = 1 << 0,
    SCHEDULE_ZONE = 1 << 1,
    SCHEDULE_WINDOWS = 1 << 2,
    SCHEDULE_OVERRIDES = 1 << 3
};

struct window_hours {
    unsigned days; /* bit 0 Monday */
    int64_t start, end;
};
struct override_hours {
    struct day date;
    int64_t start, end; /* both 0: closed */
};

struct schedule_wish {
    uint64_t given; /* enum schedule_given */
    int64_t id;
    const char *name, *time_zone;
    bool standard;
    struct list windows, overrides; /* struct window_hours, struct override_hours */
};

/* Of the caller. */
struct fail list_schedules(struct work *work, const void *nothing,
                           struct list *schedules) MUST_BE_CHECKED;
/* NO_SCHEDULE, also for another's. */
struct fail show_default_schedule(struct work *work, const void *nothing,
                                  struct schedule *schedule) MUST_BE_CHECKED;
struct fail show_schedule(struct work *work, const struct schedule_wish *wish,
                          struct schedule *schedule) MUST_BE_CHECKED;
/* Without windows Monday to Friday, 9 to 17. BAD_RANGE, NAME_TAKEN. */
struct fail create_schedule(struct work *work, const struct schedule_wish *wish,
                            struct schedule *schedule) MUST_BE_CHECKED;
struct fail change_schedule(struct work *work, const struct schedule_wish *wish,
                            struct schedule *schedule) MUST_BE_CHECKED;
/* Event types that name it fall back to the default; so does the default to the oldest that is
 * left. LAST_SCHEDULE. */
struct fail delete_schedule(struct work *work, const struct schedule_wish *wish,
                            struct schedule *schedule) MUST_BE_CHECKED;

#endif
