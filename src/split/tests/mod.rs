mod kinds;
mod public_sets;
mod speech;

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{LineSplitter, RuleSplitter, SentenceSplitter};

fn texts(body: &str) -> Vec<&str> {
    RuleSplitter.split(body, None).iter().map(|sentence| sentence.text(body)).collect()
}

/// Checks that `marked`, without its bars, splits at them; ` | ` stands for a space.
fn check(marked: &str) {
    check_in(None, marked);
}

fn check_in(language: Option<&str>, marked: &str) {
    let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
    let body = marked.replace(" |", "").replace('|', "");
    let found = RuleSplitter.split(&body, language);
    let found: Vec<&str> = found.iter().map(|sentence| sentence.text(&body)).collect();
    assert_eq!(found, expected);
}

#[test]
fn abbreviations_and_initials() {
    check("Gov. Ada Okafor met Dr. Lee R. Brandt on Monday. | They spoke for an hour.");
    check("The firm owes $2.4 bil. in tax, N.Korean officials say. | It denies that.");
    check("It opened on Dec. 24, 2031 in St. Paul, Minn. under a U.S. President. | Few came.");
    check("She moved to the U.S. | He stayed in the U.S. Virgin Islands.");
    check("Shares of Harbour Bros. Inc. rose. | Those of Tide Corp. | The rest fell.");
    check("(WIRE)Sen. Mary Cole will run, the anti-U.N. group said. | See No. 7 on p. 12.");
    check("Neither you nor I. | That was what Vitamin C. Brandt wrote, etc. | We laughed.");
    check("Am 3. Oktober kam er an. | Er blieb bis z.B. Dezember.");
}

#[test]
fn times_of_day() {
    check("Doors open at 7 p.m. | Bring a chair.");
    check("The talk is at 7 p.m. Tuesday (6 p.m. GMT) in the hall.");
    check("At 9 a.m. Brandt left. | He was back by 11 p.m. | Okafor was asleep.");
}

#[test]
fn quotations_and_brackets() {
    check("“We had no warning.” | The siren failed.");
    check("\"It rose fast. | We ran,\" he said. | Nobody was hurt.");
    check("\"Where is it?\" she asked. | \"Who knows?\" Mayor Ada Okafor said.");
    check(
        "They left (the last at noon.) for the hills. | (Some came back.) | Most did not.[12] | So.",
    );
    check("„Das war knapp.“ | Er lachte. | « Encore ? » dit-elle.");
    check("The dam held, he said.\" | \"It must,\" she wrote.");
}

#[test]
fn ellipses_and_runs_of_marks() {
    check("It was ... well, late. | Really?! | Yes!!! | He waited... | Then he left.");
    check("One sign was missing. | . . . The rest was there.");
    check("He never finished . . . . | Next came the rain.");
    check("... and so it ended. | He bowed.");
}

#[test]
fn addresses_numbers_and_names() {
    check("Write to ada.okafor@example.org. | Or see https://example.org/a.b?c=d. | Thanks.");
    check("It runs on Node.js and Core.Net. | Version 2.5 is out.");
    check("She works for Yahoo! in Oslo. | It pays.");
    check("The film earned 3.5 million. | iTunes has it.");
}

#[test]
fn spaces_that_are_missing() {
    check("The storm passed.|Then the sun came.|It was noon.");
    check("He said it was over.”|“No,” she said.");
    check("It closed in 2031.|The owners left.");
    check("Ask Dr.Brandt or the N.Korean envoy at U.S.A House.");
}

#[test]
fn tokenised_text() {
    check("`` It is over , '' he said . | She -LRB- his wife -RRB- nodded . | it rained .");
    check("He lives in the U.S. . | `` Not I . '' | They laughed .");
}

#[test]
fn lists_on_one_line() {
    check("1. Fill the pot 2 days early | 2. Boil it | 3. Serve");
    check("a) red paint | b) blue paint");
    check("• Bread | • Milk");
    assert_eq!(
        texts("- one item\n- another item\n12. Last"),
        ["- one item", "- another item", "12. Last"]
    );
}

#[test]
fn scripts_with_marks_of_their_own() {
    check("港口今天开放。|渡轮恢复了！|“真的吗？”|是的。");
    check("「行きます。」と彼は言った。|雨だった。");
    check("هل وصلت السفينة؟ | نعم وصلت.");
    check("नाव आ गई। | सब खुश थे।");
    check("Նավը եկավ։ | Բոլորը ուրախ էին։");
}

#[test]
fn paragraphs_are_lines() {
    let body = "Harbour opens\r\n\r\n  The ferry is back. It sails at noon \nNo charge";
    let sentences = RuleSplitter.split(body, None);
    let numbered: Vec<_> = sentences.iter().map(|s| (s.paragraph, s.text(body))).collect();
    let expected = [
        (0, "Harbour opens"),
        (1, "The ferry is back."),
        (1, "It sails at noon"),
        (2, "No charge"),
    ];
    assert_eq!(numbered, expected);
    assert!(RuleSplitter.split(" \n\t\n", None).is_empty());
    let lines: Vec<_> = LineSplitter.split(body, None).iter().map(|s| s.text(body)).collect();
    assert_eq!(lines, ["Harbour opens", "The ferry is back. It sails at noon", "No charge"]);
}

#[test]
fn hostile_text_takes_linear_time() {
    let size = 20_000;
    let mut slowest = (Duration::ZERO, "");
    for unit in HOSTILE {
        let body = unit.repeat(size / unit.len());
        let start = Instant::now();
        let sentences = RuleSplitter.split(&body, None);
        slowest = slowest.max((start.elapsed(), unit));
        assert_eq!(sentences.is_empty(), body.trim().is_empty());
    }
    // Generous: this runs without optimisation, on a machine that does other things.
    assert!(slowest.0 < Duration::from_secs(2), "{slowest:?}");
}

const HOSTILE: &[&str] = &[
    "word ",
    "x",
    ".",
    ". ",
    "a.",
    ".\"",
    "?\" X",
    "• ",
    "1. ",
    "[1].",
    ".                A",
    "...",
    "\"",
    "(",
    ")",
    "[",
    "]",
    "!",
    "? ",
    "“",
    "”",
    "'",
    "。",
    "」",
    "「」。",
    "“。”说",
    "A",
    "aA",
    "aThe ",
    ")The ",
    "1:",
    "12:30",
    "no. ",
    "Dr. ",
    "U.S. ",
    "😀",
    ". 😀",
    ":) ",
    "^",
    ".^1",
    ".[a",
    ".¹",
    "*",
    "HOST: ",
    ">> ",
    "Q. ",
    "and ",
    "am 3. ",
    "! \"A",
    "“A! B ",
    "‘A! ",
    "а. ",
    "г. 1 ",
    "डॉ. ",
    "ก",
    "中",
    "\u{301}",
    "(a",
    "-",
    "/",
    ".a(",
    ")a.",
    "@",
    "\n",
    " ",
    "\u{a0}",
    ". . ",
    ".\t",
    "<",
    "&",
    ". & ",
];

proptest! {
    #[test]
    fn spans_cover_the_text_in_order(body in "\\PC{0,60}|[a-cA-C.!?…\"'“”()\\[\\]1•。 \n-]{0,80}") {
        for splitter in [&RuleSplitter as &dyn SentenceSplitter, &LineSplitter] {
            let sentences = splitter.split(&body, None);
            let mut end = 0;
            for sentence in &sentences {
                let span = sentence.span;
                prop_assert!(end <= span.start && span.start < span.end);
                prop_assert!(body.is_char_boundary(span.start) && body.is_char_boundary(span.end));
                prop_assert_eq!(sentence.text(&body).trim(), sentence.text(&body));
                prop_assert!(body[end..span.start].trim().is_empty());
                end = span.end;
            }
            prop_assert!(body[end..].trim().is_empty());
            prop_assert!(sentences.is_sorted_by_key(|s| s.paragraph));
        }
    }

    #[test]
    fn splitting_a_sentence_again_gives_no_more_lines(body in "[a-cA-C.!? \n]{0,60}") {
        for sentence in RuleSplitter.split(&body, None) {
            prop_assert!(!sentence.text(&body).contains('\n'));
        }
    }
}
