//! The index of a library's articles, kept in a file beside it.
//!
//! The file is derived data. It is used if it is whole and bears the [`Fingerprint`] of the
//! library as it is now; in every other case the index is built anew from the library's
//! vectors, and the file replaced. Nothing that happens to the file changes an answer.

use std::fmt;
use std::io;
use std::path::Path;

use super::file::{self, Opened, StoredKind, Unusable};
use super::{ExactIndex, Hit, HnswIndex, Rows, SimilarIndex};
use crate::article::ArticleId;
use crate::error::{Error, Result};
use crate::vector::ModelId;

/// From this many articles on, [`IndexKind::Auto`] builds a graph: a scan of so many takes
/// a tenth of a second or two, which a reader begins to feel. See the module's figures.
const HNSW_FROM: usize = 1_000_000;

/// A stored article near a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbor {
    /// The article.
    pub id: ArticleId,
    /// The cosine of its vector with the query, within [-1, 1].
    pub score: f32,
}

/// What an index is of. An index with another fingerprint is stale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// The identity of the library, at most 4,096 bytes.
    pub library: String,
    /// The generation of its contents: another one whenever an article or a vector changes.
    pub generation: u64,
    /// The model that made the vectors.
    pub model: ModelId,
    /// The number of values in a vector.
    pub dimensions: usize,
}

/// The kind of index to build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IndexKind {
    /// Exact where exact is fast, a graph beyond; whichever is stored already, if it is current.
    #[default]
    Auto,
    /// Always exact.
    Exact,
    /// Always a graph, which costs as much to build as some 40,000 exact answers, and again when
    /// the library changes: for services that are asked more often than that in between.
    Hnsw,
}

impl IndexKind {
    fn accepts(self, stored: StoredKind) -> bool {
        match self {
            Self::Auto => true,
            Self::Exact => stored == StoredKind::Exact,
            Self::Hnsw => stored == StoredKind::Hnsw,
        }
    }

    fn to_build(self, articles: usize) -> StoredKind {
        match self {
            Self::Auto if articles < HNSW_FROM => StoredKind::Exact,
            Self::Exact => StoredKind::Exact,
            Self::Auto | Self::Hnsw => StoredKind::Hnsw,
        }
    }
}

/// The state of a stored index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexState {
    /// It is whole and of the library as it is now.
    Current,
    /// It is whole and of something else: what, is said here.
    Stale(String),
    /// It is not what was once written: why, is said here.
    Damaged(String),
    /// There is none.
    Absent,
}

impl fmt::Display for IndexState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Current => f.write_str("current"),
            Self::Stale(why) => write!(f, "stale: {why}"),
            Self::Damaged(why) => write!(f, "damaged: {why}"),
            Self::Absent => f.write_str("absent"),
        }
    }
}

impl From<Unusable> for IndexState {
    fn from(unusable: Unusable) -> Self {
        match unusable {
            Unusable::Absent => Self::Absent,
            Unusable::OtherVersion(version) => {
                Self::Stale(format!("it is of format version {version}"))
            }
            Unusable::Damaged(why) => Self::Damaged(why),
        }
    }
}

/// How an index came to be.
#[derive(Debug)]
pub enum How {
    /// It was loaded from its file.
    Loaded,
    /// It was built from the library's vectors.
    Built {
        /// The state of the file that made it necessary.
        because: IndexState,
        /// Why the index could not be stored, if so; it answers all the same, and the next
        /// one to open it has to build it again.
        not_saved: Option<io::Error>,
    },
}

/// An index of either kind.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Index {
    Exact(ExactIndex),
    Hnsw(HnswIndex),
}

/// The index of a library's articles.
pub struct ArticleIndex {
    /// The article of each row.
    ids: Vec<ArticleId>,
    index: Box<dyn SimilarIndex>,
}

impl fmt::Debug for ArticleIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArticleIndex")
            .field("kind", &self.kind())
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

impl ArticleIndex {
    /// Loads the index at `path`, or builds it from `rows` and stores it there.
    ///
    /// `rows` gives the articles and their vectors of `fingerprint.dimensions` values; it is
    /// called only if the file is of no use. An article whose vector has no direction (all
    /// zero, or not finite) is near nothing and is left out.
    ///
    /// # Errors
    /// Those of `rows`, and [`Error::VectorLength`] if a vector is of another length. Never
    /// because of the file: whatever is wrong with it, and failing to write it, is in [`How`].
    pub fn open_or_build(
        path: &Path,
        fingerprint: &Fingerprint,
        rows: impl FnOnce() -> Result<Vec<(ArticleId, Vec<f32>)>>,
        kind: IndexKind,
    ) -> Result<(Self, How)> {
        let because = match load(path, fingerprint, kind) {
            Ok(loaded) => return Ok((loaded, How::Loaded)),
            Err(state) => state,
        };
        let (ids, index) = build(fingerprint, rows()?, kind)?;
        let not_saved = file::write(path, fingerprint, &ids, &index).err();
        Ok((Self::new(ids, index), How::Built { because, not_saved }))
    }

    /// Builds an index that is kept in memory alone.
    ///
    /// # Errors
    /// [`Error::VectorLength`] if a vector is not of `fingerprint.dimensions` values.
    pub fn build(
        fingerprint: &Fingerprint,
        rows: Vec<(ArticleId, Vec<f32>)>,
        kind: IndexKind,
    ) -> Result<Self> {
        let (ids, index) = build(fingerprint, rows, kind)?;
        Ok(Self::new(ids, index))
    }

    fn new(ids: Vec<ArticleId>, index: Index) -> Self {
        let index: Box<dyn SimilarIndex> = match index {
            Index::Exact(index) => Box::new(index),
            Index::Hnsw(index) => Box::new(index),
        };
        Self { ids, index }
    }

    /// The name of the kind of index that it is, see [`SimilarIndex::name`].
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.index.name()
    }

    /// The number of articles in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is no article in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The `k` articles nearest to `query` that are not among `except`, best first.
    ///
    /// Of equal scores, the article that came first when the index was built comes first.
    /// Fewer than `k` come back only if there are no more. A query of another length, or
    /// without a direction, is near nothing.
    #[must_use]
    pub fn nearest(&self, query: &[f32], k: usize, except: &[ArticleId]) -> Vec<Neighbor> {
        let hits = self.index.nearest(query, k.saturating_add(except.len()));
        hits.into_iter()
            .filter_map(|Hit { row, score }| Some(Neighbor { id: *self.ids.get(row)?, score }))
            .filter(|neighbor| !except.contains(&neighbor.id))
            .take(k)
            .collect()
    }
}

/// The state of the index stored at `path`, every byte of it checked, and nothing changed.
#[must_use]
pub fn verify(path: &Path, fingerprint: &Fingerprint) -> IndexState {
    let checked = file::open(path).and_then(|opened| {
        let difference = difference(&opened.header.fingerprint, fingerprint);
        opened.read().map(|_| difference)
    });
    match checked {
        Ok(None) => IndexState::Current,
        Ok(Some(why)) => IndexState::Stale(why),
        Err(unusable) => unusable.into(),
    }
}

/// Builds the index of these rows, and the article of each of its rows.
fn build(
    fingerprint: &Fingerprint,
    rows: Vec<(ArticleId, Vec<f32>)>,
    kind: IndexKind,
) -> Result<(Vec<ArticleId>, Index)> {
    let (ids, rows) = with_direction(fingerprint, rows)?;
    let index = match kind.to_build(ids.len()) {
        StoredKind::Exact => Index::Exact(ExactIndex::new(rows)),
        StoredKind::Hnsw => Index::Hnsw(HnswIndex::build(rows)),
    };
    Ok((ids, index))
}

/// Loads an index if it is the one asked for; else says what is wrong with it.
fn load(path: &Path, wanted: &Fingerprint, kind: IndexKind) -> Result<ArticleIndex, IndexState> {
    let opened = file::open(path)?;
    if let Some(why) = difference(&opened.header.fingerprint, wanted) {
        return Err(IndexState::Stale(why));
    }
    if !kind.accepts(opened.header.kind) {
        return Err(IndexState::Stale("it is of another kind".to_owned()));
    }
    let (ids, index) = Opened::read(opened)?;
    Ok(ArticleIndex::new(ids, index))
}

/// How a fingerprint differs from the one that is wanted.
fn difference(found: &Fingerprint, wanted: &Fingerprint) -> Option<String> {
    if found.library != wanted.library {
        Some("it is of another library".to_owned())
    } else if found.model != wanted.model || found.dimensions != wanted.dimensions {
        Some(format!("it is of the model {}, not {}", found.model, wanted.model))
    } else if found.generation != wanted.generation {
        Some("the library has changed since".to_owned())
    } else {
        None
    }
}

/// The articles whose vectors have a direction, and these vectors.
fn with_direction(
    fingerprint: &Fingerprint,
    articles: Vec<(ArticleId, Vec<f32>)>,
) -> Result<(Vec<ArticleId>, Rows)> {
    let mut rows = Rows::new(fingerprint.dimensions);
    let mut ids = Vec::with_capacity(articles.len());
    for (id, vector) in articles {
        if vector.len() != fingerprint.dimensions {
            return Err(Error::VectorLength {
                article: id.to_string(),
                found: vector.len(),
                expected: fingerprint.dimensions,
            });
        }
        if rows.push(&vector) {
            ids.push(id);
        }
    }
    Ok((ids, rows))
}
