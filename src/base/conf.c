/* conf.c - the configuration: one table of keys, read from an INI file. SPDX-License-Identifier:
 * MIT
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/network.h"
#include "base/when.h"

enum { FILE_MOST = 256 * 1024, LINE_MOST = 4096, PASSWORD_MOST = 1024, SENTENCE_MOST = 512 };
enum { RATES_MOST = 1000000 };

enum kind { KIND_TEXT, KIND_NUMBER, KIND_OCTAL };

/* What a text must look like, and how that is said to whoever wrote another. */
struct form {
    bool (*fits)(const char *value);
    const char *expected;
};

struct row {
    const char *section, *name;
    enum kind kind;
    size_t offset;
    const char *text;        /* the default of a text */
    const struct form *form; /* of a text */
    int number, least, most; /* of a number; octal ones included */
    bool fixed;              /* a reload does not take it */
    const char *sentence;
};

/* A text that belongs to one configuration; conf->texts is the first of a chain. */
struct owned_text {
    struct owned_text *next;
    char bytes[];
};

static bool is_path(const char *value)
{
    return value[0] == '/' && value[1] != '\0';
}

static bool is_path_or_empty(const char *value)
{
    return value[0] == '\0' || is_path(value);
}

static bool is_made_of(const char *value, const char *signs)
{
    return value[strspn(value, signs)] == '\0';
}

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS  "0123456789"

static bool is_name_or_empty(const char *value)
{
    return strlen(value) <= 64 && value[0] != '-' && is_made_of(value, LETTERS DIGITS "_.-$");
}

static bool is_name(const char *value)
{
    return value[0] != '\0' && is_name_or_empty(value);
}

static bool is_domain(const char *value)
{
    return value[0] != '\0' && strlen(value) <= 253 && is_made_of(value, LETTERS DIGITS ".-");
}

static bool is_host(const char *value)
{
    return value[0] != '\0' && strlen(value) <= 253 && is_made_of(value, LETTERS DIGITS ".-:");
}

static bool read_number(const char *text, int base, int *number)
{
    char *end = NULL;
    long value = 0;

    if (text[0] < '0' || text[0] > '9') {
        return false;
    }
    errno = 0;
    value = strtol(text, &end, base);
    if (errno != 0 || *end != '\0' || value > 0x7fffffffL) {
        return false;
    }
    *number = (int)value;
    return true;
}

static bool is_port(const char *text)
{
    int port = 0;

    return read_number(text, 10, &port) && port >= 1 && port <= 65535;
}

static bool is_loopback(const char *value)
{
    struct in_addr address;
    const char *colon = strrchr(value, ':');
    char host[16] = "";

    if (colon == NULL || !is_port(colon + 1)) {
        return false;
    }
    if (strncmp(value, "[::1]:", 6) == 0 && colon == value + 5) {
        return true;
    }
    if ((size_t)(colon - value) >= sizeof host) {
        return false;
    }
    memcpy(host, value, (size_t)(colon - value));
    return inet_pton(AF_INET, host, &address) == 1 && ntohl(address.s_addr) >> 24 == 127;
}

static bool is_address(const char *value)
{
    if (value[0] == '/') {
        return is_path(value) && strlen(value) < sizeof((struct sockaddr_un *)0)->sun_path;
    }
    return is_loopback(value);
}

static bool is_level(const char *value)
{
    return strcmp(value, "error") == 0 || strcmp(value, "warning") == 0 ||
           strcmp(value, "info") == 0 || strcmp(value, "debug") == 0;
}

/* scheme://host[:port], the form of an Origin header; nothing may follow the host. */
static bool is_origin(const char *value, size_t length)
{
    static const char *const schemes[] = {"http://", "https://"};

    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t scheme = strlen(schemes[i]);

        if (length > scheme && strncmp(value, schemes[i], scheme) == 0) {
            return strspn(value + scheme, LETTERS DIGITS ".-:[]") >= length - scheme;
        }
    }
    return false;
}

static bool is_origins(const char *value)
{
    if (strcmp(value, "*") == 0) {
        return true;
    }
    for (value += strspn(value, " \t"); *value != '\0'; value += strspn(value, " \t")) {
        size_t length = strcspn(value, " \t");

        if (!is_origin(value, length)) {
            return false;
        }
        value += length;
    }
    return true;
}

static bool is_retry(const char *value)
{
    struct span spans[WEBHOOK_RETRIES_MOST];
    size_t count;

    return spans_read(value, spans, WEBHOOK_RETRIES_MOST, &count);
}

static const struct form an_address = {is_address,
                                       "the path of a unix socket, 127.0.0.1:port or [::1]:port"};
static const struct form a_path = {is_path, "an absolute path"};
static const struct form a_path_or_nothing = {is_path_or_empty, "an absolute path or nothing"};
static const struct form a_name = {is_name, "a name of letters, digits and _ . - $"};
static const struct form a_name_or_nothing = {is_name_or_empty,
                                              "a name of letters, digits and _ . - $, or nothing"};
static const struct form a_host = {is_host, "a host name or an address"};
static const struct form a_domain = {is_domain, "a domain name"};
static const struct form a_level = {is_level, "error, warning, info or debug"};
static const struct form networks = {networks_are_sound, "networks like 10.0.0.0/8 or nothing"};
static const struct form pauses = {is_retry, "pauses like 5s 5m 2h"};
static const struct form origins = {is_origins, "* or origins like https://example.org"};

/* Compiles only when the member has the row's type. */
#define AT(member, type) _Generic(((struct conf *)0)->member, type : offsetof(struct conf, member))
#define TEXT(section_, name_, form_, default_, ...)                                                \
    {                                                                                              \
        .section = #section_, .name = #name_, .kind = KIND_TEXT,                                   \
        .offset = AT(section_.name_, const char *), .form = &(form_), .text = (default_),          \
        __VA_ARGS__                                                                                \
    }
#define NUMBER(section_, name_, default_, least_, most_, ...)                                      \
    {                                                                                              \
        .section = #section_, .name = #name_, .kind = KIND_NUMBER,                                 \
        .offset = AT(section_.name_, int), .number = (default_), .least = (least_),                \
        .most = (most_), __VA_ARGS__                                                               \
    }
#define OCTAL(section_, name_, default_, least_, most_, ...)                                       \
    {                                                                                              \
        .section = #section_, .name = #name_, .kind = KIND_OCTAL,                                  \
        .offset = AT(section_.name_, int), .number = (default_), .least = (least_),                \
        .most = (most_), __VA_ARGS__                                                               \
    }

/* Rows of one section stand together: conf_describe() writes them as they come. */
static const struct row rows[] = {
    TEXT(server, listen, an_address, "/run/slotd/slotd.sock", .fixed = true,
         .sentence = "Where the web server connects: a unix socket, 127.0.0.1:port or [::1]:port."),
    OCTAL(server, listen_mode, 0660, 0, 0777, .fixed = true,
          .sentence = "Mode of the unix socket, octal."),
    TEXT(server, group, a_name_or_nothing, "", .fixed = true,
         .sentence = "Group of the unix socket and of the workers. Empty: unchanged."),
    TEXT(server, user, a_name_or_nothing, "", .fixed = true,
         .sentence = "User the workers run as, when started by root. Empty: unchanged."),
    NUMBER(server, backlog, 1024, 1, 65535, .fixed = true,
           .sentence = "Connections that may wait to be accepted."),
    NUMBER(server, workers, 0, 0, 128, .sentence = "Worker processes. 0: two per core."),
    NUMBER(server, deadline, 30, 1, 3600,
           .sentence = "Seconds after which a worker stuck in one request is killed."),
    NUMBER(server, timeout, 10, 1, 600,
           .sentence = "Seconds the web server may take to send a request or to take an answer."),
    NUMBER(server, grace, 20, 1, 600,
           .sentence = "Seconds a stopping worker gets before it is killed."),
    NUMBER(server, requests, 10000, 1, 1000000000,
           .sentence = "Requests after which a worker is replaced by a fresh one."),
    NUMBER(server, body_limit, 65536, 1024, 1048576, .sentence = "Largest request body, in bytes."),
    TEXT(server, log_level, a_level, "info",
         .sentence = "What is logged: error, warning, info or debug."),

    TEXT(database, socket, a_path_or_nothing, "/run/mysqld/mysqld.sock",
         .sentence = "Unix socket of the database. Empty: host and port are used."),
    TEXT(database, host, a_host, "127.0.0.1", .sentence = "Used when socket is empty."),
    NUMBER(database, port, 3306, 1, 65535, .sentence = "Used when socket is empty."),
    TEXT(database, name, a_name, "slotd", .sentence = "Name of the database."),
    TEXT(database, user, a_name_or_nothing, "",
         .sentence = "Database user. Empty: the name of the system user."),
    TEXT(database, password_file, a_path_or_nothing, "",
         .sentence = "File that holds the password and that others can not read. Empty: none."),
    NUMBER(database, connect_timeout, 3, 1, 60, .sentence = "Seconds a connection may take."),
    NUMBER(database, read_timeout, 5, 1, 300,
           .sentence = "Seconds the answer to a statement may take."),
    NUMBER(database, statement_time, 4, 1, 300,
           .sentence = "Seconds after which the database ends a statement that reads a list."),
    NUMBER(database, lock_wait, 3, 1, 60, .sentence = "Seconds to wait for a locked row."),

    TEXT(http, allowed_origins, origins, "*",
         .sentence = "Origins whose pages may call the interface, separated by blanks, or *."),
    TEXT(http, zoneinfo, a_path, "/usr/share/zoneinfo", .sentence = "Root of the time zone files."),

    TEXT(cal, ics_domain, a_domain, "localhost",
         .sentence = "Right half of the identifiers of calendar entries."),

    NUMBER(rate, api_key, 120, 0, RATES_MOST,
           .sentence =
               "Requests a minute with one API key that has no rate of its own. 0: no limit."),
    NUMBER(rate, access_token, 500, 0, RATES_MOST,
           .sentence =
               "The same for a session, and an access token of a managed user or of OAuth."),
    NUMBER(rate, anonymous, 120, 0, RATES_MOST,
           .sentence = "Requests a minute without credentials from one address. 0: no limit."),
    NUMBER(rate, guests, 5, 0, RATES_MOST,
           .sentence = "Of these, requests that add guests. A key's own rate moves it along."),
    NUMBER(rate, attendees, 5, 0, RATES_MOST,
           .sentence = "Requests that add attendees, and as many that remove them."),
    NUMBER(rate, location, 5, 0, RATES_MOST, .sentence = "Requests that change a location."),

    NUMBER(jobs, lease, 60, 5, 3600, .sentence = "Seconds a claimed job belongs to one runner."),
    NUMBER(jobs, pause, 500, 10, 60000,
           .sentence = "Milliseconds between two looks for jobs that are due."),
    NUMBER(jobs, tries, 10, 1, 100, .sentence = "Tries before a job is set aside."),
    NUMBER(jobs, keep, 7, 1, 3650,
           .sentence = "Days that finished jobs and idempotency keys are kept."),

    TEXT(webhooks, allow_private, networks, "",
         .sentence = "Private networks in which receivers may stand, separated by blanks."),
    TEXT(webhooks, retry, pauses, "5s 5m 30m 2h 5h 10h 14h 20h 24h",
         .sentence = "Pauses before a delivery is tried again; after the last it is set aside."),
    NUMBER(webhooks, timeout, 15, 1, 60, .sentence = "Seconds one delivery may take."),
    NUMBER(webhooks, at_once, 128, 1, 1024,
           .sentence = "Deliveries under way at the same time; a business has a quarter of them."),
};
enum { ROW_COUNT = sizeof rows / sizeof *rows };

struct reading {
    struct conf *conf;
    const char *path;
    const char *at, *end; /* what is left of the file */
    int line;             /* of the file, the one read last */
    int given_at[ROW_COUNT];
    bool section_began;
    bool section_is_known;
    struct text *trouble;
    int troubles;
};

static const char **text_place(struct conf *conf, const struct row *row)
{
    return (const char **)(void *)((char *)conf + row->offset);
}

static int *number_place(struct conf *conf, const struct row *row)
{
    return (int *)(void *)((char *)conf + row->offset);
}

static void set_defaults(struct conf *conf)
{
    memset(conf, 0, sizeof *conf);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (rows[i].kind == KIND_TEXT) {
            *text_place(conf, &rows[i]) = rows[i].text;
        } else {
            *number_place(conf, &rows[i]) = rows[i].number;
        }
    }
}

static const char *own(struct conf *conf, const char *text)
{
    size_t size = strlen(text) + 1;
    struct owned_text *owned = malloc(sizeof *owned + size);

    if (owned == NULL) {
        abort();
    }
    memcpy(owned->bytes, text, size);
    owned->next = conf->texts;
    conf->texts = owned;
    return owned->bytes;
}

__attribute__((format(printf, 2, 3))) static void complain(struct reading *reading,
                                                           const char *format, ...)
{
    char sentence[SENTENCE_MOST];
    va_list values;

    va_start(values, format);
    (void)vsnprintf(sentence, sizeof sentence, format, values);
    va_end(values);
    text_format(reading->trouble, "%s:%d: %s\n", reading->path, reading->line, sentence);
    reading->troubles++;
}

static const struct row *row_named(const char *section, const char *name)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (strcmp(rows[i].section, section) == 0 && strcmp(rows[i].name, name) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

static void take_number(struct reading *reading, const struct row *row, const char *value)
{
    bool octal = row->kind == KIND_OCTAL;
    int number = 0;

    if (read_number(value, octal ? 8 : 10, &number) && number >= row->least &&
        number <= row->most) {
        *number_place(reading->conf, row) = number;
    } else if (octal) {
        complain(reading, "%s must be an octal number from %04o to %04o, not \"%.64s\"", row->name,
                 (unsigned)row->least, (unsigned)row->most, value);
    } else {
        complain(reading, "%s must be a number from %d to %d, not \"%.64s\"", row->name, row->least,
                 row->most, value);
    }
}

static void take_text(struct reading *reading, const struct row *row, const char *value)
{
    if (row->form->fits(value)) {
        *text_place(reading->conf, row) = own(reading->conf, value);
    } else {
        complain(reading, "%s must be %s, not \"%.64s\"", row->name, row->form->expected, value);
    }
}

static int take_value(void *context, const char *section, const char *name, const char *value)
{
    struct reading *reading = context;
    const struct row *row = row_named(section, name);

    if (!reading->section_began) {
        complain(reading, "a key stands before the first [section]");
        return 1;
    }
    if (!reading->section_is_known) {
        return 1; /* complained about where the section begins */
    }
    if (row == NULL) {
        complain(reading, "[%.32s] has no key \"%.64s\"", section, name);
        return 1;
    }
    if (reading->given_at[row - rows] != 0) {
        complain(reading, "%s was given before, in line %d", name, reading->given_at[row - rows]);
        return 1;
    }
    reading->given_at[row - rows] = reading->line;
    if (row->kind == KIND_TEXT) {
        take_text(reading, row, value);
    } else {
        take_number(reading, row, value);
    }
    return 1;
}

static bool section_exists(const char *name, size_t length)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (strlen(rows[i].section) == length && memcmp(rows[i].section, name, length) == 0) {
            return true;
        }
    }
    return false;
}

static bool section_is_sound(struct reading *reading, const char *line, size_t length)
{
    const char *close = memchr(line, ']', length);

    reading->section_began = true;
    reading->section_is_known = false;
    if (close == NULL) {
        complain(reading, "a section's name must end with ]");
        return false;
    }
    reading->section_is_known = section_exists(line + 1, (size_t)(close - line - 1));
    if (!reading->section_is_known) {
        complain(reading, "there is no section [%.*s]",
                 (int)(close - line - 1 > 64 ? 64 : close - line - 1), line + 1);
    }
    return reading->section_is_known;
}

/* The library names only the first line it does not understand and says nothing of cut lines, so
 * every line is looked at before it is handed over. */
static bool line_is_sound(struct reading *reading, const char *line, size_t length, size_t room)
{
    if (length == 0 || line[0] == '#' || line[0] == ';') {
        return false;
    }
    if (length >= room || length >= LINE_MOST) {
        complain(reading, "the line is longer than %d bytes", LINE_MOST - 1);
        return false;
    }
    if (memchr(line, '\0', length) != NULL) {
        complain(reading, "the line holds a NUL byte");
        return false;
    }
    if (line[0] == '[') {
        return section_is_sound(reading, line, length);
    }
    if (memchr(line, '=', length) == NULL && memchr(line, ':', length) == NULL) {
        complain(reading, "neither a comment, a [section] nor key = value");
        return false;
    }
    return true;
}

static bool is_blank(char sign)
{
    return sign == ' ' || sign == '\t' || sign == '\r' || sign == '\n';
}

/* One line, without the blanks around it: to the library a leading blank would mean that the line
 * before goes on. */
static char *next_line(char *into, int room, void *context)
{
    struct reading *reading = context;
    const char *line = reading->at;
    const char *end = NULL;

    if (line == reading->end) {
        return NULL;
    }
    end = memchr(line, '\n', (size_t)(reading->end - line));
    end = end == NULL ? reading->end : end;
    reading->at = end == reading->end ? end : end + 1;
    reading->line++;
    while (line < end && is_blank(*line)) {
        line++;
    }
    while (end > line && is_blank(end[-1])) {
        end--;
    }
    into[0] = '\0';
    if (line_is_sound(reading, line, (size_t)(end - line), (size_t)room)) {
        memcpy(into, line, (size_t)(end - line));
        into[end - line] = '\0';
    }
    return into;
}

/* malloc'd; NULL with errno set. A file of more than `most` bytes is EFBIG. */
static char *read_file(int file, size_t most, size_t *length)
{
    char *bytes = malloc(most + 1);
    ssize_t got = 0;

    *length = 0;
    if (bytes == NULL) {
        return NULL;
    }
    do {
        got = read(file, bytes + *length, most + 1 - *length);
        *length += got > 0 ? (size_t)got : 0;
    } while (*length <= most && (got > 0 || (got < 0 && errno == EINTR)));
    if (got < 0 || *length > most) {
        errno = got < 0 ? errno : EFBIG;
        free(bytes);
        return NULL;
    }
    bytes[*length] = '\0';
    return bytes;
}

static char *read_path(const char *path, size_t most, size_t *length)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    char *bytes = NULL;
    int fault = errno;

    if (file >= 0) {
        bytes = read_file(file, most, length);
        fault = errno;
        (void)close(file);
    }
    errno = fault;
    return bytes;
}

static void read_rows(struct reading *reading)
{
    int refused = 0;

    ini_allow_multiline = false;
    ini_use_stack = false;
    ini_initial_alloc = LINE_MOST;
    ini_max_line = LINE_MOST;
    refused = ini_parse_stream(next_line, reading, take_value, reading);
    if (refused > 0 && reading->troubles == 0) {
        reading->line = refused;
        complain(reading, "the line is not understood");
    } else if (refused < 0) {
        complain(reading, "out of memory");
    }
}

static void describe_section(struct text *out, const struct row *row, const struct row *before)
{
    if (before == NULL || strcmp(before->section, row->section) != 0) {
        text_format(out, "\n[%s]\n", row->section);
    } else {
        text_put(out, "\n");
    }
}

static void describe_value(struct text *out, const struct row *row)
{
    switch (row->kind) {
    case KIND_TEXT:
        text_format(out, "%s =%s%s\n", row->name, row->text[0] == '\0' ? "" : " ", row->text);
        break;
    case KIND_NUMBER:
        text_format(out, "# From %d to %d.\n", row->least, row->most);
        text_format(out, "%s = %d\n", row->name, row->number);
        break;
    case KIND_OCTAL:
        text_format(out, "%s = %04o\n", row->name, (unsigned)row->number);
        break;
    }
}

static bool same_value(struct conf *one, struct conf *other, const struct row *row)
{
    return row->kind == KIND_TEXT ? strcmp(*text_place(one, row), *text_place(other, row)) == 0
                                  : *number_place(one, row) == *number_place(other, row);
}

bool conf_read(struct conf *conf, const char *path, struct text *trouble)
{
    struct reading reading = {.conf = conf, .path = path, .trouble = trouble};
    size_t length = 0;
    char *bytes = NULL;

    set_defaults(conf);
    if (path == NULL) {
        return true;
    }
    bytes = read_path(path, FILE_MOST, &length);
    if (bytes == NULL) {
        complain(&reading, "%s", strerror(errno));
        return false;
    }
    reading.at = bytes;
    reading.end = bytes + length;
    read_rows(&reading);
    free(bytes);
    if (reading.troubles > 0) {
        conf_free(conf);
    }
    return reading.troubles == 0;
}

void conf_free(struct conf *conf)
{
    struct owned_text *owned = conf->texts;

    while (owned != NULL) {
        struct owned_text *next = owned->next;

        free(owned);
        owned = next;
    }
    set_defaults(conf);
}

void conf_keep_fixed(struct conf *next, const struct conf *present, struct text *kept)
{
    struct conf now = *present;

    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (!rows[i].fixed || same_value(next, &now, &rows[i])) {
            continue;
        }
        text_format(kept, "%s%s.%s", kept->length > 0 ? ", " : "", rows[i].section, rows[i].name);
        if (rows[i].kind == KIND_TEXT) {
            *text_place(next, &rows[i]) = own(next, *text_place(&now, &rows[i]));
        } else {
            *number_place(next, &rows[i]) = *number_place(&now, &rows[i]);
        }
    }
}

enum log_level conf_log_level(const struct conf *conf)
{
    static const struct {
        const char *word;
        enum log_level level;
    } words[] = {
        {"error", LOG_LEVEL_ERROR},
        {"warning", LOG_LEVEL_WARNING},
        {"debug", LOG_LEVEL_DEBUG},
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i].word, conf->server.log_level) == 0) {
            return words[i].level;
        }
    }
    return LOG_LEVEL_INFO;
}

void conf_describe(struct text *out)
{
    text_put(out,
             "# slotd.conf - every key of the configuration; each value below is its default.\n"
             "# slotd check reads it without starting anything. A reload (SIGHUP) takes every\n"
             "# key except those marked \"restart\".\n");
    for (size_t i = 0; i < ROW_COUNT; i++) {
        describe_section(out, &rows[i], i > 0 ? &rows[i - 1] : NULL);
        text_format(out, "# %s%s\n", rows[i].sentence, rows[i].fixed ? " (restart)" : "");
        describe_value(out, &rows[i]);
    }
}

static bool password_is_private(int file, const char *path, struct text *trouble)
{
    struct stat status;

    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
        text_format(trouble, "%s: not a regular file\n", path);
        return false;
    }
    if ((status.st_mode & (S_IROTH | S_IWOTH)) != 0) {
        text_format(trouble, "%s: others can read or write this file; chmod o= it\n", path);
        return false;
    }
    return true;
}

char *conf_password(const struct conf *conf, struct text *trouble)
{
    const char *path = conf->database.password_file;
    size_t length = 0;
    char *password = NULL;
    int file = -1;

    if (path[0] == '\0') {
        return calloc(1, 1);
    }
    file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        text_format(trouble, "%s: %s\n", path, strerror(errno));
        return NULL;
    }
    if (password_is_private(file, path, trouble)) {
        password = read_file(file, PASSWORD_MOST, &length);
        if (password == NULL) {
            text_format(trouble, "%s: %s\n", path, strerror(errno));
        }
    }
    (void)close(file);
    while (password != NULL && length > 0 &&
           (password[length - 1] == '\n' || password[length - 1] == '\r')) {
        password[--length] = '\0';
    }
    return password;
}
