//! The summaries that can be asked for: about a question, in a line, in another language, explained.
#![cfg(all(feature = "cli", feature = "bundled-model"))]

mod program;

use program::Program;
use program::card::picks;
use serde_json::{Value, json};

const THEFT: &str = "examples/exchange-theft.md";

/// The one card that `summarize --json` prints with these arguments.
fn card(program: &Program, arguments: &[&str]) -> Value {
    program.one(&[&["summarize", "--json"], arguments].concat())
}

#[test]
fn a_question_is_answered_from_the_article_or_said_to_be_unanswered() {
    let program = Program::with_examples();
    let police = ["summarize", "--summary-only", "--query", "what about the police?", THEFT];
    assert_eq!(program.run(&police).succeeded().stdout, "Police have opened a case.\n");
    let found = card(&program, &["--query", "penguins in Antarctica", THEFT]);
    assert_eq!((picks(&found), &found["summary"]["text"]), (vec![], &json!("")));
    assert_eq!(found["summary"]["query"], "penguins in Antarctica");
    let ran = program.run(&["summarize", "--query", "penguins", THEFT]).succeeded();
    assert!(ran.stdout.contains("Nothing here is about “penguins”."), "{}", ran.stdout);
    assert_eq!(ran.stderr, "", "said once");
    let ran =
        program.run(&["summarize", "--summary-only", "--query", "penguins", THEFT]).succeeded();
    assert!(ran.stdout.is_empty() && ran.stderr.contains("is about “penguins”"), "{}", ran.stderr);
    program.run(&["summarize", "--query", "?!", THEFT]).ended(2).saying(&["--query has no word"]);
}

#[test]
fn an_explanation_accounts_for_every_sentence() {
    let program = Program::with_examples();
    let made = card(&program, &["--explain", THEFT]);
    let explanation = made["summary"]["explanation"].as_array().unwrap();
    assert_eq!(explanation.len(), made["sentences"].as_array().unwrap().len());
    for scored in explanation {
        let parts = scored["parts"].as_object().unwrap().values();
        let sum: f64 = parts.map(|part| part.as_f64().unwrap()).sum();
        assert!((sum - scored["score"].as_f64().unwrap()).abs() < 1e-4, "{scored:#}");
    }
    let picked = (0..explanation.len()).filter(|&i| explanation[i]["verdict"] == "picked");
    assert_eq!(picked.collect::<Vec<_>>(), picks(&made));
    let text = program.run(&["summarize", "--explain", "--no-text", THEFT]).succeeded().stdout;
    assert!(text.contains("Ranked by learned, sentences compared by their vectors"), "{text}");
    assert_eq!(text.matches(" picked: ").count(), picks(&made).len());
    assert_eq!(card(&program, &[THEFT])["summary"]["explanation"], Value::Null);
}

#[test]
fn a_summary_can_be_a_line_or_bullets_or_so_many_characters() {
    let program = Program::with_examples();
    let summary = |arguments: &[&str]| {
        let ran = program.run(&[&["summarize", "--summary-only", THEFT], arguments].concat());
        ran.succeeded().stdout
    };
    let line = summary(&["--one-line", "--words", "15"]);
    let expected =
        "Marulet, a cryptocurrency exchange in Cape Town, stopped all trading on Tuesday…\n";
    assert_eq!(line, expected);
    for most in ["50", "80", "120"] {
        let line = summary(&["--one-line", "--characters", most]);
        assert_eq!(line.lines().count(), 1, "{line}");
        assert!(line.trim_end().chars().count() <= most.parse().unwrap(), "{most}: {line}");
    }
    let bullets = summary(&["--bullets"]);
    assert_eq!(bullets.lines().count(), 3);
    assert!(bullets.lines().all(|line| line.starts_with("- ")), "{bullets}");
    assert!(summary(&["--characters", "100"]).trim_end().chars().count() <= 100);
    for refused in [
        &["--one-line", "-n", "2"][..],
        &["-c", "1"],
        &["--json"],
        &["--explain"],
        &["--among", THEFT],
    ] {
        program.run(&[&["summarize", "--summary-only", THEFT], refused].concat()).ended(2);
    }
}

#[test]
fn a_language_that_the_model_does_not_know_is_read_by_its_words() {
    let program = Program::with_examples();
    let text = "周一起，连接罗斯港和哈尔姆岛的渡轮停止运营。船体上的一道裂缝迫使船运公司把唯一的一艘\
                船送进船厂。岛上住着大约九百人。警方为紧急情况准备了一架直升机。市长预计维修需要三个\
                星期。";
    program.write("ferry.txt", text);
    let made = card(&program, &["-n", "2", "ferry.txt"]);
    assert_eq!(made["summary"]["compared_by"], "words");
    assert_eq!(picks(&made).len(), 2);
    let text = made["summary"]["text"].as_str().unwrap();
    assert!(!text.contains(' '), "Chinese has no space between sentences: {text}");
    let ran = program.run(&["summarize", "ferry.txt"]).succeeded();
    assert!(ran.stderr.contains("does not know zh"), "{}", ran.stderr);
}
