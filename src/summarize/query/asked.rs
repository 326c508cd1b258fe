//! What kind of answer a question asks for.
//!
//! In: an English question. Out: its kind, if it has one, and how much a sentence looks like an
//! answer of that kind. Whether the sentence is about what is asked is decided elsewhere. Each
//! kind is a file: [`amount`], [`age`], [`date`], [`place`], [`person`], [`list`], [`cause`],
//! [`verdict`].

use super::amount::{self, Unit};
use super::sentence::{Word, words};
use super::{age, cause, date, list, person, place, verdict};

/// The kind of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// A sum: "How much was stolen?"
    Money,
    /// Any other number: "How many were hurt?"
    Number(Unit),
    /// "How old is she?"
    Age,
    /// "When was it?"
    Date,
    /// "Where was it?"
    Place,
    /// "Who was it?"
    Person,
    /// Several of a kind: "Which towns were hit?"
    List(list::Items),
    /// "Why was it?"
    Cause,
    /// "Is it true?", "Was it legal?"
    Verdict,
    /// "Did it arrive?"
    YesNo,
}

/// Whether the words of a question ask for something.
type Asks = fn(&[&str]) -> bool;

impl Asked {
    /// What a question asks for, if that is a kind of its own.
    pub(super) fn of(question: &str) -> Option<Self> {
        let words = words(question);
        let lower: Vec<&str> = words.iter().map(|word| word.lower.as_str()).collect();
        let kinds: [(Asks, Self); 7] = [
            (age::is_asked, Self::Age),
            (amount::is_sum_asked, Self::Money),
            (cause::is_asked, Self::Cause),
            (date::is_asked, Self::Date),
            (place::is_asked, Self::Place),
            (person::is_asked, Self::Person),
            (verdict::is_asked, Self::Verdict),
        ];
        let of_table =
            || kinds.iter().find(|(is_asked, _)| is_asked(&lower)).map(|(_, kind)| *kind);
        let number = || amount::unit_asked(&lower).map(Self::Number);
        let list = || list::items_asked(&lower).map(Self::List);
        let yes_no = || verdict::is_yes_or_no(&lower).then_some(Self::YesNo);
        of_table().or_else(number).or_else(list).or_else(yes_no)
    }

    /// How much a sentence looks like an answer of this kind, from 0 to 1.
    pub(super) fn evidence(self, text: &str, sentence: &[Word<'_>]) -> f32 {
        match self {
            Self::Money => amount::sum_evidence(text, sentence),
            Self::Number(unit) => unit.evidence(sentence),
            Self::Age => age::evidence(sentence),
            Self::Date => date::evidence(sentence),
            Self::Place => place::evidence(sentence),
            Self::Person => person::evidence(sentence),
            Self::List(items) => list::evidence(sentence, items),
            Self::Cause => cause::evidence(sentence),
            Self::Verdict | Self::YesNo => verdict::evidence(sentence),
        }
    }

    /// Whether a sentence without evidence cannot be the answer.
    pub(super) fn is_strict(self) -> bool {
        matches!(self, Self::Money | Self::Number(_) | Self::Age | Self::Date)
    }

    /// Whether a word of the question says no more than what kind of answer is asked for.
    pub(super) fn is_asking(self, word: &str) -> bool {
        let also: &[&str] = match self {
            Self::Money => &["money", "cash", "sum", "price", "cost", "costs", "worth", "amount"],
            Self::Number(_) => amount::ASKING,
            Self::Age => &["age", "aged"],
            Self::Date => &["date", "day", "year", "time", "month"],
            Self::Place => &["place", "city", "town", "country", "village"],
            Self::List(_) => &["kinds", "kind", "types", "list", "names"],
            Self::Cause => cause::ASKING,
            Self::Verdict => &["true", "false", "fact", "claim", "correct", "really"],
            Self::Person | Self::YesNo => &[],
        };
        matches!(word, "much" | "many" | "how" | "long" | "far" | "old") || also.contains(&word)
    }
}

#[cfg(test)]
mod tests {
    use super::list::Items;
    use super::*;

    #[test]
    fn the_kind_of_an_answer() {
        let kinds = [
            ("How much money was stolen?", Some(Asked::Money)),
            ("what did the bridge cost", Some(Asked::Money)),
            ("How many people were hurt?", Some(Asked::Number(Unit::Count))),
            ("how long did it last?", Some(Asked::Number(Unit::Duration))),
            ("What share of them voted?", Some(Asked::Number(Unit::Percent))),
            ("how fast was the train?", Some(Asked::Number(Unit::Speed))),
            ("How old was the boy?", Some(Asked::Age)),
            ("When does the ferry sail again?", Some(Asked::Date)),
            ("In which year did it open?", Some(Asked::Date)),
            ("Where did it happen?", Some(Asked::Place)),
            ("In which city is the bank?", Some(Asked::Place)),
            ("Which cities were hit?", Some(Asked::List(Items::Names))),
            ("What are the symptoms?", Some(Asked::List(Items::Any))),
            ("Who found the ring?", Some(Asked::Person)),
            ("Why did the roof fall in?", Some(Asked::Cause)),
            ("What causes the smell?", Some(Asked::Cause)),
            ("Is it true that the ferry sank?", Some(Asked::Verdict)),
            ("Was the captain found guilty?", Some(Asked::Verdict)),
            ("Did the ferry sink?", Some(Asked::YesNo)),
            ("How did it happen?", None),
            ("What about the ferry?", None),
            ("harbour", None),
        ];
        for (question, kind) in kinds {
            assert_eq!(Asked::of(question), kind, "{question}");
        }
    }
}
