/* query.c - query strings, paths and percent-encoding of any bytes. SPDX-License-Identifier: MIT */
#include "base/query.h"

#include <string.h>

#include "fuzz.h"

enum { MOST = 100 };

static bool holds_control(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7F) {
            return true;
        }
    }
    return false;
}

static void check_query(struct arena *arena, const char *text, size_t length)
{
    struct pairs pairs;

    if (query_read(arena, text, length, MOST, &pairs) != QUERY_FINE) {
        must(pairs.count == 0);
        return;
    }
    must(pairs.count <= MOST);
    for (size_t i = 0; i < pairs.count; i++) {
        const struct pair *pair = &pairs.all[i];

        must(strlen(pair->value) == pair->length);
        must(utf8_is_valid(pair->value, pair->length));
        must(utf8_is_valid(pair->name, strlen(pair->name)));
        for (size_t k = 0; k < i; k++) {
            must(strcmp(pair->name, pairs.all[k].name) != 0 || (pair->list && pairs.all[k].list));
        }
    }
}

static void check_path(struct arena *arena, const char *text, size_t length)
{
    struct path path;

    if (!path_read(arena, text, length, &path)) {
        return;
    }
    must(length > 0 && text[0] == '/');
    must(path.count >= 0 && path.count <= PATH_PARTS);
    for (int i = 0; i < path.count; i++) {
        const char *part = path.parts[i];

        must(part[0] != '\0' && strcmp(part, ".") != 0 && strcmp(part, "..") != 0);
        must(strpbrk(part, "/\\") == NULL && !holds_control(part));
        must(utf8_is_valid(part, strlen(part)));
    }
}

static void check_decoding(struct arena *arena, const char *text, size_t length)
{
    size_t decoded_length = 0, escapes = 0;
    char *decoded = percent_decode(arena, text, length, false, &decoded_length);

    if (decoded == NULL) {
        must(memchr(text, '%', length) != NULL);
        return;
    }
    for (size_t i = 0; i < length; i++) {
        escapes += text[i] == '%' ? 1 : 0;
    }
    must(decoded_length == length - 2 * escapes);
    must(decoded[decoded_length] == '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const char *text = (const char *)bytes;
    struct arena *arena = arena_new(16384, 64 << 20);

    check_query(arena, text, length);
    check_path(arena, text, length);
    check_decoding(arena, text, length);
    arena_free(arena);
    return 0;
}

const struct fuzz_seed *fuzz_seeds(void)
{
    static const struct fuzz_seed seeds[] = {
        SEED("status%5B%5D=upcoming&status[]=past&take=100&skip=0"),
        SEED("start=2050-09-05T09:00:00.000%2B02:00&timeZone=Europe%2FAmsterdam"),
        SEED("a[0]=1&a[1]=2&a[b]=3&a=4&[]=5&=6&a&&;b=%zz"),
        SEED("name=Zo%C3%AB+van+%F0%9F%98%80&x=%00%0A%ff%ED%A0%80"),
        SEED("/v2/bookings/abc%20def/cancel/"),
        SEED("/%2e%2e/%2F/../a//b%5C%00"),
        {NULL, 0},
    };

    return seeds;
}
