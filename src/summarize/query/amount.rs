//! Questions for an amount: "How much money was stolen?", "How many people were hurt?".
//!
//! In: an English question, and sentences. Out: which of them give an amount of the kind that is asked
//! for, and whether it is of what the article tells or only of something that it names in passing
//! ("Brinmark, an exchange that lost $212 million").

/// What kind of amount is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// A sum.
    Money,
    /// Any number.
    Number,
}

/// How a sentence answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// It has no such amount.
    Nothing,
    /// It gives one of something that it names in passing.
    Aside,
    /// It gives one.
    Amount,
}

/// Words of questions that ask for a sum.
#[rustfmt::skip]
const MONEY: &[&str] = &[
    "money", "cost", "costs", "pay", "paid", "pays", "price", "worth", "earn", "earned", "earns", "spend",
    "spent", "stolen", "stole", "steal", "owe", "owed", "salary", "rent", "fine", "fined", "cash", "sum",
    "budget", "profit", "revenue", "loan", "charge", "charged", "fee", "raised", "donated", "dollars",
    "euros", "pounds", "compensation", "ransom", "debt", "funding",
];

/// What a number is counted in where it is a sum.
#[rustfmt::skip]
const CURRENCIES: &[&str] = &[
    "dollar", "dollars", "euro", "euros", "pound", "pounds", "yen", "yuan", "rupee", "rupees", "franc",
    "francs", "crown", "crowns", "krona", "kronor", "kroner", "peso", "pesos", "rouble", "roubles", "ruble",
    "rubles", "won", "rand", "real", "reais", "lira", "shekels", "cents", "pence", "usd", "eur", "gbp",
];

/// Numbers in words.
#[rustfmt::skip]
const NUMBERS: &[&str] = &[
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen",
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "hundreds",
    "thousand", "thousands", "million", "millions", "billion", "dozen", "dozens", "half", "twice",
];

impl Asked {
    /// What a question asks for, if it is an amount.
    pub(super) fn of(question: &str) -> Option<Self> {
        let question = question.to_lowercase();
        let words: Vec<&str> =
            question.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let asks = |with: &[&str]| {
            words.windows(2).any(|pair| pair[0] == "how" && with.contains(&pair[1]))
        };
        let is_much = asks(&["much"]) || words.starts_with(&["what", "sum"]);
        if is_much && words.iter().any(|word| MONEY.contains(word)) {
            return Some(Self::Money);
        }
        let is_number =
            is_much || asks(&["many", "long", "far", "old", "tall", "big", "high", "often"]);
        is_number.then_some(Self::Number)
    }

    /// Whether a word of the question says no more than that an amount is asked for.
    pub(super) fn is_asking(self, word: &str) -> bool {
        matches!(word, "much" | "many" | "long" | "far" | "old" | "how" | "sum" | "amount")
            || self == Self::Money && matches!(word, "money" | "cash")
    }

    /// How `text` answers.
    pub(super) fn answered_by(self, text: &str) -> Answer {
        let amounts = self.amounts(text);
        match amounts.as_slice() {
            [] => Answer::Nothing,
            all if all.iter().all(|&at| is_aside(&text[..at])) => Answer::Aside,
            _ => Answer::Amount,
        }
    }

    /// Where the amounts of `text` begin.
    fn amounts(self, text: &str) -> Vec<usize> {
        let mut found = Vec::new();
        let mut at = 0;
        let mut number: Option<usize> = None;
        for word in text.split(' ') {
            let start = at;
            at += word.len() + 1;
            let has_digit = word.contains(|c: char| c.is_ascii_digit());
            let plain = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            let is_number = has_digit || NUMBERS.contains(&plain.as_str());
            let is_sum = has_digit && word.contains(['$', '£', '€', '¥', '₹', '₽']);
            let is_currency = CURRENCIES.contains(&plain.as_str());
            match self {
                Self::Number if is_number => found.push(start),
                Self::Money if is_sum => found.push(start),
                Self::Money if is_currency => found.extend(number),
                _ => {}
            }
            number = if is_number { number.or(Some(start)) } else { None };
        }
        found
    }
}

/// Whether what follows `before` stands in an apposition with a clause of its own: "..., an exchange
/// that lost".
fn is_aside(before: &str) -> bool {
    let opening = [", a ", ", an ", ", the "].iter().filter_map(|open| before.rfind(open)).max();
    let Some(open) = opening else { return false };
    let inside = &before[open + 1..];
    let clause = [" that ", " which ", " who ", " whose ", " where "];
    !inside.contains(',') && clause.iter().any(|word| inside.contains(word))
}

/// Words of one family, of which any answers for another.
const FAMILIES: &[&[&str]] = &[
    &[
        "steal", "steals", "stole", "stolen", "theft", "thefts", "thief", "thieves", "robbed",
        "robbery", "robbers", "heist", "looted", "loot", "burglars", "burglary",
    ],
    &["die", "died", "dies", "dead", "death", "deaths", "killed", "kills"],
    &["hurt", "injured", "injuries", "wounded", "injury"],
    &["buy", "buys", "bought", "acquire", "acquires", "acquired", "purchase", "acquisition"],
    &["cost", "costs", "price", "priced", "worth"],
    &["pay", "pays", "paid", "payment"],
    &["lose", "loses", "lost", "loss", "losses"],
    &["sell", "sells", "sold", "sale"],
    &["build", "builds", "built", "building"],
];

/// The other words of the family of `word`.
pub(super) fn family(word: &str) -> &'static [&'static str] {
    FAMILIES.iter().find(|family| family.contains(&word)).map_or(&[][..], |family| family)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_for_amounts_are_known() {
        assert_eq!(Asked::of("How much money was stolen?"), Some(Asked::Money));
        assert_eq!(Asked::of("how much did the bridge cost"), Some(Asked::Money));
        assert_eq!(Asked::of("How many people were hurt?"), Some(Asked::Number));
        assert_eq!(Asked::of("How much rain fell?"), Some(Asked::Number));
        assert_eq!(Asked::of("How did it happen?"), None);
        assert_eq!(Asked::of("What about the ferry?"), None);
    }

    #[test]
    fn amounts_answer_unless_they_stand_aside() {
        let money = |text| Asked::Money.answered_by(text);
        assert_eq!(money("Thieves took $68 million in coins."), Answer::Amount);
        assert_eq!(money("It was sold for nine million euros."), Answer::Amount);
        assert_eq!(money("Two people were arrested on Friday."), Answer::Nothing);
        assert_eq!(money("They saw Brinmark, an exchange that lost $212 million."), Answer::Aside);
        assert_eq!(money("Calder, a maker of pumps, will pay $212 million."), Answer::Amount);
        assert_eq!(Asked::Number.answered_by("Nine people were hurt."), Answer::Amount);
        assert_eq!(Asked::Number.answered_by("Nobody was hurt."), Answer::Nothing);
    }
}
