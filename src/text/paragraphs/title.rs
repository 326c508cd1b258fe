//! Whether a plain text begins with its title, and what stands above it.
//!
//! A title is a short first line that stands alone, does not end in punctuation, and is followed
//! by longer text. In text without blank lines it is a first line that is open where all the
//! others end sentences. Labels, bylines, dates and addresses above it are none.

use super::block::{Line, blocks};
use super::characters::{begins_inside, clean_line, ends_sentence};
use super::joined;

/// The most words of a title that is only known by its place.
const TITLE_WORDS: usize = 20;
/// The most lines that are passed over before the title.
const ABOVE: usize = 6;
/// The bytes of a text that are looked at.
const LOOKED_AT: usize = 16 * 1024;

/// The head of a plain text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// The title, if there is one.
    pub(crate) title: Option<String>,
    /// The lines above the title.
    pub(crate) above: Vec<String>,
    /// Where the text behind the title begins, in bytes; 0 if there is none.
    pub(crate) end: usize,
}

/// The title of a text, if it has one, and its other paragraphs. With `generous`, which is for
/// cards, a title may end in any but a full stop.
#[cfg(any(feature = "read", test))]
pub(crate) fn title_and_paragraphs(text: &str, generous: bool) -> (Option<String>, Vec<String>) {
    let head = head(text, generous);
    let rest = text.get(head.end..).unwrap_or_default();
    let paragraphs = head.above.into_iter().chain(super::paragraphs(rest)).collect();
    (head.title, paragraphs)
}

/// The title of a text, if it has one, and the text without it. `take` is asked of the lines above it and of those directly
/// below, which may say who wrote the text and when; one that it takes goes too.
#[cfg(any(feature = "read", feature = "bundled-model"))]
pub(crate) fn without_head(
    mut text: String,
    mut take: impl FnMut(&str) -> bool,
) -> (Option<String>, String) {
    let head = head(&text, false);
    if head.title.is_some() {
        let mut above = head.above;
        above.retain(|line| !take(line));
        let mut end = head.end;
        // Only lines directly below the title are about the article.
        while let Some(line) = text.get(end..).and_then(first_line)
            && take(&clean_line(line.0))
        {
            end += line.1;
        }
        above.push(String::new());
        text.replace_range(..end, &above.join("\n\n"));
    }
    (head.title, text)
}

/// The first line of a text that is not blank, and the bytes up to its end.
fn first_line(text: &str) -> Option<(&str, usize)> {
    let blank = text.len() - text.trim_start().len();
    let line = text.get(blank..)?.split('\n').next().filter(|line| !line.is_empty())?;
    Some((line, blank + line.len()))
}

/// Looks for the title of a text.
pub(crate) fn head(text: &str, generous: bool) -> Head {
    let looked_at = &text[..text.floor_char_boundary(LOOKED_AT)];
    let blocks: Vec<Vec<Line<'_>>> = blocks(looked_at).take(2 * ABOVE).collect();
    let places = blocks
        .iter()
        .enumerate()
        .flat_map(|(block, lines)| (0..lines.len()).map(move |line| (block, line)));
    let mut above = Vec::new();
    for (block, at) in places.take(ABOVE + 1) {
        let lines = blocks.get(block).map(Vec::as_slice).unwrap_or_default();
        let behind = blocks.get(block + 1..).unwrap_or_default();
        let Some(line) = lines.get(at) else { break };
        let text_of = clean_line(line.text);
        if is_above_title(&text_of) || is_section(&text_of, lines.get(at + 1..), behind) {
            above.push(text_of);
            continue;
        }
        let Some((title, last)) = title_at(lines.get(at..).unwrap_or_default(), behind, generous)
        else {
            break;
        };
        let end = last.text.as_ptr().addr() - text.as_ptr().addr() + last.text.len();
        return Head { title: Some(title), above, end };
    }
    Head::default()
}

/// The title that the lines begin with, if they do, and its last line.
fn title_at<'a, 'b>(
    lines: &'b [Line<'a>],
    behind: &[Vec<Line<'a>>],
    generous: bool,
) -> Option<(String, &'b Line<'a>)> {
    let (first, more) = lines.split_first()?;
    let text = clean_line(first.text);
    let bytes = |block: &Vec<Line<'_>>| block.iter().map(|line| line.text.len()).sum::<usize>();
    let is_byline = |block: &&Vec<Line<'_>>| {
        block.len() == 1 && block.iter().all(|line| is_above_title(line.text))
    };
    let next = || behind.iter().find(|block| !is_byline(block)).map_or(0, bytes);
    match more {
        [] => (is_title(&text, generous) && next() > text.len()).then_some((text, first)),
        [second] if begins_inside(second.text) => {
            let text = format!("{text} {}", clean_line(second.text));
            (is_title(&text, generous) && next() > text.len()).then_some((text, second))
        }
        [_] => None,
        _ => (is_title(&text, false) && stands_out(&text, lines)).then_some((text, first)),
    }
}

fn is_title(line: &str, generous: bool) -> bool {
    let ends_open = match line.chars().next_back() {
        Some('.' | '。') => false,
        Some(last) => generous || last.is_alphanumeric() || matches!(last, ')' | '%' | '」' | '”'),
        None => false,
    };
    ends_open && line.split(' ').count() <= TITLE_WORDS
}

/// Whether a first line is open, while every paragraph behind it ends a sentence.
fn stands_out(first: &str, lines: &[Line<'_>]) -> bool {
    const WORDS: usize = 3;
    let text: Vec<&str> = lines.iter().map(|line| line.text).collect();
    let joined = joined(&text.join("\n"));
    let mut paragraphs = joined.split("\n\n");
    let is_alone = paragraphs.next() == Some(first) && first.split(' ').count() >= WORDS;
    is_alone && paragraphs.filter(|line| !is_above_title(line)).all(ends_sentence)
}

/// Whether a line stands above titles, or below, but is none: a label, a byline, a date, a time,
/// an address.
pub(crate) fn is_above_title(line: &str) -> bool {
    is_release_label(line) || is_contact(line) || byline(line).is_some() || is_day(line)
}

/// "FOR IMMEDIATE RELEASE" and its like.
pub(crate) fn is_release_label(line: &str) -> bool {
    const LABELS: &[&str] = &[
        "for immediate release",
        "for release",
        "for release on receipt",
        "immediate release",
        "press release",
        "news release",
        "media release",
        "press statement",
        "media statement",
        "media advisory",
        "embargoed until",
        "under embargo until",
    ];
    const LONGEST: usize = 100;
    if line.len() > LONGEST {
        return false;
    }
    let line = line.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    LABELS.iter().any(|label| {
        line.strip_prefix(label).is_some_and(|rest| {
            rest.is_empty()
                || label.contains("embargo") && rest.len() < 60
                || rest.starts_with([':', ' ', ',', '-']) && is_day(rest)
        })
    })
}

fn is_contact(line: &str) -> bool {
    const LABELS: &[&str] = &[
        "contact",
        "contacts",
        "media contact",
        "press contact",
        "phone",
        "tel",
        "email",
        "e-mail",
        "website",
    ];
    line.split_once(':').is_some_and(|(label, _)| {
        LABELS.iter().any(|known| label.trim().eq_ignore_ascii_case(known))
    })
}

/// Who a byline names: "By Lena Ortiz", "by Lena Ortiz and Tom Arkwright".
pub(crate) fn byline(line: &str) -> Option<&str> {
    const WORDS: usize = 12;
    let names = ["By ", "BY ", "by "].iter().find_map(|by| line.strip_prefix(by))?.trim();
    let is_name = |word: &str| {
        matches!(word, "and" | "of" | "de" | "van" | "von" | "der" | "di" | "la" | "&" | "|" | "in")
            || word.starts_with(char::is_uppercase)
    };
    let words = || names.split_whitespace();
    let ends = !names.ends_with(['.', '!', '?', ':', ';']) || names.ends_with(" Jr.");
    (ends && (2..=WORDS).contains(&words().count()) && words().all(is_name)).then_some(names)
}

/// Whether a line is a day or a time and nothing else.
pub(crate) fn is_day(line: &str) -> bool {
    const LONGEST: usize = 60;
    #[rustfmt::skip]
    const WORDS: &[&str] = &[
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
        "sept", "oct", "nov", "dec", "monday", "tuesday", "wednesday", "thursday", "friday",
        "saturday", "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "updated",
        "published", "posted", "last",
    ];
    #[rustfmt::skip]
    const SMALL: &[&str] = &[
        "at", "on", "am", "pm", "a", "p", "m", "gmt", "utc", "est", "edt", "et", "bst",
        "cet", "pst",
        "pdt", "of", "the", "ist", "th", "hours", "ago",
    ];
    if line.len() > LONGEST || !line.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let lower = line.to_lowercase();
    let words = || lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_number = |word: &str| word.bytes().next().is_some_and(|b| b.is_ascii_digit());
    let named = words().filter(|word| WORDS.contains(word)).count();
    let numbers = words().filter(|word| is_number(word)).count();
    words().all(|word| {
        WORDS.contains(&word) || SMALL.contains(&word) || is_number(word) && word.len() <= 4
    }) && (named > 0 || numbers >= 3)
}

/// Whether a line is the name of a part of a newspaper above a title.
fn is_section(line: &str, more: Option<&[Line<'_>]>, behind: &[Vec<Line<'_>>]) -> bool {
    #[rustfmt::skip]
    const SECTIONS: &[&str] = &[
        "analysis", "arts", "breaking", "breaking news", "business", "climate", "comment",
        "culture",
        "economy", "editorial", "education", "entertainment", "environment", "exclusive",
        "explainer",
        "feature", "finance", "football", "health", "home", "interview", "lifestyle", "live",
        "local",
        "local news", "markets", "money", "national", "news", "opinion", "politics", "review",
        "science", "society", "sport", "sports", "tech", "technology", "travel", "world",
    ];
    const WORDS: usize = 3;
    let named = line.trim_end_matches(':').to_lowercase();
    let parts = || named.split(['|', '/', '>', '›', '·']).map(str::trim);
    let is_known = parts().all(|part| SECTIONS.contains(&part));
    // The title comes next, as a line by itself, and text behind it.
    let next = match (more, behind) {
        (Some([next]), [_, ..]) => Some(next),
        (Some([]), [next, _, ..]) => next.first().filter(|_| next.len() == 1),
        _ => None,
    };
    is_known
        && next.is_some_and(|next| {
            let next = clean_line(next.text);
            is_title(&next, true) && next.split(' ').count() >= WORDS
        })
}
