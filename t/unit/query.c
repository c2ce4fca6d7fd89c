/* query.c - tests of base/query. SPDX-License-Identifier: MIT */
#include "base/query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "tap.h"

enum { MOST = 100 };

static struct arena *arena;
static struct text shown;

static int setup(void)
{
    arena = arena_new(4096, 8 << 20);
    text_init(&shown, 1 << 20);
    return 0;
}

static int teardown(void)
{
    arena_free(arena);
    text_free(&shown);
    return 0;
}

/* A copy that ends where the memory ends, so that reading on is seen by the sanitizer. */
static char *exact_copy(const char *bytes, size_t length)
{
    char *copy = malloc(length == 0 ? 1 : length);

    CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
    memcpy(copy, bytes, length);
    return copy;
}

/* "name=value" or "name[]=value" joined by '|'; "?" and "!" are the faults. */
static const char *show_query(const char *query, size_t length, size_t most)
{
    char *copy = exact_copy(query, length);
    struct pairs pairs;
    enum query_fault fault;

    arena_clear(arena);
    text_clear(&shown);
    fault = query_read(arena, copy, length, most, &pairs);
    free(copy);
    if (fault != QUERY_FINE) {
        CU_ASSERT_EQUAL(pairs.count, 0);
        return fault == QUERY_TOO_MANY ? "?" : "!";
    }
    for (size_t i = 0; i < pairs.count; i++) {
        const struct pair *pair = &pairs.all[i];

        text_format(&shown, "%s%s%s=", i > 0 ? "|" : "", pair->name, pair->list ? "[]" : "");
        text_add(&shown, pair->value, pair->length);
        CU_ASSERT_EQUAL(pair->value[pair->length], '\0');
    }
    return text_string(&shown);
}

struct row {
    const char *in, *out;
};

static void check_queries(const struct row *rows)
{
    for (; rows->in != NULL; rows++) {
        const char *out = show_query(rows->in, strlen(rows->in), MOST);

        if (strcmp(out, rows->out) != 0) {
            printf("# %s gave %s\n", rows->in, out);
        }
        CU_ASSERT_STRING_EQUAL(out, rows->out);
    }
}

static void test_plain(void)
{
    static const struct row rows[] = {
        {"", ""},
        {"a=1", "a=1"},
        {"a=1&b=2", "a=1|b=2"},
        {"a", "a="},
        {"a=", "a="},
        {"a&b", "a=|b="},
        {"&&a=1&&&b=2&", "a=1|b=2"},
        {"&", ""},
        {"=1", "=1"},
        {"=", "="},
        {"a==b", "a==b"},
        {"a=b=c", "a=b=c"},
        {"a=1;b=2", "a=1;b=2"},
        {"A=1&a=2", "A=1|a=2"},
        {"a=?x#y", "a=?x#y"},
        {NULL, NULL},
    };

    check_queries(rows);
}

static void test_escapes(void)
{
    static const struct row rows[] = {
        {"a=x+y", "a=x y"},
        {"a+b=1", "a b=1"},
        {"a=x%2By", "a=x+y"},
        {"a=x%20y", "a=x y"},
        {"a=%41%4a%4A", "a=AJJ"},
        {"a%3Db=1", "a=b=1"},
        {"a=1%262", "a=1&2"},
        {"a=%2541", "a=%41"},
        {"a=Zo%C3%AB", "a=Zo\xC3\xAB"},
        {"a=Zo\xC3\xAB", "a=Zo\xC3\xAB"},
        {"a=%zz", "a=%zz"},
        {"a=%", "a=%"},
        {"a=%4", "a=%4"},
        {"a=100%&b=%1", "a=100%|b=%1"},
        {"a=%%41", "a=%A"},
        {"a=%4%41", "a=%4A"},
        {"%zz=1", "%zz=1"},
        {"start=2050-09-05T09:00:00.000%2B02:00", "start=2050-09-05T09:00:00.000+02:00"},
        {NULL, NULL},
    };

    check_queries(rows);
}

static void test_lists(void)
{
    static const struct row rows[] = {
        {"a[]=1", "a[]=1"},
        {"a[0]=1", "a[]=1"},
        {"a[17]=1&a[3]=2", "a[]=1|a[]=2"},
        {"a[99999999999999999999]=1", "a[]=1"},
        {"status%5B%5D=upcoming", "status[]=upcoming"},
        {"status%5b0%5d=upcoming&status%5b1%5d=past", "status[]=upcoming|status[]=past"},
        {"a=1&a=2", "a[]=1|a[]=2"},
        {"a=1&b=2&a=3", "a[]=1|b=2|a[]=3"},
        {"a[]=1&a=2", "a[]=1|a[]=2"},
        {"a[]", "a[]="},
        {"a[b]=1", "a[b]=1"},
        {"a[b]=1&a[c]=2", "a[b]=1|a[c]=2"},
        {"a[b][]=1", "a[b][]=1"},
        {"a[-1]=1", "a[-1]=1"},
        {"a[1x]=1", "a[1x]=1"},
        {"a]=1", "a]=1"},
        {"a0]=1", "a0]=1"},
        {"a[=1", "a[=1"},
        {"a[]b=1", "a[]b=1"},
        {"[]=1", "[]=1"},
        {"[0]=1", "[0]=1"},
        {"]=1", "]=1"},
        {"eventTypeIds=1,2", "eventTypeIds=1,2"},
        {NULL, NULL},
    };

    check_queries(rows);
}

static void test_kept_name_is_no_list(void)
{
    struct pairs pairs;

    CU_ASSERT_EQUAL(query_read(arena, "a[b]=1&a[]=2&[]=3", 17, MOST, &pairs), QUERY_FINE);
    CU_ASSERT_EQUAL_FATAL(pairs.count, 3);
    CU_ASSERT_STRING_EQUAL(pairs.all[0].name, "a[b]");
    CU_ASSERT(!pairs.all[0].list);
    CU_ASSERT_STRING_EQUAL(pairs.all[1].name, "a");
    CU_ASSERT(pairs.all[1].list);
    CU_ASSERT_STRING_EQUAL(pairs.all[2].name, "[]");
    CU_ASSERT(!pairs.all[2].list);
    arena_clear(arena);
}

static void test_bad_bytes(void)
{
    static const struct row rows[] = {
        {"a=%00", "!"},
        {"%00=a", "!"},
        {"a=x%00y", "!"},
        {"a=%01", "!"},
        {"a=%1f", "!"},
        {"a=%7F", "!"},
        {"a=\x1b[0m", "!"},
        {"a=%ff", "!"},
        {"a=%C3", "!"},
        {"a=%C0%AF", "!"},
        {"a=%ED%A0%80", "!"},
        {"a=%F4%90%80%80", "!"},
        {"a=\xE2\x82", "!"},
        {"%80=1", "!"},
        {"a=1&b=%08", "!"},
        {"a=%09%0A%0D", "a=\t\n\r"},
        {"a=%EF%BF%BD", "a=\xEF\xBF\xBD"},
        {NULL, NULL},
    };

    check_queries(rows);
    CU_ASSERT_STRING_EQUAL(show_query("a=b\0c", 5, MOST), "!");
}

static void test_too_many(void)
{
    CU_ASSERT_STRING_EQUAL(show_query("a&b&c", 5, 3), "a=|b=|c=");
    CU_ASSERT_STRING_EQUAL(show_query("a&b&c&d", 7, 3), "?");
    CU_ASSERT_STRING_EQUAL(show_query("&&&&a&&&&", 9, 1), "a=");
    CU_ASSERT_STRING_EQUAL(show_query("a", 1, 0), "?");
    CU_ASSERT_STRING_EQUAL(show_query("a=%00&b", 7, 1), "?");
}

/* Parts joined by '|', with one before each; "!" when refused. */
static const char *show_path(const char *text, size_t length)
{
    char *copy = exact_copy(text, length);
    struct path path;
    bool fine;

    arena_clear(arena);
    text_clear(&shown);
    fine = path_read(arena, copy, length, &path);
    free(copy);
    if (!fine) {
        return "!";
    }
    for (int i = 0; i < path.count; i++) {
        text_char(&shown, '|');
        text_put(&shown, path.parts[i]);
    }
    return text_string(&shown);
}

static void check_paths(const struct row *rows)
{
    for (; rows->in != NULL; rows++) {
        const char *out = show_path(rows->in, strlen(rows->in));

        if (strcmp(out, rows->out) != 0) {
            printf("# %s gave %s\n", rows->in, out);
        }
        CU_ASSERT_STRING_EQUAL(out, rows->out);
    }
}

static void test_paths(void)
{
    static const struct row rows[] = {
        {"/", ""},
        {"/v2", "|v2"},
        {"/v2/", "|v2"},
        {"/v2/bookings/a%20b", "|v2|bookings|a b"},
        {"/a+b", "|a+b"},
        {"/Zo%C3%AB", "|Zo\xC3\xAB"},
        {"/%252e%252e", "|%2e%2e"},
        {"/%252F", "|%2F"},
        {"/...", "|..."},
        {"/.well-known/x", "|.well-known|x"},
        {"/a..b/..c", "|a..b|..c"},
        {"/a%3Fb%23c", "|a?b#c"},
        {"/1/2/3/4/5/6/7/8/9/10/11/12", "|1|2|3|4|5|6|7|8|9|10|11|12"},
        {"/1/2/3/4/5/6/7/8/9/10/11/12/", "|1|2|3|4|5|6|7|8|9|10|11|12"},
        {NULL, NULL},
    };

    check_paths(rows);
}

static void test_bad_paths(void)
{
    static const struct row rows[] = {
        {"", "!"},           {"v2", "!"},         {"*", "!"},
        {"http://h/a", "!"}, {"//", "!"},         {"//a", "!"},
        {"/a//b", "!"},      {"/a//", "!"},       {"/.", "!"},
        {"/..", "!"},        {"/a/../b", "!"},    {"/a/./b", "!"},
        {"/a/..", "!"},      {"/%2e", "!"},       {"/%2E%2e/x", "!"},
        {"/.%2e", "!"},      {"/a%2Fb", "!"},     {"/a%2fb", "!"},
        {"/a%5Cb", "!"},     {"/a\\b", "!"},      {"/a%00", "!"},
        {"/a%0A", "!"},      {"/a%09", "!"},      {"/a%7f", "!"},
        {"/a\x01", "!"},     {"/%zz", "!"},       {"/a%", "!"},
        {"/a%4", "!"},       {"/a%4/2", "!"},     {"/%ff", "!"},
        {"/%C3", "!"},       {"/%C0%AE", "!"},    {"/%C0%AE%C0%AE/", "!"},
        {"/\xFF", "!"},      {"/%ED%A0%80", "!"}, {"/1/2/3/4/5/6/7/8/9/10/11/12/13", "!"},
        {NULL, NULL},
    };

    check_paths(rows);
    CU_ASSERT_STRING_EQUAL(show_path("/a\0b", 4), "!");
    CU_ASSERT_STRING_EQUAL(show_path("/..\0", 4), "!");
}

static void test_decode(void)
{
    size_t length = 0;

    CU_ASSERT_STRING_EQUAL(percent_decode(arena, "a+b%20c", 7, false, &length), "a+b c");
    CU_ASSERT_EQUAL(length, 5);
    CU_ASSERT_STRING_EQUAL(percent_decode(arena, "a+b%2B", 6, true, NULL), "a b+");
    CU_ASSERT_EQUAL(memcmp(percent_decode(arena, "%00x", 4, true, &length), "\0x", 3), 0);
    CU_ASSERT_EQUAL(length, 2);
    CU_ASSERT_STRING_EQUAL(percent_decode(arena, "", 0, true, &length), "");
    CU_ASSERT_PTR_NULL(percent_decode(arena, "%", 1, true, &length));
    CU_ASSERT_PTR_NULL(percent_decode(arena, "a%4", 3, true, &length));
    CU_ASSERT_PTR_NULL(percent_decode(arena, "%4g", 3, true, &length));
    CU_ASSERT_PTR_NULL(percent_decode(arena, "% 4", 3, true, &length));
    CU_ASSERT_PTR_NULL(percent_decode(arena, "%41", 2, true, &length));
    arena_clear(arena);
}

/* By the value it decodes to, where the code under test goes by byte ranges. */
static bool is_utf8_by_value(const unsigned char *at, size_t length)
{
    static const unsigned int lowest[] = {0, 0, 0x80, 0x800, 0x10000};

    while (length > 0) {
        size_t size = *at < 0x80   ? 1
                      : *at < 0xC0 ? 0
                      : *at < 0xE0 ? 2
                      : *at < 0xF0 ? 3
                      : *at < 0xF8 ? 4
                                   : 0;
        unsigned int point = size < 2 ? *at : *at & (0x7Fu >> size);

        if (size == 0 || size > length) {
            return false;
        }
        for (size_t i = 1; i < size; i++) {
            if (at[i] >> 6 != 2) {
                return false;
            }
            point = point << 6 | (at[i] & 0x3Fu);
        }
        if (point < lowest[size] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
            return false;
        }
        at += size;
        length -= size;
    }
    return true;
}

static void test_utf8(void)
{
    static const unsigned char edges[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
                                          0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
                                          0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8, 0xFF};
    const size_t count = sizeof(edges);
    int different = 0, valid = 0;

    for (size_t i = 0; i < count * count * count * count; i++) {
        const unsigned char bytes[4] = {edges[i % count], edges[i / count % count],
                                        edges[i / count / count % count],
                                        edges[i / count / count / count]};

        for (size_t length = 1; length <= 4; length++) {
            bool expected = is_utf8_by_value(bytes, length);

            valid += expected ? 1 : 0;
            different += utf8_is_valid((const char *)bytes, length) != expected ? 1 : 0;
        }
    }
    CU_ASSERT_EQUAL(different, 0);
    CU_ASSERT(valid > 1000);
    CU_ASSERT(utf8_is_valid("", 0));
}

int main(int argc, char **argv)
{
    static const struct tap_case cases[] = {
        {"names and values are cut at the first '=' and at every '&'", test_plain},
        {"escapes are decoded once and broken ones stand for themselves", test_escapes},
        {"name[], name[3] and repeated names are lists", test_lists},
        {"a name with another subscript is kept as written", test_kept_name_is_no_list},
        {"control bytes and bytes that are not UTF-8 are refused", test_bad_bytes},
        {"more pairs than allowed are refused", test_too_many},
        {"a path is decoded once and cut into parts", test_paths},
        {"a path that could climb, or be read in two ways, is refused", test_bad_paths},
        {"percent decoding refuses broken escapes", test_decode},
        {"UTF-8 is told from what is not, at every edge", test_utf8},
        {NULL, NULL},
    };

    return tap_main_with("query", cases, setup, teardown, argc, argv);
}
