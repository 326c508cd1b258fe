//! Properties of the scores; parity with `rouge-score` is tested on its own values elsewhere.

use proptest::prelude::*;

use super::{Prepared, RougeScorer, RougeScores, Score, Stemming, rouge_n, score, score_multi};

fn both(reference: &[&str], candidate: &[&str]) -> RougeScores {
    let scorer = RougeScorer::new(Stemming::Porter);
    score(&scorer.prepare(reference), &scorer.prepare(candidate))
}

#[test]
fn texts_without_tokens_score_zero() {
    for (reference, candidate) in [(&[][..], &[][..]), (&["…"], &["word"]), (&["word"], &["", "?"])]
    {
        assert_eq!(both(reference, candidate), RougeScores::default());
    }
}

#[test]
fn a_line_feed_in_a_sentence_splits_it() {
    let reference = ["the boat left the pier", "the pier was empty"];
    let candidate = ["the pier was empty", "the boat left the pier"];
    assert_eq!(both(&reference, &candidate), both(&reference, &[&candidate.join("\n")]));
    assert_eq!(both(&reference, &candidate).rouge_lsum.f1, 1.0);
    let in_one_line = both(&[&reference.join(" ")], &[&candidate.join(" ")]);
    assert!(in_one_line.rouge_lsum.f1 < 1.0);
}

#[test]
fn ngrams_of_any_length() {
    let scorer = RougeScorer::new(Stemming::None);
    let reference = scorer.prepare(&["one two three four five six"]);
    let candidate = scorer.prepare(&["two three four five six seven"]);
    let recalls = [0, 1, 4, 5, 6, 7].map(|n| rouge_n(&reference, &candidate, n).recall);
    assert_eq!(recalls, [0.0, 5.0 / 6.0, 2.0 / 3.0, 1.0 / 2.0, 0.0, 0.0]);
}

#[test]
fn each_measure_takes_its_own_best_reference() {
    let scorer = RougeScorer::new(Stemming::Porter);
    let references =
        [["port closed the"], ["the port is open"]].map(|reference| scorer.prepare(&reference));
    let candidate = scorer.prepare(&["the port closed"]);
    let best = score_multi(&references, &candidate).unwrap();
    assert_eq!(best.rouge1, score(&references[0], &candidate).rouge1);
    assert_eq!(best.rouge2, score(&references[0], &candidate).rouge2);
    assert_eq!(score_multi(&[], &candidate), None);
}

#[test]
fn ties_between_references_go_to_the_first() {
    let scorer = RougeScorer::new(Stemming::None);
    let candidate = scorer.prepare(&["a b"]);
    // Precision 1, recall 1/2 and the other way about: the same F1.
    let references = [["a b c d"], ["a"]].map(|reference| scorer.prepare(&reference));
    let best = score_multi(&references, &candidate).unwrap();
    assert_eq!(best.rouge1, Score::from_hits(2, 4, 2));
}

#[test]
#[should_panic(expected = "different scorers")]
fn texts_of_two_scorers_do_not_mix() {
    let prepare = || RougeScorer::new(Stemming::None).prepare(&["one"]);
    rouge_n(&prepare(), &prepare(), 1);
}

#[test]
fn a_text_can_be_scored_from_many_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<RougeScorer>();
    shared::<Prepared>();
}

fn sentences() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("([a-d]{1,2}[ ,]?){0,8}\n?", 0..5)
}

proptest! {
    #[test]
    fn precision_and_recall_change_places(a in sentences(), b in sentences()) {
        let scorer = RougeScorer::new(Stemming::Porter);
        let (a, b) = (scorer.prepare(&a), scorer.prepare(&b));
        let (there, back) = (score(&a, &b), score(&b, &a));
        // ROUGE-Lsum is not symmetric: the union is over the candidate's lines.
        for ((name, there), (_, back)) in there.named().into_iter().zip(back.named()).take(4) {
            prop_assert_eq!(there.precision, back.recall, "{}", name);
            prop_assert_eq!(there.recall, back.precision, "{}", name);
        }
    }

    #[test]
    fn a_text_matches_itself(text in sentences()) {
        let scorer = RougeScorer::new(Stemming::Porter);
        let text = scorer.prepare(&text);
        for (name, own) in score(&text, &text).named() {
            prop_assert!(own.f1 == 1.0 || own.f1 == 0.0, "{}", name);
        }
        prop_assert_eq!(score(&text, &text).rouge_lsum.f1 == 1.0, text.token_count() > 0);
    }

    #[test]
    fn longer_units_match_no_better(a in sentences(), b in sentences()) {
        let scorer = RougeScorer::new(Stemming::Porter);
        let scores = score(&scorer.prepare(&a), &scorer.prepare(&b));
        prop_assert!(scores.rouge1.recall >= scores.rouge_lsum.recall);
        prop_assert!(scores.rouge1.recall >= scores.rouge_l.recall);
    }
}
