/* story.c - cases told as a few lines of asking and expecting. SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <CUnit/CUnit.h>

#include "base/when.h"
#include "base/zone.h"
#include "callers.h"
#include "cases.h"
#include "http.h"
#include "oracle.h"
#include "story.h"

enum { TYPES_MOST = 100, LABELS_MOST = 16, DAYS_APART = 35, LINE_MOST = 4000 };

static struct {
    char slug[48];
    int64_t business, second;
    const struct zone *zone; /* of the business */
    struct {
        char slug[40];
        int64_t id;
    } types[TYPES_MOST], users[TYPES_MOST];
    size_t type_count, user_count;
    int32_t next_day, days_apart;
    int number;
} told;

static struct {
    char name[16];
    struct answer *answer;
} labels[LABELS_MOST];
static size_t label_count;

/* ---- the business ---- */

/* The document, with the slug in the place of {slug}. */
static bool write_document(const char *name, FILE *out)
{
    FILE *in = fopen(http_file(name), "r");
    char line[LINE_MOST];

    if (in == NULL) {
        return false;
    }
    while (fgets(line, sizeof line, in) != NULL) {
        for (const char *at = line; *at != '\0'; at++) {
            if (strncmp(at, "{slug}", 6) == 0) {
                fputs(told.slug, out);
                at += 5;
            } else {
                putc(*at, out);
            }
        }
    }
    return fclose(in) == 0;
}

static bool apply_document(const char *name)
{
    const char *path = say("%s/%s.json", http_setting("SLOTD_RUN"), told.slug);
    FILE *out = fopen(path, "w");

    if (out == NULL) {
        return false;
    }
    bool written = write_document(name, out);
    return fclose(out) == 0 && written && http_apply(path) && unlink(path) == 0;
}

#define LEARN(what_, count_, column_, table_)                                                      \
    do {                                                                                           \
        MYSQL_RES *rows = sql("SELECT " column_ ", t.id FROM " table_                              \
                              " t JOIN business b ON b.id = t.business_id"                         \
                              " WHERE b.slug IN ('%s', '%s-two')",                                 \
                              told.slug, told.slug);                                               \
        for (MYSQL_ROW row; (row = mysql_fetch_row(rows)) != NULL && (count_) < TYPES_MOST;) {     \
            snprintf((what_)[count_].slug, sizeof(what_)->slug, "%s", row[0]);                     \
            (what_)[(count_)++].id = strtoll(row[1], NULL, 10);                                    \
        }                                                                                          \
        mysql_free_result(rows);                                                                   \
    } while (0)

static void learn_names(void)
{
    told.type_count = told.user_count = 0;
    LEARN(told.types, told.type_count, "t.slug", "event_type");
    LEARN(told.users, told.user_count, "t.username", "user");
}

bool story_add(const char *document)
{
    bool applied = apply_document(document);

    learn_names();
    return applied;
}

bool story_open(const char *program)
{
    snprintf(told.slug, sizeof told.slug, "%s-%llx", program,
             (unsigned long long)(instant_now().us / 1000));
    told.next_day = day_of_date((struct date){2032, 1, 5}).number;
    told.days_apart = DAYS_APART;
    if (!apply_document("story.json")) {
        return false;
    }
    told.business = sql_number("SELECT id FROM business WHERE slug = '%s'", told.slug);
    told.second = sql_number("SELECT id FROM business WHERE slug = '%s-two'", told.slug);
    callers_open(told.slug, told.business, told.second);
    zones_open(NULL);
    told.zone = zone_find("UTC");
    learn_names();
    return told.business > 0;
}

const char *story_slug(void)
{
    return told.slug;
}

int64_t story_business(void)
{
    return told.business;
}

int64_t story_type(const char *slug)
{
    for (size_t i = 0; i < told.type_count; i++) {
        if (strcmp(told.types[i].slug, slug) == 0) {
            return told.types[i].id;
        }
    }
    return 0;
}

int64_t story_user(const char *username)
{
    for (size_t i = 0; i < told.user_count; i++) {
        if (strcmp(told.users[i].slug, username) == 0) {
            return told.users[i].id;
        }
    }
    return 0;
}

const char *story_key(const char *username)
{
    return say("cal_%s_%s", told.slug, username);
}

const char *story_credential(const char *who)
{
    const char *secret = caller_secret(who);

    if (who[0] == '-') {
        return NULL;
    }
    return secret != NULL ? secret : story_key(who);
}

void story_move_to(const char *zone)
{
    told.zone = zone_find(zone);
    mysql_free_result(sql("UPDATE business SET time_zone = '%s' WHERE id = %lld", zone,
                          (long long)told.business));
}

void story_begin(int32_t day, int32_t days_apart)
{
    told.next_day = day;
    told.days_apart = days_apart;
}

int32_t story_fresh_day(void)
{
    told.next_day += told.days_apart;
    told.number++;
    return told.next_day;
}

/* ---- replacements ---- */

static const char *word_at(const char *text, const char *further)
{
    size_t length = 0;

    while (islower((unsigned char)text[length]) || isdigit((unsigned char)text[length]) ||
           (text[length] != '\0' && strchr(further, text[length]) != NULL)) {
        length++;
    }
    return say("%.*s", (int)length, text);
}

static struct answer *labelled(const char *label)
{
    for (size_t i = label_count; i > 0; i--) {
        if (strcmp(labels[i - 1].name, label) == 0) {
            return labels[i - 1].answer;
        }
    }
    return NULL;
}

/* Below "data", where it is. */
static struct json_object *inside(struct json_object *json)
{
    return json_object_is_type(json, json_type_object) && json_has(json, "data")
               ? json_at(json, "data")
               : json;
}

/* The path of what names a thing. */
static const char *path_of_name(struct json_object *json)
{
    static const char *const paths[] = {"uid", "booking.uid", "id", "booking.id"};

    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        if (json_at(json, paths[i]) != NULL) {
            return paths[i];
        }
    }
    return "uid";
}

static const char *value_of_label(const char *label, const char *path)
{
    struct answer *answer = labelled(label);

    if (answer == NULL) {
        return "no-such-label";
    }
    struct json_object *json = inside(answer->json);
    if (json_object_is_type(json, json_type_array) &&
        (path == NULL || !isdigit((unsigned char)*path))) {
        json = json_at(json, "0"); /* the first of several */
    }
    struct json_object *value = json_at(json, path != NULL ? path : path_of_name(json));
    return value == NULL ? "no-such-value" : say("%s", json_object_get_string(value));
}

static const char *date_text(int32_t number)
{
    char text[WHEN_ROOM];

    day_write(text, (struct day){number});
    return say("%s", text);
}

static const char *email_of(const char *name)
{
    return say("%s.%d@%s.test", name, told.number, told.slug);
}

/* ---- each takes what stands at *at, and gives NULL when it is nothing to be replaced ---- */

/* Whether the text goes on with this, which is taken. */
static bool goes_on(const char **at, const char *with)
{
    bool does = strncmp(*at, with, strlen(with)) == 0;

    *at += does ? strlen(with) : 0;
    return does;
}

static const char *uid_of(const char *table, int64_t id)
{
    return sql_text("SELECT uid FROM %s WHERE business_id IN (%lld, %lld) AND id = %lld", table,
                    (long long)told.business, (long long)told.second, (long long)id);
}

/* A number, or with .uid behind it the uid. */
static const char *number_or_uid(const char **at, const char *table, int64_t id)
{
    return goes_on(at, ".uid") ? uid_of(table, id) : say("%lld", (long long)id);
}

static const char *event_type_at(const char **at)
{
    const char *word = word_at(*at + 1, "-");

    if ((*at)[1] == '@') {
        *at += 2;
        return goes_on(at, ".uid")
                   ? sql_text("SELECT uid FROM business WHERE id = %lld", (long long)told.business)
                   : say("%lld", (long long)told.business);
    }
    if (story_type(word) == 0) {
        return NULL;
    }
    *at += 1 + strlen(word);
    return number_or_uid(at, "event_type", story_type(word));
}

static const char *user_at(const char **at)
{
    const char *word = word_at(*at + 1, "");

    if (story_user(word) == 0) {
        return NULL;
    }
    *at += 1 + strlen(word);
    return number_or_uid(at, "user", story_user(word));
}

static const char *link_at(const char **at)
{
    const char *word = word_at(*at + 1, "-");
    const char *uid = *word == '\0'
                          ? NULL
                          : sql_text("SELECT uid FROM booking_link WHERE business_id IN"
                                     " (%lld, %lld) AND slug = '%s'",
                                     (long long)told.business, (long long)told.second, word);

    if (uid == NULL) {
        return NULL;
    }
    *at += 1 + strlen(word);
    if (goes_on(at, ".id")) {
        return sql_text("SELECT id FROM booking_link WHERE uid = '%s'", uid);
    }
    return goes_on(at, ".uid") ? uid : say("link_%s", uid);
}

static const char *attendee_at(const char **at)
{
    const char *word = word_at(*at + 1, "");

    if (!islower((unsigned char)(*at)[1])) {
        return NULL;
    }
    *at += 1 + strlen(word);
    return say("{\"name\":\"%s\",\"email\":\"%s\",\"timeZone\":\"Europe/Rome\"}", word,
               email_of(word));
}

static const char *address_at(const char **at)
{
    const char *word = word_at(*at + 1, "");

    if (!islower((unsigned char)(*at)[1])) {
        return NULL;
    }
    *at += 1 + strlen(word);
    if (goes_on(at, ".id")) {
        return say("%lld", (long long)caller_client(email_of(word)));
    }
    return goes_on(at, ".uid") ? uid_of("client", caller_client(email_of(word))) : email_of(word);
}

static const char *label_at(const char **at)
{
    static const char in_paths[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";
    const char *word = word_at(*at + 1, "");

    *at += 1 + strlen(word);
    if (!goes_on(at, ".")) {
        return value_of_label(word, NULL);
    }
    size_t length = strspn(*at, in_paths);
    const char *path = say("%.*s", (int)length, *at);
    *at += length;
    return value_of_label(word, path);
}

static const char *day_at(const char **at, int32_t day)
{
    int days = 0, used = 0;

    if (**at == '+' || **at == '-') {
        (void)sscanf(*at, "%d%n", &days, &used);
    }
    *at += used;
    return date_text(day + days);
}

/* An instant on a wall of the business, in words of a dialect. */
static const char *on_the_wall(const char *utc, char style)
{
    struct instant instant;
    char text[WHEN_ROOM];

    if (!instant_read(utc, strlen(utc), INSTANT_DATE_TIME, &instant)) {
        return utc;
    }
    int32_t offset = zone_offset(told.zone, instant);
    instant_write(text, instant, WHEN_OFFSET_MILLIS, offset);
    if (style == 'v') {
        return say("%s", text);
    }
    text[10] = ' ';
    return say("%.19s", text);
}

/* What vCita calls a date of an event type with seats: worked out here once more, as the header of
 * engine/classes.h has it. */
static const char *class_at(const char **at, int32_t day)
{
    const char *slug = word_at(*at, "-");
    int64_t type = story_type(slug);
    struct instant start = {0};
    char uid[] = "c000000000000000";

    *at += strlen(slug) + 1;
    const char *utc = say("%sT%.5s:00Z", date_text(day), *at);
    *at += 5;
    (void)instant_read(utc, strlen(utc), INSTANT_DATE_TIME, &start);
    int64_t minutes = start.us / US_A_MINUTE;
    for (int i = 15; i > 7; i--, minutes /= 36) {
        uid[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[minutes % 36];
    }
    for (int i = 7; i > 0; i--, type /= 36) {
        uid[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[type % 36];
    }
    return say("%s", uid);
}

static const char *time_at(const char **at, int32_t day)
{
    int days = 0, used = 0;
    char style = '\0';

    (*at)++;
    if (goes_on(at, "s")) {
        return told.slug;
    }
    if (goes_on(at, "d")) {
        return day_at(at, day);
    }
    if (goes_on(at, "c")) {
        return class_at(at, day);
    }
    if (**at == 'w' || **at == 'v') {
        style = *(*at)++;
    }
    if (sscanf(*at, "%d/%n", &days, &used) == 1 && used > 0) {
        *at += used;
    } else {
        days = 0;
    }
    const char *utc = say("%sT%.5s:00Z", date_text(day + days), *at);
    *at += 5;
    return style == '\0' ? utc : on_the_wall(utc, style);
}

static const char *replaced(const char **at, int32_t day)
{
    switch (**at) {
    case '@':
        return event_type_at(at);
    case '#':
        return user_at(at);
    case '*':
        return link_at(at);
    case '%':
        return attendee_at(at);
    case '^':
        return address_at(at);
    case '$':
        return label_at(at);
    case '~':
        return time_at(at, day);
    default:
        return NULL;
    }
}

const char *story_filled(const char *text, int32_t day)
{
    char line[LINE_MOST];
    size_t length = 0;

    while (*text != '\0' && length + 1 < sizeof line) {
        const char *with = strchr("@#*%^$~", *text) != NULL ? replaced(&text, day) : NULL;

        if (with == NULL) {
            line[length++] = *text++;
            continue;
        }
        size_t more =
            strlen(with) < sizeof line - length - 1 ? strlen(with) : sizeof line - length - 1;
        memcpy(line + length, with, more);
        length += more;
    }
    line[length] = '\0';
    return say("%s", line);
}

/* ---- a line ---- */

struct line {
    const char *label, *who, *method, *target, *body, *expectations;
};

static const char *next_word(const char **at)
{
    *at += strspn(*at, " ");
    size_t length = strcspn(*at, " ");
    const char *word = say("%.*s", (int)length, *at);

    *at += length;
    *at += strspn(*at, " ");
    return word;
}

static const char *with_quotes(const char *text)
{
    char *copy = (char *)(uintptr_t)say("%s", text);

    for (char *at = copy; *at != '\0'; at++) {
        if (*at == '\'') {
            *at = '"';
        }
    }
    return copy;
}

static bool read_line(const char *text, struct line *line)
{
    const char *arrow = strstr(text, " =>");

    if (arrow == NULL) {
        return false;
    }
    const char *at = say("%.*s", (int)(arrow - text), text);
    const char *word = next_word(&at);
    size_t length = strlen(word);

    *line = (struct line){.expectations = arrow + 3};
    if (length > 1 && word[length - 1] == ':') {
        line->label = say("%.*s", (int)length - 1, word);
        word = next_word(&at);
    }
    line->who = word;
    line->method = next_word(&at);
    if (strcmp(line->method, "BOOK") == 0) {
        line->method = "POST";
        line->target = "/v2/bookings";
    } else {
        word = next_word(&at);
        line->target = word[0] == '/' ? word : say("/v2/bookings/%s", word);
    }
    line->body = *at == '\0' ? NULL : with_quotes(at);
    return line->who[0] != '\0' && line->target[0] != '\0';
}

static const char *version_of(const char *target)
{
    if (strncmp(target, "/v2/", 4) != 0) {
        return NULL;
    }
    return strncmp(target, "/v2/slots", 9) == 0 ? "2024-09-04" : CAL_PAGES;
}

/* The host name that nobody asks for: without a credential it tells which business is meant. */
static const char *host_of(const struct line *line)
{
    if (line->who[0] != '-' || strncmp(line->target, "/v2/", 4) == 0) {
        return NULL;
    }
    return say("Host: %s%s.example", told.slug, strcmp(line->who, "-:two") == 0 ? "-two" : "");
}

static const char *full_path(const char *path)
{
    if (path[0] == '/') {
        return path + 1;
    }
    return path[0] == '\0' ? "data" : say("data.%s", path);
}

static void expect_value(const struct answer *answer, const char *path, const char *wanted,
                         const char *line)
{
    struct json_object *value = json_at(answer->json, full_path(path));
    const char *seen = value != NULL                             ? json_object_get_string(value)
                       : json_has(answer->json, full_path(path)) ? "null"
                                                                 : "(nothing)";

    EXPECT(strcmp(seen, wanted) == 0, "%s is '%s', not '%s': %s -> %.400s", path, seen, wanted,
           line, answer->body);
}

static size_t size_at(struct json_object *json, const char *path)
{
    struct json_object *value = json_at(json, path);

    if (json_object_is_type(value, json_type_object)) {
        return (size_t)json_object_object_length(value);
    }
    return json_object_is_type(value, json_type_array) ? json_object_array_length(value) : SIZE_MAX;
}

static void expect_one(const struct answer *answer, const char *expectation, const char *line)
{
    size_t length = strcspn(expectation, "=?!#");
    const char *path = say("%.*s", (int)length, expectation);
    const char *value = expectation + length + (expectation[length] != '\0');
    bool there = json_at(answer->json, full_path(path)) != NULL;

    switch (expectation[length]) {
    case '=':
        expect_value(answer, path, value, line);
        break;
    case '?':
        EXPECT(there, "%s is missing: %s -> %.400s", path, line, answer->body);
        break;
    case '!':
        EXPECT(!there, "%s is there: %s -> %.400s", path, line, answer->body);
        break;
    case '#':
        EXPECT(size_at(answer->json, full_path(path)) == strtoul(value, NULL, 10),
               "%s has %zu items, not %s: %s -> %.400s", path,
               size_at(answer->json, full_path(path)), value, line, answer->body);
        break;
    default:
        EXPECT(false, "the expectation '%s' says nothing: %s", expectation, line);
    }
}

/* path='a value with blanks', 'a part', !'no part' */
static const char *take_expectation(const struct answer *answer, const char *at, const char *line)
{
    bool wanted = *at != '!';
    size_t length = strcspn(at, " '");

    if (*at == '\'' || strncmp(at, "!'", 2) == 0) {
        const char *start = at + (wanted ? 1 : 2);
        const char *part = say("%.*s", (int)strcspn(start, "'"), start);

        EXPECT((strstr(answer->body, with_quotes(part)) != NULL) == wanted,
               "'%s' %s in the answer: %s -> %.500s", part, wanted ? "is not" : "is", line,
               answer->body);
        at = start + strlen(part);
        return at + (*at == '\'');
    }
    if (at[length] == '\'') {
        const char *start = at + length + 1;
        const char *value = say("%.*s", (int)strcspn(start, "'"), start);

        expect_one(answer, say("%.*s%s", (int)length, at, value), line);
        at = start + strlen(value);
        return at + (*at == '\'');
    }
    expect_one(answer, say("%.*s", (int)length, at), line);
    return at + length;
}

static void expect_all(const struct answer *answer, const char *expectations, const char *line)
{
    char *end = NULL;
    long status = strtol(expectations, &end, 10);

    EXPECT(answer->status == status, "status %ld, not %ld: %s -> %.600s", answer->status, status,
           line, answer->body);
    for (const char *at = end + strspn(end, " "); *at != '\0'; at += strspn(at, " ")) {
        at = take_expectation(answer, at, line);
    }
}

static void run_sql_line(const char *text)
{
    const char *arrow = strstr(text, " => ");

    if (arrow == NULL) {
        mysql_free_result(sql("%s", text));
        EXPECT(true, "%s", text);
        return;
    }
    int64_t wanted = strtoll(arrow + 4, NULL, 10);
    int64_t seen = sql_number("%.*s", (int)(arrow - text), text);
    EXPECT(seen == wanted, "%" PRId64 ", not %" PRId64 ": %s", seen, wanted, text);
}

static void keep_label(const char *label, struct answer *answer)
{
    if (label == NULL || label_count == LABELS_MOST) {
        return;
    }
    snprintf(labels[label_count].name, sizeof labels->name, "%s", label);
    labels[label_count++].answer = answer;
}

/* ---- the servers' clock ---- */

bool story_has_clock(void)
{
    FILE *said = popen(say("'%s' --version", http_setting("SLOTD_JOBS_BIN")), "r");
    char line[200] = "";

    if (said != NULL) {
        (void)!fgets(line, sizeof line, said);
        pclose(said);
    }
    return strstr(line, "with faults") != NULL;
}

static const char *clock_file(void)
{
    return say("%s/clock", http_setting("SLOTD_RUN"));
}

/* Written beside it and put in its place, so that nobody reads half of it. */
static void put_clock_on(const char *minutes)
{
    const char *beside = say("%s.new", clock_file());
    FILE *file = fopen(beside, "w");

    EXPECT(file != NULL, "%s can not be written", beside);
    if (file != NULL) {
        fprintf(file, "%lld\n", strtoll(minutes, NULL, 10) * (long long)US_A_MINUTE);
        EXPECT(fclose(file) == 0 && rename(beside, clock_file()) == 0, "the clock is not put on");
    }
}

static void run_line(const char *text, int32_t day)
{
    const char *filled = story_filled(text, day);
    struct line line;

    if (strncmp(filled, "clock ", 6) == 0) {
        put_clock_on(filled + 6);
        return;
    }

    if (strncmp(filled, "sql ", 4) == 0) {
        run_sql_line(filled + 4);
        return;
    }
    if (!read_line(filled, &line)) {
        EXPECT(false, "a line that can not be read: %s", text);
        return;
    }
    struct answer *answer = ASK(.method = line.method, .target = line.target, .body = line.body,
                                .credential = story_credential(line.who),
                                .version = version_of(line.target), .headers = {host_of(&line)});
    keep_label(line.label, answer);
    expect_all(answer, line.expectations, filled);
}

void story_tell(const char *steps, int32_t day)
{
    for (const char *at = steps; *at != '\0';) {
        size_t length = strcspn(at, "\n");

        if (length > 0) {
            run_line(say("%.*s", (int)length, at), day);
        }
        at += length + (at[length] == '\n');
    }
    (void)unlink(clock_file());
}

static void run_story(const void *row)
{
    const struct story *story = row;

    label_count = 0;
    story_tell(story->steps, story_fresh_day());
}

void stories_add(const char *about, const struct story *stories, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        case_add(run_story, &stories[i], "%s: %s", about, stories[i].name);
    }
}

static void run_oracle(const void *row)
{
    (void)row;
    oracle_expect(told.business);
}

void story_oracle_add(void)
{
    case_add(run_oracle, NULL, "after all this the database agrees with itself");
}
