/* oracle.c - what must hold of a business in the database. SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cases.h"
#include "http.h"
#include "oracle.h"

#define LIVE "status NOT IN ('cancelled', 'rejected')"
/* Whoever has minutes, from when until when: live bookings, and holds, ended or not. */
#define CLAIMS                                                                                     \
    "(SELECT h.user_id, b.claim_start_us, b.claim_end_us, b.uid FROM booking b"                    \
    "  JOIN booking_host h ON h.business_id = b.business_id AND h.booking_id = b.id"               \
    "  WHERE b.business_id = @b AND b.claims AND b." LIVE                                          \
    " UNION ALL SELECT h.user_id, r.claim_start_us, r.claim_end_us, r.uid FROM reservation r"      \
    "  JOIN reservation_host h ON h.business_id = r.business_id AND h.reservation_id = r.id"       \
    "  WHERE r.business_id = @b)"

/* Bytes, as the columns' collations differ from those of JSON. */
#define PERSON(of_)                                                                                \
    "BINARY CONCAT_WS('/', " of_ ".kind, " of_ ".name, " of_ ".email, COALESCE(" of_               \
    ".phone, '-'), " of_ ".time_zone, COALESCE(" of_ ".language, '-'), " of_                       \
    ".absent, COALESCE(" of_ ".seat_uid, '-'), " of_ ".created_us)"

#define LIMIT_OF(period_, group_)                                                                  \
    " SELECT COUNT(*) AS many, MIN(CAST(JSON_VALUE(t.limits, '$." period_                          \
    "') AS SIGNED)) AS allowed"                                                                    \
    " FROM booking b JOIN event_type t ON t.business_id = b.business_id AND t.id ="                \
    " b.event_type_id WHERE b.business_id = @b AND b." LIVE                                        \
    " AND JSON_VALUE(t.limits, '$." period_ "') IS NOT NULL GROUP BY t.id, " group_
#define STARTED "('1970-01-01' + INTERVAL b.start_us DIV 1000000 SECOND)"

static const struct {
    const char *name, *count, *breaker;
} rules[] = {
    {"no two claims of a host overlap",
     "SELECT COUNT(*) FROM (SELECT claim_start_us, MAX(claim_end_us) OVER (PARTITION BY user_id"
     " ORDER BY claim_start_us, uid ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before_us"
     " FROM " CLAIMS " c) t WHERE before_us > claim_start_us",
     "UPDATE booking SET claim_end_us = claim_end_us + 4000 * 86400000000 WHERE business_id = @b"
     " AND status = 'accepted' ORDER BY claim_start_us LIMIT 1"},
    {"claimed are the minutes of live bookings and of holds, and no others",
     "SELECT COUNT(*) FROM (SELECT 1 FROM ("
     " SELECT host_id AS user_id, hour, claimed, CAST(minutes AS DECIMAL(30)) AS mask"
     "  FROM host_hour WHERE business_id = @b"
     " UNION ALL SELECT user_id, hour, -(until_minute - from_minute),"
     "  -CAST((1 << until_minute) - (1 << from_minute) AS DECIMAL(30)) FROM ("
     "  SELECT c.user_id, c.claim_start_us DIV 3600000000 + s.after AS hour,"
     "   GREATEST(0, c.claim_start_us DIV 60000000 - 60 * (c.claim_start_us DIV 3600000000"
     "    + s.after)) AS from_minute,"
     "   LEAST(60, c.claim_end_us DIV 60000000 - 60 * (c.claim_start_us DIV 3600000000"
     "    + s.after)) AS until_minute"
     "  FROM " CLAIMS " c JOIN (SELECT CAST(seq AS SIGNED) AS after FROM seq_0_to_900) s"
     "   ON s.after <= (c.claim_end_us - c.claim_start_us) DIV 3600000000 + 1) piece"
     "  WHERE until_minute > from_minute) each_claim"
     " GROUP BY user_id, hour HAVING SUM(claimed) <> 0 OR SUM(mask) <> 0) differs",
     "UPDATE host_hour SET minutes = 0, claimed = 0 WHERE business_id = @b AND claimed > 0"
     " LIMIT 1"},
    {"every hour has as many bits as claims",
     "SELECT COUNT(*) FROM host_hour WHERE business_id = @b AND BIT_COUNT(minutes) <> claimed",
     "UPDATE host_hour SET claimed = claimed + 1 WHERE business_id = @b LIMIT 1"},
    {"the seats taken are the attendees who sit, and not more than there are",
     "SELECT COUNT(*) FROM booking b WHERE b.business_id = @b AND b.seats IS NOT NULL AND"
     " (b.seats_taken > b.seats OR b.seats_taken <> (SELECT COUNT(*) FROM attendee a"
     "  WHERE a.business_id = @b AND a.booking_id = b.id AND a.seat_uid IS NOT NULL))",
     "UPDATE booking SET seats_taken = seats_taken + 1 WHERE business_id = @b AND seats IS NOT NULL"
     " LIMIT 1"},
    {"a seated booking without anybody is cancelled",
     "SELECT COUNT(*) FROM booking b WHERE b.business_id = @b AND b.seats IS NOT NULL AND"
     " b.seats_taken = 0 AND b." LIVE,
     "UPDATE booking SET status = 'accepted', seats_taken = 0 WHERE business_id = @b"
     " AND seats IS NOT NULL LIMIT 1"},
    {"an event type with seats has one live booking at a start",
     "SELECT COUNT(*) FROM (SELECT 1 FROM booking WHERE business_id = @b AND seats IS NOT NULL"
     " AND " LIVE " GROUP BY event_type_id, start_us HAVING COUNT(*) > 1) twice",
     "UPDATE booking SET status = 'accepted', event_type_id = 0, start_us = 1000000,"
     " end_us = 2000000"
     " WHERE business_id = @b AND seats IS NOT NULL LIMIT 2"},
    {"what lists show of the people equals the rows of attendees",
     "SELECT COUNT(*) FROM (SELECT 1 FROM ("
     " SELECT booking_id, ROW_NUMBER() OVER (PARTITION BY booking_id ORDER BY id) AS n, " PERSON(
         "a") " AS person, 1 AS side FROM attendee a WHERE business_id = @b"
              " UNION ALL SELECT b.id, p.n, " PERSON(
                  "p") ", -1 FROM booking b, JSON_TABLE(b.people, '$[*]'"
                       "  COLUMNS (n FOR ORDINALITY, kind VARCHAR(16) PATH '$.kind', name "
                       "VARCHAR(200) PATH '$.name',"
                       "  email VARCHAR(320) PATH '$.email', phone VARCHAR(32) PATH '$.phone',"
                       "  time_zone VARCHAR(64) PATH '$.time_zone', language VARCHAR(16) PATH "
                       "'$.language',"
                       "  absent INT PATH '$.absent', seat_uid VARCHAR(36) PATH '$.seat_uid',"
                       "  created_us BIGINT PATH '$.created_us')) p WHERE b.business_id = @b) "
                       "each_person"
                       " GROUP BY booking_id, n, person HAVING SUM(side) <> 0) differs",
     "UPDATE attendee SET absent = NOT absent WHERE business_id = @b LIMIT 1"},
    {"history begins with the making, leads to the status, and takes allowed steps only",
     "SELECT COUNT(*) FROM booking b LEFT JOIN (SELECT booking_id, SUM(broken) AS broken,"
     "  MAX(IF(from_last = 1, to_status, NULL)) AS final FROM ("
     "  SELECT booking_id, to_status, NOT (from_status <=> LAG(to_status) OVER (PARTITION BY"
     "   booking_id ORDER BY id)) OR NOT (from_status <=> to_status OR"
     "   CONCAT_WS('-', from_status, to_status) IN ('pending', 'accepted', 'pending-accepted',"
     "   'pending-rejected', 'pending-cancelled', 'accepted-cancelled', 'accepted-completed',"
     "   'accepted-no_show', 'no_show-accepted', 'no_show-cancelled', 'awaiting_host-accepted',"
     "   'awaiting_host-cancelled', 'completed-no_show', 'pending-no_show') OR"
     /* and what only staff take back */
     "   (source IN ('appointments', 'vcita') AND CONCAT_WS('-', from_status, to_status) IN ("
     "   'pending-completed', 'accepted-pending', 'completed-accepted', 'completed-pending',"
     "   'completed-cancelled', 'no_show-pending', 'no_show-completed', 'cancelled-accepted',"
     "   'cancelled-pending', 'cancelled-completed', 'cancelled-no_show', 'rejected-accepted',"
     "   'rejected-pending', 'rejected-cancelled'))) AS broken,"
     "   ROW_NUMBER() OVER (PARTITION BY booking_id ORDER BY id DESC) AS from_last"
     "  FROM booking_history WHERE business_id = @b) step GROUP BY booking_id) h"
     " ON h.booking_id = b.id WHERE b.business_id = @b AND"
     " (h.booking_id IS NULL OR h.broken > 0 OR h.final <> b.status)",
     "UPDATE booking SET status = 'rejected' WHERE business_id = @b AND status = 'accepted' LIMIT "
     "1"},
    /* of a move the old booking's end is told by the new one */
    {"one job tells of each change",
     "SELECT COUNT(*) FROM (SELECT b.uid, (SELECT COUNT(*) FROM booking_history h WHERE"
     "  h.business_id = @b AND h.booking_id = b.id AND h.source <> 'apply')"
     "  - (b.rescheduled_to_uid IS NOT NULL) AS changes, (SELECT COUNT(*) FROM job j WHERE"
     "  j.business_id = @b AND j.kind LIKE 'booking.%%' AND j.kind <> 'booking.updated'"
     "  AND SUBSTRING_INDEX(SUBSTRING_INDEX(j.name, ':', 2), ':', -1) = b.uid) AS jobs"
     " FROM booking b WHERE b.business_id = @b) each_booking WHERE changes <> jobs",
     "DELETE FROM job WHERE business_id = @b AND kind LIKE 'booking.%%'"
     " AND kind <> 'booking.updated' LIMIT 1"},
    {"a booking that was moved is cancelled, and the new one knows it",
     "SELECT COUNT(*) FROM booking b WHERE b.business_id = @b AND b.rescheduled_to_uid IS NOT NULL"
     " AND (b.status <> 'cancelled' OR NOT EXISTS (SELECT 1 FROM booking n WHERE"
     "  n.business_id = @b AND n.uid = b.rescheduled_to_uid AND n.rescheduled_from_uid = b.uid))",
     "UPDATE booking SET rescheduled_to_uid = uid WHERE business_id = @b LIMIT 1"},
    {"who comes to a booking of one party knows its client, and who has a seat none",
     "SELECT COUNT(*) FROM attendee a JOIN booking b ON b.business_id = a.business_id"
     " AND b.id = a.booking_id WHERE a.business_id = @b AND NOT (a.booking_client_id <=>"
     " IF(a.seat_uid IS NULL, b.client_id, NULL))",
     "UPDATE attendee SET booking_client_id = 0 WHERE business_id = @b LIMIT 1"},
    {"a booking's host is among its hosts",
     "SELECT COUNT(*) FROM booking b WHERE b.business_id = @b AND NOT EXISTS (SELECT 1 FROM"
     " booking_host h WHERE h.business_id = @b AND h.booking_id = b.id AND h.user_id = b.host_id)",
     "UPDATE booking_host SET user_id = user_id + 1000000 WHERE business_id = @b AND user_id ="
     " (SELECT b.host_id FROM booking b WHERE b.business_id = @b AND b.id = booking_id) LIMIT 1"},
    {"nobody has more live bookings of an event type than it allows a booker",
     "SELECT COUNT(*) FROM (SELECT COUNT(*) AS many, MIN(t.booker_limit) AS allowed FROM booking b"
     " JOIN event_type t ON t.business_id = b.business_id AND t.id = b.event_type_id"
     " JOIN attendee a ON a.business_id = b.business_id AND a.booking_id = b.id"
     " AND a.kind = 'attendee' WHERE b.business_id = @b AND b." LIVE
     " AND b.end_us > UNIX_TIMESTAMP() * 1000000 AND t.booker_limit IS NOT NULL"
     " GROUP BY t.id, LOWER(a.email)) each_booker WHERE many > allowed",
     "UPDATE event_type SET booker_limit = 0 WHERE business_id = @b"},
    {"no day, week, month or year has more bookings than an event type allows",
     "SELECT COUNT(*) FROM (" LIMIT_OF("day", "DATE(" STARTED ")") " UNION ALL" LIMIT_OF(
         "week",
         "YEARWEEK(" STARTED
         ", 3)") " UNION ALL" LIMIT_OF("month",
                                       "DATE_FORMAT(" STARTED
                                       ", '%%Y-%%m')") " UNION ALL" LIMIT_OF("year",
                                                                             "YEAR(" STARTED
                                                                             ")") ") each_period "
                                                                                  "WHERE many > "
                                                                                  "allowed",
     "UPDATE event_type SET limits = '{\"day\":0,\"week\":0}' WHERE business_id = @b"},
};
enum { RULES = sizeof rules / sizeof *rules };

static int64_t faults(int64_t business, size_t rule)
{
    mysql_free_result(sql("SET @b = %lld, time_zone = '+00:00'", (long long)business));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"
    return sql_number(rules[rule].count);
#pragma GCC diagnostic pop
}

void oracle_expect(int64_t business)
{
    for (size_t i = 0; i < RULES; i++) {
        int64_t found = faults(business, i);

        EXPECT(found == 0, "%lld times broken: %s", (long long)found, rules[i].name);
    }
}

int64_t oracle_faults(int64_t business, const char *rule)
{
    for (size_t i = 0; i < RULES; i++) {
        if (strncmp(rules[i].name, rule, strlen(rule)) == 0) {
            return faults(business, i);
        }
    }
    printf("Bail out! there is no rule: %s\n", rule);
    exit(1);
}

size_t oracle_rules(void)
{
    return RULES;
}

const char *oracle_rule(size_t number)
{
    return rules[number].name;
}

bool oracle_rule_can_break(int64_t business, size_t number)
{
    bool breaks;

    mysql_free_result(sql("SET @b = %lld, check_constraint_checks = 0, foreign_key_checks = 0",
                          (long long)business));
    mysql_free_result(sql("START TRANSACTION"));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"
    mysql_free_result(sql(rules[number].breaker));
#pragma GCC diagnostic pop
    breaks = faults(business, number) > 0;
    mysql_free_result(sql("ROLLBACK"));
    mysql_free_result(sql("SET check_constraint_checks = 1, foreign_key_checks = 1"));
    return breaks;
}
