//! Archives of files of all sorts.

use std::time::Instant;

use super::hostile::pack;
use crate::read::{Input, Item, read};
use crate::{Error, Result};

fn items(bytes: Vec<u8>) -> Vec<Result<Item>> {
    read(Input::bytes("all.zip", bytes)).collect()
}

fn sources(items: &[Result<Item>]) -> Vec<String> {
    let source = |item: &Result<Item>| match item {
        Ok(Item::Document(document)) => document.source.clone(),
        Ok(Item::Address(address)) => address.source.clone(),
        Err(error) => format!("! {error}"),
    };
    items.iter().map(source).collect()
}

#[test]
fn every_file_is_read_as_by_itself() {
    let pocket = "title,url,time_added,tags,status\nFerry,https://a.example/1,1704067200,,unread\n";
    let bytes = pack(&[
        ("notes/a.txt", b"The ferry was late by two hours again."),
        ("notes/.hidden.txt", b"Not this."),
        (".git/config.txt", b"Nor this."),
        ("__MACOSX/notes/._a.txt", b"\0\x05\x16\x07"),
        ("picture.PNG", b"\x89PNG\r\n\x1a\n"),
        ("style.css", b"p { color: red }"),
        ("Thumbs.db", b"\0\0"),
        ("empty/", b""),
        ("part_000000.csv", pocket.as_bytes()),
        ("b.jsonl", b"{\"body\": \"One.\"}\n{\"body\": \"Two.\"}\n"),
        ("program.bin", b"\x7FELF\x02\0\0"),
        ("c.md", b"# Goat\n\nA goat crossed."),
    ]);
    let expected = [
        "all.zip/notes/a.txt",
        "all.zip/part_000000.csv:2",
        "all.zip/b.jsonl:1",
        "all.zip/b.jsonl:2",
        "! all.zip/program.bin: this cannot be read (an ELF program); give text, a page, a feed or \
         an export",
        "all.zip/c.md",
    ];
    assert_eq!(sources(&items(bytes.clone())), expected);
    // The name says something else, or comes from a pipe.
    let all: Vec<_> = read(Input::stream("-", std::io::Cursor::new(bytes))).collect();
    assert_eq!(all.len(), expected.len());
}

#[test]
fn archives_in_archives_are_read_one_deep() {
    let inner = pack(&[("a.txt", b"The ferry was late.")]);
    let middle = pack(&[("inner.zip", &inner), ("b.txt", b"A goat crossed.")]);
    let outer = pack(&[("middle.zip", &middle), ("c.txt", b"The pier was empty.")]);
    let found = sources(&items(outer));
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].starts_with("! all.zip/middle.zip/inner.zip: it is an archive in an archive"));
    assert_eq!(&found[1..], ["all.zip/middle.zip/b.txt", "all.zip/c.txt"]);
}

#[test]
fn nested_bombs_are_refused_at_once() {
    let zeros = vec![b' '; 200 << 10];
    let names: Vec<String> = (0..100).map(|number| format!("{number}.txt")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &*zeros)).collect();
    let inner = pack(&entries);
    let names: Vec<String> = (0..100).map(|number| format!("{number}.zip")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &*inner)).collect();
    let bomb = pack(&entries);
    let bomb = pack(&[("bomb.zip", &bomb)]);
    let start = Instant::now();
    let all = items(bomb);
    assert!(all.iter().all(Result::is_err), "{:?}", sources(&all));
    assert!(start.elapsed().as_millis() < 1000, "{:?}", start.elapsed());
}

#[test]
fn an_archive_that_holds_nothing_to_read_says_so() {
    for bytes in [pack(&[]), pack(&[("a.png", b"\x89PNG")])] {
        let all = items(bytes);
        assert!(matches!(all.as_slice(), [Err(Error::NoText { .. })]), "{:?}", sources(&all));
    }
    let all = items(b"PK\x03\x04 and then something else".to_vec());
    assert!(matches!(all.as_slice(), [Err(Error::Refused { .. })]), "{:?}", sources(&all));
}
