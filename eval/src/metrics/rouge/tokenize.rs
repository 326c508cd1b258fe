//! The default tokenizer of `rouge-score`, before stemming.
//!
//! A text goes in; its tokens come out one by one: the runs of `a-z` and `0-9` in the lower-cased
//! text, everything else being a separator. Letters with accents and other scripts thus fall away,
//! as they do in `rouge-score`.
//!
//! No copy of the text is lower-cased. Two characters beyond ASCII have an ASCII letter in their
//! lower case, and they are the only ones that matter here: the Kelvin sign (k) and the capital
//! dotted I (i and a combining dot, which separates).

/// `K`, the Kelvin sign: lower case `k`.
const KELVIN_SIGN: &[u8] = "\u{212A}".as_bytes();
/// `İ`: lower case `i` and a combining dot above.
const DOTTED_CAPITAL_I: &[u8] = "\u{130}".as_bytes();

/// The lower case of ASCII letters and digits; 0 for every other byte.
const TOKEN_BYTES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            table[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

/// Calls `emit` with every token of `text`, in order: never empty, `a-z` and `0-9` only.
pub(super) fn for_each_token(text: &str, mut emit: impl FnMut(&[u8])) {
    let bytes = text.as_bytes();
    let mut token = Vec::with_capacity(32);
    let mut position = 0;
    while let Some(&byte) = bytes.get(position) {
        let lower = TOKEN_BYTES[usize::from(byte)];
        if lower != 0 {
            token.push(lower);
            position += 1;
            continue;
        }
        let rest = &bytes[position..];
        if rest.starts_with(KELVIN_SIGN) {
            token.push(b'k');
            position += KELVIN_SIGN.len();
            continue;
        }
        if rest.starts_with(DOTTED_CAPITAL_I) {
            token.push(b'i');
        }
        // The bytes that continue a character are separators as well.
        position += 1;
        if !token.is_empty() {
            emit(&token);
            token.clear();
        }
    }
    if !token.is_empty() {
        emit(&token);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::for_each_token;

    fn tokens(text: &str) -> Vec<String> {
        let mut tokens = Vec::new();
        for_each_token(text, |token| tokens.push(String::from_utf8_lossy(token).into_owned()));
        tokens
    }

    /// The definition: lower-case everything, then split at whatever is not `a-z` or `0-9`.
    fn by_definition(text: &str) -> Vec<String> {
        let lower = text.to_lowercase();
        let parts = lower.split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit()));
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    #[test]
    fn every_character_of_unicode() {
        for character in char::MIN..=char::MAX {
            let text = format!("a{character}B");
            assert_eq!(tokens(&text), by_definition(&text), "{character:?}");
        }
    }

    #[test]
    fn separators() {
        assert_eq!(tokens("The mayor's 3.5-km run"), ["the", "mayor", "s", "3", "5", "km", "run"]);
        assert_eq!(tokens(" \u{a0}\r\n\u{b}… "), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn as_defined(text in "[a-cA-C0-3 \\n.éİK٣\u{307}\\PC]{0,40}") {
            prop_assert_eq!(tokens(&text), by_definition(&text));
        }
    }
}
