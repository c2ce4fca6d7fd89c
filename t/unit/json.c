/* json.c - tests of base/json. SPDX-License-Identifier: MIT */
#include "base/json.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <json-c/json_tokener.h>

#include "base/text.h"
#include "tap.h"

enum { PLAIN = JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, ROUNDS = 20000 };

static const struct json_limits roomy = {.bytes = 8 << 20, .depth = 64, .values = 4000000};

static struct arena *arena;
static struct text canonical, noisy;
static uint64_t state;

static int setup(void)
{
    arena = arena_new(65536, 512 << 20);
    text_init(&canonical, 8 << 20);
    text_init(&noisy, 8 << 20);
    return 0;
}

static int teardown(void)
{
    arena_free(arena);
    text_free(&canonical);
    text_free(&noisy);
    return 0;
}

/* A number below `bound`, from a seeded sequence. */
static unsigned int draw(unsigned int bound)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned int)((state >> 20) % bound);
}

/* A copy that ends where its memory ends, so that reading on is seen by the sanitizer. */
static char *exact_copy(const char *text, size_t length)
{
    char *copy = malloc(length);

    CU_ASSERT_FATAL(copy != NULL || length == 0);
    return length == 0 ? copy : memcpy(copy, text, length);
}

static struct json_fault scan(const char *text, size_t length, const struct json_limits *limits)
{
    char *copy = exact_copy(text, length);
    struct json_fault fault = json_scan(copy, length, limits);

    free(copy);
    return fault;
}

struct accepted {
    const char *in;
    const char *out; /* as json-c writes it; NULL: as it came in */
};

static const struct accepted accepted[] = {
    {"0", NULL},
    {"-0", "0"},
    {"7", NULL},
    {"-12", NULL},
    {"  1  ", "1"},
    {"\t\r\n 1", "1"},
    {"9223372036854775807", NULL},
    {"-9223372036854775808", NULL},
    {"1.5", NULL},
    {"0.1", NULL},
    {"-0.0", NULL},
    {"1e5", NULL},
    {"1E+5", NULL},
    {"1e-5", NULL},
    {"1.25e2", NULL},
    {"1e308", NULL},
    {"1.7976931348623157e308", NULL},
    {"-1.7976931348623157e308", NULL},
    {"1.79769313486231580e308", NULL},
    {"17976931348623157e292", NULL},
    {"0.00017976931348623157e312", NULL},
    {"1e-400", NULL},
    {"5e-324", NULL},
    {"0e999999999999999999999", NULL},
    {"0.000e400", NULL},
    {"1e-99999999999999999999", NULL},
    {"92233720368547758080.0", NULL},
    {"9223372036854775808e0", NULL},
    {"true", NULL},
    {"false", NULL},
    {"null", NULL},
    {" null ", "null"},
    {"\"\"", NULL},
    {"\"a\"", NULL},
    {"\"a b\"", NULL},
    {"\"\x7f\"", NULL},
    {"\"/\"", NULL},
    {"\"\\/\"", "\"/\""},
    {"\"\\\"\\\\\\b\\f\\n\\r\\t\"", NULL},
    {"\"\\u0041\"", "\"A\""},
    {"\"\\u00e9\"", "\"\xC3\xA9\""},
    {"\"\\u20AC\"", "\"\xE2\x82\xAC\""},
    {"\"\\u0001\"", NULL},
    {"\"\\u001F\"", "\"\\u001f\""},
    {"\"\\u007f\"", "\"\x7f\""},
    {"\"\\ud83d\\ude00\"", "\"\xF0\x9F\x98\x80\""},
    {"\"\\uD800\\uDC00\"", "\"\xF0\x90\x80\x80\""},
    {"\"\\ud840\\udc00\"", "\"\xF0\xA0\x80\x80\""},
    {"\"\\udbff\\udfff\"", "\"\xF4\x8F\xBF\xBF\""},
    {"\"\\ud7ff\\ue000\"", "\"\xED\x9F\xBF\xEE\x80\x80\""},
    {"\"\\uffff\\ufffe\"", "\"\xEF\xBF\xBF\xEF\xBF\xBE\""},
    {"\"\\\\u0000\"", NULL},
    {"\"\\\\ud800\"", NULL},
    {"\"\xC2\x80\xDF\xBF\"", NULL},
    {"\"\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF\"", NULL},
    {"\"\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\"", NULL},
    {"\"'\"", NULL},
    {"\"// no comment /* nor this */\"", NULL},
    {"\"[{,:}]\"", NULL},
    {"[]", NULL},
    {"[ ]", "[]"},
    {"[1]", NULL},
    {"[1,2,3]", NULL},
    {" [ 1 , 2 ] ", "[1,2]"},
    {"[null]", NULL},
    {"[null,null]", NULL},
    {"[true,false,null,0,\"\",[],{}]", NULL},
    {"[[],[[]]]", NULL},
    {"[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]", NULL},
    {"[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]", NULL},
    {"{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":[[[[[[[[1]]]]]]]]}}}}}}}}", NULL},
    {"{}", NULL},
    {"{ }", "{}"},
    {"{\"a\":1}", NULL},
    {"{\"\":1}", NULL},
    {"{ \"a\" : 1 , \"b\" : [ ] }", "{\"a\":1,\"b\":[]}"},
    {"{\"a\":null}", NULL},
    {"{\"a\":1,\"A\":2}", NULL},
    {"{\"a\":1,\"a \":2}", NULL},
    {"{\"a\":{\"a\":1}}", NULL},
    {"{\"a\":{\"b\":1},\"b\":{\"a\":1}}", NULL},
    {"[{\"a\":1},{\"a\":2}]", NULL},
    {"{\"\\u0061\":1,\"b\":2}", "{\"a\":1,\"b\":2}"},
    {"{\"\xC3\xA9\":1,\"e\xCC\x81\":2}", NULL},
    {"{\"__proto__\":{\"constructor\":1}}", NULL},
};

struct refused {
    const char *in;
    const char *problem;
    size_t offset;
};

static const struct refused refused[] = {
    {"", "empty", 0},
    {" \n\t", "empty", 3},
    {"\xEF\xBB\xBF{}", "unexpected character", 0},
    {"\xFE\xFF", "unexpected character", 0},
    {"\f1", "unexpected character", 0},
    {"\v1", "unexpected character", 0},
    {"\xC2\xA0 1", "unexpected character", 0},
    {"1 2", "text after the value", 2},
    {"{}{}", "text after the value", 2},
    {"{},", "text after the value", 2},
    {"[]]", "text after the value", 2},
    {"nullx", "text after the value", 4},
    {"\"a\"\"b\"", "text after the value", 3},
    {"1\xFF", "text after the value", 1},
    /* what json-c would take */
    {"{\"a\":1,\"a\":2}", "duplicate key", 7},
    {"{\"a\":1,\"\\u0061\":2}", "duplicate key", 7},
    {"{\"\\u0061\":1,\"a\":2}", "duplicate key", 12},
    {"{\"\\u0061\\n\":1,\"a\\u000A\":2}", "duplicate key", 14},
    {"{\"\\/\":1,\"/\":2}", "duplicate key", 8},
    {"{\"\\u0061\":1,\"\\u0062\":2,\"a\":3}", "duplicate key", 23},
    {"{\"\":1,\"\":1}", "duplicate key", 6},
    {"{\"\\ud83d\\ude00\":1,\"\xF0\x9F\x98\x80\":1}", "duplicate key", 18},
    {"[0,{\"a\":{\"a\":1},\"b\":0,\"a\":2}]", "duplicate key", 22},
    {"'a'", "unexpected character", 0},
    {"{'a':1}", "unexpected character", 1},
    {"{\"a\":'b'}", "unexpected character", 5},
    {"NaN", "unexpected character", 0},
    {"nan", "unexpected character", 0},
    {"Infinity", "unexpected character", 0},
    {"-Infinity", "bad number", 0},
    {"[-Infinity]", "bad number", 1},
    {"inf", "unexpected character", 0},
    {"\"a\tb\"", "control character in a string", 2},
    {"\"a\nb\"", "control character in a string", 2},
    {"\"\x1f\"", "control character in a string", 1},
    {"{\"a\tb\":1}", "control character in a string", 3},
    {"\"\\u0000\"", "NUL in a string", 1},
    {"\"a\\u0000b\"", "NUL in a string", 2},
    {"{\"a\\u0000\":1}", "NUL in a string", 3},
    {"\"\\ud800\"", "lone surrogate", 1},
    {"\"\\ud83d\"", "lone surrogate", 1},
    {"\"\\ude00\"", "lone surrogate", 1},
    {"\"\\ud83dx\"", "lone surrogate", 1},
    {"\"\\ud83d\\n\"", "lone surrogate", 1},
    {"\"\\ud83d\\u0041\"", "lone surrogate", 1},
    {"\"\\ud83d\\ud83d\"", "lone surrogate", 1},
    {"\"\\ude00\\ud83d\"", "lone surrogate", 1},
    {"\"\\ude00\\ude00\"", "lone surrogate", 1},
    {"\"\\ud83d\\ue000\"", "lone surrogate", 1},
    {"\"\\ud83d\\\\ude00\"", "lone surrogate", 1},
    {"{\"\\udfff\":1}", "lone surrogate", 2},
    {"9223372036854775808", "number out of range", 0},
    {"-9223372036854775809", "number out of range", 0},
    {"18446744073709551615", "number out of range", 0},
    {"18446744073709551616", "number out of range", 0},
    {"[100000000000000000000000000000000]", "number out of range", 1},
    {"1e400", "number out of range", 0},
    {"-1e400", "number out of range", 0},
    {"[1.0e309]", "number out of range", 1},
    {"1.7976931348623159e308", "number out of range", 0},
    {"17976931348623159e292", "number out of range", 0},
    {"0.00017976931348623159e312", "number out of range", 0},
    {"1e99999999999999999999999999", "number out of range", 0},
    {"0.0001e99999999999999999999999999", "number out of range", 0},
    /* UTF-8 */
    {"\"\xFF\"", "not UTF-8", 1},
    {"\"\x80\"", "not UTF-8", 1},
    {"\"a\xC3\"", "not UTF-8", 2},
    {"\"\xC0\x80\"", "not UTF-8", 1},
    {"\"\xC0\xAF\"", "not UTF-8", 1},
    {"\"\xC1\xBF\"", "not UTF-8", 1},
    {"\"\xE0\x80\xAF\"", "not UTF-8", 1},
    {"\"\xE0\x9F\xBF\"", "not UTF-8", 1},
    {"\"\xED\xA0\x80\"", "not UTF-8", 1},
    {"\"\xED\xBF\xBF\"", "not UTF-8", 1},
    {"\"\xE2\x82\"", "not UTF-8", 1},
    {"\"\xE2\x82", "not UTF-8", 1},
    {"\"\xF0\x8F\xBF\xBF\"", "not UTF-8", 1},
    {"\"\xF4\x90\x80\x80\"", "not UTF-8", 1},
    {"\"\xF5\x80\x80\x80\"", "not UTF-8", 1},
    {"\"\xF0\x9F\x98", "not UTF-8", 1},
    {"\"\xF8\x88\x80\x80\x80\"", "not UTF-8", 1},
    {"{\"\xFF\":1}", "not UTF-8", 2},
    /* grammar of numbers */
    {"-", "bad number", 0},
    {"+1", "unexpected character", 0},
    {".5", "unexpected character", 0},
    {"5.", "bad number", 0},
    {"-.5", "bad number", 0},
    {"01", "bad number", 0},
    {"-01", "bad number", 0},
    {"00", "bad number", 0},
    {"1e", "bad number", 0},
    {"1e+", "bad number", 0},
    {"1e-", "bad number", 0},
    {"1.e5", "bad number", 0},
    {"1.5e", "bad number", 0},
    {"--1", "bad number", 0},
    {"1.2.3", "text after the value", 3},
    {"1e5.5", "text after the value", 3},
    {"0x10", "text after the value", 1},
    {"1_000", "text after the value", 1},
    {"[1 000]", "unexpected character", 3},
    {"1,5", "text after the value", 1},
    {"\xEF\xBC\x91", "unexpected character", 0},
    /* grammar of words and strings */
    {"True", "unexpected character", 0},
    {"TRUE", "unexpected character", 0},
    {"tru", "unexpected character", 0},
    {"nul", "unexpected character", 0},
    {"undefined", "unexpected character", 0},
    {"a", "unexpected character", 0},
    {"\"", "unfinished", 1},
    {"\"a", "unfinished", 2},
    {"\"a\\\"", "unfinished", 4},
    {"\"\\", "bad escape", 1},
    {"\"\\x41\"", "bad escape", 1},
    {"\"\\'\"", "bad escape", 1},
    {"\"\\a\"", "bad escape", 1},
    {"\"\\0\"", "bad escape", 1},
    {"\"\\U0041\"", "bad escape", 1},
    {"\"\\u\"", "bad escape", 1},
    {"\"\\u004\"", "bad escape", 1},
    {"\"\\u00g1\"", "bad escape", 1},
    {"\"\\u+041\"", "bad escape", 1},
    {"\"\\u 041\"", "bad escape", 1},
    {"\"\\u0041", "unfinished", 7},
    {"\"\\u00", "bad escape", 1},
    /* grammar of arrays and objects */
    {"[", "unfinished", 1},
    {"[1", "unfinished", 2},
    {"[1,", "unfinished", 3},
    {"[1,]", "unexpected character", 3},
    {"[,1]", "unexpected character", 1},
    {"[,]", "unexpected character", 1},
    {"[1,,2]", "unexpected character", 3},
    {"[1 2]", "unexpected character", 3},
    {"[1:2]", "unexpected character", 2},
    {"[1}", "unexpected character", 2},
    {"]", "unexpected character", 0},
    {"[\"a\":1]", "unexpected character", 4},
    {"{", "unfinished", 1},
    {"{]", "unexpected character", 1},
    {"{\"a\"", "unfinished", 4},
    {"{\"a\":", "unfinished", 5},
    {"{\"a\":1", "unfinished", 6},
    {"{\"a\":1,", "unfinished", 7},
    {"{\"a\":1,}", "unexpected character", 7},
    {"{,\"a\":1}", "unexpected character", 1},
    {"{\"a\"}", "unexpected character", 4},
    {"{\"a\":}", "unexpected character", 5},
    {"{\"a\" 1}", "unexpected character", 5},
    {"{\"a\"::1}", "unexpected character", 5},
    {"{\"a\",1}", "unexpected character", 4},
    {"{\"a\":1 \"b\":2}", "unexpected character", 7},
    {"{a:1}", "unexpected character", 1},
    {"{1:1}", "unexpected character", 1},
    {"{null:1}", "unexpected character", 1},
    {"{[]:1}", "unexpected character", 1},
    {"}", "unexpected character", 0},
    {"{\"a\":1]", "unexpected character", 6},
    {"/* c */ 1", "unexpected character", 0},
    {"// c\n1", "unexpected character", 0},
    {"# c\n1", "unexpected character", 0},
    {"[1 /* c */]", "unexpected character", 3},
    {"1 // c", "text after the value", 2},
    /* limits */
    {"[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", "too deep", 16},
    {"[[[[[[[[[[[[[[[[{}]]]]]]]]]]]]]]]]", "too deep", 16},
};

static void test_accepted(void)
{
    for (size_t i = 0; i < sizeof(accepted) / sizeof(accepted[0]); i++) {
        const struct accepted *row = &accepted[i];
        struct json_fault fault = scan(row->in, strlen(row->in), &json_request_limits);
        struct json_object *tree;

        if (fault.problem != NULL) {
            printf("# %s: %s\n", row->in, fault.problem);
        }
        CU_ASSERT_PTR_NULL(fault.problem);
        tree = json_read(arena, row->in, strlen(row->in), &json_request_limits, &fault);
        CU_ASSERT_PTR_NULL(fault.problem);
        CU_ASSERT_STRING_EQUAL(json_object_to_json_string_ext(tree, PLAIN),
                               row->out == NULL ? row->in : row->out);
    }
    arena_clear(arena);
}

static void test_refused(void)
{
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        const struct refused *row = &refused[i];
        struct json_fault fault = scan(row->in, strlen(row->in), &json_request_limits);

        if (fault.problem == NULL || strcmp(fault.problem, row->problem) != 0 ||
            fault.offset != row->offset) {
            printf("# %s: %s at %zu\n", row->in, fault.problem == NULL ? "taken" : fault.problem,
                   fault.offset);
        }
        CU_ASSERT_FATAL(fault.problem != NULL);
        CU_ASSERT_STRING_EQUAL(fault.problem, row->problem);
        CU_ASSERT_EQUAL(fault.offset, row->offset);
        CU_ASSERT_PTR_NULL(
            json_read(arena, row->in, strlen(row->in), &json_request_limits, &fault));
        CU_ASSERT_PTR_NOT_NULL(fault.problem);
    }
    arena_clear(arena);
}

static void test_nul_bytes(void)
{
    CU_ASSERT_PTR_NOT_NULL(scan("1\0", 2, &json_request_limits).problem);
    CU_ASSERT_PTR_NOT_NULL(scan("\0", 1, &json_request_limits).problem);
    CU_ASSERT_PTR_NOT_NULL(scan("[1,\0002]", 6, &json_request_limits).problem);
    CU_ASSERT_PTR_NOT_NULL(scan("\"a\0b\"", 5, &json_request_limits).problem);
    CU_ASSERT_PTR_NOT_NULL(scan("{\"a\0\":1}", 8, &json_request_limits).problem);
    CU_ASSERT_PTR_NOT_NULL(scan("{}\0", 3, &json_request_limits).problem);
}

static void test_null_is_no_fault(void)
{
    struct json_fault fault = {"before", 1};

    CU_ASSERT_PTR_NULL(json_read(arena, "null", 4, &json_request_limits, &fault));
    CU_ASSERT_PTR_NULL(fault.problem);
    CU_ASSERT_PTR_NULL(json_read(arena, "nul", 3, &json_request_limits, &fault));
    CU_ASSERT_PTR_NOT_NULL(fault.problem);
}

static const char *problem_within(const char *text, struct json_limits limits)
{
    const char *problem = scan(text, strlen(text), &limits).problem;

    return problem == NULL ? "none" : problem;
}

static void test_limits(void)
{
    CU_ASSERT_STRING_EQUAL(problem_within("[1,2]", (struct json_limits){5, 1, 3}), "none");
    CU_ASSERT_STRING_EQUAL(problem_within("[1,2]", (struct json_limits){4, 1, 3}), "too long");
    CU_ASSERT_STRING_EQUAL(problem_within("[1,2]", (struct json_limits){5, 0, 3}), "too deep");
    CU_ASSERT_STRING_EQUAL(problem_within("[1,2]", (struct json_limits){5, 1, 2}),
                           "too many values");
    CU_ASSERT_STRING_EQUAL(problem_within("{\"a\":1}", (struct json_limits){9, 1, 3}), "none");
    CU_ASSERT_STRING_EQUAL(problem_within("{\"a\":1}", (struct json_limits){9, 1, 2}),
                           "too many values");
    CU_ASSERT_STRING_EQUAL(problem_within("1", (struct json_limits){1, 0, 1}), "none");
    CU_ASSERT_STRING_EQUAL(problem_within("1", (struct json_limits){1, 0, 0}), "too many values");
    CU_ASSERT_EQUAL(json_request_limits.bytes, 65536);
    CU_ASSERT_EQUAL(json_request_limits.depth, 16);
    CU_ASSERT_EQUAL(json_request_limits.values, 10000);
}

static void test_depth_of_parser(void)
{
    for (int depth = 1; depth <= 64; depth++) {
        const struct json_limits limits = {.bytes = 1000, .depth = depth, .values = 1000};
        struct json_fault fault;
        char nested[200];

        memset(nested, '[', (size_t)depth);
        nested[depth] = '1';
        memset(nested + depth + 1, ']', (size_t)depth);
        CU_ASSERT_PTR_NOT_NULL(json_read(arena, nested, 2 * (size_t)depth + 1, &limits, &fault));
        CU_ASSERT_PTR_NULL(fault.problem);
    }
    arena_clear(arena);
}

static double milliseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void check_bomb(const char *bytes, size_t length, const struct json_limits *limits,
                       const char *problem)
{
    double before = milliseconds();
    struct json_fault fault = json_scan(bytes, length, limits);

    CU_ASSERT(milliseconds() - before < 50);
    CU_ASSERT_PTR_NOT_NULL_FATAL(fault.problem);
    CU_ASSERT_STRING_EQUAL(fault.problem, problem);
}

static void test_bombs(void)
{
    const struct json_limits large = {.bytes = 4 << 20, .depth = 16, .values = 10000};
    size_t length = 1 << 20;
    char *bytes = malloc(length + 2);

    CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
    memset(bytes, '[', length);
    check_bomb(bytes, length, &json_request_limits, "too long");
    check_bomb(bytes, length, &large, "too deep");
    for (size_t i = 1; i < length; i += 2) {
        bytes[i] = '0';
        bytes[i + 1] = ',';
    }
    check_bomb(bytes, length, &large, "too many values");
    memset(bytes, ' ', length);
    check_bomb(bytes, length, &large, "empty");
    memset(bytes, '9', length);
    check_bomb(bytes, length, &large, "number out of range");
    bytes[1] = '.';
    bytes[length - 1] = 'e';
    check_bomb(bytes, length, &large, "bad number");
    memset(bytes, '\\', length);
    bytes[0] = '"';
    check_bomb(bytes, length, &large, "bad escape");
    free(bytes);
}

static void write_key(struct text *text, const char *start, int number)
{
    text_char(text, text->length == 0 ? '{' : ',');
    text_format(text, "\"%s%d\":0", start, number);
}

/* An object of `count` keys; `twice` is the number that comes again at the end, if not negative. */
static void write_keys(struct text *text, int count, const char *start, int twice)
{
    text_clear(text);
    for (int i = 0; i < count; i++) {
        write_key(text, start, i);
    }
    if (twice >= 0) {
        write_key(text, start, twice);
    }
    text_char(text, '}');
}

static void check_keys(const char *start, int twice)
{
    double before;
    struct json_fault fault;

    write_keys(&noisy, 10000, start, twice);
    before = milliseconds();
    fault = json_scan(noisy.bytes, noisy.length, &roomy);
    CU_ASSERT(milliseconds() - before < 50);
    CU_ASSERT_EQUAL(fault.problem == NULL, twice < 0);
    CU_ASSERT(fault.problem == NULL || strcmp(fault.problem, "duplicate key") == 0);
}

static void test_many_keys(void)
{
    static const char *const starts[] = {"", "k", "\\u006b", "a rather long name in front of "};

    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
        for (int twice = -1; twice < 10000; twice += 2500) {
            check_keys(starts[i], twice);
        }
    }
}

static void write_random_string(void)
{
    static const struct {
        const char *plain;
        const char *other;
    } pieces[] = {
        {"a", "\\u0061"},
        {"Z", "\\u005A"},
        {" ", "\\u0020"},
        {"/", "\\/"},
        {"\\\"", "\\u0022"},
        {"\\\\", "\\u005c"},
        {"\\n", "\\u000a"},
        {"\\t", "\\u0009"},
        {"\\u0001", "\\u0001"},
        {"\xC3\xA9", "\\u00e9"},
        {"\xE2\x82\xAC", "\\u20AC"},
        {"\xF0\x9F\x98\x80", "\\ud83d\\uDE00"},
        {"\xF0\xA0\x80\x80", "\\ud840\\uDC00"},
        {"slot", "s\\u006cot"},
    };

    text_char(&canonical, '"');
    text_char(&noisy, '"');
    for (unsigned int left = draw(8); left > 0; left--) {
        size_t which = draw(sizeof(pieces) / sizeof(pieces[0]));

        text_put(&canonical, pieces[which].plain);
        text_put(&noisy, draw(2) == 0 ? pieces[which].plain : pieces[which].other);
    }
    text_char(&canonical, '"');
    text_char(&noisy, '"');
}

static void write_both(const char *string)
{
    text_put(&canonical, string);
    text_put(&noisy, string);
}

static void write_blanks(void)
{
    static const char *const blanks[] = {"", "", "", " ", "\n", "\t", "\r\n  "};

    text_put(&noisy, blanks[draw(sizeof(blanks) / sizeof(blanks[0]))]);
}

static void write_random_scalar(void)
{
    static const char *const scalars[] = {
        "null",  "true",   "false", "0",    "-1",
        "12",    "1e5",    "0.125", "9e99", "9223372036854775807",
        "1e-09", "-2.5E3", "-0.0",  "-17",  "-9223372036854775808",
    };

    if (draw(2) == 0) {
        write_random_string();
    } else {
        write_both(scalars[draw(sizeof(scalars) / sizeof(scalars[0]))]);
    }
}

static void write_random_value(int depth);

static void write_random_members(int depth, bool is_object)
{
    unsigned int count = draw(6);

    for (unsigned int i = 0; i < count; i++) {
        if (i > 0) {
            write_both(",");
        }
        write_blanks();
        if (is_object) {
            const char key[] = {'"', (char)('a' + i), '"', '\0'};

            write_both(key);
            write_blanks();
            write_both(":");
            write_blanks();
        }
        write_random_value(depth - 1);
        write_blanks();
    }
}

/* The same value twice: as json-c writes it, and with blanks and needless escapes. */
static void write_random_value(int depth)
{
    bool is_object = draw(2) == 0;

    if (depth == 0 || draw(4) == 0) {
        write_random_scalar();
        return;
    }
    write_both(is_object ? "{" : "[");
    write_random_members(depth, is_object);
    write_both(is_object ? "}" : "]");
}

static void write_random_text(void)
{
    text_clear(&canonical);
    text_clear(&noisy);
    write_blanks();
    write_random_value(5);
    write_blanks();
}

static void test_random_values(void)
{
    int different = 0;

    state = UINT64_C(20500905);
    for (int round = 0; round < ROUNDS; round++) {
        struct json_fault fault;
        struct json_object *tree;

        write_random_text();
        tree = json_read(arena, noisy.bytes, noisy.length, &roomy, &fault);
        if (fault.problem != NULL ||
            strcmp(json_object_to_json_string_ext(tree, PLAIN), text_string(&canonical)) != 0) {
            printf("# %s: %s\n", text_string(&noisy), fault.problem);
            different++;
        }
        arena_clear(arena);
    }
    CU_ASSERT_EQUAL(different, 0);
}

/* What json-c makes of the text alone, or NULL; to be put. */
static struct json_object *parse_alone(const char *text, size_t length)
{
    struct json_tokener *tokener = json_tokener_new_ex(100);
    char *copy = calloc(1, length + 1);
    struct json_object *tree;

    CU_ASSERT_FATAL(tokener != NULL && copy != NULL);
    memcpy(copy, text, length);
    tree = json_tokener_parse_ex(tokener, copy, (int)length + 1);
    free(copy);
    json_tokener_free(tokener);
    return tree;
}

/* Whatever is taken is read by json-c, and what json-c writes of it is taken and reads the same. */
static bool is_stable(const char *text, size_t length)
{
    struct json_fault fault;
    struct json_object *tree, *again, *alone;
    const char *written;
    bool stable;

    tree = json_read(arena, text, length, &roomy, &fault);
    if (fault.problem != NULL) {
        return false;
    }
    written = json_object_to_json_string_ext(tree, PLAIN);
    again = json_read(arena, written, strlen(written), &roomy, &fault);
    alone = parse_alone(text, length);
    stable = fault.problem == NULL && json_object_equal(tree, again) == 1 &&
             json_object_equal(tree, alone) == 1 &&
             strcmp(written, json_object_to_json_string_ext(again, PLAIN)) == 0;
    json_object_put(alone);
    return stable;
}

static void mutate(char *bytes, size_t *length, size_t room)
{
    static const char liked[] = "\"\\{}[]:,0123456789.eE+-utnfralse \t\n/'\x01\x80\xC3\xE2\xED\xF0";
    size_t at = draw((unsigned int)*length);
    char byte = draw(5) == 0 ? (char)draw(256) : liked[draw(sizeof(liked))];

    switch (draw(3)) {
    case 0:
        bytes[at] = byte;
        break;
    case 1:
        memmove(bytes + at, bytes + at + 1, *length - at - 1);
        *length -= *length > 1 ? 1 : 0;
        break;
    default:
        if (*length < room) {
            memmove(bytes + at + 1, bytes + at, *length - at);
            bytes[at] = byte;
            *length += 1;
        }
        break;
    }
}

static void test_random_mutations(void)
{
    char bytes[4096];
    int unstable = 0, taken = 0;

    state = UINT64_C(77001);
    for (int round = 0; round < 3 * ROUNDS; round++) {
        size_t length;

        write_random_text();
        length = noisy.length < sizeof(bytes) - 8 ? noisy.length : sizeof(bytes) - 8;
        memcpy(bytes, noisy.bytes, length);
        for (unsigned int times = draw(3) + 1; times > 0; times--) {
            mutate(bytes, &length, sizeof(bytes));
        }
        if (scan(bytes, length, &roomy).problem == NULL) {
            taken++;
            unstable += is_stable(bytes, length) ? 0 : 1;
        }
        arena_clear(arena);
    }
    CU_ASSERT_EQUAL(unstable, 0);
    CU_ASSERT(taken > ROUNDS / 4);
    CU_ASSERT(taken < 2 * ROUNDS);
}

/* A walk over the whole text, written as the tree would be. */
static bool write_walked(struct text *out, const char *raw, size_t length)
{
    struct json_walk walk;
    struct json_item item;
    bool first = true;

    if (!json_walk_start(&walk, arena, raw, length)) {
        return false;
    }
    text_char(out, *walk.end == '}' ? '{' : '[');
    for (; json_walk_next(&walk, &item); first = false) {
        text_put(out, first ? "" : ",");
        if (item.key != NULL) {
            text_json_bytes(out, item.key, item.key_length);
            text_char(out, ':');
        }
        if (item.kind == JSON_STRING) {
            text_json(out, json_item_string(&walk, &item));
        } else if (item.kind != JSON_ARRAY && item.kind != JSON_OBJECT) {
            text_add(out, item.raw, item.raw_length);
        } else if (!write_walked(out, item.raw, item.raw_length)) {
            return false;
        }
    }
    text_char(out, *walk.end);
    return !walk.broken;
}

static void test_walk_sees_all(void)
{
    struct text out;
    int different = 0, walked = 0;

    text_init(&out, 1 << 20);
    state = UINT64_C(4711);
    for (int round = 0; round < ROUNDS; round++) {
        write_random_text();
        text_clear(&out);
        if (canonical.bytes[0] == '{' || canonical.bytes[0] == '[') {
            walked++;
            different += write_walked(&out, noisy.bytes, noisy.length) &&
                                 strcmp(text_string(&out), text_string(&canonical)) == 0
                             ? 0
                             : 1;
        }
        arena_clear(arena);
    }
    CU_ASSERT_EQUAL(different, 0);
    CU_ASSERT(walked > ROUNDS / 2);
    text_free(&out);
}

static void test_walk_items(void)
{
    const char *text = " {\"a\\u0062\" : \"x\\ny\", \"n\":-12,\"f\":1.5,\"z\":null,\"t\":true,"
                       "\"u\":false,\"l\":[1,\"]\"],\"o\":{\"}\":{}},\"e\":\"\"} ";
    static const struct {
        const char *key;
        int kind;
        const char *raw;
        const char *string;
        long long number;
    } rows[] = {
        {"ab", JSON_STRING, "\"x\\ny\"", "x\ny", -1}, {"n", JSON_NUMBER, "-12", NULL, -12},
        {"f", JSON_NUMBER, "1.5", NULL, -1},          {"z", JSON_NULL, "null", NULL, -1},
        {"t", JSON_TRUE, "true", NULL, -1},           {"u", JSON_FALSE, "false", NULL, -1},
        {"l", JSON_ARRAY, "[1,\"]\"]", NULL, -1},     {"o", JSON_OBJECT, "{\"}\":{}}", NULL, -1},
        {"e", JSON_STRING, "\"\"", "", -1},
    };
    struct json_walk walk;
    struct json_item item;

    CU_ASSERT_FATAL(json_walk_start(&walk, arena, text, strlen(text)));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *string;

        CU_ASSERT_FATAL(json_walk_next(&walk, &item));
        CU_ASSERT_STRING_EQUAL(item.key, rows[i].key);
        CU_ASSERT_EQUAL(item.key_length, strlen(rows[i].key));
        CU_ASSERT_EQUAL((int)item.kind, rows[i].kind);
        CU_ASSERT_EQUAL(item.raw_length, strlen(rows[i].raw));
        CU_ASSERT_EQUAL(strncmp(item.raw, rows[i].raw, item.raw_length), 0);
        string = json_item_string(&walk, &item);
        CU_ASSERT((string == NULL) == (rows[i].string == NULL));
        CU_ASSERT(string == NULL || strcmp(string, rows[i].string) == 0);
        CU_ASSERT_EQUAL(json_item_number(&item, -1), rows[i].number);
    }
    CU_ASSERT(!json_walk_next(&walk, &item));
    CU_ASSERT(!json_walk_next(&walk, &item));
    CU_ASSERT(!walk.broken);
    arena_clear(arena);
}

static void test_walk_numbers(void)
{
    static const struct {
        const char *array;
        long long number;
    } rows[] = {
        {"[0]", 0},
        {"[-0]", 0},
        {"[9223372036854775807]", INT64_MAX},
        {"[-9223372036854775808]", INT64_MIN},
        {"[9223372036854775808]", 7},
        {"[-9223372036854775809]", 7},
        {"[1.0]", 7},
        {"[1e3]", 7},
        {"[-]", 7},
        {"[\"5\"]", 7},
        {"[null]", 7},
        {"[[5]]", 7},
    };
    struct json_walk walk;
    struct json_item item;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        CU_ASSERT(json_walk_start(&walk, arena, rows[i].array, strlen(rows[i].array)));
        CU_ASSERT(json_walk_next(&walk, &item));
        CU_ASSERT_PTR_NULL(item.key);
        CU_ASSERT_EQUAL(json_item_number(&item, 7), rows[i].number);
    }
    arena_clear(arena);
}

static void test_walk_start(void)
{
    static const char *const none[] = {"",   " ",  "1",    "\"a\"", "null", "[",    "]",
                                       "{]", "[}", "[1}1", "{",     "x[]",  "[] x", "\"[]\""};
    struct json_walk walk;
    struct json_item item;

    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
        char *copy = exact_copy(none[i], strlen(none[i]));

        CU_ASSERT(!json_walk_start(&walk, arena, copy, strlen(none[i])));
        CU_ASSERT(!json_walk_next(&walk, &item));
        CU_ASSERT(walk.broken);
        free(copy);
    }
    CU_ASSERT(json_walk_start(&walk, arena, "[]", 2));
    CU_ASSERT(!json_walk_next(&walk, &item));
    CU_ASSERT(!walk.broken);
    CU_ASSERT(json_walk_start(&walk, arena, "\n{ } ", 5));
    CU_ASSERT(!json_walk_next(&walk, &item));
    CU_ASSERT(!walk.broken);
}

static void test_walk_broken(void)
{
    static const char *const broken[] = {
        "[1,]",         "[,1]",       "[1 2]",        "[x]",       "[nul]",      "[\"a]",
        "[\"a\\\"]",    "[[1]",       "{\"a\"}",      "{\"a\":}",  "{\"a\" 1}",  "{a:1}",
        "{\"a\":1,}",   "{1:1}",      "{\"a:1}",      "[\"a\":1]", "{\"a\":[1}", "{\"\\ud800\":1}",
        "[1]]",         "{\"a\":1}}", "{\"a\\x\":1}", "[1,,2]",    "[[[[]",      "[\"\\\"]",
        "[{\"a\":\"}]",
    };

    for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
        struct json_walk walk;
        struct json_item item;
        char *copy = exact_copy(broken[i], strlen(broken[i]));
        int steps = 0;

        CU_ASSERT_FATAL(json_walk_start(&walk, arena, copy, strlen(broken[i])));
        while (json_walk_next(&walk, &item)) {
            steps++;
        }
        if (!walk.broken) {
            printf("# %s\n", broken[i]);
        }
        CU_ASSERT(walk.broken);
        CU_ASSERT(steps < 3);
        CU_ASSERT(!json_walk_next(&walk, &item));
        free(copy);
    }
    arena_clear(arena);
}

static void test_walk_broken_string(void)
{
    struct json_walk walk;
    struct json_item item;

    CU_ASSERT(json_walk_start(&walk, arena, "[\"\\ud800\",1]", 12));
    CU_ASSERT(json_walk_next(&walk, &item));
    CU_ASSERT_PTR_NULL(json_item_string(&walk, &item));
    CU_ASSERT(walk.broken);
    arena_clear(arena);
}

static void test_without(void)
{
    static const char *const samples[][2] = {
        {"{}", "{}"},
        {"{\"email\":\"a@b\"}", "{}"},
        {"{\"name\":\"Bo\",\"email\":\"a@b\",\"x\":[1,{\"email\":2}]}",
         "{\"name\":\"Bo\",\"x\":[1,{\"email\":2}]}"},
        {"{\"email\":null,\"emails\":1}", "{\"emails\":1}"},
        {"{ \"a\" : \"\\\"\" , \"email\" : {} }", "{\"a\" : \"\\\"\"}"},
        {"[1]", "[1]"},
        {"{\"a\":", "{\"a\":"},
    };
    struct text out;

    text_init(&out, 4096);
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        text_clear(&out);
        json_without(&out, samples[i][0], "email");
        CU_ASSERT_STRING_EQUAL(text_string(&out), samples[i][1]);
    }
    text_free(&out);
}

int main(int argc, char **argv)
{
    static const struct tap_case cases[] = {
        {"what RFC 8259 allows is taken and read by json-c", test_accepted},
        {"what is refused says why and where", test_refused},
        {"a NUL byte is refused anywhere", test_nul_bytes},
        {"null is a value and not a fault", test_null_is_no_fault},
        {"the limits hold to the byte, level and value", test_limits},
        {"json-c reads as deep as the scan allows", test_depth_of_parser},
        {"bombs are answered at once", test_bombs},
        {"ten thousand keys are compared in little time", test_many_keys},
        {"random values read as they were meant", test_random_values},
        {"what is taken after mutation reads the same again", test_random_mutations},
        {"a walk sees the whole of random values", test_walk_sees_all},
        {"a walk gives keys, kinds and values", test_walk_items},
        {"a walk's numbers are whole and within int64", test_walk_numbers},
        {"a walk starts in arrays and objects only", test_walk_start},
        {"a walk over broken text stops and says so", test_walk_broken},
        {"a broken string of a walk is no string", test_walk_broken_string},
        {"an object is written without one of its members", test_without},
        {NULL, NULL},
    };

    return tap_main_with("json", cases, setup, teardown, argc, argv);
}
