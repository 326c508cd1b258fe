//! What the trained scorer sees of a word: how and where the document has it.
//!
//! Words that a summary is likely to have make sentences that belong into it (Hong & Nenkova,
//! *Improving the Estimation of Word Importance for News Multi-Document Summarization*, 2014).

use super::analysis::Analysis;

/// The features of a word, in their order.
#[rustfmt::skip]
pub(super) const TERM_FEATURES: &[&str] = &[
    "occurrences", "sentences with it", "first place", "relative first place", "relative last place",
    "capital share", "quoted share", "earliest in a sentence", "function word", "number", "letters",
    "best probability", "probability sum", "mean probability", "best mean cosine", "average mean cosine",
    "share of the words", "share of the sentences", "sentences", "document words",
    "in the first", "in the lead", "in the title", "greatest share of a sentence",
];

/// What the occurrences of a word add up to.
#[derive(Clone)]
struct Tally {
    occurrences: f32,
    spread: f32,
    first: usize,
    last: usize,
    capitals: f32,
    quoted: f32,
    earliest: usize,
    best_probability: f32,
    probabilities: f32,
    best_cosine: f32,
    cosines: f32,
    in_lead: f32,
    share: f32,
}

impl Tally {
    const NOTHING: Self = Self {
        occurrences: 0.0,
        spread: 0.0,
        first: usize::MAX,
        last: 0,
        capitals: 0.0,
        quoted: 0.0,
        earliest: usize::MAX,
        best_probability: 0.0,
        probabilities: 0.0,
        best_cosine: f32::NEG_INFINITY,
        cosines: 0.0,
        in_lead: 0.0,
        share: 0.0,
    };

    /// Adds sentence `i`, which has the word.
    fn add_sentence(&mut self, i: usize, probability: f32, cosine: f32) {
        const LEAD: usize = 3;
        self.spread += 1.0;
        self.first = self.first.min(i);
        self.last = self.last.max(i);
        self.best_probability = self.best_probability.max(probability);
        self.probabilities += probability;
        self.best_cosine = self.best_cosine.max(cosine);
        self.cosines += cosine;
        self.in_lead += f32::from(u8::from(i < LEAD));
    }
}

/// The features of every distinct word of the document, row after row, where its statements have
/// these scores. Words of the title alone have rows too.
pub(super) fn term_features(analysis: &Analysis, scores: &[f32]) -> Vec<f32> {
    let reading = &analysis.reading;
    let mut tallies = vec![Tally::NOTHING; reading.vocabulary.len()];
    let mut in_sentence = vec![0f32; tallies.len()];
    for (i, (words, manners)) in reading.words.iter().zip(&reading.manners).enumerate() {
        for (place, (&word, manner)) in words.iter().zip(manners).enumerate() {
            let tally = &mut tallies[word as usize];
            tally.occurrences += 1.0;
            tally.capitals += f32::from(u8::from(manner.is_capital));
            tally.quoted += f32::from(u8::from(manner.is_quoted));
            tally.earliest = tally.earliest.min(place);
            in_sentence[word as usize] += 1.0;
        }
        let probability = probability(scores[i]);
        for &word in words {
            let count = std::mem::take(&mut in_sentence[word as usize]);
            if count > 0.0 {
                let tally = &mut tallies[word as usize];
                tally.add_sentence(i, probability, analysis.likeness.mean[i]);
                tally.share = tally.share.max(count / words.len() as f32);
            }
        }
    }
    let all: f32 = tallies.iter().map(|tally| tally.occurrences).sum();
    let n = reading.words.len();
    let to_last = n.saturating_sub(1).max(1) as f32;
    let mut features = Vec::with_capacity(tallies.len() * TERM_FEATURES.len());
    for (number, (tally, word)) in tallies.iter().zip(&reading.vocabulary).enumerate() {
        let (count, spread) = (tally.occurrences.max(1.0), tally.spread.max(1.0));
        let first = tally.first.min(n) as f32;
        features.extend([
            tally.occurrences,
            tally.spread,
            first,
            first / to_last,
            tally.last as f32 / to_last,
            tally.capitals / count,
            tally.quoted / count,
            tally.earliest.min(1_000) as f32,
            f32::from(u8::from(!word.is_content)),
            f32::from(u8::from(word.text.starts_with(char::is_numeric))),
            word.text.chars().count() as f32,
            tally.best_probability,
            tally.probabilities,
            tally.probabilities / spread,
            tally.best_cosine.max(-1.0),
            tally.cosines / spread,
            tally.occurrences / all.max(1.0),
            tally.spread / n.max(1) as f32,
            n as f32,
            all,
            f32::from(u8::from(tally.first == 0)),
            tally.in_lead,
            reading.in_title.as_ref().map_or(f32::NAN, |is| f32::from(u8::from(is[number]))),
            tally.share,
        ]);
    }
    features
}

/// The probability that log odds stand for.
pub(super) fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}
