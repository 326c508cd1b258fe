//! What the library promises about what it holds: an acknowledged article survives the program's
//! death, and a damaged file is named, never made worse, and saved as far as it can be read.
#![cfg(all(feature = "cli", feature = "bundled-model"))]

mod program;
#[path = "../src/skipped.rs"]
mod skipped;

use skipped::skipped;
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::sync::OnceLock;
use std::thread;
use std::time::Duration;

use program::{Program, Ran, json_lines, texts};
use serde_json::{Value, json};

/// Lines of JSONL, an article of two short sentences in each.
fn articles(numbers: std::ops::Range<usize>) -> String {
    let line = |number| {
        let body = format!("Ferry {number} left at noon. It had {} passengers.", number * 7 % 90);
        let url = format!("https://ferry.example/{number}");
        format!("{}\n", json!({"url": url, "title": format!("Ferry {number}"), "body": body}))
    };
    numbers.map(line).collect()
}

/// How many articles are in [`stocked`].
const STOCK: usize = 120;

/// A folder with a library, several pages of the database, at rest.
fn stocked() -> Program {
    static MODEL: OnceLock<Program> = OnceLock::new();
    let model = MODEL.get_or_init(|| {
        let program = Program::new();
        program.add(&articles(0..STOCK));
        program
    });
    let program = Program::new();
    fs::copy(model.library(), program.library()).unwrap();
    program
}

/// Adds a file and kills the program a moment after it has acknowledged so many articles. Gives
/// the ids that were acknowledged, and whether the program was killed before it was done.
fn add_and_kill(
    program: &Program,
    file: &str,
    after: usize,
    moment: Duration,
) -> (Vec<String>, bool) {
    let mut command = program.command(&["add", "--json", file]);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut acknowledged = Vec::new();
    let mut line = String::new();
    let mut killed = false;
    loop {
        if !killed && acknowledged.len() >= after {
            thread::sleep(moment);
            // `kill` is SIGKILL: the program has no chance to tidy up.
            child.kill().unwrap();
            killed = true;
        }
        line.clear();
        output.read_line(&mut line).unwrap();
        if !line.ends_with('\n') {
            break;
        }
        let added: Value = serde_json::from_str(&line).unwrap();
        acknowledged.push(added["id"].as_str().unwrap().to_owned());
    }
    (acknowledged, !child.wait().unwrap().success())
}

#[test]
fn every_acknowledged_article_survives_a_kill() {
    let program = Program::new();
    program.write("many.jsonl", articles(0..640));
    let mut acknowledged = BTreeSet::new();
    let mut kills = 0;
    let moments = [(0, 0), (0, 60), (1, 0), (33, 5), (120, 40), (250, 90), (330, 0)];
    for (after, milliseconds) in moments {
        let moment = Duration::from_millis(milliseconds);
        let (ids, was_killed) = add_and_kill(&program, "many.jsonl", after, moment);
        acknowledged.extend(ids);
        kills += usize::from(was_killed);
        let exported = program.run(&["export"]);
        if acknowledged.is_empty() && exported.code() == Some(4) {
            // Killed before the library was made: it is as if there were none.
            exported.saying(&["nutgraf add"]);
            continue;
        }
        let exported = exported.succeeded().json();
        let stored: BTreeSet<String> =
            texts(&exported, "id").into_iter().map(str::to_owned).collect();
        let lost: Vec<_> = acknowledged.difference(&stored).collect();
        assert!(lost.is_empty(), "after {after}: {lost:?} were acknowledged and are lost");
        let check = program.one(&["check", "--json"]);
        assert_eq!((&check["sound"], &check["articles"]), (&json!(true), &json!(stored.len())));
    }
    assert!(acknowledged.len() >= 330, "{}", acknowledged.len());
    assert!(kills >= 4, "{kills}");
    let last = acknowledged.last().unwrap();
    program.run(&["show", last, "-k", "0"]).succeeded();
    // What was begun can be gone on with.
    let again = program.run_with_input(&["add", "--json", "-"], articles(0..360)).succeeded();
    assert_eq!(again.json().len(), 360);
    assert_eq!(program.one(&["check", "--json"])["sound"], true);
}

#[test]
fn two_programs_may_add_at_once() {
    let program = Program::new();
    program.write("a.jsonl", articles(0..70));
    program.write("b.jsonl", articles(40..110));
    let start = |file| {
        let mut command = program.command(&["add", "--json", file]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let both = [start("a.jsonl"), start("b.jsonl")];
    // A reader is not in the way, nor are they in its.
    program.run(&["list", "--json"]).succeeded();
    for child in both {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(json_lines(&String::from_utf8(output.stdout).unwrap()).len(), 70);
    }
    assert_eq!(program.json(&["list", "--json"]).len(), 110);
    assert_eq!(program.one(&["check", "--json"])["sound"], true);
    assert_eq!(program.json(&["search", "ferry", "--json", "--limit", "1000"]).len(), 110);
}

/// All commands that use a library, none of which may change a damaged one.
const COMMANDS: [&[&str]; 10] = [
    &["list"],
    &["show", "https://ferry.example/1"],
    &["read", "https://ferry.example/1"],
    &["edit", "https://ferry.example/1", "--title", "x"],
    &["rm", "https://ferry.example/1"],
    &["similar", "https://ferry.example/1"],
    &["search", "ferry"],
    &["search", "--words", "ferry"],
    &["add", "more.jsonl"],
    &["summarize", "--save", "more.jsonl"],
];

/// Every command refuses this library with code 4 and says these words; the file stays as it is.
fn assert_refused(program: &Program, words: &[&str]) {
    program.write("more.jsonl", articles(900..902));
    let before = fs::read(program.library()).unwrap();
    let name = program.library();
    for command in COMMANDS {
        let ran = program.run(command).ended(4).saying(words).saying(&[name.to_str().unwrap()]);
        assert_eq!(ran.stdout, "", "{command:?}");
        assert!(fs::read(&name).unwrap() == before, "{command:?} changed the file");
    }
}

#[test]
fn a_library_that_is_cut_short_is_refused_and_can_be_salvaged() {
    let program = stocked();
    let whole = fs::read(program.library()).unwrap();
    let all = program.print(&["export"]);
    for length in [whole.len() - 1, whole.len() / 2] {
        fs::write(program.library(), &whole[..length]).unwrap();
        assert_refused(&program, &["damaged", "nothing was changed", "check", "export"]);
        let check = program.run(&["check", "--json"]).ended(1).one();
        assert_eq!(check["sound"], false);
        program.run(&["check"]).ended(1);
        program.run(&["check", "--repair"]).ended(4);
        let saved = program.run(&["export"]);
        assert!(matches!(saved.code(), Some(0 | 1)), "{saved:#?}");
        let lines: BTreeSet<&str> = all.lines().collect();
        assert!(saved.stdout.lines().all(|line| lines.contains(line)), "what is saved is right");
        assert!(saved.stdout.lines().count() >= 20, "{}", saved.stdout.lines().count());
        assert_eq!(fs::read(program.library()).unwrap(), &whole[..length]);

        let other = Program::new();
        other.add(&saved.stdout);
        assert_eq!(other.print(&["export"]), saved.stdout);
    }
}

/// Where the pages of the articles lie in the file, the root first: a leaf of the tree comes
/// after it.
fn leaf_of_articles(library: &Path) -> (usize, usize) {
    let database = rusqlite::Connection::open(library).unwrap();
    let number = |sql: &str| database.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    let size = usize::try_from(number("PRAGMA page_size")).unwrap();
    let root = number("SELECT rootpage FROM sqlite_schema WHERE name = 'articles'");
    drop(database);
    let bytes = fs::read(library).unwrap();
    let start = usize::try_from(root - 1).unwrap() * size;
    assert_eq!(bytes[start], 5, "the root of so many articles is no leaf");
    // The last four bytes of an inner page's header name its rightmost child.
    let child = u32::from_be_bytes(bytes[start + 8..start + 12].try_into().unwrap());
    ((child as usize - 1) * size, size)
}

#[test]
fn a_garbled_page_is_refused_and_the_rest_can_be_salvaged() {
    let program = stocked();
    let all = program.print(&["export"]);
    let (start, size) = leaf_of_articles(&program.library());
    let mut bytes = fs::read(program.library()).unwrap();
    bytes[start..start + size].fill(0xA5);
    fs::write(program.library(), &bytes).unwrap();

    let list = program.run(&["list"]).ended(4);
    list.saying(&["damaged", "nothing was changed", "nutgraf check", "nutgraf export"]);
    let check = program.run(&["check"]).ended(1);
    assert!(check.stdout.contains("damaged:") && check.stdout.contains("export"), "{check:#?}");
    program.run(&["check", "--repair"]).ended(4);
    let saved = program.run(&["export"]).ended(1).saying(&["some was lost"]);
    let lines: BTreeSet<&str> = all.lines().collect();
    let count = saved.stdout.lines().count();
    assert!(saved.stdout.lines().all(|line| lines.contains(line)));
    assert!(count >= STOCK / 2 && count < lines.len(), "{count} of {}", lines.len());
    assert!(fs::read(program.library()).unwrap() == bytes, "the file was changed");
}

#[test]
fn a_flipped_letter_is_found_by_a_check() {
    let program = stocked();
    let id = one_id(&program, "https://ferry.example/105");
    let mut bytes = fs::read(program.library()).unwrap();
    let text = b"Ferry 105 left at noon.";
    let at = bytes.windows(text.len()).position(|window| window == text).unwrap();
    bytes[at + text.len() - 2] ^= 1;
    fs::write(program.library(), &bytes).unwrap();
    let check = program.run(&["check"]).ended(1).stdout;
    assert!(check.contains("its text is not the one that was stored"), "{check}");
    assert!(check.contains("export"), "{check}");
    assert!(check.contains(&id), "{check}");
    program.run(&["show", &id]).ended(4).saying(&[&id, "is not what was stored"]);
    let export = program.run(&["export"]).ended(1).saying(&[&id]);
    assert_eq!(export.stdout.lines().count(), program.json(&["list", "--json"]).len());
    assert!(fs::read(program.library()).unwrap() == bytes, "a check changes nothing");
}

#[test]
fn a_bit_that_flips_anywhere_is_not_made_worse() {
    let program = stocked();
    let whole = fs::read(program.library()).unwrap();
    for place in 0..32 {
        let mut bytes = whole.clone();
        // The first hundred bytes are the header; a prime spreads the others over all pages.
        let at = if place < 8 { place * 13 } else { (place * 104_729) % whole.len() };
        bytes[at] ^= 1 << (place % 8);
        fs::write(program.library(), &bytes).unwrap();
        for command in ["list", "export"] {
            let ran = program.run(&[command]);
            assert!(matches!(ran.code(), Some(0 | 1 | 4)), "byte {at}: {ran:#?}");
            assert!(!ran.stderr.contains("panicked"), "byte {at}: {ran:#?}");
            assert_eq!(ran.code() == Some(0), ran.stderr.is_empty(), "byte {at}: {ran:#?}");
        }
        assert!(fs::read(program.library()).unwrap() == bytes, "byte {at}: the file was changed");
    }
}

fn one_id(program: &Program, reference: &str) -> String {
    let shown = program.one(&["show", reference, "--json", "-k", "0"]);
    shown["details"]["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_library_of_a_later_version_is_refused() {
    let program = stocked();
    let database = rusqlite::Connection::open(program.library()).unwrap();
    database.pragma_update(None, "user_version", 4_000).unwrap();
    database.pragma_update(None, "journal_mode", "delete").unwrap();
    drop(database);
    assert_refused(&program, &["version 4000", "newer nutgraf"]);
    for command in ["check", "export"] {
        let before = fs::read(program.library()).unwrap();
        program.run(&[command]).ended(4).saying(&["newer nutgraf"]);
        assert!(fs::read(program.library()).unwrap() == before);
    }
}

#[test]
fn a_file_that_is_no_library_is_refused_and_left_alone() {
    let program = Program::new();
    for foreign in [
        "Dear diary, today the ferry was late again.\n".repeat(100).into_bytes(),
        b"x".to_vec(),
        foreign_database(),
    ] {
        fs::write(program.library(), &foreign).unwrap();
        assert_refused(&program, &["not a nutgraf library", "left as it is"]);
        for command in [&["check"][..], &["check", "--repair"], &["export"]] {
            program.run(command).ended(4).saying(&["not a nutgraf library"]);
        }
        assert_eq!(fs::read(program.library()).unwrap(), foreign);
        let beside = fs::read_dir(program.path(".")).unwrap();
        let names: BTreeSet<_> = beside.map(|entry| entry.unwrap().file_name()).collect();
        let expected = ["library.db", "more.jsonl"].map(std::ffi::OsString::from);
        assert_eq!(names, BTreeSet::from(expected), "nothing is left beside it");
    }
    fs::remove_file(program.library()).unwrap();
    fs::create_dir(program.library()).unwrap();
    program.run(&["add", "more.jsonl"]).ended(4).saying(&["folder"]);
}

/// A database of SQLite that another program made.
fn foreign_database() -> Vec<u8> {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("foreign.db");
    let database = rusqlite::Connection::open(&path).unwrap();
    database.execute_batch("CREATE TABLE articles (x); INSERT INTO articles VALUES (1)").unwrap();
    drop(database);
    fs::read(path).unwrap()
}

/// Summarises the articles in a file, which must give this card each, and say once that the library
/// cannot be used and why.
#[track_caller]
fn assert_summarised(program: &Program, cards: &str, why: &str) {
    let ran = program.run(&["summarize", "-k", "200", "more.jsonl"]).succeeded().saying(&[why]);
    assert_eq!(ran.stdout, cards, "{ran:#?}");
    assert_eq!(ran.stderr.matches("similar readings are left out").count(), 1, "{ran:#?}");
}

#[test]
fn articles_are_summarised_though_the_library_cannot_be_used() {
    let with_library = |content: &[u8]| {
        let program = Program::new();
        program.write("more.jsonl", articles(900..902));
        fs::write(program.library(), content).unwrap();
        program
    };
    let stocked = stocked();
    let (start, size) = leaf_of_articles(&stocked.library());
    let whole = fs::read(stocked.library()).unwrap();
    let mut garbled = whole.clone();
    garbled[start..start + size].fill(0xA5);
    let foreign = foreign_database();
    let program = with_library(b"");
    let cards = program.print(&["summarize", "-k", "200", "more.jsonl"]);
    for (content, why) in [
        (&whole[..whole.len() / 2], "damaged"),
        (&garbled[..], "damaged"),
        (&b"Dear diary, today the ferry was late again."[..], "not a nutgraf library"),
        (&foreign[..], "not a nutgraf library"),
    ] {
        let program = with_library(content);
        assert_summarised(&program, &cards, why);
        assert!(fs::read(program.library()).unwrap() == content, "the file was changed");
    }

    let program = with_library(&whole);
    let database = rusqlite::Connection::open(program.library()).unwrap();
    database.pragma_update(None, "user_version", 4_000).unwrap();
    database.pragma_update(None, "journal_mode", "delete").unwrap();
    drop(database);
    assert_summarised(&program, &cards, "newer nutgraf");

    fs::remove_file(program.library()).unwrap();
    fs::create_dir(program.library()).unwrap();
    assert_summarised(&program, &cards, "folder");
    program.run(&["summarize", "--save", "more.jsonl"]).ended(4).saying(&["folder"]);
}

#[cfg(unix)]
#[test]
fn articles_are_summarised_though_the_library_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let mut program = stocked();
    program.write("more.jsonl", articles(900..902));
    let cards = program.print(&["summarize", "-k", "0", "more.jsonl"]);
    fs::set_permissions(program.library(), fs::Permissions::from_mode(0o000)).unwrap();
    if !program.lose_privileges() {
        skipped("this user may read what nobody may");
        return;
    }
    assert_summarised(&program, &cards, "library.db");
}

#[cfg(unix)]
#[test]
fn a_library_that_may_not_be_written_can_still_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let mut program = stocked();
    program.write("more.jsonl", articles(900..902));
    let all = program.print(&["export"]);
    let similar = program.print(&["similar", "https://ferry.example/1"]);
    if !program.lose_privileges() {
        skipped("this user may write to what is read-only");
        return;
    }
    let set = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    set(&program.library(), 0o444);
    let before = fs::read(program.library()).unwrap();
    for folder_mode in [0o755, 0o555] {
        set(&program.path("."), folder_mode);
        assert_eq!(program.print(&["export"]), all);
        assert_eq!(program.print(&["list"]).lines().count(), STOCK);
        assert_eq!(program.print(&["similar", "https://ferry.example/1"]), similar);
        program.run(&["summarize", "more.jsonl"]).succeeded();
        program.run(&["check"]).succeeded();
        for command in [
            &["add", "more.jsonl"][..],
            &["read", "https://ferry.example/1"],
            &["edit", "https://ferry.example/1", "--title", "x"],
            &["rm", "https://ferry.example/1"],
        ] {
            program.run(command).ended(4).saying(&["writ"]);
        }
        assert!(fs::read(program.library()).unwrap() == before);
    }
    set(&program.path("."), 0o755);
}

/// The stocked library as version 1 had it.
fn stocked_earlier() -> Program {
    const COLUMNS: &str = "number, id, external_id, url, content_hash, category, date, language, \
        created, updated, last_read, read_count, word_count, title, body";
    let program = stocked();
    let now = program.library();
    let earlier = program.path("earlier.db");
    let database = rusqlite::Connection::open(&earlier).unwrap();
    database
        .execute_batch(include_str!("../src/library/sqlite/migrations/1_articles.sql"))
        .unwrap();
    database
        .execute_batch(&format!(
            "ATTACH '{}' AS now;
             INSERT INTO library SELECT only_row, identity, generation FROM now.library;
             INSERT INTO models SELECT * FROM now.models;
             INSERT INTO articles ({COLUMNS}) SELECT {COLUMNS} FROM now.articles;
             INSERT INTO vectors SELECT article, model, vector FROM now.vectors;
             DETACH now;
             PRAGMA application_id = {};
             PRAGMA user_version = 1;
             PRAGMA journal_mode = wal;",
            now.display(),
            i32::from_be_bytes(*b"NutG"),
        ))
        .unwrap();
    drop(database);
    fs::rename(earlier, now).unwrap();
    program
}

#[test]
fn a_library_of_an_earlier_version_is_brought_up_to_date() {
    let program = stocked_earlier();
    program.add(&articles(900..902));
    assert_eq!(program.print(&["export"]).lines().count(), STOCK + 2);
    assert_eq!(program.one(&["check", "--json"])["sound"], true);
    assert_eq!(program.one(&["check", "--repair", "--json"])["sound"], true);
}

#[cfg(unix)]
#[test]
fn a_library_of_an_earlier_version_can_be_read_where_it_may_not_be_written() {
    use std::os::unix::fs::PermissionsExt;
    let mut program = stocked_earlier();
    let before = fs::read(program.library()).unwrap();
    if !program.lose_privileges() {
        skipped("this user may write to what is read-only");
        return;
    }
    fs::set_permissions(program.library(), fs::Permissions::from_mode(0o444)).unwrap();
    assert_eq!(program.print(&["export"]).lines().count(), STOCK);
    program.run(&["similar", "https://ferry.example/1"]).succeeded();
    program.write("more.jsonl", articles(900..902));
    program.run(&["summarize", "more.jsonl"]).succeeded();
    assert_eq!(program.one(&["check", "--json"])["sound"], true);
    program.run(&["add", "more.jsonl"]).ended(4).saying(&["writ"]);
    assert!(fs::read(program.library()).unwrap() == before, "the file was changed");
}

#[test]
fn all_is_stored_though_nobody_reads_the_acknowledgements() {
    let program = Program::new();
    program.write("many.jsonl", articles(0..40));
    let script = "{ nutgraf add --json many.jsonl; echo $? > code; } | true";
    let ran = Ran::of(program.shell(script), "").succeeded().saying(&["40 articles stored"]);
    assert!(!ran.stderr.contains("error"), "{ran:#?}");
    assert_eq!(fs::read_to_string(program.path("code")).unwrap(), "0\n");
    assert_eq!(program.print(&["export"]).lines().count(), 40);
}
