/* hosts.c - who can host an event type, and what of their time is taken. SPDX-License-Identifier:
 * MIT */
#include "store/event_types.h"
#include "store/hosts.h"
#include "store/placeholders.h"

/* A turn counts for so long. */
enum { TURN_DAYS = 90 };

#define H struct event_host
static const struct column host_columns[] = {
    C_NUMBER(H, id),          C_TEXT(H, uid),           C_TEXT(H, name),
    C_TEXT(H, email),         C_TEXT(H, username),      C_TEXT(H, time_zone),
    C_NUMBER(H, schedule_id), C_TEXT(H, schedule_zone), C_FLAG(H, fixed),
};
#undef H
#define HOST_ROW host_columns, COUNT(host_columns), sizeof(struct event_host)

#define SELECT_HOSTS                                                                               \
    "SELECT u.id, u.uid, u.name, u.email, u.username, u.time_zone, s.id, s.time_zone, h.fixed"     \
    " FROM event_type_host h"                                                                      \
    " JOIN user u ON u.business_id = h.business_id AND u.id = h.user_id AND u.active"              \
    " LEFT JOIN schedule s ON s.business_id = u.business_id"                                       \
    "  AND s.id = COALESCE(?, u.default_schedule_id)"                                              \
    " WHERE h.business_id = ? AND h.event_type_id = ? ORDER BY h.fixed DESC, "
/* Bookings that a host leads, from a start on. */
#define LED_FROM                                                                                   \
    "(SELECT COUNT(*) FROM booking b WHERE b.business_id = h.business_id AND b.host_id = u.id"     \
    " AND b.start_us >= ?"
#define WHAT_COMES LED_FROM " AND b.status IN ('pending','accepted','awaiting_host'))"
/* Who cancels or does not come gives the turn back: contract booking-links 5. */
#define TURNS                                                                                      \
    LED_FROM " AND (b.event_type_id = h.event_type_id OR b.link_id IN (SELECT l.id"                \
             " FROM booking_link l WHERE l.business_id = h.business_id"                            \
             " AND l.event_type_id = h.event_type_id))"                                            \
             " AND b.status IN ('pending','accepted','awaiting_host','completed'))"

/* A weight of 200 makes the time since the last assignment count twice. */
#define IN_TURN "h.priority DESC, (? - h.last_assigned_us) / 1000000 * h.weight DESC, u.id"

static const struct statement team_statements[] = {
    [ASSIGN_PERSONAL] = {"hosts of event type", SELECT_HOSTS IN_TURN, HOST_ROW},
    [ASSIGN_COLLECTIVE] = {"hosts of collective", SELECT_HOSTS IN_TURN, HOST_ROW},
    [ASSIGN_ROUND_ROBIN] = {"hosts of round robin", SELECT_HOSTS IN_TURN, HOST_ROW},
    [ASSIGN_LEAST_BUSY] = {"hosts by what comes",
                           SELECT_HOSTS WHAT_COMES ", h.last_assigned_us, u.id", HOST_ROW},
    [ASSIGN_PRIORITY] = {"hosts by priority",
                         SELECT_HOSTS "h.priority DESC, (? - h.last_assigned_us) DESC, u.id",
                         HOST_ROW},
    /* one more booking counts, so that the heavier goes first when nobody has any */
    [ASSIGN_WEIGHTED] = {"hosts by weight",
                         SELECT_HOSTS "h.weight = 0, (" TURNS " + 1e0) / h.weight, u.id", HOST_ROW},
    /* all of them take the same values */
    [ASSIGN_FIXED] = {"host that is fixed", SELECT_HOSTS "h.priority DESC, ? IS NULL, u.id LIMIT 1",
                      HOST_ROW},
};

static const struct column taken_columns[] = {
    C_NUMBER(struct taken_hour, host_id),
    C_NUMBER(struct taken_hour, hour),
    C_NUMBER(struct taken_hour, minutes),
};

struct number_row {
    int64_t number;
};
static const struct column number_columns[] = {C_NUMBER(struct number_row, number)};

struct fail hosts_of_team(struct store *store, const struct event_type *event_type,
                          struct instant now, struct list *hosts)
{
    /* turns of long ago are forgotten, so that whoever is new does not have to make up for them */
    int64_t since =
        event_type->assignment == ASSIGN_WEIGHTED ? now.us - TURN_DAYS * US_A_DAY : now.us;

    return store_all(store, &team_statements[event_type->assignment],
                     VALUES(v_id(event_type->schedule_id), v_number(event_type->business_id),
                            v_number(hosting_type(event_type)), v_number(since)),
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
                               v_number(hosting_type(event_type)), v_number(host_id)),
                        NULL, NULL);
}

struct fail host_client_had(struct store *store, int64_t business_id, int64_t client_id,
                            const struct numbers *hosts, int64_t *host_id)
{
    struct placeholders sql = placeholders_start(store_arena(store));
    struct number_row row = {0};
    bool found;

    placeholders_text(&sql, "SELECT b.host_id FROM booking b WHERE b.business_id = ?"
                            " AND b.client_id = ? AND b.status NOT IN ('cancelled','rejected')"
                            " AND b.host_id IN ");
    placeholders_copy(&sql, VALUES(v_number(business_id), v_number(client_id)));
    placeholders_numbers(&sql, hosts);
    placeholders_text(&sql, " ORDER BY b.start_us DESC, b.id DESC LIMIT 1");
    struct statement statement = {"host the client had", placeholders_sql(&sql), number_columns,
                                  COUNT(number_columns), sizeof row};
    TRY(store_one(store, &statement, placeholders_values(&sql), &row, &found));
    *host_id = row.number;
    return NO_FAIL;
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

const struct statement *const host_statements[] = {&team_statements[ASSIGN_COLLECTIVE],
                                                   &team_statements[ASSIGN_ROUND_ROBIN],
                                                   &team_statements[ASSIGN_LEAST_BUSY],
                                                   &team_statements[ASSIGN_PRIORITY],
                                                   &team_statements[ASSIGN_WEIGHTED],
                                                   &team_statements[ASSIGN_FIXED],
                                                   NULL};
