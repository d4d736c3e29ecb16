-- Files that belong to the vault beside a source's identity (raw mail, whose headers name it): kept, never shown. What
-- an earlier version fetched as a message is taken for one.
ALTER TABLE attachment ADD COLUMN vault INTEGER NOT NULL DEFAULT 0 CHECK (vault IN (0, 1));
UPDATE attachment SET vault = 1 WHERE type = 'message/rfc822';
UPDATE tip SET attachments = (SELECT count(*) FROM attachment WHERE attachment.tip = tip.id AND attachment.vault = 0)
  WHERE id IN (SELECT tip FROM attachment WHERE vault = 1);
