//! Datelines: where a report was filed, and by which agency, before its first sentence begins.
//!
//! "LONDON, England (CNN) -- ", "Riverton, Ohio (Wire) - ", "BERLIN — ". They belong to the page
//! and not to what the sentence says; a pick begins behind them.

/// Agencies that stand in brackets even where no dash follows.
const AGENCIES: &[&str] = &[
    "CNN",
    "CNN.com",
    "AP",
    "Reuters",
    "AFP",
    "UPI",
    "dpa",
    "DPA",
    "Xinhua",
    "TASS",
    "ANSA",
    "PTI",
    "IANS",
    "Bloomberg",
    "Associated Press",
    "The Associated Press",
    "Press Association",
    "PA",
    "CNN Student News",
    "CNN Business",
    "CNNMoney",
    "The Hollywood Reporter",
    "EW.com",
    "KABC",
];

/// The most bytes of a dateline.
const LONGEST: usize = 80;

/// What is left has at least so many words.
const LEAST_LEFT: usize = 4;

/// The length in bytes of the dateline that opens `text`, white space behind it included; 0 where
/// there is none.
pub(super) fn dateline(text: &str, count_words: fn(&str) -> usize) -> usize {
    let head = &text[..text.floor_char_boundary(LONGEST)];
    let Some(len) = of_agency(head, text).or_else(|| of_place(head)) else { return 0 };
    let left = &text[len..];
    let opens = left.starts_with(|c: char| {
        c.is_uppercase() || c.is_numeric() || matches!(c, '"' | '“' | '\'' | '‘' | '$' | '£' | '€')
    });
    if opens && count_words(left) >= LEAST_LEFT { len } else { 0 }
}

/// "(CNN)", "Jakarta (CNN)", "LONDON, Dec. 3 (Agency) -- ".
fn of_agency(head: &str, text: &str) -> Option<usize> {
    let open = head.find('(')?;
    let close = open + head[open..].find(')')?;
    let agency = head[open + 1..close].trim();
    let place = head[..open].trim();
    if !place.is_empty() && !is_place(place) {
        return None;
    }
    let end = close + 1;
    match after_dash(text, end) {
        Some(end) if agency.starts_with(char::is_uppercase) => Some(end),
        _ if AGENCIES.contains(&agency) => Some(text.len() - text[end..].trim_start().len()),
        _ => None,
    }
}

/// "BERLIN — ", "RIVERTON, Ohio - ": the first word is in capitals.
fn of_place(head: &str) -> Option<usize> {
    let dash = head.find(['—', '–', '-'])?;
    let place = head[..dash].trim_end();
    let first = place.split([' ', ',']).next()?;
    let shouts = first.chars().count() > 2 && first.chars().all(char::is_uppercase);
    // A hyphen inside a word divides nothing.
    let apart = head[..dash].ends_with(' ') || !head[dash..].starts_with('-');
    (shouts && apart && is_place(place)).then(|| after_dash(head, place.len())).flatten()
}

/// Whether `place` is of a few words with capitals, numbers or abbreviations.
fn is_place(place: &str) -> bool {
    const MOST_WORDS: usize = 7;
    let words: Vec<&str> = place.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let is_part = |word: &&str| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
            || matches!(*word, "de" | "la" | "of" | "al" | "on" | "the" | "upon" | "and")
    };
    words.len() <= MOST_WORDS && words.iter().all(is_part) && !place.ends_with(['.', '!', '?'])
        || place.ends_with("D.C.")
}

/// Where the text goes on behind the dash that follows `from`.
fn after_dash(text: &str, from: usize) -> Option<usize> {
    let rest = text[from..].trim_start();
    let behind = rest.trim_start_matches(['—', '–', '-']);
    (behind.len() < rest.len()).then(|| text.len() - behind.trim_start().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str) -> &str {
        &text[dateline(text, |text| text.split_whitespace().count())..]
    }

    #[test]
    fn datelines_are_found() {
        let statement = "A bridge reopened on Monday.";
        for line in [
            "(CNN)",
            "(CNN) -- ",
            "LONDON, England (CNN) -- ",
            "Jakarta (CNN)",
            "Washington, D.C. (CNN)",
            "RIVERTON, Ohio (Wire) — ",
            "JERUSALEM, Dec. 3 (Reuters) - ",
            "Rio de Janeiro (AFP) – ",
            "BERLIN — ",
            "RIVERTON, Ohio -- ",
            "( CNN ) -- ",
        ] {
            assert_eq!(without(&format!("{line}{statement}")), statement, "{line}");
        }
    }

    #[test]
    fn what_is_part_of_the_sentence_stays() {
        for text in [
            "Ada Moss (Labour) won the seat by nine votes.",
            "The bank (CNN) said it would pay.",
            "NASA — the space agency — said it would launch.",
            "NATO-led troops left the town on Monday.",
            "Rain fell. (CNN) A bridge reopened on Monday.",
            "(CNN) It fell.",
            "",
        ] {
            assert_eq!(without(text), text);
        }
    }
}
