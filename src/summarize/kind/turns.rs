//! Turns of speakers: who asks, and who answers.
//!
//! In: a document. Out: its [`Turns`]. A turn is a sentence that begins with a name and a colon, or with
//! "Q." or "A."; a name counts from its second turn on.

use crate::summarize::Document;

/// Turns of speakers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Turns {
    /// Of those who ask.
    pub(super) asking: usize,
    /// Of the others.
    pub(super) answering: usize,
    /// Two speak, again and again.
    pub(super) is_dialogue: bool,
    /// The share of the sentences from the first turn on.
    pub(super) share: f32,
}

impl Turns {
    /// The turns of `document`.
    pub(super) fn of(document: &Document<'_>) -> Self {
        let mut speakers: Vec<(&str, usize, usize)> = Vec::new();
        let mut first = None;
        for (i, text) in document.texts().enumerate() {
            let Some((name, is_asker)) = speaker(text) else { continue };
            let asks = is_asker || text.trim_end().ends_with('?');
            first = first.or(Some(i));
            match speakers.iter_mut().find(|(known, ..)| *known == name) {
                Some((_, turns, asked)) => {
                    *turns += 1;
                    *asked += usize::from(asks);
                }
                None => speakers.push((name, 1, usize::from(asks))),
            }
        }
        speakers.retain(|&(_, turns, _)| turns > 1);
        let of = |asks: bool| {
            let those = speakers.iter().filter(|&&(_, turns, asked)| (asked * 2 >= turns) == asks);
            those.map(|&(_, turns, _)| turns).sum()
        };
        let count = document.sentences.len();
        let share = first.map_or(0.0, |first| (count - first) as f32 / count as f32);
        let is_dialogue = speakers.len() == 2 && speakers.iter().all(|&(_, turns, _)| turns >= 4);
        Self { asking: of(true), answering: of(false), is_dialogue, share }
    }
}

/// The name at the beginning of a turn, its last word, and whether it names one who asks.
fn speaker(text: &str) -> Option<(&str, bool)> {
    const LONGEST: usize = 40;
    const MOST: usize = 3;
    if let Some(rest) = text.strip_prefix("Q.").or(text.strip_prefix("A.")) {
        return rest.starts_with(' ').then(|| (&text[..1], text.starts_with('Q')));
    }
    let at = text.find(':').filter(|&at| at > 0 && at <= LONGEST)?;
    let is_apart = text[at + 1..].is_empty() || text[at + 1..].starts_with(char::is_whitespace);
    let name = text[..at].trim_end();
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’');
    let is_name = name.split_whitespace().count() <= MOST
        && name.chars().all(is_letter)
        && name.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    let last = name.rsplit(' ').next().unwrap_or(name);
    (is_apart && is_name).then_some((last, matches!(last, "Q" | "Question")))
}
