/* placeholders.h - statements whose text grows with the shape of a request.
 * SPDX-License-Identifier: MIT
 *
 * Text comes from constants in this room only; what a client sent is bound. Lists are padded to
 * powers of two with their last value, so that few texts exist and their prepared statements can be
 * kept. */
#ifndef STORE_PLACEHOLDERS_H
#define STORE_PLACEHOLDERS_H

#include "store/store.h"

enum { PLACEHOLDERS_MOST = 1900 };

struct placeholders {
    struct arena *arena;
    char *sql;
    size_t length, room;
    struct value *all;
    size_t count, value_room;
};

struct placeholders placeholders_start(struct arena *arena);
void placeholders_text(struct placeholders *list, const char *constant);
void placeholders_value(struct placeholders *list, struct value value);
void placeholders_copy(struct placeholders *list, struct values values);
/* "(?,?,…)" and its values; an empty list is "(NULL)", which matches nothing. */
void placeholders_numbers(struct placeholders *list, const struct numbers *numbers);
const char *placeholders_sql(const struct placeholders *list);
struct values placeholders_values(const struct placeholders *list);

#endif
