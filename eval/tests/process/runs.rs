//! Runs as a user makes them: the program, its files, its messages and its exit codes.

use std::fs;

use crate::program::{Program, lines};
use serde_json::Value;

#[test]
fn a_run_prints_a_table_and_writes_its_results() {
    let program = Program::new();
    let out = program.run(&["summary", &program.news(), "-o", "results.jsonl", "--sample", "12"]);
    assert_eq!(out.code, 0, "{}", out.stderr);
    assert!(out.stdout.starts_with("news: 12 documents of 40 rows\n"), "{}", out.stdout);
    assert!(out.stdout.contains("centrality") && out.stdout.contains("oracle"));

    let records = lines(&program.read("results.jsonl"));
    assert_eq!(records[0]["record"], "run");
    assert_eq!(records[0]["schema"], "nutgraf.eval/1");
    assert!(records[0]["model"].as_str().unwrap().starts_with("all-minilm-l6-v2@"));
    assert_eq!(records[1]["sha256"].as_str().unwrap().len(), 64);
    let units = records.iter().filter(|record| record["record"] == "unit").count();
    assert_eq!(units, 12 * 8, "eight systems");
    assert_eq!(records.last().unwrap()["record"], "end");
    assert!(!program.path("results.jsonl.partial").exists());
}

#[test]
fn a_run_is_the_same_whatever_the_threads() {
    let program = Program::new();
    let args = ["summary", &program.news(), "--sample", "6", "--resamples", "200", "-o"];
    let run = |file: &str, threads: &str| {
        let out =
            program.run_with(&[&args[..], &[file]].concat(), &[("RAYON_NUM_THREADS", threads)]);
        assert_eq!(out.code, 0, "{}", out.stderr);
        without_seconds(&program.read(file))
    };
    assert_eq!(run("a.jsonl", "1"), run("b.jsonl", "2"));
}

#[test]
fn a_stopped_run_goes_on_where_it_stopped() {
    let program = Program::new();
    // The command notes how many documents it is asked for.
    let log = program.path("asked.txt");
    let command = format!(
        "mine=command:tee -a {} | {}",
        log.display(),
        r#"sed -E 's/^\{("id":"[^"]*").*/{\1,"picks":[0,2]}/'"#
    );
    let args = ["summary", &program.news(), "-s", "lead", &command, "-o", "all.jsonl"];
    let out = program.run(&args);
    assert_eq!(out.code, 0, "{}", out.stderr);
    let whole = program.read("all.jsonl");
    assert_eq!(fs::read_to_string(&log).unwrap().lines().count(), 40);

    // As if it had been killed while it wrote the units of the 20th document.
    let cut: Vec<&str> = whole.lines().take(2 + 2 * 19 + 1).collect();
    let torn = format!("{}\n{{\"record\":\"unit\",\"da", cut.join("\n"));
    fs::write(program.path("all.jsonl.partial"), torn).unwrap();
    fs::remove_file(program.path("all.jsonl")).unwrap();
    fs::remove_file(&log).unwrap();
    let out = program.run(&args);
    assert_eq!(out.code, 0, "{}", out.stderr);
    assert_eq!(fs::read_to_string(&log).unwrap().lines().count(), 21, "19 were done");
    assert_eq!(without_seconds(&program.read("all.jsonl")), without_seconds(&whole));

    // Another run does not go on from it.
    fs::write(program.path("all.jsonl.partial"), cut.join("\n")).unwrap();
    fs::remove_file(&log).unwrap();
    let out = program.run(&[&args[..], &["--sentences", "2"]].concat());
    assert_eq!(out.code, 0, "{}", out.stderr);
    assert_eq!(fs::read_to_string(&log).unwrap().lines().count(), 40);
}

#[test]
fn summaries_of_others_join_the_table() {
    let program = Program::new();
    let news = lines(&fs::read_to_string(program.news()).unwrap());
    let first_lines: Vec<String> = news
        .iter()
        .map(|row| {
            let text = row["article"].as_str().unwrap();
            let summary = text.split("\n\n").next().unwrap();
            serde_json::json!({"id": row["id"], "summary": summary}).to_string()
        })
        .collect();
    program.write("theirs.jsonl", &first_lines.join("\n"));
    let system = format!("theirs=file:{}", program.path("theirs.jsonl").display());
    let out = program.run(&["summary", &program.news(), "-s", "first", &system, "-o", "r.jsonl"]);
    assert_eq!(out.code, 0, "{}", out.stderr);
    let records = lines(&program.read("r.jsonl"));
    let theirs = records.iter().filter(|r| r["record"] == "unit" && r["system"] == "theirs");
    let with_picks = theirs.filter(|unit| unit["picks"][0] == 0).count();
    assert!(with_picks >= 36, "their sentences are found in the documents: {with_picks}");

    program.write("theirs.jsonl", &first_lines[1..].join("\n"));
    let out = program.run(&["summary", &program.news(), "-s", "first", &system]);
    assert_eq!(out.code, 2);
    assert!(out.stderr.contains("gave nothing for 1 of 40 units"), "{}", out.stderr);
}

#[test]
fn compare_and_gate_say_what_changed() {
    let program = Program::new();
    let run = |file: &str, sentences: &str| {
        let args = ["summary", &program.news(), "-s", "lead,centrality", "-o", file, "--sentences"];
        assert_eq!(program.run(&[&args[..], &[sentences]].concat()).code, 0);
    };
    run("three.jsonl", "3");
    run("one.jsonl", "1");

    let out = program.run(&["compare", "three.jsonl", "one.jsonl"]);
    assert_eq!(out.code, 0, "{}", out.stderr);
    assert!(out.stdout.contains("differs: length: 3 sentences -> 1 sentences"), "{}", out.stdout);
    assert!(out.stdout.contains("news: lead, 40 units of both"));
    assert!(out.stdout.contains("worse") && out.stdout.contains("changed most:"));
    let sides = ["--system", "lead", "--with", "centrality"];
    let out = program.run(&[&["compare", "three.jsonl", "three.jsonl"], &sides[..]].concat());
    assert!(out.stdout.contains("lead -> centrality"), "{}", out.stdout);

    let update = program.run(&["gate", "three.jsonl", "--baseline", "base.jsonl", "--update"]);
    assert_eq!(update.code, 0, "{}", update.stderr);
    assert!(!program.read("base.jsonl").contains("\"unit\""));
    let gate = |file: &str, more: &[&str]| {
        program.run(&[&["gate", file, "--baseline", "base.jsonl"], more].concat())
    };
    let same = gate("three.jsonl", &[]);
    assert_eq!((same.code, same.stderr.as_str()), (0, ""));
    assert!(same.stdout.starts_with("passes"), "{}", same.stdout);
    let worse = gate("one.jsonl", &[]);
    assert_eq!(worse.code, 1, "{}", worse.stdout);
    assert!(worse.stdout.contains("worse") && worse.stdout.contains("fails"));
    assert_eq!(gate("one.jsonl", &["--tolerance", "100"]).code, 0);
    assert_eq!(gate("no-such-file.jsonl", &[]).code, 2);
}

#[test]
fn other_tasks_run_on_small_data() {
    let program = Program::new();
    let out = program.run(&["retrieval", &program.news()]);
    assert_eq!(out.code, 0, "{}", out.stderr);
    assert!(out.stdout.contains("engine") && out.stdout.contains("bm25"), "{}", out.stdout);

    program.write(
        "pairs.jsonl",
        r#"{"sentence1": "A ferry sank.", "sentence2": "A boat went down.", "score": 4}
{"sentence1": "A ferry sank.", "sentence2": "The opera is sold out.", "score": 0}
{"sentence1": "It rained all day.", "sentence2": "Rain fell throughout the day.", "score": 5}"#,
    );
    let more = ["--duplicate-from", "4", "--threshold", "0.5"];
    let out = program.run(&[&["pairs", "pairs.jsonl"], &more[..]].concat());
    assert_eq!(out.code, 0, "{}", out.stderr);
    assert!(out.stdout.contains("Spearman"), "{}", out.stdout);

    program.write(
        "split.jsonl",
        r#"{"text": "It rained. We left.", "sentences": [[0, 10], [11, 19]]}"#,
    );
    let out = program.run(&["segmentation", "split.jsonl"]);
    assert_eq!(out.code, 0, "{}", out.stderr);
    assert!(out.stdout.contains("100.00"), "{}", out.stdout);

    let out = program.run(&["index", &program.news()]);
    assert_eq!(out.code, 0, "{}", out.stderr);
    assert!(out.stdout.contains("hnsw"), "{}", out.stdout);
}

#[test]
fn reports_are_made_from_results() {
    let program = Program::new();
    let args = ["summary", &program.news(), "--sample", "8", "-o", "r.jsonl", "--html", "a.html"];
    assert_eq!(program.run(&args).code, 0);
    let page = program.read("a.html");
    assert!(page.contains("<svg") && page.contains("</html>"));
    let out = program.run(&["report", "r.jsonl", "--html", "b.html", "--format", "markdown"]);
    assert_eq!(out.code, 0, "{}", out.stderr);
    assert_eq!(program.read("b.html"), page, "the same page from the file");
    assert!(out.stdout.starts_with("# Evaluation: summary"), "{}", out.stdout);
    let out = program.run(&["report", "r.jsonl", "--format", "json"]);
    assert!(lines(&out.stdout).iter().all(|record| record["record"] != "unit"));
}

#[test]
fn mistakes_are_named() {
    let program = Program::new();
    let message = |args: &[&str]| {
        let out = program.run(args);
        assert_eq!(out.code, 2, "{}", out.stdout);
        assert!(!out.stderr.contains("panicked"), "{}", out.stderr);
        out.stderr
    };
    let news = program.news();
    assert!(message(&["summary", "absent.jsonl"]).contains("absent.jsonl"));
    assert!(message(&["summary", &news, "-s", "leed"]).contains("there are learned"));
    let baseline = ["summary", &news, "-s", "lead", "--baseline", "first"];
    assert!(message(&baseline).contains("--system too"));
    assert!(message(&["summary", &news, "--sentences", "0"]).contains("1 or more"));
    assert!(message(&["compare", &news, &news]).contains("no results file"));
    let unwritable = ["summary", &news, "-s", "lead", "-o", "no/such/folder/r.jsonl"];
    assert!(message(&unwritable).contains("no/such/folder/r.jsonl"));
    program.write("pairs.tsv", "a\tb\tc\n");
    assert!(!message(&["pairs", "pairs.tsv"]).is_empty());
}

/// The records without what the clock said.
fn without_seconds(text: &str) -> Vec<Value> {
    let mut records = lines(text);
    for record in &mut records {
        if let Some(object) = record.as_object_mut() {
            object.retain(|name, _| !name.ends_with("seconds"));
        }
    }
    records
}
