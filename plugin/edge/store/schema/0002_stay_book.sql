-- Who is on which virtual ward since when. One row holds what is looked for; lists have tables of their own.

CREATE TABLE stay (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  reference TEXT NOT NULL,  -- Stay::Reference()
  spell_key TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  feed TEXT NOT NULL,
  nhs_number TEXT,
  birth_date TEXT NOT NULL,
  state TEXT NOT NULL,
  quarantined INTEGER NOT NULL,  -- 1 when stay_issue has a row of list "quarantine"
  set_aside INTEGER NOT NULL,
  ward_code TEXT,  -- the ward_ columns are all NULL or all set
  ward_name TEXT,
  ward_class TEXT,
  ward_spo2_scale INTEGER,
  ward_grace_ms INTEGER,
  left_ward INTEGER NOT NULL,
  start_at INTEGER,
  start_source TEXT NOT NULL,
  end_at INTEGER,
  end_source TEXT NOT NULL,
  admitted INTEGER,
  no_admit_seen INTEGER NOT NULL,
  discharge_method TEXT NOT NULL,
  discharge_destination TEXT NOT NULL,
  first_discharge INTEGER,
  due INTEGER,
  revision INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  change INTEGER NOT NULL  -- grows with every change of any stay: the newest change has the largest
) STRICT;

CREATE INDEX stay_reference ON stay (reference);
CREATE INDEX stay_spell ON stay (spell_key, ordinal);
CREATE INDEX stay_change ON stay (change);
CREATE INDEX stay_due ON stay (due)
  WHERE due IS NOT NULL AND quarantined = 0 AND state <> 'cancelled';
CREATE INDEX stay_live ON stay (state) WHERE state IN ('open', 'pending') AND ward_code IS NOT NULL;
CREATE INDEX stay_quarantined ON stay (id) WHERE quarantined = 1;
CREATE INDEX stay_set_aside ON stay (id) WHERE set_aside = 1;

-- model::PatientKeys in their order; local identifiers are those that begin with "L|".
CREATE TABLE stay_patient_key (
  stay_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  key TEXT NOT NULL,
  PRIMARY KEY (stay_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX stay_of_patient ON stay_patient_key (key);

CREATE TABLE stay_issue (
  stay_id INTEGER NOT NULL,
  list TEXT NOT NULL,  -- "quarantine" or "notes"
  position INTEGER NOT NULL,
  severity INTEGER NOT NULL,
  code TEXT NOT NULL,
  path TEXT NOT NULL,
  text TEXT NOT NULL,
  rule TEXT NOT NULL,
  PRIMARY KEY (stay_id, list, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE stay_message (
  stay_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  inbox_id INTEGER NOT NULL,
  event TEXT NOT NULL,
  version TEXT NOT NULL,
  PRIMARY KEY (stay_id, position)
) STRICT, WITHOUT ROWID;

-- Messages about a person without a visit.
CREATE TABLE person_message (
  patient_key TEXT NOT NULL,
  inbox_id INTEGER NOT NULL,
  event TEXT NOT NULL,
  version TEXT NOT NULL,
  PRIMARY KEY (patient_key, inbox_id)
) STRICT, WITHOUT ROWID;
