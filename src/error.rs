//! The one error type of the library.
//!
//! Every message says what is wrong and what to do next; [`Error::kind`] sorts errors into the
//! few classes that a caller acts on (the command line maps them to exit codes once, a server
//! to HTTP status once).

use std::borrow::Cow;
use std::io;
use std::net::IpAddr;
use std::path::PathBuf;

/// What can go wrong, with what is needed to say so.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },

    /// An input holds bytes that are no text.
    #[error("{name}: this cannot be read ({reason}); give text, a page, a feed or an export")]
    NotText {
        /// The input's name.
        name: String,
        /// What was found in it.
        reason: &'static str,
    },

    /// An input holds no text at all.
    #[error("{name}: there is no article text in it")]
    NoText {
        /// The input's name, with the line where it has lines.
        name: String,
    },

    /// A record holds no text in any field that is known to hold one.
    #[error("{name}: there is no article text in it; it has the fields {}", quoted(found))]
    NoTextField {
        /// The input's name, with the place in it.
        name: String,
        /// The fields with something in them, as paths with dots between names.
        found: Vec<String>,
    },

    /// An input was refused before it was read whole: it is too large, too deep, or of a kind that
    /// is not read.
    #[error("{name}: {reason}")]
    Refused {
        /// The input's name.
        name: String,
        /// Why, and what to do.
        reason: String,
    },
    /// An entry of an input names an article and does not hold its text.
    #[error("{name}: there is no text here, only the address {address}")]
    AddressOnly {
        /// The input's name, with the place in it.
        name: String,
        /// The address.
        address: String,
    },
    /// An input that should be JSON is not.
    #[error("{name}: not valid JSON: {source}")]
    InvalidJson {
        /// The input's name, with the line where it has lines.
        name: String,
        /// Where and why parsing failed.
        source: serde_json::Error,
    },

    /// A field of an input holds what it must not.
    #[error("{name}: the field `{field}` must be {expected}, and is {found}")]
    InvalidField {
        /// The input's name, with the line where it has lines.
        name: String,
        /// The field.
        field: &'static str,
        /// What it may hold.
        expected: &'static str,
        /// What it holds, shortened.
        found: String,
    },

    /// An option has a value that it cannot have.
    #[error("`{option}` must be {expected}, and is {found}")]
    InvalidOption {
        /// The option.
        option: &'static str,
        /// What it may be.
        expected: &'static str,
        /// What it is.
        found: String,
    },

    /// A scorer was not given one embedding for each sentence.
    #[error(
        "the scorer `{scorer}` needs an embedding for each of {sentences} sentences and has \
         {embeddings}; embed the sentences first, or take a scorer that needs none"
    )]
    EmbeddingsMismatch {
        /// The scorer.
        scorer: &'static str,
        /// The number of sentences.
        sentences: usize,
        /// The number of embeddings.
        embeddings: usize,
    },

    /// No model of that name is bundled, lies in a folder, or was pulled.
    #[error("no model `{name}`: {hint}")]
    ModelNotFound {
        /// The name as it was given.
        name: String,
        /// Where it was looked for and what to do.
        hint: String,
    },

    /// A model's file is missing, damaged or of a form that is not known.
    #[error("model file {}: {reason}", path.display())]
    InvalidModel {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },

    /// A model is of an architecture that no embedder here runs.
    #[error(
        "model {}: architecture `{architecture}` is not supported; supported are {supported}",
        path.display()
    )]
    UnsupportedArchitecture {
        /// The model's folder.
        path: PathBuf,
        /// What its configuration names.
        architecture: String,
        /// What would run.
        supported: &'static str,
    },

    /// The tokenizer failed on a text.
    #[error("tokenizing failed: {source}")]
    Tokenize {
        /// What the tokenizer said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },

    /// The model failed on a batch.
    #[error("embedding failed: {source}")]
    Embed {
        /// What the tensor library said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },

    /// A download failed.
    #[error("{what}: {reason}")]
    Network {
        /// What was to be fetched, and from where.
        what: String,
        /// What went wrong and what to do.
        reason: String,
    },

    /// An operation needs a library and the engine has none.
    #[error("no library is open")]
    NoLibrary,

    /// A library cannot be opened or used.
    #[error("library {}: {reason}", path.display())]
    LibraryUnusable {
        /// Its file, or the address of its database.
        path: PathBuf,
        /// Why, and what to do.
        reason: String,
    },

    /// There is no library at a path, and none is to be made.
    #[error("library {}: there is no library yet", path.display())]
    LibraryAbsent {
        /// The path.
        path: PathBuf,
    },

    /// A library's file is damaged.
    #[error(
        "library {} is damaged: {detail}; nothing was changed. Keep a copy of the file",
        path.display()
    )]
    LibraryDamaged {
        /// Its file, or the address of its database.
        path: PathBuf,
        /// What was found.
        detail: String,
    },

    /// A library was written by a later version of nutgraf.
    #[error(
        "library {} has schema version {found}, this nutgraf knows up to {supported}: \
         use a newer nutgraf",
        path.display()
    )]
    LibraryNewer {
        /// Its file, or the address of its database.
        path: PathBuf,
        /// The version it has.
        found: i64,
        /// The latest version known here.
        supported: i64,
    },

    /// The database refused an operation.
    #[cfg(feature = "library")]
    #[error("library {}: {source}", path.display())]
    Storage {
        /// Its file, or the address of its database.
        path: PathBuf,
        /// What the database said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },

    /// A stored vector is not of the length that its model gives.
    #[error(
        "the stored vector of article {article} has {found} values and its model gives \
         {expected}; add the article again to have it embedded anew"
    )]
    VectorLength {
        /// The article.
        article: String,
        /// The length of its vector.
        found: usize,
        /// The length that it should have.
        expected: usize,
    },

    /// No stored article answers to a reference.
    #[error("no article `{}` in the library", without_credentials(reference))]
    ArticleNotFound {
        /// The reference as it was given: an id, the start of one, a foreign id or a URL.
        reference: String,
    },

    /// No story answers to a reference, and no article.
    #[error("no story and no article `{}` in the library", without_credentials(reference))]
    StoryNotFound {
        /// The reference as it was given.
        reference: String,
    },

    /// Several stored articles, or stories, answer to a reference.
    #[error("`{reference}` could be any of {count} articles: {candidates}; give more of the id")]
    AmbiguousReference {
        /// The reference as it was given.
        reference: String,
        /// How many there are.
        count: usize,
        /// The first few of them.
        candidates: String,
    },

    /// An address is not fetched, as it is not of the public net.
    #[error("{name}: {} is {what}, and is not fetched", resolved(host, *address))]
    PrivateAddress {
        /// What was to be fetched.
        name: String,
        /// Its host.
        host: String,
        /// What the host's name resolves to.
        address: IpAddr,
        /// What is special about that.
        what: String,
    },
    /// An article that was read was refused by the library.
    #[error("{name}: {source}")]
    NotStored {
        /// Where it was read.
        name: String,
        /// Why it was refused.
        source: Box<Error>,
    },
    /// An article's id and its URL belong to two different stored articles.
    #[error(
        "its id is that of article {by_id}, its URL that of article {by_url}; remove one first"
    )]
    ConflictingIdentity {
        /// The stored article with its id.
        by_id: String,
        /// The stored article with its URL.
        by_url: String,
    },
}

/// A host, with the address that its name stands for.
fn resolved(host: &str, address: IpAddr) -> String {
    match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(named) if named == address => format!("{address}"),
        _ => format!("{host}, which is {address},"),
    }
}

/// The class of an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An input could not be read or is of no use.
    Input,
    /// What was asked for does not exist.
    NotFound,
    /// A model cannot be loaded or failed.
    Model,
    /// The library cannot be used.
    Library,
    /// The network failed.
    Network,
}

impl Error {
    /// The name of the input that it is about, with the place in it.
    #[must_use]
    pub fn input(&self) -> Option<&str> {
        match self {
            Self::NotText { name, .. }
            | Self::NoText { name }
            | Self::NoTextField { name, .. }
            | Self::Refused { name, .. }
            | Self::AddressOnly { name, .. }
            | Self::NotStored { name, .. }
            | Self::PrivateAddress { name, .. }
            | Self::InvalidJson { name, .. }
            | Self::InvalidField { name, .. } => Some(name),
            Self::Io { path, .. } => path.to_str(),
            Self::Network { what, .. } => Some(what),
            _ => None,
        }
    }

    /// The class of this error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Io { .. }
            | Self::NotText { .. }
            | Self::NoText { .. }
            | Self::NoTextField { .. }
            | Self::Refused { .. }
            | Self::AddressOnly { .. }
            | Self::PrivateAddress { .. }
            | Self::InvalidJson { .. }
            | Self::InvalidField { .. }
            | Self::InvalidOption { .. }
            | Self::ConflictingIdentity { .. } => ErrorKind::Input,
            Self::ModelNotFound { .. }
            | Self::ArticleNotFound { .. }
            | Self::StoryNotFound { .. }
            | Self::AmbiguousReference { .. } => ErrorKind::NotFound,
            Self::InvalidModel { .. }
            | Self::UnsupportedArchitecture { .. }
            | Self::Tokenize { .. }
            | Self::Embed { .. }
            | Self::EmbeddingsMismatch { .. } => ErrorKind::Model,
            Self::NoLibrary
            | Self::LibraryAbsent { .. }
            | Self::LibraryUnusable { .. }
            | Self::LibraryDamaged { .. }
            | Self::LibraryNewer { .. }
            | Self::VectorLength { .. } => ErrorKind::Library,
            #[cfg(feature = "library")]
            Self::Storage { .. } => ErrorKind::Library,
            Self::NotStored { source, .. } => source.kind(),
            Self::Network { .. } => ErrorKind::Network,
        }
    }
}

/// Names in quotation marks, with commas between.
fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// An address without the name and the password that may stand before its host: what is stored,
/// and what a message shows. What is no address comes back as it is.
#[must_use]
pub fn without_credentials(address: &str) -> Cow<'_, str> {
    let start = match address.split_once("://") {
        Some((scheme, _)) if scheme.eq_ignore_ascii_case("file") => return address.into(),
        Some((scheme, _)) => scheme.len() + "://".len(),
        // As a page writes a link to another host.
        None if address.starts_with("//") => "//".len(),
        None => return address.into(),
    };
    // Slashes that are too many are passed over by what reads addresses.
    let host = address[start..].trim_start_matches(['/', '\\']);
    let (before, _) = address.split_at(address.len() - host.len());
    let end = host.find(['/', '\\', '?', '#']).unwrap_or(host.len());
    let at = host[..end].rfind('@').or_else(|| {
        // Where no number is behind the colon, it is a password that a slash in it has cut off.
        let (_, port) = host[..end].rsplit_once(':')?;
        let is_port = port.ends_with(']') || port.bytes().all(|byte| byte.is_ascii_digit());
        host.rfind('@').filter(|_| !is_port)
    });
    match at {
        Some(at) => format!("{before}{}", &host[at + 1..]).into(),
        None => address.into(),
    }
}

/// A result whose error is [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_a_password_are_taken_out_of_an_address() {
        for (address, left) in [
            ("https://ada:secret@news.example/a", "https://news.example/a"),
            ("HTTPS://ada@news.example:8080/@b", "HTTPS://news.example:8080/@b"),
            ("https://ada:se@cret@news.example", "https://news.example"),
            ("https:///ada:secret@news.example/", "https:///news.example/"),
            ("https://\\ada:secret@news.example/", "https://\\news.example/"),
            ("https://ada:se/cret@news.example/a", "https://news.example/a"),
            ("https://ada:se?cret@news.example/a", "https://news.example/a"),
            ("https://ada:secret@[::1]:80/a", "https://[::1]:80/a"),
            ("//ada:secret@news.example/a", "//news.example/a"),
            ("ftp://ada:secret@news.example", "ftp://news.example"),
        ] {
            assert_eq!(without_credentials(address), left);
        }
        for address in [
            "https://news.example/@ada",
            "https://news.example:8080/@ada?to=bo@news.example",
            "https://news.example:/@ada",
            "https://[::1]/@ada",
            "https://[::1]:8080/@ada",
            "file:///home/ada@work/a.html",
            "mailto:ada@news.example",
            "a: note@b.txt",
            "",
        ] {
            assert_eq!(without_credentials(address), address);
        }
    }
}
