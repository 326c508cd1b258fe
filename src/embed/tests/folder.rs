//! Folders in the hub's form: what their files say is what is done.

use safetensors::Dtype;
use serde_json::json;

use super::cosines;
use super::tiny_model::{TinyModel, texts};
use crate::Error;
use crate::embed::{Embedded, Embedder, ModelSource};

fn sample(model: &TinyModel) -> Embedded {
    let texts = texts(20, 30);
    model.embed(&texts.iter().map(String::as_str).collect::<Vec<_>>())
}

fn assert_same(a: &Embedded, b: &Embedded) {
    assert_eq!(a.embeddings.as_slice(), b.embeddings.as_slice());
}

fn pooled_by(modes: &[&str]) -> TinyModel {
    let modes = modes.iter().map(|mode| (format!("pooling_mode_{mode}"), true.into())).collect();
    TinyModel::bert().with("1_Pooling/config.json", serde_json::Value::Object(modes))
}

#[test]
fn pooling_is_read() {
    let unsaid = sample(&TinyModel::bert());
    assert_same(&unsaid, &sample(&pooled_by(&["mean_tokens"])));
    assert_same(&unsaid, &sample(&pooled_by(&["mean_sqrt_len_tokens"])));
    assert!(cosines(&unsaid, &sample(&pooled_by(&["cls_token"]))).all(|cosine| cosine < 0.999));
    for modes in [["max_tokens"].as_slice(), &["cls_token", "mean_tokens"], &[]] {
        let error = pooled_by(modes).load().err().unwrap().to_string();
        assert!(error.contains("1_Pooling") && error.contains(&modes.join(", ")), "{error}");
    }
}

#[test]
fn a_model_that_computes_more_is_refused() {
    let modules = |classes: &[&str]| {
        let modules: Vec<_> = classes.iter().map(|class| json!({"type": class})).collect();
        TinyModel::bert().with("modules.json", modules.into())
    };
    let package = |class| format!("sentence_transformers.models.{class}");
    let known = ["Transformer", "Pooling", "Normalize"].map(package);
    assert!(modules(&known.each_ref().map(String::as_str)).load().is_ok());
    let error = modules(&[&known[0], &package("Dense")]).load().err().unwrap();
    assert!(matches!(error, Error::UnsupportedArchitecture { .. }), "{error}");
    assert!(error.to_string().contains("Dense"), "{error}");
}

#[test]
fn the_maximum_is_the_folders_and_cuts() {
    let limited = |tokens: u64| {
        TinyModel::bert().with("sentence_bert_config.json", json!({"max_seq_length": tokens}))
    };
    assert_eq!(TinyModel::bert().load().unwrap().max_tokens(), 48);
    for (stated, taken) in [(7, 7), (0, 3), (1 << 40, 48)] {
        assert_eq!(limited(stated).load().unwrap().max_tokens(), taken);
    }
    let embedded = limited(7).embed(&["storm at sea by night", "storm at sea by the mill now"]);
    assert_eq!(embedded.truncated, [false, true]);
    assert_same(
        &limited(7).embed(&["the old ferry was late"]),
        &limited(7).embed(&["the old ferry was late and the train was not"]),
    );
}

/// The tokenizer's own file says to cut at 9 tokens and to pad to 40.
#[test]
fn the_tokenizers_own_cut_and_padding_are_overridden() {
    let model = TinyModel::bert();
    let embedded = model.embed(&["fog ".repeat(46).as_str(), "fog ".repeat(47).as_str()]);
    assert_eq!(embedded.truncated, [false, true]);
    let folder = tempfile::tempdir().unwrap();
    model.write(folder.path());
    let folder = crate::embed::hub_folder::HubFolder::read(folder.path()).unwrap();
    let tokens = folder.tokenizer().unwrap().encode(&["", "snow", "snows ,"]).unwrap();
    let lengths: Vec<usize> = tokens.iter().map(|tokens| tokens.ids.len()).collect();
    assert_eq!(lengths, [2, 3, 5]);
}

#[test]
fn names_with_a_prefix_or_of_old_are_known() {
    for model in [TinyModel::bert(), TinyModel::xlm_roberta()] {
        let plain = sample(&model);
        for prefix in ["bert.", "roberta.", "encoder.model."] {
            let mut prefixed = model.clone();
            for tensor in &mut prefixed.tensors {
                tensor.name.insert_str(0, prefix);
            }
            assert_same(&plain, &sample(&prefixed));
        }
        let mut old = model.clone();
        for tensor in &mut old.tensors {
            tensor.name = tensor.name.replace("LayerNorm.weight", "LayerNorm.gamma");
            tensor.name = tensor.name.replace("LayerNorm.bias", "LayerNorm.beta");
        }
        assert_same(&plain, &sample(&old));
    }
}

#[test]
fn what_is_beside_the_encoder_is_passed_over() {
    let mut model = TinyModel::bert();
    let plain = sample(&model);
    for name in ["pooler.dense.weight", "cls.predictions.bias", "embeddings.position_ids"] {
        let mut tensor = model.tensors[0].clone();
        name.clone_into(&mut tensor.name);
        model.tensors.push(tensor);
    }
    assert_same(&plain, &sample(&model));
}

#[test]
fn other_float_types_are_converted() {
    fn half(value: f32) -> u16 {
        let bits = value.to_bits();
        let exponent = ((bits >> 23) & 0xff) as i32 - 127 + 15;
        assert!(exponent < 31);
        let magnitude =
            if exponent <= 0 { 0 } else { (exponent as u32) << 10 | (bits >> 13) & 0x3ff };
        ((bits >> 16) & 0x8000 | magnitude) as u16
    }
    let model = TinyModel::bert();
    let exact = sample(&model);
    let written = |dtype, encode: &dyn Fn(f32) -> Vec<u8>| {
        let folder = tempfile::tempdir().unwrap();
        model.write_as(folder.path(), dtype, encode);
        let embedder = ModelSource::Folder(folder.path().to_owned()).load().unwrap();
        let texts = texts(20, 30);
        embedder.embed(&texts.iter().map(String::as_str).collect::<Vec<_>>()).unwrap()
    };
    let f64 = written(Dtype::F64, &|value| f64::from(value).to_le_bytes().to_vec());
    let f16 = written(Dtype::F16, &|value| half(value).to_le_bytes().to_vec());
    let bf16 = written(Dtype::BF16, &|value| value.to_le_bytes()[2..].to_vec());
    assert_same(&exact, &f64);
    assert!(cosines(&exact, &f16).all(|cosine| cosine > 0.9999));
    assert!(cosines(&exact, &bf16).all(|cosine| cosine > 0.995));
}

#[test]
fn the_activation_is_the_configurations() {
    let with = |name: &str| {
        let mut model = TinyModel::bert();
        model.config["hidden_act"] = name.into();
        sample(&model)
    };
    let (gelu, tanh, relu) = (with("gelu"), with("gelu_new"), with("relu"));
    assert!(cosines(&gelu, &tanh).all(|cosine| cosine > 0.9999));
    assert_ne!(gelu.embeddings.as_slice(), tanh.embeddings.as_slice());
    assert!(cosines(&gelu, &relu).all(|cosine| cosine < 0.9999));
}

#[test]
fn the_id_is_the_folders_name_and_the_weights() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("weather-bert");
    TinyModel::bert().write(&folder);
    let id = |folder: std::path::PathBuf| {
        ModelSource::Folder(folder).load().unwrap().model().as_str().to_owned()
    };
    let plain = id(folder.clone());
    let (name, digest) = plain.split_once('@').unwrap();
    assert_eq!((name, digest.len()), ("weather-bert", 12));
    std::fs::create_dir(folder.join("inner")).unwrap();
    assert_eq!(id(folder.join("inner").join("..")), plain);
    let mut other = TinyModel::bert();
    other.tensors[0].values[0] += 1.0;
    other.write(&folder);
    assert_ne!(id(folder), plain);
}
