//! The bundled model is what `nutgraf models quantize` makes of the original, byte for byte.
//!
//! Runs where the environment variable `NUTGRAF_ORIGINAL_MODEL` names the original's folder.
#![cfg(feature = "cli")]

#[path = "../src/skipped.rs"]
mod skipped;
use skipped::skipped;
use std::path::Path;

use assert_cmd::Command;

#[test]
fn the_committed_model_is_what_the_command_makes() {
    let Some(original) = std::env::var_os("NUTGRAF_ORIGINAL_MODEL") else {
        skipped("NUTGRAF_ORIGINAL_MODEL names no folder");
        return;
    };
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/all-minilm-l6-v2");
    let made = tempfile::tempdir().unwrap();
    Command::new(env!("CARGO_BIN_EXE_nutgraf"))
        .args(["models", "quantize"])
        .arg(original)
        .args(["--calibration", "examples/articles"])
        .args(["--name", "all-minilm-l6-v2"])
        .args(["--repository", "sentence-transformers/all-MiniLM-L6-v2"])
        .args(["--revision", "c9745ed1d9f207416be6d2e6f8de32d1f16199bf"])
        .args(["--licence", "Apache-2.0", "--languages", "en", "--output"])
        .arg(made.path())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .assert()
        .success();
    for file in ["manifest.json", "tokenizer.json", "weights.safetensors"] {
        let [made, committed] =
            [made.path(), &committed].map(|folder| std::fs::read(folder.join(file)).unwrap());
        assert!(made == committed, "{file} differs");
    }
}
