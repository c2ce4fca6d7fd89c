/* admin.h - the commands of slotd that do not serve. SPDX-License-Identifier: MIT
 *
 * Each prints for people, one line a thing, and returns the exit status. */
#ifndef ADMIN_H
#define ADMIN_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/fail.h"
#include "store/store.h"

int admin_migrate(const struct conf *conf, const char *sql_directory);
int admin_apply(const struct conf *conf, const char *file, bool verbose);
int admin_token(const struct conf *conf, int argc, char **argv);
int admin_check(const struct conf *conf);

/* ---- shared by the commands ---- */

struct admin {
    const char *command;
    struct arena *arena;
    struct store *store;
};
struct admin admin_open(const char *command, const struct conf *conf);
void admin_close(struct admin *admin);
/* "slotd migrate: …" on stderr; returns the exit status of a failure. */
int admin_trouble(const struct admin *admin, struct fail fail);
int admin_says(const struct admin *admin, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
