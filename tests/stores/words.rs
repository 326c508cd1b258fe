//! Searching for words: every store finds the same articles and shows the same of them. Only which
//! of them is best is each store's own to say.

use std::collections::{BTreeMap, BTreeSet};

use nutgraf::article::{Article, ArticleId, Span};
use nutgraf::library::{Filter, Store, WordHit};

use crate::given::{Random, article, numbered, page, text};
use crate::{Kind, each_kind, each_store, one_of_each, put};

const SHELF: [(&str, &str); 5] = [
    ("Dues rise", "The harbour board raised its dues on Friday.\nShips fell by a tenth."),
    ("Café opens", "A café opened at the harbour of the town. Its owner's tea is island-grown."),
    ("Harbour holiday", "Piers stay closed. Nobody minds the town."),
    ("北京", "北京今天下雪。"),
    ("ЙОД", "В АПТЕКАХ нет йода."),
];

fn shelf(library: &dyn Store) -> Vec<ArticleId> {
    let url = |title: &str| format!("https://x.example/{title}");
    SHELF.iter().map(|(title, body)| put(library, &page(&url(title), title, body))).collect()
}

fn search(library: &dyn Store, query: &str) -> Vec<WordHit> {
    library.search_words(query, 99, &Filter::default()).unwrap()
}

/// The titles of what is found, in the order of the shelf.
fn found(library: &dyn Store, query: &str) -> Vec<String> {
    let mut titles: Vec<String> = search(library, query).into_iter().map(|hit| hit.title).collect();
    titles.sort_by_key(|title| SHELF.iter().position(|(other, _)| title == other));
    titles
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
fn all_words_must_be_there_whatever_their_case_and_accents() {
    each_store(|library| {
        shelf(library);
        let cases: [(&str, &[&str]); 23] = [
            ("harbour", &["Dues rise", "Café opens", "Harbour holiday"]),
            ("HARBOUR town cafe", &["Café opens"]),
            ("CAFE\u{301}", &["Café opens"]),
            ("Dués", &["Dues rise"]),
            ("harbour town", &["Café opens", "Harbour holiday"]),
            ("harbour\0town", &["Café opens", "Harbour holiday"]),
            ("harbour OR tenth", &[]),
            ("island-grown owner's", &["Café opens"]),
            ("\"harbour board\"", &["Dues rise"]),
            ("\"friday ships\"", &["Dues rise"]),
            ("\"board harbour\"", &[]),
            ("\"holiday piers\"", &[]),
            ("\"harbour board", &["Dues rise"]),
            ("clos*", &["Harbour holiday"]),
            ("\"stay clos\"*", &["Harbour holiday"]),
            ("clos", &[]),
            ("今天", &["北京"]),
            ("京今", &["北京"]),
            ("天今", &[]),
            ("北京*", &["北京"]),
            ("аптеках", &["ЙОД"]),
            ("йод", &["ЙОД"]),
            ("йод*", &["ЙОД"]),
        ];
        for (query, expected) in cases {
            assert_eq!(found(library, query), expected, "{query:?}");
        }
    });
}

#[test]
fn a_query_without_a_word_finds_nothing() {
    each_store(|library| {
        shelf(library);
        for query in ["", "  ", "\"", "\"\"", "* - ( ) ^", "\0", "—…", "\u{200B}", "🚢"] {
            assert!(search(library, query).is_empty(), "{query:?}");
        }
        assert!(library.search_words("harbour", 0, &Filter::default()).unwrap().is_empty());
    });
}

#[test]
fn no_query_is_an_error() {
    each_store(|library| {
        shelf(library);
        for query in [
            "NEAR(harbour",
            "title:harbour",
            "harbour AND",
            "NOT harbour",
            "harbour & ! | <-> (",
            "harbour:*A",
            "'; DROP TABLE articles; --",
            "''\\'\\",
            "\\",
            "$1 ?1 %s {0}",
            "\"harbour\" \"",
            "***\"*\"*",
            "\u{301}\u{FEFF}\u{202E}harbour",
        ] {
            library.search_words(query, 9, &Filter::default()).unwrap();
        }
        assert_eq!(found(library, &"harbour ".repeat(20_000)).len(), 3);
        assert!(search(library, &format!("\"{}\"", "harbour ".repeat(20_000))).is_empty());
        let many: String = (0..5_000).map(|n| format!("w{n}* ")).collect();
        assert!(search(library, &many).is_empty());
        assert!(search(library, &"w".repeat(100_000)).is_empty());
        assert_eq!(library.count().unwrap(), 5);
    });
}

#[test]
fn a_word_in_the_title_is_worth_more_than_one_in_the_body() {
    each_store(|library| {
        shelf(library);
        let hits = search(library, "harbour");
        assert_eq!(hits[0].title, "Harbour holiday");
        assert!(hits.is_sorted_by(|a, b| a.score >= b.score), "the best is first");
        assert!(hits[0].score > 0.0);
        let two = library.search_words("harbour", 2, &Filter::default()).unwrap();
        assert_eq!(two, hits[..2]);
    });
}

#[test]
fn a_hit_shows_where() {
    each_store(|library| {
        let ids = shelf(library);
        let hit = search(library, "ships \"a tenth\"").remove(0);
        assert_eq!((hit.id, hit.title.as_str()), (ids[0], "Dues rise"));
        let line = "The harbour board raised its dues on Friday. [Ships] fell by [a tenth].";
        assert_eq!(bracketed(&hit), line);
        let accented = search(library, "cafe island*").remove(0);
        let line = "A [café] opened at the harbour of the town. Its owner's tea is [island]-grown.";
        assert_eq!(bracketed(&accented), line);
        assert_eq!(bracketed(&search(library, "今天")[0]), "北京[今天]下雪。");
        let in_title = search(library, "holiday").remove(0);
        assert!(in_title.matches.is_empty() && in_title.snippet.starts_with("Piers"));
        let body = format!("{}An anchor dragged. {}", "calm ".repeat(60), "calm ".repeat(60));
        put(library, &article(&body));
        let cut = search(library, "anchor").remove(0);
        assert!(cut.snippet.starts_with('…') && cut.snippet.ends_with('…'), "{cut:?}");
        let marked: Vec<&str> = cut.matches.iter().map(|it| &cut.snippet[it.range()]).collect();
        assert_eq!(marked, ["anchor"]);
        assert!(cut.title.starts_with("calm calm"), "first words stand in for a title");
    });
}

#[test]
fn what_is_found_is_what_is_stored_now() {
    each_store(|library| {
        let ids = shelf(library);
        let mut change = |stored: Article| Article {
            title: text("Gulls"),
            body: "Nothing moors here.".to_owned(),
            ..stored
        };
        library.patch(ids[2], &mut change, None).unwrap();
        assert!(search(library, "holiday").is_empty() && search(library, "piers").is_empty());
        assert_eq!(search(library, "gulls moors")[0].id, ids[2]);
        assert_eq!(library.with_words(&["gulls"], 9).unwrap(), [ids[2]]);
        assert!(library.with_words(&["piers"], 9).unwrap().is_empty());
    });
}

#[test]
fn articles_with_words_are_the_newest_first() {
    each_store(|library| {
        let ids = shelf(library);
        let with = |words: &[&str], limit: usize| library.with_words(words, limit).unwrap();
        assert_eq!(with(&["harbour"], 9), [ids[2], ids[1], ids[0]]);
        assert_eq!(with(&["HARBOUR"], 2), [ids[2], ids[1]]);
        assert_eq!(with(&["harbour", "town"], 9), [ids[2], ids[1]]);
        assert_eq!(with(&["cafe"], 9), [ids[1]]);
        assert_eq!(with(&["今天"], 9), [ids[3]]);
        for none in [&["harbour", "whale"][..], &["clos"], &[]] {
            assert!(with(none, 9).is_empty(), "{none:?}");
        }
        assert!(with(&["harbour"], 0).is_empty());
    });
}

#[test]
fn a_word_far_into_a_text_is_found() {
    each_kind(|kind, library| {
        let id = put(library, &article(&format!("{}drop anchor", "calm ".repeat(17_000))));
        for query in ["anchor", "anch*", "drop anchor", "calm"] {
            assert_eq!(search(library, query).len(), 1, "{query}");
        }
        assert_eq!(library.with_words(&["anchor"], 9).unwrap(), [id]);
        // PostgreSQL knows no places beyond 16,383 words.
        if kind != Kind::Postgres {
            assert_eq!(search(library, "\"drop anchor\"").len(), 1);
        }
    });
}

#[test]
fn a_very_long_word_is_found_by_itself() {
    each_store(|library| {
        let long = "w".repeat(3_000);
        let id = put(library, &article(&format!("A {long} word.")));
        assert_eq!(search(library, &long)[0].id, id);
        assert_eq!(search(library, &format!("{}*", &long[..500]))[0].id, id);
        assert!(search(library, &long[..500]).is_empty());
    });
}

type Found = BTreeMap<ArticleId, (String, Vec<Span>)>;

fn shown(library: &dyn Store, query: &str) -> Found {
    let hits = search(library, query).into_iter();
    hits.map(|hit| (hit.id, (hit.snippet, hit.matches))).collect()
}

#[test]
fn every_store_finds_the_same_and_shows_the_same() {
    let stores = one_of_each();
    let random = &mut Random(11);
    let letters: Vec<char> = "abcABCéÉςΣ京都は01 .,'\n-".chars().collect();
    let some = |random: &mut Random, most: usize| -> String {
        let length = 1 + random.below(most);
        (0..length).map(|_| random.pick(&letters)).collect()
    };
    for number in 0..80 {
        let title = Some(some(random, 8));
        let id = Some(numbered(number));
        let article = Article { id, title, ..article(&some(random, 24)) };
        for fresh in &stores {
            put(fresh.store(), &article);
        }
    }
    let mut seen = BTreeSet::new();
    for _ in 0..300 {
        let mut query = String::new();
        for _ in 0..1 + random.below(3) {
            let term = some(random, 3);
            match random.below(4) {
                0 => query.push_str(&format!("\"{term}\" ")),
                1 => query.push_str(&format!("\"{term}\"* ")),
                2 => query.push_str(&format!("{}* ", term.trim())),
                _ => query.push_str(&format!("{term} ")),
            }
        }
        let expected = shown(stores[0].store(), &query);
        for fresh in &stores[1..] {
            assert_eq!(shown(fresh.store(), &query), expected, "{query:?} on {}", fresh.kind);
        }
        seen.extend(expected.into_keys());
    }
    assert!(seen.len() > 20, "{} are found", seen.len());
}
