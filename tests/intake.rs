//! What people have, through the program: sources, positions, offsets, fields, and what is skipped.
#![cfg(all(feature = "cli", feature = "bundled-model"))]

mod program;

#[cfg(unix)]
use program::Ran;
use program::{Program, texts};
use serde_json::{Value, json};

const FERRY: &str =
    "The ferry “Größe” was late by two hours again. Nobody on the pier minded. It rained.";
const MOON: &str =
    "A small robot landed on the Moon on Friday. It will dig for ice. It has two arms.";

#[test]
fn a_summary_alone_says_where_it_is_from_where_there_are_several() {
    let program = Program::new();
    program.write("a.txt", FERRY);
    program.write("b.jsonl", format!("{}\n{}\n", json!({"body": FERRY}), json!({"text": MOON})));
    let one = program.print(&["summarize", "--summary-only", "-n", "1", "a.txt"]);
    assert!(one.starts_with("The ferry"), "{one}");
    let several = program.print(&["summarize", "--summary-only", "-n", "1", "a.txt", "b.jsonl"]);
    let starts: Vec<&str> = several.lines().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!(starts, ["a.txt", "b.jsonl:1", "b.jsonl:2"]);
    let lines = program.print(&["summarize", "--summary-only", "-n", "1", "b.jsonl"]);
    assert!(lines.starts_with("b.jsonl:1: ") && lines.contains("\nb.jsonl:2: "), "{lines}");
}

#[test]
fn positions_hold_though_an_input_fails() {
    let program = Program::new();
    let lines =
        format!("{}\n{{\n{}\n{{\"x\": 1}}\n", json!({"body": FERRY}), json!({"body": MOON}));
    program.write("n.jsonl", lines);
    let ran = program.run(&["summarize", "--json", "n.jsonl"]).ended(1);
    let schemas = texts(&ran.json(), "schema").join(" ");
    assert_eq!(schemas, "nutgraf.article/1 nutgraf.error/1 nutgraf.article/1 nutgraf.error/1");
    ran.saying(&["n.jsonl:2", "n.jsonl:4", "`x`", "--text-field"]);
}

#[test]
fn offsets_count_bytes_or_characters_and_picks_carry_their_text() {
    let program = Program::new();
    program.write("a.txt", FERRY);
    for (unit, option) in [("bytes", "bytes"), ("chars", "chars")] {
        let card = program.one(&["summarize", "--json", "--offsets", option, "a.txt"]);
        assert_eq!(card["offsets"], unit);
        let body = card["body"].as_str().unwrap();
        let characters: Vec<char> = body.chars().collect();
        for pick in card["summary"]["sentences"].as_array().unwrap() {
            let at = |field: &str| pick[field].as_u64().unwrap() as usize;
            let (start, end) = (at("start"), at("end"));
            let text = match unit {
                "bytes" => body[start..end].to_owned(),
                _ => characters[start..end].iter().collect(),
            };
            assert_eq!(pick["text"], text);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_is_passed_over_and_one_that_is_named_is_read() {
    let program = Program::new();
    program.write("a.txt", FERRY);
    let make = "mkdir folder && cp a.txt folder && mkfifo folder/pipe.txt pipe.txt";
    Ran::of(program.shell(make), "").succeeded();
    for command in ["summarize", "add"] {
        let ran = program.run(&[command, "--json", "folder"]).ended(1);
        assert_eq!(texts(&ran.json(), "source"), ["folder/a.txt", "folder/pipe.txt"]);
        ran.saying(&["folder/pipe.txt: it is a pipe", "name it itself"]);
    }
    let planned = program.run(&["add", "--dry-run", "folder"]).ended(1);
    assert!(planned.stdout.contains("articles: 1 "), "{planned:#?}");
    let summary = program.print(&["summarize", "--summary-only", "a.txt"]);
    for script in [
        "cat a.txt > pipe.txt & nutgraf summarize --summary-only pipe.txt",
        // What a shell gives for <(cat a.txt).
        "cat a.txt | nutgraf summarize --summary-only /dev/fd/0",
    ] {
        let ran = Ran::of(program.shell(script), "").succeeded();
        assert_eq!(ran.stdout, summary, "{script}");
    }
}

#[test]
fn a_dry_run_counts_and_stores_nothing() {
    let program = Program::new();
    program
        .write("page.html", format!("<html><body><article><p>{FERRY}</p><p>{MOON}</p></article>"));
    program.write(
        "bookmarks.html",
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p><DT><A HREF=\"https://a.example/1\">One</A>",
    );
    program.write("bad.json", "{\"body\": ");
    let ran =
        program.run(&["add", "--dry-run", "page.html", "bookmarks.html", "bad.json"]).ended(1);
    for said in ["articles: 1 ", "addresses without text: 1", "unreadable: 1"] {
        assert!(ran.stdout.contains(said), "{ran:#?}");
    }
    let ran = program.run(&["add", "--dry-run", "--json", "page.html", "bookmarks.html"]);
    assert_eq!(texts(&ran.succeeded().json(), "is"), ["article", "address"]);
    assert!(program.json(&["list", "--json"]).is_empty());
    let ran = program.run(&["add", "bookmarks.html"]).ended(1);
    ran.saying(&["bookmarks.html[0]", "https://a.example/1", "add --fetch"]);
}

#[test]
fn every_format_comes_in_under_a_name_that_says_another() {
    let program = Program::new();
    let feed = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>F</title><item><title>Late</title>\
         <link>https://a.example/late</link><description>{FERRY}</description></item></channel></rss>"
    );
    program.write("feed.txt", feed);
    program.write("mail.txt", format!("From: Ada <a@x.example>\nSubject: Late\nDate: Fri, 3 Sep 2021 10:00:00 +0000\n\n{FERRY}\n"));
    program.write("page.txt", format!("<p>{FERRY}</p>"));
    program.write("cues.txt", format!("WEBVTT\n\n00:01.000 --> 00:09.000\n{FERRY}\n"));
    for name in ["feed.txt", "mail.txt", "page.txt", "cues.txt"] {
        let card = program.one(&["summarize", "--json", name]);
        assert_eq!(card["body"], FERRY, "{name}");
    }
}

#[test]
fn fields_that_have_other_names_are_named() {
    let program = Program::new();
    let record = json!({"payload": {"story": {"zzz": FERRY, "yyy": "Late"}}, "when": "2021-09-03"});
    program.write("odd.json", record.to_string());
    program.run(&["summarize", "odd.json"]).ended(1).saying(&["payload.story.zzz", "--text-field"]);
    let card = program.one(&[
        "summarize",
        "--json",
        "--text-field=payload.story.zzz",
        "--title-field=payload.story.yyy",
        "--date-field=when",
        "odd.json",
    ]);
    assert_eq!((&card["title"], &card["details"]["date"]), (&json!("Late"), &json!("2021-09-03")));
}

#[cfg(feature = "fetch")]
#[test]
fn addresses_that_are_not_fetched_are_refused_as_addresses() {
    let program = Program::new();
    for (address, why) in [
        ("ftp://a.example/x", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("http://127.0.0.1:1/", "--allow-private"),
    ] {
        program.run(&["summarize", address]).ended(1).saying(&[address, why]);
    }
}

#[test]
fn nothing_reaches_a_terminal_raw() {
    let program = Program::new();
    let title = "Late\u{202e}yrref \u{9b}31m";
    program.write(
        "a.json",
        json!({"title": title, "body": FERRY, "category": "\u{1b}]0;x\u{7}"}).to_string(),
    );
    program.write("b\u{1b}[31m.json", "{");
    let ran = program.run(&["summarize", "a.json", "b\u{1b}[31m.json"]).ended(1);
    for shown in [&ran.stdout, &ran.stderr] {
        let is_raw = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!shown.contains(is_raw), "{shown:?}");
    }
}

#[test]
fn every_line_names_its_schema_and_every_schema_is_printed() {
    let program = Program::new();
    program.write("a.json", json!({"url": "https://a.example/1", "body": FERRY}).to_string());
    program.run(&["add", "--json", "a.json"]).succeeded();
    for command in [
        &["list", "--json"][..],
        &["show", "--json", "https://a.example/1"],
        &["search", "--json", "ferry"],
        &["search", "--json", "--words", "ferry"],
        &["export"],
        &["check", "--json"],
        &["models", "list", "--json"],
        &["similar", "--json", "a.json"],
    ] {
        for line in program.json(command) {
            let name = line["schema"].as_str().unwrap_or_else(|| panic!("{command:?}: {line}"));
            let schema: Value = serde_json::from_str(&program.print(&["schema", name])).unwrap();
            let known = schema["properties"].as_object().unwrap();
            for field in line.as_object().unwrap().keys().filter(|field| *field != "schema") {
                assert!(known.contains_key(field), "{name} does not say what `{field}` is");
            }
        }
    }
    assert!(program.print(&["schema", "fields"]).contains("text: body, text, content"));
    program.run(&["schema", "nope"]).ended(2).saying(&["nutgraf.article/1"]);
}
