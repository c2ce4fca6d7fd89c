/* http.c - asks a running stack over HTTP and looks into its database. SPDX-License-Identifier: MIT
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <curl/curl.h>

#include "base/when.h"
#include "http.h"

enum { SETTINGS = 32 };
enum { NOTES_OF_A_KIND = 60, KINDS = 400, ASK_SECONDS = 60 };

struct growing {
    char *bytes;
    size_t length;
};

static struct {
    char names[SETTINGS][40];
    char values[SETTINGS][400];
    size_t count;
} settings;

static CURL *curl;
static MYSQL *database;

/* What lives until the next case. */
struct kept_answer {
    struct kept_answer *before;
    struct answer answer;
};
struct kept_text {
    struct kept_text *before;
    char text[];
};
static struct kept_answer *answers;
static struct kept_text *texts;

static void *memory(size_t size)
{
    void *taken = calloc(1, size);

    if (taken == NULL) {
        abort();
    }
    return taken;
}

static char *new_text(size_t length)
{
    struct kept_text *kept = memory(sizeof *kept + length + 1);

    kept->before = texts;
    texts = kept;
    return kept->text;
}

void http_forget(void)
{
    while (answers != NULL) {
        struct kept_answer *last = answers;

        answers = last->before;
        free(last->answer.body);
        free(last->answer.headers);
        json_object_put(last->answer.json);
        free(last);
    }
    while (texts != NULL) {
        struct kept_text *last = texts;

        texts = last->before;
        free(last);
    }
}

/* ---- settings ---- */

static void unquote(char *value)
{
    size_t length = strlen(value);

    if (length >= 2 && value[0] == '\'' && value[length - 1] == '\'') {
        memmove(value, value + 1, length - 2);
        value[length - 2] = '\0';
    }
}

static bool read_settings(const char *path)
{
    FILE *file = fopen(path, "r");
    char line[512];

    if (file == NULL) {
        return false;
    }
    while (settings.count < SETTINGS && fgets(line, sizeof line, file) != NULL) {
        char *equals = strchr(line, '=');

        line[strcspn(line, "\r\n")] = '\0';
        if (equals == NULL) {
            continue;
        }
        *equals = '\0';
        snprintf(settings.names[settings.count], sizeof *settings.names, "%.39s", line);
        snprintf(settings.values[settings.count], sizeof *settings.values, "%.399s", equals + 1);
        unquote(settings.values[settings.count]);
        settings.count++;
    }
    return fclose(file) == 0;
}

const char *http_setting(const char *name)
{
    const char *value = getenv(name);

    for (size_t i = 0; value == NULL && i < settings.count; i++) {
        if (strcmp(settings.names[i], name) == 0) {
            value = settings.values[i];
        }
    }
    return value;
}

const char *http_file(const char *name)
{
    static char path[600];
    const char *top = getenv("top_srcdir");
    const char *slash = strrchr(__FILE__, '/');

    if (top != NULL) {
        snprintf(path, sizeof path, "%s/t/way/%s", top, name);
    } else {
        snprintf(path, sizeof path, "%.*s/%s", (int)(slash - __FILE__), __FILE__, name);
    }
    return path;
}

/* ---- texts ---- */

const char *say(const char *format, ...)
{
    va_list arguments, again;
    char *text;
    int length;

    va_start(arguments, format);
    va_copy(again, arguments);
    length = vsnprintf(NULL, 0, format, arguments);
    text = new_text((size_t)length);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(arguments);
    va_end(again);
    return text;
}

const char *encoded(const char *text)
{
    char *into = new_text(3 * strlen(text));
    size_t at = 0;

    for (; *text != '\0'; text++) {
        if (isalnum((unsigned char)*text) || strchr("-._~", *text) != NULL) {
            into[at++] = *text;
        } else {
            at += (size_t)snprintf(into + at, 4, "%%%02X", (unsigned char)*text);
        }
    }
    return into;
}

const char *instant_text(int64_t us)
{
    char text[WHEN_ROOM];

    instant_write(text, (struct instant){us}, WHEN_Z_MILLIS, 0);
    return say("%s", text);
}

/* ---- notes for the contract ---- */

static bool notes_on = true;

void http_notes(bool on)
{
    notes_on = on;
}

/* The first that fits is meant: words stand before parameters in their place. */
static const char *const routes[] = {
    "/v2/bookings",
    "/v2/bookings/by-seat/{seatUid}",
    "/v2/bookings/{bookingUid}",
    "/v2/bookings/{bookingUid}/attendees",
    "/v2/bookings/{bookingUid}/attendees/{attendeeId}",
    "/v2/bookings/{bookingUid}/calendar-links",
    "/v2/bookings/{bookingUid}/cancel",
    "/v2/bookings/{bookingUid}/confirm",
    "/v2/bookings/{bookingUid}/decline",
    "/v2/bookings/{bookingUid}/guests",
    "/v2/bookings/{bookingUid}/location",
    "/v2/bookings/{bookingUid}/mark-absent",
    "/v2/bookings/{bookingUid}/reassign",
    "/v2/bookings/{bookingUid}/reassign/{userId}",
    "/v2/bookings/{bookingUid}/references",
    "/v2/bookings/{bookingUid}/reschedule",
    "/v2/event-types",
    "/v2/event-types/{eventTypeId}",
    "/v2/event-types/{eventTypeId}/webhooks",
    "/v2/event-types/{eventTypeId}/webhooks/{webhookId}",
    "/v2/me",
    "/v2/organizations/{orgId}/bookings",
    "/v2/organizations/{orgId}/teams/{teamId}/bookings",
    "/v2/organizations/{orgId}/users/{userId}/bookings",
    "/v2/schedules",
    "/v2/schedules/default",
    "/v2/schedules/{scheduleId}",
    "/v2/slots",
    "/v2/slots/reservations",
    "/v2/slots/reservations/{uid}",
    "/v2/teams/{teamId}/bookings",
    "/v2/webhooks",
    "/v2/webhooks/{webhookId}",
};

static bool route_fits(const char *route, const char *path)
{
    while (*route != '\0' && *path != '\0') {
        if (*route == '{') {
            route += strcspn(route, "/");
            path += strcspn(path, "/");
        } else if (*route++ != *path++) {
            return false;
        }
    }
    return *route == '\0' && (*path == '\0' || strcmp(path, "/") == 0);
}

/* The paths of all dialects, as the server describes them: {"<path>": ...}. Asked for until it
 * answers; NULL: it does not. */
static struct json_object *described_paths(void)
{
    static struct json_object *paths;
    bool were_on = notes_on;
    struct json_object *found = NULL;

    if (paths != NULL) {
        return paths;
    }
    notes_on = false;
    json_object_object_get_ex(ASK(.target = "/openapi.json")->json, "paths", &found);
    notes_on = were_on;
    paths = json_object_get(found);
    return paths;
}

/* The more of a described path are words, the better it fits. */
static const char *described_route(const char *path)
{
    size_t fewest = SIZE_MAX;
    const char *route = path;
    struct json_object *paths = described_paths();

    if (paths == NULL) {
        return path;
    }
    json_object_object_foreach(paths, each, unused)
    {
        size_t parameters = 0;

        (void)unused;
        for (const char *at = each; *at != '\0'; at++) {
            parameters += *at == '{';
        }
        if (parameters < fewest && route_fits(each, path)) {
            fewest = parameters;
            route = each;
        }
    }
    return say("%s", route);
}

static bool is_of_a_dialect(const char *path)
{
    static const char *const prefixes[] = {"/v2/", "/api/", "/platform/", "/business/"};

    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (strncmp(path, prefixes[i], strlen(prefixes[i])) == 0) {
            return true;
        }
    }
    return false;
}

static const char *route_of(const char *target)
{
    const char *path = say("%.*s", (int)strcspn(target, "?"), target);

    if (strncmp(path, "/api/v2", 7) == 0) {
        path += 4;
    }
    if (strncmp(path, "/v2/ee", 6) == 0) {
        path = say("/v2%s", path + 6);
    }
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        if (route_fits(routes[i], path)) {
            return routes[i];
        }
    }
    return is_of_a_dialect(path) && strncmp(path, "/v2/", 4) != 0 ? described_route(path) : path;
}

/* A sample of each kind is enough, lists are long. */
static bool is_wanted(const char *kind)
{
    static struct {
        char kind[160];
        int count;
    } seen[KINDS];

    for (size_t i = 0; i < KINDS; i++) {
        if (seen[i].count == 0) {
            snprintf(seen[i].kind, sizeof seen[i].kind, "%.159s", kind);
        }
        if (strncmp(seen[i].kind, kind, sizeof seen[i].kind - 1) == 0) {
            return seen[i].count++ < NOTES_OF_A_KIND;
        }
    }
    return false;
}

static void add_text(struct json_object *object, const char *name, const char *text)
{
    json_object_object_add(object, name, text == NULL ? NULL : json_object_new_string(text));
}

static const char *notes_path(void)
{
    const char *path = http_setting("SLOTD_EXCHANGES");
    const char *run = http_setting("SLOTD_RUN");

    return path != NULL || run == NULL ? path : say("%s/exchanges.jsonl", run);
}

static void append_note(struct json_object *note)
{
    const char *path = notes_path();
    int file = path == NULL ? -1 : open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const char *text = json_object_to_json_string_ext(note, JSON_C_TO_STRING_PLAIN);

    if (file < 0) {
        return;
    }
    if (flock(file, LOCK_EX) != 0 || dprintf(file, "%s\n", text) < 0 || close(file) != 0) {
        fprintf(stderr, "# %s: %s\n", path, strerror(errno));
    }
}

static void note(const struct ask *ask, const struct answer *answer)
{
    const char *method = ask->method == NULL ? "GET" : ask->method;
    const char *route = notes_on ? route_of(ask->target) : "";
    const char *served = http_header(answer, "cal-api-version");
    struct json_object *line;

    if (!notes_on || !is_of_a_dialect(route) ||
        !is_wanted(
            say("%s %s %s %ld", method, route, served == NULL ? "" : served, answer->status))) {
        return;
    }
    line = json_object_new_object();
    add_text(line, "method", method);
    add_text(line, "route", route);
    add_text(line, "target", ask->target);
    add_text(line, "asked", ask->version);
    add_text(line, "served", served);
    json_object_object_add(line, "status", json_object_new_int64(answer->status));
    add_text(line, "contentType", http_header(answer, "Content-Type"));
    add_text(line, "body", answer->body);
    append_note(line);
    json_object_put(line);
}

/* ---- asking ---- */

static size_t grow(char *bytes, size_t size, size_t count, void *into)
{
    struct growing *growing = into;
    size_t more = size * count;
    char *all = realloc(growing->bytes, growing->length + more + 1);

    if (all == NULL) {
        return 0;
    }
    memcpy(all + growing->length, bytes, more);
    growing->bytes = all;
    growing->length += more;
    all[growing->length] = '\0';
    return more;
}

static char *kept(struct growing *growing)
{
    return growing->bytes == NULL ? strdup("") : growing->bytes;
}

static bool has_header(const struct ask *ask, const char *name)
{
    for (size_t i = 0; i < ASK_HEADERS && ask->headers[i] != NULL; i++) {
        if (strncasecmp(ask->headers[i], name, strlen(name)) == 0) {
            return true;
        }
    }
    return false;
}

static struct curl_slist *headers_of(const struct ask *ask)
{
    struct curl_slist *list = curl_slist_append(NULL, "Expect:");

    if (!has_header(ask, "Accept")) {
        list = curl_slist_append(list, "Accept: application/json");
    }
    if (ask->credential != NULL) {
        list = curl_slist_append(list, say("Authorization: Bearer %s", ask->credential));
    }
    if (ask->version != NULL) {
        list = curl_slist_append(list, say("cal-api-version: %s", ask->version));
    }
    if (!has_header(ask, "Content-Type")) {
        list = curl_slist_append(list, ask->body == NULL ? "Content-Type:"
                                                         : "Content-Type: application/json");
    }
    for (size_t i = 0; i < ASK_HEADERS && ask->headers[i] != NULL; i++) {
        list = curl_slist_append(list, ask->headers[i]);
    }
    return list;
}

/* One request on its way. */
struct passage {
    const struct ask *ask;
    struct answer *answer;
    struct growing body, head;
    struct curl_slist *headers;
};

static void set_body(CURL *handle, const struct ask *ask)
{
    const char *method = ask->method == NULL ? "GET" : ask->method;
    size_t length = ask->body_length;

    if (ask->body != NULL && length == 0) {
        length = strlen(ask->body);
    }
    if (ask->body != NULL || strcmp(method, "POST") == 0) {
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, ask->body == NULL ? "" : ask->body);
    }
    if (strcmp(method, "HEAD") == 0) {
        curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
    } else {
        curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, method);
    }
}

static struct answer *new_answer(void)
{
    struct kept_answer *kept = memory(sizeof *kept);

    kept->before = answers;
    answers = kept;
    return &kept->answer;
}

static void set_out(CURL *handle, const struct ask *ask, struct passage *passage)
{
    *passage = (struct passage){.ask = ask, .answer = new_answer(), .headers = headers_of(ask)};
    curl_easy_reset(handle);
    curl_easy_setopt(handle, CURLOPT_URL, say("%s%s", http_setting("SLOTD_URL"), ask->target));
    curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, passage->headers);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, (long)ASK_SECONDS);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, grow);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &passage->body);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, grow);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &passage->head);
    set_body(handle, ask);
}

static void arrive(CURL *handle, CURLcode result, struct passage *passage)
{
    struct answer *answer = passage->answer;

    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer->status);
    curl_easy_getinfo(handle, CURLINFO_TOTAL_TIME, &answer->seconds);
    if (result != CURLE_OK) {
        answer->status = 0;
        free(passage->body.bytes);
        passage->body = (struct growing){strdup(curl_easy_strerror(result)), 0};
        passage->body.length = strlen(passage->body.bytes);
    }
    curl_slist_free_all(passage->headers);
    answer->length = passage->body.length;
    answer->body = kept(&passage->body);
    answer->headers = kept(&passage->head);
    answer->json = json_tokener_parse(answer->body);
    note(passage->ask, answer);
}

struct answer *http_ask(const struct ask *ask)
{
    struct passage passage;

    set_out(curl, ask, &passage);
    arrive(curl, curl_easy_perform(curl), &passage);
    return passage.answer;
}

static void take_arrivals(CURLM *multi)
{
    CURLMsg *message;
    int left;

    while ((message = curl_multi_info_read(multi, &left)) != NULL) {
        CURL *handle = message->easy_handle;
        struct passage *passage = NULL;

        if (message->msg == CURLMSG_DONE) {
            CURLcode result = message->data.result;

            curl_easy_getinfo(handle, CURLINFO_PRIVATE, (char **)&passage);
            arrive(handle, result, passage);
            curl_multi_remove_handle(multi, handle);
            curl_easy_cleanup(handle);
        }
    }
}

void http_together(const struct ask *asks, size_t count, struct answer **arrived)
{
    struct passage *passages = memory(count * sizeof *passages);
    CURLM *multi = curl_multi_init();
    int running = 1;

    for (size_t i = 0; i < count; i++) {
        CURL *handle = curl_easy_init();

        set_out(handle, &asks[i], &passages[i]);
        curl_easy_setopt(handle, CURLOPT_PRIVATE, (char *)&passages[i]);
        arrived[i] = passages[i].answer;
        curl_multi_add_handle(multi, handle);
    }
    while (running > 0) {
        curl_multi_perform(multi, &running);
        if (running > 0) {
            curl_multi_poll(multi, NULL, 0, 1000, NULL);
        }
        take_arrivals(multi);
    }
    take_arrivals(multi);
    curl_multi_cleanup(multi);
    free(passages);
}

struct answer *http_get(const char *target, const char *credential, const char *version)
{
    return ASK(.target = target, .credential = credential, .version = version);
}

const char *http_header(const struct answer *answer, const char *name)
{
    size_t length = strlen(name);

    for (const char *line = answer->headers; *line != '\0';) {
        size_t end = strcspn(line, "\r\n");

        if (strncasecmp(line, name, length) == 0 && line[length] == ':') {
            const char *value = line + length + 1 + strspn(line + length + 1, " ");

            return say("%.*s", (int)(line + end - value), value);
        }
        line += end + strspn(line + end, "\r\n");
    }
    return NULL;
}

/* ---- JSON ---- */

static bool step(struct json_object **json, const char *name)
{
    if (json_object_is_type(*json, json_type_array)) {
        size_t index = (size_t)strtoul(name, NULL, 10);

        if (index >= json_object_array_length(*json)) {
            return false;
        }
        *json = json_object_array_get_idx(*json, index);
        return true;
    }
    return json_object_is_type(*json, json_type_object) &&
           json_object_object_get_ex(*json, name, json);
}

static bool walk_to(struct json_object **json, const char *path)
{
    while (*path != '\0') {
        char name[120];
        size_t length = strcspn(path, ".");

        snprintf(name, sizeof name, "%.*s", (int)length, path);
        path += length + (path[length] == '.');
        if (*json == NULL || !step(json, name)) {
            return false;
        }
    }
    return true;
}

struct json_object *json_at(struct json_object *json, const char *path)
{
    return walk_to(&json, path) ? json : NULL;
}

bool json_has(struct json_object *json, const char *path)
{
    return walk_to(&json, path);
}

const char *text_at(struct json_object *json, const char *path)
{
    struct json_object *value = json_at(json, path);

    return json_object_is_type(value, json_type_string) ? json_object_get_string(value) : NULL;
}

int64_t number_at(struct json_object *json, const char *path)
{
    struct json_object *value = json_at(json, path);

    return json_object_is_type(value, json_type_int) ? json_object_get_int64(value) : INT64_MIN;
}

size_t members_at(struct json_object *json, const char *path)
{
    struct json_object *value = json_at(json, path);

    return json_object_is_type(value, json_type_object) ? (size_t)json_object_object_length(value)
                                                        : SIZE_MAX;
}

size_t count_at(struct json_object *json, const char *path)
{
    struct json_object *value = json_at(json, path);

    return json_object_is_type(value, json_type_array) ? json_object_array_length(value) : SIZE_MAX;
}

/* ---- SQL ---- */

static void connect_database(void)
{
    database = mysql_init(NULL);
    if (mysql_real_connect(database, NULL, http_setting("SLOTD_MYSQL_USER"), NULL,
                           http_setting("SLOTD_MYSQL_DATABASE"), 0,
                           http_setting("SLOTD_MYSQL_SOCKET"), 0) == NULL) {
        printf("Bail out! %s\n", mysql_error(database));
        exit(1);
    }
    (void)mysql_set_character_set(database, "utf8mb4");
}

static MYSQL_RES *run_sql(const char *text)
{
    if (database == NULL) {
        connect_database();
    }
    if (mysql_query(database, text) != 0) {
        printf("Bail out! %s: %.500s\n", mysql_error(database), text);
        exit(1);
    }
    return mysql_store_result(database);
}

__attribute__((format(printf, 1, 0))) static char *formatted(const char *format, va_list arguments)
{
    char *text = NULL;

    if (vasprintf(&text, format, arguments) < 0) {
        abort();
    }
    return text;
}

#define FORMATTED(text, format)                                                                    \
    va_list arguments;                                                                             \
    va_start(arguments, format);                                                                   \
    char *text = formatted(format, arguments);                                                     \
    va_end(arguments)

MYSQL_RES *sql(const char *format, ...)
{
    FORMATTED(text, format);
    MYSQL_RES *rows = run_sql(text);
    free(text);
    return rows;
}

static const char *first_cell(const char *text)
{
    MYSQL_RES *rows = run_sql(text);
    MYSQL_ROW row = rows == NULL ? NULL : mysql_fetch_row(rows);
    const char *cell = row == NULL || row[0] == NULL ? NULL : say("%s", row[0]);

    mysql_free_result(rows);
    return cell;
}

int64_t sql_number(const char *format, ...)
{
    FORMATTED(text, format);
    const char *cell = first_cell(text);
    free(text);
    return cell == NULL ? INT64_MIN : strtoll(cell, NULL, 10);
}

const char *sql_text(const char *format, ...)
{
    FORMATTED(text, format);
    const char *cell = first_cell(text);
    free(text);
    return cell;
}

const char *quoted(const char *text)
{
    char *escaped = new_text(2 * strlen(text));
    size_t at = 0;

    for (; *text != '\0'; text++) {
        if (*text == '\'' || *text == '\\') {
            escaped[at++] = '\\';
        }
        escaped[at++] = *text;
    }
    return say("'%s'", escaped);
}

/* ---- the whole ---- */

bool http_apply(const char *path)
{
    const char *log = say("%s/apply.log", http_setting("SLOTD_RUN"));
    pid_t child = fork();
    int status = 0;

    if (child == 0) {
        int out = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0600);

        if (out >= 0) {
            (void)dup2(out, 1);
            (void)dup2(out, 2);
        }
        execl(http_setting("SLOTD_BIN"), "slotd", "-c", http_setting("SLOTD_CONF"), "apply", path,
              (char *)NULL);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
        printf("# slotd apply %s: status %d, see %s\n", path, status, log);
        return false;
    }
    return true;
}

int http_open(const char *document)
{
    static const char *const needed[] = {"SLOTD_URL", "SLOTD_MYSQL_SOCKET", "SLOTD_MYSQL_DATABASE",
                                         "SLOTD_RUN", "SLOTD_BIN",          "SLOTD_CONF"};
    const char *path = getenv("SLOTD_TEST_ENV");

    if (path != NULL && !read_settings(path)) {
        printf("# %s can not be read\n", path);
        return 1;
    }
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (http_setting(needed[i]) == NULL) {
            printf("# %s is not set; SLOTD_TEST_ENV names a stack's stack.env\n", needed[i]);
            return 1;
        }
    }
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || (curl = curl_easy_init()) == NULL) {
        return 1;
    }
    if (!http_apply(http_file("../fixture.json"))) {
        return 1;
    }
    return document == NULL || http_apply(http_file(document)) ? 0 : 1;
}

int http_close(void)
{
    http_forget();
    if (database != NULL) {
        mysql_close(database);
        mysql_library_end();
    }
    curl_easy_cleanup(curl);
    curl_global_cleanup();
    return 0;
}

void http_again(void)
{
    curl = curl_easy_init();
    database = NULL;
    notes_on = false;
}

bool await(bool (*holds)(void), double seconds)
{
    const struct timespec pause = {.tv_nsec = 5000000};
    struct timespec start, now;

    clock_gettime(CLOCK_MONOTONIC, &start);
    do {
        if (holds()) {
            return true;
        }
        nanosleep(&pause, NULL);
        clock_gettime(CLOCK_MONOTONIC, &now);
    } while ((double)(now.tv_sec - start.tv_sec) + (double)(now.tv_nsec - start.tv_nsec) / 1e9 <
             seconds);
    return false;
}
