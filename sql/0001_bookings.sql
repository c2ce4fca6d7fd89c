-- 0001 - the store.
--
--   business ──┬── user ──┬── schedule ──┬── schedule_window     weekly hours on the wall
--   (tenant)   │          │              └── schedule_override   one date replaced, or closed
--              │          ├── time_off                           days a user is away
--              │          ├── busy_range                         from calendars outside; may overlap
--              │          └── membership ── team
--              ├── holiday                                       a date nobody works
--              ├── client                                        who books, known by mail or uid
--              ├── event_type ── event_type_host                 what is booked ("service", target of a
--              │                                                 "booking link") and who can host it
--              ├── token                                         credentials, SHA-256 at rest
--              └── booking ──┬── booking_host                    every host whose time it takes
--                  │         ├── attendee                        people and seats (booking.people holds
--                  │         │                                   the same as JSON, for lists)
--                  │         ├── booking_history                 every change of status
--                  │         ├── reminder, notification, job     what follows; jobs are done outside
--                  │         └── waitlist_entry                  who wants the time if it is freed
--                  └── recurrence                                the series it belongs to
--
--   host_hour      the minutes of each host that are taken: the one guard against double booking
--   reservation    a slot held for a while, its minutes claimed in host_hour too
--   limit_counter  bookings counted against a limit, with a CHECK that refuses one too many
--   idempotency_key  the answer already given to a request that may come again
--
-- Rules that hold everywhere:
-- * Tenant first. A table of a business has business_id as first column of its key, and composite
--   foreign keys, so that no row can point across businesses. Numeric ids come from AUTO_INCREMENT, yet
--   two businesses may hold the same number: nothing relies on ids being unique by themselves.
-- * Instants are BIGINT microseconds since 1970 in UTC, named *_us. No TIMESTAMP (ends 2038), no NOW().
--   Wall times are DATE and minutes since midnight, together with a zone by name.
-- * Texts compare byte by byte, blanks at their end included (utf8mb4_nopad_bin). Mail addresses of clients are stored in lower case.
-- * JSON columns hold what lists show or what a client sent whole, never something that is searched.

CREATE TABLE business (
  id          INT UNSIGNED NOT NULL AUTO_INCREMENT,
  uid         CHAR(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
  slug        VARCHAR(63) NOT NULL,
  name        VARCHAR(200) NOT NULL,
  time_zone   VARCHAR(64) NOT NULL,
  currency    CHAR(3) NOT NULL DEFAULT 'EUR',
  domain      VARCHAR(253) NULL,           -- host name under which anonymous requests mean this business
  settings    JSON NOT NULL DEFAULT '{}',
  created_us  BIGINT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY business_uid (uid),
  UNIQUE KEY business_slug (slug),
  UNIQUE KEY business_domain (domain)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE user (
  business_id   INT UNSIGNED NOT NULL,
  id            INT UNSIGNED NOT NULL AUTO_INCREMENT,
  uid           CHAR(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
  username      VARCHAR(100) NOT NULL,
  name          VARCHAR(200) NOT NULL,
  email         VARCHAR(320) NOT NULL,
  phone         VARCHAR(32) NULL,
  time_zone     VARCHAR(64) NOT NULL,
  locale        VARCHAR(16) NOT NULL DEFAULT 'en',
  role          ENUM('admin','staff') NOT NULL DEFAULT 'staff',
  password_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_nopad_bin NULL,
  default_schedule_id INT UNSIGNED NULL,
  active        BOOLEAN NOT NULL DEFAULT TRUE,
  created_us    BIGINT NOT NULL,
  PRIMARY KEY (business_id, id),
  KEY user_id (id),
  UNIQUE KEY user_uid (uid),
  UNIQUE KEY user_username (business_id, username),
  UNIQUE KEY user_email (business_id, email),
  CONSTRAINT user_business FOREIGN KEY (business_id) REFERENCES business (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE team (
  business_id INT UNSIGNED NOT NULL,
  id          INT UNSIGNED NOT NULL AUTO_INCREMENT,
  slug        VARCHAR(100) NOT NULL,
  name        VARCHAR(200) NOT NULL,
  created_us  BIGINT NOT NULL,
  PRIMARY KEY (business_id, id),
  KEY team_id (id),
  UNIQUE KEY team_slug (business_id, slug),
  CONSTRAINT team_business FOREIGN KEY (business_id) REFERENCES business (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE membership (
  business_id INT UNSIGNED NOT NULL,
  team_id     INT UNSIGNED NOT NULL,
  user_id     INT UNSIGNED NOT NULL,
  role        ENUM('owner','admin','member') NOT NULL DEFAULT 'member',
  PRIMARY KEY (business_id, team_id, user_id),
  KEY membership_user (business_id, user_id, role),
  CONSTRAINT membership_team FOREIGN KEY (business_id, team_id) REFERENCES team (business_id, id),
  CONSTRAINT membership_of FOREIGN KEY (business_id, user_id) REFERENCES user (business_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE schedule (
  business_id INT UNSIGNED NOT NULL,
  id          INT UNSIGNED NOT NULL AUTO_INCREMENT,
  user_id     INT UNSIGNED NOT NULL,
  name        VARCHAR(200) NOT NULL,
  time_zone   VARCHAR(64) NOT NULL,
  PRIMARY KEY (business_id, id),
  KEY schedule_id (id),
  UNIQUE KEY schedule_name (business_id, user_id, name),
  CONSTRAINT schedule_user FOREIGN KEY (business_id, user_id) REFERENCES user (business_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

ALTER TABLE user ADD CONSTRAINT user_default_schedule
  FOREIGN KEY (business_id, default_schedule_id) REFERENCES schedule (business_id, id);

CREATE TABLE schedule_window (
  business_id  INT UNSIGNED NOT NULL,
  schedule_id  INT UNSIGNED NOT NULL,
  position     SMALLINT UNSIGNED NOT NULL,
  weekdays     TINYINT UNSIGNED NOT NULL,     -- bit 0 Monday to bit 6 Sunday
  start_minute SMALLINT UNSIGNED NOT NULL,    -- on the wall of the schedule's zone
  end_minute   SMALLINT UNSIGNED NOT NULL,
  PRIMARY KEY (business_id, schedule_id, position),
  CONSTRAINT window_schedule FOREIGN KEY (business_id, schedule_id)
    REFERENCES schedule (business_id, id) ON DELETE CASCADE,
  CONSTRAINT window_order CHECK (start_minute < end_minute AND end_minute <= 1440)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE schedule_override (
  business_id  INT UNSIGNED NOT NULL,
  schedule_id  INT UNSIGNED NOT NULL,
  date         DATE NOT NULL,
  position     SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  start_minute SMALLINT UNSIGNED NULL,        -- both NULL: closed that day
  end_minute   SMALLINT UNSIGNED NULL,
  PRIMARY KEY (business_id, schedule_id, date, position),
  CONSTRAINT override_schedule FOREIGN KEY (business_id, schedule_id)
    REFERENCES schedule (business_id, id) ON DELETE CASCADE,
  CONSTRAINT override_order CHECK ((start_minute IS NULL) = (end_minute IS NULL)
    AND (start_minute IS NULL OR (start_minute < end_minute AND end_minute <= 1440)))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE holiday (
  business_id INT UNSIGNED NOT NULL,
  id          INT UNSIGNED NOT NULL AUTO_INCREMENT,
  date        DATE NOT NULL,                  -- in the business's zone
  name        VARCHAR(200) NOT NULL,
  PRIMARY KEY (business_id, id),
  KEY holiday_id (id),
  UNIQUE KEY holiday_date (business_id, date),
  CONSTRAINT holiday_business FOREIGN KEY (business_id) REFERENCES business (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE time_off (
  business_id INT UNSIGNED NOT NULL,
  id          INT UNSIGNED NOT NULL AUTO_INCREMENT,
  user_id     INT UNSIGNED NOT NULL,
  start_date  DATE NOT NULL,                  -- both days included, in the user's zone
  end_date    DATE NOT NULL,
  reason      VARCHAR(500) NOT NULL DEFAULT '',
  PRIMARY KEY (business_id, id),
  KEY time_off_id (id),
  KEY time_off_user (business_id, user_id, end_date),
  CONSTRAINT time_off_of FOREIGN KEY (business_id, user_id) REFERENCES user (business_id, id),
  CONSTRAINT time_off_order CHECK (start_date <= end_date)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE busy_range (
  business_id INT UNSIGNED NOT NULL,
  user_id     INT UNSIGNED NOT NULL,
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  calendar    VARCHAR(100) NOT NULL,
  start_us    BIGINT NOT NULL,
  end_us      BIGINT NOT NULL,
  PRIMARY KEY (business_id, user_id, id),
  KEY busy_range_id (id),
  KEY busy_range_start (business_id, user_id, start_us, end_us),
  CONSTRAINT busy_range_of FOREIGN KEY (business_id, user_id) REFERENCES user (business_id, id),
  CONSTRAINT busy_range_order CHECK (start_us < end_us)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE client (
  business_id INT UNSIGNED NOT NULL,
  id          INT UNSIGNED NOT NULL AUTO_INCREMENT,
  uid         CHAR(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
  name        VARCHAR(200) NOT NULL,
  email       VARCHAR(320) NULL,              -- lower case
  phone       VARCHAR(32) NULL,
  time_zone   VARCHAR(64) NULL,
  notes       TEXT NOT NULL DEFAULT '',
  created_us  BIGINT NOT NULL,
  PRIMARY KEY (business_id, id),
  KEY client_id (id),
  UNIQUE KEY client_uid (uid),
  UNIQUE KEY client_email (business_id, email),
  CONSTRAINT client_business FOREIGN KEY (business_id) REFERENCES business (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE event_type (
  business_id    INT UNSIGNED NOT NULL,
  id             INT UNSIGNED NOT NULL AUTO_INCREMENT,
  uid            CHAR(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
  slug           VARCHAR(100) NOT NULL,
  title          VARCHAR(200) NOT NULL,
  description    TEXT NOT NULL DEFAULT '',
  owner_id       INT UNSIGNED NULL,           -- a user's own, or
  team_id        INT UNSIGNED NULL,           -- a team's
  parent_id      INT UNSIGNED NULL,           -- copy of a managed event type
  managed        BOOLEAN NOT NULL DEFAULT FALSE, -- a parent: never booked itself
  assignment     ENUM('personal','collective','round_robin') NOT NULL DEFAULT 'personal',
  schedule_id    INT UNSIGNED NULL,           -- NULL: each host's default schedule
  length_minutes SMALLINT UNSIGNED NOT NULL,
  length_options JSON NOT NULL DEFAULT '[]',  -- further lengths one may ask for
  slot_interval_minutes  SMALLINT UNSIGNED NULL, -- NULL: the length
  buffer_before_minutes  SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  buffer_after_minutes   SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  minimum_notice_minutes INT UNSIGNED NOT NULL DEFAULT 0,
  booking_window_days    SMALLINT UNSIGNED NULL, -- rolling; or
  booking_window_start   DATE NULL,              -- a fixed range, both days included
  booking_window_end     DATE NULL,
  booker_limit           SMALLINT UNSIGNED NULL, -- live bookings one address may hold
  requires_confirmation  BOOLEAN NOT NULL DEFAULT FALSE,
  requires_authentication BOOLEAN NOT NULL DEFAULT FALSE,
  cancelling_disabled    BOOLEAN NOT NULL DEFAULT FALSE,
  rescheduling_disabled  BOOLEAN NOT NULL DEFAULT FALSE,
  seats                  SMALLINT UNSIGNED NULL,
  seats_show_attendees   BOOLEAN NOT NULL DEFAULT FALSE,
  recurrence_frequency   ENUM('daily','weekly','monthly','yearly') NULL,
  recurrence_interval    SMALLINT UNSIGNED NULL,
  recurrence_count       SMALLINT UNSIGNED NULL,
  hidden         BOOLEAN NOT NULL DEFAULT FALSE,
  locations      JSON NOT NULL DEFAULT '[]',
  fields         JSON NOT NULL DEFAULT '[]',  -- questions asked of who books
  limits         JSON NOT NULL DEFAULT '{}',  -- bookings a day, week, month, year
  metadata       JSON NOT NULL DEFAULT '{}',
  price_minor    INT UNSIGNED NOT NULL DEFAULT 0,
  deleted_us     BIGINT NULL,                 -- kept for the bookings that name it
  created_us     BIGINT NOT NULL,
  PRIMARY KEY (business_id, id),
  KEY event_type_id (id),
  UNIQUE KEY event_type_uid (uid),
  UNIQUE KEY event_type_owner_slug (business_id, owner_id, slug),
  UNIQUE KEY event_type_team_slug (business_id, team_id, slug),
  CONSTRAINT event_type_owner FOREIGN KEY (business_id, owner_id) REFERENCES user (business_id, id),
  CONSTRAINT event_type_team FOREIGN KEY (business_id, team_id) REFERENCES team (business_id, id),
  CONSTRAINT event_type_parent FOREIGN KEY (business_id, parent_id)
    REFERENCES event_type (business_id, id),
  CONSTRAINT event_type_schedule FOREIGN KEY (business_id, schedule_id)
    REFERENCES schedule (business_id, id),
  CONSTRAINT event_type_whose CHECK ((owner_id IS NULL) <> (team_id IS NULL)),
  CONSTRAINT event_type_length CHECK (length_minutes > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE event_type_host (
  business_id      INT UNSIGNED NOT NULL,
  event_type_id    INT UNSIGNED NOT NULL,
  user_id          INT UNSIGNED NOT NULL,
  fixed            BOOLEAN NOT NULL DEFAULT FALSE, -- always takes part, also in a round robin
  priority         TINYINT UNSIGNED NOT NULL DEFAULT 2,
  weight           SMALLINT UNSIGNED NOT NULL DEFAULT 100,
  last_assigned_us BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (business_id, event_type_id, user_id),
  CONSTRAINT event_type_host_type FOREIGN KEY (business_id, event_type_id)
    REFERENCES event_type (business_id, id),
  CONSTRAINT event_type_host_user FOREIGN KEY (business_id, user_id) REFERENCES user (business_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE token (
  business_id INT UNSIGNED NOT NULL,
  id          INT UNSIGNED NOT NULL AUTO_INCREMENT,
  kind        ENUM('cal_key','cal_managed','cal_oauth','links_key','staff_session',
                   'vcita_client','vcita_staff','vcita_app','vcita_directory') NOT NULL,
  hash        BINARY(32) NOT NULL,            -- SHA-256 of the secret; of a cal_ key without its cal_
  shown       VARCHAR(24) NOT NULL,           -- its first letters, to tell keys apart
  name        VARCHAR(200) NOT NULL DEFAULT '',
  user_id     INT UNSIGNED NULL,
  client_id   INT UNSIGNED NULL,
  scopes      VARCHAR(500) NOT NULL DEFAULT '', -- words with blanks between
  expires_us  BIGINT NULL,
  revoked_us  BIGINT NULL,
  created_us  BIGINT NOT NULL,
  PRIMARY KEY (business_id, id),
  KEY token_id (id),
  UNIQUE KEY token_hash (hash),
  CONSTRAINT token_business FOREIGN KEY (business_id) REFERENCES business (id),
  CONSTRAINT token_user FOREIGN KEY (business_id, user_id) REFERENCES user (business_id, id),
  CONSTRAINT token_client FOREIGN KEY (business_id, client_id) REFERENCES client (business_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE recurrence (
  business_id   INT UNSIGNED NOT NULL,
  id            INT UNSIGNED NOT NULL AUTO_INCREMENT,
  uid           CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
  event_type_id INT UNSIGNED NOT NULL,
  created_us    BIGINT NOT NULL,
  PRIMARY KEY (business_id, id),
  KEY recurrence_id (id),
  UNIQUE KEY recurrence_uid (uid),
  CONSTRAINT recurrence_type FOREIGN KEY (business_id, event_type_id)
    REFERENCES event_type (business_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE booking (
  business_id   INT UNSIGNED NOT NULL,
  id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  uid           VARCHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
  walk          BINARY(16) NOT NULL,          -- UUIDv7 stamped with the start: the order of cursor walks
  source        ENUM('apply','cal','vcita','links','appointments') NOT NULL,
  event_type_id INT UNSIGNED NOT NULL,
  host_id       INT UNSIGNED NOT NULL,        -- the first host; all of them are in booking_host
  client_id     INT UNSIGNED NULL,
  recurrence_id INT UNSIGNED NULL,
  status        ENUM('pending','accepted','awaiting_host','cancelled','rejected','completed','no_show')
                NOT NULL,
  start_us      BIGINT NOT NULL,
  end_us        BIGINT NOT NULL,
  claim_start_us BIGINT NOT NULL,             -- with the buffers that were in force, so that what was
  claim_end_us   BIGINT NOT NULL,             -- claimed can be released when the event type has changed
  claims        BOOLEAN NOT NULL DEFAULT TRUE, -- FALSE: forced by staff, may overlap others
  title         VARCHAR(700) NOT NULL,
  description   TEXT NOT NULL DEFAULT '',
  location      TEXT NOT NULL DEFAULT '',
  cancellation_reason  TEXT NULL,
  cancelled_by_email   VARCHAR(320) NULL,
  rejection_reason     TEXT NULL,
  rescheduling_reason  TEXT NULL,
  rescheduled_by_email VARCHAR(320) NULL,
  rescheduled_from_uid VARCHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NULL,
  rescheduled_to_uid   VARCHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NULL,
  seats         SMALLINT UNSIGNED NULL,       -- NULL: not a seated booking
  seats_taken   SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  host_absent   BOOLEAN NOT NULL DEFAULT FALSE,
  rating        TINYINT UNSIGNED NULL,
  ics_uid       VARCHAR(255) NOT NULL,
  notes         TEXT NOT NULL DEFAULT '',
  internal_notes TEXT NOT NULL DEFAULT '',
  responses     JSON NOT NULL DEFAULT '{}',
  metadata      JSON NOT NULL DEFAULT '{}',
  people        JSON NOT NULL DEFAULT '[]',   -- the attendee rows as lists show them
  created_us    BIGINT NOT NULL,
  updated_us    BIGINT NOT NULL,
  version       INT UNSIGNED NOT NULL DEFAULT 1,
  PRIMARY KEY (business_id, id),
  KEY booking_id (id),
  UNIQUE KEY booking_uid (uid),
  -- the order of lists, id included, and then what they filter by: a page is found in the index alone
  KEY booking_host_start (business_id, host_id, start_us, id, end_us, status, recurrence_id, event_type_id,
    created_us, updated_us),
  KEY booking_host_walk (business_id, host_id, walk, id, end_us, status, recurrence_id, event_type_id),
  KEY booking_event_type (business_id, event_type_id, start_us),
  KEY booking_client (business_id, client_id, start_us),
  KEY booking_recurrence (business_id, recurrence_id, start_us),
  CONSTRAINT booking_type FOREIGN KEY (business_id, event_type_id)
    REFERENCES event_type (business_id, id),
  CONSTRAINT booking_first_host FOREIGN KEY (business_id, host_id) REFERENCES user (business_id, id),
  CONSTRAINT booking_of_client FOREIGN KEY (business_id, client_id)
    REFERENCES client (business_id, id),
  CONSTRAINT booking_series FOREIGN KEY (business_id, recurrence_id)
    REFERENCES recurrence (business_id, id),
  -- the longest booking bounds how far back a running one can have started: lists rely on it
  CONSTRAINT booking_length CHECK (start_us < end_us AND end_us - start_us <= 31 * 86400000000),
  CONSTRAINT seats_left CHECK (seats IS NULL OR seats_taken <= seats)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE booking_host (
  business_id INT UNSIGNED NOT NULL,
  booking_id  BIGINT UNSIGNED NOT NULL,
  user_id     INT UNSIGNED NOT NULL,
  PRIMARY KEY (business_id, booking_id, user_id),
  KEY booking_host_user (business_id, user_id),
  CONSTRAINT booking_host_booking FOREIGN KEY (business_id, booking_id)
    REFERENCES booking (business_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE attendee (
  business_id INT UNSIGNED NOT NULL,
  booking_id  BIGINT UNSIGNED NOT NULL,
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  kind        ENUM('attendee','guest','host') NOT NULL, -- host: a further host of a team's booking
  name        VARCHAR(200) NOT NULL,
  email       VARCHAR(320) NOT NULL,          -- as it was given
  phone       VARCHAR(32) NULL,
  time_zone   VARCHAR(64) NOT NULL,
  language    VARCHAR(16) NULL,
  absent      BOOLEAN NOT NULL DEFAULT FALSE,
  seat_uid    CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NULL,
  responses   JSON NULL,                      -- of one seat
  metadata    JSON NULL,
  created_us  BIGINT NOT NULL,
  PRIMARY KEY (business_id, booking_id, id),
  KEY attendee_id (id),
  UNIQUE KEY attendee_seat (seat_uid),
  KEY attendee_email (business_id, email, booking_id),
  KEY attendee_name (business_id, name, booking_id),
  CONSTRAINT attendee_booking FOREIGN KEY (business_id, booking_id)
    REFERENCES booking (business_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE booking_history (
  business_id     INT UNSIGNED NOT NULL,
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  booking_id      BIGINT UNSIGNED NOT NULL,
  at_us           BIGINT NOT NULL,
  from_status     VARCHAR(16) NULL,           -- NULL: it was made
  to_status       VARCHAR(16) NOT NULL,
  source          VARCHAR(16) NOT NULL,       -- the dialect that asked
  token_id        INT UNSIGNED NULL,          -- NULL: nobody known
  transaction_uid BINARY(16) NOT NULL,        -- to find out whether a commit whose answer was lost did happen
  PRIMARY KEY (business_id, booking_id, id),
  KEY booking_history_id (id),
  KEY booking_history_transaction (transaction_uid),
  CONSTRAINT booking_history_of FOREIGN KEY (business_id, booking_id)
    REFERENCES booking (business_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- The guard. Bit n of `minutes` is minute n of the hour; a second claim of a minute makes fewer bits than
-- claims, a release of what is not held makes more bits than claims, and either is refused (error 4025).
CREATE TABLE host_hour (
  business_id INT UNSIGNED NOT NULL,
  host_id     INT UNSIGNED NOT NULL,
  hour        INT UNSIGNED NOT NULL,          -- UTC hours since 1970
  minutes     BIGINT UNSIGNED NOT NULL,
  claimed     TINYINT UNSIGNED NOT NULL,
  PRIMARY KEY (business_id, host_id, hour),
  CONSTRAINT one_booking_a_minute CHECK (BIT_COUNT(minutes) = claimed)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE reservation (
  business_id   INT UNSIGNED NOT NULL,
  id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  uid           CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
  event_type_id INT UNSIGNED NOT NULL,
  host_id       INT UNSIGNED NOT NULL,
  start_us      BIGINT NOT NULL,
  end_us        BIGINT NOT NULL,
  claim_start_us BIGINT NOT NULL,
  claim_end_us   BIGINT NOT NULL,
  until_us      BIGINT NOT NULL,              -- afterwards anybody may release it
  created_us    BIGINT NOT NULL,
  PRIMARY KEY (business_id, id),
  KEY reservation_id (id),
  UNIQUE KEY reservation_uid (uid),
  KEY reservation_host (business_id, host_id, until_us),
  CONSTRAINT reservation_type FOREIGN KEY (business_id, event_type_id)
    REFERENCES event_type (business_id, id),
  CONSTRAINT reservation_of FOREIGN KEY (business_id, host_id) REFERENCES user (business_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE limit_counter (
  business_id   INT UNSIGNED NOT NULL,
  event_type_id INT UNSIGNED NOT NULL,
  rule          VARCHAR(16) NOT NULL,         -- day, week, month, year, booker
  period        VARCHAR(320) NOT NULL,        -- the first date of the period, or the booker's address
  booked        INT UNSIGNED NOT NULL,
  allowed       INT UNSIGNED NOT NULL,
  PRIMARY KEY (business_id, event_type_id, rule, period),
  CONSTRAINT within_limit CHECK (booked <= allowed)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE idempotency_key (
  business_id INT UNSIGNED NOT NULL,
  token_id    INT UNSIGNED NOT NULL,          -- 0: without a credential
  name        VARBINARY(255) NOT NULL,
  digest      BINARY(32) NOT NULL,            -- of method, path and body
  status      SMALLINT UNSIGNED NOT NULL,
  answer      MEDIUMTEXT NOT NULL,
  created_us  BIGINT NOT NULL,
  PRIMARY KEY (business_id, token_id, name),
  KEY idempotency_key_age (created_us)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE waitlist_entry (
  business_id   INT UNSIGNED NOT NULL,
  id            INT UNSIGNED NOT NULL AUTO_INCREMENT,
  uid           CHAR(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
  client_id     INT UNSIGNED NOT NULL,
  event_type_id INT UNSIGNED NOT NULL,
  booking_id    BIGINT UNSIGNED NULL,         -- the full event waited for, or what it was booked as
  date          DATE NOT NULL,
  status        ENUM('waiting','notified','booked','cancelled') NOT NULL DEFAULT 'waiting',
  notified_us   BIGINT NULL,
  created_us    BIGINT NOT NULL,
  PRIMARY KEY (business_id, id),
  KEY waitlist_entry_id (id),
  UNIQUE KEY waitlist_entry_uid (uid),
  KEY waitlist_entry_next (business_id, event_type_id, date, status, created_us),
  CONSTRAINT waitlist_client FOREIGN KEY (business_id, client_id) REFERENCES client (business_id, id),
  CONSTRAINT waitlist_type FOREIGN KEY (business_id, event_type_id)
    REFERENCES event_type (business_id, id),
  CONSTRAINT waitlist_booking FOREIGN KEY (business_id, booking_id)
    REFERENCES booking (business_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE reminder (
  business_id    INT UNSIGNED NOT NULL,
  booking_id     BIGINT UNSIGNED NOT NULL,
  minutes_before INT UNSIGNED NOT NULL,
  channel        ENUM('mail','sms') NOT NULL DEFAULT 'mail',
  due_us         BIGINT NOT NULL,
  sent_us        BIGINT NULL,
  PRIMARY KEY (business_id, booking_id, minutes_before, channel),
  KEY reminder_due (sent_us, due_us),
  CONSTRAINT reminder_booking FOREIGN KEY (business_id, booking_id)
    REFERENCES booking (business_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE job (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  business_id INT UNSIGNED NOT NULL,
  kind        VARCHAR(40) NOT NULL,
  name        VARCHAR(100) NOT NULL,          -- enqueuing the same name again moves the waiting job
  status      ENUM('waiting','leased','done','dead') NOT NULL DEFAULT 'waiting',
  due_us      BIGINT NOT NULL,
  payload     JSON NOT NULL,
  tries       SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  lease       BINARY(16) NULL,                -- who has it; a job whose lease has ended is anybody's
  lease_until_us BIGINT NULL,
  trouble     VARCHAR(500) NULL,
  created_us  BIGINT NOT NULL,
  done_us     BIGINT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY job_name (business_id, name),
  KEY job_due (status, due_us),
  CONSTRAINT job_business FOREIGN KEY (business_id) REFERENCES business (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE notification (
  business_id INT UNSIGNED NOT NULL,
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  user_id     INT UNSIGNED NULL,              -- NULL: for every admin
  kind        VARCHAR(40) NOT NULL,
  booking_id  BIGINT UNSIGNED NULL,
  message     VARCHAR(500) NOT NULL,
  read_us     BIGINT NULL,
  created_us  BIGINT NOT NULL,
  PRIMARY KEY (business_id, id),
  KEY notification_id (id),
  KEY notification_user (business_id, user_id, created_us),
  CONSTRAINT notification_booking FOREIGN KEY (business_id, booking_id)
    REFERENCES booking (business_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- Secrets of the installation itself, made by `slotd migrate`: cursor (checks cursors).
CREATE TABLE installation_secret (
  name   VARCHAR(32) NOT NULL,
  secret BINARY(32) NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
