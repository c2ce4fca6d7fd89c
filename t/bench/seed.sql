-- seed.sql - a business with @bookings bookings, for ./deploy/bench. SPDX-License-Identifier: MIT
--
-- Users: 1 has up to 20,000 bookings, 2 and following about 1,000 each; 900001 to 900020 have none and
-- open hours all week, for creating; 900101 leads a team of ten of the others; 900102 has none and
-- attends some. 900201 to 900208 have 1,000 each beside these, all through one booking link and of ten
-- clients with 100 each, 900201 to 900280, so that every dialect can list them. The key of user N is cal_benchN, the session
-- session_benchN; links_bench is the key to booking links, client_benchN the token of client N. Bookings
-- of different hosts lie mixed, as time lays them down. Half of each host's are over.

SET SESSION foreign_key_checks = 0, unique_checks = 0, sql_mode = 'TRADITIONAL,NO_UNSIGNED_SUBTRACTION';

SET @big_every = GREATEST(5, @bookings DIV 20000);
SET @big_count = @bookings DIV @big_every;
SET @hosts = GREATEST(1, ROUND((@bookings - @big_count) / 1000));
SET @per_host = CEIL((@bookings - @big_count) / @hosts);
SET @seen = 8, @per_seen = 1000, @clients_of_seen = 10;
SET @now_us = CAST(UNIX_TIMESTAMP() AS INT) * 1000000;
SET @today_hour = CAST(UNIX_TIMESTAMP() AS INT) DIV 86400 * 24;

INSERT INTO business (id, uid, slug, name, time_zone, settings, created_us)
  VALUES (1, 'bench00000000000', 'bench', 'Bench', 'UTC', '{"staff_personal_agenda_enabled":1}', @now_us);

INSERT INTO user (business_id, id, uid, username, name, email, time_zone, default_schedule_id, created_us)
  SELECT 1, seq, CONCAT('u', LPAD(seq, 15, '0')), CONCAT('host', seq), CONCAT('Host Number ', seq),
    CONCAT('host', seq, '@bench.example'), 'UTC', seq, @now_us
  FROM seq_1_to_999999 WHERE seq <= @hosts + 1 OR seq BETWEEN 900001 AND 900020
    OR seq BETWEEN 900101 AND 900102 OR seq BETWEEN 900201 AND 900200 + @seen;
INSERT INTO schedule (business_id, id, user_id, name, time_zone)
  SELECT 1, id, id, 'always', 'UTC' FROM user;
INSERT INTO schedule_window (business_id, schedule_id, position, weekdays, start_minute, end_minute)
  SELECT 1, id, 0, 127, 0, 1440 FROM schedule;
INSERT INTO event_type (business_id, id, uid, slug, title, owner_id, length_minutes, locations, created_us)
  SELECT 1, id, CONCAT('t', LPAD(id, 15, '0')), 'intro', 'Introduction', id, 30,
    CONCAT('[{"type":"link","link":"https://meet.bench.example/', username, '"}]'), @now_us
  FROM user;
INSERT INTO booking_link (business_id, id, uid, slug, title, event_type_id, created_us)
  SELECT 1, id, CONCAT('l', LPAD(id, 15, '0')), username, 'Introduction', id, @now_us FROM user
  WHERE id BETWEEN 900001 AND 900020 OR id > 900200;
INSERT INTO token (business_id, kind, hash, shown, user_id, created_us)
  SELECT 1, 'cal_key', UNHEX(SHA2(CONCAT('bench', id), 256)), 'cal_bench', id, @now_us FROM user;
INSERT INTO token (business_id, kind, hash, shown, user_id, expires_us, created_us)
  SELECT 1, 'staff_session', UNHEX(SHA2(CONCAT('session_bench', id), 256)), 'session_bench', id,
    @now_us + 86400000000, @now_us FROM user WHERE id BETWEEN 900001 AND 900020 OR id > 900200;
INSERT INTO token (business_id, kind, hash, shown, user_id, scopes, created_us)
  VALUES (1, 'links_key', UNHEX(SHA2('links_bench', 256)), 'links_bench', 1, 'bookings:read bookings:write', @now_us);
INSERT INTO team (business_id, id, slug, name, created_us) VALUES (1, 1, 'ten', 'Ten', @now_us);
INSERT INTO membership (business_id, team_id, user_id, role)
  SELECT 1, 1, id, IF(id = 900101, 'owner', 'member') FROM user WHERE id BETWEEN 2 AND 11 OR id = 900101;
INSERT INTO client (business_id, id, uid, name, email, time_zone, created_us)
  SELECT 1, 1000000 + seq, CONCAT('c', LPAD(seq, 15, '0')), CONCAT('Client Number ', seq),
    CONCAT('client', seq, '@mail.example'), 'Europe/Berlin', @now_us
  FROM seq_1_to_999999 WHERE seq <= 5000 OR seq BETWEEN 900201 AND 900200 + @seen * @clients_of_seen;
INSERT INTO token (business_id, kind, hash, shown, client_id, created_us)
  SELECT 1, 'vcita_client', UNHEX(SHA2(CONCAT('client_bench', id - 1000000), 256)), 'client_bench', id, @now_us
  FROM client WHERE id <= 1000020 OR id > 1900200;
INSERT INTO recurrence (business_id, id, uid, event_type_id, created_us)
  SELECT 1, seq, UUID(), seq, @now_us FROM seq_1_to_999999 WHERE seq BETWEEN 2 AND @hosts + 1;

-- The bookings as a plan: host, and how many of its bookings came before
CREATE TEMPORARY TABLE plan (
  id INT UNSIGNED NOT NULL PRIMARY KEY, host INT NOT NULL, nth INT NOT NULL, hour INT NOT NULL,
  status VARCHAR(16) NOT NULL, client INT NOT NULL, attends BOOLEAN NOT NULL, guest BOOLEAN NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  SELECT id, host, nth, client, attends, guest,
    -- eight a day from nine in the morning
    @today_hour + 24 * (nth DIV 8 - count DIV 16) + 9 + nth MOD 8 AS hour,
    CASE WHEN nth MOD 100 < 10 THEN 'cancelled' WHEN nth MOD 100 = 10 THEN 'rejected'
      WHEN nth MOD 100 < 13 AND nth DIV 8 > count DIV 16 THEN 'pending'
      ELSE 'accepted' END AS status
  FROM (
    SELECT 1000000 + seq AS id,
      IF(seq MOD @big_every = 0, 1, 2 + (seq - seq DIV @big_every - 1) MOD @hosts) AS host,
      IF(seq MOD @big_every = 0, seq DIV @big_every - 1, (seq - seq DIV @big_every - 1) DIV @hosts) AS nth,
      IF(seq MOD @big_every = 0, @big_count, @per_host) AS count,
      1 + seq MOD 5000 AS client, seq MOD 1000 = 7 AS attends, seq MOD 4 = 1 AS guest
    FROM seq_1_to_100000000 WHERE seq <= @bookings
    UNION ALL
    SELECT 1000000 + @bookings + seq, 900201 + seq MOD @seen, (seq - 1) DIV @seen, @per_seen,
      900201 + seq MOD @seen * @clients_of_seen + (seq - 1) DIV @seen MOD @clients_of_seen, FALSE, seq MOD 4 = 1
    FROM seq_1_to_100000 WHERE seq <= @seen * @per_seen) AS numbers;

INSERT INTO booking (business_id, id, uid, walk, source, event_type_id, link_id, host_id, client_id,
    recurrence_id, status, start_us, end_us, claim_start_us, claim_end_us, title, location,
    cancellation_reason, ics_uid, responses, people, created_us, updated_us)
  SELECT 1, id, uid,
    UNHEX(CONCAT(LPAD(HEX(hour * 3600000), 12, '0'), '7', SUBSTR(uid, 1, 3), '8', SUBSTR(uid, 4, 15))),
    'cal', host, IF(host > 900200, host, NULL), host, 1000000 + client,
    IF(host BETWEEN 2 AND 899999 AND nth BETWEEN 600 AND 603, host, NULL), status,
    hour * 3600000000, hour * 3600000000 + 1800000000,
    hour * 3600000000, hour * 3600000000 + 1800000000,
    CONCAT('Introduction between Host Number ', host, ' and ', name),
    CONCAT('https://meet.bench.example/host', host),
    IF(status = 'cancelled', 'It can not be helped', NULL), CONCAT(uid, '@bench.example'),
    CONCAT('{"name":"', name, '","email":"', email, '",',
      IF(guest, CONCAT('"guests":["guest', client, '@mail.example"],'), ''),
      '"location":{"value":"link","optionValue":"https://meet.bench.example/host', host, '"}}'),
    CONCAT('[{"kind":"attendee","name":"', name, '","email":"', email,
      '","time_zone":"Europe/Berlin","language":"en","absent":false,"created_us":', @now_us, '}',
      IF(guest, CONCAT(',{"kind":"guest","name":"","email":"guest', client,
        '@mail.example","time_zone":"Europe/Berlin","language":"en","absent":false,"created_us":',
        @now_us, '}'), ''), ']'),
    @now_us, @now_us
  FROM (
    SELECT plan.*, LEFT(MD5(CONCAT('bench', id)), 22) AS uid,
      CONCAT('Client Number ', client) AS name,
      IF(attends, 'host900102@bench.example', CONCAT('client', client, '@mail.example')) AS email
    FROM plan) AS planned
  ORDER BY id;
INSERT INTO booking_host (business_id, booking_id, user_id) SELECT 1, id, host FROM plan ORDER BY id;
INSERT INTO attendee (business_id, booking_id, booking_client_id, kind, name, email, time_zone, language, created_us)
  SELECT 1, id, 1000000 + client, 'attendee', CONCAT('Client Number ', client),
    IF(attends, 'host900102@bench.example', CONCAT('client', client, '@mail.example')),
    'Europe/Berlin', 'en', @now_us
  FROM plan ORDER BY id;
INSERT INTO attendee (business_id, booking_id, booking_client_id, kind, name, email, time_zone, language, created_us)
  SELECT 1, id, 1000000 + client, 'guest', '', CONCAT('guest', client, '@mail.example'), 'Europe/Berlin', 'en', @now_us
  FROM plan WHERE guest ORDER BY id;
INSERT INTO booking_history (business_id, booking_id, at_us, to_status, source, transaction_uid)
  SELECT 1, id, @now_us, 'accepted', 'cal', UNHEX(MD5(id)) FROM plan ORDER BY id;
INSERT INTO host_hour (business_id, host_id, hour, minutes, claimed)
  SELECT 1, host, hour, (1 << 30) - 1, 30 FROM plan WHERE status IN ('accepted', 'pending')
  ORDER BY host, hour;
DROP TEMPORARY TABLE plan;

ANALYZE TABLE user, event_type, token, membership, client, recurrence, booking, booking_host, attendee,
  booking_history, host_hour;
