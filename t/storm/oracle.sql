-- oracle.sql - what must hold after a storm. SPDX-License-Identifier: MIT
--
-- storm.t reads this file piece by piece: "-- #" names a rule and the SELECT below counts what breaks it.
-- "-- !" is a statement that breaks it, tried once and rolled back, so that no rule is one that always holds.
-- @b is the business and @s its slug; storm.answer holds what the clients were told.

-- # no two bookings of a host overlap, buffers included
-- ! UPDATE booking SET claim_end_us = claim_end_us + 30 * 86400000000
-- !  WHERE business_id = @b AND status = 'accepted' ORDER BY claim_start_us LIMIT 1
SELECT COUNT(*) FROM (
  SELECT b.claim_start_us, MAX(b.claim_end_us) OVER (PARTITION BY h.user_id ORDER BY b.claim_start_us, b.id
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before_us
  FROM booking b JOIN booking_host h ON h.business_id = b.business_id AND h.booking_id = b.id
  WHERE b.business_id = @b AND b.claims AND b.status NOT IN ('cancelled', 'rejected')) t
WHERE before_us > claim_start_us

-- # claimed is every minute of a live booking, in its hour, and no other
-- ! UPDATE host_hour SET minutes = 0, claimed = 0 WHERE business_id = @b AND claimed > 0 LIMIT 1
SELECT COUNT(*) FROM (
  SELECT 1 FROM (
    SELECT host_id AS user_id, hour, claimed, CAST(minutes AS DECIMAL(30)) AS mask
    FROM host_hour WHERE business_id = @b
    UNION ALL
    SELECT user_id, hour, -(until_minute - from_minute),
      -CAST((1 << until_minute) - (1 << from_minute) AS DECIMAL(30))
    FROM (
      SELECT h.user_id, b.claim_start_us DIV 3600000000 + s.after AS hour,
        GREATEST(0, b.claim_start_us DIV 60000000 - 60 * (b.claim_start_us DIV 3600000000 + s.after)) AS from_minute,
        LEAST(60, b.claim_end_us DIV 60000000 - 60 * (b.claim_start_us DIV 3600000000 + s.after)) AS until_minute
      FROM booking b JOIN booking_host h ON h.business_id = b.business_id AND h.booking_id = b.id
      JOIN (SELECT CAST(seq AS SIGNED) AS after FROM seq_0_to_4) s
      WHERE b.business_id = @b AND b.claims AND b.status NOT IN ('cancelled', 'rejected')) piece
    WHERE until_minute > from_minute) each_claim
  GROUP BY user_id, hour HAVING SUM(claimed) <> 0 OR SUM(mask) <> 0) differs

-- # a host's claimed minutes are the sum of those of the live bookings
-- ! UPDATE host_hour SET minutes = 0, claimed = 0 WHERE business_id = @b AND claimed > 0 LIMIT 1
SELECT COUNT(*) FROM user u WHERE u.business_id = @b
AND (SELECT COALESCE(SUM(claimed), 0) FROM host_hour WHERE business_id = @b AND host_id = u.id) <>
    (SELECT COALESCE(SUM(b.claim_end_us - b.claim_start_us), 0) DIV 60000000
     FROM booking b JOIN booking_host h ON h.business_id = b.business_id AND h.booking_id = b.id
     WHERE b.business_id = @b AND h.user_id = u.id AND b.claims AND b.status NOT IN ('cancelled', 'rejected'))

-- # every hour has as many bits as claimed minutes
-- ! UPDATE host_hour SET claimed = claimed + 1 WHERE business_id = @b LIMIT 1
SELECT COUNT(*) FROM host_hour WHERE BIT_COUNT(minutes) <> claimed

-- # every acknowledged booking is there, at the time that was acknowledged
-- ! DELETE FROM booking WHERE business_id = @b LIMIT 1
SELECT COUNT(*) FROM storm.answer a
LEFT JOIN booking b ON b.business_id = @b AND b.uid = a.uid AND b.start_us = a.start_us AND b.end_us = a.end_us
  AND b.event_type_id = a.event_type
WHERE a.business = @s AND a.what = 'book' AND a.status = 201 AND b.id IS NULL

-- # every acknowledged cancellation holds, and nothing is cancelled that nobody wanted cancelled
-- ! UPDATE booking SET status = 'accepted' WHERE business_id = @b AND status = 'cancelled' LIMIT 1
SELECT COUNT(*) FROM booking b WHERE b.business_id = @b AND (b.status = 'cancelled') <> (
  CASE WHEN EXISTS (SELECT 1 FROM storm.answer a WHERE a.business = @s AND a.uid = b.uid AND a.what = 'cancel'
                    AND a.outcome IN ('cancelled', 'gone')) THEN TRUE
       WHEN EXISTS (SELECT 1 FROM storm.answer a WHERE a.business = @s AND a.uid = b.uid AND a.what = 'cancel')
         THEN b.status = 'cancelled'
       ELSE FALSE END)

-- # no booking is there that was not acknowledged, but those without a key whose answer was lost
-- ! DELETE FROM storm.answer WHERE business = @s AND status = 201 AND outcome = 'made' AND keyed = 0 LIMIT 1
SELECT COUNT(*) FROM booking b WHERE b.business_id = @b
AND NOT EXISTS (SELECT 1 FROM storm.answer a WHERE a.business = @s AND a.uid = b.uid AND a.status = 201)
AND NOT EXISTS (SELECT 1 FROM storm.answer a WHERE a.business = @s AND a.outcome = 'lost' AND a.keyed = 0
  AND a.operation = JSON_VALUE(b.metadata, '$.operation'))

-- # no wish was granted twice, however often it was sent
-- ! UPDATE booking SET metadata = '{"operation":"again"}' WHERE business_id = @b LIMIT 2
SELECT COUNT(*) FROM (SELECT 1 FROM booking WHERE business_id = @b
  GROUP BY JSON_VALUE(metadata, '$.operation') HAVING COUNT(*) > 1) twice

-- # the same key was always answered with the same booking
-- ! UPDATE storm.answer SET uid = 'another' WHERE business = @s AND outcome = 'repeated' LIMIT 1
SELECT COUNT(*) FROM (SELECT 1 FROM storm.answer WHERE business = @s AND status = 201
  GROUP BY operation HAVING COUNT(DISTINCT uid) > 1) differs

-- # every granted key is kept, with the booking it made
-- ! DELETE FROM idempotency_key WHERE name LIKE CONCAT(@s, '-%') LIMIT 1
SELECT COUNT(*) FROM (
  SELECT 1 FROM (
    SELECT operation, uid, 1 AS side FROM storm.answer
    WHERE business = @s AND keyed AND what = 'book' AND status = 201 GROUP BY operation, uid
    UNION ALL
    SELECT CONVERT(name USING ascii), JSON_VALUE(answer, '$.data.uid'), -1 FROM idempotency_key
-- Without a credential the business is not known yet when the key is looked at.
    WHERE (business_id = @b OR business_id = 0 AND name LIKE CONCAT(@s, '-%')) AND status = 201) each_key
  GROUP BY operation, uid HAVING SUM(side) <> 0) differs

-- # nobody was refused a time that was free, or held by someone whose answer was lost
-- ! UPDATE storm.answer SET start_us = start_us + 8640000000000, end_us = end_us + 8640000000000
-- !  WHERE business = @s AND outcome = 'refused' LIMIT 1
SELECT COUNT(*) FROM storm.answer a JOIN event_type e ON e.business_id = @b AND e.id = a.event_type
WHERE a.business = @s AND a.outcome = 'refused' AND NOT EXISTS (
  SELECT 1 FROM booking b WHERE b.business_id = @b AND b.host_id = e.owner_id
  AND b.start_us BETWEEN a.start_us - 86400000000 AND a.end_us + 86400000000
  AND b.claim_start_us < a.end_us + e.buffer_after_minutes * 60000000
  AND b.claim_end_us > a.start_us - e.buffer_before_minutes * 60000000
  AND b.created_us <= a.at_us)
AND NOT EXISTS (
  SELECT 1 FROM storm.answer l JOIN event_type f ON f.business_id = @b AND f.id = l.event_type
  WHERE l.business = @s AND l.what = 'book' AND l.outcome = 'lost' AND f.owner_id = e.owner_id
  AND l.asked_us <= a.at_us
  AND l.start_us - f.buffer_before_minutes * 60000000 < a.end_us + e.buffer_after_minutes * 60000000
  AND l.end_us + f.buffer_after_minutes * 60000000 > a.start_us - e.buffer_before_minutes * 60000000)

-- # what lists show of the people equals the rows of attendees
-- ! UPDATE attendee SET email = 'nobody@example.com' WHERE business_id = @b LIMIT 1
SELECT COUNT(*) FROM (
  SELECT 1 FROM (
    SELECT booking_id, ROW_NUMBER() OVER (PARTITION BY booking_id ORDER BY id) AS n,
      CONCAT(kind, '') AS kind, name, email, phone, time_zone, language, absent, created_us, 1 AS side
    FROM attendee WHERE business_id = @b
    UNION ALL
    SELECT b.id, p.n, p.kind, p.name, p.email, p.phone, p.time_zone, p.language, p.absent, p.created_us, -1
    FROM booking b, JSON_TABLE(b.people, '$[*]' COLUMNS (n FOR ORDINALITY,
      kind VARCHAR(16) PATH '$.kind', name VARCHAR(200) PATH '$.name', email VARCHAR(320) PATH '$.email',
      phone VARCHAR(32) PATH '$.phone', time_zone VARCHAR(64) PATH '$.time_zone',
      language VARCHAR(16) PATH '$.language', absent INT PATH '$.absent', created_us BIGINT PATH '$.created_us')) p
    WHERE b.business_id = @b) each_person
  GROUP BY booking_id, n, kind, BINARY name, BINARY email, phone, time_zone, language, absent, created_us
  HAVING SUM(side) <> 0) differs

-- # every booking has a booker and a guest, and its host
-- ! UPDATE booking_host SET user_id = user_id + 1000000 WHERE business_id = @b LIMIT 1
SELECT COUNT(*) FROM booking b WHERE b.business_id = @b AND NOT (
  (SELECT GROUP_CONCAT(kind ORDER BY id) FROM attendee WHERE business_id = @b AND booking_id = b.id)
    <=> 'attendee,guest'
  AND (SELECT GROUP_CONCAT(user_id) FROM booking_host WHERE business_id = @b AND booking_id = b.id) <=> b.host_id)

-- # history tells how every booking was made and how it came to its status
-- ! DELETE FROM booking_history WHERE business_id = @b AND from_status IS NULL LIMIT 1
SELECT COUNT(*) FROM booking b LEFT JOIN (
  SELECT booking_id, COUNT(*) AS steps, SUM(broken) AS broken, MAX(IF(from_last = 1, to_status, NULL)) AS final
  FROM (
    SELECT booking_id, to_status,
      NOT (from_status <=> LAG(to_status) OVER (PARTITION BY booking_id ORDER BY id)) AS broken,
      ROW_NUMBER() OVER (PARTITION BY booking_id ORDER BY id DESC) AS from_last
    FROM booking_history WHERE business_id = @b) step
  GROUP BY booking_id) h ON h.booking_id = b.id
WHERE b.business_id = @b AND (h.steps IS NULL OR h.broken > 0 OR h.final <> b.status OR h.steps <> b.version)

-- # one job tells of each booking made and of each cancelled, and none of any other
-- ! DELETE FROM job WHERE business_id = @b AND kind = 'booking.created' LIMIT 1
SELECT COUNT(*) FROM (
  SELECT 1 FROM (
    SELECT CONCAT(name, '') AS name, 1 AS side FROM job WHERE business_id = @b AND kind LIKE 'booking.%'
    UNION ALL
    SELECT CONCAT('booking.created:', uid), -1 FROM booking WHERE business_id = @b
    UNION ALL
    SELECT CONCAT('booking.cancelled:', uid), -1 FROM booking WHERE business_id = @b AND status = 'cancelled') each_job
  GROUP BY BINARY name HAVING SUM(side) <> 0) differs

-- # what follows a booking is there exactly as long as the booking is, and what follows its end after it
-- ! DELETE FROM job WHERE business_id = @b AND kind = 'mail.confirmation' LIMIT 1
SELECT COUNT(*) FROM (
  SELECT 1 FROM (
    SELECT CONCAT(kind, ' ', name) AS name, 1 AS side FROM job
    WHERE business_id = @b AND kind NOT LIKE 'booking.%' AND receiver = 0
    UNION ALL
    SELECT CONCAT(k.kind, ' ', k.kind, ':', b.uid), -1 FROM booking b
    JOIN (SELECT 'mail.confirmation' AS kind UNION ALL SELECT 'notify.follow_up') k
    WHERE b.business_id = @b AND b.status = 'accepted'
    UNION ALL
    SELECT CONCAT('mail.cancelled mail.cancelled:', uid), -1 FROM booking
    WHERE business_id = @b AND status = 'cancelled'
    UNION ALL
    SELECT CONCAT(IF(b.status = 'accepted', 'calendar.write', 'calendar.remove'), ' calendar:', b.uid, ':', u.uid), -1
    FROM booking b JOIN user u ON u.business_id = b.business_id AND u.id = b.host_id
    WHERE b.business_id = @b AND b.status IN ('accepted', 'cancelled')
    UNION ALL
    SELECT CONCAT('mail.reminder mail.reminder:', b.uid, ':', m.minutes), -1 FROM booking b
    JOIN (SELECT 1440 AS minutes UNION ALL SELECT 60) m
    WHERE b.business_id = @b AND b.status = 'accepted' AND b.start_us - m.minutes * 60000000 > b.created_us) each_job
  GROUP BY BINARY name HAVING SUM(side) <> 0) differs

-- # each booking made is told to its host inside the product, once
-- ! DELETE FROM notification WHERE business_id = @b LIMIT 1
SELECT COUNT(*) FROM booking b WHERE b.business_id = @b AND (SELECT COUNT(*) FROM notification n
  WHERE n.business_id = @b AND n.booking_id = b.id AND n.kind = 'booking.created' AND n.user_id = b.host_id) <> 1
