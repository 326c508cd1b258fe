//! Where results, notes, errors and progress go.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::time::Duration;

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::args::GlobalArgs;
use super::failure::Failure;

/// Standard output for results, standard error for the rest.
pub(crate) struct Output {
    stdout: BufWriter<AutoStream<io::Stdout>>,
    quiet: bool,
}

pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();

impl Output {
    pub(crate) fn new(global: &GlobalArgs) -> Self {
        // Heeds NO_COLOR and its kin, and that a pipe wants no styles.
        let stdout = BufWriter::new(AutoStream::auto(io::stdout()));
        Self { stdout, quiet: global.quiet }
    }

    /// Prints a line of JSON.
    pub(crate) fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let line = serde_json::to_string(value).map_err(io::Error::from)?;
        writeln!(self.stdout, "{line}")?;
        Ok(())
    }

    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.stdout.flush()?)
    }

    /// Says something that is not a result; nothing with `--quiet`.
    pub(crate) fn note(&self, note: impl Display) {
        if !self.quiet {
            say(format_args!("{DIM}nutgraf: {note}{DIM:#}"));
        }
    }

    /// Says what went wrong.
    pub(crate) fn error(&self, error: &impl Display) {
        const RED: Style = AnsiColor::Red.on_default().bold();
        say(format_args!("nutgraf: {RED}error{RED:#}: {error}"));
    }

    /// Prints a line of JSON on standard error, quiet or not.
    pub(crate) fn stats(&self, value: &impl Serialize) -> Result<(), Failure> {
        let line = serde_json::to_string(value).map_err(io::Error::from)?;
        say(line);
        Ok(())
    }

    /// A progress bar on standard error, hidden where that is no terminal.
    pub(crate) fn progress(&self, total: u64, what: &'static str) -> ProgressBar {
        self.shown(ProgressBar::new(total), "{msg} {wide_bar} {human_pos}/{human_len} {eta}", what)
    }

    /// The same where nobody knows how much there will be: it counts what is done.
    pub(crate) fn counter(&self, what: &'static str) -> ProgressBar {
        self.shown(ProgressBar::new_spinner(), "{spinner} {msg} {human_pos} {per_sec}", what)
    }

    fn shown(&self, bar: ProgressBar, template: &str, what: &'static str) -> ProgressBar {
        if self.quiet || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stdout.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stdout.flush()
    }
}

/// A line on standard error; nobody can be told if that fails.
fn say(line: impl Display) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}
