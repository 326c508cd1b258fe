//! Lines that begin something by their form: items of a list, questions and answers, time stamps.

use super::block::Line;
use super::characters::{begins_inside, ends_sentence};

/// Which lines of a block begin a paragraph by their form.
///
/// A dash or a number may also stand at the head of a line by chance, in the middle of a
/// sentence ("born in the year / 1974. The"): that is so of a mark that is the only one of its
/// block and stands behind an open line.
pub(super) fn beginnings(block: &[Line<'_>]) -> Vec<bool> {
    let marks: Vec<bool> = block.iter().map(|line| is_marked(line.text)).collect();
    let is_lone = marks.iter().filter(|&&is_marked| is_marked).count() == 1;
    let indents = indented(block);
    (0..block.len())
        .map(|at| {
            let before = at.checked_sub(1).and_then(|before| block.get(before));
            let by_chance = is_lone
                && before.is_some_and(|before| !ends_sentence(before.text))
                && block.get(at).is_some_and(|line| may_stand_inside(line.text));
            let is_marked = marks.get(at).copied().unwrap_or_default() && !by_chance;
            is_marked || indents.get(at).copied().unwrap_or_default()
        })
        .collect()
}

/// Whether a line begins with a bullet, a number, a time stamp or the name of a speaker.
fn is_marked(line: &str) -> bool {
    is_bullet(line) || is_numbered(line) || is_stamped(line) || is_label(line)
}

fn is_bullet(line: &str) -> bool {
    let mut chars = line.chars();
    let is_mark = chars.next().is_some_and(|c| {
        matches!(
            c,
            '-' | '*'
                | '+'
                | '•'
                | '–'
                | '—'
                | '·'
                | '◦'
                | '▪'
                | '▸'
                | '►'
                | '●'
                | '○'
                | '■'
                | '‣'
                | '⁃'
                | '✓'
                | '→'
        )
    });
    is_mark && chars.next().is_some_and(char::is_whitespace)
}

/// `1. `, `12) `, `(3) `, `a) `, `1.2.3 `, `Q. `.
fn is_numbered(line: &str) -> bool {
    const LONGEST: usize = 8;
    let Some(word) = line.split_whitespace().next() else { return false };
    if word.len() == line.len() || word.len() > LONGEST {
        return false;
    }
    let open = word.strip_prefix('(');
    let Some(number) = open.unwrap_or(word).strip_suffix([')', '.', ':']) else { return false };
    let is_number = !number.is_empty()
        && number
            .split('.')
            .all(|part| matches!(part.len(), 1 | 2) && part.bytes().all(|b| b.is_ascii_digit()));
    let is_letter = number.len() == 1
        && (number.bytes().all(|b| b.is_ascii_lowercase()) && word.ends_with(')')
            || matches!(number, "Q" | "A") && !word.ends_with(')'));
    is_number || is_letter
}

/// `[00:12:03] `, `00:12 `, `(0:12) `.
fn is_stamped(line: &str) -> bool {
    let line = line.trim_start_matches(['[', '(']);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..).unwrap_or_default();
    matches!(digits, 1 | 2)
        && rest
            .strip_prefix(':')
            .is_some_and(|rest| rest.bytes().take(2).filter(u8::is_ascii_digit).count() == 2)
}

/// `HOST: `, `MARY ANN LEE: `.
fn is_label(line: &str) -> bool {
    const LONGEST: usize = 40;
    let Some((label, rest)) = line.split_once(':') else { return false };
    (2..=LONGEST).contains(&label.len())
        && (rest.is_empty() || rest.starts_with(char::is_whitespace))
        && label.chars().any(char::is_alphabetic)
        && label.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '.' | ',' | '\'' | '-'))
}

/// Whether a mark may as well be part of a sentence: a dash before a small letter, a number
/// with a full stop.
fn may_stand_inside(line: &str) -> bool {
    let Some((mark, rest)) = line.split_once(char::is_whitespace) else { return false };
    match mark {
        "-" | "–" | "—" => begins_inside(rest.trim_start()),
        _ => mark.ends_with('.') || mark.starts_with(|c: char| c.is_ascii_digit()),
    }
}

/// Which lines begin a paragraph by their indent.
///
/// Of two indents in a block, either the deeper one begins paragraphs, as in a book, or the
/// shallower one, as in a list of references. The line above tells: it ends a sentence where a
/// paragraph begins.
fn indented(block: &[Line<'_>]) -> Vec<bool> {
    /// Columns by which lines of one paragraph may differ.
    const SLACK: usize = 1;
    let (mut deeper, mut shallower) = (0, 0);
    for pair in block.windows(2) {
        let [a, b] = pair else { continue };
        let starts = if ends_sentence(a.text) && !begins_inside(b.text) { 1 } else { -1 };
        if b.indent > a.indent + SLACK {
            deeper += starts;
        } else if a.indent > b.indent + SLACK {
            shallower += starts;
        }
    }
    // Without paragraphs that follow each other only the first line shows which it is.
    let by_depth = deeper > 0;
    let by_shallowness = !by_depth && (shallower > 0 || deeper < 0);
    let least = block.iter().map(|line| line.indent).min().unwrap_or_default();
    let is_in = |line: &Line<'_>| line.indent > least + SLACK;
    let all_out = !block.iter().any(is_in);
    let begins = |pair: &[Line<'_>]| {
        let [a, b] = pair else { return false };
        let steps_in = b.indent > a.indent + SLACK || ends_sentence(a.text);
        (by_depth && is_in(b) && steps_in) || (by_shallowness && !all_out && !is_in(b))
    };
    std::iter::once(by_depth && block.first().is_some_and(is_in))
        .chain(block.windows(2).map(begins))
        .collect()
}
