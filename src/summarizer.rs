//! A text to its summary in one call, with the model inside the program: no files, no library.
//!
//! In: a plain text, which may begin with its title. Out: the sentences of its summary, in their order. It is what
//! the engine makes of the same text, for programs that need nothing else of it.

use std::sync::OnceLock;

use crate::article::Article;
use crate::embed::{Embedder, Int8Embedder};
use crate::error::{Error, Result};
use crate::split::{RuleSplitter, SentenceSplitter};
use crate::summarize::learned::Learned;
use crate::summarize::{self, Budget};
use crate::text::paragraphs::{byline, is_day, with_line_feeds, without_head};
use crate::text::{count_words, prepare};

/// Summarises texts with the model inside the program. Made once, it serves any number of texts and threads.
pub struct Summarizer {
    embedder: Int8Embedder,
    scorer: Learned,
}

impl Summarizer {
    /// Reads the model.
    ///
    /// # Errors
    /// [`Error::InvalidModel`], if this build is broken.
    pub fn new() -> Result<Self> {
        let scorer = Learned::bundled().map_err(|error| Error::InvalidModel {
            path: "learned".into(),
            reason: error.to_string(),
        })?;
        Ok(Self { embedder: Int8Embedder::bundled()?, scorer })
    }

    /// At most `sentences` of the text's own sentences that say what it is about, in the order of the text;
    /// of instructions and lists, their items. A name that a sentence leaves open is completed in square brackets. Of a
    /// text without a word there are none.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] if `sentences` is 0.
    pub fn summarize(&self, text: &str, sentences: usize) -> Result<Vec<String>> {
        let budget = Budget::sentences(sentences)?;
        let article = prepare(article(text)).article;
        let found = RuleSplitter.split(&article.body, article.language.as_deref());
        let is_known = article.language.as_deref().is_none_or(|it| self.embedder.covers(it));
        let body = article.body.as_str();
        let texts: Vec<&str> = found.iter().map(|sentence| &body[sentence.span]).collect();
        let embedded = if is_known { Some(self.embedder.embed(&texts)?) } else { None };
        let document = summarize::Document {
            body,
            title: article.title.as_deref(),
            language: article.language.as_deref(),
            sentences: &found,
            embeddings: embedded.as_ref().map(|embedded| &embedded.embeddings),
            count_words,
        };
        let summary = summarize::summarize(&document, &self.scorer, budget)?;
        Ok(summary.sentences().chain(summary.items()).filter_map(|pick| pick.text(body)).collect())
    }
}

/// At most `sentences` of a text's own sentences that say what it is about; a [`Summarizer`] that is made at the first
/// call, and kept.
///
/// ```
/// let text = "The council of Wexley closed the old bridge on Tuesday after engineers found cracks in it. \
///             Two pillars have to be replaced before the winter. The mayor likes ferries.";
/// let summary = nutgraf::summarize(text, 1)?;
/// assert_eq!(summary.len(), 1);
/// # Ok::<(), nutgraf::Error>(())
/// ```
///
/// # Errors
/// As [`Summarizer::new`] and [`Summarizer::summarize`].
pub fn summarize(text: &str, sentences: usize) -> Result<Vec<String>> {
    static KEPT: OnceLock<Summarizer> = OnceLock::new();
    let summarizer = match KEPT.get() {
        Some(summarizer) => summarizer,
        None => {
            let made = Summarizer::new()?;
            KEPT.get_or_init(|| made)
        }
    };
    summarizer.summarize(text, sentences)
}

/// The article that a text is. Who wrote it and when, beside its title, is no part of the body.
fn article(text: &str) -> Article {
    let is_about = |line: &str| byline(line).is_some() || is_day(line);
    let (title, body) = without_head(with_line_feeds(text.to_owned()), is_about);
    Article { title, body, ..Article::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Old bridge of Wexley closes\n\n\
        The council of Wexley closed the old bridge on Tuesday after engineers found cracks in it.\n\n\
        Two pillars of the bridge have to be replaced before the winter comes, and the work will take five \
        months. Drivers face a detour of eleven miles on narrow roads. \"Nobody likes it,\" said a driver.\n\n\
        The bridge was built in 1931, and carries nine thousand cars a day.";

    #[cfg(feature = "library")]
    const STEPS: &str = "How to mend a kitchen chair\n\n\
        A loose chair can be mended in an afternoon. Here is what you need to do:\n\n\
        1. Take the joint apart and scrape the old glue off with a knife.\n\n\
        2. Put new wood glue into the hole and on the end of the leg.\n\n\
        3. Press the joint together and wipe off what comes out.\n\n\
        4. Tie a rope around the legs and leave the chair alone for a day.\n\n\
        5. Sand the leg and oil it before you sit on the chair again.\n";

    #[test]
    fn a_text_is_summarised_in_its_own_sentences_and_order() {
        let summary = summarize(TEXT, 2).unwrap();
        assert_eq!(summary.len(), 2, "{summary:?}");
        let places: Vec<usize> = summary.iter().map(|it| TEXT.find(it.as_str()).unwrap()).collect();
        assert!(places.is_sorted(), "{summary:?}");
        assert!(!summary.iter().any(|it| it.contains("Old bridge of Wexley closes")));
    }

    #[test]
    fn texts_without_a_word_have_none_and_no_sentences_are_refused() {
        for text in ["", " \n\n "] {
            assert_eq!(summarize(text, 3).unwrap(), Vec::<String>::new(), "{text:?}");
        }
        assert!(matches!(summarize(TEXT, 0), Err(Error::InvalidOption { .. })));
    }

    #[cfg(feature = "library")]
    #[test]
    fn it_is_what_the_engine_makes_of_the_same_text() {
        use crate::engine::{CardOptions, Engine};
        let engine = Engine::builder().build().unwrap();
        let byline =
            TEXT.replacen("closes\n\n", "closes\r\n\r\nBy Lena Ortiz\r\n5 March 2026\r\n\r\n", 1);
        let german = "Die Fähre fährt seit Montag nicht mehr. Ein Riss im Rumpf ist schuld. Es dauert drei Wochen.";
        for text in [TEXT, &byline, german, STEPS] {
            let document = crate::read::read(crate::read::Input::bytes("text", text.as_bytes()))
                .documents()
                .next();
            let document = document.unwrap().unwrap();
            let card = engine.card(&document, &CardOptions::default()).unwrap();
            let body = card.document.article.body.as_str();
            let picks = card.summary.sentences().chain(card.summary.items());
            let expected: Vec<String> = picks.filter_map(|pick| pick.text(body)).collect();
            assert_eq!(summarize(text, 3).unwrap(), expected);
            assert!(!expected.is_empty(), "{text}");
        }
    }
}
