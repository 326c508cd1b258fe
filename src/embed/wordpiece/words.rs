//! Text to normalized words, in one pass.
//!
//! In: a text. Out: its words, its punctuation characters and its added tokens in order, each
//! handed on when it ends, so that the caller can stop. This is what `BertNormalizer` and
//! `BertPreTokenizer` do one after the other: clean, set ideographs apart, decompose, take accents
//! off, lower the case, split at whitespace, set punctuation apart. Nothing is looked up here.

use std::ops::ControlFlow;

use unicode_normalization_alignments::char::{canonical_combining_class, decompose_canonical};

use super::added_tokens::AddedTokens;
use super::properties::Properties;

/// What is done to characters; the names are those of `BertNormalizer`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    pub(super) clean_text: bool,
    pub(super) handle_chinese_chars: bool,
    pub(super) strip_accents: bool,
    pub(super) lowercase: bool,
}

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item<'a> {
    /// A word, or a character that stands alone; normalized, not empty.
    Word(&'a str),
    /// A word of more characters than are looked up.
    LongWord,
    /// The id of an added token.
    Added(u32),
}

/// Splits texts into words.
pub(super) struct Splitter {
    rules: Rules,
    added: AddedTokens,
    max_chars: usize,
    /// How each byte is dealt with.
    classes: [Class; 256],
}

/// How a byte of a text is dealt with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// ASCII; part of a word.
    Word,
    /// ASCII; between words.
    Whitespace,
    /// ASCII; a word of its own.
    Punctuation,
    /// ASCII; left out.
    Removed,
    /// The start of another character.
    NotAscii,
    /// Perhaps the start of an added token; else as its character is.
    AddedToken,
}

impl Splitter {
    /// Of words of at most `max_chars` characters.
    pub(super) fn new(rules: Rules, added: AddedTokens, max_chars: usize) -> Self {
        let mut classes = std::array::from_fn(|byte| Class::of(byte as u8, rules));
        for byte in added.first_bytes() {
            classes[usize::from(byte)] = Class::AddedToken;
        }
        Self { rules, added, max_chars, classes }
    }

    /// Hands the items of `text` to `emit` until it breaks.
    pub(super) fn split(
        &self,
        text: &str,
        emit: impl FnMut(Item) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let word = Word { text: String::with_capacity(64), chars: 0, max_chars: self.max_chars };
        let mut normalizer = Normalizer { rules: self.rules, nonstarters: vec![], word, emit };
        let mut rest = text;
        while let Some(&byte) = rest.as_bytes().first() {
            let mut class = self.classes[usize::from(byte)];
            if class == Class::AddedToken {
                if let Some((length, id)) = self.added.prefix_of(rest) {
                    normalizer.end_word()?;
                    (normalizer.emit)(Item::Added(id))?;
                    rest = &rest[length..];
                    continue;
                }
                class = Class::of(byte, self.rules);
            }
            let length = match class {
                Class::Word => {
                    let word = |byte: &&u8| self.classes[usize::from(**byte)] == Class::Word;
                    let length = 1 + rest.as_bytes()[1..].iter().take_while(word).count();
                    normalizer.push_ascii(&rest[..length])?;
                    length
                }
                Class::Whitespace => {
                    normalizer.end_word()?;
                    1
                }
                Class::Punctuation => {
                    normalizer.end_word()?;
                    normalizer.push_ascii(&rest[..1])?;
                    normalizer.end_word()?;
                    1
                }
                Class::Removed => 1,
                Class::NotAscii | Class::AddedToken => {
                    let Some(character) = rest.chars().next() else { break };
                    normalizer.push(character)?;
                    character.len_utf8()
                }
            };
            rest = &rest[length..];
        }
        normalizer.end_word()
    }
}

impl Class {
    fn of(byte: u8, rules: Rules) -> Self {
        if !byte.is_ascii() {
            return Self::NotAscii;
        }
        let properties = Properties::of(char::from(byte));
        if rules.clean_text && properties.has(Properties::UNCLEAN) {
            Self::Removed
        } else if properties.has(Properties::WHITESPACE) {
            Self::Whitespace
        } else if properties.has(Properties::PUNCTUATION) {
            Self::Punctuation
        } else {
            Self::Word
        }
    }
}

/// Characters to words.
struct Normalizer<E> {
    rules: Rules,
    /// Characters of other combining classes than zero that are no accents, and their classes: in
    /// canonical order they come by class, up to the next of class zero.
    nonstarters: Vec<(u8, char)>,
    word: Word,
    emit: E,
}

impl<E: FnMut(Item) -> ControlFlow<()>> Normalizer<E> {
    /// Takes ASCII characters that are in one word, or stand alone.
    fn push_ascii(&mut self, run: &str) -> ControlFlow<()> {
        self.order_nonstarters()?;
        self.word.push_ascii(run, self.rules.lowercase);
        ControlFlow::Continue(())
    }

    /// Takes any character.
    fn push(&mut self, character: char) -> ControlFlow<()> {
        let properties = Properties::of(character);
        if self.rules.clean_text && properties.has(Properties::UNCLEAN) {
            ControlFlow::Continue(())
        } else if properties.has(Properties::WHITESPACE) {
            self.end_word()
        } else if self.rules.handle_chinese_chars && properties.has(Properties::CHINESE) {
            self.end_word()?;
            self.strip(character, properties)?;
            self.end_word()
        } else {
            self.strip(character, properties)
        }
    }

    /// Decomposes, and takes accents off.
    fn strip(&mut self, character: char, properties: Properties) -> ControlFlow<()> {
        if !self.rules.strip_accents {
            return self.lower(character, properties);
        }
        if !properties.has(Properties::DECOMPOSABLE) {
            return self.strip_decomposed(character, properties);
        }
        let mut flow = ControlFlow::Continue(());
        decompose_canonical(character, |part| {
            if flow.is_continue() {
                flow = self.strip_decomposed(part, Properties::of(part));
            }
        });
        flow
    }

    fn strip_decomposed(&mut self, part: char, properties: Properties) -> ControlFlow<()> {
        let nonstarter = properties.has(Properties::NONSTARTER);
        if !nonstarter {
            self.order_nonstarters()?;
        }
        if properties.has(Properties::ACCENT) {
            return ControlFlow::Continue(());
        }
        if nonstarter {
            self.nonstarters.push((canonical_combining_class(part), part));
            return ControlFlow::Continue(());
        }
        self.lower(part, properties)
    }

    /// Passes the nonstarters on, in canonical order.
    #[inline]
    fn order_nonstarters(&mut self) -> ControlFlow<()> {
        if self.nonstarters.is_empty() {
            return ControlFlow::Continue(());
        }
        let mut nonstarters = std::mem::take(&mut self.nonstarters);
        nonstarters.sort_by_key(|(class, _)| *class);
        let mut characters = nonstarters.into_iter().map(|(_, character)| character);
        characters.try_for_each(|character| self.lower(character, Properties::of(character)))
    }

    fn lower(&mut self, character: char, properties: Properties) -> ControlFlow<()> {
        if !(self.rules.lowercase && properties.has(Properties::UPPERCASE)) {
            return self.place(character, properties);
        }
        let mut lowered = character.to_lowercase();
        lowered.try_for_each(|character| self.place(character, Properties::of(character)))
    }

    /// Puts a normalized character where it belongs.
    fn place(&mut self, character: char, properties: Properties) -> ControlFlow<()> {
        if properties.has(Properties::WHITESPACE) {
            return self.word.end(&mut self.emit);
        }
        if !properties.has(Properties::PUNCTUATION) {
            self.word.push(character);
            return ControlFlow::Continue(());
        }
        self.word.end(&mut self.emit)?;
        self.word.push(character);
        self.word.end(&mut self.emit)
    }

    /// Ends what came so far, as whitespace does.
    fn end_word(&mut self) -> ControlFlow<()> {
        self.order_nonstarters()?;
        self.word.end(&mut self.emit)
    }
}

/// A word that is being read.
struct Word {
    /// Its text, up to `max_chars`.
    text: String,
    chars: usize,
    max_chars: usize,
}

impl Word {
    fn push_ascii(&mut self, run: &str, lowercase: bool) {
        self.chars += run.len();
        if self.chars <= self.max_chars {
            let start = self.text.len();
            self.text.push_str(run);
            if lowercase {
                self.text[start..].make_ascii_lowercase();
            }
        }
    }

    fn push(&mut self, character: char) {
        self.chars += 1;
        if self.chars <= self.max_chars {
            self.text.push(character);
        }
    }

    /// Hands it on, if it has a character, and starts another.
    fn end(&mut self, emit: &mut impl FnMut(Item) -> ControlFlow<()>) -> ControlFlow<()> {
        if self.chars == 0 {
            return ControlFlow::Continue(());
        }
        let item =
            if self.chars > self.max_chars { Item::LongWord } else { Item::Word(&self.text) };
        let flow = emit(item);
        self.text.clear();
        self.chars = 0;
        flow
    }
}
