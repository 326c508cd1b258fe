//! Who speaks to whom in a piece, and of what, outside its quotations.
//!
//! In: sentences. Out: [`Voices`], shares of the words that have a [`Voice`].

use super::vocabulary::{Voice, voice};

/// Counts of words in sentences, as shares of all words outside quotations.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Voices {
    /// All words.
    pub words: f32,
    /// To the reader.
    pub you: f32,
    /// Of the writer.
    pub i: f32,
    /// Of the house.
    pub we: f32,
    /// Of what people said.
    pub said: f32,
    /// In the past.
    pub past: f32,
    /// Of what ought to be.
    pub argued: f32,
    /// Of goods and services.
    pub offered: f32,
    /// Of what is good or bad.
    pub judged: f32,
}

/// Whether a quotation is open.
#[derive(Debug, Default)]
pub(super) struct Quotation {
    is_open: bool,
}

impl Voices {
    /// Counts the words of `text`, and whether a quotation is open behind it.
    pub(super) fn add(&mut self, text: &str, quotation: &mut Quotation) {
        for word in text.split_whitespace() {
            if word.starts_with(['"', '“']) || word == "``" {
                quotation.is_open = true;
            }
            if !quotation.is_open {
                self.count(word);
            }
            let end = word.trim_end_matches(['.', ',', '!', '?', ';', ':', ')']);
            if end.ends_with('”') || end.len() > 1 && end.ends_with('"') || word == "''" {
                quotation.is_open = false;
            }
        }
    }

    fn count(&mut self, word: &str) {
        self.words += 1.0;
        let mut letters = [0; LONGEST];
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        match small_word(word, &mut letters).and_then(voice) {
            None => {}
            Some(Voice::You) => self.you += 1.0,
            Some(Voice::I) => self.i += 1.0,
            Some(Voice::We) => self.we += 1.0,
            Some(Voice::Said) => self.said += 1.0,
            Some(Voice::Past) => self.past += 1.0,
            Some(Voice::Argued) => self.argued += 1.0,
            Some(Voice::Offered) => self.offered += 1.0,
            Some(Voice::Judged) => self.judged += 1.0,
        }
    }

    /// These counts as shares of all words.
    pub(super) fn shares(self) -> Self {
        let of = self.words.max(1.0);
        Self {
            words: self.words,
            you: self.you / of,
            i: self.i / of,
            we: self.we / of,
            said: self.said / of,
            past: self.past / of,
            argued: self.argued / of,
            offered: self.offered / of,
            judged: self.judged / of,
        }
    }
}

/// The longest word that has a voice, in bytes.
const LONGEST: usize = 20;

/// `word` in small letters with straight apostrophes, if it is English and short.
fn small_word<'a>(word: &str, letters: &'a mut [u8; LONGEST]) -> Option<&'a str> {
    let mut len = 0;
    for c in word.chars() {
        let c = if c == '’' { '\'' } else { c.to_ascii_lowercase() };
        *letters.get_mut(len).filter(|_| c.is_ascii())? = c as u8;
        len += 1;
    }
    std::str::from_utf8(&letters[..len]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voices(texts: &[&str]) -> Voices {
        let (mut voices, mut quotation) = (Voices::default(), Quotation::default());
        texts.iter().for_each(|text| voices.add(text, &mut quotation));
        voices.shares()
    }

    #[test]
    fn words_outside_quotations_count() {
        let shares = voices(&["You’ll see it.", "“You never asked me,” she said."]);
        assert_eq!((shares.words, shares.you, shares.i, shares.said), (5.0, 0.2, 0.0, 0.2));
        let two = voices(&["“You never asked.", "You never will,” she said."]);
        assert_eq!((two.words, two.you), (2.0, 0.0));
        assert_eq!(voices(&[]).you, 0.0);
    }
}
