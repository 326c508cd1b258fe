//! Reads are counted, each once, whoever counts and whatever else is changed meanwhile.

use std::thread;

use nutgraf::Error;
use nutgraf::article::{Article, ArticleId};
use nutgraf::library::Store;

use crate::given::{article, complete, time};
use crate::{each_spot, each_store, put};

const AT: &str = "2025-02-03T04:05:06.789000001Z";

#[test]
fn a_read_counts_and_leaves_all_else() {
    each_store(|library| {
        let id = put(library, &complete());
        let read = library.mark_read(id, time(AT)).unwrap();
        let expected = Article { read_count: 8, last_read: Some(time(AT)), ..complete() };
        assert_eq!(read, expected);
        assert_eq!(library.get_by_id(id).unwrap(), expected);
        let absent = library.mark_read(ArticleId::new_v7(), time(AT));
        assert!(matches!(absent, Err(Error::ArticleNotFound { .. })));
    });
}

#[test]
fn the_time_is_that_of_the_last_call_whichever_it_is() {
    each_store(|library| {
        let id = put(library, &article("One."));
        for at in [AT, "1999-12-31T23:59:59Z", "1700-01-01T00:00:00.000000001Z"] {
            assert_eq!(library.mark_read(id, time(at)).unwrap().last_read, Some(time(at)));
        }
        assert_eq!(library.get_by_id(id).unwrap().read_count, 3);
    });
}

#[test]
fn the_greatest_count_stays() {
    each_store(|library| {
        let most = i64::MAX as u64;
        let id = put(library, &Article { read_count: most - 1, ..article("Read often.") });
        for _ in 0..2 {
            assert_eq!(library.mark_read(id, time(AT)).unwrap().read_count, most);
        }
    });
}

#[test]
fn a_time_that_cannot_be_stored_counts_nothing() {
    each_store(|library| {
        let id = put(library, &complete());
        let refused = library.mark_read(id, time("2999-01-01T00:00:00Z"));
        assert!(matches!(refused, Err(Error::InvalidField { field: "last_read", .. })));
        assert_eq!(library.get_by_id(id).unwrap(), complete());
    });
}

#[test]
fn eight_threads_that_read_at_once_are_all_counted() {
    each_store(|library| {
        let id = put(library, &article("One."));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..25 {
                        library.mark_read(id, time(AT)).unwrap();
                    }
                });
            }
        });
        assert_eq!(library.get_by_id(id).unwrap().read_count, 200);
    });
}

#[test]
fn reads_through_handles_of_their_own_are_all_counted() {
    each_spot(|spot| {
        let library = spot.open();
        let id = put(library.as_ref(), &article("One."));
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    let own = spot.open();
                    for _ in 0..15 {
                        own.mark_read(id, time(AT)).unwrap();
                    }
                });
            }
        });
        assert_eq!(library.get_by_id(id).unwrap().read_count, 45);
    });
}

/// Reads an article from two threads while it is changed from a third.
fn read_while(library: &dyn Store, id: ArticleId, change: impl Fn(usize)) {
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for _ in 0..40 {
                    library.mark_read(id, time(AT)).unwrap();
                }
            });
        }
        (0..40).for_each(change);
    });
    assert_eq!(library.get_by_id(id).unwrap().read_count, 80);
}

#[test]
fn reads_and_changes_of_fields_at_once_are_both_kept() {
    each_store(|library| {
        let id = put(library, &article("One."));
        read_while(library, id, |number| {
            let title = Some(number.to_string());
            let mut change = |stored: Article| Article { title: title.clone(), ..stored };
            library.patch(id, &mut change, None).unwrap();
        });
        assert_eq!(library.get_by_id(id).unwrap().title.as_deref(), Some("39"));
    });
}

#[test]
fn reads_of_an_article_that_comes_again_meanwhile_are_kept() {
    each_store(|library| {
        let id = put(library, &article("One."));
        read_while(library, id, |number| {
            let again = Article { id: Some(id), ..article(&format!("Text {number}.")) };
            put(library, &again);
        });
        assert_eq!(library.get_by_id(id).unwrap().body, "Text 39.");
    });
}
