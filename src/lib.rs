//! nutgraf is a local reading engine. It takes a news article and gives back a summary made of
//! the article's own sentences, and the stored articles nearest to it. Everything runs on the
//! reader's own processor, offline.
//!
//! ```no_run
//! use nutgraf::engine::{CardOptions, Engine};
//! use nutgraf::read::{Input, read};
//!
//! # fn main() -> nutgraf::Result<()> {
//! let engine = Engine::builder().build()?;
//! for document in read(Input::file("article.txt")?).documents() {
//!     let card = engine.card(&document?, &CardOptions::default())?;
//!     println!("{}", card.text());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Overview
//!
//! - [`engine::Engine`] is the front door: cards, storing, searching.
//! - [`article::Article`] is what goes in; [`engine::Card`] is what comes out.
//! - Each stage is a module that can be used by itself: [`read`] reads, [`text`] repairs, [`split`]
//!   finds sentences, [`embed`] makes vectors, [`summarize`](mod@summarize) scores and selects, [`library`]
//!   stores, [`similar`] finds neighbours.
//! - Where a stage can be done in more than one way there is a trait for it:
//!   [`split::SentenceSplitter`], [`embed::Embedder`], [`summarize::SentenceScorer`],
//!   [`similar::SimilarIndex`].
//! - [`Error`] is the one error type; [`Error::kind`] sorts errors into what a caller acts on.
//!
//! # Features
//!
//! | feature | default | brings |
//! |---|---|---|
//! | `bundled-model` | yes | all-MiniLM-L6-v2 in int8, inside the program: 23 MB; [`summarize()`] and [`Summarizer`] |
//! | `read` | yes | [`read`]: pages, feeds, exports, books, documents |
//! | `library` | yes | [`engine`], [`library`], [`similar`] and [`wire`]: SQLite and an index; brings `read` |
//! | `postgres` | yes | [`library::PostgresStore`]: a library in PostgreSQL; brings `library` |
//! | `candle` | yes | models in f32, and [quantising](embed::quantize()) them |
//! | `tokenizers` | yes | the tokenizers of models that have not BERT's |
//! | `hub` | yes | fetching other models; brings `candle` and `tokenizers` |
//! | `fetch` | yes | fetching pages and feeds; this, `hub` and `postgres` are the only code that can open a connection |
//! | `cli` | yes | the command-line program; brings all but `hub`, `fetch`, `postgres`, `serve` and the model |
//!
//! With `bundled-model` alone, a text becomes its summary in one call:
//!
//! ```
//! # #[cfg(feature = "bundled-model")]
//! # fn main() -> nutgraf::Result<()> {
//! let text = "The ferry stopped on Monday after inspectors found cracks in its hull. Buses run instead.";
//! println!("{}", nutgraf::summarize(text, 1)?.join(" "));
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "bundled-model"))]
//! # fn main() {}
//! ```
//!
//! # What it does not do
//!
//! It writes no sentence of its own, opens no connection unless asked to fetch something or given a library that is elsewhere, and keeps
//! nothing outside the library that it is given.

pub mod article;
pub mod embed;
#[cfg(feature = "library")]
pub mod engine;
pub mod error;
#[cfg(feature = "fetch")]
pub mod fetch;
#[cfg(feature = "library")]
pub mod library;
#[cfg(feature = "read")]
pub mod read;
mod script;
#[cfg(feature = "serve")]
pub mod serve;
#[cfg(feature = "library")]
pub mod similar;
#[cfg(test)]
mod skipped;
pub mod split;
#[cfg(feature = "library")]
pub mod story;
pub mod summarize;
#[cfg(feature = "bundled-model")]
mod summarizer;
#[cfg(feature = "library")]
pub mod terms;
pub mod text;
pub mod vector;
#[cfg(feature = "library")]
pub mod wire;

pub use error::{Error, ErrorKind, Result};
#[cfg(feature = "bundled-model")]
pub use summarizer::{Summarizer, summarize};
