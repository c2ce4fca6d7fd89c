-- tenants.sql - a business for the tenant-isolation matrix. SPDX-License-Identifier: MIT
--
-- Run twice, with @t = 'a' and @t = 'b': both have the same numbers, addresses and slugs, and differ
-- in uids, in secrets and in the canaries that stand wherever a text can (CANARY-A-…). Of each thing
-- there are five: 9001 of ann (or the client eve), 9002 of cat (fay), 9003 of dan (gus), 9004 deleted
-- (or cancelled), and one that has its number in this business alone (@o). ann owns the team north,
-- cat is a member of it, dan stands in no team of theirs. @s is the slug.

SET time_zone = '+00:00', @u = UPPER(@t), @o = IF(@t = 'a', 9101, 9201);
CREATE OR REPLACE TEMPORARY TABLE five (n INT, host INT, client INT);
INSERT INTO five VALUES (9001, 9001, 9001), (9002, 9002, 9002), (9003, 9003, 9003), (9004, 9001, 9001),
  (@o, 9001, 9001);
INSERT INTO business (uid, slug, name, time_zone, domain, settings, created_us)
  VALUES (CONCAT('tenant', @t, '000000000'), @s, CONCAT('CANARY-', @u, '-BUSINESS'), 'Europe/Amsterdam',
  CONCAT(@s, '.example'), '{"staff_personal_agenda_enabled":true,"booking_allow_staff_choice":true,"booking_max_future_days":1830}', 1);
SET @b = LAST_INSERT_ID();

-- people

INSERT INTO user (business_id, id, uid, username, name, email, time_zone, role, active, created_us, bio)
  SELECT @b, n, CONCAT('tenant', @t, 'user0', n), ELT(n - 9000, 'ann', 'cat', 'dan', 'gone'),
  CONCAT('CANARY-', @u, '-USER-', n), CONCAT(ELT(n - 9000, 'ann', 'cat', 'dan', 'gone'), '@tenants.example'), 'UTC',
  IF(n = 9001, 'admin', 'staff'), n <> 9004, 1, CONCAT('CANARY-', @u, '-BIO-', n) FROM five WHERE n < 9100;
INSERT INTO user (business_id, id, uid, username, name, email, time_zone, role, created_us)
  VALUES (@b, @o, CONCAT('tenant', @t, 'user0', @o), 'only', CONCAT('CANARY-', @u, '-USER-', @o),
  CONCAT('only-', @t, '@tenants.example'), 'UTC', 'staff', 1);
-- the passwords are secret-of-tenants-a and secret-of-tenants-b
UPDATE user SET password_hash = IF(@t = 'a',
  '$y$j75$oJaPVt4RnFLNi3aPoBLMk.$mJ3P22RjWUynQzcPJ65RFO9eqbpKEo4eoX7GE0SPvo1',
  '$y$j75$oJaPVt4RnFLNi3aPoBbMk.$5MXFVziWUTLP0aaC.rl5RNUkaIv4tdYb/qQeZhBq7w0') WHERE business_id = @b;
INSERT INTO schedule (business_id, id, user_id, name, time_zone)
  SELECT @b, n, host, CONCAT('CANARY-', @u, '-SCHEDULE-', n), 'UTC' FROM five WHERE n <> 9004;
INSERT INTO schedule_window SELECT @b, n, 0, 127, 0, 1440 FROM five WHERE n <> 9004;
INSERT INTO schedule (business_id, id, user_id, name, time_zone)
  VALUES (@b, 9010, @o, CONCAT('CANARY-', @u, '-SCHEDULE-ONLY'), 'UTC'),
  (@b, 9011, 9002, CONCAT('CANARY-', @u, '-SCHEDULE-SPARE'), 'UTC');
INSERT INTO schedule_window VALUES (@b, 9010, 0, 127, 0, 1440), (@b, 9011, 0, 127, 0, 1440);
UPDATE user SET default_schedule_id = IF(id < 9004, id, 9010) WHERE business_id = @b AND id <> 9004;
INSERT INTO team (business_id, id, slug, name, created_us) VALUES
  (@b, 9001, 'north', CONCAT('CANARY-', @u, '-TEAM-9001'), 1),
  (@b, 9003, 'south', CONCAT('CANARY-', @u, '-TEAM-9003'), 1),
  (@b, @o, 'lone', CONCAT('CANARY-', @u, '-TEAM-ONLY'), 1);
INSERT INTO membership VALUES (@b, 9001, 9001, 'owner'), (@b, 9001, 9002, 'member'), (@b, 9003, 9003, 'owner'),
  (@b, @o, 9003, 'owner');
INSERT INTO holiday (business_id, id, date, name)
  SELECT @b, n, DATE('2032-01-01') + INTERVAL n - 9000 DAY, CONCAT('CANARY-', @u, '-HOLIDAY-', n) FROM five
  WHERE n <> 9004;
INSERT INTO time_off (business_id, id, user_id, start_date, end_date, reason)
  SELECT @b, n, host, '2032-02-02', '2032-02-03', CONCAT('CANARY-', @u, '-TIMEOFF-', n) FROM five WHERE n <> 9004;
INSERT INTO busy_range (business_id, user_id, calendar, start_us, end_us)
  SELECT @b, n, CONCAT('CANARY-', @u, '-BUSY'), 1961150400000000, 1961154000000000 FROM five WHERE n < 9004;
INSERT INTO client (business_id, id, uid, name, email, phone, time_zone, notes, created_us, matter_uid, deleted_us)
  SELECT @b, n, CONCAT('tenant', @t, 'clnt0', n), CONCAT('CANARY-', @u, '-CLIENT-', n),
  CONCAT(IF(n > 9100, 'only', ELT(n - 9000, 'eve', 'fay', 'gus', 'left')), '@clients.example'), '+31612345678',
  'Europe/Rome', CONCAT('CANARY-', @u, '-CLIENTNOTE-', n), 1, CONCAT('tenant', @t, 'mat00', n),
  IF(n = 9004, 5, NULL) FROM five;

-- what can be booked

INSERT INTO event_type (business_id, id, uid, slug, title, description, owner_id, length_minutes,
    slot_interval_minutes, deleted_us, created_us, metadata)
  SELECT @b, n, CONCAT('tenant', @t, 'type0', n), IF(n > 9100, 'only', ELT(n - 9000, 'talk', 'talk', 'talk', 'gone')),
  CONCAT('CANARY-', @u, '-TYPE-', n), CONCAT('CANARY-', @u, '-TYPETEXT-', n), host, 30, 30, IF(n = 9004, 5, NULL), 1,
  CONCAT('{"canary":"CANARY-', @u, '-TYPEDATA"}') FROM five;
INSERT INTO event_type (business_id, id, uid, slug, title, team_id, assignment, length_minutes, slot_interval_minutes,
    created_us) VALUES
  (@b, 9006, CONCAT('tenant', @t, 'type09006'), 'turns', CONCAT('CANARY-', @u, '-TYPE-TURNS'), 9001, 'round_robin', 30,
  30, 1);
INSERT INTO event_type (business_id, id, uid, slug, title, owner_id, length_minutes, slot_interval_minutes, seats,
    created_us)
  SELECT @b, n + 10, CONCAT('tenant', @t, 'type0', n + 10), IF(n > 9100, 'only-class', 'class'), CONCAT('CANARY-', @u, '-TYPE-CLASS'), host, 30, 30,
  3, 1 FROM five WHERE n <> 9004;
INSERT INTO event_type_host (business_id, event_type_id, user_id)
  SELECT @b, 9006, n FROM five WHERE n IN (9001, 9002);
INSERT INTO booking_link (business_id, id, uid, slug, title, event_type_id, active, questions, created_us)
  SELECT @b, n, CONCAT('tenant', @t, 'link0', n), CONCAT('link-', n), CONCAT('CANARY-', @u, '-LINK-', n), n, n <> 9004,
  CONCAT('[{"id":"why","label":"CANARY-', @u, '-QUESTION","type":"text"}]'), 1 FROM five WHERE n <> 9004;
INSERT INTO booking_link (business_id, id, uid, slug, title, event_type_id, active, created_us)
  VALUES (@b, 9004, CONCAT('tenant', @t, 'link09004'), 'link-9004', CONCAT('CANARY-', @u, '-LINK-9004'), 9001, FALSE, 1);
INSERT INTO booking_link_service SELECT @b, 9001, n FROM five WHERE n IN (9001, @o);

-- bookings, an hour of their own each, from 3 March 2031 at 10:00 UTC; with seats from 9011

CREATE OR REPLACE TEMPORARY TABLE ten SELECT n, host, client, IF(n = 9004, 9001, n) AS type, FALSE AS seated FROM five;
INSERT INTO ten SELECT n + 10, host, client, n + 10, TRUE FROM five WHERE n <> 9004;
INSERT INTO booking (business_id, id, uid, walk, source, event_type_id, link_id, host_id, client_id, status, start_us,
    end_us, claim_start_us, claim_end_us, title, description, location, seats, seats_taken, ics_uid, notes,
    internal_notes, responses, metadata, answers, matter_uid, cancelled_us, created_us, updated_us)
  SELECT @b, n, CONCAT('tenant', @t, 'bookinguid0', n), UNHEX(CONCAT('01c00000', n, '7000800000000000', ASCII(@t), '00')),
  'apply', type, IF(seated, NULL, n), host, client, IF(n = 9004, 'cancelled', 'accepted'), s, s + 1800000000, s,
  s + 1800000000, CONCAT('CANARY-', @u, '-BOOKING-', n), CONCAT('CANARY-', @u, '-BOOKING-', n),
  CONCAT('CANARY-', @u, '-PLACE-', n), IF(seated, 3, NULL), seated, CONCAT('CANARY-', @u, '-ICS-', n),
  CONCAT('CANARY-', @u, '-BOOKING-', n), CONCAT('CANARY-', @u, '-INTERNAL-', n),
  CONCAT('{"notes":"CANARY-', @u, '-BOOKING-', n, '"}'), CONCAT('{"canary":"CANARY-', @u, '-BOOKINGDATA"}'),
  CONCAT('[{"question_id":"why","answer":"CANARY-', @u, '-ANSWER-', n, '"}]'), CONCAT('tenant', @t, 'mat00', client),
  IF(n = 9004, 5, NULL), 1, 1
  FROM (SELECT *, (UNIX_TIMESTAMP('2031-03-03 10:00:00') + 86400 * (n - 9000)) * 1000000 AS s FROM ten) t;
INSERT INTO booking_host SELECT @b, n, host FROM ten;
INSERT INTO host_hour
  SELECT @b, host_id, start_us DIV 3600000000, (1 << 30) - 1, 30 FROM booking
  WHERE business_id = @b AND status <> 'cancelled';
INSERT INTO attendee (business_id, booking_id, id, kind, name, email, time_zone, seat_uid, created_us)
  SELECT @b, n, n, 'attendee', CONCAT('CANARY-', @u, '-BOOKING-', n, '-BOOKER'),
  CONCAT(IF(client > 9100, 'only', ELT(client - 9000, 'eve', 'fay', 'gus', 'left')), '@clients.example'), 'Europe/Rome',
  IF(seated, CONCAT(REPEAT(@t, 8), '-0000-4000-8000-00000000', n), NULL), 1 FROM ten;
INSERT INTO attendee (business_id, booking_id, id, kind, name, email, time_zone, created_us)
  SELECT @b, n, n + 10000, 'guest', CONCAT('CANARY-', @u, '-GUEST-', n), 'guest@clients.example', 'Europe/Rome', 1 FROM five;
UPDATE booking b SET people = (SELECT CONCAT('[', GROUP_CONCAT(JSON_COMPACT(JSON_OBJECT('kind', kind, 'name', name,
    'email', email, 'phone', phone, 'time_zone', time_zone, 'language', language, 'absent', JSON_EXTRACT('[false]', '$[0]'),
    'seat_uid', seat_uid, 'created_us', created_us)) ORDER BY id), ']')
  FROM attendee a WHERE a.business_id = @b AND a.booking_id = b.id) WHERE business_id = @b;
INSERT INTO booking_history (business_id, booking_id, at_us, from_status, to_status, source, transaction_uid)
  SELECT @b, id, 1, NULL, status, 'apply', UNHEX(REPEAT('00', 16)) FROM booking WHERE business_id = @b;
INSERT INTO booking_reference (business_id, id, booking_id, type, event_uid)
  SELECT @b, n, n, 'zoom_video', CONCAT('CANARY-', @u, '-REFERENCE-', n) FROM five;
INSERT INTO booking_token (business_id, id, booking_id, purpose, hash, expires_us, created_us)
  SELECT @b, n, n, 'feedback', UNHEX(SHA2(CONCAT('tenant', @t, '-feedback-', n), 256)), 4000000000000000, 1 FROM five;
INSERT INTO booking_token (business_id, id, booking_id, purpose, hash, expires_us, created_us)
  SELECT @b, n + 10000, n, 'answer', UNHEX(SHA2(CONCAT('tenant', @t, '-answer-', n), 256)), 4000000000000000, 1 FROM five;
INSERT INTO review (business_id, booking_id, rating, comment, created_us)
  VALUES (@b, 9012, 4, CONCAT('CANARY-', @u, '-REVIEW'), 1);

-- holds until 2096, of 20 April 2031

INSERT INTO reservation (business_id, id, uid, event_type_id, host_id, token_id, start_us, end_us, claim_start_us,
    claim_end_us, until_us, created_us)
  SELECT @b, n, CONCAT(REPEAT(@t, 8), '-0000-4000-9000-00000000', n), n, host, 0, s, s + 1800000000, s, s + 1800000000,
  4000000000000000, 1
  FROM (SELECT *, (UNIX_TIMESTAMP('2031-04-20 00:00:00') + 3600 * (n - 9000)) * 1000000 AS s FROM five) t
  WHERE n <> 9004;
INSERT INTO reservation_host SELECT @b, id, host_id FROM reservation WHERE business_id = @b;
INSERT INTO host_hour
  SELECT @b, host_id, start_us DIV 3600000000, (1 << 30) - 1, 30 FROM reservation WHERE business_id = @b;

-- what stands beside

INSERT INTO webhook (business_id, id, uid, user_id, url, url_digest, triggers, active, secret, version, created_us)
  SELECT @b, n, CONCAT(REPEAT(@t, 8), '-0000-4000-a000-00000000', n), host, CONCAT('https://canary.example/CANARY-', @u, '-HOOK-', n),
  UNHEX(SHA2(CONCAT('user', n), 256)), '["BOOKING_CREATED"]', FALSE, CONCAT('CANARY-', @u, '-HOOKSECRET-', n), '2021-10-20', 1
  FROM five WHERE n <> 9004;
INSERT INTO webhook (business_id, id, uid, event_type_id, url, url_digest, triggers, active, secret, version, created_us)
  SELECT @b, n + 10000, CONCAT(REPEAT(@t, 8), '-0000-4000-b000-00000000', n), n,
  CONCAT('https://canary.example/CANARY-', @u, '-TYPEHOOK-', n), UNHEX(SHA2(CONCAT('type', n), 256)), '["BOOKING_CREATED"]',
  FALSE, CONCAT('CANARY-', @u, '-HOOKSECRET-', n), '2021-10-20', 1 FROM five WHERE n <> 9004;
INSERT INTO waitlist_entry (business_id, id, uid, client_id, event_type_id, date, status, created_us)
  SELECT @b, n, CONCAT('tenant', @t, 'wait0', n), client, n, '2031-03-10', IF(n = 9004, 'cancelled', 'waiting'), n FROM five;
INSERT INTO notification (business_id, id, user_id, kind, booking_id, message, created_us)
  SELECT @b, n, host, 'booking.created', n, CONCAT('CANARY-', @u, '-NOTIFICATION-', n), 1 FROM five WHERE n <> 9004;
INSERT INTO follow_up_sequence (business_id, id, name, event_type_id, active, created_us)
  SELECT @b, n, CONCAT('CANARY-', @u, '-SEQUENCE-', n), n, TRUE, 1 FROM five WHERE n <> 9004;
INSERT INTO follow_up_step SELECT @b, n, 0, 60, CONCAT('CANARY-', @u, '-STEP-', n), CONCAT('CANARY-', @u, '-STEP-', n)
  FROM five WHERE n <> 9004;

-- credentials: the secret is the slug and the name

CREATE OR REPLACE TEMPORARY TABLE secret (name VARCHAR(40), kind VARCHAR(20), user INT, client INT, scopes VARCHAR(300),
  expires BIGINT, revoked BIGINT) CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
SET @rest = 'BOOKING_WRITE EVENT_TYPE_READ EVENT_TYPE_WRITE SCHEDULE_READ SCHEDULE_WRITE PROFILE_READ PROFILE_WRITE WEBHOOK_READ WEBHOOK_WRITE';
INSERT INTO secret VALUES
  ('cal-ann', 'cal_key', 9001, NULL, '', NULL, NULL), ('cal-cat', 'cal_key', 9002, NULL, '', NULL, NULL),
  ('oauth', 'cal_oauth', 9001, NULL, @rest, NULL, NULL),
  ('links-read', 'links_key', NULL, NULL, 'bookings:read', NULL, NULL),
  ('links-write', 'links_key', NULL, NULL, 'bookings:write', NULL, NULL),
  ('staff', 'staff_session', 9002, NULL, '', NULL, NULL), ('admin', 'staff_session', 9001, NULL, '', NULL, NULL),
  ('client-eve', 'vcita_client', NULL, 9001, '', NULL, NULL), ('client-fay', 'vcita_client', NULL, 9002, '', NULL, NULL),
  ('vcita-staff', 'vcita_staff', 9001, NULL, '', NULL, NULL),
  ('session-eve', 'client_session', NULL, 9001, '', NULL, NULL),
  ('revoked-cal', 'cal_key', 9001, NULL, '', NULL, 5), ('expired-cal', 'cal_key', 9001, NULL, '', 5, NULL),
  ('revoked-links', 'links_key', NULL, NULL, 'bookings:read bookings:write', NULL, 5),
  ('expired-links', 'links_key', NULL, NULL, 'bookings:read bookings:write', 5, NULL),
  ('revoked-desk', 'staff_session', 9001, NULL, '', NULL, 5), ('expired-desk', 'staff_session', 9001, NULL, '', 5, NULL),
  ('revoked-vcita', 'vcita_client', NULL, 9001, '', NULL, 5), ('expired-vcita', 'vcita_client', NULL, 9001, '', 5, NULL);
INSERT INTO secret SELECT CONCAT('refresh-', n), 'staff_refresh', host, NULL, '', NULL, IF(n = 9004, 5, NULL) FROM five
  WHERE n < 9100;
INSERT INTO token (business_id, kind, hash, shown, name, user_id, client_id, scopes, expires_us, revoked_us, created_us)
  SELECT @b, kind, UNHEX(SHA2(CONCAT(@s, '-', name), 256)), 'x', CONCAT('CANARY-', @u, '-TOKEN'), user, client, scopes,
  expires, revoked, 1 FROM secret;
