//! The JSON that programs exchange with nutgraf: every schema, and its documentation.
//!
//! In: what the engine and the library give. Out: lines that are written as JSON. Each is a struct
//! here, named by its [`Schema`]; the documentation below is made of these structs, as are the JSON
//! Schemas that [`SCHEMAS`] gives.
//!
//! What is read, and under which names, is in [`crate::read`].
#![doc = include_str!("json.md")]

mod article;
mod document;
mod failure;
mod found;
mod models;
mod news;
mod offsets;
mod stored;
mod story;
mod summary;
mod work;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

pub use article::{ArticleLine, ArticleOptions, Details, Extract, SentenceSpan, Statistics};
pub use document::documentation;
pub use failure::FailureLine;
pub use found::{
    Evidence, MatchingSentence, MatchingSentences, NeighborLine, Reasons, SimilarReading,
    WordHitLine,
};
pub use models::{
    CosineToOriginal, EmbedStatsLine, EmbeddingLine, ModelLine, PulledFile, PulledLine,
    QuantizedLine, StsCorrelation, WeightsFile,
};
pub use news::{BeforeLine, NearestTold, NewSentences, NewsLine, SentenceNews};
pub use offsets::{OffsetUnit, Offsets};
pub use stored::{
    AddedLine, CheckLine, FindingLine, ListedLine, PlannedLine, RecordLine, SegmentLine, StatsLine,
    ToReadLine,
};
pub use story::{DigestLine, MemberLine, QuoteLine, StoryChangeLine, StoryLine, ToldLine};
pub use summary::{InsertionLine, PickLine, ScoreLine, SpanLine, SummaryLine};
pub use work::{CopiedLine, DeadJobLine, WorkedLine};

/// A line of JSON: its schema's name, a slash and the number of its version.
pub trait Schema: Serialize + JsonSchema {
    /// The name, as in the field `schema` of each line.
    const NAME: &'static str;
    /// The commands that print such lines.
    const COMMANDS: &'static str;
}

/// A line with its schema's name before its fields.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Named<T> {
    schema: &'static str,
    #[serde(flatten)]
    line: T,
}

/// A line as it is written.
pub fn named<T: Schema>(line: T) -> Named<T> {
    Named { schema: T::NAME, line }
}

/// A schema by its name, its commands and its JSON Schema.
pub struct SchemaEntry {
    /// Its name.
    pub name: &'static str,
    /// The commands that print such lines.
    pub commands: &'static str,
    /// Its JSON Schema.
    pub schema: fn() -> schemars::Schema,
}

const fn entry<T: Schema>() -> SchemaEntry {
    SchemaEntry { name: T::NAME, commands: T::COMMANDS, schema: schema_of::<T> }
}

fn schema_of<T: Schema>() -> schemars::Schema {
    // Of what is written: a field that may be left out is not one that must be there.
    SchemaSettings::default().for_serialize().into_generator().into_root_schema_for::<T>()
}

/// All schemas.
pub static SCHEMAS: &[SchemaEntry] = &[
    entry::<ArticleLine<'static>>(),
    entry::<FailureLine<'static>>(),
    entry::<AddedLine<'static>>(),
    entry::<PlannedLine<'static>>(),
    entry::<ListedLine<'static>>(),
    entry::<NeighborLine<'static>>(),
    entry::<WordHitLine<'static>>(),
    entry::<NewsLine<'static>>(),
    entry::<StoryLine<'static>>(),
    entry::<StoryChangeLine>(),
    entry::<ToldLine<'static>>(),
    entry::<DigestLine<'static>>(),
    entry::<ToReadLine<'static>>(),
    entry::<RecordLine<'static>>(),
    entry::<CheckLine<'static>>(),
    entry::<StatsLine>(),
    entry::<EmbeddingLine<'static>>(),
    entry::<EmbedStatsLine>(),
    entry::<ModelLine<'static>>(),
    entry::<PulledLine<'static>>(),
    entry::<QuantizedLine<'static>>(),
    entry::<WorkedLine>(),
    entry::<DeadJobLine<'static>>(),
    entry::<CopiedLine>(),
];
