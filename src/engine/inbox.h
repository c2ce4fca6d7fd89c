/* inbox.h - what the product tells the caller inside itself. SPDX-License-Identifier: MIT
 *
 * One sees what is for oneself, and an admin also what is for every admin. What is for every admin
 * is one thing: who reads or removes it does so for all of them. */
#ifndef ENGINE_INBOX_H
#define ENGINE_INBOX_H

#include "engine/work.h"
#include "store/notifications.h"

struct inbox_wish {
    int64_t id;
    struct paging paging;
};
struct message {
    int64_t id;
    const char *kind, *text;
    int64_t booking_id; /* 0: about none */
    bool read, for_admins;
    const char *read_at, *created_at; /* on the wall of the business; read_at NULL: not read */
};
struct inbox {
    struct list messages; /* struct message: those not read first, each newest first */
    struct paging paging;
};

struct fail show_inbox(struct work *work, const struct inbox_wish *wish,
                       struct inbox *inbox) MUST_BE_CHECKED;
/* What is read stays as it is. NO_THING. Inside a transaction, as the next two. */
struct fail read_message(struct work *work, const struct inbox_wish *wish,
                         struct message *message) MUST_BE_CHECKED;
struct fail read_inbox(struct work *work, const void *nothing, void *nothing_else) MUST_BE_CHECKED;
/* NO_THING. */
struct fail drop_message(struct work *work, const struct inbox_wish *wish,
                         void *nothing) MUST_BE_CHECKED;

#endif
