//! The jobs of workers, as rows that are claimed without waiting for each other.

use std::time::Duration;

use jiff::Timestamp;
use uuid::Uuid;

use super::add::{add_entry, outcome};
use super::failure::Failure;
use super::rows::{id_from, row_count, signed, unsigned, uuid_of};
use super::session::Tx;
use super::{PostgresStore, vectors};
use crate::Result;
use crate::article::Article;
use crate::library::jobs::Priority;
use crate::library::{Added, ArticleVector, DeadJob, Entry, Job, JobCounts, Jobs, Outcome};
use crate::vector::ModelId;

impl Jobs for PostgresStore {
    fn add_later(&self, articles: &[&Article], model: &ModelId) -> Result<Vec<Result<Added>>> {
        let now = Timestamp::now();
        self.write(|tx| {
            let mut results = Vec::with_capacity(articles.len());
            for &article in articles {
                let mut stored = outcome(add_entry(tx, &Entry { article, vector: None }, now))?;
                if let Ok(added) = &mut stored {
                    added.is_awaited = await_vector(tx, added, model)?;
                }
                results.push(stored);
            }
            tell_workers(tx)?;
            Ok(results)
        })
    }

    fn want_vectors(&self, model: &ModelId, limit: usize) -> Result<usize> {
        self.transact(|tx| {
            let sql = "INSERT INTO jobs (article, model, priority, due) \
                       SELECT number, $1, $2, now() FROM articles WHERE \
                       NOT EXISTS (SELECT 1 FROM vectors WHERE article = number AND model = \
                       (SELECT number FROM models WHERE id = $1)) AND \
                       NOT EXISTS (SELECT 1 FROM jobs WHERE article = articles.number AND model = $1) \
                       ORDER BY number LIMIT $3 ON CONFLICT DO NOTHING";
            let made =
                tx.execute(sql, &[&model.as_str(), &(Priority::Old as i16), &row_count(limit)])?;
            if made > 0 {
                tell_workers(tx)?;
            }
            Ok(usize::try_from(made).unwrap_or(limit))
        })
    }

    fn claim(
        &self,
        worker: &str,
        model: &ModelId,
        limit: usize,
        lease: Duration,
    ) -> Result<Vec<Job>> {
        self.transact(|tx| {
            // What others are about to claim is passed over, not waited for.
            let sql = "WITH next AS (SELECT number FROM jobs WHERE model = $1 AND state <> 'dead' \
                       AND due <= now() ORDER BY priority, number LIMIT $2 FOR UPDATE SKIP LOCKED) \
                       UPDATE jobs SET state = 'claimed', due = now() + $3 * interval '1 second', \
                       attempts = attempts + 1, worker = $4, token = gen_random_uuid() \
                       FROM next, articles WHERE jobs.number = next.number \
                       AND articles.number = jobs.article \
                       RETURNING jobs.number, articles.id, attempts, token";
            let values = (model.as_str(), row_count(limit), lease.as_secs_f64());
            let rows = tx.query(sql, &[&values.0, &values.1, &values.2, &worker])?;
            let job = |row: &postgres::Row| {
                Ok(Job {
                    number: unsigned(row.get(0), "number")?,
                    article: id_from(row, 1),
                    attempts: u32::try_from(row.get::<_, i32>(2)).unwrap_or(u32::MAX),
                    token: row.get::<_, Uuid>(3).into_bytes(),
                })
            };
            let mut jobs = rows.iter().map(job).collect::<Result<Vec<_>, Failure>>()?;
            jobs.sort_by_key(|job| job.number);
            Ok(jobs)
        })
    }

    fn renew(&self, jobs: &[Job], lease: Duration) -> Result<usize> {
        let (numbers, tokens) = keys(jobs);
        self.transact(|tx| {
            let sql = "UPDATE jobs SET due = now() + $3 * interval '1 second' \
                       FROM unnest($1::bigint[], $2::uuid[]) AS held (job, claim) \
                       WHERE number = job AND token = claim";
            let held = tx.execute(sql, &[&numbers, &tokens, &lease.as_secs_f64()])?;
            Ok(usize::try_from(held).unwrap_or_default())
        })
    }

    fn finish(&self, done: &[(&Job, &Article, ArticleVector)]) -> Result<usize> {
        self.write_beside(|tx| {
            let mut stored = 0;
            for (job, article, vector) in done {
                vectors::validate(tx, *vector)?;
                let sql = "DELETE FROM jobs WHERE number = $1 AND token = $2";
                if tx.execute(sql, &[&signed(job.number), &Uuid::from_bytes(job.token)])? == 0 {
                    continue;
                }
                match vectors::with_this_text(tx, article)? {
                    Some(number) => {
                        vectors::store(tx, number, *vector)?;
                        stored += 1;
                    }
                    // Its text has changed and was not awaited: it is now.
                    None => {
                        let sql = "INSERT INTO jobs (article, model, priority, due) \
                                   SELECT number, $2, $3, now() FROM articles WHERE id = $1 \
                                   AND NOT EXISTS (SELECT 1 FROM vectors WHERE \
                                   article = articles.number AND model = \
                                   (SELECT number FROM models WHERE id = $2)) \
                                   ON CONFLICT DO NOTHING";
                        let (id, model) = (uuid_of(job.article), vector.model.as_str());
                        tx.execute(sql, &[&id, &model, &(Priority::New as i16)])?;
                    }
                }
            }
            Ok(stored)
        })
    }

    fn fail(&self, job: &Job, reason: &str, again_after: Option<Duration>) -> Result<()> {
        let state = if again_after.is_some() { "ready" } else { "dead" };
        let wait = again_after.unwrap_or_default().as_secs_f64();
        let reason = reason.replace('\0', "␀");
        self.transact(|tx| {
            let sql = "UPDATE jobs SET state = $3, due = now() + $4 * interval '1 second', \
                       reason = $5, worker = NULL, token = NULL WHERE number = $1 AND token = $2";
            let (number, token) = (signed(job.number), Uuid::from_bytes(job.token));
            tx.execute(sql, &[&number, &token, &state, &wait, &reason])?;
            Ok(())
        })
    }

    fn give_back(&self, jobs: &[Job]) -> Result<()> {
        let (numbers, tokens) = keys(jobs);
        self.transact(|tx| {
            let sql = "UPDATE jobs SET state = 'ready', due = now(), attempts = attempts - 1, \
                       worker = NULL, token = NULL \
                       FROM unnest($1::bigint[], $2::uuid[]) AS held (job, claim) \
                       WHERE number = job AND token = claim";
            tx.execute(sql, &[&numbers, &tokens])?;
            tell_workers(tx)
        })
    }

    fn job_counts(&self) -> Result<JobCounts> {
        self.read(|tx| {
            let sql = "SELECT count(*) FILTER (WHERE state <> 'dead' AND due <= now()), \
                       count(*) FILTER (WHERE state = 'claimed' AND due > now()), \
                       count(*) FILTER (WHERE state = 'ready' AND due > now()), \
                       count(*) FILTER (WHERE state = 'dead') FROM jobs";
            let row = tx.one(sql, &[])?;
            let count = |index: usize| row.get::<_, i64>(index).unsigned_abs();
            Ok(JobCounts { ready: count(0), claimed: count(1), delayed: count(2), dead: count(3) })
        })
    }

    fn dead_jobs(&self, limit: usize) -> Result<Vec<DeadJob>> {
        self.read(|tx| {
            let sql = "SELECT id, model, attempts, coalesce(reason, ''), \
                       (extract(epoch FROM due) * 1000000)::bigint FROM jobs \
                       JOIN articles ON articles.number = article WHERE state = 'dead' \
                       ORDER BY due DESC, jobs.number DESC LIMIT $1";
            let dead = |row: &postgres::Row| {
                Ok(DeadJob {
                    article: id_from(row, 0),
                    model: row.get(1),
                    attempts: u32::try_from(row.get::<_, i32>(2)).unwrap_or(u32::MAX),
                    reason: row.get(3),
                    at: Timestamp::from_microsecond(row.get(4))
                        .map_err(|_| Failure::Damaged("a job's time is none".to_owned()))?,
                })
            };
            tx.query(sql, &[&row_count(limit)])?.iter().map(dead).collect()
        })
    }

    fn retry_dead(&self) -> Result<usize> {
        self.transact(|tx| {
            let sql = "UPDATE jobs SET state = 'ready', due = now(), attempts = 0 \
                       WHERE state = 'dead'";
            let retried = tx.execute(sql, &[])?;
            tell_workers(tx)?;
            Ok(usize::try_from(retried).unwrap_or_default())
        })
    }

    fn first_awaited(&self) -> Result<Option<u64>> {
        self.read(|tx| {
            let sql = "SELECT min(article) FROM jobs WHERE state <> 'dead'";
            let first: Option<i64> = tx.one(sql, &[])?.get(0);
            first.map(|number| unsigned(number, "article")).transpose()
        })
    }

    fn await_jobs(&self, at_most: Duration) -> Result<()> {
        self.listen(at_most)
    }
}

/// Makes the job of an article that was stored, unless it has the vector; says whether that is awaited.
fn await_vector(tx: &mut Tx, added: &Added, model: &ModelId) -> Result<bool, Failure> {
    // What is stored and was not changed may be in a worker's hands already.
    let conflict = match added.outcome {
        Outcome::Unchanged => "DO NOTHING",
        Outcome::Added | Outcome::Updated => {
            "DO UPDATE SET state = 'ready', priority = excluded.priority, due = excluded.due, \
             attempts = 0, worker = NULL, token = NULL"
        }
    };
    let sql = format!(
        "INSERT INTO jobs (article, model, priority, due) SELECT number, $2, $3, now() \
         FROM articles WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM vectors WHERE article = number \
         AND model = (SELECT number FROM models WHERE id = $2)) \
         ON CONFLICT (article, model) {conflict}"
    );
    let priority = Priority::New as i16;
    tx.execute(&sql, &[&uuid_of(added.id), &model.as_str(), &priority])?;
    let sql = "SELECT EXISTS (SELECT 1 FROM jobs WHERE model = $2 AND state <> 'dead' \
               AND article = (SELECT number FROM articles WHERE id = $1))";
    Ok(tx.one(sql, &[&uuid_of(added.id), &model.as_str()])?.get(0))
}

/// Ends the job of a vector that has come another way.
pub(super) fn vector_has_come(tx: &mut Tx, article: i64, model: &ModelId) -> Result<(), Failure> {
    let sql = "DELETE FROM jobs WHERE article = $1 AND model = $2";
    tx.execute(sql, &[&article, &model.as_str()])?;
    Ok(())
}

/// Wakes the workers once the transaction is kept. They would look by themselves, a little later.
fn tell_workers(tx: &mut Tx) -> Result<(), Failure> {
    tx.query("SELECT pg_notify('nutgraf_jobs', current_schema())", &[])?;
    Ok(())
}

fn keys(jobs: &[Job]) -> (Vec<i64>, Vec<Uuid>) {
    jobs.iter().map(|job| (signed(job.number), Uuid::from_bytes(job.token))).unzip()
}
