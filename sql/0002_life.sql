-- 0002 - the life of a booking: holds, limits, webhooks.
--
--   reservation ── token      whoever made a hold may book what it holds
--   webhook ── job            one job for each event and receiver, so that none delays another
--   booking ── booking_reference  what calendars and video services know it as

ALTER TABLE reservation
  ADD COLUMN token_id INT UNSIGNED NOT NULL DEFAULT 0 AFTER host_id;

CREATE TABLE reservation_host (
  business_id    INT UNSIGNED NOT NULL,
  reservation_id BIGINT UNSIGNED NOT NULL,
  user_id        INT UNSIGNED NOT NULL,
  PRIMARY KEY (business_id, reservation_id, user_id),
  KEY reservation_host_user (business_id, user_id),
  CONSTRAINT reservation_host_of FOREIGN KEY (business_id, reservation_id)
    REFERENCES reservation (business_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

ALTER TABLE token
  ADD COLUMN rate_limit INT UNSIGNED NULL AFTER scopes; -- requests a minute; NULL: as its kind, 0: no limit

ALTER TABLE user
  ADD COLUMN avatar_url  VARCHAR(500) NULL,
  ADD COLUMN bio         TEXT NULL,
  ADD COLUMN time_format TINYINT UNSIGNED NOT NULL DEFAULT 12, -- hours on the clocks they are shown
  ADD COLUMN week_start  ENUM('Monday','Tuesday','Wednesday','Thursday','Friday','Saturday','Sunday')
                         NOT NULL DEFAULT 'Sunday',
  ADD COLUMN metadata    JSON NOT NULL DEFAULT '{}';

ALTER TABLE event_type
  ADD COLUMN window_business_days BOOLEAN NOT NULL DEFAULT FALSE AFTER booking_window_days,
  ADD COLUMN confirmation_notice_minutes INT UNSIGNED NULL AFTER requires_confirmation, -- only with less notice
  ADD COLUMN moving_notice_minutes INT UNSIGNED NULL AFTER rescheduling_disabled, -- none with less notice
  ADD COLUMN guests_disabled BOOLEAN NOT NULL DEFAULT FALSE,
  ADD COLUMN booker_limit_offers_move BOOLEAN NOT NULL DEFAULT FALSE AFTER booker_limit,
  ADD COLUMN seats_show_count BOOLEAN NOT NULL DEFAULT TRUE AFTER seats_show_attendees,
  ADD COLUMN looks JSON NOT NULL DEFAULT '{}'; -- what booking pages show and no rule looks at

CREATE TABLE booking_reference (
  business_id INT UNSIGNED NOT NULL,
  id          INT UNSIGNED NOT NULL AUTO_INCREMENT,
  booking_id  BIGINT UNSIGNED NOT NULL,
  type        ENUM('google_calendar','office365_calendar','daily_video','google_video',
                   'office365_video','zoom_video') NOT NULL,
  event_uid   VARCHAR(255) NOT NULL,       -- its name over there
  destination_calendar_id VARCHAR(255) NULL,
  PRIMARY KEY (business_id, id),
  KEY booking_reference_id (id),
  UNIQUE KEY booking_reference_of (business_id, booking_id, type, event_uid),
  CONSTRAINT booking_reference_booking FOREIGN KEY (business_id, booking_id)
    REFERENCES booking (business_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE webhook (
  business_id   INT UNSIGNED NOT NULL,
  id            INT UNSIGNED NOT NULL AUTO_INCREMENT,
  uid           CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
  user_id       INT UNSIGNED NULL,            -- told of what this user hosts, or
  event_type_id INT UNSIGNED NULL,            -- of what is booked of this event type
  url           VARCHAR(2000) NOT NULL,
  url_digest    BINARY(32) NOT NULL,          -- SHA-256, because keys hold no long texts
  triggers      JSON NOT NULL,                -- array of words
  active        BOOLEAN NOT NULL,
  payload_template TEXT NULL,
  secret        VARCHAR(500) NULL,            -- signs what is sent, so it is kept as it is
  version       VARCHAR(10) NOT NULL,
  created_us    BIGINT NOT NULL,
  PRIMARY KEY (business_id, id),
  KEY webhook_id (id),
  UNIQUE KEY webhook_uid (uid),
  UNIQUE KEY webhook_of_user (business_id, user_id, url_digest),
  UNIQUE KEY webhook_of_event_type (business_id, event_type_id, url_digest),
  CONSTRAINT webhook_user FOREIGN KEY (business_id, user_id) REFERENCES user (business_id, id),
  CONSTRAINT webhook_event_type FOREIGN KEY (business_id, event_type_id)
    REFERENCES event_type (business_id, id),
  CONSTRAINT webhook_whose CHECK ((user_id IS NULL) <> (event_type_id IS NULL))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

-- A delivery is a job with a receiver: each receiver has a queue of its own.
ALTER TABLE job
  MODIFY name VARCHAR(200) NOT NULL,
  ADD COLUMN receiver INT UNSIGNED NOT NULL DEFAULT 0 AFTER name, -- the webhook's id; 0: none
  DROP KEY job_due,
  ADD KEY job_due (status, receiver, due_us),
  ADD KEY job_receiver (status, business_id, receiver, due_us);
