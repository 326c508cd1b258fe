-- Version 3. A migration that was released is never changed: add another.

-- The form that all addresses of a page share.
ALTER TABLE articles ADD COLUMN address TEXT;
ALTER TABLE articles ADD COLUMN published INTEGER;
ALTER TABLE articles ADD COLUMN author TEXT;
ALTER TABLE articles ADD COLUMN site TEXT;
-- A JSON array of strings; null where there are none.
ALTER TABLE articles ADD COLUMN tags TEXT;
ALTER TABLE articles ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN progress INTEGER;
-- A JSON array of objects with `quote` and `note`; null where there are none.
ALTER TABLE articles ADD COLUMN highlights TEXT;
-- Title and body with a mark between characters that are written without spaces; null where that
-- is the text itself.
ALTER TABLE articles ADD COLUMN title_words TEXT;
ALTER TABLE articles ADD COLUMN body_words TEXT;

CREATE INDEX articles_by_address ON articles (address);

-- What servers said of what was fetched and stored, to ask whether it has changed.
CREATE TABLE fetches (
    address       TEXT PRIMARY KEY,
    etag          TEXT,
    last_modified TEXT
) STRICT;

-- The word index is made anew over what the columns above say; the triggers come back after it is.
DROP TRIGGER articles_inserted;
DROP TRIGGER articles_deleted;
DROP TRIGGER articles_updated;
DROP TABLE article_words;
