/* hosts.c - who can host an event type, and what of their time is taken. SPDX-License-Identifier:
 * MIT */
#include "store/hosts.h"
#include "store/placeholders.h"

#define H struct event_host
static const struct column host_columns[] = {
    C_NUMBER(H, id),          C_TEXT(H, uid),           C_TEXT(H, name),
    C_TEXT(H, email),         C_TEXT(H, username),      C_TEXT(H, time_zone),
    C_NUMBER(H, schedule_id), C_TEXT(H, schedule_zone), C_FLAG(H, fixed),
};
#undef H
#define HOST_ROW host_columns, COUNT(host_columns), sizeof(struct event_host)

/* A weight of 200 makes the time since the last assignment count twice. */
static const struct statement team_statement = {
    "hosts of event type",
    "SELECT u.id, u.uid, u.name, u.email, u.username, u.time_zone, s.id, s.time_zone, h.fixed"
    " FROM event_type_host h"
    " JOIN user u ON u.business_id = h.business_id AND u.id = h.user_id AND u.active"
    " LEFT JOIN schedule s ON s.business_id = u.business_id"
    "  AND s.id = COALESCE(?, u.default_schedule_id)"
    " WHERE h.business_id = ? AND h.event_type_id = ?"
    " ORDER BY h.fixed DESC, h.priority DESC,"
    " (? - h.last_assigned_us) / 1000000 * h.weight DESC, u.id",
    HOST_ROW};

static const struct column taken_columns[] = {
    C_NUMBER(struct taken_hour, host_id),
    C_NUMBER(struct taken_hour, hour),
    C_NUMBER(struct taken_hour, minutes),
};

struct fail hosts_of_team(struct store *store, const struct event_type *event_type,
                          struct instant now, struct list *hosts)
{
    return store_all(store, &team_statement,
                     VALUES(v_id(event_type->schedule_id), v_number(event_type->business_id),
                            v_number(event_type->id), v_instant(now)),
                     hosts);
}

struct fail hosts_by_usernames(struct store *store, int64_t business_id,
                               const struct texts *usernames, struct list *hosts)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    placeholders_text(&sql, "SELECT u.id, u.uid, u.name, u.email, u.username, u.time_zone, s.id,"
                            " s.time_zone, TRUE FROM user u LEFT JOIN schedule s"
                            " ON s.business_id = u.business_id AND s.id = u.default_schedule_id"
                            " WHERE u.business_id = ? AND u.active AND u.username IN (");
    placeholders_value(&sql, v_number(business_id));
    for (size_t i = 0; i < usernames->count; i++) {
        placeholders_text(&sql, i == 0 ? "?" : ",?");
        placeholders_value(&sql, v_text(usernames->all[i]));
    }
    placeholders_text(&sql, ") ORDER BY u.id");
    struct statement statement = {"hosts by usernames", placeholders_sql(&sql), HOST_ROW};
    return store_all(store, &statement, placeholders_values(&sql), hosts);
}

struct fail host_assigned(struct store *store, const struct event_type *event_type, int64_t host_id,
                          struct instant now)
{
    return store_change(store, "host assigned",
                        "UPDATE event_type_host SET last_assigned_us = ?"
                        " WHERE business_id = ? AND event_type_id = ? AND user_id = ?",
                        VALUES(v_instant(now), v_number(event_type->business_id),
                               v_number(event_type->id), v_number(host_id)),
                        NULL, NULL);
}

struct fail taken_hours(struct store *store, int64_t business_id, const struct numbers *hosts,
                        struct instant start, struct instant end, struct list *hours)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    placeholders_text(&sql, "SELECT host_id, hour, minutes FROM host_hour WHERE business_id = ?"
                            " AND hour BETWEEN ? AND ? AND minutes <> 0 AND host_id IN ");
    placeholders_copy(&sql, VALUES(v_number(business_id), v_number(start.us / US_AN_HOUR),
                                   v_number(end.us / US_AN_HOUR)));
    placeholders_numbers(&sql, hosts);
    struct statement statement = {"taken hours", placeholders_sql(&sql), taken_columns,
                                  COUNT(taken_columns), sizeof(struct taken_hour)};
    return store_all(store, &statement, placeholders_values(&sql), hours);
}

const struct statement *const host_statements[] = {&team_statement, NULL};
