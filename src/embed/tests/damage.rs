//! Files that are damaged, or not of one model: an error that names the file and what to do.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::tiny_model::{HIDDEN, TinyModel};
use crate::embed::{ModelSource, QuantizeOptions, quantize};
use crate::error::{Error, ErrorKind};

/// Loads a model and embeds two texts: each has a unit vector (or the zero vector, if there is no
/// token or a sum overflows), or there is an error.
fn try_out(folder: &Path) -> Result<(), Error> {
    let embedder = ModelSource::Folder(folder.to_owned()).load()?;
    let embedded = embedder.embed(&["the storm was late", ""])?;
    for row in embedded.embeddings.rows() {
        let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
        assert!(length == 0.0 || (length - 1.0).abs() < 1e-3, "{length}");
    }
    Ok(())
}

#[track_caller]
fn assert_refused(folder: &Path, file: &str, says: &str) {
    let error = try_out(folder).expect_err(says);
    assert_eq!(error.kind(), ErrorKind::Model, "{error}");
    let quantized = quantize(folder, &["a storm"], QuantizeOptions::default()).unwrap_err();
    for error in [error.to_string(), quantized.to_string()] {
        assert!(error.contains(file) && error.contains(says), "{error}");
    }
}

#[track_caller]
fn assert_model_refused(change: impl FnOnce(&mut TinyModel), file: &str, says: &str) {
    let folder = tempfile::tempdir().unwrap();
    let mut model = TinyModel::bert();
    change(&mut model);
    model.write(folder.path());
    assert_refused(folder.path(), file, says);
}

#[track_caller]
fn assert_file_refused(file: &str, change: impl FnOnce(&mut Vec<u8>), says: &str) {
    let folder = tempfile::tempdir().unwrap();
    TinyModel::bert().write(folder.path());
    let path = folder.path().join(file);
    let mut content = fs::read(&path).unwrap();
    change(&mut content);
    fs::write(&path, content).unwrap();
    assert_refused(folder.path(), file, says);
}

#[test]
fn a_missing_file() {
    for file in ["config.json", "tokenizer.json", "model.safetensors"] {
        let folder = tempfile::tempdir().unwrap();
        TinyModel::bert().write(folder.path());
        fs::remove_file(folder.path().join(file)).unwrap();
        assert_refused(folder.path(), file, "a model's folder holds config.json");
    }
}

#[test]
fn no_json() {
    for file in ["config.json", "tokenizer.json"] {
        assert_file_refused(file, |content| content.truncate(content.len() / 2), "fetch it again");
        assert_file_refused(file, Vec::clear, "fetch it again");
        assert_file_refused(file, |content| *content = b"[1]".to_vec(), "fetch it again");
    }
    for file in ["1_Pooling/config.json", "sentence_bert_config.json", "modules.json"] {
        assert_model_refused(|model| model.others.push((file, json!("x"))), file, "remove it");
    }
}

#[test]
fn a_tensor_that_is_missing_or_of_another_shape() {
    let (weights, advice) = ("model.safetensors", "take both files from one model");
    let missing = |model: &mut TinyModel| {
        model.tensors.retain(|it| it.name != "encoder.layer.1.output.dense.bias");
    };
    assert_model_refused(missing, weights, "no tensor `encoder.layer.1.output.dense.bias`");
    assert_model_refused(missing, weights, advice);
    let reshaped = |model: &mut TinyModel| {
        model.tensor("encoder.layer.0.attention.self.query.weight").shape = vec![HIDDEN * HIDDEN];
    };
    assert_model_refused(
        reshaped,
        weights,
        "`encoder.layer.0.attention.self.query.weight` is [1024]",
    );
    assert_model_refused(reshaped, weights, advice);
    let unprefixed = |model: &mut TinyModel| {
        model.tensors.iter_mut().for_each(|it| it.name = it.name.replace("embeddings", "wte"));
    };
    assert_model_refused(unprefixed, weights, "no BERT checkpoint");
}

#[test]
fn weights_that_are_not_finite() {
    for value in [f32::NAN, f32::INFINITY] {
        assert_model_refused(
            |model| model.tensor("encoder.layer.0.output.dense.bias").values[3] = value,
            "",
            "not finite",
        );
    }
}

#[test]
fn integers_for_weights() {
    let folder = tempfile::tempdir().unwrap();
    TinyModel::bert()
        .write_as(folder.path(), safetensors::Dtype::I8, |value| vec![(value * 100.0) as i8 as u8]);
    assert_refused(folder.path(), "model.safetensors", "take the model in f32");
}

#[test]
fn a_weights_file_that_is_cut_short_or_lies() {
    let file = "model.safetensors";
    let header = |content: &[u8]| u64::from_le_bytes(content[..8].try_into().unwrap());
    assert_file_refused(file, |content| content.truncate(content.len() - 4), "cut short");
    assert_file_refused(file, |content| content.truncate(5), "cut short");
    assert_file_refused(file, Vec::clear, "cut short");
    for length in [0, 1, u64::from(u32::MAX), u64::MAX] {
        assert_file_refused(
            file,
            |content| content[..8].copy_from_slice(&length.to_le_bytes()),
            "fetch it again",
        );
    }
    for (truth, lie) in [
        ("\"shape\":[32]", "\"shape\":[99]"),
        ("\"F32\"", "\"F16\""),
        ("\"data_offsets\":[0,", "\"data_offsets\":[8,"),
    ] {
        let tell = |content: &mut Vec<u8>| {
            let end = 8 + header(content) as usize;
            let text = String::from_utf8(content[8..end].to_vec()).unwrap();
            assert!(text.contains(truth), "{text}");
            content.splice(8..end, text.replacen(truth, lie, 1).into_bytes());
        };
        assert_file_refused(file, tell, "fetch it again");
    }
}

#[test]
fn a_tokenizer_of_another_model() {
    let advice = "one model";
    let add = |id: u64| {
        move |model: &mut TinyModel| {
            model.tokenizer["model"]["vocab"]["zebra"] = id.into();
        }
    };
    assert_model_refused(add(900), "tokenizer.json", advice);
    let folder = tempfile::tempdir().unwrap();
    let mut sparse = TinyModel::bert();
    sparse.tokenizer["model"]["vocab"].as_object_mut().unwrap().remove("zinc");
    sparse.tokenizer["model"]["vocab"].as_object_mut().unwrap().remove("snow");
    add(900)(&mut sparse);
    sparse.write(folder.path());
    let error = ModelSource::Folder(folder.path().to_owned()).load().err().unwrap().to_string();
    assert!(error.contains("tokenizer.json") && error.contains(advice), "{error}");
    // Of a tokenizer in another form, what its ids are is known when it gives them.
    sparse.tokenizer["pre_tokenizer"] = serde_json::json!({"type": "Whitespace"});
    sparse.write(folder.path());
    let embedder = ModelSource::Folder(folder.path().to_owned()).load().unwrap();
    assert!(embedder.embed(&["the storm"]).is_ok());
    let error = embedder.embed(&["the zebra"]).unwrap_err().to_string();
    assert!(error.contains("tokenizer.json") && error.contains(advice), "{error}");
    let wordy = |model: &mut TinyModel| {
        let single = model.tokenizer["post_processor"]["single"].as_array_mut().unwrap();
        let first = single[0].clone();
        single.extend(vec![first; 60]);
    };
    assert_model_refused(wordy, "tokenizer.json", "adds 62 special tokens");
}

#[test]
fn an_architecture_that_does_not_run() {
    let family = |model: &mut TinyModel| model.config["model_type"] = "deberta-v2".into();
    assert_model_refused(family, "", "`deberta-v2` is not supported");
    let relative =
        |model: &mut TinyModel| model.config["position_embedding_type"] = "relative_key".into();
    assert_model_refused(relative, "", "relative_key");
}

#[test]
fn absurd_sizes() {
    let fields = [
        "hidden_size",
        "num_hidden_layers",
        "num_attention_heads",
        "intermediate_size",
        "vocab_size",
        "max_position_embeddings",
        "type_vocab_size",
        "pad_token_id",
        "layer_norm_eps",
    ];
    let values = [
        json!(0),
        json!(1),
        json!(3),
        json!(-1),
        json!(0.5),
        json!(16_777_216),
        json!(1_000_000_000),
        json!(u64::MAX),
        json!("many"),
    ];
    for mut model in [TinyModel::bert(), TinyModel::xlm_roberta()] {
        let folder = tempfile::tempdir().unwrap();
        model.write(folder.path());
        for field in fields {
            let truth = model.config[field].take();
            for value in &values {
                model.config[field] = value.clone();
                fs::write(folder.path().join("config.json"), model.config.to_string()).unwrap();
                let refused = try_out(folder.path()).is_err();
                let _ = quantize(folder.path(), &["fog"], QuantizeOptions::default());
                // The others contradict the weights, but for a layer less than there are.
                let can_be = match field {
                    "num_attention_heads" | "num_hidden_layers" => *value == json!(1),
                    "layer_norm_eps" => *value == json!(0) || *value == json!(0.5),
                    "pad_token_id" => value.is_u64(),
                    _ => *value == truth,
                };
                assert!(refused || can_be, "{field}: {value}");
            }
            model.config[field] = truth;
        }
    }
}

/// Sets a value somewhere in a JSON document, by the way that `path` takes through it.
fn replace(document: &mut Value, path: &[usize], with: Value) {
    let (step, rest) = match path {
        [] => return *document = with,
        [step, rest @ ..] => (*step, rest),
    };
    match document {
        Value::Object(fields) if !fields.is_empty() => {
            let count = fields.len();
            let (_, field) = fields.iter_mut().nth(step % count).expect("below the count");
            replace(field, rest, with);
        }
        Value::Array(items) if !items.is_empty() => {
            let count = items.len();
            replace(&mut items[step % count], rest, with);
        }
        other => *other = with,
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0u64..70).prop_map(Value::from),
        "[a-z#\\[\\]]{0,5}".prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn bytes_changed_anywhere_are_no_panic(
        file in prop_oneof![
            Just("config.json"), Just("tokenizer.json"), Just("model.safetensors"),
        ],
        place in 0.0f64..1.0,
        bytes in prop::collection::vec(any::<u8>(), 1..9),
    ) {
        let folder = tempfile::tempdir().unwrap();
        TinyModel::bert().write(folder.path());
        let path = folder.path().join(file);
        let mut content = fs::read(&path).unwrap();
        // The header of the weights is what a parser reads: half of the changes go there.
        let reach = if file == "model.safetensors" { 6000 } else { content.len() };
        let start = (place * reach.min(content.len()) as f64) as usize;
        let end = (start + bytes.len()).min(content.len());
        content.splice(start..end, bytes);
        fs::write(&path, content).unwrap();
        let _ = try_out(folder.path());
    }

    #[test]
    fn values_changed_anywhere_are_no_panic(
        in_tokenizer in any::<bool>(),
        path in prop::collection::vec(0usize..80, 1..5),
        value in any_json(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut model = TinyModel::bert();
        replace(if in_tokenizer { &mut model.tokenizer } else { &mut model.config }, &path, value);
        model.write(folder.path());
        let _ = try_out(folder.path());
    }
}
