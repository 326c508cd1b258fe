//! `nutgraf models`.

use std::io::Write;
use std::path::Path;

#[cfg(feature = "hub")]
use indicatif::ProgressBar;
#[cfg(feature = "hub")]
use nutgraf::embed::hub::{Hub, ModelReference, PullEvent};
use nutgraf::embed::{BUNDLED_MODEL, ModelSource, QuantizeOptions, quantize};
use nutgraf::engine::Engine;
use serde_json::json;

use super::args::{GlobalArgs, ModelsCommand, QuantizeArgs};
use super::failure::{Failure, Outcome};
use super::input::expand;
use super::output::Output;

/// How many sentences the activations' maxima are taken from.
const CALIBRATION_SENTENCES: usize = 500;

pub(crate) fn run(
    global: &GlobalArgs,
    command: &ModelsCommand,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    match command {
        ModelsCommand::List => list(global, out),
        ModelsCommand::Pull { model } => pull(global, model, out),
        ModelsCommand::Path { model } => path(model, out),
        ModelsCommand::Quantize(args) => quantize_model(args, out),
    }
}

fn list(global: &GlobalArgs, out: &mut Output) -> Result<Outcome, Failure> {
    let mut models = Vec::new();
    if cfg!(feature = "bundled-model") {
        models.push((BUNDLED_MODEL.to_owned(), None));
    }
    #[cfg(feature = "hub")]
    for cached in Hub::from_env()?.list_cached() {
        let name = format!("{}@{}", cached.repository, cached.revision);
        models.push((name, Some(cached.folder)));
    }
    for (name, folder) in models {
        if global.json {
            out.json(&json!({"schema": "nutgraf.model/1", "model": name, "folder": folder}))?;
        } else {
            let place = folder.map_or_else(|| "bundled".into(), |path| path.display().to_string());
            writeln!(out, "{name}  {place}")?;
        }
    }
    Ok(Outcome::Done)
}

fn path(model: &str, out: &mut Output) -> Result<Outcome, Failure> {
    match ModelSource::parse(model)?.folder()? {
        Some(folder) => writeln!(out, "{}", folder.display())?,
        None => out.note(format_args!("`{model}` is inside the program; it has no folder")),
    }
    Ok(Outcome::Done)
}

#[cfg(not(feature = "hub"))]
fn pull(_: &GlobalArgs, model: &str, _: &mut Output) -> Result<Outcome, Failure> {
    Err(Failure::Usage(format!("this build cannot fetch `{model}`: it has no feature `hub`")))
}

#[cfg(feature = "hub")]
fn pull(global: &GlobalArgs, model: &str, out: &mut Output) -> Result<Outcome, Failure> {
    let reference: ModelReference = model.parse()?;
    let mut bar = ProgressBar::hidden();
    let pulled = Hub::from_env()?.pull(&reference, &mut |event| match event {
        PullEvent::Waiting => out.note("waiting for another pull of this model"),
        PullEvent::Started { file, bytes } => {
            bar.finish_and_clear();
            bar = out.progress(bytes.unwrap_or(0), file);
        }
        PullEvent::Advanced { bytes } => bar.inc(bytes),
        _ => bar.finish_and_clear(),
    })?;
    let name = format!("{}@{}", pulled.repository, pulled.revision);
    if global.json {
        let files: Vec<_> = pulled
            .files
            .iter()
            .map(|file| json!({"name": file.name, "bytes": file.bytes, "sha256": file.sha256}))
            .collect();
        out.json(&json!({
            "schema": "nutgraf.pulled/1",
            "model": name,
            "folder": pulled.folder,
            "files": files,
        }))?;
        return Ok(Outcome::Done);
    }
    writeln!(out, "{name}")?;
    for file in &pulled.files {
        writeln!(out, "{}  {:>12}  {}", file.sha256, file.bytes, file.name)?;
    }
    Ok(Outcome::Done)
}

fn quantize_model(args: &QuantizeArgs, out: &mut Output) -> Result<Outcome, Failure> {
    let mut sentences = Vec::new();
    let splitter = Engine::builder().build()?;
    for input in expand(&args.calibration) {
        for document in input.documents(None) {
            let body = document?.article.body;
            let split = splitter.split(&body);
            sentences.extend(split.iter().map(|sentence| sentence.text(&body).to_owned()));
        }
    }
    if sentences.is_empty() {
        return Err(Failure::Usage("there is no sentence to calibrate on".into()));
    }
    let chosen = spread(&sentences, CALIBRATION_SENTENCES);
    let name = args.name.clone().unwrap_or_else(|| folder_name(&args.output));
    let options = QuantizeOptions {
        name,
        repository: args.repository.clone(),
        revision: args.revision.clone(),
        licence: args.licence.clone(),
    };
    let quantized = quantize(&args.folder, &chosen, options)?;
    quantized.write(&args.output)?;
    out.note(format_args!("calibrated on {} of {} sentences", chosen.len(), sentences.len()));
    writeln!(out, "{}  {}", quantized.manifest.weights.sha256, args.output.display())?;
    Ok(Outcome::Done)
}

/// At most `count` sentences, evenly spread over all.
fn spread(sentences: &[String], count: usize) -> Vec<&str> {
    let total = sentences.len();
    let is_chosen = |index: usize| index * count / total != (index + 1) * count / total;
    let chosen = sentences.iter().enumerate();
    chosen
        .filter(|(index, _)| count >= total || is_chosen(*index))
        .map(|(_, s)| s.as_str())
        .collect()
}

fn folder_name(path: &Path) -> String {
    path.file_name().map_or_else(|| "model".to_owned(), |name| name.to_string_lossy().into_owned())
}
