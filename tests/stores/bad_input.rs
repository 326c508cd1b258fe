//! What cannot be stored, or is not there, is said to be so by every store alike; what is odd and
//! can be stored is.

use std::time::Duration;

use jiff::Timestamp;
use nutgraf::article::{Article, ArticleId, Highlight};
use nutgraf::library::{Copies, Filter, Ledger, ListOptions, Outcome, Position, StoryOptions};
use nutgraf::{Error, ErrorKind};

use crate::given::{article, complete, model, numbered, text, time};
use crate::{Kind, add, all, each_kind, each_store, place, put};

const TOO_LATE: &str = "2999-01-01T00:00:00Z";

/// The field that an error is about.
fn field<T>(result: &Result<T, Error>) -> Option<&'static str> {
    match result {
        Err(error @ Error::InvalidField { field, .. }) => {
            assert_eq!(error.kind(), ErrorKind::Input);
            Some(*field)
        }
        _ => None,
    }
}

#[test]
fn a_time_that_cannot_be_stored_is_refused_by_its_field() {
    each_store(|library| {
        let far = || Some(time(TOO_LATE));
        let early = Some(time("1500-01-01T00:00:00Z"));
        let stored = put(library, &complete());
        for (expected, given) in [
            ("created", Article { created: far(), ..article("One.") }),
            ("updated", Article { updated: far(), ..article("One.") }),
            ("last_read", Article { last_read: far(), ..article("One.") }),
            ("published", Article { published: far(), ..article("One.") }),
            ("published", Article { published: early, ..article("One.") }),
            ("updated", Article { updated: far(), title: text("Later"), ..complete() }),
            ("published", Article { published: far(), ..complete() }),
        ] {
            let added = add(library, &given);
            assert_eq!(field(&added), Some(expected), "{added:?}");
            let later = library.add_later(&[&given], &model("small")).unwrap().remove(0);
            assert_eq!(field(&later), Some(expected), "{later:?}");
        }
        let mut change = |it: Article| Article { published: early, ..it };
        assert_eq!(field(&library.patch(stored, &mut change, None)), Some("published"));
        assert_eq!(field(&library.mark_read(stored, time(TOO_LATE))), Some("last_read"));
        let after = Some(Position { created: time(TOO_LATE), number: 1 });
        let list = library.list(&ListOptions { after, ..ListOptions::default() });
        assert_eq!(field(&list), Some("after"));
        let options = StoryOptions { since: far(), ..StoryOptions::default() };
        assert_eq!(field(&library.stories(&options)), Some("since"));
        assert_eq!(all(library), [complete()]);
        assert_eq!(library.job_counts().unwrap().awaited(), 0);
    });
}

#[test]
fn a_number_that_cannot_be_stored_is_refused_by_its_field() {
    each_store(|library| {
        for (expected, given) in [
            ("read_count", Article { read_count: 1 << 63, ..article("One.") }),
            ("read_count", Article { read_count: u64::MAX, ..article("One.") }),
            ("word_count", Article { word_count: usize::MAX, ..article("One.") }),
        ] {
            assert_eq!(field(&add(library, &given)), Some(expected));
        }
        assert_eq!(library.count().unwrap(), 0);
        let most = Article { read_count: i64::MAX as u64, ..article("One.") };
        let id = put(library, &most);
        assert_eq!(library.get_by_id(id).unwrap().read_count, i64::MAX as u64);
    });
}

#[test]
fn what_is_not_there_is_not_found() {
    each_store(|library| {
        let id = numbered(17);
        let errors = [
            library.get("no such article").err(),
            library.get(&id.to_string()).err(),
            library.get_by_id(id).err(),
            library.story("no such story").err(),
            library.patch(id, &mut |it: Article| it, None).err(),
            library.remove(id).err(),
            library.mark_read(id, Timestamp::now()).err(),
            library.merge_stories(&[id]).err(),
            library.split_story(&[id]).err(),
        ];
        for error in errors {
            assert_eq!(error.map(|error| error.kind()), Some(ErrorKind::NotFound));
        }
        match library.get_by_id(id) {
            Err(Error::ArticleNotFound { reference }) => assert_eq!(reference, id.to_string()),
            other => panic!("{other:?}"),
        }
    });
}

#[test]
fn a_start_that_several_have_is_told_with_the_first_of_them() {
    each_store(|library| {
        let ids: Vec<ArticleId> = (0..7)
            .map(|n| format!("abcd{n}000-0000-4000-8000-000000000000").parse().unwrap())
            .collect();
        for id in ids.iter().rev() {
            put(library, &Article { id: Some(*id), ..article(&format!("Of {id}.")) });
        }
        for start in ["abcd", "ABCD", " abcd\n"] {
            match library.get(start) {
                Err(Error::AmbiguousReference { reference, count, candidates }) => {
                    assert_eq!((reference.as_str(), count), (start.trim(), 7));
                    let first: Vec<String> = ids[..5].iter().map(ToString::to_string).collect();
                    assert_eq!(candidates, first.join(", "));
                }
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(library.get("abcd6").unwrap().id, Some(ids[6]));
        assert!(matches!(library.get("abc"), Err(Error::ArticleNotFound { .. })));
    });
}

#[test]
fn nothing_can_be_done_to_nothing() {
    each_store(|library| {
        let model = model("small");
        assert!(library.add(&[]).unwrap().is_empty());
        assert!(library.add_later(&[], &model).unwrap().is_empty());
        assert!(library.articles(&[]).unwrap().is_empty());
        assert!(library.places(&[]).unwrap().is_empty());
        assert!(library.with_words(&[], 9).unwrap().is_empty());
        assert_eq!(library.set_vectors(&model, &[]).unwrap(), 0);
        assert!(library.claim("a worker", &model, 9, Duration::ZERO).unwrap().is_empty());
        assert_eq!(library.renew(&[], Duration::ZERO).unwrap(), 0);
        assert_eq!(library.finish(&[]).unwrap(), 0);
        assert_eq!(library.retry_dead().unwrap(), 0);
        assert_eq!(library.want_vectors(&model, 9).unwrap(), 0);
        assert!(library.cached_vectors(&model, &[]).unwrap().is_empty());
        library.give_back(&[]).unwrap();
        library.place(&[]).unwrap();
        library.cache_vectors(&model, &[]).unwrap();
        library.receive(&[], &[]).unwrap();
        library.receive_ledger(&Ledger::default()).unwrap();
        assert!(library.list(&ListOptions::default()).unwrap().is_empty());
        assert!(library.stories(&StoryOptions::default()).unwrap().is_empty());
        assert!(library.story_changes().unwrap().is_empty());
        assert!(library.holdings(0, 9).unwrap().is_empty());
        assert_eq!((library.count().unwrap(), library.count_unplaced().unwrap()), (0, 0));
    });
}

#[test]
fn a_nul_in_a_text_is_kept_or_refused_by_its_field() {
    each_kind(|kind, library| {
        let nul = || text("a\0b");
        let cases = [
            ("external_id", Article { external_id: nul(), ..article("One.") }),
            ("title", Article { title: nul(), ..article("Two.") }),
            ("body", article("Three\0.")),
            ("category", Article { category: nul(), ..article("Four.") }),
            ("url", Article { url: text("https://a.example/\0"), ..article("Five.") }),
            ("language", Article { language: nul(), ..article("Six.") }),
            ("author", Article { author: nul(), ..article("Seven.") }),
            ("site", Article { site: nul(), ..article("Eight.") }),
        ];
        for (expected, given) in cases {
            let added = add(library, &given);
            if kind == Kind::Postgres {
                assert_eq!(field(&added), Some(expected), "{added:?}");
                continue;
            }
            let stored = library.get_by_id(added.unwrap().id).unwrap();
            let Article { id, created, updated, .. } = stored;
            assert_eq!(stored, Article { id, created, updated, ..given });
        }
        let expected = if kind == Kind::Postgres { 0 } else { 8 };
        assert_eq!(library.count().unwrap(), expected);
        let id = put(library, &complete());
        let mut change = |it: Article| Article { author: nul(), ..it };
        let changed = library.patch(id, &mut change, None);
        if kind == Kind::Postgres {
            assert_eq!(field(&changed), Some("author"));
            assert_eq!(library.get_by_id(id).unwrap(), complete());
        } else {
            assert_eq!(library.get_by_id(id).unwrap().author, nul());
        }
    });
}

#[test]
fn a_nul_in_a_list_is_kept() {
    each_store(|library| {
        let highlights = vec![Highlight { quote: "a\0b".to_owned(), note: text("\0") }];
        let given = Article { tags: vec!["\0".to_owned()], highlights, ..complete() };
        let id = put(library, &given);
        assert_eq!(library.get_by_id(id).unwrap(), given);
    });
}

#[test]
fn a_nul_in_what_is_asked_for_finds_nothing() {
    each_store(|library| {
        let id = put(library, &complete());
        assert!(matches!(library.get("wire-17\0"), Err(Error::ArticleNotFound { .. })));
        assert!(matches!(library.story("wire-17\0"), Err(Error::StoryNotFound { .. })));
        assert!(library.search_words("\0", 9, &Filter::default()).unwrap().is_empty());
        let other = Article { id: Some(id), title: text("a\0b"), ..article("Another\0.") };
        assert!(library.duplicates_of(&other).unwrap().is_empty());
        assert!(library.resolve(&article("Three\0.")).is_ok());
    });
}

#[test]
fn an_address_with_a_nul_was_never_fetched() {
    each_store(|library| {
        assert_eq!(library.last_fetch("https://a.example/\0").unwrap(), None);
    });
}

#[test]
fn a_nul_in_a_preferred_source_is_no_error() {
    each_store(|library| {
        let id = put(library, &complete());
        place(library, id, None, None);
        let copies = Copies::Folded(vec!["post.example\0".to_owned()]);
        let options = ListOptions { copies, ..ListOptions::default() };
        assert_eq!(library.list(&options).unwrap().len(), 1);
    });
}

#[test]
fn what_is_named_twice_is_given_once() {
    each_store(|library| {
        let id = put(library, &complete());
        assert_eq!(library.articles(&[id, id]).unwrap().len(), 1);
        assert_eq!(library.places(&[id, id]).unwrap().len(), 1);
    });
}

#[test]
fn odd_and_long_texts_are_kept_whole() {
    each_store(|library| {
        let long: String = (0..100_000).map(|n| format!("word{n} ")).collect();
        let odd =
            "\u{feff}\u{200b}\u{202e}\u{fffd}\u{10ffff}e\u{301} 'a' \"b\" \\ % _ $1 ?\r\n\t\u{1}";
        for body in [long.as_str(), odd, "", " "] {
            let given = Article {
                title: text(odd),
                tags: vec![odd.to_owned(), "a\",\"b".to_owned()],
                external_id: Some(format!("{odd}{}", "x".repeat(5_000))),
                body: body.to_owned(),
                ..complete()
            };
            let added = add(library, &given).unwrap();
            assert_ne!(added.outcome, Outcome::Unchanged);
            let stored = library.get_by_id(added.id).unwrap();
            assert_eq!(stored, Article { updated: stored.updated, ..given });
            let name = stored.external_id.as_deref().unwrap();
            assert_eq!(library.get(name).unwrap().id, Some(added.id));
        }
        assert_eq!(library.count().unwrap(), 1);
    });
}
