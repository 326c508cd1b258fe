//! Tables of all sorts, and texts that are none.

use std::io::{Cursor, Read};

use crate::read::{Document, FieldPaths, Format, Input, Item, read};
use crate::{Error, Result};

fn documents(name: &str, text: &str) -> Vec<Result<Document>> {
    read(Input::bytes(name, text)).documents().collect()
}

fn only(result: &Result<Document>) -> &Document {
    result.as_ref().expect("a document")
}

#[test]
fn a_row_is_an_article() {
    for (name, mark) in [("a.csv", ","), ("a.tsv", "\t"), ("a.csv", ";"), ("-", "|"), ("-", ",")] {
        let rows = [
            ["title", "Text", "date", "ID"],
            [
                "Late ferry",
                "\"The ferry was late, again.\n\nNobody; \"\"minded\"\".\"",
                "2021-09-03",
                "7",
            ],
            ["Goat", "A goat\u{A0}crossed.", "2021-09-04", "8"],
        ];
        let text = rows.map(|row| row.join(mark)).join("\r\n");
        for text in [text.clone(), format!("\u{FEFF}{text}\r\n\r\n")] {
            let all = documents(name, &text);
            assert_eq!(all.len(), 2, "{text:?} {all:?}");
            let Document { article, source, .. } = only(&all[0]);
            assert_eq!(article.title.as_deref(), Some("Late ferry"));
            assert_eq!(article.body, "The ferry was late, again.\n\nNobody; \"minded\".");
            assert_eq!(article.date, Some(jiff::civil::date(2021, 9, 3)));
            assert_eq!(article.external_id.as_deref(), Some("7"));
            assert_eq!(*source, format!("{name}:2"));
            assert_eq!(only(&all[1]).source, format!("{name}:5"));
        }
    }
}

#[test]
fn a_table_of_addresses_is_addresses() {
    let items: Vec<_> =
        read(Input::bytes("a.csv", "url\nhttps://a.example/1\nhttps://a.example/2"))
            .collect::<Result<_>>()
            .unwrap();
    let [Item::Address(first), Item::Address(_)] = items.as_slice() else { panic!("{items:?}") };
    assert_eq!(first.article.url.as_deref(), Some("https://a.example/1"));
}

#[test]
fn every_encoding_gives_the_same_rows() {
    let text = "title,text\nÉté,L’été dernier le maire a fermé l’école près de la forêt.\n";
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let narrow = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    for bytes in [text.into(), [b"\xFF\xFE", &wide[..]].concat(), narrow] {
        let all: Vec<_> = read(Input::bytes("a.csv", bytes)).documents().collect();
        assert_eq!(only(&all[0]).article.title.as_deref(), Some("Été"), "{all:?}");
    }
}

#[test]
fn a_row_that_is_wrong_does_not_stop_the_others() {
    let text = "title,text\nOne,The ferry, was late.\nTwo\n,,\nThree,A goat crossed.,\n";
    let all = documents("a.csv", text);
    assert_eq!(all.len(), 3, "{all:?}");
    let first = all[0].as_ref().unwrap_err().to_string();
    assert!(first.starts_with("a.csv:2: the row has 3 cells and the table 2 columns"), "{first}");
    assert!(matches!(&all[1], Err(Error::NoText { name }) if name == "a.csv:3"));
    assert_eq!(only(&all[2]).article.body, "A goat crossed.");
}

#[test]
fn a_table_without_names_says_what_to_do() {
    let text = "\"3\",\"Late ferry\",\"The ferry was late.\"\n\"4\",\"Goat\",\"A goat crossed.\"\n";
    let error = documents("a.csv", text).remove(0).unwrap_err().to_string();
    assert!(error.contains("`3`, `Late ferry`, `The ferry was late.`"), "{error}");
    assert!(error.contains("--text-field") && error.contains("`title,text,url,date`"), "{error}");
    assert_eq!(documents("a.csv", text).len(), 1);
}

#[test]
fn texts_with_commas_are_no_tables() {
    for text in [
        "The ferry, the goat\nand the pier, all late.",
        "text, they say, is cheap\nbut paper, ink, is not",
        "Dear Mara,\nthe ferry was late, again.\n",
        "title, text and pictures\nare here, now and then",
        "name,age\nMara,33\nIdris,41\n",
        "1,2\n3,4\n",
    ] {
        let all = read(Input::bytes("-", text)).documents().collect::<Vec<_>>();
        assert_eq!(all.len(), 1, "{text}");
        assert_eq!(only(&all[0]).source, "-", "{text}");
    }
}

#[test]
fn a_quotation_mark_left_open_does_not_fill_the_memory() {
    let start = b"title,text\nOne,\"The ferry".as_slice();
    let endless = Cursor::new(start).chain(std::io::repeat(b'x').take(80 << 20));
    let input = Input::stream("a.csv", endless).format(Format::named("csv"));
    let all: Vec<_> = read(input).collect();
    let [Err(error)] = all.as_slice() else { panic!("{}", all.len()) };
    assert!(error.to_string().contains("is a quotation mark left open?"), "{error}");
}

#[test]
fn a_user_names_columns() {
    let fields = FieldPaths { text: Some("Inhalt".to_owned()), ..FieldPaths::default() };
    let input = Input::bytes("a.csv", "Nr,Inhalt\n1,The ferry was late.\n").fields(fields);
    let all: Vec<_> = read(input).collect();
    let error = |it: &Result<Item>| it.as_ref().err().map(ToString::to_string);
    // The names that a user gives are read where fields of JSON are.
    assert!(error(&all[0]).is_none_or(|error| !error.contains("--text-field")), "{all:?}");
}
