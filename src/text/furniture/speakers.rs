//! Transcripts: who speaks stands in a line by itself.
//!
//! `HOST: Welcome back.` becomes `HOST:` and `Welcome back.`, where most paragraphs begin with
//! such names and the same ones come again. `Q:` and `A:` stay where they are.

use std::collections::HashMap;

use super::Room;

/// The paragraphs that must begin with a name.
const LEAST: usize = 4;
/// The most bytes and words of a name.
const LONGEST: usize = 48;
const WORDS: usize = 6;

/// Sets names apart; `is_transcript` says that the text is surely one.
pub(super) fn set_apart(room: &mut Room<'_>, is_transcript: bool) {
    let names: Vec<Option<&str>> = room.paragraphs.iter().map(|pieces| name(pieces)).collect();
    let mut times: HashMap<&str, usize> = HashMap::new();
    for name in names.iter().flatten() {
        *times.entry(name).or_default() += 1;
    }
    let named = names.iter().flatten().count();
    let again = times.values().filter(|times| **times > 1).count();
    let is_dialogue =
        named >= LEAST && again >= 2.min(times.len()) && again > 0 && 5 * named >= 3 * names.len();
    if !(is_dialogue || is_transcript) {
        return;
    }
    for (pieces, name) in room.paragraphs.iter_mut().zip(names) {
        let is_known =
            |name: &&str| is_capital(name) || times.get(name).is_some_and(|times| *times > 1);
        let Some(name) = name.filter(is_known) else { continue };
        let Some(text) = pieces.first().copied() else { continue };
        // The colon belongs to the name.
        let (label, rest) = text.split_at(name.len() + 1);
        *pieces = vec![label, "\n\n", rest.trim_start()];
        room.is_changed = true;
    }
}

/// The name that a paragraph begins with, before a colon and more text.
fn name<'a>(pieces: &[&'a str]) -> Option<&'a str> {
    let [text] = pieces else { return None };
    let (name, _) = text.get(..text.floor_char_boundary(LONGEST))?.split_once(':')?;
    let rest = text.get(name.len() + 1..)?;
    let is_word = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c == '(');
    let words = || name.split(' ');
    let is_name = name.chars().count() > 1
        && words().count() <= WORDS
        && words().all(is_word)
        && name.chars().all(|c| c.is_alphabetic() || " .,-'’()".contains(c));
    let goes_on = rest.starts_with(' ') && !rest.trim().is_empty();
    (is_name && goes_on).then_some(name)
}

fn is_capital(name: &str) -> bool {
    !name.chars().any(char::is_lowercase)
}
