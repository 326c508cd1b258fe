//! The model inside the binary.

use std::path::Path;

use super::folder::from_quantised;
use super::int8::{Int8Embedder, WeightBytes};
use super::manifest::Manifest;
use crate::error::Result;

/// The int8 matrices are read in place: they must start on a cache line.
#[repr(C, align(64))]
struct CacheAligned<T: ?Sized>(T);

static WEIGHTS: &CacheAligned<[u8]> =
    &CacheAligned(*include_bytes!("../../models/all-minilm-l6-v2/weights.safetensors"));
static TOKENIZER: &[u8] = include_bytes!("../../models/all-minilm-l6-v2/tokenizer.json");
static MANIFEST: &[u8] = include_bytes!("../../models/all-minilm-l6-v2/manifest.json");

/// Loads it. Its files' hashes are checked by a test, not at every start.
pub(super) fn load() -> Result<Int8Embedder> {
    let path = Path::new("(bundled)");
    let manifest = Manifest::from_json(path, MANIFEST)?;
    from_quantised(path, &manifest, WeightBytes::Static(&WEIGHTS.0), TOKENIZER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_those_of_the_manifest() {
        let path = Path::new("(bundled)");
        let manifest = Manifest::from_json(path, MANIFEST).unwrap();
        manifest.weights.verify(path, &WEIGHTS.0).unwrap();
        manifest.tokenizer.verify(path, TOKENIZER).unwrap();
        assert_eq!(manifest.name, super::super::BUNDLED_MODEL);
        let tensors = safetensors::SafeTensors::deserialize(&WEIGHTS.0).unwrap();
        for (name, tensor) in tensors.iter().filter(|(_, it)| it.dtype() == safetensors::Dtype::I8)
        {
            assert_eq!(tensor.data().as_ptr().align_offset(64), 0, "{name}");
        }
    }
}
