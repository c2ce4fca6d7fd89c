/* placeholders.c - statements whose text grows with the shape of a request.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "store/placeholders.h"

struct placeholders placeholders_start(struct arena *arena)
{
    struct placeholders list = {.arena = arena, .room = 2048, .value_room = 32};

    list.sql = arena_take(arena, list.room);
    list.all = TAKE_MANY(arena, list.value_room, struct value);
    return list;
}

void placeholders_text(struct placeholders *list, const char *constant)
{
    size_t length = strlen(constant);

    if (list->length + length + 1 > list->room) {
        size_t room = 2 * (list->length + length + 1);
        char *more = arena_take(list->arena, room);

        memcpy(more, list->sql, list->length);
        list->sql = more;
        list->room = room;
    }
    memcpy(list->sql + list->length, constant, length + 1);
    list->length += length;
}

void placeholders_value(struct placeholders *list, struct value value)
{
    if (list->count == list->value_room) {
        struct value *more = TAKE_MANY(list->arena, 2 * list->value_room, struct value);

        memcpy(more, list->all, list->count * sizeof *more);
        list->all = more;
        list->value_room *= 2;
    }
    list->all[list->count++] = value;
}

void placeholders_copy(struct placeholders *list, struct values values)
{
    for (size_t i = 0; i < values.count; i++)
        placeholders_value(list, values.all[i]);
}

void placeholders_numbers(struct placeholders *list, const struct numbers *numbers)
{
    size_t padded = 1;

    if (numbers->count == 0) {
        placeholders_text(list, "(NULL)");
        return;
    }
    while (padded < numbers->count)
        padded *= 2;
    for (size_t i = 0; i < padded; i++) {
        size_t at = i < numbers->count ? i : numbers->count - 1;

        placeholders_text(list, i == 0 ? "(?" : ",?");
        placeholders_value(list, v_number(numbers->all[at]));
    }
    placeholders_text(list, ")");
}

const char *placeholders_sql(const struct placeholders *list)
{
    return list->sql;
}

struct values placeholders_values(const struct placeholders *list)
{
    return (struct values){list->all, list->count};
}
