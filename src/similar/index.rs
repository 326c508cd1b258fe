//! The index of a library's articles as it was at one moment.
//!
//! In come numbered vectors, the removals among them, and queries; out come the numbers of the nearest.
//! An index is a value: a change makes another one, which shares all segments with it, so whoever
//! searches never waits for who changes. What came last is the tail, a segment in memory that is scanned;
//! [`upkeep`](super::upkeep) turns tails into sealed segments and many segments into few.

use std::fmt;
use std::sync::Arc;

use super::blocks::Damaged;
use super::codes::{Query, Row};
use super::manifest::Mark;
use super::mask::Mask;
use super::segment::{Nearest, Segment};

/// The index of a library's vectors as it was at one moment: a value, of which a change makes another.
#[derive(Clone)]
pub struct Index {
    dimensions: usize,
    mark: Mark,
    pub(super) parts: Vec<Part>,
    /// The rows that no segment holds yet.
    tail: Arc<Segment>,
}

/// A segment and which of its rows are dead.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) segment: Arc<Segment>,
    pub(super) dead: Arc<Mask>,
    /// The name of its file; `None` while it has none.
    pub(super) name: Option<u64>,
}

impl Part {
    /// The rows that are not dead.
    pub(super) fn alive(&self) -> usize {
        self.segment.len().saturating_sub(self.dead.dead())
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index")
            .field("mark", &self.mark)
            .field("parts", &self.parts.len())
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

/// A stored vector near a query, by the number of its article.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// The number.
    pub number: u64,
    /// The cosine of the codes, which is within some thousandths that of the vectors.
    pub score: f32,
}

/// What is known of a segment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SegmentInfo {
    /// Its vectors.
    pub vectors: usize,
    /// Those that were removed or replaced since.
    pub dead: usize,
    /// The bytes of its file.
    pub bytes: usize,
    /// Whether it is searched by a graph, and not scanned.
    pub has_graph: bool,
    /// The share of the five nearest that the graph found for a sample when it was built.
    pub recall: Option<f32>,
}

impl From<Nearest> for Candidate {
    fn from(Nearest { number, score }: Nearest) -> Self {
        Self { number, score }
    }
}

impl Index {
    /// The index of a library before its first change.
    #[must_use]
    pub fn new(dimensions: usize) -> Self {
        Self::of_parts(dimensions, Mark::default(), Vec::new())
    }

    pub(super) fn of_parts(dimensions: usize, mark: Mark, parts: Vec<Part>) -> Self {
        let tail = Arc::new(Segment::of(dimensions, &[], false));
        Self { dimensions, mark, parts, tail }
    }

    /// The moment that it is of.
    #[must_use]
    pub fn mark(&self) -> Mark {
        self.mark
    }

    /// The number of values in a vector.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The number of vectors.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tail.len() + self.parts.iter().map(Part::alive).sum::<usize>()
    }

    /// Whether there is no vector.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many vectors no segment holds yet.
    #[must_use]
    pub fn tail_len(&self) -> usize {
        self.tail.len()
    }

    /// What has happened since the moment it is of, to be told one by one.
    #[must_use]
    pub fn changes(&self) -> Changes<'_> {
        Changes { before: self, touched: Vec::new() }
    }

    /// The `count` vectors nearest to `query`, or all if there are fewer, the nearest first; of equal
    /// scores the lower number first.
    ///
    /// A query of another length, or without a direction (all zero, or not finite), is near nothing.
    ///
    /// # Errors
    /// If a file is damaged: nothing of the answer can be relied on then.
    pub fn nearest(&self, query: &[f32], count: usize) -> Result<Vec<Candidate>, Damaged> {
        self.search(query, count, None)
    }

    /// The same where every walk through a graph keeps `ef` candidates: the more, the better and slower.
    ///
    /// # Errors
    /// As [`Index::nearest`].
    pub fn nearest_of(
        &self,
        query: &[f32],
        count: usize,
        ef: usize,
    ) -> Result<Vec<Candidate>, Damaged> {
        self.search(query, count, Some(ef))
    }

    fn search(
        &self,
        query: &[f32],
        count: usize,
        ef: Option<usize>,
    ) -> Result<Vec<Candidate>, Damaged> {
        let Some(query) = Query::of(query, self.dimensions) else { return Ok(Vec::new()) };
        let mut found: Vec<Candidate> = Vec::new();
        for part in &self.parts {
            found.extend(
                part.segment
                    .nearest(&query, count, &part.dead, ef)?
                    .into_iter()
                    .map(Candidate::from),
            );
        }
        let tail = self.tail.nearest(&query, count, &Mask::default(), ef)?;
        found.extend(tail.into_iter().map(Candidate::from));
        found.sort_unstable_by(best_first);
        found.truncate(count);
        Ok(found)
    }

    /// The `count` nearest of the vectors with these numbers, each looked at; a number without a vector is
    /// passed over.
    ///
    /// # Errors
    /// As [`Index::nearest`].
    pub fn nearest_among(
        &self,
        query: &[f32],
        count: usize,
        numbers: impl IntoIterator<Item = u64>,
    ) -> Result<Vec<Candidate>, Damaged> {
        let Some(query) = Query::of(query, self.dimensions) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for number in numbers {
            if let Some(score) = self.score(&query, number)? {
                found.push(Candidate { number, score });
            }
        }
        found.sort_unstable_by(best_first);
        found.truncate(count);
        Ok(found)
    }

    fn score(&self, query: &Query, number: u64) -> Result<Option<f32>, Damaged> {
        if let Some(row) = self.tail.find(number)? {
            return self.tail.score(query, row).map(Some);
        }
        for part in &self.parts {
            if let Some(row) = part.segment.find(number)?.filter(|&row| !part.dead.has(row)) {
                return part.segment.score(query, row).map(Some);
            }
        }
        Ok(None)
    }

    /// What is known of each segment.
    #[must_use]
    pub fn segments(&self) -> Vec<SegmentInfo> {
        let info = |part: &Part| SegmentInfo {
            vectors: part.alive(),
            dead: part.dead.dead(),
            bytes: part.segment.file_length(),
            recall: part.segment.recall(),
            has_graph: part.segment.has_graph(),
        };
        self.parts.iter().map(info).collect()
    }

    /// Compares every byte of the segments with its checksum.
    ///
    /// # Errors
    /// What is damaged.
    pub fn verify(&self) -> Result<(), Damaged> {
        self.parts.iter().try_for_each(|part| part.segment.verify())
    }

    /// The same with the tail as a segment among the others; itself if there is none.
    #[must_use]
    pub fn sealed(&self) -> Self {
        let mut sealed = self.clone();
        if sealed.tail.len() > 0 {
            sealed.parts.push(Part {
                segment: Arc::clone(&sealed.tail),
                dead: Arc::default(),
                name: None,
            });
            sealed.tail = Arc::new(Segment::of(self.dimensions, &[], false));
        }
        sealed
    }
}

fn best_first(a: &Candidate, b: &Candidate) -> std::cmp::Ordering {
    b.score.total_cmp(&a.score).then(a.number.cmp(&b.number))
}

/// What has happened to the vectors since an index was made.
#[derive(Debug)]
pub struct Changes<'a> {
    before: &'a Index,
    /// The numbers whose vector is another one or gone, each with what it has in its place.
    touched: Vec<(u64, Option<Row>)>,
}

impl Changes<'_> {
    /// An article has no vector any more, or has none that points anywhere.
    pub fn remove(&mut self, number: u64) {
        self.touched.push((number, None));
    }

    /// An article has this vector from now on. One of another length, or without a direction, is near
    /// nothing.
    pub fn put(&mut self, number: u64, vector: &[f32]) {
        self.touched.push((number, Row::of(vector, self.before.dimensions)));
    }

    /// The index after these changes, as of this moment. Of several changes to one article the last counts.
    ///
    /// # Errors
    /// If a file is damaged.
    pub fn applied(mut self, mark: Mark) -> Result<Index, Damaged> {
        let before = self.before;
        let mut after = Index { mark, ..before.clone() };
        if self.touched.is_empty() {
            return Ok(after);
        }
        // A stable sort keeps the last of each number last.
        self.touched.sort_by_key(|(number, _)| *number);
        self.touched.reverse();
        self.touched.dedup_by_key(|(number, _)| *number);
        self.touched.reverse();
        for part in &mut after.parts {
            let mut dead = None;
            for &(number, _) in &self.touched {
                if let Some(row) = part.segment.find(number)?.filter(|&row| !part.dead.has(row)) {
                    dead.get_or_insert_with(|| Mask::clone(&part.dead)).insert(row);
                }
            }
            if let Some(dead) = dead {
                part.dead = Arc::new(dead);
            }
        }
        let mut rows = Vec::with_capacity(before.tail.len() + self.touched.len());
        for row in before.tail.rows(&Mask::default()) {
            let row = row?;
            if self.touched.binary_search_by_key(&row.0, |(number, _)| *number).is_err() {
                rows.push(row);
            }
        }
        let came = self.touched.into_iter().filter_map(|(number, row)| Some((number, row?)));
        rows.extend(came);
        rows.sort_unstable_by_key(|(number, _)| *number);
        after.tail = Arc::new(Segment::of(before.dimensions, &rows, false));
        Ok(after)
    }
}
