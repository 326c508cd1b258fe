//! Which field is what, in articles with summaries.

use super::*;

fn one(row: &str) -> SummaryItem {
    summaries("a.jsonl", row).unwrap().items.remove(0)
}

fn given(text: Option<&str>, reference: Option<&str>) -> Fields {
    let owned = |name: Option<&str>| name.map(str::to_owned);
    Fields { text: owned(text), reference: owned(reference), ..Fields::default() }
}

#[test]
fn texts_whole_in_sentences_and_in_paragraphs() {
    let item = one(r#"{"article": " Tide is out.\nMud.\n", "highlights": ["Low tide"]}"#);
    assert_eq!(item.text, whole("Tide is out.\nMud."));
    let item = one(r#"{"sentences": ["Tide is out.", " ", "Mud."], "summary": ["Low tide"]}"#);
    assert_eq!(item.text, Text::Sentences(vec!["Tide is out.".into(), "Mud.".into()]));
    let item = one(r#"{"paragraphs": ["Tide is out.", "Mud."], "summary": "Low tide"}"#);
    assert_eq!(item.text, whole("Tide is out.\n\nMud."));
}

#[test]
fn references_in_every_form() {
    for (reference, expected) in [
        (r#""summary": "One. Two.\r\n\n Three.""#, vec![vec!["One. Two.", "Three."]]),
        (r#""highlights": ["One.", "", "Two."]"#, vec![vec!["One.", "Two."]]),
        (r#""references": ["One.\nTwo.", "Other."]"#, vec![vec!["One.", "Two."], vec!["Other."]]),
        (
            r#""summary": [["One.", "Two."], ["Other."]]"#,
            vec![vec!["One.", "Two."], vec!["Other."]],
        ),
        (r#""summaries": ["One.", null]"#, vec![vec!["One."]]),
    ] {
        assert_eq!(one(&format!(r#"{{"text": "Fog.", {reference}}}"#)).references, expected);
    }
}

#[test]
fn beside_ctext_the_text_is_the_summary() {
    let rows = concat!(
        r#"{"headlines": "Pier", "text": "Pier shut.", "ctext": "The pier was shut today."}"#,
        "\n",
        r#"{"headlines": "Dock", "text": "Dock shut.", "ctext": ""}"#,
    );
    let loaded = summaries("a.jsonl", rows).unwrap();
    assert_eq!(loaded.items.len(), 1);
    let item = &loaded.items[0];
    assert_eq!(item.title.as_deref(), Some("Pier"));
    assert_eq!(item.text, whole("The pier was shut today."));
    assert_eq!(item.references, [["Pier shut."]]);
    assert_eq!(
        loaded.tally.to_string(),
        "2 rows, 1 skipped (1 without a text, first at a.jsonl:2)"
    );
}

#[test]
fn ids_are_strings_numbers_or_rows_and_distinct() {
    let rows = r#"{"id": 34, "text": "A.", "summary": "a"}
{"id": null, "text": "B.", "summary": "b"}
{"text": "C.", "summary": "c"}

{"id": "34", "text": "D.", "summary": "d"}
{"id": " ", "text": "E.", "summary": "e"}
"#;
    let loaded = summaries("a.jsonl", rows).unwrap();
    let ids: Vec<&str> = loaded.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["34", "2", "3", "34#2", "5"]);
    assert_eq!(loaded.tally.skipped, []);
    assert_eq!(loaded.tally.noted.len(), 1);
    assert!(loaded.tally.to_string().ends_with("first at `34#2`)"), "{}", loaded.tally);
}

#[test]
fn named_fields_come_first() {
    let row = r#"{"text": "Fog.", "long": "Fog all day.", "gist": "Foggy", "summary": "no"}"#;
    let loaded = summaries_with(&given(Some("long"), Some("gist")), "a.jsonl", row).unwrap();
    assert_eq!(loaded.items[0].text, whole("Fog all day."));
    assert_eq!(loaded.items[0].references, [["Foggy"]]);
}

/// A title that is the reference would give the summary away.
#[test]
fn a_field_serves_once() {
    let row =
        r#"{"article": "Fog all day.", "text": "Fog.", "headline": "Foggy", "summary": "no"}"#;
    let load = |fields| summaries_with(&fields, "a.jsonl", row).unwrap().items.remove(0);
    let item = load(given(None, Some("headline")));
    assert_eq!((item.title, &item.references[0][0]), (None, &"Foggy".to_owned()));
    assert_eq!(load(given(None, Some("article"))).text, whole("Fog."));
    assert_fails(summaries_with(&given(Some("summary"), None), "a.jsonl", row), &["reference"]);
}

#[test]
fn rows_without_a_named_field_are_skipped() {
    let rows = concat!(
        r#"{"text": "Fog.", "gist": "Foggy"}"#,
        "\n",
        r#"{"text": "Fog.", "gist": null}"#,
        "\n",
        r#"{"text": "Fog.", "summary": "Foggy"}"#,
    );
    let loaded = summaries_with(&given(None, Some("gist")), "a.jsonl", rows).unwrap();
    assert_eq!(
        loaded.tally.to_string(),
        "3 rows, 2 skipped (2 without the field `gist`, first at a.jsonl:2)"
    );
    let fields = Fields { id: Some("key".into()), ..Fields::default() };
    let rows = "{\"text\": \"A.\", \"summary\": \"a\", \"key\": 7}\n{\"text\": \"B.\", \"summary\": \"b\"}";
    let loaded = summaries_with(&fields, "a.jsonl", rows).unwrap();
    assert_eq!((loaded.items.len(), loaded.items[0].id.as_str()), (1, "7"));
}

#[test]
fn a_named_field_that_no_row_has_is_an_error() {
    let row = r#"{"text": "Fog.", "summary": "Foggy", "odd": null}"#;
    let fields = Fields { title: Some("name".into()), ..Fields::default() };
    assert_fails(
        summaries_with(&fields, "a.jsonl", row),
        &["a.jsonl", "`name`", "`summary`, `text`"],
    );
    assert_fails(
        summaries_with(&given(Some("body"), None), "a.csv", "text,summary\nA,a\n"),
        &["`body`", "`summary`, `text`"],
    );
}

#[test]
fn rows_of_the_wrong_types_are_skipped() {
    let rows = r#"{"text": 5, "summary": "a"}
{"text": ["A.", 5], "summary": "a"}
{"text": "A.", "summary": 5}
{"text": "A.", "summary": ["a", {}]}
{"text": "A.", "summary": []}
{"text": "A.", "summary": "a"}
"#;
    let loaded = summaries("a.jsonl", rows).unwrap();
    let skipped: Vec<(&str, usize)> =
        loaded.tally.skipped.iter().map(|it| (it.reason.as_str(), it.count)).collect();
    assert_eq!(
        skipped,
        [
            ("with a text that is neither a string nor strings", 2),
            ("with a reference that is no text", 2),
            ("without a reference", 1),
        ]
    );
    assert_eq!(loaded.items[0].id, "6");
}

#[test]
fn a_story_ends_at_its_first_highlight() {
    let story = "\u{feff}The ferry is back.\r\n\r\nIt sails daily.\r\n\r\n@highlight\r\n\r\nFerry \
                 back\r\n\r\n@highlight\r\n\r\nSails\r\ndaily\r\n\r\n@highlight\r\n";
    let loaded = summaries("0a1b.story", story).unwrap();
    assert_eq!(
        loaded.items,
        [SummaryItem {
            id: "0a1b".into(),
            title: None,
            text: whole("The ferry is back.\n\nIt sails daily."),
            references: vec![vec!["Ferry back".into(), "Sails daily".into()]],
        }]
    );
    assert_fails(summaries("a.story", "Only a text."), &["a.story", "1 without a reference"]);
    assert_fails(summaries("a.story", "\n@highlight\n\nGist"), &["1 without a text"]);
    assert_fails(summaries("a.story", b"\xff\xfe@\0"), &["not in UTF-8"]);
    assert_fails(summaries_with(&given(Some("text"), None), "a.story", story), &["no fields"]);
}
