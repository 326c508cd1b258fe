//! Reading bytes in one format: articles or errors, and never a panic or a run-away.

use nutgraf::read::{Format, Input, Item, read};

/// The most articles that are taken of an input: more of the same say nothing new.
const ARTICLES: usize = 200;

/// Reads bytes as this format, and checks what every article must be.
///
/// # Panics
/// If the format is not known, or if an article breaks a promise.
pub fn read_as(format: &str, bytes: &[u8]) {
    let format = Format::named(format).expect("a format of that name");
    let input = Input::bytes("fuzz", bytes).format(Some(format));
    for item in read(input).take(ARTICLES) {
        match item {
            Ok(Item::Document(document)) => {
                let body = &document.article.body;
                assert!(document.article.word_count > 0, "an article without words");
                assert!(!body.contains(|c: char| c.is_control() && c != '\n'), "{body:?}");
                assert!(body.split("\n\n").all(|it| !it.trim().is_empty()), "{body:?}");
            }
            Ok(Item::Address(address)) => assert!(address.article.url.is_some()),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}
