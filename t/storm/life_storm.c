/* life_storm.c - many clients want what only some can have: answers, seats, hosts, days.
 * SPDX-License-Identifier: MIT
 *
 * Each storm has its control: with SLOTD_CONTROL set, what guards is taken out of the database
 * first, and the case passes when the damage is found. Only for a database that is thrown away. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/when.h"
#include "way/cases.h"
#include "way/crowd.h"
#include "way/http.h"
#include "way/oracle.h"
#include "way/story.h"
#include "way/world.h"

enum { ROUNDS = 30, ROUNDS_LONG = 120 };
enum outcome { WON, WON_OTHERWISE, REFUSED_IT, OUTCOMES };

static bool control;
static long rounds;
static int32_t day; /* of the round */
static char uid[48];

/* ---- asking ---- */

static struct answer *ask(const char *target, const char *who, const char *body)
{
    return ASK(.method = "POST", .target = target, .body = body,
               .credential = who == NULL ? NULL : story_key(who), .version = CAL_PAGES);
}

static void note(const struct answer *answer, enum outcome won)
{
    if (answer->status == 200 || answer->status == 201) {
        crowd_note(won);
    } else if (answer->status == 400 || answer->status == 409) {
        crowd_note(REFUSED_IT);
    } else {
        crowd_odd("%ld %.400s", answer->status, answer->body);
    }
}

static struct answer *book(const char *type, const char *start, int person)
{
    return ask("/v2/bookings", NULL,
               say("{\"start\":\"%s\",\"eventTypeId\":%lld,\"attendee\":{\"name\":\"P\",\"email\":"
                   "\"p%d@%s.test\",\"timeZone\":\"UTC\"}}",
                   story_filled(start, day), (long long)story_type(type), person, story_slug()));
}

static bool made(const char *type, const char *start)
{
    struct answer *answer = book(type, start, 1000 + (int)day);
    const char *seen = text_at(answer->json, "data.uid");

    snprintf(uid, sizeof uid, "%s", seen == NULL ? "" : seen);
    return EXPECT_STATUS(answer, 201);
}

/* ---- the storms: what each client does ---- */

static void confirm_it(int number, const void *what)
{
    (void)number;
    (void)what;
    note(ask(say("/v2/bookings/%s/confirm", uid), "hal", "{}"), WON);
}

static void confirm_or_decline(int number, const void *what)
{
    (void)what;
    note(ask(say("/v2/bookings/%s/%s", uid, number % 2 == 0 ? "confirm" : "decline"),
             number % 3 == 0 ? "max" : "hal", "{}"),
         WON);
}

static const char *near_ten(int number)
{
    static const char *const starts[] = {"~10:00", "~10:15", "~09:45"};

    return starts[number % 3];
}

static void confirm_or_create(int number, const void *what)
{
    if (number % 4 == 0) {
        confirm_it(number, what);
    } else {
        note(book("plain", near_ten(number), number), WON_OTHERWISE);
    }
}

static void move_or_create(int number, const void *what)
{
    (void)what;
    if (number % 2 == 0) {
        note(ask(say("/v2/bookings/%s/reschedule", uid), NULL,
                 say("{\"start\":\"%s\"}", story_filled(near_ten(number / 2), day))),
             WON);
    } else {
        note(book("plain", near_ten(number / 2), number), WON_OTHERWISE);
    }
}

static void take_a_seat(int number, const void *what)
{
    (void)what;
    note(book("class", "~10:00", number), WON);
}

static void take_any_host(int number, const void *what)
{
    (void)what;
    note(book("robin", "~10:00", number), WON);
}

static void series_or_single(int number, const void *what)
{
    static const char *const starts[] = {"~10:00", "~+7/10:00", "~+14/10:15", "~+21/09:45"};

    (void)what;
    if (number % 2 == 0) {
        note(book("weekly", number % 4 == 0 ? "~10:00" : "~10:15", number), WON);
    } else {
        note(book("plain", starts[number / 2 % 4], number), WON_OTHERWISE);
    }
}

static void collective_or_alone(int number, const void *what)
{
    static const char *const types[] = {"both", "plain", "copy", "both", "robin-fixed"};

    (void)what;
    note(book(types[number % 5], number % 5 == 2 ? "~10:00" : near_ten(number), number), WON);
}

static void one_of_a_day(int number, const void *what)
{
    (void)what;
    note(book("twice-a-day", say("~%02d:%02d", 1 + number / 2, number % 2 * 30), number), WON);
}

static void one_of_mine(int number, const void *what)
{
    (void)what;
    note(book("once", say("~%02d:%02d", 1 + number / 2, number % 2 * 30), 5000 + (int)day), WON);
}

static void move_a_seat_or_take_one(int number, const void *what)
{
    (void)what;
    if (number == 0) {
        note(ask(say("/v2/bookings/%s/cancel", uid), "max", "{}"), WON_OTHERWISE);
    } else {
        note(book("class", "~10:00", number), WON);
    }
}

/* ---- and what must have come of it ---- */

static long in_database(const char *condition)
{
    return (long)sql_number("SELECT COUNT(*) FROM booking WHERE business_id = %lld AND %s"
                            " AND status NOT IN ('cancelled', 'rejected')",
                            (long long)story_business(), condition);
}

static const char *begins(const char *type, const char *start, int minutes)
{
    struct instant at;
    const char *text = story_filled(start, day);

    if (!instant_read(text, strlen(text), INSTANT_DATE_TIME, &at)) {
        abort();
    }
    return say("event_type_id = %lld AND start_us >= %lld AND start_us < %lld",
               (long long)story_type(type), (long long)at.us,
               (long long)(at.us + minutes * US_A_MINUTE));
}

static bool one_won(const struct crowd *crowd)
{
    return crowd->count[WON] == 1;
}

static bool no_overlap(const struct crowd *crowd)
{
    (void)crowd;
    return oracle_faults(story_business(), "no two claims") == 0;
}

/* What waits holds its time against all comers. */
static bool confirmed_alone(const struct crowd *crowd)
{
    return one_won(crowd) && crowd->count[WON_OTHERWISE] == 0 && no_overlap(crowd);
}

static bool moved_or_made(const struct crowd *crowd)
{
    return crowd->count[WON] <= 1 && crowd->count[WON] + crowd->count[WON_OTHERWISE] >= 1 &&
           no_overlap(crowd);
}

static bool three_seats(const struct crowd *crowd)
{
    return crowd->count[WON] == 3 && in_database(begins("class", "~10:00", 1)) == 1 &&
           oracle_faults(story_business(), "the seats taken") == 0;
}

static bool three_hosts(const struct crowd *crowd)
{
    return crowd->count[WON] == 3 && in_database(begins("robin", "~10:00", 1)) == 3 &&
           no_overlap(crowd);
}

static bool whole_series(const struct crowd *crowd)
{
    int64_t torn = sql_number(
        "SELECT COUNT(*) FROM (SELECT COUNT(*) AS many FROM booking WHERE business_id = %lld AND"
        " recurrence_id IS NOT NULL GROUP BY recurrence_id) s WHERE many <> 4",
        (long long)story_business());

    return torn == 0 && crowd->count[WON] <= 1 && no_overlap(crowd);
}

static bool two_a_day(const struct crowd *crowd)
{
    return crowd->count[WON] == 2 && in_database(begins("twice-a-day", "~00:00", 1440)) == 2;
}

static bool one_of_booker(const struct crowd *crowd)
{
    return one_won(crowd) && in_database(begins("once", "~00:00", 1440)) == 1;
}

static bool seats_agree(const struct crowd *crowd)
{
    (void)crowd;
    return oracle_faults(story_business(), "the seats taken") == 0 &&
           oracle_faults(story_business(), "an event type with seats") == 0 && no_overlap(crowd);
}

#define NO_MINUTES                                                                                 \
    "ALTER TABLE host_hour DROP CONSTRAINT IF EXISTS one_booking_a_minute,"                        \
    " MODIFY claimed INT UNSIGNED NOT NULL"
#define NO_SEATS_LEFT "ALTER TABLE booking DROP CONSTRAINT IF EXISTS seats_left"
#define NO_LIMIT      "ALTER TABLE limit_counter DROP CONSTRAINT IF EXISTS within_limit"
/* Seats that are given up stay taken, so that the count and those who sit part. */
#define NO_SEAT_GIVEN_BACK                                                                         \
    "CREATE OR REPLACE TRIGGER forgetful BEFORE UPDATE ON booking FOR EACH ROW"                    \
    " SET NEW.seats_taken = GREATEST(NEW.seats_taken, OLD.seats_taken)"
/* Nothing that is confirmed stays so, and everybody can confirm it once more. */
#define NO_ANSWER                                                                                  \
    "CREATE OR REPLACE TRIGGER forgetful BEFORE UPDATE ON booking FOR EACH ROW"                    \
    " SET NEW.status = IF(OLD.status = 'pending', OLD.status, NEW.status)"

static const struct storm {
    const char *name, *first_type, *first_start;
    int clients;
    void (*member)(int number, const void *what);
    bool (*holds)(const struct crowd *crowd);
    const char *breaker;
} storms[] = {
    {"of many who confirm one wins", "confirm", "~10:00", 16, confirm_it, one_won, NO_ANSWER},
    {"of many who confirm or decline one wins", "confirm", "~10:00", 16, confirm_or_decline,
     one_won, NO_ANSWER},
    {"what waits is confirmed once, whoever else wants its time", "confirm", "~10:00", 24,
     confirm_or_create, confirmed_alone, NO_MINUTES},
    {"a booking that moves and those that are made do not meet", "plain", "~07:00", 24,
     move_or_create, moved_or_made, NO_MINUTES},
    {"of three seats fifteen get three", NULL, NULL, 15, take_a_seat, three_seats, NO_SEATS_LEFT},
    {"of three hosts fifteen get one each", NULL, NULL, 15, take_any_host, three_hosts, NO_MINUTES},
    {"a series is whole or not there, whatever single ones come", NULL, NULL, 24, series_or_single,
     whole_series, NO_MINUTES},
    {"teams and their hosts do not meet twice", NULL, NULL, 25, collective_or_alone, no_overlap,
     NO_MINUTES},
    {"a day takes two of sixteen", NULL, NULL, 16, one_of_a_day, two_a_day, NO_LIMIT},
    {"a booker gets one of sixteen", NULL, NULL, 16, one_of_mine, one_of_booker, NO_LIMIT},
    {"seats are taken while all are cancelled", "class", "~10:00", 16, move_a_seat_or_take_one,
     seats_agree, NO_SEAT_GIVEN_BACK},
};

/* False when a round shows damage. */
static bool one_round(const struct storm *storm)
{
    const struct crowd *crowd;

    day = story_fresh_day();
    if (storm->first_type != NULL && !made(storm->first_type, storm->first_start)) {
        return false;
    }
    crowd = crowd_run(storm->clients, storm->member, NULL);
    EXPECT(crowd != NULL, "a client died");
    if (crowd == NULL) {
        return false;
    }
    EXPECT(control || crowd->odd[0] == '\0', "odd: %s", crowd->odd);
    if (!control && !storm->holds(crowd)) {
        EXPECT(false, "%ld won, %ld otherwise, %ld were refused", crowd->count[WON],
               crowd->count[WON_OTHERWISE], crowd->count[REFUSED_IT]);
    }
    return storm->holds(crowd);
}

static void run_storm(const void *row)
{
    const struct storm *storm = row;
    bool sound = true;

    if (control) {
        mysql_free_result(sql("%s", storm->breaker));
    }
    for (long i = 0; i < rounds && sound; i++) {
        sound = one_round(storm);
    }
    EXPECT(sound != control, control ? "nothing was noticed" : "a round showed damage");
    if (control) {
        mysql_free_result(sql("DROP TRIGGER IF EXISTS forgetful"));
    }
}

static void run_oracle(const void *row)
{
    (void)row;
    oracle_expect(story_business());
}

static bool is_long(void)
{
    const char *set = getenv("SLOTD_LONG");

    return set != NULL && set[0] != '\0';
}

static int open_stack(void)
{
    return http_open(NULL) == 0 && story_open(control ? "broken" : "storms") ? 0 : 1;
}

int main(int argc, char **argv)
{
    control = getenv("SLOTD_CONTROL") != NULL;
    rounds = is_long() ? ROUNDS_LONG : ROUNDS;
    for (size_t i = 0; i < sizeof storms / sizeof *storms; i++) {
        case_add(run_storm, &storms[i], "%s%s",
                 control ? "without its guard damage is found: " : "", storms[i].name);
    }
    if (!control) {
        case_add(run_oracle, NULL, "after all storms the database agrees with itself");
    }
    return cases_main("life_storm", open_stack, http_close, argc, argv);
}
