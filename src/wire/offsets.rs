//! Offsets into a text: bytes, as Rust and most databases count, or characters, as Python and
//! people do.

use schemars::JsonSchema;
use serde::Serialize;

/// What offsets count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OffsetUnit {
    /// Bytes of UTF-8.
    #[default]
    Bytes,
    /// Unicode scalar values: what Python's `str` counts.
    Chars,
}

/// How many bytes lie between two counts that are kept.
const STRIDE: usize = 256;

/// Turns byte offsets into a text into offsets of a unit.
pub struct Offsets<'a> {
    text: &'a str,
    /// The characters before every [`STRIDE`]th byte, none where offsets are bytes.
    counts: Vec<usize>,
    unit: OffsetUnit,
}

impl<'a> Offsets<'a> {
    /// Offsets into `text`.
    #[must_use]
    pub fn new(text: &'a str, unit: OffsetUnit) -> Self {
        let mut counts = Vec::new();
        if unit == OffsetUnit::Chars {
            let mut count = 0;
            for chunk in text.as_bytes().chunks(STRIDE) {
                counts.push(count);
                count += characters(chunk);
            }
            counts.push(count);
        }
        Self { text, counts, unit }
    }

    /// The unit.
    #[must_use]
    pub fn unit(&self) -> OffsetUnit {
        self.unit
    }

    /// The offset of the byte at `byte`.
    #[must_use]
    pub fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        match self.counts.get(byte / STRIDE) {
            None => byte,
            Some(count) => {
                let from = byte / STRIDE * STRIDE;
                count + self.text.as_bytes().get(from..byte).map_or(0, characters)
            }
        }
    }
}

/// How many characters begin in these bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offset_is_the_number_of_characters_before_it() {
        let text = "Ein Maß 港🛥 e\u{301}. ".repeat(60);
        let offsets = Offsets::new(&text, OffsetUnit::Chars);
        let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        for (count, at) in ends.enumerate() {
            assert_eq!(offsets.at(at), count);
        }
        assert_eq!(Offsets::new(&text, OffsetUnit::Bytes).at(8), 8);
        assert_eq!(Offsets::new("", OffsetUnit::Chars).at(0), 0);
    }
}
