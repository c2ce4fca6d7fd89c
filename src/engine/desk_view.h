/* desk_view.h - bookings as staff see them. SPDX-License-Identifier: MIT */
#ifndef ENGINE_DESK_VIEW_H
#define ENGINE_DESK_VIEW_H

#include "engine/desk.h"
#include "store/desk.h"

/* All of a list without pages stands in a worker's memory and in one answer, so it has a border;
 * whoever has more asks by page. */
enum { DESK_LIST_MOST = 4000 };

struct desk_list {
    struct list rows; /* struct desk_row */
    struct paging paging;
};
/* By start, latest first; without those that are cancelled or rejected; under a personal agenda
 * the caller's own (seed 003). LIST_TOO_LONG. */
struct fail desk_see_list(struct work *work, const struct paging *paging,
                          struct desk_list *list) MUST_BE_CHECKED;
/* One, by wish->id. NO_BOOKING, OF_ANOTHER. */
struct fail desk_see(struct work *work, const struct desk_wish *wish,
                     struct desk_row *seen) MUST_BE_CHECKED;

/* desk_book(), desk_change() and desk_cancel(), and what staff see of the booking then. */
struct fail desk_see_booked(struct work *work, const struct desk_wish *wish,
                            struct desk_row *seen) MUST_BE_CHECKED;
struct fail desk_see_changed(struct work *work, const struct desk_wish *wish,
                             struct desk_row *seen) MUST_BE_CHECKED;
struct fail desk_see_cancelled(struct work *work, const struct desk_wish *wish,
                               struct desk_row *seen) MUST_BE_CHECKED;

#endif
