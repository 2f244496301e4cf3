-- What operators ask for, and what they hold back.

-- One row for each request. A tool adds it; the running host applies it, with its effect and its audit row in one
-- transaction, and closes it.
CREATE TABLE operator_request (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  operation TEXT NOT NULL,
  target TEXT NOT NULL,
  operator TEXT NOT NULL,
  reason TEXT NOT NULL,
  asked INTEGER NOT NULL,
  applied INTEGER,  -- NULL while it is open
  result TEXT NOT NULL,  -- "" while it is open, then "applied" or "refused"
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX operator_request_open ON operator_request (id) WHERE applied IS NULL;

-- Deliveries to a held destination, and of a held stay, are not begun. They keep their own state below the hold.
CREATE TABLE hold (
  kind TEXT NOT NULL,  -- "destination" or "stay"
  target TEXT NOT NULL,  -- name of the destination, key of the stay
  operator TEXT NOT NULL,
  reason TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (kind, target)
) STRICT, WITHOUT ROWID;
