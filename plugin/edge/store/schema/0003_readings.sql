-- What was measured. Kept in the order of patient and time, so that the readings of one stay lie together and their
-- cost does not depend on how many readings other patients have.

CREATE TABLE reading (
  patient_key TEXT NOT NULL,
  time INTEGER NOT NULL,
  key TEXT NOT NULL,
  source TEXT NOT NULL,
  observation_set TEXT NOT NULL,
  vital TEXT NOT NULL,
  code TEXT NOT NULL,
  received INTEGER NOT NULL,
  message INTEGER NOT NULL,
  value_mantissa INTEGER,  -- 3660 and 2 are 36.60
  value_scale INTEGER,
  acvpu TEXT,
  on_oxygen INTEGER,
  flow_mantissa INTEGER,
  flow_scale INTEGER,
  spo2_scale INTEGER,
  comparator TEXT NOT NULL,
  status TEXT NOT NULL,  -- OBX-11: F, C or P
  plausible INTEGER NOT NULL,
  PRIMARY KEY (patient_key, time, key)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX reading_key ON reading (patient_key, key);

INSERT INTO tally VALUES ('reading', 0);
CREATE TRIGGER reading_added AFTER INSERT ON reading BEGIN
  UPDATE tally SET rows = rows + 1 WHERE name = 'reading';
END;
CREATE TRIGGER reading_removed AFTER DELETE ON reading BEGIN
  UPDATE tally SET rows = rows - 1 WHERE name = 'reading';
END;
