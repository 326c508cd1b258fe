//! What an instruction set could do if nothing but multiplying took time, with all operands in
//! registers: the measure that throughput is held against.

use std::thread;
use std::time::{Duration, Instant};

use super::Int8Embedder;
use super::isa::{Instructions, Kernel, Lanes, TileProduct};
use crate::embed::quantised::linear_shapes;

/// How long to measure.
const TIME: Duration = Duration::from_millis(300);

impl Int8Embedder {
    /// Products of a weight and an activation that a token takes, attention aside.
    #[must_use]
    pub fn products_per_token(&self) -> usize {
        let of_layer: usize = linear_shapes(&self.encoder.architecture)
            .map(|(out, inputs)| out * inputs)
            .iter()
            .sum();
        self.encoder.architecture.layers * of_layer
    }

    /// Measures how many such products a second the multiplying instructions of its set can do on
    /// so many threads, with all operands in registers; nothing of the portable set, which has no
    /// such instructions. Takes a third of a second.
    #[must_use]
    pub fn peak_products_per_second(&self, threads: usize) -> f64 {
        let set = self.encoder.instructions;
        thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(move || peak(set))).collect();
            workers.into_iter().map(|worker| worker.join().unwrap_or_default()).sum()
        })
    }
}

fn peak(set: Instructions) -> f64 {
    let mut products = 0;
    let start = Instant::now();
    while start.elapsed() < TIME {
        set.run(Repeat { times: 10_000, products: &mut products });
    }
    products as f64 / start.elapsed().as_secs_f64()
}

/// Multiplies registers again and again, and counts the products.
struct Repeat<'a> {
    times: usize,
    products: &'a mut usize,
}

impl Kernel for Repeat<'_> {
    #[inline(always)]
    fn run<L: Lanes, T: TileProduct>(self, _: L, tiles: T) {
        tiles.enter();
        *self.products += tiles.multiply_registers(self.times);
        tiles.leave();
    }
}
