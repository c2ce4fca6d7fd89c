/* oracle.h - what must hold of a business in the database, whoever did what to it before.
 * SPDX-License-Identifier: MIT */
#ifndef ORACLE_H
#define ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Asserts, rule by rule, that nothing breaks it. */
void oracle_expect(int64_t business);
/* How many things break the rule whose name begins so; ends the program when there is none. */
int64_t oracle_faults(int64_t business, const char *rule);

/* Each rule has a change of the database that breaks it: tried, and undone. */
size_t oracle_rules(void);
const char *oracle_rule(size_t number);
bool oracle_rule_can_break(int64_t business, size_t number);

#endif
