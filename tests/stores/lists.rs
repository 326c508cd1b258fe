//! The list: its order, its pages, its lines, and what is shown once of several copies.

use nutgraf::article::{Article, ArticleId};
use nutgraf::library::{Copies, Filter, ListOptions, ListedArticle, Outcome, Store};

use crate::given::{article, complete, page, text, time};
use crate::{add, each_store, number_of, place, put};

/// An article that was first stored on this day of May.
fn of_day(day: usize, body: &str) -> Article {
    Article { created: Some(time(&format!("2024-05-{day:02}T00:00:00Z"))), ..article(body) }
}

fn titles(library: &dyn Store, options: &ListOptions) -> Vec<String> {
    library.list(options).unwrap().into_iter().map(|line| line.title).collect()
}

#[test]
fn the_newest_is_first_and_of_one_time_what_was_stored_last() {
    each_store(|library| {
        for (body, day) in [("Third.", 3), ("First.", 1), ("Second.", 2), ("Twin.", 3)] {
            put(library, &of_day(day, body));
        }
        let all = ListOptions::default();
        assert_eq!(titles(library, &all), ["Twin.", "Third.", "Second.", "First."]);
        let page = ListOptions { offset: 1, limit: Some(2), ..all.clone() };
        assert_eq!(titles(library, &page), ["Third.", "Second."]);
        let rest = ListOptions { offset: 3, ..all.clone() };
        assert_eq!(titles(library, &rest), ["First."]);
        for none in [
            ListOptions { limit: Some(0), ..all.clone() },
            ListOptions { offset: 4, ..all.clone() },
            ListOptions { offset: usize::MAX, limit: Some(usize::MAX), ..all.clone() },
        ] {
            assert!(library.list(&none).unwrap().is_empty(), "{none:?}");
        }
        let every = ListOptions { limit: Some(usize::MAX), ..all };
        assert_eq!(library.list(&every).unwrap().len(), 4);
    });
}

#[test]
fn pages_one_after_another_are_the_whole() {
    each_store(|library| {
        for n in 0..23 {
            put(library, &of_day(1 + n % 3, &format!("Report {n}.")));
        }
        let whole = library.list(&ListOptions::default()).unwrap();
        for limit in [1, 4, 23, 50] {
            let (mut walked, mut after): (Vec<ListedArticle>, _) = (Vec::new(), None);
            loop {
                let options = ListOptions { after, limit: Some(limit), ..ListOptions::default() };
                let lines = library.list(&options).unwrap();
                let Some(last) = lines.last() else { break };
                after = last.position();
                walked.extend(lines);
            }
            assert_eq!(walked, whole, "{limit} at a time");
        }
    });
}

#[test]
fn a_place_in_the_list_stays_when_others_come_and_go() {
    each_store(|library| {
        for n in 1..=5 {
            put(library, &of_day(n, &format!("Report {n}.")));
        }
        let lines = library.list(&ListOptions::default()).unwrap();
        let after = lines[1].position();
        library.remove(lines[1].id).unwrap();
        library.remove(lines[3].id).unwrap();
        put(library, &of_day(6, "Report 6."));
        put(library, &of_day(1, "Report 0."));
        let options = ListOptions { after, ..ListOptions::default() };
        assert_eq!(titles(library, &options), ["Report 3.", "Report 0.", "Report 1."]);
        let options = ListOptions { offset: 1, limit: Some(1), ..options };
        assert_eq!(titles(library, &options), ["Report 0."]);
    });
}

#[test]
fn a_line_has_what_is_stored() {
    each_store(|library| {
        let id = put(library, &complete());
        let expected = ListedArticle {
            id,
            number: number_of(library, id),
            title: "Aground".to_owned(),
            url: text("https://post.example/pilot"),
            source: text("Lorne Post"),
            date: complete().date,
            category: text("sea"),
            word_count: complete().word_count,
            read_count: 7,
            created: complete().created,
            updated: complete().updated,
            copies: 0,
        };
        assert_eq!(library.list(&ListOptions::default()).unwrap(), [expected]);
    });
}

#[test]
fn a_source_is_the_site_or_else_the_host() {
    each_store(|library| {
        let site = |site: &str, article: Article| Article { site: text(site), ..article };
        let articles = [
            article("No source."),
            site("Lorne Post", article("A site.")),
            page("https://www.a.example/1", "A", "A host."),
            site("Lorne Post", page("https://b.example/1", "B", "Both.")),
            page("tag:news.example,2024:1", "C", "No host."),
        ];
        for article in &articles {
            assert_eq!(add(library, article).unwrap().outcome, Outcome::Added);
        }
        let mut lines = library.list(&ListOptions::default()).unwrap();
        lines.sort_by_key(|line| line.number);
        let sources: Vec<Option<&str>> = lines.iter().map(|line| line.source.as_deref()).collect();
        let post = Some("Lorne Post");
        assert_eq!(sources, [None, post, Some("a.example"), post, None]);
    });
}

#[test]
fn first_words_stand_in_for_a_title() {
    each_store(|library| {
        let long = "The harbour of Lorne froze over on Sunday for the first time since 1963.";
        let snow = "雪".repeat(90);
        let cases = [
            (Some("Ice"), long, "Ice"),
            (Some(" Ice\r\n\ton Sunday\n"), long, "Ice on Sunday"),
            (Some("  "), long, "The harbour of Lorne froze over on Sunday for the first time…"),
            (None, "A\n  line", "A line"),
            (Some(""), " \n Indented.", "Indented."),
            (None, "", ""),
            (None, snow.as_str(), &snow[..3 * 60]),
        ];
        for (n, (title, body, expected)) in cases.into_iter().enumerate() {
            let title = title.map(str::to_owned);
            let id = put(library, &Article { title, ..of_day(n + 1, body) });
            let first = library.list(&ListOptions::default()).unwrap().remove(0);
            assert_eq!((first.id, first.title.as_str()), (id, expected));
            let alone = library.story(&id.to_string()).unwrap();
            assert_eq!(alone.members[0].title, expected);
        }
    });
}

/// Three copies from three sources, and an article that is none.
fn copies(library: &dyn Store) -> ([ArticleId; 3], ArticleId) {
    let ids = ["first", "second", "third"].map(|site| {
        let url = format!("https://{site}.example/ferry");
        put(library, &Article { category: text(site), ..page(&url, site, "Ice. Snow.") })
    });
    let other = put(library, &article("Something else."));
    place(library, ids[0], None, None);
    place(library, ids[1], Some(ids[0]), Some(ids[0]));
    place(library, ids[2], Some(ids[1]), Some(ids[1]));
    place(library, other, None, None);
    (ids, other)
}

fn folded(sources: &[&str]) -> ListOptions {
    let sources = sources.iter().map(ToString::to_string).collect();
    ListOptions { copies: Copies::Folded(sources), ..ListOptions::default() }
}

/// The ids in the list, with how many more there are of each.
fn shown(library: &dyn Store, options: &ListOptions) -> Vec<(ArticleId, u64)> {
    library.list(options).unwrap().into_iter().map(|line| (line.id, line.copies)).collect()
}

#[test]
fn copies_are_folded_and_the_preferred_source_is_shown() {
    each_store(|library| {
        let (ids, other) = copies(library);
        let each = [(other, 0), (ids[2], 0), (ids[1], 0), (ids[0], 0)];
        assert_eq!(shown(library, &ListOptions::default()), each);
        assert_eq!(shown(library, &folded(&[])), [(other, 0), (ids[0], 2)]);
        let cases: [(&[&str], usize); 4] = [
            (&["nobody.example"], 0),
            (&["nobody.example", "third.example", "second.example"], 2),
            (&["second.example", "third.example"], 1),
            (&["www.third.example"], 2),
        ];
        for (sources, expected) in cases {
            let expected = [(other, 0), (ids[expected], 2)];
            assert_eq!(shown(library, &folded(sources)), expected, "{sources:?}");
        }
        let rest = ListOptions { offset: 1, limit: Some(1), ..folded(&["third.example"]) };
        assert_eq!(shown(library, &rest), [(ids[2], 2)]);
        let first = library.list(&folded(&[])).unwrap().remove(0);
        let after = ListOptions { after: first.position(), ..folded(&["second.example"]) };
        assert_eq!(shown(library, &after), [(ids[1], 2)]);
    });
}

#[test]
fn what_a_filter_leaves_is_folded() {
    each_store(|library| {
        let (ids, other) = copies(library);
        let filtered = |filter: Filter, sources: &[&str]| {
            shown(library, &ListOptions { filter, ..folded(sources) })
        };
        let second = Filter { source: text("second.example"), ..Filter::default() };
        assert_eq!(filtered(second.clone(), &["first.example"]), [(ids[1], 0)]);
        let category = Filter { category: text("third"), ..second };
        assert!(filtered(category, &[]).is_empty());
        let without = Filter { exclude: vec![ids[0], other], ..Filter::default() };
        assert_eq!(filtered(without.clone(), &[]), [(ids[1], 1)]);
        assert_eq!(filtered(without, &["third.example"]), [(ids[2], 1)]);
    });
}

#[test]
fn when_the_first_goes_the_next_is_shown() {
    each_store(|library| {
        let (ids, other) = copies(library);
        library.remove(ids[0]).unwrap();
        assert_eq!(shown(library, &folded(&[])), [(other, 0), (ids[1], 1)]);
        let mut change = |stored: Article| Article { body: "Thaw.".to_owned(), ..stored };
        library.patch(ids[1], &mut change, None).unwrap();
        assert_eq!(shown(library, &folded(&[])), [(other, 0), (ids[2], 0), (ids[1], 0)]);
    });
}

#[test]
fn what_was_not_compared_is_shown() {
    each_store(|library| {
        let pages = ["a", "b"].map(|site| page(&format!("https://{site}.example"), site, "Ice."));
        let ids = pages.map(|page| put(library, &page));
        assert_eq!(shown(library, &folded(&[])), [(ids[1], 0), (ids[0], 0)]);
        place(library, ids[0], None, None);
        assert_eq!(shown(library, &folded(&[])), [(ids[1], 0), (ids[0], 0)]);
        place(library, ids[1], None, Some(ids[0]));
        assert_eq!(shown(library, &folded(&[])), [(ids[0], 1)]);
    });
}
