/* clients.c - who books. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/uid.h"
#include "store/clients.h"
#include "store/placeholders.h"

#define C struct client
static const struct column client_columns[] = {
    C_NUMBER(C, id),       C_NUMBER(C, business_id), C_TEXT(C, uid),       C_TEXT(C, name),
    C_TEXT(C, email),      C_TEXT(C, phone),         C_TEXT(C, time_zone), C_TEXT(C, notes),
    C_TEXT(C, matter_uid), C_INSTANT(C, created),
};
#undef C
#define O struct own_standing
static const struct column own_columns[] = {
    C_NUMBER(O, client.id),       C_NUMBER(O, client.business_id),
    C_TEXT(O, client.uid),        C_TEXT(O, client.name),
    C_TEXT(O, client.email),      C_TEXT(O, client.phone),
    C_TEXT(O, client.time_zone),  C_TEXT(O, client.notes),
    C_TEXT(O, client.matter_uid), C_INSTANT(O, client.created),
    C_FLAG(O, invited),           C_FLAG(O, had_seats),
};
#undef O
/* A client from before there were matters has one of its own name. */
#define CLIENT_COLUMNS                                                                             \
    "id, business_id, uid, name, email, phone, time_zone, notes, COALESCE(matter_uid, uid),"       \
    " created_us"
#define SELECT_CLIENT "SELECT " CLIENT_COLUMNS " FROM client WHERE business_id = ?"
#define CLIENT_ROW    client_columns, COUNT(client_columns), sizeof(struct client)

static const struct statement by_id = {
    "client by id", SELECT_CLIENT " AND id = ? AND deleted_us IS NULL", CLIENT_ROW};
static const struct statement own = {
    "client who asks for what is theirs",
    "SELECT " CLIENT_COLUMNS ","
    " EXISTS (SELECT 1 FROM client c JOIN attendee a FORCE INDEX (attendee_email_lower)"
    " ON a.business_id = c.business_id AND a.email_lower = LOWER(" ADDRESS_OF_CLIENT ")"
    " WHERE c.business_id = ? AND c.id = ?" CLIENT_INVITED "),"
    " EXISTS (SELECT 1 FROM client c JOIN seat_left l"
    " ON l.business_id = c.business_id AND l.email_lower = LOWER(" ADDRESS_OF_CLIENT ")"
    " WHERE c.business_id = ? AND c.id = ?)"
    " FROM client WHERE business_id = ? AND id = ? AND deleted_us IS NULL",
    own_columns, COUNT(own_columns), sizeof(struct own_standing)};
static const struct statement by_uid = {
    "client by uid", SELECT_CLIENT " AND uid = ? AND deleted_us IS NULL", CLIENT_ROW};

static const struct statement with_email = {
    "client with email",
    SELECT_CLIENT " AND deleted_us IS NULL AND (email = LOWER(?) OR (email IS NULL"
                  " AND CONCAT(TRIM(LEADING '+' FROM phone), '@sms.cal.com') = LOWER(?)))"
                  " ORDER BY email IS NULL, id LIMIT 1",
    CLIENT_ROW};
struct address_row {
    const char *address;
};
static const struct column address_columns[] = {C_TEXT(struct address_row, address)};
static const struct statement of_seat_left = {
    "address of seat left",
    "SELECT email_lower FROM seat_left WHERE business_id = ? AND seat_uid = ?", address_columns, 1,
    sizeof(struct address_row)};

static const struct statement by_email = {
    "client by email, if any", SELECT_CLIENT " AND email = ? AND deleted_us IS NULL", CLIENT_ROW};

struct count_row {
    int64_t count;
};
static const struct column count_columns[] = {C_NUMBER(struct count_row, count)};

struct fail client_by_email(struct store *store, int64_t business_id,
                            const struct attendee_wish *who, struct instant now, int64_t *client_id)
{
    char uid[17], matter_uid[17];

    uid_short(uid);
    uid_short(matter_uid);
    return store_change(
        store, "client by email",
        "INSERT INTO client (business_id, uid, name, email, phone, time_zone, matter_uid,"
        " created_us) VALUES (?,?,?,?,?,?,?,?)"
        " ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id), deleted_us = NULL",
        VALUES(v_number(business_id), v_text(uid), v_text(who->name),
               v_text(arena_lower(store_arena(store), who->email)), v_text(who->phone),
               v_text(who->time_zone), v_text(matter_uid), v_instant(now)),
        NULL, client_id);
}

struct fail client_own(struct store *store, int64_t business_id, int64_t id,
                       struct own_standing *standing, bool *found)
{
    const struct value whose[] = {v_number(business_id), v_number(id)};

    return store_one(store, &own,
                     VALUES(whose[0], whose[1], whose[1], whose[0], whose[1], whose[0], whose[1]),
                     standing, found);
}

struct fail client_by_id(struct store *store, int64_t business_id, int64_t id,
                         struct client *client, bool *found)
{
    return store_one(store, &by_id, VALUES(v_number(business_id), v_number(id)), client, found);
}

struct fail client_by_uid(struct store *store, int64_t business_id, const char *uid,
                          struct client *client, bool *found)
{
    return store_one(store, &by_uid, VALUES(v_number(business_id), v_uid(uid)), client, found);
}

struct fail client_with_email(struct store *store, int64_t business_id, const char *email,
                              struct client *client, bool *found)
{
    return store_one(store, &with_email,
                     VALUES(v_number(business_id), v_text(email), v_text(email)), client, found);
}

struct fail client_of_seat_left(struct store *store, int64_t business_id, const char *seat_uid,
                                struct client *client, bool *found)
{
    struct address_row row = {0};

    TRY(store_one(store, &of_seat_left, VALUES(v_number(business_id), v_uid(seat_uid)), &row,
                  found));
    return *found ? client_with_email(store, business_id, row.address, client, found) : NO_FAIL;
}

struct fail client_is_known(struct store *store, int64_t business_id, const char *email,
                            bool *known)
{
    struct client client;

    return store_one(store, &by_email,
                     VALUES(v_number(business_id), v_text(arena_lower(store_arena(store), email))),
                     &client, known);
}

struct fail clients_by_ids(struct store *store, int64_t business_id, const struct numbers *ids,
                           struct list *clients)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    placeholders_text(&sql, SELECT_CLIENT " AND id IN ");
    placeholders_value(&sql, v_number(business_id));
    placeholders_numbers(&sql, ids);
    struct statement statement = {"clients by ids", placeholders_sql(&sql), CLIENT_ROW};
    return store_all(store, &statement, placeholders_values(&sql), clients);
}

/* ---- lists ---- */

/* "%part%" for LIKE, in lower case, with what LIKE reads as a sign escaped. */
static const char *pattern_of(struct arena *arena, const char *part)
{
    const char *small = arena_lower(arena, part);
    char *pattern = arena_take(arena, 2 * strlen(small) + 3);
    size_t length = 0;

    pattern[length++] = '%';
    for (; *small != '\0'; small++) {
        if (strchr("%_\\", *small) != NULL)
            pattern[length++] = '\\';
        pattern[length++] = *small;
    }
    pattern[length++] = '%';
    pattern[length] = '\0';
    return pattern;
}

static void put_search(struct placeholders *sql, const struct clients_query *query)
{
    placeholders_value(sql, v_number(query->business_id));
    placeholders_text(sql, " AND deleted_us IS NULL");
    if (query->search == NULL)
        return;
    struct value pattern = v_text(pattern_of(sql->arena, query->search));
    placeholders_text(sql, " AND (LOWER(name) LIKE ? OR email LIKE ? OR phone LIKE ?)");
    placeholders_copy(sql, VALUES(pattern, pattern, pattern));
}

struct fail clients_find(struct store *store, const struct clients_query *query,
                         struct list *clients)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    placeholders_text(&sql, SELECT_CLIENT);
    put_search(&sql, query);
    placeholders_text(&sql, " ORDER BY name, id");
    placeholders_text(&sql, " LIMIT ? OFFSET ?");
    placeholders_copy(&sql, VALUES(v_number(query->take), v_number(query->skip)));
    struct statement statement = {"clients", placeholders_sql(&sql), CLIENT_ROW};
    return store_some(store, &statement, placeholders_values(&sql), LIST_BYTES_MOST, clients);
}

struct fail clients_count(struct store *store, const struct clients_query *query, int64_t *count)
{
    struct placeholders sql = placeholders_start(store_arena(store));
    struct count_row row = {0};
    bool found;

    placeholders_text(&sql, "SELECT COUNT(*) FROM client WHERE business_id = ?");
    put_search(&sql, query);
    struct statement statement = {"count clients", placeholders_sql(&sql), count_columns, 1,
                                  sizeof row};
    TRY(store_one(store, &statement, placeholders_values(&sql), &row, &found));
    *count = row.count;
    return NO_FAIL;
}

/* ---- changes ---- */

static struct fail taken_address(struct fail fail)
{
    if (refused_by(fail, DUPLICATE, "client_email"))
        fail.code = NAME_TAKEN;
    return fail;
}

static const char *lower_or_none(struct store *store, const char *email)
{
    return email == NULL ? NULL : arena_lower(store_arena(store), email);
}

/* A deleted client with the address comes back as the new one: its bookings are still its own. */
static struct fail bring_back(struct store *store, struct client *client, bool *back)
{
    int64_t affected = 0;

    *back = false;
    if (client->email == NULL)
        return NO_FAIL;
    TRY(store_change(store, "bring client back",
                     "UPDATE client SET id = LAST_INSERT_ID(id), deleted_us = NULL, name = ?,"
                     " phone = ?, time_zone = ?, notes = ?"
                     " WHERE business_id = ? AND email = ? AND deleted_us IS NOT NULL",
                     VALUES(v_text(client->name), v_text(client->phone), v_text(client->time_zone),
                            v_text(client->notes), v_number(client->business_id),
                            v_text(lower_or_none(store, client->email))),
                     &affected, &client->id));
    *back = affected > 0;
    return NO_FAIL;
}

struct fail client_insert(struct store *store, struct client *client, struct instant now)
{
    char uid[17], matter_uid[17];
    bool back;

    TRY(bring_back(store, client, &back));
    if (back)
        return NO_FAIL;
    uid_short(uid);
    uid_short(matter_uid);
    return taken_address(store_change(
        store, "insert client",
        "INSERT INTO client (business_id, uid, name, email, phone, time_zone, notes, matter_uid,"
        " created_us) VALUES (?,?,?,?,?,?,?,?,?)",
        VALUES(v_number(client->business_id), v_text(uid), v_text(client->name),
               v_text(lower_or_none(store, client->email)), v_text(client->phone),
               v_text(client->time_zone), v_text(client->notes), v_text(matter_uid),
               v_instant(now)),
        NULL, &client->id));
}

struct fail client_set(struct store *store, const struct client *client)
{
    return taken_address(
        store_change(store, "set client",
                     "UPDATE client SET name = ?, email = ?, phone = ?, time_zone = ?, notes = ?"
                     " WHERE business_id = ? AND id = ?",
                     VALUES(v_text(client->name), v_text(lower_or_none(store, client->email)),
                            v_text(client->phone), v_text(client->time_zone), v_text(client->notes),
                            v_number(client->business_id), v_number(client->id)),
                     NULL, NULL));
}

struct fail client_delete(struct store *store, const struct client *client, struct instant now)
{
    return store_change(
        store, "delete client", "UPDATE client SET deleted_us = ? WHERE business_id = ? AND id = ?",
        VALUES(v_instant(now), v_number(client->business_id), v_number(client->id)), NULL, NULL);
}

const struct statement *const client_statements[] = {&by_id,      &own,          &by_uid,
                                                     &with_email, &of_seat_left, NULL};
