-- Messages as they came, and bytes that never became a message.
-- Times are milliseconds since 1970-01-01T00:00:00Z. Words of states are those of the Name() functions.

-- Append-only: what was acknowledged is never written again. Its state stands in inbox_new and inbox_outcome.
CREATE TABLE inbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  feed TEXT NOT NULL,
  sender_application TEXT NOT NULL,
  sender_facility TEXT NOT NULL,
  control_id TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  type TEXT NOT NULL,
  received INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- Which former messages have the same identity. Control ids mostly grow, so new entries share few pages. With a part
-- of the hash, the search stays short for a sender that gives every message the same control id.
CREATE INDEX inbox_identity
  ON inbox (feed, sender_application, sender_facility, control_id, substr(body_hash, 1, 16), received);

-- The queue of interpretation: messages in state "new". Small while the pipeline keeps up.
CREATE TABLE inbox_new (id INTEGER PRIMARY KEY) STRICT;

-- What became of the others: "applied", "ignored" or "quarantined".
CREATE TABLE inbox_outcome (id INTEGER PRIMARY KEY, state TEXT NOT NULL) STRICT;
CREATE INDEX inbox_quarantined ON inbox_outcome (id) WHERE state = 'quarantined';

CREATE TABLE inbox_issue (
  inbox_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  severity INTEGER NOT NULL,  -- 0 information, 1 warning, 2 error
  code TEXT NOT NULL,
  path TEXT NOT NULL,
  text TEXT NOT NULL,
  rule TEXT NOT NULL,
  PRIMARY KEY (inbox_id, position)
) STRICT, WITHOUT ROWID;

-- Ids have no gaps, so the newest n are those above max(id) - n.
CREATE TABLE fragment (
  id INTEGER PRIMARY KEY,
  listener TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- Counts that would otherwise mean to walk through a whole table.
CREATE TABLE tally (name TEXT PRIMARY KEY, rows INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO tally VALUES ('inbox', 0);
CREATE TRIGGER inbox_added AFTER INSERT ON inbox BEGIN
  UPDATE tally SET rows = rows + 1 WHERE name = 'inbox';
END;
CREATE TRIGGER inbox_removed AFTER DELETE ON inbox BEGIN
  UPDATE tally SET rows = rows - 1 WHERE name = 'inbox';
END;

-- Grows by one at every start of a host. The commit of that change makes durable whatever a killed predecessor had
-- written but not synced: nothing a reader sees can vanish after that.
CREATE TABLE host (opened INTEGER NOT NULL) STRICT;
INSERT INTO host VALUES (0);
