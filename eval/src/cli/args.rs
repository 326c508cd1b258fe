//! The command line's arguments.

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use nutgraf::embed::BUNDLED_MODEL;

/// How good are summaries, neighbours and sentences? Measured on public data, with intervals.
#[derive(Parser)]
#[command(name = "nutgraf-eval", version, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Summaries against references: ROUGE, length, position, dangling references
    Summary(SummaryArgs),
    /// Pairs of texts against people's judgement of their likeness
    Pairs(PairsArgs),
    /// Documents found for a query, or for an article
    Retrieval(RetrievalArgs),
    /// The ends of sentences
    Segmentation(PlainArgs),
    /// The article's text on a web page
    Extraction(PlainArgs),
    /// The approximate index against the exact one
    Index(IndexArgs),
    /// What changed between two results files, where, and whether it is significant
    Compare(CompareArgs),
    /// Fail if results are worse than a baseline: 1 if worse, 2 if they do not compare
    Gate(GateArgs),
    /// Show a results file as a table, in Markdown or as a page of HTML
    Report(ReportArgs),
    /// Summaries of what a reader asks: found where it is told, and nowhere else?
    Questions(QuestionsArgs),
    /// What is a statement: kinds of lines against those that a reader gave
    Lines(LinesArgs),
    /// Which articles tell one story: relations of pairs, and the stories that articles are joined to
    Stories(StoriesArgs),
    /// Which sentences tell something new: against the labels of stories
    Novelty(NoveltyArgs),
    /// A blind reading: which of several systems' summaries would a reader rather have?
    Panel {
        #[command(subcommand)]
        command: PanelCommand,
    },
    /// Train the scorer `learned`, or say by cross-validation how good it is
    Train(TrainArgs),
    /// Compare a model's vectors with those of its f32 original
    Fidelity(FidelityArgs),
    /// Count how rare words are: the table that similar readings are weighed by
    Words(WordsArgs),
}

/// What every run takes.
#[derive(Args)]
pub(crate) struct RunArgs {
    /// Files or folders, in any of the known forms
    #[arg(required_unless_present = "system")]
    pub(crate) data: Vec<PathBuf>,
    /// What to evaluate: names, NAME=file:PATH or NAME=command:COMMAND
    #[arg(long, short, num_args = 1.., value_name = "NAME")]
    pub(crate) system: Vec<String>,
    /// The system that the others are compared with [default: the first]
    #[arg(long, value_name = "NAME")]
    pub(crate) baseline: Option<String>,
    /// At most this many units of each data set, chosen by lot
    #[arg(long, value_name = "N", value_parser = positive)]
    pub(crate) sample: Option<usize>,
    /// The seed of everything that is random
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// How often intervals and significance resample
    #[arg(long, default_value_t = 10_000, value_name = "N", value_parser = positive)]
    pub(crate) resamples: usize,
    /// Write the results here, as JSON lines; a stopped run goes on from there
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Write a report here, as one page of HTML
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// How to print the results
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    /// Draw no progress bar
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

impl RunArgs {
    /// Takes as data what stands behind the systems and is there: `-s lead DATA` is what the usage
    /// line suggests, and systems may be several.
    pub(crate) fn untangled(mut self) -> anyhow::Result<Self> {
        if self.data.is_empty() {
            let is_data = |name: &String| Path::new(name).exists();
            let names = self.system.iter().rposition(|name| !is_data(name)).map_or(0, |at| at + 1);
            self.data = self.system.split_off(names).into_iter().map(PathBuf::from).collect();
        }
        anyhow::ensure!(
            !self.data.is_empty(),
            "no data is named, or there is no file of that name: give files or folders"
        );
        Ok(self)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table for the terminal
    Table,
    /// Tables with intervals and differences in full
    Markdown,
    /// JSON lines: the aggregates, without the units
    Json,
}

#[derive(Args)]
pub(crate) struct ModelArg {
    /// The model: the bundled one's name or a folder
    #[arg(long, default_value = BUNDLED_MODEL)]
    pub(crate) model: String,
}

#[derive(Args)]
pub(crate) struct FieldArgs {
    /// The field that has the text
    #[arg(long, value_name = "FIELD")]
    pub(crate) text_field: Option<String>,
    /// The field that has the reference summary
    #[arg(long, value_name = "FIELD")]
    pub(crate) reference_field: Option<String>,
    /// The field that has the title
    #[arg(long, value_name = "FIELD")]
    pub(crate) title_field: Option<String>,
    /// The field that has the id
    #[arg(long, value_name = "FIELD")]
    pub(crate) id_field: Option<String>,
    /// The field that has the category
    #[arg(long, value_name = "FIELD")]
    pub(crate) category_field: Option<String>,
}

#[derive(Args)]
pub(crate) struct SummaryArgs {
    #[command(flatten)]
    pub(crate) run: RunArgs,
    #[command(flatten)]
    pub(crate) model: ModelArg,
    #[command(flatten)]
    pub(crate) fields: FieldArgs,
    /// Sentences of a summary
    #[arg(long, default_value_t = 3, value_name = "N", value_parser = positive)]
    pub(crate) sentences: usize,
    /// Words of a summary, in place of sentences
    #[arg(long, value_name = "N", conflicts_with = "sentences", value_parser = positive)]
    pub(crate) words: Option<usize>,
    /// Words to which a summary is cut for ROUGE-2 recall at a fixed length
    #[arg(long, default_value_t = 60, value_name = "N", value_parser = positive)]
    pub(crate) recall_words: usize,
    /// Compare words as they are, without Porter's stemmer
    #[arg(long)]
    pub(crate) no_stemmer: bool,
    /// Up to how many sentences the length curve goes; 0 for none
    #[arg(long, default_value_t = 8, value_name = "N")]
    pub(crate) curve: usize,
}

#[derive(Args)]
pub(crate) struct PairsArgs {
    #[command(flatten)]
    pub(crate) run: RunArgs,
    #[command(flatten)]
    pub(crate) model: ModelArg,
    /// People call two texts duplicates from this score on
    #[arg(long, value_name = "SCORE", requires = "threshold")]
    pub(crate) duplicate_from: Option<f64>,
    /// A system calls two texts duplicates from this score on
    #[arg(long, value_name = "SCORE", requires = "duplicate_from")]
    pub(crate) threshold: Option<f64>,
}

#[derive(Args)]
pub(crate) struct RetrievalArgs {
    #[command(flatten)]
    pub(crate) run: RunArgs,
    #[command(flatten)]
    pub(crate) model: ModelArg,
    #[command(flatten)]
    pub(crate) fields: FieldArgs,
    /// The judgements of a BEIR folder [default: the first of test, dev, train]
    #[arg(long)]
    pub(crate) split: Option<String>,
}

#[derive(Args)]
pub(crate) struct PlainArgs {
    #[command(flatten)]
    pub(crate) run: RunArgs,
}

#[derive(Args)]
pub(crate) struct IndexArgs {
    #[command(flatten)]
    pub(crate) run: RunArgs,
    #[command(flatten)]
    pub(crate) model: ModelArg,
    #[command(flatten)]
    pub(crate) fields: FieldArgs,
}

#[derive(Args)]
pub(crate) struct CompareArgs {
    /// The results before
    pub(crate) before: PathBuf,
    /// The results after
    pub(crate) after: PathBuf,
    /// A system of the first file [default: every system that both have]
    #[arg(long, value_name = "NAME")]
    pub(crate) system: Option<String>,
    /// The system of the second file that it is compared with [default: the one of its name]
    #[arg(long, value_name = "NAME", requires = "system")]
    pub(crate) with: Option<String>,
    /// How often intervals and significance resample
    #[arg(long, default_value_t = 10_000, value_name = "N", value_parser = positive)]
    pub(crate) resamples: usize,
}

#[derive(Args)]
pub(crate) struct GateArgs {
    /// The results
    pub(crate) results: PathBuf,
    /// What they must not be worse than: a results file, units not needed
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: PathBuf,
    /// By how much a figure may be worse, in the unit in which tables show it
    #[arg(long, default_value_t = 0.0, value_name = "POINTS")]
    pub(crate) tolerance: f64,
    /// Make these results the baseline, without their units
    #[arg(long)]
    pub(crate) update: bool,
}

#[derive(Args)]
pub(crate) struct ReportArgs {
    /// The results
    pub(crate) results: PathBuf,
    /// Write a page of HTML here; the data have to lie where they lay
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// The system whose best and worst documents the page shows
    #[arg(long, value_name = "NAME", requires = "html")]
    pub(crate) system: Option<String>,
    /// How to print the results
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

#[derive(Args)]
pub(crate) struct QuestionsArgs {
    /// Documents with summaries: any data of `summary`; with `--set`, the folders of its articles
    #[arg(required = true)]
    pub(crate) data: Vec<PathBuf>,
    /// Questions with the sentences that answer them, as in data/questions
    #[arg(long, value_name = "FILE")]
    pub(crate) set: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) model: ModelArg,
    /// At most this many documents, chosen by lot
    #[arg(long, default_value_t = 300, value_name = "N", value_parser = positive)]
    pub(crate) sample: usize,
    /// The seed of the lot
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Subcommand)]
pub(crate) enum PanelCommand {
    /// Write files to read, with summaries under letters, and the key to them
    Make(PanelMakeArgs),
    /// What readers' scores say: means, wins and losses, and how far readers agree
    Score(PanelScoreArgs),
    /// Keep what was judged, without the texts
    Keep(PanelKeepArgs),
    /// Write files to read, with the sentences of articles numbered
    Number(PanelNumberArgs),
    /// Keep which of these sentences readers would have in a summary, without the texts
    Extracts(PanelExtractsArgs),
}

#[derive(Args)]
pub(crate) struct PanelMakeArgs {
    /// The folder to write to
    pub(crate) folder: PathBuf,
    /// Articles: JSON lines, a JSON array, CSV or TSV; `source` groups the figures
    pub(crate) articles: PathBuf,
    /// Whose summaries: names, NAME=file:PATH or NAME=command:COMMAND
    #[arg(long, short, num_args = 1.., required = true, value_name = "NAME")]
    pub(crate) system: Vec<String>,
    #[command(flatten)]
    pub(crate) model: ModelArg,
    /// Sentences of a summary
    #[arg(long, default_value_t = 3, value_name = "N", value_parser = positive)]
    pub(crate) sentences: usize,
    /// Words of a summary, in place of sentences
    #[arg(long, value_name = "N", conflicts_with = "sentences", value_parser = positive)]
    pub(crate) words: Option<usize>,
    /// At most this many articles, chosen by lot
    #[arg(long, value_name = "N", value_parser = positive)]
    pub(crate) sample: Option<usize>,
    /// The seed of the lot and of the letters
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Articles in a file to read
    #[arg(long, default_value_t = 10, value_name = "N", value_parser = positive)]
    pub(crate) per_file: usize,
}

#[derive(Args)]
pub(crate) struct PanelScoreArgs {
    /// The folder of the panel
    pub(crate) folder: PathBuf,
    /// The system that the others are compared with [default: the first]
    #[arg(long, value_name = "NAME")]
    pub(crate) baseline: Option<String>,
    /// What readers wrote, a file each [default: every scores*.txt of the folder]
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(crate) scores: Vec<PathBuf>,
}

#[derive(Args)]
pub(crate) struct PanelKeepArgs {
    /// The folder of the panel
    pub(crate) folder: PathBuf,
    /// Write ids, systems and marks here, as JSON lines
    #[arg(long, value_name = "FILE")]
    pub(crate) into: PathBuf,
    /// What readers wrote, a file each [default: every scores*.txt of the folder]
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(crate) scores: Vec<PathBuf>,
}

#[derive(Args)]
pub(crate) struct PanelNumberArgs {
    /// The folder to write to
    pub(crate) folder: PathBuf,
    /// Articles: JSON lines, a JSON array, CSV or TSV
    pub(crate) articles: PathBuf,
    /// Articles in a file to read
    #[arg(long, default_value_t = 10, value_name = "N", value_parser = positive)]
    pub(crate) per_file: usize,
}

#[derive(Args)]
pub(crate) struct PanelExtractsArgs {
    /// The folder of the numbered articles
    pub(crate) folder: PathBuf,
    /// The name of this reading
    #[arg(long, value_name = "NAME")]
    pub(crate) reading: String,
    /// Write ids and fingerprints of sentences here, as JSON lines
    #[arg(long, value_name = "FILE")]
    pub(crate) into: PathBuf,
    /// What readers wrote, a file each [default: every extracts*.txt of the folder]
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(crate) extracts: Vec<PathBuf>,
}

#[derive(Args)]
pub(crate) struct LinesArgs {
    /// Labels: `eval/data/lines/labels.jsonl`
    pub(crate) labels: PathBuf,
    /// The folder of public data that the labels are of
    pub(crate) data: PathBuf,
}

#[derive(Args)]
pub(crate) struct StoriesArgs {
    /// Articles with `topic` and `event`: every third topic is measured on, the others may be tuned on
    pub(crate) data: Vec<PathBuf>,
    /// Stories to tune on
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(crate) tune: Vec<PathBuf>,
    /// Stories to measure on
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(crate) decide: Vec<PathBuf>,
    /// Fit the model of relations to what may be tuned on, and write it into this file
    #[arg(long, value_name = "FILE")]
    pub(crate) fit: Option<PathBuf>,
    /// Leave out each kind of evidence in turn, and fit anew
    #[arg(long)]
    pub(crate) ablate: bool,
    /// Pairs of articles of a collection and how near people find them: 2 and 3 are one story
    #[arg(long, value_name = "FILE", requires = "articles")]
    pub(crate) pairs: Option<PathBuf>,
    /// The collection that these are of
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(crate) articles: Vec<PathBuf>,
}

#[derive(Args)]
pub(crate) struct NoveltyArgs {
    /// Stories to tune on
    #[arg(long, num_args = 1.., value_name = "FILE", required = true)]
    pub(crate) tune: Vec<PathBuf>,
    /// Stories to measure on
    #[arg(long, num_args = 1.., value_name = "FILE", required = true)]
    pub(crate) decide: Vec<PathBuf>,
    /// Fit the model of what is new to the first, and write it into this file
    #[arg(long, value_name = "FILE")]
    pub(crate) fit: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct WordsArgs {
    /// Documents: any data of `summary`
    #[arg(required = true)]
    pub(crate) data: Vec<PathBuf>,
    /// Sentences of one language each, of which the commonest words are taken: any data of `pairs`
    #[arg(long, num_args = 1.., value_name = "DATA")]
    pub(crate) sentences: Vec<PathBuf>,
    /// Write the table into this file
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
}

#[derive(Args)]
pub(crate) struct TrainArgs {
    /// Documents with summaries: any data of `summary`
    #[arg(required = true)]
    pub(crate) data: Vec<PathBuf>,
    /// Write the forests into this folder
    #[arg(long, short, value_name = "FOLDER", required_unless_present = "cross_validate")]
    pub(crate) output: Option<PathBuf>,
    /// Write what forests pick that have not seen the document, a file for each data set, for
    /// `summary -s NAME=file:FILE`
    #[arg(long, value_name = "FOLDER")]
    pub(crate) cross_validate: Option<PathBuf>,
    /// What readers preferred, a judgement a line, for the choice among whole summaries
    #[arg(long, value_name = "FILE", default_value = "eval/data/panel/preferences.jsonl")]
    pub(crate) preferences: PathBuf,
    /// The sentences that readers would have in summaries, an article a line
    #[arg(long, value_name = "FILE", default_value = "eval/data/panel/extracts.jsonl")]
    pub(crate) extracts: PathBuf,
    /// The folders of public data that the articles are of [default: beside the first data]
    #[arg(long, num_args = 1.., value_name = "FOLDER")]
    pub(crate) articles: Vec<PathBuf>,
    /// Into how many folds the documents are divided
    #[arg(long, default_value_t = 5, value_name = "N", value_parser = clap::value_parser!(u8).range(2..))]
    pub(crate) folds: u8,
    /// Sentences of a summary in the cross-validation
    #[arg(long, default_value_t = 3, value_name = "N", value_parser = positive)]
    pub(crate) sentences: usize,
    /// Words of a summary in the cross-validation, in place of sentences
    #[arg(long, value_name = "N", conflicts_with = "sentences", value_parser = positive)]
    pub(crate) words: Option<usize>,
    /// Let the summaries of the cross-validation leave references dangling
    #[arg(long)]
    pub(crate) any_discourse: bool,
    /// The seed of everything that is random
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Args)]
pub(crate) struct FidelityArgs {
    #[command(flatten)]
    pub(crate) model: ModelArg,
    /// The f32 original: a folder
    #[arg(long)]
    pub(crate) reference: String,
    /// News to take sentences from: any data of `summary`
    #[arg(long)]
    pub(crate) news: PathBuf,
    /// How many sentences
    #[arg(long, default_value_t = 3000, value_parser = positive)]
    pub(crate) sentences: usize,
    /// A file of the STS benchmark
    #[arg(long)]
    pub(crate) sts: Option<PathBuf>,
}

fn positive(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("a number of 1 or more is expected".to_owned()),
        Ok(number) => Ok(number),
    }
}
