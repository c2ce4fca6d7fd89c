/* webhooks.h - what webhooks are told of a booking. SPDX-License-Identifier: MIT */
#ifndef OUTBOX_WEBHOOKS_H
#define OUTBOX_WEBHOOKS_H

#include "outbox/run.h"

#define DELIVERY_KIND "webhook.deliver"

/* Makes of one job one delivery for each webhook that wants to know. Its body is written here, as
 * it will be sent. */
struct fail tell_of_booking(struct work *work, const struct doer *doer, const struct job *job,
                            struct ending *ending) MUST_BE_CHECKED;
/* The same, unless the booking has been called off or moved since. */
struct fail tell_of_meeting(struct work *work, const struct doer *doer, const struct job *job,
                            struct ending *ending) MUST_BE_CHECKED;

/* The payload of a delivery. */
struct message {
    const char *content_type, *body;
};
/* False: the payload is none of ours. */
bool message_read(struct arena *arena, const char *payload, struct message *message);

#endif
