//! What note applications write beside Markdown.
//!
//! In: Markdown as Obsidian and clippers write it. Out: the same as CommonMark: callouts as
//! quotations, links to notes as their text, and without highlighting, comments, names of blocks,
//! embedded notes and marks of notes that are not there. Nesting is bounded, line by line.

use std::borrow::Cow;

/// More marks of quotations and lists than this at the head of a line are left out.
const DEEPEST: usize = 32;

/// The text as CommonMark.
pub(super) fn as_commonmark(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let fences = comment_fences(text);
    let mut in_code: Option<&str> = None;
    let mut in_comment = false;
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            plain.push('\n');
        }
        let trimmed = line.trim();
        if let Some(fence) = in_code {
            in_code = (!trimmed.starts_with(fence)).then_some(fence);
            plain.push_str(line);
            continue;
        }
        if trimmed == "%%" && (in_comment || number < fences) {
            in_comment = !in_comment;
        } else if !in_comment {
            in_code = ["```", "~~~"].into_iter().find(|fence| trimmed.starts_with(fence));
            push_line(&mut plain, line);
        }
    }
    plain
}

/// The number of the last line that closes a comment of several lines.
fn comment_fences(text: &str) -> usize {
    let fences = text.split('\n').enumerate().filter(|(_, line)| line.trim() == "%%");
    fences.last().map_or(0, |(number, _)| number)
}

fn push_line(plain: &mut String, line: &str) {
    let line = bounded(line);
    let (head, rest) = line.split_at(head_of(&line));
    plain.push_str(head);
    let rest = match callout(rest).filter(|_| head.contains('>')) {
        // The title of a callout is a paragraph of its own.
        Some(title) => {
            plain.push_str(title.trim());
            if !title.trim().is_empty() {
                plain.push('\n');
                plain.push_str(head.trim_end());
            }
            return;
        }
        None => rest,
    };
    if rest.contains(['[', '=', '%', '^']) {
        let rest = without_pairs(rest, "%%", "%%", |_| Some(""));
        let rest = without_pairs(&rest, "![[", "]]", |_| Some(""));
        let rest = without_pairs(&rest, "[[", "]]", |inside| {
            let shown = inside.rsplit_once('|').map_or(inside, |(_, shown)| shown);
            Some(shown.split('#').find(|part| !part.is_empty()).unwrap_or(shown))
        });
        let rest = without_pairs(&rest, "==", "==", |inside| {
            let is_tight = !inside.is_empty()
                && !inside.starts_with([' ', '='])
                && !inside.ends_with([' ', '=']);
            is_tight.then_some(inside)
        });
        let rest = without_pairs(&rest, "^[", "]", |_| Some(""));
        plain.push_str(without_block_name(&rest));
    } else {
        plain.push_str(rest);
    }
}

/// The length of the marks of quotations at the head of a line.
fn head_of(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '>']).len()
}

/// A line with no more marks at its head than may be.
fn bounded(line: &str) -> Cow<'_, str> {
    let is_mark = |b: u8| matches!(b, b'>' | b'-' | b'*' | b'+');
    let head = line.bytes().take_while(|&b| is_mark(b) || b == b' ' || b == b'\t').count();
    let marks = line[..head].bytes().filter(|&b| is_mark(b)).count();
    let deepest_indent = 4 * DEEPEST;
    let is_rule = head == line.trim_end().len();
    if (marks <= DEEPEST && head <= deepest_indent) || (is_rule && !line.contains('>')) {
        return Cow::Borrowed(line);
    }
    if marks <= DEEPEST {
        return Cow::Owned(format!("{}{}", " ".repeat(deepest_indent), line.trim_start()));
    }
    Cow::Owned(line[head..].to_owned())
}

/// The title of a callout: what follows `[!note]-`.
fn callout(text: &str) -> Option<&str> {
    let (kind, title) = text.strip_prefix("[!")?.split_once(']')?;
    let is_kind = !kind.is_empty() && kind.len() < 40 && !kind.contains(['[', '(']);
    is_kind.then(|| title.strip_prefix(['-', '+']).unwrap_or(title))
}

/// The text with what stands between `open` and `close` replaced by what `kept` keeps of it.
fn without_pairs<'a>(
    text: &'a str,
    open: &str,
    close: &str,
    kept: impl Fn(&str) -> Option<&str>,
) -> Cow<'a, str> {
    if !text.contains(open) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(open) {
        let inside = &rest[at + open.len()..];
        let Some(end) = inside.find(close) else { break };
        plain.push_str(&rest[..at]);
        match kept(&inside[..end]) {
            Some(kept) => plain.push_str(kept),
            None => {
                plain.push_str(open);
                rest = inside;
                continue;
            }
        }
        rest = &inside[end + close.len()..];
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// A line without the name of its block: `The end. ^a1b2c3`.
fn without_block_name(line: &str) -> &str {
    let Some((before, name)) = line.trim_end().rsplit_once(" ^") else { return line };
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if is_name { before } else { line }
}
