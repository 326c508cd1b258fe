//! The instruction sets that the kernels run on, and the choice between them at run time.
//!
//! A [`Kernel`] is written once, over [`Lanes`] for floats and [`TileProduct`] for int8 products;
//! [`Instructions::run`] compiles it for each set and calls the one chosen. To add a set:
//! implement the two traits in a file here and register it in [`Instructions`].

#[cfg(target_arch = "x86_64")]
mod amx;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(target_arch = "x86_64")]
mod avx_vnni;
#[cfg(target_arch = "aarch64")]
mod i8mm;
mod lanes;
#[cfg(target_arch = "aarch64")]
mod neon;
#[cfg(test)]
mod tests;
mod tile;

#[cfg(target_arch = "x86_64")]
use amx::Amx;
#[cfg(target_arch = "x86_64")]
use avx_vnni::AvxVnni;
#[cfg(target_arch = "x86_64")]
use avx2::Avx2;
#[cfg(target_arch = "x86_64")]
use avx512::Avx512;
#[cfg(target_arch = "aarch64")]
use i8mm::I8mm;
pub(super) use lanes::{LANES, Lanes, ScalarLanes};
#[cfg(target_arch = "aarch64")]
use neon::Neon;
pub(super) use tile::{MAX_OUTPUTS, MAX_ROWS, Operands, Prepared, ScalarTiles, Sums, TileProduct};

/// A computation over [`Lanes`] and [`TileProduct`].
pub(super) trait Kernel {
    /// Runs it. Must be `#[inline(always)]`, as must all that it calls with `lanes` or `tiles`:
    /// only then is it compiled for their instructions.
    fn run<L: Lanes, T: TileProduct>(self, lanes: L, tiles: T);
}

/// A set of instructions that this CPU was found to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instructions {
    /// None in particular.
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2(Avx2),
    #[cfg(target_arch = "x86_64")]
    AvxVnni(Avx2, AvxVnni),
    #[cfg(target_arch = "x86_64")]
    Avx512Vnni(Avx512),
    #[cfg(target_arch = "x86_64")]
    Amx(Avx512, Amx),
    #[cfg(target_arch = "aarch64")]
    Neon(Neon),
    #[cfg(target_arch = "aarch64")]
    I8mm(Neon, I8mm),
}

impl Instructions {
    /// All that this CPU has, the fastest first.
    pub(super) fn available() -> Vec<Self> {
        let mut sets = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            let (avx2, avx512) = (Avx2::detect(), Avx512::detect());
            sets.extend(avx512.zip(Amx::detect()).map(|(lanes, tiles)| Self::Amx(lanes, tiles)));
            sets.extend(avx512.map(Self::Avx512Vnni));
            sets.extend(
                avx2.zip(AvxVnni::detect()).map(|(lanes, tiles)| Self::AvxVnni(lanes, tiles)),
            );
            sets.extend(avx2.map(Self::Avx2));
        }
        #[cfg(target_arch = "aarch64")]
        {
            let neon = Neon::detect();
            sets.extend(neon.zip(I8mm::detect()).map(|(lanes, tiles)| Self::I8mm(lanes, tiles)));
            sets.extend(neon.map(Self::Neon));
        }
        sets.push(Self::Portable);
        sets
    }

    /// The name that selects it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(_) => "avx2",
            #[cfg(target_arch = "x86_64")]
            Self::AvxVnni(..) => "avx-vnni",
            #[cfg(target_arch = "x86_64")]
            Self::Avx512Vnni(_) => "avx512-vnni",
            #[cfg(target_arch = "x86_64")]
            Self::Amx(..) => "amx",
            #[cfg(target_arch = "aarch64")]
            Self::Neon(_) => "neon-dotprod",
            #[cfg(target_arch = "aarch64")]
            Self::I8mm(..) => "neon-i8mm",
        }
    }

    /// The fastest that can multiply rows of these lengths, multiples of four.
    pub(super) fn best(inputs: &[usize]) -> Self {
        let mut sets = Self::available().into_iter();
        sets.find(|set| set.supports(inputs)).unwrap_or(Self::Portable)
    }

    /// Whether it can multiply rows of these lengths.
    pub(super) fn supports(self, inputs: &[usize]) -> bool {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Amx(_, tiles) => inputs.iter().all(|inputs| tiles.supports(*inputs)),
            _ => inputs.iter().all(|inputs| ScalarTiles.supports(*inputs)),
        }
    }

    /// Runs a kernel, compiled for these instructions.
    pub(super) fn run<K: Kernel>(self, kernel: K) {
        match self {
            Self::Portable => kernel.run(ScalarLanes, ScalarTiles),
            // SAFETY: the values prove that the CPU has the features.
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(avx2) => unsafe { with_avx2(kernel, avx2) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Self::AvxVnni(lanes, tiles) => unsafe { with_avx_vnni(kernel, lanes, tiles) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Self::Avx512Vnni(avx512) => unsafe { with_avx512(kernel, avx512, avx512) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Self::Amx(lanes, tiles) => unsafe { with_avx512(kernel, lanes, tiles) },
            // SAFETY: as above.
            #[cfg(target_arch = "aarch64")]
            Self::Neon(neon) => unsafe { with_neon(kernel, neon) },
            // SAFETY: as above.
            #[cfg(target_arch = "aarch64")]
            Self::I8mm(lanes, tiles) => unsafe { with_i8mm(kernel, lanes, tiles) },
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn with_avx2<K: Kernel>(kernel: K, avx2: Avx2) {
    kernel.run(avx2, avx2);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,avxvnni")]
fn with_avx_vnni<K: Kernel>(kernel: K, lanes: Avx2, tiles: AvxVnni) {
    kernel.run(lanes, tiles);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
fn with_avx512<K: Kernel, T: TileProduct>(kernel: K, lanes: Avx512, tiles: T) {
    kernel.run(lanes, tiles);
}

#[cfg(target_arch = "aarch64")]
#[target_feature(enable = "neon,dotprod")]
fn with_neon<K: Kernel>(kernel: K, neon: Neon) {
    kernel.run(neon, neon);
}

#[cfg(target_arch = "aarch64")]
#[target_feature(enable = "neon,i8mm")]
fn with_i8mm<K: Kernel>(kernel: K, lanes: Neon, tiles: I8mm) {
    kernel.run(lanes, tiles);
}
