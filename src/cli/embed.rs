//! `nutgraf embed`.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use nutgraf::embed::{Embedder, ModelSource, Windowed, embed_windows};
use nutgraf::wire::EmbedStatsLine;

use super::args::{EmbedArgs, GlobalArgs, LongTexts, VectorFormat};
use super::blocks::Blocks;
use super::failure::{Failure, Outcome};
use super::input::STDIN;
use super::lines::{Lines, unreadable};
use super::output::Output;
use super::setup::use_threads;
use super::spool::Spool;
use super::vectors::{NPY_HEADER, npy_header, write_f32, write_json};
use super::whole_file;

/// How many truncated texts are named by their lines.
const MOST_NAMED: usize = 10;

/// What came of the texts.
#[derive(Default)]
struct Tally {
    texts: u64,
    truncated: u64,
    /// The lines of the first truncated texts.
    named: Vec<u64>,
    /// How many were read in windows.
    windowed: u64,
}

/// Embedding one input, from its first line to its last.
struct Job<'a> {
    embedder: &'a dyn Embedder,
    blocks: Blocks,
    format: VectorFormat,
    long: LongTexts,
    bar: ProgressBar,
}

pub(crate) fn run(
    global: &GlobalArgs,
    args: &EmbedArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let format = format(global, args)?;
    let lines = lines(args)?;
    use_threads(args.threads)?;
    let started = Instant::now();
    let embedder = ModelSource::parse(&global.model)?.load()?;
    let loaded = started.elapsed();
    let bar = out.counter("texts embedded");
    let blocks = Blocks::of(lines);
    let job =
        Job { embedder: embedder.as_ref(), blocks, format, long: args.long, bar: bar.clone() };
    let written = match &args.output {
        Some(path) => job.write_to_file(path),
        None => job.print(),
    };
    bar.finish_and_clear();
    let tally = written?;
    tally.warn(embedder.max_tokens(), out);
    if args.stats {
        out.stats(tally.stats(loaded, started.elapsed()))?;
    }
    Ok(Outcome::Done)
}

/// The form that was asked for, if it can be had.
fn format(global: &GlobalArgs, args: &EmbedArgs) -> Result<VectorFormat, Failure> {
    let format = args.format.unwrap_or(VectorFormat::Jsonl);
    if format == VectorFormat::Jsonl {
        return Ok(format);
    }
    let refused = if global.json {
        "--json is --format jsonl; leave one of the two out"
    } else if args.output.is_none() && io::stdout().is_terminal() {
        "this form is not for a terminal; name a file with --output, or pipe it"
    } else {
        return Ok(format);
    };
    Err(Failure::Usage(refused.into()))
}

/// The lines of the input.
fn lines(args: &EmbedArgs) -> Result<Lines<Box<dyn BufRead + Send>>, Failure> {
    let path = args.input.as_deref().filter(|path| path.as_os_str() != "-");
    let (name, reader): (_, Box<dyn BufRead + Send>) = match path {
        Some(path) => {
            let name = path.display().to_string();
            let file = File::open(path).map_err(|source| unreadable(&name, source))?;
            (name, Box::new(BufReader::new(file)))
        }
        None if args.input.is_none() && io::stdin().is_terminal() => {
            return Err(Failure::Usage(
                "name a file, or - for standard input; `--help` shows examples".into(),
            ));
        }
        None => (STDIN.to_owned(), Box::new(BufReader::new(io::stdin()))),
    };
    Ok(Lines::new(name, reader, args.field.clone()))
}

impl Job<'_> {
    /// Writes the vectors to a file that appears once it is whole.
    fn write_to_file(mut self, path: &Path) -> Result<Tally, Failure> {
        whole_file::write(path, |file| {
            if self.format != VectorFormat::Npy {
                return self.write_rows(file);
            }
            file.write_all(&[0; NPY_HEADER])?;
            let tally = self.write_rows(file)?;
            file.seek(SeekFrom::Start(0))?;
            file.write_all(&npy_header(tally.texts, self.embedder.dimensions()))?;
            Ok(tally)
        })
    }

    /// Writes the vectors to standard output; those of NumPy's form once their number is known.
    ///
    /// Not through [`Output`], which takes escape codes out of what is piped.
    fn print(mut self) -> Result<Tally, Failure> {
        let mut stdout = BufWriter::new(io::stdout().lock());
        if self.format != VectorFormat::Npy {
            let tally = self.write_rows(&mut stdout)?;
            stdout.flush()?;
            return Ok(tally);
        }
        let mut spool = Spool::new()?;
        let tally = self.write_rows(&mut spool)?;
        stdout.write_all(&npy_header(tally.texts, self.embedder.dimensions()))?;
        spool.copy_to(&mut stdout)?;
        stdout.flush()?;
        Ok(tally)
    }

    /// Embeds block after block, and writes the rows of each before it reads the next.
    fn write_rows(&mut self, out: &mut impl Write) -> Result<Tally, Failure> {
        let mut tally = Tally::default();
        loop {
            let block = self.blocks.block()?;
            if block.is_empty() {
                return Ok(tally);
            }
            let made = self.embed(&block)?;
            let first = tally.texts + 1;
            self.bar.suspend(|| match self.format {
                VectorFormat::Jsonl => write_json(&made, first, out),
                VectorFormat::Npy | VectorFormat::F32 => write_f32(&made, out),
            })?;
            out.flush()?;
            tally.count(&made);
            self.bar.set_position(tally.texts);
        }
    }

    fn embed(&self, block: &[String]) -> Result<Windowed, Failure> {
        let texts: Vec<&str> = block.iter().map(String::as_str).collect();
        Ok(match self.long {
            LongTexts::Windows => embed_windows(self.embedder, &texts)?,
            LongTexts::Cut => {
                let embedded = self.embedder.embed(&texts)?;
                Windowed { embedded, windows: vec![1; texts.len()] }
            }
        })
    }
}

impl Tally {
    /// Counts the texts of a block, which come after those counted before.
    fn count(&mut self, made: &Windowed) {
        for (line, truncated) in (self.texts + 1..).zip(&made.embedded.truncated) {
            if *truncated {
                self.truncated += 1;
                if self.named.len() < MOST_NAMED {
                    self.named.push(line);
                }
            }
        }
        self.windowed += made.windows.iter().filter(|&&windows| windows > 1).count() as u64;
        self.texts += made.windows.len() as u64;
    }

    /// Says which texts were not read whole.
    fn warn(&self, max_tokens: usize, out: &Output) {
        let Some((first, others)) = self.named.split_first() else { return };
        let mut lines = first.to_string();
        lines.extend(others.iter().map(|line| format!(", {line}")));
        let unnamed = self.truncated - self.named.len() as u64;
        if unnamed > 0 {
            lines += &format!(" and {unnamed} more");
        }
        out.note(format_args!(
            "texts longer than the {max_tokens} tokens that the model reads were cut, \
             `--long windows` reads them whole: line {lines}"
        ));
    }

    fn stats(&self, load: Duration, total: Duration) -> EmbedStatsLine {
        EmbedStatsLine {
            sentences: self.texts,
            truncated: self.truncated,
            windowed: self.windowed,
            load_seconds: load.as_secs_f64(),
            seconds: total.saturating_sub(load).as_secs_f64(),
        }
    }
}
