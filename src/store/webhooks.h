/* webhooks.h - who outside wants to be told of bookings. SPDX-License-Identifier: MIT */
#ifndef STORE_WEBHOOKS_H
#define STORE_WEBHOOKS_H

#include "booking.h"
#include "store/store.h"

struct webhook {
    int64_t business_id, id;
    const char *uid;
    int64_t user_id;       /* told of what this user hosts; 0: of what is booked of */
    int64_t event_type_id; /* this event type */
    const char *url;
    const char *triggers; /* JSON array of words */
    bool active;
    const char *payload_template, *secret; /* NULL: none */
    const char *version;
    struct instant created;
};

/* DUPLICATE when the user or event type has one with this URL; sets webhook->id. */
struct fail webhook_insert(struct store *store, struct webhook *webhook) MUST_BE_CHECKED;
/* All but whose it is. DUPLICATE as above. */
struct fail webhook_update(struct store *store, const struct webhook *webhook) MUST_BE_CHECKED;
/* With what waits to be told to it. */
struct fail webhook_delete(struct store *store, const struct webhook *webhook) MUST_BE_CHECKED;
/* Locked until the end of the transaction. */
struct fail webhook_by_uid(struct store *store, int64_t business_id, const char *uid, bool lock,
                           struct webhook *webhook, bool *found) MUST_BE_CHECKED;
/* Those of a user or, with an event type, of that, oldest first. */
struct fail webhooks_of(struct store *store, int64_t business_id, int64_t user_id,
                        int64_t event_type_id, int64_t take, int64_t skip,
                        struct list *webhooks) MUST_BE_CHECKED;

/* ---- for slotd-jobs ---- */

/* The active ones of a booking's hosts and of its event type, whatever they want to know. */
struct fail webhooks_about(struct store *store, const struct booking *booking,
                           struct list *webhooks) MUST_BE_CHECKED;
/* Locked, and not found while someone else has it locked. */
struct fail webhook_claim(struct store *store, int64_t business_id, int64_t id,
                          struct webhook *webhook, bool *found) MUST_BE_CHECKED;
struct fail webhook_is_gone(struct store *store, int64_t business_id, int64_t id,
                            bool *gone) MUST_BE_CHECKED;
struct fail webhook_disable(struct store *store, int64_t business_id, int64_t id) MUST_BE_CHECKED;

/* What is told of a booking beside itself. */
struct told_type {
    const char *title, *description;
    int64_t price_minor;
    const char *currency;
    const char *fields;    /* JSON array */
    const char *team_name; /* NULL: a user's own */
    const char *host_locale;
};
struct fail told_type_of(struct store *store, const struct booking *booking,
                         struct told_type *type) MUST_BE_CHECKED;

extern const struct statement *const webhook_statements[];

#endif
