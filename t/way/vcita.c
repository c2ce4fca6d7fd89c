/* vcita.c - vCita over HTTP: every row of contract vcita 1 to 4. Source: seed 000.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "cases.h"
#include "http.h"
#include "story.h"

#define S               "/platform/v1/scheduling"
#define LIST            S "/bookings?per_page=25&offset=0&business_id=@@.uid"
#define MINE(who, more) "vclient:^" who " GET " LIST more
#define UNAUTHORIZED    "{\"error\":\"Unauthorized\"}"

/* An appointment of a client with hal, and the same by the staff. */
#define WISH(type, host, time, who)                                                                \
    "{'business_id':'@@.uid','service_id':'@" type ".uid','staff_id':'#" host                      \
    ".uid','start_time':'~" time "','client_id':'^" who ".uid'}"
#define WISHX(type, host, time, who, more)                                                         \
    "{'business_id':'@@.uid','service_id':'@" type ".uid','staff_id':'#" host                      \
    ".uid','start_time':'~" time "','client_id':'^" who ".uid'," more "}"
#define BOOK_BY(who)      "vclient:^" who " POST " S "/bookings "
#define BOOKED(time, who) BOOK_BY(who) WISH("plain", "hal", time, who) " => 201 "
#define STAFF             "vstaff:hal POST " S "/bookings "
#define CLASS(slug, time) "{'business_id':'@@.uid','event_instance_id':'~c" slug "/" time "'}"
#define CLASS_OF(slug, time, who)                                                                  \
    "{'business_id':'@@.uid','event_instance_id':'~c" slug "/" time "','client_id':'^" who ".uid'" \
    "}"
#define REGISTERED(slug, time, who) BOOK_BY(who) CLASS(slug, time) " => 201 "
#define CANCEL(l)                   S "/bookings/cancel {'business_id':'@@.uid','booking_id':'$" l ".booking.id'}"
#define DESK                        "/business/scheduling/v1/bookings"
#define CAL(l)                      "hal GET /v2/bookings/$" l ".booking.uid"
#define GONE                        " => 404 /status=Error /error='Booking not found' /error_code=NOT_FOUND\n"
#define UNAVAILABLE                 " => 422 /status=Error /error_code=TIMESLOT_UNAVAILABLE\n"

/* ---- GET bookings: what is shown ---- */

/* clang-format off */
static const struct story showing[] = {
    {"an appointment has the fields of the seed",
     "a: " BOOKED("10:00", "bo") "\n"
     MINE("bo", "") " => 200 /status=OK bookings#1 bookings.0.uid=$a.booking.id "
     "bookings.0.type=appointment bookings.0.title='plain between Hal Host and bo' "
     "bookings.0.client_id=^bo.uid bookings.0.duration=30 bookings.0.start_time=~v10:00 "
     "bookings.0.end_time=~v10:30"},
    {"and those of the longer description",
     BOOKED("10:00", "bo") "\n"
     MINE("bo", "") " => 200 bookings.0.state=scheduled bookings.0.no_show=false "
     "bookings.0.approval_mode=immediate bookings.0.charge_type=no_price bookings.0.price=0.0 "
     "bookings.0.currency=EUR bookings.0.depth=deep bookings.0.image_url= bookings.0.invoices#0 "
     "bookings.0.is_recurring=false bookings.0.notes= bookings.0.payable=false "
     "bookings.0.payment=null bookings.0.payment_id=null bookings.0.payment_status=null "
     "bookings.0.invoice_payment_status_uid=null bookings.0.category_name=null "
     "bookings.0.description=null bookings.0.recurrence_description=null "
     "bookings.0.rsvp_required=false bookings.0.rsvp_state=null bookings.0.series_id=null "
     "bookings.0.service_id=@plain.uid bookings.0.staff_id=#hal.uid bookings.0.staff_name='Hal "
     "Host' bookings.0.suggested_times#0 bookings.0.suggested_times_end#0 "
     "bookings.0.source_data.name=client_portal bookings.0.source_data#5 bookings.0.policies#3 "
     "bookings.0.policies.cancellation.can_cancel=true "
     "bookings.0.policies.cancellation.can_cancel_now=true "
     "bookings.0.policies.rescheduling.can_reschedule_now=true bookings.0.conversation_id? "
     "bookings.0.interaction_details="},
    {"nobody has no bookings",
     MINE("zed", "") " => 200 /status=OK bookings#0 /data#1"},
    {"what was cancelled is shown as such",
     "a: " BOOKED("10:00", "bo") "\n"
     "vclient:^bo POST " CANCEL("a") " => 200\n"
     MINE("bo", "") " => 200 bookings#1 bookings.0.state=cancelled bookings.0.no_show=false "
     "bookings.0.policies.cancellation.can_cancel_now=false"},
    {"a booking made through Cal.com is the client's",
     "sql SELECT ^bo.id > 0 => 1\n"
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     MINE("bo", "") " => 200 bookings#1 bookings.0.uid=$a.uid "
     "bookings.0.source_data.name=client_portal bookings.0.time_zone='(GMT+01:00) Rome'"},
    {"in whatever case the address was given",
     "a: - BOOK "
     "{'start':'~10:00','eventTypeId':@plain,'attendee':{'name':'Bo','email':'BO.^zz','timeZone'"
     ":'UTC'}} => 201\n"
     "vclient:bo.^zz GET " LIST " => 200 bookings#1 bookings.0.uid=$a.uid"},
    {"who is invited by others sees the booking, and not whose it is",
     "sql SELECT ^cy.id > 0 => 1\n"
     "a: - " BX("plain", "10:00", "bo", "'guests':['^cy']") " => 201\n"
     MINE("cy", "") " => 200 bookings#1 bookings.0.uid=$a.uid bookings.0.client_id=^cy.uid "
     "!'^bo'\n"
     MINE("bo", "") " => 200 bookings#1 !'^cy'"},
    {"notes are shown, internal notes never",
     "a: " BOOK_BY("bo")
     WISHX("plain", "hal", "10:00", "bo", "'form_data':{'others':{'notes':'with a dog'}}")
     " => 201 booking.notes='with a dog'\n"
     "sql UPDATE booking SET internal_notes = 'SECRET' WHERE uid = '$a.booking.id' AND "
     "business_id = @@\n"
     MINE("bo", "") " => 200 bookings.0.notes='with a dog' !'SECRET'\n"
     CAL("a") " => 200 description='with a dog' bookingFieldsResponses.notes='with a dog'"},
    {"a registration is an event, under the uid of its seat",
     "a: " REGISTERED("class", "10:00", "bo")
     "booking.type=event booking.event_instance_id=~cclass/10:00\n"
     MINE("bo", "") " => 200 bookings#1 bookings.0.type=event bookings.0.uid=$a.booking.id "
     "bookings.0.event_instance_id=~cclass/10:00 bookings.0.title='class with Hal Host' "
     "bookings.0.start_time=~v10:00\n"
     "sql SELECT COUNT(*) FROM attendee WHERE business_id = @@ AND seat_uid = '$a.booking.id' "
     "=> 1"},
    {"others of the class are not shown",
     "a: " REGISTERED("class", "10:00", "bo") "\n"
     "b: " BOOK_BY("cy")
     "{'business_id':'@@.uid','event_instance_id':'~cclass/10:00','notes':'CY-NOTES'} => 201\n"
     MINE("bo", "") " => 200 bookings#1 bookings.0.uid=$a.booking.id !'^cy' !'$b.booking.id' "
     "!'CY-NOTES'\n"
     MINE("cy", "") " => 200 bookings#1 bookings.0.uid=$b.booking.id bookings.0.notes=CY-NOTES "
     "!'$a.booking.id'"},
    {"nor their notes to who came first",
     "a: " BOOK_BY("bo")
     "{'business_id':'@@.uid','event_instance_id':'~cclass/10:00','notes':'BO-NOTES'} => 201\n"
     "b: " REGISTERED("class", "10:00", "cy") "\n"
     MINE("cy", "") " => 200 bookings.0.notes= !'BO-NOTES'"},
    {"a seat that was given up is shown as cancelled, also beside a new one",
     "a: " REGISTERED("class", "10:00", "bo") "\n"
     "b: " REGISTERED("class", "10:00", "cy") "\n"
     "vclient:^bo POST " CANCEL("a") " => 200 booking.status=cancelled\n"
     MINE("bo", "") " => 200 bookings#1 bookings.0.state=cancelled bookings.0.uid=$a.booking.id\n"
     "c: " REGISTERED("class", "10:00", "bo") "\n"
     MINE("bo", "") " => 200 bookings#2 '$a.booking.id' '$c.booking.id'\n"
     MINE("cy", "") " => 200 bookings#1 bookings.0.state=scheduled"},
    {"when the class is cancelled all registrations are",
     "a: " REGISTERED("class", "10:00", "bo") "\n"
     "b: " REGISTERED("class", "10:00", "cy") "\n"
     "hal POST $a.booking.uid/cancel {'cancellationReason':'ill'} => 404\n"
     "s: hal GET /v2/bookings/by-seat/$a.booking.uid => 200\n"
     "hal POST $s/cancel {'cancellationReason':'ill'} => 200\n"
     MINE("bo", "") " => 200 bookings#1 bookings.0.state=cancelled bookings.0.uid=$a.booking.id\n"
     MINE("cy", "") " => 200 bookings#1 bookings.0.state=cancelled bookings.0.uid=$b.booking.id"},
    {"a series says how often it comes, and what it belongs to",
     "a: - " B("weekly", "10:00", "bo") " => 201 /data#4\n"
     "sql SELECT ^bo.id > 0 => 1\n"
     MINE("bo", "") " => 200 bookings#4 bookings.0.is_recurring=true "
     "bookings.0.recurrence_description='Weekly (4 times)' bookings.0.series_id? "
     "bookings.3.series_id?"},
    {"and every second day",
     "a: - " B("daily", "10:00", "bo") " => 201 /data#5\n"
     MINE("bo", "") " => 200 bookings.0.recurrence_description='Every 2 days (5 times)'"},
    {"a request is requested, and a rejected one rejected",
     "a: - " B("confirm", "10:00", "bo") " => 201 status=pending\n"
     MINE("bo", "") " => 200 bookings.0.state=requested bookings.0.approval_mode=manual\n"
     "hal POST $a/decline {} => 200\n"
     MINE("bo", "") " => 200 bookings.0.state=rejected"},
    {"one that waits for its host by itself is requested",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "sql UPDATE booking SET status = 'awaiting_host' WHERE business_id = @@ AND uid = '$a'\n"
     MINE("bo", "") " => 200 bookings.0.state=requested\n"
     "sql UPDATE booking SET status = 'accepted' WHERE business_id = @@ AND uid = '$a'"},
    {"what staff entered says so",
     "a: " STAFF WISH("plain", "hal", "10:00", "bo") " => 201\n"
     MINE("bo", "") " => 200 bookings.0.source_data.name=initiated_by_staff"},
    {"prices are texts, as Ruby writes them",
     "sql UPDATE event_type SET price_minor = 1250 WHERE business_id = @@ AND id = @plain\n"
     BOOKED("10:00", "bo") "\n"
     MINE("bo", "") " => 200 bookings.0.price=12.5 bookings.0.charge_type=paid "
     "bookings.0.payable=true\n"
     "sql UPDATE event_type SET price_minor = 1234 WHERE business_id = @@ AND id = @plain\n"
     MINE("bo", "") " => 200 bookings.0.price=12.34\n"
     "sql UPDATE event_type SET price_minor = 0 WHERE business_id = @@ AND id = @plain"},
    {"what the service forbids is in the policies",
     "a: - " B("no-cancelling", "10:00", "bo") " => 201\n"
     "b: - " B("no-moving", "11:00", "bo") " => 201\n"
     MINE("bo", "") " => 200 bookings.0.policies.cancellation.can_cancel=false "
     "bookings.0.policies.rescheduling.can_reschedule=true "
     "bookings.1.policies.cancellation.can_cancel=true "
     "bookings.1.policies.rescheduling.can_reschedule=false"},
    {"a place is a place, a link is none",
     "a: - " B("places", "10:00", "bo") " => 201\n"
     "b: - " BX("places", "11:00", "bo", "'location':{'type':'link'}") " => 201\n"
     MINE("bo", "") " => 200 bookings.0.interaction_type=business_location "
     "bookings.0.interaction_details='1 High Street' bookings.1.interaction_type=null"},
    {"the zone of who booked, by its standard time",
     "a: " BOOK_BY("bo") WISHX("plain", "hal", "10:00", "bo", "'time_zone':'America/New_York'")
     " => 201 booking.time_zone='(GMT-05:00) New York'\n"
     "b: " BOOK_BY("bo") WISHX("plain", "hal", "11:00", "bo", "'time_zone':'asia/kolkata'")
     " => 201 booking.time_zone='(GMT+05:30) Kolkata'\n"
     "c: " BOOKED("12:00", "bo") "booking.time_zone='(GMT+00:00) UTC'"},
    {"times are on the business's wall, summer and winter",
     "a: vstaff:hal POST " S
     "/bookings "
     "{'business_id':'@@.uid','service_id':'@plain.uid','staff_id':'#hal.uid','start_time':'2031"
     "-07-01T10:00:00Z','client_id':'^bo.uid'} => 201 booking.start_time=2031-07-01T10:00:00Z\n"
     "b: vstaff:hal POST " S
     "/bookings "
     "{'business_id':'@@.uid','service_id':'@plain.uid','staff_id':'#hal.uid','start_time':'2031"
     "-12-01T10:00:00.25-01:00','client_id':'^bo.uid'} => 201 "
     "booking.start_time=2031-12-01T11:00:00Z\n"
     MINE("bo", "") " => 200 bookings.0.start_time=2031-07-01T05:00:00.000-05:00 "
     "bookings.0.end_time=2031-07-01T05:30:00.000-05:00 "
     "bookings.1.start_time=2031-12-01T05:00:00.250-06:00"},
    {"a meeting through the end of summer time has both offsets",
     "a: vstaff:hal POST " S
     "/bookings "
     "{'business_id':'@@.uid','service_id':'@lengths.uid','staff_id':'#hal.uid','start_time':'20"
     "31-11-02T06:45:00Z','client_id':'^bo.uid'} => 201\n"
     MINE("bo", "") " => 200 bookings.0.start_time=2031-11-02T01:45:00.000-05:00 "
     "bookings.0.end_time=2031-11-02T01:15:00.000-06:00"},
};
/* clang-format on */

/* ---- GET bookings: what is asked ---- */

#define THREE                                                                                      \
    "a: " BOOKED("10:00", "bo") "\nb: " BOOKED("11:00", "bo") "\nc: " BOOKED("12:00", "bo") "\n"
#define PAGE(take, offset)                                                                         \
    "vclient:^bo GET " S "/bookings?per_page=" take "&offset=" offset "&business_id=@@.uid"
#define OVER                                                                                       \
    "sql UPDATE booking SET start_us = start_us - 1000000 * 86400 * 11000, end_us = end_us - "     \
    "1000000 * 86400 * 11000, claims = FALSE WHERE business_id = @@ AND uid = "

/* clang-format off */
static const struct story asking[] = {
    {"bookings come by start",
     "c: " BOOKED("12:00", "bo") "\n"
     "a: " BOOKED("10:00", "bo") "\n"
     "b: " BOOKED("11:00", "bo") "\n"
     MINE("bo", "") " => 200 bookings#3 bookings.0.uid=$a.booking.id "
     "bookings.1.uid=$b.booking.id bookings.2.uid=$c.booking.id"},
    {"offset is the index of a page",
     THREE PAGE("2", "0") " => 200 bookings#2 bookings.0.uid=$a.booking.id\n"
     PAGE("2", "1") " => 200 bookings#1 bookings.0.uid=$c.booking.id\n"
     PAGE("2", "2") " => 200 bookings#0\n"
     PAGE("1", "1") " => 200 bookings#1 bookings.0.uid=$b.booking.id"},
    {"what begins together comes by uid, also over pages, events among them",
     "a: " BOOKED("10:00", "bo") "\n"
     "b: " BOOK_BY("bo") WISH("copy", "ida", "10:00", "bo") " => 201\n"
     "c: - " B("office-class", "10:00", "bo") " => 201\n"
     "d: - " B("of-kim", "10:00", "bo") " => 201\n"
     "sql UPDATE booking SET uid = 'zztie~s' WHERE uid = '$a.booking.id'\n"
     "sql UPDATE booking SET uid = 'aatie~s' WHERE uid = '$d'\n"
     "sql UPDATE attendee SET seat_uid = 'mmtie~s' WHERE seat_uid = '$c.seatUid'\n"
     "sql UPDATE booking SET people = REPLACE(people, '$c.seatUid', 'mmtie~s') WHERE uid = "
     "'$c'\n"
     "sql UPDATE booking SET uid = 'bbtie~s' WHERE uid = '$b.booking.id'\n"
     PAGE("1", "0") " => 200 bookings.0.uid=aatie~s\n"
     PAGE("1", "1") " => 200 bookings.0.uid=bbtie~s\n"
     PAGE("1", "2") " => 200 bookings.0.uid=mmtie~s bookings.0.type=event\n"
     PAGE("1", "3") " => 200 bookings.0.uid=zztie~s\n"
     "sql UPDATE booking SET uid = '$a.booking.id' WHERE uid = 'zztie~s'\n"
     "sql UPDATE booking SET uid = '$b.booking.id' WHERE uid = 'bbtie~s'\n"
     "sql UPDATE booking SET uid = '$d' WHERE uid = 'aatie~s'"},
    {"a page has at most a hundred",
     "a: " BOOKED("10:00", "bo") "\n"
     "sql INSERT INTO booking (business_id, uid, walk, source, event_type_id, host_id, "
     "client_id, status, start_us, end_us, claim_start_us, claim_end_us, claims, title, "
     "ics_uid, created_us, updated_us) SELECT b.business_id, CONCAT(b.uid, s.seq), b.walk, "
     "b.source, b.event_type_id, b.host_id, b.client_id, 'cancelled', b.start_us + s.seq, "
     "b.end_us, b.start_us, b.end_us, 0, s.seq, 'x', 1, 1 FROM booking b JOIN seq_1_to_130 s "
     "WHERE b.uid = '$a.booking.id'\n"
     PAGE("250", "0") " => 200 bookings#100 bookings.99.title=99\n"
     PAGE("250", "1") " => 200 bookings#31 bookings.0.title=100\n"
     PAGE("999999999", "0") " => 200 bookings#100\n"
     "sql DELETE FROM booking WHERE business_id = @@ AND uid LIKE CONCAT('$a.booking.id', '_%')"},
    {"passed=true is what has ended",
     THREE OVER "'$a.booking.id'\n"
     MINE("bo", "&passed=true") " => 200 bookings#1 bookings.0.uid=$a.booking.id\n"
     MINE("bo", "&passed=false") " => 200 bookings#3\n"
     MINE("bo", "&passed=TRUE") " => 200 bookings#3\n"
     MINE("bo", "&passed=1") " => 200 bookings#3\n"
     MINE("bo", "&passed=") " => 200 bookings#3\n"
     "sql UPDATE booking SET claims = TRUE, start_us = claim_start_us, end_us = claim_end_us "
     "WHERE business_id = @@ AND uid = '$a.booking.id'"},
    {"what runs has not passed",
     "a: " BOOKED("10:00", "bo") "\n"
     "sql UPDATE booking SET start_us = UNIX_TIMESTAMP() * 1000000 - 60000000, end_us = "
     "UNIX_TIMESTAMP() * 1000000 + 600000000 WHERE business_id = @@ AND uid = '$a.booking.id'\n"
     MINE("bo", "&passed=true") " => 200 bookings#0\n"
     "sql UPDATE booking SET start_us = claim_start_us, end_us = claim_end_us WHERE business_id "
     "= @@ AND uid = '$a.booking.id'"},
    {"a matter narrows the list, by the client's first one where the booking has none",
     "sql UPDATE client SET matter_uid = 'mat~d' WHERE business_id = @@ AND id = ^bo.id\n"
     "a: " BOOK_BY("bo") WISHX("plain", "hal", "10:00", "bo", "'matter_uid':'another-~d'")
     " => 201 booking.conversation_id=another-~d\n"
     "b: " BOOKED("11:00", "bo") "booking.conversation_id=mat~d\n"
     "c: " REGISTERED("class", "12:00", "bo") "\n"
     MINE("bo", "&matter_uid=another-~d") " => 200 bookings#1 bookings.0.uid=$a.booking.id "
     "bookings.0.conversation_id=another-~d\n"
     MINE("bo", "&matter_uid=mat~d") " => 200 bookings#2 bookings.0.uid=$b.booking.id "
     "bookings.1.uid=$c.booking.id\n"
     MINE("bo", "&matter_uid=nobodys") " => 200 bookings#0\n"
     MINE("bo", "&matter_uid=") " => 200 bookings#3"},
    {"start_time and end_time bound what recurs, strictly, and let single appointments pass",
     "s: " BOOKED("09:00", "bo") "\n"
     "a: - " B("weekly", "10:00", "bo") " => 201\n"
     MINE("bo", "&start_time=~10:00") " => 200 bookings#4 bookings.0.uid=$s.booking.id "
     "bookings.1.start_time=~v+7/10:00\n"
     MINE("bo", "&start_time=~09:59") " => 200 bookings#5\n"
     MINE("bo", "&end_time=~+7/10:00") " => 200 bookings#2 bookings.1.start_time=~v10:00\n"
     MINE("bo", "&end_time=~+7/10:01") " => 200 bookings#3\n"
     MINE("bo", "&start_time=~10:00&end_time=~+14/10:00")
     " => 200 bookings#2 bookings.1.start_time=~v+7/10:00"},
    {"end_time looks at the start, too",
     "a: - " B("weekly", "10:00", "bo") " => 201\n"
     MINE("bo", "&end_time=~10:15") " => 200 bookings#1"},
    {"and both bound registrations",
     "a: " REGISTERED("class", "10:00", "bo") "\n"
     "b: " REGISTERED("class", "11:00", "bo") "\n"
     MINE("bo", "&start_time=~10:00") " => 200 bookings#1 bookings.0.uid=$b.booking.id\n"
     MINE("bo", "&end_time=~11:00") " => 200 bookings#1 bookings.0.uid=$a.booking.id\n"
     MINE("bo", "&start_time=~11:00") " => 200 bookings#0"},
    {"an offset in a time counts",
     "a: " REGISTERED("class", "10:00", "bo") "\n"
     MINE("bo", "&start_time=~dT11:59:00%2B02:00") " => 200 bookings#1\n"
     MINE("bo", "&start_time=~dT12:00:00%2B02:00") " => 200 bookings#0"},
    {"all filters at once",
     "a: - " B("weekly", "10:00", "bo") " => 201\n"
     MINE("bo", "&passed=true&start_time=~10:00&end_time=~+14/10:00&matter_uid=none")
     " => 200 bookings#0"},
    {"what nobody knows is passed over",
     BOOKED("10:00", "bo") "\n"
     MINE("bo", "&state=cancelled&page=7&foo=bar") " => 200 bookings#1"},
    {"another client's uid is no way to their bookings",
     BOOKED("10:00", "bo") "\n"
     MINE("cy", "&client_id=^bo.uid") " => 200 bookings#0"},
};
/* clang-format on */

/* ---- GET bookings: who asks, and what is wrong; byte for byte ---- */

static const struct exact {
    const char *name, *who, *method, *target, *body;
    long status;
    const char *answer;
} exacts[] = {
    {"no token: 401", "-", "GET", LIST, NULL, 401, UNAUTHORIZED},
    {"the token of staff: 401", "vstaff:hal", "GET", LIST, NULL, 401, UNAUTHORIZED},
    {"that of an application: 401", "vapp", "GET", LIST, NULL, 401, UNAUTHORIZED},
    {"that of a directory: 401", "vdir", "GET", LIST, NULL, 401, UNAUTHORIZED},
    {"a key of Cal.com: 401", "hal", "GET", LIST, NULL, 401, UNAUTHORIZED},
    {"a key of booking links: 401", "links", "GET", LIST, NULL, 401, UNAUTHORIZED},
    {"a session of staff: 401", "admin:max", "GET", LIST, NULL, 401, UNAUTHORIZED},
    {"another business: 401", "vclient:^bo", "GET",
     S "/bookings?per_page=25&offset=0&business_id=0123456789abcdef", NULL, 401, UNAUTHORIZED},
    {"the business by its number: 401", "vclient:^bo", "GET",
     S "/bookings?per_page=25&offset=0&business_id=@@", NULL, 401, UNAUTHORIZED},
    {"a client who is not in the business: 500 as documented", "vclient:-", "GET", LIST, NULL, 500,
     "{\"error\":\"Internal Server Error\"}"},
    {"nothing in it: an empty list", "vclient:^nobody", "GET", LIST, NULL, 200,
     "{\"status\":\"OK\",\"data\":{\"bookings\":[]}}"},
#define LISTED(name_, query_, message_, code_)                                                     \
    {                                                                                              \
        name_, "vclient:^bo", "GET", S "/bookings?" query_, NULL, 400,                             \
            "{\"status\":\"Error\",\"error\":\"" message_ "\",\"error_code\":\"" code_ "\"}"       \
    }
    LISTED("per_page is missing", "offset=0&business_id=@@.uid",
           "Mandatory parameter per_page is missing", "PARAMETER_MISSING"),
    LISTED("offset is missing", "per_page=25&business_id=@@.uid",
           "Mandatory parameter offset is missing", "PARAMETER_MISSING"),
    LISTED("business_id is missing", "per_page=25&offset=0",
           "Mandatory parameter business_id is missing", "PARAMETER_MISSING"),
    LISTED("all are missing", "",
           "Mandatory parameter per_page is missing, Mandatory parameter offset is missing, "
           "Mandatory parameter business_id is missing",
           "PARAMETER_MISSING"),
    LISTED("what is missing goes before what is wrong", "per_page=x&business_id=@@.uid",
           "Mandatory parameter offset is missing", "PARAMETER_MISSING"),
#define WRONG(name_, query_, parameter_)                                                           \
    LISTED(name_, query_, "Invalid parameter " parameter_, "INVALID_PARAMETER")
    WRONG("per_page is no number", "per_page=ten&offset=0&business_id=@@.uid", "per_page"),
    WRONG("per_page is zero", "per_page=0&offset=0&business_id=@@.uid", "per_page"),
    WRONG("per_page is negative", "per_page=-5&offset=0&business_id=@@.uid", "per_page"),
    WRONG("per_page is empty", "per_page=&offset=0&business_id=@@.uid", "per_page"),
    WRONG("per_page is a fraction", "per_page=2.5&offset=0&business_id=@@.uid", "per_page"),
    WRONG("per_page is beyond all", "per_page=99999999999999999999&offset=0&business_id=@@.uid",
          "per_page"),
    WRONG("per_page comes twice", "per_page=1&per_page=2&offset=0&business_id=@@.uid", "per_page"),
    WRONG("offset is no number", "per_page=25&offset=x&business_id=@@.uid", "offset"),
    WRONG("offset is negative", "per_page=25&offset=-1&business_id=@@.uid", "offset"),
    WRONG("offset would overflow", "per_page=100&offset=9223372036854775807&business_id=@@.uid",
          "offset"),
    WRONG("both are wrong", "per_page=x&offset=y&business_id=@@.uid",
          "per_page, Invalid parameter offset"),
    WRONG("start_time is no time", "per_page=25&offset=0&business_id=@@.uid&start_time=soon",
          "start_time"),
    WRONG("end_time is no day of the calendar",
          "per_page=25&offset=0&business_id=@@.uid&end_time=2031-02-30T10:00:00Z", "end_time"),
    /* the neighbours */
    {"booking without a token: 401", "-", "POST", S "/bookings",
     WISH("plain", "hal", "10:00", "bo"), 401, UNAUTHORIZED},
    {"booking as an application: 401", "vapp", "POST", S "/bookings",
     WISH("plain", "hal", "10:00", "bo"), 401, UNAUTHORIZED},
    {"booking without anything", "vclient:^bo", "POST", S "/bookings", "{}", 400,
     "{\"status\":\"Error\",\"error\":\"Mandatory parameter business_id is missing, Mandatory "
     "parameter service_id is missing, Mandatory parameter staff_id is missing, Mandatory "
     "parameter start_time is missing\",\"error_code\":\"PARAMETER_MISSING\"}"},
    {"booking without staff and service", "vclient:^bo", "POST", S "/bookings",
     "{'business_id':'@@.uid','start_time':'~10:00'}", 400,
     "{\"status\":\"Error\",\"error\":\"Mandatory parameter service_id is missing, Mandatory "
     "parameter staff_id is missing\",\"error_code\":\"PARAMETER_MISSING\"}"},
    {"staff that name no client", "vstaff:hal", "POST", S "/bookings",
     "{'business_id':'@@.uid','service_id':'@plain.uid','staff_id':'#hal.uid','start_time':'~10:00'"
     "}",
     400,
     "{\"status\":\"Error\",\"error\":\"Mandatory parameter client_id is missing\","
     "\"error_code\":\"PARAMETER_MISSING\"}"},
    {"booking for another client", "vclient:^bo", "POST", S "/bookings",
     WISH("plain", "hal", "10:00", "cy"), 422,
     "{\"status\":\"Error\",\"error\":\"Unauthorized\",\"error_code\":\"UNAUTHORIZED\"}"},
    {"booking in another business: 401", "vclient:^bo", "POST", S "/bookings",
     "{'business_id':'0123456789abcdef','service_id':'@plain.uid','staff_id':'#hal.uid',"
     "'start_time':'~10:00'}",
     401, UNAUTHORIZED},
    {"a client that is not there books: 401, not 500", "vclient:-", "POST", S "/bookings",
     CLASS("class", "10:00"), 401, UNAUTHORIZED},
    {"a body that is no JSON", "vclient:^bo", "POST", S "/bookings", "{\"business_id\":", 400,
     NULL},
    {"cancelling nothing", "vclient:^bo", "POST", S "/bookings/cancel", "{'business_id':'@@.uid'}",
     400,
     "{\"status\":\"Error\",\"error\":\"Mandatory parameter booking_id is missing\","
     "\"error_code\":\"PARAMETER_MISSING\"}"},
    {"cancelling what is not there", "vclient:^bo", "POST", S "/bookings/cancel",
     "{'business_id':'@@.uid','booking_id':'wpyygjkyu0jca08e'}", 404,
     "{\"status\":\"Error\",\"error\":\"Booking not found\",\"error_code\":\"NOT_FOUND\"}"},
    {"an unknown service", "vclient:^bo", "POST", S "/bookings",
     "{'business_id':'@@.uid','service_id':'nope','staff_id':'#hal.uid','start_time':'~10:00'}",
     404, "{\"status\":\"Error\",\"error\":\"Service not found\",\"error_code\":\"NOT_FOUND\"}"},
    {"a service of another business", "vclient:^bo", "POST", S "/bookings",
     "{'business_id':'@@.uid','service_id':'@elsewhere.uid','staff_id':'#hal.uid','start_time':"
     "'~10:00'}",
     404, "{\"status\":\"Error\",\"error\":\"Service not found\",\"error_code\":\"NOT_FOUND\"}"},
    {"unknown staff", "vclient:^bo", "POST", S "/bookings",
     "{'business_id':'@@.uid','service_id':'@plain.uid','staff_id':'nope','start_time':'~10:00'}",
     404, "{\"status\":\"Error\",\"error\":\"Staff not found\",\"error_code\":\"NOT_FOUND\"}"},
    {"staff of another business", "vclient:^bo", "POST", S "/bookings",
     "{'business_id':'@@.uid','service_id':'@plain.uid','staff_id':'#zoe.uid','start_time':'~10:00'"
     "}",
     404, "{\"status\":\"Error\",\"error\":\"Staff not found\",\"error_code\":\"NOT_FOUND\"}"},
    {"staff that do not give the service", "vclient:^bo", "POST", S "/bookings",
     "{'business_id':'@@.uid','service_id':'@plain.uid','staff_id':'#ida.uid','start_time':'~10:00'"
     "}",
     404, "{\"status\":\"Error\",\"error\":\"Staff not found\",\"error_code\":\"NOT_FOUND\"}"},
    {"an unknown client at the desk", "vstaff:hal", "POST", S "/bookings",
     "{'business_id':'@@.uid','service_id':'@plain.uid','staff_id':'#hal.uid','start_time':'~10:00'"
     ",'client_id':'nope'}",
     404, "{\"status\":\"Error\",\"error\":\"Client not found\",\"error_code\":\"NOT_FOUND\"}"},
    {"a class nobody knows", "vclient:^bo", "POST", S "/bookings",
     "{'business_id':'@@.uid','event_instance_id':'wpyygjkyu0jca08e'}", 404,
     "{\"status\":\"Error\",\"error\":\"Event instance not found\",\"error_code\":\"NOT_FOUND\"}"},
    {"no RSVP state", "vclient:^bo", "PUT", S "/bookings/x/update_rsvp_state",
     "{'business_id':'@@.uid','appointment_type':'appointment'}", 400,
     "{\"status\":\"Error\",\"error\":\"Mandatory parameter new_rsvp_state is missing\","
     "\"error_code\":\"PARAMETER_MISSING\"}"},
    {"availability without days", "vclient:^bo", "GET", "/platform/v1/staff/availability", NULL,
     400,
     "{\"status\":\"Error\",\"error\":\"Mandatory parameter start_date is missing, Mandatory "
     "parameter end_date is missing\",\"error_code\":\"PARAMETER_MISSING\"}"},
    {"availability in no zone", "vclient:^bo", "GET",
     "/platform/v1/staff/availability?start_date=~d&end_date=~d&time_zone=Mars/Base", NULL, 422,
     "{\"status\":\"Error\",\"message\":\"Invalid time zone\"}"},
    {"availability over more than 31 days", "vclient:^bo", "GET",
     "/platform/v1/services/availability?start_date=~d&end_date=~d+31", NULL, 400,
     "{\"status\":\"Error\",\"error\":\"The range is longer than 31 days\",\"error_code\":"
     "\"INVALID_PARAMETER\"}"},
    {"availability of services without a token: 401", "-", "GET",
     "/platform/v1/services/availability?start_date=~d&end_date=~d", NULL, 401, UNAUTHORIZED},
    {"a class that is not full is not waited for", "vclient:^bo", "POST", S "/waitlist",
     CLASS("class", "10:00"), 422, "{\"status\":\"Error\",\"error\":\"Invalid event instance\"}"},
    {"nor one nobody knows", "vclient:^bo", "POST", S "/waitlist",
     "{'business_id':'@@.uid','event_instance_id':'x'}", 422,
     "{\"status\":\"Error\",\"error\":\"Invalid event instance\"}"},
    {"waiting no longer needs all four", "vclient:^bo", "PUT", S "/waitlist/cancel", "{}", 400,
     "{\"status\":\"Error\",\"error\":\"Mandatory parameter business_uid is missing, Mandatory "
     "parameter event_instance_uid is missing, Mandatory parameter client_uid is missing, "
     "Mandatory "
     "parameter matter_uid is missing\",\"error_code\":\"PARAMETER_MISSING\"}"},
    /* the staff's side, where another program answers */
    {"the desk without a token", "-", "POST", DESK, "{}", 401,
     "{\"success\":false,\"errors\":[{\"code\":\"unauthorized\",\"message\":\"401 "
     "Unauthorized\"}]}"},
    {"the desk and a client", "vclient:^bo", "POST", DESK, "{}", 422,
     "{\"status\":\"Error\",\"error\":\"Unauthorized\"}"},
    {"accepting as a client", "vclient:^bo", "POST", DESK "/accept", "{'booking_id':'x'}", 400,
     "{\"status\":\"Error\",\"error\":\"Unauthorized\"}"},
    {"the desk of another business", "vstaff:hal", "POST", DESK "/accept",
     "{'booking_id':'x','business_id':'0123456789abcdef'}", 401,
     "{\"success\":false,\"errors\":[{\"code\":\"unauthorized\",\"message\":\"Unauthorized\"}]}"},
    {"accepting what is not there", "vstaff:hal", "POST", DESK "/accept", "{'booking_id':'x'}", 404,
     "{\"status\":\"Error\",\"error\":\"Booking not found\",\"error_code\":\"NOT_FOUND\"}"},
    {"accepting nothing", "vstaff:hal", "POST", DESK "/accept", "{}", 400,
     "{\"status\":\"Error\",\"error\":\"Mandatory parameter booking_id is missing\","
     "\"error_code\":\"PARAMETER_MISSING\"}"},
    {"a path nobody knows", "vclient:^bo", "GET", S "/nothing", NULL, 404,
     "{\"status\":\"Error\",\"error\":\"Not found\",\"error_code\":\"NOT_FOUND\"}"},
    {"a method nobody knows", "vclient:^bo", "DELETE", S "/bookings", NULL, 405, NULL},
};

static const char *quotes(const char *text)
{
    char *copy = (char *)(uintptr_t)say("%s", text);

    for (char *at = copy; *at != '\0'; at++) {
        if (*at == '\'') {
            *at = '"';
        }
    }
    return copy;
}

static void run_exact(const void *row)
{
    const struct exact *exact = row;
    int32_t day = story_fresh_day();
    struct answer *answer =
        ASK(.method = exact->method, .target = story_filled(exact->target, day),
            .credential = strcmp(exact->who, "-") == 0
                              ? NULL
                              : story_credential(story_filled(exact->who, day)),
            .body = exact->body == NULL ? NULL : quotes(story_filled(exact->body, day)));

    EXPECT_STATUS(answer, exact->status);
    if (exact->answer != NULL) {
        EXPECT(strcmp(answer->body, exact->answer) == 0, "%s, not %s", answer->body, exact->answer);
    }
    EXPECT(strncmp(http_header(answer, "Content-Type"), "application/json", 16) == 0, "%s",
           http_header(answer, "Content-Type"));
}

/* ---- tokens that are no good any more ---- */

static const struct spoiled {
    const char *name, *change;
} spoileds[] = {
    {"a token that was revoked: 401", "revoked_us = 1"},
    {"a token that has ended: 401", "expires_us = 1"},
};

static void run_spoiled(const void *row)
{
    const struct spoiled *spoiled = row;
    int32_t day = story_fresh_day();
    const char *target = story_filled(LIST, day);
    const char *secret = story_credential(story_filled("vclient:^bo", day));

    EXPECT_STATUS(http_get(target, secret, NULL), 200);
    mysql_free_result(sql("UPDATE token SET %s WHERE hash = UNHEX(SHA2(%s, 256))", spoiled->change,
                          quoted(secret)));
    struct answer *answer = http_get(target, secret, NULL);
    EXPECT_STATUS(answer, 401);
    EXPECT(strcmp(answer->body, UNAUTHORIZED) == 0, "%s", answer->body);
}

static void run_unknown(const void *row)
{
    int32_t day = story_fresh_day();
    struct answer *answer =
        http_get(story_filled(LIST, day), "client_0123456789abcdef0123456789abcdef", NULL);

    (void)row;
    EXPECT_STATUS(answer, 401);
    EXPECT(strcmp(answer->body, UNAUTHORIZED) == 0, "%s", answer->body);
}

/* Whoever the business deleted is not there any more: the documented 500, and nowhere else. */
static void run_deleted(const void *row)
{
    int32_t day = story_fresh_day();
    const char *secret = story_credential(story_filled("vclient:^bo", day));
    const char *list = story_filled(LIST, day);

    (void)row;
    EXPECT_STATUS(http_get(list, secret, NULL), 200);
    mysql_free_result(
        sql("UPDATE client SET deleted_us = 1 WHERE id = %s", story_filled("^bo.id", day)));
    struct answer *answer = http_get(list, secret, NULL);
    EXPECT_STATUS(answer, 500);
    EXPECT(strcmp(answer->body, "{\"error\":\"Internal Server Error\"}") == 0, "%s", answer->body);
    answer = ASK(.method = "POST", .target = S "/bookings/cancel", .credential = secret,
                 .body = quotes(story_filled("{'business_id':'@@.uid','booking_id':'x'}", day)));
    EXPECT_STATUS(answer, 401);
    EXPECT_STATUS(ASK(.target = "/platform/v1/scheduling/event_instance/x", .credential = secret),
                  404);
}
/* ---- POST bookings ---- */

/* clang-format off */
static const struct story booking[] = {
    {"an appointment is made, with a uid of vCita's form, and seen by Cal.com",
     "a: " BOOKED("10:00", "bo") "/status=OK booking.type=appointment booking.state=scheduled "
     "booking.status=scheduled booking.start_time=~10:00 booking.end_time=~10:30 "
     "booking.duration=30 booking.client_id=^bo.uid booking.staff_id=#hal.uid "
     "booking.service_id=@plain.uid booking.business_id=@@.uid booking.created_at?\n"
     "sql SELECT uid REGEXP '^[a-z0-9]{16}' AND LENGTH(uid) = 16 AND source = 'vcita' AND "
     "client_id = ^bo.id FROM booking WHERE business_id = @@ AND uid = '$a.booking.id' => 1\n"
     CAL("a") " => 200 status=accepted start=~dT10:00:00.000Z attendees.0.email=^bo"},
    {"Cal.com can not take its time, nor another client",
     BOOKED("10:00", "bo") "\n"
     "- " B("plain", "10:00", "cy") " => 400 " TAKEN "\n"
     BOOK_BY("cy") WISH("plain", "hal", "10:15", "cy") UNAVAILABLE},
    {"nor it the time of a booking made by Cal.com",
     "- " B("plain", "10:00", "bo") " => 201\n"
     BOOK_BY("cy") WISH("plain", "hal", "10:15", "cy") UNAVAILABLE
     "sql SELECT COUNT(*) FROM booking WHERE business_id = @@ AND client_id = ^cy.id => 0"},
    {"what is off the grid is not for clients",
     BOOK_BY("bo") WISH("plain", "hal", "10:07", "bo") UNAVAILABLE},
    {"what is outside of hours neither",
     BOOK_BY("bo") WISH("office", "eva", "03:00", "bo") UNAVAILABLE},
    {"what is past neither",
     BOOK_BY("bo")
     "{'business_id':'@@.uid','service_id':'@plain.uid','staff_id':'#hal.uid','start_time':'2020"
     "-01-01T10:00:00Z'}" UNAVAILABLE},
    {"nor what is beyond the window, or before the notice",
     BOOK_BY("bo") WISH("soon", "hal", "10:00", "bo") UNAVAILABLE BOOK_BY("bo")
     "{'business_id':'@@.uid','service_id':'@notice.uid','staff_id':'#hal.uid','start_time':'203"
     "1-03-03T10:00:00Z'}" UNAVAILABLE},
    {"the client need not name themselves",
     "a: " BOOK_BY("bo")
     "{'business_id':'@@.uid','service_id':'@plain.uid','staff_id':'#hal.uid','start_time':'~10:"
     "00'} => 201 booking.client_id=^bo.uid"},
    {"a service that asks first gets a request",
     "a: " BOOK_BY("bo") WISH("confirm", "hal", "10:00", "bo") " => 201 booking.state=requested\n"
     CAL("a") " => 200 status=pending\n"
     "- " B("plain", "10:00", "cy") " => 400 " TAKEN "\n"
     "b: " BOOK_BY("bo") WISH("confirm", "hal", "10:00", "bo") " => 201 booking.uid=$a.booking.id"},
    {"of a round robin the one who is named takes it",
     "a: " BOOK_BY("bo") WISH("robin", "jon", "10:00", "bo") " => 201 booking.staff_id=#jon.uid\n"
     BOOK_BY("cy") WISH("robin", "jon", "10:00", "cy") UNAVAILABLE "b: " BOOK_BY("cy")
     WISH("robin", "ida", "10:00", "cy") " => 201 booking.staff_id=#ida.uid"},
    {"with the host without whom it is not given",
     "a: " BOOK_BY("bo") WISH("robin-fixed", "ida", "10:00", "bo") " => 201\n"
     "sql SELECT COUNT(*) FROM booking_host h JOIN booking b ON b.business_id = h.business_id "
     "AND b.id = h.booking_id WHERE b.business_id = @@ AND b.uid = '$a.booking.id' => 2"},
    {"what only its hosts may book is refused",
     BOOK_BY("bo") WISH("members", "hal", "10:00", "bo") " => 422 /error_code=UNAUTHORIZED"},
    {"a class is not an appointment",
     BOOK_BY("bo") WISH("class", "hal", "10:00", "bo") " => 422 /error_code=UNAUTHORIZED"},
    {"a pattern for others is no service",
     BOOK_BY("bo") WISH("parent", "hal", "10:00", "bo") " => 404"},
    {"a deleted service neither",
     BOOK_BY("bo") WISH("gone", "hal", "10:00", "bo") " => 404"},
    {"a question without an answer",
     BOOK_BY("bo") WISH("asks", "hal", "10:00", "bo") " => 422 /error_code=FORM_VALIDATION_ERROR "
     "'company'\n"
     BOOK_BY("bo")
     WISHX("asks", "hal", "10:00", "bo",
         "'form_data':{'service_fields':[{'id':'company','value':'ACME'},{'id':'size','value':'h"
         "uge'}]}") " => 422 /error_code=FORM_VALIDATION_ERROR"},
    {"and with one, that Cal.com shows, too",
     "a: " BOOK_BY("bo")
     WISHX("asks", "hal", "10:00", "bo",
         "'form_data':{'service_fields':[{'id':'company','value':'ACME'}]}") " => 201\n"
     CAL("a") " => 200 bookingFieldsResponses.company=ACME"},
    {"a wrong time, zone, form: 400 by name",
     BOOK_BY("bo") WISH("plain", "hal", "25:00", "bo") " => 400 /error='Invalid parameter "
     "start_time' /error_code=INVALID_PARAMETER\n"
     BOOK_BY("bo") WISHX("plain", "hal", "10:00", "bo", "'time_zone':'Mars'")
     " => 400 /error='Invalid parameter time_zone'\n"
     BOOK_BY("bo") WISHX("plain", "hal", "10:00", "bo", "'form_data':7")
     " => 400 /error='Invalid parameter form_data'\n"
     BOOK_BY("bo") "{'business_id':5,'service_id':'x','staff_id':'y','start_time':'~10:00'} => "
     "400 /error='Invalid parameter business_id'"},
    {"staff book outside of hours and off the grid, at once and without asking",
     "a: " STAFF WISH("confirm", "hal", "10:07", "bo") " => 201 booking.state=scheduled\n"
     "b: " STAFF WISH("office", "eva", "03:00", "bo") " => 201\n"
     MINE("bo", "") " => 200 bookings#2"},
    {"but over nobody",
     BOOKED("10:00", "bo") "\n"
     STAFF WISH("plain", "hal", "10:10", "cy") UNAVAILABLE "- " B("plain", "11:00", "cy")
     " => 201\n"
     STAFF WISH("plain", "hal", "11:15", "bo") UNAVAILABLE},
};
/* clang-format on */

/* ---- events ---- */

#define FULL(slug)                                                                                 \
    "a: " REGISTERED(slug, "10:00", "bo") "\nb: " REGISTERED(                                      \
        slug, "10:00", "cy") "\nc: " REGISTERED(slug, "10:00", "di") "\n"

/* clang-format off */
static const struct story events[] = {
    {"an event exists before anybody is registered",
     "vclient:^bo GET " S "/event_instance/~cclass/10:00 => 200 event_instance.uid=~cclass/10:00 "
     "event_instance.title='class with Hal Host' event_instance.start_time=~v10:00 "
     "event_instance.end_time=~v10:30 event_instance.duration=30 event_instance.state=scheduled "
     "event_instance.service_id=@class.uid event_instance.staff_id=#hal.uid "
     "event_instance.charge_type=no_price event_instance.currency=EUR event_instance.price=0.0 "
     "event_instance.spots_total=3 event_instance.spots_open=3"},
    {"and afterwards under the same uid",
     REGISTERED("class", "10:00", "bo") "\n"
     "vstaff:hal GET " S "/event_instance/~cclass/10:00 => 200 event_instance.spots_open=2"},
    {"also for a registration made through Cal.com",
     "- " B("class", "10:00", "bo") " => 201\n"
     "vclient:^cy GET " S "/event_instance/~cclass/10:00 => 200 event_instance.spots_open=2 "
     "!'^bo'"},
    {"what is not on offer is no event",
     "vclient:^bo GET " S "/event_instance/~cclass/10:07 => 404 /error_code=NOT_FOUND\n"
     "vclient:^bo GET " S "/event_instance/~coffice-class/03:00 => 404\n"
     "vclient:^bo GET " S "/event_instance/~cplain/10:00 => 404\n"
     "vclient:^bo GET " S "/event_instance/~celsewhere/10:00 => 404\n"
     "vclient:^bo GET " S "/event_instance/c0000000zzzzzzzz => 404\n"
     "vclient:^bo GET " S "/event_instance/c00000000 => 404\n"
     "vapp GET " S "/event_instance/~cclass/10:00 => 401"},
    {"twice is refused, also after Cal.com",
     REGISTERED("class", "10:00", "bo") "\n"
     BOOK_BY("bo") CLASS("class", "10:00") " => 422 /error_code=ALREADY_REGISTERED\n"
     "- " B("class", "10:00", "cy") " => 201\n"
     BOOK_BY("cy") CLASS("class", "10:00") " => 422 /error_code=ALREADY_REGISTERED"},
    {"a full event takes nobody, not even at the desk",
     FULL("class") BOOK_BY("ed") CLASS("class", "10:00") UNAVAILABLE STAFF
     CLASS_OF("class", "10:00", "ed") UNAVAILABLE "- " B("class", "10:00", "ed") " => 409"},
    {"the desk registers a client",
     "a: " STAFF CLASS_OF("class", "10:00", "bo") " => 201 booking.type=event "
     "booking.client_id=^bo.uid\n"
     "b: " STAFF CLASS_OF("class", "10:00", "cy") " => 201\n"
     MINE("bo", "") " => 200 bookings#1 bookings.0.uid=$a.booking.id\n"
     MINE("cy", "") " => 200 bookings#1 bookings.0.uid=$b.booking.id\n"
     STAFF CLASS_OF("class", "10:00", "cy") " => 422 /error_code=ALREADY_REGISTERED"},
    {"seats have uids of vCita's form",
     "a: " REGISTERED("class", "10:00", "bo") "\n"
     "sql SELECT seat_uid REGEXP '^[a-z0-9]{16}' AND LENGTH(seat_uid) = 16 FROM attendee WHERE "
     "business_id = @@ AND seat_uid = '$a.booking.id' => 1\n"
     "hal GET /v2/bookings/by-seat/$a.booking.id => 200"},
    {"a registration in full",
     "a: " REGISTERED("class", "10:00", "bo") "\n"
     "vstaff:hal GET " S "/event_attendances/$a.booking.id => 200 "
     "event_attendance.id=$a.booking.id event_attendance.uid=$a.booking.id "
     "event_attendance.type=event event_attendance.state_summary.state=confirmed "
     "event_attendance.state_summary.state_h=Registered "
     "event_attendance.event_instance_uid=~cclass/10:00 event_attendance.event_title='class "
     "with Hal Host' event_attendance.client.uid=^bo.uid event_attendance.client.email=^bo "
     "event_attendance.matter.uid? event_attendance.no_show=false "
     "event_attendance.payment_status=null event_attendance.rsvp_state=null "
     "event_attendance.source=client_portal"},
    {"and when it was given up",
     "a: " REGISTERED("class", "10:00", "bo") "\n"
     "vclient:^bo POST " CANCEL("a") " => 200\n"
     "vapp GET " S "/event_attendances/$a.booking.id => 200 "
     "event_attendance.state_summary.state=cancelled event_attendance.client.uid=^bo.uid"},
    {"a registration is nothing for clients, an appointment is none",
     "a: " BOOKED("10:00", "bo") "\n"
     "vclient:^bo GET " S "/event_attendances/x => 401\n"
     "vstaff:hal GET " S "/event_attendances/$a.booking.id" GONE},
    {"one waits for a full event, in a row",
     FULL("class") "d: vclient:^ed POST " S "/waitlist " CLASS("class", "10:00")
     " => 201 waitlist.status=pending waitlist.spot=1 waitlist.type=waitlist "
     "waitlist.event_instance_uid=~cclass/10:00 waitlist.client_uid=^ed.uid waitlist.uid?\n"
     "e: vstaff:hal POST " S "/waitlist " CLASS_OF("class", "10:00", "flo")
     " => 201 waitlist.spot=2\n"
     "vclient:^ed POST " S "/waitlist " CLASS("class", "10:00")
     " => 201 waitlist.uid=$d.waitlist.uid waitlist.spot=1\n"
     "sql SELECT COUNT(*) FROM waitlist_entry WHERE business_id = @@ AND client_id IN (^ed.id, "
     "^flo.id) AND status = 'waiting' => 2\n"
     MINE("ed", "") " => 200 bookings#0"},
    {"an event with a place left is not waited for",
     REGISTERED("class", "10:00", "bo") "\n"
     "vclient:^cy POST " S "/waitlist " CLASS("class", "10:00") " => 422 /error='Invalid event "
     "instance' /error_code!"},
    {"who waits must be named by the staff",
     FULL("class") "vapp POST " S "/waitlist " CLASS("class", "10:00")
     " => 400 /error_code=PARAMETER_MISSING\n"
     "vapp POST " S "/waitlist " CLASS_OF("class", "10:00", "ed") " => 201"},
    {"who sits there does not wait",
     FULL("class") "vclient:^bo POST " S "/waitlist " CLASS("class", "10:00")
     " => 422 /error_code=ALREADY_REGISTERED"},
    {"a place that is given up is offered to the first",
     FULL("class") "d: vclient:^ed POST " S "/waitlist " CLASS("class", "10:00") " => 201\n"
     "e: vclient:^flo POST " S "/waitlist " CLASS("class", "10:00") " => 201\n"
     "vclient:^bo POST " CANCEL("a") " => 200\n"
     "sql SELECT COUNT(*) FROM waitlist_entry WHERE business_id = @@ AND uid = "
     "'$d.waitlist.uid' AND status = 'notified' => 1\n"
     "sql SELECT COUNT(*) FROM waitlist_entry WHERE business_id = @@ AND uid = "
     "'$e.waitlist.uid' AND status = 'waiting' => 1\n"
     BOOK_BY("ed") CLASS("class", "10:00") " => 201"},
    {"and one can stop waiting",
     FULL("class") "d: vclient:^ed POST " S "/waitlist " CLASS("class", "10:00") " => 201\n"
     "vclient:^ed PUT " S
     "/waitlist/cancel "
     "{'business_uid':'@@.uid','event_instance_uid':'~cclass/10:00','client_uid':'^ed.uid','matt"
     "er_uid':'x'} => 200 waitlist.status=cancelled\n"
     "vclient:^ed PUT " S
     "/waitlist/cancel "
     "{'business_uid':'@@.uid','event_instance_uid':'~cclass/10:00','client_uid':'^ed.uid','matt"
     "er_uid':'x'} => 404\n"
     "vclient:^ed PUT " S
     "/waitlist/cancel "
     "{'business_uid':'@@.uid','event_instance_uid':'~cclass/10:00','client_uid':'^bo.uid','matt"
     "er_uid':'x'} => 422 /error_code=UNAUTHORIZED\n"
     "vstaff:hal PUT " S "/waitlist/cancel {} => 401"},
};
/* clang-format on */

/* ---- cancelling and coming ---- */

#define RSVP(who, l, state, type)                                                                  \
    "vclient:^" who " PUT " S "/bookings/$" l                                                      \
    ".booking.id/update_rsvp_state?new_rsvp_state=" state                                          \
    " {'business_id':'@@.uid','appointment_type':'" type "'}"

/* clang-format off */
static const struct story leaving[] = {
    {"a client cancels, and the time is free again",
     "a: " BOOKED("10:00", "bo") "\n"
     "vclient:^bo POST " CANCEL("a") " => 200 /status=OK booking.id=$a.booking.id "
     "booking.status=cancelled booking.type=appointment booking.start_time=~10:00 "
     "booking.duration=30 booking.client_id=^bo.uid booking.staff_id=#hal.uid "
     "booking.business_id=@@.uid booking.time_zone? booking.created_at? booking.source_data?\n"
     CAL("a") " => 200 status=cancelled\n"
     "- " B("plain", "10:00", "cy") " => 201"},
    {"only once",
     "a: " BOOKED("10:00", "bo") "\n"
     "vclient:^bo POST " CANCEL("a") " => 200\n"
     "vclient:^bo POST " CANCEL("a") " => 400 /error='Bad Transition' /error_code!"},
    {"nobody else's",
     "a: " BOOKED("10:00", "bo") "\n"
     "vclient:^cy POST " CANCEL("a") GONE CAL("a") " => 200 status=accepted\n"
     "b: " REGISTERED("class", "12:00", "bo") "\n"
     "vclient:^cy POST " CANCEL("b") GONE "sql SELECT COUNT(*) FROM attendee WHERE business_id = "
     "@@ AND seat_uid = '$b.booking.id' => 1"},
    {"nor the class in which one sits",
     "a: " REGISTERED("class", "12:00", "bo") "\n"
     "s: hal GET /v2/bookings/by-seat/$a.booking.id => 200\n"
     "vclient:^bo POST " S "/bookings/cancel {'business_id':'@@.uid','booking_id':'$s'}" GONE},
    {"a registration, for which the event may be named",
     "a: " REGISTERED("class", "10:00", "bo") "\n"
     "b: " REGISTERED("class", "10:00", "cy") "\n"
     "vclient:^bo POST " S
     "/bookings/cancel "
     "{'business_id':'@@.uid','booking_id':'$a.booking.id','event_instance_id':'~cclass/11:00'}"
     GONE "vclient:^bo POST " S
     "/bookings/cancel "
     "{'business_id':'@@.uid','booking_id':'$a.booking.id','event_instance_id':'~cclass/10:00'} "
     "=> 200 booking.status=cancelled\n"
     "vclient:^cy GET " S "/event_instance/~cclass/10:00 => 200 event_instance.spots_open=2\n"
     "vclient:^bo POST " CANCEL("a") " => 400 /error='Bad Transition'"},
    {"an appointment is of no event",
     "a: " BOOKED("10:00", "bo") "\n"
     "vclient:^bo POST " S
     "/bookings/cancel "
     "{'business_id':'@@.uid','booking_id':'$a.booking.id','event_instance_id':'~cclass/10:00'}"
     GONE},
    {"not what the service does not let go, but the staff do",
     "a: " BOOK_BY("bo") WISH("no-cancelling", "hal", "10:00", "bo") " => 201\n"
     "vclient:^bo POST " CANCEL("a") " => 422 /error_code=UNAUTHORIZED\n"
     "vstaff:hal POST " CANCEL("a") " => 200"},
    {"what is over stays",
     "a: " BOOKED("10:00", "bo") "\n"
     OVER "'$a.booking.id'\n"
     "vclient:^bo POST " CANCEL("a") " => 400 /error='Bad Transition'\n"
     "sql UPDATE booking SET claims = TRUE, start_us = claim_start_us, end_us = claim_end_us "
     "WHERE business_id = @@ AND uid = '$a.booking.id'"},
    {"application and staff cancel for a reason that Cal.com shows",
     "a: " BOOKED("10:00", "bo") "\n"
     "vapp POST " S
     "/bookings/cancel {'business_id':'@@.uid','booking_id':'$a.booking.id','message':'ill'} => "
     "200\n"
     CAL("a") " => 200 cancellationReason=ill\n"
     "b: " BOOKED("10:00", "bo") "\n"
     "vstaff:ida POST " CANCEL("b") " => 200\n"
     "vstaff:ida POST " CANCEL("b") " => 400"},
    {"what Cal.com made is cancelled here, too",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "vclient:^bo POST " S "/bookings/cancel {'business_id':'@@.uid','booking_id':'$a'} => 200\n"
     "hal GET $a => 200 status=cancelled"},
    {"a client says whether they come",
     "a: " BOOKED("10:00", "bo") "\n"
     RSVP("bo", "a", "confirmed", "appointment") " => 200 booking.rsvp_state=confirmed "
     "booking.uid=$a.booking.id\n"
     MINE("bo", "") " => 200 bookings.0.rsvp_state=confirmed\n"
     RSVP("bo", "a", "pending", "appointment") " => 200 booking.rsvp_state=pending\n"
     RSVP("bo", "a", "cancelled", "appointment") " => 200 booking.rsvp_state=cancelled "
     "booking.state=scheduled"},
    {"in the words that there are",
     "a: " BOOKED("10:00", "bo") "\n"
     RSVP("bo", "a", "perhaps", "appointment") " => 403 /status=Error /error='Invalid RSVP "
     "state' /error_code!\n"
     RSVP("bo", "a", "confirmed", "party") " => 400 /error='Invalid parameter appointment_type'\n"
     RSVP("cy", "a", "confirmed", "appointment") GONE
     RSVP("bo", "a", "confirmed", "event_attendance") GONE},
    {"for a seat, which is nobody else's",
     "a: " REGISTERED("class", "10:00", "bo") "\n"
     "b: " REGISTERED("class", "10:00", "cy") "\n"
     RSVP("bo", "a", "confirmed", "event_attendance") " => 200 booking.rsvp_state=confirmed "
     "booking.type=event\n"
     MINE("cy", "") " => 200 bookings.0.rsvp_state=null\n"
     "vstaff:hal GET " S "/event_attendances/$a.booking.id => 200 "
     "event_attendance.rsvp_state=confirmed\n"
     "vclient:^cy PUT " S "/bookings/~cclass/10:00/update_rsvp_state?new_rsvp_state=pending "
     "{'business_id':'@@.uid','appointment_type':'event_instance'} => 200 "
     "booking.uid=$b.booking.id booking.rsvp_state=pending\n"
     "hal GET /v2/bookings/by-seat/$a.booking.id => 200 !'rsvp'"},
    {"not for what is cancelled",
     "a: " BOOKED("10:00", "bo") "\n"
     "vclient:^bo POST " CANCEL("a") " => 200\n"
     RSVP("bo", "a", "confirmed", "appointment") " => 400 /error='Bad Transition'\n"
     "vstaff:hal PUT " S "/bookings/x/update_rsvp_state?new_rsvp_state=confirmed {} => 401"},
};
/* clang-format on */

/* ---- the staff's side ---- */

#define APPOINTMENTS(more) "vstaff:hal GET " S "/appointments?client_id=^bo.uid" more
#define MOVE(l, body)      "vstaff:hal PUT " DESK "/$" l ".booking.id " body

/* clang-format off */
static const struct story desk[] = {
    {"appointments of a client, with the next page",
     THREE APPOINTMENTS("&per_page=2") " => 200 appointments#2 appointments.0.uid=$a.booking.id "
     "appointments.0.id=$a.booking.id next_page=2 appointments.0.business_id=@@.uid "
     "appointments.0.created_at? appointments.0.updated_at?\n"
     APPOINTMENTS("&per_page=2&page=2") " => 200 appointments#1 next_page=null\n"
     APPOINTMENTS("&per_page=3") " => 200 appointments#3 next_page=null"},
    {"by state, several with commas",
     THREE "vstaff:hal POST " CANCEL("a") " => 200\n"
     "vstaff:hal POST " DESK "/complete {'booking_id':'$b.booking.id','mark_as_no_show':true} => "
     "201\n"
     APPOINTMENTS("&state=cancelled") " => 200 appointments#1 appointments.0.uid=$a.booking.id\n"
     APPOINTMENTS("&state=done") " => 200 appointments#1 appointments.0.no_show=true\n"
     APPOINTMENTS("&state=scheduled,cancelled") " => 200 appointments#2\n"
     APPOINTMENTS("&state=reschedule") " => 200 appointments#0\n"
     APPOINTMENTS("&state=lost") " => 400 /error='Invalid parameter state'"},
    {"sorted as asked",
     "a: " BOOKED("12:00", "bo") "\n"
     "b: " BOOKED("10:00", "bo") "\n"
     "c: " BOOKED("11:00", "bo") "\n"
     APPOINTMENTS("&sort=start_at:DESC") " => 200 appointments.0.uid=$a.booking.id "
     "appointments.2.uid=$b.booking.id\n"
     APPOINTMENTS("&sort=created:ASC") " => 200 appointments.0.uid=$a.booking.id "
     "appointments.1.uid=$b.booking.id\n"
     APPOINTMENTS("&sort=created:DESC") " => 200 appointments.0.uid=$c.booking.id\n"
     "sql UPDATE booking SET created_us = 7, updated_us = IF(uid = '$c.booking.id', 9, 8) WHERE "
     "business_id = @@ AND client_id = ^bo.id\n"
     APPOINTMENTS("&sort=updated:DESC,start_at:ASC,created:DESC")
     " => 200 appointments.0.uid=$c.booking.id appointments.1.uid=$b.booking.id "
     "appointments.2.uid=$a.booking.id\n"
     APPOINTMENTS("&sort=created:ASC,start_at:DESC") " => 200 appointments.0.uid=$a.booking.id\n"
     APPOINTMENTS("&sort=colour") " => 400 /error='Invalid parameter sort'"},
    {"pages begin with 1, and what is no page is refused",
     THREE APPOINTMENTS("&page=0") " => 400 /error='Invalid parameter page'\n"
     APPOINTMENTS("&per_page=0") " => 400 /error='Invalid parameter per_page'\n"
     APPOINTMENTS("&page=9") " => 200 appointments#0 next_page=null\n"
     APPOINTMENTS("&per_page=5000") " => 200 appointments#3"},
    {"no seats among them, nor what is another business's",
     REGISTERED("class", "10:00", "bo") "\n"
     APPOINTMENTS("") " => 200 appointments#0\n"
     "vstaff:hal GET " S "/appointments?client_id=nobody => 200 appointments#0\n"
     "vstaff:zoe GET " S "/appointments => 200 appointments#0\n"
     "vclient:^bo GET " S "/appointments => 401\n"
     "vdir GET " S "/appointments => 401"},
    {"one appointment, for staff and applications",
     "a: " BOOKED("10:00", "bo") "\n"
     "vapp GET " S "/appointments/$a.booking.id => 200 appointment.uid=$a.booking.id "
     "appointment.client_id=^bo.uid appointment.state=scheduled\n"
     "vclient:^bo GET " S "/appointments/$a.booking.id => 401\n"
     "vstaff:zoe GET " S "/appointments/$a.booking.id" GONE "vstaff:hal GET " S
     "/appointments/none" GONE "b: " REGISTERED("class", "12:00", "bo") "\n"
     "vstaff:hal GET " S "/appointments/$b.booking.id" GONE},
    {"booked at the desk",
     "a: vstaff:hal POST " DESK " " WISH("plain", "hal", "10:07", "bo")
     " => 201 booking.uid? booking.state=scheduled booking.start_time=~v10:07 "
     "booking.source_data.name=initiated_by_staff\n"
     "vapp POST " DESK " " WISH("plain", "hal", "10:10", "cy") UNAVAILABLE MINE("bo", "")
     " => 200 bookings#1"},
    {"a request is accepted, once",
     "a: " BOOK_BY("bo") WISH("confirm", "hal", "10:00", "bo") " => 201\n"
     "vstaff:hal POST " DESK "/accept {'booking_id':'$a.booking.id'} => 201 "
     "booking.state=scheduled\n"
     CAL("a") " => 200 status=accepted\n"
     "vstaff:hal POST " DESK "/accept {'booking_id':'$a.booking.id'} => 400 /status=Error "
     "/error='Bad Transition' /error_code!"},
    {"done, and a no-show, seen by Cal.com and the client",
     "a: " BOOKED("10:00", "bo") "\n"
     "b: " BOOKED("11:00", "bo") "\n"
     "vstaff:hal POST " DESK "/complete {'booking_id':'$a.booking.id'} => 201 booking.state=done "
     "booking.no_show=false\n"
     "vstaff:hal POST " DESK "/complete {'booking_id':'$b.booking.id','mark_as_no_show':true} => "
     "201 booking.state=done booking.no_show=true\n"
     CAL("b") " => 200 attendees.0.absent=true\n"
     MINE("bo", "") " => 200 bookings.0.state=done bookings.0.no_show=false "
     "bookings.1.no_show=true bookings.1.policies.cancellation.can_cancel_now=false\n"
     "vstaff:hal POST " DESK "/complete {'booking_id':'$a.booking.id'} => 400 /error='Bad "
     "Transition'\n"
     "vstaff:hal POST " DESK "/complete {'booking_id':'$a.booking.id','mark_as_no_show':true} => "
     "201 booking.no_show=true"},
    {"what waits or is cancelled is not done",
     "a: " BOOK_BY("bo") WISH("confirm", "hal", "10:00", "bo") " => 201\n"
     "vstaff:hal POST " DESK "/complete {'booking_id':'$a.booking.id'} => 400 /error='Bad "
     "Transition'\n"
     "vstaff:hal PUT " DESK "/cancel {'booking_id':'$a.booking.id'} => 201 "
     "booking.state=cancelled\n"
     "vstaff:hal POST " DESK "/complete {'booking_id':'$a.booking.id'} => 400\n"
     "vstaff:hal POST " DESK "/accept {'booking_id':'$a.booking.id'} => 400\n"
     MOVE("a", "{'start_time':'~12:00'}") " => 400 /error='Bad Transition'\n"
     "vstaff:hal PUT " DESK "/cancel {'booking_id':'$a.booking.id'} => 400"},
    {"who of a class did not come",
     "a: " REGISTERED("class", "10:00", "bo") "\n"
     "b: " REGISTERED("class", "10:00", "cy") "\n"
     "vstaff:hal POST " DESK "/complete {'booking_id':'$a.booking.id','mark_as_no_show':true} => "
     "201 booking.no_show=true\n"
     MINE("bo", "") " => 200 bookings.0.no_show=true\n"
     MINE("cy", "") " => 200 bookings.0.no_show=false"},
    {"moved in place: same uid, old time free, new one taken",
     "a: " BOOKED("10:00", "bo") "\n"
     MOVE("a", "{'start_time':'~11:07'}") " => 201 booking.uid=$a.booking.id "
     "booking.start_time=~v11:07 booking.end_time=~v11:37\n"
     CAL("a") " => 200 start=~dT11:07:00.000Z status=accepted\n"
     "- " B("plain", "10:00", "cy") " => 201\n"
     "- " B("plain", "11:15", "di") " => 400 " TAKEN "\n"
     MINE("bo", "") " => 200 bookings#1 bookings.0.start_time=~v11:07"},
    {"over nobody, unless forced by name, which its row says",
     "a: " BOOKED("10:00", "bo") "\n"
     "b: " BOOKED("11:00", "cy") "\n"
     MOVE("a", "{'start_time':'~11:15'}") UNAVAILABLE
     MOVE("a", "{'start_time':'~11:15','allow_double_booking':false}") UNAVAILABLE CAL("a")
     " => 200 start=~dT10:00:00.000Z\n"
     MOVE("a", "{'start_time':'~11:15','allow_double_booking':true}")
     " => 201 booking.start_time=~v11:15\n"
     "sql SELECT claims FROM booking WHERE business_id = @@ AND uid = '$a.booking.id' => 0\n"
     "sql SELECT claims FROM booking WHERE business_id = @@ AND uid = '$b.booking.id' => 1\n"
     "- " B("plain", "10:00", "di") " => 201\n"
     "vstaff:hal POST " CANCEL("a") " => 200\n"
     "- " B("plain", "11:15", "ed") " => 400 " TAKEN},
    {"longer, by a number or its text, and under another title",
     "a: " BOOKED("10:00", "bo") "\n"
     MOVE("a", "{'duration':45,'title':'Longer'}") " => 201 booking.duration=45 "
     "booking.title=Longer booking.start_time=~v10:00\n"
     MOVE("a", "{'duration':'60','padding':10,'price':'5'}") " => 201 booking.duration=60 "
     "booking.title=Longer\n"
     MOVE("a", "{'duration':'long'}") " => 400 /error='Invalid parameter duration'\n"
     MOVE("a", "{'start_time':'2031-02-30T10:00:00Z'}") " => 400\n"
     MOVE("a", "{'start_time':'9999-12-31T10:00:00Z'}") " => 400"},
    {"several at once, each for itself",
     "a: " BOOK_BY("bo") WISH("confirm", "hal", "10:00", "bo") " => 201\n"
     "b: " BOOKED("11:00", "bo") "\n"
     "vstaff:hal POST " DESK "/accept {'booking_id':['$a.booking.id','$b.booking.id','none']} => "
     "200 /status=OK batch_response#3 batch_response.0.id=$a.booking.id "
     "batch_response.0.success=true batch_response.0.error=null batch_response.1.success=false "
     "batch_response.1.error='Bad Transition' batch_response.2.success=false "
     "batch_response.2.error='Booking not found' booking!\n"
     CAL("a") " => 200 status=accepted"},
    {"a list of one is a list",
     "a: " BOOKED("10:00", "bo") "\n"
     "vstaff:hal PUT " DESK "/cancel {'booking_id':['$a.booking.id']} => 200 batch_response#1 "
     "batch_response.0.success=true\n"
     CAL("a") " => 200 status=cancelled"},
    {"moving several, by path or body; who comes second finds it taken",
     "a: " BOOKED("10:00", "bo") "\n"
     "b: " BOOKED("11:00", "bo") "\n"
     "vstaff:hal PUT " DESK "/$a.booking.id,$b.booking.id {'start_time':'~15:00'} => 200 "
     "batch_response#2 batch_response.0.success=true batch_response.1.success=false "
     "batch_response.1.error='Time slot is not available'\n"
     "vstaff:hal PUT " DESK "/x {'booking_id':['$b.booking.id'],'start_time':'~16:00'} => 200 "
     "batch_response.0.success=true\n"
     MINE("bo", "") " => 200 bookings.0.start_time=~v15:00 bookings.1.start_time=~v16:00"},
    {"a seat is not moved by itself",
     "a: " REGISTERED("class", "10:00", "bo") "\n"
     MOVE("a", "{'start_time':'~12:00'}") " => 400 /error='Bad Transition'"},
    {"another business's bookings are not there",
     "a: " BOOKED("10:00", "bo") "\n"
     "vstaff:zoe POST " DESK "/accept {'booking_id':'$a.booking.id'}" GONE "vstaff:zoe PUT " DESK
     "/$a.booking.id {'start_time':'~12:00'}" GONE "vstaff:zoe PUT " DESK
     "/cancel {'booking_id':'$a.booking.id'}" GONE "vstaff:zoe POST " DESK
     "/complete {'booking_id':'$a.booking.id'}" GONE "vapp:two POST " S
     "/bookings/cancel {'business_id':'@@.uid','booking_id':'$a.booking.id'} => 401\n"
     CAL("a") " => 200 status=accepted start=~dT10:00:00.000Z"},
};
/* clang-format on */

/* ---- availability ---- */

#define FREE(path, more) "vclient:^bo GET /platform/v1/" path "?start_date=~d&end_date=~d" more

/* clang-format off */
static const struct story openings[] = {
    {"of one service: who, when, how long",
     FREE("services/@office.uid/availability", "&time_zone=Europe/London")
     " => 200 time_zone=Europe/London 'availabilities' 'duration_minutes'\n"
     FREE("services/@office.uid/availability", "&aggregate_by=staff")
     " => 200 availabilities.#eva.uid.0.staff_id=#eva.uid "
     "availabilities.#eva.uid.0.service_id=@office.uid "
     "availabilities.#eva.uid.0.duration_minutes=30 availabilities.#eva.uid.0.spots_total=1 "
     "availabilities.#eva.uid.0.spots_open=1 time_zone=UTC"},
    {"what is booked is not free, here as in Cal.com",
     FREE("services/@plain.uid/availability", "") " => 200 '~dT10:00:00'\n"
     BOOKED("10:00", "bo") "\n"
     FREE("services/@plain.uid/availability", "") " => 200 !'~dT10:00:00' !'~dT10:15:00' "
     "'~dT10:30:00'\n"
     "- GET /v2/slots?eventTypeId=@plain&start=~d&end=~d => 200 !'~dT10:00:00'"},
    {"unless it is the booking that is to be moved",
     "a: " BOOKED("10:00", "bo") "\n"
     FREE("services/@plain.uid/availability", "&booking_instance_id=$a.booking.id")
     " => 200 '~dT10:00:00' '~dT10:15:00'"},
    {"events with their places",
     REGISTERED("class", "10:00", "bo") "\n"
     FREE("services/@class.uid/availability", "&aggregate_by=staff&type=EventService")
     " => 200 availabilities.#hal.uid.0.spots_total=3 '~cclass/10:00' '~cclass/10:30' "
     "'spots_open'\n"
     FREE("services/@class.uid/availability", "&type=AppointmentService")
     " => 200 availabilities#0"},
    {"a full event is not offered",
     FULL("class") FREE("services/@class.uid/availability", "")
     " => 200 !'~cclass/10:00' '~cclass/10:30'"},
    {"of staff who are named",
     FREE("staff/availability", "&staff_ids_array=#eva.uid&aggregate_by=staff")
     " => 200 availabilities#1 availabilities.#eva.uid?\n"
     FREE("staff/availability", "&staff_ids_array=#eva.uid,#kim.uid&aggregate_by=staff")
     " => 200 availabilities#2\n"
     FREE("staff/availability", "&staff_ids_array=nobody") " => 404"},
    {"a round robin is offered by each who is free",
     "a: " BOOK_BY("bo") WISH("robin", "jon", "10:00", "bo") " => 201\n"
     FREE("services/@robin.uid/availability", "&staff_ids_array=#jon.uid")
     " => 200 !'~dT10:00:00'\n"
     FREE("services/@robin.uid/availability", "&staff_ids_array=#ida.uid") " => 200 '~dT10:00:00'"},
    {"several services by name",
     FREE("services/availability", "&service_ids=@office.uid,@of-kim.uid&aggregate_by=staff")
     " => 200 availabilities#2\n"
     FREE("services/availability", "&service_ids=nope") " => 404 /error='Service not found'\n"
     FREE("services/availability", "&service_ids=@elsewhere.uid") " => 404"},
    {"in another zone the days are others, with their offset",
     FREE("services/@of-kim.uid/availability", "&time_zone=Pacific/Honolulu")
     " => 200 time_zone=Pacific/Honolulu '~dT00:00:00-10:00' !'~d+1T00:00:00-10:00'"},
    {"what is past is free for nobody",
     "vclient:^bo GET /platform/v1/staff/availability?start_date=2020-01-01&end_date=2020-01-05 "
     "=> 200 availabilities#0"},
    {"wrong days, orders and kinds",
     FREE("staff/availability", "&type=Party") " => 400 /error='Invalid parameter type'\n"
     FREE("staff/availability", "&aggregate_by=moon") " => 400\n"
     "vclient:^bo GET /platform/v1/staff/availability?start_date=2031-02-30&end_date=2031-03-01 "
     "=> 400 /error='Invalid parameter start_date'\n"
     "vclient:^bo GET /platform/v1/staff/availability?start_date=~d+1&end_date=~d => 400 "
     "/error='end_date is before start_date'"},
    {"nobody may ask for staff, if they say whose",
     "- GET /platform/v1/staff/availability?start_date=~d&end_date=~d => 401\n"
     "- GET /platform/v1/staff/availability?start_date=~d&end_date=~d&business_id=@@.uid => 200 "
     "'~dT10:00:00'\n"
     "- GET "
     "/platform/v1/staff/availability?start_date=~d&end_date=~d&business_id=0123456789abcdef => "
     "401"},
};
/* clang-format on */

/* What a day has of a service here is what Cal.com's slots have. */
static size_t starts_in(const char *body, const char *mark)
{
    size_t count = 0;

    for (const char *at = body; (at = strstr(at, mark)) != NULL; at += strlen(mark)) {
        count++;
    }
    return count;
}

static void run_agrees(const void *row)
{
    const char *slug = row;
    int32_t day = story_fresh_day();
    const char *client = story_credential(story_filled("vclient:^bo", day));
    struct answer *cal, *here;

    mysql_free_result(sql("SELECT 1"));
    ASK(.method = "POST", .target = S "/bookings", .credential = client,
        .body = quotes(story_filled(WISH("plain", "hal", "10:00", "bo"), day)));
    cal = http_get(story_filled(say("/v2/slots?eventTypeId=@%s&start=~d&end=~d+6&timeZone="
                                    "UTC",
                                    slug),
                                day),
                   NULL, "2024-09-04");
    here = http_get(story_filled(say("/platform/v1/services/@%s.uid/availability?start_date=~d"
                                     "&end_date=~d+6&time_zone=UTC",
                                     slug),
                                 day),
                    client, NULL);
    EXPECT_STATUS(cal, 200);
    EXPECT_STATUS(here, 200);
    size_t slots = starts_in(cal->body, "\"start\":\""),
           openings_here = starts_in(here->body, "\"start_time\":\"");
    EXPECT(slots > 0 && slots == openings_here, "%zu and %zu", slots, openings_here);
    for (const char *at = cal->body; (at = strstr(at, "\"start\":\"")) != NULL; at += 9) {
        const char *start = say("\"start_time\":\"%.19s", at + 9);

        EXPECT(strstr(here->body, start) != NULL, "%s is not free here", start);
    }
}

/* ---- directories ---- */

static void run_directory(const void *row)
{
    int32_t day = story_fresh_day();
    const char *target = story_filled(
        "/platform/v1/services/@plain.uid/availability?start_date=~d&end_date=~d", day);
    const char *secret = story_credential("vdir");
    const char *own = story_filled("X-On-Behalf-Of: @@.uid", day);

    (void)row;
    EXPECT_STATUS(ASK(.target = target, .credential = secret, .headers = {own}), 200);
    struct answer *answer = ASK(.target = target, .credential = secret);
    EXPECT_STATUS(answer, 401);
    EXPECT(strcmp(answer->body, UNAUTHORIZED) == 0, "%s", answer->body);
    EXPECT_STATUS(ASK(.target = target, .credential = secret,
                      .headers = {"X-On-Behalf-Of: 0123456789abcdef"}),
                  401);
    EXPECT_STATUS(
        ASK(.target = target, .credential = story_credential("vdir:two"), .headers = {own}), 401);
}

/* ---- retries ---- */

static void run_key(const void *row)
{
    int32_t day = story_fresh_day();
    const char *secret = story_credential(story_filled("vclient:^bo", day));
    const char *body = quotes(story_filled(WISH("plain", "hal", "10:00", "bo"), day));
    struct ask ask = {.method = "POST",
                      .target = S "/bookings",
                      .credential = secret,
                      .body = body,
                      .headers = {story_filled("Idempotency-Key: vcita-~s", day)}};
    struct answer *first = http_ask(&ask), *second = http_ask(&ask);

    (void)row;
    EXPECT_STATUS(first, 201);
    EXPECT_STATUS(second, 201);
    EXPECT(strcmp(first->body, second->body) == 0, "%s, then %s", first->body, second->body);
    ask.body = quotes(story_filled(WISH("plain", "hal", "11:00", "bo"), day));
    EXPECT_STATUS(http_ask(&ask), 409);
}

/* ---- who has no mail address ---- */

/* Is known by the telephone, also in a class. */
static void run_telephone(const void *row)
{
    int32_t day = story_fresh_day();
    const char *secret = story_credential(story_filled("vclient:^bo", day));
    const char *uid = story_filled("^bo.uid", day);
    const char *list = story_filled(LIST, day);

    (void)row;
    mysql_free_result(sql("UPDATE client SET email = NULL, phone = CONCAT('+4930', 1000000 + id)"
                          " WHERE uid = '%s'",
                          uid));
    struct answer *answer = ASK(.method = "POST", .target = S "/bookings", .credential = secret,
                                .body = quotes(story_filled(CLASS("class", "10:00"), day)));
    EXPECT_STATUS(answer, 201);
    const char *seat = text_at(answer->json, "data.booking.id");
    answer = http_get(list, secret, NULL);
    EXPECT(count_at(answer->json, "data.bookings") == 1, "%s", answer->body);
    EXPECT_TEXT(answer, "data.bookings.0.uid", seat);
    answer = http_get(say(S "/event_attendances/%s", seat), story_credential("vapp"), NULL);
    EXPECT_TEXT(answer, "data.event_attendance.client.uid", uid);
    EXPECT_STATUS(
        ASK(.method = "PUT", .credential = secret,
            .target = story_filled(
                S "/bookings/~cclass/10:00/update_rsvp_state?new_rsvp_state=confirmed", day),
            .body = quotes(
                story_filled("{'business_id':'@@.uid','appointment_type':'event_instance'}", day))),
        200);
    EXPECT_STATUS(ASK(.method = "POST", .target = S "/bookings/cancel", .credential = secret,
                      .body = quotes(story_filled(
                          say("{'business_id':'@@.uid','booking_id':'%s'}", seat), day))),
                  200);
    answer = http_get(list, secret, NULL);
    EXPECT_TEXT(answer, "data.bookings.0.state", "cancelled");
    answer = http_get(say(S "/event_attendances/%s", seat), story_credential("vapp"), NULL);
    EXPECT_TEXT(answer, "data.event_attendance.client.uid", uid);
}

/* ---- tokens that `slotd token create` makes ---- */

static const struct created {
    const char *name, *words, *target;
    long status; /* 0: it says no */
} createds[] = {
    {"slotd makes tokens of clients", "--kind vcita_client --client ^bo", LIST, 200},
    {"of staff", "--kind vcita_staff --user hal", S "/appointments", 200},
    {"of applications, which are nobody's", "--kind vcita_app", S "/appointments", 200},
    {"of directories, which still name a business", "--kind vcita_directory",
     S "/event_instance/~cclass/10:00", 401},
    {"but no client's of a user", "--kind vcita_client --user hal", LIST, 0},
    {"and no staff's of nobody", "--kind vcita_staff", LIST, 0},
};

static void run_created(const void *row)
{
    const struct created *created = row;
    int32_t day = story_fresh_day();
    char secret[200] = "";

    (void)story_filled("^bo.id", day);
    FILE *from = popen(say("'%s' -c '%s' token create --business %s %s 2>/dev/null",
                           http_setting("SLOTD_BIN"), http_setting("SLOTD_CONF"), story_slug(),
                           story_filled(created->words, day)),
                       "r");
    bool made = from != NULL && fscanf(from, "%199s", secret) == 1;
    bool went_well = from != NULL && pclose(from) == 0;

    EXPECT((made && went_well) == (created->status != 0), "%s", secret);
    if (created->status != 0) {
        EXPECT_STATUS(http_get(story_filled(created->target, day), secret, NULL), created->status);
    }
}

/* ---- what should never be sent ---- */

static const char *const hostiles[] = {
    "%00",
    "%ff%fe",
    "'",
    "%27%20OR%20%271%27=%271",
    "../../etc/passwd",
    "%0d%0aX-Evil:1",
    "%F0%9F%92%A9",
    "9223372036854775808",
    "-1",
    "null",
    "%5B%5D",
    "%7B%7D",
    "true",
    "wpyygjkyu0jca08e%20",
    "%25n%25s",
    "%3Cscript%3E",
};

static void run_hostile(const void *row)
{
    const char *value = row;
    int32_t day = story_fresh_day();
    const char *client = story_credential(story_filled("vclient:^bo", day));
    const char *staff = story_credential("vstaff:hal");
    const struct {
        const char *who, *target;
    } asked[] = {
        {client, S "/bookings?per_page={}&offset=0&business_id=@@.uid"},
        {client, S "/bookings?per_page=5&offset={}&business_id=@@.uid"},
        {client, S "/bookings?per_page=5&offset=0&business_id={}"},
        {client, S "/bookings?per_page=5&offset=0&business_id=@@.uid&matter_uid={}"},
        {client, S "/bookings?per_page=5&offset=0&business_id=@@.uid&passed={}"},
        {client, S "/bookings?per_page=5&offset=0&business_id=@@.uid&start_time={}"},
        {client, S "/bookings?per_page=5&offset=0&business_id=@@.uid&end_time={}"},
        {staff, S "/appointments?client_id={}"},
        {staff, S "/appointments?sort={}"},
        {staff, S "/appointments/{}"},
        {staff, S "/event_attendances/{}"},
        {client, S "/event_instance/{}"},
        {client, "/platform/v1/services/{}/availability?start_date=~d&end_date=~d"},
        {client, "/platform/v1/staff/availability?start_date=~d&end_date=~d&time_zone={}"},
        {client, "/platform/v1/staff/availability?start_date=~d&end_date=~d&staff_ids_array={}"},
        {client, "/platform/v1/staff/availability?start_date={}&end_date=~d"},
    };

    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        const char *target = story_filled(asked[i].target, day);
        const char *place = strstr(target, "{}");
        struct answer *answer = http_get(
            say("%.*s%s%s", (int)(place - target), target, value, place + 2), asked[i].who, NULL);

        EXPECT(answer->status >= 200 && answer->status < 500, "%ld: %s", answer->status, target);
        EXPECT(answer->json != NULL, "%s: %s", target, answer->body);
    }
}

static const char *const hostile_bodies[] = {
    "[]",
    "5",
    "\"x\"",
    "null",
    "{\"business_id\":[],\"booking_id\":{}}",
    "{\"booking_id\":[[]]}",
    "{\"booking_id\":[1,2]}",
    "{\"booking_id\":[]}",
    "{\"booking_id\":\"\",\"business_id\":\"\"}",
    "{\"booking_id\":\"x\\u0000y\"}",
    "{\"start_time\":5,\"duration\":-1}",
    "{\"start_time\":\"0001-01-01T00:00:00Z\",\"duration\":9999999}",
    "{\"form_data\":{\"service_fields\":[5]}}",
    "{\"form_data\":{\"service_fields\":[{\"id\":\"\",\"value\":null}]}}",
    "{\"event_instance_id\":5}",
};

static void run_hostile_body(const void *row)
{
    const char *body = row;
    const char *staff = story_credential("vstaff:hal");
    static const struct {
        const char *method, *target;
    } asked[] = {
        {"POST", S "/bookings"},    {"POST", S "/bookings/cancel"},
        {"POST", S "/waitlist"},    {"POST", DESK},
        {"POST", DESK "/accept"},   {"PUT", DESK "/cancel"},
        {"POST", DESK "/complete"}, {"PUT", DESK "/wpyygjkyu0jca08e"},
    };

    (void)story_fresh_day();
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct answer *answer = ASK(.method = asked[i].method, .target = asked[i].target,
                                    .credential = staff, .body = body);

        EXPECT((answer->status >= 400 && answer->status < 500) || answer->status == 200,
               "%ld: %s %s: %s", answer->status, asked[i].target, body, answer->body);
    }
}

static void run_too_many(const void *row)
{
    char body[4096] = "{\"booking_id\":[\"x\"";

    (void)row;
    for (int i = 0; i < 50; i++) {
        strcat(body, ",\"x\"");
    }
    strcat(body, "]}");
    struct answer *answer = ASK(.method = "PUT", .target = DESK "/cancel", .body = body,
                                .credential = story_credential("vstaff:hal"));
    EXPECT_STATUS(answer, 400);
    EXPECT_TEXT(answer, "error_code", "INVALID_PARAMETER");
}

static const char *const agreeing[] = {"plain", "office", "buffered", "class", "office-padded"};

static int open_stack(void)
{
    if (http_open(NULL) != 0 || !story_open("vcita")) {
        return 1;
    }
    /* a wall with summer time, far from UTC */
    story_move_to("America/Chicago");
    return 0;
}

int main(int argc, char **argv)
{
    STORIES(showing);
    STORIES(asking);
    CASES(exacts, run_exact, name);
    CASES(spoileds, run_spoiled, name);
    case_add(run_unknown, NULL, "a token nobody has: 401");
    case_add(run_deleted, NULL, "a client that was deleted: 500 as documented");
    STORIES(booking);
    STORIES(events);
    STORIES(leaving);
    STORIES(desk);
    STORIES(openings);
    for (size_t i = 0; i < sizeof agreeing / sizeof *agreeing; i++) {
        case_add(run_agrees, agreeing[i], "what is free is what Cal.com offers: %s", agreeing[i]);
    }
    case_add(run_directory, NULL, "a directory speaks for its own business only, and by name");
    case_add(run_telephone, NULL, "who has only a telephone is known by it");
    CASES(createds, run_created, name);
    case_add(run_key, NULL, "a request that comes again with its key is answered as before");
    for (size_t i = 0; i < sizeof hostiles / sizeof *hostiles; i++) {
        case_add(run_hostile, hostiles[i], "hostile: %s", hostiles[i]);
    }
    for (size_t i = 0; i < sizeof hostile_bodies / sizeof *hostile_bodies; i++) {
        case_add(run_hostile_body, hostile_bodies[i], "hostile body: %s", hostile_bodies[i]);
    }
    case_add(run_too_many, NULL, "more than fifty at once are refused");
    story_oracle_add();
    return cases_main("vcita", open_stack, http_close, argc, argv);
}
