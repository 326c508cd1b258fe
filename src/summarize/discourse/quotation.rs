//! Quotations that go over several sentences, or are nothing but a quotation.
//!
//! In: the sentences of a document. Out: for each, what it lacks when it stands alone: the
//! beginning of its quotation, the end, or whoever speaks. Only double quotation marks are read;
//! single ones cannot be told from apostrophes. Where each paragraph of a long quotation opens it
//! anew, each goes on in the next. A quotation that is closed nowhere near is a slip of the pen,
//! and takes no other sentence along.

/// Within so many sentences a quotation is closed.
const LONGEST: usize = 8;

/// What the quotations of a sentence need that it does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Loose {
    /// It begins inside a quotation.
    pub(super) begins_inside: bool,
    /// It opens, or is inside, a quotation that it does not close.
    pub(super) ends_inside: bool,
    /// It is all quotation, and names no speaker.
    pub(super) is_bare: bool,
}

/// What each of the sentences leaves loose.
pub(super) fn loose_ends(sentences: &[&str]) -> Vec<Loose> {
    let shapes: Vec<Shape> = sentences.iter().map(|text| Shape::of(text)).collect();
    let mut loose = vec![Loose::default(); sentences.len()];
    for (at, shape) in shapes.iter().enumerate() {
        loose[at].is_bare = shape.is_bare;
        loose[at].begins_inside |= shape.closes_first;
        if !shape.leaves_open {
            continue;
        }
        loose[at].ends_inside = true;
        let following = shapes.iter().enumerate().skip(at + 1).take(LONGEST);
        let close =
            following.take_while(|(_, next)| !next.opens_first).find(|(_, next)| next.closes_first);
        let Some((close, _)) = close else { continue };
        for inside in &mut loose[at + 1..close] {
            *inside = Loose { begins_inside: true, ends_inside: true, is_bare: false };
        }
    }
    loose
}

/// The quotation marks of one sentence.
#[derive(Clone, Copy, Debug, Default)]
struct Shape {
    /// Its first mark closes.
    closes_first: bool,
    /// It starts with a mark that opens.
    opens_first: bool,
    /// Its last mark opens.
    leaves_open: bool,
    /// Every word of it is within its own marks.
    is_bare: bool,
}

impl Shape {
    fn of(text: &str) -> Self {
        let mut shape = Self::default();
        let (mut before, mut is_open, mut is_first) = (' ', false, true);
        let mut bare = true;
        for (at, c) in text.char_indices() {
            let is_inches = c == '"' && !is_open && before.is_ascii_digit();
            if is_mark(c) && !is_inches {
                let after = text[at + c.len_utf8()..].chars().next().unwrap_or(' ');
                let opens = opens(c, before, after);
                shape.closes_first |= is_first && !opens;
                shape.opens_first |= is_first && opens && text[..at].trim().is_empty();
                (is_open, is_first) = (opens, false);
            } else if c.is_alphanumeric() {
                bare &= is_open;
            }
            before = c;
        }
        shape.leaves_open = is_open;
        shape.is_bare = bare && !is_first && !is_open;
        shape
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”')
}

/// Whether a mark between these characters opens a quotation.
fn opens(mark: char, before: char, after: char) -> bool {
    match mark {
        '“' => true,
        '”' => false,
        _ => {
            let is_outside =
                |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '-' | '–' | '—');
            is_outside(before) && !after.is_whitespace()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Loose = Loose { begins_inside: false, ends_inside: false, is_bare: false };
    const BEGINS: Loose = Loose { begins_inside: true, ..NOTHING };
    const ENDS: Loose = Loose { ends_inside: true, ..NOTHING };
    const INSIDE: Loose = Loose { begins_inside: true, ends_inside: true, is_bare: false };
    const BARE: Loose = Loose { is_bare: true, ..NOTHING };

    #[test]
    fn a_quotation_of_several_sentences_needs_them_all() {
        for text in [
            ["\"The oven is cold.", "It will be for weeks.", "We wait,\" Ada Moss said."],
            ["“The oven is cold.", "It will be for weeks.", "We wait,” Ada Moss said."],
            ["Ada Moss said: \"It is cold.", "It will be for weeks.", "We wait.\""],
        ] {
            assert_eq!(loose_ends(&text), [ENDS, INSIDE, BEGINS], "{text:?}");
        }
    }

    #[test]
    fn what_is_closed_nowhere_takes_nothing_along() {
        let text = ["\"The oven is cold.", "Rain fell.", "Ada Moss left."];
        assert_eq!(loose_ends(&text), [ENDS, NOTHING, NOTHING]);
        let text = ["“It is cold.", "“It will be for weeks,” Ada Moss said."];
        assert_eq!(loose_ends(&text), [ENDS, NOTHING]);
    }

    #[test]
    fn whole_quotations() {
        for (text, expected) in [
            ("\"The oven is cold,\" Ada Moss said.", NOTHING),
            ("\"The oven,\" she said, \"is cold.\"", NOTHING),
            ("Ada Moss called it \"cold\".", NOTHING),
            ("The 6\" loaf sold.", NOTHING),
            ("\"The oven is cold.\"", BARE),
            ("“The oven”, “the oven”.", BARE),
            ("Rain fell.", NOTHING),
            ("***", NOTHING),
        ] {
            assert_eq!(loose_ends(&[text]), [expected], "{text}");
        }
    }
}
