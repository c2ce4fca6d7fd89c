/* tap.c - a reporter for CUnit that prints TAP. SPDX-License-Identifier: MIT */
#include "tap.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
    unsigned int number;
    unsigned int failed;
    unsigned int asserts_before;
    bool suite_failed;
} progress;

static void on_start(const CU_pTest test, const CU_pSuite suite)
{
    (void)test;
    (void)suite;
    progress.asserts_before = CU_get_number_of_asserts();
}

static void print_comment(const char *text)
{
    fputs("# ", stdout);
    for (const char *at = text; *at != '\0'; at++) {
        putchar(*at == '\n' || *at == '\r' ? ' ' : *at);
    }
    putchar('\n');
}

static void print_failures(const CU_pFailureRecord first)
{
    char line[1024];

    for (CU_pFailureRecord failure = first; failure != NULL; failure = failure->pNext) {
        snprintf(line, sizeof(line), "%s:%u: %s",
                 failure->strFileName == NULL ? "?" : failure->strFileName, failure->uiLineNumber,
                 failure->strCondition == NULL ? "?" : failure->strCondition);
        print_comment(line);
    }
}

static void on_complete(const CU_pTest test, const CU_pSuite suite,
                        const CU_pFailureRecord failures)
{
    bool asserted = CU_get_number_of_asserts() > progress.asserts_before;
    bool passed = failures == NULL && asserted;

    (void)suite;
    progress.number++;
    progress.failed += passed ? 0 : 1;
    printf("%s %u - %s\n", passed ? "ok" : "not ok", progress.number, test->pName);
    print_failures(failures);
    if (failures == NULL && !asserted) {
        print_comment("the case asserted nothing");
    }
    fflush(stdout);
}

static void on_setup_failure(const CU_pSuite suite)
{
    progress.suite_failed = true;
    printf("Bail out! setup of %s failed\n", suite->pName);
    fflush(stdout);
}

static void on_teardown_failure(const CU_pSuite suite)
{
    progress.suite_failed = true;
    printf("# teardown of %s failed\n", suite->pName);
    fflush(stdout);
}

static bool is_wanted(const struct tap_case *one, int argc, char **argv)
{
    return argc < 2 || strstr(one->name, argv[1]) != NULL;
}

/* How many cases were added, or -1. */
static int add_cases(CU_pSuite suite, const struct tap_case *cases, int argc, char **argv)
{
    int count = 0;

    for (const struct tap_case *one = cases; one->name != NULL; one++) {
        if (!is_wanted(one, argc, argv)) {
            continue;
        }
        if (CU_add_test(suite, one->name, one->run) == NULL || CU_get_error() != CUE_SUCCESS) {
            printf("Bail out! %s: %s\n", one->name, CU_get_error_msg());
            return -1;
        }
        count++;
    }
    return count;
}

static int run(const char *name, const struct tap_case *cases, int (*setup)(void),
               int (*teardown)(void), int argc, char **argv)
{
    CU_pSuite suite = CU_add_suite(name, setup, teardown);
    int count;

    if (suite == NULL) {
        printf("Bail out! %s\n", CU_get_error_msg());
        return 1;
    }
    count = add_cases(suite, cases, argc, argv);
    if (count <= 0) {
        if (count == 0) {
            puts("1..0 # SKIP no case of that name");
        }
        return count == 0 ? 0 : 1;
    }
    CU_set_test_start_handler(on_start);
    CU_set_test_complete_handler(on_complete);
    CU_set_suite_init_failure_handler(on_setup_failure);
    CU_set_suite_cleanup_failure_handler(on_teardown_failure);
    printf("1..%d\n", count);
    fflush(stdout);
    if (CU_run_all_tests() != CUE_SUCCESS) {
        progress.suite_failed = true;
    }
    printf("# %u passed, %u failed\n", progress.number - progress.failed, progress.failed);
    return progress.failed == 0 && !progress.suite_failed && progress.number == (unsigned int)count
               ? 0
               : 1;
}

int tap_main_with(const char *suite, const struct tap_case *cases, int (*setup)(void),
                  int (*teardown)(void), int argc, char **argv)
{
    int result;

    if (CU_initialize_registry() != CUE_SUCCESS) {
        puts("Bail out! no test registry");
        return 1;
    }
    CU_set_error_action(CUEA_IGNORE);
    result = run(suite, cases, setup, teardown, argc, argv);
    CU_cleanup_registry();
    fflush(stdout);
    return result;
}

int tap_main(const char *suite, const struct tap_case *cases, int argc, char **argv)
{
    return tap_main_with(suite, cases, NULL, NULL, argc, argv);
}
