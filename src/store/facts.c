/* facts.c - what the service and the history of bookings say about them. SPDX-License-Identifier:
 * MIT */
#include "store/facts.h"
#include "store/placeholders.h"

#define F struct type_facts
static const struct column fact_columns[] = {
    C_NUMBER(F, id),
    C_TEXT(F, description),
    C_NUMBER(F, price_minor),
    C_FLAG(F, cancelling_disabled),
    C_FLAG(F, rescheduling_disabled),
    C_FLAG(F, requires_confirmation),
    C_NUMBER(F, moving_notice_minutes),
    C_WORD(F, recurrence_frequency, frequency_words),
    C_NUMBER(F, recurrence_interval),
};
#undef F
static const struct column size_columns[] = {
    C_NUMBER(struct series_size, recurrence_id),
    C_NUMBER(struct series_size, bookings),
};
struct number_row {
    int64_t number;
};
static const struct column number_columns[] = {C_NUMBER(struct number_row, number)};

static const struct statement with_uid = {
    "event type with uid",
    "SELECT id FROM event_type WHERE business_id = ? AND uid = ? AND deleted_us IS NULL",
    number_columns, 1, sizeof(struct number_row)};
static const struct statement on_offer = {
    "event types on offer",
    "SELECT id FROM event_type WHERE business_id = ? AND deleted_us IS NULL AND NOT hidden"
    " AND NOT managed ORDER BY id",
    number_columns, 1, sizeof(struct number_row)};

struct fail type_with_uid(struct store *store, int64_t business_id, const char *uid, int64_t *id,
                          bool *found)
{
    struct number_row row = {0};

    TRY(store_one(store, &with_uid, VALUES(v_number(business_id), v_uid(uid)), &row, found));
    *id = row.number;
    return NO_FAIL;
}

struct fail types_on_offer(struct store *store, int64_t business_id, struct numbers *ids)
{
    struct list rows;

    TRY(store_all(store, &on_offer, VALUES(v_number(business_id)), &rows));
    /* a row holds one number and nothing else */
    *ids = (struct numbers){rows.items, rows.count};
    return NO_FAIL;
}

static struct fail about(struct store *store, struct statement statement, const char *before,
                         const char *after, int64_t business_id, const struct numbers *numbers,
                         struct list *rows)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    placeholders_text(&sql, before);
    placeholders_value(&sql, v_number(business_id));
    placeholders_numbers(&sql, numbers);
    placeholders_text(&sql, after);
    statement.text = placeholders_sql(&sql);
    return store_all(store, &statement, placeholders_values(&sql), rows);
}

struct fail facts_of_types(struct store *store, int64_t business_id, const struct numbers *types,
                           struct list *facts)
{
    return about(store,
                 (struct statement){"facts of event types", NULL, fact_columns, COUNT(fact_columns),
                                    sizeof(struct type_facts)},
                 "SELECT id, description, price_minor, cancelling_disabled, rescheduling_disabled,"
                 " requires_confirmation, moving_notice_minutes, recurrence_frequency,"
                 " recurrence_interval FROM event_type WHERE business_id = ? AND id IN ",
                 "", business_id, types, facts);
}

struct fail sizes_of_series(struct store *store, int64_t business_id,
                            const struct numbers *recurrences, struct list *sizes)
{
    return about(store,
                 (struct statement){"sizes of series", NULL, size_columns, COUNT(size_columns),
                                    sizeof(struct series_size)},
                 "SELECT recurrence_id, COUNT(*) FROM booking WHERE business_id = ?"
                 " AND recurrence_id IN ",
                 " GROUP BY recurrence_id", business_id, recurrences, sizes);
}

struct fail entered_by_staff(struct store *store, int64_t business_id,
                             const struct numbers *bookings, struct numbers *ids)
{
    struct list rows;

    TRY(about(
        store,
        (struct statement){"entered by staff", NULL, number_columns, 1, sizeof(struct number_row)},
        "SELECT y.booking_id FROM booking_history y JOIN token k"
        " ON k.business_id = y.business_id AND k.id = y.token_id"
        " WHERE y.business_id = ? AND y.from_status IS NULL AND k.kind IN"
        " ('staff_session','vcita_staff','vcita_app','vcita_directory')"
        " AND y.booking_id IN ",
        "", business_id, bookings, &rows));
    /* a row holds one number and nothing else */
    *ids = (struct numbers){rows.items, rows.count};
    return NO_FAIL;
}

const struct statement *const fact_statements[] = {&with_uid, &on_offer, NULL};
