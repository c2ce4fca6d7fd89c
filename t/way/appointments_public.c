/* appointments_public.c - appointments: what everybody may see and do. Source: contract
 * appointments 4. SPDX-License-Identifier: MIT
 *
 * Settings are the business's: a story says those it needs and brings the usual ones back. Days lie
 * within the five years that a business may take bookings for. */
#include <CUnit/CUnit.h>

#include "base/when.h"
#include "cases.h"
#include "http.h"
#include "story.h"

#define SETTINGS(what)  "admin:max PUT /api/settings {" what "} => 200\n"
#define AVAILABLE(rest) "- GET /api/public/availability?date=~d&service_id=" rest
#define BOOKED(type, time, who)                                                                    \
    "{'service_id':" type ",'start_at':'~w" time "','client_name':'" who "','client_email':'^" who \
    "'}"
#define BOOK(type, time, who) "- POST /api/public/bookings " BOOKED(type, time, who)
/* Staff $s with the hours on Mondays, and a service $v of half an hour. */
#define WHO(name, from, to)                                                                        \
    "s: admin:max POST /api/staff {'name':'" name "','email':'" name "@~s.test'} => 200\n"         \
    "admin:max PUT /api/staff/shifts {'staff_id':$s.id,'shifts':[{'weekday':1,'start_time':'" from \
    "','end_time':'" to "'}]} => 200\n"                                                            \
    "v: admin:max POST /api/services {'name':'" name "','duration':30,'staff_ids':[$s.id],"        \
    "'price':2500} => 200\n"

/* clang-format off */
static const struct story salons[] = {
    {"the host name says which salon",
     "- GET /api/public/salon-info => 200 /salon_name=Stories /timezone=UTC "
     "/booking_mode=direct /booking_clients=all /booking_show_prices=1 "
     "/booking_show_duration=1 /booking_allow_staff_choice=1 /booking_min_lead_hours=2 "
     "/booking_max_future_days=1830 /currency=eur !'stripe' !'smtp'"},
    {"so does its slug, which goes first",
     "- GET /api/public/salon-info?salon=~s-two => 200 /salon_name=Other\n"
     "-:two GET /api/public/salon-info => 200 /salon_name=Other\n"
     "-:two GET /api/public/salon-info?salon=~s => 200 /salon_name=Stories"},
    {"a salon that nobody knows is not found",
     "- GET /api/public/salon-info?salon=nobody => 404 /error='Salon not found' /details?\n"
     "- GET /api/public/services?salon=nobody => 404\n"
     "- GET /api/public/staff?salon=nobody => 404\n"
     "- GET /api/public/availability?salon=nobody&date=~d&service_id=@plain => 404\n"
     "- POST /api/public/bookings?salon=nobody " BOOKED("@plain", "10:00", "al") " => 404"},
    {"settings are shown as they are changed",
     SETTINGS("'booking_mode':'request','booking_clients':'existing','booking_min_lead_hours':5")
     "- GET /api/public/salon-info => 200 /booking_mode=request /booking_clients=existing "
     "/booking_min_lead_hours=5\n"
     SETTINGS("'booking_mode':'direct','booking_clients':'all','booking_min_lead_hours':2")},
    {"a credential changes nothing",
     "admin:zoe GET /api/public/salon-info?salon=~s => 200 /salon_name=Stories\n"
     "hal GET /api/public/salon-info?salon=~s => 200"},
    {"other methods are refused",
     "- POST /api/public/salon-info {} => 405\n"
     "- DELETE /api/public/bookings => 405"},
};
/* clang-format on */

/* clang-format off */
static const struct story services[] = {
    {"active services, with price and duration",
     WHO("Price", "09:00", "10:00") "- GET /api/public/services => 200 "
     "'\"name\":\"Price\",\"description\":\"\",\"duration\":30,\"price\":2500' !'staff_ids' "
     "!'buffer_'"},
    {"what is hidden, gone, a pattern or for members is not among them",
     "- GET /api/public/services => 200 'robin-turns' !'\"name\":\"hidden\"' "
     "!'\"name\":\"gone\"' !'\"name\":\"parent\"' !'\"name\":\"members\"' "
     "!'\"name\":\"team-members\"' !'Elsewhere'"},
    {"prices and durations that are not shown are left out",
     SETTINGS("'booking_show_prices':0,'booking_show_duration':0")
     "- GET /api/public/services => 200 /0.name? /0.price! /0.duration!\n"
     SETTINGS("'booking_show_prices':1,'booking_show_duration':1")
     "- GET /api/public/services => 200 /0.price? /0.duration?"},
    {"pages",
     "- GET /api/public/services?page=1&limit=2 => 200 /items#2 /limit=2 /total?"},
};
/* clang-format on */

/* clang-format off */
static const struct story staff[] = {
    {"names, and no more",
     "- GET /api/public/staff => 200 /0.id? /0.name? /0.email! /0.role! !'@' !'Zoe'"},
    {"of one service",
     "- GET /api/public/staff?service_id=@of-kim => 200 /#1 /0.id=#kim /0.name='Kim Stranger'\n"
     "- GET /api/public/staff?service_id=@both => 200 /#2"},
    {"of a service that is not on offer",
     "- GET /api/public/staff?service_id=@hidden => 404\n"
     "- GET /api/public/staff?service_id=@elsewhere => 404"},
    {"who left is not among them",
     WHO("Left", "09:00", "10:00") "- GET /api/public/staff => 200 'Left'\n"
     "admin:max DELETE /api/staff/$s.id => 200\n"
     "- GET /api/public/staff => 200 !'Left'"},
    {"where staff can not be chosen they are not shown, nor taken",
     SETTINGS("'booking_allow_staff_choice':0")
     "- GET /api/public/staff => 403 /error='Insufficient permissions'\n"
     AVAILABLE("@plain&staff_id=#hal") " => 403\n"
     AVAILABLE("@plain") " => 200\n"
     "- POST /api/public/bookings "
     "{'service_id':@plain,'staff_id':#hal,'start_at':'~w10:00','client_name':'Al',"
     "'client_email':'^al'} => 403\n"
     BOOK("@plain", "10:00", "al") " => 200 /staff_id=#hal\n"
     SETTINGS("'booking_allow_staff_choice':1")},
};
/* clang-format on */

/* clang-format off */
static const struct story availability[] = {
    {"the starts of a day, on the wall",
     WHO("Day", "09:00", "11:00") AVAILABLE("$v.id")
     " => 200 /#4 /0.start_at='~w09:00' /0.end_at='~w09:30' /3.start_at='~w10:30'\n"
     "- GET /api/public/availability?date=~d+1&service_id=$v.id => 200 /#0"},
    {"what is booked, from whatever side, is not among them",
     WHO("Sides", "09:00", "11:00")
     "hal BOOK {'start':'~09:00','eventTypeId':$v.id,'attendee':%bo} => 201\n"
     AVAILABLE("$v.id") " => 200 /#3\n"
     BOOK("$v.id", "10:00", "al") " => 200\n"
     AVAILABLE("$v.id") " => 200 /#2 /0.start_at='~w09:30' /1.start_at='~w10:30'\n"
     "- GET /v2/slots?eventTypeId=$v.id&start=~d&end=~d => 200 ~d#2\n"
     "b: staff:una POST /api/bookings "
     "{'client_id':^cy.id,'staff_id':$s.id,'service_id':$v.id,'start_at':'~w10:30',"
     "'end_at':'~w11:00'} => 200\n"
     AVAILABLE("$v.id") " => 200 /#1\n"
     "admin:max DELETE /api/bookings/$b.id => 200\n"
     AVAILABLE("$v.id") " => 200 /#2"},
    {"a member of staff may be named",
     "v: admin:max POST /api/services {'name':'Pair','duration':30,'staff_ids':[#jon,#pat]} "
     "=> 200\n"
     "staff:una POST /api/bookings "
     "{'client_id':^cy.id,'staff_id':#jon,'service_id':$v.id,'start_at':'~w00:00',"
     "'end_at':'~w23:30'} => 200\n"
     AVAILABLE("$v.id&staff_id=#jon") " => 200 /#1\n"
     AVAILABLE("$v.id&staff_id=#pat") " => 200 /#48\n"
     AVAILABLE("$v.id") " => 200 /#48\n"
     "- POST /api/public/bookings "
     "{'service_id':$v.id,'staff_id':#jon,'start_at':'~w10:00','client_name':'Al',"
     "'client_email':'^al'} => 409\n"
     "- POST /api/public/bookings "
     "{'service_id':$v.id,'staff_id':#pat,'start_at':'~w10:00','client_name':'Al',"
     "'client_email':'^al'} => 200 /staff_id=#pat\n"
     "- POST /api/public/bookings "
     "{'service_id':$v.id,'start_at':'~w23:30','client_name':'Al','client_email':'^al'} => 200"},
    {"a member of staff who does not give it is not found",
     AVAILABLE("@of-kim&staff_id=#hal") " => 404 /error='Staff member not found'\n"
     AVAILABLE("@plain&staff_id=#zoe") " => 404\n"
     AVAILABLE("@robin&staff_id=999999999") " => 404"},
    {"a service that is not on offer is not found",
     AVAILABLE("@hidden") " => 404 /error='Service not found'\n"
     AVAILABLE("@gone") " => 404\n"
     AVAILABLE("@parent") " => 404\n"
     AVAILABLE("@members") " => 404\n"
     AVAILABLE("@elsewhere") " => 404\n"
     AVAILABLE("999999999") " => 404"},
    {"date and service are needed, and are what they should be",
     "- GET /api/public/availability?service_id=@plain => 400 /details.field=date\n"
     "- GET /api/public/availability?date=~d => 400 /details.field=service_id\n"
     "- GET /api/public/availability?date=2027-02-30&service_id=@plain => 400\n"
     "- GET /api/public/availability?date=~d&service_id=x => 400\n"
     "- GET /api/public/availability?date=~d&service_id=-1 => 400"},
    {"yesterday and the far future have nothing",
     "- GET /api/public/availability?date=2020-01-01&service_id=@plain => 200 /#0\n"
     "- GET /api/public/availability?date=9999-12-31&service_id=@plain => 200 /#0\n"
     "- GET /api/public/availability?date=2199-06-01&service_id=@plain => 200 /#0"},
    {"a holiday has nothing",
     WHO("Holy", "09:00", "11:00") AVAILABLE("$v.id") " => 200 /#4\n"
     "h: admin:max POST /api/holidays {'date':'~d','name':'Off'} => 200\n"
     AVAILABLE("$v.id") " => 200 /#0\n"
     BOOK("$v.id", "09:00", "al") " => 400\n"
     "admin:max DELETE /api/holidays/$h.id => 200\n"
     AVAILABLE("$v.id") " => 200 /#4"},
    {"days off have nothing",
     WHO("Off", "09:00", "11:00")
     "admin:max POST /api/staff/time-off {'staff_id':$s.id,'start_date':'~d','end_date':'~d'} "
     "=> 200\n"
     AVAILABLE("$v.id") " => 200 /#0\n"
     BOOK("$v.id", "09:00", "al") " => 400 /error='This time is not on offer'"},
    {"shifts make it",
     WHO("Shifty", "09:00", "10:00") AVAILABLE("$v.id") " => 200 /#2\n"
     "admin:max POST /api/staff/shifts "
     "{'staff_id':$s.id,'weekday':1,'start_time':'20:00','end_time':'21:30'} => 200\n"
     AVAILABLE("$v.id") " => 200 /#5 /4.start_at='~w21:00'"},
    {"a buffer of the calendar keeps bookings apart",
     WHO("Buffer", "09:00", "11:00") SETTINGS("'calendar_buffer_min':15")
     BOOK("$v.id", "09:00", "al") " => 200 /end_at='~w09:30'\n"
     AVAILABLE("$v.id") " => 200 /#2 /0.start_at='~w10:00'\n"
     BOOK("$v.id", "09:30", "bo") " => 409\n"
     SETTINGS("'calendar_buffer_min':0") AVAILABLE("$v.id") " => 200 /#2"},
    {"the longer of two buffers counts",
     WHO("Longer", "09:00", "11:00")
     "admin:max PUT /api/services/$v.id {'buffer_after':30} => 200\n"
     SETTINGS("'calendar_buffer_min':15") BOOK("$v.id", "09:00", "al") " => 200\n"
     AVAILABLE("$v.id") " => 200 /#2 /0.start_at='~w10:00'\n"
     "sql SELECT (claim_end_us - end_us) / 60000000 FROM booking WHERE business_id = @@ AND "
     "event_type_id = $v.id => 30\n"
     SETTINGS("'calendar_buffer_min':0")},
    {"a new client needs more time, a known one does not, and nobody is told",
     WHO("Extra", "09:00", "11:00") SETTINGS("'new_client_extra_min':30")
     "staff:una POST /api/bookings "
     "{'client_id':^cy.id,'staff_id':$s.id,'service_id':$v.id,'start_at':'~w10:30',"
     "'end_at':'~w11:00'} => 200\n"
     AVAILABLE("$v.id") " => 200 /#2 /0.start_at='~w09:00' /1.start_at='~w09:30'\n"
     BOOK("$v.id", "10:00", "cy") " => 409\n"
     "n: " BOOK("$v.id", "09:00", "new") " => 200 /end_at='~w09:30'\n"
     "sql SELECT (claim_end_us - end_us) / 60000000 FROM booking WHERE business_id = @@ AND "
     "id = $n.id => 30\n"
     "admin:max DELETE /api/bookings/$n.id => 200\n"
     "k: " BOOK("$v.id", "09:00", "cy") " => 200 /end_at='~w09:30'\n"
     "sql SELECT (claim_end_us - end_us) / 60000000 FROM booking WHERE business_id = @@ AND "
     "id = $k.id => 0\n"
     SETTINGS("'new_client_extra_min':0")},
    {"there is an end to the future",
     SETTINGS("'booking_max_future_days':1") AVAILABLE("@plain") " => 200 /#0\n"
     BOOK("@plain", "10:00", "al") " => 400 /error='This time is too far in the future'\n"
     SETTINGS("'booking_max_future_days':1830")},
    {"an event type's own end, when it is nearer",
     AVAILABLE("@soon") " => 200 /#0\n"
     BOOK("@soon", "10:00", "al") " => 400"},
    {"an hour that the wall shows twice is offered once, one that it skips never",
     SETTINGS("'timezone':'Europe/Berlin'")
     "- GET /api/public/availability?date=2027-10-31&service_id=@plain => 200 /#96 "
     "/8.start_at='2027-10-31 02:00:00' /12.start_at='2027-10-31 03:00:00'\n"
     "- POST /api/public/bookings "
     "{'service_id':@plain,'start_at':'2027-10-31T02:30:00+01:00','client_name':'Al',"
     "'client_email':'^al'} => 400 /error='This time is not on offer'\n"
     "b: - POST /api/public/bookings {'service_id':@plain,'start_at':'2027-10-31 "
     "02:30:00','client_name':'Al','client_email':'^al'} => 200 /end_at='2027-10-31 02:00:00'\n"
     "sql SELECT start_us / 1000000 - UNIX_TIMESTAMP('2027-10-31 00:30:00') FROM booking "
     "WHERE business_id = @@ AND id = $b.id => 0\n"
     "- GET /api/public/availability?date=2027-03-28&service_id=@plain => 200 /#92 "
     "/8.start_at='2027-03-28 03:00:00'\n"
     "- POST /api/public/bookings {'service_id':@plain,'start_at':'2027-03-28 "
     "02:30:00','client_name':'Al','client_email':'^al'} => 400 /details.field=start_at\n"
     SETTINGS("'timezone':'UTC'")},
    {"the wall is the salon's",
     WHO("Wall", "09:00", "11:00") SETTINGS("'timezone':'America/New_York'")
     "a: - GET /api/public/availability?date=~d&service_id=$v.id => 200 !'~d 09:00:00'\n"
     "b: - POST /api/public/bookings "
     "{'service_id':$v.id,'start_at':'$a.0.start_at','client_name':'Al','client_email':'^al'} "
     "=> 200 /start_at='$a.0.start_at'\n"
     "sql SELECT start_us = UNIX_TIMESTAMP('~d 09:00:00') * 1000000 FROM booking WHERE "
     "business_id = @@ AND id = $b.id => 1\n"
     SETTINGS("'timezone':'UTC'")},
};
/* clang-format on */

/* clang-format off */
static const struct story bookings[] = {
    {"one books what is offered",
     WHO("Booker", "09:00", "11:00")
     "b: - POST /api/public/bookings {'service_id':$v.id,'start_at':'~w09:30','client_name':' "
     "Al ','client_email':'^al','client_phone':'+31 6 1234 5678','notes':'Short,\\n"
     "please'} => 200 /id? /status=scheduled /service_id=$v.id /staff_id=$s.id "
     "/start_at='~w09:30' /end_at='~w10:00' /client_name=Al\n"
     "admin:max GET /api/bookings/$b.id => 200 /status=scheduled 'Short,\\n"
     "please' /client_name=Al /internal_notes=''\n"},
    {"and all sides see it",
     WHO("Seen", "09:00", "11:00") "b: - POST /api/public/bookings "
     "{'service_id':$v.id,'start_at':'~w09:30','client_name':'Al','client_email':'^al',"
     "'client_phone':'0031612345678','notes':'Please'} => 200\n"
     "sql SELECT COUNT(*) FROM booking b JOIN client c ON c.business_id = b.business_id AND "
     "c.id = b.client_id WHERE b.business_id = @@ AND b.id = $b.id AND c.email = '^al' AND "
     "c.phone = '+31612345678' AND b.source = 'appointments' AND b.notes = 'Please' AND "
     "b.description = 'Please' AND b.title = 'Seen between Seen and Al' AND "
     "INSTR(b.responses, 'Please') > 0 => 1\n"
     "sql SELECT COUNT(*) FROM job WHERE business_id = @@ AND booking_id = $b.id AND kind = "
     "'mail.confirmation' => 1\n"
     "sql SELECT COUNT(*) FROM booking_history WHERE business_id = @@ AND booking_id = $b.id "
     "AND token_id IS NULL AND source = 'appointments' => 1"},
    {"nobody else has it then",
     WHO("Once", "09:00", "11:00") BOOK("$v.id", "09:00", "al") " => 200\n"
     BOOK("$v.id", "09:00", "bo") " => 409 /error? /details?\n"
     "hal BOOK {'start':'~09:00','eventTypeId':$v.id,'attendee':%cy} => 400"},
    {"what is not offered can not be booked",
     WHO("Grid", "09:00", "11:00") BOOK("$v.id", "09:15", "al")
     " => 400 /error='This time is not on offer'\n"
     BOOK("$v.id", "11:00", "al") " => 400\n"
     BOOK("$v.id", "08:30", "al") " => 400\n"
     "- POST /api/public/bookings "
     "{'service_id':$v.id,'start_at':'~w09:00:30','client_name':'Al','client_email':'^al'} => "
     "400\n"
     "sql SELECT COUNT(*) FROM booking WHERE business_id = @@ AND event_type_id = $v.id => 0"},
    {"the past can not be booked",
     "- POST /api/public/bookings {'service_id':@plain,'start_at':'2020-01-06 "
     "10:00:00','client_name':'Al','client_email':'^al'} => 400 /error='This time is in the "
     "past'"},
    {"a time may come with its offset",
     WHO("Offset", "09:00", "11:00") "- POST /api/public/bookings "
     "{'service_id':$v.id,'start_at':'~dT11:30:00+02:00','client_name':'Al',"
     "'client_email':'^al'} => 200 /start_at='~w09:30'"},
    {"a service that is not on offer is not found",
     BOOK("@hidden", "10:00", "al") " => 404 /error='Service not found'\n"
     BOOK("@elsewhere", "10:00", "al") " => 404\n"
     BOOK("@members", "10:00", "al") " => 404"},
    {"everything that is needed is asked for",
     "- POST /api/public/bookings {} => 400 /details.fields#4\n"
     "- POST /api/public/bookings "
     "{'service_id':@plain,'start_at':'~w10:00','client_name':'Al'} => 400 "
     "/details.field=client_email\n"
     "- POST /api/public/bookings {'service_id':@plain,'start_at':'~w10:00','client_name':'  "
     "','client_email':'^al'} => 400 /details.field=client_name\n"
     "- POST /api/public/bookings "
     "{'service_id':@plain,'start_at':'~d','client_name':'Al','client_email':'^al'} => 400 "
     "/details.field=start_at\n"
     "- POST /api/public/bookings "
     "{'service_id':@plain,'start_at':'~w10:00','client_name':'Al','client_email':'^al',"
     "'client_phone':'call me'} => 400 /details.field=phone"},
    {"hostile bodies are refused",
     "- POST /api/public/bookings [1,2] => 400\n"
     "- POST /api/public/bookings {'a' => 400\n"
     "- POST /api/public/bookings "
     "{'service_id':{'$gt':0},'start_at':['~w10:00'],'client_name':{'a':1},'client_email':7} "
     "=> 400\n"
     "- POST /api/public/bookings "
     "{'service_id':@plain,'start_at':'~w10:00','client_name':'A\\u0000',"
     "'client_email':'^al'} => 400\n"
     "- POST /api/public/bookings "
     "{'service_id':@plain,'start_at':'~w10:00','client_name':'Al','client_email':'^al\\r\\n"
     "Bcc: x@y.test'} => 400\n"
     "- POST /api/public/bookings "
     "{'service_id':99999999999999999999,'start_at':'~w10:00','client_name':'Al',"
     "'client_email':'^al'} => 400\n"
     "- POST /api/public/bookings {'service_id':@plain,'start_at':'9999-12-31 "
     "23:59:59','client_name':'Al','client_email':'^al'} => 400\n"
     "sql SELECT COUNT(*) FROM booking WHERE business_id = @@ AND source = 'appointments' AND "
     "event_type_id = @plain AND start_us BETWEEN UNIX_TIMESTAMP('~d') * 1000000 AND "
     "UNIX_TIMESTAMP('~d+1') * 1000000 => 0"},
    {"unknown fields are passed over",
     WHO("Junk", "09:00", "11:00") "- POST /api/public/bookings "
     "{'service_id':$v.id,'start_at':'~w09:00','client_name':'Al','client_email':'^al',"
     "'status':'completed','internal_notes':'x','junk':[]} => 200 /status=scheduled"},
    {"a request waits for the salon",
     WHO("Asked", "09:00", "11:00") SETTINGS("'booking_mode':'request'") "b: "
     BOOK("$v.id", "09:00", "al") " => 200 /status=provisional\n"
     BOOK("$v.id", "09:00", "bo") " => 409\n"
     "sql SELECT COUNT(*) FROM booking WHERE business_id = @@ AND id = $b.id AND status = "
     "'pending' AND NOT provisional => 1\n"
     "admin:max PUT /api/bookings/$b.id {'status':'scheduled'} => 200 /status=scheduled\n"
     SETTINGS("'booking_mode':'direct'")},
    {"so does a service that always asks",
     BOOK("@confirm", "10:00", "al") " => 200 /status=provisional"},
    {"where only clients may book, nobody learns who is one",
     WHO("Closed", "09:00", "11:00") SETTINGS("'booking_clients':'existing'")
     "admin:max POST /api/clients {'name':'Cy','email':'^cy'} => 200\n"
     BOOK("$v.id", "09:00", "al")
     " => 200 /id=null /status=received /staff_id=null /service_id=$v.id /start_at='~w09:00' "
     "/end_at='~w09:30' /client_name=al\n"
     "sql SELECT COUNT(*) FROM booking WHERE business_id = @@ AND event_type_id = $v.id => 0\n"
     "sql SELECT COUNT(*) FROM client WHERE business_id = @@ AND email = '^al' => 0\n"
     BOOK("$v.id", "09:00", "cy")
     " => 200 /id=null /status=received /staff_id=null /service_id=$v.id /start_at='~w09:00' "
     "/end_at='~w09:30' /client_name=cy\n"
     "sql SELECT COUNT(*) FROM booking WHERE business_id = @@ AND event_type_id = $v.id => 1\n"
     BOOK("$v.id", "09:00", "al") " => 409\n"
     BOOK("$v.id", "09:00", "cy") " => 409\n"
     BOOK("$v.id", "09:10", "al") " => 400\n"
     BOOK("$v.id", "09:10", "cy") " => 400\n"
     SETTINGS("'booking_clients':'all'")},
    {"nor how many bookings a client has",
     SETTINGS("'booking_clients':'existing'")
     "admin:max POST /api/clients {'name':'Di','email':'^di'} => 200\n"
     BOOK("@once", "10:00", "di") " => 200 /status=received\n"
     BOOK("@once", "11:00", "di") " => 200 /status=received\n"
     "sql SELECT COUNT(*) FROM booking b JOIN client c ON c.business_id = b.business_id AND "
     "c.id = b.client_id WHERE b.business_id = @@ AND c.email = '^di' => 1\n"
     SETTINGS("'booking_clients':'all'") BOOK("@once", "11:00", "di") " => 400"},
    {"limits of an event type hold",
     BOOK("@twice-a-day", "10:00", "al") " => 200\n"
     BOOK("@twice-a-day", "11:00", "bo") " => 200\n"
     AVAILABLE("@twice-a-day") " => 200 /#0\n"
     BOOK("@twice-a-day", "12:00", "cy") " => 409"},
    {"a class is joined until it is full",
     BOOK("@class", "10:00", "al") " => 200\n"
     BOOK("@class", "10:00", "bo") " => 200\n"
     BOOK("@class", "10:00", "bo") " => 409\n"
     BOOK("@class", "10:00", "cy") " => 200\n"
     BOOK("@class", "10:00", "di") " => 409"},
    {"a round robin takes turns",
     "v: admin:max POST /api/services {'name':'Robin','duration':30,'staff_ids':[#pat,#una]} "
     "=> 200\n"
     "a: " BOOK("$v.id", "10:00", "al") " => 200\n"
     "b: " BOOK("$v.id", "10:00", "bo") " => 200\n"
     "sql SELECT $a.staff_id <> $b.staff_id => 1\n"
     BOOK("$v.id", "10:00", "cy") " => 409"},
    {"a collective takes all",
     "b: " BOOK("@both", "10:00", "al") " => 200\n"
     "sql SELECT COUNT(*) FROM booking_host WHERE business_id = @@ AND booking_id = $b.id => "
     "2\n"
     BOOK("@plain", "10:00", "bo") " => 409"},
    {"the same numbers in two businesses are two things",
     "sql INSERT INTO event_type (business_id, id, uid, slug, title, owner_id, "
     "length_minutes, created_us) SELECT id, @buffered, LEFT(SHA2(UUID(), 256), 16), 'twin', "
     "'Twin', #zoe, 30, 1 FROM business WHERE slug = '~s-two'\n"
     "-:two POST /api/public/bookings " BOOKED("@buffered", "10:00", "al") " => 400\n"
     "sql UPDATE business SET settings = '{\"booking_max_future_days\":1830}' WHERE slug = "
     "'~s-two'\n"
     "-:two POST /api/public/bookings " BOOKED("@buffered", "10:00", "al")
     " => 200 /staff_id=#zoe\n"
     BOOK("@buffered", "10:00", "al") " => 200 /staff_id=#hal\n"
     "sql SELECT COUNT(DISTINCT business_id) FROM booking WHERE event_type_id = @buffered => 2"},
};
/* clang-format on */

#define PROVISIONAL                                                                                \
    "b: admin:max POST /api/bookings {'client_id':^al.id,'staff_id':#hal,'service_id':@plain,"     \
    "'start_at':'~w10:00','end_at':'~w10:30','provisional':true} => 200 /status=provisional\n"     \
    "t: admin:max GET /api/bookings/$b.id => 200 /provisional_token?\n"
static const struct story answers[] = {
    {"a look changes nothing",
     PROVISIONAL "- GET /api/public/bookings/answer?token=$t.provisional_token => 200"
                 " /booking.id=$b.id /booking.status=provisional /booking.start_at='~w10:00' "
                 "/service_name=plain"
                 " /staff_name='Hal Host' /salon_name=Stories !'internal'\n"
                 "- GET /api/public/bookings/answer?token=$t.provisional_token => 200"
                 " /booking.status=provisional\n"
                 "admin:max GET /api/bookings/$b.id => 200 /status=provisional"},
    {"yes makes it certain, and again answers the same", PROVISIONAL
     "- POST /api/public/bookings/accept {'token':'$t.provisional_token'} => 200"
     " /booking.status=scheduled\n"
     "- POST /api/public/bookings/accept {'token':'$t.provisional_token'} => 200"
     " /booking.status=scheduled\n"
     "- POST /api/public/bookings/decline {'token':'$t.provisional_token'} => 200"
     " /booking.status=scheduled\n"
     "admin:max GET /api/bookings/$b.id => 200 /status=scheduled /provisional_token=null\n"
     "sql SELECT COUNT(*) FROM booking_history WHERE business_id = @@ AND booking_id = $b.id => 2"},
    {"no gives the time back",
     PROVISIONAL "- POST /api/public/bookings/decline {'token':'$t.provisional_token'} => 200"
                 " /booking.status=cancelled\n"
                 "- POST /api/public/bookings/accept {'token':'$t.provisional_token'} => 200"
                 " /booking.status=cancelled\n" BOOK("@plain", "10:00", "bo") " => 200"},
    {"what nobody sent is not found",
     "- POST /api/public/bookings/accept {'token':'made-up'} => 404 /error='link not found'\n"
     "- POST /api/public/bookings/decline {'token':'made-up'} => 404\n"
     "- GET /api/public/bookings/answer?token=made-up => 404\n"
     "- POST /api/public/reviews {'token':'made-up','rating':5} => 404\n"
     "- POST /api/public/bookings/accept {} => 400 /details.field=token\n"
     "- GET /api/public/bookings/answer => 400\n"
     "- POST /api/public/bookings/accept {'token':''} => 400"},
    {"a link is over when its time is", PROVISIONAL
     "sql UPDATE booking_token SET expires_us = 1 WHERE business_id = @@ AND booking_id ="
     " $b.id\n"
     "- POST /api/public/bookings/accept {'token':'$t.provisional_token'} => 410\n"
     "admin:max GET /api/bookings/$b.id => 200 /status=provisional"},
    {"a link of one purpose is none of another",
     PROVISIONAL "- POST /api/public/reviews {'token':'$t.provisional_token','rating':5} => 404"},
};

#define COMPLETED                                                                                  \
    "b: admin:max POST /api/bookings {'client_id':^al.id,'staff_id':#hal,'service_id':@plain,"     \
    "'start_at':'~w10:00','end_at':'~w10:30'} => 200\n"                                            \
    "admin:max PUT /api/bookings/$b.id {'status':'completed'} => 200\n"                            \
    "t: admin:max GET /api/bookings/$b.id => 200 /feedback_token?\n"
static const struct story reviews[] = {
    {"a review is kept, the first one", SETTINGS("'review_enabled':1") COMPLETED
     "- POST /api/public/reviews {'token':'$t.feedback_token','rating':4,'comment':'Nice\\nplace'} "
     "=>"
     " 200 /rating=4\n"
     "- POST /api/public/reviews {'token':'$t.feedback_token','rating':1} => 200 /rating=4\n"
     "sql SELECT COUNT(*) FROM review WHERE business_id = @@ AND booking_id = $b.id AND rating = 4"
     " AND comment LIKE 'Nice%%' => 1\n"
     "sql SELECT rating FROM booking WHERE business_id = @@ AND id = $b.id => 4"},
    {"a rating is 1 to 5", SETTINGS("'review_enabled':1") COMPLETED
     "- POST /api/public/reviews {'token':'$t.feedback_token','rating':0} => 400"
     " /details.field=rating\n"
     "- POST /api/public/reviews {'token':'$t.feedback_token','rating':6} => 400\n"
     "- POST /api/public/reviews {'token':'$t.feedback_token','rating':'5'} => 400\n"
     "- POST /api/public/reviews {'token':'$t.feedback_token','rating':4.5} => 400\n"
     "- POST /api/public/reviews {'token':'$t.feedback_token'} => 400\n"
     "sql SELECT COUNT(*) FROM review WHERE business_id = @@ AND booking_id = $b.id => 0"},
};

/* ---- what a story can not say ---- */

static struct answer *ask_with_key(const char *key, const char *salon, const char *body)
{
    return ASK(.method = "POST", .target = say("/api/public/bookings?salon=%s", salon),
               .body = body, .headers = {say("Idempotency-Key: %s", key)});
}

static void a_key_replays(const void *row)
{
    int32_t day = story_fresh_day();
    const char *body = story_filled("{\"service_id\":@plain,\"start_at\":\"~w10:00\","
                                    "\"client_name\":\"Al\",\"client_email\":\"^al\"}",
                                    day);
    struct answer *first = ask_with_key("public-1", story_slug(), body);
    struct answer *again = ask_with_key("public-1", story_slug(), body);
    struct answer *other = ask_with_key("public-1", say("%s-two", story_slug()), body);

    (void)row;
    EXPECT(first->status == 200, "%ld %s", first->status, first->body);
    EXPECT(again->status == 200 && http_header(again, "Idempotent-Replayed") != NULL,
           "it is not replayed: %ld", again->status);
    EXPECT(number_at(first->json, "id") == number_at(again->json, "id"), "%s", again->body);
    EXPECT(other->status == 409, "another salon is told of it: %ld %s", other->status, other->body);
}

/* Each start that is offered can be booked, and what is not can not: asked of one that is empty. */
static void offered_is_booked(const void *row)
{
    int32_t day = story_fresh_day();
    struct answer *offered =
        ASK(.target = say("/api/public/availability?salon=%s&date=%s&service_id=%lld", story_slug(),
                          story_filled("~d", day), (long long)story_type("buffered")));
    size_t count = json_object_array_length(offered->json), taken = 0;

    (void)row;
    EXPECT(count > 100, "only %zu are offered: %.300s", count, offered->body);
    for (size_t i = 0; i < count; i += 23) {
        const char *start = text_at(offered->json, say("%zu.start_at", i));
        struct answer *booked =
            ASK(.method = "POST", .target = say("/api/public/bookings?salon=%s", story_slug()),
                .body = say("{\"service_id\":%lld,\"start_at\":\"%s\",\"client_name\":\"Al\","
                            "\"client_email\":\"al%zu@offered.test\"}",
                            (long long)story_type("buffered"), start, i));

        EXPECT(booked->status == 200, "%s is offered, and then it is %ld: %s", start,
               booked->status, booked->body);
        taken++;
    }
    EXPECT(taken > 4, "only %zu were tried", taken);
}

static size_t offered_in(int days)
{
    struct day day = {wall_of_instant_utc(instant_now()).day.number + days};
    char date[WHEN_ROOM];

    day_write(date, day);
    struct answer *answer =
        ASK(.target = say("/api/public/availability?salon=%s&date=%s&service_id=%lld", story_slug(),
                          date, (long long)story_type("plain")));
    EXPECT(answer->status == 200, "%ld %s", answer->status, answer->body);
    return json_object_array_length(answer->json);
}

static void set_notice(int hours)
{
    struct answer *answer =
        ASK(.method = "PUT", .target = "/api/settings", .credential = story_credential("admin:max"),
            .body = say("{\"booking_min_lead_hours\":%d}", hours));

    EXPECT(answer->status == 200, "%ld %s", answer->status, answer->body);
}

static void notice_is_kept(const void *row)
{
    (void)row;
    set_notice(24 * 5);
    EXPECT(offered_in(4) == 0, "something is offered within the notice");
    size_t partly = offered_in(5);
    EXPECT(partly < 96, "%zu are offered on its last day", partly);
    EXPECT(offered_in(6) == 96, "%zu are offered after it", offered_in(6));
    set_notice(0);
    EXPECT(offered_in(4) == 96, "%zu are offered without it", offered_in(4));
    EXPECT(offered_in(0) < 96, "the past is offered");
    set_notice(2);
}

static void one_of_many_gets_it(const void *row)
{
    enum { MANY = 8 };
    int32_t day = story_fresh_day();
    struct ask asks[MANY];
    struct answer *given[MANY];
    int won = 0, lost = 0;

    (void)row;
    for (int i = 0; i < MANY; i++) {
        asks[i] = (struct ask){
            .method = "POST",
            .target = say("/api/public/bookings?salon=%s", story_slug()),
            .body = say("{\"service_id\":%lld,\"start_at\":\"%s 10:00:00\",\"client_name\":\"C\","
                        "\"client_email\":\"c%d@together.test\"}",
                        (long long)story_type("plain"), story_filled("~d", day), i)};
    }
    http_together(asks, MANY, given);
    for (int i = 0; i < MANY; i++) {
        won += given[i]->status == 200;
        lost += given[i]->status == 409;
    }
    EXPECT(won == 1 && lost == MANY - 1, "%d won, %d lost", won, lost);
}

static int open_stack(void)
{
    int32_t today = wall_of_instant_utc(instant_now()).day.number;

    if (http_open(NULL) != 0 || !story_open("public"))
        return 1;
    story_begin(today + 14 - weekday_of_day((struct day){today}), 7);
    mysql_free_result(sql("UPDATE business SET settings = '{\"booking_max_future_days\":1830}'"
                          " WHERE id = %lld",
                          (long long)story_business()));
    return 0;
}

int main(int argc, char **argv)
{
    STORIES(salons);
    STORIES(services);
    STORIES(staff);
    STORIES(availability);
    STORIES(bookings);
    STORIES(answers);
    STORIES(reviews);
    case_add(a_key_replays, NULL, "a key replays the booking, for one salon only");
    case_add(offered_is_booked, NULL, "what is offered can be booked");
    case_add(notice_is_kept, NULL, "within the notice nothing is offered");
    case_add(one_of_many_gets_it, NULL, "one of many at once gets it");
    story_oracle_add();
    return cases_main("appointments_public", open_stack, http_close, argc, argv);
}
