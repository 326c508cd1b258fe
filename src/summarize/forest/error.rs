//! Why a forest cannot be read, built or written.

use std::fmt;

/// What is wrong with a forest, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ForestError {
    /// The bytes are something else.
    NotAForest,
    /// The bytes are of another version of the format.
    Version {
        /// Their version.
        found: u32,
        /// The version that this program reads.
        supported: u32,
    },
    /// Bytes are missing, added or changed.
    Damaged {
        /// What gave it away.
        reason: &'static str,
    },
    /// The model was trained on other features than the program computes.
    WrongFeature {
        /// The place of the first difference, from 0.
        position: usize,
        /// The feature that the program computes there, if any.
        program: Option<String>,
        /// The feature that the model was trained on there, if any.
        model: Option<String>,
    },
    /// Values or nodes that make no forest.
    Invalid {
        /// What is wrong with them.
        reason: &'static str,
    },
    /// A forest is to be written with names that do not fit it.
    Names {
        /// How many features the forest has.
        features: usize,
        /// How many names there are.
        names: usize,
    },
    /// A feature's name is too long to be written.
    NameTooLong {
        /// The feature's place, from 0.
        position: usize,
        /// The length of its name in bytes.
        length: usize,
    },
}

impl fmt::Display for ForestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAForest => {
                write!(f, "this is no trained scorer; give a file that the training wrote")
            }
            Self::Version { found, supported } => write!(
                f,
                "the trained scorer has format version {found} and this program reads version \
                 {supported}; train it anew or take the program that it came with"
            ),
            Self::Damaged { reason } => write!(
                f,
                "the trained scorer is damaged ({reason}); copy it again from where it came from"
            ),
            Self::WrongFeature { position, program, model } => write!(
                f,
                "the trained scorer does not fit this program: feature {position} is {} in the \
                 program and {} in the scorer; train it anew or take the program that it came with",
                name_or_none(program.as_deref()),
                name_or_none(model.as_deref()),
            ),
            Self::Invalid { reason } => {
                write!(f, "this is no usable forest ({reason}); train it anew")
            }
            Self::Names { features, names } => write!(
                f,
                "the forest has {features} features and there are {names} names; give one for each"
            ),
            Self::NameTooLong { position, length } => write!(
                f,
                "the name of feature {position} has {length} bytes; give one of at most {}",
                u16::MAX
            ),
        }
    }
}

impl std::error::Error for ForestError {}

fn name_or_none(name: Option<&str>) -> String {
    name.map_or_else(|| "none".to_owned(), |name| format!("`{name}`"))
}
