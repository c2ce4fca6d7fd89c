/* offered.c - what is offered can be booked, and what is not offered can not.
 * SPDX-License-Identifier: MIT
 *
 * Businesses, hours, event types and what is taken before are drawn from SEED, which is printed. Of
 * some days, those of clock changes among them, every start that is offered and every fifth minute
 * is then tried: booked and cancelled, or refused. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/when.h"
#include "cases.h"
#include "crowd.h"
#include "http.h"
#include "oracle.h"
#include "story.h"
#include "world.h"

enum { GROUPS = 8, HOSTS = 3, DAYS = 4, CLIENTS = 4, SLOTS_MOST = 2000, NOTICE_MOST = 5256000 };
enum kind { ALONE_A, ALONE_B, CLASS, SERIES, BOTH, ROBIN, KINDS };
enum outcome { OFFERED, NOT_OFFERED, MOVED, NOT_MOVED, DAYS_TRIED };

static const char *const slugs[KINDS] = {"alone-a", "alone-b", "class", "series", "both", "robin"};

static const char *const zones[] = {
    "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
    "Africa/Cairo",  "Pacific/Chatham",  "America/St_Johns",    "Europe/Rome",
    "Asia/Tokyo",    "America/Santiago", "Pacific/Kiritimati",  "Antarctica/Troll",
};

/* The first of the days that are tried: around clock changes, leap days, and the end of 2038. */
static const char *const firsts[] = {"2031-03-08", "2031-03-29", "2031-04-04", "2031-10-25",
                                     "2031-11-01", "2032-02-27", "2038-01-17", "2040-10-27"};

static uint64_t seed;
static uint64_t chance;
static struct group {
    char slug[60];
    int32_t first;
    int64_t types[KINDS];
} groups[GROUPS];

static uint32_t between(uint32_t least, uint32_t most)
{
    return least + draw(&chance, most - least + 1);
}

static bool one_in(uint32_t many)
{
    return draw(&chance, many) == 0;
}

static const char *day_text(int32_t number)
{
    char text[WHEN_ROOM];

    day_write(text, (struct day){number});
    return say("%s", text);
}

/* ---- the document ---- */

static const char *clock_text(uint32_t minute)
{
    return say("%02u:%02u", minute / 60, minute % 60);
}

static void write_hours(FILE *out)
{
    uint32_t start = 5 * draw(&chance, 270);
    uint32_t end = one_in(6) ? 1440 : start + 5 * between(1, (1440 - start) / 5);

    fprintf(out, "\"start\":\"%s\",\"end\":\"%s\"", clock_text(start), clock_text(end));
}

static void write_windows(FILE *out)
{
    static const char *const days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};
    uint32_t windows = between(1, 3);

    for (uint32_t i = 0; i < windows; i++) {
        const char *comma = "";

        fprintf(out, "%s{\"days\":[", i == 0 ? "" : ",");
        for (int day = 0; day < 7; day++) {
            if (i == 0 || !one_in(3)) {
                fprintf(out, "%s\"%s\"", comma, days[day]);
                comma = ",";
            }
        }
        if (comma[0] == '\0') {
            fputs("\"monday\"", out);
        }
        fputs("],", out);
        write_hours(out);
        fputs("}", out);
    }
}

static void write_overrides(FILE *out, int32_t first)
{
    const char *comma = "";

    for (int32_t day = first - 1; day <= first + DAYS; day++) {
        if (!one_in(5)) {
            continue;
        }
        fprintf(out, "%s{\"date\":\"%s\",", comma, day_text(day));
        if (one_in(3)) {
            fputs("\"closed\":true}", out);
        } else {
            write_hours(out);
            fputs("}", out);
        }
        comma = ",";
    }
}

static const char *moment(int32_t day, uint32_t minute)
{
    return instant_text(day * US_A_DAY + minute * US_A_MINUTE);
}

static void write_busy(FILE *out, int32_t first)
{
    uint32_t ranges = draw(&chance, 4);

    for (uint32_t i = 0; i < ranges; i++) {
        int32_t day = first + (int32_t)draw(&chance, DAYS);
        uint32_t minute = draw(&chance, 1300);

        fprintf(out, "%s{\"calendar\":\"home\",\"start\":\"%s\",\"end\":\"%s\"}", i == 0 ? "" : ",",
                moment(day, minute), moment(day, minute + between(1, 130)));
    }
}

static void write_host(FILE *out, const struct group *group, int number)
{
    const char *zone = zones[draw(&chance, sizeof zones / sizeof *zones)];

    fprintf(out,
            "%s{\"username\":\"h%d\",\"name\":\"H\",\"email\":\"h%d@%s.example\",\"time_zone\":"
            "\"%s\",\"schedules\":[{\"name\":\"hours\",\"default\":true,\"time_zone\":\"%s\","
            "\"windows\":[",
            number == 0 ? "" : ",", number, number, group->slug,
            one_in(3) ? zones[draw(&chance, sizeof zones / sizeof *zones)] : zone, zone);
    write_windows(out);
    fputs("],\"overrides\":[", out);
    write_overrides(out, group->first);
    fputs("]}],\"busy\":[", out);
    write_busy(out, group->first);
    fputs("],\"time_off\":[", out);
    if (one_in(5)) {
        const char *day = day_text(group->first + (int32_t)draw(&chance, DAYS));

        fprintf(out, "{\"start\":\"%s\",\"end\":\"%s\"}", day, day);
    }
    fputs("]}", out);
}

/* The notice ends between two whole minutes of five, so that no start crosses it meanwhile. */
static void write_notice(FILE *out, int32_t first)
{
    int64_t wanted = (first + (int32_t)draw(&chance, DAYS)) * US_A_DAY +
                     (int64_t)draw(&chance, 288) * 5 * US_A_MINUTE + 150 * US_A_SECOND;

    int64_t minutes = (wanted - instant_now().us) / US_A_MINUTE;

    if (minutes <= NOTICE_MOST) {
        fprintf(out, ",\"minimum_notice_minutes\":%lld", (long long)minutes);
    }
}

static void write_rules(FILE *out, int32_t first)
{
    if (one_in(2)) {
        fprintf(out, ",\"slot_interval_minutes\":%u",
                one_in(4) ? between(3, 50) : 5 * between(1, 12));
    }
    if (one_in(2)) {
        fprintf(out, ",\"buffer_before_minutes\":%u", between(1, 40));
    }
    if (one_in(2)) {
        fprintf(out, ",\"buffer_after_minutes\":%u", between(1, 40));
    }
    if (one_in(5)) {
        write_notice(out, first);
    }
    uint32_t opens = draw(&chance, DAYS);
    if (one_in(6)) {
        fprintf(out, ",\"booking_window_start\":\"%s\"", day_text(first + (int32_t)opens));
    }
    if (one_in(6)) {
        fprintf(out, ",\"booking_window_end\":\"%s\"",
                day_text(first + (int32_t)between(opens, DAYS)));
    }
    if (one_in(4)) {
        static const char *const periods[] = {"day", "day", "week", "month"};

        fprintf(out, ",\"limits\":{\"%s\":%u}", periods[draw(&chance, 4)], between(1, 3));
    }
    if (one_in(5)) {
        fputs(",\"requires_confirmation\":true", out);
    }
}

static void write_type(FILE *out, const struct group *group, enum kind kind)
{
    static const char *const more[KINDS] = {
        [ALONE_A] = "\"owner\":\"h0\"",
        [ALONE_B] = "\"owner\":\"h1\"",
        [CLASS] = "\"owner\":\"h2\",\"seats\":2",
        [SERIES] = "\"owner\":\"h2\",\"recurrence\":{\"frequency\":\"weekly\",\"interval\":1,"
                   "\"count\":3}",
        [BOTH] = "\"team\":\"t\",\"assignment\":\"collective\",\"hosts\":[{\"username\":\"h0\"},"
                 "{\"username\":\"h1\"}]",
        [ROBIN] = "\"team\":\"t\",\"assignment\":\"round_robin\",\"hosts\":[{\"username\":\"h0\"},"
                  "{\"username\":\"h1\"},{\"username\":\"h2\"}]",
    };

    fprintf(out, "%s{\"slug\":\"%s\",\"title\":\"T\",\"length_minutes\":%u,%s",
            kind == 0 ? "" : ",", slugs[kind], one_in(4) ? between(3, 125) : 5 * between(1, 18),
            more[kind]);
    write_rules(out, group->first);
    fputs("}", out);
}

/* One on every other day of a host, so that they do not meet. */
static void write_bookings(FILE *out, const struct group *group)
{
    const char *comma = "";

    for (int host = 0; host < 2; host++) {
        for (int day = 0; day < DAYS; day += 2) {
            fprintf(out,
                    "%s{\"uid\":\"%.14s%d%d111111\",\"event_type\":\"%s\",\"owner\":\"h%d\","
                    "\"start\":\"%s\",\"attendees\":[{\"name\":\"B\",\"email\":\"b@x.test\","
                    "\"time_zone\":\"UTC\"}]}",
                    comma, group->slug, host, day, slugs[host], host,
                    moment(group->first + day, 240 + 5 * draw(&chance, 170)));
            comma = ",";
        }
    }
}

static void write_group(FILE *out, size_t number)
{
    const struct group *group = &groups[number];

    fprintf(out,
            "%s{\"slug\":\"%s\",\"name\":\"Drawn\",\"time_zone\":\"%s\",\"domain\":\"%s.example\","
            "\"holidays\":[",
            number == 0 ? "" : ",", group->slug, zones[draw(&chance, sizeof zones / sizeof *zones)],
            group->slug);
    if (one_in(3)) {
        fprintf(out, "{\"date\":\"%s\",\"name\":\"Off\"}",
                day_text(group->first + (int32_t)draw(&chance, DAYS)));
    }
    fputs("],\"users\":[", out);
    for (int host = 0; host < HOSTS; host++) {
        write_host(out, group, host);
    }
    fputs("],\"teams\":[{\"slug\":\"t\",\"name\":\"T\",\"members\":[{\"username\":\"h0\",\"role\":"
          "\"owner\"}]}],\"event_types\":[",
          out);
    for (int kind = 0; kind < KINDS; kind++) {
        write_type(out, group, (enum kind)kind);
    }
    fputs("],\"bookings\":[", out);
    write_bookings(out, group);
    fprintf(out, "],\"tokens\":[{\"kind\":\"cal_key\",\"user\":\"h0\",\"secret\":\"cal_%s\"}]}",
            group->slug);
}

static bool apply_groups(void)
{
    const char *path = say("%s/offered.json", http_setting("SLOTD_RUN"));
    FILE *out = fopen(path, "w");

    if (out == NULL) {
        return false;
    }
    fputs("{\"businesses\":[", out);
    for (size_t i = 0; i < GROUPS; i++) {
        struct day first;

        snprintf(groups[i].slug, sizeof groups[i].slug, "g%zux%llx", i,
                 (unsigned long long)instant_now().us / 1000);
        if (!day_read(firsts[i], strlen(firsts[i]), &first)) {
            abort();
        }
        groups[i].first = first.number;
        write_group(out, i);
    }
    fputs("]}\n", out);
    return fclose(out) == 0 && http_apply(path);
}

static void learn_types(void)
{
    for (size_t i = 0; i < GROUPS; i++) {
        for (int kind = 0; kind < KINDS; kind++) {
            groups[i].types[kind] =
                sql_number("SELECT t.id FROM event_type t JOIN business b ON b.id = t.business_id"
                           " WHERE b.slug = '%s' AND t.slug = '%s'",
                           groups[i].slug, slugs[kind]);
        }
    }
}

/* ---- asking ---- */

struct starts {
    int64_t all[SLOTS_MOST];
    size_t count;
};

static int64_t us_of(const char *text)
{
    struct instant instant = INSTANT_NONE;

    (void)instant_read(text, strlen(text), INSTANT_DATE_TIME, &instant);
    return instant.us;
}

static bool look(const struct group *group, enum kind kind, int32_t day, const char *spare,
                 struct starts *starts)
{
    struct answer *answer =
        http_get(say("/v2/slots?eventTypeId=%lld&start=%s&end=%s%s%s",
                     (long long)group->types[kind], day_text(day), day_text(day),
                     spare == NULL ? "" : "&bookingUidToReschedule=", spare == NULL ? "" : spare),
                 NULL, "2024-09-04");
    struct json_object *data = json_at(answer->json, "data");

    starts->count = 0;
    if (answer->status != 200 || data == NULL) {
        crowd_odd("slots: %ld %.300s", answer->status, answer->body);
        return false;
    }
    json_object_object_foreach(data, key, list)
    {
        (void)key;
        for (size_t i = 0; i < json_object_array_length(list) && starts->count < SLOTS_MOST; i++) {
            starts->all[starts->count++] =
                us_of(text_at(json_object_array_get_idx(list, i), "start"));
        }
    }
    return true;
}

static bool is_in(const struct starts *starts, int64_t start)
{
    for (size_t i = 0; i < starts->count; i++) {
        if (starts->all[i] == start) {
            return true;
        }
    }
    return false;
}

static struct answer *book(const struct group *group, enum kind kind, int64_t start)
{
    static int person;

    return ASK(.method = "POST", .target = "/v2/bookings", .version = CAL_PAGES,
               .body = say("{\"start\":\"%s\",\"eventTypeId\":%lld,\"attendee\":{\"name\":\"P\","
                           "\"email\":\"p%d@x.test\",\"timeZone\":\"UTC\"}%s}",
                           instant_text(start), (long long)group->types[kind], person++,
                           kind == SERIES ? ",\"recurrenceCount\":1" : ""));
}

static void give_back(const struct answer *made, enum kind kind)
{
    const char *at = kind == SERIES ? "data.0" : "data";
    const char *seat = text_at(made->json, say("%s.seatUid", at));
    struct answer *answer =
        ASK(.method = "POST", .version = CAL_PAGES,
            .target = say("/v2/bookings/%s/cancel", text_at(made->json, say("%s.uid", at))),
            .body = seat == NULL ? "{}" : say("{\"seatUid\":\"%s\"}", seat));

    if (answer->status != 200) {
        crowd_odd("cancel: %ld %.300s", answer->status, answer->body);
    }
}

/* ---- trying ---- */

static void tell(const struct group *group, enum kind kind, int64_t start, bool offered,
                 const struct answer *answer)
{
    crowd_odd("SEED=%llu %s %s %s %s offered, but %ld %.200s", (unsigned long long)seed,
              group->slug, slugs[kind], instant_text(start), offered ? "is" : "is not",
              answer->status, answer->body);
}

static void try_start(const struct group *group, enum kind kind, int64_t start, bool offered)
{
    struct answer *answer = book(group, kind, start);

    crowd_note(offered ? OFFERED : NOT_OFFERED);
    if (answer->status == 201) {
        give_back(answer, kind);
    }
    if (answer->status != (offered ? 201 : 400) && !(kind == CLASS && answer->status == 409)) {
        tell(group, kind, start, offered, answer);
    } else if (offered && answer->status != 201) {
        tell(group, kind, start, offered, answer);
    }
    http_forget();
}

static void try_day(const struct group *group, enum kind kind, int32_t day)
{
    struct starts starts;

    if (!look(group, kind, day, NULL, &starts)) {
        return;
    }
    crowd_note(DAYS_TRIED);
    for (size_t i = 0; i < starts.count; i++) {
        try_start(group, kind, starts.all[i], true);
    }
    for (int minute = 0; minute < 1440; minute += 5) {
        int64_t start = day * US_A_DAY + minute * US_A_MINUTE;

        if (!is_in(&starts, start)) {
            try_start(group, kind, start, false);
        }
    }
}

/* One booking is moved from start to start; it never stands in its own way. */
static void try_moves(const struct group *group, enum kind kind, int32_t day)
{
    struct starts starts;
    char uid[48] = "";

    if (!look(group, kind, day, NULL, &starts) || starts.count == 0) {
        return;
    }
    struct answer *made = book(group, kind, starts.all[draw(&chance, (uint32_t)starts.count)]);
    if (made->status != 201) {
        tell(group, kind, 0, true, made);
        return;
    }
    snprintf(uid, sizeof uid, "%s", text_at(made->json, "data.uid"));
    if (!look(group, kind, day, uid, &starts)) {
        return;
    }
    for (int minute = 0; minute < 1440; minute += 15) {
        int64_t start = day * US_A_DAY + minute * US_A_MINUTE;
        bool offered = is_in(&starts, start);
        struct answer *answer =
            ASK(.method = "POST", .target = say("/v2/bookings/%s/reschedule", uid),
                .version = CAL_PAGES, .body = say("{\"start\":\"%s\"}", instant_text(start)));

        crowd_note(offered ? MOVED : NOT_MOVED);
        if ((answer->status == 201) != offered ||
            (!offered && answer->status != 400 && answer->status != 403)) {
            tell(group, kind, start, offered, answer);
        }
        if (answer->status == 201) {
            snprintf(uid, sizeof uid, "%s", text_at(answer->json, "data.uid"));
        }
        http_forget();
    }
}

/* What is taken before: some of what is offered, some of it held. */
static void take_some(const struct group *group)
{
    for (int i = 0; i < 30; i++) {
        enum kind kind = (enum kind)draw(&chance, KINDS);
        struct starts starts;

        if (!look(group, kind, group->first + (int32_t)draw(&chance, DAYS), NULL, &starts) ||
            starts.count == 0) {
            continue;
        }
        int64_t start = starts.all[draw(&chance, (uint32_t)starts.count)];
        if (one_in(4)) {
            (void)ASK(.method = "POST", .target = "/v2/slots/reservations", .version = "2024-09-04",
                      .credential = say("cal_%s", group->slug),
                      .body = say("{\"eventTypeId\":%lld,\"slotStart\":\"%s\","
                                  "\"reservationDuration\":600}",
                                  (long long)group->types[kind], instant_text(start)));
        } else {
            (void)book(group, kind, start);
        }
        http_forget();
    }
}

static void client(int number, const void *what)
{
    (void)what;
    chance = seed * 100 + (uint64_t)number;
    for (size_t i = (size_t)number; i < GROUPS; i += CLIENTS) {
        take_some(&groups[i]);
        for (int kind = 0; kind < KINDS; kind++) {
            try_day(&groups[i], (enum kind)kind, groups[i].first + (int32_t)draw(&chance, DAYS));
        }
        try_moves(&groups[i], ALONE_A, groups[i].first + (int32_t)draw(&chance, DAYS));
        try_moves(&groups[i], BOTH, groups[i].first + (int32_t)draw(&chance, DAYS));
        try_moves(&groups[i], ROBIN, groups[i].first + (int32_t)draw(&chance, DAYS));
    }
}

/* ---- the cases ---- */

static void run_clients(const void *row)
{
    const struct crowd *crowd = crowd_run(CLIENTS, client, NULL);

    (void)row;
    if (!EXPECT(crowd != NULL, "a client died")) {
        return;
    }
    printf(
        "# %ld days: %ld offered starts booked, %ld others refused; %ld moves made, %ld refused\n",
        crowd->count[DAYS_TRIED], crowd->count[OFFERED], crowd->count[NOT_OFFERED],
        crowd->count[MOVED], crowd->count[NOT_MOVED]);
    EXPECT(crowd->odd[0] == '\0', "%s", crowd->odd);
    EXPECT(crowd->count[DAYS_TRIED] == GROUPS * KINDS, "not all days were tried");
    EXPECT(crowd->count[OFFERED] > 100 && crowd->count[NOT_OFFERED] > 1000, "too few starts");
}

/* Limits are counted on the days of the hosts' zones, which that rule of the oracle does not know.
 */
static void run_oracle(const void *row)
{
    (void)row;
    for (size_t i = 0; i < GROUPS; i++) {
        int64_t business = sql_number("SELECT id FROM business WHERE slug = '%s'", groups[i].slug);

        for (size_t rule = 0; rule < oracle_rules(); rule++) {
            const char *name = oracle_rule(rule);

            EXPECT(strncmp(name, "no day", 6) == 0 || oracle_faults(business, name) == 0,
                   "broken: %s", name);
        }
    }
}

static int open_stack(void)
{
    if (http_open(NULL) != 0 || !apply_groups()) {
        return 1;
    }
    learn_types();
    return 0;
}

int main(int argc, char **argv)
{
    const char *given = getenv("SEED");

    seed = given == NULL ? (uint64_t)instant_now().us % 1000000 : strtoull(given, NULL, 10);
    chance = seed;
    printf("# SEED=%llu\n", (unsigned long long)seed);
    case_add(run_clients, NULL, "every start that is offered can be booked, and no other");
    case_add(run_oracle, NULL, "after all this trying the database agrees with itself");
    return cases_main("offered", open_stack, http_close, argc, argv);
}
