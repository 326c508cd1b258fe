//! A segment: rows that do not change any more, in int8, with a graph over them where they are many.
//!
//! In come numbered vectors; out come the numbers of those nearest to a query. A segment is the same
//! in memory and in its file, which is mapped and read a block at a time (see
//! [`blocks`](super::blocks)). All numbers are little-endian:
//!
//! | part | holds |
//! |---|---|
//! | block 0 | magic (16 bytes), format version, dimensions, rows, room for links, words above (u32 each), measured recall (f32), CRC-32 of these |
//! | records | one a row, by number ascending: the codes (a byte each), number (u64), one over the codes' length (f32), and where there is room for links their count and the links (u32 each) |
//! | above | the graph's layers above the lowest, the copies and the orphans, as words (u32) |
//!
//! A record is a multiple of 64 bytes, the line of a cache, and never lies across two blocks unless it is
//! longer than one.

use std::io::{self, Write};
use std::path::Path;

use super::blocks::{BLOCK, Blocks, Damaged};
use super::build::{CodedRows, Graph, MOST_LINKS};
use super::codes::{Query, Row};
use super::graph::{Layers, take};

mod search;

pub(crate) use search::Nearest;

const MAGIC: &[u8; 16] = b"nutgraf segment\n";
const VERSION: u32 = 1;
/// Where the header's checksum lies.
const HEADER: usize = 16 + 6 * 4;
/// The parts of a record behind its codes.
const NUMBER: usize = 8;
const LENGTH: usize = 4;
/// A line of the cache.
const LINE: usize = 64;

/// From so many rows on, a segment has a graph.
pub(super) const GRAPH_FROM: usize = 16_384;

/// Rows of int8 by number, searched exactly or by walking a graph.
#[derive(Debug)]
pub(crate) struct Segment {
    blocks: Blocks,
    shape: Shape,
    layers: Layers,
    /// Pairs of a row in the graph and a later row that equals it, ascending.
    copies: Vec<[u32; 2]>,
    /// The rows that the graph does not lead to, ascending.
    orphans: Vec<u32>,
    recall: f32,
}

/// How records lie in blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shape {
    dimensions: usize,
    rows: usize,
    /// Room for so many links in a record; 0 in a segment without a graph.
    room: usize,
    /// The bytes of a record.
    record: usize,
    /// The records of a block; 1 where a record is longer than a block.
    per_block: usize,
    /// 2^64 over that, rounded up: a multiplication takes the place of a division.
    reciprocal: u64,
    /// The blocks of so many records.
    stride: usize,
}

impl Shape {
    fn new(dimensions: usize, rows: usize, room: usize) -> Self {
        let links = if room == 0 { 0 } else { 4 + 4 * room };
        let record = (dimensions + NUMBER + LENGTH + links).next_multiple_of(LINE);
        let per_block = (BLOCK / record).max(1);
        let reciprocal = u64::try_from((1u128 << 64).div_ceil(per_block as u128));
        Self {
            dimensions,
            rows,
            room,
            record,
            per_block,
            reciprocal: reciprocal.unwrap_or(0),
            stride: record.div_ceil(BLOCK),
        }
    }

    /// Where a row's record begins.
    #[inline]
    fn start(&self, row: usize) -> usize {
        // Exact for rows of 32 bits; a reciprocal of 1 does not fit and is 0.
        let block = match self.reciprocal {
            0 => row,
            reciprocal => ((row as u128 * u128::from(reciprocal)) >> 64) as usize,
        };
        let place = row - block * self.per_block;
        (1 + block * self.stride) * BLOCK + place * self.record
    }

    /// Where what lies above the records begins.
    fn end(&self) -> usize {
        (1 + self.rows.div_ceil(self.per_block) * self.stride) * BLOCK
    }
}

/// A row as it is kept.
struct Record<'a> {
    number: u64,
    inverse_length: f32,
    codes: &'a [u8],
}

impl Segment {
    /// The segment of these rows, whose numbers ascend, with a graph if they are many or
    /// `with_graph` is set.
    pub(super) fn of(dimensions: usize, rows: &[(u64, Row)], with_graph: bool) -> Self {
        let numbers: Vec<u64> = rows.iter().map(|(number, _)| *number).collect();
        let coded = CodedRows {
            dimensions,
            codes: rows.iter().flat_map(|(_, row)| row.codes.iter().copied()).collect(),
            inverse_lengths: rows.iter().map(|(_, row)| row.inverse_length).collect(),
        };
        Self::of_coded(&numbers, &coded, with_graph)
    }

    /// The same of rows that are in one piece.
    pub(super) fn of_coded(numbers: &[u64], rows: &CodedRows, with_graph: bool) -> Self {
        debug_assert!(numbers.is_sorted_by(|a, b| a < b), "numbers ascend");
        let graph = with_graph.then(|| Graph::build(rows));
        let mut segment = Self::with_links(numbers, rows, graph);
        if with_graph {
            segment.recall = segment.measure_recall();
            let mut header = segment.blocks.read(0, HEADER + 4).unwrap_or_default().to_vec();
            header[16 + 5 * 4..HEADER].copy_from_slice(&segment.recall.to_le_bytes());
            seal_header(&mut header);
            segment.blocks.replace_head(&header);
        }
        segment
    }

    fn with_links(numbers: &[u64], rows: &CodedRows, graph: Option<Graph>) -> Self {
        let room = if graph.is_some() { MOST_LINKS } else { 0 };
        let shape = Shape::new(rows.dimensions, numbers.len(), room);
        let mut bytes = vec![0; shape.end()];
        for (row, number) in numbers.iter().enumerate() {
            let record = &mut bytes[shape.start(row)..][..shape.record];
            let (codes, rest) = record.split_at_mut(rows.dimensions);
            codes.copy_from_slice(rows.row(row as u32));
            rest[..NUMBER].copy_from_slice(&number.to_le_bytes());
            rest[NUMBER..][..LENGTH].copy_from_slice(&rows.inverse_lengths[row].to_le_bytes());
            if let Some(graph) = &graph {
                let links = &graph.base[row];
                let words = std::iter::once(links.len() as u32).chain(links.iter().copied());
                let room = rest[NUMBER + LENGTH..].as_chunks_mut::<4>().0;
                room.iter_mut().zip(words).for_each(|(place, word)| *place = word.to_le_bytes());
            }
        }
        let graph = graph.unwrap_or_default();
        let mut words = Vec::new();
        if shape.room > 0 {
            graph.layers.write_words(&mut words);
            words.push(graph.copies.len() as u32);
            words.extend(graph.copies.as_flattened());
            words.push(graph.orphans.len() as u32);
            words.extend(&graph.orphans);
        }
        bytes.extend(words.iter().flat_map(|word| word.to_le_bytes()));
        write_header(&mut bytes, &shape, words.len(), f32::NAN);
        let Graph { layers, copies, orphans, .. } = graph;
        let blocks = Blocks::owned(bytes);
        Self { blocks, shape, layers, copies, orphans, recall: f32::NAN }
    }

    /// Opens a segment's file: its header and what lies above its records are read.
    pub(super) fn open(path: &Path) -> Result<Self, Damaged> {
        let blocks = Blocks::open(path)?;
        let header = blocks.read(0, HEADER + 4)?;
        if !header.starts_with(MAGIC) {
            return Err(Damaged::because("it is not a segment of an index"));
        }
        if crc32fast::hash(&header[..HEADER]).to_le_bytes() != header[HEADER..] {
            return Err(Damaged::because("its header does not match its checksum"));
        }
        let word = |index: usize| {
            let bytes = header[16..].as_chunks::<4>().0[index];
            u32::from_le_bytes(bytes)
        };
        let [version, dimensions, rows, room, words] = [0, 1, 2, 3, 4].map(word);
        if version != VERSION {
            return Err(Damaged(format!("it is of format version {version}")));
        }
        if room as usize > MOST_LINKS || dimensions as usize > BLOCK {
            return Err(Damaged::because("its lengths are impossible"));
        }
        let shape = Shape::new(dimensions as usize, rows as usize, room as usize);
        let above = blocks.read(shape.end(), 4 * words as usize)?;
        let words: Vec<u32> =
            above.as_chunks::<4>().0.iter().map(|&word| u32::from_le_bytes(word)).collect();
        let (layers, copies, orphans) = if shape.room == 0 {
            Default::default()
        } else {
            let graph = above_from_words(&words, rows);
            graph.ok_or_else(|| Damaged::because("its graph is not one of its rows"))?
        };
        let recall = f32::from_bits(word(5));
        Ok(Self { blocks, shape, layers, copies, orphans, recall })
    }

    /// Writes the segment as a file.
    pub(super) fn write(&self, file: &mut impl Write) -> io::Result<()> {
        self.blocks.write(file)
    }

    /// Compares all of it with its checksums.
    pub(super) fn verify(&self) -> Result<(), Damaged> {
        self.blocks.compare_all()
    }

    /// What tells it from any other segment.
    pub(super) fn checksum(&self) -> u32 {
        self.blocks.checksum()
    }

    /// The bytes of its file.
    pub(super) fn file_length(&self) -> usize {
        self.blocks.file_length()
    }

    /// The number of rows.
    pub(super) fn len(&self) -> usize {
        self.shape.rows
    }

    /// Whether it has a graph.
    pub(super) fn has_graph(&self) -> bool {
        self.shape.room > 0
    }

    /// The share of the five nearest that its graph found, when it was built; `None` where there is none.
    pub(super) fn recall(&self) -> Option<f32> {
        Some(self.recall).filter(|recall| recall.is_finite())
    }

    /// The number of values in a row.
    pub(super) fn dimensions(&self) -> usize {
        self.shape.dimensions
    }

    #[inline]
    fn record(&self, row: usize) -> Result<Record<'_>, Damaged> {
        let length = self.shape.dimensions + NUMBER + LENGTH;
        let bytes = self.blocks.read(self.shape.start(row), length)?;
        let (codes, rest) = bytes.split_at(self.shape.dimensions);
        let (number, inverse_length) = rest.split_at(NUMBER);
        Ok(Record {
            number: u64::from_le_bytes(number.try_into().unwrap_or_default()),
            inverse_length: f32::from_le_bytes(inverse_length.try_into().unwrap_or_default()),
            codes,
        })
    }

    /// The number of a row.
    pub(super) fn number(&self, row: usize) -> Result<u64, Damaged> {
        let start = self.shape.start(row) + self.shape.dimensions;
        let bytes = self.blocks.read(start, NUMBER)?;
        Ok(u64::from_le_bytes(bytes.try_into().unwrap_or_default()))
    }

    /// The row with this number, if there is one.
    pub(super) fn find(&self, number: u64) -> Result<Option<usize>, Damaged> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.number(middle)?.cmp(&number) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Ok(Some(middle)),
            }
        }
        Ok(None)
    }

    /// Each row but those that are dead, with its number.
    pub(super) fn rows(
        &self,
        dead: &super::mask::Mask,
    ) -> impl Iterator<Item = Result<(u64, Row), Damaged>> {
        (0..self.len()).filter(|&row| !dead.has(row)).map(|row| {
            let record = self.record(row)?;
            let row = Row { inverse_length: record.inverse_length, codes: record.codes.to_vec() };
            Ok((record.number, row))
        })
    }

    /// Appends a row to others.
    pub(super) fn append(&self, row: usize, rows: &mut CodedRows) -> Result<(), Damaged> {
        let record = self.record(row)?;
        rows.codes.extend_from_slice(record.codes);
        rows.inverse_lengths.push(record.inverse_length);
        Ok(())
    }

    /// About the cosine of a query and a row.
    pub(super) fn score(&self, query: &Query, row: usize) -> Result<f32, Damaged> {
        let record = self.record(row)?;
        Ok(query.score(record.inverse_length, record.codes))
    }
}

fn write_header(bytes: &mut [u8], shape: &Shape, words: usize, recall: f32) {
    bytes[..16].copy_from_slice(MAGIC);
    let numbers = [
        VERSION,
        shape.dimensions as u32,
        shape.rows as u32,
        shape.room as u32,
        words as u32,
        recall.to_bits(),
    ];
    for (place, number) in bytes[16..HEADER].as_chunks_mut::<4>().0.iter_mut().zip(numbers) {
        *place = number.to_le_bytes();
    }
    seal_header(bytes);
}

fn seal_header(bytes: &mut [u8]) {
    let checksum = crc32fast::hash(&bytes[..HEADER]).to_le_bytes();
    bytes[HEADER..HEADER + 4].copy_from_slice(&checksum);
}

type Above = (Layers, Vec<[u32; 2]>, Vec<u32>);

/// What lies above the records of so many rows.
fn above_from_words(mut words: &[u32], rows: u32) -> Option<Above> {
    let words = &mut words;
    let layers = Layers::from_words(words, rows)?;
    let count = take(words, 1)?[0] as usize;
    let (copies, _) = take(words, count.checked_mul(2)?)?.as_chunks::<2>();
    let count = take(words, 1)?[0] as usize;
    let orphans = take(words, count)?;
    let mut numbers = copies.as_flattened().iter().chain(orphans);
    let whole = words.is_empty() && copies.is_sorted() && numbers.all(|&row| row < rows);
    whole.then(|| (layers, copies.to_vec(), orphans.to_vec()))
}
