/* webhooks.h - who outside wants to be told of bookings. SPDX-License-Identifier: MIT */
#ifndef ENGINE_WEBHOOKS_H
#define ENGINE_WEBHOOKS_H

#include "engine/work.h"
#include "store/webhooks.h"

enum { TRIGGERS_MOST = 64, URL_MOST = 2000 };
/* The form in which deliveries are written. */
#define WEBHOOK_VERSION "2021-10-20"

enum webhook_given {
    WEBHOOK_URL = 1 << 0,
    WEBHOOK_TRIGGERS = 1 << 1,
    WEBHOOK_ACTIVE = 1 << 2,
    WEBHOOK_TEMPLATE = 1 << 3,
    WEBHOOK_SECRET = 1 << 4
};
struct webhook_wish {
    uint64_t given;        /* enum webhook_given */
    int64_t event_type_id; /* 0: the caller's own webhooks */
    const char *uid;       /* of one that is there */
    const char *url;
    struct texts triggers;
    bool active;
    const char *payload_template, *secret; /* "" takes away what was there */
    const char *version;                   /* there is only one */
    int64_t take, skip;                    /* of a list */
};

/* Those of an event type are for its owner and for those who lead its team; to all others the event
 * type is not there: NO_EVENT_TYPE. A webhook of somebody else is NO_WEBHOOK. */
struct fail list_webhooks(struct work *work, const struct webhook_wish *wish,
                          struct list *webhooks) MUST_BE_CHECKED;
struct fail find_webhook(struct work *work, const struct webhook_wish *wish,
                         struct webhook *webhook) MUST_BE_CHECKED;
/* URL_WRONG, WEBHOOK_TWICE. Inside a transaction, as the rest. */
struct fail make_webhook(struct work *work, const struct webhook_wish *wish,
                         struct webhook *webhook) MUST_BE_CHECKED;
struct fail change_webhook(struct work *work, const struct webhook_wish *wish,
                           struct webhook *webhook) MUST_BE_CHECKED;
/* Also what waits to be told to it. */
struct fail drop_webhook(struct work *work, const struct webhook_wish *wish,
                         struct webhook *webhook) MUST_BE_CHECKED;

#endif
