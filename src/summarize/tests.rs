use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::*;
use crate::article::{Sentence, Span};
use crate::error::Error;
use crate::vector::{Embeddings, ModelId};

fn count_words(text: &str) -> usize {
    text.unicode_words().count()
}

/// Sentences, one a line, and an embedding for each.
#[derive(Debug)]
struct Fixture {
    body: String,
    sentences: Vec<Sentence>,
    embeddings: Embeddings,
}

impl Fixture {
    fn new<const D: usize>(lines: &[&str], rows: &[[f32; D]]) -> Self {
        let body = lines.join("\n");
        let mut start = 0;
        let sentences = lines
            .iter()
            .enumerate()
            .map(|(paragraph, line)| {
                let span = Span::new(start, start + line.len());
                start = span.end + 1;
                Sentence { span, paragraph }
            })
            .collect();
        let embeddings = Embeddings::new(ModelId::from_stored("test".into()), D, rows.concat());
        Self { body, sentences, embeddings }
    }

    fn document(&self) -> Document<'_> {
        Document {
            body: &self.body,
            title: None,
            language: None,
            sentences: &self.sentences,
            embeddings: Some(&self.embeddings),
            count_words,
        }
    }

    fn totals(&self, scorer: &dyn SentenceScorer) -> Vec<f32> {
        scorer.rank(&self.document()).unwrap().scores.iter().map(|score| score.total).collect()
    }

    fn picks(&self, scorer: &str, budget: Budget) -> Vec<usize> {
        let scorer = super::scorer(scorer).unwrap();
        let summary = summarize(&self.document(), &*scorer, budget).unwrap();
        summary.picks.iter().map(|pick| pick.index).collect()
    }
}

const LINES: [&str; 4] = [
    "The harbour bridge reopened on Monday morning.",
    "Engineers had replaced all of its cables.",
    "A bakery nearby sold out of bread by nine.",
    "Traffic over the bridge was heavy again.",
];

#[test]
fn every_registered_scorer_goes_by_its_name() {
    for name in scorer_names() {
        assert_eq!(scorer(name).unwrap().name(), name);
    }
    assert!(scorer("oracle").is_none());
}

#[test]
fn a_scorer_that_cannot_be_built_says_so() {
    let fixture = Fixture::new(&LINES, &[[1.0]; 4]);
    let broken = Unusable { name: "learned", error: "its checksum is wrong".to_owned() };
    let error = summarize(&fixture.document(), &broken, Budget::default()).unwrap_err();
    assert!(error.to_string().contains("its checksum is wrong"), "{error}");
}

#[test]
fn lead_falls_with_position() {
    let fixture = Fixture::new(&LINES, &[[1.0]; 4]);
    assert_eq!(fixture.totals(&Lead), [1.0, 0.75, 0.5, 0.25]);
}

#[test]
fn centrality_is_the_formula() {
    // Cosines: (0,1) 0.6, (0,2) 0, (1,2) 0.8; the least is 0, so every link counts in full.
    let fixture = Fixture::new(&LINES[..3], &[[1.0, 0.0], [0.6, 0.8], [0.0, 1.0]]);
    let scores = Centrality { beta: 0.0, lambda_following: 0.6, lambda_preceding: 0.4 }
        .rank(&fixture.document())
        .unwrap()
        .scores;
    let expected = [(0.6 * 0.6, 0.0), (0.6 * 0.8, -0.4 * 0.6), (0.0, -0.4 * 0.8)];
    for (score, (following, preceding)) in scores.iter().zip(expected) {
        assert!((score.parts.get("following").unwrap() - following / 2.0).abs() < 1e-6);
        assert!((score.parts.get("preceding").unwrap() - preceding / 2.0).abs() < 1e-6);
    }
    // Half way between 0 and 0.8, links of up to 0.4 are cut off.
    let scores = Centrality { beta: 0.5, lambda_following: 1.0, lambda_preceding: 0.0 }
        .rank(&fixture.document())
        .unwrap()
        .scores;
    assert!((scores[0].total - 0.1).abs() < 1e-6 && (scores[1].total - 0.2).abs() < 1e-6);
}

#[test]
fn lexrank_prefers_what_others_are_like() {
    let fixture = Fixture::new(
        &LINES,
        &[[0.8, 0.6, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.8, -0.6, 0.0]],
    );
    let totals = fixture.totals(&LexRank::default());
    assert!(totals[1] > totals[0] && totals[0] > totals[2]);
    assert!((totals[0] - totals[3]).abs() < 1e-4);
    assert!((totals.iter().sum::<f32>() - 4.0).abs() < 1e-4);
}

#[test]
fn blocks_hold_every_pair_once() {
    let n = 1_200;
    let rows: Vec<[f32; 2]> = (0..n).map(|i| [(i as f32).cos(), (i as f32).sin()]).collect();
    let embeddings =
        Embeddings::new(ModelId::from_stored("test".into()), 2, rows.as_flattened().to_vec());
    let vectors = similarity::SentenceVectors::new(&embeddings);
    let mut seen = vec![0u8; n * n];
    for block in vectors.blocks() {
        block.for_each_pair(|i, j, cosine| {
            assert!(i < j && (cosine - vectors.cosine(i, j)).abs() < 1e-6);
            seen[i * n + j] += 1;
        });
    }
    let pairs = (0..n).all(|i| (0..n).all(|j| seen[i * n + j] == u8::from(i < j)));
    assert!(pairs);
}

#[test]
fn degenerate_documents_are_summarised() {
    let nan = [f32::NAN, 1.0];
    let same = [1.0, 0.0];
    for name in scorer_names() {
        let picks = |fixture: &Fixture| fixture.picks(name, Budget::default());
        assert!(picks(&Fixture::new(&[], &[[0.0; 2]; 0])).is_empty());
        assert_eq!(picks(&Fixture::new(&LINES[..1], &[same])), [0]);
        assert_eq!(picks(&Fixture::new(&LINES[..2], &[same, [0.0, 1.0]])), [0, 1]);
        assert_eq!(picks(&Fixture::new(&LINES, &[same; 4])), [0, 1, 2], "all alike, {name}");
        assert_eq!(picks(&Fixture::new(&LINES, &[[0.0, 0.0]; 4])), [0, 1, 2], "{name}");
        assert_eq!(picks(&Fixture::new(&LINES, &[nan; 4])), [0, 1, 2], "{name}");
        assert_eq!(picks(&Fixture::new(&["***"], &[same])), [0]);
        let totals =
            Fixture::new(&LINES, &[nan, same, same, [0.0, 0.0]]).totals(&*scorer(name).unwrap());
        assert!(totals.iter().all(|total| total.is_finite()));
    }
}

#[test]
fn repeated_words_are_enough_without_embeddings() {
    let lines = [LINES[0], "On Monday morning, the harbour bridge reopened!", LINES[2]];
    let fixture = Fixture::new(&lines, &[[1.0]; 3]);
    let document = Document { embeddings: None, ..fixture.document() };
    let summary = summarize(&document, &Lead, Budget::sentences(2).unwrap()).unwrap();
    assert_eq!(summary.picks.iter().map(|pick| pick.index).collect::<Vec<_>>(), [0, 2]);
}

#[test]
fn fragments_come_last() {
    let lines = ["By Ada Okafor", "Read more", LINES[0], LINES[1]];
    let fixture = Fixture::new(&lines, &[[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.6, 0.8]]);
    assert_eq!(fixture.picks("lead", Budget::sentences(2).unwrap()), [2, 3]);
    assert_eq!(fixture.picks("lead", Budget::sentences(3).unwrap()), [0, 2, 3]);
    assert_eq!(fixture.picks("lead", Budget::sentences(9).unwrap()), [0, 1, 2, 3]);
    assert_eq!(fixture.picks("lead", Budget::words(100).unwrap()), [2, 3]);
}

#[test]
fn a_budget_without_room_cuts_the_best_sentence() {
    let line = "The bridge, which had been shut since a ferry struck it in May, reopened.";
    let fixture = Fixture::new(&[line], &[[1.0]]);
    let summary = summarize(&fixture.document(), &Lead, Budget::words(12).unwrap()).unwrap();
    assert!(summary.picks[0].cut);
    let text = "The bridge, which had been shut since a ferry struck it…";
    assert_eq!(summary.text(&fixture.body), text);
    assert_eq!(summary.words(), 11);
    let summary = summarize(&fixture.document(), &Lead, Budget::words(2).unwrap()).unwrap();
    assert_eq!(summary.text(&fixture.body), "The bridge…");
}

#[test]
fn a_summary_serialises_its_parts_by_name() {
    let fixture = Fixture::new(&LINES[..1], &[[1.0]]);
    let summary = summarize(&fixture.document(), &Lead, Budget::default()).unwrap();
    let json = serde_json::to_string(&summary).unwrap();
    let expected = r#"{"scorer":"lead","kind":"other","picks":[{"index":0,"start":0,"end":46,"cut":false,"words":7,"score":1.0,"parts":{"position":1.0}}],"basis":null,"confidence":null}"#;
    assert_eq!(json, expected);
}

#[test]
fn a_budget_of_nothing_is_refused() {
    for refused in [
        Budget::words(0),
        Budget::sentences(0),
        Budget::ratio(0.0),
        Budget::characters(1),
        Budget::line(0),
    ] {
        assert!(matches!(refused, Err(Error::InvalidOption { .. })));
    }
    for share in [f32::NAN, f32::INFINITY, -0.5, 1.01] {
        assert!(Budget::ratio(share).is_err());
    }
    let message = Budget::words(0).unwrap_err().to_string();
    assert_eq!(message, "`words` must be 1 or more, and is 0");
}

#[test]
fn embeddings_of_other_sentences_are_an_error() {
    let fixture = Fixture::new(&LINES, &[[1.0]; 3]);
    for name in ["centrality", "lexrank", "learned"] {
        let scorer = scorer(name).unwrap();
        assert!(scorer.uses_embeddings());
        let error = scorer.rank(&fixture.document()).unwrap_err();
        let expected =
            matches!(error, Error::EmbeddingsMismatch { sentences: 4, embeddings: 3, .. });
        assert!(expected, "{error}");
    }
}

#[test]
fn without_embeddings_words_are_compared() {
    let fixture = Fixture::new(&LINES, &[[1.0]; 4]);
    let document = Document { embeddings: None, ..fixture.document() };
    for name in ["centrality", "lexrank", "learned"] {
        let ranking = scorer(name).unwrap().rank(&document).unwrap();
        assert_eq!(ranking.basis, Some(Basis::Words));
    }
    let ranking = LexRank::default().rank(&document).unwrap();
    let bakery = ranking.scores[2].total;
    assert!(ranking.scores[0].total > bakery, "three sentences tell of the bridge");
    assert_eq!(Lead.rank(&document).unwrap().basis, None);
}

/// Sentences that refer to each other, follow on each other and repeat each other.
const SAID: [&str; 9] = [
    "Anna Okafor has run the harbour bakery for nine years.",
    "She wants to buy the empty warehouse next door.",
    "But the council has not answered her letters.",
    "Some 900 people have their coins at the exchange.",
    "Will they be paid before the end of the year?",
    "The company says that it hopes to pay them.",
    "\"We had no warning at all,\" he said on Monday.",
    "Share",
    "This is the third loss in seven years.",
];

/// Documents of up to 12 sentences over a small vocabulary, so that some repeat.
fn fixtures() -> impl Strategy<Value = Fixture> {
    let word = prop::sample::select(vec!["bridge", "rain", "Okafor", "the", "café", "1,500", "--"]);
    let sentence = prop::collection::vec(word, 1..12).prop_map(|words| words.join(" ") + ".");
    let row = prop::array::uniform3(-1.0f32..1.0).prop_map(|mut row| {
        crate::vector::normalise(&mut row);
        row
    });
    prop::collection::vec((sentence, row), 1..12).prop_map(|pairs| {
        let (lines, rows): (Vec<String>, Vec<[f32; 3]>) = pairs.into_iter().unzip();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        Fixture::new(&lines, &rows)
    })
}

proptest! {
    #[test]
    fn budgets_hold(fixture in fixtures(), limit in 1usize..40, share in 0.01f32..=1.0) {
        let document = fixture.document();
        let total = count_words(&fixture.body);
        let budgets = [
            (Budget::sentences(limit).unwrap(), usize::MAX),
            (Budget::words(limit).unwrap(), limit),
            (Budget::ratio(share).unwrap(), ((share * total as f32) as usize).max(1)),
            (Budget::characters(limit + 1).unwrap(), usize::MAX),
            (Budget::line(limit).unwrap(), limit),
            (Budget::line_of_characters(limit + 1).unwrap(), usize::MAX),
        ];
        for name in scorer_names() {
            for (budget, words) in budgets {
                let summary = summarize(&document, &*scorer(name).unwrap(), budget).unwrap();
                prop_assert!(!summary.picks.is_empty());
                let count = limit.min(fixture.sentences.len());
                prop_assert!(!matches!(budget, Budget::Sentences(_)) || summary.picks.len() == count);
                let is_line = matches!(budget, Budget::Line(_) | Budget::LineOfCharacters(_));
                prop_assert!(!is_line || summary.picks.len() == 1);
                let text = summary.text(&fixture.body);
                let characters = text.chars().count();
                let is_of_characters =
                    matches!(budget, Budget::Characters(_) | Budget::LineOfCharacters(_));
                prop_assert!(!is_of_characters || characters <= limit + 1);
                prop_assert_eq!(count_words(&summary.text(&fixture.body)), summary.words());
                prop_assert!(summary.words() <= words);
                prop_assert!(summary.picks.is_sorted_by(|a, b| a.index < b.index));
                for pick in &summary.picks {
                    let whole = fixture.sentences[pick.index].span;
                    prop_assert_eq!(document.statement(pick.index).start, pick.span.start);
                    prop_assert_eq!(pick.cut, pick.span.end < whole.end);
                    prop_assert!(fixture.body.get(pick.span.range()).is_some());
                    prop_assert_eq!(pick.parts.sum(), pick.score);
                }
            }
        }
    }

    #[test]
    fn summaries_nest(fixture in fixtures()) {
        for name in scorer_names() {
            let mut smaller = Vec::new();
            for limit in 1..=fixture.sentences.len() {
                let picks = fixture.picks(name, Budget::sentences(limit).unwrap());
                prop_assert!(smaller.iter().all(|index| picks.contains(index)));
                smaller = picks;
            }
        }
    }

    #[test]
    fn summaries_of_what_is_relevant_nest(
        said in prop::collection::vec((0..SAID.len(), -1.0f32..1.0, any::<bool>()), 1..10),
        words in 1usize..60,
    ) {
        let lines: Vec<&str> = said.iter().map(|&(line, ..)| SAID[line]).collect();
        let fixture = Fixture::new(&lines, &vec![[1.0]; lines.len()]);
        let document = Document { embeddings: None, ..fixture.document() };
        let scores = said.iter().map(|&(_, score, _)| Score::from_parts([("chance", score)]));
        let relevant: Vec<bool> = said.iter().map(|&(.., relevant)| relevant).collect();
        let ranking =
            Ranking { relevant: Some(relevant.clone()), ..Ranking::from_scores(scores.collect()) };
        let picks = |budget| -> Vec<usize> {
            let selected = select(&document, &ranking, budget, &Selection::default());
            selected.picks.iter().map(|pick| pick.index).collect()
        };
        let mut smaller = Vec::new();
        for limit in 1..=lines.len() {
            let larger = picks(Budget::sentences(limit).unwrap());
            prop_assert!(larger.len() <= limit && smaller.iter().all(|i| larger.contains(i)));
            prop_assert_eq!(larger.is_empty(), !relevant.contains(&true));
            prop_assert!(larger.is_empty() || larger.iter().any(|&i| relevant[i]));
            smaller = larger;
        }
        prop_assert!((0..lines.len()).all(|i| !relevant[i] || smaller.contains(&i)));
        prop_assert_eq!(picks(Budget::words(words).unwrap()).is_empty(), !relevant.contains(&true));
    }

    #[test]
    fn no_two_picks_within_words_repeat_each_other(fixture in fixtures()) {
        let document = fixture.document();
        let comparison = redundancy::Comparison::new(&document, Redundancy::default());
        let picks = fixture.picks("centrality", Budget::words(100).unwrap());
        for (position, &i) in picks.iter().enumerate() {
            for &j in &picks[..position] {
                prop_assert!(!comparison.repeat(i, j));
            }
        }
    }
}
