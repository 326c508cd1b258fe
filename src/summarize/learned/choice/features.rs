//! What the choice among summaries sees of one.

use super::evidence::Evidence;

/// The features of a summary, in their order.
#[rustfmt::skip]
pub(super) const FEATURES: &[&str] = &[
    "summaries", "importance", "centrality", "coverage",
    "opening", "first place", "last place", "neighbours", "distance",
    "words", "tiny", "long", "dangling", "quotations", "payoff",
    "readers", "least of readers",
];

/// A sentence of no more words says little.
const TINY: usize = 8;

/// A sentence of more words is hard to read.
const LONG: usize = 40;

/// The features of the summary of these statements, ascending and at least one. `summaries` is by
/// how much the set forest values it more than the lead; 0 where no forest does.
pub(in super::super) fn features(
    evidence: &Evidence<'_>,
    set: &[usize],
    summaries: f32,
) -> Vec<f32> {
    let size = set.len() as f32;
    let mean = |value: &dyn Fn(usize) -> f32| set.iter().map(|&i| value(i)).sum::<f32>() / size;
    let share = |is: &dyn Fn(usize) -> bool| set.iter().filter(|&&i| is(i)).count() as f32 / size;
    let steps = || set.windows(2).map(|pair| (pair[0], pair[1]));
    let per_step = |sum: f32| sum / (set.len() - 1).max(1) as f32;
    let count = evidence.texts.len().max(2) as f32;
    let words: usize = set.iter().map(|&i| evidence.words[i]).sum();
    vec![
        summaries,
        mean(&|i| evidence.standard[i]),
        mean(&|i| evidence.centrality[i]),
        evidence.coverage(set),
        flag(set.contains(&evidence.opening)),
        (1.0 + set[0] as f32).ln(),
        set[set.len() - 1] as f32 / (count - 1.0),
        per_step(steps().filter(|(i, j)| i + 1 == *j).count() as f32),
        per_step(steps().map(|(i, j)| ((j - i) as f32).ln()).sum()),
        (words.max(1) as f32).ln(),
        share(&|i| evidence.words[i] <= TINY),
        share(&|i| evidence.words[i] > LONG),
        evidence.dangling(set) + evidence.unseen(set),
        share(&|i| is_quotation(evidence.texts[i])),
        mean(&|i| evidence.payoffs[i]),
        mean(&|i| evidence.reads[i]),
        set.iter().map(|&i| evidence.reads[i]).fold(f32::INFINITY, f32::min),
    ]
}

/// Whether a sentence is somebody's words from its beginning.
fn is_quotation(text: &str) -> bool {
    text.starts_with(['"', '“', '„', '«', '「', '‘', '\''])
}

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}
