/* supervisor.h - tells systemd how the service does. SPDX-License-Identifier: MIT */
#ifndef FRONT_SUPERVISOR_H
#define FRONT_SUPERVISOR_H

#include <stdbool.h>
#include <stdint.h>

/* One datagram of lines NAME=value to $NOTIFY_SOCKET. True when it was sent or nobody listens. */
bool supervisor_tell(const char *state);
/* How often WATCHDOG=1 is to be told, in microseconds; 0: never. Half of what the supervisor asks.
 */
int64_t supervisor_watchdog_us(void);

#endif
