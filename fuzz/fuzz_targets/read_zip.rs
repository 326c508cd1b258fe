//! Bytes read as `zip`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| nutgraf_fuzz::read_as("zip", bytes));
