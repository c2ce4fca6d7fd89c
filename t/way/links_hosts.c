/* links_hosts.c - booking links: who of the hosts takes a booking, and whether what is offered is
 * what can be booked. Source: contract booking-links 3 to 5. SPDX-License-Identifier: MIT
 *
 * Whoever takes a booking is foretold here from plain counts in the database, not by the order that
 * the server asks for. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/when.h"
#include "base/zone.h"
#include "cases.h"
#include "http.h"
#include "story.h"

#define LINKS_KEY story_credential("links")

static const char *day_text(int32_t day)
{
    char text[WHEN_ROOM];

    day_write(text, (struct day){day});
    return say("%s", text);
}

static const char *start_text(int32_t day, int minute)
{
    return say("%sT%02d:%02d:00Z", day_text(day), minute / 60, minute % 60);
}

static const char *body_of(const char *slug, const char *start, const char *email, const char *more)
{
    return say("{\"slug\":\"%s\",\"contact_name\":\"Bo\",\"contact_email\":\"%s\","
               "\"start_time\":\"%s\"%s}",
               slug, email, start, more);
}

static struct answer *book(const char *slug, const char *start, const char *email, const char *more)
{
    return ASK(.method = "POST", .target = "/api/v1/bookings", .credential = LINKS_KEY,
               .body = body_of(slug, start, email, more));
}

static struct answer *cancel(const char *id)
{
    return ASK(.method = "PATCH", .target = say("/api/v1/bookings/%s/cancel", id),
               .credential = LINKS_KEY);
}

static const char *email_of(int number, int32_t day)
{
    return say("c%d.%d@%s.test", number, (int)day, story_slug());
}

static const char *uid_of_user(const char *username)
{
    return sql_text("SELECT uid FROM user WHERE id = %" PRId64 " AND business_id = %" PRId64,
                    story_user(username), story_business());
}

static bool is_same(const char *one, const char *other)
{
    return one != NULL && other != NULL && strcmp(one, other) == 0;
}

static bool is_with(const struct answer *answer, const char *username)
{
    const char *staff = text_at(answer->json, "data.staff_id");

    return staff != NULL && strcmp(staff, uid_of_user(username)) == 0;
}

/* ---- strategies ---- */

enum { HOSTS_MOST = 3 };
struct hosts {
    const char *names[HOSTS_MOST];
    double weights[HOSTS_MOST];
    size_t count;
};

/* Live bookings that are still to come, of any event type. */
static double ahead(const char *host, const char *slug)
{
    (void)slug;
    return (double)sql_number("SELECT COUNT(*) FROM booking WHERE business_id = %" PRId64
                              " AND host_id = %" PRId64 " AND start_us > %" PRId64
                              " AND status IN ('pending', 'accepted')",
                              story_business(), story_user(host), instant_now().us);
}

/* Bookings by the link that nobody cancelled. */
static double by_link(const char *host, const char *slug)
{
    return (double)sql_number(
        "SELECT COUNT(*) FROM booking b JOIN booking_link l ON l.business_id = b.business_id"
        " AND l.id = b.link_id WHERE b.business_id = %" PRId64 " AND b.host_id = %" PRId64
        " AND l.slug = '%s' AND b.status NOT IN ('cancelled', 'no_show')",
        story_business(), story_user(host), slug);
}

/* Since when it was not this host's turn. */
static double last_turn(const char *host, const char *slug)
{
    return (double)sql_number(
        "SELECT COALESCE(MAX(b.created_us), 0) FROM booking b JOIN booking_link l"
        " ON l.business_id = b.business_id AND l.id = b.link_id WHERE b.business_id = %" PRId64
        " AND b.host_id = %" PRId64 " AND l.slug = '%s'",
        story_business(), story_user(host), slug);
}

static const struct strategy {
    const char *name, *slug;
    struct hosts hosts;
    double (*burden)(const char *host, const char *slug); /* the least burdened is next */
    int bookings;
} strategies[] = {
    {"round robin: whoever waits longest",
     "robin",
     {{"ra", "rb", "rc"}, {1, 1, 1}, 3},
     last_turn,
     9},
    {"least busy: who has the fewest ahead", "least", {{"la", "lb", "lc"}, {1, 1, 1}, 3}, ahead, 9},
    {"weighted: one to three", "weigh", {{"wa", "wb"}, {1, 3}, 2}, by_link, 12},
};

static bool is_least(const struct strategy *strategy, size_t host, const double *burdens)
{
    for (size_t i = 0; i < strategy->hosts.count; i++)
        if (burdens[i] / strategy->hosts.weights[i] < burdens[host] / strategy->hosts.weights[host])
            return false;
    return true;
}

/* Each start is another, so that all are free and the strategy alone decides. */
static void run_strategy(const void *row)
{
    const struct strategy *strategy = row;
    int32_t day = story_fresh_day();

    for (int n = 0; n < strategy->bookings; n++) {
        double burdens[HOSTS_MOST];

        for (size_t i = 0; i < strategy->hosts.count; i++)
            /* of weights the booking that is to come counts, too */
            burdens[i] = strategy->burden(strategy->hosts.names[i], strategy->slug) +
                         (strategy->burden == by_link);
        struct answer *answer =
            book(strategy->slug, start_text(day, 480 + 30 * n), email_of(n, day), "");
        EXPECT_STATUS(answer, 201);
        for (size_t i = 0; i < strategy->hosts.count; i++)
            if (is_with(answer, strategy->hosts.names[i]))
                EXPECT(is_least(strategy, i, burdens), "booking %d went to %s", n,
                       strategy->hosts.names[i]);
    }
}

static void weights_are_kept_to(const void *row)
{
    (void)row;
    double light = by_link("wa", "weigh"), heavy = by_link("wb", "weigh");

    EXPECT(light >= 3 && heavy >= 3 * light - 3 && heavy <= 3 * light + 3, "%g to %g", light,
           heavy);
}

/* A cancelled booking gives the turn back. */
static void cancelling_gives_the_turn_back(const void *row)
{
    int32_t day = story_fresh_day();
    struct answer *first = book("weigh", start_text(day, 480), email_of(1, day), "");
    const char *staff = text_at(first->json, "data.staff_id");

    (void)row;
    EXPECT_STATUS(first, 201);
    EXPECT_STATUS(cancel(text_at(first->json, "data.id")), 200);
    struct answer *second = book("weigh", start_text(day, 540), email_of(2, day), "");
    EXPECT_TEXT(second, "data.staff_id", staff);
}

static void priority_takes_the_highest_that_is_free(const void *row)
{
    static const char *const expected[] = {"pb", "pc", "pa"};
    int32_t day = story_fresh_day();

    (void)row;
    for (int round = 0; round < 2; round++)
        for (int n = 0; n < 3; n++)
            EXPECT(is_with(book("prio", start_text(day, 480 + 30 * round),
                                email_of(10 * round + n, day), ""),
                           expected[n]),
                   "number %d of round %d is not %s", n, round, expected[n]);
    EXPECT_STATUS(book("prio", start_text(day, 480), email_of(99, day), ""), 409);
}

static void fixed_is_the_first_and_nobody_else(const void *row)
{
    int32_t day = story_fresh_day();

    (void)row;
    EXPECT(is_with(book("fixed", start_text(day, 480), email_of(1, day), ""), "fb"), "not fb");
    struct answer *second = book("fixed", start_text(day, 480), email_of(2, day), "");
    EXPECT_STATUS(second, 409);
    EXPECT_TEXT(second, "error.code", "slot_taken");
    EXPECT(is_with(book("fixed", start_text(day, 510), email_of(3, day), ""), "fb"), "not fb");
    struct answer *other = book("fixed", start_text(day, 540), email_of(4, day),
                                say(",\"staff_id\":\"%s\"", uid_of_user("fa")));
    EXPECT_STATUS(other, 400);
    EXPECT_TEXT(other, "error.details.field", "staff_id");
}

static void collective_takes_all(const void *row)
{
    int32_t day = story_fresh_day();
    struct answer *answer = book("coll", start_text(day, 480), email_of(1, day), "");
    const char *id = text_at(answer->json, "data.id");

    (void)row;
    EXPECT_STATUS(answer, 201);
    EXPECT(sql_number("SELECT COUNT(*) FROM booking_host h JOIN booking b ON b.business_id ="
                      " h.business_id AND b.id = h.booking_id WHERE b.uid = '%s' AND h.user_id IN"
                      " (%" PRId64 ", %" PRId64 ")",
                      id == NULL ? "" : id + 3, story_user("ca"), story_user("cb")) == 2,
           "not both");
}

static void whom_the_client_had_goes_first(const void *row)
{
    int32_t day = story_fresh_day();
    const char *email = email_of(1, day);
    struct answer *first = book("own", start_text(day, 480), email, "");
    const char *staff = text_at(first->json, "data.staff_id");

    (void)row;
    EXPECT_STATUS(first, 201);
    /* it is the other one's turn, thrice */
    for (int n = 1; n <= 3; n++)
        EXPECT_TEXT(book("own", start_text(day, 480 + 60 * n), email, ""), "data.staff_id", staff);
    /* and for everybody else the turn goes on */
    struct answer *other = book("own", start_text(day, 1000 - 1000 % 30), email_of(2, day), "");
    EXPECT(!is_same(text_at(other->json, "data.staff_id"), staff), "the same host");
}

static void whom_the_client_had_may_be_taken(const void *row)
{
    int32_t day = story_fresh_day();
    const char *email = email_of(1, day);
    struct answer *first = book("own", start_text(day, 480), email, "");
    const char *staff = text_at(first->json, "data.staff_id");

    (void)row;
    struct answer *stranger =
        book("own", start_text(day, 600), email_of(2, day), say(",\"staff_id\":\"%s\"", staff));
    EXPECT_TEXT(stranger, "data.staff_id", staff);
    struct answer *second = book("own", start_text(day, 600), email, "");
    EXPECT_STATUS(second, 201);
    EXPECT(!is_same(text_at(second->json, "data.staff_id"), staff), "the same host");
}

/* Cal.com's side books the same event types in the same order. */
static void other_sides_keep_to_the_strategy(const void *row)
{
    int32_t day = story_fresh_day();

    (void)row;
    for (int n = 0; n < 2; n++) {
        struct answer *answer =
            ASK(.method = "POST", .target = "/v2/bookings", .version = CAL_PAGES,
                .body = say("{\"start\":\"%s\",\"eventTypeId\":%" PRId64
                            ",\"attendee\":{\"name\":\"x\",\"email\":\"%s\",\"timeZone\":\"UTC\"}}",
                            start_text(day, 480), story_type("lk-prio"), email_of(n, day)));

        EXPECT_STATUS(answer, 201);
        EXPECT_NUMBER(answer, "data.hosts.0.id", story_user(n == 0 ? "pb" : "pc"));
    }
}

/* As many as there are hosts win, whoever comes first, and nobody is booked twice. */
static void a_race_goes_on_to_the_next(const void *row)
{
    enum { RACERS = 8 };
    int32_t day = story_fresh_day();
    struct ask asks[RACERS] = {0};
    struct answer *answers[RACERS];
    int won = 0, lost = 0;

    (void)row;
    for (int n = 0; n < RACERS; n++)
        asks[n] =
            (struct ask){.method = "POST",
                         .target = "/api/v1/bookings",
                         .credential = LINKS_KEY,
                         .body = body_of("least", start_text(day, 480), email_of(n, day), "")};
    http_together(asks, RACERS, answers);
    for (int n = 0; n < RACERS; n++) {
        won += answers[n]->status == 201;
        lost += answers[n]->status == 409;
    }
    EXPECT(won == 3 && lost == RACERS - 3, "%d won, %d lost", won, lost);
}

/* One contact who sends the same at once on several connections has one booking. */
static void the_same_at_once_is_one(const void *row)
{
    enum { TIMES = 6 };
    int32_t day = story_fresh_day();
    struct ask asks[TIMES] = {0};
    struct answer *answers[TIMES];
    int won = 0;

    (void)row;
    for (int n = 0; n < TIMES; n++)
        asks[n] =
            (struct ask){.method = "POST",
                         .target = "/api/v1/bookings",
                         .credential = LINKS_KEY,
                         .body = body_of("robin", start_text(day, 480), email_of(1, day), "")};
    http_together(asks, TIMES, answers);
    for (int n = 0; n < TIMES; n++)
        won += answers[n]->status == 201;
    EXPECT(won == 1, "%d won", won);
}

/* ---- what is offered is what can be booked ---- */

static struct answer *slots_of(const char *slug, int32_t day, const char *more)
{
    return http_get(say("/api/v1/availability?slug=%s&date=%s%s", slug, day_text(day), more),
                    LINKS_KEY, NULL);
}

static bool lists(struct answer *slots, const char *start)
{
    return strstr(slots->body, say("{\"start\":\"%s\"", start)) != NULL;
}

static const struct offered {
    const char *name, *slug, *more; /* more: for the query; the same as JSON for the body */
    const char *wish;
    const char *date; /* NULL: a day of its own */
    int step;         /* minutes between the starts that are tried */
    bool crowded;     /* some of the day is booked before */
} offereds[] = {
    {"a link of one host", "intro", "", "", NULL, 15, true},
    {"a link with buffers", "buffered", "", "", NULL, 15, true},
    {"a link of a round robin", "robin", "", "", NULL, 30, true},
    {"a link of a collective", "coll", "", "", NULL, 30, true},
    {"a link with seats", "class", "", "", NULL, 30, true},
    {"a link that waits for confirmation", "confirm", "", "", NULL, 30, true},
    {"a link in New York", "ny", "", "", "2034-01-10", 15, false},
    {"a link in New York at a weekend", "ny", "", "", "2034-01-08", 30, false},
    {"a day with an exception", "exceptions", "", "", "2046-03-06", 15, false},
    {"a day that is closed", "exceptions", "", "", "2046-03-05", 60, false},
    {"a link with a limit", "twice", "", "", NULL, 60, true},
};

static void crowd(const struct offered *offered, int32_t day)
{
    static const int minutes[] = {0, 600, 630, 900, 1410};

    for (size_t i = 0; i < sizeof minutes / sizeof *minutes; i++)
        (void)book(offered->slug, start_text(day, minutes[i]), email_of((int)i, day),
                   offered->wish);
}

/* Every start of the day and of the hours beside it is tried: it is booked exactly when it is on
 * the list, and given back. */
static void run_offered(const void *row)
{
    const struct offered *offered = row;
    struct day day = {story_fresh_day()};
    int listed = 0, booked = 0;

    if (offered->date != NULL)
        EXPECT(day_read(offered->date, strlen(offered->date), &day), "%s", offered->date);
    if (offered->crowded)
        crowd(offered, day.number);
    struct answer *slots = slots_of(offered->slug, day.number, offered->more);
    EXPECT_STATUS(slots, 200);
    for (int minute = 0; minute < 1440; minute += offered->step) {
        const char *start = start_text(day.number, minute);
        struct answer *answer =
            book(offered->slug, start, email_of(100 + minute, day.number), offered->wish);
        bool on_list = lists(slots, start);

        listed += on_list;
        EXPECT((answer->status == 201) == on_list, "%s %s listed and answers %ld: %s", start,
               on_list ? "is" : "is not", answer->status, answer->body);
        if (answer->status != 201)
            continue;
        booked++;
        EXPECT_STATUS(cancel(text_at(answer->json, "data.id")), 200);
    }
    EXPECT(listed == booked && (size_t)listed == count_at(slots->json, "data.slots"),
           "%d on the list were tried, %d booked: %.300s", listed, booked, slots->body);
}

/* A day of 25 hours, hour by hour of the whole local day. */
static void days_of_clock_changes(const void *row)
{
    static const struct {
        const char *date, *first;
        int slots;
    } days[] = {{"2034-03-26", "2034-03-26T00:00:00Z", 46},
                {"2034-10-29", "2034-10-28T23:00:00Z", 50}};

    (void)row;
    for (size_t i = 0; i < 2; i++) {
        struct answer *slots = http_get(
            say("/api/v1/availability?slug=london&date=%s", days[i].date), LINKS_KEY, NULL);

        EXPECT(count_at(slots->json, "data.slots") == (size_t)days[i].slots, "%s", slots->body);
        EXPECT_TEXT(slots, "data.slots.0.start", days[i].first);
        for (int n = 0; n < days[i].slots; n++) {
            const char *start = text_at(slots->json, say("data.slots.%d.start", n));
            struct answer *answer = book("london", start, say("dst%zu.%d@x.test", i, n), "");

            EXPECT_STATUS(answer, 201);
            EXPECT_TEXT(answer, "data.start_time", start);
        }
        slots = http_get(say("/api/v1/availability?slug=london&date=%s", days[i].date), LINKS_KEY,
                         NULL);
        EXPECT(count_at(slots->json, "data.slots") == 0, "%s", slots->body);
    }
}

/* ---- lists ---- */

/* Bookings of one start stand by their ids, on one page or on several. */
static void pages_hold_still_under_ties(const void *row)
{
    enum { TIED = 3 };
    int32_t day = story_fresh_day();
    const char *ids[TIED];
    const char *query;

    (void)row;
    for (int n = 0; n < TIED; n++)
        EXPECT_STATUS(book("robin", start_text(day, 480), email_of(n, day), ""), 201);
    query = say("/api/v1/bookings?from=%s&to=%s", day_text(day), day_text(day + 1));
    struct answer *all = http_get(query, LINKS_KEY, NULL);
    EXPECT(count_at(all->json, "data") == TIED, "%s", all->body);
    for (int n = 0; n < TIED; n++) {
        ids[n] = text_at(all->json, say("data.%d.id", n));
        if (ids[n] == NULL)
            return;
        EXPECT(sql_number("SELECT COUNT(*) FROM booking a JOIN booking b ON b.business_id ="
                          " a.business_id AND b.start_us = a.start_us AND b.id < a.id WHERE"
                          " a.uid = '%s'",
                          ids[n] + 3) == n,
               "%s does not stand at %d", ids[n], n);
        struct answer *page = http_get(say("%s&limit=1&page=%d", query, n + 1), LINKS_KEY, NULL);
        EXPECT_TEXT(page, "data.0.id", ids[n]);
        EXPECT_NUMBER(page, "pagination.total", TIED);
    }
}

/* Over all filters: the same as the database says. */
static const struct filtered {
    const char *name, *query, *condition;
} filtereds[] = {
    {"all of them", "", "TRUE"},
    {"all of a link", "&booking_link_id=*robin", "l.slug = 'robin'"},
    {"all that are confirmed", "&status=confirmed", "b.status = 'accepted'"},
    {"all that are cancelled", "&status=cancelled",
     "b.status IN ('cancelled','rejected') AND b.rescheduled_to_uid IS NULL"},
    {"all of a link that are cancelled", "&booking_link_id=*weigh&status=cancelled",
     "l.slug = 'weigh' AND b.status = 'cancelled'"},
    {"all from a time", "&from=2033-01-01", "b.start_us >= 1988150400000000"},
    {"all to a time", "&to=2033-01-01", "b.start_us < 1988150400000000"},
    {"all of a link between two times",
     "&from=2032-06-01T00:00:00Z&to=2033-01-01T00:00:00Z&booking_link_id=*least",
     "b.start_us >= 1969660800000000 AND b.start_us < 1988150400000000 AND l.slug = 'least'"},
};

static void run_filtered(const void *row)
{
    const struct filtered *filtered = row;
    int64_t total = sql_number(
        "SELECT COUNT(*) FROM booking b LEFT JOIN booking_link l ON l.business_id = b.business_id"
        " AND l.id = b.link_id WHERE b.business_id = %" PRId64 " AND %s",
        story_business(), filtered->condition);
    int64_t seen = 0;
    const char *last = "";

    for (int page = 1; seen < total || page == 1; page++) {
        struct answer *answer = http_get(
            story_filled(say("/api/v1/bookings?limit=7&page=%d%s", page, filtered->query), 0),
            LINKS_KEY, NULL);

        EXPECT_NUMBER(answer, "pagination.total", total);
        size_t count = count_at(answer->json, "data");
        for (size_t i = 0; i < count; i++) {
            const char *start = text_at(answer->json, say("data.%zu.start_time", i));

            EXPECT(strcmp(start, last) >= 0, "%s after %s", start, last);
            last = start;
        }
        seen += (int64_t)count;
        bool more = json_object_get_boolean(json_at(answer->json, "pagination.hasMore"));
        EXPECT(more == (seen < total), "hasMore is %d after %" PRId64 " of %" PRId64, more, seen,
               total);
        if (count == 0)
            break;
    }
    EXPECT(seen == total, "%" PRId64 " of %" PRId64, seen, total);
}

/* ---- keys that come again: contract 3 ---- */

static struct answer *keyed(const char *key, const char *body)
{
    return ASK(.method = "POST", .target = "/api/v1/bookings", .credential = LINKS_KEY,
               .body = body, .headers = {say("Idempotency-Key: %s", key)});
}

static void the_same_key_gives_the_same_answer(const void *row)
{
    int32_t day = story_fresh_day();
    const char *body = body_of("intro", start_text(day, 480), email_of(1, day), "");
    struct answer *first = keyed("k-1", body), *second = keyed("k-1", body);

    (void)row;
    EXPECT_STATUS(first, 201);
    EXPECT_STATUS(second, 201);
    EXPECT(is_same(first->body, second->body), "%s, then %s", first->body, second->body);
    EXPECT(http_header(second, "Idempotent-Replayed") != NULL, "%s", second->headers);
}

static void the_same_key_with_another_body_is_a_conflict(const void *row)
{
    int32_t day = story_fresh_day();

    (void)row;
    EXPECT_STATUS(keyed("k-2", body_of("intro", start_text(day, 480), email_of(1, day), "")), 201);
    struct answer *other =
        keyed("k-2", body_of("intro", start_text(day, 510), email_of(1, day), ""));
    EXPECT_STATUS(other, 409);
    EXPECT_TEXT(other, "error.code", "idempotency_conflict");
}

static void a_key_without_success_may_be_used_again(const void *row)
{
    int32_t day = story_fresh_day();
    const char *body = body_of("intro", start_text(day, 480), email_of(1, day), "");

    (void)row;
    EXPECT_STATUS(book("intro", start_text(day, 480), email_of(2, day), ""), 201);
    EXPECT_STATUS(keyed("k-3", body), 409);
    EXPECT_STATUS(keyed("k-3", body_of("intro", start_text(day, 510), email_of(1, day), "")), 201);
}

static void keys_that_are_none(const void *row)
{
    int32_t day = story_fresh_day();
    char much[300];

    (void)row;
    memset(much, 'k', sizeof much);
    much[sizeof much - 1] = '\0';
    struct answer *answer =
        keyed(much, body_of("intro", start_text(day, 480), email_of(1, day), ""));
    EXPECT_STATUS(answer, 400);
    EXPECT_TEXT(answer, "error.code", "validation_failed");
    much[255] = '\0';
    EXPECT_STATUS(keyed(much, body_of("intro", start_text(day, 480), email_of(1, day), "")), 201);
}

static void the_same_key_at_once_is_one(const void *row)
{
    enum { TIMES = 4 };
    int32_t day = story_fresh_day();
    struct ask asks[TIMES] = {0};
    struct answer *answers[TIMES];
    const char *id = NULL;

    (void)row;
    for (int n = 0; n < TIMES; n++)
        asks[n] = (struct ask){.method = "POST",
                               .target = "/api/v1/bookings",
                               .credential = LINKS_KEY,
                               .body = body_of("intro", start_text(day, 480), email_of(1, day), ""),
                               .headers = {"Idempotency-Key: k-at-once"}};
    http_together(asks, TIMES, answers);
    for (int n = 0; n < TIMES; n++) {
        if (answers[n]->status == 409) {
            EXPECT_TEXT(answers[n], "error.code", "idempotency_in_progress");
            continue;
        }
        EXPECT_STATUS(answers[n], 201);
        if (id == NULL)
            id = text_at(answers[n]->json, "data.id");
        EXPECT_TEXT(answers[n], "data.id", id);
    }
    EXPECT(id != NULL, "nobody won");
}

/* ---- headers, keys and what is hostile ---- */

static void every_answer_has_its_number(const void *row)
{
    struct answer *fine = http_get("/api/v1/bookings?limit=1", LINKS_KEY, NULL);
    struct answer *refused = http_get("/api/v1/bookings", NULL, NULL);

    (void)row;
    EXPECT(http_header(fine, "X-Request-Id") != NULL, "%s", fine->headers);
    EXPECT(http_header(refused, "X-Request-Id") != NULL, "%s", refused->headers);
    EXPECT(http_header(refused, "WWW-Authenticate") != NULL, "%s", refused->headers);
    EXPECT_TEXT(refused, "error.code", "unauthorized");
}

static const struct keyless {
    const char *name, *suffix;
    long status;
    const char *code;
} keylesses[] = {
    {"a key that is over", "old", 401, "unauthorized"},
    {"a key that was revoked", "revoked", 401, "unauthorized"},
    {"a key without scopes", "bare", 403, "insufficient_scope"},
    {"a key nobody has", "nosuch", 401, "unauthorized"},
};

static void run_keyless(const void *row)
{
    const struct keyless *keyless = row;
    struct answer *answer =
        http_get("/api/v1/bookings", say("%s-%s", story_slug(), keyless->suffix), NULL);

    EXPECT_STATUS(answer, keyless->status);
    EXPECT_TEXT(answer, "error.code", keyless->code);
}

/* A body whose one value is so many letters. */
static void huge_values_are_refused(const void *row)
{
    static const char *const fields[] = {"booking_link_id", "slug",       "notes",
                                         "staff_id",        "service_id", "contact_phone",
                                         "client_timezone"};
    enum { HUGE = 20000, LINK_NAMES = 2 };
    char *value = malloc(HUGE + 1);

    (void)row;
    memset(value, 'x', HUGE);
    value[HUGE] = '\0';
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        struct answer *answer =
            ASK(.method = "POST", .target = "/api/v1/bookings", .credential = LINKS_KEY,
                .body = say("{\"contact_name\":\"x\",\"contact_email\":\"x@x.test\","
                            "\"start_time\":\"2032-01-01T10:00:00Z\"%s,\"%s\":\"%s\"}",
                            strcmp(fields[i], "slug") == 0 ? "" : ",\"slug\":\"intro\"", fields[i],
                            value));

        /* a link of such a name is none; all the rest is in the wrong form */
        bool names_link = i < LINK_NAMES;
        EXPECT_STATUS(answer, names_link ? 404 : 400);
        EXPECT_TEXT(answer, "error.code",
                    names_link ? "booking_link_not_found" : "validation_failed");
        EXPECT(answer->length < 500, "%s is repeated: %zu bytes", fields[i], answer->length);
    }
    free(value);
}

static void deep_answers_are_refused(const void *row)
{
    char deep[2000];
    size_t length = 0;

    (void)row;
    for (int i = 0; i < 500; i++)
        deep[length++] = '[';
    for (int i = 0; i < 500; i++)
        deep[length++] = ']';
    deep[length] = '\0';
    struct answer *answer =
        book("asks", "2032-01-01T10:00:00Z", "x@x.test",
             say(",\"answers\":[{\"question_id\":\"company\",\"answer\":%s}]", deep));
    EXPECT_STATUS(answer, 400);
}

static void many_answers_are_refused(const void *row)
{
    const char *answers = "{\"question_id\":\"company\",\"answer\":\"\"}";
    const char *all = answers;

    (void)row;
    for (int i = 0; i < 250; i++)
        all = say("%s,%s", all, answers);
    struct answer *answer =
        book("asks", "2032-01-01T10:00:00Z", "x@x.test", say(",\"answers\":[%s]", all));
    EXPECT_STATUS(answer, 400);
    EXPECT_TEXT(answer, "error.details.field", "answers");
}

/* The notes are the same text wherever they are shown (Cal.com's description and responses). */
static void notes_are_the_same_on_both_sides(const void *row)
{
    int32_t day = story_fresh_day();
    struct answer *made = book("intro", start_text(day, 480), email_of(1, day),
                               ",\"notes\":\"first \\\"time\\\"\\nclient\"");
    const char *id = text_at(made->json, "data.id");
    struct answer *seen =
        http_get(say("/v2/bookings/%s", id == NULL ? "" : id + 3), story_key("hal"), CAL_PAGES);

    (void)row;
    EXPECT_STATUS(made, 201);
    EXPECT_TEXT(made, "data.notes", "first \"time\"\nclient");
    EXPECT_TEXT(seen, "data.description", "first \"time\"\nclient");
    EXPECT_TEXT(seen, "data.bookingFieldsResponses.notes", "first \"time\"\nclient");
    EXPECT_TEXT(seen, "data.attendees.0.email", email_of(1, day));
}

/* A service has hosts of its own, whom it does not fall to when Cal.com's side moves it. */
static void a_moved_service_stays_with_the_links_hosts(const void *row)
{
    int32_t day = story_fresh_day();
    struct answer *made = book("team", start_text(day, 480), email_of(1, day),
                               say(",\"staff_id\":\"%s\",\"service_id\":\"%" PRId64 "\"",
                                   uid_of_user("sa"), story_type("lk-team-long")));
    const char *id = text_at(made->json, "data.id");
    struct answer *moved =
        ASK(.method = "POST", .version = CAL_PAGES,
            .target = say("/v2/bookings/%s/reschedule", id == NULL ? "" : id + 3),
            .body = say("{\"start\":\"%s\"}", start_text(day, 600)));

    (void)row;
    EXPECT_STATUS(made, 201);
    EXPECT_STATUS(moved, 201);
    EXPECT_NUMBER(moved, "data.hosts.0.id", story_user("sa"));
    EXPECT_NUMBER(moved, "data.duration", 60);
    const char *uid = text_at(moved->json, "data.uid");
    struct answer *seen =
        http_get(say("/api/v1/bookings/bk_%s", uid == NULL ? "" : uid), LINKS_KEY, NULL);
    EXPECT_TEXT(seen, "data.slug", "team");
    EXPECT_TEXT(seen, "data.staff_id", uid_of_user("sa"));
}

static const struct {
    const char *name;
    void (*run)(const void *row);
} others[] = {
    {"weights are kept to over many", weights_are_kept_to},
    {"cancelling gives the turn back", cancelling_gives_the_turn_back},
    {"priority takes the highest that is free", priority_takes_the_highest_that_is_free},
    {"fixed is the first and nobody else", fixed_is_the_first_and_nobody_else},
    {"collective takes all", collective_takes_all},
    {"whom the client had goes first", whom_the_client_had_goes_first},
    {"whom the client had may be taken", whom_the_client_had_may_be_taken},
    {"other sides keep to the strategy", other_sides_keep_to_the_strategy},
    {"a race goes on to the next", a_race_goes_on_to_the_next},
    {"the same at once is one", the_same_at_once_is_one},
    {"days of clock changes are booked whole", days_of_clock_changes},
    {"pages hold still under ties", pages_hold_still_under_ties},
    {"the same key gives the same answer", the_same_key_gives_the_same_answer},
    {"the same key with another body is a conflict", the_same_key_with_another_body_is_a_conflict},
    {"a key without success may be used again", a_key_without_success_may_be_used_again},
    {"keys that are none", keys_that_are_none},
    {"the same key at once is one", the_same_key_at_once_is_one},
    {"every answer has its number", every_answer_has_its_number},
    {"huge values are refused", huge_values_are_refused},
    {"deep answers are refused", deep_answers_are_refused},
    {"many answers are refused", many_answers_are_refused},
    {"a moved service stays with the link's hosts", a_moved_service_stays_with_the_links_hosts},
    {"notes are the same on both sides", notes_are_the_same_on_both_sides},
};

static int open_stack(void)
{
    return http_open(NULL) == 0 && story_open("linkhosts") && story_add("links_story.json") ? 0 : 1;
}

int main(int argc, char **argv)
{
    CASES(strategies, run_strategy, name);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        case_add(others[i].run, NULL, "%s", others[i].name);
    CASES(offereds, run_offered, name);
    CASES(filtereds, run_filtered, name);
    CASES(keylesses, run_keyless, name);
    story_oracle_add();
    return cases_main("links_hosts", open_stack, http_close, argc, argv);
}
