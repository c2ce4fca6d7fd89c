/* limits.c - the rows that hold limits. SPDX-License-Identifier: MIT */
#include "store/limits.h"

struct number_row {
    int64_t number;
};
static const struct column number_columns[] = {C_NUMBER(struct number_row, number)};
#define NUMBER_ROW number_columns, 1, sizeof(struct number_row)

#define WITHIN                                                                                     \
    " FROM booking WHERE business_id = ? AND event_type_id = ? AND start_us >= ?"                  \
    " AND start_us < ? AND status NOT IN ('cancelled','rejected') AND NOT uid <=> ?"
static const struct statement within = {"bookings within", "SELECT COUNT(*)" WITHIN, NUMBER_ROW};
static const struct statement starts_within = {"starts of bookings", "SELECT start_us" WITHIN,
                                               NUMBER_ROW};
/* Clients are known by their address in lower case; seats only by it as it was given. */
static const struct statement of_booker = {
    "bookings of booker",
    "SELECT (SELECT COUNT(*) FROM client c JOIN booking b ON b.business_id = c.business_id"
    "  AND b.client_id = c.id WHERE c.business_id = ? AND c.email = LOWER(?)"
    "  AND b.event_type_id = ? AND b.end_us > ? AND b.seats IS NULL"
    "  AND b.status IN ('pending','accepted','awaiting_host') AND NOT b.uid <=> ?)"
    " + (SELECT COUNT(*) FROM attendee a JOIN booking b ON b.business_id = a.business_id"
    "  AND b.id = a.booking_id WHERE a.business_id = ? AND a.email IN (?, LOWER(?))"
    "  AND b.event_type_id = ? AND b.end_us > ? AND a.seat_uid IS NOT NULL"
    "  AND b.status IN ('pending','accepted','awaiting_host') AND NOT b.uid <=> ?)",
    NUMBER_ROW};

struct uid_row {
    const char *uid;
};
static const struct column uid_columns[] = {C_TEXT(struct uid_row, uid)};
static const struct statement next_of_booker = {
    "booking of booker",
    "SELECT b.uid FROM client c JOIN booking b ON b.business_id = c.business_id"
    " AND b.client_id = c.id WHERE c.business_id = ? AND c.email = LOWER(?)"
    " AND b.event_type_id = ? AND b.end_us > ? AND b.seats IS NULL"
    " AND b.status IN ('pending','accepted','awaiting_host') ORDER BY b.start_us, b.id LIMIT 1",
    uid_columns, 1, sizeof(struct uid_row)};

struct fail limit_lock(struct store *store, const struct limit_row *row)
{
    return store_change(
        store, "lock limit",
        "INSERT INTO limit_counter (business_id, event_type_id, rule, period, booked, allowed)"
        " VALUES (?,?,?,LOWER(?),0,0) ON DUPLICATE KEY UPDATE booked = 0",
        VALUES(v_number(row->business_id), v_number(row->event_type_id), v_text(row->rule),
               v_text(row->period)),
        NULL, NULL);
}

struct fail limit_set(struct store *store, const struct limit_row *row, int64_t booked,
                      int64_t allowed)
{
    struct fail fail =
        store_change(store, "set limit",
                     "UPDATE limit_counter SET allowed = ?, booked = ? WHERE business_id = ?"
                     " AND event_type_id = ? AND rule = ? AND period = LOWER(?)",
                     VALUES(v_number(allowed), v_number(booked), v_number(row->business_id),
                            v_number(row->event_type_id), v_text(row->rule), v_text(row->period)),
                     NULL, NULL);

    if (refused_by(fail, REFUSED, "within_limit"))
        fail.code = LIMIT_REACHED;
    return fail;
}

struct fail bookings_within(struct store *store, int64_t business_id, int64_t event_type_id,
                            struct instant from, struct instant until, const char *spare,
                            int64_t *count)
{
    struct number_row row = {0};
    bool found;

    TRY(store_one(store, &within,
                  VALUES(v_number(business_id), v_number(event_type_id), v_instant(from),
                         v_instant(until), v_text(spare)),
                  &row, &found));
    *count = row.number;
    return NO_FAIL;
}

struct fail starts_of_bookings(struct store *store, int64_t business_id, int64_t event_type_id,
                               struct instant from, struct instant until, const char *spare,
                               struct numbers *starts)
{
    struct list rows;

    TRY(store_all(store, &starts_within,
                  VALUES(v_number(business_id), v_number(event_type_id), v_instant(from),
                         v_instant(until), v_text(spare)),
                  &rows));
    *starts = (struct numbers){rows.items, rows.count};
    return NO_FAIL;
}

struct fail bookings_of_booker(struct store *store, int64_t business_id, int64_t event_type_id,
                               const char *email, struct instant now, const char *spare,
                               int64_t *count)
{
    struct number_row row = {0};
    bool found;

    TRY(store_one(store, &of_booker,
                  VALUES(v_number(business_id), v_text(email), v_number(event_type_id),
                         v_instant(now), v_text(spare), v_number(business_id), v_text(email),
                         v_text(email), v_number(event_type_id), v_instant(now), v_text(spare)),
                  &row, &found));
    *count = row.number;
    return NO_FAIL;
}

struct fail booking_of_booker(struct store *store, int64_t business_id, int64_t event_type_id,
                              const char *email, struct instant now, const char **uid, bool *found)
{
    struct uid_row row = {NULL};

    TRY(store_one(
        store, &next_of_booker,
        VALUES(v_number(business_id), v_text(email), v_number(event_type_id), v_instant(now)), &row,
        found));
    *uid = row.uid;
    return NO_FAIL;
}

const struct statement *const limit_statements[] = {&within, &starts_within, &of_booker,
                                                    &next_of_booker, NULL};
