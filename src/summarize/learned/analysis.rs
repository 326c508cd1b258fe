//! A document as the trained scorer sees it: its statements and their features.

use super::likeness::{Likeness, Links};
use super::reading::Reading;
use super::sentence_features::Sentences;
use crate::summarize::Document;
use crate::summarize::line_kind::line_kinds;
use crate::summarize::similarity::{SentenceVectors, Similarity};
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
    /// With how many others each was compared, if not with all.
    pub(super) sampled: Option<usize>,
    /// Their features: shape `[statements, FEATURES]`.
    pub(super) features: Vec<f32>,
}

impl Analysis {
    /// `embeddings` has a row for each sentence of the document.
    pub(super) fn new(document: &Document<'_>, embeddings: &Embeddings) -> Self {
        let statements = statements(document);
        let rows = statements.iter().flat_map(|&i| embeddings.row(i)).copied().collect();
        let own = Embeddings::new(embeddings.model().clone(), embeddings.dimensions(), rows);
        let (reading, likeness) = (Reading::new(document, &statements), Likeness::new(&own));
        let similarity = Similarity::Vectors(SentenceVectors::new(&own));
        let (links, sampled) = (Links::new(&similarity), similarity.sampled());
        let texts: Vec<&str> =
            statements.iter().map(|&i| &document.body[document.statement(i)]).collect();
        let begins = begins(document, &statements);
        let sentences = Sentences {
            texts: &texts,
            begins: &begins,
            reading: &reading,
            links: &links,
            likeness: &likeness,
        };
        let features = sentences.features();
        Self { statements, embeddings: own, reading, likeness, sampled, features }
    }

    /// The number of statements.
    pub(super) fn len(&self) -> usize {
        self.statements.len()
    }

    /// These statements as sentences of the document.
    pub(super) fn in_document(&self, statements: &[usize]) -> Vec<usize> {
        statements.iter().map(|&i| self.statements[i]).collect()
    }
}

/// The sentences of a document that state something, ascending, or all where none does.
pub(super) fn statements(document: &Document<'_>) -> Vec<usize> {
    let kinds = line_kinds(document);
    let statements: Vec<usize> = (0..kinds.len()).filter(|&i| kinds[i].states()).collect();
    if statements.is_empty() { (0..kinds.len()).collect() } else { statements }
}

/// Whether each of these sentences begins a paragraph.
pub(super) fn begins(document: &Document<'_>, sentences: &[usize]) -> Vec<bool> {
    let paragraph = |i: usize| document.sentences[i].paragraph;
    sentences.iter().map(|&i| i == 0 || paragraph(i) != paragraph(i - 1)).collect()
}
