/* class_queue.h - who waits for a place in a class that is full. SPDX-License-Identifier: MIT
 *
 * The entries are those of the waitlist; engine/waitlist.h offers them a place that is given up.
 * Source: contract vcita 3. */
#ifndef ENGINE_CLASS_QUEUE_H
#define ENGINE_CLASS_QUEUE_H

#include "engine/classes.h"
#include "store/clients.h"
#include "store/waitlist.h"

struct queue_wish {
    uint64_t given;
    const char *business_uid, *class_uid, *client_uid, *matter_uid;
};
struct queued {
    struct waitlist_entry entry;
    struct event_class class;
    struct client client;
    int64_t spot; /* in the queue, from 1 on; 0: not in it any more */
};

/* Who waits already has the entry that is there. OTHER_BUSINESS, NO_CLASS, CLASS_NOT_FULL,
 * SIGNED_UP_BEFORE, and as client_meant(). Inside a transaction. */
struct fail queue_join(struct work *work, const struct queue_wish *wish,
                       struct queued *queued) MUST_BE_CHECKED;
/* NO_WAITLIST_ENTRY: the client does not wait for this. Inside a transaction. */
struct fail queue_leave(struct work *work, const struct queue_wish *wish,
                        struct queued *queued) MUST_BE_CHECKED;

#endif
