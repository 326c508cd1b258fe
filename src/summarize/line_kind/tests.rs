//! Lines alone and lines in documents, all invented.

use unicode_segmentation::UnicodeSegmentation;

use super::LineKind::{self, Caption, Credit, Heading, Item, Label, LeadIn, Prose, Question};
use super::line_kinds;
use crate::article::{Sentence, Span};
use crate::summarize::Document;

/// The kinds of these sentences, each with the number of its paragraph.
fn kinds(lines: &[(&str, usize)], language: &str) -> Vec<LineKind> {
    let body = lines.iter().map(|(line, _)| *line).collect::<Vec<_>>().join("\n\n");
    let mut start = 0;
    let sentences: Vec<Sentence> = lines
        .iter()
        .map(|&(line, paragraph)| {
            let span = Span::new(start, start + line.len());
            start = span.end + 2;
            Sentence { span, paragraph }
        })
        .collect();
    line_kinds(&Document {
        body: &body,
        title: None,
        language: Some(language),
        sentences: &sentences,
        embeddings: None,
        count_words: |text| text.unicode_words().count(),
    })
}

/// The kinds of these lines, each a paragraph of its own.
fn kinds_apart(lines: &[&str], language: &str) -> Vec<LineKind> {
    let lines: Vec<(&str, usize)> = lines.iter().enumerate().map(|(i, &line)| (line, i)).collect();
    kinds(&lines, language)
}

/// The kind of a line that is the whole of an English document.
pub(super) fn kind_of(text: &str) -> LineKind {
    kinds(&[(text, 0)], "en")[0]
}

pub(super) fn fragment(text: &str) -> bool {
    !kind_of(text).states()
}

/// Paragraphs that end as sentences do.
const STORY: [&str; 5] = [
    "The ferry stopped running on Monday after inspectors found cracks in the hull of the boat, the harbour office said.",
    "Repairs will take six weeks and cost more than the office has earned with the ferry in the whole of the last year.",
    "Buses will run from the old market to the bridge every half hour until the boat is back, from Wednesday on.",
    "The mayor asked the county for a loan, and the county said that it would think about it until the end of May.",
    "Nobody was hurt, but nine passengers had to be taken off the boat by a tug, and one of them lost a dog.",
];

/// The kind of `line` as a paragraph within the story.
fn kind_within(line: &str) -> LineKind {
    let mut lines = STORY.to_vec();
    lines.insert(3, line);
    kinds_apart(&lines, "en")[3]
}

#[test]
fn headings_and_marks_are_fragments() {
    for text in [
        "Share",
        "• Photos: The flood in pictures.",
        "The mayor at the new bridge",
        "Here is what we know:",
        "RIVERTON, Ohio (Wire) --",
        "***",
        "Not so.",
    ] {
        assert!(fragment(text), "{text}");
    }
}

#[test]
fn a_label_and_the_title_of_another_piece_are_furniture() {
    for text in [
        "OPINION: Why the harbour needs no second bridge.",
        "Opinion: The danger of a bridge without a toll.",
        "Map: Where the flood reached the old market.",
        "Timeline: How the ferry was lost.",
    ] {
        assert!(fragment(text), "{text}");
    }
    for text in [
        "Opinions differ on the toll: drivers hate it, and the council needs it.",
        "The timeline is short: the bridge has to stand before the winter comes.",
        "Map makers left the island out until 1890.",
    ] {
        assert!(!fragment(text), "{text}");
    }
}

#[test]
fn statements_are_none() {
    for text in [
        "The bridge reopened on Monday.",
        "“We had no warning at all,” she said.",
        "By the time the ferry docked, the storm had taken the roof of the terminal.",
        "By noon the water had gone.",
        "Er kam erst nach Mitternacht an.",
        "The council wants to build a second bridge before the end of the decade",
        "Nine boats were sunk in the storm.*",
    ] {
        assert!(!fragment(text), "{text}");
    }
    for (text, language) in [
        ("港口周一重新开放，渡轮恢复正常运行。", "zh"),
        ("フェリーは月曜日に運航を再開した。", "ja"),
        ("Паром снова ходит с понедельника.", "ru"),
        ("¿Quién pagará el puente? Nadie lo sabe en el puerto.", "es"),
        ("जहाज सोमवार को फिर से चलने लगा।", "hi"),
    ] {
        assert_eq!(kinds(&[(text, 0)], language), [Prose], "{text}");
    }
}

#[test]
fn a_caption_is_told_by_the_credit_behind_it() {
    let lines = [
        ("A passenger waits at the closed ferry terminal on Monday, March 3, 2031.", 0),
        ("(Photo by Joan Moss/Courier)", 0),
        ("The ferry stopped running on Monday after inspectors found cracks.", 1),
        ("Buses will run from Wednesday until the repairs are done.", 1),
    ];
    assert_eq!(kinds(&lines, "en"), [Caption, Credit, Prose, Prose]);
}

#[test]
fn a_line_without_an_end_is_a_heading_where_others_have_one() {
    for line in [
        "What the county has to say about the loan, and why it takes so long",
        "Mayor Asks County For Money While Nine Passengers Wait For New Boat And Old Dog",
        "A boat, a tug and a dog",
        "4. Wait for the boat",
    ] {
        assert_eq!(kind_within(line), Heading, "{line}");
    }
    // A message ends in nothing, and nor do the others.
    let messages = [
        "the ferry is late again today and nobody at the pier knows why it is so",
        "they say it is the hull but my brother works there and he says it is the engine",
        "we will take the bus then and meet you at the market at nine or a bit later",
    ];
    assert_eq!(kinds_apart(&messages, "en"), [Prose; 3]);
}

#[test]
fn short_statements_stay_where_others_are_long() {
    for line in [
        "The dog is back.",
        "Nine boats were sunk in the storm.",
        "“I want my dog,” she said.",
        "14:05: The tug has reached the boat.",
        "Tug reaches boat, all nine safe!",
    ] {
        assert_eq!(kind_within(line), Prose, "{line}");
    }
}

#[test]
fn entries_of_a_list_stand_among_their_like() {
    let lines = [
        "The boat has all that a crew of nine can need on a day at sea, its owner said on Monday.",
        "- Two sails of good cloth",
        "- Nine coats",
        "- A compass",
        "- The nets were sold in May.",
    ];
    assert_eq!(kinds_apart(&lines, "en"), [Prose, Item, Item, Item, Prose]);
    let bare = ["Old sails", "New nets", "Rope by the yard", "Compass of brass with a cover"];
    assert_eq!(kinds_apart(&bare, "en")[1..3], [Item, Item]);
    let german = ["- Zwei Segel", "- Neun Mäntel", "- Das Boot wurde im Mai verkauft."];
    assert_eq!(kinds_apart(&german, "de"), [Item, Item, Prose]);
}

#[test]
fn questions_apart_are_an_interviewers_or_headings() {
    for line in [
        "How long will the repairs take?",
        "Who pays for the buses?",
        "“Is the loan safe?”",
        "Wer bezahlt die Busse?",
    ] {
        assert_eq!(kind_within(line), Question, "{line}");
    }
    let told = [
        ("How long would it take?", 0),
        ("Nobody at the harbour office knew, and nobody asked the crew of the boat.", 0),
        ("But who would pay for it?", 1),
    ];
    assert_eq!(kinds(&told, "en"), [Prose; 3]);
    let interview = [
        "HOST: How did you get the dog off the boat?",
        "MOSS: We put her in a bag and lowered it to the tug.",
        "HOST: Was she afraid of the water or of you?",
        "MOSS: She slept the whole way to the pier.",
    ];
    assert_eq!(kinds_apart(&interview, "en"), [Question, Prose, Question, Prose]);
}

#[test]
fn speakers_come_again() {
    let lines = [
        "Ada Moss:",
        "The boat was late from the first day on.",
        "Lee Brandt:",
        "Nobody had told us that.",
        "Ada Moss:",
        "You had not asked anybody.",
        "[APPLAUSE]",
    ];
    use LineKind::Transcript;
    let found = kinds_apart(&lines, "en");
    assert_eq!(found, [Transcript, Prose, LeadIn, Prose, Transcript, Prose, Transcript]);
}

#[test]
fn figures_and_addresses_are_labels() {
    for line in ["$139.99", "4.6", "5 of 6", "https://harbour.example/ferry/of/the/year?page=2"] {
        assert_eq!(kind_of(line), Label, "{line}");
    }
}

#[test]
fn who_and_when_are_credits() {
    for line in [
        "— Ada Moss (@adamoss) May 3, 2031",
        "January 27, 2031",
        "by ferryman",
        "Provided by Riverton Harbour Office",
        "Copyright 2031 Riverton Courier.",
        "All rights reserved.",
        "Moss reported and wrote from Riverton.",
        "More information: A. Moss et al.",
    ] {
        assert_eq!(kind_of(line), Credit, "{line}");
    }
    for line in ["May brought rain to the harbour.", "Provided by the county, the boat is old."] {
        assert_eq!(kind_of(line), Prose, "{line}");
    }
}
