//! Sentences to vectors: from the library's cache where they are there, else from the model, and
//! each text once.

use std::collections::HashMap;

use super::Engine;
use crate::embed::Embedded;
use crate::error::Result;
use crate::library::{CachedVector, SentenceVector, Store};
use crate::vector::Embeddings;

/// What is done with the library's cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cache {
    /// Vectors are taken from it, and it stays as it is.
    Read,
    /// New vectors are put into it as well.
    Keep,
}

impl Engine {
    /// What [`Embedder::embed`](crate::embed::Embedder::embed) gives, bit for bit, with the model
    /// run only on the texts whose vectors are not cached.
    ///
    /// A cache that cannot be read counts as empty, and one that cannot be written stays as it is.
    pub(super) fn embed_sentences(&self, texts: &[&str], cache: Cache) -> Result<Embedded> {
        let embedder = self.embedder()?;
        let (model, dimensions) = (embedder.model(), embedder.dimensions());
        let library = self.library.as_deref().filter(|library| library.caches_sentences());
        let (distinct, places) = distinct(texts);
        let mut vectors = self.cached(library, &distinct)?;
        let missing: Vec<usize> = (0..distinct.len()).filter(|&i| vectors[i].is_none()).collect();
        if !missing.is_empty() {
            let unknown: Vec<&str> = missing.iter().map(|&index| distinct[index]).collect();
            let made = embedder.embed(&unknown)?;
            if let (Some(library), Cache::Keep) = (library, cache) {
                // Nothing is lost with it but time.
                let _ = library.cache_vectors(model, &sentence_vectors(&unknown, &made));
            }
            for ((index, row), truncated) in
                missing.into_iter().zip(made.embeddings.rows()).zip(made.truncated)
            {
                vectors[index] = Some(CachedVector { values: row.to_vec(), truncated });
            }
        }
        let mut values = Vec::with_capacity(texts.len() * dimensions);
        let mut truncated = Vec::with_capacity(texts.len());
        for vector in places.iter().filter_map(|&place| vectors[place].as_ref()) {
            values.extend_from_slice(&vector.values);
            truncated.push(vector.truncated);
        }
        Ok(Embedded { embeddings: Embeddings::new(model.clone(), dimensions, values), truncated })
    }

    /// The vectors of these texts that are cached, of the length that the embedder's have.
    fn cached(
        &self,
        library: Option<&dyn Store>,
        texts: &[&str],
    ) -> Result<Vec<Option<CachedVector>>> {
        let embedder = self.embedder()?;
        let found =
            library.and_then(|library| library.cached_vectors(embedder.model(), texts).ok());
        let mut vectors = found.unwrap_or_else(|| vec![None; texts.len()]);
        for vector in &mut vectors {
            vector.take_if(|vector| vector.values.len() != embedder.dimensions());
        }
        Ok(vectors)
    }
}

/// Each text once, in the order of its first place, and for every place which text is there.
fn distinct<'a>(texts: &[&'a str]) -> (Vec<&'a str>, Vec<usize>) {
    let mut distinct = Vec::new();
    let mut numbers = HashMap::new();
    let places = texts
        .iter()
        .map(|&text| {
            *numbers.entry(text).or_insert_with(|| {
                distinct.push(text);
                distinct.len() - 1
            })
        })
        .collect();
    (distinct, places)
}

fn sentence_vectors<'a>(texts: &[&'a str], made: &'a Embedded) -> Vec<SentenceVector<'a>> {
    texts
        .iter()
        .zip(made.embeddings.rows())
        .zip(&made.truncated)
        .map(|((text, values), &truncated)| SentenceVector { text, values, truncated })
        .collect()
}
