/* agenda.h - appointments as the staff of a business list, accept, settle and move them.
 * SPDX-License-Identifier: MIT
 *
 * Several at once are changed one by one, each in a transaction of its own: what goes wrong with
 * one leaves the others as they are. Source: contract vcita 3, staff side. */
#ifndef ENGINE_AGENDA_H
#define ENGINE_AGENDA_H

#include "engine/item.h"

enum { AGENDA_ITEMS_MOST = 50 }; /* that are changed at once */

struct agenda_wish {
    struct booking_query query; /* take, statuses */
    struct numbers sort; /* keys of order, as AGENDA_KEY() makes them; by start unless given */
    const char *business_uid, *client_uid;
};
#define AGENDA_KEY(order, descending) ((order)*2 + (descending))

struct agenda {
    struct items items;
    int64_t next_page; /* 0: this was the last */
};

/* Appointments only: no seats. Who asks for what is done gets no-shows, too, and with requests
 * those that wait for their host by themselves. OTHER_BUSINESS. A client who is not there has no
 * appointments. */
struct fail agenda_list(struct work *work, const struct agenda_wish *wish,
                        struct agenda *agenda) MUST_BE_CHECKED;

struct agenda_find_wish {
    uint64_t given;
    const char *business_uid, *uid;
};
/* NO_BOOKING, also for what is none of the kind. */
struct fail agenda_appointment(struct work *work, const struct agenda_find_wish *wish,
                               struct item *item) MUST_BE_CHECKED;
struct fail agenda_registration(struct work *work, const struct agenda_find_wish *wish,
                                struct item *item) MUST_BE_CHECKED;

enum agenda_given {
    AGENDA_SEVERAL = 1 << 0, /* the uids came as a list */
    AGENDA_START = 1 << 1,
    AGENDA_MINUTES = 1 << 2,
    AGENDA_TITLE = 1 << 3,
    AGENDA_FORCED = 1 << 4
};
struct agenda_change {
    uint64_t given; /* enum agenda_given */
    const char *business_uid;
    struct texts uids;
    struct texts uids_again; /* in a body; they go before those of a path */
    const char *message;
    bool no_show;
    struct instant start;
    int64_t minutes;
    const char *title;
    bool forced;
};
struct agenda_outcome {
    const char *uid;
    struct fail fail;
};
struct agenda_changed {
    bool several;
    struct item item;     /* of one alone */
    struct list outcomes; /* struct agenda_outcome, of several */
};

/* Each begins its own transactions. One alone fails with NO_BOOKING, BAD_TRANSITION and what
 * engine/desk.h says; of several each has its own outcome. BAD_RANGE: too many. */
struct fail agenda_accept(struct work *work, const struct agenda_change *wish,
                          struct agenda_changed *changed) MUST_BE_CHECKED;
struct fail agenda_complete(struct work *work, const struct agenda_change *wish,
                            struct agenda_changed *changed) MUST_BE_CHECKED;
struct fail agenda_cancel(struct work *work, const struct agenda_change *wish,
                          struct agenda_changed *changed) MUST_BE_CHECKED;
struct fail agenda_move(struct work *work, const struct agenda_change *wish,
                        struct agenda_changed *changed) MUST_BE_CHECKED;

#endif
