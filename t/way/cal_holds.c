/* cal_holds.c - slots held for a while. SPDX-License-Identifier: MIT */
#include "cases.h"
#include "http.h"
#include "story.h"

#define HOLDS         "/v2/slots/reservations"
#define H(type, time) "POST " HOLDS " {'eventTypeId':@" type ",'slotStart':'~" time "'}"
#define HX(type, time, more)                                                                       \
    "POST " HOLDS " {'eventTypeId':@" type ",'slotStart':'~" time "'," more "}"
#define HELD   "'This time slot is already reserved by another user. Please choose a different time.'"
#define BOOKED "422 'Can' 't reserve a slot if the event is already booked.'"
#define OVER(label)                                                                                \
    "\nsql UPDATE reservation SET until_us = 1700000000000000 WHERE uid = '$" label                \
    ".reservationUid'\n"
#define GONE(label)                                                                                \
    "\nsql SELECT COUNT(*) FROM reservation WHERE uid = '$" label ".reservationUid' => 0\n"

/* clang-format off */
static const struct story holding[] = {
    {"a slot is held for five minutes",
     "a: - " H("plain", "10:00")
     " => 201 eventTypeId=@plain slotStart=~dT10:00:00.000Z slotEnd=~dT10:30:00.000Z "
     "slotDuration=30 reservationUid? reservationDuration=5 reservationUntil?\n"
     "sql SELECT ABS(until_us - UNIX_TIMESTAMP() * 1000000 - 300000000) < 30000000 FROM "
     "reservation WHERE uid = '$a.reservationUid' => 1\n"
     "- GET " HOLDS
     "/$a.reservationUid => 200 reservationUid=$a.reservationUid slotDuration=30 "
     "reservationDuration!"},
    {"what is held can be neither held nor booked by others",
     "- " H("plain", "10:00") " => 201\n"
     "- " H("plain", "10:00") " => 422 " HELD " /error.code=UnprocessableEntityException\n"
     "- " H("plain", "10:15") " => 422 " HELD "\n"
     "- " B("plain", "10:00", "bo") " => 400 " TAKEN "\n"
     "kim " B("lengths", "10:15", "bo") " => 400\n"
     "hal " H("plain", "10:00") " => 422"},
    {"holds that touch are both held",
     "- " H("plain", "10:00") " => 201\n"
     "- " H("plain", "10:30") " => 201\n"
     "- " H("plain", "09:30") " => 201\n"
     "- " B("plain", "11:00", "bo") " => 201"},
    {"what is booked can not be held",
     "- " B("plain", "10:00", "bo") " => 201\n"
     "- " H("plain", "10:00") " => " BOOKED "\n"
     "- " H("plain", "10:15") " => " BOOKED},
    {"a request that waits can not be held either",
     "- " B("confirm", "10:00", "bo") " => 201\n"
     "- " H("plain", "10:00") " => " BOOKED},
    {"buffers are held too",
     "- " H("buffered", "10:00") " => 201\n"
     "- " B("plain", "09:30", "bo") " => 400\n"
     "- " B("plain", "10:30", "bo") " => 400\n"
     "- " B("plain", "11:00", "bo") " => 201"},
    {"whoever holds a slot books it, and the hold is gone",
     "a: hal " H("plain", "10:00") " => 201\n"
     "hal " B("plain", "10:00", "bo") " => 201" GONE("a") "- " B("plain", "10:30", "cy")
     " => 201"},
    {"booking one held slot leaves the others held",
     "a: hal " H("plain", "10:00") " => 201\n"
     "b: hal " H("plain", "14:00") " => 201\n"
     "hal " B("plain", "10:00", "bo") " => 201" GONE("a") "- " B("plain", "14:00", "cy")
     " => 400\n"
     "- GET " HOLDS "/$b.reservationUid => 200 reservationUid=$b.reservationUid"},
    {"a second hold of one caller does not push the first aside",
     "a: hal " H("plain", "10:00") " => 201\n"
     "hal " H("plain", "10:00") " => 422 " HELD "\n"
     "- GET " HOLDS "/$a.reservationUid => 200 reservationUid?"},
    {"an unknown event type can not be held",
     "- POST " HOLDS " {'eventTypeId':99999999,'slotStart':'~10:00'} => 404\n"
     "zoe " H("plain", "10:00") " => 404"},
    {"an event type and a start are needed",
     "- POST " HOLDS " {'slotStart':'~10:00'} => 400\n"
     "- POST " HOLDS " {'eventTypeId':@plain} => 400\n"
     "- POST " HOLDS " {'eventTypeId':@plain,'slotStart':'soon'} => 400\n"
     "- POST " HOLDS " => 400\n"
     "- POST " HOLDS " {'eventTypeId':'@plain','slotStart':'~10:00'} => 400\n"
     "- " HX("plain", "10:00", "'foo':1") " => 400"},
    {"the past and what is beyond calendars can not be held",
     "- POST " HOLDS " {'eventTypeId':@plain,'slotStart':'2024-01-01T10:00:00Z'} => 400\n"
     "- POST " HOLDS " {'eventTypeId':@plain,'slotStart':'0001-01-01T10:00:00Z'} => 400\n"
     "- POST " HOLDS " {'eventTypeId':@plain,'slotStart':'9999-12-31T10:00:00Z'} => 400"},
    {"what is not offered can not be held",
     "- POST " HOLDS " {'eventTypeId':@office,'slotStart':'2045-08-01T20:00:00Z'} => 400\n"
     "- " H("plain", "10:05") " => 400\n"
     "- " H("notice", "10:00") " => 400\n"
     "- " H("soon", "10:00") " => 400\n"
     "- " H("no-hours", "10:00") " => 400"},
    {"a managed parent can not be held",
     "- " H("parent", "10:00") " => 400"},
};
/* clang-format on */

/* clang-format off */
static const struct story lengths[] = {
    {"a length of several may be held",
     "- " HX("lengths", "10:00", "'slotDuration':90")
     " => 201 slotDuration=90 slotEnd=~dT11:30:00.000Z\n"
     "- " B("plain", "11:15", "bo") " => 400\n"
     "- " B("plain", "11:30", "bo") " => 201"},
    {"another length may not",
     "- " HX("lengths", "10:00", "'slotDuration':45") " => 400\n"
     "- " HX("plain", "10:00", "'slotDuration':60") " => 400\n"
     "- " HX("plain", "10:00", "'slotDuration':0") " => 400"},
    {"how long a slot is held is for those to say who offer it",
     "- " HX("plain", "10:00", "'reservationDuration':10") " => 401\n"
     "kim " HX("plain", "10:00", "'reservationDuration':10") " => 403\n"
     "hal " HX("plain", "10:00", "'reservationDuration':10") " => 201 reservationDuration=10\n"
     "max " HX("plain", "11:00", "'reservationDuration':20") " => 201 reservationDuration=20"},
    {"of a team's slot its hosts and admins say it",
     "kim " HX("both", "10:00", "'reservationDuration':10") " => 403\n"
     "ida " HX("both", "10:00", "'reservationDuration':10") " => 201\n"
     "max " HX("both", "11:00", "'reservationDuration':10") " => 201"},
    {"a slot is held for a minute at least",
     "hal " HX("plain", "10:00", "'reservationDuration':0") " => 400\n"
     "hal " HX("plain", "10:00", "'reservationDuration':-5") " => 400\n"
     "hal " HX("plain", "10:00", "'reservationDuration':'ten'") " => 400\n"
     "hal " HX("plain", "10:00", "'reservationDuration':1") " => 201"},
};
/* clang-format on */

static const struct story teams[] = {
    {"all hosts of a collective are held",
     "- " H("both", "10:00") " => 201\n- " B("copy", "10:00", "bo") " => 400\n- " B(
         "plain", "10:00", "bo") " => 400\n- " H("both", "10:00") " => 422 " HELD},
    {"of a round robin as many slots are held as hosts are free",
     "- " H("robin", "10:00") " => 201\n- " H("robin", "10:00") " => 201\n- " H(
         "robin", "10:00") " => 201\n- " H("robin", "10:00") " => 422 " HELD},
    {"a team without hosts has nothing to hold",
     "- " H("both-empty", "10:00") " => 400\n- " H("robin-empty", "10:00") " => 400"},
};

static const struct story seats[] = {
    {"a full class can not be held",
     "- " B("class", "10:00", "bo") " => 201\n- " B("class", "10:00", "cy") " => 201\n- " B(
         "class", "10:00", "di") " => 201\n- " H("class", "10:00") " => 422 'seats'"},
};

/* clang-format off */
static const struct story expiring[] = {
    {"a hold that is over is in nobody's way",
     "a: - " H("plain", "10:00") " => 201" OVER("a") "- GET " HOLDS
     "/$a.reservationUid => 200 /data!\n"
     "- " B("plain", "10:00", "bo") " => 201" GONE("a")},
    {"a hold that is over can be held by another",
     "a: - " H("plain", "10:00") " => 201" OVER("a") "- " H("plain", "10:15") " => 201"
     GONE("a") "- " B("plain", "10:00", "bo") " => 400"},
    {"minutes of a hold that is over are given back but for what is taken anew",
     "a: - " H("lengths", "10:00") " => 201" OVER("a") "- " B("plain", "10:15", "bo")
     " => 201\n"
     "- " B("plain", "09:45", "cy") " => 201"},
    {"a series passes over holds that are over",
     "a: - " H("plain", "+7/10:00") " => 201\n"
     "b: - " H("plain", "+14/10:00") " => 201\n"
     "- " B("weekly", "10:00", "bo") " => 400" OVER("a") OVER("b") "- "
     B("weekly", "10:00", "bo") " => 201"},
    {"a collective passes over holds that are over",
     "a: - " H("copy", "10:00") " => 201" OVER("a") "- " B("both", "10:00", "bo") " => 201"
     GONE("a")},
    {"moving passes over holds that are over",
     "a: - " H("plain", "14:00") " => 201\n"
     "b: - " B("plain", "10:00", "bo") " => 201" OVER("a")
     "- POST $b/reschedule {'start':'~14:15'} => 201" GONE("a")},
    {"slots are offered again when a hold is over",
     "a: - POST " HOLDS " {'eventTypeId':@office,'slotStart':'2045-09-01T10:00:00Z'} => 201\n"
     "- GET /v2/slots?eventTypeId=@office&start=2045-09-01&end=2045-09-01 => 200 "
     "!'2045-09-01T10:00:00.000Z'" OVER("a")
     "- GET /v2/slots?eventTypeId=@office&start=2045-09-01&end=2045-09-01 => 200 "
     "'2045-09-01T10:00:00.000Z'"},
    {"to whoever holds it a slot is offered",
     "eva POST " HOLDS " {'eventTypeId':@office,'slotStart':'2045-09-04T10:00:00Z'} => 201\n"
     "eva GET /v2/slots?eventTypeId=@office&start=2045-09-04&end=2045-09-04 => 200 "
     "'2045-09-04T10:00:00.000Z'\n"
     "- GET /v2/slots?eventTypeId=@office&start=2045-09-04&end=2045-09-04 => 200 "
     "!'2045-09-04T10:00:00.000Z'"},
};
/* clang-format on */

/* clang-format off */
static const struct story changing[] = {
    {"an unknown hold is null",
     "- GET " HOLDS "/nosuchhold => 200 /status=success /data!"},
    {"a hold is given back",
     "a: - " H("plain", "10:00") " => 201\n"
     "- DELETE " HOLDS "/$a.reservationUid => 200 /status=success\n"
     "- GET " HOLDS "/$a.reservationUid => 200 /data!\n"
     "- " B("plain", "10:00", "bo") " => 201\n"
     "- DELETE " HOLDS "/$a.reservationUid => 404"},
    {"an unknown hold is neither moved nor given back",
     "- DELETE " HOLDS "/nosuchhold => 404\n"
     "- PATCH " HOLDS "/nosuchhold {'eventTypeId':@plain,'slotStart':'~10:00'} => 404"},
    {"a hold moves, its uid stays",
     "a: - " H("plain", "10:00") " => 201\n"
     "- PATCH " HOLDS "/$a.reservationUid {'eventTypeId':@plain,'slotStart':'~14:00'} => 200 "
     "reservationUid=$a.reservationUid slotStart=~dT14:00:00.000Z\n"
     "- " B("plain", "10:00", "bo") " => 201\n"
     "- " B("plain", "14:00", "bo") " => 400"},
    {"a hold moves over itself",
     "a: - " H("plain", "10:00") " => 201\n"
     "- PATCH " HOLDS "/$a.reservationUid {'eventTypeId':@plain,'slotStart':'~10:15'} => 200\n"
     "- PATCH " HOLDS "/$a.reservationUid {'eventTypeId':@plain,'slotStart':'~10:15'} => 200"},
    {"a hold that can not move stays",
     "a: - " H("plain", "10:00") " => 201\n"
     "- " B("plain", "14:00", "bo") " => 201\n"
     "- PATCH " HOLDS "/$a.reservationUid {'eventTypeId':@plain,'slotStart':'~14:00'} => "
     BOOKED "\n"
     "- GET " HOLDS "/$a.reservationUid => 200 slotStart=~dT10:00:00.000Z\n"
     "- " B("plain", "10:00", "bo") " => 400"},
    {"a hold moves to another event type",
     "a: - " H("plain", "10:00") " => 201\n"
     "- PATCH " HOLDS
     "/$a.reservationUid {'eventTypeId':@lengths,'slotStart':'~10:00','slotDuration':60} => "
     "200 slotDuration=60 eventTypeId=@lengths"},
    {"a move names an event type that there is",
     "a: - " H("plain", "10:00") " => 201\n"
     "- PATCH " HOLDS
     "/$a.reservationUid {'eventTypeId':99999999,'slotStart':'~10:00'} => 404\n"
     "- PATCH " HOLDS
     "/$a.reservationUid {'eventTypeId':@elsewhere,'slotStart':'~10:00'} => 404"},
    {"a move says how long only for those who offer",
     "a: - " H("plain", "10:00") " => 201\n"
     "- PATCH " HOLDS
     "/$a.reservationUid {'eventTypeId':@plain,'slotStart':'~11:00','reservationDuration':10} "
     "=> 401"},
};
/* clang-format on */

static int open_stack(void)
{
    return http_open(NULL) == 0 && story_open("holds") ? 0 : 1;
}

int main(int argc, char **argv)
{
    STORIES(holding);
    STORIES(lengths);
    STORIES(teams);
    STORIES(seats);
    STORIES(expiring);
    STORIES(changing);
    story_oracle_add();
    return cases_main("cal_holds", open_stack, http_close, argc, argv);
}
