//! Jobs: made with what is stored, claimed for a time, and done once with effect.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use nutgraf::Error;
use nutgraf::article::{Article, ArticleId};
use nutgraf::library::{ArticleVector, Job, JobCounts, Store};

use crate::given::{article, model, numbered};
use crate::{each_store, put_with};

pub(crate) const HOUR: Duration = Duration::from_secs(3_600);

/// Stores an article whose vector others are to make.
pub(crate) fn later(library: &dyn Store, article: &Article) -> ArticleId {
    let added = library.add_later(&[article], &model("small")).unwrap().remove(0).unwrap();
    assert!(added.is_awaited);
    added.id
}

pub(crate) fn claim(library: &dyn Store, limit: usize, lease: Duration) -> Vec<Job> {
    library.claim("a worker", &model("small"), limit, lease).unwrap()
}

/// Claims the only job there is.
pub(crate) fn claim_one(library: &dyn Store) -> Job {
    let mut jobs = claim(library, 9, HOUR);
    assert_eq!(jobs.len(), 1);
    jobs.remove(0)
}

/// Makes the vector of a job of what is stored now.
pub(crate) fn finish(library: &dyn Store, job: &Job) -> usize {
    finish_with(library, job, &library.get_by_id(job.article).unwrap())
}

pub(crate) fn finish_with(library: &dyn Store, job: &Job, article: &Article) -> usize {
    let model = model("small");
    let vector = ArticleVector { model: &model, values: &[0.6, 0.8] };
    library.finish(&[(job, article, vector)]).unwrap()
}

/// Ready, claimed, delayed, dead.
pub(crate) fn counts(library: &dyn Store) -> [u64; 4] {
    let JobCounts { ready, claimed, delayed, dead } = library.job_counts().unwrap();
    [ready, claimed, delayed, dead]
}

pub(crate) fn vector(library: &dyn Store, id: ArticleId) -> Option<Vec<f32>> {
    library.vector(id, &model("small")).unwrap()
}

#[test]
fn what_lacks_a_vector_gets_a_job_as_it_is_stored() {
    each_store(|library| {
        let model = model("small");
        let [one, two, done] = ["One.", "Two.", "Done."].map(article);
        put_with(library, &done, ArticleVector { model: &model, values: &[1.0, 0.0] });
        let refused = Article { read_count: u64::MAX, ..article("Refused.") };
        let added = library.add_later(&[&one, &refused, &two, &done], &model).unwrap();
        let awaited: Vec<Option<bool>> =
            added.iter().map(|it| Some(it.as_ref().ok()?.is_awaited)).collect();
        assert_eq!(awaited, [Some(true), None, Some(true), Some(false)]);
        assert!(matches!(added[1], Err(Error::InvalidField { field: "read_count", .. })));
        let again = library.add_later(&[&one], &model).unwrap().remove(0).unwrap();
        assert!(again.is_awaited);
        assert_eq!((counts(library), library.count().unwrap()), ([2, 0, 0, 0], 3));
        assert_eq!(library.job_counts().unwrap().awaited(), 2);
        let other = library.add_later(&[&done], &crate::given::model("other")).unwrap();
        assert!(other[0].as_ref().unwrap().is_awaited);
        assert_eq!(counts(library), [3, 0, 0, 0], "jobs of all models are counted");
        assert_eq!(claim(library, 9, HOUR).len(), 2);
    });
}

#[test]
fn a_claim_is_one_workers_until_it_is_done() {
    each_store(|library| {
        let ids = ["One.", "Two.", "Three."].map(|body| later(library, &article(body)));
        let first = claim(library, 2, HOUR);
        assert_eq!(first.iter().map(|job| job.article).collect::<Vec<_>>(), ids[..2]);
        assert!(first.iter().all(|job| job.attempts == 1));
        let second = claim(library, 9, HOUR);
        assert_eq!(second.iter().map(|job| job.article).collect::<Vec<_>>(), ids[2..]);
        assert!(claim(library, 9, HOUR).is_empty() && claim(library, 0, HOUR).is_empty());
        assert_eq!(counts(library), [0, 3, 0, 0]);
        assert_eq!(library.renew(&first, HOUR).unwrap(), 2);
        assert_eq!(finish(library, &first[0]), 1);
        assert_eq!(vector(library, ids[0]), Some(vec![0.6, 0.8]));
        assert_eq!(vector(library, ids[1]), None);
        assert_eq!(library.renew(&first, HOUR).unwrap(), 1);
        assert_eq!(finish(library, &first[0]), 0, "it is done already");
        assert_eq!(counts(library), [0, 2, 0, 0]);
    });
}

#[test]
fn what_was_not_done_in_time_is_anothers() {
    each_store(|library| {
        let id = later(library, &article("One."));
        let late = claim(library, 9, Duration::ZERO).remove(0);
        assert_eq!(counts(library), [1, 0, 0, 0]);
        let job = claim_one(library);
        assert_eq!((job.number, job.article, job.attempts), (late.number, id, 2));
        assert_eq!(finish(library, &late), 0);
        assert_eq!(library.renew(std::slice::from_ref(&late), HOUR).unwrap(), 0);
        library.fail(&late, "too late", None).unwrap();
        library.give_back(&[late]).unwrap();
        assert_eq!((counts(library), vector(library, id)), ([0, 1, 0, 0], None));
        assert_eq!(finish(library, &job), 1);
        assert_eq!(counts(library), [0; 4]);
    });
}

#[test]
fn a_claim_that_is_renewed_in_time_holds() {
    each_store(|library| {
        later(library, &article("One."));
        let jobs = claim(library, 9, Duration::ZERO);
        // Nobody else has claimed it meanwhile.
        assert_eq!(library.renew(&jobs, HOUR).unwrap(), 1);
        assert!(claim(library, 9, HOUR).is_empty());
        assert_eq!(library.renew(&jobs, Duration::ZERO).unwrap(), 1);
        assert_eq!(claim_one(library).attempts, 2);
    });
}

#[test]
fn what_fails_is_tried_again_later_or_put_aside() {
    each_store(|library| {
        let ids = ["One.", "Two."].map(|body| later(library, &article(body)));
        let jobs = claim(library, 9, HOUR);
        library.fail(&jobs[0], "not yet", Some(HOUR)).unwrap();
        library.fail(&jobs[1], "not \0 yet", Some(Duration::ZERO)).unwrap();
        assert_eq!(counts(library), [1, 0, 1, 0]);
        let job = claim_one(library);
        assert_eq!((job.article, job.attempts), (ids[1], 2));
        library.fail(&job, "no model could", None).unwrap();
        assert_eq!(counts(library), [0, 0, 1, 1]);
        let dead = library.dead_jobs(9).unwrap().remove(0);
        assert_eq!((dead.article, dead.attempts), (ids[1], 2));
        assert_eq!(
            (dead.reason.as_str(), dead.model.as_str()),
            ("no model could", model("small").as_str())
        );
        assert!((Timestamp::now() - dead.at).get_seconds().abs() < 60, "{}", dead.at);
        let lacking = library.lacking_vectors(&model("small"), 9).unwrap();
        assert_eq!(lacking.iter().filter_map(|it| it.id).collect::<Vec<_>>(), ids[1..]);
        assert_eq!(library.count_lacking_vectors(&model("small")).unwrap(), 1);
        assert_eq!(library.want_vectors(&model("small"), 9).unwrap(), 0, "it has a job");
        assert_eq!(library.retry_dead().unwrap(), 1);
        assert_eq!((library.retry_dead().unwrap(), counts(library)), (0, [1, 0, 1, 0]));
        assert_eq!(claim_one(library).attempts, 1, "it is tried as if anew");
    });
}

#[test]
fn what_was_put_aside_last_is_told_first() {
    each_store(|library| {
        let ids = ["One.", "Two.", "Three."].map(|body| later(library, &article(body)));
        for job in claim(library, 9, HOUR) {
            library.fail(&job, "no", None).unwrap();
        }
        let dead = |limit: usize| -> Vec<ArticleId> {
            library.dead_jobs(limit).unwrap().into_iter().map(|job| job.article).collect()
        };
        assert_eq!(dead(9), [ids[2], ids[1], ids[0]]);
        assert_eq!(dead(1), [ids[2]]);
        let new_text = Article { id: Some(ids[2]), ..article("Another text.") };
        later(library, &new_text);
        assert_eq!(dead(9), [ids[1], ids[0]], "a new text is a new task");
        library.remove(ids[1]).unwrap();
        assert_eq!(dead(9), [ids[0]]);
    });
}

#[test]
fn what_is_given_back_counts_as_not_tried() {
    each_store(|library| {
        later(library, &article("One."));
        for _ in 0..3 {
            let job = claim_one(library);
            assert_eq!(job.attempts, 1);
            library.give_back(&[job]).unwrap();
            assert_eq!(counts(library), [1, 0, 0, 0]);
        }
    });
}

#[test]
fn two_workers_share_the_jobs_and_each_is_done_once() {
    each_store(|library| {
        let articles: Vec<Article> = (0..60)
            .map(|n| Article { id: Some(numbered(n)), ..article(&format!("Report {n}.")) })
            .collect();
        let all: Vec<&Article> = articles.iter().collect();
        assert!(library.add_later(&all, &model("small")).unwrap().iter().all(Result::is_ok));
        let done = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for name in ["a", "b"] {
                let done = &done;
                scope.spawn(move || {
                    loop {
                        let jobs = library.claim(name, &model("small"), 7, HOUR).unwrap();
                        if jobs.is_empty() {
                            break;
                        }
                        for job in &jobs {
                            assert_eq!(finish(library, job), 1);
                        }
                        done.lock().unwrap().extend(jobs.into_iter().map(|job| job.article));
                    }
                });
            }
        });
        let done = done.into_inner().unwrap();
        assert_eq!(done.len(), 60);
        let expected: BTreeSet<ArticleId> = (0..60).map(numbered).collect();
        assert_eq!(BTreeSet::from_iter(done), expected);
        assert_eq!(counts(library), [0; 4]);
        assert_eq!(library.count_lacking_vectors(&model("small")).unwrap(), 0);
        assert!(articles.iter().all(|article| vector(library, article.id.unwrap()).is_some()));
    });
}

#[test]
fn vectors_that_are_refused_end_no_job() {
    each_store(|library| {
        let model = model("small");
        let ids = ["One.", "Two."].map(|body| later(library, &article(body)));
        let jobs = claim(library, 9, HOUR);
        let [one, two] = ids.map(|id| library.get_by_id(id).unwrap());
        let good = ArticleVector { model: &model, values: &[0.6, 0.8] };
        let bad = ArticleVector { model: &model, values: &[f32::NAN, 0.0] };
        let finished = library.finish(&[(&jobs[0], &one, good), (&jobs[1], &two, bad)]);
        assert!(matches!(finished, Err(Error::InvalidField { field: "vector", .. })));
        assert_eq!((vector(library, ids[0]), counts(library)), (None, [0, 2, 0, 0]));
        assert_eq!(library.renew(&jobs, HOUR).unwrap(), 2, "they are held as before");
        assert_eq!(library.finish(&[(&jobs[0], &one, good), (&jobs[1], &two, good)]).unwrap(), 2);
    });
}

#[test]
fn who_waits_is_woken_by_what_comes() {
    each_store(|library| {
        let begun = Instant::now();
        library.await_jobs(Duration::from_millis(20)).unwrap();
        library.await_jobs(Duration::ZERO).unwrap();
        assert!(begun.elapsed() < Duration::from_secs(10), "at most so long");
        thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(Duration::from_millis(100));
                later(library, &article("One."));
            });
            library.await_jobs(Duration::from_secs(60)).unwrap();
        });
        assert!(begun.elapsed() < Duration::from_secs(30));
    });
}
