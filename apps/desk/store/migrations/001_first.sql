-- The desk's store. The whole file is encrypted; what is sealed once more inside it says so.
-- Times are unix seconds, flags 0 or 1, ids text, lists and objects JSON.

CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Every envelope ever seen, by its hash, for ever: outlives the key that opened it.
CREATE TABLE envelope (
  hash BLOB PRIMARY KEY,
  at INTEGER NOT NULL,
  became TEXT NOT NULL CHECK (became IN ('tip', 'again', 'amendment', 'decoy', 'unopened')),
  tip TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX envelope_of_tip ON envelope (tip) WHERE tip IS NOT NULL;

-- Envelopes that did not open. `envelope` is NULL once the bound on what is kept is reached. `tried` names the epoch
-- keys they were tried with, so that they are tried again only when there are other keys.
CREATE TABLE unopened (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  hash BLOB NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  code TEXT NOT NULL,
  expired INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  tried TEXT NOT NULL,
  envelope BLOB
) STRICT;
CREATE INDEX unopened_code ON unopened (code);

CREATE TABLE tip (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  -- as it came
  content BLOB NOT NULL,
  arrived_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  channel TEXT NOT NULL,
  source TEXT NOT NULL,
  duress INTEGER NOT NULL,
  reply_key BLOB,
  kind_told INTEGER NOT NULL,
  urgency_told INTEGER NOT NULL,
  lang_told TEXT,
  place_told TEXT,
  when_told TEXT,
  when_trusted INTEGER NOT NULL,
  basis TEXT NOT NULL,
  heard_from TEXT NOT NULL,
  text TEXT NOT NULL,
  composed_at INTEGER,
  composed_clock TEXT,
  counter INTEGER,
  rest BLOB,
  -- as understood
  kind INTEGER NOT NULL,
  kind_from TEXT NOT NULL,
  urgency INTEGER NOT NULL,
  lang TEXT NOT NULL,
  lat REAL, lon REAL, radius_m REAL, place_name TEXT, place_from TEXT,
  when_from INTEGER NOT NULL,
  when_to INTEGER NOT NULL,
  gist TEXT NOT NULL,
  understood TEXT,
  event TEXT,
  -- as worked on
  state TEXT NOT NULL CHECK (state IN ('open', 'done')),
  answered INTEGER NOT NULL DEFAULT 0,
  amended INTEGER NOT NULL DEFAULT 0,
  attachments INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX tip_queue ON tip (state, urgency DESC, seq DESC);
CREATE INDEX tip_all ON tip (urgency DESC, seq DESC);
CREATE INDEX tip_event ON tip (event);
CREATE INDEX tip_source ON tip (source);

-- Words for search: trigrams find Arabic and Kurdish inside words. rowid is tip.seq.
CREATE VIRTUAL TABLE tip_words USING fts5(words, content = '', contentless_delete = 1, tokenize = 'trigram');

-- Identities that came with tips. Sealed under the vault's own key; no route of the API reads this table.
CREATE TABLE vault (tip TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;

-- Keyed hashes of reply keys, so that a source is the same source with either of its receipts.
CREATE TABLE source_key (hash BLOB PRIMARY KEY, source TEXT NOT NULL, duress INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE amendment (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  tip TEXT NOT NULL,
  content BLOB NOT NULL,
  at INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  text TEXT NOT NULL,
  place TEXT,
  when_from INTEGER NOT NULL,
  when_to INTEGER NOT NULL,
  UNIQUE (tip, content)
) STRICT;

-- `fetch_key` opens what intake has and is forgotten once it is fetched; `file_key` opens our own sealed file.
CREATE TABLE attachment (
  tip TEXT NOT NULL,
  n INTEGER NOT NULL,
  locator TEXT NOT NULL,
  type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'refused', 'missing')),
  code TEXT,
  tries INTEGER NOT NULL DEFAULT 0,
  next_try_at INTEGER NOT NULL,
  fetch_key BLOB,
  sha256 TEXT,
  file TEXT,
  file_key BLOB,
  preview TEXT,
  preview_key BLOB,
  preview_type TEXT,
  preview_bytes INTEGER,
  told_intake INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (tip, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_to_fetch ON attachment (next_try_at) WHERE state IN ('waiting', 'missing');
CREATE INDEX attachment_to_tell ON attachment (locator) WHERE told_intake = 0;

-- What analysis still has to do, oldest first. A job goes in the same transaction that keeps its effect. One that
-- analysis broke on stays, marked, blocks no other, and is tried again at the next unlock.
CREATE TABLE job (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  task TEXT NOT NULL CHECK (task IN ('tip', 'event')),
  about TEXT NOT NULL,
  failed INTEGER NOT NULL DEFAULT 0,
  UNIQUE (task, about)
) STRICT;
CREATE INDEX job_next ON job (seq) WHERE failed = 0;

-- The steps that made the state of linking, so that it can be made again; `link_kept` is the state after a step.
CREATE TABLE link_step (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  act TEXT NOT NULL CHECK (act IN ('link', 'move')),
  tip TEXT NOT NULL,
  event TEXT NOT NULL
) STRICT;
CREATE TABLE link_kept (one INTEGER PRIMARY KEY CHECK (one = 1), step INTEGER NOT NULL, state TEXT NOT NULL) STRICT;

CREATE TABLE event (
  id TEXT PRIMARY KEY,
  kind INTEGER NOT NULL,
  urgency INTEGER NOT NULL,
  lat REAL, lon REAL, radius_m REAL, place_name TEXT NOT NULL,
  when_from INTEGER NOT NULL,
  when_to INTEGER NOT NULL,
  p REAL NOT NULL, lo REAL NOT NULL, hi REAL NOT NULL,
  credibility INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  why TEXT NOT NULL,
  roots TEXT NOT NULL,
  tips INTEGER NOT NULL,
  open_tips INTEGER NOT NULL,
  last_tip INTEGER NOT NULL,
  last_tip_at INTEGER NOT NULL,
  outcome TEXT,
  outcome_reason TEXT,
  outcome_at INTEGER,
  released INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX event_order ON event (urgency DESC, last_tip DESC);
CREATE INDEX event_outcome ON event (outcome) WHERE outcome IS NOT NULL;

CREATE TABLE belief (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  event TEXT NOT NULL, at INTEGER NOT NULL, p REAL NOT NULL, lo REAL NOT NULL, hi REAL NOT NULL
) STRICT;
CREATE INDEX belief_event ON belief (event, seq);

-- The reply board: acknowledgements (SHA-256 of the proof), what came too late, replies.
CREATE TABLE ack (seq INTEGER PRIMARY KEY AUTOINCREMENT, proof BLOB NOT NULL UNIQUE, at INTEGER NOT NULL) STRICT;
CREATE TABLE expired (seq INTEGER PRIMARY KEY AUTOINCREMENT, hash BLOB NOT NULL UNIQUE, at INTEGER NOT NULL) STRICT;
CREATE TABLE reply (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  tip TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL, due_at INTEGER NOT NULL, posted_at INTEGER
) STRICT;
CREATE INDEX reply_tip ON reply (tip);

CREATE TABLE draft (
  id TEXT PRIMARY KEY, event TEXT NOT NULL, at INTEGER NOT NULL, content TEXT NOT NULL, release TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_event ON draft (event);
CREATE TABLE release (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE, draft TEXT NOT NULL, event TEXT NOT NULL, at INTEGER NOT NULL,
  content TEXT NOT NULL, cap TEXT NOT NULL, reason TEXT NOT NULL
) STRICT;
CREATE INDEX release_event ON release (event);

-- Who did what, without content. hash = SHA-256 over the row and the hash before it.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, act TEXT NOT NULL, about TEXT, hash BLOB NOT NULL
) STRICT;

-- What changed, for the live stream; the oldest go.
CREATE TABLE change (seq INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, id TEXT NOT NULL) STRICT;
