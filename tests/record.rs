//! Articles that come with more than their text: stored twice over, or as a card that this program
//! or another printed.
#![cfg(all(feature = "cli", feature = "bundled-model"))]

mod program;
#[path = "../src/skipped.rs"]
mod skipped;

use skipped::skipped;
use std::fs;
use std::path::Path;

use program::card::assert_consistent;
use program::{Program, Ran, texts};
use serde_json::{Value, json};

const THEFT: &str = "examples/exchange-theft.md";
const TWICE: &str = "examples/twice-stored.txt";
/// Needs no model, so it is fast.
const LEAD: &[&str] = &["summarize", "--scorer", "lead"];

/// An article as another reader printed it: its text stored twice but for the first line, labels
/// glued to the next value, times without a zone.
const GLUED: &str = "\
The lighthouse at Skerry Point went dark on Sunday for the first time in 112 years.
A gull had built its nest across the main switch, the keeper said on Monday.
Three trawlers waited outside the harbor until dawn, and none of them was damaged.
The nest has been moved to the roof, where it is warm, and the switch now has a lid.
A gull had built its nest across the main switch, the keeper said on Monday.
Three trawlers waited outside the harbor until dawn, and none of them was damaged.
The nest has been moved to the roof, where it is warm, and the switch now has a lid.
Similar Readings (2 items)
Analysis: Who pays for the lights?
Gulls are here to stay, council says
Summary
A gull put out the light at Skerry Point
Statistics
64
Words7
Read CountDetails
ID: 5d0f9a52-6f0e-4d55-9a1b-0c2f6a8f7f10
Category ID: coast
URL: https://coast.example/skerry-point
Date: Mar. 3, 2025
Created: 2025/03/03 08:15
Updated: 2025/11/30 23:59
Last Read: 2025/03/04 00:05
";

#[test]
fn a_text_that_is_stored_twice_over_is_repaired_and_that_is_said() {
    let program = Program::with_examples();
    let ran = program.run(&["summarize", "--json", TWICE]).succeeded();
    let card = ran.one();
    assert_consistent(&card);
    let body = card["body"].as_str().unwrap();
    let file = fs::read_to_string(program.path(TWICE)).unwrap();
    let mut distinct: Vec<&str> = Vec::new();
    for line in file.lines().filter(|line| !line.is_empty()) {
        if !distinct.contains(&line) {
            distinct.push(line);
        }
    }
    assert_eq!(body.split("\n\n").collect::<Vec<_>>(), distinct);
    let repairs = card["repairs"].as_array().unwrap();
    let removed: u64 = repairs.iter().map(|repair| repair["words"].as_u64().unwrap()).sum();
    assert!(texts(repairs, "kind").iter().all(|kind| *kind == "repeated_block"), "{repairs:?}");
    ran.saying(&[&format!("{removed} words removed")]);
    insta::assert_snapshot!(program.print(&["summarize", TWICE]));
}

#[test]
fn a_record_with_glued_labels_is_read_as_its_article() {
    let program = Program::new();
    program.write("record.txt", GLUED);
    let mut command = program.command(&["summarize", "--json", "record.txt"]);
    command.env("TZ", "Asia/Tokyo");
    let card = Ran::of(command, "").succeeded().one();
    assert_consistent(&card);
    let paragraphs: Vec<&str> = GLUED.lines().take(4).collect();
    assert_eq!(card["body"], paragraphs.join("\n\n"));
    assert_eq!(card["statistics"]["words"], 64);
    assert_eq!(card["statistics"]["read_count"], 7);
    assert_eq!(
        card["details"],
        json!({
            "id": "5d0f9a52-6f0e-4d55-9a1b-0c2f6a8f7f10",
            "category": "coast",
            "url": "https://coast.example/skerry-point",
            "date": "2025-03-03",
            "created": "2025-03-02T23:15:00Z",
            "updated": "2025-11-30T14:59:00Z",
            "last_read": "2025-03-03T15:05:00Z",
        })
    );
    assert!(!card["repairs"].as_array().unwrap().is_empty());

    let mut command = program.command(&["summarize", "--no-text", "record.txt"]);
    command.env("TZ", "Asia/Tokyo");
    insta::assert_snapshot!(Ran::of(command, "").succeeded().stdout);
}

#[test]
fn a_printed_card_is_read_back_as_the_same_card() {
    let program = Program::with_examples();
    let whole = json!({
        "id": "8b1c2a34-5d6e-4f70-8a9b-0c1d2e3f4a5b", "external_id": "wire-77", "category": "sea",
        "url": "https://sea.example/1", "date": "2024-12-24", "read_count": 3,
        "created": "2024-12-24T10:00:00Z", "updated": "2025-12-08T07:38:00Z",
        "last_read": "2024-12-24T12:42:00Z", "title": "Who owns the tide?",
        "body": ["A harbor town in the north wants to rent out its tide.", "Two firms have \
            asked already. \"We have plenty,\" the mayor, Ines Tolvaard, said on Friday.",
            "The council votes on May 2."],
    });
    program.write("whole.json", whole.to_string());
    for input in [THEFT, TWICE, "whole.json", "examples/articles"] {
        // One card after another is no single card, so each is read back by itself.
        let printed = program.print(&[LEAD, &[input]].concat());
        let separator = format!("\n{}\n\n", "-".repeat(72));
        let cards = program.json(&[LEAD, &["--json", input]].concat());
        let printed: Vec<&str> = printed.split(&separator).collect();
        assert_eq!(printed.len(), cards.len());
        for (text, expected) in printed.into_iter().zip(cards) {
            if !tells_its_title(&expected) {
                continue;
            }
            let run = |options: &[&str]| {
                program.run_with_input(&[LEAD, options].concat(), text).succeeded()
            };
            assert_eq!(without_source(&run(&["-"]).stdout), without_source(text), "of {input}");
            let mut read = run(&["--json", "-"]).one();
            // A card does not say what was removed to make it.
            read["repairs"] = expected["repairs"].clone();
            read["source"] = expected["source"].clone();
            assert_eq!(read, expected, "of {input}");
        }
    }
}

/// A card without the line that says where it was read.
fn without_source(card: &str) -> String {
    let lines = card.lines().filter(|line| !line.starts_with("Source: "));
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether a card's first line can be told to be a title, which takes a longer paragraph after it.
fn tells_its_title(card: &Value) -> bool {
    let first = card["body"].as_str().unwrap().split("\n\n").next().unwrap();
    card["title"].as_str().is_none_or(|title| title.len() < first.len())
}

#[test]
fn the_sample_article_of_the_former_reader_comes_out_whole() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/seed")
        .join("000_3752ca8da627c3c9.txt");
    let Ok(text) = fs::read(&sample) else {
        skipped(format_args!("{} is absent", sample.display()));
        return;
    };
    let program = Program::new();
    let mut command = program.command(&["summarize", "--json", "-"]);
    command.env("TZ", "Asia/Tokyo");
    let card = Ran::of(command, text.clone()).succeeded().one();
    assert_consistent(&card);
    assert_eq!(card["body"].as_str().unwrap().split("\n\n").count(), 9);
    assert_eq!(card["statistics"]["words"], 224);
    assert_eq!(card["statistics"]["read_count"], 1);
    assert_eq!(
        card["details"],
        json!({
            "id": "3729183b-0c00-4ea7-b159-7b95c8d92680",
            "category": "nhk",
            "url": "https://www3.nhk.or.jp/nhkworld/en/news/20241224_04/",
            "date": "2024-12-24",
            "created": "2024-12-24T10:00:00Z",
            "updated": "2025-12-07T22:38:00Z",
            "last_read": "2024-12-24T12:42:00Z",
        })
    );
    let mut command = program.command(&["summarize", "--no-text", "-"]);
    command.env("TZ", "Asia/Tokyo");
    let printed = Ran::of(command, text).succeeded().stdout;
    let details = printed.split_once("Details\n").unwrap().1;
    let as_there = "Date: Dec. 24, 2024\nCreated: 2024/12/24 19:00\nUpdated: 2025/12/08 07:38\n\
                    Last Read: 2024/12/24 21:42\nSource: standard input\n";
    assert!(details.ends_with(as_there), "{details}");
}
