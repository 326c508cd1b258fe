//! One article in, its summary out.
//!
//! ```text
//! cargo run --release --example quickstart
//! ```

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::Path;

use nutgraf::engine::{CardOptions, Engine};
use nutgraf::read::{Input, read};
use nutgraf::summarize::Budget;

fn main() -> Result<(), Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/exchange-theft.md");
    let bytes = std::fs::read(&path)?;

    let engine = Engine::builder().build()?;
    let options = CardOptions { budget: Budget::words(60)?, ..CardOptions::default() };

    for document in read(Input::bytes("exchange-theft.md", bytes)).documents() {
        let card = engine.card(&document?, &options)?;
        println!("{}\n", card.text());
        for pick in &card.summary.picks {
            println!("{:+.3}  {}", pick.score, &card.body()[pick.span]);
        }
    }
    Ok(())
}
