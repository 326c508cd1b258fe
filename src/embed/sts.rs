//! The STS benchmark (Cer et al. 2017): does a model rank pairs of sentences as people do?
//!
//! In: one of the benchmark's tab-separated files, and a model. Out: Spearman's correlation of
//! the cosines with people's scores. The benchmark is not part of this project.

use std::fs;
use std::path::Path;

use super::Embedder;
use crate::error::{Error, Result};
use crate::vector::dot;

/// Two sentences and how alike people find them.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredPair {
    /// What people say: from 0, nothing in common, to 5, the same.
    pub score: f64,
    /// One sentence.
    pub first: String,
    /// The other.
    pub second: String,
}

/// A file of the benchmark, read: pairs that are not all of one score.
#[derive(Debug, Clone, PartialEq)]
pub struct StsBenchmark {
    pairs: Vec<ScoredPair>,
}

impl StsBenchmark {
    /// Reads a file of the benchmark: no header, the score in column 5 and the sentences in
    /// columns 6 and 7, with tabs between; what follows is not read.
    ///
    /// # Errors
    /// [`Error::Io`] if the file cannot be read, [`Error::InvalidField`] if a line has no such
    /// columns, or no two scores differ.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path)
            .map_err(|source| Error::Io { path: path.to_owned(), source })?;
        Self::parse(&path.display().to_string(), &text)
    }

    /// The pairs, in the file's order.
    #[must_use]
    pub fn pairs(&self) -> &[ScoredPair] {
        &self.pairs
    }

    /// Spearman's correlation of a model's cosines with people's scores, from -1 to 1; none if
    /// the model finds all pairs equally alike.
    ///
    /// # Errors
    /// As [`Embedder::embed`].
    pub fn spearman(&self, model: &dyn Embedder) -> Result<Option<f64>> {
        let embed = |side: fn(&ScoredPair) -> &str| {
            model.embed(&self.pairs.iter().map(side).collect::<Vec<_>>())
        };
        let first = embed(|pair| &pair.first)?.embeddings;
        let second = embed(|pair| &pair.second)?.embeddings;
        let cosines: Vec<f64> =
            first.rows().zip(second.rows()).map(|(a, b)| f64::from(dot(a, b))).collect();
        let scores: Vec<f64> = self.pairs.iter().map(|pair| pair.score).collect();
        Ok(spearman(&cosines, &scores))
    }

    /// Reads the content of a file; `name` serves messages.
    fn parse(name: &str, text: &str) -> Result<Self> {
        let pairs: Vec<ScoredPair> = text
            .lines()
            .enumerate()
            .map(|(index, line)| scored_pair(&format!("{name}:{}", index + 1), line))
            .collect::<Result<_>>()?;
        if pairs.iter().all(|pair| pair.score == pairs[0].score) {
            return Err(Error::InvalidField {
                name: name.to_owned(),
                field: "score",
                expected: "different in at least two lines, to be ranked",
                found: format!("the same in all {}", pairs.len()),
            });
        }
        Ok(Self { pairs })
    }
}

fn scored_pair(name: &str, line: &str) -> Result<ScoredPair> {
    let invalid = |field, expected, found: Option<&str>| Error::InvalidField {
        name: name.to_owned(),
        field,
        expected,
        found: found.map_or_else(
            || "missing".to_owned(),
            |found| format!("`{}`", found.chars().take(40).collect::<String>()),
        ),
    };
    let columns: Vec<&str> = line.split('\t').collect();
    let score = columns.get(4).copied();
    let number =
        score.and_then(|score| score.trim().parse().ok()).filter(|it: &f64| it.is_finite());
    let number = number.ok_or_else(|| invalid("score", "a number in column 5", score))?;
    let sentence = |index: usize, field, expected| {
        columns.get(index).copied().ok_or_else(|| invalid(field, expected, None))
    };
    Ok(ScoredPair {
        score: number,
        first: sentence(5, "sentence1", "in column 6, after a tab")?.to_owned(),
        second: sentence(6, "sentence2", "in column 7, after a tab")?.to_owned(),
    })
}

/// Spearman's rank correlation: Pearson's correlation of the ranks, where equal values share
/// the mean of their ranks. From -1 to 1; none if either side does not vary.
///
/// # Panics
/// If the two are not of one length.
#[must_use]
pub fn spearman(a: &[f64], b: &[f64]) -> Option<f64> {
    assert_eq!(a.len(), b.len(), "a rank correlation is of pairs");
    let (a, b) = (ranks(a), ranks(b));
    let middle = (a.len() as f64 - 1.0) / 2.0;
    let (mut covariance, mut variance_a, mut variance_b) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(&b) {
        covariance += (a - middle) * (b - middle);
        variance_a += (a - middle).powi(2);
        variance_b += (b - middle).powi(2);
    }
    let product: f64 = variance_a * variance_b;
    (product > 0.0).then(|| covariance / product.sqrt())
}

/// The rank of each value, from 0.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    for tied in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let mean_rank = start as f64 + (tied.len() - 1) as f64 / 2.0;
        tied.iter().for_each(|&index| ranks[index] = mean_rank);
        start += tied.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn assert_correlation(a: &[f64], b: &[f64], expected: f64) {
        let found = spearman(a, b).unwrap();
        assert!((found - expected).abs() < 1e-12, "{found}, not {expected}");
    }

    #[test]
    fn ties_share_a_rank() {
        assert_eq!(ranks(&[10.0, 20.0, 10.0, 5.0]), [1.5, 3.0, 1.5, 0.0]);
        assert_eq!(ranks(&[0.0, -0.0, 0.0]), [1.0; 3]);
    }

    #[test]
    fn ranks_alone_count() {
        let a = [1.0, 2.0, 3.0, 4.0];
        assert_correlation(&a, &[1.0, 8.0, 27.0, 64.0], 1.0);
        assert_correlation(&a, &[-1.0, -8.0, -27.0, -64.0], -1.0);
        // 1 - 6 sum(d^2) / (n (n^2 - 1)) = 1 - 6 * 4 / 60
        assert_correlation(&a, &[2.0, 1.0, 4.0, 3.0], 0.6);
    }

    /// By hand, from the deviations of the ranks from their mean.
    #[test]
    fn with_ties() {
        // (-1.5, 0, 0, 1.5) and (-1.5, 0.5, -0.5, 1.5): 4.5 / sqrt(4.5 * 5)
        assert_correlation(&[1.0, 2.0, 2.0, 3.0], &[1.0, 3.0, 2.0, 4.0], 4.5 / 22.5f64.sqrt());
        // (0, 1.5, 0, -1.5) and (-1, -1, 1, 1): -3 / sqrt(4.5 * 4)
        assert_correlation(&[10.0, 20.0, 10.0, 5.0], &[1.0, 1.0, 2.0, 2.0], -0.5f64.sqrt());
    }

    #[test]
    fn what_does_not_vary_has_no_correlation() {
        assert_eq!(spearman(&[1.0, 1.0], &[1.0, 2.0]), None);
        assert_eq!(spearman(&[1.0, 2.0], &[0.5, 0.5]), None);
        assert_eq!(spearman(&[1.0], &[2.0]), None);
        assert_eq!(spearman(&[], &[]), None);
    }

    proptest! {
        #[test]
        fn the_sides_can_be_exchanged_and_the_order_turned(
            pairs in prop::collection::vec((0u8..6, 0u8..6), 2..30)
        ) {
            let (a, b): (Vec<f64>, Vec<f64>) =
                pairs.iter().map(|(a, b)| (f64::from(*a), f64::from(*b))).unzip();
            let found = spearman(&a, &b);
            let exchanged = spearman(&b, &a);
            prop_assert_eq!(found.is_some(), exchanged.is_some());
            if let Some(found) = found {
                prop_assert!((-1.0 - 1e-12..=1.0 + 1e-12).contains(&found));
                prop_assert!((found - exchanged.unwrap()).abs() < 1e-12);
                let turned: Vec<f64> = b.iter().map(|b| -b).collect();
                prop_assert!((found + spearman(&a, &turned).unwrap()).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn columns_are_read_by_their_place() {
        let text = "news\tx\t2015\t7\t4.20\tFog \"at sea\".\tSea fog.\nnews\tx\t2015\t8\t0\tA\tB\tmore\r\n";
        let read = StsBenchmark::parse("made-up.tsv", text).unwrap();
        let pair = |score, first: &str, second: &str| ScoredPair {
            score,
            first: first.to_owned(),
            second: second.to_owned(),
        };
        assert_eq!(read.pairs(), [pair(4.2, "Fog \"at sea\".", "Sea fog."), pair(0.0, "A", "B")]);
    }

    #[test]
    fn a_line_without_the_columns_is_named() {
        let good = "a\tb\tc\td\t1.5\tFog.\tMist.\n";
        for (bad, says) in [
            ("a\tb\tc\td\thigh\tFog.\tMist.", ["in.tsv:2", "`score`", "`high`"]),
            ("a\tb\tc\td\tNaN\tFog.\tMist.", ["in.tsv:2", "`score`", "`NaN`"]),
            ("a\tb\tc\td\t2\tFog.", ["in.tsv:2", "`sentence2`", "missing"]),
            ("", ["in.tsv:2", "`score`", "missing"]),
            (good.trim_end(), ["in.tsv", "different", "all 2"]),
        ] {
            let error = StsBenchmark::parse("in.tsv", &format!("{good}{bad}\n")).unwrap_err();
            let error = error.to_string();
            assert!(says.iter().all(|part| error.contains(part)), "{error}");
        }
        assert!(StsBenchmark::parse("in.tsv", "").is_err());
    }
}
