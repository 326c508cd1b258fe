//! What is awaited: which texts, in which order, and what waits for them.

use nutgraf::article::{Article, ArticleId};
use nutgraf::library::{ArticleVector, Outcome, Store};

use crate::given::{article, model, page, text};
use crate::jobs::{HOUR, claim, claim_one, counts, finish, finish_with, later, vector};
use crate::{add, each_store, number_of, put, put_with};

/// The articles that lack a vector which nobody is to make.
fn lacking(library: &dyn Store, model_name: &str) -> Vec<ArticleId> {
    let model = model(model_name);
    let articles = library.lacking_vectors(&model, 9).unwrap();
    assert_eq!(library.count_lacking_vectors(&model).unwrap(), articles.len());
    articles.into_iter().filter_map(|article| article.id).collect()
}

/// The articles that can be compared with those before them.
fn unplaced(library: &dyn Store) -> Vec<ArticleId> {
    let articles = library.unplaced(9).unwrap();
    assert_eq!(library.count_unplaced().unwrap(), articles.len() as u64);
    articles.into_iter().filter_map(|article| article.id).collect()
}

#[test]
fn a_text_that_changes_while_it_is_claimed_is_awaited_again() {
    each_store(|library| {
        let first = page("https://a.example", "A", "One.");
        let id = later(library, &first);
        let job = claim_one(library);
        let old = library.get_by_id(id).unwrap();
        let second = Article { body: "Two.".to_owned(), ..first };
        assert_eq!(add(library, &second).unwrap().outcome, Outcome::Updated);
        assert_eq!(finish_with(library, &job, &old), 0);
        assert_eq!((vector(library, id), counts(library)), (None, [1, 0, 0, 0]));
        let job = claim_one(library);
        assert_eq!(job.attempts, 1);
        assert_eq!(finish(library, &job), 1);
        assert_eq!((vector(library, id).is_some(), counts(library)), (true, [0; 4]));
    });
}

#[test]
fn a_text_that_comes_anew_while_it_is_claimed_is_a_task_of_its_own() {
    each_store(|library| {
        let first = page("https://a.example", "A", "One.");
        let id = later(library, &first);
        let job = claim_one(library);
        let old = library.get_by_id(id).unwrap();
        later(library, &Article { body: "Two.".to_owned(), ..first });
        assert_eq!(counts(library), [1, 0, 0, 0], "whoever has the old text holds nothing");
        assert_eq!(finish_with(library, &job, &old), 0);
        library.fail(&job, "of the old text", None).unwrap();
        assert_eq!(counts(library), [1, 0, 0, 0]);
        assert_eq!(finish(library, &claim_one(library)), 1);
    });
}

#[test]
fn what_comes_unchanged_while_it_is_claimed_stays_with_the_worker() {
    each_store(|library| {
        let id = later(library, &article("One."));
        let job = claim_one(library);
        later(library, &article("One."));
        assert_eq!(counts(library), [0, 1, 0, 0]);
        assert_eq!(finish(library, &job), 1);
        assert!(vector(library, id).is_some());
    });
}

#[test]
fn a_new_text_is_awaited_even_where_it_had_a_vector() {
    each_store(|library| {
        let model = model("small");
        let first = page("https://a.example", "A", "One.");
        let id = put_with(library, &first, ArticleVector { model: &model, values: &[1.0, 0.0] });
        let filed = Article { category: text("sea"), ..first };
        let added = library.add_later(&[&filed], &model).unwrap().remove(0).unwrap();
        assert_eq!((added.outcome, added.is_awaited), (Outcome::Updated, false));
        assert_eq!(vector(library, id), Some(vec![1.0, 0.0]), "a detail is not awaited");
        later(library, &Article { body: "Two.".to_owned(), ..filed });
        assert_eq!((vector(library, id), counts(library)), (None, [1, 0, 0, 0]));
    });
}

#[test]
fn a_vector_that_came_another_way_ends_the_job() {
    each_store(|library| {
        let model = model("small");
        let bodies = ["One.", "Two.", "Three."];
        let ids = bodies.map(|body| later(library, &article(body)));
        let jobs = claim(library, 9, HOUR);
        let of = |values: &'static [f32]| ArticleVector { model: &model, values };
        let stored = library.get_by_id(ids[0]).unwrap();
        assert_eq!(library.set_vectors(&model, &[(&stored, [1.0].as_slice())]).unwrap(), 1);
        assert_eq!(counts(library), [0, 2, 0, 0]);
        put_with(library, &article("Two."), of(&[2.0]));
        assert_eq!(counts(library), [0, 1, 0, 0]);
        let stored = library.get_by_id(ids[2]).unwrap();
        library.patch(ids[2], &mut |it: Article| it, Some((&stored, of(&[3.0])))).unwrap();
        assert_eq!(counts(library), [0; 4]);
        let late: Vec<(_, &Article, _)> =
            jobs.iter().map(|job| (job, &stored, of(&[9.0]))).collect();
        assert_eq!(library.finish(&late).unwrap(), 0);
        let vectors = ids.map(|id| vector(library, id).unwrap());
        assert_eq!(vectors, [[1.0], [2.0], [3.0]]);
    });
}

#[test]
fn what_is_awaited_does_not_count_as_lacking() {
    each_store(|library| {
        let plain = put(library, &article("One."));
        let awaited = later(library, &article("Two."));
        assert_eq!(lacking(library, "small"), [plain]);
        assert_eq!(lacking(library, "other"), [plain, awaited]);
        assert_eq!(library.want_vectors(&model("small"), 9).unwrap(), 1);
        assert!(lacking(library, "small").is_empty());
        assert_eq!(library.statistics(&model("small"), 2).unwrap().lacking_vectors, 0);
        assert_eq!(library.statistics(&model("small"), 2).unwrap().awaited, 2);
        let jobs = claim(library, 9, HOUR);
        library.fail(&jobs[0], "no", None).unwrap();
        assert_eq!(lacking(library, "small"), [jobs[0].article], "what was put aside lacks it");
    });
}

#[test]
fn jobs_are_wanted_for_what_was_stored_first_and_so_many() {
    each_store(|library| {
        let model = model("small");
        let ids = ["One.", "Two.", "Three."].map(|body| put(library, &article(body)));
        put_with(library, &article("Four."), ArticleVector { model: &model, values: &[1.0, 0.0] });
        assert_eq!(library.want_vectors(&model, 0).unwrap(), 0);
        assert_eq!(library.want_vectors(&model, 2).unwrap(), 2);
        let claimed: Vec<ArticleId> = claim(library, 9, HOUR).iter().map(|it| it.article).collect();
        assert_eq!(claimed, ids[..2]);
        assert_eq!(library.want_vectors(&model, 9).unwrap(), 1);
        assert_eq!(library.want_vectors(&model, 9).unwrap(), 0);
        assert_eq!(claim_one(library).article, ids[2]);
    });
}

#[test]
fn what_was_just_stored_comes_before_what_has_waited_long() {
    each_store(|library| {
        let old = ["One.", "Two."].map(|body| put(library, &article(body)));
        assert_eq!(library.want_vectors(&model("small"), 9).unwrap(), 2);
        let new = ["Three.", "Four."].map(|body| later(library, &article(body)));
        // What has waited is just stored if its text is.
        later(library, &Article { id: Some(old[1]), ..article("Another text.") });
        let mut order = Vec::new();
        while let Some(job) = claim(library, 1, HOUR).pop() {
            order.push(job.article);
        }
        assert_eq!(order.len(), 4);
        assert_eq!(order[3], old[0]);
        let at = |id: ArticleId| order.iter().position(|other| *other == id);
        assert!(at(new[0]) < at(new[1]), "what came first is done first");
    });
}

#[test]
fn what_comes_after_an_awaited_text_waits_for_it() {
    each_store(|library| {
        assert_eq!(library.first_awaited().unwrap(), None);
        let first = put(library, &article("One."));
        let awaited = later(library, &article("Two."));
        let last = put(library, &article("Three."));
        assert_eq!(library.first_awaited().unwrap(), Some(number_of(library, awaited)));
        assert_eq!(unplaced(library), [first]);
        let job = claim_one(library);
        assert_eq!(unplaced(library), [first]);
        library.fail(&job, "not yet", Some(HOUR)).unwrap();
        assert_eq!(unplaced(library), [first], "it will be tried again");
        later(library, &Article { id: Some(awaited), ..article("Another text.") });
        assert_eq!(finish(library, &claim_one(library)), 1);
        assert_eq!(library.first_awaited().unwrap(), None);
        assert_eq!(unplaced(library), [first, awaited, last]);
    });
}

#[test]
fn nobody_waits_for_what_was_put_aside_or_removed() {
    each_store(|library| {
        let ids = ["One.", "Two.", "Three."].map(|body| later(library, &article(body)));
        assert!(unplaced(library).is_empty());
        library.fail(&claim(library, 1, HOUR)[0], "no", None).unwrap();
        assert_eq!(library.first_awaited().unwrap(), Some(number_of(library, ids[1])));
        assert_eq!(unplaced(library), ids[..1]);
        let job = claim(library, 1, HOUR).remove(0);
        let stored = library.get_by_id(ids[1]).unwrap();
        library.remove(ids[1]).unwrap();
        assert_eq!(counts(library), [1, 0, 0, 1]);
        assert_eq!(finish_with(library, &job, &stored), 0);
        assert_eq!(library.renew(&[job], HOUR).unwrap(), 0);
        assert_eq!(counts(library), [1, 0, 0, 1], "what is gone is not awaited again");
        assert_eq!(finish(library, &claim_one(library)), 1);
        assert_eq!(unplaced(library), [ids[0], ids[2]]);
    });
}
