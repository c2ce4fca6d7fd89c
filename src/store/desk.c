/* desk.c - what bookings made and changed by staff need of the store. SPDX-License-Identifier: MIT
 */
#include "store/attendees.h"
#include "store/booking_columns.h"
#include "store/desk.h"
#include "store/placeholders.h"

#define BOOKING_ROW booking_columns, BOOKING_COLUMN_COUNT, sizeof(struct booking)
static const struct statement by_id = {"booking by id",
                                       "SELECT " BOOKING_SELECT " FROM booking b " BOOKING_JOINS
                                       " WHERE b.business_id = ? AND b.id = ?",
                                       BOOKING_ROW};

struct holiday_row {
    const char *name;
};
static const struct column holiday_columns[] = {C_TEXT(struct holiday_row, name)};
static const struct statement holiday_statement = {
    "holiday within",
    "SELECT name FROM holiday WHERE business_id = ? AND date BETWEEN ? AND ? ORDER BY date LIMIT 1",
    holiday_columns, 1, sizeof(struct holiday_row)};

struct fail booking_by_id(struct store *store, int64_t business_id, int64_t id,
                          struct booking *booking, bool *found)
{
    TRY(store_one(store, &by_id, VALUES(v_number(business_id), v_number(id)), booking, found));
    if (*found)
        booking_finish(store_arena(store), booking);
    return NO_FAIL;
}

/* ---- changing one ---- */

struct fail booking_set(struct store *store, struct booking *booking, struct instant at)
{
    booking->people = people_write(store_arena(store), &booking->attendees);
    TRY(store_change(
        store, "set booking",
        "UPDATE booking SET event_type_id = ?, host_id = ?, client_id = ?, walk = ?, start_us = ?,"
        " end_us = ?, claim_start_us = ?, claim_end_us = ?, claims = ?, title = ?,"
        " description = ?, notes = ?, internal_notes = ?, responses = ?, people = ?,"
        " waitlist_entry_id = ?, matter_uid = ?, updated_us = ?, version = version + 1"
        " WHERE business_id = ? AND id = ?",
        VALUES(v_number(booking->event_type_id), v_number(booking->host_id),
               v_id(booking->client_id), v_bytes(booking->walk, 16), v_instant(booking->start),
               v_instant(booking->end), v_instant(booking->claim_start),
               v_instant(booking->claim_end), v_number(booking->claims), v_text(booking->title),
               v_text(booking->description), v_text(booking->notes),
               v_text(booking->internal_notes), v_text(booking->responses), v_text(booking->people),
               v_id(booking->waitlist_entry_id), v_text(booking->matter_uid), v_instant(at),
               v_number(booking->business_id), v_number(booking->id)),
        NULL, NULL));
    booking->updated = at;
    booking->version++;
    booking_finish(store_arena(store), booking);
    return NO_FAIL;
}

struct fail booking_hand_over(struct store *store, const struct booking *booking, int64_t from,
                              int64_t to)
{
    return store_change(
        store, "hand booking over",
        "UPDATE booking_host SET user_id = ? WHERE business_id = ? AND booking_id = ?"
        " AND user_id = ?",
        VALUES(v_number(to), v_number(booking->business_id), v_number(booking->id), v_number(from)),
        NULL, NULL);
}

struct fail attendee_set(struct store *store, const struct booking *booking,
                         const struct attendee *before, const struct attendee *now)
{
    return store_change(
        store, "set attendee",
        "UPDATE attendee SET name = ?, email = ?, phone = ?, time_zone = ? WHERE business_id = ?"
        " AND booking_id = ? AND kind = ? AND email = ? ORDER BY id LIMIT 1",
        VALUES(v_text(now->name), v_text(now->email), v_text(now->phone), v_text(now->time_zone),
               v_number(booking->business_id), v_number(booking->id),
               v_text(word_of(attendee_kind_words, before->kind)), v_text(before->email)),
        NULL, NULL);
}

struct fail attendees_set_client(struct store *store, const struct booking *booking)
{
    return store_change(
        store, "set client of attendees",
        "UPDATE attendee SET booking_client_id = ? WHERE business_id = ?"
        " AND booking_id = ? AND seat_uid IS NULL",
        VALUES(v_id(booking->client_id), v_number(booking->business_id), v_number(booking->id)),
        NULL, NULL);
}

struct fail holiday_within(struct store *store, int64_t business_id, struct day first,
                           struct day last, const char **name, bool *found)
{
    struct arena *arena = store_arena(store);
    struct holiday_row row = {0};

    TRY(store_one(store, &holiday_statement,
                  VALUES(v_number(business_id), v_day(arena, first), v_day(arena, last)), &row,
                  found));
    *name = row.name;
    return NO_FAIL;
}

/* ---- what is in the way ---- */

static const struct column taken_columns[] = {C_INSTANT(struct taken, start),
                                              C_INSTANT(struct taken, end)};

/* How far from the time asked for a booking can start that has some of it: a claim begins with a
 * buffer before, and ends after the longest booking and a buffer behind. Nearly all buffers are
 * short, so the near ones are looked at first. */
#define LONGEST_BOOKING (31 * US_A_DAY)
static const struct reach {
    int64_t buffer;
    bool further_hosts; /* also those who are not the first host of theirs */
} reaches[] = {{US_A_DAY, false}, {46 * US_A_DAY, true}};

static void bookings_in_reach(struct placeholders *sql, int64_t business_id,
                              const struct numbers *hosts, const struct reach *reach,
                              struct instant start, struct instant end)
{
    placeholders_text(sql, "(SELECT b.start_us, b.end_us FROM booking b FORCE INDEX (");
    placeholders_text(sql, reach->further_hosts ? "booking_start" : "booking_host_start");
    placeholders_text(sql, ") WHERE b.business_id = ? AND b.start_us > ? AND b.start_us < ? AND ");
    placeholders_copy(sql, VALUES(v_number(business_id),
                                  v_number(start.us - LONGEST_BOOKING - reach->buffer),
                                  v_number(end.us + reach->buffer)));
    placeholders_text(sql, reach->further_hosts
                               ? "EXISTS (SELECT 1 FROM booking_host h WHERE"
                                 " h.business_id = b.business_id AND h.booking_id = b.id"
                                 " AND h.user_id IN "
                               : "(b.host_id IN ");
    placeholders_numbers(sql, hosts);
    placeholders_text(sql, ")");
}

static struct fail look_within(struct store *store, int64_t business_id,
                               const struct numbers *hosts, const struct reach *reach,
                               struct instant start, struct instant end, const char *spare,
                               struct taken *taken, bool *found)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    bookings_in_reach(&sql, business_id, hosts, reach, start, end);
    placeholders_text(&sql, " AND b.claim_start_us < ? AND b.claim_end_us > ? AND b.claims"
                            " AND b.status NOT IN ('cancelled','rejected') AND NOT b.uid <=> ?"
                            " ORDER BY b.start_us, b.id LIMIT 1)"
                            " UNION ALL (SELECT r.start_us, r.end_us FROM reservation_host h"
                            " JOIN reservation r ON r.business_id = h.business_id"
                            " AND r.id = h.reservation_id WHERE h.business_id = ?"
                            " AND r.claim_start_us < ? AND r.claim_end_us > ? AND h.user_id IN ");
    placeholders_copy(&sql, VALUES(v_instant(end), v_instant(start), v_uid(spare),
                                   v_number(business_id), v_instant(end), v_instant(start)));
    placeholders_numbers(&sql, hosts);
    placeholders_text(&sql, " ORDER BY r.start_us LIMIT 1) ORDER BY start_us LIMIT 1");
    struct statement statement = {"first in the way", placeholders_sql(&sql), taken_columns,
                                  COUNT(taken_columns), sizeof(struct taken)};
    return store_one(store, &statement, placeholders_values(&sql), taken, found);
}

struct fail first_in_the_way(struct store *store, int64_t business_id, const struct numbers *hosts,
                             struct instant start, struct instant end, const char *spare,
                             struct taken *taken, bool *found)
{
    *found = false;
    for (size_t i = 0; i < COUNT(reaches) && !*found; i++)
        TRY(look_within(store, business_id, hosts, &reaches[i], start, end, spare, taken, found));
    return NO_FAIL;
}

/* ---- what staff look at ---- */

#define R struct desk_row
static const struct column row_columns[] = {
    C_NUMBER(R, id),
    C_NUMBER(R, client_id),
    C_NUMBER(R, host_id),
    C_NUMBER(R, event_type_id),
    C_NUMBER(R, waitlist_entry_id),
    C_INSTANT(R, start),
    C_INSTANT(R, end),
    C_WORD(R, status, booking_status_words),
    C_FLAG(R, provisional),
    C_TEXT(R, notes),
    C_TEXT(R, internal_notes),
    C_TEXT(R, client_name),
    C_NUMBER(R, rating),
};
#undef R
#define DESK_ROW row_columns, COUNT(row_columns), sizeof(struct desk_row)
#define SELECT_ROW                                                                                 \
    "SELECT b.id, b.client_id, b.host_id, b.event_type_id, b.waitlist_entry_id, b.start_us,"       \
    " b.end_us, b.status, b.provisional, b.notes, b.internal_notes,"                               \
    " COALESCE(c.name, ''), b.rating FROM "
#define WITH_CLIENT " LEFT JOIN client c ON c.business_id = b.business_id AND c.id = b.client_id"
#define KEPT        " AND status NOT IN ('cancelled','rejected')"
/* The ids of a page come from an index alone, and only its rows are read. Which index, has to be
 * said: the optimizer likes to walk through all bookings of the business to find those of a host.
 */
#define OF_PAGE(where_)                                                                            \
    SELECT_ROW "(SELECT id, start_us FROM booking" where_ KEPT                                     \
               " ORDER BY start_us DESC, id DESC LIMIT ? OFFSET ?) page"                           \
               " JOIN booking b ON b.business_id = ? AND b.id = page.id" WITH_CLIENT               \
               " ORDER BY page.start_us DESC, page.id DESC"

#define OF_BUSINESS " FORCE INDEX (booking_start) WHERE business_id = ?"
#define OF_HOST     " FORCE INDEX (booking_host_start) WHERE business_id = ? AND host_id = ?"

static const struct statement all_rows = {"desk list", OF_PAGE(OF_BUSINESS), DESK_ROW};
static const struct statement rows_of_host = {"desk list of host", OF_PAGE(OF_HOST), DESK_ROW};
static const struct statement one_row = {
    "desk booking", SELECT_ROW "booking b" WITH_CLIENT " WHERE b.business_id = ? AND b.id = ?",
    DESK_ROW};

struct count_row {
    int64_t count;
};
static const struct column count_columns[] = {C_NUMBER(struct count_row, count)};
#define COUNT_ROW count_columns, 1, sizeof(struct count_row)
static const struct statement all_counted = {
    "desk total", "SELECT COUNT(*) FROM booking" OF_BUSINESS KEPT, COUNT_ROW};
static const struct statement counted_of_host = {
    "desk total of host", "SELECT COUNT(*) FROM booking" OF_HOST KEPT, COUNT_ROW};

struct fail desk_rows(struct store *store, int64_t business_id, int64_t host_id, int64_t take,
                      int64_t skip, struct list *rows)
{
    struct value business = v_number(business_id);

    if (host_id == 0)
        return store_some(store, &all_rows,
                          VALUES(business, v_number(take), v_number(skip), business),
                          DESK_TEXT_MOST, rows);
    return store_some(store, &rows_of_host,
                      VALUES(business, v_number(host_id), v_number(take), v_number(skip), business),
                      DESK_TEXT_MOST, rows);
}

struct fail desk_count(struct store *store, int64_t business_id, int64_t host_id, int64_t *total)
{
    struct count_row row = {0};
    bool found;

    if (host_id == 0)
        TRY(store_one(store, &all_counted, VALUES(v_number(business_id)), &row, &found));
    else
        TRY(store_one(store, &counted_of_host, VALUES(v_number(business_id), v_number(host_id)),
                      &row, &found));
    *total = row.count;
    return NO_FAIL;
}

struct fail desk_row_by_id(struct store *store, int64_t business_id, int64_t id,
                           struct desk_row *row, bool *found)
{
    return store_one(store, &one_row, VALUES(v_number(business_id), v_number(id)), row, found);
}

const struct statement *const desk_statements[] = {
    &by_id,   &holiday_statement, &all_rows,        &rows_of_host,
    &one_row, &all_counted,       &counted_of_host, NULL};
