/* database.h - a database of its own for one test program. SPDX-License-Identifier: MIT
 *
 * SLOTD_TEST_SOCKET names the socket of a server on which SLOTD_TEST_USER (root) may make
 * databases. */
#ifndef DATABASE_H
#define DATABASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/conf.h"
#include "store/store.h"

/* False when no server is named; then the program's tests are skipped, and that has been said. */
bool database_given(void);
/* Makes the database with the schema of sql/ and opens a store; for tap_main_with(). */
int database_make(void);
int database_drop(void);

const struct conf *database_conf(void);
struct store *database_store(void);
struct arena *database_arena(void);

/* The number that a SELECT gives, asked on a connection of its own; stops the program on any error.
 */
int64_t database_number(const char *sql);
void database_do(const char *sql);

#endif
