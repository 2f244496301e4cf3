-- What an operator is told: daily accounts, and the alarms that stand.

-- One account: everything with an id above those of the account before, up to these.
CREATE TABLE reconciliation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  since INTEGER NOT NULL,
  at INTEGER NOT NULL,
  last_message INTEGER NOT NULL,
  last_summary INTEGER NOT NULL,
  last_delivery INTEGER NOT NULL
) STRICT;

CREATE TABLE reconciliation_tally (
  reconciliation_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  state TEXT NOT NULL,
  rows INTEGER NOT NULL,
  PRIMARY KEY (reconciliation_id, position)
) STRICT, WITHOUT ROWID;

-- Those that stand, as the running host saw them when mark "alarms" was set.
CREATE TABLE alarm (
  code TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  count INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (code, subject)
) STRICT, WITHOUT ROWID;
