/* cases.h - many small cases from few functions: rows of tables become cases.
 * SPDX-License-Identifier: MIT */
#ifndef CASES_H
#define CASES_H

#include <stdbool.h>

/* `row` is handed to `run`; the name is a sentence and must not come twice. */
void case_add(void (*run)(const void *row), const void *row, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
#define CASES(table, run, name)                                                                    \
    for (size_t case_row = 0; case_row < sizeof(table) / sizeof *(table); case_row++)              \
    case_add(run, &(table)[case_row], "%s", (table)[case_row].name)

int cases_main(const char *suite, int (*setup)(void), int (*teardown)(void), int argc, char **argv);

/* An assertion that says what was seen. */
bool expect_at(bool holds, unsigned line, const char *file, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
#define EXPECT(holds, ...) expect_at((holds), __LINE__, __FILE__, __VA_ARGS__)

struct answer;
/* The status, or a failure that shows the answer. */
#define EXPECT_STATUS(answer, wanted) expect_status((answer), (wanted), __LINE__, __FILE__)
bool expect_status(const struct answer *answer, long wanted, unsigned line, const char *file);
#define EXPECT_TEXT(answer, path, wanted)                                                          \
    expect_text((answer), (path), (wanted), __LINE__, __FILE__)
bool expect_text(const struct answer *answer, const char *path, const char *wanted, unsigned line,
                 const char *file);
#define EXPECT_NUMBER(answer, path, wanted)                                                        \
    expect_number((answer), (path), (wanted), __LINE__, __FILE__)
bool expect_number(const struct answer *answer, const char *path, long long wanted, unsigned line,
                   const char *file);

#endif
