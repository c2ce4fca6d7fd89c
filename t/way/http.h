/* http.h - asks a running stack over HTTP and looks into its database. SPDX-License-Identifier: MIT
 *
 * Where the stack is stands in the file that SLOTD_TEST_ENV names, or in the environment itself:
 * SLOTD_URL, SLOTD_MYSQL_SOCKET, SLOTD_MYSQL_DATABASE, SLOTD_RUN, SLOTD_BIN, SLOTD_CONF. Every
 * exchange is noted as a line of JSON in SLOTD_EXCHANGES (exchanges.jsonl of SLOTD_RUN), for the
 * check against the contract. */
#ifndef HTTP_H
#define HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <json-c/json.h>
#include <mysql.h>

#define CAL_PAGES "2024-08-13"
#define CAL_WALK  "2026-05-01"

enum { ASK_HEADERS = 8 };

struct ask {
    const char *method;     /* NULL: GET */
    const char *target;     /* with the query */
    const char *credential; /* sent as a bearer; NULL: none */
    const char *version;    /* cal-api-version; NULL: none */
    const char *body;       /* NULL: none */
    size_t body_length;     /* 0: up to its NUL */
    const char *headers[ASK_HEADERS];
};

struct answer {
    long status; /* 0: no answer came */
    char *body;
    size_t length;
    char *headers;            /* lines as they came */
    struct json_object *json; /* NULL: the body is not JSON */
    double seconds;
};

#define ASK(...) http_ask(&(const struct ask){__VA_ARGS__})

/* Setup and teardown of a program: reads the environment, puts a document's businesses into the
 * database (a file beside this one, NULL: none besides the fixture of all tests). 0 when it went
 * well. */
int http_open(const char *document);
int http_close(void);
/* In a process that was forked: what was open belongs to the parent. */
void http_again(void);

/* A value of the environment or of the file; NULL when there is none. */
const char *http_setting(const char *name);
/* `slotd apply` of a file; false when it said no. */
bool http_apply(const char *path);
/* The path of a file beside this one, or in the directory above; valid until the next call. */
const char *http_file(const char *name);

/* What follows gives memory that lives until http_forget(), which is called before every case. */
void http_forget(void);
/* Never NULL. */
struct answer *http_ask(const struct ask *ask);
/* All at once, each on a connection of its own. */
void http_together(const struct ask *asks, size_t count, struct answer **answers);
struct answer *http_get(const char *target, const char *credential, const char *version);
/* The value of a header; NULL: it did not come. */
const char *http_header(const struct answer *answer, const char *name);
/* Turns the notes for the contract off (and on), for what is not about it. */
void http_notes(bool on);

/* "error.details.errors.0.value"; NULL when any step is missing or the value is null. */
struct json_object *json_at(struct json_object *json, const char *path);
bool json_has(struct json_object *json, const char *path);       /* also when it is null */
const char *text_at(struct json_object *json, const char *path); /* NULL: no string there */
int64_t number_at(struct json_object *json, const char *path);   /* INT64_MIN: no number there */
size_t members_at(struct json_object *json, const char *path);   /* SIZE_MAX: no object there */
size_t count_at(struct json_object *json, const char *path);     /* SIZE_MAX: no array there */

/* A text for a query, percent-encoded. */
const char *encoded(const char *text);
/* Formatted text. */
const char *say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* "2031-03-03T10:00:00.000Z" of microseconds since 1970. */
const char *instant_text(int64_t us);

/* The database behind the stack. Ends the program on an error of SQL. */
MYSQL_RES *sql(const char *format, ...) __attribute__((format(printf, 1, 2)));
int64_t sql_number(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* NULL: no row, or NULL in it. */
const char *sql_text(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* 'text' for SQL, escaped. */
const char *quoted(const char *text);

/* Polls until the condition holds. */
bool await(bool (*holds)(void), double seconds);

#endif
