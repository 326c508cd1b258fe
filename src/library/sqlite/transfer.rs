//! A whole library on its way here, or from here to another store.

use rusqlite::{Connection, OptionalExtension, Transaction};

use super::failure::Failure;
use super::rows::{COLUMNS, Record, Stored, row_count, unsigned};
use super::{SqliteStore, vectors};
use crate::article::Article;
use crate::library::{
    ArticleVector, ChangeRecord, FetchRecord, Holding, Ledger, StoryId, StoryRecord, Transfer,
};
use crate::vector::ModelId;
use crate::{Error, Result};

impl Transfer for SqliteStore {
    fn holdings(&self, after: u64, limit: usize) -> Result<Vec<Holding>> {
        self.read(|connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM articles WHERE number > ?1 ORDER BY number LIMIT ?2"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query((signed(after), row_count(limit)))?;
            let mut holdings = Vec::new();
            while let Some(row) = rows.next()? {
                holdings.push(holding(connection, Stored::from_row(row)?.intact()?)?);
            }
            Ok(holdings)
        })
    }

    fn ledger(&self) -> Result<Ledger> {
        self.read(|connection| {
            Ok(Ledger {
                stories: stories(connection)?,
                changes: changes(connection)?,
                fetches: fetches(connection)?,
            })
        })
    }

    fn origin(&self) -> Result<Option<String>> {
        self.read(origin)
    }

    fn begin_copy(&self, from: &str) -> Result<()> {
        self.transact(|transaction| {
            match origin(transaction)? {
                Some(known) if known == from => return Ok(()),
                Some(_) => return Err(refused("it is a copy of another library").into()),
                None => {}
            }
            let articles: i64 =
                transaction.query_row("SELECT count(*) FROM articles", [], |row| row.get(0))?;
            if articles > 0 {
                return Err(refused("it holds articles of its own").into());
            }
            transaction.execute("UPDATE library SET origin = ?1", [from])?;
            Ok(())
        })
    }

    fn receive(&self, holdings: &[Holding], gone: &[u64]) -> Result<()> {
        self.write(|transaction| {
            let mut remove =
                transaction.prepare_cached("DELETE FROM articles WHERE number = ?1")?;
            for number in gone.iter().copied().chain(holdings.iter().map(|it| it.number)) {
                remove.execute([signed(number)])?;
            }
            holdings.iter().try_for_each(|holding| receive(transaction, holding))
        })
    }

    fn receive_ledger(&self, ledger: &Ledger) -> Result<()> {
        self.transact(|transaction| receive_ledger(transaction, ledger))
    }
}

/// The error for a library that may not become a copy.
fn refused(why: &str) -> Error {
    Error::Refused {
        name: "copy".to_owned(),
        reason: format!("{why}; name a library that is empty or not there yet"),
    }
}

fn origin(connection: &Connection) -> Result<Option<String>, Failure> {
    if connection.prepare("SELECT origin FROM library").is_err() {
        // One of an earlier version that may not be written is a copy of none.
        return Ok(None);
    }
    Ok(connection.query_row("SELECT origin FROM library", [], |row| row.get(0))?)
}

fn holding(connection: &Connection, stored: Stored) -> Result<Holding, Failure> {
    let mut statement = connection.prepare_cached(
        "SELECT stories.id, text, kept FROM members LEFT JOIN stories ON stories.number = story \
         WHERE article = ?1",
    )?;
    let place = statement.query_row([stored.number], |row| {
        Ok((row.get::<_, Option<[u8; 16]>>(0)?, row.get::<_, Option<i64>>(1)?, row.get(2)?))
    });
    let (story, text, is_kept) = place.optional()?.unwrap_or_default();
    let mut statement = connection.prepare_cached(
        "SELECT models.number, id FROM vectors JOIN models ON models.number = model \
         WHERE article = ?1 ORDER BY id",
    )?;
    let models = statement.query_map([stored.number], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let models: Vec<(i64, String)> = models.collect::<rusqlite::Result<_>>()?;
    let number = unsigned(stored.number, "number")?;
    let mut found = Vec::with_capacity(models.len());
    for (model, id) in models {
        vectors::for_each_of(connection, model, &[number], |_, values| {
            found.push((ModelId::from_stored(id.clone()), values));
        })?;
    }
    Ok(Holding {
        number,
        article: stored.article,
        vectors: found,
        story: story.map(StoryId::from_bytes),
        text: text.map(|text| unsigned(text, "text")).transpose()?,
        is_kept,
    })
}

fn stories(connection: &Connection) -> Result<Vec<StoryRecord>, Failure> {
    let mut statement =
        connection.prepare_cached("SELECT number, id, merged FROM stories ORDER BY number")?;
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, Option<i64>>(2)?)))?;
    let rows: Vec<(i64, [u8; 16], Option<i64>)> = rows.collect::<rusqlite::Result<_>>()?;
    let record = |(number, id, merged): (i64, [u8; 16], Option<i64>)| {
        Ok(StoryRecord {
            number: unsigned(number, "number")?,
            id: StoryId::from_bytes(id),
            merged: merged.map(|merged| unsigned(merged, "merged")).transpose()?,
        })
    };
    rows.into_iter().map(record).collect()
}

fn changes(connection: &Connection) -> Result<Vec<ChangeRecord>, Failure> {
    let sql = "SELECT number, kind, story, at, undone FROM story_changes ORDER BY number";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
    })?;
    let rows: Vec<(i64, String, i64, i64, Option<i64>)> = rows.collect::<rusqlite::Result<_>>()?;
    let sql = "SELECT article, origin, kept FROM story_moves WHERE change = ?1 ORDER BY article";
    let mut statement = connection.prepare_cached(sql)?;
    let mut changes = Vec::with_capacity(rows.len());
    for (number, kind, story, at, undone) in rows {
        let moves =
            statement.query_map([number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let moves: Vec<(i64, Option<i64>, bool)> = moves.collect::<rusqlite::Result<_>>()?;
        let moves = moves.into_iter().map(|(article, origin, kept)| {
            let origin = origin.map(|origin| unsigned(origin, "origin")).transpose()?;
            Ok((unsigned(article, "article")?, origin, kept))
        });
        changes.push(ChangeRecord {
            number: unsigned(number, "number")?,
            kind,
            story: unsigned(story, "story")?,
            at,
            undone,
            moves: moves.collect::<Result<_, Failure>>()?,
        });
    }
    Ok(changes)
}

fn fetches(connection: &Connection) -> Result<Vec<FetchRecord>, Failure> {
    if !super::schema::has_fetches(connection)? {
        return Ok(Vec::new());
    }
    let sql = "SELECT address, etag, last_modified FROM fetches ORDER BY address";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        Ok(FetchRecord { address: row.get(0)?, etag: row.get(1)?, last_modified: row.get(2)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn receive(transaction: &Transaction, holding: &Holding) -> Result<(), Failure> {
    let Article { created, .. } = holding.article;
    let record = Record::new(&holding.article, created.unwrap_or_default())?;
    let number = signed(holding.number);
    record.insert_as(transaction, Some(number))?;
    for (model, values) in &holding.vectors {
        let vector = ArticleVector { model, values };
        vectors::validate(transaction, vector)?;
        vectors::store(transaction, number, vector)?;
    }
    let mut statement = transaction.prepare_cached(
        "UPDATE members SET story = (SELECT number FROM stories WHERE id = ?2), text = ?3, \
         kept = ?4 WHERE article = ?1",
    )?;
    let story = holding.story.as_ref().map(StoryId::as_bytes);
    statement.execute((number, story, holding.text.map(signed), holding.is_kept))?;
    Ok(())
}

fn receive_ledger(transaction: &Transaction, ledger: &Ledger) -> Result<(), Failure> {
    transaction.execute_batch(
        "DELETE FROM story_moves; DELETE FROM story_changes; DELETE FROM fetches; \
         UPDATE stories SET merged = NULL;",
    )?;
    let mut story = transaction.prepare_cached(
        "INSERT INTO stories (number, id, merged) VALUES (?1, ?2, ?3) \
         ON CONFLICT (number) DO UPDATE SET id = excluded.id, merged = excluded.merged",
    )?;
    for record in &ledger.stories {
        // The one that it was merged into has a lower number.
        story.execute((signed(record.number), record.id.as_bytes(), record.merged.map(signed)))?;
    }
    let named: Vec<u64> = ledger.stories.iter().map(|story| story.number).collect();
    transaction.execute(
        "DELETE FROM stories WHERE number NOT IN (SELECT value FROM json_each(?1)) \
         AND number NOT IN (SELECT story FROM members WHERE story IS NOT NULL)",
        [super::filter::listed(&named)],
    )?;
    for change in &ledger.changes {
        transaction.execute(
            "INSERT INTO story_changes (number, kind, story, at, undone) \
             VALUES (?1, ?2, ?3, ?4, ?5)",
            (signed(change.number), &change.kind, signed(change.story), change.at, change.undone),
        )?;
        for (article, origin, was_kept) in &change.moves {
            transaction.execute(
                "INSERT INTO story_moves (change, article, origin, kept) VALUES (?1, ?2, ?3, ?4)",
                (signed(change.number), signed(*article), origin.map(signed), was_kept),
            )?;
        }
    }
    for fetch in &ledger.fetches {
        transaction.execute(
            "INSERT INTO fetches (address, etag, last_modified) VALUES (?1, ?2, ?3)",
            (&fetch.address, &fetch.etag, &fetch.last_modified),
        )?;
    }
    Ok(())
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
