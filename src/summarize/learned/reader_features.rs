//! What the readers' forest sees of a sentence: what the sentence forest sees, where it stands in its
//! paragraph, what stands beside it, who speaks and of when, and the manner of the whole piece.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::analysis::Analysis;
use super::choice::Evidence;
use super::sentence_features::{FEATURES, Part, flag};
use crate::summarize::Document;
use crate::summarize::wording::{Found, Wording};
use crate::vector::{dot, weighted_mean};

/// The features of a sentence beyond [`FEATURES`], in their order.
#[rustfmt::skip]
const OWN: [(&str, Part); 39] = {
    use Part::{Centrality, Form, Length, Position, Topic};
    [
        ("place in the paragraph", Position), ("sentences of the paragraph", Position),
        ("relative paragraph", Position), ("paragraphs", Position), ("opening", Position),
        ("behind a question", Position), ("before a question", Position),
        ("behind a colon", Position), ("behind a heading", Position), ("words of the next", Length),
        ("like the first", Centrality), ("like the last", Centrality), ("like the second half", Centrality),
        ("coverage", Topic), ("payoff", Topic),
        ("leans", Form), ("next leans", Form), ("dangling", Form),
        ("ought", Form), ("may", Form), ("I", Form), ("we", Form), ("you", Form), ("is", Form), ("was", Form),
        ("superlative", Form), ("cause", Form), ("pronoun", Form), ("finding", Form), ("contrast", Form),
        ("colon", Form), ("dash", Form), ("letters of a word", Form),
        ("news", Form), ("questions of the piece", Form), ("words of a sentence", Form),
        ("you in the piece", Form), ("I in the piece", Form), ("speech in the piece", Form),
    ]
};

/// The features of a sentence, in their order, each with the part of the score that it counts to.
pub(super) const READER_FEATURES: [(&str, Part); FEATURES.len() + OWN.len()] = {
    let mut all = [FEATURES[0]; FEATURES.len() + OWN.len()];
    let mut at = 0;
    while at < all.len() {
        all[at] = if at < FEATURES.len() { FEATURES[at] } else { OWN[at - FEATURES.len()] };
        at += 1;
    }
    all
};

/// What a group of words tells of.
#[derive(Clone, Copy)]
enum Sign {
    Ought,
    May,
    I,
    We,
    You,
    Is,
    Was,
    Superlative,
    Cause,
    Pronoun,
    Finding,
    Contrast,
    Speech,
}

/// The signs that are features of a sentence, in their order.
const SIGNS: [Sign; 12] = {
    use Sign::{Cause, Contrast, Finding, I, Is, May, Ought, Pronoun, Superlative, Was, We, You};
    [Ought, May, I, We, You, Is, Was, Superlative, Cause, Pronoun, Finding, Contrast]
};

/// The words of each sign, in the order of [`Sign`].
#[rustfmt::skip]
const WORDS: [&[&str]; 13] = [
    &["should", "must", "need to", "needs to", "ought to", "have to", "has to"],
    &["can", "could", "may", "might", "will", "would"],
    &["i ", "i'm", "i've", "i'd", "i'll", "me", "my"],
    &["we", "we're", "we've", "our", "us"],
    &["you", "you're", "you'll", "you've", "your"],
    &["is", "are", "has", "have"],
    &["was", "were", "had"],
    &["best", "most", "first", "only", "new", "better", "more", "biggest", "largest", "worst", "least"],
    &["because", "so that", "which means", "therefore", "as a result", "due to", "means that"],
    &["he", "she", "his", "her", "they", "their", "it", "its", "this", "that", "these", "those"],
    &["study", "found", "findings", "research", "researchers", "according to", "survey", "report", "per cent", "percent", "shows"],
    &["but", "however", "yet", "although", "though", "despite", "instead of", "rather than", "while"],
    &["said", "says", "told"],
];

/// Words that lean on what went before where a sentence opens with them.
#[rustfmt::skip]
const LEANING: &[&str] = &[
    "and", "but", "so", "or", "yet", "however", "still", "also", "then", "instead", "meanwhile", "moreover",
    "that", "this", "these", "those", "it", "he", "she", "they", "his", "her", "their", "its", "such", "another",
    "other", "both", "in addition", "for example", "for instance", "as a result", "despite", "because",
];

/// No heading has more words.
const HEADING_WORDS: usize = 8;

static WORDING: LazyLock<Wording> = LazyLock::new(|| Wording::new(&WORDS));

/// The features of every statement, row after row: shape `[statements, READER_FEATURES]`.
pub(super) fn reader_features(
    document: &Document<'_>,
    analysis: &Analysis,
    evidence: &Evidence<'_>,
) -> Vec<f32> {
    let piece = Piece::new(document, analysis);
    let manner = piece.manner(evidence.is_news());
    let rows = analysis.features.chunks_exact(FEATURES.len()).enumerate();
    let mut features = Vec::with_capacity(analysis.len() * READER_FEATURES.len());
    for (at, row) in rows {
        features.extend_from_slice(row);
        features.extend(piece.around(analysis.statements[at]));
        features.extend(piece.likeness(analysis, at));
        features.extend([evidence.coverage(&[at]), evidence.payoff(at)]);
        features.extend(piece.form(analysis.statements[at], at, evidence));
        features.extend(manner);
    }
    features
}

/// A document as its sentences are seen in it.
struct Piece<'a> {
    texts: Vec<&'a str>,
    paragraphs: Vec<usize>,
    /// The place of each sentence in its paragraph.
    places: Vec<usize>,
    /// How many sentences each paragraph has.
    lengths: HashMap<usize, usize>,
    /// How many paragraphs there are.
    count: f32,
    /// What is told of by the words of each statement.
    found: Vec<Found>,
    second_half: Vec<f32>,
    questions: f32,
    words: f32,
}

impl<'a> Piece<'a> {
    fn new(document: &Document<'a>, analysis: &Analysis) -> Self {
        let count = document.sentences.len();
        let texts: Vec<&str> = (0..count).map(|i| &document.body[document.statement(i)]).collect();
        let paragraphs: Vec<usize> =
            document.sentences.iter().map(|sentence| sentence.paragraph).collect();
        let last = paragraphs.iter().max().map_or(0, |last| last.saturating_add(1));
        let mut lengths: HashMap<usize, usize> = HashMap::new();
        let mut place = |&paragraph: &usize| {
            let length = lengths.entry(paragraph).or_default();
            *length += 1;
            *length - 1
        };
        let places = paragraphs.iter().map(&mut place).collect();
        let n = analysis.len();
        let rows = (n / 2..n).map(|i| (analysis.embeddings.row(i), 1.0));
        let second_half = weighted_mean(analysis.embeddings.dimensions(), rows);
        let words: usize =
            analysis.statements.iter().map(|&i| texts[i].split_whitespace().count()).sum();
        Self {
            found: analysis.statements.iter().map(|&i| WORDING.find(texts[i])).collect(),
            questions: share(texts.iter().map(|text| asks(text))),
            words: words as f32 / n.max(1) as f32,
            texts,
            paragraphs,
            places,
            lengths,
            count: last as f32,
            second_half,
        }
    }

    /// Where sentence `i` stands.
    fn around(&self, i: usize) -> [f32; 10] {
        let paragraph = self.paragraphs[i];
        let before = i.checked_sub(1).map_or("", |before| self.texts[before]);
        let next = self.texts.get(i + 1).copied().unwrap_or("");
        let stated = before.trim_end().ends_with(['.', '!', '?', ':', '"', '”', '’']);
        let words = before.split_whitespace().count();
        [
            self.places[i] as f32,
            self.lengths.get(&paragraph).copied().unwrap_or(0) as f32,
            paragraph as f32 / self.count,
            self.count,
            flag(i == 0),
            flag(asks(before)),
            flag(asks(next)),
            flag(before.trim_end().ends_with(':')),
            flag(words > 0 && words <= HEADING_WORDS && !stated),
            next.split_whitespace().count() as f32,
        ]
    }

    /// How like statement `at` is to where the piece begins and ends.
    fn likeness(&self, analysis: &Analysis, at: usize) -> [f32; 3] {
        let (row, last) = (analysis.embeddings.row(at), analysis.len() - 1);
        [
            dot(row, analysis.embeddings.row(0)),
            dot(row, analysis.embeddings.row(last)),
            dot(row, &self.second_half),
        ]
    }

    /// How sentence `i`, statement `at`, is worded.
    fn form(&self, i: usize, at: usize, evidence: &Evidence<'_>) -> impl Iterator<Item = f32> {
        let text = self.texts[i];
        let next = self.texts.get(i + 1).copied().unwrap_or("");
        let words = text.split_whitespace().count().max(1) as f32;
        let letters = text.chars().filter(|c| !c.is_whitespace()).count() as f32;
        let found = self.found[at];
        [flag(leans(text)), flag(leans(next)), evidence.dangling(&[at])]
            .into_iter()
            .chain(SIGNS.map(|sign| flag(found.has(sign as usize))))
            .chain([
                flag(text.contains(':')),
                flag(text.contains(['—', ';']) || text.contains(" – ") || text.contains(" -- ")),
                letters / words,
            ])
    }

    /// The manner of the whole piece.
    fn manner(&self, is_news: bool) -> [f32; 6] {
        let of = |sign: Sign| share(self.found.iter().map(|found| found.has(sign as usize)));
        let (you, i, speech) = (of(Sign::You), of(Sign::I), of(Sign::Speech));
        [flag(is_news), self.questions, self.words, you, i, speech]
    }
}

/// The share of these that are true.
fn share(of: impl ExactSizeIterator<Item = bool>) -> f32 {
    let count = of.len().max(1) as f32;
    of.filter(|is| *is).count() as f32 / count
}

/// Whether a sentence asks.
fn asks(text: &str) -> bool {
    text.trim_end().ends_with('?')
}

/// Whether a sentence opens with what leans on the one before.
fn leans(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    LEANING.iter().any(|phrase| {
        let opens = text.get(..phrase.len()).is_some_and(|head| head.eq_ignore_ascii_case(phrase));
        opens && !text[phrase.len()..].starts_with(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_of_one_feature() {
        let mut names: Vec<&str> = READER_FEATURES.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn what_opens_with_a_connective_or_pronoun_leans() {
        for text in
            ["But it rained.", "“This is new,” she said.", "In addition, it rained.", "It's new."]
        {
            assert!(leans(text), "{text}");
        }
        for text in ["Butter is dear.", "Italy won.", "The rain fell.", "", "É"] {
            assert!(!leans(text), "{text}");
        }
    }
}
