//! How rare words are, counted: what `models/words/background.bin` is made of.
//!
//! In: documents, and sets of sentences in one language each. Out: a [`Background`].

use std::collections::HashMap;
use std::path::PathBuf;

use anyhow::{Result, ensure};
use nutgraf::terms::{Background, Term, terms_of};

use crate::datasets::{Fields, Text, open_pairs, open_summaries};

/// A word in fewer documents is as rare as one in none: it is a name, or chance.
const LEAST: u32 = 3;
/// A set of sentences tells of common words alone: so many of its commonest are taken.
const COMMON: usize = 300;
/// A word that is in a share of sentences is in a document of so many with the chance that follows.
const SENTENCES: i32 = 15;

/// Counts the words of the documents of data sets, and adds the commonest words of other languages, as
/// common as they would be in documents.
///
/// # Errors
/// If a data set cannot be read, or there is no document.
pub fn count_words(documents: &[PathBuf], sentences: &[PathBuf]) -> Result<Background> {
    let mut counts: HashMap<Term, u32> = HashMap::new();
    let mut texts = 0u32;
    for path in documents {
        for set in open_summaries(path, &Fields::default())? {
            for item in set.items {
                let text = match item.text {
                    Text::Whole(text) => text,
                    Text::Sentences(sentences) => sentences.join(" "),
                };
                count(&text, &mut counts);
                texts += 1;
            }
        }
    }
    ensure!(texts > 0, "no document to count words in");
    counts.retain(|_, count| *count >= LEAST);
    for path in sentences {
        for set in open_pairs(path)? {
            let mut common = HashMap::new();
            for pair in &set.items {
                count(&pair.first, &mut common);
                count(&pair.second, &mut common);
            }
            let all = 2 * set.items.len();
            let mut common: Vec<(Term, u32)> = common.into_iter().collect();
            common.sort_unstable_by_key(|&(term, count)| (std::cmp::Reverse(count), term));
            for (term, found) in common.into_iter().take(COMMON) {
                let share = f64::from(found) / all as f64;
                let among = f64::from(texts) * (1.0 - (1.0 - share).powi(SENTENCES));
                let known = counts.entry(term).or_default();
                *known = (*known).max(among.round() as u32);
            }
        }
    }
    Ok(Background::of(texts, counts))
}

/// Counts each term of a text once.
fn count(text: &str, counts: &mut HashMap<Term, u32>) {
    let mut terms = terms_of(text);
    terms.sort_unstable();
    terms.dedup();
    terms.into_iter().for_each(|term| *counts.entry(term).or_default() += 1);
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn words_of_documents_and_of_other_languages_are_counted() {
        let folder = tempfile::tempdir().unwrap();
        let documents = folder.path().join("documents.jsonl");
        let lines: String = (0..20)
            .map(|n| {
                format!("{{\"text\": \"The ferry. The tram number{n}.\", \"summary\": \"The ferry.\"}}\n")
            })
            .collect();
        fs::write(&documents, lines).unwrap();
        let sentences = folder.path().join("de.csv");
        fs::write(&sentences, "Die Katze und ich,Die Maus und er,3.0\nDie Tür,Die Wand,1.0\n")
            .unwrap();
        let table = count_words(&[documents], &[sentences]).unwrap();
        let weight = |word| table.weight(Term::of(word));
        assert_eq!((weight("the"), weight("die")), (0.0, 0.0));
        assert!(weight("ferry") == 0.0 && weight("number7") > 2.5);
        assert!(weight("und") < 0.2, "{}", weight("und"));
        assert!(count_words(&[], &[]).is_err());
    }
}
