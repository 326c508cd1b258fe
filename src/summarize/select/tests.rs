use std::time::{Duration, Instant};

use unicode_segmentation::UnicodeSegmentation;

use super::*;
use crate::article::Sentence;
use crate::summarize::{Lead, SentenceScorer, scorer, scorer_names, summarize};
use crate::vector::{Embeddings, ModelId};

pub(super) fn laid_out(lines: &[&str]) -> (String, Vec<Sentence>) {
    let mut body = String::new();
    let mut sentences = Vec::new();
    for (paragraph, line) in lines.iter().enumerate() {
        let start = body.len();
        body.push_str(line);
        sentences.push(Sentence { span: Span::new(start, body.len()), paragraph });
        body.push_str("\n\n");
    }
    (body, sentences)
}

pub(super) fn document<'a>(body: &'a str, sentences: &'a [Sentence]) -> Document<'a> {
    Document {
        body,
        title: None,
        language: Some("en"),
        sentences,
        embeddings: None,
        count_words: |text| text.unicode_words().count(),
    }
}

/// What is picked of these lines where a core and the scores are given.
fn picked(
    lines: &[&str],
    core: &[usize],
    scores: &[f32],
    opening: Option<usize>,
    limit: usize,
) -> Vec<usize> {
    let (body, sentences) = laid_out(lines);
    let document = document(&body, &sentences);
    let scores = scores.iter().map(|&score| Score::from_parts([("given", score)])).collect();
    let lead = WeighedSet { sentences: vec![0, 1, 2], value: 0.0 };
    let sets = match core {
        [] => Vec::new(),
        _ => vec![lead, WeighedSet { sentences: core.to_vec(), value: 1.0 }],
    };
    let ranking = Ranking { sets, opening, ..Ranking::from_scores(scores) };
    let budget = Budget::sentences(limit).unwrap();
    let selected = select(&document, &ranking, budget, &Selection::default());
    selected.picks.iter().map(|pick| pick.index).collect()
}

const QUOTED: [&str; 6] = [
    "The ferry stopped running on Monday after cracks were found.",
    "“We had no choice.",
    "The hull could have split at any time.",
    "Nobody would forgive us for that,” said Lee Brandt, who heads the harbour office.",
    "Buses will run from Wednesday.",
    "The county will pay for them until June, officials said.",
];

#[test]
fn no_summary_is_torn_out_of_a_quotation() {
    let scores = [0.1, 0.9, 0.8, 0.7, 0.3, 0.2];
    for core in [&[1, 2, 3][..], &[0, 1, 2], &[2, 3, 4], &[]] {
        let one = picked(&QUOTED, core, &scores, None, 1);
        assert!([0, 4].contains(&one[0]), "{core:?}: {one:?}");
        let two = picked(&QUOTED, core, &scores, None, 2);
        assert!(two.contains(&one[0]), "{core:?}: {two:?}");
    }
    let all_quoted = ["“It is cold.", "We wait.", "It will be for weeks,” said Ada Moss."];
    assert_eq!(
        picked(&all_quoted, &[], &[0.1, 0.9, 0.2], None, 1).len(),
        1,
        "there is nothing else"
    );
}

#[test]
fn a_short_text_opens_with_its_news() {
    let lines = [
        "The council of Wexley voted on Tuesday to close the old bridge over the river.",
        "Engineers found cracks in two of the four pillars.",
        "Drivers face a detour of eleven miles.",
    ];
    let scores = [0.1, 0.2, 0.9];
    assert_eq!(picked(&lines, &[0, 1, 2], &scores, Some(0), 1), [0]);
    assert_eq!(picked(&lines, &[], &scores, Some(0), 1), [0]);
    assert_eq!(picked(&lines, &[0, 1, 2], &scores, None, 1), [2]);
    assert_eq!(picked(&lines, &[], &scores, Some(0), 2), [0, 2]);
    let lines = ["Rain fell.", "But nobody saw it coming at all.", lines[1], lines[2]];
    assert_ne!(picked(&lines, &[], &[0.1, 0.2, 0.3, 0.9], Some(1), 1), [1], "it dangles");
}

#[cfg(feature = "bundled-model")]
#[test]
fn the_default_scorer_knows_short_texts() {
    let lines = [
        "The council of Wexley voted on Tuesday to close the old bridge over the river.",
        "Engineers found cracks in two of the four pillars.",
        "Drivers face a detour of eleven miles.",
    ];
    let (body, sentences) = laid_out(&lines);
    let document = document(&body, &sentences);
    let learned = scorer("learned").unwrap();
    let summary = summarize(&document, &*learned, Budget::sentences(1).unwrap()).unwrap();
    assert_eq!(summary.picks[0].index, 0);
}

/// A text of so many sentences, of which some repeat, refer to others or quote.
fn long(count: usize) -> (String, Vec<Sentence>, Embeddings) {
    const DIMENSIONS: usize = 8;
    let lines: Vec<String> = (0..count)
        .map(|i| match i % 7 {
            0 => format!("The ferry number {i} left the harbour of Riverton before noon."),
            1 => format!("She counted {} passengers on its deck that day.", i * 31 % 97),
            2 => format!("But the council of town {} did not want to pay.", i * 17 % 1_009),
            3 => "Nobody knew what would come next for the town.".to_owned(),
            4 => format!("“We wait for boat {i}.",),
            5 => format!("It will come,” said Ada Moss {}.", i * 13 % 501),
            _ => format!("Bread at shop {} costs {i} cents since Monday.", i * 7 % 311),
        })
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let (body, sentences) = laid_out(&lines);
    let values = (0..count * DIMENSIONS).map(|at| ((at * 7_919 % 1_000) as f32).sin()).collect();
    let embeddings = Embeddings::new(ModelId::from_stored("test".into()), DIMENSIONS, values);
    (body, sentences, embeddings)
}

#[test]
fn time_grows_with_the_length_of_a_text() {
    // All pairs of these are 40 million, by four scorers and twice.
    const SENTENCES: usize = 9_000;
    const MOST: Duration = Duration::from_secs(60);
    let (body, sentences, embeddings) = long(SENTENCES);
    let start = Instant::now();
    for embeddings in [Some(&embeddings), None] {
        let document = Document { embeddings, ..document(&body, &sentences) };
        for name in scorer_names() {
            let scorer = scorer(name).unwrap();
            let summary = summarize(&document, &*scorer, Budget::default()).unwrap();
            assert_eq!(summary.picks.len(), 3, "{name}");
            assert!(summary.sampled.is_some(), "{name}");
        }
    }
    assert!(start.elapsed() < MOST, "{:?}", start.elapsed());
}

#[test]
fn a_budget_for_all_takes_all_at_once() {
    const SENTENCES: usize = 6_000;
    const MOST: Duration = Duration::from_secs(30);
    let (body, sentences, _) = long(SENTENCES);
    let document = document(&body, &sentences);
    let start = Instant::now();
    let all = summarize(&document, &Lead, Budget::sentences(1_000_000).unwrap()).unwrap();
    assert_eq!(all.picks.len(), SENTENCES);
    let ratio = summarize(&document, &Lead, Budget::ratio(1.0).unwrap()).unwrap();
    assert!(ratio.picks.len() > 100);
    let most = summarize(&document, &Lead, Budget::sentences(SENTENCES - 500).unwrap()).unwrap();
    assert_eq!(most.picks.len(), SENTENCES - 500);
    let ranking = Lead.rank(&document).unwrap();
    let verdicts = explain(&document, &ranking, &ratio.picks, &Selection::default());
    assert_eq!(verdicts.len(), SENTENCES);
    assert!(start.elapsed() < MOST, "{:?}", start.elapsed());
}

#[test]
fn a_text_of_some_thousands_is_compared_in_full() {
    let (body, sentences, embeddings) = long(400);
    let document = Document { embeddings: Some(&embeddings), ..document(&body, &sentences) };
    for name in scorer_names() {
        let scorer = scorer(name).unwrap();
        let summary = summarize(&document, &*scorer, Budget::default()).unwrap();
        assert_eq!(summary.sampled, None, "{name}");
    }
}
