-- Revisions of summaries and their way to each destination.

CREATE TABLE summary (
  id INTEGER PRIMARY KEY,
  stay_key TEXT NOT NULL,
  revision INTEGER NOT NULL,
  state TEXT NOT NULL,  -- "ready" or "set-aside"
  due INTEGER NOT NULL,
  built INTEGER NOT NULL,
  bundle_identifier TEXT NOT NULL,
  version_id TEXT NOT NULL,
  mapping TEXT NOT NULL,
  bundle BLOB NOT NULL,
  document BLOB NOT NULL,
  UNIQUE (stay_key, revision)
) STRICT;

CREATE TABLE summary_issue (
  summary_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  severity INTEGER NOT NULL,
  code TEXT NOT NULL,
  path TEXT NOT NULL,
  text TEXT NOT NULL,
  rule TEXT NOT NULL,
  PRIMARY KEY (summary_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  stay_key TEXT NOT NULL,
  revision INTEGER NOT NULL,
  destination TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  created INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  delivered INTEGER,
  code TEXT NOT NULL,
  detail TEXT NOT NULL,
  evidence TEXT NOT NULL
) STRICT;

CREATE INDEX outbox_due ON outbox (destination, next_at) WHERE state IN ('ready', 'in-doubt');
CREATE INDEX outbox_stay ON outbox (stay_key, destination, revision);
CREATE INDEX outbox_unfinished ON outbox (destination, created)
  WHERE state IN ('ready', 'sending', 'in-doubt', 'wait-ack', 'held');
CREATE INDEX outbox_sending ON outbox (id) WHERE state = 'sending';

CREATE TABLE attempt (
  outbox_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  started INTEGER NOT NULL,
  finished INTEGER,
  code TEXT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (outbox_id, number)
) STRICT, WITHOUT ROWID;

-- How many deliveries of a destination are in each state.
CREATE TABLE outbox_tally (
  destination TEXT NOT NULL,
  state TEXT NOT NULL,
  rows INTEGER NOT NULL,
  PRIMARY KEY (destination, state)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER outbox_added AFTER INSERT ON outbox BEGIN
  INSERT INTO outbox_tally VALUES (new.destination, new.state, 1)
    ON CONFLICT DO UPDATE SET rows = rows + 1;
END;
CREATE TRIGGER outbox_moved AFTER UPDATE OF state ON outbox WHEN new.state <> old.state BEGIN
  UPDATE outbox_tally SET rows = rows - 1 WHERE destination = old.destination AND state = old.state;
  INSERT INTO outbox_tally VALUES (new.destination, new.state, 1)
    ON CONFLICT DO UPDATE SET rows = rows + 1;
END;
CREATE TRIGGER outbox_removed AFTER DELETE ON outbox BEGIN
  UPDATE outbox_tally SET rows = rows - 1 WHERE destination = old.destination AND state = old.state;
END;
