//! The choice among whole summaries: judgements of readers in, [weights](ChoiceWeights) out.
//!
//! Readers ranked candidate summaries of an article without knowing what made them. Each two that
//! they did not call equal are a preference; a logistic regression on the difference of their
//! [features](choice_feature_names) says by what weights the preferred one is worth more (Bradley
//! and Terry's model). Articles count alike, whatever the number of their candidates.
//!
//! Judgements name articles by id and sentences by [fingerprint]: texts are not kept.

mod fit;
mod judged;

use std::collections::BTreeMap;

use anyhow::Result;
use nutgraf::embed::Embedder;
use nutgraf::summarize::learned::Learned;
use nutgraf::summarize::learned::choice::{ChoiceWeights, choice_feature_names};

pub use fit::{Fitted, Pairs};
pub use judged::{Candidate, Judgement, fingerprint, read};

use crate::datasets::{PublicArticle, SummaryItem, Text};
use crate::tasks::summary::{PreparedDocument, embed};

/// How many articles are embedded at a time.
const BATCH: usize = 64;

/// What is known of the candidates of one judgement: for each that can be weighed the features with
/// vectors and without, and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighable {
    /// The article.
    pub id: String,
    /// Features with vectors, features without, and the place in the reader's ranking.
    pub candidates: Vec<([Vec<f32>; 2], usize)>,
}

/// The features of the candidates of all judgements whose article is there. Those that hold what
/// is no statement, or not `size` sentences, are left out: the choice never sees such.
///
/// # Errors
/// If the model fails.
pub fn weighable(
    judgements: &[Judgement],
    articles: &BTreeMap<String, PublicArticle>,
    size: usize,
    embedder: &dyn Embedder,
) -> Result<Vec<Weighable>> {
    let learned = Learned::bundled()?;
    let mut all = Vec::new();
    let known: Vec<&Judgement> =
        judgements.iter().filter(|judgement| articles.contains_key(&judgement.id)).collect();
    for batch in known.chunks(BATCH) {
        let prepared: Vec<PreparedDocument> =
            batch.iter().map(|judgement| prepare(&articles[&judgement.id])).collect();
        let embeddings = embed(embedder, &prepared)?;
        for ((judgement, prepared), embeddings) in batch.iter().zip(&prepared).zip(&embeddings) {
            let document = prepared.as_document(Some(embeddings));
            let prints: Vec<String> = prepared.texts().map(fingerprint).collect();
            let (mut sets, mut places) = (Vec::new(), Vec::new());
            for candidate in &judgement.candidates {
                let find = |print: &String| prints.iter().position(|known| known == print);
                let set: Option<Vec<usize>> = candidate.sentences.iter().map(find).collect();
                if let Some(mut set) = set.filter(|set| set.len() == size) {
                    set.sort_unstable();
                    sets.push(set);
                    places.push(candidate.place);
                }
            }
            let features = learned.choice_features(&document, &sets)?;
            let candidates = features
                .into_iter()
                .zip(places)
                .filter_map(|(features, place)| Some((features?, place)))
                .collect();
            all.push(Weighable { id: judgement.id.clone(), candidates });
        }
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

/// The weights that fit these judgements, with what they are worth on articles kept aside: for
/// documents with vectors, and without.
///
/// # Errors
/// If there is no preference.
pub fn fit(weighable: &[Weighable], l2: f64) -> Result<(ChoiceWeights, [Fitted; 2])> {
    let names = choice_feature_names();
    let [vectors, words] = [0, 1].map(|kind| {
        let pairs = Pairs::new(weighable.iter().map(|of_one| {
            let candidates = of_one.candidates.iter();
            (of_one.id.as_str(), candidates.map(|(rows, place)| (rows[kind].as_slice(), *place)).collect())
        }));
        pairs.fit(l2)
    });
    let (vectors, words) = (vectors?, words?);
    let named = |fitted: &Fitted| {
        let weights = names.iter().zip(&fitted.weights);
        weights.map(|(name, &weight)| ((*name).to_owned(), weight)).collect()
    };
    let weights = ChoiceWeights { vectors: named(&vectors), words: named(&words) };
    Ok((weights, [vectors, words]))
}
