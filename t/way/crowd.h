/* crowd.h - many clients at once: processes that ask the stack together and report what came of it.
 * SPDX-License-Identifier: MIT */
#ifndef CROWD_H
#define CROWD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CROWD_MOST = 128, CROWD_KINDS = 16 };

/* What a member tells. All members see the same memory. */
struct crowd {
    long count[CROWD_KINDS]; /* of what happened, by a number of the caller's choice */
    char odd[600];           /* the first thing that must not happen */
};

/* Runs `member` in so many processes, which begin together; returns when all have ended. NULL when
 * one of them died. A member uses http_ask() and crowd_note(), and no SQL. */
const struct crowd *crowd_run(int members, void (*member)(int number, const void *what),
                              const void *what);
void crowd_note(int kind);
void crowd_odd(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Waits until all members are here, so that they go on together. */
void crowd_gather(void);

#endif
