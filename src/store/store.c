/* store.c - the connection, and rows over mysql_stmt. SPDX-License-Identifier: MIT */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <errmsg.h>
#include <mysql.h>
#include <xxhash.h>

#include "base/log.h"
#include "base/text.h"
#include "store/store.h"

enum { CACHE_ROOM = 512, SCRATCH_ROOM = 768, COLUMNS_MOST = 64, VALUES_MOST = 2048 };

struct prepared {
    char *text; /* NULL: a free place */
    MYSQL_STMT *statement;
};

struct store {
    const struct conf *conf;
    char *password;
    MYSQL *connection; /* NULL: not connected */
    struct arena *arena;
    bool in_transaction;
    uint64_t connections;
    size_t prepared_count;
    struct prepared cache[CACHE_ROOM];
    MYSQL_BIND out[COLUMNS_MOST];
    unsigned long lengths[COLUMNS_MOST];
    my_bool nulls[COLUMNS_MOST];
    long long numbers[COLUMNS_MOST];
    char scratch[COLUMNS_MOST][SCRATCH_ROOM];
};

/* ---- what the server's errors mean: database-recipe 5 ---- */

static const struct {
    unsigned error;
    enum fail_code code;
} meanings[] = {
    {1062, DUPLICATE},
    {4025, REFUSED},
    {1205, BUSY},
    {1213, BUSY},
    {1020, BUSY},
    {1969, TOO_SLOW},
    {3024, TOO_SLOW},
    {CR_SERVER_GONE_ERROR, LOST},
    {CR_SERVER_LOST, LOST},
    {CR_CONNECTION_ERROR, UNAVAILABLE},
    {CR_CONN_HOST_ERROR, UNAVAILABLE},
    {CR_UNKNOWN_HOST, UNAVAILABLE},
    {1040, UNAVAILABLE},
    {1042, UNAVAILABLE},
    {1045, UNAVAILABLE},
    {1049, UNAVAILABLE},
    {1053, LOST},
    {1927, LOST},
    {1047, UNAVAILABLE},
    {1180, UNAVAILABLE},
    {1290, UNAVAILABLE},
    {1114, UNAVAILABLE},
    {1021, UNAVAILABLE},
    {1226, UNAVAILABLE},
    {1203, UNAVAILABLE},
    {1317, TOO_SLOW},
};

/* The name between the last pair of quotes or backquotes but those of the table: "CONSTRAINT `x`
 * failed for …" and "Duplicate entry '…' for key 'x'". */
static const char *named_in(struct arena *arena, unsigned error, const char *message)
{
    const char *start = error == 4025 ? strchr(message, '`') : strstr(message, "for key '");

    if (start == NULL)
        return "";
    start += error == 4025 ? 1 : strlen("for key '");
    size_t length = strcspn(start, "`'");
    return arena_bytes(arena, start, length);
}

static struct fail fail_of(const struct store *store, unsigned error, const char *message,
                           const char *statement)
{
    struct fail fail = {.code = OURSELVES};

    for (size_t i = 0; i < COUNT(meanings); i++)
        if (meanings[i].error == error)
            fail.code = meanings[i].code;
    if (fail.code == DUPLICATE || fail.code == REFUSED)
        fail.detail = named_in(store->arena, error, message);
    fail.trouble = arena_format(store->arena, "%s: %u %s", statement, error, message);
    return fail;
}

bool refused_by(struct fail fail, enum fail_code code, const char *constraint)
{
    return fail.code == code && fail.detail != NULL && strcmp(fail.detail, constraint) == 0;
}

/* ---- connecting ---- */

static void disconnect(struct store *store)
{
    for (size_t i = 0; i < CACHE_ROOM; i++) {
        if (store->cache[i].text == NULL)
            continue;
        mysql_stmt_close(store->cache[i].statement);
        free(store->cache[i].text);
        store->cache[i] = (struct prepared){0};
    }
    store->prepared_count = 0;
    if (store->connection != NULL)
        mysql_close(store->connection);
    store->connection = NULL;
    store->in_transaction = false;
}

static void connection_options(MYSQL *connection, const struct conf *conf)
{
    unsigned connect = (unsigned)conf->database.connect_timeout;
    unsigned answer = (unsigned)conf->database.read_timeout;
    my_bool no = 0;

    mysql_options(connection, MYSQL_OPT_CONNECT_TIMEOUT, &connect);
    mysql_options(connection, MYSQL_OPT_READ_TIMEOUT, &answer);
    mysql_options(connection, MYSQL_OPT_WRITE_TIMEOUT, &answer);
    mysql_options(connection, MYSQL_OPT_RECONNECT, &no);
    mysql_options(connection, MYSQL_SET_CHARSET_NAME, "utf8mb4");
}

static const char *or_null(const char *text)
{
    return text == NULL || *text == '\0' ? NULL : text;
}

static bool session_settings(struct store *store)
{
    char text[600];
    int length =
        snprintf(text, sizeof text,
                 "SET SESSION time_zone='+00:00', sql_mode='TRADITIONAL,ONLY_FULL_GROUP_BY',"
                 " innodb_lock_wait_timeout=%d,"
                 " idle_write_transaction_timeout=3, max_statement_time=%d, autocommit=1",
                 store->conf->database.lock_wait, store->conf->database.statement_time);

    return mysql_real_query(store->connection, text, (unsigned long)length) == 0 &&
           mysql_query(store->connection,
                       "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED") == 0;
}

static struct fail connected(struct store *store)
{
    const struct conf *conf = store->conf;
    const char *socket = or_null(conf->database.socket);

    if (store->connection != NULL)
        return NO_FAIL;
    store->connection = mysql_init(NULL);
    if (store->connection == NULL)
        abort();
    connection_options(store->connection, conf);
    if (mysql_real_connect(store->connection, socket != NULL ? NULL : or_null(conf->database.host),
                           or_null(conf->database.user), store->password, conf->database.name,
                           (unsigned)conf->database.port, socket,
                           CLIENT_FOUND_ROWS | CLIENT_MULTI_STATEMENTS) == NULL ||
        !session_settings(store)) {
        struct fail fail = {.code = UNAVAILABLE,
                            .trouble = arena_format(store->arena, "connect: %u %s",
                                                    mysql_errno(store->connection),
                                                    mysql_error(store->connection))};
        disconnect(store);
        return fail;
    }
    store->connections++;
    return NO_FAIL;
}

struct store *store_open(const struct conf *conf)
{
    struct store *store = calloc(1, sizeof *store);
    struct text trouble;

    if (store == NULL)
        abort();
    text_init(&trouble, 4096);
    store->conf = conf;
    store->password = conf_password(conf, &trouble);
    if (trouble.length > 0)
        LOG(LOG_LEVEL_ERROR, "password", LOG_TEXT("trouble", text_string(&trouble)));
    text_free(&trouble);
    return store;
}

void store_close(struct store *store)
{
    disconnect(store);
    free(store->password);
    free(store);
}

void store_use(struct store *store, struct arena *arena)
{
    store->arena = arena;
}

struct arena *store_arena(const struct store *store)
{
    return store->arena;
}

void store_idle(struct store *store)
{
    if (store->connection == NULL)
        return;
    struct pollfd socket = {.fd = (int)mysql_get_socket(store->connection),
                            .events = POLLIN | POLLHUP};
    if (poll(&socket, 1, 0) != 0)
        disconnect(store);
}

uint64_t store_connections(const struct store *store)
{
    return store->connections;
}

/* ---- values ---- */

struct value v_number(int64_t number)
{
    return (struct value){.kind = VALUE_NUMBER, .number = number};
}

struct value v_id(int64_t id)
{
    struct value none = {.kind = VALUE_NULL};

    return id == 0 ? none : v_number(id);
}

struct value v_bytes(const void *bytes, size_t length)
{
    return (struct value){.kind = VALUE_BYTES, .bytes = bytes, .length = length};
}

struct value v_text(const char *text)
{
    struct value none = {.kind = VALUE_NULL};

    return text == NULL ? none : v_bytes(text, strlen(text));
}

struct value v_uid(const char *uid)
{
    for (const char *at = uid; at != NULL && *at != '\0'; at++)
        /* a blank, too: comparisons of texts do not see those at the end */
        if ((unsigned char)*at > 0x7f || *at == ' ')
            return v_bytes("", 0);
    return v_text(uid);
}

struct value v_instant(struct instant instant)
{
    struct value none = {.kind = VALUE_NULL};

    return INSTANT_IS_NONE(instant) ? none : v_number(instant.us);
}

struct value v_day(struct arena *arena, struct day day)
{
    char *text = arena_take(arena, WHEN_ROOM);

    return v_bytes(text, day_write(text, day));
}

/* ---- prepared statements ---- */

static size_t place_of(const char *text)
{
    return (size_t)XXH3_64bits(text, strlen(text)) % CACHE_ROOM;
}

/* The texts depend on the shape of a request only (which filters, how many padded values), so there
 * are few; a full cache means a bug or an attack, and starting over is cheaper than telling which.
 */
static struct prepared *cached(struct store *store, const char *text)
{
    size_t place = place_of(text);

    if (store->prepared_count > CACHE_ROOM / 2) {
        for (size_t i = 0; i < CACHE_ROOM; i++) {
            if (store->cache[i].text == NULL)
                continue;
            mysql_stmt_close(store->cache[i].statement);
            free(store->cache[i].text);
            store->cache[i] = (struct prepared){0};
        }
        store->prepared_count = 0;
    }
    while (store->cache[place].text != NULL && strcmp(store->cache[place].text, text) != 0)
        place = (place + 1) % CACHE_ROOM;
    return &store->cache[place];
}

static struct fail prepared(struct store *store, const char *name, const char *text,
                            MYSQL_STMT **statement)
{
    TRY(connected(store));
    struct prepared *place = cached(store, text);
    if (place->text != NULL) {
        *statement = place->statement;
        return NO_FAIL;
    }

    MYSQL_STMT *fresh = mysql_stmt_init(store->connection);
    if (fresh == NULL)
        abort();
    if (mysql_stmt_prepare(fresh, text, (unsigned long)strlen(text)) != 0) {
        struct fail fail = fail_of(store, mysql_stmt_errno(fresh), mysql_stmt_error(fresh), name);

        mysql_stmt_close(fresh);
        if (fail.code == LOST)
            disconnect(store);
        return fail;
    }
    char *copy = strdup(text);
    if (copy == NULL)
        abort();
    *place = (struct prepared){copy, fresh};
    store->prepared_count++;
    *statement = fresh;
    return NO_FAIL;
}

static void bind_value(MYSQL_BIND *bind, const struct value *value)
{
    memset(bind, 0, sizeof *bind);
    switch (value->kind) {
    case VALUE_NULL:
        bind->buffer_type = MYSQL_TYPE_NULL;
        break;
    case VALUE_NUMBER:
        bind->buffer_type = MYSQL_TYPE_LONGLONG;
        bind->buffer = (void *)(uintptr_t)&value->number;
        break;
    case VALUE_BYTES:
        bind->buffer_type = MYSQL_TYPE_STRING;
        bind->buffer = (void *)(uintptr_t)value->bytes;
        bind->buffer_length = (unsigned long)value->length;
        break;
    }
}

static struct fail trouble_of(struct store *store, MYSQL_STMT *statement, const char *name)
{
    struct fail fail =
        fail_of(store, mysql_stmt_errno(statement), mysql_stmt_error(statement), name);

    /* whoever is in a transaction learns of the loss by this fail and begins anew */
    if (fail.code == LOST)
        disconnect(store);
    return fail;
}

static int64_t seconds_since(const struct timespec *began)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec - began->tv_sec;
}

static struct fail executed(struct store *store, const char *name, const char *text,
                            struct values values, MYSQL_STMT **statement)
{
    bool outside = !store->in_transaction;
    struct timespec began;

    (void)clock_gettime(CLOCK_MONOTONIC, &began);
    for (int tries = 0;; tries++) {
        TRY(prepared(store, name, text, statement));
        if (mysql_stmt_param_count(*statement) != values.count || values.count > VALUES_MOST)
            return (struct fail){.code = OURSELVES,
                                 .trouble = arena_format(store->arena, "%s: wants %lu values", name,
                                                         mysql_stmt_param_count(*statement))};
        MYSQL_BIND *in = TAKE_MANY(store->arena, values.count + 1, MYSQL_BIND);
        for (size_t i = 0; i < values.count; i++)
            bind_value(&in[i], &values.all[i]);
        if (values.count > 0 && mysql_stmt_bind_param(*statement, in) != 0)
            return trouble_of(store, *statement, name);
        if (mysql_stmt_execute(*statement) == 0)
            return NO_FAIL;
        struct fail fail = trouble_of(store, *statement, name);
        /* outside a transaction only reads are executed, so asking again is safe; but a server that
           let us wait until the timeout will do so again */
        if (fail.code != LOST || !outside || tries > 0 || seconds_since(&began) > 0)
            return fail;
    }
}

/* ---- rows ---- */

static void bind_columns(struct store *store, const struct statement *statement)
{
    memset(store->out, 0, statement->column_count * sizeof *store->out);
    for (size_t i = 0; i < statement->column_count; i++) {
        MYSQL_BIND *bind = &store->out[i];
        enum column_kind kind = statement->columns[i].kind;

        bind->is_null = &store->nulls[i];
        bind->length = &store->lengths[i];
        if (kind == COLUMN_NUMBER || kind == COLUMN_FLAG || kind == COLUMN_INSTANT) {
            bind->buffer_type = MYSQL_TYPE_LONGLONG;
            bind->buffer = &store->numbers[i];
        } else {
            bind->buffer_type = MYSQL_TYPE_STRING;
            bind->buffer = store->scratch[i];
            bind->buffer_length = SCRATCH_ROOM;
        }
    }
}

/* Texts longer than the scratch are fetched once more, straight into the arena. */
static char *text_column(struct store *store, MYSQL_STMT *statement, size_t i)
{
    size_t length = store->lengths[i];

    if (length <= SCRATCH_ROOM)
        return arena_bytes(store->arena, store->scratch[i], length);
    MYSQL_BIND bind = {.buffer_type = MYSQL_TYPE_STRING,
                       .buffer = arena_take(store->arena, length + 1),
                       .buffer_length = (unsigned long)length,
                       .length = &store->lengths[i],
                       .is_null = &store->nulls[i]};
    if (mysql_stmt_fetch_column(statement, &bind, (unsigned)i, 0) != 0)
        abort();
    return bind.buffer;
}

static void pour_null(const struct column *column, char *place)
{
    switch (column->kind) {
    case COLUMN_INSTANT:
        *(struct instant *)(void *)place = INSTANT_NONE;
        break;
    case COLUMN_WORD:
        *(int *)(void *)place = -1;
        break;
    default: /* rows start zeroed */
        break;
    }
}

static void pour_column(struct store *store, MYSQL_STMT *statement, const struct column *column,
                        size_t i, char *place)
{
    const struct word *word;

    if (store->nulls[i]) {
        pour_null(column, place);
        return;
    }
    switch (column->kind) {
    case COLUMN_NUMBER:
        *(int64_t *)(void *)place = store->numbers[i];
        break;
    case COLUMN_FLAG:
        *(bool *)(void *)place = store->numbers[i] != 0;
        break;
    case COLUMN_INSTANT:
        *(struct instant *)(void *)place = (struct instant){store->numbers[i]};
        break;
    case COLUMN_TEXT:
        *(const char **)(void *)place = text_column(store, statement, i);
        break;
    case COLUMN_WORD:
        word = word_find(column->words, store->scratch[i], store->lengths[i]);
        *(int *)(void *)place = word == NULL ? -1 : word->value;
        break;
    case COLUMN_DAY:
        if (!day_read(store->scratch[i], store->lengths[i], (struct day *)(void *)place))
            abort();
        break;
    case COLUMN_BYTES:
        memcpy(place, store->scratch[i],
               store->lengths[i] < column->bytes ? store->lengths[i] : column->bytes);
        break;
    }
}

static void pour(struct store *store, MYSQL_STMT *fetched, const struct statement *statement,
                 char *row)
{
    for (size_t i = 0; i < statement->column_count; i++)
        pour_column(store, fetched, &statement->columns[i], i, row + statement->columns[i].offset);
}

static struct fail columns_agree(const struct store *store, const struct statement *statement,
                                 MYSQL_STMT *prepared_statement)
{
    unsigned have = mysql_stmt_field_count(prepared_statement);

    if (have == statement->column_count && have <= COLUMNS_MOST)
        return NO_FAIL;
    return (struct fail){.code = OURSELVES,
                         .trouble = arena_format(store->arena, "%s: %u columns, table has %zu",
                                                 statement->name, have, statement->column_count)};
}

static size_t bytes_of_row(const struct store *store, const struct statement *statement)
{
    size_t bytes = 0;

    for (size_t i = 0; i < statement->column_count; i++)
        if (statement->columns[i].kind == COLUMN_TEXT && !store->nulls[i])
            bytes += store->lengths[i];
    return bytes;
}

struct fail store_some(struct store *store, const struct statement *statement, struct values values,
                       size_t most, struct list *rows)
{
    MYSQL_STMT *running;
    size_t room = 16, left = most;
    char *items = arena_take_many(store->arena, room, statement->row_size);
    int fetched;

    *rows = (struct list){0};
    TRY(executed(store, statement->name, statement->text, values, &running));
    TRY(columns_agree(store, statement, running));
    bind_columns(store, statement);
    if (mysql_stmt_bind_result(running, store->out) != 0)
        return trouble_of(store, running, statement->name);
    while ((fetched = mysql_stmt_fetch(running)) == 0 || fetched == MYSQL_DATA_TRUNCATED) {
        size_t bytes = bytes_of_row(store, statement);

        if (bytes > left) {
            mysql_stmt_free_result(running);
            return FAIL(LIST_TOO_LONG);
        }
        left -= bytes;
        if (rows->count == room) {
            char *more = arena_take_many(store->arena, room * 4, statement->row_size);

            memcpy(more, items, room * statement->row_size);
            items = more;
            room *= 4;
        }
        pour(store, running, statement, items + rows->count++ * statement->row_size);
    }
    if (fetched != MYSQL_NO_DATA) {
        struct fail fail = trouble_of(store, running, statement->name);

        if (fail.code != LOST)
            mysql_stmt_free_result(running);
        return fail;
    }
    mysql_stmt_free_result(running);
    rows->items = items;
    return NO_FAIL;
}

struct fail store_all(struct store *store, const struct statement *statement, struct values values,
                      struct list *rows)
{
    return store_some(store, statement, values, SIZE_MAX, rows);
}

struct fail store_one(struct store *store, const struct statement *statement, struct values values,
                      void *row, bool *found)
{
    struct list rows;

    *found = false;
    TRY(store_all(store, statement, values, &rows));
    if (rows.count > 0)
        memcpy(row, rows.items, statement->row_size);
    *found = rows.count > 0;
    return NO_FAIL;
}

struct fail store_change(struct store *store, const char *name, const char *text,
                         struct values values, int64_t *affected, int64_t *id)
{
    MYSQL_STMT *running;

    TRY(executed(store, name, text, values, &running));
    if (affected != NULL)
        *affected = (int64_t)mysql_stmt_affected_rows(running);
    if (id != NULL)
        *id = (int64_t)mysql_stmt_insert_id(running);
    return NO_FAIL;
}

struct fail store_script(struct store *store, const char *text, size_t length)
{
    TRY(connected(store));
    int more = mysql_real_query(store->connection, text, (unsigned long)length);

    while (more == 0) {
        MYSQL_RES *result = mysql_store_result(store->connection);

        if (result != NULL)
            mysql_free_result(result);
        more = mysql_next_result(store->connection);
    }
    if (more > 0 || mysql_errno(store->connection) != 0) {
        struct fail fail = fail_of(store, mysql_errno(store->connection),
                                   mysql_error(store->connection), "script");

        disconnect(store);
        return fail;
    }
    return NO_FAIL;
}

struct fail store_prepare(struct store *store, const struct statement *statement)
{
    MYSQL_STMT *ready;

    TRY(prepared(store, statement->name, statement->text, &ready));
    return statement->columns == NULL ? NO_FAIL : columns_agree(store, statement, ready);
}

/* ---- transactions ---- */

static struct fail spoken(struct store *store, const char *text)
{
    if (mysql_real_query(store->connection, text, (unsigned long)strlen(text)) == 0)
        return NO_FAIL;
    struct fail fail =
        fail_of(store, mysql_errno(store->connection), mysql_error(store->connection), text);
    if (fail.code == LOST)
        disconnect(store);
    return fail;
}

struct fail store_begin(struct store *store)
{
    for (int tries = 0;; tries++) {
        TRY(connected(store));
        struct fail fail = spoken(store, "START TRANSACTION");
        if (!FAILED(fail))
            store->in_transaction = true;
        if (fail.code != LOST || tries > 0)
            return fail;
    }
}

struct fail store_commit(struct store *store)
{
    if (!store->in_transaction)
        return (struct fail){.code = LOST, .trouble = "commit without a transaction"};
    struct fail fail = spoken(store, "COMMIT");
    store->in_transaction = false;
    if (fail.code == LOST)
        fail.code = UNCERTAIN;
    return fail;
}

void store_rollback(struct store *store)
{
    if (store->in_transaction && store->connection != NULL && FAILED(spoken(store, "ROLLBACK")))
        disconnect(store);
    store->in_transaction = false;
}
