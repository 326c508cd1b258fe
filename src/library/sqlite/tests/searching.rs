//! Searching for words.

use proptest::prelude::*;
use rusqlite::OptionalExtension;

use super::{Shelf, add, article, published};
use crate::library::words::{DIVIDER, divided};
use crate::library::{Filter, SqliteStore, WordHit};

fn shelf() -> Shelf {
    let shelf = Shelf::new();
    for (title, body) in [
        ("Rates rise", "The central bank raised its rate on Friday.\nMarkets fell by a tenth."),
        (
            "Café opens",
            "A café opened beside the bank of the river. Its owner's tea is state-owned.",
        ),
        ("Bank holiday", "Offices stay closed. Nobody minds the river."),
        ("北京", "北京今天下雪。"),
    ] {
        add(&shelf.library, &published(&format!("https://x.example/{title}"), title, body))
            .unwrap();
    }
    shelf
}

fn found(library: &SqliteStore, query: &str) -> Vec<String> {
    library
        .search_words(query, 10, &Filter::default())
        .unwrap()
        .into_iter()
        .map(|hit| hit.title)
        .collect()
}

/// The snippet, with what was found in brackets.
fn bracketed(hit: &WordHit) -> String {
    let mut shown = hit.snippet.clone();
    for span in hit.matches.iter().rev() {
        shown.insert(span.end, ']');
        shown.insert(span.start, '[');
    }
    shown
}

#[test]
fn all_words_must_be_there_and_the_title_weighs_more() {
    let Shelf { library, folder: _folder } = shelf();
    assert_eq!(found(&library, "bank")[0], "Bank holiday");
    assert_eq!(found(&library, "BANK river cafe"), ["Café opens"]);
    assert_eq!(found(&library, "\"central bank\""), ["Rates rise"]);
    assert!(found(&library, "\"bank central\"").is_empty());
    assert_eq!(found(&library, "clos*"), ["Bank holiday"]);
    assert_eq!(found(&library, "\"stay clos\"*"), ["Bank holiday"]);
    assert!(found(&library, "clos").is_empty());
    assert_eq!(found(&library, "state-owned owner's"), ["Café opens"]);
    assert!(found(&library, "bank OR tenth").is_empty(), "an operator is a word");
    assert_eq!(found(&library, "北京*").len(), 1);
    assert_eq!(library.search_words("bank", 2, &Filter::default()).unwrap().len(), 2);
}

#[test]
fn a_hit_shows_where() {
    let Shelf { library, folder: _folder } = shelf();
    let hit = library.search_words("markets \"a tenth\"", 1, &Filter::default()).unwrap().remove(0);
    let marked: Vec<_> = hit.matches.iter().map(|span| &hit.snippet[span.range()]).collect();
    assert_eq!(marked, ["Markets", "a tenth"]);
    assert!(!hit.snippet.contains('\n'));
    assert!(hit.score > 0.0, "{}", hit.score);
    let accented = library.search_words("cafe stat*", 1, &Filter::default()).unwrap().remove(0);
    let expected =
        "A [café] opened beside the bank of the river. Its owner's tea is [state]-owned.";
    assert_eq!(bracketed(&accented), expected);
    let unspaced = library.search_words("今天", 1, &Filter::default()).unwrap().remove(0);
    assert_eq!(bracketed(&unspaced), "北京[今天]下雪。");
    let in_title = library.search_words("holiday", 1, &Filter::default()).unwrap().remove(0);
    assert!(in_title.matches.is_empty() && in_title.snippet.starts_with("Offices"));
}

#[test]
fn a_long_query_is_no_error() {
    let Shelf { library, folder: _folder } = shelf();
    assert_eq!(found(&library, &"bank ".repeat(20_000)).len(), 3);
    assert!(found(&library, &format!("\"{}\"", "bank ".repeat(20_000))).is_empty());
    assert!(found(&library, &(0..5_000).map(|n| format!("w{n}* ")).collect::<String>()).is_empty());
}

#[test]
fn every_hit_of_many_shows_where() {
    let library = SqliteStore::in_memory().unwrap();
    for number in 0..200 {
        let body = format!("Article {number} begins. {}", "A calm dawn broke. ".repeat(50));
        add(&library, &article(&body)).unwrap();
    }
    let hits =
        library.search_words("a* b* c* d* \"calm dawn\"", 5_000, &Filter::default()).unwrap();
    assert_eq!(hits.len(), 200);
    let expected = " [begins]. [A] [calm dawn] [broke]. [A]";
    assert!(hits.iter().all(|hit| bracketed(hit).contains(expected)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_query_is_an_error(
        queries in proptest::collection::vec(
            prop_oneof![any::<String>(), "[a-z\"*(){}:^+ -]{0,24}", "(NEAR|AND|OR|NOT|\"|\\*| |bank){0,8}"],
            20,
        )
    ) {
        thread_local!(static SHELF: Shelf = shelf());
        SHELF.with(|shelf| {
            for query in &queries {
                prop_assert!(shelf.library.search_words(query, 3, &Filter::default()).is_ok(), "{query:?}");
            }
            Ok(())
        })?;
    }

    #[test]
    fn every_word_of_an_article_finds_it(body in "[a-zäéß京都はกЙжΣς0-9 ]{1,60}") {
        prop_assume!(!body.trim().is_empty());
        let Shelf { library, folder: _folder } = Shelf::new();
        let id = add(&library, &article(&body)).unwrap().id;
        let hits = library.search_words(&body, 1, &Filter::default()).unwrap();
        prop_assert_eq!(hits.len(), 1);
        prop_assert_eq!(hits[0].id, id);
        prop_assert!(!hits[0].matches.is_empty());
    }

    /// What is marked is what the index finds.
    #[test]
    fn the_marks_are_those_of_the_index(
        body in "[a-cA-CéÉςΣ京都は01 .,'\n-]{1,24}",
        terms in proptest::collection::vec(("[a-céσ京都は0]{1,2}( [a-c京])?", any::<bool>()), 1..4),
    ) {
        prop_assume!(!body.trim().is_empty());
        let library = SqliteStore::in_memory().unwrap();
        add(&library, &article(&body)).unwrap();
        let quoted = |divide: fn(&str) -> Option<String>| -> String {
            let term = |(text, is_start): &(String, bool)| {
                let text = divide(text).unwrap_or_else(|| text.clone());
                format!("\"{text}\"{} ", if *is_start { "*" } else { "" })
            };
            terms.iter().map(term).collect()
        };
        let sql = "SELECT highlight(article_words, 1, '[', ']') FROM article_words \
                   WHERE article_words MATCH ?1";
        let expression = quoted(divided);
        let expected: Option<String> = library
            .read(|connection| {
                Ok(connection.query_row(sql, [&expression], |row| row.get(0)).optional()?)
            })
            .unwrap();
        let expected = expected.map(|text| {
            text.replace(DIVIDER, "").split_whitespace().collect::<Vec<_>>().join(" ")
        });
        let hits = library.search_words(&quoted(|_| None), 2, &Filter::default()).unwrap();
        prop_assert_eq!(hits.first().map(bracketed), expected);
    }
}
