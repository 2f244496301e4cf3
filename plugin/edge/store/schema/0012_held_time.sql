-- How long the delivery was under a hold: that time does not count towards its age limit.
ALTER TABLE outbox ADD COLUMN held_ms INTEGER NOT NULL DEFAULT 0;
