//! What `nutgraf-eval train` learns from: the features of documents, of their words, of their sets.

use super::analysis::{Analysis, statements};
use super::choice::{Evidence, features as choice_features};
use super::lexical_features::lexical_features;
use super::reader_features::reader_features;
use super::sentence_features::FEATURES;
use super::set_features::{Standing, set_features};
use super::sets::candidates;
use super::term_features::term_features;
use super::{Learned, SET_SIZE, read_part, scores, totals};
use crate::error::{Error, Result};
use crate::summarize::Document;

impl Learned {
    /// What the choice weighs of these sets of sentences of the document, where readers would say
    /// `reads` of its statements, by what is seen with vectors and without.
    ///
    /// # Errors
    /// As [`TrainingDocument::new`].
    pub fn choice_features(
        &self,
        document: &Document<'_>,
        sets: &[Vec<usize>],
        reads: [&[f32]; 2],
    ) -> Result<JudgedSets> {
        let analysis = analysis(document)?;
        let place = |i: &usize| analysis.statements.binary_search(i).ok();
        let places: Vec<Option<Vec<usize>>> =
            sets.iter().map(|set| set.iter().map(place).collect()).collect();
        let own = scores(&self.sentences, FEATURES, &analysis.statements, &analysis.features);
        let statements = &analysis.statements;
        let lexical = self.lexical.predict_rows(&lexical_features(document, statements));
        let with = Evidence::new(document, statements, Some(&analysis.embeddings))
            .with_scores(&totals(&own), reads[0].to_vec());
        let without =
            Evidence::new(document, statements, None).with_scores(&lexical, reads[1].to_vec());
        let lead: Vec<usize> = (0..SET_SIZE.min(analysis.len())).collect();
        let known = places.iter().flatten().cloned();
        let odds = self.odds(
            &analysis,
            &totals(&own),
            &std::iter::once(lead).chain(known).collect::<Vec<_>>(),
        );
        let mut odds = odds.into_iter().skip(1);
        let mut both = |set: Vec<usize>| {
            let odds = odds.next().unwrap_or(0.0);
            [choice_features(&with, &set, odds), choice_features(&without, &set, 0.0)]
        };
        let features = places.into_iter().map(|set| set.map(&mut both)).collect();
        Ok(JudgedSets { is_news: with.is_news(), features })
    }

    /// The candidate summaries of the document where readers would say `reads` of its statements, by
    /// what is seen with vectors and without, and what the choice weighs of each.
    ///
    /// # Errors
    /// As [`TrainingDocument::new`].
    pub fn candidates(
        &self,
        document: &Document<'_>,
        reads: [&[f32]; 2],
    ) -> Result<[CandidateSets; 2]> {
        let analysis = analysis(document)?;
        let own = self.sentences.predict_rows(&analysis.features);
        let lexical = self.lexical.predict_rows(&lexical_features(document, &analysis.statements));
        let evidence = Evidence::new(document, &analysis.statements, Some(&analysis.embeddings))
            .with_scores(&own, reads[0].to_vec());
        let sets = candidates(&evidence, &both(&own, reads[0], evidence.is_news()));
        let odds = self.odds(&analysis, &own, &sets);
        let mut with = CandidateSets::new(&evidence, &sets);
        with.choice.iter_mut().zip(odds).for_each(|(row, odds)| row[0] = odds);
        Ok([with, lexical_candidate_sets(document, &lexical, reads[1])])
    }
}

/// What a forest is trained on: the features of one document.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainingDocument {
    /// The sentences that are scored, ascending.
    pub statements: Vec<usize>,
    /// The features of each, row after row.
    pub sentence_features: Vec<f32>,
    /// The features of each for the readers' forest, row after row.
    pub reader_features: Vec<f32>,
    /// What is seen of each in a language that is not known, row after row.
    pub lexical_features: Vec<f32>,
}

impl TrainingDocument {
    /// The features of a document's sentences.
    ///
    /// # Errors
    /// [`Error::EmbeddingsMismatch`] if there is not an embedding for each sentence.
    pub fn new(document: &Document<'_>) -> Result<Self> {
        let analysis = analysis(document)?;
        let evidence = Evidence::new(document, &analysis.statements, Some(&analysis.embeddings));
        let reader_features = reader_features(document, &analysis, &evidence);
        let lexical_features = lexical_features(document, &analysis.statements);
        let Analysis { statements, features, .. } = analysis;
        Ok(Self { statements, sentence_features: features, reader_features, lexical_features })
    }
}

/// The analysis of a document that has embeddings.
fn analysis(document: &Document<'_>) -> Result<Analysis> {
    let embeddings = document.embeddings_for("learned")?.ok_or(Error::EmbeddingsMismatch {
        scorer: "learned",
        sentences: document.sentences.len(),
        embeddings: 0,
    })?;
    Ok(Analysis::new(document, embeddings))
}

/// The distinct words of a document and their features, row after row, where its statements have
/// these scores.
///
/// # Errors
/// As [`TrainingDocument::new`].
pub fn terms(document: &Document<'_>, scores: &[f32]) -> Result<(Vec<String>, Vec<f32>)> {
    let analysis = analysis(document)?;
    let features = term_features(&analysis, scores);
    let words = analysis.reading.vocabulary.into_iter().map(|word| word.text);
    Ok((words.collect(), features))
}

/// What the choice sees of some sets of sentences of one document.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgedSets {
    /// Whether the document is chosen from as news is.
    pub is_news: bool,
    /// The features of each set, with vectors and without; `None` of one that holds what is no
    /// statement.
    pub features: Vec<Option<[Vec<f32>; 2]>>,
}

/// What the choice among the summaries of one document is trained on.
#[derive(Debug, Clone, PartialEq)]
pub struct CandidateSets {
    /// The candidates: sentences of the document, ascending. The first is the lead.
    pub sets: Vec<Vec<usize>>,
    /// The [features](super::set_feature_names) of each for the set forest, row after row; nothing without
    /// vectors.
    pub features: Vec<f32>,
    /// Whether the document is news.
    pub is_news: bool,
    /// The features of each for the [choice](super::choice). The first, what the set forest makes of it, is 0.
    pub choice: Vec<Vec<f32>>,
}

/// The candidate sets of a document, where its statements have these scores, readers would say `reads`
/// of them, and its [terms] have these log odds.
///
/// # Errors
/// As [`TrainingDocument::new`].
pub fn candidate_sets(
    document: &Document<'_>,
    scores: Vec<f32>,
    reads: &[f32],
    term_odds: &[f32],
) -> Result<CandidateSets> {
    let analysis = analysis(document)?;
    let evidence = Evidence::new(document, &analysis.statements, Some(&analysis.embeddings))
        .with_scores(&scores, reads.to_vec());
    let candidates = candidates(&evidence, &both(&scores, reads, evidence.is_news()));
    let standing = Standing::new(scores, term_odds);
    let features = candidates.iter().flat_map(|set| set_features(&analysis, &standing, set));
    let features = features.collect();
    Ok(CandidateSets { features, ..CandidateSets::new(&evidence, &candidates) })
}

/// The candidate sets of a document whose language is not known, or that has no vectors, where its
/// statements have these scores and readers would say `reads` of them.
#[must_use]
pub fn lexical_candidate_sets(
    document: &Document<'_>,
    scores: &[f32],
    reads: &[f32],
) -> CandidateSets {
    let statements = statements(document);
    let evidence = Evidence::new(document, &statements, None).with_scores(scores, reads.to_vec());
    CandidateSets::new(&evidence, &candidates(&evidence, &both(scores, reads, evidence.is_news())))
}

/// Scores with what readers would say.
fn both(scores: &[f32], reads: &[f32], is_news: bool) -> Vec<f32> {
    scores.iter().zip(reads).map(|(score, &read)| score + read_part(read, is_news)).collect()
}

impl CandidateSets {
    fn new(evidence: &Evidence<'_>, candidates: &[Vec<usize>]) -> Self {
        let choice = candidates.iter().map(|set| choice_features(evidence, set, 0.0)).collect();
        let in_document =
            |set: &Vec<usize>| set.iter().map(|&i| evidence.statements()[i]).collect();
        let sets = candidates.iter().map(in_document).collect();
        Self { sets, features: Vec::new(), is_news: evidence.is_news(), choice }
    }
}
