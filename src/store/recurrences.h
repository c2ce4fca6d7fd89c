/* recurrences.h - series of bookings. SPDX-License-Identifier: MIT */
#ifndef STORE_RECURRENCES_H
#define STORE_RECURRENCES_H

#include "booking.h"
#include "store/store.h"

struct fail recurrence_insert(struct store *store, int64_t business_id, const char *uid,
                              int64_t event_type_id, struct instant now,
                              int64_t *id) MUST_BE_CHECKED;

#endif
