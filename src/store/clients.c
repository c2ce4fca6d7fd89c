/* clients.c - who books. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/uid.h"
#include "store/clients.h"

static char *lower(struct arena *arena, const char *text)
{
    char *copy = arena_text(arena, text);

    for (char *at = copy; *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    return copy;
}

struct fail client_by_email(struct store *store, int64_t business_id,
                            const struct attendee_wish *who, struct instant now, int64_t *client_id)
{
    char uid[17];

    uid_short(uid);
    return store_change(
        store, "client by email",
        "INSERT INTO client (business_id, uid, name, email, phone, time_zone, created_us)"
        " VALUES (?,?,?,?,?,?,?) ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id)",
        VALUES(v_number(business_id), v_text(uid), v_text(who->name),
               v_text(lower(store_arena(store), who->email)), v_text(who->phone),
               v_text(who->time_zone), v_instant(now)),
        NULL, client_id);
}
