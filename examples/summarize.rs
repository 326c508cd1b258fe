//! A text to its summary: `cargo run --release --example summarize -- FILE`.
//!
//! It needs the feature `bundled-model` and no other:
//! `cargo run --release --no-default-features --features bundled-model --example summarize -- FILE`.

use std::error::Error;
use std::io::{Write, stdout};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let file = env::args_os().nth(1).ok_or("which file? give a text")?;
    let text = fs::read_to_string(file)?;
    for sentence in nutgraf::summarize(&text, 3)? {
        writeln!(stdout(), "{sentence}")?;
    }
    Ok(())
}
