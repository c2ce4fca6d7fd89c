/* template.c - tests of outbox/template. SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include <json-c/json.h>

#include "outbox/template.h"
#include "tap.h"

static struct arena *arena;

static const char told[] =
    "{\"title\":\"Tea \\\"for\\\" two\\n\",\"n\":7,\"yes\":true,\"nothing\":null,\"a.b\":1,"
    "\"who\":[{\"name\":\"Zoë & Co\"},{\"name\":\"B\"}],\"deep\":{\"er\":{\"est\":\"x\"}}}";

static bool gives(const char *template, const char *wanted)
{
    struct json_object *tree = json_tokener_parse(told);
    struct text out;

    text_init(&out, 1 << 16);
    template_fill(&out, arena, template, tree);
    bool same = strcmp(text_string(&out), wanted) == 0;
    if (!same)
        printf("# %s gives %s, not %s\n", template, text_string(&out), wanted);
    text_free(&out);
    json_object_put(tree);
    return same;
}

static void paths_are_followed(void)
{
    CU_ASSERT(gives("[\"{{n}}\"]", "[\"7\"]"));
    CU_ASSERT(gives("[\"{{who.1.name}}\"]", "[\"B\"]"));
    CU_ASSERT(gives("[\"{{deep.er.est}}\"]", "[\"x\"]"));
    CU_ASSERT(gives("[\"{{yes}}{{yes}}\"]", "[\"truetrue\"]"));
    CU_ASSERT(gives("[\"{{  n  }}\"]", "[\"7\"]"));
    CU_ASSERT(gives("[\"{{{n}}}\"]", "[\"7\"]"));
}

static void what_is_not_there_is_empty(void)
{
    CU_ASSERT(gives("[\"{{no}}{{who.2.name}}{{who.x}}{{n.a}}{{nothing}}{{deep..er}}\"]", "[\"\"]"));
    CU_ASSERT(gives("[\"{{who.99999999999999999999}}\"]", "[\"\"]"));
    CU_ASSERT(gives("[\"{{}}{{ }}\"]", "[\"{{}}{{ }}\"]"));
}

static void json_stays_json(void)
{
    CU_ASSERT(gives("{\"t\":\"{{title}}\"}", "{\"t\":\"Tea \\\"for\\\" two\\n\"}"));
    CU_ASSERT(gives("{\"o\":\"{{deep}}\"}", "{\"o\":\"{\\\"er\\\":{\\\"est\\\":\\\"x\\\"}}\"}"));
    CU_ASSERT(gives("{\"{{n}}\":{\"a\":{}}}", "{\"7\":{\"a\":{}}}"));
    CU_ASSERT(gives("{\"w\":\"{{who.0.name}}\"}", "{\"w\":\"Zoë & Co\"}"));
}

static void forms_stay_forms(void)
{
    CU_ASSERT(gives("w={{who.0.name}}&n={{n}}", "w=Zo%C3%AB%20%26%20Co&n=7"));
    CU_ASSERT(gives("t={{title}}", "t=Tea%20%22for%22%20two%0A"));
    CU_ASSERT(gives("plain", "plain"));
    CU_ASSERT(gives("", ""));
}

static void what_is_no_place_stays(void)
{
    CU_ASSERT(gives("a={{#if n}}{{n}}{{/if}}", "a={{#if n}}7{{/if}}"));
    CU_ASSERT(gives("a={{n", "a={{n"));
    CU_ASSERT(gives("a={n}", "a={n}"));
    CU_ASSERT(gives("a={{n}", "a={{n}"));
    CU_ASSERT(gives("a={{a b}}", "a={{a b}}"));
    CU_ASSERT(gives("{\"a\":\"{{\",\"b\":\"{{n}}\"}", "{\"a\":\"{{\",\"b\":\"7\"}"));
}

static void kinds_are_told_apart(void)
{
    CU_ASSERT_TRUE(template_is_json("{\"a\":\"{{n}}\"}"));
    CU_ASSERT_TRUE(template_is_json(" [1]"));
    CU_ASSERT_FALSE(template_is_json("{\"a\":{{n}}}"));
    CU_ASSERT_FALSE(template_is_json("a=1"));
    CU_ASSERT_FALSE(template_is_json(""));
}

static const struct tap_case cases[] = {
    {"paths are followed through members and items", paths_are_followed},
    {"what is not there is empty", what_is_not_there_is_empty},
    {"values in JSON are escaped for strings", json_stays_json},
    {"values in forms are escaped by percents", forms_stay_forms},
    {"what is no place stays as it is", what_is_no_place_stays},
    {"a template is JSON or a form", kinds_are_told_apart},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    arena = arena_new(1 << 16, 16 << 20);
    int failed = tap_main("template", cases, argc, argv);
    arena_free(arena);
    return failed;
}
