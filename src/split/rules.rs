//! The rules that find the ends of sentences in a line.
//!
//! The line is read once from left to right. At a mark that may end a sentence, its whole run
//! (`?!`, `. . .`) and the quotation marks and brackets that close after it are taken together;
//! then what stands before and after decides (see [`super::context`]).

use super::SentenceSplitter;
use super::abbreviations::Abbreviation;
use super::caseless;
use super::cjk_quotations::{continues_quotation, is_inside_clause};
use super::closers::{Before, Closers};
use super::context::{Following, has_at_most_words, is_attribution, is_marks_only, word_before};
use super::enumeration::Enumeration;
use super::glued;
use super::line::{paragraphs, trimmed};
use super::marks::{
    is_ambiguous_terminator, is_closing_bracket, is_double_quote, is_plain_terminator,
    is_single_quote, is_terminator, is_unspaced_script,
};
use super::ordinals::{is_ordinal, precedes_ordinal};
use super::quoted_titles::is_inside_title;
use super::unpunctuated;
use super::vocabulary::{continues_time, is_exclaimed_name};
use crate::article::{Sentence, Span};

/// Splits by rules, and needs no model.
///
/// The abbreviations are those of English news and the commonest of two dozen other languages;
/// the sentence marks are those of all scripts. Where the language is not given it is taken for
/// English.
#[derive(Debug, Clone, Copy, Default)]
pub struct RuleSplitter;

impl SentenceSplitter for RuleSplitter {
    fn name(&self) -> &'static str {
        "rules"
    }

    fn split(&self, body: &str, language: Option<&str>) -> Vec<Sentence> {
        let lacks_marks = unpunctuated::lacks_marks(body);
        let is_caseless = caseless::is_caseless(body);
        let mut sentences = Vec::new();
        for (paragraph, line) in paragraphs(body).enumerate() {
            let mut start = line.start;
            for end in Scanner::new(&body[line], language, is_caseless).ends() {
                let end = line.start + end;
                let cuts = match body.get(start..end) {
                    Some(sentence) if lacks_marks => unpunctuated::cuts(sentence),
                    _ => Vec::new(),
                };
                let from = start;
                for end in cuts.into_iter().map(|cut| from + cut).chain([end]) {
                    let span = Span::new(start, end);
                    start = end;
                    sentences.extend(trimmed(body, span).map(|span| Sentence { span, paragraph }));
                }
            }
        }
        sentences
    }
}

/// Reads one line.
struct Scanner<'a> {
    line: &'a str,
    language: Option<&'a str>,
    /// Whether the body is in small letters.
    is_caseless: bool,
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
pub(super) enum Kind {
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
    fn new(line: &'a str, language: Option<&'a str>, is_caseless: bool) -> Self {
        let last_word = line
            .char_indices()
            .rev()
            .find(|(_, c)| c.is_alphanumeric())
            .map_or(0, |(i, c)| i + c.len_utf8());
        Self {
            line,
            language,
            is_caseless,
            start: 0,
            at: 0,
            last_word,
            quote_open: false,
            list: None,
            ends: Vec::new(),
        }
    }

    /// Where the sentences of the line end; the last is the line's own end.
    fn ends(mut self) -> Vec<usize> {
        self.begin_sentence(0);
        let mut previous = ' ';
        while let Some(c) = self.rest().chars().next() {
            if is_terminator(c) {
                self.read_run();
                previous = ' ';
            } else {
                if may_begin_glued(previous, c)
                    && glued::begins_at(self.line, self.start, self.at, self.language)
                {
                    self.end_sentence(self.at);
                    previous = ' ';
                    continue;
                }
                previous = c;
                self.at += c.len_utf8();
                self.quote_open ^= c == '"';
                if c.is_whitespace() && self.list_continues() {
                    self.end_sentence(self.at);
                }
            }
        }
        self.ends.push(self.line.len());
        self.ends
    }

    /// Whether the next item of the list begins here, and not an ordinal (`die 2. Mannschaft`).
    fn list_continues(&self) -> bool {
        let rest = self.rest();
        if !self.list.is_some_and(|list| list.continues_with(rest)) {
            return false;
        }
        let Some(next) = rest.split_whitespace().nth(1) else { return true };
        let before = self.line.get(self.start..self.at).unwrap_or("");
        !(rest.starts_with(|c: char| c.is_ascii_digit())
            && precedes_ordinal(before, next, self.language))
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
        let before = self.before(&run);
        let closers = Closers::after(
            self.line,
            run.end,
            Before {
                sentence: before,
                quote_open: self.quote_open,
                full_stop: run.kind == Kind::Stop && !run.spaced,
                language: self.language,
            },
        );
        let in_title = run.kind == Kind::Exclaimed
            && !closers.quoted
            && is_inside_title(self.line, self.start, run.start..run.end, self.quote_open);
        self.quote_open ^= closers.flips_quote;
        self.at = closers.end;
        let rest = self.rest();
        if in_title
            || is_marks_only(before)
            || closers.end >= self.last_word
            || rest.starts_with(is_terminator)
        {
            return;
        }
        if let Some(end) = self.stop_before_ellipsis(&run, rest) {
            return self.end_sentence(end);
        }
        let ends = if run.kind == Kind::Plain {
            !continues_quotation(rest, closers.closing)
                && (closers.closing || !is_inside_clause(before, rest))
        } else if rest.starts_with(char::is_whitespace) {
            self.ends_before_space(&run, &closers, rest)
        } else {
            self.ends_without_space(&run, &closers, rest)
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
        if closers.quoted && following.is_hangul() && continues_quotation(rest, true) {
            return false;
        }
        if before.ends_with('[') && run.kind == Kind::Ellipsis {
            return false;
        }
        let is_dated = run.kind == Kind::Stop && following.is_number();
        if self.is_caseless && (following.is_lowercase() || is_dated) {
            let (following, language) = (&following, self.language);
            let mark =
                caseless::Mark { kind: run.kind, before, closers, following, rest, language };
            return mark.ends();
        }
        if following.is_lowercase() {
            return !closers.closing
                && !following.marked
                && self.ends_before_lowercase(run, &following);
        }
        match run.kind {
            Kind::Stop if run.detached => true,
            Kind::Stop => self.stop_ends(before, &following, rest),
            Kind::Ellipsis => !(run.spaced && following.word.starts_with('I')),
            Kind::Exclaimed if closers.quoted && following.is_unspaced() => {
                !continues_quotation(rest, true)
            }
            Kind::Exclaimed if closers.quoted && !following.marked => !is_attribution(rest),
            Kind::Exclaimed => {
                !is_exclaimed_name(word_before(before)) || following.begins_sentence(self.language)
            }
            Kind::Plain => true,
        }
    }

    /// Whether the sentence ends although a lower-case letter follows: people write so, but
    /// there it is likelier that an abbreviation, or a name with a mark, is not known here.
    fn ends_before_lowercase(&self, run: &Run, following: &Following) -> bool {
        let word = word_before(self.before(run));
        let is_plain_word = word.chars().next().is_some_and(|c| !c.is_uppercase());
        match run.kind {
            Kind::Stop if run.detached => true,
            Kind::Stop => {
                let is_ordinary = match Abbreviation::of(word, self.language) {
                    None | Some(Abbreviation::Credit | Abbreviation::Place) => true,
                    // Of those before numbers, these are words too.
                    Some(Abbreviation::Numeric) => {
                        matches!(word, "no" | "art" | "fig" | "verse" | "ed")
                            && !following.is_small_numeral()
                    }
                    Some(_) => false,
                };
                let is_long = word.chars().nth(2).is_some() || matches!(word, "no" | "ed");
                let is_ordinal = word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit());
                is_plain_word && is_long && is_ordinary && !is_ordinal
            }
            Kind::Exclaimed => is_plain_word && !run.detached,
            Kind::Ellipsis | Kind::Plain => false,
        }
    }

    /// Whether a full stop ends the sentence, by the word before it and what follows.
    fn stop_ends(&self, before: &str, following: &Following, rest: &str) -> bool {
        let word = word_before(before);
        let begins = following.begins_sentence(self.language);
        if rest.trim_start().starts_with("& ") || is_label(before, word) {
            return false;
        }
        let Some(abbreviation) = Abbreviation::of(word, self.language) else {
            return !is_ordinal(before, word, following.word, self.language);
        };
        // `ST. PAUL, Minn. — The council`: what a dash follows goes on.
        let dashes = ['—', '–', '―', '-'];
        if rest.starts_with(char::is_whitespace) && rest.trim_start().starts_with(dashes) {
            return false;
        }
        match abbreviation {
            Abbreviation::Inner => false,
            Abbreviation::Numeric => !following.is_number() || is_ordinary_word(before, word),
            Abbreviation::Biblical => {
                !(following.is_number() && matches!(following.after, Some(':' | ')')))
            }
            Abbreviation::Closing => true,
            Abbreviation::Citation => !following.is_number(),
            Abbreviation::Credit => {
                let left = before.strip_suffix(word).unwrap_or("");
                let previous = word_before(left.trim_end());
                !(left.ends_with(['(', '['])
                    || word.starts_with('F')
                    || previous.starts_with(char::is_uppercase) && left.len() > previous.len() + 1)
            }
            Abbreviation::Initial => {
                begins || following.quoted || word == "I" && is_pronoun(before)
            }
            Abbreviation::TimeOfDay => {
                // `At 5 a.m. Smith left`: so short a beginning says when, and not yet what.
                const OPENING_WORDS: usize = 3;
                is_after_number(before, word)
                    && !following.is_number()
                    && !continues_time(following.word)
                    && !has_at_most_words(before, OPENING_WORDS)
            }
            Abbreviation::Measure => {
                is_after_number(before, word) && !following.is_number() || begins
            }
            Abbreviation::Place => {
                let is_state = before.strip_suffix(word).is_some_and(|left| left.ends_with(", "));
                !is_state || begins || following.quoted
            }
            Abbreviation::Other => begins || following.quoted,
        }
    }

    /// Whether a run with a word right after it ends the sentence: the space is missing.
    fn ends_without_space(&self, run: &Run, closers: &Closers, rest: &str) -> bool {
        let before = self.before(run);
        if rest.starts_with(is_unspaced_script) {
            return before.ends_with(is_unspaced_script)
                && !continues_quotation(rest, closers.closing);
        }
        let exclaimed = run.kind == Kind::Exclaimed;
        glued::ends_without_space(before, rest, exclaimed, self.language)
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

/// Whether a sentence can begin at `c`, right after `previous`, where a line break was lost.
fn may_begin_glued(previous: char, c: char) -> bool {
    let may_follow = previous.is_alphanumeric() || matches!(previous, ')' | ']' | '%');
    may_follow && (c.is_uppercase() || c.is_ascii_digit() && previous.is_lowercase())
}

/// Whether the word that `before` ends with follows a number, and so is a measure (`6 p.m`,
/// `1931 г`, `XIX w`) and no name (`Robert A.M.`).
fn is_after_number(before: &str, word: &str) -> bool {
    let left = before.strip_suffix(word).unwrap_or("").trim_end();
    let previous = word_before(left);
    left.ends_with(char::is_numeric)
        || !previous.is_empty() && previous.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L'))
        || MULTIPLES.contains(&previous.trim_end_matches('.'))
}

/// What can stand between a number and its measure: `9 млн руб.`
const MULTIPLES: &[&str] =
    &["тыс", "млн", "млрд", "трлн", "тис", "tys", "mln", "mld", "tis", "mil", "mio", "mrd"];

/// Whether `word`, with which `before` ends, is all of the sentence so far and no more than a
/// label: `Q.`, `A2.`, `B.`, also after a time in brackets.
fn is_label(before: &str, word: &str) -> bool {
    const LIMIT: usize = 24;
    let mut letters = word.chars();
    let is_short = letters.next().is_some_and(char::is_uppercase)
        && letters.all(|c| c.is_ascii_digit())
        && word.len() <= 4;
    let is_numeral = word.len() <= 4 && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let is_named = matches!(word, "Question" | "Answer" | "Frage" | "Antwort");
    (is_short || is_numeral || is_named)
        && before.len() <= LIMIT
        && before.strip_suffix(word).is_some_and(|left| !left.contains(char::is_alphabetic))
}

/// Whether the `no` or `tab` that `before` ends with is the word and not the abbreviation: it has
/// no capital and follows an article (`a tab`) or what one says no with (`said no`).
pub(super) fn is_ordinary_word(before: &str, word: &str) -> bool {
    let left = before.strip_suffix(word).unwrap_or("").trim_end();
    let previous = word_before(left.trim_end_matches([',', ':'])).to_lowercase();
    let previous = previous.as_str();
    let is_said = matches!(word, "no" | "nos");
    word.starts_with(char::is_lowercase)
        && (DETERMINERS.contains(&previous)
            || is_said && (BEFORE_NO.contains(&previous) || is_answer(left)))
}

/// Whether `text` ends as `The answer was` does.
fn is_answer(text: &str) -> bool {
    let verb = word_before(text);
    let subject = word_before(text.strip_suffix(verb).unwrap_or("").trim_end());
    matches!(verb, "is" | "was" | "be" | "remains" | "remained")
        && matches!(
            subject,
            "answer" | "reply" | "response" | "verdict" | "vote" | "decision" | "will"
        )
}

const DETERMINERS: &[&str] = &[
    "a", "an", "my", "your", "his", "her", "its", "our", "their", "this", "that", "some", "any",
    "every", "no", "modern", "fine", "of",
];

/// Words after which `no` is an answer.
const BEFORE_NO: &[&str] = &[
    "say", "says", "said", "saying", "answer", "answers", "answered", "vote", "votes", "voted",
    "oh", "or", "and", "but", "with", "replied", "reply", "shouted", "cried", "a", "the", "means",
    "meant", "not", "simply", "just", "clearly", "still", "again", "flatly", "politely",
    "probably", "course", "hell", "",
];

/// Whether the `I` that `before` ends with is the pronoun: it follows a word in lower case.
fn is_pronoun(before: &str) -> bool {
    let previous = word_before(before.trim_end_matches('I').trim_end());
    previous.chars().next().is_some_and(char::is_lowercase)
}
