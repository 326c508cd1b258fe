//! What a path is, for those who gave it to the wrong task.
//!
//! In: a task, a path, and what its rows looked like. Out: the files that the task reads there, or
//! advice: what the task reads, what was found, and the command that reads that.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::Loaded;
use super::beir::is_beir;
use super::extraction::is_extraction;
use super::files::{self, Format, file_name};
use super::reading::Layout;

/// What a data set is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    Summaries,
    Articles,
    Pairs,
    Retrieval,
    Segmentation,
    Extraction,
    Panel,
}

impl Task {
    /// The command of the binary that reads it.
    fn command(self) -> &'static str {
        match self {
            Self::Summaries => "summary",
            Self::Articles | Self::Retrieval => "retrieval",
            Self::Pairs => "pairs",
            Self::Segmentation => "segmentation",
            Self::Extraction => "extraction",
            Self::Panel => "panel",
        }
    }

    /// What it reads, after "this task reads".
    fn reads(self) -> &'static str {
        match self {
            Self::Summaries => {
                "articles with reference summaries, as JSON lines, a JSON array, CSV or TSV with \
                 a header, or .story files"
            }
            Self::Articles => {
                "articles with a category, as JSON lines, a JSON array, CSV or TSV with a header, \
                 or CSV of class, title and description"
            }
            Self::Pairs => {
                "pairs of sentences with a score, as the STS benchmark (TSV of 7 columns or more), \
                 CSV or TSV of 3 columns, or JSON with sentence1, sentence2 and score"
            }
            Self::Retrieval => {
                "a folder in the layout of BEIR: corpus.jsonl, queries.jsonl and qrels/test.tsv"
            }
            Self::Segmentation => {
                "texts with their sentences, as JSON with text and sents (strings) or sentences \
                 (character offsets)"
            }
            Self::Extraction => "a folder with gold.json (or ground-truth.json) and html/*.html.gz",
            Self::Panel => "articles, as JSON lines, a JSON array, CSV or TSV with a header",
        }
    }

    /// What its data are, after "looks like".
    fn data(self) -> &'static str {
        match self {
            Self::Summaries => "articles with summaries",
            Self::Articles => "articles with categories",
            Self::Pairs => "scored pairs of sentences",
            Self::Retrieval => "a BEIR folder",
            Self::Segmentation => "texts with sentence ends",
            Self::Extraction => "an extraction benchmark",
            Self::Panel => "articles",
        }
    }
}

/// What to do about data that a task cannot read.
pub(super) fn advice(task: Task, path: &Path, layout: &Layout) -> String {
    let reads = format!("this task reads {}", task.reads());
    let found = match folder(path) {
        Some(found) => vec![found],
        None => recognised(layout),
    };
    match found.into_iter().find(|found| found.command() != task.command()) {
        Some(found) => format!(
            "{reads}; this looks like {}: use `nutgraf-eval {}`",
            found.data(),
            found.command()
        ),
        None if layout.fields.is_empty() => reads,
        None if matches!(task, Task::Summaries | Task::Articles) => {
            format!("{reads}; {}: name those to read", field_names(layout))
        }
        None => format!("{reads}; {}", field_names(layout)),
    }
}

/// The names of the fields that rows have, in words.
pub(super) fn field_names(layout: &Layout) -> String {
    const SHOWN: usize = 20;
    let mut names: Vec<String> = layout
        .fields
        .iter()
        .take(SHOWN)
        .map(|name| format!("`{}`", name.chars().take(40).collect::<String>()))
        .collect();
    if layout.fields.len() > SHOWN {
        names.push("more".to_owned());
    }
    format!("the fields are {}", names.join(", "))
}

/// Opens a file, or every data file of a folder as a data set of its own; the `.story` files of a
/// folder are one, which `open` gets the folder for. Files of another kind are passed over, which
/// the tally of the first data set notes; a folder of nothing else is an error.
pub(super) fn open_each<T>(
    task: Task,
    path: &Path,
    open: impl Fn(&Path) -> Result<Loaded<T>>,
) -> Result<Vec<Loaded<T>>> {
    let metadata = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
    if !metadata.is_dir() {
        return Ok(vec![open(path)?]);
    }
    let paths = data_files(task, path)?;
    let (mut sets, mut passed_over) = (Vec::new(), Vec::new());
    for path in &paths {
        match open(path) {
            Ok(set) => sets.push(set),
            Err(error) => passed_over.push((path, error)),
        }
    }
    let Some(first) = sets.first_mut() else {
        let (_, error) = passed_over.swap_remove(0);
        return Err(error.context("no file of the folder can be read for this task; the first"));
    };
    for (path, _) in passed_over {
        first.tally.note("file of the folder passed over: not of this kind", file_name(path));
    }
    let names: Vec<String> = sets.iter().map(|set| set.name.clone()).collect();
    for set in &mut sets {
        if names.iter().filter(|name| **name == set.name).count() > 1 {
            set.name = file_name(&set.path);
        }
    }
    Ok(sets)
}

fn data_files(task: Task, path: &Path) -> Result<Vec<PathBuf>> {
    let nothing = Layout::default();
    if folder(path).is_some() {
        bail!("{} holds no such data: {}", path.display(), advice(task, path, &nothing));
    }
    let files = files::in_folder(path)?;
    let is_story = |file: &Path| files::format(file) == Some(Format::Story);
    let stories = task == Task::Summaries && files.iter().any(|file| is_story(file));
    let mut found: Vec<PathBuf> =
        files.into_iter().filter(|file| files::format(file).is_some() && !is_story(file)).collect();
    if stories {
        found.push(path.to_owned());
    }
    if found.is_empty() {
        bail!("no data file lies in {}: {}", path.display(), advice(task, path, &nothing));
    }
    Ok(found)
}

fn folder(path: &Path) -> Option<Task> {
    if is_beir(path) {
        Some(Task::Retrieval)
    } else if is_extraction(path) {
        Some(Task::Extraction)
    } else {
        None
    }
}

/// What the rows of a file can be read for, the most likely first.
fn recognised(layout: &Layout) -> Vec<Task> {
    let has = |name: &str| layout.fields.contains(name);
    let any = |names: &[&str]| names.iter().any(|name| has(name));
    let number = |column: usize| {
        layout.first.get(column).is_some_and(|value| value.trim().parse::<f64>().is_ok())
    };
    let columns = layout.first.len();
    let mut found = Vec::new();
    if has("text") && any(&["sents", "sentences"]) {
        found.push(Task::Segmentation);
    }
    if has("sentence1") && has("sentence2")
        || columns >= 7 && number(4)
        || columns == 3 && number(2) && !number(0)
    {
        found.push(Task::Pairs);
    }
    let text = any(&["article", "document", "text", "body", "content", "paragraphs", "sentences"]);
    if text && any(&["highlights", "summary", "abstract", "references", "ctext"]) {
        found.push(Task::Summaries);
    }
    if text && any(&["category", "label", "class"]) || columns == 3 && number(0) && !number(2) {
        found.push(Task::Articles);
    }
    found
}
