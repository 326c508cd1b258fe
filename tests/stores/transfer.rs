//! A library on its way from each kind of store to each other: what comes out is what went in.

use nutgraf::Error;
use nutgraf::article::{Article, ArticleId};
use nutgraf::library::{
    ArticleVector, Copies, FetchRecord, Filter, Holding, Ledger, ListOptions, Store, StoryOptions,
    copy,
};

use crate::given::{article, complete, model, numbered, page, text, time};
use crate::{Fresh, Kind, Named, each_store, number_of, place, put, put_with};

/// Runs a test on a store and an empty one for each pair of kinds.
fn each_pair(test: impl Fn(&dyn Store, &dyn Store)) {
    for from in Kind::ALL {
        for to in Kind::ALL {
            let (_from, _to) = (Named(from), Named(to));
            if let (Some(from), Some(to)) = (Fresh::of(from), Fresh::of(to)) {
                test(from.store(), to.store());
            }
        }
    }
}

/// Articles, gaps between them, vectors of two models, stories, what was said of them, and fetches.
fn fill(library: &dyn Store) -> Vec<ArticleId> {
    let [small, large] = ["small", "large"].map(model);
    let copy = page("https://b.example/1", "A copy", &complete().body);
    let bare = |n: u64| Article { id: Some(numbered(n)), ..article(&format!("Report {n}.")) };
    let articles = [complete(), copy, bare(9), bare(8), bare(7), bare(6), bare(5), bare(4)];
    let values = [[0.1, -0.0, f32::MIN_POSITIVE], [1.0, 2.5e-30, -7.0], [0.0, 0.5, 0.25]];
    let ids: Vec<ArticleId> = articles.iter().map(|article| put(library, article)).collect();
    for (article, values) in articles.iter().zip(&values) {
        put_with(library, article, ArticleVector { model: &large, values });
        put_with(library, article, ArticleVector { model: &small, values: &values[..2] });
    }
    place(library, ids[0], None, None);
    place(library, ids[1], Some(ids[0]), Some(ids[0]));
    place(library, ids[2], None, None);
    place(library, ids[3], Some(ids[2]), None);
    place(library, ids[4], Some(ids[3]), None);
    library.merge_stories(&[ids[5], ids[0], ids[2]]).unwrap();
    library.split_story(&[ids[3], ids[4]]).unwrap();
    library.undo_story_change(None).unwrap();
    library.split_story(&[ids[1]]).unwrap();
    library.mark_read(ids[3], time("2025-02-03T04:05:06.000000007Z")).unwrap();
    library.remove(ids[6]).unwrap();
    for (n, etag) in [(2, None), (1, text("\"v1\""))] {
        let address = format!("https://a.example/feed/{n}");
        let last_modified = etag.is_none().then(|| "Sun, 01 Dec 2024 07:00:00 GMT".to_owned());
        library.remember_fetch(&FetchRecord { address, etag, last_modified }).unwrap();
    }
    ids
}

/// Copies page by page, as little at a time as can be.
fn send(from: &dyn Store, to: &dyn Store) {
    to.receive_ledger(&from.ledger().unwrap()).unwrap();
    let mut after = 0;
    loop {
        let page = from.holdings(after, 2).unwrap();
        let Some(last) = page.last() else { break };
        after = last.number;
        to.receive(&page, &[]).unwrap();
    }
}

/// Asserts that both hold the same, vectors to the bit.
fn assert_same(from: &dyn Store, to: &dyn Store) {
    let (expected, found) = (from.holdings(0, 99).unwrap(), to.holdings(0, 99).unwrap());
    assert_eq!(found, expected);
    let bits = |holdings: &[Holding]| -> Vec<u32> {
        let vectors = holdings.iter().flat_map(|holding| &holding.vectors);
        vectors.flat_map(|(_, values)| values).map(|value| value.to_bits()).collect()
    };
    assert_eq!(bits(&found), bits(&expected));
    assert_eq!(to.ledger().unwrap(), from.ledger().unwrap());
}

#[test]
fn holdings_tell_all_that_is_held_in_stored_order() {
    each_store(|library| {
        let ids = fill(library);
        let holdings = library.holdings(0, 99).unwrap();
        let held: Vec<ArticleId> = holdings.iter().filter_map(|it| it.article.id).collect();
        assert_eq!(held, [&ids[..6], &ids[7..]].concat());
        assert!(holdings.is_sorted_by(|a, b| a.number < b.number));
        let Holding { article, vectors, story, text, is_kept, number } = &holdings[0];
        assert_eq!((article, text, is_kept), (&complete(), &Some(*number), &false));
        assert!(story.is_some() && holdings[6].story.is_none());
        let models: Vec<&str> = vectors.iter().map(|(model, _)| model.as_str()).collect();
        assert_eq!(models, [model("large").as_str(), model("small").as_str()], "by their names");
        assert!(holdings[1].is_kept && holdings[1].text == Some(*number));
        assert_eq!((holdings[5].text, holdings[6].vectors.len()), (None, 0));
        let page = library.holdings(holdings[1].number, 3).unwrap();
        assert_eq!(page, holdings[2..5]);
        assert!(library.holdings(holdings[6].number, 9).unwrap().is_empty());
        assert!(library.holdings(u64::MAX, 9).unwrap().is_empty());
        assert!(library.holdings(0, 0).unwrap().is_empty());
        let ledger = library.ledger().unwrap();
        let kinds: Vec<&str> = ledger.changes.iter().map(|change| change.kind.as_str()).collect();
        assert_eq!(kinds, ["merge", "split", "split"]);
        assert!(ledger.changes[1].undone.is_some());
        assert!(ledger.stories.iter().any(|story| story.merged.is_some()));
        assert!(ledger.fetches.is_sorted_by(|a, b| a.address < b.address));
    });
}

#[test]
fn a_copy_holds_the_same_and_answers_the_same() {
    each_pair(|from, to| {
        let ids = fill(from);
        to.begin_copy(&from.identity().unwrap()).unwrap();
        send(from, to);
        assert_same(from, to);
        assert_eq!(to.origin().unwrap(), Some(from.identity().unwrap()));
        assert_ne!(to.identity().unwrap(), from.identity().unwrap());
        let copies = Copies::Folded(Vec::new());
        let options = ListOptions { copies, ..ListOptions::default() };
        assert_eq!(to.list(&options).unwrap(), from.list(&options).unwrap());
        let all = StoryOptions { least: 0, ..StoryOptions::default() };
        assert_eq!(to.stories(&all).unwrap(), from.stories(&all).unwrap());
        assert_eq!(to.story_changes().unwrap(), from.story_changes().unwrap());
        assert_eq!(to.unplaced(9).unwrap(), from.unplaced(9).unwrap());
        let near = |library: &dyn Store| {
            let vector = ArticleVector { model: &model("large"), values: &[0.3, 0.2, 0.1] };
            library.nearest(vector, 2, &Filter::default()).unwrap()
        };
        assert_eq!(near(to), near(from));
        assert_eq!(to.with_words(&["pilot"], 9).unwrap(), [ids[1], ids[0]]);
        assert_eq!(to.duplicates_of(&complete()).unwrap(), [ids[1]]);
    });
}

#[test]
fn what_is_received_again_is_held_once() {
    each_pair(|from, to| {
        let ids = fill(from);
        to.begin_copy(&from.identity().unwrap()).unwrap();
        send(from, to);
        send(from, to);
        assert_same(from, to);
        from.remove(ids[3]).unwrap();
        let gone = number_of(to, ids[3]);
        let mut change = |stored: Article| Article { body: "Another.".to_owned(), ..stored };
        from.patch(ids[0], &mut change, None).unwrap();
        from.undo_story_change(None).unwrap();
        send(from, to);
        to.receive(&[], &[gone, gone, u64::MAX]).unwrap();
        assert_same(from, to);
        assert!(to.search_words("boat", 9, &Filter::default()).unwrap().len() == 1);
    });
}

#[test]
fn a_copy_goes_on_where_the_library_stopped() {
    each_pair(|from, to| {
        let ids = fill(from);
        to.begin_copy(&from.identity().unwrap()).unwrap();
        send(from, to);
        let last = to.holdings(0, 99).unwrap().pop().unwrap().number;
        let new = put(to, &article("A new report."));
        assert!(number_of(to, new) > last);
        place(to, new, Some(ids[7]), None);
        let ledger = to.ledger().unwrap();
        let change = to.merge_stories(&[new, ids[0]]).unwrap();
        let before = from.ledger().unwrap();
        assert!(before.changes.iter().all(|other| other.number < change.number));
        assert_eq!(ledger.stories.len(), before.stories.len() + 1);
        let most = before.stories.iter().map(|story| story.number).max();
        assert!(ledger.stories.last().map(|story| story.number) > most);
        to.undo_story_change(None).unwrap();
        assert!(to.undo_story_change(None).is_ok(), "what was said there can be undone here");
    });
}

#[test]
fn a_library_of_its_own_or_of_another_origin_is_no_copy() {
    each_store(|library| {
        assert_eq!(library.origin().unwrap(), None);
        library.begin_copy("one library").unwrap();
        library.begin_copy("one library").unwrap();
        let other = library.begin_copy("another library");
        assert!(matches!(other, Err(Error::Refused { .. })));
        assert_eq!(library.origin().unwrap().as_deref(), Some("one library"));
        put(library, &article("One."));
        library.begin_copy("one library").unwrap();
    });
    each_store(|library| {
        put(library, &article("One."));
        assert!(matches!(library.begin_copy("a library"), Err(Error::Refused { .. })));
        assert_eq!((library.origin().unwrap(), library.count().unwrap()), (None, 1));
    });
}

#[test]
fn a_story_that_the_ledger_does_not_name_goes_if_it_is_empty() {
    each_store(|library| {
        fill(library);
        let stories = library.ledger().unwrap().stories.len();
        library.receive_ledger(&Ledger::default()).unwrap();
        let ledger = library.ledger().unwrap();
        assert!(!ledger.stories.is_empty() && ledger.stories.len() < stories);
        assert!(ledger.changes.is_empty() && ledger.fetches.is_empty());
        assert!(ledger.stories.iter().all(|story| story.merged.is_none()));
        assert!(library.story_changes().unwrap().is_empty());
        assert!(library.stories(&StoryOptions::default()).unwrap().len() == 1);
    });
}

#[test]
fn a_copy_is_brought_up_to_date() {
    each_pair(|from, to| {
        let ids = fill(from);
        let mut told = Vec::new();
        let mut tell = |done: u64, total: u64, _: bool| told.push((done, total));
        let copied = copy(from, to, &mut tell).unwrap();
        assert_eq!((copied.articles, copied.vectors, copied.sent, copied.removed), (7, 6, 7, 0));
        assert!(told.contains(&(7, 7)));
        assert_same(from, to);
        let again = copy(from, to, &mut |_: u64, _: u64, _: bool| {}).unwrap();
        assert_eq!((again.sent, again.removed, again.checksum), (0, 0, copied.checksum));
        from.remove(ids[3]).unwrap();
        let updated = copy(from, to, &mut |_: u64, _: u64, _: bool| {}).unwrap();
        assert_eq!((updated.articles, updated.removed), (6, 1));
        assert_same(from, to);
    });
}
