/* cases.c - many small cases from few functions. SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/TestRun.h>

#include "cases.h"
#include "http.h"
#include "tap.h"

struct one_case {
    void (*run)(const void *row);
    const void *row;
};

static struct {
    struct tap_case *taps;
    struct one_case *cases;
    size_t count, room;
} list;

static void run_current(void)
{
    const char *name = CU_get_current_test()->pName;

    http_forget();
    for (size_t i = 0; i < list.count; i++) {
        if (strcmp(list.taps[i].name, name) == 0) {
            list.cases[i].run(list.cases[i].row);
            return;
        }
    }
    CU_FAIL("a case without a row");
}

static void *grown(void *all, size_t room, size_t size)
{
    void *more = realloc(all, room * size);

    if (more == NULL) {
        abort();
    }
    return more;
}

void case_add(void (*run)(const void *row), const void *row, const char *format, ...)
{
    char name[400];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(name, sizeof name, format, arguments);
    va_end(arguments);
    if (list.count + 1 >= list.room) {
        list.room = list.room == 0 ? 64 : 2 * list.room;
        list.taps = grown(list.taps, list.room, sizeof *list.taps);
        list.cases = grown(list.cases, list.room, sizeof *list.cases);
    }
    list.taps[list.count] = (struct tap_case){strdup(name), run_current};
    list.cases[list.count] = (struct one_case){run, row};
    list.count++;
    list.taps[list.count] = (struct tap_case){NULL, NULL};
}

int cases_main(const char *suite, int (*setup)(void), int (*teardown)(void), int argc, char **argv)
{
    int result = tap_main_with(suite, list.taps, setup, teardown, argc, argv);

    for (size_t i = 0; i < list.count; i++) {
        free((char *)list.taps[i].name);
    }
    free(list.taps);
    free(list.cases);
    return result;
}

static bool assertion(bool holds, unsigned line, const char *file, const char *text)
{
    return CU_assertImplementation(holds, line, text, file, "", CU_FALSE);
}

bool expect_at(bool holds, unsigned line, const char *file, const char *format, ...)
{
    char text[900];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return assertion(holds, line, file, text);
}

bool expect_status(const struct answer *answer, long wanted, unsigned line, const char *file)
{
    return expect_at(answer->status == wanted, line, file, "status %ld, not %ld: %.600s",
                     answer->status, wanted, answer->body);
}

bool expect_text(const struct answer *answer, const char *path, const char *wanted, unsigned line,
                 const char *file)
{
    const char *seen = text_at(answer->json, path);

    return expect_at(seen != NULL && strcmp(seen, wanted) == 0, line, file,
                     "%s is '%s', not '%s', in %.400s", path, seen == NULL ? "(no text)" : seen,
                     wanted, answer->body);
}

bool expect_number(const struct answer *answer, const char *path, long long wanted, unsigned line,
                   const char *file)
{
    int64_t seen = number_at(answer->json, path);

    return expect_at(seen == wanted, line, file, "%s is %lld, not %lld, in %.400s", path,
                     (long long)seen, wanted, answer->body);
}
