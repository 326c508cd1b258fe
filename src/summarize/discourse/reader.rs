//! The audit against a reader: `eval/data/dangling`, whose README gives the rules of reading.
//!
//! The articles are not in this repository; without them the test is skipped. To see the figures:
//! `cargo test against_a_reader -- --nocapture`.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Auditor, Kind};
use crate::article::Article;
use crate::skipped::skipped;
use crate::split::{RuleSplitter, SentenceSplitter};
use crate::text::prepare;

/// Right findings, wrong ones and missed faults.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    right: u32,
    wrong: u32,
    missed: u32,
}

impl Counts {
    fn add(&mut self, labelled: bool, found: bool) {
        self.right += u32::from(labelled && found);
        self.wrong += u32::from(!labelled && found);
        self.missed += u32::from(labelled && !found);
    }

    fn precision(self) -> f64 {
        f64::from(self.right) / f64::from((self.right + self.wrong).max(1))
    }

    fn recall(self) -> f64 {
        f64::from(self.right) / f64::from((self.right + self.missed).max(1))
    }
}

/// The kind of a label; `None` where the audit looks for nothing of the kind.
fn kind(label: &str) -> Option<Kind> {
    Some(match label {
        "surname" => Kind::DanglingSurname,
        "acronym" => Kind::DanglingAcronym,
        "definite" => Kind::DanglingDefinite,
        "pronoun" => Kind::DanglingPronoun,
        "demonstrative" => Kind::DanglingDemonstrative,
        "connective" => Kind::BrokenConnective,
        "quotation" => Kind::CutQuotation,
        "lead_in" => Kind::OpenLeadIn,
        _ => return None,
    })
}

fn shared(name: &str) -> Option<String> {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    let file = std::fs::read_to_string(&path);
    if file.is_err() {
        skipped(format_args!("{} is absent", path.display()));
    }
    file.ok()
}

/// The articles of the data sets by the ids of the labels.
fn articles() -> Option<HashMap<String, Article>> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let article = |title: &Value, body: String| Article {
        title: title.as_str().map(str::to_owned),
        body,
        ..Article::default()
    };
    let mut articles = HashMap::new();
    let mut lines = |set: &str, file: &str, of: &dyn Fn(&Value) -> Article| {
        for (at, line) in shared(file)?.lines().enumerate() {
            let value: Value = serde_json::from_str(line).unwrap();
            let id = value["id"].as_str().map_or_else(|| (at + 1).to_string(), str::to_owned);
            let id = if set == "cnndm-validation" { id } else { (at + 1).to_string() };
            articles.insert(format!("{set}/{id}"), of(&value));
        }
        Some(())
    };
    let news = |value: &Value| article(&Value::Null, text(&value["article"]));
    lines("cnndm-validation", "summarization/cnndm-validation.jsonl", &news)?;
    lines("cnndm-train", "summarization/cnndm-train.jsonl", &news)?;
    lines("bbc", "similarity/bbc.jsonl", &|value| {
        let paragraphs: Vec<String> =
            value["paragraphs"].as_array().unwrap().iter().map(text).collect();
        article(&value["title"], paragraphs.join("\n\n"))
    })?;
    for set in ["extraction", "extraction-wcxb"] {
        let gold: HashMap<String, Value> =
            serde_json::from_str(&shared(&format!("{set}/gold.json"))?).unwrap();
        for (id, page) in gold {
            let title = if set == "extraction" { &Value::Null } else { &page["title"] };
            articles.insert(format!("{set}/{id}"), article(title, text(&page["articleBody"])));
        }
    }
    Some(articles)
}

/// The counts of each kind, and of sentences with any.
fn counts(half: &str) -> Option<(BTreeMap<Kind, Counts>, Counts)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/eval/data/dangling/labels.jsonl");
    let labels = std::fs::read_to_string(path).unwrap();
    let mut articles = articles()?;
    let (mut kinds, mut any) = (BTreeMap::<Kind, Counts>::new(), Counts::default());
    for line in labels.lines() {
        let labelled: Value = serde_json::from_str(line).unwrap();
        if labelled["half"] != half {
            continue;
        }
        let id = labelled["id"].as_str().unwrap();
        let body = prepare(articles.remove(id).unwrap()).article.body;
        let hash: String =
            Sha256::digest(body.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
        let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        let sentences = RuleSplitter.split(&body, Some("en"));
        let picks = labelled["picks"].as_array().unwrap();
        let is_as_read = |pick: &Value| {
            sentences.get(number(&pick["sentence"])).is_some_and(|sentence| {
                sentence.span.start == number(&pick["start"])
                    && sentence.span.end == number(&pick["end"])
            })
        };
        if labelled["sha256"] != hash || !picks.iter().all(is_as_read) {
            skipped(format_args!("{id} is read otherwise than when it was labelled"));
            continue;
        }
        let texts: Vec<&str> = sentences.iter().map(|sentence| sentence.text(&body)).collect();
        let picks: Vec<usize> = picks.iter().map(|pick| number(&pick["sentence"])).collect();
        let found = Auditor::new(&texts, "en").unwrap().audit(&picks).findings;
        for pick in picks {
            let said = labelled["labels"].as_array().unwrap().iter();
            let said = said.filter(|label| number(&label["sentence"]) == pick);
            let said: Vec<Option<Kind>> =
                said.map(|label| kind(label["kind"].as_str().unwrap())).collect();
            let found: Vec<Kind> =
                found.iter().filter(|f| f.sentence == pick).map(|f| f.kind).collect();
            any.add(!said.is_empty(), !found.is_empty());
            let mut all: Vec<Kind> = said.iter().copied().flatten().chain(found.clone()).collect();
            all.sort_unstable();
            all.dedup();
            for kind in all {
                let counts = kinds.entry(kind).or_default();
                counts.add(said.contains(&Some(kind)), found.contains(&kind));
            }
        }
    }
    Some((kinds, any))
}

#[test]
fn the_audit_against_a_reader() {
    for half in ["tune", "decide"] {
        let Some((kinds, any)) = counts(half) else { return };
        for (kind, counts) in &kinds {
            let (precision, recall) = (counts.precision(), counts.recall());
            println!("{half} {kind:?}: precision {precision:.2}, recall {recall:.2}, {counts:?}");
        }
        let (precision, recall) = (any.precision(), any.recall());
        println!("{half}, any: precision {precision:.2}, recall {recall:.2}, {any:?}");
        assert!(any.right + any.missed > 30, "{any:?}");
        assert!(precision > 0.75 && recall > 0.5, "{half}: {any:?}");
    }
}
