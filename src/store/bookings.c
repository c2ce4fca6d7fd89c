/* bookings.c - bookings and their history. SPDX-License-Identifier: MIT */
#include <string.h>

#include "store/attendees.h"
#include "store/booking_columns.h"
#include "store/bookings.h"
#include "store/placeholders.h"

#define B struct booking
const struct column booking_columns[] = {
    C_NUMBER(B, id),
    C_TEXT(B, uid),
    C_BYTES(B, walk),
    C_NUMBER(B, business_id),
    C_NUMBER(B, event_type_id),
    C_TEXT(B, event_type_slug),
    C_NUMBER(B, host_id),
    C_TEXT(B, host_name),
    C_TEXT(B, host_email),
    C_TEXT(B, host_username),
    C_TEXT(B, host_time_zone),
    C_NUMBER(B, client_id),
    C_NUMBER(B, recurrence_id),
    C_TEXT(B, recurrence_uid),
    C_WORD(B, status, booking_status_words),
    C_INSTANT(B, start),
    C_INSTANT(B, end),
    C_INSTANT(B, claim_start),
    C_INSTANT(B, claim_end),
    C_FLAG(B, claims),
    C_TEXT(B, title),
    C_TEXT(B, description),
    C_TEXT(B, location),
    C_TEXT(B, cancellation_reason),
    C_TEXT(B, cancelled_by_email),
    C_TEXT(B, rejection_reason),
    C_TEXT(B, rescheduling_reason),
    C_TEXT(B, rescheduled_by_email),
    C_TEXT(B, rescheduled_from_uid),
    C_TEXT(B, rescheduled_to_uid),
    C_NUMBER(B, seats),
    C_NUMBER(B, seats_taken),
    C_FLAG(B, host_absent),
    C_NUMBER(B, rating),
    C_TEXT(B, ics_uid),
    C_TEXT(B, notes),
    C_TEXT(B, internal_notes),
    C_TEXT(B, responses),
    C_TEXT(B, metadata),
    C_TEXT(B, people),
    C_INSTANT(B, created),
    C_INSTANT(B, updated),
    C_NUMBER(B, version),
    C_WORD(B, source, source_words),
    C_TEXT(B, event_type_uid),
    C_TEXT(B, event_type_title),
    C_NUMBER(B, link_id),
    C_TEXT(B, host_uid),
    C_FLAG(B, provisional),
    C_TEXT(B, answers),
    C_INSTANT(B, cancelled),
    C_NUMBER(B, waitlist_entry_id),
    C_TEXT(B, matter_uid),
    C_WORD(B, rsvp, rsvp_words),
};
#undef B
_Static_assert(COUNT(booking_columns) == BOOKING_COLUMN_COUNT, "booking_columns.h counts them");

#define BOOKING_ROW booking_columns, BOOKING_COLUMN_COUNT, sizeof(struct booking)

static const struct statement by_uid = {"booking by uid",
                                        "SELECT " BOOKING_SELECT " FROM booking b " BOOKING_JOINS
                                        " WHERE b.uid = ? AND (b.business_id = ? OR ? = 0)",
                                        BOOKING_ROW};
static const struct statement of_recurrence = {"bookings of recurrence",
                                               "SELECT " BOOKING_SELECT " FROM recurrence w"
                                               " JOIN booking b ON b.business_id = w.business_id"
                                               "  AND b.recurrence_id = w.id " BOOKING_JOINS
                                               " WHERE w.uid = ? AND (w.business_id = ? OR ? = 0)"
                                               " ORDER BY b.start_us, b.id",
                                               BOOKING_ROW};

struct number_row {
    int64_t number;
};
static const struct column number_columns[] = {C_NUMBER(struct number_row, number)};
#define NUMBER_ROW number_columns, 1, sizeof(struct number_row)

static const struct statement of_booker_at = {
    "booking of booker at start",
    "SELECT " BOOKING_SELECT " FROM booking b " BOOKING_JOINS
    " JOIN client c ON c.business_id = b.business_id AND c.id = b.client_id"
    " WHERE b.business_id = ? AND b.event_type_id = ? AND b.start_us = ? AND c.email = LOWER(?)"
    " AND b.status IN ('pending','accepted','awaiting_host') LIMIT 1",
    BOOKING_ROW};
static const struct statement hosts_of = {
    "hosts of booking",
    "SELECT user_id FROM booking_host WHERE business_id = ? AND booking_id = ? ORDER BY user_id",
    NUMBER_ROW};
static const struct statement knows = {
    "history knows", "SELECT 1 FROM booking_history WHERE transaction_uid = ? LIMIT 1", NUMBER_ROW};

void booking_finish(struct arena *arena, struct booking *booking)
{
    booking->minutes = (booking->end.us - booking->start.us) / US_A_MINUTE;
    people_read(arena, booking);
}

struct fail booking_by_uid(struct store *store, int64_t business_id, const char *uid,
                           struct booking *booking, bool *found)
{
    TRY(store_one(store, &by_uid, VALUES(v_uid(uid), v_number(business_id), v_number(business_id)),
                  booking, found));
    if (*found)
        booking_finish(store_arena(store), booking);
    return NO_FAIL;
}

struct fail bookings_of_recurrence(struct store *store, int64_t business_id, const char *uid,
                                   struct bookings *bookings)
{
    struct list rows;

    TRY(store_all(store, &of_recurrence,
                  VALUES(v_uid(uid), v_number(business_id), v_number(business_id)), &rows));
    *bookings = (struct bookings){rows.items, rows.count};
    for (size_t i = 0; i < bookings->count; i++)
        booking_finish(store_arena(store), &bookings->all[i]);
    return NO_FAIL;
}

struct fail booking_of_booker_at(struct store *store, int64_t business_id, int64_t event_type_id,
                                 struct instant start, const char *email, struct booking *booking,
                                 bool *found)
{
    TRY(store_one(
        store, &of_booker_at,
        VALUES(v_number(business_id), v_number(event_type_id), v_instant(start), v_text(email)),
        booking, found));
    if (*found)
        booking_finish(store_arena(store), booking);
    return NO_FAIL;
}

struct fail hosts_of_booking(struct store *store, int64_t business_id, int64_t booking_id,
                             struct numbers *hosts)
{
    struct list rows;

    TRY(store_all(store, &hosts_of, VALUES(v_number(business_id), v_number(booking_id)), &rows));
    /* a row holds one number and nothing else */
    *hosts = (struct numbers){rows.items, rows.count};
    return NO_FAIL;
}

static struct fail insert_hosts(struct store *store, const struct booking *booking,
                                const struct numbers *hosts)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    placeholders_text(&sql, "INSERT INTO booking_host (business_id, booking_id, user_id) VALUES ");
    for (size_t i = 0; i < hosts->count; i++) {
        placeholders_text(&sql, i == 0 ? "(?,?,?)" : ",(?,?,?)");
        placeholders_copy(&sql, VALUES(v_number(booking->business_id), v_number(booking->id),
                                       v_number(hosts->all[i])));
    }
    return store_change(store, "insert booking hosts", placeholders_sql(&sql),
                        placeholders_values(&sql), NULL, NULL);
}

struct fail booking_insert(struct store *store, struct booking *booking, int source,
                           const struct numbers *hosts)
{
    booking->people = people_write(store_arena(store), &booking->attendees);
    booking->version = booking->version > 0 ? booking->version : 1;
    int64_t id = 0;
    struct values values = VALUES(
        v_number(booking->business_id), v_id(booking->id), v_text(booking->uid),
        v_bytes(booking->walk, 16), v_text(word_of(source_words, source)),
        v_number(booking->event_type_id), v_number(booking->host_id), v_id(booking->client_id),
        v_id(booking->recurrence_id), v_text(word_of(booking_status_words, booking->status)),
        v_instant(booking->start), v_instant(booking->end), v_instant(booking->claim_start),
        v_instant(booking->claim_end), v_number(booking->claims), v_text(booking->title),
        v_text(booking->description), v_text(booking->location),
        v_text(booking->cancellation_reason), v_text(booking->cancelled_by_email),
        v_text(booking->rejection_reason), v_text(booking->rescheduling_reason),
        v_text(booking->rescheduled_by_email), v_text(booking->rescheduled_from_uid),
        v_text(booking->rescheduled_to_uid), v_id(booking->seats), v_number(booking->seats_taken),
        v_number(booking->host_absent), v_id(booking->rating), v_text(booking->ics_uid),
        v_text(booking->notes), v_text(booking->internal_notes), v_text(booking->responses),
        v_text(booking->metadata), v_text(booking->people), v_instant(booking->created),
        v_instant(booking->updated), v_id(booking->link_id), v_number(booking->provisional),
        v_text(booking->answers != NULL ? booking->answers : "[]"),
        booking->status == BOOKING_CANCELLED ? v_instant(booking->updated) : v_text(NULL),
        v_id(booking->waitlist_entry_id), v_text(booking->matter_uid),
        v_text(word_of(rsvp_words, booking->rsvp)), v_number(booking->version));

    TRY(store_change(
        store, "insert booking",
        "INSERT INTO booking (business_id, id, uid, walk, source, event_type_id, host_id, "
        "client_id,"
        " recurrence_id, status, start_us, end_us, claim_start_us, claim_end_us, claims, title,"
        " description, location, cancellation_reason, cancelled_by_email, rejection_reason,"
        " rescheduling_reason, rescheduled_by_email, rescheduled_from_uid, rescheduled_to_uid,"
        " seats, seats_taken, host_absent, rating, ics_uid, notes, internal_notes, responses,"
        " metadata, people, created_us, updated_us, link_id, provisional, answers, cancelled_us,"
        " waitlist_entry_id, matter_uid, rsvp, version) VALUES"
        " (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,"
        "?"
        ")",
        values, NULL, &id));
    if (booking->id == 0)
        booking->id = id;
    TRY(insert_hosts(store, booking, hosts));
    return attendees_insert(store, booking);
}

/* Of the status that is set first: what goes on, or comes back, has no reason of its end. */
#define ENDS "status IN ('cancelled','rejected')"

struct fail booking_set_status(struct store *store, const struct booking *booking,
                               const struct status_change *change, bool *changed)
{
    int64_t affected = 0;

    TRY(store_change(
        store, "set booking status",
        "UPDATE booking SET status = ?,"
        " cancellation_reason = IF(" ENDS ", COALESCE(?, cancellation_reason), NULL),"
        " cancelled_by_email = IF(" ENDS ", COALESCE(?, cancelled_by_email), NULL),"
        " rejection_reason = IF(" ENDS ", COALESCE(?, rejection_reason), NULL),"
        " cancelled_us = IF(status = 'cancelled', ?, NULL), provisional = (provisional OR ?) AND"
        " status = 'pending', updated_us = ?, version = version + 1"
        " WHERE business_id = ? AND id = ? AND status = ?",
        VALUES(v_text(word_of(booking_status_words, change->to)),
               v_text(change->cancellation_reason), v_text(change->cancelled_by_email),
               v_text(change->rejection_reason), v_instant(change->at),
               v_number(change->provisional), v_instant(change->at), v_number(booking->business_id),
               v_number(booking->id), v_text(word_of(booking_status_words, change->from))),
        &affected, NULL));
    *changed = affected == 1;
    return NO_FAIL;
}

#define ONE_MORE_VERSION ", updated_us = ?, version = version + 1 WHERE business_id = ? AND id = ?"

struct fail booking_set_moved(struct store *store, const struct booking *booking,
                              const char *to_uid, const char *reason, const char *by_email,
                              struct instant at)
{
    return store_change(store, "set moved",
                        "UPDATE booking SET rescheduled_to_uid = ?, rescheduling_reason = ?,"
                        " rescheduled_by_email = ?" ONE_MORE_VERSION,
                        VALUES(v_text(to_uid), v_text(reason), v_text(by_email), v_instant(at),
                               v_number(booking->business_id), v_number(booking->id)),
                        NULL, NULL);
}

struct fail booking_set_location(struct store *store, const struct booking *booking,
                                 struct instant at)
{
    return store_change(store, "set location",
                        "UPDATE booking SET location = ?, responses = ?" ONE_MORE_VERSION,
                        VALUES(v_text(booking->location), v_text(booking->responses), v_instant(at),
                               v_number(booking->business_id), v_number(booking->id)),
                        NULL, NULL);
}

struct fail booking_set_host_absent(struct store *store, const struct booking *booking,
                                    struct instant at)
{
    return store_change(store, "set host absent",
                        "UPDATE booking SET host_absent = ?" ONE_MORE_VERSION,
                        VALUES(v_number(booking->host_absent), v_instant(at),
                               v_number(booking->business_id), v_number(booking->id)),
                        NULL, NULL);
}

struct fail booking_set_rsvp(struct store *store, const struct booking *booking, struct instant at)
{
    return store_change(store, "set rsvp", "UPDATE booking SET rsvp = ?" ONE_MORE_VERSION,
                        VALUES(v_text(word_of(rsvp_words, booking->rsvp)), v_instant(at),
                               v_number(booking->business_id), v_number(booking->id)),
                        NULL, NULL);
}

struct fail booking_set_host(struct store *store, const struct booking *booking, int64_t from,
                             int64_t to, struct instant at)
{
    TRY(store_change(store, "set host",
                     "UPDATE booking SET host_id = ?, title = ?" ONE_MORE_VERSION,
                     VALUES(v_number(to), v_text(booking->title), v_instant(at),
                            v_number(booking->business_id), v_number(booking->id)),
                     NULL, NULL));
    return store_change(
        store, "set booking host",
        "UPDATE booking_host SET user_id = ? WHERE business_id = ?"
        " AND booking_id = ? AND user_id = ?",
        VALUES(v_number(to), v_number(booking->business_id), v_number(booking->id), v_number(from)),
        NULL, NULL);
}

struct fail history_add(struct store *store, const struct booking *booking,
                        const struct history_entry *entry)
{
    return store_change(store, "add history",
                        "INSERT INTO booking_history (business_id, booking_id, at_us, from_status,"
                        " to_status, source, token_id, transaction_uid) VALUES (?,?,?,?,?,?,?,?)",
                        VALUES(v_number(booking->business_id), v_number(booking->id),
                               v_instant(entry->at),
                               v_text(word_of(booking_status_words, entry->from)),
                               v_text(word_of(booking_status_words, entry->to)),
                               v_text(word_of(source_words, entry->source)), v_id(entry->token_id),
                               v_bytes(entry->transaction_uid, 16)),
                        NULL, NULL);
}

struct fail history_knows(struct store *store, const unsigned char transaction_uid[16], bool *known)
{
    struct number_row row;

    return store_one(store, &knows, VALUES(v_bytes(transaction_uid, 16)), &row, known);
}

const struct statement *const booking_statements[] = {&by_uid,   &of_recurrence, &of_booker_at,
                                                      &hosts_of, &knows,         NULL};
