//! What was removed is found by nothing, and its place is nobody else's.

use jiff::Timestamp;
use nutgraf::Error;
use nutgraf::article::{Article, ArticleId};
use nutgraf::library::{ArticleVector, FetchRecord, Filter, Outcome, Resolution, StoryOptions};

use crate::given::{article, complete, model, numbered, page, text};
use crate::{add, all, each_store, listed, number_of, place, put, put_with};

#[test]
fn what_was_removed_is_found_by_nothing() {
    each_store(|library| {
        let model = model("small");
        let vector = ArticleVector { model: &model, values: &[0.6, 0.8] };
        let id = put_with(library, &complete(), vector);
        let other = put_with(library, &page("https://b.example", "B", &complete().body), vector);
        place(library, id, None, None);
        place(library, other, Some(id), Some(id));
        library.remove(id).unwrap();

        let [uuid, start] = [id.to_string(), id.to_string()[..8].to_owned()];
        for reference in [uuid.as_str(), &start, "wire-17", "https://post.example/pilot"] {
            let found = library.get(reference);
            assert!(matches!(found, Err(Error::ArticleNotFound { .. })), "{reference}: {found:?}");
        }
        assert!(matches!(library.get_by_id(id), Err(Error::ArticleNotFound { .. })));
        assert!(library.articles(&[id]).unwrap().is_empty());
        assert_eq!(library.count().unwrap(), 1);
        assert_eq!(listed(library, &Filter::default()), [other]);
        assert_eq!(library.duplicates_of(&complete()).unwrap(), [other]);
        let all = &Filter::default();
        let words = library.search_words("pilot boat", 9, all).unwrap();
        assert_eq!(words.iter().map(|hit| hit.id).collect::<Vec<_>>(), [other]);
        assert_eq!(library.with_words(&["pilot"], 9).unwrap(), [other]);
        let near = library.nearest(vector, 9, all).unwrap();
        assert_eq!(near.iter().map(|it| it.article.id).collect::<Vec<_>>(), [other]);
        assert!(library.scored(vector, &[id], all).unwrap().is_empty());
        assert_eq!(library.vector(id, &model).unwrap(), None);
        assert_eq!(library.model_for(id, &model).unwrap(), None);
        assert_eq!(library.count_lacking_vectors(&model).unwrap(), 0);
        assert!(library.places(&[id]).unwrap().is_empty());
        let story = library.story(&other.to_string()).unwrap();
        assert_eq!(story.members.iter().map(|it| it.id).collect::<Vec<_>>(), [other]);
        assert_eq!(story.members[0].copy_of, None);
        assert_eq!(library.resolve(&complete()).unwrap(), Resolution::New);
    });
}

#[test]
fn what_was_removed_cannot_be_changed() {
    each_store(|library| {
        let id = put(library, &complete());
        library.remove(id).unwrap();
        let refused = [
            library.remove(id).err(),
            library.mark_read(id, Timestamp::now()).err(),
            library.patch(id, &mut |stored: Article| stored, None).err(),
            library.merge_stories(&[id]).err(),
            library.split_story(&[id]).err(),
        ];
        for error in refused {
            assert!(matches!(error, Some(Error::ArticleNotFound { .. })), "{error:?}");
        }
        place(library, id, None, None);
        assert_eq!(library.set_vectors(&model("small"), &[(&complete(), &[1.0][..])]).unwrap(), 0);
        assert_eq!(library.count().unwrap(), 0);
    });
}

#[test]
fn a_removal_forgets_all_fetches() {
    each_store(|library| {
        let fetch = FetchRecord {
            address: "https://a.example/feed".to_owned(),
            etag: text("\"v1\""),
            last_modified: text("Sun, 01 Dec 2024 07:00:00 GMT"),
        };
        let earlier = FetchRecord { etag: None, last_modified: None, ..fetch.clone() };
        assert_eq!(library.last_fetch(&fetch.address).unwrap(), None);
        library.remember_fetch(&earlier).unwrap();
        assert_eq!(library.last_fetch(&fetch.address).unwrap(), Some(earlier));
        library.remember_fetch(&fetch).unwrap();
        assert!(library.remove(numbered(1)).is_err());
        assert_eq!(library.last_fetch(&fetch.address).unwrap(), Some(fetch.clone()));
        let id = put(library, &article("One."));
        library.remove(id).unwrap();
        assert_eq!(library.last_fetch(&fetch.address).unwrap(), None);
        assert!(library.ledger().unwrap().fetches.is_empty());
    });
}

#[test]
fn what_was_removed_can_be_stored_again_as_new() {
    each_store(|library| {
        let first = add(library, &complete()).unwrap();
        let number = number_of(library, first.id);
        library.remove(first.id).unwrap();
        let second = add(library, &complete()).unwrap();
        assert_eq!((second.id, second.outcome), (first.id, Outcome::Added));
        assert_eq!(library.get_by_id(first.id).unwrap(), complete());
        assert!(number_of(library, second.id) > number, "its old place is nobody's");
        assert_eq!(library.count_unplaced().unwrap(), 1);
    });
}

#[test]
fn a_number_is_never_used_again() {
    each_store(|library| {
        let mut last = 0;
        for round in 0..4 {
            let ids: Vec<ArticleId> =
                (0..3).map(|n| put(library, &article(&format!("Round {round}, {n}.")))).collect();
            for id in &ids {
                let number = number_of(library, *id);
                assert!(number > last);
                last = number;
            }
            // The last that was stored goes, and once all do.
            library.remove(ids[2]).unwrap();
            if round == 2 {
                all(library).iter().for_each(|it| library.remove(it.id.unwrap()).unwrap());
            }
        }
    });
}

#[test]
fn stored_order_outlasts_changes_and_removals() {
    each_store(|library| {
        let ids: Vec<ArticleId> =
            (0..6).map(|n| put(library, &article(&format!("Report {n}.")))).collect();
        library.remove(ids[1]).unwrap();
        let mut change = |stored: Article| Article { body: "Another.".to_owned(), ..stored };
        library.patch(ids[2], &mut change, None).unwrap();
        let again = Article { id: Some(ids[0]), title: text("First"), ..article("Report 0.") };
        add(library, &again).unwrap();
        library.mark_read(ids[4], Timestamp::now()).unwrap();
        library.remove(ids[4]).unwrap();
        let last = put(library, &article("Report 6."));
        let walked: Vec<ArticleId> = all(library).iter().filter_map(|it| it.id).collect();
        assert_eq!(walked, [ids[0], ids[2], ids[3], ids[5], last]);
        let holdings = library.holdings(0, 9).unwrap();
        let held: Vec<ArticleId> = holdings.iter().filter_map(|it| it.article.id).collect();
        assert_eq!(held, walked);
        assert!(holdings.is_sorted_by_key(|it| it.number));
    });
}

#[test]
fn a_story_without_articles_is_not_listed_and_keeps_its_name() {
    each_store(|library| {
        let ids = ["One.", "Two."].map(|body| put(library, &article(body)));
        place(library, ids[0], None, None);
        place(library, ids[1], Some(ids[0]), None);
        let story = library.places(&ids[..1]).unwrap()[0].story.unwrap().to_string();
        for (gone, left) in [(ids[0], 1), (ids[1], 0)] {
            library.remove(gone).unwrap();
            assert_eq!(library.story(&story).unwrap().members.len(), left);
        }
        let options = StoryOptions { least: 0, ..StoryOptions::default() };
        assert!(library.stories(&options).unwrap().is_empty());
    });
}
