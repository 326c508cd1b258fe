//! A model's folder: which form it has, and its files read and checked.
//!
//! Two forms are known: a folder as the [hub](super::hub_folder) has it, and our int8 form:
//! `manifest.json` and the files that it names.

use std::path::Path;
use std::{fs, io};

use super::Embedder;
use super::int8::{Int8Embedder, WeightBytes};
use super::manifest::{MANIFEST, Manifest};
use super::tokenize::SentenceTokenizer;
use crate::error::{Error, Result};

/// Loads a model from a folder of either form. One in the hub's form bears `name` and runs in
/// f32; one in ours bears the name in its manifest and runs in int8.
pub(super) fn load(path: &Path, name: &str) -> Result<Box<dyn Embedder>> {
    match path.join(MANIFEST).is_file() {
        true => Ok(Box::new(load_quantised(path)?)),
        false => in_f32(path, name),
    }
}

#[cfg(feature = "candle")]
fn in_f32(path: &Path, name: &str) -> Result<Box<dyn Embedder>> {
    Ok(Box::new(super::hub_folder::load_f32(path, name)?))
}

#[cfg(not(feature = "candle"))]
fn in_f32(path: &Path, name: &str) -> Result<Box<dyn Embedder>> {
    let hint = format!(
        "{} holds no {MANIFEST}, and this build runs models in our int8 form alone; build it with the feature `candle`",
        path.display()
    );
    Err(Error::ModelNotFound { name: name.to_owned(), hint })
}

/// Loads a model in our int8 form.
pub(super) fn load_quantised(path: &Path) -> Result<Int8Embedder> {
    let manifest = Manifest::from_json(&path.join(MANIFEST), &read(path, MANIFEST)?)?;
    let weights = read(path, &manifest.weights.file)?;
    let tokenizer = read(path, &manifest.tokenizer.file)?;
    verified(path, &manifest, WeightBytes::new(weights), &tokenizer)
}

/// Checks that the parts of our int8 form are those of its manifest, and builds an embedder from
/// them; `path` serves messages.
pub(super) fn verified(
    path: &Path,
    manifest: &Manifest,
    weights: WeightBytes,
    tokenizer: &[u8],
) -> Result<Int8Embedder> {
    manifest.weights.verify(&path.join(&manifest.weights.file), &weights)?;
    manifest.tokenizer.verify(&path.join(&manifest.tokenizer.file), tokenizer)?;
    from_quantised(path, manifest, weights, tokenizer)
}

/// Builds an embedder from the parts of our int8 form, already verified.
pub(super) fn from_quantised(
    path: &Path,
    manifest: &Manifest,
    weights: WeightBytes,
    tokenizer: &[u8],
) -> Result<Int8Embedder> {
    let tokenizer_path = path.join(&manifest.tokenizer.file);
    let vocabulary = manifest.architecture.vocabulary;
    let tokenizer =
        SentenceTokenizer::from_json(&tokenizer_path, tokenizer, manifest.max_tokens, vocabulary)?;
    Int8Embedder::new(path, manifest, weights, tokenizer)
}

/// Reads a file without which there is no model.
pub(super) fn read(folder: &Path, file: &str) -> Result<Vec<u8>> {
    let path = folder.join(file);
    // A pipe, say, would be waited for without end.
    if fs::metadata(&path).is_ok_and(|found| !found.is_file()) {
        return Err(Error::InvalidModel { path, reason: "it is not a file".to_owned() });
    }
    fs::read(&path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => Error::InvalidModel {
            path,
            reason: "it is missing; a model's folder holds config.json, tokenizer.json and \
                     model.safetensors, or manifest.json and the files that it names"
                .to_owned(),
        },
        _ => Error::Io { path, source },
    })
}
