//! What became of the rows of a data set: how many were read, how many skipped and why.
//!
//! In: what the loaders report row by row. Out: counts by reason, each with the place of the
//! first such row, for messages and result files.
//!
//! ```
//! use nutgraf_eval::datasets::Tally;
//!
//! let mut tally = Tally::default();
//! (0..1200).for_each(|_| tally.row());
//! tally.skip("without a reference", "news.jsonl:17");
//! tally.skip("without a reference", "news.jsonl:90");
//! assert_eq!(tally.kept(), 1198);
//! assert_eq!(
//!     tally.to_string(),
//!     "1,200 rows, 2 skipped (2 without a reference, first at news.jsonl:17)",
//! );
//! ```

use std::fmt::{self, Display};

use serde::{Deserialize, Serialize};

/// The rows of a data set, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Rows that there are, of any worth; blank lines and headers are no rows.
    pub read: usize,
    /// Rows that were left out, by reason, in the order in which the reasons came up.
    pub skipped: Vec<Counted>,
    /// Rows that were kept, but are not quite as in the file, by what is different.
    pub noted: Vec<Counted>,
}

/// Rows that have something in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// What it is, to be read after a number: "without a reference".
    pub reason: String,
    /// How many rows, at least 1.
    pub count: usize,
    /// Where the first is: `file:line`, maybe with what is wrong there.
    pub first: String,
}

impl Tally {
    /// Counts one more row.
    pub fn row(&mut self) {
        self.read += 1;
    }

    /// Counts the current row as left out; `place` is where it is.
    pub fn skip(&mut self, reason: impl Into<String>, place: impl Into<String>) {
        count(&mut self.skipped, reason.into(), place);
    }

    /// Counts the current row as kept, but different from the file.
    pub fn note(&mut self, reason: impl Into<String>, place: impl Into<String>) {
        count(&mut self.noted, reason.into(), place);
    }

    /// Rows read and not left out.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.read.saturating_sub(self.skipped.iter().map(|it| it.count).sum())
    }
}

fn count(counts: &mut Vec<Counted>, reason: String, place: impl Into<String>) {
    match counts.iter_mut().find(|it| it.reason == reason) {
        Some(counted) => counted.count += 1,
        None => counts.push(Counted { reason, count: 1, first: place.into() }),
    }
}

impl Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.read == 1 { "" } else { "s" };
        write!(f, "{} row{plural}", Thousands(self.read))?;
        for (what, counts) in [("skipped", &self.skipped), ("changed", &self.noted)] {
            if counts.is_empty() {
                continue;
            }
            let total = counts.iter().map(|it| it.count).sum();
            let reasons: Vec<String> = counts.iter().map(Counted::to_string).collect();
            write!(f, ", {} {what} ({})", Thousands(total), reasons.join("; "))?;
        }
        Ok(())
    }
}

impl Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}, first at {}", Thousands(self.count), self.reason, self.first)
    }
}

/// A number that is shown with a comma before every three digits.
struct Thousands(usize);

impl Display for Thousands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_counted_apart_and_keep_their_first_place() {
        let mut tally = Tally::default();
        (0..5).for_each(|_| tally.row());
        tally.skip("without a text", "a.jsonl:1");
        tally.skip("not in UTF-8", "a.jsonl:2");
        tally.skip("without a text", "a.jsonl:4");
        tally.note("given another id", "a.jsonl:5");
        assert_eq!(tally.kept(), 2);
        assert_eq!(
            tally.to_string(),
            "5 rows, 3 skipped (2 without a text, first at a.jsonl:1; \
             1 not in UTF-8, first at a.jsonl:2), 1 changed (1 given another id, first at a.jsonl:5)"
        );
    }

    #[test]
    fn numbers_have_commas() {
        for (number, shown) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (123_456, "123,456"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(Thousands(number).to_string(), shown);
        }
        assert_eq!(Tally { read: 1, ..Tally::default() }.to_string(), "1 row");
    }

    #[test]
    fn a_tally_survives_json() {
        let mut tally = Tally::default();
        tally.row();
        tally.skip("without a text", "a.jsonl:1");
        let json = serde_json::to_string(&tally).unwrap();
        assert_eq!(serde_json::from_str::<Tally>(&json).unwrap(), tally);
    }
}
