//! Texts that are longer than the model reads, embedded whole.
//!
//! In: texts and an [`Embedder`]. Out: one unit vector a text, which depends on the text and the
//! model alone. [`embed_windows`] says how. It does not split texts into sentences.

use std::ops::Range;

use super::{Embedded, Embedder};
use crate::error::Result;
use crate::vector::{Embeddings, weighted_mean};

/// A window reaches one part in so many of its part's length beyond either end of it.
const OVERLAP: usize = 8;

/// The embeddings of texts of any length.
#[derive(Debug, Clone, PartialEq)]
pub struct Windowed {
    /// One row a text. A text counts as truncated only if not even one letter of it alone is
    /// within the model's maximum.
    pub embedded: Embedded,
    /// For each text, in how many windows it was read: 1 if the model takes it as it is.
    pub windows: Vec<usize>,
}

/// A part of a text.
struct Part {
    text: usize,
    span: Range<usize>,
}

/// A part that was read in its window.
struct Read {
    part: Part,
    vector: Vec<f32>,
    truncated: bool,
}

/// Embeds each text, and one that is longer than the model reads in windows.
///
/// A text that the model takes as it is has the vector of [`Embedder::embed`], bit for bit. A
/// longer one is halved at the white space nearest its middle, and its parts again, until the
/// model takes each. A part is read in a window that overlaps its neighbours by an eighth of its
/// length on either side, so that what lies on a cut is read in its context. The text's vector is
/// the mean of its windows' vectors, each weighing as many bytes as its part has, scaled to
/// length 1: so every byte of a text weighs the same. Bytes stand for tokens, which an embedder
/// does not count.
///
/// # Errors
/// As [`Embedder::embed`].
pub fn embed_windows(embedder: &dyn Embedder, texts: &[&str]) -> Result<Windowed> {
    let whole = embedder.embed(texts)?;
    let mut windows = vec![1; texts.len()];
    if !whole.truncated.contains(&true) {
        return Ok(Windowed { embedded: whole, windows });
    }
    let Embedded { embeddings, mut truncated } = whole;
    let dimensions = embeddings.dimensions();
    let mut values = embeddings.as_slice().to_vec();
    let long = (0..texts.len()).filter(|&text| truncated[text]);
    let halves = long.filter_map(|text| Part::whole(text, texts).halves(texts[text])).flatten();
    let parts = halves.flat_map(|half| half.below(embedder.max_tokens(), texts)).collect();
    let read = read_all(embedder, texts, parts)?;
    for windows_of_text in read.chunk_by(|a, b| a.part.text == b.part.text) {
        let text = windows_of_text[0].part.text;
        let weighted = windows_of_text
            .iter()
            .map(|window| (window.vector.as_slice(), window.part.span.len() as f32));
        let row = &mut values[text * dimensions..(text + 1) * dimensions];
        row.copy_from_slice(&weighted_mean(dimensions, weighted));
        truncated[text] = windows_of_text.iter().any(|window| window.truncated);
        windows[text] = windows_of_text.len();
    }
    let embeddings = Embeddings::new(embeddings.model().clone(), dimensions, values);
    Ok(Windowed { embedded: Embedded { embeddings, truncated }, windows })
}

/// Reads parts, halving those that are too long; gives them in the order of the texts.
fn read_all(embedder: &dyn Embedder, texts: &[&str], parts: Vec<Part>) -> Result<Vec<Read>> {
    let mut pending = parts;
    let mut read = Vec::new();
    while !pending.is_empty() {
        let windows: Vec<&str> = pending.iter().map(|part| part.window(texts[part.text])).collect();
        let Embedded { embeddings, truncated } = embedder.embed(&windows)?;
        let mut smaller = Vec::new();
        for ((part, vector), truncated) in pending.into_iter().zip(embeddings.rows()).zip(truncated)
        {
            match truncated.then(|| part.halves(texts[part.text])).flatten() {
                Some(halves) => smaller.extend(halves),
                None => read.push(Read { part, vector: vector.to_vec(), truncated }),
            }
        }
        pending = smaller;
    }
    read.sort_by_key(|window| (window.part.text, window.part.span.start));
    Ok(read)
}

impl Part {
    /// The whole of a text.
    fn whole(text: usize, texts: &[&str]) -> Self {
        Self { text, span: 0..texts[text].len() }
    }

    /// The part, or its parts where it has more words than the model reads tokens: a word is at
    /// least one token, so the model need not be asked.
    fn below(self, max_tokens: usize, texts: &[&str]) -> Vec<Part> {
        let text = texts[self.text];
        let mut words = self.window(text).split_whitespace();
        match words.nth(max_tokens).and_then(|_| self.halves(text)) {
            Some(halves) => halves.into_iter().flat_map(|it| it.below(max_tokens, texts)).collect(),
            None => vec![self],
        }
    }

    /// Its halves, cut at the white space nearest the middle, or in the middle where there is
    /// none. Nothing if it is one letter, or blank.
    fn halves(&self, text: &str) -> Option<[Part; 2]> {
        let inner = text[self.span.clone()].trim();
        let start = self.span.end - text[self.span.clone()].trim_start().len();
        let end = start + inner.len();
        let second = start + inner.chars().next()?.len_utf8();
        if second == end {
            return None;
        }
        let middle = text.floor_char_boundary(start + inner.len() / 2).max(second);
        let left = text[start..middle].rfind(char::is_whitespace).map(|at| start + at);
        let right = text[middle..end].find(char::is_whitespace).map(|at| middle + at);
        let cut = match (left, right) {
            (Some(left), Some(right)) if middle - left <= right - middle => left,
            (_, Some(right)) => right,
            (Some(left), None) => left,
            (None, None) => middle,
        };
        Some([start..cut, cut..end].map(|span| Part { text: self.text, span }))
    }

    /// The part with some of the text around it, from a word's beginning to a word's end where
    /// there are words.
    fn window<'a>(&self, text: &'a str) -> &'a str {
        let Range { start, end } = self.span;
        // White space is no length: one letter is read by itself, however much is around it.
        let reach = text[self.span.clone()].trim().len() / OVERLAP;
        let from = text.floor_char_boundary(start.saturating_sub(reach));
        let to = text.floor_char_boundary((end + reach).min(text.len()));
        let from = match text[from..start].find(char::is_whitespace) {
            Some(at) if from > 0 => from + at,
            _ => from,
        };
        let to = match text[end..to].rfind(char::is_whitespace) {
            Some(at) if to < text.len() => end + at,
            _ => to,
        };
        &text[from..to]
    }
}
