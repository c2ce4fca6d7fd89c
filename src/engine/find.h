/* find.h - reading bookings. SPDX-License-Identifier: MIT */
#ifndef ENGINE_FIND_H
#define ENGINE_FIND_H

#include "engine/work.h"

/* Offset pages with a total (contract cal-v2 d). query->take and skip are within bounds already.
 * NO_SUCH_TYPES when event types are asked for of which none exists. */
struct fail find_pages(struct work *work, const struct booking_query *query,
                       struct booking_page *page) MUST_BE_CHECKED;
/* A walk by cursor (contract cal-v2 e): order and first bound follow from the listing. BAD_CURSOR.
 */
struct fail find_walk(struct work *work, const struct booking_query *query,
                      struct booking_page *page) MUST_BE_CHECKED;
/* Plain pages by start (or query->order) and id: page `page` of `take` rows, or `take` rows after
 * `skip`; take 0: all rows. The total is counted only where query->counted asks for it. Whose
 * bookings these are says query->scope: SCOPE_BUSINESS or SCOPE_CLIENT; who may ask for them the
 * endpoint has settled. */
struct fail find_plain(struct work *work, const struct booking_query *query,
                       struct booking_page *page) MUST_BE_CHECKED;

/* A booking by its uid, or a series by its uid or by that of a recurrence. NO_BOOKING. */
struct fail find_one(struct work *work, const struct uid_wish *wish,
                     struct booking_view *found) MUST_BE_CHECKED;

#endif
