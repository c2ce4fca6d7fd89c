/* manage_lists.h - bookings of a team, of an organization and of one of its users.
 * SPDX-License-Identifier: MIT
 *
 * An organization is a business; its admins see all of it. A team's leaders see what is booked with
 * the team. Who does not belong learns nothing: NO_TEAM, NO_ORGANIZATION as if it were not there;
 * who belongs and does not lead is told: NOT_LEADER. */
#ifndef ENGINE_MANAGE_LISTS_H
#define ENGINE_MANAGE_LISTS_H

#include "engine/work.h"

struct fail pages_of_team(struct work *work, const struct booking_query *asked,
                          struct booking_page *page) MUST_BE_CHECKED;
/* With userIds only what these host or attend: NO_SUCH_USERS, FOREIGN_USERS. */
struct fail pages_of_organization(struct work *work, const struct booking_query *asked,
                                  struct booking_page *page) MUST_BE_CHECKED;
struct fail walk_of_organization(struct work *work, const struct booking_query *asked,
                                 struct booking_page *page) MUST_BE_CHECKED;
struct fail pages_of_organization_team(struct work *work, const struct booking_query *asked,
                                       struct booking_page *page) MUST_BE_CHECKED;
/* What that user sees in their own list. NO_USER. */
struct fail pages_of_organization_user(struct work *work, const struct booking_query *asked,
                                       struct booking_page *page) MUST_BE_CHECKED;

#endif
