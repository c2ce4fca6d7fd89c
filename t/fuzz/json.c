/* json.c - what the scan takes, json-c and the walk read alike. SPDX-License-Identifier: MIT */
#include "base/json.h"

#include <string.h>

#include "base/text.h"
#include "fuzz.h"

enum { PLAIN = JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE };

static const struct json_limits limits = {.bytes = 65536, .depth = 16, .values = 10000};
static const struct json_limits wide = {.bytes = 1 << 20, .depth = 16, .values = 10000};

/* Steps through everything; returns how many items there were, or -1 when the walk broke. */
static long walk_all(struct arena *arena, const char *raw, size_t length)
{
    struct json_walk walk;
    struct json_item item;
    long count = 0;
    bool broken = false;

    if (!json_walk_start(&walk, arena, raw, length)) {
        return -1;
    }
    while (json_walk_next(&walk, &item)) {
        const char *string = json_item_string(&walk, &item);
        long inside = 0;

        must(string == NULL || strlen(string) <= item.raw_length);
        must(json_item_number(&item, 7) == 7 || item.kind == JSON_NUMBER);
        if (item.kind == JSON_ARRAY || item.kind == JSON_OBJECT) {
            inside = walk_all(arena, item.raw, item.raw_length);
        }
        broken = broken || inside < 0;
        count += 1 + inside;
    }
    return broken || walk.broken ? -1 : count;
}

static void check_taken(struct arena *arena, const char *text, size_t length)
{
    struct json_fault fault;
    struct json_object *tree = json_read(arena, text, length, &limits, &fault), *again;
    const char *written;
    enum json_type type = json_object_get_type(tree);

    must(fault.problem == NULL);
    written = json_object_to_json_string_ext(tree, PLAIN);
    /* Escapes may make it longer, never deeper or other. */
    again = json_read(arena, written, strlen(written), &wide, &fault);
    must(fault.problem == NULL);
    must(json_object_equal(tree, again) == 1);
    if (type == json_type_array || type == json_type_object) {
        long count = walk_all(arena, text, length);

        must(count >= 0);
        must(count == walk_all(arena, written, strlen(written)));
    } else {
        must(walk_all(arena, text, length) == -1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const char *text = (const char *)bytes;
    struct arena *arena = arena_new(16384, 64 << 20);
    struct json_fault fault = json_scan(text, length, &limits), read_fault;
    struct text out;

    must(fault.offset <= length || length > limits.bytes);
    (void)walk_all(arena, text, length);
    if (fault.problem == NULL) {
        check_taken(arena, text, length);
    } else {
        must(json_read(arena, text, length, &limits, &read_fault) == NULL);
        must(read_fault.problem == fault.problem && read_fault.offset == fault.offset);
    }
    text_init(&out, 1 << 20);
    text_json_bytes(&out, text, length);
    /* A NUL is written as it must be, and refused as it must be. */
    fault = json_scan(out.bytes, out.length, &wide);
    must((fault.problem == NULL) == (length == 0 || memchr(text, 0, length) == NULL));
    text_free(&out);
    arena_free(arena);
    return 0;
}

const struct fuzz_seed *fuzz_seeds(void)
{
    static const struct fuzz_seed seeds[] = {
        SEED("{\"start\":\"2050-09-05T09:00:00Z\",\"attendee\":{\"name\":\"Zo\xC3\xAB\","
             "\"timeZone\":\"Europe/Amsterdam\"},\"guests\":[\"a@example.com\"],\"n\":30}"),
        SEED("[1,-0,0.5,1e5,-2.5E-3,1e308,9223372036854775807,-9223372036854775808]"),
        SEED("[null,true,false,[],{},\"\",[[[[[[[[]]]]]]]]]"),
        SEED("{\"a\\u0062\":\"\\ud83d\\ude00\",\"\\\"\\\\\\/\\b\\f\\n\\r\\t\":{\"a\":{\"a\":1}}}"),
        SEED(" \t\r\n{ \"a\" : [ 1 , 2 ] , \"b\" : \"\xF0\x9F\x98\x80\" } "),
        SEED("1.7976931348623157e308"),
        SEED("[18446744073709551615,NaN,-Infinity,'x',/**/]"),
        {NULL, 0},
    };

    return seeds;
}
