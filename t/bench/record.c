/* record.c - notes what a program says to MariaDB; to be preloaded. For ./deploy/bench.
 * SPDX-License-Identifier: MIT
 *
 * SLOTD_BENCH_RECORD names the file. What is noted is what the connector was given: each text as it
 * was prepared, and the values bound when it is executed. */
#include <dlfcn.h>
#include <fcntl.h>
#include <mysql.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "record.h"

enum { STATEMENTS_MOST = 4096 };

static struct noted {
    MYSQL_STMT *statement;
    char *text;
    const MYSQL_BIND *values;
} noted[STATEMENTS_MOST];

static struct noted *note_of(const MYSQL_STMT *statement)
{
    size_t i = 0;

    while (noted[i].statement != NULL && noted[i].statement != statement)
        if (++i == STATEMENTS_MOST)
            abort();
    return &noted[i];
}

static void keep(const void *bytes, size_t length)
{
    static int file = -1;
    const char *path = getenv("SLOTD_BENCH_RECORD");

    if (file < 0 && path != NULL)
        file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (length > 0 && write(file, bytes, length) != (ssize_t)length)
        abort();
}

static void keep_value(const MYSQL_BIND *bind)
{
    struct recorded_value value = {.kind = RECORDED_NULL};

    if (bind->buffer_type == MYSQL_TYPE_LONGLONG)
        value = (struct recorded_value){.kind = RECORDED_NUMBER,
                                        .number = *(const int64_t *)bind->buffer};
    else if (bind->buffer_type != MYSQL_TYPE_NULL)
        value = (struct recorded_value){.kind = RECORDED_BYTES,
                                        .length = (uint32_t)bind->buffer_length};
    keep(&value, sizeof value);
    keep(bind->buffer, value.length);
}

static void keep_statement(int kind, const char *text, size_t length, const MYSQL_BIND *values,
                           unsigned long count)
{
    struct recorded_statement statement = {
        .kind = (uint8_t)kind, .text_length = (uint32_t)length, .value_count = (uint32_t)count};

    keep(&statement, sizeof statement);
    keep(text, length);
    for (unsigned long i = 0; i < count; i++)
        keep_value(&values[i]);
}

static void *next_of(const char *name)
{
    void *next = dlsym(RTLD_NEXT, name);

    if (next == NULL)
        abort();
    return next;
}

/* ---- in the connector's place ---- */

int STDCALL mysql_stmt_prepare(MYSQL_STMT *statement, const char *text, unsigned long length)
{
    int (*next)(MYSQL_STMT *, const char *, unsigned long) = next_of("mysql_stmt_prepare");
    struct noted *note = note_of(statement);

    free(note->text);
    *note = (struct noted){statement, strndup(text, length), NULL};
    return next(statement, text, length);
}

my_bool STDCALL mysql_stmt_bind_param(MYSQL_STMT *statement, MYSQL_BIND *values)
{
    my_bool (*next)(MYSQL_STMT *, MYSQL_BIND *) = next_of("mysql_stmt_bind_param");

    note_of(statement)->values = values;
    return next(statement, values);
}

int STDCALL mysql_stmt_execute(MYSQL_STMT *statement)
{
    int (*next)(MYSQL_STMT *) = next_of("mysql_stmt_execute");
    const struct noted *note = note_of(statement);

    keep_statement(RECORD_EXECUTE, note->text, strlen(note->text), note->values,
                   mysql_stmt_param_count(statement));
    return next(statement);
}

int STDCALL mysql_real_query(MYSQL *connection, const char *text, unsigned long length)
{
    int (*next)(MYSQL *, const char *, unsigned long) = next_of("mysql_real_query");

    keep_statement(RECORD_QUERY, text, length, NULL, 0);
    return next(connection, text, length);
}
