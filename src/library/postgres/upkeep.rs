//! Upkeep: the index over vectors, a check of what is stored, and how much there is.
//!
//! An index is made once there are many vectors of a model, beside those who read and write; after that the database keeps
//! it. Until then all vectors are compared, which is exact and as fast.

use super::failure::Failure;
use super::nearest::indexed;
use super::rows::{COLUMNS, Stored, row_count, unsigned};
use super::session::{Session, Tx};
use super::{PostgresStore, vectors};
use crate::Result;
use crate::library::record::content_hash;
use crate::library::{CheckReport, Effort, Finding, IndexState, Statistics, Task};
use crate::vector::ModelId;

/// From so many vectors of a model on they have an index.
const INDEXED_FROM: i64 = 10_000;
/// A graph over so many takes some seconds, whoever waits for it.
const FEW: i64 = 25_000;
/// A command that wrote so many articles may have a graph built over so many times as many.
const SHARE: usize = 16;
/// The most dimensions of which pgvector has an index in half precision.
pub(super) const MOST_DIMENSIONS: usize = 4_000;
/// What a build may use of memory, in megabytes: beyond it, a graph grows on disk and slowly.
const LEAST_MEMORY: usize = 64;
const MOST_MEMORY: usize = 4_096;
/// What a vector takes in a graph beside its values, in bytes; measured.
const NEIGHBOR_BYTES: usize = 700;

impl PostgresStore {
    /// See [`Upkeep::keep_up`](crate::library::Upkeep::keep_up).
    pub(super) fn keep_up(&self, model: &ModelId, effort: Effort) -> Result<()> {
        if effort == Effort::Least {
            return Ok(());
        }
        let wanted = self.read(|tx| wanted(tx, model, effort))?;
        let Some(wanted) = wanted else { return Ok(()) };
        self.exclusively(Task::Index, &mut || {
            let build = || {
                let mut session = self.manager.session()?;
                build(&mut session, &wanted)
            };
            build().map_err(|failure: Failure| failure.at(&self.address))
        })?;
        Ok(())
    }

    /// See [`Upkeep::statistics`](crate::library::Upkeep::statistics).
    pub(super) fn statistics(&self, model: &ModelId) -> Result<Statistics> {
        let lacking_vectors = self.count_lacking_vectors(model)?;
        self.read(|tx| {
            let sql = "SELECT (SELECT count(*) FROM articles), \
                       (SELECT count(*) FROM articles WHERE read_count > 0), \
                       (SELECT count(*) FROM jobs WHERE state <> 'dead'), \
                       (SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class \
                       WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'), \
                       (SELECT count(*) FROM vectors WHERE model = \
                       (SELECT number FROM models WHERE id = $1))";
            let row = tx.one(sql, &[&model.as_str()])?;
            let is_indexed = match vectors::lookup(tx, model)? {
                Some((number, _)) => is_valid(tx, &index_name(number))?.unwrap_or(false),
                None => false,
            };
            let unsealed = usize::try_from(row.get::<_, i64>(4)).unwrap_or_default();
            Ok(Statistics {
                articles: unsigned(row.get(0), "count")?,
                read: unsigned(row.get(1), "count")?,
                lacking_vectors,
                awaited: unsigned(row.get(2), "count")?,
                database_bytes: unsigned(row.get(3), "bytes")?,
                segments: Vec::new(),
                unsealed: if is_indexed { 0 } else { unsealed },
            })
        })
    }

    /// See [`Upkeep::index_state`](crate::library::Upkeep::index_state).
    pub(super) fn index_state(&self, model: &ModelId) -> Result<IndexState> {
        self.read(|tx| {
            let Some((number, _)) = vectors::lookup(tx, model)? else {
                return Ok(IndexState::Absent);
            };
            Ok(match is_valid(tx, &index_name(number))? {
                None => IndexState::Absent,
                Some(true) => IndexState::Current { behind: 0 },
                Some(false) => IndexState::Stale("its building was not finished".to_owned()),
            })
        })
    }

    /// See [`Upkeep::discard_index`](crate::library::Upkeep::discard_index).
    pub(super) fn discard_index(&self) -> Result<()> {
        self.write(|tx| {
            let sql = "SELECT indexname::text FROM pg_indexes WHERE schemaname = current_schema() \
                       AND tablename = 'vectors' AND indexname LIKE 'vectors\\_near\\_%'";
            for row in tx.query(sql, &[])? {
                tx.batch(&format!("DROP INDEX IF EXISTS {}", row.get::<_, String>(0)))?;
            }
            Ok(())
        })
    }

    /// See [`Upkeep::vacuum`](crate::library::Upkeep::vacuum).
    pub(super) fn vacuum(&self) -> Result<()> {
        let run = || -> Result<(), Failure> {
            let mut session = self.manager.session()?;
            session.batch("SET statement_timeout = 0")?;
            for table in ["articles", "vectors", "members", "jobs"] {
                session.batch(&format!("VACUUM (ANALYZE) {table}"))?;
            }
            Ok(())
        };
        run().map_err(|failure| failure.at(&self.address))
    }

    /// See [`Upkeep::check`](crate::library::Upkeep::check). The database has checksums of its own.
    pub(super) fn check(&self) -> Result<CheckReport> {
        const READ_AT_ONCE: usize = 256;
        let mut report = CheckReport::default();
        let mut last = i64::MIN;
        loop {
            let sql = format!(
                "SELECT {COLUMNS} FROM articles WHERE number > $1 ORDER BY number LIMIT $2"
            );
            let rows = self.read(|tx| tx.query(&sql, &[&last, &row_count(READ_AT_ONCE)]))?;
            let Some(row) = rows.last() else { break };
            last = row.get(0);
            for row in &rows {
                match Stored::from_row(row) {
                    Ok(stored) => {
                        report.articles += 1;
                        if content_hash(&stored.article.body) != stored.content_hash {
                            report.findings.push(Finding::ChangedText(stored.id));
                        }
                    }
                    Err(failure) => report.findings.push(Finding::Unreadable {
                        number: row.get(0),
                        detail: failure.to_string(),
                    }),
                }
            }
        }
        let bad = self.read(|tx| {
            let sql = "SELECT count(*) FROM vectors JOIN models ON models.number = model \
                       WHERE vector_dims(vector) <> dimensions";
            unsigned(tx.one(sql, &[])?.get(0), "count")
        })?;
        if bad > 0 {
            report.findings.push(Finding::Vectors(bad));
        }
        Ok(report)
    }

    /// See [`Upkeep::rebuild`](crate::library::Upkeep::rebuild).
    pub(super) fn rebuild(&self) -> Result<CheckReport> {
        self.write(|tx| {
            let sql = "DELETE FROM vectors USING models WHERE models.number = model \
                       AND vector_dims(vector) <> dimensions";
            tx.execute(sql, &[])
        })?;
        self.check()
    }
}

/// An index that is to be made.
struct Wanted {
    model: i32,
    dimensions: usize,
    vectors: usize,
    /// One is there, and is made anew.
    again: bool,
}

/// The index that is to be made of this model's vectors, if any is.
fn wanted(tx: &mut Tx, model: &ModelId, effort: Effort) -> Result<Option<Wanted>, Failure> {
    let Some((model, dimensions)) = vectors::lookup(tx, model)? else { return Ok(None) };
    let again = is_valid(tx, &index_name(model))? == Some(true);
    if dimensions > MOST_DIMENSIONS || (again && effort != Effort::Compact) {
        return Ok(None);
    }
    let most = match effort {
        Effort::Least => return Ok(None),
        Effort::Articles(written) => FEW.max(row_count(written.saturating_mul(SHARE))),
        Effort::All | Effort::Compact => i64::MAX,
    };
    let sql = "SELECT count(*) FROM (SELECT 1 FROM vectors WHERE model = $1 LIMIT $2) AS counted";
    let count: i64 = tx.one(sql, &[&model, &most.saturating_add(1)])?.get(0);
    let vectors = usize::try_from(count).unwrap_or(usize::MAX);
    let builds = (INDEXED_FROM..=most).contains(&count);
    Ok(builds.then_some(Wanted { model, dimensions, vectors, again }))
}

fn build(session: &mut Session, wanted: &Wanted) -> Result<(), Failure> {
    let Wanted { model, dimensions, vectors, again } = *wanted;
    let name = index_name(model);
    let bytes = vectors.saturating_mul(2 * dimensions + NEIGHBOR_BYTES);
    let memory = (bytes >> 20).clamp(LEAST_MEMORY, MOST_MEMORY);
    session.batch(&format!(
        "SET statement_timeout = 0; SET lock_timeout = 0; SET maintenance_work_mem = '{memory}MB'"
    ))?;
    let sql = if again {
        format!("REINDEX INDEX CONCURRENTLY {name}")
    } else {
        // What a build that was ended has left is of no use.
        session.batch(&format!("DROP INDEX CONCURRENTLY IF EXISTS {name}"))?;
        format!(
            "CREATE INDEX CONCURRENTLY {name} ON vectors USING hnsw ({} halfvec_cosine_ops) \
             WHERE model = {model}",
            indexed(dimensions)
        )
    };
    match session.batch(&sql) {
        Err(failure) if failure.is_about_shared_memory() => {
            // A container has little of it unless it is told; one process needs none.
            session.batch("SET max_parallel_maintenance_workers = 0")?;
            session.batch(&format!("DROP INDEX CONCURRENTLY IF EXISTS {name}_ccnew"))?;
            if !again {
                session.batch(&format!("DROP INDEX CONCURRENTLY IF EXISTS {name}"))?;
            }
            session.batch(&sql)
        }
        built => built,
    }
}

fn index_name(model: i32) -> String {
    format!("vectors_near_{model}")
}

/// Whether an index can be used; none if it is not there.
fn is_valid(tx: &mut Tx, name: &str) -> Result<Option<bool>, Failure> {
    let sql = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)";
    Ok(tx.optional(sql, &[&name])?.map(|row| row.get(0)))
}
