/* origin.h - the origin of an address in the web. SPDX-License-Identifier: MIT */
#ifndef BASE_ORIGIN_H
#define BASE_ORIGIN_H

#include "base/arena.h"

/* "https://example.org" or "http://example.org:8080" of an absolute URL: scheme and host in lower
 * case, the scheme's own port left out, in the arena. NULL for anything that browsers and we might
 * read differently: other schemes, names and passwords, backslashes, blanks, control bytes, letters
 * beyond ASCII, and hosts that are not made of letters, digits, dots and hyphens (or an address in
 * square brackets). */
const char *origin_of_url(struct arena *arena, const char *url);

#endif
