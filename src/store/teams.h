/* teams.h - teams and who leads them. SPDX-License-Identifier: MIT */
#ifndef STORE_TEAMS_H
#define STORE_TEAMS_H

#include "booking.h"
#include "store/store.h"

/* Whether a user is owner or admin of a team that the other user belongs to or that the event type
 * is of. */
struct fail leads_team_of(struct store *store, int64_t business_id, int64_t leader_id,
                          int64_t user_id, int64_t event_type_id, bool *leads) MUST_BE_CHECKED;
/* Whether a user is owner or admin of this team. *known is false when the business has no such
 * team. */
struct fail leads_team(struct store *store, int64_t business_id, int64_t leader_id, int64_t team_id,
                       bool *known, bool *leads) MUST_BE_CHECKED;

extern const struct statement *const team_statements[];

#endif
