//! f32 to int8 and back, by way of the files.

use std::fs;
use std::path::{Path, PathBuf};

use safetensors::SafeTensors;
use safetensors::tensor::TensorView;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::cosines;
use super::tiny_model::{HIDDEN, LAYERS, Shape, TinyModel, texts};
use crate::embed::{Embedder, ModelSource, QuantizeOptions, Quantized, quantize};
use crate::error::{Error, Result};

pub(super) fn quantized(model: &TinyModel) -> Quantized {
    let folder = tempfile::tempdir().unwrap();
    model.write(folder.path());
    let sentences = texts(40, 20);
    let sentences: Vec<&str> = sentences.iter().map(String::as_str).collect();
    let options = QuantizeOptions { name: "tiny".to_owned(), ..QuantizeOptions::default() };
    quantize(folder.path(), &sentences, options).unwrap()
}

fn written() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    quantized(&TinyModel::bert()).write(folder.path()).unwrap();
    folder
}

fn load(folder: &Path) -> Result<Box<dyn Embedder>> {
    ModelSource::Folder(PathBuf::from(folder)).load()
}

fn cls(model: TinyModel) -> TinyModel {
    model.with("1_Pooling/config.json", json!({"pooling_mode_cls_token": true}))
}

/// Quantises the model, and compares what the two make of so many texts.
#[track_caller]
fn assert_near(model: &TinyModel, count: usize) {
    let texts = texts(count, 30);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let folder = tempfile::tempdir().unwrap();
    quantized(model).write(&folder.path().join("made/here")).unwrap();
    let int8 = load(&folder.path().join("made/here")).unwrap();
    let original = model.load().unwrap();
    let (int8_vectors, f32_vectors) =
        (int8.embed(&texts).unwrap(), original.embed(&texts).unwrap());
    let least = cosines(&int8_vectors, &f32_vectors).fold(1.0, f32::min);
    println!("the least cosine: {least}");
    assert!(least >= 0.995, "{least}");
    assert_eq!(int8_vectors.truncated, f32_vectors.truncated);
    assert_eq!(int8.max_tokens(), original.max_tokens());
    assert!(int8.model().as_str().starts_with("tiny@"));
    assert_ne!(int8.model(), original.model());
}

#[test]
fn the_quantised_model_is_near_the_original() {
    let seven = json!({"max_seq_length": 7});
    for model in [
        TinyModel::bert(),
        TinyModel::xlm_roberta(),
        cls(TinyModel::bert()),
        cls(TinyModel::xlm_roberta()),
        TinyModel::bert().with("sentence_bert_config.json", seven),
    ] {
        assert_near(&model, 50);
    }
}

/// The depths that published models have, in both layouts and poolings.
#[test]
fn deep_models_are_near_their_originals() {
    let narrow = Shape { hidden: 64, heads: 2, intermediate: 256, layers: 6 };
    let deep = Shape { hidden: 96, heads: 3, intermediate: 384, layers: 12 };
    for shape in [narrow, deep] {
        for model in [TinyModel::bert_of(shape), TinyModel::xlm_roberta_of(shape)] {
            assert_near(&model, 30);
            assert_near(&cls(model), 30);
        }
    }
}

/// The widths that published models have: those of MiniLM and of BERT-base.
#[test]
fn wide_models_are_near_their_originals() {
    let small = Shape { hidden: 384, heads: 12, intermediate: 1536, layers: 6 };
    let base = Shape { hidden: 768, heads: 12, intermediate: 3072, layers: 2 };
    assert_near(&TinyModel::bert_of(small), 12);
    assert_near(&cls(TinyModel::bert_of(base)), 12);
    assert_near(&TinyModel::xlm_roberta_of(base), 12);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (first, second) = (quantized(&TinyModel::bert()), quantized(&TinyModel::bert()));
    assert!(first.weights == second.weights && first.manifest == second.manifest);
}

#[test]
fn the_files_are_those_of_the_manifest() {
    let folder = written();
    let mut names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["manifest.json", "tokenizer.json", "weights.safetensors"]);
    let manifest: Value =
        serde_json::from_slice(&fs::read(folder.path().join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["schema"], "nutgraf.model/1");
    assert_eq!(manifest["quantisation"]["calibration_sentences"], 40);
    assert_eq!(manifest["dimensions"], HIDDEN);
}

#[test]
fn another_model_in_the_folder_is_replaced() {
    let folder = written();
    quantized(&TinyModel::xlm_roberta()).write(folder.path()).unwrap();
    let here = load(folder.path()).unwrap();
    let fresh = tempfile::tempdir().unwrap();
    quantized(&TinyModel::xlm_roberta()).write(fresh.path()).unwrap();
    assert_eq!(here.model(), load(fresh.path()).unwrap().model());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}

/// Writing that fails must not leave the manifest of one model with the files of another.
#[test]
fn where_writing_fails_no_manifest_is_left() {
    let folder = written();
    fs::remove_file(folder.path().join("tokenizer.json")).unwrap();
    fs::create_dir(folder.path().join("tokenizer.json")).unwrap();
    let error = quantized(&TinyModel::xlm_roberta()).write(folder.path()).unwrap_err();
    assert!(error.to_string().contains("tokenizer.json"), "{error}");
    assert!(!folder.path().join("manifest.json").exists());
}

fn f32s(tensor: &TensorView<'_>) -> Vec<f32> {
    tensor.data().as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
}

/// What the format's documentation says, read without the code that reads it.
#[test]
fn the_weights_lie_as_documented() {
    let mut model = TinyModel::bert();
    let quantized = quantized(&model);
    let file = SafeTensors::deserialize(&quantized.weights).unwrap();
    assert_eq!(file.len(), 8 + LAYERS * (4 * 5 + 4));
    for layer in 0..LAYERS {
        for (ours, theirs, first) in [
            ("attention.qkv", "attention.self.query", 0),
            ("attention.qkv", "attention.self.key", HIDDEN),
            ("attention.qkv", "attention.self.value", 2 * HIDDEN),
            ("attention.output", "attention.output.dense", 0),
            ("feed_forward.up", "intermediate.dense", 0),
            ("feed_forward.down", "output.dense", 0),
        ] {
            let ours = |part: &str| file.tensor(&format!("layers.{layer}.{ours}.{part}")).unwrap();
            let theirs = |part: &str| format!("encoder.layer.{layer}.{theirs}.{part}");
            let weight = model.tensor(&theirs("weight")).clone();
            let (outputs, inputs) = (weight.shape[0], weight.shape[1]);
            let (q, scale, smooth) = (ours("q"), f32s(&ours("scale")), f32s(&ours("smooth")));
            assert_eq!(q.shape(), [scale.len() / 16, inputs / 4, 16, 4]);
            assert!(smooth.len() == inputs && smooth.iter().all(|s| *s > 0.1 && *s < 10.0));
            let at = |o: usize, i: usize| {
                let place = ((o / 16 * (inputs / 4) + i / 4) * 16 + o % 16) * 4 + i % 4;
                q.data()[place] as i8
            };
            for row in 0..outputs {
                let o = first + row;
                for (i, smooth) in smooth.iter().enumerate() {
                    let value = f32::from(at(o, i)) * scale[o] / smooth;
                    let error = (value - weight.values[row * inputs + i]).abs();
                    assert!(error <= 0.501 * scale[o] / smooth, "{o} {i}: {error}");
                }
                // The whole range is used.
                assert_eq!((0..inputs).map(|i| at(o, i).unsigned_abs()).max(), Some(127));
                let sums = ours("sums");
                let sum = i32::from_le_bytes(sums.data()[4 * o..4 * o + 4].try_into().unwrap());
                assert_eq!(sum, (0..inputs).map(|i| i32::from(at(o, i))).sum::<i32>());
            }
            let bias = &model.tensor(&theirs("bias")).values;
            assert_eq!(&f32s(&ours("bias"))[first..first + outputs], bias);
        }
    }
}

/// SmoothQuant's promise: no channel of a smoothed input is far above the others.
#[test]
fn smoothing_levels_a_channel_that_stands_out() {
    let mut model = TinyModel::bert();
    model.tensor("embeddings.LayerNorm.weight").values[5] = 40.0;
    let quantized = quantized(&model);
    let file = SafeTensors::deserialize(&quantized.weights).unwrap();
    let smooth = f32s(&file.tensor("layers.0.attention.qkv.smooth").unwrap());
    let others = smooth.iter().sum::<f32>() - smooth[5];
    assert!(smooth[5] > 3.0 * others / (smooth.len() - 1) as f32, "{smooth:?}");
    assert!((smooth.iter().sum::<f32>() / smooth.len() as f32 - 1.0).abs() < 0.1);
}

#[track_caller]
fn assert_refused(folder: &Path, file: &str, says: &str) {
    let error = load(folder).err().expect(says);
    assert!(matches!(error, Error::InvalidModel { .. }), "{error}");
    let error = error.to_string();
    assert!(error.contains(file) && error.contains(says), "{error}");
}

#[test]
fn a_changed_file_is_refused() {
    for file in ["weights.safetensors", "tokenizer.json"] {
        let folder = written();
        let path = folder.path().join(file);
        let whole = fs::read(&path).unwrap();
        for place in [0, whole.len() / 2, whole.len() - 1] {
            let mut flipped = whole.clone();
            flipped[place] ^= 1;
            fs::write(&path, flipped).unwrap();
            assert_refused(folder.path(), file, "its sha256 is");
        }
        fs::write(&path, &whole[..whole.len() - 1]).unwrap();
        assert_refused(folder.path(), file, &format!("it has {} bytes", whole.len() - 1));
        fs::remove_file(&path).unwrap();
        assert_refused(folder.path(), file, "it is missing");
    }
}

#[test]
fn a_manifest_that_contradicts_itself_or_its_weights_is_refused() {
    let folder = written();
    let path = folder.path().join("manifest.json");
    let manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    for (place, value, file) in [
        ("/schema", json!("nutgraf.model/2"), "manifest.json"),
        ("/quantisation/format", json!("nutgraf.int4/1"), "manifest.json"),
        ("/dimensions", json!(64), "manifest.json"),
        ("/max_tokens", json!(49), "manifest.json"),
        ("/max_tokens", json!(2), "manifest.json"),
        ("/architecture/heads", json!(5), "manifest.json"),
        ("/architecture/layers", json!(0), "manifest.json"),
        ("/architecture/layers", json!(1_000_000_000u64), "manifest.json"),
        ("/architecture/layers", json!(3), "weights.safetensors"),
        ("/architecture/intermediate", json!(32), "weights.safetensors"),
        ("/architecture/intermediate", json!(70), "weights.safetensors"),
        ("/architecture/vocabulary", json!(1000), "weights.safetensors"),
        ("/architecture/positions", json!(2), "manifest.json"),
        ("/architecture/positions", json!(64), "weights.safetensors"),
        ("/weights/file", json!("../weights.safetensors"), "manifest.json"),
        ("/weights/file", json!(".."), "manifest.json"),
        ("/tokenizer/file", json!("/etc/hostname"), "manifest.json"),
        ("/architecture", json!("bert"), "manifest.json"),
    ] {
        let mut changed = manifest.clone();
        *changed.pointer_mut(place).unwrap() = value;
        fs::write(&path, changed.to_string()).unwrap();
        assert_refused(folder.path(), file, "");
    }
    fs::write(&path, "{").unwrap();
    assert_refused(folder.path(), "manifest.json", "fetch or make the model again");
    fs::write(&path, manifest.to_string()).unwrap();
    assert!(load(folder.path()).is_ok());
}

#[test]
fn sizes_that_cannot_be_packed_are_refused() {
    let mut model = TinyModel::bert();
    model.config["intermediate_size"] = 60.into();
    for layer in 0..LAYERS {
        let name = |part| format!("encoder.layer.{layer}.{part}");
        for (part, length, shape) in [
            ("intermediate.dense.weight", 60 * HIDDEN, vec![60, HIDDEN]),
            ("intermediate.dense.bias", 60, vec![60]),
            ("output.dense.weight", 60 * HIDDEN, vec![HIDDEN, 60]),
        ] {
            let tensor = model.tensor(&name(part));
            tensor.values.truncate(length);
            tensor.shape = shape;
        }
    }
    assert!(model.load().is_ok());
    let folder = tempfile::tempdir().unwrap();
    model.write(folder.path());
    let error = quantize(folder.path(), &["fog"], QuantizeOptions::default()).unwrap_err();
    assert!(matches!(error, Error::UnsupportedArchitecture { .. }), "{error}");
    assert!(error.to_string().contains("60 x 32"), "{error}");
}

#[test]
fn a_model_in_our_form_is_refused() {
    let error = quantize(written().path(), &["fog"], QuantizeOptions::default()).unwrap_err();
    assert!(matches!(error, Error::InvalidModel { .. }), "{error}");
    assert!(error.to_string().contains("f32 original"), "{error}");
}

#[test]
fn no_sentence_to_calibrate_on_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    TinyModel::bert().write(folder.path());
    let error = quantize(folder.path(), &[], QuantizeOptions::default()).unwrap_err();
    assert!(matches!(error, Error::InvalidOption { .. }), "{error}");
}
