//! What two articles have in common, as a reader can see it.

use std::ops::Range;

use super::Profile;
use super::profile::{is_name, opens_sentence};
use crate::article::Article;
use crate::terms::{Background, Term, for_each_term};

/// So many names and so many figures are told.
const MOST: usize = 6;

/// Names and figures that two articles have, as the one writes them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NamesAndFigures {
    /// Names, those first that weigh most; those that stand together are one.
    pub names: Vec<String>,
    /// Figures of at least two digits, in the order of the text.
    pub figures: Vec<String>,
}

/// A run of words that both have, in one of the texts.
struct Name {
    range: Range<usize>,
    terms: Vec<Term>,
    weight: f32,
}

impl NamesAndFigures {
    /// What of the names and figures of an article another has too.
    #[must_use]
    pub fn of(article: &Article, profile: &Profile, other: &Profile) -> Self {
        let title = article.title.as_deref().unwrap_or_default();
        let mut names: Vec<(Vec<Term>, f32, String)> = Vec::new();
        let mut figures: Vec<String> = Vec::new();
        for text in [article.body.as_str(), title] {
            for Name { range, terms, weight } in runs(text, profile, other) {
                let name = text[range].split_whitespace().collect::<Vec<_>>().join(" ");
                if let Some((.., told)) = names.iter_mut().find(|(told, ..)| *told == terms) {
                    // Datelines and headlines shout.
                    if told.chars().all(|c| !c.is_lowercase()) {
                        *told = name;
                    }
                    continue;
                }
                let is_told = |term: &Term| names.iter().any(|(told, ..)| told.contains(term));
                if !terms.iter().all(is_told) {
                    // A full name tells what one of its parts told before.
                    names.retain(|(told, ..)| !told.iter().all(|term| terms.contains(term)));
                    names.push((terms, weight, name));
                }
            }
            for_each_term(text, |term, range| {
                let figure = &text[range];
                let digits = figure.bytes().filter(u8::is_ascii_digit).count();
                let has = |profile: &Profile| profile.figures.binary_search(&term).is_ok();
                let is_told = figures.iter().any(|told| told == figure);
                if digits >= 2 && !is_told && has(profile) && has(other) {
                    figures.push(figure.to_owned());
                }
            });
        }
        names.sort_by(|a, b| b.1.total_cmp(&a.1));
        names.truncate(MOST);
        figures.truncate(MOST);
        Self { names: names.into_iter().map(|(.., name)| name).collect(), figures }
    }
}

/// The names of a text that both have; neighbours with nothing but a space between them are one.
fn runs(text: &str, profile: &Profile, other: &Profile) -> Vec<Name> {
    let weight = |profile: &Profile, term: Term| {
        let at = profile.names.binary_search_by_key(&term, |(term, _)| *term).ok()?;
        Some(profile.names[at].1)
    };
    let mut runs: Vec<Name> = Vec::new();
    for_each_term(text, |term, range| {
        let Some(weight) = weight(profile, term).filter(|_| weight(other, term).is_some()) else {
            return;
        };
        if !text[range.clone()].starts_with(|c: char| !c.is_lowercase()) {
            return;
        }
        match runs.last_mut() {
            // In a script without spaces neighbouring terms overlap.
            Some(last)
                if range.start <= last.range.end || &text[last.range.end..range.start] == " " =>
            {
                last.range.end = range.end;
                last.terms.push(term);
                last.weight += weight;
            }
            _ => runs.push(Name { range, terms: vec![term], weight }),
        }
    });
    runs
}

/// The rarest names in the title and the beginning of an article, the rarest first, as they are written.
#[must_use]
pub fn rarest_names(article: &Article) -> Vec<String> {
    let mut names: Vec<(Term, f32, &str)> = Vec::new();
    for text in [article.title.as_deref().unwrap_or_default(), beginning(&article.body)] {
        for_each_term(text, |term, range| {
            let weight = Background::bundled().weight(term);
            let word = &text[range.clone()];
            let is_told = names.iter().any(|(told, ..)| *told == term);
            if !is_told && is_name(word, weight, opens_sentence(&text[..range.start])) {
                names.push((term, weight, word));
            }
        });
    }
    names.sort_by(|a, b| b.1.total_cmp(&a.1));
    names.into_iter().map(|(.., word)| word.to_owned()).collect()
}

/// As much of a text as tells what it is about.
fn beginning(text: &str) -> &str {
    const CHARACTERS: usize = 600;
    text.char_indices().nth(CHARACTERS).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(a: &str, b: &str) -> NamesAndFigures {
        let article = |body: &str| Article { body: body.to_owned(), ..Article::default() };
        let (a, b) = (article(a), article(b));
        NamesAndFigures::of(&a, &Profile::of(&a), &Profile::of(&b))
    }

    #[test]
    fn names_and_figures_are_told_as_the_first_writes_them() {
        let told = shared(
            "The ferry left Lorne with 1,240 on board, Holm said. Harbour master Ada Holm waits for \
             the thaw at Skarn, 5 miles away, on 12 March.",
            "In Lorne and in Skarn, said Ada Holm, 1240 passengers waited since 12 March.",
        );
        assert_eq!(told.names, ["Ada Holm", "Lorne", "Skarn"]);
        assert_eq!(told.figures, ["1,240", "12"]);
    }

    #[test]
    fn a_shouted_name_is_told_as_it_is_written_elsewhere() {
        let told =
            shared("LORNE (Agency) - Ice closed the port. All of Lorne waits.", "In Lorne, ice.");
        assert_eq!(told.names, ["Lorne"]);
    }

    #[test]
    fn the_rarest_names_come_first() {
        let title = Some("Ferry stuck off Skarnholm".to_owned());
        let body = "Yesterday the ferry left London with Ada Vintervik on board.".to_owned();
        let names = rarest_names(&Article { title, body, ..Article::default() });
        assert!(names.len() >= 3 && !names.contains(&"Yesterday".to_owned()), "{names:?}");
        assert!(names[..3].contains(&"Vintervik".to_owned()), "{names:?}");
        assert!(rarest_names(&Article::default()).is_empty());
    }

    #[test]
    fn what_only_one_has_is_not_told() {
        assert_eq!(
            shared("Ada Holm of Lorne, 240.", "Jan Viik of Ostby, 96."),
            NamesAndFigures::default()
        );
        assert_eq!(shared("", "Jan Viik"), NamesAndFigures::default());
    }

    #[test]
    fn a_script_without_spaces_has_runs() {
        let told = shared("港は京都府で閉鎖された。", "京都府の港が再開した。");
        assert!(told.names.contains(&"京都府".to_owned()), "{told:?}");
    }
}
