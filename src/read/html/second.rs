//! A second opinion on the text of a page.
//!
//! In: a page without its furniture, and the text that was found in it. Out: what another
//! extractor finds, and how far two texts agree.

use std::collections::HashMap;
use std::panic::catch_unwind;
use std::thread;

use dom_smoothie::{Config, Readability, TextMode};

/// The most bytes of a page that the other extractor is given.
const LARGEST: usize = 2 << 20;
/// The most nodes of such a page.
pub(super) const NODES: usize = 20_000;
/// The stack of its thread: it may recurse as deep as the page is.
const STACK: usize = 16 << 20;

/// The text that readability finds in a page; `None` if it finds none, or fails.
///
/// The page must come out of our tree, which bounds its depth and size.
pub(super) fn readability(html: String) -> Option<String> {
    if html.len() > LARGEST {
        return None;
    }
    let extract = move || {
        let config =
            Config { text_mode: TextMode::Formatted, disable_json_ld: true, ..Config::default() };
        let article = Readability::new(html, None, Some(config)).ok()?.parse().ok()?;
        Some(article.text_content.to_string())
    };
    let guarded = move || catch_unwind(extract).ok().flatten();
    let thread = thread::Builder::new().name("readability".into()).stack_size(STACK);
    thread.spawn(guarded).ok()?.join().ok()?.filter(|text| !text.trim().is_empty())
}

/// The F1 of the words of two texts.
pub(super) fn agreement(one: &str, other: &str) -> f32 {
    let words = |text: &'_ str| {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>()
    };
    let (one, other) = (words(one), words(other));
    let mut counts: HashMap<&str, i64> = HashMap::new();
    for word in &one {
        *counts.entry(word).or_default() += 1;
    }
    let mut both = 0;
    for word in &other {
        if let Some(count) = counts.get_mut(word.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            both += 1;
        }
    }
    match one.len() + other.len() {
        0 => 1.0,
        all => (2 * both) as f32 / all as f32,
    }
}
