/* world.c - a business made for one program, and what of it a caller should see.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/when.h"
#include "http.h"
#include "world.h"

enum { DRAWN = 320, NAMED_OF_ONE_NAME = 35, FIRST_MONTH_DAYS = 600 };

static char world[40];
static int64_t business;

static const struct {
    const char *username, *name, *zone;
} people[PEOPLE] = {
    [LEA] = {"lea", "Lea Owner", "Europe/London"},   [MIA] = {"mia", "Mia Member", "Europe/Paris"},
    [NAT] = {"nat", "Nat Admin", "America/Chicago"}, [OLI] = {"oli", "Oli Alone", "Asia/Tokyo"},
    [PIA] = {"pia", "Pia New", "Pacific/Auckland"},
};

static const struct {
    int id;
    const char *slug, *owner, *team, *more;
} types[] = {
    {TYPE_LEA, "talk", "lea", NULL, ""},
    {TYPE_MIA, "talk", "mia", NULL, ""},
    {TYPE_NAT, "talk", "nat", NULL, ""},
    {TYPE_OLI, "talk", "oli", NULL, ""},
    {TYPE_NORTH, "panel", NULL, "north",
     ",\"assignment\":\"collective\",\"hosts\":[{\"username\":\"lea\"},{\"username\":\"mia\"}]"},
    {TYPE_PARENT, "copied", NULL, "north", ",\"managed\":true"},
    {TYPE_CHILD, "copied", "mia", NULL, ",\"parent\":\"copied\""},
    {TYPE_SOUTH, "turns", NULL, "south",
     ",\"assignment\":\"round_robin\",\"hosts\":[{\"username\":\"nat\"},{\"username\":\"oli\"}]"},
    {TYPE_CLASS, "class", "oli", NULL, ",\"seats\":4"},
    {TYPE_WEEKLY, "weekly", "lea", NULL,
     ",\"recurrence\":{\"frequency\":\"weekly\",\"interval\":1,\"count\":4}"},
    {TYPE_CONFIRM, "confirm", "lea", NULL, ",\"requires_confirmation\":true"},
    {TYPE_UNUSED, "unused", "lea", NULL, ""},
    {TYPE_DELETED, "deleted", "oli", NULL, ",\"deleted\":true"},
    {TYPE_WEEKLY_CLASS, "weekly-class", "oli", NULL,
     ",\"seats\":4,\"recurrence\":{\"frequency\":\"weekly\",\"interval\":1,\"count\":4}"},
};

/* Whose bookings are drawn, and how often. */
static const struct {
    const char *type, *whose; /* "owner":"lea" */
    const char *host;
    bool seated, recurring;
    uint32_t weight;
} drawn[] = {
    {"talk", "\"owner\":\"lea\"", "lea", false, false, 6},
    {"talk", "\"owner\":\"mia\"", "mia", false, false, 4},
    {"talk", "\"owner\":\"nat\"", "nat", false, false, 4},
    {"talk", "\"owner\":\"oli\"", "oli", false, false, 4},
    {"panel", "\"team\":\"north\"", "lea", false, false, 2},
    {"panel", "\"team\":\"north\"", "mia", false, false, 2},
    {"copied", "\"owner\":\"mia\"", "mia", false, false, 3},
    {"turns", "\"team\":\"south\"", "nat", false, false, 2},
    {"turns", "\"team\":\"south\"", "oli", false, false, 2},
    {"class", "\"owner\":\"oli\"", "oli", true, false, 3},
    {"weekly", "\"owner\":\"lea\"", "lea", false, true, 4},
    {"confirm", "\"owner\":\"lea\"", "lea", false, false, 3},
    {"deleted", "\"owner\":\"oli\"", "oli", false, false, 2},
    {"weekly-class", "\"owner\":\"oli\"", "oli", true, true, 2},
};

static const char *const statuses[] = {"accepted",      "accepted",  "accepted",
                                       "pending",       "cancelled", "rejected",
                                       "awaiting_host", "completed", "no_show"};

/* Names and addresses that differ in case, blanks and signs only. */
static const char *const names[] = {"Bo Guest",   "bo guest",  "Cy Guest", "O'Neil \\\"Q\\\" 100%_",
                                    "Łukasz Ü李", "Bo  Guest", "Di"};
static const char *const addresses[] = {
    "bo@example.com",     "Bo@example.com",  "cy@example.com", "bo+work@example.com",
    "o'neil@example.com", "luk@example.com", "b_@example.com"};

uint32_t draw(uint64_t *state, uint32_t below)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((*state >> 33) % below);
}

#define AMONG(state, list) ((list)[draw((state), (uint32_t)(sizeof(list) / sizeof *(list)))])

const char *world_key(enum person person)
{
    return say("cal_way_%s_%s", world, people[person].username);
}

const char *world_username(enum person person)
{
    return people[person].username;
}

const char *world_email(enum person person)
{
    return say("%s@%s.example", people[person].username, world);
}

int64_t world_business(void)
{
    return business;
}

int64_t world_user(enum person person)
{
    return sql_number("SELECT id FROM user WHERE business_id = %lld AND username = '%s'",
                      (long long)business, people[person].username);
}

const char *world_uid(const char *name)
{
    const char *start = say("%s%s", world, name);

    return say("%s%.*s", start, (int)(strlen(start) < 22 ? 22 - strlen(start) : 0),
               "1111111111111111111111");
}

int64_t world_now(void)
{
    return instant_now().us;
}

/* ---- the document ---- */

static void write_people(FILE *out)
{
    fputs("\"users\":[", out);
    for (enum person i = LEA; i < PEOPLE; i++) {
        fprintf(out,
                "%s{\"username\":\"%s\",\"name\":\"%s\",\"email\":\"%s\",\"time_zone\":\"%s\","
                "\"schedules\":[{\"name\":\"all day\",\"default\":true,\"windows\":[{\"days\":["
                "\"monday\",\"tuesday\",\"wednesday\",\"thursday\",\"friday\",\"saturday\","
                "\"sunday\"],\"start\":\"00:00\",\"end\":\"24:00\"}]}]}",
                i == 0 ? "" : ",", people[i].username, people[i].name, world_email(i),
                people[i].zone);
    }
    fprintf(
        out,
        "],\"teams\":[{\"id\":%d,\"slug\":\"north\",\"name\":\"North\",\"members\":["
        "{\"username\":\"lea\",\"role\":\"owner\"},{\"username\":\"mia\"},"
        "{\"username\":\"nat\"}]},{\"id\":%d,\"slug\":\"south\",\"name\":\"South\",\"members\":["
        "{\"username\":\"nat\",\"role\":\"admin\"}]},{\"id\":%d,\"slug\":\"empty\","
        "\"name\":\"Empty\",\"members\":[]}],\"tokens\":[",
        TEAM_NORTH, TEAM_SOUTH, TEAM_EMPTY);
    for (enum person i = LEA; i < PEOPLE; i++) {
        fprintf(out, "%s{\"kind\":\"cal_key\",\"user\":\"%s\",\"secret\":\"%s\"}",
                i == 0 ? "" : ",", people[i].username, world_key(i));
    }
    fputs("]", out);
}

static void write_types(FILE *out)
{
    fputs(",\"event_types\":[", out);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        fprintf(out,
                "%s{\"id\":%d,\"slug\":\"%s\",\"title\":\"%s\",\"%s\":\"%s\","
                "\"length_minutes\":30%s}",
                i == 0 ? "" : ",", types[i].id, types[i].slug, types[i].slug,
                types[i].owner != NULL ? "owner" : "team",
                types[i].owner != NULL ? types[i].owner : types[i].team, types[i].more);
    }
    fputs("]", out);
}

static void write_attendee(FILE *out, uint64_t *state, bool first, int booking, int seat)
{
    const char *email =
        draw(state, 6) == 0 ? world_email(draw(state, OLI + 1)) : AMONG(state, addresses);

    fprintf(
        out, "%s{\"kind\":\"%s\",\"name\":\"%s\",\"email\":\"%s\",\"time_zone\":\"Europe/Rome\"",
        first ? "" : ",", first || seat >= 0 ? "attendee" : "guest", AMONG(state, names), email);
    if (seat >= 0) {
        fprintf(out, ",\"seat_uid\":\"%08x-0000-4000-8000-%06x%06x\"",
                (unsigned)(strlen(world) << 16 | (unsigned char)world[0]), (unsigned)booking,
                (unsigned)seat);
    }
    fputs("}", out);
}

static size_t draw_kind(uint64_t *state)
{
    uint32_t all = 0;

    for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++) {
        all += drawn[i].weight;
    }
    uint32_t left = draw(state, all);
    size_t kind = 0;
    while (left >= drawn[kind].weight) {
        left -= drawn[kind++].weight;
    }
    return kind;
}

/* Past or future, at least a day from now, on a quarter of an hour; several at the same time. */
static int64_t draw_start(uint64_t *state)
{
    const int64_t middle = INT64_C(1798761600) * US_A_SECOND; /* 2027 */
    int64_t days = 1 + (int64_t)draw(state, FIRST_MONTH_DAYS);

    if (draw(state, 2) == 0) {
        days = -days - 500;
    }
    return middle + days * US_A_DAY + (int64_t)draw(state, 96) * 15 * US_A_MINUTE;
}

static void write_drawn(FILE *out, uint64_t *state, int number)
{
    size_t kind = draw_kind(state);
    int64_t start = draw_start(state);
    int64_t created = start - (int64_t)draw(state, 200 * 24) * US_AN_HOUR - US_A_DAY;
    uint32_t attending = 1 + draw(state, 3);

    fprintf(out,
            ",{\"uid\":\"%s\",\"event_type\":\"%s\",%s,\"host\":\"%s\",\"start\":\"%s\","
            "\"length_minutes\":%u,\"status\":\"%s\",\"claims\":false,\"created\":\"%s\","
            "\"updated\":\"%s\"",
            world_uid(say("drawn%dx", number)), drawn[kind].type, drawn[kind].whose,
            drawn[kind].host, instant_text(start), 15 + 15 * draw(state, 6), AMONG(state, statuses),
            instant_text(created), instant_text(created + (int64_t)draw(state, 24) * US_AN_HOUR));
    if (drawn[kind].recurring) {
        fprintf(out, ",\"recurrence\":\"%08x-1111-4000-8000-%012u\"",
                (unsigned)(strlen(world) << 16 | (unsigned char)world[0]),
                (unsigned)kind * 100 + draw(state, 12));
    }
    fputs(",\"attendees\":[", out);
    for (uint32_t i = 0; i < attending; i++) {
        write_attendee(out, state, i == 0, number, drawn[kind].seated ? (int)i : -1);
    }
    fputs("]}", out);
}

static void write_of_one_name(FILE *out)
{
    for (int i = 0; i < NAMED_OF_ONE_NAME; i++) {
        fprintf(
            out,
            "%s{\"uid\":\"%s\",\"event_type\":\"talk\",\"owner\":\"oli\",\"start\":\"%s\","
            "\"claims\":false,\"attendees\":[{\"name\":\"Thirty Five\",\"email\":\"%d@35.example\","
            "\"time_zone\":\"Europe/Rome\"}]}",
            i == 0 ? "" : ",", world_uid(say("thirty%dx", i)),
            instant_text((INT64_C(1900000000) + 86400 * i) * US_A_SECOND), i);
    }
}

static void write_business(FILE *out)
{
    fprintf(out,
            "{\"businesses\":[{\"slug\":\"%s\",\"name\":\"World of "
            "%s\",\"time_zone\":\"Europe/London\","
            "\"domain\":\"%s.example\",",
            world, world, world);
}

static void write_document(FILE *out, const void *what)
{
    uint64_t state = 20240813;

    (void)what;
    write_business(out);
    write_people(out);
    write_types(out);
    fputs(",\"bookings\":[", out);
    write_of_one_name(out);
    for (int i = 0; i < DRAWN; i++) {
        write_drawn(out, &state, i);
    }
    fputs("]}]}\n", out);
}

static bool applied(void (*write)(FILE *out, const void *what), const void *what)
{
    char path[600];
    FILE *out;

    snprintf(path, sizeof path, "%s/world-%s.json", http_setting("SLOTD_RUN"), world);
    out = fopen(path, "w");
    if (out == NULL) {
        return false;
    }
    write(out, what);
    return fclose(out) == 0 && http_apply(path);
}

static void write_one_booking(FILE *out, const void *what)
{
    write_business(out);
    fprintf(out, "\"bookings\":[%s]}]}\n", (const char *)what);
}

bool world_book(const char *uid, int64_t start_us, int minutes)
{
    return applied(write_one_booking,
                   say("{\"uid\":\"%s\",\"event_type\":\"talk\",\"owner\":\"oli\",\"start\":\"%s\","
                       "\"length_minutes\":%d,\"claims\":false,\"attendees\":[{\"name\":\"Now\","
                       "\"email\":\"now@example.com\"}]}",
                       uid, instant_text(start_us), minutes));
}

bool world_open(const char *slug)
{
    snprintf(world, sizeof world, "%s", slug);
    if (!applied(write_document, NULL)) {
        return false;
    }
    business = sql_number("SELECT id FROM business WHERE slug = '%s'", slug);
    return business > 0;
}

/* ---- what should be seen ---- */

#define LED                                                                                        \
    "EXISTS (SELECT 1 FROM membership l WHERE l.business_id = b.business_id AND l.user_id = %lld"  \
    " AND l.role <> 'member' AND "

const char *world_scope(enum person person, const char *of_attendee)
{
    long long user = (long long)world_user(person);
    const char *any = of_attendee[0] == '\0'
                          ? "1"
                          : say("EXISTS (SELECT 1 FROM attendee a WHERE a.business_id ="
                                " b.business_id AND a.booking_id = b.id%s)",
                                of_attendee);

    return say("b.business_id = %lld AND ((b.host_id = %lld AND %s)"
               " OR EXISTS (SELECT 1 FROM attendee a WHERE a.business_id = b.business_id"
               "  AND a.booking_id = b.id AND a.email = '%s'%s)"
               " OR (%s AND " LED "EXISTS (SELECT 1 FROM membership m WHERE m.business_id ="
               "  l.business_id AND m.team_id = l.team_id AND m.user_id = b.host_id)))"
               " OR (%s AND " LED "l.team_id = (SELECT t.team_id FROM event_type t WHERE"
               "  t.business_id = b.business_id AND t.id = b.event_type_id)))"
               " OR " LED "EXISTS (SELECT 1 FROM membership m JOIN user u ON u.business_id ="
               "  m.business_id AND u.id = m.user_id JOIN attendee a ON a.business_id ="
               "  u.business_id AND a.email = u.email WHERE m.business_id = l.business_id"
               "  AND m.team_id = l.team_id AND a.booking_id = b.id%s)))",
               (long long)business, user, any, world_email(person), of_attendee, any, user, any,
               user, user, of_attendee);
}

const char *world_listing(const char *status, int64_t now_us)
{
    static const struct {
        const char *status, *condition;
    } listings[] = {
        {"upcoming", "(b.end_us >= %lld AND IF(b.recurrence_id IS NULL, b.status NOT IN"
                     " ('cancelled','rejected'), b.status = 'accepted'))"},
        {"recurring", "(b.end_us >= %lld AND b.recurrence_id IS NOT NULL AND b.status NOT IN"
                      " ('cancelled','rejected'))"},
        {"past", "(b.end_us <= %lld AND b.status NOT IN ('cancelled','rejected'))"},
        {"cancelled", "(%lld > 0 AND (b.status = 'cancelled' OR b.status = 'rejected'))"},
        {"unconfirmed", "(b.end_us >= %lld AND b.status = 'pending')"},
    };

    for (size_t i = 0; i < sizeof listings / sizeof *listings; i++) {
        if (strcmp(listings[i].status, status) == 0) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            return say(listings[i].condition, (long long)now_us);
#pragma GCC diagnostic pop
        }
    }
    return "0";
}
