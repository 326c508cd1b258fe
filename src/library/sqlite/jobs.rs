//! The jobs of workers, as rows.

use std::thread::sleep;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction};

use super::failure::Failure;
use super::rows::{id_from, row_count, time_from, unsigned};
use super::{SqliteStore, add, vectors};
use crate::Result;
use crate::article::{Article, ArticleId};
use crate::library::jobs::Priority;
use crate::library::{Added, ArticleVector, DeadJob, Job, JobCounts, Jobs, Outcome};
use crate::vector::ModelId;

/// So often it is looked whether there is something to claim.
const LOOKED_EVERY: Duration = Duration::from_millis(250);

impl Jobs for SqliteStore {
    fn add_later(&self, articles: &[&Article], model: &ModelId) -> Result<Vec<Result<Added>>> {
        let now = Timestamp::now();
        self.write(|transaction| {
            let mut results = Vec::with_capacity(articles.len());
            for &article in articles {
                results.push(match add::add_without_vector(transaction, article, now) {
                    Ok(added) => {
                        let is_awaited = await_vector(transaction, &added, model, now)?;
                        Ok(Added { is_awaited, ..added })
                    }
                    Err(Failure::Refused(error)) => Err(error),
                    Err(failure) => return Err(failure),
                });
            }
            Ok(results)
        })
    }

    fn want_vectors(&self, model: &ModelId, limit: usize) -> Result<usize> {
        self.transact(|transaction| {
            let number = vectors::lookup(transaction, model)?.map(|(number, _)| number);
            let sql = "INSERT INTO jobs (article, model, priority, due) \
                       SELECT number, ?2, ?3, ?4 FROM articles WHERE \
                       NOT EXISTS (SELECT 1 FROM vectors WHERE article = number AND model = ?1) AND \
                       NOT EXISTS (SELECT 1 FROM jobs WHERE article = articles.number AND model = ?2) \
                       ORDER BY number LIMIT ?5";
            let priority = Priority::Old as i64;
            let row = (number, model.as_str(), priority, nanoseconds(), row_count(limit));
            Ok(transaction.execute(sql, row)?)
        })
    }

    fn claim(
        &self,
        worker: &str,
        model: &ModelId,
        limit: usize,
        lease: Duration,
    ) -> Result<Vec<Job>> {
        let now = nanoseconds();
        self.transact(|transaction| {
            let sql = "UPDATE jobs SET state = 'claimed', due = ?3, attempts = attempts + 1, \
                       worker = ?4, token = randomblob(16) WHERE number IN \
                       (SELECT number FROM jobs WHERE model = ?1 AND state IN ('ready', 'claimed') \
                       AND due <= ?2 ORDER BY priority, number LIMIT ?5) \
                       RETURNING number, article, attempts, token";
            let mut statement = transaction.prepare_cached(sql)?;
            let row = (model.as_str(), now, after(now, lease), worker, row_count(limit));
            let rows = statement.query_map(row, |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, i64>(1)?,
                    row.get::<_, i64>(2)?,
                    row.get(3)?,
                ))
            })?;
            let claimed: Vec<(i64, i64, i64, [u8; 16])> = rows.collect::<rusqlite::Result<_>>()?;
            let mut jobs = Vec::with_capacity(claimed.len());
            for (number, article, attempts, token) in claimed {
                jobs.push(Job {
                    number: unsigned(number, "number")?,
                    article: id_of(transaction, article)?,
                    attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
                    token,
                });
            }
            jobs.sort_by_key(|job| job.number);
            Ok(jobs)
        })
    }

    fn renew(&self, jobs: &[Job], lease: Duration) -> Result<usize> {
        let until = after(nanoseconds(), lease);
        self.transact(|transaction| {
            let mut held = 0;
            for job in jobs {
                let sql = "UPDATE jobs SET due = ?3 WHERE number = ?1 AND token = ?2";
                held += transaction.prepare_cached(sql)?.execute((
                    signed(job.number),
                    job.token,
                    until,
                ))?;
            }
            Ok(held)
        })
    }

    fn finish(&self, done: &[(&Job, &Article, ArticleVector)]) -> Result<usize> {
        self.write(|transaction| {
            let mut stored = 0;
            for (job, article, vector) in done {
                vectors::validate(transaction, *vector)?;
                if !end(transaction, job)? {
                    continue;
                }
                match vectors::with_this_text(transaction, article)? {
                    Some(number) => {
                        vectors::store(transaction, number, *vector)?;
                        stored += 1;
                    }
                    // Its text has changed and was not awaited: it is now.
                    None => await_again(transaction, job, vector.model)?,
                }
            }
            Ok(stored)
        })
    }

    fn fail(&self, job: &Job, reason: &str, again_after: Option<Duration>) -> Result<()> {
        let now = nanoseconds();
        let state = if again_after.is_some() { "ready" } else { "dead" };
        let due = after(now, again_after.unwrap_or_default());
        self.transact(|transaction| {
            let sql = "UPDATE jobs SET state = ?3, due = ?4, reason = ?5, worker = NULL, \
                       token = NULL WHERE number = ?1 AND token = ?2";
            transaction.execute(sql, (signed(job.number), job.token, state, due, reason))?;
            Ok(())
        })
    }

    fn give_back(&self, jobs: &[Job]) -> Result<()> {
        self.transact(|transaction| {
            for job in jobs {
                let sql = "UPDATE jobs SET state = 'ready', due = ?3, attempts = attempts - 1, \
                           worker = NULL, token = NULL WHERE number = ?1 AND token = ?2";
                transaction.execute(sql, (signed(job.number), job.token, nanoseconds()))?;
            }
            Ok(())
        })
    }

    fn job_counts(&self) -> Result<JobCounts> {
        self.read(|connection| {
            let sql = "SELECT count(*) FILTER (WHERE state <> 'dead' AND due <= ?1), \
                       count(*) FILTER (WHERE state = 'claimed' AND due > ?1), \
                       count(*) FILTER (WHERE state = 'ready' AND due > ?1), \
                       count(*) FILTER (WHERE state = 'dead') FROM jobs";
            let counts = connection.query_row(sql, [nanoseconds()], |row| {
                Ok([row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
            })?;
            let [ready, claimed, delayed, dead] = counts.map(|count| count.unsigned_abs());
            Ok(JobCounts { ready, claimed, delayed, dead })
        })
    }

    fn dead_jobs(&self, limit: usize) -> Result<Vec<DeadJob>> {
        self.read(|connection| {
            let sql = "SELECT id, model, attempts, coalesce(reason, ''), due FROM jobs \
                       JOIN articles ON articles.number = article WHERE state = 'dead' \
                       ORDER BY due DESC, jobs.number DESC LIMIT ?1";
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query([row_count(limit)])?;
            let mut dead = Vec::new();
            while let Some(row) = rows.next()? {
                dead.push(DeadJob {
                    article: id_from(row, 0).ok_or_else(no_id)?,
                    model: row.get(1)?,
                    attempts: row.get(2)?,
                    reason: row.get(3)?,
                    at: time_from(row.get(4)?)?,
                });
            }
            Ok(dead)
        })
    }

    fn retry_dead(&self) -> Result<usize> {
        self.transact(|transaction| {
            let sql =
                "UPDATE jobs SET state = 'ready', due = ?1, attempts = 0 WHERE state = 'dead'";
            Ok(transaction.execute(sql, [nanoseconds()])?)
        })
    }

    fn first_awaited(&self) -> Result<Option<u64>> {
        self.read(|connection| {
            let sql = "SELECT min(article) FROM jobs WHERE state <> 'dead'";
            let first: Option<i64> = connection.query_row(sql, [], |row| row.get(0))?;
            first.map(|number| unsigned(number, "article")).transpose()
        })
    }

    fn await_jobs(&self, at_most: Duration) -> Result<()> {
        sleep(at_most.min(LOOKED_EVERY));
        Ok(())
    }
}

impl SqliteStore {
    /// Takes or renews a task, which others may take when its time is over; says whether it is this one's.
    pub(super) fn take_task(&self, name: &str, holder: &[u8; 16], lease: Duration) -> Result<bool> {
        let now = nanoseconds();
        self.transact(|transaction| {
            let sql = "INSERT INTO tasks (name, holder, until) VALUES (?1, ?2, ?4) \
                       ON CONFLICT (name) DO UPDATE SET holder = ?2, until = ?4 \
                       WHERE until <= ?3 OR holder = ?2";
            Ok(transaction.execute(sql, (name, holder, now, after(now, lease)))? == 1)
        })
    }

    /// Leaves a task to others.
    pub(super) fn leave_task(&self, name: &str, holder: &[u8; 16]) -> Result<()> {
        self.transact(|transaction| {
            let sql = "DELETE FROM tasks WHERE name = ?1 AND holder = ?2";
            transaction.execute(sql, (name, holder))?;
            Ok(())
        })
    }
}

/// Makes the job of an article that was stored, unless it has the vector; says whether that is awaited.
fn await_vector(
    transaction: &Transaction,
    added: &Added,
    model: &ModelId,
    now: Timestamp,
) -> Result<bool, Failure> {
    let known = vectors::lookup(transaction, model)?.map(|(number, _)| number);
    // What is stored and was not changed may be in a worker's hands already.
    let conflict = match added.outcome {
        Outcome::Unchanged => "DO NOTHING",
        Outcome::Added | Outcome::Updated => {
            "DO UPDATE SET state = 'ready', priority = excluded.priority, due = excluded.due, \
             attempts = 0, worker = NULL, token = NULL"
        }
    };
    let sql = format!(
        "INSERT INTO jobs (article, model, priority, due) SELECT number, ?2, ?3, ?4 FROM articles \
         WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM vectors WHERE article = number AND model = ?5) \
         ON CONFLICT (article, model) {conflict}"
    );
    let due = i64::try_from(now.as_nanosecond()).unwrap_or(0);
    let priority = Priority::New as i64;
    let row = (added.id.as_bytes(), model.as_str(), priority, due, known);
    transaction.prepare_cached(&sql)?.execute(row)?;
    let sql = "SELECT EXISTS (SELECT 1 FROM jobs JOIN articles ON articles.number = article \
               WHERE id = ?1 AND model = ?2 AND state <> 'dead')";
    let mut is_awaited = transaction.prepare_cached(sql)?;
    Ok(is_awaited.query_row((added.id.as_bytes(), model.as_str()), |row| row.get(0))?)
}

/// Ends a job if its claim still holds.
fn end(transaction: &Transaction, job: &Job) -> Result<bool, Failure> {
    let sql = "DELETE FROM jobs WHERE number = ?1 AND token = ?2";
    Ok(transaction.prepare_cached(sql)?.execute((signed(job.number), job.token))? == 1)
}

fn await_again(transaction: &Transaction, job: &Job, model: &ModelId) -> Result<(), Failure> {
    let sql = "INSERT INTO jobs (article, model, priority, due) \
               SELECT number, ?2, ?3, ?4 FROM articles WHERE id = ?1 AND NOT EXISTS \
               (SELECT 1 FROM vectors JOIN models ON models.number = vectors.model \
               WHERE article = articles.number AND models.id = ?2) ON CONFLICT DO NOTHING";
    let priority = Priority::New as i64;
    transaction.execute(sql, (job.article.as_bytes(), model.as_str(), priority, nanoseconds()))?;
    Ok(())
}

/// Ends the job of a vector that has come another way.
pub(super) fn vector_has_come(
    transaction: &Transaction,
    article: i64,
    model: &ModelId,
) -> Result<(), Failure> {
    let sql = "DELETE FROM jobs WHERE article = ?1 AND model = ?2";
    transaction.prepare_cached(sql)?.execute((article, model.as_str()))?;
    Ok(())
}

/// How many articles await a vector of this model.
pub(super) fn count_awaited(connection: &Connection, model: &ModelId) -> Result<i64, Failure> {
    let sql = "SELECT count(*) FROM jobs WHERE model = ?1 AND state <> 'dead'";
    Ok(connection.prepare_cached(sql)?.query_row([model.as_str()], |row| row.get(0))?)
}

fn id_of(connection: &Connection, article: i64) -> Result<ArticleId, Failure> {
    let mut statement = connection.prepare_cached("SELECT id FROM articles WHERE number = ?1")?;
    let id = statement.query_row([article], |row| Ok(id_from(row, 0))).optional()?;
    id.flatten().ok_or_else(no_id)
}

fn no_id() -> Failure {
    Failure::Damaged("a job is of no article".to_owned())
}

fn nanoseconds() -> i64 {
    i64::try_from(Timestamp::now().as_nanosecond()).unwrap_or(i64::MAX)
}

fn after(now: i64, wait: Duration) -> i64 {
    now.saturating_add(i64::try_from(wait.as_nanos()).unwrap_or(i64::MAX))
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
