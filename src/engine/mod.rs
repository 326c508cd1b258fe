//! The front door: the stages tied together.
//!
//! In: a [`Document`](crate::text::Document). Out: its [`Card`], the summary and the similar
//! readings with everything that a reader may want to know beside them. With a library, an
//! engine stores articles and finds them again.
//!
//! ```text
//! Document -> split -> embed -> score -> select -> Summary --.
//!                        \-> article vector -> `Store` ------+-> Card
//! ```
//!
//! A sentence is embedded once: a library keeps the vectors of the sentences of what is stored in
//! it ([`Store::cached_vectors`]), and a card reads what is there.
//!
//! An [`Engine`] is synchronous, `Send + Sync` and used through `&self`. The model is loaded when
//! it is first needed, so an engine that only lists articles starts at once.

mod alike;
mod article_vector;
mod builder;
mod candidates;
mod card;
mod closest;
mod collection;
mod neighbors;
mod news;
mod placing;
mod sentences;
mod story_text;
mod summary;
mod telling;
mod to_read;
mod work;

use std::sync::{Arc, OnceLock};

pub use builder::EngineBuilder;
pub use card::{Card, CardOptions, Explained, Reasons, SimilarReading};
pub use closest::SentencePair;
pub use collection::Change;
pub use neighbors::{LEAST_ALIKE, Nearness, Order};
pub use news::{Against, Before, NearestTold, NewSentences, News, SentenceNews};
pub use story_text::Quote;
pub use telling::{DigestEntry, DigestOptions, StorySummary};
pub use to_read::ToRead;
pub use work::{WorkOptions, WorkStep};

use crate::article::{Article, Sentence};
use crate::embed::{Embedded, Embedder, ModelSource};
use crate::error::{Error, Result};
use crate::library::Store;
use crate::split::SentenceSplitter;
use crate::summarize::SentenceScorer;
use crate::vector::ModelId;
use sentences::Cache;

/// Ties the stages together; see the [module documentation](self).
pub struct Engine {
    model: ModelSource,
    embedder: OnceLock<Box<dyn Embedder>>,
    splitter: Box<dyn SentenceSplitter>,
    scorer: Box<dyn SentenceScorer>,
    library: Option<Arc<dyn Store>>,
}

/// An article's sentences and their embeddings.
struct Analysis {
    sentences: Vec<Sentence>,
    embedded: Embedded,
}

impl Engine {
    /// An engine with the bundled model, the default scorer and no library, to be changed.
    #[must_use]
    pub fn builder() -> EngineBuilder {
        EngineBuilder::default()
    }

    /// The embedder, loaded at the first call.
    ///
    /// # Errors
    /// As [`ModelSource::load`].
    pub fn embedder(&self) -> Result<&dyn Embedder> {
        if let Some(embedder) = self.embedder.get() {
            return Ok(embedder.as_ref());
        }
        let embedder = self.model.load()?;
        Ok(self.embedder.get_or_init(|| embedder).as_ref())
    }

    /// The identity of the model, which loads it.
    ///
    /// # Errors
    /// As [`Engine::embedder`].
    pub fn model(&self) -> Result<&ModelId> {
        Ok(self.embedder()?.model())
    }

    /// The library.
    ///
    /// # Errors
    /// [`Error::NoLibrary`] if the engine was built without one.
    pub fn library(&self) -> Result<&dyn Store> {
        self.library.as_deref().ok_or(Error::NoLibrary)
    }

    /// The sentences of a body, in order; `language` is the body's as an ISO 639-1 code, where it
    /// is known.
    #[must_use]
    pub fn split(&self, body: &str, language: Option<&str>) -> Vec<Sentence> {
        self.splitter.split(body, language)
    }

    /// Splits and embeds an article; stores nothing.
    fn analyse(&self, article: &Article) -> Result<Analysis> {
        let sentences = self.split(&article.body, article.language.as_deref());
        let texts: Vec<&str> =
            sentences.iter().map(|sentence| sentence.text(&article.body)).collect();
        let embedded = self.embed_sentences(&texts, Cache::Read)?;
        Ok(Analysis { sentences, embedded })
    }
}
