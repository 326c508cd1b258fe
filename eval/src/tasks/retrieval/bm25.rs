//! BM25 over words: the baseline that any vector has to beat.
//!
//! Robertson & Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond* (2009), with the
//! parameters that the BEIR paper's baseline has, `k1` 0.9 and `b` 0.4. Words in lower case; no
//! stemming, no stop words.

use std::collections::HashMap;

use crate::metrics::word_overlap::words;

const K1: f64 = 0.9;
const B: f64 = 0.4;

/// An inverted index of documents.
pub(super) struct Bm25 {
    /// For each word, the documents that have it with how often.
    postings: HashMap<String, Vec<(u32, u32)>>,
    /// The length of each document over the mean length.
    lengths: Vec<f64>,
}

impl Bm25 {
    pub(super) fn new<'a>(documents: impl Iterator<Item = &'a str>) -> Self {
        let mut postings: HashMap<String, Vec<(u32, u32)>> = HashMap::new();
        let mut lengths = Vec::new();
        for (number, text) in documents.enumerate() {
            let words = words(text);
            lengths.push(words.len() as f64);
            for (word, count) in counted(words) {
                postings.entry(word).or_default().push((number as u32, count));
            }
        }
        let mean = (lengths.iter().sum::<f64>() / lengths.len().max(1) as f64).max(1.0);
        lengths.iter_mut().for_each(|length| *length /= mean);
        Self { postings, lengths }
    }

    /// The `count` best documents for a text, best first, of equal scores the earlier first;
    /// those that share no word with it are not among them.
    pub(super) fn search(&self, text: &str, count: usize) -> Vec<usize> {
        let documents = self.lengths.len() as f64;
        let mut scores = vec![0f64; self.lengths.len()];
        let mut terms: Vec<(String, u32)> = counted(words(text)).into_iter().collect();
        // Sums are made in one order, whatever the table's.
        terms.sort_unstable();
        for (word, repeated) in terms {
            let Some(postings) = self.postings.get(&word) else { continue };
            let having = postings.len() as f64;
            let idf = (1.0 + (documents - having + 0.5) / (having + 0.5)).ln();
            for &(document, count) in postings {
                let (document, count) = (document as usize, f64::from(count));
                let norm = K1 * (1.0 - B + B * self.lengths[document]);
                let weight = count * (K1 + 1.0) / (count + norm);
                scores[document] += f64::from(repeated) * idf * weight;
            }
        }
        let mut found: Vec<usize> = (0..scores.len()).filter(|&i| scores[i] > 0.0).collect();
        found.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then_with(|| a.cmp(&b)));
        found.truncate(count);
        found
    }
}

fn counted(words: Vec<String>) -> HashMap<String, u32> {
    let mut counts = HashMap::new();
    for word in words {
        *counts.entry(word).or_insert(0) += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_and_short_documents_count_more() {
        let documents = [
            "the harbour and the ferry and the pier and the tide and the gulls over all of it",
            "the ferry",
            "the opera",
            "nothing of the kind",
        ];
        let index = Bm25::new(documents.into_iter());
        assert_eq!(index.search("ferry", 5), [1, 0]);
        assert_eq!(index.search("the opera", 1), [2]);
        assert_eq!(index.search("glacier", 5), [0usize; 0]);
    }
}
