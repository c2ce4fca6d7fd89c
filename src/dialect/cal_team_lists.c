/* cal_team_lists.c - Cal.com v2: bookings of a team, of an organization and of one of its users.
 * Source: contract cal-v2 d.2, e. SPDX-License-Identifier: MIT */
#include "dialect/cal.h"
#include "engine/manage_lists.h"

#define Q struct booking_query
static const struct param path_rows[] = {
    P_NUMBER(Q, scope_team, "teamId", .least = 1, .most = PARAM_UNBOUNDED),
    P_NUMBER(Q, scope_business, "orgId", .least = 1, .most = PARAM_UNBOUNDED),
    P_NUMBER(Q, scope_user, "userId", .least = 1, .most = PARAM_UNBOUNDED),
};
static const struct params scope_path = {path_rows, COUNT(path_rows), sizeof(Q), PARAM_NO_GIVEN,
                                         false};
#undef Q

CAL_RUN(run_team, pages_of_team)
CAL_RUN(run_organization, pages_of_organization)
CAL_RUN(run_organization_walk, walk_of_organization)
CAL_RUN(run_organization_team, pages_of_organization_team)
CAL_RUN(run_organization_user, pages_of_organization_user)

#define LIST                                                                                       \
    .dialect = &cal_dialect, .callers = BY_CAL, .scope = "BOOKING_READ", .in_path = &scope_path,   \
    .wish_size = sizeof(struct booking_query), .result_size = sizeof(struct booking_page),         \
    .status = 200
#define PAGES LIST, .write = cal_write_pages, .data = &cal_pages_data

const struct endpoint cal_team_list_endpoints[] = {
    {"GET", "/v2/teams/:teamId/bookings", CAL_2024_08_13, PAGES, .in_query = &cal_pages_query,
     .run = run_team, .summary = "Bookings of a team, for those who lead it."},
    {"GET", "/v2/organizations/:orgId/bookings", CAL_2024_08_13, PAGES,
     .in_query = &cal_pages_query_of_users, .run = run_organization,
     .summary = "Bookings of an organization, for its admins, in pages by offset."},
    {"GET", "/v2/organizations/:orgId/bookings", CAL_2026_05_01, LIST,
     .in_query = &cal_walk_query_of_users, .run = run_organization_walk, .write = cal_write_walk,
     .data = &cal_walk_data,
     .summary = "Bookings of an organization, for its admins, in a walk by cursor."},
    {"GET", "/v2/organizations/:orgId/teams/:teamId/bookings", CAL_2024_08_13, PAGES,
     .in_query = &cal_pages_query, .run = run_organization_team,
     .summary = "Bookings of a team, for the admins of its organization."},
    {"GET", "/v2/organizations/:orgId/users/:userId/bookings", CAL_2024_08_13, PAGES,
     .in_query = &cal_pages_query, .run = run_organization_user,
     .summary = "Bookings that a user sees, for the admins of their organization."},
};
const size_t cal_team_list_endpoint_count = COUNT(cal_team_list_endpoints);
