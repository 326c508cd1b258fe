//! A run in small, with invented texts: as many systems and documents as a test asks for.

use serde_json::{Value, json};

use crate::report::SourceText;
use crate::results::{Record, Results};

const SUBJECTS: [&str; 4] = ["ferry", "library", "orchard", "lighthouse"];
const EVENTS: [&str; 6] = [
    "The council closed the {} on Friday after a storm.",
    "Repairs to the {} will take nine weeks & cost more than “planned”.",
    "However, an engineer had warned of cracks in the {} two years ago.",
    "“Nobody listened,” she told a meeting beside the {}.",
    "Neighbours of the {} carried lanterns through the rain.",
    "The {} opened in 1931 and was last painted in spring.",
];

/// What a fixture holds.
pub(super) struct Fixture {
    /// The task's name.
    pub(super) task: &'static str,
    /// The systems' names; the first is the baseline.
    pub(super) systems: Vec<String>,
    /// The data sets' names.
    pub(super) datasets: Vec<&'static str>,
    /// How many documents a data set has.
    pub(super) units: usize,
}

impl Default for Fixture {
    fn default() -> Self {
        let systems = ["lead", "centrality", "random", "oracle-greedy"].map(str::to_owned);
        Self { task: "summary", systems: systems.to_vec(), datasets: vec!["harbour"], units: 12 }
    }
}

impl Fixture {
    /// The run.
    pub(super) fn results(&self) -> Results {
        let mut records = vec![self.run()];
        for dataset in &self.datasets {
            records.push(json!({
                "record": "dataset", "name": dataset, "path": format!("data/{dataset}.jsonl"),
                "sha256": "0123456789abcdef".repeat(4), "rows": self.units + 1,
                "units": self.units,
                "skipped": [{"reason": "no reference", "count": 1, "first": "line 3"}],
            }));
            for unit in 0..self.units {
                records.extend((0..self.systems.len()).map(|at| self.unit(dataset, unit, at)));
            }
            records.extend((0..self.systems.len()).map(|at| self.aggregate(dataset, at)));
        }
        records.push(json!({"record": "end", "seconds": 61.5, "embedding_seconds": 40.25}));
        let mut records = records.into_iter().map(|value| -> Record {
            serde_json::from_value(value).expect("the fixture's records are as they should be")
        });
        let Some(Record::Run(run)) = records.next() else { unreachable!("it is the first") };
        let mut results = Results::new(run);
        records.for_each(|record| results.push(record));
        results
    }

    /// The texts of the documents.
    pub(super) fn texts(&self) -> Vec<SourceText> {
        let text = |dataset: &&str, unit: usize| SourceText {
            dataset: (*dataset).to_owned(),
            id: format!("document-{unit}"),
            title: (!unit.is_multiple_of(3)).then(|| format!("Storm shuts the {}", subject(unit))),
            sentences: (0..3 * EVENTS.len()).map(|place| sentence(unit, place)).collect(),
            paragraph_starts: vec![0, 2, 5, 9],
            references: vec![vec![sentence(unit, 0), sentence(unit, 1)]],
        };
        self.datasets
            .iter()
            .flat_map(|dataset| (0..self.units).map(move |unit| text(dataset, unit)))
            .collect()
    }

    fn run(&self) -> Value {
        let about = |name: &String| json!({"name": name, "about": format!("the system {name}")});
        json!({
            "record": "run", "schema": crate::results::SCHEMA, "task": self.task,
            "version": "0.1.0", "model": "a-model", "options": {"sentences": "3"},
            "systems": self.systems.iter().map(about).collect::<Vec<_>>(),
            "baseline": self.systems.first(),
        })
    }

    fn unit(&self, dataset: &str, unit: usize, system: usize) -> Value {
        let picks = [system, system + 2, system + 4 + unit % 3];
        let score = 0.2 + 0.02 * ((unit * 7 + system * 5) % 13) as f64;
        let output: Vec<String> = picks.iter().map(|&place| sentence(unit, place)).collect();
        json!({
            "record": "unit", "dataset": dataset, "system": self.systems[system],
            "id": format!("document-{unit}"),
            "values": {
                "rouge1_f1": score, "rouge2_f1": score / 2.0, "words": 40.0 + unit as f64,
                "dangling": 0.0, "broken": 1.0, "score": score, "gold": (unit % 5) as f64,
            },
            "output": output, "picks": picks,
            "findings": ["begins with “However” <and nothing before>"],
        })
    }

    fn aggregate(&self, dataset: &str, system: usize) -> Value {
        let value = 0.25 + 0.03 * system as f64;
        let estimate =
            |value: f64| json!({"value": value, "low": value - 0.02, "high": value + 0.02});
        let difference = json!({
            "value": 0.03 * system as f64, "low": 0.001, "high": 0.06,
            "p_bootstrap": 0.02, "p_randomisation": 0.03 / system.max(1) as f64,
        });
        let point = |sentences: usize| {
            json!({
                "sentences": sentences, "words": 20.0 * sentences as f64,
                "rouge1_f1": value, "rouge2_recall": 0.05 * sentences as f64,
            })
        };
        let names = ["rouge1_f1", "rouge2_f1", "dangling", "broken", "words", "spearman"];
        let all = |of: Value| {
            Value::Object(names.map(|name| (name.into(), of.clone())).into_iter().collect())
        };
        let differences = if system == 0 { json!({}) } else { all(difference) };
        json!({
            "record": "aggregate", "dataset": dataset, "system": self.systems[system],
            "units": self.units, "seconds": 0.125, "measures": all(estimate(value)),
            "differences": differences,
            "positions": [9, 4, 3, 2, 2, 1, 1, 1, 0, 1],
            "curve": [point(1), point(2), point(3)],
        })
    }
}

fn subject(unit: usize) -> &'static str {
    SUBJECTS[unit % SUBJECTS.len()]
}

fn sentence(unit: usize, place: usize) -> String {
    EVENTS[place % EVENTS.len()].replace("{}", subject(unit + place / EVENTS.len()))
}
