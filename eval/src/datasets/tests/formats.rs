//! JSON lines, arrays and tables, well-formed and not.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

use super::*;

const ROWS: &str = r#"{"text": "A.", "summary": "a"}
{"text": "B.", "summary": "b"}
"#;

#[test]
fn malformed_lines_are_skipped_with_their_place() {
    let mut rows = ROWS.as_bytes().to_vec();
    rows.extend(
        b"\n{\"text\": \"C.\", \n[1, 2]\n{\"text\": \"\xff\", \"summary\": \"c\"}\n\"text\"",
    );
    let loaded = summaries("a.jsonl", rows).unwrap();
    assert_eq!((loaded.tally.read, loaded.items.len()), (6, 2));
    let skipped = &loaded.tally.skipped;
    assert_eq!((skipped[0].reason.as_str(), skipped[0].count), ("that are no JSON object", 3));
    assert!(skipped[0].first.starts_with("a.jsonl:4 (EOF while parsing"), "{}", skipped[0].first);
    assert_eq!(skipped[1].to_string(), "1 not in UTF-8, first at a.jsonl:6");
}

#[test]
fn marks_and_line_ends_of_windows_make_no_difference() {
    let plain = summaries("a.jsonl", ROWS).unwrap();
    let windows = format!("\u{feff}{}", ROWS.replace('\n', "\r\n"));
    let windows = summaries("a.jsonl", windows).unwrap();
    assert_eq!(plain.items, windows.items);
    assert_eq!(plain.tally, windows.tally);
    assert_ne!(plain.sha256, windows.sha256);
}

#[test]
fn an_array_is_told_by_its_content() {
    let expected = summaries("a.jsonl", ROWS).unwrap().items;
    let array = format!("\n [{}, 5]", ROWS.trim().replace('\n', ",\n"));
    for name in ["a.json", "a.jsonl"] {
        let loaded = summaries(name, &array).unwrap();
        assert_eq!(loaded.items, expected);
        assert_eq!(loaded.tally.skipped[0].first, format!("{name}, item 3"));
    }
    assert_eq!(summaries("a.json", ROWS).unwrap().items, expected);
    assert_fails(summaries("a.json", "[{\"text\": "), &["a.json", "neither"]);
}

#[test]
fn compressed_files_are_read() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(ROWS.as_bytes()).unwrap();
    let loaded = summaries("news.jsonl.gz", encoder.finish().unwrap()).unwrap();
    assert_eq!((loaded.name.as_str(), loaded.items.len()), ("news", 2));
    assert_fails(summaries("news.jsonl.gz", ROWS), &["news.jsonl.gz"]);
}

#[test]
fn the_checksum_is_of_the_file() {
    // printf '{"text":"A.","summary":"a"}\n' | sha256sum
    let loaded = summaries("a.jsonl", "{\"text\":\"A.\",\"summary\":\"a\"}\n").unwrap();
    assert_eq!(loaded.sha256, "3d90a19259d71cdaad316ef6080016ad95ca01dff41473292b61b9f93771bdf6");
}

#[test]
fn tables_with_line_breaks_and_quotes_in_their_values() {
    let table = "id,article,highlights\r\n\
                 x1,\"Fog, \"\"thick\"\" fog.\nAll day.\",\"Fog\nAll day\"\r\n\
                 x2,No fog.,Clear\r\n";
    let loaded = summaries("a.csv", table).unwrap();
    assert_eq!(loaded.items[0].id, "x1");
    assert_eq!(loaded.items[0].text, whole("Fog, \"thick\" fog.\nAll day."));
    assert_eq!(loaded.items[0].references, [["Fog", "All day"]]);
    assert_eq!(loaded.items[1].references, [["Clear"]]);
    let tabs = table.replace("Fog, ", "Fog; ").replace(',', "\t");
    assert_eq!(summaries("a.tsv", tabs).unwrap().items[1], loaded.items[1]);
}

#[test]
fn rows_of_a_table_that_do_not_fit_are_skipped() {
    let mut table = b"\xEF\xBB\xBFtext,summary\nA.,a\nB.\n\n\"C.\n\",c,c\nD\xff.,d\n,e\n".to_vec();
    let loaded = summaries("a.csv", &table).unwrap();
    assert_eq!(
        loaded.tally.to_string(),
        "5 rows, 4 skipped (1 of fewer than 2 columns, first at a.csv:3; \
         1 of more than 2 columns, first at a.csv:5; 1 not in UTF-8, first at a.csv:7; \
         1 without a text, first at a.csv:8)"
    );
    let windows = String::from_utf8_lossy(&table).replace('\n', "\r\n");
    let windows = summaries("a.csv", windows.replace('\u{fffd}', "")).unwrap();
    assert_eq!(windows.tally.skipped[1].first, "a.csv:5");
    assert_eq!(windows.tally.skipped[2].first, "a.csv:8");
    assert_eq!(windows.items[0], loaded.items[0]);
    table[3] = 0xff;
    assert_fails(summaries("a.csv", &table), &["a.csv:1", "not in UTF-8"]);
}

#[test]
fn nothing_to_read_is_an_error() {
    for name in ["a.jsonl", "a.csv", "a.json"] {
        assert_fails(summaries(name, ""), &[name, "no rows"]);
        assert_fails(summaries(name, "\u{feff}\r\n\n"), &[name, "no rows"]);
    }
    assert_fails(summaries("a.csv", "text,summary\n"), &["a.csv", "no rows"]);
    assert_fails(summaries("a.jsonl", "{\n\"text\": 5\n}"), &["3 rows", "a.jsonl:1 (EOF"]);
    assert_fails(summaries("a.csv", "one,two\n1,2\n"), &["`one`, `two`: name those"]);
}

#[test]
fn what_cannot_be_opened_is_named() {
    let folder = Folder::new();
    let open = |path: &PathBuf| open_summaries(path, &Fields::default());
    assert_fails(open(&folder.path().join("absent.jsonl")), &["absent.jsonl", "No such file"]);
    assert_fails(open(&folder.path().join("absent")), &["absent", "No such file"]);
    let parquet = folder.write("a.parquet", "PAR1");
    assert_fails(open(&parquet), &["a.parquet", "kind", "JSON lines"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Whatever a table's writer makes of texts and whatever JSON makes of them is read as one.
    #[test]
    fn all_formats_hold_the_same(
        rows in prop::collection::vec(("[a-z \",;'é🚢]{1,9}\\.", "[a-z\"\n\t]{0,9}a!"), 1..6)
    ) {
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(["text", "summary"]).unwrap();
        rows.iter().for_each(|(text, summary)| table.write_record([text, summary]).unwrap());
        let json: Vec<String> = rows
            .iter()
            .map(|(text, summary)| serde_json::json!({"text": text, "summary": summary}).to_string())
            .collect();
        let expected = summaries("a.jsonl", json.join("\n")).unwrap().items;
        prop_assert_eq!(expected.len(), rows.len());
        let array = format!("[{}]", json.join(","));
        prop_assert_eq!(&summaries("a.json", array).unwrap().items, &expected);
        prop_assert_eq!(&summaries("a.csv", table.into_inner().unwrap()).unwrap().items, &expected);
    }

    /// No bytes whatever make a loader panic, and every row is either kept or tallied.
    #[test]
    fn any_bytes_are_read_or_refused(
        content in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            "([\"\\\\,\t\r\n{}\\[\\]:0-9a-é]|text|sents|summary|sentence1|score|@highlight){0,40}"
                .prop_map(String::into_bytes),
        ],
        name in prop::sample::select(vec!["a.jsonl", "a.json", "a.csv", "a.tsv", "a.story", "a.csv.gz"]),
    ) {
        let folder = Folder::new();
        let path = folder.write(name, content);
        let fields = Fields::default();
        let tallies = [
            open_summaries(&path, &fields).map(|sets| (sets[0].items.len(), sets[0].tally.kept())),
            open_articles(&path, &fields).map(|sets| (sets[0].items.len(), sets[0].tally.kept())),
            open_pairs(&path).map(|sets| (sets[0].items.len(), sets[0].tally.kept())),
            open_segmentation(&path).map(|sets| (sets[0].items.len(), sets[0].tally.kept())),
        ];
        for (items, kept) in tallies.into_iter().flatten() {
            prop_assert_eq!(items, kept);
        }
    }
}
