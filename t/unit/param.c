/* param.c - what the rows of parameters accept and refuse. SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/param.h"
#include "base/zone.h"
#include "tap.h"

static struct arena *arena;

enum { GIVEN_NUMBER = 1, GIVEN_TEXT = 2, GIVEN_NUMBERS = 4, GIVEN_EMPTY = 8, GIVEN_INSIDE = 16 };

struct inner {
    const char *zone;
    int64_t depth;
};
struct wish {
    uint64_t given;
    int64_t number, whole, otherwise;
    const char *text, *mail, *phone, *zone, *blank, *word_text;
    struct numbers numbers;
    struct texts mails;
    unsigned words;
    int word;
    bool flag, toggle, either;
    const char *amount;
    struct instant instant;
    struct time_sent time;
    struct inner inner;
    struct list inners;
    struct json_object *any;
};

static const struct word colours[] = {{"red", 0}, {"green", 1}, {"blue", 2}, {NULL, 0}};

static const struct word sides[] = {{"left", 0}, {"right", 1}, {NULL, 0}};

#define I struct inner
static const struct param inner_rows[] = {
    P_ZONE(I, zone, "zone", .manner = PARAM_REQUIRED),
    P_NUMBER(I, depth, "depth", .least = 1, .most = 9),
};
static const struct params inner_params = {inner_rows, COUNT(inner_rows), sizeof(I), PARAM_NO_GIVEN,
                                           true};
#define W struct wish
static const struct param rows[] = {
    P_NUMBER(W, number, "number", .bit = GIVEN_NUMBER, .least = 1, .most = 250,
             .manner = PARAM_LEADING_DIGITS),
    P_NUMBER(W, whole, "whole", .bit = GIVEN_EMPTY, .manner = PARAM_EMPTY_IS_UNSENT),
    P_NUMBER(W, otherwise, "otherwise", .otherwise = 7, .least = 1, .most = 9),
    P_TEXT(W, text, "text", .bit = GIVEN_TEXT, .least = 2, .most = 5),
    P_MAIL(W, mail, "mail", .most = 320),
    P_PHONE(W, phone, "phone"),
    P_ZONE(W, zone, "zone"),
    P_TEXT(W, blank, "blank", .manner = PARAM_TRIMMED | PARAM_BLANK_IS_PLUS | PARAM_LOWER_CASE),
    P_TEXT(W, word_text, "colour", .words = colours),
    P_NUMBERS(W, numbers, "numbers", .bit = GIVEN_NUMBERS, .items = 4),
    P_TEXTS(W, mails, "mails", .manner = PARAM_EACH_MAIL, .items = 2),
    P_WORDS(W, words, "words", colours),
    P_WORD(W, word, "word", colours),
    P_FLAG(W, flag, "flag"),
    P_TOGGLE(W, toggle, "toggle"),
    P_FLAG(W, either, "either", .words = sides),
    P_AMOUNT(W, amount, "amount"),
    P_INSTANT(W, instant, "instant"),
    P_TIME(W, time, "time"),
    P_OBJECT(W, inner, "inner", struct inner, &inner_params, .bit = GIVEN_INSIDE),
    P_OBJECTS(W, inners, "inners", &inner_params),
    P_JSON(W, any, "any"),
};
static const struct params params = {rows, COUNT(rows), sizeof(W), offsetof(W, given), true};
static const struct params tolerant = {rows, COUNT(rows), sizeof(W), offsetof(W, given), false};
#undef W
#undef I

static struct wish wish;

static struct fail query_by(const struct params *table, const char *text)
{
    struct pairs pairs;

    memset(&wish, 0, sizeof wish);
    CU_ASSERT_EQUAL_FATAL(query_read(arena, text, strlen(text), 100, &pairs), QUERY_FINE);
    return params_from_query(arena, table, &pairs, &wish);
}

static struct fail query(const char *text)
{
    return query_by(&tolerant, text);
}

static struct fail body(const char *text)
{
    struct json_fault fault;
    struct json_object *object = json_read(arena, text, strlen(text), &json_request_limits, &fault);

    memset(&wish, 0, sizeof wish);
    if (fault.problem != NULL)
        CU_FAIL_FATAL("the test's own JSON is wrong");
    return params_from_json(arena, &params, object, &wish);
}

static unsigned complaint(struct fail fail)
{
    if (fail.code != MALFORMED || fail.complaints == NULL || fail.complaints->count == 0)
        return 0;
    return fail.complaints->all[0].kinds;
}

/* ---- queries ---- */

static const struct {
    const char *query;
    unsigned kinds; /* 0: accepted */
} queries[] = {
    {"", 0},
    {"number=1", 0},
    {"number=250", 0},
    {"number=5x", 0},
    {"number=2.7", 0},
    {"number=0", COMPLAINT_TOO_SMALL},
    {"number=-1", COMPLAINT_TOO_SMALL},
    {"number=251", COMPLAINT_TOO_LARGE},
    {"number=99999999999999999999", COMPLAINT_TOO_LARGE},
    {"number=", COMPLAINT_NOT_NUMBER | COMPLAINT_TOO_SMALL | COMPLAINT_TOO_LARGE},
    {"number=abc", COMPLAINT_NOT_NUMBER | COMPLAINT_TOO_SMALL | COMPLAINT_TOO_LARGE},
    {"number=1&number=2", COMPLAINT_NOT_NUMBER | COMPLAINT_TOO_SMALL | COMPLAINT_TOO_LARGE},
    {"whole=7", 0},
    {"whole=", 0},
    {"whole=0", 0},
    {"whole=7x", COMPLAINT_NOT_WHOLE},
    {"whole=2.7", COMPLAINT_NOT_WHOLE},
    {"whole=abc", COMPLAINT_NOT_WHOLE},
    {"text=ab", 0},
    {"text=%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9", 0},
    {"text=a", COMPLAINT_TOO_SHORT},
    {"text=abcdef", COMPLAINT_TOO_LONG},
    {"text=ab&text=cd", COMPLAINT_NOT_TEXT},
    {"text[]=ab", COMPLAINT_NOT_TEXT},
    {"text=a%0Ab", COMPLAINT_BAD_BYTES},
    {"mail=a@b.example", 0},
    {"mail=a", COMPLAINT_NOT_MAIL},
    {"mail=a@b@c", COMPLAINT_NOT_MAIL},
    {"mail=a%20b@c.example", COMPLAINT_NOT_MAIL},
    {"mail=.a@c.example", COMPLAINT_NOT_MAIL},
    {"mail=a@-c.example", COMPLAINT_NOT_MAIL},
    {"mail=a@c..example", COMPLAINT_NOT_MAIL},
    {"mail=%3Ca@c.example%3E", COMPLAINT_NOT_MAIL},
    {"mail=a@c.example%0D%0ABcc:%20x", COMPLAINT_BAD_BYTES},
    {"phone=%2B4930123456", 0},
    {"phone=4930123456", COMPLAINT_NOT_PHONE},
    {"phone=%2B0930123456", COMPLAINT_NOT_PHONE},
    {"phone=%2B49x", COMPLAINT_NOT_PHONE},
    {"zone=Europe/Berlin", 0},
    {"zone=europe/berlin", 0},
    {"zone=Europe/Atlantis", COMPLAINT_NOT_ZONE},
    {"zone=../etc/passwd", COMPLAINT_NOT_ZONE},
    {"colour=red", 0},
    {"colour=Red", COMPLAINT_NOT_WORD},
    {"numbers=1,2,3", 0},
    {"numbers=1&numbers=2", 0},
    {"numbers[]=1", 0},
    {"numbers[0]=1&numbers[1]=2", 0},
    {"numbers=1,x", COMPLAINT_NOT_NUMBER},
    {"numbers=", COMPLAINT_NOT_NUMBER},
    {"numbers=1,2,3,4,5", COMPLAINT_TOO_MANY},
    {"words=red,blue", 0},
    {"words=red,%20blue", 0},
    {"words=red&words=blue", 0},
    {"words[]=red", 0},
    {"words=", COMPLAINT_NOT_WORD},
    {"words=RED", COMPLAINT_NOT_WORD},
    {"words=red,blue&words=red", COMPLAINT_NOT_WORD},
    {"word=green", 0},
    {"word=yellow", COMPLAINT_NOT_WORD},
    {"word=green&word=red", COMPLAINT_NOT_WORD},
    {"flag=true", 0},
    {"flag=maybe", COMPLAINT_NOT_FLAG},
    {"instant=2031-02-03", 0},
    {"instant=2031-02-03T10:00:00Z", 0},
    {"instant=2031-02-30", COMPLAINT_NOT_INSTANT},
    {"instant=2031-02-03T10:00:00+02:00", COMPLAINT_NOT_INSTANT},
    {"time=2031-02-03%2010:00:00", 0},
    {"time=2031-02-03T10:00:00Z", 0},
    {"time=2031-02-03", COMPLAINT_NOT_INSTANT},
    {"time=", COMPLAINT_NOT_INSTANT},
    {"time=2031-02-03T10:00&time=2031-02-03T10:00", COMPLAINT_NOT_INSTANT},
    {"nosuch=1", 0},
};

static void queries_are_read_as_their_rows_say(void)
{
    for (size_t i = 0; i < COUNT(queries); i++) {
        struct fail fail = query(queries[i].query);

        if (complaint(fail) != queries[i].kinds) {
            printf("# %s: complaints %x, not %x\n", queries[i].query, complaint(fail),
                   queries[i].kinds);
            CU_FAIL("a query was not read as its row says");
        }
    }
    CU_PASS("all were looked at");
}

static void values_land_in_their_members(void)
{
    CU_ASSERT_FALSE(FAILED(query("number=12&text=abc&numbers=3,1,2&words=red,blue&word=blue"
                                 "&blank=%20A%20b%20&instant=1970-01-02&flag=1")));
    CU_ASSERT_EQUAL(wish.number, 12);
    CU_ASSERT_STRING_EQUAL(wish.text, "abc");
    CU_ASSERT_EQUAL_FATAL(wish.numbers.count, 3);
    CU_ASSERT_EQUAL(wish.numbers.all[0], 3);
    CU_ASSERT_EQUAL(wish.numbers.all[2], 2);
    CU_ASSERT_EQUAL(wish.words, 1U << 0 | 1U << 2);
    CU_ASSERT_EQUAL(wish.word, 2);
    CU_ASSERT_STRING_EQUAL(wish.blank, "a+b");
    CU_ASSERT_EQUAL(wish.instant.us, US_A_DAY);
    CU_ASSERT_TRUE(wish.flag);
    CU_ASSERT_EQUAL(wish.given, GIVEN_NUMBER | GIVEN_TEXT | GIVEN_NUMBERS);
    CU_ASSERT_EQUAL(wish.otherwise, 7);
}

static void what_counts_as_unsent_raises_no_bit(void)
{
    CU_ASSERT_FALSE(FAILED(query("whole=0")));
    CU_ASSERT_EQUAL(wish.given, 0);
    CU_ASSERT_FALSE(FAILED(query("whole=3")));
    CU_ASSERT_EQUAL(wish.given, GIVEN_EMPTY);
}

static void complaints_name_property_value_and_target(void)
{
    struct fail fail = query("number=0&word=red");

    CU_ASSERT_EQUAL_FATAL(fail.code, MALFORMED);
    CU_ASSERT_EQUAL_FATAL(fail.complaints->count, 1);
    CU_ASSERT_STRING_EQUAL(fail.complaints->all[0].property, "number");
    CU_ASSERT_STRING_EQUAL(fail.complaints->all[0].value, "0");
    CU_ASSERT_STRING_EQUAL(fail.complaints->target, "{\"number\":0,\"word\":\"red\"}");
}

static void a_table_may_refuse_unknown_parameters_of_a_query(void)
{
    CU_ASSERT_FALSE(FAILED(query_by(&params, "number=7")));
    struct fail fail = query_by(&params, "number=7&nosuch=1");
    CU_ASSERT_EQUAL(complaint(fail), COMPLAINT_UNKNOWN);
    CU_ASSERT_STRING_EQUAL(fail.complaints->all[0].property, "nosuch");
    CU_ASSERT_PTR_NULL(fail.complaints->target);
}

static void all_complaints_come_at_once(void)
{
    struct fail fail = query("number=0&word=x&zone=y&text=z");

    CU_ASSERT_EQUAL_FATAL(fail.code, MALFORMED);
    CU_ASSERT_EQUAL(fail.complaints->count, 4);
}

/* ---- bodies ---- */

static const struct {
    const char *body;
    unsigned kinds;
} bodies[] = {
    {"{}", 0},
    {"{\"number\":7}", 0},
    {"{\"number\":7.0}", 0},
    {"{\"number\":null}", 0},
    {"{\"number\":7.5}", COMPLAINT_NOT_WHOLE},
    {"{\"number\":\"7\"}", COMPLAINT_NOT_WHOLE},
    {"{\"number\":1e300}", COMPLAINT_NOT_WHOLE},
    {"{\"number\":-9223372036854775808}", COMPLAINT_TOO_SMALL},
    {"{\"number\":true}", COMPLAINT_NOT_WHOLE},
    {"{\"number\":[1]}", COMPLAINT_NOT_WHOLE},
    {"{\"text\":\"abc\"}", 0},
    {"{\"text\":7}", COMPLAINT_NOT_TEXT},
    {"{\"text\":{}}", COMPLAINT_NOT_TEXT},
    {"{\"text\":\"a\\u001bb\"}", COMPLAINT_BAD_BYTES},
    {"{\"text\":\"a\\u007fb\"}", COMPLAINT_BAD_BYTES},
    {"{\"mail\":\"a@b.example\"}", 0},
    {"{\"mail\":\"nobody\"}", COMPLAINT_NOT_MAIL},
    {"{\"zone\":\"UTC\"}", 0},
    {"{\"zone\":\"Mars/Base\"}", COMPLAINT_NOT_ZONE},
    {"{\"flag\":true}", 0},
    {"{\"flag\":\"true\"}", COMPLAINT_NOT_FLAG},
    {"{\"flag\":1}", COMPLAINT_NOT_FLAG},
    {"{\"word\":\"red\"}", 0},
    {"{\"word\":1}", COMPLAINT_NOT_WORD},
    {"{\"words\":[\"red\",\"green\"]}", 0},
    {"{\"words\":[\"red\",2]}", COMPLAINT_NOT_WORD},
    {"{\"words\":\"red\"}", COMPLAINT_NOT_LIST},
    {"{\"numbers\":[1,2]}", 0},
    {"{\"numbers\":[1,\"2\"]}", COMPLAINT_NOT_NUMBER},
    {"{\"numbers\":[1,2,3,4,5]}", COMPLAINT_TOO_MANY},
    {"{\"numbers\":1}", COMPLAINT_NOT_LIST},
    {"{\"mails\":[\"a@b.example\"]}", 0},
    {"{\"mails\":[\"a\"]}", COMPLAINT_NOT_MAIL},
    {"{\"mails\":[null]}", COMPLAINT_NOT_TEXT},
    {"{\"mails\":[\"a@b.c\",\"a@b.c\",\"a@b.c\"]}", COMPLAINT_TOO_MANY},
    {"{\"instant\":\"2031-02-03T10:00:00+02:00\"}", 0},
    {"{\"instant\":\"tomorrow\"}", COMPLAINT_NOT_INSTANT},
    {"{\"time\":\"2031-02-03 10:00:00\"}", 0},
    {"{\"time\":\"2031-02-03T10:00+01:00\"}", 0},
    {"{\"time\":\"2031-02-03\"}", COMPLAINT_NOT_INSTANT},
    {"{\"time\":1700000000}", COMPLAINT_NOT_INSTANT},
    {"{\"time\":[\"2031-02-03 10:00:00\"]}", COMPLAINT_NOT_INSTANT},
    {"{\"instant\":1700000000}", COMPLAINT_NOT_INSTANT},
    {"{\"any\":{\"a\":[1]}}", 0},
    {"{\"any\":[1]}", COMPLAINT_NOT_OBJECT},
    {"{\"inner\":{\"zone\":\"UTC\"}}", 0},
    {"{\"inner\":7}", COMPLAINT_NOT_OBJECT},
    {"{\"inners\":[{\"zone\":\"UTC\"},{\"zone\":\"UTC\"}]}", 0},
    {"{\"inners\":[{\"zone\":\"UTC\"},{}]}", COMPLAINT_NOT_OBJECT},
    {"{\"inners\":{}}", COMPLAINT_NOT_LIST},
    {"{\"foo\":1}", COMPLAINT_UNKNOWN},
    {"[]", COMPLAINT_NOT_OBJECT},
    {"\"text\"", COMPLAINT_NOT_OBJECT},
};

static void bodies_are_read_as_their_rows_say(void)
{
    for (size_t i = 0; i < COUNT(bodies); i++) {
        struct fail fail = body(bodies[i].body);

        if (complaint(fail) != bodies[i].kinds) {
            printf("# %s: complaints %x, not %x\n", bodies[i].body, complaint(fail),
                   bodies[i].kinds);
            CU_FAIL("a body was not read as its row says");
        }
    }
    CU_PASS("all were looked at");
}

static const char *const good_amounts[] = {"0",     "7",     "7.5",       "7.25",
                                           "7.125", "0.001", "123456789", "123456789.123"};
static const char *const bad_amounts[] = {"",    "-1",   "+1",    "1.",  ".5",         "1.2345",
                                          "1,5", "1e3",  "007",   "00",  "1234567890", "1 ",
                                          " 1",  "0x10", "1.2.3", "NaN", "1.2a",       "one"};

static void amounts_keep_their_letters(void)
{
    for (size_t i = 0; i < COUNT(good_amounts); i++) {
        CU_ASSERT_FALSE(FAILED(body(arena_format(arena, "{\"amount\":\"%s\"}", good_amounts[i]))));
        CU_ASSERT_STRING_EQUAL(wish.amount, good_amounts[i]);
        CU_ASSERT_FALSE(FAILED(body(arena_format(arena, "{\"amount\":%s}", good_amounts[i]))));
        CU_ASSERT_STRING_EQUAL(wish.amount, good_amounts[i]);
    }
    for (size_t i = 0; i < COUNT(bad_amounts); i++)
        CU_ASSERT_EQUAL(complaint(body(arena_format(arena, "{\"amount\":\"%s\"}", bad_amounts[i]))),
                        COMPLAINT_NOT_NUMBER);
    CU_ASSERT_EQUAL(complaint(body("{\"amount\":true}")), COMPLAINT_NOT_NUMBER);
    CU_ASSERT_EQUAL(complaint(body("{\"amount\":1e3}")), COMPLAINT_NOT_NUMBER);
    CU_ASSERT_FALSE(FAILED(query("amount=7.50")));
    CU_ASSERT_STRING_EQUAL(wish.amount, "7.50");
}

static const struct {
    const char *body;
    bool toggle, either;
} flags[] = {
    {"{\"toggle\":1}", true, false},         {"{\"toggle\":0}", false, false},
    {"{\"toggle\":true}", true, false},      {"{\"toggle\":false}", false, false},
    {"{\"either\":\"right\"}", false, true}, {"{\"either\":\"left\"}", false, false},
};

static void flags_are_numbers_or_words_where_rows_say_so(void)
{
    for (size_t i = 0; i < COUNT(flags); i++) {
        CU_ASSERT_FALSE(FAILED(body(flags[i].body)));
        CU_ASSERT_EQUAL(wish.toggle, flags[i].toggle);
        CU_ASSERT_EQUAL(wish.either, flags[i].either);
    }
    CU_ASSERT_EQUAL(complaint(body("{\"toggle\":2}")), COMPLAINT_NOT_FLAG);
    CU_ASSERT_EQUAL(complaint(body("{\"toggle\":\"1\"}")), COMPLAINT_NOT_FLAG);
    CU_ASSERT_EQUAL(complaint(body("{\"flag\":1}")), COMPLAINT_NOT_FLAG);
    CU_ASSERT_EQUAL(complaint(body("{\"either\":true}")), COMPLAINT_NOT_WORD);
    CU_ASSERT_EQUAL(complaint(body("{\"either\":\"up\"}")), COMPLAINT_NOT_WORD);
    CU_ASSERT_FALSE(FAILED(query("either=right")));
    CU_ASSERT_TRUE(wish.either);
    CU_ASSERT_EQUAL(complaint(query("either=1")), COMPLAINT_NOT_WORD);
}

static void complaints_inside_an_object_stand_inside_its_own(void)
{
    struct fail fail = body("{\"inner\":{\"depth\":10}}");

    CU_ASSERT_EQUAL_FATAL(fail.code, MALFORMED);
    CU_ASSERT_EQUAL_FATAL(fail.complaints->count, 1);
    CU_ASSERT_STRING_EQUAL(fail.complaints->all[0].property, "inner");
    CU_ASSERT_EQUAL(fail.complaints->all[0].kinds, 0);
    const struct complaints *inside = fail.complaints->all[0].inside;
    CU_ASSERT_PTR_NOT_NULL_FATAL(inside);
    CU_ASSERT_EQUAL_FATAL(inside->count, 2);
    CU_ASSERT_EQUAL(inside->all[0].kinds, COMPLAINT_MISSING);
    CU_ASSERT_EQUAL(inside->all[1].kinds, COMPLAINT_TOO_LARGE);
}

static void an_object_lands_in_place(void)
{
    CU_ASSERT_FALSE(FAILED(body("{\"inner\":{\"zone\":\"asia/tokyo\",\"depth\":3}}")));
    CU_ASSERT_STRING_EQUAL(wish.inner.zone, "Asia/Tokyo");
    CU_ASSERT_EQUAL(wish.inner.depth, 3);
    CU_ASSERT_EQUAL(wish.given, GIVEN_INSIDE);
}

#define W struct wish
static const struct param strict_rows[] = {
    P_NUMBER(W, number, "page", .least = 1, .most = 100, .manner = PARAM_CLAMPED),
    P_TEXT(W, text, "name", .most = 5, .manner = PARAM_REQUIRED | PARAM_EMPTY_IS_UNSENT),
    P_MAIL(W, mail, "mail", .manner = PARAM_REQUIRED),
};
#undef W
static const struct params strict = {strict_rows, COUNT(strict_rows), sizeof(struct wish),
                                     offsetof(struct wish, given), false};

static void numbers_may_be_clamped(void)
{
    static const struct {
        const char *sent;
        int64_t read;
    } numbers[] = {{"0", 1},     {"-9", 1},    {"1", 1},
                   {"100", 100}, {"101", 100}, {"99999999999999999999", 100}};

    for (size_t i = 0; i < COUNT(numbers); i++) {
        CU_ASSERT_FALSE(FAILED(query_by(
            &strict, arena_format(arena, "name=a&mail=a@b.test&page=%s", numbers[i].sent))));
        CU_ASSERT_EQUAL(wish.number, numbers[i].read);
    }
    CU_ASSERT_EQUAL(complaint(query_by(&strict, "name=a&mail=a@b.test&page=x")),
                    COMPLAINT_NOT_WHOLE | COMPLAINT_TOO_SMALL | COMPLAINT_TOO_LARGE);
}

static void what_is_required_and_empty_may_be_missing(void)
{
    CU_ASSERT_EQUAL(complaint(query_by(&strict, "name=&mail=a@b.test")), COMPLAINT_MISSING);
    CU_ASSERT_EQUAL(complaint(query_by(&strict, "mail=a@b.test")), COMPLAINT_MISSING);
    CU_ASSERT_EQUAL(complaint(query_by(&strict, "name=abcdef&mail=a@b.test")), COMPLAINT_TOO_LONG);
}

static void complaints_of_what_is_missing_go_first(void)
{
    struct fail fail = query_by(&strict, "name=abcdef&page=x");
    bool any = false;
    const struct complaints *missing = complaints_of_missing(arena, fail.complaints, &any);

    CU_ASSERT_TRUE(any);
    CU_ASSERT_EQUAL(fail.complaints->count, 3);
    CU_ASSERT_EQUAL_FATAL(missing->count, 1);
    CU_ASSERT_STRING_EQUAL(missing->all[0].property, "mail");
    fail = query_by(&strict, "name=abcdef&mail=a@b.test");
    CU_ASSERT_PTR_EQUAL(complaints_of_missing(arena, fail.complaints, &any), fail.complaints);
    CU_ASSERT_FALSE(any);
}

static const struct tap_case cases[] = {
    {"queries are read as their rows say", queries_are_read_as_their_rows_say},
    {"values land in their members", values_land_in_their_members},
    {"what counts as unsent raises no bit", what_counts_as_unsent_raises_no_bit},
    {"complaints name property, value and target", complaints_name_property_value_and_target},
    {"a table may refuse unknown parameters of a query",
     a_table_may_refuse_unknown_parameters_of_a_query},
    {"all complaints come at once", all_complaints_come_at_once},
    {"bodies are read as their rows say", bodies_are_read_as_their_rows_say},
    {"amounts keep their letters", amounts_keep_their_letters},
    {"flags are numbers or words where rows say so", flags_are_numbers_or_words_where_rows_say_so},
    {"complaints inside an object stand inside its own",
     complaints_inside_an_object_stand_inside_its_own},
    {"an object lands in place", an_object_lands_in_place},
    {"numbers may be clamped", numbers_may_be_clamped},
    {"what is required and empty may be missing", what_is_required_and_empty_may_be_missing},
    {"complaints of what is missing go first", complaints_of_what_is_missing_go_first},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    zones_open(NULL);
    arena = arena_new(1 << 16, 64 << 20);
    int failed = tap_main("parameters", cases, argc, argv);
    arena_free(arena);
    zones_close();
    return failed;
}
