//! A damaged weights file: refused, or a model that gives the same vectors on every instruction
//! set; never a panic, never a read out of bounds.
//!
//! The damaged file is given to `Int8Embedder::from_parts` twice. With the manifest of the whole
//! file its sha256 must give it away. With a manifest made for the damaged one, as whoever tampers
//! with a model would make it, the parser and the kernels are all that stands in its way.

#![no_main]

use std::sync::LazyLock;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use nutgraf::ErrorKind;
use nutgraf::embed::{Embedder, Int8Embedder};
use nutgraf_fuzz::damage::Damage;
use nutgraf_fuzz::tiny_model::{Shape, TOKENIZER, WEIGHTS};
use rayon::{ThreadPool, ThreadPoolBuilder};

/// What is tried.
#[derive(Arbitrary, Debug)]
struct Case {
    shape: Shape,
    damage: Damage,
}

/// One thread: the fuzzer runs a process for each core.
static POOL: LazyLock<ThreadPool> = LazyLock::new(|| {
    ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().expect("a pool")
});

fuzz_target!(|case: Case| POOL.install(|| case.check()));

impl Case {
    fn check(&self) {
        let weights = self.damage.applied_to(&WEIGHTS);
        let whole = weights == *WEIGHTS;
        let honest = self.shape.manifest(&WEIGHTS);
        let trusted = Int8Embedder::from_parts(&honest, weights.clone(), &TOKENIZER);
        assert_eq!(trusted.is_ok(), whole);
        let forged = self.shape.manifest(&weights);
        match Int8Embedder::from_parts(&forged, weights, &TOKENIZER) {
            Ok(embedder) => assert_agreement(embedder, whole),
            Err(error) => assert!(error.kind() == ErrorKind::Model && !whole, "{error}"),
        }
    }
}

/// Every instruction set gives the same unit vectors, or zero vectors, or refuses.
fn assert_agreement(mut embedder: Int8Embedder, whole: bool) {
    let long = "The late fogs at the harbour, unheard. ".repeat(3);
    let texts = ["", "Fog at the harbour.", &long];
    let mut portable = None;
    for set in Int8Embedder::instruction_sets().into_iter().rev() {
        embedder = embedder.with_instruction_set(set).expect("sets take rows of 64");
        let embedded = embedder.embed(&texts).ok().map(|embedded| {
            for row in embedded.embeddings.rows() {
                let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
                assert!(length == 0.0 && !whole || (length - 1.0).abs() < 1e-3, "{set}: {length}");
            }
            let bits = embedded.embeddings.as_slice().iter().map(|value| value.to_bits());
            (bits.collect::<Vec<_>>(), embedded.truncated)
        });
        assert!(embedded.is_some() || !whole, "{set}");
        let portable = portable.get_or_insert_with(|| embedded.clone());
        assert!(*portable == embedded, "{set} differs from the portable set");
    }
}
