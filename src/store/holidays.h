/* holidays.h - dates on which nobody of a business works. SPDX-License-Identifier: MIT */
#ifndef STORE_HOLIDAYS_H
#define STORE_HOLIDAYS_H

#include "store/store.h"

struct holiday {
    int64_t id;
    const char *date; /* YYYY-MM-DD, on the wall of the business */
    const char *name;
};

/* By date. */
struct fail holidays_of(struct store *store, int64_t business_id,
                        struct list *holidays) MUST_BE_CHECKED;
/* NAME_TAKEN when the date is one already. */
struct fail holiday_add(struct store *store, int64_t business_id, struct day date, const char *name,
                        struct holiday *holiday) MUST_BE_CHECKED;
struct fail holiday_remove(struct store *store, int64_t business_id, int64_t id,
                           bool *known) MUST_BE_CHECKED;

extern const struct statement *const holiday_statements[];

#endif
