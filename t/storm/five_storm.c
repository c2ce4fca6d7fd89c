/* five_storm.c - every door of the house at once: Cal.com, booking links, appointments, and clients
 * and staff at vCita want, cancel, move and confirm the same half hours of the same host.
 * SPDX-License-Identifier: MIT
 *
 * With SLOTD_CONTROL set, the guard is taken out of the database first, and each case passes when
 * the damage is found. With SLOTD_KILLS set, somebody kills workers meanwhile: an answer may be
 * lost, and what was asked for may have happened or not. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/when.h"
#include "way/cases.h"
#include "way/crowd.h"
#include "way/http.h"
#include "way/oracle.h"
#include "way/story.h"

enum { ROUNDS = 15, ROUNDS_LONG = 120, EACH = 5 };
enum { WON, WON_OTHERWISE, SETTLED, REFUSED_IT, LOST };
enum door { CAL, LINKS, DESK, CLIENT, STAFF, DOORS };

static bool control, kills;
static long rounds;
static int32_t day; /* of the round */
static long round_number;
static char uid[48], id[24];

#define VCITA    "/platform/v1/scheduling/bookings"
#define BUSINESS "/business/scheduling/v1/bookings"

/* ---- the doors; what has a credential is made before the crowd, which asks no database ---- */

static char secrets[DOORS][120];
static char client_id[24], client_uid[24];

struct request {
    const char *method, *target, *body;
};

static const char *filled(const char *text)
{
    char *copy = (char *)(uintptr_t)story_filled(text, day);

    for (char *at = copy; *at != '\0'; at++) {
        if (*at == '\'') {
            *at = '"';
        }
    }
    return copy;
}

static struct request wish_at(enum door door, const char *start, int person)
{
    const char *who = say("p%d@%s.test", person, story_slug());

    switch (door) {
    case CAL:
        return (struct request){"POST", "/v2/bookings",
                                filled(say("{'start':'~%s','eventTypeId':@plain,'attendee':{'name':"
                                           "'P','email':'%s','timeZone':'UTC'}}",
                                           start, who))};
    case LINKS:
        return (struct request){"POST", "/api/v1/bookings",
                                filled(say("{'slug':'storm','contact_name':'P','contact_email':"
                                           "'%s','start_time':'~%s'}",
                                           who, start))};
    case DESK:
        return (struct request){
            "POST", "/api/bookings",
            filled(say("{'client_id':%s,'staff_id':#hal,'service_id':@plain,"
                       "'start_at':'~w%s','end_at':'~w%s'}",
                       client_id, start, say("%.3s%02d", start, atoi(start + 3) + 30)))};
    default:
        return (struct request){"POST", VCITA,
                                filled(say("{'business_id':'@@.uid','service_id':'@plain.uid',"
                                           "'staff_id':'#hal.uid','start_time':'~%s','client_id':"
                                           "'%s'}",
                                           start, client_uid))};
    }
}

static struct request cancel_at(enum door door)
{
    switch (door) {
    case CAL:
        return (struct request){"POST", say("/v2/bookings/%s/cancel", uid),
                                "{\"cancellationReason\":\"x\"}"};
    case LINKS:
        return (struct request){"PATCH", say("/api/v1/bookings/bk_%s/cancel", uid), "{}"};
    case DESK:
        return (struct request){"DELETE", say("/api/bookings/%s", id), NULL};
    case CLIENT:
        return (struct request){"POST", VCITA "/cancel",
                                filled(say("{'business_id':'@@.uid','booking_id':'%s'}", uid))};
    default:
        return (struct request){"PUT", BUSINESS "/cancel", filled(say("{'booking_id':'%s'}", uid))};
    }
}

/* Three doors move what is there, each to the same time. */
static struct request move_at(enum door door, const char *start)
{
    switch (door) {
    case CAL:
        return (struct request){"POST", say("/v2/bookings/%s/reschedule", uid),
                                filled(say("{'start':'~%s'}", start))};
    case DESK:
        return (struct request){"PUT", say("/api/bookings/%s", id),
                                filled(say("{'start_at':'~w%s','end_at':'~w%s'}", start,
                                           say("%.3s%02d", start, atoi(start + 3) + 30)))};
    default:
        return (struct request){"PUT", say(BUSINESS "/%s", uid),
                                filled(say("{'start_time':'~%s'}", start))};
    }
}

static struct request confirm_at(enum door door)
{
    switch (door) {
    case CAL:
        return (struct request){"POST", say("/v2/bookings/%s/confirm", uid), "{}"};
    case DESK:
        return (struct request){"PUT", say("/api/bookings/%s", id), "{\"status\":\"scheduled\"}"};
    default:
        return (struct request){"POST", BUSINESS "/accept",
                                filled(say("{'booking_id':'%s'}", uid))};
    }
}

static const enum door three[] = {CAL, DESK, STAFF};

static struct answer *ask(enum door door, struct request request)
{
    return ASK(.method = request.method, .target = request.target, .body = request.body,
               .credential = secrets[door][0] == '\0' ? NULL : secrets[door],
               .version = door == CAL ? CAL_PAGES : NULL);
}

/* ---- what an answer says ---- */

static bool says_taken(enum door door, const struct answer *answer)
{
    static const struct {
        long status;
        const char *words;
    } taken[DOORS] = {
        [CAL] = {400, "already has booking at this time"},
        [LINKS] = {409, "slot_taken"},
        [DESK] = {409, "error"},
        [CLIENT] = {422, "TIMESLOT_UNAVAILABLE"},
        [STAFF] = {422, "TIMESLOT_UNAVAILABLE"},
    };

    return answer->status == taken[door].status && strstr(answer->body, taken[door].words) != NULL;
}

static bool is_lost(const struct answer *answer)
{
    return kills && (answer->status == 0 || (answer->status >= 502 && answer->status <= 504));
}

static void note_wish(enum door door, const struct answer *answer, int won)
{
    if (answer->status == 200 || answer->status == 201) {
        crowd_note(won);
    } else if (says_taken(door, answer)) {
        crowd_note(REFUSED_IT);
    } else if (is_lost(answer)) {
        crowd_note(LOST);
    } else {
        crowd_odd("door %d: %ld %.300s", (int)door, answer->status, answer->body);
    }
}

/* Of a change: whoever comes second may be told so in the words of the door. */
static void note_change(enum door door, const struct answer *answer, int won)
{
    if (answer->status == 200 || answer->status == 201) {
        crowd_note(won);
    } else if (answer->status >= 400 && answer->status < 500) {
        crowd_note(SETTLED);
    } else if (is_lost(answer)) {
        crowd_note(LOST);
    } else {
        crowd_odd("door %d: %ld %.300s", (int)door, answer->status, answer->body);
    }
}

/* ---- what each client does ---- */

static const char *near_ten(int number)
{
    return number / DOORS % 2 == 0 ? "10:00" : "10:15";
}

static void want(int number, int won)
{
    enum door door = (enum door)(number % DOORS);

    note_wish(door, ask(door, wish_at(door, near_ten(number), number)), won);
}

static void want_it(int number, const void *what)
{
    (void)what;
    want(number, WON);
}

static void cancel_or_want(int number, const void *what)
{
    enum door door = (enum door)(number % DOORS);

    (void)what;
    if (number < DOORS) {
        note_change(door, ask(door, cancel_at(door)), WON_OTHERWISE);
    } else {
        want(number, WON);
    }
}

static void move_or_want(int number, const void *what)
{
    enum door door = three[number % 3];

    (void)what;
    if (number < 2 * DOORS) {
        note_change(door, ask(door, move_at(door, near_ten(number))), WON_OTHERWISE);
    } else {
        want(number, WON);
    }
}

static void confirm_or_want(int number, const void *what)
{
    enum door door = three[number % 3];

    (void)what;
    if (number < DOORS) {
        note_change(door, ask(door, confirm_at(door)), WON_OTHERWISE);
    } else {
        want(number, WON);
    }
}

/* ---- and what must have come of it ---- */

/* Live bookings of the host that touch 10:00 to 10:45. */
static long live(const char *condition)
{
    struct instant from = {(int64_t)day * US_A_DAY + 10 * US_AN_HOUR};

    return (long)sql_number("SELECT COUNT(*) FROM booking WHERE business_id = %lld AND host_id ="
                            " %lld AND start_us < %lld AND end_us > %lld AND status NOT IN"
                            " ('cancelled', 'rejected')%s",
                            (long long)story_business(), (long long)story_user("hal"),
                            (long long)(from.us + 45 * US_A_MINUTE), (long long)from.us, condition);
}

static bool no_overlap(void)
{
    return oracle_faults(story_business(), "no two claims") == 0 &&
           (control || oracle_faults(story_business(), "claimed are the minutes") == 0);
}

static bool one_won(const struct crowd *crowd)
{
    long there = live("");

    return no_overlap() && there <= 1 && crowd->count[WON] <= there &&
           (kills || crowd->count[WON] == 1);
}

/* Who was told yes has it; the first one is gone when somebody was told so. */
static bool cancelled_once(const struct crowd *crowd)
{
    long there = live(""), first = live(say(" AND uid = '%s'", uid));

    return no_overlap() && there <= 1 && crowd->count[WON] <= there - first &&
           (kills ||
            (crowd->count[WON_OTHERWISE] >= 1 && first == 0 && crowd->count[WON] == there));
}

static bool moved_or_made(const struct crowd *crowd)
{
    return no_overlap() && live("") <= 1 &&
           (kills || (live("") == 1 && crowd->count[WON] + crowd->count[WON_OTHERWISE] >= 1));
}

static bool confirmed_alone(const struct crowd *crowd)
{
    return no_overlap() && live("") == 1 && crowd->count[WON] == 0 &&
           (kills || live(say(" AND uid = '%s' AND status = 'accepted'", uid)) == 1);
}

#define NO_MINUTES                                                                                 \
    "ALTER TABLE host_hour DROP CONSTRAINT IF EXISTS one_booking_a_minute,"                        \
    " MODIFY claimed INT UNSIGNED NOT NULL"

static const struct storm {
    const char *name, *first; /* when there is a booking before; NULL: none */
    bool waits;               /* it waits for an answer */
    void (*member)(int number, const void *what);
    bool (*holds)(const struct crowd *crowd);
} storms[] = {
    {"of one time asked for at five doors one gets it", NULL, false, want_it, one_won},
    {"what five doors cancel is given to one, at any door", "10:00", false, cancel_or_want,
     cancelled_once},
    {"what three doors move and five want is there once", "07:00", false, move_or_want,
     moved_or_made},
    {"what waits is confirmed at any door, and nobody else gets its time", "10:00", true,
     confirm_or_want, confirmed_alone},
};

/* The booking before, made through another door in every round. */
static bool make_first(const struct storm *storm)
{
    enum door door = storm->waits ? CAL : (enum door)(round_number % DOORS);
    struct request request = wish_at(door, storm->first, 900);
    struct answer *answer;

    if (storm->waits) {
        request.body = filled(say("{'start':'~%s','eventTypeId':@confirm,'attendee':{'name':'P',"
                                  "'email':'first@%s.test','timeZone':'UTC'}}",
                                  storm->first, story_slug()));
    }
    do {
        answer = ask(door, request);
    } while (is_lost(answer) && live("") == 0);
    const char *last = sql_text("SELECT MAX(id) FROM booking WHERE business_id = %lld",
                                (long long)story_business());
    snprintf(id, sizeof id, "%s", last);
    snprintf(uid, sizeof uid, "%s",
             sql_text("SELECT uid FROM booking WHERE business_id = %lld AND id = %s",
                      (long long)story_business(), last));
    /* vCita's client cancels only what is his: make it so, whoever made it */
    mysql_free_result(sql("UPDATE booking b JOIN attendee a ON a.business_id = b.business_id"
                          " AND a.booking_id = b.id SET b.client_id = %s, a.booking_client_id = %s"
                          " WHERE b.business_id = %lld AND b.id = %s",
                          client_id, client_id, (long long)story_business(), id));
    return kills || EXPECT(answer->status == 200 || answer->status == 201, "%ld %.300s",
                           answer->status, answer->body);
}

/* False when a round shows damage. */
static bool one_round(const struct storm *storm)
{
    const struct crowd *crowd;

    day = story_fresh_day();
    round_number++;
    if (storm->first != NULL && !make_first(storm)) {
        return false;
    }
    crowd = crowd_run(DOORS * EACH, storm->member, NULL);
    EXPECT(crowd != NULL, "a client died");
    if (crowd == NULL) {
        return false;
    }
    EXPECT(control || crowd->odd[0] == '\0', "odd: %s", crowd->odd);
    bool holds = storm->holds(crowd);
    EXPECT(control || holds, "%ld won, %ld otherwise, %ld settled, %ld refused, %ld lost; %ld live",
           crowd->count[WON], crowd->count[WON_OTHERWISE], crowd->count[SETTLED],
           crowd->count[REFUSED_IT], crowd->count[LOST], live(""));
    return holds;
}

static void run_storm(const void *row)
{
    const struct storm *storm = row;
    bool sound = true;

    if (control) {
        mysql_free_result(sql(NO_MINUTES));
    }
    for (long i = 0; i < rounds && sound; i++) {
        sound = one_round(storm);
    }
    EXPECT(sound != control, control ? "nothing was noticed" : "a round showed damage");
}

static void run_oracle(const void *row)
{
    (void)row;
    oracle_expect(story_business());
}

/* ---- the whole ---- */

static int open_stack(void)
{
    static const char *const callers[DOORS] = {"-", "links", "admin:max", "vclient:p@storm.test",
                                               "vstaff:hal"};

    if (http_open(NULL) != 0 || !story_open(control ? "opened" : kills ? "killed" : "five")) {
        return 1;
    }
    for (int door = 0; door < DOORS; door++) {
        const char *secret = story_credential(callers[door]);

        snprintf(secrets[door], sizeof secrets[door], "%s", secret == NULL ? "" : secret);
    }
    mysql_free_result(sql("INSERT INTO booking_link (business_id, uid, slug, title, event_type_id,"
                          " created_us) VALUES (%lld, LEFT(SHA2(UUID(), 256), 16), 'storm',"
                          " 'Storm', %lld, 1)",
                          (long long)story_business(), (long long)story_type("plain")));
    snprintf(client_id, sizeof client_id, "%s",
             sql_text("SELECT id FROM client WHERE business_id = %lld AND email = 'p@storm.test'",
                      (long long)story_business()));
    snprintf(client_uid, sizeof client_uid, "%s",
             sql_text("SELECT uid FROM client WHERE business_id = %lld AND id = %s",
                      (long long)story_business(), client_id));
    return 0;
}

static bool is_set(const char *name)
{
    const char *value = getenv(name);

    return value != NULL && value[0] != '\0';
}

int main(int argc, char **argv)
{
    control = is_set("SLOTD_CONTROL");
    kills = is_set("SLOTD_KILLS");
    rounds = is_set("SLOTD_LONG") ? ROUNDS_LONG : ROUNDS;
    for (size_t i = 0; i < sizeof storms / sizeof *storms; i++) {
        case_add(run_storm, &storms[i], "%s%s",
                 control ? "without its guard damage is found: "
                 : kills ? "while workers are killed: "
                         : "",
                 storms[i].name);
    }
    if (!control) {
        case_add(run_oracle, NULL, "after all storms%s the database agrees with itself",
                 kills ? " and deaths" : "");
    }
    return cases_main("five_storm", open_stack, http_close, argc, argv);
}
