/* manage_people.c - users as they manage themselves, and who is whose. SPDX-License-Identifier: MIT
 */
#include "store/manage_people.h"
#include "store/placeholders.h"

/* ---- profiles ---- */

#define P struct profile
static const struct column profile_columns[] = {
    C_NUMBER(P, id),       C_NUMBER(P, business_id), C_TEXT(P, username),
    C_TEXT(P, email),      C_TEXT(P, name),          C_TEXT(P, avatar_url),
    C_TEXT(P, bio),        C_TEXT(P, time_zone),     C_TEXT(P, locale),
    C_TEXT(P, week_start), C_NUMBER(P, time_format), C_NUMBER(P, default_schedule_id),
    C_TEXT(P, metadata),
};
#undef P
static const struct statement profile_statement = {
    "profile of user",
    "SELECT id, business_id, username, email, name, avatar_url, bio, time_zone, locale, week_start,"
    " time_format, default_schedule_id, metadata FROM user WHERE business_id = ? AND id = ?",
    profile_columns, COUNT(profile_columns), sizeof(struct profile)};

struct fail profile_of_user(struct store *store, int64_t business_id, int64_t user_id,
                            struct profile *profile, bool *found)
{
    return store_one(store, &profile_statement, VALUES(v_number(business_id), v_number(user_id)),
                     profile, found);
}

struct fail profile_set(struct store *store, const struct profile *profile)
{
    struct fail fail = store_change(
        store, "set profile",
        "UPDATE user SET email = ?, name = ?, avatar_url = ?, bio = ?, time_zone = ?, locale = ?,"
        " week_start = ?, time_format = ?, default_schedule_id = ?, metadata = ?"
        " WHERE business_id = ? AND id = ?",
        VALUES(v_text(profile->email), v_text(profile->name), v_text(profile->avatar_url),
               v_text(profile->bio), v_text(profile->time_zone), v_text(profile->locale),
               v_text(profile->week_start), v_number(profile->time_format),
               v_id(profile->default_schedule_id), v_text(profile->metadata),
               v_number(profile->business_id), v_number(profile->id)),
        NULL, NULL);

    if (refused_by(fail, DUPLICATE, "user_email"))
        fail.code = NAME_TAKEN;
    return fail;
}

/* ---- who is whose ---- */

#define K struct caller
static const struct column caller_columns[] = {
    C_NUMBER(K, business_id), C_NUMBER(K, user_id), C_TEXT(K, email),
    C_FLAG(K, leads_a_team),  C_FLAG(K, attends),
};
#undef K
static const struct statement caller_statement = {
    "caller of user",
    "SELECT u.business_id, u.id, u.email,"
    " EXISTS (SELECT 1 FROM membership m WHERE m.business_id = u.business_id"
    "  AND m.user_id = u.id AND m.role IN ('owner','admin')),"
    " EXISTS (SELECT 1 FROM attendee a WHERE a.business_id = u.business_id AND a.email = u.email)"
    " FROM user u WHERE u.business_id = ? AND u.id = ?",
    caller_columns, COUNT(caller_columns), sizeof(struct caller)};

struct flag_row {
    bool flag;
};
static const struct column flag_columns[] = {C_FLAG(struct flag_row, flag)};
static const struct statement admin_statement = {
    "user is admin", "SELECT role = 'admin' FROM user WHERE business_id = ? AND id = ?",
    flag_columns, 1, sizeof(struct flag_row)};

static const struct column standing_columns[] = {C_FLAG(struct standing, belongs),
                                                 C_FLAG(struct standing, leads)};
static const struct statement standing_statement = {
    "standing in team",
    "SELECT m.user_id IS NOT NULL, COALESCE(m.role IN ('owner','admin'), FALSE) FROM team t"
    " LEFT JOIN membership m ON m.business_id = t.business_id AND m.team_id = t.id"
    "  AND m.user_id = ? WHERE t.business_id = ? AND t.id = ?",
    standing_columns, COUNT(standing_columns), sizeof(struct standing)};

#define U struct named_user
static const struct column user_columns[] = {C_NUMBER(U, business_id), C_NUMBER(U, id),
                                             C_TEXT(U, username),      C_TEXT(U, business_domain),
                                             C_TEXT(U, currency),      C_FLAG(U, preferred)};
#undef U
#define SELECT_USER                                                                                \
    "SELECT u.business_id, u.id, u.username, b.domain, LOWER(b.currency), b.domain <=> ? FROM "    \
    "user u"                                                                                       \
    " JOIN business b ON b.id = u.business_id WHERE u.active AND u.username = ?"
#define FIRST_TWO " ORDER BY b.domain <=> ? DESC LIMIT 2"
#define USER_ROW  user_columns, COUNT(user_columns), sizeof(struct named_user)
static const struct statement user_within = {
    "user by username", SELECT_USER " AND u.business_id = ?" FIRST_TWO, USER_ROW};
static const struct statement user_anywhere = {"user by username, anywhere", SELECT_USER FIRST_TWO,
                                               USER_ROW};

struct count_row {
    int64_t count;
};
static const struct column count_columns[] = {C_NUMBER(struct count_row, count)};

struct fail caller_of_user(struct store *store, int64_t business_id, int64_t user_id,
                           struct caller *caller, bool *found)
{
    return store_one(store, &caller_statement, VALUES(v_number(business_id), v_number(user_id)),
                     caller, found);
}

struct fail user_is_admin(struct store *store, int64_t business_id, int64_t user_id, bool *admin)
{
    struct flag_row row = {0};
    bool found;

    TRY(store_one(store, &admin_statement, VALUES(v_number(business_id), v_number(user_id)), &row,
                  &found));
    *admin = row.flag;
    return NO_FAIL;
}

struct fail standing_in_team(struct store *store, int64_t business_id, int64_t user_id,
                             int64_t team_id, struct standing *standing, bool *known)
{
    *standing = (struct standing){0};
    return store_one(store, &standing_statement,
                     VALUES(v_number(user_id), v_number(business_id), v_number(team_id)), standing,
                     known);
}

struct fail users_known(struct store *store, int64_t business_id, const struct numbers *ids,
                        int64_t *known)
{
    struct placeholders sql = placeholders_start(store_arena(store));
    struct count_row row = {0};
    bool found;

    placeholders_text(&sql, "SELECT COUNT(*) FROM user WHERE business_id = ? AND id IN ");
    placeholders_value(&sql, v_number(business_id));
    placeholders_numbers(&sql, ids);
    struct statement statement = {"users known", placeholders_sql(&sql), count_columns, 1,
                                  sizeof row};
    TRY(store_one(store, &statement, placeholders_values(&sql), &row, &found));
    *known = row.count;
    return NO_FAIL;
}

struct fail user_by_username(struct store *store, int64_t business_id, const char *host_name,
                             const char *username, struct named_user *user, bool *found)
{
    struct value host = v_text(host_name);
    struct value name = v_text(username);
    struct list rows;

    *found = false;
    if (business_id != 0)
        TRY(store_all(store, &user_within, VALUES(host, name, v_number(business_id), host), &rows));
    else
        TRY(store_all(store, &user_anywhere, VALUES(host, name, host), &rows));
    const struct named_user *first = rows.items;
    if (rows.count == 0 || (rows.count == 2 && !first->preferred))
        return NO_FAIL;
    *user = *first;
    *found = true;
    return NO_FAIL;
}

const struct statement *const manage_people_statements[] = {&profile_statement,
                                                            &caller_statement,
                                                            &admin_statement,
                                                            &standing_statement,
                                                            &user_within,
                                                            &user_anywhere,
                                                            NULL};
