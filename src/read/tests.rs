use crate::skipped::skipped;
use std::path::Path;

use jiff::civil::{date, datetime};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::Result;
use crate::article::{Article, RepairKind};
use crate::text::paragraphs::clean_line;
use crate::text::prepare;

fn documents(name: &str, bytes: &[u8], format: Option<Format>) -> Vec<Result<Document>> {
    read(Input::bytes(name, bytes).format(format)).documents().collect()
}

const TEXT: &str = "The ferry was late by two hours again. Nobody on the pier minded.\n\n\
    A second one left at nine with forty passengers and a goat.";

fn only(name: &str, input: &str) -> Document {
    let mut documents = documents(name, input.as_bytes(), None);
    assert_eq!(documents.len(), 1, "{documents:?}");
    documents.remove(0).expect("a good one")
}

fn error(name: &str, input: &str) -> String {
    documents(name, input.as_bytes(), None).remove(0).expect_err("an error").to_string()
}

#[test]
fn one_text_in_every_format_is_one_article() {
    let json = serde_json::json!({ "title": "Late ferry", "body": TEXT }).to_string();
    let list = serde_json::json!({
        "title": "Late ferry",
        "text": TEXT.split("\n\n").collect::<Vec<_>>(),
    });
    for (name, input) in [
        ("a.txt", format!("Late ferry\r\n\r\n{}", TEXT.replace('\n', "\r\n"))),
        ("a.md", format!("# Late ferry\n\n{TEXT}")),
        ("a.json", json.clone()),
        ("-", json),
        ("a.json", list.to_string()),
    ] {
        let document = only(name, &input);
        assert_eq!(document.article.title.as_deref(), Some("Late ferry"), "{input}");
        assert_eq!(document.article.body, TEXT, "{input}");
        assert_eq!(document.article.word_count, 25);
        assert_eq!(document.article.language.as_deref(), Some("en"));
        assert_eq!(document.source, name);
    }
}

#[test]
fn every_field_of_json_is_taken() {
    let line = r#"{"id": 17, "article": "The ferry was late.", "url": "https://ferry.example",
        "category": "sea", "date": "Sep. 3, 2021", "language": "en-GB", "title": null,
        "created": "2021-09-03T08:15:00.5Z", "updated": "2021/09/03 08:15",
        "last_read": "2021-09-03T10:15:00+02:00", "read_count": 3, "more": [1]}"#;
    let article = only("-", line).article;
    assert_eq!((article.id, article.external_id.as_deref()), (None, Some("17")));
    assert_eq!((article.title, article.body.as_str()), (None, "The ferry was late."));
    assert_eq!(article.url.as_deref(), Some("https://ferry.example"));
    assert_eq!(article.category.as_deref(), Some("sea"));
    assert_eq!(article.date, Some(date(2021, 9, 3)));
    assert_eq!(article.language.as_deref(), Some("en"));
    assert_eq!(article.created, "2021-09-03T08:15:00.5Z".parse().ok());
    let local = datetime(2021, 9, 3, 8, 15, 0, 0).to_zoned(TimeZone::system());
    assert_eq!(article.updated, local.ok().map(|zoned| zoned.timestamp()));
    assert_eq!(article.last_read, "2021-09-03T08:15:00Z".parse().ok());
    assert_eq!(article.read_count, 3);
}

#[test]
fn a_password_in_an_address_is_not_kept() {
    let line = r#"{"url": "https://ada:secret@ferry.example/1", "body": "The ferry was late."}"#;
    assert_eq!(only("-", line).article.url.as_deref(), Some("https://ferry.example/1"));
    let list = b"https://ada:secret@ferry.example/1\nhttps://ferry.example/@ada\n";
    let said: Vec<String> = documents("list.txt", list, None)
        .into_iter()
        .map(|document| document.expect_err("an address").to_string())
        .collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].ends_with(" https://ferry.example/1"), "{said:?}");
    assert!(said[1].ends_with(" https://ferry.example/@ada"), "{said:?}");
}

#[test]
fn an_id_that_is_a_uuid_is_kept_of_whatever_version() {
    for id in ["7d0c9a52-3c1b-4d8e-9f00-1b2c3d4e5f60", "01890a5d-ac96-774b-bcce-b302099a8057"] {
        let article = only("-", &format!(r#"{{"id": "{id}", "body": "Late."}}"#)).article;
        assert_eq!(article.id.map(|id| id.to_string()).as_deref(), Some(id));
        assert_eq!(article.external_id, None);
    }
}

#[test]
fn the_line_that_summarize_prints_is_read_back() {
    let line = serde_json::json!({
        "schema": "nutgraf.article/1", "title": "Late ferry", "language": "en", "body": TEXT,
        "repairs": [], "summary": { "text": "The ferry was late." },
        "statistics": { "words": 25, "read_count": 2 },
        "details": {
            "id": "7d0c9a52-3c1b-4d8e-9f00-1b2c3d4e5f60", "category": null, "url": null,
            "date": "2021-09-03", "created": "2021-09-03T08:15:00Z", "updated": null,
            "last_read": null,
        },
        "similar": [{ "id": "x", "title": "Another" }],
    });
    let article = only("-", &line.to_string()).article;
    assert_eq!((article.body.as_str(), article.read_count), (TEXT, 2));
    assert_eq!((article.date, article.updated), (Some(date(2021, 9, 3)), None));
    assert!(article.id.is_some() && article.created.is_some());
}

#[test]
fn one_bad_line_does_not_stop_the_others() {
    let lines = "{\"body\": \"One.\"}\n\n{\"body\": 2}\n{\"body\": \n{\"body\": \" \"}\n[]\n\
        {\"body\": \"Six.\", \"date\": \"soon\"}\r\n{\"body\": \"Seven\u{2028}lines.\"}";
    let results = documents("n.jsonl", lines.as_bytes(), None);
    let messages: Vec<String> = results
        .iter()
        .map(|result| match result {
            Ok(document) => format!("{} {:?}", document.source, document.article.body),
            Err(error) => error.to_string(),
        })
        .collect();
    assert_eq!(messages[0], "n.jsonl:1 \"One.\"");
    assert_eq!(messages[1], "n.jsonl:3: there is no article text in it; it has the fields `body`");
    assert!(messages[2].starts_with("n.jsonl:4: not valid JSON"));
    assert_eq!(messages[3], "n.jsonl:5: there is no article text in it");
    assert!(messages[4].starts_with("n.jsonl:6: the field `article` must be a JSON object"));
    assert_eq!(messages[5], "n.jsonl:7 \"Six.\"");
    let warned = results[5].as_ref().unwrap().warnings[0].to_string();
    assert!(warned.starts_with("the field `date` is left out: it must be a date such as"));
    assert_eq!(messages[6], "n.jsonl:8 \"Seven\\n\\nlines.\"");
    assert_eq!(messages.len(), 7);
}

#[test]
fn an_array_names_its_elements() {
    let results = documents("n.json", br#"[{"body": "One."}, {"read_count": -1}]"#, None);
    assert_eq!(results[0].as_ref().unwrap().source, "n.json[0]");
    let message = results[1].as_ref().unwrap_err().to_string();
    assert_eq!(
        message,
        "n.json[1]: there is no article text in it; it has the fields `read_count`"
    );
}

#[test]
fn what_holds_no_article_is_an_error() {
    for input in ["", " \n\t\r\n", "--- ***", "[]", "{}"] {
        assert_eq!(error("in", input), "in: there is no article text in it", "{input:?}");
    }
    assert!(error("a.json", "{\"body\": ").contains("a.json: not valid JSON"));
    assert!(error("a.png", "GIF89a\0").contains("a GIF image"));
}

#[test]
fn a_body_twice_over_is_repaired_and_its_title_taken_out() {
    let body = format!("Late ferry\n\n{TEXT}\n\nLate ferry\n\n{TEXT}");
    let document =
        only("-", &serde_json::json!({ "title": "Late ferry", "body": body }).to_string());
    assert_eq!(document.article.body, TEXT);
    let kinds: Vec<RepairKind> = document.repairs.iter().map(|repair| repair.kind).collect();
    assert_eq!(kinds, [RepairKind::RepeatedTitle, RepairKind::RepeatedBlock]);
}

#[test]
fn the_card_of_the_reader_application_is_read() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/seed/000_3752ca8da627c3c9.txt");
    if !Path::new(path).exists() {
        skipped(format_args!("{path} is absent"));
        return;
    }
    let document = only(path, &std::fs::read_to_string(path).unwrap());
    let article = &document.article;
    assert_eq!(article.body.split("\n\n").count(), 9);
    assert_eq!(article.word_count, 224);
    assert_eq!(article.title, None);
    let [repair] = document.repairs.as_slice() else { panic!("{:?}", document.repairs) };
    assert_eq!(repair.kind, RepairKind::RepeatedBlock);
    assert_eq!(repair.removed.split("\n\n").count(), 8);
    assert_eq!(article.id.unwrap().to_string(), "3729183b-0c00-4ea7-b159-7b95c8d92680");
    assert_eq!(article.category.as_deref(), Some("nhk"));
    assert_eq!(
        article.url.as_deref(),
        Some("https://www3.nhk.or.jp/nhkworld/en/news/20241224_04/")
    );
    assert_eq!(article.date, Some(date(2024, 12, 24)));
    assert_eq!(article.read_count, 1);
    let local = |time: jiff::civil::DateTime| {
        time.to_zoned(TimeZone::system()).ok().map(|zoned| zoned.timestamp())
    };
    assert_eq!(article.created, local(datetime(2024, 12, 24, 19, 0, 0, 0)));
    assert_eq!(article.updated, local(datetime(2025, 12, 8, 7, 38, 0, 0)));
    assert_eq!(article.last_read, local(datetime(2024, 12, 24, 21, 42, 0, 0)));
}

proptest! {
    #[test]
    fn no_bytes_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        name in "[ab]\\.(txt|md|json|jsonl)?",
    ) {
        drop(documents(&name, &bytes, None));
    }

    #[test]
    fn no_text_panics(
        text in "([a-zA-Z.:{}\\[\\]\"#*+\\-<>!?\r\n ]|[\u{0}-\u{2030}]|Details|ID: |Words){0,80}",
    ) {
        for format in Format::all() {
            drop(documents("in", text.as_bytes(), Some(format)));
        }
    }

    #[test]
    fn preparing_twice_is_preparing_once(
        title in proptest::option::of("[a-c\u{AD}\u{0} \n]{0,6}"),
        body in "([a-c]{1,3}|[. \r\n\t\u{2028}\u{7}\u{A0}\u{FEFF}]|[A-Z][a-z]{60,70}\n){0,60}",
    ) {
        let once = prepare(Article { title, body, ..Article::default() });
        let twice = prepare(once.article.clone());
        prop_assert_eq!(&twice.article, &once.article);
        prop_assert!(twice.repairs.is_empty());
        let mut paragraphs = once.article.body.split("\n\n");
        prop_assert!(paragraphs.all(|paragraph| clean_line(paragraph) == paragraph));
    }
}
