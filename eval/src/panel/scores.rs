//! What a reader wrote: `NUMBER  A>B=C  A443 B432 C432` for each article.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};

use super::{CRITERIA, Key};

/// What a reader said of one system's summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// Its place, 1 for the best; summaries that tie have the same.
    pub rank: usize,
    /// Its marks from 1 to 5, in the order of [`CRITERIA`].
    pub marks: [u8; CRITERIA.len()],
}

impl Judgement {
    /// The mean of its marks.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.marks.iter().map(|&mark| f64::from(mark)).sum::<f64>() / CRITERIA.len() as f64
    }
}

/// What a reader said of the summaries of an article, by system.
pub type Judgements = BTreeMap<String, Judgement>;

/// A reader and what they said, by the article's number in the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Who: the name of the file.
    pub name: String,
    /// What was judged.
    pub judged: BTreeMap<usize, Judgements>,
}

/// Reads a reader's lines; blank ones count for nothing.
///
/// # Errors
/// If a line is not of the form, names an article or a letter that there is not, leaves one out, or
/// judges what was judged before; with its number.
pub fn parse(name: &str, text: &str, key: &Key) -> Result<Reader> {
    let mut judged = BTreeMap::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let place = || format!("{name}, line {}", at + 1);
        let (number, judgements) = parse_line(line, key).with_context(place)?;
        let is_new = judged.insert(number, judgements).is_none();
        ensure!(is_new, "{}: article {number} was judged before", place());
    }
    Ok(Reader { name: name.to_owned(), judged })
}

fn parse_line(line: &str, key: &Key) -> Result<(usize, Judgements)> {
    let mut parts = line.split_whitespace();
    let (Some(number), Some(ranking)) = (parts.next(), parts.next()) else {
        bail!("`NUMBER A>B A443 B432` is expected");
    };
    let number: usize = number.parse().with_context(|| format!("`{number}` is no number"))?;
    let entry = key.articles.get(number).filter(|entry| !entry.is_alike());
    let entry = entry.with_context(|| format!("no article to judge has the number {number}"))?;
    let ranks = ranks(ranking)?;
    let mut marks = BTreeMap::new();
    for part in parts {
        let (letter, given) = marks_of(part)?;
        ensure!(marks.insert(letter, given).is_none(), "`{letter}` is marked twice");
    }
    let letters = || entry.letters.keys();
    let expected = || letters().map(char::to_string).collect::<Vec<_>>().join(", ");
    ensure!(ranks.keys().eq(letters()), "the order has to name {} once each", expected());
    ensure!(marks.keys().eq(letters()), "marks have to stand for {}", expected());
    let mut judgements = Judgements::new();
    for (letter, systems) in &entry.letters {
        let judgement = Judgement { rank: ranks[letter], marks: marks[letter] };
        judgements.extend(systems.iter().map(|system| (system.clone(), judgement)));
    }
    Ok((number, judgements))
}

/// The places in `A>B=C`: those that tie share the best of theirs.
fn ranks(text: &str) -> Result<BTreeMap<char, usize>> {
    let mut ranks = BTreeMap::new();
    for group in text.split('>') {
        let rank = ranks.len() + 1;
        for letter in group.split('=') {
            let mut chars = letter.chars();
            let (Some(letter), None) = (chars.next(), chars.next()) else {
                bail!("`{text}` is no order: `A>B=C` is expected");
            };
            ensure!(ranks.insert(letter, rank).is_none(), "`{letter}` is twice in the order");
        }
    }
    Ok(ranks)
}

fn marks_of(text: &str) -> Result<(char, [u8; CRITERIA.len()])> {
    let expected = || format!("`{text}` is no mark: a letter and three digits from 1 to 5, `A443`");
    let mut chars = text.chars();
    let letter = chars.next().with_context(expected)?;
    let digits: Vec<u8> = chars
        .map(|c| c.to_digit(10).and_then(|digit| u8::try_from(digit).ok()).unwrap_or_default())
        .collect();
    let marks: [u8; CRITERIA.len()] = digits.try_into().ok().with_context(expected)?;
    ensure!(marks.iter().all(|mark| (1..=5).contains(mark)), expected());
    Ok((letter, marks))
}

#[cfg(test)]
mod tests {
    use super::super::{Entry, SCHEMA};
    use super::*;

    fn key() -> Key {
        let entry = |letters: &[(char, &[&str])]| Entry {
            id: "x".to_owned(),
            source: "news".to_owned(),
            letters: letters
                .iter()
                .map(|(letter, names)| (*letter, names.iter().map(|&n| n.to_owned()).collect()))
                .collect(),
        };
        let articles = vec![
            entry(&[('A', &["old", "lead"]), ('B', &["new"])]),
            entry(&[('A', &["old", "lead", "new"])]),
            entry(&[('A', &["new"]), ('B', &["old"]), ('C', &["lead"])]),
        ];
        Key { schema: SCHEMA.to_owned(), seed: 1, systems: Vec::new(), articles }
    }

    #[test]
    fn lines_are_read() {
        let reader = parse("me", "2  B>A=C  A443 B555 C432\n\n0 B=A B111 A111\n", &key()).unwrap();
        let of = |number: usize, system: &str| reader.judged[&number][system];
        assert_eq!(of(2, "old"), Judgement { rank: 1, marks: [5, 5, 5] });
        assert_eq!(of(2, "new"), Judgement { rank: 2, marks: [4, 4, 3] });
        assert_eq!(of(2, "lead").rank, 2);
        assert_eq!(of(0, "old"), of(0, "new"));
        assert!((of(2, "new").mean() - 11.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let error = |text: &str| format!("{:#}", parse("s.txt", text, &key()).unwrap_err());
        let good = "0 A>B A443 B432\n";
        for (line, expected) in [
            ("0 A>B A443 B432", "article 0 was judged before"),
            ("1 A A443", "no article to judge has the number 1"),
            ("9 A>B A443 B432", "number 9"),
            ("x A>B A443 B432", "`x` is no number"),
            ("2", "is expected"),
            ("2 A>B A443 B432", "the order has to name A, B, C"),
            ("2 A>B>C>D A443 B432 C111", "the order has to name A, B, C"),
            ("2 A>B=A>C A443 B432 C111", "`A` is twice in the order"),
            ("2 A>BC A443 B432 C111", "is no order"),
            ("2 A>B>C A443 B432", "marks have to stand for A, B, C"),
            ("2 A>B>C A443 A432 B111 C111", "`A` is marked twice"),
            ("2 A>B>C A443 B436 C111", "`B436` is no mark"),
            ("2 A>B>C A443 B43 C111", "`B43` is no mark"),
            ("2 A>B>C A443 B4321 C111", "`B4321` is no mark"),
        ] {
            let message = error(&format!("{good}{line}"));
            assert!(message.starts_with("s.txt, line 2: "), "{message}");
            assert!(message.contains(expected), "{line}: {message}");
        }
    }
}
