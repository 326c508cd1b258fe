//! Where results, notes, errors and progress go.

use std::fmt::{self, Display};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::time::Duration;

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};
use nutgraf::wire::{Schema, named};

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

    /// Prints a line of JSON that names its schema.
    pub(crate) fn line(&mut self, line: impl Schema) -> Result<(), Failure> {
        Ok(writeln!(self.stdout, "{}", json(line)?)?)
    }

    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.stdout.flush()?)
    }

    /// Says something that is not a result; nothing with `--quiet`.
    pub(crate) fn note(&self, note: impl Display) {
        if !self.quiet {
            say(format_args!("{DIM}nutgraf: {}{DIM:#}", clean(&note.to_string())));
        }
    }

    /// Says what went wrong.
    pub(crate) fn error(&self, error: &impl Display) {
        const RED: Style = AnsiColor::Red.on_default().bold();
        say(format_args!("nutgraf: {RED}error{RED:#}: {}", clean(&error.to_string())));
    }

    /// Prints a line of JSON on standard error, quiet or not.
    pub(crate) fn stats(&self, line: impl Schema) -> Result<(), Failure> {
        say(json(line)?);
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

    /// The same where nothing can be counted.
    pub(crate) fn waiting(&self, what: &'static str) -> ProgressBar {
        self.shown(ProgressBar::new_spinner(), "{spinner} {msg} {elapsed}", what)
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

/// A line of JSON that names its schema, as it may be shown on a terminal.
pub(crate) fn json(line: impl Schema) -> io::Result<String> {
    let line = serde_json::to_string(&named(line))?;
    // In JSON such characters stand in strings alone, where they may be written as escapes.
    Ok(match line.contains(is_command) {
        true => Clean { text: &line, is_json: true }.to_string(),
        false => line,
    })
}

/// Text that came from outside, as it may be shown on a terminal: characters that would move the
/// cursor, change colours or turn the direction of what follows are shown as their numbers.
pub(crate) fn clean(text: &str) -> Clean<'_> {
    Clean { text, is_json: false }
}

/// See [`clean`].
pub(crate) struct Clean<'a> {
    text: &'a str,
    is_json: bool,
}

impl Display for Clean<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.text;
        while let Some((at, c)) = rest.char_indices().find(|&(_, c)| is_command(c)) {
            f.write_str(&rest[..at])?;
            match self.is_json {
                true => write!(f, "\\u{:04x}", u32::from(c))?,
                false => write!(f, "<{:02X}>", u32::from(c))?,
            }
            rest = &rest[at + c.len_utf8()..];
        }
        f.write_str(rest)
    }
}

/// Whether a terminal may take a character for a command, or a reader be misled by it.
fn is_command(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A line on standard error; nobody can be told if that fails.
fn say(line: impl Display) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_shown_as_its_number() {
        let text = "a\u{1b}[31mb\u{9b}c\u{202e}d\ne\tf\u{200f}";
        assert_eq!(clean(text).to_string(), "a<1B>[31mb<9B>c<202E>d\ne\tf\u{200f}");
        let json = Clean { text: "\"\u{9b}\u{2066}\"", is_json: true }.to_string();
        assert_eq!(json, r#""\u009b\u2066""#);
        let back: String = serde_json::from_str(&json).unwrap();
        assert_eq!(back, "\u{9b}\u{2066}");
    }
}
