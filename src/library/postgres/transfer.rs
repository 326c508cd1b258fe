//! A whole library on its way here, or from here to another store.

use pgvector::Vector;
use uuid::Uuid;

use super::failure::Failure;
use super::rows::{COLUMNS, Record, Stored, row_count, signed, unsigned};
use super::session::Tx;
use super::stories::uuid_of_story;
use super::{PostgresStore, vectors};
use crate::library::{
    ArticleVector, ChangeRecord, FetchRecord, Holding, Ledger, StoryId, StoryRecord, Transfer,
};
use crate::vector::ModelId;
use crate::{Error, Result};

impl Transfer for PostgresStore {
    fn holdings(&self, after: u64, limit: usize) -> Result<Vec<Holding>> {
        self.read(|tx| {
            let sql = format!(
                "SELECT {COLUMNS} FROM articles WHERE number > $1 ORDER BY number LIMIT $2"
            );
            let rows = tx.query(&sql, &[&signed(after), &row_count(limit)])?;
            let mut holdings = Vec::with_capacity(rows.len());
            for row in &rows {
                let Stored { number, article, .. } = Stored::from_row(row)?;
                holdings.push(Holding {
                    number: unsigned(number, "number")?,
                    article,
                    vectors: Vec::new(),
                    story: None,
                    text: None,
                    is_kept: false,
                });
            }
            add_places(tx, &mut holdings)?;
            add_vectors(tx, &mut holdings)?;
            Ok(holdings)
        })
    }

    fn ledger(&self) -> Result<Ledger> {
        self.read(|tx| {
            Ok(Ledger { stories: stories(tx)?, changes: changes(tx)?, fetches: fetches(tx)? })
        })
    }

    fn origin(&self) -> Result<Option<String>> {
        self.read(|tx| Ok(tx.one("SELECT origin FROM library", &[])?.get(0)))
    }

    fn begin_copy(&self, from: &str) -> Result<()> {
        self.write(|tx| {
            let known: Option<String> = tx.one("SELECT origin FROM library", &[])?.get(0);
            let articles: i64 = tx.one("SELECT count(*) FROM articles", &[])?.get(0);
            let refused = |why: &str| Error::Refused {
                name: "copy".to_owned(),
                reason: format!("{why}; name a library that is empty or not there yet"),
            };
            match known {
                Some(known) if known == from => return Ok(()),
                Some(_) => return Err(refused("it is a copy of another library").into()),
                None if articles > 0 => {
                    return Err(refused("it holds articles of its own").into());
                }
                None => {}
            }
            tx.execute("UPDATE library SET origin = $1", &[&from])?;
            Ok(())
        })
    }

    fn receive(&self, holdings: &[Holding], gone: &[u64]) -> Result<()> {
        let numbers: Vec<i64> =
            gone.iter().copied().chain(holdings.iter().map(|it| it.number)).map(signed).collect();
        self.write(|tx| {
            tx.execute("DELETE FROM articles WHERE number = ANY ($1)", &[&numbers])?;
            for holding in holdings {
                receive(tx, holding)?;
            }
            // What is stored after this comes behind it.
            tx.query(
                "SELECT setval(pg_get_serial_sequence('articles', 'number'), \
                 greatest((SELECT max(number) FROM articles), \
                 nextval(pg_get_serial_sequence('articles', 'number')) - 1, 1))",
                &[],
            )?;
            Ok(())
        })
    }

    fn receive_ledger(&self, ledger: &Ledger) -> Result<()> {
        self.write(|tx| receive_ledger(tx, ledger))
    }
}

fn add_places(tx: &mut Tx, holdings: &mut [Holding]) -> Result<(), Failure> {
    let sql = "SELECT article, stories.id, text, kept FROM members \
               LEFT JOIN stories ON stories.number = story WHERE article = ANY ($1)";
    for row in tx.query(sql, &[&numbers_of(holdings)])? {
        let Some(holding) = holding_of(holdings, row.get(0)) else { continue };
        holding.story =
            row.get::<_, Option<Uuid>>(1).map(|id| StoryId::from_bytes(id.into_bytes()));
        holding.text =
            row.get::<_, Option<i64>>(2).map(|text| unsigned(text, "text")).transpose()?;
        holding.is_kept = row.get(3);
    }
    Ok(())
}

fn add_vectors(tx: &mut Tx, holdings: &mut [Holding]) -> Result<(), Failure> {
    let sql = "SELECT article, models.id, vector FROM vectors \
               JOIN models ON models.number = model WHERE article = ANY ($1) \
               ORDER BY models.id COLLATE \"C\"";
    for row in tx.query(sql, &[&numbers_of(holdings)])? {
        let Some(holding) = holding_of(holdings, row.get(0)) else { continue };
        let vector: Vector = row.get(2);
        holding.vectors.push((ModelId::from_stored(row.get(1)), vector.to_vec()));
    }
    Ok(())
}

fn numbers_of(holdings: &[Holding]) -> Vec<i64> {
    holdings.iter().map(|holding| signed(holding.number)).collect()
}

fn holding_of(holdings: &mut [Holding], number: i64) -> Option<&mut Holding> {
    let number = u64::try_from(number).ok()?;
    let at = holdings.binary_search_by_key(&number, |holding| holding.number).ok()?;
    holdings.get_mut(at)
}

fn stories(tx: &mut Tx) -> Result<Vec<StoryRecord>, Failure> {
    let rows = tx.query("SELECT number, id, merged FROM stories ORDER BY number", &[])?;
    let record = |row: &postgres::Row| {
        Ok(StoryRecord {
            number: unsigned(row.get(0), "number")?,
            id: StoryId::from_bytes(row.get::<_, Uuid>(1).into_bytes()),
            merged: row
                .get::<_, Option<i64>>(2)
                .map(|merged| unsigned(merged, "merged"))
                .transpose()?,
        })
    };
    rows.iter().map(record).collect()
}

fn changes(tx: &mut Tx) -> Result<Vec<ChangeRecord>, Failure> {
    let sql = "SELECT number, kind, story, at, undone FROM story_changes ORDER BY number";
    let mut changes = Vec::new();
    for row in tx.query(sql, &[])? {
        let number: i64 = row.get(0);
        let sql =
            "SELECT article, origin, kept FROM story_moves WHERE change = $1 ORDER BY article";
        let moves = tx.query(sql, &[&number])?;
        let moved = |row: &postgres::Row| {
            let origin: Option<i64> = row.get(1);
            let origin = origin.map(|origin| unsigned(origin, "origin")).transpose()?;
            Ok((unsigned(row.get(0), "article")?, origin, row.get(2)))
        };
        changes.push(ChangeRecord {
            number: unsigned(number, "number")?,
            kind: row.get(1),
            story: unsigned(row.get(2), "story")?,
            at: row.get(3),
            undone: row.get(4),
            moves: moves.iter().map(moved).collect::<Result<_, Failure>>()?,
        });
    }
    Ok(changes)
}

fn fetches(tx: &mut Tx) -> Result<Vec<FetchRecord>, Failure> {
    let sql = "SELECT address, etag, last_modified FROM fetches ORDER BY address COLLATE \"C\"";
    let fetch = |row: &postgres::Row| FetchRecord {
        address: row.get(0),
        etag: row.get(1),
        last_modified: row.get(2),
    };
    Ok(tx.query(sql, &[])?.iter().map(fetch).collect())
}

fn receive(tx: &mut Tx, holding: &Holding) -> Result<(), Failure> {
    let created = holding.article.created.unwrap_or_default();
    let number = signed(holding.number);
    Record::new(&holding.article, created)?.insert(tx, Some(number))?;
    for (model, values) in &holding.vectors {
        let vector = ArticleVector { model, values };
        vectors::validate(tx, vector)?;
        vectors::store(tx, number, vector)?;
    }
    let sql = "UPDATE members SET story = (SELECT number FROM stories WHERE id = $2), text = $3, \
               kept = $4 WHERE article = $1";
    let story = holding.story.map(uuid_of_story);
    tx.execute(sql, &[&number, &story, &holding.text.map(signed), &holding.is_kept])?;
    Ok(())
}

fn receive_ledger(tx: &mut Tx, ledger: &Ledger) -> Result<(), Failure> {
    tx.batch(
        "DELETE FROM story_moves; DELETE FROM story_changes; DELETE FROM fetches; \
         UPDATE stories SET merged = NULL",
    )?;
    for record in &ledger.stories {
        // The one that it was merged into has a lower number.
        tx.execute(
            "INSERT INTO stories (number, id, merged) VALUES ($1, $2, $3) \
             ON CONFLICT (number) DO UPDATE SET id = excluded.id, merged = excluded.merged",
            &[&signed(record.number), &uuid_of_story(record.id), &record.merged.map(signed)],
        )?;
    }
    let named: Vec<i64> = ledger.stories.iter().map(|story| signed(story.number)).collect();
    tx.execute(
        "DELETE FROM stories WHERE number <> ALL ($1) \
         AND NOT EXISTS (SELECT 1 FROM members WHERE story = stories.number)",
        &[&named],
    )?;
    for change in &ledger.changes {
        let ChangeRecord { number, kind, story, at, undone, moves } = change;
        tx.execute(
            "INSERT INTO story_changes (number, kind, story, at, undone) \
             VALUES ($1, $2, $3, $4, $5)",
            &[&signed(*number), kind, &signed(*story), at, undone],
        )?;
        for (article, origin, was_kept) in moves {
            tx.execute(
                "INSERT INTO story_moves (change, article, origin, kept) VALUES ($1, $2, $3, $4)",
                &[&signed(*number), &signed(*article), &origin.map(signed), was_kept],
            )?;
        }
    }
    for FetchRecord { address, etag, last_modified } in &ledger.fetches {
        let sql = "INSERT INTO fetches (address, etag, last_modified) VALUES ($1, $2, $3)";
        tx.execute(sql, &[address, etag, last_modified])?;
    }
    for table in ["stories", "story_changes"] {
        tx.query(
            &format!(
                "SELECT setval(pg_get_serial_sequence('{table}', 'number'), \
                 greatest((SELECT max(number) FROM {table}), 1))"
            ),
            &[],
        )?;
    }
    Ok(())
}
