use proptest::prelude::*;

use super::*;

fn judged(retrieved: &[i64], all: &[i64]) -> JudgedRanking {
    JudgedRanking::new(retrieved.iter().copied(), all.iter().copied())
}

fn assert_near(value: f64, expected: f64) {
    assert!((value - expected).abs() < 1e-12, "{value} is not {expected}");
}

#[test]
fn values_worked_out_by_hand() {
    let ranking = judged(&[0, 2, 1, 0, 1], &[2, 1, 1, 1, 0]);
    assert_near(ranking.precision_at(3), 2.0 / 3.0);
    assert_near(ranking.recall_at(3), 0.5);
    assert_near(ranking.reciprocal_rank(), 0.5);
    assert_near(ranking.average_precision(), (1.0 / 2.0 + 2.0 / 3.0 + 3.0 / 5.0) / 4.0);
    assert_near(ranking.average_precision_at(3), (1.0 / 2.0 + 2.0 / 3.0) / 4.0);
    let (third, fourth) = (1.0 / 3f64.log2(), 0.5);
    assert_near(ranking.ndcg_at(2), 2.0 * third / (2.0 + third));
    let ideal = 2.0 + third + fourth + 1.0 / 5f64.log2();
    assert_near(ranking.ndcg(), (2.0 * third + fourth + 1.0 / 6f64.log2()) / ideal);
}

#[test]
fn fewer_documents_than_k_lower_the_precision_only() {
    let ranking = judged(&[1], &[1]);
    assert_near(ranking.precision_at(10), 0.1);
    assert_near(ranking.recall_at(10), 1.0);
    assert_near(ranking.ndcg_at(10), 1.0);
}

#[test]
fn what_is_not_defined_is_nought() {
    for ranking in [judged(&[0, 0], &[0, -1]), judged(&[], &[1, 2]), judged(&[], &[])] {
        let values = [
            ranking.precision_at(0),
            ranking.precision_at(5),
            ranking.recall_at(5),
            ranking.reciprocal_rank(),
            ranking.average_precision(),
            ranking.ndcg(),
            ranking.ndcg_at(0),
        ];
        assert_eq!(values, [0.0; 7]);
    }
}

#[test]
fn documents_without_a_judgement_are_not_relevant() {
    let judgements: Judgements = [("a".to_owned(), 1), ("b".to_owned(), -2)].into();
    let ranking = judgements.judge(&["x", "b", "a"]).unwrap();
    assert_eq!(ranking, judged(&[0, 0, 1], &[1]));
    assert_eq!(
        (judgements.relevant(), judgements.grade("b"), judgements.grade("x")),
        (1, Some(-2), None)
    );
}

#[test]
fn a_document_that_comes_twice_is_an_error() {
    let judgements: Judgements<u32> = [(7, 1)].into();
    assert_eq!(judgements.judge(&[&7, &8, &7]), Err(RankingError::Duplicate { index: 2 }));
}

#[test]
fn ties_go_to_the_greater_id() {
    let run = [("a", 1.0), ("b", 2.0), ("d", 1.0), ("c", 1.0 + 1e-12), ("e", f64::NEG_INFINITY)];
    assert_eq!(trec_order(&run).unwrap(), [&"b", &"d", &"c", &"a", &"e"]);
    let broken = [("a", 1.0), ("b", f64::NAN)];
    assert_eq!(trec_order(&broken), Err(RankingError::NotANumber { index: 1 }));
}

proptest! {
    #[test]
    fn shares_stay_shares_and_the_ideal_order_is_perfect(
        grades in prop::collection::vec(-1i64..4, 1..30), k in 1usize..40,
    ) {
        let ranking = judged(&grades, &grades);
        for value in [
            ranking.precision_at(k), ranking.recall_at(k), ranking.reciprocal_rank(),
            ranking.average_precision(), ranking.average_precision_at(k), ranking.ndcg_at(k),
        ] {
            prop_assert!((0.0..=1.0 + 1e-12).contains(&value));
        }
        let mut best = grades.clone();
        best.sort_unstable_by(|a, b| b.cmp(a));
        let best = judged(&best, &grades);
        prop_assume!(grades.iter().any(|&grade| grade > 0));
        prop_assert!((best.ndcg_at(k) - 1.0).abs() < 1e-12);
        prop_assert!((best.average_precision() - 1.0).abs() < 1e-12);
        prop_assert!(ranking.ndcg() <= best.ndcg() + 1e-12);
    }

    #[test]
    fn moving_a_relevant_document_up_never_hurts(
        mut grades in prop::collection::vec(0i64..3, 2..20), at in 0usize..18,
    ) {
        let at = at % (grades.len() - 1);
        prop_assume!(grades[at] < grades[at + 1]);
        let before = judged(&grades, &grades);
        grades.swap(at, at + 1);
        let after = judged(&grades, &grades);
        prop_assert!(after.ndcg() > before.ndcg());
        prop_assert!(after.average_precision() >= before.average_precision());
    }
}
