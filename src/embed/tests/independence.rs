//! A vector depends on its text alone: not on its batch, its place in it, or the threads.

use rayon::ThreadPoolBuilder;

use super::tiny_model::{TinyModel, texts};
use crate::embed::Embedder;
#[cfg(feature = "bundled-model")]
use crate::embed::Int8Embedder;

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
    for threads in [1, 2, 3, 8] {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let embedded = pool.install(|| embedder.embed(&shuffled)).unwrap();
        for (vector, index) in embedded.embeddings.rows().zip(&order) {
            assert_eq!(vector, alone[*index], "{:?} on {threads} threads", texts[*index]);
        }
        // The threads share what is inside one text.
        for (text, alone) in texts.iter().zip(&alone).step_by(9) {
            let embedded = pool.install(|| embedder.embed(&[text])).unwrap();
            assert_eq!(embedded.embeddings.row(0), alone, "{text:?} on {threads} threads");
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

/// Some of these texts in an order that is not theirs: their places, and they themselves.
#[cfg(feature = "bundled-model")]
fn shuffled<'a>(texts: &[&'a str]) -> (Vec<usize>, Vec<&'a str>) {
    // 5 divides no number of texts here: each comes once.
    let order: Vec<usize> = (0..texts.len()).map(|place| (place * 5 + 3) % texts.len()).collect();
    let shuffled = order.iter().map(|index| texts[*index]).collect();
    (order, shuffled)
}

/// Not of the processor either: one that has fewer instructions gives the same bits.
#[test]
#[cfg(feature = "bundled-model")]
fn of_the_instruction_set_in_the_bundled_model() {
    let texts = texts(64, 3);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let fastest = Int8Embedder::bundled().unwrap();
    let alone = |text: &&str| fastest.embed(&[text]).unwrap().embeddings.row(0).to_vec();
    let expected: Vec<Vec<f32>> = texts.iter().map(alone).collect();
    let pools =
        [1, 2].map(|threads| ThreadPoolBuilder::new().num_threads(threads).build().unwrap());
    for set in Int8Embedder::instruction_sets() {
        let embedder = Int8Embedder::bundled().unwrap().with_instruction_set(set).unwrap();
        // The portable code is slow: fewer texts, but every size of batch.
        let single = if set == "portable" { 4 } else { texts.len() };
        for (batch, count) in [(1, single), (7, 4 * single), (texts.len(), texts.len())] {
            let (order, shuffled) = shuffled(&texts[..count.min(texts.len())]);
            for (number, batch) in shuffled.chunks(batch).zip(order.chunks(batch)).enumerate() {
                let (texts, places) = batch;
                let pool = &pools[number % 2];
                let embedded = pool.install(|| embedder.embed(texts)).unwrap();
                for (vector, place) in embedded.embeddings.rows().zip(places) {
                    assert_eq!(vector, expected[*place], "{set}, {:?}", texts);
                }
            }
        }
    }
}

#[test]
fn no_text_gives_no_row() {
    let embedded = TinyModel::bert().embed(&[]);
    assert!(embedded.embeddings.is_empty() && embedded.truncated.is_empty());
}
