/* declare.c - tests of engine/declare, store/tokens and store/schema. SPDX-License-Identifier: MIT
 */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/zone.h"
#include "database.h"
#include "engine/declare.h"
#include "store/people.h"
#include "store/schema.h"
#include "store/tokens.h"
#include "tap.h"

static const struct json_limits limits = {1 << 20, 16, 10000};
static struct declaration said;

/* JSON with ' for ", so that documents can be read here. */
static struct fail apply(const char *document)
{
    static const struct caller nobody;
    struct json_fault fault;

    declaration_end(&said);
    said = (struct declaration){0};
    declaration_start(&said);
    arena_clear(database_arena());
    char *json = arena_text(database_arena(), document);
    for (char *at = json; *at != '\0'; at++)
        if (*at == '\'')
            *at = '"';
    struct json_object *read = json_read(database_arena(), json, strlen(json), &limits, &fault);
    CU_ASSERT_PTR_NULL(fault.problem);
    struct work work = {.arena = database_arena(),
                        .store = database_store(),
                        .caller = &nobody,
                        .now = instant_now(),
                        .source = SOURCE_APPLY,
                        .ics_domain = "slotd.example"};
    return declare(&work, read, &said);
}

static bool has_line(struct text *text, const char *line)
{
    char with_end[300];

    snprintf(with_end, sizeof with_end, "%s\n", line);
    return strstr(text_string(text), with_end) != NULL;
}

#define ANN                                                                                        \
    "{'username':'ann','name':'Ann','email':'ann@example.com','schedules':[{'name':'hours',"       \
    "'windows':[{'days':['monday'],'start':'09:00','end':'17:00'},"                                \
    "{'days':['friday'],'start':'09:00','end':'12:00'}]}]}"
#define BEN        "{'username':'ben','name':'Ben','email':'ben@example.com'}"
#define INTRO      "{'slug':'intro','title':'Intro','owner':'ann','length_minutes':30}"
#define BO         "'attendees':[{'name':'Bo','email':'bo@example.com'}]"
#define HEAD(slug) "{'slug':'" slug "','name':'B','time_zone':'Europe/Rome',"

static const char whole[] = HEAD(
    "whole") "'users':[" ANN "," BEN "],"
             "'teams':[{'slug':'crew','name':'Crew','members':[{'username':'ann','role':'owner'},"
             "{'username':'ben'}]}],'holidays':[{'date':'2031-12-25','name':'Christmas'}],"
             "'event_types':[" INTRO
             ",{'slug':'both','title':'Both','team':'crew','length_minutes':60,"
             "'assignment':'collective','hosts':[{'username':'ann'},{'username':'ben'}]}],"
             "'clients':[{'name':'Bo','email':'bo@example.com'}],"
             "'tokens':[{'kind':'cal_key','user':'ann','secret':'cal_test_whole'}],"
             "'bookings':[{'uid':'whole1','event_type':'intro','owner':'ann',"
             "'start':'2031-03-03T10:00:00Z'," BO "},"
             "{'uid':'whole2','event_type':'both','team':'crew','start':'2031-03-03T11:00:00Z',"
             "'hosts':['ann','ben']," BO "}]}";

static void makes_everything(void)
{
    CU_ASSERT_EQUAL(apply(whole).code, FINE);
    CU_ASSERT_EQUAL(said.created, 11);
    CU_ASSERT_EQUAL(said.changed + said.unchanged, 0);
    CU_ASSERT_TRUE(has_line(&said.lines, "created event type whole/crew/both"));
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM booking_host"), 3);
    CU_ASSERT_EQUAL(database_number("SELECT SUM(claimed) FROM host_hour"), 30 + 60 + 60);
    CU_ASSERT_EQUAL(
        database_number("SELECT COUNT(*) FROM user WHERE default_schedule_id IS NOT NULL"), 1);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM job"), 0);
}

static void again_is_nothing(void)
{
    CU_ASSERT_EQUAL(apply(whole).code, FINE);
    CU_ASSERT_EQUAL(said.created + said.changed, 0);
    CU_ASSERT_EQUAL(said.unchanged, 11);
    CU_ASSERT_EQUAL(said.lines.length, 0);
    CU_ASSERT_EQUAL(said.warnings.length, 0);
}

static void values_change(void)
{
    CU_ASSERT_EQUAL(
        apply(HEAD("whole") "'users':[{'username':'ben','name':'Benjamin',"
                            "'email':'ben@example.com'}],'event_types':[{'slug':'intro','title':"
                            "'Intro','owner':'ann','length_minutes':30,'deleted':true}]}")
            .code,
        FINE);
    CU_ASSERT_EQUAL(said.created, 0);
    CU_ASSERT_EQUAL(said.changed, 2);
    CU_ASSERT_TRUE(has_line(&said.lines, "changed user whole/ben"));
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM user WHERE name = 'Benjamin'"), 1);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM event_type WHERE slug = 'intro'"
                                    " AND deleted_us IS NOT NULL"),
                    1);
}

static void sets_replace(void)
{
    CU_ASSERT_EQUAL(
        apply(HEAD("whole") "'users':[{'username':'ann','name':'Ann',"
                            "'email':'ann@example.com','schedules':[{'name':'hours','windows':"
                            "[{'days':['monday'],'start':'09:00','end':'17:00'}]}]}],"
                            "'teams':[{'slug':'crew','name':'Crew',"
                            "'members':[{'username':'ann','role':'owner'}]}],'holidays':[]}")
            .code,
        FINE);
    CU_ASSERT_EQUAL(said.changed, 3);
    CU_ASSERT_TRUE(has_line(&said.lines, "changed user whole/ann"));
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM schedule_window"), 1);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM membership"), 1);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM holiday"), 0);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM user"), 2);
}

static void nothing_by_halves(void)
{
    CU_ASSERT_EQUAL(
        apply(HEAD("halves") "'users':[" ANN "],'teams':[{'slug':'crew','name':'Crew',"
                             "'members':[{'username':'nobody'}]}],"
                             "'event_types':[{'slug':'x','title':'X','length_minutes':5}]}")
            .code,
        DECLARED_WRONG);
    CU_ASSERT_TRUE(has_line(&said.problems, "teams[0]: there is no user nobody"));
    CU_ASSERT_TRUE(
        has_line(&said.problems, "event_types[0]: an event type has an owner or a team"));
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM business WHERE slug = 'halves'"), 0);
}

static void taken_time_is_refused(void)
{
    CU_ASSERT_EQUAL(apply(HEAD("taken") "'users':[" ANN "],'event_types':[" INTRO "],'bookings':["
                                        "{'uid':'taken1','event_type':'intro','owner':'ann','start'"
                                        ":'2031-03-03T10:00:00Z'," BO
                                        "},{'uid':'taken2','event_type':'intro','owner':'ann',"
                                        "'start':'2031-03-03T10:29:00Z'," BO "}]}")
                        .code,
                    DECLARED_WRONG);
    CU_ASSERT_TRUE(has_line(&said.problems, "bookings[1]: booking taken2: its time is taken"));
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM booking WHERE uid LIKE 'taken%'"), 0);
}

static void forced_claims_nothing(void)
{
    CU_ASSERT_EQUAL(
        apply(HEAD("forced") "'users':[" ANN "],'event_types':[" INTRO "],'bookings':["
                             "{'uid':'forced1','event_type':'intro','owner':'ann','start':'2031-03-"
                             "03T10:00:00Z'," BO
                             "},{'uid':'forced2','event_type':'intro','owner':'ann','claims':false,"
                             "'start':'2031-03-03T10:15:00Z'," BO
                             "},{'uid':'forced3','event_type':'intro',"
                             "'owner':'ann','status':'cancelled','start':'2031-03-03T10:15:00Z'," BO
                             "}]}")
            .code,
        FINE);
    CU_ASSERT_EQUAL(database_number("SELECT SUM(claimed) FROM host_hour h JOIN business b"
                                    " ON b.id = h.business_id WHERE b.slug = 'forced'"),
                    30);
}

static void bookings_stay(void)
{
    CU_ASSERT_EQUAL(
        apply(HEAD("whole") "'bookings':[{'uid':'whole1','event_type':'intro',"
                            "'owner':'ann','start':'2031-03-04T10:00:00Z','status':'pending'," BO
                            "}]}")
            .code,
        FINE);
    CU_ASSERT_EQUAL(said.unchanged, 2);
    CU_ASSERT_TRUE(
        has_line(&said.warnings, "bookings[0]: booking whole1 stays at 2031-03-03T10:00:00Z"));
    CU_ASSERT_TRUE(has_line(&said.warnings, "bookings[0]: booking whole1 stays accepted"));
}

static void complaints_have_paths(void)
{
    CU_ASSERT_EQUAL(apply("{'businesses':[{'slug':'x','name':'X','time_zone':'Mars/Base','users':["
                          "{'username':'a','name':'A','email':'no','schedules':[{'name':'h',"
                          "'windows':[{'days':['someday'],'start':'9','end':'10:00'}]}]},7],"
                          "'colour':1}]}")
                        .code,
                    DECLARED_WRONG);
    CU_ASSERT_TRUE(
        has_line(&said.problems, "businesses[0].time_zone: is not a time zone that is known here"));
    CU_ASSERT_TRUE(has_line(&said.problems, "businesses[0].colour: is not a property of this"));
    CU_ASSERT_TRUE(has_line(&said.problems, "businesses[0].users[0].email: is not a mail address"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(text_string(&said.problems), "users[0].schedules[0].windows[0].days: is none of"));
    CU_ASSERT_TRUE(has_line(&said.problems, "businesses[0].users[1]: is not an object"));
}

static void numbers_are_shared(void)
{
    CU_ASSERT_EQUAL(
        apply("{'businesses':[" HEAD(
                  "first") "'users':[{'id':7,'username':'a','name':"
                           "'A','email':'a@example.com'}]}," HEAD(
                               "second") "'users':[{'id':7,"
                                         "'username':'a','name':'A','email':'a@example.com'}]}]}")
            .code,
        FINE);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM user WHERE id = 7"), 2);
    CU_ASSERT_EQUAL(apply(HEAD("first") "'users':[{'id':8,'username':'a','name':'A',"
                                        "'email':'a@example.com'}]}")
                        .code,
                    DECLARED_WRONG);
    CU_ASSERT_TRUE(has_line(&said.problems, "users[0]: it exists with id 7, not 8"));
}

static void belongings_of_others(void)
{
    CU_ASSERT_EQUAL(
        apply(HEAD("thief") "'users':[" ANN "],'event_types':[" INTRO "],"
                            "'tokens':[{'kind':'cal_key','user':'ann','secret':'cal_test_whole'}],"
                            "'bookings':[{'uid':'whole1','event_type':'intro','owner':'ann',"
                            "'start':'2031-03-03T10:00:00Z'," BO "}]}")
            .code,
        DECLARED_WRONG);
    CU_ASSERT_TRUE(
        has_line(&said.problems, "tokens[0]: something else has this already (token_hash)"));
    CU_ASSERT_TRUE(
        has_line(&said.problems, "bookings[0]: booking whole1 is one of another business"));
}

/* ---- tokens ---- */

static void prefix_is_left_out(void)
{
    unsigned char with[DIGEST_ROOM], without[DIGEST_ROOM];

    token_hash(with, "cal_live_abc");
    digest_sha256(without, "live_abc", strlen("live_abc"));
    CU_ASSERT_TRUE(digest_equal(with, without, DIGEST_ROOM));
    token_hash(with, "links_abc");
    digest_sha256(without, "links_abc", strlen("links_abc"));
    CU_ASSERT_TRUE(digest_equal(with, without, DIGEST_ROOM));
}

static struct caller caller_of(const char *secret, bool *found)
{
    unsigned char hash[DIGEST_ROOM];
    struct caller caller = {0};

    token_hash(hash, secret);
    CU_ASSERT_EQUAL(caller_by_hash(database_store(), hash, &caller, found).code, FINE);
    return caller;
}

static void tokens_live_and_end(void)
{
    struct caller caller;
    bool found, known;

    caller = caller_of("cal_test_whole", &found);
    CU_ASSERT_TRUE(found && INSTANT_IS_NONE(caller.revoked) && caller.kind == TOKEN_CAL_KEY);
    CU_ASSERT_TRUE(caller.leads_a_team);
    (void)caller_of("cal_test_nobody", &found);
    CU_ASSERT_FALSE(found);

    struct instant first = {1000}, second = {2000};
    caller = caller_of("cal_test_whole", &found);
    CU_ASSERT_EQUAL(
        token_revoke(database_store(), caller.business_id, caller.token_id, first, &known).code,
        FINE);
    CU_ASSERT_TRUE(known);
    CU_ASSERT_EQUAL(
        token_revoke(database_store(), caller.business_id, caller.token_id, second, &known).code,
        FINE);
    CU_ASSERT_EQUAL(caller_of("cal_test_whole", &found).revoked.us, 1000);
    CU_ASSERT_EQUAL(
        token_revoke(database_store(), caller.business_id + 1, caller.token_id, first, &known).code,
        FINE);
    CU_ASSERT_FALSE(known);
}

/* ---- booking links ---- */

#define LINKED(types, links)                                                                       \
    HEAD("linked")                                                                                 \
    "'users':[" ANN "," BEN "],'teams':[{'slug':'crew','name':'Crew'}],"                           \
    "'event_types':[" INTRO "," types "],'booking_links':[" links "]}"
#define TEAM(more)                                                                                 \
    "{'slug':'turns','title':'Turns','team':'crew','length_minutes':30,'hosts':"                   \
    "[{'username':'ann'},{'username':'ben'}]," more "}"
#define LINK(slug, more)                                                                           \
    "{'slug':'" slug "','title':'L','event_type':'intro','owner':'ann'" more "}"
#define ASKS       ",'questions':[{'id':'size','type':'select','options':['s','l'],'required':true}]"
#define RULE(more) ",'rules':[{'conditions':[]," more "}]"

static const char linked[] = LINKED(
    TEAM("'assignment':'weighted','owner_first':true,'exceptions':[{'date':'2031-03-03',"
         "'closed':true},{'date':'2031-03-04','start':'10:00','end':'12:00'},"
         "{'date':'2031-03-04','start':'13:00','end':'14:00'}]"),
    LINK("one", ASKS
         ",'uid':'one1','services':[{'event_type':'turns','team':'crew'}],"
         "'reminder_minutes':[30,10],'rules':[{'match':'any','conditions':"
         "[{'question_id':'size','op':'in','value':['l']}],'action':'reject',"
         "'message':'No'},{'action':'redirect_link','link':'two'}]") "," LINK("two",
                                                                              ",'active':false"));

static void links_are_made(void)
{
    CU_ASSERT_EQUAL(apply(linked).code, FINE);
    CU_ASSERT_TRUE(has_line(&said.lines, "created booking link linked/one"));
    CU_ASSERT_TRUE(has_line(&said.lines, "created booking link linked/two"));
    CU_ASSERT_EQUAL(
        database_number("SELECT COUNT(*) FROM booking_link WHERE uid = 'one1' AND active"
                        " AND reminder_minutes = '[30,10]' AND"
                        " JSON_LENGTH(questions) = 1 AND JSON_LENGTH(rules) = 2"),
        1);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM booking_link WHERE slug = 'two' AND NOT"
                                    " active AND reminder_minutes = '[1440,60]' AND rules = '[]'"),
                    1);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM booking_link_service s JOIN event_type t"
                                    " ON t.id = s.event_type_id WHERE t.slug = 'turns'"),
                    1);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM event_type WHERE slug = 'turns' AND"
                                    " assignment = 'weighted' AND owner_first"),
                    1);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM event_type_override"), 3);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM event_type_override WHERE start_minute"
                                    " IS NULL AND date = '2031-03-03'"),
                    1);
    CU_ASSERT_EQUAL(database_number("SELECT SUM(start_minute) FROM event_type_override"),
                    10 * 60 + 13 * 60);
}

static void links_again_and_otherwise(void)
{
    CU_ASSERT_EQUAL(apply(linked).code, FINE);
    CU_ASSERT_EQUAL(said.created + said.changed, 0);
    CU_ASSERT_EQUAL(apply(LINKED(TEAM("'assignment':'priority','exceptions':[]"),
                                 LINK("one", ",'services':[]")))
                        .code,
                    FINE);
    CU_ASSERT_TRUE(has_line(&said.lines, "changed booking link linked/one"));
    CU_ASSERT_TRUE(has_line(&said.lines, "changed event type linked/crew/turns"));
    CU_ASSERT_EQUAL(said.changed, 2);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM event_type_override"), 0);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM booking_link_service"), 0);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM booking_link WHERE uid = 'one1' AND"
                                    " questions = '[]'"),
                    1);
}

/* Each is wrong in one way, and nothing of it is written. */
static const struct {
    const char *links, *problem;
} wrong_links[] = {
    {LINK("x", ",'questions':[{'id':'a','type':'poem'}]"),
     "booking_links[0].questions[0].type: is none of the words for it: text, textarea, select,"
     " multiselect, number, checkbox, email, phone"},
    {LINK("x", ",'questions':[{'type':'text'}]"), "booking_links[0].questions[0].id: is missing"},
    {LINK("x", ",'questions':[{'id':'a','type':'text'},{'id':'a','type':'text'}]"),
     "booking_links[0]: questions[1].id a is another question's"},
    {LINK("x", ",'questions':[{'id':'a','type':'select'}]"),
     "booking_links[0]: questions[0]: options are for select and multiselect"},
    {LINK("x", ",'questions':[{'id':'a','type':'text','options':['b']}]"),
     "booking_links[0]: questions[0]: options are for select and multiselect"},
    {LINK("x", RULE("'action':'assign'")),
     "booking_links[0]: rules[0]: assign names staff, and nothing else does"},
    {LINK("x", RULE("'action':'assign','staff':['nobody']")),
     "booking_links[0]: there is no user nobody"},
    {LINK("x", RULE("'action':'redirect_link'")),
     "booking_links[0]: rules[0]: redirect_link names a link, and nothing else does"},
    {LINK("x", RULE("'action':'redirect_link','link':'nowhere'")),
     "booking_links[0]: there is no booking link nowhere to lead to"},
    {LINK("x", RULE("'action':'accept','message':'m'")),
     "booking_links[0]: rules[0]: only reject has a message"},
    {LINK("x", ",'reminder_minutes':[0]"), "booking_links[0]: reminder_minutes are 1 to 527040"},
    {LINK("x", ",'services':[{'event_type':'none','owner':'ann'}]"),
     "booking_links[0]: there is no event type none of ann"},
    {"{'slug':'x','title':'L','event_type':'intro'}",
     "booking_links[0]: the owner or the team of event type intro is to be named"},
};

static void links_that_make_no_sense(void)
{
    char document[2000];

    for (size_t i = 0; i < sizeof wrong_links / sizeof *wrong_links; i++) {
        snprintf(document, sizeof document, HEAD("linked") "'booking_links':[%s]}",
                 wrong_links[i].links);
        CU_ASSERT_EQUAL(apply(document).code, DECLARED_WRONG);
        if (!has_line(&said.problems, wrong_links[i].problem)) {
            printf("# %s: %s", wrong_links[i].problem, text_string(&said.problems));
            CU_FAIL("it was not said what is wrong");
        }
    }
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM booking_link WHERE slug = 'x'"), 0);
}

static void conditions_say_what_to_compare_with(void)
{
    static const char *const conditions[] = {"'op':'in','value':'a'", "'op':'equals'",
                                             "'op':'is_empty','value':'a'", "'op':'not_in'"};
    char document[2000];

    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        snprintf(
            document, sizeof document,
            HEAD("linked") "'booking_links':[" LINK(
                "x", ",'rules':[{'action':'accept','conditions':[{'question_id':'q',%s}]}]") "]}",
            conditions[i]);
        CU_ASSERT_EQUAL(apply(document).code, DECLARED_WRONG);
        CU_ASSERT_PTR_NOT_NULL(
            strstr(text_string(&said.problems), "rules[0].conditions[0]: in and"));
    }
}

/* ---- what follows, and who waits ---- */

#define AFTER(steps, client)                                                                       \
    HEAD("after")                                                                                  \
    "'users':[" ANN "],'event_types':[" INTRO "],"                                                 \
    "'clients':[{'name':'Bo','email':'bo@example.com'}],"                                          \
    "'follow_up_sequences':[{'name':'Soon','event_type':'intro','owner':'ann','steps':[" steps     \
    "]},{'name':'Always','active':false}],"                                                        \
    "'waitlist':[{'client':'" client "','event_type':'intro','owner':'ann','date':'2031-03-03'}]}"
#define STEP(subject) "{'delay_minutes':60,'subject':'" subject "','body':'Well?'}"

static void what_follows_and_who_waits(void)
{
    CU_ASSERT_EQUAL(apply(AFTER(STEP("One") "," STEP("Two"), "Bo@example.com")).code, FINE);
    CU_ASSERT_TRUE(has_line(&said.lines, "created follow-up sequence after/Soon"));
    CU_ASSERT_TRUE(has_line(&said.lines, "created waitlist entry after/bo@example.com"));
    CU_ASSERT_EQUAL(database_number("SELECT SUM(position) FROM follow_up_step"), 1 + 2);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM follow_up_sequence WHERE event_type_id"
                                    " IS NULL AND NOT active"),
                    1);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM waitlist_entry WHERE status = 'waiting'"
                                    " AND date = '2031-03-03' AND booking_id IS NULL"),
                    1);
    CU_ASSERT_EQUAL(apply(AFTER(STEP("One") "," STEP("Two"), "bo@example.com")).code, FINE);
    CU_ASSERT_EQUAL(said.created + said.changed, 0);
    CU_ASSERT_EQUAL(apply(AFTER(STEP("Three"), "bo@example.com")).code, FINE);
    CU_ASSERT_TRUE(has_line(&said.lines, "changed follow-up sequence after/Soon"));
    CU_ASSERT_EQUAL(said.changed, 1);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM follow_up_step WHERE subject = 'Three'"),
                    1);
    CU_ASSERT_EQUAL(database_number("SELECT COUNT(*) FROM follow_up_step"), 1);
}

static void nobody_waits_who_is_not_known(void)
{
    CU_ASSERT_EQUAL(apply(AFTER(STEP("One"), "cy@example.com")).code, DECLARED_WRONG);
    CU_ASSERT_TRUE(has_line(&said.problems, "waitlist[0]: there is no client cy@example.com"));
    CU_ASSERT_EQUAL(
        apply(HEAD("after") "'follow_up_sequences':[{'name':'X','event_type':'none','owner':'ann'},"
                            "{'name':'Y','event_type':'intro'}]}")
            .code,
        DECLARED_WRONG);
    CU_ASSERT_TRUE(
        has_line(&said.problems, "follow_up_sequences[0]: there is no event type none of ann"));
    CU_ASSERT_TRUE(has_line(&said.problems, "follow_up_sequences[1]: the owner or the team of event"
                                            " type intro is to be named"));
}

/* ---- the schema ---- */

static void other_steps_are_refused(void)
{
    struct schema_step step = {.step = 1, .name = "bookings"};
    struct list steps;
    int have;

    CU_ASSERT_EQUAL(schema_current(database_store(), SCHEMA_STEP, &have).code, UNAVAILABLE);
    CU_ASSERT_EQUAL(have, 0);
    CU_ASSERT_EQUAL(schema_steps(database_store(), &steps).code, FINE);
    CU_ASSERT_EQUAL(schema_current(database_store(), SCHEMA_STEP, &have).code, UNAVAILABLE);
    for (step.step = 1; step.step <= SCHEMA_STEP; step.step++)
        CU_ASSERT_EQUAL(schema_step_add(database_store(), &step).code, FINE);
    CU_ASSERT_EQUAL(schema_current(database_store(), SCHEMA_STEP, &have).code, FINE);
    CU_ASSERT_EQUAL(schema_step_add(database_store(), &step).code, FINE);
    struct fail fail = schema_current(database_store(), SCHEMA_STEP, &have);
    CU_ASSERT_EQUAL_FATAL(fail.code, UNAVAILABLE);
    CU_ASSERT_EQUAL(have, SCHEMA_STEP + 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(fail.trouble, "the program is too old"));
}

static const struct tap_case cases[] = {
    {"a document makes everything it names, and no jobs", makes_everything},
    {"the same document again changes nothing", again_is_nothing},
    {"a token is known by its secret until it is revoked, once", tokens_live_and_end},
    {"a value that differs is changed, once", values_change},
    {"a set replaces what was there, and what is not named stays", sets_replace},
    {"one problem keeps everything unwritten, and all are told", nothing_by_halves},
    {"two bookings of one time are refused by uid", taken_time_is_refused},
    {"forced and cancelled bookings claim nothing", forced_claims_nothing},
    {"a booking that exists stays as it is, with a warning", bookings_stay},
    {"every complaint has its path", complaints_have_paths},
    {"two businesses may share numbers, one thing may not change its own", numbers_are_shared},
    {"another business's secret and booking are refused", belongings_of_others},
    {"of a cal_ key the prefix is not hashed", prefix_is_left_out},
    {"booking links, services, strategies and exceptions", links_are_made},
    {"the same links again change nothing, and sets replace", links_again_and_otherwise},
    {"links that make no sense are refused, with the reason", links_that_make_no_sense},
    {"a condition says what to compare with", conditions_say_what_to_compare_with},
    {"follow-up sequences and their steps, and a place on the waitlist",
     what_follows_and_who_waits},
    {"nobody waits who is not known, and nothing follows what is not there",
     nobody_waits_who_is_not_known},
    {"a database of an older or newer schema is refused", other_steps_are_refused},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    if (!database_given())
        return 0;
    zones_open(NULL);
    declaration_start(&said);
    int result = tap_main_with("declare", cases, database_make, database_drop, argc, argv);
    declaration_end(&said);
    zones_close();
    return result;
}
