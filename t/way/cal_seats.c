/* cal_seats.c - seats: taken, left, moved, seen. SPDX-License-Identifier: MIT */
#include "cases.h"
#include "http.h"
#include "story.h"

#define SEATS_OF(label, taken)                                                                     \
    "\nsql SELECT seats_taken FROM booking WHERE uid = '$" label "' => " taken "\n"

/* clang-format off */
static const struct story taking[] = {
    {"the first seat makes the booking, the others join it",
     "a: - " B("class", "10:00", "bo")
     " => 201 seatUid? status=accepted title='class with Hal Host' bookingFieldsResponses! "
     "guests! attendees#0 isPlatformManagedUserBooking=false\n"
     "b: - " B("class", "10:00", "cy") " => 201 uid=$a seatUid?\n"
     "c: - " B("class", "10:00", "di") " => 201 uid=$a" SEATS_OF("a", "3")},
    {"there are as many seats as there are",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "- " B("class", "10:00", "cy") " => 201\n"
     "- " B("class", "10:00", "di") " => 201\n"
     "- " B("class", "10:00", "ed")
     " => 409 /error.code=ConflictException 'No more seats left at this seated booking.'"
     SEATS_OF("a", "3")},
    {"nobody sits twice",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "- " B("class", "10:00", "bo")
     " => 409 /statusCode=409 /message=already_signed_up_for_this_booking_error"
     SEATS_OF("a", "1")},
    {"nobody sits twice under another case of the address",
     "- BOOK {'start':'~10:00','eventTypeId':@class,'attendee':{'name':'X','email':'x^bo',"
     "'timeZone':'UTC'}} => 201\n"
     "- BOOK {'start':'~10:00','eventTypeId':@class,'attendee':{'name':'X','email':'X^bo',"
     "'timeZone':'UTC'}} => 409"},
    {"seats hold the host's time",
     "- " B("class", "10:00", "bo") " => 201\n"
     "- " B("plain", "10:00", "cy") " => 400 " TAKEN "\n"
     "- " B("class", "10:15", "cy") " => 400 " TAKEN},
    {"a time that is taken otherwise has no seats",
     "- " B("plain", "10:00", "bo") " => 201\n"
     "- " B("class", "10:00", "cy") " => 400 " TAKEN},
    {"guests do not sit",
     "a: - " BX("class", "10:00", "bo", "'guests':['g@x.test']") " => 201" SEATS_OF("a", "1")
     "sql SELECT COUNT(*) FROM attendee WHERE booking_id = $a.id => 1"},
    {"answers and metadata belong to the seat",
     "a: - "
     BX("class", "10:00", "bo", "'metadata':{'k':'v'},'bookingFieldsResponses':{'codingLanguage':'C'}")
     " => 201 metadata#0\n"
     "hal GET $a => 200 attendees.0.metadata.k=v "
     "attendees.0.bookingFieldsResponses.codingLanguage=C attendees.0.seatUid=$a.seatUid"},
    {"a booker may be allowed one seat of all",
     "- " B("class-once", "10:00", "bo") " => 201\n"
     "- " B("class-once", "11:00", "bo") " => 400 'maximum number'\n"
     "- " B("class-once", "10:00", "cy") " => 201\n"
     "- " B("class-once", "11:00", "di") " => 201"},
    {"a day's limit counts bookings, not their seats",
     "- " B("class-a-day", "10:00", "bo") " => 201\n"
     "- " B("class-a-day", "10:00", "cy") " => 201\n"
     "- " B("class-a-day", "11:00", "di") " => 400 'per day'\n"
     "- " B("class-a-day", "10:00", "di") " => 201\n"
     "- " B("class-a-day", "10:00", "ed") " => 409 'No more seats'"},
    {"seats that wait for an answer",
     "a: - " B("class-confirm", "10:00", "bo") " => 201 status=pending\n"
     "- " B("class-confirm", "10:00", "cy") " => 201 uid=$a\n"
     "hal POST $a/confirm => 200 status=accepted attendees#2\n"
     "- " B("class-confirm", "10:00", "di") " => 201 status=accepted"},
};
/* clang-format on */

/* clang-format off */
static const struct story seeing[] = {
    {"the host and the team's admin see who sits, others do not",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "- " B("class", "10:00", "cy") " => 201\n"
     "hal GET $a => 200 attendees#2\n"
     "max GET $a => 200 attendees#2\n"
     "- GET $a => 200 attendees#0\n"
     "kim GET $a => 200 attendees#0"},
    {"where attendees are shown, all see who sits",
     "a: - " B("open-class", "10:00", "bo") " => 201 attendees#1\n"
     "b: - " B("open-class", "10:00", "cy") " => 201 attendees#2\n"
     "- GET $a => 200 attendees#2"},
    {"whoever knows a seat sees its attendee only",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "b: - " B("class", "10:00", "cy") " => 201\n"
     "- GET by-seat/$b.seatUid => 200 uid=$a attendees#1 attendees.0.email=^cy\n"
     "hal GET by-seat/$b.seatUid => 200 attendees#2"},
    {"an unknown seat is not found",
     "- GET by-seat/nosuchseat => 404 'Booking with seatUid=nosuchseat was not found in the "
     "database'"},
    {"another tenant does not find a seat",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "zoe GET by-seat/$a.seatUid => 404"},
};
/* clang-format on */

/* clang-format off */
static const struct story leaving[] = {
    {"one gives a seat back, and another takes it",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "b: - " B("class", "10:00", "cy") " => 201\n"
     "- " B("class", "10:00", "di") " => 201\n"
     "- POST $a/cancel {'seatUid':'$b.seatUid'} => 200 status=accepted" SEATS_OF("a", "2")
     "- GET by-seat/$b.seatUid => 404\n"
     "- " B("class", "10:00", "ed") " => 201 uid=$a\n"
     "- " B("class", "10:00", "flo") " => 409"},
    {"the last one to leave cancels the booking",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "- POST $a/cancel {'seatUid':'$a.seatUid'} => 200 status=cancelled attendees#0\n"
     "- " B("plain", "10:00", "cy") " => 201"},
    {"a stranger needs the seat's uid",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "- POST $a/cancel => 401 /statusCode=401\n"
     "kim POST $a/cancel => 401\n"
     "- GET $a => 200 status=accepted"},
    {"a host cancels all seats",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "- " B("class", "10:00", "cy") " => 201\n"
     "hal POST $a/cancel => 400 'reason'\n"
     "hal POST $a/cancel {'cancellationReason':'Ill'} => 200 status=cancelled attendees#0 "
     "cancellationReason=Ill" SEATS_OF("a", "0") "- " B("plain", "10:00", "di") " => 201"},
    {"the team's admin cancels all seats",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "max POST $a/cancel => 200 status=cancelled"},
    {"an unknown seat can not be left",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "- POST $a/cancel {'seatUid':'3be561a9-0000-4000-8000-00000000abcd'} => 400 "
     "'3be561a9-0000-4000-8000-00000000abcd'" SEATS_OF("a", "1")},
    {"a seat of another booking can not be left here",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "b: - " B("class", "12:00", "cy") " => 201\n"
     "- POST $a/cancel {'seatUid':'$b.seatUid'} => 400" SEATS_OF("b", "1")},
    {"a seat is not left twice",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "b: - " B("class", "10:00", "cy") " => 201\n"
     "- POST $a/cancel {'seatUid':'$b.seatUid'} => 200\n"
     "- POST $a/cancel {'seatUid':'$b.seatUid'} => 400" SEATS_OF("a", "1")},
    {"a host leaves a seat for somebody with a reason",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "hal POST $a/cancel {'seatUid':'$a.seatUid','cancellationReason':'x'} => 200"},
    {"after all have left the slot begins anew",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "- POST $a/cancel {'seatUid':'$a.seatUid'} => 200\n"
     "b: - " B("class", "10:00", "bo") " => 201 seatUid?\n"
     "sql SELECT '$a' <> '$b' => 1" SEATS_OF("b", "1")},
};
/* clang-format on */

#define MOVE(label, seat, time)                                                                    \
    "POST $" label "/reschedule {'start':'~" time "','seatUid':'$" seat ".seatUid'}"
/* clang-format off */
static const struct story moving[] = {
    {"a seat moves to a time of its own",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "b: - " B("class", "10:00", "cy") " => 201\n"
     "c: - " MOVE("a", "b", "14:00") " => 201 start=~dT14:00:00.000Z seatUid?"
     SEATS_OF("a", "1") SEATS_OF("c", "1") "hal GET $c => 200 attendees.0.email=^cy\n"
     "sql SELECT '$c' <> '$a' => 1"},
    {"a seat moves into a booking that is there",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "b: - " B("class", "12:00", "cy") " => 201\n"
     "c: - " MOVE("a", "a", "12:00") " => 201 uid=$b" SEATS_OF("b", "2")
     "- GET $a => 200 status=cancelled"},
    {"a seat does not move where all are taken",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "- " B("class", "12:00", "cy") " => 201\n"
     "- " B("class", "12:00", "di") " => 201\n"
     "- " B("class", "12:00", "ed") " => 201\n"
     "- " MOVE("a", "a", "12:00") " => 409" SEATS_OF("a", "1") "- GET $a => 200 status=accepted"},
    {"nobody moves to where they sit already",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "- " B("class", "12:00", "bo") " => 201\n"
     "- " MOVE("a", "a", "12:00") " => 409 /message=already_signed_up_for_this_booking_error"
     SEATS_OF("a", "1")},
    {"a seat must be named",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "- POST $a/reschedule {'start':'~14:00'} => 400 'seat'\n"
     "hal POST $a/reschedule {'start':'~14:00'} => 400 'seat'" SEATS_OF("a", "1")},
    {"an unknown seat does not move",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "- POST $a/reschedule {'start':'~14:00','seatUid':'nosuchseat'} => 400 'nosuchseat'"},
    {"a seat moves by less than its own length",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "b: - " MOVE("a", "a", "10:15") " => 201" SEATS_OF("b", "1")
     "- GET $a => 200 status=cancelled"},
    {"a seat does not move into the others' way",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "b: - " B("class", "10:00", "cy") " => 201\n"
     "- " MOVE("a", "b", "10:15") " => 400 " TAKEN SEATS_OF("a", "2")},
};
/* clang-format on */

static const struct story others[] = {
    {"nobody brings guests to a seat",
     "a: - " B(
         "class", "10:00",
         "bo") " => 201\n"
               "hal POST $a/guests {'guests':[{'email':'g@x.test'}]} => 400\n"
               "hal POST $a/attendees {'name':'x','email':'y@x.test','timeZone':'UTC'} => 400"},
};

static int open_stack(void)
{
    return http_open(NULL) == 0 && story_open("seats") ? 0 : 1;
}

int main(int argc, char **argv)
{
    STORIES(taking);
    STORIES(seeing);
    STORIES(leaving);
    STORIES(moving);
    STORIES(others);
    story_oracle_add();
    return cases_main("cal_seats", open_stack, http_close, argc, argv);
}
