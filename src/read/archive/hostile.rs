//! Archives that are made to do harm, or are damaged.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::bounded::Archive;
use crate::Error;

/// An archive of these entries.
pub(in crate::read) fn pack(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn open(bytes: Vec<u8>) -> Result<Archive, Error> {
    Archive::open("a.zip", Box::new(Cursor::new(bytes)))
}

fn refused<T>(result: Result<T, Error>) -> String {
    match result {
        Err(error @ Error::Refused { .. }) => error.to_string(),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was read"),
    }
}

/// The entry of this name, if there is one.
fn read_named(archive: &mut Archive, name: &str, most: usize) -> crate::Result<Option<Vec<u8>>> {
    archive.position(name).map(|index| archive.read(index, most)).transpose()
}

#[test]
fn entries_are_read_by_name_and_by_number() {
    let bytes = pack(&[("a.txt", b"one"), ("folder/b.txt", b"two")]);
    let mut archive = open(bytes).unwrap();
    assert_eq!(archive.names().collect::<Vec<_>>(), ["a.txt", "folder/b.txt"]);
    assert_eq!(read_named(&mut archive, "folder/b.txt", 10).unwrap().as_deref(), Some(&b"two"[..]));
    assert_eq!(read_named(&mut archive, "b.txt", 10).unwrap(), None);
    assert_eq!(archive.read(0, 3).unwrap(), b"one");
    assert_eq!(archive.place(1), "a.zip/folder/b.txt");
    assert!(refused(archive.read(7, 10)).contains("damaged"));
}

#[test]
fn an_entry_that_is_larger_than_it_may_be_is_refused() {
    let long: Vec<u8> = (0..400_000u32).flat_map(u32::to_le_bytes).collect();
    let zeros = vec![b' '; 8 << 20];
    let mut archive = open(pack(&[("long.txt", &long), ("bomb.txt", &zeros)])).unwrap();
    let error = refused(read_named(&mut archive, "long.txt", 1 << 20));
    assert_eq!(error, "a.zip/long.txt: it is larger than 1 MiB; divide it");
    assert_eq!(read_named(&mut archive, "long.txt", 2 << 20).unwrap().as_deref(), Some(&*long));
    let error = refused(read_named(&mut archive, "bomb.txt", 1 << 30));
    assert!(error.starts_with("a.zip/bomb.txt: it is over 200 times as large as"), "{error}");
}

#[test]
fn a_directory_that_belittles_an_entry_changes_nothing() {
    let zeros = vec![b' '; 8 << 20];
    let mut bytes = pack(&[("bomb.txt", &zeros)]);
    let size = (8u32 << 20).to_le_bytes();
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|&at| bytes[at..at + 4] == size).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(&100u32.to_le_bytes());
    }
    let error = refused(open(bytes).and_then(|mut archive| archive.read(0, 1 << 30)));
    assert!(error.contains("larger than its declared"), "{error}");
}

#[test]
fn many_small_entries_that_unpack_to_much_are_refused() {
    let zeros = vec![b' '; 250 << 10];
    let names: Vec<String> = (0..200).map(|number| format!("{number}.txt")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &*zeros)).collect();
    let mut archive = open(pack(&entries)).unwrap();
    let results: Vec<_> = (0..200).map(|index| archive.read(index, 1 << 30)).collect();
    assert!(results[0].is_ok());
    let error = refused(results.into_iter().next_back().unwrap());
    assert!(error.contains("over 100 times as large as itself"), "{error}");
}

#[test]
fn entries_that_share_bytes_are_refused() {
    let mut bytes = pack(&[("a.txt", b"the text of the first"), ("b.txt", b"and of the second")]);
    let second = bytes.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    // Where the local header of the entry is.
    bytes[second + 42..second + 46].copy_from_slice(&0u32.to_le_bytes());
    assert!(refused(open(bytes)).contains("share their bytes"));
}

#[test]
fn what_is_encrypted_or_packed_otherwise_is_named() {
    let bytes = pack(&[("a.txt", b"some text")]);
    let local = 0;
    let central = bytes.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    let mut encrypted = bytes.clone();
    encrypted[local + 6] |= 1;
    encrypted[central + 8] |= 1;
    let error = refused(open(encrypted).and_then(|mut archive| archive.read(0, 100)));
    assert!(error.starts_with("a.zip/a.txt: it is encrypted; unpack"), "{error}");
    let mut other = bytes;
    other[local + 8] = 14;
    other[central + 10] = 14;
    let error = refused(open(other).and_then(|mut archive| archive.read(0, 100)));
    assert!(error.contains("compressed with"), "{error}");
}

#[test]
fn a_damaged_entry_does_not_spoil_the_others() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for name in ["a.txt", "b.txt"] {
        writer.start_file(name, stored).unwrap();
        writer.write_all(b"the text as it was").unwrap();
    }
    let mut bytes = writer.finish().unwrap().into_inner();
    let at = bytes.windows(8).position(|window| window == b"the text").unwrap();
    bytes[at] = b'T';
    let mut archive = open(bytes).unwrap();
    let error = refused(archive.read(0, 100));
    assert!(error.starts_with("a.zip/a.txt: the archive is damaged"), "{error}");
    assert_eq!(archive.read(1, 100).unwrap(), b"the text as it was");
}

#[test]
fn an_archive_cut_off_anywhere_is_an_error() {
    let bytes = pack(&[("a.txt", b"the text of the first"), ("b.txt", b"and of the second")]);
    for length in 0..bytes.len() {
        let error = refused(open(bytes[..length].to_vec()));
        assert!(error.contains("damaged or was cut off"), "{error}");
    }
}

#[test]
fn a_million_entries_are_refused_at_once() {
    let mut bytes = Vec::with_capacity(60 << 20);
    let record = |number: u32| {
        let mut record = b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0".to_vec();
        record.extend([0; 12]);
        record.extend(7u16.to_le_bytes());
        record.extend([0; 12]);
        record.extend([0; 4]);
        record.extend(format!("{number:07}").into_bytes());
        record
    };
    (0..1_000_000).for_each(|number| bytes.extend(record(number)));
    let size = bytes.len() as u64;
    let at = bytes.len() as u64;
    bytes.extend(b"PK\x06\x06");
    bytes.extend(44u64.to_le_bytes());
    bytes.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend(1_000_000u64.to_le_bytes());
    bytes.extend(1_000_000u64.to_le_bytes());
    bytes.extend(size.to_le_bytes());
    bytes.extend(0u64.to_le_bytes());
    bytes.extend(b"PK\x06\x07\0\0\0\0");
    bytes.extend(at.to_le_bytes());
    bytes.extend(1u32.to_le_bytes());
    bytes.extend(b"PK\x05\x06\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0\0");
    let start = Instant::now();
    let error = refused(open(bytes));
    assert!(error.contains("more than the 200000 entries"), "{error}");
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
}

#[test]
fn names_are_names_and_no_paths() {
    let bytes = pack(&[("../../etc/a.txt", b"one"), ("\x1B[31m.txt", b"two"), ("/abs", b"three")]);
    let mut archive = open(bytes).unwrap();
    assert_eq!(archive.place(1), "a.zip/\u{FFFD}[31m.txt");
    assert_eq!(
        read_named(&mut archive, "../../etc/a.txt", 10).unwrap().as_deref(),
        Some(&b"one"[..])
    );
    assert_eq!(archive.read(2, 10).unwrap(), b"three");
}
