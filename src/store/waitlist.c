/* waitlist.c - who wants a time of a day if one is freed. SPDX-License-Identifier: MIT */
#include "base/uid.h"
#include "store/placeholders.h"
#include "store/waitlist.h"

const struct word waitlist_status_words[] = {{"waiting", WAITLIST_WAITING},
                                             {"notified", WAITLIST_NOTIFIED},
                                             {"booked", WAITLIST_BOOKED},
                                             {"cancelled", WAITLIST_CANCELLED},
                                             {NULL, 0}};

#define W struct waitlist_entry
static const struct column entry_columns[] = {
    C_NUMBER(W, id),
    C_NUMBER(W, business_id),
    C_TEXT(W, uid),
    C_NUMBER(W, client_id),
    C_TEXT(W, client_name),
    C_TEXT(W, client_email),
    C_NUMBER(W, event_type_id),
    C_TEXT(W, event_type_title),
    C_NUMBER(W, booking_id),
    C_DAY(W, date),
    C_WORD(W, status, waitlist_status_words),
    C_INSTANT(W, notified),
    C_INSTANT(W, created),
};
#undef W
#define FROM_WAITLIST                                                                              \
    " FROM waitlist_entry w"                                                                       \
    " JOIN client c ON c.business_id = w.business_id AND c.id = w.client_id"                       \
    " JOIN event_type t ON t.business_id = w.business_id AND t.id = w.event_type_id"               \
    " WHERE w.business_id = ?"
#define SELECT_ENTRY                                                                               \
    "SELECT w.id, w.business_id, w.uid, w.client_id, c.name, c.email, w.event_type_id, t.title,"   \
    " w.booking_id, w.date, w.status, w.notified_us, w.created_us" FROM_WAITLIST
#define ENTRY_ROW entry_columns, COUNT(entry_columns), sizeof(struct waitlist_entry)

static const struct statement by_id = {"waitlist entry by id", SELECT_ENTRY " AND w.id = ?",
                                       ENTRY_ROW};

struct id_row {
    int64_t id;
};
static const struct column id_columns[] = {C_NUMBER(struct id_row, id)};
#define ID_ROW id_columns, COUNT(id_columns), sizeof(struct id_row)
/* The entry alone is locked: its client and event type are in everybody's way. */
static const struct statement first = {
    "first of waitlist",
    "SELECT w.id FROM waitlist_entry w WHERE w.business_id = ? AND w.event_type_id = ?"
    " AND w.date = ? AND w.status = 'waiting' AND (w.booking_id IS NULL OR w.booking_id = ?)"
    " AND NOT EXISTS (SELECT 1 FROM client c WHERE c.business_id = w.business_id"
    "  AND c.id = w.client_id AND c.deleted_us IS NOT NULL)"
    " ORDER BY w.created_us, w.id LIMIT 1 FOR UPDATE",
    ID_ROW};
static const struct statement lock = {
    "waitlist entry locked",
    "SELECT id FROM waitlist_entry WHERE business_id = ? AND id = ? FOR UPDATE", ID_ROW};

struct count_row {
    int64_t count;
};
static const struct column count_columns[] = {C_NUMBER(struct count_row, count)};

struct fail waitlist_by_id(struct store *store, int64_t business_id, int64_t id,
                           struct waitlist_entry *entry, bool *found)
{
    return store_one(store, &by_id, VALUES(v_number(business_id), v_number(id)), entry, found);
}

struct fail waitlist_first(struct store *store, int64_t business_id, int64_t event_type_id,
                           struct day date, int64_t booking_id, struct waitlist_entry *entry,
                           bool *found)
{
    struct id_row row;

    TRY(store_one(store, &first,
                  VALUES(v_number(business_id), v_number(event_type_id),
                         v_day(store_arena(store), date), v_number(booking_id)),
                  &row, found));
    return *found ? waitlist_by_id(store, business_id, row.id, entry, found) : NO_FAIL;
}

struct fail waitlist_locked(struct store *store, int64_t business_id, int64_t id,
                            struct waitlist_entry *entry, bool *found)
{
    struct id_row row;

    TRY(store_one(store, &lock, VALUES(v_number(business_id), v_number(id)), &row, found));
    return *found ? waitlist_by_id(store, business_id, id, entry, found) : NO_FAIL;
}

/* ---- lists ---- */

static void put_filters(struct placeholders *sql, const struct waitlist_query *query)
{
    const struct {
        uint64_t bit;
        const char *text;
        struct value value;
    } filters[] = {
        {WAITLIST_BY_SERVICE, " AND w.event_type_id = ?", v_number(query->event_type_id)},
        {WAITLIST_BY_DATE, " AND w.date = ?", v_day(sql->arena, query->date)},
        {WAITLIST_BY_STATUS, " AND w.status = ?",
         v_text(word_of(waitlist_status_words, query->status))},
        {WAITLIST_BY_CLIENT, " AND w.client_id = ?", v_number(query->client_id)},
    };

    placeholders_value(sql, v_number(query->business_id));
    for (size_t i = 0; i < COUNT(filters); i++) {
        if (!(query->given & filters[i].bit))
            continue;
        placeholders_text(sql, filters[i].text);
        placeholders_value(sql, filters[i].value);
    }
}

struct fail waitlist_find(struct store *store, const struct waitlist_query *query,
                          struct list *entries)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    placeholders_text(&sql, SELECT_ENTRY);
    put_filters(&sql, query);
    placeholders_text(&sql, " ORDER BY w.date, w.created_us, w.id");
    if (query->take > 0) {
        placeholders_text(&sql, " LIMIT ? OFFSET ?");
        placeholders_copy(&sql, VALUES(v_number(query->take), v_number(query->skip)));
    }
    struct statement statement = {"waitlist", placeholders_sql(&sql), ENTRY_ROW};
    return store_some(store, &statement, placeholders_values(&sql), LIST_BYTES_MOST, entries);
}

struct fail waitlist_count(struct store *store, const struct waitlist_query *query, int64_t *count)
{
    struct placeholders sql = placeholders_start(store_arena(store));
    struct count_row row = {0};
    bool found;

    placeholders_text(&sql, "SELECT COUNT(*)" FROM_WAITLIST);
    put_filters(&sql, query);
    struct statement statement = {"count waitlist", placeholders_sql(&sql), count_columns, 1,
                                  sizeof row};
    TRY(store_one(store, &statement, placeholders_values(&sql), &row, &found));
    *count = row.count;
    return NO_FAIL;
}

/* ---- changes ---- */

struct fail waitlist_insert(struct store *store, struct waitlist_entry *entry, struct instant now)
{
    struct arena *arena = store_arena(store);
    char uid[17];

    uid_short(uid);
    entry->uid = arena_text(arena, uid);
    return store_change(
        store, "insert waitlist entry",
        "INSERT INTO waitlist_entry (business_id, uid, client_id, event_type_id,"
        " booking_id, date, status, created_us) VALUES (?,?,?,?,?,?,?,?)",
        VALUES(v_number(entry->business_id), v_text(entry->uid), v_number(entry->client_id),
               v_number(entry->event_type_id), v_id(entry->booking_id), v_day(arena, entry->date),
               v_text(word_of(waitlist_status_words, entry->status)), v_instant(now)),
        NULL, &entry->id);
}

struct fail waitlist_set(struct store *store, const struct waitlist_entry *entry)
{
    return store_change(store, "set waitlist entry",
                        "UPDATE waitlist_entry SET status = ?, booking_id = ?, notified_us = ?"
                        " WHERE business_id = ? AND id = ?",
                        VALUES(v_text(word_of(waitlist_status_words, entry->status)),
                               v_id(entry->booking_id), v_instant(entry->notified),
                               v_number(entry->business_id), v_number(entry->id)),
                        NULL, NULL);
}

const struct statement *const waitlist_statements[] = {&by_id, &first, &lock, NULL};
