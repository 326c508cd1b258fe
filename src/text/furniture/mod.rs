//! What stands in a copied text and is no part of an article.
//!
//! In: a body of paragraphs with blank lines between. Out: the body without what surely is no
//! text of its author's, and a [`Repair`] for each piece: what a page tells search engines
//! (`metadata`), the notes, contents and references of
//! an encyclopedia's page (`wiki`), the time stamps of a transcript (`transcript`), the labels of
//! a press release (`release`). Who speaks in a transcript gets a line to itself (`speakers`). No
//! word is changed or moved.
//!
//! What it does not do: judge sentences. Captions, cookie notes and requests to subscribe stay;
//! they are sentences that are not picked.

mod metadata;
mod release;
mod speakers;
mod transcript;
mod wiki;

#[cfg(test)]
mod tests;

use super::words::count_words;
use crate::article::{Repair, RepairKind};

/// A body, paragraph by paragraph, while furniture is taken out.
struct Room<'a> {
    /// What is left of each paragraph; nothing of one that went whole.
    paragraphs: Vec<Vec<&'a str>>,
    repairs: Vec<(usize, Repair)>,
    /// Whether a paragraph was divided.
    is_changed: bool,
}

/// A body without furniture, and what that was; `None` where there is none.
pub(super) fn clear(body: &str) -> Option<(String, Vec<Repair>)> {
    let mut room = Room {
        paragraphs: body.split("\n\n").map(|paragraph| vec![paragraph]).collect(),
        repairs: Vec::new(),
        is_changed: false,
    };
    metadata::clear(&mut room);
    release::clear(&mut room);
    wiki::clear(&mut room);
    transcript::clear(&mut room);
    room.finish()
}

impl<'a> Room<'a> {
    /// The paragraph as it stood, if nothing went of it yet.
    fn whole(&self, at: usize) -> Option<&'a str> {
        match self.paragraphs.get(at)?.as_slice() {
            [whole] => Some(whole),
            _ => None,
        }
    }

    /// The numbers and texts of the paragraphs of which nothing went.
    fn wholes(&self) -> impl Iterator<Item = (usize, &'a str)> {
        (0..self.paragraphs.len()).filter_map(|at| Some((at, self.whole(at)?)))
    }

    /// Takes a whole paragraph out.
    fn remove(&mut self, at: usize, kind: RepairKind) {
        if let Some(whole) = self.whole(at) {
            self.keep(at, Vec::new(), &[whole], kind);
        }
    }

    /// Leaves `kept` of a paragraph, out of which `removed` went.
    fn keep(&mut self, at: usize, kept: Vec<&'a str>, removed: &[&'a str], kind: RepairKind) {
        if let Some(paragraph) = self.paragraphs.get_mut(at) {
            *paragraph = kept;
        }
        self.repairs.extend(removed.iter().map(|removed| {
            let (removed, words) = ((*removed).to_owned(), count_words(removed));
            (at, Repair { kind, removed, words })
        }));
    }

    /// The body, unless nothing went, or nothing would be left.
    fn finish(mut self) -> Option<(String, Vec<Repair>)> {
        if self.repairs.is_empty() && !self.is_changed {
            return None;
        }
        let mut body = String::new();
        for paragraph in &self.paragraphs {
            let is_empty = paragraph.iter().all(|piece| piece.trim().is_empty());
            if !is_empty {
                body.push_str(if body.is_empty() { "" } else { "\n\n" });
                paragraph.iter().for_each(|piece| body.push_str(piece));
            }
        }
        if count_words(&body) == 0 {
            return None;
        }
        self.repairs.sort_by_key(|(at, _)| *at);
        Some((body, self.repairs.into_iter().map(|(_, repair)| repair).collect()))
    }
}
