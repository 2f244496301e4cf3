-- Every mapping that has run here, so that a summary can be explained by the one that made it.

CREATE TABLE mapping_pack (
  digest TEXT PRIMARY KEY,  -- the last word of summary.mapping
  name TEXT NOT NULL,       -- the words before it
  first_used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE mapping_file (
  digest TEXT NOT NULL,
  position INTEGER NOT NULL,
  folder TEXT NOT NULL,  -- "" the pack, "use/NAME", "overlay/N"
  root TEXT NOT NULL,    -- how faults name the folder
  path TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (digest, position)
) STRICT, WITHOUT ROWID;
