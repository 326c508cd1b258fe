//! The int8 form from its parts, whole, damaged, and tampered with by someone who made the
//! manifest anew: what `fuzz/` tries at length, in a few cases.

use std::sync::{LazyLock, OnceLock};

use proptest::prelude::*;
use safetensors::SafeTensors;

use super::quantisation::quantized;
use super::tiny_model::TinyModel;
use crate::embed::{Embedded, Embedder, Int8Embedder, ModelFile, ModelSource, Quantized};
use crate::error::{Error, ErrorKind, Result};

const TEXTS: [&str; 3] = ["the storm was late", "", "old ferry, new harbour ? snow on the road"];

/// Embeds with a model whose manifest says what its parts are.
fn embed(model: &Quantized) -> Result<Embedded> {
    let mut manifest = model.manifest.clone();
    manifest.weights = ModelFile::of("weights.safetensors", &model.weights);
    let manifest = serde_json::to_vec(&manifest).unwrap();
    Int8Embedder::from_parts(&manifest, model.weights.clone(), &model.tokenizer)?.embed(&TEXTS)
}

/// Fills a tensor of floats.
fn fill(model: &mut Quantized, tensor: &str, value: f32) {
    let tensors = SafeTensors::deserialize(&model.weights).unwrap();
    let data = tensors.tensor(tensor).unwrap().data();
    let start = data.as_ptr().addr() - model.weights.as_ptr().addr();
    let range = start..start + data.len();
    model.weights[range].as_chunks_mut().0.fill(value.to_le_bytes());
}

#[test]
fn parts_are_the_model_of_their_folder() {
    let model = quantized(&TinyModel::bert());
    let folder = tempfile::tempdir().unwrap();
    model.write(folder.path()).unwrap();
    let of_folder = ModelSource::Folder(folder.path().to_owned()).load().unwrap();
    let expected = of_folder.embed(&TEXTS).unwrap();
    assert_eq!(embed(&model).unwrap(), expected);
    // In place, where nothing aligns them.
    static SHIFTED: OnceLock<Vec<u8>> = OnceLock::new();
    let shifted = SHIFTED.get_or_init(|| [&[0], &model.weights[..]].concat());
    let manifest = serde_json::to_vec(&model.manifest).unwrap();
    let in_place = Int8Embedder::from_parts(&manifest, &shifted[1..], &model.tokenizer).unwrap();
    assert_eq!(in_place.embed(&TEXTS).unwrap(), expected);
}

#[test]
fn parts_that_are_not_those_of_the_manifest_are_refused_by_name() {
    let model = quantized(&TinyModel::bert());
    let manifest = serde_json::to_vec(&model.manifest).unwrap();
    let refused = |manifest: &[u8], weights: &[u8], tokenizer: &[u8], file: &str| {
        let error = Int8Embedder::from_parts(manifest, weights.to_vec(), tokenizer).err().unwrap();
        assert!(matches!(error, Error::InvalidModel { .. }), "{error}");
        assert!(error.to_string().contains(file), "{error}");
    };
    let mut flipped = model.weights.clone();
    flipped[9000] ^= 1;
    refused(&manifest, &flipped, &model.tokenizer, "weights.safetensors");
    refused(&manifest, &[], &model.tokenizer, "weights.safetensors");
    refused(&manifest, &model.weights, b"{}", "tokenizer.json");
    refused(b"{}", &model.weights, &model.tokenizer, "manifest.json");
}

/// The zero vector would pass for that of a text without a word.
#[test]
fn weights_that_overflow_are_an_error_and_no_zero_vector() {
    for tensor in ["embeddings.norm.weight", "layers.1.feed_forward.norm.weight"] {
        let mut model = quantized(&TinyModel::bert());
        fill(&mut model, tensor, f32::MAX);
        let error = embed(&model).unwrap_err();
        assert!(matches!(error, Error::Embed { .. }), "{error}");
        assert!(error.to_string().contains("not finite"), "{tensor}: {error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn bytes_changed_anywhere_are_no_panic(
        in_header in any::<bool>(),
        place in 0.0f64..1.0,
        bytes in prop::collection::vec(any::<u8>(), 1..9),
    ) {
        static WHOLE: LazyLock<Quantized> = LazyLock::new(|| quantized(&TinyModel::bert()));
        let mut model = WHOLE.clone();
        let reach = if in_header { 6000 } else { model.weights.len() };
        let start = (place * reach as f64) as usize;
        let end = (start + bytes.len()).min(model.weights.len());
        model.weights.splice(start..end, bytes);
        if let Err(error) = embed(&model) {
            prop_assert_eq!(error.kind(), ErrorKind::Model);
        }
    }
}
