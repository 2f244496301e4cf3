-- What people answered when something was held, and how they ask for it.

-- An answer is a fact like a message: the stays of its spell are told with it. Every stay of the spell has all of them.
CREATE TABLE stay_answer (
  stay_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,  -- of the stay that was held
  code TEXT NOT NULL,  -- of the reason
  word TEXT NOT NULL,
  upto INTEGER NOT NULL,  -- inbox id: reasons of messages up to it are answered
  at INTEGER NOT NULL,
  PRIMARY KEY (stay_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE message_answer (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  inbox_id INTEGER NOT NULL,
  code TEXT NOT NULL,
  word TEXT NOT NULL,
  stay_key TEXT NOT NULL,  -- of the stay it was given to, or ""; patient data
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX message_answer_of ON message_answer (inbox_id);

ALTER TABLE operator_request ADD COLUMN answer TEXT NOT NULL DEFAULT '';  -- of resolve: the word
ALTER TABLE operator_request ADD COLUMN chosen TEXT NOT NULL DEFAULT '';  -- of resolve: a stay, as operators name it
ALTER TABLE operator_request ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;  -- of resolve: the newest message that was seen
