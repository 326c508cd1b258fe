//! The command line as it is typed.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use nutgraf::read::{FieldPaths, Format, Input};

use super::browse::ListArgs;
use super::filter::{CopyArgs, FilterArgs, OrderArgs, ScoreArgs};
use super::upkeep::{BackupArgs, CheckArgs};

/// Read an article in a minute: its own best sentences, and what else you have on the subject.
#[derive(Debug, Parser)]
#[command(
    name = "nutgraf",
    version,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 done; 1 an input could not be used; 2 the command line is wrong; \
                  3 no such article or model; 4 the library cannot be used; 5 the model cannot \
                  be used; 6 the network failed.\n\
                  With several inputs, a bad one does not stop the others."
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: GlobalArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options that every command takes.
#[derive(Debug, Args)]
pub(crate) struct GlobalArgs {
    /// The library: a SQLite file, or the URL of a PostgreSQL database [default: nutgraf/library.db in the platform's data folder]
    #[arg(long, global = true, env = "NUTGRAF_LIBRARY", hide_env_values = true, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(crate) library: Option<PathBuf>,
    /// The embedding model: the bundled one's name, a folder, or owner/name[@revision]
    #[arg(long, global = true, env = "NUTGRAF_MODEL", hide_env_values = true, value_name = "MODEL", default_value = nutgraf::embed::BUNDLED_MODEL, hide_default_value = true)]
    pub(crate) model: String,
    /// Print JSON, one line a document
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Print no progress and no notes; errors are still printed
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Summarise articles, and name the stored ones nearest to them
    #[command(after_help = "Examples:\n  \
        nutgraf summarize examples/exchange-theft.md\n  \
        nutgraf summarize --sentences 1 --no-text examples/articles\n  \
        nutgraf summarize --among examples/articles examples/exchange-theft.md\n  \
        nutgraf summarize --query \"what about the police?\" examples/exchange-theft.md\n  \
        nutgraf summarize --one-line --summary-only examples/articles\n  \
        nutgraf summarize --one-line --characters 100 --summary-only examples/articles\n  \
        cat examples/exchange-theft.md | nutgraf summarize --words 60 --json -")]
    Summarize(SummarizeArgs),
    /// Store articles in the library
    #[command(
        after_help = "Examples:\n  nutgraf add examples/articles\n  nutgraf add --json - < articles.jsonl\n  \
        nutgraf add --dry-run examples/articles\n  nutgraf add --fetch bookmarks.html\n  \
        nutgraf add https://news.example/feed.xml\n\n\
        Adding a URL or an id again updates the article. With --json, a line is printed for each \
        article once it is safely on disk."
    )]
    Add(super::add::AddArgs),
    /// List the stored articles, the newest first
    List(ListArgs),
    /// Print a stored article's card
    Show(ShowArgs),
    /// Print a stored article and count one read
    Read(ReadArgs),
    /// Change a stored article
    #[command(after_help = "An empty value removes the field: nutgraf edit 3729 --category \"\"")]
    Edit(EditArgs),
    /// Remove stored articles
    #[command(visible_alias = "remove")]
    Rm(RmArgs),
    /// Print the stored articles nearest to an article
    Similar(SimilarArgs),
    /// Print what is new in an article, after what is stored of its story
    New(super::news::NewArgs),
    /// List the stories that several stored articles tell
    Stories(super::stories::StoriesArgs),
    /// Print the stories of a day, and what is new in each
    #[command(after_help = "Examples:\n  nutgraf digest --since 12h\n  \
        nutgraf digest --unread --words 300")]
    Digest(super::digest::DigestArgs),
    /// Print the articles of a story, or say which are one story
    #[command(after_help = "Examples:\n  nutgraf story 51c0\n  nutgraf story --summary 51c0\n  \
        nutgraf story split 51c0\n  nutgraf story merge 51c0 51c1\n  nutgraf story undo\n\n\
        What you say of stories stays, whatever comes later.")]
    Story(super::stories::StoryArgs),
    /// Search the library by meaning, or with --words for exact words
    #[command(after_help = "Examples:\n  nutgraf search \"stolen cryptocurrency\"\n  \
        nutgraf search --words '\"job offer\" exchang*'")]
    Search(SearchArgs),
    /// Print the whole library as JSONL, which `add` takes back
    Export(ExportArgs),
    /// Check the library's integrity, and repair what is derived
    Check(CheckArgs),
    /// Say how much is in the library, and how it is found
    Stats,
    /// Give back the room of what was removed, and make the index one
    Compact,
    /// Copy the library to a file, while others read and write it
    Backup(BackupArgs),
    /// Copy the library to another store: from a file to PostgreSQL, or back
    #[command(after_help = super::copy::EXAMPLES)]
    Copy(super::copy::CopyLibraryArgs),
    /// Embed what was stored with --later, and what else lacks vectors, until told to end
    #[command(after_help = super::work::EXAMPLES)]
    Work(super::work::WorkArgs),
    /// Print the vectors of texts, one text a line
    #[command(after_help = "Examples:\n  \
        nutgraf embed --field title examples/articles/space.jsonl\n  \
        nutgraf embed --format npy --long windows examples/exchange-theft.md > lines.npy\n  \
        cat examples/exchange-theft.md | nutgraf embed -\n\n\
        Every line has its vector, in their order; a blank one has that of an empty text. At a \
        line that cannot be used, the command ends.")]
    Embed(EmbedArgs),
    /// Serve the library over HTTP: an API, the contracts of embedding servers, pages to read on
    #[cfg(feature = "serve")]
    #[command(after_help = super::serve::EXAMPLES)]
    Serve(super::serve::ServeArgs),
    /// The embedding models on this machine
    #[command(subcommand)]
    Models(ModelsCommand),
    /// Print a completion script for a shell
    #[command(after_help = "Example:\n  nutgraf completions bash > nutgraf.bash")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the JSON Schema of a kind of line that --json prints, or name all kinds
    #[command(
        after_help = "Examples:\n  nutgraf schema nutgraf.article/1\n  nutgraf schema fields"
    )]
    Schema {
        /// Its name, or `fields` for the names of fields that are read
        name: Option<String>,
    },
    /// Print the manual page
    #[command(after_help = "Example:\n  nutgraf man > nutgraf.1")]
    Man,
}

/// The scorer of this build: without the bundled model there is none that was trained.
fn default_scorer_name() -> &'static str {
    nutgraf::summarize::scorer_names().next().unwrap_or_default()
}

/// How a summary is made.
#[derive(Debug, Args)]
pub(crate) struct SummaryArgs {
    /// At most this many sentences [default: 3]
    #[arg(short = 'n', long, value_name = "N", group = "budget")]
    pub(crate) sentences: Option<usize>,
    /// At most this many words; 1.5 Chinese characters, 3 kana, or 4 letters of Thai, Lao, Khmer or
    /// Burmese are one
    #[arg(short, long, value_name = "N", group = "budget")]
    pub(crate) words: Option<usize>,
    /// At most this many characters, as for a message
    #[arg(short, long, value_name = "N", group = "budget")]
    pub(crate) characters: Option<usize>,
    /// At most this share of the article's words, over 0 and up to 1
    #[arg(short, long, value_name = "R", group = "budget")]
    pub(crate) ratio: Option<f32>,
    /// One statement, as below a headline, of at most 30 words, or so much as --words or --characters
    /// says; a longer one is cut only where that leaves it true, if it can be
    #[arg(long, conflicts_with_all = ["sentences", "ratio"])]
    pub(crate) one_line: bool,
    /// Only what the article says about this
    #[arg(long, value_name = "TEXT")]
    pub(crate) query: Option<String>,
    /// Leave sentences as they are: no full form of a name in [brackets] where a reader misses it
    #[arg(long)]
    pub(crate) verbatim: bool,
    /// How sentences are ranked: learned, centrality, lexrank or lead
    #[arg(long, value_name = "SCORER", default_value = default_scorer_name(), hide_default_value = true)]
    pub(crate) scorer: String,
}

/// What offsets count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Offsets {
    /// Bytes of UTF-8
    Bytes,
    /// Unicode characters, as Python counts
    Chars,
}

/// What of a card is printed.
#[derive(Debug, Args)]
pub(crate) struct CardArgs {
    #[command(flatten)]
    pub(crate) summary: SummaryArgs,
    /// How many similar readings to name
    #[arg(short = 'k', long, value_name = "N", default_value_t = 5)]
    pub(crate) neighbors: usize,
    #[command(flatten)]
    pub(crate) order: OrderArgs,
    #[command(flatten)]
    pub(crate) copies: CopyArgs,
    #[command(flatten)]
    pub(crate) score: ScoreArgs,
    /// Leave out the article's title and text
    #[arg(long)]
    pub(crate) no_text: bool,
    /// What the offsets of --json count
    #[arg(long, value_name = "UNIT", value_enum, default_value_t = Offsets::Bytes, requires = "json")]
    pub(crate) offsets: Offsets,
    /// Print the summary and nothing else
    #[arg(long, conflicts_with = "json")]
    pub(crate) summary_only: bool,
    /// Print each sentence of the summary as a line of its own
    #[arg(long)]
    pub(crate) bullets: bool,
    /// Print every sentence's score, what it adds up from, and why it was picked or was not
    #[arg(long, conflicts_with = "summary_only")]
    pub(crate) explain: bool,
}

fn format_parser() -> impl clap::builder::TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::all().map(Format::name))
        .try_map(|name| Format::named(&name).ok_or("no such format"))
}

/// Where articles are read from.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct InputArgs {
    /// Files, folders, addresses (https://...), or - for standard input; text, pages, feeds,
    /// exports, books and more
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub(crate) inputs: Vec<PathBuf>,
    /// The form of the inputs [default: by content, else by name]
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    pub(crate) format: Option<Format>,
    /// The field of JSON or the column of a table with the text: a name, or a path such as
    /// payload.html [default: body, text, content, article, articleBody, content_text, ctext,
    /// document, paragraphs, sentences, content_html, description and more, which
    /// `nutgraf schema fields` names]
    #[arg(long, value_name = "FIELD")]
    pub(crate) text_field: Option<String>,
    /// The one with the title [default: title, headline, name and more]
    #[arg(long, value_name = "FIELD")]
    pub(crate) title_field: Option<String>,
    /// The one with the date [default: date, published, pubDate, datePublished and more]
    #[arg(long, value_name = "FIELD")]
    pub(crate) date_field: Option<String>,
    /// Fetch addresses of this machine and of private networks too
    #[arg(long)]
    pub(crate) allow_private: bool,
}

impl InputArgs {
    /// An input with what the arguments say of it.
    pub(crate) fn applied_to(&self, input: Input) -> Input {
        let fields = FieldPaths {
            text: self.text_field.clone(),
            title: self.title_field.clone(),
            date: self.date_field.clone(),
        };
        input.format(self.format).fields(fields)
    }
}

#[derive(Debug, Args)]
pub(crate) struct SummarizeArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) card: CardArgs,
    /// Name similar readings from these files and folders, not from the library
    #[arg(long, value_name = "FILE", value_hint = ValueHint::AnyPath, conflicts_with = "summary_only")]
    pub(crate) among: Vec<PathBuf>,
    /// Store the articles in the library as well
    #[arg(long, conflicts_with = "among")]
    pub(crate) save: bool,
}

/// Which stored article is meant.
#[derive(Debug, Args)]
pub(crate) struct ReferenceArg {
    /// Its id, the first four or more characters of it, another system's id, or its URL
    #[arg(value_name = "ID")]
    pub(crate) reference: String,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    pub(crate) article: ReferenceArg,
    #[command(flatten)]
    pub(crate) card: CardArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ReadArgs {
    #[command(flatten)]
    pub(crate) article: ReferenceArg,
}

#[derive(Debug, Args)]
#[group(id = "change", required = true, multiple = true)]
pub(crate) struct Changes {
    /// The new title
    #[arg(long, group = "change")]
    pub(crate) title: Option<String>,
    /// The new category
    #[arg(long, group = "change")]
    pub(crate) category: Option<String>,
    /// The new URL
    #[arg(long, group = "change")]
    pub(crate) url: Option<String>,
    /// The new date, as 2024-12-24
    #[arg(long, group = "change")]
    pub(crate) date: Option<String>,
    /// The new language, as an ISO 639 code
    #[arg(long, group = "change")]
    pub(crate) language: Option<String>,
    /// A file with the new text, or - for standard input
    #[arg(long, group = "change", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) body: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct EditArgs {
    #[command(flatten)]
    pub(crate) article: ReferenceArg,
    #[command(flatten)]
    pub(crate) changes: Changes,
}

#[derive(Debug, Args)]
pub(crate) struct RmArgs {
    /// Their ids, see `show`
    #[arg(value_name = "ID", required = true)]
    pub(crate) references: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct SimilarArgs {
    /// A stored article's id (see `show`), a file, or - for standard input
    #[arg(value_name = "ID|FILE", value_hint = ValueHint::FilePath)]
    pub(crate) subject: String,
    /// How many
    #[arg(short = 'k', long, value_name = "N", default_value_t = 5)]
    pub(crate) neighbors: usize,
    /// Say of each what both have in common, and which sentences match best
    #[arg(long)]
    pub(crate) why: bool,
    #[command(flatten)]
    pub(crate) order: OrderArgs,
    #[command(flatten)]
    pub(crate) copies: CopyArgs,
    #[command(flatten)]
    pub(crate) score: ScoreArgs,
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
}

#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// What to look for
    #[arg(value_name = "TEXT")]
    pub(crate) query: String,
    /// Find exact words; "a phrase" in quotes, a prefix with *
    #[arg(long)]
    pub(crate) words: bool,
    /// At most this many
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) score: ScoreArgs,
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// A file to write [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
}

/// The form of vectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum VectorFormat {
    /// A line of JSON each
    Jsonl,
    /// One array of NumPy's, of shape (texts, dimensions)
    Npy,
    /// Row after row, in little-endian f32
    F32,
}

/// What becomes of a text that is longer than the model reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LongTexts {
    /// Only its beginning is read
    Cut,
    /// It is read in windows that overlap, and the mean of their vectors taken
    Windows,
}

#[derive(Debug, Args)]
pub(crate) struct EmbedArgs {
    /// A file of UTF-8 text, or - for standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) input: Option<PathBuf>,
    /// The lines are JSON objects: embed the text in this field of each
    #[arg(long, value_name = "NAME")]
    pub(crate) field: Option<String>,
    /// The form of the vectors [default: jsonl]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<VectorFormat>,
    /// A file to write, which appears once it is whole [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// What becomes of a text that is longer than the model reads
    #[arg(long, value_name = "HOW", value_enum, default_value_t = LongTexts::Cut)]
    pub(crate) long: LongTexts,
    /// How many threads the model runs on [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Print a line of JSON on standard error at the end: texts, seconds
    #[arg(long)]
    pub(crate) stats: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ModelsCommand {
    /// List the models that can be used without a connection
    List,
    /// Fetch a model from the hub and check its sha256
    #[command(after_help = "HF_ENDPOINT names another hub, HF_HOME the cache, HF_TOKEN a token; \
        with HF_HUB_OFFLINE=1 no connection is opened.\n\n\
        Example:\n  nutgraf models pull BAAI/bge-small-en-v1.5")]
    Pull {
        /// owner/name[@revision]
        model: String,
    },
    /// Print the folder that a model's files are in
    Path {
        /// A folder, or owner/name[@revision]
        model: String,
    },
    /// Make our int8 form of an f32 model, and say how near it is to the original
    #[command(
        after_help = "At most 500 of the sentences are calibrated on, and at most 500 of the \
        others are what the two models are compared on.\n\n\
        Example:\n  nutgraf models quantize BAAI/bge-small-en-v1.5 \
        --calibration examples/articles -o bge-int8"
    )]
    Quantize(QuantizeArgs),
}

#[derive(Debug, Args)]
pub(crate) struct QuantizeArgs {
    /// The model: a folder with config.json, tokenizer.json and model.safetensors, or
    /// owner/name[@revision], pulled before
    #[arg(value_name = "MODEL", value_hint = ValueHint::DirPath)]
    pub(crate) original: String,
    /// Articles of the kind that the model is to embed
    #[arg(long, value_name = "FILE", required = true, value_hint = ValueHint::AnyPath)]
    pub(crate) calibration: Vec<PathBuf>,
    /// A tab-separated file of the STS benchmark, to score both models on as well
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) sts: Option<PathBuf>,
    /// The folder to write
    #[arg(short, long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub(crate) output: PathBuf,
    /// The quantised model's name [default: the output folder's]
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// The hub repository that the model is of, for its manifest [default: where it was pulled from]
    #[arg(long)]
    pub(crate) repository: Option<String>,
    /// The commit of that repository [default: the one that was pulled]
    #[arg(long)]
    pub(crate) revision: Option<String>,
    /// The licence of the weights
    #[arg(long, default_value = "unknown", hide_default_value = true)]
    pub(crate) licence: String,
    /// The languages that the model knows, as ISO 639 codes; articles in others are compared by
    /// their words [default: all]
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) languages: Vec<String>,
}
