-- Version 1. A migration that was released is never changed: add another.

-- One row: what this library is, and how often its articles and vectors have changed.
CREATE TABLE library (
    only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
    identity   TEXT    NOT NULL,
    generation INTEGER NOT NULL
) STRICT;

-- AUTOINCREMENT: a number is never used twice, so stored order survives removals.
-- Times are nanoseconds since 1970 in UTC; dates are ISO 8601.
CREATE TABLE articles (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    id           BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    external_id  TEXT    UNIQUE,
    url          TEXT    UNIQUE,
    content_hash BLOB    NOT NULL CHECK (length(content_hash) = 32),
    category     TEXT,
    date         TEXT,
    language     TEXT,
    created      INTEGER NOT NULL,
    updated      INTEGER NOT NULL,
    last_read    INTEGER,
    read_count   INTEGER NOT NULL CHECK (read_count >= 0),
    word_count   INTEGER NOT NULL CHECK (word_count >= 0),
    title        TEXT,
    body         TEXT    NOT NULL
) STRICT;

CREATE INDEX articles_by_content ON articles (content_hash);
CREATE INDEX articles_by_created ON articles (created);

CREATE TABLE models (
    number     INTEGER PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE,
    dimensions INTEGER NOT NULL CHECK (dimensions > 0)
) STRICT;

-- A vector is its little-endian f32 values. The article comes first in the key, so that the
-- index also serves the removal of an article.
CREATE TABLE vectors (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    model   INTEGER NOT NULL REFERENCES models (number) ON DELETE CASCADE,
    vector  BLOB    NOT NULL,
    UNIQUE (article, model)
) STRICT;

-- Derived from articles and kept in step by the triggers; it holds no text of its own.
CREATE VIRTUAL TABLE article_words USING fts5 (
    title, body,
    content = 'articles', content_rowid = 'number',
    tokenize = 'unicode61 remove_diacritics 2'
);
-- A word in the title says more about an article than the same word in its body.
INSERT INTO article_words (article_words, rank) VALUES ('rank', 'bm25(4.0, 1.0)');

CREATE TRIGGER articles_inserted AFTER INSERT ON articles BEGIN
    INSERT INTO article_words (rowid, title, body) VALUES (new.number, new.title, new.body);
END;

CREATE TRIGGER articles_deleted AFTER DELETE ON articles BEGIN
    INSERT INTO article_words (article_words, rowid, title, body)
    VALUES ('delete', old.number, old.title, old.body);
END;

CREATE TRIGGER articles_updated AFTER UPDATE OF title, body ON articles BEGIN
    INSERT INTO article_words (article_words, rowid, title, body)
    VALUES ('delete', old.number, old.title, old.body);
    INSERT INTO article_words (rowid, title, body) VALUES (new.number, new.title, new.body);
END;
