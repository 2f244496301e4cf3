-- Codes that a table of the mapping had no row for: what an integration team has to add.
CREATE TABLE unmapped_code (
  table_name TEXT NOT NULL,
  code TEXT NOT NULL,  -- as the message has it, cut: patient data may stand there by mistake
  summaries INTEGER NOT NULL,  -- in how many revisions it was met
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  stay TEXT NOT NULL,  -- reference of the last stay that had it
  PRIMARY KEY (table_name, code)
) STRICT, WITHOUT ROWID;
