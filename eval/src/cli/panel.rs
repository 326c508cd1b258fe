//! `panel`: files for a blind reading, and what came of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};
use nutgraf_eval::datasets::{SummaryItem, open_panel, sample};
use nutgraf_eval::panel::{
    EXTRACTS_SCHEMA, Key, NumberedKey, Presented, Reader, SCHEMA, chosen, draw, kept, number,
    parse, table,
};
use nutgraf_eval::systems::SystemSpec;
use nutgraf_eval::tasks::summary::{Length, PreparedDocument, summaries, unmeasured_names};

use super::args::{
    PanelCommand, PanelExtractsArgs, PanelKeepArgs, PanelMakeArgs, PanelNumberArgs, PanelScoreArgs,
};
use super::print;
use super::run::Model;

const KEY: &str = "key.json";

pub(super) fn run(command: &PanelCommand) -> Result<ExitCode> {
    match command {
        PanelCommand::Make(args) => make(args)?,
        PanelCommand::Score(args) => score(args)?,
        PanelCommand::Keep(args) => keep(args)?,
        PanelCommand::Number(args) => write_numbered(args)?,
        PanelCommand::Extracts(args) => keep_extracts(args)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn make(args: &PanelMakeArgs) -> Result<()> {
    let folder = &args.folder;
    let key = folder.join(KEY);
    ensure!(!key.exists(), "{} is there already: take another folder", key.display());
    let specs = SystemSpec::parse_all(&args.system, &unmeasured_names())?;
    let model = Model::new(&args.model.model)?;
    let mut articles = open_panel(&args.articles)?.items;
    if let Some(count) = args.sample {
        articles = sample(articles, count, args.seed);
    }
    let (sources, documents): (Vec<String>, Vec<PreparedDocument>) = articles
        .into_iter()
        .map(|article| {
            let (id, title, text) = (article.id, article.title, article.text);
            let item = SummaryItem { id, title, text, references: Vec::new() };
            (article.source, PreparedDocument::new(item))
        })
        .unzip();
    let length = args.words.map_or(Length::Sentences(args.sentences), Length::Words);
    let made = summaries(&documents, &specs, length, args.seed, &|| model.embedder())?;
    let presented: Vec<Presented> = documents
        .into_iter()
        .zip(sources)
        .zip(made)
        .map(|((document, source), summaries)| {
            let PreparedDocument { id, title, body, .. } = document;
            Presented { id, title, body, source, summaries }
        })
        .collect();
    let systems = specs.iter().map(SystemSpec::info).collect();
    let panel = draw(&presented, systems, args.per_file, args.seed)?;
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (number, text) in panel.files.iter().enumerate() {
        write(&folder.join(format!("blind-{number}.txt")), text)?;
    }
    write(&key, &format!("{}\n", serde_json::to_string(&panel.key)?))?;
    let alike = panel.key.articles.iter().filter(|entry| entry.is_alike()).count();
    print(&format!(
        "{} articles, {alike} with one summary from all; {} files to read in {}\n",
        panel.key.articles.len(),
        panel.files.len(),
        folder.display()
    ))
}

fn score(args: &PanelScoreArgs) -> Result<()> {
    let (key, readers) = read(&args.folder, &args.scores)?;
    print(&table(&key, &readers, args.baseline.as_deref())?)
}

fn keep(args: &PanelKeepArgs) -> Result<()> {
    let (key, readers) = read(&args.folder, &args.scores)?;
    ensure!(!args.into.exists(), "{} is there already", args.into.display());
    let lines: String = kept(&key, &readers).iter().map(|record| format!("{record}\n")).collect();
    write(&args.into, &lines)?;
    print(&format!("{}: written\n", args.into.display()))
}

/// The key of a panel, and what its readers wrote: in the files that are named, or in every
/// `scores*.txt` of the folder.
fn read(folder: &Path, scores: &[PathBuf]) -> Result<(Key, Vec<Reader>)> {
    let path = folder.join(KEY);
    let key: Key = serde_json::from_str(&text_of(&path)?)
        .with_context(|| format!("{} is no key of a panel", path.display()))?;
    ensure!(key.schema == SCHEMA, "{} is a `{}`, not a `{SCHEMA}`", path.display(), key.schema);
    let paths = if scores.is_empty() { texts_in(folder, "scores")? } else { scores.to_vec() };
    let readers = paths
        .iter()
        .map(|path| parse(&path.display().to_string(), &text_of(path)?, &key))
        .collect::<Result<Vec<_>>>()?;
    let named = |reader: Reader| Reader { name: stem(&reader.name), ..reader };
    Ok((key, readers.into_iter().map(named).collect()))
}

fn write_numbered(args: &PanelNumberArgs) -> Result<()> {
    let folder = &args.folder;
    let key = folder.join(KEY);
    ensure!(!key.exists(), "{} is there already: take another folder", key.display());
    let articles = open_panel(&args.articles)?.items.into_iter();
    let documents: Vec<PreparedDocument> = articles
        .map(|article| {
            let (id, title, text) = (article.id, article.title, article.text);
            PreparedDocument::new(SummaryItem { id, title, text, references: Vec::new() })
        })
        .collect();
    let (files, numbered) = number(&documents, args.per_file);
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (at, text) in files.iter().enumerate() {
        write(&folder.join(format!("numbered-{at}.txt")), text)?;
    }
    write(&key, &format!("{}\n", serde_json::to_string(&numbered)?))?;
    let (articles, files) = (documents.len(), files.len());
    print(&format!("{articles} articles, {files} files to read in {}\n", folder.display()))
}

fn keep_extracts(args: &PanelExtractsArgs) -> Result<()> {
    let path = args.folder.join(KEY);
    let key: NumberedKey = serde_json::from_str(&text_of(&path)?)
        .with_context(|| format!("{} is no key of numbered articles", path.display()))?;
    let (is, wanted) = (&key.schema, EXTRACTS_SCHEMA);
    ensure!(is == wanted, "{} is a `{is}`, not a `{wanted}`", path.display());
    ensure!(!args.into.exists(), "{} is there already", args.into.display());
    let paths = match args.extracts.is_empty() {
        true => texts_in(&args.folder, "extracts")?,
        false => args.extracts.clone(),
    };
    let mut lines = String::new();
    for path in paths {
        let extracts = chosen(&args.reading, &text_of(&path)?, &key)
            .with_context(|| path.display().to_string())?;
        for extract in extracts {
            lines.push_str(&serde_json::to_string(&extract)?);
            lines.push('\n');
        }
    }
    write(&args.into, &lines)?;
    print(&format!("{}: written\n", args.into.display()))
}

/// The texts in a folder whose names begin so.
fn texts_in(folder: &Path, beginning: &str) -> Result<Vec<PathBuf>> {
    let is_one = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with(beginning) && name.ends_with(".txt")
    };
    let mut paths = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()
        .with_context(|| format!("cannot read {}", folder.display()))?;
    paths.retain(is_one);
    paths.sort();
    if paths.is_empty() {
        bail!("no {beginning}*.txt lies in {}: write there what readers said", folder.display());
    }
    Ok(paths)
}

/// A reader's name: that of the file.
fn stem(path: &str) -> String {
    let stem = Path::new(path).file_stem().and_then(|stem| stem.to_str());
    stem.unwrap_or(path).to_owned()
}

fn text_of(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
