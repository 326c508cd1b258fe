//! The terms of a text with their weights.

use super::{Background, Term, for_each_term};

/// The terms of a text, each with `(1 + ln n) w` for its `n` places and its weight `w` in the background;
/// together of length 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TermVector {
    /// Rising.
    terms: Vec<(Term, f32)>,
}

impl TermVector {
    /// The vector of a text that is given in parts.
    #[must_use]
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>, background: &Background) -> Self {
        let mut found = Vec::new();
        for text in texts {
            for_each_term(text, |term, _| found.push(term));
        }
        Self::of_terms(&found, background)
    }

    /// The vector of a text that is given as its terms.
    #[must_use]
    pub fn of_terms(found: &[Term], background: &Background) -> Self {
        let mut found = found.to_vec();
        found.sort_unstable();
        let mut terms: Vec<(Term, f32)> = found
            .chunk_by(|a, b| a == b)
            .map(|same| (same[0], (1.0 + (same.len() as f32).ln()) * background.weight(same[0])))
            .collect();
        let length = terms.iter().map(|(_, value)| value * value).sum::<f32>().sqrt();
        if length > 0.0 {
            terms.iter_mut().for_each(|(_, value)| *value /= length);
        }
        Self { terms }
    }

    /// The cosine of two vectors, from 0 to 1: what of their rare words they share.
    #[must_use]
    pub fn cosine(&self, other: &Self) -> f32 {
        let shared = self.shared(other).map(|(_, a, b)| a * b);
        shared.sum::<f32>().clamp(0.0, 1.0)
    }

    /// The terms that both have, with the weight in each.
    pub fn shared<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (Term, f32, f32)> + 'a {
        let mut rest = other.terms.as_slice();
        self.terms.iter().filter_map(move |&(term, value)| {
            let behind = rest.iter().position(|(other, _)| *other >= term).unwrap_or(rest.len());
            rest = &rest[behind..];
            let &(found, with) = rest.first()?;
            (found == term).then_some((term, value, with))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cosine(a: &str, b: &str) -> f32 {
        let background = Background::of(1000, [(Term::of("the"), 990), (Term::of("left"), 300)]);
        let vector = |text| TermVector::of([text], &background);
        let (a, b) = (vector(a), vector(b));
        assert_eq!(a.cosine(&b).to_bits(), b.cosine(&a).to_bits());
        a.cosine(&b)
    }

    #[test]
    fn rare_words_count_and_common_ones_hardly() {
        assert!((cosine("The ferry left Lorne.", "the FERRY left Lorne") - 1.0).abs() < 1e-6);
        assert!(cosine("the ferry left", "the tram left") < 0.05);
        assert!(cosine("Holm left the ferry", "the ferry of Ada Holm") > 0.6);
        assert_eq!(cosine("the ferry", "a tram"), 0.0);
        assert_eq!(cosine("", "a tram"), 0.0);
        assert_eq!(cosine("…", "…"), 0.0);
    }

    #[test]
    fn parts_are_one_text() {
        let background = Background::of(9, []);
        let whole = TermVector::of(["Ice closes the harbour. The harbour froze."], &background);
        let parts = TermVector::of(["Ice closes the harbour", "The harbour froze."], &background);
        assert_eq!(whole, parts);
    }
}
