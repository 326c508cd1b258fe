//! Libraries that earlier versions of the program made, as they made them (`tests/fixtures/libraries`, named
//! by the version of their schema): all that is in them is found, by this one too.
#![cfg(all(feature = "cli", feature = "bundled-model"))]

mod program;

use std::fs;
use std::path::Path;

use program::{Program, texts};
use serde_json::{Value, json};

const ICE: &str = "https://ferry.example/ice";
const TITLES: [&str; 3] =
    ["Ice closes the harbour", "Ferry sails again after thaw", "港は風のため閉鎖"];

/// A folder with the library that a version made.
fn with_library(version: usize) -> Program {
    let program = Program::new();
    let name = format!("tests/fixtures/libraries/{version}.db");
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(name), program.library()).unwrap();
    program
}

#[test]
fn an_older_library_is_used_as_one_of_today() {
    for version in [1, 2, 3] {
        let program = with_library(version);
        let before = program.json(&["export"]);
        assert_eq!(texts(&before, "title"), TITLES, "{version}");
        assert_eq!(before[0]["read_count"], 1);
        // Vectors were kept, or a search would find nothing: it embeds no article.
        let similar = program.json(&["similar", ICE, "--json"]);
        assert_eq!(similar[0]["title"], TITLES[1]);
        let cosine = similar[0]["reasons"]["evidence"]["cosine"].as_f64().unwrap();
        assert!((cosine - 0.76).abs() < 0.01, "{similar:?}");
        assert_eq!(similar[0]["relation"], "same_story");
        let hits = program.json(&["search", "--words", "京都", "--json"]);
        assert_eq!(texts(&hits, "title"), [TITLES[2]]);
        let check = program.one(&["check", "--full", "--json"]);
        assert_eq!((&check["sound"], &check["articles"]), (&json!(true), &json!(3)));
        assert!(!check.to_string().contains("have none of this model"), "{check}");

        program.print(&["read", "https://news.example/thaw"]);
        program
            .add(r#"{"title": "Buoys", "body": "Two new buoys were laid off Lorne on Friday."}"#);
        let after = program.json(&["export"]);
        assert_eq!(after.len(), 4);
        let unread = |articles: &[Value]| -> Vec<Value> {
            let mut articles = articles[..3].to_vec();
            articles[1]["read_count"] = json!(0);
            articles[1]["last_read"] = Value::Null;
            articles
        };
        assert_eq!(unread(&after), unread(&before), "{version}");
    }
}
