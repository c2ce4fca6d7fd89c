/* reservations.c - slots held for a while. SPDX-License-Identifier: MIT */
#include "store/placeholders.h"
#include "store/reservations.h"

#define H struct held_host
static const struct column held_columns[] = {
    C_NUMBER(H, reservation_id),
    C_NUMBER(H, user_id),
    C_INSTANT(H, claim_start),
    C_INSTANT(H, claim_end),
};
#undef H

#define R struct reservation
static const struct column reservation_columns[] = {
    C_NUMBER(R, business_id),   C_NUMBER(R, id),     C_TEXT(R, uid),    C_NUMBER(R, token_id),
    C_NUMBER(R, event_type_id), C_INSTANT(R, start), C_INSTANT(R, end), C_INSTANT(R, claim_start),
    C_INSTANT(R, claim_end),    C_INSTANT(R, until),
};
#undef R
#define SELECT_RESERVATION                                                                         \
    "SELECT business_id, id, uid, token_id, event_type_id, start_us, end_us, claim_start_us,"      \
    " claim_end_us, until_us FROM reservation WHERE uid = ? AND (business_id = ? OR ? = 0)"
static const struct statement by_uid[] = {
    {"reservation by uid", SELECT_RESERVATION, reservation_columns, COUNT(reservation_columns),
     sizeof(struct reservation)},
    {"reservation by uid, locked", SELECT_RESERVATION " FOR UPDATE", reservation_columns,
     COUNT(reservation_columns), sizeof(struct reservation)},
};

struct host_row {
    int64_t id;
};
static const struct column host_columns[] = {C_NUMBER(struct host_row, id)};
static const struct statement hosts_of = {
    "hosts of reservation",
    "SELECT user_id FROM reservation_host WHERE business_id = ? AND reservation_id = ?"
    " ORDER BY user_id",
    host_columns, 1, sizeof(struct host_row)};

struct fail reservations_to_release(struct store *store, int64_t business_id,
                                    const struct numbers *hosts, struct instant now,
                                    const struct own_holds *own, struct list *held)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    placeholders_text(&sql, "SELECT r.id, h.user_id, r.claim_start_us, r.claim_end_us"
                            " FROM reservation_host h JOIN reservation r"
                            " ON r.business_id = h.business_id AND r.id = h.reservation_id"
                            " WHERE h.business_id = ? AND (r.until_us <= ? OR (r.token_id = ?"
                            " AND r.token_id <> 0 AND r.claim_start_us < ? AND r.claim_end_us > ?))"
                            " AND h.user_id IN ");
    placeholders_copy(&sql, VALUES(v_number(business_id), v_instant(now), v_number(own->token_id),
                                   v_instant(own->end), v_instant(own->start)));
    placeholders_numbers(&sql, hosts);
    struct statement statement = {"reservations to release", placeholders_sql(&sql), held_columns,
                                  COUNT(held_columns), sizeof(struct held_host)};
    return store_all(store, &statement, placeholders_values(&sql), held);
}

static struct fail insert_hosts(struct store *store, const struct reservation *reservation,
                                const struct numbers *hosts)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    placeholders_text(
        &sql, "INSERT INTO reservation_host (business_id, reservation_id, user_id) VALUES ");
    for (size_t i = 0; i < hosts->count; i++) {
        placeholders_text(&sql, i == 0 ? "(?,?,?)" : ",(?,?,?)");
        placeholders_copy(&sql, VALUES(v_number(reservation->business_id),
                                       v_number(reservation->id), v_number(hosts->all[i])));
    }
    return store_change(store, "insert reservation hosts", placeholders_sql(&sql),
                        placeholders_values(&sql), NULL, NULL);
}

struct fail reservation_insert(struct store *store, struct reservation *reservation,
                               const struct numbers *hosts)
{
    const struct reservation *r = reservation;

    TRY(store_change(
        store, "insert reservation",
        "INSERT INTO reservation (business_id, uid, event_type_id, host_id, token_id, start_us,"
        " end_us, claim_start_us, claim_end_us, until_us, created_us)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        VALUES(v_number(r->business_id), v_text(r->uid), v_number(r->event_type_id),
               v_number(hosts->all[0]), v_number(r->token_id), v_instant(r->start),
               v_instant(r->end), v_instant(r->claim_start), v_instant(r->claim_end),
               v_instant(r->until), v_instant(r->created)),
        NULL, &reservation->id));
    return insert_hosts(store, reservation, hosts);
}

struct fail reservation_by_uid(struct store *store, int64_t business_id, const char *uid, bool lock,
                               struct reservation *reservation, bool *found)
{
    return store_one(store, &by_uid[lock],
                     VALUES(v_text(uid), v_number(business_id), v_number(business_id)), reservation,
                     found);
}

struct fail hosts_of_reservation(struct store *store, const struct reservation *reservation,
                                 struct numbers *hosts)
{
    struct list rows;

    TRY(store_all(store, &hosts_of,
                  VALUES(v_number(reservation->business_id), v_number(reservation->id)), &rows));
    *hosts = (struct numbers){rows.items, rows.count};
    return NO_FAIL;
}

static const struct statement overlapping = {
    "reservation overlaps",
    "SELECT h.user_id FROM reservation_host h JOIN reservation r"
    " ON r.business_id = h.business_id AND r.id = h.reservation_id"
    " WHERE h.business_id = ? AND h.user_id = ? AND r.claim_start_us < ? AND r.claim_end_us > ?"
    " LIMIT 1",
    host_columns, 1, sizeof(struct host_row)};

struct fail reservation_overlaps(struct store *store, int64_t business_id, int64_t host_id,
                                 struct instant start, struct instant end, bool *overlaps)
{
    struct host_row row;

    return store_one(
        store, &overlapping,
        VALUES(v_number(business_id), v_number(host_id), v_instant(end), v_instant(start)), &row,
        overlaps);
}

struct fail reservation_remove(struct store *store, int64_t business_id, int64_t id,
                               bool *was_there)
{
    int64_t affected = 0;

    TRY(store_change(store, "remove reservation",
                     "DELETE FROM reservation WHERE business_id = ? AND id = ?",
                     VALUES(v_number(business_id), v_number(id)), &affected, NULL));
    *was_there = affected == 1;
    return NO_FAIL;
}

const struct statement *const reservation_statements[] = {&by_uid[0], &by_uid[1], &hosts_of,
                                                          &overlapping, NULL};
