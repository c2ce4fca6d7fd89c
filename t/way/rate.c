/* rate.c - how many requests a minute, as documented: contract cal-v2 j. The stack has the limits
 * of the default configuration. SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "cases.h"
#include "http.h"

enum { SECRET_ROOM = 200, AT_ONCE = 90 };

#define LIST "/v2/bookings?take=1"
#define UID  "oneUpcoming11111111111"

/* A key that nobody has asked with yet. */
static const char *new_key(const char *kind, const char *options)
{
    char *secret = calloc(1, SECRET_ROOM);
    FILE *from = popen(say("'%s' -c '%s' token create --business one --user ann --kind %s %s",
                           http_setting("SLOTD_BIN"), http_setting("SLOTD_CONF"), kind, options),
                       "r");

    CU_ASSERT_FATAL(secret != NULL && from != NULL);
    bool read = fgets(secret, SECRET_ROOM, from) != NULL;
    while (fgetc(from) != EOF) {
    }
    CU_ASSERT_EQUAL_FATAL(pclose(from), 0);
    CU_ASSERT_FATAL(read);
    secret[strcspn(secret, "\n")] = '\0';
    const char *kept = say("%s", secret);
    free(secret);
    return kept;
}

static const char *key(const char *options)
{
    return new_key("cal_key", options);
}

static struct answer *ask(const char *secret)
{
    return http_get(LIST, secret, CAL_PAGES);
}

static long number_of(const struct answer *answer, const char *header)
{
    const char *value = http_header(answer, header);

    return value == NULL ? -1 : strtol(value, NULL, 10);
}

static long limit_of(const struct answer *answer)
{
    return number_of(answer, "X-RateLimit-Limit-Default");
}

static long left(const struct answer *answer)
{
    return number_of(answer, "X-RateLimit-Remaining-Default");
}

static void expect_left(const struct answer *answer, long wanted)
{
    EXPECT(left(answer) == wanted, "%ld are left, not %ld: %.300s", left(answer), wanted,
           answer->headers);
}

/* ---- defaults ---- */

static const struct kind {
    const char *name, *kind, *options;
    long limit;
} kinds[] = {
    {"an API key has 120 requests a minute", "cal_key", "", 120},
    {"a managed user's token has 500 requests a minute", "cal_managed", "", 500},
    {"an OAuth token has 500 requests a minute", "cal_oauth", "--scopes BOOKING_READ", 500},
    {"a key can have a rate of its own", "cal_key", "--rate 77", 77},
    {"a token can have a rate of its own", "cal_managed", "--rate 6000", 6000},
    {"a rate can be below that of its kind", "cal_oauth", "--rate 1 --scopes BOOKING_READ", 1},
};

static void run_kind(const void *row)
{
    const struct kind *kind = row;
    struct answer *answer = ask(new_key(kind->kind, kind->options));

    EXPECT_STATUS(answer, 200);
    EXPECT(limit_of(answer) == kind->limit, "the limit is %ld", limit_of(answer));
    expect_left(answer, kind->limit - 1);
    long reset = number_of(answer, "X-RateLimit-Reset-Default");
    EXPECT(reset > 50 && reset <= 60, "reset is %ld", reset);
}

static void applied(const void *row)
{
    (void)row;
    EXPECT(limit_of(ask("cal_links_rated")) == 77, "another limit");
    EXPECT(limit_of(ask("cal_links_free")) == -1, "a limit");
    EXPECT(limit_of(ask("cal_links_lin")) == 120, "another limit");
}

static void no_limit(const void *row)
{
    const char *secret = key("--rate 0");
    struct answer *answer = NULL;

    (void)row;
    for (int i = 0; i < 150; i++) {
        answer = ask(secret);
        EXPECT_STATUS(answer, 200);
    }
    EXPECT(http_header(answer, "X-RateLimit-Limit-Default") == NULL, "a limit is told");
}

/* ---- counting ---- */

static void all_120(const void *row)
{
    const char *secret = key("");

    (void)row;
    for (int i = 1; i <= 120; i++) {
        struct answer *answer = ask(secret);

        EXPECT_STATUS(answer, 200);
        expect_left(answer, 120 - i);
    }
    EXPECT_STATUS(ask(secret), 429);
}

static const char *spent_key(void)
{
    const char *secret = key("--rate 1");

    EXPECT_STATUS(ask(secret), 200);
    return secret;
}

static void the_refusal(const void *row)
{
    struct answer *answer = ask(spent_key());

    (void)row;
    EXPECT_STATUS(answer, 429);
    EXPECT_TEXT(answer, "status", "error");
    EXPECT_TEXT(answer, "path", LIST);
    EXPECT_TEXT(answer, "error.code", "ThrottlerException");
    EXPECT_TEXT(answer, "error.message",
                "CustomThrottlerGuard - Too many requests. Please try again later.");
    EXPECT_NUMBER(answer, "error.details.statusCode", 429);
    EXPECT_TEXT(answer, "error.details.error", "Too Many Requests");
}

static void the_refusal_says_when(const void *row)
{
    struct answer *answer = ask(spent_key());
    long after = number_of(answer, "Retry-After");

    (void)row;
    EXPECT(after > 50 && after <= 60, "Retry-After is %ld", after);
    EXPECT(number_of(answer, "X-RateLimit-Reset-Default") == after, "the reset is another");
    EXPECT(limit_of(answer) == 1, "the limit is %ld", limit_of(answer));
    expect_left(answer, 0);
}

static void refused_stays_refused(const void *row)
{
    const char *secret = spent_key();

    (void)row;
    for (int i = 0; i < 5; i++)
        EXPECT_STATUS(ask(secret), 429);
}

static void refused_before_parameters(const void *row)
{
    (void)row;
    EXPECT_STATUS(http_get("/v2/bookings?take=abc", spent_key(), CAL_PAGES), 429);
}

static void refused_does_nothing(const void *row)
{
    struct answer *answer =
        ASK(.method = "POST", .target = "/v2/bookings/" UID "/cancel", .credential = spent_key(),
            .version = CAL_PAGES, .body = "{\"cancellationReason\":\"too often\"}");

    (void)row;
    EXPECT_STATUS(answer, 429);
    EXPECT(sql_number("SELECT COUNT(*) FROM booking WHERE uid = '" UID
                      "' AND status = 'accepted'") == 1,
           "the booking was cancelled");
}

static void keys_of_one_user(const void *row)
{
    const char *other = key("");

    (void)row;
    EXPECT_STATUS(ask(spent_key()), 429);
    EXPECT_STATUS(ask(other), 200);
}

/* ---- what counts ---- */

static const struct counted {
    const char *name, *method, *target, *body;
    long status;
    bool counts;
} counteds[] = {
    {"a list counts", NULL, LIST, NULL, 200, true},
    {"a HEAD counts", "HEAD", LIST, NULL, 200, true},
    {"a refused parameter counts", NULL, "/v2/bookings?take=0", NULL, 400, true},
    {"a booking that is not there counts", NULL, "/v2/bookings/nobodyHasThisUid", NULL, 404, true},
    {"a body that can not be read counts", "POST", "/v2/bookings", "{", 400, true},
    {"slots count", NULL, "/v2/slots?eventTypeId=1001&start=2031-03-03&end=2031-03-04", NULL, 200,
     true},
    {"the other spelling of a path counts", NULL, "/api" LIST, NULL, 200, true},
    {"a preflight does not count", "OPTIONS", LIST, NULL, 204, false},
    {"a path that nobody serves does not count", NULL, "/v2/nothing", NULL, 404, false},
    {"a method that the path does not take does not count", "PUT", LIST, NULL, 405, false},
    {"the server's own paths do not count", NULL, "/healthz", NULL, 200, false},
    {"the description does not count", NULL, "/openapi.json", NULL, 200, false},
};

static void run_counted(const void *row)
{
    const struct counted *counted = row;
    const char *secret = key("");
    struct answer *answer = ASK(.method = counted->method, .target = counted->target,
                                .credential = secret, .version = CAL_PAGES, .body = counted->body);

    EXPECT_STATUS(answer, counted->status);
    expect_left(answer, counted->counts ? 119 : -1);
    expect_left(ask(secret), counted->counts ? 118 : 119);
}

static void an_unknown_key(const void *row)
{
    struct answer *answer = ask("cal_nobody_has_this_key");

    (void)row;
    EXPECT_STATUS(answer, 401);
    EXPECT_TEXT(answer, "error.message", "CustomThrottlerGuard - Invalid API Key");
    expect_left(answer, -1);
}

static const struct refused_key {
    const char *name, *kind, *options;
    long status;
} refused_keys[] = {
    {"an expired key is counted, too", "cal_key", "--rate 1 --expires 2024-01-01", 401},
    {"an expired token is counted, too", "cal_managed", "--rate 1 --expires 2024-01-01", 498},
    {"a token without the scope is counted, too", "cal_oauth", "--rate 1", 403},
    {"a key of another dialect is counted, too", "links_key", "--rate 1", 401},
};

static void run_refused_key(const void *row)
{
    const struct refused_key *refused = row;
    const char *secret = new_key(refused->kind, refused->options);

    EXPECT_STATUS(ask(secret), refused->status);
    EXPECT_STATUS(ask(secret), 429);
}

/* Who has no credential is counted by address, with all that was asked for from it: so this comes
 * last, and may be refused at once. */
static void a_page_of_a_salon(const void *row)
{
    struct answer *answer = NULL;
    int answered = 0;

    (void)row;
    for (int i = 0; i < 130; i++) {
        answer = ASK(.target = "/api/public/salon-info?salon=one");
        answered += answer->status == 200;
        if (answer->status != 200)
            break;
    }
    EXPECT(answered <= 120, "%d were answered", answered);
    EXPECT_STATUS(answer, 429);
    EXPECT(number_of(answer, "X-RateLimit-Limit-Default") == 120, "the limit is another one");
    EXPECT_TEXT(answer, "error", "Too many requests; try again later");
    EXPECT(http_header(answer, "Retry-After") != NULL, "it is not said when to come back");
}

static void shown_to_pages(const void *row)
{
    const char *shown = http_header(ask(key("")), "Access-Control-Expose-Headers");

    (void)row;
    EXPECT(shown != NULL && strstr(shown, "X-RateLimit-Remaining-Default") != NULL &&
               strstr(shown, "Retry-After") != NULL,
           "pages may see %s", shown == NULL ? "nothing" : shown);
}

/* ---- limits beside that of all ---- */

static const struct beside {
    const char *name, *method, *target, *suffix;
} besides[] = {
    {"guests are added 5 times a minute", "POST", "/v2/bookings/" UID "/guests", "Guests"},
    {"attendees are added 5 times a minute", "POST", "/v2/bookings/" UID "/attendees", "Attendees"},
    {"attendees are removed 5 times a minute", "DELETE", "/v2/bookings/" UID "/attendees/1",
     "Attendees"},
    {"a location is changed 5 times a minute", "PATCH", "/v2/bookings/" UID "/location",
     "Location"},
};

static struct answer *ask_beside(const struct beside *beside, const char *secret)
{
    return ASK(.method = beside->method, .target = beside->target, .credential = secret,
               .version = CAL_PAGES, .body = "{\"unknown\":1}");
}

static long left_beside(const struct beside *beside, const struct answer *answer)
{
    return number_of(answer, say("X-RateLimit-Remaining-%s", beside->suffix));
}

static void run_beside(const void *row)
{
    const struct beside *beside = row;
    const char *secret = key("");

    for (int i = 4; i >= 0; i--) {
        struct answer *answer = ask_beside(beside, secret);

        EXPECT(answer->status != 429, "refused with %d left", i + 1);
        EXPECT(left_beside(beside, answer) == i, "%ld are left", left_beside(beside, answer));
    }
    struct answer *answer = ask_beside(beside, secret);
    EXPECT_STATUS(answer, 429);
    EXPECT(number_of(answer, say("X-RateLimit-Limit-%s", beside->suffix)) == 5, "%s",
           answer->headers);
    EXPECT(number_of(answer, "Retry-After") > 50, "%s", answer->headers);
    EXPECT_STATUS(ask(secret), 200);
}

static void adding_and_removing(const void *row)
{
    const char *secret = key("");

    (void)row;
    for (int i = 0; i < 6; i++)
        (void)ask_beside(&besides[1], secret);
    EXPECT_STATUS(ask_beside(&besides[1], secret), 429);
    EXPECT(ask_beside(&besides[2], secret)->status != 429, "removing is refused");
    EXPECT_STATUS(http_get("/v2/bookings/" UID "/attendees", secret, CAL_PAGES), 200);
}

static void in_proportion(const void *row)
{
    struct answer *answer = ask_beside(&besides[0], key("--rate 6000"));
    struct answer *few = ask_beside(&besides[0], key("--rate 60"));

    (void)row;
    EXPECT(number_of(answer, "X-RateLimit-Limit-Guests") == 250, "%s", answer->headers);
    EXPECT(number_of(few, "X-RateLimit-Limit-Guests") == 5, "%s", few->headers);
}

/* ---- many at once ---- */

/* Several connections at once meet several workers. */
static void shared_by_workers(const void *row)
{
    const char *secret = key("--rate 40");
    const char *command = say(
        "curl -s -Z --no-progress-meter --parallel-max 8 -H 'Authorization: Bearer %s' -o /dev/null"
        " -w '%%{http_code}\\n' '%s/v2/bookings?take=1&spare=[1-%d]'",
        secret, http_setting("SLOTD_URL"), AT_ONCE);
    FILE *from = popen(command, "r");
    int admitted = 0, refused = 0;
    char line[100];

    (void)row;
    CU_ASSERT_FATAL(from != NULL);
    while (fgets(line, sizeof line, from) != NULL) {
        admitted += strncmp(line, "200", 3) == 0;
        refused += strncmp(line, "429", 3) == 0;
    }
    (void)pclose(from);
    EXPECT(admitted == 40 && refused == AT_ONCE - 40, "%d admitted, %d refused", admitted, refused);
}

/* ---- without credentials: last, because the address stays blocked ---- */

static void without_credentials(const void *row)
{
    struct answer *first = http_get("/v2/bookings/" UID, NULL, CAL_PAGES);

    (void)row;
    EXPECT_STATUS(first, 200);
    EXPECT(limit_of(first) == 120, "the limit is %ld", limit_of(first));
    long more = left(first);
    struct answer *needs_key = http_get(LIST, NULL, CAL_PAGES);
    EXPECT_STATUS(needs_key, 401);
    expect_left(needs_key, more - 1);
    for (long i = more - 2; i >= 0; i--)
        expect_left(http_get("/v2/bookings/" UID, NULL, CAL_PAGES), i);
    EXPECT_STATUS(http_get("/v2/bookings/" UID, NULL, CAL_PAGES), 429);
    EXPECT_STATUS(http_get(LIST, NULL, CAL_PAGES), 429);
    EXPECT_STATUS(ask(key("")), 200);
    EXPECT_STATUS(http_get("/healthz", NULL, NULL), 200);
}

static int setup(void)
{
    http_notes(false);
    return http_open("links.json");
}

int main(int argc, char **argv)
{
    CASES(kinds, run_kind, name);
    case_add(applied, NULL, "a rate can be declared, for some keys and not for others");
    case_add(no_limit, NULL, "a rate of 0 is no limit");
    case_add(all_120, NULL, "120 requests are answered and the next one is not");
    case_add(the_refusal, NULL, "a request too many is refused in the words of the contract");
    case_add(the_refusal_says_when, NULL, "the refusal tells when to come back");
    case_add(refused_stays_refused, NULL, "who is refused once is refused for a while");
    case_add(refused_before_parameters, NULL, "a refusal comes before parameters are read");
    case_add(refused_does_nothing, NULL, "a refused request changes nothing");
    case_add(keys_of_one_user, NULL, "another key of the same user is not refused");
    CASES(counteds, run_counted, name);
    case_add(an_unknown_key, NULL, "an unknown key is refused as such");
    CASES(refused_keys, run_refused_key, name);
    case_add(shown_to_pages, NULL, "pages of other origins may read the headers");
    CASES(besides, run_beside, name);
    case_add(adding_and_removing, NULL, "adding and removing are counted each for itself");
    case_add(in_proportion, NULL, "a higher rate raises the small limits along, a lower one not");
    case_add(shared_by_workers, NULL, "all workers count together, to the very request");
    case_add(without_credentials, NULL, "an address without credentials has 120, and no key less");
    case_add(a_page_of_a_salon, NULL, "what everybody may ask for has a limit for each address");
    return cases_main("rate", setup, http_close, argc, argv);
}
