use proptest::prelude::*;

use super::*;
use crate::article::Article;
use crate::article::RepairKind::{Furniture, Note, TimeStamp};
use crate::text::prepare;

fn cleared(paragraphs: &[&str]) -> (Vec<String>, Vec<RepairKind>) {
    let body = paragraphs.join("\n\n");
    match clear(&body) {
        Some((cleared, repairs)) => {
            let again = clear(&cleared);
            assert!(again.is_none(), "not at once: {again:?}");
            let kinds = repairs.iter().map(|repair| repair.kind).collect();
            (cleared.split("\n\n").map(str::to_owned).collect(), kinds)
        }
        None => (paragraphs.iter().map(|&paragraph| paragraph.to_owned()).collect(), vec![]),
    }
}

fn stays(paragraphs: &[&str]) {
    assert_eq!(cleared(paragraphs), (paragraphs.iter().map(|&p| p.to_owned()).collect(), vec![]));
}

#[test]
fn the_page_of_an_encyclopedia_loses_notes_contents_and_references() {
    let (paragraphs, kinds) = cleared(&[
        "From Wikipedia, the free encyclopedia",
        "Ada Light is a lighthouse.[1][2] It stands[a] on a rock,[3]: 45 and leans.[who?]",
        "Contents",
        "1 History",
        "1.1 Fire",
        "2 See also",
        "History[edit]",
        "It burned in 1890.[4] Nobody [as far as we know] was hurt.",
        "See also[edit]",
        "List of lighthouses",
        "References[edit]",
        "^ Berg, A. (1932). Lights. 12 (3): 4.",
        "^ \"Lights\". Harbour office. Retrieved 4 March 2026.",
    ]);
    assert_eq!(
        paragraphs,
        [
            "Ada Light is a lighthouse. It stands on a rock, and leans.",
            "History",
            "It burned in 1890. Nobody [as far as we know] was hurt.",
        ]
    );
    assert!(kinds.contains(&Furniture) && kinds.contains(&Note));
}

#[test]
fn notes_that_are_counted_through_a_text_go() {
    let (paragraphs, kinds) =
        cleared(&["It opened in 1890.[1] It burned.[2]", "It was built anew.[3] It stands.[1]"]);
    assert_eq!(paragraphs, ["It opened in 1890. It burned.", "It was built anew. It stands."]);
    assert_eq!(kinds, [Note; 4]);
}

#[test]
fn brackets_that_are_no_notes_stay() {
    stays(&["The claim has a source.[1, 2] More work followed.[3–5] It ended."]);
    stays(&["The tower fell in 1921.[citation needed] It was rebuilt."]);
    stays(&["“He [the mayor] said so.” It is [sic] true.", "Take a[1] and b[2] of the list."]);
    stays(&["One.", "References", "He gave no references. That was held against him for years."]);
    stays(&["See also", "List of boats"]);
    stays(&["The notes follow.", "Notes", "Stir well and let it cool before you serve it."]);
}

#[test]
fn references_at_the_end_go_from_any_text() {
    let (paragraphs, _) = cleared(&[
        "The tide is older than the moon, some say.",
        "References",
        "1. Berg, A. (2020). Tides and their makers, Riverton.",
        "2. Lind, O. Moons. https://moons.example/1",
    ]);
    assert_eq!(paragraphs, ["The tide is older than the moon, some say."]);
}

#[test]
fn time_stamps_of_transcripts_go() {
    for stamps in [
        ["[00:00:03]", "[00:00:11]", "[00:01:05]"],
        ["(0:03)", "(0:11)", "(1:05)"],
        ["00:00:03", "00:00:11", "00:01:05"],
        ["00:00:03.500 --> 00:00:05.000", "00:00:11,000", "00:01:05"],
        ["0:03", "0:11", "1:05"],
    ] {
        let lines = ["Welcome back.", "Thanks for having me.", "[MUSIC]"];
        let text: Vec<String> =
            stamps.iter().zip(lines).map(|(stamp, line)| format!("{stamp} {line}")).collect();
        let text: Vec<&str> = text.iter().map(String::as_str).collect();
        let (paragraphs, kinds) = cleared(&text);
        assert_eq!(paragraphs[..2], ["Welcome back.", "Thanks for having me."], "{stamps:?}");
        assert_eq!(kinds[..2], [TimeStamp, TimeStamp]);
    }
}

#[test]
fn the_time_of_an_entry_goes_and_a_programme_stays() {
    let (paragraphs, kinds) =
        cleared(&["4:15 p.m. — The council approved a loan.", "It is small."]);
    assert_eq!(paragraphs, ["The council approved a loan.", "It is small."]);
    assert_eq!(kinds, [TimeStamp]);
    stays(&["9:00 Registration", "9:30 Opening", "10:15 Coffee"]);
    stays(&["4:15 p.m. is when the ferry leaves.", "3:2 was the score."]);
    stays(&["12:30 p.m."]);
}

#[test]
fn the_labels_of_a_release_go() {
    let (paragraphs, kinds) =
        cleared(&["FOR IMMEDIATE RELEASE", "Calder buys Tidewell.", "The deal is done.", "# # #"]);
    assert_eq!(paragraphs, ["Calder buys Tidewell.", "The deal is done."]);
    assert_eq!(kinds, [Furniture, Furniture]);
    stays(&["The press release said so.", "###more", "30"]);
    stays(&["###"]);
}

#[test]
fn who_speaks_stands_in_a_line_by_itself() {
    let (paragraphs, _) = cleared(&[
        "[00:03] HOST: Welcome.",
        "[00:11] DR. LIND: Thanks.",
        "[00:12] HOST: [LAUGHTER] So: why?",
    ]);
    let expected = ["HOST:", "Welcome.", "DR. LIND:", "Thanks.", "HOST:", "[LAUGHTER] So: why?"];
    assert_eq!(paragraphs, expected);
    let (paragraphs, kinds) = cleared(&[
        "Anna Lind: Why did it sink?",
        "Ole Berg: Nobody knows.",
        "Anna Lind: Nobody?",
        "Ole Berg: Nobody: not even the cook.",
    ]);
    assert_eq!(paragraphs[..4], ["Anna Lind:", "Why did it sink?", "Ole Berg:", "Nobody knows."]);
    assert_eq!(kinds, []);
}

#[test]
fn names_before_a_colon_that_are_no_speakers_stay() {
    stays(&["Ingredients: flour.", "Method: stir.", "Serves: four.", "Time: an hour."]);
    stays(&["Q: Why did it sink?", "A: Nobody knows.", "Q: Nobody?", "A: Nobody."]);
    stays(&[
        "Riverton: the ferry is late.",
        "It rained.",
        "Nobody minded it.",
        "Riverton: it is off.",
    ]);
}

#[test]
fn what_a_page_tells_search_engines_is_no_text() {
    let data = r#"{"@context": "http://schema.org", "@type": "Review", "name": "A \"last\" {boat}", "author": {"name": "Ines Holt"}}"#;
    let body = format!("The ferry sailed.{data}It was late.\n\nNobody minded.");
    let document = prepare(Article { body, ..Article::default() });
    assert!(!document.article.body.contains("schema.org"), "{}", document.article.body);
    assert!(document.article.body.contains("It was late."));
    assert_eq!(document.repairs.len(), 1);
    let endless = r#"{"@context":"#.repeat(200_000);
    for text in [
        endless.as_str(),
        r#"The page holds {"@context": "http://schema.org", "name": "a string that never ends."#,
        r#"A template writes {"name": "value"} where a name goes."#,
    ] {
        let body = format!("{text}\n\nNobody minded.");
        let document = prepare(Article { body: body.clone(), ..Article::default() });
        assert_eq!(document.article.body, body);
    }
}

/// Paragraphs with furniture of every sort, in any order.
fn furnished() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "History[edit]",
        "[edit]",
        "It rained.[1]",
        "[2]",
        "[[1]1]",
        " [3] ",
        "[a]",
        "[citation needed]",
        "From Wikipedia, the free encyclopedia",
        "Contents",
        "1 History",
        "2.1 Fire",
        "References",
        "See also",
        "^ A list.",
        "[00:03] ",
        "0:11 ",
        "00:01:05 - ",
        "HOST: ",
        "ANNA LEE: ",
        "Ole: ",
        "> ",
        ">",
        "[MUSIC]",
        "{\"@context\": \"http://schema.org\", \"name\": \"a } b\", \"of\": {\"x\": 1}}",
        "{\"@context\": \"http",
        "FOR IMMEDIATE RELEASE",
        "###",
        "4:15 p.m. — ",
        "The ferry is late.",
        "The harbour master closed the port, and nobody in the village minded it.",
        "late",
        "The ferry…",
        ": ",
        "[",
        "]",
    ]);
    let separator = prop::sample::select(vec!["\n", "\n\n", " ", ""]);
    proptest::collection::vec((piece, separator), 0..30)
        .prop_map(|parts| parts.into_iter().flat_map(|(a, b)| [a, b]).collect())
}

proptest! {
    #[test]
    fn preparing_again_finds_nothing(body in furnished(), titled: bool) {
        let title = titled.then(|| "The ferry is late - Courier".to_owned());
        let once = prepare(Article { title, body: body.clone(), ..Article::default() });
        let twice = prepare(once.article.clone());
        prop_assert_eq!(&twice.article.body, &once.article.body);
        prop_assert!(twice.repairs.is_empty());
        // Every letter stands in the body or in a repair.
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let removed: usize = once.repairs.iter().map(|repair| letters(&repair.removed)).sum();
        prop_assert_eq!(letters(&once.article.body) + removed, letters(&body));
    }
}
