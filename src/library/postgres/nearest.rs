//! The articles nearest to a vector: proposed by pgvector, in half precision and with the filter in the same query; scored
//! here by their vectors in full, as every store does it.

use pgvector::Vector;
use uuid::Uuid;

use super::PostgresStore;
use super::failure::Failure;
use super::filter::{Conditions, Value};
use super::list::listed_among;
use super::rows::{row_count, uuid_of};
use super::session::Tx;
use super::upkeep::MOST_DIMENSIONS;
use super::vectors;
use crate::Result;
use crate::article::ArticleId;
use crate::library::{ArticleVector, Filter, Neighbor};
use crate::vector::{dot, normalise};

/// So many more than are wanted are scored exactly: the index proposes by scores that are near, and of equal ones any.
const SLACK: usize = 16;
/// If fewer articles than this pass a filter, all of them are compared.
const FEW: usize = 4_096;
/// How many of the nearest a search of the graph keeps in view, and how many at most it looks at until enough pass.
const IN_VIEW: usize = 400;
const MOST_IN_VIEW: usize = 1_000;
const MOST_SCANNED: usize = 200_000;

impl PostgresStore {
    /// See [`Store::nearest`](crate::library::Store::nearest).
    pub(super) fn nearest(
        &self,
        vector: ArticleVector,
        count: usize,
        filter: &Filter,
    ) -> Result<Vec<Neighbor>> {
        self.read(|tx| {
            let Some(query) = Query::of(tx, vector)?.filter(|_| count > 0) else {
                return Ok(Vec::new());
            };
            let mut found = proposed(tx, &query, count, filter)?;
            // What has no direction is near nothing.
            found.retain(|(_, vector)| vector.as_slice().iter().any(|&value| value != 0.0));
            let mut scored = query.scored(found);
            scored.truncate(count);
            named(tx, &scored)
        })
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
        let ids: Vec<Uuid> = articles.iter().map(|id| uuid_of(*id)).collect();
        self.read(|tx| {
            let Some(query) = Query::of(tx, vector)? else { return Ok(Vec::new()) };
            let mut conditions = Conditions::of(filter);
            conditions.add("id = ANY (?)", vec![Box::new(ids.clone())]);
            let sql = format!(
                "SELECT number, vector FROM articles JOIN vectors ON article = number AND model = {}{}",
                query.model,
                conditions.clause()
            );
            let found = tx.query(&sql, &conditions.values())?;
            named(tx, &query.scored(found.iter().map(|row| (row.get(0), row.get(1))).collect()))
        })
    }
}

/// A vector that others are compared with.
pub(super) struct Query {
    model: i32,
    values: Vec<f32>,
}

impl Query {
    /// None if nothing can be compared with it: it has no direction, or no vector of its model is stored.
    pub(super) fn of(tx: &mut Tx, vector: ArticleVector) -> Result<Option<Self>, Failure> {
        let Some((model, dimensions)) = vectors::lookup(tx, vector.model)? else {
            return Ok(None);
        };
        let mut values = vector.values.to_vec();
        normalise(&mut values);
        let has_direction = values.iter().any(|&value| value != 0.0);
        Ok((dimensions == values.len() && has_direction).then_some(Self { model, values }))
    }

    /// The numbers of articles with their scores, the nearest first.
    fn scored(&self, found: Vec<(i64, Vector)>) -> Vec<(i64, f32)> {
        let score = |(number, vector): (i64, Vector)| {
            let mut values = vector.to_vec();
            normalise(&mut values);
            // The sum turns -0.0 into 0.0, so that equal scores tie.
            (number, dot(&self.values, &values).clamp(-1.0, 1.0) + 0.0)
        };
        let mut scored: Vec<(i64, f32)> = found.into_iter().map(score).collect();
        scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        scored
    }

    /// The expression by which vectors of this model are indexed.
    fn indexed(&self) -> String {
        indexed(self.values.len())
    }
}

/// The expression by which vectors of so many dimensions are indexed: brought to length 1, as a value beyond 65,504 is none
/// in half precision, and in that precision, unless they are too many.
pub(super) fn indexed(dimensions: usize) -> String {
    format!("(l2_normalize(vector)::{}({dimensions}))", kind_of(dimensions))
}

fn kind_of(dimensions: usize) -> &'static str {
    if dimensions <= MOST_DIMENSIONS { "halfvec" } else { "vector" }
}

/// Some articles, among which are the nearest of those that pass.
fn proposed(
    tx: &mut Tx,
    query: &Query,
    count: usize,
    filter: &Filter,
) -> Result<Vec<(i64, Vector)>, Failure> {
    let enough = count.saturating_mul(2).saturating_add(SLACK);
    let narrows = Filter { exclude: Vec::new(), ..filter.clone() };
    if !narrows.is_empty() {
        let numbers = first_passing(tx, filter)?;
        if numbers.len() < FEW {
            return nearest_among(tx, query, &numbers, enough);
        }
    }
    by_index(tx, query, enough, filter)
}

/// The nearest that pass, as the index gives them one after another until they are enough.
pub(super) fn by_index(
    tx: &mut Tx,
    query: &Query,
    enough: usize,
    filter: &Filter,
) -> Result<Vec<(i64, Vector)>, Failure> {
    let in_view = enough.clamp(IN_VIEW, MOST_IN_VIEW);
    // A search goes on until enough rows pass; and no plan that sorts them all is taken for a faster one.
    tx.batch(&format!(
        "SET LOCAL hnsw.ef_search = {in_view}; SET LOCAL hnsw.iterative_scan = strict_order; \
         SET LOCAL hnsw.max_scan_tuples = {MOST_SCANNED}; SET LOCAL enable_seqscan = off; \
         SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
    ))?;
    let values: Vec<Value> =
        vec![Box::new(Vector::from(query.values.clone())), Box::new(row_count(enough))];
    let conditions = Conditions::after(values).and(filter);
    let join = if filter.is_empty() { "" } else { "JOIN articles ON number = article" };
    let and = conditions.clause().replacen(" WHERE ", " AND ", 1);
    let (indexed, model) = (query.indexed(), query.model);
    let kind = kind_of(query.values.len());
    let sql = format!(
        "SELECT article, vector FROM vectors {join} WHERE model = {model}{and} \
         ORDER BY {indexed} <=> $1::vector::{kind}({}) LIMIT $2",
        query.values.len()
    );
    let rows = tx.query(&sql, &conditions.values())?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// The numbers of articles that pass a filter, up to so many that they are not few.
fn first_passing(tx: &mut Tx, filter: &Filter) -> Result<Vec<i64>, Failure> {
    let conditions = Conditions::of(filter);
    let sql = format!("SELECT number FROM articles{} LIMIT {FEW}", conditions.clause());
    Ok(tx.query(&sql, &conditions.values())?.iter().map(|row| row.get(0)).collect())
}

/// The nearest of these articles, all of which are compared.
fn nearest_among(
    tx: &mut Tx,
    query: &Query,
    numbers: &[i64],
    enough: usize,
) -> Result<Vec<(i64, Vector)>, Failure> {
    let sql = "SELECT article, vector FROM vectors WHERE article = ANY ($1) AND model = $2 \
               ORDER BY vector <=> $3, article LIMIT $4";
    let asked = Vector::from(query.values.clone());
    let rows = tx.query(sql, &[&numbers, &query.model, &asked, &row_count(enough)])?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// The articles of these numbers, in their order.
fn named(tx: &mut Tx, scored: &[(i64, f32)]) -> Result<Vec<Neighbor>, Failure> {
    let numbers: Vec<i64> = scored.iter().map(|(number, _)| *number).collect();
    let mut found = listed_among(tx, &numbers)?;
    found.sort_by_key(|article| article.number);
    let article = |&(number, score): &(i64, f32)| {
        let number = u64::try_from(number).ok()?;
        let at = found.binary_search_by_key(&number, |article| article.number).ok()?;
        Some(Neighbor { article: found[at].clone(), score })
    };
    Ok(scored.iter().filter_map(article).collect())
}
