//! How much of what a question is about a sentence has.
//!
//! In: a question and a document. Out: for each sentence, the share of the question's words that it
//! has, weighed by their rareness. Where the question asks for a kind of answer, words of its kind
//! count less, words of a family answer for each other, and a sentence that begins with what it
//! refers back by ("It opened in May") shares the subject of the one before.

use std::collections::HashSet;

use super::asked::Asked;
use super::family::family;
use super::sentence::words;
use super::{super::similarity::terms, age};
use crate::summarize::Document;

/// English words that ask, and so are no subject, beside the stop words of a language.
const ASKING: &[&str] = &["tell", "say", "says", "said", "happen", "happened", "know"];

/// What a word counts that another of its family stands for.
const RELATED: f32 = 0.8;

/// What a word counts that only says what kind of answer is asked for.
const OF_KIND: f32 = 0.3;

/// What a word of the sentence before counts, where the sentence refers back to it.
const REFERRED: f32 = 0.7;

/// Of a longer stem this many letters count.
const LONG: usize = 7;

/// Words that a sentence refers back by when it begins with them.
#[rustfmt::skip]
const BACK: &[&str] = &[
    "it", "he", "she", "they", "this", "that", "these", "those", "his", "her", "its", "their", "there", "but", "and",
    "one", "both", "then",
];

/// The share of the words of `question` that each sentence has, from 0 to 1.
pub(super) fn shares(question: &str, document: &Document<'_>, asked: Option<Asked>) -> Vec<f32> {
    let language = document.primary_language().unwrap_or("en").to_lowercase();
    let sought = subjects(question, &language);
    if sought.is_empty() {
        // A single letter of a script without spaces makes no pair.
        let sought = question.trim_matches(|c: char| !c.is_alphanumeric());
        let has = |text: &str| !sought.is_empty() && text.contains(sought);
        return document.texts().map(|text| f32::from(u8::from(has(text)))).collect();
    }
    match asked {
        None => plain(&sought, document),
        Some(asked) => of_kind(&sought, document, asked),
    }
}

/// The shares where no kind of answer is asked for.
fn plain(sought: &[String], document: &Document<'_>) -> Vec<f32> {
    let sentences: Vec<HashSet<String>> =
        document.texts().map(|text| terms(text).collect()).collect();
    let sought: HashSet<String> = sought.iter().flat_map(|word| terms(word)).collect();
    let had: Vec<Vec<f32>> = sentences
        .iter()
        .map(|s| sought.iter().map(|term| f32::from(u8::from(s.contains(term)))).collect())
        .collect();
    let weights = weights(&had, sought.iter().map(|term| (is_pair(term), 1.0)));
    weighed(&had, &weights)
}

/// The shares where the answer is of a kind.
fn of_kind(sought: &[String], document: &Document<'_>, asked: Asked) -> Vec<f32> {
    let sought: Vec<Sought> = sought.iter().map(|word| Sought::new(word, asked)).collect();
    let mut had: Vec<Vec<f32>> = Vec::with_capacity(document.sentences.len());
    for text in document.texts() {
        let words = words(text);
        let stems: HashSet<String> = stems(text).collect();
        let is_of_teenagers =
            sought.iter().any(|sought| sought.is_teenagers) && age::is_of_teenagers(&words);
        let mut own: Vec<f32> =
            sought.iter().map(|sought| sought.found_in(&stems, is_of_teenagers)).collect();
        let refers = words.first().is_some_and(|word| BACK.contains(&word.lower.as_str()));
        if let Some(before) = had.last().filter(|_| refers) {
            own.iter_mut().zip(before).for_each(|(own, before)| *own = own.max(REFERRED * before));
        }
        had.push(own);
    }
    let weights = weights(&had, sought.iter().map(|sought| (false, sought.weight)));
    weighed(&had, &weights)
}

/// A word of the question.
struct Sought {
    stem: String,
    related: HashSet<String>,
    is_teenagers: bool,
    weight: f32,
}

impl Sought {
    fn new(word: &str, asked: Asked) -> Self {
        Self {
            stem: stems(word).next().unwrap_or_default(),
            related: family(word).map(stem).collect(),
            is_teenagers: matches!(word, "teenagers" | "teenager" | "teens" | "adolescents"),
            weight: match word {
                "how" | "much" | "many" => 0.0,
                _ if asked.is_asking(word) => OF_KIND,
                _ => 1.0,
            },
        }
    }

    fn found_in(&self, stems: &HashSet<String>, is_of_teenagers: bool) -> f32 {
        if stems.contains(&self.stem) {
            1.0
        } else if !self.related.is_disjoint(stems) || self.is_teenagers && is_of_teenagers {
            RELATED
        } else {
            0.0
        }
    }
}

/// The weight of each word: the rarer it is, the more. `words` says whether it is a pair of letters,
/// and how much it counts.
fn weights(had: &[Vec<f32>], words: impl Iterator<Item = (bool, f32)>) -> Vec<f32> {
    let n = had.len() as f32;
    let weigh = |(place, (is_pair, weight)): (usize, (bool, f32))| {
        let spread = had.iter().filter(|had| had[place] > 0.0).count() as f32;
        // A pair of letters that nobody wrote lies across two words, and is none itself.
        let is_across = spread == 0.0 && is_pair;
        if is_across { 0.0 } else { weight * (1.0 + n / spread.max(0.5)).ln() }
    };
    words.enumerate().map(weigh).collect()
}

fn weighed(had: &[Vec<f32>], weights: &[f32]) -> Vec<f32> {
    let total = weights.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    let share = |had: &Vec<f32>| had.iter().zip(weights).map(|(h, w)| h * w).sum::<f32>() / total;
    had.iter().map(share).collect()
}

/// The distinct words of a question that can be what it is about: those that are no stop words, or
/// all if there are no others. In scripts without spaces, a word is a pair of letters.
fn subjects(question: &str, language: &str) -> Vec<String> {
    let stops = stop_words::lookup(language).unwrap_or_default();
    let stops: HashSet<String> = match language {
        // Written without spaces, a stop word is found only in the text.
        "zh" | "ja" => HashSet::new(),
        "en" => stops.iter().chain(ASKING).flat_map(|stop| terms(stop)).collect(),
        _ => stops.iter().flat_map(|stop| terms(stop)).collect(),
    };
    let mut all: Vec<String> = Vec::new();
    for word in words(question) {
        if !all.contains(&word.lower) && terms(&word.lower).next().is_some() {
            all.push(word.lower);
        }
    }
    let is_subject = |word: &&String| terms(word).any(|term| !stops.contains(&term));
    let subjects: Vec<String> = all.iter().filter(is_subject).cloned().collect();
    if subjects.is_empty() { all } else { subjects }
}

/// The stems of a text's words.
fn stems(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(stem)
}

/// A word without its ending, so that "offer" finds "offered"; of a long one, the beginning.
fn stem(word: &str) -> String {
    let word = word.to_lowercase();
    let cut = |ending: &str, least: usize| {
        word.strip_suffix(ending).filter(|stem| stem.len() >= least && !stem.ends_with('s'))
    };
    let stem = cut("ing", 3).or_else(|| cut("ed", 3)).or_else(|| cut("s", 2)).unwrap_or(&word);
    let stem = stem.strip_suffix('e').filter(|stem| stem.len() > 2).unwrap_or(stem);
    let mut letters: Vec<char> = stem.chars().collect();
    // "winning" is of "win".
    if let [.., a, b] = letters[..]
        && a == b
        && letters.len() > 3
        && !matches!(b, 'l' | 's')
    {
        letters.pop();
    }
    letters.into_iter().take(LONG).collect()
}

/// Whether a term is two letters of a script that is written without spaces.
fn is_pair(term: &str) -> bool {
    term.chars().count() == 2 && term.chars().all(|letter| letter.len_utf8() > 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (a, b) in
            [("offered", "offers"), ("winning", "win"), ("charge", "charging"), ("jobs", "job")]
        {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_ne!(stem("bus"), stem("bush"));
        assert_ne!(stem("king"), stem("kite"));
        assert_eq!(stem("Ä"), "ä");
    }
}
