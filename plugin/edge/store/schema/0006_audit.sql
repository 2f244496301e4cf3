-- What happened, in an order that cannot be changed without a trace: `hash` is the SHA-256 of the row's own content
-- and the hash of the row before (audit_chain.h). Digests stand for what came from patients.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY,  -- from 1, without gaps
  at INTEGER NOT NULL,
  event TEXT NOT NULL,
  subject TEXT NOT NULL,
  stay TEXT NOT NULL,  -- Stay::Reference(), or ""
  destination TEXT NOT NULL,
  operator TEXT NOT NULL,  -- "": the product itself
  reason TEXT NOT NULL,
  digest TEXT NOT NULL,  -- SHA-256 of the content spoken of, or ""
  detail TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

-- Rows without a stay, the messages received, do not pay for this index.
CREATE INDEX audit_stay ON audit (stay, id) WHERE stay <> '';

CREATE TRIGGER audit_never_changed BEFORE UPDATE ON audit BEGIN
  SELECT raise(ABORT, 'audit is append-only');
END;
CREATE TRIGGER audit_never_removed BEFORE DELETE ON audit BEGIN
  SELECT raise(ABORT, 'audit is append-only');
END;
