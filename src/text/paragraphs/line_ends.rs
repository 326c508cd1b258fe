//! What the end of a line, and the ends of sentences inside it, say of who broke it.

use super::characters::is_closing;

/// Whether a line ends in a word that wants another behind it.
pub(super) fn ends_tied(line: &str) -> bool {
    line.rsplit(char::is_whitespace).next().is_some_and(|last| TIED.contains(&last))
}

/// Whether a sentence ends inside a line and another begins.
pub(super) fn has_sentence_end(line: &str) -> bool {
    line.match_indices(['.', '!', '?']).any(|(at, mark)| {
        let behind = line.get(at + mark.len()..).unwrap_or_default();
        let opened = behind.trim_start_matches(is_closing);
        let before = line.get(..at).unwrap_or_default();
        opened.strip_prefix(' ').is_some_and(|next| next.starts_with(char::is_uppercase))
            && before.ends_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
    })
}

/// Articles, prepositions and conjunctions of English, German, French, Spanish, Italian,
/// Portuguese and Dutch.
#[rustfmt::skip]
const TIED: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "but", "by", "for", "from", "had", "has", "have", "her",
    "his", "in", "into", "is", "its", "my", "of", "on", "or", "our", "that", "the", "their", "to",
    "was", "were", "which", "who", "will", "with", "would", "your", "The", "A",
    "das", "dem", "den", "der", "des", "die", "ein", "eine", "einem", "einen", "einer", "und",
    "von", "vom", "zu", "zum", "zur", "im", "mit", "für",
    "au", "aux", "de", "du", "et", "la", "le", "les", "par", "pour", "que", "qui", "sur", "un",
    "une", "dans", "el", "los", "las", "del", "y", "con", "para", "por", "il", "lo", "di", "della",
    "e", "che", "o", "do", "da", "een", "het", "en",
];
