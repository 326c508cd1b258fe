-- Version 5. A migration that was released is never changed: add another.

-- A story that several articles tell, or that someone set apart. One that was merged into another stays
-- as a name of that one.
CREATE TABLE stories (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id     BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    merged INTEGER REFERENCES stories (number)
) STRICT;

-- Where an article stands among the others: one row each. Of no story, it is told by itself alone. `text` is
-- the number of the first article with its text, whether that is still stored or not; null while the article
-- was not compared with those before it. `kept` is 1 if someone put it there.
CREATE TABLE members (
    article INTEGER PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,
    story   INTEGER REFERENCES stories (number),
    text    INTEGER,
    kept    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX members_by_story ON members (story, article) WHERE story IS NOT NULL;
CREATE INDEX members_by_text ON members (text, article);

CREATE TRIGGER articles_placed AFTER INSERT ON articles BEGIN
    INSERT INTO members (article) VALUES (new.number);
END;
INSERT INTO members (article) SELECT number FROM articles;

-- What someone did with stories, and which articles it moved. Articles may have been removed since.
CREATE TABLE story_changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind   TEXT    NOT NULL,
    story  INTEGER NOT NULL REFERENCES stories (number),
    at     INTEGER NOT NULL,
    undone INTEGER
) STRICT;
CREATE TABLE story_moves (
    change  INTEGER NOT NULL REFERENCES story_changes (number),
    article INTEGER NOT NULL,
    origin  INTEGER REFERENCES stories (number),
    kept    INTEGER NOT NULL,
    PRIMARY KEY (change, article)
) STRICT, WITHOUT ROWID;
