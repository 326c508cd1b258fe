//! `nutgraf embed`: texts in, as many vectors out, whole or not at all.
#![cfg(all(feature = "cli", feature = "bundled-model"))]

mod program;

use std::fs;
use std::io::Write;
use std::process::Stdio;

use program::{Program, Ran, json_lines};
use serde_json::{Value, json};

const TEXTS: &str = "The ferry left at noon.\n\nIt rained.\r\nNobody on the pier minded.";
const WIDTH: usize = 384;

/// The vectors of `--format jsonl`.
fn vectors(lines: &[Value]) -> Vec<Vec<f32>> {
    let number = |value: &Value| value.as_f64().unwrap() as f32;
    let vector = |line: &Value| line["vector"].as_array().unwrap().iter().map(number).collect();
    lines.iter().map(vector).collect()
}

/// The rows in bytes of little-endian f32.
fn rows(bytes: &[u8]) -> Vec<Vec<f32>> {
    let (values, rest) = bytes.as_chunks::<4>();
    assert!(rest.is_empty());
    let values: Vec<f32> = values.iter().map(|value| f32::from_le_bytes(*value)).collect();
    values.chunks(WIDTH).map(<[f32]>::to_vec).collect()
}

/// Standard output as it is, which need not be text.
fn bytes_of(program: &Program, script: &str) -> Vec<u8> {
    Ran::of(program.shell(&format!("{script} > bytes")), "").succeeded();
    fs::read(program.path("bytes")).unwrap()
}

#[test]
fn every_line_has_its_vector_in_its_place() {
    let program = Program::new();
    program.write("texts.txt", TEXTS);
    let lines = program.json(&["embed", "texts.txt"]);
    assert_eq!(lines.len(), 4);
    for (line, number) in lines.iter().zip(1..) {
        assert_eq!(line["schema"], "nutgraf.embedding/1");
        assert_eq!((&line["line"], &line["windows"]), (&json!(number), &json!(1)));
        assert_eq!(line["truncated"], false);
        assert!(line["model"].as_str().unwrap().starts_with("all-minilm-l6-v2@"), "{line}");
    }
    let made = vectors(&lines);
    for vector in &made {
        assert_eq!(vector.len(), WIDTH);
        assert!((vector.iter().map(|x| x * x).sum::<f32>() - 1.0).abs() < 1e-5);
    }
    for (number, text) in TEXTS.lines().enumerate() {
        let alone = program.run_with_input(&["embed", "-", "--threads", "1"], format!("{text}\n"));
        assert_eq!(vectors(&alone.succeeded().json()), [made[number].clone()], "{text:?}");
    }
    let objects: String = TEXTS.lines().map(|text| format!("{}\n", json!({"t": text}))).collect();
    let from_json = program.run_with_input(&["embed", "--json", "--field", "t"], objects);
    assert_eq!(vectors(&from_json.succeeded().json()), made);
    assert_eq!(program.run(&["embed"]).succeeded().stdout, "", "no line, no vector");
}

#[test]
fn the_binary_forms_hold_the_same_values() {
    let program = Program::new();
    program.write("texts.txt", TEXTS);
    let made = vectors(&program.json(&["embed", "texts.txt"]));
    let raw = bytes_of(&program, "nutgraf embed --format f32 < texts.txt");
    assert_eq!(rows(&raw), made);

    let piped = bytes_of(&program, "nutgraf embed --format npy texts.txt | cat");
    let (header, values) = piped.split_at(128);
    assert!(header.starts_with(b"\x93NUMPY\x01\x00\x76\x00{'descr': '<f4', "), "{header:?}");
    let shape = str::from_utf8(&header[10..]).unwrap();
    assert!(shape.contains("'fortran_order': False, 'shape': (4, 384), }"), "{shape}");
    assert!(shape.ends_with(" \n"));
    assert_eq!(values, raw);
    program.run(&["embed", "--format", "npy", "-o", "texts.npy", "texts.txt"]).succeeded();
    assert_eq!(fs::read(program.path("texts.npy")).unwrap(), piped);
    let none = bytes_of(&program, "nutgraf embed --format npy < /dev/null");
    assert_eq!(
        (none.len(), str::from_utf8(&none[10..]).unwrap().contains("(0, 384)")),
        (128, true)
    );
}

#[test]
fn lines_keep_their_numbers_and_order_from_block_to_block() {
    let program = Program::new();
    // Two of these fill a block.
    let long = "wave after wave ".repeat(36_000);
    program.write("texts.txt", format!("{long}\n{long}\nIt rained.\n{long}\n{long}\nIt blew."));
    let ran = program.run(&["embed", "texts.txt"]).succeeded().saying(&["line 1, 2, 4, 5"]);
    let lines = ran.json();
    let numbers: Vec<u64> = lines.iter().map(|line| line["line"].as_u64().unwrap()).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    let made = vectors(&lines);
    let short = program.run_with_input(&["embed"], "It rained.\nIt blew.\n").succeeded().json();
    assert_eq!(vectors(&short), [made[2].clone(), made[5].clone()]);
    assert!(made[0] == made[1] && made[0] == made[3] && made[0] == made[4]);
}

#[test]
fn a_text_that_is_too_long_is_cut_and_named_or_read_in_windows() {
    let program = Program::new();
    let long = "The tide came in and it went out. ".repeat(40);
    let texts: String =
        (0..13).map(|n| if n == 1 { "It rained.\n".into() } else { format!("{long}\n") }).collect();
    program.write("long.txt", texts);
    let cut = program.run(&["embed", "--stats", "long.txt"]).succeeded();
    let said = ["256 tokens", "--long windows", "line 1, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more"];
    let cut = cut.saying(&said);
    let flags: Vec<bool> =
        cut.json().iter().map(|line| line["truncated"].as_bool().unwrap()).collect();
    assert!(flags.iter().enumerate().all(|(index, flag)| *flag == (index != 1)));
    let stats = json_lines(cut.stderr.lines().last().unwrap()).remove(0);
    assert_eq!(stats["schema"], "nutgraf.embed_stats/1");
    assert_eq!((&stats["sentences"], &stats["truncated"]), (&json!(13), &json!(12)));
    assert!(stats["seconds"].as_f64().unwrap() > 0.0, "{stats}");

    program
        .write("two.txt", format!("{long}and nobody minded.\n{long}and a bell rang.\nIt blew.\n"));
    let windows = program.run(&["embed", "--long", "windows", "two.txt"]).succeeded();
    assert_eq!(windows.stderr, "");
    let windows = windows.json();
    assert!(windows.iter().all(|line| line["truncated"] == false));
    assert!(windows[0]["windows"].as_u64().unwrap() > 1 && windows[2]["windows"] == 1);
    let cut = program.run(&["embed", "-q", "two.txt"]).succeeded();
    assert_eq!(cut.stderr, "");
    let (cut, windows) = (vectors(&cut.json()), vectors(&windows));
    assert!(cut[0] == cut[1] && windows[0] != windows[1], "only windows read to the end");
    assert_eq!(cut[2], windows[2]);
}

#[test]
fn a_line_that_cannot_be_used_ends_it_with_nothing_half_written() {
    let program = Program::new();
    program.write("bad.txt", b"It rained.\nIt bl\xffw.\n");
    program.write("bad.jsonl", "{\"t\": \"It rained.\"}\n{\"t\": 3}\n");
    program.write("out", "what was there");
    for (arguments, said) in [
        (&["bad.txt"][..], "bad.txt: line 2: it is not UTF-8"),
        (&["bad.jsonl", "--field", "t"], "bad.jsonl: line 2: the field `t` must be a string"),
        (&["bad.jsonl", "--field", "u"], "bad.jsonl: line 1: it has no field `u`"),
        (&["bad.txt", "--field", "t"], "bad.txt: line 1: not a JSON object"),
        (&["missing.txt"], "missing.txt: No such file"),
        (&["."], "directory"),
    ] {
        for format in ["jsonl", "npy", "f32"] {
            let command = [&["embed", "--format", format, "--output", "out"], arguments].concat();
            let ran = program.run(&command).ended(1).saying(&[said]);
            assert_eq!((ran.stdout.as_str(), ran.stderr.lines().count()), ("", 1), "{ran:#?}");
            assert_eq!(fs::read_to_string(program.path("out")).unwrap(), "what was there");
            let left = fs::read_dir(program.path(".")).unwrap().flatten();
            let left: Vec<_> = left.map(|entry| entry.file_name()).collect();
            assert!(!left.iter().any(|it| it.to_string_lossy().ends_with(".partial")), "{left:?}");
        }
    }
    program.write("good.txt", TEXTS);
    for (arguments, code, said) in [
        (&["--threads", "0", "good.txt"][..], 2, "1..=1024"),
        (&["--long", "drop", "good.txt"], 2, "windows"),
        (&["--format", "csv", "good.txt"], 2, "jsonl"),
        (&["--json", "--format", "npy", "good.txt"], 2, "--format jsonl"),
        (&["--model", "nope", "good.txt"], 3, "nope"),
        (&["--output", "/dev/null", "good.txt"], 1, "no ordinary file"),
        (&["--output", "no/such/folder/out", "good.txt"], 1, "No such file"),
    ] {
        program.run(&[&["embed"], arguments].concat()).ended(code).saying(&[said]);
    }
}

#[test]
fn a_line_without_an_end_is_refused() {
    let program = Program::new();
    let mut command = program.command(&["embed", "-"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    while stdin.write_all(&[b'x'; 4_096]).is_ok() {}
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stdout), (Some(1), Vec::new()));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("standard input: line 1: it is longer than 4 MiB"), "{said}");
}
