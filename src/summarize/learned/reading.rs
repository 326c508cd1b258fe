//! The words of a document, read once for all features.

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation;

use crate::summarize::Document;

/// How many of the commonest content words count as what a document is about.
const TOPIC_WORDS: usize = 10;

/// How many sentences make the lead.
const LEAD: usize = 3;

/// The words of some sentences of a document, by number.
pub(super) struct Reading {
    /// The words of each sentence, in order.
    pub(super) words: Vec<Vec<u32>>,
    /// The distinct content words of each sentence, ascending.
    pub(super) content: Vec<Vec<u32>>,
    /// How many content words each sentence has, repetitions counted.
    pub(super) content_count: Vec<usize>,
    /// How often the document has each word; 0 for function words.
    pub(super) frequency: Vec<u32>,
    /// How many sentences have each content word.
    pub(super) spread: Vec<u32>,
    /// The sum of `frequency`, at least 1.
    pub(super) total: f32,
    /// Whether each word is one of the commonest.
    pub(super) is_topic: Vec<bool>,
    /// Whether each word is a content word of the first sentences.
    pub(super) in_lead: Vec<bool>,
    /// How many such words there are.
    pub(super) lead_size: usize,
    /// Whether each word is a content word of the title; nothing if there is no title.
    pub(super) in_title: Option<Vec<bool>>,
    /// How many sentences have each pair of neighbouring words.
    pub(super) pairs: HashMap<(u32, u32), u32>,
}

impl Reading {
    /// Reads these sentences of the document.
    pub(super) fn new(document: &Document<'_>, sentences: &[usize]) -> Self {
        let mut numbers = Numbers::default();
        let words: Vec<Vec<u32>> = sentences
            .iter()
            .map(|&i| numbers.of(document.sentences[i].text(document.body)))
            .collect();
        let title = document.title.map(|title| numbers.of(title));
        let vocabulary = numbers.is_content.len();
        let is_content = |word: &u32| numbers.is_content[*word as usize];
        let mut frequency = vec![0u32; vocabulary];
        let mut spread = vec![0u32; vocabulary];
        let (mut content, mut content_count) = (Vec::new(), Vec::new());
        for words in &words {
            let mut own: Vec<u32> = words.iter().copied().filter(is_content).collect();
            content_count.push(own.len());
            own.iter().for_each(|&word| frequency[word as usize] += 1);
            own.sort_unstable();
            own.dedup();
            own.iter().for_each(|&word| spread[word as usize] += 1);
            content.push(own);
        }
        let mut pairs: HashMap<(u32, u32), u32> = HashMap::new();
        for words in &words {
            for pair in distinct_pairs(words) {
                *pairs.entry(pair).or_insert(0) += 1;
            }
        }
        let of_lead = content.iter().take(LEAD).flatten();
        let in_lead = marks(vocabulary, of_lead.copied());
        let in_title = title.map(|words| marks(vocabulary, words.into_iter().filter(is_content)));
        Self {
            total: frequency.iter().sum::<u32>().max(1) as f32,
            is_topic: marks(vocabulary, commonest(&frequency)),
            lead_size: in_lead.iter().filter(|&&is| is).count(),
            in_lead,
            in_title,
            words,
            content,
            content_count,
            frequency,
            spread,
            pairs,
        }
    }
}

/// The pairs of neighbouring words, each once.
pub(super) fn distinct_pairs(words: &[u32]) -> Vec<(u32, u32)> {
    let mut pairs: Vec<(u32, u32)> = words.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The commonest content words, of equal ones those that come first.
fn commonest(frequency: &[u32]) -> impl Iterator<Item = u32> {
    let mut words: Vec<u32> =
        (0..frequency.len() as u32).filter(|&word| frequency[word as usize] > 0).collect();
    words.sort_by_key(|&word| std::cmp::Reverse(frequency[word as usize]));
    words.truncate(TOPIC_WORDS);
    words.into_iter()
}

fn marks(len: usize, marked: impl Iterator<Item = u32>) -> Vec<bool> {
    let mut marks = vec![false; len];
    marked.for_each(|word| marks[word as usize] = true);
    marks
}

/// The numbers of words, in the order in which they come up.
#[derive(Default)]
struct Numbers {
    by_word: HashMap<String, u32>,
    is_content: Vec<bool>,
}

impl Numbers {
    fn of(&mut self, text: &str) -> Vec<u32> {
        text.unicode_words().map(|word| self.number(word)).collect()
    }

    fn number(&mut self, word: &str) -> u32 {
        let mut word = word.to_lowercase();
        let possessive = ["'s", "’s"].into_iter().find(|end| word.ends_with(end));
        word.truncate(word.len() - possessive.map_or(0, str::len));
        if let Some(&number) = self.by_word.get(&word) {
            return number;
        }
        let number = self.is_content.len() as u32;
        self.is_content.push(FUNCTION_WORDS.binary_search(&word.as_str()).is_err());
        self.by_word.insert(word, number);
        number
    }
}

/// English words that say nothing of what a text is about, ascending.
#[rustfmt::skip]
const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "after", "again", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been",
    "before", "being", "between", "but", "by", "can", "could", "did", "do", "does", "down", "each", "for",
    "from", "had", "has", "have", "he", "her", "here", "him", "his", "how", "i", "if", "in", "into", "is",
    "it", "its", "just", "may", "me", "might", "more", "most", "must", "my", "no", "nor", "not", "of", "off",
    "on", "only", "or", "other", "our", "out", "over", "own", "said", "same", "say", "says", "shall", "she",
    "should", "so", "some", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they",
    "this", "those", "to", "too", "under", "up", "us", "very", "was", "we", "were", "what", "when", "where",
    "which", "who", "why", "will", "with", "would", "you", "your",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_can_be_searched() {
        assert!(FUNCTION_WORDS.is_sorted_by(|a, b| a < b));
    }
}
