//! What servers said of the versions of pages and feeds that are stored.

use super::PostgresStore;
use crate::Result;
use crate::library::FetchRecord;

impl PostgresStore {
    /// See [`Store::last_fetch`](crate::library::Store::last_fetch).
    pub(super) fn last_fetch(&self, address: &str) -> Result<Option<FetchRecord>> {
        if address.contains('\0') {
            return Ok(None);
        }
        self.read(|tx| {
            let sql = "SELECT address, etag, last_modified FROM fetches WHERE address = $1";
            Ok(tx.optional(sql, &[&address])?.map(|row| FetchRecord {
                address: row.get(0),
                etag: row.get(1),
                last_modified: row.get(2),
            }))
        })
    }

    /// See [`Store::remember_fetch`](crate::library::Store::remember_fetch).
    pub(super) fn remember_fetch(&self, fetch: &FetchRecord) -> Result<()> {
        let FetchRecord { address, etag, last_modified } = fetch;
        // No server has given one such.
        if [Some(address), etag.as_ref(), last_modified.as_ref()]
            .into_iter()
            .flatten()
            .any(|text| text.contains('\0'))
        {
            return Ok(());
        }
        self.write(|tx| {
            tx.execute("DELETE FROM fetches WHERE address = $1", &[address])?;
            let sql = "INSERT INTO fetches (address, etag, last_modified) VALUES ($1, $2, $3)";
            tx.execute(sql, &[address, etag, last_modified])?;
            Ok(())
        })
    }
}
