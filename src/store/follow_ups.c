/* follow_ups.c - mails that follow a visit, one after the other. SPDX-License-Identifier: MIT */
#include "store/follow_ups.h"
#include "store/placeholders.h"

#define F struct follow_up_sequence
static const struct column sequence_columns[] = {
    C_NUMBER(F, id),   C_NUMBER(F, business_id), C_TEXT(F, name), C_NUMBER(F, event_type_id),
    C_FLAG(F, active),
};
#undef F
#define S struct follow_up_step
static const struct column step_columns[] = {
    C_NUMBER(S, sequence_id), C_NUMBER(S, position), C_NUMBER(S, delay_minutes),
    C_TEXT(S, subject),       C_TEXT(S, body),
};
#undef S
#define SELECT_SEQUENCE                                                                            \
    "SELECT id, business_id, name, event_type_id, active FROM follow_up_sequence"                  \
    " WHERE business_id = ?"
#define SEQUENCE_ROW sequence_columns, COUNT(sequence_columns), sizeof(struct follow_up_sequence)

static const struct statement of_business = {"follow-ups of business",
                                             SELECT_SEQUENCE " ORDER BY id", SEQUENCE_ROW};
static const struct statement of_event_type = {
    "follow-ups of event type",
    SELECT_SEQUENCE " AND active AND (event_type_id IS NULL OR event_type_id = ?) ORDER BY id",
    SEQUENCE_ROW};
static const struct statement by_id = {"follow-up by id", SELECT_SEQUENCE " AND id = ?",
                                       SEQUENCE_ROW};
static const struct statement steps_of_business = {
    "follow-up steps",
    "SELECT sequence_id, position, delay_minutes, subject, body FROM follow_up_step"
    " WHERE business_id = ? AND (? = 0 OR sequence_id = ?) ORDER BY sequence_id, position",
    step_columns, COUNT(step_columns), sizeof(struct follow_up_step)};

/* Both come by the id of the sequence; steps of sequences that were not asked for are passed over.
 */
static struct fail add_steps(struct store *store, int64_t business_id, int64_t only,
                             struct follow_up_sequence *all, size_t count)
{
    struct list steps;
    size_t at = 0;

    TRY(store_some(store, &steps_of_business,
                   VALUES(v_number(business_id), v_number(only), v_number(only)), LIST_BYTES_MOST,
                   &steps));
    struct follow_up_step *step = steps.items;
    for (size_t i = 0; i < count; i++) {
        while (at < steps.count && step[at].sequence_id < all[i].id)
            at++;
        all[i].steps.items = step + at;
        while (at < steps.count && step[at].sequence_id == all[i].id)
            at++;
        all[i].steps.count = (size_t)(step + at - (struct follow_up_step *)all[i].steps.items);
    }
    return NO_FAIL;
}

struct fail follow_ups_of_business(struct store *store, int64_t business_id, struct list *sequences)
{
    TRY(store_all(store, &of_business, VALUES(v_number(business_id)), sequences));
    return add_steps(store, business_id, 0, sequences->items, sequences->count);
}

struct fail follow_ups_of_event_type(struct store *store, int64_t business_id,
                                     int64_t event_type_id, struct list *sequences)
{
    TRY(store_all(store, &of_event_type, VALUES(v_number(business_id), v_number(event_type_id)),
                  sequences));
    return add_steps(store, business_id, 0, sequences->items, sequences->count);
}

struct fail follow_up_by_id(struct store *store, int64_t business_id, int64_t id,
                            struct follow_up_sequence *sequence, bool *found)
{
    TRY(store_one(store, &by_id, VALUES(v_number(business_id), v_number(id)), sequence, found));
    return *found ? add_steps(store, business_id, id, sequence, 1) : NO_FAIL;
}

/* ---- changes ---- */

struct fail follow_up_insert(struct store *store, struct follow_up_sequence *sequence,
                             struct instant now)
{
    TRY(store_change(store, "insert follow-up",
                     "INSERT INTO follow_up_sequence (business_id, name, event_type_id, active,"
                     " created_us) VALUES (?,?,?,?,?)",
                     VALUES(v_number(sequence->business_id), v_text(sequence->name),
                            v_id(sequence->event_type_id), v_number(sequence->active),
                            v_instant(now)),
                     NULL, &sequence->id));
    return follow_up_set_steps(store, sequence);
}

struct fail follow_up_set(struct store *store, const struct follow_up_sequence *sequence)
{
    return store_change(store, "set follow-up",
                        "UPDATE follow_up_sequence SET name = ?, event_type_id = ?, active = ?"
                        " WHERE business_id = ? AND id = ?",
                        VALUES(v_text(sequence->name), v_id(sequence->event_type_id),
                               v_number(sequence->active), v_number(sequence->business_id),
                               v_number(sequence->id)),
                        NULL, NULL);
}

struct fail follow_up_set_steps(struct store *store, const struct follow_up_sequence *sequence)
{
    const struct follow_up_step *all = sequence->steps.items;
    struct value business = v_number(sequence->business_id);
    struct value id = v_number(sequence->id);
    struct placeholders sql = placeholders_start(store_arena(store));

    TRY(store_change(store, "delete follow-up steps",
                     "DELETE FROM follow_up_step WHERE business_id = ? AND sequence_id = ?",
                     VALUES(business, id), NULL, NULL));
    if (sequence->steps.count == 0)
        return NO_FAIL;
    placeholders_text(&sql, "INSERT INTO follow_up_step (business_id, sequence_id, position,"
                            " delay_minutes, subject, body) VALUES ");
    for (size_t i = 0; i < sequence->steps.count; i++) {
        placeholders_text(&sql, i == 0 ? "(?,?,?,?,?,?)" : ",(?,?,?,?,?,?)");
        placeholders_copy(&sql, VALUES(business, id, v_number((int64_t)i + 1),
                                       v_number(all[i].delay_minutes), v_text(all[i].subject),
                                       v_text(all[i].body)));
    }
    return store_change(store, "insert follow-up steps", placeholders_sql(&sql),
                        placeholders_values(&sql), NULL, NULL);
}

struct fail follow_up_delete(struct store *store, const struct follow_up_sequence *sequence)
{
    return store_change(store, "delete follow-up",
                        "DELETE FROM follow_up_sequence WHERE business_id = ? AND id = ?",
                        VALUES(v_number(sequence->business_id), v_number(sequence->id)), NULL,
                        NULL);
}

const struct statement *const follow_up_statements[] = {&of_business, &of_event_type, &by_id,
                                                        &steps_of_business, NULL};
