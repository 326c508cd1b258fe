//! What an instruction set could do if nothing but its products took time: the measure that
//! throughput is held against.

use std::thread;
use std::time::{Duration, Instant};

use super::Int8Embedder;
use super::isa::{
    Instructions, Kernel, Lanes, MAX_OUTPUTS, MAX_ROWS, Operands, Sums, TileProduct, Widened,
};
use crate::embed::quantised::linear_shapes;

/// Rows of this many inputs leave a tile's operands in the first cache.
const INPUTS: usize = 256;
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

    /// Measures how many such products a second its instruction set can do on so many threads,
    /// with all operands in the first cache. Takes a third of a second.
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
        set.run(Repeat { times: 1000, products: &mut products });
    }
    products as f64 / start.elapsed().as_secs_f64()
}

/// Multiplies one tile again and again, and counts the products.
struct Repeat<'a> {
    times: usize,
    products: &'a mut usize,
}

impl Kernel for Repeat<'_> {
    #[inline(always)]
    fn run<L: Lanes, T: TileProduct>(self, _: L, tiles: T) {
        let activations = [1; MAX_ROWS * INPUTS];
        let panels = [1; MAX_OUTPUTS * INPUTS];
        let panels = &panels[..T::PANELS * INPUTS * crate::embed::quantised::PANEL];
        let mut sums = Sums([0; MAX_ROWS * MAX_OUTPUTS]);
        let mut widened = Widened::default();
        tiles.enter();
        tiles.widen_rows(&activations, &mut widened);
        tiles.widen_panels(panels, &mut widened);
        for _ in 0..self.times {
            let operands = Operands {
                activations: &activations,
                first: 0,
                panels,
                inputs: INPUTS,
                rows: T::ROWS,
            };
            tiles.product(operands, &widened, &mut sums);
            std::hint::black_box(&mut sums);
            *self.products += T::ROWS * panels.len();
        }
        tiles.leave();
    }
}
