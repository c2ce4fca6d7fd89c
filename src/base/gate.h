/* gate.h - how many do something costly at the same time, over all processes.
 * SPDX-License-Identifier: MIT
 *
 * A place is held for as long as the work takes. Whoever dies inside leaves a place that others
 * take over after some seconds: nobody is in there that long. */
#ifndef BASE_GATE_H
#define BASE_GATE_H

#include <stdbool.h>
#include <stdint.h>

/* Shares memory with all that are forked later; false without memory. Before that everybody is let
 * in. At least one place, at most 64. */
bool gate_open(int places);
void gate_close(void);

/* At a monotonic time. *place is for gate_leave(); false when all places are taken. */
bool gate_enter(int64_t now_us, int *place);
void gate_leave(int place);

#endif
