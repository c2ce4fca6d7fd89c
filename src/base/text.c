/* text.c - a growing text and JSON strings into it. SPDX-License-Identifier: MIT */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum { FIRST_ROOM = 256, DIGITS_ROOM = 20 };

/* What a byte inside a JSON string needs; a letter means a backslash and that letter. */
enum { BYTE_CLEAN = 0, BYTE_CONTROL = 1, BYTE_HIGH = 2 };
static const char byte_classes[256] = {
    [0x00 ... 0x1F] = BYTE_CONTROL,
    [0x80 ... 0xFF] = BYTE_HIGH,
    ['"'] = '"',
    ['\\'] = '\\',
};
static const char short_escapes[0x20] = {
    ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r',
};

static const char hex_digits[] = "0123456789abcdef";
static const char digit_pairs[] = "00010203040506070809"
                                  "10111213141516171819"
                                  "20212223242526272829"
                                  "30313233343536373839"
                                  "40414243444546474849"
                                  "50515253545556575859"
                                  "60616263646566676869"
                                  "70717273747576777879"
                                  "80818283848586878889"
                                  "90919293949596979899";

/* One byte more than the room is always there, for the closing NUL of text_string(). */
__attribute__((noinline, cold)) static bool grow(struct text *text, size_t more)
{
    size_t room = text->room == 0 ? FIRST_ROOM : text->room;
    char *bytes;

    if (text->overflowed || more > text->most - text->length) {
        text->overflowed = true;
        return false;
    }
    while (room - text->length < more) {
        room = room > text->most / 2 ? text->most : room * 2;
    }
    if (room > text->most) {
        room = text->most;
    }
    bytes = realloc(text->bytes, room + 1);
    if (bytes == NULL) {
        text->overflowed = true;
        return false;
    }
    text->bytes = bytes;
    text->room = room;
    return true;
}

static inline bool has_room(struct text *text, size_t more)
{
    return __builtin_expect(more <= text->room - text->length && !text->overflowed, 1) ||
           grow(text, more);
}

static inline void add(struct text *text, const char *bytes, size_t length)
{
    if (length > 0 && has_room(text, length)) {
        memcpy(text->bytes + text->length, bytes, length);
        text->length += length;
    }
}

/* Eight bytes at a time, as long as all eight are clean. Borrows between bytes can only make a
 * clean byte look unclean, which costs a step and nothing else. */
static const char *skip_clean(const char *at, const char *end)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high_bits = ones * 0x80;
    uint64_t word, quote, backslash;

    for (; end - at >= (ptrdiff_t)sizeof(word); at += sizeof(word)) {
        memcpy(&word, at, sizeof(word));
        quote = word ^ (ones * '"');
        backslash = word ^ (ones * '\\');
        if (((word | (word - ones * 0x20) | (quote - ones) | (backslash - ones)) & high_bits) !=
            0) {
            break;
        }
    }
    while (at < end && byte_classes[(unsigned char)*at] == BYTE_CLEAN) {
        at++;
    }
    return at;
}

static void add_escape(struct text *text, unsigned char byte)
{
    char letter = byte < 0x20 ? short_escapes[byte] : (char)byte;
    const char brief[2] = {'\\', letter};
    const char full[6] = {'\\', 'u', '0', '0', hex_digits[byte >> 4], hex_digits[byte & 15]};

    if (letter != 0) {
        add(text, brief, sizeof(brief));
    } else {
        add(text, full, sizeof(full));
    }
}

void text_init(struct text *text, size_t most)
{
    /* One byte is kept back so that the room and its NUL never wrap. */
    *text = (struct text){.most = most < SIZE_MAX ? most : SIZE_MAX - 1};
}

void text_free(struct text *text)
{
    free(text->bytes);
    *text = (struct text){.most = text->most};
}

void text_clear(struct text *text)
{
    text->length = 0;
    text->overflowed = false;
}

/* What was lost stays lost: cutting does not undo `overflowed`. */
void text_cut(struct text *text, size_t length)
{
    if (length < text->length) {
        text->length = length;
    }
}

void text_add(struct text *text, const char *bytes, size_t length)
{
    add(text, bytes, length);
}

void text_put(struct text *text, const char *string)
{
    add(text, string, strlen(string));
}

void text_char(struct text *text, char character)
{
    if (has_room(text, 1)) {
        text->bytes[text->length++] = character;
    }
}

void text_number(struct text *text, int64_t number)
{
    char digits[DIGITS_ROOM];
    char *at = digits + sizeof(digits);
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

    while (rest >= 100) {
        at -= 2;
        memcpy(at, digit_pairs + 2 * (rest % 100), 2);
        rest /= 100;
    }
    if (rest >= 10) {
        at -= 2;
        memcpy(at, digit_pairs + 2 * rest, 2);
    } else {
        *--at = (char)('0' + rest);
    }
    if (number < 0) {
        *--at = '-';
    }
    add(text, at, (size_t)(digits + sizeof(digits) - at));
}

void text_format(struct text *text, const char *format, ...)
{
    va_list values, again;
    size_t room = text->room - text->length;
    int length;

    if (text->overflowed) {
        return;
    }
    va_start(values, format);
    va_copy(again, values);
    length = vsnprintf(text->bytes == NULL ? NULL : text->bytes + text->length,
                       text->bytes == NULL ? 0 : room + 1, format, values);
    if (length < 0) {
        text->overflowed = true;
    } else if ((size_t)length <= room && text->bytes != NULL) {
        text->length += (size_t)length;
    } else if (grow(text, (size_t)length)) {
        (void)vsnprintf(text->bytes + text->length, (size_t)length + 1, format, again);
        text->length += (size_t)length;
    }
    va_end(again);
    va_end(values);
}

void text_json_bytes(struct text *text, const char *bytes, size_t length)
{
    const char *end = bytes + length;
    const char *clean = bytes;
    const char *at;

    text_char(text, '"');
    for (at = skip_clean(bytes, end); at < end; at = skip_clean(at, end)) {
        int class = byte_classes[(unsigned char)*at];
        size_t sequence = class == BYTE_HIGH ? utf8_sequence(at, (size_t)(end - at)) : 0;

        if (sequence > 0) {
            at += sequence;
            continue;
        }
        add(text, clean, (size_t)(at - clean));
        if (class == BYTE_HIGH) {
            add(text, "\xEF\xBF\xBD", 3);
        } else {
            add_escape(text, (unsigned char)*at);
        }
        clean = ++at;
    }
    add(text, clean, (size_t)(at - clean));
    text_char(text, '"');
}

void text_json(struct text *text, const char *string)
{
    if (string == NULL) {
        add(text, "null", 4);
    } else {
        text_json_bytes(text, string, strlen(string));
    }
}

const char *text_string(struct text *text)
{
    if (text->bytes == NULL) {
        return "";
    }
    text->bytes[text->length] = '\0';
    return text->bytes;
}
