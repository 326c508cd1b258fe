//! The log of changes: what tells one moment of a library from another, and what came between them.

use rusqlite::{Connection, OptionalExtension, Transaction};

use super::failure::Failure;
use super::{generation, rows, schema};
use crate::similar::Mark;

/// So many of the newest entries are kept. Whoever is further behind begins anew.
const KEPT: i64 = 1 << 16;
/// Older ones are dropped when so many have come.
const DROPPED_AT_ONCE: i64 = 1 << 10;

/// Numbers and stamps the change that a transaction makes.
pub(super) fn stamp(transaction: &Transaction) -> Result<(), Failure> {
    transaction.execute("UPDATE library SET generation = generation + 1", [])?;
    transaction.execute(
        "INSERT INTO changes (number, stamp) SELECT generation, randomblob(16) FROM library",
        [],
    )?;
    let newest = i64::try_from(generation(transaction)?).unwrap_or(i64::MAX);
    if newest % DROPPED_AT_ONCE == 0 {
        transaction.execute("DELETE FROM changes WHERE number <= ?1", [newest - KEPT])?;
        transaction.execute("DELETE FROM removals WHERE change <= ?1", [newest - KEPT])?;
    }
    Ok(())
}

/// The moment that a snapshot shows. An older library that may not be written has no stamps.
pub(super) fn newest(connection: &Connection) -> Result<Mark, Failure> {
    let change = generation(connection)?;
    let stamp = stamp_of(connection, change)?.unwrap_or_default();
    Ok(Mark { change, stamp })
}

/// Whether a moment was one of this library's, and all that came after it is still known.
pub(super) fn is_past(connection: &Connection, mark: Mark) -> Result<bool, Failure> {
    Ok(stamp_of(connection, mark.change)? == Some(mark.stamp))
}

fn stamp_of(connection: &Connection, change: u64) -> Result<Option<[u8; 16]>, Failure> {
    if !schema::has_changes(connection)? {
        return Ok(None);
    }
    let Ok(change) = i64::try_from(change) else { return Ok(None) };
    let mut statement = connection.prepare_cached("SELECT stamp FROM changes WHERE number = ?1")?;
    let stamp: Option<Vec<u8>> = statement.query_row([change], |row| row.get(0)).optional()?;
    Ok(stamp.and_then(|stamp| stamp.try_into().ok()))
}

/// The numbers of the articles that have lost a vector since a change.
pub(super) fn removals_since(connection: &Connection, change: u64) -> Result<Vec<u64>, Failure> {
    let mut statement =
        connection.prepare_cached("SELECT article FROM removals WHERE change > ?1")?;
    let found =
        statement.query_map([i64::try_from(change).unwrap_or(i64::MAX)], |row| row.get(0))?;
    let found: Vec<i64> = found.collect::<rusqlite::Result<_>>()?;
    found.into_iter().map(|number| rows::unsigned(number, "article")).collect()
}
