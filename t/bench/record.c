/* record.c - notes what a program says to MariaDB; to be preloaded. For ./deploy/bench.
 * SPDX-License-Identifier: MIT
 *
 * SLOTD_BENCH_RECORD names the file. What is noted is what the connector was given: the text once
 * prepared, and the values bound, with the id that an INSERT made. */
#include <dlfcn.h>
#include <fcntl.h>
#include <mysql.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "record.h"

enum { STATEMENTS_MOST = 4096, VALUES_MOST = 2048 };

/* Of each statement its text and what is bound now. */
static struct noted {
    MYSQL_STMT *statement;
    char *text;
    unsigned long length;
    MYSQL_BIND *values;
} noted[STATEMENTS_MOST];

static void *real(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);

    if (found == NULL)
        abort();
    return found;
}

static int record_file(void)
{
    static int file = -1;
    const char *path = getenv("SLOTD_BENCH_RECORD");

    if (file < 0 && path != NULL)
        file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    return file;
}

static void keep(const void *bytes, size_t length)
{
    if (length > 0 && write(record_file(), bytes, length) != (ssize_t)length)
        abort();
}

static struct noted *note_of(MYSQL_STMT *statement)
{
    size_t i = 0;

    while (i < STATEMENTS_MOST - 1 && noted[i].statement != NULL &&
           noted[i].statement != statement)
        i++;
    noted[i].statement = statement;
    return &noted[i];
}

static void keep_value(const MYSQL_BIND *bind)
{
    struct record_value value = {.kind = VALUE_BYTES, .length = (uint32_t)bind->buffer_length};

    if (bind->buffer_type == MYSQL_TYPE_NULL)
        value = (struct record_value){.kind = VALUE_NULL};
    else if (bind->buffer_type == MYSQL_TYPE_LONGLONG)
        value = (struct record_value){.kind = VALUE_NUMBER,
                                      .number = *(const int64_t *)bind->buffer};
    keep(&value, sizeof value);
    if (value.kind == VALUE_BYTES)
        keep(bind->buffer, value.length);
}

static void keep_statement(enum record_kind kind, const char *text, unsigned long length,
                           const MYSQL_BIND *values, unsigned long count, uint64_t insert_id)
{
    struct record_head head = {.kind = kind,
                               .text_length = (uint32_t)length,
                               .value_count = (uint32_t)count,
                               .insert_id = insert_id};

    keep(&head, sizeof head);
    keep(text, length);
    for (unsigned long i = 0; i < count; i++)
        keep_value(&values[i]);
}

int STDCALL mysql_stmt_prepare(MYSQL_STMT *statement, const char *text, unsigned long length)
{
    int (*next)(MYSQL_STMT *, const char *, unsigned long) = real("mysql_stmt_prepare");
    struct noted *note = note_of(statement);

    free(note->text);
    note->text = strndup(text, length);
    note->length = length;
    note->values = NULL;
    return next(statement, text, length);
}

my_bool STDCALL mysql_stmt_bind_param(MYSQL_STMT *statement, MYSQL_BIND *values)
{
    my_bool (*next)(MYSQL_STMT *, MYSQL_BIND *) = real("mysql_stmt_bind_param");

    note_of(statement)->values = values;
    return next(statement, values);
}

int STDCALL mysql_stmt_execute(MYSQL_STMT *statement)
{
    int (*next)(MYSQL_STMT *) = real("mysql_stmt_execute");
    const struct noted *note = note_of(statement);
    int result = next(statement);

    keep_statement(RECORD_EXECUTE, note->text, note->length, note->values,
                   mysql_stmt_param_count(statement),
                   result == 0 ? mysql_stmt_insert_id(statement) : 0);
    return result;
}

int STDCALL mysql_real_query(MYSQL *connection, const char *text, unsigned long length)
{
    int (*next)(MYSQL *, const char *, unsigned long) = real("mysql_real_query");

    keep_statement(RECORD_QUERY, text, length, NULL, 0, 0);
    return next(connection, text, length);
}
