/* cal_teams.c - collective and round-robin event types. SPDX-License-Identifier: MIT */
#include "cases.h"
#include "http.h"
#include "story.h"

#define ALL_TAKEN "'One of the hosts either already has booking at this time or is not available'"

/* clang-format off */
static const struct story collective[] = {
    {"all hosts are booked, and the further ones shown among the attendees",
     "a: - " B("both", "10:00", "bo")
     " => 201 hosts#1 hosts.0.id=#hal attendees#2 attendees.0.email=^bo attendees.1.name='Ida "
     "Host'\n"
     "- " B("plain", "10:00", "cy") " => 400 " TAKEN "\n"
     "- " B("copy", "10:00", "cy") " => 400 " TAKEN},
    {"the first host's time is needed",
     "- " B("plain", "10:00", "bo") " => 201\n"
     "- " B("both", "10:00", "cy") " => 400 " ALL_TAKEN},
    {"the second host's time is needed",
     "- " B("copy", "10:00", "bo") " => 201\n"
     "- " B("both", "10:00", "cy") " => 400 " ALL_TAKEN "\n"
     "- " B("plain", "10:00", "cy") " => 201"},
    {"a host without hours has no time",
     "- " B("both-lou", "10:00", "bo") " => 400 " ALL_TAKEN},
    {"cancelling frees all hosts",
     "a: - " B("both", "10:00", "bo") " => 201\n"
     "- POST $a/cancel => 200\n"
     "- " B("plain", "10:00", "cy") " => 201\n"
     "- " B("copy", "10:00", "cy") " => 201"},
    {"each host may decide",
     "a: - " B("both", "10:00", "bo") " => 201\n"
     "ida POST $a/cancel => 200"},
    {"a collective booking moves with all its hosts",
     "a: - " B("both", "10:00", "bo") " => 201\n"
     "b: - POST $a/reschedule {'start':'~10:15'} => 201 attendees#2\n"
     "- " B("copy", "10:30", "cy") " => 400\n"
     "- " B("copy", "10:00", "cy") " => 400 " TAKEN "\n"
     "- " B("copy", "09:30", "cy") " => 201"},
    {"a collective booking does not move where one host is taken",
     "a: - " B("both", "10:00", "bo") " => 201\n"
     "- " B("copy", "14:00", "cy") " => 201\n"
     "- POST $a/reschedule {'start':'~14:00'} => 400\n"
     "- GET $a => 200 status=accepted"},
    {"it can not be given to another host",
     "a: - " B("both", "10:00", "bo") " => 201\n"
     "hal POST $a/reassign => 400\n"
     "hal POST $a/reassign/#jon {} => 400"},
    {"the event type is shown with its team and hosts",
     "hal GET /v2/event-types/@both => 200 schedulingType=collective hosts#2 teamId? "
     "team.slug? users!"},
};
/* clang-format on */

/* clang-format off */
static const struct story round_robin[] = {
    {"each host is booked once at a start, then all are taken",
     "- " B("robin", "10:00", "bo") " => 201 hosts#1 attendees#1\n"
     "- " B("robin", "10:00", "cy") " => 201\n"
     "- " B("robin", "10:00", "di") " => 201\n"
     "- " B("robin", "10:00", "ed") " => 400 " ALL_TAKEN "\n"
     "sql SELECT COUNT(DISTINCT host_id) FROM booking WHERE business_id = @@ AND "
     "event_type_id = @robin AND start_us = TIMESTAMPDIFF(SECOND, '1970-01-01', '~d "
     "10:00:00') * 1000000 => 3"},
    {"who was assigned least recently is next",
     "a: - " B("robin-turns", "10:00", "bo") " => 201\n"
     "b: - " B("robin-turns", "11:00", "cy") " => 201\n"
     "c: - " B("robin-turns", "12:00", "di") " => 201\n"
     "d: - " B("robin-turns", "13:00", "ed") " => 201\n"
     "sql SELECT '$a.hosts.0.id' = '$c.hosts.0.id' AND '$b.hosts.0.id' = '$d.hosts.0.id' AND "
     "'$a.hosts.0.id' <> '$b.hosts.0.id' => 1"},
    {"who goes first is taken first",
     "- " B("robin-first", "10:00", "bo") " => 201 hosts.0.id=#jon\n"
     "- " B("robin-first", "11:00", "cy") " => 201 hosts.0.id=#jon\n"
     "- " B("robin-first", "10:00", "di") " => 201 hosts.0.id=#ida\n"
     "- " B("robin-first", "10:00", "ed") " => 201 hosts.0.id=#hal"},
    {"a host who is taken otherwise is passed over",
     "- " B("copy", "10:00", "bo") " => 201\n"
     "- " B("robin-lou", "10:00", "cy") " => 400 " ALL_TAKEN "\n"
     "- " B("robin-lou", "11:00", "cy") " => 201 hosts.0.id=#ida"},
    {"a fixed host takes part in every booking",
     "- " B("robin-fixed", "10:00", "bo") " => 201 attendees#2 attendees.1.name='Hal Host'\n"
     "- " B("plain", "10:00", "cy") " => 400 " TAKEN "\n"
     "- " B("robin-fixed", "10:00", "di") " => 400 " ALL_TAKEN},
    {"the same person at the same start finds the booking that is there",
     "a: - " B("robin", "10:00", "bo") " => 201\n"
     "- " B("robin", "10:00", "bo") " => 201 uid=$a"},
    {"a round robin can wait for an answer, and any host of it holds the time",
     "a: - " B("robin-confirm", "10:00", "bo") " => 201 status=pending\n"
     "b: - " B("robin-confirm", "10:00", "cy") " => 201 status=pending\n"
     "- " B("robin-confirm", "10:00", "di") " => 400 " ALL_TAKEN "\n"
     "max POST $a/confirm => 200 status=accepted\n"
     "max POST $b/decline => 200 status=rejected\n"
     "- " B("robin-confirm", "10:00", "di") " => 201"},
    {"a series keeps the host of its first booking",
     "a: - " B("robin-weekly", "10:00", "bo") " => 201 #3\n"
     "sql SELECT COUNT(DISTINCT host_id) FROM booking WHERE recurrence_id = (SELECT id FROM "
     "recurrence WHERE uid = '$a.recurringBookingUid') => 1"},
    {"a move keeps the host when the host is free, and takes another when not",
     "a: - " B("robin", "10:00", "bo") " => 201\n"
     "b: - POST $a/reschedule {'start':'~14:00'} => 201 hosts.0.id=$a.hosts.0.id"},
};
/* clang-format on */

/* clang-format off */
static const struct story reassigning[] = {
    {"another host takes a booking over",
     "a: - " B("robin", "10:00", "bo") " => 201\n"
     "b: max POST $a/reassign => 200 bookingUid=$a reassignedTo.id? reassignedTo.name? "
     "reassignedTo.email? reassignedTo.displayEmail? #2\n"
     "sql SELECT '$b.reassignedTo.id' <> '$a.hosts.0.id' => 1\n"
     "- GET $a => 200 hosts.0.id=$b.reassignedTo.id"},
    {"a host who is named takes a booking over, and the first one is free",
     "a: - " B("robin-first", "10:00", "bo") " => 201 hosts.0.id=#jon\n"
     "jon POST $a/reassign/#ida {'reason':'Ill'} => 200 reassignedTo.id=#ida\n"
     "- " B("copy", "10:00", "cy") " => 400 " TAKEN "\n"
     "- " B("robin-first", "10:00", "di") " => 201 hosts.0.id=#jon"},
    {"to the host who has it nothing is given",
     "a: - " B("robin-first", "10:00", "bo") " => 201 hosts.0.id=#jon\n"
     "jon POST $a/reassign/#jon {} => 200 reassignedTo.id=#jon"},
    {"a host who is taken can not take it",
     "a: - " B("robin-first", "10:00", "bo") " => 201 hosts.0.id=#jon\n"
     "- " B("copy", "10:00", "cy") " => 201\n"
     "jon POST $a/reassign/#ida {} => 400\n"
     "- GET $a => 200 hosts.0.id=#jon"},
    {"nobody else is free",
     "a: - " B("robin-confirm", "10:00", "bo") " => 201\n"
     "b: - " B("robin-confirm", "10:00", "cy") " => 201\n"
     "max POST $a/reassign => 400\n"
     "max POST $b/reassign => 400"},
    {"only to a host of the round robin",
     "a: - " B("robin", "10:00", "bo") " => 201\n"
     "max POST $a/reassign/#kim {} => 400\n"
     "max POST $a/reassign/99999999 {} => 400\n"
     "max POST $a/reassign/nobody {} => 400"},
    {"a personal booking can not be given away",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "hal POST $a/reassign => 400\n"
     "hal POST $a/reassign/#ida {} => 400"},
    {"strangers give nothing away",
     "a: - " B("robin", "10:00", "bo") " => 201\n"
     "kim POST $a/reassign => 403 'You do not have permission to reassign this booking'\n"
     "kim POST $a/reassign/#ida {} => 403\n"
     "- POST $a/reassign => 401\n"
     "zoe POST $a/reassign => 404\n"
     "max POST nosuchuid/reassign => 404"},
    {"a cancelled booking is not given away",
     "a: - " B("robin", "10:00", "bo") " => 201\n"
     "- POST $a/cancel => 200\n"
     "max POST $a/reassign => 400"},
    {"a booking that was forced on a host is given away without its time",
     "a: - " B("robin-turns", "10:00", "bo") " => 201\n"
     "sql UPDATE host_hour SET minutes = 0, claimed = 0 WHERE business_id = @@ AND host_id = "
     "$a.hosts.0.id AND hour = TIMESTAMPDIFF(HOUR, '1970-01-01', '~d 10:00:00')\n"
     "sql UPDATE booking SET claims = 0 WHERE uid = '$a'\n"
     "max POST $a/reassign => 200"},
    {"who was given a booking has had a turn",
     "a: - " B("robin-turns", "10:00", "bo") " => 201\n"
     "b: max POST $a/reassign => 200\n"
     "sql SELECT user_id = $b.reassignedTo.id FROM event_type_host WHERE event_type_id = "
     "@robin-turns AND business_id = @@ ORDER BY last_assigned_us DESC LIMIT 1 => 1"},
};
/* clang-format on */

static int open_stack(void)
{
    return http_open(NULL) == 0 && story_open("teams") ? 0 : 1;
}

int main(int argc, char **argv)
{
    STORIES(collective);
    STORIES(round_robin);
    STORIES(reassigning);
    story_oracle_add();
    return cases_main("cal_teams", open_stack, http_close, argc, argv);
}
