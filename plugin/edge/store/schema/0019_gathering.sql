-- Readings that are fetched when a summary is due: what came of it, and for which due time that is done.
ALTER TABLE stay ADD COLUMN gathered INTEGER;

CREATE TABLE gathering (
  stay_key TEXT NOT NULL,
  source TEXT NOT NULL,
  due INTEGER NOT NULL,
  at INTEGER NOT NULL,
  until INTEGER NOT NULL,
  complete INTEGER NOT NULL,
  code TEXT NOT NULL,
  resources INTEGER NOT NULL,
  PRIMARY KEY (stay_key, source, due)
) STRICT, WITHOUT ROWID;
