/* text.h - a growing text with a stated largest size. SPDX-License-Identifier: MIT
 *
 * Used for answers, log lines and anything else that is written from front to back. Its memory is
 * its own (malloc) and is kept by text_clear(), so that one text serves many requests. Growing past
 * `most` does not fail each call: the text remembers it in `overflowed`, appends nothing more, and
 * whoever made it asks once at the end. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    char *bytes; /* not NUL-terminated; see text_string() */
    size_t length;
    size_t room;
    size_t most;
    bool overflowed;
};

void text_init(struct text *text, size_t most);
void text_free(struct text *text);
void text_clear(struct text *text);
/* Cuts back to an earlier length. */
void text_cut(struct text *text, size_t length);

void text_add(struct text *text, const char *bytes, size_t length);
void text_put(struct text *text, const char *string);
void text_char(struct text *text, char character);
void text_number(struct text *text, int64_t number);
void text_format(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* JSON string with quotes. Control bytes, quotes and backslashes are escaped; bytes that are not
 * UTF-8 become U+FFFD, so the result is always valid JSON. text_json(NULL) writes null. */
void text_json_bytes(struct text *text, const char *bytes, size_t length);
void text_json(struct text *text, const char *string);

/* The bytes with a closing NUL, valid until the next change. */
const char *text_string(struct text *text);

#endif
