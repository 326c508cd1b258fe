//! Tests of the library as a whole.

mod concurrency;
mod damage;
mod full_disk;
mod kills;
mod neighbors;
mod oracle;
mod places;
mod readers;
mod searching;
mod sentence_cache;
mod stored_vectors;
mod stories;
mod storing;
mod vectors;
mod versions;

use std::path::PathBuf;

use tempfile::TempDir;

use super::SqliteStore;
use crate::article::Article;
use crate::library::{Added, Entry};
use crate::{Error, Result};

/// A library in a folder of its own, which goes with it.
struct Shelf {
    library: SqliteStore,
    folder: TempDir,
}

impl Shelf {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let library = SqliteStore::open(&folder.path().join("library.db")).unwrap();
        Self { library, folder }
    }

    /// Closes the library and gives its file and the folder that keeps it.
    fn close(self) -> (PathBuf, TempDir) {
        (self.library.path().to_path_buf(), self.folder)
    }
}

/// An article with a body and nothing else.
fn article(body: &str) -> Article {
    Article { body: body.to_owned(), word_count: count_words(body), ..Article::default() }
}

/// An article with a URL, a title and a body.
fn published(url: &str, title: &str, body: &str) -> Article {
    Article { url: Some(url.to_owned()), title: Some(title.to_owned()), ..article(body) }
}

/// The counter that stands in for that of text repair.
fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Adds one article without a vector.
fn add(library: &SqliteStore, article: &Article) -> Result<Added> {
    library.add(&[Entry { article, vector: None }])?.remove(0)
}

/// All articles in stored order.
fn all(library: &SqliteStore) -> Vec<Article> {
    let mut articles = Vec::new();
    library
        .for_each(|article| {
            articles.push(article);
            Ok::<_, Error>(())
        })
        .unwrap();
    articles
}
