//! Question and exclamation marks inside a title that stands in quotation marks.
//!
//! `"Mamma Mia! Here We Go" was announced` is one sentence, `"Look out! We are sinking," he said`
//! is two. What tells a title: it is part of a sentence that has begun, no verb of speech, comma
//! or colon comes before it, and it is written as titles are; or a word such as `film` names it.

use super::context::word_before;
use super::marks::{is_closing_bracket, is_double_quote, is_quote};
use super::vocabulary::is_speech_verb;

/// How many characters of a quotation are looked at, before the mark and after it.
const LIMIT: usize = 120;

/// Whether the run of marks at `run_start..run_end` is inside a quoted title of `line`. The
/// sentence began at `start`; `quote_open` says whether a straight double quote is open.
pub(super) fn is_inside_title(
    line: &str,
    start: usize,
    run: std::ops::Range<usize>,
    quote_open: bool,
) -> bool {
    let (Some(before), Some(after)) = (line.get(start..run.start), line.get(run.end..)) else {
        return false;
    };
    let Some((open, quote)) = opening(before, quote_open) else { return false };
    let Some(close) = closing(after, quote) else { return false };
    let inside = &before[open + quote.len_utf8()..];
    let (left, rest) = (before[..open].trim_end(), &after[..close]);
    let beyond = after[close..].trim_start_matches(is_quote);
    // The last mark of a quotation belongs to speech more often than to a title.
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || is_closing_bracket(c));
    if rest.is_empty() {
        return false;
    }
    let named = is_naming(word_before(left.trim_end_matches([',', ':'])));
    let in_title_case = is_title_case(inside) && is_title_case(rest);
    if named {
        return in_title_case || words(inside) + words(rest) <= 8;
    }
    let is_embedded = left.ends_with(|c: char| c.is_alphanumeric() || is_closing_bracket(c))
        && !speaks(word_before(left))
        && !speaks(word_before(before_last_word(left)));
    let is_chant = words(inside) <= 3 && is_repetition(inside, rest);
    let goes_on = beyond.strip_prefix(' ').is_some_and(|text| text.starts_with(char::is_lowercase));
    // Cries are no sentences of their own: `"Stop! Thief!" cried the man.`
    const CRIES: usize = 4;
    let is_said = beyond.strip_prefix(", ").is_some_and(|t| t.starts_with(char::is_lowercase));
    if (goes_on || is_said)
        && words(inside) + words(rest) <= CRIES
        && inside.chars().any(char::is_alphabetic)
    {
        return true;
    }
    if is_embedded {
        return in_title_case || is_chant;
    }
    // At the head of a sentence: speech ends in a mark or is followed by a comma.
    left.is_empty()
        && goes_on
        && (in_title_case || is_chant)
        && !rest.ends_with([',', '.', '!', '?', '…'])
        && !is_speech_verb(beyond.split_whitespace().next().unwrap_or(""))
}

/// The quotation mark that is open at the end of `before`, and where it is.
fn opening(before: &str, quote_open: bool) -> Option<(usize, char)> {
    for (i, c) in before.char_indices().rev().take(LIMIT) {
        match c {
            '“' | '„' | '«' => return Some((i, c)),
            '”' | '»' => return None,
            '"' => return quote_open.then_some((i, c)),
            '‘' | '\'' if before[..i].chars().next_back().is_none_or(char::is_whitespace) => {
                return Some((i, c));
            }
            _ => {}
        }
    }
    None
}

/// Where the quotation that `open` opened closes in `after`.
fn closing(after: &str, open: char) -> Option<usize> {
    let mut previous = ' ';
    for (i, c) in after.char_indices().take(LIMIT) {
        let closes = match open {
            '“' => c == '”',
            '„' => matches!(c, '“' | '”'),
            '«' => c == '»',
            '"' => c == '"',
            _ => {
                matches!((open, c), ('‘', '’') | ('\'', '\''))
                    && !previous.is_whitespace()
                    && !after[i + c.len_utf8()..].starts_with(char::is_alphanumeric)
            }
        };
        if closes {
            return Some(i);
        }
        if is_double_quote(c) {
            return None;
        }
        previous = c;
    }
    None
}

/// Whether all words but the short ones begin with a capital or digit.
fn is_title_case(text: &str) -> bool {
    const SHORT: usize = 4;
    let mut some = false;
    for word in text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’'))) {
        let Some(first) = word.chars().next() else { continue };
        let capital = first.is_uppercase() || first.is_numeric();
        some |= capital;
        if !capital && (word.chars().count() >= SHORT || !some) {
            return false;
        }
    }
    some
}

/// Whether `rest` says again what `inside` says: `Go! Go! Go!`
fn is_repetition(inside: &str, rest: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let last = inside.rsplit(['!', '?']).next().unwrap_or(inside);
    let (last, rest) = (letters(last), letters(rest));
    !last.is_empty() && !rest.is_empty() && rest.replace(last.as_str(), "").is_empty()
}

/// Whether `word` introduces speech; what somebody wrote may well be a title.
fn speaks(word: &str) -> bool {
    is_speech_verb(word) && !matches!(word, "wrote" | "writes")
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

fn before_last_word(text: &str) -> &str {
    text.strip_suffix(word_before(text)).unwrap_or("").trim_end()
}

/// Whether `word` says that a name or slogan follows.
fn is_naming(word: &str) -> bool {
    NAMING.contains(&word.to_lowercase().as_str())
}

const NAMING: &[&str] = &[
    "titled",
    "entitled",
    "called",
    "named",
    "dubbed",
    "headlined",
    "headline",
    "film",
    "films",
    "movie",
    "song",
    "songs",
    "single",
    "album",
    "hit",
    "track",
    "musical",
    "show",
    "series",
    "sitcom",
    "episode",
    "book",
    "novel",
    "memoir",
    "play",
    "opera",
    "comedy",
    "game",
    "magazine",
    "podcast",
    "exhibition",
    "documentary",
    "sequel",
    "essay",
    "article",
    "column",
    "poem",
    "slogan",
    "banner",
    "sign",
    "placard",
    "poster",
    "chant",
    "chants",
    "chanting",
    "chanted",
    "cry",
    "cries",
    "shouts",
    "video",
    "programme",
    "program",
    "campaign",
    "tour",
    "app",
    "band",
    "group",
    "hymn",
    "film",
    "lied",
    "buch",
    "roman",
    "stück",
    "chanson",
    "canción",
    "libro",
    "película",
    "canzone",
    "libro",
    "livre",
    "pièce",
];
