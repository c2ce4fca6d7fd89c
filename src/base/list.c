/* list.c - lookups in word tables. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/list.h"

const char *word_of(const struct word *words, int value)
{
    for (; words->word != NULL; words++)
        if (words->value == value)
            return words->word;
    return NULL;
}

const struct word *word_find(const struct word *words, const char *word, size_t length)
{
    for (; words->word != NULL; words++)
        if (strlen(words->word) == length && memcmp(words->word, word, length) == 0)
            return words;
    return NULL;
}
