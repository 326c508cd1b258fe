//! Words whose full stop is part of them.
//!
//! In: the word before a full stop, and the language if it is known. Out: what its full stop can
//! be taken for. That depends on what follows, and differently for each kind: a title stands
//! before a name, `No.` before a number, `Inc.` before anything. What follows is looked at
//! elsewhere.
//!
//! An abbreviation of one language may be an ordinary word of another (`est` in French). So the
//! words of a language count in that language alone, unless they hold a letter that English does
//! not have. Where the language is not known it is taken for English.

mod lists;

use std::collections::HashMap;
use std::sync::LazyLock;

use self::lists::LISTS;
use super::vocabulary::SHORT_MONTHS;

/// What the full stop after an abbreviation can be taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Stands before a name (`Dr.`) or inside a phrase (`vs.`): never ends a sentence.
    Inner,
    /// Stands before a number (`No.`, `Dec.`): ends a sentence before anything else.
    Numeric,
    /// A book of the Bible: stands before a chapter and verse (`Phil. 4:8`).
    Biblical,
    /// A single letter, mostly of a name.
    Initial,
    /// `a.m.`, `p.m.`
    TimeOfDay,
    /// `etc.` and the like: ends a sentence before any capital.
    Closing,
    /// `et al.`: ends a sentence before any capital, but not before a year or reference.
    Citation,
    /// `feat.`: stands between two names.
    Credit,
    /// A measure (`1931 г.`): after a number it ends a sentence before any capital; otherwise it
    /// stands before a name.
    Measure,
    /// A state after a town (`Salem, Mass.`), elsewhere an ordinary word.
    Place,
    /// All others, `U.S.`, `Inc.`, `Calif.`: ends a sentence only before a word that begins one.
    Other,
}

impl Abbreviation {
    /// The kind of `word`, which stands before a full stop and is given without it; `None` for
    /// an ordinary word.
    pub(super) fn of(word: &str, language: Option<&str>) -> Option<Self> {
        if SHORT_MONTHS.contains(&word) {
            return Some(Self::Numeric);
        }
        // `l'avv.`, `d’env.`
        let elided = match language {
            Some("it" | "fr" | "ca") => word.rsplit(['\'', '’']).next().unwrap_or(word),
            _ => word,
        };
        Self::listed(elided, language).or_else(|| Self::by_shape(word))
    }

    fn listed(word: &str, language: Option<&str>) -> Option<Self> {
        let entries = ENTRIES.get(word.to_lowercase().as_str())?;
        let kind = entries.iter().find(|entry| entry.matches(word, language))?.kind;
        let mut letters = word.chars();
        let is_capital = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
        // `P. 12` is a page, and `P. Brandt` a person: to an initial both go on.
        Some(if is_capital && kind == Self::Numeric { Self::Initial } else { kind })
    }

    /// Initials and abbreviations with inner full stops, which need no list.
    fn by_shape(word: &str) -> Option<Self> {
        if matches!(word, "a.m" | "p.m" | "A.M" | "P.M") {
            return Some(Self::TimeOfDay);
        }
        let mut letters = 0;
        for part in word.split('.') {
            let mut chars = part.chars();
            if !chars.next().is_some_and(char::is_alphabetic) || chars.next().is_some() {
                return None;
            }
            letters += 1;
        }
        match (letters, word) {
            (1, _) => Some(Self::Initial),
            (_, "e.g" | "i.e" | "P.S" | "z.B" | "d.h" | "u.a" | "s.a" | "o.a" | "p.e") => {
                Some(Self::Inner)
            }
            _ => Some(Self::Other),
        }
    }
}

/// An abbreviation as a list gives it.
struct Entry {
    language: &'static str,
    kind: Abbreviation,
    case: Case,
    /// Whether a letter that is not in ASCII tells it from the words of other languages.
    distinct: bool,
}

/// How a word has to be written to be an abbreviation.
#[derive(Clone, Copy)]
enum Case {
    Any,
    Capital,
    Lower,
}

impl Entry {
    fn matches(&self, word: &str, language: Option<&str>) -> bool {
        let in_language = self.language.is_empty()
            || self.distinct
            || match language {
                None => self.language == "en",
                Some("nb" | "nn" | "no") => self.language == "da",
                Some("sk") => self.language == "cs",
                Some(language) => self.language == language,
            };
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        in_language
            && match self.case {
                Case::Any => true,
                Case::Capital => capital,
                Case::Lower => !capital,
            }
    }
}

static ENTRIES: LazyLock<HashMap<String, Vec<Entry>>> = LazyLock::new(|| {
    let mut entries: HashMap<String, Vec<Entry>> = HashMap::new();
    for &(language, kind, words) in LISTS {
        for word in words.split(' ') {
            let (word, case) = match word.strip_prefix('~') {
                Some(word) => (word, Case::Lower),
                None if word.starts_with(char::is_uppercase) => (word, Case::Capital),
                None => (word, Case::Any),
            };
            let entry = Entry { language, kind, case, distinct: !word.is_ascii() };
            let same = entries.entry(word.to_lowercase()).or_default();
            // What a language says of a word comes before what is said of it for all.
            let at = if language.is_empty() { same.len() } else { 0 };
            same.insert(at, entry);
        }
    }
    entries
});
