//! What BERT's normalizer and pre-tokenizer ask of a character.
//!
//! In: a character. Out: its [`Properties`]. They come from the tables that the `tokenizers` crate
//! reads, of whichever Unicode version: one that is newer here would give other ids. A table
//! search is slow, so blocks of characters are searched once, when one of theirs is first met.

use std::sync::OnceLock;

use unicode_categories::UnicodeCategories;
use unicode_normalization_alignments::char::{canonical_combining_class, decompose_canonical};

/// A set of properties of a character.
#[derive(Clone, Copy)]
pub(super) struct Properties(u8);

impl Properties {
    /// Cleaning removes it.
    pub(super) const UNCLEAN: Self = Self(1);
    /// It separates words.
    pub(super) const WHITESPACE: Self = Self(1 << 1);
    /// It is a word of its own, before anything is done to it.
    pub(super) const CHINESE: Self = Self(1 << 2);
    /// It is a word of its own.
    pub(super) const PUNCTUATION: Self = Self(1 << 3);
    /// It has a canonical decomposition.
    pub(super) const DECOMPOSABLE: Self = Self(1 << 4);
    /// It is an accent: a nonspacing mark.
    pub(super) const ACCENT: Self = Self(1 << 5);
    /// Canonical order can move it: its combining class is not zero.
    pub(super) const NONSTARTER: Self = Self(1 << 6);
    /// It has another form in lower case.
    pub(super) const UPPERCASE: Self = Self(1 << 7);

    /// Those of a character.
    #[inline]
    pub(super) fn of(character: char) -> Self {
        let code = character as usize;
        match BLOCKS.get(code / BLOCK) {
            Some(block) => block.get_or_init(|| search_block(code / BLOCK))[code % BLOCK],
            None => Self::search(character),
        }
    }

    /// Whether `property` is one of them.
    #[inline]
    pub(super) fn has(self, property: Self) -> bool {
        self.0 & property.0 != 0
    }

    fn search(character: char) -> Self {
        let mut decomposes = false;
        decompose_canonical(character, |part| decomposes |= part != character);
        let all = [
            (Self::UNCLEAN, is_unclean(character)),
            (Self::WHITESPACE, character.is_whitespace()),
            (Self::CHINESE, is_chinese(character)),
            (Self::PUNCTUATION, character.is_ascii_punctuation() || character.is_punctuation()),
            (Self::DECOMPOSABLE, decomposes),
            (Self::ACCENT, character.is_mark_nonspacing()),
            (Self::NONSTARTER, canonical_combining_class(character) != 0),
            (Self::UPPERCASE, !character.to_lowercase().eq([character])),
        ];
        Self(all.iter().filter(|(_, holds)| *holds).fold(0, |set, (property, _)| set | property.0))
    }
}

/// Characters in a block.
const BLOCK: usize = 64;

/// The blocks of the first two planes; characters beyond are rare.
static BLOCKS: [OnceLock<[Properties; BLOCK]>; 0x2_0000 / BLOCK] =
    [const { OnceLock::new() }; 0x2_0000 / BLOCK];

fn search_block(block: usize) -> [Properties; BLOCK] {
    std::array::from_fn(|at| {
        let character = u32::try_from(block * BLOCK + at).ok().and_then(char::from_u32);
        character.map_or(Properties(0), Properties::search)
    })
}

/// Control, format and private-use characters, but for those that BERT counts as whitespace.
fn is_unclean(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => false,
        '\0' | char::REPLACEMENT_CHARACTER => true,
        _ => character.is_other(),
    }
}

/// The CJK ideographs that BERT knew, its gap from U+2B820 to U+2B91F included.
fn is_chinese(character: char) -> bool {
    matches!(
        character,
        '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{2A6DF}'
            | '\u{2A700}'..='\u{2B73F}'
            | '\u{2B740}'..='\u{2B81F}'
            | '\u{2B920}'..='\u{2CEAF}'
            | '\u{2F800}'..='\u{2FA1F}'
    )
}
