//! Models from a hub: fetching them on demand, and finding those already fetched, offline.
//!
//! In comes a [`ModelReference`], out goes a folder with the model's files. Loading them is
//! not done here, and only [`Hub::pull`] opens a connection.
//!
//! # What a pull guarantees
//!
//! - **Pinned.** A branch or tag is resolved to a commit once, and every file is fetched at
//!   that commit. [`Pulled::revision`] says which, whatever was asked for.
//! - **Checked.** A file is compared with the sha256 under which the hub stores it (git LFS:
//!   all weights), or by length and syntax where the hub knows none (small JSON files), before
//!   it gets the name that anyone reads. So there is never half a file, an error page or the
//!   login page of a network in the cache. What was fetched before is checked again.
//! - **Timed.** See [`Timeouts`]. A transfer that broke off or was killed goes on where it
//!   stopped when the command is run again.
//! - **Shared.** The cache has the layout of the hub's own tools: what one pulled, all find.
//!   Two pulls of one model at once take turns.
//!
//! # What `hf-hub` does here
//!
//! The crate `hf-hub` 0.5 gives the client (the hub's address, headers, token, redirects and
//! TLS), the addresses of files, the description of a repository and the layout of the cache.
//! Its own `download` is not used: it has no timeout, checks no hash, puts a file in place before
//! anyone could check it, appends to a partial file whatever the server answers, and uses an
//! `ETag` or commit from the network as a path, so that a hub could write anywhere. The
//! request that its `info_request` hands out for such needs carries what is missing: the same
//! agent with another address and a timeout per read, so that no thread has to stand watch.

mod cache;
mod client;
mod download;
mod failure;
mod options;
mod reference;
#[cfg(test)]
mod test_hub;
#[cfg(test)]
mod tests;
mod verify;

use std::path::PathBuf;

use hf_hub::api::RepoInfo;

pub use self::options::{HubOptions, Timeouts, Token};
pub use self::reference::ModelReference;

use self::cache::RepositoryCache;
use self::client::Client;
use self::verify::Verified;
use crate::error::{Error, Result};

/// A file that belongs to a model.
#[derive(Debug, Clone, Copy)]
struct ModelFile {
    name: &'static str,
    /// Whether there is no model without it.
    required: bool,
}

impl ModelFile {
    const fn required(name: &'static str) -> Self {
        Self { name, required: true }
    }

    const fn optional(name: &'static str) -> Self {
        Self { name, required: false }
    }

    fn is_json(self) -> bool {
        self.name.ends_with(".json")
    }
}

/// What is fetched of a repository. The weights come last: all else is small, and says sooner
/// that something is wrong.
const MODEL_FILES: [ModelFile; 6] = [
    ModelFile::required("config.json"),
    ModelFile::required("tokenizer.json"),
    ModelFile::optional("1_Pooling/config.json"),
    ModelFile::optional("sentence_bert_config.json"),
    ModelFile::optional("modules.json"),
    ModelFile::required("model.safetensors"),
];

/// A hub and the cache of what was fetched from it.
#[derive(Debug)]
pub struct Hub {
    options: HubOptions,
    client: Client,
}

/// A model in the cache.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cached {
    /// Its repository, `owner/name`.
    pub repository: String,
    /// Its full commit id.
    pub revision: String,
    /// The folder with its files.
    pub folder: PathBuf,
}

/// A model that was pulled, or was there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulled {
    /// Its repository, `owner/name`.
    pub repository: String,
    /// Its full commit id: `repository@revision` names these very files for ever.
    pub revision: String,
    /// The folder with its files.
    pub folder: PathBuf,
    /// The files, the weights last.
    pub files: Vec<PulledFile>,
}

/// A file of a model that was pulled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PulledFile {
    /// Its path in the folder.
    pub name: &'static str,
    /// Its length.
    pub bytes: u64,
    /// The sha256 of what lies on the disk, as 64 hex digits.
    pub sha256: String,
}

/// How a pull goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PullEvent {
    /// Another process is pulling the same model; this one goes on when that one has ended.
    Waiting,
    /// A transfer begins. It may begin a second time, from zero, if what an earlier run left
    /// turns out to be damaged.
    Started {
        /// The file.
        file: &'static str,
        /// Its length, if the hub says it.
        bytes: Option<u64>,
    },
    /// Bytes of the file came, or lie there from an earlier run.
    Advanced {
        /// How many since the event before.
        bytes: u64,
    },
    /// The file is whole, checked and in its place.
    Finished {
        /// The file.
        file: &'static str,
    },
    /// The file was there, and is whole.
    AlreadyThere {
        /// The file.
        file: &'static str,
    },
}

impl Hub {
    /// The hub and cache that these options name. Nothing is opened yet.
    ///
    /// # Errors
    /// [`Error::Network`] if the endpoint is no address or the token cannot be one.
    pub fn new(options: HubOptions) -> Result<Self> {
        let client = Client::new(&options)?;
        Ok(Self { options, client })
    }

    /// The hub and cache that the environment names, see [`HubOptions::from_env`].
    ///
    /// # Errors
    /// As [`HubOptions::from_env`] and [`Hub::new`].
    pub fn from_env() -> Result<Self> {
        Self::new(HubOptions::from_env()?)
    }

    /// What it was made with.
    #[must_use]
    pub fn options(&self) -> &HubOptions {
        &self.options
    }

    /// A model that lies in the cache with all that it needs.
    ///
    /// A branch or tag means what it meant when it was last pulled. No file is read: what
    /// loads them checks them.
    #[must_use]
    pub fn cached(&self, reference: &ModelReference) -> Option<Cached> {
        let cache = self.cache(reference);
        let revision = cache.commit_of(reference)?;
        let folder = cache.complete_snapshot(&revision)?;
        Some(Cached { repository: reference.repository().to_owned(), revision, folder })
    }

    /// Every model in the cache, by repository and revision.
    #[must_use]
    pub fn list_cached(&self) -> Vec<Cached> {
        cache::list(&self.options.cache)
    }

    /// Fetches a model, or what is missing of it, and checks every file of it.
    ///
    /// Offline, the model must be in the cache, and is only checked.
    ///
    /// # Errors
    /// - [`Error::ModelNotFound`] if the hub has no such repository or revision, will not show
    ///   it, or it lacks a file that every model needs; offline, if it is not in the cache.
    /// - [`Error::Network`] if the hub cannot be reached, falls silent, refuses, or sends
    ///   something other than it announced.
    /// - [`Error::InvalidModel`] if, offline, a file in the cache is damaged.
    /// - [`Error::Io`] if the cache cannot be written.
    pub fn pull(
        &self,
        reference: &ModelReference,
        progress: &mut dyn FnMut(PullEvent),
    ) -> Result<Pulled> {
        if self.options.offline {
            return self.check_cached(reference, progress);
        }
        let info = self.client.describe(reference)?;
        let wanted = wanted_files(reference, &info)?;

        let cache = self.cache(reference);
        let _lock = cache.lock(|| progress(PullEvent::Waiting))?;
        let mut files = Vec::new();
        for file in wanted {
            if let Some(verified) = self.pull_file(reference, &info.sha, file, progress)? {
                files.push(pulled_file(file, verified));
            }
        }
        if reference.commit().is_none() {
            cache.write_ref(reference.revision().unwrap_or("main"), &info.sha)?;
        }
        cache.remove_partials();
        Ok(Pulled {
            repository: reference.repository().to_owned(),
            folder: cache.snapshot(&info.sha),
            revision: info.sha,
            files,
        })
    }

    /// Puts one file in its place; `None` if it is optional and the hub has none.
    fn pull_file(
        &self,
        reference: &ModelReference,
        commit: &str,
        file: ModelFile,
        progress: &mut dyn FnMut(PullEvent),
    ) -> Result<Option<Verified>> {
        let cache = self.cache(reference);
        if let Some(Ok(verified)) = cache.check(commit, file)? {
            progress(PullEvent::AlreadyThere { file: file.name });
            return Ok(Some(verified));
        }
        let remote = self.client.file(reference.repository(), commit, file);
        match download::fetch(&remote, &cache, progress)? {
            Some(fetched) => {
                cache.link(commit, file.name, &fetched.blob)?;
                Ok(Some(fetched.verified))
            }
            None if file.required => Err(lacks(reference, file.name)),
            None => Ok(None),
        }
    }

    fn check_cached(
        &self,
        reference: &ModelReference,
        progress: &mut dyn FnMut(PullEvent),
    ) -> Result<Pulled> {
        let cache = self.cache(reference);
        let found = self.cached(reference);
        let Cached { repository, revision, folder } = found.ok_or_else(|| Error::ModelNotFound {
            name: reference.to_string(),
            hint: format!(
                "it is not in the cache {} and HF_HUB_OFFLINE forbids to fetch it; unset that, or \
                 give a folder with config.json, tokenizer.json and model.safetensors",
                self.options.cache.display()
            ),
        })?;
        let mut files = Vec::new();
        for file in MODEL_FILES {
            let Some(checked) = cache.check(&revision, file)? else { continue };
            let verified = checked.map_err(|defect| Error::InvalidModel {
                path: folder.join(file.name),
                reason: format!("{defect}; pull it again without HF_HUB_OFFLINE"),
            })?;
            progress(PullEvent::AlreadyThere { file: file.name });
            files.push(pulled_file(file, verified));
        }
        Ok(Pulled { repository, revision, folder, files })
    }

    fn cache(&self, reference: &ModelReference) -> RepositoryCache {
        RepositoryCache::new(&self.options.cache, reference.repository())
    }
}

/// The files to fetch, of those that the hub says there are.
fn wanted_files(reference: &ModelReference, info: &RepoInfo) -> Result<Vec<ModelFile>> {
    let is_there = |file: &ModelFile| info.siblings.iter().any(|s| s.rfilename == file.name);
    match MODEL_FILES.iter().find(|file| file.required && !is_there(file)) {
        Some(missing) => Err(lacks(reference, missing.name)),
        None => Ok(MODEL_FILES.into_iter().filter(is_there).collect()),
    }
}

fn pulled_file(file: ModelFile, verified: Verified) -> PulledFile {
    PulledFile { name: file.name, bytes: verified.bytes, sha256: verified.sha256 }
}

fn lacks(reference: &ModelReference, file: &str) -> Error {
    Error::ModelNotFound {
        name: reference.to_string(),
        hint: format!(
            "the repository is there but has no {file}, so it is not a model that nutgraf can \
             load; choose one with config.json, tokenizer.json and model.safetensors"
        ),
    }
}
