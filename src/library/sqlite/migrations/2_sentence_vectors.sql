-- Version 2. A migration that was released is never changed: add another.

-- A cache: a sentence that was embedded once need not be embedded again. The number ascends in
-- the order of caching, and the lowest go first. A text is the sha256 of its bytes, a vector its
-- little-endian f32 values. There are no CHECKs: to SQLite a row that fails one is damage to the
-- file, and this one can be dropped.
CREATE TABLE sentence_vectors (
    number    INTEGER PRIMARY KEY,
    model     INTEGER NOT NULL REFERENCES models (number) ON DELETE CASCADE,
    text      BLOB    NOT NULL,
    truncated INTEGER NOT NULL,
    vector    BLOB    NOT NULL,
    UNIQUE (text, model)
) STRICT;
