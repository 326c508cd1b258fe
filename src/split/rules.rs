//! The rules that find the ends of sentences in a line.
//!
//! The line is read once from left to right. At a mark that may end a sentence, its whole run
//! (`?!`, `. . .`) and the quotation marks and brackets that close after it are taken together;
//! then what stands before and after decides (see [`super::context`]).

use super::SentenceSplitter;
use super::abbreviations::{
    Abbreviation, continues_time, follows_ordinal, is_exclaimed_name, is_name_extension,
};
use super::closers::Closers;
use super::context::{
    Following, ends_in_address, has_at_most_words, is_attribution, is_marks_only, word_before,
};
use super::enumeration::Enumeration;
use super::line::{paragraphs, trimmed};
use super::marks::{
    is_ambiguous_terminator, is_closing_bracket, is_double_quote, is_plain_terminator,
    is_single_quote, is_terminator, is_unspaced_script,
};
use crate::article::{Sentence, Span};

/// Splits by rules, and needs neither a model nor the language.
///
/// The abbreviations are those of English news and the commonest of German and the Romance
/// languages; the sentence marks are those of all scripts.
#[derive(Debug, Clone, Copy, Default)]
pub struct RuleSplitter;

impl SentenceSplitter for RuleSplitter {
    fn name(&self) -> &'static str {
        "rules"
    }

    fn split(&self, body: &str, language: Option<&str>) -> Vec<Sentence> {
        let mut sentences = Vec::new();
        for (paragraph, line) in paragraphs(body).enumerate() {
            let mut start = line.start;
            for end in Scanner::new(&body[line]).ends() {
                let span = Span::new(start, line.start + end);
                start = span.end;
                sentences.extend(trimmed(body, span).map(|span| Sentence { span, paragraph }));
            }
        }
        sentences
    }
}

/// Reads one line.
struct Scanner<'a> {
    line: &'a str,
    /// Where the sentence that is being read begins.
    start: usize,
    /// Where reading goes on.
    at: usize,
    /// Past the last letter or digit; after it no sentence begins.
    last_word: usize,
    /// Whether an odd number of straight double quotes was passed.
    quote_open: bool,
    list: Option<Enumeration>,
    ends: Vec<usize>,
}

/// A run of marks that may end a sentence.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: usize,
    end: usize,
    kind: Kind,
    /// Whether white space comes before it, as in tokenised text.
    detached: bool,
    /// Whether there is white space in it.
    spaced: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One full stop.
    Stop,
    /// Several full stops, and nothing else.
    Ellipsis,
    /// A question or exclamation mark is in it.
    Exclaimed,
    /// A mark that serves for nothing else.
    Plain,
}

impl<'a> Scanner<'a> {
    fn new(line: &'a str) -> Self {
        let last_word = line
            .char_indices()
            .rev()
            .find(|(_, c)| c.is_alphanumeric())
            .map_or(0, |(i, c)| i + c.len_utf8());
        Self { line, start: 0, at: 0, last_word, quote_open: false, list: None, ends: Vec::new() }
    }

    /// Where the sentences of the line end; the last is the line's own end.
    fn ends(mut self) -> Vec<usize> {
        self.begin_sentence(0);
        while let Some(c) = self.rest().chars().next() {
            if is_terminator(c) {
                self.read_run();
            } else {
                self.at += c.len_utf8();
                self.quote_open ^= c == '"';
                if c.is_whitespace()
                    && self.list.is_some_and(|list| list.continues_with(self.rest()))
                {
                    self.end_sentence(self.at);
                }
            }
        }
        self.ends.push(self.line.len());
        self.ends
    }

    fn rest(&self) -> &'a str {
        &self.line[self.at..]
    }

    fn end_sentence(&mut self, end: usize) {
        self.ends.push(end);
        self.begin_sentence(end);
    }

    /// Goes on at `end`, past the label of a list that begins there.
    fn begin_sentence(&mut self, end: usize) {
        let text = self.line[end..].trim_start();
        self.start = self.line.len() - text.len();
        self.at = self.start;
        if let Some((list, len)) = Enumeration::begun_by(text) {
            self.list = Some(list);
            self.at += len;
        }
    }

    /// Reads the marks at the current place and decides whether the sentence ends with them.
    fn read_run(&mut self) {
        let run = self.run();
        let closers = Closers::after(self.line, run.end, self.quote_open);
        self.quote_open ^= closers.flips_quote;
        self.at = closers.end;
        let rest = self.rest();
        let opens_sentence = is_marks_only(self.before(&run));
        if opens_sentence || closers.end >= self.last_word || rest.starts_with(is_terminator) {
            return;
        }
        if let Some(end) = self.stop_before_ellipsis(&run, rest) {
            return self.end_sentence(end);
        }
        let ends = if run.kind == Kind::Plain {
            !continues_quotation(rest, closers.any())
        } else if rest.starts_with(char::is_whitespace) {
            self.ends_before_space(&run, &closers, rest)
        } else {
            self.ends_without_space(&run, rest)
        };
        if ends {
            self.end_sentence(closers.end);
        }
    }

    /// The run of marks at the current place.
    fn run(&self) -> Run {
        let (mut end, mut stops, mut spaced) = (self.at, 0, false);
        let (mut exclaimed, mut plain) = (false, false);
        loop {
            let marks = self.line[end..].chars().take_while(|&c| is_terminator(c));
            for c in marks {
                end += c.len_utf8();
                match c {
                    '.' => stops += 1,
                    '…' | '‥' => stops += 3,
                    _ if is_plain_terminator(c) => plain = true,
                    _ => exclaimed = true,
                }
            }
            match spaced_marks(&self.line[end..]) {
                Some(space) => end += space,
                None => break,
            }
            spaced = true;
        }
        let kind = match (plain, exclaimed, stops) {
            (true, _, _) => Kind::Plain,
            (_, true, _) => Kind::Exclaimed,
            // Tokenised text has `U.S. .`, which is no ellipsis.
            (_, _, 1) => Kind::Stop,
            (_, _, 2) if spaced => Kind::Stop,
            _ => Kind::Ellipsis,
        };
        let before = &self.line[self.start..self.at];
        let detached = before.ends_with(char::is_whitespace) || kind == Kind::Stop && spaced;
        Run { start: self.at, end, kind, detached, spaced }
    }

    /// The text of the sentence up to `run`.
    fn before(&self, run: &Run) -> &'a str {
        self.line.get(self.start..run.start).unwrap_or("")
    }

    /// In `word. . . . Next`, the first full stop ends the sentence and the ellipsis begins the
    /// next one: where it ends.
    fn stop_before_ellipsis(&self, run: &Run, rest: &str) -> Option<usize> {
        let is_stop_and_ellipsis = run.kind == Kind::Ellipsis
            && run.spaced
            && !run.detached
            && self.line[run.start..run.end].starts_with(". . . .");
        (is_stop_and_ellipsis && !Following::of(rest).is_lowercase()).then_some(run.start + 1)
    }

    /// Whether a run with white space after it ends the sentence.
    fn ends_before_space(&self, run: &Run, closers: &Closers, rest: &str) -> bool {
        let following = Following::of(rest);
        let before = self.before(run);
        if before.ends_with('[') && run.kind == Kind::Ellipsis {
            return false;
        }
        if following.is_lowercase() {
            return !closers.any() && !following.marked && self.ends_before_lowercase(run);
        }
        match run.kind {
            Kind::Stop if run.detached => true,
            Kind::Stop => self.stop_ends(before, &following),
            Kind::Ellipsis => !(run.spaced && following.word.starts_with('I')),
            Kind::Exclaimed if closers.quoted && !following.marked => !is_attribution(rest),
            Kind::Exclaimed => {
                !is_exclaimed_name(word_before(before)) || following.begins_sentence()
            }
            Kind::Plain => true,
        }
    }

    /// Whether the sentence ends although a lower-case letter follows: people write so, but
    /// there it is likelier that an abbreviation, or a name with a mark, is not known here.
    fn ends_before_lowercase(&self, run: &Run) -> bool {
        let word = word_before(self.before(run));
        let is_plain_word = word.chars().next().is_some_and(|c| !c.is_uppercase());
        match run.kind {
            Kind::Stop if run.detached => true,
            Kind::Stop => {
                is_plain_word && word.chars().nth(2).is_some() && Abbreviation::of(word).is_none()
            }
            Kind::Exclaimed => is_plain_word && !run.detached,
            Kind::Ellipsis | Kind::Plain => false,
        }
    }

    /// Whether a full stop ends the sentence, by the word before it and what follows.
    fn stop_ends(&self, before: &str, following: &Following) -> bool {
        let word = word_before(before);
        let Some(abbreviation) = Abbreviation::of(word) else {
            let is_ordinal = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
            return !(is_ordinal && follows_ordinal(following.word));
        };
        match abbreviation {
            Abbreviation::Inner => false,
            Abbreviation::Numeric => !following.is_number(),
            Abbreviation::Closing => true,
            Abbreviation::Initial => {
                following.begins_sentence() || following.quoted || word == "I" && is_pronoun(before)
            }
            Abbreviation::TimeOfDay => {
                // `At 5 a.m. Smith left`: so short a beginning says when, and not yet what.
                const OPENING_WORDS: usize = 3;
                is_after_digit(before, word)
                    && !following.is_number()
                    && !continues_time(following.word)
                    && !has_at_most_words(before, OPENING_WORDS)
            }
            Abbreviation::Other => following.begins_sentence() || following.quoted,
        }
    }

    /// Whether a run with a word right after it ends the sentence: the space is missing.
    fn ends_without_space(&self, run: &Run, rest: &str) -> bool {
        let following = Following::of(rest);
        let before = self.before(run);
        let (Some(last), Some(first)) = (before.chars().next_back(), rest.chars().next()) else {
            return false;
        };
        if is_unspaced_script(first) {
            return is_unspaced_script(last);
        }
        let opens = is_double_quote(first);
        if !(first.is_alphabetic() || opens) || is_name_extension(following.word) {
            return false;
        }
        let is_word = following.is_word_without_space()
            || opens && following.first.is_some_and(char::is_uppercase);
        let ends_word = last.is_lowercase() && Abbreviation::of(word_before(before)).is_none()
            || last.is_numeric() && following.begins_sentence();
        is_word && ends_word && !ends_in_address(before)
    }
}

/// The length of the white space before further marks that belong to a run (`. . .`, `! !`).
fn spaced_marks(rest: &str) -> Option<usize> {
    let text = rest.strip_prefix([' ', '\u{a0}'])?;
    let after = text.trim_start_matches(is_ambiguous_terminator);
    let ends = after.chars().next().is_none_or(|c| {
        c.is_whitespace() || is_closing_bracket(c) || is_double_quote(c) || is_single_quote(c)
    });
    (after.len() < text.len() && ends).then_some(rest.len() - text.len())
}

/// Whether the `a.m` that `before` ends with follows a number, and so is no name (`Robert A.M.`).
fn is_after_digit(before: &str, word: &str) -> bool {
    before.strip_suffix(word).is_some_and(|text| text.trim_end().ends_with(char::is_numeric))
}

/// Whether the `I` that `before` ends with is the pronoun: it follows a word in lower case.
fn is_pronoun(before: &str) -> bool {
    let previous = word_before(before.trim_end_matches('I').trim_end());
    previous.chars().next().is_some_and(char::is_lowercase)
}

/// Whether a quotation that ended in a mark goes on as part of its sentence, as before the
/// Japanese particle in `「はい。」と`.
fn continues_quotation(rest: &str, closed: bool) -> bool {
    let text = rest.trim_start();
    text.starts_with(['、', '，', ',', '،']) || closed && text.starts_with(['と', 'っ'])
}
