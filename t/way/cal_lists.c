/* cal_lists.c - GET /v2/bookings of 2024-08-13: what may be asked, who sees what, in which order,
 * on which page. SPDX-License-Identifier: MIT
 *
 * Sets are compared with those of SQL written for this test; combinations of filters are drawn from
 * SLOTD_SEED, which is printed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "base/when.h"
#include "cases.h"
#include "http.h"
#include "world.h"

enum { COMBINATIONS = 320, MOST = 250, IDS = 600, PAGES = 60 };

#define ANN             "cal_test_ann"
#define COUNT_OF(table) (sizeof(table) / sizeof *(table))

static uint64_t seed;

struct ids {
    int64_t all[IDS];
    size_t count;
};

static struct answer *list(const char *key, const char *query)
{
    return http_get(say("/v2/bookings%s%s", query[0] == '\0' ? "" : "?", query), key, CAL_PAGES);
}

static void ids_of_answer(const struct answer *answer, struct ids *ids)
{
    size_t count = count_at(answer->json, "data");

    for (size_t i = 0; count != SIZE_MAX && i < count && ids->count < IDS; i++) {
        ids->all[ids->count++] = number_at(answer->json, say("data.%zu.id", i));
    }
}

static void ids_of_sql(const char *where, const char *order, struct ids *ids)
{
    MYSQL_RES *rows = sql("SELECT b.id FROM booking b WHERE %s ORDER BY %s", where, order);

    for (MYSQL_ROW row; (row = mysql_fetch_row(rows)) != NULL && ids->count < IDS;) {
        ids->all[ids->count++] = strtoll(row[0], NULL, 10);
    }
    mysql_free_result(rows);
}

static const char *ids_shown(const struct ids *ids)
{
    const char *all = "";

    for (size_t i = 0; i < ids->count && i < 40; i++) {
        all = say("%s %lld", all, (long long)ids->all[i]);
    }
    return all;
}

/* ---- refused, with the very words ---- */

static const struct refused {
    const char *name, *query, *errors;
} refused[] = {
    {"take=0 is too small", "take=0",
     "[{'target':{'take':0},'value':0,'property':'take','children':[],'constraints':{'min':'take "
     "must not "
     "be less than 1'}}]"},
    {"take=251 is too large", "take=251",
     "[{'target':{'take':251},'value':251,'property':'take','children':[],'constraints':{'max':'"
     "take must "
     "not be greater than 250'}}]"},
    {"take=-1 is too small", "take=-1",
     "[{'target':{'take':-1},'value':-1,'property':'take','children':[],'constraints':{'min':'take "
     "must "
     "not be less than 1'}}]"},
    {"take=abc breaks three rules at once", "take=abc",
     "[{'target':{'take':null},'value':null,'property':'take','children':[],'constraints':{'max':'"
     "take must "
     "not be greater than 250','min':'take must not be less than 1','isNumber':'take must be a "
     "number "
     "conforming to the specified constraints'}}]"},
    {"skip=-1 is too small", "skip=-1",
     "[{'target':{'skip':-1},'value':-1,'property':'skip','children':[],'constraints':{'min':'skip "
     "must "
     "not be less than 0'}}]"},
    {"an unknown status is named", "status=foo",
     "[{'target':{'status':['foo']},'value':['foo'],'property':'status','children':[],'constraints'"
     ":{"
     "'isEnum':'Invalid status. Allowed are upcoming, recurring, past, cancelled, unconfirmed'}}]"},
    {"a status has no capital", "status=Upcoming",
     "[{'target':{'status':['Upcoming']},'value':['Upcoming'],'property':'status','children':[],"
     "'constraints':{'isEnum':'Invalid status. Allowed are upcoming, recurring, past, cancelled, "
     "unconfirmed'}}]"},
    {"an empty status is none", "status=",
     "[{'target':{'status':['']},'value':[''],'property':'status','children':[],'constraints':{'"
     "isEnum':"
     "'Invalid status. Allowed are upcoming, recurring, past, cancelled, unconfirmed'}}]"},
    {"a comma inside a repeated status is part of it", "status=upcoming,past&status=past",
     "[{'target':{'status':['upcoming,past','past']},'value':['upcoming,past','past'],'property':'"
     "status',"
     "'children':[],'constraints':{'isEnum':'Invalid status. Allowed are upcoming, recurring, "
     "past, "
     "cancelled, unconfirmed'}}]"},
    {"one bad status among good ones is refused", "status=upcoming,later",
     "[{'target':{'status':['upcoming','later']},'value':['upcoming','later'],'property':'status',"
     "'children':[],'constraints':{'isEnum':'Invalid status. Allowed are upcoming, recurring, "
     "past, "
     "cancelled, unconfirmed'}}]"},
    {"two addresses are no text", "attendeeEmail=a&attendeeEmail=b",
     "[{'target':{'attendeeEmail':['a','b']},'value':['a','b'],'property':'attendeeEmail','"
     "children':[],"
     "'constraints':{'isString':'attendeeEmail must be a string'}}]"},
    {"two names are no text", "attendeeName=a&attendeeName=b",
     "[{'target':{'attendeeName':['a','b']},'value':['a','b'],'property':'attendeeName','children':"
     "[],"
     "'constraints':{'isString':'attendeeName must be a string'}}]"},
    {"two uids are no text", "bookingUid=a&bookingUid=b",
     "[{'target':{'bookingUid':['a','b']},'value':['a','b'],'property':'bookingUid','children':[],"
     "'constraints':{'isString':'bookingUid must be a string'}}]"},
    {"a name in brackets is an array", "attendeeName%5B%5D=a",
     "[{'target':{'attendeeName':['a']},'value':['a'],'property':'attendeeName','children':[],"
     "'constraints':{'isString':'attendeeName must be a string'}}]"},
    {"an event type that is no number shows as null", "eventTypeIds=1,x",
     "[{'target':{'eventTypeIds':[1,null]},'value':[1,null],'property':'eventTypeIds','children':[]"
     ","
     "'constraints':{'isNumber':'each value in eventTypeIds must be a number conforming to the "
     "specified "
     "constraints'}}]"},
    {"no event types are not a list", "eventTypeIds=",
     "[{'target':{'eventTypeIds':[null]},'value':[null],'property':'eventTypeIds','children':[],"
     "'constraints':{'isNumber':'each value in eventTypeIds must be a number conforming to the "
     "specified "
     "constraints'}}]"},
    {"a team that is no number shows as null", "teamsIds=x",
     "[{'target':{'teamsIds':[null]},'value':[null],'property':'teamsIds','children':[],'"
     "constraints':{"
     "'isNumber':'each value in teamsIds must be a number conforming to the specified "
     "constraints'}}]"},
    {"an event type must be whole", "eventTypeId=abc",
     "[{'target':{'eventTypeId':null},'value':null,'property':'eventTypeId','children':[],'"
     "constraints':{"
     "'isInt':'eventTypeId must be an integer number'}}]"},
    {"a team must be whole", "teamId=abc",
     "[{'target':{'teamId':null},'value':null,'property':'teamId','children':[],'constraints':{'"
     "isInt':"
     "'teamId must be an integer number'}}]"},
};

#define NO_DATE(parameter, value, sentence)                                                        \
    {                                                                                              \
        parameter "=" value " is no date", parameter "=" value,                                    \
            "[{'target':{'" parameter "':'" value "'},'value':'" value "','property':'" parameter  \
            "','children':[],'constraints':{'isIso8601':'" sentence "'}}]"                         \
    }
#define FROM "fromDate must be a valid ISO 8601 date."
#define TO   "toDate must be a valid ISO 8601 date."
static const struct refused no_dates[] = {
    NO_DATE("afterStart", "2025-02-30", FROM),
    NO_DATE("afterStart", "2025-13-01", FROM),
    NO_DATE("afterStart", "2025-02-29T10:00:00Z", FROM),
    NO_DATE("afterStart", "yesterday", FROM),
    NO_DATE("afterStart", "1741341600000", FROM),
    NO_DATE("afterStart", "2025-03-07T25:00:00Z", FROM),
    NO_DATE("beforeEnd", "2025-02-30", TO),
    NO_DATE("beforeEnd", "tomorrow", TO),
    NO_DATE("afterCreatedAt", "2025-02-30", FROM),
    NO_DATE("beforeCreatedAt", "2025-02-30", TO),
    NO_DATE("afterUpdatedAt", "2025-02-30", FROM),
    NO_DATE("beforeUpdatedAt", "2025-02-30", TO),
};

#define NO_SORT(parameter, value, spoken)                                                          \
    {                                                                                              \
        parameter "=" value " is no direction", parameter "=" value,                               \
            "[{'target':{'" parameter "':'" value "'},'value':'" value "','property':'" parameter  \
            "','children':[],'constraints':{'isEnum':'" spoken                                     \
            " must be either \\\"asc\\\" or \\\"desc\\\".'}}]"                                     \
    }
static const struct refused no_sorts[] = {
    NO_SORT("sortStart", "ASC", "SortStart"),
    NO_SORT("sortStart", "up", "SortStart"),
    NO_SORT("sortEnd", "Desc", "SortEnd"),
    NO_SORT("sortCreated", "ascending", "SortCreated"),
    NO_SORT("sortUpdatedAt", "DESC", "SortCreated"),
};

/* The tables use ' for " */
static struct json_object *json_of(const char *text)
{
    char *copy = strdup(text);
    struct json_object *json;

    for (char *at = copy; *at != '\0'; at++) {
        if (*at == '\'') {
            *at = '"';
        }
    }
    json = json_tokener_parse(copy);
    free(copy);
    return json;
}

static void expect_envelope(const struct answer *answer, const char *target)
{
    EXPECT_TEXT(answer, "status", "error");
    EXPECT_TEXT(answer, "path", target);
    EXPECT(text_at(answer->json, "timestamp") != NULL &&
               strlen(text_at(answer->json, "timestamp")) == 24,
           "a timestamp in %s", answer->body);
}

static void run_refused(const void *row)
{
    const struct refused *one = row;
    struct json_object *wanted = json_of(one->errors);
    struct answer *answer = list(ANN, one->query);

    EXPECT_STATUS(answer, 400);
    expect_envelope(answer, say("/v2/bookings?%s", one->query));
    EXPECT_TEXT(answer, "error.code", "BadRequestException");
    EXPECT_TEXT(answer, "error.message", "Bad Request Exception");
    EXPECT(wanted != NULL, "the table is not JSON: %s", one->errors);
    EXPECT(json_object_equal(json_at(answer->json, "error.details.errors"), wanted) == 1,
           "errors are %s",
           json_object_to_json_string(json_at(answer->json, "error.details.errors")));
    json_object_put(wanted);
}

/* Where the value is told, but not the whole sentence. */
static const struct loosely {
    const char *name, *query, *property;
} loosely[] = {
    {"an empty take is refused", "take=", "take"},
    {"an empty skip is refused", "skip=", "skip"},
    {"skip=abc is refused", "skip=abc", "skip"},
    {"take as an array is refused", "take=1&take=2", "take"},
    {"a plus sign of an offset arrives as a blank", "afterStart=2025-03-07T10:00:00+02:00",
     "afterStart"},
    {"an empty date is refused", "afterStart=", "afterStart"},
    {"an empty direction is refused", "sortStart=", "sortStart"},
    {"two directions of one key are refused", "sortStart=asc&sortStart=desc", "sortStart"},
    {"two dates are refused", "beforeEnd=2025&beforeEnd=2026", "beforeEnd"},
    {"a fraction of an event type is refused", "eventTypeId=1.5", "eventTypeId"},
    {"a team with letters behind is refused", "teamId=11x", "teamId"},
};

static void run_loosely(const void *row)
{
    const struct loosely *one = row;
    struct answer *answer = list(ANN, one->query);

    EXPECT_STATUS(answer, 400);
    EXPECT_TEXT(answer, "error.message", "Bad Request Exception");
    EXPECT_TEXT(answer, "error.details.errors.0.property", one->property);
    EXPECT(members_at(answer->json, "error.details.errors.0.constraints") - 1 < 9,
           "no constraint is named: %s", answer->body);
}

static void two_wrong_parameters(const void *row)
{
    struct answer *answer = list(ANN, "take=0&skip=-1&status=x");

    (void)row;
    EXPECT_STATUS(answer, 400);
    EXPECT(count_at(answer->json, "error.details.errors") == 3, "%s", answer->body);
    EXPECT_NUMBER(answer, "error.details.errors.0.target.take", 0);
    EXPECT_NUMBER(answer, "error.details.errors.0.target.skip", -1);
}

static void empty_numbers_are_shown(const void *row)
{
    struct answer *answer = list(ANN, "take=");

    (void)row;
    EXPECT_TEXT(answer, "error.details.errors.0.value", "");
}

/* ---- accepted spellings: the same as another query ---- */

static const struct same {
    const char *name, *query, *as;
} sames[] = {
    {"statuses separated by commas are either", "status=upcoming,past",
     "status=past&status=upcoming"},
    {"blanks around a status are dropped", "status=upcoming,%20past%20", "status=upcoming,past"},
    {"brackets make an array of statuses", "status%5B%5D=upcoming", "status=upcoming"},
    {"numbered brackets make an array of statuses", "status%5B0%5D=upcoming&status%5B1%5D=past",
     "status=upcoming,past"},
    {"raw brackets make an array of statuses", "status[]=upcoming&status[]=past",
     "status=upcoming,past"},
    {"a status twice is the status once", "status=past,past", "status=past"},
    {"brackets make an array of event types", "eventTypeIds%5B%5D=1001&eventTypeIds%5B%5D=1012",
     "eventTypeIds=1001,1012"},
    {"a repeated event type makes an array", "eventTypeIds=1001&eventTypeIds=1012",
     "eventTypeIds=1001,1012"},
    {"blanks around an event type are dropped", "eventTypeIds=1001,%201012",
     "eventTypeIds=1001,1012"},
    {"letters behind an event type of a list are dropped", "eventTypeIds=1001x",
     "eventTypeIds=1001"},
    {"the list of event types wins over the single one", "eventTypeIds=1001&eventTypeId=1012",
     "eventTypeIds=1001"},
    {"event type 0 is no filter", "eventTypeId=0", ""},
    {"an empty event type is no filter", "eventTypeId=", ""},
    {"the event type is that of a list of one", "eventTypeId=1001", "eventTypeIds=1001"},
    {"teamIds means teamsIds", "teamIds=11", "teamsIds=11"},
    {"teamId means a list of one", "teamId=11", "teamsIds=11"},
    {"brackets make an array of teams", "teamsIds%5B%5D=11&teamsIds%5B%5D=12", "teamsIds=11,12"},
    {"the list of teams wins over the single one", "teamsIds=11&teamId=12", "teamsIds=11"},
    {"letters behind take are dropped", "take=5x", "take=5"},
    {"a fraction of take is cut", "take=2.7", "take=2"},
    {"a plus that was not escaped is a plus", "attendeeEmail=bo+work@example.com",
     "attendeeEmail=bo%2Bwork%40example.com"},
    {"blanks around an address are dropped", "attendeeEmail=%20bo@example.com%20",
     "attendeeEmail=bo@example.com"},
    {"blanks around a name are dropped", "attendeeName=%20Bo%20Guest%20", "attendeeName=Bo+Guest"},
    {"blanks around a uid are dropped", "bookingUid=%20oneUpcoming11111111111",
     "bookingUid=oneUpcoming11111111111"},
    {"an unknown parameter is ignored", "nosuch=1&status=past", "status=past"},
    {"an unknown array is ignored", "nosuch[a][b]=1&status=past", "status=past"},
    {"cursor and limit belong to another version", "cursor=x&limit=1000&status=past",
     "status=past"},
    {"a year is a date", "afterStart=2025", "afterStart=2025-01-01T00:00:00.000Z"},
    {"a month is a date", "afterStart=2031-03", "afterStart=2031-03-01T00:00:00Z"},
    {"a day is its first moment", "afterStart=2031-03-05", "afterStart=2031-03-05T00:00:00Z"},
    {"a time without a zone is UTC", "afterStart=2031-03-05T10:00:00",
     "afterStart=2031-03-05T10:00:00Z"},
    {"an escaped offset counts", "afterStart=2031-03-05T12:00:00%2B02:00",
     "afterStart=2031-03-05T10:00:00Z"},
    {"a western offset counts", "afterStart=2031-03-05T05:00:00-05:00",
     "afterStart=2031-03-05T10:00:00Z"},
    {"escaped colons count", "beforeEnd=2031-03-05T10%3A30%3A00Z",
     "beforeEnd=2031-03-05T10:30:00Z"},
    {"microseconds are no trouble", "afterStart=2031-03-05T09:59:59.999999Z",
     "afterStart=2031-03-05T09:59:59.999Z"},
    {"the first key of the order wins", "sortEnd=asc&sortStart=desc", "sortStart=desc"},
    {"end wins over created", "sortCreated=asc&sortEnd=desc", "sortEnd=desc"},
    {"created wins over updated", "sortUpdatedAt=asc&sortCreated=desc", "sortCreated=desc"},
    {"a trailing slash is no other path", "status=cancelled", "status=cancelled"},
};

static void run_same(const void *row)
{
    const struct same *one = row;
    struct ids seen = {0}, wanted = {0};
    struct answer *answer = list(ANN, one->query);
    struct answer *as = list(ANN, one->as);

    EXPECT_STATUS(answer, 200);
    EXPECT_STATUS(as, 200);
    ids_of_answer(answer, &seen);
    ids_of_answer(as, &wanted);
    EXPECT(wanted.count > 0, "nothing to compare with: %s", one->as);
    EXPECT(seen.count == wanted.count &&
               memcmp(seen.all, wanted.all, seen.count * sizeof *seen.all) == 0,
           "%s gives%s, %s gives%s", one->query, ids_shown(&seen), one->as, ids_shown(&wanted));
    EXPECT(json_object_equal(json_at(answer->json, "pagination"), json_at(as->json, "pagination")),
           "%s and %s", json_object_to_json_string(json_at(answer->json, "pagination")), one->as);
}

/* ---- which statuses a booking has ---- */

enum { UPCOMING = 1, RECURRING = 2, PAST = 4, CANCELLED = 8, UNCONFIRMED = 16 };
static const char *const listings[] = {"upcoming", "recurring", "past", "cancelled", "unconfirmed"};

static const struct listed {
    const char *name, *uid;
    unsigned in;
} listed[] = {
    {"an accepted booking to come is upcoming", "oneUpcoming11111111111", UPCOMING},
    {"a pending booking to come is upcoming and unconfirmed", "onePending111111111111",
     UPCOMING | UNCONFIRMED},
    {"a cancelled booking is cancelled", "oneCancelled1111111111", CANCELLED},
    {"a rejected booking is cancelled", "oneRejected11111111111", CANCELLED},
    {"an accepted booking gone by is past", "onePast111111111111111", PAST},
    {"a pending booking gone by is past and not unconfirmed", "onePastPending11111111", PAST},
    {"a cancelled booking gone by is cancelled only", "onePastCancelled111111", CANCELLED},
    {"a completed booking is past", "onePastCompleted111111", PAST},
    {"a booking nobody came to is past", "onePastNoShow111111111", PAST},
    {"an accepted occurrence is upcoming and recurring", "oneWeekly1111111111111",
     UPCOMING | RECURRING},
    {"an occurrence gone by is past", "oneWeeklyPast111111111", PAST},
    {"a pending occurrence is recurring and unconfirmed, not upcoming", "oneWeeklyPending111111",
     RECURRING | UNCONFIRMED},
    {"a cancelled occurrence is cancelled", "oneWeeklyCancelled1111", CANCELLED},
    {"a booking that awaits its host is upcoming", "oneAwaiting11111111111", UPCOMING},
    {"a seated booking to come is upcoming", "oneClass11111111111111", UPCOMING},
    {"a seated occurrence is upcoming and recurring", "oneWeeklyClass11111111",
     UPCOMING | RECURRING},
    {"a booking of a deleted event type is past", "onePastGone11111111111", PAST},
    {"a booking moved away is cancelled", "oneMovedFrom1111111111", CANCELLED},
    {"a booking moved here is upcoming", "oneMovedTo111111111111", UPCOMING},
};

static unsigned listings_of(const char *key, const char *uid)
{
    unsigned in = 0;

    for (size_t i = 0; i < COUNT_OF(listings); i++) {
        struct answer *answer = list(key, say("bookingUid=%s&status=%s", uid, listings[i]));

        EXPECT_STATUS(answer, 200);
        in |= count_at(answer->json, "data") == 1 ? 1U << i : 0;
        EXPECT_NUMBER(answer, "pagination.totalItems", (long long)count_at(answer->json, "data"));
    }
    return in;
}

static void run_listed(const void *row)
{
    const struct listed *one = row;
    unsigned in = listings_of(ANN, one->uid);

    EXPECT(in == one->in, "bits of statuses: %x, not %x", in, one->in);
}

static const char *running_uid;

static void a_running_booking(const void *row)
{
    unsigned in = listings_of(world_key(OLI), running_uid);

    (void)row;
    EXPECT(in == UPCOMING, "bits of statuses: %x, not upcoming only", in);
}

/* ---- who sees what ---- */

static const struct scope {
    const char *name, *key, *query;
    bool seen;
} scopes[] = {
    {"a host sees her own booking", "cal_test_ann", "bookingUid=oneUpcoming11111111111", true},
    {"who attends sees the booking", "cal_test_ann", "bookingUid=oneAnnAttends111111111", true},
    {"a guest sees the booking", "cal_test_ann", "bookingUid=oneAnnIsGuest111111111", true},
    {"an owner of a team sees a member's booking", "cal_test_ann",
     "bookingUid=oneBen1111111111111111", true},
    {"an owner of a team sees a booking of the team", "cal_test_ann",
     "bookingUid=oneCara111111111111111", true},
    {"an owner of a team sees nothing of people outside", "cal_test_ann",
     "bookingUid=oneDoraAlone1111111111", false},
    {"a plain member does not see the owner's booking", "cal_test_ben",
     "bookingUid=oneUpcoming11111111111", false},
    {"a plain member sees his own booking", "cal_test_ben", "bookingUid=oneBen1111111111111111",
     true},
    {"a further host sees the team's booking", "cal_test_ben", "bookingUid=oneCollective111111111",
     true},
    {"a plain member sees his own booking of the team", "cal_test_ben",
     "bookingUid=oneRoundRobin111111111&teamId=11", true},
    {"a plain member does not see a colleague's booking of the team", "cal_test_ben",
     "bookingUid=oneCara111111111111111&teamId=11", false},
    {"a member outside the booking does not see it", "cal_test_cara",
     "bookingUid=oneCollective111111111", false},
    {"a member sees the booking she hosts", "cal_test_cara", "bookingUid=oneCara111111111111111",
     true},
    {"a host of no team sees her booking", "cal_test_dora", "bookingUid=oneDoraAlone1111111111",
     true},
    {"a host of no team does not see others", "cal_test_dora", "bookingUid=oneUpcoming11111111111",
     false},
    {"another business sees nothing of this one", "cal_test_zed",
     "bookingUid=oneUpcoming11111111111", false},
    {"this business sees nothing of another one", "cal_test_ann",
     "bookingUid=twoUpcoming11111111111", false},
    {"the same address in another business shows nothing", "cal_test_ann",
     "bookingUid=twoAnnByMail1111111111", false},
    {"the same address sees its bookings of its own business", "cal_test_two_ann",
     "bookingUid=twoAnnByMail1111111111", true},
    {"a team's number belongs to one business", "cal_test_zed",
     "bookingUid=oneCollective111111111&teamId=11", false},
    {"an attendee's address finds the booking", "cal_test_ann",
     "bookingUid=oneAnnIsGuest111111111&attendeeEmail=ann@example.com", true},
    {"as a guest another attendee's address finds nothing", "cal_test_ann",
     "bookingUid=oneAnnIsGuest111111111&attendeeEmail=cy@example.com", false},
    {"as a host any attendee's address finds the booking", "cal_test_dora",
     "bookingUid=oneAnnIsGuest111111111&attendeeEmail=cy@example.com", true},
    {"as a host a guest's address finds the booking", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&attendeeEmail=cy@example.com", true},
    {"name and address of one attendee find the booking", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&attendeeEmail=bo@example.com&attendeeName=Bo%20Guest",
     true},
    {"name and address of two attendees find nothing", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&attendeeEmail=cy@example.com&attendeeName=Bo%20Guest",
     false},
    {"an address counts with its capitals", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&attendeeEmail=Bo@example.com", false},
    {"an address stored with capitals is found with them", "cal_test_ann",
     "bookingUid=oneBuffered11111111111&attendeeEmail=Bo@Example.com", true},
    {"an address stored with capitals is not found without", "cal_test_ann",
     "bookingUid=oneBuffered11111111111&attendeeEmail=bo@example.com", false},
    {"a part of an address finds nothing", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&attendeeEmail=bo@", false},
    {"a wildcard finds nothing", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&attendeeName=%25", false},
    {"a name counts with its capitals", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&attendeeName=bo%20guest", false},
    {"a name of any letters is found", "cal_test_ann",
     "bookingUid=onePastGone11111111111&attendeeName=%C5%81ukasz%20%22%C3%9C%22%20%E6%9D%8E", true},
    {"a uid counts with its capitals", "cal_test_ann", "bookingUid=ONEUPCOMING11111111111", false},
    {"a part of a uid finds nothing", "cal_test_ann", "bookingUid=oneUpcoming", false},
    {"the uid of a series is no booking's", "cal_test_ann",
     "bookingUid=5f0c3a52-0000-4000-8000-000000000001", false},
    {"a start at the bound is after it", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&afterStart=2031-03-03T10:00:00Z", true},
    {"a start before the bound is not after it", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&afterStart=2031-03-03T10:00:00.001Z", false},
    {"an end at the bound is before it", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&beforeEnd=2031-03-03T10:30:00Z", true},
    {"an end after the bound is not before it", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&beforeEnd=2031-03-03T10:29:59.999Z", false},
    {"created at the bound is after it", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&afterCreatedAt=2024-11-01T08:00:00Z", true},
    {"created before the bound is not after it", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&afterCreatedAt=2024-11-01T08:00:00.001Z", false},
    {"created at the bound is before it", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&beforeCreatedAt=2024-11-01T08:00:00Z", true},
    {"created after the bound is not before it", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&beforeCreatedAt=2024-11-01T07:59:59Z", false},
    {"updated at the bound is after it", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&afterUpdatedAt=2024-11-02T08:00:00.456Z", true},
    {"updated before the bound is not after it", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&afterUpdatedAt=2024-11-02T08:00:00.457Z", false},
    {"updated at the bound is before it", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&beforeUpdatedAt=2024-11-02T08:00:00.456Z", true},
    {"updated after the bound is not before it", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&beforeUpdatedAt=2024-11-02T08:00:00.455Z", false},
    {"a managed parent stands for its copies", "cal_test_ann",
     "bookingUid=oneManagedChild1111111&eventTypeId=1014", true},
    {"a copy stands for itself", "cal_test_ann",
     "bookingUid=oneManagedChild1111111&eventTypeIds=1015", true},
    {"a team has the copies of its managed event types", "cal_test_ann",
     "bookingUid=oneManagedChild1111111&teamsIds=11", true},
    {"a team has its own event types", "cal_test_ann",
     "bookingUid=oneCollective111111111&teamId=11", true},
    {"a team does not have a member's own event types", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&teamId=11", false},
    {"an unknown team has nothing", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&teamId=999999", false},
    {"unknown teams have nothing", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&teamsIds=999998,999999", false},
    {"unknown teams have nothing under the other name either", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&teamIds=999998", false},
    {"a team without event types has nothing", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&teamId=12", false},
    {"a known event type among unknown ones counts", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&eventTypeIds=1001,999999", true},
    {"another event type does not", "cal_test_ann",
     "bookingUid=oneUpcoming11111111111&eventTypeId=1002", false},
    {"a deleted event type still lists", "cal_test_ann",
     "bookingUid=onePastGone11111111111&eventTypeId=1030", true},
};

static void run_scope(const void *row)
{
    const struct scope *one = row;
    struct answer *answer = list(one->key, one->query);

    EXPECT_STATUS(answer, 200);
    EXPECT(count_at(answer->json, "data") == (one->seen ? 1U : 0U), "%zu bookings",
           count_at(answer->json, "data"));
    EXPECT_NUMBER(answer, "pagination.totalItems", one->seen ? 1 : 0);
}

static const struct unknown_types {
    const char *name, *key, *query;
} unknown_types[] = {
    {"an unknown event type is refused", ANN, "eventTypeId=999999"},
    {"unknown event types are refused", ANN, "eventTypeIds=999998,999999"},
    {"an event type of another business is unknown", ANN, "eventTypeId=2001"},
    {"event types of another business are unknown", ANN, "eventTypeIds=2001,999999"},
    {"a negative event type is unknown", ANN, "eventTypeId=-1"},
};

static void run_unknown_types(const void *row)
{
    const struct unknown_types *one = row;
    struct answer *answer = list(one->key, one->query);
    struct json_object *wanted =
        json_of("{'code':'TRPCError','message':'The requested event-types do not exist.'}");

    EXPECT_STATUS(answer, 400);
    expect_envelope(answer, say("/v2/bookings?%s", one->query));
    EXPECT(json_object_equal(json_at(answer->json, "error"), wanted) == 1, "%s", answer->body);
    json_object_put(wanted);
}

/* ---- pages ---- */

static const struct page {
    int skip, take, total;
    int returned, remaining, pages, current;
    bool next, previous;
} pages[] = {
    {0, 10, 35, 10, 25, 4, 1, true, false},
    {10, 10, 35, 10, 15, 4, 2, true, true},
    {20, 10, 35, 10, 5, 4, 3, true, true},
    {30, 10, 35, 5, 0, 4, 4, false, true},
    {40, 10, 35, 0, 0, 4, 4, false, true},
    {35, 10, 35, 0, 0, 4, 4, false, true},
    {34, 10, 35, 1, 0, 4, 4, false, true},
    {5, 10, 35, 10, 20, 4, 1, true, true},
    {25, 10, 35, 10, 0, 4, 3, false, true},
    {0, 35, 35, 35, 0, 1, 1, false, false},
    {0, 36, 35, 35, 0, 1, 1, false, false},
    {0, 34, 35, 34, 1, 2, 1, true, false},
    {0, 1, 35, 1, 34, 35, 1, true, false},
    {34, 1, 35, 1, 0, 35, 35, false, true},
    {1, 250, 35, 34, 0, 1, 1, false, true},
    {0, 250, 35, 35, 0, 1, 1, false, false},
    {7, 7, 35, 7, 21, 5, 2, true, true},
    {28, 7, 35, 7, 0, 5, 5, false, true},
    {999999, 10, 35, 0, 0, 4, 4, false, true},
    /* of an empty list */
    {0, 10, 0, 0, 0, 0, 1, false, false},
    {10, 10, 0, 0, 0, 0, 1, false, false},
    {0, 1, 0, 0, 0, 0, 1, false, false},
};

static void expect_page(const struct answer *answer, const struct page *page)
{
    EXPECT_STATUS(answer, 200);
    EXPECT_TEXT(answer, "status", "success");
    EXPECT_NUMBER(answer, "pagination.totalItems", page->total);
    EXPECT_NUMBER(answer, "pagination.itemsPerPage", page->take);
    EXPECT_NUMBER(answer, "pagination.returnedItems", page->returned);
    EXPECT_NUMBER(answer, "pagination.remainingItems", page->remaining);
    EXPECT_NUMBER(answer, "pagination.totalPages", page->pages);
    EXPECT_NUMBER(answer, "pagination.currentPage", page->current);
    EXPECT(json_object_get_boolean(json_at(answer->json, "pagination.hasNextPage")) == page->next,
           "hasNextPage in %s", json_object_to_json_string(json_at(answer->json, "pagination")));
    EXPECT(json_object_get_boolean(json_at(answer->json, "pagination.hasPreviousPage")) ==
               page->previous,
           "hasPreviousPage in %s",
           json_object_to_json_string(json_at(answer->json, "pagination")));
    EXPECT(count_at(answer->json, "data") == (size_t)page->returned, "%zu bookings",
           count_at(answer->json, "data"));
}

static void run_page(const void *row)
{
    const struct page *page = row;

    expect_page(list(world_key(OLI),
                     say("attendeeName=%s&skip=%d&take=%d",
                         page->total == 35 ? "Thirty+Five" : "Nobody", page->skip, page->take)),
                page);
}

static void defaults(const void *row)
{
    struct answer *answer = list(world_key(LEA), "");

    (void)row;
    EXPECT_STATUS(answer, 200);
    EXPECT_NUMBER(answer, "pagination.itemsPerPage", 100);
    EXPECT_NUMBER(answer, "pagination.currentPage", 1);
    EXPECT_NUMBER(answer, "pagination.returnedItems", 100);
    EXPECT(count_at(answer->json, "data") == 100, "%zu bookings", count_at(answer->json, "data"));
    EXPECT(!json_object_get_boolean(json_at(answer->json, "pagination.hasPreviousPage")),
           "a page before");
    EXPECT(json_object_get_boolean(json_at(answer->json, "pagination.hasNextPage")),
           "no page behind");
}

static void an_empty_list(const void *row)
{
    (void)row;
    expect_page(list(world_key(PIA), ""), &(struct page){0, 100, 0, 0, 0, 0, 1, false, false});
}

static void pages_add_up(const void *row)
{
    struct ids walked = {0}, whole = {0};

    (void)row;
    for (int skip = 0; skip < 400; skip += 7) {
        ids_of_answer(list(world_key(LEA), say("take=7&skip=%d", skip)), &walked);
    }
    for (int skip = 0; skip < 500; skip += MOST) {
        ids_of_answer(list(world_key(LEA), say("take=250&skip=%d", skip)), &whole);
    }
    EXPECT(whole.count > 100, "only %zu", whole.count);
    EXPECT(walked.count == whole.count &&
               memcmp(walked.all, whole.all, whole.count * sizeof *whole.all) == 0,
           "%zu bookings in small pages, %zu in large ones", walked.count, whole.count);
}

/* ---- against SQL ---- */

/* A query in the making: what is asked, and the same for SQL. */
struct wish {
    enum person person;
    char query[3000], where[3000], of_attendee[1200], order[100];
    int take, skip;
};

__attribute__((format(printf, 3, 4))) static void add(char *text, size_t room, const char *format,
                                                      ...)
{
    size_t length = strlen(text);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text + length, room - length, format, arguments);
    va_end(arguments);
}
#define ASKED(wish, ...) add((wish)->query, sizeof(wish)->query, __VA_ARGS__)
#define WHERE(wish, ...) add((wish)->where, sizeof(wish)->where, __VA_ARGS__)

static int clamped(int number, int least, int most)
{
    return number < least ? least : number > most ? most : number;
}

static void expect_wish(const struct wish *wish)
{
    struct answer *answer = list(world_key(wish->person),
                                 say("take=%d&skip=%d%s", wish->take, wish->skip, wish->query));
    struct ids all = {0}, seen = {0};
    const char *where = say("%s%s", world_scope(wish->person, wish->of_attendee), wish->where);

    ids_of_sql(where, wish->order, &all);
    ids_of_answer(answer, &seen);
    int total = (int)all.count;
    int skip = wish->skip < total ? wish->skip : total;
    struct page page = {.total = total,
                        .take = wish->take,
                        .returned = clamped(total - skip, 0, wish->take),
                        .remaining = clamped(total - skip - wish->take, 0, total),
                        .pages = (total + wish->take - 1) / wish->take,
                        .next = skip + wish->take<total, .previous = skip> 0};
    page.current = clamped(skip / wish->take + 1, 1, page.pages > 1 ? page.pages : 1);
    expect_page(answer, &page);
    all.count = (size_t)(skip + page.returned);
    struct ids wanted = {.count = (size_t)page.returned};
    memcpy(wanted.all, all.all + skip, wanted.count * sizeof *wanted.all);
    EXPECT(seen.count == wanted.count &&
               memcmp(seen.all, wanted.all, seen.count * sizeof *seen.all) == 0,
           "seed %llu, %s asks %s: got%s, SQL has%s", (unsigned long long)seed,
           world_username(wish->person), wish->query, ids_shown(&seen), ids_shown(&wanted));
}

static void want_statuses(struct wish *wish, uint64_t *state)
{
    unsigned chosen = draw(state, 31) + 1;
    unsigned manner = draw(state, 3);
    const char *between = manner == 0 ? "&status=" : "&status%5B%5D=";
    const char * or = " AND (";

    for (size_t i = 0; i < COUNT_OF(listings); i++) {
        if (!(chosen >> i & 1)) {
            continue;
        }
        ASKED(wish, "%s%s", between, listings[i]);
        if (manner == 0) {
            between = ",";
        }
        WHERE(wish, "%s%s", or, world_listing(listings[i], world_now()));
        or = " OR ";
    }
    WHERE(wish, ")");
}

static void want_order(struct wish *wish, uint64_t *state)
{
    static const struct {
        const char *key, *column;
    } keys[] = {{"sortStart", "start_us"},
                {"sortEnd", "end_us"},
                {"sortCreated", "created_us"},
                {"sortUpdatedAt", "updated_us"}};
    bool past = strcmp(wish->query, "&status=past") == 0 ||
                strcmp(wish->query, "&status=cancelled") == 0 ||
                strcmp(wish->query, "&status%5B%5D=past") == 0 ||
                strcmp(wish->query, "&status%5B%5D=cancelled") == 0;
    const char *column = "start_us";
    const char *direction = past ? "DESC" : "ASC";

    if (draw(state, 2) == 0) {
        size_t key = draw(state, COUNT_OF(keys));
        bool down = draw(state, 2) == 0;

        column = keys[key].column;
        direction = down ? "DESC" : "ASC";
        ASKED(wish, "&%s=%s", keys[key].key, down ? "desc" : "asc");
    }
    snprintf(wish->order, sizeof wish->order, "b.%s %s, b.id %s", column, direction, direction);
}

/* A column of some booking, so that bounds fall onto real values. */
static int64_t some_moment(uint64_t *state, const char *column)
{
    return sql_number(
        "SELECT %s + %d FROM booking WHERE business_id = %lld ORDER BY id LIMIT 1 OFFSET %u",
        column, (int)draw(state, 3) * 1000 - 1000, (long long)world_business(), draw(state, 300));
}

static void want_bound(struct wish *wish, uint64_t *state)
{
    static const struct {
        const char *name, *column, *compares;
    } bounds[] = {{"afterStart", "start_us", ">="},       {"beforeEnd", "end_us", "<="},
                  {"afterCreatedAt", "created_us", ">="}, {"beforeCreatedAt", "created_us", "<="},
                  {"afterUpdatedAt", "updated_us", ">="}, {"beforeUpdatedAt", "updated_us", "<="}};
    size_t bound = draw(state, COUNT_OF(bounds));
    int64_t moment = some_moment(state, bounds[bound].column);

    if (strstr(wish->query, bounds[bound].name) != NULL) {
        return;
    }
    ASKED(wish, "&%s=%s", bounds[bound].name, instant_text(moment));
    WHERE(wish, " AND b.%s %s %lld", bounds[bound].column, bounds[bound].compares,
          (long long)moment);
}

static void want_attendee(struct wish *wish, uint64_t *state)
{
    const char *column = draw(state, 2) == 0 ? "email" : "name";
    const char *value =
        sql_text("SELECT %s FROM attendee WHERE business_id = %lld ORDER BY id LIMIT 1 OFFSET %u",
                 column, (long long)world_business(), draw(state, 400));

    if (strstr(wish->of_attendee, column) != NULL || value == NULL) {
        return;
    }
    ASKED(wish, "&attendee%s=%s", column[0] == 'e' ? "Email" : "Name", encoded(value));
    add(wish->of_attendee, sizeof wish->of_attendee, " AND a.%s = %s", column, quoted(value));
}

static void want_types(struct wish *wish, uint64_t *state)
{
    char ids[100] = "";
    bool single = draw(state, 3) == 0;

    for (unsigned i = draw(state, single ? 1 : 3) + 1; i > 0; i--) {
        add(ids, sizeof ids, "%s%u", ids[0] == '\0' ? "" : ",", TYPE_LEA + draw(state, 14));
    }
    if (!single && draw(state, 3) == 0) {
        add(ids, sizeof ids, ",%d", TYPE_UNKNOWN);
    }
    ASKED(wish, "&eventTypeId%s=%s", single ? "" : "s", ids);
    WHERE(wish,
          " AND EXISTS (SELECT 1 FROM event_type t WHERE t.business_id = b.business_id"
          " AND t.id = b.event_type_id AND (t.id IN (%s) OR t.parent_id IN (%s)))",
          ids, ids);
}

static void want_teams(struct wish *wish, uint64_t *state)
{
    static const char *const names[] = {"teamsIds", "teamIds", "teamId"};
    const char *name = names[draw(state, 3)];
    char ids[60];

    snprintf(ids, sizeof ids, "%u", TEAM_NORTH + draw(state, 4));
    if (strcmp(name, "teamId") != 0 && draw(state, 2) == 0) {
        add(ids, sizeof ids, ",%u", TEAM_NORTH + draw(state, 4));
    }
    ASKED(wish, "&%s=%s", name, ids);
    WHERE(wish,
          " AND EXISTS (SELECT 1 FROM event_type t LEFT JOIN event_type p ON p.business_id ="
          " t.business_id AND p.id = t.parent_id WHERE t.business_id = b.business_id"
          " AND t.id = b.event_type_id AND (t.team_id IN (%s) OR p.team_id IN (%s)))",
          ids, ids);
}

static void want_uid(struct wish *wish, uint64_t *state)
{
    const char *uid =
        sql_text("SELECT uid FROM booking WHERE business_id = %lld ORDER BY id LIMIT 1 OFFSET %u",
                 (long long)world_business(), draw(state, 300));

    ASKED(wish, "&bookingUid=%s", uid);
    WHERE(wish, " AND b.uid = '%s'", uid);
}

static void draw_wish(struct wish *wish, uint64_t *state)
{
    static const struct {
        void (*want)(struct wish *, uint64_t *);
        uint32_t one_in;
    } wants[] = {{want_attendee, 4}, {want_attendee, 6}, {want_types, 4}, {want_teams, 5},
                 {want_bound, 3},    {want_bound, 3},    {want_uid, 25}};

    *wish = (struct wish){.person = draw(state, PEOPLE), .take = 1 + (int)draw(state, MOST)};
    if (draw(state, 3) == 0) {
        wish->skip = (int)draw(state, 80);
    }
    if (draw(state, 2) == 0) {
        want_statuses(wish, state);
    }
    want_order(wish, state);
    for (size_t i = 0; i < COUNT_OF(wants); i++) {
        if (draw(state, wants[i].one_in) == 0) {
            wants[i].want(wish, state);
        }
    }
}

static int combination_numbers[COMBINATIONS];

static void run_combination(const void *row)
{
    uint64_t state = seed * 1000003 + (uint64_t) * (const int *)row;
    struct wish wish;

    (void)draw(&state, 2);
    draw_wish(&wish, &state);
    expect_wish(&wish);
}

/* Each single filter on the whole of what everybody sees. */
static const struct plain {
    const char *name, *query, *where, *of_attendee, *order;
} plains[] = {
    {"without parameters all are seen by start", "", "", "", "b.start_us, b.id"},
    {"by start ascending", "&sortStart=asc", "", "", "b.start_us, b.id"},
    {"by start descending", "&sortStart=desc", "", "", "b.start_us DESC, b.id DESC"},
    {"by end ascending", "&sortEnd=asc", "", "", "b.end_us, b.id"},
    {"by end descending", "&sortEnd=desc", "", "", "b.end_us DESC, b.id DESC"},
    {"by creation ascending", "&sortCreated=asc", "", "", "b.created_us, b.id"},
    {"by creation descending", "&sortCreated=desc", "", "", "b.created_us DESC, b.id DESC"},
    {"by change ascending", "&sortUpdatedAt=asc", "", "", "b.updated_us, b.id"},
    {"by change descending", "&sortUpdatedAt=desc", "", "", "b.updated_us DESC, b.id DESC"},
    {"an address everybody knows", "&attendeeEmail=bo@example.com", "",
     " AND a.email = 'bo@example.com'", "b.start_us, b.id"},
    {"a name with signs of SQL", "&attendeeName=O%27Neil%20%22Q%22%20100%25_", "",
     " AND a.name = 'O\\'Neil \"Q\" 100%_'", "b.start_us, b.id"},
    {"a name with two blanks", "&attendeeName=Bo%20%20Guest", "", " AND a.name = 'Bo  Guest'",
     "b.start_us, b.id"},
};

struct plain_case {
    const struct plain *plain;
    const char *status; /* or NULL */
    enum person person;
};

static void run_plain(const void *row)
{
    const struct plain_case *one = row;
    struct wish wish = {.person = one->person, .take = MOST};

    if (one->status != NULL) {
        ASKED(&wish, "&status=%s", one->status);
        WHERE(&wish, " AND %s", world_listing(one->status, world_now()));
        snprintf(wish.order, sizeof wish.order, "%s",
                 strcmp(one->status, "past") == 0 || strcmp(one->status, "cancelled") == 0
                     ? "b.start_us DESC, b.id DESC"
                     : "b.start_us, b.id");
    } else {
        ASKED(&wish, "%s", one->plain->query);
        WHERE(&wish, "%s", one->plain->where);
        add(wish.of_attendee, sizeof wish.of_attendee, "%s", one->plain->of_attendee);
        snprintf(wish.order, sizeof wish.order, "%s", one->plain->order);
    }
    expect_wish(&wish);
    wish.skip = MOST;
    expect_wish(&wish);
}

static void several_statuses_go_by_start(const void *row)
{
    struct wish wish = {.person = LEA, .take = MOST, .order = "b.start_us, b.id"};

    (void)row;
    ASKED(&wish, "&status=past,cancelled");
    WHERE(&wish, " AND (%s OR %s)", world_listing("past", world_now()),
          world_listing("cancelled", world_now()));
    expect_wish(&wish);
}

/* ---- all of them ---- */

static bool make_running(void)
{
    int64_t start = world_now() / US_A_MINUTE * US_A_MINUTE - 20 * US_A_MINUTE;

    running_uid = strdup(world_uid(say("run%lldx", (long long)(start / US_A_MINUTE))));
    return world_book(running_uid, start, 600);
}

static int setup(void)
{
    printf("# SLOTD_SEED=%llu\n", (unsigned long long)seed);
    return http_open(NULL) == 0 && world_open("lists") && make_running() ? 0 : 1;
}

static int teardown(void)
{
    free((char *)running_uid);
    return http_close();
}

static struct plain_case plain_cases[(COUNT_OF(plains) + COUNT_OF(listings)) * PEOPLE];

static void add_plain_cases(void)
{
    struct plain_case *next = plain_cases;

    for (enum person person = LEA; person < PEOPLE; person++) {
        for (size_t i = 0; i < COUNT_OF(plains); i++, next++) {
            *next = (struct plain_case){&plains[i], NULL, person};
            case_add(run_plain, next, "%s, for %s", plains[i].name, world_username(person));
        }
        for (size_t i = 0; i < COUNT_OF(listings); i++, next++) {
            *next = (struct plain_case){NULL, listings[i], person};
            case_add(run_plain, next, "only %s bookings, for %s", listings[i],
                     world_username(person));
        }
    }
}

int main(int argc, char **argv)
{
    seed = getenv("SLOTD_SEED") == NULL ? 1 : strtoull(getenv("SLOTD_SEED"), NULL, 10);
    CASES(refused, run_refused, name);
    CASES(no_dates, run_refused, name);
    CASES(no_sorts, run_refused, name);
    CASES(loosely, run_loosely, name);
    case_add(two_wrong_parameters, NULL, "every wrong parameter is named at once");
    case_add(empty_numbers_are_shown, NULL, "an empty number is shown as the empty text it was");
    CASES(sames, run_same, name);
    CASES(listed, run_listed, name);
    case_add(a_running_booking, NULL, "a running booking is upcoming and not yet past");
    CASES(scopes, run_scope, name);
    CASES(unknown_types, run_unknown_types, name);
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        case_add(run_page, &pages[i], "the page of skip %d, take %d of %d bookings", pages[i].skip,
                 pages[i].take, pages[i].total);
    }
    case_add(defaults, NULL, "without take a page has 100");
    case_add(an_empty_list, NULL, "an empty list is page 1 of none");
    case_add(pages_add_up, NULL, "small pages add up to large ones");
    add_plain_cases();
    case_add(several_statuses_go_by_start, NULL, "several statuses go by start");
    for (int i = 0; i < COMBINATIONS; i++) {
        combination_numbers[i] = i;
        case_add(run_combination, &combination_numbers[i],
                 "combination %d of filters is that of SQL", i);
    }
    return cases_main("cal_lists", setup, teardown, argc, argv);
}
