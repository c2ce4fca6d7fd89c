/* effects.c - what follows when something happens to a booking: the jobs that are there afterwards,
 * asked of the database. SPDX-License-Identifier: MIT
 *
 * Sources: contract appointments 3, links 8. slotd-jobs does none of these kinds, so they stay as
 * they were written. */
#include <stdio.h>

#include "cases.h"
#include "http.h"
#include "story.h"

/* Jobs with what their payload says. A job of a series belongs to none of its bookings. */
static const char view[] =
    "CREATE OR REPLACE VIEW effect AS SELECT j.business_id, j.kind, j.name, j.status, j.due_us,"
    " j.payload, j.booking_id, COALESCE(b.uid, JSON_VALUE(j.payload, '$.booking.uid')) AS uid,"
    " j.due_us = j.created_us AS due_now, (b.start_us - j.due_us) DIV 60000000 AS ahead,"
    " (j.due_us - b.updated_us) DIV 60000000 AS later, j.due_us = b.end_us AS due_at_end,"
    " JSON_VALUE(j.payload, '$.version') AS version, JSON_VALUE(j.payload, '$.booking.status') AS"
    " told_status, JSON_VALUE(j.payload, '$.booking.title') AS title,"
    " JSON_VALUE(j.payload, '$.booking.service') AS service,"
    " JSON_VALUE(j.payload, '$.booking.start') AS start, JSON_VALUE(j.payload, '$.booking.end') AS"
    " ends, JSON_VALUE(j.payload, '$.booking.old_start') AS old_start,"
    " JSON_VALUE(j.payload, '$.booking.old_end') AS old_end,"
    " JSON_VALUE(j.payload, '$.booking.zone') AS zone, JSON_LENGTH(j.payload, '$.to') AS people,"
    " JSON_VALUE(j.payload, '$.to[0].email') AS first, JSON_VALUE(j.payload, '$.to[0].name') AS"
    " first_name, JSON_VALUE(j.payload, '$.host.email') AS host,"
    " JSON_VALUE(j.payload, '$.business.name') AS business, JSON_VALUE(j.payload, "
    "'$.business.zone')"
    " AS business_zone, JSON_VALUE(j.payload, '$.location') AS location,"
    " JSON_VALUE(j.payload, '$.notes') AS notes, JSON_VALUE(j.payload, '$.reason') AS reason,"
    " JSON_VALUE(j.payload, '$.links.accept') AS accept,"
    " JSON_VALUE(j.payload, '$.links.decline') AS decline,"
    " JSON_VALUE(j.payload, '$.links.feedback') AS feedback,"
    " JSON_VALUE(j.payload, '$.links.pay') AS pay, JSON_VALUE(j.payload, '$.ics.uid') AS ics,"
    " JSON_VALUE(j.payload, '$.ics.sequence') AS sequence,"
    " JSON_LENGTH(j.payload, '$.series') AS series,"
    " JSON_VALUE(j.payload, '$.minutes_before') AS minutes,"
    " JSON_VALUE(j.payload, '$.subject') AS subject, JSON_VALUE(j.payload, '$.body') AS body,"
    " JSON_VALUE(j.payload, '$.payment.amount_minor') AS amount,"
    " JSON_VALUE(j.payload, '$.payment.currency') AS currency,"
    " JSON_VALUE(j.payload, '$.payment.idempotency_key') AS fee_key,"
    " JSON_VALUE(j.payload, '$.waitlist.uid') AS entry,"
    " JSON_VALUE(j.payload, '$.waitlist.seat_of') AS seat_of"
    " FROM job j LEFT JOIN booking b ON b.business_id = j.business_id AND b.id = j.booking_id";

#define COUNT_OF(kind, of, more)                                                                   \
    "\nsql SELECT COUNT(*) FROM effect WHERE business_id = @@ AND kind = '" kind                   \
    "' AND uid = '$" of "'" more " => "
#define HAS(kind, of, more) COUNT_OF(kind, of, more) "1\n"
#define NONE(kind, of)      COUNT_OF(kind, of, "") "0\n"
#define MANY(n, kind, of)   COUNT_OF(kind, of, "") n "\n"
#define WAITING             " AND status = 'waiting'"
#define NAMED(name)         " AND name = '" name "'"
#define TO(who)             " AND first = '^" who "'"
/* What is told inside the product. */
#define NOTIFIED(n, kind, of, more)                                                                \
    "\nsql SELECT COUNT(*) FROM notification n JOIN booking b ON b.business_id = n.business_id "   \
    "AND"                                                                                          \
    " b.id = n.booking_id WHERE n.business_id = @@ AND n.kind = '" kind "' AND b.uid = '$" of      \
    "'" more " => " n "\n"
#define SETTINGS(json) "sql UPDATE business SET settings = '" json "' WHERE id = @@\n"
#define CANCEL(of)     "hal POST $" of "/cancel {'cancellationReason':'ill'} => 200\n"

/* clang-format off */
static const struct story made[] = {
    {"a booking is confirmed by mail, now",
     "a: - " B("plain", "10:00", "bo") " => 201"
     HAS("mail.confirmation", "a", WAITING NAMED("mail.confirmation:$a") TO("bo") " AND people = 1 AND due_now AND booking_id IS NOT NULL")},
    {"the confirmation says what, when, where and with whom",
     "a: - "
     BX("places", "10:00", "bo", "'bookingFieldsResponses':{'notes':'mind the dog'},'location':{'type':'link'}")
     " => 201"
     HAS("mail.confirmation", "a", " AND title = '$a.title' AND service = 'places' AND start = '~dT10:00:00Z' AND ends = '~dT10:30:00Z' AND zone = 'Europe/Rome' AND host = 'hal@~s.example' AND business = 'Stories' AND business_zone = 'UTC' AND notes = 'mind the dog' AND first_name = 'bo' AND told_status = 'accepted' AND version = 1 AND location = '$a.location' AND location = 'https://meet.example.com/p' AND old_start IS NULL")},
    {"it has the uid and sequence of its calendar entry",
     "a: - " B("plain", "10:00", "bo") " => 201"
     HAS("mail.confirmation", "a", " AND ics = '$a.icsUid' AND sequence = 1")},
    {"guests get the same mail",
     "a: - " BX("plain", "10:00", "bo", "'guests':['^cy','^di']") " => 201"
     HAS("mail.confirmation", "a", TO("bo") " AND people = 3 AND LOCATE('^cy', payload) > 0 AND LOCATE('^di', payload) > 0")},
    {"it comes into the host's calendar",
     "a: - " B("plain", "10:00", "bo") " => 201"
     HAS("calendar.write", "a", WAITING NAMED("calendar:$a:#hal.uid") " AND due_now AND ics = '$a.icsUid' AND host = 'hal@~s.example' AND start = '~dT10:00:00Z'")},
    {"a day and an hour before there are reminders",
     "a: - " B("plain", "10:00", "bo") " => 201" MANY("2", "mail.reminder", "a")
     HAS("mail.reminder", "a", NAMED("mail.reminder:$a:1440") TO("bo") " AND ahead = 1440 AND minutes = 1440")
     HAS("mail.reminder", "a", NAMED("mail.reminder:$a:60") " AND ahead = 60")},
    {"the business says how long before",
     SETTINGS("{\"reminder_minutes\":[30,45,2880]}") "a: - " B("plain", "10:00", "bo") " => 201"
     MANY("3", "mail.reminder", "a") HAS("mail.reminder", "a", " AND ahead = 45")
     HAS("mail.reminder", "a", " AND ahead = 2880") SETTINGS("{}")},
    {"or that there are none",
     SETTINGS("{\"reminder_minutes\":[]}") "a: - " B("plain", "10:00", "bo") " => 201"
     NONE("mail.reminder", "a") HAS("mail.confirmation", "a", "") SETTINGS("{}")},
    {"a reminder whose time is past is passed over",
     SETTINGS("{\"reminder_minutes\":[60,90000000]}") "a: - " B("plain", "10:00", "bo")
     " => 201" MANY("1", "mail.reminder", "a") HAS("mail.reminder", "a", " AND ahead = 60")
     SETTINGS("{}")},
    {"at its end the host is asked how it went",
     "a: - " B("plain", "10:00", "bo") " => 201"
     HAS("notify.follow_up", "a", NAMED("notify.follow_up:$a") " AND due_at_end AND first = 'hal@~s.example'")},
    {"the host is told inside the product",
     "a: - " B("plain", "10:00", "bo") " => 201"
     NOTIFIED("1", "booking.created", "a", " AND n.user_id = #hal AND n.read_us IS NULL AND n.message = 'bo booked plain for ~d 10:00'")},
    {"what webhooks are told is as it was",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "sql SELECT COUNT(*) FROM job WHERE business_id = @@ AND name = 'booking.created:$a' AND "
     "payload = '{\"booking_uid\":\"$a\",\"status\":\"accepted\"}' => 1"},
    {"whoever leaves only a telephone gets no mail",
     "a: - BOOK {'start':'~10:00','eventTypeId':@plain,'attendee':{'name':'Fon',"
     "'phoneNumber':'+390612345678','timeZone':'Europe/Rome'}} => 201"
     NONE("mail.confirmation", "a") NONE("mail.reminder", "a") HAS("calendar.write", "a", "")
     HAS("notify.follow_up", "a", "")},
    {"a refused booking leaves nothing",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "- " B("plain", "10:15", "cy") " => 400\n"
     "sql SELECT COUNT(*) FROM job WHERE business_id = @@ AND LOCATE('^cy', payload) > 0 => 0"},
    {"what is declared is told to nobody",
     "sql SELECT COUNT(*) FROM booking WHERE uid = 'twoPast111111111111111' => 1\n"
     "sql SELECT COUNT(*) FROM job WHERE LOCATE('twoPast111111111111111', name) > 0 => 0\n"
     "sql SELECT COUNT(*) FROM notification n JOIN booking b ON b.business_id = n.business_id "
     "AND b.id = n.booking_id WHERE b.uid = 'twoPast111111111111111' => 0"},
    {"no payload has the key it was asked with, nor what was asked besides",
     "a: hal " BX("plain", "10:00", "bo", "'metadata':{'hint':'m3tadata'}") " => 201\n"
     "sql SELECT COUNT(*) FROM effect WHERE uid = '$a' AND (LOCATE('m3tadata', payload) > 0 "
     "OR LOCATE('cal_~s', payload) > 0) => 0"},
};
/* clang-format on */

/* clang-format off */
static const struct story asked[] = {
    {"a request goes to the host, and nothing else follows yet",
     "a: - " B("confirm", "10:00", "bo") " => 201"
     HAS("mail.request", "a", NAMED("mail.request:$a") " AND first = 'hal@~s.example' AND told_status = 'pending'")
     NONE("mail.confirmation", "a") NONE("calendar.write", "a") NONE("mail.reminder", "a")
     NONE("notify.follow_up", "a")
     NOTIFIED("1", "booking.requested", "a", " AND n.message LIKE 'bo asks for %'")},
    {"with the yes comes what a booking has",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     "hal POST $a/confirm => 200"
     HAS("mail.confirmation", "a", TO("bo") " AND due_now AND told_status = 'accepted' AND sequence = 2")
     HAS("calendar.write", "a", "") MANY("2", "mail.reminder", "a")
     HAS("notify.follow_up", "a", "") NONE("mail.request", "a")},
    {"with the no comes a mail with its reason",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     "hal POST $a/decline {'reason':'no room'} => 200"
     HAS("mail.rejected", "a", TO("bo") " AND reason = 'no room' AND told_status = 'rejected'")
     NONE("mail.request", "a") NONE("mail.confirmation", "a") NONE("calendar.write", "a")
     NONE("calendar.remove", "a") NONE("mail.reminder", "a")},
    {"the answer is told once",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     "hal POST $a/confirm => 200\n"
     "hal POST $a/confirm => 400" MANY("1", "mail.confirmation", "a")
     MANY("1", "calendar.write", "a")},
    {"a request that is called off is withdrawn",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     CANCEL("a") NONE("mail.request", "a") HAS("mail.cancelled", "a", TO("bo"))
     NONE("calendar.remove", "a")},
};
/* clang-format on */

/* clang-format off */
static const struct story cancelled[] = {
    {"everybody is told, with the reason",
     "a: - " BX("plain", "10:00", "bo", "'guests':['^cy']") " => 201\n"
     CANCEL("a")
     HAS("mail.cancelled", "a", NAMED("mail.cancelled:$a") TO("bo") " AND people = 2 AND due_now AND reason = 'ill' AND told_status = 'cancelled'")},
    {"reminders and the question how it went are withdrawn",
     "a: - " B("plain", "10:00", "bo") " => 201" MANY("2", "mail.reminder", "a") CANCEL("a")
     NONE("mail.reminder", "a") NONE("notify.follow_up", "a")},
    {"a confirmation that has not gone out does not go out any more",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     CANCEL("a") NONE("mail.confirmation", "a")},
    {"the calendar entry is removed by the job that would have written it",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     CANCEL("a") NONE("calendar.write", "a")
     HAS("calendar.remove", "a", WAITING NAMED("calendar:$a:#hal.uid") " AND ics = '$a.icsUid' AND sequence = 2")},
    {"one that was written already is removed, too",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "sql UPDATE job SET status = 'done', done_us = due_us WHERE name = "
     "'calendar:$a:#hal.uid'\n"
     CANCEL("a") HAS("calendar.remove", "a", WAITING)},
    {"what is under way is left to whoever does it",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "sql UPDATE job SET status = 'leased', lease_until_us = due_us WHERE name = "
     "'mail.reminder:$a:60'\n"
     CANCEL("a") MANY("1", "mail.reminder", "a")
     HAS("mail.reminder", "a", " AND status = 'leased'")},
    {"what is done stays in the books",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "sql UPDATE job SET status = 'done', done_us = due_us WHERE name = "
     "'mail.confirmation:$a'\n"
     CANCEL("a") HAS("mail.confirmation", "a", " AND status = 'done'")},
    {"it is told once",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     CANCEL("a") "hal POST $a/cancel {'cancellationReason':'again'} => 400"
     MANY("1", "mail.cancelled", "a")},
    {"another booking keeps what it has",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "b: - " B("plain", "12:00", "cy") " => 201\n"
     CANCEL("a") MANY("2", "mail.reminder", "b") HAS("mail.confirmation", "b", "")},
};
/* clang-format on */

#define MOVE(label, of, to) label ": - POST $" of "/reschedule {'start':'~" to "'} => 201"

/* clang-format off */
static const struct story moved[] = {
    {"the new booking is confirmed, with the old time",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     MOVE("b", "a", "14:00")
     HAS("mail.confirmation", "b", NAMED("mail.confirmation:$b") TO("bo") " AND start = '~dT14:00:00Z' AND old_start = '~dT10:00:00Z' AND old_end = '~dT10:30:00Z'")},
    {"nothing waits for the old one",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     MOVE("b", "a", "14:00") NONE("mail.reminder", "a") NONE("mail.confirmation", "a")
     NONE("notify.follow_up", "a") NONE("mail.cancelled", "a") NONE("calendar.write", "a")
     NONE("calendar.remove", "a")},
    {"reminders move along",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     MOVE("b", "a", "14:00") MANY("2", "mail.reminder", "b")
     HAS("mail.reminder", "b", " AND ahead = 1440")},
    {"the calendar entry keeps its uid and counts on",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     MOVE("b", "a", "14:00")
     HAS("calendar.write", "b", " AND ics = '$a.icsUid' AND sequence > 1 AND start = '~dT14:00:00Z'")},
    {"one that has to be asked for again asks the host",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     "hal POST $a/confirm => 200\n"
     MOVE("b", "a", "14:00") HAS("mail.request", "b", " AND old_start = '~dT10:00:00Z'")
     NONE("mail.confirmation", "b") HAS("calendar.remove", "a", WAITING)
     NONE("calendar.write", "a")},
    {"the host is told inside the product",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     MOVE("b", "a", "14:00")
     NOTIFIED("1", "booking.rescheduled", "b", " AND n.message = 'bo moved plain to ~d 14:00'")},
    {"handed over, it leaves one calendar and comes into another",
     "a: hal " B("robin", "10:00", "bo") " => 201\n"
     "sql SELECT COUNT(*) FROM booking WHERE uid = '$a' => 1\n"
     "sql SET @was = (SELECT u.uid FROM booking b JOIN user u ON u.id = b.host_id WHERE b.uid "
     "= '$a')\n"
     "hal POST $a/reassign => 200\n"
     "sql SET @is = (SELECT u.uid FROM booking b JOIN user u ON u.id = b.host_id WHERE b.uid "
     "= '$a')\n"
     "sql SELECT @was <> @is => 1"
     HAS("calendar.remove", "a", " AND name = CONCAT('calendar:$a:', @was)")
     HAS("calendar.write", "a", " AND name = CONCAT('calendar:$a:', @is)")
     NOTIFIED("1", "booking.reassigned", "a", " AND n.user_id = b.host_id")},
    {"guests who come later are told alone",
     "a: - " BX("plain", "10:00", "bo", "'guests':['^cy']") " => 201\n"
     "hal POST $a/guests {'guests':[{'email':'^di'}]} => 200"
     HAS("mail.confirmation", "a", TO("di") " AND people = 1")
     HAS("mail.confirmation", "a", TO("bo") " AND people = 2")
     HAS("mail.reminder", "a", " AND ahead = 60 AND people = 3")
     HAS("calendar.write", "a", " AND people = 3")},
    {"another place comes into calendar and reminders",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "hal PATCH $a/location "
     "{'location':{'type':'link','link':'https://meet.example.com/new'}} => 200"
     HAS("calendar.write", "a", " AND LOCATE('/new', payload) > 0")
     HAS("mail.reminder", "a", " AND ahead = 1440 AND LOCATE('/new', payload) > 0")},
};
/* clang-format on */

/* clang-format off */
static const struct story series[] = {
    {"one confirmation tells of all occurrences",
     "a: - " B("weekly", "10:00", "bo") " => 201 #4\n"
     "sql SELECT COUNT(*) FROM effect WHERE business_id = @@ AND kind = 'mail.confirmation' "
     "AND LOCATE('^bo', payload) > 0 AND series = 4 AND booking_id IS NULL => 1\n"
     "sql SELECT COUNT(*) FROM effect WHERE kind = 'mail.confirmation' AND LOCATE('^bo', "
     "payload) > 0 => 1"},
    {"every occurrence has its reminders and its calendar entry",
     "a: - " B("weekly", "10:00", "bo") " => 201" MANY("2", "mail.reminder", "a.0.uid")
     MANY("2", "mail.reminder", "a.3.uid") HAS("calendar.write", "a.2.uid", "")
     HAS("notify.follow_up", "a.1.uid", "")},
    {"the host is told once",
     "a: - " B("weekly", "10:00", "bo") " => 201"
     NOTIFIED("1", "booking.created", "a.0.uid", "")
     NOTIFIED("0", "booking.created", "a.1.uid", "")},
    {"a series is asked for once and confirmed once",
     "a: - " B("weekly-confirm", "10:00", "bo") " => 201\n"
     "sql SELECT COUNT(*) FROM effect WHERE business_id = @@ AND kind = 'mail.request' AND "
     "LOCATE('^bo', payload) = 0 AND series = 4 AND uid = '$a.0.uid' => 1\n"
     "hal POST $a.0.uid/confirm => 200\n"
     "sql SELECT COUNT(*) FROM effect WHERE kind = 'mail.confirmation' AND series = 4 AND "
     "LOCATE('^bo', payload) > 0 => 1\n"
     "sql SELECT COUNT(*) FROM effect WHERE kind = 'mail.request' AND uid = '$a.0.uid' => 0"
     MANY("2", "mail.reminder", "a.3.uid")},
    {"a series is refused once",
     "a: - " B("weekly-confirm", "10:00", "bo") " => 201\n"
     "hal POST $a.0.uid/decline {'reason':'no'} => 200\n"
     "sql SELECT COUNT(*) FROM effect WHERE kind = 'mail.rejected' AND LOCATE('^bo', payload) "
     "> 0 => 1"},
    {"a series is called off once, and nothing waits any more",
     "a: - " B("weekly", "10:00", "bo") " => 201\n"
     "hal POST $a.recurringBookingUid/cancel {'cancellationReason':'ill'} => 200\n"
     "sql SELECT COUNT(*) FROM effect WHERE kind = 'mail.cancelled' AND LOCATE('^bo', "
     "payload) > 0 AND series = 4 => 1\n"
     "sql SELECT COUNT(*) FROM effect WHERE kind = 'mail.confirmation' AND LOCATE('^bo', "
     "payload) > 0 => 0" NONE("mail.reminder", "a.0.uid") NONE("mail.reminder", "a.3.uid")
     HAS("calendar.remove", "a.1.uid", "")},
    {"the rest of a series is called off once",
     "a: - " B("weekly", "10:00", "bo") " => 201\n"
     "hal POST $a.2.uid/cancel {'cancellationReason':'ill','cancelSubsequentBookings':true} "
     "=> 200\n"
     "sql SELECT COUNT(*) FROM effect WHERE kind = 'mail.cancelled' AND LOCATE('^bo', "
     "payload) > 0 AND series = 2 => 1" MANY("2", "mail.reminder", "a.1.uid")
     NONE("mail.reminder", "a.2.uid")},
    {"one occurrence alone is called off by itself, and the confirmation stays",
     "a: - " B("weekly", "10:00", "bo") " => 201\n"
     "hal POST $a.0.uid/cancel {'cancellationReason':'ill'} => 200"
     HAS("mail.cancelled", "a.0.uid", " AND booking_id IS NOT NULL AND series IS NULL")
     HAS("mail.confirmation", "a.0.uid", " AND series = 4")
     MANY("2", "mail.reminder", "a.1.uid")},
};
/* clang-format on */

#define LEAVE(of, seat) "- POST $" of "/cancel {'seatUid':'$" seat ".seatUid'} => 200\n"

/* clang-format off */
static const struct story seats[] = {
    {"each seat is confirmed and reminded by itself",
     "a: hal " B("class", "10:00", "bo") " => 201\n"
     "b: hal " B("class", "10:00", "cy") " => 201" MANY("2", "mail.confirmation", "a")
     HAS("mail.confirmation", "a", TO("bo") " AND people = 1")
     HAS("mail.confirmation", "a", TO("cy") " AND people = 1") MANY("4", "mail.reminder", "a")
     HAS("mail.reminder", "a", TO("cy") " AND ahead = 60")},
    {"the calendar has one entry with all",
     "a: hal " B("class", "10:00", "bo") " => 201\n"
     "hal " B("class", "10:00", "cy") " => 201" MANY("1", "calendar.write", "a")
     HAS("calendar.write", "a", " AND people = 2")},
    {"whoever leaves is told, and nobody else",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "- " B("class", "10:00", "cy") " => 201\n"
     LEAVE("a", "a") MANY("1", "mail.cancelled", "a") HAS("mail.cancelled", "a", TO("bo"))
     MANY("2", "mail.reminder", "a") HAS("mail.reminder", "a", TO("cy") " AND ahead = 1440")
     HAS("calendar.write", "a", " AND people = 1")},
    {"with the last seat the class is off",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     LEAVE("a", "a") HAS("mail.cancelled", "a", TO("bo")) NONE("mail.reminder", "a")
     HAS("calendar.remove", "a", "") NONE("notify.follow_up", "a")},
    {"when the host calls it off all seats are told",
     "a: hal " B("class", "10:00", "bo") " => 201\n"
     "hal " B("class", "10:00", "cy") " => 201\n"
     CANCEL("a") MANY("2", "mail.cancelled", "a") HAS("mail.cancelled", "a", TO("bo"))
     HAS("mail.cancelled", "a", TO("cy") " AND reason = 'ill'") NONE("mail.reminder", "a")
     NONE("mail.confirmation", "a")},
};
/* clang-format on */

/* ^who.id makes the client. created_us orders them. */
#define WAITS(who, type, date, more)                                                               \
    "sql INSERT INTO waitlist_entry (business_id, uid, client_id, event_type_id, date,"            \
    " created_us, booking_id) VALUES (@@, LEFT(MD5('^" who "'), 16), ^" who ".id, @" type          \
    ", '" date "', " more ")\n"
#define ENTRY_IS(who, status)                                                                      \
    "\nsql SELECT COUNT(*) FROM waitlist_entry WHERE client_id = ^" who                            \
    ".id AND status = '" status "' => 1\n"
#define OFFERED(n, who)                                                                            \
    "sql SELECT COUNT(*) FROM effect WHERE kind = 'mail.waitlist_offer' AND entry ="               \
    " LEFT(MD5('^" who "'), 16)" TO(who) " AND due_now => " n "\n"

/* clang-format off */
static const struct story waitlist[] = {
    {"the first who waits is told, and nobody else",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     WAITS("cy", "plain", "~d", "2, NULL") WAITS("di", "plain", "~d", "1, NULL") CANCEL("a")
     ENTRY_IS("di", "notified") ENTRY_IS("cy", "waiting") OFFERED("1", "di") OFFERED("0", "cy")
     "sql SELECT COUNT(*) FROM waitlist_entry WHERE client_id = ^di.id AND notified_us > 0 => 1"},
    {"of the same moment the lower number is the first",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     WAITS("cy", "plain", "~d", "1, NULL") WAITS("di", "plain", "~d", "1, NULL") CANCEL("a")
     ENTRY_IS("cy", "notified") ENTRY_IS("di", "waiting")},
    {"the next time the next one",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     "b: - " B("plain", "12:00", "ed") " => 201\n"
     WAITS("cy", "plain", "~d", "1, NULL") WAITS("di", "plain", "~d", "2, NULL") CANCEL("a")
     ENTRY_IS("di", "waiting") CANCEL("b") ENTRY_IS("di", "notified") OFFERED("1", "cy")
     OFFERED("1", "di")},
    {"who waits for another day or another service is not told",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     WAITS("cy", "plain", "~d+1", "1, NULL") WAITS("di", "lengths", "~d", "1, NULL") CANCEL("a")
     ENTRY_IS("cy", "waiting") ENTRY_IS("di", "waiting")},
    {"a no gives time back, too",
     "a: - " B("confirm", "10:00", "bo") " => 201\n"
     WAITS("cy", "confirm", "~d", "1, NULL") "hal POST $a/decline {'reason':'no'} => 200\n"
     ENTRY_IS("cy", "notified") OFFERED("1", "cy")},
    {"and so does a move",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     WAITS("cy", "plain", "~d", "1, NULL") MOVE("b", "a", "+1/14:00") ENTRY_IS("cy", "notified")},
    {"the day is that of the business",
     "a: - " B("plain", "23:00", "bo") " => 201\n"
     WAITS("cy", "plain", "~d+1", "1, NULL") WAITS("di", "plain", "~d", "1, NULL")
     "sql UPDATE business SET time_zone = 'Europe/Rome' WHERE id = @@\n"
     CANCEL("a") "sql UPDATE business SET time_zone = 'UTC' WHERE id = @@\n"
     ENTRY_IS("cy", "notified") ENTRY_IS("di", "waiting")},
    {"a seat of a class goes to who waits for it",
     "a: - " B("class", "10:00", "bo") " => 201\n"
     "- " B("class", "10:00", "ed") " => 201\n"
     WAITS("cy", "class", "~d", "1, (SELECT id FROM booking WHERE uid = '$a')") LEAVE("a", "a")
     ENTRY_IS("cy", "notified")
     "sql SELECT COUNT(*) FROM effect WHERE kind = 'mail.waitlist_offer' AND seat_of = '$a' "
     "=> 1"},
    {"not when the class itself is off",
     "a: hal " B("class", "10:00", "bo") " => 201\n"
     WAITS("cy", "class", "~d", "1, (SELECT id FROM booking WHERE uid = '$a')") CANCEL("a")
     ENTRY_IS("cy", "waiting")},
    {"who was called off the list or deleted is passed over",
     "a: - " B("plain", "10:00", "bo") " => 201\n"
     WAITS("cy", "plain", "~d", "1, NULL") WAITS("di", "plain", "~d", "2, NULL")
     WAITS("ed", "plain", "~d", "3, NULL")
     "sql UPDATE waitlist_entry SET status = 'cancelled' WHERE client_id = ^cy.id\n"
     "sql UPDATE client SET deleted_us = 1 WHERE business_id = @@ AND id = ^di.id\n"
     CANCEL("a") ENTRY_IS("ed", "notified")},
};
/* clang-format on */

/* ---- at the desk: bookings have numbers there ---- */

#define DCOUNT_OF(kind, of, more)                                                                  \
    "\nsql SELECT COUNT(*) FROM effect WHERE business_id = @@ AND kind = '" kind                   \
    "' AND booking_id = $" of more " => "
#define DHAS(kind, of, more) DCOUNT_OF(kind, of, more) "1\n"
#define DNONE(kind, of)      DCOUNT_OF(kind, of, "") "0\n"
#define DMANY(n, kind, of)   DCOUNT_OF(kind, of, "") n "\n"
#define DNOTIFIED(n, kind, of, more)                                                               \
    "\nsql SELECT COUNT(*) FROM notification n WHERE n.business_id = @@ AND n.kind = '" kind       \
    "' AND n.booking_id = $" of more " => " n "\n"
#define DESKX(label, who, type, time, end, more)                                                   \
    label ": admin:hal POST /api/bookings {'client_id':^" who                                      \
          ".id,'staff_id':#hal,'service_id':@" type ",'start_at':'~w" time "','end_at':'~w" end    \
          "'" more "} => 200\n"
#define DESK(label, who, time, end) DESKX(label, who, "plain", time, end, "")
#define PUT(of, what)               "admin:hal PUT /api/bookings/$" of " {" what "} => 200\n"
#define SHIFT(of, time, end)        PUT(of, "'start_at':'~w" time "','end_at':'~w" end "'")
#define STATUS(of, status)          PUT(of, "'status':'" status "'")
#define FEES                                                                                       \
    SETTINGS("{\"noshow_enabled\":1,\"noshow_fee\":\"25.50\",\"public_url\":"                      \
             "\"https://salon.example/\"}")

/* clang-format off */
static const struct story entered[] = {
    {"a regular booking is confirmed and told",
     DESK("a", "bo", "10:00", "10:30")
     DHAS("mail.confirmation", "a", TO("bo") " AND due_now AND start = '~dT10:00:00Z' AND ends = '~dT10:30:00Z'")
     DMANY("2", "mail.reminder", "a") DHAS("calendar.write", "a", "")
     DHAS("notify.follow_up", "a", "")
     DNOTIFIED("1", "booking.created", "a", " AND n.user_id = #hal")},
    {"notes are told, internal notes are not",
     DESKX("a", "bo", "plain", "10:00", "10:30", ",'notes':'bring a towel','internal_notes':'s3cret of staff'")
     DHAS("mail.confirmation", "a", " AND notes = 'bring a towel'")
     "sql SELECT COUNT(*) FROM job WHERE booking_id = $a AND LOCATE('s3cret', payload) > 0 => 0"},
    {"a provisional one sends two links and confirms nothing",
     SETTINGS("{\"allowed_origins\":[\"https://book.example\"]}")
     DESKX("a", "bo", "plain", "10:00", "10:30", ",'provisional':true,'base_url':'https://book.example/salon/'")
     DHAS("mail.provisional", "a", TO("bo") " AND due_now AND accept = 'https://book.example/salon/accept?token=$a.provisional_token' AND decline = 'https://book.example/salon/decline?token=$a.provisional_token' AND told_status = 'pending'")
     DNONE("mail.confirmation", "a") DNONE("mail.request", "a") DNONE("booking.created", "a")
     DNONE("mail.reminder", "a") DNONE("calendar.write", "a")
     DNOTIFIED("0", "booking.created", "a", "") SETTINGS("{}")},
    {"its links lead to the business's own pages where nothing else is said",
     SETTINGS("{\"public_url\":\"https://salon.example\"}")
     DESKX("a", "bo", "plain", "10:00", "10:30", ",'provisional':true")
     DHAS("mail.provisional", "a", " AND accept = 'https://salon.example/accept?token=$a.provisional_token'")
     SETTINGS("{}")},
    {"of the token only a digest is kept",
     DESKX("a", "bo", "plain", "10:00", "10:30", ",'provisional':true")
     "sql SELECT COUNT(*) FROM booking_token WHERE business_id = @@ AND booking_id = $a AND "
     "purpose = 'answer' AND used_us IS NULL AND HEX(hash) = SHA2('$a.provisional_token', "
     "256) AND LENGTH('$a.provisional_token') = 43 => 1\n"
     "admin:hal GET /api/bookings/$a => 200 /provisional_token=$a.provisional_token"},
    {"staff who say yes themselves confirm it",
     DESKX("a", "bo", "plain", "10:00", "10:30", ",'provisional':true") STATUS("a", "scheduled")
     DHAS("mail.confirmation", "a", TO("bo")) DNONE("mail.provisional", "a")
     DHAS("calendar.write", "a", "") DMANY("2", "mail.reminder", "a")
     DHAS("booking.confirmed", "a", "")},
    {"one from the waitlist says so, and confirms nothing else",
     "w: admin:hal POST /api/waitlist {'client_id':^bo.id,'service_id':@plain,'date':'~d'} => "
     "200\n"
     DESKX("a", "bo", "plain", "10:00", "10:30", ",'waitlist_id':$w.id")
     DHAS("mail.waitlist_confirmed", "a", TO("bo") " AND due_now")
     DNONE("mail.confirmation", "a") DHAS("calendar.write", "a", "")
     DMANY("2", "mail.reminder", "a")
     "sql SELECT COUNT(*) FROM waitlist_entry WHERE business_id = @@ AND id = $w.id AND "
     "status = 'booked' AND booking_id = $a => 1"},
    {"the entry of another client is not taken, nor anything written",
     "w: admin:hal POST /api/waitlist {'client_id':^cy.id,'service_id':@plain,'date':'~d'} => "
     "200\n"
     "admin:hal POST /api/bookings "
     "{'client_id':^bo.id,'staff_id':#hal,'service_id':@plain,'start_at':'~w10:00',"
     "'end_at':'~w10:30','waitlist_id':$w.id} => 400\n"
     "sql SELECT COUNT(*) FROM job WHERE business_id = @@ AND LOCATE('^bo', payload) > 0 => 0\n"
     "sql SELECT COUNT(*) FROM waitlist_entry WHERE id = $w.id AND status = 'waiting' => 1"},
    {"one that is over already is reminded of no more",
     "a: admin:hal POST /api/bookings "
     "{'client_id':^bo.id,'staff_id':#hal,'service_id':@plain,'start_at':'2019-03-04 "
     "10:00:00','end_at':'2019-03-04 10:30:00'} => 200" DNONE("mail.reminder", "a")
     DHAS("notify.follow_up", "a", " AND due_now") "admin:hal DELETE /api/bookings/$a => 200"},
    {"cancelled at the desk, it is as cancelled as anywhere",
     DESK("a", "bo", "10:00", "10:30") WAITS("cy", "plain", "~d", "1, NULL")
     "admin:hal DELETE /api/bookings/$a => 200" DHAS("mail.cancelled", "a", TO("bo"))
     DNONE("mail.reminder", "a") DNONE("mail.confirmation", "a") DNONE("notify.follow_up", "a")
     DHAS("calendar.remove", "a", "") DNONE("calendar.write", "a") ENTRY_IS("cy", "notified")
     OFFERED("1", "cy")},
    {"cancelled again, nothing more follows",
     DESK("a", "bo", "10:00", "10:30") "admin:hal DELETE /api/bookings/$a => 200\n"
     "admin:hal DELETE /api/bookings/$a => 200" DMANY("1", "mail.cancelled", "a")
     DMANY("1", "booking.cancelled", "a")},
    {"brought back, it is confirmed anew and not called off",
     DESK("a", "bo", "10:00", "10:30") "admin:hal DELETE /api/bookings/$a => 200\n"
     STATUS("a", "scheduled") DNONE("mail.cancelled", "a") DMANY("1", "mail.confirmation", "a")
     DHAS("calendar.write", "a", "") DNONE("calendar.remove", "a")
     DMANY("2", "mail.reminder", "a") DHAS("notify.follow_up", "a", "")},
    {"handed to a colleague, it changes calendars",
     DESK("a", "bo", "10:00", "10:30") PUT("a", "'staff_id':#ida")
     DHAS("calendar.write", "a", " AND name LIKE 'calendar:%:#ida.uid' AND host = 'ida@~s.example'")
     DHAS("calendar.remove", "a", " AND name LIKE 'calendar:%:#hal.uid'")
     DNONE("booking.updated", "a")
     DHAS("mail.reminder", "a", " AND ahead = 60 AND host = 'ida@~s.example'")
     DNOTIFIED("1", "booking.reassigned", "a", " AND n.user_id = #ida")},
    {"and back again, there is one entry to write and one to remove",
     DESK("a", "bo", "10:00", "10:30") PUT("a", "'staff_id':#ida") PUT("a", "'staff_id':#hal")
     DHAS("calendar.write", "a", " AND name LIKE 'calendar:%:#hal.uid'")
     DHAS("calendar.remove", "a", " AND name LIKE 'calendar:%:#ida.uid'")},
    {"given to another client, it is confirmed to that one",
     DESK("a", "bo", "10:00", "10:30") PUT("a", "'client_id':^cy.id")
     DMANY("1", "mail.confirmation", "a") DHAS("mail.confirmation", "a", TO("cy"))
     DMANY("2", "mail.reminder", "a") DHAS("mail.reminder", "a", TO("cy") " AND ahead = 60")
     DHAS("calendar.write", "a", TO("cy"))},
    {"other notes come into the calendar",
     DESK("a", "bo", "10:00", "10:30") PUT("a", "'notes':'ring twice'")
     DHAS("calendar.write", "a", " AND notes = 'ring twice'")
     DHAS("mail.reminder", "a", " AND ahead = 60 AND notes = 'ring twice'")
     DNONE("booking.updated", "a") DMANY("1", "mail.confirmation", "a")},
};
/* clang-format on */

/* The clock is the business's own for half an hour when what is written is set back in time. */
#define MINUTES_PASS(of, minutes)                                                                  \
    "sql UPDATE job SET due_us = due_us - " minutes " * 60000000 WHERE booking_id = $" of          \
    " AND kind = 'booking.updated'\n"

/* clang-format off */
static const struct story dragged[] = {
    {"a new start is told half an hour later",
     DESK("a", "bo", "10:00", "10:30") SHIFT("a", "14:00", "14:30")
     DHAS("booking.updated", "a", TO("bo") " AND later = 30 AND start = '~dT14:00:00Z' AND ends = '~dT14:30:00Z' AND old_start = '~dT10:00:00Z' AND old_end = '~dT10:30:00Z' AND status = 'waiting' AND name LIKE 'booking.updated:%'")},
    {"so is a new end alone",
     DESK("a", "bo", "10:00", "10:30") PUT("a", "'end_at':'~w11:00'")
     DHAS("booking.updated", "a", " AND later = 30 AND start = '~dT10:00:00Z' AND ends = '~dT11:00:00Z' AND old_end = '~dT10:30:00Z'")},
    {"the same times again are no move",
     DESK("a", "bo", "10:00", "10:30") SHIFT("a", "10:00", "10:30")
     DNONE("booking.updated", "a")},
    {"moves within half an hour are one mail, from the first old time, half an hour after the "
     "last",
     DESK("a", "bo", "10:00", "10:30") SHIFT("a", "12:00", "12:30") MINUTES_PASS("a", "10")
     SHIFT("a", "13:00", "13:30") MINUTES_PASS("a", "15") SHIFT("a", "14:00", "14:30")
     DHAS("booking.updated", "a", " AND later = 30 AND start = '~dT14:00:00Z' AND old_start = '~dT10:00:00Z' AND old_end = '~dT10:30:00Z'")
     DMANY("1", "booking.updated", "a")},
    {"moved back, nothing is told",
     DESK("a", "bo", "10:00", "10:30") SHIFT("a", "12:00", "12:30") SHIFT("a", "10:00", "10:30")
     DNONE("booking.updated", "a")},
    {"moved back by halves it is told still",
     DESK("a", "bo", "10:00", "10:30") SHIFT("a", "12:00", "12:30") SHIFT("a", "10:00", "10:45")
     DHAS("booking.updated", "a", " AND ends = '~dT10:45:00Z' AND old_end = '~dT10:30:00Z'")},
    {"what was told already is where the next move begins",
     DESK("a", "bo", "10:00", "10:30") SHIFT("a", "12:00", "12:30")
     "sql UPDATE job SET status = 'done', done_us = due_us WHERE booking_id = $a AND kind = "
     "'booking.updated'\n"
     SHIFT("a", "10:00", "10:30")
     DHAS("booking.updated", "a", " AND status = 'waiting' AND old_start = '~dT12:00:00Z' AND start = '~dT10:00:00Z'")},
    {"whoever cancels is not told of a move",
     DESK("a", "bo", "10:00", "10:30") SHIFT("a", "12:00", "12:30")
     "admin:hal DELETE /api/bookings/$a => 200" DNONE("booking.updated", "a")
     DHAS("mail.cancelled", "a", " AND start = '~dT12:00:00Z'")},
    {"a move and the end of it in one are no news of a move",
     DESK("a", "bo", "10:00", "10:30")
     PUT("a", "'start_at':'~w12:00','end_at':'~w12:30','status':'completed'")
     DNONE("booking.updated", "a") DHAS("mail.review_request", "a", "")},
    {"what is completed moves without news",
     DESK("a", "bo", "10:00", "10:30") STATUS("a", "completed") SHIFT("a", "12:00", "12:30")
     DNONE("booking.updated", "a") DNONE("mail.reminder", "a")
     DHAS("calendar.write", "a", " AND start = '~dT12:00:00Z'")},
    {"what is cancelled moves without news, and frees nothing",
     DESK("a", "bo", "10:00", "10:30") "admin:hal DELETE /api/bookings/$a => 200\n"
     WAITS("cy", "plain", "~d", "1, NULL") SHIFT("a", "12:00", "12:30")
     DNONE("booking.updated", "a") DNONE("calendar.write", "a") ENTRY_IS("cy", "waiting")},
    {"reminders, calendar and the question at its end move at once",
     DESK("a", "bo", "10:00", "10:30") SHIFT("a", "14:00", "14:45")
     DMANY("2", "mail.reminder", "a")
     DHAS("mail.reminder", "a", " AND ahead = 1440 AND start = '~dT14:00:00Z'")
     DHAS("mail.reminder", "a", " AND ahead = 60 AND old_start IS NULL")
     DHAS("calendar.write", "a", " AND start = '~dT14:00:00Z'")
     DHAS("notify.follow_up", "a", " AND due_at_end")},
    {"moved to where a reminder's time is past, it has that one no more",
     SETTINGS("{\"reminder_minutes\":[60]}") DESK("a", "bo", "10:00", "10:30")
     PUT("a", "'start_at':'2019-03-05 10:00:00','end_at':'2019-03-05 10:30:00'")
     DNONE("mail.reminder", "a") "admin:hal DELETE /api/bookings/$a => 200\n"
     SETTINGS("{}")},
    {"a provisional one that moves is told of, too",
     DESKX("a", "bo", "plain", "10:00", "10:30", ",'provisional':true")
     SHIFT("a", "12:00", "12:30")
     DHAS("booking.updated", "a", " AND told_status = 'pending' AND later = 30")
     DNONE("calendar.write", "a") DNONE("mail.reminder", "a")},
    {"a move frees the old time for who waits, longer alone frees nothing",
     DESK("a", "bo", "10:00", "10:30") WAITS("cy", "plain", "~d", "1, NULL")
     PUT("a", "'end_at':'~w11:00'") ENTRY_IS("cy", "waiting") SHIFT("a", "15:00", "15:30")
     ENTRY_IS("cy", "notified") OFFERED("1", "cy")},
};
/* clang-format on */

#define SEQUENCE(name, service, active, steps)                                                     \
    "admin:hal POST /api/follow-up-sequences {'name':'" name "','service_id':" service             \
    ",'active':" active ",'steps':[" steps "]} => 200\n"

/* clang-format off */
static const struct story settled[] = {
    {"a visit that is over is asked about, an hour later",
     SETTINGS("{\"public_url\":\"https://salon.example\"}") DESK("a", "bo", "10:00", "10:30")
     "c: " STATUS("a", "completed")
     DHAS("mail.review_request", "a", TO("bo") " AND later = 60 AND feedback = 'https://salon.example/feedback?token=$c.feedback_token' AND told_status = 'completed'")
     SETTINGS("{}")},
    {"the business says when",
     SETTINGS("{\"review_delay_minutes\":1440}") DESK("a", "bo", "10:00", "10:30")
     STATUS("a", "completed") DHAS("mail.review_request", "a", " AND later = 1440")
     SETTINGS("{}")},
    {"or that nobody is asked",
     SETTINGS("{\"review_enabled\":0}") DESK("a", "bo", "10:00", "10:30")
     STATUS("a", "completed") DNONE("mail.review_request", "a") SETTINGS("{}")},
    {"completed twice, it is asked about once",
     DESK("a", "bo", "10:00", "10:30") STATUS("a", "completed") STATUS("a", "completed")
     DMANY("1", "mail.review_request", "a") DMANY("1", "booking.completed", "a")},
    {"nothing that was ahead of it is left, the answered question included",
     DESK("a", "bo", "10:00", "10:30")
     "sql INSERT INTO notification (business_id, user_id, kind, booking_id, message, "
     "created_us) VALUES (@@, #hal, 'booking.follow_up', $a, 'how was it?', 1)\n"
     STATUS("a", "completed") DNONE("mail.reminder", "a") DNONE("notify.follow_up", "a")
     DNOTIFIED("0", "booking.follow_up", "a", "") DNOTIFIED("1", "booking.created", "a", "")},
    {"taken back, nobody is asked any more",
     DESK("a", "bo", "10:00", "10:30") STATUS("a", "completed") STATUS("a", "scheduled")
     DNONE("mail.review_request", "a") DNONE("mail.follow_up", "a")
     DMANY("2", "mail.reminder", "a") DHAS("notify.follow_up", "a", "")},
    {"who was asked already is not asked again",
     DESK("a", "bo", "10:00", "10:30") STATUS("a", "completed")
     "sql UPDATE job SET status = 'done', done_us = due_us WHERE booking_id = $a AND kind = "
     "'mail.review_request'\n"
     STATUS("a", "scheduled") STATUS("a", "completed") DMANY("1", "mail.review_request", "a")
     DHAS("mail.review_request", "a", " AND status = 'done'")},
    {"a sequence begins, each step in its time",
     SEQUENCE("after lengths", "@lengths", "true", "{'delay_minutes':60,'subject':'Thanks','body':'It was nice'},{'delay_minutes':10080,'subject':'Again?','body':'Come back'}")
     DESKX("a", "bo", "lengths", "10:00", "10:30", "") STATUS("a", "completed")
     DMANY("2", "mail.follow_up", "a")
     DHAS("mail.follow_up", "a", TO("bo") " AND later = 60 AND subject = 'Thanks' AND body = 'It was nice'")
     DHAS("mail.follow_up", "a", " AND later = 10080 AND subject = 'Again?'")},
    {"of another service, or one that is off, it does not",
     SEQUENCE("after buffered", "@buffered", "true", "{'delay_minutes':1,'subject':'B','body':'b'}")
     SEQUENCE("asleep", "@notice", "false", "{'delay_minutes':1,'subject':'N','body':'n'}")
     DESKX("a", "bo", "notice", "10:00", "10:30", "") STATUS("a", "completed")
     DNONE("mail.follow_up", "a")},
    {"one for every service begins too, and is withdrawn with the visit",
     SEQUENCE("always", "null", "true", "{'delay_minutes':5,'subject':'A','body':'a'}")
     DESK("a", "bo", "10:00", "10:30") STATUS("a", "completed")
     DHAS("mail.follow_up", "a", " AND later = 5") STATUS("a", "no-show")
     DNONE("mail.follow_up", "a") DNONE("mail.review_request", "a")
     "sql UPDATE follow_up_sequence SET active = FALSE WHERE business_id = @@\n"},
    {"who did not come pays, where it is so",
     FEES DESK("a", "bo", "10:00", "10:30") STATUS("a", "no-show")
     DHAS("payment.no_show", "a", " AND due_now AND amount = 2550 AND currency = 'eur' AND fee_key = 'noshow-@@-$a-1'")
     DHAS("mail.no_show_fee", "a", TO("bo") " AND due_now AND amount = 2550 AND pay LIKE 'https://salon.example/pay/___________________________________________'")
     "sql SELECT COUNT(*) FROM booking_token t JOIN effect e ON e.booking_id = t.booking_id "
     "AND e.kind = 'mail.no_show_fee' WHERE t.booking_id = $a AND t.purpose = 'pay' AND "
     "HEX(t.hash) = SHA2(SUBSTRING_INDEX(e.pay, '/', -1), 256) => 1\n"
     SETTINGS("{}")},
    {"both lead to the same payment",
     FEES DESK("a", "bo", "10:00", "10:30") STATUS("a", "no-show")
     "sql SELECT COUNT(DISTINCT pay) FROM effect WHERE booking_id = $a AND pay IS NOT NULL => "
     "1\n"
     SETTINGS("{}")},
    {"where it is not so nobody pays, whatever the fee would be",
     SETTINGS("{\"noshow_enabled\":0,\"noshow_fee\":\"25.50\"}")
     DESK("a", "bo", "10:00", "10:30") STATUS("a", "no-show") DNONE("payment.no_show", "a")
     DNONE("mail.no_show_fee", "a") DNONE("mail.reminder", "a") DNONE("notify.follow_up", "a")
     SETTINGS("{}")},
    {"a fee of nothing is none",
     SETTINGS("{\"noshow_enabled\":1,\"noshow_fee\":\"0\"}") DESK("a", "bo", "10:00", "10:30")
     STATUS("a", "no-show") DNONE("payment.no_show", "a") SETTINGS("{}")},
    {"who came after all does not pay",
     FEES DESK("a", "bo", "10:00", "10:30") STATUS("a", "no-show") STATUS("a", "completed")
     DNONE("payment.no_show", "a") DNONE("mail.no_show_fee", "a")
     DHAS("mail.review_request", "a", "") SETTINGS("{}")},
    {"what is called off is not paid",
     FEES DESK("a", "bo", "10:00", "10:30") STATUS("a", "no-show") STATUS("a", "cancelled")
     DNONE("payment.no_show", "a") DNONE("mail.no_show_fee", "a") SETTINGS("{}")},
    {"no visit is paid for twice",
     FEES DESK("a", "bo", "10:00", "10:30") STATUS("a", "no-show")
     "sql UPDATE job SET status = 'done', done_us = due_us WHERE booking_id = $a AND kind IN "
     "('payment.no_show', 'mail.no_show_fee')\n"
     STATUS("a", "scheduled") STATUS("a", "no-show") DMANY("1", "payment.no_show", "a")
     DHAS("payment.no_show", "a", " AND status = 'done'")
     DHAS("mail.no_show_fee", "a", " AND status = 'done'") SETTINGS("{}")},
    {"a class that nobody came to costs nobody a fee",
     FEES DESKX("a", "bo", "class", "10:00", "10:30", "") STATUS("a", "no-show")
     DNONE("payment.no_show", "a") DNONE("mail.no_show_fee", "a") SETTINGS("{}")},
};
/* clang-format on */

/* ---- links of mails ---- */

#define ANSWER(how, of)                                                                            \
    "- POST /api/public/bookings/" how " {'token':'$" of ".provisional_token'} => 200"
#define STANDS_AS(of, status)                                                                      \
    "\nsql SELECT COUNT(*) FROM booking WHERE business_id = @@ AND id = $" of                      \
    " AND status = '" status "' => 1\n"
#define PROVISIONAL_ONE(label, who)                                                                \
    DESKX(label, who, "plain", "10:00", "10:30", ",'provisional':true")
#define LOOK(of)                                                                                   \
    "- GET /api/public/bookings/answer?token=$" of                                                 \
    ".provisional_token => 200 /booking.status=provisional\n"

/* clang-format off */
static const struct story answered[] = {
    {"to look at a link changes nothing, however often",
     PROVISIONAL_ONE("a", "bo") LOOK("a") LOOK("a") LOOK("a") STANDS_AS("a", "pending")
     "sql SELECT COUNT(*) FROM booking_token WHERE booking_id = $a AND used_us IS NULL => 1"
     DNONE("mail.confirmation", "a")},
    {"yes makes it a booking like any other",
     PROVISIONAL_ONE("a", "bo") ANSWER("accept", "a") " /booking.status=scheduled"
     STANDS_AS("a", "accepted") DHAS("mail.confirmation", "a", TO("bo") " AND due_now")
     DHAS("calendar.write", "a", "") DMANY("2", "mail.reminder", "a")
     DHAS("booking.confirmed", "a", "") DNONE("mail.provisional", "a")
     DNOTIFIED("1", "booking.confirmed", "a", " AND n.user_id = #hal")},
    {"a second yes gets the same page, and nothing follows twice",
     PROVISIONAL_ONE("a", "bo") ANSWER("accept", "a") "\n"
     ANSWER("accept", "a") " /booking.status=scheduled" DMANY("1", "mail.confirmation", "a")
     DMANY("1", "booking.confirmed", "a")
     "sql SELECT COUNT(*) FROM booking_history WHERE booking_id = $a => 2"},
    {"no after yes changes nothing",
     PROVISIONAL_ONE("a", "bo") ANSWER("accept", "a") "\n"
     ANSWER("decline", "a") " /booking.status=scheduled" STANDS_AS("a", "accepted")
     DNONE("mail.cancelled", "a")},
    {"no gives the time back, tells the host and whoever waits",
     PROVISIONAL_ONE("a", "bo") WAITS("cy", "plain", "~d", "1, NULL") ANSWER("decline", "a")
     " /booking.status=cancelled" STANDS_AS("a", "cancelled") DNONE("mail.provisional", "a")
     DHAS("mail.cancelled", "a", "") DNONE("calendar.remove", "a")
     DNOTIFIED("1", "booking.cancelled", "a", " AND n.user_id = #hal")
     ENTRY_IS("cy", "notified") DESK("b", "di", "10:00", "10:30")},
    {"a link that is over answers nothing",
     PROVISIONAL_ONE("a", "bo")
     "sql UPDATE booking_token SET expires_us = 1 WHERE booking_id = $a\n"
     "- POST /api/public/bookings/accept {'token':'$a.provisional_token'} => 410"
     STANDS_AS("a", "pending")},
    {"nor does one that nobody made",
     PROVISIONAL_ONE("a", "bo")
     "- POST /api/public/bookings/accept {'token':'x$a.provisional_token'} => 404\n"
     "- GET /api/public/bookings/answer?token=nothing => 404" STANDS_AS("a", "pending")},
    {"nor the link of a review",
     DESK("a", "bo", "10:00", "10:30") "c: " STATUS("a", "completed")
     "- POST /api/public/bookings/decline {'token':'$c.feedback_token'} => 404"
     STANDS_AS("a", "completed")},
    {"after staff have decided it tells how it stands",
     PROVISIONAL_ONE("a", "bo") STATUS("a", "scheduled") ANSWER("decline", "a")
     " /booking.status=scheduled" STANDS_AS("a", "accepted") DNONE("mail.cancelled", "a")},
    {"answered, it is shown no more",
     PROVISIONAL_ONE("a", "bo") ANSWER("accept", "a") "\n"
     "admin:hal GET /api/bookings/$a => 200 /provisional_token=null"},
    {"put back by staff it gets another link, and the old one is dead",
     PROVISIONAL_ONE("a", "bo") ANSWER("accept", "a") "\n"
     "c: " STATUS("a", "provisional") DHAS("mail.provisional", "a", "")
     "sql SELECT '$c.provisional_token' <> '$a.provisional_token' => 1\n"
     "- POST /api/public/bookings/decline {'token':'$a.provisional_token'} => 200"
     STANDS_AS("a", "pending") ANSWER("decline", "c") STANDS_AS("a", "cancelled")},
    {"another client is asked by a link of their own, and who was asked before has no say",
     PROVISIONAL_ONE("a", "bo") "c: " PUT("a", "'client_id':^cy.id")
     DHAS("mail.provisional", "a", WAITING TO("cy")) DHAS("mail.provisional", "a", WAITING)
     "sql SELECT '$c.provisional_token' <> '$a.provisional_token' => 1\n"
     "- POST /api/public/bookings/accept {'token':'$a.provisional_token'} => 404"
     STANDS_AS("a", "pending") ANSWER("accept", "c") STANDS_AS("a", "accepted")
     DHAS("mail.confirmation", "a", TO("cy"))},
    {"the same when it moves at once",
     PROVISIONAL_ONE("a", "bo") "c: "
     PUT("a", "'client_id':^cy.id,'start_at':'~d 12:00:00','end_at':'~d 12:30:00'")
     DHAS("mail.provisional", "a", WAITING TO("cy")) DHAS("mail.provisional", "a", WAITING)
     DNONE("booking.updated", "a")
     "- POST /api/public/bookings/decline {'token':'$a.provisional_token'} => 404"
     STANDS_AS("a", "pending")},
    {"a review is kept, with its booking's rating",
     DESK("a", "bo", "10:00", "10:30") "c: " STATUS("a", "completed")
     "- POST /api/public/reviews {'token':'$c.feedback_token','rating':4,'comment':'nice'} => "
     "200\n"
     "sql SELECT COUNT(*) FROM review r JOIN booking b ON b.business_id = r.business_id AND "
     "b.id = r.booking_id WHERE b.id = $a AND r.rating = 4 AND r.comment = 'nice' AND "
     "b.rating = 4 => 1\n"
     "admin:hal GET /api/bookings/$a => 200 /feedback_token=null"},
    {"the first review stays",
     DESK("a", "bo", "10:00", "10:30") "c: " STATUS("a", "completed")
     "- POST /api/public/reviews {'token':'$c.feedback_token','rating':4,'comment':'nice'} => "
     "200\n"
     "- POST /api/public/reviews {'token':'$c.feedback_token','rating':1,'comment':'bad'} => "
     "200\n"
     "sql SELECT COUNT(*) FROM review r JOIN booking b ON b.business_id = r.business_id AND "
     "b.id = r.booking_id WHERE b.id = $a AND r.rating = 4 AND b.rating = 4 => 1"},
    {"who was reviewed is not asked again",
     DESK("a", "bo", "10:00", "10:30") "c: " STATUS("a", "completed")
     "- POST /api/public/reviews {'token':'$c.feedback_token','rating':4} => 200\n"
     STATUS("a", "scheduled") STATUS("a", "completed") DNONE("mail.review_request", "a")},
};
/* clang-format on */

/* ---- booking links: their bookings are bk_ and a uid ---- */

#define LCOUNT_OF(kind, of, more)                                                                  \
    "\nsql SELECT COUNT(*) FROM effect WHERE business_id = @@ AND kind = '" kind                   \
    "' AND uid = SUBSTRING('$" of ".id', 4)" more " => "
#define LHAS(kind, of, more) LCOUNT_OF(kind, of, more) "1\n"
#define LNONE(kind, of)      LCOUNT_OF(kind, of, "") "0\n"
#define LMANY(n, kind, of)   LCOUNT_OF(kind, of, "") n "\n"
#define LINK(slug, time, who)                                                                      \
    "links POST /api/v1/bookings {'slug':'" slug "','contact_name':'" who                          \
    "','contact_email':'^" who "','start_time':'~" time "','client_timezone':'Europe/Paris'}"

/* clang-format off */
static const struct story linked[] = {
    {"a booking by a link is confirmed in the zone of who booked, and in the calendar",
     "a: " LINK("face", "10:00", "bo") " => 201"
     LHAS("mail.confirmation", "a", TO("bo") " AND due_now AND zone = 'Europe/Paris' AND start = '~dT10:00:00Z' AND title IS NOT NULL")
     LHAS("calendar.write", "a", " AND due_now") LHAS("notify.follow_up", "a", "")},
    {"its reminders are the link's",
     "a: " LINK("face", "10:00", "bo") " => 201" LMANY("2", "mail.reminder", "a")
     LHAS("mail.reminder", "a", TO("bo") " AND ahead = 2880 AND minutes = 2880")
     LHAS("mail.reminder", "a", " AND ahead = 30")},
    {"of those whose time is past there is none",
     "a: " LINK("late", "10:00", "bo") " => 201" LMANY("1", "mail.reminder", "a")
     LHAS("mail.reminder", "a", " AND ahead = 15")},
    {"a link without reminders has none, whatever the business says",
     "a: " LINK("silent", "10:00", "bo") " => 201" LNONE("mail.reminder", "a")
     LHAS("mail.confirmation", "a", "")},
    {"cancelled, reminders are deleted, the calendar entry goes, the first who waits is told",
     "a: " LINK("face", "10:00", "bo") " => 201\n"
     WAITS("cy", "plain", "~d", "1, NULL")
     "links PATCH /api/v1/bookings/$a.id/cancel {'reason':'ill'} => 200"
     LNONE("mail.reminder", "a") LHAS("calendar.remove", "a", "") LNONE("calendar.write", "a")
     LHAS("mail.cancelled", "a", TO("bo") " AND reason = 'ill'") ENTRY_IS("cy", "notified")
     OFFERED("1", "cy")},
    {"cancelled twice, it is told once",
     "a: " LINK("face", "10:00", "bo") " => 201\n"
     "links PATCH /api/v1/bookings/$a.id/cancel {} => 200\n"
     "links PATCH /api/v1/bookings/$a.id/cancel {} => 409" LMANY("1", "mail.cancelled", "a")},
    {"what is refused leaves nothing",
     LINK("face", "10:00", "bo") " => 201\n"
     LINK("face", "10:00", "cy") " => 409\n"
     "sql SELECT COUNT(*) FROM job WHERE business_id = @@ AND LOCATE('^cy', payload) > 0 => 0"},
    {"where it has to be asked for, the host is asked",
     "a: " LINK("asking", "10:00", "bo") " => 201" LHAS("mail.request", "a", "")
     LNONE("mail.confirmation", "a") LNONE("mail.reminder", "a")},
};
/* clang-format on */

/* ---- at once ---- */

enum { AT_ONCE = 6, WAITERS = 4 };

static const char *booked_uid(int32_t day, int number)
{
    const char *body =
        story_filled(say("{\"start\":\"~1%d:00\",\"eventTypeId\":@plain,\"attendee\":%%w%c}",
                         number, 'a' + number),
                     day);
    struct answer *answer =
        ASK(.method = "POST", .target = "/v2/bookings", .body = body, .version = CAL_PAGES);

    EXPECT_STATUS(answer, 201);
    return text_at(answer->json, "data.uid");
}

/* However many are called off in one moment, each time goes to another one of those who wait. */
static void called_off_at_once(const void *row)
{
    int32_t day = story_fresh_day();
    const char *key = story_key("hal");
    struct answer *answers[AT_ONCE];
    struct ask asks[AT_ONCE];

    (void)row;
    for (int i = 0; i < WAITERS; i++) {
        mysql_free_result(
            sql("%s", story_filled(say("INSERT INTO waitlist_entry (business_id, uid, client_id,"
                                       " event_type_id, date, created_us) VALUES (@@,"
                                       " LEFT(MD5('^v%c'), 16), ^v%c.id, @plain, '~d', %d)",
                                       'a' + i, 'a' + i, i),
                                   day)));
    }
    for (int i = 0; i < AT_ONCE; i++) {
        asks[i] = (struct ask){.method = "POST",
                               .target = say("/v2/bookings/%s/cancel", booked_uid(day, i)),
                               .credential = key,
                               .version = CAL_PAGES,
                               .body = "{\"cancellationReason\":\"ill\"}"};
    }
    http_together(asks, AT_ONCE, answers);
    for (int i = 0; i < AT_ONCE; i++) {
        EXPECT_STATUS(answers[i], 200);
    }
    const char *date = story_filled("~d", day);
    int64_t notified = sql_number("SELECT COUNT(*) FROM waitlist_entry WHERE business_id = %lld AND"
                                  " date = '%s' AND status = 'notified'",
                                  (long long)story_business(), date);
    int64_t offered =
        sql_number("SELECT COUNT(DISTINCT name) FROM effect WHERE business_id = %lld AND kind ="
                   " 'mail.waitlist_offer' AND JSON_VALUE(payload, '$.waitlist.date') = '%s'",
                   (long long)story_business(), date);
    EXPECT(notified == WAITERS, "%lld were notified, not %d", (long long)notified, WAITERS);
    EXPECT(offered == WAITERS, "%lld were offered a time, not %d", (long long)offered, WAITERS);
}

/* Where the servers' clock can be put on, nothing is set back. Seconds are lost on the way, so due
 * times are compared with the present, not with a plan. */
#define DUE(of, minutes, more)                                                                     \
    DHAS("booking.updated", of,                                                                    \
         " AND ABS(due_us / 60000000 - (SELECT created_us / 60000000 + " minutes                   \
         " FROM booking WHERE id = $" of " AND business_id = @@)) < 1" more)

/* clang-format off */
static const struct story by_the_clock[] = {
    {"moved at +0, +10 and +25 minutes, it is told once, at +55, from the first old time",
     DESK("a", "bo", "10:00", "10:30") SHIFT("a", "11:00", "11:30") DUE("a", "30", "")
     "clock 10\n"
     SHIFT("a", "12:00", "12:30")
     DUE("a", "40", " AND old_start = '~dT10:00:00Z' AND start = '~dT12:00:00Z'") "clock 25\n"
     SHIFT("a", "14:00", "14:30")
     DUE("a", "55", " AND old_start = '~dT10:00:00Z' AND start = '~dT14:00:00Z'")
     DMANY("1", "booking.updated", "a")},
    {"moved back at +25 minutes, it is not told",
     DESK("a", "bo", "10:00", "10:30") SHIFT("a", "11:00", "11:30") "clock 10\n"
     SHIFT("a", "12:00", "12:30") "clock 25\n"
     SHIFT("a", "10:00", "10:30") DNONE("booking.updated", "a")},
    {"and moved again after that, it is told half an hour after this",
     DESK("a", "bo", "10:00", "10:30") SHIFT("a", "11:00", "11:30") "clock 10\n"
     SHIFT("a", "10:00", "10:30") "clock 40\n"
     SHIFT("a", "15:00", "15:30")
     DUE("a", "70", " AND old_start = '~dT10:00:00Z' AND start = '~dT15:00:00Z'")},
    {"cancelled at +25 minutes, only that is told",
     DESK("a", "bo", "10:00", "10:30") SHIFT("a", "11:00", "11:30") "clock 25\n"
     "admin:hal DELETE /api/bookings/$a => 200" DNONE("booking.updated", "a")
     DHAS("mail.cancelled", "a", "")},
    {"told at +30 minutes, the next move begins where that one ended",
     DESK("a", "bo", "10:00", "10:30") SHIFT("a", "11:00", "11:30") "clock 31\n"
     "sql UPDATE job SET status = 'done', done_us = due_us WHERE booking_id = $a AND kind = "
     "'booking.updated'\n"
     SHIFT("a", "12:00", "12:30") DUE("a", "61", " AND old_start = '~dT11:00:00Z'")},
};
/* clang-format on */

static const struct {
    const char *slug, *type, *reminders;
} faces[] = {
    {"face", "plain", "[2880,30]"},
    {"late", "plain", "[15,90000000]"},
    {"silent", "plain", "[]"},
    {"asking", "confirm", "[60]"},
};

static int open_stack(void)
{
    if (http_open(NULL) != 0 || !story_open("effects")) {
        return 1;
    }
    mysql_free_result(sql("%s", view));
    for (size_t i = 0; i < sizeof faces / sizeof *faces; i++) {
        mysql_free_result(
            sql("INSERT INTO booking_link (business_id, uid, slug, title, event_type_id,"
                " reminder_minutes, created_us) VALUES (%lld, LEFT(MD5(RAND()), 16), '%s', '%s',"
                " %lld, '%s', 0)",
                (long long)story_business(), faces[i].slug, faces[i].slug,
                (long long)story_type(faces[i].type), faces[i].reminders));
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (open_stack() != 0) {
        puts("Bail out! there is no stack to test");
        return 1;
    }
    STORIES(made);
    STORIES(asked);
    STORIES(cancelled);
    STORIES(moved);
    STORIES(series);
    STORIES(seats);
    STORIES(waitlist);
    STORIES(entered);
    STORIES(dragged);
    STORIES(settled);
    STORIES(answered);
    STORIES(linked);
    case_add(called_off_at_once, NULL,
             "waitlist: what is called off at once is offered to each once");
    if (story_has_clock()) {
        STORIES(by_the_clock);
    } else {
        puts("# slotd is built without fault points: its clock is not put on");
    }
    story_oracle_add();
    return cases_main("effects", NULL, http_close, argc, argv);
}
