//! `summary`, `pairs`, `retrieval`, `segmentation`, `extraction` and `index`: the runs.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::{Result, bail, ensure};
use nutgraf::embed::{Embedder, ModelSource};
use nutgraf::engine::Engine;
use nutgraf_eval::datasets::Fields;
use nutgraf_eval::metrics::rouge::Stemming;
use nutgraf_eval::report::SourceText;
use nutgraf_eval::results::{Results, Run, SCHEMA};
use nutgraf_eval::statistics::bootstrap::Resampling;
use nutgraf_eval::systems::{Source, SystemSpec};
use nutgraf_eval::tasks::summary::{Length, SummaryOptions};
use nutgraf_eval::tasks::{
    Evaluation, Output, Sample, Task, extraction, index, pairs, retrieval, segmentation, summary,
};

use super::args::{FieldArgs, IndexArgs, PairsArgs, RetrievalArgs, RunArgs, SummaryArgs};
use super::held::{shown, write_html};
use super::print;

pub(super) fn summary(args: SummaryArgs) -> Result<ExitCode> {
    let args = SummaryArgs { run: args.run.untangled()?, ..args };
    let options = SummaryOptions {
        length: args.words.map_or(Length::Sentences(args.sentences), Length::Words),
        stemming: if args.no_stemmer { Stemming::None } else { Stemming::Porter },
        recall_words: args.recall_words,
        curve: args.curve,
        seed: args.run.seed,
    };
    let fields = args.fields.to_fields();
    let model = Model::new(&args.model.model)?;
    let defaults =
        ["lead", "learned", "centrality", "lexrank", "first", "random", "longest", "oracle"];
    let specs = specs(&args.run, &summary::names(), &defaults)?;
    let mut named = options.named();
    named.extend(named_fields(&fields));
    let data = summary::open(&args.run.data, &fields, args.run.sample())?;
    let mut evaluation = begin(&args.run, Task::Summary, &specs, named, Some(&model))?;
    for loaded in &data {
        summary::evaluate(&mut evaluation, loaded, &specs, &options, &|| model.embedder())?;
    }
    let results = evaluation.finish()?;
    let texts = if args.run.html.is_some() { summary::source_texts(data) } else { Vec::new() };
    end(&args.run, &results, &texts)
}

pub(super) fn pairs(args: PairsArgs) -> Result<ExitCode> {
    let args = PairsArgs { run: args.run.untangled()?, ..args };
    let duplicates = args.duplicate_from.zip(args.threshold);
    let duplicates =
        duplicates.map(|(gold, threshold)| pairs::DuplicateOptions { gold, threshold });
    let model = Model::new(&args.model.model)?;
    let specs = specs(&args.run, &pairs::NAMES, &pairs::NAMES)?;
    let named = duplicates.map(|options| options.named()).unwrap_or_default();
    let data = pairs::open(&args.run.data, args.run.sample())?;
    let mut evaluation = begin(&args.run, Task::Pairs, &specs, named, Some(&model))?;
    for loaded in &data {
        pairs::evaluate(&mut evaluation, loaded, &specs, duplicates, model.embedder()?)?;
    }
    end(&args.run, &evaluation.finish()?, &[])
}

pub(super) fn retrieval(args: RetrievalArgs) -> Result<ExitCode> {
    let args = RetrievalArgs { run: args.run.untangled()?, ..args };
    let fields = args.fields.to_fields();
    let model = Model::new(&args.model.model)?;
    let specs = specs(&args.run, &retrieval::NAMES, &retrieval::NAMES)?;
    let named = named_fields(&fields);
    let split = args.split.as_deref();
    let data = retrieval::open(&args.run.data, &fields, split, args.run.sample())?;
    let mut evaluation = begin(&args.run, Task::Retrieval, &specs, named, Some(&model))?;
    let engine = || {
        let builder = Engine::builder().model(model.source.clone());
        Ok(builder.library_in_memory().build()?)
    };
    for loaded in &data {
        retrieval::evaluate(&mut evaluation, loaded, &specs, &engine)?;
    }
    end(&args.run, &evaluation.finish()?, &[])
}

pub(super) fn segmentation(args: RunArgs) -> Result<ExitCode> {
    let args = args.untangled()?;
    let specs = specs(&args, &segmentation::NAMES, &segmentation::NAMES)?;
    let data = segmentation::open(&args.data, args.sample())?;
    let mut evaluation = begin(&args, Task::Segmentation, &specs, BTreeMap::new(), None)?;
    for loaded in &data {
        segmentation::evaluate(&mut evaluation, loaded, &specs)?;
    }
    end(&args, &evaluation.finish()?, &[])
}

pub(super) fn extraction(args: RunArgs) -> Result<ExitCode> {
    let args = args.untangled()?;
    let specs = specs(&args, &extraction::NAMES, &extraction::NAMES)?;
    let data = extraction::open(&args.data, args.sample())?;
    let mut evaluation = begin(&args, Task::Extraction, &specs, BTreeMap::new(), None)?;
    for loaded in &data {
        extraction::evaluate(&mut evaluation, loaded, &specs)?;
    }
    end(&args, &evaluation.finish()?, &[])
}

pub(super) fn index(args: IndexArgs) -> Result<ExitCode> {
    let args = IndexArgs { run: args.run.untangled()?, ..args };
    let fields = args.fields.to_fields();
    let model = Model::new(&args.model.model)?;
    let specs = specs(&args.run, &index::NAMES, &index::NAMES)?;
    ensure!(
        specs.iter().all(|spec| spec.source == Source::BuiltIn),
        "an index from outside cannot join: there are {}",
        index::NAMES.join(", ")
    );
    let named = named_fields(&fields);
    let mut evaluation = begin(&args.run, Task::Index, &specs, named, Some(&model))?;
    for path in &args.run.data {
        for loaded in index::open(path, &fields, args.run.sample())? {
            index::evaluate(&mut evaluation, &loaded, &specs, model.embedder()?)?;
        }
    }
    end(&args.run, &evaluation.finish()?, &[])
}

/// The model of a run, loaded when it is first needed.
pub(super) struct Model {
    source: ModelSource,
    loaded: OnceCell<Box<dyn Embedder>>,
}

impl Model {
    pub(super) fn new(name: &str) -> Result<Self> {
        Ok(Self { source: ModelSource::parse(name)?, loaded: OnceCell::new() })
    }

    pub(super) fn embedder(&self) -> Result<&dyn Embedder> {
        if let Some(loaded) = self.loaded.get() {
            return Ok(loaded.as_ref());
        }
        let loaded = self.source.load()?;
        Ok(self.loaded.get_or_init(|| loaded).as_ref())
    }
}

/// The systems that were asked for, or else the defaults.
fn specs(args: &RunArgs, known: &[&str], defaults: &[&str]) -> Result<Vec<SystemSpec>> {
    let defaults: Vec<String> = defaults.iter().map(|&name| name.to_owned()).collect();
    let given = if args.system.is_empty() { &defaults } else { &args.system };
    let specs = SystemSpec::parse_all(given, known)?;
    if let Some(baseline) = &args.baseline
        && specs.iter().all(|spec| spec.name != *baseline)
    {
        bail!("the baseline `{baseline}` is not among the systems: name it with --system too");
    }
    Ok(specs)
}

fn begin(
    args: &RunArgs,
    task: Task,
    specs: &[SystemSpec],
    mut options: BTreeMap<String, String>,
    model: Option<&Model>,
) -> Result<Evaluation> {
    let model = match model {
        Some(model) => Some(model.embedder()?.model().to_string()),
        None => None,
    };
    options.insert("seed".to_owned(), args.seed.to_string());
    options.insert("resamples".to_owned(), args.resamples.to_string());
    if let Some(sample) = args.sample {
        options.insert("sample".to_owned(), sample.to_string());
    }
    let baseline = args.baseline.clone().or_else(|| Some(specs.first()?.name.clone()));
    let run = Run {
        schema: SCHEMA.to_owned(),
        task,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        model,
        options,
        systems: specs.iter().map(SystemSpec::info).collect(),
        baseline: baseline.filter(|_| specs.len() > 1),
    };
    let resampling = Resampling { rounds: args.resamples, seed: args.seed };
    let output = Output { file: args.output.clone(), progress: !args.quiet };
    Evaluation::start(run, resampling, output)
}

fn end(args: &RunArgs, results: &Results, texts: &[SourceText]) -> Result<ExitCode> {
    // Printed first: a page that cannot be written must not take the figures with it.
    print(&shown(results, args.format)?)?;
    if let Some(path) = &args.html {
        write_html(path, results, texts, None)?;
    }
    Ok(ExitCode::SUCCESS)
}

impl RunArgs {
    fn sample(&self) -> Sample {
        Sample { count: self.sample, seed: self.seed }
    }
}

impl FieldArgs {
    fn to_fields(&self) -> Fields {
        Fields {
            text: self.text_field.clone(),
            reference: self.reference_field.clone(),
            title: self.title_field.clone(),
            id: self.id_field.clone(),
            category: self.category_field.clone(),
        }
    }
}

/// The fields that were given, as options of the run.
fn named_fields(fields: &Fields) -> BTreeMap<String, String> {
    let all = [
        ("text field", &fields.text),
        ("reference field", &fields.reference),
        ("title field", &fields.title),
        ("id field", &fields.id),
        ("category field", &fields.category),
    ];
    let given = all.into_iter().filter_map(|(name, field)| Some((name, field.clone()?)));
    given.map(|(name, field)| (name.to_owned(), field)).collect()
}

/// The fields as the options of a run have them.
pub(super) fn fields_of(options: &BTreeMap<String, String>) -> Fields {
    let field = |name: &str| options.get(name).cloned();
    Fields {
        text: field("text field"),
        reference: field("reference field"),
        title: field("title field"),
        id: field("id field"),
        category: field("category field"),
    }
}
