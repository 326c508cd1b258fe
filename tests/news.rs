//! What is new in an article: `nutgraf new`, and the line on the card.
#![cfg(all(feature = "cli", feature = "bundled-model"))]

mod program;

use program::{Program, texts};
use serde_json::{Value, json};

const REPORT: &str = "A tram left its rails in the centre of Lindholm on Tuesday and hit a bakery. Eleven people \
    were hurt, two of them badly, police spokeswoman Ines Korda said. The tram of line 6 was on its way to Sandvika \
    when it took the curve at Torget too fast. The driver, 44, is being questioned.";

/// Of its five sentences the first and the last tell something new.
const UPDATE: &str = "The operator Lindtrafik suspended its chief engineer, Olav Brekke, on Thursday after brakes on 9 \
    of 31 trams were found worn. A tram left its rails at Torget in Lindholm on Tuesday and hit a bakery. Police \
    spokeswoman Ines Korda said eleven people were hurt. The tram was on its way to Sandvika and took the curve \
    too fast. A memorial service will be held in Saint Olga's church on Sunday at 18:00.";

const LOOK_ALIKE: &str = "A tram left its rails in the centre of Ostby on Sunday and hit a parked van. Three people \
    were hurt, police spokesman Jan Viik said. The tram of line 2 was on its way to Mellom when a wheel broke.";

fn line(name: &str, published: &str, body: &str) -> String {
    let url = format!("https://{name}.example/");
    format!("{}\n", json!({"url": url, "title": name, "published": published, "body": body}))
}

/// A library with the report and another event, and the ids of both.
fn stocked() -> (Program, [String; 2]) {
    let program = Program::new();
    let lines = line("report", "2025-03-04T09:00:00Z", REPORT)
        + &line("other", "2025-03-02T09:00:00Z", LOOK_ALIKE);
    let added = program.add(&lines);
    let id = |at: usize| added[at]["id"].as_str().unwrap().to_owned();
    let ids = [id(0), id(1)];
    program.write("update.jsonl", line("update", "2025-03-06T12:00:00Z", UPDATE));
    (program, ids)
}

fn new_ones(news: &Value) -> Vec<bool> {
    let sentences = news["sentences"].as_array().unwrap();
    sentences.iter().map(|it| it["new"].as_bool().unwrap()).collect()
}

#[test]
fn what_the_story_has_not_told_is_new() {
    let (program, [report, _]) = stocked();
    let news = program.one(&["new", "update.jsonl", "--json"]);
    assert_eq!(texts(news["before"].as_array().unwrap(), "id"), [&report], "no other event");
    assert_eq!(new_ones(&news), [true, false, false, false, true]);
    assert_eq!(news["new"], 2);
    let first = &news["sentences"][0];
    assert!(first["names"].as_array().unwrap().contains(&json!("Brekke")), "{first}");
    assert!(first["figures"].as_array().unwrap().contains(&json!("31")), "{first}");
    let told = &news["sentences"][2]["nearest"];
    assert_eq!(told["article"], report);
    assert!(told["text"].as_str().unwrap().starts_with("Eleven people"), "{told}");

    let printed = program.print(&["new", "update.jsonl"]);
    assert!(printed.starts_with("2 of 5 sentences are new after one article of the same story"));
    assert_eq!(printed.lines().filter(|line| line.starts_with("+ ")).count(), 2, "{printed}");
    let all = program.print(&["new", "update.jsonl", "--all"]);
    assert!(all.contains("\n  Police spokeswoman Ines Korda"), "{all}");
    let card = program.print(&["summarize", "update.jsonl"]);
    assert!(card.contains("2 of 5 sentences are new in this story, after 1 article.\n"), "{card}");
}

#[test]
fn what_came_later_has_told_nothing_before() {
    let (program, [report, _]) = stocked();
    program.run(&["add", "update.jsonl"]).succeeded();
    let news = program.run(&["new", &report, "--json"]).succeeded().one();
    assert_eq!((&news["before"], &news["new"]), (&json!([]), &json!(4)));
    program.run(&["new", &report]).succeeded().saying(&["all of it is new"]);
}

#[test]
fn what_was_read_is_told() {
    let (program, [report, other]) = stocked();
    program.run(&["new", "update.jsonl", "--read"]).succeeded().saying(&["all of it is new"]);
    program.run(&["read", &report]).succeeded();
    let news = program.one(&["new", "update.jsonl", "--read", "--json"]);
    assert_eq!(new_ones(&news), [true, false, false, false, true]);
    let card = program.one(&["summarize", "update.jsonl", "--json"]);
    assert_eq!(card["news"], json!({"new": 2, "of": 5, "articles": 1, "against": "read"}));
    // What is read of another event is like it, and tells other things.
    program.run(&["read", &other]).succeeded();
    let news = program.one(&["new", "update.jsonl", "--read", "--json"]);
    assert_eq!((news["before"].as_array().unwrap().len(), &news["new"]), (2, &json!(2)));
    program.run(&["new", "no-such-file.txt"]).ended(3).saying(&["no-such-file.txt"]);
}
