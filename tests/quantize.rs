//! `nutgraf models quantize`: what is made, what is said of it, and what is refused.
#![cfg(all(feature = "cli", feature = "bundled-model"))]

mod program;
#[allow(dead_code)]
#[path = "../src/embed/tests/tiny_model.rs"]
mod tiny_model;

use std::fs;

use program::{Program, Ran};
use serde_json::{Value, json};
use tiny_model::{TinyModel, texts};

/// A folder with a tiny model and an article of so many sentences in words that it knows.
fn program(sentences: usize) -> Program {
    let program = Program::new();
    TinyModel::bert().write(&program.path("original"));
    let sentences: Vec<String> =
        texts(sentences, 12).iter().map(|words| format!("Then {words} came.")).collect();
    program.write("article.txt", sentences.join(" "));
    program
}

const QUANTIZE: [&str; 7] =
    ["models", "quantize", "original", "--calibration", "article.txt", "--output", "made"];

fn manifest(program: &Program, folder: &str) -> Value {
    let path = program.path(folder).join("manifest.json");
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// A file of the STS benchmark's form; the score falls as words are exchanged.
fn write_benchmark(program: &Program) {
    let text = |words: [&str; 4]| words.join(" ");
    let first = text(["ship", "sea", "storm", "harbour"]);
    let seconds = [
        ("5.0", text(["ship", "sea", "storm", "harbour"])),
        ("3.5", text(["ship", "sea", "storm", "mill"])),
        ("2.0", text(["ship", "sea", "copper", "mill"])),
        ("1.0", text(["ship", "glass", "copper", "mill"])),
        ("0.0", text(["orchard", "glass", "copper", "mill"])),
    ];
    let lines = seconds.map(|(score, second)| format!("a\tb\tc\td\t{score}\t{first}\t{second}\n"));
    program.write("sts.tsv", lines.concat());
}

#[test]
fn the_int8_form_is_made_and_compared() {
    let program = program(700);
    let report = program.one(&[&QUANTIZE[..], &["--json"]].concat());
    assert_eq!(report["schema"], "nutgraf.quantized/1");
    assert_eq!((&report["original"], &report["folder"]), (&json!("original"), &json!("made")));
    assert_eq!(report["calibration_sentences"], 500);
    assert_eq!(report["sts"], Value::Null);
    let cosine = &report["cosine"];
    assert_eq!(cosine["held_out"], true);
    assert!(cosine["sentences"].as_u64().is_some_and(|count| (20..=500).contains(&count)));
    let [mean, min] = ["mean", "min"].map(|field| cosine[field].as_f64().unwrap());
    assert!(min >= 0.98 && mean >= min && mean < 0.999_999, "{cosine}");

    let manifest = manifest(&program, "made");
    assert_eq!(manifest["name"], "made");
    assert_eq!(report["weights"], manifest["weights"]);
    for unsaid in ["/origin/repository", "/origin/revision", "/licence"] {
        assert_eq!(manifest.pointer(unsaid).unwrap(), "unknown");
    }
    let embedded = program.run_with_input(&["embed", "--model", "made", "-"], "fog at sea\n");
    assert_eq!(embedded.succeeded().one()["model"], report["model"]);
}

#[test]
fn people_read_the_same_and_are_warned() {
    let program = program(700);
    let report = program.one(&[&QUANTIZE[..], &["--json"]].concat());
    let ran = program.run(&QUANTIZE).succeeded();
    let lines: Vec<&str> = ran.stdout.lines().collect();
    let [mean, min] = ["mean", "min"].map(|field| report["cosine"][field].as_f64().unwrap());
    assert_eq!(lines[0], format!("{}  made", report["weights"]["sha256"].as_str().unwrap()));
    assert_eq!(lines[1], format!("Cosine to the original: mean {mean:.5}, min {min:.5}"));
    assert!(lines[2].ends_with("sentences not calibrated on"), "{lines:?}");
    assert_eq!(lines.len(), 3, "nothing of STS: {lines:?}");
    assert_eq!(ran.stderr.contains("warning"), mean < 0.999 || min < 0.99, "{ran:#?}");
    ran.saying(&["calibrating on 500 of"]);
    let quiet = program.run(&[&QUANTIZE[..], &["--quiet"]].concat()).succeeded();
    assert_eq!(quiet.stderr, "");
}

#[test]
fn both_models_are_scored_on_the_benchmark() {
    let program = program(60);
    write_benchmark(&program);
    let arguments = [&QUANTIZE[..], &["--sts", "sts.tsv"]].concat();
    let sts = program.one(&[&arguments[..], &["--json"]].concat())["sts"].take();
    assert_eq!(sts["pairs"], 5);
    for model in ["original", "quantized"] {
        // A random model sees at least that equal words are equal.
        let spearman = sts[model].as_f64().unwrap();
        assert!(spearman > 50.0 && spearman <= 100.000_001, "{sts}");
    }
    let printed = program.print(&arguments);
    assert!(printed.contains("STS, 5 pairs, Spearman x 100: original "), "{printed}");
}

#[test]
fn few_sentences_serve_twice_and_that_is_said() {
    let program = program(60);
    let ran = program.run(&[&QUANTIZE[..], &["--json"]].concat()).succeeded();
    let report = ran.one();
    assert_eq!(report["cosine"]["held_out"], false);
    assert_eq!(report["cosine"]["sentences"], report["calibration_sentences"]);
    ran.saying(&["the same were used", "--calibration"]);
    let printed = program.print(&QUANTIZE);
    assert!(printed.contains("that it was calibrated on"), "{printed}");
}

#[cfg(feature = "hub")]
#[test]
fn a_pulled_model_is_named_in_the_manifest() {
    let program = program(30);
    let commit = "0123456789abcdef0123456789abcdef01234567";
    let repository = program.path("home/cache/huggingface/hub/models--example--tiny");
    TinyModel::xlm_roberta().write(&repository.join("snapshots").join(commit));
    fs::create_dir_all(repository.join("refs")).unwrap();
    fs::write(repository.join("refs/main"), commit).unwrap();
    let quantize = |more: &[&str]| {
        let mut arguments = QUANTIZE.to_vec();
        arguments[2] = "example/tiny";
        arguments.extend(more);
        let mut command = program.command(&arguments);
        command.env("HF_HOME", program.path("home/cache/huggingface"));
        Ran::of(command, "").succeeded();
        manifest(&program, "made")["origin"].take()
    };
    let origin = quantize(&[]);
    assert_eq!(
        (&origin["repository"], &origin["revision"]),
        (&"example/tiny".into(), &commit.into())
    );
    let origin = quantize(&["--repository", "example/fork", "--revision", "v2"]);
    assert_eq!(
        (&origin["repository"], &origin["revision"]),
        (&"example/fork".into(), &"v2".into())
    );
}

#[track_caller]
fn assert_refused(
    program: &Program,
    change: (usize, &str),
    more: &[&str],
    code: i32,
    says: &[&str],
) {
    let mut arguments = QUANTIZE.to_vec();
    arguments[change.0] = change.1;
    arguments.extend(more);
    let ran = program.run(&arguments).ended(code).saying(says);
    assert_eq!(ran.stdout, "");
}

const MODEL: usize = 2;
const CALIBRATION: usize = 4;
const OUTPUT: usize = 6;

#[test]
fn what_cannot_be_quantised_is_refused_by_name() {
    let program = program(30);
    assert_refused(&program, (MODEL, "all-minilm-l6-v2"), &[], 2, &["int8 form already"]);
    assert_refused(&program, (MODEL, "nowhere"), &[], 3, &["no model `nowhere`"]);
    if cfg!(feature = "hub") {
        let says = ["nutgraf models pull example/model@v1"];
        assert_refused(&program, (MODEL, "example/model@v1"), &[], 3, &says);
    }
    let mut model = TinyModel::bert();
    for family in ["distilbert", "mpnet", "modernbert"] {
        model.config["model_type"] = family.into();
        model.write(&program.path("other"));
        let says = [&format!("`{family}`"), "bert, roberta and xlm-roberta"];
        assert_refused(&program, (MODEL, "other"), &[], 5, &says);
    }
    assert!(!program.path("made").exists(), "a refusal writes nothing");
    program.print(&QUANTIZE);
    fs::rename(program.path("made"), program.path("int8")).unwrap();
    assert_refused(&program, (MODEL, "int8"), &[], 5, &["int8 form already", "f32 original"]);
}

#[test]
fn bad_inputs_are_refused_before_anything_is_written() {
    let program = program(30);
    let files = || fs::read_dir(program.path("original")).unwrap().count();
    let before = files();
    assert_refused(&program, (OUTPUT, "original"), &[], 2, &["--output"]);
    assert_refused(&program, (OUTPUT, "./original/../original"), &[], 2, &["--output"]);
    assert_eq!(files(), before);
    assert_refused(&program, (CALIBRATION, "missing.txt"), &[], 1, &["missing.txt"]);
    program.write("bad.tsv", "a\tb\tc\td\t1.0\tFog.\tMist.\na\tb\tc\td\tmuch\tFog.\tMist.\n");
    let bad = ["--sts", "bad.tsv"];
    assert_refused(&program, (MODEL, "original"), &bad, 1, &["bad.tsv:2", "`score`", "`much`"]);
    assert_refused(&program, (MODEL, "original"), &["--sts", "no.tsv"], 1, &["no.tsv"]);
    assert!(!program.path("made").exists());
}
