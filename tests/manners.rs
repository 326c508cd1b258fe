//! How the program behaves towards its user: exit codes, messages, pipes, terminals, help.
#![cfg(all(feature = "cli", feature = "bundled-model"))]

mod program;
#[path = "../src/skipped.rs"]
mod skipped;

use skipped::skipped;
use std::fs;

use program::{Program, Ran, json_lines, texts};
use serde_json::json;

const THEFT: &str = "examples/exchange-theft.md";
const TEXT: &str = "The ferry was two hours late. Nobody on the pier minded. It rained.";
/// What a terminal takes for a command.
const ESCAPE: char = '\u{1b}';

/// The start of a PNG image.
const IMAGE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08\x06\0\0\0";

#[test]
fn exit_codes_are_those_that_the_help_lists() {
    let program = Program::new();
    program.write("good.txt", TEXT);
    program.write("bad.jsonl", "{\"body\": ");
    fs::create_dir(program.path("broken-model")).unwrap();
    program.write("broken-model/config.json", "{}");
    let help = program.print(&["--help"]);
    let codes = help.split_once("Exit codes:").expect("the help lists exit codes").1;
    let codes = codes.split_whitespace().collect::<Vec<_>>().join(" ");
    for (code, meaning, arguments) in [
        (0, "0 done", "summarize good.txt"),
        (1, "1 an input could not be used", "summarize bad.jsonl"),
        (2, "2 the command line is wrong", "summarise good.txt"),
        (3, "3 no such article or model", "summarize --model nope good.txt"),
        (4, "4 the library cannot be used", "show 3729"),
        (5, "5 the model cannot be used", "summarize --model broken-model good.txt"),
    ] {
        assert!(codes.contains(meaning), "{codes}");
        program.run(&arguments.split(' ').collect::<Vec<_>>()).ended(code);
    }
    assert!(codes.contains("6 the network failed"), "{codes}");
}

#[cfg(feature = "hub")]
#[test]
fn what_needs_the_network_says_so_without_it() {
    let program = Program::new();
    let pull = ["models", "pull", "example/model"];
    program.run(&pull).ended(3).saying(&["example/model", "HF_HUB_OFFLINE"]);
    let mut command = program.command(&pull);
    // Nobody listens there.
    command.env_remove("HF_HUB_OFFLINE").env("HF_ENDPOINT", "http://127.0.0.1:9");
    let refused = Ran::of(command, "").ended(6).saying(&["example/model", "HF_ENDPOINT"]);
    assert_eq!(refused.stdout, "");
    program.run(&["models", "path", "example/model"]).ended(3).saying(&["models pull"]);
    let listed = program.print(&["models", "list"]);
    assert!(listed.starts_with("all-minilm-l6-v2"), "{listed}");
}

#[test]
fn an_input_that_is_no_article_is_named_and_the_others_are_done() {
    let program = Program::new();
    program.write("good.txt", TEXT);
    program.write("empty.txt", "");
    program.write("blank.md", " \n\n\t\n");
    program.write("image.txt", IMAGE);
    program.write("wrong.json", r#"{"body": 12}"#);
    fs::create_dir(program.path("folder")).unwrap();
    program.write("folder/notes.doc", TEXT);
    let good = program.print(&["summarize", "good.txt"]);
    for (input, why) in [
        ("missing.txt", "No such file"),
        ("empty.txt", "no article text"),
        ("blank.md", "no article text"),
        ("image.txt", "a PNG image"),
        ("wrong.json", "`body`"),
        ("folder", ".jsonl"),
    ] {
        let alone = program.run(&["summarize", input]).ended(1).saying(&[input, why]);
        assert_eq!(alone.stdout, "", "messages belong on standard error");
        assert_eq!(alone.stderr.lines().count(), 1, "{alone:#?}");
        let among = program.run(&["summarize", input, "good.txt"]).ended(1).saying(&[input, why]);
        assert_eq!(among.stdout, good);
        let added = program.run(&["add", "--json", input, "good.txt"]).ended(1);
        let schemas = texts(&added.json(), "schema").join(" ");
        assert_eq!(schemas, "nutgraf.error/1 nutgraf.added/1");
        added.saying(&[input, why]);
    }
}

#[test]
fn a_bad_line_among_good_ones_is_named_by_its_number() {
    let program = Program::new();
    let lines = format!(
        "{{\"url\": \"https://a.example/1\", \"body\": \"{TEXT}\"}}\n\
         {{\"url\": \"https://a.example/2\", \"body\": \n\
         \n\
         {{\"url\": \"https://a.example/4\", \"body\": \"{TEXT} And it blew.\"}}\n\
         {{\"url\": \"https://a.example/5\", \"body\": \"{TEXT}\", \"date\": \"someday\"}}\n"
    );
    program.write("news.jsonl", &lines);
    for command in ["summarize", "add"] {
        let ran = program.run(&[command, "--json", "news.jsonl"]).ended(1);
        let sources = texts(&ran.json(), "source").join(" ");
        assert_eq!(sources, "news.jsonl:1 news.jsonl:2 news.jsonl:4 news.jsonl:5");
        // What is wrong with a detail costs the detail.
        ran.saying(&["news.jsonl:2", "news.jsonl:5", "`date`", "someday"]);
    }
    assert_eq!(program.json(&["list", "--json", "--copies"]).len(), 3);
}

#[test]
fn text_of_one_long_line_is_an_article() {
    let program = Program::new();
    program.write("long.txt", "wave after wave ".repeat(131_072));
    let ran = program.run(&["summarize", "--json", "long.txt"]).succeeded();
    let card = ran.one();
    // Without a full stop anywhere it is divided where it is too long for a sentence.
    let sentences = card["sentences"].as_array().unwrap().len();
    assert!((3 * 131_072 / 60..3 * 131_072 / 5).contains(&sentences), "{sentences}");
    assert_eq!(card["statistics"]["words"], 3 * 131_072);
    assert!(card["summary"]["sampled"].as_u64().is_some(), "{}", card["summary"]);
    let brief = program.one(&["summarize", "--json", "--words", "20", "long.txt"]);
    assert!(brief["summary"]["words"].as_u64().unwrap() <= 20, "{}", brief["summary"]);
}

#[test]
fn options_with_a_wrong_value_are_refused_before_anything_is_done() {
    let program = Program::new();
    program.write("good.txt", TEXT);
    for (options, said) in [
        ("--sentences 0", "sentences"),
        ("--sentences two", "--sentences"),
        ("--words 0", "words"),
        ("--ratio 2", "ratio"),
        ("--ratio 0", "ratio"),
        ("--ratio nan", "ratio"),
        ("--words 5 --sentences 2", "cannot be used with"),
        ("--scorer nope", "centrality"),
        ("--format xml", "jsonl"),
        ("--save --among good.txt", "cannot be used with"),
        ("--sentences", "value"),
        ("--no-such-option", "--no-such-option"),
    ] {
        let mut arguments = vec!["summarize"];
        arguments.extend(options.split(' '));
        arguments.push("good.txt");
        if options == "--sentences" {
            arguments.pop();
        }
        let ran = program.run(&arguments).ended(2).saying(&[said]);
        assert_eq!(ran.stdout, "", "{options}");
        assert!(!program.library().exists(), "{options}");
    }
    program.run(&["add", "good.txt"]).succeeded();
    let id = program.one(&["list", "--json"])["id"].as_str().unwrap().to_owned();
    program.run(&["edit", &id]).ended(2).saying(&["--title"]);
    program.run(&["edit", &id, "--date", "soon"]).ended(2).saying(&["soon", "2024-12-24"]);
    program.run(&["rm"]).ended(2);
}

#[test]
fn what_is_not_there_is_said_and_what_to_do() {
    let program = Program::new();
    program.write("good.txt", TEXT);
    let with_library = [["show"], ["read"], ["similar"], ["rm"]];
    for [command] in with_library {
        let ran = program.run(&[command, "3729183b"]).ended(4).saying(&["nutgraf add"]);
        assert_eq!(ran.stdout, "");
    }
    for arguments in [["search", "tide"], ["export", "-q"], ["check", "-q"]] {
        program.run(&arguments).ended(4).saying(&["nutgraf add"]);
    }
    let listed = program.run(&["list"]).succeeded().saying(&["nutgraf add"]);
    assert_eq!(listed.stdout, "");
    assert!(!program.library().exists(), "looking makes no library");

    program.run(&["add", "good.txt"]).succeeded();
    for [command] in with_library {
        let ran = program.run(&[command, "3729183b"]).ended(3).saying(&["`3729183b`"]);
        assert_eq!(ran.stdout, "");
    }
    program.run(&["edit", "3729183b", "--title", "x"]).ended(3).saying(&["nutgraf list"]);
    program.run(&["rm", "3729183b", "4a4a4a4a"]).ended(1).saying(&["`3729183b`", "`4a4a4a4a`"]);
    assert_eq!(program.json(&["list", "--json"]).len(), 1);

    for model in ["nope", "./nope", "no/such-model"] {
        let ran = program.run(&["summarize", "--model", model, "good.txt"]).ended(3);
        assert_eq!(ran.stdout, "");
        ran.saying(&[model]);
    }
}

#[test]
fn a_library_has_a_place_without_being_told() {
    let program = Program::new();
    program.write("good.txt", TEXT);
    let mut command = program.command(&["add", "good.txt"]);
    command.env_remove("NUTGRAF_LIBRARY");
    Ran::of(command, "").succeeded();
    assert!(!program.library().exists());
    if cfg!(target_os = "linux") {
        assert!(program.path("home/data/nutgraf/library.db").is_file());
    }
    let other = program.path("other/folder/library.db");
    let named = ["--library", other.to_str().unwrap(), "add", "good.txt"];
    program.run(&named).succeeded();
    assert!(other.is_file(), "an option goes before the environment");
}

#[test]
fn quiet_leaves_results_and_errors() {
    let program = Program::with_examples();
    let added = program.run(&["add", "-q", THEFT, "missing.txt"]).ended(1);
    assert_eq!(added.stdout, "");
    assert_eq!(added.stderr.lines().count(), 1, "{added:#?}");
    added.saying(&["missing.txt"]);
    let twice = "examples/twice-stored.txt";
    let loud = program.run(&["summarize", twice]).succeeded().saying(&["repaired"]);
    let quiet = program.run(&["--quiet", "summarize", twice]).succeeded();
    assert_eq!((quiet.stdout, quiet.stderr.as_str()), (loud.stdout, ""));
}

#[test]
fn what_is_piped_has_no_escape_codes() {
    let program = Program::with_few_examples(1);
    let runs = [
        program.run(&["summarize", THEFT]).succeeded(),
        program.run(&["add", "examples/articles", "missing.txt"]).ended(1),
        program.run(&["list"]).succeeded(),
        program.run(&["search", "moon"]).succeeded(),
        program.run(&["search", "--words", "moon"]).succeeded(),
        program.run(&["--help"]).succeeded(),
        program.run(&["summarize", "--ratio"]).ended(2),
        program.run(&["show", "none"]).ended(3),
    ];
    for ran in runs {
        assert!(!ran.stdout.contains(ESCAPE) && !ran.stderr.contains(ESCAPE), "{ran:#?}");
    }
}

/// Runs a script with a terminal as its standard output and error, and gives what that shows;
/// nothing where `script` is absent or another one than that of util-linux.
fn on_a_terminal(program: &Program, script: &str, variables: &[(&str, &str)]) -> Option<String> {
    let mut probe = program.shell("script -qec 'printf works' /dev/null");
    probe.env("SHELL", "/bin/sh");
    if !Ran::of(probe, "").stdout.contains("works") {
        return None;
    }
    let mut command = program.shell(&format!("script -qec '{script}' /dev/null"));
    command.env("TERM", "xterm-256color").env("SHELL", "/bin/sh");
    command.envs(variables.iter().copied());
    Some(Ran::of(command, "").succeeded().stdout.replace("\r\n", "\n"))
}

#[test]
fn on_a_terminal_the_summary_is_bold_in_the_text() {
    let program = Program::with_examples();
    let script = format!("nutgraf summarize {THEFT}");
    let Some(shown) = on_a_terminal(&program, &script, &[]) else {
        skipped("there is no `script` to make a terminal with");
        return;
    };
    let card = program.one(&["summarize", "--json", THEFT]);
    let body = card["body"].as_str().unwrap();
    let picks = card["summary"]["sentences"].as_array().unwrap();
    assert!(!picks.is_empty());
    for pick in picks {
        let offset = |field: &str| usize::try_from(pick[field].as_u64().unwrap()).unwrap();
        let bold = format!("\u{1b}[1m{}\u{1b}[0m", &body[offset("start")..offset("end")]);
        assert!(shown.contains(&bold), "{shown}");
    }
    let plain = program.print(&["summarize", THEFT]);
    assert!(!plain.contains(ESCAPE));
    for variables in [&[("NO_COLOR", "1")], &[("TERM", "dumb")]] {
        assert_eq!(on_a_terminal(&program, &script, variables).as_deref(), Some(plain.as_str()));
    }
    // An empty NO_COLOR says nothing, see no-color.org.
    assert_eq!(on_a_terminal(&program, &script, &[("NO_COLOR", "")]), Some(shown));
}

#[test]
fn on_a_terminal_progress_is_shown_and_wiped() {
    let program = Program::new();
    program.write("three.jsonl", format!("{{\"body\": \"{TEXT}\"}}\n{{\"body\": \"It blew.\"}}\n"));
    let add = "nutgraf add --json three.jsonl";
    let Some(shown) = on_a_terminal(&program, add, &[]) else {
        skipped("there is no `script` to make a terminal with");
        return;
    };
    assert!(shown.contains("adding"), "{shown}");
    let quiet = on_a_terminal(&program, &format!("{add} --quiet"), &[]).unwrap();
    assert!(!quiet.contains(ESCAPE), "{quiet}");
    assert_eq!(texts(&json_lines(&quiet), "outcome"), vec!["unchanged"; quiet.lines().count()]);
}

#[test]
fn a_reader_that_has_had_enough_is_no_failure() {
    let program = Program::with_few_examples(1);
    program.run(&["add", "-q", "examples/articles/space.jsonl"]).succeeded();
    let line = |number| format!("The tide came in {number} times, and it went out again.\n");
    program.write("many.txt", (0..8_000).map(line).collect::<String>());
    let scorer = "--scorer lead --sentences 8000";
    for pipeline in [
        "nutgraf summarize --scorer lead --json examples/articles | head -n 1".to_owned(),
        format!("nutgraf summarize --neighbors 0 {scorer} many.txt | head -n 1"),
        format!("nutgraf summarize --neighbors 0 --json {scorer} many.txt | head -c 9"),
        "nutgraf export | head -c 1".to_owned(),
        "nutgraf list | true".to_owned(),
        "nutgraf embed --format jsonl examples/exchange-theft.md | head -n 1".to_owned(),
        "nutgraf embed --format npy examples/exchange-theft.md | true".to_owned(),
        "nutgraf man | head -n 1".to_owned(),
        "nutgraf completions bash | true".to_owned(),
        "nutgraf --help | true".to_owned(),
    ] {
        // A POSIX shell tells only of the last command, so the first leaves its code in a file.
        let (first, last) = pipeline.split_once(" | ").unwrap();
        let script = format!("{{ {first}; echo $? > code; }} | {last}");
        let ran = Ran::of(program.shell(&script), "").succeeded();
        assert_eq!(ran.stderr, "", "{pipeline}");
        assert_eq!(fs::read_to_string(program.path("code")).unwrap(), "0\n", "{pipeline}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_a_failure() {
    let program = Program::with_examples();
    let (summarize, embed) = (format!("summarize {THEFT}"), format!("embed {THEFT}"));
    for command in [&summarize, &embed, "man", "completions zsh", "models list"] {
        let ran = Ran::of(program.shell(&format!("nutgraf {command} > /dev/full")), "");
        ran.ended(1).saying(&["cannot be written", "No space"]);
    }
}

#[test]
fn a_file_that_cannot_be_written_is_named_as_it_was_given() {
    let program = Program::new();
    program.write("good.txt", TEXT);
    program.run(&["add", "-q", "good.txt"]).succeeded();
    for arguments in [&["export"][..], &["embed", "good.txt"]] {
        let ran = program.run(&[arguments, &["--output", "absent/out"]].concat()).ended(1);
        assert!(ran.stderr.starts_with("nutgraf: error: absent/out: "), "{ran:#?}");
        assert!(!ran.stderr.contains("partial"), "{ran:#?}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let mut program = Program::new();
    program.write("secret.txt", TEXT);
    program.write("good.txt", TEXT);
    fs::set_permissions(program.path("secret.txt"), fs::Permissions::from_mode(0o000)).unwrap();
    if !program.lose_privileges() {
        skipped("this user may read what nobody may");
        return;
    }
    let ran = program.run(&["summarize", "--json", "secret.txt", "good.txt"]).ended(1);
    assert_eq!(texts(&ran.json(), "source"), ["secret.txt", "good.txt"]);
    ran.saying(&["secret.txt", "Permission denied"]);
}

#[test]
fn errors_stay_errors_with_json() {
    let program = Program::new();
    let ran = program.run(&["summarize", "--json", "missing.txt"]).ended(1);
    let [line] = &ran.json()[..] else { panic!("{ran:#?}") };
    assert_eq!(
        (&line["schema"], &line["source"], &line["kind"]),
        (&json!("nutgraf.error/1"), &json!("missing.txt"), &json!("input"))
    );
    ran.saying(&["nutgraf: error: missing.txt"]);
}
