//! Filters narrow in the same way whatever is asked for: a list, what is near, what has a word.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use nutgraf::article::{Article, ArticleId};
use nutgraf::library::{ArticleVector, Filter, Store, StoryOptions};

use crate::given::{article, model, page, text, time};
use crate::{each_store, listed, place, put_with};

/// What they are told apart by.
fn shelf(library: &dyn Store) -> Vec<ArticleId> {
    let day = |day: i8| Some(date(2024, 5, day));
    let url = |url: &str, number: usize| page(url, "", &body(number));
    let articles = [
        Article {
            category: text("sport"),
            language: text("en"),
            date: day(1),
            site: text("Lorne Post"),
            ..url("https://www.post.example/1", 0)
        },
        Article {
            category: text("arts"),
            language: text("nb"),
            date: day(2),
            ..url("https://news.example/2", 1)
        },
        Article {
            category: text("sport"),
            language: text("en"),
            published: Some(time("2024-05-02T23:59:59.999999999Z")),
            ..url("http://m.news.example/a/3?utm_source=mail", 2)
        },
        Article { site: text("news.example"), ..article(&body(3)) },
        Article {
            category: text("arts"),
            language: text("en"),
            date: day(3),
            // The day is what the article says, whenever it was put on the net.
            published: Some(time("2024-05-01T00:00:00Z")),
            ..url("https://blog.news.example/4", 4)
        },
        Article { category: text("Sport"), ..url("https://news.examples/5", 5) },
    ];
    articles.iter().map(|article| store(library, article)).collect()
}

fn body(number: usize) -> String {
    format!("Harbour report number {number}.")
}

fn store(library: &dyn Store, article: &Article) -> ArticleId {
    let (model, angle) = (model("small"), article.body.len() as f32);
    put_with(library, article, ArticleVector { model: &model, values: &[angle, 1.0] })
}

/// Asserts which of these articles pass, in whatever way they are asked for.
#[track_caller]
fn assert_passing(library: &dyn Store, ids: &[ArticleId], filter: &Filter, expected: &[usize]) {
    let model = model("small");
    let vector = ArticleVector { model: &model, values: &[1.0, 1.0] };
    let places = |found: Vec<ArticleId>| -> Vec<usize> {
        let place = |id: &ArticleId| ids.iter().position(|other| other == id).unwrap();
        let mut places: Vec<usize> = found.iter().map(place).collect();
        places.sort_unstable();
        places
    };
    assert_eq!(places(listed(library, filter)), expected, "{filter:?}");
    let words = library.search_words("harbour", 99, filter).unwrap();
    assert_eq!(places(words.iter().map(|hit| hit.id).collect()), expected, "{filter:?}");
    let near = library.nearest(vector, 99, filter).unwrap();
    assert_eq!(places(near.iter().map(|it| it.article.id).collect()), expected, "{filter:?}");
    let scored = library.scored(vector, ids, filter).unwrap();
    assert_eq!(places(scored.iter().map(|it| it.article.id).collect()), expected, "{filter:?}");
}

fn category(name: &str) -> Filter {
    Filter { category: text(name), ..Filter::default() }
}

fn language(code: &str) -> Filter {
    Filter { language: text(code), ..Filter::default() }
}

fn source(name: &str) -> Filter {
    Filter { source: text(name), ..Filter::default() }
}

#[test]
fn no_filter_passes_all() {
    each_store(|library| {
        let ids = shelf(library);
        assert_passing(library, &ids, &Filter::default(), &[0, 1, 2, 3, 4, 5]);
    });
}

#[test]
fn a_category_and_a_language_are_what_they_are_letter_for_letter() {
    each_store(|library| {
        let ids = shelf(library);
        assert_passing(library, &ids, &category("sport"), &[0, 2]);
        assert_passing(library, &ids, &category("Sport"), &[5]);
        assert_passing(library, &ids, &language("en"), &[0, 2, 4]);
        assert_passing(library, &ids, &language("nb"), &[1]);
        for none in ["", "spor", "sport ", "%", "_____", "'", "\\", "?", "$1"] {
            assert_passing(library, &ids, &category(none), &[]);
            assert_passing(library, &ids, &language(none), &[]);
        }
    });
}

#[test]
fn a_time_of_publishing_stands_in_for_a_day() {
    each_store(|library| {
        let ids = shelf(library);
        let days = |since: Option<Date>, until: Option<Date>, expected: &[usize]| {
            let filter = Filter { since, until, ..Filter::default() };
            assert_passing(library, &ids, &filter, expected);
        };
        let day = |day: i8| Some(date(2024, 5, day));
        days(day(1), None, &[0, 1, 2, 4]);
        days(day(2), None, &[1, 2, 4]);
        days(day(3), None, &[4]);
        days(day(4), None, &[]);
        days(None, day(1), &[0]);
        days(None, day(2), &[0, 1, 2]);
        days(day(2), day(2), &[1, 2]);
        days(day(3), day(1), &[]);
        days(Some(date(1700, 1, 1)), Some(Date::MAX), &[0, 1, 2, 4]);
        days(Some(Date::MAX), None, &[]);
    });
}

#[test]
fn a_day_before_any_time_that_can_be_stored_is_before_all() {
    each_store(|library| {
        let ids = shelf(library);
        let since = Filter { since: Some(date(1500, 1, 1)), ..Filter::default() };
        assert_passing(library, &ids, &since, &[0, 1, 2, 4]);
        let until = Filter { until: Some(date(1500, 1, 1)), ..Filter::default() };
        assert_passing(library, &ids, &until, &[]);
    });
}

#[test]
fn what_was_read_is_told_from_what_was_not() {
    each_store(|library| {
        let ids = shelf(library);
        let read = |read: bool| Filter { read: Some(read), ..Filter::default() };
        assert_passing(library, &ids, &read(true), &[]);
        library.mark_read(ids[1], Timestamp::now()).unwrap();
        library.mark_read(ids[3], Timestamp::now()).unwrap();
        assert_passing(library, &ids, &read(true), &[1, 3]);
        assert_passing(library, &ids, &read(false), &[0, 2, 4, 5]);
    });
}

#[test]
fn a_source_is_a_site_or_a_host() {
    each_store(|library| {
        let ids = shelf(library);
        assert_passing(library, &ids, &source("Lorne Post"), &[0]);
        assert_passing(library, &ids, &source("post.example"), &[0]);
        assert_passing(library, &ids, &source("www.post.example"), &[0]);
        assert_passing(library, &ids, &source("news.example"), &[1, 2, 3]);
        assert_passing(library, &ids, &source("m.news.example"), &[1, 2]);
        assert_passing(library, &ids, &source("blog.news.example"), &[4]);
        assert_passing(library, &ids, &source("news.examples"), &[5]);
        for none in ["", "example", "news", "lorne post", "Lorne", "%", "'"] {
            assert_passing(library, &ids, &source(none), &[]);
        }
    });
}

#[test]
fn several_can_be_excluded() {
    each_store(|library| {
        let ids = shelf(library);
        let without = |exclude: Vec<ArticleId>| Filter { exclude, ..Filter::default() };
        assert_passing(library, &ids, &without(vec![ids[2]]), &[0, 1, 3, 4, 5]);
        assert_passing(library, &ids, &without(vec![ids[5], ids[0], ids[5]]), &[1, 2, 3, 4]);
        let unknown: Vec<ArticleId> = (0..500).map(|_| ArticleId::new_v7()).collect();
        assert_passing(library, &ids, &without(unknown.clone()), &[0, 1, 2, 3, 4, 5]);
        let all = [unknown, ids.clone()].concat();
        assert_passing(library, &ids, &without(all), &[]);
    });
}

#[test]
fn every_field_narrows_what_the_others_leave() {
    each_store(|library| {
        let ids = shelf(library);
        library.mark_read(ids[2], Timestamp::now()).unwrap();
        let mut filter = Filter { language: text("en"), ..category("sport") };
        assert_passing(library, &ids, &filter, &[0, 2]);
        filter.since = Some(date(2024, 5, 1));
        filter.until = Some(date(2024, 5, 2));
        filter.exclude = vec![ids[1]];
        assert_passing(library, &ids, &filter, &[0, 2]);
        filter.source = text("news.example");
        assert_passing(library, &ids, &filter, &[2]);
        filter.read = Some(true);
        assert_passing(library, &ids, &filter, &[2]);
        filter.exclude.push(ids[2]);
        assert_passing(library, &ids, &filter, &[]);
    });
}

#[test]
fn very_long_values_are_told_apart_by_their_ends() {
    each_store(|library| {
        let mut ids = shelf(library);
        let long = |c: char| format!("{}{c}", "long".repeat(1_280));
        ids.extend(['a', 'b'].map(|c| {
            let article = Article {
                category: Some(long(c)),
                language: Some(long(c)),
                site: Some(long(c)),
                ..page(&format!("https://long.example/{}", long(c)), "", &body(c as usize))
            };
            store(library, &article)
        }));
        let expected: [(char, &[usize]); 3] = [('a', &[6]), ('b', &[7]), ('c', &[])];
        for (c, found) in expected {
            for filter in [category(&long(c)), language(&long(c)), source(&long(c))] {
                assert_passing(library, &ids, &filter, found);
            }
        }
        assert_passing(library, &ids, &source("long.example"), &[6, 7]);
        let url = format!("https://www.long.example/{}", long('b'));
        assert_eq!(library.get(&url).unwrap().id, Some(ids[7]));
    });
}

#[test]
fn a_nul_in_a_filter_finds_nothing_and_is_no_error() {
    each_store(|library| {
        let ids = shelf(library);
        place(library, ids[0], None, None);
        place(library, ids[1], Some(ids[0]), None);
        let filters = [
            category("sport\0"),
            category("\0"),
            language("en\0"),
            source("news.example\0"),
            source("Lorne Post\0"),
            source("\0"),
        ];
        for filter in filters {
            assert_passing(library, &ids, &filter, &[]);
            let options = StoryOptions { filter, ..StoryOptions::default() };
            assert!(library.stories(&options).unwrap().is_empty());
        }
    });
}
