//! The heading of the page: what was run, by which version, with which options and how long.

use super::table::seconds;
use super::view::View;
use crate::tasks::Task;

/// A fact about a run: what it is and what it is worth.
pub(super) struct Fact {
    /// What it is.
    pub(super) name: String,
    /// What it is worth.
    pub(super) value: String,
}

/// The title: what was evaluated, of how many systems, on which data.
pub(super) fn title(view: &View<'_>) -> String {
    let subject = match view.results.run.task {
        Task::Summary => "Summaries",
        Task::Pairs => "Likeness of pairs",
        Task::Retrieval => "Retrieval",
        Task::Segmentation => "Sentence boundaries",
        Task::Extraction => "Text of pages",
        Task::Index => "Approximate neighbours",
    };
    let datasets = view.results.datasets.len();
    let systems = counted(view.systems.len(), "system");
    match view.results.datasets.first() {
        None => format!("{subject}: {systems}"),
        Some(dataset) if datasets == 1 => format!("{subject}: {systems} on {}", dataset.name),
        Some(_) => format!("{subject}: {systems} on {}", counted(datasets, "data set")),
    }
}

/// What the results say about the run; nothing stands for what they do not say.
pub(super) fn facts(view: &View<'_>) -> Vec<Fact> {
    let run = &view.results.run;
    let mut facts = vec![fact("nutgraf", &run.version)];
    facts.extend(run.model.as_deref().map(|model| fact("model", model)));
    facts.extend(run.baseline.as_deref().map(|baseline| fact("baseline", baseline)));
    if let Some(end) = &view.results.end {
        let embedding = seconds(end.embedding_seconds);
        let time = match embedding.as_str() {
            "" | "0 ms" => seconds(end.seconds),
            _ => format!("{}, {embedding} of it embedding", seconds(end.seconds)),
        };
        facts.push(fact("time", &time));
    }
    facts.extend(run.options.iter().map(|(name, value)| fact(&name.replace('_', " "), value)));
    facts
}

/// A number with its noun, in words up to twelve.
pub(super) fn counted(count: usize, noun: &str) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    let plural = if count == 1 { "" } else { "s" };
    match WORDS.get(count) {
        Some(word) => format!("{word} {noun}{plural}"),
        None => format!("{count} {noun}{plural}"),
    }
}

fn fact(name: &str, value: &str) -> Fact {
    Fact { name: name.to_owned(), value: value.to_owned() }
}
