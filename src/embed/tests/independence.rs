//! A vector depends on its text alone: not on its batch, its place in it, or the threads.

use rayon::ThreadPoolBuilder;

use super::tiny_model::{TinyModel, texts};
use crate::embed::Embedder;

fn assert_independent(embedder: &dyn Embedder, texts: &[&str]) {
    let alone: Vec<Vec<f32>> = texts
        .iter()
        .map(|text| embedder.embed(&[text]).unwrap().embeddings.row(0).to_vec())
        .collect();
    for batch in [1, 7, texts.len()] {
        for (chunk, first) in texts.chunks(batch).zip((0..).step_by(batch)) {
            let embedded = embedder.embed(chunk).unwrap();
            for (row, vector) in embedded.embeddings.rows().enumerate() {
                assert_eq!(vector, alone[first + row], "{:?} in {batch}", chunk[row]);
            }
        }
    }
    // 5 and the number of texts have no common divisor: each text comes once.
    let order: Vec<usize> = (0..texts.len()).map(|place| (place * 5 + 3) % texts.len()).collect();
    let shuffled: Vec<&str> = order.iter().map(|index| texts[*index]).collect();
    for threads in [1, 2, 3] {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let embedded = pool.install(|| embedder.embed(&shuffled)).unwrap();
        for (vector, index) in embedded.embeddings.rows().zip(&order) {
            assert_eq!(vector, alone[*index], "{:?} on {threads} threads", texts[*index]);
        }
    }
}

#[test]
fn of_the_batch_and_the_threads() {
    let texts = texts(64, 60);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for model in [TinyModel::bert(), TinyModel::xlm_roberta()] {
        assert_independent(&model.load().unwrap(), &texts);
    }
}

#[test]
#[cfg(feature = "bundled-model")]
fn of_the_batch_and_the_threads_in_the_bundled_model() {
    let texts = texts(12, 80);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    assert_independent(crate::embed::ModelSource::Bundled.load().unwrap().as_ref(), &texts);
}

#[test]
fn no_text_gives_no_row() {
    let embedded = TinyModel::bert().embed(&[]);
    assert!(embedded.embeddings.is_empty() && embedded.truncated.is_empty());
}
