/* seats.c - seats, and bookings that are changed in place. SPDX-License-Identifier: MIT */
#include "store/booking_columns.h"
#include "store/seats.h"

#define BOOKING_ROW booking_columns, BOOKING_COLUMN_COUNT, sizeof(struct booking)
struct id_row {
    int64_t id;
};
static const struct column id_columns[] = {C_NUMBER(struct id_row, id)};
#define ID_ROW id_columns, 1, sizeof(struct id_row)

/* Locked is the booking alone, not the rows that it is read with: those are everybody's. */
static const struct statement lock_at_start = {
    "lock seated booking at start",
    "SELECT id FROM booking WHERE business_id = ? AND event_type_id = ? AND start_us = ?"
    " AND status IN ('pending','accepted') AND seats IS NOT NULL FOR UPDATE",
    ID_ROW};
static const struct statement lock_one = {
    "lock booking", "SELECT id FROM booking WHERE business_id = ? AND id = ? FOR UPDATE", ID_ROW};
static const struct statement by_id = {"booking by id",
                                       "SELECT " BOOKING_SELECT " FROM booking b " BOOKING_JOINS
                                       " WHERE b.business_id = ? AND b.id = ?",
                                       BOOKING_ROW};
static const struct statement by_seat = {
    "booking by seat",
    "SELECT " BOOKING_SELECT " FROM attendee a JOIN booking b ON b.business_id = a.business_id"
    " AND b.id = a.booking_id " BOOKING_JOINS
    " WHERE a.seat_uid = ? AND (a.business_id = ? OR ? = 0)",
    BOOKING_ROW};

static const struct statement by_seat_left = {
    "booking by seat left",
    "SELECT " BOOKING_SELECT " FROM seat_left l JOIN booking b ON b.business_id = l.business_id"
    " AND b.id = l.booking_id " BOOKING_JOINS " WHERE l.seat_uid = ? AND l.business_id = ?",
    BOOKING_ROW};
/* One that was cancelled may have another after it; the one that takes place goes first. */
static const struct statement class_at_start = {
    "class at start",
    "SELECT " BOOKING_SELECT " FROM booking b " BOOKING_JOINS
    " WHERE b.business_id = ? AND b.event_type_id = ? AND b.start_us >= ? AND b.start_us < ?"
    " AND b.seats IS NOT NULL ORDER BY b.status IN ('cancelled','rejected'), b.id DESC LIMIT 1",
    BOOKING_ROW};

#define S struct seats_at
static const struct column seats_columns[] = {C_INSTANT(S, start), C_TEXT(S, uid),
                                              C_NUMBER(S, seats), C_NUMBER(S, taken)};
#undef S
static const struct statement within = {
    "seats within",
    "SELECT start_us, uid, seats, seats_taken FROM booking WHERE business_id = ?"
    " AND event_type_id = ? AND start_us >= ? AND start_us < ?"
    " AND status IN ('pending','accepted') AND seats IS NOT NULL ORDER BY start_us",
    seats_columns, COUNT(seats_columns), sizeof(struct seats_at)};

static struct fail read_one(struct store *store, const struct statement *statement,
                            struct values values, struct booking *booking, bool *found)
{
    TRY(store_one(store, statement, values, booking, found));
    if (*found)
        booking_finish(store_arena(store), booking);
    return NO_FAIL;
}

static struct fail lock_and_read(struct store *store, const struct statement *lock,
                                 int64_t business_id, struct values values, struct booking *booking,
                                 bool *found)
{
    struct id_row row;

    TRY(store_one(store, lock, values, &row, found));
    return *found ? read_one(store, &by_id, VALUES(v_number(business_id), v_number(row.id)),
                             booking, found)
                  : NO_FAIL;
}

struct fail seated_booking_at(struct store *store, int64_t business_id, int64_t event_type_id,
                              struct instant start, struct booking *booking, bool *found)
{
    return lock_and_read(store, &lock_at_start, business_id,
                         VALUES(v_number(business_id), v_number(event_type_id), v_instant(start)),
                         booking, found);
}

struct fail booking_lock(struct store *store, struct booking *booking)
{
    bool found;

    TRY(lock_and_read(store, &lock_one, booking->business_id,
                      VALUES(v_number(booking->business_id), v_number(booking->id)), booking,
                      &found));
    return found ? NO_FAIL : (struct fail){.code = NO_BOOKING, .detail = booking->uid};
}

struct fail booking_by_seat(struct store *store, int64_t business_id, const char *seat_uid,
                            struct booking *booking, bool *found)
{
    return read_one(store, &by_seat,
                    VALUES(v_uid(seat_uid), v_number(business_id), v_number(business_id)), booking,
                    found);
}

struct fail booking_by_seat_left(struct store *store, int64_t business_id, const char *seat_uid,
                                 struct booking *booking, bool *found)
{
    return read_one(store, &by_seat_left, VALUES(v_uid(seat_uid), v_number(business_id)), booking,
                    found);
}

struct fail class_booking_at(struct store *store, int64_t business_id, int64_t event_type_id,
                             struct instant start, struct booking *booking, bool *found)
{
    return read_one(store, &class_at_start,
                    VALUES(v_number(business_id), v_number(event_type_id), v_instant(start),
                           v_number(start.us + US_A_MINUTE)),
                    booking, found);
}

struct fail seats_change(struct store *store, const struct booking *booking, int by,
                         struct instant now)
{
    struct fail fail = store_change(
        store, "change seats",
        "UPDATE booking SET seats_taken = seats_taken + ?, updated_us = ?, version = version + 1"
        " WHERE business_id = ? AND id = ?",
        VALUES(v_number(by), v_instant(now), v_number(booking->business_id), v_number(booking->id)),
        NULL, NULL);

    if (refused_by(fail, REFUSED, "seats_left"))
        fail.code = NO_SEATS;
    return fail;
}

#define KEEP_SEATS_LEFT                                                                            \
    "INSERT INTO seat_left (business_id, booking_id, seat_uid, name, email_lower)"                 \
    " SELECT a.business_id, a.booking_id, a.seat_uid, a.name, a.email_lower FROM attendee a"       \
    " WHERE a.business_id = ? AND a.booking_id = ? AND a.seat_uid IS NOT NULL"

struct fail seat_remove(struct store *store, const struct booking *booking, const char *seat_uid)
{
    TRY(store_change(
        store, "keep the seat that is left", KEEP_SEATS_LEFT " AND a.seat_uid = ?",
        VALUES(v_number(booking->business_id), v_number(booking->id), v_text(seat_uid)), NULL,
        NULL));
    return store_change(
        store, "remove seat",
        "DELETE FROM attendee WHERE business_id = ? AND booking_id = ?"
        " AND seat_uid = ?",
        VALUES(v_number(booking->business_id), v_number(booking->id), v_text(seat_uid)), NULL,
        NULL);
}

struct fail seats_remove_all(struct store *store, const struct booking *booking)
{
    TRY(store_change(store, "keep the seats that are left", KEEP_SEATS_LEFT,
                     VALUES(v_number(booking->business_id), v_number(booking->id)), NULL, NULL));
    return store_change(store, "remove all seats",
                        "DELETE FROM attendee WHERE business_id = ? AND booking_id = ?"
                        " AND seat_uid IS NOT NULL",
                        VALUES(v_number(booking->business_id), v_number(booking->id)), NULL, NULL);
}

struct fail seats_within(struct store *store, int64_t business_id, int64_t event_type_id,
                         struct instant from, struct instant until, struct list *seats)
{
    return store_all(
        store, &within,
        VALUES(v_number(business_id), v_number(event_type_id), v_instant(from), v_instant(until)),
        seats);
}

const struct statement *const seat_statements[] = {
    &lock_at_start, &lock_one, &by_id, &by_seat, &by_seat_left, &class_at_start, &within, NULL};
