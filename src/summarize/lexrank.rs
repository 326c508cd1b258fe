//! LexRank: the sentences that a random walk over likeness visits most.
//!
//! The continuous form of Erkan & Radev, *LexRank: Graph-based Lexical Centrality as Salience in
//! Text Summarization* (2004): every sentence is linked with every other, each link weighted
//! with the cosine of the two embeddings (negative ones count as 0), rows divided by their sum;
//! the scores are the stationary distribution of the walk with restarts, as PageRank's are.

use super::score::Score;
use super::similarity::Similarity;
use super::{Document, Ranking, SentenceScorer};
use crate::error::Result;

/// Scores a sentence by its share in a random walk over the likeness of sentences, times the
/// number of sentences: 1 is the average.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LexRank {
    /// The probability that the walk follows a link and does not start anew, in `[0, 1)`.
    pub damping: f32,
    /// The walk has settled when a step moves less probability than this, summed over sentences.
    pub tolerance: f32,
    /// The most steps.
    pub max_iterations: usize,
}

impl Default for LexRank {
    fn default() -> Self {
        Self { damping: 0.85, tolerance: 1e-5, max_iterations: 100 }
    }
}

impl SentenceScorer for LexRank {
    fn name(&self) -> &'static str {
        "lexrank"
    }

    fn uses_embeddings(&self) -> bool {
        true
    }

    fn rank(&self, document: &Document<'_>) -> Result<Ranking> {
        let similarity = Similarity::new(document, self.name())?;
        let basis = Some(similarity.basis());
        let (n, sampled) = (similarity.len() as f64, similarity.sampled());
        let restart = 1.0 - f64::from(self.damping);
        let ranks = match sampled {
            Some(_) => self.ranks_by_sample(&similarity),
            None => self.ranks(&Graph::new(similarity)),
        };
        let scores = ranks.into_iter().map(|rank| {
            let linked = rank * n - restart;
            Score::from_parts([("links", linked as f32), ("restart", restart as f32)])
        });
        Ok(Ranking { basis, sampled, ..Ranking::from_scores(scores.collect()) })
    }
}

impl LexRank {
    /// The ranks of a long document: the walk goes over its sample alone, and a last step leads from
    /// there to all sentences.
    fn ranks_by_sample(&self, similarity: &Similarity) -> Vec<f64> {
        let n = similarity.len();
        let (sample, own) = similarity.of_sample();
        let graph = Graph::new(own);
        let ranks = self.ranks(&graph);
        let mut outflow = vec![0.0; n];
        for ((&i, rank), &degree) in sample.iter().zip(ranks).zip(&graph.degrees) {
            outflow[i] = if degree > 0.0 { rank / degree } else { 0.0 };
        }
        let base = (1.0 - f64::from(self.damping)) / sample.len().max(1) as f64;
        let mut reached = vec![base; n];
        similarity.for_each_link(|i, j, cosine| {
            reached[i] += f64::from(self.damping) * f64::from(cosine.max(0.0)) * outflow[j];
        });
        let total: f64 = reached.iter().sum();
        reached.iter().map(|rank| rank / total).collect()
    }

    /// The stationary distribution, by power iteration.
    fn ranks(&self, graph: &Graph) -> Vec<f64> {
        let n = graph.degrees.len();
        let total: f64 = graph.degrees.iter().sum();
        if n == 0 || total <= 0.0 {
            return vec![1.0 / n as f64; n];
        }
        let damping = f64::from(self.damping);
        // Without restarts the walk on a symmetric graph settles at the degrees: a close start.
        let mut ranks: Vec<f64> = graph.degrees.iter().map(|degree| degree / total).collect();
        for _ in 0..self.max_iterations {
            let next = graph.step(&ranks, damping);
            let moved: f64 = next.iter().zip(&ranks).map(|(a, b)| (a - b).abs()).sum();
            ranks = next;
            if moved < f64::from(self.tolerance) {
                break;
            }
        }
        ranks
    }
}

/// The links of a document's sentences.
struct Graph {
    similarity: Similarity,
    /// The sum of each sentence's links.
    degrees: Vec<f64>,
}

impl Graph {
    fn new(similarity: Similarity) -> Self {
        let mut graph = Self { degrees: vec![0.0; similarity.len()], similarity };
        graph.degrees = graph.linked_sums(&vec![1.0; graph.similarity.len()]);
        graph
    }

    /// One step of the walk. What stands on a sentence without links starts anew.
    fn step(&self, ranks: &[f64], damping: f64) -> Vec<f64> {
        let n = ranks.len() as f64;
        let (mut outflow, mut stranded) = (Vec::with_capacity(ranks.len()), 0.0);
        for (&rank, &degree) in ranks.iter().zip(&self.degrees) {
            let flows = degree > 0.0;
            outflow.push(if flows { rank / degree } else { 0.0 });
            stranded += if flows { 0.0 } else { rank };
        }
        let base = (1.0 - damping + damping * stranded) / n;
        self.linked_sums(&outflow).into_iter().map(|inflow| base + damping * inflow).collect()
    }

    /// For each sentence, the values of the others weighted with their links to it.
    fn linked_sums(&self, values: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; values.len()];
        self.similarity.for_each_pair(|i, j, cosine| {
            let link = f64::from(cosine.max(0.0));
            sums[i] += link * values[j];
            sums[j] += link * values[i];
        });
        sums
    }
}
