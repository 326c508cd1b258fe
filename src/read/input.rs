//! What is to be read, and what is known of it beforehand.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::table::Format;
use crate::error::{Error, Result};

/// Something to read: a name, bytes that are there or that come, and what is known of them.
pub struct Input {
    pub(super) name: String,
    pub(super) content: Content,
    pub(super) format: Option<Format>,
    pub(super) media_type: Option<String>,
    pub(super) address: Option<String>,
    pub(super) fields: Arc<FieldPaths>,
}

/// Where the bytes are.
pub(super) enum Content {
    Memory(Vec<u8>),
    File(File),
    Stream(Box<dyn Read + Send>),
}

/// Fields of JSON and columns of tables that hold what their names do not tell: names, or paths of
/// names with dots between (`payload.article.html`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldPaths {
    /// The field with the text.
    pub text: Option<String>,
    /// The field with the title.
    pub title: Option<String>,
    /// The field with the date.
    pub date: Option<String>,
}

impl Input {
    /// Bytes in memory. `name` is what errors call them, and its extension may tell the format.
    #[must_use]
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self::new(name.into(), Content::Memory(bytes.into()))
    }

    /// A file, which is opened now and read when items are asked for.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be opened or is a folder.
    pub fn file(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let failed = |source| Error::Io { path: path.to_owned(), source };
        let file = File::open(path).map_err(failed)?;
        if file.metadata().map_err(failed)?.is_dir() {
            return Err(failed(std::io::ErrorKind::IsADirectory.into()));
        }
        Ok(Self::new(path.display().to_string(), Content::File(file)))
    }

    /// Bytes that come one after the other, as from a pipe.
    #[must_use]
    pub fn stream(name: impl Into<String>, reader: impl Read + Send + 'static) -> Self {
        Self::new(name.into(), Content::Stream(Box::new(reader)))
    }

    fn new(name: String, content: Content) -> Self {
        let fields = Arc::default();
        Self { name, content, format: None, media_type: None, address: None, fields }
    }

    /// Says which format the input is in.
    #[must_use]
    pub fn format(mut self, format: Option<Format>) -> Self {
        self.format = format;
        self
    }

    /// Says what a server called the input: the value of its `Content-Type`.
    #[must_use]
    pub fn media_type(mut self, media_type: Option<String>) -> Self {
        self.media_type = media_type;
        self
    }

    /// Says where the input was fetched from: what relative links are relative to, and the address
    /// of an article that names none.
    #[must_use]
    pub fn address(mut self, address: Option<String>) -> Self {
        self.address = address;
        self
    }

    /// Says which fields hold what, where their names do not tell.
    #[must_use]
    pub fn fields(mut self, fields: FieldPaths) -> Self {
        self.fields = Arc::new(fields);
        self
    }

    /// What errors call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}
