-- Removing what is no longer needed, and timers that must survive a restart.

-- Stays whose data was removed when its time was over. A later message about one is seen to be late.
CREATE TABLE removed_stay (reference TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- "inbox": messages up to this id were looked at; those that something still needed are looked at again when it goes.
-- "daily": when the daily trigger fired last.
CREATE TABLE mark (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO mark VALUES ('inbox', 0);

-- Who still needs a message.
CREATE INDEX stay_message_inbox ON stay_message (inbox_id);
CREATE INDEX person_message_inbox ON person_message (inbox_id);
