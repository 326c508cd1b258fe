//! What of an article is compared with another's.

use super::Wording;
use crate::article::Article;
use crate::script::is_unspaced;
use crate::terms::{Background, Term, TermVector, for_each_term};

/// So many terms are an article's lead.
const LEAD: usize = 60;
/// A name weighs at least so much: it is in one of thirty texts at most.
const RARE: f32 = 3.4;
/// A word that opens a sentence is a name only if it weighs so much: it is in one of three hundred.
const RARE_OPENING: f32 = 5.7;
/// So many terms in a row are hardly ever written twice.
const SHINGLE: usize = 5;

/// An article's terms, its names and its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    pub(super) wording: Wording,
    /// Of what comes first.
    pub(super) lead: TermVector,
    /// Rising, with their weights.
    pub(super) names: Vec<(Term, f32)>,
    /// Rising.
    pub(super) figures: Vec<Term>,
    /// The body's, in order.
    body: Vec<Term>,
}

impl Profile {
    /// The profile of an article.
    #[must_use]
    pub fn of(article: &Article) -> Self {
        let background = Background::bundled();
        let mut all = Vec::with_capacity(article.body.len() / 6);
        let mut names = Vec::new();
        let mut figures = Vec::new();
        let mut read = |text: &str, all: &mut Vec<Term>| {
            for_each_term(text, |term, place| {
                all.push(term);
                let word = &text[place.clone()];
                if word.starts_with(|c: char| c.is_ascii_digit()) {
                    figures.push(term);
                    return;
                }
                let weight = background.weight(term);
                if is_name(word, weight, opens_sentence(&text[..place.start])) {
                    names.push((term, weight));
                }
            });
        };
        read(article.title.as_deref().unwrap_or_default(), &mut all);
        let title = all.len();
        read(&article.body, &mut all);
        names.sort_unstable_by_key(|(term, _)| *term);
        names.dedup_by_key(|(term, _)| *term);
        figures.sort_unstable();
        figures.dedup();
        Self {
            lead: TermVector::of_terms(&all[..all.len().min(LEAD)], background),
            body: all[title..].to_vec(),
            wording: Wording {
                words: TermVector::of_terms(&all, background),
                language: article.language.clone(),
            },
            names,
            figures,
        }
    }

    /// Every few terms in a row, each once, rising.
    pub(super) fn shingles(&self) -> Vec<u64> {
        let window = self.body.len().clamp(1, SHINGLE);
        let hash = |terms: &[Term]| {
            terms.iter().fold(0xCBF2_9CE4_8422_2325_u64, |hash, term| {
                (hash ^ u64::from(term.0)).wrapping_mul(0x0000_0100_0000_01B3)
            })
        };
        let mut shingles: Vec<u64> = self.body.windows(window).map(hash).collect();
        shingles.sort_unstable();
        shingles.dedup();
        shingles
    }
}

/// Whether a word of this weight is a name, as far as that can be seen.
pub(super) fn is_name(word: &str, weight: f32, opens_sentence: bool) -> bool {
    weight >= if opens_sentence { RARE_OPENING } else { RARE } && is_written_as_a_name(word)
}

/// Whether a word begins with a capital, or is of a script that has none.
fn is_written_as_a_name(word: &str) -> bool {
    word.chars().next().is_some_and(|c| c.is_uppercase() || is_unspaced(c) || has_no_case(c))
}

/// Whether a letter is of a script that has no capitals.
fn has_no_case(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
}

/// Whether what follows this text opens a sentence, as far as the characters before it tell.
pub(super) fn opens_sentence(before: &str) -> bool {
    let opening = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '“' | '‘' | '«' | '(');
    let trimmed = before.trim_end_matches(opening);
    before.len() - trimmed.len() > 0 && before[trimmed.len()..].contains('\n')
        || trimmed.chars().next_back().is_none_or(|c| matches!(c, '.' | '!' | '?' | ':' | '…'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(body: &str) -> Profile {
        Profile::of(&Article { body: body.to_owned(), ..Article::default() })
    }

    fn has_name(profile: &Profile, name: &str) -> bool {
        profile.names.iter().any(|(term, _)| *term == Term::of(name))
    }

    #[test]
    fn rare_capitals_are_names_and_openings_are_not() {
        let profile = profile(
            "Yesterday the ferry left Lorne. Passengers waited. Skarn was calm, said Ada Holm of \
             the Harbour Board on Tuesday, with 1,200 on board.",
        );
        for name in ["lorne", "skarn", "holm"] {
            assert!(has_name(&profile, name), "{name}");
        }
        for word in ["yesterday", "passengers", "ferry", "the", "tuesday", "1200"] {
            assert!(!has_name(&profile, word), "{word}");
        }
        assert_eq!(profile.figures, [Term::of("1200")]);
    }

    #[test]
    fn a_script_without_capitals_has_names_too() {
        assert!(!profile("港は風のため京都で閉鎖された。").names.is_empty());
        assert!(profile("").names.is_empty());
    }

    #[test]
    fn places_that_open_a_sentence() {
        for before in ["", "It rained. ", "It rained.\n\n", "He said: “", "Headline\n"] {
            assert!(opens_sentence(before), "{before:?}");
        }
        for before in ["in ", "the \"", "Mr ", "(the "] {
            assert!(!opens_sentence(before), "{before:?}");
        }
    }
}
