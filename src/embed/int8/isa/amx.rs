//! AMX: products of whole tiles, 16 rows by 64 bytes by 16 outputs in an instruction.
//!
//! The intrinsics are not in stable Rust, so the instructions are written in assembly. A tile's
//! registers belong to the thread: [`TileProduct::enter`] configures them and
//! [`TileProduct::leave`] releases them.

use std::arch::asm;
use std::arch::x86_64::{__cpuid, __cpuid_count};
use std::sync::OnceLock;

use super::tile::{Operands, Prepared, Sums, TileProduct};
use crate::embed::quantised::PANEL;

/// Bytes of a row of a tile.
const TILE_BYTES: usize = 64;
/// Rows of a tile.
const TILE_ROWS: usize = 16;

/// Proof that the CPU has AMX-INT8 and that the kernel lets this process use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::embed::int8) struct Amx(());

impl Amx {
    /// The proof, if this CPU has it and the kernel grants it. Asked once: the grant is for the
    /// process, and holds for its threads.
    pub(super) fn detect() -> Option<Self> {
        static GRANTED: OnceLock<bool> = OnceLock::new();
        GRANTED.get_or_init(|| in_cpu() && granted()).then_some(Self(()))
    }
}

fn in_cpu() -> bool {
    const TILE_AND_INT8: u32 = 1 << 24 | 1 << 25;
    __cpuid(0).eax >= 7 && __cpuid_count(7, 0).edx & TILE_AND_INT8 == TILE_AND_INT8
}

/// Asks Linux for the tiles' state, which a process has only if it asks.
#[cfg(target_os = "linux")]
fn granted() -> bool {
    const ARCH_PRCTL: i64 = 158;
    const ARCH_REQ_XCOMP_PERM: i64 = 0x1023;
    const XFEATURE_XTILEDATA: i64 = 18;
    let result: i64;
    // SAFETY: arch_prctl(ARCH_REQ_XCOMP_PERM, feature) touches no memory of ours; a kernel that
    // does not know it answers with an error. `syscall` clobbers rcx and r11.
    unsafe {
        asm!(
            "syscall",
            inlateout("rax") ARCH_PRCTL => result,
            in("rdi") ARCH_REQ_XCOMP_PERM,
            in("rsi") XFEATURE_XTILEDATA,
            out("rcx") _, out("r11") _,
            options(nostack),
        );
    }
    result == 0
}

#[cfg(not(target_os = "linux"))]
fn granted() -> bool {
    false
}

/// The operand of `ldtilecfg`: palette 1, all eight tiles of 16 rows by 64 bytes.
#[repr(C, align(64))]
struct TileConfig {
    palette: u8,
    start_row: u8,
    reserved: [u8; 14],
    column_bytes: [u16; 16],
    rows: [u8; 16],
}

static CONFIG: TileConfig = {
    let (mut column_bytes, mut rows) = ([0; 16], [0; 16]);
    let mut tile = 0;
    while tile < 8 {
        column_bytes[tile] = TILE_BYTES as u16;
        rows[tile] = TILE_ROWS as u8;
        tile += 1;
    }
    TileConfig { palette: 1, start_row: 0, reserved: [0; 14], column_bytes, rows }
};

impl TileProduct for Amx {
    const ROWS: usize = 2 * TILE_ROWS;
    const PANELS: usize = 2;

    #[inline(always)]
    fn enter(self) {
        // SAFETY: `self` proves AMX; CONFIG is a valid configuration of 64 bytes.
        unsafe {
            asm!("ldtilecfg [{}]", in(reg) &raw const CONFIG, options(nostack, readonly));
        }
    }

    #[inline(always)]
    fn leave(self) {
        // SAFETY: `self` proves AMX.
        unsafe { asm!("tilerelease", options(nostack, nomem)) };
    }

    fn supports(self, inputs: usize) -> bool {
        inputs.is_multiple_of(TILE_BYTES)
    }

    #[inline(always)]
    fn product(self, operands: Operands<'_>, _: &Prepared, sums: &mut Sums) {
        let panels = operands.check(Self::ROWS, Self::PANELS, sums);
        assert!(self.supports(operands.inputs));
        match (operands.rows > TILE_ROWS, panels > 1) {
            (true, true) => two_by_two(operands, sums),
            (true, false) => two_by_one(operands, sums),
            (false, true) => one_by_two(operands, sums),
            (false, false) => one_by_one(operands, sums),
        }
    }

    fn multiply_registers(self, times: usize) -> usize {
        // SAFETY: `self` proves AMX, and the caller has entered; only tiles that are named are touched.
        unsafe {
            asm!(
                "2:",
                "tdpbusd tmm0, tmm4, tmm6",
                "tdpbusd tmm1, tmm4, tmm7",
                "tdpbusd tmm2, tmm5, tmm6",
                "tdpbusd tmm3, tmm5, tmm7",
                "dec {times}",
                "jnz 2b",
                times = inout(reg) times.max(1) => _,
                out("tmm0") _, out("tmm1") _, out("tmm2") _, out("tmm3") _, out("tmm4") _, out("tmm5") _, out("tmm6") _, out("tmm7") _,
                options(nomem, nostack),
            );
        }
        times.max(1) * 4 * TILE_ROWS * TILE_BYTES * PANEL
    }
}

/// A product of `A` tiles of activations by `B` panels, of checked operands, for
/// [`Amx::product`] alone. Tiles 0 to 3 add up, 4 and 5 hold rows, 6 and 7 panels.
macro_rules! tiles {
    ($name:ident, $panels:literal, [$($zero:literal),*], [$($load:literal),*],
     [$($multiply:literal),*], [$($store:literal),*]) => {
        #[inline(always)]
        fn $name(operands: Operands<'_>, sums: &mut Sums) {
            let Operands { activations, panels, inputs, .. } = operands;
            // SAFETY: the caller holds the proof, has configured the tiles, and has checked that
            // there are 32 rows of `inputs` bytes, the panels of `inputs * PANEL` bytes, and
            // room for the sums. Each step reads 64 bytes of every row and 1,024 of every panel,
            // `inputs / 64` times. The tiles are clobbered, which no other code uses.
            unsafe {
                asm!(
                    $($zero,)*
                    "2:",
                    $($load,)*
                    $($multiply,)*
                    "add {a0}, 64",
                    "add {a1}, 64",
                    "add {b0}, 1024",
                    "add {b1}, 1024",
                    "dec {steps}",
                    "jnz 2b",
                    $($store,)*
                    a0 = inout(reg) activations.as_ptr() => _,
                    a1 = inout(reg) activations.as_ptr().wrapping_add(TILE_ROWS * inputs) => _,
                    b0 = inout(reg) panels.as_ptr() => _,
                    b1 = inout(reg) panels.as_ptr().wrapping_add(inputs * PANEL) => _,
                    steps = inout(reg) inputs / TILE_BYTES => _,
                    inputs = in(reg) inputs,
                    quad = in(reg) TILE_BYTES,
                    out = inout(reg) sums.0.as_mut_ptr() => _,
                    stride = in(reg) $panels * PANEL * size_of::<i32>(),
                    out("tmm0") _, out("tmm1") _, out("tmm2") _, out("tmm3") _,
                    out("tmm4") _, out("tmm5") _, out("tmm6") _, out("tmm7") _,
                    options(nostack),
                );
            }
        }
    };
}

tiles!(
    two_by_two,
    2,
    ["tilezero tmm0", "tilezero tmm1", "tilezero tmm2", "tilezero tmm3"],
    [
        "tileloadd tmm6, [{b0} + {quad}]",
        "tileloadd tmm4, [{a0} + {inputs}]",
        "tileloadd tmm7, [{b1} + {quad}]",
        "tileloadd tmm5, [{a1} + {inputs}]"
    ],
    [
        "tdpbusd tmm0, tmm4, tmm6",
        "tdpbusd tmm1, tmm4, tmm7",
        "tdpbusd tmm2, tmm5, tmm6",
        "tdpbusd tmm3, tmm5, tmm7"
    ],
    [
        "tilestored [{out} + {stride}], tmm0",
        "tilestored [{out} + {stride} + 64], tmm1",
        "mov {steps}, {stride}",
        "shl {steps}, 4",
        "add {out}, {steps}",
        "tilestored [{out} + {stride}], tmm2",
        "tilestored [{out} + {stride} + 64], tmm3"
    ]
);
tiles!(
    two_by_one,
    1,
    ["tilezero tmm0", "tilezero tmm2"],
    [
        "tileloadd tmm6, [{b0} + {quad}]",
        "tileloadd tmm4, [{a0} + {inputs}]",
        "tileloadd tmm5, [{a1} + {inputs}]"
    ],
    ["tdpbusd tmm0, tmm4, tmm6", "tdpbusd tmm2, tmm5, tmm6"],
    [
        "tilestored [{out} + {stride}], tmm0",
        "mov {steps}, {stride}",
        "shl {steps}, 4",
        "add {out}, {steps}",
        "tilestored [{out} + {stride}], tmm2"
    ]
);
tiles!(
    one_by_two,
    2,
    ["tilezero tmm0", "tilezero tmm1"],
    [
        "tileloadd tmm6, [{b0} + {quad}]",
        "tileloadd tmm4, [{a0} + {inputs}]",
        "tileloadd tmm7, [{b1} + {quad}]"
    ],
    ["tdpbusd tmm0, tmm4, tmm6", "tdpbusd tmm1, tmm4, tmm7"],
    ["tilestored [{out} + {stride}], tmm0", "tilestored [{out} + {stride} + 64], tmm1"]
);
tiles!(
    one_by_one,
    1,
    ["tilezero tmm0"],
    ["tileloadd tmm6, [{b0} + {quad}]", "tileloadd tmm4, [{a0} + {inputs}]"],
    ["tdpbusd tmm0, tmm4, tmm6"],
    ["tilestored [{out} + {stride}], tmm0"]
);
