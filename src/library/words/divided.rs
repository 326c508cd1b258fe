//! Words for the full-text index, whose tokenizer divides at spaces and marks alone.
//!
//! In: text. Out: the same with a mark that divides between the characters of scripts that write
//! without spaces, so that each of them is a word to the index and a run of them a phrase.

use crate::script::is_unspaced;

/// What divides: nothing to a reader, and no letter to the tokenizer.
pub(in crate::library) const DIVIDER: char = '\u{200B}';

/// The text as the index is to have it; `None` if that is the text itself.
pub(in crate::library) fn divided(text: &str) -> Option<String> {
    if !text.contains(is_unspaced) {
        return None;
    }
    let mut divided = String::with_capacity(2 * text.len());
    let mut before: Option<char> = None;
    for c in text.chars() {
        let touches = before.is_some_and(|before| {
            (is_unspaced(c) && before.is_alphanumeric())
                || (is_unspaced(before) && c.is_alphanumeric())
        });
        if touches {
            divided.push(DIVIDER);
        }
        divided.push(c);
        before = Some(c);
    }
    Some(divided)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unspaced_characters_stand_alone_and_others_together() {
        let shown = |text| divided(text).map(|it: String| it.replace(DIVIDER, "|"));
        assert_eq!(shown("The ferry was late."), None);
        assert_eq!(shown("京都の港。雨").as_deref(), Some("京|都|の|港。雨"));
        assert_eq!(shown("第12回 JAXA発表").as_deref(), Some("第|12|回 JAXA|発|表"));
    }
}
