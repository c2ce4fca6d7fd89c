/* days.h - holidays of the business, as its staff see and its admins change them.
 * SPDX-License-Identifier: MIT */
#ifndef ENGINE_DAYS_H
#define ENGINE_DAYS_H

#include "engine/work.h"
#include "store/holidays.h"

struct holiday_wish {
    int64_t id;
    struct day date;
    const char *name;
};

struct fail list_holidays(struct work *work, const void *nothing,
                          struct list *holidays) MUST_BE_CHECKED;
/* NAME_TAKEN when the date is one already. Inside a transaction. */
struct fail add_holiday(struct work *work, const struct holiday_wish *wish,
                        struct holiday *holiday) MUST_BE_CHECKED;
/* NO_THING. */
struct fail drop_holiday(struct work *work, const struct holiday_wish *wish,
                         void *nothing) MUST_BE_CHECKED;

#endif
