//! The library against a plain list that follows the same rules: any sequence of changes must
//! leave both with the same articles.

use jiff::Timestamp;
use proptest::prelude::*;

use super::{Shelf, all, count_words};
use crate::article::{Article, ArticleId};
use crate::library::{Depth, Entry, Outcome, Resolution, SqliteStore};
use crate::{Error, Result};

/// A change to a library. Indexes name one of the articles that are there, if any is.
#[derive(Debug, Clone)]
enum Change {
    Add(Vec<Article>),
    Update(usize, Box<Article>),
    MarkRead(usize, Timestamp),
    Remove(usize),
    Reopen,
}

/// The rules, on a list in stored order.
#[derive(Debug, Default)]
struct Oracle {
    articles: Vec<Article>,
}

/// What becomes of an article that is added.
#[derive(Debug, PartialEq)]
enum Verdict {
    Conflict,
    Added,
    Updated(usize),
    Unchanged(usize),
}

fn folded(body: &str) -> Vec<&str> {
    body.split_whitespace().collect()
}

impl Oracle {
    fn position(&self, same: impl Fn(&Article) -> bool) -> Option<usize> {
        self.articles.iter().position(same)
    }

    fn owners(&self, given: &Article) -> [Option<usize>; 3] {
        [
            given.id.and_then(|id| self.position(|a| a.id == Some(id))),
            given
                .external_id
                .as_ref()
                .and_then(|id| self.position(|a| a.external_id.as_ref() == Some(id))),
            given.url.as_ref().and_then(|url| self.position(|a| a.url.as_ref() == Some(url))),
        ]
    }

    fn merged(stored: &Article, given: &Article) -> Article {
        let mut merged = given.clone();
        merged.id = stored.id;
        merged.external_id = given.external_id.clone().or(stored.external_id.clone());
        merged.title = given.title.clone().or(stored.title.clone());
        merged.category = given.category.clone().or(stored.category.clone());
        merged.url = given.url.clone().or(stored.url.clone());
        merged.date = given.date.or(stored.date);
        merged.language = given.language.clone().or(stored.language.clone());
        merged.created = stored.created;
        merged.updated = stored.updated;
        merged.last_read = stored.last_read;
        merged.read_count = stored.read_count;
        merged
    }

    fn verdict(&self, given: &Article) -> Verdict {
        let mut owners: Vec<usize> = self.owners(given).into_iter().flatten().collect();
        owners.dedup();
        match owners[..] {
            [] if given.id.is_none() && given.external_id.is_none() && given.url.is_none() => self
                .position(|a| a.title == given.title && folded(&a.body) == folded(&given.body))
                .map_or(Verdict::Added, Verdict::Unchanged),
            [] => Verdict::Added,
            [at] if Self::merged(&self.articles[at], given) == self.articles[at] => {
                Verdict::Unchanged(at)
            }
            [at] => Verdict::Updated(at),
            _ => Verdict::Conflict,
        }
    }

    /// Adds an article, taking the id and the times that the library made from its own.
    fn add(&mut self, given: &Article, library: &SqliteStore, id: ArticleId) {
        match self.verdict(given) {
            Verdict::Added => {
                let made = library.get_by_id(id).unwrap();
                assert!(given.id.is_none() || given.id == Some(id));
                self.articles.push(Article {
                    id: Some(id),
                    created: given.created.or(made.created),
                    updated: given.updated.or(made.updated),
                    ..given.clone()
                });
            }
            Verdict::Updated(at) => {
                let merged = Self::merged(&self.articles[at], given);
                self.replace(at, merged, given.updated, library);
            }
            Verdict::Unchanged(_) | Verdict::Conflict => {}
        }
    }

    fn replace(
        &mut self,
        at: usize,
        mut by: Article,
        given: Option<Timestamp>,
        library: &SqliteStore,
    ) {
        let stored = self.articles[at].updated;
        by.updated = match given {
            Some(given) if Some(given) > stored => Some(given),
            _ => {
                let now = library.get_by_id(by.id.unwrap()).unwrap().updated;
                assert!(now.unwrap() > "2026-01-01T00:00:00Z".parse().unwrap(), "{now:?}");
                now
            }
        };
        self.articles[at] = by;
    }
}

/// A few values each, so that articles meet often.
fn an_article() -> impl Strategy<Value = Article> {
    let some = |values: &'static [&'static str]| {
        proptest::option::of(prop::sample::select(values).prop_map(str::to_owned))
    };
    let time = || proptest::option::of((0i64..9).prop_map(|s| Timestamp::new(s, 7).unwrap()));
    (
        proptest::option::weighted(0.3, (0u8..4).prop_map(|n| ArticleId::from_bytes([n; 16]))),
        some(&["wire-1", "wire-2"]),
        some(&["https://a.example", "https://b.example", "https://c.example"]),
        some(&["A", "B"]),
        prop::sample::select(&["One text.", "One\n text.", "Another text.", ""][..]),
        some(&["arts"]),
        (time(), time(), time()),
        0u64..3,
    )
        .prop_map(|(id, external_id, url, title, body, category, times, read_count)| Article {
            id,
            external_id,
            title,
            body: body.to_owned(),
            category,
            url,
            date: read_count.checked_sub(1).map(|day| jiff::civil::date(2024, 1, 1 + day as i8)),
            language: None,
            created: times.0,
            updated: times.1,
            last_read: times.2,
            read_count,
            word_count: count_words(body),
            ..Article::default()
        })
}

fn a_change() -> impl Strategy<Value = Change> {
    prop_oneof![
        6 => proptest::collection::vec(an_article(), 1..5).prop_map(Change::Add),
        2 => (any::<usize>(), an_article()).prop_map(|(at, article)| Change::Update(at, Box::new(article))),
        1 => (any::<usize>(), 0i64..99)
            .prop_map(|(at, s)| Change::MarkRead(at, Timestamp::new(s, 1).unwrap())),
        1 => any::<usize>().prop_map(Change::Remove),
        1 => Just(Change::Reopen),
    ]
}

/// Adds to both, and compares what is said of each article.
fn add_to_both(library: &SqliteStore, oracle: &mut Oracle, articles: &[Article]) {
    if let [article] = articles {
        let resolved = library.resolve(article);
        match (oracle.verdict(article), resolved) {
            (Verdict::Conflict, Err(_)) | (Verdict::Added, Ok(Resolution::New)) => {}
            (Verdict::Unchanged(at), Ok(Resolution::Unchanged(id)))
            | (Verdict::Updated(at), Ok(Resolution::Changed { id, .. })) => {
                assert_eq!(oracle.articles[at].id, Some(id));
            }
            different => panic!("{different:?}"),
        }
    }
    // A batch says the same as its articles one by one; the oracle needs the times of each.
    for article in articles {
        let verdict = oracle.verdict(article);
        let added = library.add(&[Entry { article, vector: None }]).unwrap().remove(0);
        match (&verdict, added) {
            (
                Verdict::Conflict,
                Err(Error::ConflictingIdentity { .. } | Error::InvalidField { .. }),
            ) => {}
            (Verdict::Added, Ok(added)) if added.outcome == Outcome::Added => {
                oracle.add(article, library, added.id);
            }
            (Verdict::Updated(at), Ok(added)) if added.outcome == Outcome::Updated => {
                assert_eq!(oracle.articles[*at].id, Some(added.id));
                oracle.add(article, library, added.id);
            }
            (Verdict::Unchanged(at), Ok(added)) if added.outcome == Outcome::Unchanged => {
                assert_eq!(oracle.articles[*at].id, Some(added.id));
            }
            different => panic!("{different:?}"),
        }
    }
}

fn update_both(library: &SqliteStore, oracle: &mut Oracle, at: usize, given: &Article) {
    let stored = oracle.articles[at].clone();
    let result = library.patch(stored.id.unwrap(), &mut |_| given.clone(), None);
    if oracle.owners(given)[2].is_some_and(|owner| owner != at) {
        assert!(matches!(result, Err(Error::ConflictingIdentity { .. })), "{result:?}");
        return;
    }
    let edited = Article {
        id: stored.id,
        external_id: stored.external_id.clone(),
        created: stored.created,
        updated: stored.updated,
        last_read: stored.last_read,
        read_count: stored.read_count,
        ..given.clone()
    };
    if edited == stored {
        assert_eq!(result.unwrap().outcome, Outcome::Unchanged);
    } else {
        assert_eq!(result.unwrap().outcome, Outcome::Updated);
        oracle.replace(at, edited, given.updated, library);
    }
}

/// Makes a change to both.
fn apply(change: &Change, shelf: &mut Shelf, oracle: &mut Oracle) -> Result<()> {
    let count = oracle.articles.len();
    match change {
        Change::Add(articles) => add_to_both(&shelf.library, oracle, articles),
        Change::Reopen => shelf.library = SqliteStore::open_existing(shelf.library.path())?,
        _ if count == 0 => {}
        Change::Update(at, article) => update_both(&shelf.library, oracle, at % count, article),
        Change::MarkRead(at, time) => {
            let article = &mut oracle.articles[at % count];
            article.read_count += 1;
            article.last_read = Some(*time);
            assert_eq!(shelf.library.mark_read(article.id.unwrap(), *time)?, *article);
        }
        Change::Remove(at) => {
            shelf.library.remove(oracle.articles.remove(at % count).id.unwrap())?;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_changes_leave_what_the_rules_say(changes in proptest::collection::vec(a_change(), 1..24)) {
        let (mut shelf, mut oracle) = (Shelf::new(), Oracle::default());
        for change in &changes {
            let generation = shelf.library.generation().unwrap();
            let before = all(&shelf.library);
            apply(change, &mut shelf, &mut oracle).unwrap();
            let after = all(&shelf.library);
            prop_assert_eq!(&after, &oracle.articles);
            let raised = shelf.library.generation().unwrap() > generation;
            let silent = matches!(change, Change::MarkRead(..));
            prop_assert_eq!(raised, before != after && !silent, "{:?}", change);
        }
        prop_assert!(shelf.library.check(Depth::Full, count_words).unwrap().is_sound());
        for article in &oracle.articles {
            let same: Vec<_> = oracle.articles.iter()
                .filter(|other| other.id != article.id && folded(&other.body) == folded(&article.body))
                .filter_map(|other| other.id)
                .collect();
            prop_assert_eq!(shelf.library.duplicates_of(article).unwrap(), same);
        }

        // One batch of all of them makes an equal library.
        let copy = Shelf::new();
        let entries: Vec<_> =
            oracle.articles.iter().map(|article| Entry { article, vector: None }).collect();
        prop_assert!(copy.library.add(&entries).unwrap().iter().all(Result::is_ok));
        prop_assert_eq!(all(&copy.library), oracle.articles);
    }
}
