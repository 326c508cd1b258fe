//! Words divided at the end of a line: whether the hyphen is the word's own.
//!
//! "inter-" and "national" are one word, "well-" and "known" two. The text itself is asked first:
//! does the one form or the other stand in it elsewhere? Where it does not say, first and second
//! parts of compounds that English writes with a hyphen keep it, and all else is joined.

use std::collections::HashMap;

use super::block::Line;
use super::evidence::Evidence;

/// How two lines are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seam {
    /// With a space between.
    Space,
    /// As they are.
    Close,
    /// Without the hyphen that the first ends in.
    Drop,
}

/// How often the forms of divided words stand elsewhere in a text.
#[derive(Debug, Default)]
pub(super) struct Hyphens {
    seen: HashMap<String, usize>,
}

impl Hyphens {
    /// Looks up every word that is divided at a line end; `blocks` gives the blocks anew each
    /// time.
    pub(super) fn of<'a, I>(blocks: impl Fn() -> I, evidence: &Evidence) -> Self
    where
        I: Iterator<Item = Vec<Line<'a>>>,
    {
        let mut seen: HashMap<String, usize> = HashMap::new();
        if evidence.joins_nothing() {
            return Self { seen };
        }
        for block in blocks() {
            for pair in block.windows(2) {
                let [a, b] = pair else { continue };
                if let Some(word) = Divided::at(a.text, b.text) {
                    for form in word.forms() {
                        seen.insert(form, 0);
                    }
                }
            }
        }
        if !seen.is_empty() {
            for block in blocks() {
                for word in block.iter().flat_map(|line| words(line.text)) {
                    if let Some(times) = seen.get_mut(&word.to_lowercase()) {
                        *times += 1;
                    }
                }
            }
        }
        Self { seen }
    }

    /// How two lines are joined of which the first ends in a hyphen.
    pub(super) fn seam(&self, a: &str, b: &str) -> Seam {
        let Some(word) = Divided::at(a, b) else {
            // A dash with a space before it, or a hyphen before a figure.
            let before = a.trim_end_matches(is_hyphen);
            let is_dash = before.is_empty() || before.ends_with(char::is_whitespace);
            return if is_dash { Seam::Space } else { Seam::Close };
        };
        if SUSPENDED.contains(&word.right.to_lowercase().as_str()) {
            return Seam::Space;
        }
        let [joined, hyphenated, left, right] = word.forms().map(|form| self.times(&form));
        // The parts are counted too where the word is divided, so once says nothing.
        let is_own = if joined != hyphenated {
            hyphenated > joined
        } else {
            word.keeps_its_hyphen() || (right > 1 && word.may_be_two(left > 1))
        };
        if is_own { Seam::Close } else { Seam::Drop }
    }

    fn times(&self, form: &str) -> usize {
        self.seen.get(form).copied().unwrap_or_default()
    }
}

/// A word divided at the end of a line.
struct Divided<'a> {
    left: &'a str,
    right: &'a str,
}

impl<'a> Divided<'a> {
    /// The word that is divided between two lines, both parts without the hyphen; `None` where
    /// no letters meet.
    fn at(a: &'a str, b: &'a str) -> Option<Self> {
        let before = a.strip_suffix(is_hyphen)?;
        let left = words(before).last()?;
        let right = words(b).next()?;
        let meet = before.ends_with(left) && b.starts_with(right);
        let letters = |part: &str| {
            part.chars().all(|c| c.is_alphabetic() || c == '-' || c == '’' || c == '\'')
        };
        (meet && letters(left) && letters(right)).then_some(Self { left, right })
    }

    /// Joined, hyphenated, and its two parts, in small letters.
    fn forms(&self) -> [String; 4] {
        let (left, right) = (self.left.to_lowercase(), self.right.to_lowercase());
        [format!("{left}{right}"), format!("{left}-{right}"), left, right]
    }

    /// Whether the parts make a compound where the second is a word of the text; `is_word` says
    /// that the first is one too.
    fn may_be_two(&self, is_word: bool) -> bool {
        const LONG: usize = 4;
        let left = self.left.to_lowercase();
        let is_long = |part: &str| part.chars().count() >= LONG;
        let is_closed = SYLLABLES.contains(&left.as_str());
        PREFIXES.contains(&left.as_str()) && is_long(self.right)
            || is_word && !is_closed && is_long(self.left) && is_long(self.right)
    }

    /// Whether a word like this is written with a hyphen.
    fn keeps_its_hyphen(&self) -> bool {
        let is_upper =
            |part: &str| part.chars().count() > 1 && !part.chars().any(char::is_lowercase);
        let (left, right) = (self.left.to_lowercase(), self.right.to_lowercase());
        let is_name = self.right.starts_with(char::is_uppercase)
            && !(is_upper(self.left) && is_upper(self.right));
        is_name
            || left.chars().count() == 1
            || left.contains('-')
            || right.contains('-')
            || (FIRST.contains(&left.as_str()) && !SUFFIXES.contains(&right.as_str()))
            || (SECOND.contains(&right.as_str()) && !SYLLABLES.contains(&left.as_str()))
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// The words of a line, hyphens inside them included.
fn words(line: &str) -> impl DoubleEndedIterator<Item = &str> {
    line.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '’' | '\'')))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
}

/// Words after a hyphen that stands for the rest of a word: "short- and long-term".
const SUSPENDED: &[&str] =
    &["and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o", "e", "en"];

/// First parts of compounds.
#[rustfmt::skip]
const FIRST: &[&str] = &[
    "all", "award", "badly", "best", "better", "big", "billion", "black", "blue", "brand", "broad",
    "built", "child", "clean", "clear", "close", "cost", "cross", "cut", "decision", "deep",
    "double", "drug", "easy", "eight", "eighty", "ever", "face", "far", "fast", "fifth", "fifty",
    "film", "first", "five", "fly", "follow", "forty", "four", "fourth", "free", "front", "full",
    "good", "great", "green", "half", "hand", "hard", "heavy", "high", "highly", "home", "ice",
    "ill", "large", "last", "law", "left", "life", "light", "line", "little", "long", "low",
    "market", "million", "much", "multi", "new", "newly", "nine", "ninety", "old", "once", "one",
    "open", "power", "quick", "record", "right", "scrum", "second", "self", "semi", "seven",
    "seventy", "short", "single", "six", "sixth", "sixty", "slow", "small", "soft", "state", "tax",
    "third", "thirty", "three", "twenty", "two", "vice", "wake", "well", "widely", "world", "year",
];

/// Syllables that are first parts of compounds only where the second part is a word of the text.
const PREFIXES: &[&str] =
    &["anti", "co", "counter", "ex", "inter", "mid", "non", "post", "pre", "pro", "so"];

/// What makes one word with nearly any first part.
#[rustfmt::skip]
const SUFFIXES: &[&str] = &[
    "able", "age", "al", "als", "ance", "cast", "day", "ded", "ding", "dom", "ed", "en", "ence",
    "ened", "ening", "ens", "ent", "ents", "er", "ers", "est", "ful", "hold", "hood", "house",
    "ible", "ier", "ies", "iest", "ing", "ings", "ion", "ions", "ish", "ive", "land", "less",
    "ling", "lings", "ly", "ment", "ments", "ned", "ness", "ning", "or", "ors", "ped", "ping",
    "sed", "ses", "ship", "sing", "sion", "some", "ted", "teen", "ties", "time", "ting", "tion",
    "ty", "ward", "ware", "way", "work", "y",
];

/// Second parts of compounds.
#[rustfmt::skip]
const SECOND: &[&str] = &[
    "ago", "backed", "based", "biggest", "bound", "called", "century", "chairman", "channel",
    "chief", "class", "controlled", "cutting", "desk", "director", "dominated", "driven", "earned",
    "educated", "elect", "eyed", "facing", "fashioned", "fighting", "foot", "founder", "free",
    "friendly", "funded", "general", "grade", "growing", "handed", "hearted", "highest", "hour",
    "inch", "keeping", "kilometre", "known", "language", "largest", "lasting", "leading", "led",
    "length", "level", "long", "looking", "loving", "lowest", "made", "maker", "makers", "making",
    "mile", "minded", "minute", "month", "off", "oriented", "owned", "page", "paid", "party",
    "person", "placed", "pound", "president", "producer", "profile", "prone", "proof", "quality",
    "quarter", "raising", "ranging", "related", "rich", "rise", "scale", "seeded", "selling",
    "serving", "sized", "smallest", "speaking", "speed", "standing", "style", "term", "top", "up",
    "week", "wide", "wing", "winger", "winning", "yard", "year",
];

/// Syllables before which a second part of a compound is none.
#[rustfmt::skip]
const SYLLABLES: &[&str] = &[
    "ab", "any", "con", "com", "de", "dis", "em", "en", "every", "for", "im", "in", "mis", "out",
    "over", "per", "re", "some", "sub", "sur", "un", "under", "up", "with",
];
