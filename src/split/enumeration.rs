//! Lists: the label or bullet that begins an item, and where the next item of the same list
//! begins on the same line.
//!
//! A label's full stop ends no sentence (`1. The first`), and its successor begins one even
//! without a mark before it (`1) milk 2) eggs`).

use super::marks::is_bullet;

/// What the items of a list begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marker {
    /// A bullet, the same for every item.
    Bullet(char),
    /// A number or letter that counts up.
    Label { value: Value, close: Close },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Value {
    Number(u16),
    Letter(char),
}

/// What a label ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Close {
    Stop,
    Bracket,
    StopBracket,
}

/// A list that a sentence began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Enumeration {
    next: Marker,
}

impl Enumeration {
    /// The list that `text` begins with an item of, and the length of the item's marker.
    pub(super) fn begun_by(text: &str) -> Option<(Self, usize)> {
        let (marker, len) = Marker::parse(text)?;
        let next = match marker {
            Marker::Bullet(_) => marker,
            Marker::Label { value, close } => Marker::Label { value: value.successor()?, close },
        };
        Some((Self { next }, len))
    }

    /// Whether the list's next item begins with `text`.
    pub(super) fn continues_with(self, text: &str) -> bool {
        match self.next {
            Marker::Bullet(bullet) => text.starts_with(bullet),
            label => Marker::parse(text).is_some_and(|(marker, _)| marker == label),
        }
    }
}

impl Marker {
    /// The marker that `text` begins with and its length in bytes, a bullet's label included.
    fn parse(text: &str) -> Option<(Self, usize)> {
        let first = text.chars().next()?;
        if is_bullet(first) {
            let rest = &text[first.len_utf8()..];
            let label = rest.trim_start();
            let space = rest.len() - label.len();
            let label = Self::parse_label(label).map_or(0, |(_, len)| space + len);
            return Some((Self::Bullet(first), first.len_utf8() + label));
        }
        Self::parse_label(text)
    }

    fn parse_label(text: &str) -> Option<(Self, usize)> {
        let digits = text.bytes().take(4).take_while(u8::is_ascii_digit).count();
        let (value, len) = match (digits, text.chars().next()?) {
            (1..=3, _) => (Value::Number(text[..digits].parse().ok()?), digits),
            (0, c @ ('a'..='z' | 'A'..='Z')) => (Value::Letter(c), 1),
            _ => return None,
        };
        let rest = &text[len..];
        let (close, close_len) = match rest.as_bytes() {
            [b'.', b')', ..] => (Close::StopBracket, 2),
            [b'.', ..] => (Close::Stop, 1),
            [b')', ..] => (Close::Bracket, 1),
            _ => return None,
        };
        let is_initial = matches!(value, Value::Letter('A'..='Z')) && close == Close::Stop;
        let ends = rest[close_len..].starts_with(char::is_whitespace);
        (ends && !is_initial).then_some((Self::Label { value, close }, len + close_len))
    }
}

impl Value {
    fn successor(self) -> Option<Self> {
        match self {
            Self::Number(n) => Some(Self::Number(n + 1)),
            Self::Letter('z' | 'Z') => None,
            Self::Letter(c) => char::from_u32(u32::from(c) + 1).map(Self::Letter),
        }
    }
}
