/* list.h - plain lists and word tables that rooms hand to each other. SPDX-License-Identifier: MIT
 */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include <stddef.h>
#include <stdint.h>

/* Items of one type, one after the other; which type, the place that holds the list says. */
struct list {
    void *items;
    size_t count;
};
struct numbers {
    int64_t *all;
    size_t count;
};
struct texts {
    const char **all;
    size_t count;
};

/* One table serves reading and writing, so that a word can not be read in one spelling and written
 * in another. Ends with a NULL word. Several words may share a value: the first one is written. */
struct word {
    const char *word;
    int value;
};

const char *word_of(const struct word *words, int value); /* NULL: none */
const struct word *word_find(const struct word *words, const char *word, size_t length);

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The offset of a member that must have the type; compiles only then. */
#define AT(struct_type, member, type)                                                              \
    _Generic(((struct_type *)0)->member, type : offsetof(struct_type, member))

#endif
