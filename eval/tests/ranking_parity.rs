//! The ranking metrics against pytrec_eval and ranx, whose values `golden/ranking.py` recorded.

use std::collections::BTreeMap;
use std::path::Path;

use nutgraf_eval::metrics::ranking::{JudgedRanking, Judgements, trec_order};
use serde::Deserialize;

const TOLERANCE: f64 = 1e-9;

#[derive(Deserialize)]
struct Golden {
    measures: Vec<String>,
    queries: Vec<Query>,
}

#[derive(Deserialize)]
struct Query {
    kind: String,
    judgements: BTreeMap<String, i64>,
    run: BTreeMap<String, f64>,
    pytrec_eval: Vec<f64>,
    ranx: Option<Vec<f64>>,
}

fn measure(ranking: &JudgedRanking, name: &str) -> f64 {
    let (name, k) = name.split_once('@').map_or((name, None), |(name, k)| (name, k.parse().ok()));
    match (name, k) {
        ("precision", Some(k)) => ranking.precision_at(k),
        ("recall", Some(k)) => ranking.recall_at(k),
        ("reciprocal_rank", None) => ranking.reciprocal_rank(),
        ("average_precision", None) => ranking.average_precision(),
        ("average_precision", Some(k)) => ranking.average_precision_at(k),
        ("ndcg", None) => ranking.ndcg(),
        ("ndcg", Some(k)) => ranking.ndcg_at(k),
        other => panic!("the golden file has a measure that is not known here: {other:?}"),
    }
}

#[test]
fn rankings_have_the_values_of_pytrec_eval_and_ranx() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/ranking.json");
    let golden: Golden = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(golden.queries.len(), 150);
    // By measure: the largest difference from pytrec_eval and from ranx.
    let mut largest = vec![[0.0_f64; 2]; golden.measures.len()];
    let mut compared = [0, 0];
    for query in &golden.queries {
        let judgements: Judgements = query.judgements.clone().into_iter().collect();
        let run: Vec<(&str, f64)> = query.run.iter().map(|(id, s)| (id.as_str(), *s)).collect();
        let order: Vec<&str> = trec_order(&run).unwrap().into_iter().copied().collect();
        let ranking = judgements.judge(&order).unwrap();
        let references = [Some(&query.pytrec_eval), query.ranx.as_ref()];
        for (reference, values) in references.into_iter().enumerate() {
            let Some(values) = values else { continue };
            compared[reference] += 1;
            assert_eq!(values.len(), golden.measures.len());
            for (at, name) in golden.measures.iter().enumerate() {
                let difference = (measure(&ranking, name) - values[at]).abs();
                assert!(difference <= TOLERANCE, "{name} of {}: {difference:e}", query.kind);
                largest[at][reference] = largest[at][reference].max(difference);
            }
        }
    }
    println!("queries: {} with pytrec_eval, {} with ranx", compared[0], compared[1]);
    for (name, [pytrec_eval, ranx]) in golden.measures.iter().zip(&largest) {
        println!("{name:<20} {pytrec_eval:.1e} {ranx:.1e}");
    }
    assert!(compared[1] >= 90);
}

#[test]
fn the_order_in_which_a_run_is_listed_does_not_count() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/ranking.json");
    let golden: Golden = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    for query in &golden.queries {
        let mut run: Vec<(String, f64)> = query.run.clone().into_iter().collect();
        let order: Vec<String> = trec_order(&run).unwrap().into_iter().cloned().collect();
        run.reverse();
        assert!(trec_order(&run).unwrap().into_iter().eq(&order));
    }
}
