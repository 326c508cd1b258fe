//! What graphs find, against the exact answer.

use proptest::prelude::*;

use super::*;
use crate::similar::{ExactIndex, Hit, HnswIndex, Rows, SimilarIndex};

fn rows_of(vectors: &[Vec<f32>]) -> Rows {
    let mut rows = Rows::new(vectors.first().map_or(8, Vec::len));
    assert!(vectors.iter().all(|vector| rows.push(vector)));
    rows
}

/// The share of exact hits, by score, that the other hits match.
fn recall(exact: &[Hit], hits: &[Hit]) -> f64 {
    let Some(worst) = exact.last() else { return 1.0 };
    let good = hits.iter().filter(|hit| hit.score >= worst.score).count();
    good as f64 / exact.len() as f64
}

fn mean_recall_at_10(exact: &ExactIndex, hnsw: &HnswIndex, queries: &[Vec<f32>]) -> f64 {
    let sum: f64 = queries
        .iter()
        .map(|query| recall(&exact.nearest(query, 10), &hnsw.nearest(query, 10)))
        .sum();
    sum / queries.len() as f64
}

fn assert_each_row_finds_itself(hnsw: &HnswIndex) {
    for (number, row) in hnsw.rows().iter().enumerate() {
        let hits = hnsw.nearest(row, 1);
        let twin = hits.iter().any(|hit| hit.row == number || hit.score > 1.0 - 1e-6);
        assert!(twin, "row {number} finds {hits:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn the_graph_finds_what_the_scan_finds(seed: u64, clusters in 5usize..60) {
        let random = &mut Random(seed);
        let vectors = clustered(random, 1_600, clusters, 24);
        let (stored, queries) = vectors.split_at(1_500);
        let exact = ExactIndex::new(rows_of(stored));
        let hnsw = HnswIndex::build(rows_of(stored));
        let recall = mean_recall_at_10(&exact, &hnsw, queries);
        prop_assert!(recall >= 0.95, "recall@10 {}", recall);
        assert_each_row_finds_itself(&hnsw);
    }

    #[test]
    fn near_duplicates_do_not_cut_a_cluster_off(seed: u64, exponent in -5i32..-1) {
        let random = &mut Random(seed);
        let mut vectors = clustered(random, 600, 20, 24);
        for _ in 0..5 {
            let centre = random.vector(24);
            vectors.extend((0..200).map(|_| random.near(&centre, 10f32.powi(exponent))));
        }
        let exact = ExactIndex::new(rows_of(&vectors));
        let hnsw = HnswIndex::build(rows_of(&vectors));
        // Scores that differ in the fifth place are one to a reader, and to int8.
        let recall: f64 = vectors.iter().step_by(7).map(|query| {
            let (exact, found) = (exact.nearest(query, 10), hnsw.nearest(query, 10));
            let worst = exact.last().unwrap().score - 2e-4;
            found.iter().filter(|hit| hit.score >= worst).count() as f64 / 10.0
        }).sum::<f64>() / vectors.iter().step_by(7).len() as f64;
        prop_assert!(recall >= 0.95, "recall@10 {}", recall);
    }
}

#[test]
fn the_same_rows_give_the_same_graph_on_any_threads() {
    let rows = rows_of(&clustered(&mut Random(5), 3_000, 40, 24));
    let built = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| HnswIndex::build(rows.clone()))
    };
    let (one, three) = (built(1), built(3));
    for row in rows.iter().step_by(50) {
        assert_eq!(one.nearest(row, 20), three.nearest(row, 20));
    }
}

#[test]
fn odd_queries_are_near_nothing_and_large_ones_are_scanned() {
    let vectors = clustered(&mut Random(9), 300, 6, 24);
    let hnsw = HnswIndex::build(rows_of(&vectors));
    let exact = ExactIndex::new(rows_of(&vectors));
    assert!(hnsw.nearest(&[0.0; 24], 5).is_empty() && hnsw.nearest(&[1.0; 3], 5).is_empty());
    assert!(hnsw.nearest(&[f32::NAN; 24], 5).is_empty());
    assert_eq!(hnsw.nearest(&vectors[3], 300), exact.nearest(&vectors[3], 300));
    assert_eq!(hnsw.nearest(&vectors[3], usize::MAX).len(), 300);
    assert!(HnswIndex::build(Rows::new(24)).nearest(&vectors[3], 5).is_empty());
}
