//! Cosines between the sentences of one document, block by block.
//!
//! The whole matrix of a long document does not fit into memory (30,000 sentences: 3.6 GB), so
//! it is made in square blocks that are used and dropped. Only those on and above the diagonal
//! are made: the matrix is symmetric.

use ndarray::{Array2, ArrayView2, Axis, s};

use crate::vector::{Embeddings, normalise};

/// Rows and columns of a block: 1 MB of cosines.
const BLOCK: usize = 512;

/// The embeddings of a document's sentences, with rows that are safe to multiply.
pub(in crate::summarize) struct SentenceVectors {
    /// Shape `[n, dimensions]`; every row has length 1 or 0.
    rows: Array2<f32>,
}

/// A block of the cosine matrix.
pub(in crate::summarize) struct Block {
    /// The sentence that its first row is of.
    first_row: usize,
    /// The sentence that its first column is of.
    first_column: usize,
    cosines: Array2<f32>,
}

impl SentenceVectors {
    /// Copies `embeddings`; a row that is not finite becomes zero, which is like nothing.
    pub(in crate::summarize) fn new(embeddings: &Embeddings) -> Self {
        let mut rows = Array2::zeros((embeddings.len(), embeddings.dimensions()));
        for (mut row, source) in rows.axis_iter_mut(Axis(0)).zip(embeddings.rows()) {
            row.iter_mut().zip(source).for_each(|(to, from)| *to = *from);
            if let Some(row) = row.as_slice_mut() {
                normalise(row);
            }
        }
        Self { rows }
    }

    /// The cosine of the sentences `i` and `j`.
    pub(in crate::summarize) fn cosine(&self, i: usize, j: usize) -> f32 {
        self.rows.row(i).dot(&self.rows.row(j))
    }

    /// The number of sentences.
    pub(in crate::summarize) fn len(&self) -> usize {
        self.rows.nrows()
    }

    /// These sentences alone.
    pub(super) fn only(&self, sentences: &[usize]) -> Self {
        Self { rows: self.rows.select(Axis(0), sentences) }
    }

    /// Calls `visit(i, j, cosine)` for each sentence `i` and each `j` of these.
    pub(super) fn for_each_with(
        &self,
        sentences: &[usize],
        visit: &mut impl FnMut(usize, usize, f32),
    ) {
        let others = self.only(sentences).rows;
        for first in (0..self.len()).step_by(BLOCK) {
            let cosines = self.slice(first).dot(&others.t());
            for (i, row) in (first..).zip(cosines.axis_iter(Axis(0))) {
                for (&j, &cosine) in sentences.iter().zip(row.iter()) {
                    visit(i, j, cosine);
                }
            }
        }
    }

    /// The blocks on and above the diagonal, row after row.
    pub(in crate::summarize) fn blocks(&self) -> impl Iterator<Item = Block> + '_ {
        let starts = (0..self.len()).step_by(BLOCK);
        starts.clone().flat_map(move |first_row| {
            let columns = starts.clone().filter(move |&first| first >= first_row);
            columns.map(move |first_column| Block {
                first_row,
                first_column,
                cosines: self.slice(first_row).dot(&self.slice(first_column).t()),
            })
        })
    }

    fn slice(&self, first: usize) -> ArrayView2<'_, f32> {
        self.rows.slice(s![first..(first + BLOCK).min(self.len()), ..])
    }
}

impl Block {
    /// Calls `visit(i, j, cosine)` for each pair of sentences in the block, each once, `i < j`.
    pub(in crate::summarize) fn for_each_pair(&self, mut visit: impl FnMut(usize, usize, f32)) {
        for (i, row) in (self.first_row..).zip(self.cosines.axis_iter(Axis(0))) {
            let skip = (i + 1).saturating_sub(self.first_column);
            for (j, &cosine) in (self.first_column..).zip(row.iter()).skip(skip) {
                visit(i, j, cosine);
            }
        }
    }
}
