//! Whether a text was taken apart.

/// How a text was taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Every mark is a token of its own.
    Tokens,
    /// Only what ends a sentence stands apart.
    Stops,
}

/// Marks that stand apart, and those that do not.
#[derive(Debug, Default)]
struct Count {
    apart: usize,
    attached: usize,
}

impl Count {
    /// Whether the marks stand apart: several do, and hardly one does not.
    fn tells(&self) -> bool {
        /// So many are no accident.
        const LEAST: usize = 3;
        /// How many stand apart for each that does not.
        const RATIO: usize = 9;
        self.apart >= LEAST && self.apart >= RATIO * self.attached
    }
}

impl Form {
    /// How `body` was taken apart, if it was.
    pub(super) fn of(body: &str) -> Option<Self> {
        let (mut stops, mut commas) = (Count::default(), Count::default());
        let mut before = "";
        for token in body.split([' ', '\n']) {
            match token {
                // The points of `. . .` are one mark.
                "." if !before.is_empty() && !before.ends_with('.') => stops.apart += 1,
                "," if !before.is_empty() => commas.apart += 1,
                _ if token.ends_with(',') => commas.attached += usize::from(token.len() > 1),
                _ => stops.attached += usize::from(is_word_with_stop(token)),
            }
            before = token;
        }
        let all =
            Count { apart: stops.apart + commas.apart, attached: stops.attached + commas.attached };
        // A list may have points between its items, but does not end in one.
        let ends_apart = matches!(before, "." | "?" | "!" | "''" | "”" | "\"" | "-RRB-" | "-rrb-");
        if all.tells() && (commas.apart > 0 || ends_apart) {
            return Some(Self::Tokens);
        }
        (stops.tells() && ends_apart).then_some(Self::Stops)
    }
}

/// Whether a token is a word with the full stop of its sentence; so long a word in small letters
/// is seldom an abbreviation, which keeps its full stop wherever text is taken apart.
fn is_word_with_stop(token: &str) -> bool {
    const LETTERS: usize = 5;
    token
        .strip_suffix('.')
        .is_some_and(|word| word.len() >= LETTERS && word.chars().all(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_apart_tell() {
        let treebank = "The ferry , the last one , left . Nobody was on board .";
        assert_eq!(Form::of(treebank), Some(Form::Tokens));
        assert_eq!(Form::of(&treebank.to_lowercase()), Some(Form::Tokens));
        let stops = "The ferry, the last one, left . Nobody was on board . It rained .";
        assert_eq!(Form::of(stops), Some(Form::Stops));
    }

    #[test]
    fn abbreviations_keep_their_full_stops() {
        let text = "Gov. Ann Reed of Calif. , a farmer , met Sen. Roy . They dined at noon .";
        assert_eq!(Form::of(text), Some(Form::Tokens));
    }

    #[test]
    fn ordinary_text_with_marks_apart_is_ordinary() {
        for text in [
            "The ferry, the last one, left. Nobody was on board.",
            "Rain fell .",
            "The ferry left , and the boats , too , stayed. The harbour, the quay, the market \
             remained. Nobody wondered.",
            "Well . . . I mean . . . it rained . . . and then it stopped raining. Boats left.",
            "Est-ce vrai ? Oui ! Il pleut : voilà ; « rien » de plus. Les bateaux restent.",
            "Shows: Riverton Hall . May 3 Port Ada, Harbour Arena . May 5 Salem, Old Barn . May 7 \
             Dunmore, Glass House . Tickets are sold at the door, or by mail",
            "Harbour . Ferries . Timetable . Fares . About us . Contact",
            "Call f . g or f . g . h, then evaluate. The operator composes functions.",
            "",
        ] {
            assert_eq!(Form::of(text), None, "{text}");
        }
    }
}
