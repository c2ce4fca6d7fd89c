/* sequences.c - sixteen clients do everything to a few hosts, and the database still agrees with
 * itself. SPDX-License-Identifier: MIT
 *
 * What they do is drawn from SEED, which is printed; SLOTD_LONG makes it more. */
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

enum { CLIENTS = 16, KEPT = 24, STEPS_A_DAY = 25, STEPS = 250, STEPS_LONG = 4000 };

static uint64_t seed;
static int32_t first_day;
static long steps;

/* What one client knows of what it made. */
struct known {
    char uid[48], seat[48], hold[48];
};
static struct known known[KEPT];
static size_t known_count;
static uint64_t chance;
static int self;

enum outcome { DONE, REFUSED_IT, BUSY_IT, LOST_IT, OUTCOMES };

/* ---- asking ---- */

static struct answer *ask(const char *method, const char *target, const char *who, const char *body)
{
    struct answer *answer =
        ASK(.method = method, .target = target, .body = body,
            .credential = who == NULL ? NULL : story_key(who),
            .version = strncmp(target, "/v2/slots", 9) == 0 ? "2024-09-04" : CAL_PAGES);

    if (answer->status == 200 || answer->status == 201) {
        crowd_note(DONE);
    } else if (answer->status >= 400 && answer->status < 500) {
        crowd_note(REFUSED_IT);
    } else if (answer->status == 503) {
        crowd_note(BUSY_IT);
    } else {
        crowd_note(LOST_IT);
        crowd_odd("%s %s %s: %ld %.300s", method, target, body == NULL ? "" : body, answer->status,
                  answer->body);
    }
    return answer;
}

static struct known *remember(void)
{
    size_t at = known_count < KEPT ? known_count++ : draw(&chance, KEPT);

    memset(&known[at], 0, sizeof known[at]);
    return &known[at];
}

static struct known *recall(void)
{
    return known_count == 0 ? NULL : &known[draw(&chance, (uint32_t)known_count)];
}

static void keep(char room[48], const char *text)
{
    snprintf(room, 48, "%s", text == NULL ? "" : text);
}

static const char *drawn_start(void)
{
    int32_t day = first_day + (int32_t)draw(&chance, (uint32_t)(steps / STEPS_A_DAY));

    return instant_text(day * US_A_DAY + (9 * 60 + 15 * (int64_t)draw(&chance, 24)) * US_A_MINUTE);
}

static const char *const hosts[] = {"hal", "ida", "jon", "max"};
#define ONE_OF(table) (table)[draw(&chance, sizeof(table) / sizeof *(table))]

/* ---- the operations ---- */

static void book_something(void)
{
    static const char *const types[] = {"plain",          "plain",         "lengths", "buffered",
                                        "confirm",        "confirm",       "once",    "class",
                                        "class",          "class",         "weekly",  "daily",
                                        "weekly-confirm", "both",          "robin",   "robin",
                                        "robin-fixed",    "robin-confirm", "copy",    "twice-a-day",
                                        "class-once",     "class-confirm"};
    const char *type = ONE_OF(types);
    struct answer *answer = ask(
        "POST", "/v2/bookings", draw(&chance, 3) == 0 ? "hal" : NULL,
        say("{\"start\":\"%s\",\"eventTypeId\":%lld,\"attendee\":{\"name\":\"C%d\",\"email\":"
            "\"c%u@%s.test\",\"timeZone\":\"Europe/Rome\"}%s}",
            drawn_start(), (long long)story_type(type), self, draw(&chance, 40), story_slug(),
            draw(&chance, 4) == 0 ? say(",\"guests\":[\"g%u@x.test\"]", draw(&chance, 50)) : ""));

    if (answer->status != 201) {
        return;
    }
    if (count_at(answer->json, "data") != SIZE_MAX) {
        for (size_t i = 0; i < count_at(answer->json, "data"); i++) {
            keep(remember()->uid, text_at(answer->json, say("data.%zu.uid", i)));
        }
        keep(remember()->uid, text_at(answer->json, "data.0.recurringBookingUid"));
        return;
    }
    struct known *one = remember();
    keep(one->uid, text_at(answer->json, "data.uid"));
    keep(one->seat, text_at(answer->json, "data.seatUid"));
}

static void hold_something(void)
{
    static const char *const types[] = {"plain", "lengths", "both", "robin", "class", "buffered"};
    struct answer *answer =
        ask("POST", "/v2/slots/reservations", draw(&chance, 2) == 0 ? "hal" : NULL,
            say("{\"eventTypeId\":%lld,\"slotStart\":\"%s\"}", (long long)story_type(ONE_OF(types)),
                drawn_start()));

    if (answer->status == 201) {
        keep(remember()->hold, text_at(answer->json, "data.reservationUid"));
    }
}

static void change_hold(const struct known *one)
{
    const char *target = say("/v2/slots/reservations/%s", one->hold);

    if (draw(&chance, 2) == 0) {
        (void)ask("DELETE", target, NULL, NULL);
    } else {
        (void)ask("PATCH", target, NULL,
                  say("{\"eventTypeId\":%lld,\"slotStart\":\"%s\"}", (long long)story_type("plain"),
                      drawn_start()));
    }
}

static void cancel_it(const struct known *one)
{
    static const char *const bodies[] = {
        "{}", "{\"cancellationReason\":\"x\"}",
        "{\"cancelSubsequentBookings\":true,\"cancellationReason\":\"x\"}"};
    const char *body = ONE_OF(bodies);

    if (one->seat[0] != '\0' && draw(&chance, 4) > 0) {
        body = say("{\"seatUid\":\"%s\"}", one->seat);
    }
    (void)ask("POST", say("/v2/bookings/%s/cancel", one->uid),
              draw(&chance, 3) == 0 ? ONE_OF(hosts) : NULL, body);
}

static void move_it(struct known *one)
{
    struct answer *answer = ask("POST", say("/v2/bookings/%s/reschedule", one->uid),
                                draw(&chance, 3) == 0 ? ONE_OF(hosts) : NULL,
                                one->seat[0] == '\0' ? say("{\"start\":\"%s\"}", drawn_start())
                                                     : say("{\"start\":\"%s\",\"seatUid\":\"%s\"}",
                                                           drawn_start(), one->seat));

    if (answer->status == 201 && draw(&chance, 2) == 0) {
        keep(one->uid, text_at(answer->json, "data.uid"));
        keep(one->seat, text_at(answer->json, "data.seatUid"));
    }
}

static void settle_it(const struct known *one)
{
    static const char *const ways[] = {"confirm", "confirm", "decline"};

    (void)ask("POST", say("/v2/bookings/%s/%s", one->uid, ONE_OF(ways)), ONE_OF(hosts), "{}");
}

static void give_it_away(const struct known *one)
{
    (void)ask("POST",
              draw(&chance, 2) == 0 ? say("/v2/bookings/%s/reassign", one->uid)
                                    : say("/v2/bookings/%s/reassign/%lld", one->uid,
                                          (long long)story_user(ONE_OF(hosts))),
              "max", "{}");
}

static void change_people(const struct known *one)
{
    struct answer *list;

    switch (draw(&chance, 3)) {
    case 0:
        (void)ask("POST", say("/v2/bookings/%s/guests", one->uid), "max",
                  say("{\"guests\":[{\"email\":\"g%u@x.test\"},{\"email\":\"h%u@x.test\"}]}",
                      draw(&chance, 50), draw(&chance, 50)));
        break;
    case 1:
        (void)ask("POST", say("/v2/bookings/%s/attendees", one->uid), "max",
                  say("{\"name\":\"x\",\"email\":\"a%u@x.test\",\"timeZone\":\"UTC\"}",
                      draw(&chance, 50)));
        break;
    default:
        list = ask("GET", say("/v2/bookings/%s/attendees", one->uid), "max", NULL);
        if (count_at(list->json, "data") != SIZE_MAX && count_at(list->json, "data") > 0) {
            size_t which = draw(&chance, (uint32_t)count_at(list->json, "data"));

            (void)ask("DELETE",
                      say("/v2/bookings/%s/attendees/%lld", one->uid,
                          (long long)number_at(list->json, say("data.%zu.id", which))),
                      "max", NULL);
        }
    }
}

static void relocate_it(const struct known *one)
{
    (void)ask(
        "PATCH", say("/v2/bookings/%s/location", one->uid), "max",
        say("{\"location\":{\"type\":\"address\",\"address\":\"%u Street\"}}", draw(&chance, 100)));
}

static void one_step(void)
{
    uint32_t what = draw(&chance, 100);
    struct known *one = recall();

    if (what < 45 || one == NULL) {
        book_something();
    } else if (one->hold[0] != '\0') {
        change_hold(one);
    } else if (what < 60) {
        cancel_it(one);
    } else if (what < 74) {
        move_it(one);
    } else if (what < 82) {
        settle_it(one);
    } else if (what < 86) {
        give_it_away(one);
    } else if (what < 91) {
        change_people(one);
    } else if (what < 93) {
        relocate_it(one);
    } else {
        hold_something();
    }
}

static void client(int number, const void *what)
{
    (void)what;
    self = number;
    chance = seed * 1000 + (uint64_t)number;
    for (long i = 0; i < steps; i++) {
        one_step();
        http_forget();
    }
}

/* ---- the cases ---- */

static void run_clients(const void *row)
{
    const struct crowd *crowd;

    (void)row;
    first_day = story_fresh_day();
    crowd = crowd_run(CLIENTS, client, NULL);
    if (!EXPECT(crowd != NULL, "a client died")) {
        return;
    }
    printf("# %ld done, %ld refused, %ld were told to come again\n", crowd->count[DONE],
           crowd->count[REFUSED_IT], crowd->count[BUSY_IT]);
    EXPECT(crowd->odd[0] == '\0', "%s", crowd->odd);
    EXPECT(crowd->count[BUSY_IT] * 100 < crowd->count[DONE], "%ld were told to come again",
           crowd->count[BUSY_IT]);
    EXPECT(crowd->count[DONE] > CLIENTS * steps / 10, "only %ld done", crowd->count[DONE]);
}

static void run_oracle(const void *row)
{
    (void)row;
    oracle_expect(story_business());
}

static void every_kind_is_there(const void *row)
{
    static const char *const kinds[] = {"status = 'pending'",
                                        "status = 'accepted'",
                                        "status = 'cancelled'",
                                        "status = 'rejected'",
                                        "seats IS NOT NULL AND seats_taken > 1",
                                        "recurrence_id IS NOT NULL",
                                        "rescheduled_to_uid IS NOT NULL"};

    (void)row;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        EXPECT(sql_number("SELECT COUNT(*) FROM booking WHERE business_id = %lld AND %s",
                          (long long)story_business(), kinds[i]) > 0,
               "no booking has %s", kinds[i]);
    }
    EXPECT(sql_number("SELECT COUNT(*) FROM reservation WHERE business_id = %lld",
                      (long long)story_business()) > 0,
           "no hold was left");
}

/* Ended holds keep their minutes until somebody bumps into them. */
static void ended_holds_go_on_being_right(const void *row)
{
    (void)row;
    mysql_free_result(sql("UPDATE reservation SET until_us = 1 WHERE business_id = %lld",
                          (long long)story_business()));
    seed++;
    EXPECT(crowd_run(CLIENTS, client, NULL) != NULL, "a client died");
    oracle_expect(story_business());
}

static void run_rule(const void *row)
{
    size_t number = *(const size_t *)row;

    EXPECT(oracle_rule_can_break(story_business(), number), "nothing would be noticed");
}

static bool is_long(void)
{
    const char *set = getenv("SLOTD_LONG");

    return set != NULL && set[0] != '\0';
}

static int open_stack(void)
{
    return http_open(NULL) == 0 && story_open("sequences") ? 0 : 1;
}

int main(int argc, char **argv)
{
    static size_t numbers[64];
    const char *given = getenv("SEED");

    seed = given == NULL ? (uint64_t)instant_now().us % 1000000 : strtoull(given, NULL, 10);
    steps = is_long() ? STEPS_LONG : STEPS;
    printf("# SEED=%llu\n", (unsigned long long)seed);
    case_add(run_clients, NULL, "sixteen clients do everything, and every answer makes sense");
    case_add(run_oracle, NULL, "after sixteen clients the database agrees with itself");
    case_add(every_kind_is_there, NULL, "bookings of every kind and status came of it");
    case_add(ended_holds_go_on_being_right, NULL, "ended holds are cleared away rightly");
    for (size_t i = 0; i < oracle_rules(); i++) {
        numbers[i] = i;
        case_add(run_rule, &numbers[i], "it would be noticed if not: %s", oracle_rule(i));
    }
    return cases_main("sequences", open_stack, http_close, argc, argv);
}
