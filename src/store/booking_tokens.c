/* booking_tokens.c - what a mail lets its reader do with a booking. SPDX-License-Identifier: MIT */
#include "store/booking_tokens.h"
#include "store/placeholders.h"

#define T struct booking_token
static const struct column token_columns[] = {
    C_NUMBER(T, business_id), C_NUMBER(T, id),
    C_NUMBER(T, booking_id),  C_TEXT(T, booking_uid),
    C_INSTANT(T, expires),    C_INSTANT(T, used),
    C_INSTANT(T, created),    C_WORD(T, purpose, token_purpose_words),
};
#undef T
#define TOKEN_ROW token_columns, COUNT(token_columns), sizeof(struct booking_token)
#define SELECT_TOKEN                                                                               \
    "SELECT t.business_id, t.id, t.booking_id, b.uid, t.expires_us, t.used_us, t.created_us,"      \
    " t.purpose FROM booking_token t JOIN booking b ON b.business_id = t.business_id"              \
    " AND b.id = t.booking_id WHERE "

static const struct statement by_hash = {"booking token by hash", SELECT_TOKEN "t.hash = ?",
                                         TOKEN_ROW};

struct id_row {
    int64_t id;
};
static const struct column id_columns[] = {C_NUMBER(struct id_row, id)};
/* The token alone: its booking is locked by whoever changes it. */
static const struct statement locked_statement = {
    "booking token locked", "SELECT id FROM booking_token WHERE hash = ? FOR UPDATE", id_columns,
    COUNT(id_columns), sizeof(struct id_row)};

struct fail booking_token_add(struct store *store, const struct booking_token *token,
                              const unsigned char hash[DIGEST_ROOM])
{
    return store_change(
        store, "add booking token",
        "INSERT INTO booking_token (business_id, booking_id, purpose, hash, expires_us, created_us)"
        " VALUES (?,?,?,?,?,?)",
        VALUES(v_number(token->business_id), v_number(token->booking_id),
               v_text(word_of(token_purpose_words, token->purpose)), v_bytes(hash, DIGEST_ROOM),
               v_instant(token->expires), v_instant(token->created)),
        NULL, NULL);
}

struct fail booking_token_by_hash(struct store *store, const unsigned char hash[DIGEST_ROOM],
                                  bool locked, struct booking_token *token, bool *found)
{
    struct values digest = VALUES(v_bytes(hash, DIGEST_ROOM));
    struct id_row row;

    if (locked)
        TRY(store_one(store, &locked_statement, digest, &row, found));
    return store_one(store, &by_hash, digest, token, found);
}

struct fail booking_token_use(struct store *store, const struct booking_token *token,
                              struct instant now)
{
    return store_change(
        store, "use booking token",
        "UPDATE booking_token SET used_us = COALESCE(used_us, ?) WHERE business_id = ? AND id = ?",
        VALUES(v_instant(now), v_number(token->business_id), v_number(token->id)), NULL, NULL);
}

struct fail booking_tokens_drop(struct store *store, const struct booking *booking, int purpose)
{
    return store_change(store, "drop booking tokens",
                        "DELETE FROM booking_token WHERE business_id = ? AND booking_id = ?"
                        " AND purpose = ? AND used_us IS NULL",
                        VALUES(v_number(booking->business_id), v_number(booking->id),
                               v_text(word_of(token_purpose_words, purpose))),
                        NULL, NULL);
}

struct fail booking_tokens_unused(struct store *store, int64_t business_id,
                                  const struct numbers *booking_ids, struct list *tokens)
{
    struct placeholders sql = placeholders_start(store_arena(store));

    placeholders_text(&sql, SELECT_TOKEN "t.business_id = ? AND t.used_us IS NULL"
                                         " AND t.booking_id IN ");
    placeholders_value(&sql, v_number(business_id));
    placeholders_numbers(&sql, booking_ids);
    placeholders_text(&sql, " ORDER BY t.id");
    struct statement statement = {"unused booking tokens", placeholders_sql(&sql), TOKEN_ROW};
    return store_all(store, &statement, placeholders_values(&sql), tokens);
}

struct fail review_add(struct store *store, const struct review *review)
{
    TRY(store_change(store, "add review",
                     "INSERT INTO review (business_id, booking_id, rating, comment, created_us)"
                     " VALUES (?,?,?,?,?) ON DUPLICATE KEY UPDATE rating = rating",
                     VALUES(v_number(review->business_id), v_number(review->booking_id),
                            v_number(review->rating), v_text(review->comment),
                            v_instant(review->created)),
                     NULL, NULL));
    return store_change(
        store, "set booking rating",
        "UPDATE booking b JOIN review r ON r.business_id = b.business_id AND r.booking_id = b.id"
        " SET b.rating = r.rating WHERE b.business_id = ? AND b.id = ?",
        VALUES(v_number(review->business_id), v_number(review->booking_id)), NULL, NULL);
}

const struct statement *const booking_token_statements[] = {&by_hash, &locked_statement, NULL};
