//! Where an English sentence may end early and still be true.
//!
//! In: a sentence, and how long a beginning of it may be. Out: the length of the longest beginning
//! that fits, has the predicate of the main clause and loses only what adds to it: a relative
//! clause, an apposition or a participle behind a comma, a subordinate clause, a second clause or
//! predicate behind "and", a place or a time.
//!
//! What stays together: numbers, lists, brackets and quotations; "not", "only", "all", "the first"
//! and the like with all that they rule, up to the next comma; a claim with who made it; a
//! statement with its "if", "unless", "but". A sentence has no such end where that is in doubt, and
//! in other languages.

mod lexicon;
mod predicate;
mod token;

use lexicon::is_in;
use predicate::{begins_with_verb, finite_verbs, is_comma, main_verb, word_at};
use token::{Token, tokens};

/// A beginning of fewer words tells nothing.
const LEAST_WORDS: usize = 5;

/// Clauses between two commas with no more words than this may be items of a list.
const MOST_ITEM: usize = 5;

/// A clause that says who said it has no more words than this.
const MOST_ATTRIBUTION: usize = 12;

/// Words that something follows, numbers last.
const OPEN: [lexicon::List; 6] = [
    lexicon::DETERMINERS,
    lexicon::PREPOSITIONS,
    lexicon::CONJUNCTIONS,
    lexicon::WITHIN_VERBS,
    lexicon::AUXILIARIES,
    lexicon::NUMBERS,
];

/// Whether an English text has a verb that makes it a statement.
pub(super) fn has_predicate(sentence: &str) -> bool {
    let tokens = tokens(sentence);
    finite_verbs(&tokens).contains(&true)
}

/// Whether something must follow a word of an English sentence: "the", "of", "and", "will", "not", a
/// number.
pub(super) fn is_left_open_by(word: &str) -> bool {
    let lower = word.to_lowercase();
    let is_year = is_year(&lower);
    !is_year && word.contains(|c: char| c.is_ascii_digit())
        || OPEN.iter().any(|&list| is_in(list, &lower))
        || is_in(lexicon::RESTRICTORS, &lower)
}

/// Whether an English sentence begins with what may have been told of before: "The two men", "It",
/// "His plan", but not "The Bank of England".
pub(super) fn points_back(sentence: &str) -> bool {
    let mut words = sentence.split_whitespace();
    let first = words.next().unwrap_or_default().to_lowercase();
    let is_name = words.next().is_some_and(|word| word.starts_with(char::is_uppercase));
    is_in(lexicon::POINTING, &first) && !is_name
}

/// The length in bytes of the longest beginning of an English `sentence` that `fits` and may stand
/// for it.
///
/// `fits` holds for every beginning of a text that it holds for.
pub(super) fn clause_end(sentence: &str, fits: impl Fn(&str) -> bool) -> Option<usize> {
    let tokens = tokens(sentence);
    let finite = finite_verbs(&tokens);
    let verb = main_verb(&tokens, &finite)?;
    let clause = Clause { tokens: &tokens, finite: &finite, verb };
    let fitting = tokens.partition_point(|token| fits(&sentence[..token.end]));
    let ends = (verb + 1..=fitting.min(tokens.len() - 1)).rev();
    let end = ends.into_iter().find(|&end| clause.may_end_before(end))?;
    Some(tokens[end - 1].end)
}

/// A sentence whose main clause has its verb at `verb`.
struct Clause<'t> {
    tokens: &'t [Token<'t>],
    finite: &'t [bool],
    verb: usize,
}

impl Clause<'_> {
    /// Whether the tokens before `end`, behind the verb, may stand for the sentence.
    fn may_end_before(&self, end: usize) -> bool {
        let (token, last) = (&self.tokens[end], &self.tokens[end - 1]);
        let is_open = OPEN[..OPEN.len() - 1].iter().any(|&list| is_in(list, &last.lower));
        if token.enclosed && last.enclosed || !last.is_word() && !last.enclosed || is_open {
            return false;
        }
        let words = self.tokens[..end].iter().filter(|token| token.is_word()).count();
        words >= LEAST_WORDS
            && match token.mark {
                Some(',') => self.may_end_at_comma(end),
                Some(';') => true,
                Some('—') => self.has_no_later_dash(end) && !is_number(last),
                Some(_) => false,
                None => self.may_end_at_word(end),
            }
            && !self.lacks_what_is_said(end)
            && !self.is_misleading_without(end)
    }

    /// Whether the comma at `end` parts the main clause from something that adds to it.
    fn may_end_at_comma(&self, end: usize) -> bool {
        let next = end + 1;
        let opener = word_at(self.tokens, next);
        let segments = self.segments(next);
        let [segment, rest @ ..] = segments.as_slice() else { return false };
        if segment.is_empty() || self.leads_to_verb(rest) {
            return false;
        }
        let joins = |tokens: &[Token<'_>]| {
            tokens.iter().any(|token| matches!(token.lower.as_str(), "and" | "or"))
        };
        if is_in(lexicon::RELATIVES, opener) || is_in(lexicon::SUBORDINATORS, opener) {
            return true;
        }
        if is_in(lexicon::APPOSING, opener) {
            let is_list = segments.iter().take(3).any(|segment| joins(segment));
            return !is_list && !self.has_verb(next, segment.len());
        }
        if is_in(lexicon::ADDING, opener) {
            let again = |segment: &[Token<'_>]| {
                segment.windows(2).any(|pair| {
                    matches!(pair[0].lower.as_str(), "and" | "or") && pair[1].lower == opener
                })
            };
            return !segments.iter().any(|segment| again(segment));
        }
        if opener.len() > 5 && opener.ends_with("ing") {
            let last = self.tokens[end - 1].lower.as_str();
            return !last.ends_with("ing")
                && !last.ends_with("ed")
                && !segments.iter().any(|segment| joins(segment));
        }
        opener == "and" && !self.is_item_before(end) && self.is_clause(next + 1)
    }

    /// Whether the main clause ends before the word at `end`, with no mark between.
    fn may_end_at_word(&self, end: usize) -> bool {
        let (token, last) = (&self.tokens[end], &self.tokens[end - 1]);
        let is_open = is_number(last)
            || self.finite[end - 1]
            || last.lower.ends_with("ing")
                && !is_in(lexicon::DETERMINERS, word_at(self.tokens, end.saturating_sub(2)))
            || last.lower.ends_with("ed")
            || last.lower.ends_with("ly")
            || is_in(lexicon::PARTICIPLES, &last.lower)
            || is_in(lexicon::MEASURES, &last.lower);
        let word = token.lower.as_str();
        if is_open || self.is_restricted(end, is_in(lexicon::CIRCUMSTANCES, word)) {
            return false;
        }
        if word == "and" {
            return self.has_second_predicate(end);
        }
        if is_in(lexicon::UNMARKED, word) {
            // "How they look after her", "it may help predict when": no circumstance.
            let before = word_at(self.tokens, end.saturating_sub(2));
            let is_base =
                is_in(lexicon::BASES, &last.lower) || is_in(lexicon::VERBS_OR_NOUNS, &last.lower);
            let is_verb = is_base && is_in(lexicon::PRONOUNS, before)
                || is_in(lexicon::AUXILIARIES, before)
                || matches!(before, "to" | "help" | "not");
            return !is_verb || last.is_capital();
        }
        // "On course", "in talks", "will decide": something may have to follow.
        let before = word_at(self.tokens, end.saturating_sub(2));
        let is_bare = is_in(lexicon::PREPOSITIONS, before)
            || is_in(lexicon::WITHIN_VERBS, before)
            || is_in(lexicon::AUXILIARIES, before);
        if is_bare && !last.is_capital() {
            return false;
        }
        if word == "that" || word == "which" {
            return self.finite.get(end + 1) == Some(&true)
                && (self.describes_a_new_thing(end) || word == "which" && last.is_capital());
        }
        let is_place = is_in(lexicon::PLACING, word) && self.is_place_or_time(end + 1);
        let is_mention = is_in(lexicon::MENTIONING, word)
            && is_in(lexicon::DETERMINERS, word_at(self.tokens, end + 1))
            && !self.tokens[..end].iter().any(|token| is_in(lexicon::CAUSING, &token.lower));
        (is_place || is_mention)
            && !is_in(lexicon::OPEN_NOUNS, &last.lower)
            && !self.verb_follows(end + 1)
    }

    /// Whether "and" at `end` joins a second predicate or clause to the main clause, which has no
    /// commas: no list.
    fn has_second_predicate(&self, end: usize) -> bool {
        let kept = &self.tokens[self.verb..end];
        let pairs = ["between", "both", "either"];
        let is_list =
            kept.iter().any(|token| is_comma(token) || pairs.contains(&token.lower.as_str()));
        let is_verb = |at: usize| {
            self.finite.get(at) == Some(&true) && !self.tokens[at].lower.ends_with("'s")
        };
        !is_list && (is_verb(end + 1) || self.is_clause(end + 1))
    }

    /// Whether the clause at `end` describes a thing that is new to the reader, "a storm that took
    /// the roof", so that the sentence is true of it without.
    fn describes_a_new_thing(&self, end: usize) -> bool {
        const MOST_NAME: usize = 5;
        let name = self.tokens[self.verb + 1..end].iter().rev().take(MOST_NAME);
        let determiner = name
            .take_while(|token| token.is_word() && !is_in(lexicon::PREPOSITIONS, &token.lower))
            .find(|token| is_in(lexicon::DETERMINERS, &token.lower));
        determiner.is_some_and(|token| matches!(token.lower.as_str(), "a" | "an"))
    }

    /// Whether the kept part says that something is said, and not what.
    fn lacks_what_is_said(&self, end: usize) -> bool {
        let is_said = is_in(lexicon::SPEECH, &self.tokens[self.verb].lower)
            || is_in(lexicon::SPEECH, word_at(self.tokens, self.verb + 1));
        let is_object = is_in(lexicon::APPOSING, word_at(self.tokens, self.verb + 1));
        let before = self.tokens[..self.verb].iter().any(|token| token.enclosed);
        is_said && !is_object && !before && !(self.verb + 1..end).any(|at| self.finite[at])
    }

    /// Whether a clause with a subject of its own begins at `from`.
    fn is_clause(&self, from: usize) -> bool {
        const MOST_SUBJECT: usize = 6;
        let opener = word_at(self.tokens, from);
        let is_pronoun = is_in(lexicon::PRONOUNS, opener);
        let to = (from + 1 + if is_pronoun { 2 } else { MOST_SUBJECT }).min(self.tokens.len());
        let is_subject = is_pronoun || is_in(lexicon::APPOSING, opener);
        let mut subject = (from + 1..to).take_while(|&at| self.tokens[at].is_word());
        is_subject && subject.any(|at| self.finite[at])
    }

    /// Whether what stands between the comma at `end` and the one before may be an item of a list.
    fn is_item_before(&self, end: usize) -> bool {
        let before = (self.verb..end).rev().find(|&at| is_comma(&self.tokens[at]));
        before.is_some_and(|before| end - before <= MOST_ITEM + 1)
    }

    /// The words between commas from `from` to the end of the sentence.
    fn segments(&self, from: usize) -> Vec<&[Token<'_>]> {
        let from = from.min(self.tokens.len());
        self.tokens[from..].split(is_comma).collect()
    }

    /// Whether the verb of the sentence stands at the beginning of one of these segments: then what
    /// was taken for it is none.
    fn leads_to_verb(&self, segments: &[&[Token<'_>]]) -> bool {
        segments.iter().any(|segment| {
            let start = segment.first().map(|token| token.start);
            let at = self.tokens.iter().position(|token| Some(token.start) == start);
            let is_joined =
                segment.first().is_some_and(|token| matches!(token.lower.as_str(), "and" | "said"));
            !is_joined && at.is_some_and(|at| begins_with_verb(self.tokens, self.finite, at))
        })
    }

    /// Whether one of `count` tokens from `from` is a verb outside a relative clause.
    fn has_verb(&self, from: usize, count: usize) -> bool {
        let is_relative =
            |token: &Token<'_>| is_in(lexicon::RELATIVES, &token.lower) || token.lower == "that";
        let to = (from + count).min(self.tokens.len());
        let own = (from..to).take_while(|&at| !is_relative(&self.tokens[at]));
        own.into_iter().any(|at| self.finite[at])
    }

    /// Whether a verb follows `from` before the next mark or clause.
    fn verb_follows(&self, from: usize) -> bool {
        let is_end = |token: &Token<'_>| {
            !token.is_word()
                || is_in(lexicon::RELATIVES, &token.lower)
                || is_in(lexicon::SUBORDINATORS, &token.lower)
                || matches!(token.lower.as_str(), "and" | "that")
        };
        let mut rest = (from..self.tokens.len()).take_while(|&at| !is_end(&self.tokens[at]));
        rest.any(|at| self.finite[at])
    }

    /// Whether a name, a day or a year stands at `at`.
    fn is_place_or_time(&self, at: usize) -> bool {
        let at = at + usize::from(word_at(self.tokens, at) == "the");
        self.tokens.get(at).is_some_and(|token| token.is_capital() || is_year(&token.lower))
    }

    /// Whether a word that rules what follows stands before `end`, with no comma between: where what
    /// follows is a circumstance, amounts rule nothing ("all trading stopped after the theft").
    fn is_restricted(&self, end: usize, is_circumstance: bool) -> bool {
        let clause = self.tokens[..end].iter().rev().take_while(|token| !is_comma(token));
        clause.into_iter().any(|token| {
            let word = token.lower.as_str();
            is_in(lexicon::RESTRICTORS, word) && !(is_circumstance && is_in(lexicon::AMOUNTS, word))
                || word.ends_with("n't")
                || word.len() > 5 && word.ends_with("est") && !is_in(lexicon::NO_SUPERLATIVES, word)
        })
    }

    /// Whether no dash follows the one at `end`: between two of them, something is put in.
    fn has_no_later_dash(&self, end: usize) -> bool {
        !self.tokens[end + 1..].iter().any(|token| token.mark == Some('—'))
    }

    /// Whether what is cut off at `end` says that the rest is not so, or who says it.
    fn is_misleading_without(&self, end: usize) -> bool {
        let (kept, lost) = self.tokens.split_at(end);
        let says = |token: &Token<'_>| {
            is_in(lexicon::SPEECH, &token.lower)
                || matches!(token.lower.as_str(), "according" | "reportedly" | "allegedly")
        };
        let is_attributed = kept.iter().any(says);
        let is_subordinate = |segment: &[Token<'_>]| {
            segment.first().is_some_and(|token| {
                is_in(lexicon::RELATIVES, &token.lower)
                    || is_in(lexicon::SUBORDINATORS, &token.lower)
            })
        };
        let mut segments = lost.split(|token| is_comma(token) || token.mark == Some('—'));
        let is_attribution = |segment: &[Token<'_>]| {
            let is_clause = !is_subordinate(segment) && segment.len() <= MOST_ATTRIBUTION;
            segment.iter().any(|token| token.lower == "according")
                || is_clause && segment.iter().any(says)
        };
        let half = |first: &str, second: &str| {
            let has = |tokens: &[Token<'_>], word| tokens.iter().any(|token| token.lower == word);
            has(kept, first) && has(lost, second)
        };
        lost.iter().any(|token| is_in(lexicon::REVERSALS, &token.lower))
            || !is_attributed && segments.any(is_attribution)
            || half("neither", "nor")
            || half("not", "because")
    }
}

/// Whether what stands before may be a number that something is missing behind: any but a year.
fn is_number(token: &Token<'_>) -> bool {
    token.has_digit() && !is_year(&token.lower) || is_in(lexicon::NUMBERS, &token.lower)
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && word.bytes().all(|b| b.is_ascii_digit())
        && (word.starts_with("19") || word.starts_with("20"))
}

#[cfg(test)]
mod tests;
