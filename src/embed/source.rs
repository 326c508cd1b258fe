//! Which model to load: the bundled one, a folder, or one pulled from a hub.

use std::fmt;
use std::path::{Path, PathBuf};

use super::Embedder;
use super::folder;
#[cfg(feature = "hub")]
use super::hub::{Cached, Hub, ModelReference};
use crate::error::{Error, Result};

/// The name of the model inside the binary.
pub const BUNDLED_MODEL: &str = "all-minilm-l6-v2";

/// Where a model is loaded from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModelSource {
    /// The model inside the binary (feature `bundled-model`).
    Bundled,
    /// A folder, in the hub's form or our int8 form.
    Folder(PathBuf),
    /// A repository pulled before (feature `hub`).
    #[cfg(feature = "hub")]
    Pulled(ModelReference),
}

impl ModelSource {
    /// Reads what `--model` takes: the bundled model's name, a folder, or
    /// `owner/name[@revision]`. A folder that exists goes before a repository of that name.
    ///
    /// # Errors
    /// [`Error::ModelNotFound`] if it is none of these.
    pub fn parse(name: &str) -> Result<Self> {
        if name == BUNDLED_MODEL {
            return Ok(Self::Bundled);
        }
        let path = Path::new(name);
        if path.is_dir() {
            return Ok(Self::Folder(path.to_owned()));
        }
        #[cfg(feature = "hub")]
        if let Ok(reference) = name.parse() {
            return Ok(Self::Pulled(reference));
        }
        Err(Error::ModelNotFound {
            name: name.to_owned(),
            hint: format!(
                "it is neither the bundled `{BUNDLED_MODEL}`, nor a folder, nor of the form \
                 owner/name[@revision]"
            ),
        })
    }

    /// The folder that the model's files are in; none for the bundled model.
    ///
    /// # Errors
    /// [`Error::ModelNotFound`] if it was not pulled.
    pub fn folder(&self) -> Result<Option<PathBuf>> {
        match self {
            Self::Bundled => Ok(None),
            Self::Folder(path) => Ok(Some(path.clone())),
            #[cfg(feature = "hub")]
            Self::Pulled(reference) => Ok(Some(cached(reference)?.folder)),
        }
    }

    /// The repository, `owner/name`, and the full commit of a pulled model; none for the others.
    ///
    /// # Errors
    /// [`Error::ModelNotFound`] if it was not pulled.
    pub fn repository(&self) -> Result<Option<(String, String)>> {
        #[cfg(feature = "hub")]
        if let Self::Pulled(reference) = self {
            let cached = cached(reference)?;
            return Ok(Some((cached.repository, cached.revision)));
        }
        Ok(None)
    }

    /// Loads the model.
    ///
    /// # Errors
    /// [`Error::ModelNotFound`], [`Error::InvalidModel`], [`Error::UnsupportedArchitecture`] or
    /// [`Error::Io`]. Opens no connection.
    pub fn load(&self) -> Result<Box<dyn Embedder>> {
        match self.folder()? {
            Some(folder) => folder::load(&folder, &self.name(&folder)),
            None => bundled(),
        }
    }

    /// What the id of a model begins with: its repository, or its folder's name.
    fn name(&self, folder: &Path) -> String {
        #[cfg(feature = "hub")]
        if let Self::Pulled(reference) = self {
            return reference.repository().to_owned();
        }
        // `.` and `..` have no name until they are resolved.
        let resolved = folder.file_name().is_none().then(|| folder.canonicalize().ok()).flatten();
        let named = resolved.as_deref().unwrap_or(folder).file_name();
        named.map_or_else(|| "model".to_owned(), |name| name.to_string_lossy().into_owned())
    }
}

/// A model in the hub's cache, or how to get it there.
#[cfg(feature = "hub")]
fn cached(reference: &ModelReference) -> Result<Cached> {
    Hub::from_env()?.cached(reference).ok_or_else(|| Error::ModelNotFound {
        name: reference.to_string(),
        hint: "it is not on this machine".to_owned(),
    })
}

#[cfg(feature = "bundled-model")]
fn bundled() -> Result<Box<dyn Embedder>> {
    Ok(Box::new(super::bundled::load()?))
}

#[cfg(not(feature = "bundled-model"))]
fn bundled() -> Result<Box<dyn Embedder>> {
    Err(Error::ModelNotFound {
        name: BUNDLED_MODEL.to_owned(),
        hint: "this build has no bundled model; name a folder".to_owned(),
    })
}

impl fmt::Display for ModelSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bundled => f.write_str(BUNDLED_MODEL),
            Self::Folder(path) => path.display().fmt(f),
            #[cfg(feature = "hub")]
            Self::Pulled(reference) => reference.fmt(f),
        }
    }
}
