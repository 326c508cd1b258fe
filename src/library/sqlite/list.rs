//! Many articles at once: the list that a reader sees, and all of them for an export.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::TransactionBehavior;

use super::SqliteStore;
use super::failure::Failure;
use super::rows::{COLUMNS, Stored, row_count};
use crate::article::{Article, ArticleId};
use crate::{Error, Result};

/// The most characters of a body that stand in for a title.
const FIRST_WORDS: usize = 60;

/// Which articles to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListOptions<'a> {
    /// Those of this category alone.
    pub category: Option<&'a str>,
    /// How many to pass over.
    pub offset: usize,
    /// How many to give at most.
    pub limit: Option<usize>,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedArticle {
    /// Its id.
    pub id: ArticleId,
    /// Its title, or the first words of its body where it has none.
    pub title: String,
    /// Where it was published.
    pub url: Option<String>,
    /// The day it was published.
    pub date: Option<Date>,
    /// Its category.
    pub category: Option<String>,
    /// The number of words in its body.
    pub word_count: usize,
    /// How many times it was read.
    pub read_count: u64,
    /// When it was first stored.
    pub created: Option<Timestamp>,
    /// When what is stored of it last changed.
    pub updated: Option<Timestamp>,
}

fn listed(id: ArticleId, article: Article) -> ListedArticle {
    ListedArticle {
        id,
        title: title_or_first_words(&article),
        url: article.url,
        date: article.date,
        category: article.category,
        word_count: article.word_count,
        read_count: article.read_count,
        created: article.created,
        updated: article.updated,
    }
}

impl SqliteStore {
    /// The stored articles, the newest (by `created`, then by the order of storing) first.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged.
    pub fn list(&self, options: ListOptions) -> Result<Vec<ListedArticle>> {
        let limit = options.limit.map_or(-1, row_count);
        self.read(|connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM articles WHERE ?1 IS NULL OR category = ?1 \
                 ORDER BY created DESC, number DESC LIMIT ?2 OFFSET ?3"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query((options.category, limit, row_count(options.offset)))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let Stored { id, article, .. } = Stored::from_row(row)?;
                found.push(listed(id, article));
            }
            Ok(found)
        })
    }

    /// What [`SqliteStore::list`] says of one article.
    ///
    /// # Errors
    /// [`Error::ArticleNotFound`]; otherwise if the file cannot be read or is damaged.
    pub fn listed(&self, id: ArticleId) -> Result<ListedArticle> {
        Ok(listed(id, self.get_by_id(id)?))
    }

    /// Every article in stored order.
    fn all(&self) -> Result<Vec<Article>> {
        self.read(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM articles ORDER BY number");
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            let mut articles = Vec::new();
            while let Some(row) = rows.next()? {
                articles.push(Stored::from_row(row)?.article);
            }
            Ok(articles)
        })
    }

    /// Calls `f` with every article in stored order, with one in memory at a time.
    ///
    /// It sees the library as it is when this begins, whatever is written meanwhile; `f` may use
    /// the library, and its first error ends the walk.
    ///
    /// # Errors
    /// What `f` returns; otherwise if the file cannot be read or is damaged (then
    /// [`SqliteStore::salvage`] still gives what is readable).
    pub fn for_each<E: From<Error>>(
        &self,
        mut f: impl FnMut(Article) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.is_in_memory() {
            return self.all()?.into_iter().try_for_each(f);
        }
        let failed = |failure: Failure| E::from(failure.at(self.path()));
        let sql_failed = |error: rusqlite::Error| failed(error.into());
        let mut reader = self.reader().map_err(failed)?;
        let snapshot =
            reader.transaction_with_behavior(TransactionBehavior::Deferred).map_err(sql_failed)?;
        let sql = format!("SELECT {COLUMNS} FROM articles ORDER BY number");
        let mut statement = snapshot.prepare(&sql).map_err(sql_failed)?;
        let mut rows = statement.query([]).map_err(sql_failed)?;
        while let Some(row) = rows.next().map_err(sql_failed)? {
            f(Stored::from_row(row).map_err(failed)?.article)?;
        }
        Ok(())
    }
}

/// The title, or as many of the body's first words as a line holds.
pub(super) fn title_or_first_words(article: &Article) -> String {
    if let Some(title) = article.title.as_deref().map(str::trim).filter(|title| !title.is_empty()) {
        return title.to_owned();
    }
    let mut words = article.body.split_whitespace();
    let mut line: String = words.next().unwrap_or_default().chars().take(FIRST_WORDS).collect();
    let mut length = line.chars().count();
    for word in words {
        length += 1 + word.chars().count();
        if length > FIRST_WORDS {
            line.push('…');
            break;
        }
        line.push(' ');
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_words_stand_in_for_a_title() {
        let article = |title: Option<&str>, body: &str| Article {
            title: title.map(str::to_owned),
            body: body.to_owned(),
            ..Article::default()
        };
        let long = "The harbour of Lorne froze over on Sunday for the first time since 1963.";
        assert_eq!(title_or_first_words(&article(Some("Ice"), long)), "Ice");
        assert_eq!(
            title_or_first_words(&article(Some(" "), long)),
            "The harbour of Lorne froze over on Sunday for the first time…"
        );
        assert_eq!(title_or_first_words(&article(None, "A\n  line")), "A line");
        assert_eq!(title_or_first_words(&article(None, "")), "");
        assert_eq!(title_or_first_words(&article(None, &"雪".repeat(90))).chars().count(), 60);
    }
}
