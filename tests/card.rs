//! The card that `nutgraf summarize` prints: its text, its JSON, and what goes into it.
#![cfg(all(feature = "cli", feature = "bundled-model"))]

mod program;

use std::fs;

use program::card::{assert_consistent, picks};
use program::{Program, Ran, texts};
use serde_json::{Value, json};

const THEFT: &str = "examples/exchange-theft.md";
const TWICE: &str = "examples/twice-stored.txt";
/// Needs no model, so it is fast.
const LEAD: &[&str] = &["summarize", "--scorer", "lead"];
const COINS: &str = "examples/articles/cryptocurrency-theft.jsonl";

/// The card as text. Scores of similar readings are checked and left out: another processor may
/// round them otherwise.
fn text_without_scores(card: &str) -> String {
    let mut scores = Vec::new();
    let lines = card.lines().map(|line| match line.split_once("  ") {
        Some((score, title)) if score.parse::<f32>().is_ok() => {
            scores.push(score.parse::<f32>().unwrap());
            format!("[score]  {title}\n")
        }
        _ => format!("{line}\n"),
    });
    let text = lines.collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    assert!(scores.iter().all(|score| (-1.0..=1.0).contains(score)), "{scores:?}");
    text
}

/// The card as JSON, its scores left out for the same reason.
fn json_without_scores(mut card: Value) -> Value {
    fn hide(value: &mut Value) {
        *value = json!("[score]");
    }
    for pick in card["summary"]["sentences"].as_array_mut().unwrap() {
        hide(&mut pick["score"]);
        pick["parts"].as_object_mut().unwrap().values_mut().for_each(hide);
    }
    hide(&mut card["summary"]["confidence"]);
    for reading in card["similar"].as_array_mut().unwrap() {
        hide(&mut reading["score"]);
        let evidence = &mut reading["reasons"]["evidence"];
        evidence.as_object_mut().unwrap().values_mut().for_each(hide);
    }
    card
}

/// The one card that `summarize --json` prints with these arguments.
fn card(program: &Program, arguments: &[&str]) -> Value {
    program.one(&[&["summarize", "--json"], arguments].concat())
}

#[test]
fn the_card_of_an_article_as_text() {
    let program = Program::with_examples();
    let ran = program.run(&["summarize", THEFT]).succeeded();
    insta::assert_snapshot!(ran.stdout);
    assert_eq!(ran.stderr, "");
}

#[test]
fn the_card_of_an_article_as_json() {
    let program = Program::with_examples();
    let card = card(&program, &["-k", "2", "--among", COINS, THEFT]);
    assert_consistent(&card);
    insta::assert_json_snapshot!(json_without_scores(card));
}

#[test]
fn without_its_text_a_card_begins_with_similar_readings() {
    let program = Program::with_examples();
    let print = |options: &[&str]| program.print(&[LEAD, options, &[THEFT]].concat());
    let (whole, rest) = (print(&[]), print(&["--no-text"]));
    assert!(rest.starts_with("Similar Readings (0 items)\n"), "{rest}");
    assert!(whole.ends_with(&format!("\n\n{rest}")), "{rest}");
    let (mut whole, rest) =
        (program.one(&[LEAD, &["--json", THEFT]].concat()), print(&["--json", "--no-text"]));
    let object = whole.as_object_mut().unwrap();
    assert!(object.remove("title").is_some() && object.remove("body").is_some());
    assert_eq!(serde_json::from_str::<Value>(&rest).unwrap(), whole);
}

#[test]
fn the_summary_keeps_to_its_budget() {
    let program = Program::with_examples();
    let mut summaries = String::new();
    for budget in ["--sentences=1", "--sentences=2", "--words=40", "--words=7", "--ratio=0.2"] {
        let card = card(&program, &[budget, THEFT]);
        assert_consistent(&card);
        let words = card["summary"]["words"].as_u64().unwrap();
        let (option, most) = budget.split_once('=').unwrap();
        let most: f64 = most.parse().unwrap();
        match option {
            "--sentences" => assert_eq!(picks(&card).len() as f64, most),
            "--words" => assert!(words as f64 <= most, "{words} words of {most}"),
            _ => assert!(words as f64 <= most * card["statistics"]["words"].as_f64().unwrap()),
        }
        let text = card["summary"]["text"].as_str().unwrap();
        summaries.push_str(&format!("{budget} ({words} words)\n{text}\n\n"));
    }
    insta::assert_snapshot!(summaries);
    let all = card(&program, &["--sentences", "100000", THEFT]);
    assert_eq!(picks(&all).len(), all["sentences"].as_array().unwrap().len());
    let short = (card(&program, &["-n", "2", THEFT]), card(&program, &["-n", "4", THEFT]));
    let (two, four) = (picks(&short.0), picks(&short.1));
    assert!(two.iter().all(|pick| four.contains(pick)), "{two:?} is not in {four:?}");
}

#[test]
fn the_scorer_can_be_chosen() {
    let program = Program::with_examples();
    let lead = card(&program, &["--scorer", "lead", THEFT]);
    // The third sentence is of two words and says nothing by itself.
    assert_eq!((lead["summary"]["scorer"].as_str(), picks(&lead)), (Some("lead"), vec![0, 1, 3]));
    assert_eq!(lead["model"], Value::Null, "lead needs no model");
    let named = card(&program, &["--scorer", "learned", THEFT]);
    assert_eq!(named, card(&program, &[THEFT]), "learned is the default");
    let lexrank = card(&program, &["--scorer", "lexrank", THEFT]);
    assert_eq!(lexrank["summary"]["scorer"], "lexrank");
    for card in [&lead, &named, &lexrank] {
        assert_consistent(card);
    }
    let parts = |card: &Value| {
        let parts = card["summary"]["sentences"][0]["parts"].as_object().unwrap();
        parts.keys().cloned().collect::<Vec<_>>()
    };
    assert_ne!(parts(&lead), parts(&named));
    assert_ne!(parts(&lexrank), parts(&named));
}

#[test]
fn several_inputs_make_several_cards_in_their_order() {
    let program = Program::with_examples();
    let print = |arguments: &[&str]| program.print(&[LEAD, arguments].concat());
    let separator = format!("\n{}\n\n", "-".repeat(72));
    let apart = [print(&[TWICE]), print(&[THEFT])];
    assert_eq!(print(&[TWICE, THEFT]), apart.join(&separator));
    let apart = [print(&["--json", TWICE]), print(&["--json", THEFT])];
    assert_eq!(print(&["--json", TWICE, THEFT]), apart.concat());
}

#[test]
fn a_folder_is_read_in_the_order_of_its_names() {
    let program = Program::with_examples();
    let cards = program.json(&[LEAD, &["--json", "examples/articles"]].concat());
    let mut names: Vec<_> = fs::read_dir(program.path("examples/articles")).unwrap().collect();
    names.sort_by_key(|entry| entry.as_ref().unwrap().file_name());
    let urls: Vec<String> = names
        .into_iter()
        .flat_map(|entry| {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            program::json_lines(&text).into_iter().map(|line| line["url"].as_str().unwrap().into())
        })
        .collect::<Vec<String>>();
    assert!(urls.len() >= 40, "{}", urls.len());
    let printed: Vec<&str> =
        cards.iter().map(|card| card["details"]["url"].as_str().unwrap()).collect();
    assert_eq!(printed, urls);
    cards.iter().for_each(assert_consistent);
}

#[test]
fn standard_input_is_read_as_a_file_is() {
    let program = Program::with_examples();
    let text = fs::read(program.path(THEFT)).unwrap();
    let run = |arguments: &[&str]| {
        let arguments = [LEAD, arguments].concat();
        program.run_with_input(&arguments, text.clone()).succeeded().stdout
    };
    let file = program.print(&[LEAD, &[THEFT]].concat());
    let file = file.replace(&format!("Source: {THEFT}"), "Source: standard input");
    assert_eq!(run(&["-"]), file);
    assert_eq!(run(&[]), file);
    // What the form is can be said where no name tells it.
    let as_text = run(&["--format=text", "-"]);
    assert!(as_text.starts_with("# Cloned voice"), "{as_text}");
}

#[test]
fn similar_readings_are_found_among_other_files() {
    let program = Program::with_examples();
    let arguments = ["summarize", "--no-text", "--among", "examples/articles", THEFT];
    let text = program.print(&arguments);
    insta::assert_snapshot!(text_without_scores(&text));
    let left = ["home", "library.db", "library.db.index"].map(|name| program.path(name).exists());
    assert_eq!(left, [false; 3], "comparing stores nothing");
}

#[test]
fn an_article_is_not_among_its_own_similar_readings() {
    let program = Program::with_examples();
    let cards = program.json(&[
        "summarize",
        "--json",
        "-k",
        "1000",
        "--min-score",
        "-1",
        "--among",
        COINS,
        COINS,
    ]);
    assert!(cards.len() >= 6);
    for card in &cards {
        assert_consistent(card);
        let similar = card["similar"].as_array().unwrap();
        assert_eq!(similar.len(), cards.len() - 1);
        assert!(!texts(similar, "url").contains(&card["details"]["url"].as_str().unwrap()));
        assert!(texts(similar, "relation").iter().all(|relation| *relation != "same_text"));
        let scores = similar.iter().map(|reading| reading["score"].as_f64().unwrap());
        assert!(scores.is_sorted_by(|a, b| a >= b));
    }
    let none = card(&program, &["-k", "0", "--among", COINS, THEFT]);
    assert_eq!(none["similar"], json!([]));
}

#[test]
fn a_saved_article_is_a_similar_reading_of_the_next() {
    let program = Program::with_examples();
    let first = program.run(&["summarize", "--json", "--save", THEFT]).succeeded();
    let first_card = first.one();
    let id = first_card["details"]["id"].as_str().expect("a saved article has an id");
    assert!(first.stderr.contains(id), "{}", first.stderr);
    assert_eq!(first_card["details"]["created"], first_card["details"]["updated"]);
    assert_eq!(first_card["similar"], json!([]));

    let next = card(&program, &["--min-score", "-1", TWICE]);
    assert_eq!(texts(next["similar"].as_array().unwrap(), "id"), [id]);
    assert_eq!(card(&program, &[TWICE])["similar"], json!([]), "what is not like it is not named");
    assert_eq!(next["details"]["id"], Value::Null, "without --save nothing is stored");
    assert_eq!(program.json(&["list", "--json"]).len(), 1);

    let again = program.run(&["summarize", "--json", "--save", THEFT]).succeeded();
    assert_eq!(again.one(), first_card);
    again.saying(&["unchanged", id]);
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let program = Program::with_examples();
    let run = |threads: &str| {
        let arguments = ["summarize", "--json", "--among", COINS, THEFT];
        let mut command = program.command(&arguments);
        command.env("RAYON_NUM_THREADS", threads);
        Ran::of(command, "").succeeded().stdout
    };
    let first = run("2");
    assert_eq!(first, run("2"), "run twice");
    assert_eq!(first, run("1"), "run on one thread");
}
