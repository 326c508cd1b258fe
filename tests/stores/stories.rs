//! Stories: where articles stand, how a story is found, and which are listed.

use std::collections::HashMap;

use nutgraf::Error;
use nutgraf::article::{Article, ArticleId};
use nutgraf::library::{Filter, Place, Placing, Store, StoryId, StoryOptions};

use crate::given::{article, numbered, page, text, time};
use crate::{each_store, number_of, place, put};

/// The story of the first two articles, that of the next two, and one that is alone.
pub(crate) fn two_stories(library: &dyn Store) -> [ArticleId; 5] {
    let ids = [0, 1, 2, 3, 4].map(|n| put(library, &article(&format!("Report {n} of the day."))));
    for (n, &id) in ids.iter().enumerate() {
        place(library, id, matches!(n, 1 | 3).then(|| ids[n - 1]), None);
    }
    ids
}

/// The articles of a story, in stored order.
pub(crate) fn members(library: &dyn Store, reference: &str) -> Vec<ArticleId> {
    let mut members = library.story(reference).unwrap().members;
    members.sort_by_key(|member| member.number);
    members.into_iter().map(|member| member.id).collect()
}

pub(crate) fn members_of(library: &dyn Store, article: ArticleId) -> Vec<ArticleId> {
    members(library, &article.to_string())
}

pub(crate) fn story_of(library: &dyn Store, article: ArticleId) -> Option<StoryId> {
    library.places(&[article]).unwrap()[0].story
}

#[test]
fn what_was_not_compared_waits_in_stored_order() {
    each_store(|library| {
        let ids = [0, 1, 2].map(|n| put(library, &article(&format!("Report {n}."))));
        let waiting = |limit: usize| -> Vec<ArticleId> {
            library.unplaced(limit).unwrap().into_iter().filter_map(|it| it.id).collect()
        };
        assert_eq!((waiting(9), library.count_unplaced().unwrap()), (ids.to_vec(), 3));
        assert_eq!(waiting(2), ids[..2]);
        assert!(waiting(0).is_empty());
        assert_eq!(library.unplaced(1).unwrap()[0], library.get_by_id(ids[0]).unwrap());
        place(library, ids[1], None, None);
        assert_eq!(waiting(9), [ids[0], ids[2]]);
    });
}

#[test]
fn a_place_tells_number_story_and_text() {
    each_store(|library| {
        let pages = ["a", "b"].map(|site| page(&format!("https://{site}.example"), site, "Ice."));
        let ids = pages.map(|page| put(library, &page));
        let numbers = ids.map(|id| number_of(library, id));
        assert!(numbers[0] > 0 && numbers[0] < numbers[1]);
        let of = |at: usize, story: Option<StoryId>, text: Option<u64>| Place {
            article: ids[at],
            number: numbers[at],
            story,
            text,
        };
        let places = || {
            let unknown = ArticleId::new_v7();
            let mut places = library.places(&[ids[1], unknown, ids[0]]).unwrap();
            places.sort_by_key(|place| place.number);
            places
        };
        assert_eq!(places(), [of(0, None, None), of(1, None, None)]);
        place(library, ids[0], None, None);
        assert_eq!(places(), [of(0, None, Some(numbers[0])), of(1, None, None)]);
        place(library, ids[1], Some(ids[0]), Some(ids[0]));
        // It is begun by the first that tells it, and its id is the same wherever it is stored.
        let story = Some(StoryId::founded_by(ids[0], 0));
        let text = Some(numbers[0]);
        assert_eq!(places(), [of(0, story, text), of(1, story, text)]);
    });
}

#[test]
fn what_was_decided_is_not_decided_again() {
    each_store(|library| {
        let ids = two_stories(library);
        assert_eq!(members_of(library, ids[1]), ids[..2]);
        assert_eq!(members_of(library, ids[4]), ids[4..]);
        assert_eq!(library.story(&ids[4].to_string()).unwrap().id, None);
        let late = put(library, &article("A late report."));
        place(library, late, Some(ids[0]), None);
        place(library, late, Some(ids[2]), None);
        assert_eq!(members_of(library, late), [ids[0], ids[1], late]);
        assert_eq!(story_of(library, late), Some(StoryId::founded_by(ids[0], 0)));
    });
}

#[test]
fn decisions_are_kept_in_their_order_and_what_is_gone_is_passed_over() {
    each_store(|library| {
        let ids = [0, 1, 2, 3].map(|n| put(library, &article(&format!("Report {n}."))));
        library.remove(ids[0]).unwrap();
        let with = |at: usize, with: usize| Placing {
            article: ids[at],
            with: Some(ids[with]),
            copy_of: None,
        };
        // One that names itself, or one that is gone, begins nothing.
        library.place(&[with(0, 1), with(1, 0), with(2, 2), with(3, 1)]).unwrap();
        assert_eq!(members_of(library, ids[3]), [ids[1], ids[3]]);
        assert_eq!(story_of(library, ids[2]), None);
        assert_eq!(library.count_unplaced().unwrap(), 0);
    });
}

#[test]
fn a_story_is_found_by_its_id_its_start_and_its_articles() {
    each_store(|library| {
        let ids = two_stories(library);
        let id = story_of(library, ids[0]).unwrap().to_string();
        for reference in [&id[..], &id[..8], &id.replace('-', "")[..13], &ids[1].to_string()] {
            assert_eq!(members(library, reference), ids[..2], "{reference}");
        }
        for none in ["", "abc", "no such story", "00000000-0000-0000-0000-000000000000", "\0"] {
            let found = library.story(none);
            assert!(matches!(found, Err(Error::StoryNotFound { .. })), "{none:?}: {found:?}");
        }
    });
}

#[test]
fn a_start_that_two_stories_have_is_ambiguous() {
    // Ids of stories are made of those of articles: so two with one start can be looked for.
    let mut starts = HashMap::new();
    let start = |id: ArticleId| StoryId::founded_by(id, 0).to_string()[..4].to_owned();
    let (first, second) = (1..)
        .find_map(|n| Some((starts.insert(start(numbered(n)), numbered(n))?, numbered(n))))
        .unwrap();
    each_store(|library| {
        for founder in [first, second] {
            put(library, &Article { id: Some(founder), ..article(&format!("{founder} begins.")) });
            let other = put(library, &article(&format!("{founder} is followed.")));
            place(library, founder, None, None);
            place(library, other, Some(founder), None);
        }
        match library.story(&start(first)) {
            Err(Error::AmbiguousReference { count: 2, candidates, .. }) => {
                let mut ids = [first, second].map(|id| StoryId::founded_by(id, 0).to_string());
                ids.sort();
                assert_eq!(candidates, ids.join(", "));
            }
            other => panic!("{other:?}"),
        }
    });
}

#[test]
fn members_are_in_the_order_of_publication_and_copies_of_the_first_stored() {
    each_store(|library| {
        let of = |site: &str, body: &str, at: &str| Article {
            published: Some(time(at)),
            ..page(&format!("https://www.{site}.example/1"), site, body)
        };
        let a = put(library, &of("a", "Ice.", "2024-12-02T09:00:00Z"));
        let b = put(library, &of("b", "Ice.", "2024-12-02T08:00:00Z"));
        let day = Some("2024-12-02".parse().unwrap());
        let c = put(library, &Article { date: day, site: text("Post"), ..article("Snow.") });
        let d = put(
            library,
            &Article { created: Some(time("2024-12-02T08:30:00Z")), ..article("Hail.") },
        );
        place(library, a, None, None);
        place(library, b, Some(a), Some(a));
        place(library, c, Some(a), None);
        place(library, d, Some(c), None);
        library.mark_read(b, time("2024-12-03T00:00:00Z")).unwrap();
        let story = library.story(&d.to_string()).unwrap();
        assert_eq!(story.members.iter().map(|it| it.id).collect::<Vec<_>>(), [c, b, d, a]);
        let copies: Vec<Option<ArticleId>> = story.members.iter().map(|it| it.copy_of).collect();
        assert_eq!(copies, [None, Some(a), None, None]);
        let read: Vec<bool> = story.members.iter().map(|it| it.is_read).collect();
        assert_eq!(read, [false, true, false, false]);
        assert!(story.members.iter().all(|it| !it.is_kept));
        assert_eq!(story.sources(), ["Post", "b.example", "a.example"]);
        assert_eq!(story.members[0].published, Some(time("2024-12-02T00:00:00Z")));
        assert_eq!((story.members[2].published, story.texts()), (None, 3));
    });
}

#[test]
fn what_was_added_to_last_is_listed_first() {
    each_store(|library| {
        let ids = two_stories(library);
        let list = |options: &StoryOptions| -> Vec<ArticleId> {
            let stories = library.stories(options).unwrap();
            stories.iter().map(|story| story.members[0].id).collect()
        };
        let all = StoryOptions::default();
        assert_eq!(list(&all), [ids[2], ids[0]]);
        assert_eq!(list(&StoryOptions { limit: Some(1), ..all.clone() }), [ids[2]]);
        assert!(list(&StoryOptions { limit: Some(0), ..all.clone() }).is_empty());
        let late = put(library, &article("A late report."));
        place(library, late, Some(ids[0]), None);
        assert_eq!(list(&all), [ids[0], ids[2]]);
        assert_eq!(list(&StoryOptions { least: 3, ..all.clone() }), [ids[0]]);
        // What is too small does not count towards a limit.
        let large = StoryOptions { least: 3, limit: Some(1), ..all };
        place(library, put(library, &article("A later report.")), Some(ids[2]), None);
        library.remove(ids[2]).unwrap();
        library.remove(ids[3]).unwrap();
        assert_eq!(list(&large), [ids[0]]);
    });
}

#[test]
fn a_story_is_listed_whole_if_some_article_passes() {
    each_store(|library| {
        let ids = two_stories(library);
        let list = |options: &StoryOptions| -> Vec<usize> {
            let stories = library.stories(options).unwrap();
            assert!(stories.iter().all(|story| story.members.len() == 2));
            let first = |id: ArticleId| ids.iter().position(|other| *other == id).unwrap();
            stories.iter().map(|story| first(story.members[0].id)).collect()
        };
        library.mark_read(ids[3], time("2024-12-03T00:00:00Z")).unwrap();
        let mut change = |stored: Article| Article {
            category: text("sea"),
            published: Some(time("2150-01-01T00:00:00Z")),
            ..stored
        };
        library.patch(ids[1], &mut change, None).unwrap();
        let of = |filter: Filter| StoryOptions { filter, ..StoryOptions::default() };
        let read = |read: bool| Filter { read: Some(read), ..Filter::default() };
        assert!(list(&of(read(true))) == [2]);
        assert!(list(&of(read(false))) == [2, 0]);
        let sea = Filter { category: text("sea"), ..Filter::default() };
        assert!(list(&of(sea.clone())) == [0]);
        assert!(list(&of(Filter { read: Some(true), ..sea })).is_empty());
        let since = |at: &str| StoryOptions { since: Some(time(at)), ..StoryOptions::default() };
        assert!(list(&since("2000-01-01T00:00:00Z")) == [2, 0]);
        assert!(list(&since("2150-01-01T00:00:00Z")) == [0]);
        assert!(list(&since("2150-01-01T00:00:00.000000001Z")).is_empty());
    });
}
