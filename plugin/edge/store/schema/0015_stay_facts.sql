-- What each message says of its stay, so that late, early and cancelled ones can be put in order.
ALTER TABLE stay_message ADD COLUMN said TEXT NOT NULL DEFAULT '';  -- event_text.h; patient data
ALTER TABLE person_message ADD COLUMN said TEXT NOT NULL DEFAULT '';

ALTER TABLE stay ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;  -- the last revision withdraws
ALTER TABLE stay ADD COLUMN answered INTEGER NOT NULL DEFAULT 0;  -- inbox ids: model::Stay has them
ALTER TABLE stay ADD COLUMN given_up INTEGER NOT NULL DEFAULT 0;

-- The withdrawal of a cancelled stay is due like a summary.
DROP INDEX stay_due;
CREATE INDEX stay_due ON stay (due) WHERE due IS NOT NULL AND quarantined = 0;

-- Other keys of a spell, from visits that were moved.
CREATE TABLE spell_alias (
  alias TEXT PRIMARY KEY,
  spell_key TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX spell_alias_of ON spell_alias (spell_key);

-- Before, only a person could end a stay as cancelled; what is not held was not held, or released.
UPDATE stay SET given_up = coalesce((SELECT max(inbox_id) FROM stay_message WHERE stay_id = id), 0)
  WHERE state = 'cancelled';
UPDATE stay SET answered = coalesce((SELECT max(inbox_id) FROM stay_message WHERE stay_id = id), 0)
  WHERE quarantined = 0;

ALTER TABLE summary ADD COLUMN withdraws INTEGER NOT NULL DEFAULT 0;  -- 1: it withdraws the one before
