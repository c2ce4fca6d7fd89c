/* appointments_manage.c - appointments: staff, shifts, days off, services, clients, the waitlist
 * and follow-up sequences, as their business manages them. Source: contract appointments 4.
 * SPDX-License-Identifier: MIT */
#include "cases.h"
#include "http.h"
#include "story.h"

#define SLOTS(type) "- GET /v2/slots?eventTypeId=" type "&start=~d&end=~d"
#define LINKS       "links GET /api/v1/availability?slug=linked&date=~d"
#define NINE_TO_TEN(who)                                                                           \
    "admin:max PUT /api/staff/shifts {'staff_id':" who                                             \
    ",'shifts':[{'weekday':1,'start_time':'09:00','end_time':'10:00'}]} => 200 /#1\n"

/* A member of staff of the story's own, $s, and a service of theirs, $v, of half an hour. */
#define STAFF(name)                                                                                \
    "s: admin:max POST /api/staff {'name':'" name "','email':'" name "@~s.test'} => 200\n"
#define SERVICE(name)                                                                              \
    "v: admin:max POST /api/services {'name':'" name "','duration':30,'staff_ids':[$s.id]} => "    \
    "200\n"
/* The same number in the other business, as a row of another table says. */
#define IN_TWO "FROM business WHERE slug = '~s-two'"

static const struct story staff[] = {
    {"a list is a bare array, by name",
     "admin:max GET /api/staff => 200 /0.name='Eva Nine To Five' /0.role=staff /0.active=true"
     " /0.phone=null /0.timezone=Europe/London /0.require_password_change=false"},
    {"staff may read it", "staff:ida GET /api/staff => 200 'Hal Host'"},
    {"nobody else may", "- GET /api/staff => 401 /error=Unauthorized"},
    {"a key of another dialect may not", "hal GET /api/staff => 401 /error=Unauthorized"},
    {"with a page it is an object",
     "admin:max GET /api/staff?page=2&limit=3 => 200 /items#3 /page=2 /limit=3 /total? /pages?"},
    {"limit alone does nothing", "admin:max GET /api/staff?limit=1 => 200 /1.id? /2.id?"},
    {"a page past the last is empty",
     "admin:max GET /api/staff?page=900&limit=200 => 200 /items#0 /page=900"},
    {"a page of none is refused", "admin:max GET /api/staff?page=0 => 400 /error?"},
    {"a limit above 200 is refused", "admin:max GET /api/staff?page=1&limit=201 => 400"},
    {"one is shown", "staff:ida GET /api/staff/#hal => 200 /id=#hal /name='Hal Host'"},
    {"none is not found",
     "admin:max GET /api/staff/999999999 => 404 /error='Staff member not found'"},
    {"one of another business is not found either",
     "admin:max GET /api/staff/#zoe => 404 /error='Staff member not found'"},
    {"no number is no id", "admin:max GET /api/staff/abc => 400 /error?"},
    {"an admin adds one",
     "s: admin:max POST /api/staff {'name':'  Ann Lee ','email':'Ann.Lee@~s.test','phone':'0031 "
     "6-12 34 56 "
     "78','role':'admin','timezone':'Europe/Amsterdam'} => 200 /name='Ann Lee' "
     "/email=ann.lee@~s.test /phone=+31612345678 /role=admin /timezone=Europe/Amsterdam "
     "/active=true /require_password_change=false\n"
     "sql SELECT COUNT(*) FROM user WHERE business_id = @@ AND username = 'ann.lee' AND"
     " CHAR_LENGTH(uid) = 16 AND password_hash IS NULL => 1"},
    {"a password is hashed and must be changed",
     "s: admin:max POST /api/staff {'name':'Pass','email':'pass@~s.test','password':'correct "
     "horse'} => 200 /require_password_change=true !'horse'\n"
     "sql SELECT COUNT(*) FROM user WHERE business_id = @@ AND id = $s.id AND CHAR_LENGTH("
     "password_hash) > 50 => 1\n"
     "- POST /api/auth/login {'email':'pass@~s.test','password':'correct horse'} => 200"
     " /user.require_password_change=true /user.id=$s.id"},
    {"unless it is said otherwise",
     "admin:max POST /api/staff {'name':'Pass','email':'pass2@~s.test','password':'correct horse',"
     "'require_password_change':false} => 200 /require_password_change=false"},
    {"a short password is refused",
     "admin:max POST /api/staff {'name':'P','email':'p@~s.test','password':'short'} => 400"
     " /details.field=password"},
    {"an address is taken once",
     STAFF("twice") "admin:max POST /api/staff {'name':'Other','email':'TWICE@~s.test'} => 409"
                    " /error='Duplicate or conflicting'"},
    {"two addresses may begin alike",
     "a: admin:max POST /api/staff {'name':'A','email':'alike@one.~s.test'} => 200\n"
     "b: admin:max POST /api/staff {'name':'B','email':'alike@two.~s.test'} => 200\n"
     "sql SELECT COUNT(*) FROM user WHERE business_id = @@ AND username LIKE 'alike%%' => 2"},
    {"the other business may have the address",
     STAFF("shared") "admin:zoe POST /api/staff {'name':'Shared','email':'shared@~s.test'} => 200"},
    {"a name is required", "admin:max POST /api/staff {'email':'n@~s.test'} => 400 "
                           "/error='name is required' /details.field=name"},
    {"an address is required",
     "admin:max POST /api/staff {'name':'N'} => 400 /details.field=email"},
    {"a role is admin or staff",
     "admin:max POST /api/staff {'name':'N','email':'n@~s.test','role':'owner'} => 400"
     " /details.field=role"},
    {"a telephone number has a country",
     "admin:max POST /api/staff {'name':'N','email':'n@~s.test','phone':'0612345678'} => 400"
     " /details.field=phone"},
    {"staff may not add any",
     "staff:ida POST /api/staff {'name':'N','email':'n@~s.test'} => 403"
     " /error='Insufficient permissions'\n"
     "sql SELECT COUNT(*) FROM user WHERE business_id = @@ AND email = 'n@~s.test' => 0"},
    {"an admin changes what is sent",
     STAFF("partial") "admin:max PUT /api/staff/$s.id {'name':'Changed','nonsense':1} => 200"
                      " /name=Changed /email=partial@~s.test /role=staff\n"
                      "admin:max PUT /api/staff/$s.id {'phone':'+31612345678'} => 200"
                      " /phone=+31612345678\n"
                      "admin:max PUT /api/staff/$s.id {'phone':''} => 200 /phone=null"},
    {"to an address of somebody else not",
     STAFF("mover") "admin:max PUT /api/staff/$s.id {'email':'hal@~s.example'} => 409"},
    {"staff may not change any, nor themselves",
     "staff:ida PUT /api/staff/#hal {'name':'X'} => 403\n"
     "staff:ida PUT /api/staff/#ida {'role':'admin'} => 403"},
    {"one of another business can not be changed",
     "admin:max PUT /api/staff/#zoe {'name':'X'} => 404\n"
     "sql SELECT COUNT(*) FROM user WHERE name = 'Zoe Elsewhere' AND id = #zoe => 1"},
    {"with the same number in both businesses one's own is changed",
     STAFF(
         "number") "sql INSERT INTO user (business_id, id, uid, username, name, email, time_zone,"
                   " created_us) SELECT id, $s.id, LEFT(SHA2(UUID(), 256), 16), 'number', 'Theirs',"
                   " 'number@~s.test', 'UTC', 1 " IN_TWO "\n"
                   "admin:max PUT /api/staff/$s.id {'name':'Ours'} => 200 /name=Ours\n"
                   "admin:zoe GET /api/staff/$s.id => 200 /name=Theirs\n"
                   "admin:zoe DELETE /api/staff/$s.id => 200 /name=Theirs /active=false\n"
                   "admin:max GET /api/staff/$s.id => 200 /name=Ours /active=true"},
    {"deleting one deactivates",
     STAFF("leaver") "admin:max DELETE /api/staff/$s.id => 200 /active=false\n"
                     "admin:max GET /api/staff => 200 !'leaver@'\n"
                     "admin:max GET /api/staff?include_inactive=true => 200 'leaver@'\n"
                     "admin:max GET /api/staff/$s.id => 200 /active=false\n"
                     "admin:max PUT /api/staff/$s.id {'active':1} => 200 /active=true"},
    {"staff may not delete any", "staff:ida DELETE /api/staff/#hal => 403"},
    {"who is deactivated is signed out",
     "s: admin:max POST /api/staff {'name':'Out','email':'out@~s.test','password':'correct horse'}"
     " => 200\n"
     "t: - POST /api/auth/login {'email':'out@~s.test','password':'correct horse'} => 200\n"
     "admin:max DELETE /api/staff/$s.id => 200\n"
     "sql SELECT COUNT(*) FROM token WHERE business_id = @@ AND user_id = $s.id AND revoked_us IS"
     " NULL => 0\n"
     "- POST /api/auth/login {'email':'out@~s.test','password':'correct horse'} => 401"},
    {"what else who is deactivated holds opens nothing, until they come back",
     STAFF("keyed") "sql INSERT INTO token (business_id, kind, hash, shown,"
                    " user_id, created_us) VALUES (@@, 'cal_key', UNHEX(SHA2('~s_keyed', 256)), "
                    "'k', $s.id, 1)\n"
                    "keyed GET /v2/me => 200\n"
                    "admin:max DELETE /api/staff/$s.id => 200\n"
                    "keyed GET /v2/me => 401\n"
                    "admin:max PUT /api/staff/$s.id {'active':true} => 200\n"
                    "keyed GET /v2/me => 200"},
    {"a new password signs out, a new name does not",
     "s: admin:max POST /api/staff {'name':'In','email':'in@~s.test','password':'correct horse'}"
     " => 200\n"
     "t: - POST /api/auth/login {'email':'in@~s.test','password':'correct horse'} => 200\n"
     "admin:max PUT /api/staff/$s.id {'name':'Still In'} => 200\n"
     "sql SELECT COUNT(*) > 0 FROM token WHERE business_id = @@ AND user_id = $s.id AND revoked_us"
     " IS NULL => 1\n"
     "admin:max PUT /api/staff/$s.id {'password':'another horse'} => 200"
     " /require_password_change=true\n"
     "sql SELECT COUNT(*) FROM token WHERE business_id = @@ AND user_id = $s.id AND revoked_us IS"
     " NULL => 0"},
    {"the last admin stays",
     "sql UPDATE user SET role = 'staff' WHERE business_id = (SELECT id " IN_TWO ")\n"
     "admin:zoe DELETE /api/staff/#zoe => 400 /error='the business needs an active admin'\n"
     "admin:zoe PUT /api/staff/#zoe {'role':'staff'} => 400\n"
     "admin:zoe PUT /api/staff/#zoe {'active':false} => 400\n"
     "sql SELECT COUNT(*) FROM user WHERE id = #zoe AND role = 'admin' AND active => 1"},
    {"a body that is no object is refused", "admin:max POST /api/staff [] => 400"},
    {"a name of another type is refused",
     "admin:max POST /api/staff {'name':{'a':1},'email':'n@~s.test'} => 400 /details.field=name"},
    {"a name that is too long is refused",
     "admin:max PUT /api/staff/#hal {'email':'x'} => 400 /details.field=email"},
};

/* clang-format off */
static const struct story shifts[] = {
    {"new staff begin with nine to five",
     STAFF("fresh") "admin:max GET /api/staff/shifts?staff_id=$s.id => 200 /#5 /0.weekday=1 "
     "/0.start_time=09:00 /0.end_time=17:00 /0.staff_id=$s.id /0.timezone=UTC /4.weekday=5"},
    {"everybody's are listed",
     "staff:ida GET /api/staff/shifts => 200 '\"staff_id\":#hal,'"},
    {"of nobody there are none",
     "staff:ida GET /api/staff/shifts?staff_id=999999999 => 200 /#0"},
    {"of another business there are none",
     "admin:max GET /api/staff/shifts?staff_id=#zoe => 200 /#0"},
    {"a week is replaced",
     STAFF("weekly") "admin:max PUT /api/staff/shifts "
     "{'staff_id':$s.id,'shifts':[{'weekday':6,'start_time':'10:00','end_time':'24:00'},"
     "{'weekday':0,'start_time':'08:30','end_time':'09:00'}]} => 200 /#2 /0.weekday=0 "
     "/0.start_time=08:30 /1.weekday=6 /1.end_time=24:00\n"
     "sql SELECT SUM(w.weekdays) FROM schedule_window w JOIN user u ON u.business_id = "
     "w.business_id AND u.default_schedule_id = w.schedule_id WHERE u.business_id = @@ AND "
     "u.id = $s.id => 96"},
    {"days of the same hours share a window",
     STAFF("windows") "admin:max PUT /api/staff/shifts "
     "{'staff_id':$s.id,'shifts':[{'weekday':1,'start_time':'09:00','end_time':'12:00'},"
     "{'weekday':2,'start_time':'09:00','end_time':'12:00'}]} => 200 /#2\n"
     "sql SELECT COUNT(*) FROM schedule_window w JOIN user u ON u.business_id = w.business_id "
     "AND u.default_schedule_id = w.schedule_id WHERE u.business_id = @@ AND u.id = $s.id => 1"},
    {"a shift is added and taken out",
     STAFF("adder") NINE_TO_TEN("$s.id") "admin:max POST /api/staff/shifts "
     "{'staff_id':$s.id,'weekday':1,'start_time':'10:00','end_time':'11:00'} => 200 /#2\n"
     "admin:max DELETE /api/staff/shifts?staff_id=$s.id&weekday=1&start_time=09:00 => 200 /#1 "
     "/0.start_time=10:00\n"
     "admin:max DELETE /api/staff/shifts?staff_id=$s.id&weekday=1&start_time=09:00 => 404 "
     "/error='Shift not found'"},
    {"shifts of a day do not overlap",
     STAFF("overlap") NINE_TO_TEN("$s.id") "admin:max POST /api/staff/shifts "
     "{'staff_id':$s.id,'weekday':1,'start_time':'09:30','end_time':'11:00'} => 400 "
     "/error='shifts of a day must not overlap'\n"
     "admin:max GET /api/staff/shifts?staff_id=$s.id => 200 /#1"},
    {"a shift ends after it starts",
     "admin:max POST /api/staff/shifts "
     "{'staff_id':#eva,'weekday':0,'start_time':'11:00','end_time':'11:00'} => 400"},
    {"a week has seven days",
     "admin:max POST /api/staff/shifts "
     "{'staff_id':#eva,'weekday':7,'start_time':'10:00','end_time':'11:00'} => 400 "
     "/details.field=weekday"},
    {"a time is a time",
     "admin:max POST /api/staff/shifts "
     "{'staff_id':#eva,'weekday':0,'start_time':'25:00','end_time':'26:00'} => 400 'HH:MM'"},
    {"staff write their own",
     "staff:una POST /api/staff/shifts "
     "{'staff_id':#kim,'weekday':0,'start_time':'10:00','end_time':'11:00'} => 403 "
     "/error='Insufficient permissions'\n"
     "staff:una DELETE /api/staff/shifts?staff_id=#kim&weekday=1&start_time=00:00 => 403\n"
     "staff:una PUT /api/staff/shifts {'staff_id':999999999,'shifts':[]} => 403\n"
     "staff:una PUT /api/staff/shifts "
     "{'staff_id':#una,'shifts':[{'weekday':1,'start_time':'09:00','end_time':'10:00'}]} => "
     "200 /#1"},
    {"of nobody none can be written",
     "admin:max PUT /api/staff/shifts {'staff_id':999999999,'shifts':[]} => 400 /error='Staff "
     "member 999999999 does not exist'\n"
     "admin:max PUT /api/staff/shifts {'staff_id':#zoe,'shifts':[]} => 400\n"
     "admin:zoe GET /api/staff/shifts?staff_id=#zoe => 200 /#7"},
    {"slots of Cal.com follow the shifts",
     STAFF("slots") NINE_TO_TEN("$s.id") SERVICE("Slots") SLOTS("$v.id") " => 200 ~d#2\n"
     "admin:max POST /api/staff/shifts "
     "{'staff_id':$s.id,'weekday':1,'start_time':'13:00','end_time':'14:00'} => 200\n"
     SLOTS("$v.id") " => 200 ~d#4\n"
     "admin:max PUT /api/staff/shifts {'staff_id':$s.id,'shifts':[]} => 200 /#0\n"
     SLOTS("$v.id") " => 200 ~d!"},
    {"so does what booking links offer",
     STAFF("linked") NINE_TO_TEN("$s.id") SERVICE("Linked")
     "sql INSERT INTO booking_link (business_id, uid, slug, title, event_type_id, created_us) "
     "VALUES (@@, LEFT(SHA2(UUID(), 256), 16), 'linked', 'Linked', $v.id, 1)\n"
     LINKS " => 200 slots#2\n"
     "admin:max POST /api/staff/shifts "
     "{'staff_id':$s.id,'weekday':1,'start_time':'10:00','end_time':'10:30'} => 200\n"
     LINKS " => 200 slots#3\n"
     "t: admin:max POST /api/staff/time-off "
     "{'staff_id':$s.id,'start_date':'~d','end_date':'~d'} => 200\n"
     LINKS " => 200 slots#0\n"
     "admin:max DELETE /api/staff/time-off/$t.id => 200\n"
     LINKS " => 200 slots#3\n"
     "h: admin:max POST /api/holidays {'date':'~d','name':'Off'} => 200\n"
     LINKS " => 200 slots#0\n"
     SLOTS("$v.id") " => 200 ~d!\n"
     "admin:max DELETE /api/holidays/$h.id => 200\n"
     "admin:max PUT /api/services/$v.id {'duration':60} => 200\n"
     LINKS " => 200 slots#1\n"
     SLOTS("$v.id") " => 200 ~d#1"},
    {"whose schedule is named otherwise keeps it",
     "admin:max PUT /api/staff/shifts "
     "{'staff_id':#eva,'shifts':[{'weekday':1,'start_time':'09:00','end_time':'17:00'},"
     "{'weekday':2,'start_time':'09:00','end_time':'17:00'}]} => 200 /#2 "
     "/0.timezone=Europe/London\n"
     "sql SELECT COUNT(*) FROM schedule WHERE business_id = @@ AND user_id = #eva => 1"},
    {"who has no schedule gets one",
     "admin:max PUT /api/staff/shifts "
     "{'staff_id':#lou,'shifts':[{'weekday':3,'start_time':'09:00','end_time':'17:00'}]} => "
     "200 /#1 /0.timezone=UTC\n"
     "sql SELECT COUNT(*) FROM schedule s JOIN user u ON u.business_id = s.business_id AND "
     "u.default_schedule_id = s.id WHERE s.business_id = @@ AND u.id = #lou => 1"},
};
/* clang-format on */

/* In one story: the defaults are the business's, and others make staff meanwhile. */
static const struct story defaults[] = {
    {"the defaults are read by all, written by admins, given to whom one names",
     "staff:ida GET /api/staff/default-shifts => 200 /#5 /0.weekday=1 /0.start_time=09:00"
     " /0.staff_id!\n"
     "staff:ida PUT /api/staff/default-shifts {'shifts':[]} => 403\n"
     "staff:ida POST /api/staff/default-shifts/apply => 403\n"
     "admin:max PUT /api/staff/default-shifts {'shifts':[{'weekday':0,'start_time':'12:00',"
     "'end_time':'13:00'},{'weekday':0,'start_time':'12:30','end_time':'14:00'}]} => 400\n"
     "admin:max PUT /api/staff/default-shifts {'shifts':[{'weekday':0,'start_time':'12:00',"
     "'end_time':'13:00'}]} => 200 /#1 /0.weekday=0\n"
     "admin:zoe GET /api/staff/default-shifts => 200 /#5\n" STAFF(
         "sunday") ""
                   "admin:max GET /api/staff/shifts?staff_id=$s.id => 200 /#1 /0.weekday=0\n"
                   "admin:max PUT /api/staff/default-shifts "
                   "{'shifts':[{'weekday':2,'start_time':'12:00',"
                   "'end_time':'13:00'}]} => 200\n"
                   "admin:max POST /api/staff/default-shifts/apply {'staff_ids':[$s.id,#zoe]} => "
                   "400\n"
                   "admin:max GET /api/staff/shifts?staff_id=$s.id => 200 /0.weekday=0\n"
                   "admin:max POST /api/staff/default-shifts/apply {'staff_ids':[$s.id]} => 200 "
                   "/#1 /0.weekday=2"
                   " /0.staff_id=$s.id\n"
                   "admin:max GET /api/staff/shifts?staff_id=#kim => 200 /#7\n"
                   "admin:max PUT /api/staff/default-shifts {'shifts':[]} => 200 /#5"},
    {"and without names to everybody of the business",
     "sql INSERT INTO business (uid, slug, name, time_zone, created_us) SELECT"
     " LEFT(SHA2(UUID(), 256), 16), '~s-three', 'Three', 'UTC', 1\n"
     "admin:zoe PUT /api/staff/shifts {'staff_id':#zoe,'shifts':[]} => 200 /#0\n"
     "admin:zoe POST /api/staff/default-shifts/apply {} => 200 '\"staff_id\":#zoe,'\n"
     "admin:zoe GET /api/staff/shifts?staff_id=#zoe => 200 /#5\n"
     "admin:max GET /api/staff/shifts?staff_id=#kim => 200 /#7"},
};

/* clang-format off */
static const struct story days_off[] = {
    {"days off close them to all dialects, and open again",
     STAFF("holidays") NINE_TO_TEN("$s.id") SERVICE("Away") SLOTS("$v.id") " => 200 ~d#2\n"
     "t: admin:max POST /api/staff/time-off "
     "{'staff_id':$s.id,'start_date':'~d','end_date':'~d+1','reason':' At sea '} => 200 "
     "/staff_id=$s.id /start_date=~d /end_date=~d+1 /reason='At sea'\n"
     SLOTS("$v.id") " => 200 ~d!\n"
     "staff:ida GET /api/staff/time-off?staff_id=$s.id => 200 /#1 /0.id=$t.id\n"
     "admin:max DELETE /api/staff/time-off/$t.id => 200 /id=$t.id\n"
     SLOTS("$v.id") " => 200 ~d#2\n"
     "admin:max DELETE /api/staff/time-off/$t.id => 404 /error='Time off not found'"},
    {"what is booked then stays",
     STAFF("booked") NINE_TO_TEN("$s.id") SERVICE("Booked")
     "b: hal BOOK {'start':'~09:00','eventTypeId':$v.id,'attendee':%bo} => 201\n"
     "admin:max POST /api/staff/time-off {'staff_id':$s.id,'start_date':'~d','end_date':'~d'} "
     "=> 200 /reason=''\n"
     "sql SELECT COUNT(*) FROM booking WHERE uid = '$b' AND status = 'accepted' => 1"},
    {"the end is not before the start",
     "admin:max POST /api/staff/time-off "
     "{'staff_id':#hal,'start_date':'~d+1','end_date':'~d'} => 400 /error='The end must be "
     "after the start'"},
    {"a date is a date",
     "admin:max POST /api/staff/time-off "
     "{'staff_id':#hal,'start_date':'2032-02-30','end_date':'~d'} => 400 "
     "/details.field=start_date"},
    {"staff write their own",
     "staff:ida POST /api/staff/time-off {'staff_id':#hal,'start_date':'~d','end_date':'~d'} "
     "=> 403\n"
     "t: staff:ida POST /api/staff/time-off "
     "{'staff_id':#ida,'start_date':'~d','end_date':'~d'} => 200\n"
     "staff:jon DELETE /api/staff/time-off/$t.id => 403\n"
     "staff:ida DELETE /api/staff/time-off/$t.id => 200"},
    {"of another business none are seen, nor taken back",
     "t: admin:zoe POST /api/staff/time-off "
     "{'staff_id':#zoe,'start_date':'~d','end_date':'~d'} => 200\n"
     "admin:max GET /api/staff/time-off => 200 !'\"staff_id\":#zoe,'\n"
     "admin:max DELETE /api/staff/time-off/$t.id => 404\n"
     "admin:max POST /api/staff/time-off {'staff_id':#zoe,'start_date':'~d','end_date':'~d'} "
     "=> 400\n"
     "admin:zoe GET /api/staff/time-off?page=1 => 200 /items? /total=1"},
};
/* clang-format on */

/* clang-format off */
static const struct story services[] = {
    {"all are listed by name",
     "staff:ida GET /api/services => 200 /0.id? /0.duration=30 /0.price=0 /0.buffer_before=0 "
     "/0.active=true /0.staff_ids?"},
    {"hidden, deleted and managed ones are not",
     "admin:max GET /api/services => 200 !'\"name\":\"hidden\"' !'\"name\":\"gone\"' "
     "!'\"name\":\"parent\"' 'robin-turns'\n"
     "admin:max GET /api/services?include_inactive=true => 200 'hidden' !'\"name\":\"gone\"'"},
    {"of one member of staff",
     "admin:max GET /api/services?staff_id=#kim => 200 /#1 /0.name='of kim' "
     "/0.staff_ids.0=#kim /0.staff_ids#1\n"
     "admin:max GET /api/services?staff_id=#pat => 200 /#1 /0.name=robin-turns /0.staff_ids#2"},
    {"one is shown",
     "staff:ida GET /api/services/@buffered => 200 /buffer_before=10 /buffer_after=15 "
     "/name=buffered"},
    {"none is not found",
     "staff:ida GET /api/services/999999999 => 404 /error='Service not found'"},
    {"one of another business is not found",
     "admin:max GET /api/services/@elsewhere => 404"},
    {"a deleted one is not found",
     "admin:max GET /api/services/@gone => 404"},
    {"an admin adds one, which the other dialects see",
     STAFF("maker")
     "v: admin:max POST /api/services {'name':'Hair, Cut & Dry','description':'Long "
     "hair','duration':45,'price':4250,'buffer_before':5,'buffer_after':10,'staff_ids':[$s.id,"
     "$s.id]} => 200 /name='Hair, Cut & Dry' /duration=45 /price=4250 /buffer_before=5 "
     "/buffer_after=10 /active=true /staff_ids#1 /staff_ids.0=$s.id /description='Long hair'\n"
     "- GET /v2/event-types?username=maker&orgSlug=~s => 200 0.id=$v.id 0.title='Hair, Cut & "
     "Dry' 0.slug=hair-cut-dry 0.lengthInMinutes=45"},
    {"two of one name have two slugs",
     STAFF("namer") SERVICE("Same")
     "w: admin:max POST /api/services {'name':'Same','duration':30,'staff_ids':[$s.id]} => "
     "200\n"
     "sql SELECT COUNT(DISTINCT slug) FROM event_type WHERE business_id = @@ AND title = "
     "'Same' => 2"},
    {"a name without letters will do",
     STAFF("signs") SERVICE("!!!")
     "sql SELECT COUNT(*) FROM event_type WHERE business_id = @@ AND id = $v.id AND slug = "
     "'service' => 1"},
    {"several take turns",
     "v: admin:max POST /api/services {'name':'Turns','duration':30,'staff_ids':[#jon,#ida]} "
     "=> 200 /staff_ids#2\n"
     "a: hal BOOK {'start':'~09:00','eventTypeId':$v.id,'attendee':%bo} => 201\n"
     "b: hal BOOK {'start':'~09:00','eventTypeId':$v.id,'attendee':%al} => 201\n"
     "sql SELECT COUNT(DISTINCT host_id) FROM booking WHERE business_id = @@ AND uid IN "
     "('$a','$b') AND host_id IN (#jon, #ida) => 2\n"
     "hal BOOK {'start':'~09:00','eventTypeId':$v.id,'attendee':%cy} => 400"},
    {"somebody must give it",
     "admin:max POST /api/services {'name':'N','duration':30,'staff_ids':[]} => 400 'at least "
     "one'\n"
     "admin:max POST /api/services {'name':'N','duration':30} => 400 /details.field=staff_ids"},
    {"somebody of the business",
     "admin:max POST /api/services {'name':'Foreign','duration':30,'staff_ids':[#zoe]} => 400 "
     "/details.field=staff_ids\n"
     "admin:max POST /api/services {'name':'Foreign','duration':30,'staff_ids':[#hal,#zoe]} "
     "=> 400\n"
     "sql SELECT COUNT(*) FROM event_type WHERE title = 'Foreign' AND business_id = @@ => 0"},
    {"somebody who is still there",
     STAFF("former") "admin:max DELETE /api/staff/$s.id => 200\n"
     "admin:max POST /api/services {'name':'N','duration':30,'staff_ids':[$s.id]} => 400"},
    {"a duration is a number of minutes",
     "admin:max POST /api/services {'name':'N','duration':0,'staff_ids':[#hal]} => 400\n"
     "admin:max POST /api/services {'name':'N','duration':1441,'staff_ids':[#hal]} => 400\n"
     "admin:max POST /api/services {'name':'N','duration':'30','staff_ids':[#hal]} => 400 "
     "/details.field=duration"},
    {"a price is not less than nothing",
     "admin:max POST /api/services {'name':'N','duration':30,'price':-1,'staff_ids':[#hal]} "
     "=> 400 /details.field=price"},
    {"staff may not write any",
     "staff:ida POST /api/services {'name':'N','duration':30,'staff_ids':[#ida]} => 403\n"
     "staff:ida PUT /api/services/@plain {'name':'X'} => 403\n"
     "staff:ida DELETE /api/services/@plain => 403\n"
     "staff:ida GET /api/services/@plain => 200 /name=plain"},
    {"one of another business can not be written",
     "admin:max PUT /api/services/@elsewhere {'name':'X'} => 404\n"
     "admin:max DELETE /api/services/@elsewhere => 404\n"
     "admin:zoe GET /api/services/@elsewhere => 200 /name=Elsewhere"},
    {"a change is partial, and slots follow it",
     STAFF("changer") NINE_TO_TEN("$s.id") SERVICE("Changing") SLOTS("$v.id") " => 200 ~d#2\n"
     "admin:max PUT /api/services/$v.id {'duration':20,'junk':[]} => 200 /duration=20 "
     "/name=Changing /staff_ids.0=$s.id\n"
     SLOTS("$v.id") " => 200 ~d#3\n"
     "admin:max PUT /api/services/$v.id {'buffer_after':40} => 200 /buffer_after=40 "
     "/duration=20\n"
     "hal BOOK {'start':'~09:00','eventTypeId':$v.id,'attendee':%bo} => 201\n"
     SLOTS("$v.id") " => 200 ~d!"},
    {"what is not active is not on offer to anybody else",
     STAFF("hider") SERVICE("Hiding")
     "admin:max PUT /api/services/$v.id {'active':0} => 200 /active=false\n"
     "- GET /v2/event-types?username=hider&orgSlug=~s => 200 #0\n"
     "admin:max PUT /api/services/$v.id {'active':true} => 200 /active=true\n"
     "- GET /v2/event-types?username=hider&orgSlug=~s => 200 #1"},
    {"it is handed to somebody else",
     STAFF("giver") SERVICE("Handed")
     "r: admin:max POST /api/staff {'name':'R','email':'r@~s.test'} => 200\n"
     "w: admin:max POST /api/services {'name':'Handed','duration':30,'staff_ids':[$r.id]} => "
     "200\n"
     "admin:max PUT /api/services/$v.id {'staff_ids':[$r.id]} => 200 /staff_ids#1 "
     "/staff_ids.0=$r.id\n"
     "- GET /v2/event-types?username=r&orgSlug=~s => 200 #2"},
    {"from one to several and back to one",
     STAFF("grower") SERVICE("Growing")
     "r: admin:max POST /api/staff {'name':'Q','email':'q@~s.test'} => 200\n"
     "admin:max PUT /api/services/$v.id {'staff_ids':[$s.id,$r.id]} => 200 /staff_ids#2\n"
     "sql SELECT COUNT(*) FROM event_type WHERE business_id = @@ AND id = $v.id AND "
     "assignment = 'round_robin' AND owner_id IS NULL => 1\n"
     "admin:max PUT /api/services/$v.id {'staff_ids':[$r.id]} => 200 /staff_ids#1 "
     "/staff_ids.0=$r.id\n"
     "b: hal BOOK {'start':'~09:00','eventTypeId':$v.id,'attendee':%bo} => 201\n"
     "sql SELECT host_id FROM booking WHERE uid = '$b' => $r.id"},
    {"a deleted one stays in its bookings and takes no more",
     STAFF("deleter") SERVICE("Deleted")
     "b: hal BOOK {'start':'~09:00','eventTypeId':$v.id,'attendee':%bo} => 201\n"
     "admin:max DELETE /api/services/$v.id => 200 /id=$v.id /name=Deleted\n"
     "admin:max GET /api/services/$v.id => 404\n"
     "admin:max DELETE /api/services/$v.id => 404\n"
     "hal GET $b => 200 status=accepted\n"
     "hal BOOK {'start':'~10:00','eventTypeId':$v.id,'attendee':%bo} => 404"},
    {"who left gives nothing any more",
     STAFF("quitter") SERVICE("Quit") SLOTS("$v.id") " => 200 ~d?\n"
     "admin:max DELETE /api/staff/$s.id => 200\n"
     SLOTS("$v.id") " => 200 ~d!\n"
     "hal BOOK {'start':'~09:00','eventTypeId':$v.id,'attendee':%bo} => 400"},
};
/* clang-format on */

static const struct story clients[] = {
    {"anybody signed in makes one",
     "c: staff:ida POST /api/clients {'name':' Cy ','email':'Cy@~s.test','phone':'+31 6 1234 5678',"
     "'notes':'likes\\ntea'} => 200 /name=Cy /email=cy@~s.test /phone=+31612345678\n"
     "staff:ida GET /api/clients/$c.id => 200 /id=$c.id /name=Cy\n"
     "sql SELECT COUNT(*) FROM client WHERE business_id = @@ AND id = $c.id AND CHAR_LENGTH(uid) ="
     " 16 AND CHAR_LENGTH(matter_uid) = 16 => 1"},
    {"nobody else", "- POST /api/clients {'name':'N'} => 401\n- GET /api/clients => 401"},
    {"a name will do", "admin:max POST /api/clients {'name':'Only'} => 200 /email=null /phone=null"
                       " /notes=''"},
    {"a name is needed", "admin:max POST /api/clients {'email':'n@~s.test'} => 400"
                         " /error='name is required'"},
    {"a name is not blank",
     "admin:max POST /api/clients {'name':'   '} => 400 /details.field=name"},
    {"an address is an address",
     "admin:max POST /api/clients {'name':'N','email':'nobody'} => 400 /details.field=email\n"
     "admin:max POST /api/clients {'name':'N','email':'a@b.test\\r\\nBcc: c@d.test'} => 400"},
    {"an address is taken once, whatever its case",
     "admin:max POST /api/clients {'name':'A','email':'once@~s.test'} => 200\n"
     "admin:max POST /api/clients {'name':'B','email':'ONCE@~s.test'} => 409"
     " /error='Duplicate or conflicting' /details?"},
    {"two without an address are two",
     "a: admin:max POST /api/clients {'name':'Without'} => 200\n"
     "admin:max POST /api/clients {'name':'Without'} => 200 !'\"id\":$a.id,'"},
    {"who books elsewhere is a client here",
     "hal BOOK {'start':'~09:00','eventTypeId':@plain,'attendee':%dee} => 201\n"
     "admin:max GET /api/clients?search=^dee => 200 /#1 /0.email=^dee /0.name=dee"},
    {"a search looks at name, address and telephone, whatever the case",
     "c: admin:max POST /api/clients {'name':'Zorro Quux','email':'fox@~s.test','phone':"
     "'+31699999999'} => 200\n"
     "admin:max GET /api/clients?search=RRO%20q => 200 /#1 /0.id=$c.id\n"
     "admin:max GET /api/clients?search=FOX@ => 200 /#1 /0.id=$c.id\n"
     "admin:max GET /api/clients?search=69999 => 200 /#1 /0.id=$c.id\n"
     "admin:max GET /api/clients?search=zorroo => 200 /#0"},
    {"signs of patterns are letters",
     "c: admin:max POST /api/clients {'name':'100%25_x'} => 200\n"
     "admin:max GET /api/clients?search=%25%25_ => 200 /#0\n"
     "admin:max GET /api/clients?search=0%25 => 200 /0.id=$c.id /#1\n"
     "admin:max GET /api/clients?search=%27%20OR%201=1 => 200 /#0\n"
     "admin:max GET /api/clients?search=%5C => 200 /#0"},
    {"pages count what the search finds",
     "admin:max POST /api/clients {'name':'Pager A'} => 200\n"
     "admin:max POST /api/clients {'name':'Pager B'} => 200\n"
     "admin:max POST /api/clients {'name':'Pager C'} => 200\n"
     "admin:max GET /api/clients?search=pager&page=2&limit=2 => 200 /items#1 /total=3 /pages=2"
     " /items.0.name='Pager C'"},
    {"a change is partial",
     "c: admin:max POST /api/clients {'name':'Before','email':'before@~s.test','notes':'x'} => "
     "200\n"
     "admin:max PUT /api/clients/$c.id {'name':'After'} => 200 /name=After /email=before@~s.test"
     " /notes=x\n"
     "admin:max PUT /api/clients/$c.id {'notes':'','junk':{'a':[1]}} => 200 /notes=''\n"
     "admin:max PUT /api/clients/$c.id {} => 200 /name=After\n"
     "admin:max PUT /api/clients/$c.id {'email':'AFTER@~s.test'} => 200 /email=after@~s.test"},
    {"to an address of another client not",
     "a: admin:max POST /api/clients {'name':'A','email':'first@~s.test'} => 200\n"
     "b: admin:max POST /api/clients {'name':'B','email':'second@~s.test'} => 200\n"
     "admin:max PUT /api/clients/$b.id {'email':'first@~s.test'} => 409\n"
     "admin:max GET /api/clients/$b.id => 200 /email=second@~s.test"},
    {"a deleted one is gone, and stays in the bookings",
     "hal BOOK {'start':'~09:00','eventTypeId':@plain,'attendee':%gil} => 201\n"
     "c: admin:max GET /api/clients?search=^gil => 200 /#1\n"
     "staff:ida DELETE /api/clients/$c.0.id => 200 /id=$c.0.id\n"
     "staff:ida GET /api/clients/$c.0.id => 404 /error='Client not found'\n"
     "staff:ida DELETE /api/clients/$c.0.id => 404\n"
     "staff:ida PUT /api/clients/$c.0.id {'name':'X'} => 404\n"
     "admin:max GET /api/clients?search=^gil => 200 /#0\n"
     "sql SELECT COUNT(*) FROM booking WHERE business_id = @@ AND client_id = $c.0.id => 1"},
    {"and comes back with the address",
     "c: admin:max POST /api/clients {'name':'Gone','email':'back@~s.test','notes':'old'} => 200\n"
     "admin:max DELETE /api/clients/$c.id => 200\n"
     "admin:max POST /api/clients {'name':'Back','email':'back@~s.test'} => 200 /id=$c.id "
     "/name=Back"
     " /notes=''"},
    {"or by booking", "c: admin:max POST /api/clients {'name':'Han','email':'^han'} => 200\n"
                      "admin:max DELETE /api/clients/$c.id => 200\n"
                      "hal BOOK {'start':'~11:00','eventTypeId':@plain,'attendee':%han} => 201\n"
                      "admin:max GET /api/clients/$c.id => 200 /email=^han"},
    {"clients of another business are not there, also with the same number and address",
     "c: admin:max POST /api/clients {'name':'Ours','email':'both@~s.test'} => 200\n"
     "admin:zoe GET /api/clients/$c.id => 404\n"
     "sql INSERT INTO client (business_id, id, uid, name, email, created_us) SELECT id, $c.id,"
     " LEFT(SHA2(UUID(), 256), 16), 'Theirs', 'both@~s.test', 1 " IN_TWO "\n"
     "admin:max GET /api/clients/$c.id => 200 /name=Ours\n"
     "admin:zoe GET /api/clients/$c.id => 200 /name=Theirs\n"
     "admin:zoe PUT /api/clients/$c.id {'notes':'theirs'} => 200\n"
     "admin:max GET /api/clients/$c.id => 200 /notes=''\n"
     "admin:zoe DELETE /api/clients/$c.id => 200\n"
     "admin:max GET /api/clients/$c.id => 200 /name=Ours\n"
     "admin:zoe GET /api/clients?search=both@ => 200 /#0\n"
     "admin:max GET /api/clients?search=both@ => 200 /#1"},
    {"a list that no answer holds is to be asked for by page",
     "sql INSERT INTO client (business_id, uid, name, created_us) SELECT b.id, LEFT(SHA2(UUID(), "
     "256),"
     " 16), CONCAT('Many ', s.seq), 1 FROM business b JOIN seq_1_to_4001 s WHERE b.slug ="
     " '~s-two'\n"
     "admin:zoe GET /api/clients => 400 'by page' /details.field=page\n"
     "admin:zoe GET /api/clients?search=many%201 => 200\n"
     "admin:zoe GET /api/clients?search=many&page=201&limit=20 => 200 /items#1 /total=4001"
     " /pages=201"},
    {"bytes that are no text are refused",
     "admin:max POST /api/clients {'name':'a\\u0000b'} => 400\n"
     "admin:max POST /api/clients {'name':5} => 400 /details.field=name\n"
     "admin:max POST /api/clients {'name' => 400\n"
     "admin:max GET /api/clients/-1 => 400\n"
     "admin:max GET /api/clients/99999999999999999999 => 400"},
};

static const struct story waitlist[] = {
    {"a client waits for a service on a date",
     "w: staff:ida POST /api/waitlist {'client_id':^ivy.id,'service_id':@plain,'date':'~d'} => 200"
     " /client_id=^ivy.id /service_id=@plain /service_name=plain /date=~d /status=waiting"
     " /booking_id=null /notified_at=null /created_at? /client_name?\n"
     "staff:ida GET /api/waitlist/$w.id => 200 /id=$w.id /status=waiting"},
    {"once",
     "admin:max POST /api/waitlist {'client_id':^jo.id,'service_id':@plain,'date':'~d'} => 200\n"
     "admin:max POST /api/waitlist {'client_id':^jo.id,'service_id':@plain,'date':'~d'} => 409\n"
     "admin:max POST /api/waitlist {'client_id':^jo.id,'service_id':@plain,'date':'~d+1'} => 200"},
    {"a list is in the order of serving, and filtered",
     "a: admin:max POST /api/waitlist {'client_id':^kay.id,'service_id':@lengths,'date':'~d+1'} =>"
     " 200\n"
     "b: admin:max POST /api/waitlist {'client_id':^kay.id,'service_id':@lengths,'date':'~d'} =>"
     " 200\n"
     "c: admin:max POST /api/waitlist {'client_id':^lee.id,'service_id':@lengths,'date':'~d'} =>"
     " 200\n"
     "admin:max DELETE /api/waitlist/$c.id => 200 /status=cancelled\n"
     "staff:ida GET /api/waitlist?service_id=@lengths => 200 /#3 /0.id=$b.id /1.id=$c.id"
     " /2.id=$a.id\n"
     "staff:ida GET /api/waitlist?service_id=@lengths&date=~d => 200 /#2\n"
     "staff:ida GET /api/waitlist?service_id=@lengths&status=waiting => 200 /#2\n"
     "staff:ida GET /api/waitlist?service_id=@lengths&client_id=^lee.id => 200 /#1 /0.id=$c.id\n"
     "staff:ida GET /api/waitlist?service_id=@lengths&page=2&limit=2 => 200 /items#1 /total=3"
     " /items.0.id=$a.id"},
    {"the first who waits hears of a time that is freed",
     "w: admin:max POST /api/waitlist {'client_id':^may.id,'service_id':@office,'date':'~d'} => "
     "200\n"
     "b: hal BOOK {'start':'~10:00','eventTypeId':@office,'attendee':%ned} => 201\n"
     "eva POST $b/cancel {'cancellationReason':'x'} => 200\n"
     "admin:max GET /api/waitlist/$w.id => 200 /status=notified '\"notified_at\":\"20'"},
    {"an unknown client, service or status is refused",
     "admin:max POST /api/waitlist {'client_id':999999999,'service_id':@plain,'date':'~d'} => 400"
     " /error='Client 999999999 does not exist'\n"
     "admin:max POST /api/waitlist {'client_id':^ivy.id,'service_id':999999999,'date':'~d'} => "
     "400\n"
     "admin:max POST /api/waitlist {'client_id':^ivy.id,'service_id':@elsewhere,'date':'~d'} => "
     "400\n"
     "admin:max POST /api/waitlist {'client_id':^ivy.id,'service_id':@gone,'date':'~d'} => 400\n"
     "admin:max POST /api/waitlist {'client_id':^ivy.id,'service_id':@plain} => 400"
     " /details.field=date\n"
     "admin:max GET /api/waitlist?status=sleeping => 400 /details.field=status"},
    {"yesterday nobody waits for",
     "admin:max POST /api/waitlist {'client_id':^ivy.id,'service_id':@plain,'date':'2020-01-01'} =>"
     " 400 /error='date is over'"},
    {"cancelling twice is as good as once, what is booked is not cancelled",
     "w: admin:max POST /api/waitlist {'client_id':^ona.id,'service_id':@plain,'date':'~d'} => "
     "200\n"
     "admin:max DELETE /api/waitlist/$w.id => 200 /status=cancelled\n"
     "admin:max DELETE /api/waitlist/$w.id => 200 /status=cancelled\n"
     "sql UPDATE waitlist_entry SET status = 'booked' WHERE business_id = @@ AND id = $w.id\n"
     "admin:max DELETE /api/waitlist/$w.id => 400\n"
     "admin:max GET /api/waitlist/$w.id => 200 /status=booked"},
    {"those of another business are not there",
     "w: admin:max POST /api/waitlist {'client_id':^pia.id,'service_id':@plain,'date':'~d'} => "
     "200\n"
     "admin:zoe GET /api/waitlist/$w.id => 404 /error='Waitlist entry not found'\n"
     "admin:zoe DELETE /api/waitlist/$w.id => 404\n"
     "admin:zoe GET /api/waitlist => 200 /#0\n"
     "admin:max GET /api/waitlist/$w.id => 200 /status=waiting"},
    {"nobody reads it without signing in", "- GET /api/waitlist => 401"},
};

#define STEP "{'delay_minutes':1440,'subject':'Thanks','body':'Come\\nagain'}"
static const struct story follow_ups[] = {
    {"an admin plans one",
     "f: admin:max POST /api/follow-up-sequences {'name':'After','service_id':@plain,'steps':[" STEP
     "]} => 200 /name=After /service_id=@plain /active=true /steps#1 /steps.0.position=1"
     " /steps.0.delay_minutes=1440 /steps.0.subject=Thanks\n"
     "staff:ida GET /api/follow-up-sequences/$f.id => 200 /steps#1 'Come\\nagain'\n"
     "staff:ida GET /api/follow-up-sequences => 200 '\"id\":$f.id,'"},
    {"for all services",
     "admin:max POST /api/follow-up-sequences {'name':'All','steps':[]} => 200 /service_id=null"
     " /steps#0\n"
     "admin:max POST /api/follow-up-sequences {'name':'All','service_id':0,'steps':[]} => 200"
     " /service_id=null"},
    {"steps stand by position",
     "f: admin:max POST /api/follow-up-sequences {'name':'Order','steps':[{'position':9,"
     "'delay_minutes':2,'subject':'B','body':'b'},{'position':3,'delay_minutes':1,'subject':'A',"
     "'body':'a'}]} => 200 /steps.0.subject=A /steps.0.position=1 /steps.1.subject=B"
     " /steps.1.position=2"},
    {"a change is partial, steps are replaced together",
     "f: admin:max POST /api/follow-up-sequences {'name':'Old','steps':[" STEP "," STEP
     "]} => 200\n"
     "admin:max PUT /api/follow-up-sequences/$f.id {'name':'New','active':false} => 200 /name=New"
     " /active=false /steps#2\n"
     "admin:max PUT /api/follow-up-sequences/$f.id {'steps':[" STEP "]} => 200 /steps#1 /name=New\n"
     "admin:max PUT /api/follow-up-sequences/$f.id {'service_id':@lengths} => 200"
     " /service_id=@lengths\n"
     "admin:max PUT /api/follow-up-sequences/$f.id {'service_id':0} => 200 /service_id=null"},
    {"deleting takes its steps with it",
     "f: admin:max POST /api/follow-up-sequences {'name':'Bye','steps':[" STEP "]} => 200\n"
     "admin:max DELETE /api/follow-up-sequences/$f.id => 200 /id=$f.id /steps#1\n"
     "admin:max GET /api/follow-up-sequences/$f.id => 404"
     " /error='Follow-up sequence not found'\n"
     "sql SELECT COUNT(*) FROM follow_up_step WHERE business_id = @@ AND sequence_id = $f.id => 0"},
    {"staff may not write any",
     "staff:ida POST /api/follow-up-sequences {'name':'N','steps':[]} => 403\n"
     "f: admin:max POST /api/follow-up-sequences {'name':'Kept','steps':[]} => 200\n"
     "staff:ida PUT /api/follow-up-sequences/$f.id {'name':'X'} => 403\n"
     "staff:ida DELETE /api/follow-up-sequences/$f.id => 403\n"
     "admin:max GET /api/follow-up-sequences/$f.id => 200 /name=Kept"},
    {"a step says when and what",
     "admin:max POST /api/follow-up-sequences {'name':'N','steps':[{'subject':'A','body':'a'}]} =>"
     " 400\n"
     "admin:max POST /api/follow-up-sequences {'name':'N','steps':[{'delay_minutes':-1,'subject':"
     "'A','body':'a'}]} => 400\n"
     "admin:max POST /api/follow-up-sequences {'name':'N','steps':'none'} => 400"
     " /details.field=steps\n"
     "admin:max POST /api/follow-up-sequences {'name':'N'} => 400 /details.field=steps"},
    {"a service of the business",
     "admin:max POST /api/follow-up-sequences {'name':'N','service_id':@elsewhere,'steps':[]} =>"
     " 400"},
    {"those of another business are not there",
     "f: admin:zoe POST /api/follow-up-sequences {'name':'Theirs','steps':[" STEP "]} => 200\n"
     "admin:max GET /api/follow-up-sequences/$f.id => 404\n"
     "admin:max PUT /api/follow-up-sequences/$f.id {'steps':[]} => 404\n"
     "admin:max DELETE /api/follow-up-sequences/$f.id => 404\n"
     "admin:max GET /api/follow-up-sequences => 200 !'Theirs'\n"
     "admin:zoe GET /api/follow-up-sequences?page=1 => 200 /total=1 /items.0.steps#1"},
};

static int open_stack(void)
{
    return http_open(NULL) == 0 && story_open("manage") ? 0 : 1;
}

int main(int argc, char **argv)
{
    STORIES(staff);
    STORIES(shifts);
    STORIES(defaults);
    STORIES(days_off);
    STORIES(services);
    STORIES(clients);
    STORIES(waitlist);
    STORIES(follow_ups);
    story_oracle_add();
    return cases_main("appointments_manage", open_stack, http_close, argc, argv);
}
