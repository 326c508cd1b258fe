//! A body as repair sees it: words to compare, and the units that can be removed.
//!
//! Words are runs of letters and digits in lower case, so white space, the style of quotes and
//! punctuation make no difference. A unit is a sentence or what is left of one: a piece of a
//! paragraph up to final punctuation. The division is crude on purpose. It only has to be the
//! same in every copy, also where a copy has lost its line breaks.

use std::collections::HashMap;
use std::ops::Range;

use crate::script;

/// A piece of a paragraph that is kept or removed as one.
#[derive(Debug)]
pub(super) struct Unit {
    /// Its bytes in the body, without the white space after it.
    pub(super) bytes: Range<usize>,
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// The number of its paragraph.
    pub(super) paragraph: usize,
}

/// A paragraph: its units and its tokens.
#[derive(Debug)]
pub(super) struct Paragraph {
    pub(super) units: Range<usize>,
    pub(super) tokens: Range<usize>,
}

/// A body's tokens, units and paragraphs, and the title's tokens in the same vocabulary.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    /// One number a token; equal words have equal numbers.
    pub(super) ids: Vec<u32>,
    pub(super) units: Vec<Unit>,
    pub(super) paragraphs: Vec<Paragraph>,
    /// The title, and what it is without the name of a site before or behind it.
    pub(super) titles: Vec<Vec<u32>>,
    words: Vec<String>,
    /// Whether the body ends without final punctuation, or in an ellipsis.
    breaks_off: bool,
    /// Twice the number of words before each token: a letter of a script without spaces counts
    /// as half a word.
    half_words: Vec<u32>,
}

impl Tokens {
    /// Tokenises a body whose paragraphs are its lines.
    pub(super) fn new(title: Option<&str>, body: &str) -> Self {
        let mut vocabulary = Vocabulary::default();
        let mut tokens = Self { half_words: vec![0], ..Self::default() };
        let mut offset = 0;
        for line in body.split_inclusive('\n') {
            let text = line.trim();
            if !text.is_empty() {
                let start = offset + (line.len() - line.trim_start().len());
                tokens.add_paragraph(text, start, &mut vocabulary);
            }
            offset += line.len();
        }
        for title in title.map(forms_of_title).unwrap_or_default() {
            let mut ids = Vec::new();
            for_each_word(title, |word| ids.push(vocabulary.id(word)));
            if !ids.is_empty() {
                tokens.titles.push(ids);
            }
        }
        tokens.words = vocabulary.words();
        tokens.breaks_off = breaks_off(body.trim_end());
        tokens
    }

    fn add_paragraph(&mut self, text: &str, offset: usize, vocabulary: &mut Vocabulary) {
        let (first_unit, first_token) = (self.units.len(), self.ids.len());
        for piece in pieces(text) {
            let from = self.ids.len();
            let whole = &text[piece.clone()];
            for_each_word(whole, |word| {
                let weight = if is_unspaced(word) { 1 } else { 2 };
                let before = self.half_words.last().copied().unwrap_or_default();
                self.half_words.push(before + weight);
                self.ids.push(vocabulary.id(word));
            });
            self.units.push(Unit {
                bytes: offset + piece.start..offset + piece.start + whole.trim_end().len(),
                tokens: from..self.ids.len(),
                paragraph: self.paragraphs.len(),
            });
        }
        self.paragraphs.push(Paragraph {
            units: first_unit..self.units.len(),
            tokens: first_token..self.ids.len(),
        });
    }

    /// The words in a range of tokens.
    pub(super) fn words(&self, tokens: Range<usize>) -> usize {
        (self.half_words[tokens.end] - self.half_words[tokens.start]) as usize / 2
    }

    /// The number of words in the longest of these units.
    pub(super) fn longest(&self, units: Range<usize>) -> usize {
        self.units[units].iter().map(|unit| self.words(unit.tokens.clone())).max().unwrap_or(0)
    }

    /// The tokens of a paragraph.
    pub(super) fn paragraph(&self, paragraph: usize) -> &[u32] {
        &self.ids[self.paragraphs[paragraph].tokens.clone()]
    }

    /// The bytes of some units.
    pub(super) fn bytes(&self, units: Range<usize>) -> Option<Range<usize>> {
        let [first, ..] = self.units.get(units.clone())? else { return None };
        Some(first.bytes.start..self.units.get(units.end - 1)?.bytes.end)
    }

    /// Whether a paragraph begins with these tokens, of which the last may be cut short, and goes
    /// on.
    pub(super) fn begins_as(&self, paragraph: usize, cut: &[u32]) -> bool {
        let text = self.paragraph(paragraph);
        let Some((last, whole)) = cut.split_last() else { return false };
        let word = |id: u32| self.words.get(id as usize).map(String::as_str).unwrap_or_default();
        let goes_on =
            text.get(whole.len()).is_some_and(|&next| word(next).starts_with(word(*last)));
        text.len() > whole.len() && goes_on && text.starts_with(whole)
    }

    /// Whether the body breaks off in its last word, which began as the word of token `whole`. A
    /// last word that is a line or a sentence by itself may well be whole.
    pub(super) fn last_word_is_cut(&self, whole: usize) -> bool {
        let is_alone = self.units.last().is_none_or(|unit| unit.tokens.len() < 2);
        let word = |id: &u32| self.words.get(*id as usize).map(String::as_str);
        let (last, whole) = (self.ids.last().and_then(word), self.ids.get(whole).and_then(word));
        let begins = last.zip(whole).is_some_and(|(last, whole)| whole.starts_with(last));
        self.breaks_off && !is_alone && begins
    }
}

/// Whether a text ends without final punctuation, or in an ellipsis.
pub(super) fn breaks_off(text: &str) -> bool {
    text.ends_with(char::is_alphanumeric) || is_cut(text)
}

/// Whether a text ends in an ellipsis, in brackets or not.
pub(super) fn is_cut(text: &str) -> bool {
    let text = text.trim_end_matches([']', ')']).trim_end();
    text.ends_with('…') || text.ends_with("...") || text.ends_with(". . .")
}

/// A title, and its parts where the name of a site stands before or behind it: "Title - Site",
/// "Site | Title". A part must be most of it.
fn forms_of_title(title: &str) -> Vec<&str> {
    const SEPARATORS: [&str; 9] = [" - ", " – ", " — ", " | ", " :: ", " » ", " · ", " • ", " / "];
    const WORDS: usize = 4;
    let is_most = |part: &&str| {
        let words = part.split_whitespace().count();
        words >= WORDS || 2 * words > title.split_whitespace().count()
    };
    let parts = SEPARATORS.iter().flat_map(|separator| {
        let before = title.rsplit_once(separator).map(|(before, _)| before);
        let behind = title.split_once(separator).map(|(_, behind)| behind);
        // Two names may stand behind: "Title | Section | Site".
        let first = title.split_once(separator).map(|(first, _)| first);
        [before, behind, first]
    });
    std::iter::once(title).chain(parts.flatten().filter(is_most)).collect()
}

/// Numbers words in the order of their first appearance.
#[derive(Default)]
struct Vocabulary {
    ids: HashMap<String, u32>,
    lowered: String,
}

impl Vocabulary {
    fn id(&mut self, word: &str) -> u32 {
        self.lowered.clear();
        self.lowered.extend(word.chars().flat_map(char::to_lowercase));
        if let Some(&id) = self.ids.get(self.lowered.as_str()) {
            return id;
        }
        let id = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        self.ids.insert(self.lowered.clone(), id);
        id
    }

    fn words(self) -> Vec<String> {
        let mut words = vec![String::new(); self.ids.len()];
        for (word, id) in self.ids {
            words[id as usize] = word;
        }
        words
    }
}

/// Calls `take` with each run of letters and digits; a letter of a script without spaces is a
/// run of its own.
fn for_each_word<'a>(text: &'a str, mut take: impl FnMut(&'a str)) {
    let mut start = None;
    for (at, c) in text.char_indices() {
        let in_word = c.is_alphanumeric();
        if let Some(from) = start
            && (!in_word || script::is_unspaced(c))
        {
            take(&text[from..at]);
            start = None;
        }
        if in_word && script::is_unspaced(c) {
            take(&text[at..at + c.len_utf8()]);
        } else if in_word && start.is_none() {
            start = Some(at);
        }
    }
    if let Some(from) = start {
        take(&text[from..]);
    }
}

fn is_unspaced(word: &str) -> bool {
    word.chars().next().is_some_and(script::is_unspaced)
}

/// Divides a paragraph after final punctuation: before white space, after an ideographic full
/// stop, or where a capital follows a small letter's full stop without a space, as in text
/// glued together.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((_, c)) = chars.next() {
        if !is_final(c) {
            before = c;
            continue;
        }
        let mut closed = false;
        while let Some(&(_, next)) = chars.peek() {
            if !is_final(next) && !is_closer(next) {
                break;
            }
            closed |= is_closer(next);
            chars.next();
        }
        let Some(&(at, next)) = chars.peek() else { break };
        let glued = (closed || before.is_lowercase()) && next.is_uppercase();
        if next.is_whitespace() || glued || matches!(c, '。' | '！' | '？') {
            let end = at + text[at..].len() - text[at..].trim_start().len();
            pieces.push(start..end);
            start = end;
            while chars.next_if(|&(at, _)| at < end).is_some() {}
        }
        before = c;
    }
    if start < text.len() {
        pieces.push(start..text.len());
    }
    pieces
}

fn is_final(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '»' | '」' | '』' | '）')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(text: &str) -> Vec<&str> {
        pieces(text).into_iter().map(|piece| text[piece].trim_end()).collect()
    }

    #[test]
    fn pieces_end_at_final_punctuation_also_where_text_is_glued() {
        assert_eq!(
            divided("He left.Then it rained. \"Oh!\" she said"),
            ["He left.", "Then it rained.", "\"Oh!\"", "she said"]
        );
        assert_eq!(divided("N.Korean boats cost $1.5 mil"), ["N.Korean boats cost $1.5 mil"]);
        assert_eq!(divided("雨。風！"), ["雨。", "風！"]);
    }

    #[test]
    fn words_ignore_case_punctuation_and_the_style_of_quotes() {
        let tokens = Tokens::new(Some("THE MAYOR'S “BOAT”"), "The mayor’s \"boat\"\n船が出た");
        assert_eq!(tokens.titles[0], tokens.paragraph(0));
        assert_eq!(tokens.words(tokens.paragraphs[1].tokens.clone()), 2);
    }
}
