//! Which sentences of a document a summary is made of.
//!
//! In: a document's sentences, and the lines of a summary that another program made of it, which
//! may split sentences otherwise or space words otherwise. Out: the sentences that they are, or
//! nothing where a line is none of the document's.

/// The sentences of a document, to be found again by their words.
pub(super) struct Alignment {
    sentences: Vec<String>,
}

/// A part of a sentence has to have this many bytes of words to be taken for it.
const ENOUGH: usize = 20;

impl Alignment {
    pub(super) fn new<'a>(sentences: impl Iterator<Item = &'a str>) -> Self {
        Self { sentences: sentences.map(words).collect() }
    }

    /// The indices of the document's sentences that the lines are, ascending; `None` unless every
    /// line is at least one.
    ///
    /// A line is a sentence that has the same words, or else all sentences that it contains, or
    /// else the first that contains it.
    pub(super) fn picks(&self, lines: &[String]) -> Option<Vec<usize>> {
        let mut picks = Vec::new();
        for line in lines.iter().map(|line| words(line)).filter(|line| !line.is_empty()) {
            let found = self.of_line(&line);
            if found.is_empty() {
                return None;
            }
            picks.extend(found);
        }
        picks.sort_unstable();
        picks.dedup();
        Some(picks)
    }

    fn of_line(&self, line: &str) -> Vec<usize> {
        let indices = |is: &dyn Fn(&str) -> bool| -> Vec<usize> {
            (0..self.sentences.len()).filter(|&i| is(&self.sentences[i])).collect()
        };
        let same = indices(&|sentence| sentence == line);
        if let Some(&first) = same.first() {
            return vec![first];
        }
        let contained = indices(&|sentence| sentence.len() >= ENOUGH && line.contains(sentence));
        if !contained.is_empty() {
            return contained;
        }
        let containing = indices(&|sentence| line.len() >= ENOUGH && sentence.contains(line));
        containing.into_iter().take(1).collect()
    }
}

/// The letters and digits of a text in lower case, words with a space between and around them.
fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 2);
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        words.push(' ');
        words.extend(word.chars().flat_map(char::to_lowercase));
    }
    if !words.is_empty() {
        words.push(' ');
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picks(lines: &[&str]) -> Option<Vec<usize>> {
        let sentences = [
            "The ferry left at noon.",
            "\"Nobody was aboard,\" the harbour master said.",
            "The ferry left at noon.",
            "Its owner could not be reached.",
        ];
        let lines: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
        Alignment::new(sentences.into_iter()).picks(&lines)
    }

    #[test]
    fn a_line_is_found_however_it_is_spaced() {
        assert_eq!(picks(&["the ferry left at noon ."]), Some(vec![0]));
        assert_eq!(
            picks(&[
                "`` Nobody was aboard , '' the harbour master said .",
                "",
                "The ferry left at noon"
            ]),
            Some(vec![0, 1])
        );
    }

    #[test]
    fn a_line_may_be_several_sentences_or_a_part_of_one() {
        let both = "Nobody was aboard, the harbour master said. Its owner could not be reached.";
        assert_eq!(picks(&[both]), Some(vec![1, 3]));
        assert_eq!(picks(&["owner could not be reached"]), Some(vec![3]));
    }

    #[test]
    fn what_the_document_does_not_say_is_not_found() {
        assert_eq!(picks(&["The ferry left at noon.", "It sank."]), None);
        assert_eq!(picks(&["noon"]), None);
        assert_eq!(picks(&[]), Some(vec![]));
    }
}
