//! Whether an input is a page.

use crate::read::detect::{Head, Looks};

/// What a page, or a piece of one, begins with.
const PAGE: [&str; 6] = ["html", "head", "body", "title", "meta", "frameset"];
/// The elements that a piece of a page may begin with.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "article",
    "section",
    "main",
    "h1",
    "h2",
    "h3",
    "ul",
    "ol",
    "table",
    "blockquote",
    "header",
    "nav",
    "span",
    "center",
    "pre",
    "figure",
    "a",
    "b",
    "strong",
    "em",
    "i",
    "font",
];

/// Whether an input looks like a page: by what it begins with, after comments and declarations.
///
/// Lists of bookmarks are pages too, but not articles: other readers know them.
pub(super) fn looks(head: &Head<'_>) -> Looks {
    let text = after_comments(head.text);
    let Some(rest) = text.strip_prefix('<') else { return Looks::Other };
    if is_list_of_bookmarks(text) {
        return Looks::Other;
    }
    let declared = rest.get(..9).filter(|it| it.eq_ignore_ascii_case("!doctype "));
    if declared.is_some() {
        let kind = rest.get(9..13).unwrap_or_default();
        return if kind.eq_ignore_ascii_case("html") { Looks::Certain } else { Looks::Other };
    }
    let name: String = rest.chars().take(12).take_while(char::is_ascii_alphanumeric).collect();
    let ends =
        rest[name.len()..].starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
    let name = name.to_ascii_lowercase();
    let is_markdown = matches!(head.extension, "md" | "markdown" | "mdown" | "mkd");
    match () {
        () if !ends || name.is_empty() => Looks::Other,
        () if PAGE.contains(&&*name) => Looks::Certain,
        () if BLOCKS.contains(&&*name) && !is_markdown => {
            // A piece must be closed, or this is text that begins with a word in angle brackets.
            let is_closed = head.text.contains(&format!("</{name}")) || matches!(&*name, "p");
            if is_closed { Looks::Certain } else { Looks::Likely }
        }
        () => Looks::Other,
    }
}

/// The text without white space, comments and an XML prolog at its beginning.
fn after_comments(text: &str) -> &str {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    loop {
        let after = if rest.starts_with("<!--") {
            rest.split_once("-->")
        } else if rest.starts_with("<?xml") {
            rest.split_once("?>")
        } else {
            return rest;
        };
        let Some((_, after)) = after else { return rest };
        rest = after.trim_start();
    }
}

fn is_list_of_bookmarks(text: &str) -> bool {
    let start = text[..text.floor_char_boundary(2000)].to_ascii_lowercase();
    start.starts_with("<!doctype netscape-bookmark")
        || start.contains("<title>pocket export</title>")
}
