//! `nutgraf models quantize`: a model's int8 form, made and compared with the original.
//!
//! In: an f32 model in a folder or pulled before, and articles. Out: the int8 form's folder, and
//! how near its vectors are to the original's on sentences that it was not calibrated on.

use std::io::Write;
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use nutgraf::embed::{
    BUNDLED_MODEL, Embedded, Embedder, Fidelity, ModelSource, QuantizeOptions, StsBenchmark,
    quantize,
};
use nutgraf::vector::{Embeddings, ModelId};
use nutgraf::wire::{CosineToOriginal, QuantizedLine, StsCorrelation, WeightsFile};

use super::args::{GlobalArgs, QuantizeArgs};
use super::calibration::Sentences;
use super::failure::{Failure, Outcome};
use super::output::{Output, clean};

/// Cosines below these are warned of: searches and summaries would come to differ.
const LEAST_MEAN: f64 = 0.999;
const LEAST_COSINE: f64 = 0.99;
/// How many texts are embedded between two steps of the progress bar.
const STEP: usize = 64;

pub(crate) fn run(
    global: &GlobalArgs,
    args: &QuantizeArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let source = ModelSource::parse(&args.original)?;
    let folder = original_folder(&source, &args.output)?;
    let options = options(args, &source)?;
    // What is wrong with the inputs is to be known before minutes are spent.
    let benchmark = args.sts.as_deref().map(StsBenchmark::read).transpose()?;
    let sentences = Sentences::read(&args.calibration)?;

    out.note(format_args!(
        "calibrating on {} of {} sentences",
        sentences.calibration.len(),
        sentences.total
    ));
    let manifest = {
        let calibration: Vec<&str> = sentences.calibration.iter().map(String::as_str).collect();
        let quantized = quantize(&folder, &calibration, options)?;
        quantized.write(&args.output)?;
        quantized.manifest
    };
    let quantized = ModelSource::Folder(args.output.clone()).load()?;
    let models = Models { original: source.load()?, quantized };
    let (fidelity, sts) = models.compare(&sentences.comparison, benchmark.as_ref(), out)?;
    let cosine = CosineToOriginal {
        held_out: sentences.held_out,
        sentences: fidelity.sentences,
        mean: fidelity.mean,
        min: fidelity.min,
    };
    let report = QuantizedLine {
        model: models.quantized.model().as_str(),
        original: &source.to_string(),
        folder: args.output.display().to_string(),
        weights: WeightsFile {
            file: &manifest.weights.file,
            bytes: manifest.weights.bytes,
            sha256: &manifest.weights.sha256,
        },
        calibration_sentences: manifest.quantisation.calibration_sentences,
        cosine,
        sts,
    };
    if global.json {
        out.line(report)?;
    } else {
        print(&report, out)?;
    }
    warn(cosine, out);
    Ok(Outcome::Done)
}

/// The folder of the model to quantise, which must not be the one to write.
fn original_folder(source: &ModelSource, output: &Path) -> Result<PathBuf, Failure> {
    let folder = source.folder()?.ok_or_else(|| {
        Failure::Usage(format!(
            "`{BUNDLED_MODEL}` is in our int8 form already; name its f32 original, \
             sentence-transformers/all-MiniLM-L6-v2"
        ))
    })?;
    let same = |output: PathBuf| folder.canonicalize().is_ok_and(|folder| folder == output);
    if output.canonicalize().is_ok_and(same) {
        let reason = "the original's folder would be written over; name another for --output";
        return Err(Failure::Usage(reason.into()));
    }
    Ok(folder)
}

/// What the manifest is to say: as the arguments say, else as the hub does.
fn options(args: &QuantizeArgs, source: &ModelSource) -> Result<QuantizeOptions, Failure> {
    let (repository, revision) = source.repository()?.unzip();
    let unknown = || "unknown".to_owned();
    let named = args.output.file_name().map(|name| name.to_string_lossy().into_owned());
    Ok(QuantizeOptions {
        name: args.name.clone().or(named).unwrap_or_else(|| "model".to_owned()),
        repository: args.repository.clone().or(repository).unwrap_or_else(unknown),
        revision: args.revision.clone().or(revision).unwrap_or_else(unknown),
        licence: args.licence.clone(),
        languages: args.languages.clone(),
    })
}

/// The two that are compared.
struct Models {
    original: Box<dyn Embedder>,
    quantized: Box<dyn Embedder>,
}

impl Models {
    fn compare(
        &self,
        sentences: &[String],
        benchmark: Option<&StsBenchmark>,
        out: &Output,
    ) -> Result<(Fidelity, Option<StsCorrelation>), Failure> {
        let pairs = benchmark.map_or(0, |benchmark| benchmark.pairs().len());
        let total = 2 * sentences.len() + 4 * pairs;
        let bar = out.progress(total as u64, "comparing with the original");
        let [original, quantized] = [&self.original, &self.quantized]
            .map(|embedder| Watched { embedder: embedder.as_ref(), bar: &bar });
        let texts: Vec<&str> = sentences.iter().map(String::as_str).collect();
        let fidelity = Fidelity::between(&original, &quantized, &texts)?;
        let sts = match benchmark {
            Some(benchmark) => Some(StsCorrelation {
                pairs,
                original: benchmark.spearman(&original)?.map(|it| 100.0 * it),
                quantized: benchmark.spearman(&quantized)?.map(|it| 100.0 * it),
            }),
            None => None,
        };
        bar.finish_and_clear();
        Ok((fidelity, sts))
    }
}

/// A model that moves a bar on as it embeds.
struct Watched<'a> {
    embedder: &'a dyn Embedder,
    bar: &'a ProgressBar,
}

impl Embedder for Watched<'_> {
    fn model(&self) -> &ModelId {
        self.embedder.model()
    }

    fn dimensions(&self) -> usize {
        self.embedder.dimensions()
    }

    fn max_tokens(&self) -> usize {
        self.embedder.max_tokens()
    }

    fn embed(&self, texts: &[&str]) -> nutgraf::Result<Embedded> {
        let (mut values, mut truncated) = (Vec::new(), Vec::new());
        for step in texts.chunks(STEP) {
            let embedded = self.embedder.embed(step)?;
            values.extend_from_slice(embedded.embeddings.as_slice());
            truncated.extend(embedded.truncated);
            self.bar.inc(step.len() as u64);
        }
        let embeddings = Embeddings::new(self.model().clone(), self.dimensions(), values);
        Ok(Embedded { embeddings, truncated })
    }
}

fn print(report: &QuantizedLine<'_>, out: &mut Output) -> Result<(), Failure> {
    writeln!(out, "{}  {}", report.weights.sha256, clean(&report.folder))?;
    let CosineToOriginal { held_out, sentences, mean, min } = report.cosine;
    let which = if held_out { "not calibrated on" } else { "that it was calibrated on" };
    writeln!(out, "Cosine to the original: mean {mean:.5}, min {min:.5}")?;
    writeln!(out, "Compared on: {sentences} sentences {which}")?;
    if let Some(StsCorrelation { pairs, original, quantized }) = report.sts {
        let shown = |value: Option<f64>| value.map_or("-".to_owned(), |it| format!("{it:.2}"));
        let (original, quantized) = (shown(original), shown(quantized));
        writeln!(out, "STS, {pairs} pairs, Spearman x 100: original {original}, int8 {quantized}")?;
    }
    Ok(())
}

fn warn(cosine: CosineToOriginal, out: &Output) {
    let CosineToOriginal { held_out, mean, min, .. } = cosine;
    if !held_out {
        out.note(
            "there are too few other sentences: the same were used to calibrate and to \
                 compare; give more with --calibration",
        );
    }
    if mean < LEAST_MEAN || min < LEAST_COSINE {
        out.note(format_args!(
            "warning: the int8 form is not near its original: the mean cosine should be at \
                 least {LEAST_MEAN} and the least {LEAST_COSINE}; calibrate on articles of the \
                 kind that it is to embed"
        ));
    }
}
