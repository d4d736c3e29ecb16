-- Files that were often not there wait behind those that nobody has asked for yet.
DROP INDEX attachment_to_fetch;
CREATE INDEX attachment_to_fetch ON attachment (tries, next_try_at) WHERE state IN ('waiting', 'missing');
