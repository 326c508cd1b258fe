//! The database's schema: what marks a file as a library, and how an older one is brought up to
//! date.
//!
//! The version is read again under the write lock before anything is changed, so two processes
//! that open a new library at once make it once. (`rusqlite_migration` reads it before the lock,
//! and one of the two would fail.)

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use uuid::Uuid;

use super::failure::Failure;
use super::migrate;
use crate::Error;

/// `application_id` of a library: the letters `NutG`.
pub(super) const APPLICATION_ID: i32 = i32::from_be_bytes(*b"NutG");

/// What computes in a migration.
type Computation = fn(&Connection) -> Result<(), Failure>;

/// What brings a library from one version to the next.
struct Migration {
    sql: &'static str,
    /// What SQL cannot compute, done after it, and what is done after that.
    then: Option<(Computation, &'static str)>,
}

/// The migrations; `user_version` counts those that a file has seen.
const MIGRATIONS: &[Migration] = &[
    Migration { sql: include_str!("migrations/1_articles.sql"), then: None },
    Migration { sql: include_str!("migrations/2_sentence_vectors.sql"), then: None },
    Migration {
        sql: include_str!("migrations/3_details.sql"),
        then: Some((migrate::fill_derived, include_str!("migrations/3_words.sql"))),
    },
    Migration {
        sql: include_str!("migrations/4_changes.sql"),
        then: Some((migrate::fill_checksums, "")),
    },
    Migration { sql: include_str!("migrations/5_stories.sql"), then: None },
    Migration { sql: include_str!("migrations/6_jobs.sql"), then: None },
];

impl Migration {
    fn run(&self, connection: &Connection) -> Result<(), Failure> {
        connection.execute_batch(self.sql)?;
        if let Some((compute, sql)) = self.then {
            compute(connection)?;
            connection.execute_batch(sql)?;
        }
        Ok(())
    }
}

/// The version that a library has when all migrations are done.
pub(super) const VERSION: i64 = MIGRATIONS.len() as i64;

/// Makes the schema in an empty database, or brings an older one up to date, in one transaction.
/// An older one that may not be written is left as it is: what is in it can be read.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), Failure> {
    let found = version(connection, path)?;
    if found == VERSION || (found > 0 && connection.is_readonly("main")?) {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version(&transaction, path)?;
    if found == 0 {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    for migration in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or(0)) {
        migration.run(&transaction)?;
    }
    if found == 0 {
        make_identity(&transaction)?;
    }
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()?;
    Ok(())
}

/// The schema's version: 0 for a database that holds nothing.
///
/// Refuses a database that is no library, and one that a later nutgraf made.
fn version(connection: &Connection, path: &Path) -> Result<i64, Failure> {
    let version = user_version(connection)?;
    let application: i64 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application != i64::from(APPLICATION_ID) {
        let tables: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if version != 0 || tables != 0 {
            return Err(Failure::Refused(not_a_library(path)));
        }
    }
    gate(version, path)?;
    Ok(version)
}

/// How many migrations the file has seen.
fn user_version(connection: &Connection) -> Result<i64, Failure> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Whether there is a table for sentences' vectors: a library of version 1 that may not be
/// written has none.
pub(super) fn has_sentence_cache(connection: &Connection) -> Result<bool, Failure> {
    Ok(user_version(connection)? >= 2)
}

/// Whether changes are numbered: an older library that may not be written has none.
pub(super) fn has_changes(connection: &Connection) -> Result<bool, Failure> {
    Ok(user_version(connection)? >= 4)
}

/// Whether there is a table for fetches: an older library that may not be written has none.
pub(super) fn has_fetches(connection: &Connection) -> Result<bool, Failure> {
    Ok(user_version(connection)? >= 3)
}

/// Lets an older library that may not be written be read as one of today: a temporary view stands
/// before its table, with nothing in the columns that it lacks.
pub(super) fn stand_in(connection: &Connection) -> Result<(), Failure> {
    if connection.prepare("SELECT number FROM articles").is_err() {
        return Ok(());
    }
    let mut lacking = Vec::new();
    if connection.prepare("SELECT author FROM articles").is_err() {
        lacking.push(
            "NULL AS address, NULL AS published, NULL AS author, NULL AS site, NULL AS tags, \
             0 AS starred, NULL AS progress, NULL AS highlights, NULL AS title_words, \
             NULL AS body_words",
        );
    }
    if connection.prepare("SELECT checksum FROM articles").is_err() {
        lacking.push("NULL AS checksum");
    }
    if connection.prepare("SELECT number FROM stories").is_err() {
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        connection.execute_batch(
            "CREATE TEMP VIEW members AS SELECT number AS article, NULL AS story, \
             number AS text, 0 AS kept FROM main.articles; \
             CREATE TEMP VIEW stories AS SELECT 0 AS number, x'' AS id, NULL AS merged WHERE 0; \
             CREATE TEMP VIEW story_changes AS SELECT 0 AS number, '' AS kind, 0 AS story, \
             0 AS at, NULL AS undone WHERE 0; \
             CREATE TEMP VIEW story_moves AS SELECT 0 AS change, 0 AS article, NULL AS origin, \
             0 AS kept WHERE 0;",
        )?;
    }
    if connection.prepare("SELECT number FROM jobs").is_err() {
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        connection.execute_batch(
            "CREATE TEMP VIEW jobs AS SELECT 0 AS number, 0 AS article, '' AS model, \
             '' AS state, 0 AS priority, 0 AS due, 0 AS attempts, NULL AS worker, NULL AS token, \
             NULL AS reason WHERE 0;",
        )?;
    }
    if lacking.is_empty() {
        return Ok(());
    }
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.execute_batch(&format!(
        "CREATE TEMP VIEW articles AS SELECT *, {} FROM main.articles",
        lacking.join(", ")
    ))?;
    Ok(())
}

/// Refuses a version that is not known here.
pub(super) fn gate(version: i64, path: &Path) -> Result<(), Failure> {
    match version {
        0..=VERSION => Ok(()),
        _ if version > VERSION => Err(Failure::Refused(Error::LibraryNewer {
            path: path.to_path_buf(),
            found: version,
            supported: VERSION,
        })),
        _ => Err(Failure::Damaged(format!("its schema version is {version}"))),
    }
}

/// The tables, indexes and triggers that a library must have and this one lacks or has otherwise.
pub(super) fn missing(connection: &Connection) -> Result<Vec<String>, Failure> {
    let expected = Connection::open_in_memory()?;
    let version = user_version(connection)?.clamp(1, VERSION);
    let mut seen = MIGRATIONS.iter().take(usize::try_from(version).unwrap_or(MIGRATIONS.len()));
    seen.try_for_each(|migration| migration.run(&expected))?;
    let found = definitions(connection)?;
    let missing =
        definitions(&expected)?.into_iter().filter(|definition| !found.contains(definition));
    Ok(missing.map(|(kind, name, _)| format!("the {kind} {name} is not as it should be")).collect())
}

/// Kind, name and SQL of all that a schema has.
fn definitions(
    connection: &Connection,
) -> Result<BTreeSet<(String, String, Option<String>)>, Failure> {
    let mut statement = connection.prepare("SELECT type, name, sql FROM sqlite_schema")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The error for a file that something else made.
pub(super) fn not_a_library(path: &Path) -> Error {
    Error::LibraryUnusable {
        path: path.to_path_buf(),
        reason:
            "this file is not a nutgraf library, and was left as it is; name another file, or, \
                 if it was a library once, put a copy of it back"
                .to_owned(),
    }
}

fn make_identity(transaction: &Transaction) -> Result<(), Failure> {
    transaction.execute(
        "INSERT INTO library (only_row, identity, generation) VALUES (1, ?1, 0)",
        [Uuid::now_v7().to_string()],
    )?;
    transaction.execute("INSERT INTO changes (number, stamp) VALUES (0, randomblob(16))", [])?;
    Ok(())
}

/// Makes the schema of an earlier version, for tests.
#[cfg(test)]
pub(super) fn make_version(connection: &Connection, version: usize) -> Result<(), Failure> {
    for migration in &MIGRATIONS[..version] {
        migration.run(connection)?;
    }
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", version as i64)?;
    connection.execute(
        "INSERT INTO library (only_row, identity, generation) VALUES (1, 'an older one', 0)",
        [],
    )?;
    Ok(())
}
