/* hours_of.h - a host's hours for an event type, read from the store. SPDX-License-Identifier: MIT
 */
#ifndef ENGINE_HOURS_OF_H
#define ENGINE_HOURS_OF_H

#include "engine/open_hours.h"
#include "engine/work.h"

/* Around a time, with a day to spare on both sides. *known is false when the host has no schedule
 * or one in a zone that the system does not know. */
struct fail hours_of_host(struct work *work, const struct event_type *event_type, int64_t host_id,
                          const char *host_zone, struct range around, struct open_hours *hours,
                          const struct zone **schedule_zone, bool *known) MUST_BE_CHECKED;

#endif
