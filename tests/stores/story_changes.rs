//! What someone says of stories: it is kept until someone says otherwise, and can be undone.

use nutgraf::article::ArticleId;
use nutgraf::library::{Placing, Store, StoryChange, StoryChangeKind, StoryId};
use nutgraf::{Error, Result};

use crate::given::{Random, article, page};
use crate::stories::{members, members_of, story_of, two_stories};
use crate::{add, each_store, place, put};

#[test]
fn a_merge_keeps_the_older_id_and_both_names_and_can_be_undone() {
    each_store(|library| {
        let ids = two_stories(library);
        let [old, new] = [ids[0], ids[2]].map(|id| story_of(library, id).unwrap().to_string());
        let change = library.merge_stories(&[ids[3], ids[1], ids[4]]).unwrap();
        assert_eq!((change.kind, change.story.to_string()), (StoryChangeKind::Merge, old.clone()));
        assert_eq!((&change.moved[..], change.undone), (&ids[2..], None));
        for reference in [&old, &new, &new[..8].to_owned(), &ids[4].to_string()] {
            assert_eq!(members(library, reference), ids);
        }
        let merged = library.story(&old).unwrap();
        assert_eq!(merged.members.iter().filter(|member| member.is_kept).count(), 3);
        assert_eq!(library.story_changes().unwrap(), std::slice::from_ref(&change));
        // What comes later stays with the story that it joined.
        let late = put(library, &article("A late report."));
        place(library, late, Some(ids[3]), None);
        let undone = library.undo_story_change(None).unwrap();
        assert!(undone.undone.is_some_and(|at| at >= change.at));
        assert_eq!(StoryChange { undone: None, ..undone.clone() }, change);
        assert_eq!(members(library, &old), [ids[0], ids[1], late]);
        assert_eq!(members(library, &new), ids[2..4]);
        assert_eq!(story_of(library, ids[4]), None);
        assert_eq!(library.story_changes().unwrap(), [undone]);
        assert!(refused(library.undo_story_change(None)).contains("no such change"));
    });
}

#[test]
fn articles_that_are_alone_become_a_story_of_the_first() {
    each_store(|library| {
        let ids = [0, 1, 2].map(|n| put(library, &article(&format!("Report {n}."))));
        let change = library.merge_stories(&[ids[2], ids[1], ids[2]]).unwrap();
        assert_eq!(change.story, StoryId::founded_by(ids[1], 0));
        assert_eq!(change.moved, ids[1..]);
        assert_eq!(members_of(library, ids[1]), ids[1..]);
        // To be of a story is not to be compared.
        assert_eq!(library.count_unplaced().unwrap(), 3);
        place(library, ids[2], Some(ids[0]), None);
        assert_eq!(members_of(library, ids[2]), ids[1..], "what someone says stays");
        library.undo_story_change(None).unwrap();
        assert!(ids.iter().all(|id| story_of(library, *id).is_none()));
    });
}

#[test]
fn a_split_makes_a_story_that_lasts_and_can_be_undone() {
    each_store(|library| {
        let ids = two_stories(library);
        library.merge_stories(&[ids[0], ids[2]]).unwrap();
        let change = library.split_story(&[ids[3], ids[0]]).unwrap();
        assert_eq!(
            (change.kind, &change.moved[..]),
            (StoryChangeKind::Split, &[ids[0], ids[3]][..])
        );
        assert_eq!(members(library, &change.story.to_string()), [ids[0], ids[3]]);
        assert_eq!(members_of(library, ids[1]), [ids[1], ids[2]]);
        // The article that began the first story has begun another.
        assert_eq!(change.story, StoryId::founded_by(ids[0], 1));
        library.undo_story_change(Some(change.number)).unwrap();
        assert_eq!(members_of(library, ids[0]), ids[..4]);
        assert!(library.undo_story_change(Some(change.number)).is_err());
        assert!(library.undo_story_change(Some(u64::MAX)).is_err());
        let again = library.split_story(&[ids[0]]).unwrap();
        assert_eq!(again.story, StoryId::founded_by(ids[0], 2), "no name is used again");
        let numbers: Vec<u64> =
            library.story_changes().unwrap().iter().map(|change| change.number).collect();
        assert!(numbers.len() == 3 && numbers.is_sorted_by(|a, b| a > b), "the last is first");
    });
}

#[test]
fn what_was_moved_again_is_not_moved_back() {
    each_store(|library| {
        let ids = two_stories(library);
        let first = library.merge_stories(&[ids[2], ids[4]]).unwrap();
        let second = library.merge_stories(&[ids[0], ids[4]]).unwrap();
        let moved = refused(library.undo_story_change(Some(first.number)));
        assert!(moved.contains("later changes first"), "{moved}");
        library.undo_story_change(Some(second.number)).unwrap();
        library.undo_story_change(Some(first.number)).unwrap();
        assert_eq!(members_of(library, ids[4]), ids[4..]);
        assert_eq!(members_of(library, ids[2]), ids[2..4]);
    });
}

#[test]
fn what_was_removed_is_not_moved_back() {
    each_store(|library| {
        let ids = two_stories(library);
        library.merge_stories(&[ids[0], ids[2]]).unwrap();
        library.remove(ids[2]).unwrap();
        assert_eq!(library.story_changes().unwrap()[0].moved, [ids[3]]);
        assert_eq!(library.undo_story_change(None).unwrap().moved, [ids[3]]);
        assert_eq!(members_of(library, ids[3]), [ids[3]]);
        assert_eq!(members_of(library, ids[0]), ids[..2]);
    });
}

/// What is said of a change that makes no sense.
fn refused(change: Result<StoryChange>) -> String {
    match change {
        Err(error @ Error::Refused { .. }) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    each_store(|library| {
        let ids = two_stories(library);
        for same in [&ids[..2], &[], &[ids[4]], &[ids[4], ids[4]]] {
            assert!(refused(library.merge_stories(same)).contains("one story already"));
        }
        assert!(refused(library.split_story(&ids[..2])).contains("all articles"));
        assert!(refused(library.split_story(&[ids[4]])).contains("no other article"));
        assert!(refused(library.split_story(&[])).contains("no other article"));
        assert!(refused(library.split_story(&[ids[0], ids[2]])).contains("several stories"));
        let unknown = ArticleId::from_bytes([9; 16]);
        for change in [library.merge_stories(&[ids[0], unknown]), library.split_story(&[unknown])] {
            assert!(matches!(change, Err(Error::ArticleNotFound { .. })));
        }
        assert!(library.story_changes().unwrap().is_empty());
        assert_eq!(members_of(library, ids[0]), ids[..2]);
        assert_eq!(library.ledger().unwrap().stories.len(), 2);
    });
}

#[test]
fn a_text_that_changes_is_compared_again_and_keeps_its_story() {
    each_store(|library| {
        let pages =
            ["a", "b", "c"].map(|site| page(&format!("https://{site}.example"), site, "Ice."));
        let ids = pages.each_ref().map(|page| put(library, page));
        let copy =
            |article: ArticleId| Placing { article, with: Some(ids[0]), copy_of: Some(ids[0]) };
        place(library, ids[0], None, None);
        library.place(&[copy(ids[1]), copy(ids[2])]).unwrap();
        add(library, &page("https://a.example", "a", "Thaw at last.")).unwrap();
        assert_eq!(library.count_unplaced().unwrap(), 1);
        let texts = || -> Vec<Option<u64>> {
            let mut places = library.places(&ids).unwrap();
            places.sort_by_key(|place| place.number);
            places.iter().map(|place| place.text.map(|text| text - places[0].number)).collect()
        };
        let before = texts();
        assert!(before[0].is_none() && before[1].is_some() && before[1] == before[2]);
        assert!(before[1] > Some(0), "the next is the first with that text now");
        place(library, ids[0], None, None);
        assert_eq!(texts(), [Some(0), before[1], before[2]]);
        assert_eq!(members_of(library, ids[0]), ids);
    });
}

/// Whatever is merged and split, every article is in one story.
#[test]
fn undoing_all_changes_restores_all() {
    each_store(|library| {
        let random = &mut Random(12);
        let ids = [0, 1, 2, 3, 4, 5, 6, 7]
            .map(|n| put(library, &article(&format!("Report {n} of the day."))));
        library.merge_stories(&ids[..2]).unwrap();
        library.merge_stories(&ids[2..5]).unwrap();
        let stories = |library: &dyn Store| ids.map(|id| story_of(library, id));
        let before = stories(library);
        for _ in 0..4 {
            let mut made = 0;
            for _ in 0..10 {
                let those: Vec<ArticleId> =
                    (0..1 + random.below(3)).map(|_| random.pick(&ids)).collect();
                let change = match random.below(2) {
                    0 => library.merge_stories(&those),
                    _ => library.split_story(&those),
                };
                made += usize::from(change.is_ok());
                assert!(ids.iter().all(|id| members_of(library, *id).contains(id)));
            }
            for _ in 0..made {
                library.undo_story_change(None).unwrap();
            }
            assert_eq!(stories(library), before);
        }
    });
}
