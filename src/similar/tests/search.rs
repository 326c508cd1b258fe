use proptest::prelude::*;

use super::*;
use crate::similar::ExactIndex;

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
        let recall = mean_recall_at_10(&exact, &hnsw, &vectors);
        prop_assert!(recall >= 0.95, "recall@10 {}", recall);
        assert_each_row_finds_itself(&hnsw);
    }
}

#[test]
fn exact_copies_come_back_all_and_in_order() {
    let random = &mut Random(11);
    let mut vectors = clustered(random, 2_000, 30, 24);
    let original = vectors[40].clone();
    for copy in 0..200 {
        vectors[3 + 9 * copy] = original.clone();
    }
    let exact = ExactIndex::new(rows_of(&vectors));
    let hnsw = HnswIndex::build(rows_of(&vectors));
    for k in [1, 10, 201, 230] {
        let expected = exact.nearest(&original, k);
        let found = hnsw.nearest(&original, k);
        assert_eq!(found.len(), k);
        assert_eq!(found[..k.min(201)], expected[..k.min(201)]);
    }
    assert_each_row_finds_itself(&hnsw);
}

#[test]
fn nothing_but_copies_is_fine_too() {
    let vectors = vec![vec![1.0, 2.0, 3.0]; 500];
    let hnsw = HnswIndex::build(rows_of(&vectors));
    let hits = hnsw.nearest(&[1.0, 2.0, 3.0], 20);
    assert_eq!(hits.iter().map(|hit| hit.row).collect::<Vec<_>>(), (0..20).collect::<Vec<_>>());
}

#[test]
fn odd_questions_have_answers() {
    let vectors = clustered(&mut Random(3), 400, 8, 8);
    for count in [0, 1, 2, 400] {
        let rows = rows_of(&vectors[..count]);
        let indexes: [&dyn SimilarIndex; 2] =
            [&ExactIndex::new(rows.clone()), &HnswIndex::build(rows)];
        for index in indexes {
            let name = index.name();
            assert_eq!(index.len(), count, "{name}");
            assert_eq!(index.is_empty(), count == 0, "{name}");
            for k in [0, 1, 5, count, count + 1, usize::MAX] {
                let hits = index.nearest(&vectors[0], k);
                assert_eq!(hits.len(), k.min(count), "{name}, k {k}");
                assert!(hits.is_sorted(), "{name}, k {k}");
            }
            for query in [vec![], vec![1.0; 7], vec![1.0; 9], vec![0.0; 8], vec![f32::NAN; 8]] {
                assert_eq!(index.nearest(&query, 5), [], "{name}, {query:?}");
            }
            let huge = vec![f32::MAX; 8];
            assert_eq!(index.nearest(&huge, 5), [], "{name}: its length is infinite");
        }
    }
}

#[test]
fn scores_are_those_of_the_scan_whatever_the_length_of_the_query() {
    let vectors = clustered(&mut Random(5), 1_000, 10, 24);
    let exact = ExactIndex::new(rows_of(&vectors));
    let hnsw = HnswIndex::build(rows_of(&vectors));
    let longer: Vec<f32> = vectors[7].iter().map(|x| x * 4.0).collect();
    assert_eq!(exact.nearest(&longer, 5), exact.nearest(&vectors[7], 5));
    let all = exact.nearest(&vectors[7], 1_000);
    for hit in hnsw.nearest(&longer, 20) {
        assert!(all.contains(&hit), "{hit:?}");
    }
}

#[test]
fn the_same_rows_give_the_same_graph_on_any_number_of_threads() {
    let vectors = clustered(&mut Random(9), 1_000, 10, 24);
    let build = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| HnswIndex::build(rows_of(&vectors)))
    };
    assert_eq!(build(1), build(4));
}
