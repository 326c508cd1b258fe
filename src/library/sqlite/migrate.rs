//! What SQL cannot compute when a library is brought up to date.

use rusqlite::Connection;

use super::checksum;
use super::failure::Failure;
use super::rows::{COLUMNS, Stored};
use crate::library::address::canonical;
use crate::library::words::divided;

/// Fills the columns that follow from others and that SQL cannot compute.
pub(super) fn fill_derived(connection: &Connection) -> Result<(), Failure> {
    let mut read = connection.prepare("SELECT number, url, title, body FROM articles")?;
    let mut write = connection.prepare(
        "UPDATE articles SET address = ?2, title_words = ?3, body_words = ?4 WHERE number = ?1",
    )?;
    let mut rows = read.query([])?;
    while let Some(row) = rows.next()? {
        let (number, url): (i64, Option<String>) = (row.get(0)?, row.get(1)?);
        let (title, body): (Option<String>, String) = (row.get(2)?, row.get(3)?);
        let address = url.as_deref().map(canonical);
        let title_words = title.as_deref().and_then(divided);
        write.execute((number, address, title_words, divided(&body)))?;
    }
    Ok(())
}

/// Fills in the checksums of articles and vectors that were stored without.
pub(super) fn fill_checksums(connection: &Connection) -> Result<(), Failure> {
    let sql = format!("SELECT {COLUMNS} FROM articles");
    let mut read = connection.prepare(&sql)?;
    let mut write = connection.prepare("UPDATE articles SET checksum = ?2 WHERE number = ?1")?;
    let mut rows = read.query([])?;
    while let Some(row) = rows.next()? {
        let stored = Stored::from_row(row)?;
        write.execute((stored.number, stored.checksum_of_columns()?))?;
    }
    let mut read = connection.prepare("SELECT rowid, article, vector FROM vectors")?;
    let mut write = connection.prepare("UPDATE vectors SET checksum = ?2 WHERE rowid = ?1")?;
    let mut rows = read.query([])?;
    while let Some(row) = rows.next()? {
        let (rowid, article): (i64, i64) = (row.get(0)?, row.get(1)?);
        let checksum = checksum::of_vector(article, row.get_ref(2)?.as_blob().unwrap_or_default());
        write.execute((rowid, checksum))?;
    }
    Ok(())
}
