/* webhooks.c - who outside wants to be told of bookings. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/digest.h"
#include "store/webhooks.h"

#define W struct webhook
static const struct column webhook_columns[] = {
    C_NUMBER(W, business_id),    C_NUMBER(W, id),   C_TEXT(W, uid),      C_NUMBER(W, user_id),
    C_NUMBER(W, event_type_id),  C_TEXT(W, url),    C_TEXT(W, triggers), C_FLAG(W, active),
    C_TEXT(W, payload_template), C_TEXT(W, secret), C_TEXT(W, version),  C_INSTANT(W, created),
};
#undef W
#define SELECT_WEBHOOK                                                                             \
    "SELECT w.business_id, w.id, w.uid, w.user_id, w.event_type_id, w.url, w.triggers, w.active,"  \
    " w.payload_template, w.secret, w.version, w.created_us FROM webhook w WHERE w.business_id = " \
    "?"
#define WEBHOOK_ROW webhook_columns, COUNT(webhook_columns), sizeof(struct webhook)

static const struct statement by_uid[] = {
    {"webhook by uid", SELECT_WEBHOOK " AND w.uid = ?", WEBHOOK_ROW},
    {"webhook by uid, locked", SELECT_WEBHOOK " AND w.uid = ? FOR UPDATE", WEBHOOK_ROW},
};
static const struct statement of_user = {
    "webhooks of user", SELECT_WEBHOOK " AND w.user_id = ? ORDER BY w.id LIMIT ? OFFSET ?",
    WEBHOOK_ROW};
static const struct statement of_event_type = {
    "webhooks of event type",
    SELECT_WEBHOOK " AND w.event_type_id = ? ORDER BY w.id LIMIT ? OFFSET ?", WEBHOOK_ROW};
static const struct statement about = {
    "webhooks about",
    SELECT_WEBHOOK " AND w.active AND (w.event_type_id = ? OR w.user_id IN (SELECT h.user_id"
                   "  FROM booking_host h WHERE h.business_id = ? AND h.booking_id = ?))"
                   " ORDER BY w.id",
    WEBHOOK_ROW};
static const struct statement claimed = {
    "webhook claimed", SELECT_WEBHOOK " AND w.id = ? FOR UPDATE SKIP LOCKED", WEBHOOK_ROW};

struct flag_row {
    bool flag;
};
static const struct column flag_columns[] = {C_FLAG(struct flag_row, flag)};
static const struct statement gone_statement = {
    "webhook is gone", "SELECT NOT EXISTS (SELECT 1 FROM webhook WHERE business_id = ? AND id = ?)",
    flag_columns, 1, sizeof(struct flag_row)};

#define T struct told_type
static const struct column type_columns[] = {
    C_TEXT(T, title),  C_TEXT(T, description), C_NUMBER(T, price_minor), C_TEXT(T, currency),
    C_TEXT(T, fields), C_TEXT(T, team_name),   C_TEXT(T, host_locale),
};
#undef T
/* deleted event types too: what was booked of them goes on */
static const struct statement type_statement = {
    "event type as told",
    "SELECT t.title, t.description, t.price_minor, b.currency, t.fields, g.name, u.locale"
    " FROM event_type t JOIN business b ON b.id = t.business_id"
    " JOIN user u ON u.business_id = t.business_id AND u.id = ?"
    " LEFT JOIN team g ON g.business_id = t.business_id AND g.id = t.team_id"
    " WHERE t.business_id = ? AND t.id = ?",
    type_columns, COUNT(type_columns), sizeof(struct told_type)};

static struct value digest_of(struct store *store, const char *url)
{
    unsigned char *digest = arena_take(store_arena(store), DIGEST_ROOM);

    digest_sha256(digest, url, strlen(url));
    return v_bytes(digest, DIGEST_ROOM);
}

struct fail webhook_insert(struct store *store, struct webhook *webhook)
{
    const struct webhook *w = webhook;

    return store_change(
        store, "insert webhook",
        "INSERT INTO webhook (business_id, uid, user_id, event_type_id, url, url_digest, triggers,"
        " active, payload_template, secret, version, created_us)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        VALUES(v_number(w->business_id), v_text(w->uid), v_id(w->user_id), v_id(w->event_type_id),
               v_text(w->url), digest_of(store, w->url), v_text(w->triggers), v_number(w->active),
               v_text(w->payload_template), v_text(w->secret), v_text(w->version),
               v_instant(w->created)),
        NULL, &webhook->id);
}

struct fail webhook_update(struct store *store, const struct webhook *webhook)
{
    const struct webhook *w = webhook;

    return store_change(
        store, "update webhook",
        "UPDATE webhook SET url = ?, url_digest = ?, triggers = ?, active = ?,"
        " payload_template = ?, secret = ?, version = ? WHERE business_id = ? AND id = ?",
        VALUES(v_text(w->url), digest_of(store, w->url), v_text(w->triggers), v_number(w->active),
               v_text(w->payload_template), v_text(w->secret), v_text(w->version),
               v_number(w->business_id), v_number(w->id)),
        NULL, NULL);
}

struct fail webhook_delete(struct store *store, const struct webhook *webhook)
{
    TRY(store_change(store, "delete deliveries",
                     "DELETE FROM job WHERE status = 'waiting' AND business_id = ?"
                     " AND receiver = ?",
                     VALUES(v_number(webhook->business_id), v_number(webhook->id)), NULL, NULL));
    return store_change(store, "delete webhook",
                        "DELETE FROM webhook WHERE business_id = ? AND id = ?",
                        VALUES(v_number(webhook->business_id), v_number(webhook->id)), NULL, NULL);
}

struct fail webhook_by_uid(struct store *store, int64_t business_id, const char *uid, bool lock,
                           struct webhook *webhook, bool *found)
{
    return store_one(store, &by_uid[lock], VALUES(v_number(business_id), v_text(uid)), webhook,
                     found);
}

struct fail webhooks_of(struct store *store, int64_t business_id, int64_t user_id,
                        int64_t event_type_id, int64_t take, int64_t skip, struct list *webhooks)
{
    int64_t whose = event_type_id != 0 ? event_type_id : user_id;

    return store_all(store, event_type_id != 0 ? &of_event_type : &of_user,
                     VALUES(v_number(business_id), v_number(whose), v_number(take), v_number(skip)),
                     webhooks);
}

struct fail webhooks_about(struct store *store, const struct booking *booking,
                           struct list *webhooks)
{
    return store_all(store, &about,
                     VALUES(v_number(booking->business_id), v_number(booking->event_type_id),
                            v_number(booking->business_id), v_number(booking->id)),
                     webhooks);
}

struct fail webhook_claim(struct store *store, int64_t business_id, int64_t id,
                          struct webhook *webhook, bool *found)
{
    return store_one(store, &claimed, VALUES(v_number(business_id), v_number(id)), webhook, found);
}

struct fail webhook_is_gone(struct store *store, int64_t business_id, int64_t id, bool *gone)
{
    struct flag_row row = {0};
    bool found;

    TRY(store_one(store, &gone_statement, VALUES(v_number(business_id), v_number(id)), &row,
                  &found));
    *gone = row.flag;
    return NO_FAIL;
}

struct fail webhook_disable(struct store *store, int64_t business_id, int64_t id)
{
    return store_change(store, "disable webhook",
                        "UPDATE webhook SET active = FALSE WHERE business_id = ? AND id = ?",
                        VALUES(v_number(business_id), v_number(id)), NULL, NULL);
}

struct fail told_type_of(struct store *store, const struct booking *booking, struct told_type *type)
{
    bool found;

    *type = (struct told_type){0};
    TRY(store_one(store, &type_statement,
                  VALUES(v_number(booking->host_id), v_number(booking->business_id),
                         v_number(booking->event_type_id)),
                  type, &found));
    return found ? NO_FAIL : (struct fail){.code = OURSELVES, .trouble = "no such event type"};
}

const struct statement *const webhook_statements[] = {&by_uid[0],      &by_uid[1],      &of_user,
                                                      &of_event_type,  &about,          &claimed,
                                                      &gone_statement, &type_statement, NULL};
