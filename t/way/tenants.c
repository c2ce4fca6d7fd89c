/* tenants.c - nobody sees or touches what is another business's, or more than the own share of the
 * business: every route of the program, asked by 15 kinds of callers for 6 kinds of objects.
 * Source: engineering/reliability.md 5. SPDX-License-Identifier: MIT
 *
 * Two businesses that share numbers, addresses and slugs are made by tenants.sql. Of every cell are
 * looked at: the status that tenants_routes.c expects; that what belongs to the other business is
 * answered like what is not there at all; that no text of the other business stands in an answer;
 * that no row of the other business changed, and no row at all when the request was refused. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "base/when.h"
#include "cases.h"
#include "http.h"
#include "routes.h"
#include "tenants.h"

enum { TABLES_MOST = 100, STATEMENT_MOST = 8000 };
enum object { OWN, OF_PERSON, OF_TEAM, OF_OTHER, ABSENT, DELETED, OBJECTS };
enum { ANN = 9001, CAT = 9002, DAN = 9003, GONE = 9004, NO_NUMBER = 999999999, NO_UID = 9999 };

static const char *const object_names[OBJECTS] = {
    "own", "another person's", "the team's", "the other business's", "absent", "deleted"};

static char slugs[2][48];
static int64_t businesses[2];
static long cells;

/* ---- callers ---- */

static const struct {
    const char *name, *secret; /* NULL: depends on the dialect */
    int business, own;
} actors[ACTORS] = {
    [NOBODY] = {"nobody", NULL, 0, ANN},
    [GARBAGE] = {"garbage", "garbage", 0, ANN},
    [REVOKED_TOKEN] = {"a revoked token", NULL, 0, ANN},
    [EXPIRED_TOKEN_] = {"an expired token", NULL, 0, ANN},
    [CLIENT_EVE] = {"the client eve", "client-eve", 0, ANN},
    [CLIENT_FAY] = {"the client fay", "client-fay", 0, CAT},
    [VCITA_STAFF] = {"vCita staff", "vcita-staff", 0, ANN},
    [KEY_ANN] = {"ann's key", "cal-ann", 0, ANN},
    [KEY_CAT] = {"cat's key", "cal-cat", 0, CAT},
    [KEY_B] = {"a key of the other business", "cal-ann", 1, ANN},
    [OAUTH] = {"an OAuth token", "oauth", 0, ANN},
    [LINKS_READ] = {"a key of links that reads", "links-read", 0, ANN},
    [LINKS_WRITE] = {"a key of links that writes", "links-write", 0, ANN},
    [STAFF] = {"staff", "staff", 0, CAT},
    [ADMIN] = {"admin", "admin", 0, ANN},
};

#define A(actor) (1U << (actor))
#define CAL_KEYS (A(KEY_ANN) | A(KEY_CAT) | A(KEY_B))

/* Who gets in, who is known and may not (403), and which dialect it is; everybody else is told 401.
 */
static const struct {
    unsigned in, forbidden;
    const char *dialect;
} gates[GATES] = {
    [G_CAL] = {CAL_KEYS | A(OAUTH), 0, "cal"},
    [G_CAL_READ] = {CAL_KEYS, A(OAUTH), "cal"},
    [G_CAL_OPEN] = {CAL_KEYS | A(OAUTH) | A(NOBODY), 0, "cal"},
    [G_CAL_OPEN_READ] = {CAL_KEYS | A(NOBODY), A(OAUTH), "cal"},
    [G_LINKS_READ] = {A(LINKS_READ), A(LINKS_WRITE), "links"},
    [G_LINKS_WRITE] = {A(LINKS_WRITE), A(LINKS_READ), "links"},
    [G_DESK] = {A(STAFF) | A(ADMIN), 0, "desk"},
    [G_DESK_ADMIN] = {A(ADMIN), A(STAFF), "desk"},
    [G_PUBLIC] = {~0U, 0, "desk"},
    [G_VCITA_CLIENT] = {A(CLIENT_EVE) | A(CLIENT_FAY), 0, "vcita"},
    [G_VCITA_STAFF] = {A(VCITA_STAFF), 0, "vcita"},
    [G_VCITA_BOTH] = {A(CLIENT_EVE) | A(CLIENT_FAY) | A(VCITA_STAFF), 0, "vcita"},
    [G_VCITA_OPEN] = {A(CLIENT_EVE) | A(CLIENT_FAY) | A(VCITA_STAFF) | A(NOBODY), 0, "vcita"},
};

static const char *secret_of(enum actor actor, enum gate gate)
{
    const char *slug = slugs[actors[actor].business];

    switch (actor) {
    case NOBODY:
        return NULL;
    case REVOKED_TOKEN:
        return say("%s-revoked-%s", slug, gates[gate].dialect);
    case EXPIRED_TOKEN_:
        return say("%s-expired-%s", slug, gates[gate].dialect);
    default:
        return say("%s-%s", slug, actors[actor].secret);
    }
}

/* ---- things and objects ---- */

#define O(object)       (1U << (object))
#define ONE_OF_BUSINESS (O(OF_PERSON) | O(OF_TEAM) | O(DELETED))

/* @ is the letter of a business, ~ its slug and # a number. */
static const struct thing {
    const char *name, *pattern;
    int plus;
    bool shared;      /* of the team: ann's is cat's, too */
    unsigned without; /* objects that there are none of */
} things[] = {
    {"booking", "tenant@bookinguid0#", 0, false, 0},
    {"booking.bk", "bk_tenant@bookinguid0#", 0, false, 0},
    {"booking.id", "#", 0, false, 0},
    {"seated", "tenant@bookinguid0#", 10, false, 0},
    {"seat", "@@@@@@@@-0000-4000-8000-00000000#", 10, false, 0},
    {"attendee", "#", 0, false, 0},
    {"guest", "#", 10000, false, 0},
    {"type", "#", 0, false, 0},
    {"class", "#", 10, false, 0},
    {"type.uid", "tenant@type0#", 0, false, 0},
    {"user", "#", 0, false, 0},
    {"user.uid", "tenant@user0#", 0, false, 0},
    {"team", "#", 0, true, O(DELETED)},
    {"schedule", "#", 0, false, 0},
    {"hold", "@@@@@@@@-0000-4000-9000-00000000#", 0, false, 0},
    {"hook", "@@@@@@@@-0000-4000-a000-00000000#", 0, false, 0},
    {"typehook", "@@@@@@@@-0000-4000-b000-00000000#", 0, false, 0},
    {"client", "#", 0, false, 0},
    {"client.uid", "tenant@clnt0#", 0, false, 0},
    {"matter", "tenant@mat00#", 0, false, 0},
    {"link", "link_tenant@link0#", 0, false, 0},
    {"link.slug", "link-#", 0, false, 0},
    {"waiting", "#", 0, false, 0},
    {"waiting.uid", "tenant@wait0#", 0, false, 0},
    {"holiday", "#", 0, false, 0},
    {"timeoff", "#", 0, false, 0},
    {"shift", "#", 0, false, 0},
    {"notification", "#", 0, false, 0},
    {"sequence", "#", 0, false, 0},
    {"feedback", "tenant@-feedback-#", 0, false, 0},
    {"answer", "tenant@-answer-#", 0, false, 0},
    {"refresh", "~-refresh-#", 0, false, 0},
    {"event", "", 10, false, O(OF_PERSON) | O(OF_TEAM) | O(DELETED)},
    {"letter", "@", 0, false, ONE_OF_BUSINESS},
    {"org", "", 0, true, ONE_OF_BUSINESS},
    {"org.slug", "", 0, true, ONE_OF_BUSINESS},
    {"org.uid", "tenant@000000000", 0, true, ONE_OF_BUSINESS},
    {"cursor", "", 0, false, O(OF_PERSON) | O(DELETED)},
};

static const struct thing *thing_of(const char *name)
{
    for (size_t i = 0; i < sizeof things / sizeof *things; i++) {
        if (strcmp(things[i].name, name) == 0) {
            return &things[i];
        }
    }
    printf("Bail out! there is no thing %s\n", name);
    exit(1);
}

static bool is_number(const struct thing *thing)
{
    return strpbrk(thing->pattern, "@~") == NULL;
}

static const char *by_pattern(const char *pattern, int business, int number)
{
    const char *all = "";

    for (const char *at = pattern; *at != '\0'; at++) {
        all = *at == '@'   ? say("%s%c", all, 'a' + business)
              : *at == '~' ? say("%s%s", all, slugs[business])
              : *at == '#' ? say("%s%d", all, number)
                           : say("%s%c", all, *at);
    }
    return all;
}

/* What names the business itself. */
static const char *of_business(const struct thing *thing, int business, enum object object)
{
    bool there = object == OWN || object == OF_OTHER;

    business = object == OF_OTHER ? !business : business;
    if (strcmp(thing->name, "org") == 0) {
        return there ? say("%lld", (long long)businesses[business]) : say("%d", NO_NUMBER);
    }
    if (strcmp(thing->name, "org.slug") == 0) {
        return there ? slugs[business] : "no-such-business";
    }
    return there ? by_pattern(thing->pattern, business, 0) : "tenantx999999999";
}

/* A cursor of a walk by the actor, or by another one. */
static const char *cursor_of(enum actor actor, enum object object)
{
    enum actor walker = object == OF_OTHER  ? (actor == KEY_B ? KEY_ANN : KEY_B)
                        : object == OF_TEAM ? (actor == KEY_CAT ? KEY_ANN : KEY_CAT)
                                            : actor;
    struct answer *answer = ASK(.target = "/v2/bookings?limit=1",
                                .credential = secret_of(walker, G_CAL_READ), .version = CAL_WALK);
    const char *cursor = text_at(answer->json, "pagination.nextCursor");

    return object >= ABSENT || cursor == NULL ? "eyJ2IjoxfQ" : cursor;
}

static int number_of(const struct thing *thing, enum actor actor, enum object object)
{
    int own = thing->shared ? ANN : actors[actor].own;

    switch (object) {
    case OWN:
        return own;
    case OF_PERSON:
        return DAN;
    case OF_TEAM:
        return thing->shared ? ANN : ANN + CAT - own;
    case OF_OTHER:
        /* numbers are the same in both, but for one that only the other has */
        return is_number(thing) ? (actors[actor].business == 0 ? 9201 : 9101) : own;
    case DELETED:
        return GONE;
    default:
        return is_number(thing) ? NO_NUMBER : NO_UID;
    }
}

/* A class as vCita knows it, at the time that the booking of the number has (engine/classes.h). */
static const char *event_uid(int number)
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    const int64_t first = INT64_C(1930298400) / 60; /* 3 March 2031 at 10:00 */
    int64_t minutes = first + (int64_t)(number - 9000) * 1440;
    int64_t type = number;
    char uid[17] = "c000000000000000";

    for (int i = 15; i > 7; i--, minutes /= 36) {
        uid[i] = digits[minutes % 36];
    }
    for (int i = 7; i > 0; i--, type /= 36) {
        uid[i] = digits[type % 36];
    }
    return say("%s", uid);
}

static const char *value_of(const char *name, enum actor actor, enum object object)
{
    const struct thing *thing = thing_of(name);
    int business = actors[actor].business;
    int number = number_of(thing, actor, object);

    if (strcmp(name, "cursor") == 0) {
        return cursor_of(actor, object);
    }
    if (strcmp(name, "letter") == 0 && object == ABSENT) {
        return "x";
    }
    if (strncmp(name, "org", 3) == 0) {
        return of_business(thing, business, object);
    }
    if (number < NO_UID) {
        number += thing->plus;
    }
    if (strcmp(name, "event") == 0) {
        return event_uid(number);
    }
    if (object == OF_OTHER && !is_number(thing)) {
        business = !business;
    }
    return by_pattern(thing->pattern, business, number);
}

/* The template with the actor's own things in it, but for one. {a>b} is the thing b, which varies
 * together with a. */
static const char *filled(const char *template, enum actor actor, const struct ref *varied,
                          enum object object)
{
    const char *all = "";

    while (*template != '\0') {
        const char *end =
            *template == '{' && islower((unsigned char)template[1]) ? strchr(template, '}') : NULL;

        if (end == NULL) {
            all = say("%s%c", all, *template == '\'' ? '"' : *template);
            template ++;
            continue;
        }
        const char *name = say("%.*s", (int)(end - template - 1), template + 1);
        const char *with = say("%.*s", (int)strcspn(name, ">"), name);
        bool varies = varied != NULL && varied->thing != NULL && strcmp(varied->thing, with) == 0;
        const char *what = strchr(name, '>') != NULL ? strchr(name, '>') + 1 : name;
        all = say("%s%s", all, value_of(what, actor, varies ? object : OWN));
        template = end + 1;
    }
    return all;
}

/* ---- what is expected ---- */

static bool leads(enum actor actor)
{
    return actor == KEY_ANN || actor == OAUTH || actor == KEY_B || actor == ADMIN;
}

static bool reaches(enum reach reach, enum actor actor, enum object object)
{
    switch (reach) {
    case R_BUSINESS:
        return true;
    case R_HOSTS:
        return object == OWN || (object == OF_TEAM && leads(actor));
    case R_TEAM:
        return object == OWN || object == OF_TEAM;
    case R_LEADER:
    case R_ADMIN:
        return leads(actor);
    case R_CLIENT:
    case R_SELF:
        return object == OWN || actor == VCITA_STAFF;
    case R_AGENDA:
    case R_DESK:
        return object == OWN || leads(actor);
    default:
        return object == OWN;
    }
}

static bool opens_by_knowing(const struct row *row, const struct ref *ref, enum actor actor,
                             enum object object)
{
    return ref->known_opens && (actor == NOBODY || row->gate == G_PUBLIC) && object == OF_OTHER;
}

static int expected(const struct row *row, const struct ref *ref, enum actor actor,
                    enum object object)
{
    int good = ref->good != 0 ? ref->good : row->good;

    if (!(gates[row->gate].in & A(actor))) {
        return gates[row->gate].forbidden & A(actor)          ? 403
               : actor > EXPIRED_TOKEN_ && row->stranger != 0 ? row->stranger
                                                              : 401;
    }
    if (ref->thing == NULL || opens_by_knowing(row, ref, actor, object)) {
        return good;
    }
    if ((ref->reach == R_ADMIN && !leads(actor)) ||
        (object != OWN && ref->reach == R_DESK && !leads(actor)) ||
        (object != OWN && ref->reach == R_SELF && actor != VCITA_STAFF)) {
        return ref->refused;
    }
    if (object == OF_OTHER || object == ABSENT ||
        (object == OF_PERSON && ref->reach == R_LEADER && !leads(actor))) {
        return ref->missing;
    }
    if (object == DELETED && ref->deleted == ref->missing) {
        return ref->deleted;
    }
    if (object == DELETED) { /* it was ann's */
        object = actors[actor].own == ANN ? OWN : OF_TEAM;
        return reaches(ref->reach, actor, object) ? ref->deleted : ref->refused;
    }
    return reaches(ref->reach, actor, object) ? good : ref->refused;
}

/* ---- rows of the two businesses, kept and brought back ---- */

static struct {
    char name[64];
    char columns[3000];
    /* of each business: as they are, as a row's requests found them, and as they were at first */
    char sums[2][64], kept[2][64], first[2][64];
} tables[TABLES_MOST];
static size_t table_count;
static char sums_statement[TABLES_MOST * 3000];

static const char *tenant_column(const char *table)
{
    return strcmp(table, "business") == 0 ? "id" : "business_id";
}

/* Answers kept by key tell nothing new, and jobs are done outside in their own time. */
static void learn_tables(void)
{
    MYSQL_RES *rows;
    MYSQL_ROW row;

    mysql_free_result(sql("SET group_concat_max_len = 100000"));
    rows = sql("SELECT table_name, GROUP_CONCAT('`', column_name, '`' ORDER BY ordinal_position)"
               " FROM information_schema.columns c JOIN information_schema.tables t"
               " USING (table_schema, table_name) WHERE table_schema = DATABASE() AND table_type ="
               " 'BASE TABLE' AND extra NOT LIKE '%%GENERATED%%' GROUP BY table_name"
               " HAVING SUM(column_name = 'business_id') = 1 OR table_name = 'business'");
    while ((row = mysql_fetch_row(rows)) != NULL && table_count < TABLES_MOST) {
        snprintf(tables[table_count].name, sizeof tables->name, "%s", row[0]);
        snprintf(tables[table_count++].columns, sizeof tables->columns, "%s", row[1]);
    }
    mysql_free_result(rows);
}

/* "COALESCE(HEX(`id`),'-'),…" */
static const char *hexed(const char *columns)
{
    const char *all = "";

    for (const char *at = columns; *at != '\0';) {
        size_t length = strcspn(at, ",");

        all = say("%s,COALESCE(HEX(%.*s),'-')", all, (int)length, at);
        at += length + (at[length] == ',');
    }
    return all;
}

static void write_sums_statement(void)
{
    size_t length = 0;

    for (size_t i = 0; i < table_count; i++) {
        length += (size_t)snprintf(
            sums_statement + length, sizeof sums_statement - length,
            "%sSELECT %zu, %s AS tenant, COUNT(*), SUM(CRC32(CONCAT_WS('|'%s))) FROM `%s`"
            " WHERE %s IN (%lld, %lld) GROUP BY tenant",
            i == 0 ? "" : " UNION ALL ", i, tenant_column(tables[i].name), hexed(tables[i].columns),
            tables[i].name, tenant_column(tables[i].name), (long long)businesses[0],
            (long long)businesses[1]);
    }
}

static void take_sums(void)
{
    MYSQL_RES *rows;
    MYSQL_ROW row;

    for (size_t i = 0; i < table_count; i++) {
        memset(tables[i].sums, 0, sizeof tables[i].sums);
    }
    rows = sql("%s", sums_statement);
    while ((row = mysql_fetch_row(rows)) != NULL) {
        bool second = strtoll(row[1], NULL, 10) == businesses[1];

        snprintf(tables[strtoul(row[0], NULL, 10)].sums[second], sizeof *tables->sums, "%s:%s",
                 row[2], row[3]);
    }
    mysql_free_result(rows);
}

static void keep_sums(void)
{
    take_sums();
    for (size_t i = 0; i < table_count; i++) {
        memcpy(tables[i].kept, tables[i].sums, sizeof tables[i].kept);
    }
}

/* The first table that differs, of one business; NULL: none. */
static const char *changed_of(int business)
{
    for (size_t i = 0; i < table_count; i++) {
        if (strcmp(tables[i].sums[business], tables[i].kept[business]) != 0) {
            return tables[i].name;
        }
    }
    return NULL;
}

static void keep_rows(void)
{
    for (size_t i = 0; i < table_count; i++) {
        mysql_free_result(sql("CREATE OR REPLACE TEMPORARY TABLE `kept_%s` AS SELECT %s FROM `%s`"
                              " WHERE %s IN (%lld, %lld)",
                              tables[i].name, tables[i].columns, tables[i].name,
                              tenant_column(tables[i].name), (long long)businesses[0],
                              (long long)businesses[1]));
    }
}

static void bring_back(size_t i)
{
    mysql_free_result(sql("DELETE FROM `%s` WHERE %s IN (%lld, %lld)", tables[i].name,
                          tenant_column(tables[i].name), (long long)businesses[0],
                          (long long)businesses[1]));
    mysql_free_result(sql("INSERT INTO `%s` (%s) SELECT %s FROM `kept_%s`", tables[i].name,
                          tables[i].columns, tables[i].columns, tables[i].name));
}

static void prepare(const struct row *row)
{
    if (row->before == NULL) {
        return;
    }
    for (int business = 0; business < 2; business++) {
        mysql_free_result(sql("SET @b = %lld", (long long)businesses[business]));
        mysql_free_result(sql("%s", row->before));
    }
}

/* Everything as it was at first. */
static void bring_all_back(void)
{
    mysql_free_result(sql("SET foreign_key_checks = 0"));
    for (size_t i = 0; i < table_count; i++) {
        if (memcmp(tables[i].sums, tables[i].first, sizeof tables[i].sums) != 0) {
            bring_back(i);
        }
    }
    mysql_free_result(sql("SET foreign_key_checks = 1"));
}

/* ---- a cell ---- */

struct cell {
    const struct row *row;
    const struct ref *ref;
    enum actor actor;
    enum object object;
    struct answer *answer;
    const char *name; /* for complaints */
};

static const char *word_of_route(const char *route, int number)
{
    for (; number > 0 && *route != '\0'; number--) {
        route += strcspn(route, " ");
        route += strspn(route, " ");
    }
    return *route == '\0' ? NULL : say("%.*s", (int)strcspn(route, " "), route);
}

/* Where no credential is looked at, the host's name tells the business. */
static const char *host_of(const struct cell *cell)
{
    return cell->actor == NOBODY || cell->row->gate == G_PUBLIC
               ? say("Host: %s.example", slugs[actors[cell->actor].business])
               : NULL;
}

static void ask_cell(struct cell *cell)
{
    const struct row *row = cell->row;
    const char *method = word_of_route(row->route, 0);
    const char *body =
        row->body == NULL ? NULL : filled(row->body, cell->actor, cell->ref, cell->object);
    const char *target = filled(row->target, cell->actor, cell->ref, cell->object);

    cell->name = say("%s by %s: %s %s %.120s", object_names[cell->object], actors[cell->actor].name,
                     method, target, body == NULL ? "" : body);
    /* how often somebody is wrong is not what this is about */
    mysql_free_result(sql("DELETE FROM sign_in_failure"));
    cell->answer = ASK(.method = method, .target = target, .body = body,
                       .credential = secret_of(cell->actor, row->gate),
                       .version = word_of_route(row->route, 2), .headers = {host_of(cell)});
}

/* Canaries that only one side may show. */
static const struct {
    const char *canary, *below;
} private[] = {
    {"-INTERNAL-", "/api/bookings"},
    {"-CLIENTNOTE-", "/api/clients"},
    {"-TOKEN", "/nowhere"},
};

static void expect_no_leak(const struct cell *cell, bool got_in)
{
    const char *body = cell->answer->body;
    const char *foreign = actors[cell->actor].business == 0 ? "CANARY-B" : "CANARY-A";

    if (opens_by_knowing(cell->row, cell->ref, cell->actor, cell->object)) {
        return;
    }
    EXPECT(strstr(body, got_in ? foreign : "CANARY") == NULL, "a canary: %s -> %.300s", cell->name,
           strstr(body, "CANARY"));
    for (size_t i = 0; i < sizeof private / sizeof *private; i++) {
        EXPECT(strstr(body, private[i].canary) == NULL ||
                   strstr(cell->row->route, private[i].below) != NULL,
               "%s is shown: %s", private[i].canary, cell->name);
    }
}

/* A list has what is in reach, and nothing else. */
static void expect_shown(const struct cell *cell)
{
    const struct row *row = cell->row;
    static const enum object objects[] = {OWN, OF_PERSON, OF_TEAM};

    if (row->shows == NULL || cell->answer->status != row->good || cell->object != OWN ||
        cell->actor == NOBODY) {
        return;
    }
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
        static const struct thing any = {"any", "#", 0, false, 0};
        const char *canary = say("-%s-%d", row->shows, number_of(&any, cell->actor, objects[i]));
        bool shown = strstr(cell->answer->body, canary) != NULL;

        EXPECT(shown == reaches(row->shown, cell->actor, objects[i]), "%s is %sshown: %s", canary,
               shown ? "" : "not ", cell->name);
    }
}

static void expect_nothing_changed(const struct cell *cell)
{
    const char *method = word_of_route(cell->row->route, 0);
    const char *changed;

    if (strcmp(method, "GET") == 0 || cell->answer->status >= 300) {
        return;
    }
    take_sums();
    changed = changed_of(!actors[cell->actor].business);
    EXPECT(changed == NULL || opens_by_knowing(cell->row, cell->ref, cell->actor, cell->object),
           "%s of the other business changed: %s", changed, cell->name);
    bring_all_back();
    prepare(cell->row);
}

static void run_cell(struct cell *cell)
{
    int wanted = expected(cell->row, cell->ref, cell->actor, cell->object);

    cells++;
    ask_cell(cell);
    EXPECT(cell->answer->status == wanted, "status %ld, not %d: %s -> %.300s", cell->answer->status,
           wanted, cell->name, cell->answer->body);
    expect_no_leak(cell, gates[cell->row->gate].in & A(cell->actor));
    expect_shown(cell);
    expect_nothing_changed(cell);
}

/* ---- a row ---- */

/* What is said of a thing without the thing itself and without the time: texts are cut out, numbers
 * all look the same. */
static const char *without(const char *body, const char *value)
{
    char *copy = (char *)(uintptr_t)say("%s", body);
    char *to = copy;

    for (char *at; value[0] != '\0' && value[1] != '\0' && !isdigit((unsigned char)*value) &&
                   (at = strstr(copy, value)) != NULL;) {
        memmove(at, at + strlen(value), strlen(at + strlen(value)) + 1);
    }
    for (char *at = copy; *at != '\0'; at++) {
        if (!isdigit((unsigned char)*at)) {
            *to++ = *at;
        } else if (to == copy || to[-1] != '0') {
            *to++ = '0';
        }
    }
    *to = '\0';
    return copy;
}

/* Nobody learns that another business has it. */
static void expect_alike(const struct ref *ref, const struct cell *other, const struct cell *absent)
{
    const char *first, *second;

    /* a cursor says itself what it is: it is signed */
    if (strcmp(ref->thing, "cursor") == 0 ||
        opens_by_knowing(other->row, ref, other->actor, OF_OTHER)) {
        return;
    }
    first = without(other->answer->body, value_of(ref->thing, other->actor, OF_OTHER));
    second = without(absent->answer->body, value_of(ref->thing, absent->actor, ABSENT));
    EXPECT(strcmp(first, second) == 0, "%s says %.300s, what is absent %.300s", other->name, first,
           second);
}

static void run_ref(const struct row *row, const struct ref *ref)
{
    enum object last = ref->thing == NULL ? OWN : DELETED;

    for (enum actor actor = NOBODY; actor < ACTORS; actor++) {
        struct cell all[OBJECTS];

        for (enum object object = OWN; object <= last; object++) {
            if (last != OWN && (thing_of(ref->thing)->without & O(object))) {
                continue;
            }
            all[object] = (struct cell){.row = row, .ref = ref, .actor = actor, .object = object};
            run_cell(&all[object]);
        }
        if (last == DELETED) {
            expect_alike(ref, &all[OF_OTHER], &all[ABSENT]);
        }
    }
}

static void run_row(const void *what)
{
    static const struct ref none = {NULL, R_BUSINESS, 0, 0, 0, false, 0};
    const struct row *row = what;
    const char *changed;

    prepare(row);
    keep_sums();
    if (row->refs[0].thing == NULL) {
        run_ref(row, &none);
    }
    for (size_t i = 0; i < REFS_MOST && row->refs[i].thing != NULL; i++) {
        run_ref(row, &row->refs[i]);
    }
    take_sums();
    for (int business = 0; business < 2; business++) {
        changed = changed_of(business);
        EXPECT(changed == NULL, "what was refused or only read changed %s", changed);
    }
    bring_all_back();
}

/* ---- the whole ---- */

static void every_route_has_a_row(const void *row)
{
    (void)row;
    for (unsigned i = 0; endpoint_at(i) != NULL; i++) {
        bool found = false;

        for (unsigned j = 0; j < tenant_row_count; j++) {
            found = found || strcmp(tenant_rows[j].route, endpoint_name(i)) == 0;
        }
        EXPECT(found, "nothing is expected of %s", endpoint_name(i));
    }
}

/* And every row a route, so that what is renamed is not lost. */
static void every_row_has_a_route(const void *row)
{
    (void)row;
    for (unsigned j = 0; j < tenant_row_count; j++) {
        bool found = false;

        for (unsigned i = 0; endpoint_at(i) != NULL; i++) {
            found = found || strcmp(tenant_rows[j].route, endpoint_name(i)) == 0;
        }
        EXPECT(found, "there is no route %s", tenant_rows[j].route);
    }
}

static void count_cells(const void *row)
{
    (void)row;
    printf("# %ld cells\n", cells);
    EXPECT(cells >= 14000, "%ld cells", cells);
}

static bool run_file(const char *path)
{
    FILE *in = fopen(path, "r");
    char statement[STATEMENT_MOST] = "", line[400];

    while (in != NULL && fgets(line, sizeof line, in) != NULL) {
        size_t length = strcspn(line, "\n");

        if (strncmp(line, "--", 2) == 0 || length == 0) {
            continue;
        }
        line[length] = ' ';
        line[length + 1] = '\0';
        strncat(statement, line, sizeof statement - strlen(statement) - 1);
        if (line[length - 1] == ';') {
            mysql_free_result(sql("%.*s", (int)strlen(statement) - 2, statement));
            statement[0] = '\0';
        }
    }
    return in != NULL && fclose(in) == 0;
}

/* Of a run before this one: uids are the same in every run. */
static void forget_those_before(void)
{
    mysql_free_result(sql("SET foreign_key_checks = 0, @a = COALESCE((SELECT id FROM business WHERE"
                          " uid = 'tenanta000000000'), 0), @b = COALESCE((SELECT id FROM business"
                          " WHERE uid = 'tenantb000000000'), 0)"));
    for (size_t i = 0; i < table_count; i++) {
        mysql_free_result(sql("DELETE FROM `%s` WHERE %s IN (@a, @b)", tables[i].name,
                              tenant_column(tables[i].name)));
    }
    mysql_free_result(sql("SET foreign_key_checks = 1"));
}

static int setup(void)
{
    if (http_open(NULL) != 0) {
        return 1;
    }
    http_notes(false);
    learn_tables();
    forget_those_before();
    for (int business = 0; business < 2; business++) {
        snprintf(slugs[business], sizeof *slugs, "tenants-%llx-%c",
                 (unsigned long long)(instant_now().us / 1000), 'a' + business);
        mysql_free_result(sql("SET @t = '%c', @s = '%s'", 'a' + business, slugs[business]));
        if (!run_file(http_file("tenants.sql"))) {
            return 1;
        }
        businesses[business] = sql_number("SELECT @b");
    }
    write_sums_statement();
    keep_rows();
    take_sums();
    for (size_t i = 0; i < table_count; i++) {
        memcpy(tables[i].first, tables[i].sums, sizeof tables[i].first);
    }
    return businesses[0] > 0 && businesses[1] > 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    case_add(every_route_has_a_row, NULL, "of every route it is said who may do what");
    case_add(every_row_has_a_route, NULL, "nothing is said of routes that are not there");
    for (unsigned i = 0; i < tenant_row_count; i++) {
        const struct row *row = &tenant_rows[i];

        case_add(run_row, row, "%s (%u): %s%s%s", row->route, i, row->target,
                 row->body == NULL ? "" : " ", row->body == NULL ? "" : row->body);
    }
    case_add(count_cells, NULL, "all cells were looked at");
    return cases_main("tenants", setup, http_close, argc, argv);
}
