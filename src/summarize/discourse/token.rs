//! Sentences as tokens with word identities.
//!
//! In: the sentences of one document. Out: for each sentence its words and punctuation marks with
//! byte spans, whether each stands in a quotation; the words are numbered by a [`Vocabulary`].
//! Contractions are split ("he's" is "he" and "'s"); negations are not ("don't"). It does not split
//! sentences.

use std::ops::Range;

use super::lexicon::Class;
use super::vocabulary::Vocabulary;

/// One word or one punctuation mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    start: u32,
    end: u32,
    /// The word's number in the vocabulary; plural and singular share one `stem`.
    pub(super) stem: u32,
    pub(super) class: Class,
    /// The mark itself, or NUL for a word.
    pub(super) mark: char,
    /// Whether the word starts with a capital letter.
    pub(super) capital: bool,
    /// Whether the word is of two or more capitals and nothing else, full stops aside.
    pub(super) acronym: bool,
    pub(super) quoted: bool,
    /// Whether a regular plural ending was taken off to get the stem.
    pub(super) plural: bool,
    /// Whether the word ends as an adverb does.
    pub(super) adverb: bool,
    /// Whether the word is "a" or "an".
    pub(super) indefinite: bool,
    /// Whether the word ends as a regular past tense does.
    pub(super) past: bool,
}

impl Token {
    pub(super) fn is_word(&self) -> bool {
        self.mark == '\0'
    }

    /// The bytes of the token within its sentence.
    pub(super) fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether the word belongs to one of `classes`.
    pub(super) fn is(&self, classes: Class) -> bool {
        self.class.any(classes)
    }
}

/// The tokens of `sentence`. `open` says whether a quotation is open where it starts, and
/// afterwards whether one is where it ends.
pub(super) fn tokenize(sentence: &str, vocabulary: &mut Vocabulary, open: &mut bool) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(sentence.len() / 5 + 1);
    let mut at = 0;
    while let Some(c) = sentence[at..].chars().next() {
        if c == ' ' {
            at += 1;
            continue;
        }
        if c.is_alphanumeric() {
            let end = at + word_length(&sentence[at..]);
            push_word(sentence, at..end, *open, vocabulary, &mut tokens);
            at = end;
            continue;
        }
        let end = at + c.len_utf8();
        if !c.is_whitespace() {
            if is_quotation_mark(c) {
                *open = match c {
                    '“' => true,
                    '”' => false,
                    // A straight mark at the start of a sentence opens, whatever went before.
                    _ => tokens.is_empty() || !*open,
                };
            }
            tokens.push(mark(c, at, end, *open));
        }
        at = end;
    }
    tokens
}

/// Whether `c` opens or closes a quotation.
pub(super) fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”')
}

/// Bytes of the word at the start of `text`: letters and digits, and the marks that stand between
/// two of them.
fn word_length(text: &str) -> usize {
    let letters = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let plain = match text.as_bytes().get(letters) {
        None => true,
        Some(next) => next.is_ascii() && !matches!(next, b'-' | b'\'' | b'.' | b','),
    };
    if letters > 0 && plain {
        return letters;
    }
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = matches!(c, '-' | '\'' | '’' | '.' | ',');
        let within = joins
            && chars.peek().is_some_and(|&(_, next)| match c {
                ',' => next.is_ascii_digit() && text[..at].ends_with(|p: char| p.is_ascii_digit()),
                '.' => next.is_ascii_digit() || (next.is_uppercase() && is_initials(&text[..at])),
                _ => next.is_alphanumeric(),
            });
        if !c.is_alphanumeric() && !within {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// Whether `text` is single letters between full stops so far, as in "U.S".
fn is_initials(text: &str) -> bool {
    text.split('.').all(|part| part.chars().count() == 1)
}

fn push_word(
    sentence: &str,
    span: Range<usize>,
    quoted: bool,
    vocabulary: &mut Vocabulary,
    tokens: &mut Vec<Token>,
) {
    let word = &sentence[span.clone()];
    let split = contraction(word).map_or(span.end, |length| span.end - length);
    for (start, end) in [(span.start, split), (split, span.end)] {
        if start == end {
            continue;
        }
        let text = &sentence[start..end];
        let (stem, class, plural) = vocabulary.intern(text);
        let capital = text.chars().next().is_some_and(char::is_uppercase);
        if !capital {
            vocabulary.note_lower(stem);
        }
        let upper = |c: char| c.is_uppercase() || !c.is_alphabetic();
        let acronym = capital && text.len() > 1 && text.chars().all(upper);
        let past = text.len() > 4 && text.ends_with("ed");
        let adverb = text.len() > 4 && text.ends_with("ly");
        let indefinite = text.eq_ignore_ascii_case("a") || text.eq_ignore_ascii_case("an");
        let plain = token(start, end, stem, class, quoted);
        tokens.push(Token { capital, acronym, plural, past, adverb, indefinite, ..plain });
    }
}

/// Bytes of the contraction at the end of `word` ("'s", "'re", ...), if there is one.
fn contraction(word: &str) -> Option<usize> {
    if word.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let (at, apostrophe) = word.char_indices().rev().find(|(_, c)| matches!(c, '\'' | '’'))?;
    let tail = &word[at + apostrophe.len_utf8()..];
    let known = ["s", "d", "ll", "re", "ve", "m"].iter().any(|end| tail.eq_ignore_ascii_case(end));
    (at > 0 && known).then_some(word.len() - at)
}

fn mark(c: char, start: usize, end: usize, quoted: bool) -> Token {
    Token { mark: c, ..token(start, end, u32::MAX, Class::NONE, quoted) }
}

fn token(start: usize, end: usize, stem: u32, class: Class, quoted: bool) -> Token {
    Token {
        start: u32::try_from(start).unwrap_or(u32::MAX),
        end: u32::try_from(end).unwrap_or(u32::MAX),
        stem,
        class,
        mark: '\0',
        capital: false,
        acronym: false,
        quoted,
        plural: false,
        past: false,
        adverb: false,
        indefinite: false,
    }
}

/// A sentence and its tokens. Looking past either end gives nothing.
#[derive(Debug)]
pub(super) struct Sentence<'t> {
    text: &'t str,
    pub(super) tokens: Vec<Token>,
}

impl<'t> Sentence<'t> {
    pub(super) fn new(text: &'t str, vocabulary: &mut Vocabulary, open: &mut bool) -> Self {
        Self { text, tokens: tokenize(text, vocabulary, open) }
    }

    /// The sentence as written.
    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    pub(super) fn get(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// Whether the token at `at` belongs to one of `classes`.
    pub(super) fn is(&self, at: usize, classes: Class) -> bool {
        self.get(at).is_some_and(|t| t.is(classes))
    }

    /// The token at `at` as written; empty past the end.
    pub(super) fn word(&self, at: usize) -> &'t str {
        self.get(at).and_then(|t| self.text.get(t.span())).unwrap_or("")
    }

    /// Whether the token at `at` is one of `words`, which are in lower case and ASCII.
    pub(super) fn says(&self, at: usize, words: &[&str]) -> bool {
        let word = self.word(at);
        words.iter().any(|w| w.eq_ignore_ascii_case(word))
    }

    /// Whether the words of `phrase`, parted by single spaces, start at `at`; then how many they
    /// are.
    pub(super) fn phrase(&self, at: usize, phrase: &str) -> Option<usize> {
        let mut count = 0;
        for word in phrase.split(' ') {
            let written = self.word(at + count);
            let same = word.eq_ignore_ascii_case(written)
                || word.starts_with('\'') && written.strip_prefix('’') == word.get(1..);
            if !same {
                return None;
            }
            count += 1;
        }
        Some(count)
    }

    /// Whether a mark that is one of `marks` stands at `at`.
    pub(super) fn has_mark(&self, at: usize, marks: &[char]) -> bool {
        self.get(at).is_some_and(|t| marks.contains(&t.mark))
    }

    /// Index of the first word, past quotation marks, brackets and dashes.
    pub(super) fn first_word(&self) -> usize {
        self.tokens.iter().position(Token::is_word).unwrap_or(self.tokens.len())
    }

    /// The bytes of the tokens of `range`, which is not empty.
    pub(super) fn bytes(&self, range: Range<usize>) -> Range<usize> {
        let start = self.get(range.start).map_or(0, |t| t.span().start);
        let end = range.end.checked_sub(1).and_then(|last| self.get(last));
        start..end.map_or(start, |t| t.span().end)
    }

    /// Whether the sentence asks: its last mark, closing quotation marks aside, is a question mark
    /// behind a word. (Behind another mark it stands where a quotation mark was lost.)
    pub(super) fn is_question(&self) -> bool {
        let closing =
            |t: &&Token| !is_quotation_mark(t.mark) && !matches!(t.mark, '\'' | '’' | ')');
        let mut marks = self.tokens.iter().rev().filter(closing);
        let asks = marks.next().is_some_and(|t| t.mark == '?');
        asks && !marks.next().is_some_and(|t| matches!(t.mark, '.' | ','))
    }
}
