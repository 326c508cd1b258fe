//! What is said, cue by cue, as paragraphs.
//!
//! In: cues. Out: running text. Words that stand in two cues because captions roll, or grow word by
//! word, are taken once. A paragraph ends with a silence, where another speaks, and with the sentence
//! that makes it long.

use super::cues::Cue;
use super::marks::turns;

/// Cues with less time between them follow at once, in milliseconds.
const AT_ONCE: u64 = 60;
/// A silence that ends a paragraph.
const SILENCE: u64 = 3_000;
/// A paragraph that is longer than this ends with its sentence, in bytes.
const PARAGRAPH: usize = 900;
/// How many words may stand twice in captions that roll.
const ROLLING: usize = 60;
/// So many words that stand twice are no chance.
const NO_CHANCE: usize = 3;

/// What was said so far.
#[derive(Debug, Default)]
pub(super) struct Speech {
    paragraphs: Vec<String>,
    /// The paragraph that is being said.
    paragraph: String,
    /// The last words, for captions that roll.
    words: Vec<String>,
    /// How many words the last cue had.
    last: usize,
    /// When the last cue went.
    until: Option<u64>,
}

impl Speech {
    pub(super) fn add(&mut self, cue: &Cue<'_>) {
        let turns = turns(&cue.lines);
        let words: Vec<&str> = turns.iter().flat_map(|turn| turn.text.split_whitespace()).collect();
        if words.is_empty() {
            return;
        }
        let gap = self.until.map(|until| cue.times.0.saturating_sub(until));
        let mut known = self.known(&words, gap.is_some_and(|gap| gap <= AT_ONCE));
        if known == 0 && gap.is_some_and(|gap| gap >= SILENCE) && ends_sentence(&self.paragraph) {
            self.end_paragraph();
        }
        self.last = words.len();
        self.until = Some(cue.times.1.max(self.until.unwrap_or(0)));
        for turn in &turns {
            let count = turn.text.split_whitespace().count();
            let mut left = turn.text.split_whitespace().skip(known).peekable();
            if turn.is_another && known == 0 && left.peek().is_some() {
                self.end_paragraph();
            }
            known = known.saturating_sub(count);
            for word in left {
                self.word(word);
            }
        }
    }

    /// How many of the first words of a cue were said already.
    fn known(&self, words: &[&str], follows_at_once: bool) -> usize {
        let said = &self.words[self.words.len().saturating_sub(ROLLING)..];
        let most = said.len().min(words.len());
        let is_known = |count: &usize| said[said.len() - count..].iter().eq(&words[..*count]);
        let Some(count) = (1..=most).rev().find(is_known) else { return 0 };
        let is_whole = count == words.len() || count == self.last;
        if count >= NO_CHANCE || is_whole && follows_at_once { count } else { 0 }
    }

    fn word(&mut self, word: &str) {
        if self.paragraph.len() > PARAGRAPH && ends_sentence(&self.paragraph) {
            self.end_paragraph();
        }
        let is_dense = |c: char| matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}');
        let before = self.paragraph.chars().next_back();
        let is_joined = before.is_some_and(is_dense) || word.starts_with(is_dense);
        if before.is_some() && !is_joined {
            self.paragraph.push(' ');
        }
        self.paragraph.push_str(word);
        self.words.push(word.to_owned());
        if self.words.len() > 4 * ROLLING {
            self.words.drain(..2 * ROLLING);
        }
    }

    fn end_paragraph(&mut self) {
        if !self.paragraph.is_empty() {
            self.paragraphs.push(std::mem::take(&mut self.paragraph));
        }
    }

    pub(super) fn finish(mut self) -> String {
        self.end_paragraph();
        self.paragraphs.join("\n\n")
    }
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '\'', '”', '’', ')', ']', '»', '」', '』']);
    text.ends_with(['.', '!', '?', '…', '。', '！', '？', '♪'])
}
