/* story.c - cases told as a few lines of asking and expecting. SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <CUnit/CUnit.h>

#include "base/when.h"
#include "cases.h"
#include "http.h"
#include "oracle.h"
#include "story.h"

enum { TYPES_MOST = 100, LABELS_MOST = 16, DAYS_APART = 35, LINE_MOST = 4000 };

static struct {
    char slug[48];
    int64_t business;
    struct {
        char slug[40];
        int64_t id;
    } types[TYPES_MOST], users[TYPES_MOST];
    size_t type_count, user_count;
    int32_t next_day;
    int number;
} told;

static struct {
    char name[16];
    struct answer *answer;
} labels[LABELS_MOST];
static size_t label_count;

/* ---- the business ---- */

/* story.json, with the slug in the place of {slug}. */
static bool write_document(FILE *out)
{
    FILE *in = fopen(http_file("story.json"), "r");
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

static bool apply_document(void)
{
    const char *path = say("%s/%s.json", http_setting("SLOTD_RUN"), told.slug);
    FILE *out = fopen(path, "w");

    if (out == NULL) {
        return false;
    }
    bool written = write_document(out);
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

bool story_open(const char *program)
{
    snprintf(told.slug, sizeof told.slug, "%s-%llx", program,
             (unsigned long long)(instant_now().us / 1000));
    told.next_day = day_of_date((struct date){2032, 1, 5}).number;
    if (!apply_document()) {
        return false;
    }
    told.business = sql_number("SELECT id FROM business WHERE slug = '%s'", told.slug);
    LEARN(told.types, told.type_count, "t.slug", "event_type");
    LEARN(told.users, told.user_count, "t.username", "user");
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

int32_t story_fresh_day(void)
{
    told.next_day += DAYS_APART;
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

/* The uid of an answer with one booking, or of the first of several. */
static const char *value_of_label(const char *label, const char *path)
{
    struct answer *answer = labelled(label);
    struct json_object *value = NULL;

    if (answer == NULL) {
        return "no-such-label";
    }
    bool first = json_object_is_type(json_at(answer->json, "data"), json_type_array) &&
                 !isdigit((unsigned char)*path);
    value = json_at(answer->json, say("data.%s%s", first ? "0." : "", path));
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

/* Takes what stands at *at; NULL when it is nothing to be replaced. */
static const char *replaced(const char **at, int32_t day)
{
    const char *start = *at + 1;
    const char *word;
    int days = 0, used = 0;

    switch (**at) {
    case '@':
        if (*start == '@') {
            *at = start + 1;
            return say("%lld", (long long)told.business);
        }
        word = word_at(start, "-");
        if (story_type(word) == 0) {
            return NULL;
        }
        *at = start + strlen(word);
        return say("%lld", (long long)story_type(word));
    case '#':
        word = word_at(start, "");
        if (story_user(word) == 0) {
            return NULL;
        }
        *at = start + strlen(word);
        return say("%lld", (long long)story_user(word));
    case '%':
    case '^':
        word = word_at(start, "");
        if (!islower((unsigned char)*start)) {
            return NULL;
        }
        used = **at == '^';
        *at = start + strlen(word);
        return used ? email_of(word)
                    : say("{\"name\":\"%s\",\"email\":\"%s\",\"timeZone\":\"Europe/Rome\"}", word,
                          email_of(word));
    case '$':
        word = word_at(start, "");
        start += strlen(word);
        if (*start == '.') {
            const char *path = start + 1;
            size_t length =
                strspn(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.");

            *at = path + length;
            return value_of_label(word, say("%.*s", (int)length, path));
        }
        *at = start;
        return value_of_label(word, "uid");
    case '~':
        if (*start == 's') {
            *at = start + 1;
            return told.slug;
        }
        if (*start == 'd') {
            if (start[1] == '+' || start[1] == '-') {
                (void)sscanf(start + 1, "%d%n", &days, &used);
            }
            *at = start + 1 + used;
            return date_text(day + days);
        }
        if (sscanf(start, "%d/%n", &days, &used) == 1 && used > 0) {
            start += used;
        } else {
            days = 0;
        }
        *at = start + 5;
        return say("%sT%.5s:00Z", date_text(day + days), start);
    default:
        return NULL;
    }
}

const char *story_filled(const char *text, int32_t day)
{
    char line[LINE_MOST];
    size_t length = 0;

    while (*text != '\0' && length + 1 < sizeof line) {
        const char *with = strchr("@#%^$~", *text) != NULL ? replaced(&text, day) : NULL;

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
    return strncmp(target, "/v2/slots", 9) == 0 ? "2024-09-04" : CAL_PAGES;
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
    const char *seen = value == NULL ? "(nothing)" : json_object_get_string(value);

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

static void run_line(const char *text, int32_t day)
{
    const char *filled = story_filled(text, day);
    struct line line;

    if (strncmp(filled, "sql ", 4) == 0) {
        run_sql_line(filled + 4);
        return;
    }
    if (!read_line(filled, &line)) {
        EXPECT(false, "a line that can not be read: %s", text);
        return;
    }
    struct answer *answer =
        ASK(.method = line.method, .target = line.target, .body = line.body,
            .credential = strcmp(line.who, "-") == 0 ? NULL : story_key(line.who),
            .version = version_of(line.target));
    keep_label(line.label, answer);
    expect_all(answer, line.expectations, filled);
}

static void run_story(const void *row)
{
    const struct story *story = row;
    int32_t day = story_fresh_day();

    label_count = 0;
    for (const char *at = story->steps; *at != '\0';) {
        size_t length = strcspn(at, "\n");

        if (length > 0) {
            run_line(say("%.*s", (int)length, at), day);
        }
        at += length + (at[length] == '\n');
    }
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
