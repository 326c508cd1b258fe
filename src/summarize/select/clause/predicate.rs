//! Where the main clause of an English sentence has its verb.
//!
//! In: the tokens of a sentence. Out: which are finite verbs, and the one that is the predicate of
//! the main clause: not one in a relative clause, in an apposition behind the subject or in a
//! clause before it. By word lists and endings, without a parser: where it is in doubt there is no
//! verb, and the sentence is not cut.

use super::lexicon::{self, is_in};
use super::token::Token;

/// For each token, whether it is a finite verb.
pub(super) fn finite_verbs(tokens: &[Token<'_>]) -> Vec<bool> {
    (0..tokens.len()).map(|i| is_finite(tokens, i)).collect()
}

/// The first verb of the main clause, where `finite` says which verbs there are.
pub(super) fn main_verb(tokens: &[Token<'_>], finite: &[bool]) -> Option<usize> {
    let first = tokens.iter().position(Token::is_word)?;
    let opener = tokens[first].lower.as_str();
    let has_comma = tokens.iter().any(is_comma);
    let is_subordinate = is_in(lexicon::SUBORDINATORS, opener)
        || matches!(opener, "if" | "once" | "before" | "until" | "unless" | "whether");
    let is_fronted = has_comma
        && (is_subordinate
            || is_in(lexicon::PREPOSITIONS, opener)
            || opener.ends_with("ing")
            || opener.ends_with("ed"));
    let mut segment = 0;
    // Verbs that belong to clauses within the clause.
    let mut owed = usize::from(is_subordinate);
    let mut counts = !is_fronted;
    for (i, token) in tokens.iter().enumerate() {
        if token.enclosed {
            continue;
        }
        if matches!(token.mark, Some(',' | '—' | ':' | ';')) {
            segment += 1;
            owed = 0;
            counts = match is_fronted {
                true => !is_in(lexicon::RELATIVES, word_at(tokens, i + 1)),
                // One comma does not part a subject from its verb: something stands between two.
                false => segment > 1 && begins_with_verb(tokens, finite, i + 1),
            };
            continue;
        }
        let is_relative = segment > 0 || i > first;
        if is_relative && (is_in(lexicon::RELATIVES, &token.lower) || token.lower == "that") {
            // "People who live": a verb that is not known, and is none of the main clause.
            let is_own = token.lower == "who" && is_unknown(tokens, finite, i + 1);
            owed += usize::from(!is_own);
        } else if finite[i] && owed > 0 {
            owed -= 1;
        } else if finite[i] && counts {
            return Some(i);
        }
    }
    None
}

/// Whether a word stands at `i` that is neither a known verb nor before one or a subject.
fn is_unknown(tokens: &[Token<'_>], finite: &[bool], i: usize) -> bool {
    let word = word_at(tokens, i);
    let is_subject = tokens.get(i).is_some_and(Token::is_capital)
        || is_in(lexicon::ARTICLES, word)
        || is_in(lexicon::PRONOUNS, word);
    !word.is_empty() && !is_subject && !begins_with_verb(tokens, finite, i)
}

/// Whether a finite verb stands at `i`, adverbs before it aside, or a second subject behind "and".
pub(super) fn begins_with_verb(tokens: &[Token<'_>], finite: &[bool], i: usize) -> bool {
    let is_adverb = |at: usize| {
        let word = word_at(tokens, at);
        word.ends_with("ly") || is_in(lexicon::WITHIN_VERBS, word)
    };
    let at = (i..).find(|&at| !is_adverb(at)).unwrap_or(i);
    word_at(tokens, i) == "and" || finite.get(at) == Some(&true)
}

/// The word at `i` in lower case; nothing where there is none.
pub(super) fn word_at<'t>(tokens: &'t [Token<'_>], i: usize) -> &'t str {
    tokens.get(i).filter(|token| token.is_word()).map_or("", |token| &token.lower)
}

pub(super) fn is_comma(token: &Token<'_>) -> bool {
    token.mark == Some(',') && !token.enclosed
}

fn is_finite(tokens: &[Token<'_>], i: usize) -> bool {
    let token = &tokens[i];
    if token.enclosed || !token.is_word() {
        return false;
    }
    let word = token.lower.as_str();
    if is_in(lexicon::AUXILIARIES, word) || is_contracted(word) {
        // "May" and "Will" are names too.
        return i == 0 || !token.is_capital();
    }
    if i == 0 || token.is_capital() {
        return false;
    }
    let before = last_but_adverbs(tokens, i);
    let after = word_at(tokens, i + 1);
    let is_noun = is_in(lexicon::ARTICLES, before)
        || is_in(lexicon::PREPOSITIONS, before)
        || is_in(lexicon::NUMBERS, before)
        || before.ends_with("'s")
        || before.starts_with(|c: char| c.is_ascii_digit());
    if is_noun || is_in(lexicon::AUXILIARIES, before) || is_contracted(before) {
        return false;
    }
    let is_listed = is_in(lexicon::VERBS, word) || is_in(lexicon::SPEECH, word);
    if is_listed && !is_in(lexicon::PARTICIPLES, word) {
        return true;
    }
    if is_in(lexicon::BASES, word) {
        let is_plural = before.ends_with('s') && !before.ends_with("ss");
        return is_plural
            || is_in(lexicon::PRONOUNS, before)
            || matches!(before, "people" | "police");
    }
    if is_in(lexicon::VERBS_OR_NOUNS, word) {
        return is_in(lexicon::OBJECTS, after);
    }
    let is_past = word.len() > 4
        && word.ends_with("ed")
        && !word.contains('-')
        && !is_in(lexicon::NO_PAST, word);
    (is_past || is_listed) && !(is_in(lexicon::PREPOSITIONS, after) && verb_follows(tokens, i + 1))
}

/// Whether an auxiliary or an irregular verb follows before the next clause: then a past tense
/// before it may be a participle.
fn verb_follows(tokens: &[Token<'_>], from: usize) -> bool {
    let is_end = |token: &Token<'_>| {
        !token.is_word()
            || is_in(lexicon::RELATIVES, &token.lower)
            || is_in(lexicon::SUBORDINATORS, &token.lower)
            || matches!(token.lower.as_str(), "that" | "and" | "but" | "before" | "until" | "if")
    };
    let is_verb = |token: &Token<'_>| {
        is_in(lexicon::AUXILIARIES, &token.lower) || is_in(lexicon::VERBS, &token.lower)
    };
    let mut rest = tokens[from..].iter().take_while(|&token| !is_end(token));
    let is_amount = tokens.get(from + 1).is_some_and(Token::has_digit);
    matches!(word_at(tokens, from), "by" | "of") && !is_amount || rest.any(is_verb)
}

/// The word before `i` that is no adverb.
fn last_but_adverbs<'t>(tokens: &'t [Token<'_>], i: usize) -> &'t str {
    let is_adverb =
        |word: &str| word.ends_with("ly") || is_in(lexicon::WITHIN_VERBS, word) && word != "to";
    let before = tokens[..i].iter().rev().take_while(|token| token.is_word());
    before.map(|token| token.lower.as_str()).find(|word| !is_adverb(word)).unwrap_or("")
}

/// Whether a word ends in a contracted verb: "they're", "he'll", "it's", "that's".
fn is_contracted(word: &str) -> bool {
    let Some((stem, verb)) = word.rsplit_once('\'') else { return false };
    match verb {
        "re" | "ve" | "ll" | "d" | "m" | "t" => true,
        "s" => matches!(stem, "he" | "she" | "it" | "that" | "there" | "here" | "who" | "what"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn verb(sentence: &str) -> Option<&str> {
        let tokens = tokens(sentence);
        main_verb(&tokens, &finite_verbs(&tokens)).map(|i| tokens[i].text)
    }

    #[test]
    fn the_main_clause_has_the_verb() {
        for (sentence, expected) in [
            ("The council closed the old bridge on Tuesday.", "closed"),
            ("Marulet, an exchange that opened in May, stopped all trading.", "stopped"),
            ("The ferry that sank in May was raised on Monday.", "was"),
            ("People who live by the river have left their homes.", "have"),
            ("After the dam broke, the town asked for help.", "asked"),
            ("In Wexley, a town of mills, the baker has sold his shop.", "has"),
            ("A man accused of stealing bread was set free.", "was"),
            ("The film based on her book won a prize.", "won"),
            ("Ada Moss, 32, who owns the mill, said it would close.", "said"),
            ("The mayor plans to build a hall.", "plans"),
            ("Drivers face a detour on narrow roads.", "face"),
            ("We live by the river.", "live"),
            ("The bridge, built in 1901 and closed in May, has been sold.", "has"),
        ] {
            assert_eq!(verb(sentence), Some(expected), "{sentence}");
        }
    }

    #[test]
    fn what_is_no_clause_has_none() {
        for sentence in [
            "The plans for a new hall by the river in Wexley",
            "The mayor of Wexley, who closed the bridge in May",
            "The business plan of the day at work",
            "Two armed men in a UK-based van",
            "After the dam broke in May",
        ] {
            assert_eq!(verb(sentence), None, "{sentence}");
        }
    }
}
