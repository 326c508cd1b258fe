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
    assert!(Learned::bundled().is_ok());
}

#[test]
fn a_score_is_the_sum_of_its_parts_and_no_feature_is_undefined() {
    let fixture = Fixture::new(&FERRY);
    let analysis = Analysis::new(&fixture.document(), &fixture.embeddings);
    let title = FEATURES.iter().position(|(name, _)| *name == "words of the title");
    let rows: Vec<&[f32]> = analysis.features.chunks_exact(FEATURES.len()).collect();
    for row in &rows {
        for (column, value) in row.iter().enumerate() {
            assert!(value.is_finite() || Some(column) == title, "{}", FEATURES[column].0);
        }
    }
    let document = fixture.document();
    let evidence = Evidence::new(&document, &analysis.statements, Some(&analysis.embeddings));
    let read = reader_features(&document, &analysis, &evidence);
    let read_rows: Vec<&[f32]> = read.chunks_exact(READER_FEATURES.len()).collect();
    assert_eq!(read_rows.len(), rows.len());
    for row in &read_rows {
        for (column, value) in row.iter().enumerate() {
            assert!(value.is_finite() || Some(column) == title, "{}", READER_FEATURES[column].0);
        }
    }
    let learned = Learned::bundled().unwrap();
    let scores = learned.rank(&document).unwrap().scores;
    for (i, score) in scores.iter().enumerate() {
        assert!((score.total - score.parts.sum()).abs() < 1e-5);
        let readers = read_part(learned.readers.predict(read_rows[i]), evidence.is_news());
        assert!((score.parts.get(READERS).unwrap() - readers).abs() < 1e-4);
        let predicted = learned.sentences.predict(rows[i]) + readers;
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
fn other_languages_are_ranked_by_their_words() {
    let fixture = Fixture::new(&FERRY);
    let learned = Learned::bundled().unwrap();
    let german = Document { language: Some("de-AT"), ..fixture.document() };
    let without_vectors = Document { embeddings: None, ..fixture.document() };
    let ranking = learned.rank(&german).unwrap();
    assert_eq!(ranking.scores, learned.rank(&without_vectors).unwrap().scores);
    assert_eq!(ranking.basis, Some(Basis::Words));
    assert_eq!(ranking.sets[0].sentences, [0, 1, 2]);
    assert!(ranking.scores[0].total > ranking.scores[8].total, "news tells first what it is about");
    assert_eq!(learned.rank(&fixture.document()).unwrap().basis, Some(Basis::Vectors));
}

#[test]
fn sentences_that_follow_each_other_are_weighed_together() {
    let fixture = Fixture::new(&FERRY);
    let ranking = Learned::bundled().unwrap().rank(&fixture.document()).unwrap();
    let has = |set: [usize; 3]| ranking.sets.iter().any(|weighed| weighed.sentences == set);
    assert!(has([2, 3, 4]) && has([0, 3, 4]) && has([0, 6, 7]));
    assert_eq!(ranking.opening, Some(0));
}

#[test]
fn a_summary_that_dangles_is_worth_less() {
    let choice = Choice::from_json(bundled_choice()).unwrap();
    let fixture = Fixture::new(&FERRY);
    let document = fixture.document();
    let statements: Vec<usize> = (0..FERRY.len()).collect();
    let evidence = Evidence::new(&document, &statements, Some(&fixture.embeddings));
    let place = choice::choice_feature_names().iter().position(|name| *name == "dangling").unwrap();
    let whole = choice_features(&evidence, &[1, 2, 3], 0.0);
    let mut torn = choice_features(&evidence, &[1, 3, 5], 0.0);
    assert_eq!((whole[place], torn[place]), (0.0, 1.0), "`She` is of nobody");
    let value = choice.value(&torn, evidence.is_news(), true);
    torn[place] = 0.0;
    assert!(choice.value(&torn, evidence.is_news(), true) > value);
}

#[test]
fn spaces_between_words_are_not_needed() {
    let texts: Vec<String> = [
        "港口的渡轮因为船体裂缝停航到五月。",
        "潜水员星期二检查船体时发现裂缝。",
        "没有人受伤。",
        "渡轮公司会租一艘小船,每天两次运送四十人。",
        "岛上居民对渡轮停航感到不满。",
        "天气很好。",
    ]
    .map(str::to_owned)
    .to_vec();
    let fixture = Fixture::new(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let document = Document { language: Some("zh"), embeddings: None, ..fixture.document() };
    let ranking = Learned::bundled().unwrap().rank(&document).unwrap();
    let best = (0..6).max_by(|&a, &b| ranking.scores[a].total.total_cmp(&ranking.scores[b].total));
    assert_eq!(best, Some(0));
    assert!(ranking.scores[0].parts.get("centrality").is_some());
}

#[test]
fn names_are_distinct() {
    for names in [
        sentence_feature_names(),
        term_feature_names(),
        set_feature_names(),
        lexical_feature_names(),
    ] {
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

#[test]
fn paragraphs_may_be_numbered_anyhow() {
    let mut fixture = Fixture::new(&FERRY);
    for (at, sentence) in fixture.sentences.iter_mut().enumerate() {
        sentence.paragraph = if at % 2 == 0 { usize::MAX } else { 9 - at };
    }
    let ranking = Learned::bundled().unwrap().rank(&fixture.document()).unwrap();
    assert!(ranking.scores.iter().all(|score| score.total.is_finite()));
}
