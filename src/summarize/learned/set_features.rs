//! What the trained scorer sees of a whole summary: a set of sentences.

use super::analysis::Analysis;
use super::sentence_features::FEATURES;
use super::term_features::probability;
use crate::vector::{dot, weighted_mean};

/// The features of a set, in their order.
#[rustfmt::skip]
pub(super) const SET_FEATURES: &[&str] = &[
    "score sum", "least score", "greatest score", "probability sum", "standard score sum",
    "least standard score", "rank sum", "greatest rank",
    "words", "mean words", "most words", "fewest words",
    "greatest cosine", "mean cosine", "least cosine",
    "coverage", "mean frequency", "redundancy", "distinct words", "coverage of the lead",
    "mean", "lead",
    "first place", "last place", "mean place", "places in the lead", "neighbours",
    "sentences", "document words",
    "words of the lead", "centrality", "word frequency", "word spread", "quotation marks",
    "first and second person", "digits", "capital density", "function words",
    "expected words", "expected content words", "expected density", "expected F1",
    "expected content F1", "expected recall", "expected of the document",
];

/// Features of the sentences whose mean, or else whose sum, is one of the set, by their places. A
/// name that no feature has does not compile.
const MEANS: [usize; 6] = [
    column("words of the lead"),
    column("centrality"),
    column("mean frequency"),
    column("mean spread"),
    column("capital density"),
    column("function words"),
];
const SUMS: [usize; 3] =
    [column("quotation marks"), column("first and second person"), column("digits")];

/// The place of the sentence feature of that name.
const fn column(name: &str) -> usize {
    let mut place = 0;
    while place < FEATURES.len() {
        if is_same(FEATURES[place].0.as_bytes(), name.as_bytes()) {
            return place;
        }
        place += 1;
    }
    panic!("no sentence feature has this name")
}

/// Whether two names are the same.
const fn is_same(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// The scores of all sentences and words, in the forms that sets look at.
pub(super) struct Standing {
    pub(super) scores: Vec<f32>,
    /// The probability of each distinct word that a summary has it.
    terms: Vec<f32>,
    /// How many distinct words a summary is expected to have.
    expected: f32,
    mean: f32,
    deviation: f32,
    ranks: Vec<f32>,
}

impl Standing {
    /// `terms` are the log odds of the words.
    pub(super) fn new(scores: Vec<f32>, terms: &[f32]) -> Self {
        let terms: Vec<f32> = terms.iter().map(|&odds| probability(odds)).collect();
        let n = scores.len().max(1) as f32;
        let mean = scores.iter().sum::<f32>() / n;
        let variance = scores.iter().map(|score| (score - mean).powi(2)).sum::<f32>() / n;
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
        let mut ranks = vec![0.0; scores.len()];
        order.iter().enumerate().for_each(|(rank, &i)| ranks[i] = rank as f32);
        Self {
            scores,
            expected: terms.iter().sum(),
            terms,
            mean,
            deviation: variance.sqrt() + 1e-6,
            ranks,
        }
    }
}

/// The features of the set of these sentences, ascending and at least one.
pub(super) fn set_features(analysis: &Analysis, standing: &Standing, set: &[usize]) -> Vec<f32> {
    let size = set.len() as f32;
    let reading = &analysis.reading;
    let scores = || set.iter().map(|&i| standing.scores[i]);
    let standard = || scores().map(|score| (score - standing.mean) / standing.deviation);
    let ranks = || set.iter().map(|&i| standing.ranks[i]);
    let lengths = || set.iter().map(|&i| reading.words[i].len() as f32);
    let least = |values: &mut dyn Iterator<Item = f32>| values.fold(f32::INFINITY, f32::min);
    let most = |values: &mut dyn Iterator<Item = f32>| values.fold(f32::NEG_INFINITY, f32::max);
    let words: f32 = lengths().sum();

    let mut cosines = Vec::new();
    for (place, &i) in set.iter().enumerate() {
        let row = analysis.embeddings.row(i);
        cosines.extend(set[place + 1..].iter().map(|&j| dot(row, analysis.embeddings.row(j))));
    }
    let mean_cosine = cosines.iter().sum::<f32>() / cosines.len().max(1) as f32;
    if cosines.is_empty() {
        cosines.push(0.0);
    }

    let mut all: Vec<u32> = set.iter().flat_map(|&i| &reading.words[i]).copied().collect();
    all.sort_unstable();
    all.dedup();
    let term = |&word: &u32| standing.terms[word as usize];
    let found: f32 = all.iter().map(term).sum();
    let is_content = |word: &u32| reading.vocabulary[*word as usize].is_content;
    let distinct: Vec<u32> = all.into_iter().filter(is_content).collect();
    let found_content: f32 = distinct.iter().map(term).sum();
    let f1 = |found: f32| 2.0 * found / (words + standing.expected).max(1.0);
    let content: usize = set.iter().map(|&i| reading.content_count[i]).sum();
    let frequency: u32 = distinct.iter().map(|&word| reading.frequency[word as usize]).sum();
    let coverage = frequency as f32 / reading.total;
    let of_lead = distinct.iter().filter(|&&word| reading.in_lead[word as usize]).count();
    let rows = set.iter().map(|&i| (analysis.embeddings.row(i), 1.0));
    let vector = weighted_mean(analysis.embeddings.dimensions(), rows);
    let places = || set.iter().map(|&i| i as f32);
    let column_sum = |column: usize| -> f32 {
        set.iter().map(|&i| analysis.features[i * FEATURES.len() + column]).sum()
    };
    let [frequency_mean, spread_mean] = [2, 3].map(|i| column_sum(MEANS[i]) / size);

    vec![
        scores().sum(),
        least(&mut scores()),
        most(&mut scores()),
        scores().map(probability).sum(),
        standard().sum(),
        least(&mut standard()),
        ranks().sum(),
        most(&mut ranks()),
        words,
        words / size,
        most(&mut lengths()),
        least(&mut lengths()),
        most(&mut cosines.iter().copied()),
        mean_cosine,
        least(&mut cosines.iter().copied()),
        coverage,
        100.0 * coverage / distinct.len().max(1) as f32,
        1.0 - distinct.len() as f32 / content.max(1) as f32,
        distinct.len() as f32,
        of_lead as f32 / reading.lead_size.max(1) as f32,
        dot(&vector, &analysis.likeness.means[0]),
        dot(&vector, &analysis.likeness.means[1]),
        least(&mut places()),
        most(&mut places()),
        places().sum::<f32>() / size,
        set.iter().filter(|&&i| i < 3).count() as f32,
        set.windows(2).filter(|pair| pair[1] == pair[0] + 1).count() as f32,
        reading.words.len() as f32,
        reading.words.iter().map(Vec::len).sum::<usize>() as f32,
        column_sum(MEANS[0]) / size,
        column_sum(MEANS[1]) / size,
        frequency_mean,
        spread_mean,
        column_sum(SUMS[0]),
        column_sum(SUMS[1]),
        column_sum(SUMS[2]),
        column_sum(MEANS[4]) / size,
        column_sum(MEANS[5]) / size,
        found,
        found_content,
        found / words.max(1.0),
        f1(found),
        f1(found_content),
        found / standing.expected.max(f32::MIN_POSITIVE),
        standing.expected,
    ]
}
