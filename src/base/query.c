/* query.c - percent-encoding, paths and query strings. SPDX-License-Identifier: MIT */
#include "base/query.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

/* What to make of '%' without two hex digits behind it. */
enum broken_escape { BROKEN_REFUSED, BROKEN_KEPT };

struct piece {
    const char *bytes;
    size_t length;
};

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    if (digit >= 'a' && digit <= 'f') {
        return digit - 'a' + 10;
    }
    if (digit >= 'A' && digit <= 'F') {
        return digit - 'A' + 10;
    }
    return -1;
}

/* The byte of the escape at `at`, or -1. */
static int escape_value(const char *at, const char *end)
{
    int high, low;

    if (end - at < 3) {
        return -1;
    }
    high = hex_value(at[1]);
    low = hex_value(at[2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static char *decode(struct arena *arena, struct piece piece, bool plus_is_blank,
                    enum broken_escape broken, size_t *decoded_length)
{
    const char *end = piece.bytes + piece.length;
    char *decoded = arena_take(arena, piece.length + 1);
    char *to = decoded;

    for (const char *at = piece.bytes; at < end; at++) {
        int value = *at == '%' ? escape_value(at, end) : -1;

        if (value >= 0) {
            *to++ = (char)value;
            at += 2;
        } else if (*at == '%' && broken == BROKEN_REFUSED) {
            return NULL;
        } else {
            *to++ = plus_is_blank && *at == '+' ? ' ' : *at;
        }
    }
    *decoded_length = (size_t)(to - decoded);
    return decoded;
}

static bool is_control(char byte)
{
    return (unsigned char)byte < 0x20 || byte == 0x7F;
}

static bool is_line_space(char byte)
{
    return byte == '\t' || byte == '\n' || byte == '\r';
}

static bool is_clean_text(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (is_control(bytes[i]) && !is_line_space(bytes[i])) {
            return false;
        }
    }
    return utf8_is_valid(bytes, length);
}

/* The piece up to the mark or the end; *rest goes on behind the mark. */
static struct piece cut_at(struct piece *rest, char mark)
{
    const char *found = rest->length == 0 ? NULL : memchr(rest->bytes, mark, rest->length);
    struct piece head = *rest;

    if (found == NULL) {
        rest->bytes += rest->length;
        rest->length = 0;
        return head;
    }
    head.length = (size_t)(found - rest->bytes);
    rest->bytes = found + 1;
    rest->length -= head.length + 1;
    return head;
}

static size_t count_pieces(struct piece text)
{
    size_t count = 0;

    while (text.length > 0) {
        count += cut_at(&text, '&').length > 0 ? 1 : 0;
    }
    return count;
}

/* Where the closing [] or [digits] of a list's name begins, or 0. */
static size_t list_mark(const char *name, size_t length)
{
    size_t at = length;

    if (length < 3 || name[--at] != ']') {
        return 0;
    }
    while (at > 0 && name[at - 1] >= '0' && name[at - 1] <= '9') {
        at--;
    }
    return at > 0 && name[at - 1] == '[' ? at - 1 : 0;
}

static bool read_pair(struct arena *arena, struct piece piece, struct pair *pair)
{
    struct piece name = cut_at(&piece, '=');
    size_t length, mark;
    char *decoded = decode(arena, name, true, BROKEN_KEPT, &length);

    pair->value = decode(arena, piece, true, BROKEN_KEPT, &pair->length);
    if (!is_clean_text(decoded, length) || !is_clean_text(pair->value, pair->length)) {
        return false;
    }
    mark = list_mark(decoded, length);
    if (mark > 0) {
        decoded[mark] = '\0';
        pair->list = true;
    }
    pair->name = decoded;
    return true;
}

/* Pairs are few (the caller says how few), so comparing all of them is the cheapest way. */
static void mark_lists(struct pairs *pairs)
{
    for (size_t i = 1; i < pairs->count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (strcmp(pairs->all[i].name, pairs->all[k].name) == 0) {
                pairs->all[i].list = true;
                pairs->all[k].list = true;
            }
        }
    }
}

/* A dot segment would climb, and a slash or backslash would be cut again by whoever reads it next.
 */
static bool is_clean_part(const char *part, size_t length)
{
    if (strcmp(part, ".") == 0 || strcmp(part, "..") == 0) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (is_control(part[i]) || part[i] == '/' || part[i] == '\\') {
            return false;
        }
    }
    return utf8_is_valid(part, length);
}

static const char *read_part(struct arena *arena, struct piece piece)
{
    size_t length;
    const char *part;

    if (piece.length == 0) {
        return NULL;
    }
    part = decode(arena, piece, false, BROKEN_REFUSED, &length);
    return part != NULL && is_clean_part(part, length) ? part : NULL;
}

enum query_fault query_read(struct arena *arena, const char *text, size_t length, size_t most,
                            struct pairs *pairs)
{
    struct piece rest = {text, length};
    size_t count = count_pieces(rest);

    *pairs = (struct pairs){0};
    if (count > most) {
        return QUERY_TOO_MANY;
    }
    pairs->all = TAKE_MANY(arena, count, struct pair);
    while (rest.length > 0) {
        struct piece piece = cut_at(&rest, '&');

        if (piece.length == 0) {
            continue;
        }
        if (!read_pair(arena, piece, &pairs->all[pairs->count])) {
            *pairs = (struct pairs){0};
            return QUERY_BAD_BYTES;
        }
        pairs->count++;
    }
    mark_lists(pairs);
    return QUERY_FINE;
}

bool path_read(struct arena *arena, const char *text, size_t length, struct path *path)
{
    struct piece rest;

    *path = (struct path){0};
    if (length == 0 || text[0] != '/') {
        return false;
    }
    rest = (struct piece){text + 1, length - 1};
    while (rest.length > 0) {
        const char *part = read_part(arena, cut_at(&rest, '/'));

        if (part == NULL || path->count == PATH_PARTS) {
            return false;
        }
        path->parts[path->count++] = part;
    }
    return true;
}

char *percent_decode(struct arena *arena, const char *text, size_t length, bool plus_is_blank,
                     size_t *decoded_length)
{
    struct piece piece = {text, length};
    size_t own_length;

    return decode(arena, piece, plus_is_blank, BROKEN_REFUSED,
                  decoded_length == NULL ? &own_length : decoded_length);
}

void percent_encode(struct text *out, const char *text)
{
    static const char digits[] = "0123456789ABCDEF";

    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++) {
        bool plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
                     (*at >= '0' && *at <= '9') || strchr("-_.~", *at) != NULL;

        if (!plain) {
            text_char(out, '%');
            text_char(out, digits[*at >> 4]);
        }
        text_char(out, plain ? (char)*at : digits[*at & 15]);
    }
}

bool utf8_is_valid(const char *bytes, size_t length)
{
    size_t at = 0;

    while (at < length) {
        size_t sequence = utf8_sequence(bytes + at, length - at);

        if (sequence == 0) {
            return false;
        }
        at += sequence;
    }
    return true;
}
