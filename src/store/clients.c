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

struct fail booker_limit_take(struct store *store, int64_t business_id, int64_t event_type_id,
                              const char *email)
{
    return store_change(
        store, "take booker limit",
        "INSERT INTO limit_counter (business_id, event_type_id, rule, period, booked, allowed)"
        " VALUES (?,?,'booker',?,0,0) ON DUPLICATE KEY UPDATE booked = 0",
        VALUES(v_number(business_id), v_number(event_type_id),
               v_text(lower(store_arena(store), email))),
        NULL, NULL);
}

struct fail booker_limit_set(struct store *store, int64_t business_id, int64_t event_type_id,
                             const char *email, int64_t booked, int64_t allowed)
{
    struct fail fail =
        store_change(store, "set booker limit",
                     "UPDATE limit_counter SET allowed = ?, booked = ? WHERE business_id = ?"
                     " AND event_type_id = ? AND rule = 'booker' AND period = ?",
                     VALUES(v_number(allowed), v_number(booked), v_number(business_id),
                            v_number(event_type_id), v_text(lower(store_arena(store), email))),
                     NULL, NULL);

    if (refused_by(fail, REFUSED, "within_limit"))
        fail.code = BOOKER_LIMIT;
    return fail;
}
