//! What a title says of the form of its piece.

use super::vocabulary::{COUNTED, INSTRUCTED};
use crate::summarize::wording::small;

/// A title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title {
    /// In small letters, with straight apostrophes.
    text: String,
}

impl Title {
    pub(super) fn new(title: Option<&str>) -> Self {
        Self { text: title.map(small).unwrap_or_default() }
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
    }

    /// "12 best boats", "Five ways to dry a boat", "The best boats of 2031".
    pub(super) fn counts(&self) -> bool {
        const NUMBERS: &[&str] =
            &["three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
        let mut is_number = false;
        let mut near = 0;
        for word in self.words() {
            let value = word.parse::<u32>().is_ok_and(|value| (2..200).contains(&value));
            if value || NUMBERS.contains(&word) {
                (is_number, near) = (true, 0);
            } else if is_number && near < 5 && (COUNTED.contains(&word) || word.ends_with('s')) {
                return true;
            }
            near += 1;
        }
        let begins = |word: &str| self.text.starts_with(word);
        begins("best ")
            || begins("the best ")
            || begins("top ")
            || begins("list of ")
            || self.text.contains(" alternatives")
    }

    /// "How to dry a boat", "A guide to dry boats".
    pub(super) fn instructs(&self) -> bool {
        self.text.contains("how to ") || self.words().any(|word| INSTRUCTED.contains(&word))
    }

    /// "Has anyone built a boat?", "Boat recommendations".
    pub(super) fn asks(&self) -> bool {
        self.text.ends_with('?') || self.text.contains("recommendations")
    }

    /// "The Wexley 500: review".
    pub(super) fn reviews(&self) -> bool {
        self.words().any(|word| word == "review") && !self.counts()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_count_and_instruct() {
        let title = |text| Title::new(Some(text));
        for text in [
            "12 Best Boats of 2031",
            "Five Ways to Dry a Boat",
            "The best boats",
            "Boat Alternatives",
            "7 quiet harbours",
        ] {
            assert!(title(text).counts(), "{text}");
        }
        for text in ["Harbour closes for 12", "The boat that sank twice", "Storm kills five", ""] {
            assert!(!title(text).counts(), "{text}");
        }
        assert!(
            title("How to Dry a Boat").instructs()
                && title("A Beginner’s Guide to Boats").instructs()
        );
        assert!(!title("How the boat sank").instructs());
        assert!(title("Which boat?").asks() && !title("This boat").asks());
        assert!(
            title("Wexley 500 review").reviews() && !title("The 5 best boats: a review").reviews()
        );
    }
}
