-- 0002 - the life of a booking: holds, limits, webhooks.
--
--   reservation ── token      whoever made a hold may book what it holds
--   webhook ── job            one job for each event and receiver, so that none delays another
--   rate_bucket               requests counted a minute, shared by all workers

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
