//! What the inputs of each linear map look like: the largest absolute value of every channel.
//!
//! In: an encoder's f32 tensors under the hub's names, and tokenized sentences. Out: the maxima
//! that SmoothQuant (Xiao et al. 2023) balances against the weights'. The forward pass is
//! written out here because `candle-transformers` keeps its inner activations to itself.

use std::collections::HashMap;

use candle_core::{D, Device, Result, Tensor};
use candle_nn::{LayerNorm, Linear, Module};

use super::architecture::{Activation, Architecture, Family};
use super::tokenize::Tokens;

/// The maxima of the inputs of a layer's four linear maps, in the order of
/// [`LINEARS`](super::quantised::LINEARS).
pub(super) type LayerMaxima = [Vec<f32>; 4];

/// Runs the encoder over each text and gives each layer's maxima.
pub(super) fn input_maxima(
    architecture: &Architecture,
    tensors: &HashMap<String, Tensor>,
    texts: &[Tokens],
) -> Result<Vec<LayerMaxima>> {
    let encoder = Encoder { architecture, tensors };
    let Architecture { hidden, intermediate, layers, .. } = *architecture;
    let zero =
        || [vec![0.0; hidden], vec![0.0; hidden], vec![0.0; hidden], vec![0.0; intermediate]];
    let mut maxima: Vec<LayerMaxima> = (0..layers).map(|_| zero()).collect();
    for text in texts.iter().filter(|text| !text.ids.is_empty()) {
        let token_vectors = encoder.forward(&text.ids, &mut maxima)?;
        let largest = token_vectors.abs()?.max_all()?.to_scalar::<f32>()?;
        if !largest.is_finite() {
            candle_core::bail!(
                "it gives values that are not finite; it is damaged, fetch it again"
            );
        }
    }
    Ok(maxima)
}

struct Encoder<'a> {
    architecture: &'a Architecture,
    tensors: &'a HashMap<String, Tensor>,
}

impl Encoder<'_> {
    /// Token vectors `[tokens, hidden]`, raising `maxima` on the way.
    fn forward(&self, ids: &[u32], maxima: &mut [LayerMaxima]) -> Result<Tensor> {
        let device = Device::Cpu;
        let first = match self.architecture.family {
            Family::Bert => 0,
            Family::Roberta => self.architecture.padding_token + 1,
        };
        let positions: Vec<u32> = (first..first + ids.len() as u32).collect();
        let word = self.get("embeddings.word_embeddings.weight")?;
        let position = self.get("embeddings.position_embeddings.weight")?;
        let token_type = self.get("embeddings.token_type_embeddings.weight")?.get(0)?;
        let embedded = (word.index_select(&Tensor::new(ids, &device)?, 0)?
            + position.index_select(&Tensor::new(positions, &device)?, 0)?)?
        .broadcast_add(&token_type)?;
        let mut x = self.norm("embeddings.LayerNorm")?.forward(&embedded)?;
        for (layer, maxima) in maxima.iter_mut().enumerate() {
            x = self.layer(layer, &x, maxima)?;
        }
        Ok(x)
    }

    fn layer(&self, layer: usize, x: &Tensor, maxima: &mut LayerMaxima) -> Result<Tensor> {
        let name = |part: &str| format!("encoder.layer.{layer}.{part}");
        let [qkv_in, output_in, up_in, down_in] = maxima;
        raise(qkv_in, x)?;
        let heads = |part: &str| -> Result<Tensor> {
            let projected = self.linear(&name(&format!("attention.self.{part}")))?.forward(x)?;
            let (tokens, width) = projected.dims2()?;
            let count = self.architecture.heads;
            projected.reshape((tokens, count, width / count))?.transpose(0, 1)?.contiguous()
        };
        let (query, key, value) = (heads("query")?, heads("key")?, heads("value")?);
        let scale = 1.0 / (query.dim(D::Minus1)? as f64).sqrt();
        let scores = (query.matmul(&key.t()?.contiguous()?)? * scale)?;
        let context = candle_nn::ops::softmax_last_dim(&scores)?.matmul(&value)?;
        let context = context.transpose(0, 1)?.contiguous()?.flatten_from(1)?;
        raise(output_in, &context)?;
        let attended = self.linear(&name("attention.output.dense"))?.forward(&context)?;
        let x = self.norm(&name("attention.output.LayerNorm"))?.forward(&(attended + x)?)?;
        raise(up_in, &x)?;
        let widened = self.linear(&name("intermediate.dense"))?.forward(&x)?;
        let activated = match self.architecture.activation {
            Activation::Gelu => widened.gelu_erf()?,
            Activation::GeluTanh => widened.gelu()?,
            Activation::Relu => widened.relu()?,
        };
        raise(down_in, &activated)?;
        let narrowed = self.linear(&name("output.dense"))?.forward(&activated)?;
        self.norm(&name("output.LayerNorm"))?.forward(&(narrowed + x)?)
    }

    fn linear(&self, name: &str) -> Result<Linear> {
        let weight = self.get(&format!("{name}.weight"))?.clone();
        Ok(Linear::new(weight, Some(self.get(&format!("{name}.bias"))?.clone())))
    }

    fn norm(&self, name: &str) -> Result<LayerNorm> {
        let weight = self.get(&format!("{name}.weight"))?.clone();
        let bias = self.get(&format!("{name}.bias"))?.clone();
        Ok(LayerNorm::new(weight, bias, self.architecture.layer_norm_epsilon))
    }

    fn get(&self, name: &str) -> Result<&Tensor> {
        self.tensors
            .get(name)
            .ok_or_else(|| candle_core::Error::Msg(format!("the model has no tensor `{name}`")))
    }
}

/// Raises each channel's maximum by the absolute values of `x`, `[tokens, channels]`.
fn raise(maxima: &mut [f32], x: &Tensor) -> Result<()> {
    let largest = x.abs()?.max(0)?.to_vec1::<f32>()?;
    maxima.iter_mut().zip(largest).for_each(|(maximum, value)| *maximum = maximum.max(value));
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::embed::hub_folder::HubFolder;
    use crate::embed::tests::tiny_model::{TinyModel, texts};
    use crate::embed::{Embedder, Pooling};
    use crate::vector::dot;

    /// The least cosine between this forward pass, pooled, and that of `candle-transformers`.
    fn least_cosine(folder: &Path, texts: &[&str]) -> f32 {
        let embedder = crate::embed::hub_folder::load_f32(folder, "model").unwrap();
        let expected = embedder.embed(texts).unwrap();
        let folder = HubFolder::read(folder).unwrap();
        let tokens = folder.tokenizer().unwrap().encode(texts).unwrap();
        let encoder = Encoder { architecture: &folder.architecture, tensors: &folder.tensors };
        let mut maxima = input_maxima(&folder.architecture, &folder.tensors, &[]).unwrap();
        let mut pooled = Vec::new();
        for tokens in &tokens {
            let vectors = encoder.forward(&tokens.ids, &mut maxima).unwrap();
            let vectors = vectors.flatten_all().unwrap().to_vec1::<f32>().unwrap();
            folder.pooling.pool(&vectors, folder.architecture.hidden, &mut pooled);
        }
        let rows = pooled.chunks_exact(folder.architecture.hidden);
        rows.zip(expected.embeddings.rows()).map(|(a, b)| dot(a, b)).fold(1.0, f32::min)
    }

    #[test]
    fn the_forward_pass_is_that_of_candle_transformers() {
        let texts = texts(30, 40);
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let cls = serde_json::json!({"pooling_mode_cls_token": true});
        for pooling in [Pooling::Mean, Pooling::Cls] {
            for mut model in [TinyModel::bert(), TinyModel::xlm_roberta()] {
                for activation in ["gelu", "gelu_new", "relu"] {
                    model.config["hidden_act"] = activation.into();
                    if pooling == Pooling::Cls {
                        model = model.with("1_Pooling/config.json", cls.clone());
                    }
                    let folder = tempfile::tempdir().unwrap();
                    model.write(folder.path());
                    let least = least_cosine(folder.path(), &texts);
                    assert!(
                        least > 0.999_999,
                        "{} {activation}: {least}",
                        model.config["model_type"]
                    );
                }
            }
        }
    }

    #[test]
    fn the_forward_pass_is_that_of_candle_transformers_in_the_original() {
        let Some(folder) = crate::embed::tests::original_model("the calibration's forward pass")
        else {
            return;
        };
        let least = least_cosine(&folder, &["The ferry was late.", "", "Who pays for the dam?"]);
        assert!(least > 0.999_999, "{least}");
    }

    #[test]
    fn maxima_are_those_of_all_texts() {
        let folder = tempfile::tempdir().unwrap();
        TinyModel::bert().write(folder.path());
        let folder = HubFolder::read(folder.path()).unwrap();
        let tokens = folder.tokenizer().unwrap().encode(&["a storm", "the old mill"]).unwrap();
        let maxima = |tokens: &[Tokens]| {
            let maxima = input_maxima(&folder.architecture, &folder.tensors, tokens).unwrap();
            maxima.into_iter().flatten().flatten().collect::<Vec<f32>>()
        };
        let (first, second) = (maxima(&tokens[..1]), maxima(&tokens[1..]));
        let largest: Vec<f32> = first.iter().zip(&second).map(|(a, b)| a.max(*b)).collect();
        assert_eq!(maxima(&tokens), largest);
        assert!(first != second && first.iter().all(|value| *value > 0.0));
    }
}
