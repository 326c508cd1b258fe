//! Changes to one article: each is made to what is stored when it is written.

use std::thread;

use jiff::Timestamp;
use nutgraf::article::{Article, ArticleId};
use nutgraf::library::{ArticleVector, Outcome, Store};
use nutgraf::{Error, Result};

use crate::given::{article, complete, model, page, text, time};
use crate::{each_spot, each_store, number_of, place, put, put_with};

type Field = fn(&mut Article) -> &mut Option<String>;

const FIELDS: [Field; 3] = [|it| &mut it.title, |it| &mut it.category, |it| &mut it.author];

/// Changes one field so many times.
fn change(library: &dyn Store, id: ArticleId, field: Field, times: usize) {
    for number in 0..times {
        let value = Some(number.to_string());
        let mut change = |mut stored: Article| {
            field(&mut stored).clone_from(&value);
            stored
        };
        library.patch(id, &mut change, None).unwrap();
        assert_eq!(*field(&mut library.get_by_id(id).unwrap()), value);
    }
}

#[test]
fn changes_of_different_fields_at_once_are_all_kept() {
    each_store(|library| {
        let id = put(library, &article("One."));
        thread::scope(|scope| {
            for field in FIELDS {
                scope.spawn(move || change(library, id, field, 20));
            }
        });
        let mut stored = library.get_by_id(id).unwrap();
        assert!(FIELDS.iter().all(|field| field(&mut stored).as_deref() == Some("19")));
    });
}

#[test]
fn changes_through_handles_of_their_own_are_all_kept() {
    each_spot(|spot| {
        let library = spot.open();
        let id = put(library.as_ref(), &article("One."));
        thread::scope(|scope| {
            for field in FIELDS {
                scope.spawn(move || change(spot.open().as_ref(), id, field, 20));
            }
        });
        let mut stored = library.get_by_id(id).unwrap();
        assert!(FIELDS.iter().all(|field| field(&mut stored).as_deref() == Some("19")));
    });
}

#[test]
fn an_absent_detail_is_removed() {
    each_store(|library| {
        let id = put(library, &complete());
        let edit = Article { title: text("Still aground"), ..article("Shorter.") };
        let edited = library.patch(id, &mut |_: Article| edit.clone(), None).unwrap();
        assert_eq!((edited.id, edited.outcome), (id, Outcome::Updated));
        let stored = library.get_by_id(id).unwrap();
        let Article { external_id, created, last_read, read_count, .. } = complete();
        let expected = Article {
            id: Some(id),
            external_id,
            created,
            updated: stored.updated,
            last_read,
            read_count,
            ..edit
        };
        assert_eq!(stored, expected);
        let again = library.patch(id, &mut |_: Article| stored.clone(), None).unwrap();
        assert_eq!(again.outcome, Outcome::Unchanged);
    });
}

#[test]
fn ids_and_reads_and_when_it_was_stored_are_not_changed() {
    each_store(|library| {
        let id = put(library, &complete());
        let mut change = |stored: Article| Article {
            id: Some(ArticleId::new_v7()),
            external_id: text("wire-18"),
            created: Some(time("2001-01-01T00:00:00Z")),
            updated: Some(time("2030-01-01T00:00:00Z")),
            last_read: None,
            read_count: 99,
            ..stored
        };
        assert_eq!(library.patch(id, &mut change, None).unwrap().outcome, Outcome::Unchanged);
        assert_eq!(library.get_by_id(id).unwrap(), complete());
        let mut blank = |stored: Article| Article { url: text(" "), ..stored };
        library.patch(id, &mut blank, None).unwrap();
        assert_eq!(library.get_by_id(id).unwrap().url, None, "a blank address is none");
    });
}

#[test]
fn a_change_takes_a_later_time_and_no_earlier_one() {
    each_store(|library| {
        let id = put(library, &complete());
        let at = |title: &str, updated: &str| {
            let (title, updated) = (text(title), Some(time(updated)));
            let mut change = |stored: Article| Article { title: title.clone(), updated, ..stored };
            library.patch(id, &mut change, None).unwrap();
            library.get_by_id(id).unwrap().updated
        };
        let later = "2200-01-01T00:00:00.000000001Z";
        assert_eq!(at("A", later), Some(time(later)));
        let now = at("B", "2001-01-01T00:00:00Z").unwrap();
        assert!((Timestamp::now() - now).get_seconds().abs() < 60, "{now}");
    });
}

/// An article with a vector and a copy of it, both compared and of one story.
fn compared(library: &dyn Store) -> [ArticleId; 2] {
    let model = model("small");
    let vector = ArticleVector { model: &model, values: &[0.6, 0.8] };
    let pages = ["a", "b"].map(|site| page(&format!("https://{site}.example"), site, "Ice."));
    let ids = pages.map(|page| put_with(library, &page, vector));
    place(library, ids[0], None, None);
    place(library, ids[1], Some(ids[0]), Some(ids[0]));
    ids
}

#[test]
fn a_changed_text_drops_the_vector_and_is_compared_again() {
    type Change = fn(Article) -> Article;
    let changes: [Change; 2] = [
        |stored| Article { body: "Thaw.".to_owned(), ..stored },
        |stored| Article { language: text("nb"), ..stored },
    ];
    for change in changes {
        each_store(|library| {
            let mut change = change;
            let ids = compared(library);
            let before = library.places(&ids[..1]).unwrap()[0];
            let changed = library.patch(ids[0], &mut change, None).unwrap();
            assert_eq!(changed.outcome, Outcome::Updated);
            assert_eq!(library.vector(ids[0], &model("small")).unwrap(), None);
            assert_eq!(library.lacking_vectors(&model("small"), 9).unwrap()[0].id, Some(ids[0]));
            assert_eq!(library.unplaced(9).unwrap()[0].id, Some(ids[0]));
            let after = library.places(&ids[..1]).unwrap()[0];
            assert_eq!((after.story, after.text), (before.story, None), "its story stays");
            let other = library.places(&ids[1..]).unwrap()[0];
            assert_eq!(other.text, Some(number_of(library, ids[1])), "it is a copy no more");
        });
    }
}

#[test]
fn a_changed_detail_keeps_vector_and_place() {
    each_store(|library| {
        let ids = compared(library);
        let before = library.places(&ids[..1]).unwrap();
        let mut change = |stored: Article| Article {
            title: text("Frozen"),
            category: text("weather"),
            tags: vec!["ice".to_owned()],
            ..stored
        };
        library.patch(ids[0], &mut change, None).unwrap();
        assert_eq!(library.vector(ids[0], &model("small")).unwrap(), Some(vec![0.6, 0.8]));
        assert_eq!(library.places(&ids[..1]).unwrap(), before);
        assert_eq!(library.count_unplaced().unwrap(), 0);
    });
}

#[test]
fn a_vector_is_kept_if_the_text_has_become_what_it_was_made_of() {
    each_store(|library| {
        let [id, _] = compared(library);
        let model = model("small");
        let vector = ArticleVector { model: &model, values: &[1.0, 0.0] };
        let with_body = |body: &str| Article { body: body.to_owned(), ..article("") };
        let patch = |made_of: &str, becomes: &str| {
            let mut change = |stored: Article| Article { body: becomes.to_owned(), ..stored };
            library.patch(id, &mut change, Some((&with_body(made_of), vector))).unwrap();
            library.vector(id, &model).unwrap()
        };
        assert_eq!(patch("Snow.", "Thaw."), None);
        assert_eq!(patch("Thaw.", "Thaw."), Some(vec![1.0, 0.0]), "nothing else has changed");
        assert_eq!(patch("Rain.", "Rain."), Some(vec![1.0, 0.0]));
        assert_eq!(patch("Rain.", "Hail."), None);
    });
}

#[test]
fn what_is_refused_changes_nothing() {
    each_store(|library| {
        let id = put(library, &complete());
        let other = put(library, &page("https://b.example", "B", "B."));
        let patch = |change: fn(Article) -> Article| -> Result<_> {
            let mut change = change;
            library.patch(id, &mut change, None)
        };
        let taken = patch(|it| Article { url: text("http://www.b.example/"), ..it });
        assert!(matches!(taken, Err(Error::ConflictingIdentity { by_id, by_url })
            if by_id == id.to_string() && by_url == other.to_string()));
        let late = patch(|it| Article { published: Some(time("2999-01-01T00:00:00Z")), ..it });
        assert!(matches!(late, Err(Error::InvalidField { field: "published", .. })));
        let model = model("small");
        let vector = ArticleVector { model: &model, values: &[f32::INFINITY] };
        let unusable = library.patch(id, &mut |it: Article| it, Some((&complete(), vector)));
        assert!(matches!(unusable, Err(Error::InvalidField { field: "vector", .. })));
        assert_eq!(library.get_by_id(id).unwrap(), complete());
        let absent = library.patch(ArticleId::new_v7(), &mut |it: Article| it, None);
        assert!(matches!(absent, Err(Error::ArticleNotFound { .. })));
    });
}
