/* recurrences.c - series of bookings. SPDX-License-Identifier: MIT */
#include "store/recurrences.h"

struct fail recurrence_insert(struct store *store, int64_t business_id, const char *uid,
                              int64_t event_type_id, struct instant now, int64_t *id)
{
    return store_change(
        store, "insert recurrence",
        "INSERT INTO recurrence (business_id, uid, event_type_id, created_us)"
        " VALUES (?,?,?,?)",
        VALUES(v_number(business_id), v_text(uid), v_number(event_type_id), v_instant(now)), NULL,
        id);
}
