//! The library as its user sees it: articles go in, are found, read, changed and taken out again.
#![cfg(all(feature = "cli", feature = "bundled-model"))]

mod program;

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use program::{Program, Ran, line, texts};
use serde_json::{Value, json};

const SEA: &str = "The ferry was two hours late again. Nobody on the pier minded much.";
const MOON: &str = "A small robot landed on the moon. It has already found a little ice.";

/// A program with some of `examples/` and a library of some of these.
fn stocked() -> Program {
    static MODEL: OnceLock<Program> = OnceLock::new();
    let model = MODEL.get_or_init(|| {
        let program = Program::with_few_examples(2);
        let (space, culture) = ("examples/articles/space.jsonl", "examples/articles/culture.jsonl");
        program.run(&["add", "-q", space, culture]).succeeded();
        program
    });
    Program::copy(model)
}

#[test]
fn files_folders_and_lines_are_added_and_listed() {
    let program = Program::new();
    fs::create_dir_all(program.path("news/deep/.hidden")).unwrap();
    program.write("news/one.txt", format!("Late ferry\n\n{SEA}"));
    program.write("news/deep/two.md", format!("# Small robot\n\n{MOON}"));
    program.write(
        "news/three.json",
        json!([{"text": [SEA, "It rained."]}, {"article": MOON}]).to_string(),
    );
    program.write("news/deep/.hidden/four.txt", "It must not be read. Nobody should.");
    program.write("news/five.doc", "It must not be read either. Nobody should.");
    let more = line(json!({"id": 17, "title": "From a wire", "document": "It blew. It rained."}));
    let ran = program.run_with_input(&["add", "--json", "news", "-"], more).succeeded();
    let added = ran.json();
    assert_eq!(
        texts(&added, "source"),
        [
            "news/deep/two.md",
            "news/one.txt",
            "news/three.json[0]",
            "news/three.json[1]",
            "standard input:1"
        ]
    );
    assert!(added.iter().all(|line| line["schema"] == "nutgraf.added/1"));
    assert_eq!(texts(&added, "outcome"), ["added"; 5]);
    let same_text = [added[0]["id"].clone()];
    assert_eq!(added[3]["duplicate_of"], json!(same_text), "{added:#?}");
    ran.saying(&["added 5", "5 articles stored"]);

    // Of two with the same text one is shown.
    assert_eq!(program.json(&["list", "--json"]).len(), 4);
    let listed = program.json(&["list", "--json", "--copies"]);
    assert!(listed.iter().all(|line| line["schema"] == "nutgraf.listed/1"));
    let ids: Vec<&str> = texts(&added, "id");
    let mut listed_ids = texts(&listed, "id");
    listed_ids.sort_unstable();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    assert_eq!(listed_ids, sorted);
    let titles = texts(&listed, "title");
    assert!(titles.contains(&"Late ferry") && titles.contains(&"Small robot"), "{titles:?}");
    assert!(titles.iter().any(|title| title.starts_with("The ferry was")), "{titles:?}");

    let text = program.print(&["list"]);
    assert_eq!(text.lines().count(), 4);
    let first = text.lines().next().unwrap();
    let (short, _) = first.split_once(' ').unwrap();
    let shown = program.one(&["show", short, "--json"]);
    assert!(first.contains(shown["title"].as_str().unwrap_or("")), "{first}: {shown}");
}

#[test]
fn a_list_is_newest_first_and_can_be_narrowed() {
    let program = Program::new();
    let article = |day: u32, category: &str| {
        let body = format!("On day {day} the tide came in. Later it went out again.");
        line(json!({"url": format!("https://tide.example/{day}"), "category": category,
            "date": format!("2025-01-{day:02}"), "body": body}))
    };
    // The newest is the one that was stored last, whenever it was published.
    for lines in [article(2, "sea"), article(9, "land"), article(5, "sea")] {
        program.add(&lines);
    }
    let dates = |arguments: &[&str]| {
        let listed = program.json(&[&["list", "--json"], arguments].concat());
        texts(&listed, "date").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(dates(&[]), ["2025-01-05", "2025-01-09", "2025-01-02"]);
    assert_eq!(dates(&["--category", "sea"]), ["2025-01-05", "2025-01-02"]);
    assert_eq!(dates(&["--limit", "2"]), ["2025-01-05", "2025-01-09"]);
    assert!(dates(&["--category", "air"]).is_empty());
}

#[test]
fn a_stored_article_is_shown_as_it_was_summarised() {
    let program = stocked();
    let file = "examples/articles/space.jsonl";
    let cards = program.json(&["summarize", "--json", file]);
    let expected = &cards[0];
    let id = expected["details"]["id"].as_str().unwrap();
    let shown = program.one(&["show", id, "--json"]);
    for field in ["title", "language", "body", "sentences", "summary", "similar", "model"] {
        assert_eq!(shown[field], expected[field], "{field}");
    }
    assert!(shown["details"]["created"].is_string());
    let text = program.print(&["show", id, "--no-text", "-n", "1", "-k", "2", "--min-score", "-1"]);
    assert!(text.starts_with("Similar Readings (2 items)\n"), "{text}");
    assert!(text.contains(&format!("\nID: {id}\n")), "{text}");
    // Showing is not reading.
    assert_eq!(program.one(&["show", id, "--json"])["statistics"]["read_count"], 0);
}

#[test]
fn reading_prints_the_article_and_counts() {
    let program = Program::new();
    let id = program.add(&line(json!({"title": "Late ferry", "body": [SEA, "It rained."]})));
    let id = id[0]["id"].as_str().unwrap();
    let before = program.one(&["show", id, "--json", "-k", "0"]);
    let ran = program.run(&["read", id]).succeeded().saying(&["read 1 times"]);
    assert_eq!(ran.stdout, format!("Late ferry\n\n{SEA}\n\nIt rained.\n"));
    program.run(&["read", id]).succeeded().saying(&["read 2 times", "last read 20"]);
    let third = program.one(&["read", id, "--json"]);
    assert_eq!(third["read_count"], 3);
    let after = program.one(&["show", id, "--json", "-k", "0"]);
    assert_eq!(after["statistics"]["read_count"], 3);
    assert_eq!(after["details"]["last_read"], third["last_read"]);
    assert!(before["details"]["last_read"].is_null() && after["details"]["last_read"].is_string());
    assert_eq!(after["details"]["updated"], before["details"]["updated"]);
}

#[test]
fn an_edit_is_read_as_an_input_is() {
    let program = Program::new();
    let body = "The tide came in at noon.\n\nLater it went out again, and the ferry left.";
    program.add(&line(json!({"url": "https://tide.example/1", "title": "Tide", "body": body})));
    let edit = |arguments: &[&str]| {
        program.run(&[&["edit", "https://tide.example/1"], arguments].concat())
    };
    edit(&["--language", "English", "--category", "sea\n and \u{1b}land"]).succeeded();
    edit(&["--language", "none of these"]).ended(1).saying(&["a language such as en"]);
    let exported = || program.json(&["export"]).remove(0);
    assert_eq!(
        (&exported()["language"], &exported()["category"]),
        (&json!("en"), &json!("sea and land"))
    );
    // A first paragraph that is the title is not told twice.
    edit(&["--title", "The tide came in\tat noon."]).succeeded();
    assert_eq!(exported()["title"], "The tide came in at noon.");
    let other = Program::new();
    other.add(&program.print(&["export"]));
    assert_eq!(other.json(&["export"]), [exported()]);
}

#[test]
fn an_edit_changes_what_it_names_and_no_more() {
    let program = stocked();
    let id = program.add(&line(json!({"title": "Late ferry", "category": "sea",
        "url": "https://ferry.example/1", "date": "2025-01-02", "body": SEA})));
    let id = id[0]["id"].as_str().unwrap();
    program.run(&["read", id, "-q"]).succeeded();
    let before = program.one(&["show", id, "--json"]);
    program.run(&["edit", id, "--category", "", "--date", "2025-02-03"]).succeeded();
    let edited = program.one(&["show", id, "--json"]);
    assert_eq!(edited["details"]["category"], Value::Null);
    assert_eq!(edited["details"]["date"], "2025-02-03");
    assert!(edited["details"]["updated"].as_str() > before["details"]["updated"].as_str());
    for field in ["title", "body", "summary", "similar", "statistics"] {
        assert_eq!(edited[field], before[field], "{field}");
    }
    for field in ["id", "url", "created", "last_read"] {
        assert_eq!(edited["details"][field], before["details"][field], "{field}");
    }
    let same = program.run(&["edit", id, "--date", "2025-02-03"]).succeeded();
    same.saying(&["is as it was"]);

    // Another text has other neighbours.
    let arguments = ["edit", id, "--title", "Small robot", "--body", "-", "--json"];
    let ran = program.run_with_input(&arguments, MOON).succeeded();
    assert_eq!(ran.json()[0]["body"], MOON);
    let moved = program.one(&["show", id, "--json"]);
    assert_ne!(moved["similar"], before["similar"]);
    let nearest = moved["similar"][0]["url"].as_str().unwrap();
    assert!(nearest.contains("/space/"), "{nearest}");
    assert!(program.print(&["search", "--words", "robot pier"]).is_empty(), "the old text is gone");
}

#[test]
fn removed_articles_are_gone_from_everything() {
    let program = stocked();
    let listed = program.json(&["list", "--json"]);
    let [first, second, kept] = [0, 1, 2].map(|at| listed[at]["id"].as_str().unwrap());
    let ran = program.run(&["rm", first, second]).succeeded();
    ran.saying(&[first, second, listed[0]["title"].as_str().unwrap()]);
    program.run(&["show", first]).ended(3);
    assert_eq!(program.json(&["list", "--json"]).len(), listed.len() - 2);
    let similar = program.json(&["similar", kept, "--json", "-k", "1000", "--min-score", "-1"]);
    assert_eq!(similar.len(), listed.len() - 3);
    assert!(!texts(&similar, "id").iter().any(|id| [first, second].contains(id)));
    assert!(program.run(&["check"]).succeeded().stdout.contains("sound"));
}

#[test]
fn an_export_added_to_a_new_library_exports_the_same_bytes() {
    let program = stocked();
    let odd = [
        json!({"id": "f47ac10b-58cc-4372-a567-0e02b2c3d479", "external_id": "wire/9", "title": "# Not a heading \u{1F6A2}",
            "body": ["Summary", "\u{201C}Fähre\u{201D} — 船が遅れた。\u{2003}Ещё раз.", "- one\t- two", "{\"body\": 1}"],
            "category": "a:b", "url": "https://odd.example/?q=\"x\"&y=\\", "date": "0900-02-28",
            "language": "ja", "read_count": 12, "created": "2001-02-03T04:05:06.789Z",
            "updated": "2002-02-03T04:05:06.000000001Z", "last_read": "1969-12-31T23:59:59Z"}),
        json!({"body": format!("Similar Readings (0 items)\n\n{SEA}\n\nDetails\n\nID: none")}),
        json!({"title": "Twice", "body": format!("{MOON} {MOON}")}),
    ];
    program.add(&odd.map(line).concat());
    let id = program.one(&["list", "--json", "--limit", "1"])["id"].as_str().unwrap().to_owned();
    program.run(&["read", "-q", &id]).succeeded();
    let export = program.print(&["export"]);
    assert_eq!(export.lines().count(), program.json(&["list", "--json"]).len());

    let other = Program::new();
    let added = other.add(&export);
    assert_eq!(texts(&added, "outcome"), vec!["added"; export.lines().count()]);
    assert_eq!(other.print(&["export"]), export);
    // And into the library that it came from: nothing changes.
    assert_eq!(texts(&program.add(&export), "outcome"), vec!["unchanged"; export.lines().count()]);
    assert_eq!(program.print(&["export"]), export);

    let saved = program.path("saved.jsonl");
    program.write("saved.jsonl", "an older export");
    let ran = program.run(&["export", "--output", saved.to_str().unwrap()]).succeeded();
    assert_eq!(ran.stdout, "");
    assert_eq!(fs::read_to_string(saved).unwrap(), export);
}

#[test]
fn an_article_that_comes_again_is_updated_and_keeps_its_history() {
    let program = Program::new();
    let id = "0b0c0d0e-1111-4222-8333-444455556666";
    let first = json!({"id": id, "url": "https://ferry.example/1", "title": "Late ferry",
        "category": "sea", "body": SEA, "created": "2024-01-01T00:00:00Z", "read_count": 4});
    assert_eq!(texts(&program.add(&line(first.clone())), "outcome"), ["added"]);
    program.run(&["read", "-q", id]).succeeded();
    let before = program.one(&["show", id, "--json"]);
    assert_eq!(before["statistics"]["read_count"], 5);
    assert_eq!(texts(&program.add(&line(first)), "outcome"), ["unchanged"]);
    assert_eq!(program.one(&["show", id, "--json"]), before);

    // Another text under the same URL, with no id and no category.
    let again = json!({"url": "https://ferry.example/1", "title": "Ferry back", "body": MOON,
        "created": "2025-05-05T00:00:00Z", "read_count": 0});
    let added = program.add(&line(again));
    assert_eq!((texts(&added, "outcome"), texts(&added, "id")), (vec!["updated"], vec![id]));
    let after = program.one(&["show", id, "--json"]);
    assert_eq!((&after["title"], &after["body"]), (&json!("Ferry back"), &json!(MOON)));
    assert_eq!(after["statistics"]["read_count"], 5);
    for field in ["id", "url", "category", "created", "last_read"] {
        assert_eq!(after["details"][field], before["details"][field], "{field}");
    }
    assert!(after["details"]["updated"].as_str() > before["details"]["updated"].as_str());
    assert_eq!(program.json(&["list", "--json"]).len(), 1);
    let added = program.run_with_input(&["add", "-"], line(json!({"id": id, "body": SEA})));
    added.succeeded().saying(&["updated 1", "1 articles stored"]);

    // An id and a URL of two articles: refused, and both are left alone.
    program.add(&line(json!({"url": "https://moon.example/1", "body": MOON})));
    let both = line(json!({"id": id, "url": "https://moon.example/1", "body": "Neither. Nor."}));
    let ran = program.run_with_input(&["add", "--json", "-"], both).ended(1);
    assert_eq!(texts(&ran.json(), "schema"), ["nutgraf.error/1"]);
    ran.saying(&["standard input", id]);
    assert!(program.print(&["search", "--words", "neither"]).is_empty());
}

#[test]
fn ids_that_come_with_articles_are_kept() {
    let program = Program::new();
    let (v4, v7, v1) = (
        "16fd2706-8baf-433b-82eb-8c7fada847da",
        "018f3f9e-5b7c-7cc3-9f6b-1f0c8d7e6a5b",
        "2c1b7d4e-aaaa-11ee-b9d1-0242ac120002",
    );
    let article = |id: Value, number: usize| {
        line(json!({"id": id, "body": format!("The tide came in {number} times. Then it went.")}))
    };
    let ids = [json!(v4), json!(v7), json!(v1), json!("wire-2024/17"), json!(17)];
    let lines: String =
        ids.iter().cloned().zip(1..).map(|(id, number)| article(id, number)).collect();
    let added = program.add(&lines);
    let given = texts(&added, "id");
    assert_eq!(given[..3], [v4, v7, v1]);
    for (made, foreign) in [(given[3], "wire-2024/17"), (given[4], "17")] {
        assert_eq!(made.as_bytes()[14], b'7', "{made} is of version 7");
        let shown = program.one(&["show", foreign, "--json"]);
        assert_eq!(
            (&shown["details"]["id"], &shown["details"]["external_id"]),
            (&json!(made), &json!(foreign))
        );
    }
    assert_eq!(texts(&program.add(&lines), "outcome"), ["unchanged"; 5]);
    assert_eq!(texts(&program.add(&lines), "id"), given);
}

#[test]
fn the_start_of_an_id_is_enough_if_it_is_the_only_one() {
    let program = Program::new();
    let ids = [
        "abcd0001-0000-4000-8000-000000000001",
        "abcd0002-0000-4000-8000-000000000002",
        "ef010003-0000-4000-8000-000000000003",
    ];
    for (id, number) in ids.iter().zip(1..) {
        let body = format!("The tide came in {number} times. Then it went out.");
        program.add(&line(
            json!({"id": id, "url": format!("https://t.example/{number}"), "body": body}),
        ));
    }
    let found =
        |reference: &str| program.one(&["show", reference, "--json"])["details"]["id"].clone();
    for (reference, id) in [
        ("ef01", ids[2]),
        ("EF010003-0", ids[2]),
        ("abcd0002", ids[1]),
        ("https://t.example/1", ids[0]),
        ("ef010003000040008000000000000003", ids[2]),
    ] {
        assert_eq!(found(reference), id, "{reference}");
    }
    let ran = program.run(&["show", "abcd"]).ended(3);
    let ran = ran.saying(&["`abcd`", "2 articles", ids[0], ids[1]]);
    assert!(!ran.stderr.contains(ids[2]) && ran.stdout.is_empty(), "{ran:#?}");
    program.run(&["rm", "abcd"]).ended(3);
    program.run(&["show", "ef0"]).ended(3);
    assert_eq!(program.json(&["list", "--json"]).len(), 3);
}

#[test]
fn another_place_is_another_library() {
    let program = Program::new();
    let path = program.path("a folder/läse zeichen.db");
    let library = path.to_str().unwrap();
    program.write("sea.txt", SEA);
    program.run(&["--library", library, "add", "sea.txt"]).succeeded();
    assert_eq!(program.json(&["list", "--json", "--library", library]).len(), 1);
    assert!(!program.library().exists());
    let mut command = program.command(&["list", "--json"]);
    command.current_dir(program.path("a folder")).env("NUTGRAF_LIBRARY", "läse zeichen.db");
    assert_eq!(Ran::of(command, "").succeeded().json().len(), 1);
    assert!(Path::new(library).is_file());
}
