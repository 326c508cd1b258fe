//! Articles that readers judged, ready to be learned from: repaired, split, embedded.

use std::collections::BTreeMap;

use anyhow::Result;
use nutgraf::embed::Embedder;
use nutgraf::vector::Embeddings;

use crate::datasets::{PublicArticle, SummaryItem, Text};
use crate::tasks::summary::{PreparedDocument, embed};

/// How many articles are embedded at a time.
const BATCH: usize = 64;

/// What was said of articles, by their ids, with these articles, as far as they are there.
///
/// # Errors
/// If the model fails.
pub(super) fn prepare_all<T>(
    said: Vec<(String, T)>,
    articles: &BTreeMap<String, PublicArticle>,
    embedder: &dyn Embedder,
) -> Result<Vec<(T, PreparedDocument, Embeddings)>> {
    let mut known = said
        .into_iter()
        .filter_map(|(id, said)| {
            let prepared = prepare(articles.get(&id)?);
            (!prepared.sentences.is_empty()).then_some((said, prepared))
        })
        .peekable();
    let mut all = Vec::new();
    while known.peek().is_some() {
        let (said, prepared): (Vec<_>, Vec<_>) = known.by_ref().take(BATCH).unzip();
        let embeddings = embed(embedder, &prepared)?;
        let both = prepared.into_iter().zip(embeddings);
        all.extend(
            said.into_iter()
                .zip(both)
                .map(|(said, (prepared, embeddings))| (said, prepared, embeddings)),
        );
    }
    Ok(all)
}

fn prepare(article: &PublicArticle) -> PreparedDocument {
    PreparedDocument::new(SummaryItem {
        id: article.id.clone(),
        title: article.title.clone(),
        text: Text::Whole(article.body.clone()),
        references: Vec::new(),
    })
}
