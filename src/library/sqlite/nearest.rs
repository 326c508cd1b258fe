//! The articles nearest to a vector: proposed by the index, narrowed by the filter, scored by their
//! vectors.

use rusqlite::{Connection, OptionalExtension as _, params_from_iter};

use super::failure::Failure;
use super::filter::Conditions;
use super::list::listed_among;
use super::{SqliteStore, index, vectors};
use crate::Result;
use crate::article::ArticleId;
use crate::library::reference::each_once;
use crate::library::{ArticleVector, Filter, Neighbor};
use crate::similar::{Candidate, Subject};
use crate::vector::{dot, normalise};

/// So many more than are wanted are scored exactly: the index proposes by scores that are near, and of
/// equal ones any.
const SLACK: usize = 16;
/// If not enough proposals pass a filter, and fewer articles than this pass it at all, these are looked at;
/// else so many times as many are proposed, up to so many.
const FEW: usize = 4_096;
const GROWTH: usize = 8;
const MOST_PROPOSED: usize = 1_024;
/// How often a snapshot is taken anew that others have overtaken; after that the library itself has gone
/// back in time.
const ATTEMPTS: usize = 4;

impl SqliteStore {
    /// See [`Store::nearest`](crate::library::Store::nearest).
    pub(super) fn nearest(
        &self,
        vector: ArticleVector,
        count: usize,
        filter: &Filter,
    ) -> Result<Vec<Neighbor>> {
        let mut attempts = 0;
        loop {
            attempts += 1;
            let found = self.read(|connection| {
                // Another thread has asked of a later moment meanwhile: so does this one then.
                let is_overtaken = self.derived.is_ahead_of(connection)?;
                if is_overtaken && attempts < ATTEMPTS {
                    return Ok(None);
                }
                self.nearest_in(connection, vector, count, filter).map(Some)
            })?;
            if let Some(found) = found {
                return Ok(found);
            }
        }
    }

    /// The nearest in one snapshot.
    fn nearest_in(
        &self,
        connection: &Connection,
        vector: ArticleVector,
        count: usize,
        filter: &Filter,
    ) -> Result<Vec<Neighbor>, Failure> {
        let Some(query) = Query::of(connection, vector)?.filter(|_| count > 0) else {
            return Ok(Vec::new());
        };
        let subject = index::subject(connection, vector.model, query.values.len())?;
        let numbers = self.proposed(connection, &subject, &query.values, count, filter)?;
        let mut scored = query.scored(connection, &numbers)?;
        scored.truncate(count);
        named(connection, &scored)
    }

    /// See [`Store::scored`](crate::library::Store::scored).
    pub(super) fn scored(
        &self,
        vector: ArticleVector,
        articles: &[ArticleId],
        filter: &Filter,
    ) -> Result<Vec<Neighbor>> {
        if articles.is_empty() {
            return Ok(Vec::new());
        }
        self.read(|connection| {
            let Some(query) = Query::of(connection, vector)? else { return Ok(Vec::new()) };
            let numbers = numbers_of(connection, articles)?;
            let those = passing(connection, filter, Among::These(&numbers))?;
            named(connection, &query.scored(connection, &those)?)
        })
    }

    /// The numbers of at least `count` articles, if there are so many, among which the nearest are.
    fn proposed(
        &self,
        connection: &Connection,
        subject: &Subject,
        query: &[f32],
        count: usize,
        filter: &Filter,
    ) -> Result<Vec<u64>, Failure> {
        let enough = count.saturating_mul(2).saturating_add(SLACK);
        let mut asked = enough.saturating_add(filter.exclude.len());
        let few = loop {
            let found =
                self.derived.ask(connection, subject, |index| index.nearest(query, asked))?;
            let is_all = found.len() < asked;
            let numbers: Vec<u64> = found.iter().map(|candidate| candidate.number).collect();
            let those = passing(connection, filter, Among::These(&numbers))?;
            if is_all || those.len() >= enough {
                return Ok(those);
            }
            let first = passing(connection, filter, Among::First(FEW))?;
            if first.len() < FEW {
                break first;
            }
            if asked > MOST_PROPOSED {
                break passing(connection, filter, Among::All)?;
            }
            asked = asked.saturating_mul(GROWTH);
        };
        let found = self.derived.ask(connection, subject, |index| {
            index.nearest_among(query, enough, few.iter().copied())
        })?;
        Ok(found.iter().map(|candidate| candidate.number).collect())
    }
}

/// A vector that others are compared with.
struct Query {
    model: i64,
    values: Vec<f32>,
}

impl Query {
    /// None if nothing can be compared with it: it has no direction, or no vector of its model is stored.
    fn of(connection: &Connection, vector: ArticleVector) -> Result<Option<Self>, Failure> {
        let Some((model, dimensions)) = vectors::lookup(connection, vector.model)? else {
            return Ok(None);
        };
        let mut values = vector.values.to_vec();
        normalise(&mut values);
        let has_direction = values.iter().any(|&value| value != 0.0);
        Ok((dimensions == values.len() && has_direction).then_some(Self { model, values }))
    }

    /// The articles with these numbers that have a vector, the nearest first.
    fn scored(&self, connection: &Connection, numbers: &[u64]) -> Result<Vec<Candidate>, Failure> {
        let mut scored = Vec::with_capacity(numbers.len());
        vectors::for_each_of(connection, self.model, numbers, |number, mut values| {
            normalise(&mut values);
            // The sum turns -0.0 into 0.0, so that equal scores tie.
            let score = dot(&self.values, &values).clamp(-1.0, 1.0) + 0.0;
            scored.push(Candidate { number, score });
        })?;
        scored.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.number.cmp(&b.number)));
        Ok(scored)
    }
}

/// The numbers of those of these articles that are stored.
fn numbers_of(connection: &Connection, articles: &[ArticleId]) -> Result<Vec<u64>, Failure> {
    let mut statement = connection.prepare_cached("SELECT number FROM articles WHERE id = ?1")?;
    let mut numbers = Vec::with_capacity(articles.len());
    for id in each_once(articles) {
        let number: Option<i64> =
            statement.query_row([id.as_bytes()], |row| row.get(0)).optional()?;
        numbers.extend(number.map(index::number).transpose()?);
    }
    Ok(numbers)
}

/// Which articles a filter is put to.
enum Among<'a> {
    All,
    /// So many that pass it, whichever they are.
    First(usize),
    These(&'a [u64]),
}

/// The numbers of the articles that pass a filter.
fn passing(connection: &Connection, filter: &Filter, among: Among) -> Result<Vec<u64>, Failure> {
    let mut conditions = Conditions::of(filter);
    let limit = match among {
        Among::All => None,
        Among::First(count) => Some(count),
        Among::These(numbers) if filter.is_empty() => return Ok(numbers.to_vec()),
        Among::These(numbers) => {
            conditions.among(numbers);
            None
        }
    };
    let sql = format!("SELECT number{} LIMIT ? OFFSET ?", conditions.clauses());
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(conditions.values_and(limit, 0)))?;
    let mut numbers = Vec::new();
    while let Some(row) = rows.next()? {
        numbers.push(index::number(row.get(0)?)?);
    }
    Ok(numbers)
}

/// The articles of these candidates, in their order.
fn named(connection: &Connection, scored: &[Candidate]) -> Result<Vec<Neighbor>, Failure> {
    let numbers: Vec<u64> = scored.iter().map(|candidate| candidate.number).collect();
    let mut found = listed_among(connection, &numbers, Conditions::none())?;
    found.sort_by_key(|(number, _)| *number);
    let article = |&Candidate { number, score }: &Candidate| {
        let at = found.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        Some(Neighbor { article: found[at].1.clone(), score })
    };
    Ok(scored.iter().filter_map(article).collect())
}
