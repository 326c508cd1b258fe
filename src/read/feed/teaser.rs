//! Teasers: the first lines of an article, which goes on at its address.
//!
//! In: the text of an entry. Out: the text without the words that lead on, and whether it is a
//! teaser. What can be told is only what the text shows: that it breaks off, that it asks to read
//! on, or that it is a line or two from a field that is meant for descriptions.

use crate::text::count_words;

/// More words than this are no mere description, however the field is called.
const DESCRIPTION: usize = 40;
/// The most words of what leads on.
const LEADING_ON: usize = 14;

/// What asks to read on, in small letters: whole lines, or ends of lines, begin with it.
const READ_ON: &[&str] = &[
    "read more",
    "read on",
    "read the rest",
    "read the full",
    "read full",
    "read the whole",
    "read the article",
    "read article",
    "read the story",
    "read story",
    "read this story",
    "continue reading",
    "continue to read",
    "keep reading",
    "click here to read",
    "click to read",
    "click here to continue",
    "view the full",
    "view article",
    "view full",
    "full story",
    "full article",
    "the full story",
    "more »",
    "more »",
    "more >",
    "more >>",
    "more…",
    "more...",
    "more →",
    "see more",
    "learn more",
    "find out more",
    "weiterlesen",
    "mehr lesen",
    "lesen sie mehr",
    "den vollständigen",
    "zum artikel",
    "lire la suite",
    "lire plus",
    "lire l'article",
    "lire l’article",
    "en savoir plus",
    "leer más",
    "seguir leyendo",
    "sigue leyendo",
    "continuar leyendo",
    "leggi tutto",
    "continua a leggere",
    "leggi di più",
    "leggi l'articolo",
    "leia mais",
    "continue lendo",
    "continuar a ler",
    "ler mais",
    "continue a ler",
    "lees verder",
    "lees meer",
    "läs mer",
    "les mer",
    "læs mere",
    "lue lisää",
    "czytaj dalej",
    "czytaj więcej",
    "číst dál",
    "celý článek",
    "tovább",
    "читать далее",
    "читать дальше",
    "подробнее",
    "читати далі",
    "devamını oku",
    "続きを読む",
    "続きは",
    "もっと読む",
    "阅读全文",
    "閱讀全文",
    "继续阅读",
    "繼續閱讀",
    "查看全文",
    "더 보기",
    "계속 읽기",
    "اقرأ المزيد",
    "قراءة المزيد",
];
/// Marks of a cut.
const CUTS: [&str; 8] = ["[…]", "[...]", "[ … ]", "[ ... ]", "(…)", "(...)", "…", "..."];

/// What a text is without its tail.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Whole {
    /// The text.
    pub(super) text: String,
    /// Whether it goes on elsewhere.
    pub(super) is_teaser: bool,
}

/// Where a text came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A field that is meant for the whole text.
    Content,
    /// One that is meant for a description, and in RSS is often used for the whole text.
    Description,
}

/// Takes the tail off `text`, and says whether what is left is a teaser.
pub(super) fn without_tail(text: &str, part: Part) -> Whole {
    let mut text = without_footer(text.trim_end());
    let mut leads_on = false;
    while let Some(shorter) = without_read_on(text) {
        leads_on = true;
        text = shorter;
    }
    let (text, is_cut) = without_cut(text, leads_on || part == Part::Description);
    let is_line = part == Part::Description && !text.contains('\n') && is_short(text);
    Whole { text: text.to_owned(), is_teaser: leads_on || is_cut || is_line }
}

fn is_short(text: &str) -> bool {
    // Counting stops mattering long before a text ends.
    let head: String = text.chars().take(20 * DESCRIPTION).collect();
    count_words(&head) < DESCRIPTION
}

/// Without "The post X appeared first on Y." and its like, which publishing tools append.
fn without_footer(text: &str) -> &str {
    let (before, last) = last_line(text);
    let lower = last.to_lowercase();
    let is_footer = (lower.starts_with("the post ") || lower.starts_with("the article "))
        && (lower.contains(" appeared first on ") || lower.contains(" first appeared on "))
        || lower.starts_with("der beitrag ") && lower.contains(" erschien zuerst auf ")
        || lower.starts_with("l’article ") && lower.contains(" est apparu en premier sur ")
        || lower.starts_with("la entrada ") && lower.contains(" se publicó primero en ");
    if is_footer && !before.is_empty() { before } else { text }
}

/// Without the words at its end that ask to read on.
fn without_read_on(text: &str) -> Option<&str> {
    let (before, last) = last_line(text);
    let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let asks = |words: &str| {
        let words = words.trim_start_matches(|c: char| is_mark(c) || c.is_whitespace());
        let lower = words.to_lowercase();
        words.split_whitespace().count() <= LEADING_ON
            && READ_ON.iter().any(|phrase| {
                lower
                    .strip_prefix(phrase)
                    .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            })
    };
    if asks(last) {
        return Some(before);
    }
    // After the last mark that ends a sentence or a cut.
    let words = last.trim_end_matches(|c: char| is_mark(c) || c.is_whitespace());
    let ends = ['.', '!', '?', '…', ']', ')', '。', '！', '？', '|', '»', '”', '"'];
    let at = words.rfind(ends)?;
    let (sentence, tail) = last.split_at(at + words[at..].chars().next()?.len_utf8());
    let is_link_text = tail.len() < last.len() && asks(tail) && is_link(tail);
    is_link_text.then(|| &text[..before_length(text, last) + sentence.trim_end_matches('|').len()])
}

/// Whether a tail is what a link says and no sentence of prose: it does not end in a full stop, or
/// is hardly more than the phrase.
fn is_link(tail: &str) -> bool {
    let tail = tail.trim_end();
    !tail.ends_with(['?', '!'])
        && (!tail.ends_with('.') || tail.ends_with("...") || tail.split_whitespace().count() <= 4)
}

/// Without a mark that the text was cut. A bare ellipsis is one where `any` is.
fn without_cut(text: &str, any: bool) -> (&str, bool) {
    let text = text.trim_end();
    // A feed shows what it cut off between `[` and `]`.
    let link = text.strip_suffix(']').and_then(|inside| {
        let at = inside.rfind('[')?;
        let words = &inside[at + 1..];
        (words.trim_start().starts_with(['…', '.', '+']) && words.len() < 24).then_some(at)
    });
    if let Some(at) = link {
        return (text[..at].trim_end(), true);
    }
    let found = CUTS.iter().find(|cut| text.ends_with(**cut));
    match found {
        Some(cut) if any || cut.len() > "...".len() => {
            // A bare ellipsis stays: the sentence is not whole.
            let kept =
                if cut.starts_with(['[', '(']) { text.len() - cut.len() } else { text.len() };
            (text[..kept].trim_end(), true)
        }
        _ => (text, false),
    }
}

/// The last line and the text before it.
fn last_line(text: &str) -> (&str, &str) {
    match text.trim_end().rsplit_once('\n') {
        Some((before, last)) => (before.trim_end(), last.trim()),
        None => ("", text.trim()),
    }
}

/// How many bytes stand before the last line.
fn before_length(text: &str, last: &str) -> usize {
    text.rfind(last).unwrap_or(0)
}
