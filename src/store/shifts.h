/* shifts.h - the weekly hours of staff, and the days they are away. SPDX-License-Identifier: MIT
 *
 * Shifts are the weekly windows of the schedule that a member of staff has by default. */
#ifndef STORE_SHIFTS_H
#define STORE_SHIFTS_H

#include "booking.h"
#include "store/store.h"

/* One window of a member of staff, for one or several days of the week. */
struct shift_window {
    int64_t staff_id;
    const char *time_zone; /* on whose wall */
    int64_t weekdays;      /* bit 0 Monday */
    int64_t start_minute, end_minute;
};

/* Of one member of staff, or with staff_id 0 of all who are active; by name. */
struct fail shift_windows(struct store *store, int64_t business_id, int64_t staff_id,
                          struct list *windows) MUST_BE_CHECKED;

/* What new staff begin with: struct shift_window without staff_id and time_zone. */
struct fail default_shift_windows(struct store *store, int64_t business_id,
                                  struct list *windows) MUST_BE_CHECKED;
/* Inside a transaction. */
struct fail default_shift_windows_set(struct store *store, int64_t business_id,
                                      const struct list *windows) MUST_BE_CHECKED;

struct time_off {
    int64_t id, business_id, staff_id;
    struct day start_date, end_date; /* both included, on the wall of the member of staff */
    const char *reason;
};

/* Of one member of staff, or with staff_id 0 of all; by first day. */
struct fail time_off_of(struct store *store, int64_t business_id, int64_t staff_id,
                        struct list *days) MUST_BE_CHECKED;
struct fail time_off_by_id(struct store *store, int64_t business_id, int64_t id,
                           struct time_off *days, bool *found) MUST_BE_CHECKED;
/* Inside a transaction. */
struct fail time_off_insert(struct store *store, struct time_off *days) MUST_BE_CHECKED;
struct fail time_off_delete(struct store *store, const struct time_off *days) MUST_BE_CHECKED;

extern const struct statement *const shift_statements[];

#endif
