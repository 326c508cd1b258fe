//! Marks of transcripts and threads: who speaks, what is heard.

/// A name has no more words than this.
const MAX_NAME: usize = 4;

/// A note in brackets has no more than this.
const MAX_NOTE: usize = 6;

/// Whether the line is a note in brackets: "(APPLAUSE)", "[END VIDEO CLIP]", "[Musik]".
pub(super) fn is_note(text: &str, words: usize) -> bool {
    let text = text.trim();
    let inner = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'))
        .or_else(|| text.strip_prefix('[').and_then(|text| text.strip_suffix(']')));
    let is_loud =
        |text: &str| text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase);
    inner.is_some_and(|inner| {
        !inner.contains(['(', '[']) && words <= MAX_NOTE && (is_loud(inner) || words == 1)
    })
}

/// The speaker that the line names and nothing else: "Ada Moss:", "ferryman said:".
pub(super) fn speaker(text: &str, words: usize) -> Option<&str> {
    let name = text.trim().strip_suffix(':')?.trim();
    let is_name = (1..=MAX_NAME).contains(&words)
        && name.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    is_name.then_some(name)
}

/// "ferryman said:", over what is quoted in a thread.
pub(super) fn is_quoting(text: &str, words: usize) -> bool {
    words <= MAX_NAME && text.trim().ends_with(" said:")
}
