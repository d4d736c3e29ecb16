-- The order number of an envelope is all that says when it came.
CREATE TABLE envelope (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  hash BLOB NOT NULL UNIQUE,
  lane INTEGER NOT NULL,
  octets INTEGER NOT NULL,
  -- Days since 1970-01-01 UTC; NULL while the desk has not acknowledged it.
  acked_day INTEGER,
  bytes BLOB NOT NULL
) STRICT;
CREATE INDEX envelope_waiting ON envelope (lane, number) WHERE acked_day IS NULL;
CREATE INDEX envelope_spare ON envelope (lane, number) WHERE acked_day IS NOT NULL;

-- What ever came; outlives the bytes.
CREATE TABLE seen (hash BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;

-- One row, written by every commit.
CREATE TABLE pulse (beats INTEGER NOT NULL) STRICT;
INSERT INTO pulse (beats) VALUES (0);
