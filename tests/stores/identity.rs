//! Which stored article an article is, and what becomes of what comes again.

use jiff::Timestamp;
use nutgraf::Error;
use nutgraf::article::{Article, ArticleId};
use nutgraf::library::{ArticleVector, Entry, Outcome, Resolution};

use crate::given::{article, complete, model, page, text, time};
use crate::{add, each_store, put};

#[test]
fn what_an_import_gives_is_kept_to_the_last_digit() {
    each_store(|library| {
        let added = add(library, &complete()).unwrap();
        assert_eq!((added.outcome, Some(added.id)), (Outcome::Added, complete().id));
        assert!(added.duplicates.is_empty() && !added.is_awaited);
        assert_eq!(library.get_by_id(added.id).unwrap(), complete());
    });
}

#[test]
fn what_is_missing_is_made() {
    each_store(|library| {
        let before = Timestamp::now();
        let id = put(library, &article("One."));
        let stored = library.get_by_id(id).unwrap();
        assert_eq!(id.as_bytes()[6] >> 4, 7, "a version 7 id");
        assert!(stored.created >= Some(before) && stored.created <= Some(Timestamp::now()));
        assert_eq!(stored.updated, stored.created);
        assert_eq!((stored.last_read, stored.read_count), (None, 0));
    });
}

#[test]
fn the_same_page_updates_in_place_and_keeps_what_it_comes_without() {
    each_store(|library| {
        let id = put(library, &complete());
        let url = "https://www.post.example/pilot/?utm_source=mail";
        let again = page(url, "Afloat", "Tugs freed it.");
        assert_eq!(library.resolve(&again).unwrap(), Resolution::Changed { id, text: true });
        let added = add(library, &again).unwrap();
        assert_eq!((added.id, added.outcome), (id, Outcome::Updated));
        let stored = library.get_by_id(id).unwrap();
        let expected = Article {
            title: again.title,
            body: again.body,
            word_count: again.word_count,
            updated: stored.updated,
            ..complete()
        };
        assert_eq!(stored, expected);
        assert!(stored.updated > complete().updated);
    });
}

#[test]
fn details_that_come_anew_take_the_place_of_the_stored_ones() {
    each_store(|library| {
        let id = put(library, &complete());
        let later = Some(time("2025-06-01T00:00:00.000000003Z"));
        let again = Article {
            category: text("harbour"),
            author: text("Bo Lund"),
            tags: vec!["tide".to_owned()],
            starred: false,
            progress: Some(90),
            updated: later,
            // These are what becomes of an article here, and no import's to say.
            created: Some(time("2001-01-01T00:00:00Z")),
            last_read: None,
            read_count: 99,
            ..complete()
        };
        assert_eq!(library.resolve(&again).unwrap(), Resolution::Changed { id, text: false });
        assert_eq!(add(library, &again).unwrap().outcome, Outcome::Updated);
        let expected = Article {
            starred: true,
            created: complete().created,
            last_read: complete().last_read,
            read_count: complete().read_count,
            ..again
        };
        assert_eq!(library.get_by_id(id).unwrap(), expected);
    });
}

#[test]
fn the_same_article_again_changes_nothing() {
    each_store(|library| {
        let id = put(library, &complete());
        let bare = page("http://post.example/pilot", "Aground", &complete().body);
        let later = Article { updated: Some(time("2030-01-01T00:00:00Z")), ..complete() };
        let read = Article { read_count: 0, last_read: None, created: None, ..complete() };
        for again in [complete(), bare, later, read] {
            assert_eq!(library.resolve(&again).unwrap(), Resolution::Unchanged(id));
            assert_eq!(add(library, &again).unwrap().outcome, Outcome::Unchanged);
        }
        assert_eq!(library.get_by_id(id).unwrap(), complete());
    });
}

#[test]
fn an_update_takes_a_later_time_and_no_earlier_one() {
    each_store(|library| {
        let id = put(library, &complete());
        let titled = |title: &str, updated: &str| Article {
            title: text(title),
            updated: Some(time(updated)),
            ..complete()
        };
        let later = titled("B", "2200-01-01T00:00:00Z");
        add(library, &later).unwrap();
        assert_eq!(library.get_by_id(id).unwrap().updated, later.updated);
        add(library, &titled("C", "2001-01-01T00:00:00Z")).unwrap();
        let stored = library.get_by_id(id).unwrap().updated.unwrap();
        assert!((Timestamp::now() - stored).get_seconds().abs() < 60, "{stored}");
    });
}

#[test]
fn an_article_is_known_by_every_address_of_its_page() {
    each_store(|library| {
        let ferry = page("https://post.example/sea/ferry", "Ferry", "It sails.");
        let id = put(library, &ferry);
        for url in [
            "http://post.example/sea/ferry",
            "HTTPS://POST.Example:443/sea/ferry/",
            "https://www.post.example/sea/ferry?utm_source=mail&utm_medium=x&fbclid=1",
            "https://m.post.example/sea/ferry#comments",
            "https://post.example/amp/sea/ferry/",
            "https://post.example/sea/ferry.amp?amp=1",
            "https://post.example/sea/ferry/index.html",
        ] {
            let again = page(url, "Ferry", "It sails.");
            assert_eq!(library.resolve(&again).unwrap(), Resolution::Unchanged(id), "{url}");
            assert_eq!(library.get(url).unwrap().url, ferry.url, "{url}");
        }
        for url in [
            "https://post.example/sea/Ferry",
            "https://post.example/sea/ferry?id=1",
            "https://post.example:8080/sea/ferry",
            "https://blog.post.example/sea/ferry",
        ] {
            let other = page(url, "Ferry", "It sails.");
            assert_eq!(library.resolve(&other).unwrap(), Resolution::New, "{url}");
            assert!(matches!(library.get(url), Err(Error::ArticleNotFound { .. })), "{url}");
        }
    });
}

#[test]
fn an_external_id_is_known_before_a_url() {
    each_store(|library| {
        let wire = |id: &str, article: Article| Article { external_id: text(id), ..article };
        let id = put(library, &wire("wire-1", article("One.")));
        let other = add(library, &wire("wire-2", article("One."))).unwrap();
        assert_eq!((other.outcome, other.duplicates), (Outcome::Added, vec![id]));
        let found = add(library, &wire("wire-1", page("https://a.example/1", "One", "One.")));
        let found = found.unwrap();
        assert_eq!((found.id, found.outcome), (id, Outcome::Updated));
        let by_url = add(library, &page("https://a.example/1", "Two", "One.")).unwrap();
        assert_eq!((by_url.id, by_url.outcome), (id, Outcome::Updated));
        let stored = library.get("wire-1").unwrap();
        assert_eq!((stored.title, stored.external_id), (text("Two"), text("wire-1")));
    });
}

#[test]
fn a_blank_identity_is_none() {
    each_store(|library| {
        let blank = |url: &str, external_id: &str, body: &str| Article {
            url: text(url),
            external_id: text(external_id),
            ..article(body)
        };
        let one = put(library, &blank(" ", "", "One."));
        let two = put(library, &blank("\t", " \n", "Two."));
        assert_ne!(one, two);
        let stored = library.get_by_id(one).unwrap();
        assert_eq!((stored.url, stored.external_id), (None, None));
        let again = add(library, &blank("", "\t", "One.")).unwrap();
        assert_eq!((again.id, again.outcome), (one, Outcome::Unchanged));
    });
}

#[test]
fn a_text_without_identity_is_recognised_and_left_as_it_is() {
    each_store(|library| {
        let id = put(library, &article("Ice. Snow."));
        let filed = Article { category: text("weather"), ..article("Ice.\n\n Snow.") };
        assert_eq!(library.resolve(&filed).unwrap(), Resolution::Unchanged(id));
        assert_eq!(add(library, &filed).unwrap().outcome, Outcome::Unchanged);
        let stored = library.get_by_id(id).unwrap();
        assert_eq!((stored.category, stored.body), (None, "Ice. Snow.".to_owned()));
        let titled = Article { title: text("Ice"), ..article("Ice. Snow.") };
        assert_eq!(add(library, &titled).unwrap().outcome, Outcome::Added);
    });
}

#[test]
fn what_is_refused_does_not_keep_others_from_being_stored() {
    each_store(|library| {
        let a = Article { external_id: text("a"), ..page("https://a.example", "A", "A.") };
        let b = Article { external_id: text("b"), ..page("https://b.example", "B", "B.") };
        let by_both = Article { url: b.url.clone(), ..a.clone() };
        let owner = Article { id: Some(ArticleId::new_v7()), ..article("C.") };
        let two_ids = Article { external_id: text("a"), ..owner.clone() };
        let (many, last) = (Article { read_count: u64::MAX, ..article("D.") }, article("E."));
        let articles = [&a, &b, &by_both, &owner, &two_ids, &many, &last];
        let mut entries = articles.map(|article| Entry { article, vector: None }).to_vec();
        let (model, unusable) = (model("small"), article("F."));
        let vector = Some(ArticleVector { model: &model, values: &[f32::NAN] });
        entries.insert(6, Entry { article: &unusable, vector });
        let results = library.add(&entries).unwrap();

        let stored: Vec<bool> = results.iter().map(Result::is_ok).collect();
        assert_eq!(stored, [true, true, false, true, false, false, false, true]);
        let id_of = |at: usize| results[at].as_ref().unwrap().id.to_string();
        assert!(matches!(&results[2], Err(Error::ConflictingIdentity { by_id, by_url })
            if *by_id == id_of(0) && *by_url == id_of(1)));
        for (at, expected) in [(4, "external_id"), (5, "read_count"), (6, "vector")] {
            assert!(matches!(&results[at], Err(Error::InvalidField { field, .. })
                if *field == expected));
        }
        assert_eq!(library.count().unwrap(), 4);
        assert_eq!(library.count_lacking_vectors(&model).unwrap(), 4);
        assert!(matches!(library.resolve(&by_both), Err(Error::ConflictingIdentity { .. })));
    });
}

#[test]
fn later_entries_see_earlier_ones() {
    each_store(|library| {
        let first = page("https://a.example", "A", "One.");
        let second = page("https://a.example", "A", "Two.");
        let entries = [&first, &second, &second].map(|article| Entry { article, vector: None });
        let added = library.add(&entries).unwrap();
        let outcomes: Vec<Outcome> = added.into_iter().map(|it| it.unwrap().outcome).collect();
        assert_eq!(outcomes, [Outcome::Added, Outcome::Updated, Outcome::Unchanged]);
    });
}

#[test]
fn one_text_under_two_urls_is_stored_twice_and_reported() {
    each_store(|library| {
        let first = put(library, &page("https://a.example/1", "Ice", "The bay froze. All of it."));
        let copy = page("https://b.example/1", "Frozen", "The bay\nfroze.  All of it.");
        let second = add(library, &copy).unwrap();
        assert_eq!((second.outcome, second.duplicates), (Outcome::Added, vec![first]));
        let again = page("https://a.example/1", "Ice", "The bay froze. All of it.");
        assert_eq!(add(library, &again).unwrap().duplicates, [second.id]);
        assert_eq!(library.duplicates_of(&again).unwrap(), [first, second.id]);
        let stored = library.get_by_id(first).unwrap();
        assert_eq!(library.duplicates_of(&stored).unwrap(), [second.id]);
    });
}

#[test]
fn a_reference_may_be_an_id_its_start_an_external_id_or_a_url() {
    each_store(|library| {
        put(library, &complete());
        let id = "5c1effff-3b42-4d18-9f06-2ab4c6d8e013".parse().unwrap();
        put(library, &Article { id: Some(id), ..article("A sibling.") });
        for reference in [
            "5c1e7a90-3b42-4d18-9f06-2ab4c6d8e013",
            "5C1E7A903B424D189F062AB4C6D8E013",
            " 5c1e7",
            "5c1e7a90-3b",
            "wire-17",
            "https://post.example/pilot",
        ] {
            assert_eq!(library.get(reference).unwrap(), complete(), "{reference}");
        }
        for none in ["", "5c1", "5c1d", "wire", "https://post.example/", "%", "'", "\0"] {
            let found = library.get(none);
            assert!(matches!(found, Err(Error::ArticleNotFound { .. })), "{none:?}: {found:?}");
        }
    });
}

#[test]
fn an_id_is_tried_before_an_external_id_and_that_before_a_url_and_a_start() {
    each_store(|library| {
        let uuid = "abcd0000-0000-4000-8000-000000000001";
        let named = |name: &str, body: &str| Article { external_id: text(name), ..article(body) };
        let id = put(library, &Article { id: uuid.parse().ok(), ..article("One.") });
        let same_name = put(library, &named(uuid, "Two."));
        let short = put(library, &named("abcd", "Three."));
        let url = "https://a.example/x";
        let of_page = put(library, &page(url, "X", "Four."));
        let as_url = put(library, &named(url, "Five."));
        let of_others = [("abcd", short), (url, as_url), ("http://a.example/x/", of_page)];
        for (reference, expected) in [(uuid, id), ("abcd0", id)].into_iter().chain(of_others) {
            assert_eq!(library.get(reference).unwrap().id, Some(expected), "{reference}");
        }
        library.remove(id).unwrap();
        assert_eq!(library.get(uuid).unwrap().id, Some(same_name));
    });
}
