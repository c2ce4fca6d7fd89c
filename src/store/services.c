/* services.c - services: event types as a salon sees them. SPDX-License-Identifier: MIT */
#include "store/placeholders.h"
#include "store/services.h"

#define S struct service
static const struct column service_columns[] = {
    C_NUMBER(S, id),
    C_NUMBER(S, business_id),
    C_TEXT(S, name),
    C_TEXT(S, description),
    C_NUMBER(S, minutes),
    C_NUMBER(S, price_minor),
    C_NUMBER(S, buffer_before_minutes),
    C_NUMBER(S, buffer_after_minutes),
    C_FLAG(S, active),
    C_FLAG(S, members_only),
    C_NUMBER(S, owner_id),
    C_WORD(S, assignment, assignment_words),
    C_TEXT(S, staff_ids),
};
#undef S
#define SERVICE_ROW service_columns, COUNT(service_columns), sizeof(struct service)
#define SELECT_SERVICE                                                                             \
    "SELECT t.id, t.business_id, t.title, t.description, t.length_minutes, t.price_minor,"         \
    " t.buffer_before_minutes, t.buffer_after_minutes, NOT t.hidden,"                              \
    " t.requires_authentication, t.owner_id, t.assignment,"                                        \
    " IF(t.assignment = 'personal', JSON_ARRAY(t.owner_id),"                                       \
    "  COALESCE((SELECT JSON_ARRAYAGG(h.user_id ORDER BY h.user_id) FROM event_type_host h"        \
    "   WHERE h.business_id = t.business_id AND h.event_type_id = t.id), '[]'))"                   \
    " FROM event_type t WHERE t.business_id = ? AND t.deleted_us IS NULL AND NOT t.managed"

static const struct statement all_services = {
    "services",
    SELECT_SERVICE " AND (? OR NOT t.hidden)"
                   " AND (? = 0 OR (t.assignment = 'personal' AND t.owner_id = ?)"
                   "  OR (t.assignment <> 'personal' AND EXISTS (SELECT 1 FROM event_type_host g"
                   "   WHERE g.business_id = t.business_id AND g.event_type_id = t.id"
                   "   AND g.user_id = ?)))"
                   " ORDER BY t.title, t.id",
    SERVICE_ROW};
static const struct statement by_id = {"service by id", SELECT_SERVICE " AND t.id = ?",
                                       SERVICE_ROW};

struct fail services_of_business(struct store *store, int64_t business_id, bool with_inactive,
                                 int64_t staff_id, struct list *services)
{
    struct value staff = v_number(staff_id);

    return store_some(store, &all_services,
                      VALUES(v_number(business_id), v_number(with_inactive), staff, staff, staff),
                      LIST_BYTES_MOST, services);
}

struct fail service_by_id(struct store *store, int64_t business_id, int64_t id,
                          struct service *service, bool *found)
{
    return store_one(store, &by_id, VALUES(v_number(business_id), v_number(id)), service, found);
}

/* ---- who gives it ---- */

struct fail service_team(struct store *store, int64_t business_id, const struct numbers *staff,
                         struct instant now, int64_t *team_id)
{
    TRY(store_change(store, "team of services",
                     "INSERT INTO team (business_id, slug, name, created_us)"
                     " VALUES (?, 'all-staff', 'All staff', ?)"
                     " ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id)",
                     VALUES(v_number(business_id), v_instant(now)), NULL, team_id));
    for (size_t i = 0; i < staff->count; i++)
        TRY(store_change(store, "member of the team of services",
                         "INSERT INTO membership (business_id, team_id, user_id) VALUES (?,?,?)"
                         " ON DUPLICATE KEY UPDATE role = role",
                         VALUES(v_number(business_id), v_number(*team_id), v_number(staff->all[i])),
                         NULL, NULL));
    return NO_FAIL;
}

struct fail service_set_owner(struct store *store, int64_t business_id, int64_t id,
                              int64_t owner_id, int64_t team_id)
{
    return store_change(
        store, "set owner of service",
        "UPDATE event_type t SET t.slug = IF(EXISTS (SELECT 1 FROM event_type o"
        "  WHERE o.business_id = t.business_id AND o.slug = t.slug AND o.id <> t.id"
        "  AND (o.owner_id = ? OR o.team_id = ?)), CONCAT(LEFT(t.slug, 80), '-', t.id), t.slug),"
        " t.owner_id = ?, t.team_id = ?, t.assignment = ?, t.schedule_id = NULL"
        " WHERE t.business_id = ? AND t.id = ?",
        VALUES(
            v_id(owner_id), v_id(team_id), v_id(owner_id), v_id(team_id),
            v_text(word_of(assignment_words, team_id == 0 ? ASSIGN_PERSONAL : ASSIGN_ROUND_ROBIN)),
            v_number(business_id), v_number(id)),
        NULL, NULL);
}

struct fail service_set_hosts(struct store *store, int64_t business_id, int64_t id,
                              const struct numbers *staff)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    placeholders_text(&sql, "DELETE FROM event_type_host WHERE business_id = ?"
                            " AND event_type_id = ? AND user_id NOT IN ");
    placeholders_copy(&sql, VALUES(v_number(business_id), v_number(id)));
    placeholders_numbers(&sql, staff);
    TRY(store_change(store, "delete hosts of service", placeholders_sql(&sql),
                     placeholders_values(&sql), NULL, NULL));
    for (size_t i = 0; i < staff->count; i++)
        TRY(store_change(store, "host of service",
                         "INSERT INTO event_type_host (business_id, event_type_id, user_id)"
                         " VALUES (?,?,?) ON DUPLICATE KEY UPDATE user_id = user_id",
                         VALUES(v_number(business_id), v_number(id), v_number(staff->all[i])), NULL,
                         NULL));
    return NO_FAIL;
}

const struct statement *const service_statements[] = {&all_services, &by_id, NULL};
