//! What adding, editing, reading and removing make of an article.

use jiff::Timestamp;

use super::{Shelf, add, all, article, published};
use crate::Error;
use crate::article::{Article, ArticleId};
use crate::library::{Entry, Filter, ListOptions, Outcome, Resolution, SqliteStore};

const HARBOUR: &str = "The harbour froze over on Sunday. Ferries stayed in port.";

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// An article that has everything.
fn complete() -> Article {
    Article {
        id: Some("3729183b-0c00-4ea7-b159-7b95c8d92680".parse().unwrap()),
        external_id: Some("wire-17".to_owned()),
        category: Some("weather".to_owned()),
        date: Some(jiff::civil::date(2024, 12, 24)),
        language: Some("en".to_owned()),
        created: Some(time("2024-12-25T00:00:00.123456789Z")),
        updated: Some(time("2024-12-26T00:00:00.000000001Z")),
        last_read: Some(time("2025-01-01T12:30:00Z")),
        read_count: 7,
        ..published("https://paper.example/ice", "Ice", HARBOUR)
    }
}

#[test]
fn what_an_import_gives_is_kept_to_the_last_digit() {
    let shelf = Shelf::new();
    let added = add(&shelf.library, &complete()).unwrap();
    assert_eq!(added.outcome, Outcome::Added);
    assert_eq!(Some(added.id), complete().id);
    assert_eq!(shelf.library.get_by_id(added.id).unwrap(), complete());
}

#[test]
fn what_is_missing_is_made() {
    let shelf = Shelf::new();
    let before = Timestamp::now();
    let id = add(&shelf.library, &article(HARBOUR)).unwrap().id;
    let stored = shelf.library.get_by_id(id).unwrap();
    assert_eq!(id.as_bytes()[6] >> 4, 7, "a version 7 id");
    assert!(stored.created >= Some(before) && stored.created <= Some(Timestamp::now()));
    assert_eq!(stored.updated, stored.created);
    assert_eq!((stored.last_read, stored.read_count), (None, 0));
}

#[test]
fn the_same_url_updates_in_place() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let id = add(&library, &complete()).unwrap().id;
    let again =
        Article { word_count: 2, ..published("https://paper.example/ice", "Thaw", "It melted.") };
    assert_eq!(library.resolve(&again).unwrap(), Resolution::Changed { id, text: true });

    let added = add(&library, &again).unwrap();
    assert_eq!((added.id, added.outcome), (id, Outcome::Updated));
    let stored = library.get_by_id(id).unwrap();
    let expected = Article {
        title: Some("Thaw".to_owned()),
        body: "It melted.".to_owned(),
        word_count: 2,
        updated: stored.updated,
        ..complete()
    };
    assert_eq!(stored, expected, "the details that did not come again are kept");
    assert!(stored.updated > complete().updated);
    assert_eq!(library.count().unwrap(), 1);
}

#[test]
fn the_same_article_again_changes_nothing() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let id = add(&library, &complete()).unwrap().id;
    let generation = library.generation().unwrap();
    let later = Article { updated: Some(time("2030-01-01T00:00:00Z")), ..complete() };
    for again in [complete(), published("https://paper.example/ice", "Ice", HARBOUR), later] {
        assert_eq!(library.resolve(&again).unwrap(), Resolution::Unchanged(id));
        assert_eq!(add(&library, &again).unwrap().outcome, Outcome::Unchanged);
    }
    assert_eq!(library.get_by_id(id).unwrap(), complete());
    assert_eq!(library.generation().unwrap(), generation);
}

#[test]
fn an_update_takes_a_later_time_and_no_earlier_one() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let id = add(&library, &complete()).unwrap().id;
    let future = Some(time("2999-01-01T00:00:00Z"));
    let too_late = Article { updated: future, ..complete() };
    let refused = add(&library, &Article { title: Some("A".to_owned()), ..too_late.clone() });
    assert!(matches!(refused, Err(Error::InvalidField { field: "updated", .. })));

    let later = Some(time("2200-01-01T00:00:00Z"));
    let updated = Article { updated: later, title: Some("B".to_owned()), ..complete() };
    add(&library, &updated).unwrap();
    assert_eq!(library.get_by_id(id).unwrap().updated, later);

    let earlier = Some(time("2001-01-01T00:00:00Z"));
    let updated = Article { updated: earlier, title: Some("C".to_owned()), ..complete() };
    add(&library, &updated).unwrap();
    let stored = library.get_by_id(id).unwrap().updated.unwrap();
    assert!((Timestamp::now() - stored).get_seconds().abs() < 60, "{stored}");
}

#[test]
fn one_text_under_two_urls_is_stored_twice_and_reported() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let first = add(&library, &published("https://a.example/1", "Ice", HARBOUR)).unwrap();
    let spaced = HARBOUR.replace(' ', "\n ");
    let copy = published("https://b.example/1", "Frozen", &spaced);
    let second = add(&library, &copy).unwrap();
    assert_eq!(second.outcome, Outcome::Added);
    assert_eq!(second.duplicates, [first.id]);
    let again = add(&library, &published("https://a.example/1", "Ice", HARBOUR)).unwrap();
    assert_eq!((again.outcome, again.duplicates), (Outcome::Unchanged, vec![second.id]));
    assert_eq!(library.duplicates_of(&article(HARBOUR)).unwrap(), [first.id, second.id]);
    let stored = library.get_by_id(first.id).unwrap();
    assert_eq!(library.duplicates_of(&stored).unwrap(), [second.id]);
}

#[test]
fn a_text_without_identity_is_recognised() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let id = add(&library, &article(HARBOUR)).unwrap().id;
    let again = add(&library, &article(HARBOUR)).unwrap();
    assert_eq!((again.id, again.outcome), (id, Outcome::Unchanged));
    let blank = Article { url: Some(" ".to_owned()), ..article(HARBOUR) };
    assert_eq!(add(&library, &blank).unwrap().outcome, Outcome::Unchanged);
    let titled = Article { title: Some("Ice".to_owned()), ..article(HARBOUR) };
    assert_eq!(add(&library, &titled).unwrap().outcome, Outcome::Added);
    assert_eq!(library.count().unwrap(), 2);
}

#[test]
fn a_conflict_spoils_only_its_own_entry() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let a =
        Article { external_id: Some("a".to_owned()), ..published("https://a.example", "A", "A.") };
    let b =
        Article { external_id: Some("b".to_owned()), ..published("https://b.example", "B", "B.") };
    let by_both = Article { url: b.url.clone(), ..a.clone() };
    let id = ArticleId::new_v7();
    let owner = Article { id: Some(id), ..article("C.") };
    let two_ids = Article { external_id: a.external_id.clone(), ..owner.clone() };
    let many_reads = Article { read_count: u64::MAX, ..article("D.") };
    let last = article("E.");
    let articles = [&a, &b, &by_both, &owner, &two_ids, &many_reads, &last];
    let entries = articles.map(|article| Entry { article, vector: None });
    let results = library.add(&entries).unwrap();

    let stored: Vec<_> = results.iter().map(Result::is_ok).collect();
    assert_eq!(stored, [true, true, false, true, false, false, true]);
    let (id_a, id_b) = (results[0].as_ref().unwrap().id, results[1].as_ref().unwrap().id);
    assert!(matches!(&results[2], Err(Error::ConflictingIdentity { by_id, by_url })
        if *by_id == id_a.to_string() && *by_url == id_b.to_string()));
    assert!(matches!(&results[4], Err(Error::InvalidField { field: "external_id", .. })));
    assert!(matches!(&results[5], Err(Error::InvalidField { field: "read_count", .. })));
    assert_eq!(library.count().unwrap(), 4);
    assert!(matches!(library.resolve(&by_both), Err(Error::ConflictingIdentity { .. })));
}

#[test]
fn later_entries_see_earlier_ones() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let first = published("https://a.example", "A", "One.");
    let second = published("https://a.example", "A", "Two.");
    let entries = [&first, &second, &second].map(|article| Entry { article, vector: None });
    let outcomes: Vec<_> =
        library.add(&entries).unwrap().into_iter().map(|added| added.unwrap().outcome).collect();
    assert_eq!(outcomes, [Outcome::Added, Outcome::Updated, Outcome::Unchanged]);
}

#[test]
fn reading_counts_and_leaves_updated() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let id = add(&library, &complete()).unwrap().id;
    let generation = library.generation().unwrap();
    let at = time("2025-02-03T04:05:06.789Z");
    let read = library.mark_read(id, at).unwrap();
    assert_eq!(read, Article { read_count: 8, last_read: Some(at), ..complete() });
    assert_eq!(library.get_by_id(id).unwrap(), read);
    assert_eq!(library.generation().unwrap(), generation);
    let absent = library.mark_read(ArticleId::new_v7(), at);
    assert!(matches!(absent, Err(Error::ArticleNotFound { .. })));

    let most = Article { read_count: i64::MAX as u64, ..article("Read often.") };
    let id = add(&library, &most).unwrap().id;
    assert_eq!(library.mark_read(id, at).unwrap().read_count, i64::MAX as u64);
}

#[test]
fn an_edit_replaces_and_an_absent_detail_is_removed() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let id = add(&library, &complete()).unwrap().id;
    let other = add(&library, &published("https://b.example", "B", "B.")).unwrap().id;
    let edit = Article { title: Some("Ice, again".to_owned()), ..article("Shorter.") };
    assert_eq!(library.patch(id, &mut |_| edit.clone(), None).unwrap().outcome, Outcome::Updated);
    let stored = library.get_by_id(id).unwrap();
    let expected = Article {
        title: edit.title.clone(),
        body: edit.body.clone(),
        word_count: 1,
        url: None,
        category: None,
        date: None,
        language: None,
        updated: stored.updated,
        ..complete()
    };
    assert_eq!(stored, expected);
    assert_eq!(
        library.patch(id, &mut |_| stored.clone(), None).unwrap().outcome,
        Outcome::Unchanged
    );

    let taken = Article { url: Some("https://b.example".to_owned()), ..edit };
    let conflict = library.patch(id, &mut |_| taken.clone(), None);
    assert!(matches!(conflict, Err(Error::ConflictingIdentity { by_url, .. })
        if by_url == other.to_string()));
    let absent = library.patch(ArticleId::new_v7(), &mut |_| taken.clone(), None);
    assert!(matches!(absent, Err(Error::ArticleNotFound { .. })));
}

#[test]
fn removed_is_gone_and_its_url_is_free() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let id = add(&library, &complete()).unwrap().id;
    library.remove(id).unwrap();
    assert!(matches!(library.remove(id), Err(Error::ArticleNotFound { .. })));
    assert!(library.search_words("harbour", 5, &Filter::default()).unwrap().is_empty());
    let again = add(&library, &published("https://paper.example/ice", "Ice", HARBOUR)).unwrap();
    assert_eq!(again.outcome, Outcome::Added);
}

#[test]
fn a_reference_may_be_an_id_its_start_a_foreign_id_or_a_url() {
    let Shelf { library, folder: _folder } = Shelf::new();
    add(&library, &complete()).unwrap();
    let sibling = Article {
        id: Some("3729ffff-0c00-4ea7-b159-7b95c8d92680".parse().unwrap()),
        ..article("A sibling.")
    };
    add(&library, &sibling).unwrap();
    for reference in [
        "3729183b-0c00-4ea7-b159-7b95c8d92680",
        "3729183B0C004EA7B1597B95C8D92680",
        " 37291",
        "3729183b-0c",
        "wire-17",
        "https://paper.example/ice",
    ] {
        assert_eq!(library.get(reference).unwrap(), complete(), "{reference}");
    }
    match library.get("3729") {
        Err(Error::AmbiguousReference { count: 2, candidates, .. }) => {
            assert!(candidates.contains("3729ffff-0c00") && candidates.contains("3729183b-0c00"));
        }
        other => panic!("{other:?}"),
    }
    for reference in ["", "372", "3730", "wire", "https://paper.example/", "%", "'", "\0"] {
        let found = library.get(reference);
        assert!(matches!(found, Err(Error::ArticleNotFound { .. })), "{reference:?}: {found:?}");
    }
}

#[test]
fn the_list_is_newest_first() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let day = |day: i8| {
        Some(jiff::civil::date(2024, 5, day).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp())
    };
    for (body, category, created) in [
        ("Third.", "sport", 3),
        ("First.", "sport", 1),
        ("Second.", "arts", 2),
        ("Twin.", "arts", 3),
    ] {
        let category = Some(category.to_owned());
        add(&library, &Article { category, created: day(created), ..article(body) }).unwrap();
    }
    let titles = |options| -> Vec<String> {
        library.list(&options).unwrap().into_iter().map(|line| line.title).collect()
    };
    assert_eq!(titles(ListOptions::default()), ["Twin.", "Third.", "Second.", "First."]);
    let page = ListOptions { offset: 1, limit: Some(2), ..ListOptions::default() };
    assert_eq!(titles(page.clone()), ["Third.", "Second."]);
    let first = ListOptions { limit: Some(1), ..ListOptions::default() };
    let after = library.list(&first).unwrap()[0].position();
    assert_eq!(titles(ListOptions { after, limit: Some(2), ..first }), ["Third.", "Second."]);
    let filter = Filter { category: Some("sport".to_owned()), ..Filter::default() };
    let sport = ListOptions { filter, ..ListOptions::default() };
    assert_eq!(titles(sport), ["Third.", "First."]);
    assert!(titles(ListOptions { limit: Some(0), ..page }).is_empty());
}

#[test]
fn an_export_makes_an_equal_library() {
    let Shelf { library, folder } = Shelf::new();
    for number in 0..40 {
        add(&library, &published(&format!("https://a.example/{number}"), "T", "A body.")).unwrap();
    }
    add(&library, &complete()).unwrap();
    add(&library, &article("Without identity.\u{0} Naïve 雪 text.")).unwrap();
    let exported = all(&library);

    let copy = SqliteStore::open(&folder.path().join("copy.db")).unwrap();
    let entries: Vec<_> = exported.iter().map(|article| Entry { article, vector: None }).collect();
    assert!(copy.add(&entries).unwrap().iter().all(Result::is_ok));
    assert_eq!(all(&copy), exported);
    assert_ne!(copy.identity().unwrap(), library.identity().unwrap());
}

#[test]
fn a_walk_sees_one_moment_and_may_use_the_library() {
    let Shelf { library, folder: _folder } = Shelf::new();
    for body in ["One.", "Two.", "Three."] {
        add(&library, &article(body)).unwrap();
    }
    let mut seen = 0;
    library
        .for_each(|walked| {
            seen += 1;
            library.remove(walked.id.unwrap())?;
            add(&library, &article(&format!("New {seen}."))).map(drop)
        })
        .unwrap();
    assert_eq!((seen, library.count().unwrap()), (3, 3));
}
