//! How long a summary may be.

use std::num::NonZeroUsize;

use crate::error::{Error, Result};

/// The most that a summary may hold. A budget of nothing cannot be made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Budget {
    /// This many sentences.
    Sentences(NonZeroUsize),
    /// This many words.
    Words(NonZeroUsize),
    /// This share of the document's words, rounded down, but at least one word.
    Ratio(Ratio),
    /// This many characters (Unicode scalar values) of its text, 2 or more, the spaces between
    /// sentences and the ellipsis of a cut one included.
    Characters(NonZeroUsize),
    /// One statement of at most this many words, as for a headline: whole, or cut where that leaves
    /// it true.
    Line(NonZeroUsize),
    /// The same of at most this many characters, 2 or more, the ellipsis of a cut one included.
    LineOfCharacters(NonZeroUsize),
}

/// A share above 0 and up to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Ratio(f32);

impl Budget {
    /// At most `count` sentences.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] if `count` is 0.
    pub fn sentences(count: usize) -> Result<Self> {
        positive("sentences", count).map(Self::Sentences)
    }

    /// At most `count` words.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] if `count` is 0.
    pub fn words(count: usize) -> Result<Self> {
        positive("words", count).map(Self::Words)
    }

    /// At most `count` characters.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] if `count` is below 2: a cut sentence is a letter and an ellipsis.
    pub fn characters(count: usize) -> Result<Self> {
        characters(count).map(Self::Characters)
    }

    /// One line of at most `words` words.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] if `words` is 0.
    pub fn line(words: usize) -> Result<Self> {
        positive("words", words).map(Self::Line)
    }

    /// One line of at most `count` characters.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] if `count` is below 2: a cut sentence is a letter and an ellipsis.
    pub fn line_of_characters(count: usize) -> Result<Self> {
        characters(count).map(Self::LineOfCharacters)
    }

    /// At most this share of the document's words.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] unless `share` is above 0 and not above 1.
    pub fn ratio(share: f32) -> Result<Self> {
        if share > 0.0 && share <= 1.0 {
            return Ok(Self::Ratio(Ratio(share)));
        }
        Err(Error::InvalidOption {
            option: "ratio",
            expected: "a number above 0 and up to 1, such as 0.2",
            found: share.to_string(),
        })
    }

    /// What it allows in a document of `total_words` words.
    pub(super) fn limit(self, total_words: usize) -> Limit {
        match self {
            Self::Sentences(count) => Limit::Sentences(count.get()),
            Self::Words(count) => Limit::Length(count.get(), Unit::Words),
            Self::Ratio(share) => Limit::Length(share.of(total_words), Unit::Words),
            Self::Characters(count) => Limit::Length(count.get(), Unit::Characters),
            Self::Line(count) => Limit::Line(count.get(), Unit::Words),
            Self::LineOfCharacters(count) => Limit::Line(count.get(), Unit::Characters),
        }
    }
}

/// What a budget comes to in one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    /// At most this many sentences.
    Sentences(usize),
    /// At most so much of something.
    Length(usize, Unit),
    /// One sentence of at most so much of something.
    Line(usize, Unit),
}

/// What the length of a summary is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Words, as the document counts them.
    Words,
    /// Unicode scalar values.
    Characters,
}

impl Default for Budget {
    /// Three sentences.
    fn default() -> Self {
        const THREE: NonZeroUsize = NonZeroUsize::MIN.saturating_add(2);
        Self::Sentences(THREE)
    }
}

impl Ratio {
    /// The share.
    #[must_use]
    pub fn get(self) -> f32 {
        self.0
    }

    /// This share of `total`, rounded down, but at least 1.
    fn of(self, total: usize) -> usize {
        // In f32, where 0.7 of 100 is 70: as f64 the same share would be a little less.
        ((total as f32 * self.0) as usize).min(total).max(1)
    }
}

fn positive(option: &'static str, count: usize) -> Result<NonZeroUsize> {
    NonZeroUsize::new(count).ok_or_else(|| Error::InvalidOption {
        option,
        expected: "1 or more",
        found: count.to_string(),
    })
}

fn characters(count: usize) -> Result<NonZeroUsize> {
    NonZeroUsize::new(count).filter(|count| count.get() >= 2).ok_or_else(|| Error::InvalidOption {
        option: "characters",
        expected: "2 or more",
        found: count.to_string(),
    })
}
