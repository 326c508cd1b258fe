//! The forms in which `embed` writes vectors.
//!
//! In: rows of `f32`. Out: JSON lines (`nutgraf.embedding/1`), the values as they are, or a file
//! of NumPy's format 1.0 (numpy.org/doc/stable/reference/generated/numpy.lib.format.html). Both
//! binary forms are little-endian whatever the machine is.

use std::io::{self, Write};

use nutgraf::embed::Windowed;
use nutgraf::wire::EmbeddingLine;
use rayon::prelude::*;

use super::output::json;

/// The length of a NumPy header, the same for every shape.
pub(crate) const NPY_HEADER: usize = 128;

/// Writes a line of JSON for each vector; `first` is the number of the first one's line.
pub(crate) fn write_json(made: &Windowed, first: u64, out: &mut impl Write) -> io::Result<()> {
    let embeddings = &made.embedded.embeddings;
    let lines: Vec<String> = (0..embeddings.len())
        .into_par_iter()
        .map(|index| {
            json(EmbeddingLine {
                line: first + index as u64,
                model: embeddings.model().as_str(),
                truncated: made.embedded.truncated[index],
                windows: made.windows[index],
                vector: embeddings.row(index),
            })
        })
        .collect::<io::Result<_>>()?;
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// Writes the values, row after row.
pub(crate) fn write_f32(made: &Windowed, out: &mut impl Write) -> io::Result<()> {
    made.embedded.embeddings.rows().try_for_each(|row| {
        let bytes: Vec<u8> = row.iter().flat_map(|value| value.to_le_bytes()).collect();
        out.write_all(&bytes)
    })
}

/// What comes before the values in a file of NumPy's.
pub(crate) fn npy_header(rows: u64, dimensions: usize) -> [u8; NPY_HEADER] {
    const MAGIC: &[u8] = b"\x93NUMPY\x01\x00";
    const START: usize = MAGIC.len() + 2;
    let shape =
        format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {dimensions}), }}");
    let mut header = [b' '; NPY_HEADER];
    header[..MAGIC.len()].copy_from_slice(MAGIC);
    header[MAGIC.len()..START].copy_from_slice(&((NPY_HEADER - START) as u16).to_le_bytes());
    // Two numbers of 20 digits, the most there are, leave room.
    header[START..START + shape.len()].copy_from_slice(shape.as_bytes());
    header[NPY_HEADER - 1] = b'\n';
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_what_numpy_writes() {
        let header = npy_header(3, 384);
        let expected =
            format!("{:<117}\n", "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 384), }");
        assert_eq!(&header[..10], b"\x93NUMPY\x01\x00\x76\x00");
        assert_eq!(str::from_utf8(&header[10..]).unwrap(), expected);
    }

    #[test]
    fn the_largest_numbers_fit_the_header() {
        let header = npy_header(u64::MAX, usize::MAX);
        assert!(header.ends_with(b" \n"));
    }
}
