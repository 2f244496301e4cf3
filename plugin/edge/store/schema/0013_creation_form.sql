-- A transaction that updates nothing, for destinations with `update: never`.
ALTER TABLE summary ADD COLUMN creation_bundle BLOB NOT NULL DEFAULT x'';  -- empty: nobody wants it

-- All forms are patient data: whoever empties one empties each.
CREATE TRIGGER summary_creation_emptied AFTER UPDATE OF bundle ON summary
  WHEN length(new.bundle) = 0 AND length(new.creation_bundle) > 0 BEGIN
  UPDATE summary SET creation_bundle = x'' WHERE id = new.id;
END;
