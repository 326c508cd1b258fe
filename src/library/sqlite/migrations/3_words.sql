-- Version 3, once the new columns are filled.

CREATE VIEW article_texts AS
    SELECT number, coalesce(title_words, title) AS title, coalesce(body_words, body) AS body
    FROM articles;

CREATE VIRTUAL TABLE article_words USING fts5 (
    title, body,
    content = 'article_texts', content_rowid = 'number',
    tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO article_words (article_words, rank) VALUES ('rank', 'bm25(4.0, 1.0)');

CREATE TRIGGER articles_inserted AFTER INSERT ON articles BEGIN
    INSERT INTO article_words (rowid, title, body)
    VALUES (new.number, coalesce(new.title_words, new.title), coalesce(new.body_words, new.body));
END;

CREATE TRIGGER articles_deleted AFTER DELETE ON articles BEGIN
    INSERT INTO article_words (article_words, rowid, title, body)
    VALUES ('delete', old.number, coalesce(old.title_words, old.title),
            coalesce(old.body_words, old.body));
END;

CREATE TRIGGER articles_updated AFTER UPDATE OF title, body, title_words, body_words ON articles
BEGIN
    INSERT INTO article_words (article_words, rowid, title, body)
    VALUES ('delete', old.number, coalesce(old.title_words, old.title),
            coalesce(old.body_words, old.body));
    INSERT INTO article_words (rowid, title, body)
    VALUES (new.number, coalesce(new.title_words, new.title), coalesce(new.body_words, new.body));
END;

INSERT INTO article_words (article_words) VALUES ('rebuild');
