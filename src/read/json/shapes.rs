//! The forms that objects of JSON come in: what other applications export.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::article::Warning;
use crate::read::entry::Entries;
use crate::read::exports;
use crate::read::feed;
use crate::read::input::FieldPaths;
use crate::read::source::Source;

/// A form of a JSON object.
pub(crate) struct Shape {
    /// Whether an object is of this form: a whole input, or an element of an array.
    pub(crate) fits: fn(&Map<String, Value>) -> bool,
    /// The articles in it.
    pub(crate) entries: fn(Map<String, Value>, &Place) -> Entries,
}

/// All forms but that of a plain article. The first that fits is taken.
pub(crate) static SHAPES: &[Shape] = &[
    feed::json_feed::SHAPE,
    exports::wallabag::SHAPE,
    exports::wallabag::FIRST_SHAPE,
    exports::omnivore::SHAPE,
    exports::karakeep::SHAPE,
    exports::linkwarden::SHAPE,
    exports::starred::SHAPE,
    exports::miniflux::SHAPE,
    exports::raindrop::SHAPE,
    exports::readwise::DOCUMENT,
    exports::readwise::HIGHLIGHTS,
    exports::pinboard::SHAPE,
    exports::pocket::SHAPE,
    exports::browser::CHROME,
    exports::browser::FIREFOX,
    exports::container::SHAPE,
];

/// Where a value stands.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place {
    /// The input's name and the place in it.
    pub(crate) name: String,
    /// Where the input was fetched from.
    pub(crate) address: Option<String>,
    /// Fields that hold what their names do not tell.
    pub(crate) fields: Arc<FieldPaths>,
    /// What was wrong with the bytes.
    pub(crate) warnings: Vec<Warning>,
}

impl Place {
    /// The place of all that a source holds.
    pub(crate) fn of(source: &Source) -> Self {
        Self {
            name: source.name.clone(),
            address: source.address.clone(),
            fields: Arc::clone(&source.fields),
            warnings: Vec::new(),
        }
    }

    /// The place of an element of an array that stands here.
    pub(crate) fn element(&self, index: usize) -> Self {
        Self { name: format!("{}[{index}]", self.name), ..self.clone() }
    }
}
