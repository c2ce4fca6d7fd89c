/* teams.c - teams and who leads them. SPDX-License-Identifier: MIT */
#include "store/teams.h"

struct flag_row {
    bool flag;
};
static const struct column flag_columns[] = {C_FLAG(struct flag_row, flag)};
#define FLAG_ROW flag_columns, 1, sizeof(struct flag_row)

static const struct statement leads_of = {
    "leads team of",
    "SELECT EXISTS (SELECT 1 FROM membership l WHERE l.business_id = ? AND l.user_id = ?"
    " AND l.role IN ('owner','admin') AND (EXISTS (SELECT 1 FROM membership m"
    "  WHERE m.business_id = l.business_id AND m.team_id = l.team_id AND m.user_id = ?)"
    " OR EXISTS (SELECT 1 FROM event_type t WHERE t.business_id = l.business_id"
    "  AND t.id = ? AND t.team_id = l.team_id)))",
    FLAG_ROW};
static const struct statement leads_one = {
    "leads team",
    "SELECT EXISTS (SELECT 1 FROM membership l WHERE l.business_id = t.business_id"
    " AND l.team_id = t.id AND l.user_id = ? AND l.role IN ('owner','admin'))"
    " FROM team t WHERE t.business_id = ? AND t.id = ?",
    FLAG_ROW};

struct fail leads_team_of(struct store *store, int64_t business_id, int64_t leader_id,
                          int64_t user_id, int64_t event_type_id, bool *leads)
{
    struct flag_row row = {0};
    bool found;

    TRY(store_one(store, &leads_of,
                  VALUES(v_number(business_id), v_number(leader_id), v_number(user_id),
                         v_number(event_type_id)),
                  &row, &found));
    *leads = row.flag;
    return NO_FAIL;
}

struct fail leads_team(struct store *store, int64_t business_id, int64_t leader_id, int64_t team_id,
                       bool *known, bool *leads)
{
    struct flag_row row = {0};

    TRY(store_one(store, &leads_one,
                  VALUES(v_number(leader_id), v_number(business_id), v_number(team_id)), &row,
                  known));
    *leads = row.flag;
    return NO_FAIL;
}

const struct statement *const team_statements[] = {&leads_of, &leads_one, NULL};
