/* manage_schedules.h - schedules as their owners manage them. SPDX-License-Identifier: MIT */
#ifndef STORE_MANAGE_SCHEDULES_H
#define STORE_MANAGE_SCHEDULES_H

#include "booking.h"
#include "store/store.h"

struct schedule_window {
    int64_t schedule_id;
    int64_t weekdays; /* bit 0 Monday */
    int64_t start_minute, end_minute;
};
struct schedule_override {
    int64_t schedule_id;
    struct day date;
    int64_t start_minute, end_minute; /* both 0: closed that day */
};
struct schedule {
    int64_t id, business_id, user_id;
    const char *name, *time_zone;
    bool standard;                  /* the user's default */
    struct list windows, overrides; /* struct schedule_window, struct schedule_override */
};

/* Of one user, by id, with their hours. */
struct fail schedules_of_user(struct store *store, int64_t business_id, int64_t user_id,
                              struct list *schedules) MUST_BE_CHECKED;

/* All inside a transaction. NAME_TAKEN: the user has a schedule of this name. */
struct fail schedule_insert(struct store *store, struct schedule *schedule) MUST_BE_CHECKED;
struct fail schedule_set(struct store *store, const struct schedule *schedule) MUST_BE_CHECKED;
struct fail schedule_set_windows(struct store *store,
                                 const struct schedule *schedule) MUST_BE_CHECKED;
struct fail schedule_set_overrides(struct store *store,
                                   const struct schedule *schedule) MUST_BE_CHECKED;
struct fail schedule_set_default(struct store *store,
                                 const struct schedule *schedule) MUST_BE_CHECKED;
/* Holds the user, so that schedules of one user are changed one after the other. */
struct fail schedules_lock(struct store *store, int64_t business_id,
                           int64_t user_id) MUST_BE_CHECKED;
/* Event types that named it go by their hosts' defaults from now on. */
struct fail schedule_delete(struct store *store, const struct schedule *schedule) MUST_BE_CHECKED;

extern const struct statement *const manage_schedule_statements[];

#endif
