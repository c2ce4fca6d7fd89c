/* fault.h - points where tests make a program fail. SPDX-License-Identifier: MIT
 *
 * Only in builds with --enable-faults. The environment's SLOTD_FAULT is "point:nth:action": what is
 * done when the point is passed for the nth time. Actions: kill, stop, exit, delay. There, too, the
 * file that SLOTD_CLOCK names says by how many microseconds instant_now() is ahead. */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#ifdef SLOTD_FAULTS
void fault_point(const char *name);
#define FAULT_POINT(name) fault_point(name)
#define FAULT_WORDS       " with faults"
#else
#define FAULT_POINT(name) ((void)0)
#define FAULT_WORDS       ""
#endif

#endif
