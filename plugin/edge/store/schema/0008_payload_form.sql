-- Destinations of a different form need a payload of their own.

ALTER TABLE summary ADD COLUMN transaction_bundle BLOB NOT NULL DEFAULT x'';  -- empty: nobody wants it
ALTER TABLE outbox ADD COLUMN form TEXT NOT NULL DEFAULT 'collection';  -- or "transaction"

-- Both forms are patient data: whoever empties one empties the other.
CREATE TRIGGER summary_emptied AFTER UPDATE OF bundle ON summary
  WHEN length(new.bundle) = 0 AND length(new.transaction_bundle) > 0 BEGIN
  UPDATE summary SET transaction_bundle = x'' WHERE id = new.id;
END;
