//! Stories in the library: places, what someone says of them, and what outlasts what.

use proptest::prelude::*;

use super::{add, article, published};
use crate::Error;
use crate::article::ArticleId;
use crate::library::sqlite::SqliteStore;
use crate::library::{
    Copies, Entry, Filter, ListOptions, Placing, Stories as _, StoryChangeKind, StoryId,
    StoryOptions,
};

/// A library with so many articles, each of which was compared and is alone.
fn library_of(count: usize) -> (SqliteStore, Vec<ArticleId>) {
    let library = SqliteStore::in_memory().unwrap();
    let ids: Vec<ArticleId> = (0..count)
        .map(|n| add(&library, &article(&format!("Report number {n} of the day."))).unwrap().id)
        .collect();
    for &id in &ids {
        place(&library, id, None, None);
    }
    (library, ids)
}

fn place(
    library: &SqliteStore,
    article: ArticleId,
    with: Option<ArticleId>,
    copy_of: Option<ArticleId>,
) {
    library.place(&[Placing { article, with, copy_of }]).unwrap();
}

/// A library with the story of the first two articles, that of the next two, and one that is alone.
fn two_stories() -> (SqliteStore, Vec<ArticleId>) {
    let library = SqliteStore::in_memory().unwrap();
    let ids: Vec<ArticleId> = (0..5)
        .map(|n| add(&library, &article(&format!("Report number {n} of the day."))).unwrap().id)
        .collect();
    for (n, &id) in ids.iter().enumerate() {
        place(&library, id, matches!(n, 1 | 3).then(|| ids[n - 1]), None);
    }
    (library, ids)
}

fn members(library: &SqliteStore, reference: &str) -> Vec<ArticleId> {
    let mut ids: Vec<_> =
        library.story(reference).unwrap().members.iter().map(|it| (it.number, it.id)).collect();
    ids.sort_unstable();
    ids.into_iter().map(|(_, id)| id).collect()
}

fn members_of(library: &SqliteStore, article: ArticleId) -> Vec<ArticleId> {
    members(library, &article.to_string())
}

fn story_of(library: &SqliteStore, article: ArticleId) -> Option<StoryId> {
    library.places(&[article]).unwrap()[0].story
}

#[test]
fn an_article_waits_is_placed_and_stays() {
    let (library, ids) = two_stories();
    assert_eq!(library.count_unplaced().unwrap(), 0);
    assert_eq!(members_of(&library, ids[1]), ids[..2]);
    assert_eq!(members_of(&library, ids[4]), ids[4..]);
    assert_eq!(library.story(&ids[4].to_string()).unwrap().id, None);
    let late = add(&library, &article("A late report.")).unwrap().id;
    assert_eq!(library.unplaced(9).unwrap()[0].id, Some(late));
    place(&library, late, Some(ids[0]), None);
    // What was decided is not decided again.
    place(&library, late, Some(ids[2]), None);
    assert_eq!(members_of(&library, late), [ids[0], ids[1], late]);
    // A story is begun by the first that tells it, and its id is the same wherever it is stored.
    assert_eq!(story_of(&library, late), Some(StoryId::founded_by(ids[0], 0)));
}

#[test]
fn a_story_is_found_by_its_id_its_start_and_its_articles() {
    let (library, ids) = two_stories();
    let id = story_of(&library, ids[0]).unwrap().to_string();
    for reference in [&id[..], &id[..8], &id.replace('-', "")[..6], &ids[1].to_string()] {
        assert_eq!(members(&library, reference), ids[..2], "{reference}");
    }
    for none in ["", "abc", "no such story", "00000000-0000-0000-0000-000000000000"] {
        assert!(matches!(library.story(none), Err(Error::StoryNotFound { .. })), "{none}");
    }
}

#[test]
fn a_removed_article_leaves_its_story() {
    let (library, ids) = two_stories();
    let id = story_of(&library, ids[0]).unwrap().to_string();
    library.remove(ids[0]).unwrap();
    assert_eq!(members(&library, &id), [ids[1]]);
    library.remove(ids[1]).unwrap();
    assert_eq!(members(&library, &id), []);
    assert_eq!(library.stories(&StoryOptions::default()).unwrap().len(), 1);
    library.place(&[Placing { article: ids[0], with: Some(ids[4]), copy_of: None }]).unwrap();
}

#[test]
fn a_merge_keeps_the_older_id_and_both_names_and_can_be_undone() {
    let (library, ids) = two_stories();
    let [old, new] = [ids[0], ids[2]].map(|id| story_of(&library, id).unwrap().to_string());
    let change = library.merge_stories(&[ids[3], ids[1], ids[4]]).unwrap();
    assert_eq!((change.kind, change.story.to_string()), (StoryChangeKind::Merge, old.clone()));
    assert_eq!(change.moved, ids[2..]);
    for reference in [&old, &new, &ids[4].to_string()] {
        assert_eq!(members(&library, reference), ids);
    }
    let kept: Vec<bool> =
        library.story(&old).unwrap().members.iter().map(|member| member.is_kept).collect();
    assert_eq!(kept.iter().filter(|kept| **kept).count(), 3);
    // What comes later stays with the story that it joined.
    let late = add(&library, &article("A late report.")).unwrap().id;
    place(&library, late, Some(ids[3]), None);
    let undone = library.undo_story_change(None).unwrap();
    assert!(undone.undone.is_some() && undone.number == change.number);
    assert_eq!(members(&library, &old), [ids[0], ids[1], late]);
    assert_eq!(members(&library, &new), ids[2..4]);
    assert_eq!(story_of(&library, ids[4]), None);
    assert_eq!(library.story_changes().unwrap(), [undone]);
    assert!(library.undo_story_change(None).is_err(), "there is nothing left to undo");
}

#[test]
fn a_split_makes_a_story_that_lasts_and_can_be_undone() {
    let (library, ids) = two_stories();
    library.merge_stories(&[ids[0], ids[2]]).unwrap();
    let change = library.split_story(&[ids[0], ids[3]]).unwrap();
    assert_eq!(change.kind, StoryChangeKind::Split);
    let parted = change.story.to_string();
    assert_eq!(members(&library, &parted), [ids[0], ids[3]]);
    assert_eq!(members_of(&library, ids[1]), [ids[1], ids[2]]);
    // The article that began the first story has begun another.
    assert_eq!(change.story, StoryId::founded_by(ids[0], 1));
    library.undo_story_change(Some(change.number)).unwrap();
    assert_eq!(members_of(&library, ids[0]), ids[..4]);
    assert!(library.undo_story_change(Some(change.number)).is_err());
}

#[test]
fn what_was_moved_again_is_not_moved_back() {
    let (library, ids) = two_stories();
    let first = library.merge_stories(&[ids[2], ids[4]]).unwrap();
    let second = library.merge_stories(&[ids[0], ids[4]]).unwrap();
    assert!(library.undo_story_change(Some(first.number)).is_err());
    library.undo_story_change(Some(second.number)).unwrap();
    library.undo_story_change(Some(first.number)).unwrap();
    assert_eq!(members_of(&library, ids[4]), ids[4..]);
    assert_eq!(members_of(&library, ids[2]), ids[2..4]);
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let (library, ids) = two_stories();
    let refused = |change: Result<_, Error>| match change {
        Err(error @ Error::Refused { .. }) => error.to_string(),
        other => panic!("{other:?}"),
    };
    assert!(refused(library.merge_stories(&ids[..2])).contains("one story already"));
    assert!(refused(library.merge_stories(&[])).contains("one story already"));
    assert!(refused(library.merge_stories(&[ids[4], ids[4]])).contains("one story already"));
    assert!(refused(library.split_story(&ids[..2])).contains("all articles"));
    assert!(refused(library.split_story(&[ids[4]])).contains("no other article"));
    assert!(refused(library.split_story(&[ids[0], ids[2]])).contains("several stories"));
    let unknown = ArticleId::from_bytes([9; 16]);
    let change = library.merge_stories(&[ids[0], unknown]);
    assert!(matches!(change, Err(Error::ArticleNotFound { .. })));
    assert_eq!(library.story_changes().unwrap(), []);
    assert_eq!(members_of(&library, ids[0]), ids[..2]);
}

#[test]
fn copies_are_folded_and_the_preferred_source_is_shown() {
    let library = SqliteStore::in_memory().unwrap();
    let page = |site: &str| published(&format!("https://{site}.example/ferry"), site, "Ice. Snow.");
    let ids: Vec<ArticleId> =
        ["first", "second", "third"].map(|it| add(&library, &page(it)).unwrap().id).to_vec();
    let other = add(&library, &article("Something else.")).unwrap().id;
    place(&library, ids[0], None, None);
    place(&library, ids[1], Some(ids[0]), Some(ids[0]));
    place(&library, ids[2], Some(ids[1]), Some(ids[1]));
    place(&library, other, None, None);
    let list = |copies: Copies, source: Option<&str>| {
        let filter = Filter { source: source.map(str::to_owned), ..Filter::default() };
        let options = ListOptions { copies, filter, ..ListOptions::default() };
        let listed = library.list(&options).unwrap();
        listed.into_iter().map(|it| (it.id, it.copies)).collect::<Vec<_>>()
    };
    let folded =
        |sources: &[&str]| Copies::Folded(sources.iter().map(ToString::to_string).collect());
    assert_eq!(list(Copies::Each, None).len(), 4);
    assert_eq!(list(folded(&[]), None), [(other, 0), (ids[0], 2)]);
    let preferred = folded(&["nobody.example", "third.example", "second.example"]);
    assert_eq!(list(preferred, None), [(other, 0), (ids[2], 2)]);
    // What a filter leaves of them is folded.
    assert_eq!(list(folded(&["first.example"]), Some("second.example")), [(ids[1], 0)]);
    // The first may go: then the next is shown.
    library.remove(ids[0]).unwrap();
    assert_eq!(list(folded(&[]), None), [(other, 0), (ids[1], 1)]);
    let story = library.story(&ids[2].to_string()).unwrap();
    assert_eq!(story.members[1].copy_of, Some(ids[1]));
    assert_eq!((story.texts(), story.sources()), (1, vec!["second.example", "third.example"]));
}

#[test]
fn a_text_that_changes_is_compared_again_and_keeps_its_story() {
    let (library, ids) = library_of(0);
    assert!(ids.is_empty());
    let pages = ["a", "b", "c"].map(|n| published(&format!("https://{n}.example/x"), n, "Ice."));
    let ids = pages.each_ref().map(|page| add(&library, page).unwrap().id);
    place(&library, ids[0], None, None);
    place(&library, ids[1], Some(ids[0]), Some(ids[0]));
    place(&library, ids[2], Some(ids[0]), Some(ids[0]));
    let rewritten = published("https://a.example/x", "a", "Thaw at last.");
    add(&library, &rewritten).unwrap();
    assert_eq!(library.unplaced(9).unwrap().len(), 1);
    let texts = |library: &SqliteStore| {
        let mut places = library.places(&ids).unwrap();
        places.sort_by_key(|place| place.number);
        places
            .iter()
            .map(|place| place.text.map(|text| text - places[0].number))
            .collect::<Vec<_>>()
    };
    assert_eq!(texts(&library), [None, Some(1), Some(1)]);
    place(&library, ids[0], None, None);
    assert_eq!(texts(&library), [Some(0), Some(1), Some(1)]);
    assert_eq!(members_of(&library, ids[0]), ids);
}

#[test]
fn stories_are_listed_by_what_was_added_last_and_filtered() {
    let (library, ids) = two_stories();
    let listed = |options: &StoryOptions| {
        let stories = library.stories(options).unwrap();
        stories.iter().map(|story| story.members[0].id).collect::<Vec<_>>()
    };
    assert_eq!(listed(&StoryOptions::default()), [ids[2], ids[0]]);
    assert_eq!(listed(&StoryOptions { limit: Some(1), ..StoryOptions::default() }), [ids[2]]);
    assert!(listed(&StoryOptions { least: 3, ..StoryOptions::default() }).is_empty());
    let late = add(&library, &article("A late report.")).unwrap().id;
    place(&library, late, Some(ids[0]), None);
    assert_eq!(listed(&StoryOptions::default()), [ids[0], ids[2]]);
    library.mark_read(ids[3], "2026-11-20T10:00:00Z".parse().unwrap()).unwrap();
    let filter = Filter { read: Some(true), ..Filter::default() };
    assert_eq!(listed(&StoryOptions { filter, ..StoryOptions::default() }), [ids[2]]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is merged and split, every article is in one story, and undoing all restores all.
    #[test]
    fn undoing_all_changes_restores_all(
        steps in prop::collection::vec((any::<bool>(), prop::collection::vec(0..8_usize, 1..4)), 1..12)
    ) {
        let (library, ids) = library_of(8);
        library.merge_stories(&ids[..2]).unwrap();
        library.merge_stories(&ids[2..5]).unwrap();
        let before: Vec<Option<StoryId>> = ids.iter().map(|id| story_of(&library, *id)).collect();
        let mut made = 0;
        for (is_merge, those) in steps {
            let those: Vec<ArticleId> = those.into_iter().map(|n| ids[n]).collect();
            let change =
                if is_merge { library.merge_stories(&those) } else { library.split_story(&those) };
            made += usize::from(change.is_ok());
            for &id in &ids {
                prop_assert!(members_of(&library, id).contains(&id));
            }
        }
        for _ in 0..made {
            library.undo_story_change(None).unwrap();
        }
        let after: Vec<Option<StoryId>> = ids.iter().map(|id| story_of(&library, *id)).collect();
        prop_assert_eq!(before, after);
    }
}

#[test]
fn a_library_of_an_earlier_version_has_all_its_articles_waiting() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("library.db");
    let connection = rusqlite::Connection::open(&path).unwrap();
    crate::library::sqlite::schema::make_version(&connection, 4).unwrap();
    let sql = "INSERT INTO changes (number, stamp) VALUES (0, randomblob(16))";
    connection.execute(sql, []).unwrap();
    connection
        .execute(
            "INSERT INTO articles (id, content_hash, created, updated, read_count, word_count, body) \
             SELECT randomblob(16), randomblob(32), 1, 1, 0, 1, 'Ice.' \
             FROM (VALUES (1), (2), (3))",
            [],
        )
        .unwrap();
    drop(connection);
    let library = SqliteStore::open(&path).unwrap();
    assert_eq!(library.count_unplaced().unwrap(), 3);
    assert_eq!(library.unplaced(2).unwrap().len(), 2);
    let entry = article("Snow.");
    library.add(&[Entry { article: &entry, vector: None }]).unwrap();
    assert_eq!(library.count_unplaced().unwrap(), 4);
}
