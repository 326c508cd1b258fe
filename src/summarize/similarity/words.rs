//! Sentences as sparse vectors of their words, for texts that no model has vectors of.
//!
//! A word counts with its inverse sentence frequency in the document (tf-idf), so that function
//! words of any language weigh little. Long words are cut to a prefix, which joins most inflected
//! forms of a word (McNamee and Mayfield, *Character N-Gram Tokenization for European Language
//! Text Retrieval*, 2004). Scripts that write without spaces are read in pairs of letters.

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation;

/// Of a longer word this many characters count.
const PREFIX: usize = 6;

/// The words of the sentences of one document.
pub(in crate::summarize) struct WordVectors {
    /// For each sentence its terms with their weights, by term; of Euclidean length 1 or 0.
    rows: Vec<Vec<(u32, f32)>>,
    /// For each term the sentences that have it, ascending, with its weight there.
    postings: Vec<Vec<(u32, f32)>>,
}

impl WordVectors {
    pub(in crate::summarize) fn new<'a>(texts: impl ExactSizeIterator<Item = &'a str>) -> Self {
        let n = texts.len() as f32;
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut rows: Vec<Vec<(u32, f32)>> = Vec::with_capacity(texts.len());
        let mut spread: Vec<f32> = Vec::new();
        for text in texts {
            let mut counts: Vec<u32> = terms(text)
                .map(|term| {
                    let fresh = numbers.len() as u32;
                    *numbers.entry(term).or_insert(fresh)
                })
                .collect();
            spread.resize(numbers.len(), 0.0);
            counts.sort_unstable();
            let row: Vec<(u32, f32)> =
                counts.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as f32)).collect();
            row.iter().for_each(|&(term, _)| spread[term as usize] += 1.0);
            rows.push(row);
        }
        let mut postings = vec![Vec::new(); spread.len()];
        for (i, row) in rows.iter_mut().enumerate() {
            for (term, weight) in row.iter_mut() {
                *weight *= (1.0 + n / spread[*term as usize]).ln();
            }
            let length = row.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
            row.iter_mut().for_each(|(_, weight)| *weight /= length);
            row.iter().for_each(|&(term, weight)| postings[term as usize].push((i as u32, weight)));
        }
        Self { rows, postings }
    }

    /// The number of sentences.
    pub(in crate::summarize) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The cosines of sentence `i` with all sentences.
    fn cosines(&self, i: usize) -> Vec<f32> {
        let mut cosines = vec![0f32; self.len()];
        for &(term, weight) in &self.rows[i] {
            for &(j, other) in &self.postings[term as usize] {
                cosines[j as usize] += weight * other;
            }
        }
        cosines
    }

    /// Calls `visit(i, j, cosine)` for each pair of sentences, each once, `i < j`.
    pub(in crate::summarize) fn for_each_pair(&self, mut visit: impl FnMut(usize, usize, f32)) {
        for i in 0..self.len() {
            for (j, cosine) in self.cosines(i).into_iter().enumerate().skip(i + 1) {
                visit(i, j, cosine.min(1.0));
            }
        }
    }

    /// These sentences alone, their words weighed as in the whole document.
    pub(super) fn only(&self, sentences: &[usize]) -> Self {
        let rows: Vec<Vec<(u32, f32)>> = sentences.iter().map(|&i| self.rows[i].clone()).collect();
        let mut postings = vec![Vec::new(); self.postings.len()];
        for (i, row) in rows.iter().enumerate() {
            row.iter().for_each(|&(term, weight)| postings[term as usize].push((i as u32, weight)));
        }
        Self { rows, postings }
    }

    /// Calls `visit(i, j, cosine)` for each sentence `i` and each `j` of these.
    pub(super) fn for_each_with(
        &self,
        sentences: &[usize],
        visit: &mut impl FnMut(usize, usize, f32),
    ) {
        for &j in sentences {
            for (i, cosine) in self.cosines(j).into_iter().enumerate() {
                visit(i, j, cosine.min(1.0));
            }
        }
    }

    /// The cosine of the sentences `i` and `j`.
    pub(in crate::summarize) fn cosine(&self, i: usize, j: usize) -> f32 {
        let (mut a, mut b) = (self.rows[i].iter().peekable(), self.rows[j].iter().peekable());
        let mut sum = 0.0;
        while let (Some((x, weight)), Some((y, other))) = (a.peek(), b.peek()) {
            let order = x.cmp(y);
            if order.is_eq() {
                sum += weight * other;
            }
            if order.is_le() {
                a.next();
            }
            if order.is_ge() {
                b.next();
            }
        }
        sum.min(1.0)
    }

    /// For each sentence, the cosine with the mean of all.
    pub(in crate::summarize) fn to_mean(&self) -> Vec<f32> {
        let mut mean = vec![0f32; self.postings.len()];
        self.rows.iter().flatten().for_each(|&(term, weight)| mean[term as usize] += weight);
        let length = mean.iter().map(|x| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        let cosine = |row: &Vec<(u32, f32)>| {
            row.iter().map(|&(term, weight)| weight * mean[term as usize]).sum::<f32>() / length
        };
        self.rows.iter().map(cosine).collect()
    }

    /// The terms of sentence `i`, ascending, with their weights.
    pub(in crate::summarize) fn row(&self, i: usize) -> &[(u32, f32)] {
        &self.rows[i]
    }
}

/// The terms of a text: prefixes of its words, and pairs of letters where these are written
/// without spaces.
pub(in crate::summarize) fn terms(text: &str) -> impl Iterator<Item = String> {
    let mut terms = Vec::new();
    let mut before: Option<(usize, char)> = None;
    for (at, word) in text.unicode_word_indices() {
        let mut letters = word.chars();
        match (letters.next(), letters.next()) {
            // UAX #29 makes each letter of such a script a word of its own.
            (Some(letter), None) if !letter.is_ascii() => {
                match before {
                    Some((end, other)) if end == at => terms.push(format!("{other}{letter}")),
                    _ => {}
                }
                before = Some((at + word.len(), letter));
            }
            _ => {
                terms.push(word.to_lowercase().chars().take(PREFIX).collect());
                before = None;
            }
        }
    }
    terms.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_prefixes_and_letters_are_pairs() {
        let of = |text| terms(text).collect::<Vec<_>>();
        assert_eq!(of("Die Fährverbindung, die Fähren"), ["die", "fährve", "die", "fähren"]);
        assert_eq!(of("港は閉鎖。カメラ"), ["港は", "は閉", "閉鎖", "カメラ"]);
        assert_eq!(of("1 a"), ["1", "a"]);
    }

    #[test]
    fn cosines_are_symmetric_and_of_the_words() {
        let texts = [
            "The ferry sank in the bay.",
            "In the bay the ferry sank.",
            "Bread is dear.",
            "",
            "The",
        ];
        let words = WordVectors::new(texts.into_iter());
        let mut pairs = Vec::new();
        words.for_each_pair(|i, j, cosine| {
            assert!((words.cosines(j)[i] - cosine).abs() < 1e-6);
            pairs.push((i, j, cosine));
        });
        assert_eq!(pairs.len(), 10);
        assert!(pairs[0].2 > 0.999, "the order of words does not count");
        assert_eq!((pairs[1].2, pairs[2].2), (0.0, 0.0));
        assert!(pairs[3].2 > 0.0 && pairs[3].2 < 0.65, "a word of all sentences weighs little");
        assert!(words.to_mean().iter().all(|cosine| cosine.is_finite()));
    }
}
