/* cal_recurring.c - series: made whole or not at all, answered and cancelled together or alone.
 * SPDX-License-Identifier: MIT */
#include "cases.h"
#include "http.h"
#include "story.h"

/* clang-format off */
static const struct story making[] = {
    {"every occurrence is booked, a week apart",
     "a: - " B("weekly", "10:00", "bo")
     " => 201 #4 0.start=~dT10:00:00.000Z 1.start=~d+7T10:00:00.000Z "
     "3.start=~d+21T10:00:00.000Z 0.recurringBookingUid? 0.isPlatformManagedUserBooking=false "
     "0.rescheduledToUid! 0.status=accepted\n"
     "- GET $a.recurringBookingUid => 200 #4 2.start=~d+14T10:00:00.000Z\n"
     "- GET $a => 200 uid=$a recurringBookingUid=$a.recurringBookingUid\n"
     "- " B("plain", "+14/10:00", "cy") " => 400 " TAKEN},
    {"fewer occurrences may be asked for",
     "a: - " BX("weekly", "10:00", "bo", "'recurrenceCount':2") " => 201 #2\n"
     "- " B("plain", "+14/10:00", "cy") " => 201"},
    {"one occurrence is a series too",
     "- " BX("weekly", "10:00", "bo", "'recurrenceCount':1") " => 201 #1 0.recurringBookingUid?"},
    {"more occurrences than there are can not be asked for",
     "- " BX("weekly", "10:00", "bo", "'recurrenceCount':5") " => 400 'recurrenceCount'\n"
     "- " BX("weekly", "10:00", "bo", "'recurrenceCount':0") " => 400"},
    {"what does not recur takes no notice of a count",
     "- " BX("plain", "10:00", "bo", "'recurrenceCount':3") " => 201 start=~dT10:00:00.000Z\n"
     "- " B("plain", "+7/10:00", "cy") " => 201"},
    {"one taken occurrence refuses all",
     "- " B("plain", "+14/10:15", "cy") " => 201\n"
     "- " B("weekly", "10:00", "bo") " => 400 " TAKEN "\n"
     "- " B("plain", "10:00", "di") " => 201\n"
     "- " B("plain", "+7/10:00", "di") " => 201\n"
     "sql SELECT COUNT(*) FROM booking WHERE business_id = @@ AND event_type_id = @weekly AND "
     "start_us = TIMESTAMPDIFF(SECOND, '1970-01-01', '~d 10:00:00') * 1000000 => 0"},
    {"a limit that one occurrence meets refuses all",
     "- " B("weekly-limited", "10:00", "bo") " => 400 'per month'\n"
     "- " BX("weekly-limited", "10:00", "bo", "'recurrenceCount':1") " => 201"},
    {"every other day",
     "- " B("daily", "10:00", "bo")
     " => 201 #5 1.start=~d+2T10:00:00.000Z 4.start=~d+8T10:00:00.000Z"},
    {"a month's last day",
     "- BOOK {'start':'2071-01-31T10:00:00Z','eventTypeId':@monthly,'attendee':{'name':'U',"
     "'email':'^bo','timeZone':'UTC'}} => 201 #4 1.start=2071-02-28T10:00:00.000Z "
     "2.start=2071-03-31T10:00:00.000Z 3.start=2071-04-30T10:00:00.000Z"},
    {"a leap day",
     "- BOOK {'start':'2072-02-29T12:00:00Z','eventTypeId':@yearly,'attendee':{'name':'U',"
     "'email':'^bo','timeZone':'UTC'}} => 201 #3 1.start=2073-02-28T12:00:00.000Z "
     "2.start=2074-02-28T12:00:00.000Z"},
    {"the attendee's wall time is kept over a clock change",
     "- BOOK {'start':'2073-03-13T09:00:00Z','eventTypeId':@weekly,'attendee':{'name':'R',"
     "'email':'^bo','timeZone':'Europe/Rome'}} => 201 0.start=2073-03-13T09:00:00.000Z "
     "1.start=2073-03-20T09:00:00.000Z 2.start=2073-03-27T08:00:00.000Z "
     "3.start=2073-04-03T08:00:00.000Z"},
    {"the far future keeps wall times as well",
     "- BOOK {'start':'2094-10-18T08:00:00Z','eventTypeId':@weekly,'attendee':{'name':'R',"
     "'email':'^bo','timeZone':'Europe/Rome'}} => 201 1.start=2094-10-25T08:00:00.000Z "
     "2.start=2094-11-01T09:00:00.000Z"},
    {"a series may wait for an answer",
     "- " B("weekly-confirm", "10:00", "bo") " => 201 #4 0.status=pending 3.status=pending"},
};
/* clang-format on */

/* clang-format off */
static const struct story answering[] = {
    {"the uid of the series confirms all that wait",
     "a: - " B("weekly-confirm", "10:00", "bo") " => 201\n"
     "hal POST $a.recurringBookingUid/confirm => 200 #4 0.status=accepted 3.status=accepted"},
    {"the uid of an occurrence confirms all that wait",
     "a: - " B("weekly-confirm", "10:00", "bo") " => 201\n"
     "hal POST $a/confirm => 200 uid=$a status=accepted\n"
     "- GET $a.recurringBookingUid => 200 3.status=accepted"},
    {"what was cancelled before is not confirmed",
     "a: - " B("weekly-confirm", "10:00", "bo") " => 201\n"
     "s: - GET $a.recurringBookingUid => 200\n"
     "- POST $s.1.uid/cancel => 200\n"
     "hal POST $a.recurringBookingUid/confirm => 200 0.status=accepted 1.status=cancelled\n"
     "hal POST $s.1.uid/confirm => 400"},
    {"declining frees all",
     "a: - " B("weekly-confirm", "10:00", "bo") " => 201\n"
     "hal POST $a.recurringBookingUid/decline {'reason':'x'} => 200 #4 2.status=rejected\n"
     "- " B("weekly", "10:00", "cy") " => 201"},
    {"a series is answered once",
     "a: - " B("weekly-confirm", "10:00", "bo") " => 201\n"
     "hal POST $a.recurringBookingUid/confirm => 200\n"
     "hal POST $a.recurringBookingUid/confirm => 400 'already confirmed'\n"
     "hal POST $a/decline => 400 'already confirmed'"},
    {"a stranger answers for no series",
     "a: - " B("weekly-confirm", "10:00", "bo") " => 201\n"
     "kim POST $a.recurringBookingUid/confirm => 403\n"
     "kim POST $a/confirm => 403\n"
     "- POST $a.recurringBookingUid/confirm => 401\n"
     "zoe POST $a.recurringBookingUid/confirm => 404"},
    {"a stranger learns nothing of an occurrence",
     "a: - " B("weekly", "10:00", "bo") " => 201\n"
     "kim POST $a/confirm => 403\n"
     "kim POST $a/decline => 403"},
};
/* clang-format on */

/* clang-format off */
static const struct story cancelling[] = {
    {"one occurrence goes alone",
     "a: - " B("weekly", "10:00", "bo") " => 201\n"
     "s: - GET $a.recurringBookingUid => 200\n"
     "- POST $s.1.uid/cancel => 200 status=cancelled uid=$s.1.uid\n"
     "- GET $a.recurringBookingUid => 200 #4 0.status=accepted 1.status=cancelled "
     "2.status=accepted\n"
     "- " B("plain", "+7/10:00", "cy") " => 201\n"
     "- " B("plain", "10:00", "cy") " => 400"},
    {"an occurrence goes with those after it",
     "a: - " B("weekly", "10:00", "bo") " => 201\n"
     "s: - GET $a.recurringBookingUid => 200\n"
     "- POST $s.2.uid/cancel {'cancelSubsequentBookings':true,'cancellationReason':'x'} => "
     "200 #4 0.status=accepted 1.status=accepted 2.status=cancelled 3.status=cancelled "
     "3.cancellationReason=x\n"
     "- " B("plain", "+21/10:00", "cy") " => 201\n"
     "- " B("plain", "+7/10:00", "cy") " => 400"},
    {"false means this one alone",
     "a: - " B("weekly", "10:00", "bo") " => 201\n"
     "- POST $a/cancel {'cancelSubsequentBookings':false} => 200 status=cancelled\n"
     "- GET $a.recurringBookingUid => 200 1.status=accepted"},
    {"the whole series goes by its uid",
     "a: - " B("weekly", "10:00", "bo") " => 201\n"
     "- POST $a.recurringBookingUid/cancel => 200 #4 0.status=cancelled 3.status=cancelled\n"
     "- " B("weekly", "10:00", "cy") " => 201"},
    {"what has begun stays when the series goes",
     "a: - " B("weekly", "10:00", "bo") " => 201\n"
     "sql UPDATE booking SET start_us = 1700000000000000, end_us = 1700001800000000 WHERE uid "
     "= '$a'\n"
     "- POST $a.recurringBookingUid/cancel => 200 0.status=accepted 1.status=cancelled"},
    {"a series without anything left is cancelled already",
     "a: - " B("weekly", "10:00", "bo") " => 201\n"
     "- POST $a.recurringBookingUid/cancel => 200\n"
     "- POST $a.recurringBookingUid/cancel => 400 'cancelled already'"},
    {"a series has no rest",
     "a: - " B("weekly", "10:00", "bo") " => 201\n"
     "- POST $a.recurringBookingUid/cancel {'cancelSubsequentBookings':true} => 400 "
     "'cancelSubsequentBookings'"},
    {"a cancelled occurrence has no rest either",
     "a: - " B("weekly", "10:00", "bo") " => 201\n"
     "- POST $a/cancel => 200\n"
     "- POST $a/cancel {'cancelSubsequentBookings':true} => 400"},
    {"a host says why a series goes",
     "a: - " B("weekly", "10:00", "bo") " => 201\n"
     "hal POST $a.recurringBookingUid/cancel => 400 'reason'\n"
     "hal POST $a.recurringBookingUid/cancel {'cancellationReason':'x'} => 200"},
    {"another tenant finds no series",
     "a: - " B("weekly", "10:00", "bo") " => 201\n"
     "zoe POST $a.recurringBookingUid/cancel => 404\n"
     "zoe GET $a.recurringBookingUid => 404"},
};
/* clang-format on */

/* clang-format off */
static const struct story moving[] = {
    {"an occurrence moves and stays in its series",
     "a: - " B("weekly", "10:00", "bo") " => 201\n"
     "b: - POST $a/reschedule {'start':'~14:00'} => 201 "
     "recurringBookingUid=$a.recurringBookingUid rescheduledFromUid=$a\n"
     "- GET $a.recurringBookingUid => 200 #5"},
    {"an occurrence does not move onto another",
     "a: - " B("weekly", "10:00", "bo") " => 201\n"
     "- POST $a/reschedule {'start':'~+7/10:15'} => 400 " TAKEN},
    {"a series itself does not move",
     "a: - " B("weekly", "10:00", "bo") " => 201\n"
     "- POST $a.recurringBookingUid/reschedule {'start':'~14:00'} => 404"},
};
/* clang-format on */

static int open_stack(void)
{
    return http_open(NULL) == 0 && story_open("recurring") ? 0 : 1;
}

int main(int argc, char **argv)
{
    STORIES(making);
    STORIES(answering);
    STORIES(cancelling);
    STORIES(moving);
    story_oracle_add();
    return cases_main("cal_recurring", open_stack, http_close, argc, argv);
}
