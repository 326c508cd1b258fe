//! A panel from beginning to end, on invented articles.

use serde_json::Value;

use crate::program::{Program, lines};

const ARTICLES: &str = r#"{"id": "ferry", "title": "Ferry sinks", "source": "news", "text": "The ferry sank on Monday. All forty people were saved. The owner does not know why. Divers go down today."}
{"id": "bread", "source": "news", "text": "Bread is dear this year. The harvest failed in May. Millers expect no change. Bakers do."}
{"id": "cats", "source": "blog", "text": "My cat is old. She sleeps all day. She eats fish. I like her."}
{"id": "short", "source": "blog", "text": "Nothing happened."}
"#;

/// Summaries of one sentence: the first, and what another program says is the last.
fn made(program: &Program) {
    program.write("articles.jsonl", ARTICLES);
    let last =
        r#"last=command:sed -E 's/^\{("id":"[^"]*").*"([^"]*)"\],"text.*/{\1,"summary":"\2"}/'"#;
    let args = ["panel", "make", "reading", "articles.jsonl", "--sentences", "1", "-s", "first"];
    let out = program.run(&[&args[..], &[last, "--per-file", "2", "--seed", "3"]].concat());
    assert_eq!(out.code, 0, "{}", out.stderr);
    let expected = "4 articles, 1 with one summary from all; 2 files to read in reading\n";
    assert_eq!(out.stdout, expected);
}

/// The letters of an article: of `first`, of `last`.
fn letters(program: &Program, number: usize) -> (char, char) {
    let key: Value = serde_json::from_str(&program.read("reading/key.json")).unwrap();
    let is_first = key["articles"][number]["letters"]["A"][0] == "first";
    if is_first { ('A', 'B') } else { ('B', 'A') }
}

/// The first is better in all of these but the last, in which they tie.
fn scores(program: &Program) -> String {
    let line = |number: usize| {
        let (first, last) = letters(program, number);
        match number {
            2 => format!("2 {first}={last} {first}333 {last}333\n"),
            _ => format!("{number} {first}>{last} {first}543 {last}321\n"),
        }
    };
    (0..3).map(line).collect()
}

#[test]
fn blind_files_do_not_say_who_wrote_what() {
    let program = Program::new();
    made(&program);
    let text = program.read("reading/blind-0.txt") + &program.read("reading/blind-1.txt");
    assert!(text.contains("##### 0 Ferry sinks\nThe ferry sank on Monday. All forty"), "{text}");
    let (first, last) = letters(&program, 0);
    assert!(text.contains(&format!("--{first}: The ferry sank on Monday.\n")), "{text}");
    assert!(text.contains(&format!("--{last}: Divers go down today.\n")), "{text}");
    assert!(!text.contains("##### 3") && !text.contains("first") && !text.contains("last:"));

    let args = ["panel", "make", "reading", "articles.jsonl", "-s", "first", "lead"];
    let out = program.run(&args);
    assert_eq!(out.code, 2, "a panel that is being read is not written over");
    assert!(out.stderr.contains("take another folder"), "{}", out.stderr);
}

#[test]
fn scores_become_figures() {
    let program = Program::new();
    made(&program);
    let scores = scores(&program);
    program.write("reading/scores.txt", &scores);
    let out = program.run(&["panel", "score", "reading", "--baseline", "last"]);
    assert_eq!(out.code, 0, "{}", out.stderr);
    let all = "== all: 3 judged, 1 alike for all\n\
               first            covers 4.33  coherent 3.67  useful 3.00  mean 3.67\n\
               last             covers 3.00  coherent 2.33  useful 1.67  mean 2.33\n  \
               first against last: won 2, tied 1, lost 0 (p 0.500); difference +1.33 [";
    assert!(out.stdout.starts_with(all), "{}", out.stdout);
    assert!(out.stdout.contains("== blog: 1 judged, 1 alike for all\n"), "{}", out.stdout);
    assert!(out.stdout.contains("== news: 2 judged, 0 alike for all\n"), "{}", out.stdout);

    // A second reader, who has read one article and says the opposite.
    let (first, last) = letters(&program, 0);
    program.write("reading/scores-b.txt", &format!("0 {last}>{first} {last}543 {first}321\n"));
    let out = program.run(&["panel", "score", "reading"]);
    assert_eq!(out.code, 0, "{}", out.stderr);
    assert!(out.stdout.starts_with("scores-b has not judged: 1 2\n"), "{}", out.stdout);
    assert!(out.stdout.contains("last against first: won 0, tied 2, lost 1"), "{}", out.stdout);
    let agreement = "scores-b and scores: 1 pairs of summaries, same 0 %, opposite 100 %";
    assert!(out.stdout.contains(agreement), "{}", out.stdout);
}

#[test]
fn what_is_kept_has_no_text() {
    let program = Program::new();
    made(&program);
    program.write("reading/scores.txt", &scores(&program));
    let args = ["panel", "keep", "reading", "--into", "kept.jsonl"];
    let out = program.run(&args);
    assert_eq!(out.code, 0, "{}", out.stderr);
    let text = program.read("kept.jsonl");
    let records = lines(&text);
    assert_eq!(records[0]["systems"][0]["name"], "first");
    assert_eq!(records[1]["id"], "ferry");
    assert_eq!(records[1]["source"], "news");
    assert_eq!(records[1]["reader"], "scores");
    assert_eq!(records[1]["systems"]["first"]["rank"], 1);
    assert_eq!(records[1]["systems"]["last"]["marks"], serde_json::json!([3, 2, 1]));
    assert_eq!(records[4]["record"], "alike");
    assert!(!text.contains("ferry sank") && !text.contains("Divers"), "{text}");
    assert_eq!(program.run(&args).code, 2, "nothing is written over");
}

#[test]
fn mistakes_of_a_reader_are_named() {
    let program = Program::new();
    made(&program);
    let message = |text: &str| {
        program.write("reading/scores.txt", text);
        let out = program.run(&["panel", "score", "reading"]);
        assert_eq!(out.code, 2, "{}", out.stdout);
        out.stderr
    };
    let good = "0 A>B A443 B321\n\n";
    for (line, expected) in [
        ("1 A>B A443", "line 3: marks have to stand for A, B"),
        ("1 A>C A443 C321", "line 3: the order has to name A, B"),
        ("3 A>B A443 B321", "line 3: no article to judge has the number 3"),
        ("0 A>B A443 B321", "line 3: article 0 was judged before"),
        ("1 A>B A643 B321", "line 3: `A643` is no mark"),
    ] {
        let error = message(&format!("{good}{line}\n"));
        assert!(error.contains(expected) && error.contains("scores.txt"), "{line}: {error}");
    }
    assert!(message("\n").contains("nothing is judged yet"));
    let out = program.run(&["panel", "score", "nowhere"]);
    assert_eq!(out.code, 2);
    assert!(out.stderr.contains("key.json"), "{}", out.stderr);
}

#[test]
fn cards_of_another_nutgraf_are_summaries() {
    let program = Program::new();
    program.write("articles.jsonl", ARTICLES);
    let card = |id: &str| {
        format!(
            "{{\"summary\": {{\"text\": \"Card of {id}.\"}}, \"details\": {{\"external_id\": \"{id}\"}}}}\n"
        )
    };
    let cards: String = ["ferry", "bread", "cats", "short"].map(card).concat();
    program.write("cards.jsonl", &cards);
    let args = ["panel", "make", "p", "articles.jsonl", "-s", "lead", "old=file:cards.jsonl"];
    let out = program.run(&args);
    assert_eq!(out.code, 0, "{}", out.stderr);
    assert!(program.read("p/blind-0.txt").contains("Card of bread."));
}
