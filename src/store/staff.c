/* staff.c - the people of a business as its admins manage them. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/uid.h"
#include "store/staff.h"

const struct word staff_role_words[] = {{"admin", ROLE_ADMIN}, {"staff", ROLE_STAFF}, {NULL, 0}};

#define S struct staff
static const struct column staff_columns[] = {
    C_NUMBER(S, id),
    C_NUMBER(S, business_id),
    C_TEXT(S, uid),
    C_TEXT(S, username),
    C_TEXT(S, name),
    C_TEXT(S, email),
    C_TEXT(S, phone),
    C_TEXT(S, time_zone),
    C_WORD(S, role, staff_role_words),
    C_FLAG(S, active),
    C_FLAG(S, require_password_change),
    C_NUMBER(S, default_schedule_id),
    C_INSTANT(S, created),
};
#undef S
#define SELECT_STAFF                                                                               \
    "SELECT id, business_id, uid, username, name, email, phone, time_zone, role, active,"          \
    " require_password_change, default_schedule_id, created_us FROM user WHERE business_id = ?"
#define STAFF_ROW staff_columns, COUNT(staff_columns), sizeof(struct staff)

static const struct statement by_id = {"staff by id", SELECT_STAFF " AND id = ?", STAFF_ROW};
static const struct statement by_uid = {"staff by uid", SELECT_STAFF " AND uid = ?", STAFF_ROW};
static const struct statement all_of_business = {
    "staff of business", SELECT_STAFF " AND (active OR ?) ORDER BY name, id", STAFF_ROW};

struct number_row {
    int64_t number;
};
static const struct column number_columns[] = {C_NUMBER(struct number_row, number)};
static const struct statement lock_statement = {"lock staff",
                                                "SELECT id FROM business WHERE id = ? FOR UPDATE",
                                                number_columns, 1, sizeof(struct number_row)};
static const struct statement admins_statement = {
    "count admins", "SELECT COUNT(*) FROM user WHERE business_id = ? AND active AND role = 'admin'",
    number_columns, 1, sizeof(struct number_row)};

struct fail staff_by_id(struct store *store, int64_t business_id, int64_t id, struct staff *staff,
                        bool *found)
{
    return store_one(store, &by_id, VALUES(v_number(business_id), v_number(id)), staff, found);
}

struct fail staff_by_uid(struct store *store, int64_t business_id, const char *uid,
                         struct staff *staff, bool *found)
{
    return store_one(store, &by_uid, VALUES(v_number(business_id), v_uid(uid)), staff, found);
}

struct fail staff_of_business(struct store *store, int64_t business_id, bool with_inactive,
                              struct list *staff)
{
    return store_all(store, &all_of_business,
                     VALUES(v_number(business_id), v_number(with_inactive)), staff);
}

/* ---- changes ---- */

static struct fail taken_address(struct fail fail)
{
    if (refused_by(fail, DUPLICATE, "user_email"))
        fail.code = NAME_TAKEN;
    return fail;
}

/* What stands before the @, in the letters of user names. */
static const char *username_from(struct arena *arena, const char *email)
{
    size_t length = strcspn(email, "@");
    char *name = arena_take(arena, length + 1);

    for (size_t i = 0; i < length; i++)
        name[i] =
            strchr("abcdefghijklmnopqrstuvwxyz0123456789.-_", email[i]) != NULL ? email[i] : '-';
    name[length] = '\0';
    return length > 0 && length <= 80 ? name : "staff";
}

static struct fail insert_as(struct store *store, struct staff *staff, const char *username,
                             struct instant now)
{
    return store_change(
        store, "insert staff",
        "INSERT INTO user (business_id, uid, username, name, email, phone, time_zone, role,"
        " password_hash, require_password_change, active, created_us)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        VALUES(v_number(staff->business_id), v_text(staff->uid), v_text(username),
               v_text(staff->name), v_text(staff->email), v_text(staff->phone),
               v_text(staff->time_zone), v_text(word_of(staff_role_words, staff->role)),
               v_text(staff->password_hash), v_number(staff->require_password_change),
               v_number(staff->active), v_instant(now)),
        NULL, &staff->id);
}

struct fail staff_insert(struct store *store, struct staff *staff, struct instant now)
{
    struct arena *arena = store_arena(store);
    const char *username = username_from(arena, staff->email);
    char uid[17];

    uid_short(uid);
    staff->uid = arena_text(arena, uid);
    struct fail fail = insert_as(store, staff, username, now);
    if (refused_by(fail, DUPLICATE, "user_username"))
        fail = insert_as(store, staff, arena_format(arena, "%s-%.6s", username, uid), now);
    return taken_address(fail);
}

struct fail staff_set(struct store *store, const struct staff *staff)
{
    return taken_address(store_change(
        store, "set staff",
        "UPDATE user SET name = ?, email = ?, phone = ?, time_zone = ?, role = ?,"
        " password_hash = COALESCE(?, password_hash), require_password_change = ?, active = ?"
        " WHERE business_id = ? AND id = ?",
        VALUES(v_text(staff->name), v_text(staff->email), v_text(staff->phone),
               v_text(staff->time_zone), v_text(word_of(staff_role_words, staff->role)),
               v_text(staff->password_hash), v_number(staff->require_password_change),
               v_number(staff->active), v_number(staff->business_id), v_number(staff->id)),
        NULL, NULL));
}

struct fail staff_sign_out(struct store *store, const struct staff *staff, struct instant now)
{
    return store_change(store, "sign staff out",
                        "UPDATE token SET revoked_us = ? WHERE business_id = ? AND user_id = ?"
                        " AND kind IN ('staff_session','staff_refresh') AND revoked_us IS NULL",
                        VALUES(v_instant(now), v_number(staff->business_id), v_number(staff->id)),
                        NULL, NULL);
}

struct fail staff_lock(struct store *store, int64_t business_id)
{
    struct number_row row;
    bool found;

    return store_one(store, &lock_statement, VALUES(v_number(business_id)), &row, &found);
}

struct fail staff_admins(struct store *store, int64_t business_id, int64_t *count)
{
    struct number_row row = {0};
    bool found;

    TRY(store_one(store, &admins_statement, VALUES(v_number(business_id)), &row, &found));
    *count = row.number;
    return NO_FAIL;
}

const struct statement *const staff_statements[] = {
    &by_id, &by_uid, &all_of_business, &lock_statement, &admins_statement, NULL};
