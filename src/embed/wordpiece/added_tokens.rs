//! Tokens that are found in a text as they stand, before anything is done to it.
//!
//! In: the added tokens of a `tokenizer.json`, whose ids the vocabulary gives. Out: the one that
//! starts at a place of a text. It does not search: the caller walks the text.

/// The added tokens, the longest first.
pub(super) struct AddedTokens {
    tokens: Vec<(String, u32)>,
}

impl AddedTokens {
    /// Of contents and ids; no content is empty.
    pub(super) fn new(mut tokens: Vec<(String, u32)>) -> Self {
        tokens.sort_by_key(|(content, _)| std::cmp::Reverse(content.len()));
        Self { tokens }
    }

    /// The bytes that their contents start with.
    pub(super) fn first_bytes(&self) -> impl Iterator<Item = u8> {
        self.tokens.iter().filter_map(|(content, _)| content.bytes().next())
    }

    /// The length in bytes and the id of the longest one that `text` starts with.
    pub(super) fn prefix_of(&self, text: &str) -> Option<(usize, u32)> {
        let (content, id) = self.tokens.iter().find(|(content, _)| text.starts_with(content))?;
        Some((content.len(), *id))
    }
}
