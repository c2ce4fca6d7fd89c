/* query.h - percent-encoding, paths and query strings. SPDX-License-Identifier: MIT */
#ifndef BASE_QUERY_H
#define BASE_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"

/* One value of one parameter. `list` is true when the name was written as an array: name[]=,
 * name[0]= or when the same name came more than once. Values of one name stand in the order of
 * their coming. */
struct pair {
    const char *name;
    const char *value;
    size_t length; /* of value, in bytes */
    bool list;
};
struct pairs {
    struct pair *all;
    size_t count;
};

enum query_fault { QUERY_FINE, QUERY_TOO_MANY, QUERY_BAD_BYTES };

/* Reads "a=1&b=x+y&c[]=%20" in the manner of the qs library: '+' is a blank, name[] and name[3] are
 * the list `name`, a name without '=' has the empty value, an empty piece is skipped. A broken
 * escape
 * (%zz) stands for itself. QUERY_BAD_BYTES: after decoding, a NUL or other control byte except
 * TAB/LF/CR, or not UTF-8. QUERY_TOO_MANY: more than `most` pairs. Texts are in the arena. */
enum query_fault query_read(struct arena *arena, const char *text, size_t length, size_t most,
                            struct pairs *pairs);

/* The path of a request target, decoded once and cut into parts: "/v2/bookings/a%20b" is 3 parts.
 * False for: no leading '/', a dot segment (also encoded), an encoded '/' or '\', control bytes or
 * NUL, not UTF-8, a broken escape, an empty part in the middle, more than PATH_PARTS parts. One
 * closing
 * '/' is ignored. "/" has no parts. */
enum { PATH_PARTS = 12 };
struct path {
    const char *parts[PATH_PARTS];
    int count;
};
bool path_read(struct arena *arena, const char *text, size_t length, struct path *path);

/* Decodes one percent-encoded text; NULL when an escape is broken. */
char *percent_decode(struct arena *arena, const char *text, size_t length, bool plus_is_blank,
                     size_t *decoded_length);

/* All but letters, digits and - _ . ~ as %XX. */
void percent_encode(struct text *out, const char *text);

bool utf8_is_valid(const char *bytes, size_t length);

#endif
