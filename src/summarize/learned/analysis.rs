//! A document as the trained scorer sees it: its statements and their features.

use super::likeness::Likeness;
use super::reading::Reading;
use super::sentence_features::{FEATURES, Sentences};
use crate::summarize::Document;
use crate::summarize::fragment::is_fragment;
use crate::vector::Embeddings;

/// The sentences of a document that state something, and what is known of them. Sentences are
/// numbered among these.
pub(super) struct Analysis {
    /// Where each stands among all sentences, ascending.
    pub(super) statements: Vec<usize>,
    /// Their vectors.
    pub(super) embeddings: Embeddings,
    pub(super) reading: Reading,
    pub(super) likeness: Likeness,
    /// Their features: shape `[statements, FEATURES]`.
    pub(super) features: Vec<f32>,
}

impl Analysis {
    /// `embeddings` has a row for each sentence of the document.
    pub(super) fn new(document: &Document<'_>, embeddings: &Embeddings) -> Self {
        let texts: Vec<&str> = document.texts().collect();
        let states = |&i: &usize| !is_fragment(texts[i], (document.count_words)(texts[i]));
        let mut statements: Vec<usize> = (0..texts.len()).filter(states).collect();
        if statements.is_empty() {
            statements = (0..texts.len()).collect();
        }
        let rows = statements.iter().flat_map(|&i| embeddings.row(i)).copied().collect();
        let own = Embeddings::new(embeddings.model().clone(), embeddings.dimensions(), rows);
        let (reading, likeness) = (Reading::new(document, &statements), Likeness::new(&own));
        let own_texts: Vec<&str> = statements.iter().map(|&i| texts[i]).collect();
        let paragraph = |i: usize| document.sentences[i].paragraph;
        let begins: Vec<bool> =
            statements.iter().map(|&i| i == 0 || paragraph(i) != paragraph(i - 1)).collect();
        let sentences = Sentences {
            texts: &own_texts,
            begins: &begins,
            reading: &reading,
            likeness: &likeness,
        };
        let features = sentences.features();
        Self { statements, embeddings: own, reading, likeness, features }
    }

    /// The number of statements.
    pub(super) fn len(&self) -> usize {
        self.statements.len()
    }

    /// These statements as sentences of the document.
    pub(super) fn in_document(&self, statements: &[usize]) -> Vec<usize> {
        statements.iter().map(|&i| self.statements[i]).collect()
    }

    /// The features of statement `i`.
    pub(super) fn row(&self, i: usize) -> &[f32] {
        &self.features[i * FEATURES.len()..(i + 1) * FEATURES.len()]
    }
}
