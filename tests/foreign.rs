//! What comes from others may hold anything: nothing of it commands a terminal, and a password in
//! an address is neither shown nor kept.
#![cfg(all(feature = "cli", feature = "bundled-model"))]

mod program;

use std::fs;
use std::path::Path;

use program::{Program, Ran, copy_folder, line, texts};
use serde_json::{Value, json};

const TEXT: &str = "The ferry was two hours late. Nobody on the pier minded. It rained.";
/// A colour, the same begun by one character, a turn of the direction, and one that deletes.
const COMMANDS: &str = "x\u{1b}[35my\u{9b}35mz\u{202e}\u{7f}";
/// How they are shown.
const SHOWN: &str = "x<1B>[35my<9B>35mz<202E><7F>";

/// The same, if nothing in it commands a terminal.
#[track_caller]
fn harmless(ran: Ran) -> Ran {
    let commands = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!ran.stdout.contains(commands) && !ran.stderr.contains(commands), "{ran:#?}");
    ran
}

#[cfg(unix)]
#[test]
fn names_of_files_command_no_terminal() {
    let program = Program::new();
    fs::create_dir(program.path("in")).unwrap();
    program.write(&format!("in/{COMMANDS}.txt"), TEXT);
    program.write(&format!("in/empty {COMMANDS}.txt"), "");
    if cfg!(target_os = "linux") {
        use std::os::unix::ffi::OsStrExt;
        let name = std::ffi::OsStr::from_bytes(b"\xff\x9b35m\x1b[35m.txt");
        fs::write(program.path("in").join(name), format!("{TEXT} It blew.")).unwrap();
    }
    for arguments in [
        &["summarize", "in"][..],
        &["summarize", "--summary-only", "in"],
        &["summarize", "--among", "in", "in"],
        &["summarize", "--json", "in"],
        &["add", "--dry-run", "in"],
        &["add", "--dry-run", "--json", "in"],
        &["add", "in"],
        &["add", "--json", "in"],
    ] {
        let ran = harmless(program.run(arguments).ended(1));
        let is_shown = [&ran.stdout, &ran.stderr].iter().any(|said| said.contains(SHOWN));
        assert!(is_shown || arguments.contains(&"--dry-run"), "{ran:#?}");
    }
    let absent = format!("absent {COMMANDS}/x");
    harmless(program.run(&["embed", &absent]).ended(1).saying(&[SHOWN]));
    harmless(program.run(&["export", "--output", &absent]).ended(1).saying(&[SHOWN]));
}

#[test]
fn a_library_from_elsewhere_commands_no_terminal() {
    const ADDRESS: &str = "https://ferry.example/1";
    let program = Program::new();
    program.add(&line(json!({"url": ADDRESS, "title": "Late ferry", "body": TEXT})));
    program.add(&line(json!({"url": "https://goat.example/1", "body": "A goat ate a ticket."})));
    let database = rusqlite::Connection::open(program.library()).unwrap();
    let change = "UPDATE articles \
        SET title = 'Ferry ' || ?1, category = ?1, language = ?1, checksum = NULL";
    database.execute(change, [COMMANDS]).unwrap();
    database.execute("UPDATE models SET id = id || ?1", [COMMANDS]).unwrap();
    drop(database);
    // Its vectors are now of a model of that name, and there are none of ours.
    harmless(program.run(&["check", "--repair"]).succeeded());

    let title = format!("Ferry {COMMANDS}");
    assert_eq!(texts(&program.json(&["export"]), "title"), [title.as_str(); 2]);
    for arguments in [
        &["list"][..],
        &["show", ADDRESS],
        &["show", "--explain", ADDRESS],
        &["similar", ADDRESS],
        &["search", "goat"],
        &["search", "--words", "goat"],
    ] {
        let ran = harmless(program.run(arguments).succeeded());
        assert!(ran.stdout.contains(SHOWN), "{ran:#?}");
    }
    for arguments in [
        &["export"][..],
        &["list", "--json"],
        &["show", "--json", ADDRESS],
        &["read", ADDRESS],
        &["read", "--json", ADDRESS],
        &["similar", "--json", ADDRESS],
        &["search", "--json", "goat"],
        &["search", "--words", "--json", "goat"],
        &["check"],
        &["check", "--json"],
        &["rm", ADDRESS],
    ] {
        harmless(program.run(arguments));
    }
}

#[test]
fn a_damaged_library_from_elsewhere_commands_no_terminal() {
    let program = Program::new();
    program.add(&line(json!({"title": "Late ferry", "body": TEXT})));
    let database = rusqlite::Connection::open(program.library()).unwrap();
    database.execute(&format!("CREATE INDEX \"{COMMANDS}\" ON articles (title)"), []).unwrap();
    // What SQLite finds wrong with an index it says with the name of it.
    database.pragma_update(None, "writable_schema", true).unwrap();
    let change = "UPDATE sqlite_schema SET sql = replace(sql, 'title', 'category') WHERE name = ?1";
    database.execute(change, [COMMANDS]).unwrap();
    drop(database);
    for arguments in [&["check"][..], &["check", "--json"], &["check", "--repair"], &["list"]] {
        harmless(program.run(arguments));
    }
}

#[test]
fn arguments_command_no_terminal() {
    let program = Program::new();
    program.write("a.txt", TEXT);
    let option = format!("--{COMMANDS}");
    for arguments in [
        &[COMMANDS][..],
        &["models", COMMANDS],
        &["list", COMMANDS],
        &["list", "--limit", COMMANDS],
        &["summarize", option.as_str(), "a.txt"],
        &["summarize", "--sentences", COMMANDS, "a.txt"],
        &["summarize", "--format", COMMANDS, "a.txt"],
        &["summarize", "--scorer", COMMANDS, "a.txt"],
        &["embed", "--threads", COMMANDS],
        &["completions", COMMANDS],
        &["schema", COMMANDS],
    ] {
        harmless(program.run(arguments).ended(2).saying(&[SHOWN]));
    }
    let mut command = program.command(&["--help"]);
    command.env("NUTGRAF_LIBRARY", COMMANDS).env("NUTGRAF_MODEL", COMMANDS);
    harmless(Ran::of(command, "").succeeded());
}

#[test]
fn a_model_from_elsewhere_commands_no_terminal() {
    let program = Program::new();
    program.write("a.txt", TEXT);
    let bundled = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/all-minilm-l6-v2");
    copy_folder(&bundled, &program.path("model"));
    let manifest = fs::read(program.path("model/manifest.json")).unwrap();
    let mut manifest: Value = serde_json::from_slice(&manifest).unwrap();
    let mut say = |field: &str, value: Value| {
        manifest[field] = value;
        program.write("model/manifest.json", manifest.to_string());
    };
    say("name", json!(COMMANDS));
    say("licence", json!(COMMANDS));
    say("languages", json!([COMMANDS]));
    let vectors = harmless(program.run(&["embed", "--model", "model", "a.txt"]).succeeded());
    assert!(vectors.one()["model"].as_str().unwrap().starts_with(COMMANDS), "{vectors:#?}");
    for arguments in [&["summarize", "a.txt"][..], &["summarize", "--json", "a.txt"]] {
        harmless(program.run(&[arguments, &["--model", "model"]].concat()).succeeded());
    }
    say("schema", json!(COMMANDS));
    let ran = program.run(&["embed", "--model", "model", "a.txt"]).ended(5);
    harmless(ran.saying(&[SHOWN]));
}

#[cfg(unix)]
#[test]
fn folders_of_models_command_no_terminal() {
    let program = Program::new();
    fs::create_dir(program.path(COMMANDS)).unwrap();
    let shown = harmless(program.run(&["models", "path", COMMANDS]).succeeded());
    assert_eq!(shown.stdout, format!("{SHOWN}\n"));
    if cfg!(feature = "hub") {
        let commit = "0123456789abcdef0123456789abcdef01234567";
        let folder = format!("{COMMANDS}/hub/models--acme--tiny/snapshots/{commit}");
        fs::create_dir_all(program.path(&folder)).unwrap();
        for file in ["config.json", "tokenizer.json", "model.safetensors"] {
            program.write(&format!("{folder}/{file}"), "{}");
        }
        for arguments in [&["models", "list"][..], &["models", "list", "--json"]] {
            let mut command = program.command(arguments);
            command.env("HF_HOME", program.path(COMMANDS));
            let ran = harmless(Ran::of(command, "").succeeded());
            assert!(ran.stdout.contains("acme/tiny@"), "{ran:#?}");
        }
    }
}

/// The same, if no part of the passwords in these tests is in it.
#[track_caller]
fn discreet(ran: Ran) -> Ran {
    for said in [&ran.stdout, &ran.stderr] {
        assert!(!said.contains("secret") && !said.contains("ret@"), "{ran:#?}");
    }
    ran
}

#[test]
fn a_password_in_an_address_is_neither_shown_nor_kept() {
    let program = Program::new();
    let stored = |program: &Program| program.one(&["list", "--json"])["url"].clone();
    program.add(&line(json!({"url": "https://ada:secret@ferry.example/1", "body": TEXT})));
    assert_eq!(stored(&program), "https://ferry.example/1");
    let moved = ["edit", "https://ferry.example/1", "--url", "https://ada:secret@ferry.example/2"];
    discreet(program.run(&moved).succeeded());
    assert_eq!(stored(&program), "https://ferry.example/2");
    program.write("list.txt", "https://ada:secret@a.example/1\nhttps://ada:secret@a.example/2\n");
    for arguments in [&["add", "list.txt"][..], &["add", "--json", "list.txt"]] {
        discreet(program.run(arguments).ended(1).saying(&["https://a.example/2"]));
    }
    for address in [
        "https://ada:secret@127.0.0.1/a",
        "https:///ada:secret@127.0.0.1/a",
        "HTTPS://ada:sec/ret@127.0.0.1/a",
        "https://ada:sec?ret@127.0.0.1/a",
        "ftp://ada:secret@127.0.0.1/a",
    ] {
        for arguments in [
            &["summarize"][..],
            &["summarize", "--json"],
            &["summarize", "--save"],
            &["add"],
            &["add", "--json"],
        ] {
            discreet(program.run(&[arguments, &[address]].concat()).ended(1));
        }
        discreet(program.run(&["add", "--dry-run", "--json", address]).succeeded());
        for command in ["show", "similar", "rm"] {
            discreet(program.run(&[command, address]).ended(3).saying(&["127.0.0.1/a"]));
        }
    }
    assert_eq!(stored(&program), "https://ferry.example/2");
}

#[cfg(feature = "hub")]
#[test]
fn a_password_in_the_address_of_a_hub_is_not_shown() {
    let program = Program::new();
    for endpoint in [
        // Nobody listens there.
        "http://ada:secret@127.0.0.1:9",
        "http://ada:sec/ret@127.0.0.1:9",
        "ada:secret@hub.example",
    ] {
        let mut command = program.command(&["models", "pull", "example/model"]);
        command.env_remove("HF_HUB_OFFLINE").env("HF_ENDPOINT", endpoint);
        discreet(Ran::of(command, "").ended(6).saying(&["HF_ENDPOINT"]));
    }
}
