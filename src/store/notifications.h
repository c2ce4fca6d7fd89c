/* notifications.h - what staff are told inside the product. SPDX-License-Identifier: MIT */
#ifndef STORE_NOTIFICATIONS_H
#define STORE_NOTIFICATIONS_H

#include "booking.h"
#include "store/store.h"

enum { NOTIFICATION_MESSAGE_MOST = 500 }; /* characters */

struct notification {
    int64_t id, business_id;
    int64_t user_id;    /* whom it is for; 0: every admin */
    const char *kind;   /* "booking.created", at most 40 letters */
    int64_t booking_id; /* 0: about none */
    const char *message;
    struct instant read, created; /* INSTANT_NONE: not read */
};

/* Whose notifications: those of a user, and for an admin also those for every admin. */
struct notification_reader {
    int64_t business_id, user_id;
    bool admin;
};

struct fail notification_add(struct store *store,
                             const struct notification *notification) MUST_BE_CHECKED;
/* All of a kind about a booking, read or not; none is no failure. */
struct fail notification_remove_for(struct store *store, int64_t business_id, int64_t booking_id,
                                    const char *kind) MUST_BE_CHECKED;

/* Those not read before the others, each newest first. paging->total is filled for a page. */
struct fail notifications_of(struct store *store, const struct notification_reader *reader,
                             struct paging *paging, struct list *notifications) MUST_BE_CHECKED;
struct fail notification_by_id(struct store *store, const struct notification_reader *reader,
                               int64_t id, struct notification *notification,
                               bool *found) MUST_BE_CHECKED;
/* What is read already keeps its time. id 0: all. */
struct fail notifications_mark_read(struct store *store, const struct notification_reader *reader,
                                    int64_t id, struct instant now) MUST_BE_CHECKED;
struct fail notification_remove(struct store *store, const struct notification_reader *reader,
                                int64_t id, bool *known) MUST_BE_CHECKED;

extern const struct statement *const notification_statements[];

#endif
