/* shape.c - structs written by their rows. SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/shape.h"
#include "tap.h"

struct leaf {
    int64_t size;
};
struct thing {
    const char *text, *none, *raw;
    int64_t number, zero;
    bool yes;
    int word;
    struct instant when, never;
    struct texts texts, no_texts;
    struct leaf leaf;
    struct list leaves;
};

static const struct word words[] = {{"first", 1}, {"second", 2}, {NULL, 0}};
static const struct word sides[] = {{"left", 0}, {"right", 1}, {NULL, 0}};

static void write_made(struct text *out, const void *thing)
{
    text_number(out, ((const struct thing *)thing)->number * 2);
}

static bool is_big(const void *thing)
{
    return ((const struct thing *)thing)->number > 100;
}

#define L struct leaf
static const struct field leaf_fields[] = {F_NUMBER(L, size, "size")};
static const struct shape leaf_shape = {leaf_fields, COUNT(leaf_fields), sizeof(L)};
#define T struct thing
static const struct field also_fields[] = {F_TEXT(T, text, "text")};
static const struct shape also_shape = {also_fields, COUNT(also_fields), sizeof(T)};
static const struct field fields[] = {
    F_ALSO(&also_shape),
    F_TEXT(T, none, "left_out"),
    F_TEXT(T, none, "null", .absent = ABSENT_NULL),
    F_TEXT(T, none, "empty", .absent = ABSENT_EMPTY),
    F_RAW(T, raw, "raw"),
    F_NUMBER(T, number, "number"),
    F_NUMBER(T, zero, "zero"),
    F_SOME(T, zero, "some"),
    F_SOME(T, zero, "some_null", .absent = ABSENT_NULL),
    F_FLAG(T, yes, "yes"),
    F_FLAG(T, yes, "yes_word", .words = sides),
    F_TOGGLE(T, yes, "yes_toggle"),
    F_WORD(T, word, "word", words),
    F_INSTANT(T, when, "when", .style = WHEN_Z_MILLIS),
    F_INSTANT(T, never, "never", .absent = ABSENT_NULL),
    F_TEXTS(T, texts, "texts"),
    F_TEXTS(T, no_texts, "no_texts", .absent = ABSENT_EMPTY),
    F_OBJECT(T, leaf, "leaf", struct leaf, &leaf_shape),
    F_LIST(T, leaves, "leaves", &leaf_shape),
    F_MADE("made", write_made),
    F_MADE("made_when_big", write_made, .shown = is_big),
};
static const struct shape shape = {fields, COUNT(fields), sizeof(T)};

static const char *lines[] = {"a", "b\"c"};
static struct leaf leaves[] = {{1}, {2}};

static struct thing sample(void)
{
    return (struct thing){.text = "caf\xc3\xa9 \\ \x01",
                          .raw = "{\"a\":1}",
                          .number = -42,
                          .yes = true,
                          .word = 2,
                          .when = {US_A_DAY},
                          .never = INSTANT_NONE,
                          .texts = {lines, 2},
                          .leaf = {7},
                          .leaves = {leaves, 2}};
}

static void a_struct_is_written_by_its_rows(void)
{
    static const char expected[] =
        "{\"text\":\"caf\xc3\xa9 \\\\ \\u0001\",\"null\":null,\"empty\":\"\",\"raw\":{\"a\":1},"
        "\"number\":-42,\"zero\":0,\"some_null\":null,\"yes\":true,\"yes_word\":\"right\",\"yes_"
        "toggle\":1,\"word\":\"second\","
        "\"when\":\"1970-01-02T00:00:00.000Z\",\"never\":null,\"texts\":[\"a\",\"b\\\"c\"],"
        "\"no_texts\":[],\"leaf\":{\"size\":7},\"leaves\":[{\"size\":1},{\"size\":2}],\"made\":-"
        "84}";
    struct thing thing = sample();
    struct text out;

    text_init(&out, 1 << 20);
    shape_write(&out, &shape, &thing);
    CU_ASSERT_STRING_EQUAL(text_string(&out), expected);
    text_free(&out);
}

static void a_made_field_may_be_left_out(void)
{
    struct thing thing = sample();
    struct text out;

    text_init(&out, 1 << 20);
    thing.number = 101;
    shape_write(&out, &shape, &thing);
    CU_ASSERT_PTR_NOT_NULL(strstr(text_string(&out), ",\"made_when_big\":202}"));
    text_free(&out);
}

static void an_empty_list_is_an_empty_array(void)
{
    struct text out;

    text_init(&out, 1 << 20);
    shape_write_list(&out, &leaf_shape, &(struct list){NULL, 0});
    CU_ASSERT_STRING_EQUAL(text_string(&out), "[]");
    text_free(&out);
}

static const struct tap_case cases[] = {
    {"a struct is written by its rows", a_struct_is_written_by_its_rows},
    {"a made field may be left out", a_made_field_may_be_left_out},
    {"an empty list is an empty array", an_empty_list_is_an_empty_array},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    return tap_main("shapes", cases, argc, argv);
}
