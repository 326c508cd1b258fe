//! How an engine is put together.

use std::sync::{Arc, OnceLock};

use super::Engine;
use crate::embed::{Embedder, ModelSource};
use crate::error::Result;
use crate::library::{Location, SqliteStore, Store};
use crate::split::{RuleSplitter, SentenceSplitter};
use crate::summarize::{SentenceScorer, default_scorer};

/// Builds an [`Engine`]; every part has a default.
pub struct EngineBuilder {
    model: ModelSource,
    embedder: Option<Box<dyn Embedder>>,
    splitter: Box<dyn SentenceSplitter>,
    scorer: Box<dyn SentenceScorer>,
    library: Stored,
}

enum Stored {
    Nowhere,
    Memory,
    Existing(Location),
    Created(Location),
    Open(Arc<dyn Store>),
}

impl Default for EngineBuilder {
    fn default() -> Self {
        Self {
            model: ModelSource::Bundled,
            embedder: None,
            splitter: Box::new(RuleSplitter),
            scorer: default_scorer(),
            library: Stored::Nowhere,
        }
    }
}

impl EngineBuilder {
    /// The embedding model, loaded when it is first needed. Default: the bundled one.
    #[must_use]
    pub fn model(mut self, model: ModelSource) -> Self {
        self.model = model;
        self
    }

    /// An embedder that is loaded already, or one of your own; goes before [`Self::model`].
    #[must_use]
    pub fn embedder(mut self, embedder: Box<dyn Embedder>) -> Self {
        self.embedder = Some(embedder);
        self
    }

    /// How bodies are split into sentences. Default: [`RuleSplitter`].
    #[must_use]
    pub fn splitter(mut self, splitter: Box<dyn SentenceSplitter>) -> Self {
        self.splitter = splitter;
        self
    }

    /// How sentences are ranked. Default: that of [`default_scorer`].
    #[must_use]
    pub fn scorer(mut self, scorer: Box<dyn SentenceScorer>) -> Self {
        self.scorer = scorer;
        self
    }

    /// Uses the library at a path or a URL, which is made if absent.
    #[must_use]
    pub fn library(mut self, at: impl Into<Location>) -> Self {
        self.library = Stored::Created(at.into());
        self
    }

    /// Uses the library at a path or a URL if there is one, and makes none.
    #[must_use]
    pub fn existing_library(mut self, at: impl Into<Location>) -> Self {
        self.library = Stored::Existing(at.into());
        self
    }

    /// Uses a store that is open already, of any kind.
    #[must_use]
    pub fn open_library(mut self, library: impl Into<Arc<dyn Store>>) -> Self {
        self.library = Stored::Open(library.into());
        self
    }

    /// Uses a library in memory, which is gone with the engine.
    #[must_use]
    pub fn library_in_memory(mut self) -> Self {
        self.library = Stored::Memory;
        self
    }

    /// The engine. Loads no model yet.
    ///
    /// # Errors
    /// If the library cannot be opened, see [`Location::open`].
    pub fn build(self) -> Result<Engine> {
        let library: Option<Arc<dyn Store>> = match self.library {
            Stored::Nowhere => None,
            Stored::Memory => Some(SqliteStore::in_memory()?.into()),
            Stored::Existing(at) => at.find()?,
            Stored::Created(at) => Some(at.open()?),
            Stored::Open(library) => Some(library),
        };
        Ok(Engine {
            model: self.model,
            embedder: self.embedder.map_or_else(OnceLock::new, OnceLock::from),
            splitter: self.splitter,
            scorer: self.scorer,
            library,
        })
    }
}
