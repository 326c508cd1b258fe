//! What a test says that cannot run here.

use std::fmt::Display;
use std::io::Write;

/// Says why a test is skipped, past the harness, which keeps what a passing test prints.
pub(crate) fn skipped(why: impl Display) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}
