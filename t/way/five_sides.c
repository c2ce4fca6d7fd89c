/* five_sides.c - what one side does shows on the four others, and takes and frees the time there.
 * SPDX-License-Identifier: MIT
 *
 * The sides are Cal.com in its two versions, booking links, appointments and vCita. `states` is the
 * table of the README; every cell of it is looked at after every way to come there: whichever side
 * made the booking, and whichever did the deed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "cases.h"
#include "http.h"
#include "story.h"

#define NOTES "Please knock"
#define INNER "Inner word"
#define WHY   "Because of reasons"

/* ---- how a booking is made ---- */

enum { MAKERS = 5 };
#define VCITA_WISH(type)                                                                           \
    "{'business_id':'@@.uid','service_id':'@" type ".uid','staff_id':'#hal.uid',"                  \
    "'start_time':'~10:00','client_id':'^bo.uid','time_zone':'Europe/Rome',"                       \
    "'form_data':{'others':{'notes':'" NOTES "'}}}"
#define DESK_WISH(more)                                                                            \
    "admin:max POST /api/bookings {'client_id':^bo.id,'staff_id':#hal,'service_id':@plain,"        \
    "'start_at':'~w10:00','end_at':'~w10:30','notes':'" NOTES "','internal_notes':'" INNER         \
    "'" more "} => 200"
#define LINK_WISH(slug)                                                                            \
    "links POST /api/v1/bookings {'slug':'" slug "','contact_name':'bo','contact_email':'^bo',"    \
    "'start_time':'~10:00','client_timezone':'Europe/Rome','notes':'" NOTES "','answers':"         \
    "[{'question_id':'why','answer':'" WHY "'}]} => 201"
#define CAL_WISH(type) BX(type, "10:00", "bo", "'bookingFieldsResponses':{'notes':'" NOTES "'}")

static const struct maker {
    const char *name, *made, *waits; /* NULL: cannot make one that waits */
} makers[MAKERS] = {
    {"Cal.com", "- " CAL_WISH("plain") " => 201", "- " CAL_WISH("confirm") " => 201"},
    {"booking links", LINK_WISH("side"), LINK_WISH("side-confirm")},
    {"appointments", DESK_WISH(""), DESK_WISH(",'provisional':true")},
    {"a client at vCita",
     "vclient:^bo POST /platform/v1/scheduling/bookings " VCITA_WISH("plain") " => 201",
     "vclient:^bo POST /platform/v1/scheduling/bookings " VCITA_WISH("confirm") " => 201"},
    {"staff at vCita",
     "vstaff:hal POST /platform/v1/scheduling/bookings " VCITA_WISH("plain") " => 201", NULL},
};

/* ---- the table of the README ---- */

enum time { TAKEN_AT_TEN, FREE_AT_TEN, MOVED_TO_TWO, NOT_LOOKED_AT };

static const struct state {
    const char *row; /* of the README */
    const char *cal, *links, *desk, *vcita;
    bool listed; /* by appointments */
    bool absent; /* the client */
    enum time time;
    const char *start, *end;
} states[] = {
    {"made", "accepted", "confirmed", "scheduled", "scheduled", true, false, TAKEN_AT_TEN, "10:00",
     "10:30"},
    {"made, and waits for the host or the client", "pending", "pending", "provisional", "requested",
     true, false, TAKEN_AT_TEN, "10:00", "10:30"},
    {"confirmed or accepted", "accepted", "confirmed", "scheduled", "scheduled", true, false,
     TAKEN_AT_TEN, "10:00", "10:30"},
    {"declined", "rejected", "cancelled", "cancelled", "rejected", false, false, FREE_AT_TEN,
     "10:00", "10:30"},
    {"moved in place (appointments, vCita)", "accepted", "confirmed", "scheduled", "scheduled",
     true, false, MOVED_TO_TWO, "14:00", "14:30"},
    {"moved by Cal.com: the old booking", "cancelled", "rescheduled", "cancelled", "cancelled",
     false, false, MOVED_TO_TWO, "10:00", "10:30"},
    {"moved by Cal.com: the new booking", "accepted", "confirmed", "scheduled", "scheduled", true,
     false, MOVED_TO_TWO, "14:00", "14:30"},
    {"cancelled", "cancelled", "cancelled", "cancelled", "cancelled", false, false, FREE_AT_TEN,
     "10:00", "10:30"},
    {"completed", "accepted", "completed", "completed", "done", true, false, TAKEN_AT_TEN, "10:00",
     "10:30"},
    {"the client did not come", "accepted", "no_show", "no-show", "done", true, true, TAKEN_AT_TEN,
     "10:00", "10:30"},
};
enum { STATES = sizeof states / sizeof *states };
enum state_row {
    MADE,
    WAITS,
    CONFIRMED,
    DECLINED,
    MOVED,
    MOVED_AWAY,
    MOVED_HERE,
    CANCELLED,
    COMPLETED,
    NOT_COME
};

/* ---- what is done to it: <uid> and <id> are the booking's ---- */

#define BUSINESS "/business/scheduling/v1/bookings"
/* What the mail about a provisional appointment carries is in the booking, too. */
#define BY_LINK(answer)                                                                            \
    "p: admin:max GET /api/bookings/<id> => 200\n"                                                 \
    "- POST /api/public/bookings/" answer " {'token':'$p.provisional_token'} => 200"

static const struct deed {
    enum state_row state;
    const char *by, *steps; /* NULL: nothing is done after the making */
    bool from_waiting;
    const char *only_of; /* a maker; NULL: whoever made it */
} deeds[] = {
    {MADE, "nobody", NULL, false, NULL},
    {WAITS, "nobody", NULL, true, NULL},
    {CONFIRMED, "Cal.com", "hal POST <uid>/confirm {} => 200", true, NULL},
    {CONFIRMED, "appointments", "admin:max PUT /api/bookings/<id> {'status':'scheduled'} => 200",
     true, NULL},
    {CONFIRMED, "vCita", "vstaff:hal POST " BUSINESS "/accept {'booking_id':'<uid>'} => 201", true,
     NULL},
    {DECLINED, "Cal.com", "hal POST <uid>/decline {'reason':'no'} => 200", true, NULL},
    {MOVED, "appointments",
     "admin:max PUT /api/bookings/<id> {'start_at':'~w14:00','end_at':'~w14:30'} => 200", false,
     NULL},
    {MOVED, "vCita", "vstaff:hal PUT " BUSINESS "/<uid> {'start_time':'~14:00'} => 201", false,
     NULL},
    {MOVED_AWAY, "Cal.com", "hal POST <uid>/reschedule {'start':'~14:00'} => 201", false, NULL},
    {MOVED_HERE, "Cal.com", "hal POST <uid>/reschedule {'start':'~14:00'} => 201", false, NULL},
    {CANCELLED, "Cal.com", "hal POST <uid>/cancel {'cancellationReason':'ill'} => 200", false,
     NULL},
    {CANCELLED, "booking links",
     "links PATCH /api/v1/bookings/bk_<uid>/cancel {'reason':'ill'} => 200", false, NULL},
    {CANCELLED, "appointments", "admin:max DELETE /api/bookings/<id> => 200", false, NULL},
    {CANCELLED, "a client at vCita",
     "vclient:^bo POST /platform/v1/scheduling/bookings/cancel {'business_id':'@@.uid',"
     "'booking_id':'<uid>'} => 200",
     false, NULL},
    {CANCELLED, "staff at vCita",
     "vstaff:hal PUT " BUSINESS "/cancel {'booking_id':'<uid>'} => 201", false, NULL},
    {COMPLETED, "appointments", "admin:max PUT /api/bookings/<id> {'status':'completed'} => 200",
     false, NULL},
    {COMPLETED, "vCita", "vstaff:hal POST " BUSINESS "/complete {'booking_id':'<uid>'} => 201",
     false, NULL},
    {NOT_COME, "appointments", "admin:max PUT /api/bookings/<id> {'status':'no-show'} => 200",
     false, NULL},
    {NOT_COME, "vCita",
     "vstaff:hal POST " BUSINESS "/complete {'booking_id':'<uid>','mark_as_no_show':true} => 201",
     false, NULL},
    {NOT_COME, "Cal.com",
     "hal POST <uid>/mark-absent {'attendees':[{'email':'^bo','absent':true}]} => 200", false,
     NULL},
    {CONFIRMED, "the client's link", BY_LINK("accept"), true, "appointments"},
    {CANCELLED, "the client's link", BY_LINK("decline"), true, "appointments"},
};
enum { DEEDS = sizeof deeds / sizeof *deeds };

/* ---- a case ---- */

enum view { VIEW_CAL, VIEW_WALK, VIEW_LINKS, VIEW_DESK, VIEW_VCITA, VIEW_TIME, VIEWS };
static const char *const view_names[VIEWS] = {"Cal.com",      "Cal.com's walk", "booking links",
                                              "appointments", "vCita",          "its time"};

static struct one_case {
    const struct deed *deed;
    int maker;
    enum view view;
} all_cases[DEEDS * MAKERS * VIEWS];
static size_t case_count;

static int32_t day;
static const char *uid, *id;

/* <uid> and <id> are those of the booking at hand. */
static const char *named(const char *text)
{
    const char *all = "";

    for (const char *at = text; *at != '\0';) {
        if (strncmp(at, "<uid>", 5) == 0) {
            all = say("%s%s", all, uid);
            at += 5;
        } else if (strncmp(at, "<id>", 4) == 0) {
            all = say("%s%s", all, id);
            at += 4;
        } else {
            all = say("%s%c", all, *at++);
        }
    }
    return all;
}

/* The booking that was made last. */
static void take_last(void)
{
    long long business = (long long)story_business();

    id = sql_text("SELECT MAX(id) FROM booking WHERE business_id = %lld", business);
    uid = sql_text("SELECT uid FROM booking WHERE business_id = %lld AND id = %s", business, id);
}

/* Whoever does not come can not be missed before it began; the time stays where it is claimed. */
static void let_it_begin(void)
{
    mysql_free_result(sql("UPDATE booking SET start_us = start_us - 25000 * 86400000000, end_us ="
                          " end_us - 25000 * 86400000000 WHERE business_id = %lld AND id = %s",
                          (long long)story_business(), id));
}

static void let_it_end(void)
{
    mysql_free_result(sql("UPDATE booking SET start_us = start_us + 25000 * 86400000000, end_us ="
                          " end_us + 25000 * 86400000000 WHERE business_id = %lld AND id = %s",
                          (long long)story_business(), id));
}

static void do_deed(const struct deed *deed)
{
    bool begins = strstr(deed->steps, "mark-absent") != NULL;

    if (begins) {
        let_it_begin();
    }
    story_tell(named(deed->steps), day);
    if (begins) {
        let_it_end();
    }
    if (deed->state == MOVED_HERE) {
        take_last();
    }
}

/* ---- the views ---- */

/* Inner notes are for appointments, answers for booking links; notes are for all. */
#define NOT_INNER  " !'" INNER "'"
#define NOT_ANSWER " !'" WHY "'"

static const char *hidden_from(enum view view)
{
    return say("%s%s", view == VIEW_DESK ? "" : NOT_INNER, view == VIEW_LINKS ? "" : NOT_ANSWER);
}

static void see_cal(const struct state *state)
{
    story_tell(named(say("hal GET <uid> => 200 status=%s start=~dT%s:00.000Z end=~dT%s:00.000Z "
                         "duration=30 attendees#1 attendees.0.name=bo attendees.0.email=^bo "
                         "attendees.0.timeZone=Europe/Rome attendees.0.absent=%s hosts.0.id=#hal "
                         "description='" NOTES "' bookingFieldsResponses.notes='" NOTES "'%s",
                         state->cal, state->start, state->end, state->absent ? "true" : "false",
                         hidden_from(VIEW_CAL))),
               day);
}

static void see_walk(const struct state *state)
{
    struct answer *answer = ASK(.target = say("/v2/bookings?bookingUid=%s", uid),
                                .credential = story_key("hal"), .version = CAL_WALK);

    EXPECT(count_at(answer->json, "data") == 1, "%s", answer->body);
    EXPECT_TEXT(answer, "data.0.status", state->cal);
    EXPECT_TEXT(answer, "data.0.start", story_filled(say("~dT%s:00.000Z", state->start), day));
    EXPECT_TEXT(answer, "data.0.end", story_filled(say("~dT%s:00.000Z", state->end), day));
    EXPECT_TEXT(answer, "data.0.attendees.0.email", story_filled("^bo", day));
    EXPECT_TEXT(answer, "data.0.description", NOTES);
    EXPECT(strstr(answer->body, INNER) == NULL && strstr(answer->body, WHY) == NULL, "%s",
           answer->body);
    struct json_object *absent = json_at(answer->json, "data.0.attendees.0.absent");
    EXPECT(json_object_get_boolean(absent) == state->absent, "%s", answer->body);
}

static void see_links(const struct state *state)
{
    story_tell(
        named(say("links GET /api/v1/bookings/bk_<uid> => 200 id=bk_<uid> status=%s "
                  "start_time=~%s end_time=~%s duration_minutes=30 contact_name=bo "
                  "contact_email=^bo client_timezone=Europe/Rome staff_id=#hal.uid notes='" NOTES
                  "'%s",
                  state->links, state->start, state->end, hidden_from(VIEW_LINKS))),
        day);
}

static void see_desk(const struct state *state)
{
    story_tell(named(say("admin:max GET /api/bookings/<id> => 200 /id=<id> /status=%s "
                         "/start_at='~w%s' /end_at='~w%s' /client_name=bo /client_id=^bo.id "
                         "/staff_id=#hal /notes='" NOTES "'%s\n"
                         "admin:max GET /api/bookings?page=1&limit=200 => 200 %s'\"id\":<id>,'",
                         state->desk, state->start, state->end, hidden_from(VIEW_DESK),
                         state->listed ? "" : "!")),
               day);
}

static const char *vcita_item(const struct answer *answer)
{
    for (size_t i = 0; i < count_at(answer->json, "data.bookings"); i++) {
        const char *seen = text_at(answer->json, say("data.bookings.%zu.uid", i));

        if (seen != NULL && strcmp(seen, uid) == 0) {
            return say("data.bookings.%zu", i);
        }
    }
    return "nothing";
}

static void see_vcita(const struct state *state)
{
    struct answer *answer =
        ASK(.target = story_filled("/platform/v1/scheduling/bookings?per_page=100&offset=0&"
                                   "business_id=@@.uid",
                                   day),
            .credential = story_credential(story_filled("vclient:^bo", day)));
    const char *item = vcita_item(answer);

    EXPECT_TEXT(answer, say("%s.state", item), state->vcita);
    EXPECT_TEXT(answer, say("%s.start_time", item), story_filled(say("~v%s", state->start), day));
    EXPECT_TEXT(answer, say("%s.end_time", item), story_filled(say("~v%s", state->end), day));
    EXPECT_TEXT(answer, say("%s.client_id", item), story_filled("^bo.uid", day));
    EXPECT_TEXT(answer, say("%s.staff_id", item), story_filled("#hal.uid", day));
    EXPECT_TEXT(answer, say("%s.notes", item), NOTES);
    EXPECT(json_object_get_boolean(json_at(answer->json, say("%s.no_show", item))) == state->absent,
           "%s", answer->body);
    EXPECT(strstr(answer->body, INNER) == NULL && strstr(answer->body, WHY) == NULL, "%s",
           answer->body);
}

/* ---- its time ---- */

/* Each side says whether the half hour is on offer, and then does as it says. */
static const char *offered(const char *time, bool yes)
{
    const char *not = yes ? "" : "!";

    return say("- GET /v2/slots?eventTypeId=@plain&start=~d&end=~d => 200 %s'\"~dT%s:00.000Z\"'\n"
               "links GET /api/v1/availability?slug=side&date=~d&timezone=UTC => 200 "
               "%s'\"start\":\"~%s\"'\n"
               "vclient:^cy GET /platform/v1/services/@plain.uid/availability?start_date=~d&"
               "end_date=~d&time_zone=UTC => 200 %s'~dT%s:00'\n",
               not, time, not, time, not, time);
}

static const char *refused(const char *time)
{
    return say("- BOOK {'start':'~%s','eventTypeId':@plain,'attendee':%%cy} => 400 " TAKEN "\n"
               "links POST /api/v1/bookings {'slug':'side','contact_name':'cy','contact_email':"
               "'^cy','start_time':'~%s'} => 409 /error.code=slot_taken\n"
               "admin:max POST /api/bookings {'client_id':^cy.id,'staff_id':#hal,'service_id':"
               "@plain,'start_at':'~w%s','end_at':'~w%s'} => 409\n"
               "vclient:^cy POST /platform/v1/scheduling/bookings {'business_id':'@@.uid',"
               "'service_id':'@plain.uid','staff_id':'#hal.uid','start_time':'~%s','client_id':"
               "'^cy.uid'} => 422 /error_code=TIMESLOT_UNAVAILABLE\n",
               time, time, time, say("%.3s20", time), time);
}

static void see_time(const struct state *state)
{
    switch (state->time) {
    case TAKEN_AT_TEN:
        story_tell(say("%s%s", offered("10:00", false), refused("10:00")), day);
        break;
    case FREE_AT_TEN:
        story_tell(offered("10:00", true), day);
        break;
    default:
        story_tell(say("%s%s%s", offered("10:00", true), offered("14:00", false), refused("14:00")),
                   day);
    }
}

static void (*const views[VIEWS])(const struct state *state) = {see_cal,  see_walk,  see_links,
                                                                see_desk, see_vcita, see_time};

static void run_case(const void *row)
{
    const struct one_case *one = row;
    const struct maker *maker = &makers[one->maker];

    day = story_fresh_day();
    story_tell(one->deed->from_waiting ? maker->waits : maker->made, day);
    take_last();
    if (one->deed->steps != NULL) {
        do_deed(one->deed);
    }
    views[one->view](&states[one->deed->state]);
}

/* ---- the README says the same ---- */

static bool cell_says(const char *line, int column, const char *word)
{
    const char *cell = line;

    for (int i = 0; i < column && cell != NULL; i++) {
        cell = strchr(cell + 1, '|');
    }
    return cell != NULL &&
           strstr(say("%.*s", (int)strcspn(cell + 1, "|"), cell + 1), say("`%s`", word)) != NULL;
}

static void readme_says(const void *row)
{
    const struct state *state = row;
    const char *words[] = {state->cal, state->links, state->desk, state->vcita};
    FILE *in = fopen(http_file("../../README.md"), "r");
    char line[500];
    bool found = false;

    CU_ASSERT_PTR_NOT_NULL_FATAL(in);
    while (fgets(line, sizeof line, in) != NULL) {
        if (strncmp(line, say("| %s |", state->row), strlen(state->row) + 4) != 0) {
            continue;
        }
        found = true;
        /* moves in place are told by what stays the same */
        for (int i = 0; state != &states[MOVED] && i < 4; i++) {
            EXPECT(cell_says(line, i + 1, words[i]), "%s is not in %s", words[i], line);
        }
    }
    EXPECT(fclose(in) == 0 && found, "the README has no row: %s", state->row);
}

/* ---- the whole ---- */

static void put_link(const char *slug, const char *type)
{
    mysql_free_result(sql("INSERT INTO booking_link (business_id, uid, slug, title, event_type_id,"
                          " questions, created_us) VALUES (%lld, LEFT(SHA2(UUID(), 256), 16),"
                          " '%s', 'Side', %lld, '[{\"id\":\"why\",\"label\":\"Why\",\"type\":"
                          "\"text\"}]', 1)",
                          (long long)story_business(), slug, (long long)story_type(type)));
}

static int setup(void)
{
    if (http_open(NULL) != 0 || !story_open("sides")) {
        return 1;
    }
    story_move_to("Europe/Amsterdam");
    put_link("side", "plain");
    put_link("side-confirm", "confirm");
    return 0;
}

int main(int argc, char **argv)
{
    for (size_t d = 0; d < DEEDS; d++) {
        for (int m = 0; m < MAKERS; m++) {
            if ((deeds[d].from_waiting && makers[m].waits == NULL) ||
                (deeds[d].only_of != NULL && strcmp(deeds[d].only_of, makers[m].name) != 0)) {
                continue;
            }
            for (enum view v = VIEW_CAL; v < VIEWS; v++) {
                all_cases[case_count] = (struct one_case){&deeds[d], m, v};
                case_add(run_case, &all_cases[case_count++], "%s by %s, made by %s, on %s",
                         states[deeds[d].state].row, deeds[d].by, makers[m].name, view_names[v]);
            }
        }
    }
    for (size_t i = 0; i < STATES; i++) {
        case_add(readme_says, &states[i], "the README has the same words: %s", states[i].row);
    }
    story_oracle_add();
    return cases_main("five_sides", setup, http_close, argc, argv);
}
