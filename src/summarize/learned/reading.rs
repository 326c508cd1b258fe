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
    /// The distinct words, by number; regular plurals are one with their singulars.
    pub(super) vocabulary: Vec<Word>,
    /// The words of each sentence, in order.
    pub(super) words: Vec<Vec<u32>>,
    /// How each of these stands there.
    pub(super) manners: Vec<Vec<Manner>>,
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
        let (mut words, mut manners) = (Vec::new(), Vec::new());
        for &i in sentences {
            let (own, how) = numbers.of(&document.body[document.statement(i)]);
            words.push(own);
            manners.push(how);
        }
        let title = document.title.map(|title| numbers.of(title).0);
        let vocabulary = numbers.words.len();
        let is_content = |word: &u32| numbers.words[*word as usize].is_content;
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
            vocabulary: numbers.words,
            words,
            manners,
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

/// A distinct word of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// In lower case, a plural or possessive ending taken off.
    pub(super) text: String,
    /// Whether it is none of the function words.
    pub(super) is_content: bool,
}

/// How a word stands in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Manner {
    /// It has a capital, and is not the first word.
    pub(super) is_capital: bool,
    /// It is within quotation marks.
    pub(super) is_quoted: bool,
}

/// The numbers of words, in the order in which they come up.
#[derive(Default)]
struct Numbers {
    by_text: HashMap<String, u32>,
    words: Vec<Word>,
}

impl Numbers {
    fn of(&mut self, text: &str) -> (Vec<u32>, Vec<Manner>) {
        let (mut read, mut is_quoted) = (0, false);
        let mut words = Vec::new();
        let mut manners = Vec::new();
        for (at, word) in text.unicode_word_indices() {
            let marks = text[read..at].chars().filter(|c| matches!(c, '"' | '“' | '”')).count();
            is_quoted ^= marks % 2 == 1;
            read = at + word.len();
            let is_capital = !words.is_empty() && word.starts_with(char::is_uppercase);
            words.push(self.number(word));
            manners.push(Manner { is_capital, is_quoted });
        }
        (words, manners)
    }

    fn number(&mut self, word: &str) -> u32 {
        let text = stem(word);
        if let Some(&number) = self.by_text.get(&text) {
            return number;
        }
        let number = self.words.len() as u32;
        let is_content = FUNCTION_WORDS.binary_search(&text.as_str()).is_err();
        self.words.push(Word { text: text.clone(), is_content });
        self.by_text.insert(text, number);
        number
    }
}

/// A word in lower case, without the ending of a possessive or a regular plural.
fn stem(word: &str) -> String {
    let mut word = word.to_lowercase();
    let possessive = ["'s", "’s"].into_iter().find(|end| word.ends_with(end));
    word.truncate(word.len() - possessive.map_or(0, str::len));
    if word.len() > 3 && FUNCTION_WORDS.binary_search(&word.as_str()).is_err() {
        if word.len() > 4 && word.ends_with("ies") {
            word.replace_range(word.len() - 3.., "y");
        } else if word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
            word.pop();
        }
    }
    word
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
    fn plurals_are_one_with_their_singulars() {
        for (word, expected) in [
            ("Boats", "boat"),
            ("boat’s", "boat"),
            ("ferries", "ferry"),
            ("this", "this"),
            ("glass", "glass"),
            ("virus", "virus"),
            ("gas", "gas"),
            ("US", "us"),
            ("was", "was"),
        ] {
            assert_eq!(stem(word), expected);
        }
    }

    #[test]
    fn function_words_can_be_searched() {
        assert!(FUNCTION_WORDS.is_sorted_by(|a, b| a < b));
    }
}
