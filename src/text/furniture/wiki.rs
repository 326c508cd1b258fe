//! Pages of an encyclopedia: notes, marks for editors, contents, and the lists at the end.
//!
//! Notes such as `[1]` go only where the page is one: it has `[edit]` behind its headings, names
//! itself, or counts its notes through several paragraphs. The lists at its end go wherever
//! there is nothing but references behind their heading.

use super::Room;
use crate::article::RepairKind;

/// Headings of lists at the end of a page.
const LISTS: &[&str] = &[
    "references",
    "see also",
    "external links",
    "further reading",
    "bibliography",
    "citations",
    "works cited",
    "footnotes",
    "notes and references",
    "references and notes",
    "einzelnachweise",
    "weblinks",
    "siehe auch",
    "literatur",
    "références",
    "voir aussi",
    "liens externes",
    "notes et références",
    "referencias",
    "véase también",
    "enlaces externos",
];
/// Headings that are such only on a page of an encyclopedia.
const ITS_LISTS: &[&str] = &["notes", "sources", "works", "gallery", "explanatory notes"];
/// What editors write behind headings.
const EDIT: &[&str] = &[
    "[edit]",
    "[edit source]",
    "[ edit ]",
    "[edit | edit source]",
    "[bearbeiten]",
    "[bearbeiten | quelltext bearbeiten]",
    "[modifier]",
    "[modifier | modifier le code]",
    "[editar]",
    "[modifica]",
    "[modifica wikitesto]",
    "[править]",
    "[править | править код]",
];
/// What a page says of itself.
const SELF: &[&str] = &[
    "from wikipedia, the free encyclopedia",
    "jump to navigation",
    "jump to search",
    "jump to navigation jump to search",
    "aus wikipedia, der freien enzyklopädie",
];
/// The most words of a heading or of an entry in a list.
const HEADING: usize = 14;
/// Headings have fewer bytes.
const SHORT: usize = 120;

pub(super) fn clear(room: &mut Room<'_>) {
    let is_page = is_page(room);
    let end = list_at_end(room, is_page);
    for at in end..room.paragraphs.len() {
        room.remove(at, RepairKind::Furniture);
    }
    if !is_page {
        return;
    }
    clear_contents(room);
    let wholes: Vec<(usize, &str)> = room.wholes().collect();
    for (at, text) in wholes {
        if is_self(text) {
            room.remove(at, RepairKind::Furniture);
        } else if let Some((heading, mark)) = edited(text) {
            room.keep(at, vec![heading], &[mark], RepairKind::Furniture);
        } else {
            let (kept, removed) = without_notes(text);
            if !removed.is_empty() {
                room.keep(at, kept, &removed, RepairKind::Note);
            }
        }
    }
}

/// Whether the body is a page of an encyclopedia.
fn is_page(room: &Room<'_>) -> bool {
    const NOTES: usize = 3;
    let mut next = 1;
    let mut with_notes = 0;
    for (_, text) in room.wholes() {
        if edited(text).is_some() || is_self(text) {
            return true;
        }
        let before = next;
        for note in without_notes(text).1 {
            for number in note.split(|c: char| !c.is_ascii_digit()) {
                next += usize::from(number.parse() == Ok(next));
            }
        }
        with_notes += usize::from(next > before);
    }
    with_notes > 1 && next > NOTES
}

/// What a page says of itself, such as its name.
fn is_self(text: &str) -> bool {
    text.len() < SHORT && SELF.contains(&text.to_lowercase().as_str())
}

/// A heading, and the mark for editors behind it.
fn edited(text: &str) -> Option<(&str, &str)> {
    if text.len() > SHORT || !text.ends_with(']') || text.split(' ').count() > HEADING {
        return None;
    }
    let at = text.rfind('[')?;
    let (heading, mark) = text.split_at(at);
    EDIT.contains(&mark.to_lowercase().as_str()).then_some((heading.trim_end(), mark))
}

/// Where the lists at the end of a page begin, or the number of its paragraphs.
fn list_at_end(room: &Room<'_>, is_page: bool) -> usize {
    let paragraphs = room.paragraphs.len();
    let mut first = paragraphs;
    for at in (1..paragraphs).rev() {
        let Some(text) = room.whole(at) else { continue };
        let heading = edited(text).map_or(text, |(heading, _)| heading);
        let heading = heading.trim_end_matches(':').to_lowercase();
        let is_heading =
            LISTS.contains(&heading.as_str()) || is_page && ITS_LISTS.contains(&heading.as_str());
        if is_heading {
            first = at;
        } else if !is_reference(text) {
            break;
        }
    }
    first
}

/// Whether a paragraph is an entry of a list of references or links, or a heading.
fn is_reference(text: &str) -> bool {
    const SIGNS: &[&str] =
        &["doi:", "http://", "https://", "www.", "ISBN", "ISSN", "Retrieved", "Archived from"];
    let starts = text.starts_with(['^', '↑', '•', '*', '[']) || text.starts_with("- ");
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_numbered = digits > 0
        && text.get(digits..).is_some_and(|rest| rest.starts_with(". ") || rest.starts_with(" ^"));
    let is_entry = text.split(' ').count() <= HEADING && !text.ends_with(['.', '!', '?', '”', '"']);
    starts || is_numbered || is_entry || SIGNS.iter().any(|sign| text.contains(sign))
}

/// Takes out the table of contents: numbered headings behind "Contents".
fn clear_contents(room: &mut Room<'_>) {
    const ENTRIES: usize = 2;
    let is_contents = |text: &str| {
        let text = text.to_lowercase();
        matches!(
            text.as_str(),
            "contents" | "contents[hide]" | "contents [hide]" | "inhaltsverzeichnis"
        )
    };
    let Some(start) = room.wholes().find(|(_, text)| is_contents(text)).map(|(at, _)| at) else {
        return;
    };
    let is_entry = |at: &usize| room.whole(*at).is_some_and(is_numbered_heading);
    let entries = (start + 1..room.paragraphs.len()).take_while(is_entry).count();
    if entries >= ENTRIES {
        for at in start..=start + entries {
            room.remove(at, RepairKind::Furniture);
        }
    }
}

/// `2.1 Construction`.
fn is_numbered_heading(text: &str) -> bool {
    let Some((number, heading)) = text.split_once(' ') else { return false };
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    is_number && heading.split(' ').count() <= HEADING && !heading.ends_with('.')
}

/// The pieces of a paragraph between its notes, and the notes.
///
/// A note stands behind a word or a mark, without a space; one in brackets within brackets stays.
fn without_notes(text: &str) -> (Vec<&str>, Vec<&str>) {
    let (mut kept, mut removed) = (Vec::new(), Vec::new());
    let (mut start, mut at) = (0, 0);
    let mut is_open = false;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['[', ']'])) {
        let bracket = at + found;
        at = bracket + 1;
        if text.as_bytes().get(bracket) == Some(&b']') {
            is_open = false;
            continue;
        }
        let before = text.get(start..bracket).unwrap_or_default();
        let is_glued = match before.chars().next_back() {
            Some(c) => !c.is_whitespace() && !matches!(c, '[' | ']' | '('),
            // Another note, just removed, stands before.
            None => start > 0,
        };
        match note_length(text.get(bracket..).unwrap_or_default()) {
            Some(length) if is_glued && !is_open => {
                kept.push(before);
                match removed.last_mut() {
                    Some((_, end)) if *end == bracket => *end = bracket + length,
                    _ => removed.push((bracket, bracket + length)),
                }
                start = bracket + length;
                at = start;
            }
            _ => is_open = true,
        }
    }
    kept.push(text.get(start..).unwrap_or_default());
    (kept, removed.into_iter().filter_map(|(from, to)| text.get(from..to)).collect())
}

/// The bytes of the note that a text begins with: `[12]`, `[1, 2]`, `[a]`, `[note 3]`,
/// `[citation needed]`, with a page behind (`[12]:34`) or not.
fn note_length(text: &str) -> Option<usize> {
    const LONGEST: usize = 40;
    const WORDS: &[&str] = &[
        "note",
        "notes",
        "nb",
        "n",
        "fn",
        "ref",
        "citation needed",
        "clarification needed",
        "page needed",
        "when?",
        "who?",
        "by whom?",
        "where?",
        "which?",
        "why?",
        "what?",
        "update",
        "dubious",
        "dubious – discuss",
        "better source needed",
        "full citation needed",
        "verification needed",
        "failed verification",
        "not in citation given",
        "original research?",
        "vague",
        "according to whom?",
        "weasel words",
        "needs update",
        "sic?",
        "disputed – discuss",
        "ref. needed",
        "quantify",
        "specify",
        "unreliable source?",
        "non-primary source needed",
    ];
    let mut end = text.floor_char_boundary(LONGEST);
    end = text.get(1..end)?.find([']', '['])? + 1;
    if text.as_bytes().get(end) != Some(&b']') {
        return None;
    }
    let inside = text.get(1..end)?;
    let lower = inside.to_lowercase();
    let is_numbers = inside.starts_with(|c: char| c.is_ascii_digit())
        && inside.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | ' ' | '-' | '–'));
    let is_letter = inside.len() == 1 && inside.bytes().all(|b| b.is_ascii_lowercase());
    let word = lower.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let is_word = !word.is_empty() && WORDS.contains(&word);
    if !(is_numbers && inside.len() < 12 || is_letter || is_word) {
        return None;
    }
    let behind = text.get(end + 1..).unwrap_or_default();
    let page = behind.strip_prefix(':').map_or(0, |rest| {
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let spaces = behind.len() - 1 - rest.len();
        let digits = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'-').count();
        if digits > 0 { 1 + spaces + digits } else { 0 }
    });
    Some(end + 1 + page)
}
