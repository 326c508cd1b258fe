//! The summary of a card: of the article, or of what it says about a question.

use super::card::Explained;
use super::{CardOptions, Engine};
use crate::article::Article;
use crate::error::Result;
use crate::summarize::{self, Query, Selection, SentenceScorer, Summary, explain, select};

impl Engine {
    /// Whether the model knows the article's language, as far as either is known.
    pub(super) fn covers(&self, article: &Article) -> Result<bool> {
        Ok(match &article.language {
            Some(language) => self.embedder()?.covers(language),
            None => true,
        })
    }

    pub(super) fn summary(
        &self,
        document: &summarize::Document<'_>,
        ranker: &dyn SentenceScorer,
        options: &CardOptions,
    ) -> Result<(Summary, Option<Vec<Explained>>)> {
        let selection = Selection { verbatim: options.verbatim, ..Selection::default() };
        let (name, ranking) = match &options.query {
            None => (ranker.name(), ranker.rank(document)?),
            Some(text) => {
                let embedded = match document.embeddings {
                    Some(_) => Some(self.embedder()?.embed(&[text])?),
                    None => None,
                };
                let vector = embedded.as_ref().map(|embedded| embedded.embeddings.row(0));
                let query = Query { text, vector, base: ranker };
                (query.name(), query.rank(document)?)
            }
        };
        let selected = select(document, &ranking, options.budget, &selection);
        let explanation = options.explains.then(|| {
            let verdicts = explain(document, &ranking, &selected.picks, &selection);
            let scored = ranking.scores.iter().cloned().zip(verdicts);
            scored.map(|(score, verdict)| Explained { score, verdict }).collect()
        });
        Ok((Summary::of(name, &ranking, selected), explanation))
    }
}
