/* text.c - tests of base/text. SPDX-License-Identifier: MIT */
#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "tap.h"

static struct text text;

static int setup(void)
{
    text_init(&text, 1 << 20);
    return 0;
}

static int teardown(void)
{
    text_free(&text);
    return 0;
}

static const char *json_of(const char *bytes, size_t length)
{
    text_clear(&text);
    text_json_bytes(&text, bytes, length);
    return text_string(&text);
}

static void test_adding(void)
{
    struct text own;

    text_init(&own, 1000);
    CU_ASSERT_STRING_EQUAL(text_string(&own), "");
    text_add(&own, NULL, 0);
    text_put(&own, "ab");
    text_char(&own, 'c');
    text_add(&own, "d\0e", 3);
    text_number(&own, 42);
    text_format(&own, "<%s>", "f");
    CU_ASSERT_EQUAL(own.length, 11);
    CU_ASSERT_EQUAL(memcmp(text_string(&own), "abcd\0e42<f>", 12), 0);
    CU_ASSERT(!own.overflowed);
    text_free(&own);
}

static void test_growing(void)
{
    struct text own;
    int growths = 0;

    text_init(&own, 1 << 20);
    for (int i = 0; i < 100000; i++) {
        size_t before = own.room;

        text_number(&own, i % 10);
        growths += own.room != before ? 1 : 0;
    }
    CU_ASSERT_EQUAL(own.length, 100000);
    CU_ASSERT_EQUAL(own.bytes[99999], '9');
    CU_ASSERT_EQUAL(own.bytes[54321], '1');
    CU_ASSERT(own.room < 200000);
    CU_ASSERT(growths < 12);
    text_free(&own);
}

static void test_clear_keeps_memory(void)
{
    const char *before;

    text_clear(&text);
    text_format(&text, "%5000d", 1);
    before = text.bytes;
    text_clear(&text);
    CU_ASSERT_EQUAL(text.length, 0);
    text_format(&text, "%5000d", 1);
    CU_ASSERT_PTR_EQUAL(text.bytes, before);
}

static void test_cut(void)
{
    text_clear(&text);
    text_put(&text, "abcdef");
    text_cut(&text, 10);
    CU_ASSERT_STRING_EQUAL(text_string(&text), "abcdef");
    text_cut(&text, 2);
    text_put(&text, "x");
    CU_ASSERT_STRING_EQUAL(text_string(&text), "abx");
}

static void test_most(void)
{
    struct text own;

    text_init(&own, 10);
    text_put(&own, "0123456789");
    CU_ASSERT(!own.overflowed);
    CU_ASSERT_STRING_EQUAL(text_string(&own), "0123456789");
    text_char(&own, 'x');
    CU_ASSERT(own.overflowed);
    text_cut(&own, 3);
    text_put(&own, "y");
    text_number(&own, 1);
    text_format(&own, "z");
    CU_ASSERT_STRING_EQUAL(text_string(&own), "012");
    CU_ASSERT(own.overflowed);
    text_clear(&own);
    text_put(&own, "again");
    CU_ASSERT(!own.overflowed);
    CU_ASSERT_STRING_EQUAL(text_string(&own), "again");
    text_free(&own);
}

static void test_most_by_format(void)
{
    for (int width = 1; width < 700; width++) {
        struct text own;

        text_init(&own, 600);
        text_put(&own, "ab");
        text_format(&own, "%*d", width, 5);
        CU_ASSERT_EQUAL(own.overflowed, width > 598);
        CU_ASSERT_EQUAL(own.length, width > 598 ? 2 : (size_t)width + 2);
        CU_ASSERT(width > 598 || own.bytes[own.length - 1] == '5');
        text_free(&own);
    }
}

static void test_without_bound(void)
{
    struct text own;

    text_init(&own, SIZE_MAX);
    text_format(&own, "%3000d", 1);
    text_put(&own, "end");
    CU_ASSERT(!own.overflowed);
    CU_ASSERT_EQUAL(own.length, 3003);
    text_free(&own);
}

static void check_number(int64_t number)
{
    char expected[32];

    text_clear(&text);
    text_number(&text, number);
    snprintf(expected, sizeof(expected), "%" PRId64, number);
    CU_ASSERT_STRING_EQUAL(text_string(&text), expected);
}

static void test_numbers(void)
{
    for (int64_t number = -1200; number <= 1200; number++) {
        check_number(number);
    }
    for (int64_t power = 1; power < INT64_MAX / 10; power *= 10) {
        check_number(power);
        check_number(-power);
        check_number(power - 1);
        check_number(1 - power);
        check_number(power * 7 + 3);
    }
    check_number(INT64_MAX);
    check_number(INT64_MIN);
    check_number(INT64_MIN + 1);
}

static void test_json(void)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"", "\"\""},
        {"plain text", "\"plain text\""},
        {"a\"b\\c/d", "\"a\\\"b\\\\c/d\""},
        {"\b\t\n\f\r", "\"\\b\\t\\n\\f\\r\""},
        {"\x01\x1f\x7f", "\"\\u0001\\u001f\x7f\""},
        {"Zo\xC3\xAB \xE2\x82\xAC \xF0\x9F\x98\x80",
         "\"Zo\xC3\xAB \xE2\x82\xAC \xF0\x9F\x98\x80\""},
        {"\xFF", "\"\xEF\xBF\xBD\""},
        {"a\x80z", "\"a\xEF\xBF\xBDz\""},
        {"\xC3", "\"\xEF\xBF\xBD\""},
        {"\xC0\xAF", "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {"\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {"\xE2\x82\"", "\"\xEF\xBF\xBD\xEF\xBF\xBD\\\"\""},
        {"\xF4\x8F\xBF\xBF", "\"\xF4\x8F\xBF\xBF\""},
        {"\xF4\x90\x80\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        CU_ASSERT_STRING_EQUAL(json_of(rows[i].in, strlen(rows[i].in)), rows[i].out);
    }
    CU_ASSERT_STRING_EQUAL(json_of("a\0b", 3), "\"a\\u0000b\"");
    text_clear(&text);
    text_json(&text, NULL);
    text_json(&text, "x\n");
    CU_ASSERT_STRING_EQUAL(text_string(&text), "null\"x\\n\"");
}

/* Every sequence of two bytes, followed by what a careless writer would swallow. */
static void test_json_of_any_bytes(void)
{
    int refused = 0;

    for (unsigned int i = 0x0100; i < 0x10000; i++) {
        const char bytes[4] = {(char)(i >> 8), (char)i, '"', (char)0xE2};
        const char *json;
        struct json_fault fault;

        if ((i & 0xFF) == 0) {
            continue;
        }
        json = json_of(bytes, sizeof(bytes));
        fault = json_scan(json, text.length, &json_request_limits);
        refused += fault.problem != NULL ? 1 : 0;
    }
    CU_ASSERT_EQUAL(refused, 0);
}

/* The inside of the JSON string of one byte, without its quotes. */
static size_t escape_of(char byte, char out[8])
{
    const char *json = json_of(&byte, 1);
    size_t length = text.length - 2;

    memcpy(out, json + 1, length);
    return length;
}

static void test_json_at_any_place(void)
{
    enum { LENGTH = 21 };
    int different = 0;

    for (int byte = 0; byte < 256; byte++) {
        char escape[8], bytes[LENGTH], expected[LENGTH + 8];
        size_t length = escape_of((char)byte, escape);

        for (size_t place = 0; place < LENGTH; place++) {
            memset(bytes, '!', sizeof(bytes));
            bytes[place] = (char)byte;
            memset(expected, '!', sizeof(expected));
            memcpy(expected + place, escape, length);
            (void)json_of(bytes, sizeof(bytes));
            different += text.length != LENGTH - 1 + length + 2 ||
                                 memcmp(text.bytes + 1, expected, text.length - 2) != 0
                             ? 1
                             : 0;
        }
    }
    CU_ASSERT_EQUAL(different, 0);
}

static void test_json_comes_back(void)
{
    struct arena *arena = arena_new(4096, 1 << 20);
    const char *original = "q\"b\\s/ \x01\x1f\t\r\n Zo\xC3\xAB \xE2\x82\xAC \xF0\x9F\x98\x80 <b>";
    struct json_fault fault;
    const char *json = json_of(original, strlen(original));
    struct json_object *tree = json_read(arena, json, text.length, &json_request_limits, &fault);

    CU_ASSERT_PTR_NOT_NULL_FATAL(tree);
    CU_ASSERT_STRING_EQUAL(json_object_get_string(tree), original);
    arena_free(arena);
}

int main(int argc, char **argv)
{
    static const struct tap_case cases[] = {
        {"what is added stands there in its order", test_adding},
        {"a text grows by doubling", test_growing},
        {"clearing keeps the memory", test_clear_keeps_memory},
        {"cutting goes back and never forward", test_cut},
        {"a text that overflowed takes nothing more until it is cleared", test_most},
        {"formatting keeps to the largest size, byte by byte", test_most_by_format},
        {"a text without a bound grows", test_without_bound},
        {"numbers read as printf would write them", test_numbers},
        {"JSON strings are escaped and bytes that are not UTF-8 replaced", test_json},
        {"whatever the bytes, the JSON string is valid", test_json_of_any_bytes},
        {"a byte is escaped alike at every place", test_json_at_any_place},
        {"a JSON string comes back as it was", test_json_comes_back},
        {NULL, NULL},
    };

    return tap_main_with("text", cases, setup, teardown, argc, argv);
}
