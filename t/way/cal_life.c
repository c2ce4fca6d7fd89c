/* cal_life.c - what happens to a booking: made, moved, answered, cancelled, who comes to it.
 * SPDX-License-Identifier: MIT */
#include "cases.h"
#include "http.h"
#include "story.h"

#define SLUGS(more) "BOOK {'start':'~10:00','attendee':%bo," more "}"

/* ---- contract g.2, and what a reply to create says ---- */

#define OFFERS(whether)                                                                            \
    "sql UPDATE event_type SET booker_limit_offers_move = " whether " WHERE id = @once AND"        \
    " business_id = @@\n"
#define CAN_MOVE "'You can reschedule your existing booking'"

/* clang-format off */
static const struct story making[] = {
    {"who has as many as are allowed is told what can be moved, where that is offered",
     OFFERS("TRUE") "a: - " B("once", "10:00", "bo") " => 201\n"
     "- " B("once", "12:00", "bo") " => 400 " CAN_MOVE " '($a) to a new timeslot instead.'\n"
     "- " B("once", "12:00", "cy") " => 201\n"
     OFFERS("FALSE") "- " B("once", "14:00", "bo")
     " => 400 'maximum number of active bookings' !" CAN_MOVE "\n"
     OFFERS("TRUE")
     "sql UPDATE event_type SET rescheduling_disabled = TRUE WHERE id = @once AND business_id "
     "= @@\n"
     "- " B("once", "14:00", "bo") " => 400 'maximum number of active bookings' !" CAN_MOVE "\n"
     "sql UPDATE event_type SET rescheduling_disabled = FALSE WHERE id = @once AND "
     "business_id = @@\n"
     OFFERS("FALSE")},
    {"a personal slot is booked by nobody known",
     "- " B("plain", "10:00", "bo")
     " => 201 status=accepted duration=30 hosts#1 hosts.0.id=#hal attendees#1 "
     "attendees.0.email=^bo isPlatformManagedUserBooking=false rescheduledToUid! "
     "recurringBookingUid! eventType.slug=plain cancellationReason= /status=success"},
    {"a slot is booked once",
     "- " B("plain", "10:00", "bo") " => 201\n"
     "- " B("plain", "10:00", "cy") " => 400 " TAKEN " /error.code=BadRequestException"},
    {"a slot that overlaps a little is taken",
     "- " B("plain", "10:00", "bo") " => 201\n"
     "- " B("plain", "10:15", "cy") " => 400 " TAKEN "\n"
     "- " B("plain", "09:45", "cy") " => 400 " TAKEN},
    {"slots that touch are both free",
     "- " B("plain", "10:00", "bo") " => 201\n"
     "- " B("plain", "10:30", "cy") " => 201\n"
     "- " B("plain", "09:30", "di") " => 201"},
    {"buffers of neighbours add up",
     "- " B("buffered", "10:00", "bo") " => 201\n"
     "- " B("buffered", "10:50", "cy") " => 400 " TAKEN "\n"
     "- " B("buffered", "10:55", "cy") " => 201\n"
     "- " B("plain", "11:30", "di") " => 400 " TAKEN "\n"
     "- " B("plain", "11:45", "di") " => 201"},
    {"another event type of the same host is in the way",
     "- " B("plain", "10:00", "bo") " => 201\n"
     "- " B("lengths", "10:00", "cy") " => 400 " TAKEN},
    {"a start that is off the grid is refused",
     "- " B("plain", "10:05", "bo") " => 400 " TAKEN "\n"
     "- BOOK {'start':'~dT10:00:30Z','eventTypeId':@plain,'attendee':%bo} => 400 " TAKEN},
    {"a start may carry an offset",
     "- BOOK {'start':'~dT12:00:00+02:00','eventTypeId':@plain,'attendee':%bo} => 201 "
     "start=~dT10:00:00.000Z end=~dT10:30:00.000Z"},
    {"a start without an offset is UTC",
     "- BOOK {'start':'~dT10:00:00','eventTypeId':@plain,'attendee':%bo} => 201 "
     "start=~dT10:00:00.000Z"},
    {"a day alone is its midnight, and no time at all is no start",
     "- BOOK {'start':'~d','eventTypeId':@plain,'attendee':%bo} => 201 start=~dT00:00:00.000Z\n"
     "- BOOK {'start':'soon','eventTypeId':@plain,'attendee':%bo} => 400 'start must be a "
     "valid ISO 8601 date'"},
    {"an unknown event type is not found",
     "- BOOK {'start':'~10:00','eventTypeId':99999999,'attendee':%bo} => 404 'Event type with "
     "id 99999999 not found.'"},
    {"a deleted event type is not found",
     "- " B("gone", "10:00", "bo") " => 404"},
    {"a hidden event type can be booked by who knows it",
     "- " B("hidden", "10:00", "bo") " => 201"},
    {"an event type of another tenant is not there for a key",
     "zoe " B("plain", "10:00", "bo") " => 404\n"
     "hal " B("elsewhere", "10:00", "bo") " => 404"},
    {"no event type is named",
     "- BOOK {'start':'~10:00','attendee':%bo} => 400 'Either eventTypeId or eventTypeSlug'\n"
     "- " SLUGS("'eventTypeSlug':'plain'") " => 400 'Either eventTypeId or eventTypeSlug'\n"
     "- " SLUGS("'username':'hal'") " => 400 'Either eventTypeId or eventTypeSlug'"},
    {"slug and username name an event type",
     "hal " SLUGS("'eventTypeSlug':'plain','username':'hal'") " => 201 eventTypeId=@plain"},
    {"slug and username of nobody are not found, and named",
     "hal " SLUGS("'eventTypeSlug':'plain','username':'nobody'") " => 404 'plain' 'nobody'\n"
     "hal " SLUGS("'eventTypeSlug':'nothing','username':'hal'") " => 404 'nothing' 'hal'"},
    {"slug and team name an event type",
     "hal " SLUGS("'eventTypeSlug':'both','teamSlug':'trio'") " => 201 eventTypeId=@both\n"
     "hal " SLUGS("'eventTypeSlug':'both','teamSlug':'quartet'") " => 404 'quartet'"},
    {"a managed parent can not be booked",
     "- " B("parent", "10:00", "bo") " => 400 'managed'"},
    {"a managed copy can",
     "- " B("copy", "10:00", "bo") " => 201 hosts.0.id=#ida"},
    {"a team's event type without hosts can not be booked",
     "- " B("both-empty", "10:00", "bo") " => 422 /error.code=UnprocessableEntityException\n"
     "- " B("robin-empty", "10:00", "bo") " => 422"},
    {"an authenticated event type asks nobody known to say who they are",
     "- " B("members", "10:00", "bo") " => 401 'checkBookingRequiresAuthentication - '"},
    {"an authenticated event type refuses a stranger",
     "kim " B("members", "10:00", "bo") " => 403 'checkBookingRequiresAuthentication - '"},
    {"an authenticated event type takes its owner and the team's admin",
     "hal " B("members", "10:00", "bo") " => 201\n"
     "max " B("members", "11:00", "cy") " => 201"},
    {"an authenticated team's event type takes its host",
     "ida " B("team-members", "10:00", "bo") " => 201\n"
     "kim " B("team-members", "11:00", "bo") " => 403"},
    {"a required answer is missing",
     "- " B("asks", "10:00", "bo") " => 400 'Missing required booking field response: company'"},
    {"a required answer is given",
     "- "
     BX("asks", "10:00", "bo", "'bookingFieldsResponses':{'company':'ACME','size':'small','topics':['a'],'people':3,'terms':true}")
     " => 201 bookingFieldsResponses.company=ACME bookingFieldsResponses.people=3"},
    {"an answer of the wrong type is refused",
     "- " BX("asks", "10:00", "bo", "'bookingFieldsResponses':{'company':5}")
     " => 400 !'Missing'"},
    {"an option that there is not is refused",
     "- " BX("asks", "10:00", "bo", "'bookingFieldsResponses':{'company':'A','size':'huge'}")
     " => 400 'Allowed options are: small, large.'\n"
     "- "
     BX("asks", "10:00", "bo", "'bookingFieldsResponses':{'company':'A','topics':['a','c']}")
     " => 400 'Allowed options are: a, b.'"},
    {"a required telephone number is missed",
     "- " B("phones", "10:00", "bo") " => 400 'attendee.phoneNumber'"},
    {"the host is not there at night",
     "- " B("office", "08:30", "bo") " => 400 " TAKEN "\n"
     "- " B("office", "19:00", "bo") " => 400 " TAKEN "\n"
     "- " B("no-hours", "10:00", "bo") " => 400 " TAKEN},
    {"a start inside the notice is refused",
     "- " B("notice", "10:00", "bo") " => 400 'The event type can' 'notice'"},
    {"a start beyond the rolling window is refused",
     "- " B("soon", "10:00", "bo") " => 400 'The event type can'"},
    {"a start before and after the fixed window is refused",
     "- BOOK {'start':'2045-07-31T10:00:00Z','eventTypeId':@august,'attendee':%bo} => 400 "
     "'The event type can'\n"
     "- BOOK {'start':'2045-09-01T10:00:00Z','eventTypeId':@august,'attendee':%bo} => 400 "
     "'The event type can'\n"
     "- BOOK {'start':'2045-08-01T10:00:00Z','eventTypeId':@august,'attendee':%bo} => 201\n"
     "- BOOK {'start':'2045-08-31T10:00:00Z','eventTypeId':@august,'attendee':%cy} => 201"},
    {"the past can not be booked",
     "- BOOK {'start':'2024-03-05T10:00:00Z','eventTypeId':@plain,'attendee':%bo} => 400 "
     "'Attempting to book a meeting in the past.'"},
    {"before and beyond all calendars nothing is booked",
     "- BOOK {'start':'0001-01-01T10:00:00Z','eventTypeId':@plain,'attendee':%bo} => 400\n"
     "- BOOK {'start':'9999-12-31T10:00:00Z','eventTypeId':@plain,'attendee':%bo} => 400"},
    {"a booker has one booking where one is allowed, and another booker too",
     "a: - " B("once", "10:00", "bo") " => 201\n"
     "- " B("once", "11:00", "bo")
     " => 400 'Attendee with this email can' 'maximum number of active bookings'\n"
     "- " B("once", "11:00", "cy") " => 201\n"
     "- POST $a/cancel => 200\n"
     "- " B("once", "12:00", "bo") " => 201"},
    {"a booker's address counts whatever its case",
     "- BOOK {'start':'~10:00','eventTypeId':@once,'attendee':{'name':'X','email':'x^bo',"
     "'timeZone':'UTC'}} => 201\n"
     "- BOOK {'start':'~11:00','eventTypeId':@once,'attendee':{'name':'X','email':'X^bo',"
     "'timeZone':'UTC'}} => 400 'maximum number'"},
    {"a day takes as many bookings as it may",
     "- " B("twice-a-day", "10:00", "bo") " => 201\n"
     "b: - " B("twice-a-day", "11:00", "bo") " => 201\n"
     "- " B("twice-a-day", "12:00", "cy") " => 400 'The event type can' 'per day'\n"
     "- " B("twice-a-day", "+1/00:00", "cy") " => 201\n"
     "- POST $b/cancel => 200\n"
     "- " B("twice-a-day", "12:00", "cy") " => 201"},
    {"a week takes as many bookings as it may, from Monday",
     "- " B("twice-a-week", "10:00", "bo") " => 201\n"
     "- " B("twice-a-week", "+6/23:30", "bo") " => 201\n"
     "- " B("twice-a-week", "+3/12:00", "cy") " => 400 'per week'\n"
     "- " B("twice-a-week", "+7/00:00", "cy") " => 201"},
    {"a month takes as many bookings as it may",
     "- BOOK {'start':'2090-02-01T00:00:00Z','eventTypeId':@twice-a-month,'attendee':%bo} => "
     "201\n"
     "- BOOK {'start':'2090-02-28T23:30:00Z','eventTypeId':@twice-a-month,'attendee':%bo} => "
     "201\n"
     "- BOOK {'start':'2090-02-14T10:00:00Z','eventTypeId':@twice-a-month,'attendee':%bo} => "
     "400 'per month'\n"
     "- BOOK {'start':'2090-03-01T00:00:00Z','eventTypeId':@twice-a-month,'attendee':%bo} => "
     "201"},
    {"a year takes as many bookings as it may",
     "- BOOK {'start':'2091-01-01T00:00:00Z','eventTypeId':@twice-a-year,'attendee':%bo} => "
     "201\n"
     "- BOOK {'start':'2091-12-31T23:30:00Z','eventTypeId':@twice-a-year,'attendee':%bo} => "
     "201\n"
     "- BOOK {'start':'2091-06-14T10:00:00Z','eventTypeId':@twice-a-year,'attendee':%bo} => "
     "400 'per year'\n"
     "- BOOK {'start':'2092-01-01T00:00:00Z','eventTypeId':@twice-a-year,'attendee':%bo} => 201"},
    {"a length that is offered is taken",
     "- " BX("lengths", "10:00", "bo", "'lengthInMinutes':90")
     " => 201 duration=90 end=~dT11:30:00.000Z\n"
     "- " B("plain", "11:15", "cy") " => 400 " TAKEN "\n"
     "- " B("plain", "11:30", "cy") " => 201"},
    {"a length that is not offered is refused",
     "- " BX("lengths", "10:00", "bo", "'lengthInMinutes':45") " => 400 'lengthInMinutes'"},
    {"an event type of one length takes no other",
     "- " BX("plain", "10:00", "bo", "'lengthInMinutes':60") " => 400 'lengthInMinutes'"},
    {"an instant meeting is refused",
     "- " BX("plain", "10:00", "bo", "'instant':true") " => 400"},
    {"recurring with seats can not be booked",
     "- " B("weekly-class", "10:00", "bo") " => 400"},
    {"an unknown field is refused",
     "- " BX("plain", "10:00", "bo", "'foo':1") " => 400 'property foo should not exist'"},
    {"an attendee is needed",
     "- BOOK {'start':'~10:00','eventTypeId':@plain} => 400 'attendee should not be null or "
     "undefined'"},
    {"an attendee needs an address or a telephone",
     "- BOOK {'start':'~10:00','eventTypeId':@plain,'attendee':{'name':'X','timeZone':'UTC'}} "
     "=> 400 'at least one contact method'"},
    {"a telephone alone makes an address",
     "- BOOK {'start':'~10:00','eventTypeId':@plain,'attendee':{'name':'X','timeZone':'UTC',"
     "'phoneNumber':'+393331234567'}} => 201 attendees.0.email=393331234567@sms.cal.com "
     "attendees.0.phoneNumber=+393331234567"},
    {"a zone that there is not is refused",
     "- BOOK {'start':'~10:00','eventTypeId':@plain,'attendee':{'name':'X','email':'x@x.test',"
     "'timeZone':'Mars/Base'}} => 400 'timeZone must be a valid IANA time-zone'"},
    {"guests become attendees",
     "- " BX("plain", "10:00", "bo", "'guests':['g1@x.test','g2@x.test']")
     " => 201 guests#2 guests.1=g2@x.test attendees#3 attendees.1.email=g1@x.test "
     "attendees.1.name= attendees.1.timeZone=Europe/Rome attendees.1.language=en"},
    {"a guest's address must be one",
     "- " BX("plain", "10:00", "bo", "'guests':['nobody']") " => 400 'guests'"},
    {"metadata comes back",
     "- " BX("plain", "10:00", "bo", "'metadata':{'k':'v'}") " => 201 metadata.k=v"},
    {"a place of the event type is taken",
     "- " BX("places", "10:00", "bo", "'location':{'type':'link'}")
     " => 201 location=https://meet.example.com/p meetingUrl=https://meet.example.com/p"},
    {"a kind of place that the event type lacks is refused",
     "- " BX("places", "10:00", "bo", "'location':{'type':'attendeeAddress','address':'x'}")
     " => 400 'location'"},
    {"a request for confirmation is pending and holds its slot",
     "- " B("confirm", "10:00", "bo") " => 201 status=pending\n"
     "- " B("plain", "10:00", "cy") " => 400 " TAKEN},
    {"the same request again finds the booking that is there",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     "- " B("confirm", "10:00", "bo") " => 201 uid=$a status=pending\n"
     "- " B("confirm", "10:00", "cy") " => 400 " TAKEN "\n"
     "sql SELECT COUNT(*) FROM booking WHERE rescheduled_from_uid IS NULL AND uid = '$a' => 1"},
    {"the past of 2038 is no border",
     "- BOOK {'start':'2038-01-19T03:15:00Z','eventTypeId':@plain,'attendee':%bo} => 201 "
     "start=2038-01-19T03:15:00.000Z\n"
     "- BOOK {'start':'2150-06-01T10:00:00Z','eventTypeId':@plain,'attendee':%bo} => 201"},
};
/* clang-format on */

/* ---- looking ---- */

/* clang-format off */
static const struct story looking[] = {
    {"whoever knows the uid sees the booking",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "- GET $a => 200 uid=$a attendees.0.email=^bo isPlatformManagedUserBooking!\n"
     "kim GET $a => 200 uid=$a"},
    {"an unknown uid is not found",
     "- GET nosuchuid => 404 'Booking with uid=nosuchuid was not found in the database' "
     "/error.code=NotFoundException"},
    {"another tenant's key does not find the booking",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "zoe GET $a => 404"},
};
/* clang-format on */

/* ---- cancelling ---- */

/* clang-format off */
static const struct story cancelling[] = {
    {"an attendee cancels with the link, and the slot is free",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "- POST $a/cancel {'cancellationReason':'Ill'} => 200 status=cancelled "
     "cancellationReason=Ill cancelledByEmail=\n"
     "- " B("plain", "10:00", "cy") " => 201"},
    {"a body is not needed",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "- POST $a/cancel => 200 status=cancelled cancellationReason="},
    {"an empty object is no less",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "- POST $a/cancel {} => 200 status=cancelled"},
    {"the uid again in the body does no harm",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "- POST $a/cancel {'uid':'$a','cancellationReason':'x'} => 200"},
    {"an unknown field is refused",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "- POST $a/cancel {'foo':1} => 400 'property foo should not exist'\n"
     "- GET $a => 200 status=accepted"},
    {"a cancelled booking can not be cancelled again, and is named",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "- POST $a/cancel => 200\n"
     "- POST $a/cancel => 400 'uid=$a' 'cancelled already'"},
    {"a host says why",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "hal POST $a/cancel => 400 /message='Cancellation reason is required when you are the "
     "host' /statusCode=400\n"
     "hal POST $a/cancel {'cancellationReason':''} => 400 /statusCode=400\n"
     "hal POST $a/cancel {'cancellationReason':'Ill'} => 200"},
    {"an admin who is not the host need not say why",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "max POST $a/cancel => 200"},
    {"a stranger's key cancels as the link does",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "kim POST $a/cancel => 200"},
    {"another tenant's key does not find what is to be cancelled",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "zoe POST $a/cancel => 404\n"
     "- GET $a => 200 status=accepted"},
    {"an unknown uid can not be cancelled",
     "- POST nosuchuid/cancel => 404 'uid=nosuchuid'\n"
     "- POST nosuchuid/cancel {'cancelSubsequentBookings':true} => 404"},
    {"cancelling can be forbidden",
     "a: - " B("no-cancelling", "10:00", "bo") " => 201\n"
     "- POST $a/cancel => 400 /statusCode=400\n"
     "hal POST $a/cancel => 400 'does not allow'\n"
     "- GET $a => 200 status=accepted"},
    {"what is over can not be cancelled",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "sql UPDATE booking SET start_us = 1700000000000000, end_us = 1700001800000000 WHERE uid "
     "= '$a'\n"
     "- POST $a/cancel => 400 /statusCode=400 'ended'\n"
     "hal POST $a/cancel => 400 'Cancellation reason'"},
    {"a pending booking can be cancelled",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     "- POST $a/cancel => 200 status=cancelled\n"
     "- " B("confirm", "10:00", "cy") " => 201"},
    {"a seat that a booking without seats has not",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "- POST $a/cancel {'seatUid':'x'} => 400 'x'"},
    {"a missing seat is said before that it is cancelled",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "- POST $a/cancel => 200\n"
     "- POST $a/cancel {'seatUid':'x'} => 400 !'cancelled already'"},
    {"that it is cancelled is said before that it is forbidden",
     "a: - " B("no-cancelling", "10:00", "bo") " => 201\n"
     "sql UPDATE booking SET status = 'cancelled' WHERE uid = '$a'\n"
     "- POST $a/cancel => 400 'cancelled already'\n"
     "sql UPDATE booking SET status = 'accepted' WHERE uid = '$a'"},
    {"the rest of a booking that does not recur is itself",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "- POST $a/cancel {'cancelSubsequentBookings':true} => 200 status=cancelled"},
};
/* clang-format on */

/* ---- moving ---- */

#define MOVE(label, time) "POST $" label "/reschedule {'start':'~" time "'}"
#define PAST_MOVES(whether)                                                                        \
    "sql UPDATE event_type SET moving_past_allowed = " whether " WHERE id = @lengths AND"          \
    " business_id = @@\n"
#define OVER                                                                                       \
    "sql UPDATE booking SET start_us = 1700000000000000, end_us = start_us + 1800000000 WHERE uid" \
    " = '$a'\n"

/* clang-format off */
static const struct story moving[] = {
    {"a booking that is over moves where the event type allows it, and nowhere else",
     "a: - " B("lengths", "10:00", "bo") " => 201\n"
     OVER "- POST $a/reschedule {'start':'~14:00'} => 400 'because it has ended'\n"
     "hal POST $a/reschedule {'start':'~14:00'} => 400 'because it has ended'\n"
     PAST_MOVES("TRUE")
     "b: - POST $a/reschedule {'start':'~14:00'} => 201 start=~dT14:00:00.000Z\n"
     PAST_MOVES("FALSE") "- GET $a => 200 status=cancelled rescheduledToUid=$b"},
    {"a booking moves: the new one says from where, the old one where to",
     "a: - " BX("plain", "10:00", "bo", "'guests':['g@x.test'],'metadata':{'k':'v'}")
     " => 201\n"
     "b: - POST $a/reschedule "
     "{'start':'~14:00','reschedulingReason':'Train','rescheduledBy':'^bo'} => 201 "
     "start=~dT14:00:00.000Z rescheduledFromUid=$a status=accepted reschedulingReason=Train "
     "rescheduledByEmail=^bo metadata.k=v guests.0=g@x.test duration=30 "
     "isPlatformManagedUserBooking=false\n"
     "- GET $a => 200 status=cancelled rescheduledToUid=$b reschedulingReason=Train\n"
     "- GET $b => 200 icsUid=$a.icsUid\n"
     "- " B("plain", "10:00", "cy") " => 201\n"
     "- " B("plain", "14:00", "cy") " => 400"},
    {"moving by less than its own length works",
     "a: - " BX("lengths", "10:00", "bo", "'lengthInMinutes':90") " => 201\n"
     "b: - " MOVE("a", "10:15") " => 201 duration=90\n"
     "- " MOVE("b", "10:00") " => 201"},
    {"moving to the very same time works",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "- " MOVE("a", "10:00") " => 201"},
    {"a taken time stays taken, and the booking where it was",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "- " B("plain", "11:00", "cy") " => 201\n"
     "- " MOVE("a", "11:00") " => 400 " TAKEN "\n"
     "- GET $a => 200 status=accepted rescheduledToUid!\n"
     "- " B("plain", "10:00", "di") " => 400"},
    {"a moved booking can not be moved again, and the new one is named",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "b: - " MOVE("a", "11:00") " => 201\n"
     "- " MOVE("a", "12:00") " => 400 '$b'"},
    {"a cancelled booking can not be moved",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "- POST $a/cancel => 200\n"
     "- " MOVE("a", "11:00") " => 400 'has been cancelled'"},
    {"an unknown booking can not be moved",
     "- POST nosuchuid/reschedule {'start':'~10:00'} => 404 'uid=nosuchuid'"},
    {"another tenant's key does not find what is to be moved",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "zoe " MOVE("a", "11:00") " => 404"},
    {"a stranger's key moves as the link does",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "kim " MOVE("a", "11:00") " => 201"},
    {"moving can be forbidden",
     "a: - " B("no-moving", "10:00", "bo") " => 201\n"
     "- " MOVE("a", "11:00") " => 400\n"
     "hal " MOVE("a", "11:00") " => 400 /statusCode=400"},
    {"a start is needed, and must be one",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "- POST $a/reschedule {} => 400 'start must be'\n"
     "- POST $a/reschedule {'start':'soon'} => 400\n"
     "- POST $a/reschedule => 400"},
    {"an unknown field is refused",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "- POST $a/reschedule {'start':'~11:00','foo':1} => 400 'property foo should not exist'"},
    {"nothing moves into the past",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "- POST $a/reschedule {'start':'2024-03-05T10:00:00Z'} => 400 'in the past'\n"
     "- GET $a => 200 status=accepted"},
    {"nothing moves into the notice",
     "a: - BOOK {'start':'2060-03-05T10:00:00Z','eventTypeId':@notice,'attendee':%bo} => 201\n"
     "- POST $a/reschedule {'start':'2030-03-05T10:00:00Z'} => 403 /statusCode=403"},
    {"nothing moves out of the window of dates",
     "a: - BOOK {'start':'2045-08-02T10:00:00Z','eventTypeId':@august,'attendee':%bo} => 201\n"
     "- POST $a/reschedule {'start':'2045-09-02T10:00:00Z'} => 400 'The event type can'\n"
     "- POST $a/reschedule {'start':'2045-07-02T10:00:00Z'} => 400 'The event type can'"},
    {"nothing moves where the host is not",
     "a: - BOOK {'start':'2045-08-01T10:00:00Z','eventTypeId':@office,'attendee':%bo} => 201\n"
     "- POST $a/reschedule {'start':'2045-08-01T20:00:00Z'} => 400 " TAKEN},
    {"nothing moves off the grid",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "- " MOVE("a", "10:05") " => 400 " TAKEN},
    {"a request that its attendee moves waits again",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     "hal POST $a/confirm => 200\n"
     "b: - " MOVE("a", "11:00") " => 201 status=pending rescheduledFromUid=$a\n"
     "hal POST $b/confirm => 200 status=accepted"},
    {"what its host moves is accepted",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     "b: hal " MOVE("a", "11:00") " => 201 status=accepted"},
    {"a day's limit counts a booking that moves within it once",
     "a: - " B("twice-a-day", "10:00", "bo") " => 201\n"
     "- " B("twice-a-day", "11:00", "bo") " => 201\n"
     "b: - " MOVE("a", "12:00") " => 201\n"
     "- " B("twice-a-day", "13:00", "cy") " => 400 'per day'"},
    {"a full day takes no booking that moves into it",
     "- " B("twice-a-day", "10:00", "bo") " => 201\n"
     "- " B("twice-a-day", "11:00", "bo") " => 201\n"
     "a: - " B("twice-a-day", "+1/11:00", "cy") " => 201\n"
     "- " MOVE("a", "12:00") " => 400 'per day'\n"
     "- GET $a => 200 status=accepted"},
    {"a booker's limit does not stand in the way of a move",
     "a: - " B("once", "10:00", "bo") " => 201\n"
     "b: - " MOVE("a", "11:00") " => 201\n"
     "- " B("once", "12:00", "bo") " => 400 'maximum number'"},
    {"a booking that is over and settled can not be moved",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "sql UPDATE booking SET status = 'completed' WHERE uid = '$a'\n"
     "- " MOVE("a", "11:00") " => 400\n"
     "sql UPDATE booking SET status = 'accepted' WHERE uid = '$a'"},
    {"who was absent is not so at the new time",
     "a: - " B("lengths", "10:00", "bo") " => 201\n"
     OVER PAST_MOVES("TRUE")
     "hal POST $a/mark-absent {'host':true,'attendees':[{'email':'^bo','absent':true}]} => "
     "200 absentHost=true attendees.0.absent=true\n"
     "- " MOVE("a", "11:00") " => 201 absentHost=false attendees.0.absent=false\n"
     PAST_MOVES("FALSE")},
};
/* clang-format on */

/* ---- answering ---- */

/* clang-format off */
static const struct story answering[] = {
    {"a host confirms",
     "a: - " B("confirm", "10:00", "bo") " => 201 status=pending\n"
     "hal POST $a/confirm => 200 status=accepted uid=$a\n"
     "- " B("plain", "10:00", "cy") " => 400 " TAKEN},
    {"a form without a body confirms as well",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     "hal POST $a/confirm {} => 200 status=accepted"},
    {"an admin of the team confirms",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     "max POST $a/confirm => 200 status=accepted"},
    {"a stranger may not confirm",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     "kim POST $a/confirm => 403 /error.code=TRPCError 'not authorized to confirm this "
     "booking'\n"
     "ida POST $a/confirm => 403\n"
     "- GET $a => 200 status=pending"},
    {"nobody known may not confirm",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     "- POST $a/confirm => 401\n"
     "- POST $a/decline => 401"},
    {"another tenant does not find what is to be confirmed",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     "zoe POST $a/confirm => 404"},
    {"an unknown booking can not be confirmed",
     "hal POST nosuchuid/confirm => 404\n"
     "hal POST nosuchuid/decline => 404"},
    {"a confirmed booking can not be confirmed again, nor declined",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     "hal POST $a/confirm => 200\n"
     "hal POST $a/confirm => 400 /error.code=TRPCError /error.message='Booking already "
     "confirmed'\n"
     "hal POST $a/decline => 400 /error.message='Booking already confirmed'"},
    {"an accepted booking that nobody had to confirm can not be confirmed",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "hal POST $a/confirm => 400 'already confirmed'"},
    {"a cancelled booking can not be confirmed back to life",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     "- POST $a/cancel => 200\n"
     "hal POST $a/confirm => 400 /error.code=TRPCError\n"
     "- GET $a => 200 status=cancelled"},
    {"a declined booking can not be confirmed back to life",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     "hal POST $a/decline => 200\n"
     "hal POST $a/confirm => 400\n"
     "- GET $a => 200 status=rejected"},
    {"a host declines, the reason is not shown, and the slot is free",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     "hal POST $a/decline {'reason':'Never'} => 200 status=rejected cancellationReason= "
     "!'Never'\n"
     "sql SELECT rejection_reason = 'Never' FROM booking WHERE uid = '$a' => 1\n"
     "- " B("plain", "10:00", "cy") " => 201"},
    {"a reason need not be given",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     "hal POST $a/decline => 200 status=rejected"},
    {"a stranger may not decline",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     "kim POST $a/decline {'reason':'x'} => 403 /error.code=TRPCError"},
    {"a declined booking can not be cancelled",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     "hal POST $a/decline => 200\n"
     "- POST $a/cancel => 400 'cancelled already'"},
    {"a stranger learns nothing of a booking's state",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "kim POST $a/confirm => 403\n"
     "kim POST $a/decline => 403"},
};
/* clang-format on */

/* ---- who came ---- */

#define BEGUN(label)                                                                               \
    "\nsql UPDATE booking SET start_us = 1700000000000000, end_us = start_us + 1800000000 WHERE "  \
    "uid = '$" label "'\n"
/* clang-format off */
static const struct story coming[] = {
    {"a host was absent",
     "a: - " B("plain", "10:00", "bo") " => 201" BEGUN("a")
     "hal POST $a/mark-absent {'host':true} => 200 absentHost=true attendees.0.absent=false"},
    {"not to have been absent clears nothing",
     "a: - " B("plain", "10:00", "bo") " => 201" BEGUN("a")
     "hal POST $a/mark-absent {'host':true} => 200\n"
     "hal POST $a/mark-absent {'host':false} => 200 absentHost=true"},
    {"attendees were absent, and came after all",
     "a: - " BX("plain", "10:00", "bo", "'guests':['g@x.test']") " => 201" BEGUN("a")
     "hal POST $a/mark-absent "
     "{'attendees':[{'email':'^bo','absent':true},{'email':'g@x.test','absent':true}]} => 200 "
     "attendees.0.absent=true attendees.1.absent=true absentHost=false\n"
     "hal POST $a/mark-absent {'attendees':[{'email':'^bo','absent':false}]} => 200 "
     "attendees.0.absent=false attendees.1.absent=true"},
    {"each word about absence is told once",
     "a: - " B("plain", "10:00", "bo") " => 201" BEGUN("a")
     "hal POST $a/mark-absent {'attendees':[{'email':'^bo','absent':true}]} => 200\n"
     "hal POST $a/mark-absent {'host':true} => 200\n"
     "sql SELECT COUNT(*) FROM job WHERE business_id = @@ AND (name LIKE "
     "'booking.no_show:$a:%' OR name LIKE 'booking.absent:$a:%') => 2"},
    {"nobody is absent before it begins",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "hal POST $a/mark-absent {'host':true} => 400 '~dT10:00:00.000Z'"},
    {"an attendee who is none is not found",
     "a: - " B("plain", "10:00", "bo") " => 201" BEGUN("a")
     "hal POST $a/mark-absent {'attendees':[{'email':'who@x.test','absent':true}]} => 404"},
    {"absence is a yes or a no",
     "a: - " B("plain", "10:00", "bo") " => 201" BEGUN("a")
     "hal POST $a/mark-absent {'host':'yes'} => 400\n"
     "hal POST $a/mark-absent {'attendees':[{'email':'^bo'}]} => 400\n"
     "hal POST $a/mark-absent {'attendees':'^bo'} => 400"},
    {"a stranger may not say who was absent",
     "a: - " B("plain", "10:00", "bo") " => 201" BEGUN("a")
     "kim POST $a/mark-absent {'host':true} => 403\n"
     "- POST $a/mark-absent {'host':true} => 401\n"
     "zoe POST $a/mark-absent {'host':true} => 404\n"
     "hal POST nosuchuid/mark-absent {'host':true} => 404"},
};
/* clang-format on */

/* ---- guests, attendees ---- */

/* clang-format off */
static const struct story people[] = {
    {"a host brings guests",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "hal POST $a/guests {'guests':[{'email':'g1@x.test','name':'G "
     "One','timeZone':'Asia/Tokyo','language':'de','phoneNumber':'+393331234567'},"
     "{'email':'g2@x.test'}]} => 200 guests#2 attendees#3 attendees.1.name='G One' "
     "attendees.1.timeZone=Asia/Tokyo attendees.1.language=de "
     "attendees.1.phoneNumber=+393331234567 attendees.2.timeZone=Europe/Rome\n"
     "- GET $a => 200 guests#2 bookingFieldsResponses.guests#2"},
    {"an attendee with a key brings guests",
     "a: - BOOK {'start':'~10:00','eventTypeId':@plain,'attendee':{'name':'Kim',"
     "'email':'kim@~s.example','timeZone':'UTC'}} => 201\n"
     "kim POST $a/guests {'guests':[{'email':'g1@x.test'}]} => 200 guests#1"},
    {"an admin of the team brings guests",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "max POST $a/guests {'guests':[{'email':'g1@x.test'}]} => 200"},
    {"a stranger may not bring guests",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "kim POST $a/guests {'guests':[{'email':'g1@x.test'}]} => 403\n"
     "- POST $a/guests {'guests':[{'email':'g1@x.test'}]} => 401\n"
     "zoe POST $a/guests {'guests':[{'email':'g1@x.test'}]} => 404\n"
     "hal POST nosuchuid/guests {'guests':[{'email':'g1@x.test'}]} => 404"},
    {"an event type without guests takes none, whoever brings them",
     "a: - " B("lengths", "10:00", "bo") " => 201\n"
     "sql UPDATE event_type SET guests_disabled = TRUE WHERE id = @lengths AND business_id = "
     "@@\n"
     "hal POST $a/guests {'guests':[{'email':'g1@x.test'}]} => 400 'does not take guests'\n"
     "sql SELECT COUNT(*) FROM attendee WHERE business_id = @@ AND booking_id = $a.id => 1\n"
     "sql UPDATE event_type SET guests_disabled = FALSE WHERE id = @lengths AND business_id = "
     "@@\n"
     "hal POST $a/guests {'guests':[{'email':'g1@x.test'}]} => 200"},
    {"nobody is a guest twice",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "hal POST $a/guests {'guests':[{'email':'g1@x.test'},{'email':'G1@x.test'}]} => 400\n"
     "hal POST $a/guests {'guests':[{'email':'^bo'}]} => 400 '^bo'\n"
     "- GET $a => 200 attendees#1"},
    {"guests are one to ten at a time",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "hal POST $a/guests {'guests':[]} => 400\n"
     "hal POST $a/guests {} => 400\n"
     "hal POST $a/guests "
     "{'guests':[{'email':'a@x.test'},{'email':'b@x.test'},{'email':'c@x.test'},"
     "{'email':'d@x.test'},{'email':'e@x.test'},{'email':'f@x.test'},{'email':'g@x.test'},"
     "{'email':'h@x.test'},{'email':'i@x.test'},{'email':'j@x.test'},{'email':'k@x.test'}]} "
     "=> 400\n"
     "hal POST $a/guests {'guests':[{'email':'nobody'}]} => 400"},
    {"thirty guests are the most",
     "a: - "
     BX("plain", "10:00", "bo", "'guests':['a1@x.test','a2@x.test','a3@x.test','a4@x.test','a5@x.test','a6@x.test','a7@x.test','a8@x.test','a9@x.test','a10@x.test','b1@x.test','b2@x.test','b3@x.test','b4@x.test','b5@x.test','b6@x.test','b7@x.test','b8@x.test','b9@x.test','b10@x.test','c1@x.test','c2@x.test','c3@x.test','c4@x.test','c5@x.test','c6@x.test','c7@x.test','c8@x.test','c9@x.test']")
     " => 201 guests#29\n"
     "hal POST $a/guests {'guests':[{'email':'d1@x.test'},{'email':'d2@x.test'}]} => 400\n"
     "hal POST $a/guests {'guests':[{'email':'d1@x.test'}]} => 200 guests#30\n"
     "hal POST $a/attendees {'name':'x','email':'d2@x.test','timeZone':'UTC'} => 400"},
    {"nobody comes to a cancelled booking",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "- POST $a/cancel => 200\n"
     "hal POST $a/guests {'guests':[{'email':'g1@x.test'}]} => 400\n"
     "hal POST $a/attendees {'name':'x','email':'d2@x.test','timeZone':'UTC'} => 400"},
    {"a host lists attendees with their ids",
     "a: - " BX("plain", "10:00", "bo", "'guests':['g@x.test']") " => 201\n"
     "l: hal GET $a/attendees => 200 #2 0.email=^bo 0.displayEmail=^bo 0.absent=false "
     "0.timeZone=Europe/Rome 1.email=g@x.test\n"
     "hal GET $a/attendees/$l.1.id => 200 id=$l.1.id email=g@x.test\n"
     "max GET $a/attendees => 200"},
    {"an attendee who is none",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "hal GET $a/attendees/99999999 => 404\n"
     "hal DELETE $a/attendees/99999999 => 404"},
    {"strangers see no attendees",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "l: hal GET $a/attendees => 200\n"
     "kim GET $a/attendees => 403\n"
     "- GET $a/attendees => 401\n"
     "kim GET $a/attendees/$l.0.id => 403\n"
     "kim DELETE $a/attendees/$l.0.id => 403\n"
     "hal GET nosuchuid/attendees => 403\n"
     "kim POST $a/attendees {'name':'x','email':'y@x.test','timeZone':'UTC'} => 403\n"
     "- POST $a/attendees {'name':'x','email':'y@x.test','timeZone':'UTC'} => 401"},
    {"a host adds an attendee",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "b: hal POST $a/attendees {'name':'Eve','email':'eve@x.test','timeZone':'Asia/Tokyo'} => "
     "201 bookingId=$a.id name=Eve email=eve@x.test timeZone=Asia/Tokyo id?\n"
     "- GET $a => 200 attendees#2\n"
     "hal POST $a/attendees {'name':'Eve','email':'eve@x.test','timeZone':'Asia/Tokyo'} => 400"},
    {"an attendee has a name, an address and a zone",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "hal POST $a/attendees {'email':'eve@x.test','timeZone':'UTC'} => 400\n"
     "hal POST $a/attendees {'name':'Eve','timeZone':'UTC'} => 400\n"
     "hal POST $a/attendees {'name':'Eve','email':'eve@x.test'} => 400\n"
     "hal POST $a/attendees {'name':'Eve','email':'eve@x.test','timeZone':'Mars/Base'} => 400"},
    {"a host takes an attendee out, but not the first",
     "a: - " BX("plain", "10:00", "bo", "'guests':['g@x.test','h@x.test']") " => 201\n"
     "l: hal GET $a/attendees => 200\n"
     "hal DELETE $a/attendees/$l.1.id => 200 id=$l.1.id bookingId=$a.id email=g@x.test\n"
     "- GET $a => 200 attendees#2 guests#1 guests.0=h@x.test\n"
     "hal DELETE $a/attendees/$l.0.id => 400\n"
     "hal DELETE $a/attendees/$l.1.id => 404"},
    {"of two guests with one address one goes",
     "a: - " BX("plain", "10:00", "bo", "'guests':['g@x.test','g@x.test']") " => 201\n"
     "l: hal GET $a/attendees => 200\n"
     "sql SELECT COUNT(*) BETWEEN 2 AND 3 FROM attendee WHERE booking_id = $a.id => 1\n"
     "hal DELETE $a/attendees/$l.1.id => 200"},
    {"a guest with the booker's address does not take the booker along",
     "a: - " BX("plain", "10:00", "bo", "'guests':['^bo','h@x.test']") " => 201\n"
     "sql SELECT COUNT(*) FROM booking WHERE uid = '$a' AND JSON_LENGTH(people) = (SELECT "
     "COUNT(*) FROM attendee WHERE booking_id = $a.id) => 1"},
};
/* clang-format on */

/* ---- where ---- */

/* clang-format off */
static const struct story placing[] = {
    {"a host moves the meeting elsewhere",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "hal PATCH $a/location {'location':{'type':'address','address':'Main Street 1'}} => 200 "
     "location='Main Street 1'\n"
     "hal PATCH $a/location {'location':{'type':'link','link':'https://x.example/1'}} => 200 "
     "location=https://x.example/1\n"
     "max PATCH $a/location {'location':{'type':'phone','phone':'+442079460000'}} => 200 "
     "location=+442079460000"},
    {"nothing leaves it where it is",
     "a: - " BX("places", "10:00", "bo", "'location':{'type':'link'}") " => 201\n"
     "hal PATCH $a/location {} => 200 location=https://meet.example.com/p\n"
     "hal PATCH $a/location {'location':{}} => 200 location=https://meet.example.com/p"},
    {"a kind of place that there is not",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "hal PATCH $a/location {'location':{'type':'moon'}} => 400\n"
     "hal PATCH $a/location {'location':'Main Street'} => 400"},
    {"a stranger moves no meeting",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "kim PATCH $a/location {'location':{'type':'address','address':'x'}} => 403\n"
     "- PATCH $a/location {'location':{'type':'address','address':'x'}} => 401\n"
     "zoe PATCH $a/location {'location':{'type':'address','address':'x'}} => 404\n"
     "hal PATCH nosuchuid/location {} => 404"},
    {"what an attendee says can be the place",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "hal PATCH $a/location {'location':{'type':'attendeeAddress','address':'My Street'}} => "
     "200 location='My Street'\n"
     "hal PATCH $a/location {'location':{'type':'attendeeDefined','location':'A Café'}} => "
     "200 location='A Café'"},
};
/* clang-format on */

static int open_stack(void)
{
    return http_open(NULL) == 0 && story_open("life") ? 0 : 1;
}

int main(int argc, char **argv)
{
    STORIES(making);
    STORIES(looking);
    STORIES(cancelling);
    STORIES(moving);
    STORIES(answering);
    STORIES(coming);
    STORIES(people);
    STORIES(placing);
    story_oracle_add();
    return cases_main("cal_life", open_stack, http_close, argc, argv);
}
