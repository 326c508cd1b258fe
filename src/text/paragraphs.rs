//! Plain text: where its paragraphs are, and whether it begins with a title.
//!
//! In: text whose lines end in `\n`. Out: paragraphs, each one line with single spaces.
//!
//! Text comes in two forms. Either each line is a paragraph, with or without blank lines
//! between; or the text is wrapped: lines are filled up to a width, and only a blank line, an
//! indent, a bullet or a line that is not filled ends a paragraph. The second form is
//! recognised by the filling itself: hardly a line has room for the first word of the next.

/// Lines wider than this are not wrapped lines, in characters.
const WIDEST: usize = 120;
/// Text that is wrapped narrower than this is not told from verse.
const NARROWEST: usize = 40;
/// The most words of a title that is only known by its place.
const TITLE_WORDS: usize = 20;

/// The paragraphs of a text; none is empty.
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    let blocks = blocks(text);
    let lines: Vec<String> = match wrap_width(&blocks) {
        Some(width) => blocks.iter().flat_map(|block| unwrap(block, width)).collect(),
        None => blocks.iter().flatten().map(|line| clean_line(line)).collect(),
    };
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

/// The title of a text, if it has one, and its other paragraphs.
///
/// A title is a short first line that stands alone, does not end in punctuation, and is followed
/// by longer text. With `generous`, which is for cards, it may end in any but a full stop.
pub(crate) fn title_and_paragraphs(text: &str, generous: bool) -> (Option<String>, Vec<String>) {
    let mut paragraphs = paragraphs(text);
    let stands_alone = blocks(text).first().is_some_and(|block| block.len() == 1);
    let is_title = |line: &str, next: &str| {
        let ends_open = match line.chars().next_back() {
            Some('.' | '。') => false,
            Some(last) => generous || last.is_alphanumeric() || matches!(last, ')' | '%'),
            None => false,
        };
        ends_open && line.split(' ').count() <= TITLE_WORDS && next.len() > line.len()
    };
    match paragraphs.as_slice() {
        [first, next, ..] if stands_alone && is_title(first, next) => {
            (Some(paragraphs.remove(0)), paragraphs)
        }
        _ => (None, paragraphs),
    }
}

/// A line without control characters and invisible hyphens, and with each stretch of white space
/// as one space. Cleaning it again changes nothing.
pub(crate) fn clean_line(line: &str) -> String {
    let visible: String = line.chars().filter(|&c| !is_dropped(c)).collect();
    let mut clean = String::with_capacity(visible.len());
    for word in visible.split_whitespace() {
        if !clean.is_empty() {
            clean.push(' ');
        }
        clean.push_str(word);
    }
    clean
}

/// Whether a character is taken out of a text: control characters, byte order marks and
/// invisible hyphens.
fn is_dropped(c: char) -> bool {
    (c.is_control() && !c.is_whitespace()) || matches!(c, '\u{AD}' | '\u{FEFF}')
}

/// The text with every kind of line end as `\n`. Not for JSON, whose
/// strings may hold some of them.
pub(crate) fn with_line_feeds(text: String) -> String {
    let is_other = |c| matches!(c, '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    if !text.contains(is_other) {
        return text;
    }
    text.replace("\r\n", "\n").replace(is_other, "\n")
}

/// The lines between blank lines.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
    let is_blank = |line: &&str| line.chars().all(|c| c.is_whitespace() || is_dropped(c));
    lines.split(is_blank).filter(|b| !b.is_empty()).map(<[_]>::to_vec).collect()
}

/// The width that the lines are wrapped to, if they are: at least 17 of 20 lines that another
/// follows are filled, and at least half of them stop in the middle of a sentence.
fn wrap_width(blocks: &[Vec<&str>]) -> Option<usize> {
    let several = || blocks.iter().filter(|block| block.len() > 1);
    let width = several().flatten().map(|line| columns(line)).max()?;
    if !(NARROWEST..=WIDEST).contains(&width) {
        return None;
    }
    let pairs = several().flat_map(|block| block.windows(2));
    let pairs: Vec<_> = pairs.filter(|pair| !begins_paragraph(pair[1])).collect();
    let filled = pairs.iter().filter(|pair| is_filled(pair[0], pair[1], width)).count();
    let open = pairs.iter().filter(|pair| !ends_sentence(pair[0])).count();
    let is_wrapped = 20 * filled >= 17 * pairs.len() && 2 * open >= pairs.len();
    (is_wrapped && !pairs.is_empty()).then_some(width)
}

/// Joins the lines of a wrapped block into paragraphs.
fn unwrap(block: &[&str], width: usize) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut before: Option<&str> = None;
    for line in block {
        let joins =
            before.is_some_and(|before| is_filled(before, line, width) && !begins_paragraph(line));
        match paragraphs.last_mut() {
            Some(paragraph) if joins => {
                if !(paragraph.ends_with('-') || paragraph.ends_with(is_ideographic)) {
                    paragraph.push(' ');
                }
                paragraph.push_str(&clean_line(line));
            }
            _ => paragraphs.push(clean_line(line)),
        }
        before = Some(line);
    }
    paragraphs
}

/// Whether the first word of `next` finds no room on `line`.
fn is_filled(line: &str, next: &str, width: usize) -> bool {
    let word = next.split_whitespace().next().unwrap_or_default();
    let word = match word.chars().next() {
        Some(first) if is_ideographic(first) => 2,
        _ => columns(word) + 1,
    };
    columns(line) + word > width
}

/// The width of a line on a terminal, nearly: ideographs take two columns.
fn columns(line: &str) -> usize {
    line.chars().map(|c| if is_ideographic(c) { 2 } else { 1 }).sum()
}

fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF01}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}

fn ends_sentence(line: &str) -> bool {
    let line = line.trim_end_matches(['"', '\'', '”', '’', ')', '»', '」']);
    line.ends_with(['.', '!', '?', '…', ':', '。', '！', '？'])
}

/// Whether a line begins a paragraph by its form: with an indent or a bullet.
fn begins_paragraph(line: &str) -> bool {
    [" ", "\t", "- ", "* ", "• ", "– "].iter().any(|start| line.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRAPPED: &str = "\
The harbour master closed the port before noon, because the wind had
grown too strong for the ferries. The fishing boats stayed at home and
nobody in the village minded.

By the evening the wind had gone down, and the first of the ferries
left with forty passengers, the mail of three long days and one well-
known goat.
   A second one followed at nine.";

    #[test]
    fn wrapped_text_is_joined_into_paragraphs() {
        let paragraphs = paragraphs(WRAPPED);
        assert_eq!(paragraphs.len(), 3, "{paragraphs:#?}");
        assert!(paragraphs[0].contains("wind had grown too"));
        assert!(paragraphs[0].ends_with("nobody in the village minded."));
    }

    #[test]
    fn a_paragraph_a_line_stays_so() {
        for text in [
            "The port closed before noon.\nThe wind had grown too strong for the ferries that day.\n\
             Nobody in the village minded it.\nThe boats stayed at home.",
            "Roses are red,\nviolets are blue,\nthe ferry is late,\nand so are you",
            "First item\nSecond item\n\nThird item",
        ] {
            let lines = text.lines().filter(|line| !line.is_empty()).count();
            assert_eq!(paragraphs(text).len(), lines, "{text}");
        }
    }

    #[test]
    fn joined_paragraphs_are_joined_no_further() {
        let once = paragraphs(WRAPPED);
        assert_eq!(paragraphs(&once.join("\n\n")), once);
    }

    #[test]
    fn a_title_stands_alone_and_is_short_and_open() {
        let title = |text: &str| title_and_paragraphs(text, false).0;
        let body = "The harbour master closed the port before noon because of the wind.";
        assert_eq!(title(&format!("Port closed\n\n{body}")).as_deref(), Some("Port closed"));
        assert_eq!(title(&format!("Port closed\n{body}")), None);
        assert_eq!(title(&format!("Port closed.\n\n{body}")), None);
        assert_eq!(title(&format!("Port closed?\n\n{body}")), None);
        assert_eq!(title("Port closed\n\nOpen"), None);
        assert_eq!(title("Port closed"), None);
        let generous = title_and_paragraphs(&format!("Port closed?\n\n{body}"), true);
        assert_eq!(generous.0.as_deref(), Some("Port closed?"));
    }

    #[test]
    fn a_clean_line_has_single_spaces_and_nothing_invisible() {
        assert_eq!(clean_line("\t a\u{A0}\u{A0}b \u{7}c\u{AD}d\0 "), "a b cd");
    }

    #[test]
    fn every_line_end_becomes_a_line_feed() {
        let text = "a\r\nb\rc\u{2028}d\u{2029}e\u{85}f\ng".to_owned();
        assert_eq!(with_line_feeds(text), "a\nb\nc\nd\ne\nf\ng");
    }
}
