/* database.c - a database of its own for one test program. SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <mysql.h>

#include "database.h"

enum { SQL_MOST = 1 << 20 };

static char name[64];
static struct conf conf;
static struct arena *arena;
static struct store *store;
static MYSQL *connection;

bool database_given(void)
{
    if (getenv("SLOTD_TEST_SOCKET") != NULL)
        return true;
    puts("1..0 # SKIP SLOTD_TEST_SOCKET names no server");
    return false;
}

void database_do(const char *sql)
{
    if (mysql_query(connection, sql) == 0)
        return;
    printf("Bail out! %s: %s\n", sql, mysql_error(connection));
    exit(EXIT_FAILURE);
}

int64_t database_number(const char *sql)
{
    database_do(sql);
    MYSQL_RES *result = mysql_store_result(connection);
    MYSQL_ROW row = result == NULL ? NULL : mysql_fetch_row(result);
    int64_t number = row == NULL || row[0] == NULL ? -1 : strtoll(row[0], NULL, 10);

    if (result != NULL)
        mysql_free_result(result);
    return number;
}

static const char *user(void)
{
    const char *user = getenv("SLOTD_TEST_USER");

    return user == NULL ? "root" : user;
}

static bool connect_server(void)
{
    connection = mysql_init(NULL);
    if (mysql_real_connect(connection, NULL, user(), NULL, NULL, 0, getenv("SLOTD_TEST_SOCKET"),
                           0) != NULL)
        return true;
    printf("# %s\n", mysql_error(connection));
    return false;
}

static void do_to_database(const char *before, const char *after)
{
    char sql[200];

    snprintf(sql, sizeof sql, "%s %s%s", before, name, after);
    database_do(sql);
}

static bool apply_step(const char *step)
{
    const char *top = getenv("top_srcdir");
    static char text[SQL_MOST];
    char path[500];

    snprintf(path, sizeof path, "%s/sql/%s", top == NULL ? "." : top, step);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return false;
    size_t length = fread(text, 1, sizeof text, file);
    (void)fclose(file);
    return length < sizeof text && store_script(store, text, length).code == FINE;
}

static bool apply_schema(void)
{
    static const char *const steps[] = {"0001_bookings.sql", "0002_life.sql",
                                        "0003_five_sides.sql"};

    for (size_t i = 0; i < COUNT(steps); i++)
        if (!apply_step(steps[i]))
            return false;
    return true;
}

int database_make(void)
{
    struct text trouble;

    snprintf(name, sizeof name, "slotd_test_%ld", (long)getpid());
    if (!connect_server())
        return 1;
    do_to_database("CREATE DATABASE", " CHARACTER SET utf8mb4");
    do_to_database("USE", "");
    text_init(&trouble, 4096);
    bool read = conf_read(&conf, NULL, &trouble);
    text_free(&trouble);
    conf.database.socket = getenv("SLOTD_TEST_SOCKET");
    conf.database.user = user();
    conf.database.name = name;
    arena = arena_new(1 << 16, (size_t)1 << 30);
    store = store_open(&conf);
    store_use(store, arena);
    return read && apply_schema() ? 0 : 1;
}

int database_drop(void)
{
    store_close(store);
    arena_free(arena);
    do_to_database("DROP DATABASE", "");
    mysql_close(connection);
    conf_free(&conf);
    return 0;
}

const struct conf *database_conf(void)
{
    return &conf;
}

struct store *database_store(void)
{
    return store;
}

struct arena *database_arena(void)
{
    return arena;
}
