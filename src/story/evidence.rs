//! What speaks for two articles being of one story.

use super::Profile;
use super::wording::likeness;
use crate::terms::Term;

/// Texts that share fewer of their words than this are not looked at for copied passages.
const COPY_SHARES: f32 = 0.4;

/// A text with fewer passages than this is copied only if it is the same to the letter.
const FEW_PASSAGES: usize = 15;

/// What two articles have in common. Each part is from 0, nothing, upwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// The cosine of their vectors of meaning, from -1 to 1.
    pub cosine: f32,
    /// The cosine of their words, the rare ones weighing most, from 0 to 1.
    pub words: f32,
    /// The same of their first 60 words.
    pub lead: f32,
    /// What of the names of the one that has fewer the other has too, by weight, from 0 to 1.
    pub names: f32,
    /// The logarithm of 1 and the weights of the names that both have.
    pub named: f32,
    /// What of the figures of the one that has fewer the other has too, from 0 to 1.
    pub figures: f32,
    /// What of the passages of five words of the shorter text the longer one has too, and the reverse: both
    /// 0 where the words are so different that nothing can be copied.
    pub copied: [f32; 2],
    /// Whether most names, or most figures, of the one that has fewer are not in the other: two reports in the same
    /// words of two matches, two days, two quakes.
    pub other_facts: bool,
    /// Whether they may share words: they are not known to be in two languages.
    pub same_language: bool,
}

impl Evidence {
    /// The parts that a [`RelationModel`](super::RelationModel) weighs, by name.
    pub const PARTS: [&'static str; 5] = ["words", "lead", "names", "named", "figures"];

    /// What two articles have in common, whose vectors have this cosine.
    #[must_use]
    pub fn between(a: &Profile, b: &Profile, cosine: f32) -> Self {
        let words = a.wording.words.cosine(&b.wording.words);
        let common: f32 = shared(&a.names, &b.names).map(|(_, weight)| weight).sum();
        let all = |names: &[(Term, f32)]| names.iter().map(|(_, weight)| weight).sum::<f32>();
        let fewest = all(&a.names).min(all(&b.names));
        let figures = a.figures.iter().filter(|it| b.figures.binary_search(it).is_ok()).count();
        let least = a.figures.len().min(b.figures.len());
        Self {
            cosine,
            words,
            lead: a.lead.cosine(&b.lead),
            names: if fewest > 0.0 { (common / fewest).min(1.0) } else { 0.0 },
            named: common.ln_1p(),
            figures: if least > 0 { figures as f32 / least as f32 } else { 0.0 },
            copied: if words >= COPY_SHARES { copied(a, b) } else { [0.0; 2] },
            other_facts: least > 0 && 2 * figures <= least || 2.0 * common < fewest,
            same_language: a.wording.shares_language(&b.wording),
        }
    }

    /// How alike they are, see [`Wording::likeness`](super::Wording::likeness).
    #[must_use]
    pub fn likeness(&self) -> f32 {
        likeness(self.cosine, self.same_language.then_some(self.words))
    }

    /// The parts in the order of [`Evidence::PARTS`].
    #[must_use]
    pub fn parts(&self) -> [f32; 5] {
        let Self { words, lead, names, named, figures, .. } = *self;
        [words, lead, names, named, figures]
    }
}

/// What both lists have; both are rising.
fn shared<'a>(
    a: &'a [(Term, f32)],
    b: &'a [(Term, f32)],
) -> impl Iterator<Item = (Term, f32)> + 'a {
    a.iter().copied().filter(|(term, _)| b.binary_search_by_key(term, |(term, _)| *term).is_ok())
}

/// What of the passages of the one with fewer the other has too, and the reverse; nothing where they are so few that
/// chance can make them.
fn copied(a: &Profile, b: &Profile) -> [f32; 2] {
    let (a, b) = (a.shingles(), b.shingles());
    let common = a.iter().filter(|shingle| b.binary_search(shingle).is_ok()).count() as f32;
    let (fewer, more) = (a.len().min(b.len()), a.len().max(b.len()));
    if fewer < FEW_PASSAGES { [0.0; 2] } else { [common / fewer as f32, common / more as f32] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    fn between(a: &str, b: &str) -> Evidence {
        let profile =
            |body: &str| Profile::of(&Article { body: body.to_owned(), ..Article::default() });
        let (a, b) = (profile(a), profile(b));
        let evidence = Evidence::between(&a, &b, 0.5);
        assert_eq!(evidence.parts(), Evidence::between(&b, &a, 0.5).parts(), "either way");
        evidence
    }

    const FERRY: &str = "The ferry left Lorne at noon with 240 on board, harbour master Ada Holm said. \
        Ice had broken two buoys on Sunday. Divers will replace them by Thursday.";

    #[test]
    fn the_same_text_has_all_in_common() {
        let evidence = between(FERRY, FERRY);
        assert!(evidence.parts().iter().all(|part| *part > 0.99), "{evidence:?}");
        assert_eq!(evidence.copied, [1.0; 2]);
        let trimmed = &FERRY[..FERRY.find(" Divers").unwrap()];
        let [of_shorter, of_longer] = between(FERRY, trimmed).copied;
        assert!(of_shorter == 1.0 && (0.6..0.9).contains(&of_longer));
    }

    #[test]
    fn a_look_alike_has_other_names_and_figures() {
        let other = "The ferry left Ostby at noon with 96 on board, harbour master Jan Viik said. \
            Ice had broken a buoy on Monday. Divers will replace it by Friday.";
        let told_again =
            "Ada Holm, who runs the harbour of Lorne, said 240 passengers were aboard.";
        let (look_alike, again) = (between(FERRY, other), between(FERRY, told_again));
        assert!(look_alike.names < 0.3 && look_alike.figures == 0.0, "{look_alike:?}");
        assert!(again.names > 0.9 && again.figures == 1.0, "{again:?}");
        assert!(again.named > look_alike.named);
    }

    #[test]
    fn the_same_words_of_two_days_tell_other_facts() {
        let report = |day: u32, town: &str| {
            format!("On day {day} the tide came in at {town}. Later it went out again, as it does.")
        };
        assert!(between(&report(3, "Lorne"), &report(4, "Lorne")).other_facts);
        assert!(between(&report(3, "Lorne"), &report(3, "Skarn")).other_facts);
        assert!(!between(&report(3, "Lorne"), &report(3, "Lorne")).other_facts);
        let figures = format!("{FERRY} It has made 1,400 trips since 1998.");
        let corrected = figures.replace("240", "204");
        assert!(!between(&figures, &corrected).other_facts, "a correction keeps most of them");
        assert!(!between(FERRY, "The ferry left at noon.").other_facts, "one may have none");
    }

    #[test]
    fn nothing_has_nothing_in_common() {
        assert_eq!(between("", FERRY).parts(), [0.0; 5]);
        assert_eq!(between("", "").copied, [0.0; 2]);
        assert!((between("", FERRY).likeness() - 0.4 * 0.5).abs() < 1e-6);
    }

    #[test]
    fn words_of_two_languages_are_not_compared() {
        let in_language = |language: &str| {
            let language = Some(language.to_owned());
            Profile::of(&Article { body: FERRY.to_owned(), language, ..Article::default() })
        };
        let likeness = |a, b| Evidence::between(&in_language(a), &in_language(b), 0.5).likeness();
        assert!((likeness("en", "en") - 0.8).abs() < 1e-6);
        assert_eq!(likeness("en", "de"), 0.5);
    }
}
