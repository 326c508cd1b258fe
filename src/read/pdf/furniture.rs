//! What of a page is not its text: running heads and feet, numbers of pages, notes.
//!
//! In: the lines of all pages. Out: those that are text. A line at the edge of a page is running
//! if other pages have it there too, but for its numbers.

use std::collections::{HashMap, HashSet};

use super::columns::Line;

/// How many rows at either edge of a page may be running.
const EDGE: usize = 3;
/// How many pages a line must stand on; all of them, in a shorter document.
const PAGES: usize = 3;
/// Larger text than this part of the body's size is not running.
const LARGE: f64 = 1.15;
/// Smaller text than this part of the body's size is a note's, at the foot of a column.
const NOTE: f64 = 0.93;

/// A page in lines.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) lines: Vec<Line>,
    pub(super) height: f64,
}

/// Takes out what is not text.
pub(super) fn clean(sheets: &mut [Sheet], body_size: f64) {
    let mut counts: HashMap<(bool, String), usize> = HashMap::new();
    for sheet in &*sheets {
        let seen: HashSet<(bool, String)> =
            edges(sheet).into_iter().map(|edge| (edge.is_head, edge.key)).collect();
        for key in seen {
            *counts.entry(key).or_default() += 1;
        }
    }
    let needed = PAGES.min(sheets.len()).max(2);
    for sheet in sheets {
        let mut running: HashSet<usize> = HashSet::new();
        for Edge { index, is_head, is_outermost, key } in edges(sheet) {
            let count = counts.get(&(is_head, key)).copied().unwrap_or_default();
            let line = &sheet.lines[index];
            // A title may run over the other pages; it is not a running line itself.
            if line.size > LARGE * body_size {
                continue;
            }
            if is_page_number(&line.text) || count >= if is_outermost { 2 } else { needed } {
                running.insert(index);
            }
        }
        let mut index = 0;
        sheet.lines.retain(|line| {
            index += 1;
            !running.contains(&(index - 1)) && !is_leader(&line.text)
        });
        drop_notes(&mut sheet.lines, body_size);
    }
}

/// A line at an edge of a page.
struct Edge {
    index: usize,
    is_head: bool,
    /// Whether nothing is nearer to the edge.
    is_outermost: bool,
    key: String,
}

/// The lines at the edges of a page.
fn edges(sheet: &Sheet) -> Vec<Edge> {
    let mut order: Vec<usize> = (0..sheet.lines.len()).collect();
    order.sort_by(|a, b| sheet.lines[*b].base.total_cmp(&sheet.lines[*a].base));
    let mut edges = Vec::new();
    for is_head in [true, false] {
        let mut rows = 0;
        let mut last: Option<f64> = None;
        for index in &order {
            let line = &sheet.lines[*index];
            if last.is_none_or(|base| (base - line.base).abs() > 0.3 * line.size) {
                last = Some(line.base);
                rows += 1;
            }
            let from_edge = if is_head { sheet.height - line.base } else { line.base };
            if rows > EDGE || from_edge > 0.2 * sheet.height {
                break;
            }
            let (is_outermost, key) = (rows == 1, key(&line.text));
            edges.push(Edge { index: *index, is_head, is_outermost, key });
        }
        order.reverse();
    }
    edges
}

/// A line without its numbers.
fn key(text: &str) -> String {
    let mut key = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if c.is_ascii_digit() {
            if !key.ends_with('#') {
                key.push('#');
            }
        } else {
            key.extend(c.to_lowercase());
        }
    }
    key
}

/// `12`, `- 12 -`, `Page 12 of 40`, `xii`.
fn is_page_number(text: &str) -> bool {
    let small = text.to_lowercase();
    let words: Vec<&str> =
        small.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_number = |word: &str| word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit());
    let is_roman = |word: &str| word.len() <= 6 && word.bytes().all(|b| b"ivxlc".contains(&b));
    let of = ["of", "von", "de", "sur", "di", "z", "из"];
    let page = ["page", "seite", "página", "pagina", "pág", "p", "s", "страница", "стр", "strona"];
    match words.as_slice() {
        [number] => is_number(number) || is_roman(number),
        [a, b] => (is_number(a) && is_number(b)) || (page.contains(a) && is_number(b)),
        [a, between, b] => is_number(a) && of.contains(between) && is_number(b),
        [a, b, between, c] => {
            page.contains(a) && is_number(b) && of.contains(between) && is_number(c)
        }
        _ => false,
    }
}

/// `Introduction ........ 3`.
fn is_leader(text: &str) -> bool {
    let text = text.replace(' ', "");
    let dots = text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x'));
    dots.len() < text.len() && dots.ends_with("....")
}

/// Takes out the notes at the foot of each block: small lines, from one with a mark on.
fn drop_notes(lines: &mut Vec<Line>, body_size: f64) {
    let is_small = |line: &Line| line.size < NOTE * body_size;
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    for block in lines.chunk_by(|a, b| a.block == b.block) {
        let small = block.iter().rev().take_while(|line| is_small(line)).count();
        let foot = block.len() - small;
        let is_whole = foot == 0 && block.first().is_some_and(|line| !starts_with_mark(&line.text));
        let note = block[foot..].iter().position(|line| starts_with_mark(&line.text));
        let end = note.filter(|_| !is_whole).map_or(block.len(), |at| foot + at);
        kept.extend_from_slice(&block[..end]);
    }
    *lines = kept;
}

/// Whether a line begins like a note: with a number or a sign.
fn starts_with_mark(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - rest.len();
    let is_numbered = (1..=3).contains(&digits)
        && rest.starts_with(|c: char| c == ' ' || c.is_alphabetic() || c == '.' || c == ')');
    is_numbered || text.starts_with(['*', '†', '‡', '§', '¹', '²', '³'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, base: f64, size: f64) -> Line {
        Line { text: text.to_owned(), left: 50.0, right: 300.0, base, size, block: 0 }
    }

    fn cleaned(pages: &[&[(&str, f64, f64)]]) -> Vec<Vec<String>> {
        let sheet = |page: &&[(&str, f64, f64)]| Sheet {
            lines: page.iter().map(|(text, base, size)| line(text, *base, *size)).collect(),
            height: 800.0,
        };
        let mut sheets: Vec<Sheet> = pages.iter().map(sheet).collect();
        clean(&mut sheets, 10.0);
        let texts = |sheet: Sheet| sheet.lines.into_iter().map(|line| line.text).collect();
        sheets.into_iter().map(texts).collect()
    }

    #[test]
    fn running_heads_and_numbers_of_pages_go() {
        let pages: &[&[(&str, f64, f64)]] = &[
            &[("The Pier 1", 780.0, 8.0), ("One.", 700.0, 10.0), ("Page 1 of 3", 20.0, 8.0)],
            &[("The Pier 2", 780.0, 8.0), ("Two.", 700.0, 10.0), ("Page 2 of 3", 20.0, 8.0)],
            &[("The Pier 3", 780.0, 8.0), ("The Pier 3", 400.0, 10.0), ("- 3 -", 20.0, 8.0)],
        ];
        assert_eq!(cleaned(pages), [["One."], ["Two."], ["The Pier 3"]]);
    }

    #[test]
    fn what_stands_once_at_an_edge_stays() {
        let page = [("In 1901 the pier was built.", 780.0, 10.0), ("It fell in 1950.", 20.0, 10.0)];
        assert_eq!(cleaned(&[&page])[0].len(), 2);
        for text in ["12 boats", "mix it", "Page by page 3", "1901 and 1902 were years of storms"] {
            assert!(!is_page_number(text), "{text}");
        }
        for text in ["12", "xii", "– 12 –", "3/10", "Seite 3 von 10", "Page 7"] {
            assert!(is_page_number(text), "{text}");
        }
    }

    #[test]
    fn notes_at_the_foot_go_and_small_print_stays() {
        let page = [
            ("The pier was long.", 700.0, 10.0),
            ("1 Longer than all others.", 100.0, 8.0),
            ("and older.", 90.0, 8.0),
        ];
        assert_eq!(cleaned(&[&page])[0], ["The pier was long."]);
        let page = [("The pier was long.", 700.0, 10.0), ("Written in Wexley.", 100.0, 8.0)];
        assert_eq!(cleaned(&[&page])[0].len(), 2);
    }

    #[test]
    fn lines_of_contents_go() {
        assert!(is_leader("The tide . . . . . . . 12"));
        assert!(!is_leader("He waited... 12 boats came"));
    }
}
