//! The bytes of a weights file, where the kernels read them in place.

use std::ops::{Deref, Range};

/// A weights file's bytes. They had better begin at a multiple of 64: a vector of a matrix whose
/// offset in the file is such a multiple then lies in one cache line.
pub(in crate::embed) enum WeightBytes {
    /// Inside the binary, wherever the program put them.
    Static(&'static [u8]),
    /// In memory of ours, aligned.
    Heap {
        /// Longer than the file by what alignment takes.
        buffer: Vec<u8>,
        /// Where the file lies in it.
        range: Range<usize>,
    },
}

impl WeightBytes {
    const ALIGNMENT: usize = 64;

    /// Takes over a file's content, moving it at most within its own memory.
    pub(in crate::embed) fn new(mut content: Vec<u8>) -> Self {
        let length = content.len();
        content.reserve_exact(Self::ALIGNMENT);
        let start = content.as_ptr().align_offset(Self::ALIGNMENT).min(Self::ALIGNMENT);
        content.resize(start + length, 0);
        content.copy_within(..length, start);
        Self::Heap { buffer: content, range: start..start + length }
    }

    /// Where `part`, a slice of these bytes, lies in them.
    pub(super) fn place(&self, part: &[u8]) -> Range<usize> {
        let start = part.as_ptr().addr() - self.as_ptr().addr();
        start..start + part.len()
    }
}

impl Deref for WeightBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Static(bytes) => bytes,
            Self::Heap { buffer, range } => &buffer[range.clone()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_kept_and_aligned() {
        for length in [0, 1, 63, 64, 1000] {
            let content: Vec<u8> = (0..length).map(|byte| byte as u8).collect();
            let bytes = WeightBytes::new(content.clone());
            assert_eq!(*bytes, content[..]);
            assert_eq!(bytes.as_ptr().align_offset(64), 0);
            assert_eq!(
                bytes.place(&bytes[length as usize / 2..]),
                length as usize / 2..length as usize
            );
        }
    }
}
