/* bare.c - the statements of recorded requests in a loop, and nothing else. For ./deploy/bench.
 * SPDX-License-Identifier: MIT
 *
 * The first request of the recording is what a connection says when it begins; of it, only the
 * session's settings are said again. The others are replayed in turn, prepared once for each
 * connection, every column of every row fetched and read. What has to differ from one booking to
 * the next is made anew, as the table `rules` says; hours move on with every round, so that no slot
 * is taken twice. */
#include <mysql.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "record.h"

enum {
    STATEMENTS_MOST = 4096,
    REQUESTS_MOST = 256,
    COLUMNS_MOST = 64,
    VALUES_MOST = 128,
    SCRATCH_ROOM = 768,
    LONG_ROOM = 1 << 20,
    THREADS_MOST = 64,
};
#define US_AN_HOUR INT64_C(3600000000)

enum rule {
    AS_RECORDED,
    FRESH_HEAD,  /* the first 16 letters are drawn anew */
    FRESH_TAIL,  /* the last 16 */
    FRESH_BYTES, /* the last 8 bytes */
    NEXT_HOUR,
    NEXT_HOUR_US,
    CLIENT_ID, /* the id that this request's INSERT got */
    BOOKING_ID,
};

static const struct {
    const char *table, *column;
    enum rule rule;
} rules[] = {
    {"client", "uid", FRESH_HEAD},
    {"client", "email", FRESH_HEAD},
    {"host_hour", "hour", NEXT_HOUR},
    {"booking", "uid", FRESH_HEAD},
    {"booking", "walk", FRESH_BYTES},
    {"booking", "client_id", CLIENT_ID},
    {"booking", "start_us", NEXT_HOUR_US},
    {"booking", "end_us", NEXT_HOUR_US},
    {"booking", "claim_start_us", NEXT_HOUR_US},
    {"booking", "claim_end_us", NEXT_HOUR_US},
    {"booking", "ics_uid", FRESH_HEAD},
    {"booking_host", "booking_id", BOOKING_ID},
    {"attendee", "booking_id", BOOKING_ID},
    {"attendee", "email", FRESH_HEAD},
    {"booking_history", "booking_id", BOOKING_ID},
    {"booking_history", "transaction_uid", FRESH_BYTES},
    {"job", "name", FRESH_TAIL},
};

enum made { MADE_NOTHING, MADE_CLIENT, MADE_BOOKING };

struct value {
    struct recorded_value recorded;
    const char *bytes;
    enum rule rule;
};

struct statement {
    int kind;
    char *text;
    size_t value_count;
    struct value values[VALUES_MOST];
    enum made made;
    size_t number; /* of its text among all texts */
};

struct request {
    const struct statement *first;
    size_t count;
};

static struct statement *statements;
static size_t statement_count;
static struct request requests[REQUESTS_MOST];
static size_t request_count;
static const char *texts[STATEMENTS_MOST];
static size_t text_count;

__attribute__((noreturn, format(printf, 1, 2))) static void die(const char *format, ...)
{
    va_list values;

    va_start(values, format);
    fputs("bare: ", stderr);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    va_end(values);
    exit(EXIT_FAILURE);
}

/* ---- the recording ---- */

struct reader {
    const char *at, *end;
};

static const char *take(struct reader *reader, size_t length)
{
    const char *taken = reader->at;

    if ((size_t)(reader->end - reader->at) < length)
        die("the recording ends in the middle");
    reader->at += length;
    return taken;
}

static bool is_insert(const char *text, char table[64], const char **columns)
{
    const char *open = strstr(text, " (");

    if (strncmp(text, "INSERT INTO ", 12) != 0 || open == NULL || open - (text + 12) > 63)
        return false;
    memcpy(table, text + 12, (size_t)(open - (text + 12)));
    table[open - (text + 12)] = '\0';
    *columns = open + 2;
    return true;
}

static enum rule rule_of(const char *table, const char *column, size_t length)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (strcmp(rules[i].table, table) == 0 && strlen(rules[i].column) == length &&
            memcmp(rules[i].column, column, length) == 0)
            return rules[i].rule;
    return AS_RECORDED;
}

/* The values of an INSERT stand in the order of its columns, row after row. */
static void find_rules(struct statement *statement)
{
    enum rule of_column[VALUES_MOST];
    size_t columns = 0;
    char table[64];
    const char *at;

    if (!is_insert(statement->text, table, &at))
        return;
    while (columns < VALUES_MOST && *at != ')' && *at != '\0') {
        size_t length = strcspn(at, ",)");

        of_column[columns++] = rule_of(table, at, length);
        at += length;
        at += strspn(at, ", ");
    }
    for (size_t i = 0; i < statement->value_count; i++)
        statement->values[i].rule = of_column[i % columns];
    if (strcmp(table, "client") == 0)
        statement->made = MADE_CLIENT;
    else if (strcmp(table, "booking") == 0)
        statement->made = MADE_BOOKING;
}

static size_t number_of_text(const char *text)
{
    for (size_t i = 0; i < text_count; i++)
        if (strcmp(texts[i], text) == 0)
            return i;
    texts[text_count] = text;
    return text_count++;
}

static void read_statement(struct reader *reader)
{
    struct statement *statement = &statements[statement_count++];
    struct recorded_statement head;

    if (statement_count > STATEMENTS_MOST)
        die("too many statements");
    memcpy(&head, take(reader, sizeof head), sizeof head);
    statement->kind = head.kind;
    statement->text = strndup(take(reader, head.text_length), head.text_length);
    statement->value_count = head.value_count;
    if (head.value_count > VALUES_MOST || statement->text == NULL)
        die("a statement of %u values", head.value_count);
    for (size_t i = 0; i < head.value_count; i++) {
        struct value *value = &statement->values[i];

        memcpy(&value->recorded, take(reader, sizeof value->recorded), sizeof value->recorded);
        value->bytes = take(reader, value->recorded.length);
    }
    find_rules(statement);
    if (head.kind == RECORD_EXECUTE)
        statement->number = number_of_text(statement->text);
}

static void read_recording(const char *path)
{
    static char bytes[16 << 20];
    FILE *file = fopen(path, "rb");
    size_t length = file == NULL ? 0 : fread(bytes, 1, sizeof bytes, file);
    struct reader reader = {bytes, bytes + length};
    size_t first = 0;

    statements = calloc(STATEMENTS_MOST, sizeof *statements);
    if (length == 0 || length == sizeof bytes || statements == NULL)
        die("can not read %s", path);
    fclose(file);
    while (reader.at < reader.end) {
        if (*reader.at != RECORD_END) {
            read_statement(&reader);
            continue;
        }
        reader.at++;
        if (request_count == REQUESTS_MOST)
            die("too many requests");
        requests[request_count++] = (struct request){statements + first, statement_count - first};
        first = statement_count;
    }
    if (request_count < 2)
        die("%s holds no request", path);
}

/* ---- a connection ---- */

struct room {
    MYSQL_BIND in[VALUES_MOST];
    MYSQL_BIND out[COLUMNS_MOST];
    unsigned long lengths[COLUMNS_MOST];
    my_bool nulls[COLUMNS_MOST];
    long long numbers[COLUMNS_MOST];
    char scratch[COLUMNS_MOST][SCRATCH_ROOM];
    char fresh[VALUES_MOST][SCRATCH_ROOM];
    char longer[LONG_ROOM];
};

struct connection {
    size_t thread, threads;
    const char *socket, *user, *database;
    int64_t hour;  /* how far the slots have moved on */
    uint64_t seed; /* of what is drawn */
    MYSQL *mysql;
    MYSQL_STMT *prepared[STATEMENTS_MOST];
    unsigned columns[STATEMENTS_MOST];
    bool is_number[STATEMENTS_MOST][COLUMNS_MOST];
    unsigned long long client_id, booking_id;
    uint64_t requests, rows, sum;
    struct room room;
};

static pthread_barrier_t all_ready;
static volatile bool over;

static void say(struct connection *connection, const char *text)
{
    if (mysql_real_query(connection->mysql, text, (unsigned long)strlen(text)) != 0)
        die("%s: %s", text, mysql_error(connection->mysql));
}

static bool is_whole_number(enum enum_field_types type)
{
    return type == MYSQL_TYPE_TINY || type == MYSQL_TYPE_SHORT || type == MYSQL_TYPE_INT24 ||
           type == MYSQL_TYPE_LONG || type == MYSQL_TYPE_LONGLONG;
}

static void prepare(struct connection *connection, size_t number)
{
    MYSQL_STMT *statement = mysql_stmt_init(connection->mysql);
    MYSQL_RES *columns;

    if (mysql_stmt_prepare(statement, texts[number], (unsigned long)strlen(texts[number])) != 0)
        die("%s: %s", texts[number], mysql_stmt_error(statement));
    connection->prepared[number] = statement;
    connection->columns[number] = mysql_stmt_field_count(statement);
    columns = mysql_stmt_result_metadata(statement);
    for (unsigned i = 0; columns != NULL && i < connection->columns[number]; i++)
        connection->is_number[number][i] =
            is_whole_number(mysql_fetch_field_direct(columns, i)->type);
    if (columns != NULL)
        mysql_free_result(columns);
}

static void connect_and_prepare(struct connection *connection)
{
    const struct request *begin = &requests[0];

    connection->mysql = mysql_init(NULL);
    mysql_options(connection->mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    if (mysql_real_connect(connection->mysql, NULL, connection->user, NULL, connection->database, 0,
                           connection->socket, CLIENT_FOUND_ROWS) == NULL)
        die("%s", mysql_error(connection->mysql));
    for (size_t i = 0; i < begin->count; i++)
        if (begin->first[i].kind == RECORD_QUERY && strncmp(begin->first[i].text, "SET ", 4) == 0)
            say(connection, begin->first[i].text);
    for (size_t i = 0; i < text_count; i++)
        prepare(connection, i);
}

/* ---- a statement ---- */

/* splitmix64 */
static uint64_t draw(struct connection *connection)
{
    uint64_t drawn = connection->seed += UINT64_C(0x9e3779b97f4a7c15);

    drawn = (drawn ^ drawn >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    drawn = (drawn ^ drawn >> 27) * UINT64_C(0x94d049bb133111eb);
    return drawn ^ drawn >> 31;
}

static void write_hex(char *to, uint64_t number)
{
    static const char digits[] = "0123456789abcdef";

    for (int i = 15; i >= 0; i--, number >>= 4)
        to[i] = digits[number & 15];
}

static void freshen(struct connection *connection, const struct value *value, char *fresh)
{
    size_t length = value->recorded.length;
    uint64_t drawn = draw(connection);

    if (length < 16 || length > SCRATCH_ROOM)
        die("a value of %zu bytes can not be made anew", length);
    memcpy(fresh, value->bytes, length);
    if (value->rule == FRESH_BYTES)
        memcpy(fresh + length - 8, &drawn, 8);
    else
        write_hex(value->rule == FRESH_HEAD ? fresh : fresh + length - 16, drawn);
}

static int64_t number_for(const struct connection *connection, const struct value *value)
{
    switch (value->rule) {
    case NEXT_HOUR:
        return value->recorded.number + connection->hour;
    case NEXT_HOUR_US:
        return value->recorded.number + connection->hour * US_AN_HOUR;
    case CLIENT_ID:
        return (int64_t)connection->client_id;
    case BOOKING_ID:
        return (int64_t)connection->booking_id;
    default:
        return value->recorded.number;
    }
}

static void bind_value(struct connection *connection, const struct value *value, size_t i)
{
    MYSQL_BIND *bind = &connection->room.in[i];
    char *fresh = connection->room.fresh[i];

    *bind = (MYSQL_BIND){.buffer_type = MYSQL_TYPE_NULL};
    if (value->recorded.kind == RECORDED_NUMBER) {
        int64_t number = number_for(connection, value);

        memcpy(fresh, &number, sizeof number);
        *bind = (MYSQL_BIND){.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = fresh};
    } else if (value->recorded.kind == RECORDED_BYTES) {
        bool anew = value->rule != AS_RECORDED;

        if (anew)
            freshen(connection, value, fresh);
        *bind = (MYSQL_BIND){.buffer_type = MYSQL_TYPE_STRING,
                             .buffer = anew ? fresh : (void *)(uintptr_t)value->bytes,
                             .buffer_length = value->recorded.length};
    }
}

static void bind_columns(struct connection *connection, size_t number)
{
    struct room *room = &connection->room;

    memset(room->out, 0, sizeof room->out);
    for (unsigned i = 0; i < connection->columns[number]; i++) {
        bool whole = connection->is_number[number][i];

        room->out[i].buffer_type = whole ? MYSQL_TYPE_LONGLONG : MYSQL_TYPE_STRING;
        room->out[i].buffer = whole ? (void *)&room->numbers[i] : room->scratch[i];
        room->out[i].buffer_length = whole ? 0 : SCRATCH_ROOM;
        room->out[i].length = &room->lengths[i];
        room->out[i].is_null = &room->nulls[i];
    }
}

static void read_longer(struct connection *connection, MYSQL_STMT *statement, unsigned column)
{
    struct room *room = &connection->room;
    MYSQL_BIND bind = {.buffer_type = MYSQL_TYPE_STRING,
                       .buffer = room->longer,
                       .buffer_length = LONG_ROOM,
                       .length = &room->lengths[column],
                       .is_null = &room->nulls[column]};

    if (mysql_stmt_fetch_column(statement, &bind, column, 0) != 0)
        die("%s", mysql_stmt_error(statement));
    connection->sum += (unsigned char)room->longer[0];
}

static void read_row(struct connection *connection, MYSQL_STMT *statement, size_t number)
{
    struct room *room = &connection->room;

    connection->rows++;
    for (unsigned i = 0; i < connection->columns[number]; i++) {
        if (room->nulls[i])
            continue;
        if (connection->is_number[number][i])
            connection->sum += (uint64_t)room->numbers[i];
        else if (room->lengths[i] > SCRATCH_ROOM)
            read_longer(connection, statement, i);
        else
            connection->sum += room->lengths[i] + (unsigned char)room->scratch[i][0];
    }
}

static void read_rows(struct connection *connection, MYSQL_STMT *statement, size_t number)
{
    int fetched;

    bind_columns(connection, number);
    if (mysql_stmt_bind_result(statement, connection->room.out) != 0)
        die("%s", mysql_stmt_error(statement));
    while ((fetched = mysql_stmt_fetch(statement)) == 0 || fetched == MYSQL_DATA_TRUNCATED)
        read_row(connection, statement, number);
    if (fetched != MYSQL_NO_DATA)
        die("%s: %s", texts[number], mysql_stmt_error(statement));
    mysql_stmt_free_result(statement);
}

static void execute(struct connection *connection, const struct statement *recorded)
{
    MYSQL_STMT *statement = connection->prepared[recorded->number];

    for (size_t i = 0; i < recorded->value_count; i++)
        bind_value(connection, &recorded->values[i], i);
    if ((recorded->value_count > 0 && mysql_stmt_bind_param(statement, connection->room.in) != 0) ||
        mysql_stmt_execute(statement) != 0)
        die("%s: %s", recorded->text, mysql_stmt_error(statement));
    if (connection->columns[recorded->number] > 0)
        read_rows(connection, statement, recorded->number);
    if (recorded->made == MADE_CLIENT)
        connection->client_id = mysql_stmt_insert_id(statement);
    else if (recorded->made == MADE_BOOKING)
        connection->booking_id = mysql_stmt_insert_id(statement);
}

static void replay(struct connection *connection, const struct request *request)
{
    for (size_t i = 0; i < request->count; i++)
        if (request->first[i].kind == RECORD_QUERY)
            say(connection, request->first[i].text);
        else
            execute(connection, &request->first[i]);
    connection->requests++;
}

/* Each connection has requests of its own, as long as there are enough: no two book the same host.
 */
static void *run(void *thing)
{
    struct connection *connection = thing;
    size_t count = request_count - 1;
    size_t at = connection->thread % count;

    connect_and_prepare(connection);
    pthread_barrier_wait(&all_ready);
    while (!over) {
        replay(connection, &requests[1 + at]);
        at += connection->threads;
        if (at >= count) {
            at = connection->thread % count;
            connection->hour++;
        }
    }
    pthread_barrier_wait(&all_ready);
    return NULL;
}

/* ---- all of them ---- */

static double seconds_of(clockid_t clock)
{
    struct timespec now;

    if (clock_gettime(clock, &now) != 0)
        die("no clock");
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct task {
    const char *recording, *socket, *user, *database;
    size_t connections;
    long seconds, hours_on;
};

static struct connection *start(const struct task *task)
{
    struct connection *all = calloc(task->connections, sizeof *all);
    pthread_t thread;

    if (all == NULL || mysql_library_init(0, NULL, NULL) != 0 ||
        pthread_barrier_init(&all_ready, NULL, (unsigned)task->connections + 1) != 0)
        die("can not begin");
    for (size_t i = 0; i < task->connections; i++) {
        all[i].thread = i;
        all[i].threads = task->connections;
        all[i].socket = task->socket;
        all[i].user = task->user;
        all[i].database = task->database;
        all[i].hour = task->hours_on;
        all[i].seed = (uint64_t)time(NULL) << 16 ^ (uint64_t)i << 48 ^ (uint64_t)task->hours_on;
        if (pthread_create(&thread, NULL, run, &all[i]) != 0)
            die("no thread");
    }
    return all;
}

/* Requests, microseconds, microseconds of CPU, rows a request, and a sum so that rows are really
 * read. */
static uint64_t report(const struct task *task, const struct connection *all, double took,
                       double worked)
{
    uint64_t requests_done = 0, rows = 0, sum = 0;

    for (size_t i = 0; i < task->connections; i++) {
        requests_done += all[i].requests;
        rows += all[i].rows;
        sum += all[i].sum;
    }
    if (requests_done > 0)
        printf("%llu %.0f %.0f %llu %llx\n", (unsigned long long)requests_done, took * 1e6,
               worked * 1e6, (unsigned long long)(rows / requests_done), (unsigned long long)sum);
    return requests_done;
}

static uint64_t measure(const struct task *task)
{
    struct timespec pause = {.tv_sec = task->seconds};
    struct connection *all = start(task);

    pthread_barrier_wait(&all_ready);
    double began = seconds_of(CLOCK_MONOTONIC);
    double worked = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    nanosleep(&pause, NULL);
    over = true;
    pthread_barrier_wait(&all_ready);
    return report(task, all, seconds_of(CLOCK_MONOTONIC) - began,
                  seconds_of(CLOCK_PROCESS_CPUTIME_ID) - worked);
}

int main(int argc, char **argv)
{
    struct task task;

    if (argc != 8)
        die("usage: bare RECORDING SOCKET USER DATABASE CONNECTIONS SECONDS HOURS_ON");
    task = (struct task){.recording = argv[1],
                         .socket = argv[2],
                         .user = argv[3],
                         .database = argv[4],
                         .connections = strtoul(argv[5], NULL, 10),
                         .seconds = strtol(argv[6], NULL, 10),
                         .hours_on = strtol(argv[7], NULL, 10)};
    if (task.connections < 1 || task.connections > THREADS_MOST || task.seconds < 1)
        die("from 1 to %d connections, at least a second", THREADS_MOST);
    read_recording(task.recording);
    return measure(&task) > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
