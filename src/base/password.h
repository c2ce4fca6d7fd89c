/* password.h - passwords, kept as yescrypt of libxcrypt. SPDX-License-Identifier: MIT
 *
 * One hash or verification takes about 20 ms and 16 MiB for as long: callers bound how many are
 * under way (gate.h). */
#ifndef BASE_PASSWORD_H
#define BASE_PASSWORD_H

#include <stdbool.h>

#include "base/arena.h"

enum { PASSWORD_LEAST = 8, PASSWORD_MOST = 200 }; /* bytes; the least is for new ones */

/* "$y$…", in the arena; NULL when the library can not. */
const char *password_hash(struct arena *arena, const char *password);
/* Any form of crypt(5) that the library knows. A hash of NULL takes as long and is never right, so
 * that nobody can tell an account without a password, or no account, by the time. */
bool password_verifies(const char *password, const char *hash);
/* Whether a text has the form of a hash that this library can verify. */
bool password_hash_is_known(const char *hash);

#endif
