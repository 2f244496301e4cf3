-- How often a message came again and was not stored again: the audit tells of the first times, then of ever fewer.
CREATE TABLE inbox_repeat (
  id INTEGER PRIMARY KEY,  -- of the message in the inbox
  times INTEGER NOT NULL,
  last INTEGER NOT NULL
) STRICT;
