-- Version 6. A migration that was released is never changed: add another.

-- The identity of the library that this one is a copy of.
ALTER TABLE library ADD COLUMN origin TEXT;

-- The vectors that are to be made: `due` is when a job may be claimed, or, of one that is claimed, until when.
CREATE TABLE jobs (
    number   INTEGER PRIMARY KEY AUTOINCREMENT,
    article  INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    model    TEXT    NOT NULL,
    state    TEXT    NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'claimed', 'dead')),
    priority INTEGER NOT NULL,
    due      INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    worker   TEXT,
    token    BLOB,
    reason   TEXT,
    UNIQUE (article, model)
) STRICT;
CREATE INDEX jobs_by_due ON jobs (model, state, priority, due, number);

-- Who sees to what waits, and until when.
CREATE TABLE tasks (
    name   TEXT PRIMARY KEY,
    holder BLOB NOT NULL,
    until  INTEGER NOT NULL
) STRICT;
