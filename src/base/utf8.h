/* utf8.h - how long the UTF-8 sequence at a byte is. SPDX-License-Identifier: MIT
 *
 * In a header because it stands in the innermost loops of text.c, json.c and query.c. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

static inline bool utf8_is_tail(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* 1 to 4, or 0 where no well-formed sequence begins (RFC 3629: no overlong forms, no surrogates,
 * nothing above U+10FFFF). `left` is at least 1. */
static inline size_t utf8_sequence(const char *bytes, size_t left)
{
    const unsigned char *at = (const unsigned char *)bytes;
    unsigned char lowest = 0x80, highest = 0xBF;

    if (at[0] < 0x80) {
        return 1;
    }
    if (at[0] < 0xC2 || at[0] > 0xF4) {
        return 0;
    }
    if (at[0] < 0xE0) {
        return left >= 2 && utf8_is_tail(at[1]) ? 2 : 0;
    }
    /* The second byte is where overlong forms, surrogates and too large numbers show. */
    switch (at[0]) {
    case 0xE0:
        lowest = 0xA0;
        break;
    case 0xED:
        highest = 0x9F;
        break;
    case 0xF0:
        lowest = 0x90;
        break;
    case 0xF4:
        highest = 0x8F;
        break;
    default:
        break;
    }
    if (left < 3 || at[1] < lowest || at[1] > highest || !utf8_is_tail(at[2])) {
        return 0;
    }
    if (at[0] < 0xF0) {
        return 3;
    }
    return left >= 4 && utf8_is_tail(at[3]) ? 4 : 0;
}

#endif
