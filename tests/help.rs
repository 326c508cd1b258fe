//! What the program says of itself: help, examples, completions, the manual.
#![cfg(all(feature = "cli", feature = "bundled-model"))]

mod program;

use program::{Program, Ran, line};
use serde_json::json;

#[test]
fn completions_and_the_manual_know_every_command() {
    let program = Program::new();
    let commands = commands_in(&program.print(&["--help"]));
    assert!(commands.len() >= 13, "{commands:?}");
    let manual = program.print(&["man"]);
    assert!(manual.contains(".TH nutgraf 1"), "{manual}");
    for shell in ["bash", "zsh", "fish"] {
        let script = program.print(&["completions", shell]);
        for command in &commands {
            assert!(script.contains(command.as_str()), "{shell} does not know {command}");
            assert!(manual.contains(command.as_str()), "the manual does not know {command}");
        }
    }
    let bash = program.shell("nutgraf completions bash > complete; bash -n complete");
    if Ran::of(program.shell("command -v bash"), "").code() == Some(0) {
        Ran::of(bash, "").succeeded();
    }
    program.run(&["completions", "cmd.exe"]).ended(2).saying(&["bash"]);
}

#[test]
fn without_arguments_the_program_shows_its_help() {
    let program = Program::new();
    let ran = program.run(&[]).ended(2);
    assert!(ran.stderr.contains("Usage: nutgraf") && ran.stderr.contains("summarize"), "{ran:#?}");
    assert_eq!(ran.stdout, "");
    let version = program.print(&["--version"]);
    assert_eq!(version, format!("nutgraf {}\n", env!("CARGO_PKG_VERSION")));
    program.run(&["sumarize"]).ended(2).saying(&["summarize"]);
}

/// The commands that a help text lists.
fn commands_in(help: &str) -> Vec<String> {
    let Some((_, list)) = help.split_once("Commands:\n") else { return Vec::new() };
    let names = list.lines().take_while(|line| !line.trim().is_empty());
    // The explanation of a command may go on in the next line, further to the right.
    let names = names.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

/// The help of a command and of those below it.
fn helps(program: &Program, command: &[&str]) -> Vec<String> {
    let help = program.print(&[command, &["--help"]].concat());
    let below = commands_in(&help);
    let mut all = vec![help];
    for name in &below {
        all.extend(helps(program, &[command, &[name.as_str()]].concat()));
    }
    all
}

/// The command lines that the help shows.
fn examples_in(help: &str) -> Vec<String> {
    let lines = help.lines().filter_map(|line| {
        let line = line.trim_start();
        // A remark may lead up to one.
        let start = line.find("nutgraf ").filter(|at| *at == 0 || line[..*at].ends_with(": "));
        start.map(|at| &line[at..]).or_else(|| line.starts_with("cat ").then_some(line))
    });
    lines
        .filter(|line| !line.contains("<COMMAND>") && !line.contains('[') && !line.ends_with('.'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_example_in_the_help_works_when_pasted() {
    let program = Program::with_few_examples(1);
    // What the examples take for granted: a file of that name, articles with these ids, two of one story.
    let article = |start: &str, body: &str| {
        line(json!({"id": format!("{start}0000-0000-4000-8000-00000000abcd"), "body": body}))
    };
    let weather = article("3729", "It blew hard.");
    program.write("articles.jsonl", &weather);
    program.add(&weather);
    let report =
        "A tram left its rails in the centre of Lindholm on Tuesday and hit a bakery at Torget.";
    program.add(&article(
        "51c0",
        &format!("{report} Police spokeswoman Ines Korda said 11 were hurt."),
    ));
    program.add(&article(
        "51c1",
        &format!("Ines Korda of the police said the driver, 44, was asked. {report}"),
    ));
    let examples: Vec<String> =
        helps(&program, &[]).iter().flat_map(|help| examples_in(help)).collect();
    assert!(examples.len() >= 12, "{examples:#?}");
    for example in examples {
        let ran = Ran::of(program.shell(&example), "");
        if example.contains("https://") || example.contains("--fetch") {
            // No test opens a connection.
            continue;
        }
        if example.contains("models pull") {
            // No test opens a connection; this is as far as it gets.
            ran.ended(3).saying(&["HF_HUB_OFFLINE"]);
            continue;
        }
        if example.contains("models quantize") {
            // Nor is the model of the example on this machine.
            ran.ended(3).saying(&["nutgraf models pull"]);
            continue;
        }
        let ran = ran.succeeded();
        assert!(!ran.stderr.contains("error"), "{example}: {ran:#?}");
        let is_silent = example.contains(" > ") || example.contains(" edit ");
        assert!(is_silent || !ran.stdout.is_empty(), "{example}: {ran:#?}");
        let finds_nothing = ran.stderr.contains("nothing found");
        assert!(!finds_nothing, "{example}: {ran:#?}");
    }
}
