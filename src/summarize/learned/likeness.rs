//! How like the sentences of a document are to each other and to the whole.

use ndarray::Array1;

use crate::summarize::centrality::threshold;
use crate::summarize::similarity::Similarity;
use crate::vector::{Embeddings, dot, lead_weighted_mean, weighted_mean};

/// How like each sentence is to the others.
pub(super) struct Links {
    /// The mean excess of its cosines with the sentences that follow, over the least of the
    /// document.
    pub(super) following: Vec<f32>,
    /// The same with those that precede.
    pub(super) preceding: Vec<f32>,
    /// The greatest cosine with one that follows, 0 for the last.
    pub(super) nearest_following: Vec<f32>,
    /// The greatest cosine with one that precedes, 0 for the first.
    pub(super) nearest_preceding: Vec<f32>,
    /// The cosine with the next sentence, 0 for the last.
    pub(super) next: Vec<f32>,
    /// The cosine with the first sentence.
    pub(super) first: Vec<f32>,
}

impl Links {
    pub(super) fn new(similarity: &Similarity) -> Self {
        let n = similarity.len();
        let least = threshold(similarity, 0.0);
        let mut following = Array1::<f64>::zeros(n);
        let mut preceding = Array1::<f64>::zeros(n);
        let (mut nearest_following, mut nearest_preceding) = (vec![0f32; n], vec![0f32; n]);
        let (mut next, mut first) = (vec![0f32; n], vec![1f32; n]);
        similarity.for_each_link(|i, j, cosine| {
            let excess = f64::from(cosine - least);
            if i < j {
                following[i] += excess;
                nearest_following[i] = nearest_following[i].max(cosine);
            } else {
                preceding[i] += excess;
                nearest_preceding[i] = nearest_preceding[i].max(cosine);
            }
            if j == i + 1 {
                next[i] = cosine;
            }
            if j == 0 {
                first[i] = cosine;
            }
        });
        let scaled = |sums: Array1<f64>| {
            let sums = sums.iter().enumerate();
            sums.map(|(i, sum)| (sum / similarity.others(i)) as f32).collect()
        };
        Self {
            following: scaled(following),
            preceding: scaled(preceding),
            nearest_following,
            nearest_preceding,
            next,
            first,
        }
    }

    /// Centrality: the sentences that follow for it, those that precede against it.
    pub(super) fn centrality(&self) -> Vec<f32> {
        self.weighted(0.6, -0.4)
    }

    /// Degree: both for it.
    pub(super) fn degree(&self) -> Vec<f32> {
        self.weighted(1.0, 1.0)
    }

    fn weighted(&self, following: f32, preceding: f32) -> Vec<f32> {
        let both = self.following.iter().zip(&self.preceding);
        both.map(|(after, before)| following * after + preceding * before).collect()
    }
}

/// How like each sentence's vector is to those of the whole.
pub(super) struct Likeness {
    /// The cosine with the mean of all.
    pub(super) mean: Vec<f32>,
    /// The cosine with the lead-weighted mean.
    pub(super) lead: Vec<f32>,
    /// The mean of all, and the lead-weighted one.
    pub(super) means: [Vec<f32>; 2],
}

impl Likeness {
    /// `embeddings` has a row for each sentence that counts.
    pub(super) fn new(embeddings: &Embeddings) -> Self {
        let dimensions = embeddings.dimensions();
        let all = weighted_mean(dimensions, embeddings.rows().map(|row| (row, 1.0)));
        let lead_weighted = lead_weighted_mean(dimensions, embeddings.rows());
        let to = |other: &[f32]| embeddings.rows().map(|row| dot(row, other)).collect();
        Self { mean: to(&all), lead: to(&lead_weighted), means: [all, lead_weighted] }
    }
}
