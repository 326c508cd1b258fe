//! Bytes read as `html`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| nutgraf_fuzz::read_as("html", bytes));
