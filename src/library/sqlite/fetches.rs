//! What servers said of the versions of pages and feeds that are stored.

use rusqlite::OptionalExtension;

use super::{SqliteStore, schema};
use crate::Result;
use crate::library::FetchRecord;

impl SqliteStore {
    /// See [`Store::last_fetch`](crate::library::Store::last_fetch).
    pub(super) fn last_fetch(&self, address: &str) -> Result<Option<FetchRecord>> {
        self.read(|connection| {
            if !schema::has_fetches(connection)? {
                return Ok(None);
            }
            let mut statement = connection.prepare_cached(
                "SELECT address, etag, last_modified FROM fetches WHERE address = ?1",
            )?;
            let found = statement.query_row([address], |row| {
                Ok(FetchRecord {
                    address: row.get(0)?,
                    etag: row.get(1)?,
                    last_modified: row.get(2)?,
                })
            });
            Ok(found.optional()?)
        })
    }

    /// See [`Store::remember_fetch`](crate::library::Store::remember_fetch).
    pub(super) fn remember_fetch(&self, fetch: &FetchRecord) -> Result<()> {
        self.transact(|transaction| {
            transaction.execute(
                "INSERT OR REPLACE INTO fetches (address, etag, last_modified) VALUES (?1, ?2, ?3)",
                (&fetch.address, &fetch.etag, &fetch.last_modified),
            )?;
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::library::Entry;

    #[test]
    fn a_fetch_is_remembered_until_an_article_is_removed() {
        let library = SqliteStore::in_memory().unwrap();
        let fetch = FetchRecord {
            address: "https://a.example/feed".to_owned(),
            etag: Some("\"v1\"".to_owned()),
            last_modified: None,
        };
        assert_eq!(library.last_fetch(&fetch.address).unwrap(), None);
        library.remember_fetch(&FetchRecord { etag: None, ..fetch.clone() }).unwrap();
        library.remember_fetch(&fetch).unwrap();
        assert_eq!(library.last_fetch(&fetch.address).unwrap(), Some(fetch.clone()));
        let article = Article { body: "One.".to_owned(), ..Article::default() };
        let added = library.add(&[Entry { article: &article, vector: None }]).unwrap().remove(0);
        library.remove(added.unwrap().id).unwrap();
        assert_eq!(library.last_fetch(&fetch.address).unwrap(), None);
    }
}
