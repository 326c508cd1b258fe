//! The forests inside the library.

use super::{ForestError, Forests, Learned};

static SENTENCES: &[u8] = include_bytes!("../../../models/learned/sentences.forest");
static TERMS: &[u8] = include_bytes!("../../../models/learned/terms.forest");
static LEXICAL: &[u8] = include_bytes!("../../../models/learned/lexical.forest");
static READERS: &[u8] = include_bytes!("../../../models/learned/readers.forest");
static LEXICAL_READERS: &[u8] = include_bytes!("../../../models/learned/readers-lexical.forest");
static CHOICE: &[u8] = include_bytes!("../../../models/learned/choice.json");
static SETS: &[u8] = include_bytes!("../../../models/learned/sets.forest");

/// The weights of the choice among summaries, as JSON: [`choice::ChoiceWeights`](super::choice).
#[must_use]
pub fn bundled_choice() -> &'static [u8] {
    CHOICE
}

impl Learned {
    /// The scorer that was trained on public news summaries with the bundled model's embeddings
    /// (feature `bundled-model`); `models/learned/README.md` is its model card.
    ///
    /// # Errors
    /// [`ForestError`] if the library was built with forests that do not fit it.
    pub fn bundled() -> Result<Self, ForestError> {
        Self::from_bytes(Forests {
            sentences: SENTENCES,
            terms: TERMS,
            sets: SETS,
            lexical: LEXICAL,
            readers: READERS,
            lexical_readers: LEXICAL_READERS,
            choice: CHOICE,
        })
    }
}
