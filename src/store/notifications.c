/* notifications.c - what staff are told inside the product. SPDX-License-Identifier: MIT */
#include "store/notifications.h"

#define N struct notification
static const struct column columns[] = {
    C_NUMBER(N, id),         C_NUMBER(N, business_id), C_NUMBER(N, user_id), C_TEXT(N, kind),
    C_NUMBER(N, booking_id), C_TEXT(N, message),       C_INSTANT(N, read),   C_INSTANT(N, created),
};
#undef N
#define COLUMNS                                                                                    \
    "SELECT id, business_id, user_id, kind, booking_id, message, read_us, created_us"              \
    " FROM notification"
#define READERS " WHERE business_id = ? AND (user_id = ? OR (user_id IS NULL AND ?))"
#define ORDER   " ORDER BY read_us IS NOT NULL, created_us DESC, id DESC"
#define ROW     columns, COUNT(columns), sizeof(struct notification)
static const struct statement all_of = {"notifications", COLUMNS READERS ORDER, ROW};
static const struct statement page_of = {"notifications, a page",
                                         COLUMNS READERS ORDER " LIMIT ? OFFSET ?", ROW};
static const struct statement by_id = {"notification by id", COLUMNS READERS " AND id = ?", ROW};

struct count_row {
    int64_t count;
};
static const struct column count_columns[] = {C_NUMBER(struct count_row, count)};
static const struct statement count_of = {"notifications counted",
                                          "SELECT COUNT(*) FROM notification" READERS,
                                          count_columns, 1, sizeof(struct count_row)};

/* The three values of READERS. */
#define V_READER(reader_)                                                                          \
    v_number((reader_)->business_id), v_number((reader_)->user_id), v_number((reader_)->admin)

struct fail notification_add(struct store *store, const struct notification *notification)
{
    return store_change(
        store, "add notification",
        "INSERT INTO notification (business_id, user_id, kind, booking_id, message, created_us)"
        " VALUES (?,?,?,?,LEFT(?, 500),?)",
        VALUES(v_number(notification->business_id), v_id(notification->user_id),
               v_text(notification->kind), v_id(notification->booking_id),
               v_text(notification->message), v_instant(notification->created)),
        NULL, NULL);
}

struct fail notification_remove_for(struct store *store, int64_t business_id, int64_t booking_id,
                                    const char *kind)
{
    return store_change(
        store, "remove notifications of booking",
        "DELETE FROM notification WHERE business_id = ? AND booking_id = ? AND kind = ?",
        VALUES(v_number(business_id), v_number(booking_id), v_text(kind)), NULL, NULL);
}

static struct fail count_all(struct store *store, const struct notification_reader *reader,
                             int64_t *total)
{
    struct count_row row = {0};
    bool found;

    TRY(store_one(store, &count_of, VALUES(V_READER(reader)), &row, &found));
    *total = row.count;
    return NO_FAIL;
}

struct fail notifications_of(struct store *store, const struct notification_reader *reader,
                             struct paging *paging, struct list *notifications)
{
    if (paging->page == 0)
        return store_all(store, &all_of, VALUES(V_READER(reader)), notifications);
    TRY(count_all(store, reader, &paging->total));
    return store_all(store, &page_of,
                     VALUES(V_READER(reader), v_number(paging->limit),
                            v_number((paging->page - 1) * paging->limit)),
                     notifications);
}

struct fail notification_by_id(struct store *store, const struct notification_reader *reader,
                               int64_t id, struct notification *notification, bool *found)
{
    return store_one(store, &by_id, VALUES(V_READER(reader), v_number(id)), notification, found);
}

struct fail notifications_mark_read(struct store *store, const struct notification_reader *reader,
                                    int64_t id, struct instant now)
{
    return store_change(
        store, "mark notifications read",
        "UPDATE notification SET read_us = ?" READERS " AND read_us IS NULL AND (id = ? OR ? = 0)",
        VALUES(v_instant(now), V_READER(reader), v_number(id), v_number(id)), NULL, NULL);
}

struct fail notification_remove(struct store *store, const struct notification_reader *reader,
                                int64_t id, bool *known)
{
    int64_t affected = 0;

    TRY(store_change(store, "remove notification", "DELETE FROM notification" READERS " AND id = ?",
                     VALUES(V_READER(reader), v_number(id)), &affected, NULL));
    *known = affected == 1;
    return NO_FAIL;
}

const struct statement *const notification_statements[] = {&all_of, &page_of, &by_id, &count_of,
                                                           NULL};
