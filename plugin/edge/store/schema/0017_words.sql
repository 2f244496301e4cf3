-- What the sender said about a reading beside its value.
ALTER TABLE reading ADD COLUMN flag TEXT NOT NULL DEFAULT '';  -- OBX-8: HL7 table 0078
ALTER TABLE reading ADD COLUMN low_mantissa INTEGER;  -- OBX-7, as value_mantissa
ALTER TABLE reading ADD COLUMN low_scale INTEGER;
ALTER TABLE reading ADD COLUMN high_mantissa INTEGER;
ALTER TABLE reading ADD COLUMN high_scale INTEGER;
ALTER TABLE reading ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE reading ADD COLUMN measured_by TEXT NOT NULL DEFAULT '';  -- patient, related, staff
ALTER TABLE reading ADD COLUMN note TEXT NOT NULL DEFAULT '';  -- patient data

-- Notes, messages and answers to questionnaires: kept, replaced and withdrawn like readings.
CREATE TABLE clinical_text (
  patient_key TEXT NOT NULL,
  time INTEGER NOT NULL,
  key TEXT NOT NULL,
  source TEXT NOT NULL,
  kind TEXT NOT NULL,  -- note, message, questionnaire
  received INTEGER NOT NULL,
  stated INTEGER,  -- MSH-7
  message INTEGER NOT NULL,
  author TEXT NOT NULL,
  title TEXT NOT NULL,
  lines TEXT NOT NULL,  -- JSON: [[question, answer], ...]
  status TEXT NOT NULL,  -- as of a reading
  place INTEGER NOT NULL,  -- among the texts of the patient: as they came, a correction where its original was
  PRIMARY KEY (patient_key, time, key)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX clinical_text_key ON clinical_text (patient_key, key);
CREATE INDEX clinical_text_place ON clinical_text (patient_key, place);
