-- Version 4. A migration that was released is never changed: add another.

-- The log of changes: one row for each transaction that changed an article or a vector, by the
-- generation that it made. The stamp is random, so that a library that was put back from a copy and
-- changed anew is told from the one that it was.
CREATE TABLE changes (
    number INTEGER PRIMARY KEY,
    stamp  BLOB    NOT NULL
) STRICT;
INSERT INTO changes (number, stamp) SELECT generation, randomblob(16) FROM library;

-- The CRC-32 of all columns of a row, in the order that src/library/sqlite/checksum.rs states.
ALTER TABLE articles ADD COLUMN checksum INTEGER;

-- In which change a vector came, and the CRC-32 of its article's number and its bytes.
ALTER TABLE vectors ADD COLUMN change INTEGER NOT NULL DEFAULT 0;
ALTER TABLE vectors ADD COLUMN checksum INTEGER;
CREATE INDEX vectors_by_change ON vectors (model, change);

-- Which articles have lost a vector, and in which change: what an index is told to forget.
CREATE TABLE removals (
    change  INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (change, article)
) STRICT, WITHOUT ROWID;

-- It also serves deletions that cascade from an article or a model.
CREATE TRIGGER vectors_deleted AFTER DELETE ON vectors BEGIN
    INSERT OR IGNORE INTO removals (change, article)
    VALUES ((SELECT generation + 1 FROM library), old.article);
END;

-- What lists and searches are narrowed by.
CREATE INDEX articles_by_category ON articles (category, created);
CREATE INDEX articles_by_language ON articles (language, created);
CREATE INDEX articles_by_site ON articles (site, created);
CREATE INDEX articles_by_date ON articles (date, created);
CREATE INDEX articles_read ON articles (created) WHERE read_count > 0;
