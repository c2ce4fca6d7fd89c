/* link_views.h - bookings as booking links show them. SPDX-License-Identifier: MIT */
#ifndef ENGINE_LINK_VIEWS_H
#define ENGINE_LINK_VIEWS_H

#include "engine/links.h"
#include "store/links.h"

#define LINK_PREFIX    "link_"
#define BOOKING_PREFIX "bk_"

const char *link_id_text(struct arena *arena, const struct link *link);

/* struct linked_booking for each booking, with its link; `seat_uid` says whose seat a single one is
 * about (NULL: nobody's). */
struct fail linked_views(struct work *work, const struct bookings *bookings, const char *seat_uid,
                         struct list *views) MUST_BE_CHECKED;

/* Narrows a query to the bookings that are shown with a status. */
void ask_for_status(int status, struct booking_query *query);

#endif
