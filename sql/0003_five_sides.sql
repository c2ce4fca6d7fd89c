-- 0003 - what the other four sides of the store need.
--
--   booking_link ── event_type     a face over an event type: questions, routing rules, reminders
--   booking ── booking_token       what a mail lets its reader do, once
--   token (staff_session) ── token (staff_refresh)   one family, from one sign-in
--   follow_up_sequence ── follow_up_step             mails after a visit

-- ---- event types: how the host is found, and days of their own

ALTER TABLE event_type
  MODIFY assignment ENUM('personal','collective','round_robin','least_busy','priority','weighted','fixed')
    NOT NULL DEFAULT 'personal',
  ADD COLUMN owner_first BOOLEAN NOT NULL DEFAULT FALSE AFTER assignment, -- whom the client had before
  ADD COLUMN moving_past_allowed BOOLEAN NOT NULL DEFAULT FALSE AFTER moving_notice_minutes; -- also what is over

-- An exception replaces the day for every host of the event type.
CREATE TABLE event_type_override (
  business_id   INT UNSIGNED NOT NULL,
  event_type_id INT UNSIGNED NOT NULL,
  date          DATE NOT NULL,
  position      SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  start_minute  SMALLINT UNSIGNED NULL,       -- both NULL: closed that day
  end_minute    SMALLINT UNSIGNED NULL,
  PRIMARY KEY (business_id, event_type_id, date, position),
  CONSTRAINT type_override_of FOREIGN KEY (business_id, event_type_id)
    REFERENCES event_type (business_id, id) ON DELETE CASCADE,
  CONSTRAINT type_override_order CHECK ((start_minute IS NULL) = (end_minute IS NULL)
    AND (start_minute IS NULL OR (start_minute < end_minute AND end_minute <= 1440)))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- ---- booking links

CREATE TABLE booking_link (
  business_id      INT UNSIGNED NOT NULL,
  id               INT UNSIGNED NOT NULL AUTO_INCREMENT,
  uid              CHAR(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
  slug             VARCHAR(100) NOT NULL,
  title            VARCHAR(200) NOT NULL,
  event_type_id    INT UNSIGNED NOT NULL,     -- whose rules hold
  active           BOOLEAN NOT NULL DEFAULT TRUE,
  questions        JSON NOT NULL DEFAULT '[]',
  rules            JSON NOT NULL DEFAULT '[]', -- in order: the first that matches decides
  reminder_minutes JSON NOT NULL DEFAULT '[1440,60]', -- before the start
  created_us       BIGINT NOT NULL,
  PRIMARY KEY (business_id, id),
  KEY booking_link_id (id),
  UNIQUE KEY booking_link_uid (uid),
  UNIQUE KEY booking_link_slug (business_id, slug),
  KEY booking_link_type (business_id, event_type_id),
  CONSTRAINT booking_link_of FOREIGN KEY (business_id, event_type_id)
    REFERENCES event_type (business_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Further event types that can be asked for under a link: their length and buffers, the link's hosts.
CREATE TABLE booking_link_service (
  business_id   INT UNSIGNED NOT NULL,
  link_id       INT UNSIGNED NOT NULL,
  event_type_id INT UNSIGNED NOT NULL,
  PRIMARY KEY (business_id, link_id, event_type_id),
  CONSTRAINT link_service_link FOREIGN KEY (business_id, link_id)
    REFERENCES booking_link (business_id, id) ON DELETE CASCADE,
  CONSTRAINT link_service_type FOREIGN KEY (business_id, event_type_id)
    REFERENCES event_type (business_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- ---- bookings

ALTER TABLE booking
  ADD COLUMN link_id INT UNSIGNED NULL AFTER event_type_id,
  ADD COLUMN answers JSON NOT NULL DEFAULT '[]' AFTER responses, -- to a link's questions
  ADD COLUMN cancelled_us BIGINT NULL AFTER cancelled_by_email,
  ADD COLUMN provisional BOOLEAN NOT NULL DEFAULT FALSE AFTER status, -- pending on the client, not the host
  ADD COLUMN waitlist_entry_id INT UNSIGNED NULL,  -- that it was made for
  ADD COLUMN matter_uid VARCHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NULL,
  ADD COLUMN rsvp ENUM('confirmed','pending','cancelled') NULL, -- what the client says of coming
  -- lists by start, with what nearly all of them filter by, so that pages and totals need no rows
  DROP KEY booking_client,
  ADD KEY booking_client (business_id, client_id, start_us, uid, seats),
  ADD KEY booking_start (business_id, start_us, id, end_us, status),
  ADD KEY booking_link (business_id, link_id, start_us, id, end_us, status),
  ADD CONSTRAINT booking_of_link FOREIGN KEY (business_id, link_id)
    REFERENCES booking_link (business_id, id);

-- A client is whoever has the address, in whatever case it was given.
ALTER TABLE attendee
  ADD COLUMN rsvp ENUM('confirmed','pending','cancelled') NULL AFTER absent, -- of one seat
  ADD COLUMN email_lower VARCHAR(320) AS (LOWER(email)) PERSISTENT,
  ADD COLUMN booking_client_id INT UNSIGNED NULL, -- booking.client_id, but of a seat
  ADD KEY attendee_email_lower (business_id, email_lower, booking_client_id, booking_id, kind, seat_uid);
UPDATE attendee a JOIN booking b ON b.business_id = a.business_id AND b.id = a.booking_id
  SET a.booking_client_id = b.client_id WHERE a.seat_uid IS NULL;

-- Seats that were given back: whoever had one still sees that they had it.
CREATE TABLE seat_left (
  business_id INT UNSIGNED NOT NULL,
  booking_id  BIGINT UNSIGNED NOT NULL,
  seat_uid    CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
  name        VARCHAR(200) NOT NULL,
  email_lower VARCHAR(320) NOT NULL,
  PRIMARY KEY (business_id, booking_id, seat_uid),
  UNIQUE KEY seat_left_uid (seat_uid),
  KEY seat_left_email (business_id, email_lower, booking_id),
  CONSTRAINT seat_left_of FOREIGN KEY (business_id, booking_id) REFERENCES booking (business_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE booking_token (
  business_id INT UNSIGNED NOT NULL,
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  booking_id  BIGINT UNSIGNED NOT NULL,
  purpose     ENUM('answer','feedback','pay') NOT NULL, -- answer: accept or decline
  hash        BINARY(32) NOT NULL,            -- SHA-256 of what the mail carries
  expires_us  BIGINT NOT NULL,
  used_us     BIGINT NULL,
  created_us  BIGINT NOT NULL,
  PRIMARY KEY (business_id, id),
  KEY booking_token_id (id),
  UNIQUE KEY booking_token_hash (hash),
  KEY booking_token_of (business_id, booking_id, purpose),
  CONSTRAINT booking_token_booking FOREIGN KEY (business_id, booking_id)
    REFERENCES booking (business_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE review (
  business_id INT UNSIGNED NOT NULL,
  booking_id  BIGINT UNSIGNED NOT NULL,
  rating      TINYINT UNSIGNED NOT NULL,
  comment     TEXT NOT NULL DEFAULT '',
  created_us  BIGINT NOT NULL,
  PRIMARY KEY (business_id, booking_id),
  CONSTRAINT review_of FOREIGN KEY (business_id, booking_id) REFERENCES booking (business_id, id),
  CONSTRAINT review_rating CHECK (rating BETWEEN 1 AND 5)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- A job of a booking is moved and withdrawn with it. Reminders are jobs with a due time of their own.
ALTER TABLE job
  ADD COLUMN booking_id BIGINT UNSIGNED NULL AFTER receiver,
  ADD COLUMN lane VARCHAR(40) AS (SUBSTRING_INDEX(kind, '.', 1)) PERSISTENT AFTER kind, -- those that nobody does
  DROP KEY job_due,                                     -- (no server for mails) are in nobody else's way
  ADD KEY job_due (status, receiver, lane, due_us),
  ADD KEY job_booking (business_id, booking_id);

DROP TABLE reminder;

-- ---- people

ALTER TABLE client
  ADD COLUMN matter_uid CHAR(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NULL, -- their first matter
  ADD COLUMN deleted_us BIGINT NULL;          -- kept for the bookings that name them

ALTER TABLE user
  ADD COLUMN require_password_change BOOLEAN NOT NULL DEFAULT FALSE AFTER password_hash,
  ADD KEY user_sign_in (email);               -- who signs in does not say where

ALTER TABLE token
  MODIFY kind ENUM('cal_key','cal_managed','cal_oauth','links_key','staff_session','staff_refresh',
                   'client_session','client_link','vcita_client','vcita_staff','vcita_app','vcita_directory')
    NOT NULL,
  ADD COLUMN family BINARY(16) NULL,          -- of one sign-in: revoked together
  ADD COLUMN csrf BINARY(16) NULL,            -- of a session kept in a cookie
  ADD KEY token_family (business_id, family),
  ADD KEY token_end (kind, expires_us);       -- sessions that are over are removed

-- Wrong passwords, by address and source.
CREATE TABLE sign_in_failure (
  who        BINARY(32) NOT NULL,             -- SHA-256 of address and source
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  at_us      BIGINT NOT NULL,
  PRIMARY KEY (who, id),
  KEY sign_in_failure_id (id),
  KEY sign_in_failure_age (at_us)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- ---- after a visit

CREATE TABLE follow_up_sequence (
  business_id   INT UNSIGNED NOT NULL,
  id            INT UNSIGNED NOT NULL AUTO_INCREMENT,
  name          VARCHAR(200) NOT NULL,
  event_type_id INT UNSIGNED NULL,            -- NULL: after every visit
  active        BOOLEAN NOT NULL DEFAULT TRUE,
  created_us    BIGINT NOT NULL,
  PRIMARY KEY (business_id, id),
  KEY follow_up_sequence_id (id),
  CONSTRAINT follow_up_business FOREIGN KEY (business_id) REFERENCES business (id),
  CONSTRAINT follow_up_type FOREIGN KEY (business_id, event_type_id)
    REFERENCES event_type (business_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE follow_up_step (
  business_id   INT UNSIGNED NOT NULL,
  sequence_id   INT UNSIGNED NOT NULL,
  position      SMALLINT UNSIGNED NOT NULL,
  delay_minutes INT UNSIGNED NOT NULL,        -- after the visit was completed
  subject       VARCHAR(200) NOT NULL,
  body          TEXT NOT NULL,
  PRIMARY KEY (business_id, sequence_id, position),
  CONSTRAINT follow_up_step_of FOREIGN KEY (business_id, sequence_id)
    REFERENCES follow_up_sequence (business_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- ---- staff

-- The weekly hours that new staff begin with; without any Monday to Friday, 9 to 17.
CREATE TABLE default_shift (
  business_id  INT UNSIGNED NOT NULL,
  position     SMALLINT UNSIGNED NOT NULL,
  weekdays     TINYINT UNSIGNED NOT NULL,     -- bit 0 Monday to bit 6 Sunday
  start_minute SMALLINT UNSIGNED NOT NULL,    -- on the wall of the schedule that gets them
  end_minute   SMALLINT UNSIGNED NOT NULL,
  PRIMARY KEY (business_id, position),
  CONSTRAINT default_shift_business FOREIGN KEY (business_id) REFERENCES business (id),
  CONSTRAINT default_shift_order CHECK (start_minute < end_minute AND end_minute <= 1440)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
