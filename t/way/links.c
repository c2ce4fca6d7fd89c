/* links.c - booking links over HTTP. Sources: seed 002, contract booking-links 1 to 5 and 7.
 * SPDX-License-Identifier: MIT */
#include "cases.h"
#include "http.h"
#include "story.h"

#define L "/api/v1/bookings"
#define A "/api/v1/availability"
#define BODY(link, time, who)                                                                      \
    "'booking_link_id':'*" link "','contact_name':'" who "','contact_email':'^" who                \
    "','start_time':'~" time "'"
#define BOOK(link, time, who)        "links POST " L " {" BODY(link, time, who) "}"
#define BOOKX(link, time, who, more) "links POST " L " {" BODY(link, time, who) "," more "}"
#define BOOKED                       " => 201 status=confirmed\n"
#define MISSING(field)               " => 400 /error.code=missing_field /error.details.field=" field "\n"
#define WRONG(field)                 " => 400 /error.code=validation_failed /error.details.field=" field "\n"
#define NOT_OFFERED(reason)                                                                        \
    " => 400 /error.code=validation_failed /error.details.reason=" reason "\n"
#define TAKEN_SLOT        " => 409 /error.code=slot_taken\n"
#define NO_LINK           " => 404 /error.code=booking_link_not_found\n"
#define REJECTED(message) " => 403 /error.code=routing_rejected /error.message='" message "'\n"
#define STATUS(label, status)                                                                      \
    "\nsql UPDATE booking SET status = '" status "' WHERE uid = SUBSTRING('$" label "', 4)\n"
#define UID_OF(label) "SUBSTRING('$" label "', 4)"

#define SENT(name, email, start)                                                                   \
    "links POST " L " {'booking_link_id':'*intro','contact_name':" name ",'contact_email':" email  \
    ",'start_time':" start "}"
#define NAMED(value)  SENT(value, "'^bo'", "'~10:00'")
#define MAILED(value) SENT("'bo'", value, "'~10:00'")
#define TIMED(value)  SENT("'bo'", "'^bo'", value)

/* ---- creating: seed "Create a booking", contract 2 and 3 ---- */

/* clang-format off */
static const struct story creating[] = {
    {"the answer has what was sent and what became of it",
     "a: "
     BOOKX("intro", "10:00", "bo", "'notes':'First-time client','client_timezone':'Europe/London','contact_phone':'+15551234567'")
     " => 201 booking_link_id=*intro slug=intro contact_name=bo contact_email=^bo "
     "contact_phone=+15551234567 start_time=~10:00 end_time=~10:30 "
     "client_timezone=Europe/London status=confirmed staff_id=#ann.uid "
     "service_id=@lk-solo.uid notes='First-time client' answers#0 cancellation_reason=null "
     "cancelled_at=null created_at? updated_at? link_title! duration_minutes! #18\n"
     "sql SELECT COUNT(*) FROM booking b JOIN booking_link l ON l.id = b.link_id WHERE b.uid = "
     UID_OF("a")
     " AND l.slug = 'intro' AND b.source = 'links' AND b.status = 'accepted' AND b.notes = "
     "'First-time client' => 1"},
    {"an id begins with bk_",
     BOOK("intro", "10:00", "bo") " => 201 '\"id\":\"bk_'"},
    {"what is not sent is null",
     BOOK("intro", "10:00", "bo") " => 201 contact_phone=null notes=null client_timezone=UTC"},
    {"a link goes by its slug",
     "links POST " L
     " {'slug':'intro','contact_name':'bo','contact_email':'^bo','start_time':'~10:00'} => "
     "201 booking_link_id=*intro"},
    {"a link goes by id and slug together",
     BOOKX("intro", "10:00", "bo", "'slug':'intro'") BOOKED},
    {"id and slug of two links are of none",
     BOOKX("intro", "10:00", "bo", "'slug':'confirm'") NO_LINK},
    {"empty strings for the link are none at all",
     "links POST " L
     " {'booking_link_id':'','slug':'','contact_name':'bo','contact_email':'^bo',"
     "'start_time':'~10:00'}" MISSING("booking_link_id")},
    {"an offset is the same instant",
     "links POST " L " {'slug':'intro','contact_name':'bo','contact_email':'^bo',"
     "'start_time':'~dT12:00:00+02:00'} => 201 start_time=~10:00"},
    {"fractions of a second that are none are taken",
     "links POST " L " {'slug':'intro','contact_name':'bo','contact_email':'^bo',"
     "'start_time':'~dT10:00:00.000Z'} => 201 start_time=~10:00"},
    {"the address is kept as it was sent, the client found in lower case",
     "links POST " L
     " {'slug':'intro','contact_name':'bo','contact_email':'X^bo','start_time':'~10:00'} => "
     "201 contact_email=X^bo\n"
     "sql SELECT COUNT(*) FROM client WHERE business_id = @@ AND email = 'x^bo' => 1"},
    {"blanks around the name go",
     NAMED("'  Bo B  '") " => 201 contact_name='Bo B'"},
    {"names have letters of the world",
     NAMED("'Zoë 日本 \\u00e9'") " => 201 'Zoë 日本 é'"},
    {"notes may have lines",
     BOOKX("intro", "10:00", "bo", "'notes':'a\\nb'") " => 201 'a\\n"
     "b'"},
    {"a phone is taken as people write it",
     BOOKX("intro", "10:00", "bo", "'contact_phone':'(555) 123-45'")
     " => 201 contact_phone='(555) 123-45'"},
    {"unknown properties are passed over",
     BOOKX("intro", "10:00", "bo", "'utm':'x','status':'cancelled','id':'bk_x'") BOOKED},
    {"null is not sent",
     BOOKX("intro", "10:00", "bo", "'notes':null,'slug':null,'staff_id':null,'answers':null,'client_timezone':null")
     BOOKED},
    {"the zone has its proper case",
     BOOKX("intro", "10:00", "bo", "'client_timezone':'europe/rome'")
     " => 201 client_timezone=Europe/Rome"},
    {"a confirmation leaves it pending",
     "a: " BOOK("confirm", "10:00", "bo") " => 201 status=pending\n"
     "sql SELECT COUNT(*) FROM booking WHERE uid = " UID_OF("a") " AND status = 'pending' => 1"},
    {"a pending one takes its time",
     BOOK("confirm", "10:00", "bo") " => 201\n"
     BOOK("confirm", "10:00", "cy") TAKEN_SLOT},
    {"the place is the first on offer",
     "a: " BOOK("placed", "10:00", "bo") BOOKED "sql SELECT COUNT(*) FROM booking WHERE uid = "
     UID_OF("a") " AND location = '1 High Street' => 1"},
    {"buffers are claimed with it",
     "a: " BOOK("buffered", "10:00", "bo") BOOKED
     "sql SELECT (claim_end_us - claim_start_us) DIV 60000000 FROM booking WHERE uid = "
     UID_OF("a") " => 55"},
    {"one change of history, one job that tells of it",
     "a: " BOOK("intro", "10:00", "bo") BOOKED
     "sql SELECT COUNT(*) FROM booking_history h JOIN booking b ON b.id = h.booking_id WHERE "
     "b.uid = " UID_OF("a") " AND h.source = 'links' => 1\n"
     "sql SELECT COUNT(*) FROM job WHERE business_id = @@ AND name = "
     "CONCAT('booking.created:', " UID_OF("a") ") => 1"},
};
/* clang-format on */

/* ---- the order of the answers: contract 3 ---- */

static const struct story order[] = {
    {"nothing at all lacks the name first", "links POST " L " {}" MISSING("contact_name")},
    {"no body lacks the name first", "links POST " L MISSING("contact_name")},
    {"then the address", "links POST " L " {'contact_name':'bo'}" MISSING("contact_email")},
    {"then the start",
     "links POST " L " {'contact_name':'bo','contact_email':'nonsense'}" MISSING("start_time")},
    {"then the link",
     "links POST " L " {'contact_name':'bo','contact_email':'^bo','start_time':'~10:00'}" MISSING(
         "booking_link_id")},
    {"an empty name is missing",
     "links POST " L " {'booking_link_id':'*intro','contact_name':'  "
     "','contact_email':'^bo','start_time':'~10:00'}" MISSING("contact_name")},
    {"a null name is missing",
     "links POST " L " {'booking_link_id':'*intro','contact_name':null,'contact_email':'^bo','"
     "start_time':'~10:00'}" MISSING("contact_name")},
    {"what is missing comes before what is wrong",
     "links POST " L
     " {'booking_link_id':'*intro','contact_email':5,'start_time':'soon'}" MISSING("contact_name")},
    {"what is missing comes before the link",
     "links POST " L
     " {'booking_link_id':'link_nosuch','contact_name':'bo','contact_email':'^bo'}" MISSING(
         "start_time")},
    {"the link comes before a wrong address",
     "links POST " L " {'booking_link_id':'link_nosuch','contact_name':'bo','contact_email':'"
     "nonsense','start_time':'~10:00'}" NO_LINK},
    {"the link comes before a wrong start",
     "links POST " L
     " {'slug':'nosuch','contact_name':'bo','contact_email':'^bo','start_time':'soon'}" NO_LINK},
    {"a wrong form comes before the questions",
     "links POST " L " {'booking_link_id':'*asks','contact_name':'bo','contact_email':'nonsense','"
     "start_time':'~10:00'}" WRONG("contact_email")},
    {"the questions come before the rules",
     BOOKX("rejects", "10:00", "bo",
           "'answers':[{'question_id':'company','answer':'Evil "
           "Inc'},{'question_id':'size','answer':'no'}]") WRONG("size")},
    {"the rules come before the slot",
     "links POST " L
     " {'booking_link_id':'*rejects','contact_name':'bo','contact_email':'^bo','start_time':'2020-"
     "01-01T10:00:00Z','answers':[{'question_id':'company','answer':'Evil Inc'}]}" REJECTED(
         "Not with evil")},
    {"the rules come before service and staff",
     BOOKX("rejects", "10:00", "bo",
           "'staff_id':'nobody','service_id':'none','answers':[{'question_id':'company','answer':'"
           "Evil Inc'}]") REJECTED("Not with evil")},
    {"service and staff come before the slot",
     BOOKX("intro", "10:07", "bo", "'staff_id':'nobody'") WRONG("staff_id")},
    {"the slot's legality comes before whether it is taken",
     BOOK("intro", "10:00", "bo") BOOKED BOOK("intro", "10:07", "cy") NOT_OFFERED("not_on_grid")},
    {"scope comes before everything",
     "links-read POST " L " {bad => 403 /error.code=insufficient_scope"},
    {"JSON comes before what is missing", "links POST " L " {bad => 400 /error.code=invalid_json"},
};

/* ---- what is in the wrong form ---- */

#define WITH(property, value)                                                                      \
    "links POST " L " {'booking_link_id':'*intro','contact_name':'bo','contact_email':'^bo',"      \
    "'start_time':'~10:00','" property "':" value "}"
static const struct story forms[] = {
    {"an address without @", MAILED("'bo.example.com'") WRONG("contact_email")},
    {"an address with a line break",
     MAILED("'bo@x.test\\nBcc: all@x.test'") WRONG("contact_email")},
    {"two addresses", MAILED("'a@x.test,b@x.test'") WRONG("contact_email")},
    {"an address that is a number", MAILED("5") WRONG("contact_email")},
    {"a name that is a list", NAMED("['bo']") WRONG("contact_name")},
    {"a name with control bytes", NAMED("'a\\u0001b'") WRONG("contact_name")},
    {"a start that is a date", TIMED("'~d'") WRONG("start_time")},
    {"a start in words", TIMED("'tomorrow'") WRONG("start_time")},
    {"a start that is a number", TIMED("1777629600") WRONG("start_time")},
    {"a start on a day that does not exist", TIMED("'2032-02-30T10:00:00Z'") WRONG("start_time")},
    {"a zone nobody knows", WITH("client_timezone", "'Mars/Base'") WRONG("client_timezone")},
    {"a zone that is a path",
     WITH("client_timezone", "'../../etc/passwd'") WRONG("client_timezone")},
    {"notes that are an object", WITH("notes", "{}") WRONG("notes")},
    {"notes with a bell", WITH("notes", "'a\\u0007'") WRONG("notes")},
    {"a phone that is too long",
     WITH("contact_phone", "'123456789012345678901234567890123'") WRONG("contact_phone")},
    {"a phone that is a number", WITH("contact_phone", "5551234") WRONG("contact_phone")},
    {"a service that is a number", WITH("service_id", "5") WRONG("service_id")},
    {"staff that is empty", WITH("staff_id", "''") WRONG("staff_id")},
    {"a link that is a number",
     "links POST " L
     " {'booking_link_id':5,'contact_name':'bo','contact_email':'^bo','start_time':'~10:00'}" WRONG(
         "booking_link_id")},
    {"a body that is a list", "links POST " L " [] => 400 /error.code=validation_failed"},
    {"a body that is a text", "links POST " L " 'x' => 400 /error.code=validation_failed"},
    {"every wrong field is named",
     "links POST " L
     " {'booking_link_id':'*intro','contact_name':'bo','contact_email':'x','start_time':'x','notes'"
     ":1} => 400 /error.details.fields#3 /error.details.fields.contact_email? "
     "/error.details.fields.start_time? /error.details.fields.notes?"},
    {"answers that are an object", WITH("answers", "{}") WRONG("answers")},
    {"answers that are texts", WITH("answers", "['x']") WRONG("answers")},
    {"an answer without its question", WITH("answers", "[{'answer':'x'}]") WRONG("answers")},
    {"an answer to a question that is a number",
     WITH("answers", "[{'question_id':1,'answer':'x'}]") WRONG("answers")},
};

/* ---- which link ---- */

/* clang-format off */
static const struct story links[] = {
    {"an id nobody has",
     "links POST " L
     " {'booking_link_id':'link_aaaaaaaaaaaaaaaa','contact_name':'bo','contact_email':'^bo',"
     "'start_time':'~10:00'}" NO_LINK},
    {"an id without link_",
     "links POST " L
     " {'booking_link_id':'*intro.uid','contact_name':'bo','contact_email':'^bo',"
     "'start_time':'~10:00'}" NO_LINK},
    {"an id in letters that none has",
     "links POST " L " {'booking_link_id':'link_日本','contact_name':'bo','contact_email':'^bo',"
     "'start_time':'~10:00'}" NO_LINK},
    {"a slug in another case",
     "links POST " L
     " {'slug':'Intro','contact_name':'bo','contact_email':'^bo','start_time':'~10:00'}" NO_LINK},
    {"a slug with a blank behind",
     "links POST " L
     " {'slug':'intro ','contact_name':'bo','contact_email':'^bo','start_time':'~10:00'}"
     NO_LINK},
    {"one that is not active",
     BOOK("closed", "10:00", "bo") NO_LINK},
    {"one whose event type is gone",
     BOOK("gone", "10:00", "bo") NO_LINK},
    {"one of another entity by its id",
     BOOK("theirs", "10:00", "bo") NO_LINK},
    {"one of another entity by its slug",
     "links POST " L
     " {'slug':'theirs','contact_name':'bo','contact_email':'^bo','start_time':'~10:00'}"
     NO_LINK},
    {"the other entity books it",
     "links:two POST " L
     " {'slug':'theirs','contact_name':'bo','contact_email':'^bo','start_time':'~10:00'}" BOOKED},
    {"the other entity does not book ours",
     "links:two POST " L
     " {'booking_link_id':'*intro','contact_name':'bo','contact_email':'^bo',"
     "'start_time':'~10:00'}" NO_LINK},
    {"one that recurs is refused",
     BOOK("weekly", "10:00", "bo") " => 400 /error.code=validation_failed 'recurring'\n"},
    {"and offers no slots",
     "links GET " A "?slug=weekly&date=~d => 400 /error.code=validation_failed 'recurring'"},
};
/* clang-format on */

/* ---- whether the slot may be booked ---- */

#define AT(link, time)                                                                             \
    "links POST " L " {'slug':'" link                                                              \
    "','contact_name':'bo','contact_email':'^bo','start_time':'" time "'}"
static const struct story legal[] = {
    {"a start in the past is too soon",
     AT("intro", "2020-05-01T10:00:00Z") NOT_OFFERED("too_soon")},
    {"a start within the notice is too soon",
     AT("notice", "2030-01-07T10:00:00Z") NOT_OFFERED("too_soon")},
    {"a start beyond the window is too far", BOOK("soon", "10:00", "bo") NOT_OFFERED("too_far")},
    {"a start beyond all calendars is too far",
     AT("intro", "9999-12-31T23:30:00Z") NOT_OFFERED("too_far")},
    {"a start before all calendars is too soon",
     AT("intro", "0001-01-01T00:00:00Z") NOT_OFFERED("too_soon")},
    {"a start off the grid", AT("intro", "~dT10:10:00Z") NOT_OFFERED("not_on_grid")},
    {"a start off the minute", AT("intro", "~dT10:00:01Z") NOT_OFFERED("not_on_grid")},
    {"a start outside the hours",
     AT("ny", "2033-01-10T13:30:00Z") NOT_OFFERED("outside_availability")},
    {"a start whose end is outside the hours",
     AT("ny", "2033-01-10T21:45:00Z") NOT_OFFERED("outside_availability")},
    {"the first start of the hours", AT("ny", "2033-01-10T14:00:00Z") BOOKED},
    {"the last start of the hours", AT("ny", "2033-01-10T21:30:00Z") BOOKED},
    {"a start at a weekend", AT("ny", "2033-01-08T15:00:00Z") NOT_OFFERED("outside_availability")},
    {"taken is taken", BOOK("intro", "10:00", "bo") BOOKED BOOK("intro", "10:00", "cy") TAKEN_SLOT},
    {"the same again is taken",
     BOOK("intro", "10:00", "bo") BOOKED BOOK("intro", "10:00", "bo") TAKEN_SLOT},
    {"another link of the same host is taken",
     BOOK("intro", "10:00", "bo") BOOKED BOOK("asks", "10:00", "cy") WRONG("company")
         BOOK("confirm", "10:00", "cy") TAKEN_SLOT},
    {"a buffer is taken", BOOK("buffered", "10:00", "bo") BOOKED BOOK("intro", "10:30", "cy")
                              TAKEN_SLOT BOOK("intro", "11:00", "cy") BOOKED},
    {"what Cal.com's side booked is taken",
     "- BOOK {'start':'~10:00','eventTypeId':@lk-solo,'attendee':%bo} => 201\n" BOOK(
         "intro", "10:00", "cy") TAKEN_SLOT},
    {"what a link booked is taken for Cal.com's side", BOOK("intro", "10:00", "bo") BOOKED
     "- BOOK {'start':'~10:00','eventTypeId':@lk-solo,'attendee':%cy} => 400 " TAKEN},
    {"a contact has as many as are allowed",
     BOOK("once", "10:00", "bo") BOOKED BOOK("once", "11:00", "bo") NOT_OFFERED("contact_limit")
         BOOK("once", "11:00", "cy") BOOKED},
    {"a day has as many as are allowed",
     BOOK("twice", "10:00", "bo") BOOKED BOOK("twice", "11:00", "bo")
         BOOKED BOOK("twice", "12:00", "bo") NOT_OFFERED("limit_reached")
             BOOK("twice", "+1/10:00", "bo") BOOKED},
    {"what is refused leaves nothing",
     BOOK("intro", "10:00", "bo") BOOKED BOOK("intro", "10:00", "cy") TAKEN_SLOT
     "sql SELECT COUNT(*) FROM attendee WHERE business_id = @@ AND email = '^cy' => 0\nsql SELECT "
     "COUNT(*) FROM client WHERE business_id = @@ AND email = '^cy' => 0"},
};

/* ---- seats ---- */

#define ANSWER(question, value) "{'question_id':'" question "','answer':" value "}"

/* clang-format off */
static const struct story seats[] = {
    {"a seat each, in one booking",
     "a: " BOOK("class", "10:00", "bo") " => 201 contact_name=bo\n"
     "b: " BOOK("class", "10:00", "cy") " => 201 contact_name=cy\n"
     BOOK("class", "10:00", "di") TAKEN_SLOT
     "sql SELECT COUNT(DISTINCT booking_id) FROM attendee WHERE seat_uid IN (" UID_OF("a") ","
     UID_OF("b") ") => 1"},
    {"nobody sits twice",
     BOOK("class", "10:00", "bo") BOOKED BOOK("class", "10:00", "bo") TAKEN_SLOT},
    {"a seat is read by its own id",
     "a: " BOOK("class", "10:00", "bo") BOOKED "b: " BOOK("class", "10:00", "cy") BOOKED
     "links GET " L "/$b => 200 id=$b contact_email=^cy\n"
     "links GET " L "/$a => 200 contact_email=^bo"},
    {"a seat is given back by its own id",
     "a: " BOOK("class", "10:00", "bo") BOOKED "b: " BOOK("class", "10:00", "cy") BOOKED
     "links PATCH " L "/$b/cancel => 200 id=$b status=cancelled\n"
     "links GET " L "/$b => 404 /error.code=not_found\n"
     "links GET " L "/$a => 200 status=confirmed\n"
     BOOK("class", "10:00", "di") BOOKED},
    {"the last seat cancels the booking",
     "a: " BOOK("class", "10:00", "bo") BOOKED "links PATCH " L "/$a/cancel => 200\n"
     "links GET " A "?slug=class&date=~d => 200 '~10:00'"},
    {"a class is cancelled with everybody",
     BOOK("class", "10:00", "bo") BOOKED BOOK("class", "10:00", "cy") BOOKED "all: links GET " L
     "?booking_link_id=*class&from=~d&to=~d+1 => 200 #1\n"
     "links PATCH " L "/$all.0.id/cancel => 200 status=cancelled\n"
     "sql SELECT COUNT(*) FROM attendee WHERE business_id = @@ AND email IN ('^bo','^cy') => 0"},
    {"notes and answers belong to the seat",
     "a: "
     BOOKX("class", "10:00", "bo", "'notes':'mine','answers':[" ANSWER("diet", "'none'") "]")
     " => 201 notes=mine answers#1 answers.0.answer=none\n"
     "b: " BOOK("class", "10:00", "cy") " => 201 notes=null answers#0\n"
     "links GET " L "/$a => 200 notes=mine answers.0.answer=none\n"
     "links GET " L "/$b => 200 notes=null answers#0\n"
     "links GET " L "?booking_link_id=*class&from=~d&to=~d+1 => 200 #1 0.notes=null 0.answers#0"},
    {"a seat left is a slot",
     BOOK("class", "10:00", "bo") BOOKED "links GET " A "?slug=class&date=~d => 200 '~10:00'"},
    {"no seat left is no slot",
     BOOK("class", "10:00", "bo") BOOKED BOOK("class", "10:00", "cy") BOOKED "links GET " A
     "?slug=class&date=~d => 200 !'\"start\":\"~10:00\"' '~10:30'"},
};
/* clang-format on */

/* ---- questions: contract 6 ---- */

#define ANSWERED(link, answers) BOOKX(link, "10:00", "bo", "'answers':[" answers "]")
#define COMPANY                 ANSWER("company", "'Acme'")
/* clang-format off */
static const struct story questions[] = {
    {"a required one that is not answered",
     BOOK("asks", "10:00", "bo") WRONG("company")},
    {"a required one answered with nothing",
     ANSWERED("asks", ANSWER("company", "''")) WRONG("company")},
    {"a required one answered with null",
     ANSWERED("asks", ANSWER("company", "null")) WRONG("company")},
    {"one that nobody asks",
     ANSWERED("asks", COMPANY "," ANSWER("colour", "'red'")) WRONG("colour")},
    {"one that is answered twice",
     ANSWERED("asks", COMPANY "," COMPANY) WRONG("company")},
    {"answers come back in the order of the questions",
     "a: " ANSWERED("asks", ANSWER("people", "3") "," COMPANY)
     " => 201 answers#2 answers.0.question_id=company answers.0.answer=Acme "
     "answers.1.question_id=people answers.1.answer=3\n"
     "links GET " L "/$a => 200 answers#2 answers.0.answer=Acme\n"
     "sql SELECT JSON_LENGTH(answers) FROM booking WHERE uid = " UID_OF("a") " => 2"},
    {"of every type",
     ANSWERED("asks", COMPANY "," ANSWER("story", "'a\\nb'") "," ANSWER("size", "'small'") "," ANSWER("topics", "['b','a']") "," ANSWER("people", "2.5") "," ANSWER("terms", "true") "," ANSWER("mail", "'x@x.test'") "," ANSWER("phone", "'+15551234567'"))
     " => 201 answers#8 answers.3.answer.0=b answers.5.answer=true"},
    {"an optional one answered with nothing is not kept",
     ANSWERED("asks", COMPANY "," ANSWER("size", "''") "," ANSWER("topics", "[]"))
     " => 201 answers#1"},
    {"a text that is a number",
     ANSWERED("asks", ANSWER("company", "5")) WRONG("company")},
    {"a text of two lines",
     ANSWERED("asks", ANSWER("company", "'a\\nb'")) WRONG("company")},
    {"a text with a control byte",
     ANSWERED("asks", ANSWER("company", "'a\\u0001'")) WRONG("company")},
    {"an option that is none",
     ANSWERED("asks", COMPANY "," ANSWER("size", "'huge'")) WRONG("size")},
    {"an option in another case",
     ANSWERED("asks", COMPANY "," ANSWER("size", "'Small'")) WRONG("size")},
    {"options where one is wanted",
     ANSWERED("asks", COMPANY "," ANSWER("size", "['small']")) WRONG("size")},
    {"one option where several are wanted",
     ANSWERED("asks", COMPANY "," ANSWER("topics", "'a'")) WRONG("topics")},
    {"an option twice",
     ANSWERED("asks", COMPANY "," ANSWER("topics", "['a','a']")) WRONG("topics")},
    {"an option that is none among others",
     ANSWERED("asks", COMPANY "," ANSWER("topics", "['a','d']")) WRONG("topics")},
    {"a number in words",
     ANSWERED("asks", COMPANY "," ANSWER("people", "'three'")) WRONG("people")},
    {"a box that says yes",
     ANSWERED("asks", COMPANY "," ANSWER("terms", "'yes'")) WRONG("terms")},
    {"an address that is none",
     ANSWERED("asks", COMPANY "," ANSWER("mail", "'x'")) WRONG("mail")},
    {"a phone that is none",
     ANSWERED("asks", COMPANY "," ANSWER("phone", "'555'")) WRONG("phone")},
    {"a box that must be ticked and is not",
     ANSWERED("must-tick", ANSWER("terms", "false")) WRONG("terms")},
    {"a box that must be ticked and is",
     ANSWERED("must-tick", ANSWER("terms", "true")) BOOKED},
    {"a box that may stay empty",
     ANSWERED("asks", COMPANY "," ANSWER("terms", "false")) " => 201 answers.1.answer=false"},
    {"answers to a link that asks nothing",
     ANSWERED("intro", COMPANY) WRONG("company")},
};
/* clang-format on */

/* ---- rules: contract 6 ---- */

/* clang-format off */
static const struct story rules[] = {
    {"equals",
     ANSWERED("rejects", ANSWER("company", "'Evil Inc'")) REJECTED("Not with evil")},
    {"equals in another case",
     ANSWERED("rejects", ANSWER("company", "'EVIL inc'")) REJECTED("Not with evil")},
    {"the first that matches decides",
     ANSWERED("rejects", ANSWER("company", "'Friend'") "," ANSWER("people", "500")) BOOKED},
    {"none that matches is a yes",
     BOOK("rejects", "10:00", "bo") BOOKED},
    {"gt, without a message of its own",
     ANSWERED("rejects", ANSWER("people", "101"))
     REJECTED("The answers do not fit this booking link")},
    {"not gt",
     ANSWERED("rejects", ANSWER("people", "100")) BOOKED},
    {"lt, against a number in a text",
     ANSWERED("rejects", ANSWER("people", "1.5")) REJECTED("Too few")},
    {"not lt",
     ANSWERED("rejects", ANSWER("people", "2")) BOOKED},
    {"contains a part of a text",
     ANSWERED("rejects", ANSWER("story", "'it is SPAM!'")) REJECTED("No spam")},
    {"contains an option",
     ANSWERED("rejects", ANSWER("topics", "['a','c']")) REJECTED("No c")},
    {"does not contain an option",
     ANSWERED("rejects", ANSWER("topics", "['a','b']")) BOOKED},
    {"in",
     ANSWERED("rejects", ANSWER("size", "'large'")) REJECTED("No large")},
    {"not in",
     ANSWERED("rejects", ANSWER("size", "'small'")) BOOKED},
    {"any, the first of them",
     ANSWERED("rejects", ANSWER("terms", "true")) REJECTED("No terms, no mail")},
    {"any, the second of them",
     ANSWERED("rejects", ANSWER("mail", "'x@x.test'")) REJECTED("No terms, no mail")},
    {"any, none of them",
     ANSWERED("rejects", ANSWER("terms", "false")) BOOKED},
    {"all, both of them",
     ANSWERED("rejects", ANSWER("phone", "'+15551234567'")) REJECTED("Phone without company")},
    {"all, one of them",
     ANSWERED("rejects", ANSWER("phone", "'+15551234567'") "," ANSWER("company", "'Acme'"))
     BOOKED},
    {"equals the same options in another order",
     ANSWERED("rejects", ANSWER("company", "'x'") "," ANSWER("topics", "['a','b']"))
     REJECTED("x of a and b")},
    {"equals not fewer options",
     ANSWERED("rejects", ANSWER("company", "'x'") "," ANSWER("topics", "['a']")) BOOKED},
    {"not_in holds without an answer",
     ANSWERED("rejects", ANSWER("company", "'y'")) REJECTED("y without b")},
    {"not_in does not hold for one of several",
     ANSWERED("rejects", ANSWER("company", "'y'") "," ANSWER("topics", "['a','b']")) BOOKED},
    {"not_equals holds without an answer",
     ANSWERED("rejects", ANSWER("company", "'z'")) REJECTED("z not small")},
    {"not_equals does not hold for the same",
     ANSWERED("rejects", ANSWER("company", "'z'") "," ANSWER("size", "'small'")) BOOKED},
    {"a rejected attempt leaves nothing behind",
     ANSWERED("rejects", ANSWER("company", "'Evil Inc'") "," ANSWER("story", "'secret-of-~s'"))
     REJECTED("Not with evil")
     "sql SELECT COUNT(*) FROM booking WHERE business_id = @@ AND (LOCATE('secret-of', "
     "answers) OR LOCATE('secret-of', responses)) => 0\n"
     "sql SELECT COUNT(*) FROM client WHERE business_id = @@ AND email = '^bo' => 0\n"
     "sql SELECT COUNT(*) FROM job WHERE business_id = @@ AND LOCATE('secret-of', payload) => 0"},
    {"assign gives it to the one who is named",
     ANSWERED("team", ANSWER("who", "'b'")) " => 201 staff_id=#sb.uid\n"
     BOOKX("team", "11:00", "bo", "'answers':[" ANSWER("who", "'b'") "]")
     " => 201 staff_id=#sb.uid"},
    {"assign to who is taken does not fall to others",
     ANSWERED("team", ANSWER("who", "'b'")) BOOKED
     BOOKX("team", "10:00", "cy", "'answers':[" ANSWER("who", "'b'") "]") TAKEN_SLOT},
    {"assign to several takes one who is free",
     "a: " ANSWERED("team", ANSWER("who", "'both'")) BOOKED "b: "
     BOOKX("team", "10:00", "cy", "'answers':[" ANSWER("who", "'both'") "]") BOOKED
     "sql SELECT COUNT(DISTINCT host_id) FROM booking WHERE uid IN (" UID_OF("a") ","
     UID_OF("b") ") => 2"},
    {"assign to who hosts nothing here finds nobody",
     ANSWERED("team", ANSWER("who", "'ghost'")) TAKEN_SLOT},
    {"staff outside the assigned is nobody",
     BOOKX("team", "10:00", "bo", "'staff_id':'#sa.uid','answers':[" ANSWER("who", "'b'") "]")
     WRONG("staff_id")},
    {"redirect books the other link",
     "a: " ANSWERED("leads", ANSWER("to", "'team'"))
     " => 201 booking_link_id=*team slug=team service_id=@lk-team.uid answers#1\n"
     "sql SELECT COUNT(*) FROM booking WHERE uid = " UID_OF("a") " AND link_id = *team.id => 1"},
    {"redirect asks the other link's rules",
     ANSWERED("leads", ANSWER("to", "'second'")) REJECTED("Second says no")},
    {"redirect to a link that is closed",
     ANSWERED("leads", ANSWER("to", "'closed'"))
     REJECTED("The link that this leads to is closed")},
    {"redirects in a circle end",
     ANSWERED("leads", ANSWER("to", "'circle'"))
     REJECTED("The rules of these links lead in a circle")},
    {"no redirect for others",
     ANSWERED("leads", ANSWER("to", "'nowhere'")) " => 201 booking_link_id=*leads"},
};
/* clang-format on */

/* ---- services and staff ---- */

static const struct story services[] = {
    {"staff by uid",
     BOOKX("team", "10:00", "bo", "'staff_id':'#sb.uid'") " => 201 staff_id=#sb.uid\n" BOOKX(
         "team", "10:00", "cy", "'staff_id':'#sb.uid'")
         TAKEN_SLOT BOOKX("team", "10:00", "cy",
                          "'staff_id':'#sa.uid'") " => 201 staff_id=#sa.uid"},
    {"staff by number",
     BOOKX("team", "10:00", "bo", "'staff_id':'#sa'") " => 201 staff_id=#sa.uid"},
    {"staff that is not on the link",
     BOOKX("team", "10:00", "bo", "'staff_id':'#za.uid'") WRONG("staff_id")},
    {"staff that is nobody", BOOKX("team", "10:00", "bo", "'staff_id':'0'") WRONG("staff_id")},
    {"staff of another entity",
     BOOKX("team", "10:00", "bo", "'staff_id':'#zoe.uid'") WRONG("staff_id")},
    {"the owner is on a link of their own",
     BOOKX("intro", "10:00", "bo", "'staff_id':'#ann.uid'") " => 201 staff_id=#ann.uid"},
    {"another is not", BOOKX("intro", "10:00", "bo", "'staff_id':'#hal.uid'") WRONG("staff_id")},
    {"staff does not go past the hours",
     "links POST " L
     " {'slug':'ny','staff_id':'#nia.uid','contact_name':'bo','contact_email':'^bo','start_"
     "time':'2033-02-05T15:00:00Z'}" NOT_OFFERED("outside_availability")},
    {"one of a collective brings all",
     "a: " BOOKX("coll", "10:00", "bo", "'staff_id':'#cb.uid'") BOOKED
     "sql SELECT COUNT(*) FROM booking_host h JOIN booking b ON b.id = h.booking_id WHERE "
     "b.uid = " UID_OF("a") " => 2"},
    {"a service with the link's hosts",
     "a: " BOOKX("team", "10:00", "bo",
                 "'service_id':'@lk-team-long.uid','staff_id':'#sa."
                 "uid'") " => 201 service_id=@lk-team-long.uid "
                         "start_time=~10:00 end_time=~11:00 "
                         "staff_id=#sa.uid\nlinks GET " L "/$a => 200 duration_minutes=60 "
                         "link_title='Link team'"},
    {"a service by number",
     BOOKX("team", "10:00", "bo",
           "'service_id':'@lk-team-long'") " => 201 service_id=@lk-team-long.uid"},
    {"the link's own as a service",
     BOOKX("team", "10:00", "bo", "'service_id':'@lk-team.uid'") " => 201 service_id=@lk-team.uid"},
    {"a service of the entity that is not the link's",
     BOOKX("team", "10:00", "bo", "'service_id':'@lk-solo.uid'") WRONG("service_id")},
    {"a service of another entity",
     BOOKX("team", "10:00", "bo", "'service_id':'@elsewhere.uid'") WRONG("service_id")},
    {"a service's own grid",
     BOOKX("team", "10:30", "bo", "'service_id':'@lk-team-long.uid'") NOT_OFFERED("not_on_grid")},
    {"services take the same hosts' time",
     BOOKX("team", "10:00", "bo", "'service_id':'@lk-team-long.uid','staff_id':'#sa.uid'")
         BOOKED BOOKX("team", "10:30", "cy", "'staff_id':'#sa.uid'") TAKEN_SLOT},
    {"slots of a service",
     "links GET " A
     "?slug=team&date=~d&service_id=@lk-team-long.uid => 200 slots#24 '\"end\":\"~11:00\"'"},
    {"slots of staff", BOOKX("team", "10:00", "bo", "'staff_id':'#sa.uid'") BOOKED
     "links GET " A
     "?slug=team&date=~d&staff_id=#sa.uid => 200 slots#47 !'\"start\":\"~10:00\"'\nlinks GET " A
     "?slug=team&date=~d&staff_id=#sb.uid => 200 slots#48\nlinks GET " A
     "?slug=team&date=~d => 200 slots#48"},
    {"slots of a service that is not the link's",
     "links GET " A "?slug=team&date=~d&service_id=@lk-solo.uid" WRONG("service_id")},
    {"slots of staff not on the link",
     "links GET " A "?slug=team&date=~d&staff_id=#za.uid" WRONG("staff_id")},
};

/* ---- reading: seed "Get a single booking", contract 2 ---- */

/* clang-format off */
static const struct story reading[] = {
    {"title and minutes are joined in",
     "a: " BOOK("intro", "10:00", "bo") BOOKED "links GET " L
     "/$a => 200 id=$a link_title='Intro call' duration_minutes=30 booking_link_id=*intro #20"},
    {"one that no link made",
     "b: - BOOK {'start':'~10:00','eventTypeId':@lk-solo,'attendee':%bo} => 201\n"
     "links GET " L
     "/bk_$b => 200 booking_link_id=null slug=null link_title=null duration_minutes=30 "
     "contact_email=^bo contact_name=bo client_timezone=Europe/Rome"},
    {"an id nobody has",
     "links GET " L "/bk_nosuchbooking => 404 /error.code=not_found"},
    {"an id without bk_",
     "a: " BOOK("intro", "10:00", "bo") BOOKED "links GET " L
     "/x$a => 404 /error.code=not_found"},
    {"one of another entity",
     "a: " BOOK("intro", "10:00", "bo") BOOKED "links:two GET " L
     "/$a => 404 /error.code=not_found\n"
     "links:two PATCH " L "/$a/cancel => 404 /error.code=not_found\n"
     "links GET " L "/$a => 200 status=confirmed"},
    {"how the store's statuses are called",
     "a: " BOOK("intro", "10:00", "bo") BOOKED STATUS("a", "no_show") "links GET " L
     "/$a => 200 status=no_show" STATUS("a", "completed") "links GET " L
     "/$a => 200 status=completed" STATUS("a", "awaiting_host") "links GET " L
     "/$a => 200 status=pending" STATUS("a", "accepted") "links GET " L
     "/$a => 200 status=confirmed"},
    {"one that its host declined",
     "a: - BOOK {'start':'~10:00','eventTypeId':@confirm,'attendee':%bo} => 201\n"
     "hal POST $a/decline {'reason':'not then'} => 200\n"
     "links GET " L
     "/bk_$a => 200 status=cancelled cancellation_reason='not then' cancelled_at?\n"
     "links GET " L "?from=~d&to=~d+1&status=cancelled => 200 #1\n"
     "links PATCH " L "/bk_$a/cancel => 409 /error.code=already_cancelled"},
    {"one that was moved",
     "a: - BOOK {'start':'~10:00','eventTypeId':@lk-solo,'attendee':%bo} => 201\n"
     "b: - POST $a/reschedule {'start':'~12:00'} => 201\n"
     "links GET " L "/bk_$a => 200 status=rescheduled\n"
     "links GET " L "/bk_$b => 200 status=confirmed"},
};
/* clang-format on */

/* ---- cancelling: seed "Cancel a booking" ---- */

/* clang-format off */
static const struct story cancelling[] = {
    {"with a reason",
     "a: " BOOK("intro", "10:00", "bo") BOOKED "links PATCH " L
     "/$a/cancel {'reason':'rescheduled by client'} => 200 id=$a status=cancelled "
     "reason='rescheduled by client' #3\n"
     "links GET " L
     "/$a => 200 status=cancelled cancellation_reason='rescheduled by client' cancelled_at?\n"
     "sql SELECT COUNT(*) FROM booking WHERE uid = " UID_OF("a")
     " AND status = 'cancelled' AND cancelled_us IS NOT NULL => 1"},
    {"without a body",
     "a: " BOOK("intro", "10:00", "bo") BOOKED "links PATCH " L
     "/$a/cancel => 200 id=$a status=cancelled reason=null"},
    {"with an empty object",
     "a: " BOOK("intro", "10:00", "bo") BOOKED "links PATCH " L
     "/$a/cancel {} => 200 reason=null"},
    {"twice",
     "a: " BOOK("intro", "10:00", "bo") BOOKED "links PATCH " L "/$a/cancel => 200\n"
     "links PATCH " L "/$a/cancel => 409 /error.code=already_cancelled"},
    {"gives the time back",
     "a: " BOOK("intro", "10:00", "bo") BOOKED "links PATCH " L "/$a/cancel => 200\n"
     BOOK("intro", "10:00", "cy") BOOKED},
    {"an id nobody has",
     "links PATCH " L "/bk_nosuchbooking/cancel => 404 /error.code=not_found"},
    {"with a reason that is a number",
     "a: " BOOK("intro", "10:00", "bo") BOOKED "links PATCH " L "/$a/cancel {'reason':5}"
     WRONG("reason") "links GET " L "/$a => 200 status=confirmed"},
    {"with a body that is a list",
     "a: " BOOK("intro", "10:00", "bo") BOOKED "links PATCH " L
     "/$a/cancel [] => 400 /error.code=validation_failed"},
    {"with a body that is no JSON",
     "a: " BOOK("intro", "10:00", "bo") BOOKED "links PATCH " L
     "/$a/cancel {x => 400 /error.code=invalid_json"},
    {"unknown properties are passed over",
     "a: " BOOK("intro", "10:00", "bo") BOOKED "links PATCH " L "/$a/cancel {'why':1} => 200"},
    {"what another side made",
     "b: - BOOK {'start':'~10:00','eventTypeId':@lk-solo,'attendee':%bo} => 201\n"
     "links PATCH " L "/bk_$b/cancel => 200 status=cancelled\n"
     "hal GET $b => 200 status=cancelled"},
    {"one whose event type forbids it to others",
     "b: - BOOK {'start':'~10:00','eventTypeId':@no-cancelling,'attendee':%bo} => 201\n"
     "links PATCH " L "/bk_$b/cancel => 200"},
    {"a pending one",
     "a: " BOOK("confirm", "10:00", "bo") " => 201\n"
     "links PATCH " L "/$a/cancel => 200 status=cancelled"},
    {"a no-show",
     "a: " BOOK("intro", "10:00", "bo") BOOKED STATUS("a", "no_show") "links PATCH " L
     "/$a/cancel => 200 status=cancelled\n"
     /* and the history as if it had not been one */
     "sql UPDATE booking_history SET from_status = 'accepted' WHERE from_status = 'no_show' "
     "AND business_id = @@"},
    {"one that was moved away is cancelled already",
     "a: - BOOK {'start':'~10:00','eventTypeId':@lk-solo,'attendee':%bo} => 201\n"
     "- POST $a/reschedule {'start':'~12:00'} => 201\n"
     "links PATCH " L "/bk_$a/cancel => 409 /error.code=already_cancelled"},
    {"is told of once",
     "a: " BOOK("intro", "10:00", "bo") BOOKED "links PATCH " L "/$a/cancel => 200\n"
     "links PATCH " L "/$a/cancel => 409\n"
     "sql SELECT COUNT(*) FROM job WHERE business_id = @@ AND name LIKE "
     "CONCAT('booking.cancelled:', " UID_OF("a") ", '%') => 1\n"
     "sql SELECT COUNT(*) FROM booking_history h JOIN booking b ON b.id = h.booking_id WHERE "
     "b.uid = " UID_OF("a") " AND h.to_status = 'cancelled' AND h.source = 'links' => 1"},
};
/* clang-format on */

/* ---- availability: seed "Get availability slots", contract 4 ---- */

static const struct story availability[] = {
    {"as the seed shows it",
     "links GET " A "?booking_link_id=*intro&date=~d => 200 #4 booking_link_id=*intro slug=intro "
     "date=~d slots#48 slots.0.start=~00:00 slots.0.end=~00:30 slots.0#2 /#1"},
    {"by slug", "links GET " A "?slug=intro&date=~d => 200 booking_link_id=*intro"},
    {"by both", "links GET " A "?slug=intro&booking_link_id=*intro&date=~d => 200"},
    {"by two links", "links GET " A "?slug=confirm&booking_link_id=*intro&date=~d" NO_LINK},
    {"by neither", "links GET " A "?date=~d" MISSING("booking_link_id")},
    {"without a date", "links GET " A "?slug=intro" MISSING("date")},
    {"with neither", "links GET " A MISSING("date")},
    {"the link comes before a date in the wrong form",
     "links GET " A "?slug=nosuch&date=x" NO_LINK},
    {"a date in the wrong form", "links GET " A "?slug=intro&date=01.05.2026" WRONG("date")},
    {"an empty date", "links GET " A "?slug=intro&date=" WRONG("date")},
    {"a date with a time", "links GET " A "?slug=intro&date=~10:00" WRONG("date")},
    {"a date that does not exist", "links GET " A "?slug=intro&date=2033-02-29" WRONG("date")},
    {"a date twice", "links GET " A "?slug=intro&date=~d&date=~d" WRONG("date")},
    {"a link of another entity", "links GET " A "?booking_link_id=*theirs&date=~d" NO_LINK},
    {"a link that is not active", "links GET " A "?slug=closed&date=~d" NO_LINK},
    {"a date that is over",
     "links GET " A "?slug=intro&date=2020-01-01 => 200 date=2020-01-01 slots#0"},
    {"a date beyond all calendars",
     "links GET " A "?slug=intro&date=9999-12-31&days=31 => 200 slots#0"},
    {"a date before all calendars", "links GET " A "?slug=intro&date=0001-01-01 => 200 slots#0"},
    {"what is booked is not open", BOOK("intro", "10:00", "bo") BOOKED
     "links GET " A "?slug=intro&date=~d => 200 slots#47 !'\"start\":\"~10:00\"'"},
    {"what Cal.com's side holds is not open",
     "- POST /v2/slots/reservations {'eventTypeId':@lk-solo,'slotStart':'~10:00'} => 201\nlinks "
     "GET " A "?slug=intro&date=~d => 200 slots#47\n" BOOK("intro", "10:00", "cy") TAKEN_SLOT},
    {"what is cancelled is open again", "a: " BOOK("intro", "10:00", "bo") BOOKED
     "links PATCH " L "/$a/cancel => 200\nlinks GET " A "?slug=intro&date=~d => 200 slots#48"},
    {"buffers close what is beside", BOOK("intro", "10:00", "bo") BOOKED
     "links GET " A "?slug=buffered&date=~d => 200 !'\"start\":\"~09:30\"' !'\"start\":\"~10:00\"' "
     "!'\"start\":\"~10:30\"' '\"start\":\"~11:00\"' '\"start\":\"~09:00\"'"},
    {"nothing within the notice", "links GET " A "?slug=notice&date=2030-01-07 => 200 slots#0"},
    {"nothing beyond the window", "links GET " A "?slug=soon&date=~d => 200 slots#0"},
    {"two days",
     "links GET " A "?slug=intro&date=~d&days=2 => 200 slots#96 date=~d slots.95.start=~+1/23:30"},
    {"a month", "links GET " A "?slug=intro&date=~d&days=31 => 200 slots#1488"},
    {"no days", "links GET " A "?slug=intro&date=~d&days=0" WRONG("days")},
    {"too many days", "links GET " A "?slug=intro&date=~d&days=32" WRONG("days")},
    {"days in words", "links GET " A "?slug=intro&date=~d&days=two" WRONG("days")},
    {"the link's zone says what a day is",
     "links GET " A "?slug=ny&date=2033-01-11 => 200 slots#16 slots.0.start=2033-01-11T14:00:00Z "
     "slots.15.start=2033-01-11T21:30:00Z"},
    {"in summer, too",
     "links GET " A "?slug=ny&date=2033-07-12 => 200 slots#16 slots.0.start=2033-07-12T13:00:00Z"},
    {"a zone that is asked for says what a day is",
     "links GET " A "?slug=intro&date=2033-01-11&timezone=America/New_York => 200 slots#48 "
     "slots.0.start=2033-01-11T05:00:00Z slots.47.start=2033-01-12T04:30:00Z"},
    {"a zone nobody knows",
     "links GET " A "?slug=intro&date=~d&timezone=Mars/Base" WRONG("timezone")},
    {"a day of 23 hours", "links GET " A "?slug=london&date=2033-03-27 => 200 slots#46 "
                          "slots.0.start=2033-03-27T00:00:00Z slots.45.start=2033-03-27T22:30:00Z"},
    {"a day of 25 hours", "links GET " A "?slug=london&date=2033-10-30 => 200 slots#50 "
                          "slots.0.start=2033-10-29T23:00:00Z slots.49.start=2033-10-30T23:30:00Z"},
    {"a day of 23 hours is booked to its end", AT("london", "2033-03-27T22:30:00Z") BOOKED
     "links GET " A "?slug=london&date=2033-03-27 => 200 slots#45"},
    {"the hour that comes twice is booked twice",
     AT("london", "2033-10-30T00:30:00Z") BOOKED AT("london", "2033-10-30T01:30:00Z") BOOKED
     "links GET " A "?slug=london&date=2033-10-30 => 200 slots#48"},
    {"unknown parameters are passed over",
     "links GET " A "?slug=intro&date=~d&format=x => 200 slots#48"},
    {"one of a round robin is enough",
     "links GET " A "?slug=robin&date=~d => 200 slots#48\n" BOOK("robin", "10:00", "bo")
         BOOKED BOOK("robin", "10:00", "cy") BOOKED
     "links GET " A "?slug=robin&date=~d => 200 slots#48\n" BOOK("robin", "10:00", "di") BOOKED
     "links GET " A "?slug=robin&date=~d => 200 slots#47\n" BOOK("robin", "10:00", "ed")
         TAKEN_SLOT},
    {"all of a collective are needed", BOOK("coll", "10:00", "bo") BOOKED
     "links GET " A "?slug=coll&date=~d => 200 slots#47\n" BOOK("coll", "10:00", "cy") TAKEN_SLOT},
};

/* ---- exceptions: contract 7 ---- */

static const struct story exceptions[] = {
    {"a day that is closed",
     "links GET " A "?slug=exceptions&date=2046-03-05 => 200 slots#0\n" AT(
         "exceptions", "2046-03-05T10:00:00Z") NOT_OFFERED("outside_availability")},
    {"a day with hours of its own",
     "links GET " A
     "?slug=exceptions&date=2046-03-06 => 200 slots#3 slots.0.start=2046-03-06T10:00:00Z "
     "slots.2.start=2046-03-06T11:00:00Z\n" AT("exceptions", "2046-03-06T09:30:00Z")
         NOT_OFFERED("outside_availability") AT("exceptions", "2046-03-06T10:00:00Z") BOOKED},
    {"a day with two windows",
     "links GET " A
     "?slug=exceptions&date=2046-03-07 => 200 slots#4 slots.2.start=2046-03-07T20:00:00Z"},
    {"the day after is as ever", "links GET " A "?slug=exceptions&date=2046-03-08 => 200 slots#48"},
    {"other event types of the host are not closed",
     "- GET /v2/slots?eventTypeId=@lk-exceptions&start=2046-03-05&end=2046-03-05 => 200 #0"},
    {"Cal.com's slots obey them",
     "- GET /v2/slots?eventTypeId=@lk-exceptions&start=2046-03-05&end=2046-03-07 => 200 "
     "2046-03-06#2 2046-03-07#4 2046-03-05!"},
    {"Cal.com's bookings obey them",
     "- BOOK {'start':'2046-03-05T10:00:00Z','eventTypeId':@lk-exceptions,'attendee':%bo} => "
     "400 " TAKEN
     "\n- BOOK {'start':'2046-03-07T20:30:00Z','eventTypeId':@lk-exceptions,'attendee':%bo} => "
     "201"},
    {"they hold for every host of a team",
     "- GET /v2/slots?eventTypeId=@lk-team-both&start=2046-03-12&end=2046-03-13 => 200 "
     "2046-03-12#2 2046-03-13#2"},
    {"a service has its own",
     "links GET " A
     "?slug=team&date=2046-03-12&service_id=@lk-team-long.uid => 200 slots#0\nlinks GET " A
     "?slug=team&date=2046-03-12&service_id=@lk-team-both.uid => 200 slots#2\nlinks GET " A
     "?slug=team&date=2046-03-12 => 200 slots#48"},
    {"a service has the link's where it has none",
     "sql INSERT INTO event_type_override (business_id, event_type_id, date, start_minute, "
     "end_minute) VALUES (@@, @lk-team, '2046-03-19', 600, 720), (@@, @lk-team, '2046-03-12', 600, "
     "720)\n"
     "links GET " A
     "?slug=team&date=2046-03-19&service_id=@lk-team-long.uid => 200 slots#2\nlinks GET " A
     "?slug=team&date=2046-03-12&service_id=@lk-team-both.uid => 200 slots#2 "
     "slots.0.start=2046-03-12T09:00:00Z\nlinks GET " A
     "?slug=team&date=2046-03-12 => 200 slots#4"},
};

/* ---- lists: seed "List bookings", contract 2 ---- */

#define THREE                                                                                      \
    BOOK("intro", "12:00", "bo")                                                                   \
    BOOKED BOOK("intro", "10:00", "cy") BOOKED BOOK("confirm", "11:00", "di") " => 201\n"
#define DAY "from=~d&to=~d+1"
/* clang-format off */
static const struct story lists[] = {
    {"by start, with where they are",
     THREE "links GET " L "?" DAY
     " => 200 #3 0.start_time=~10:00 1.start_time=~11:00 2.start_time=~12:00 "
     "/pagination.page=1 /pagination.limit=50 /pagination.total=3 /pagination.hasMore=false "
     "0#18 0.link_title! /#2"},
    {"of one link",
     THREE "links GET " L "?" DAY
     "&booking_link_id=*intro => 200 #2 0.booking_link_id=*intro 1.booking_link_id=*intro "
     "/pagination.total=2"},
    {"of a link that is closed by now",
     "links GET " L
     "?booking_link_id=*closed => 200 #0 /pagination.total=0 /pagination.hasMore=false"},
    {"of a link nobody has",
     "links GET " L "?booking_link_id=link_nosuch" NO_LINK},
    {"of a link of another entity",
     "links GET " L "?booking_link_id=*theirs" NO_LINK},
    {"confirmed",
     THREE "links GET " L "?" DAY "&status=confirmed => 200 #2"},
    {"pending",
     THREE "links GET " L "?" DAY "&status=pending => 200 #1 0.status=pending"},
    {"cancelled",
     "a: " BOOK("intro", "10:00", "bo") BOOKED BOOK("intro", "11:00", "bo") BOOKED
     "links PATCH " L "/$a/cancel => 200\n"
     "links GET " L "?" DAY "&status=cancelled => 200 #1 0.id=$a\n"
     "links GET " L "?" DAY " => 200 #2"},
    {"rescheduled",
     "a: - BOOK {'start':'~10:00','eventTypeId':@lk-solo,'attendee':%bo} => 201\n"
     "- POST $a/reschedule {'start':'~12:00'} => 201\n"
     "links GET " L "?" DAY "&status=rescheduled => 200 #1 0.id=bk_$a 0.status=rescheduled\n"
     "links GET " L "?" DAY "&status=cancelled => 200 #0"},
    {"no_show and completed",
     "a: " BOOK("intro", "10:00", "bo") BOOKED "b: " BOOK("intro", "11:00", "bo") BOOKED
     STATUS("a", "no_show") STATUS("b", "completed") "links GET " L "?" DAY
     "&status=no_show => 200 #1 0.id=$a\n"
     "links GET " L "?" DAY "&status=completed => 200 #1 0.id=$b" STATUS("a", "accepted")
     STATUS("b", "accepted")},
    {"of a status nobody knows",
     "links GET " L "?status=booked" WRONG("status")},
    {"of an empty status",
     "links GET " L "?status=" WRONG("status")},
    {"of two statuses",
     "links GET " L "?status=confirmed,cancelled" WRONG("status")},
    {"from is included, to is not",
     THREE "links GET " L
     "?from=~10:00&to=~12:00 => 200 #2 0.start_time=~10:00 1.start_time=~11:00"},
    {"from alone",
     THREE "links GET " L "?from=~11:00&to=~d+20 => 200 #2"},
    {"to alone",
     THREE "links GET " L "?to=~10:00&from=~d => 200 #0"},
    {"to before from",
     THREE "links GET " L "?from=~12:00&to=~10:00 => 200 #0 /pagination.total=0"},
    {"a from in the wrong form",
     "links GET " L "?from=yesterday" WRONG("from")},
    {"a to in the wrong form",
     "links GET " L "?to=31" WRONG("to")},
    {"an offset in from",
     THREE "links GET " L "?from=~dT12:00:00%2B01:00&to=~d+1 => 200 #2"},
    {"pages",
     THREE "links GET " L "?" DAY
     "&limit=2 => 200 #2 /pagination.limit=2 /pagination.total=3 /pagination.hasMore=true\n"
     "links GET " L "?" DAY "&limit=2&page=2 => 200 #1 0.start_time=~12:00 /pagination.page=2 "
     "/pagination.hasMore=false\n"
     "links GET " L "?" DAY
     "&limit=2&page=3 => 200 #0 /pagination.total=3 /pagination.hasMore=false"},
    {"a page that is exactly full is the last",
     THREE "links GET " L "?" DAY "&limit=3 => 200 #3 /pagination.hasMore=false"},
    {"a limit beyond the most is the most",
     "links GET " L "?limit=1000 => 200 /pagination.limit=100"},
    {"a limit below the least is the least",
     "links GET " L "?limit=0 => 200 /pagination.limit=1"},
    {"a limit beyond all numbers is the most",
     "links GET " L "?limit=99999999999999999999 => 200 /pagination.limit=100"},
    {"a limit in words",
     "links GET " L "?limit=many" WRONG("limit")},
    {"page 0",
     "links GET " L "?page=0" WRONG("page")},
    {"page -1",
     "links GET " L "?page=-1" WRONG("page")},
    {"a page in words",
     "links GET " L "?page=two" WRONG("page")},
    {"a page and a half",
     "links GET " L "?page=1.5" WRONG("page")},
    {"a page beyond all numbers",
     "links GET " L "?page=99999999999999999999" WRONG("page")},
    {"a page that is a list",
     "links GET " L "?page=1&page=2" WRONG("page")},
    {"unknown parameters are passed over",
     THREE "links GET " L "?" DAY "&sort=x => 200 #3"},
    {"of other sides, too",
     "b: - BOOK {'start':'~10:00','eventTypeId':@plain,'attendee':%bo} => 201\n"
     "links GET " L "?" DAY " => 200 #1 0.id=bk_$b 0.booking_link_id=null"},
    {"of this entity alone",
     THREE "links:two GET " L "?" DAY " => 200 #0 /pagination.total=0"},
    {"nothing of SQL",
     "links GET " L "?booking_link_id=link_'%20OR%201=1--" NO_LINK},
};
/* clang-format on */

/* ---- who may: contract 1 ---- */

/* clang-format off */
static const struct story who[] = {
    {"reading lists needs the scope",
     "links-write GET " L
     " => 403 /error.code=insufficient_scope /error.details.required_scope=bookings:read"},
    {"reading one needs the scope",
     "links-write GET " L
     "/bk_x => 403 /error.code=insufficient_scope /error.details.required_scope=bookings:read"},
    {"availability needs the scope",
     "links-write GET " A
     "?slug=intro&date=~d => 403 /error.details.required_scope=bookings:read"},
    {"booking needs the scope",
     "links-read POST " L " {" BODY("intro", "10:00", "bo")
     "} => 403 /error.code=insufficient_scope /error.details.required_scope=bookings:write"},
    {"cancelling needs the scope",
     "links-read PATCH " L "/bk_x/cancel => 403 /error.details.required_scope=bookings:write"},
    {"one scope is enough for its own",
     "links-read GET " L "?limit=1 => 200\n"
     "links-read GET " A "?slug=intro&date=~d => 200\n"
     "a: links-write POST " L " {" BODY("intro", "10:00", "bo") "} => 201\n"
     "links-write PATCH " L "/$a/cancel => 200"},
    {"a key of Cal.com's side is none",
     "hal GET " L " => 401 /error.code=unauthorized"},
    {"a session of staff is none",
     "admin:hal GET " L " => 401 /error.code=unauthorized"},
    {"a client of vCita's side is none",
     "vclient:x@x.test GET " L " => 401 /error.code=unauthorized"},
    {"nobody",
     "- GET " L " => 401 /error.code=unauthorized\n"
     "- POST " L " {} => 401 /error.code=unauthorized\n"
     "- PATCH " L "/bk_x/cancel => 401 /error.code=unauthorized\n"
     "- GET " A " => 401 /error.code=unauthorized"},
    {"a key of this side is none elsewhere",
     "links GET /v2/bookings => 401"},
    {"a path that is not there",
     "links GET /api/v1/nosuch => 404 /error.code=not_found"},
    {"a method that is not there",
     "links DELETE " L "/bk_x => 405 /error.code=method_not_allowed\n"
     "links PUT " L " => 405 /error.code=method_not_allowed"},
};
/* clang-format on */

static int open_stack(void)
{
    return http_open(NULL) == 0 && story_open("links") && story_add("links_story.json") ? 0 : 1;
}

int main(int argc, char **argv)
{
    STORIES(creating);
    STORIES(order);
    STORIES(forms);
    STORIES(links);
    STORIES(legal);
    STORIES(seats);
    STORIES(questions);
    STORIES(rules);
    STORIES(services);
    STORIES(reading);
    STORIES(cancelling);
    STORIES(availability);
    STORIES(exceptions);
    STORIES(lists);
    STORIES(who);
    story_oracle_add();
    return cases_main("links", open_stack, http_close, argc, argv);
}
