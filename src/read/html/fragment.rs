//! The text of a piece of HTML, and whether a text is one.

use super::blocks::Blocks;
use super::entities;
use super::tag::Tag;
use super::tokens::{Token, Tokens};

/// The text of a piece of HTML, all of it: blocks with blank lines between, items of lists as
/// lines with a mark. What is no text (scripts, styles, drawings, forms' fields) is left out.
pub(crate) fn text_of(fragment: &str) -> String {
    let mut blocks = Blocks::default();
    // The element that is left out, and how many of its name are open.
    let mut left_out: Option<(Tag, usize)> = None;
    let mut tokens = Tokens::new(fragment);
    while let Some(token) = tokens.next() {
        match (&mut left_out, token) {
            (Some((tag, depth)), Token::Open(opened, _)) if *tag == opened => *depth += 1,
            (Some((tag, depth)), Token::Close(closed)) if *tag == closed => {
                *depth -= 1;
                if *depth == 0 {
                    left_out = None;
                }
            }
            // A head ends where the body begins, whether it is closed or not.
            (Some((Tag::Head, _)), Token::Open(Tag::Body, _)) => left_out = None,
            (Some(_), _) => {}
            (None, Token::Text(text)) => blocks.text(text),
            (None, Token::Raw(Tag::Xmp, _, text)) => {
                blocks.open(Tag::Xmp);
                blocks.push(text);
                blocks.close(Tag::Xmp);
            }
            (None, Token::Raw(..)) => {}
            (None, Token::Open(tag, _)) if tag.is_dropped() && !tag.is_void() => {
                left_out = tokens.closes(tag).then_some((tag, 1));
            }
            (None, Token::Open(tag, _)) => blocks.open(tag),
            (None, Token::Close(tag)) => blocks.close(tag),
        }
    }
    blocks.finish()
}

/// Whether a text is HTML and not plain text: it holds elements, or several references to
/// characters.
///
/// A text in which elements are only spoken of is plain: the elements must be closed or be such
/// as are not, or have attributes.
pub(crate) fn is_markup(text: &str) -> bool {
    if !text.contains(['<', '&']) {
        return false;
    }
    let mut open = [false; Tag::COUNT];
    for token in Tokens::new(text) {
        match token {
            Token::Open(Tag::Other, _) | Token::Text(_) => {}
            Token::Open(Tag::Br | Tag::Hr | Tag::Img, _) | Token::Raw(..) => return true,
            // A paragraph may stay open.
            Token::Open(Tag::P, _) if text.trim_start().starts_with("<p") => return true,
            Token::Open(tag, attributes) => {
                let mut values = attributes.iter().filter(|(_, value)| !value.is_empty());
                if values.next().is_some() {
                    return true;
                }
                open[tag as usize] = true;
            }
            Token::Close(tag) if open[tag as usize] => return true,
            Token::Close(_) => {}
        }
    }
    entities::count(text, 2) == 2
}
