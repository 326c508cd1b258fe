use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::*;
use crate::article::{Sentence, Span};
use crate::summarize::{Budget, discourse, summarize};
use crate::vector::{Embeddings, ModelId, normalise};

struct Fixture {
    body: String,
    sentences: Vec<Sentence>,
    embeddings: Embeddings,
}

impl Fixture {
    /// A document of these sentences, with vectors that depend on their words.
    fn new(texts: &[&str]) -> Self {
        let (mut body, mut sentences, mut values) = (String::new(), Vec::new(), Vec::new());
        for (paragraph, text) in texts.iter().enumerate() {
            let start = body.len();
            body.push_str(text);
            sentences.push(Sentence { span: Span::new(start, body.len()), paragraph });
            body.push('\n');
            let mut vector = [0.2f32; 16];
            for word in text.unicode_words() {
                let hash = word.bytes().fold(7u32, |hash, byte| {
                    hash.wrapping_mul(31).wrapping_add(u32::from(byte.to_ascii_lowercase()))
                });
                vector[hash as usize % 16] += 1.0;
            }
            normalise(&mut vector);
            values.extend(vector);
        }
        let model = ModelId::from_stored("words".to_owned());
        Self { body, sentences, embeddings: Embeddings::new(model, 16, values) }
    }

    fn document(&self) -> Document<'_> {
        Document {
            body: &self.body,
            title: None,
            language: Some("en"),
            sentences: &self.sentences,
            embeddings: Some(&self.embeddings),
            count_words: |text| text.unicode_words().count(),
        }
    }

    fn picks(&self, count: usize) -> Vec<usize> {
        let scorer = Learned::bundled().unwrap();
        let budget = Budget::sentences(count).unwrap();
        let summary = summarize(&self.document(), &scorer, budget).unwrap();
        summary.picks.iter().map(|pick| pick.index).collect()
    }
}

const FERRY: [&str; 9] = [
    "The ferry between Port Ansel and the island of Marra will not sail until May, its owner said.",
    "Divers found a crack of two metres in the hull during an inspection on Tuesday.",
    "But nobody was in danger, according to the harbour master, Ines Holt.",
    "She ordered the inspection after passengers heard a loud bang in January.",
    "The owner, Ansel Lines, will pay for a smaller boat that carries 40 people twice a day.",
    "Islanders are angry that lorries cannot cross for three months.",
    "However, the council has asked the navy for a landing craft.",
    "It would bring food and fuel once a week.",
    "Ansel Lines bought the ferry in 1994 and had planned to replace it in 2027.",
];

#[test]
fn the_bundled_forests_fit() {
    let learned = Learned::bundled().unwrap();
    assert!(learned.sets.is_some());
}

#[test]
fn a_score_is_the_sum_of_its_parts_and_no_feature_is_undefined() {
    let fixture = Fixture::new(&FERRY);
    let analysis = Analysis::new(&fixture.document(), &fixture.embeddings);
    let title = FEATURES.iter().position(|(name, _)| *name == "words of the title");
    for i in 0..analysis.len() {
        for (column, value) in analysis.row(i).iter().enumerate() {
            assert!(value.is_finite() || Some(column) == title, "{}", FEATURES[column].0);
        }
    }
    let learned = Learned::bundled().unwrap();
    let scores = learned.score(&fixture.document()).unwrap();
    for (i, score) in scores.iter().enumerate() {
        assert!((score.total - score.parts.sum()).abs() < 1e-5);
        let predicted = learned.sentences.predict(analysis.row(i));
        assert!((score.total - predicted).abs() < 1e-4, "{} {predicted}", score.total);
        assert!(score.parts.get("position").is_some());
    }
}

#[test]
fn summaries_nest_and_leave_nothing_dangling() {
    let fixture = Fixture::new(&FERRY);
    for count in 1..FERRY.len() {
        let (fewer, more) = (fixture.picks(count), fixture.picks(count + 1));
        assert_eq!(fewer.len(), count);
        assert!(fewer.iter().all(|pick| more.contains(pick)), "{fewer:?} in {more:?}");
    }
    let audit = discourse::audit(&FERRY, &fixture.picks(3), "en").unwrap();
    assert!(audit.is_faithful(), "{:?}", fixture.picks(3));
}

#[test]
fn sets_are_of_statements_and_begin_with_the_lead() {
    let mut texts = FERRY.to_vec();
    texts.insert(0, "By Ada Moss");
    let fixture = Fixture::new(&texts);
    let ranking = Learned::bundled().unwrap().rank(&fixture.document()).unwrap();
    assert_eq!(ranking.sets[0].sentences, [1, 2, 3]);
    for set in &ranking.sets {
        assert!(set.sentences.len() == SET_SIZE && set.sentences.is_sorted_by(|a, b| a < b));
        assert!(set.sentences[0] > 0, "the byline states nothing");
    }
    let distinct: std::collections::BTreeSet<&[usize]> =
        ranking.sets.iter().map(|set| set.sentences.as_slice()).collect();
    assert_eq!(distinct.len(), ranking.sets.len());
    assert!(ranking.scores[0].parts.get("fragment").is_some());
}

#[test]
fn what_is_not_english_is_scored_by_centrality() {
    let fixture = Fixture::new(&FERRY);
    let german = Document { language: Some("de-AT"), ..fixture.document() };
    let expected = Centrality::default().score(&german).unwrap();
    assert_eq!(Learned::bundled().unwrap().score(&german).unwrap(), expected);
}

#[test]
fn names_are_distinct() {
    for names in [sentence_feature_names(), set_feature_names()] {
        let distinct: std::collections::BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(distinct.len(), names.len());
    }
}

proptest! {
    #[test]
    fn any_text_is_ranked(texts in prop::collection::vec(".{0,60}", 0..12)) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let fixture = Fixture::new(&texts);
        let ranking = Learned::bundled().unwrap().rank(&fixture.document()).unwrap();
        prop_assert_eq!(ranking.scores.len(), texts.len());
        prop_assert!(ranking.sets.iter().flat_map(|set| &set.sentences).all(|&i| i < texts.len()));
    }
}
