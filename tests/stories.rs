//! Stories: what the library says is one, and what a user says of that.
#![cfg(all(feature = "cli", feature = "bundled-model"))]

mod program;

use program::{Program, texts};
use serde_json::{Value, json};

const REPORT: &str = "A tram left its rails in the centre of Lindholm on Tuesday and hit a bakery. Eleven people \
    were hurt, two of them badly, police spokeswoman Ines Korda said. The tram of line 6 was on its way to Sandvika \
    when it took the curve at Torget too fast. The driver, 44, is being questioned.";

const UPDATE: &str = "One of the eleven people hurt when a tram left its rails in Lindholm has died, police said on \
    Thursday. Spokeswoman Ines Korda said the woman, 61, had been in the bakery at Torget that the tram hit on \
    Tuesday. The driver of the tram to Sandvika, 44, was questioned again. Line 6 will run from Friday.";

const LOOK_ALIKE: &str = "A tram left its rails in the centre of Ostby on Sunday and hit a parked van. Three people \
    were hurt, police spokesman Jan Viik said. The tram of line 2 was on its way to Mellom when a wheel broke.";

const MARKET: &str = "Cod fetched a record price at the auction in Skarnes on Monday, the fishermen's union said. \
    Quotas were cut by a third in January. Buyers from Spain and Portugal bid for what there was.";

fn line(name: &str, published: &str, body: &str) -> String {
    let url = format!("https://{name}.example/story");
    format!("{}\n", json!({"url": url, "title": name, "published": published, "body": body}))
}

/// A library with a report, its copy elsewhere, an update, a look-alike and something else; and their ids.
fn stocked() -> (Program, Vec<String>) {
    let program = Program::new();
    let lines = line("herald", "2025-03-04T09:00:00Z", REPORT)
        + &line("tribune", "2025-03-04T10:00:00Z", &format!("LINDHOLM (Agency) - {REPORT}"))
        + &line("other", "2025-03-05T09:00:00Z", LOOK_ALIKE)
        + &line("market", "2025-03-05T10:00:00Z", MARKET)
        + &line("courier", "2025-03-06T12:00:00Z", UPDATE);
    let added = program.add(&lines);
    let ids = added.iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect();
    (program, ids)
}

fn members(story: &Value) -> Vec<&str> {
    texts(story["members"].as_array().unwrap(), "id")
}

#[test]
fn what_tells_of_one_event_is_one_story() {
    let (program, ids) = stocked();
    let story = program.one(&["stories", "--json"]);
    assert_eq!(members(&story), [&ids[0], &ids[1], &ids[4]]);
    assert_eq!(story["members"][1]["copy_of"], ids[0]);
    assert_eq!(
        story["publishers"],
        json!(["herald.example", "tribune.example", "courier.example"])
    );
    assert_eq!(story["title"], "courier");
    let id = story["id"].as_str().unwrap();
    for reference in [id, &id[..8], &ids[4], "https://www.tribune.example/story"] {
        assert_eq!(program.one(&["story", reference, "--json"]), story, "{reference}");
    }
    let alone = program.one(&["story", &ids[3], "--json"]);
    assert_eq!((&alone["id"], members(&alone)), (&Value::Null, vec![ids[3].as_str()]));
    let listed = program.print(&["stories"]);
    assert!(listed.contains("courier  2 articles, 1 copy, 3 sources\n"), "{listed}");
    let printed = program.print(&["story", id]);
    assert!(printed.contains("tribune  tribune.example, copy of "), "{printed}");
    program
        .run(&["story", "0000-nothing"])
        .ended(3)
        .saying(&["no story and no article", "stories"]);
}

#[test]
fn how_many_come_at_once_makes_no_difference() {
    let (program, _) = stocked();
    let at_once = program.print(&["stories", "--json"]);
    let one_by_one = Program::new();
    for line in program.print(&["export"]).lines() {
        one_by_one.write("one.jsonl", format!("{line}\n"));
        one_by_one.run(&["add", "one.jsonl"]).succeeded();
    }
    assert_eq!(one_by_one.print(&["stories", "--json"]), at_once);
}

#[test]
fn copies_are_shown_as_one() {
    let (program, ids) = stocked();
    let listed = program.print(&["list"]);
    assert!(listed.contains("herald  55 words, 1 copy\n"), "{listed}");
    assert!(!listed.contains("tribune"), "{listed}");
    let preferred = program.print(&["list", "--prefer", "tribune.example"]);
    assert!(preferred.contains("tribune") && !preferred.contains("herald"), "{preferred}");
    assert_eq!(program.print(&["list", "--copies"]).lines().count(), 5);
    let similar = program.json(&["similar", &ids[4], "--json"]);
    assert_eq!(similar[0]["copies"].as_array().unwrap().len(), 1, "{similar:?}");
    let each = program.json(&["similar", &ids[4], "--json", "--copies"]);
    assert_eq!(each.len(), similar.len() + 1);
    let preferred = ["similar", &ids[4], "--json", "--prefer", "tribune.example"];
    assert_eq!(program.json(&preferred)[0]["id"], ids[1]);
    program.run(&["list", "--copies", "--prefer", "a"]).ended(2);
}

#[test]
fn what_a_user_says_of_stories_stays() {
    let (program, ids) = stocked();
    let first = program.one(&["stories", "--json"])["id"].as_str().unwrap().to_owned();
    let split = program.one(&["story", "split", &ids[4], "--json"]);
    assert_eq!((&split["kind"], &split["moved"]), (&json!("split"), &json!([ids[4]])));
    let similar = program.json(&["similar", &ids[4], "--json"]);
    assert!(similar.iter().all(|it| it["relation"] == "related"), "{similar:?}");
    program.run(&["compact"]).succeeded();
    assert_eq!(members(&program.one(&["story", &first, "--json"])).len(), 2);

    let merged = program.one(&["story", "merge", &first, &ids[2], &ids[3], "--json"]);
    assert_eq!(merged["story"], first);
    assert_eq!(members(&program.one(&["story", &ids[3], "--json"])).len(), 4);
    let similar = program.json(&["similar", &ids[0], "--json"]);
    let other = similar.iter().find(|it| it["id"] == ids[2]).unwrap();
    assert_eq!(other["relation"], "same_story", "by its user's word");

    program.run(&["story", "undo"]).succeeded().saying(&[]);
    assert_eq!(program.one(&["story", &ids[3], "--json"])["id"], Value::Null);
    program.run(&["story", "undo", "1"]).succeeded();
    assert_eq!(members(&program.one(&["story", &first, "--json"])).len(), 3);
    assert_eq!(program.json(&["story", "changes", "--json"]).len(), 2);
    program.run(&["story", "undo"]).ended(1).saying(&["no such change"]);
    program.run(&["story", "split", &ids[3]]).ended(1).saying(&["no other article"]);
    program.run(&["story", "merge", &ids[0]]).ended(2);
}

#[test]
fn a_story_is_told_in_short() {
    let (program, ids) = stocked();
    let told = program.one(&["story", &ids[0], "--summary", "-n", "2", "--json"]);
    let sentences = told["sentences"].as_array().unwrap();
    assert_eq!(sentences.len(), 2);
    let bodies = [(&ids[0], REPORT), (&ids[4], UPDATE)];
    for sentence in sentences {
        let (_, body) = bodies.iter().find(|(id, _)| sentence["article"] == **id).unwrap();
        let place = |name: &str| usize::try_from(sentence[name].as_u64().unwrap()).unwrap();
        let span = &body[place("start")..place("end")];
        assert!(sentence["text"].as_str().unwrap().starts_with(&span[..12]), "{sentence}");
    }
    assert_eq!(sentences[1]["article"], ids[4], "the update is in it");
    let timeline = program.print(&["story", &ids[0], "--timeline"]);
    assert!(timeline.contains("\n- A tram left its rails"), "{timeline}");
    assert!(timeline.contains("\n- One of the eleven people hurt"), "{timeline}");
    assert_eq!(timeline.matches("\n- ").count(), 2, "a line a day: {timeline}");
    let words = program.print(&["story", &ids[0], "--summary", "--words", "25"]);
    assert!(words.matches("\n- ").count() == 1, "{words}");
    program.run(&["story", &ids[0], "-n", "2"]).ended(2);
}

#[test]
fn a_digest_tells_what_is_new() {
    let (program, ids) = stocked();
    let since = program.one(&["digest", "--since", "2025-03-06", "--json"]);
    assert_eq!(since["articles"], 1);
    assert!(since["sentences"].as_array().unwrap().iter().all(|it| it["article"] == ids[4]));
    let text = since["sentences"][0]["text"].as_str().unwrap();
    assert!(text.contains("has died") || text.contains("61"), "{text}");
    program.run(&["digest"]).succeeded().saying(&["no story told by several"]);
    let unread = program.one(&["digest", "--unread", "--json"]);
    assert_eq!(unread["articles"], 2);
    for id in &ids {
        program.run(&["read", id]).succeeded();
    }
    program.run(&["digest", "--unread"]).succeeded().saying(&["that you have not read"]);
    program.run(&["digest", "--since", "yesterday"]).ended(2).saying(&["2024-12-24"]);
}

#[test]
fn what_to_read_next_is_what_is_new_to_its_reader() {
    let (program, ids) = stocked();
    program.run(&["read", &ids[0]]).succeeded();
    let next = program.json(&["list", "--unread", "--novel", "--json"]);
    let place = |id: &str| next.iter().position(|it| it["id"] == id).unwrap();
    assert!(place(&ids[3]) < place(&ids[4]), "of the update a part was read: {next:?}");
    assert!(place(&ids[4]) < place(&ids[1]), "of the copy all was read: {next:?}");
    assert_eq!(next[place(&ids[1])]["new"], 0);
    let printed = program.print(&["list", "--novel"]);
    assert!(printed.contains("0 of 4 sentences are new to you, after herald"), "{printed}");
    assert!(printed.contains("you have read nothing like it"), "{printed}");
}

#[test]
fn neighbours_are_ordered_as_is_asked() {
    let (program, ids) = stocked();
    let order = |option: &str| {
        let similar = program.json(&["similar", &ids[0], "--json", "--min-score", "0.1", option]);
        similar.iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let newest = order("--newest");
    assert_eq!(newest[0], ids[4], "{newest:?}");
    let diverse = order("--diverse");
    assert_eq!(diverse.len(), newest.len());
    program.run(&["similar", &ids[0], "--newest", "--diverse"]).ended(2);
}
