//! `nutgraf models`.

use std::io::Write;
use std::path::PathBuf;

#[cfg(feature = "hub")]
use indicatif::ProgressBar;
#[cfg(feature = "hub")]
use nutgraf::embed::hub::{Hub, ModelReference, PullEvent};
use nutgraf::embed::{BUNDLED_MODEL, ModelSource};
use nutgraf::wire::ModelLine;
#[cfg(feature = "hub")]
use nutgraf::wire::{PulledFile, PulledLine};

use super::args::{GlobalArgs, ModelsCommand};
use super::failure::{Failure, Outcome};
use super::output::{Output, clean};
use super::quantize;

pub(crate) fn run(
    global: &GlobalArgs,
    command: &ModelsCommand,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    match command {
        ModelsCommand::List => list(global, out),
        ModelsCommand::Pull { model } => pull(global, model, out),
        ModelsCommand::Path { model } => path(model, out),
        ModelsCommand::Quantize(args) => quantize::run(global, args, out),
    }
}

fn list(global: &GlobalArgs, out: &mut Output) -> Result<Outcome, Failure> {
    let mut models: Vec<(String, Option<PathBuf>)> = Vec::new();
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
            let folder = folder.map(|path| path.display().to_string());
            out.line(ModelLine { model: &name, folder })?;
        } else {
            let place = folder.map_or_else(|| "bundled".into(), |path| path.display().to_string());
            writeln!(out, "{}  {}", clean(&name), clean(&place))?;
        }
    }
    Ok(Outcome::Done)
}

fn path(model: &str, out: &mut Output) -> Result<Outcome, Failure> {
    match ModelSource::parse(model)?.folder()? {
        Some(folder) => writeln!(out, "{}", clean(&folder.display().to_string()))?,
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
        let files = pulled.files.iter().map(|file| PulledFile {
            name: file.name,
            bytes: file.bytes,
            sha256: &file.sha256,
        });
        out.line(PulledLine {
            model: &name,
            folder: pulled.folder.display().to_string(),
            files: files.collect(),
        })?;
        return Ok(Outcome::Done);
    }
    writeln!(out, "{name}")?;
    for file in &pulled.files {
        writeln!(out, "{}  {:>12}  {}", file.sha256, file.bytes, file.name)?;
    }
    Ok(Outcome::Done)
}
