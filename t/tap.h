/* tap.h - runs CUnit tests and reports them as TAP. SPDX-License-Identifier: MIT */
#ifndef TAP_H
#define TAP_H

#include <CUnit/CUnit.h>

struct tap_case {
    const char *name; /* a sentence; NULL ends the list */
    void (*run)(void);
};

/* 0 when every case passed, 1 otherwise. argv[1], if given, selects the cases whose name holds it.
 * A case that asserts nothing counts as failed. */
int tap_main(const char *suite, const struct tap_case *cases, int argc, char **argv);

/* Before the first case and after the last; each returns 0 when it went well. Either may be NULL.
 */
int tap_main_with(const char *suite, const struct tap_case *cases, int (*setup)(void),
                  int (*teardown)(void), int argc, char **argv);

#endif
