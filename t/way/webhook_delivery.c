/* webhook_delivery.c - slotd-jobs and receivers of all kinds, in a database of its own.
 * SPDX-License-Identifier: MIT
 *
 * Jobs are written as the engine writes them; a real slotd-jobs does the rest. Where it is built
 * with fault points it is also killed at each of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <CUnit/CUnit.h>

#include "base/digest.h"
#include "base/when.h"
#include "cases.h"
#include "http.h"
#include "receiver.h"

enum { ANN = 101, BEN = 102, RETRIES = 3 };

#define UPCOMING        "oneUpcoming11111111111"
#define ALL_TRIGGERS    "[\"BOOKING_CREATED\",\"BOOKING_CANCELLED\"]"
#define FAST            "retry = 200ms 400ms 800ms\ntimeout = 2\nallow_private = 127.0.0.0/8 ::1\n"
#define COUNT_OF(table) (sizeof(table) / sizeof *(table))

static int64_t business;
static int64_t serial;
static const char *stack_conf;
static char directory[300], own_database[80];
static bool has_faults;

/* ---- a database and a configuration of its own ---- */

static bool run_slotd(const char *const *words)
{
    pid_t child = fork();
    int status = 0;

    if (child == 0) {
        (void)!freopen(say("%s/slotd.log", directory), "a", stdout);
        (void)dup2(1, 2);
        execv(http_setting("SLOTD_BIN"), (char *const *)words);
        _exit(127);
    }
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

/* The [database] section of the stack, with our name; *user is whom it names. */
static void copy_database_section(FILE *out, char user[64])
{
    FILE *in = fopen(stack_conf, "r");
    char line[512];
    bool inside = false;

    fputs("[database]\n", out);
    while (in != NULL && fgets(line, sizeof line, in) != NULL) {
        if (line[0] == '[') {
            inside = strncmp(line, "[database]", 10) == 0;
        } else if (inside && strncmp(line, "name", 4) != 0) {
            fputs(line, out);
            (void)sscanf(line, "user = %63s", user);
        }
    }
    fprintf(out, "name = %s\n", own_database);
    if (in != NULL) {
        fclose(in);
    }
}

static const char *conf_with(const char *name, const char *jobs, const char *webhooks)
{
    const char *path = say("%s/%s.conf", directory, name);
    FILE *out = fopen(path, "w");
    char user[64] = "";

    copy_database_section(out, user);
    fprintf(out, "[jobs]\npause = 50\n%s[webhooks]\n%s", jobs, webhooks);
    fclose(out);
    if (user[0] != '\0' && strcmp(user, "root") != 0) {
        sql("GRANT ALL ON `%s`.* TO `%s`@localhost", own_database, user);
    }
    return path;
}

static bool make_database(void)
{
    const char *conf;

    snprintf(directory, sizeof directory, "%.250s/webhooks-%ld", http_setting("SLOTD_RUN"),
             (long)getpid());
    snprintf(own_database, sizeof own_database, "slotd_webhooks_%ld", (long)getpid());
    if (system(say("mkdir -p '%s'", directory)) != 0) {
        return false;
    }
    sql("CREATE DATABASE `%s` CHARACTER SET utf8mb4", own_database);
    sql("USE `%s`", own_database);
    conf = conf_with("fast", "lease = 5\n", FAST);
    return run_slotd((const char *[]){"slotd", "-c", conf, "migrate", "--sql",
                                      say("%s", http_file("../../sql")), NULL}) &&
           run_slotd((const char *[]){"slotd", "-c", conf, "apply",
                                      say("%s", http_file("../fixture.json")), NULL});
}

static const char *fast(void)
{
    return say("%s/fast.conf", directory);
}

/* ---- the runner ---- */

static pid_t start_with(const char *conf, const char *fault)
{
    const char *program = http_setting("SLOTD_JOBS_BIN");
    pid_t child = fork();

    if (child == 0) {
        (void)!freopen(say("%s/slotd-jobs.log", directory), "a", stderr);
        if (fault != NULL) {
            setenv("SLOTD_FAULT", fault, 1);
        }
        execl(program, "slotd-jobs", "-c", conf, (char *)NULL);
        _exit(127);
    }
    return child;
}

static pid_t start(void)
{
    return start_with(fast(), NULL);
}

static int end_by(pid_t runner, int sign)
{
    int status = 0;

    kill(runner, sign);
    if (waitpid(runner, &status, 0) != runner) {
        return -1;
    }
    return status;
}

static void stop(pid_t runner)
{
    int status = end_by(runner, SIGTERM);

    EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 0, "slotd-jobs ended with %d", status);
}

static bool died_within(pid_t runner, double seconds)
{
    double until = receiver_now() + seconds;
    int status;

    while (receiver_now() < until) {
        if (waitpid(runner, &status, WNOHANG) == runner) {
            return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
        }
        usleep(5000);
    }
    end_by(runner, SIGKILL);
    return false;
}

/* What a dead runner held is anybody's now. */
static void end_leases(void)
{
    sql("UPDATE job SET lease_until_us = 1 WHERE status = 'leased'");
}

/* ---- what happens ---- */

static void begin(void)
{
    sql("DELETE FROM job");
    sql("DELETE FROM webhook");
    receiver_forget();
}

static const char *here(const char *path)
{
    return say("http://127.0.0.1:%d%s", receiver_port(), path);
}

static int64_t subscribe_as(const char *whose, int64_t id, const char *url, const char *triggers,
                            const char *more, const char *values)
{
    sql("INSERT INTO webhook (business_id, uid, %s, url, url_digest, triggers, active, version,"
        " created_us%s) VALUES (%lld, UUID(), %lld, %s, UNHEX(SHA2(%s, 256)), %s, TRUE,"
        " '2021-10-20', 0%s)",
        whose, more, (long long)business, (long long)id, quoted(url), quoted(url), quoted(triggers),
        values);
    return sql_number("SELECT LAST_INSERT_ID()");
}

static int64_t subscribe(const char *path)
{
    return subscribe_as("user_id", ANN, here(path), ALL_TRIGGERS, "", "");
}

static void happens_with(const char *kind, const char *uid, const char *status)
{
    int64_t now = instant_now().us;

    serial++;
    sql("INSERT INTO job (business_id, kind, name, due_us, payload, created_us) VALUES (%lld, '%s',"
        " '%s:%s:%lld', %lld, '{\"booking_uid\":\"%s\",\"status\":\"%s\"}', %lld)",
        (long long)business, kind, kind, uid, (long long)serial, (long long)now, uid, status,
        (long long)now);
}

static void happens_to(const char *kind, const char *uid)
{
    happens_with(kind, uid, "accepted");
}

static void happens(size_t times)
{
    for (size_t i = 0; i < times; i++) {
        happens_to("booking.created", UPCOMING);
    }
}

static int64_t jobs(const char *where)
{
    return sql_number("SELECT COUNT(*) FROM job WHERE %s", where);
}

static bool all_settled(void)
{
    return jobs("status IN ('waiting', 'leased')") == 0;
}

#define SETTLED(seconds)                                                                           \
    EXPECT(await(all_settled, (seconds)), "jobs are left after %g s", (double)(seconds))

/* A runner does all there is to do, and ends. */
static void settle(double seconds)
{
    pid_t runner = start();

    SETTLED(seconds);
    stop(runner);
}

static struct json_object *body_of(const struct seen *seen)
{
    static struct json_object *last;

    json_object_put(last);
    last = seen == NULL ? NULL : json_tokener_parse(seen->body);
    return last;
}

static const char *hmac(const char *secret, const char *body)
{
    unsigned char digest[DIGEST_ROOM];
    char hex[2 * DIGEST_ROOM + 1];

    digest_hmac_long(digest, secret, strlen(secret), body, strlen(body));
    hex_write(hex, digest, DIGEST_ROOM);
    return say("%s", hex);
}

static bool same(const char *one, const char *other)
{
    return one != NULL && other != NULL && strcmp(one, other) == 0;
}

/* ---- one delivery ---- */

static void is_signed(const void *row)
{
    const struct seen *seen;
    pid_t runner;

    (void)row;
    begin();
    subscribe_as("user_id", ANN, here("/ok"), ALL_TRIGGERS, ", secret", ", 'gänsefüßchen \"x\"'");
    happens(1);
    runner = start();
    CU_ASSERT(receiver_await("/ok", 1, 5));
    SETTLED(5);
    stop(runner);
    CU_ASSERT_EQUAL(receiver_count("/"), 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(seen = receiver_seen("/ok", 0));
    CU_ASSERT_STRING_EQUAL(seen->signature, hmac("gänsefüßchen \"x\"", seen->body));
    EXPECT(!same(seen->signature, hmac("another", seen->body)), "any secret would do");
}

static void has_no_secret(const void *row)
{
    pid_t runner;

    (void)row;
    begin();
    subscribe("/ok");
    happens(1);
    runner = start();
    CU_ASSERT(receiver_await("/ok", 1, 5));
    stop(runner);
    CU_ASSERT_STRING_EQUAL(receiver_seen("/ok", 0)->signature, "no-secret-provided");
}

static void has_headers(const void *row)
{
    const struct seen *seen;
    pid_t runner;
    int64_t now = instant_now().us / US_A_SECOND;

    (void)row;
    begin();
    subscribe("/ok");
    happens(1);
    runner = start();
    CU_ASSERT(receiver_await("/ok", 1, 5));
    SETTLED(5);
    stop(runner);
    CU_ASSERT_PTR_NOT_NULL_FATAL(seen = receiver_seen("/ok", 0));
    CU_ASSERT_STRING_EQUAL(seen->version, "2021-10-20");
    CU_ASSERT_STRING_EQUAL(seen->type, "application/json");
    CU_ASSERT_STRING_EQUAL(seen->id,
                           sql_text("SELECT name FROM job WHERE kind = 'webhook.deliver' LIMIT 1"));
    EXPECT(llabs(strtoll(seen->timestamp, NULL, 10) - now) <= 5, "timestamp %s", seen->timestamp);
}

static const struct part {
    const char *name, *path, *value;
} parts[] = {
    {"the trigger", "triggerEvent", "BOOKING_CREATED"},
    {"the slug of the event type", "payload.type", "intro"},
    {"the title of the event type", "payload.eventTitle", "Intro"},
    {"the start", "payload.startTime", "2031-03-03T10:00:00Z"},
    {"the end", "payload.endTime", "2031-03-03T10:30:00Z"},
    {"the organizer's name", "payload.organizer.name", "Ann Host"},
    {"the organizer's address", "payload.organizer.email", "ann@example.com"},
    {"the organizer's zone", "payload.organizer.timeZone", "Europe/London"},
    {"the organizer's language", "payload.organizer.language.locale", "en"},
    {"the attendee's name", "payload.attendees.0.name", "Bo Guest"},
    {"the attendee's address", "payload.attendees.0.email", "bo@example.com"},
    {"the attendee's zone", "payload.attendees.0.timeZone", "Europe/Rome"},
    {"the attendee's language", "payload.attendees.0.language.locale", "it"},
    {"the uid", "payload.uid", UPCOMING},
    {"the status", "payload.status", "ACCEPTED"},
    {"the currency", "payload.currency", "EUR"},
};
static const struct number_part {
    const char *name, *path;
    int64_t value;
} number_parts[] = {
    {"the organizer's id", "payload.organizer.id", ANN},
    {"the organizer's offset in minutes", "payload.organizer.utcOffset", 0},
    {"the attendee's offset in minutes", "payload.attendees.0.utcOffset", 60},
    {"the event type's id", "payload.eventTypeId", 1001},
    {"the length", "payload.length", 30},
    {"the price", "payload.price", 0},
};

/* One delivery serves all that look into it. */
static struct json_object *sample(void)
{
    static struct json_object *told;
    pid_t runner;

    if (told != NULL) {
        return told;
    }
    begin();
    subscribe("/ok");
    happens(1);
    runner = start();
    (void)receiver_await("/ok", 1, 5);
    stop(runner);
    told = json_object_get(body_of(receiver_seen("/ok", 0)));
    return told;
}

static void tells(const void *row)
{
    const struct part *part = row;
    const char *seen = text_at(sample(), part->path);

    EXPECT(same(seen, part->value), "%s is '%s', not '%s'", part->path,
           seen == NULL ? "(no text)" : seen, part->value);
}

static void tells_number(const void *row)
{
    const struct number_part *part = row;
    int64_t seen = number_at(sample(), part->path);

    EXPECT(seen == part->value, "%s is %lld", part->path, (long long)seen);
}

static void tells_the_rest(const void *row)
{
    struct json_object *told = sample();

    (void)row;
    CU_ASSERT_EQUAL(members_at(told, ""), 3);
    CU_ASSERT_EQUAL(number_at(told, "payload.bookingId"),
                    sql_number("SELECT id FROM booking WHERE uid = '%s'", UPCOMING));
    CU_ASSERT_STRING_EQUAL(text_at(told, "payload.iCalUID"),
                           sql_text("SELECT ics_uid FROM booking WHERE uid = '%s'", UPCOMING));
    CU_ASSERT(members_at(told, "payload.responses") != SIZE_MAX);
    CU_ASSERT(members_at(told, "payload.metadata") != SIZE_MAX);
    CU_ASSERT(strlen(text_at(told, "createdAt")) == strlen("2031-03-03T10:00:00.000Z"));
    CU_ASSERT_FALSE(json_has(told, "payload.rescheduleUid"));
    CU_ASSERT_FALSE(json_has(told, "payload.cancellationReason"));
}

/* ---- triggers ---- */

#define EVERY                                                                                      \
    "[\"BOOKING_CREATED\",\"BOOKING_REQUESTED\",\"BOOKING_RESCHEDULED\",\"BOOKING_CANCELLED\","    \
    "\"BOOKING_REJECTED\",\"BOOKING_NO_SHOW_UPDATED\",\"BOOKING_LOCATION_UPDATED\","               \
    "\"BOOKING_REASSIGNED\",\"BOOKING_PAID\",\"OOO_CREATED\"]"

static const struct mapped {
    const char *name, *kind, *was, *trigger, *status;
} mapped[] = {
    {"a booking made is BOOKING_CREATED", "booking.created", "accepted", "BOOKING_CREATED",
     "ACCEPTED"},
    {"one asked for is BOOKING_REQUESTED", "booking.requested", "pending", "BOOKING_REQUESTED",
     "PENDING"},
    {"one confirmed is BOOKING_CREATED", "booking.confirmed", "accepted", "BOOKING_CREATED",
     "ACCEPTED"},
    {"one declined is BOOKING_REJECTED", "booking.rejected", "rejected", "BOOKING_REJECTED",
     "REJECTED"},
    {"one called off is BOOKING_CANCELLED", "booking.cancelled", "cancelled", "BOOKING_CANCELLED",
     "CANCELLED"},
    {"one moved is BOOKING_RESCHEDULED", "booking.rescheduled", "accepted", "BOOKING_RESCHEDULED",
     "ACCEPTED"},
    {"one handed over is BOOKING_REASSIGNED", "booking.reassigned", "accepted",
     "BOOKING_REASSIGNED", "ACCEPTED"},
    {"another place is BOOKING_LOCATION_UPDATED", "booking.location_updated", "accepted",
     "BOOKING_LOCATION_UPDATED", "ACCEPTED"},
    {"somebody absent is BOOKING_NO_SHOW_UPDATED", "booking.absent", "completed",
     "BOOKING_NO_SHOW_UPDATED", "ACCEPTED"},
    {"a seat taken is BOOKING_CREATED", "booking.seat_taken", "accepted", "BOOKING_CREATED",
     "ACCEPTED"},
    {"a seat left is BOOKING_CANCELLED", "booking.seat_left", "accepted", "BOOKING_CANCELLED",
     "ACCEPTED"},
    {"one moved in place is BOOKING_RESCHEDULED", "booking.moved", "accepted",
     "BOOKING_RESCHEDULED", "ACCEPTED"},
    {"one brought back is BOOKING_CREATED", "booking.restored", "accepted", "BOOKING_CREATED",
     "ACCEPTED"},
    {"an edit is told to nobody", "booking.edited", "accepted", NULL, NULL},
    {"guests added are told to nobody", "booking.guests_added", "accepted", NULL, NULL},
    {"an attendee added is told to nobody", "booking.attendee_added", "accepted", NULL, NULL},
    {"an attendee removed is told to nobody", "booking.attendee_removed", "accepted", NULL, NULL},
    {"a booking completed is told to nobody", "booking.completed", "completed", NULL, NULL},
};

static void maps(const void *row)
{
    const struct mapped *wanted = row;
    struct json_object *told;

    begin();
    subscribe_as("user_id", ANN, here("/ok"), EVERY, "", "");
    happens_with(wanted->kind, UPCOMING, wanted->was);
    settle(5);
    CU_ASSERT_EQUAL(jobs("status <> 'done'"), 0);
    CU_ASSERT_EQUAL(receiver_count("/ok"), wanted->trigger == NULL ? 0 : 1);
    if (wanted->trigger == NULL) {
        return;
    }
    told = body_of(receiver_seen("/ok", 0));
    CU_ASSERT(same(text_at(told, "triggerEvent"), wanted->trigger));
    CU_ASSERT(same(text_at(told, "payload.status"), wanted->status));
}

/* A known defect of Cal.com calls it BOOKING_REQUESTED. */
static void moved_and_pending(const void *row)
{
    struct json_object *told;

    (void)row;
    begin();
    sql("UPDATE booking SET status = 'pending', rescheduled_from_uid = 'oneBuffered11111111111'"
        " WHERE uid = '%s'",
        UPCOMING);
    subscribe_as("user_id", ANN, here("/ok"), EVERY, "", "");
    happens_with("booking.rescheduled", UPCOMING, "pending");
    settle(5);
    sql("UPDATE booking SET status = 'accepted', rescheduled_from_uid = NULL WHERE uid = '%s'",
        UPCOMING);
    told = body_of(receiver_seen("/ok", 0));
    CU_ASSERT(same(text_at(told, "triggerEvent"), "BOOKING_RESCHEDULED"));
    CU_ASSERT(same(text_at(told, "payload.status"), "PENDING"));
    CU_ASSERT(same(text_at(told, "payload.rescheduleUid"), "oneBuffered11111111111"));
    CU_ASSERT(same(text_at(told, "payload.rescheduleStartTime"), "2031-03-07T10:00:00Z"));
    CU_ASSERT(same(text_at(told, "payload.rescheduleEndTime"), "2031-03-07T11:00:00Z"));
    CU_ASSERT(number_at(told, "payload.rescheduleId") > 0);
}

/* It was itself before, and what tells of it tells when. */
static void moved_in_place(const void *row)
{
    struct json_object *told;

    (void)row;
    begin();
    subscribe_as("user_id", ANN, here("/ok"), EVERY, "", "");
    happens_with("booking.moved", UPCOMING,
                 "accepted\",\"before_start\":\"2031-03-07T10:00:00.000000Z\","
                 "\"before_end\":\"2031-03-07T11:00:00.000000Z");
    settle(5);
    told = body_of(receiver_seen("/ok", 0));
    CU_ASSERT(same(text_at(told, "triggerEvent"), "BOOKING_RESCHEDULED"));
    CU_ASSERT(same(text_at(told, "payload.rescheduleUid"), UPCOMING));
    CU_ASSERT(same(text_at(told, "payload.rescheduleStartTime"), "2031-03-07T10:00:00Z"));
    CU_ASSERT(same(text_at(told, "payload.rescheduleEndTime"), "2031-03-07T11:00:00Z"));
    CU_ASSERT(number_at(told, "payload.rescheduleId") == number_at(told, "payload.bookingId"));
}

/* It was called off before anybody was told that it was made. */
static void told_as_it_was(const void *row)
{
    struct json_object *told;

    (void)row;
    begin();
    sql("UPDATE booking SET status = 'cancelled', cancellation_reason = 'rain' WHERE uid = '%s'",
        UPCOMING);
    subscribe("/ok");
    happens_with("booking.created", UPCOMING, "accepted");
    happens_with("booking.cancelled", UPCOMING, "cancelled");
    settle(5);
    sql("UPDATE booking SET status = 'accepted', cancellation_reason = NULL WHERE uid = '%s'",
        UPCOMING);
    told = body_of(receiver_seen("/ok", 0));
    CU_ASSERT(same(text_at(told, "payload.status"), "ACCEPTED"));
    CU_ASSERT_FALSE(json_has(told, "payload.cancellationReason"));
    told = body_of(receiver_seen("/ok", 1));
    CU_ASSERT(same(text_at(told, "payload.status"), "CANCELLED"));
    CU_ASSERT(same(text_at(told, "payload.cancellationReason"), "rain"));
}

static const struct audience {
    const char *name, *whose;
    int64_t id;
    const char *triggers, *more, *values, *uid;
    size_t times;
} audiences[] = {
    {"its host is told", "user_id", ANN, EVERY, "", "", UPCOMING, 1},
    {"another host is not", "user_id", BEN, EVERY, "", "", UPCOMING, 0},
    {"its event type is told", "event_type_id", 1001, EVERY, "", "", UPCOMING, 1},
    {"another event type is not", "event_type_id", 1004, EVERY, "", "", UPCOMING, 0},
    {"who did not ask for it is not", "user_id", ANN, "[\"BOOKING_CANCELLED\"]", "", "", UPCOMING,
     0},
    {"who asked for nothing is not", "user_id", ANN, "[]", "", "", UPCOMING, 0},
};

static void reaches(const void *row)
{
    const struct audience *audience = row;

    begin();
    subscribe_as(audience->whose, audience->id, here("/ok"), audience->triggers, audience->more,
                 audience->values);
    happens_to("booking.created", audience->uid);
    settle(5);
    CU_ASSERT_EQUAL(receiver_count("/ok"), audience->times);
}

static void switched_off(const void *row)
{
    (void)row;
    begin();
    subscribe("/ok");
    sql("UPDATE webhook SET active = FALSE");
    happens(1);
    settle(5);
    CU_ASSERT_EQUAL(receiver_count("/ok"), 0);
    CU_ASSERT_EQUAL(jobs("kind = 'webhook.deliver'"), 0);
}

static void of_another_business(const void *row)
{
    (void)row;
    begin();
    subscribe("/ours");
    sql("INSERT INTO webhook (business_id, uid, event_type_id, url, url_digest, triggers, active,"
        " version, created_us) SELECT id, UUID(), 1001, '%s', REPEAT('x', 32), %s, TRUE,"
        " '2021-10-20', 0 FROM business WHERE slug = 'two'",
        here("/theirs"), quoted(EVERY));
    happens(1);
    settle(5);
    CU_ASSERT_EQUAL(receiver_count("/ours"), 1);
    CU_ASSERT_EQUAL(receiver_count("/theirs"), 0);
}

static void meetings(const void *row)
{
    int64_t now = instant_now().us;
    pid_t runner;

    (void)row;
    begin();
    sql("UPDATE booking SET start_us = %lld, end_us = %lld WHERE uid = '%s'",
        (long long)(now + US_A_SECOND), (long long)(now + 2 * US_A_SECOND), UPCOMING);
    subscribe_as("user_id", ANN, here("/ok"), "[\"MEETING_STARTED\",\"MEETING_ENDED\"]", "", "");
    happens(1);
    runner = start();
    CU_ASSERT(receiver_await("/ok", 2, 8));
    SETTLED(5);
    stop(runner);
    sql("UPDATE booking SET start_us = %lld, end_us = %lld WHERE uid = '%s'",
        (long long)(INT64_C(1930298400) * US_A_SECOND),
        (long long)(INT64_C(1930300200) * US_A_SECOND), UPCOMING);
    CU_ASSERT(same(text_at(body_of(receiver_seen("/ok", 0)), "triggerEvent"), "MEETING_STARTED"));
    CU_ASSERT(same(text_at(body_of(receiver_seen("/ok", 1)), "triggerEvent"), "MEETING_ENDED"));
}

static void booking_is_gone(const void *row)
{
    (void)row;
    begin();
    subscribe("/ok");
    happens_to("booking.created", "nobodys111111111111111");
    settle(5);
    CU_ASSERT_EQUAL(jobs("status = 'dead' AND trouble LIKE 'the business has no booking%'"), 1);
}

/* ---- templates ---- */

static const struct templated {
    const char *name, *template, *type, *body;
} templates[] = {
    {"a template of JSON stays JSON", "{\"t\":\"{{type}}\",\"n\":\"{{attendees.0.name}}\"}",
     "application/json", "{\"t\":\"intro\",\"n\":\"Bo Guest\"}"},
    {"numbers and texts", "{\"a\":\"{{length}} {{organizer.email}}\"}", "application/json",
     "{\"a\":\"30 ann@example.com\"}"},
    {"the event itself", "{\"e\":\"{{triggerEvent}}\"}", "application/json",
     "{\"e\":\"BOOKING_CREATED\"}"},
    {"what is not there is empty", "{\"e\":\"[{{attendees.7.name}}{{nothing}}]\"}",
     "application/json", "{\"e\":\"[]\"}"},
    {"objects are escaped in strings", "{\"l\":\"{{organizer.language}}\"}", "application/json",
     "{\"l\":\"{\\\"locale\\\":\\\"en\\\"}\"}"},
    {"blanks and a third brace", "{\"a\":\"{{ type }}{{{uid}}}\"}", "application/json",
     "{\"a\":\"intro" UPCOMING "\"}"},
    {"what is no path stays", "{\"a\":\"{{#if}}{{type}}{{\"}", "application/json",
     "{\"a\":\"{{#if}}intro{{\"}"},
    {"any other template is a form", "who={{organizer.name}}&uid={{uid}}",
     "application/x-www-form-urlencoded", "who=Ann%20Host&uid=" UPCOMING},
    {"a template without places", "hello", "application/x-www-form-urlencoded", "hello"},
};

static void fills_template(const void *row)
{
    const struct templated *templated = row;
    const struct seen *seen;

    begin();
    subscribe_as("user_id", ANN, here("/ok"), ALL_TRIGGERS, ", payload_template, secret",
                 say(", %s, 'k'", quoted(templated->template)));
    happens(1);
    settle(5);
    CU_ASSERT_PTR_NOT_NULL_FATAL(seen = receiver_seen("/ok", 0));
    EXPECT(same(seen->body, templated->body), "the body is %s", seen->body);
    CU_ASSERT_STRING_EQUAL(seen->type, templated->type);
    CU_ASSERT_STRING_EQUAL(seen->signature, hmac("k", seen->body));
}

/* ---- receivers that do not behave ---- */

static void tried_again(const void *row)
{
    const struct seen *all[RETRIES + 1];

    (void)row;
    begin();
    subscribe_as("user_id", ANN, here("/status/500"), ALL_TRIGGERS, ", secret", ", 's'");
    happens(1);
    settle(10);
    CU_ASSERT_EQUAL_FATAL(receiver_count("/status/500"), RETRIES + 1);
    CU_ASSERT_EQUAL(jobs("status = 'dead' AND tries = 4"), 1);
    for (size_t i = 0; i <= RETRIES; i++) {
        all[i] = receiver_seen("/status/500", i);
        CU_ASSERT_STRING_EQUAL(all[i]->id, all[0]->id);
        CU_ASSERT_STRING_EQUAL(all[i]->body, all[0]->body);
        CU_ASSERT_STRING_EQUAL(all[i]->signature, all[0]->signature);
    }
    for (size_t i = 1; i <= RETRIES; i++) {
        double pause = all[i]->at - all[i - 1]->at, least = 0.1 * (1 << i);

        EXPECT(pause >= least && pause < 1.2 * least + 1, "pause %zu was %.3f s", i, pause);
    }
}

static const struct bad_answer {
    const char *name, *path;
} bad_answers[] = {
    {"300 is no success", "/status/300"},
    {"304 is no success", "/status/304"},
    {"400 is no success", "/status/400"},
    {"401 is no success", "/status/401"},
    {"404 is no success", "/status/404"},
    {"429 is no success", "/status/429"},
    {"503 is no success", "/status/503"},
    {"a redirect 301 is not followed", "/redirect/301"},
    {"a redirect 302 is not followed", "/redirect/302"},
    {"a redirect 307 is not followed", "/redirect/307"},
    {"a redirect 308 is not followed", "/redirect/308"},
    {"no answer at all is no success", "/close"},
};

static void is_no_success(const void *row)
{
    const struct bad_answer *bad = row;
    pid_t runner;

    begin();
    subscribe(bad->path);
    happens(1);
    runner = start();
    CU_ASSERT(receiver_await(bad->path, 2, 5));
    stop(runner);
    CU_ASSERT_EQUAL(receiver_count("/redirected"), 0);
    CU_ASSERT_EQUAL(jobs("kind = 'webhook.deliver' AND status = 'done'"), 0);
    EXPECT(jobs("kind = 'webhook.deliver' AND trouble IS NOT NULL") == 1, "no trouble is noted");
}

static const struct bad_answer good_answers[] = {
    {"200 is success", "/status/200"}, {"201 is success", "/status/201"},
    {"202 is success", "/status/202"}, {"204 is success", "/status/204"},
    {"299 is success", "/status/299"},
};

static void is_success(const void *row)
{
    const struct bad_answer *good = row;
    pid_t runner;

    begin();
    subscribe(good->path);
    happens(1);
    runner = start();
    SETTLED(5);
    usleep(400000);
    stop(runner);
    CU_ASSERT_EQUAL(receiver_count(good->path), 1);
    CU_ASSERT_EQUAL(jobs("status = 'done'"), 2);
}

static void recovers(const void *row)
{
    (void)row;
    begin();
    subscribe("/fail/2");
    happens(1);
    settle(8);
    CU_ASSERT_EQUAL(receiver_count("/fail/2"), 3);
    CU_ASSERT_EQUAL(jobs("kind = 'webhook.deliver' AND status = 'done' AND tries = 3"), 1);
}

static void is_gone(const void *row)
{
    pid_t runner;

    (void)row;
    begin();
    subscribe("/status/410");
    happens(3);
    runner = start();
    SETTLED(5);
    happens(1);
    SETTLED(5);
    stop(runner);
    CU_ASSERT_EQUAL(receiver_count("/status/410"), 1);
    CU_ASSERT_EQUAL(sql_number("SELECT active FROM webhook"), 0);
    CU_ASSERT_EQUAL(jobs("kind = 'webhook.deliver' AND status = 'dead'"), 3);
}

static void says_when(const void *row)
{
    pid_t runner;
    double pause;

    (void)row;
    begin();
    subscribe("/after/2");
    happens(1);
    runner = start();
    CU_ASSERT(receiver_await("/after/2", 2, 8));
    SETTLED(5);
    stop(runner);
    pause = receiver_seen("/after/2", 1)->at - receiver_seen("/after/2", 0)->at;
    EXPECT(pause >= 2, "it was called again after %.3f s", pause);
}

static void hangs(const void *row)
{
    pid_t runner;
    double pause;

    (void)row;
    begin();
    subscribe("/hang");
    happens(1);
    runner = start();
    CU_ASSERT(receiver_await("/hang", 2, 8));
    end_by(runner, SIGKILL);
    pause = receiver_seen("/hang", 1)->at - receiver_seen("/hang", 0)->at;
    EXPECT(pause > 2 && pause < 4, "it was given up after %.3f s", pause);
}

static int64_t memory_kib(pid_t process)
{
    FILE *file = fopen(say("/proc/%ld/status", (long)process), "r");
    char line[200];
    long long most = 0;

    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        (void)sscanf(line, "VmHWM: %lld", &most);
    }
    if (file != NULL) {
        fclose(file);
    }
    return most;
}

static void talks_without_end(const void *row)
{
    pid_t runner;
    int64_t memory;

    (void)row;
    begin();
    subscribe("/ok");
    happens(1);
    runner = start();
    SETTLED(5);
    memory = memory_kib(runner);
    begin();
    subscribe("/huge");
    happens(1);
    SETTLED(5);
    memory = memory_kib(runner) - memory;
    stop(runner);
    CU_ASSERT_EQUAL(receiver_count("/huge"), 1);
    CU_ASSERT_EQUAL(jobs("status = 'done'"), 2);
    EXPECT(receiver_poured() < (16 << 20), "%zu bytes were taken", receiver_poured());
    EXPECT(memory < 8 << 10, "memory grew by %lld KiB", (long long)memory);
}

static void drips(const void *row)
{
    (void)row;
    begin();
    subscribe("/drip");
    happens(1);
    settle(6);
    CU_ASSERT_EQUAL(receiver_count("/drip"), 1);
    CU_ASSERT_EQUAL(jobs("kind = 'webhook.deliver' AND status = 'done'"), 1);
}

static void is_nowhere(const void *row)
{
    (void)row;
    begin();
    subscribe_as("user_id", ANN, "http://127.0.0.1:1/", ALL_TRIGGERS, "", "");
    happens(1);
    settle(8);
    CU_ASSERT_EQUAL(jobs("status = 'dead' AND tries = 4"), 1);
}

/* ---- many at once ---- */

static void in_order(const void *row)
{
    enum { EVENTS = 20 };
    MYSQL_RES *names;

    (void)row;
    begin();
    subscribe("/ok");
    happens(EVENTS);
    settle(10);
    CU_ASSERT_EQUAL_FATAL(receiver_count("/ok"), EVENTS);
    names = sql("SELECT name FROM job WHERE kind = 'booking.created' ORDER BY id");
    for (size_t i = 0; i < EVENTS; i++) {
        const char *name = mysql_fetch_row(names)[0];

        EXPECT(strstr(receiver_seen("/ok", i)->id, name) != NULL, "%zu is %s", i,
               receiver_seen("/ok", i)->id);
    }
    mysql_free_result(names);
}

static void one_at_a_time(const void *row)
{
    (void)row;
    begin();
    subscribe("/slow/50/a");
    subscribe("/slow/50/b");
    happens(10);
    settle(10);
    CU_ASSERT_EQUAL(receiver_count("/slow/50/a"), 10);
    CU_ASSERT_EQUAL(receiver_most_at_once("/slow/50/a"), 1);
    CU_ASSERT_EQUAL(receiver_most_at_once("/slow/50/b"), 1);
    CU_ASSERT_EQUAL(receiver_most_together(), 2);
}

static void together(const void *row)
{
    enum { RECEIVERS = 24 };
    double from, took;
    pid_t runner;

    (void)row;
    begin();
    for (int i = 0; i < RECEIVERS; i++) {
        subscribe(say("/slow/500/%d", i));
    }
    happens(1);
    from = receiver_now();
    runner = start();
    CU_ASSERT(receiver_await("/slow/500", RECEIVERS, 10));
    took = receiver_now() - from;
    SETTLED(10);
    stop(runner);
    EXPECT(took < 3, "the last was called after %.3f s", took);
    EXPECT(receiver_most_together() >= RECEIVERS / 2, "%zu together", receiver_most_together());
}

/* The measure that is promised: another receiver's delay stays below two seconds. */
static void slow_ones_delay_nobody(const void *row)
{
    enum { SLOW = 8, QUICK = 5, EVENTS = 20 };
    double from, last = 0;
    pid_t runner;

    (void)row;
    begin();
    for (int i = 0; i < SLOW; i++) {
        subscribe(say("/hang/%d", i));
    }
    for (int i = 0; i < QUICK; i++) {
        subscribe(say("/ok/%d", i));
    }
    runner = start();
    happens(1);
    CU_ASSERT(receiver_await("/hang", SLOW, 5));
    from = receiver_now();
    happens(EVENTS - 1);
    CU_ASSERT(receiver_await("/ok", (size_t)EVENTS * QUICK, 10));
    last = receiver_now() - from;
    end_by(runner, SIGKILL);
    EXPECT(last < 2, "the last quick one was told after %.3f s", last);
}

static void no_business_takes_all(const void *row)
{
    enum { SLOW = 6 };
    const char *conf = conf_with("narrow", "lease = 5\n",
                                 "at_once = 8\nretry = 1s\ntimeout = 3\n"
                                 "allow_private = 127.0.0.0/8\n");
    double from;
    pid_t runner;

    (void)row;
    begin();
    for (int i = 0; i < SLOW; i++) {
        subscribe(say("/hang/%d", i));
    }
    sql("INSERT INTO webhook (business_id, uid, user_id, url, url_digest, triggers, active, "
        "version,"
        " created_us) SELECT id, UUID(), 101, '%s', REPEAT('y', 32), %s, TRUE, '2021-10-20', 0"
        " FROM business WHERE slug = 'two'",
        here("/ok"), quoted(EVERY));
    runner = start_with(conf, NULL);
    happens(1);
    CU_ASSERT(receiver_await("/hang", 2, 5));
    from = receiver_now();
    sql("INSERT INTO job (business_id, kind, name, due_us, payload, created_us) SELECT id,"
        " 'booking.created', 'theirs', 1, '{\"booking_uid\":\"twoUpcoming11111111111\"}', 1"
        " FROM business WHERE slug = 'two'");
    CU_ASSERT(receiver_await("/ok", 1, 5));
    EXPECT(receiver_now() - from < 2, "the other business waited %.3f s", receiver_now() - from);
    CU_ASSERT_EQUAL(receiver_count("/hang"), 2);
    end_by(runner, SIGKILL);
}

static void two_runners(const void *row)
{
    enum { EVENTS = 40, RECEIVERS = 4 };
    pid_t one, other;

    (void)row;
    begin();
    for (int i = 0; i < RECEIVERS; i++) {
        subscribe(say("/slow/10/%d", i));
    }
    happens(EVENTS);
    one = start();
    other = start();
    SETTLED(30);
    stop(one);
    stop(other);
    CU_ASSERT_EQUAL(receiver_count("/slow/10"), EVENTS * RECEIVERS);
    for (int i = 0; i < RECEIVERS; i++) {
        CU_ASSERT_EQUAL(receiver_most_at_once(say("/slow/10/%d", i)), 1);
    }
}

/* ---- changes while something waits ---- */

static void another_url(const void *row)
{
    int64_t webhook;
    pid_t runner;

    (void)row;
    begin();
    webhook = subscribe("/status/500");
    happens(1);
    runner = start();
    CU_ASSERT(receiver_await("/status/500", 1, 5));
    sql("UPDATE webhook SET url = '%s' WHERE id = %lld", here("/ok"), (long long)webhook);
    CU_ASSERT(receiver_await("/ok", 1, 5));
    SETTLED(5);
    stop(runner);
}

static bool one_is_set_aside(void)
{
    return jobs("status = 'dead' AND trouble LIKE 'the webhook %'") == 1;
}

static void taken_away(const void *row)
{
    const char *how = row;
    pid_t runner;

    begin();
    subscribe("/status/500");
    happens(1);
    runner = start();
    CU_ASSERT(receiver_await("/status/500", 1, 5));
    sql("%s", how);
    CU_ASSERT(await(one_is_set_aside, 5));
    stop(runner);
    EXPECT(receiver_count("/status/500") <= 2, "it was called again");
}

/* ---- where it may not go ---- */

static const struct disguise {
    const char *name, *url; /* %d: the port */
} disguises[] = {
    {"the loopback address", "http://127.0.0.1:%d/ok"},
    {"the loopback name", "http://localhost:%d/ok"},
    {"one decimal number", "http://2130706433:%d/ok"},
    {"one hexadecimal number", "http://0x7f000001:%d/ok"},
    {"octal parts", "http://0177.0.0.1:%d/ok"},
    {"fewer parts", "http://127.1:%d/ok"},
    {"any address", "http://0.0.0.0:%d/ok"},
    {"a public name as user", "http://example.com@127.0.0.1:%d/ok"},
    {"the loopback of the sixth version", "http://[::1]:%d/ok"},
    {"any address of the sixth version", "http://[::]:%d/ok"},
    {"a mapped address", "http://[::ffff:127.0.0.1]:%d/ok"},
    {"a mapped address in hexadecimal", "http://[::ffff:7f00:1]:%d/ok"},
    {"a translated address", "http://[64:ff9b::7f00:1]:%d/ok"},
    {"the whole network of the loopback", "http://127.200.3.4:%d/ok"},
};
static const struct disguise elsewhere[] = {
    {"the metadata of clouds", "http://169.254.169.254:%d/latest/meta-data/"},
    {"a private network 10", "http://10.0.0.1:%d/"},
    {"a private network 172", "http://172.16.0.1:%d/"},
    {"a private network 192", "http://192.168.0.1:%d/"},
    {"carriers' addresses", "http://100.64.0.1:%d/"},
    {"multicast", "http://224.0.0.1:%d/"},
    {"broadcast", "http://255.255.255.255:%d/"},
    {"link-local addresses of the sixth version", "http://[fe80::1]:%d/"},
    {"private addresses of the sixth version", "http://[fd00::1]:%d/"},
    {"multicast of the sixth version", "http://[ff02::1]:%d/"},
    {"a wrapped private address", "http://[2002:0a00:0001::]:%d/"},
};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static const char *url_of(const struct disguise *disguise)
{
    return say(disguise->url, receiver_port());
}
#pragma GCC diagnostic pop

static const char *strict(void)
{
    return conf_with("strict", "lease = 5\n", "retry =\ntimeout = 2\n");
}

static void refuses(const struct disguise *disguise)
{
    pid_t runner;

    begin();
    subscribe_as("user_id", ANN, url_of(disguise), ALL_TRIGGERS, "", "");
    happens(1);
    runner = start_with(strict(), NULL);
    SETTLED(6);
    stop(runner);
    CU_ASSERT_EQUAL(receiver_connections(), 0);
    CU_ASSERT_EQUAL(jobs("kind = 'webhook.deliver' AND status = 'dead'"), 1);
}

static void is_not_called(const void *row)
{
    refuses(row);
}

static void is_refused_by_name(const void *row)
{
    refuses(row);
    EXPECT(jobs("trouble LIKE 'the address % is not allowed'") == 1, "the trouble is %s",
           sql_text("SELECT trouble FROM job WHERE status = 'dead'"));
}

/* The control: the same disguises do reach the receiver where that is allowed. */
static void is_called_where_allowed(const void *row)
{
    const char *conf = conf_with("open", "lease = 5\n",
                                 "retry =\ntimeout = 2\nallow_private = 127.0.0.0/8 0.0.0.0/8\n");
    pid_t runner;

    (void)row;
    begin();
    for (size_t i = 0; i < 8; i++) {
        subscribe_as("user_id", ANN, url_of(&disguises[i]), ALL_TRIGGERS, "", "");
    }
    happens(1);
    runner = start_with(conf, NULL);
    SETTLED(6);
    stop(runner);
    EXPECT(receiver_connections() >= 8, "%zu connections", receiver_connections());
}

/* Where the proxy itself could be called. */
static void no_proxy_is_asked(const void *row)
{
    const char *conf =
        conf_with("proxied", "lease = 5\n", "retry =\ntimeout = 2\nallow_private = 127.0.0.0/8\n");
    pid_t runner;

    (void)row;
    begin();
    subscribe_as("user_id", ANN, "http://10.9.8.7/ok", ALL_TRIGGERS, "", "");
    happens(1);
    setenv("http_proxy", here(""), 1);
    setenv("ALL_PROXY", here(""), 1);
    runner = start_with(conf, NULL);
    unsetenv("http_proxy");
    unsetenv("ALL_PROXY");
    SETTLED(6);
    stop(runner);
    CU_ASSERT_EQUAL(receiver_connections(), 0);
}

static const struct disguise schemes[] = {
    {"no file is read", "file:///etc/passwd"},
    {"no gopher is asked", "gopher://127.0.0.1:%d/_x"},
    {"no dictionary is asked", "dict://127.0.0.1:%d/x"},
    {"no file server is asked", "ftp://127.0.0.1:%d/x"},
    {"nothing that is no URL is called", "http://"},
};

static void scheme_is_refused(const void *row)
{
    begin();
    subscribe_as("user_id", ANN, url_of(row), ALL_TRIGGERS, "", "");
    happens(1);
    settle(5);
    CU_ASSERT_EQUAL(receiver_connections(), 0);
    CU_ASSERT_EQUAL(jobs("kind = 'webhook.deliver' AND status = 'dead' AND tries = 1"), 1);
}

/* ---- the runner dies ---- */

/* Every delivery that there should be came at least once; what came twice carries its own id. */
static void expect_none_lost(size_t events, size_t receivers, size_t most)
{
    size_t came = receiver_count("/ok");

    CU_ASSERT_EQUAL(jobs("kind = 'webhook.deliver' AND status = 'done'"), events * receivers);
    CU_ASSERT_EQUAL(jobs("status <> 'done'"), 0);
    EXPECT(came >= events * receivers && came <= most, "%zu came", came);
    for (size_t i = 0; i < came; i++) {
        const struct seen *seen = receiver_seen("/ok", i);

        EXPECT(sql_number("SELECT COUNT(*) FROM job WHERE name = '%s' AND kind = 'webhook.deliver'",
                          seen->id) == 1,
               "%s is no delivery", seen->id);
    }
    MYSQL_RES *names = sql("SELECT name FROM job WHERE kind = 'webhook.deliver'");
    for (MYSQL_ROW name; (name = mysql_fetch_row(names)) != NULL;) {
        bool found = false;

        for (size_t i = 0; i < came && !found; i++) {
            found = same(receiver_seen("/ok", i)->id, name[0]);
        }
        EXPECT(found, "%s never came", name[0]);
    }
    mysql_free_result(names);
}

static const struct death {
    const char *name, *fault;
    size_t extra; /* deliveries that may come twice */
} deaths[] = {
    {"after the first claim", "claimed:1:kill", 0},
    {"while telling, before the commit", "fanned-out:1:kill", 0},
    {"while telling, before a later commit", "fanned-out:4:kill", 0},
    {"after the first was told", "fan-out-marked:1:kill", 0},
    {"after a later one was told", "fan-out-marked:3:kill", 0},
    {"after a delivery was claimed", "delivery-claimed:1:kill", 0},
    {"after a later delivery was claimed", "delivery-claimed:3:kill", 3},
    {"when connected", "connected:1:kill", 3},
    {"when connected later", "connected:7:kill", 3},
    {"when the answer begins", "answered:1:kill", 3},
    {"when a later answer begins", "answered:5:kill", 3},
    {"between the receiver's yes and the mark", "accepted:1:kill", 3},
    {"between a later yes and its mark", "accepted:9:kill", 3},
    {"after the mark", "marked:1:kill", 3},
    {"after a later mark", "marked:8:kill", 3},
};

static void survives(const void *row)
{
    enum { EVENTS = 5, RECEIVERS = 3 };
    const struct death *death = row;
    pid_t runner;

    begin();
    for (int i = 0; i < RECEIVERS; i++) {
        subscribe(say("/ok/%d", i));
    }
    happens(EVENTS);
    runner = start_with(fast(), death->fault);
    EXPECT(died_within(runner, 10), "it was not killed at %s", death->fault);
    end_leases();
    settle(10);
    expect_none_lost(EVENTS, RECEIVERS, EVENTS * RECEIVERS + death->extra);
}

static void waits_for_the_lease(const void *row)
{
    double from;
    pid_t runner;

    (void)row;
    begin();
    subscribe("/hang");
    happens(1);
    runner = start();
    CU_ASSERT(receiver_await("/hang", 1, 5));
    end_by(runner, SIGKILL);
    sql("UPDATE webhook SET url = '%s'", here("/ok"));
    from = receiver_now();
    runner = start();
    CU_ASSERT(receiver_await("/ok", 1, 15));
    EXPECT(receiver_now() - from > 4, "the lease was not waited for: %.1f s",
           receiver_now() - from);
    SETTLED(5);
    stop(runner);
    CU_ASSERT_STRING_EQUAL(receiver_seen("/ok", 0)->id, receiver_seen("/hang", 0)->id);
}

/* Killed again and again at any moment, without any help from the inside. */
static void dies_all_the_time(const void *row)
{
    enum { EVENTS = 30, RECEIVERS = 3, DEATHS = 25 };
    unsigned seed = (unsigned)time(NULL);
    pid_t runner;

    (void)row;
    printf("# seed %u\n", seed);
    begin();
    for (int i = 0; i < RECEIVERS; i++) {
        subscribe(say("/ok/%d", i));
    }
    happens(EVENTS);
    for (int i = 0; i < DEATHS && !all_settled(); i++) {
        runner = start();
        usleep(20000 + (useconds_t)(rand_r(&seed) % 120000));
        end_by(runner, SIGKILL);
        end_leases();
    }
    runner = start();
    SETTLED(20);
    end_by(runner, SIGKILL);
    expect_none_lost(EVENTS, RECEIVERS, EVENTS * RECEIVERS + (size_t)DEATHS * RECEIVERS);
}

static void ends_what_it_began(const void *row)
{
    pid_t runner;

    (void)row;
    begin();
    subscribe("/slow/800");
    happens(1);
    runner = start();
    CU_ASSERT(receiver_await("/slow/800", 1, 5));
    stop(runner);
    CU_ASSERT_EQUAL(jobs("kind = 'webhook.deliver' AND status = 'done'"), 1);
}

/* ---- from the booking to the receiver, through the whole stack ---- */

static void whole_way(const void *row)
{
    const char *secret = "whole way";
    struct answer *made, *booked;
    const struct seen *seen;

    (void)row;
    receiver_forget();
    made = ASK(.method = "POST", .target = "/v2/webhooks", .credential = "cal_test_dora",
               .body = say("{\"subscriberUrl\":\"%s\",\"triggers\":[\"BOOKING_CREATED\","
                           "\"BOOKING_CANCELLED\"],\"active\":true,\"secret\":\"%s\"}",
                           here(say("/whole/%ld", (long)getpid())), secret));
    EXPECT_STATUS(made, 201);
    booked = ASK(.method = "POST", .target = "/v2/bookings", .credential = "cal_test_dora",
                 .version = CAL_PAGES,
                 /* a Monday: nobody works on every day */
                 .body = "{\"start\":\"2040-06-04T10:00:00Z\",\"eventTypeId\":1003,"
                         "\"attendee\":{\"name\":\"W\",\"email\":\"w@example.com\","
                         "\"timeZone\":\"UTC\"}}");
    EXPECT_STATUS(booked, 201);
    CU_ASSERT(receiver_await("/whole", 1, 10));
    if ((seen = receiver_seen("/whole", 0)) != NULL) {
        CU_ASSERT_STRING_EQUAL(seen->signature, hmac(secret, seen->body));
        CU_ASSERT(same(text_at(body_of(seen), "payload.uid"), text_at(booked->json, "data.uid")));
    }
    (void)ASK(.method = "POST",
              .target = say("/v2/bookings/%s/cancel", text_at(booked->json, "data.uid")),
              .credential = "cal_test_dora", .version = CAL_PAGES,
              .body = "{\"cancellationReason\":\"tried\"}");
    CU_ASSERT(receiver_await("/whole", 2, 10));
    if ((seen = receiver_seen("/whole", 1)) != NULL) {
        CU_ASSERT(same(text_at(body_of(seen), "triggerEvent"), "BOOKING_CANCELLED"));
        CU_ASSERT(same(text_at(body_of(seen), "payload.cancellationReason"), "tried"));
    }
    EXPECT_STATUS(ASK(.method = "DELETE",
                      .target = say("/v2/webhooks/%s", text_at(made->json, "data.id")),
                      .credential = "cal_test_dora"),
                  200);
}

/* ---- all ---- */

static void add_cases(void)
{
    case_add(is_signed, NULL, "a delivery is one request, signed with the secret");
    case_add(has_no_secret, NULL, "without a secret the signature says so");
    case_add(has_headers, NULL, "the id is the job's name, and the time is the present");
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        case_add(tells, &parts[i], "a booking is told with %s", parts[i].name);
    }
    for (size_t i = 0; i < COUNT_OF(number_parts); i++) {
        case_add(tells_number, &number_parts[i], "a booking is told with %s", number_parts[i].name);
    }
    case_add(tells_the_rest, NULL, "a booking is told whole, and without what it has not");
    CASES(mapped, maps, name);
    case_add(moved_and_pending, NULL,
             "one moved that waits for confirmation is still "
             "BOOKING_RESCHEDULED, with its old time");
    case_add(moved_in_place, NULL, "one moved in place is told with its old time");
    case_add(told_as_it_was, NULL, "a booking that was called off since is told as it was made");
    for (size_t i = 0; i < COUNT_OF(audiences); i++) {
        case_add(reaches, &audiences[i], "of a booking made, %s", audiences[i].name);
    }
    case_add(switched_off, NULL, "of a booking made, a webhook that is not active is not told");
    case_add(of_another_business, NULL, "of a booking made, no other business is told");
    case_add(meetings, NULL, "meetings are told when they start and end");
    case_add(booking_is_gone, NULL, "a job whose booking is not there is set aside");
    for (size_t i = 0; i < COUNT_OF(templates); i++) {
        case_add(fills_template, &templates[i], "templates: %s", templates[i].name);
    }
    case_add(tried_again, NULL,
             "what fails is tried again after longer and longer pauses, under "
             "the same id, then set aside");
    CASES(bad_answers, is_no_success, name);
    CASES(good_answers, is_success, name);
    case_add(recovers, NULL, "a receiver that recovers is told");
    case_add(is_gone, NULL, "410 switches the webhook off, and what waits for it is set aside");
    case_add(says_when, NULL, "Retry-After is waited for");
    case_add(hangs, NULL, "a receiver that does not answer is given up and tried again");
    case_add(talks_without_end, NULL, "an answer without end is cut off");
    case_add(drips, NULL, "an answer that never ends is taken by its status");
    case_add(is_nowhere, NULL, "where nobody listens is tried again, then set aside");
    case_add(in_order, NULL, "a receiver is told in the order of things");
    case_add(one_at_a_time, NULL, "a receiver is told one thing at a time");
    case_add(together, NULL, "many receivers are told at once");
    case_add(slow_ones_delay_nobody, NULL, "slow receivers delay nobody");
    case_add(no_business_takes_all, NULL,
             "the slow receivers of one business leave room for "
             "another's");
    case_add(two_runners, NULL, "two runners tell everything once, and one at a time");
    case_add(another_url, NULL, "a URL that was changed is called from then on");
    case_add(taken_away, "DELETE FROM webhook",
             "what waits for a webhook that was removed is set "
             "aside");
    case_add(taken_away, "UPDATE webhook SET active = FALSE",
             "what waits for a webhook that was switched off is set aside");
    for (size_t i = 0; i < COUNT_OF(disguises); i++) {
        case_add(is_not_called, &disguises[i], "never called: %s", disguises[i].name);
    }
    for (size_t i = 0; i < COUNT_OF(elsewhere); i++) {
        case_add(is_refused_by_name, &elsewhere[i], "never called: %s", elsewhere[i].name);
    }
    case_add(is_called_where_allowed, NULL, "called where the configuration allows it");
    case_add(no_proxy_is_asked, NULL, "no proxy of the environment is asked");
    CASES(schemes, scheme_is_refused, name);
    for (size_t i = 0; has_faults && i < COUNT_OF(deaths); i++) {
        case_add(survives, &deaths[i], "killed %s, nothing is lost", deaths[i].name);
    }
    case_add(dies_all_the_time, NULL, "killed at any moment, again and again, nothing is lost");
    case_add(waits_for_the_lease, NULL,
             "what a dead runner held comes when its lease ends, under "
             "the same id");
    case_add(ends_what_it_began, NULL, "told to stop, it ends what it began");
    case_add(whole_way, NULL, "from a request to the receiver, through the whole stack");
}

static int setup(void)
{
    stack_conf = strdup(http_setting("SLOTD_CONF"));
    if (receiver_open() == 0 || !make_database()) {
        return 1;
    }
    business = sql_number("SELECT id FROM business WHERE slug = 'one'");
    return 0;
}

static int teardown(void)
{
    receiver_close();
    sql("DROP DATABASE `%s`", own_database);
    (void)!system(say("rm -rf '%s'", directory));
    return http_close();
}

/* Only a build with fault points says so. */
static bool faults_are_built_in(void)
{
    FILE *said = popen(say("'%s' --version", http_setting("SLOTD_JOBS_BIN")), "r");
    char line[200] = "";

    if (said != NULL) {
        (void)!fgets(line, sizeof line, said);
        pclose(said);
    }
    return strstr(line, "with faults") != NULL;
}

int main(int argc, char **argv)
{
    if (http_open(NULL) != 0 || http_setting("SLOTD_JOBS_BIN") == NULL) {
        puts("Bail out! there is no stack to test");
        return 1;
    }
    has_faults = faults_are_built_in();
    if (!has_faults) {
        puts("# slotd-jobs is built without fault points: it is not killed at each of them");
    }
    add_cases();
    return cases_main("webhook delivery", setup, teardown, argc, argv);
}
